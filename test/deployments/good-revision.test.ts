import { expect, test } from "vitest";
import { firstStored, readPast } from "../../src/deployments/good-revision.ts";
import { failedStart, openSite, type Site } from "./site.ts";

async function deployed(site: Site, ...keys: string[]): Promise<void> {
  for (const key of keys) {
    await site.begin(`${key.replace("!", "")}.zip`, key.endsWith("!") ? failedStart : undefined);
    await site.settle();
  }
}

/** Each deployment by its letter, with ! when it fails; then what runs, and what there is to go back to. */
test.each<[history: string, current: string, former: string]>([
  ["A", "A", ""],
  ["A B C", "C", "B A"],
  ["A A A", "A", ""],
  // CodeDeploy has put B back by itself.
  ["A B C!", "B", "A"],
  // After a rollback to A, B is what one came from.
  ["A B A", "A", ""],
  ["A B C B", "B", "A"],
  ["A B C B A", "A", ""],
  // What was rolled back from is not gone back to.
  ["A B A C", "C", "A"],
  ["A B C B D", "D", "B A"],
])("after %s runs %s", async (history, current, former) => {
  const site = await openSite();
  await deployed(site, ...history.split(" "));
  const past = await readPast(site.aws, site.place);
  expect(past.failed).toBeUndefined();
  expect(past.current?.key).toBe(`${current}.zip`);
  expect(past.former.map(({ key }) => key[0]).join(" ")).toBe(former);
});

test("what failed and was not put back is told, and what runs is the last good one", async () => {
  const site = await openSite();
  const [application] = site.world.codedeploy.applications;
  application!.groups[0]!.settings.autoRollbackConfiguration = { enabled: false, events: [] };
  await deployed(site, "A", "B", "C!");
  const past = await readPast(site.aws, site.place);
  expect(past.failed?.deploymentId).toBe(site.rows().at(-1)!.id);
  expect(past.current).toMatchObject({ key: "B.zip", deploymentId: site.rows()[1]!.id });
  expect(past.former.map(({ key }) => key)).toEqual(["A.zip"]);
});

test("one that is still under way is neither good nor bad", async () => {
  const site = await openSite();
  await deployed(site, "A");
  await site.begin("B.zip");
  expect(await readPast(site.aws, site.place)).toMatchObject({
    current: { key: "A.zip" },
    former: [],
    failed: undefined,
  });
});

test("deployments from elsewhere than S3 are left out", async () => {
  const site = await openSite();
  await deployed(site, "A", "B");
  const gitHubLocation = { repository: "octo/shop", commitId: "1" };
  Object.assign(site.rows()[1]!, { revision: { revisionType: "GitHub", gitHubLocation } });
  expect(await readPast(site.aws, site.place)).toMatchObject({ current: { key: "A.zip" }, former: [] });
});

test("a bundle that the bucket has let go of is passed over; a bucket that may not be asked is an error", async () => {
  const site = await openSite();
  await deployed(site, "A", "B", "C");
  const bucket = site.world.s3.buckets.find(({ name }) => name === site.place.bucket)!;
  bucket.versions = bucket.versions.filter(({ key }) => key !== "B.zip");
  const { former } = await readPast(site.aws, site.place);
  expect(await firstStored(site.aws, former)).toMatchObject({ key: "A.zip" });
  site.fault({ command: "ListObjectsV2", code: "AccessDenied", status: 403 });
  await expect(firstStored(site.aws, former)).rejects.toMatchObject({ code: "refused" });
  bucket.versions = [];
  expect(await firstStored(site.aws, former)).toBeUndefined();
});
