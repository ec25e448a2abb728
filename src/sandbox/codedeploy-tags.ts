import type { CodeDeploy, Tag } from "@aws-sdk/client-codedeploy";
import { applicationOf } from "./codedeploy-applications.ts";
import { groupOf } from "./codedeploy-groups.ts";
import { fault, type Handlers, type Scene } from "./scene.ts";

export const codedeployTagHandlers = {
  ListTagsForResource: (scene, { ResourceArn }) => ({ Tags: tagged(scene, ResourceArn).tags }),

  TagResource: (scene, { ResourceArn, Tags = [] }) => {
    const row = tagged(scene, ResourceArn);
    const added = new Set(Tags.map(({ Key }) => Key));
    row.tags = [...row.tags.filter(({ Key }) => !added.has(Key)), ...Tags];
    return {};
  },

  UntagResource: (scene, { ResourceArn, TagKeys = [] }) => {
    const row = tagged(scene, ResourceArn);
    row.tags = row.tags.filter(({ Key }) => !TagKeys.includes(Key!));
    return {};
  },
} satisfies Handlers<CodeDeploy>;

/** `application:<name>` or `deploymentgroup:<application>/<name>`. */
function tagged(scene: Scene, arn = ""): { tags: Tag[] } {
  const match = /^arn:aws:codedeploy:([^:]+):(\d{12}):(application|deploymentgroup):([^/]+)(?:\/(.+))?$/.exec(arn);
  if (!match || match[1] !== scene.region || match[2] !== scene.account) {
    throw fault("InvalidArnException", `The ARN is not valid: ${arn}`);
  }
  return match[3] === "application" ? applicationOf(scene, match[4]) : groupOf(scene, match[4], match[5]);
}
