import { parseDomain } from "../config/domain.ts";
import type { Saying } from "../engine/saying.ts";
import { say } from "../language/phrase.ts";
import { type Provider, registrarNamed } from "./providers.ts";
import { type Fetch, registrarByRdap } from "./rdap.ts";

/** A registry that takes longer to name the registrar is left alone: the name servers wait for this. */
const rdapMilliseconds = 1500;

/** The registrar of `domain`, as we know it or as the registry names it; undefined when the registry does not tell. */
export async function registrarOf(domain: string, fetch: Fetch): Promise<Provider | string | undefined> {
  const { registrableDomain } = parseDomain(domain);
  const name = await registrarByRdap(registrableDomain, fetch, AbortSignal.timeout(rdapMilliseconds));
  return name && (registrarNamed(name) ?? name);
}

export interface Recognised {
  /** Where the domain was bought. */
  registrar?: Provider | string;
  /** Who keeps its DNS now, or that of the domain above it. */
  keeper?: Provider;
}

/** Where the person goes with the four name servers, in a line; undefined when nobody was recognised. */
export function whereInItsPages(domain: string, { registrar, keeper }: Recognised): Saying | undefined {
  const { registrable, registrableDomain } = parseDomain(domain);
  if (!registrable) return keeper && say("registrarKeepsParent", registrableDomain, keeper.name);
  if (typeof registrar === "string") return say("registrarUnknown", registrar);
  if (registrar?.menu) return say("registrarKnown", registrar.name, say(registrar.menu));
  if (keeper?.menu) return say("registrarMaybe", keeper.name, say(keeper.menu));
  return keeper && say("registrarOnlyKeeps", keeper.name);
}
