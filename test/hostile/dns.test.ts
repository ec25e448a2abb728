import { type Answer, decode, encode, type RecordType } from "dns-packet";
import fc from "fast-check";
import { expect, test } from "vitest";
import { presentation } from "../../src/dns/presentation.ts";
import { hostileText } from "./arbitraries.ts";

const name = "example.com";
const bytes = fc.uint8Array({ maxLength: 600 }).map((array) => Buffer.from(array));

/** Sent over the wire and read again, as it comes from a server. */
function received(answer: object): Answer {
  const packet = encode({ type: "response", answers: [{ name, class: "IN", ttl: 60, ...answer } as Answer] });
  return decode(packet).answers![0]!;
}

/** The bytes of a value's quoted strings, read as Route 53 does. */
function unquoted(value: string): Buffer {
  const read = [...value.matchAll(/"((?:[^"\\]|\\.)*)"/g)].flatMap(([, text = ""]) =>
    [...text.matchAll(/\\(\d{3})|\\(.)|(.)/g)].map(([, octal, escaped, plain]) =>
      octal ? Number.parseInt(octal, 8) : (escaped ?? plain)!.charCodeAt(0),
    ),
  );
  return Buffer.from(read);
}

const printableAscii = /^[ -~]*$/;

test("any TXT record is carried with the same bytes, in strings of at most 255", () => {
  const property = fc.property(
    fc.array(
      bytes.map((text) => text.subarray(0, 255)),
      { minLength: 1, maxLength: 4 },
    ),
    (data) => {
      const value = presentation(received({ type: "TXT", data }))!;
      expect(value).toMatch(/^"([^"\\]|\\["\\]|\\[0-3][0-7]{2})*"( "([^"\\]|\\["\\]|\\[0-3][0-7]{2})*")*$/);
      expect(value).toMatch(printableAscii);
      expect(unquoted(value)).toEqual(Buffer.concat(data));
      for (const [one] of value.matchAll(/"(?:[^"\\]|\\.)*"/g)) expect(unquoted(one).length).toBeLessThanOrEqual(255);
    },
  );
  fc.assert(property, { numRuns: 500 });
});

test("any CAA record is carried with the same text, or is none", () => {
  const tags = fc.oneof(fc.constantFrom("issue", "iodef"), hostileText).filter((tag) => Buffer.byteLength(tag) < 255);
  const property = fc.property(tags, hostileText, fc.nat(255), (tag, issuer, flags) => {
    const value = presentation({ name, type: "CAA", data: { flags, tag, value: issuer } } as Answer);
    if (value === undefined) {
      expect(tag).toMatch(/[^a-z0-9]|^$/i);
      return;
    }
    expect(value).toMatch(/^\d+ [a-z0-9]+ "/i);
    expect(value).toMatch(printableAscii);
    expect(unquoted(value)).toEqual(Buffer.from(issuer));
  });
  fc.assert(property, { numRuns: 1000 });
});

test("any name that a record points at is a single word of plain characters", () => {
  const data: Partial<Record<RecordType, (target: string) => unknown>> = {
    CNAME: (target) => target,
    NS: (target) => target,
    MX: (exchange) => ({ preference: 10, exchange }),
    SRV: (target) => ({ priority: 0, weight: 5, port: 443, target }),
  };
  const types = Object.keys(data) as (keyof typeof data)[];
  const property = fc.property(fc.constantFrom(...types), hostileText, (type, target) => {
    const value = presentation({ name, type, data: data[type]!(target) } as Answer);
    expect(value).toMatch(/^(\d+ ){0,3}([A-Za-z0-9._-]|\\[0-3][0-7]{2})*\.$/);
  });
  fc.assert(property, { numRuns: 1000 });
});
