/**
 * Options of last values, checked.
 */
import { HarborError, InvalidOption } from "../../HarborError.ts"
import type { Options, ThreadOptions } from "../../LastValues.ts"
import { millisOf, noOptions } from "../given.ts"
import type { JoiningOptions } from "./joining.ts"
import type { KeeperOptions } from "./keeper.ts"
import { asText } from "../shown.ts"

const MEBIBYTE = 1024 * 1024

const invalid = (option: string, value: unknown, remedy: string): HarborError => {
  const reason = new InvalidOption({ option, value: asText(value), remedy })
  return new HarborError({ reason, messageName: "", thread: "", delivered: "no" })
}

/** What is left out is by default; null is not left out. */
const bytes = (option: string, value: number | undefined, byDefault: number): number => {
  const given = value === undefined ? byDefault : value
  if (Number.isSafeInteger(given) && given >= 1024) return given
  throw invalid(option, value, "use a whole number of bytes from 1024")
}

const insist = (options: unknown): void => {
  const none = noOptions("", options)
  if (none !== undefined) throw none
}

/** Throws `HarborError`. */
export const keeperOptions = (options: Options): KeeperOptions => {
  insist(options)
  const { flushEvery = 50, whenFull = "fail" } = options
  if (whenFull !== "fail" && whenFull !== "dropOldest") {
    throw invalid("whenFull", whenFull, 'use "fail" or "dropOldest"')
  }
  const every = millisOf(flushEvery)
  if (every === undefined || !Number.isFinite(every)) {
    throw invalid("flushEvery", flushEvery, 'use a Duration that is not negative, such as "50 millis"')
  }
  return {
    memoryBytes: bytes("memoryBytes", options.memoryBytes, 64 * MEBIBYTE),
    whenFull,
    flushMillis: every
  }
}

/** Throws `HarborError`. */
export const joiningOptions = (options: ThreadOptions): JoiningOptions => {
  insist(options)
  return {
    threadBytes: bytes("threadBytes", options.threadBytes, 16 * MEBIBYTE),
    replayBytes: bytes("replayBytes", options.replayBytes, 8 * MEBIBYTE)
  }
}
