/** Single calls with AWS's windows at their long end: what is met there, and what a refusal after the making leaves. */
import { expect, test } from "vitest";
import { fault } from "../../src/sandbox/scene.ts";
import { open } from "../commands/opened.ts";
import type { Rehearsal } from "../commands/rehearsal.ts";
import { everything } from "./insist.ts";

const slow = () => {
  const one = open(everything("direct"));
  one.sandbox.world.pace = "longest";
  return one;
};

const sent = ({ calls }: Rehearsal, call: string) => calls.filter((one) => one === call).length;

/** `denied` is refused once `made` has been carried out. */
const denyAfter = (one: Rehearsal, made: string, denied: string) => {
  one.weather = (call) =>
    call === denied && one.calls.includes(made)
      ? { error: fault("AccessDenied", "no identity-based policy allows it", 403), acted: false }
      : undefined;
};

const refused = async (one: Rehearsal) =>
  (await one.state())!.entries().filter(([, entry]) => entry.status === "creating" && entry.refused);

test("a server may be there when its look is denied after the launch: not refused, and not launched twice", async () => {
  const one = slow();
  denyAfter(one, "ec2 RunInstances", "ec2 DescribeInstances");
  await expect(one.provision()).rejects.toMatchObject({ code: "refused", message: /DescribeInstances/ });
  expect(one.sandbox.world.ec2.instances).toHaveLength(1);
  expect(await refused(one)).toEqual([]);
  one.weather = undefined;
  expect((await one.provision()).exitCode).toBe(0);
  expect(sent(one, "ec2 RunInstances")).toBe(0);
  expect(one.sandbox.world.ec2.instances).toHaveLength(1);
});

test("a zone that may not be tagged after its making is on record, and is not made twice", async () => {
  const one = slow();
  denyAfter(one, "route53 CreateHostedZone", "route53 ChangeTagsForResource");
  await expect(one.provision()).rejects.toMatchObject({ code: "refused", message: /ChangeTagsForResource/ });
  expect((await one.state())!.get("route53.zone")).toMatchObject({ status: "created", foreign: false });
  expect(await refused(one)).toEqual([]);
  one.weather = undefined;
  expect((await one.provision()).exitCode).toBe(0);
  expect(one.sandbox.world.route53.zones).toHaveLength(1);
  expect((await one.destroyAll()).exitCode).toBe(0);
  expect(one.sandbox.world.route53.zones).toEqual([]);
});

test("a launch that is itself refused is marked: nothing was made", async () => {
  const one = slow();
  const error = fault("UnauthorizedOperation", "no identity-based policy allows it", 403);
  one.weather = (call) => (call === "ec2 RunInstances" ? { error, acted: false } : undefined);
  await expect(one.provision()).rejects.toMatchObject({ code: "refused" });
  expect((await refused(one)).map(([, { kind }]) => kind)).toEqual(["instance"]);
  one.weather = undefined;
  expect((await one.provision()).exitCode).toBe(0);
  expect(one.sandbox.world.ec2.instances).toHaveLength(1);
});

test("EC2 does not know the fresh instance profile for long: it is met again and again, and waited for", async () => {
  const one = slow();
  const answers: string[] = [];
  const answer = one.sandbox.answer.bind(one.sandbox);
  one.sandbox.answer = (service, operation, input) => {
    try {
      const answered = answer(service, operation, input);
      if (operation === "RunInstances") answers.push("made");
      return answered;
    } catch (error) {
      if (operation === "RunInstances") answers.push((error as Error).message);
      throw error;
    }
  };
  expect((await one.provision()).exitCode).toBe(0);
  expect(answers.at(-1)).toBe("made");
  const unknown = answers.filter((message) => message.includes("Invalid IAM Instance Profile name"));
  expect(unknown.length).toBeGreaterThan(3);
  expect(one.sandbox.world.ec2.instances).toHaveLength(1);
});
