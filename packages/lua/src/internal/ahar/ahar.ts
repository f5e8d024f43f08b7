/**
 * What one Lua state has of harbor: the names it has registered, the functions that handle them, and the objects that live with it.
 */
import * as Directory from "@stevedore/harbor/Directory"
import * as Envelope from "@stevedore/harbor/Envelope"
import * as Group from "@stevedore/harbor/Group"
import * as Harbor from "@stevedore/harbor/Harbor"
import type { HarborError } from "@stevedore/harbor/HarborError"
import * as MessageId from "@stevedore/harbor/MessageId"
import type * as ObjectId from "@stevedore/harbor/ObjectId"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Scope from "effect/Scope"
import { LuaCodecError, type LuaError, LuaRuntimeError } from "../../LuaError.ts"
import type { Athd } from "../athd/athd.ts"
import { placed, placeOf } from "../athd/placed.ts"
import { fengari } from "../fengari/load.ts"
import { pushBigInt, pushNumber } from "../fengari/numbers.ts"
import type { LuaStatePointer, TValue } from "../fengari/types.ts"
import { packer, packResults } from "../msgpack/packer.ts"
import { within } from "../msgpack/path.ts"
import { runJob, type Work } from "../state/job.ts"
import { costs } from "../state/memory.ts"
import { keep, type Pending } from "../state/pending.ts"
import { shortened } from "../state/shortened.ts"
import { pushBytes, pushSlot, pushText } from "../state/stack.ts"
import { closed, closing, harborIn, type HarborHere } from "./here.ts"
import { Made } from "./made.ts"
import { type LuaMessage, LuaObject, messageOf, ToObject } from "./messages.ts"

const { lua } = fengari

/** A function that handles a message, as long as its scope is open. */
interface Listener {
  readonly fn: TValue
  readonly scope: Scope.Closeable
  readonly held: Pending
}

/** Bytes that harbor takes for one who listens. */
const LISTENING = 3000

/** Of which this thread remembers whose they are. */
const MOST_OBJECTS = 10_000

export class Ahar {
  readonly athd: Athd
  /** The names of ids: what scripts of this state have registered. */
  private readonly names = new Map<number, string>()
  private readonly listeners = new Map<string, Listener>()
  /** Messages that this state has sent or listened for. */
  private readonly carried = new Set<string>()
  /** Objects that were sent to, and whether they are Lua's: an id never means another one. */
  private readonly objects = new Map<bigint, boolean>()
  private readonly scope = Scope.makeUnsafe()
  private made: Promise<Exit.Exit<HarborHere, HarborError>> | undefined
  private serves: Promise<Exit.Exit<void, HarborError>> | undefined
  isOldSaid = false
  /** What its scripts have put into harbor's tables. */
  private readonly put: Made

  constructor(athd: Athd) {
    this.athd = athd
    this.put = new Made(athd.state, athd.place.thread.name)
    athd.state.closers.push(() => closing(athd.place.system, Effect.runPromise(Scope.close(this.scope, Exit.void))))
  }

  /** The thread's harbor, made once; main has one before. */
  readonly harbor: Effect.Effect<HarborHere, HarborError> = Effect.suspend(() => {
    this.made ??= Effect.runPromiseWith(this.athd.place.context)(Effect.exit(this.make))
    const made = this.made
    return Effect.flatten(Effect.promise(() => made))
  })

  private get make(): Effect.Effect<HarborHere, HarborError> {
    const { context, main, system } = this.athd.place
    const before = Effect.andThen(closed(system), Effect.orDie(main.harbor()))
    return Effect.andThen(before, harborIn(context, system, this.scope)).pipe(
      Effect.tap((here) => Effect.sync(() => this.put.knows(here)))
    )
  }

  // -- names -------------------------------------------------------------------------------------------------------------

  register(name: string): number {
    const id = MessageId.of(messageOf(name).name)
    if (!this.names.has(id)) keep(this.athd.state, { stays: true, bytes: costs.registered + 4 * name.length })
    this.names.set(id, name)
    return id
  }

  /** The message of a name, to send it or to listen for it. */
  message(name: string): LuaMessage {
    const message = messageOf(name)
    if (!this.carried.has(name)) {
      this.carried.add(name)
      keep(this.athd.state, { stays: true, bytes: costs.carried })
    }
    return message
  }

  nameOf(id: number): string | undefined {
    return this.names.get(id)
  }

  // -- listening ---------------------------------------------------------------------------------------------------------

  listen(name: string, fn: TValue): Effect.Effect<void, HarborError> {
    return Effect.gen({ self: this }, function* () {
      const harbor = Context.get(yield* this.harbor, Harbor.Harbor)
      yield* this.unlisten(name)
      this.register(name)
      const scope = yield* Scope.fork(this.scope)
      const held: Pending = { stays: true, bytes: LISTENING, slots: [fn] }
      keep(this.athd.state, held)
      this.listeners.set(name, { fn, scope, held })
      const handler = (data: Uint8Array) =>
        Effect.flatMap(Envelope.current, ({ connection }) => this.run(fn, name, data, connection, undefined))
      yield* harbor.listen(this.message(name), handler, { concurrency: "unbounded" }).pipe(
        Scope.provide(scope),
        Effect.onError(() => this.unlisten(name))
      )
    })
  }

  isListening(name: string): boolean {
    return this.listeners.has(name)
  }

  unlisten(name: string): Effect.Effect<boolean> {
    return Effect.suspend(() => {
      const listener = this.listeners.get(name)
      if (listener === undefined) return Effect.succeed(false)
      this.listeners.delete(name)
      this.athd.state.pending.delete(listener.held)
      return Effect.as(Scope.close(listener.scope, Exit.void), true)
    })
  }

  /** Runs a function of the script with what came: its results, as one packed value. */
  private run(
    fn: TValue,
    name: string,
    data: Uint8Array,
    connection: bigint | undefined,
    object: bigint | undefined
  ): Effect.Effect<Uint8Array, LuaError> {
    return Effect.mapErrorEager(runJob(this.athd.state, this.job(fn, name, data, connection, object)), (error) =>
      placed(shortened(error), () => listenerPlace(fn, name))
    )
  }

  private job(
    fn: TValue,
    name: string,
    data: Uint8Array,
    connection: bigint | undefined,
    object: bigint | undefined
  ): Work<Uint8Array> {
    return {
      push: (L) => {
        pushSlot(L, fn)
        pushId(L, connection)
        pushNumber(L, MessageId.of(name))
        pushText(L, name)
        pushBytes(L, data)
        pushId(L, object)
        return 5
      },
      take: packed,
      chunk: name
    }
  }

  // -- objects -----------------------------------------------------------------------------------------------------------

  /** A new object of this thread, or one that moves here. */
  enter(id: bigint | undefined): Effect.Effect<bigint, HarborError> {
    return Effect.gen({ self: this }, function* () {
      const directory = Context.get(yield* this.harbor, Directory.Directory)
      this.serves ??= Effect.runPromiseWith(this.athd.place.context)(Effect.exit(this.serve(directory)))
      const serves = this.serves
      yield* yield* Effect.promise(() => serves)
      const entered = id ?? (yield* directory.claim(LuaObject))
      if (id !== undefined) yield* directory.move(id as ObjectId.ObjectId, this.athd.place.thread.name)
      this.put.addObject(entered)
      return entered
    })
  }

  private serve(directory: Directory.Directory["Service"]): Effect.Effect<void, HarborError> {
    return directory
      .serve(
        LuaObject,
        {
          lua_object: ({ data, name, until }, { id }) =>
            Effect.flatMap(Envelope.current, ({ connection, sender }): Effect.Effect<Uint8Array, LuaError> => {
              const listener = this.listeners.get(name)
              if (listener === undefined) {
                const detail = `nobody listens for '${name}' on ${this.athd.place.thread.name}`
                if (until !== "told") return Effect.fail(new LuaRuntimeError({ chunk: "ahar", detail, traceback: "" }))
                // In words: whoever fails here is logged by harbor's own actor, which knows neither the message nor the object.
                const from = sender.thread === "" ? "another process" : sender.thread
                this.athd.warn(() => `${detail}: what ${from} has sent to the object ${id} is lost`)
                return Effect.succeed(begun)
              }
              if (until === "ended") return this.run(listener.fn, name, data, connection, id)
              const { push } = this.job(listener.fn, name, data, connection, id)
              this.athd.fork({ push, take: () => {}, chunk: name }, `the handler of '${name}'`)
              return Effect.succeed(begun)
            })
        },
        { concurrency: "unbounded" }
      )
      .pipe(Scope.provide(this.scope))
  }

  leave(id: bigint): Effect.Effect<void, HarborError> {
    return Effect.flatMap(this.harbor, (here) =>
      Effect.tap(Context.get(here, Directory.Directory).release(id as ObjectId.ObjectId), () =>
        Effect.sync(() => this.put.removeObject(id))
      )
    )
  }

  // -- groups ------------------------------------------------------------------------------------------------------------

  private grouped<A, E>(
    effect: Effect.Effect<A, E, Harbor.Harbor | Directory.Directory>
  ): Effect.Effect<A, E | HarborError> {
    return Effect.flatMap(this.harbor, (here) => Effect.provideContext(effect, here))
  }

  /** What a member takes: main has the table, and each thread a copy of it. */
  memberBytes(group: string): number {
    return (this.athd.threads + 1) * (costs.member + group.length)
  }

  join(group: string, id: bigint): Effect.Effect<void, HarborError> {
    const added = Effect.suspend(() => this.grouped(Group.add(group, id as ObjectId.ObjectId)))
    return Effect.tap(added, () => Effect.sync(() => this.put.addMember(group, id, this.memberBytes(group))))
  }

  part(group: string, id: bigint): Effect.Effect<void, HarborError> {
    const removed = Effect.suspend(() => this.grouped(Group.remove(group, id as ObjectId.ObjectId)))
    return Effect.tap(removed, () => Effect.sync(() => this.put.removeMember(group, id)))
  }

  clear(group: string): Effect.Effect<void, HarborError> {
    return Effect.tap(this.grouped(Group.clear(group)), () => Effect.sync(() => this.put.removeGroup(group)))
  }

  members(group: string): Effect.Effect<ReadonlyArray<bigint>, HarborError> {
    return this.grouped(Group.members(group))
  }

  // -- sending -----------------------------------------------------------------------------------------------------------

  with<A, E>(use: (harbor: Harbor.Harbor["Service"]) => Effect.Effect<A, E>): Effect.Effect<A, E | HarborError> {
    return Effect.flatMap(this.harbor, (here) => use(Context.get(here, Harbor.Harbor)))
  }

  /**
   * To an object of Lua; or to one of somebody else, a client's connection for one, which takes the message itself. Completes when it is
   * in the mailbox of its thread; the first one to an object of Lua, when its function has begun: which of the two it is, is not
   * known here before.
   */
  sendTo(id: bigint, name: string, data: Uint8Array): Effect.Effect<unknown, HarborError | LuaError> {
    const object = id as ObjectId.ObjectId
    return Effect.flatMap(this.harbor, (here) => {
      const directory = Context.get(here, Directory.Directory)
      const isLua = this.objects.get(id)
      const itself = (): Effect.Effect<void, HarborError> => directory.sendTo(object, messageOf(name), data)
      if (isLua === false) return this.sent(id, itself())
      if (isLua === true) return this.sent(id, directory.sendTo(object, ToObject, { name, data, until: "told" }))
      return directory.callTo(object, ToObject, { name, data, until: "begun" }).pipe(
        Effect.tap(() => Effect.sync(() => this.learn(id, true))),
        Effect.catchIf(isOther, () => {
          this.learn(id, false)
          return itself()
        })
      )
    })
  }

  /** An object that is no more is not remembered. */
  private sent(id: bigint, effect: Effect.Effect<void, HarborError>): Effect.Effect<void, HarborError> {
    return Effect.onError(effect, () => Effect.sync(() => void this.objects.delete(id)))
  }

  private learn(id: bigint, isLua: boolean): void {
    if (this.objects.size >= MOST_OBJECTS) {
      const [oldest] = this.objects.keys()
      this.objects.delete(oldest!)
    }
    this.objects.set(id, isLua)
  }

  callTo(id: bigint, name: string, data: Uint8Array): Effect.Effect<Uint8Array, HarborError | LuaError> {
    return Effect.flatMap(this.harbor, (here) => {
      const directory = Context.get(here, Directory.Directory)
      return directory
        .callTo(id as ObjectId.ObjectId, ToObject, { name, data, until: "ended" })
        .pipe(Effect.catchIf(isOther, () => directory.callTo(id as ObjectId.ObjectId, messageOf(name), data)))
    })
  }
}

/** It may leave the process: without handles. */
const packed = (L: LuaStatePointer, count: number): Uint8Array => {
  try {
    packResults(L, L.top - count, count, false)
  } catch (cause) {
    if (!(cause instanceof LuaCodecError)) throw cause
    throw new LuaCodecError({ path: within("reply", cause.path), detail: cause.detail })
  }
  return packer.copy()
}

/** Where a function of the script, or of a library, that handles a message stands. */
const listenerPlace = ({ type, value }: TValue, name: string): string => {
  const what = `the function that listens for '${name}'`
  return type === lua.LUA_TFUNCTION ? placeOf(value.p, what) : `[JS]: in ${what}`
}

const begun = new Uint8Array()

/** It is an object of another kind than Lua's. */
const isOther = (error: HarborError | LuaError): boolean =>
  error._tag === "HarborError" && error.delivered === "no" && error.reason._tag === "UnknownMessage"

/** An id as a number of Lua; 0 where there is none. */
const pushId = (L: LuaStatePointer, id: bigint | undefined): void => {
  if (id === undefined) pushNumber(L, 0)
  else pushBigInt(L, id)
}
