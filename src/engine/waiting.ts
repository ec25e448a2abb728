import type { Saying } from "./saying.ts";

/**
 * Something that is waited for but not made: the registrar's part, a certificate's issuance, healthy targets.
 * `until` throws a `waiting` error when only a person can end the wait.
 */
export interface Waiting<Input, Output, Tools> {
  kind: string;
  title(input: Input): Saying;
  until(tools: Tools, input: Input): Promise<Output>;
  /** One look without waiting, for plans: undefined while it has not come about. */
  look?(tools: Tools, input: Input): Promise<Output | undefined>;
  /** Looked at while other things are waited for; when it does not come about in time that is a warning. */
  advisory?: boolean;
}
