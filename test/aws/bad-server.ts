/** A server that answers as it is told to, call after call; what it was sent is kept. */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";

/** What becomes of one request. */
export type Fate = (request: IncomingMessage, response: ServerResponse) => void;

/** The connection breaks when the whole request has arrived. */
export const reset: Fate = (request) => void request.socket.destroy();
/** Nothing is said, ever. */
export const silence: Fate = () => undefined;
/** The answer begins, and never ends. */
export const stops: Fate = (_request, response) => {
  response.writeHead(200, { "content-type": "text/xml", "content-length": "10000" });
  response.write("<GetCallerIdentityResponse>");
};
/** A byte now and then, in the end all of it. */
export const slow: Fate = (_request, response) => {
  response.writeHead(200, { "content-type": "text/xml" });
  const parts = [...identity]
    .map((_, index) => identity.slice(index * 40, index * 40 + 40))
    .filter((part) => part !== "");
  const send = () => {
    const part = parts.shift();
    if (part === undefined) return response.end();
    response.write(part);
    setTimeout(send, 100);
  };
  send();
};
export const refusal =
  (status: number, code: string, date = new Date()): Fate =>
  (_request, response) => {
    response.sendDate = false;
    response.writeHead(status, { "content-type": "text/xml", date: date.toUTCString() });
    response.end(
      `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>said ${code}</Message></Error></ErrorResponse>`,
    );
  };
export const well: Fate = (_request, response) => {
  response.writeHead(200, { "content-type": "text/xml" });
  response.end(identity);
};

const identity =
  "<GetCallerIdentityResponse><GetCallerIdentityResult><Account>123456789012</Account><Arn>arn:aws:iam::123456789012:user/dev</Arn><UserId>A</UserId></GetCallerIdentityResult></GetCallerIdentityResponse>";

/** The fates in order; after the last of them all goes well. */
export async function badServer(...fates: Fate[]) {
  const requests: { body: string; date: string }[] = [];
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk) => {
      body += chunk;
    });
    request.on("end", () => {
      requests.push({ body, date: String(request.headers["x-amz-date"]) });
      (fates.shift() ?? well)(request, response);
    });
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { requests, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}
