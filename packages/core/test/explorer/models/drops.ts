/**
 * Senders whose jobs give way when the window is full: the oldest is taken back by its word while the target may start it,
 * and is counted before its word no longer answers for it.
 */
import type { Entry } from "../catalogue.ts"
import { system } from "./system.ts"

export const drops: Readonly<Record<string, Entry>> = {
  "drops: the newest of three tells": {
    model: () => system({ senders: [["tell", "tell", "tell"]], window: 1, drops: "newest" })
  },
  "drops: the oldest of four tells": {
    model: () => system({ senders: [["tell", "tell", "tell", "tell"]], window: 1, drops: "oldest" }),
    preemptions: 5,
    test: { preemptions: 2 }
  },
  "drops: the oldest of asks and tells": {
    model: () => system({ senders: [["ask", "tell", "ask"]], window: 1, drops: "oldest" }),
    preemptions: 6,
    test: { preemptions: 2 }
  },
  "drops: the oldest of three tells, the sender dies": {
    model: () => system({ senders: [["tell", "tell", "tell"]], window: 1, drops: "oldest", killable: ["S0"] }),
    preemptions: 3,
    test: { preemptions: 0 }
  },
  "drops: the oldest of four tells behind a job, the sender dies": {
    model: () =>
      system({
        senders: [["tell", "tell", "tell", "tell"]],
        window: 1,
        drops: "oldest",
        holds: true,
        killable: ["S0"]
      }),
    preemptions: 3,
    minutes: 2,
    test: { preemptions: 0 }
  }
}
