import { expect, test } from "vitest";
import type { RecordSet } from "../../src/dns/dns.ts";
import { WizardError } from "../../src/engine/errors.ts";
import { catalogs } from "../../src/language/languages.ts";
import { inLanguage } from "../../src/language/phrase.ts";
import { carriedRecords, previewCarriedRecords, recordsOfOurs } from "../../src/resources/carried-records.ts";
import { carriedSummary } from "../../src/resources/carried-summary.ts";
import { hostedZone } from "../../src/resources/hosted-zone.ts";
import { recordSetsOf } from "../../src/resources/zone-records.ts";
import { builder } from "../sandbox/builder.ts";

const domain = "example.com";
const record = (name: string, type: RecordSet["type"], ...values: string[]): RecordSet => ({
  name: name === "" ? domain : `${name}.${domain}`,
  type,
  ttl: 3600,
  values,
});

const former = [
  record("", "A", "192.0.2.80"),
  record("www", "CNAME", "example.com."),
  record("", "MX", "10 mx1.mail.test.", "20 mx2.mail.test."),
  record("", "TXT", '"v=spf1 include:mail.test -all"', '"google-site-verification=x"'),
  record("google._domainkey", "TXT", '"v=DKIM1; p=MIGf"'),
  record("_dmarc", "TXT", '"v=DMARC1; p=none"'),
  record("blog", "CNAME", "blogs.test."),
  record("shop", "A", "192.0.2.81"),
  record("shop", "AAAA", "2001:db8::81"),
];
const carried = former
  .filter(({ name, type }) => type !== "A" || name !== domain)
  .filter(({ name }) => name !== "www.example.com");

function formerly(records = former) {
  const built = builder();
  built.sandbox.world.publicRecords.push(...records);
  return { ...built, tools: built.toolsFor("route53.carried-records") };
}

const byName = (records: readonly RecordSet[] = []) => records.map(({ name, type }) => `${name} ${type}`).sort();

test("the preview is what would be copied, without what the wizard makes itself, and makes nothing", async () => {
  const { tools, sandbox } = formerly();
  expect(byName(await previewCarriedRecords(tools, domain))).toEqual(byName(carried));
  expect(sandbox.world.route53.zones).toEqual([]);
});

test("the preview leaves out what a hosted zone of this account has already", async () => {
  const { tools, make } = formerly();
  const { zoneId, zoneName } = await make("route53.zone", hostedZone, { domain });
  const input = { zoneId, zoneName, domain, ours: recordsOfOurs(domain) };
  await make("route53.carried-records", carriedRecords, { ...input, records: [record("", "MX", "10 other.test.")] });
  expect(byName(await previewCarriedRecords(tools, domain))).toEqual(
    byName(carried).filter((each) => each !== "example.com MX"),
  );
});

test("the preview is unknown when DNS is silent, and any other failure is one", async () => {
  const { tools } = formerly();
  const fail = (code: "no-answer" | "refused") => ({
    ...tools,
    dns: { ...tools.dns, records: () => Promise.reject(new WizardError(code, "no")) },
  });
  expect(await previewCarriedRecords(fail("no-answer"), domain)).toBeUndefined();
  await expect(previewCarriedRecords(fail("refused"), domain)).rejects.toThrow("no");
});

test("who declined has nothing read and nothing copied", async () => {
  const { make, toolsFor } = formerly();
  const zone = await make("route53.zone", hostedZone, { domain });
  const key = "route53.carried-records";
  const dns = new Proxy({} as ReturnType<typeof toolsFor>["dns"], { get: () => expect.fail("asked DNS") });
  const tools = { ...toolsFor(key), dns };
  const input = { ...zone, domain, ours: recordsOfOurs(domain), records: [] };
  expect(await carriedRecords.prepare?.(tools, input)).toEqual(input);
  expect(await carriedRecords.create(tools, input, "token")).toEqual({ zoneId: zone.zoneId, records: [] });
  expect((await recordSetsOf(tools.aws, zone.zoneId))?.map(({ Type }) => Type)).toEqual(["NS", "SOA"]);
});

test("a list of records is told in a line", () => {
  const line = (records: RecordSet[]) => {
    const summary = carriedSummary(domain, records);
    return [String(summary), inLanguage(catalogs.ko, summary)];
  };
  expect(line(carried)).toEqual([
    "mail (MX) to mx1.mail.test, mx2.mail.test; SPF, DKIM, DMARC; 2 hosts: blog, shop; 1 text record (TXT)",
    "메일(MX): mx1.mail.test, mx2.mail.test · SPF, DKIM, DMARC · 호스트 2개: blog, shop · 텍스트 레코드(TXT) 1개",
  ]);
  expect(line([record("_sip._tcp", "SRV", "1 2 443 sip.test."), record("", "CAA", '0 issue "amazon.com"')])[0]).toBe(
    "CAA; services (SRV): _sip._tcp",
  );
  expect(line([record("k1._domainkey", "CNAME", "dkim.mail.test."), record("*", "A", "192.0.2.1")])[0]).toBe(
    "DKIM; 1 host: *",
  );
  expect(line([])).toEqual(["no records", "레코드 없음"]);
});
