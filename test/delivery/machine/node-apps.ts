/** Small Node.js apps: as the folder that a laptop packs, and as an image. */
import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { create } from "tar";
import { packNodeFolder } from "../../../src/delivery/node-folder.ts";

/** Answers with its version, its environment and its packages' word; a websocket's greeting with one of its own. */
const server = (version: string, status: number, more: string) => `
const http = require("node:http");
const crypto = require("node:crypto");
${more}
const app = http.createServer((request, response) => {
  let bytes = 0;
  request.on("data", (chunk) => { bytes += chunk.length; });
  request.on("end", () => {
    response.writeHead(${status}, { "content-type": "application/json" });
    const extra = typeof word === "undefined" ? undefined : word;
    response.end(JSON.stringify({ version: "${version}", bytes, extra, env: process.env, headers: request.headers, user: process.getuid() }));
  });
});
app.on("upgrade", (request, socket) => {
  const accept = crypto.createHash("sha1").update(request.headers["sec-websocket-key"] + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").digest("base64");
  socket.end("HTTP/1.1 101 Switching Protocols\\r\\nUpgrade: websocket\\r\\nConnection: Upgrade\\r\\nSec-WebSocket-Accept: " + accept + "\\r\\n\\r\\n\\x81\\x05hello");
});
app.listen(process.env.PORT, () => console.log("version ${version} listens"));
`;

function write(files: Record<string, string>): string {
  const folder = mkdtempSync(join(tmpdir(), "app-"));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

/** An archive as \`deploy\` makes it on a laptop: a lock file and no packages. \`lock\` false: its lock file is wrong. */
export async function nodeArchive(version: string, { status = 200, lock = true } = {}): Promise<string> {
  const word = { name: "word", version: "1.0.0", main: "index.js" };
  const dependencies = { word: "file:word" };
  const app = {
    name: "app",
    version: "1.0.0",
    dependencies,
    scripts: { start: "node server.js", postinstall: "id -un >installed-by; echo $HOME >>installed-by" },
  };
  const packages = {
    "": { name: "app", version: "1.0.0", hasInstallScript: true, dependencies },
    "node_modules/word": { resolved: "word", link: true },
    word: { version: "1.0.0" },
  };
  const folder = write({
    "server.js": server(
      version,
      status,
      'const word = require("word") + require("node:fs").readFileSync("installed-by", "utf8");',
    ),
    "package.json": JSON.stringify(app),
    "package-lock.json": JSON.stringify({
      name: "app",
      version: "1.0.0",
      lockfileVersion: 3,
      requires: true,
      packages: lock ? packages : {},
    }),
    "word/package.json": JSON.stringify(word),
    "word/index.js": 'module.exports = "a package: ";',
  });
  const file = join(mkdtempSync(join(tmpdir(), "archive-")), "app.tar.gz");
  await packNodeFolder(folder, file);
  return file;
}

/** An archive as `docker save app:current | gzip` makes it. */
export async function imageArchive(version: string, status = 200, tag = "app:current"): Promise<string> {
  const layer = write({ "server.js": server(version, status, "") });
  const folder = write({
    "manifest.json": JSON.stringify([{ Config: "config.json", RepoTags: [tag], Layers: ["layer.tar"] }]),
    "config.json": JSON.stringify({ architecture: "amd64", version }),
  });
  await create({ cwd: layer, file: join(folder, "layer.tar") }, ["server.js"]);
  const file = join(mkdtempSync(join(tmpdir(), "image-")), "image.tar.gz");
  await create({ cwd: folder, file, gzip: true }, ["manifest.json", "config.json", "layer.tar"]);
  return file;
}
