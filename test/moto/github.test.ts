import { readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { motoAvailable } from "../support/moto.ts";
import { only, openStage, type Stage } from "./stage.ts";

const short = ["--yes", "--app", "shop", "--no-domain", "--database", "none", "--entry", "direct", "--no-assets"];

describe.skipIf(!(await motoAvailable()))("deploys from GitHub, on moto", () => {
  let stage: Stage;
  let github: Server;
  let asked: string[] = [];
  beforeAll(async () => {
    stage = await openStage();
    github = createServer((request, response) => {
      asked.push(`${request.url}`);
      const created = request.url?.includes("old") ? "2020-01-01T00:00:00Z" : "2026-09-01T00:00:00Z";
      const name = request.url?.replace("/api/repos/", "");
      response.setHeader("content-type", "application/json");
      response.end(JSON.stringify({ id: 22, full_name: name, owner: { id: 11 }, created_at: created }));
    });
    await new Promise<void>((done) => github.listen(0, "127.0.0.1", done));
  });
  afterAll(async () => {
    github.close();
    await stage.close();
  });
  afterEach(async () => {
    asked = [];
    await stage.next();
  });

  const run = (args: string[], url: string) =>
    stage.wizard(["init", ...short, ...args], { env: { GITHUB_API_URL: url } });
  const api = () => `http://127.0.0.1:${(github.address() as AddressInfo).port}/api`;
  /** Nobody listens there. */
  const unreachable = "http://127.0.0.1:9";

  /** Who may be the deploy role: the conditions of its trust policy. */
  async function conditions() {
    const { iam } = await stage.world();
    const role = only(iam.roles.filter(({ RoleName }) => RoleName === "shop-prod-github"));
    const { Principal, Condition, Action } = only(role.Trust.Statement);
    const provider = only(iam.providers);
    expect([Principal, Action]).toEqual([{ Federated: provider.Arn }, "sts:AssumeRoleWithWebIdentity"]);
    expect(provider.ClientIDList).toEqual(["sts.amazonaws.com"]);
    return Condition;
  }

  const trust = (subject: string | string[]) => ({
    StringEquals: {
      "token.actions.githubusercontent.com:aud": "sts.amazonaws.com",
      "token.actions.githubusercontent.com:sub": subject,
    },
  });

  it("trusts the subject with the ids that were given, and asks nobody", async () => {
    const made = await run(["--github", "octo/shop", "--github-ids", "1/2", "--branch", "release/1"], api());
    expect([made.said, made.code, asked]).toEqual(["", 0, []]);
    expect(await conditions()).toEqual(trust("repo:octo@1/shop@2:ref:refs/heads/release/1"));

    const { iam } = await stage.world();
    const role = only(iam.roles.filter(({ RoleName }) => RoleName === "shop-prod-github"));
    expect(made.outputs.roles.github).toBe(role.Arn);
    const resources = Object.values(role.Policies).flatMap(({ Statement }) => Statement.flatMap((one) => one.Resource));
    expect(resources.filter((arn) => arn?.startsWith("arn:aws:s3"))).toEqual([
      `arn:aws:s3:::${made.outputs.buckets.build}/*`,
    ]);
    const workflow = readFileSync(join(stage.folder, ".github/workflows/deploy.yml"), "utf8");
    expect(workflow).toContain(role.Arn);
    expect(workflow).toContain("release/1");
  });

  it("asks GitHub for the ids of a new repository", async () => {
    const made = await run(["--github", "octo/shop"], api());
    expect([made.said, made.code, asked]).toEqual(["", 0, ["/api/repos/octo/shop", ...asked.slice(1)]]);
    expect(await conditions()).toEqual(trust("repo:octo@11/shop@22:ref:refs/heads/main"));
  });

  it("trusts both forms of an older repository, which may be renamed", async () => {
    expect((await run(["--github", "octo/old"], api())).code).toBe(0);
    const both = ["repo:octo/old:ref:refs/heads/main", "repo:octo@11/old@22:ref:refs/heads/main"];
    expect(await conditions()).toEqual(trust(both));
  });

  it("says so when GitHub is unreachable, trusts the classic subject, and keeps to it", async () => {
    const made = await run(["--github", "octo/shop"], unreachable);
    expect(made.code).toBe(0);
    expect(made.said).toContain("GitHub could not be asked about octo/shop");
    expect(made.said).toContain("--github-ids");
    expect(await conditions()).toEqual(trust("repo:octo/shop:ref:refs/heads/main"));
    stage.moto.clearLog();
    expect((await stage.wizard(["resume"], { env: { GITHUB_API_URL: unreachable } })).code).toBe(0);
    expect(stage.changes()).toEqual([]);
  });
});
