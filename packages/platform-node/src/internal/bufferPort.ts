/*
 * A `BufferPort` over one end of a `MessageChannel`. It is never started: what was posted waits in its queue, which the
 * poster has filled when its call returns, and which outlives the poster, until `receiveMessageOnPort` takes it. A port
 * that was never listened to holds no event loop.
 */
import type { BufferPort } from "@stevedore/core/ThreadSpawner"
import { MessageChannel, type MessagePort, receiveMessageOnPort } from "node:worker_threads"

export const channel = (): readonly [MessagePort, MessagePort] => {
  const { port1, port2 } = new MessageChannel()
  return [port1, port2]
}

export const open = (end: unknown): BufferPort => {
  const port = end as MessagePort
  return {
    // One array: each object in a message takes its time there and back.
    post: (key, buffers) => port.postMessage([key, ...buffers], buffers as Array<ArrayBuffer>),
    takeSync: () => {
      const received = receiveMessageOnPort(port)
      if (received === undefined) return undefined
      const [key, ...buffers] = received.message as [number, ...Array<ArrayBuffer>]
      return { key, buffers }
    },
    close: () => port.close()
  }
}
