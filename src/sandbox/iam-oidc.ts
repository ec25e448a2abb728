import type { IAM, Tag } from "@aws-sdk/client-iam";
import { iamFault } from "./iam-fault.ts";
import { withTags } from "./iam-tags.ts";
import { required } from "./rules.ts";
import type { Handlers, Scene } from "./scene.ts";

/** One per URL and account. */
export interface OidcProviderState {
  /** Without `https://`. */
  host: string;
  audiences: string[];
  thumbprints: string[];
  tags: Tag[];
  createdAt: number;
}

const providerArn = (account: string, host: string) => `arn:aws:iam::${account}:oidc-provider/${host}`;

export const oidcHandlers = {
  CreateOpenIDConnectProvider(scene, input) {
    required("ValidationError", input, "Url");
    const { Url = "", ClientIDList: audiences = [], ThumbprintList: thumbprints = [], Tags: tags = [] } = input;
    if (!Url.startsWith("https://")) throw iamFault("InvalidInput", `Invalid Open ID Connect Provider URL: ${Url}`);
    const host = Url.slice("https://".length);
    if (scene.world.iam.oidcProviders.some((provider) => provider.host === host)) {
      throw iamFault("EntityAlreadyExists", `Provider with url ${Url} already exists.`);
    }
    scene.world.iam.oidcProviders.push({ host, audiences, thumbprints, tags, createdAt: scene.now() });
    return { OpenIDConnectProviderArn: providerArn(scene.account, host), Tags: tags };
  },

  GetOpenIDConnectProvider(scene, { OpenIDConnectProviderArn }) {
    const { host, audiences, thumbprints, tags, createdAt } = providerOf(scene, OpenIDConnectProviderArn);
    return {
      Url: host,
      ClientIDList: audiences,
      ThumbprintList: thumbprints,
      CreateDate: new Date(createdAt),
      Tags: tags,
    };
  },

  ListOpenIDConnectProviders: ({ world, account }) => ({
    OpenIDConnectProviderList: world.iam.oidcProviders.map(({ host }) => ({ Arn: providerArn(account, host) })),
  }),

  UntagOpenIDConnectProvider(scene, { OpenIDConnectProviderArn, TagKeys = [] }) {
    const provider = providerOf(scene, OpenIDConnectProviderArn);
    provider.tags = provider.tags.filter(({ Key }) => Key === undefined || !TagKeys.includes(Key));
    return {};
  },

  AddClientIDToOpenIDConnectProvider(scene, { OpenIDConnectProviderArn, ClientID = "" }) {
    const provider = providerOf(scene, OpenIDConnectProviderArn);
    if (!provider.audiences.includes(ClientID)) provider.audiences.push(ClientID);
    return {};
  },

  RemoveClientIDFromOpenIDConnectProvider(scene, { OpenIDConnectProviderArn, ClientID }) {
    const provider = providerOf(scene, OpenIDConnectProviderArn);
    provider.audiences = provider.audiences.filter((audience) => audience !== ClientID);
    return {};
  },

  DeleteOpenIDConnectProvider(scene, { OpenIDConnectProviderArn }) {
    const gone = providerOf(scene, OpenIDConnectProviderArn);
    scene.world.iam.oidcProviders = scene.world.iam.oidcProviders.filter((provider) => provider !== gone);
    return {};
  },

  ListOpenIDConnectProviderTags: (scene, { OpenIDConnectProviderArn }) => ({
    Tags: providerOf(scene, OpenIDConnectProviderArn).tags,
    IsTruncated: false,
  }),

  TagOpenIDConnectProvider(scene, { OpenIDConnectProviderArn, Tags }) {
    const provider = providerOf(scene, OpenIDConnectProviderArn);
    provider.tags = withTags(provider.tags, Tags);
    return {};
  },
} satisfies Handlers<IAM>;

function providerOf({ world, account }: Scene, arn: string | undefined): OidcProviderState {
  const found = world.iam.oidcProviders.find(({ host }) => providerArn(account, host) === arn);
  if (found) return found;
  throw iamFault("NoSuchEntity", `OpenIDConnect Provider not found for arn ${arn}`);
}
