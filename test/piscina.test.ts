/*
 * The examples of piscina's README, each under its heading, ported to `Actor.fromModule` and `Actor.promises`: for people who
 * come from there.
 */
import * as Actor from "@stevedore/core/Actor"
import type { ModuleOptions } from "@stevedore/core/ModuleActor"
import * as NodeActorSystem from "@stevedore/platform-node/NodeActorSystem"
import { assert, describe, it } from "@effect/vitest"
import { EventEmitter } from "node:events"
import { Readable } from "node:stream"
import { BroadcastChannel } from "node:worker_threads"
import { rejection } from "./fromModule/rejection.ts"

interface Pair {
  readonly a: number
  readonly b: number
}

/** What `new Piscina({ filename })` is there. */
const pool = <M extends object>(file: string, options: ModuleOptions = { size: 2 }) =>
  Actor.promises(Actor.fromModule<M>(new URL(file, import.meta.url), options), { layer: NodeActorSystem.layer() })

const workers = (options?: ModuleOptions) =>
  pool<typeof import("./piscina/workers.ts")>("./piscina/workers.ts", options)

const messages = (channel: BroadcastChannel) => {
  const received: Array<unknown> = []
  let waiting: (() => void) | undefined
  channel.addEventListener("message", (event) => {
    received.push((event as MessageEvent).data)
    waiting?.()
  })
  return async (count: number): Promise<ReadonlyArray<unknown>> => {
    while (received.length < count) await new Promise<void>((resolve) => (waiting = resolve))
    return received
  }
}

describe("piscina's README", () => {
  it("A21-piscina Example: a function in a CommonJS file", async () => {
    const piscina = await pool<{ default: (task: Pair) => number }>("./piscina/worker.cjs")
    assert.strictEqual(await piscina.default({ a: 4, b: 6 }), 10)
    await piscina[Symbol.asyncDispose]()
  })

  it("A21-piscina Example: the worker may also be an async function", async () => {
    const piscina = await pool<{ default: (task: Pair) => Promise<number> }>("./piscina/asyncWorker.cjs")
    assert.strictEqual(await piscina.default({ a: 4, b: 6 }), 10)
    await piscina[Symbol.asyncDispose]()
  })

  it("A21-piscina Example: ESM is also supported", async () => {
    const piscina = await pool<{ default: (task: Pair) => number }>("./piscina/worker.mjs")
    assert.strictEqual(await piscina.default({ a: 4, b: 6 }), 10)
    await piscina[Symbol.asyncDispose]()
  })

  it("A21-piscina Exporting multiple worker functions", async () => {
    type Named = { readonly add: (task: Pair) => number; readonly multiply: (task: Pair) => number }
    const piscina = await pool<Named>("./piscina/named.cjs")
    const both = await Promise.all([piscina.add({ a: 4, b: 6 }), piscina.multiply({ a: 4, b: 6 })])
    assert.deepStrictEqual(both, [10, 24])
    await piscina[Symbol.asyncDispose]()
  })

  it("A21-piscina Cancelable Tasks: by an AbortController; the thread is there for the next one", async () => {
    const piscina = await workers({ size: 1 })
    const abortController = new AbortController()
    const { signal } = abortController
    const task = piscina.forever.with({ signal })({ a: 4, b: 6 })
    abortController.abort()
    assert.strictEqual((await rejection(task)).name, "AbortError")
    assert.strictEqual(await piscina.taken(), "")
    await piscina[Symbol.asyncDispose]()
  })

  it("A21-piscina Cancelable Tasks: by an EventEmitter", async () => {
    const piscina = await workers({ size: 1 })
    const ee = new EventEmitter()
    const controller = new AbortController()
    ee.once("abort", () => controller.abort(new Error("The task was canceled")))
    const task = piscina.forever.with({ signal: controller.signal })({ a: 4, b: 6 })
    ee.emit("abort")
    assert.strictEqual((await rejection(task)).message, "The task was canceled")
    await piscina[Symbol.asyncDispose]()
  })

  it("A21-piscina Delaying Availability of Workers", async () => {
    const piscina = await pool<typeof import("./piscina/delayed.ts")>("./piscina/delayed.ts")
    assert.strictEqual(await piscina.default({ a: 4, b: 6 }), 20)
    await piscina[Symbol.asyncDispose]()
  })

  it("A21-piscina Backpressure: a stream feeds the pool, and waits where the queue is full", async () => {
    const piscina = await workers({ size: 1, window: 2 })
    const parts = Array.from({ length: 50 }, (_, index) => `${index} `)
    let sent = 0
    for await (const data of Readable.from(parts)) {
      // No `drain` event to wait for: the promise is there when there is room.
      await piscina.take.tell(data as string)
      sent++
    }
    assert.strictEqual(sent, 50)
    assert.strictEqual(await piscina.taken(), parts.join(""))
    await piscina[Symbol.asyncDispose]()
  })

  it("A21-piscina Out of scope asynchronous code: it runs when it is due, not with the next task", async () => {
    const piscina = await workers({ size: 1 })
    const channel = new BroadcastChannel("worked")
    const received = messages(channel)
    assert.strictEqual(await piscina.leavesWork({ a: 4, b: 6 }), 10)
    // Nothing else is asked of the thread meanwhile.
    assert.deepStrictEqual(await received(1), [10])
    assert.isTrue(await piscina.hasWorked())
    channel.close()
    await piscina[Symbol.asyncDispose]()
  })

  it("A21-piscina Static method: move(value), and nested values, both ways", async () => {
    const piscina = await workers({ size: 1 })
    const buffer = await piscina.moved()
    assert.deepStrictEqual([buffer instanceof ArrayBuffer, buffer.byteLength], [true, 10])
    const inside = await piscina.movedInside(100_000)
    assert.deepStrictEqual(inside.a.b, new Uint8Array(100_000).fill(1))
    assert.deepStrictEqual(inside.c, new Float64Array(100_000).fill(2))
    // More than one message holds.
    const sent = new Uint8Array(4_000_000)
    assert.strictEqual(await piscina.lengthOf(Actor.move(sent)), 4_000_000)
    assert.strictEqual(sent.byteLength, 0)
    const again = await rejection(piscina.lengthOf(Actor.move(sent)))
    assert.match(again.message, /moved before[^]*at \[0\]/)
    await piscina[Symbol.asyncDispose]()
  })

  it("A21-piscina Broadcast a message to all worker threads", async () => {
    const piscina = await workers({ size: 2 })
    const channel = new BroadcastChannel("my_channel")
    const received = messages(channel)
    const tasks = Promise.all([piscina.listen("thread 1"), piscina.listen("thread 2")])
    await received(2)
    channel.postMessage("Main thread message")
    const expected = ["thread 1", "thread 2"].map((thread) => `${thread} received from: Main thread message`)
    assert.deepStrictEqual(await tasks, expected)
    channel.close()
    await piscina[Symbol.asyncDispose]()
  })
})
