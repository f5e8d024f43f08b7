/*
 * Functions that take their thread along.
 */
import { BroadcastChannel, threadId } from "node:worker_threads"

export const exit = (): never => process.exit(3)
export const id = (): number => threadId
export const spin = (): never => {
  new BroadcastChannel("spinning").postMessage(threadId)
  for (;;);
}
/** Thrown when nobody waits for it any more. */
export const explodesLater = (): string => {
  setImmediate(() => {
    throw new Error("too late")
  })
  return "returned"
}
