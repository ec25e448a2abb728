/** The SDK's clients as the wizard sets them up, against a server that behaves badly, over real sockets. */
import { AllocateAddressCommand, DescribeVpcsCommand, RunInstancesCommand } from "@aws-sdk/client-ec2";
import { GetCallerIdentityCommand } from "@aws-sdk/client-sts";
import { expect, test } from "vitest";
import { type CallInFlight, connect } from "../../src/aws/connect.ts";
import { manualClock } from "../support/manual-clock.ts";
import { badServer, type Fate, refusal, reset, silence, slow, stops } from "./bad-server.ts";

async function open(...fates: Fate[]) {
  const server = await badServer(...fates);
  const { signal } = new AbortController();
  const inFlight = new Set<CallInFlight>();
  const aws = connect({
    region: "eu-west-1",
    endpointUrl: server.url,
    credentials: { accessKeyId: "AKIA", secretAccessKey: "secret" },
    clock: manualClock(),
    signal,
    inFlight,
    timeouts: { connect: 400, silence: 400 },
  });
  return { ...server, aws, inFlight };
}

const look = new GetCallerIdentityCommand({});
const describe = new DescribeVpcsCommand({});

test.each([
  ["a connection that breaks", reset],
  ["a socket that says nothing", silence],
  ["an answer that stops in the middle", stops],
  ["a server's fault", refusal(500, "InternalFailure")],
  ["an overload", refusal(503, "ServiceUnavailable")],
  ["throttling", refusal(400, "Throttling")],
])("%s: a call that only looks is sent again, and goes well then", async (_what, fate) => {
  const { aws, requests, inFlight } = await open(fate, fate);
  expect(await aws.sts(look)).toMatchObject({ Account: "123456789012" });
  expect(requests).toHaveLength(3);
  expect(inFlight.size).toBe(0);
});

test.each([
  ["a connection that breaks", reset],
  ["a socket that says nothing", silence],
  ["an answer that stops in the middle", stops],
  ["a server's fault", refusal(500, "InternalFailure")],
])("%s: a call that makes something is sent once, and its answer counts as unclear", async (_what, fate) => {
  for (const command of [new AllocateAddressCommand({}), new RunInstancesCommand({ MinCount: 1, MaxCount: 1 })]) {
    const { aws, requests, inFlight } = await open(fate, fate, fate);
    await expect(aws.ec2(command as AllocateAddressCommand)).rejects.toMatchObject({
      code: "no-answer",
      message: expect.stringMatching(/^AWS gave no clear answer to ec2:(AllocateAddress|RunInstances): /),
    });
    expect(requests).toHaveLength(1);
    expect(inFlight.size).toBe(0);
  }
});

test("throttled, a call that makes something is sent again: AWS has turned it away before it acted", async () => {
  const { aws, requests } = await open(...Array.from({ length: 7 }, () => refusal(503, "RequestLimitExceeded")));
  // The server's word for all is the same; EC2's client finds no address in it.
  await aws.ec2(new AllocateAddressCommand({}));
  expect(requests).toHaveLength(8);
});

test("an answer that comes slowly is an answer", async () => {
  const { aws, requests } = await open(slow);
  expect(await aws.sts(look)).toMatchObject({ Account: "123456789012" });
  expect(requests).toHaveLength(1);
});

test("a server that is not there is told after some tries", async () => {
  const { signal } = new AbortController();
  const credentials = { accessKeyId: "AKIA", secretAccessKey: "secret" };
  const settings = { region: "eu-west-1", endpointUrl: "http://127.0.0.1:1", credentials, signal };
  const aws = connect({ ...settings, clock: manualClock() });
  await expect(aws.ec2(describe)).rejects.toMatchObject({
    code: "no-answer",
    message: expect.stringContaining("ECONNREFUSED"),
  });
});

const anHour = 3_600_000;
test.each([
  ["ahead", -anHour, "SignatureDoesNotMatch"],
  ["behind", anHour, "RequestExpired"],
])("a clock that is an hour %s: the signature is made again with AWS's time", async (_where, off, code) => {
  const theirs = new Date(Date.now() + off);
  const { aws, requests } = await open(refusal(403, code, theirs));
  await aws.ec2(new AllocateAddressCommand({}));
  expect(requests).toHaveLength(2);
  const hourOf = (date: string) => Date.parse(date.replace(/^(....)(..)(..)T(..)(..)(..)Z$/, "$1-$2-$3T$4:$5:$6Z"));
  expect(Math.abs(hourOf(requests[1]!.date) - theirs.getTime())).toBeLessThan(60_000);
});

test("an expired session is not taken for a wrong clock", async () => {
  const { aws, requests } = await open(refusal(403, "ExpiredToken"));
  await expect(aws.sts(look)).rejects.toMatchObject({ code: "session-expired" });
  expect(requests).toHaveLength(1);
});
