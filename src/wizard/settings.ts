import { parseDomain } from "../config/domain.ts";
import type { Config } from "../config/schema.ts";
import type { Saying } from "../engine/saying.ts";
import { say } from "../language/phrase.ts";
import { choiceQuestion, textQuestion, type WizardQuestion } from "./question.ts";
import { questions, wayOf } from "./questions.ts";

/** One line of the review. */
export interface Setting {
  label: Saying;
  /** What stands in the config; undefined when this config has no place for it. */
  value(config: Config): Saying | undefined;
  question: WizardQuestion;
}

const number = (answer: string) => (/^\d+$/.test(answer) ? Number(answer) : answer);

const yesNo = (path: string, message: Saying, why: Saying, current: (config: Config) => boolean, priced?: true) =>
  choiceQuestion<boolean>({
    path,
    message,
    why,
    choices: [
      { value: true, name: say("yes") },
      { value: false, name: say("no") },
    ],
    current: (sheet) => current(sheet.complete()),
    priced,
    answers: (value) => ({ [path]: value }),
  });

const asked = (path: string) => {
  const found = questions.find((question) => question.path === path);
  if (!found) throw new Error(`no question answers ${path}`);
  return found;
};

const ways = { alb: say("entryAlb"), "alb-with-address": say("entryAlbWithAddress"), direct: say("entryDirect") };

/** Every answer of the config, in the order of the steps. */
export const settings: readonly Setting[] = [
  { label: say("labelApp"), value: ({ app }) => app, question: asked("app") },
  { label: say("labelRuntime"), value: ({ runtime }) => runtime, question: asked("runtime") },
  {
    label: say("labelPort"),
    value: ({ port }) => String(port),
    question: textQuestion({ path: "port", message: say("askPort"), why: say("whyPort"), read: number }),
  },
  {
    label: say("labelHealthCheck"),
    value: ({ healthCheck }) => healthCheck,
    question: textQuestion({ path: "healthCheck", message: say("askHealthCheck"), why: say("whyHealthCheck") }),
  },
  {
    label: say("labelVpc"),
    value: ({ vpc }) => vpc,
    question: textQuestion({ path: "vpc", message: say("askVpc"), why: say("whyVpc") }),
  },
  {
    label: say("labelInstanceType"),
    value: ({ server }) => server.instanceType,
    question: textQuestion({
      path: "server.instanceType",
      message: say("askInstanceType"),
      why: say("whyInstanceType"),
    }),
  },
  {
    label: say("labelDisk"),
    value: ({ server }) => String(server.disk),
    question: textQuestion({ path: "server.disk", message: say("askDisk"), why: say("whyDisk"), read: number }),
  },
  {
    label: say("labelDatabase"),
    value: ({ database }) => database?.engine ?? say("none"),
    question: asked("database.engine"),
  },
  {
    label: say("labelDatabaseClass"),
    value: ({ database }) => database?.class,
    question: textQuestion({
      path: "database.class",
      message: say("askDatabaseClass"),
      why: say("whyDatabaseClass"),
    }),
  },
  {
    label: say("labelDatabaseStorage"),
    value: ({ database }) => (database ? String(database.storage) : undefined),
    question: textQuestion({
      path: "database.storage",
      message: say("askDatabaseStorage"),
      why: say("whyDatabaseStorage"),
      read: number,
    }),
  },
  {
    label: say("labelBackupDays"),
    value: ({ database }) => (database ? String(database.backupDays) : undefined),
    question: textQuestion({
      path: "database.backupDays",
      message: say("askBackupDays"),
      why: say("whyBackupDays"),
      read: number,
    }),
  },
  {
    label: say("labelMultiAz"),
    value: ({ database }) => (database ? say(database.multiAz ? "yes" : "no") : undefined),
    question: yesNo(
      "database.multiAz",
      say("askMultiAz"),
      say("whyMultiAz"),
      ({ database }) => database?.multiAz === true,
      true,
    ),
  },
  {
    label: say("labelDomain"),
    value: ({ domain }) => (domain ? parseDomain(domain).display : say("none")),
    question: asked("domain"),
  },
  { label: say("labelEntry"), value: (config) => ways[wayOf(config)], question: asked("entry") },
  {
    label: say("labelAssets"),
    value: ({ assets }) => say(assets ? "yes" : "no"),
    question: yesNo("assets", say("askAssets"), say("whyAssets"), ({ assets }) => assets),
  },
  {
    label: say("labelGithub"),
    value: ({ github }) => github?.repository ?? say("none"),
    question: asked("github.repository"),
  },
  {
    label: say("labelBranch"),
    value: ({ github }) => github?.branch,
    question: textQuestion({ path: "github.branch", message: say("askBranch"), why: say("whyBranch") }),
  },
];
