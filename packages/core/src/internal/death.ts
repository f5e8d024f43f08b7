/**
 * What one live thread does about the confirmed death of another: settles its own jobs there from its own words, lets
 * go of everything the two shared, and only then acknowledges. Step 2 of "Crash" in docs/architecture.md.
 */
import { type ActorErrorReason, Stopped, type ThreadDied } from "../ActorError.ts"
import * as Mail from "./mailRecord.ts"
import { Lane, laneNumber, Thread } from "./memory/layout.ts"
import * as ThreadRecord from "./memory/threadRecord.ts"
import type { Peer } from "./mesh.ts"
import * as Orphans from "./orphans.ts"
import * as Record from "./record.ts"
import type { ThreadLoop } from "./threadLoop.ts"

export const settle = (loop: ThreadLoop, peer: Peer, reason: ThreadDied | Stopped): void => {
  const { arena, mesh, outbox, thread } = loop
  // (a) Replies that were published before the death win.
  // guard G30: before any word is looked at; pairs with the dead one's last `publish`
  while (loop.drainExpress(peer, 256));
  // guard G31: from here on nothing is written on behalf of the dead one; pairs with main's `clear` of its record
  peer.dead = true
  // (b) Every job of ours that is outstanding there, by its word.
  Orphans.settleDead(outbox, peer, reason)
  // (c) Its mail to us: asks are dropped, tells are delivered.
  // guard G32: drained now and never again; pairs with the sweep, which frees these segments after the acknowledgement
  for (const actor of loop.actors.values()) actor.onDeath(peer)
  for (;;) {
    const at = peer.mailIn.next()
    if (at < 0) break
    Mail.pass(mesh, at)
    // Not after the last mail was read: the actors may have finished.
    const actor = loop.takesMail ? loop.actors.get(arena.words[at + Record.Field.instance]!) : undefined
    if (actor?.onOrphan(peer, at) !== true) Mail.free(mesh, peer, arena.words, at)
    peer.mailIn.advance()
  }
  // (d) Segments and blocks of our lanes to it: it reads no more.
  // guard G33: pairs with our own claims; nobody else frees them
  const mail = laneNumber(arena.layout, thread, peer.thread, Lane.mail)
  const express = laneNumber(arena.layout, thread, peer.thread, Lane.express)
  mesh.pool.freeLanes((lane) => lane === mail || lane === express)
  // Sooner than main's sweep would, which may have to wait for others.
  mesh.pool.wakeStarving(mesh.onWake)
  // (e) The lanes' words, by the live end and before the acknowledgement: a record used again must meet new cursors
  // and zeroed tails together.
  // guard G35: pairs with the first `publish` of the record's next incarnation, which starts at 0
  for (const lane of [mail, express]) ThreadRecord.clearLane(arena, lane)
  for (const kind of [Lane.mail, Lane.express]) {
    ThreadRecord.clearLane(arena, laneNumber(arena.layout, peer.thread, thread, kind))
  }
  // guard G36: pairs with the zeroed words: cursors of this incarnation must not meet the next one's lanes
  mesh.forget(peer)
}

/**
 * Settles every death after `acked`, up to `epoch`. Returns how many of the dead ones' jobs had ended here, which no
 * longer count.
 */
export const settleAll = (
  loop: ThreadLoop,
  acked: number,
  epoch: number,
  reasonOf: (thread: number) => ActorErrorReason
): number => {
  let finished = 0
  for (let thread = 0; thread < loop.arena.layout.maxThreads; thread++) {
    const died = ThreadRecord.load(loop.arena, thread, Thread.diedAtEpoch)
    if (died <= acked || died > epoch || thread === loop.thread) continue
    const peer = loop.mesh.peer(thread)
    settle(loop, peer, reasonOf(thread) as ThreadDied | Stopped)
    finished += peer.finished
  }
  return finished
}

/** What a thread sent to itself ends with its loop, as it would with its death. */
export const settleOwn = (loop: ThreadLoop): void => {
  const own = loop.mesh.known(loop.thread)
  if (own === undefined) return
  while (loop.drainExpress(own, 256));
  own.dead = true
  Orphans.settleDead(loop.outbox, own, new Stopped({}))
}
