import { existsSync, statSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { create } from "tar";
import { NoPlainFile, readPlainFile } from "../state/plain-file.ts";
import type { ArtifactProblem } from "./artifact.ts";

interface Package {
  scripts?: { start?: unknown };
  dependencies?: object;
}

/** Why `npm start` on the server would not start what is in this folder; undefined when nothing speaks against it. */
export async function nodeFolderProblem(folder: string): Promise<ArtifactProblem | undefined> {
  const file = join(folder, "package.json");
  if (!statSync(folder).isDirectory() || !existsSync(file)) {
    return { problem: "there is no package.json in it", hint: "Give the folder with the app's package.json." };
  }
  let pack: Package;
  try {
    pack = (JSON.parse(readPlainFile(file, 1).toString("utf8")) as Package | null) ?? {};
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return {
      problem: `its package.json ${error instanceof NoPlainFile ? why : `is no JSON (${why})`}`,
      hint: "Mend it, then deploy again.",
    };
  }
  const start = pack.scripts?.start;
  if (typeof start !== "string" && !existsSync(join(folder, "server.js"))) {
    return {
      problem: "package.json has no `start` script, and there is no server.js",
      hint: 'Add a script that starts the app: "start": "node dist/main.js".',
    };
  }
  const begins =
    typeof start === "string" ? /^\s*node\s+(?:-\S+\s+)*([\w./-]+\.[cm]?js)\b/.exec(start)?.[1] : undefined;
  if (begins && !existsSync(join(folder, begins))) {
    return { problem: `\`npm start\` runs ${begins}, which is not there`, hint: "Build first: `npm run build`." };
  }
  const locked = ["package-lock.json", "npm-shrinkwrap.json"].some((name) => existsSync(join(folder, name)));
  if (!locked && Object.keys(pack.dependencies ?? {}).length > 0) {
    return {
      problem: "it has no package-lock.json, by which the server installs the dependencies",
      hint: "`npm install --package-lock-only` writes it.",
    };
  }
  return undefined;
}

/**
 * What stays behind: packages, which the server installs itself because native ones differ, what belongs to git and to
 * this wizard, and files that usually hold secrets.
 */
const staysBehind = /^(node_modules|\.git|\.github|\.deploy-wizard|deploy|appspec\.yml|deploy-wizard\.json)$/;
const secretive = [
  /(^|\/)(\.env(\..*)?|.*\.p12|.*\.pfx|id_(rsa|ecdsa|ed25519))$/,
  /(^|\/)\.(npmrc|netrc|git-credentials|pgpass|my\.cnf|docker\/config\.json)$/,
  /(^|\/)\.(aws|ssh|gnupg)\//,
];
/** What else is in files of such names (certificates, an app's own settings) the app may need. */
const maybeSecret = /(^|\/)credentials(\.\w+)?$|\.(pem|key)$/;
const secretInside = /PRIVATE KEY|aws_secret_access_key|"private_key"/;

/** Packs a folder into `file`, the same bytes for the same files. Returns what was left out because it may be secret. */
export async function packNodeFolder(folder: string, file: string): Promise<string[]> {
  const all = (await filesBelow(folder)).filter((path) => !staysBehind.test(path.split("/")[0]!));
  const isSecret = (path: string) =>
    secretive.some((pattern) => pattern.test(path)) || (maybeSecret.test(path) && holdsSecret(join(folder, path)));
  const leftOut = all.filter(isSecret);
  const packed = all.filter((path) => !leftOut.includes(path));
  await create(
    {
      cwd: folder,
      file,
      gzip: true,
      noDirRecurse: true,
      // No time, no owner, no umask, and in order: nothing of this machine.
      portable: true,
      mtime: new Date(0),
      onWriteEntry({ stat }) {
        if (stat?.isFile()) stat.mode = (stat.mode & ~0o777) | (stat.mode & 0o100 ? 0o755 : 0o644);
      },
    },
    // To `tar` a name that begins with @ is another archive to take files from.
    packed.map((path) => (path.startsWith("@") ? `./${path}` : path)),
  );
  return leftOut;
}

function holdsSecret(file: string): boolean {
  const stats = statSync(file, { throwIfNoEntry: false });
  if (!stats?.isFile()) return false;
  try {
    return secretInside.test(readPlainFile(file, 16).toString("latin1"));
  } catch (error) {
    // Nothing of the kind is that large; but nobody has looked whether it holds one.
    if (error instanceof NoPlainFile) return true;
    throw error;
  }
}

/** Every file and link below a folder but packages, sorted, with forward slashes. `tar` would wait at a pipe without end. */
async function filesBelow(folder: string, inside = ""): Promise<string[]> {
  const entries = await readdir(join(folder, inside), { withFileTypes: true });
  const found: string[] = [];
  for (const entry of entries) {
    const { name } = entry;
    if (name === "node_modules" || (inside === "" && name === ".git")) continue;
    const path = inside === "" ? name : `${inside}/${name}`;
    if (entry.isDirectory()) found.push(...(await filesBelow(folder, path)));
    else if (entry.isFile() || entry.isSymbolicLink()) found.push(path);
  }
  return found.sort();
}
