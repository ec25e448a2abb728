import {
  AddTagsToCertificateCommand,
  type CertificateDetail,
  type CertificateSummary,
  DeleteCertificateCommand,
  DescribeCertificateCommand,
  KeyAlgorithm,
  ListCertificatesCommand,
  type ListCertificatesCommandOutput,
  ListTagsForCertificateCommand,
  RequestCertificateCommand,
} from "@aws-sdk/client-acm";
import type { Aws } from "../aws/clients.ts";
import { atMostOne, orAbsent } from "../aws/errors.ts";
import type { AwsResource, AwsTools } from "../aws/tools.ts";
import { WizardError } from "../engine/errors.ts";
import { say } from "../language/phrase.ts";
import { untilAccepted } from "./patience.ts";
import { tagChanges } from "./tag-changes.ts";
import { plainName } from "./zone-records.ts";

export interface CertificateInput {
  name: string;
  /** Lower case. */
  domain: string;
  /** What it covers besides the domain itself. */
  alternativeNames: string[];
}

export interface CertificateOutput {
  arn: string;
  /** The CNAME record that proves control, one for each name; complete once `ready`. */
  validation: { domain: string; name: string; value: string }[];
}

/** ACM does not take these up again: a new certificate has to be requested. */
const hopelessStates = ["FAILED", "VALIDATION_TIMED_OUT", "EXPIRED", "REVOKED", "INACTIVE"];

/**
 * Public certificate, validated through DNS, which ACM renews by itself as long as the records stay. Issuance is
 * waited for elsewhere, because only a person can bring it about.
 * Throws `not-ours` if it is tagged as another deployment's, `resource-failed` if ACM gave up on it.
 * @see https://docs.aws.amazon.com/acm/latest/APIReference/API_RequestCertificate.html
 */
export const certificate: AwsResource<CertificateInput, CertificateOutput> = {
  kind: "certificate",
  title: ({ domain }) => say("titleCertificate", domain),
  id: ({ arn }) => arn,

  async find({ aws, owner }, { domain }, { recorded }) {
    const known = recorded && (await describeCertificate(aws, recorded.arn));
    if (known) {
      owner.claim(`Certificate ${recorded.arn}`, await tagsOf(aws, recorded.arn), { byOwnId: true });
      return asFound(known);
    }
    const ours = await certificatesOf({ aws, owner }, domain);
    // One that ACM gave up on is in nobody's way once there is a better one.
    const hopeful = ours.filter(({ Status }) => !hopelessStates.includes(Status ?? ""));
    const candidates = hopeful.length > 0 ? hopeful : ours;
    const chosen = atMostOne(`our certificates for ${domain}`, candidates, ({ CertificateArn }) => CertificateArn!);
    const found = chosen && (await describeCertificate(aws, chosen.CertificateArn!));
    return found && asFound(found);
  },

  async create({ aws, owner }, { name, domain, alternativeNames }, token) {
    const { CertificateArn } = await aws.acm(
      new RequestCertificateCommand({
        DomainName: domain,
        ...(alternativeNames.length > 0 ? { SubjectAlternativeNames: alternativeNames } : {}),
        ValidationMethod: "DNS",
        KeyAlgorithm: "RSA_2048",
        // ACM takes letters, digits and underscores, and remembers it for an hour.
        IdempotencyToken: token.replace(/\W/g, "").slice(0, 32),
        Tags: owner.tags(name),
      }),
    );
    return { arn: CertificateArn!, validation: [] };
  },

  async sync({ aws, owner }, { name, domain, alternativeNames }, { arn }) {
    const found = await describeCertificate(aws, arn);
    if (!found) return [];
    const tags = tagChanges(owner, name, await tagsOf(aws, arn), (Tags) =>
      aws.acm(new AddTagsToCertificateCommand({ CertificateArn: arn, Tags })),
    );
    const now = namesInOrder(found.DomainName!, found.SubjectAlternativeNames ?? []);
    const wanted = namesInOrder(domain, alternativeNames);
    if (now === wanted) return tags;
    const instead =
      "A certificate keeps its names. Run `deploy-wizard destroy` first, or make a deployment with --env.";
    return [...tags, { detail: `names: ${now} -> ${wanted}`, instead }];
  },

  async ready({ aws, poll }, { domain }, { arn }) {
    const wait = { what: say("waitValidationRecords", domain), usualSeconds: 6, timeoutSeconds: 300 };
    return poll({ ...wait, everySeconds: 2 }, async () => {
      const found = await describeCertificate(aws, arn);
      if (!found) return false;
      refuseHopeless(found);
      const options = found.DomainValidationOptions ?? [];
      return options.length > 0 && options.every(({ ResourceRecord }) => ResourceRecord) && toOutput(found);
    });
  },

  async holders({ aws }, _input, { arn }) {
    return ((await describeCertificate(aws, arn))?.InUseBy ?? []).map((user) => say("holdsUser", user));
  },

  async remove({ aws, poll }, { domain }, { arn }) {
    const wait = {
      what: say("waitToBeOutOfUse", say("titleCertificate", domain)),
      usualSeconds: 10,
      timeoutSeconds: 20 * 60,
    };
    await untilAccepted(poll, wait, ["ResourceInUseException"], () =>
      orAbsent(aws.acm(new DeleteCertificateCommand({ CertificateArn: arn })), "ResourceNotFoundException"),
    );
  },
};

/** One whose records were not in DNS within 72 hours is requested anew: the person had more time than ACM. */
const asFound = (found: CertificateDetail) => ({
  output: toOutput(found),
  state: found.Status,
  spent: found.Status === "VALIDATION_TIMED_OUT" ? "its records were not in DNS within 72 hours" : undefined,
});

/** The certificate, or undefined when it does not exist (or is not visible yet). */
export async function describeCertificate(aws: Aws, arn: string): Promise<CertificateDetail | undefined> {
  const answer = await orAbsent(
    aws.acm(new DescribeCertificateCommand({ CertificateArn: arn })),
    "ResourceNotFoundException",
  );
  return answer?.Certificate;
}

/**
 * Throws `resource-failed`, with ACM's reason, for a certificate that will never be issued or is not valid any more.
 * @see https://docs.aws.amazon.com/acm/latest/userguide/troubleshooting-failed.html
 */
export function refuseHopeless({ Status, FailureReason, DomainName, CertificateArn }: CertificateDetail): void {
  if (!hopelessStates.includes(Status ?? "")) return;
  const reason = FailureReason ? `: ${inWords[FailureReason] ?? FailureReason}` : "";
  const timedOut = Status === "VALIDATION_TIMED_OUT" ? ", because its records were not in DNS within 72 hours" : "";
  throw new WizardError("resource-failed", `The certificate for ${DomainName} is ${Status}${reason}${timedOut}.`, {
    hint: `\`aws acm delete-certificate --certificate-arn ${CertificateArn}\`, then \`deploy-wizard resume\` requests it anew.`,
  });
}

const inWords: Record<string, string> = {
  CAA_ERROR: "a CAA record of the domain does not admit Amazon; allow amazon.com in it (CAA_ERROR)",
  INVALID_PUBLIC_DOMAIN: "no public certificate is given for this name (INVALID_PUBLIC_DOMAIN)",
  DOMAIN_NOT_ALLOWED: "ACM does not issue for this domain (DOMAIN_NOT_ALLOWED)",
  ADDITIONAL_VERIFICATION_REQUIRED:
    "AWS wants to verify the domain; ask AWS Support (ADDITIONAL_VERIFICATION_REQUIRED)",
};

/** The certificates for `domain` that carry this deployment's tags. */
export async function certificatesOf({ aws, owner }: Pick<AwsTools, "aws" | "owner">, domain: string) {
  const ours: CertificateSummary[] = [];
  for (const summary of await listed(aws)) {
    if (summary.DomainName === domain && owner.owns(await tagsOf(aws, summary.CertificateArn!))) ours.push(summary);
  }
  return ours;
}

/** All of them: left to itself the listing shows only RSA keys of 1024 and 2048 bits. */
async function listed(aws: Aws): Promise<CertificateSummary[]> {
  const all: CertificateSummary[] = [];
  let page: ListCertificatesCommandOutput | undefined;
  do {
    page = await aws.acm(
      new ListCertificatesCommand({ Includes: { keyTypes: Object.values(KeyAlgorithm) }, NextToken: page?.NextToken }),
    );
    all.push(...(page.CertificateSummaryList ?? []));
  } while (page.NextToken);
  return all;
}

async function tagsOf(aws: Aws, arn: string) {
  const command = new ListTagsForCertificateCommand({ CertificateArn: arn });
  return (await orAbsent(aws.acm(command), "ResourceNotFoundException"))?.Tags;
}

const namesInOrder = (domain: string, others: readonly string[]) => [...new Set([domain, ...others])].sort().join(", ");

const toOutput = ({ CertificateArn, DomainValidationOptions }: CertificateDetail): CertificateOutput => ({
  arn: CertificateArn!,
  validation: (DomainValidationOptions ?? []).flatMap(({ DomainName, ResourceRecord }) =>
    ResourceRecord
      ? [{ domain: DomainName!, name: plainName(ResourceRecord.Name!), value: plainName(ResourceRecord.Value!) }]
      : [],
  ),
});
