import { execFileSync } from "node:child_process";
import { copyFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openShop } from "../cli/shop.ts";
import { jar, newFolder } from "../delivery/builds.ts";
import { acts } from "./arbitraries.ts";

test("a path that nobody would type ends with 2, soon and on one line, and nothing is sent", async () => {
  const shop = await openShop();
  execFileSync("mkfifo", [shop.path("pipe.jar")]);
  symlinkSync("/dev/zero", shop.path("zero.jar"));
  const unusual: [path: string, why: RegExp][] = [
    ["a\nb.jar", /^✖ deploy <path>: "a\\nb\.jar" given; expected a path of/],
    ["\u001b]0;title\u0007\u009b2J.jar", /^✖ deploy <path>: "\\u001b\]0;title/],
    ["x".repeat(5000), /^✖ deploy <path>: 5000 characters given; expected a path of/],
    ["", /^✖ deploy <path>: nothing given/],
    ["-rf", /^✖ There is nothing at -rf\.$/],
    ["build", /^✖ build cannot be deployed: it is no file\.$/],
    ["/dev/zero", /^✖ \S+dev\/zero cannot be deployed: it is no file\.$/],
    ["pipe.jar", /^✖ pipe\.jar cannot be deployed: it is no file\.$/],
    ["zero.jar", /^✖ zero\.jar cannot be deployed: it is no file\.$/],
    ["/etc/passwd", /^✖ \S+etc\/passwd cannot be deployed: it is no whole jar \(/],
  ];
  for (const [path, why] of unusual) {
    // Behind "--", as a script would write it, so that nothing of it is an option.
    const { code, stdout, stderr } = await shop.runForReal(["deploy", "--sandbox", "--", path], shop.temp.env);
    expect(code, path).toBe(2);
    const errors = stderr.split("\n").filter((line) => line.startsWith("✖"));
    expect(errors, path).toEqual([expect.stringMatching(why)]);
    expect(stdout + stderr).not.toMatch(acts);
  }
  expect([shop.stored(), shop.deployments(), shop.left()]).toEqual([[], [], []]);
});

test("a jar that the person names may lie elsewhere, and what the build called it is shown with care", async () => {
  const shop = await openShop();
  const elsewhere = await jar(join(newFolder(), "shop.jar"), { name: "elsewhere" });
  symlinkSync(elsewhere, shop.path("linked.jar"));
  await shop.expectRun(0, ["deploy", "linked.jar", "--no-wait"], shop.temp);
  copyFileSync(elsewhere, shop.path("build/libs/b\u001b[2J\n.jar"));
  const several = await shop.expectRun(2, ["deploy"], shop.temp);
  expect(several.stderr).toContain(String.raw`build/libs/b\x1b[2J\x0a.jar, build/libs/shop-1.jar`);
  expect(several.stderr).not.toMatch(acts);
});

test("a link in deploy/ out of the project ends with 2 and names it, one inside the project is fine", async () => {
  const shop = await openShop();
  symlinkSync("../appspec.yml", shop.path("deploy/appspec-again.yml"));
  await shop.expectRun(0, ["deploy", "--no-wait"], shop.temp);
  const before = shop.stored();
  symlinkSync("/etc/passwd", shop.path("deploy/evil.sh"));
  const { stderr } = await shop.expectRun(2, ["deploy"], shop.temp);
  expect(stderr).toContain("✖ deploy/evil.sh belongs into the bundle and is a symbolic link out of the project.");
  expect(shop.stored()).toEqual(before);
});
