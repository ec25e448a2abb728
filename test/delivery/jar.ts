import { createWriteStream } from "node:fs";
import { pipeline } from "node:stream/promises";
import { ZipFile } from "yazl";

/** The start of a class file of that major version (65 is Java 21). */
export const classFile = (major: number) => Buffer.from([0xca, 0xfe, 0xba, 0xbe, 0, 0, 0, major]);

const manifest = "Manifest-Version: 1.0\r\nMain-Class: org.springframework.boot.loader.launch.JarLauncher\r\n";

/** What Spring Boot's own build makes, as far as it is looked into; `change` replaces entries, undefined leaves one out. */
export async function writeJar(
  file: string,
  change: Record<string, string | Buffer | undefined> = {},
): Promise<string> {
  const zip = new ZipFile();
  const entries = { "META-INF/MANIFEST.MF": manifest, "BOOT-INF/classes/shop/App.class": classFile(65), ...change };
  for (const [path, content] of Object.entries(entries)) {
    if (content !== undefined) zip.addBuffer(Buffer.from(content), path);
  }
  zip.end();
  await pipeline(zip.outputStream, createWriteStream(file));
  return file;
}
