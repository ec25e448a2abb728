/** An element with what it contains. */
export interface XmlElement {
  name: string;
  /** Its own text, trimmed. */
  text: string;
  children: XmlElement[];
}

/** No build file is nested like this; a hostile one may be. */
const deepest = 40;

/** A tag or a stretch of text. A name is followed by what cannot be part of one, so it is read once. */
const token = /<(\/?)([A-Za-z_][\w.:-]*)(?=[\s/>])([^<>]*)>|([^<]+)/g;

/**
 * The root element of an XML text, or undefined when it is not well nested. Comments, attributes and declarations are
 * passed over; entities stay as they are written, and no other file is ever read.
 */
export function parseXml(text: string): XmlElement | undefined {
  const document: XmlElement = { name: "", text: "", children: [] };
  const open = [document];
  for (const [, slash, name, rest, words] of text.replace(/<!--[\s\S]*?(?:-->|$)/g, "").matchAll(token)) {
    const parent = open[open.length - 1]!;
    if (words !== undefined) parent.text += words.trim();
    else if (slash) {
      if (open.length < 2 || open.pop()!.name !== name) return undefined;
    } else {
      const element = { name: name!, text: "", children: [] };
      parent.children.push(element);
      if (rest?.endsWith("/")) continue;
      if (open.push(element) > deepest) return undefined;
    }
  }
  return open.length === 1 ? document.children[0] : undefined;
}

/** The elements at the end of a path such as `build/plugins/plugin`. */
export function elementsAt(root: XmlElement, path: string): XmlElement[] {
  return path
    .split("/")
    .reduce((level, name) => level.flatMap(({ children }) => children.filter((child) => child.name === name)), [root]);
}

/** The text of the first element there, undefined when there is none or it is empty. */
export function textAt(root: XmlElement, path: string): string | undefined {
  return elementsAt(root, path)[0]?.text || undefined;
}
