import { fault } from "./scene.ts";

/** Refuses an input that lacks one of these members, with the code that the service has for that. */
export function required<Input extends object>(code: string, input: Input, ...members: (keyof Input & string)[]): void {
  const missing = members.filter((member) => input[member] === undefined || input[member] === "");
  if (missing.length > 0) {
    throw fault(code, `The request must contain the parameter ${missing.join(", ")}`);
  }
}

/**
 * Names and descriptions of security groups and their rules.
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateSecurityGroup.html
 */
export function checkGroupText(what: string, text: string | undefined): void {
  if (text === undefined || /^[a-zA-Z0-9 ._\-:/()#,@[\]+=&;{}!$*]{1,255}$/.test(text)) return;
  throw fault(
    "InvalidParameterValue",
    `Value (${text}) for parameter ${what} is invalid. Character sets beyond ASCII are not supported, or it is longer than 255.`,
  );
}

/** At most 16 KiB before base64. */
export function checkUserData(base64: string | undefined): void {
  if (base64 !== undefined && !/^[a-zA-Z0-9+/\s]*={0,2}\s*$/.test(base64)) {
    throw fault("InvalidParameterValue", "Invalid BASE64 encoding of user data.");
  }
  if (base64 !== undefined && Buffer.from(base64, "base64").length > 16_384) {
    throw fault("InvalidParameterValue", "User data is limited to 16384 bytes");
  }
}

/** @see https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstance.html */
export function checkRdsIdentifier(what: string, identifier: string): void {
  if (/^[a-zA-Z](?:-?[a-zA-Z0-9])*$/.test(identifier) && identifier.length <= 63) return;
  throw fault(
    "InvalidParameterValue",
    `The parameter ${what} is not a valid identifier. Identifiers must begin with a letter; must contain only ASCII letters, digits, and hyphens; and must not end with a hyphen or contain two consecutive hyphens.`,
  );
}

const reservedMasterNames = ["admin", "administrator", "postgres", "rdsadmin", "root", "user"];

export function checkMasterName(name: string, engine: string): void {
  if (reservedMasterNames.includes(name.toLowerCase())) {
    throw fault(
      "InvalidParameterValue",
      `MasterUsername ${name} cannot be used as it is a reserved word used by the engine`,
    );
  }
  if (!/^[a-zA-Z]\w{0,15}$/.test(name)) {
    throw fault("InvalidParameterValue", `The parameter MasterUsername is not valid for ${engine}: ${name}`);
  }
}

export function checkDatabaseStorage(type: string | undefined, gibibytes: number | undefined): void {
  if (type === "gp3" && (gibibytes ?? 0) < 20) {
    throw fault("InvalidParameterCombination", "Invalid storage size for gp3: it must be at least 20 GiB");
  }
}

/**
 * Names of load balancers and target groups.
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateLoadBalancer.html
 */
export function checkElbName(what: string, name: string): void {
  if (name.length > 32)
    throw fault("ValidationError", `The ${what} name '${name}' cannot be longer than '32' characters`);
  if (!/^[a-zA-Z0-9-]+$/.test(name)) {
    throw fault(
      "ValidationError",
      `The ${what} name '${name}' can only contain characters that are alphanumeric characters and hyphens(-)`,
    );
  }
  if (/^-|-$/.test(name)) {
    throw fault("ValidationError", `The ${what} name '${name}' cannot begin or end with a hyphen(-)`);
  }
  if (name.startsWith("internal-")) {
    throw fault("ValidationError", `The ${what} name '${name}' cannot begin with 'internal-'`);
  }
}

export function checkHealthCheck(intervalSeconds: number, timeoutSeconds: number): void {
  if (timeoutSeconds >= intervalSeconds) {
    throw fault("ValidationError", "Health check timeout must be smaller than the interval");
  }
}

/** @see https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_PutParameter.html */
export function checkParameter(name: string, value: string | undefined): void {
  if (/^\/?(?:aws|ssm)/i.test(name)) {
    throw fault("ValidationException", `Parameter name: can't be prefixed with "aws" or "ssm" (case-insensitive).`);
  }
  if (!/^[a-zA-Z0-9_.\-/]+$/.test(name)) {
    throw fault("ValidationException", `Parameter name: can only contain letters, digits and the symbols _.-/`);
  }
  if (!value) throw fault("ValidationException", "Value at 'value' failed to satisfy constraint: at least 1 character");
  if (Buffer.byteLength(value) > 4096) {
    throw fault(
      "ValidationException",
      "Standard tier parameters support a maximum parameter value of 4096 characters.",
    );
  }
}

/** @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html */
export function checkBucketName(name: string): void {
  const shaped = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(name) && !name.includes("..");
  const reserved = /^(?:xn--|sthree-|amzn-s3-demo-)|(?:-s3alias|--ol-s3)$/.test(name);
  if (!shaped || reserved) throw fault("InvalidBucketName", "The specified bucket is not valid.");
}
