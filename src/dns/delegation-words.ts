import { parseDomain } from "../config/domain.ts";
import type { Saying } from "../engine/saying.ts";
import { inWords } from "../language/duration.ts";
import { say } from "../language/phrase.ts";
import type { DelegationState } from "./delegation-verdict.ts";

/** The verdict as a sentence, and who said so when it was not the registry. */
export function verdictInWords(domain: string, state: DelegationState): Saying {
  const words = verdict(domain, state);
  return state.secondHand ? say("nsSecondHand", words) : words;
}

function verdict(domain: string, state: DelegationState): Saying {
  const { display } = parseDomain(domain);
  switch (state.verdict) {
    case "delegated":
      return say("nsDelegated", display);
    case "fewer":
      return say("nsFewer", display, listed(state.missing));
    case "cached":
      return say("nsCached", display, listed(state.remembered), inWords(state.seconds));
    case "unregistered":
      return say("nsUnregistered", display);
    case "none":
      return say("nsNone", display);
    case "unchanged":
      return state.provider
        ? say("nsUnchangedAt", display, state.provider, listed(state.answered))
        : say("nsUnchanged", display, listed(state.answered));
    case "partly":
      if (state.missing.length === 0) return say("nsTooMany", display, listed(state.foreign));
      return say("nsPartly", display, listed(state.missing), listed(state.foreign));
    case "typo":
      return typosInWords(display, state);
    case "other-zone":
      return say("nsOtherZone", display, state.zoneId);
  }
}

function typosInWords(
  display: string,
  { typos, missing, foreign }: Extract<DelegationState, { verdict: "typo" }>,
): Saying {
  const wrong = say("several", ...typos.map(({ answered, meant }) => say("nsTypoOf", answered, meant)));
  const rest = [
    ...(missing.length > 0 ? [say("nsAlsoMissing", listed(missing))] : []),
    ...(foreign.length > 0 ? [say("nsAlsoForeign", listed(foreign))] : []),
  ];
  return say("sentences", say("nsTypo", display, wrong), ...rest);
}

/** The one thing to do about it; undefined when the domain is delegated. Without `state` DNS could not be asked. */
export function whatToDo(
  domain: string,
  nameServers: readonly string[],
  state: DelegationState | undefined,
): Saying | undefined {
  if (state?.delegated) return undefined;
  const { display, registrable, registrableDomain } = parseDomain(domain);
  const servers = listed(nameServers);
  const all = registrable
    ? say("nsHintRegistrar", display, servers)
    : say("nsHintParent", registrableDomain, display, servers);
  switch (state?.verdict) {
    case "partly":
      return state.missing.length === 0
        ? say("nsHintTooMany", where(), listed(state.foreign))
        : say("nsHintPartly", where());
    case "typo":
      return say("nsHintTypo", where());
    case "other-zone":
      return say("nsHintOtherZone", where(), servers);
    case "unregistered":
      return say("nsHintUnregistered", all);
    default:
      return all;
  }

  function where(): Saying {
    return registrable ? say("nsAtRegistrar", display) : say("nsInParent", registrableDomain);
  }
}

/** A registrable domain's name servers go to its registrar; those of a name below go into the parent's own DNS. */
export function whereTheyGo(domain: string): Saying {
  const { display, registrable, registrableDomain } = parseDomain(domain);
  return registrable ? say("nsGoToRegistrar", display) : say("nsGoToParent", display, registrableDomain);
}

const listed = (names: readonly string[]) => names.join(", ");
