import { expect, test } from "vitest";
import { languageOfLocale } from "../../src/language/languages.ts";

test.each([
  [{ LANG: "ko_KR.UTF-8" }, "ko"],
  [{ LANG: "ko" }, "ko"],
  [{ LANG: "ko-KR" }, "ko"],
  [{ LANG: "KO_KR.eucKR" }, "ko"],
  [{ LANG: "en_US.UTF-8" }, "en"],
  [{ LANG: "en_US" }, "en"],
  [{ LANG: "C" }, "en"],
  [{ LANG: "C.UTF-8" }, "en"],
  [{ LANG: "POSIX" }, "en"],
  [{ LANG: "" }, "en"],
  [{}, "en"],
])("%o speaks %s", (env, language) => {
  expect(languageOfLocale(env)).toBe(language);
});

test("a language that we do not have is English, also one that begins like ours", () => {
  expect(languageOfLocale({ LANG: "de_DE.UTF-8" })).toBe("en");
  // Konkani is no Korean.
  expect(languageOfLocale({ LANG: "kok_IN" })).toBe("en");
});

test("LC_ALL decides before LC_MESSAGES, and that before LANG", () => {
  expect(languageOfLocale({ LC_ALL: "ko_KR.UTF-8", LC_MESSAGES: "en_US.UTF-8", LANG: "en_US.UTF-8" })).toBe("ko");
  expect(languageOfLocale({ LC_ALL: "en_US.UTF-8", LANG: "ko_KR.UTF-8" })).toBe("en");
  expect(languageOfLocale({ LC_MESSAGES: "ko_KR.UTF-8", LANG: "en_US.UTF-8" })).toBe("ko");
});

test("an empty variable counts as one that is not set", () => {
  expect(languageOfLocale({ LC_ALL: "", LC_MESSAGES: "", LANG: "ko_KR.UTF-8" })).toBe("ko");
});
