/**
 * The options of a system, checked, in milliseconds and bytes.
 */
import type * as Duration from "effect/Duration"
import type { InvalidOption } from "../../ActorError.ts"
import type { SystemOptions } from "../../ActorSystem.ts"
import { invalid, millisOf } from "../options.ts"
import { MAIL_BYTES } from "../record.ts"
import type { LingerOption } from "../thread/linger.ts"
import { type SystemSizes, tooMuchMemory } from "./systemMemory.ts"

export interface Times {
  readonly startTimeoutMillis: number
  readonly stopTimeoutMillis: number
  readonly interruptGraceMillis: number
  readonly nestedWaitMillis: number
  readonly deadLetterLogMillis: number
  readonly terminateTimeoutMillis: number
  readonly linger: LingerOption
  readonly slowAfterMillis: number
}

export const timesOf = (options: SystemOptions): Times | InvalidOption => {
  const wrong: Array<InvalidOption> = []
  const checked = (
    option: keyof SystemOptions,
    value: Duration.Input | undefined,
    byDefault: number,
    or = ""
  ): number => {
    const millis = value === undefined ? byDefault : millisOf(value)
    if (millis !== undefined) return millis
    const remedy = `use ${or}a Duration that is not negative, such as "10 seconds", or milliseconds`
    wrong.push(invalid(option, value, remedy))
    return byDefault
  }
  const times = {
    startTimeoutMillis: checked("startTimeout", options.startTimeout, 10_000),
    stopTimeoutMillis: checked("stopTimeout", options.stopTimeout, 10_000),
    interruptGraceMillis: checked("interruptGrace", options.interruptGrace, 1000),
    nestedWaitMillis: checked("nestedWait", options.nestedWait, 1000),
    deadLetterLogMillis:
      options.deadLetterLog === "never"
        ? Number.POSITIVE_INFINITY
        : checked("deadLetterLog", options.deadLetterLog, 10_000),
    terminateTimeoutMillis: checked("terminateTimeout", options.terminateTimeout, 5000),
    linger:
      options.linger === undefined || options.linger === "off" || options.linger === "adaptive"
        ? (options.linger ?? "adaptive")
        : checked("linger", options.linger, 0, '"off", "adaptive", or '),
    slowAfterMillis:
      options.slowAfter === "never" ? Number.POSITIVE_INFINITY : checked("slowAfter", options.slowAfter, 50)
  }
  const { debug } = options
  if (debug !== undefined && typeof debug !== "boolean") wrong.push(invalid("debug", debug, "use true or false"))
  return wrong[0] ?? times
}

export const invalidSize = (sizes: SystemSizes): InvalidOption | undefined => {
  const within = (option: keyof typeof sizes, least: number, most: number, or = ""): InvalidOption | undefined => {
    const value = sizes[option]
    if (Number.isSafeInteger(value) && value >= least && value <= most) return undefined
    return invalid(option, value, `use ${or}a whole number from ${least} to ${most}`)
  }
  const wrong =
    within("maxThreads", 1, 64) ??
    within("jobCapacity", 1, 4_000_000) ??
    within("segmentBytes", 1024, 1024 * 1024) ??
    within("arenaBytes", 64 * 1024, 1024 * 1024 * 1024) ??
    (sizes.smallBlocks === 0 ? undefined : within("smallBlocks", 2, 32_000, "0 or ")) ??
    (sizes.largeBlocks === 0 ? undefined : within("largeBlocks", 2, 2_000, "0 or "))
  if (wrong !== undefined) return wrong
  if ((sizes.segmentBytes & (sizes.segmentBytes - 1)) !== 0) {
    const remedy = `use a power of two; the envelope of a job takes ${MAIL_BYTES} bytes of it`
    return invalid("segmentBytes", sizes.segmentBytes, remedy)
  }
  return tooMuchMemory(sizes)
}
