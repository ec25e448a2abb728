import { isDeepStrictEqual } from "node:util";

/** IAM hands policy documents out percent-encoded (RFC 3986). */
export const policyText = (stored: string) => decodeURIComponent(stored);

/** Whether IAM's copy says the same as `wanted`; the order of keys and white space do not count. */
export function samePolicy(stored: string | undefined, wanted: object): boolean {
  return stored !== undefined && isDeepStrictEqual(JSON.parse(policyText(stored)), JSON.parse(JSON.stringify(wanted)));
}
