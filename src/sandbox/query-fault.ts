import { fault } from "./scene.ts";

/** Codes that the ELB model does not know, so that the SDK throws them under the name they have on the wire. */
const unmodelledElb = new Set(["ValidationError", "UnsupportedCertificate"]);

/** RDS faults whose class is called otherwise than `<code>Fault`. */
const asTheyAreInRds = new Set([
  "DBSubnetGroupDoesNotCoverEnoughAZs",
  "InvalidParameterCombination",
  "InvalidParameterValue",
  "InvalidSubnet",
]);

/**
 * An error of the load balancing API: `Code` is what AWS sends (`ListenerNotFound`), `name` what the SDK makes of it
 * (`ListenerNotFoundException`).
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/CommonErrors.html
 */
export function elbFault(code: string, message: string): Error {
  return queryFault(code, unmodelledElb.has(code) ? code : `${code}Exception`, message);
}

/** The same for RDS: `DBInstanceNotFound` is thrown as `DBInstanceNotFoundFault`. */
export function rdsFault(code: string, message: string): Error {
  const name = asTheyAreInRds.has(code) || code.endsWith("Fault") ? code : `${code}Fault`;
  return queryFault(code, name, message, /NotFound/.test(code) ? 404 : 400);
}

function queryFault(code: string, name: string, message: string, status = 400): Error {
  return Object.assign(fault(name, message, status), { Code: code });
}
