/** A person's project on the sandbox that has been set up, with a build to deploy. */
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import type { PlannedFailure } from "../../src/sandbox/codedeploy.ts";
import type { World } from "../../src/sandbox/world.ts";
import { jar } from "../delivery/builds.ts";
import { initShop, type Project, project, worldFile } from "./project.ts";

export interface Shop extends Project {
  /** What is in the build bucket, by key. */
  stored(): string[];
  deployments(): World["codedeploy"]["deployments"];
  change(how: (world: World) => void): void;
  /** The next build, in place of the one before. */
  build(name: string): Promise<void>;
  /** For `run`: its temporary files go to a folder that `left` looks into. */
  temp: { env: Record<string, string> };
  left(): string[];
}

/** Answers without what takes time and says nothing here. */
export const answers = [...initShop, "--database", "none", "--no-assets"];

/** A shop that runs, with a jar that its build left. */
export async function openShop(more: string[] = []): Promise<Shop> {
  const shop = withShop(project());
  await shop.expectRun(0, [...answers, "--wait", ...more]);
  await shop.build("shop-1");
  return shop;
}

export function withShop(its: Project): Shop {
  const temp = mkdtempSync(join(tmpdir(), "deploy-wizard-temp-"));
  onTestFinished(() => rmSync(temp, { recursive: true, force: true }));
  return {
    ...its,
    stored: () => its.world().s3.buckets.flatMap(({ versions }) => versions.map(({ key }) => key)),
    deployments: () => its.world().codedeploy.deployments,
    change(how) {
      const world = its.world();
      how(world);
      its.write(worldFile, JSON.stringify(world));
    },
    async build(name) {
      rmSync(its.path("build"), { recursive: true, force: true });
      mkdirSync(its.path("build/libs"), { recursive: true });
      await jar(its.path(`build/libs/${name}.jar`), { name });
    },
    temp: { env: { TMPDIR: temp } },
    left: () => readdirSync(temp),
  };
}

/** A script that waited in vain for an answer without a login. */
export const unauthorized: PlannedFailure = {
  event: "ValidateService",
  scriptName: "deploy/validate.sh",
  message: "Script at specified location: deploy/validate.sh run as user root failed with exit code 1",
  logTail: [
    "LifecycleEvent - ValidateService",
    "Script - deploy/validate.sh",
    "[stderr]the app's last words:",
    "[stderr]\u001b[31mo.s.security.web\tusing generated security password\u001b[0m, and a line that is much wider than any screen",
    "[stderr]not healthy after 240 s: asked http://127.0.0.1:8080/actuator/health, and the last answer was 401",
  ].join("\n"),
};
