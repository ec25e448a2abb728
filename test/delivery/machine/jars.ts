/** Jars of a small HTTP server, laid out like Spring Boot's: good ones, and each kind of broken one. */
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { run } from "../tool.ts";

const here = import.meta.dirname;

/** How it behaves: well, ending at once, out of memory, without listening, or answering with this status. */
type Mode = "well" | "crash" | "memory" | "silent" | `${number}`;

/** Compiles once; what it returns makes jars and gives their paths. */
export function jars() {
  const classes = mkdtempSync(join(tmpdir(), "classes-"));
  // What runs it may be older than what compiles it.
  must("javac", ["--release", "11", "-d", classes, join(here, "Main.java")]);
  const pack = (name: string, version: string, mode: Mode, main: string[], folders: string[]): string => {
    writeFileSync(join(classes, "version"), version);
    writeFileSync(join(classes, "mode"), mode);
    mkdirSync(join(classes, "BOOT-INF/classes"), { recursive: true });
    copyFileSync(join(classes, "Main.class"), join(classes, "BOOT-INF/classes/Main.class"));
    const file = join(classes, `${name}.jar`);
    must("jar", [
      `cf${main.length > 0 ? "e" : ""}`,
      file,
      ...main,
      ...["Main.class", "version", "mode", ...folders].flatMap((each) => ["-C", classes, each]),
    ]);
    return file;
  };
  const good = (version: string, mode: Mode = "well") =>
    pack(`${version}-${mode}`, version, mode, ["Main"], ["BOOT-INF"]);
  return {
    good,
    withoutBootInf: () => pack("plain", "plain", "well", ["Main"], []),
    withoutMain: () => pack("no-main", "no-main", "well", [], ["BOOT-INF"]),
    /** Its directory says one thing and its bytes another. */
    damaged() {
      const bytes = readFileSync(good("damaged"));
      bytes.fill(0, 60, 400);
      return written("damaged.jar", bytes);
    },
    noZip: () => written("text.jar", "<html>404 Not Found</html>\n"),
  };
  function written(name: string, content: string | Buffer): string {
    writeFileSync(join(classes, name), content);
    return join(classes, name);
  }
}

function must(program: string, args: string[]): void {
  const { status, stderr } = run(program, args);
  if (status !== 0) throw new Error(`${program} failed: ${stderr}`);
}
