import {
  AddClientIDToOpenIDConnectProviderCommand,
  CreateOpenIDConnectProviderCommand,
  DeleteOpenIDConnectProviderCommand,
  GetOpenIDConnectProviderCommand,
  ListRolesCommand,
  TagOpenIDConnectProviderCommand,
  UntagOpenIDConnectProviderCommand,
} from "@aws-sdk/client-iam";
import type { Aws } from "../aws/clients.ts";
import { orAbsent } from "../aws/errors.ts";
import { tagKeys } from "../aws/owner.ts";
import type { AwsResource, AwsTools } from "../aws/tools.ts";
import { say } from "../language/phrase.ts";
import { settling } from "./patience.ts";
import { policyText } from "./policy-document.ts";
import { noSuchEntity, roleByName } from "./role.ts";
import { tagChanges } from "./tag-changes.ts";

export interface OidcProviderInput {
  /** The issuer without `https://`: `token.actions.githubusercontent.com`. */
  host: string;
  /** The client id that roles trust: `sts.amazonaws.com`. */
  audience: string;
}

export interface OidcProviderOutput {
  arn: string;
}

/**
 * The account's trust in an OpenID Connect issuer. There is one per issuer, shared by every role that trusts it: one
 * without our tags is foreign, and ours goes only when no other role trusts it; otherwise it is handed over.
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateOpenIDConnectProvider.html
 */
export const oidcProvider: AwsResource<OidcProviderInput, OidcProviderOutput> = {
  kind: "oidc-provider",
  title: ({ host }) => say("titleOidcProvider", host),
  id: ({ arn }) => arn,

  async find(tools, input) {
    const arn = arnOf(tools, input);
    const found = await byArn(tools.aws, arn);
    if (!found) return undefined;
    const foreign = !tools.owner.owns(found.Tags);
    if (foreign && !found.ClientIDList?.includes(input.audience)) {
      tools.warn(say("warnProviderAudience", arn, input.audience, mend(arn, input)));
    }
    return { output: { arn }, foreign };
  },

  async create(tools, input) {
    const { aws, owner, poll } = tools;
    const { host, audience } = input;
    const command = new CreateOpenIDConnectProviderCommand({
      Url: `https://${host}`,
      ClientIDList: [audience],
      Tags: owner.tags(nameOf(owner)),
    });
    // Somebody else may have made it since `find` looked; the next look tells whose it is.
    await orAbsent(aws.iam(command), "EntityAlreadyExistsException");
    const arn = arnOf(tools, input);
    await poll({ what: say("waitToAppear", say("titleOidcProvider", host)), ...settling }, () => byArn(aws, arn));
    return { arn };
  },

  async sync({ aws, owner }, { audience }, { arn }) {
    const now = await byArn(aws, arn);
    if (!now) return [];
    const tags = tagChanges(owner, nameOf(owner), now.Tags, (Tags) =>
      aws.iam(new TagOpenIDConnectProviderCommand({ OpenIDConnectProviderArn: arn, Tags })),
    );
    if (now.ClientIDList?.includes(audience)) return tags;
    const detail = `audience: ${now.ClientIDList?.join(", ") || "none"} -> also ${audience}`;
    const command = new AddClientIDToOpenIDConnectProviderCommand({
      OpenIDConnectProviderArn: arn,
      ClientID: audience,
    });
    return [
      ...tags,
      {
        detail,
        apply: async () => {
          await aws.iam(command);
        },
      },
    ];
  },

  async remove(tools, { host }, { arn }) {
    const { aws, poll } = tools;
    const others = await otherRolesTrusting(tools, arn);
    if (others.length > 0) {
      // It costs nothing and others need it: from now on it is theirs, without our tags.
      const TagKeys = ["Name", ...Object.values(tagKeys)];
      await aws.iam(new UntagOpenIDConnectProviderCommand({ OpenIDConnectProviderArn: arn, TagKeys }));
      return { kept: say("keptTrusted", others.map((name) => `role ${name}`).join(", ")), handedOver: true };
    }
    await orAbsent(aws.iam(new DeleteOpenIDConnectProviderCommand({ OpenIDConnectProviderArn: arn })), noSuchEntity);
    const what = say("waitToDisappear", say("titleOidcProvider", host));
    await poll({ what, everySeconds: 2 }, async () => !(await byArn(aws, arn)));
  },
};

const nameOf = ({ app, environment }: AwsTools["owner"]) => `${app}-${environment}-oidc`;

const mend = (arn: string, { audience }: OidcProviderInput) =>
  `aws iam add-client-id-to-open-id-connect-provider --open-id-connect-provider-arn ${arn} --client-id ${audience}`;

const arnOf = ({ partition, account }: AwsTools, { host }: OidcProviderInput) =>
  `arn:${partition}:iam::${account}:oidc-provider/${host}`;

function byArn(aws: Aws, arn: string) {
  return orAbsent(aws.iam(new GetOpenIDConnectProviderCommand({ OpenIDConnectProviderArn: arn })), noSuchEntity);
}

/** The list may still show a role of ours that is gone, so each one is asked for by name. */
async function otherRolesTrusting({ aws, owner }: AwsTools, arn: string): Promise<string[]> {
  const trusting: string[] = [];
  let Marker: string | undefined;
  do {
    const page = await aws.iam(new ListRolesCommand({ Marker }));
    for (const { RoleName, AssumeRolePolicyDocument } of page.Roles ?? []) {
      if (!policyText(AssumeRolePolicyDocument ?? "").includes(arn)) continue;
      const role = await roleByName(aws, RoleName!);
      if (role && !owner.owns(role.Tags)) trusting.push(RoleName!);
    }
    Marker = page.Marker;
  } while (Marker);
  return trusting;
}
