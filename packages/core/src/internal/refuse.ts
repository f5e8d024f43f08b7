/**
 * Refusing a job at the door of a thread that no longer serves its actor. Runs on the thread that refuses.
 */
import { scratch } from "../Codec.ts"
import { consumed, Phase, refuse } from "./memory/jobTable.ts"
import type { Mesh, Peer } from "./mesh.ts"
import * as Record from "./record.ts"

/** Refuses one record: decided against the sender's cancel by the job word; an ask is told by a record. */
export const refuseRecord = (mesh: Mesh, peer: Peer, head: number, id: number, generation: number): void => {
  if (peer.dead) return
  if (!refuse(mesh.arena, peer.thread, id, generation)) {
    consumed(mesh.arena, peer.thread, id, generation, Phase.dropped)
  } else if (Record.kindOf(head) === Record.Kind.ask) {
    const reply = Record.head(Record.Kind.refused, Record.methodOf(head))
    mesh.express(peer, reply, id, generation, scratch.bytes, 0, undefined)
  }
  mesh.touch(peer)
}
