import type { Answer, TxtData } from "dns-packet";
import { plainName } from "./ask.ts";

/**
 * One record's value as Route 53 writes it, or undefined for a type that the wizard does not ask for. Names in it end
 * in a dot.
 * @see https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/ResourceRecordTypes.html
 */
export function presentation(answer: Answer): string | undefined {
  switch (answer.type) {
    case "A":
    case "AAAA":
      return answer.data;
    case "CNAME":
    case "NS":
      return absolute(answer.data);
    case "MX":
      return `${answer.data.preference ?? 0} ${absolute(answer.data.exchange)}`;
    case "SRV": {
      const { priority, weight, port, target } = answer.data;
      return `${priority ?? 0} ${weight ?? 0} ${port} ${absolute(target)}`;
    }
    case "CAA":
      // With another tag it is none, and Route 53 would refuse all records that are sent with it.
      return /^[a-z0-9]+$/i.test(answer.data.tag)
        ? `${answer.data.flags ?? 0} ${answer.data.tag} ${quoted(Buffer.from(answer.data.value))}`
        : undefined;
    case "TXT":
      return parts(answer.data).flatMap(pieces).map(quoted).join(" ");
    default:
      return undefined;
  }
}

/**
 * A name may hold any byte; what is not usual in one is a backslash and three octal digits.
 * @see https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/DomainNameFormat.html
 */
const absolute = (name: string) => `${plainName(name).replace(/[^a-z0-9._-]/giu, (odd) => octal(Buffer.from(odd)))}.`;

const octal = (bytes: Buffer) => [...bytes].map((byte) => `\\${byte.toString(8).padStart(3, "0")}`).join("");

const parts = (data: TxtData) => (Array.isArray(data) ? data : [data]).map((part) => Buffer.from(part));

/** A quoted string holds at most 255 bytes. */
function pieces(text: Buffer): Buffer[] {
  const cut = [text.subarray(0, 255)];
  for (let at = 255; at < text.length; at += 255) cut.push(text.subarray(at, at + 255));
  return cut;
}

/** In double quotes; what is not printable ASCII as a backslash and three octal digits. */
function quoted(text: Buffer): string {
  const escaped = [...text].map((byte) => {
    if (byte === 0x22 || byte === 0x5c) return `\\${String.fromCharCode(byte)}`;
    return byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : octal(Buffer.of(byte));
  });
  return `"${escaped.join("")}"`;
}
