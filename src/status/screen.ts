import type { Saying } from "../engine/saying.ts";
import { say } from "../language/phrase.ts";
import type { Verdict } from "./headline.ts";
import { createPage, type Page, type PageSettings } from "./page.ts";
import type { StatusReport } from "./report.ts";
import { putResources } from "./resource-lines.ts";
import { putCertificate, putCertificateOnServer, putDeployment, putServers } from "./sections.ts";

export interface ScreenSettings extends PageSettings {
  /** The moment of the look. */
  now: Date;
  /** For one look of many: without links, and without the resources that are as they should be. */
  short: boolean;
}

/** The whole of `status`, line by line, the headline first. */
export function statusLines(report: StatusReport, settings: ScreenSettings): string[] {
  const page = createPage(settings);
  const { reason } = report.headline;
  // The address stays beside its word, to be clicked.
  if (reason) page.put(0, headlineInWords(report.headline.verdict, reason));
  else page.whole(0, settings.text(say("statusUp", report.url ?? "")));
  for (const warning of report.warnings) page.put(2, warning);
  if (report.resources.length > 0) putResources(page, report.resources, settings, settings.short);
  if (report.targets) putServers(page, report.targets);
  if (report.resources.some(({ key }) => key === "acm.certificate")) putCertificate(page, report.certificate);
  else if (report.domain && report.entry === "direct") putCertificateOnServer(page, report.outside, settings.now);
  putDelegation(page, report);
  if (report.resources.some(({ key }) => key === "codedeploy.deployment-group")) {
    putDeployment(page, report.deployment, settings.now);
  }
  putCost(page, report);
  if (!settings.short && report.links.length > 0) {
    page.heading(say("statusLinks"));
    for (const { key, url } of report.links) {
      page.put(2, key);
      page.whole(4, url);
    }
  }
  return page.lines;
}

function headlineInWords(verdict: Verdict, reason: Saying): Saying {
  if (verdict === "down") return say("statusDown", reason);
  return say(verdict === "coming" ? "statusComing" : "statusUnknown", reason);
}

function putDelegation(page: Page, { delegation, domain }: StatusReport): void {
  if (delegation === null || !domain) return;
  page.heading(say("statusDelegation"));
  page.put(2, delegation ? delegation.words : say("statusDnsSilent", domain));
  if (delegation?.todo) page.put(2, delegation.todo);
}

function putCost(page: Page, { cost }: StatusReport): void {
  page.heading(say("statusCost"));
  if ("unknown" in cost) {
    page.put(2, say("statusNotAsked", cost.unknown));
    return;
  }
  const { total, totalUpTo, pricesAsOf, approximate, lines } = cost.known;
  const amount = total === totalUpTo ? `$${total.toFixed(2)}` : `$${total.toFixed(2)} - $${totalUpTo.toFixed(2)}`;
  page.put(2, say(approximate ? "statusMonthlyApproximate" : "statusMonthly", amount, pricesAsOf));
  for (const { what, monthly } of lines) {
    if (monthly === undefined) page.put(2, say("statusPriceUnknown", what));
  }
}
