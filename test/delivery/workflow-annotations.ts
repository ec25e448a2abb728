/** What the runner takes from a step's log: `::error::`, `::warning::`, and `::stop-commands::` until its token. */
export class Annotations {
  readonly errors: string[] = [];
  readonly warnings: string[] = [];
  #token: string | undefined;

  read(line: string): void {
    const [, command, text = ""] = /^\s*::([^:\s]+)(?: [^:]*)?::(.*)$/.exec(line) ?? [];
    if (this.#token !== undefined) {
      if (command === this.#token) this.#token = undefined;
    } else if (command === "stop-commands") this.#token = text;
    else if (command === "error") this.errors.push(text);
    else if (command === "warning") this.warnings.push(text);
    else if (command !== undefined) throw new Error(`no such command here: ${line}`);
  }

  /** A step that leaves commands stopped would leave the next one deaf. */
  endStep(): void {
    if (this.#token !== undefined) throw new Error("the step never gave the token that lets commands through again");
  }
}
