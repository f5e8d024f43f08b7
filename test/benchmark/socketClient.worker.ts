/*
 * Sends to a worker's echo socket, one message after the other, and tells how long they took.
 */
import { connect } from "node:net"
import { parentPort, workerData } from "node:worker_threads"
import { makeLatencies } from "./latencies.ts"
import { Phase } from "./socket.ts"

/** Between two messages, so that they meet the worker at all times of its turns. */
const pauseMillis = 1

const { phase, port } = workerData as { readonly port: number; readonly phase: Int32Array }
const latencies = makeLatencies()
let sentAt = 0
const socket = connect(port, "127.0.0.1", () => {
  parentPort!.postMessage("connected")
  send()
})
socket.setNoDelay(true)
const send = () => {
  sentAt = performance.now()
  socket.write("ping")
}
socket.on("data", () => {
  const now = performance.now()
  const at = Atomics.load(phase, 0)
  if (at === Phase.measuring) latencies.record(now - sentAt)
  if (at !== Phase.done) return void setTimeout(send, pauseMillis)
  parentPort!.postMessage(latencies.percentileMicros(0.99))
  socket.destroy()
})
