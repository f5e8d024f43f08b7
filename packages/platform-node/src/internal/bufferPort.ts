/*
 * A `BufferPort` over one end of a `MessageChannel`. It is never started: what was posted waits in its queue, which the
 * poster has filled when its call returns, and which outlives the poster, until `receiveMessageOnPort` takes it. A port
 * that was never listened to holds no event loop.
 */
import type { BufferPort, MovedBuffers } from "@stevedore/core/ThreadSpawner"
import { MessageChannel, type MessagePort, receiveMessageOnPort } from "node:worker_threads"

export const channel = (): readonly [MessagePort, MessagePort] => {
  const { port1, port2 } = new MessageChannel()
  return [port1, port2]
}

export const open = (end: unknown): BufferPort => {
  const port = end as MessagePort
  return {
    post: (key, buffers) => port.postMessage({ key, buffers }, buffers as Array<ArrayBuffer>),
    takeSync: () => receiveMessageOnPort(port)?.message as MovedBuffers | undefined,
    close: () => port.close()
  }
}
