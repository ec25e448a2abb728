import { screen } from "@inquirer/testing/vitest";
import { describe, expect, it } from "vitest";
import { questions } from "../../src/wizard/questions.ts";
import { asking, sheetOf } from "./asking.ts";

const question = (path: string) => questions.find((each) => each.path === path)!;

describe("in Korean", () => {
  it.each([
    ["app", "한글", /영문 소문자/],
    ["domain", "http://hong.kr/x", /URL입니다/],
    ["domain", "localhost", /한 단어/],
    ["github.repository", "shop", /owner\/name 형식/],
  ])("%s: %s is refused in Korean", async (path, typed, words) => {
    const done = question(path).ask(sheetOf(), asking({ language: "ko", columns: 100 }));
    screen.type(typed);
    screen.keypress("enter");
    await expect.poll(() => screen.getScreen()).toMatch(words);
    screen.keypress("escape");
    await done;
  });
});

describe("the way in", () => {
  it.each([
    [null, /plain http/, /https with a certificate/],
    ["example.com", /https with a certificate/, /plain http/],
  ])("with the domain %s it promises what there will be", async (domain, promised, not) => {
    const sheet = sheetOf({ file: { app: "shop", domain } });
    const done = question("entry").ask(sheet, asking({ columns: 100 }));
    await expect.poll(() => screen.getScreen()).toMatch(promised);
    expect(screen.getScreen()).not.toMatch(not);
    screen.keypress("escape");
    await done;
  });
});
