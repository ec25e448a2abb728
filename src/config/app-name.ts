import type { Saying } from "../engine/saying.ts";
import { say } from "../language/phrase.ts";

/** What an app may be called; every AWS name begins with it. */
export const appPattern = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;

/** What an environment may be called: `prod`, `staging`. */
export const environmentPattern = /^[a-z][a-z0-9]{0,6}$/;

/**
 * Beginnings that AWS refuses: of load balancers (`internal-`), security groups (`sg-`) and buckets (the others).
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
 */
const reserved = ["internal-", "sg-", "sthree-", "amzn-s3-demo-"];

/** Why `app` cannot be the app's name, or undefined when it can. */
export function appProblem(app: string): Saying | undefined {
  if (!appPattern.test(app) || app.length < 2 || app.length > 20) {
    return say("wrongApp");
  }
  // The name that AWS sees goes on with a hyphen, so `sg` alone is as bad as `sg-shop`.
  const taken = reserved.find((beginning) => `${app}-`.startsWith(beginning));
  return taken && say("wrongAppReserved", taken);
}

/** Why `environment` cannot be one, or undefined when it can. */
export function environmentProblem(environment: string): string | undefined {
  return environmentPattern.test(environment)
    ? undefined
    : "expected 1 to 7 lower-case letters and digits, a letter first";
}
