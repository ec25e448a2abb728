import { expect, test } from "vitest";
import { detect } from "../../src/wizard/detect/detect.ts";
import { actuator, gradle, postgres, repository, seenIn, yml } from "./repository.ts";

const image = (...lines: string[]) => ({ Dockerfile: lines.join("\n") });

test("a Dockerfile alone gives runtime, port and health check", async () => {
  const seen = await seenIn(
    image(
      "FROM python:3.13-slim",
      "EXPOSE 8000/tcp",
      "HEALTHCHECK --interval=30s \\",
      "  CMD curl --fail http://localhost:8000/livez || exit 1",
      'CMD ["gunicorn", "shop.wsgi"]',
    ),
    {},
    "Shop_Backend",
  );
  expect(seen.answers).toEqual({ app: "shop-backend", runtime: "docker", port: 8000, healthCheck: "/livez" });
  expect(seen.from).toEqual({
    app: "the name of this folder",
    runtime: "Dockerfile",
    port: "EXPOSE in Dockerfile",
    healthCheck: "HEALTHCHECK in Dockerfile",
  });
});

test.each([
  ["EXPOSE", image("FROM a", "expose 8001"), 8001],
  ["ENV", image("FROM a", "ENV HOST=all PORT=8002"), 8002],
  ["the old form of ENV", image("FROM a", "ENV PORT 8003"), 8003],
  ["EXPOSE of a variable", image("FROM a", "ARG LISTEN=8004", `EXPOSE \${LISTEN}`), 8004],
  ["the one of several that PORT names", image("FROM a", "EXPOSE 9229 8005", 'ENV PORT="8005"'), 8005],
  ["the last stage", image("FROM a AS build", "EXPOSE 1111", "FROM b", "EXPOSE 8006"), 8006],
  ["the stage that the last one builds upon", image("FROM a AS base", "EXPOSE 8007", "FROM base", "CMD run"), 8007],
])("the port is read from %s", async (_name, files, port) => {
  expect((await seenIn(files)).answers.port).toBe(port);
});

test.each([
  ["udp", "EXPOSE 53/udp"],
  ["beyond 65535", "EXPOSE 99999"],
  ["a comment's", "# EXPOSE 80"],
  ["a variable's without a value", "EXPOSE $NOTHING"],
])("a port is not proposed when it is %s", async (_name, line) => {
  const seen = await seenIn(image("FROM a", line));
  expect(seen.answers).not.toHaveProperty("port");
  expect(seen.answers).toMatchObject({ runtime: "docker", healthCheck: "/" });
});

test("the app in the image says what the Dockerfile does not", async () => {
  const files = { ...gradle(actuator, postgres), ...image("FROM amazoncorretto:21"), [yml]: "server.port: 9000" };
  const seen = await seenIn(files, { runtime: "docker" });
  expect(seen.answers).toMatchObject({ port: 9000, healthCheck: "/actuator/health", database: { engine: "postgres" } });
  expect(seen.artifact).toBeUndefined();
  expect(seen.notes).toEqual(["build.gradle is here too; --runtime spring-boot runs the app that way."]);
});

test("the folder's name is a guess, the build's is not", async () => {
  expect((await detect(repository({}, "shop"))).proposals.app).toMatchObject({ value: "shop", guess: true });
  expect((await detect(repository(gradle()))).proposals.app).not.toHaveProperty("guess");
});

test("a folder with nothing to run gives its name alone", async () => {
  expect(await seenIn({ "README.md": "# Shop" }, {}, "shop")).toMatchObject({ answers: { app: "shop" }, notes: [] });
});
