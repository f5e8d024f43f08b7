/** Every model that is explored, by name, with the bound it is exhausted at. */
import { bell } from "./models/bell.ts"
import { system } from "./models/system.ts"
import type { Model } from "./model.ts"

export interface Entry {
  readonly model: () => Model
  /** Switches away from a thread that could go on; without it, all schedules. */
  readonly preemptions?: number
}

export const catalogue: Readonly<Record<string, Entry>> = {
  "bell: two producers": { model: () => bell({ messages: [1, 1] }) },
  "bell: two producers, a timer": { model: () => bell({ messages: [2, 1], timer: true }) },
  "bell: one producer three times": { model: () => bell({ messages: [3], timer: true }) },
  "bell: closing, two producers, a timer": { model: () => bell({ messages: [1, 1], timer: true, closed: true }) },
  "bell: three producers": { model: () => bell({ messages: [1, 1, 1], timer: true }) },
  "system: one ask": { model: () => system({ senders: [["ask"]] }) },
  "system: two asks": { model: () => system({ senders: [["ask", "ask"]] }) },
  "system: ask and tell": { model: () => system({ senders: [["ask", "tell"]] }) },
  "system: two senders": { model: () => system({ senders: [["ask"], ["ask"]] }), preemptions: 3 },
  "system: ask, cancelled": { model: () => system({ senders: [["ask"]], cancel: 0 }) },
  "system: ask, target closes": { model: () => system({ senders: [["ask"]], close: true }) },
  "system: two asks, first cancelled, target closes": {
    model: () => system({ senders: [["ask", "ask"]], cancel: 0, close: true }),
    preemptions: 3
  },
  "system: two senders, target closes": {
    model: () => system({ senders: [["ask", "tell"], ["tell", "ask"]], close: true }),
    preemptions: 2
  },
  "system: ask, target killed": { model: () => system({ senders: [["ask"]], killable: ["T"] }) },
  "system: ask and tell, target killed": {
    model: () => system({ senders: [["ask", "tell"]], killable: ["T"] }),
    preemptions: 2
  },
  "system: ask and tell, sender killed": {
    model: () => system({ senders: [["ask", "tell"]], killable: ["S0"] }),
    preemptions: 2
  },
  "system: ask and tell, both killed": {
    model: () => system({ senders: [["ask", "tell"]], killable: ["S0", "T"], maxKills: 2 }),
    preemptions: 2
  },
  "system: window 1": { model: () => system({ senders: [["tell", "tell", "tell"]], window: 1 }), preemptions: 3 },
  "system: window 1, target closes": {
    model: () => system({ senders: [["tell", "tell"]], window: 1, close: true }),
    preemptions: 3
  },
  "system: memory, two senders": {
    model: () => system({ senders: [["ask", "tell"], ["tell", "ask"]], segments: 2, firstSegmentBytes: 56 }),
    preemptions: 2
  },
  "system: memory, sender killed": {
    model: () =>
      system({ senders: [["tell", "tell"], ["tell", "ask"]], segments: 2, firstSegmentBytes: 56, killable: ["S0"] }),
    preemptions: 2
  },
  "system: table of 1": { model: () => system({ senders: [["ask", "tell", "ask"]], jobCapacity: 1 }), preemptions: 3 }
}
