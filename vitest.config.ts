/*
 * `npm test`: every test of the packages and of the top level, each file in its own process, since tests here start
 * worker threads and count what is left of them. Two at once: the suite is meant for two cores.
 */
import { defineConfig } from "vitest/config"

export default defineConfig({
  test: {
    include: ["packages/*/test/**/*.test.ts", "test/**/*.test.ts"],
    exclude: ["**/node_modules/**", "test/benchmark/**", "test/packed-install.test.ts"],
    pool: "forks",
    maxWorkers: 2,
    // A guard against hanging, not a measure of speed: on a machine with ten times as much to do as it can, forty threads
    // that die and start one after the other take longer than a minute.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    // Real threads meet in orders that no test can choose. One that fails once is run once more, and the run names it as
    // flaky with its error (scripts/reporter.ts): a bug to mend, but no reason to lose a whole run. What a property has found
    // is never tried again: another seed would hide it (test/retry.test.ts). A walked schedule fails again by itself.
    retry: { count: 1, condition: /^(?!Property falsified)/ },
    // What a passing test logs, it logs on purpose.
    silent: "passed-only",
    reporters: ["default", "./scripts/reporter.ts"]
  }
})
