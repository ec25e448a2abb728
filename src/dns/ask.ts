import { randomInt } from "node:crypto";
import { createSocket } from "node:dgram";
import { connect, isIPv6 } from "node:net";
import { type Answer, decode, encode, RECURSION_DESIRED, type RecordType, streamEncode } from "dns-packet";
import { type DnsServer, formatServer } from "./resolver-address.ts";

export interface Question {
  /** Without a trailing dot; an empty string is the root. */
  name: string;
  type: RecordType;
}

export interface Reply {
  /** The server's verdict: `NOERROR`, `NXDOMAIN`, `SERVFAIL`, `REFUSED` or another code as `RCODE 9`. */
  code: string;
  answers: Answer[];
  authorities: Answer[];
}

export interface AskOptions {
  /** Whether the server shall look further when it does not know. */
  recursive: boolean;
  tries?: number;
  /** For each try, in milliseconds. */
  timeout?: number;
}

/** The server gave no usable answer in time, or could not be reached. */
export class NoReply extends Error {}

/** @see https://www.iana.org/assignments/dns-parameters/dns-parameters.xhtml#dns-parameters-6 */
const codes: Record<number, string> = {
  0: "NOERROR",
  1: "FORMERR",
  2: "SERVFAIL",
  3: "NXDOMAIN",
  4: "NOTIMP",
  5: "REFUSED",
};

/**
 * Asks one server one question, over UDP, and over TCP when the answer did not fit. Answers that do not belong to the
 * question are not looked at. Throws `NoReply` when all tries ended without an answer.
 * @see https://www.rfc-editor.org/rfc/rfc1035#section-4.2
 */
export async function askServer(server: DnsServer, question: Question, options: AskOptions): Promise<Reply> {
  const { recursive, tries = 3, timeout = 2000 } = options;
  let failure: unknown;
  for (let attempt = 0; attempt < tries; attempt++) {
    const query = {
      type: "query" as const,
      id: randomInt(65536),
      flags: recursive ? RECURSION_DESIRED : 0,
      questions: [{ name: question.name, type: question.type }],
    };
    const accept = (bytes: Buffer) => readReply(bytes, query.id, question);
    try {
      const reply = await overUdp(server, encode(query), accept, timeout);
      return reply.truncated ? await overTcp(server, streamEncode(query), accept, timeout) : reply;
    } catch (error) {
      failure = error;
    }
  }
  const reason = failure instanceof Error ? failure.message : String(failure);
  throw new NoReply(`${formatServer(server)}: ${reason}`, { cause: failure });
}

type TruncatableReply = Reply & { truncated: boolean };
/** The reply in `bytes`, or undefined when it is none to our question. */
type Accept = (bytes: Buffer) => TruncatableReply | undefined;

function readReply(bytes: Buffer, id: number, { name, type }: Question): TruncatableReply | undefined {
  let packet: ReturnType<typeof decode>;
  try {
    packet = decode(bytes);
  } catch {
    // Not a DNS message: as good as none, the wait goes on for one that is.
    return undefined;
  }
  const asked = packet.questions?.[0];
  if (packet.id !== id || packet.type !== "response" || !asked) return undefined;
  if (plainName(asked.name) !== plainName(name) || asked.type !== type) return undefined;
  const code = (packet.flags ?? 0) & 0xf;
  return {
    code: codes[code] ?? `RCODE ${code}`,
    answers: packet.answers ?? [],
    authorities: packet.authorities ?? [],
    truncated: packet.flag_tc,
  };
}

/** Lower case and without a trailing dot, as names are compared; empty for the root. */
export const plainName = (name: string) => name.toLowerCase().replace(/\.$/, "");

function overUdp({ host, port }: DnsServer, query: Buffer, accept: Accept, timeout: number) {
  return new Promise<TruncatableReply>((resolve, reject) => {
    const socket = createSocket(isIPv6(host) ? "udp6" : "udp4");
    const timer = setTimeout(() => end(() => reject(new Error(`no answer in ${timeout} ms`))), timeout);
    const end = (settle: () => void) => {
      clearTimeout(timer);
      socket.removeAllListeners();
      // A late error of a socket that is being closed concerns nobody any more.
      socket.on("error", () => undefined);
      socket.close();
      settle();
    };
    socket.on("error", (error) => end(() => reject(error)));
    socket.on("message", (bytes) => {
      const reply = accept(bytes);
      if (reply) end(() => resolve(reply));
    });
    // Connected, so that only this server's packets arrive and a closed port is an error at once.
    socket.on("connect", () => socket.send(query));
    socket.connect(port, host);
  });
}

function overTcp({ host, port }: DnsServer, query: Buffer, accept: Accept, timeout: number) {
  return new Promise<TruncatableReply>((resolve, reject) => {
    const socket = connect({ host, port }, () => socket.write(query));
    const timer = setTimeout(() => socket.destroy(new Error(`no answer over TCP in ${timeout} ms`)), timeout);
    let received = Buffer.alloc(0);
    socket.on("data", (chunk) => {
      received = Buffer.concat([received, chunk]);
      if (received.length < 2 || received.length < 2 + received.readUInt16BE(0)) return;
      const reply = accept(received.subarray(2, 2 + received.readUInt16BE(0)));
      if (reply) resolve(reply);
      socket.destroy(reply ? undefined : new Error("the answer over TCP is not to our question"));
    });
    socket.on("end", () => socket.destroy(new Error("the connection ended before the answer")));
    socket.on("error", reject);
    socket.on("close", () => clearTimeout(timer));
  });
}
