import { randomUUID } from "node:crypto";
import type {
  ACM,
  CertificateStatus,
  FailureReason,
  KeyAlgorithm,
  RequestCertificateCommandInput,
  Tag,
} from "@aws-sdk/client-acm";
import { toDetail, toSummary, usedBy } from "./acm-answers.ts";
import { settleCertificates } from "./acm-issuance.ts";
import { fault, type Handlers, type Scene } from "./scene.ts";
import { isOver } from "./times.ts";

export interface CertificateRow {
  arn: string;
  /** The first is the certificate's own name. */
  domains: string[];
  keyAlgorithm: KeyAlgorithm;
  token?: string;
  status: CertificateStatus;
  failureReason?: FailureReason;
  createdAt: number;
  /** When it was issued or given up (ms). */
  settledAt?: number;
  tags: Tag[];
}

export interface AcmWorld {
  certificates: CertificateRow[];
}

export const emptyAcm = (): AcmWorld => ({ certificates: [] });

export const acmHandlers = {
  RequestCertificate: (scene, input) => {
    const domains = checkedDomains(input);
    const again = scene.world.acm.certificates.find(
      ({ token, domains: before, createdAt }) =>
        token !== undefined &&
        token === input.IdempotencyToken &&
        !isOver(scene, createdAt, "certificateToken") &&
        before.join() === domains.join(),
    );
    if (again) return { CertificateArn: again.arn };
    const row: CertificateRow = {
      arn: `arn:aws:acm:${scene.region}:${scene.account}:certificate/${randomUUID()}`,
      domains,
      keyAlgorithm: input.KeyAlgorithm ?? "RSA_2048",
      token: input.IdempotencyToken,
      status: "PENDING_VALIDATION",
      createdAt: scene.now(),
      tags: input.Tags ?? [],
    };
    scene.world.acm.certificates.push(row);
    return { CertificateArn: row.arn };
  },

  DescribeCertificate: (scene, { CertificateArn }) => ({
    Certificate: toDetail(scene, certificateOf(scene, CertificateArn)),
  }),

  ListCertificates: (scene, { CertificateStatuses, Includes, NextToken, MaxItems = 1000 }) => {
    settleCertificates(scene);
    const keyTypes = Includes?.keyTypes ?? ["RSA_1024", "RSA_2048"];
    const wanted = scene.world.acm.certificates.filter(
      ({ status, keyAlgorithm }) => keyTypes.includes(keyAlgorithm) && (CertificateStatuses?.includes(status) ?? true),
    );
    const first = Number(NextToken ?? 0);
    const end = first + MaxItems;
    return {
      CertificateSummaryList: wanted.slice(first, end).map((row) => toSummary(scene, row)),
      NextToken: end < wanted.length ? String(end) : undefined,
    };
  },

  DeleteCertificate: (scene, { CertificateArn }) => {
    const { arn } = certificateOf(scene, CertificateArn);
    if (isInUse(scene, arn)) throw fault("ResourceInUseException", `Certificate ${arn} is in use.`);
    scene.world.acm.certificates = scene.world.acm.certificates.filter((row) => row.arn !== arn);
    return {};
  },

  ListTagsForCertificate: (scene, { CertificateArn }) => ({
    Tags: certificateOf(scene, CertificateArn).tags,
  }),

  AddTagsToCertificate: (scene, { CertificateArn, Tags }) => {
    const row = certificateOf(scene, CertificateArn);
    const added = new Set(Tags!.map(({ Key }) => Key));
    row.tags = [...row.tags.filter(({ Key }) => !added.has(Key)), ...Tags!];
    return {};
  },

  RemoveTagsFromCertificate: (scene, { CertificateArn, Tags }) => {
    const row = certificateOf(scene, CertificateArn);
    const removed = new Set(Tags!.map(({ Key }) => Key));
    row.tags = row.tags.filter(({ Key }) => !removed.has(Key));
    return {};
  },
} satisfies Handlers<ACM>;

/** For the listener that wants to use it; undefined when there is none of this ARN. */
export function certificateRow(scene: Scene, arn: string | undefined): CertificateRow | undefined {
  settleCertificates(scene);
  return scene.world.acm.certificates.find((row) => row.arn === arn);
}

function certificateOf(scene: Scene, arn: string | undefined): CertificateRow {
  const row = certificateRow(scene, arn);
  if (row) return row;
  throw fault("ResourceNotFoundException", `Could not find certificate ${arn} in account ${scene.account}.`);
}

/** The service model says what a name and a token may look like; the SDK does not check it, AWS does. */
function checkedDomains({
  DomainName,
  SubjectAlternativeNames = [],
  IdempotencyToken,
  ValidationMethod,
  Tags,
}: RequestCertificateCommandInput) {
  if (IdempotencyToken !== undefined && !/^\w{1,32}$/.test(IdempotencyToken)) {
    throw invalid(
      "idempotencyToken",
      "Member must satisfy regular expression pattern: \\w+ and have length at most 32",
    );
  }
  const domains = [...new Set([DomainName!, ...SubjectAlternativeNames].map((domain) => domain.toLowerCase()))];
  for (const domain of domains) {
    if (!/^(?:\*\.)?(?:(?!-)[a-z0-9-]{1,63}(?<!-)\.)+(?!-)[a-z0-9-]{2,63}(?<!-)$/.test(domain) || domain.length > 253) {
      throw invalid("domainName", `${domain} is not a domain name`);
    }
  }
  if (ValidationMethod !== "DNS") throw invalid("validationMethod", "the sandbox proves domains through DNS alone");
  if (Tags?.length === 0) throw invalid("tags", "Member must have length greater than or equal to 1");
  return domains;
}

const invalid = (member: string, message: string) =>
  fault(
    "ValidationException",
    `1 validation error detected: Value at '${member}' failed to satisfy constraint: ${message}`,
  );

/** A listener that has just gone still holds it for a while. */
function isInUse(scene: Scene, arn: string): boolean {
  const released = scene.world.elb.releasedCertificates[arn];
  return usedBy(scene, arn).length > 0 || (released !== undefined && !isOver(scene, released, "certificateReleased"));
}
