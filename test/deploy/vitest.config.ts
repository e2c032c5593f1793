/** `npm run test:deploy`: needs Python 3 with venv, and PyPI the first time. */
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/deploy/*.test.ts"],
    // One deployment, told from its beginning to its end.
    fileParallelism: false,
    testTimeout: 180_000,
    hookTimeout: 180_000,
  },
});
