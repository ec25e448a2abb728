import { statSync } from "node:fs";
import { type Entry, openPromise, type ZipFile } from "yauzl";
import type { ArtifactProblem } from "./artifact.ts";

/** The Java that the server runs, and what its compiler writes into every class file (JVM specification, table 4.1-A). */
const java = { version: 21, classFileVersion: 65 };

/** Whether `path` is a jar that Spring Boot has repackaged; `jarProblem` says whether it would start. */
export async function isSpringBootJar(path: string): Promise<boolean> {
  if (!isFile(path)) return false;
  try {
    return (await readJar(path)).hasBootInf;
  } catch {
    return false;
  }
}

const isFile = (path: string) => statSync(path, { throwIfNoEntry: false })?.isFile() === true;

/** Why `java -jar` on the server would not start this file; undefined when nothing speaks against it. */
export async function jarProblem(path: string): Promise<ArtifactProblem | undefined> {
  const rebuild = "Build it with Spring Boot's own task: `./gradlew bootJar` or `./mvnw package`.";
  if (!isFile(path)) return { problem: "it is no file", hint: rebuild };
  let jar: Jar;
  try {
    jar = await readJar(path);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { problem: `it is no whole jar (${why})`, hint: rebuild };
  }
  if (!jar.hasBootInf) return { problem: "it has no BOOT-INF, so it is no Spring Boot jar", hint: rebuild };
  if (!/^Main-Class: *\S/m.test(jar.manifest)) {
    return { problem: "its manifest names no Main-Class, so that nothing can start it", hint: rebuild };
  }
  if (jar.classFileVersion !== undefined && jar.classFileVersion > java.classFileVersion) {
    const made = jar.classFileVersion - java.classFileVersion + java.version;
    return {
      problem: `it was compiled for Java ${made}, and the server has Java ${java.version}`,
      hint: `Compile for Java ${java.version}: set the toolchain or \`release\` of the compiler to ${java.version}.`,
    };
  }
  return undefined;
}

interface Jar {
  manifest: string;
  hasBootInf: boolean;
  /** Of one of the app's own classes; undefined when it has none. */
  classFileVersion: number | undefined;
}

/** Bytes 6 and 7 of a class file are its major version; more than that need not be read. */
const manifestLimit = 256 * 1024;

async function readJar(path: string): Promise<Jar> {
  const zip = await openPromise(path, { lazyEntries: true, autoClose: false });
  const jar: Jar = { manifest: "", hasBootInf: false, classFileVersion: undefined };
  try {
    for await (const entry of zip.eachEntry()) {
      const { fileName } = entry;
      if (fileName.startsWith("BOOT-INF/")) jar.hasBootInf = true;
      if (fileName === "META-INF/MANIFEST.MF") jar.manifest = (await start(zip, entry, manifestLimit)).toString("utf8");
      const own = /^BOOT-INF\/classes\/(?!META-INF\/).*\.class$/.test(fileName);
      if (own && jar.classFileVersion === undefined)
        jar.classFileVersion = (await start(zip, entry, 8)).readUInt16BE(6);
    }
  } finally {
    zip.close();
  }
  // A long value goes on in the next line, behind a blank.
  jar.manifest = jar.manifest.replace(/\r?\n /g, "");
  return jar;
}

/** The first `bytes` of an entry, or all of it when it is shorter. */
async function start(zip: ZipFile, entry: Entry, bytes: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of (await zip.openReadStreamPromise(entry)) as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    size += chunk.length;
    if (size >= bytes) break;
  }
  return Buffer.concat(chunks).subarray(0, bytes);
}
