/**
 * The port to other processes. A transport moves opaque frames; names, schemas, errors and duplicates are dealt with once, above
 * it, by `Peers`. Harbor uses it only for what is not in this process.
 */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type * as Scope from "effect/Scope"
import type * as Stream from "effect/Stream"
import { HarborError, type HarborErrorReason } from "./HarborError.ts"
import { hub } from "./internal/hub.ts"

/**
 * Where a frame goes. `Node`: the process of that incarnation, which alone serves it. `Topic`: all who serve it. `Queue`: one of
 * those who serve it.
 */
export type Address =
  | { readonly _tag: "Node"; readonly node: number }
  | { readonly _tag: "Topic"; readonly reach: "services" | "clients"; readonly name: string }
  | { readonly _tag: "Queue"; readonly reach: "services" | "clients"; readonly name: string }

/** Whether frames can go out and come in. */
export type ConnectionState = "connected" | "disconnected" | "closed"

/**
 * Takes a frame that has come, on the transport's own stack: it never throws and never waits. `respond` is there when the
 * sender waits for a reply; calling it again has no effect, and what it throws is a dead letter. The bytes may be the transport's: who keeps them copies them.
 */
export type OnFrame = (frame: Uint8Array, respond: ((reply: Uint8Array) => void) | undefined) => void

/** What a transport has to do. */
export interface Port {
  /**
   * This process among the others: its incarnation, an unsigned number of 32 bits that is never 0 and never used again, also not by a
   * transport of another JavaScript thread, whose messages would be taken for ones that have come before. A harbor over
   * a transport that says something else fails with `InvalidOption`, here and in `maxFrameBytes`, where its layer is built.
   */
  readonly node: number
  /** Bytes of the largest frame, header included: 40 at least. Larger ones never come to the transport. */
  readonly maxFrameBytes: number
  /**
   * Completes when the frame is on its way. It may be lost then, or come twice, or after one that was sent later. Fails with
   * `NoListener` where it is known that nobody serves a `Node` or `Queue` (a `Topic` may have nobody), and with
   * `EngineUnavailable` at once while there is no connection. `delivered: "no"` in both.
   */
  readonly publish: (to: Address, frame: Uint8Array) => Effect.Effect<void, HarborError>
  /**
   * As `publish`, and waits for the reply. Fails with `NoReply`, `delivered: "maybe"`, when none came in time, or when the
   * connection is lost meanwhile, and, where the transport can know, when who has it is gone. To a `Topic` it is not used.
   * `timeoutMillis` is at most 2^31 - 1, some 25 days, which stands for as long as it takes.
   */
  readonly request: (to: Address, frame: Uint8Array, timeoutMillis: number) => Effect.Effect<Uint8Array, HarborError>
  /**
   * Until its scope closes, also across reconnects: completes when frames come. When it has closed, none comes any more; what came
   * before may be answered still.
   */
  readonly serve: (at: Address, onFrame: OnFrame) => Effect.Effect<void, HarborError, Scope.Scope>
  /** What it is now, and then every change. One that dies is logged: nobody hears of a connection that is there again then. */
  readonly state: Stream.Stream<ConnectionState>
}

/**
 * The transport of a process.
 *
 * @example
 * ```ts
 * import * as assert from "node:assert/strict"
 * import * as Effect from "effect/Effect"
 * import * as Transport from "@stevedore/harbor/Transport"
 *
 * const program = Effect.gen(function*() {
 *   const transport = yield* Transport.Transport
 *   const here = { _tag: "Node", node: transport.node } as const
 *   yield* transport.serve(here, (frame, respond) => respond?.(frame.map((byte) => byte + 1)))
 *   assert.deepEqual(yield* transport.request(here, new Uint8Array([1, 2]), 1000), new Uint8Array([2, 3]))
 * })
 * await Effect.runPromise(Effect.scoped(Effect.provide(program, Transport.layerInProcess({ node: 1 }))))
 * ```
 */
export class Transport extends Context.Service<Transport, Port>()("@stevedore/harbor/Transport") {}

/**
 * An error of a transport, which knows of no messages.
 *
 * @example
 * ```ts
 * import * as assert from "node:assert/strict"
 * import { NoListener } from "@stevedore/harbor/HarborError"
 * import * as Transport from "@stevedore/harbor/Transport"
 *
 * assert.equal(Transport.failure(new NoListener({}), "no").message, "nobody listens for it")
 * ```
 */
export const failure = (reason: HarborErrorReason, delivered: "no" | "maybe"): HarborError =>
  new HarborError({ reason, messageName: "", thread: "", delivered })

/**
 * The text of an address, equal for equal addresses: `n.<8 hexadecimal digits>`, `t.<s|c>.<name>`, `q.<s|c>.<name>`, as the
 * subjects of an engine have it behind their prefix.
 *
 * @example
 * ```ts
 * import * as assert from "node:assert/strict"
 * import * as Transport from "@stevedore/harbor/Transport"
 *
 * assert.equal(Transport.subject({ _tag: "Node", node: 255 }), "n.000000ff")
 * assert.equal(Transport.subject({ _tag: "Queue", reach: "services", name: "smsg_login" }), "q.s.smsg_login")
 * ```
 */
export const subject = (address: Address): string => {
  if (address._tag === "Node") return `n.${address.node.toString(16).padStart(8, "0")}`
  return `${address._tag === "Topic" ? "t" : "q"}.${address.reach === "services" ? "s" : "c"}.${address.name}`
}

/** Options of the transport inside a process. */
export interface InProcessOptions {
  /** Never one that a network has had before: `InvalidOption`. Default: a random one. */
  readonly node?: number | undefined
  /** Default 256 KiB. */
  readonly maxFrameBytes?: number | undefined
}

/** Several nodes within one thread: for tests, and for programs that are to be several processes later. */
export interface Hub {
  /** Fails with `InvalidOption` for options that cannot work. */
  readonly layer: (options?: InProcessOptions) => Layer.Layer<Transport, HarborError>
}

/**
 * Nodes that reach each other, all on this thread. Frames arrive in order, at once, and never twice.
 *
 * @example
 * ```ts
 * import * as assert from "node:assert/strict"
 * import * as Effect from "effect/Effect"
 * import * as Transport from "@stevedore/harbor/Transport"
 *
 * const network = Transport.makeHub()
 * const address = { _tag: "Topic", reach: "services", name: "news" } as const
 * const program = Effect.gen(function*() {
 *   const transport = yield* Transport.Transport
 *   const heard: Array<Uint8Array> = []
 *   yield* transport.serve(address, (frame) => heard.push(frame))
 *   yield* Effect.provide(
 *     Effect.flatMap(Transport.Transport, (other) => other.publish(address, new Uint8Array([7]))),
 *     network.layer()
 *   )
 *   assert.deepEqual(heard, [new Uint8Array([7])])
 * })
 * await Effect.runPromise(Effect.scoped(Effect.provide(program, network.layer())))
 * ```
 */
export const makeHub = (): Hub => {
  const attach = hub({ subject, failure })
  return {
    layer: (options = {}) => Layer.effect(Transport, attach(options))
  }
}

/**
 * The embedded default: this process alone, which nobody else can reach. Fails with `InvalidOption` for options that cannot work.
 *
 * @example
 * ```ts
 * import * as assert from "node:assert/strict"
 * import * as Effect from "effect/Effect"
 * import * as Transport from "@stevedore/harbor/Transport"
 *
 * const node = Effect.map(Transport.Transport, ({ node }) => node)
 * assert.ok(Effect.runSync(Effect.scoped(Effect.provide(node, Transport.layerInProcess()))) > 0)
 * ```
 */
export const layerInProcess = (options?: InProcessOptions): Layer.Layer<Transport, HarborError> =>
  makeHub().layer(options)
