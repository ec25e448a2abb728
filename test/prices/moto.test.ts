import { expect, test } from "vitest";
import { connect } from "../../src/aws/connect.ts";
import { systemClock } from "../../src/engine/clock.ts";
import { loadPrices } from "../../src/prices/load.ts";
import { motoAvailable, startMoto } from "../support/moto.ts";
import { standing } from "./deployments.ts";

test.skipIf(!(await motoAvailable()))("an AWS that has no price list leaves the prices to the table", async () => {
  const moto = await startMoto();
  try {
    const region = "ap-northeast-2";
    const aws = connect({
      region,
      endpointUrl: moto.endpoint,
      credentials: { accessKeyId: "testing", secretAccessKey: "testing" },
      clock: systemClock,
      signal: new AbortController().signal,
    });
    const about = { aws, region, clock: systemClock, cacheFolder: undefined, live: true };
    const prices = await loadPrices({ ...about, standings: [standing()] });
    expect(prices.of({ kind: "disk" })).toEqual({ price: 0.0912, approximate: true });
    expect(moto.calls().map(({ service, operation }) => `${service} ${operation}`)).toContain("pricing GetProducts");
    expect(moto.violations()).toEqual([]);
  } finally {
    await moto.stop();
  }
});
