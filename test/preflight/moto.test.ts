import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { connect } from "../../src/aws/connect.ts";
import { preflight } from "../../src/commands/preflight.ts";
import { systemClock } from "../../src/engine/clock.ts";
import { type Moto, motoAvailable, startMoto } from "../support/moto.ts";
import { account, commandOf, region, shop } from "./examine.ts";

describe.skipIf(!(await motoAvailable()))("on an AWS that answers only some of it", () => {
  let moto: Moto;
  beforeAll(async () => {
    moto = await startMoto({ region });
  }, 60_000);
  afterAll(() => moto.stop());

  test("every check comes to an end, and what is not answered is unknown", { timeout: 180_000 }, async () => {
    const { signal } = new AbortController();
    const aws = connect({
      region,
      endpointUrl: moto.endpoint,
      credentials: { accessKeyId: "testing", secretAccessKey: "testing" },
      clock: systemClock,
      signal,
    });
    const { dns } = account();
    const session = { aws, dns, clock: systemClock, region, account: "123456789012", partition: "aws", signal };
    const check = () => preflight(commandOf(signal), { session, state: undefined }, shop());
    // moto loads a service when it is asked of it for the first time, which may take longer than a check waits.
    await check();
    const findings = await check();
    const of = (check: string) => findings.filter((finding) => finding.check === check);
    expect(of("credentials")).toMatchObject([{ message: expect.stringContaining("account 123456789012") }]);
    expect(of("region")).toMatchObject([{ status: "ok" }]);
    expect(of("network")).toMatchObject([{ status: "ok" }]);
    expect(of("names")).toMatchObject([{ status: "ok" }]);
    expect(of("permissions")).toMatchObject([{ status: "unknown" }]);
    expect(findings.filter(({ status }) => status === "problem")).toEqual([]);
    for (const { message } of findings) expect(message).not.toContain("\n");
  });
});
