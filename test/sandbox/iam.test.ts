import {
  AddRoleToInstanceProfileCommand,
  AttachRolePolicyCommand,
  CreateInstanceProfileCommand,
  CreateOpenIDConnectProviderCommand,
  CreateRoleCommand,
  DeleteInstanceProfileCommand,
  DeleteOpenIDConnectProviderCommand,
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  DetachRolePolicyCommand,
  GetInstanceProfileCommand,
  GetOpenIDConnectProviderCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  ListRolesCommand,
  PutRolePolicyCommand,
  RemoveRoleFromInstanceProfileCommand,
} from "@aws-sdk/client-iam";
import { expect, test } from "vitest";
import { isRoleKnown } from "../../src/sandbox/iam-roles.ts";
import { opened, refusal } from "./open.ts";

const RoleName = "shop-prod-server";
const policy = JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "s3:GetObject" }] });
const Tags = [{ Key: "deploy-wizard:id", Value: "d1" }];
const create = new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: policy, Tags });

test("a role is made once; its trust policy comes back percent-encoded, its tags only when it is asked for", async () => {
  const { iam } = opened();
  await iam.send(create);
  expect(await refusal(iam.send(create))).toBe("EntityAlreadyExistsException");
  const { Role } = await iam.send(new GetRoleCommand({ RoleName }));
  expect(Role).toMatchObject({ Arn: `arn:aws:iam::000000000000:role/${RoleName}`, Tags });
  expect(decodeURIComponent(Role!.AssumeRolePolicyDocument!)).toBe(policy);
  expect(Role!.CreateDate).toBeInstanceOf(Date);
  expect((await iam.send(new ListRolesCommand({}))).Roles![0]!.Tags).toBeUndefined();
});

test("a policy that is no policy is refused", async () => {
  const { iam } = opened();
  for (const AssumeRolePolicyDocument of ["{", "{}", "null"]) {
    const call = iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument }));
    expect(await refusal(call)).toBe("MalformedPolicyDocumentException");
  }
});

test("a role is deleted only when nothing is in it and it is in nothing", async () => {
  const { iam } = opened();
  const remove = () => iam.send(new DeleteRoleCommand({ RoleName }));
  await iam.send(create);
  const profile = { InstanceProfileName: RoleName };
  const PolicyArn = "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore";
  const inline = { RoleName, PolicyName: "build" };
  await iam.send(new CreateInstanceProfileCommand({ ...profile, Tags }));
  await iam.send(new AddRoleToInstanceProfileCommand({ ...profile, RoleName }));
  await iam.send(new PutRolePolicyCommand({ ...inline, PolicyDocument: policy }));
  await iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn }));
  const document = (await iam.send(new GetRolePolicyCommand(inline))).PolicyDocument!;
  expect(decodeURIComponent(document)).toBe(policy);

  expect(await refusal(iam.send(new DeleteInstanceProfileCommand(profile)))).toBe("DeleteConflictException");
  for (const free of [
    () => iam.send(new RemoveRoleFromInstanceProfileCommand({ ...profile, RoleName })),
    () => iam.send(new DetachRolePolicyCommand({ RoleName, PolicyArn })),
    () => iam.send(new DeleteRolePolicyCommand(inline)),
  ]) {
    expect(await refusal(remove())).toBe("DeleteConflictException");
    await free();
  }
  await remove();
  expect(await refusal(remove())).toBe("NoSuchEntityException");
  await iam.send(new DeleteInstanceProfileCommand(profile));
  expect(await refusal(iam.send(new GetInstanceProfileCommand(profile)))).toBe("NoSuchEntityException");
});

test("an instance profile has one role", async () => {
  const { iam } = opened();
  await iam.send(create);
  const profile = { InstanceProfileName: "shop-prod" };
  await iam.send(new CreateInstanceProfileCommand({ ...profile, Tags }));
  const add = () => iam.send(new AddRoleToInstanceProfileCommand({ ...profile, RoleName }));
  await add();
  expect(await refusal(add())).toBe("LimitExceededException");
  const { InstanceProfile } = await iam.send(new GetInstanceProfileCommand(profile));
  expect(InstanceProfile).toMatchObject({ Roles: [{ RoleName }], Tags });
});

test("other services know a role some seconds after it is made", async () => {
  const { iam, sandbox, clock } = opened();
  const { Role } = await iam.send(create);
  const now = () => clock.wall().getTime();
  const scene = { world: sandbox.world, account: sandbox.account, region: sandbox.region, now, newId: String };
  expect(isRoleKnown(scene, Role!.Arn)).toBe(false);
  clock.advance(6);
  expect(isRoleKnown(scene, Role!.Arn)).toBe(true);
  expect(isRoleKnown(scene, `${Role!.Arn}-other`)).toBe(false);
});

test("there is one OIDC provider per URL", async () => {
  const { iam } = opened();
  const provider = new CreateOpenIDConnectProviderCommand({
    Url: "https://token.actions.githubusercontent.com",
    ClientIDList: ["sts.amazonaws.com"],
    Tags,
  });
  const { OpenIDConnectProviderArn } = await iam.send(provider);
  expect(OpenIDConnectProviderArn).toBe("arn:aws:iam::000000000000:oidc-provider/token.actions.githubusercontent.com");
  expect(await refusal(iam.send(provider))).toBe("EntityAlreadyExistsException");
  const look = () => iam.send(new GetOpenIDConnectProviderCommand({ OpenIDConnectProviderArn }));
  expect(await look()).toMatchObject({ ClientIDList: ["sts.amazonaws.com"], Tags });
  await iam.send(new DeleteOpenIDConnectProviderCommand({ OpenIDConnectProviderArn }));
  expect(await refusal(look())).toBe("NoSuchEntityException");
});
