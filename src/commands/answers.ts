import { parseDomain } from "../config/domain.ts";
import { loadConfigFile } from "../config/load.ts";
import { mergeAnswers } from "../config/merge.ts";
import { type Config, parseConfig } from "../config/schema.ts";
import { WizardError } from "../engine/errors.ts";
import type { Saying } from "../engine/saying.ts";
import { say } from "../language/phrase.ts";
import { requireSame } from "../state/deployment-state.ts";
import { converse, reviewAnswers } from "../wizard/conversation.ts";
import { detect } from "../wizard/detect/detect.ts";
import { type Artifact, artifactPath, asAnswers, type Detected } from "../wizard/detected.ts";
import { differencesFrom } from "../wizard/differences.ts";
import { openDraft } from "../wizard/draft.ts";
import { fitting } from "../wizard/fitting.ts";
import { askRegion, regionSetting } from "../wizard/region-question.ts";
import { settings } from "../wizard/settings.ts";
import { Sheet } from "../wizard/sheet.ts";
import { roughly } from "./cost.ts";
import { type Command, type Deployment, openDeployment, projectFolder } from "./deployment.ts";
import { ignoreState } from "./git-ignore.ts";
import { whoKeepsDns } from "./name-servers.ts";
import type { CommandOptions } from "./options.ts";

/** All answers, and whom they are for. */
export interface Answered {
  config: Config;
  deployment: Deployment;
  /** Shows the answers again, so that some can be changed; only when something may be asked. */
  again?(): Promise<Pick<Answered, "config" | "deployment">>;
  /** The answers are in the config now: nobody needs to be asked for them again. */
  settled(): void;
}

/** Takes the answers: asked one by one on a terminal, from flags, config file, repository and defaults elsewhere. */
export async function takeAnswers(command: Command): Promise<Answered> {
  const { options, io } = command;
  const file = await loadConfigFile(options.config);
  const { answers } = mergeAnswers({ flags: options.flags, file });
  const detected = await detect(projectFolder(options), {
    runtime: runtimeIn(answers),
    environment: options.environment,
  });
  return io.interactive ? askAnswers(command, file, detected) : mergeOnly(command, file, detected);
}

/** Each answer from flag, config file, repository or default; whatever is missing is named with its flag. */
async function mergeOnly(command: Command, file: unknown, { proposals, notes, artifact }: Detected): Promise<Answered> {
  const { options, io } = command;
  const { app, ...others } = proposals;
  const { answers: given } = mergeAnswers({ flags: options.flags, file });
  // A folder's name is a guess that somebody has to see; what a build file says is an answer.
  const sure = fitting(app?.guess ? others : proposals, given as object);
  const { answers, missing, originOf } = mergeAnswers({ flags: options.flags, file, detected: asAnswers(sure) });
  if (missing.length > 0) {
    const named = missing.map(({ path, flag }) => (flag ? `${flag} (${path} in the config)` : path));
    throw new WizardError("missing-answer", `Not answered: ${named.join(", ")}.`, {
      hint: `Give ${missing.length === 1 ? "it" : "them"}, for example: deploy-wizard init --app shop --domain example.com`,
    });
  }
  const config = parseConfig(answers, options.config, originOf);
  for (const [path, { value, from }] of Object.entries(sure)) {
    const taken = path
      .split(".")
      .reduce<unknown>((inner, key) => (inner as Record<string, unknown> | null)?.[key], config);
    if (taken === value && originOf(path) === undefined) io.say(say("foundHere", `${path} ${value}`, from));
  }
  for (const note of [...notesOn(artifact), ...notes, ...differencesFrom(file, proposals)]) io.say(note);
  const deployment = await openDeployment(command, config);
  return {
    config: { ...config, region: regionOf(options, config.region, deployment) },
    deployment,
    // What was typed before is older than these answers.
    settled: () => openDraft(options.state, options.environment).forget(),
  };
}

async function askAnswers(
  command: Command,
  file: unknown,
  { proposals, notes, artifact }: Detected,
): Promise<Answered> {
  const { options, io } = command;
  const draft = openDraft(options.state, options.environment);
  const remembered = draft.read();
  let region: string | undefined;
  const sheet = new Sheet({
    flags: options.flags,
    file,
    configPath: options.config,
    proposals,
    draft: remembered,
    monthly: (config) => (region === undefined ? undefined : roughly(config, region)),
  });
  const known = { region: sheet.complete().region };
  let deployment = await openDeployment(command, known, async () => {
    const answer = await askRegion(io.ask, options.language);
    sheet.set({ region: answer });
    return answer;
  });
  region = deployment.session.region;
  const from = known.region === undefined ? say("fromEnvironmentOrProfile") : sheet.from("region")!;
  if (known.region === undefined && !options.sandbox) sheet.set({ region });

  io.say(
    options.profile
      ? say("introAccountProfile", deployment.session.account, region, options.profile)
      : say("introAccount", deployment.session.account, region),
  );
  if (!options.sandbox) io.say(say("introRegion", from));
  const told = new Set<string>();
  const tellNotes = (each: readonly Saying[]) => {
    for (const note of each.filter((note) => !told.has(String(note)))) {
      told.add(String(note));
      io.say(note);
    }
  };
  tellNotes([...notesOn(artifact), ...notes, ...differencesFrom(file, proposals)]);
  io.say(say("introQuestions"));
  if (remembered.size > 0) io.say(say("introDraft"));

  // A deployment stays where it is, and a rehearsal is nowhere.
  const fixed = deployment.state !== undefined || options.sandbox || options.region !== undefined;
  const talk = {
    io,
    sheet,
    settings: fixed ? settings : [regionSetting(options.language), ...settings],
    async onAnswer(path: string) {
      await ignoreState(projectFolder(options), options.state);
      draft.write(sheet.draft());
      const { domain, runtime } = sheet.complete();
      if (path === "runtime") {
        const seen = await detect(projectFolder(options), { runtime, environment: options.environment });
        sheet.propose(seen.proposals);
        tellNotes(seen.notes);
      }
      if (path !== "domain" || !domain) return;
      const { display, ascii } = parseDomain(domain);
      if (display !== ascii) io.say(display);
      const keeper = await whoKeepsDns(deployment.session, domain);
      if (keeper) io.say(say("domainNow", keeper));
    },
  };
  const finished = async (): Promise<Pick<Answered, "config" | "deployment">> => {
    const answers = sheet.complete();
    if (answers.region !== undefined && answers.region !== deployment.session.region) {
      // Another Region has another state of things: whatever was asked of AWS is asked there again.
      deployment = await openDeployment(command, { region: answers.region });
      region = answers.region;
    }
    const config = { ...answers, region: regionOf(options, answers.region, deployment) };
    if (deployment.state) {
      requireSame(deployment.state, { ...deployment.session, app: config.app, environment: options.environment });
    }
    return { config, deployment };
  };
  await converse(talk);
  return {
    ...(await finished()),
    async again() {
      await reviewAnswers(talk);
      return finished();
    },
    settled: () => draft.forget(),
  };
}

/** What is going to be deployed, as far as the build files tell. */
const notesOn = (artifact: Artifact | undefined): Saying[] =>
  artifact ? [say("seenArtifact", artifactPath(artifact))] : [];

/** A rehearsal's own Region is nobody's answer: the config that it leaves behind does not name it. */
const regionOf = (
  { sandbox }: CommandOptions,
  answered: string | undefined,
  { session, state }: Deployment,
): string | undefined => (sandbox && !state ? answered : session.region);

/** The runtime that somebody has answered already, if it is one. */
const runtimeIn = (answers: unknown): Config["runtime"] | undefined =>
  (["spring-boot", "node", "docker"] as const).find((each) => each === (answers as { runtime?: unknown }).runtime);
