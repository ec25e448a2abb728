import { certificateNames, parseDomain } from "../config/domain.ts";
import { NotKnownYet } from "../engine/blueprint.ts";
import { certificate } from "../resources/certificate.ts";
import { certificateIssuance } from "../resources/certificate-issuance.ts";
import { recordSet } from "../resources/record-set.ts";
import type { Builder, StepContext } from "./context.ts";
import type { route53 } from "./route53.ts";

/** The certificate for the load balancer, proved by records in the hosted zone. ACM renews it as long as they stay. */
export function acm(add: Builder, { config, names }: StepContext, { zone }: ReturnType<typeof route53>) {
  // An ACM certificate cannot be put on a server: without a load balancer nginx gets its own from Let's Encrypt.
  if (!config.domain || !zone || config.entry === "direct") return { issued: undefined };
  const domain = config.domain;
  const [first, ...others] = certificateNames(parseDomain(domain)) as [string, ...string[]];
  const requested = add.resource("certificate", certificate, {}, () => ({
    name: names.certificate,
    domain: first,
    alternativeNames: others,
  }));
  const proofs = [first, ...others].map((name) =>
    add.resource(name === domain ? "validation" : "validation-www", recordSet, { requested, zone }, (outputs) => {
      const proof = outputs.requested.validation.find((one) => one.domain === name);
      if (!proof) throw new NotKnownYet(`the certificate's validation record for ${name}`);
      return { zoneId: outputs.zone.zoneId, name: proof.name, type: "CNAME" as const, ttl: 300, values: [proof.value] };
    }),
  );
  const [proof, proofOfWww] = proofs;
  const issued = add.wait("issuance", certificateIssuance, { requested, zone, proof, proofOfWww }, (outputs) => ({
    arn: outputs.requested.arn,
    domain: outputs.zone.zoneName,
    nameServers: outputs.zone.parent ? [] : outputs.zone.nameServers,
  }));
  return { issued };
}
