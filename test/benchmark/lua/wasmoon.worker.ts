/*
 * wasmoon as one uses it on a thread: one state, which gets its jobs by postMessage, its function compiled once. It corrupts its
 * memory after some ten thousand calls, so each gets a fresh engine after 10,000, which costs what it costs.
 */
import { parentPort } from "node:worker_threads"
import { LuaFactory } from "wasmoon"

const CALLS_OF_ENGINE = 10_000

interface Job {
  readonly id: number
  readonly a: number
  readonly b: number
}

const port = parentPort!
const factory = new LuaFactory()
const source =
  "function add(a, b) return a + b end function fib(n) if n < 2 then return n end return fib(n-1) + fib(n-2) end"

const make = async () => {
  const engine = await factory.createEngine()
  await engine.doString(source)
  return { engine, add: engine.global.get("add") as (a: number, b: number) => number, calls: 0 }
}

let lua = await make()

port.on("message", async (job: Job | number) => {
  if (typeof job === "number") return port.postMessage((lua.engine.global.get("fib") as (n: number) => number)(job))
  if (lua.calls++ >= CALLS_OF_ENGINE) {
    // Whoever comes meanwhile is still served by the old one.
    lua.calls = Number.NEGATIVE_INFINITY
    const before = lua.engine
    lua = await make()
    before.global.close()
  }
  port.postMessage({ id: job.id, value: lua.add(job.a, job.b) })
})
port.postMessage("ready")
