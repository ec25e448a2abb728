import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { ServiceName } from "../../src/aws/clients.ts";
import { handlers } from "../../src/sandbox/handlers.ts";

const packages: Record<string, ServiceName> = {
  acm: "acm",
  codedeploy: "codedeploy",
  ec2: "ec2",
  "elastic-load-balancing-v2": "elb",
  iam: "iam",
  pricing: "pricing",
  rds: "rds",
  "route-53": "route53",
  s3: "s3",
  "service-quotas": "quotas",
  ssm: "ssm",
  sts: "sts",
};

/** `ec2 RunInstances`, for every command that some file under src imports. */
function sentCommands(): string[] {
  const root = join(import.meta.dirname, "../../src");
  const files = readdirSync(root, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".ts"));
  const imports = files.flatMap((file) => [
    ...readFileSync(join(root, file), "utf8").matchAll(/import \{([^}]*)\} from "@aws-sdk\/client-([\w-]+)"/g),
  ]);
  const commands = imports.flatMap(([, names = "", client = ""]) =>
    [...names.matchAll(/\b(\w+)Command\b/g)].map(([, command]) => `${packages[client] ?? client} ${command}`),
  );
  return [...new Set(commands)].sort();
}

test("every command that is sent anywhere has an answer in the sandbox", () => {
  const known = Object.entries(handlers).flatMap(([service, its]) =>
    Object.keys(its).map((command) => `${service} ${command}`),
  );
  expect(sentCommands().length).toBeGreaterThan(50);
  expect(sentCommands().filter((command) => !known.includes(command))).toEqual([]);
});
