import { widthOf } from "../layout/width.ts";

/**
 * What draws `lines` over the whole screen, from its top left corner; lines that find no row are left out, and the last
 * row says so.
 * @see https://invisible-island.net/xterm/ctlseqs/ctlseqs.html
 */
export function redrawn(lines: readonly string[], { columns, rows }: { columns: number; rows: number }): string {
  const fitting: string[] = [];
  // One row stays for the cursor, one for the sign that there is more.
  let room = rows - 1;
  for (const [index, line] of lines.entries()) {
    room -= Math.max(1, Math.ceil(widthOf(line) / columns));
    if (room < (index === lines.length - 1 ? 0 : 1)) {
      fitting.push("...");
      break;
    }
    fitting.push(line);
  }
  const [home, clearRow, clearBelow] = ["\x1b[H", "\x1b[K", "\x1b[J"];
  return home + fitting.map((line) => `${line}${clearRow}\n`).join("") + clearBelow;
}
