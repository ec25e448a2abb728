/** Kinds of trouble on the way to AWS and back, as the SDK tells of them. */
import { fault } from "../../src/sandbox/scene.ts";
import type { Weather } from "../commands/rehearsal.ts";

const broken = (code: string) => Object.assign(new Error(`${code} on the way`), { code });
const timedOut = () => Object.assign(new Error("no answer within 60 s"), { name: "TimeoutError" });

interface Kind {
  name: string;
  error(): Error;
  acted: boolean;
}

export const kinds: Kind[] = [
  { name: "throttled", error: () => fault("ThrottlingException", "Rate exceeded", 400), acted: false },
  { name: "slowed down", error: () => fault("SlowDown", "Please reduce your request rate.", 503), acted: false },
  { name: "500 before AWS acted", error: () => fault("InternalFailure", "internal error", 500), acted: false },
  { name: "500 after AWS acted", error: () => fault("InternalFailure", "internal error", 500), acted: true },
  { name: "503 after AWS acted", error: () => fault("ServiceUnavailable", "unavailable", 503), acted: true },
  { name: "connection reset before AWS acted", error: () => broken("ECONNRESET"), acted: false },
  { name: "connection reset after AWS acted", error: () => broken("ECONNRESET"), acted: true },
  { name: "timed out before AWS acted", error: timedOut, acted: false },
  { name: "timed out after AWS acted", error: timedOut, acted: true },
];

/** Numbers from 0 to below 1, the same ones for the same seed (mulberry32). */
export function randomNumbers(seed: number): () => number {
  let at = seed;
  return () => {
    at = (at + 0x6d2b79f5) | 0;
    let mixed = Math.imul(at ^ (at >>> 15), 1 | at);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** So large a part of all calls meets that kind of trouble. */
export function storm({ error, acted }: Kind, part: number, seed: number): Weather {
  const next = randomNumbers(seed);
  return () => (next() < part ? { error: error(), acted } : undefined);
}
