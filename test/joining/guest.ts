/*
 * A thread that somebody else has started: it attaches, serves beside the others, and goes when it is told to.
 */
import { ActorSystem } from "@stevedore/core/ActorSystem"
import * as NodeForeignThread from "@stevedore/platform-node/NodeForeignThread"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { parentPort } from "node:worker_threads"
import { Ear, Listener, listener } from "./listeners.ts"

const port = parentPort!

port.once("message", (handle: unknown) => {
  const program = Effect.gen(function* () {
    const { members } = yield* ActorSystem
    port.postMessage(members(Listener).now.map(({ thread }) => thread))
    yield* Effect.callback<void>((resume) => void port.once("message", () => resume(Effect.void)))
  })
  const here = Listener.layerHere(listener).pipe(Layer.provide(Ear.layer))
  void Effect.runPromise(Effect.provide(program, Layer.provideMerge(here, NodeForeignThread.layer(handle)))).then(() =>
    port.postMessage("gone")
  )
})
