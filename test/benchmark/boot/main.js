/*
 * Starts workers one after the other until each has answered: empty ones of Node's (`raw`), or Stevedore's. Plain
 * JavaScript beside the built packages: what a user's process would be.
 */
import { Worker } from "node:worker_threads"

const boots = 5

const startEmpty = async () => {
  const worker = new Worker(new URL("./empty.js", import.meta.url))
  worker.postMessage("are you there?")
  await new Promise((resolve) => worker.once("message", resolve))
  return () => worker.terminate()
}

/** The system itself is not measured: a program has one, and starts threads as it goes. */
const stevedore = async () => {
  const [Actor, NodeActorSystem, Effect, Layer, ManagedRuntime, { Echo }] = await Promise.all([
    import("@stevedore/core/Actor"),
    import("@stevedore/platform-node/NodeActorSystem"),
    import("effect/Effect"),
    import("effect/Layer"),
    import("effect/ManagedRuntime"),
    import("./actor.js")
  ])
  const system = ManagedRuntime.make(NodeActorSystem.layer({ startTimeout: "1 minute" }))
  const services = await system.context()
  const entry = Actor.entry(new URL("./thread.js", import.meta.url))
  const start = async () => {
    const thread = ManagedRuntime.make(Echo.layerThread({ entry }).pipe(Layer.provide(Layer.succeedContext(services))))
    await thread.runPromise(Effect.flatMap(Echo, (echo) => echo.echo({ id: 1, name: "one", value: 0.5 })))
    return () => thread.dispose()
  }
  return [start, () => system.dispose()]
}

const [start, end] = process.argv[2] === "stevedore" ? await stevedore() : [startEmpty, async () => {}]

const millis = []
const begun = process.cpuUsage()
const before = process.memoryUsage.rss()
let grown = 0
for (let boot = 0; boot < boots; boot++) {
  const opened = performance.now()
  const stop = await start()
  millis.push(performance.now() - opened)
  // Later ones partly live in what the first has left behind.
  if (boot === 0) grown = process.memoryUsage.rss() - before
  await stop()
}
const sum = ({ system, user }) => system + user
const cpuMicros = sum(process.cpuUsage(begun))
await end()
// `allMicros`: since the process was started, whose own start is no start of a worker.
process.stdout.write(JSON.stringify({ millis, grownMb: grown / 1e6, cpuMicros, allMicros: sum(process.cpuUsage()) }))
