import { WizardError } from "../engine/errors.ts";

export interface Tag {
  Key: string;
  Value: string;
}

type MaybeTag = { Key?: string | undefined; Value?: string | undefined };

export interface Deployment {
  app: string;
  environment: string;
  /** Random id of this deployment, kept in the state. */
  id: string;
}

export const tagKeys = {
  app: "deploy-wizard:app",
  environment: "deploy-wizard:environment",
  id: "deploy-wizard:id",
  resource: "deploy-wizard:resource",
} as const;

/** Whose a resource is: the tags that mark it as ours, and the check that it carries them. */
export interface Owner extends Deployment {
  /** The resource's key, `rds.instance`. */
  key: string;
  /** For the create call; `name` becomes the `Name` tag. */
  tags(name: string): Tag[];
  /** For EC2's `Filters`: this very resource of this deployment. */
  filters(): { Name: string; Values: string[] }[];
  owns(tags: readonly MaybeTag[] | undefined): boolean;
  /**
   * Throws `not-ours` unless `tags` are this deployment's; `what` names the resource for the message. `byOwnId`: it was
   * found by a recorded id that AWS gives out once, so that one whose tags were taken away is still known to be ours.
   */
  claim(what: string, tags: readonly MaybeTag[] | undefined, how?: { byOwnId: boolean }): void;
}

export function createOwner(deployment: Deployment, key: string): Owner {
  const tagValue = (tags: readonly MaybeTag[] | undefined, name: string) =>
    tags?.find((tag) => tag.Key === name)?.Value;
  const owns = (tags: readonly MaybeTag[] | undefined) => tagValue(tags, tagKeys.id) === deployment.id;
  return {
    ...deployment,
    key,
    tags: (name) => [
      { Key: "Name", Value: name },
      { Key: tagKeys.app, Value: deployment.app },
      { Key: tagKeys.environment, Value: deployment.environment },
      { Key: tagKeys.id, Value: deployment.id },
      { Key: tagKeys.resource, Value: key },
    ],
    filters: () => [
      { Name: `tag:${tagKeys.id}`, Values: [deployment.id] },
      { Name: `tag:${tagKeys.resource}`, Values: [key] },
    ],
    owns,
    claim(what, tags, how) {
      if (owns(tags)) return;
      const other = tagValue(tags, tagKeys.id);
      if (other === undefined && how?.byOwnId) return;
      const whose = other
        ? `it belongs to another deployment (${tagValue(tags, tagKeys.app)}/${tagValue(tags, tagKeys.environment)}, id ${other})`
        : "it was not made by this deployment (no deploy-wizard tags)";
      throw new WizardError("not-ours", `${what} exists already, and ${whose}.`, {
        hint: other
          ? "If its state was lost, `deploy-wizard recover` rebuilds it. Otherwise choose another --app or --env."
          : `If it is this deployment's, give it back its tag ${tagKeys.id}=${deployment.id}. If not, rename or remove it, or choose another --app or --env.`,
      });
    },
  };
}
