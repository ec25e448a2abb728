import {
  type Action,
  CreateListenerCommand,
  DeleteListenerCommand,
  DescribeListenersCommand,
  type Listener,
  ModifyListenerCommand,
  type ModifyListenerCommandInput,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import type { Aws } from "../aws/clients.ts";
import { atMostOne, orAbsent } from "../aws/errors.ts";
import type { AwsResource } from "../aws/tools.ts";
import type { Poll } from "../engine/poll.ts";
import { say } from "../language/phrase.ts";
import { differences } from "./differences.ts";
import { loadBalancingTagChanges, loadBalancingTags } from "./load-balancing-tags.ts";
import { refusedWith, settling, untilAccepted } from "./patience.ts";

export interface ListenerInput {
  name: string;
  loadBalancerArn: string;
  port: 80 | 443;
  protocol: "HTTP" | "HTTPS";
  /** For HTTPS; it has to be issued already. */
  certificateArn?: string;
  action: "redirect-to-https" | { targetGroupArn: string };
}

export interface ListenerOutput {
  arn: string;
}

/**
 * TLS 1.3 and 1.2 with forward secrecy, and key exchange that a quantum computer could not undo.
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html
 */
const sslPolicy = "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09";

/**
 * Listener of a load balancer: it forwards to a target group, or sends http callers to the same address under https.
 * Throws `not-ours` if the port is taken by one without our tags.
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateListener.html
 */
export const listener: AwsResource<ListenerInput, ListenerOutput> = {
  kind: "listener",
  title: ({ port, protocol }) => say("titleListener", port, protocol),
  id: ({ arn }) => arn,

  async find({ aws, owner }, { loadBalancerArn, port }, { recorded }) {
    const found = (recorded && (await describe(aws, recorded.arn))) || (await listeningOn(aws, loadBalancerArn, port));
    if (!found) return undefined;
    const byOwnId = found.ListenerArn === recorded?.arn;
    owner.claim(`Listener ${port} of ${loadBalancerArn}`, await loadBalancingTags(aws, found.ListenerArn!), {
      byOwnId,
    });
    return { output: { arn: found.ListenerArn! } };
  },

  async create({ aws, owner, poll }, input) {
    const { name, loadBalancerArn, port } = input;
    const { Listeners } = await onceCertificateIsKnown(poll, input, () =>
      aws.elb(
        new CreateListenerCommand({
          LoadBalancerArn: loadBalancerArn,
          Port: port,
          ...settings(input),
          DefaultActions: [action(input)],
          Tags: owner.tags(name),
        }),
      ),
    );
    const arn = Listeners![0]!.ListenerArn!;
    await poll(
      { what: say("waitToShowUp", say("titleListenerOnPort", port)), ...settling },
      async () => (await describe(aws, arn)) !== undefined,
    );
    return { arn };
  },

  async sync(tools, input, { arn }) {
    const { aws, poll } = tools;
    const now = (await aws.elb(new DescribeListenersCommand({ ListenerArns: [arn] }))).Listeners![0]!;
    const wanted = summary({ ...settings(input), Port: input.port, DefaultActions: [action(input)] });
    const changes = differences(wanted, summary(now), () => async () => {
      const change: ModifyListenerCommandInput = {
        ListenerArn: arn,
        Port: input.port,
        ...settings(input),
        DefaultActions: [action(input)],
      };
      await onceCertificateIsKnown(poll, input, () => aws.elb(new ModifyListenerCommand(change)));
    });
    return [...(await loadBalancingTagChanges(tools, input.name, arn)), ...changes];
  },

  async remove({ aws, poll }, { port }, { arn }) {
    await orAbsent(aws.elb(new DeleteListenerCommand({ ListenerArn: arn })), "ListenerNotFoundException");
    await poll(
      { what: say("waitToDisappear", say("titleListenerOnPort", port)), everySeconds: 2 },
      async () => !(await describe(aws, arn)),
    );
  },
};

/** A certificate, target group or load balancer that was just made may not be known to the listener's side yet. */
function onceCertificateIsKnown<T>(poll: Poll, { port }: ListenerInput, call: () => Promise<T>): Promise<T> {
  const fresh = refusedWith(
    "UnsupportedCertificate",
    "CertificateNotFoundException",
    "TargetGroupNotFoundException",
    "LoadBalancerNotFoundException",
  );
  return untilAccepted(
    poll,
    { what: say("waitToBeAccepted", say("titleListenerOnPort", port)), ...settling },
    fresh,
    call,
  );
}

function settings({ protocol, certificateArn }: ListenerInput) {
  if (protocol === "HTTP") return { Protocol: protocol };
  return { Protocol: protocol, SslPolicy: sslPolicy, Certificates: [{ CertificateArn: certificateArn }] };
}

function action({ action }: ListenerInput): Action {
  if (action !== "redirect-to-https") return { Type: "forward", TargetGroupArn: action.targetGroupArn };
  return {
    Type: "redirect",
    RedirectConfig: {
      Protocol: "HTTPS",
      Port: "443",
      Host: "#{host}",
      Path: "/#{path}",
      Query: "#{query}",
      StatusCode: "HTTP_301",
    },
  };
}

/** What a listener does, in a few words that can be compared and read. */
function summary({ Port, Protocol, SslPolicy, Certificates, DefaultActions }: Listener): Record<string, string> {
  const words: Record<string, string> = { port: String(Port), protocol: String(Protocol) };
  if (Protocol === "HTTPS") {
    words.policy = SslPolicy ?? "none";
    words.certificate = Certificates?.[0]?.CertificateArn ?? "none";
  }
  return { ...words, action: (DefaultActions ?? []).map(actionInWords).join(" + ") };
}

function actionInWords({ Type, TargetGroupArn, RedirectConfig }: Action): string {
  if (Type === "forward") return `forward to ${TargetGroupArn ?? "several target groups"}`;
  const { Protocol, Host, Port, Path, Query, StatusCode } = RedirectConfig ?? {};
  return RedirectConfig ? `${StatusCode} to ${Protocol}://${Host}:${Port}${Path}?${Query}` : String(Type);
}

async function describe(aws: Aws, arn: string): Promise<Listener | undefined> {
  const answer = await orAbsent(
    aws.elb(new DescribeListenersCommand({ ListenerArns: [arn] })),
    "ListenerNotFoundException",
  );
  return answer?.Listeners?.[0];
}

async function listeningOn(aws: Aws, loadBalancerArn: string, port: number): Promise<Listener | undefined> {
  const answer = await orAbsent(
    aws.elb(new DescribeListenersCommand({ LoadBalancerArn: loadBalancerArn })),
    "LoadBalancerNotFoundException",
    "ListenerNotFoundException",
  );
  const matches = (answer?.Listeners ?? []).filter(({ Port }) => Port === port);
  return atMostOne(`listeners on port ${port}`, matches, ({ ListenerArn }) => String(ListenerArn));
}
