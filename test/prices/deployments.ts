import { type Config, parseConfig } from "../../src/config/schema.ts";
import { type Standing, standingOf } from "../../src/prices/standing.ts";

/** A config with these answers; all others are the defaults. */
export const configOf = (answers: object = {}): Config =>
  parseConfig({ app: "shop", ...answers }, "deploy-wizard.json");

/** What stands with these answers, behind three zones, with a hosted zone of its own. */
export const standing = (answers: object = {}): Standing =>
  standingOf(configOf({ domain: "example.com", ...answers }), { zones: 3, zoneIsOurs: true });
