import type { Dns, RecordSet, Referral } from "../dns/dns.ts";
import { publicZones } from "./route53.ts";
import type { Scene } from "./scene.ts";

/** What `publicZones` of route53.ts tells about each zone that is not private, in the order of their creation. */
export interface PublicZone {
  /** Lower case, without the dot at the end, as every name here. */
  name: string;
  nameServers: string[];
  /** As the world would see them: an alias is an A record already. */
  records: RecordSet[];
}

/**
 * The DNS of the sandbox's world: the registry hands out what is in `world.delegations`, a zone answers once it is
 * delegated to, and all other names have what is in `world.publicRecords`. A record of the name `*.example.com`
 * answers for the names below it that have none.
 */
export function sandboxDns(
  scene: Scene,
  pastesAfterSeconds: number | undefined,
  { refresh, keep }: { refresh(): void; keep(): void },
): Dns {
  async function referral(domain: string): Promise<Referral> {
    refresh();
    if (pastesAfterSeconds !== undefined) paste(scene, domain, pastesAfterSeconds);
    keep();
    const inParent = () => recordsOf(scene, domain).find(({ type }) => type === "NS")?.values ?? [];
    return {
      nameServers: scene.world.delegations[domain]?.nameServers ?? inParent(),
      exists: !scene.world.unregistered?.includes(domain),
    };
  }

  return {
    referral,
    delegation: async (domain) => (await referral(domain)).nameServers,
    async cached(domain) {
      refresh();
      const { nameServers, until } = scene.world.caches?.[domain] ?? { nameServers: [], until: 0 };
      const seconds = Math.ceil((until - scene.now()) / 1000);
      return seconds > 0 ? [{ nameServers, seconds }] : [];
    },
    async ds(domain) {
      refresh();
      return scene.world.signers?.[domain];
    },
    async records(name, type) {
      refresh();
      const found = recordsOf(scene, name).find((each) => each.type === type);
      return found && { ...found, name };
    },
  };
}

/** The zone that the world asks about `name`, or undefined while no domain above it is delegated to one of ours. */
export function delegatedZone(scene: Scene, name: string): PublicZone | undefined {
  const domain = selfAndAbove(name).find((each) => scene.world.delegations[each]);
  const servers = scene.world.delegations[domain ?? ""]?.nameServers ?? [];
  return publicZones(scene.world).find(
    (zone) => zone.name === domain && servers.length > 0 && servers.every((each) => zone.nameServers.includes(each)),
  );
}

/** The records of this very name, or of the wildcard next above it. */
function recordsOf(scene: Scene, name: string): RecordSet[] {
  const records = delegatedZone(scene, name)?.records ?? scene.world.publicRecords;
  const [, ...above] = selfAndAbove(name);
  for (const asked of [name, ...above.map((domain) => `*.${domain}`)]) {
    const found = records.filter((record) => record.name === asked);
    if (found.length > 0) return found;
  }
  return [];
}

/** The person's part: so long after the first look, the registrar has the name servers of the newest zone. */
function paste(scene: Scene, domain: string, afterSeconds: number) {
  const { world } = scene;
  const zone = publicZones(world).findLast(({ name }) => name === domain);
  if (!zone || world.delegations[domain]) return;
  world.firstLooks[domain] ??= scene.now();
  if (scene.now() - world.firstLooks[domain] < afterSeconds * 1000) return;
  world.delegations[domain] = { nameServers: [...zone.nameServers], since: scene.now() };
}

/** `a.b.c`, `b.c`, `c`. */
function selfAndAbove(name: string): string[] {
  const labels = name.split(".");
  return labels.map((_, index) => labels.slice(index).join("."));
}
