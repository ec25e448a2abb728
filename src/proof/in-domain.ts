import { say } from "../language/phrase.ts";
import { certificatesOf } from "../resources/certificate.ts";
import { publicZones, zoneById } from "../resources/zone-lookup.ts";
import type { Search, Stray } from "./stray.ts";

/** Hosted zones of the domain with this deployment's id: a second one of the same name is easily made. */
export async function strayZones({ tools: { aws, owner }, domain, known }: Search): Promise<Stray[]> {
  if (domain === null) return [];
  const strays: Stray[] = [];
  for (const { zoneId, zoneName } of await publicZones(aws, domain)) {
    if (known.has(zoneId) || !owner.owns((await zoneById(aws, zoneId))?.tags)) continue;
    strays.push({
      title: say("nsTitleZone", zoneName),
      id: zoneId,
      removeWith: `aws route53 delete-hosted-zone --id ${zoneId}`,
      standing: { hostedZones: 1 },
    });
  }
  return strays;
}

/** Certificates for the domain with this deployment's id. */
export async function strayCertificates({ tools, domain, known }: Search): Promise<Stray[]> {
  if (domain === null) return [];
  const ours = await certificatesOf(tools, domain);
  return ours
    .map(({ CertificateArn }) => CertificateArn!)
    .filter((arn) => !known.has(arn))
    .map((arn) => ({
      title: say("titleCertificate", domain),
      id: arn,
      removeWith: `aws acm delete-certificate --certificate-arn ${arn} --region ${tools.region}`,
      standing: {},
    }));
}
