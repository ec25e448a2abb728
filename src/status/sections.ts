import { stripVTControlCharacters } from "node:util";
import type { Saying } from "../engine/saying.ts";
import { say } from "../language/phrase.ts";
import type { LastDeployment } from "../resources/last-deployment.ts";
import { ago, daysUntil } from "./ago.ts";
import type { Asked } from "./asked.ts";
import type { CertificateFacts, TargetFacts } from "./facts.ts";
import type { Outside } from "./outside.ts";
import type { Page } from "./page.ts";

/** What `answer` knows goes to `put`; otherwise one line says why it could not be asked. */
function putAsked<T>(page: Page, heading: Saying, answer: Asked<T>, put: (known: T) => void): void {
  page.heading(heading);
  if ("known" in answer) put(answer.known);
  else page.put(2, say("statusNotAsked", answer.unknown));
}

export function putServers(page: Page, servers: Asked<TargetFacts[]>): void {
  putAsked(page, say("statusServers"), servers, (known) => {
    for (const { id, port, state, reason } of known) {
      page.put(2, `${id}${port === undefined ? "" : `:${port}`}  ${state}`);
      if (reason) page.put(4, reason);
    }
    if (known.length === 0) page.put(2, say("healthNoneRegistered"));
  });
}

export function putCertificate(page: Page, certificate: Asked<CertificateFacts | null>): void {
  putAsked(page, say("statusCertificate"), certificate, (known) => {
    if (!known) return;
    const { state, names, notAfter, daysLeft, renewal } = known;
    page.put(2, `${state}  ${names.join(", ")}`);
    if (notAfter === null || daysLeft === null) return;
    page.put(2, say("statusExpires", notAfter.slice(0, 10), daysLeft));
    page.put(2, say(renewal === "ELIGIBLE" ? "statusRenews" : "statusRenewsOnceUsed"));
  });
}

/** AWS knows nothing of a certificate on the server; it is told as it was seen from outside. */
export function putCertificateOnServer(page: Page, outside: Outside | null, now: Date): void {
  page.heading(say("statusCertificate"));
  if (!outside?.certificate) {
    page.put(2, say("statusOnServer"));
    return;
  }
  const { issuer, names, notAfter } = outside.certificate;
  page.put(2, names.join(", "));
  page.put(2, say("statusFromOutside", issuer));
  page.put(2, say("statusExpires", notAfter.slice(0, 10), daysUntil(notAfter, now)));
}

/** `now` is the moment of the look. */
export function putDeployment(page: Page, deployment: Asked<LastDeployment | null>, now: Date): void {
  putAsked(page, say("statusDeployment"), deployment, (known) => {
    if (!known) {
      page.put(2, say("statusNoDeployment"));
      return;
    }
    const { id, status, createdAt, revision, description, failure, rolledBackBy } = known;
    page.put(2, createdAt ? say("statusDeployed", id, status, ago(createdAt, now)) : `${id}  ${status}`);
    if (revision) page.put(2, say("statusOf", description ? `${revision} (${description})` : revision));
    if (failure) putFailure(page, failure);
    if (rolledBackBy) page.put(2, say("statusRolledBack", rolledBackBy.id, rolledBackBy.status));
  });
}

function putFailure(page: Page, { code, message, event }: NonNullable<LastDeployment["failure"]>): void {
  if (!event) {
    page.put(2, [code, message].filter(Boolean).join(": "));
    return;
  }
  page.put(2, say("statusFailedAt", event.name, event.instanceId));
  const script = [event.script, event.message].filter(Boolean).join(": ");
  if (script) page.put(4, script);
  // What a script printed may have colours, or anything else that would draw on this screen.
  if (event.logTail) page.put(4, stripVTControlCharacters(event.logTail.trim()));
}
