import { expect, test } from "vitest";
import { refusal } from "./open.ts";
import { openedServices, provedCertificate, type Services, tags, zone } from "./open-services.ts";

const request = (IdempotencyToken: string, SubjectAlternativeNames?: string[]) => ({
  DomainName: "example.com",
  SubjectAlternativeNames,
  ValidationMethod: "DNS" as const,
  IdempotencyToken,
  Tags: tags,
});

const status = async ({ acm }: Services, CertificateArn: string) =>
  (await acm.describeCertificate({ CertificateArn })).Certificate!.Status;

test("a token gives the same certificate for an hour, for the same names", async () => {
  const { acm, clock } = openedServices();
  const { CertificateArn } = await acm.requestCertificate(request("t1"));
  clock.advance(3599);
  expect((await acm.requestCertificate(request("t1"))).CertificateArn).toBe(CertificateArn);
  expect((await acm.requestCertificate(request("t1", ["www.example.com"]))).CertificateArn).not.toBe(CertificateArn);
  clock.advance(1);
  expect((await acm.requestCertificate(request("t1"))).CertificateArn).not.toBe(CertificateArn);
  expect(await refusal(acm.requestCertificate(request("not-a-word")))).toBe("ValidationException");
});

test("the validation records are told after some seconds, one for each name", async () => {
  const { acm, clock } = openedServices();
  const { CertificateArn } = await acm.requestCertificate(request("t1", ["www.example.com"]));
  const records = async () =>
    (await acm.describeCertificate({ CertificateArn })).Certificate!.DomainValidationOptions!.map(
      ({ ResourceRecord }) => ResourceRecord?.Name,
    );
  expect(await records()).toEqual([undefined, undefined]);
  clock.advance(6);
  expect(await records()).toEqual([
    expect.stringMatching(/^_\w{32}\.example\.com\.$/),
    expect.stringMatching(/^_\w{32}\.www\.example\.com\.$/),
  ]);
});

test("is issued 90 s after its records are there and the domain is delegated to them", async () => {
  const services = openedServices();
  const { clock } = services;
  const { zoneId, delegate } = await zone(services, { delegated: false });
  const arn = await provedCertificate(services, zoneId);
  clock.advance(3600);
  expect(await status(services, arn)).toBe("PENDING_VALIDATION");
  delegate();
  clock.advance(89);
  expect(await status(services, arn)).toBe("PENDING_VALIDATION");
  clock.advance(1);
  expect(await status(services, arn)).toBe("ISSUED");
});

test("stays issued when its records are removed before anybody has looked", async () => {
  const services = openedServices();
  const { clock, route53 } = services;
  const { zoneId } = await zone(services);
  const arn = await provedCertificate(services, zoneId);
  clock.advance(90);
  const { ResourceRecordSets } = await route53.listResourceRecordSets({ HostedZoneId: zoneId });
  const proof = ResourceRecordSets!.find(({ Type }) => Type === "CNAME")!;
  await route53.changeResourceRecordSets({
    HostedZoneId: zoneId,
    ChangeBatch: { Changes: [{ Action: "DELETE", ResourceRecordSet: proof }] },
  });
  expect(await status(services, arn)).toBe("ISSUED");
});

test("fails when a CAA record lets only others issue", async () => {
  const services = openedServices();
  const { acm, clock, route53 } = services;
  const { zoneId } = await zone(services);
  const arn = await provedCertificate(services, zoneId);
  const ResourceRecords = [{ Value: '0 issue "letsencrypt.org"' }];
  const caa = { Name: "example.com", Type: "CAA" as const, TTL: 300, ResourceRecords };
  await route53.changeResourceRecordSets({
    HostedZoneId: zoneId,
    ChangeBatch: { Changes: [{ Action: "CREATE", ResourceRecordSet: caa }] },
  });
  clock.advance(90);
  const { Certificate } = await acm.describeCertificate({ CertificateArn: arn });
  expect(Certificate).toMatchObject({ Status: "FAILED", FailureReason: "CAA_ERROR" });
});

test("times out after three days without a proof", async () => {
  const services = openedServices();
  const { CertificateArn } = await services.acm.requestCertificate(request("t1"));
  services.clock.advance(72 * 3600);
  expect(await status(services, CertificateArn!)).toBe("VALIDATION_TIMED_OUT");
});

test("the list shows RSA 2048 alone unless other keys are asked for", async () => {
  const { acm } = openedServices();
  await acm.requestCertificate({ ...request("t1"), KeyAlgorithm: "EC_prime256v1" });
  expect((await acm.listCertificates({})).CertificateSummaryList).toEqual([]);
  const { CertificateSummaryList } = await acm.listCertificates({ Includes: { keyTypes: ["EC_prime256v1"] } });
  expect(CertificateSummaryList).toHaveLength(1);
  const { CertificateArn } = CertificateSummaryList![0]!;
  expect((await acm.listTagsForCertificate({ CertificateArn })).Tags).toEqual(tags);
  await acm.deleteCertificate({ CertificateArn });
  expect(await refusal(acm.describeCertificate({ CertificateArn }))).toBe("ResourceNotFoundException");
});
