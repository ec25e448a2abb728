import { posix } from "node:path";
import { visibleLine } from "../layout/visible.ts";
import { NoPlainFile, readPlainFile } from "../state/plain-file.ts";
import { type Appspec, longestSeconds, readAppspec, type ScriptedEvent } from "./appspec.ts";
import type { BundleEntry } from "./bundle.ts";
import { template } from "./templates.ts";

/** In MiB; nobody writes longer scripts. */
const most = 4;

/** A problem may repeat what a file says, and that may be of any length. */
const longest = 300;

/** Everything in which CodeDeploy or the server would find a fault with these files, in words. Nothing is sent. */
export function bundleProblems(entries: readonly BundleEntry[]): string[] {
  const problems = nameProblems(entries);
  try {
    if (problems.length === 0) problems.push(...contentProblems(entries));
  } catch (error) {
    if (!(error instanceof UnreadableEntry)) throw error;
    problems.push(error.message);
  }
  return problems.map((problem) => {
    const line = visibleLine(problem);
    return line.length > longest ? `${line.slice(0, longest)}...` : line;
  });
}

/** Names that `zip -@` of the workflow or a zip's reader takes for something else. */
function nameProblems(entries: readonly BundleEntry[]): string[] {
  const odd = entries.filter(({ path }) => path.includes("\\") || visibleLine(path) !== path);
  return odd.map(({ path }) => `${path} has a backslash or a control character in its name`);
}

class UnreadableEntry extends Error {}

function textOf({ path, source }: BundleEntry): string {
  try {
    return readPlainFile(source, most).toString("utf8");
  } catch (error) {
    if (!(error instanceof NoPlainFile)) throw error;
    throw new UnreadableEntry(`${path} ${error.message}`, { cause: error });
  }
}

function contentProblems(entries: readonly BundleEntry[]): string[] {
  const spec = entries.find(({ path }) => path === "appspec.yml");
  if (!spec) return ["There is no appspec.yml at the root of the bundle"];
  const read = readAppspec(textOf(spec));
  if (!("appspec" in read)) return read.problems;
  const { appspec } = read;
  return [
    ...sourceProblems(appspec, entries),
    ...scriptProblems(appspec, entries),
    ...timeoutProblems(appspec, entries),
  ];
}

/** A path of appspec.yml as a path in the bundle; undefined when it leads out of it. */
function inside(path: string): string | undefined {
  const normal = posix.normalize(path.replace(/^\/+/, "")).replace(/\/$/, "");
  return normal === ".." || normal.startsWith("../") ? undefined : normal === "" ? "." : normal;
}

function sourceProblems({ files }: Appspec, entries: readonly BundleEntry[]): string[] {
  return (files ?? []).flatMap(({ source }) => {
    const path = inside(source);
    if (path === undefined) return [`appspec.yml, files: ${source} leads out of the bundle`];
    const there = path === "." || entries.some((entry) => entry.path === path || entry.path.startsWith(`${path}/`));
    return there ? [] : [`appspec.yml, files: ${source} is not in the bundle`];
  });
}

function scriptProblems({ hooks }: Appspec, entries: readonly BundleEntry[]): string[] {
  const problems: string[] = [];
  for (const [event, scripts = []] of Object.entries(hooks ?? {})) {
    for (const { location } of scripts) {
      const path = inside(location);
      const entry = entries.find((each) => each.path === path);
      if (path === undefined) problems.push(`${event}: ${location} leads out of the bundle`);
      else if (!entry) problems.push(`${event}: ${location} is not in the bundle`);
      else problems.push(...scriptFaults(entry));
    }
  }
  // The hooks run the others beside them, and CodeDeploy would tell of those only what bash says.
  const others = entries.filter(({ path }) => /^deploy\/[^/]+\.sh$/.test(path));
  for (const entry of others) problems.push(...scriptFaults(entry));
  return [...new Set(problems)];
}

function scriptFaults(entry: BundleEntry): string[] {
  const { path, executable } = entry;
  const text = textOf(entry);
  return [
    ...(executable ? [] : [`${path} is not executable: \`chmod +x ${path}\``]),
    ...(text.startsWith("#!/") ? [] : [`${path} does not begin with #!/, so the server does not know what runs it`]),
    ...(text.includes("\r") ? [`${path} has Windows line ends (CRLF): save it with LF`] : []),
  ];
}

/** A hook that is cut off before the app is up says nothing of why: its time has to be longer than the script's own. */
function timeoutProblems({ hooks }: Appspec, entries: readonly BundleEntry[]): string[] {
  const needed: [event: ScriptedEvent, seconds: number | undefined, what: string][] = [
    [
      "ApplicationStart",
      seconds(template("server/app.service"), /^TimeoutStartSec=(\d+)$/m),
      "the app may take to start",
    ],
    ["ValidateService", ownPatience(hooks?.ValidateService?.[0]?.location, entries), "the script itself waits"],
  ];
  return needed.flatMap(([event, least, what]) => {
    const scripts = hooks?.[event];
    if (!scripts || least === undefined) return [];
    const given = scripts.reduce((sum, { timeout = longestSeconds }) => sum + timeout, 0);
    return given > least ? [] : [`appspec.yml, hooks.${event}: a timeout of ${given} s, while ${what} ${least} s`];
  });
}

/** How long a script says that it waits: `seconds=240`. */
function ownPatience(location: string | undefined, entries: readonly BundleEntry[]): number | undefined {
  const entry = entries.find(({ path }) => location !== undefined && path === inside(location));
  return entry && seconds(textOf(entry), /^seconds=(\d+)$/m);
}

function seconds(text: string, pattern: RegExp): number | undefined {
  const found = pattern.exec(text)?.[1];
  return found === undefined ? undefined : Number(found);
}
