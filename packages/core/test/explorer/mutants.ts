/**
 * Each guard of the shipped source, taken away: what is changed, and which models must find it. A guard is a comment
 * `// guard G12: why` at the place; a test asserts that all of them are here.
 */
import type { Mutation } from "./hooks.ts"

export interface Mutant {
  readonly guard: string
  /** What is done without. */
  readonly without: string
  readonly changes: ReadonlyArray<Mutation>
  /** Models that are tried in order, until one finds it. */
  readonly models: ReadonlyArray<string>
  /** Of those models, where their own bound is not wanted. */
  readonly preemptions?: number
}

const change = (file: string, find: string, replace: string): Mutation => ({ file, find, replace })

const bell = (find: string, replace: string): Mutation => change("memory/bell.ts", find, replace)
const units = (find: string, replace: string): Mutation => change("memory/units.ts", find, replace)
const pool = (find: string, replace: string): Mutation => change("memory/pool.ts", find, replace)
const jobTable = (find: string, replace: string): Mutation => change("memory/jobTable.ts", find, replace)
const lane = (find: string, replace: string): Mutation => change("memory/lane.ts", find, replace)
const mesh = (find: string, replace: string): Mutation => change("thread/mesh.ts", find, replace)
const outbox = (find: string, replace: string): Mutation => change("sending/outbox.ts", find, replace)
const closing = (find: string, replace: string): Mutation => change("sending/closing.ts", find, replace)
const dropping = (find: string, replace: string): Mutation => change("sending/dropping.ts", find, replace)
const waitingSends = (find: string, replace: string): Mutation => change("sending/waitingSends.ts", find, replace)
const threadLoop = (find: string, replace: string): Mutation => change("thread/threadLoop.ts", find, replace)
const death = (find: string, replace: string): Mutation => change("thread/death.ts", find, replace)
const mailRecord = (find: string, replace: string): Mutation => change("hosting/mailRecord.ts", find, replace)
const sweeper = (find: string, replace: string): Mutation => change("system/sweeper.ts", find, replace)

const cas = (phase: string): string => `    Atomics.compareExchange(
      arena.words,
      Layout.jobsAt(arena.layout, sender) + id,
      queued,
      word(generation, Phase.${phase})
    ) === queued`
const noCas = (
  phase: string
): string => `    Atomics.load(arena.words, Layout.jobsAt(arena.layout, sender) + id) === queued &&
    (Atomics.store(arena.words, Layout.jobsAt(arena.layout, sender) + id, word(generation, Phase.${phase})), true)`

/** Nobody zeroes the lanes' words before the acknowledgement. */
const mutants35 = [
  death("  for (const lane of [mail, express]) ThreadRecord.clearLane(arena, lane)\n", ""),
  death("    ThreadRecord.clearLane(arena, laneNumber(arena.layout, peer.thread, thread, kind))\n", "")
]

export const mutants: ReadonlyArray<Mutant> = [
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
    models: ["lanes: the pool is counted again", "death: memory, one of two senders dies"],
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
      mesh(
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
  },
  {
    guard: "G22",
    without: "marking the record before the epoch",
    changes: [
      change(
        "memory/threadRecord.ts",
        "  store(arena, thread, Layout.Thread.diedAtEpoch, epoch)\n  Atomics.store(arena.words, Layout.Header.deathEpoch, epoch)\n",
        "  Atomics.store(arena.words, Layout.Header.deathEpoch, epoch)\n  store(arena, thread, Layout.Thread.diedAtEpoch, epoch)\n"
      )
    ],
    models: ["death: two senders have told and died"]
  },
  {
    guard: "G23",
    without: "CLOSED as the answer of a ring",
    changes: [
      mesh(
        "if ((before & Bell.CLOSED) !== 0 && !peer.closed) {",
        "if ((before & Bell.CLOSED & 0) !== 0 && !peer.closed) {"
      )
    ],
    models: ["close: one ask"]
  },
  {
    guard: "G24",
    without: "looking at the wish after the words changed",
    changes: [
      mesh(
        "    peer.touched = true\n",
        "    peer.touched = true\n    if (peer.mailIn.takeWanted()) Bell.ring(this.arena, peer.thread, this.bit)\n"
      ),
      mesh(
        "if (!peer.dead && peer.mailIn.takeWanted()) {",
        "if (!peer.dead && this.thread < 0 && peer.mailIn.takeWanted()) {"
      )
    ],
    models: ["room: a window of one"]
  },
  {
    guard: "G26",
    without: "the second look after the wish",
    changes: [
      waitingSends(
        "      blocked = again\n    } else if (blocked === again) {",
        "      announce(outbox, target, again)\n      return true\n    } else if (blocked === again) {"
      ),
      waitingSends(
        "  let blocked = known\n",
        "  let blocked = known\n  if (known !== undefined) {\n    announce(outbox, target, known)\n    return true\n  }\n"
      )
    ],
    models: ["room: a window of one"]
  },
  {
    guard: "G28",
    without: "newest first",
    changes: [
      closing("for (let i = unrung.length - 2; i >= 0; i -= 2) {", "for (let i = 0; i < unrung.length; i += 2) {")
    ],
    models: ["close: tells"],
    preemptions: 3
  },
  {
    guard: "G29",
    without: "publishing nothing after CLOSED was seen",
    changes: [
      change("sending/full.ts", "  return target.peer.closed ? new Stopped({}) : undefined\n", "  return undefined\n"),
      closing('  for (const target of targets) if (target.peer === peer) target.gone ??= "stopped"\n', "")
    ],
    models: ["close: tells", "close: two senders"]
  },
  {
    guard: "G30",
    without: "draining replies before the words",
    changes: [
      death(
        "    if (!this.drained) this.drained = !this.loop.drainExpress(this.peer, 1)\n",
        "    if (!this.drained) this.drained = true\n"
      )
    ],
    models: ["death: an ask, the target dies"]
  },
  {
    guard: "G31",
    without: "leaving a dead sender's words alone",
    changes: [death("  peer.dead = true\n", "")],
    models: ["blocks: a tell waits, its sender dies, another takes the next block"]
  },
  {
    guard: "G32",
    without: "the last drain of a dead one's mail",
    changes: [change("thread/inheritance.ts", "    const at = peer.mailIn.next()\n", "    const at = -1\n")],
    models: ["death: a tell, the sender dies"]
  },
  {
    guard: "G33",
    without: "freeing the own lanes to the dead",
    changes: [death("  mesh.pool.freeLanes((lane) => lane === mail || lane === express)\n", "")],
    models: ["death: memory, the target dies"],
    preemptions: 1
  },
  {
    guard: "G35",
    without: "zeroing the lanes by the live end",
    changes: mutants35,
    models: ["reuse: its record tells again, the target closes"],
    preemptions: 1
  },
  {
    guard: "G36",
    without: "forgetting the cursors",
    changes: [death("  mesh.forget(peer)\n", "")],
    models: ["reuse: a tell, the sender dies, its record tells again"]
  },
  {
    guard: "G37",
    without: "acknowledging only after all is settled",
    changes: [
      death("    ThreadRecord.store(this.loop.arena, this.loop.thread, Thread.ackedEpoch, epoch)\n", ""),
      death(
        "    this.begun = epoch\n",
        "    this.begun = epoch\n    ThreadRecord.store(arena, thread, Thread.ackedEpoch, epoch)\n"
      )
    ],
    models: ["reuse: a tell, the sender dies, its record tells again"]
  },
  {
    guard: "G38",
    without: "waiting for the acknowledgements",
    changes: [sweeper("      if (!this.isAcknowledged(epoch)) return\n", "      this.isAcknowledged(epoch)\n")],
    models: ["reuse: a tell, the sender dies, its record tells again"]
  },
  {
    guard: "G39",
    without: "freeing the dead one's lanes",
    changes: [sweeper("    pool.freeLanes((lane) => Layout.producerOfLane(layout, lane) === dead, dead)\n", "")],
    models: ["death: memory, one of two senders dies"],
    preemptions: 1
  },
  {
    guard: "G40",
    without: "waking the starving after the sweep",
    changes: [sweeper("    pool.wakeStarving(this.mesh.onWake)\n", "")],
    models: ["death: memory of the dead is waited for"],
    preemptions: 1
  },
  {
    guard: "G41",
    without: "winning a dead sender's tell",
    changes: [
      jobTable(
        cas("taken"),
        `    queued > 0 &&
    (Atomics.store(arena.words, Layout.jobsAt(arena.layout, sender) + id, word(generation, Phase.taken)), true)`
      )
    ],
    models: ["close: tells wait, the sender dies"]
  },
  {
    guard: "G42",
    without: "leaving a dead sender's words alone when its job ends",
    changes: [
      change(
        "hosting/runningJobs.ts",
        "    if (job.orphan) return this.owner.account.letGo()\n    if (!job.peer.dead) {",
        "    if (job.orphan) this.owner.account.letGo()\n    if (job.orphan || !job.peer.dead) {"
      )
    ],
    models: ["reuse: a tell waits, the sender dies, its record tells again"]
  },
  {
    guard: "G60",
    without: "looking for the starving after a block's store",
    changes: [
      pool(
        `    this.blocks[blockClass]!.free(block - this.firstBlock(blockClass))
    // guard G60: after the store, never before; pairs with the second look of whoever set its bit
    this.wakeStarving(onWake)
`,
        "    this.wakeStarving(onWake)\n    this.blocks[blockClass]!.free(block - this.firstBlock(blockClass))\n"
      )
    ],
    models: ["blocks: two senders share"],
    preemptions: 1
  },
  {
    guard: "G61",
    without: "taking a block when the drain passes its record (at decode instead)",
    changes: [
      mailRecord(
        "  if (Record.isSpilled(words[at + Record.Field.head]!)) mesh.pool.holdBlock(blockOf(words, at))\n",
        ""
      )
    ],
    models: ["blocks: a tell waits, its sender dies, another takes the next block"],
    preemptions: 1
  },
  {
    guard: "G62",
    without: "leaving the lane's words of a dead sender alone when its block is freed",
    changes: [mailRecord("  if (peer.dead) mesh.pool.freeBlock(block, mesh.onWake)\n  else ", "  ")],
    models: ["blocks: a tell waits, its sender dies, another takes the next block"],
    preemptions: 0
  },
  {
    guard: "G63",
    without: "freeing what a dead thread held",
    changes: [pool("leaves(owner - 1) : -owner - 1 === holder)", "leaves(owner - 1) : -owner === holder + 2000)")],
    models: ["blocks: the target dies"],
    preemptions: 1
  },
  {
    guard: "G64",
    without: "the look at the bell when the thread is about to stop",
    changes: [
      bell(
        "Atomics.wait(arena.words, index, closed | WAITING, millis)",
        "Atomics.wait(arena.words, index, Atomics.load(arena.words, index) | (closed & 0), millis)"
      )
    ],
    models: ["bell: it stops, two producers"]
  },
  {
    guard: "G43",
    without: "taking back by compare-and-exchange what a thread that does not end may still start",
    changes: [
      change(
        "thread/orphans.ts",
        "    if (jobs.cancel(job.id, job.generation)) {\n",
        "    if (jobs.phase(job.id, job.generation) === Phase.queued) {\n"
      )
    ],
    models: ["lost: two asks, the target goes on"]
  },
  {
    guard: "G44",
    without: "taking back before sending elsewhere",
    changes: [
      change(
        "thread/orphans.ts",
        "    if (!this.confirmed && !jobs.cancel(job.id, job.generation)) {\n",
        "    if (!this.confirmed && jobs.capacity < 0) {\n"
      )
    ],
    models: ["lost: two asks go elsewhere, the target goes on"]
  },
  {
    guard: "G50",
    without: "a second look for replies that starve",
    changes: [
      mesh(
        "    this.pool.starve()\n    // guard G50: the second look, pairs with `wakeStarving`: freed in between is found here, freed later rings us\n    return look()",
        "    this.pool.starve()\n    return -1 as never"
      )
    ],
    models: ["room: memory for a reply outside a drain"],
    preemptions: 3
  },
  {
    guard: "G68",
    without: "answering for a tell before its word is taken",
    changes: [
      dropping("    owner.account.take()\n    // guard G69", "    // guard G69"),
      dropping("    owner.account.letGo()\n    return won", "    return won")
    ],
    models: ["drops: the oldest of three tells, the sender dies"]
  },
  {
    guard: "G69",
    without: "dropping by compare-and-exchange",
    changes: [
      dropping(
        "    const won = jobs.cancel(id, generation)\n",
        "    const won = jobs.phase(id, generation) === 1\n    jobs.cancel(id, generation)\n"
      )
    ],
    models: ["drops: the oldest of four tells"]
  },
  {
    guard: "G70",
    without: "reading mail once more after CLOSED was set (before it instead)",
    changes: [
      threadLoop(
        "    Bell.close(this.arena, this.thread)\n    // A thread",
        "    this.readMail((peer) => this.mesh.touch(peer))\n    Bell.close(this.arena, this.thread)\n    // A thread"
      ),
      threadLoop(
        "look at CLOSED that follows a wish: one made before is rung, one later sees it\n    this.readMail((peer) => this.mesh.touch(peer))\n",
        "\n"
      )
    ],
    models: ["close: one ask"]
  },
  {
    guard: "G71",
    without: "looking at wishes after CLOSED was set",
    changes: [
      threadLoop("one later sees it\n    this.readMail((peer) => this.mesh.touch(peer))\n", "\n    this.readMail()\n")
    ],
    models: ["close: memory that does not come"]
  },
  {
    guard: "G51",
    without: "the generation of a reply",
    changes: [
      change(
        "sending/answers.ts",
        "  if (known === undefined || known.generation !== words[at + Record.Field.generation])",
        "  if (known === undefined)"
      )
    ],
    models: ["jobs: a job is answered again when its id serves another"]
  },
  {
    guard: "G01",
    without: "publishing before the ring",
    changes: [
      outbox("    peer.mailOut.publish(bytes, 1)\n", ""),
      outbox(
        "    this.mesh.mailed(peer, id, generation)\n",
        "    this.mesh.mailed(peer, id, generation)\n    peer.mailOut.publish(bytes, 1)\n"
      )
    ],
    models: ["jobs: one ask"]
  },
  {
    guard: "G35",
    without: "zeroing the lanes before the acknowledgement (main does it some time after its sweep)",
    changes: [
      ...mutants35,
      sweeper(
        "    ThreadRecord.clear(this.arena, dead)\n",
        `    ThreadRecord.clear(this.arena, dead)
    setImmediate(() => {
      for (let lane = 0; lane < layout.maxThreads ** 2 * 2; lane++) {
        if (Layout.producerOfLane(layout, lane) === dead) ThreadRecord.clearLane(this.arena, lane)
      }
    })
`
      )
    ],
    models: [
      "reuse: a tell, the sender dies, its record tells again",
      "reuse: an ask, the sender dies, its record asks again"
    ]
  }
]
