import { describe, expect, it } from "vitest";
import type { DelegationState } from "../../src/dns/delegation-verdict.ts";
import { verdictInWords, whatToDo, whereTheyGo } from "../../src/dns/delegation-words.ts";
import { WizardError } from "../../src/engine/errors.ts";
import { catalogs } from "../../src/language/languages.ts";
import { inLanguage, say } from "../../src/language/phrase.ts";
import { widthOf, wrap } from "../../src/layout/width.ts";

const four = ["ns-395.awsdns-49.com", "ns-1004.awsdns-61.net", "ns-1101.awsdns-09.org", "ns-1710.awsdns-21.co.uk"];
const old = ["ns07.domaincontrol.com", "ns08.domaincontrol.com"];
const not = { delegated: false, answered: old };
const is = { delegated: true, answered: four };

const states: DelegationState[] = [
  { ...is, verdict: "delegated" },
  { ...is, verdict: "fewer", missing: [four[3]!] },
  { ...is, verdict: "cached", remembered: old, seconds: 7200 },
  { ...not, answered: [], verdict: "unregistered" },
  { ...not, answered: [], verdict: "none" },
  { ...not, verdict: "unchanged", provider: "GoDaddy" },
  { ...not, verdict: "unchanged", provider: null },
  { ...not, verdict: "partly", missing: four.slice(2), foreign: old },
  {
    ...not,
    verdict: "typo",
    typos: [{ answered: "ns-395.awsdns-94.com", meant: four[0]! }],
    missing: [],
    foreign: ["ns1.old.example"],
  },
  { ...not, verdict: "other-zone", zoneId: "Z0123456789ABCDEFGHIJ" },
];

/** What each verdict has to name, whatever the language. */
const names: Record<DelegationState["verdict"], string[]> = {
  delegated: [],
  fewer: [four[3]!],
  cached: old,
  unregistered: [],
  none: [],
  unchanged: old,
  partly: [...four.slice(2), ...old],
  typo: ["ns-395.awsdns-94.com", four[0]!],
  "other-zone": ["Z0123456789ABCDEFGHIJ"],
};

describe.each(["en", "ko"] as const)("in %s", (language) => {
  const text = (saying: Parameters<typeof inLanguage>[1]) => inLanguage(catalogs[language], saying);

  it.each(states)("$verdict is one sentence that names what it is about", (state) => {
    const words = text(verdictInWords("example.com", state));
    for (const name of ["example.com", ...names[state.verdict]]) expect(words).toContain(name);
    expect(words).not.toMatch(/undefined|\[object|null/);
    expect(/[가-힣]/.test(words)).toBe(language === "ko");
  });

  it.each(states)("$verdict, and what to do, fit 60 columns and six lines", (state) => {
    const message = text(say("nsWaiting", verdictInWords("example.com", state)));
    const todo = whatToDo("example.com", four, state);
    const lines = [message, ...(todo ? [text(todo)] : [])].flatMap((each) => wrap(each, 60, { indent: 2 }));
    expect(lines.filter((line) => widthOf(line) > 60)).toEqual([]);
    expect(lines.length).toBeLessThanOrEqual(6);
    expect(todo === undefined).toBe(state.delegated);
  });

  it("all four and some old ones: nothing is missing, and the old ones are to go", () => {
    const state: DelegationState = { ...not, verdict: "partly", missing: [], foreign: old };
    for (const words of [verdictInWords("example.com", state), whatToDo("example.com", four, state)!]) {
      expect(text(words)).toContain(old[0]);
      expect(text(words)).not.toMatch(/missing|빠진| {2}/);
    }
  });

  it("a time is in words", () => {
    expect(text(verdictInWords("example.com", states[2]!))).toContain({ en: "2 h", ko: "2시간" }[language]);
  });
});

it("says the same to scripts as to people who speak English", () => {
  const words = verdictInWords("example.com", states[5]!);
  expect(new WizardError("waiting", words).message).toBe(
    "example.com points at GoDaddy now (ns07.domaincontrol.com, ns08.domaincontrol.com).",
  );
});

it("sends who has a subdomain to the DNS of the domain above, and not to a registrar", () => {
  expect(String(whatToDo("api.example.com", four, states[4]))).toBe(
    `In the DNS of example.com, add NS records for api.example.com with ${four.join(", ")}; then \`deploy-wizard resume\`.`,
  );
  expect(String(whereTheyGo("api.example.com"))).toContain("NS records for api.example.com in the DNS of example.com");
  expect(String(whereTheyGo("example.com"))).toContain("registrar where you bought example.com");
});

it("shows an international name as it is written", () => {
  expect(String(verdictInWords("xn--bcher-kva.example", states[4]!))).toContain("bücher.example");
});
