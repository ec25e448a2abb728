import { padEnd, widthOf } from "../layout/width.ts";

/**
 * Lines in a frame. Where it does not fit, and for screens without line drawing, the lines stand alone: what is to be
 * copied is never broken or cut.
 */
export function boxed(lines: readonly string[], { columns, unicode }: { columns: number; unicode: boolean }): string[] {
  const width = Math.max(...lines.map(widthOf));
  if (width + 6 > columns) return [...lines];
  const [corners, across, side] = unicode ? ["╭╮╰╯", "─", "│"] : ["++++", "-", "|"];
  const [topLeft, topRight, bottomLeft, bottomRight] = corners!;
  const edge = across!.repeat(width + 4);
  return [
    `${topLeft}${edge}${topRight}`,
    ...lines.map((line) => `${side}  ${padEnd(line, width)}  ${side}`),
    `${bottomLeft}${edge}${bottomRight}`,
  ];
}
