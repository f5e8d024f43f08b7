/*
 * Who of this process serves which address at the transport: threads, through the border, and main itself. Used on main. The transport
 * may have a frame for one that is gone before main has heard of that: another one that lives has it then, as it has what is sent between
 * threads. Not so of a call that was taken back meanwhile.
 */
import * as Effect from "effect/Effect"
import { type OnFrame, type Port, subject } from "../../Transport.ts"
import * as Frame from "../frame.ts"
import { type Closing, over } from "./closing.ts"

type Respond = Parameters<OnFrame>[1]

export interface Server {
  /** Of its address, equal for equal ones. */
  readonly subject: string
  /** Whether each who serves it there has a frame of its own. */
  readonly isTopic: boolean
  /** `gone`, now or later, where it is not there any more, and nobody there has begun it. */
  readonly give: (frame: Uint8Array, respond: Respond, gone: () => void) => void
}

/** A call, from when a thread is asked until that has an end. */
export interface Asked {
  isTakenBack: boolean
}

export class Servers {
  private readonly all = new Set<Server>()
  /** Calls that threads have, by who made them: a transport may bring one twice. */
  private readonly asked = new Map<string, Set<Asked>>()
  private turn = 0

  /** Before the first frame comes for it, until the last one has. */
  add(server: Server): void {
    this.all.add(server)
  }

  delete(server: Server): void {
    this.all.delete(server)
  }

  /** A thread is asked, until what it returns is called: see `takeBack`. */
  asking(frame: Uint8Array, asked: Asked): () => void {
    const header = Frame.read(frame)
    if (header === undefined) return () => {}
    const call = Frame.callOf(header)
    const all = this.asked.get(call) ?? new Set()
    this.asked.set(call, all.add(asked))
    return () => {
      if (all.delete(asked) && all.size === 0) this.asked.delete(call)
    }
  }

  /** Where that takes a call back, nobody else is to have it: the thread that has it may die before it hears of that. */
  takeBack(frame: Uint8Array): void {
    if (this.asked.size === 0 || !Frame.isTakeBack(frame)) return
    const header = Frame.read(frame)
    if (header === undefined) return
    for (const asked of this.asked.get(Frame.callOf(header)) ?? []) asked.isTakenBack = true
  }

  /** To that one, or to the next one that is there, each of them once; `nobody` where there is none. */
  pass(to: Server, frame: Uint8Array, respond: Respond, nobody: () => void): void {
    const tried = new Set<Server>()
    const attempt = (server: Server | undefined): void => {
      if (server === undefined) return nobody()
      tried.add(server)
      const gone = (): void => {
        this.all.delete(server)
        attempt(this.next(to, tried))
      }
      if (this.all.has(server)) server.give(frame, respond, gone)
      else gone()
    }
    attempt(to)
  }

  private next({ isTopic, subject }: Server, tried: ReadonlySet<Server>): Server | undefined {
    if (isTopic) return undefined
    const others = Array.from(this.all).filter((each) => each.subject === subject && !tried.has(each))
    return others[this.turn++ % others.length]
  }
}

/** The transport as main itself has it, until its harbor closes. */
export const seenBy = (servers: Servers, transport: Port, closing: Closing): Port => ({
  node: transport.node,
  maxFrameBytes: transport.maxFrameBytes,
  publish: (to, frame) => transport.publish(to, frame),
  request: (to, frame, millis) =>
    Effect.suspend(() => (closing.isOver ? Effect.fail(over) : closing.until(transport.request(to, frame, millis)))),
  state: transport.state,
  serve: (at, onFrame) => {
    const give: Server["give"] = (frame, respond) => onFrame(frame, respond)
    const server: Server = { subject: subject(at), isTopic: at._tag === "Topic", give }
    const seen = Effect.acquireRelease(
      Effect.sync(() => servers.add(server)),
      () => Effect.sync(() => servers.delete(server))
    )
    const heard: OnFrame = (frame, respond) => {
      if (respond === undefined) servers.takeBack(frame)
      onFrame(frame, respond)
    }
    return Effect.andThen(seen, transport.serve(at, heard))
  }
})
