/*
 * What the imports of a worker cost, in a worker: each by itself, after those before it.
 */
import { registerHooks } from "node:module"
import { isMainThread, parentPort, Worker } from "node:worker_threads"

const wanted = [
  "effect/Effect",
  "effect/Layer",
  "effect/Stream",
  "effect/Schema",
  "effect/rpc/RpcGroup",
  "msgpackr/index-no-eval",
  "@stevedore/core/Actor",
  "@stevedore/platform-node/NodeActorSystem"
]

if (isMainThread) {
  const worker = new Worker(new URL(import.meta.url))
  worker.once("message", (rows) => process.stdout.write(JSON.stringify(rows)))
} else {
  let modules = 0
  registerHooks({
    load: (url, context, next) => {
      modules++
      return next(url, context)
    }
  })
  const rows = []
  for (const module of wanted) {
    const [before, loaded] = [performance.now(), modules]
    await import(module)
    rows.push({ module, millis: performance.now() - before, modules: modules - loaded })
  }
  parentPort.postMessage(rows)
}
