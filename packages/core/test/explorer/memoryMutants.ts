/** Guards of the memory plane: bell, segments, job words, lanes. */
import { bell, cas, change, jobTable, lane, noCas, outbox, pool, ringing, units, type Mutant } from "./mutant.ts"

export const memoryMutants: ReadonlyArray<Mutant> = [
  {
    guard: "G01",
    without: "the dirty bit (a plain look at the bell instead)",
    changes: [
      bell("const before = Atomics.or(arena.words, index, bits)", "const before = Atomics.load(arena.words, index)")
    ],
    models: ["bell: two producers"]
  },
  {
    guard: "G02",
    without: "the wake-up after a publish",
    changes: [bell("  if ((before & ~CLOSED) === WAITING) Atomics.notifyAll(arena.words, index)\n", "")],
    models: ["bell: two producers"]
  },
  {
    guard: "G03",
    without: "NOTICE after a death",
    changes: [bell("  Atomics.or(arena.words, index, NOTICE)\n", "")],
    models: ["death: an ask, the target dies"]
  },
  {
    guard: "G04",
    without: "waking unconditionally after a death",
    changes: [
      bell(
        `  Atomics.or(arena.words, index, NOTICE)
  // guard G04: unconditional, pairs with \`ring\` of the dead one: it may have died between its \`or\` and its notify
  Atomics.notifyAll(arena.words, index)
`,
        "  ring(arena, thread, NOTICE)\n"
      )
    ],
    models: ["death: an ask, the target dies", "death: a tell, the sender dies"]
  },
  {
    guard: "G05",
    without: "CLOSED being sticky",
    changes: [
      bell("Atomics.and(arena.words, at(arena, thread), CLOSED) &", "Atomics.and(arena.words, at(arena, thread), 0) &")
    ],
    models: ["bell: closing, two producers, a timer", "close: one ask"]
  },
  {
    guard: "G06",
    without: "the re-check when parking",
    changes: [
      bell(
        "return Atomics.compareExchange(arena.words, index, closed, closed | WAITING) === closed",
        "Atomics.store(arena.words, index, closed | WAITING)\n  return true"
      )
    ],
    models: ["bell: two producers"]
  },
  {
    guard: "G07",
    without: "the look at the bell when arming",
    changes: [
      bell(
        "return Atomics.waitAsync(arena.words, index, closed | WAITING)",
        "return Atomics.waitAsync(arena.words, index, Atomics.load(arena.words, index) | (closed & 0))"
      )
    ],
    models: ["bell: two producers"]
  },
  {
    guard: "G08",
    without: "the dirty bits at close",
    changes: [
      bell(
        "Atomics.or(arena.words, at(arena, thread), CLOSED)",
        "Atomics.store(arena.words, at(arena, thread), CLOSED)"
      )
    ],
    models: ["close: one ask", "close: a reply to the closing thread"]
  },
  {
    guard: "G09",
    without: "the release of the own wait",
    changes: [bell("  Atomics.notifyAll(arena.words, at(arena, thread))\n", "")],
    models: ["close: one ask"]
  },
  {
    guard: "G10",
    without: "claiming by compare-and-exchange",
    changes: [
      units(
        "if (Atomics.compareExchange(words, owner, 0, lane + 1) !== 0) return false",
        "Atomics.store(words, owner, lane + 1)"
      )
    ],
    models: ["lanes: two lanes share the pool"]
  },
  {
    guard: "G11",
    without: "taking the starving bits before the rings",
    changes: [
      pool("let bits = Atomics.exchange(words, index, 0)", "let bits = Atomics.load(words, index)"),
      pool(
        "if (Bell.woke(Bell.ring(this.arena, half * 32 + bit, Bell.NOTICE))) onWake()\n      }",
        "if (Bell.woke(Bell.ring(this.arena, half * 32 + bit, Bell.NOTICE))) onWake()\n      }\n      Atomics.store(words, index, 0)"
      )
    ],
    models: ["lanes: a starving producer"]
  },
  {
    guard: "G12",
    without: "looking for the starving after the store",
    changes: [
      pool(
        `    this.segments.free(segment)
    // guard G12: after the store, never before; pairs with the second look of whoever set its bit
    this.wakeStarving(onWake)
`,
        "    this.wakeStarving(onWake)\n    this.segments.free(segment)\n"
      )
    ],
    models: ["lanes: a starving producer"]
  },
  {
    guard: "G13",
    without: "the starving bit",
    changes: [
      pool(
        "    Atomics.or(this.arena.words, Layout.Header.starving + (this.thread >> 5), 1 << (this.thread & 31))\n",
        ""
      )
    ],
    models: ["lanes: a starving producer"]
  },
  {
    guard: "G14",
    without: "the compare in the recount",
    changes: [
      units(
        "Atomics.compareExchange(words, this.units.freeCount, counted, this.countFree())",
        "Atomics.store(words, this.units.freeCount, counted * 0 + this.countFree())"
      )
    ],
    models: ["lanes: the pool is counted again"],
    preemptions: 2
  },
  {
    guard: "G15",
    without: "cancelling by compare-and-exchange",
    changes: [
      jobTable(
        `      Atomics.compareExchange(
        this.arena.words,
        this.base + id,
        word(generation, Phase.queued),
        word(generation, Phase.cancelled)
      ) === word(generation, Phase.queued)`,
        `      Atomics.load(this.arena.words, this.base + id) === word(generation, Phase.queued) &&
      (Atomics.store(this.arena.words, this.base + id, word(generation, Phase.cancelled)), true)`
      )
    ],
    models: ["jobs: an ask is cancelled"]
  },
  {
    guard: "G16",
    without: "starting by compare-and-exchange",
    changes: [jobTable(cas("started"), noCas("started"))],
    models: ["jobs: an ask is cancelled"]
  },
  {
    guard: "G17",
    without: "refusing by compare-and-exchange",
    changes: [jobTable(cas("refused"), noCas("refused"))],
    models: ["close: an ask is cancelled and refused"]
  },
  {
    guard: "G18",
    without: "publishing after writing",
    changes: [
      outbox("    peer.mailOut.publish(bytes, 1)\n", ""),
      outbox(
        "    words[at + Record.Field.bytes] = bytes\n",
        "    peer.mailOut.publish(bytes, 1)\n    words[at + Record.Field.bytes] = bytes\n"
      )
    ],
    models: ["jobs: two asks"]
  },
  {
    guard: "G19",
    without: "the look at the tail",
    changes: [
      lane(
        "      if (this.head === this.tail) return -1\n",
        "      if (this.head === this.tail && this.arena.words[this.position] === 0) return -1\n"
      )
    ],
    models: ["lanes: one lane"]
  },
  {
    guard: "G20",
    without: "reading the link before freeing",
    changes: [
      lane(
        "    const first = this.arena.words[this.position]!\n",
        "    if (this.segment >= 0 && this.arena.words[this.position]! < 0) this.pool.free(this.segment, this.onWake)\n    const first = this.arena.words[this.position]!\n"
      ),
      lane("        this.pool.free(left, this.onWake)\n", "")
    ],
    models: ["lanes: records of two sizes"]
  },
  {
    guard: "G21",
    without: "taking the wish before the ring",
    changes: [
      lane("    Atomics.store(this.arena.words, index, 0)\n    return true", "    return true"),
      ringing(
        "else if (Bell.woke(Bell.ring(this.arena, peer.thread, this.bit))) this.rings++\n      }",
        "else if (Bell.woke(Bell.ring(this.arena, peer.thread, this.bit))) this.rings++\n        ThreadRecord.clearLane(this.arena, -1 as never)\n      }"
      ),
      change(
        "memory/threadRecord.ts",
        "  const base = Layout.laneAt(arena.layout, lane)\n",
        "  const base = Layout.laneAt(arena.layout, lane)\n  if (lane < 0) {\n    for (let each = 0; each < arena.layout.lanes; each++) if (each < arena.layout.maxThreads ** 2 * 2) Atomics.store(arena.words, Layout.laneAt(arena.layout, each) + Layout.LaneWord.wanted, 0)\n    return\n  }\n"
      )
    ],
    models: ["room: a window of one"]
  }
]
