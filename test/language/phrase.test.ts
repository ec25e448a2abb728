import { expect, test } from "vitest";
import { english } from "../../src/language/en/english.ts";
import { korean } from "../../src/language/ko/korean.ts";
import { inLanguage, say } from "../../src/language/phrase.ts";

const wait = say("waitToBecomeActive", say("titleLoadBalancer", "shop-prod-alb"));

test("a phrase within a phrase is put into the same language", () => {
  expect(inLanguage(english, wait)).toBe("load balancer shop-prod-alb to become active");
  expect(inLanguage(korean, wait)).toBe("로드 밸런서 shop-prod-alb 활성화");
});

test("what AWS says stays as it is", () => {
  expect(inLanguage(korean, "Role is invalid or cannot be assumed")).toBe("Role is invalid or cannot be assumed");
  expect(inLanguage(korean, say("noteState", "storage-optimization"))).toBe("현재 상태: storage-optimization");
});

test("as text and in JSON a phrase is English, whatever the person speaks", () => {
  expect(`${wait}`).toBe("load balancer shop-prod-alb to become active");
  expect(JSON.stringify({ message: wait })).toBe('{"message":"load balancer shop-prod-alb to become active"}');
});
