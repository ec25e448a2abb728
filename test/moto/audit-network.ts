import type { Check, Expected } from "./audit.ts";
import type { Rule, World } from "./world.ts";

const anywhere = ["0.0.0.0/0", "::/0"];
const isOpen = ({ CidrIpv4, CidrIpv6 }: Rule) => anywhere.includes(CidrIpv4 ?? "") || anywhere.includes(CidrIpv6 ?? "");
const holds = (port: number) => (rule: Rule) =>
  rule.IpProtocol === "-1" || (rule.FromPort <= port && port <= rule.ToPort);

/** Who may talk to whom: only the entry is open to the world, and each hop only to the one before it. */
export function checkNetwork({ ec2 }: World, { entry, app, environment, port, databasePort }: Expected): Check[] {
  const idOf = (what: string) =>
    ec2.groups.find(({ GroupName }) => GroupName === `${app}-${environment}-${what}`)?.GroupId;
  const [alb, server, db] = [idOf("alb"), idOf("app"), idOf("db")];
  const ours = ec2.rules.filter(({ GroupId }) => [alb, server, db].includes(GroupId));
  const into = (group: string | undefined) => ours.filter((rule) => !rule.IsEgress && rule.GroupId === group);
  const outOf = (group: string | undefined) => ours.filter((rule) => rule.IsEgress && rule.GroupId === group);
  const entrance = entry === "alb" ? alb : server;
  const from = (rule: Rule) => rule.ReferencedGroupInfo?.GroupId;
  const ports = (rules: Rule[]) =>
    rules
      .map(({ FromPort }) => FromPort)
      .sort((a, b) => a - b)
      .join(" ");

  const checks: Check[] = [
    ["the groups are there", !!server && !!alb === (entry === "alb") && !!db === (databasePort !== null)],
    ["every rule has a description", ours.every(({ Description }) => !!Description)],
    [
      "no rule is for every protocol or a range",
      ours.every((rule) => rule.IpProtocol === "tcp" && rule.FromPort === rule.ToPort),
    ],
    ["nobody can reach port 22", !ours.some((rule) => !rule.IsEgress && holds(22)(rule))],
    ["the entry takes 80 and 443 from anywhere", ports(into(entrance).filter(isOpen)) === "80 443"],
    [
      "nothing else is open to the world",
      ours.filter((rule) => !rule.IsEgress && isOpen(rule)).every(({ GroupId }) => GroupId === entrance),
    ],
    [
      "the server sends to 80, 443 and the database alone",
      ports(outOf(server)) === (databasePort === null ? "80 443" : `80 443 ${databasePort}`),
    ],
  ];
  if (entry === "alb") {
    checks.push(
      [
        "the app's port opens to the load balancer alone",
        ports(into(server)) === `${port}` && into(server).every((rule) => from(rule) === alb),
      ],
      [
        "the load balancer sends to the app alone",
        ports(outOf(alb)) === `${port}` && outOf(alb).every((rule) => from(rule) === server),
      ],
    );
  }
  if (databasePort !== null) {
    checks.push(
      [
        "the database opens to the app alone",
        ports(into(db)) === `${databasePort}` && into(db).every((rule) => from(rule) === server),
      ],
      [
        "the server reaches the database by its group",
        outOf(server)
          .filter(holds(databasePort))
          .every((rule) => from(rule) === db),
      ],
      ["the database sends nowhere", outOf(db).length === 0],
    );
  }
  return checks;
}
