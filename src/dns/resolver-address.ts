import { isIP, isIPv6 } from "node:net";
import { WizardError } from "../engine/errors.ts";

/** A DNS server, asked over UDP and TCP. `host` is an address or a name, an IPv6 address without brackets. */
export interface DnsServer {
  host: string;
  port: number;
}

const dnsPort = 53;

/** Reads `host`, `host:port`, `[v6]:port` or a bare IPv6 address. Throws `usage` for anything else. */
export function parseResolver(text: string): DnsServer {
  const typed = text.trim();
  if (isIPv6(typed)) return { host: typed, port: dnsPort };
  const [, v6, name, port = String(dnsPort)] = /^(?:\[([^\]]*)\]|([^:[\]/\s]+))(?::(\d+))?$/.exec(typed) ?? [];
  const host = v6 !== undefined ? isIPv6(v6) && v6 : name && hostLooksRight(name) && name;
  if (host && Number(port) >= 1 && Number(port) <= 65535) return { host, port: Number(port) };
  throw new WizardError("usage", `--resolver: ${JSON.stringify(text)} given; expected host:port.`, {
    hint: "Give --resolver an address such as 9.9.9.9 or 127.0.0.1:5353.",
  });
}

/** The server as a person would type it. */
export const formatServer = ({ host, port }: DnsServer) => (isIPv6(host) ? `[${host}]:${port}` : `${host}:${port}`);

const hostLooksRight = (name: string) =>
  isIP(name) !== 0 || (/^[a-z0-9-]+(\.[a-z0-9-]+)*\.?$/i.test(name) && !/^[\d.]+$/.test(name));
