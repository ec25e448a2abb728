import { Argument, Command } from "commander";
import type { Command as Request } from "../commands/deployment.ts";
import type { CommandResult } from "../commands/io.ts";
import type { CommandOptions } from "../commands/options.ts";
import { type StepName, stepNames } from "../steps/step-names.ts";
import { helpLayout } from "./help.ts";
import {
  addAnswerFlags,
  addForce,
  addGlobalOptions,
  addWait,
  addWatch,
  oneOf,
  onePath,
  readOptions,
} from "./options.ts";
import { version } from "./version.ts";

/** Runs one command's work; each command's code is loaded only when it is called. */
export type Work = (request: Request) => Promise<CommandResult>;
export type Run = (name: string, options: CommandOptions, work: Work) => Promise<void>;

const stepDescriptions: Record<StepName, string> = {
  network: "VPC, subnets, security groups and their inbound rules",
  ec2: "server role and the server",
  eip: "Elastic IP, where one is needed",
  rds: "the database",
  route53: "hosted zone and its four name servers",
  acm: "certificate",
  alb: "load balancer and the domain's records",
  s3: "buckets",
  codedeploy: "deployments, GitHub's role, files in the repository",
};

/** Which steps may have to wait for the registrar. */
const waitingSteps: readonly StepName[] = ["route53", "acm", "alb"];

/** Shells that `completion` writes a script for. */
export const shells = ["bash", "zsh", "fish"] as const;

export interface Output {
  out(text: string): void;
  err(text: string): void;
}

/** All commands and flags; `run` is called with the one that was typed. */
export function createProgram(run: Run, { out, err }: Output): Command {
  const program = addGlobalOptions(new Command("deploy-wizard"))
    .description("Puts an app and its domain on AWS, step by step, and takes it down again.")
    .version(version(), "-V, --version", "its version")
    .configureHelp(helpLayout)
    .configureOutput({
      writeOut: out,
      writeErr: err,
      // Errors are told where all others are.
      outputError: () => undefined,
      getOutHelpWidth: () => helpWidth(process.stdout),
      getErrHelpWidth: () => helpWidth(process.stderr),
    })
    .exitOverride();

  /** The command's own flags come first in its help, then those of all commands. */
  const add = (name: string, description: string, work: Work, own: (command: Command) => Command = same): Command => {
    const command = program.command(name).description(description).exitOverride().optionsGroup("This command:");
    addGlobalOptions(own(command));
    return command.action(() => run(name, readOptions(program, command), work));
  };

  program.commandsGroup("Start here:");
  add(
    "init",
    "ask, write the config, show the plan, provision",
    async (request) => (await import("../commands/init.ts")).init(request),
    (command) =>
      addForce(
        addWait(addAnswerFlags(command).optionsGroup("This command:")).option(
          "--no-provision",
          "write the config, show the plan, stop",
        ),
      ),
  );
  add(
    "resume",
    "go on from where the last run ended; bring in a changed config",
    async (request) => (await import("../commands/resume.ts")).resume(request),
    (command) => addForce(addWait(command)),
  );

  program.commandsGroup("The steps, in this order:");
  for (const step of stepNames) {
    add(
      step,
      stepDescriptions[step],
      async (request) => (await import("../commands/step.ts")).runStep(request, step),
      (command) =>
        step === "codedeploy" ? addForce(command) : waitingSteps.includes(step) ? addWait(command) : command,
    );
  }

  program.commandsGroup("Look:");
  add("plan", "what would be made, changed and removed, and what a month costs", async (request) =>
    (await import("../commands/plan.ts")).planCommand(request),
  );
  add(
    "status",
    "is it up, and if not, why; every resource as it is now",
    async (request) => (await import("../commands/status.ts")).status(request),
    addWatch,
  );
  add(
    "nameservers",
    "the four name servers, and whether the registrar has them",
    async (request) => (await import("../commands/nameservers.ts")).nameservers(request),
    addWait,
  );
  add("doctor", "can this run finish? what stands in the way", async (request) =>
    (await import("../commands/doctor.ts")).doctor(request),
  );

  program.commandsGroup("Deploy:");
  const noWait = (command: Command) => command.option("--no-wait", "create the deployment and do not follow it");
  add(
    "deploy",
    "what a push does, from here: bundle, check, upload, deploy, follow",
    async (request) => (await import("../commands/deploy.ts")).deploy(request),
    (command) =>
      noWait(command)
        .option("--ignore-application-stop-failures", "go on although the former revision's stop script fails")
        .addArgument(
          new Argument("[path]", "the jar, folder or image to deploy; found when left out").argParser(
            onePath("deploy <path>"),
          ),
        ),
  );
  add(
    "rollback",
    "deploy the previous good revision",
    async (request) => (await import("../commands/rollback.ts")).rollback(request),
    noWait,
  );

  program.commandsGroup("Repair:");
  add(
    "recover",
    "rebuild a lost state file from tags; writes nothing to AWS",
    async (request) => (await import("../commands/recover.ts")).recover(request),
    (command) => command.option("--app <name>", "which app, when the config is lost, too"),
  );

  program.commandsGroup("Take down:");
  add(
    "destroy",
    "take everything down",
    async (request) => (await import("../commands/destroy.ts")).destroy(request),
    (command) =>
      command
        .option("--confirm <app>", "the app's name, in place of typing it")
        .option("--all", "also data, the final snapshot and the hosted zone"),
  );

  program.commandsGroup("Shell:");
  const completion = add("completion", "a script for your shell that completes what you type", async ({ options }) => {
    const [command, scripts] = await Promise.all([import("../commands/completion.ts"), import("./completion.ts")]);
    const [shell] = completion.processedArgs as [(typeof shells)[number]];
    return command.completion(options, scripts.completionScript(program, shell), out);
  });
  const shell = new Argument("<shell>", `one of ${shells.join(", ")}`).choices(shells);
  completion.addArgument(shell.argParser(oneOf("completion", shells)));
  return program.helpCommand("help [command]", "the help of a command");
}

const same = (command: Command) => command;

/** Longer lines are hard to read, however wide the screen is. */
const helpWidth = ({ columns }: { columns?: number }) => Math.min(columns || 80, 100);
