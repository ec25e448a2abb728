/** Why an answer cannot stand. Errors say it in English; a question says it in the person's language. */
export const answers = {
  wrongApp: "expected 2 to 20 lower-case letters, digits and single hyphens, a letter first",
  wrongAppReserved: (beginning: string) =>
    `AWS keeps names that begin with ${beginning} for itself; expected another name`,
  wrongBranchExpression: "GitHub and IAM take ${ for the beginning of an expression; expected a name like main",
  wrongBranch: "git does not allow that as the name of a branch; expected a name like main",

  wrongDomainFormat: "it is not a valid international domain name",
  wrongDomainSuffix: (name: string) =>
    `${name} is a public suffix, under which others register their names; expected a name below it`,
  wrongDomainEmpty: "it is empty",
  wrongDomainUrl: (name: string) => `it is a URL; type only the name: ${name}`,
  wrongDomainAddress: "it is an IP address; expected a domain name",
  wrongDomainPort: (name: string) => `it has a port; type only the name: ${name}`,
  wrongDomainWildcard: (name: string) => `it is a wildcard; type the name itself: ${name}`,
  wrongDomainCharacter: (character: string) =>
    `it contains ${character}; a domain has letters, digits, hyphens and dots`,
  wrongDomainEmptyPart: "it has an empty part (two dots in a row, or a dot at the front)",
  wrongDomainLongPart: (part: string, length: number) =>
    `its part ${part}... has ${length} characters; at most 63 are allowed`,
  wrongDomainHyphen: (part: string) => `its part ${part} starts or ends with a hyphen`,
  wrongDomainLong: (length: number) => `it has ${length} characters; a domain name has at most 253`,
  wrongDomainLongForCertificate: (length: number, most: number) =>
    `it has ${length} characters; an AWS certificate takes at most ${most}`,
  wrongDomainSingle: "it is a single word without a dot; expected a name like example.com",

  wrongNumber: (least: number, most: number) => `expected ${least} to ${most}`,
  wrongGiB: (least: number, most: number) => `expected ${least} to ${most} (GiB)`,
  wrongBackupDays: "0 switches backups off, and lost data could not be brought back; expected 1 to 35",
  wrongInstanceType: "expected an EC2 instance type such as t4g.small",
  wrongDatabaseClass: "expected an RDS instance class such as db.t4g.micro",
  wrongRepository: "expected owner/name",
  wrongPortSsh: "22 is the port of SSH; expected the port that the app listens on",
  wrongPortNginx: (port: number) => `with entry direct nginx listens on ${port}; expected another port`,
  wrongHealthCheck: "expected a path that starts with /, at most 1024 printable characters without spaces",
  wrongVpc: "expected default or the id of a VPC (vpc-...)",
  wrongVpcDedicated: "a dedicated VPC is not supported yet; default and vpc-... are",
};
