import type { Saying } from "../../engine/saying.ts";
import { say } from "../../language/phrase.ts";
import type { Proposal, Seen } from "../detected.ts";
import { propose } from "./propose.ts";

export type Engine = Seen["database.engine"];

/** What each engine's drivers are called, as `group:artifact` and on npm. */
const drivers: Record<Engine, { java: readonly string[]; npm: readonly string[] }> = {
  postgres: {
    java: ["org.postgresql:postgresql", "org.postgresql:r2dbc-postgresql", "io.r2dbc:r2dbc-postgresql"],
    npm: ["pg", "postgres", "pg-promise"],
  },
  mysql: {
    java: [
      "com.mysql:mysql-connector-j",
      "mysql:mysql-connector-java",
      "io.asyncer:r2dbc-mysql",
      "dev.miku:r2dbc-mysql",
    ],
    npm: ["mysql2", "mysql"],
  },
  mariadb: { java: ["org.mariadb.jdbc:mariadb-java-client", "org.mariadb:r2dbc-mariadb"], npm: ["mariadb"] },
};

/** A driver that the project uses, and the engine that it speaks to. */
export interface Driver {
  engine: Engine;
  name: string;
}

/** One driver for each engine that the dependencies can speak to. */
export function driversAmong(dependencies: ReadonlySet<string>, kind: "java" | "npm"): Driver[] {
  return (Object.keys(drivers) as Engine[]).flatMap((engine) => {
    const name = drivers[engine][kind].find((driver) => dependencies.has(driver));
    return name ? [{ engine, name }] : [];
  });
}

const schemes: Record<string, Engine | undefined> = { postgresql: "postgres", mysql: "mysql", mariadb: "mariadb" };

/** The engine of a URL such as `jdbc:postgresql://localhost/shop`, or of what Prisma calls a provider. */
export function engineOf(text: string): Engine | undefined {
  const scheme = text.match(
    /^(?!(?:jdbc|r2dbc):(?:h2|hsqldb|derby|sqlite):)(?:[\w-]+:)*?(postgresql|mysql|mariadb)(?::|$)/,
  )?.[1];
  return scheme === undefined ? undefined : schemes[scheme];
}

/**
 * The engine that the app's own URL names, else the one that its driver speaks to. Without a driver, or with several
 * and nothing to choose by, there is a note in place of an answer.
 */
export function proposeDatabase(
  drivers: readonly Driver[],
  buildFile: string,
  told: { url?: string; from?: Saying } = {},
): { proposal: Proposal<Engine> | undefined; notes: Saying[] } {
  const named = told.url === undefined ? undefined : engineOf(told.url);
  if (named && told.from) return { proposal: propose("database.engine", named, told.from), notes: [] };
  const [driver, ...others] = drivers;
  if (!driver) return { proposal: undefined, notes: [say("seenNoDatabase", buildFile)] };
  if (others.length > 0) {
    const names = drivers.map(({ name }) => name).join(", ");
    return { proposal: undefined, notes: [say("seenSeveralDatabases", names, buildFile)] };
  }
  return { proposal: propose("database.engine", driver.engine, say("seenIn", driver.name, buildFile)), notes: [] };
}
