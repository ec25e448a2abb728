import type { Config } from "../config/schema.ts";
import { say } from "../language/phrase.ts";
import { choiceQuestion, textQuestion, type WizardQuestion } from "./question.ts";
import type { Sheet } from "./sheet.ts";

/** What a person types for "there is none", in both languages. */
const noneWords = ["none", "no", "-", "없음"];
const noneOr = (answer: string) => (noneWords.includes(answer.toLowerCase()) ? null : answer);

const app = textQuestion({
  path: "app",
  message: say("askApp"),
  why: say("whyApp"),
  proposal: (sheet) => (sheet.isAnswered("app") ? String(sheet.get("app")) : undefined),
  empty: say("typeSomething"),
});

const runtime = choiceQuestion<Config["runtime"]>({
  path: "runtime",
  message: say("askRuntime"),
  why: say("whyRuntime"),
  choices: [
    { value: "spring-boot", name: "Spring Boot", about: say("aboutSpringBoot") },
    { value: "node", name: "Node.js", about: say("aboutNode") },
    { value: "docker", name: "Docker", about: say("aboutDocker") },
  ],
  current: (sheet) => sheet.complete().runtime,
  answers: (runtime) => ({ runtime }),
});

type Engine = NonNullable<Config["database"]>["engine"];

const database = choiceQuestion<Engine | "none">({
  path: "database.engine",
  message: say("askDatabase"),
  why: say("whyDatabase"),
  choices: [
    { value: "postgres", name: "PostgreSQL" },
    { value: "mysql", name: "MySQL" },
    { value: "mariadb", name: "MariaDB" },
    { value: "none", name: say("none"), about: say("aboutNoDatabase") },
  ],
  current: (sheet) => sheet.complete().database?.engine ?? "none",
  answers: (engine): Record<string, unknown> =>
    engine === "none" ? { database: null } : { "database.engine": engine },
  priced: true,
});

const domain = textQuestion({
  path: "domain",
  message: say("askDomain"),
  why: say("whyDomain"),
  proposal: (sheet) => (sheet.isAnswered("domain") ? (sheet.complete().domain ?? "none") : undefined),
  read: noneOr,
  empty: say("typeDomain"),
});

type Way = "alb" | "alb-with-address" | "direct";

/** The load balancer, the certificate and the Elastic IP are one choice: each way needs just one set of them. */
const entry = choiceQuestion<Way>({
  path: "entry",
  message: say("askEntry"),
  // Without a domain there is no certificate, and all of it is plain http.
  why: (sheet) => say(sheet.complete().domain ? "whyEntry" : "whyEntryWithoutDomain"),
  choices: (sheet) => {
    const domain = sheet.complete().domain !== null;
    return [
      { value: "alb", name: say("entryAlb"), about: say(domain ? "aboutAlb" : "aboutAlbWithoutDomain") },
      { value: "alb-with-address", name: say("entryAlbWithAddress"), about: say("aboutAlbWithAddress") },
      { value: "direct", name: say("entryDirect"), about: say(domain ? "aboutDirect" : "aboutDirectWithoutDomain") },
    ];
  },
  current: (sheet) => wayOf(sheet.complete()),
  answers: (way) => ({
    entry: way === "direct" ? "direct" : "alb",
    "server.elasticIp": way === "alb-with-address",
  }),
  priced: true,
});

export const wayOf = ({ entry, server }: Config): Way =>
  entry === "direct" ? "direct" : server.elasticIp ? "alb-with-address" : "alb";

const github = textQuestion({
  path: "github.repository",
  message: say("askGithub"),
  why: say("whyGithub"),
  proposal: (sheet) => sheet.complete().github?.repository ?? "none",
  read: noneOr,
  write(sheet, repository) {
    sheet.set(repository === null ? { github: null } : { "github.repository": repository });
  },
});

/** What everybody is asked, in the order of the steps; everything else has a default and stands in the review. */
export const questions: readonly WizardQuestion[] = [app, runtime, database, domain, entry, github];

/** A question whose answer came as a flag is not asked. */
export const isOpen = (question: WizardQuestion, sheet: Sheet) => !sheet.isFlag(question.path);
