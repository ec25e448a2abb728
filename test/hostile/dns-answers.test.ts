import { expect, onTestFinished, test } from "vitest";
import { initShop, project } from "../cli/project.ts";
import { startDnsServer, type ZoneRecord } from "../support/dns-server.ts";
import { acts } from "./arbitraries.ts";

/** Clears the screen, names the window, goes back to the line's beginning, and turns the direction of writing. */
const evil = "\u001b[2j\u001b]0;owned\u0007\r\n\u009b31m\u202eab";
const host = `${evil}.evil.example`;

const answers = (name: string): ZoneRecord[] => [
  { name, type: "NS", data: host },
  { name, type: "NS", data: "ns1.old.example" },
  { name, type: "SOA", data: { mname: host, rname: host, serial: 1, refresh: 1, retry: 1, expire: 1, minimum: 1 } },
  { name, type: "A", data: "192.0.2.1" },
  { name, type: "TXT", data: [`v=spf1 ${evil}`, Buffer.from([0x9b, 0x1b, 0, 0xff])] },
  { name, type: "MX", data: { preference: 10, exchange: host } },
  { name, type: "CAA", data: { flags: 0, tag: "issue", value: `ca.example; ${evil}` } },
];
const zone: ZoneRecord[] = [
  ...answers("example.com"),
  { name: "www.example.com", type: "CNAME", data: host },
  { name: "_dmarc.example.com", type: "TXT", data: [evil] },
];

async function evilResolver(): Promise<string> {
  const server = await startDnsServer(zone);
  onTestFinished(() => server.stop());
  return `--resolver=${server.host}:${server.port}`;
}

test("what DNS answers is shown with every escape sequence written out, by each command that asks it", async () => {
  const shop = project();
  const resolver = await evilResolver();
  const runs: [code: number, args: string[]][] = [
    [3, [...initShop, "--database", "none", "--no-assets"]],
    [0, ["status"]],
    [0, ["plan"]],
    [0, ["doctor"]],
    [0, ["nameservers"]],
  ];
  let shown = "";
  for (const [code, args] of runs) {
    const { stdout, stderr } = await shop.expectRun(code, [...args, resolver]);
    expect(stdout + stderr, args[0]).not.toMatch(acts);
    shown += stdout + stderr;
  }
  const { stdout, stderr } = await shop.expectRun(0, ["nameservers", resolver, "--json"]);
  expect(stdout + stderr).not.toMatch(acts);
  // One event a line: none of the answers began a line of its own.
  for (const line of stdout.trimEnd().split("\n")) expect(() => JSON.parse(line), line).not.toThrow();
  // Name servers as zone files write a byte, records as Route 53 does.
  expect(shown).toContain(String.raw`\027[2j\027]0;owned\007\013\010`);
  expect(shown).toContain(String.raw`\033[2j\033]0;owned\007\015\012`);
  // The records that went into the zone are the same ones, byte for byte.
  const text = JSON.stringify(shop.world().route53);
  expect(text).toContain(String.raw`\\033[2j`);
  expect(text).not.toMatch(acts);
});
