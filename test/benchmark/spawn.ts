/*
 * Starts measuring processes, one at a time, and reads their figures.
 */
import { spawn } from "node:child_process"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { repository } from "./machine.ts"
import type { Measurement, MeasurementRequest } from "./measurement.ts"
import { peers } from "./peers.ts"
import { scenarios } from "./scenarios.ts"

/**
 * Where measuring processes find their compiled code. Not for the start-up time: a process that strips types itself
 * loads a WebAssembly module for it and pays for that as long as it lives, 1 µs and more in each job. With the cache
 * filled, which the first run of a peer does, it measures what built JavaScript would do.
 */
const compileCache = fileURLToPath(new URL(".cache/benchmark/compiled", repository))

export interface SpawnOptions {
  readonly pinned: boolean
  /** The folder with the `measure.ts` to run; this one unless two checkouts are compared. */
  readonly folder?: string
  /** Beside those of the peer. */
  readonly nodeOptions?: ReadonlyArray<string>
}

/** A measurement hangs when a peer loses a job; slow machines get the benefit of the doubt. */
const graceMillis = 60_000

const own = fileURLToPath(new URL(".", import.meta.url))

/** Who measures: where there are no callers on the main thread, not the usual one. */
const scriptOf = ({ peer, scenario }: MeasurementRequest): string =>
  peer === "erlang" ? "erlang.ts" : scenarios.get(scenario)?.verb === "boot" ? "boot.ts" : "measure.ts"

/** Runs one measurement; rejects with the process's last words when it fails. */
export const spawnMeasurement = (request: MeasurementRequest, options: SpawnOptions): Promise<Measurement> =>
  new Promise((resolve, reject) => {
    const pin = options.pinned ? ["taskset", "-c", "0"] : []
    const [command, ...args] = [
      ...pin,
      process.execPath,
      "--disable-warning=ExperimentalWarning",
      ...(peers.get(request.peer)?.nodeOptions ?? []),
      ...(options.nodeOptions ?? []),
      join(options.folder ?? own, scriptOf(request)),
      JSON.stringify(request)
    ]
    const child = spawn(command!, args, {
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...process.env, NODE_COMPILE_CACHE: compileCache },
      timeout: request.warmUpMillis + request.measureMillis + graceMillis,
      killSignal: "SIGKILL"
    })
    let output = ""
    let complaint = ""
    child.stdout.setEncoding("utf8").on("data", (text: string) => (output += text))
    child.stderr.setEncoding("utf8").on("data", (text: string) => (complaint += text))
    const fail = (what: string) => {
      const name = `${request.peer} ${request.scenario}${options.pinned ? " pinned" : ""}`
      reject(new Error(`${name}: ${what}${complaint === "" ? "" : `\n${complaint.trim()}`}`))
    }
    child.on("error", (error) => fail(error.message))
    const stop = () => child.kill("SIGKILL")
    process.once("exit", stop)
    child.on("close", (code, signal) => {
      process.off("exit", stop)
      if (code !== 0) return fail(signal === null ? `exited with code ${code}` : `was ended by ${signal}`)
      try {
        resolve(JSON.parse(output))
      } catch {
        fail(`printed no measurement but ${JSON.stringify(output.slice(0, 200))}`)
      }
    })
  })

/** Fills the compile cache for a peer, so that its first measurement is like the others. */
export const prime = (peer: MeasurementRequest["peer"], options: SpawnOptions): Promise<unknown> =>
  peer === "erlang"
    ? Promise.resolve()
    : spawnMeasurement({ peer, scenario: "ask1", warmUpMillis: 1, measureMillis: 1 }, options)
