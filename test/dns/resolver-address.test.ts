import { describe, expect, it } from "vitest";
import { formatServer, parseResolver } from "../../src/dns/resolver-address.ts";

describe("a DNS server", () => {
  it.each([
    ["9.9.9.9", "9.9.9.9", 53],
    ["127.0.0.1:5353", "127.0.0.1", 5353],
    [" localhost:53 ", "localhost", 53],
    ["dns.example.com", "dns.example.com", 53],
    ["::1", "::1", 53],
    ["[::1]", "::1", 53],
    ["[2620:fe::fe]:5353", "2620:fe::fe", 5353],
  ])("may be given as %j", (text, host, port) => expect(parseResolver(text)).toEqual({ host, port }));

  it.each([
    "",
    ":53",
    "9.9.9.9:",
    "9.9.9.9:0",
    "9.9.9.9:65536",
    "9.9.9.9:dns",
    "9.9.9",
    "[9.9.9.9]:53",
    "[::1",
    "a b",
    "udp://9.9.9.9",
    "a..b:53",
  ])("may not be given as %j", (text) =>
    expect(() => parseResolver(text)).toThrow(expect.objectContaining({ code: "usage" })),
  );

  it("is shown as it would be typed", () => {
    expect(["127.0.0.1:5353", "[::1]:5353"].map(parseResolver).map(formatServer)).toEqual([
      "127.0.0.1:5353",
      "[::1]:5353",
    ]);
  });
});
