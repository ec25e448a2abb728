import { Command } from "commander";
import type { Command as Request } from "../commands/deployment.ts";
import type { CommandResult } from "../commands/io.ts";
import type { CommandOptions } from "../commands/options.ts";
import { type StepName, stepNames } from "../steps/step-names.ts";
import { addAnswerFlags, addGlobalOptions, addWait, readOptions } from "./options.ts";
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

/** All commands and flags; `run` is called with the one that was typed. */
export function createProgram(run: Run): Command {
  const program = addGlobalOptions(new Command("deploy-wizard"))
    .description("Puts an app and its domain on AWS, step by step, and takes it down again.")
    .version(version())
    .showSuggestionAfterError()
    .configureHelp({ helpWidth: Math.min(process.stdout.columns ?? 80, 100) })
    .exitOverride();

  const add = (name: string, description: string, work: Work): Command => {
    const command = addGlobalOptions(program.command(name)).description(description).exitOverride();
    return command.action(() => run(name, readOptions(program, command), work));
  };

  addWait(
    addAnswerFlags(
      add("init", "write the config, show the plan, provision", async (request) =>
        (await import("../commands/init.ts")).init(request),
      ),
    ),
  )
    .option("--no-provision", "write the config, show the plan, stop")
    .option("--force", "overwrite files of the repository that differ");
  addWait(
    add("resume", "go on from where the last run ended; bring in a changed config", async (request) =>
      (await import("../commands/resume.ts")).resume(request),
    ),
  ).option("--force", "overwrite files of the repository that differ");

  for (const step of stepNames) {
    const command = add(step, `this step alone: ${stepDescriptions[step]}`, async (request) =>
      (await import("../commands/step.ts")).runStep(request, step),
    );
    if (waitingSteps.includes(step)) addWait(command);
    if (step === "codedeploy") command.option("--force", "overwrite files of the repository that differ");
  }

  addWait(
    add("nameservers", "the four name servers, and whether the registrar has them", async (request) =>
      (await import("../commands/nameservers.ts")).nameservers(request),
    ),
  );
  add("plan", "what would be made, changed, left and removed", async (request) =>
    (await import("../commands/plan.ts")).planCommand(request),
  );
  add("status", "every resource as it is now", async (request) =>
    (await import("../commands/status.ts")).status(request),
  );
  add("destroy", "take everything down", async (request) => (await import("../commands/destroy.ts")).destroy(request))
    .option("--confirm <app>", "the app's name, in place of typing it")
    .option("--all", "also data, the final snapshot and the hosted zone");
  return program;
}
