import type { Config } from "../config/schema.ts";
import { type BuildTool, buildTool } from "../delivery/build-tool.ts";
import { githubSubject } from "../delivery/github-subject.ts";
import type { RoleInput } from "../resources/role.ts";
import type { DeploymentState } from "../state/deployment-state.ts";
import { subjectsOf } from "../steps/trust.ts";
import { type Command, projectFolder } from "./deployment.ts";

interface DeliverySettings {
  githubSubjects: string[] | undefined;
  buildTool: BuildTool | undefined;
}

/** What delivery from GitHub needs to know beyond the config: whom to trust, and how the project is built. */
export async function deliverySettings(
  { options, io }: Command,
  { github, runtime }: Config,
  state: Pick<DeploymentState, "get">,
): Promise<DeliverySettings> {
  if (!github) return { githubSubjects: undefined, buildTool: undefined };
  const answer = await githubSubject({
    ...github,
    // A rehearsal asks nobody outside the process.
    ...(options.sandbox && { fetchRepository: () => Promise.reject(new Error("the sandbox has no network")) }),
  });
  const recorded = answer.note ? recordedSubjects(state, github.repository, github.branch) : undefined;
  if (answer.note && !recorded) io.emit({ type: "warning", step: "codedeploy", message: answer.note });
  return { githubSubjects: recorded ?? answer.subjects, buildTool: buildTool(projectFolder(options), runtime) };
}

/** While GitHub cannot be asked, the role goes on trusting what it was told when it could. */
function recordedSubjects(state: Pick<DeploymentState, "get">, repository: string, branch: string) {
  const { trust } = (state.get("codedeploy.github-role")?.input ?? {}) as Partial<RoleInput>;
  if (!trust) return undefined;
  const subjects = subjectsOf(trust);
  const [owner, name] = repository.split("/") as [string, string];
  const ours = ({ owner, name }: { owner: string; name: string }, subject: string) =>
    [`repo:${owner}/${name}`, `repo:${owner}@`].some((start) => subject.startsWith(start)) &&
    subject.endsWith(`:ref:refs/heads/${branch}`);
  return subjects.length > 0 && subjects.every((subject) => ours({ owner, name }, subject)) ? subjects : undefined;
}
