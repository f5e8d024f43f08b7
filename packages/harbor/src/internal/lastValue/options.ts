/**
 * Options of last values, checked.
 */
import { HarborError, InvalidOption } from "../../HarborError.ts"
import type { Options, ThreadOptions } from "../../LastValues.ts"
import { millisOf } from "../given.ts"
import type { JoiningOptions } from "./joining.ts"
import type { KeeperOptions } from "./keeper.ts"

const MEBIBYTE = 1024 * 1024

const invalid = (option: string, value: unknown, remedy: string): HarborError => {
  const reason = new InvalidOption({ option, value: String(value), remedy })
  return new HarborError({ reason, messageName: "", thread: "", delivered: "no" })
}

const bytes = (option: string, value: number | undefined, byDefault: number): number => {
  const given = value ?? byDefault
  if (Number.isSafeInteger(given) && given >= 1024) return given
  throw invalid(option, value, "use a whole number of bytes from 1024")
}

/** Throws `HarborError`. */
export const keeperOptions = (options: Options): KeeperOptions => {
  const whenFull = options.whenFull ?? "fail"
  if (whenFull !== "fail" && whenFull !== "dropOldest") {
    throw invalid("whenFull", whenFull, 'use "fail" or "dropOldest"')
  }
  const every = millisOf(options.flushEvery ?? 50)
  if (every === undefined || !Number.isFinite(every)) {
    throw invalid("flushEvery", options.flushEvery, 'use a Duration that is not negative, such as "50 millis"')
  }
  return {
    memoryBytes: bytes("memoryBytes", options.memoryBytes, 64 * MEBIBYTE),
    whenFull,
    flushMillis: every
  }
}

/** Throws `HarborError`. */
export const joiningOptions = (options: ThreadOptions): JoiningOptions => ({
  threadBytes: bytes("threadBytes", options.threadBytes, 16 * MEBIBYTE),
  replayBytes: bytes("replayBytes", options.replayBytes, 8 * MEBIBYTE)
})
