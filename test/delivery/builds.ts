/** What builds leave behind, made in code: jars, images and folders, good ones and bad ones. */
import { chmodSync, createWriteStream, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pipeline } from "node:stream/promises";
import { create } from "tar";
import { onTestFinished } from "vitest";
import { ZipFile } from "yazl";
import { repositoryFiles } from "../../src/delivery/repository-files.ts";

/** A folder that is gone when the test is over. */
export function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "deploy-wizard-build-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export function put(folder: string, files: Record<string, string | Buffer>, mode = 0o644): string {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content, { mode });
  }
  return folder;
}

/** The first bytes of a class file: magic number, minor and major version (65 is Java 21). */
export const classFile = (major: number) => Buffer.from([0xca, 0xfe, 0xba, 0xbe, 0, 0, major >> 8, major & 0xff, 0, 1]);

export const bootEntries: Record<string, string | Buffer> = {
  "META-INF/MANIFEST.MF":
    "Manifest-Version: 1.0\r\nMain-Class: org.springframework.boot.loader.launch.JarLauncher\r\nStart-Class: shop.App\r\n",
  "BOOT-INF/classes/META-INF/build-info.class": "no class at all",
  "BOOT-INF/classes/shop/App.class": classFile(65),
  "BOOT-INF/lib/spring-core.jar": "x",
};

/** A jar of these entries; those of a Spring Boot jar unless given. Undefined takes one away. */
export async function jar(file: string, changes: Record<string, string | Buffer | undefined> = {}): Promise<string> {
  const zip = new ZipFile();
  for (const [name, content] of Object.entries({ ...bootEntries, ...changes })) {
    if (content !== undefined)
      zip.addBuffer(Buffer.from(content), name, { mtime: new Date(2026, 0, 1), forceDosTimestamp: true });
  }
  zip.end();
  mkdirSync(dirname(file), { recursive: true });
  await pipeline(zip.outputStream, createWriteStream(file));
  return file;
}

/** A jar of a library, or what Spring Boot calls the plain one. */
export const plainJar = (file: string) =>
  jar(file, {
    ...Object.fromEntries(Object.keys(bootEntries).map((name) => [name, undefined])),
    "META-INF/MANIFEST.MF": "Manifest-Version: 1.0\r\n",
    "shop/App.class": classFile(65),
  });

interface Image {
  tags?: string[] | null;
  architecture?: string;
  gzip?: boolean;
  /** Files of the archive besides or in place of its own. */
  files?: Record<string, string>;
}

/** What `docker save` makes. */
export async function image(file: string, { tags = ["app:current"], ...more }: Image = {}): Promise<string> {
  const { architecture = "arm64", gzip = true, files = {} } = more;
  const folder = newFolder();
  const layer = Buffer.alloc(300 * 1024, "layer");
  const config = { architecture, os: "linux" };
  const manifest = [{ Config: "blobs/sha256/c0ffee", RepoTags: tags, Layers: ["blobs/sha256/1a7e2"] }];
  put(folder, {
    "blobs/sha256/1a7e2": layer,
    "blobs/sha256/c0ffee": JSON.stringify(config),
    "manifest.json": JSON.stringify(manifest),
    ...files,
  });
  mkdirSync(dirname(file), { recursive: true });
  await create({ cwd: folder, file, gzip }, ["blobs", "manifest.json"]);
  return file;
}

/** The wizard's own appspec.yml and scripts, as `codedeploy` writes them; `changes` replaces their text. */
export function delivery(folder: string, changes: Record<string, string> = {}): string {
  for (const { path, content, mode } of repositoryFiles({ github: null })) {
    put(folder, { [path]: changes[path] ?? content });
    chmodSync(join(folder, path), mode);
  }
  return folder;
}
