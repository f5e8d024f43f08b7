/*
 * A Worker that no actor system has started. It attaches with what it is posted, does as it is told, and says what came of it.
 */
import * as NodeForeignThread from "@stevedore/platform-node/NodeForeignThread"
import * as Effect from "effect/Effect"
import { parentPort } from "node:worker_threads"
import { Orders } from "../several/shop.protocol.ts"

/** Asks, tells, and hears what came of it; `hold` asks for what does not end. */
const program = (what: "work" | "hold") =>
  Effect.gen(function* () {
    const orders = yield* Orders
    yield* orders.order.tell({ user: "ada" })
    const second = yield* orders.order({ user: "ada" })
    const submitted = yield* orders.order.submit({ user: "ada" })
    const third = yield* submitted.await
    const told = orders.order.tellUnsafe({ user: "ada" })
    parentPort!.postMessage([second, third, told])
    if (what === "hold") yield* orders.hold({ user: "ada" })
  })

parentPort!.once("message", ({ handle, what }) => {
  const attached = program(what).pipe(
    Effect.provide(Orders.layerRef),
    Effect.provide(NodeForeignThread.layer(handle)),
    Effect.catch((error) => Effect.sync(() => parentPort!.postMessage(error.message)))
  )
  void Effect.runPromise(attached).then(() => parentPort!.postMessage("detached"))
})
