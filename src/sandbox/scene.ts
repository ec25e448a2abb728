import type { PlannedFailure } from "./codedeploy.ts";
import type { World } from "./world.ts";

/** What a handler sees: the whole world, because services look at each other, and the sandbox's own time. */
export interface Scene {
  world: World;
  account: string;
  region: string;
  /** How deployments fail that begin here; undefined when they go well. */
  deploymentFailure?: PlannedFailure | undefined;
  /** Milliseconds since 1970 in the sandbox's time. */
  now(): number;
  /** A new id, `newId("i-")` is `i-0f3c...`: the prefix as it is and 17 hexadecimal digits, never the same twice. */
  newId(prefix: string): string;
}

/** Answers one command. It throws `fault(...)` where AWS would refuse, and changes `scene.world` where AWS would act. */
export type Handler<Input, Output> = (scene: Scene, input: Input) => Omit<Output, "$metadata">;

/** An error as the SDK would throw it: `name` is AWS's code. */
export function fault(code: string, message: string, status = 400): Error {
  const error = new Error(message);
  error.name = code;
  return Object.assign(error, { $fault: status < 500 ? "client" : "server", $metadata: { httpStatusCode: status } });
}

/**
 * The handlers of a service, by command: `{ DescribeVpcs: (scene, input) => ... } satisfies Handlers<EC2>` has the types
 * of the SDK's own commands. `Service` is the SDK's client that has a method for each command.
 */
export type Handlers<Service> = {
  [Name in keyof Service & string as Capitalize<Name>]?: Service[Name] extends (
    input: infer Input,
    options: never,
    done: infer Done,
  ) => void
    ? Done extends (error: never, answer?: infer Output) => void
      ? Handler<Input, Output>
      : never
    : never;
};
