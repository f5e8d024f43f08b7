/**
 * Each guard of harbor's source, taken away: what is changed, and which models must find it. A guard is a comment
 * `// guard O01: why` at the place; a test asserts that all of them are here.
 */
import { change, type Mutant } from "../../../core/test/explorer/mutant.ts"

const table = (find: string, replace: string) => change("objects/table.ts", find, replace)
const sweep = (find: string, replace: string) => change("objects/sweep.ts", find, replace)
const objects = (find: string, replace: string) => change("objects/threadObjects.ts", find, replace)

export const mutants: ReadonlyArray<Mutant> = [
  {
    guard: "O01",
    without: "claiming by compare-and-exchange",
    changes: [
      table(
        "if (Atomics.compareExchange(words, at, before, entry(generation, State.here, this.holder)) !== before) continue",
        "Atomics.store(words, at, entry(generation, State.here, this.holder))"
      )
    ],
    models: ["table: three threads claim the last one"]
  },
  {
    guard: "O02",
    without: "saying in the table that it moves before anybody is told",
    changes: [
      objects(
        "    // guard O02: before anybody is told; pairs with the `find` of each thread, whose acknowledgement stands behind what it sent here\n    table.depart(serial, departure.to)\n",
        ""
      ),
      objects(
        'around.tell(thread, { _tag: "moving", serial, from: table.holder })\n',
        'around.tell(thread, { _tag: "moving", serial, from: table.holder })\n    table.depart(serial, departure.to)\n'
      )
    ],
    models: ["moves: one sender"]
  },
  {
    guard: "O03",
    without: "the compare when a lost object is freed",
    changes: [
      table(
        "const isMine = Atomics.compareExchange(this.words, at, moving, this.entryOf(serial, State.free, 0)) === moving",
        "const isMine = Atomics.load(this.words, at) === moving\n    if (isMine) Atomics.store(this.words, at, this.entryOf(serial, State.free, 0))"
      )
    ],
    models: ["table: a thread dies in a move, two others say so"]
  },
  {
    guard: "O04",
    without: "the compare in the sweep",
    changes: [
      sweep(
        "if (Atomics.compareExchange(words, at, before, free) !== before) continue",
        "Atomics.store(words, at, free)"
      )
    ],
    models: ["table: a thread dies in a move, two others say so"]
  },
  {
    guard: "O05",
    without: "taking a place by compare-and-exchange",
    changes: [
      table(
        "if (Atomics.compareExchange(words, Header.holders + holder, 0, thread + 1) === 0) return holder",
        "if (Atomics.load(words, Header.holders + holder) === 0) {\n      Atomics.store(words, Header.holders + holder, thread + 1)\n      return holder\n    }"
      )
    ],
    models: ["table: two threads claim and release"]
  },
  {
    guard: "O06",
    without: "waiting for every thread",
    changes: [
      objects(
        'if (departure.step !== "moving" || departure.waiting.size > 0) return',
        'if (departure.step !== "moving") return'
      )
    ],
    models: ["moves: one sender", "moves: two senders"]
  },
  {
    guard: "O07",
    without: "sending on before it is handed over",
    changes: [
      objects(
        '    for (const message of departure.held) around.forward(departure.to, serial, message)\n    around.tell(departure.to, { _tag: "done", serial, from: table.holder, kind: around.kindName(kind), state })\n',
        '    around.tell(departure.to, { _tag: "done", serial, from: table.holder, kind: around.kindName(kind), state })\n    for (const message of departure.held) around.forward(departure.to, serial, message)\n'
      )
    ],
    models: ["moves: one sender"]
  },
  {
    guard: "O08",
    without: "taking what was sent on first",
    changes: [
      objects(
        "for (const message of [...arrival.forwarded, ...arrival.direct]) this.receive(serial, message, false)",
        "for (const message of [...arrival.direct, ...arrival.forwarded]) this.receive(serial, message, false)"
      )
    ],
    models: ["moves: one sender"]
  },
  {
    guard: "O09",
    without: "waiting for its handlers",
    changes: [
      objects("if (busy !== undefined && busy.running > (own === undefined || own.isOver ? 0 : 1)) return", "")
    ],
    models: ["moves: one sender, a handler is at work"]
  },
  {
    guard: "O10",
    without: "drawing the node's incarnation by compare-and-exchange",
    changes: [
      table(
        "const before = Atomics.compareExchange(words, Header.node, 0, drawn | 0)",
        "const before = Atomics.load(words, Header.node)\n  if (before === 0) Atomics.store(words, Header.node, drawn | 0)"
      )
    ],
    models: ["table: two threads claim and release"]
  },
  {
    guard: "O11",
    without: "one sweep of a place",
    changes: [
      sweep(
        "return Atomics.compareExchange(table.words, at, thread + 1, mark) === thread + 1",
        "return Atomics.load(table.words, at) === thread + 1"
      )
    ],
    models: ["table: two sweep the place of the dead, and it is taken"]
  },
  {
    guard: "O12",
    without: "drawing a later incarnation by compare-and-exchange",
    changes: [
      table(
        "const before = Atomics.compareExchange(this.words, at, 0, node | 0)",
        "const before = Atomics.load(this.words, at)\n      if (before === 0) Atomics.store(this.words, at, node | 0)"
      )
    ],
    models: ["table: the serials of a node run out, for two threads at once"]
  },
  {
    guard: "O13",
    without: "one that takes over a sweep",
    changes: [
      sweep(
        "return Atomics.compareExchange(table.words, at, mark, sweptBy(by)) === mark ? new Sweep(table, holder) : undefined",
        "return new Sweep(table, holder)"
      )
    ],
    models: ["table: one that sweeps dies, two others take over, and the place is taken"]
  },
  {
    guard: "O14",
    without: "staying behind what waits for room",
    changes: [objects("    underWay.behind(old, passed)\n", "    passed()\n")],
    models: ["moves: no room for what is sent to the thread that it leaves"]
  },
  {
    guard: "O15",
    without: "telling the thread that it moves to that it has ended",
    changes: [
      objects(
        '    this.around.tell(departure.to, { _tag: "cancelled", serial, from: this.table.holder })\n    this.drop(serial, departure)\n',
        "    this.drop(serial, departure)\n"
      )
    ],
    models: ["moves: the thread that it leaves serves it no longer"]
  }
]
