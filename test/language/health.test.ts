import type { TargetHealth } from "@aws-sdk/client-elastic-load-balancing-v2";
import { expect, test } from "vitest";
import type { Aws } from "../../src/aws/clients.ts";
import { korean } from "../../src/language/ko/korean.ts";
import { inLanguage } from "../../src/language/phrase.ts";
import { describeTargets } from "../../src/resources/target-health.ts";

/** Why a server with this health is not healthy, in English and in Korean. */
async function why(health: TargetHealth) {
  const described = { TargetHealthDescriptions: [{ Target: { Id: "i-1", Port: 8080 }, TargetHealth: health }] };
  const aws = { elb: async () => described } as unknown as Aws;
  const [target] = await describeTargets(aws, "arn", "/health");
  return target?.reason && [String(target.reason), inLanguage(korean, target.reason)];
}

const mismatch = (codes: string): TargetHealth => ({
  State: "unhealthy",
  Reason: "Target.ResponseCodeMismatch",
  Description: `Health checks failed with these codes: [${codes}]`,
});

test("a wrong answer is told with its usual cause, in both languages", async () => {
  expect(await why(mismatch("404"))).toEqual([
    `answers /health with 404: there is nothing at that path; set "healthCheck" to one that answers 200`,
    `/health 응답이 404입니다. 그 경로에는 아무것도 없습니다. "healthCheck"를 200으로 응답하는 경로로 바꾸세요`,
  ]);
  expect(await why(mismatch("302"))).toEqual([
    `answers /health with 302, a redirect; set "healthCheck" to a path that answers 200 itself`,
    `/health 응답이 302 리다이렉트입니다. "healthCheck"를 리다이렉트 없이 200으로 응답하는 경로로 바꾸세요`,
  ]);
  expect(await why(mismatch("503"))).toEqual([
    "answers /health with 503: the app reports an error",
    "/health 응답이 503입니다. 앱에서 오류가 났습니다",
  ]);
});

test("a server that refuses is told with the port that nothing listens on", async () => {
  expect(await why({ State: "unhealthy", Reason: "Target.FailedHealthChecks" })).toEqual([
    "refuses connections: nothing is listening on port 8080 yet",
    "연결이 거부됩니다. 아직 포트 8080에서 실행 중인 앱이 없습니다",
  ]);
});

test("what the wizard does not know is told in AWS's words", async () => {
  expect(await why({ State: "unhealthy", Reason: "Elb.InternalError", Description: "Internal error" })).toEqual([
    "is unhealthy: Internal error",
    "상태가 unhealthy입니다: Internal error",
  ]);
});

test("a healthy server needs no reason", async () => {
  expect(await why({ State: "healthy" })).toBeNull();
});
