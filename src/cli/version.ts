import { readFileSync } from "node:fs";
import { join } from "node:path";
import { packageFolder } from "../delivery/templates.ts";

/** The version in package.json. */
export function version(): string {
  const { version } = JSON.parse(readFileSync(join(packageFolder(), "package.json"), "utf8")) as { version: string };
  return version;
}
