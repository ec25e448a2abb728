import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { motoAvailable } from "../support/moto.ts";
import { census, taggable } from "./audit-names.ts";
import { only, openStage, type Stage } from "./stage.ts";
import type { World } from "./world.ts";

type Survivor = { key: string; reason: string; monthlyCost?: string };

describe.skipIf(!(await motoAvailable()))("destroy on moto", () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage();
  });
  afterAll(() => stage.close());
  afterEach(() => stage.next());

  const aws = (...args: string[]) => stage.moto.awsCli(args);
  const ours = (world: World) => taggable(world).filter(([, { Tags }]) => Tags["deploy-wizard:id"]);
  const init = (entry: string) => ["init", "--yes", "--app", "shop", "--domain", "example.com", "--entry", entry];

  const strayVolume = async (id: string) => {
    const tags = `ResourceType=volume,Tags=[{Key=deploy-wizard:id,Value=${id}}]`;
    const where = ["--availability-zone", "eu-central-1a"];
    const volume = await aws("ec2", "create-volume", "--size", "10", ...where, "--tag-specifications", tags);
    return volume as { VolumeId: string };
  };

  it.each(["alb", "direct"])("keeps data and zone unless told otherwise, then takes all (%s)", async (entry) => {
    const made = await stage.wizard([...init(entry), "--wait"], stage.delegateWhenTold());
    expect(made.code).toBe(0);
    const { assets } = made.outputs.buckets;
    writeFileSync(join(stage.folder, "photo.txt"), "somebody's holiday");
    await aws(
      "s3api",
      "put-object",
      "--bucket",
      `${assets}`,
      "--key",
      "photo",
      "--body",
      join(stage.folder, "photo.txt"),
    );

    // What is searched for by its tags is waited for a minute before it is told: once is enough.
    const volume = entry === "alb" ? await strayVolume(`${made.outputs.id}`) : undefined;
    stage.moto.clearLog();
    const unconfirmed = await stage.wizard(["destroy", "--yes"]);
    const wrong = await stage.wizard(["destroy", "--confirm", "shed"]);
    expect([unconfirmed.code, wrong.code, stage.changes()]).toEqual([2, 2, []]);

    if (volume) {
      const stray = await stage.wizard(["destroy", "--confirm", "shop"]);
      expect([stray.code, stray.events.at(-1)?.leftovers]).toMatchObject([
        5,
        [{ id: volume.VolumeId, monthlyCost: { total: expect.any(Number) } }],
      ]);
      expect(stage.changes().filter((call) => /DeleteVolume/.test(String(call)))).toEqual([]);
      await aws("ec2", "delete-volume", "--volume-id", volume.VolumeId);
    }

    const kept = await stage.wizard(["destroy", "--confirm", "shop"]);
    expect(kept.events.at(-1)).toMatchObject({ status: "complete", leftovers: [] });
    expect([kept.said, kept.code]).toEqual(["", 0]);
    const survivors = kept.events.at(-1)?.survivors as Survivor[];
    expect(survivors.filter(({ monthlyCost }) => monthlyCost).map(({ key }) => key)).toEqual(
      expect.arrayContaining(["route53.zone", "s3.assets-bucket"]),
    );
    const half = await stage.world();
    expect(
      ours(half)
        .map(([what]) => what.split(" ")[0])
        .sort(),
    ).toEqual(["bucket", "snapshot", "zone"]);
    expect(only(half.s3.buckets)).toMatchObject({ Name: assets, Keys: ["photo"] });
    expect(
      only(half.route53.zones)
        .Records.map(({ Type }) => Type)
        .sort(),
    ).toEqual(["NS", "SOA"]);
    expect(stage.hasState()).toBe(true);

    const all = await stage.wizard(["destroy", "--all", "--confirm", "shop"]);
    expect(all.events.at(-1)).toMatchObject({ status: "complete", survivors: [], leftovers: [] });
    expect([all.said, all.code]).toEqual(["", 0]);
    await nothingOfOurs();
    const again = await stage.wizard(["destroy", "--all", "--confirm", "shop"]);
    expect([again.code, again.said]).toEqual([2, expect.stringContaining("recover")]);
  });

  it.each(["alb", "direct"])("leaves alone what was there before (%s)", async (entry) => {
    const zone = (await aws(
      "route53",
      "create-hosted-zone",
      "--name",
      "example.com",
      "--caller-reference",
      "theirs",
    )) as {
      HostedZone: { Id: string };
      DelegationSet: { NameServers: string[] };
    };
    const record = (name: string, value: string) => ({
      Action: "CREATE",
      ResourceRecordSet: { Name: name, Type: "A", TTL: 60, ResourceRecords: [{ Value: value }] },
    });
    const batch = { Changes: [record("example.com", "192.0.2.1"), record("old.example.com", "192.0.2.2")] };
    const zoneId = ["--hosted-zone-id", zone.HostedZone.Id];
    await aws("route53", "change-resource-record-sets", ...zoneId, "--change-batch", JSON.stringify(batch));
    const issuer = ["--url", "https://token.actions.githubusercontent.com", "--client-id-list", "sts.amazonaws.com"];
    await aws("iam", "create-open-id-connect-provider", ...issuer);
    await aws("ec2", "create-security-group", "--group-name", "shop-prod", "--description", "theirs");
    stage.delegate("example.com", zone.DelegationSet.NameServers);
    const before = await stage.world();

    const made = await stage.wizard([...init(entry), "--github", "octo/shop", "--github-ids", "1/2"]);
    expect([made.said, made.code]).toEqual(["", 0]);
    const between = await stage.world();
    expect(between.route53.zones.map(({ Id, Tags }) => [Id, Tags])).toEqual([[before.route53.zones[0]?.Id, {}]]);
    expect(only(between.iam.providers)).toEqual(only(before.iam.providers));

    const gone = await stage.wizard(["destroy", "--all", "--confirm", "shop"]);
    expect([gone.said, gone.code]).toEqual(["", 0]);
    const after = await nothingOfOurs();
    const sorted = ({ route53 }: World) =>
      only(route53.zones).Records.toSorted((a, b) => `${a.Name}${a.Type}`.localeCompare(`${b.Name}${b.Type}`));
    expect(sorted(after)).toEqual(sorted(before));
    expect(after.iam).toEqual(before.iam);
    expect(after.ec2.groups).toEqual(before.ec2.groups);
  });

  /** Neither the tagging API nor any service shows anything with our tags, and the state file is gone. */
  async function nothingOfOurs(): Promise<World> {
    const world = await stage.world();
    expect(ours(world)).toEqual([]);
    expect(world.tagged.filter((arn) => !arn.includes(":instance/"))).toEqual([]);
    expect(world.ec2.instances.every(({ State }) => State.Name === "terminated")).toBe(true);
    expect(world.ec2.addresses).toEqual([]);
    expect(world.ssm.parameters).toEqual([]);
    expect(world.iam.profiles).toEqual([]);
    expect(census(world).filter((one) => one.includes("shop-prod"))).toEqual([]);
    expect(stage.hasState()).toBe(false);
    return world;
  }
});
