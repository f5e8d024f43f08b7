/*
 * `node packages/harbor/test/mutated/run.ts [frames] [seed]`: a million mutated frames, or as many as are said, and what came of
 * them. Ends with 1 if anything went wrong.
 */
import * as Effect from "effect/Effect"
import { setFlagsFromString } from "node:v8"
import { runInNewContext } from "node:vm"
import { pollution } from "./pollution.ts"
import { sendMutated } from "./peer.ts"

setFlagsFromString("--expose-gc")
const collect = runInNewContext("gc") as () => void

const [frames = 1_000_000, seed = 1] = process.argv.slice(2).map(Number)
const crashes: Array<unknown> = []
process.on("uncaughtException", (error) => crashes.push(error))
process.on("unhandledRejection", (error) => crashes.push(error))

const polluted = pollution()
// What is compiled and cached at first is no leak.
await Effect.runPromise(sendMutated(20_000, seed + 1))
collect()
const before = process.memoryUsage()
const report = await Effect.runPromise(sendMutated(frames, seed))
collect()
const after = process.memoryUsage()
const mebibytes = (bytes: number): number => Math.round(bytes / 2 ** 20)

console.log(`${report.frames} frames, seed ${seed}:`, report.counters)
console.log(`${report.handled} were handled after all`)
console.log(
  `heap ${mebibytes(after.heapUsed - before.heapUsed)} MiB more, at most ${mebibytes(report.largestHeapBytes)} MiB`
)
console.log(`resident ${mebibytes(after.rss - before.rss)} MiB more`)
console.log(
  `crashes ${crashes.length}, slow ${report.slow.length}, prototypes polluted: ${polluted().join() || "none"}`
)
for (const { bytes, millis } of report.slow)
  console.log(`${millis} ms: ${Buffer.from(bytes).toString("hex").slice(0, 400)}`)
const grown = Math.max(after.heapUsed - before.heapUsed, after.rss - before.rss)
process.exitCode = crashes.length + report.slow.length + polluted().length === 0 && mebibytes(grown) <= 64 ? 0 : 1
