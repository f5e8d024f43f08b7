/*
 * Where frames go when all nodes are on one thread: who serves an address, and whose turn it is. `carry` decides how a frame
 * gets to a node; here it gets there at once, the simulated network does worse things.
 */
import * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"
import * as Stream from "effect/Stream"
import * as SubscriptionRef from "effect/SubscriptionRef"
import { EngineUnavailable, type HarborError, type HarborErrorReason, NoListener, NoReply } from "../HarborError.ts"
import { HEADER_BYTES } from "./frame.ts"
import { noOptions, wrongWhole } from "./given.ts"
import { invalidOption } from "./threads/failures.ts"
import type { Address, ConnectionState, InProcessOptions, OnFrame, Port } from "../Transport.ts"

/** What of the port's module is needed here; that module imports this one. */
interface Shared {
  readonly subject: (address: Address) => string
  readonly failure: (reason: HarborErrorReason, delivered: "no" | "maybe") => HarborError
}

/** A node as a network sees it. */
export interface Member {
  readonly node: number
  readonly state: SubscriptionRef.SubscriptionRef<ConnectionState>
  isConnected: boolean
  /** Requests that wait; each is told when the connection is lost. */
  readonly pending: Set<(error: HarborError) => void>
  /** Requests that it has and has not answered. */
  readonly asked: Set<(error: HarborError) => void>
}

interface Server {
  readonly member: Member
  readonly onFrame: OnFrame
}

/** Gets a frame from one node to another: runs `arrive` never, once or more often, now or later. */
export type Carry = (from: Member, to: Member, arrive: () => void) => void

const defaultMaxFrameBytes = 256 * 1024

const atOnce: Carry = (_from, _to, arrive) => arrive()

export const hub = (
  { subject, failure }: Shared,
  carry: Carry = atOnce,
  joined: (member: Member) => void = () => {}
): ((options: InProcessOptions) => Effect.Effect<Port, HarborError, Scope.Scope>) => {
  const nodes = new Set<number>()
  const servers = new Map<string, Array<Server>>()
  const unavailable = Effect.fail(failure(new EngineUnavailable({ detail: "disconnected" }), "no"))
  const nobody = Effect.fail(failure(new NoListener({}), "no"))
  const left = failure(new NoReply({ detail: "who was asked has left" }), "maybe")

  /** Whose turn it is: they stand in a ring. */
  const next = (key: string): Server | undefined => {
    const all = servers.get(key) ?? []
    const index = all.findIndex(({ member }) => member.isConnected)
    if (index === -1) return undefined
    const [server] = all.splice(index, 1)
    all.push(server!)
    return server
  }

  const publish = (from: Member, to: Address, frame: Uint8Array): Effect.Effect<void, HarborError> =>
    Effect.suspend(() => {
      if (!from.isConnected) return unavailable
      const key = subject(to)
      if (to._tag === "Topic") {
        for (const server of servers.get(key) ?? []) give(from, server, frame)
        return Effect.void
      }
      const server = next(key)
      if (server === undefined) return nobody
      give(from, server, frame)
      return Effect.void
    })

  /** Each arrival has bytes of its own. */
  const give = (from: Member, server: Server, frame: Uint8Array): void =>
    carry(from, server.member, () => {
      if (serves(server)) server.onFrame(frame.slice(), undefined)
    })

  const serves = (server: Server): boolean => open.has(server)
  const open = new Set<Server>()

  const request = (
    from: Member,
    to: Address,
    frame: Uint8Array,
    millis: number
  ): Effect.Effect<Uint8Array, HarborError> => {
    const answered = Effect.callback<Uint8Array, HarborError>((resume) => {
      if (!from.isConnected) return resume(unavailable)
      const server = next(subject(to))
      if (server === undefined) return resume(nobody)
      const end = (effect: Effect.Effect<Uint8Array, HarborError>): void => {
        from.pending.delete(lost)
        server.member.asked.delete(lost)
        resume(effect)
      }
      const lost = (error: HarborError): void => end(Effect.fail(error))
      from.pending.add(lost)
      server.member.asked.add(lost)
      carry(from, server.member, () => {
        if (!serves(server)) return lost(left)
        let isAnswered = false
        server.onFrame(frame.slice(), (reply) => {
          if (isAnswered) return
          isAnswered = true
          const bytes = reply.slice()
          carry(server.member, from, () => end(Effect.succeed(bytes)))
        })
      })
      return Effect.sync(() => {
        from.pending.delete(lost)
        server.member.asked.delete(lost)
      })
    })
    const late = failure(new NoReply({ detail: `none after ${millis} ms` }), "maybe")
    return Effect.timeoutOrElse(answered, { duration: millis, orElse: () => Effect.fail(late) })
  }

  const serve = (member: Member, at: Address, onFrame: OnFrame): Effect.Effect<void, never, Scope.Scope> =>
    Effect.asVoid(
      Effect.acquireRelease(
        Effect.sync(() => {
          const key = subject(at)
          const server: Server = { member, onFrame }
          const all = servers.get(key) ?? []
          servers.set(key, all)
          all.push(server)
          open.add(server)
          return { key, server }
        }),
        ({ key, server }) =>
          Effect.sync(() => {
            open.delete(server)
            const all = servers.get(key)!
            all.splice(all.indexOf(server), 1)
            if (all.length === 0) servers.delete(key)
          })
      )
    )

  return (options) =>
    Effect.gen(function* () {
      const wrong = wrongNode(options)
      if (wrong !== undefined) return yield* wrong
      const { node = randomNode(), maxFrameBytes = defaultMaxFrameBytes } = options
      // Who knows the one before takes what the next one sends for what he has had.
      if (nodes.has(node)) return yield* invalidOption("", "node", node, usedOnce)
      nodes.add(node)
      const state = yield* SubscriptionRef.make<ConnectionState>("connected")
      const member: Member = { node, state, isConnected: true, pending: new Set(), asked: new Set() }
      joined(member)
      yield* Effect.addFinalizer(() => {
        member.isConnected = false
        const error = failure(new NoReply({ detail: "the transport was closed" }), "maybe")
        for (const lost of member.pending) lost(error)
        for (const lost of member.asked) lost(left)
        return SubscriptionRef.set(state, "closed")
      })
      return {
        node,
        maxFrameBytes,
        publish: (to, frame) => publish(member, to, frame),
        request: (to, frame, millis) => request(member, to, frame, millis),
        serve: (at, onFrame) => serve(member, at, onFrame),
        // It ends with the transport.
        state: Stream.takeUntil(SubscriptionRef.changes(state), (now) => now === "closed")
      }
    })
}

const usedOnce = "use a number that no node of this network has had, or leave it out: one is drawn then"

const wrongNode = (options: InProcessOptions): HarborError | undefined =>
  noOptions("", options) ??
  wrongWhole("node", options.node, 1, 0xffff_ffff) ??
  wrongWhole("maxFrameBytes", options.maxFrameBytes, HEADER_BYTES)

/** Never 0. Two processes that choose are as good as never the same; an engine makes sure of it. */
const randomNode = (): number => crypto.getRandomValues(new Uint32Array(1))[0]! || 1
