/*
 * The workers of piscina's README, as modules of plain functions in TypeScript.
 */
import * as Actor from "@stevedore/core/Actor"
import * as Timers from "node:timers/promises"
import { BroadcastChannel } from "node:worker_threads"

interface Pair {
  readonly a: number
  readonly b: number
}

// -- Cancelable Tasks: one that would never end by itself

export async function forever(this: { readonly signal: AbortSignal }, { a, b }: Pair): Promise<number> {
  // oxlint-disable-next-line oxc/no-this-in-exported-function
  await Timers.setTimeout(60_000, undefined, { signal: this.signal })
  return a + b
}

// -- Backpressure

let seen = ""
export const take = async (text: string): Promise<void> => {
  await Timers.setImmediate()
  seen += text
}
export const taken = (): string => seen

// -- Out of scope asynchronous code

let worked = false
export const leavesWork = ({ a, b }: Pair): number => {
  void (async () => {
    await Timers.setTimeout(1)
    worked = true
    new BroadcastChannel("worked").postMessage(a + b)
  })()
  return a + b
}
export const hasWorked = (): boolean => worked

// -- Static method: `move(value)`

export const moved = (): ArrayBuffer => Actor.move(new ArrayBuffer(10))
export const movedInside = (bytes: number) => ({
  a: { b: Actor.move(new Uint8Array(bytes).fill(1)) },
  c: Actor.move(new Float64Array(bytes).fill(2))
})
export const lengthOf = (view: Uint8Array): number => view.byteLength

// -- Broadcast a message to all worker threads

export const listen = async (thread: string): Promise<string> => {
  const channel = new BroadcastChannel("my_channel")
  try {
    return await new Promise((resolve) => {
      channel.addEventListener("message", (event) => {
        const { data } = event as MessageEvent
        if (data !== "listening") resolve(`${thread} received from: ${data}`)
      })
      channel.postMessage("listening")
    })
  } finally {
    channel.close()
  }
}
