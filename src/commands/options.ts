import type { Flags } from "../config/answers.ts";
import type { Language } from "../language/languages.ts";

/** Options of every command, checked. */
export interface GlobalOptions {
  /** Path of deploy-wizard.json. */
  config: string;
  environment: string;
  /** A folder, or `s3://bucket/prefix`. */
  state: string;
  /** The id of a lock that a machine left behind which is gone. */
  forceUnlock?: string | undefined;
  region: string | undefined;
  profile: string | undefined;
  endpointUrl: string | undefined;
  sandbox: boolean;
  resolver: { host: string; port: number } | undefined;
  pollIntervalSeconds: number | undefined;
  timeoutSeconds: number;
  json: boolean;
  yes: boolean;
  quiet: boolean;
  verbose: boolean;
  color: boolean;
  language: Language;
}

/** Options of single commands; each reads its own. */
export interface CommandOptions extends GlobalOptions {
  /** The answers that came as flags. */
  flags: Flags;
  /** Seconds to stay for the person's part; undefined: do not stay. */
  waitSeconds: number | undefined;
  /** Seconds between two looks of `status --watch`; undefined: look once. */
  watchSeconds: number | undefined;
  provision: boolean;
  all: boolean;
  /** The app's name in place of typing it. */
  confirm: string | undefined;
  force: boolean;
  /** What `deploy` is told to deploy; undefined: what the build left. */
  path: string | undefined;
  /** Follow a deployment to its end. */
  follow: boolean;
  /** Go on although the script that stops the former revision fails. */
  ignoreStopFailures: boolean;
}
