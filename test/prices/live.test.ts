import { GetProductsCommand } from "@aws-sdk/client-pricing";
import { expect, test, vi } from "vitest";
import { connect } from "../../src/aws/connect.ts";
import { systemClock } from "../../src/engine/clock.ts";
import { bundledItems, bundledPrices } from "../../src/prices/bundled.ts";
import { livePrices } from "../../src/prices/live.ts";
import { itemName, type PriceItem } from "../../src/prices/price-item.ts";
import { priceTable } from "../../src/prices/price-table.ts";
import { openSandbox } from "../../src/sandbox/sandbox.ts";
import { virtualClock } from "../support/virtual-clock.ts";
import { listed, priceList, type Reply } from "./price-list.ts";

const region = "ap-northeast-2";
const server: PriceItem = { kind: "server", instanceType: "t4g.small" };
const disk: PriceItem = { kind: "disk" };

/** What the price of `items` is when the Price List answers like this; `clock` may make the five seconds shorter. */
async function asked(items: PriceItem[], answer: Parameters<typeof priceList>[0], clock = systemClock) {
  const list = await priceList(answer);
  try {
    return { prices: await livePrices({ aws: list.aws, region, clock }, items), questions: list.questions };
  } finally {
    list.close();
  }
}

const always = (reply: Reply) => () => reply;

test("the price of a server is that of Linux, on shared hardware, without software, on demand", async () => {
  const { prices, questions } = await asked(
    [server],
    always({ list: [listed("APN2-BoxUsage:t4g.small", { 0: "0.0210000000" })] }),
  );
  expect(prices).toEqual(new Map([["server t4g.small", 0.021]]));
  expect(questions).toEqual([
    {
      service: "AmazonEC2",
      filters: {
        regionCode: region,
        instanceType: "t4g.small",
        operatingSystem: "Linux",
        tenancy: "Shared",
        preInstalledSw: "NA",
        capacitystatus: "Used",
      },
    },
  ]);
});

test("the first tier that is not free is the price", async () => {
  const tiers = { 51200: "0.0850000000", 0: "0.0000000000", 100: "0.1260000000" };
  const { prices } = await asked(
    [{ kind: "traffic-out" }],
    always({ list: [listed("APN2-DataTransfer-Out-Bytes", tiers)] }),
  );
  expect(prices.get("traffic-out")).toBe(0.126);
});

test.each(["LoadBalancerUsage", "EU-LoadBalancerUsage", "APN2-LoadBalancerUsage", "USE1-LoadBalancerUsage"])(
  "%s is the load balancer's hour, and its neighbours in the list are not",
  async (usage) => {
    const neighbours = ["APN2-Outposts-LoadBalancerUsage", "TS-LoadBalancerUsage", "APN2-LCUUsage"];
    const list = [...neighbours, usage].map((each, index) => listed(each, { 0: `0.0${index + 1}` }));
    const { prices } = await asked([{ kind: "load-balancer" }], always({ list }));
    expect(prices.get("load-balancer")).toBe(0.04);
  },
);

test("a database for which AWS charges extended support is not mistaken for a plain one", async () => {
  const database: PriceItem = { kind: "database", engine: "mysql", class: "db.t4g.micro", multiAz: false };
  const usages = { "APN2-InstanceUsage:db.t4g.micro": "0.025", "APN2-ExtendedSupport:Yr1-Yr2:MySQL8.0": "0.12" };
  const list = Object.entries(usages).map(([usage, usd]) => listed(usage, { 0: usd }));
  const { prices, questions } = await asked([database], always({ list }));
  expect(prices.get(itemName(database))).toBe(0.025);
  expect(questions[0]?.filters).toMatchObject({ databaseEngine: "MySQL", deploymentOption: "Single-AZ" });
});

test("two different prices for one thing are no answer", async () => {
  const list = ["0.02", "0.03"].map((usd) => listed("APN2-BoxUsage:t4g.small", { 0: usd }));
  expect((await asked([server], always({ list }))).prices.size).toBe(0);
});

test("what is denied, not understood or not in the list leaves the other prices as they are", async () => {
  const { prices } = await asked([server, disk, { kind: "secret" }, { kind: "load-balancer" }], ({ service }) => {
    if (service === "AWSSecretsManager") return { code: "AccessDeniedException", status: 400 };
    if (service === "AWSELB") return { list: [] };
    return { list: [listed("APN2-BoxUsage:t4g.small", { 0: "0.0208000000" })] };
  });
  expect(prices).toEqual(new Map([["server t4g.small", 0.0208]]));
});

test.each<[string, Reply]>([
  ["a web page", { text: "<html>sign in</html>" }],
  ["no list", { text: '{"PriceList":"none"}' }],
  ["a product that is no JSON", { list: ["}{"] }],
  ["a product without prices", { list: ['{"product":{"attributes":{"usagetype":"APN2-BoxUsage:t4g.small"}}}'] }],
  ["a price that is no number", { list: [listed("APN2-BoxUsage:t4g.small", { 0: "call us" })] }],
  ["a negative price", { list: [listed("APN2-BoxUsage:t4g.small", { 0: "-1" })] }],
  ["a price of nothing", { list: [listed("APN2-BoxUsage:t4g.small", { 0: "0.0000000000" })] }],
  ["a server error", { code: "InternalErrorException", status: 500 }],
  ["too many requests", { code: "ThrottlingException", status: 400 }],
])("%s is no price, and no failure either", async (_name, reply) => {
  const { prices, questions } = await asked([server], always(reply));
  expect(prices.size).toBe(0);
  expect(questions).toHaveLength(1);
});

test("what does not come in time is left out, and what came is kept", async () => {
  let waited = 0;
  const clock = {
    ...systemClock,
    sleep: (milliseconds: number, signal?: AbortSignal) => {
      waited = milliseconds;
      return systemClock.sleep(milliseconds / 20, signal);
    },
  };
  const answer = ({ filters }: { filters: Record<string, string> }): Reply =>
    filters.instanceType ? { list: [listed("APN2-BoxUsage:t4g.small", { 0: "0.0208" })] } : "silence";
  const { prices } = await asked([server, disk], answer, clock);
  expect(waited).toBe(5000);
  expect([...prices.keys()]).toEqual(["server t4g.small"]);
});

test("a question that is never answered ends by itself, so that the process can", async () => {
  const list = await priceList(always("silence"));
  try {
    const call = list.aws.pricing(new GetProductsCommand({ ServiceCode: "AmazonEC2", Filters: [] }));
    await expect(call).rejects.toMatchObject({ code: "no-answer" });
    expect(list.questions).toHaveLength(1);
  } finally {
    list.close();
  }
});

test("nothing is left behind that would keep the process from ending", async () => {
  const slept = vi.fn<(signal?: AbortSignal) => void>();
  const clock = {
    ...systemClock,
    sleep: (milliseconds: number, signal?: AbortSignal) => {
      slept(signal);
      return systemClock.sleep(milliseconds, signal);
    },
  };
  await asked([server], always({ list: [] }), clock);
  expect(slept.mock.calls.map(([signal]) => signal?.aborted)).toEqual([true]);
});

test("an expired session ends it, as it would end the run", async () => {
  await expect(asked([server], always({ code: "ExpiredTokenException", status: 400 }))).rejects.toMatchObject({
    code: "session-expired",
  });
});

test("an interruption is no missing price", async () => {
  const list = await priceList(always({ list: [] }));
  const stopped = new Error("stopped");
  list.stop.abort(stopped);
  await expect(livePrices({ aws: list.aws, region, clock: systemClock }, [server])).rejects.toBe(stopped);
  list.close();
});

test.each(Object.keys(priceTable))("the sandbox's price list of %s says what the table does", async (each) => {
  const clock = virtualClock();
  const sandbox = openSandbox({ file: undefined, region: each, clock });
  const aws = connect({
    region: each,
    credentials: { accessKeyId: "sandbox", secretAccessKey: "sandbox" },
    clock,
    signal: new AbortController().signal,
    middleware: () => sandbox.middleware,
  });
  const items = bundledItems(each);
  const prices = await livePrices({ aws, region: each, clock }, items);
  expect(prices).toEqual(new Map(items.map((item) => [itemName(item), bundledPrices(each).of(item)?.price])));
});
