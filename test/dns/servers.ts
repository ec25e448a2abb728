/** DNS servers for one test, and records for them. */
import { onTestFinished } from "vitest";
import { startDnsServer, type TestDnsServer, type ZoneRecord } from "../support/dns-server.ts";

/** A server that is gone when the test is over. */
export async function serverWith(records: ZoneRecord[]): Promise<TestDnsServer> {
  const server = await startDnsServer(records);
  onTestFinished(() => server.stop());
  return server;
}

export const ns = (name: string, ...hosts: string[]): ZoneRecord[] => hosts.map((data) => ({ name, type: "NS", data }));
export const a = (name: string, data = "127.0.0.1"): ZoneRecord => ({ name, type: "A", data });
