import type { ErrorCode } from "./errors.ts";
import type { Saying } from "./saying.ts";

export type StepStatus = "started" | "waiting" | "done" | "failed" | "skipped";
export type ResourceAction = "created" | "found" | "updated" | "deleted" | "kept";

/** What happens while the engine works. */
export type EngineEvent =
  | { type: "step"; step: string; status: StepStatus; seconds: number; message: Saying }
  | { type: "resource"; step: string; key: string; action: ResourceAction; id: string; title: Saying; detail?: Saying }
  | {
      type: "progress";
      step: string;
      key: string;
      what: Saying;
      elapsedSeconds: number;
      usualSeconds?: number;
      reason?: Saying;
    }
  /** A part of a deployment has ended on a server: `name` is CodeDeploy's lifecycle event. */
  | {
      type: "lifecycle";
      step: string;
      key: string;
      instanceId: string;
      name: string;
      status: "Succeeded" | "Failed";
      seconds: number;
    }
  | { type: "warning"; step?: string; message: Saying }
  | { type: "error"; code: ErrorCode; message: Saying; hint?: Saying };

export interface Reporter {
  emit(event: EngineEvent): void;
}
