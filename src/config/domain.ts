import { isIP } from "node:net";
import { domainToASCII, domainToUnicode } from "node:url";
import { getDomain } from "tldts";
import { WizardError } from "../engine/errors.ts";

export interface Domain {
  /** As DNS and AWS know it: lower case, punycode, no trailing dot. */
  ascii: string;
  /** For people; an international name in both forms: `bücher.example (xn--bcher-kva.example)`. */
  display: string;
  /** True for a name as a registrar sells it (`example.com`), false for one below (`api.example.com`). */
  registrable: boolean;
  registrableDomain: string;
}

/**
 * The first name of an ACM certificate is its common name, which RFC 5280 limits.
 * @see https://docs.aws.amazon.com/acm/latest/APIReference/API_RequestCertificate.html
 */
const longestCertificateName = 64;

/** Reads a domain as a person types it. Throws `config` with the reason if a site cannot be served under it. */
export function parseDomain(text: string): Domain {
  const read = readDomain(text);
  if (typeof read !== "string") return read;
  throw new WizardError("config", `${JSON.stringify(text)}: ${read}.`, {
    hint: "Give a domain like example.com or shop.example.com.",
  });
}

/** Why `text` cannot be the domain, or undefined when it can. */
export function domainProblem(text: string): string | undefined {
  const read = readDomain(text);
  return typeof read === "string" ? read : undefined;
}

/** What the certificate covers: the domain, and `www.` in front of a registrable one. */
export function certificateNames({ ascii, registrable }: Domain): string[] {
  return registrable ? [ascii, `www.${ascii}`] : [ascii];
}

/** The domain, or the reason why it is none. */
function readDomain(text: string): Domain | string {
  const typed = text.trim();
  const wrong = problemAsTyped(typed);
  if (wrong) return wrong;
  // An ASCII name is only lower-cased: the URL rules would turn a name like 0x7f.1 into an address.
  const isAscii = /^[\0-\x7f]*$/.test(typed);
  const ascii = (isAscii && !/xn--/i.test(typed) ? typed.toLowerCase() : domainToASCII(typed)).replace(/\.$/, "");
  if (ascii === "") return "it is not a valid international domain name";
  const invalid = problemInName(ascii);
  if (invalid) return invalid;
  const registrableDomain = getDomain(ascii, { allowPrivateDomains: true });
  if (!registrableDomain) {
    return `${ascii} is a public suffix, under which others register their names; expected a name below it`;
  }
  const unicode = domainToUnicode(ascii);
  return {
    ascii,
    display: unicode === ascii ? ascii : `${unicode} (${ascii})`,
    registrable: registrableDomain === ascii,
    registrableDomain,
  };
}

function problemAsTyped(typed: string): string | undefined {
  if (typed === "") return "it is empty";
  const host = /^(?:[a-z][a-z0-9+.-]*:)?\/\/([^/?#]*)|^([^/?#]+)[/?#]/i.exec(typed);
  if (host)
    return `it is a URL; type only the name: ${(host[1] ?? host[2] ?? "").replace(/^.*@|:\d*$/g, "") || "example.com"}`;
  if (isIP(typed.replace(/^\[(.*)\](:\d+)?$/, "$1")) || isIP(typed.replace(/:\d+$/, ""))) {
    return "it is an IP address; expected a domain name";
  }
  const port = /^(.+):\d+$/.exec(typed);
  if (port) return `it has a port; type only the name: ${port[1]}`;
  if (/^\*\.?/.test(typed))
    return `it is a wildcard; type the name itself: ${typed.replace(/^\*\.?/, "") || "example.com"}`;
  const odd = /[\0-,/:-@[-`{-\x7f]/.exec(typed);
  if (odd) return `it contains ${JSON.stringify(odd[0])}; a domain has letters, digits, hyphens and dots`;
  return undefined;
}

function problemInName(ascii: string): string | undefined {
  const labels = ascii.split(".");
  if (labels.includes("")) return "it has an empty part (two dots in a row, or a dot at the front)";
  const long = labels.find((label) => label.length > 63);
  if (long) return `its part ${long.slice(0, 12)}... has ${long.length} characters; at most 63 are allowed`;
  const hyphen = labels.find((label) => label.startsWith("-") || label.endsWith("-"));
  if (hyphen) return `its part ${hyphen} starts or ends with a hyphen`;
  if (ascii.length > 253) return `it has ${ascii.length} characters; a domain name has at most 253`;
  if (ascii.length > longestCertificateName) {
    return `it has ${ascii.length} characters; an AWS certificate takes at most ${longestCertificateName}`;
  }
  if (labels.length === 1) return "it is a single word without a dot; expected a name like example.com";
  if (/^(\d+|0x[0-9a-f]*)$/.test(labels.at(-1)!)) return "it is an IP address; expected a domain name";
  return undefined;
}
