/** A person who runs the wizard again when it did not end well. */
import type { CommandResult } from "../../src/commands/io.ts";
import type { Rehearsal } from "../commands/rehearsal.ts";
import { shapeOf } from "../commands/shape.ts";
import { census } from "../crash/account.ts";

/** How many times it had to be run again; one more than `most` when it never ended well. */
export async function insist(run: () => Promise<CommandResult>, most: number): Promise<number> {
  for (let again = 0; again <= most; again += 1) {
    const { exitCode } = await run().catch(() => ({ exitCode: 1 }));
    if (exitCode === 0) return again;
  }
  return most + 1;
}

export const shapeIn = async (one: Rehearsal) => shapeOf(one.sandbox.world, (await one.state())?.id ?? "none");

/** What stands of ours. */
export const ours = ({ sandbox }: Rehearsal) => [...census(sandbox.world, sandbox.clock.wall().getTime()).ours.keys()];

/** Everything that a deployment can have. */
export const everything = (entry: "alb" | "direct") => ({
  domain: "example.com",
  entry,
  github: { repository: "octo/shop", ids: "1/2" },
});
