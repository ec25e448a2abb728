import { randomUUID } from "node:crypto";
import type { ApplicationInfo, CodeDeploy } from "@aws-sdk/client-codedeploy";
import type { ApplicationRow } from "./codedeploy.ts";
import { fault, type Handlers, type Scene } from "./scene.ts";

export const applicationHandlers = {
  CreateApplication: (scene, { applicationName, tags = [] }) => {
    const name = checkedName("application", applicationName);
    const { applications } = scene.world.codedeploy;
    if (applications.some((row) => row.name === name)) {
      throw fault("ApplicationAlreadyExistsException", `Application already exists: ${name}`);
    }
    const row: ApplicationRow = { id: randomUUID(), name, createdAt: scene.now(), tags, groups: [] };
    applications.push(row);
    return { applicationId: row.id };
  },

  GetApplication: (scene, { applicationName }) => ({ application: toInfo(applicationOf(scene, applicationName)) }),

  BatchGetApplications: (scene, { applicationNames = [] }) => ({
    applicationsInfo: scene.world.codedeploy.applications
      .filter(({ name }) => applicationNames.includes(name))
      .map(toInfo),
  }),

  ListApplications: (scene) => ({ applications: scene.world.codedeploy.applications.map(({ name }) => name) }),

  /** Takes its groups along. One that is gone already is a success: the API names no error for it. */
  DeleteApplication: (scene, { applicationName }) => {
    const { codedeploy } = scene.world;
    codedeploy.applications = codedeploy.applications.filter(({ name }) => name !== applicationName);
    return {};
  },
} satisfies Handlers<CodeDeploy>;

export function applicationOf(scene: Scene, name: string | undefined): ApplicationRow {
  const row = scene.world.codedeploy.applications.find((each) => each.name === name);
  if (!row) throw fault("ApplicationDoesNotExistException", `No application found for name: ${name}`);
  return row;
}

export function checkedName(what: "application" | "deploymentGroup", name: string | undefined): string {
  const Noun = what === "application" ? "Application" : "DeploymentGroup";
  if (!name) throw fault(`${Noun}NameRequiredException`, `The ${what} name is required`);
  if (name.length > 100) throw fault(`Invalid${Noun}NameException`, `The ${what} name is longer than 100: ${name}`);
  return name;
}

const toInfo = ({ id, name, createdAt }: ApplicationRow): ApplicationInfo => ({
  applicationId: id,
  applicationName: name,
  createTime: new Date(createdAt),
  linkedToGitHub: false,
  computePlatform: "Server",
});
