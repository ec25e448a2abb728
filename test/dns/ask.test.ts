import { decode, encode } from "dns-packet";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { askServer, NoReply } from "../../src/dns/ask.ts";
import { startDnsServer, type TestDnsServer } from "../support/dns-server.ts";

let server: TestDnsServer;
beforeEach(async () => {
  server = await startDnsServer([{ name: "example.com", type: "A", data: "192.0.2.1" }]);
});
afterEach(() => server.stop());

const question = { name: "example.com", type: "A" } as const;
const ask = (options: object = {}) => askServer(server, question, { recursive: true, ...options });

describe("asking a DNS server", () => {
  it("gives its answer", async () => {
    expect(await ask()).toMatchObject({ code: "NOERROR", answers: [{ name: "example.com", data: "192.0.2.1" }] });
    expect(server.asked).toEqual([{ name: "example.com", type: "A", over: "udp", recursive: true }]);
  });

  it("does not ask for recursion unless it shall", async () => {
    await ask({ recursive: false });
    expect(server.asked[0]).toMatchObject({ recursive: false });
  });

  it.each([
    [2, "SERVFAIL"],
    [5, "REFUSED"],
    [9, "RCODE 9"],
  ])("passes on response code %i", async (code, name) => {
    server.behave({ code });
    expect(await ask()).toMatchObject({ code: name, answers: [] });
  });

  it("says when the name does not exist", async () => {
    expect(await askServer(server, { name: "other.com", type: "A" }, { recursive: true })).toMatchObject({
      code: "NXDOMAIN",
    });
  });

  it("asks over TCP when the answer did not fit", async () => {
    server.behave({ truncate: true });
    expect((await ask()).answers).toHaveLength(1);
    expect(server.asked.map(({ over }) => over)).toEqual(["udp", "tcp"]);
  });

  it("asks again when there is no answer", async () => {
    server.behave({ drop: 2 });
    expect((await ask({ timeout: 150 })).answers).toHaveLength(1);
    expect(server.asked).toHaveLength(3);
  });

  it("takes a slow answer, but waits no longer than it should", async () => {
    server.behave({ truncate: true, delay: 20 });
    expect((await ask({ timeout: 1000, tries: 1 })).answers).toHaveLength(1);
    server.behave({ delay: 400 });
    await expect(ask({ timeout: 50, tries: 1 })).rejects.toThrow("no answer in 50 ms");
  });

  it("gives up after its tries, naming the server", async () => {
    server.behave({ drop: 9 });
    const refusal = expect(ask({ timeout: 30 })).rejects;
    await refusal.toThrow(NoReply);
    expect(server.asked).toHaveLength(3);
    server.behave({ drop: 9 });
    await expect(ask({ timeout: 30 })).rejects.toThrow(`127.0.0.1:${server.port}: no answer in 30 ms`);
  });

  it("fails at once when nobody listens", async () => {
    const { host, port } = await startDnsServer().then(async (gone) => {
      await gone.stop();
      return gone;
    });
    await expect(askServer({ host, port }, question, { recursive: true, timeout: 60_000 })).rejects.toThrow(
      "ECONNREFUSED",
    );
  });

  it("does not look at answers to other questions, with other ids, or that are no DNS", async () => {
    const forged = (query: Buffer, change: object) =>
      encode({
        type: "response",
        id: decode(query).id!,
        questions: [{ name: "example.com", type: "A" }],
        answers: [{ name: "example.com", type: "A", data: "203.0.113.66" }],
        ...change,
      });
    server.behave({
      before: (query) => [
        Buffer.from("not DNS"),
        query,
        forged(query, { id: (decode(query).id! + 1) % 65536 }),
        forged(query, { questions: [{ name: "evil.com", type: "A" }] }),
        forged(query, { questions: [{ name: "example.com", type: "NS" }] }),
        forged(query, { questions: [] }),
      ],
    });
    expect((await ask()).answers).toMatchObject([{ data: "192.0.2.1" }]);
  });

  it("takes the question back in any case of letters", async () => {
    const reply = await askServer(server, { name: "Example.COM.", type: "A" }, { recursive: true });
    expect(reply.answers).toHaveLength(1);
  });
});
