import { expect, test } from "vitest";
import { parseProperties } from "../../src/wizard/detect/properties-file.ts";

test.each([
  ["a=b", { a: "b" }],
  ["a = b ", { a: "b " }],
  ["a:b", { a: "b" }],
  ["a b", { a: "b" }],
  ["a\t=\tb=c:d", { a: "b=c:d" }],
  ["a", { a: "" }],
  ["  a=1\r\nb=2\rc=3", { a: "1", b: "2", c: "3" }],
  ["# a=1\n ! b=2\n\nc=3", { c: "3" }],
  ["a=one, \\\n   two, \\\n\tthree", { a: "one, two, three" }],
  ["a=b\\\\\nc=d", { a: "b\\", c: "d" }],
  ["a=b\\", { a: "b" }],
  ["a\\ b\\:c\\=d=e", { "a b:c=d": "e" }],
  ["a=\\u0041\\t\\n\\q", { a: "A\t\nq" }],
  ["a=1\na=2", { a: "2" }],
  ["a=\\\n# no comment", { a: "# no comment" }],
  ["__proto__=x", Object.fromEntries([["__proto__", "x"]])],
])("%j is read as Java reads it", (text, entries) => {
  expect(Object.fromEntries(parseProperties(text))).toEqual(entries);
});
