import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer as createHttpServer } from "node:http";
import { createServer } from "node:https";
import type { AddressInfo, Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { askFromOutside } from "../../src/status/outside.ts";

const { signal } = new AbortController();

/** A key and a certificate for example.com that nobody vouches for. */
function selfSigned() {
  const folder = mkdtempSync(join(tmpdir(), "deploy-wizard-tls-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const [key, cert] = [join(folder, "key.pem"), join(folder, "cert.pem")];
  const subject = ["-subj", "/O=Nobody", "-addext", "subjectAltName=DNS:example.com,DNS:www.example.com"];
  const made = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "30"];
  execFileSync("openssl", ["req", "-x509", ...made, "-keyout", key, "-out", cert, ...subject], { stdio: "ignore" });
  return { key: readFileSync(key), cert: readFileSync(cert) };
}

async function listening(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  return (server.address() as AddressInfo).port;
}

test("what the server answers under its name, and the certificate that it shows", async () => {
  const server = createServer(selfSigned(), ({ headers }, response) => {
    response.statusCode = headers.host === "example.com" ? 204 : 404;
    response.end();
  });
  const port = await listening(server);
  const seen = await askFromOutside({ address: "127.0.0.1", domain: "example.com", signal, port });
  expect(seen).toMatchObject({ answers: 204, problem: null });
  expect(seen.certificate).toMatchObject({
    issuer: "Nobody",
    names: ["example.com", "www.example.com"],
    trusted: false,
  });
  expect(Date.parse(seen.certificate!.notAfter) - Date.now()).toBeGreaterThan(29 * 86_400_000);
});

test("without a domain it is asked over http", async () => {
  const port = await listening(createHttpServer((_request, response) => response.end()));
  const seen = await askFromOutside({ address: "127.0.0.1", domain: null, signal, port });
  expect(seen).toEqual({ answers: 200, problem: null, certificate: null });
});

test("nobody there, and somebody who says nothing", async () => {
  const silent = await listening(createHttpServer(() => undefined));
  const slow = await askFromOutside({ address: "127.0.0.1", domain: null, signal, port: silent, seconds: 0.2 });
  expect(slow).toEqual({ answers: null, problem: "no answer within 0.2 s", certificate: null });
  const refused = await askFromOutside({ address: "127.0.0.1", domain: "example.com", signal, port: 1 });
  expect(refused).toMatchObject({ answers: null, problem: expect.stringContaining("ECONNREFUSED") });
});

test("Ctrl-C ends it", async () => {
  const port = await listening(createHttpServer(() => undefined));
  const interrupt = new AbortController();
  const asked = askFromOutside({ address: "127.0.0.1", domain: null, signal: interrupt.signal, port });
  interrupt.abort(new Error("interrupted"));
  await expect(asked).rejects.toThrow("interrupted");
});
