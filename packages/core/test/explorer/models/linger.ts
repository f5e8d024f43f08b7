/**
 * Threads that stay awake between the last record and the sleep (`Linger`): they look at their bell for a moment, then in
 * turns of their event loop, then stop until they are rung. Nothing that comes meanwhile may be slept over.
 */
import { staying } from "../../../src/internal/thread/linger.ts"
import type { Entry } from "../catalogue.ts"
import { system } from "./system.ts"

const policy = staying({ option: "adaptive", parallelism: 9, isLoopWanted: () => false })

export const linger: Readonly<Record<string, Entry>> = {
  "linger: three asks": {
    model: () => ({
      ...system({ senders: [["ask", "ask", "ask"]], window: 1, linger: policy }),
      // It runs the policy, which no other model does.
      file: import.meta.url
    }),
    preemptions: 3,
    test: { preemptions: 0 }
  }
}
