/*
 * One measurement, in a process of its own: `node measure.ts <request as JSON>` prints what it found as JSON. Main only
 * starts the threads and looks at the clocks.
 */
import { once } from "node:events"
import { Worker } from "node:worker_threads"
import { prepare } from "./cellRing.ts"
import { type Design, LINE, makeShared, Progress } from "./queue.ts"

export interface MeshRequest {
  readonly design: Design
  readonly senders: number
  readonly inFlight: number
  /** The first sender stops in the middle of a send: what do the others get through? */
  readonly stalls?: boolean
  readonly warmUpMillis: number
  readonly measureMillis: number
}

export interface MeshMeasurement {
  readonly messagesPerSecond: number
  /** User and system time of all threads together. */
  readonly cpuMicrosPerMessage: number
}

const sleep = (millis: number) => new Promise<void>((resolve) => void setTimeout(resolve, millis))

const measure = async (request: MeshRequest): Promise<MeshMeasurement> => {
  const { design, inFlight, senders } = request
  const shared = makeShared(design, senders, inFlight, request.stalls === true)
  if (design === "cells") prepare(shared)
  const start = (module: string, data: object): Worker => {
    const worker = new Worker(new URL(module, import.meta.url), { workerData: { shared, ...data } })
    // A target that finds a message lost, or a sender that finds no room: no figure comes of it.
    worker.on("error", (error) => {
      process.stderr.write(`${(error as Error).stack}\n`)
      process.exit(1)
    })
    return worker
  }
  const workers = [start("target.ts", {})]
  for (let sender = 0; sender < senders; sender++) workers.push(start("sender.ts", { sender }))
  await Promise.all(workers.map((worker) => once(worker, "online")))
  const progress = new Int32Array(shared.progress)
  const counts = () =>
    Array.from({ length: senders }, (_, sender) => Atomics.load(progress, sender * LINE + Progress.taken))
  // One that stops in the middle of a send may stop the others before they have begun.
  while (request.stalls === true ? counts()[0] === 0 : counts().includes(0)) await sleep(1)
  await sleep(request.warmUpMillis)
  const [before, cpu, since] = [counts(), process.cpuUsage(), performance.now()]
  await sleep(request.measureMillis)
  const [after, used, millis] = [counts(), process.cpuUsage(cpu), performance.now() - since]
  const messages = after.reduce((sum, count, sender) => sum + ((count - before[sender]!) | 0), 0)
  return {
    messagesPerSecond: (1000 * messages) / millis,
    cpuMicrosPerMessage: (used.user + used.system) / messages
  }
}

process.stdout.write(JSON.stringify(await measure(JSON.parse(process.argv[2]!) as MeshRequest)), () => process.exit())
