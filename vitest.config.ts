import { defineConfig } from "vitest/config";

// Where the results go as JSON too, for whoever counts them.
const outputFile = process.env.VITEST_RESULTS;

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    exclude: ["**/node_modules/**", "**/.cache/**"],
    reporters: outputFile ? ["default", ["json", { outputFile }]] : ["default"],
    testTimeout: 30_000,
    env: { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true" },
    hookTimeout: 120_000,
    // Whole runs of the CLI and a moto server share two cores with everything else.
    maxWorkers: 2,
  },
});
