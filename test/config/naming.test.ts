import { describe, expect, it } from "vitest";
import { environmentProblem } from "../../src/config/app-name.ts";
import { createNames } from "../../src/config/naming.ts";

describe("names", () => {
  it("are the app, the environment and what it is", () => {
    expect(createNames("my-shop", "prod", "k3v9x2m1q8")).toMatchObject({
      loadBalancer: "my-shop-prod-alb",
      targetGroup: "my-shop-prod-tg",
      serverRole: "my-shop-prod-server",
      codeDeployRole: "my-shop-prod-codedeploy",
      database: "my-shop-prod-db",
      databaseName: "my_shop_prod",
      buildBucket: "my-shop-prod-build-k3v9x2m1q8",
      assetsBucket: "my-shop-prod-assets-k3v9x2m1q8",
      parameterPath: "/deploy-wizard/my-shop/prod",
    });
    expect(createNames("shop", "prod", "x").parameter("port")).toBe("/deploy-wizard/shop/prod/port");
    expect(createNames("shop", "prod", "x").dbParameterGroup("mysql8.4")).toBe("shop-prod-db-mysql8-4");
  });

  it("keep AWS's limits with the longest app and environment", () => {
    const names = createNames("a".repeat(20), "e".repeat(7), "i".repeat(27));
    expect(names.loadBalancer).toHaveLength(32);
    expect(names.assetsBucket).toHaveLength(63);
    expect(names.dbParameterGroup("aurora-postgresql17").length).toBeLessThanOrEqual(63);
  });

  it("that would be too long are refused", () => {
    expect(() => createNames("a".repeat(20), "e".repeat(7), "i".repeat(28))).toThrow("AWS takes 63");
  });
});

describe("an environment", () => {
  it.each(["prod", "p", "e2e", "staging"])("may be %s", (name) => expect(environmentProblem(name)).toBeUndefined());
  it.each(["", "Prod", "2nd", "my-env", "longerxx", "../x"])("may not be %j", (name) => {
    expect(environmentProblem(name)).toContain("expected 1 to 7");
  });
});
