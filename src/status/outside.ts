import { type ClientRequest, request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";
import type { TLSSocket } from "node:tls";

/** What a visitor would find at the server's address. */
export interface Outside {
  /** The HTTP status of the answer; null without one. */
  answers: number | null;
  /** Why there was no answer. */
  problem: string | null;
  /** The one that the server shows; null without TLS. */
  certificate: OutsideCertificate | null;
}

export interface OutsideCertificate {
  issuer: string;
  names: string[];
  /** ISO 8601. */
  notAfter: string;
  /** Whether this machine's certificate authorities vouch for it, for this name. */
  trusted: boolean;
}

export interface OutsideQuestion {
  /** The server's own address: the domain may still lead elsewhere. */
  address: string;
  /** Null without one: then it is asked over http. */
  domain: string | null;
  signal: AbortSignal;
  /** 443 or 80 unless given. */
  port?: number;
  /** How long an answer may take. */
  seconds?: number;
}

/** Asks the server as a visitor would. No answer is an answer too; only Ctrl-C is thrown on. */
export function askFromOutside(question: OutsideQuestion): Promise<Outside> {
  const { address, domain, signal, port = domain ? 443 : 80, seconds = 4 } = question;
  return new Promise((resolve, reject) => {
    let certificate: OutsideCertificate | null = null;
    const common = { host: address, port, path: "/", agent: false, timeout: seconds * 1000, signal };
    const asked: ClientRequest = domain
      ? // A certificate that is not trusted is looked at, and told; nothing is sent to this server but the question.
        requestHttps({ ...common, servername: domain, headers: { host: domain }, rejectUnauthorized: false })
      : requestHttp(common);
    asked.on("socket", (socket) =>
      socket.once("secureConnect", () => {
        certificate = shownOn(socket as TLSSocket);
      }),
    );
    asked.on("response", (response) => {
      // The status is all that is asked; a body may never end.
      response.destroy();
      resolve({ answers: response.statusCode ?? null, problem: null, certificate });
    });
    asked.on("timeout", () => asked.destroy(new Error(`no answer within ${seconds} s`)));
    asked.on("error", (error) =>
      signal.aborted ? reject(signal.reason) : resolve({ answers: null, problem: error.message, certificate }),
    );
    asked.end();
  });
}

function shownOn(socket: TLSSocket): OutsideCertificate {
  const { issuer, subjectaltname = "", valid_to } = socket.getPeerCertificate();
  return {
    issuer: String(issuer?.O ?? issuer?.CN ?? "unknown"),
    names: subjectaltname.split(", ").map((name) => name.replace(/^DNS:/, "")),
    notAfter: new Date(valid_to).toISOString(),
    trusted: socket.authorized,
  };
}
