import { existsSync, renameSync, rmSync } from "node:fs";
import { build } from "esbuild";

// One folder without dependencies: what is published runs with nothing else installed. Code that only some commands
// need becomes a chunk of its own, so that `--help` does not load the AWS SDK.
const building = `dist.${process.pid}.tmp`;
await build({
  entryPoints: ["src/cli/start.ts"],
  outdir: building,
  bundle: true,
  splitting: true,
  format: "esm",
  platform: "node",
  // The SDK's modules, from which what is never called can be left out: half of it, and a third of each command's start.
  mainFields: ["module", "main"],
  target: "node20.17",
  keepNames: true,
  legalComments: "none",
  logLevel: "warning",
  // Some packages are CommonJS and ask for built-in modules with require.
  banner: {
    js: 'import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);',
  },
});
// Built beside and renamed: whoever starts the program meanwhile finds the former one, but for a moment between the two.
const former = `${building}.former`;
if (existsSync("dist")) renameSync("dist", former);
renameSync(building, "dist");
rmSync(former, { recursive: true, force: true });
