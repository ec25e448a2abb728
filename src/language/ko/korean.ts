import type { Catalog } from "../phrase.ts";
import { answers } from "./answers.ts";
import { cost } from "./cost.ts";
import { deployments } from "./deployments.ts";
import { detected } from "./detected.ts";
import { health } from "./health.ts";
import { nameServers } from "./name-servers.ts";
import { plan } from "./plan.ts";
import { progress } from "./progress.ts";
import { questions } from "./questions.ts";
import { recover } from "./recover.ts";
import { status } from "./status.ts";
import { teardown } from "./teardown.ts";
import { titles } from "./titles.ts";
import { waits } from "./waits.ts";
import { warnings } from "./warnings.ts";

/** The same phrases in Korean, the language of the notes that the steps follow. */
export const korean: Catalog = {
  ...answers,
  ...status,
  ...titles,
  ...waits,
  ...warnings,
  ...health,
  ...progress,
  ...questions,
  ...plan,
  ...nameServers,
  ...cost,
  ...detected,
  ...teardown,
  ...deployments,
  ...recover,
};
