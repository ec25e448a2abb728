/** A Spring Boot server, its deployments, and what it answers. */
import { causeOf } from "../../../src/deployments/cause.ts";
import { artifact, codeDeploy, type Deployed } from "./code-deploy.ts";
import { jars } from "./jars.ts";
import { startMachine } from "./machine.ts";

export const url = "http://127.0.0.1:8080/health?all";

export async function springBootServer() {
  const make = jars();
  const machine = await startMachine(
    {
      ...{ runtime: "spring-boot", port: "8080", entry: "alb", "health-check": "/health", domain: "-" },
      ...{ "assets-bucket": "shop-assets", "database-engine": "postgres", "database-host": "db.internal" },
      ...{ "database-port": "5432", "database-name": "shop" },
    },
    { username: "shop_app", password: 'p"a$`\\ #%=' },
  );
  const deploy = codeDeploy(machine);
  const jar = (path: string) => artifact("app.jar", path);
  const answer = async () => {
    const lines = (await machine.ask(url)).trimEnd().split("\n");
    return Object.fromEntries(
      lines.map((line) => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1)]),
    );
  };
  /** What `deploy` would tell of such a failure. */
  const cause = ({ failed, logTail }: Deployed) =>
    causeOf({
      status: "Failed",
      code: "HEALTH_CONSTRAINTS",
      message: undefined,
      event: {
        instanceId: "i-1",
        name: failed!,
        diagnostics: { errorCode: "ScriptFailed", scriptName: "x", message: "failed", logTail },
      },
      begun: true,
      health: [],
      unasked: [],
      agent: undefined,
      instanceId: "i-1",
      region: "eu-west-1",
      port: 8080,
      healthCheck: "/health",
    }).why;

  return { make, machine, deploy, jar, answer, cause };
}
