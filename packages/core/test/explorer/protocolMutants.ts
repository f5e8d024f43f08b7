/** Guards of what is above it: sending, closing, deaths, blocks, drops. */
import {
  bell,
  cas,
  change,
  closing,
  death,
  dropping,
  jobTable,
  mailRecord,
  mesh,
  outbox,
  pool,
  ringing,
  sweeper,
  threadLoop,
  waitingSends,
  type Mutant
} from "./mutant.ts"

/** Nobody zeroes the lanes' words before the acknowledgement. */
const mutants35 = [
  death("  for (const lane of [mail, express]) ThreadRecord.clearLane(arena, lane)\n", ""),
  death("    ThreadRecord.clearLane(arena, laneNumber(arena.layout, peer.thread, thread, kind))\n", "")
]

export const protocolMutants: ReadonlyArray<Mutant> = [
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
      ringing(
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
      ringing(
        "    peer.touched = true\n",
        "    peer.touched = true\n    if (peer.mailIn.takeWanted()) Bell.ring(this.arena, peer.thread, this.bit)\n"
      ),
      ringing(
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
    models: ["blocks: a tell waits, its sender dies, another takes the next block"],
    preemptions: 0
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
    preemptions: 0
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
    preemptions: 0
  },
  {
    guard: "G40",
    without: "waking the starving after the sweep",
    changes: [sweeper("    pool.wakeStarving(this.mesh.onWake)\n", "")],
    models: ["death: memory of the dead is waited for"],
    preemptions: 0
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
    models: ["close: a tell, the sender dies"],
    preemptions: 1
  },
  {
    guard: "G42",
    without: "leaving a dead sender's words alone when its job ends",
    changes: [
      change(
        "hosting/runningJobs.ts",
        "    if (job.orphan) return this.owner.account.disinherit()\n    if (!job.peer.dead) {",
        "    if (job.orphan) this.owner.account.disinherit()\n    if (job.orphan || !job.peer.dead) {"
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
    preemptions: 0
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
        "    this.readMail((peer) => this.mesh.ringing.touch(peer))\n    Bell.close(this.arena, this.thread)\n    // A thread"
      ),
      threadLoop(
        "look at CLOSED that follows a wish: one made before is rung, one later sees it\n    this.readMail((peer) => this.mesh.ringing.touch(peer))\n",
        "\n"
      )
    ],
    models: ["close: one ask"]
  },
  {
    guard: "G71",
    without: "looking at wishes after CLOSED was set",
    changes: [
      threadLoop(
        "one later sees it\n    this.readMail((peer) => this.mesh.ringing.touch(peer))\n",
        "\n    this.readMail()\n"
      )
    ],
    models: ["close: memory that does not come"]
  },
  {
    guard: "G72",
    without: "giving a block away before the record is published (after it instead)",
    changes: [
      change("thread/mailBlock.ts", "  mesh.ownMemory.give(block, peer.mailOut.lane)\n", ""),
      outbox(
        "    peer.mailOut.publish(bytes, 1)\n",
        "    peer.mailOut.publish(bytes, 1)\n    if (given >= 0) this.mesh.ownMemory.give(given, peer.mailOut.lane)\n"
      )
    ],
    models: ["buffers: they go with tells"],
    preemptions: 1
  },
  {
    guard: "G73",
    without: "giving a block away with a reply before its record is published (after it instead)",
    changes: [
      mesh("    this.ownMemory.give(block, peer.expressOut.lane)\n", ""),
      mesh(
        "    if (at >= 0) {\n      peer.expressOut.publish(length, 0)\n",
        "    if (at >= 0) {\n      peer.expressOut.publish(length, 0)\n      if (given >= 0) this.ownMemory.give(given, peer.expressOut.lane)\n"
      )
    ],
    models: ["buffers: they go with answers"],
    preemptions: 1
  },
  {
    guard: "G74",
    without: "forgetting what was given away",
    changes: [
      change(
        "thread/ownMemory.ts",
        "    this.blocks.delete(block)\n    this.mesh.pool.giveBlock",
        "    this.mesh.pool.giveBlock"
      )
    ],
    models: ["buffers: they go with tells"],
    preemptions: 1
  },
  {
    guard: "G75",
    without: "taking what was sent off the credit",
    changes: [change("hosting/streamOut.ts", "      this.credit -= count\n", "")],
    models: ["streams: four elements, two ahead"],
    preemptions: 1
  },
  {
    guard: "G76",
    without: "looking again for memory that a stream waits for",
    changes: [change("hosting/streamOut.ts", "    this.mesh.waitingForMemory.add(this.lookAgain)\n", "")],
    models: ["streams: its memory comes late"],
    preemptions: 1
  },
  {
    guard: "G77",
    without: "coming back to look at the bell",
    changes: [threadLoop("    if (rest === Next.turn) this.stay()\n", "")],
    models: ["linger: three asks"],
    preemptions: 0
  },
  {
    guard: "G78",
    without: "draining after a stop",
    changes: [
      threadLoop("which is used up by it\n    return Next.again", "which is used up by it\n    return Next.park")
    ],
    models: ["linger: three asks"],
    preemptions: 0
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
