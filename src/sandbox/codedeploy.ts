import type { CodeDeploy, DeploymentGroupInfo, RevisionLocation, Tag } from "@aws-sdk/client-codedeploy";
import { applicationHandlers } from "./codedeploy-applications.ts";
import { deploymentHandlers } from "./codedeploy-deployments.ts";
import { deploymentGroupHandlers } from "./codedeploy-groups.ts";
import { codedeployTagHandlers } from "./codedeploy-tags.ts";
import { deploymentTargetHandlers } from "./codedeploy-targets.ts";
import type { Handlers } from "./scene.ts";

export interface ApplicationRow {
  id: string;
  name: string;
  createdAt: number;
  tags: Tag[];
  groups: DeploymentGroupRow[];
}

export interface DeploymentGroupRow {
  id: string;
  name: string;
  /** As it was given. */
  settings: Omit<DeploymentGroupInfo, "lastSuccessfulDeployment" | "lastAttemptedDeployment" | "targetRevision">;
  tags: Tag[];
}

/** Why a deployment is going to fail: rehearsed, or planted by tests. */
export interface PlannedFailure {
  /** The lifecycle event whose script fails: `ApplicationStart`. */
  event: string;
  scriptName: string;
  message: string;
  logTail: string;
}

export interface DeploymentRow {
  id: string;
  application: string;
  group: string;
  revision: RevisionLocation;
  description?: string;
  creator: "user" | "codeDeployRollback";
  /** The deployment that this one puts back. */
  rollsBack?: string;
  instanceIds: string[];
  createdAt: number;
  /** When (ms) the agent of the first server begins. */
  beginsAt: number;
  /** How long (ms) a server's traffic takes to be blocked, and to be let in again. */
  traffic: number;
  failure?: PlannedFailure;
  stoppedAt?: number;
  /** What follows from its end (the rollback) has been done. */
  settled?: boolean;
}

export interface CodeDeployWorld {
  applications: ApplicationRow[];
  /** Oldest first. */
  deployments: DeploymentRow[];
  failNext?: PlannedFailure;
}

export const emptyCodeDeploy = (): CodeDeployWorld => ({ applications: [], deployments: [] });

export const codedeployHandlers = {
  ...applicationHandlers,
  ...deploymentGroupHandlers,
  ...codedeployTagHandlers,
  ...deploymentHandlers,
  ...deploymentTargetHandlers,
} satisfies Handlers<CodeDeploy>;
