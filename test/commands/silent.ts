/** What a command is called with when nobody looks and nothing is asked. */
import { join } from "node:path";
import type { Io } from "../../src/commands/io.ts";
import type { CommandOptions } from "../../src/commands/options.ts";

const refuse = () => Promise.reject(new Error("nothing is asked here"));

export const silent: Io = {
  interactive: false,
  oneScreen: false,
  emit: () => undefined,
  nameServers: () => undefined,
  say: () => undefined,
  print: () => undefined,
  redraw: () => undefined,
  columns: 80,
  text: String,
  ask: { text: refuse, choose: refuse, confirm: refuse },
};

export const optionsIn = (folder: string): CommandOptions => ({
  config: join(folder, "deploy-wizard.json"),
  environment: "prod",
  state: join(folder, ".deploy-wizard"),
  region: undefined,
  profile: undefined,
  endpointUrl: undefined,
  sandbox: true,
  resolver: undefined,
  pollIntervalSeconds: undefined,
  timeoutSeconds: 3600,
  json: false,
  yes: true,
  quiet: true,
  verbose: false,
  color: false,
  language: "en",
  flags: {},
  waitSeconds: 3600,
  watchSeconds: undefined,
  provision: true,
  all: true,
  confirm: "shop",
  force: false,
  path: undefined,
  follow: true,
  ignoreStopFailures: false,
});
