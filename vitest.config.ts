import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["lib/**/*.test.ts", "lambda/**/*.test.ts", "test/**/*.test.ts"],
    // They need more than Node: `npm run test:deploy`, `npm run test:package`.
    exclude: ["test/deploy/**", "test/package/**"],
    // One process a worker, not one a file: the CDK library takes a second to load.
    isolate: false,
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // Template validation costs seconds a stack; test/stack.test.ts turns it on once, for all.
    env: { CDK_VALIDATION: "false" },
  },
});
