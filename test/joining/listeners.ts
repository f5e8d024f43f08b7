/*
 * An actor that threads serve beside each other, joining and leaving as they are told.
 */
import * as Actor from "@stevedore/core/Actor"
import { ActorError } from "@stevedore/core/ActorError"
import { ActorSystem } from "@stevedore/core/ActorSystem"
import { CurrentThread } from "@stevedore/core/CurrentThread"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Latch from "effect/Latch"
import * as Layer from "effect/Layer"
import * as Rpc from "effect/rpc/Rpc"
import * as Schema from "effect/Schema"
import * as Scope from "effect/Scope"

const payload = { n: Schema.Int }

export class Listener extends Actor.Service<Listener>()("joining/Listener", [
  /** Answers with the thread that heard it. */
  Rpc.make("hear", { payload, success: Schema.String }),
  /** Ends when its host says so. */
  Rpc.make("hold", { payload, success: Schema.String })
]) {}

/** One on each thread, by which a test has it do something. */
export class Host extends Actor.Service<Host>()("joining/Host", [
  Rpc.make("join", { payload: { window: Schema.optionalKey(Schema.Int) }, error: ActorError }),
  Rpc.make("leave"),
  Rpc.make("release"),
  Rpc.make("heard", { success: Schema.Array(Schema.Int) }),
  Rpc.make("members", { success: Schema.Array(Schema.String) }),
  /** Asks each of the threads that serve it by now. */
  Rpc.make("callAll", { payload, success: Schema.Array(Schema.String), error: ActorError }),
  /** Adds to the first word of a memory by its name, and returns what it was. */
  Rpc.make("add", { payload: { name: Schema.String, bytes: Schema.Int }, success: Schema.Int, error: ActorError }),
  Rpc.make("exit")
]) {}

/** What a thread has heard. */
export class Ear extends Context.Service<Ear, { readonly heard: Array<number>; readonly gate: Latch.Latch }>()(
  "joining/Ear"
) {
  static readonly layer = Layer.sync(Ear, () => ({ heard: [], gate: Latch.makeUnsafe() }))
}

export const listener = Listener.toLayer(
  Effect.gen(function* () {
    const [{ gate, heard }, { name }] = [yield* Ear, yield* CurrentThread]
    const hear = (n: number): string => {
      heard.push(n)
      return name
    }
    return {
      hear: ({ n }) => Effect.sync(() => hear(n)),
      hold: ({ n }) => Effect.andThen(gate.await, () => Effect.sync(() => hear(n)))
    }
  })
)

const host = Host.toLayer(
  Effect.gen(function* () {
    const [ear, listeners, system] = [yield* Ear, yield* Listener, yield* ActorSystem]
    const members = system.members(Listener)
    const layer = (window: number | undefined) =>
      Listener.layerHere(listener, { window }).pipe(
        Layer.provide(Layer.merge(Layer.succeed(Ear, ear), Layer.succeed(ActorSystem, system)))
      )
    let scope = yield* Scope.make()
    return {
      join: ({ window }) => Effect.asVoid(Layer.buildWithScope(layer(window), scope)),
      leave: () =>
        Effect.suspend(() => {
          const left = scope
          scope = Scope.makeUnsafe()
          return Scope.close(left, Exit.void)
        }),
      release: () => Effect.asVoid(ear.gate.open),
      heard: () => Effect.sync(() => ear.heard),
      members: () => Effect.sync(() => members.now.map(({ thread }) => thread)),
      callAll: ({ n }) => Effect.forEach(members.now, ({ thread }) => listeners.hear({ n }, { thread })),
      add: ({ bytes, name }) =>
        Effect.map(system.shared(name, bytes), (buffer) => Atomics.add(new Int32Array(buffer), 0, 1)),
      exit: () => Effect.sync(() => process.exit(7))
    }
  }),
  { concurrency: "unbounded" }
).pipe(Layer.provide(Listener.layerRef))

/** A thread that joins when it is told to. */
export const quiet = host.pipe(Layer.provide(Ear.layer))

/** One that joins as it starts. */
export const eager = Layer.merge(host, Listener.layerHere(listener)).pipe(Layer.provide(Ear.layer))
