/*
 * A process that listens in every codec, and somebody who sends it frames that are no good.
 */
import { createFileRegistry, type DescMessage, fromJson } from "@bufbuild/protobuf"
import { FileDescriptorSetSchema } from "@bufbuild/protobuf/wkt"
import * as Codec from "@stevedore/harbor/Codec"
import * as Message from "@stevedore/harbor/Message"
import * as Peers from "@stevedore/harbor/Peers"
import * as Protobuf from "@stevedore/harbor/protobuf"
import * as Registry from "@stevedore/harbor/Registry"
import * as Transport from "@stevedore/harbor/Transport"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Logger from "effect/Logger"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import { bodiesOf } from "../../src/internal/codec/bodies.ts"
import * as Frame from "../../src/internal/frame.ts"
import { mutated, randomOf } from "./mutate.ts"

const field = (name: string, number: number, type: string, label = "LABEL_OPTIONAL") => ({
  name,
  jsonName: name,
  number,
  type,
  label
})

const proto = createFileRegistry(
  fromJson(FileDescriptorSetSchema, {
    file: [
      {
        name: "order.proto",
        syntax: "proto3",
        package: "app",
        messageType: [
          {
            name: "Order",
            field: [
              field("user", 1, "TYPE_STRING"),
              field("token", 2, "TYPE_BYTES"),
              field("counts", 3, "TYPE_INT32", "LABEL_REPEATED"),
              { ...field("parts", 4, "TYPE_MESSAGE", "LABEL_REPEATED"), typeName: ".app.Order" }
            ]
          }
        ]
      }
    ]
  })
).getMessage("app.Order") as DescMessage

interface Order {
  readonly user: string
  readonly token: Uint8Array
  readonly counts: ReadonlyArray<number>
  readonly parts: ReadonlyArray<Order>
}

const Order: Schema.Codec<Order, any> = Schema.Struct({
  user: Schema.String,
  token: Schema.Uint8Array,
  counts: Schema.Array(Schema.Int),
  parts: Schema.Array(Schema.suspend(() => Order))
})

const fields = { user: Schema.String, token: Schema.Uint8Array, counts: Schema.Array(Schema.Int) }

/** SchemaBinary takes no array that contains itself: as deep as the one that is sent. */
const Flat = Schema.Struct({
  ...fields,
  parts: Schema.Array(Schema.Struct({ ...fields, parts: Schema.Array(Schema.Struct(fields)) }))
})

const order: Order = {
  user: "ada",
  token: new Uint8Array([1, 2, 3]),
  counts: [1, -2, 300_000],
  parts: [{ user: "", token: new Uint8Array(0), counts: [], parts: [] }]
}

const Rich = Schema.Struct({
  order: Order,
  at: Schema.Date,
  big: Schema.BigInt,
  option: Schema.Option(Schema.String),
  byName: Schema.Record(Schema.String, Schema.Union([Schema.Number, Schema.Array(Schema.Unknown)])),
  anything: Schema.Unknown
})

const FlatRich = Schema.Struct({ ...Rich.fields, order: Flat })

const rich: typeof Rich.Type = {
  order,
  at: new Date(1_600_000_000_123),
  big: 2n ** 70n,
  option: Option.some("x"),
  byName: { constructor: 1, prototype: [{ a: [1, "b", null] }] },
  anything: { toString: { valueOf: 1 } }
}

interface Case {
  readonly message: Message.Any
  readonly payload: unknown
}

const cases: ReadonlyArray<Case> = [
  { message: Message.make("smsg_msgpack", { payload: Rich, success: Order }), payload: rich },
  {
    message: Message.make("smsg_binary", { payload: FlatRich, success: Flat, codec: Codec.schemaBinary }),
    payload: rich
  },
  {
    message: Message.make("smsg_protobuf", {
      payload: Order,
      success: Order,
      codec: Protobuf.codec({ payload: proto, success: proto })
    }),
    payload: order
  }
]

const frameOf = ({ message, payload }: Case, kind: number, source: bigint): Uint8Array =>
  Frame.write(
    {
      kind,
      codec: message.codec.code,
      redelivered: false,
      messageId: message.id,
      fingerprint: BigInt(`0x${message.fingerprint}`),
      object: 0n,
      source,
      sequence: 0
    },
    bodiesOf(message).payload.encode(payload)
  )

export interface Report {
  readonly frames: number
  readonly counters: Peers.Counters
  /** Frames that their handler has got after all: the change did no harm, or none that a schema can see. */
  readonly handled: number
  /** Frames whose batch took long, and how much processor time each takes alone, at least. */
  readonly slow: ReadonlyArray<{ readonly bytes: Uint8Array; readonly millis: number }>
  readonly largestHeapBytes: number
}

const batch = 200

/** Processor time, so that it does not matter what else the machine does. */
const processorMillis = (): number => {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}

/**
 * Sends so many mutated frames, and asks on the same connection after each batch. Fails when an answer is not as it should be.
 */
export const sendMutated = (frames: number, seed: number): Effect.Effect<Report> =>
  Effect.gen(function* () {
    const { layer } = Transport.makeHub()
    const peer = Layer.fresh(Peers.layer().pipe(Layer.provideMerge([layer(), Registry.layer])))
    const mine = yield* Layer.build(peer)
    const other = yield* Layer.build(peer)
    const [asking, listening] = [Context.get(mine, Peers.Peers), Context.get(other, Peers.Peers)]
    const transport = Context.get(mine, Transport.Transport)
    const there = { _tag: "Node", node: listening.node } as const
    let handled = 0
    for (const { message } of cases) {
      yield* listening.listen(message, there, () => Effect.sync(() => (handled++, order as never)))
    }
    const ask = Effect.forEach(cases, ({ message, payload }) =>
      Effect.map(asking.call(message, there, payload as never, { timeout: "1 hour" }), (reply) => {
        if (JSON.stringify(reply) !== JSON.stringify(order)) throw new Error(`${message.name} answers wrongly`)
      })
    )
    yield* ask
    const random = randomOf(seed)
    const good = cases.flatMap((each) => [frameOf(each, Frame.Kind.send, 0xffn), frameOf(each, Frame.Kind.call, 0xffn)])
    let largestHeapBytes = 0
    const slow: Array<{ readonly bytes: Uint8Array; readonly millis: number }> = []
    const send = (bytes: Uint8Array) =>
      bytes[2] === Frame.Kind.call
        ? Effect.forkScoped(transport.request(there, bytes, 10), { startImmediately: true })
        : transport.publish(there, bytes)
    for (let sent = 0; sent < frames; sent += batch) {
      const some = Array.from({ length: batch }, (_, index) => mutated(good, sent + index + 1, random))
      const before = processorMillis()
      yield* Effect.scoped(Effect.andThen(Effect.forEach(some, send, { discard: true }), ask))
      if (processorMillis() - before > 50 * 4) slow.push(...(yield* alone(some)))
      largestHeapBytes = Math.max(largestHeapBytes, process.memoryUsage().heapUsed)
    }
    return { frames, counters: listening.counters(), handled: handled - 3, slow, largestHeapBytes }
  }).pipe(Effect.scoped, Effect.orDie, Effect.provide(Logger.layer([])))

/** What each of them takes by itself, the least of three times: the collector, and what else there was, does not count. */
const alone = (frames: ReadonlyArray<Uint8Array>) =>
  Effect.gen(function* () {
    const measured: Array<{ readonly bytes: Uint8Array; readonly millis: number }> = []
    for (const bytes of frames) {
      let least = Number.POSITIVE_INFINITY
      for (let times = 0; times < 3; times++) {
        const before = processorMillis()
        decode(bytes)
        least = Math.min(least, processorMillis() - before)
      }
      if (least > 50) measured.push({ bytes, millis: least })
    }
    return yield* Effect.succeed(measured)
  })

const decode = (bytes: Uint8Array): void => {
  const frame = Frame.read(bytes)
  for (const { message } of cases) {
    try {
      if (frame !== undefined) bodiesOf(message).payload.decode(frame.body)
    } catch {
      // That it is refused is what is measured.
    }
  }
}
