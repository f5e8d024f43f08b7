/**
 * Services: a named set of threads. Which threads are in it is told as they come and go; messages go to one of them in turn, or
 * to the one that is meant.
 */
import * as Actor from "@stevedore/core/Actor"
import * as ActorSystem from "@stevedore/core/ActorSystem"
import type { ActorError } from "@stevedore/core/ActorError"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Rpc from "effect/rpc/Rpc"
import type * as Scope from "effect/Scope"
import * as Stream from "effect/Stream"
import { type CallOptions, Harbor } from "./Harbor.ts"
import type { HarborError } from "./HarborError.ts"
import { noOptions, wrongTime } from "./internal/given.ts"
import { invalidOption, ofLayer } from "./internal/threads/failures.ts"
import type { Port } from "./internal/threads/port.ts"
import { type Within, within } from "./internal/threads/within.ts"
import type * as Message from "./Message.ts"

/** A thread that is in a service. `id` is another one when the thread is started again. */
export interface Instance {
  readonly thread: string
  readonly id: number
}

/** A thread has come into a service, or left it. */
export interface Change {
  readonly _tag: "Joined" | "Left"
  readonly instance: Instance
}

/** Whom a message to a service is for. */
export interface Options {
  /** The thread of that name, and no other. Default: one of them, each in its turn. */
  readonly instance?: string | undefined
}

const ROOT = "harbor/service/"

/** The id of the actor whose members are in the service. */
const idOf = (name: string): string => `${ROOT}${name}`

class Presence extends Actor.Service<Presence>()(`${ROOT}presence`, [Rpc.make("ping")]) {}

interface PresenceClass {
  readonly layerHere: (handlers: Layer.Layer<any>) => Layer.Layer<any, ActorError, any>
}

const shape = /^[A-Za-z][A-Za-z0-9_.-]{0,127}$/

const wrongName = (name: unknown): HarborError | undefined =>
  typeof name === "string" && shape.test(name)
    ? undefined
    : invalidOption("", "service", name, "use a letter and up to 127 more letters, digits, _, - or .")

/**
 * This thread is in the service of that name for as long as the scope is open. Complete when every thread knows. What it listens
 * for is said by `listen`, as ever: a message to the service goes to those of its threads that listen for it. Fails with
 * `InvalidOption` where this thread is in it already, and for what is no name of one. A name that was joined once is known to every
 * thread until the system ends: no name of a service is made up for a user or a request.
 *
 * @example
 * ```ts
 * import * as assert from "node:assert/strict"
 * import * as Effect from "effect/Effect"
 * import * as Schema from "effect/Schema"
 * import * as Harbor from "@stevedore/harbor/Harbor"
 * import * as Message from "@stevedore/harbor/Message"
 * import * as Service from "@stevedore/harbor/Service"
 * import * as NodeActorSystem from "@stevedore/platform-node/NodeActorSystem"
 *
 * const Save = Message.make("save", { payload: { text: Schema.String }, success: Schema.String })
 * const program = Effect.gen(function*() {
 *   const harbor = yield* Harbor.Harbor
 *   yield* harbor.listen(Save, ({ text }) => Effect.succeed(`saved ${text}`))
 *   yield* Service.join("storage")
 *   assert.deepEqual(yield* Service.instances("storage"), [{ thread: "main", id: 1 }])
 *   assert.equal(yield* Service.call("storage", Save, { text: "it" }, { instance: "main" }), "saved it")
 * })
 * await Effect.runPromise(
 *   Effect.scoped(program).pipe(Effect.provide(Harbor.layer()), Effect.provide(NodeActorSystem.layer()))
 * )
 * ```
 */
export const join = (name: string): Effect.Effect<void, HarborError, Harbor | Scope.Scope> =>
  Effect.gen(function* () {
    const wrong = wrongName(name)
    if (wrong !== undefined) return yield* wrong
    const harbor = (yield* Harbor)["~@stevedore/harbor/thread"]
    // A class for each name, which is known here only: the compiler wants one that is written down.
    const presence = Presence.as<never>()(idOf(name)) as unknown as PresenceClass
    const here = presence.layerHere(Presence.toLayer({ ping: () => Effect.void }))
    const layer = Layer.provide(here, Layer.succeed(ActorSystem.ActorSystem, harbor.system)) as Layer.Layer<
      unknown,
      ActorError
    >
    const joined = Effect.flatMap(Effect.scope, (scope) => Layer.buildWithScope(layer, scope))
    const single = {
      option: "service",
      value: `"${name}", which this thread is in already`,
      remedy: "use the membership that there is: one stands for all that its thread listens for"
    }
    yield* harbor.held(Effect.mapError(joined, (error) => ofLayer(error, single)))
  })

/**
 * The threads that are in a service now, in the order in which they came, as this thread knows them. Fails with `InvalidOption` for
 * what is no name of one.
 *
 * @example
 * ```ts
 * import * as assert from "node:assert/strict"
 * import * as Effect from "effect/Effect"
 * import * as Harbor from "@stevedore/harbor/Harbor"
 * import * as Service from "@stevedore/harbor/Service"
 * import * as NodeActorSystem from "@stevedore/platform-node/NodeActorSystem"
 *
 * const nobody = Service.instances("nobody").pipe(Effect.provide(Harbor.layer()), Effect.provide(NodeActorSystem.layer()))
 * assert.deepEqual(await Effect.runPromise(nobody), [])
 * ```
 */
export const instances = (name: string): Effect.Effect<ReadonlyArray<Instance>, HarborError, Harbor> =>
  wrongName(name) ??
  Effect.map(Harbor, (harbor) => harbor["~@stevedore/harbor/thread"].system.members({ key: idOf(name) }).now)

/**
 * Who comes into a service and who leaves it, beginning with those that are in it. Between two of one thread there is always the
 * other kind; a reader that is slow may not see who came and left meanwhile. It ends with the harbor. Fails with `InvalidOption` for what is no name of one.
 *
 * @example
 * ```ts
 * import * as assert from "node:assert/strict"
 * import * as Effect from "effect/Effect"
 * import * as Stream from "effect/Stream"
 * import * as Harbor from "@stevedore/harbor/Harbor"
 * import * as Service from "@stevedore/harbor/Service"
 * import * as NodeActorSystem from "@stevedore/platform-node/NodeActorSystem"
 *
 * const program = Effect.gen(function*() {
 *   yield* Service.join("storage")
 *   const [first] = yield* Stream.runCollect(Stream.take(Service.changes("storage"), 1))
 *   assert.deepEqual(first, { _tag: "Joined", instance: { thread: "main", id: 1 } })
 * })
 * await Effect.runPromise(
 *   Effect.scoped(program).pipe(Effect.provide(Harbor.layer()), Effect.provide(NodeActorSystem.layer()))
 * )
 * ```
 */
export const changes = (name: string): Stream.Stream<Change, HarborError, Harbor> =>
  Stream.unwrap(
    Effect.flatMap(Harbor, (harbor) => {
      const wrong = wrongName(name)
      if (wrong !== undefined) return wrong
      const { closed, system } = harbor["~@stevedore/harbor/thread"]
      let known = new Map<number, Instance>()
      const told = system.members({ key: idOf(name) }).changes.pipe(
        Stream.flatMap((now) => {
          const next = new Map(now.map((instance) => [instance.id, instance]))
          const left = Array.from(known.values()).filter(({ id }) => !next.has(id))
          const joined = Array.from(next.values()).filter(({ id }) => !known.has(id))
          known = next
          return Stream.fromIterable<Change>([
            ...left.map((instance): Change => ({ _tag: "Left", instance })),
            ...joined.map((instance): Change => ({ _tag: "Joined", instance }))
          ])
        })
      )
      return Effect.succeed(
        Deferred.isDoneUnsafe(closed) ? Stream.empty : Stream.interruptWhen(told, Deferred.await(closed))
      )
    })
  )

/** Those that are in a service, whenever it is asked. */
type Now = () => ReadonlyArray<Instance>

/** Those of its threads that listen, or the one that is meant, if it does. */
const meant = (service: string, port: Port, now: Now, { instance }: Options) =>
  instance === undefined
    ? { ...port.meant(() => now().map(({ id }) => id), service), of: { service } }
    : {
        ...port.meant(() => now().flatMap(({ id, thread }) => (thread === instance ? [id] : []))),
        of: { service, instance }
      }

const wrongInstance = ({ instance }: Options): HarborError | undefined =>
  instance === undefined || typeof instance === "string"
    ? undefined
    : invalidOption("", "instance", instance, "use the name of a thread: see Service.instances")

const through = <A, E>(
  name: string,
  message: Message.Any,
  use: (port: Port, now: Now) => Effect.Effect<A, E>,
  within?: Within
): Effect.Effect<A, E | HarborError, Harbor> =>
  Effect.flatMap(Harbor, (service) => {
    const wrong = wrongName(name)
    if (wrong !== undefined) return wrong
    const harbor = service["~@stevedore/harbor/thread"]
    const port = within === undefined ? harbor.port("listen", message) : harbor.portWithin(message, within)
    const members = harbor.system.members({ key: idOf(name) })
    const now = (): ReadonlyArray<Instance> => members.now
    return Effect.isEffect(port) ? Effect.flatMap(port, (made) => use(made, now)) : use(port, now)
  })

/**
 * To one thread of a service that listens for the message, or to the one that is meant. Fails with `NoListener` at once where none
 * does. What had not begun on a thread that dies goes to no other: it is a dead letter.
 *
 * @example
 * ```ts
 * import * as assert from "node:assert/strict"
 * import * as Effect from "effect/Effect"
 * import * as Harbor from "@stevedore/harbor/Harbor"
 * import * as Message from "@stevedore/harbor/Message"
 * import * as Service from "@stevedore/harbor/Service"
 * import * as NodeActorSystem from "@stevedore/platform-node/NodeActorSystem"
 *
 * const error = await Service.send("storage", Message.make("flush"), undefined).pipe(
 *   Effect.flip,
 *   Effect.provide(Harbor.layer()),
 *   Effect.provide(NodeActorSystem.layer()),
 *   Effect.runPromise
 * )
 * assert.equal(error.reason._tag, "NoListener")
 * ```
 */
export const send = <M extends Message.Any>(
  name: string,
  message: M,
  payload: Message.Input<M>,
  options: Options = {}
): Effect.Effect<void, HarborError, Harbor> =>
  noOptions("", options) ??
  wrongInstance(options) ??
  through(name, message, (port, now) => port.send(payload, undefined, meant(name, port, now, options)))

/**
 * As `send`, and completes with the reply. What had not begun on a thread that dies is asked of another one, unless one is meant.
 *
 * @example
 * ```ts
 * import * as assert from "node:assert/strict"
 * import * as Effect from "effect/Effect"
 * import * as Message from "@stevedore/harbor/Message"
 * import * as Service from "@stevedore/harbor/Service"
 *
 * assert.ok(Effect.isEffect(Service.call("storage", Message.make("flush"), undefined, { timeout: "1 second" })))
 * ```
 */
export const call = <M extends Message.Any>(
  name: string,
  message: M,
  payload: Message.Input<M>,
  options: Options & CallOptions = {}
): Effect.Effect<Message.Success<M>, Message.Failure<M> | HarborError, Harbor> =>
  (noOptions("", options) ??
    wrongInstance(options) ??
    wrongTime("", "timeout", options.timeout) ??
    Effect.flatMap(Harbor, (harbor) =>
      within(options.timeout ?? harbor["~@stevedore/harbor/thread"].callTimeout, (within) =>
        through(
          name,
          message,
          (port, now) => port.callWithin(payload, undefined, within, meant(name, port, now, options)),
          within
        )
      )
    )) as Effect.Effect<any, any, Harbor>
