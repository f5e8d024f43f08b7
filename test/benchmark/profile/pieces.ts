/*
 * What parts of an ask cost by themselves, on one thread: the limits that an ask can come near to and never beat.
 * `node pieces.ts` prints one line of JSON: nanoseconds of processor time for each ask, by name.
 */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Effectable from "effect/Effectable"
import * as Exit from "effect/Exit"
import { Packr } from "msgpackr"
import * as Codec from "@stevedore/core/Codec"
import * as Arena from "../../../packages/core/src/internal/memory/arena.ts"
import * as Bell from "../../../packages/core/src/internal/memory/bell.ts"
import { JobTable, start } from "../../../packages/core/src/internal/memory/jobTable.ts"
import { LaneConsumer, LaneProducer } from "../../../packages/core/src/internal/memory/lane.ts"
import { Lane } from "../../../packages/core/src/internal/memory/layout.ts"
import { MemoryPool } from "../../../packages/core/src/internal/memory/pool.ts"
import * as ThreadRecord from "../../../packages/core/src/internal/memory/threadRecord.ts"
import * as Record from "../../../packages/core/src/internal/record.ts"
import { effectCallers } from "../effectCallers.ts"
import { isEcho, makeMessage, type Message } from "../message.ts"
import { echo } from "../peers/echoRpcs.ts"
import { inFlight, nanosOf } from "./nanos.ts"

/** Fibers that ask and are answered, with nothing in between. */
const fibers = async (count: number): Promise<void> => {
  let left = count
  let waiting: Array<() => void> = []
  const ask = (message: Message) =>
    Effect.callback<Message>((resume) => {
      waiting.push(() => resume(Exit.succeed(message)))
    })
  let sent = 0
  const done = Effect.runPromise(
    effectCallers(ask, {
      inFlight,
      schedule: () => undefined,
      next: () => makeMessage(sent++),
      settle: (one, other) => isEcho(one, other) && --left >= inFlight
    })
  )
  while (waiting.length > 0) {
    const answered = waiting
    waiting = []
    for (const answer of answered) answer()
    // What fibers put off is done in here.
    await Promise.resolve()
  }
  return done
}

/** An Effect that is done when it is run, as a tell is, and made as it is: see telling.ts, for the cast, too. */
const Done = function () {} as unknown as new () => Effect.Effect<void>
Done.prototype = Effectable.Prototype<Effect.Effect<void>>({ label: "Done", evaluate: () => Effect.void })

const effects = (): ((count: number) => Promise<void>) => (count) => {
  let index = 0
  return Effect.runPromise(Effect.whileLoop({ while: () => index++ < count, body: () => new Done(), step: () => {} }))
}

const shared = new Uint8Array(new SharedArrayBuffer(1 << 16))

const packed = (): ((count: number) => void) => {
  const packr = new Packr({ useRecords: false, moreTypes: true, copyBuffers: true } as never)
  return (count) => {
    for (let i = 0; i < count; i++) {
      let message = makeMessage(i)
      for (let way = 0; way < 2; way++) {
        const bytes = packr.pack([message.id, message.name, message.value])
        shared.set(bytes)
        const [id, name, value] = packr.unpack(shared, { start: 0, end: bytes.length } as never) as [
          number,
          string,
          number
        ]
        message = { id, name, value }
      }
      if (!isEcho(makeMessage(i), message)) throw new Error(`message ${i} came back as ${JSON.stringify(message)}`)
    }
  }
}

const coded = (): ((count: number) => void) => {
  const payload = Codec.make(echo.payloadSchema, { input: "make" }).bind(Context.empty())
  const success = Codec.make(echo.successSchema).bind(Context.empty())
  return (count) => {
    for (let i = 0; i < count; i++) {
      let message: unknown = makeMessage(i)
      for (const codec of [payload, success]) {
        const length = codec.encode(message)
        for (let byte = 0; byte < length; byte++) shared[byte] = Codec.scratch.bytes[byte]!
        message = codec.decode(shared, 0, length)
      }
      if (!isEcho(makeMessage(i), message as Message)) throw new Error(`message ${i} came back otherwise`)
    }
  }
}

/** Bytes of the message, encoded. */
const payloadBytes = 20

const memory = () => {
  const arena = Arena.make({ maxThreads: 2, jobCapacity: 1024, segmentBytes: 16 * 1024, arenaBytes: 8 * 1024 * 1024 })
  for (const thread of [0, 1]) ThreadRecord.allot(arena, thread + 1)
  return arena
}

/** A record there and one back, rung and taken once a batch. */
const lanes = (): ((count: number) => void) => {
  const arena = memory()
  const pools = [new MemoryPool(arena, 0), new MemoryPool(arena, 1)] as const
  const way = (from: 0 | 1, to: 0 | 1, kind: typeof Lane.mail | typeof Lane.express, bytes: number) => {
    const out = new LaneProducer(arena, pools[from], from, to, kind)
    const into = new LaneConsumer(arena, pools[to], from, to, kind, () => {})
    return () => {
      for (let i = 0; i < inFlight; i++) {
        const at = out.reserve(bytes)
        arena.words[at] = bytes
        arena.words[at + Record.Field.job] = i
        for (let byte = 0; byte < payloadBytes; byte++) arena.bytes[at * 4 + bytes - payloadBytes + byte] = byte
        out.publish(bytes, kind === Lane.mail ? 1 : 0)
      }
      Bell.ring(arena, to, Bell.bitOf(from))
      Bell.take(arena, to)
      for (let i = 0; i < inFlight; i++) {
        const at = into.next()
        if (arena.words[at + Record.Field.job] !== i) throw new Error(`record ${i} is not there`)
        into.advance()
      }
      into.commit()
      Bell.park(arena, to)
    }
  }
  const there = way(0, 1, Lane.mail, Record.MAIL_BYTES + payloadBytes)
  const back = way(1, 0, Lane.express, Record.EXPRESS_BYTES + payloadBytes)
  return (count) => {
    for (let i = 0; i < count; i += inFlight) {
      there()
      back()
    }
  }
}

const words = (): ((count: number) => void) => {
  const arena = memory()
  const table = new JobTable(arena, 0)
  const ids: Array<number> = []
  return (count) => {
    for (let i = 0; i < count; i += inFlight) {
      for (let job = 0; job < inFlight; job++) ids[job] = table.begin()
      for (const id of ids) if (!start(arena, 0, id, table.generation(id))) throw new Error(`job ${id} did not start`)
      for (const id of ids) table.end(id)
    }
  }
}

const pieces: ReadonlyArray<readonly [string, (jobs: number) => void | Promise<void>]> = [
  ["fiber", fibers],
  ["effect", effects()],
  ["msgpackr", packed()],
  ["codec", coded()],
  ["lanes", lanes()],
  ["job word", words()]
]

const nanos: Record<string, number> = {}
for (const [name, run] of pieces) nanos[name] = await nanosOf(run)
process.stdout.write(`${JSON.stringify(nanos)}\n`)
