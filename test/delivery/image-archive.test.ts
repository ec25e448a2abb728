import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { imageProblem } from "../../src/delivery/image-archive.ts";
import { image, newFolder } from "./builds.ts";

const fileIn = () => join(newFolder(), "image.tar.gz");

test.each([true, false])("an image of `docker save` is one, compressed or not", async (gzip) => {
  expect(await imageProblem(await image(fileIn(), { gzip }), "arm64")).toBeUndefined();
});

test("one image of several may be the app's", async () => {
  const images = [
    { Config: "blobs/sha256/other", RepoTags: ["postgres:17"] },
    { Config: "blobs/sha256/c0ffee", RepoTags: ["shop:1", "app:current"] },
  ];
  const file = await image(fileIn(), { files: { "manifest.json": JSON.stringify(images) } });
  expect(await imageProblem(file, "arm64")).toBeUndefined();
});

test("an image for other processors would not start", async () => {
  const file = await image(fileIn(), { architecture: "amd64" });
  expect(await imageProblem(file, "x86_64")).toBeUndefined();
  expect(await imageProblem(file, "arm64")).toEqual({
    problem: "the image is for amd64, and the server is arm64",
    hint: expect.stringContaining("docker build --platform linux/arm64 --tag app:current ."),
  });
});

test.each([
  [["shop:latest", "shop:1"], "the image is not tagged app:current (its tags: shop:latest, shop:1)"],
  [[], "the image is not tagged app:current (its tags: none)"],
  [null, "the image is not tagged app:current (its tags: none)"],
])("an image with the tags %j would not be found", async (tags, problem) => {
  expect((await imageProblem(await image(fileIn(), { tags }), "arm64"))?.problem).toBe(problem);
});

test.each<[what: string, make: (file: string) => unknown, problem: string]>([
  ["a folder", (file) => mkdirSync(file), "it is no file"],
  ["text", (file) => writeFileSync(file, "no archive"), "it is no archive of `docker save`"],
  ["nothing", (file) => writeFileSync(file, ""), "it is no archive of `docker save`"],
  [
    "an archive that broke off",
    async (file) => writeFileSync(file, readFileSync(await image(file)).subarray(0, 300)),
    "the archive is not whole (zlib: unexpected end of file)",
  ],
  [
    "a manifest that is no JSON",
    (file) => image(file, { files: { "manifest.json": "[{" } }),
    "it is no archive of `docker save`",
  ],
  [
    "a manifest of something else",
    (file) => image(file, { files: { "manifest.json": '{"name":"x"}' } }),
    "it is no archive of `docker save`",
  ],
])("%s is no image", async (_what, make, problem) => {
  const file = fileIn();
  await make(file);
  expect((await imageProblem(file, "arm64"))?.problem).toBe(problem);
});
