import { say } from "../../language/phrase.ts";
import type { Proposals } from "../detected.ts";
import type { TextFile } from "./project-tree.ts";
import { propose } from "./propose.ts";

/** What the image that a Dockerfile builds says of itself. */
export interface DockerImage {
  port?: { value: number; what: string };
  /** Path of the URL that its HEALTHCHECK asks for. */
  healthPath?: string;
}

interface Instruction {
  name: string;
  rest: string;
}

/**
 * Reads the last stage of a Dockerfile, with the earlier ones that it builds upon.
 * @see https://docs.docker.com/reference/dockerfile/
 */
export function readDockerfile(text: string): DockerImage {
  const variables = new Map<string, string>();
  const exposed: number[] = [];
  let healthPath: string | undefined;
  for (const { name, rest } of lastStage(instructionsOf(text))) {
    if (name === "ENV" || name === "ARG") for (const [key, value] of assignments(rest)) variables.set(key, value);
    if (name === "EXPOSE") exposed.push(...rest.split(/\s+/).flatMap((word) => portOf(filledIn(word, variables))));
    if (name === "HEALTHCHECK") healthPath = urlPath(rest);
  }
  const environment = ["PORT", "SERVER_PORT"].flatMap((key) =>
    portOf(variables.get(key) ?? "").map((value) => ({ value, what: key })),
  )[0];
  const [first] = exposed;
  const port =
    environment && (first === undefined || exposed.includes(environment.value))
      ? environment
      : first === undefined
        ? undefined
        : { value: first, what: "EXPOSE" };
  return { ...(port && { port }), ...(healthPath && { healthPath }) };
}

/** The same as proposals; `inside` is what the app in the image says by itself. */
export function detectDocker({ path, text }: TextFile, inside: Proposals): Proposals {
  const { port, healthPath } = readDockerfile(text);
  const asked = healthPath && propose("healthCheck", healthPath, say("seenIn", "HEALTHCHECK", path));
  return {
    port: port && propose("port", port.value, say("seenIn", port.what, path)),
    healthCheck: asked || inside.healthCheck || propose("healthCheck", "/", say("seenNoHealthEndpoint")),
  };
}

function instructionsOf(text: string): Instruction[] {
  const lines = text.split("\n").filter((line) => !/^\s*#/.test(line));
  const joined = lines.join("\n").replace(/\\[ \t]*\n/g, " ");
  return joined.split("\n").flatMap((line) => {
    const [, name, rest] = line.trim().match(/^([A-Za-z]+)\s+(.*)$/) ?? [];
    return name ? [{ name: name.toUpperCase(), rest: rest! }] : [];
  });
}

function lastStage(instructions: Instruction[]): Instruction[] {
  const stages = new Map<string, Instruction[]>();
  let current: Instruction[] = [];
  for (const instruction of instructions) {
    const from = instruction.name === "FROM" && instruction.rest.match(/^(?:--\S+\s+)*(\S+)(?:\s+AS\s+(\S+))?/i);
    if (!from) {
      current.push(instruction);
      continue;
    }
    current = [...(stages.get(from[1]!.toLowerCase()) ?? [])];
    if (from[2]) stages.set(from[2].toLowerCase(), current);
  }
  return current;
}

/** `PORT=8080 HOST="all"`, or the old `PORT 8080`. */
function assignments(rest: string): [string, string][] {
  const pairs = [...rest.matchAll(/(?:^|\s)(\w+)=("[^"]*"|'[^']*'|\S*)/g)];
  if (pairs.length > 0) return pairs.map(([, key, value]) => [key!, value!.replace(/^(["'])(.*)\1$/, "$2")]);
  const [, key, value] = rest.match(/^(\w+)\s+(.*)$/) ?? [];
  return key ? [[key, value!.trim()]] : [];
}

const filledIn = (word: string, variables: ReadonlyMap<string, string>) =>
  word.replace(/\$(?:\{(\w+)(?::-([^}]*))?\}|(\w+))/, (_match, braced, fallback, plain) =>
    String(variables.get(braced ?? plain) ?? fallback ?? ""),
  );

const portOf = (word: string) => (/^\d{1,5}(\/tcp)?$/.test(word) ? [Number.parseInt(word, 10)] : []);

function urlPath(command: string): string | undefined {
  const url = command.match(
    /\bhttps?:\/\/(?:localhost|127\.0\.0\.1|0\.0\.0\.0|\[::1?\])(?::[\w${}:-]+)?([^\s"'`|;)\]]*)/,
  );
  return url ? url[1] || "/" : undefined;
}
