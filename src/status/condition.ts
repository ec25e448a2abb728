import type { Inspected } from "../engine/inspect.ts";

/**
 * `fine`: it does its part; `coming`: it is going to by itself, or once its making goes on; `out`: it does not;
 * `hidden`: AWS would not tell.
 */
export type Condition = "fine" | "coming" | "out" | "hidden";

/** In these a database answers, whatever else goes on with it. */
const databaseAnswers =
  /^(available|backing-up|modifying|storage-optimization|storage-initialization|renaming|resetting-master-credentials|configuring-.*)$/;

type States = { fine: RegExp; coming: RegExp };

/** By key, the states that decide; what is not named here, or has no state told, is fine as long as it exists. */
const states: Record<string, States> = {
  "ec2.instance": { fine: /^running$/, coming: /^pending$/ },
  "rds.instance": {
    fine: databaseAnswers,
    coming: /^(creating|starting|rebooting|upgrading|maintenance|moving-to-vpc)$/,
  },
  "alb.load-balancer": { fine: /^active/, coming: /^provisioning$/ },
  "acm.certificate": { fine: /^ISSUED$/, coming: /^PENDING_VALIDATION$/ },
};

/**
 * Whether a resource does its part in the state that AWS tells.
 * @see https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/accessing-monitoring.html
 * @see https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-instance-lifecycle.html
 * @see https://docs.aws.amazon.com/acm/latest/APIReference/API_CertificateDetail.html
 */
export function conditionOf({ key, state }: Pick<Inspected, "key" | "state">): Condition {
  if (state === "absent") return "out";
  if (state === "unfinished") return "coming";
  if (state === "unknown") return "hidden";
  const decisive = states[key];
  if (!decisive || state === "present" || decisive.fine.test(state)) return "fine";
  return decisive.coming.test(state) ? "coming" : "out";
}
