import { createSocket, type Socket } from "node:dgram";
import { createServer, type Server, type Socket as TcpSocket } from "node:net";
import { type Answer, AUTHORITATIVE_ANSWER, decode, encode, TRUNCATED_RESPONSE } from "dns-packet";

/** One record; `data` as dns-packet wants it (a string for A, NS, CNAME; an object for MX, SRV, CAA). */
export type ZoneRecord = Pick<Answer, "name" | "type"> & { data: unknown; ttl?: number };

/** How the server behaves badly; what is left out it does well. */
export interface Mood {
  /** Answers over UDP with no records and the truncated flag. */
  truncate?: boolean;
  /** Milliseconds before each answer. */
  delay?: number;
  /** This many questions get no answer at all. */
  drop?: number;
  /** Every question gets this DNS response code (2 SERVFAIL, 5 REFUSED); for names in `failing` only, if that is set. */
  code?: number;
  failing?: string[];
  /** NS records go into the authority section, as the servers of a parent zone do it. */
  refer?: boolean;
  /** Sends these first: packets with a wrong id, a wrong question or no DNS at all. */
  before?: (query: Buffer) => Buffer[];
}

export interface AskedQuestion {
  name: string;
  type: string;
  over: "udp" | "tcp";
  recursive: boolean;
}

export interface TestDnsServer {
  host: string;
  port: number;
  /** Every question so far. */
  asked: AskedQuestion[];
  set(records: ZoneRecord[]): void;
  behave(mood: Mood): void;
  stop(): Promise<void>;
}

/** A DNS server on 127.0.0.1 that knows exactly `records`; a name that none of them has does not exist. */
export async function startDnsServer(records: ZoneRecord[] = []): Promise<TestDnsServer> {
  let zone = records;
  let mood: Mood = {};
  const asked: AskedQuestion[] = [];

  async function answer(query: Buffer, over: "udp" | "tcp"): Promise<Buffer | undefined> {
    const { id, questions, flag_rd } = decode(query);
    const question = questions![0]!;
    asked.push({ name: question.name, type: question.type, over, recursive: flag_rd });
    if (mood.drop) {
      mood.drop--;
      return undefined;
    }
    if (mood.delay) await new Promise((resolve) => setTimeout(resolve, mood.delay));
    const known = zone.filter(({ name }) => plain(name) === plain(question.name));
    const found = known.filter(({ type }) => type === question.type || type === "CNAME").map(copy);
    const truncated = over === "udp" && mood.truncate;
    const refer = mood.refer && question.type === "NS";
    const failing = mood.code !== undefined && (mood.failing?.map(plain).includes(plain(question.name)) ?? true);
    const code = failing ? mood.code! : known.length > 0 || below(question.name) ? 0 : 3;
    const sent = truncated || code !== 0 ? [] : found;
    return encode({
      type: "response",
      id: id!,
      flags: (refer ? 0 : AUTHORITATIVE_ANSWER) | (truncated ? TRUNCATED_RESPONSE : 0) | code,
      questions: [question],
      answers: refer ? [] : sent,
      authorities: refer ? sent : [],
    });
  }
  const below = (name: string) => zone.some((record) => plain(record.name).endsWith(`.${plain(name)}`));

  const { udp, tcp, port } = await listenOnBoth();
  const connections = new Set<TcpSocket>();
  let stopped = false;
  udp.on("message", async (query, from) => {
    const packets = [...(mood.before?.(query) ?? []), await answer(query, "udp")];
    for (const packet of packets) if (packet && !stopped) udp.send(packet, from.port, from.address);
  });
  tcp.on("connection", (socket) => {
    connections.add(socket);
    socket.on("error", () => socket.destroy());
    socket.on("data", async (bytes) => {
      const reply = await answer(bytes.subarray(2), "tcp");
      if (!reply) return;
      const length = Buffer.alloc(2);
      length.writeUInt16BE(reply.length);
      // In two pieces, as a network may cut it.
      socket.write(Buffer.concat([length, reply.subarray(0, 5)]));
      setTimeout(() => socket.end(reply.subarray(5)), 5);
    });
  });

  return {
    host: "127.0.0.1",
    port,
    asked,
    set(next) {
      zone = next;
    },
    behave(next) {
      mood = { ...next };
    },
    async stop() {
      stopped = true;
      for (const socket of connections) socket.destroy();
      await new Promise<void>((resolve) => udp.close(resolve));
      await new Promise<void>((resolve) => tcp.close(() => resolve()));
    },
  };
}

/** The same free port over UDP and TCP; what is free for the one may be taken for the other. */
async function listenOnBoth(): Promise<{ udp: Socket; tcp: Server; port: number }> {
  for (;;) {
    const tcp = createServer();
    await new Promise<void>((resolve) => tcp.listen(0, "127.0.0.1", resolve));
    const { port } = tcp.address() as { port: number };
    const udp = createSocket("udp4");
    const free = await new Promise<boolean>((resolve) => {
      udp.once("error", () => resolve(false));
      udp.bind(port, "127.0.0.1", () => resolve(true));
    });
    if (free) return { udp, tcp, port };
    tcp.close();
    udp.close();
  }
}

const plain = (name: string) => name.toLowerCase().replace(/\.$/, "");

/** dns-packet changes the data that it encodes, so it gets its own. */
function copy({ name, type, ttl = 300, data }: ZoneRecord): Answer {
  const own = Array.isArray(data) ? [...data] : typeof data === "object" ? { ...data } : data;
  return { name, type, ttl, data: own } as Answer;
}
