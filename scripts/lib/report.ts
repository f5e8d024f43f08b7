/*
 * What a run of `npm test` leaves behind: written by the reporter, read by `npm run requirements`.
 */
import { join } from "node:path"
import { root } from "./repository.ts"

export interface TestRecord {
  /** Path below the root, with forward slashes. */
  readonly file: string
  /** The titles from the outermost suite down to the test. */
  readonly titles: ReadonlyArray<string>
  readonly state: "passed" | "failed" | "skipped"
}

export interface Report {
  readonly node: string
  readonly finished: string
  readonly tests: ReadonlyArray<TestRecord>
}

export const reportPath = join(root, ".reports", "tests.json")
