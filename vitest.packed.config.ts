/*
 * `npm run test:packed`: builds, packs and installs the packages in an empty folder. It asks the npm registry for
 * their dependencies, so `npm test` leaves it out.
 */
import { defineConfig } from "vitest/config"

export default defineConfig({
  test: {
    include: ["test/packed-install.test.ts"],
    pool: "forks",
    maxWorkers: 1,
    testTimeout: 300_000,
    hookTimeout: 300_000,
    // What a passing test logs, it logs on purpose.
    silent: "passed-only",
    reporters: ["default", "./scripts/reporter.ts"]
  }
})
