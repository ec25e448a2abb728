import type { Dns } from "../dns/dns.ts";
import type { Poll } from "../engine/poll.ts";
import type { Resource } from "../engine/resource.ts";
import type { Saying } from "../engine/saying.ts";
import type { Waiting } from "../engine/waiting.ts";
import type { Aws } from "./clients.ts";
import type { Owner } from "./owner.ts";

/** Everything a resource works with, handed in by the engine. */
export interface AwsTools {
  aws: Aws;
  owner: Owner;
  poll: Poll;
  dns: Dns;
  account: string;
  region: string;
  /** `aws`, `aws-cn` or `aws-us-gov`: the second part of every ARN. */
  partition: string;
  /** The folder of the person's project, for the files that go into it. */
  projectFolder: string;
  /** Something the person should know that is no error. */
  warn(message: Saying): void;
  /** True while the person has asked to stay until the name servers are delegated (`--wait`), and for how long. */
  waitForPersonSeconds: number | undefined;
}

export type AwsResource<Input, Output> = Resource<Input, Output, AwsTools>;
export type AwsWaiting<Input, Output> = Waiting<Input, Output, AwsTools>;
