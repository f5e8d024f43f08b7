import { workerData } from "node:worker_threads"
import { startTicks } from "../ticks.ts"
import { openRing } from "./ring.ts"

startTicks()
const { back, there } = workerData as { readonly there: SharedArrayBuffer; readonly back: SharedArrayBuffer }
const { receive } = openRing(there)
const { send } = openRing(back)
for (;;) {
  const message = receive()
  if (message !== undefined) send(message)
}
