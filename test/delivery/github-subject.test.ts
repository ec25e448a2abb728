import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, test, vi } from "vitest";
import { githubSubject } from "../../src/delivery/github-subject.ts";

const classic = "repo:acme/shop:ref:refs/heads/main";
const modern = "repo:acme@11/shop@22:ref:refs/heads/main";
const question = { repository: "acme/shop", branch: "main" };

let server: Server | undefined;

async function github(status: number, body: unknown): Promise<string[]> {
  const asked: string[] = [];
  server = createServer((request, response) => {
    asked.push(request.url ?? "");
    if (status === 0) return;
    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server?.listen(0, "127.0.0.1", resolve));
  vi.stubEnv("GITHUB_API_URL", `http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  return asked;
}

const repository = (created_at?: string) => ({ id: 22, full_name: "acme/shop", owner: { id: 11 }, created_at });

afterEach(() => {
  vi.unstubAllEnvs();
  server?.closeAllConnections();
  server?.close();
  server = undefined;
});

describe("whom the deploy role trusts", () => {
  test("a repository from before the change, under both of its names", async () => {
    const asked = await github(200, repository("2026-07-14T23:59:59Z"));
    expect(await githubSubject(question)).toEqual({ subjects: [classic, modern] });
    expect(asked).toEqual(["/repos/acme/shop"]);
  });

  test.each(["2026-07-15T00:00:00Z", undefined, "no date"])("one created %s, by its ids alone", async (created) => {
    await github(200, repository(created));
    expect(await githubSubject(question)).toEqual({ subjects: [modern] });
  });

  test("the ids that the person gave, without asking", async () => {
    const asked = await github(500, {});
    expect(await githubSubject({ ...question, ids: "11/22" })).toEqual({ subjects: [modern] });
    expect(asked).toEqual([]);
  });

  test("the name as GitHub spells it", async () => {
    await github(200, { ...repository("2020-01-01T00:00:00Z"), full_name: "Acme/Shop" });
    expect((await githubSubject(question)).subjects[0]).toBe("repo:Acme/Shop:ref:refs/heads/main");
  });

  test.each([404, 403, 500])("the classic name when GitHub answers %i, and the person is told", async (status) => {
    await github(status, {});
    const { subjects, note } = await githubSubject(question);
    expect(subjects).toEqual([classic]);
    expect(String(note)).toContain(status === 404 ? "it is private" : `HTTP ${status}`);
    expect(String(note)).toContain("--github-ids");
  });

  test("the classic name when GitHub does not answer within 3 seconds", async () => {
    await github(0, {});
    const { subjects, note } = await githubSubject(question);
    expect(subjects).toEqual([classic]);
    expect(String(note)).toMatch(/timeout/i);
  }, 10_000);

  test("no ids that are no numbers", async () => {
    await expect(githubSubject({ ...question, ids: "acme/*" })).rejects.toMatchObject({ code: "config" });
  });
});
