import { isIP } from "node:net";
import { domainToASCII, domainToUnicode } from "node:url";
import { getDomain } from "tldts";
import { WizardError } from "../engine/errors.ts";
import type { Saying } from "../engine/saying.ts";
import { say } from "../language/phrase.ts";
import { withoutLogin } from "./login-in-url.ts";

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
  if ("ascii" in read) return read;
  throw new WizardError("config", `${withoutLogin(JSON.stringify(text))}: ${read.wrong}.`, {
    hint: "Give a domain like example.com or shop.example.com.",
  });
}

/** Why `text` cannot be the domain, or undefined when it can. */
export function domainProblem(text: string): Saying | undefined {
  const read = readDomain(text);
  return "wrong" in read ? read.wrong : undefined;
}

/** What the certificate covers: the domain, and `www.` in front of a registrable one. */
export function certificateNames({ ascii, registrable }: Domain): string[] {
  return registrable ? [ascii, `www.${ascii}`] : [ascii];
}

/** The domain, or the reason why it is none. */
function readDomain(text: string): Domain | { wrong: Saying } {
  const typed = text.trim();
  const wrong = problemAsTyped(typed);
  if (wrong) return { wrong };
  // An ASCII name is only lower-cased: the URL rules would turn a name like 0x7f.1 into an address.
  const isAscii = /^[\0-\x7f]*$/.test(typed);
  const ascii = (isAscii && !/xn--/i.test(typed) ? typed.toLowerCase() : domainToASCII(typed)).replace(/\.$/, "");
  if (ascii === "") return { wrong: say("wrongDomainFormat") };
  const invalid = problemInName(ascii);
  if (invalid) return { wrong: invalid };
  const registrableDomain = getDomain(ascii, { allowPrivateDomains: true });
  if (!registrableDomain) {
    return { wrong: say("wrongDomainSuffix", ascii) };
  }
  const unicode = domainToUnicode(ascii);
  return {
    ascii,
    display: unicode === ascii ? ascii : `${unicode} (${ascii})`,
    registrable: registrableDomain === ascii,
    registrableDomain,
  };
}

function problemAsTyped(typed: string): Saying | undefined {
  if (typed === "") return say("wrongDomainEmpty");
  const host = /^(?:[a-z][a-z0-9+.-]*:)?\/\/([^/?#]*)|^([^/?#]+)[/?#]/i.exec(typed);
  if (host) return say("wrongDomainUrl", (host[1] ?? host[2] ?? "").replace(/^.*@|:\d*$/g, "") || "example.com");
  if (isIP(typed.replace(/^\[(.*)\](:\d+)?$/, "$1")) || isIP(typed.replace(/:\d+$/, ""))) {
    return say("wrongDomainAddress");
  }
  const port = /^(.+):\d+$/.exec(typed);
  if (port) return say("wrongDomainPort", port[1]!);
  if (/^\*\.?/.test(typed)) return say("wrongDomainWildcard", typed.replace(/^\*\.?/, "") || "example.com");
  const odd = /[\0-,/:-@[-`{-\x7f]/.exec(typed);
  if (odd) return say("wrongDomainCharacter", JSON.stringify(odd[0]));
  return undefined;
}

function problemInName(ascii: string): Saying | undefined {
  const labels = ascii.split(".");
  if (labels.includes("")) return say("wrongDomainEmptyPart");
  const long = labels.find((label) => label.length > 63);
  if (long) return say("wrongDomainLongPart", long.slice(0, 12), long.length);
  const hyphen = labels.find((label) => label.startsWith("-") || label.endsWith("-"));
  if (hyphen) return say("wrongDomainHyphen", hyphen);
  if (ascii.length > 253) return say("wrongDomainLong", ascii.length);
  if (ascii.length > longestCertificateName) {
    return say("wrongDomainLongForCertificate", ascii.length, longestCertificateName);
  }
  if (labels.length === 1) return say("wrongDomainSingle");
  if (/^(\d+|0x[0-9a-f]*)$/.test(labels.at(-1)!)) return say("wrongDomainAddress");
  return undefined;
}
