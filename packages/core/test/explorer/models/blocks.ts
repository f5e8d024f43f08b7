/**
 * Spill blocks: jobs and replies whose bytes go into a block of the arena, through real loops (`system.ts`). Claimed,
 * published, held when the drain passes the record, freed when they are read; with a cancel, a close, a refusal, and the
 * death of either end at any operation.
 */
import type { Entry } from "../catalogue.ts"
import { system } from "./system.ts"

/** Payloads of so many bytes go into a small block; of this many the reply goes into a large one, too. */
const SMALL = 12
const LARGE = 28

export const blocks: Readonly<Record<string, Entry>> = {
  "blocks: a tell": { model: () => system({ senders: [["tell"]], bytes: [[SMALL]], blocks: [2, 0] }) },
  "blocks: asks, both ways": {
    model: () => system({ senders: [["ask", "ask"]], bytes: [[LARGE, LARGE]], blocks: [0, 4] }),
    test: { preemptions: 2 }
  },
  "blocks: one for mail, tells wait for it": {
    model: () => system({ senders: [["tell", "tell", "tell"]], bytes: [[SMALL, SMALL, SMALL]], blocks: [2, 0] }),
    preemptions: 4,
    test: { preemptions: 2 }
  },
  "blocks: one for mail, then the larger one": {
    model: () => system({ senders: [["tell", "tell", "tell"]], bytes: [[SMALL, SMALL, SMALL]], blocks: [2, 2] }),
    preemptions: 4,
    test: { preemptions: 2 }
  },
  "blocks: two senders share": {
    model: () => system({ senders: [["tell", "tell"], ["tell"]], bytes: [[SMALL, SMALL], [SMALL]], blocks: [2, 0] }),
    preemptions: 3,
    test: { preemptions: 1 }
  },
  "blocks: replies wait for one": {
    model: () => system({ senders: [["ask", "ask", "ask"]], bytes: [[LARGE, LARGE, LARGE]], blocks: [0, 2] }),
    preemptions: 4,
    test: { preemptions: 2 }
  },
  "blocks: a table of one": {
    model: () => system({ senders: [["tell", "ask"]], bytes: [[SMALL, SMALL]], blocks: [2, 0], jobCapacity: 1 }),
    test: { preemptions: 2 }
  },
  "blocks: a waiting ask is cancelled": {
    model: () => system({ senders: [["tell", "ask"]], bytes: [[1, SMALL]], blocks: [2, 0], holds: true, cancel: 1 }),
    test: { preemptions: 2 }
  },
  "blocks: close": {
    model: () => system({ senders: [["tell", "ask"]], bytes: [[SMALL, SMALL]], blocks: [4, 0], close: true }),
    preemptions: 4,
    test: { preemptions: 2 }
  },
  "blocks: refused": {
    model: () =>
      system({ senders: [["ask", "ask"]], bytes: [[SMALL, SMALL]], blocks: [4, 0], holds: true, refuses: true }),
    preemptions: 4,
    test: { preemptions: 2 }
  },
  "blocks: the target dies": {
    model: () =>
      system({ senders: [["tell", "ask"]], bytes: [[1, SMALL]], blocks: [2, 0], holds: true, killable: ["T"] }),
    preemptions: 3,
    test: { preemptions: 1 }
  },
  "blocks: the target dies, replies in blocks": {
    model: () => system({ senders: [["ask"]], bytes: [[LARGE]], blocks: [0, 2], killable: ["T"] }),
    preemptions: 3,
    test: { preemptions: 1 }
  },
  "blocks: the sender dies": {
    model: () => system({ senders: [["ask", "tell"]], bytes: [[LARGE, SMALL]], blocks: [2, 2], killable: ["S0"] }),
    preemptions: 3,
    test: { preemptions: 1 }
  },
  "blocks: a tell waits, its sender dies, another takes the next block": {
    model: () =>
      system({
        senders: [["tell", "tell"], ["tell"]],
        bytes: [[1, SMALL], [SMALL]],
        blocks: [2, 0],
        holds: true,
        killable: ["S0"]
      }),
    preemptions: 2,
    minutes: 4,
    test: { preemptions: 0 }
  },
  "blocks: an ask waits, its sender dies, its record tells again": {
    model: () =>
      system({
        senders: [["tell", "ask"]],
        successor: ["tell"],
        bytes: [[1, SMALL], [SMALL]],
        blocks: [2, 0],
        holds: true,
        killable: ["S0"]
      }),
    preemptions: 3,
    minutes: 1,
    test: { preemptions: 0 }
  },
  "blocks: both die": {
    model: () =>
      system({
        senders: [["ask", "tell"]],
        bytes: [[LARGE, SMALL]],
        blocks: [2, 2],
        killable: ["S0", "T"],
        maxKills: 2
      }),
    preemptions: 3,
    test: false
  },
  "blocks: a tell waits, both die": {
    model: () =>
      system({
        senders: [["tell", "tell"]],
        bytes: [[1, SMALL]],
        blocks: [2, 0],
        holds: true,
        killable: ["S0", "T"],
        maxKills: 2
      }),
    preemptions: 3,
    test: { preemptions: 0 }
  },
  "buffers: they go with tells": {
    model: () => system({ senders: [["tell", "tell"]], gives: "mail", blocks: [3, 0] })
  },
  "buffers: they go with jobs that wait": {
    model: () => system({ senders: [["ask", "tell"]], gives: "mail", blocks: [3, 0], holds: true, window: 1 }),
    preemptions: 4,
    test: { preemptions: 1 }
  },
  "buffers: they go with answers": {
    model: () => system({ senders: [["ask", "ask"]], gives: "replies", blocks: [3, 0] }),
    test: { preemptions: 2 }
  },
  "buffers: they go with tells, the target closes": {
    model: () => system({ senders: [["tell", "tell"]], gives: "mail", blocks: [3, 0], close: true }),
    test: { preemptions: 2 }
  },
  "buffers: they go with jobs, the sender dies": {
    model: () => system({ senders: [["tell", "ask"]], gives: "mail", blocks: [3, 0], killable: ["S0"] }),
    preemptions: 3,
    test: { preemptions: 0 }
  },
  "buffers: they go with jobs, the target dies": {
    model: () => system({ senders: [["tell", "ask"]], gives: "mail", blocks: [3, 0], killable: ["T"] }),
    preemptions: 3,
    test: { preemptions: 0 }
  },
  "buffers: they go with answers, the target dies": {
    model: () => system({ senders: [["ask", "ask"]], gives: "replies", blocks: [3, 0], killable: ["T"] }),
    preemptions: 3,
    test: { preemptions: 0 }
  },
  "buffers: they go with answers, the asker dies": {
    model: () => system({ senders: [["ask", "ask"]], gives: "replies", blocks: [3, 0], killable: ["S0"] }),
    preemptions: 3,
    test: { preemptions: 0 }
  }
}
