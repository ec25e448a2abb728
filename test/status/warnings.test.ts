import { expect, test } from "vitest";
import type { HealthFacts } from "../../src/status/facts.ts";
import { headline } from "../../src/status/headline.ts";
import { warningsOf } from "../../src/status/warnings.ts";
import { deployment, facts, resource, target } from "./facts.ts";

const said = (given: HealthFacts) => warningsOf(given, headline(given)).map(String);
const certificate = (daysLeft: number) => ({
  arn: "arn",
  state: "ISSUED",
  names: ["example.com"],
  notAfter: "2026-03-01T00:00:00.000Z",
  daysLeft,
  renewal: "ELIGIBLE",
});

test("nothing to warn of", () => {
  expect(said(facts({}, { deployment: deployment("Succeeded"), certificate: certificate(300) }))).toEqual([]);
});
test("a failed deployment while the old one runs", () => {
  expect(said(facts({}, { deployment: deployment("Failed") }))).toEqual([
    "Deployment d-1 did not succeed; what ran before it still runs.",
  ]);
});
test("some servers", () => {
  const targets = [target("healthy"), target("unhealthy", "x")];
  expect(said(facts({}, { targets }))).toEqual(["1 of 2 servers are not healthy."]);
});
test("a certificate that nobody renewed", () => {
  expect(said(facts({}, { certificate: certificate(12) }))[0]).toContain("expires in 12 days");
});
test("a load balancer that fails open", () => {
  expect(said(facts({}, { targets: [target("unhealthy", "x")] }))[0]).toContain("sends visitors to all of them");
});
test("drift", () => {
  const resources = [
    ...facts().resources,
    resource("s3.build-bucket", "present", { drift: ["versioning: off -> on"] }),
  ];
  expect(said(facts({}, { resources }))[0]).toContain("One resource differs");
});
