/*
 * How often idle threads wake up after traffic, four of an actor system and four empty workers: `node test/linger/idle.ts 10`
 * looks three times for ten seconds at each, and prints the least. What V8 does of its own accord, collecting what is left of
 * the work, wakes all threads once; what somebody does again and again would be seen each time.
 */
import { spawnSync } from "node:child_process"
import { fileURLToPath } from "node:url"
import { Worker } from "node:worker_threads"
import * as Actor from "@stevedore/core/Actor"
import * as NodeActorSystem from "@stevedore/platform-node/NodeActorSystem"
import * as Effect from "effect/Effect"
import { Pulse } from "./pulse.protocol.ts"
import { sleeps } from "./sleeps.ts"

const threads = 4
const rounds = 500

const sleep = (millis: number) => new Promise((resolve) => setTimeout(resolve, millis))

const wakeUps = async (seconds: number): Promise<number> => {
  const counts: Array<number> = []
  while (counts.length < 3) {
    const before = sleeps("idle")
    await sleep(1000 * seconds)
    counts.push(sleeps("idle") - before)
  }
  return Math.min(...counts)
}

const echoing =
  'const { parentPort } = require("node:worker_threads"); parentPort.on("message", (n) => parentPort.postMessage(n))'

const empty = async (seconds: number): Promise<number> => {
  const workers = Array.from({ length: threads }, () => new Worker(echoing, { eval: true, name: "idle" }))
  for (let n = 0; n < rounds; n++) {
    await Promise.all(
      workers.map((worker) => {
        const answer = new Promise((resolve) => worker.once("message", resolve))
        worker.postMessage(n)
        return answer
      })
    )
  }
  const count = await wakeUps(seconds)
  await Promise.all(workers.map((worker) => worker.terminate()))
  return count
}

const entry = Actor.entry<typeof import("./pulse.thread.ts")>(new URL("./pulse.thread.ts", import.meta.url))

const actors = (seconds: number): Promise<number> =>
  Effect.gen(function* () {
    const pulse = yield* Pulse
    for (let n = 0; n < rounds; n++) yield* pulse.echo.broadcast({ n })
    return yield* Effect.promise(() => wakeUps(seconds))
  }).pipe(
    Effect.provide(Pulse.layerPool({ entry, size: threads, name: "idle" })),
    Effect.provide(NodeActorSystem.layer({ startTimeout: "1 minute" })),
    Effect.runPromise
  )

const [what, seconds] = process.argv.slice(2)
if (what === "empty" || what === "actors") {
  process.stdout.write(String(await (what === "empty" ? empty : actors)(Number(seconds))))
} else {
  for (const each of ["empty", "actors"]) {
    const args = ["--disable-warning=ExperimentalWarning", fileURLToPath(import.meta.url), each, what ?? "10"]
    const { stderr, stdout } = spawnSync(process.execPath, args, { encoding: "utf8" })
    process.stderr.write(stderr)
    console.log(`${each}: ${stdout} wake-ups of ${threads} threads in ${what ?? 10} s`)
  }
}
