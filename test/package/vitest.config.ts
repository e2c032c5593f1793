/** `npm run test:package`: needs the npm registry. */
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/package/*.test.ts"],
    testTimeout: 120_000,
    // Builds, packs, and installs a quarter of a gigabyte.
    hookTimeout: 400_000,
  },
});
