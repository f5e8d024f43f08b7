/*
 * Threads that serve other processes and die: what main's transport still has for them others have who listen, or it is said that
 * nobody does.
 */
import * as Actor from "@stevedore/core/Actor"
import { ActorSystem } from "@stevedore/core/ActorSystem"
import * as NodeActorSystem from "@stevedore/platform-node/NodeActorSystem"
import * as Harbor from "@stevedore/harbor/Harbor"
import { HarborError } from "@stevedore/harbor/HarborError"
import * as Transport from "@stevedore/harbor/Transport"
import { assert, describe, it } from "@effect/vitest"
import { BroadcastChannel } from "node:worker_threads"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as Logger from "effect/Logger"
import * as Stream from "effect/Stream"
import { Ask, heardBy, Held, Note, Outsider } from "./harbor/outsiders.ts"
import { forked, numbers, on } from "./platforms.ts"

const system = NodeActorSystem.layer({ maxThreads: 6, startTimeout: "1 minute", stopTimeout: "1 minute" })
const entry = Actor.entry<typeof import("./harbor/outsiders.thread.ts")>(
  new URL("./harbor/outsiders.thread.ts", import.meta.url)
)

/** What has come in waits while it is shut, as on the way through a busy main. */
const gate = () => {
  const held: Array<() => void> = []
  let isOpen = true
  return {
    shut: () => void (isOpen = false),
    open: () => {
      isOpen = true
      for (const arrive of held.splice(0)) arrive()
    },
    held,
    layer: Layer.effect(
      Transport.Transport,
      Effect.map(Transport.Transport, (port) => ({
        ...port,
        serve: (at: Transport.Address, onFrame: Transport.OnFrame) =>
          port.serve(at, (frame, respond) =>
            isOpen ? onFrame(frame, respond) : held.push(() => onFrame(frame, respond))
          )
      }))
    )
  }
}

/** Another process, main alone, that knows the messages: it asks nobody about them when it sends. */
const other = (hub: Transport.Hub) =>
  Effect.gen(function* () {
    const layer = Harbor.layerTransport().pipe(Layer.provide([system, hub.layer({ node: 1 })]))
    const harbor = Context.get(yield* Layer.build(Layer.fresh(layer)), Harbor.Harbor)
    assert.strictEqual(reasonOf(yield* Effect.flip(harbor.call(Ask, { n: 1 }))), "NoListener no")
    assert.strictEqual(reasonOf(yield* Effect.flip(harbor.send(Note, { n: 1 }))), "NoListener no")
    return harbor
  })

/** A process with so many threads besides main, whose transport has that gate; gone with the scope. */
const process = (hub: Transport.Hub, size: number) =>
  Effect.gen(function* () {
    const { layer, ...door } = gate()
    const context = yield* Layer.build(
      Layer.fresh(
        Outsider.layerPool({ entry, size, name: "t", restart: "never" }).pipe(
          Layer.provideMerge(Harbor.layerTransport()),
          Layer.provide(Layer.provide(layer, hub.layer({ node: 2 }))),
          Layer.provideMerge(system)
        )
      )
    )
    const harbor = Context.get(context, Harbor.Harbor)
    const letters: Array<string> = []
    const note = ({ count, messageName, reason, sender, thread }: Harbor.DeadMessage) =>
      Effect.sync(() => void letters.push(`${count} ${messageName} from ${sender} for ${thread}: ${reason}`))
    yield* Effect.forkScoped(Stream.runForEach(harbor.deadLetters, note), { startImmediately: true })
    return {
      harbor,
      door,
      letters,
      system: Context.get(context, ActorSystem),
      threads: Context.get(context, Outsider)
    }
  })

/** Complete when that thread hears nothing any more. */
const blocked = (threads: Outsider["Service"], thread: string) =>
  Effect.gen(function* () {
    const channel = `blocked ${thread}`
    const said = Effect.callback<void>((resume) => {
      const port = new BroadcastChannel(channel)
      const heard = () => {
        port.close()
        resume(Effect.void)
      }
      port.addEventListener("message", heard, { once: true })
    })
    const hears = yield* forked(said)
    yield* forked(Effect.ignore(threads.block({ channel }, on(thread))))
    yield* Fiber.join(hears)
  })

const until = <E, R>(holds: Effect.Effect<boolean, E, R>): Effect.Effect<void, E, R> =>
  Effect.flatMap(holds, (done) => (done ? Effect.void : Effect.andThen(Effect.sleep(1), until(holds))))
const reasonOf = (error: unknown): string =>
  error instanceof HarborError ? `${error.reason._tag} ${error.delivered}` : String(error)
const silent = Effect.provide(Logger.layer([]))

describe("C05 C11 a thread that serves other processes and dies", () => {
  it.live("C05-outside what main has for it yet another one that listens has", () =>
    Effect.gen(function* () {
      const hub = Transport.makeHub()
      const one = yield* other(hub)
      const { door, letters, system, threads } = yield* process(hub, 2)
      yield* threads.listen(undefined, on("t-0"))
      yield* threads.listen(undefined, on("t-1"))
      door.shut()
      const calls = yield* Effect.forEach(numbers(10), () => forked(one.call(Ask, { n: 1 })))
      for (const n of numbers(10)) yield* one.send(Note, { n })
      yield* one.broadcast(Note, { n: 100 })
      yield* until(Effect.sync(() => door.held.length === 22))
      yield* system.kill("t-0")
      door.open()
      for (const call of calls) assert.strictEqual(yield* Fiber.join(call), "thread from 1-1")
      yield* until(Effect.map(threads.noted(undefined, on("t-1")), ({ length }) => length >= 11))
      const noted = yield* threads.noted(undefined, on("t-1"))
      assert.sameMembers([...noted], [...numbers(10), 100])
      assert.deepStrictEqual(letters, [])
    }).pipe(Effect.scoped, silent)
  )

  it.live("C05-outside where nobody else listens, calls are told so, and sends are dead letters by their names", () =>
    Effect.gen(function* () {
      const hub = Transport.makeHub()
      const one = yield* other(hub)
      const { door, letters, system, threads } = yield* process(hub, 1)
      yield* threads.listen(undefined, on("t-0"))
      door.shut()
      const call = yield* forked(Effect.flip(one.call(Ask, { n: 1 })))
      yield* one.send(Note, { n: 1 })
      yield* one.broadcast(Note, { n: 2 })
      yield* until(Effect.sync(() => door.held.length === 3))
      yield* system.kill("t-0")
      door.open()
      assert.strictEqual(reasonOf(yield* Fiber.join(call)), "NoListener no")
      yield* until(Effect.sync(() => letters.length > 0))
      assert.deepStrictEqual(letters, ["1 smsg_note from node 1 for t-0: NoListener"])
    }).pipe(Effect.scoped, silent)
  )

  it.live("C05-outside what it has not read of a call that was given up is no dead letter", () =>
    Effect.gen(function* () {
      const hub = Transport.makeHub()
      const one = yield* other(hub)
      assert.strictEqual(reasonOf(yield* Effect.flip(one.call(Held, { n: 0 }))), "NoListener no")
      const { letters, system, threads } = yield* process(hub, 1)
      yield* threads.listen(undefined, on("t-0"))
      yield* threads.hold(undefined, on("t-0"))
      yield* blocked(threads, "t-0")
      for (const n of numbers(3)) {
        const late = yield* Effect.flip(one.call(Held, { n }, { timeout: 20 }))
        assert.strictEqual(reasonOf(late), "NoReply maybe")
      }
      yield* one.send(Note, { n: 1 })
      yield* system.kill("t-0")
      yield* until(Effect.sync(() => letters.length > 0))
      assert.deepStrictEqual(letters, ["1 harbor/system/node from main for t-0: ThreadDied"])
    }).pipe(Effect.scoped, silent)
  )

  it.live("C05-outside what main has for it yet main itself has, where it listens", () =>
    Effect.gen(function* () {
      const hub = Transport.makeHub()
      const one = yield* other(hub)
      const { door, harbor, letters, system, threads } = yield* process(hub, 1)
      const noted: Array<number> = []
      yield* Effect.provideService(heardBy("main", noted), Harbor.Harbor, harbor)
      yield* threads.listen(undefined, on("t-0"))
      door.shut()
      const calls = yield* Effect.forEach(numbers(4), () => forked(one.call(Ask, { n: 1 })))
      for (const n of numbers(4)) yield* one.send(Note, { n })
      yield* until(Effect.sync(() => door.held.length === 8))
      yield* system.kill("t-0")
      door.open()
      for (const call of calls) assert.strictEqual(yield* Fiber.join(call), "main from 1-1")
      yield* until(Effect.sync(() => noted.length === 4))
      assert.deepStrictEqual(letters, [])
    }).pipe(Effect.scoped, silent)
  )

  it.live("C05-given-up what its callers have given up that waited for it begins nowhere else", () =>
    Effect.gen(function* () {
      const hub = Transport.makeHub()
      const one = yield* other(hub)
      assert.strictEqual(reasonOf(yield* Effect.flip(one.call(Held, { n: 0 }))), "NoListener no")
      const { system, threads } = yield* process(hub, 2)
      yield* threads.hold(undefined, on("t-0"))
      yield* threads.hold(undefined, on("t-1"))
      const held = threads.held(undefined, on("t-1"))
      yield* blocked(threads, "t-0")
      const ids = [1, 2, 3, 4, 5, 6]
      const calls = new Map<number, Fiber.Fiber<unknown, unknown>>()
      for (const n of ids) calls.set(n, yield* forked(one.call(Held, { n })))
      yield* until(Effect.map(held, ({ length }) => length === 3))
      const begun = yield* held
      const [first, second, last] = ids.filter((n) => !begun.includes(n))
      for (const n of [first!, second!]) yield* Fiber.interrupt(calls.get(n)!)
      yield* system.kill("t-0")
      // Behind the others.
      yield* until(Effect.map(held, (now) => now.includes(last!)))
      assert.deepStrictEqual(yield* held, [...begun, last!])
      // So that the thread may leave.
      for (const call of calls.values()) yield* Fiber.interrupt(call)
    }).pipe(Effect.scoped, silent)
  )

  it.live("C05-outside while it dies, what is called all the time ends as had, or as heard by nobody", () =>
    Effect.gen(function* () {
      const hub = Transport.makeHub()
      const one = yield* other(hub)
      const { system, threads } = yield* process(hub, 1)
      yield* threads.listen(undefined, on("t-0"))
      const ends = new Set<string>()
      let answered = 0
      const calling: Effect.Effect<void> = Effect.matchEffect(one.call(Ask, { n: 1 }), {
        onFailure: (error) => {
          const reason = reasonOf(error)
          ends.add(reason)
          return reason === "Actor maybe" ? calling : Effect.void
        },
        onSuccess: () => {
          answered++
          return calling
        }
      })
      const callers = yield* Effect.forEach(numbers(10), () => forked(calling))
      yield* until(Effect.sync(() => answered > 20))
      yield* system.kill("t-0")
      yield* Effect.forEach(callers, Fiber.join)
      assert.includeMembers(["Actor maybe", "NoListener no"], Array.from(ends))
      assert.include(Array.from(ends), "NoListener no")
    }).pipe(Effect.scoped, silent)
  )
})
