import { expect, test } from "vitest";
import { openPty } from "../support/pty.ts";
import { initShop, project } from "./project.ts";

test("resume with a changed config shows what changes and costs, and asks; no changes nothing", async () => {
  const its = project();
  await its.expectRun(0, [...initShop, "--wait"]);
  const config = JSON.parse(its.read("deploy-wizard.json"));
  config.database.storage = 30;
  its.write("deploy-wizard.json", JSON.stringify(config));
  const storage = () => its.world().rds.databases[0]?.settings.storageGiB;
  const before = storage();

  const no = await openPty({ args: ["resume", "--sandbox"], cwd: its.folder, rows: 60 });
  await no.waitFor(/20 -> 30[\s\S]*Bring this in now\?/, 60_000);
  expect(no.lines().join("\n")).toMatch(/stands now costs about \$/);
  no.type("n");
  no.press("enter");
  expect(await no.exit).toBe(0);
  expect(no.lines().join("\n")).toContain("Nothing was changed");
  expect(storage()).toBe(before);

  const yes = await openPty({ args: ["resume", "--sandbox"], cwd: its.folder, rows: 60 });
  await yes.waitFor(/Bring this in now\?/, 60_000);
  yes.press("enter");
  expect(await yes.exit).toBe(0);
  expect((await its.expectRun(0, ["plan"])).stdout).toBe("");
});

test("records that the domain has elsewhere are shown and offered; no leaves them where they are", async () => {
  const its = project();
  await its.expectRun(0, [...initShop, "--no-provision"]);
  const world = its.world();
  world.publicRecords.push({ name: "example.com", type: "MX", ttl: 300, values: ["10 mx.mail.test"] });
  its.write(".deploy-wizard/sandbox-world.json", JSON.stringify(world));

  const pty = await openPty({ args: ["init", "--sandbox", "--wait"], cwd: its.folder, rows: 60 });
  for (let at = 0; at < 7; at += 1) {
    await pty.waitFor(
      [/app called/, /runs the app/, /which database/, /your domain/, /get to the server/, /GitHub/, /Your answers/][
        at
      ]!,
    );
    pty.press("enter");
  }
  await pty.waitFor(/mail \(MX\) to mx\.mail\.test[\s\S]*Copy these records/, 60_000);
  pty.press("down");
  await pty.waitFor(/❯ no: the zone starts/);
  pty.press("enter");
  await pty.waitFor(/Make this in the sandbox now\?/);
  pty.press("enter");
  expect(await pty.exit).toBe(0);
  const types = its.world().route53.zones.flatMap(({ records }) => records.map(({ Type }) => Type));
  expect(types.length).toBeGreaterThan(2);
  expect(types).not.toContain("MX");
});

test("nameservers --wait ends once the domain is delegated", async () => {
  const its = project();
  await its.expectRun(3, initShop);
  const pty = await openPty({ args: ["nameservers", "--sandbox", "--wait"], cwd: its.folder });
  expect(await pty.exit).toBe(0);
});

test("destroy --all says what is lost, and Escape removes nothing", async () => {
  const its = project();
  await its.expectRun(3, initShop);
  const pty = await openPty({ args: ["destroy", "--sandbox", "--all"], cwd: its.folder });
  await pty.waitFor(/without a snapshot[\s\S]*Type shop to take it down/);
  pty.press("escape");
  expect(await pty.exit).toBe(2);
  expect(pty.lines().join("\n")).toContain("Nothing was removed");
  expect(its.world().rds.databases).toHaveLength(1);
});
