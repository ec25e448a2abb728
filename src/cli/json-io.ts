import type { Asks } from "../commands/asks.ts";
import type { CommandResult, Io } from "../commands/io.ts";
import { outputsOf } from "../commands/outputs.ts";
import type { EngineEvent } from "../engine/report.ts";
import { visibleJson } from "../layout/visible.ts";

/** A wait is told when it begins and then this often. */
const tellEverySeconds = 30;

export interface JsonIo extends Io {
  result(command: string, result: CommandResult): void;
}

/** Nothing but one JSON object a line on stdout. */
export function createJsonIo(write: (text: string) => void): JsonIo {
  const warnings: string[] = [];
  const toldAt = new Map<string, number>();
  const line = (object: object) => write(`${visibleJson(JSON.stringify(object))}\n`);
  return {
    interactive: false,
    oneScreen: false,
    columns: 80,
    text: String,
    ask: noQuestions,
    say: () => undefined,
    print: () => undefined,
    redraw: () => undefined,
    emit(event: EngineEvent) {
      switch (event.type) {
        case "resource": {
          const { type, step, key, action, id } = event;
          return line({ type, step, key, action, id });
        }
        case "progress": {
          const { step, key, what, elapsedSeconds } = event;
          const last = toldAt.get(key);
          if (last !== undefined && elapsedSeconds >= last && elapsedSeconds - last < tellEverySeconds) return;
          toldAt.set(key, elapsedSeconds);
          const message = event.reason ? `${what}: ${event.reason}` : what;
          return line({
            type: "step",
            step,
            status: "waiting",
            seconds: Math.round(elapsedSeconds * 10) / 10,
            message,
          });
        }
        case "lifecycle": {
          const { step, instanceId, name, status, seconds } = event;
          return line({
            type: "step",
            step,
            status: "waiting",
            seconds,
            message: `${name} on ${instanceId}: ${status}`,
          });
        }
        case "warning":
          // The stream has no line for these; they come with the result.
          warnings.push(String(event.message));
          return;
        default:
          return line(event);
      }
    },
    nameServers: (domain, nameServers) => line({ type: "nameServers", domain, nameServers }),
    result: (command, { status, outputs, more }) =>
      line({ type: "result", command, status, outputs: outputs ?? outputsOf(undefined, null), ...more, warnings }),
  };
}

const refuse = () => Promise.reject(new Error("nothing is asked under --json"));
const noQuestions: Asks = { text: refuse, choose: refuse, confirm: refuse };
