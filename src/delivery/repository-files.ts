import { template } from "./templates.ts";
import { type WorkflowValues, workflow } from "./workflow.ts";

/** A file of the person's repository. `path` has forward slashes and begins at the project's folder. */
export interface RepositoryFile {
  path: string;
  content: string;
  /** 0o755 for what is executed, otherwise 0o644. */
  mode: number;
}

/** Those that appspec.yml names, and those that they run. */
const scripts = ["stop", "install", "start", "validate", "healthy", "last-words", "put-back"];

/** What a push needs to become a deployment. Without `github` there is no workflow: `deploy-wizard deploy` does its part. */
export function repositoryFiles({ github }: { github: WorkflowValues | null }): RepositoryFile[] {
  return [
    { path: "appspec.yml", content: template("appspec.yml"), mode: 0o644 },
    ...scripts.map((name) => ({
      path: `deploy/${name}.sh`,
      content: template(`deploy/${name}.sh`),
      mode: 0o755,
    })),
    ...(github ? [{ path: ".github/workflows/deploy.yml", content: workflow(github), mode: 0o644 }] : []),
  ];
}
