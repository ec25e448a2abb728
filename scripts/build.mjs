import { rmSync } from "node:fs";
import { build } from "esbuild";

// One folder without dependencies: what is published runs with nothing else installed. Code that only some commands
// need becomes a chunk of its own, so that `--help` does not load the AWS SDK.
rmSync("dist", { recursive: true, force: true });
await build({
  entryPoints: ["src/cli/start.ts"],
  outdir: "dist",
  bundle: true,
  splitting: true,
  format: "esm",
  platform: "node",
  target: "node20.17",
  keepNames: true,
  legalComments: "none",
  logLevel: "warning",
  // Some packages are CommonJS and ask for built-in modules with require.
  banner: {
    js: 'import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);',
  },
});
