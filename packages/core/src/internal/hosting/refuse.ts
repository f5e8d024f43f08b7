/**
 * Refusing a job at the door of a thread that no longer serves its actor. Runs on the thread that refuses.
 */
import { scratch } from "../../Codec.ts"
import * as Mail from "./mailRecord.ts"
import { consumed, Phase, refuse } from "../memory/jobTable.ts"
import type { Mesh, Peer } from "../thread/mesh.ts"
import * as Record from "../record.ts"

/** Refuses one mail record: decided against the sender's cancel by the job word; an ask is told by a record. */
export const refuseRecord = (mesh: Mesh, peer: Peer, words: Int32Array, at: number): void => {
  Mail.free(mesh, peer, words, at)
  if (peer.dead) return
  const head = words[at + Record.Field.head]!
  const id = words[at + Record.Field.job]!
  const generation = words[at + Record.Field.generation]!
  if (!refuse(mesh.arena, peer.thread, id, generation)) {
    consumed(mesh.arena, peer.thread, id, generation, Phase.dropped)
  } else if (Record.kindOf(head) === Record.Kind.ask) {
    const reply = Record.head(Record.Kind.refused, Record.methodOf(head))
    mesh.express(peer, reply, id, generation, scratch.bytes, 0, undefined)
  }
  mesh.ringing.touch(peer)
}
