/**
 * The composed model: everything at once. Each variant is explored completely up to its bound, the whole by a
 * million schedules drawn at random besides.
 */
import type { Entry } from "../catalogue.ts"
import type { Model } from "../model.ts"
import { system, type SystemOptions } from "./system.ts"

/** Two senders with two messages each, a target, main; a cancel and a close at any moment, and deaths at any operation. */
const both = (killable: ReadonlyArray<string>, other: Partial<SystemOptions> = {}): Model =>
  system({
    senders: [
      ["ask", "tell"],
      ["tell", "ask"]
    ],
    cancel: 0,
    close: true,
    killable,
    segments: 3,
    firstSegmentBytes: 56,
    ...other
  })

/** The same with one message each, where two threads die. */
const twoDeaths = (killable: ReadonlyArray<string>, other: Partial<SystemOptions> = {}): Model =>
  system({ senders: [["ask"], ["tell"]], killable, maxKills: 2, segments: 3, firstSegmentBytes: 56, ...other })

export const composed: Readonly<Record<string, Entry>> = {
  "composed: nobody dies": { model: () => both([]), preemptions: 3, minutes: 1, test: { preemptions: 1 } },
  "composed: the target dies": { model: () => both(["T"]), preemptions: 1, minutes: 1, test: { preemptions: 0 } },
  "composed: the first sender dies": { model: () => both(["S0"]), preemptions: 1, minutes: 4, test: false },
  "composed: the second sender dies": { model: () => both(["S1"]), preemptions: 1, minutes: 5, test: false },
  "composed: the first sender dies, nobody closes": {
    model: () => both(["S0"], { close: false }),
    preemptions: 2,
    minutes: 2,
    test: { preemptions: 0 }
  },
  "composed: the second sender dies, nobody closes": {
    model: () => both(["S1"], { close: false }),
    preemptions: 2,
    minutes: 2,
    test: { preemptions: 0 }
  },
  composed: {
    model: () => both(["S0", "S1", "T"]),
    preemptions: 0,
    minutes: 10,
    random: { seed: 1, schedules: 600_000, switchEvery: 12 },
    test: { schedules: 1000 }
  },
  "composed: two deaths, the first sender and the target": {
    model: () => twoDeaths(["S0", "T"]),
    preemptions: 2,
    minutes: 2,
    test: { preemptions: 0 }
  },
  "composed: two deaths, the second sender and the target": {
    model: () => twoDeaths(["S1", "T"]),
    preemptions: 2,
    minutes: 2,
    test: false
  },
  "composed: two deaths, both senders": {
    model: () => twoDeaths(["S0", "S1"]),
    preemptions: 2,
    minutes: 2,
    test: false
  },
  "composed: two deaths, a cancel and a close": {
    model: () => twoDeaths(["S0", "S1", "T"], { cancel: 0, close: true }),
    preemptions: 0,
    minutes: 10,
    random: { seed: 1, schedules: 400_000, switchEvery: 12 },
    test: { schedules: 1000 }
  }
}
