import { describe, expect, it } from "vitest";
import { type DelegationFacts, judgeDelegation } from "../../src/dns/delegation-verdict.ts";

const ours = ["ns-395.awsdns-49.com", "ns-1004.awsdns-61.net", "ns-1101.awsdns-09.org", "ns-1710.awsdns-21.co.uk"];
const [com, net, org, uk] = ours as [string, string, string, string];
const old = ["ns07.domaincontrol.com", "ns08.domaincontrol.com"];

const judge = (answered: string[], more: Partial<DelegationFacts> = {}) =>
  judgeDelegation({
    domain: "example.com",
    nameServers: ours,
    answered,
    exists: true,
    otherZones: [],
    cached: [],
    ...more,
  });

describe("the verdict on a delegation", () => {
  it("delegated: the four, in any order and case, with or without the last dot", () => {
    expect(judge([uk, org, net, com])).toEqual({
      delegated: true,
      answered: [uk, org, net, com],
      verdict: "delegated",
    });
    expect(judge(ours.map((name) => `${name.toUpperCase()}.`))).toMatchObject({ delegated: true });
  });

  it("delegated with fewer: works, and says which are missing", () => {
    expect(judge([com, org])).toMatchObject({ delegated: true, verdict: "fewer", missing: [net, uk] });
  });

  it("not changed yet: whose they are, if that is known", () => {
    expect(judge(old)).toMatchObject({ delegated: false, verdict: "unchanged", provider: "GoDaddy", answered: old });
    expect(judge(["ns1.example.net"])).toMatchObject({ verdict: "unchanged", provider: null });
  });

  it("no name servers, and no such domain, are two things", () => {
    expect(judge([])).toMatchObject({ delegated: false, verdict: "none" });
    expect(judge([], { exists: false })).toMatchObject({ delegated: false, verdict: "unregistered" });
  });

  it("a subdomain that its parent does not know yet is no unregistered domain", () => {
    expect(judge([], { domain: "api.example.com", exists: false })).toMatchObject({ verdict: "none" });
  });

  it("changed in part: which of the four are missing, and which foreign ones are still there", () => {
    expect(judge([com, net, ...old])).toMatchObject({
      delegated: false,
      verdict: "partly",
      missing: [org, uk],
      foreign: old,
    });
  });

  it.each([
    ["a wrong digit", "ns-1004.awsdns-62.net", net],
    ["a letter too few", "ns-1101.awdns-09.org", org],
    ["two neighbours swapped", "ns-1011.awsdns-09.org", org],
    ["a hyphen in place of a dot", "ns-395-awsdns-49.com", com],
    ["a dot too many", "ns-395..awsdns-49.com", com],
    ["a dot in front", ".ns-395.awsdns-49.com", com],
    ["a blank, as it stands in a name", "ns-395.awsdns-49.com\\032", com],
    ["the domain appended by the registrar's form", "ns-395.awsdns-49.com.example.com", com],
    ["the end missing", "ns-1710.awsdns-21", uk],
    ["half of the end missing", "ns-1710.awsdns-21.co", uk],
    ["the front missing", "awsdns-61.net", net],
    ["the middle missing", "ns-1004.net", net],
    ["another end", "ns-1004.awsdns-61.com", net],
  ])("a typing error: %s", (_what, answered, meant) => {
    const others = ours.filter((name) => name !== meant);
    expect(judge([...others, answered])).toMatchObject({
      delegated: false,
      verdict: "typo",
      typos: [{ answered, meant }],
    });
  });

  it("all four with the domain appended are four typing errors", () => {
    const answered = ours.map((name) => `${name}.example.com`);
    expect(judge(answered)).toMatchObject({
      verdict: "typo",
      typos: ours.map((meant) => ({ answered: `${meant}.example.com`, meant })),
    });
  });

  it("the subdomain's form appends the domain above", () => {
    const answered = `${com}.example.com`;
    expect(judge([answered], { domain: "api.example.com" })).toMatchObject({
      verdict: "typo",
      typos: [{ answered, meant: com }],
    });
  });

  it("a typing error is seen beside name servers that were left there", () => {
    const mixed = judge([...old, "ns-395.awsdns-94.com"]);
    expect(mixed).toMatchObject({ verdict: "typo", typos: [{ meant: com }], foreign: old });
    expect(mixed).toMatchObject({ missing: expect.not.arrayContaining([com]) });
  });

  it("somebody else's name servers at Route 53 are no typing errors, even if one is nearly ours", () => {
    const others = ["ns-396.awsdns-49.com", "ns-700.awsdns-23.net", "ns-1500.awsdns-59.org", "ns-1900.awsdns-45.co.uk"];
    expect(judge(others)).toMatchObject({ verdict: "unchanged", provider: "Amazon Route 53" });
  });

  it("another hosted zone of this account is named", () => {
    const nameServers = [
      "ns-1.awsdns-00.com",
      "ns-513.awsdns-00.net",
      "ns-1025.awsdns-00.org",
      "ns-1537.awsdns-00.co.uk",
    ];
    const otherZones = [{ zoneId: "Z2", nameServers }];
    expect(judge(nameServers, { otherZones })).toMatchObject({
      delegated: false,
      verdict: "other-zone",
      zoneId: "Z2",
    });
    expect(judge(nameServers.slice(2), { otherZones })).toMatchObject({ verdict: "other-zone" });
    expect(judge(old, { otherZones })).toMatchObject({ verdict: "unchanged" });
  });

  it("right at the parent and still cached elsewhere counts as delegated, and says for how long at most", () => {
    const cached = [
      { nameServers: old, seconds: 600 },
      { nameServers: [...old, com], seconds: 7200 },
      { nameServers: ours, seconds: 172_800 },
    ];
    expect(judge(ours, { cached })).toMatchObject({
      delegated: true,
      verdict: "cached",
      remembered: old,
      seconds: 7200,
    });
    expect(judge(ours, { cached: cached.slice(2) })).toMatchObject({ verdict: "delegated" });
  });
});
