import { type Dirent, existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { basename, join, relative, resolve } from "node:path";
import { WizardError } from "../engine/errors.ts";
import { visibleLine } from "../layout/visible.ts";
import type { Runtime } from "./build-tool.ts";
import { imageProblem } from "./image-archive.ts";
import { nodeFolderProblem } from "./node-folder.ts";
import { isSpringBootJar, jarProblem } from "./spring-jar.ts";

/** What a build made and the server runs. */
export interface Artifact {
  /** Its name in the bundle, which `deploy/install.sh` looks for. */
  name: "app.jar" | "app.tar.gz" | "image.tar.gz";
  /** A file; for `app.tar.gz` the folder that goes into it. */
  path: string;
}

interface ArtifactQuestion {
  /** The person's project. */
  folder: string;
  runtime: Runtime;
  /** Where the person says it is. */
  given: string | undefined;
  /** The server's, as EC2 names it. */
  architecture: "arm64" | "x86_64";
}

/**
 * The artifact of a project: the one that was named, or the only one that its build left. Throws `usage` (exit 2) when
 * there is none, more than one, or one that the server could not start.
 */
export async function findArtifact(question: ArtifactQuestion): Promise<Artifact> {
  const { folder, runtime, given, architecture } = question;
  const path = given === undefined ? await search(folder, runtime) : existing(given);
  const wrong = await problemOf(runtime, path, architecture);
  if (wrong) {
    throw new WizardError(
      "usage",
      `${visibleLine(relative(process.cwd(), path) || path)} cannot be deployed: ${visibleLine(wrong.problem)}.`,
      {
        hint: wrong.hint,
      },
    );
  }
  const names = { "spring-boot": "app.jar", node: "app.tar.gz", docker: "image.tar.gz" } as const;
  return { name: names[runtime], path };
}

/** Why something cannot be deployed, and what to do. */
export interface ArtifactProblem {
  problem: string;
  hint: string;
}

function problemOf(runtime: Runtime, path: string, architecture: ArtifactQuestion["architecture"]) {
  if (runtime === "spring-boot") return jarProblem(path);
  return runtime === "docker" ? imageProblem(path, architecture) : nodeFolderProblem(path);
}

function existing(given: string): string {
  const path = resolve(given);
  if (existsSync(path)) return path;
  throw new WizardError("usage", `There is nothing at ${given}.`, {
    hint: "Give the path of what your build made, or no path to have it found.",
  });
}

async function search(folder: string, runtime: Runtime): Promise<string> {
  if (runtime === "node") return folder;
  if (runtime === "docker") {
    const image = join(folder, "image.tar.gz");
    if (existsSync(image)) return image;
    throw new WizardError("usage", `There is no image.tar.gz in ${folder}.`, {
      hint: "`docker build --tag app:current . && docker save app:current | gzip > image.tar.gz` makes it.",
    });
  }
  const jars = await builtJars(folder);
  const startable: string[] = [];
  for (const jar of jars) if (await isSpringBootJar(jar)) startable.push(jar);
  const [only, ...others] = startable;
  if (only && others.length === 0) return only;
  const names = startable.map((jar) => visibleLine(relative(folder, jar))).join(", ");
  if (only) {
    throw new WizardError("usage", `The build left ${startable.length} Spring Boot jars: ${names}.`, {
      hint: `Say which one: \`deploy-wizard deploy ${word(relative(process.cwd(), only))}\`. An older version may be left over from a former build.`,
    });
  }
  const wrong = jars[0] && (await jarProblem(jars[0]));
  const plain = wrong ? ` (${visibleLine(basename(jars[0]!))} is none: ${visibleLine(wrong.problem)})` : "";
  throw new WizardError("usage", `There is no Spring Boot jar in build/libs or target${plain}.`, {
    hint: existsSync(join(folder, "pom.xml"))
      ? "Build it: `./mvnw package`. Then deploy again."
      : "Build it: `./gradlew bootJar`. Then deploy again.",
  });
}

/** A path as a command that is shown has it; one that a shell would not take for a single word is left to the person. */
const word = (path: string) => (/^[\w./+@~%=:,][\w./+@~%=:,-]*$/.test(path.replaceAll("\\", "/")) ? path : "<path>");

const ignored = new Set(["node_modules", ".git", ".gradle", ".deploy-wizard", "src"]);
/** Modules lie at most so many folders deep. */
const depth = 4;

/** Every jar in a `build/libs` or `target` of the project or its modules, sorted. */
async function builtJars(folder: string, left = depth): Promise<string[]> {
  const found: string[] = [];
  for (const entry of await entriesOf(folder)) {
    if (ignored.has(entry.name)) continue;
    const inside = join(folder, entry.name);
    const output = entry.name === "target" ? inside : entry.name === "build" ? join(inside, "libs") : undefined;
    // A build's output may be a link to another disk; other links could lead round in a circle.
    if (output) found.push(...(await entriesOf(output)).map(({ name }) => join(output, name)));
    else if (left > 0 && entry.isDirectory()) found.push(...(await builtJars(inside, left - 1)));
  }
  return found.filter((path) => path.endsWith(".jar")).sort();
}

/** What is in a folder; nothing where there is none, or none that may be read: no build of this person's left it. */
async function entriesOf(folder: string): Promise<Dirent[]> {
  try {
    return await readdir(folder, { withFileTypes: true });
  } catch (error) {
    const { code = "" } = error as NodeJS.ErrnoException;
    if (["ENOENT", "ENOTDIR", "EACCES", "EPERM"].includes(code)) return [];
    throw error;
  }
}
