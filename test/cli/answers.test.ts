import { mkdirSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { initShop, project, resultOf } from "./project.ts";

/** A Spring Boot project as its build files tell of it. */
function springProject() {
  const its = project();
  mkdirSync(its.path("src/main/resources"), { recursive: true });
  its.write("settings.gradle", "rootProject.name = 'corner-shop'\n");
  its.write(
    "build.gradle",
    "plugins { id 'org.springframework.boot' version '3.4.1' }\ndependencies { implementation 'org.springframework.boot:spring-boot-starter-actuator' }\n",
  );
  its.write("src/main/resources/application.yml", "server:\n  port: 8085\n");
  return its;
}

const config = (its: { read(name: string): string }) => JSON.parse(its.read("deploy-wizard.json"));

describe("answers without questions", () => {
  test("come from the repository where neither flag nor file has one, and it is said where from", async () => {
    const its = springProject();
    const { stderr } = await its.expectRun(0, ["init", "--yes", "--no-provision"]);
    expect(config(its)).toMatchObject({ app: "corner-shop", runtime: "spring-boot", port: 8085 });
    expect(stderr).toMatch(/port 8085 \(server\.port in src\/main\/resources\/application\.yml\)/);
  });

  test("flag over file over repository", async () => {
    const its = springProject();
    its.write("deploy-wizard.json", '{"app":"shop","port":8086}');
    await its.expectRun(0, ["init", "--yes", "--no-provision"]);
    expect(config(its)).toMatchObject({ app: "shop", port: 8086 });
    await its.expectRun(0, ["init", "--yes", "--no-provision", "--port", "8087"]);
    expect(config(its)).toMatchObject({ app: "shop", port: 8087 });
  });

  test("port and path of a Spring app are nothing to a container", async () => {
    const its = springProject();
    await its.expectRun(0, ["init", "--yes", "--no-provision", "--runtime", "docker"]);
    expect(config(its)).toMatchObject({ runtime: "docker", port: 8080, healthCheck: "/" });
  });

  test("the folder's name alone is no name of an app", async () => {
    const its = project();
    const { stderr } = await its.expectRun(2, ["init", "--yes", "--no-provision"]);
    expect(stderr).toContain("--app");
  });
});

describe("the price", () => {
  test("adds up in the plan's JSON, line by line", async () => {
    const its = project();
    await its.expectRun(0, [...initShop, "--no-provision"]);
    const plan = resultOf(await its.expectRun(0, ["plan", "--json"]));
    const { currency, total, totalUpTo, lines, pricesAsOf } = plan.monthlyCost as {
      currency: string;
      total: number;
      totalUpTo: number;
      pricesAsOf: string;
      lines: { what: string; monthly: number; upTo: number }[];
    };
    const cents = (amounts: number[]) => amounts.reduce((sum, amount) => sum + Math.round(amount * 100), 0);
    expect(currency).toBe("USD");
    expect(pricesAsOf).toMatch(/^\d{4}-\d{2}/);
    expect(lines.length).toBeGreaterThan(9);
    for (const { what } of lines) expect(what).toMatch(/\w/);
    expect(cents(lines.map(({ monthly }) => monthly))).toBe(Math.round(total * 100));
    expect(cents(lines.map(({ upTo }) => upTo))).toBe(Math.round(totalUpTo * 100));
  });

  test("is said when the config grew while the name servers were waited for", async () => {
    const its = project();
    await its.expectRun(3, initShop);
    expect((await its.expectRun(3, ["resume"])).stderr).not.toContain("Total");
    const grown = config(its);
    grown.database.storage = 200;
    its.write("deploy-wizard.json", JSON.stringify(grown));
    expect((await its.expectRun(3, ["resume"])).stderr).toMatch(/20 -> 200[\s\S]*Total/);
    expect((await its.expectRun(3, ["resume"])).stderr).not.toContain("Total");
  });

  test("is said before a step spends it, and before a changed config is brought in", async () => {
    const its = project();
    await its.expectRun(0, [...initShop, "--no-provision"]);
    await its.expectRun(0, ["network"]);
    expect((await its.expectRun(0, ["ec2"])).stderr).toMatch(/server t4g\.small[\s\S]*Total/);
    expect((await its.expectRun(0, ["ec2"])).stderr).not.toContain("Total");
    await its.expectRun(0, ["resume", "--wait"]);
    const grown = config(its);
    grown.database.storage = 40;
    its.write("deploy-wizard.json", JSON.stringify(grown));
    const { stderr } = await its.expectRun(0, ["resume", "--wait"]);
    expect(stderr).toMatch(/20 -> 40[\s\S]*Total[\s\S]*stands now costs about \$[\d. $-]+ a month/);
    expect((await its.expectRun(0, ["resume", "--wait"])).stderr).not.toContain("Total");
  });
});

test("a command that is proposed names the environment that it is about", async () => {
  const its = project();
  const { stderr } = await its.expectRun(3, [...initShop, "--env", "staging"]);
  expect(stderr).toContain("`deploy-wizard resume --env staging`");
  const { stderr: prod } = await its.expectRun(2, ["status"]);
  expect(prod).toContain("`deploy-wizard init`");
});
