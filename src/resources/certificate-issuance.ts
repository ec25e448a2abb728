import type { AwsTools, AwsWaiting } from "../aws/tools.ts";
import { say } from "../language/phrase.ts";
import { describeCertificate, refuseHopeless } from "./certificate.ts";
import { untilDelegated } from "./delegation.ts";

export interface CertificateIssuanceInput {
  arn: string;
  domain: string;
  /** Empty when a zone above the domain serves it: then no person is needed. */
  nameServers: string[];
}

export interface CertificateIssuanceOutput {
  arn: string;
}

/**
 * Waits until ACM has issued a certificate. Before the domain is delegated only a person can end the wait; after that
 * ACM finds the validation records by itself, usually within two minutes.
 * @see https://docs.aws.amazon.com/acm/latest/userguide/dns-validation.html
 */
export const certificateIssuance: AwsWaiting<CertificateIssuanceInput, CertificateIssuanceOutput> = {
  kind: "certificate-issuance",
  title: ({ domain }) => say("nsTitleIssuance", domain),

  async look(tools, { arn }) {
    return (await isIssued(tools, arn)) ? { arn } : undefined;
  },

  async until(tools, { arn, domain, nameServers }) {
    if (await isIssued(tools, arn)) return { arn };
    if (nameServers.length > 0) {
      // A validation record in the former DNS is enough for ACM too.
      await untilDelegated(tools, { domain, nameServers }, { unless: () => isIssued(tools, arn) });
    }
    await tools.poll({ what: say("nsWaitIssuance", domain), usualSeconds: 90 }, () => isIssued(tools, arn));
    return { arn };
  },
};

async function isIssued({ aws }: Pick<AwsTools, "aws">, arn: string): Promise<boolean> {
  const found = await describeCertificate(aws, arn);
  if (found) refuseHopeless(found);
  return found?.Status === "ISSUED";
}
