/** Every model that is explored, by name, with the bound it is exhausted at. */
import type { RandomOptions } from "./explore.ts"
import { bell } from "./models/bell.ts"
import { blocks } from "./models/blocks.ts"
import { drops } from "./models/drops.ts"
import { leaving } from "./models/leaving.ts"
import { composed } from "./models/composed.ts"
import { lanes } from "./models/lanes.ts"
import { streamModels } from "./models/streams.ts"
import { linger } from "./models/linger.ts"
import { system } from "./models/system.ts"
import type { Model } from "./model.ts"

export type Smaller = { readonly preemptions: number } | { readonly schedules: number } | false

export interface Entry {
  readonly model: () => Model
  /** Switches away from a thread that could go on; without it, all schedules. */
  readonly preemptions?: number
  /** Schedules drawn at random besides. */
  readonly random?: RandomOptions
  /** How long it takes about, where that is long: such models begin first. */
  readonly minutes?: number
  /** What the tests do, where that is less: a smaller bound, schedules drawn at random, or nothing. */
  readonly test?: Smaller
}

export const catalogue: Readonly<Record<string, Entry>> = {
  "bell: two producers": { model: () => bell({ messages: [1, 1] }) },
  "bell: two producers, a timer": { model: () => bell({ messages: [2, 1], timer: true }), test: false },
  "bell: one producer three times": { model: () => bell({ messages: [3], timer: true }) },
  "bell: closing, two producers, a timer": { model: () => bell({ messages: [1, 1], timer: true, closed: true }) },
  "bell: it stops, two producers": { model: () => bell({ messages: [1, 1], stops: true }) },
  "bell: it stops until the time is over, two producers": {
    model: () => bell({ messages: [2, 1], stops: true, timeOut: true, timer: true })
  },
  "bell: three producers": { model: () => bell({ messages: [1, 1, 1], timer: true }), test: false },
  "lanes: one lane": { model: () => lanes({ records: [3], segments: 3 }), test: { preemptions: 3 } },
  "lanes: a starving producer": {
    model: () => lanes({ records: [5], segments: 2 }),
    preemptions: 5,
    test: { preemptions: 2 }
  },
  "lanes: two lanes share the pool": {
    model: () => lanes({ records: [3, 2], segments: 3 }),
    preemptions: 5,
    test: { preemptions: 1 }
  },
  "lanes: two starving producers": {
    model: () => lanes({ records: [3, 3], segments: 3 }),
    preemptions: 4,
    test: { preemptions: 1 }
  },
  "lanes: records of two sizes": {
    model: () => lanes({ records: [3, 3], bytes: [32, 48], segments: 3 }),
    preemptions: 4,
    test: { preemptions: 1 }
  },
  "lanes: the pool is counted again": {
    model: () => lanes({ records: [3], segments: 3, recounts: true }),
    test: { preemptions: 2 }
  },
  "jobs: one ask": { model: () => system({ senders: [["ask"]] }) },
  "jobs: two asks": { model: () => system({ senders: [["ask", "ask"]] }) },
  "jobs: ask and tell": { model: () => system({ senders: [["ask", "tell"]] }) },
  "jobs: two senders": { model: () => system({ senders: [["ask"], ["tell"]] }), test: { preemptions: 2 } },
  "jobs: a job is answered again when its id serves another": {
    model: () => system({ senders: [["ask", "ask"]], jobCapacity: 1, echoes: true }),
    test: { preemptions: 1 }
  },
  "jobs: an ask is cancelled": { model: () => system({ senders: [["ask"]], cancel: 0 }) },
  "jobs: the first of two asks is cancelled": {
    model: () => system({ senders: [["ask", "ask"]], cancel: 0 }),
    test: { preemptions: 2 }
  },
  "close: one ask": { model: () => system({ senders: [["ask"]], close: true }) },
  "close: tells": {
    model: () => system({ senders: [["tell", "tell", "tell"]], close: true })
  },
  "close: two asks, the first is cancelled": {
    model: () => system({ senders: [["ask", "ask"]], cancel: 0, close: true }),
    test: { preemptions: 2 }
  },
  "close: two senders": {
    model: () =>
      system({
        senders: [
          ["ask", "tell"],
          ["tell", "ask"]
        ],
        close: true
      }),
    preemptions: 3,
    test: { preemptions: 1 }
  },
  "room: a window of one": {
    model: () => system({ senders: [["tell", "tell", "tell"]], window: 1 }),
    test: { preemptions: 2 }
  },
  "room: a window of one, the target closes": {
    model: () => system({ senders: [["tell", "tell"]], window: 1, close: true })
  },
  "room: a window of one, asks, the target closes": {
    model: () => system({ senders: [["ask", "ask"]], window: 1, close: true }),
    test: { preemptions: 2 }
  },
  "room: a table of one": {
    model: () => system({ senders: [["ask", "tell", "ask"]], jobCapacity: 1 }),
    test: { preemptions: 2 }
  },
  "room: memory": {
    model: () =>
      system({
        senders: [
          ["tell", "tell", "tell"],
          ["tell", "tell", "tell"]
        ],
        segments: 4,
        firstSegmentBytes: 56
      }),
    preemptions: 3,
    test: { preemptions: 1 }
  },
  "death: an ask, the target dies": {
    model: () => system({ senders: [["ask"]], killable: ["T"] }),
    test: { preemptions: 2 }
  },
  "death: ask and tell, the target dies": {
    model: () => system({ senders: [["ask", "tell"]], killable: ["T"] }),
    test: { preemptions: 1 }
  },
  "death: a tell, the sender dies": {
    model: () => system({ senders: [["tell"]], killable: ["S0"] }),
    test: { preemptions: 2 }
  },
  "death: ask and tell, the sender dies": {
    model: () => system({ senders: [["ask", "tell"]], killable: ["S0"] }),
    test: { preemptions: 1 }
  },
  "death: ask and tell, both die": {
    model: () => system({ senders: [["ask", "tell"]], killable: ["S0", "T"], maxKills: 2 }),
    test: false
  },
  "death: memory, one of two senders dies": {
    model: () =>
      system({
        senders: [
          ["tell", "tell"],
          ["tell", "tell"]
        ],
        segments: 3,
        firstSegmentBytes: 56,
        killable: ["S0"]
      }),
    preemptions: 3,
    test: { preemptions: 0 }
  },
  "reuse: a tell, the sender dies, its record tells again": {
    model: () => system({ senders: [["tell"]], successor: ["tell"], killable: ["S0"] }),
    test: { preemptions: 2 }
  },
  "reuse: an ask, the sender dies, its record asks again": {
    model: () => system({ senders: [["ask"]], successor: ["ask"], killable: ["S0"] }),
    test: { preemptions: 1 }
  },
  "reuse: memory, its record tells again": {
    model: () =>
      system({
        senders: [["tell", "tell"]],
        successor: ["tell", "tell"],
        killable: ["S0"],
        segments: 3,
        firstSegmentBytes: 56
      }),
    preemptions: 3,
    test: { preemptions: 1 }
  },
  "jobs: two senders, three asks": {
    model: () => system({ senders: [["ask", "ask"], ["ask"]] }),
    test: { preemptions: 1 }
  },
  "death: two asks, the target dies": {
    model: () => system({ senders: [["ask", "ask"]], killable: ["T"] }),
    test: { preemptions: 1 }
  },
  "death: two asks, the target dies, another one runs what has not started": {
    model: () => system({ senders: [["ask", "ask"]], killable: ["T"], member: true }),
    preemptions: 3,
    test: { preemptions: 0 }
  },
  "death: ask and tell, the target dies, another one runs what has not started": {
    model: () => system({ senders: [["tell", "ask"]], killable: ["T"], member: true }),
    preemptions: 3,
    test: { preemptions: 0 }
  },
  "death: two asks, the first is cancelled, the target dies": {
    model: () => system({ senders: [["ask", "ask"]], cancel: 0, killable: ["T"] }),
    test: { preemptions: 1 }
  },
  "death: an ask is cancelled, its id used again, the target dies": {
    model: () => system({ senders: [["ask"]], cancel: 0, again: true, jobCapacity: 1, killable: ["T"] }),
    test: { preemptions: 1 }
  },
  "death: two senders, the target dies": {
    model: () => system({ senders: [["ask"], ["ask"]], killable: ["T"] }),
    preemptions: 3,
    test: { preemptions: 1 }
  },
  "death: an ask, the sender dies": {
    model: () => system({ senders: [["ask"]], killable: ["S0"] }),
    test: { preemptions: 2 }
  },
  "death: two asks, the first is cancelled, the sender dies": {
    model: () => system({ senders: [["ask", "ask"]], cancel: 0, killable: ["S0"] }),
    test: { preemptions: 1 }
  },
  "death: a tell beside another sender, the sender dies": {
    model: () => system({ senders: [["tell"], ["tell"]], killable: ["S0"] }),
    preemptions: 3,
    test: { preemptions: 1 }
  },
  "death: a tell beside another sender, the target dies": {
    model: () => system({ senders: [["tell"], ["ask"]], killable: ["T"] }),
    preemptions: 3,
    test: { preemptions: 1 }
  },
  "close: two asks": { model: () => system({ senders: [["ask", "ask"]], close: true }), test: { preemptions: 2 } },
  "close: an ask, the closing target dies": {
    model: () => system({ senders: [["ask"]], close: true, killable: ["T"] }),
    test: { preemptions: 1 }
  },
  "close: two senders ask": {
    model: () => system({ senders: [["ask"], ["ask"]], close: true }),
    test: { preemptions: 1 }
  },
  "room: a window of two": {
    model: () => system({ senders: [["tell", "tell", "tell", "tell"]], window: 2 }),
    test: { preemptions: 1 }
  },
  "room: a window of one, the actor refuses and its thread lives on": {
    model: () => system({ senders: [["ask", "ask"]], window: 1, refuses: true }),
    test: { preemptions: 2 }
  },
  "room: a window of one, the target dies": {
    model: () => system({ senders: [["tell", "tell"]], window: 1, killable: ["T"] }),
    test: { preemptions: 1 }
  },
  "room: a window of one, the closing target dies": {
    model: () => system({ senders: [["tell", "tell"]], window: 1, close: true, killable: ["T"] }),
    test: { preemptions: 1 }
  },
  "room: memory, one asks and one tells": {
    model: () =>
      system({
        senders: [
          ["ask", "ask"],
          ["tell", "tell"]
        ],
        segments: 4,
        firstSegmentBytes: 56
      }),
    preemptions: 3,
    test: { preemptions: 1 }
  },
  "death: memory, both die": {
    model: () =>
      system({
        senders: [["tell", "tell"]],
        segments: 2,
        firstSegmentBytes: 56,
        killable: ["S0", "T"],
        maxKills: 2
      }),
    test: { preemptions: 0 }
  },
  "reuse: a tell is cancelled, the sender dies, its record tells again": {
    model: () => system({ senders: [["tell"]], cancel: 0, successor: ["tell"], killable: ["S0"] }),
    test: { preemptions: 0 }
  },
  "reuse: its record tells again, the target closes": {
    model: () => system({ senders: [["tell"]], successor: ["tell"], killable: ["S0"], close: true }),
    preemptions: 3,
    test: { preemptions: 0 }
  },
  ...composed,
  "jobs: an ask is cancelled, its id used again": {
    model: () => system({ senders: [["ask"]], cancel: 0, again: true, jobCapacity: 1 }),
    test: { preemptions: 2 }
  },
  "jobs: a tell waits behind a job": {
    model: () => system({ senders: [["ask", "tell"]], holds: true }),
    test: { preemptions: 2 }
  },
  "jobs: an ask waits behind a job and is cancelled": {
    model: () => system({ senders: [["tell", "ask"]], holds: true, cancel: 1 }),
    test: { preemptions: 2 }
  },
  "close: an ask is cancelled and refused": {
    model: () => system({ senders: [["ask"]], cancel: 0, again: true, refuses: true }),
    test: { preemptions: 2 }
  },
  "room: memory for replies": {
    model: () =>
      system({ senders: [["ask", "ask", "ask", "ask", "ask"]], jobCapacity: 5, segments: 4, firstSegmentBytes: 56 }),
    preemptions: 4,
    test: { preemptions: 1 }
  },
  "room: memory for a reply outside a drain": {
    model: () =>
      system({
        senders: [["ask", "ask", "ask", "ask", "ask"]],
        holds: 4,
        jobCapacity: 5,
        segments: 4,
        firstSegmentBytes: 56
      }),
    preemptions: 3,
    test: { preemptions: 1 }
  },
  "death: memory, the target dies": {
    model: () =>
      system({
        senders: [
          ["tell", "ask"],
          ["tell", "tell"]
        ],
        segments: 4,
        firstSegmentBytes: 56,
        killable: ["T"]
      }),
    preemptions: 3,
    test: { preemptions: 0 }
  },
  "death: a tell is cancelled, the sender dies": {
    model: () => system({ senders: [["tell"]], cancel: 0, killable: ["S0"] }),
    test: { preemptions: 1 }
  },
  "reuse: a tell waits, the sender dies, its record tells again": {
    model: () => system({ senders: [["tell", "tell"]], successor: ["tell"], holds: true, killable: ["S0"] }),
    preemptions: 3,
    test: { preemptions: 0 }
  },
  "close: a reply to the closing thread": {
    model: () => system({ senders: [["tell"]], close: true, back: true }),
    test: { preemptions: 2 }
  },
  "death: two senders have told and died": {
    model: () => system({ senders: [["tell"], ["tell"]], diedBefore: true }),
    test: { preemptions: 1 }
  },
  "death: memory of the dead is waited for": {
    model: () =>
      system({
        senders: [
          ["tell", "tell"],
          ["tell", "tell"]
        ],
        segments: 2,
        firstSegmentBytes: 56,
        killable: ["S0"],
        needsDeath: true
      }),
    preemptions: 3,
    test: { preemptions: 0 }
  },
  "close: tells wait, the sender dies": {
    model: () => system({ senders: [["tell", "tell"]], holds: true, close: true, killable: ["S0"] }),
    preemptions: 3,
    test: false
  },
  "close: a tell, the sender dies": {
    model: () => system({ senders: [["tell"]], close: true, killable: ["S0"] }),
    test: { preemptions: 1 }
  },
  "close: memory that does not come": {
    model: () => system({ senders: [["tell", "tell", "tell"]], segments: 2, firstSegmentBytes: 56, close: true }),
    test: { preemptions: 2 }
  },
  ...blocks,
  ...leaving,
  ...drops,
  ...linger,
  ...streamModels
}
