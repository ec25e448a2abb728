import { basename, resolve } from "node:path";
import type { Runtime } from "../../delivery/build-tool.ts";
import type { Saying } from "../../engine/saying.ts";
import { say } from "../../language/phrase.ts";
import type { Detected, Proposal, Proposals } from "../detected.ts";
import { fitAppName } from "./app-name.ts";
import { detectDocker } from "./dockerfile.ts";
import { detectGithub } from "./github.ts";
import { readGradle } from "./gradle.ts";
import { readMaven } from "./maven.ts";
import { detectNode, type NodePackage, readPackage } from "./node.ts";
import { type ProjectTree, projectTree, type TextFile } from "./project-tree.ts";
import { propose } from "./propose.ts";
import { detectSpring } from "./spring.ts";
import type { JavaProject } from "./spring-project.ts";

/** What the project is built from; any of it may be missing. */
interface Project {
  java: JavaProject | undefined;
  node: NodePackage | undefined;
  dockerfile: TextFile | undefined;
}

interface Way {
  runtime: Runtime;
  /** The file that gives it away. */
  file: string;
  from: Saying;
}

/**
 * What the files in `folder` say about the answers. It reads only, runs nothing, and a file that cannot be read is not
 * there. `runtime` is the person's own answer when there is one already: then port, health check and the rest are those
 * of an app that runs that way. `environment` is what the server calls its Spring profile.
 */
export async function detect(
  folder: string,
  given: { runtime?: Runtime | undefined; environment?: string } = {},
): Promise<Detected> {
  const tree = projectTree(folder);
  const project = {
    java: (await readGradle(tree)) ?? (await readMaven(tree)),
    node: await readPackage(tree),
    dockerfile: await tree.first(["Dockerfile"]),
  };
  const ways = waysToRun(project);
  const runtime = given.runtime ?? ways[0]?.runtime;
  const app = await detectApp(tree, project, runtime, given.environment ?? "prod");
  const github = await detectGithub(folder);
  return {
    proposals: withoutAbsent({
      app: appName(project, folder),
      runtime: ways[0] && propose("runtime", ways[0].runtime, ways[0].from),
      ...app.proposals,
      ...github.proposals,
    }),
    notes: [...app.notes, ...unused(project, ways, runtime), ...github.notes],
    ...(app.artifact && { artifact: app.artifact }),
  };
}

/** Every way in which the project can run, the likeliest first. */
function waysToRun({ java, node, dockerfile }: Project): Way[] {
  const ways: Way[] = [];
  if (java?.springBoot) {
    ways.push({ runtime: "spring-boot", file: java.buildFile, from: say("seenIn", "Spring Boot", java.buildFile) });
  }
  if (node?.start) {
    ways.push({ runtime: "node", file: "package.json", from: say("seenIn", "scripts.start", "package.json") });
  }
  if (dockerfile) ways.push({ runtime: "docker", file: dockerfile.path, from: dockerfile.path });
  return ways;
}

async function detectApp(
  tree: ProjectTree,
  project: Project,
  runtime: Runtime | undefined,
  profile: string | undefined,
): Promise<Detected> {
  const { java, node, dockerfile } = project;
  if (runtime === "spring-boot" && java) return detectSpring(tree, java, profile);
  if (runtime === "node" && node) return detectNode(tree, node, dockerfile);
  if (runtime !== "docker" || !dockerfile) return { proposals: {}, notes: [] };
  // What is in the image listens and answers as it does anywhere, unless the Dockerfile says more.
  const inside = java?.springBoot ? "spring-boot" : node?.start ? "node" : undefined;
  // In a container no profile is set.
  const { proposals, notes } = await detectApp(tree, project, inside, undefined);
  return { proposals: { ...proposals, ...withoutAbsent(detectDocker(dockerfile, proposals)) }, notes };
}

/** The build's name for it, else the folder's, which is only a guess. */
function appName({ java, node }: Project, folder: string): Proposal<string> | undefined {
  const named =
    (java?.name && propose("app", fitAppName(java.name.value), say("seenIn", java.name.what, java.name.file))) ??
    (node?.name && propose("app", fitAppName(node.name), say("seenIn", "name", "package.json")));
  if (named) return named;
  const proposal = propose("app", fitAppName(basename(resolve(folder))), say("seenFolderName"));
  return proposal && { ...proposal, guess: true };
}

/** What else is there, and why it is not what runs. */
function unused({ java, node }: Project, ways: Way[], runtime: Runtime | undefined): Saying[] {
  const notes = ways
    .filter((way) => way.runtime !== runtime)
    .map(({ file, runtime }) => say("seenAlso", file, `--runtime ${runtime}`));
  if (java && !java.springBoot) notes.push(say("seenNoSpringBoot", java.buildFile));
  if (node && !node.start && ways.length === 0) notes.push(say("seenNoStartScript"));
  return notes;
}

function withoutAbsent(proposals: Proposals): Proposals {
  return Object.fromEntries(Object.entries(proposals).filter(([, proposal]) => proposal !== undefined));
}
