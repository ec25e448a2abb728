import type { Node } from "./blueprint.ts";
import type { Saying } from "./saying.ts";
import type { Workshop } from "./toolbox.ts";

type End = "done" | "parked" | "blocked" | "failed";

interface Progress {
  startedAt: number;
  open: Set<string>;
  /** The first thing that keeps the step from being done. */
  held: { end: End; message: Saying } | undefined;
}

/** Tells when a step starts and how it ends, from what becomes of its nodes. */
export class StepLog<Tools> {
  private readonly steps = new Map<string, Progress>();

  constructor(
    private readonly workshop: Pick<Workshop<Tools>, "clock" | "reporter">,
    nodes: readonly Node<Tools>[],
  ) {
    for (const node of nodes) {
      if (node.type === "waiting" && node.waiting.advisory) continue;
      const progress = this.steps.get(node.step) ?? { startedAt: Number.NaN, open: new Set(), held: undefined };
      progress.open.add(node.key);
      this.steps.set(node.step, progress);
    }
  }

  /** Steps start in their order: one whose first need is still on its way starts, waiting, before those after it. */
  start(node: Node<Tools>): void {
    if (!this.steps.has(node.step)) return;
    for (const [step, progress] of this.steps) {
      if (Number.isNaN(progress.startedAt) && progress.open.size > 0) {
        progress.startedAt = this.workshop.clock.now();
        this.emit(step, "started", 0, "");
      }
      if (step === node.step) return;
    }
  }

  end(node: Node<Tools>, end: End, message: Saying = ""): void {
    const progress = this.steps.get(node.step);
    if (!progress?.open.delete(node.key)) return;
    const worse =
      end === "failed" || (end !== "done" && !progress.held) || (end === "parked" && progress.held?.end === "blocked");
    if (worse) progress.held = { end, message };
    if (progress.open.size > 0) return;
    const started = Number.isNaN(progress.startedAt) ? this.workshop.clock.now() : progress.startedAt;
    const seconds = Math.round((this.workshop.clock.now() - started) / 100) / 10;
    if (!progress.held) this.emit(node.step, "done", seconds, "");
    else this.emit(node.step, progress.held.end === "failed" ? "failed" : "waiting", seconds, progress.held.message);
  }

  private emit(
    step: string,
    status: "started" | "waiting" | "done" | "failed",
    seconds: number,
    message: Saying,
  ): void {
    this.workshop.reporter.emit({ type: "step", step, status, seconds, message });
  }
}
