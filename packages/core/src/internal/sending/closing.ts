/**
 * A thread that takes no more mail, as one that sends to it finds out. Used by the sending thread only.
 */
import { Stopped } from "../../ActorError.ts"
import { loseRefused } from "../thread/deadLetters.ts"
import type { Peer } from "../thread/mesh.ts"
import type { Outbox } from "./outbox.ts"
import type { OutgoingJob } from "./outgoing.ts"

/**
 * `unrung` were published since the last ring: taken back newest first, so that what the peer still took is a prefix of
 * what was sent. A job that is being sent right now fails as one that was never in the mailbox; a tell whose sender was
 * told that it is there becomes a dead letter.
 */
export const close = (outbox: Outbox, peer: Peer, unrung: ReadonlyArray<number>): void => {
  const { jobs, publishing, replies, targets } = outbox
  peer.closed = true
  for (const target of targets) if (target.peer === peer) target.gone ??= "stopped"
  // guard G28: newest first; pairs with the target's last drain, which starts jobs oldest first
  for (let i = unrung.length - 2; i >= 0; i -= 2) {
    const id = unrung[i]!
    if (!jobs.cancel(id, unrung[i + 1]!)) continue
    // The id stays taken until the peer drops the record or its death is confirmed: it may have been taken already.
    if (publishing?.id === id) takeBack(outbox, publishing)
    else if (outbox.isAsk(id)) replies.remove(id)?.onFailed(new Stopped({}), false)
    else loseRefused(outbox, (target) => target.peer === peer, id)
  }
}

const takeBack = (outbox: Outbox, job: OutgoingJob): void => {
  if (job.isAsk) outbox.replies.remove(job.id)
  else outbox.tellEnded(job.id)
  job.over = false
  job.id = -1
}
