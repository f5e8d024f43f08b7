/*
 * A listener has left in its own handler, and what waited behind that is refused: whoever has sent it hears nothing of that by itself,
 * and tells of it, as of dead letters, when it looks.
 */
import * as Effect from "effect/Effect"
import type { ThreadHarbor } from "./threadHarbor.ts"

/** All threads look that have a harbor; nobody waits for them. */
export const tellSenders = ({ fork, letters, nodes, thread }: ThreadHarbor): void => {
  letters.look()
  for (const { id, thread: name } of nodes.members.now) {
    if (id !== thread.id) fork(Effect.ignore(nodes.client.refused.tell(undefined, { thread: name })))
  }
}
