import type { Scene } from "./scene.ts";

/** `longest`: each window of eventual consistency lasts as long as it was ever seen to. */
export type Pace = "typical" | "slow" | "longest";

/** Seconds that AWS takes, typical and slow, as measured in many accounts. */
const table = {
  /** From RunInstances to `running`, and from StartInstances. */
  instanceRunning: [16, 42],
  instanceStopped: [30, 60],
  instanceTerminated: [30, 60],
  /** A terminated instance stays in the lists for about an hour. */
  instanceForgotten: [3600, 3600],
  /** How long a fresh id of EC2 is still "not found". */
  freshId: [2, 5],
  /** RunInstances does not know a fresh instance profile. */
  profileKnown: [8, 60],
  /** CodeDeploy does not know a fresh role. */
  roleKnown: [6, 60],
  /** RDS and ELB do not know a fresh security group. */
  groupKnown: [3, 10],
  volumeModified: [30, 120],
  targetHealthy: [90, 180],
  databaseCreated: [300, 1000],
  databaseModified: [60, 300],
  databaseStarted: [120, 300],
  databaseDeleted: [120, 640],
  snapshotDeleted: [10, 30],
  loadBalancerActive: [152, 190],
  /** The network interfaces that a deleted load balancer leaves behind. */
  interfacesGone: [60, 160],
  listenerKnown: [2, 5],
  inSync: [35, 72],
  /** From RequestCertificate until its validation records are told. */
  certificateRecord: [6, 58],
  /** From the validation records being public until ISSUED. */
  certificateIssued: [90, 300],
  /** A certificate counts as in use after its listener is gone. */
  certificateReleased: [10, 60],
  deployment: [45, 120],
  /** How long a client token of EC2 is remembered. */
  clientToken: [86_400, 86_400],
  /** How long ACM remembers an idempotency token. */
  certificateToken: [3600, 3600],
} as const satisfies Record<string, readonly [number, number]>;

export type Delay = keyof typeof table;

/** Where AWS was seen to take longer than what is slow. */
const longest: Partial<Record<Delay, number>> = {
  freshId: 20,
  profileKnown: 115,
  roleKnown: 290,
  groupKnown: 60,
  listenerKnown: 30,
  interfacesGone: 600,
  certificateRecord: 290,
  certificateIssued: 1800,
  certificateReleased: 1180,
};

/** Milliseconds of sandbox time that this takes in the scene's world. */
export function takes({ world }: Pick<Scene, "world">, what: Delay): number {
  const [typical, slow] = table[what];
  if (world.pace === "typical") return typical * 1000;
  return ((world.pace === "longest" && longest[what]) || slow) * 1000;
}

/** Whether what began at `since` (milliseconds) is over by now. */
export function isOver(scene: Scene, since: number, what: Delay): boolean {
  return scene.now() - since >= takes(scene, what);
}
