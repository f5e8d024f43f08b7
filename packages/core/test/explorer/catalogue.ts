/** Every model that is explored, by name, with the bound it is exhausted at. */
import type { RandomOptions } from "./explore.ts"
import { bell } from "./models/bell.ts"
import { system } from "./models/system.ts"
import type { Model } from "./model.ts"

export interface Entry {
  readonly model: () => Model
  /** Switches away from a thread that could go on; without it, all schedules. */
  readonly preemptions?: number
  /** Schedules drawn at random besides. */
  readonly random?: RandomOptions
  /** The bound of the tests, where it is smaller; `false` for none in the tests. */
  readonly test?: { readonly preemptions: number } | false
}

export const catalogue: Readonly<Record<string, Entry>> = {
  "bell: two producers": { model: () => bell({ messages: [1, 1] }) },
  "bell: two producers, a timer": { model: () => bell({ messages: [2, 1], timer: true }), test: false },
  "bell: one producer three times": { model: () => bell({ messages: [3], timer: true }) },
  "bell: closing, two producers, a timer": { model: () => bell({ messages: [1, 1], timer: true, closed: true }) },
  "bell: three producers": { model: () => bell({ messages: [1, 1, 1], timer: true }), test: false },
  "jobs: one ask": { model: () => system({ senders: [["ask"]] }) },
  "jobs: two asks": { model: () => system({ senders: [["ask", "ask"]] }) },
  "jobs: ask and tell": { model: () => system({ senders: [["ask", "tell"]] }) },
  "jobs: two senders": { model: () => system({ senders: [["ask"], ["tell"]] }), test: { preemptions: 2 } },
  "jobs: an ask is cancelled": { model: () => system({ senders: [["ask"]], cancel: 0 }) },
  "jobs: the first of two asks is cancelled": {
    model: () => system({ senders: [["ask", "ask"]], cancel: 0 }),
    test: { preemptions: 2 }
  },
  "close: one ask": { model: () => system({ senders: [["ask"]], close: true }) },
  "close: tells": { model: () => system({ senders: [["tell", "tell", "tell"]], close: true }), test: { preemptions: 2 } },
  "close: two asks, the first is cancelled": {
    model: () => system({ senders: [["ask", "ask"]], cancel: 0, close: true }),
    test: { preemptions: 2 }
  },
  "close: two senders": {
    model: () => system({ senders: [["ask", "tell"], ["tell", "ask"]], close: true }),
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
      system({ senders: [["tell", "tell", "tell"], ["tell", "tell", "tell"]], segments: 4, firstSegmentBytes: 56 }),
    preemptions: 3,
    test: { preemptions: 1 }
  },
  "death: an ask, the target dies": {
    model: () => system({ senders: [["ask"]], killable: ["T"] }),
    test: { preemptions: 2 }
  },
  "death: ask and tell, the target dies": {
    model: () => system({ senders: [["ask", "tell"]], killable: ["T"] }),
    preemptions: 3,
    test: { preemptions: 1 }
  },
  "death: a tell, the sender dies": {
    model: () => system({ senders: [["tell"]], killable: ["S0"] }),
    test: { preemptions: 2 }
  },
  "death: ask and tell, the sender dies": {
    model: () => system({ senders: [["ask", "tell"]], killable: ["S0"] }),
    preemptions: 3,
    test: { preemptions: 1 }
  },
  "death: ask and tell, both die": {
    model: () => system({ senders: [["ask", "tell"]], killable: ["S0", "T"], maxKills: 2 }),
    preemptions: 3,
    test: false
  },
  "death: memory, one of two senders dies": {
    model: () =>
      system({ senders: [["tell", "tell"], ["tell", "tell"]], segments: 3, firstSegmentBytes: 56, killable: ["S0"] }),
    preemptions: 2,
    test: { preemptions: 0 }
  }
}
