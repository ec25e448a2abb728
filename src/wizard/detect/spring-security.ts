import { printable } from "./printable.ts";
import { isReactive, type JavaProject } from "./spring-project.ts";
import type { SourceSigns } from "./spring-sources.ts";

const secured =
  /^org\.springframework\.(boot:spring-boot-starter-(security|oauth2-.*)|security:spring-security-(web|config))$/;

/** Whether Spring Security stands in front of the app. */
export const isSecured = ({ dependencies }: JavaProject) => [...dependencies].some((name) => secured.test(name));

const hasOwnRules = ({ dependencies }: JavaProject) =>
  [...dependencies].some((name) => /:spring-boot-starter(-security)?-oauth2-/.test(name));

/**
 * Whether it lets the path through, as far as the sources show. An app without a filter chain of its own gets Spring
 * Boot's: that one leaves the health endpoint open and nothing else, unless OAuth 2 brings in another.
 * @see https://docs.spring.io/spring-boot/reference/actuator/endpoints.html#actuator.endpoints.security
 */
export function isOpen(project: JavaProject, path: string, signs: SourceSigns, isEndpoint: boolean): boolean {
  if (!signs.filterChain) return isEndpoint && !hasOwnRules(project);
  if (signs.allPermitted || (isEndpoint && signs.endpointRequest)) return true;
  const parts = path.split("/").filter(Boolean);
  const above = parts.map((_, index) => `/${parts.slice(0, index).join("/")}`.replace(/\/$/, ""));
  const patterns = [path, `${path}/**`, ...above.map((folder) => `${folder}/**`), `${above.at(-1) ?? ""}/*`];
  return patterns.some((pattern) => signs.permitted.has(pattern));
}

/** The call that lets the path through, for a person to put into the filter chain. */
export function permitting(project: JavaProject, path: string): string {
  return `.${isReactive(project) ? "pathMatchers" : "requestMatchers"}("${printable(path)}").permitAll()`;
}
