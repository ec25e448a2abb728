import type { ErrorCode } from "./errors.ts";

export type StepStatus = "started" | "waiting" | "done" | "failed" | "skipped";
export type ResourceAction = "created" | "found" | "updated" | "deleted" | "kept";

/** What happens while the engine works. */
export type EngineEvent =
  | { type: "step"; step: string; status: StepStatus; seconds: number; message: string }
  | { type: "resource"; step: string; key: string; action: ResourceAction; id: string; title: string; detail?: string }
  | {
      type: "progress";
      step: string;
      key: string;
      what: string;
      elapsedSeconds: number;
      usualSeconds?: number;
      reason?: string;
    }
  | { type: "warning"; step?: string; message: string }
  | { type: "error"; code: ErrorCode; message: string; hint?: string };

export interface Reporter {
  emit(event: EngineEvent): void;
}
