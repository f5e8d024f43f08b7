/*
 * What the contract of transports is run with: two processes with a transport each, and messages between them.
 */
import { HarborError } from "@stevedore/harbor/HarborError"
import * as Message from "@stevedore/harbor/Message"
import * as Peers from "@stevedore/harbor/Peers"
import * as Registry from "@stevedore/harbor/Registry"
import * as Transport from "@stevedore/harbor/Transport"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Schema from "effect/Schema"
import type * as Scope from "effect/Scope"

/** Two processes' transports, over one engine. */
export interface Pair {
  readonly one: Layer.Layer<Transport.Transport, HarborError>
  readonly other: Layer.Layer<Transport.Transport, HarborError>
  /** Completes when what was sent has come, or never will. */
  readonly settled: Effect.Effect<void>
  /** Cuts the first one off, and connects it again. */
  readonly cut?: { readonly disconnect: Effect.Effect<void>; readonly reconnect: Effect.Effect<void> } | undefined
}

export interface Traits {
  /** Every frame comes. */
  readonly reliable: boolean
  /** Frames of one node to another come in the order in which they were sent. */
  readonly ordered: boolean
}

export class Refused extends Schema.TaggedError<Refused>()("Refused", { why: Schema.String }) {}

export const Login = Message.make("smsg_login", {
  payload: { user: Schema.String, at: Schema.optionalKey(Schema.Date) },
  success: Schema.Struct({ greeting: Schema.String }),
  error: Refused
})
export const Note = Message.make("smsg_note", { payload: { n: Schema.Int } })
export const Blob = Message.make("smsg_blob", { payload: { bytes: Schema.Uint8Array }, success: Schema.Uint8Array })

export const queue = (message: Message.Any) => ({ _tag: "Queue", reach: "services", name: message.name }) as const
export const topic = { _tag: "Topic", reach: "services", name: "news" } as const

export const maxFrameBytes = 4096

export type Peer = { readonly peers: Peers.Service; readonly transport: Transport.Port }

const peer = (transport: Layer.Layer<Transport.Transport, HarborError>): Effect.Effect<Peer, never, Scope.Scope> =>
  Effect.map(
    Effect.orDie(Layer.build(Layer.fresh(Peers.layer().pipe(Layer.provideMerge([transport, Registry.layer]))))),
    (context) => ({ peers: Context.get(context, Peers.Peers), transport: Context.get(context, Transport.Transport) })
  )

/** Calls until one comes through: on a network that loses frames nothing else can be expected. */
export const insist = <A, E>(call: Effect.Effect<A, E>): Effect.Effect<A, E> =>
  Effect.retry(call, { while: (error) => error instanceof HarborError && error.reason._tag === "NoReply" })

/** Turn after turn, until it is so: a test that waits for what never comes is ended by the runner. */
export const until = (isSo: () => boolean): Effect.Effect<void> =>
  Effect.suspend(() => (isSo() ? Effect.void : Effect.andThen(Effect.yieldNow, until(isSo))))

/** What a part of the contract is run with. */
export interface Setting {
  readonly name: string
  readonly traits: Traits
  /** Short where frames are lost, so that one costs little; what is not lost comes long before. */
  readonly options: { readonly timeout: number }
  readonly both: <E>(
    test: (one: Peer, other: Peer, pair: Pair) => Effect.Effect<void, E, Scope.Scope>
  ) => Effect.Effect<void, E>
}

export const setting = (
  name: string,
  make: (maxFrameBytes: number) => Effect.Effect<Pair, never, Scope.Scope>,
  traits: Traits
): Setting => ({
  name,
  traits,
  options: { timeout: traits.reliable ? 60_000 : 100 },
  both: (test) =>
    Effect.scoped(
      Effect.gen(function* () {
        const pair = yield* make(maxFrameBytes)
        yield* test(yield* peer(pair.one), yield* peer(pair.other), pair)
      })
    )
})
