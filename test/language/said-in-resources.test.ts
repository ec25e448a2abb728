import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";

const folder = new URL("../../src/resources/", import.meta.url);

/** A title, a wait, a reason or a warning that is English alone: text where a phrase should be. */
const bareText = /(\bwhat(:| =)|^ {2}title: .*=>|\b(note|warn)\()\s*["`].*/gm;

test.each(readdirSync(folder))("%s says everything in phrases", (file) => {
  expect(readFileSync(new URL(file, folder), "utf8").match(bareText) ?? []).toEqual([]);
});
