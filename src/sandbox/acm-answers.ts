import type { CertificateDetail, CertificateSummary, DomainValidation } from "@aws-sdk/client-acm";
import type { CertificateRow } from "./acm.ts";
import { isProved, validationRecord } from "./acm-issuance.ts";
import type { Scene } from "./scene.ts";
import { isOver } from "./times.ts";

/** The ARNs of the load balancers that have a listener with this certificate. */
export function usedBy({ world }: Scene, arn: string): string[] {
  const using = world.elb.listeners.filter(({ certificateArns }) => certificateArns.includes(arn));
  return [...new Set(using.map(({ loadBalancerArn }) => loadBalancerArn))];
}

export function toSummary(scene: Scene, row: CertificateRow): CertificateSummary {
  return {
    CertificateArn: row.arn,
    DomainName: row.domains[0],
    SubjectAlternativeNameSummaries: row.domains,
    HasAdditionalSubjectAlternativeNames: false,
    Status: row.status,
    Type: "AMAZON_ISSUED",
    KeyAlgorithm: row.keyAlgorithm,
    InUse: usedBy(scene, row.arn).length > 0,
    CreatedAt: new Date(row.createdAt),
  };
}

export function toDetail(scene: Scene, row: CertificateRow): CertificateDetail {
  const settled = row.settledAt === undefined ? undefined : new Date(row.settledAt);
  return {
    CertificateArn: row.arn,
    DomainName: row.domains[0],
    SubjectAlternativeNames: row.domains,
    DomainValidationOptions: row.domains.map((domain) => toValidation(scene, row, domain)),
    Status: row.status,
    FailureReason: row.failureReason,
    Type: "AMAZON_ISSUED",
    KeyAlgorithm: row.keyAlgorithm,
    SignatureAlgorithm: "SHA256WITHRSA",
    InUseBy: usedBy(scene, row.arn),
    CreatedAt: new Date(row.createdAt),
    ...(row.status === "ISSUED" && { IssuedAt: settled, NotAfter: new Date(row.settledAt! + 395 * 86_400_000) }),
    RenewalEligibility: row.status === "ISSUED" ? "ELIGIBLE" : "INELIGIBLE",
    Options: { CertificateTransparencyLoggingPreference: "ENABLED" },
  };
}

function toValidation(scene: Scene, row: CertificateRow, domain: string): DomainValidation {
  const { name, value } = validationRecord(scene, domain);
  const given = row.status === "FAILED" ? "FAILED" : "PENDING_VALIDATION";
  return {
    DomainName: domain,
    ValidationDomain: domain,
    ValidationMethod: "DNS",
    ValidationStatus: row.status !== "FAILED" && isProved(scene, row, domain) ? "SUCCESS" : given,
    ...(isOver(scene, row.createdAt, "certificateRecord") && {
      ResourceRecord: { Name: name, Type: "CNAME", Value: value },
    }),
  };
}
