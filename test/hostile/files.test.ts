import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { list } from "tar";
import { expect, test } from "vitest";
import { packNodeFolder } from "../../src/delivery/node-folder.ts";
import { newFolder } from "../delivery/builds.ts";

const hostile = ["--checkpoint-action=exec=id", "@etc.tar", "a\nb", "\u001b[2J.js", "$(id)", "..a", "-", "`id`", "' '"];

test("files with hostile names are packed as they are, and nothing from outside or secret is", async () => {
  const outside = newFolder();
  writeFileSync(join(outside, "credentials"), "pLaNtEd");
  const folder = newFolder();
  for (const name of hostile) writeFileSync(join(folder, name), "x");
  symlinkSync(join(outside, "credentials"), join(folder, "link"));
  mkdirSync(join(folder, "inside"));
  for (const name of [".env", "inside/.env.production", ".npmrc"]) writeFileSync(join(folder, name), "pLaNtEd");
  const file = join(newFolder(), "app.tar.gz");
  const leftOut = await packNodeFolder(folder, file);
  const packed: string[] = [];
  let text = "";
  await list({
    file,
    onReadEntry(entry) {
      packed.push(entry.path.replace(/^\.\//, ""));
      entry.on("data", (part: Buffer) => {
        text += part;
      });
    },
  });
  expect(packed.sort()).toEqual([...hostile, "link"].sort());
  expect(leftOut.sort()).toEqual([".env", ".npmrc", "inside/.env.production"]);
  expect(text).toBe("x".repeat(hostile.length));
});
