import { describe, expect, test } from "vitest";
import { actuator, gradle, postgres, properties, seenIn, yml } from "./repository.ts";

const base = { ...gradle(actuator, postgres), [yml]: "server:\n  port: 8081\n  servlet:\n    context-path: /api\n" };
const resources = "src/main/resources";

/** The server starts the app with the environment's name as its profile. */
describe("settings for the profile that the server starts with", () => {
  test("win over those for all", async () => {
    const prod = "server:\n  servlet:\n    context-path: /v1\n";
    const seen = await seenIn({ ...base, [`${resources}/application-prod.yml`]: prod });
    expect(seen.answers).toMatchObject({ port: 8081, healthCheck: "/v1/actuator/health" });
  });

  test("are those of the environment", async () => {
    const files = {
      ...base,
      [`${resources}/application-prod.properties`]: "server.port=9001\n",
      [`${resources}/application-stage.properties`]: "server.port=9002\n",
    };
    expect((await seenIn(files)).answers).toMatchObject({ port: 9001 });
    expect((await seenIn(files, { environment: "stage" })).answers).toMatchObject({ port: 9002 });
    expect((await seenIn(files, { environment: "dev" })).answers).toMatchObject({ port: 8081 });
  });

  test.each([
    ["prod", 9000],
    ["prod | stage", 9000],
    ["dev, prod", 9000],
    ["!dev", 9000],
    ["dev", 8080],
    ["!prod", 8080],
    ["prod & cloud", 8080],
    ["(prod)", 8080],
  ])("a document on-profile %s leaves the port at %i", async (profile, port) => {
    const text = `server:\n  port: 8080\n---\nspring:\n  config:\n    activate:\n      on-profile: "${profile}"\nserver:\n  port: 9000\n`;
    expect((await seenIn({ ...gradle(actuator), [yml]: text })).answers).toMatchObject({ port });
  });

  test("a document that also wants a cloud platform does not count", async () => {
    const text =
      "server.port=8080\n#---\nspring.config.activate.on-profile=prod\nspring.config.activate.on-cloud-platform=kubernetes\nserver.port=9000\n";
    expect((await seenIn({ ...gradle(actuator), [properties]: text })).answers).toMatchObject({ port: 8080 });
  });

  test("are none in a container", async () => {
    const files = {
      ...base,
      Dockerfile: "FROM amazoncorretto:21\n",
      [`${resources}/application-prod.yml`]: "server:\n  servlet:\n    context-path: /v1\n",
    };
    expect((await seenIn(files, { runtime: "docker" })).answers).toMatchObject({ healthCheck: "/api/actuator/health" });
  });
});
