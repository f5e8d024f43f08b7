import { type MessagePort, receiveMessageOnPort, workerData } from "node:worker_threads"
import { startTicks } from "../ticks.ts"

startTicks()
const { asked, port, spinMicros } = workerData as {
  readonly asked: Int32Array
  readonly port: MessagePort
  readonly spinMicros: number
}
for (let seen = 0; ;) {
  if (spinMicros > 0) {
    const end = performance.now() + spinMicros / 1000
    while (Atomics.load(asked, 0) === seen && performance.now() < end);
  }
  Atomics.wait(asked, 0, seen)
  seen = Atomics.load(asked, 0)
  for (let entry; (entry = receiveMessageOnPort(port)) !== undefined;) port.postMessage(entry.message)
}
