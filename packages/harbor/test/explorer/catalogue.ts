/** Every model of harbor that is explored, by name, with the bound it is exhausted at. */
import type { Entry } from "../../../core/test/explorer/catalogue.ts"
import { abandons } from "./models/abandons.ts"
import { claims } from "./models/claims.ts"
import { incarnations } from "./models/incarnations.ts"
import { moves } from "./models/moves.ts"
import { sweeps } from "./models/sweeps.ts"

export const catalogue: Readonly<Record<string, Entry>> = {
  "table: two threads claim and release": { model: () => claims({ threads: [2, 2], bits: 1 }) },
  "table: three threads claim the last one": { model: () => claims({ threads: [1, 1, 1], bits: 0 }) },
  "table: a thread dies, its objects are swept, others claim": {
    model: () => claims({ threads: [1, 2], bits: 1, dies: true })
  },
  "table: a thread dies in a move, two others say so": { model: () => abandons({ claims: 2 }) },
  "table: two sweep the place of the dead, and it is taken": { model: () => sweeps({ claims: 2 }) },
  "table: one that sweeps dies, two others take over, and the place is taken": {
    model: () => sweeps({ claims: 1, dies: true })
  },
  "table: the serials of a node run out, for two threads at once": { model: () => incarnations({ threads: [2, 2] }) },
  "moves: one sender": { model: () => moves({ senders: [2] }) },
  "moves: two senders": { model: () => moves({ senders: [2, 1] }), test: { preemptions: 1 } },
  "moves: one sender, a handler is at work": {
    model: () => moves({ senders: [2], slow: true }),
    test: { preemptions: 1 }
  },
  "moves: two senders, the thread that it leaves dies": {
    model: () => moves({ senders: [1, 1], killable: ["O"] }),
    test: { preemptions: 1 }
  },
  "moves: two senders, the thread that it moves to dies": {
    model: () => moves({ senders: [1, 1], killable: ["N"] }),
    test: { preemptions: 1 }
  },
  "moves: two senders, one of them dies": {
    model: () => moves({ senders: [2, 1], killable: ["S0"] }),
    preemptions: 3,
    test: { preemptions: 0 }
  },
  "moves: there and on to a third thread": {
    model: () => moves({ senders: [2], onward: true }),
    test: { preemptions: 1 }
  },
  "moves: no room for what is sent to the thread that it leaves": {
    model: () => moves({ senders: [3], full: ["S0>O"] })
  },
  "moves: no room for what is sent on": {
    model: () => moves({ senders: [2], full: ["O>N"] })
  },
  "moves: two senders, no room anywhere": {
    model: () => moves({ senders: [2, 1], full: ["S0>O", "S1>O", "O>N"] }),
    test: { preemptions: 1 }
  },
  "moves: no room, the thread that it leaves dies": {
    model: () => moves({ senders: [2], full: ["S0>O", "O>N"], killable: ["O"] }),
    test: { preemptions: 1 }
  },
  "moves: no room, the thread that it moves to dies": {
    model: () => moves({ senders: [2], full: ["S0>O", "O>N"], killable: ["N"] }),
    test: { preemptions: 1 }
  },
  "moves: no room, the sender dies": {
    model: () => moves({ senders: [2], full: ["S0>O", "O>N"], killable: ["S0"] }),
    test: { preemptions: 1 }
  },
  "moves: the thread that it leaves serves it no longer": {
    model: () => moves({ senders: [2], ends: true })
  },
  "moves: the thread that it leaves serves it no longer, while a handler is at work": {
    model: () => moves({ senders: [2], slow: true, ends: true }),
    test: { preemptions: 1 }
  }
}
