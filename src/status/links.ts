import { type ConsolePlace, consolePages } from "../aws/console-links.ts";
import type { Inspected } from "../engine/inspect.ts";

export interface Link {
  key: string;
  url: string;
}

/** The console's pages of what a person looks at there, in the order of the steps. */
export function linksTo(place: ConsolePlace, resources: readonly Pick<Inspected, "key" | "id" | "state">[]): Link[] {
  const pages = consolePages(place);
  const application = resources.find(({ key }) => key === "codedeploy.application")?.id;
  const page: Record<string, (id: string) => string> = {
    "ec2.instance": pages.instance,
    "rds.instance": pages.database,
    "route53.zone": pages.hostedZone,
    "acm.certificate": pages.certificate,
    "alb.load-balancer": pages.loadBalancer,
    "alb.target-group": pages.targetGroup,
    "s3.build-bucket": pages.bucket,
    "s3.assets-bucket": pages.bucket,
    ...(application && {
      "codedeploy.deployment-group": (group: string) => pages.deploymentGroup(application, group),
    }),
  };
  return resources.flatMap(({ key, id, state }) => {
    const to = page[key];
    return to && id && state !== "absent" ? [{ key, url: to(id) }] : [];
  });
}
