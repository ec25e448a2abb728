import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The text of a file in the package's `templates` folder: `server/setup.sh`. Throws when the package is incomplete. */
export function template(path: string): string {
  return readFileSync(join(packageFolder(), "templates", path), "utf8");
}

/** The nearest folder at or above `folder` (this file's own) that holds this package's package.json: dist and src are at different depths. */
export function packageFolder(folder = dirname(fileURLToPath(import.meta.url))): string {
  const file = join(folder, "package.json");
  if (existsSync(file) && (JSON.parse(readFileSync(file, "utf8")) as { name?: string }).name === "deploy-wizard") {
    return folder;
  }
  const parent = dirname(folder);
  if (parent === folder) throw new Error("The deploy-wizard package's own folder was not found.");
  return packageFolder(parent);
}
