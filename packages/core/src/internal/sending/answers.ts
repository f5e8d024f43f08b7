/**
 * What comes back for an ask: a reply or a refusal, drained from the express lane, ends its id and settles its sender;
 * the elements of a stream come before that.
 * Used by the sending thread only.
 */
import { Stopped } from "../../ActorError.ts"
import { incoming, nothingIncoming } from "../codec/apart.ts"
import { decodeChunk, decodeReply } from "../jobCodecs.ts"
import { blockAt } from "../memory/layout.ts"
import type { Outbox } from "./outbox.ts"
import type { OutgoingJob } from "./outgoing.ts"
import { leaseReply } from "./scopedAsk.ts"
import * as Record from "../record.ts"
import type { Peer } from "../thread/mesh.ts"
import { arrive, arrived, REPLY } from "../thread/moves.ts"

/** A reply or refusal was drained. `at`: word index of its record in the arena. */
export const onReply = (outbox: Outbox, peer: Peer, at: number): void => {
  const { arena } = outbox.mesh
  const head = arena.words[at + Record.Field.head]!
  const job = answered(outbox, at)
  // Also those that nobody waits for any more.
  if (Record.hasMoves(head)) {
    arrive(peer, REPLY, arena.words, at)
    incoming.buffers = arrived(peer, REPLY, arena.words, at) ?? []
  }
  const block = Record.isSpilled(head) ? arena.words[at + Record.Spilled.expressBlock]! : 0
  if (Record.isGiven(block)) incoming.blockStart = blockAt(arena.layout, Record.blockNumber(block)) * 4
  const refused = Record.kindOf(head) === Record.Kind.refused
  const views = Record.isSpilled(head) ? job?.views : undefined
  const lease = views === undefined ? undefined : leaseReply(outbox.mesh, at)
  if (lease !== undefined) incoming.views = lease
  const outcome = job === undefined || refused ? undefined : decodeReply(job.method.codecs, arena, at)
  if (Record.hasMoves(head) || Record.isGiven(block) || lease !== undefined) nothingIncoming()
  // Before anybody is told: whoever goes on finds the memory free.
  if (lease?.isUsed === true && outcome?._tag === "Success") views!.keep(lease)
  else if (lease !== undefined) lease.end()
  else if (Record.isSpilled(head)) outbox.mesh.freeReply(at)
  if (job === undefined) return
  if (outcome === undefined) job.onFailed(new Stopped({}), false)
  else if (outcome._tag === "Reason") job.onFailed(outcome.reason, outcome.started)
  else job.onExit(outcome)
}

/** Elements of a stream were drained. What nobody waits for any more is passed over: its end is still to come. */
export const onChunk = (outbox: Outbox, peer: Peer, at: number): void => {
  const { arena } = outbox.mesh
  const { words } = arena
  const head = words[at + Record.Field.head]!
  if (Record.hasMoves(head)) {
    arrive(peer, REPLY, words, at)
    incoming.buffers = arrived(peer, REPLY, words, at) ?? []
  }
  const known = outbox.replies.get(words[at + Record.Field.job]!)
  // As for a reply, by G51.
  const isWanted = known?.generation === words[at + Record.Field.generation] && !known!.over && known!.takesElements
  const elements = isWanted ? decodeChunk(known!.method.codecs, arena, at) : undefined
  if (Record.hasMoves(head)) nothingIncoming()
  if (Record.isSpilled(head)) outbox.mesh.freeChunk(peer, at)
  if (elements === undefined) return
  if (!("_tag" in elements)) return known!.onElements(elements)
  outbox.cancel(known!, true)
  known!.onFailed(elements, true)
}

/** Ends the id of the job that a reply is for; that job, if its sender still waits. */
const answered = (outbox: Outbox, at: number): OutgoingJob | undefined => {
  const { words } = outbox.mesh.arena
  const id = words[at + Record.Field.job]!
  const known = outbox.replies.get(id)
  // guard G51: a reply of another generation, or of nobody, is consumed and ignored; pairs with `begin`, which raises it.
  // A second line of defence: an id is used again only when its record is known to be consumed.
  if (known === undefined || known.generation !== words[at + Record.Field.generation]) return undefined
  outbox.jobs.end(id, known.generation)
  return outbox.replies.remove(id)
}
