import { describe, expect, test } from "vitest";
import { type Files, seenIn } from "./repository.ts";

const pack = (start: string, more: object = {}): Files => ({
  "package.json": JSON.stringify({ name: "@acme/shopApi", scripts: { start }, dependencies: { pg: "^8" }, ...more }),
});
const server = pack("node server.js");
const listen = (source: string): Files => ({ ...server, "server.js": source });

describe("a Node project", () => {
  test("gives name, runtime, port, health check and database", async () => {
    const seen = await seenIn(
      listen(`const app = require("express")();
app.get("/health", (request, response) => response.send("ok"));
app.listen(process.env.PORT || 3001);`),
    );
    expect(seen.answers).toEqual({
      app: "shop-api",
      runtime: "node",
      port: 3001,
      healthCheck: "/health",
      database: { engine: "postgres" },
    });
    expect(seen.from).toEqual({
      app: "name in package.json",
      runtime: "scripts.start in package.json",
      port: "process.env.PORT in server.js",
      healthCheck: "/health in server.js",
      "database.engine": "pg in package.json",
    });
    expect(seen.notes).toEqual([]);
    expect(seen.artifact).toBeUndefined();
  });

  test("without a start script starts server.js, as npm does", async () => {
    const seen = await seenIn({ "package.json": '{"name":"shop"}', "server.js": "app.listen(4000)" });
    expect(seen.answers).toMatchObject({ runtime: "node", port: 4000 });
  });

  test("with nothing to start is no answer, but a note", async () => {
    const seen = await seenIn({ "package.json": '{"name":"shop","scripts":{"build":"tsc"}}' });
    expect(seen.answers).toEqual({ app: "shop" });
    expect(seen.notes).toEqual([expect.stringContaining("scripts.start")]);
  });
});

describe("the port", () => {
  test.each([
    ["a fallback", listen("const port = process.env.PORT ?? 3001;"), 3001],
    ["a fallback that is parsed", listen('const port = parseInt(process.env.PORT || "3002", 10);'), 3002],
    ["a fallback of a number", listen("const port = Number(process.env.PORT) || 3003;"), 3003],
    ["a fallback in brackets", listen('listen(process.env["PORT"] || 3004)'), 3004],
    ["a default of a pattern", listen("const { PORT = 3005, HOST } = process.env;"), 3005],
    ["a number that is listened on", listen("server.listen(3006, () => {});"), 3006],
    ["Fastify's options", listen('fastify.listen({ host: "0.0.0.0", port: 3007 })'), 3007],
    ["a constant", listen("const port = 3008;\napp.listen(port)"), 3008],
    [".env", { ...listen("app.listen(process.env.PORT || 1)"), ".env": "SECRET=x\nPORT=3009\n" }, 3009],
    ["the start script", pack("next start -p 3010"), 3010],
    ["a variable in the start script", pack("PORT=3011 node server.js"), 3011],
    [
      "TypeScript that is compiled first",
      { ...pack("node dist/main.js"), "src/main.ts": "await app.listen(process.env.PORT ?? 3012);" },
      3012,
    ],
    [
      "the file that package.json calls main",
      { ...pack("pm2-runtime ecosystem.json", { main: "lib/run.js" }), "lib/run.js": "listen(3013)" },
      3013,
    ],
    [
      "the Dockerfile, when the code says nothing",
      { ...listen("start()"), Dockerfile: "FROM node\nEXPOSE 3014" },
      3014,
    ],
  ])("is read from %s", async (_name, files, port) => {
    expect((await seenIn(files)).answers.port).toBe(port);
  });

  test("is not read from a comment", async () => {
    expect((await seenIn(listen("// app.listen(3000)\nstart();"))).answers).not.toHaveProperty("port");
  });

  test("beyond 65535 is not proposed", async () => {
    expect((await seenIn(listen("app.listen(99999)"))).answers).not.toHaveProperty("port");
  });

  test("never comes with anything else of .env", async () => {
    const seen = await seenIn({ ...server, ".env": "DATABASE_PASSWORD=hunter2\nPORT=3000 # hunter2\n" });
    expect(seen.answers.port).toBe(3000);
    expect(JSON.stringify(seen)).not.toContain("hunter2");
  });
});

describe("the health check", () => {
  const nest = pack("node dist/main");
  test.each([
    [
      "a router's file",
      { ...listen('app.use(require("./routes/health"))'), "routes/health.js": 'router.get("/healthz", ok)' },
      "/healthz",
    ],
    ["a route with its whole path", { ...listen(""), "src/routes.ts": 'app.get("/api/health", ok)' }, "/api/health"],
    ["Fastify's route", listen('fastify.route({ method: "GET", url: "/ping", handler })'), "/ping"],
    [
      "a controller of NestJS",
      {
        ...nest,
        "src/main.ts": "",
        "src/health.controller.ts": '@Controller("health")\nexport class Health {\n  @Get()\n  check() {} }',
      },
      "/health",
    ],
    [
      "NestJS with a prefix",
      {
        ...nest,
        "src/main.ts": 'app.setGlobalPrefix("api/v1");',
        "src/app.controller.ts": '@Controller()\nexport class App {\n  @Get("health") check() {} }',
      },
      "/api/v1/health",
    ],
    [
      "a route file of Next.js",
      { ...pack("next start"), "src/app/api/health/route.ts": "export const GET = () => Response.json({});" },
      "/api/health",
    ],
    ["a page of Next.js", { ...pack("next start"), "pages/api/healthz.js": "export default handler;" }, "/api/healthz"],
    ["nothing but the first page", listen('app.get("/users", list)'), "/"],
    [
      "nothing, when a router is mounted somewhere",
      { ...listen('app.use("/v1", router)'), "routes/health.js": 'router.get("/health", ok)' },
      "/",
    ],
    ["nothing that was downloaded", { ...listen(""), "src/node_modules/x/index.js": 'app.get("/health")' }, "/"],
  ])("is read from %s", async (_name, files, path) => {
    expect((await seenIn(files)).answers.healthCheck).toBe(path);
  });
});

describe("the database", () => {
  test.each([
    ["mysql2", { dependencies: { mysql2: "3" } }, "mysql"],
    ["mariadb", { dependencies: { mariadb: "3" } }, "mariadb"],
    ["postgres", { dependencies: { postgres: "3" } }, "postgres"],
  ])("is seen by %s", async (_name, more, engine) => {
    expect((await seenIn(pack("node server.js", more))).answers.database).toEqual({ engine });
  });

  test("is the one that Prisma is told", async () => {
    const schema =
      'generator client {\n  provider = "prisma-client-js"\n}\ndatasource db {\n  provider = "mysql"\n  url = env("DATABASE_URL")\n}';
    const seen = await seenIn({ ...pack("node .", { dependencies: {} }), "prisma/schema.prisma": schema });
    expect(seen.answers.database).toEqual({ engine: "mysql" });
    expect(seen.from["database.engine"]).toBe("provider in prisma/schema.prisma");
  });

  test("that is only for development does not count", async () => {
    const seen = await seenIn(pack("node .", { dependencies: {}, devDependencies: { pg: "8" } }));
    expect(seen.answers).not.toHaveProperty("database");
    expect(seen.notes).toEqual([expect.stringContaining("No database driver in package.json")]);
  });
});
