/*
 * A Worker that no actor system has started. It attaches with what it is posted, does as it is told, and says what came of it.
 */
import * as NodeForeignThread from "@stevedore/platform-node/NodeForeignThread"
import type { ActorError } from "@stevedore/core/ActorError"
import * as Buffers from "@stevedore/core/Buffers"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as Scope from "effect/Scope"
import { parentPort } from "node:worker_threads"
import { Bills, Orders } from "../several/shop.protocol.ts"

/** Asks, tells, and hears what came of it; `hold` asks for what does not end. */
const program = (what: "work" | "hold" | "exit") =>
  Effect.gen(function* () {
    const orders = yield* Orders
    yield* orders.order.tell({ user: "ada" })
    const second = yield* orders.order({ user: "ada" })
    const submitted = yield* orders.order.submit({ user: "ada" })
    const third = yield* submitted.await
    const told = orders.order.tellUnsafe({ user: "ada" })
    parentPort!.postMessage([second, third, told])
    if (what === "exit") process.exit(5)
    if (what === "hold") yield* orders.hold({ user: "ada" })
  })

/** What it has asked when it detaches, and asks afterwards. */
const leaves = (handle: unknown) =>
  Effect.gen(function* () {
    const scope = yield* Scope.make()
    const context = yield* Layer.buildWithScope(
      Layer.provide(Layer.merge(Orders.layerRef, Bills.layerRef), NodeForeignThread.layer(handle)),
      scope
    )
    const [orders, bills] = [Context.get(context, Orders), Context.get(context, Bills)]
    yield* orders.order({ user: "ada" })
    // One runs, many wait for their turn, and one for a name that nobody serves.
    const submitted = yield* orders.hold.submit({ user: "ada" })
    while (!(yield* submitted.started)) yield* Effect.sleep(1)
    const queued = Array.from({ length: 400 }, () => orders.hold({ user: "ada" }))
    const open = [...queued, orders.order({ user: "ada" }), bills.bill({ user: "ada" })]
    const fibers = open.map((each) => Effect.runFork(each as Effect.Effect<unknown, ActorError>))
    parentPort!.postMessage("open")
    yield* Effect.sleep(10)
    yield* Scope.close(scope, Exit.void)
    const ended = (exit: Effect.Effect<unknown, unknown>) =>
      Effect.map(Effect.flip(exit), (error) => [(error as ActorError).reason._tag, (error as ActorError).started])
    const all = [
      submitted.await,
      ...fibers.map(Fiber.join),
      orders.order({ user: "ada" }),
      orders.order.tell({ user: "ada" })
    ]
    const said = yield* Effect.forEach(all, ended)
    parentPort!.postMessage([...said, orders.order.tellUnsafe({ user: "ada" })])
  })

/** Has a buffer, and waits for another one, when it detaches; what it had is no longer its to give back. */
const holds = (handle: unknown) =>
  Effect.gen(function* () {
    const inner = yield* Scope.make()
    const system = yield* Layer.buildWithScope(NodeForeignThread.layer(handle), inner)
    const outer = yield* Scope.make()
    const acquire = Buffers.acquire(50_000).pipe(Scope.provide(outer), Effect.provide(system))
    yield* acquire
    const waiting = yield* Effect.forkChild(acquire, { startImmediately: true })
    parentPort!.postMessage("full")
    yield* Effect.sleep(10)
    yield* Scope.close(inner, Exit.void)
    const waited = yield* Effect.flip(Fiber.join(waiting))
    const late = yield* Effect.flip(acquire)
    parentPort!.postMessage([waited.reason._tag, late.reason._tag])
    yield* Effect.promise(() => new Promise((resolve) => parentPort!.once("message", resolve)))
    yield* Scope.close(outer, Exit.void)
    parentPort!.postMessage("closed")
  })

/** Attaches with one handle again and again: while it is attached, at once after that, and later. */
const again = (handle: unknown) =>
  Effect.gen(function* () {
    const attempt = Effect.scoped(NodeForeignThread.attach(handle)).pipe(
      Effect.match({ onFailure: ({ message }) => message, onSuccess: () => "attached" })
    )
    const meanwhile = yield* Effect.scoped(Effect.andThen(NodeForeignThread.attach(handle), attempt))
    const after = yield* attempt
    yield* Effect.promise(() => new Promise(setImmediate))
    parentPort!.postMessage([meanwhile, after, yield* attempt])
  })

/** Gives up attaching after as many turns of the event loop as there were handles before. */
const gives = (handles: ReadonlyArray<unknown>) =>
  Effect.gen(function* () {
    for (const [turns, handle] of handles.entries()) {
      const attaching = yield* Effect.forkChild(Effect.scoped(NodeForeignThread.attach(handle)), {
        startImmediately: true
      })
      for (let turn = 0; turn < turns; turn++) yield* Effect.promise(() => new Promise(setImmediate))
      yield* Fiber.interrupt(attaching)
    }
    parentPort!.postMessage("given up")
  })

parentPort!.once("message", ({ handle, what }) => {
  if (what === "again") return void Effect.runPromise(again(handle))
  if (what === "give up") return void Effect.runPromise(gives(handle))
  if (what === "buffers") return void Effect.runPromise(holds(handle))
  if (what === "leave") return void Effect.runPromise(leaves(handle))
  const attached = program(what).pipe(
    Effect.provide(Orders.layerRef),
    Effect.provide(NodeForeignThread.layer(handle)),
    Effect.catch((error) => Effect.sync(() => parentPort!.postMessage(error.message)))
  )
  void Effect.runPromise(attached).then(() => parentPort!.postMessage("detached"))
})
