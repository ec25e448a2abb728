import { createHash } from "node:crypto";
import type { CertificateRow } from "./acm.ts";
import { delegatedZone } from "./dns.ts";
import type { RecordRow } from "./route53.ts";
import { canonicalName, plainName } from "./route53-names.ts";
import type { Scene } from "./scene.ts";
import { isOver, takes } from "./times.ts";

/** A person has 72 hours to prove the domain. */
const validationLimit = 72 * 3600 * 1000;

/** Any of these in a CAA record lets Amazon issue. */
const amazonIssuers = ["amazon.com", "amazontrust.com", "awstrust.com", "amazonaws.com"];

/**
 * The record that proves `domain`. It is the same for every certificate of the account, and `*.` is proved by what is
 * below it.
 * @see https://docs.aws.amazon.com/acm/latest/userguide/dns-validation.html
 */
export function validationRecord({ account }: Scene, domain: string): { name: string; value: string } {
  const proved = domain.replace(/^\*\./, "");
  const hash = (salt: string) => createHash("md5").update(`${salt} ${account} ${proved}`).digest("hex");
  return {
    name: `_${hash("name")}.${proved}.`,
    value: `_${hash("value")}.${hash("zone").slice(0, 10)}.acm-validations.aws.`,
  };
}

/**
 * Brings every pending certificate to the state that it has by now. Issuance needs all validation records in zones
 * that the world asks; a CAA record that names somebody else makes it fail; three days without a proof time it out.
 */
export function settleCertificates(scene: Scene): void {
  for (const certificate of scene.world.acm.certificates) {
    if (certificate.status !== "PENDING_VALIDATION") continue;
    const provedAt = Math.max(...certificate.domains.map((domain) => provedSince(scene, domain) ?? Infinity));
    const since = Math.max(provedAt, certificate.createdAt);
    if (isOver(scene, since, "certificateIssued")) {
      const forbidden = certificate.domains.some((domain) => !caaAllows(scene, domain));
      certificate.status = forbidden ? "FAILED" : "ISSUED";
      certificate.settledAt = since + takes(scene, "certificateIssued");
      if (forbidden) certificate.failureReason = "CAA_ERROR";
    } else if (scene.now() - certificate.createdAt >= validationLimit) {
      certificate.status = "VALIDATION_TIMED_OUT";
      certificate.settledAt = certificate.createdAt + validationLimit;
    }
  }
}

export function isProved(scene: Scene, certificate: CertificateRow, domain: string): boolean {
  return certificate.status === "ISSUED" || provedSince(scene, domain) !== undefined;
}

/** Since when (ms) the world has seen this domain's validation record; undefined while it does not. */
function provedSince(scene: Scene, domain: string): number | undefined {
  const { name, value } = validationRecord(scene, domain);
  const found = publicRow(scene, name, "CNAME");
  if (!found || canonicalName(found.row.ResourceRecords?.[0]?.Value ?? "") !== value) return undefined;
  return found.since;
}

function publicRow(scene: Scene, name: string, type: string): { row: RecordRow; since: number } | undefined {
  const asked = delegatedZone(scene, plainName(name));
  const zone = asked && scene.world.route53.zones.find(({ nameServers }) => nameServers[0] === asked.nameServers[0]);
  const row = zone?.records.find(({ Name, Type }) => Name === canonicalName(name) && Type === type);
  if (!asked || !row) return undefined;
  return { row, since: Math.max(row.since, scene.world.delegations[asked.name]?.since ?? 0) };
}

/** The closest CAA record at the domain or above it decides; without any, everybody may issue. */
function caaAllows(scene: Scene, domain: string): boolean {
  const labels = domain.replace(/^\*\./, "").split(".");
  for (let first = 0; first < labels.length - 1; first++) {
    const found = publicRow(scene, labels.slice(first).join("."), "CAA");
    const issuers = found?.row.ResourceRecords?.filter(({ Value }) => / issue(?:wild)? /i.test(Value)) ?? [];
    if (found) {
      return (
        issuers.length === 0 ||
        issuers.some(({ Value }) => amazonIssuers.some((issuer) => Value.includes(`"${issuer}`)))
      );
    }
  }
  return true;
}
