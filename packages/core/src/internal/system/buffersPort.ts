/**
 * A thread's end of a channel for moved buffers, as it hears of it from main. Runs on every thread but main.
 */
import { Thread } from "../memory/layout.ts"
import * as ThreadRecord from "../memory/threadRecord.ts"
import { attach, opened } from "../thread/moves.ts"
import type { ThreadLoop } from "../thread/threadLoop.ts"
import type { Peer } from "../thread/mesh.ts"
import type { ThreadHost } from "../../ThreadSpawner.ts"
import type { ToMain, ToThread } from "./control.ts"

type FromMain = Extract<ToThread, { readonly _tag: "port" | "portOpen" }>

export const take = (
  loop: ThreadLoop,
  host: Pick<ThreadHost, "openEnd">,
  message: FromMain,
  post: (message: ToMain) => void
): void => {
  const { incarnation, thread } = message
  const peer = present(loop, thread, incarnation)
  if (message._tag === "port") {
    const port = host.openEnd(message.end)
    // It has died since: whoever wants something of it hears of that.
    if (peer === undefined) return port.close()
    attach(peer, port, message.open)
    post({ _tag: "hasPort", thread, incarnation })
  } else if (peer !== undefined) opened(peer)
  loop.schedule()
}

/**
 * That incarnation, as far as this thread knows. What main has posted may come later than the death of who it is about, and
 * than this thread's acknowledgement of it: the record still names the dead one then, until it is swept, and says that it is.
 */
const present = (loop: ThreadLoop, thread: number, incarnation: number): Peer | undefined => {
  const { arena, mesh } = loop
  const known = mesh.known(thread)
  if (known !== undefined) return known.incarnation === incarnation && !known.exited ? known : undefined
  const isHere = ThreadRecord.load(arena, thread, Thread.incarnation) === incarnation
  return isHere && ThreadRecord.isAlive(arena, thread) ? mesh.peer(thread) : undefined
}
