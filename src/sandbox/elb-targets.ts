import type {
  ElasticLoadBalancingV2,
  TargetDescription,
  TargetHealth,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import { runningSince } from "./ec2-instances.ts";
import type { TargetGroupRow, TargetRow } from "./elb.ts";
import { targetGroupOf, usingBalancers } from "./elb-target-groups.ts";
import { elbFault } from "./query-fault.ts";
import type { Handlers, Scene } from "./scene.ts";
import { isOver } from "./times.ts";

export const targetHandlers = {
  RegisterTargets: (scene, { TargetGroupArn, Targets = [] }) => {
    const group = targetGroupOf(scene, TargetGroupArn);
    const idle = Targets.filter(({ Id }) => runningSince(scene, Id!) === undefined).map(({ Id }) => `'${Id}'`);
    if (idle.length > 0) {
      const message = `The following targets are not in a running state and cannot be registered: ${idle.join(", ")}`;
      throw elbFault("InvalidTarget", message);
    }
    for (const target of Targets) {
      const registered = targetsOf(scene, group).find((row) => isSame(group, row, target));
      if (registered && registered.drainingSince === undefined) continue;
      const others = targetsOf(scene, group).filter((row) => row !== registered);
      group.targets = [...others, { id: target.Id!, port: portOf(group, target), registeredAt: scene.now() }];
    }
    return {};
  },

  DeregisterTargets: (scene, { TargetGroupArn, Targets = [] }) => {
    const group = targetGroupOf(scene, TargetGroupArn);
    const wanted = Targets.map((target) => {
      const row = targetsOf(scene, group).find(
        (each) => each.id === target.Id && (!target.Port || isSame(group, each, target)),
      );
      if (!row) throw elbFault("InvalidTarget", `The target '${target.Id}' is not registered`);
      return row;
    });
    for (const row of wanted) row.drainingSince ??= scene.now();
    return {};
  },

  DescribeTargetHealth: (scene, { TargetGroupArn, Targets }) => {
    const group = targetGroupOf(scene, TargetGroupArn);
    const rows = targetsOf(scene, group);
    const asked = Targets?.map((target) => ({ target, row: rows.find((each) => isSame(group, each, target)) }));
    return {
      TargetHealthDescriptions: (asked ?? rows.map((row) => ({ target: { Id: row.id, Port: row.port }, row }))).map(
        ({ target, row }) => ({
          Target: { Id: target.Id, Port: portOf(group, target) },
          HealthCheckPort: String(portOf(group, target)),
          TargetHealth: row ? health(scene, group, row) : notRegistered,
        }),
      ),
    };
  },
} satisfies Handlers<ElasticLoadBalancingV2>;

/** Without those that are drained; a terminated instance leaves by itself. */
function targetsOf(scene: Scene, group: TargetGroupRow): TargetRow[] {
  const drained = Number(group.attributes["deregistration_delay.timeout_seconds"]) * 1000;
  return group.targets.filter(
    ({ id, drainingSince }) =>
      scene.world.ec2.instances.some((instance) => instance.id === id && instance.phase !== "terminated") &&
      (drainingSince === undefined || scene.now() - drainingSince < drained),
  );
}

const portOf = (group: TargetGroupRow, { Port }: TargetDescription) => Port ?? group.settings.Port;

const isSame = (group: TargetGroupRow, row: TargetRow, target: TargetDescription) =>
  row.id === target.Id && row.port === portOf(group, target);

const notRegistered: TargetHealth = {
  State: "unused",
  Reason: "Target.NotRegistered",
  Description: "Target is not registered to the target group",
};

/**
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_TargetHealth.html
 */
function health(scene: Scene, group: TargetGroupRow, row: TargetRow): TargetHealth {
  if (row.drainingSince !== undefined) {
    return {
      State: "draining",
      Reason: "Target.DeregistrationInProgress",
      Description: "Target deregistration is in progress",
    };
  }
  if (usingBalancers(scene, group.arn).length === 0) {
    return {
      State: "unused",
      Reason: "Target.NotInUse",
      Description: "Target group is not configured to receive traffic from the load balancer",
    };
  }
  const running = runningSince(scene, row.id);
  if (running === undefined) {
    return { State: "unused", Reason: "Target.InvalidState", Description: "Target is in the stopped state" };
  }
  if (!isOver(scene, running, "targetHealthy")) {
    return {
      State: "initial",
      Reason: "Elb.RegistrationInProgress",
      Description: "Target registration is in progress",
    };
  }
  return group.finding ?? { State: "healthy" };
}
