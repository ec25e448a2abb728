import { createHash } from "node:crypto";
import { statSync } from "node:fs";
import type { ServiceName } from "../aws/clients.ts";
import type { Dns } from "../dns/dns.ts";
import type { Clock } from "../engine/clock.ts";
import { WizardError } from "../engine/errors.ts";
import { sandboxClock } from "./clock.ts";
import type { PlannedFailure } from "./codedeploy.ts";
import { sandboxDns } from "./dns.ts";
import { handlers } from "./handlers.ts";
import { type SandboxMiddleware, sandboxMiddleware } from "./middleware.ts";
import { copied } from "./plain.ts";
import { type PowerCut, powerSwitch } from "./power-cut.ts";
import { fault, type Handler, type Scene } from "./scene.ts";
import { newWorld, type PlannedFault, readWorld, type World, writeWorld } from "./world.ts";

export interface SandboxSettings {
  /** Where the world is kept between commands; undefined: in memory alone. */
  file: string | undefined;
  region: string;
  account?: string;
  /** How many times faster than the machine's its time runs. An injected clock is used as it is. */
  speed?: number;
  /**
   * The sandbox plays the person: so many of its seconds after the first look at a domain that has a hosted zone, the
   * registrar has that zone's name servers. Left out, nobody pastes them.
   */
  pastesAfterSeconds?: number | undefined;
  /** How deployments that begin here fail; left out, they go well. */
  deploymentFailure?: PlannedFailure | undefined;
  /** Where this process is killed, or interrupted. */
  powerCut?: PowerCut | undefined;
  clock?: Clock;
}

/** An AWS inside the process. */
export interface Sandbox {
  account: string;
  region: string;
  /** The sandbox's time; `sleep` takes as much less of the machine's time as the sandbox is faster. */
  clock: Clock;
  readonly world: World;
  dns: Dns;
  /** Answers `RunInstances` of `ec2`, or throws as the SDK would. What it changed is on disk before it returns. */
  answer(service: ServiceName, command: string, input: object): object;
  /** For any client of the SDK: `client.middlewareStack.use(sandbox.middleware)`. */
  middleware: SandboxMiddleware;
  /** Writes the world as it is, with its time. */
  save(): void;
}

/** So much sandbox time may be lost when the process is killed between two changes. */
const saveEveryMilliseconds = 10_000;

/** Opens the world in `file`, or makes a new one; time goes on from where it was left. */
export function openSandbox(settings: SandboxSettings): Sandbox {
  const { file, region, account = "000000000000", speed = 60 } = settings;
  const kept = file === undefined ? undefined : readWorld(file);
  let world = kept ?? newWorld(region, (settings.clock?.wall() ?? new Date()).getTime());
  if (world.region !== region) {
    throw new WizardError("state", `The sandbox in ${file} is in ${world.region}, not in ${region}.`, {
      hint: `Use --region ${world.region}, or remove ${file} to start a new sandbox.`,
    });
  }
  const clock = settings.clock ?? sandboxClock(world.now, speed);
  const opened = { world: world.now, clock: clock.now() };
  let written = kept ? text(kept) : "";
  let stamp = stampOf(file);

  const scene: Scene = {
    get world() {
      return world;
    },
    account,
    region,
    deploymentFailure: settings.deploymentFailure,
    now: () => Math.max(world.now, opened.world + Math.round(clock.now() - opened.clock)),
    newId(prefix) {
      world.lastId += 1;
      return `${prefix}0${createHash("sha256").update(`${world.lastId}`).digest("hex").slice(0, 16)}`;
    },
  };

  function save() {
    world.now = scene.now();
    if (file === undefined) return;
    writeWorld(file, world);
    written = text(world);
    stamp = stampOf(file);
  }

  /** Another process (`status` while `init` runs) may have written the world since. */
  function refresh() {
    if (file === undefined || stampOf(file) === stamp) return;
    world = readWorld(file) ?? world;
    written = text(world);
    stamp = stampOf(file);
  }

  function keep() {
    if (file === undefined) return;
    if (text(world) !== written) return save();
    if (scene.now() - world.now < saveEveryMilliseconds) return;
    // Whoever only looks does not write its older picture over what another process has just done.
    world.now = scene.now();
    writeWorld(file, world, () => stampOf(file) === stamp);
    refresh();
  }

  function answer(service: ServiceName, command: string, input: object): object {
    refresh();
    const planned = takeFault(world, command);
    try {
      if (planned && !planned.acts) throw refusal(planned);
      const handler = handlers[service][command] as Handler<object, object> | undefined;
      if (!handler) {
        throw Object.assign(new Error(`the sandbox does not know ${service} ${command}`), { name: "SandboxGap" });
      }
      const answered = copied(handler(scene, copied(input)));
      if (planned) throw refusal(planned);
      return answered;
    } finally {
      keep();
    }
  }

  return {
    account,
    region,
    clock,
    get world() {
      return world;
    },
    dns: sandboxDns(scene, settings.pastesAfterSeconds, { refresh, keep }),
    answer,
    middleware: sandboxMiddleware(answer, powerSwitch(settings.powerCut)),
    save,
  };
}

/** The world without its time: two texts differ when something has been changed. */
const text = (world: World) => JSON.stringify({ ...world, now: 0 });

/** Tells one written world from the next: each is a new file, renamed into place. */
function stampOf(file: string | undefined): string {
  const stat = file === undefined ? undefined : statSync(file, { throwIfNoEntry: false });
  return stat ? `${stat.ino} ${stat.mtimeMs} ${stat.size}` : "";
}

function takeFault(world: World, command: string): PlannedFault | undefined {
  const planned = world.faults.find((each) => each.times > 0 && (each.command === command || each.command === "*"));
  if (planned) planned.times -= 1;
  world.faults = world.faults.filter(({ times }) => times > 0);
  return planned;
}

function refusal({ code, status, acts }: PlannedFault): Error {
  const message = acts ? "the answer was lost" : "the sandbox was told to refuse this";
  return status === 0 ? Object.assign(new Error(message), { code }) : fault(code, message, status);
}
