import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { connect } from "../../src/aws/connect.ts";
import { systemClock } from "../../src/engine/clock.ts";

/** One product of the Price List as AWS writes it. `prices` are dollars by the unit that each begins with. */
export const listed = (usagetype: string, prices: Record<string, string>): string =>
  JSON.stringify({
    product: {
      productFamily: "Compute Instance",
      sku: "SKU1",
      attributes: { usagetype, regionCode: "ap-northeast-2" },
    },
    serviceCode: "AmazonEC2",
    terms: {
      OnDemand: {
        "SKU1.JRTCKXETXF": {
          sku: "SKU1",
          priceDimensions: Object.fromEntries(
            Object.entries(prices).map(([beginRange, USD]) => [
              `SKU1.JRTCKXETXF.${beginRange}`,
              { unit: "Hrs", beginRange, endRange: "Inf", appliesTo: [], pricePerUnit: { USD } },
            ]),
          ),
        },
      },
    },
    version: "20261122000000",
    publicationDate: "2026-11-22T00:00:00Z",
  });

interface Question {
  service: string;
  filters: Record<string, string>;
}

/** What is answered: products, an AWS error code, text that is no answer at all, or nothing, ever. */
export type Reply = { list: string[] } | { code: string; status: number } | { text: string } | "silence";

/** A Price List on this machine, with a connection to it; `questions` are those that came. */
export async function priceList(answer: (question: Question) => Reply) {
  const questions: Question[] = [];
  const server = createServer(async (request, response) => {
    const question = await read(request);
    questions.push(question);
    reply(response, answer(question));
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const stop = new AbortController();
  const aws = connect({
    region: "ap-northeast-2",
    endpointUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    credentials: { accessKeyId: "x", secretAccessKey: "x" },
    clock: systemClock,
    signal: stop.signal,
  });
  return {
    aws,
    questions,
    stop,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

async function read(request: IncomingMessage): Promise<Question> {
  let text = "";
  for await (const part of request) text += part;
  const { ServiceCode, Filters } = JSON.parse(text) as {
    ServiceCode: string;
    Filters: { Type: string; Field: string; Value: string }[];
  };
  const filters = Filters.map(({ Type, Field, Value }) => [Field, Type === "TERM_MATCH" ? Value : `${Type} ${Value}`]);
  return { service: ServiceCode, filters: Object.fromEntries(filters) };
}

function reply(response: ServerResponse, answer: Reply): void {
  if (answer === "silence") return;
  const [status, body] =
    "list" in answer
      ? [200, JSON.stringify({ FormatVersion: "aws_v1", PriceList: answer.list })]
      : "text" in answer
        ? [200, answer.text]
        : [answer.status, JSON.stringify({ __type: answer.code, message: "said no" })];
  response.writeHead(status, { "content-type": "application/x-amz-json-1.1" }).end(body);
}
