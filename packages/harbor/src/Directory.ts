/**
 * Objects: things that live on a thread, and are sent to by an id wherever they are. They are claimed on one thread, released,
 * and moved to another one, with their state, while others send to them.
 */
import type { ActorError } from "@stevedore/core/ActorError"
import { ActorSystem } from "@stevedore/core/ActorSystem"
import type { CurrentJob } from "@stevedore/core/CurrentJob"
import { CurrentThread } from "@stevedore/core/CurrentThread"
import * as Context from "effect/Context"
import type * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import type * as Scope from "effect/Scope"
import * as Stream from "effect/Stream"
import { Actor, type HarborError, type HarborErrorReason, InvalidOption } from "./HarborError.ts"
import { noOptions } from "./internal/given.ts"
import * as Layout from "./internal/objects/layout.ts"
import { ObjectsHere } from "./internal/objects/objectsHere.ts"
import { oneLife } from "./internal/objects/oneLife.ts"
import { failure } from "./internal/objects/served.ts"
import { fromObjects } from "./internal/objects/service.ts"
import { Spoken, SPOKEN_BYTES } from "./internal/objects/spoken.ts"
import { Sweep } from "./internal/objects/sweep.ts"
import { drawn, nodeOf, NOBODY, ObjectTable, take } from "./internal/objects/table.ts"
import { Moves, Objects } from "./internal/objects/wire.ts"
import type { Carried } from "./internal/carried.ts"
import { lettersOf } from "./internal/threads/deadLetters.ts"
import { ofLayer } from "./internal/threads/failures.ts"
import { linesOf } from "./internal/threads/line.ts"
import { bare } from "./internal/threads/services.ts"
import type * as Message from "./Message.ts"
import type * as ObjectId from "./ObjectId.ts"
import type * as ObjectKind from "./ObjectKind.ts"
import { asText } from "./internal/shown.ts"

/** Options of a directory: the same on every thread. */
export interface Options {
  /**
   * Objects of all threads together that there may be at a time: at most 16,777,216, rounded up to a power of two, from 65,536 on.
   * Eight bytes each, resident only where touched. Default 1,048,576.
   */
  readonly maxObjects?: number | undefined
}

/** How a kind is served. */
export interface ServeOptions {
  /** How many messages of one object its handlers take at a time; those of others do not count. Default 1. */
  readonly concurrency?: number | "unbounded" | undefined
  /** How many more may wait for one object; what comes then fails with `ObjectBusy`. Default 65,536. */
  readonly mailbox?: number | undefined
}

/** Options of a call. */
export interface CallOptions {
  /** Fails with `NoReply` after this time; the handler is interrupted. */
  readonly timeout?: Duration.Input | undefined
}

/** Options of what is asked of an object besides messages. */
export interface AskedOptions {
  /**
   * Fails with `NoReply` after this time, counted from when it was asked. What has not begun by then does not come about
   * (`delivered: "no"`, where that is known); what has, goes on. Default 30 seconds.
   */
  readonly timeout?: Duration.Input | undefined
}

/** What a send or a call gives after the message: nothing needs to be given for a message without a payload. */
export type Given<M extends Message.Any, Options> =
  undefined extends Message.Input<M>
    ? [payload?: Message.Input<M>, options?: Options]
    : [payload: Message.Input<M>, options?: Options]

/** The services that handlers need, all of them together. The job and a Scope, each message has of its own. */
export type HandlerServices<H> = {
  [Name in keyof H]: H[Name] extends (...args: ReadonlyArray<never>) => Effect.Effect<unknown, unknown, infer R>
    ? Exclude<R, CurrentJob | Scope.Scope>
    : never
}[keyof H]

/**
 * The objects of this thread, and the ways to those of all threads. Each thread has its own, with the same table under it.
 *
 * Messages to one object from one thread come in the order in which they were sent, whatever they are, and wherever the object
 * moves meanwhile. An object takes one message at a time, unless its kind is served otherwise; those of different objects
 * do not wait for each other.
 *
 * A handler that would wait for itself fails with `AskCycle` (in `HarborError`'s `Actor`), which names the objects from one back to
 * the same: it has called its own object, or called, released or moved one whose handler waits for it, over however many others.
 * Two that begin apart and meet crosswise are found after `nestedWait` of the actor system: one of them fails, the other goes on.
 * Send instead (`sendTo`), or serve the kind with more `concurrency`. However many messages an object takes at a time, while it
 * moves it takes none, and leaves when its handlers have ended: a call of one of them that comes back to it meanwhile is such a
 * circle. Nobody has had it, so it may be made again when the object is there.
 *
 * @example
 * ```ts
 * import * as assert from "node:assert/strict"
 * import * as Effect from "effect/Effect"
 * import * as Schema from "effect/Schema"
 * import { Directory, layer } from "@stevedore/harbor/Directory"
 * import * as Message from "@stevedore/harbor/Message"
 * import * as ObjectKind from "@stevedore/harbor/ObjectKind"
 * import * as NodeActorSystem from "@stevedore/platform-node/NodeActorSystem"
 *
 * const Hit = Message.make("hit", { payload: { damage: Schema.Int }, success: Schema.Int })
 * const Player = ObjectKind.make("player", { messages: [Hit], state: Schema.Struct({ health: Schema.Int }) })
 *
 * const program = Effect.gen(function*() {
 *   const directory = yield* Directory
 *   yield* directory.serve(Player, {
 *     hit: ({ damage }, self) =>
 *       Effect.sync(() => (self.state = { health: self.state.health - damage }).health)
 *   })
 *   const id = yield* directory.claim(Player, { health: 100 })
 *   assert.equal(yield* directory.callTo(id, Hit, { damage: 10 }), 90)
 *   yield* directory.release(id)
 *   const error = yield* Effect.flip(directory.sendTo(id, Hit, { damage: 10 }))
 *   assert.equal(error.reason._tag, "NoReceiver")
 * })
 * await Effect.runPromise(
 *   program.pipe(Effect.provide(layer()), Effect.provide(NodeActorSystem.layer()), Effect.scoped)
 * )
 * ```
 */
export class Directory extends Context.Service<
  Directory,
  {
    /**
     * The upper half of the ids that are claimed in this process, until the four thousand million serials of that are used up:
     * then it claims another one, and no id is ever given twice.
     */
    readonly node: number
    /**
     * Gives objects of a kind their handlers on this thread, as long as the scope is open; then its objects here end, and it is
     * waited for handlers at work, for `stopTimeout` of the system: then they are interrupted, and their callers have `ObjectLost`.
     * To claim one here, or to move one here, its kind has to be served first. Fails with `InvalidOption` where it is already.
     */
    readonly serve: <K extends ObjectKind.Any, H extends ObjectKind.Handlers<K, any>>(
      kind: K,
      handlers: H,
      options?: ServeOptions
    ) => Effect.Effect<void, HarborError, Scope.Scope | HandlerServices<H>>
    /**
     * A new object on this thread. Fails with `TooManyObjects`, and with `InvalidOption` where its kind is not served here, or the state
     * is none of that kind.
     */
    readonly claim: <K extends ObjectKind.Any>(
      kind: K,
      ...state: undefined extends ObjectKind.State<K> ? [state?: ObjectKind.State<K>] : [state: ObjectKind.State<K>]
    ) => Effect.Effect<ObjectId.ObjectId, HarborError>
    /**
     * Ends an object, wherever it lives: at once where that is this thread, else behind what this thread has sent to it. What
     * waits for it fails with `NoReceiver`, as does what is sent to it from then on. Elsewhere it waits for the handlers of the
     * object that are at work, no longer than `timeout`: then it fails with `NoReply`.
     */
    readonly release: (id: ObjectId.ObjectId, options?: AskedOptions) => Effect.Effect<void, HarborError>
    /**
     * Moves an object to a thread, by its name, wherever it lives. It keeps its id, its state, and the order of what is sent to
     * it; messages that come meanwhile are taken there. Complete when it is there. Its handlers finish first what they have
     * begun, but for one that has asked for this move, itself or by what it has forked: what that one sets as state has to be set
     * before. Several moves of an object are done one after the other. Fails with `InvalidOption` where that thread does not serve its
     * kind, or has no directory; with `ObjectLost` when one of the two threads dies meanwhile. In a handler it fails with `MailboxFull` and
     * `delivered: "maybe"` where it has waited for room for `nestedWait`, since the handler may be who makes room: it goes on. Whoever
     * asks waits no longer than `timeout`, and then has `NoReply`: a handler of the object may hang.
     */
    readonly move: (id: ObjectId.ObjectId, thread: string, options?: AskedOptions) => Effect.Effect<void, HarborError>
    /** The thread that an object lives on, or moves to, by its name. Old as soon as it is known. */
    readonly where: (id: ObjectId.ObjectId) => Effect.Effect<Option.Option<string>>
    /** Objects that live on this thread. */
    readonly count: Effect.Effect<number>
    /**
     * To an object, wherever it lives. Complete when it is in the mailbox of that thread. Fails with `InvalidObjectId` for
     * what is no id, with `NoReceiver` when there is no such object; then nobody has had it.
     */
    readonly sendTo: <M extends Message.Any>(
      id: ObjectId.ObjectId,
      message: M,
      ...given: Given<M, never>
    ) => Effect.Effect<void, HarborError>
    /**
     * As `sendTo`, and waits for the reply. When the thread of the object dies, or one that it moves between, it fails with
     * `ObjectLost`.
     */
    readonly callTo: <M extends Message.Any>(
      id: ObjectId.ObjectId,
      message: M,
      ...given: Given<M, CallOptions>
    ) => Effect.Effect<Message.Success<M>, Message.Failure<M> | HarborError>
    /** As `sendTo`, with more of an envelope: for what sends on behalf of others. */
    readonly "~@stevedore/harbor/sendCarried": (
      id: ObjectId.ObjectId,
      message: Message.Any,
      payload: unknown,
      carried: Carried | undefined
    ) => Effect.Effect<void, HarborError>
  }
>()("@stevedore/harbor/Directory") {}

const single = {
  option: "Directory.layer",
  value: "the second one of this thread",
  remedy: "use one value of the layer for all who need it: Layer.fresh, and each new value, is another directory"
}

/** Makes the directory of this thread. */
const make = (options: Options): Effect.Effect<Directory["Service"], HarborError, ActorSystem | Scope.Scope> =>
  Effect.gen(function* () {
    const system = yield* ActorSystem
    const none = noOptions("", options)
    if (none !== undefined) return yield* none
    const { maxObjects = 2 ** 20 } = options
    if (!Number.isInteger(maxObjects) || maxObjects < 1 || maxObjects > 2 ** Layout.MOST_BITS) {
      const remedy = `use a whole number from 1 to ${2 ** Layout.MOST_BITS}`
      return yield* refused(new InvalidOption({ option: "maxObjects", value: asText(maxObjects), remedy }))
    }
    const bits = Math.max(Layout.LEAST_BITS, Math.ceil(Math.log2(maxObjects)))
    const closes = yield* oneLife(system, failure(new InvalidOption(single), "", "no"))
    const shared = system.shared("harbor/objects", Layout.bytesFor(bits))
    const buffer = yield* Effect.mapError(shared, (error) =>
      error.reason._tag === "InvalidOption" ? failure(otherSize(2 ** bits), "", "no") : ofActor(error)
    )
    const words = new Int32Array(buffer)
    const spoken = new Spoken(
      new Int32Array(yield* Effect.mapError(system.shared("harbor/spoken", SPOKEN_BYTES), ofActor))
    )
    const node = nodeOf(words, drawn())
    const { id: thread, name } = yield* currentThread
    const place = take(words, thread)
    if (place === NOBODY) {
      const remedy = `at most ${Layout.HOLDERS} threads at a time have a Directory, the dead counted until they are swept`
      return yield* refused(new InvalidOption({ option: "Directory", value: "one more", remedy }))
    }
    const table = new ObjectTable(words, bits, place)
    yield* Effect.addFinalizer(() => Effect.sync(() => void Sweep.begin(table, place, thread, thread)?.finish()))
    const context = yield* Effect.context<never>()
    const client = Context.get(yield* Layer.build(Objects.layerRef), Objects)
    const moves = Context.get(yield* Layer.build(Moves.layerRef), Moves)
    const members = system.members(Objects)
    const { directory, loop, stopTimeoutMillis } = system["~@stevedore/core/runtime"]
    const lines = linesOf(system)
    const here = new ObjectsHere({
      words,
      table,
      spoken,
      node,
      thread,
      name,
      members,
      lives: (id) => directory.threads.some(({ incarnation }) => incarnation === id),
      client,
      moves,
      lines,
      stopTimeoutMillis,
      hold: () => loop.hold(),
      letters: () => lettersOf(system),
      context
    })
    yield* Effect.acquireRelease(
      Effect.sync(() => members.watch(here.look)),
      (unwatch) => Effect.sync(unwatch)
    )
    const handlers = Objects.toLayer(
      {
        tell: here.arriveTold,
        ask: here.arrive,
        news: ({ news }) => Effect.sync(() => here.hear(news))
      },
      { concurrency: "unbounded" }
    )
    const news = Moves.toLayer(
      {
        news: ({ news }) => Effect.sync(() => here.hear(news)),
        waits: () => Stream.suspend(() => Stream.fromIterable(here.circles.mine))
      },
      { concurrency: "unbounded" }
    )
    // Whom a thread finds by the second one, it finds by the first.
    yield* Effect.mapError(Layer.build(Moves.layerHere(news)), (error) => ofLayer(error, single))
    const served = Effect.updateContext(
      Layer.build(Objects.layerHere(handlers)),
      (around: Context.Context<ActorSystem | Scope.Scope>) => bare(around)
    )
    yield* Effect.mapError(served, (error) => ofLayer(error, single))
    yield* Effect.acquireRelease(
      Effect.sync(() => here.joined()),
      () =>
        Effect.sync(() => {
          closes()
          here.leave()
        })
    )
    return fromObjects(here)
  })

const currentThread = Effect.flatMap(Effect.serviceOption(CurrentThread), (current) =>
  Option.isSome(current)
    ? Effect.succeed<{ readonly id: number; readonly name: string }>(current.value)
    : // Nothing but main has no entry.
      Effect.flatMap(ActorSystem, ({ threads }) => Effect.map(threads, (all) => all.find(({ isMain }) => isMain)!))
)

const otherSize = (objects: number): InvalidOption => {
  const value = `one for ${objects} objects, and that of another thread of this process has another size`
  return new InvalidOption({ option: "maxObjects", value, remedy: "give the same maxObjects on every thread" })
}

const refused = (reason: HarborErrorReason) => Effect.fail(failure(reason, "", "no"))

const ofActor = (error: ActorError): HarborError => failure(new Actor({ cause: error.reason }), "", "no", error.thread)

/**
 * The directory of the thread that builds it: on main, and in the entry of every thread that has objects or sends to them.
 * Ready when every thread knows of it. When it closes, its objects end. Fails with `InvalidOption` for options that differ
 * from those of another thread, and where this thread has one already.
 *
 * @example
 * ```ts
 * import * as assert from "node:assert/strict"
 * import * as Effect from "effect/Effect"
 * import * as Directory from "@stevedore/harbor/Directory"
 * import * as ObjectId from "@stevedore/harbor/ObjectId"
 * import * as ObjectKind from "@stevedore/harbor/ObjectKind"
 * import * as NodeActorSystem from "@stevedore/platform-node/NodeActorSystem"
 *
 * const Lamp = ObjectKind.make("lamp", { messages: [] })
 * const program = Effect.gen(function*() {
 *   const directory = yield* Directory.Directory
 *   yield* directory.serve(Lamp, {})
 *   const id = yield* directory.claim(Lamp)
 *   assert.equal(ObjectId.nodeOf(id), directory.node)
 *   assert.equal(yield* directory.count, 1)
 * })
 * await Effect.runPromise(
 *   program.pipe(
 *     Effect.provide(Directory.layer({ maxObjects: 1024 })),
 *     Effect.provide(NodeActorSystem.layer()),
 *     Effect.scoped
 *   )
 * )
 * ```
 */
export const layer = (options: Options = {}): Layer.Layer<Directory, HarborError, ActorSystem> =>
  Layer.effect(Directory, make(options))
