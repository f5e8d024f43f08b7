/** Deaths that are dealt with over several turns, one job in each; and threads that were told to end and do not. */
import type { Entry } from "../catalogue.ts"
import { system } from "./system.ts"

export const leaving: Readonly<Record<string, Entry>> = {
  "slices: two asks and a tell, one is cancelled, the target dies": {
    model: () => system({ senders: [["ask", "tell", "ask"]], cancel: 2, killable: ["T"], sliceJobs: 1 }),
    preemptions: 3,
    test: { preemptions: 0 }
  },
  "slices: tells and an ask, the sender dies": {
    model: () => system({ senders: [["tell", "ask", "tell"]], killable: ["S0"], sliceJobs: 1 }),
    preemptions: 3,
    test: { preemptions: 0 }
  },
  "slices: tells wait, the sender dies, its record tells again": {
    model: () =>
      system({ senders: [["tell", "tell"]], successor: ["tell"], holds: true, killable: ["S0"], sliceJobs: 1 }),
    preemptions: 3,
    test: { preemptions: 0 }
  },
  "slices: ask and tell, both die": {
    model: () => system({ senders: [["ask", "tell"]], killable: ["S0", "T"], maxKills: 2, sliceJobs: 1 }),
    preemptions: 3,
    test: false
  },
  "slices: tells wait, the target closes, the sender dies": {
    model: () => system({ senders: [["tell", "tell"]], holds: true, close: true, killable: ["S0"], sliceJobs: 1 }),
    preemptions: 2,
    test: false
  },
  "lost: two asks, the target goes on": {
    model: () => system({ senders: [["ask", "ask"]], loses: true }),
    test: { preemptions: 2 }
  },
  "lost: two asks go elsewhere, the target goes on": {
    model: () => system({ senders: [["ask", "ask"]], loses: true, movable: true }),
    test: { preemptions: 2 }
  },
  "lost: ask and tell, the target goes on": {
    model: () => system({ senders: [["tell", "ask"]], loses: true, sliceJobs: 1 }),
    test: { preemptions: 2 }
  },
  "lost: ask and tell, the target dies": {
    model: () => system({ senders: [["tell", "ask"]], loses: true, killable: ["T"] }),
    preemptions: 3,
    test: { preemptions: 1 }
  }
}
