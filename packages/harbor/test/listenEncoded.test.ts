/*
 * Listeners who want bytes: in which codec is theirs to say, and nobody else's matter.
 */
import { TimestampSchema } from "@bufbuild/protobuf/wkt"
import { assert, describe, it } from "@effect/vitest"
import * as Codec from "@stevedore/harbor/Codec"
import * as Envelope from "@stevedore/harbor/Envelope"
import * as Harbor from "@stevedore/harbor/Harbor"
import * as LastValues from "@stevedore/harbor/LastValues"
import * as Message from "@stevedore/harbor/Message"
import * as Protobuf from "@stevedore/harbor/protobuf"
import * as Topic from "@stevedore/harbor/Topic"
import * as NodeActorSystem from "@stevedore/platform-node/NodeActorSystem"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as Logger from "effect/Logger"
import * as Queue from "effect/Queue"
import * as Schema from "effect/Schema"
import type * as Scope from "effect/Scope"
import * as Stream from "effect/Stream"

const Tags = Message.make("tags", {
  payload: { tags: Schema.mutable(Schema.Array(Schema.String)) },
  success: Schema.String
})
const parts = ({ rpc }: Message.Any): Codec.Parts => ({
  payload: rpc.payloadSchema,
  success: rpc.successSchema,
  error: rpc.errorSchema
})
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex")

const live = Layer.mergeAll(Harbor.layer(), LastValues.layer()).pipe(Layer.provide(NodeActorSystem.layer()))
const run = <E>(program: Effect.Effect<void, E, Harbor.Harbor | LastValues.LastValues | Scope.Scope>) =>
  program.pipe(Effect.scoped, Effect.provide(live), Effect.provide(Logger.layer([])))

/** Writes no more than two tags, and counts what it writes. */
const counting = () => {
  let written = 0
  const codec: Codec.Codec = {
    ...Codec.msgpack,
    compile: (parts) => {
      const bodies = Codec.msgpackWith({ values: 5 }).compile(parts)
      const encode = (value: unknown): Uint8Array => {
        written++
        return bodies.payload.encode(value)
      }
      return { ...bodies, payload: { ...bodies.payload, encode } }
    }
  }
  return { codec, written: () => written }
}

describe("C03 listeners who want bytes", () => {
  it.live.each([
    ["msgpack", Codec.msgpack, "d6ff00000001"],
    ["schemaBinary", Codec.schemaBinary, undefined],
    ["protobuf", Protobuf.codec({ payload: TimestampSchema, success: TimestampSchema }), "0801"]
  ] as const)("C03-listener have them in the codec that they ask for: %s", ([, codec, wanted]) =>
    run(
      Effect.gen(function* () {
        const harbor = yield* Harbor.Harbor
        const When = Message.make("when", { payload: Schema.Date, success: Schema.Date })
        const heard = yield* Queue.unbounded<string>()
        yield* harbor.listenEncoded(When, codec, (bytes) =>
          Effect.gen(function* () {
            const { messageName } = yield* Envelope.current
            yield* Queue.offer(heard, `${messageName} ${hex(bytes)}`)
            return codec.compile(parts(When)).payload.decode(bytes) as Date
          })
        )
        // The reply is a value, as ever.
        assert.deepStrictEqual(yield* harbor.call(When, new Date(1000)), new Date(1000))
        yield* harbor.send(When, new Date(1000))
        yield* harbor.broadcast(When, new Date(1000))
        const own = hex(codec.compile(parts(When)).payload.encode(new Date(1000)))
        if (wanted !== undefined) assert.strictEqual(own, wanted)
        assert.deepStrictEqual(yield* Queue.takeN(heard, 3), Array(3).fill(`when ${own}`))
      })
    )
  )

  it.live(
    "C03-listener D07 what several have of one broadcast is written once for each codec, and each has its own",
    () =>
      run(
        Effect.gen(function* () {
          const harbor = yield* Harbor.Harbor
          const heard = yield* Queue.unbounded<string>()
          const { codec, written } = counting()
          const keep = (text: string) => Effect.asVoid(Queue.offer(heard, text))
          yield* harbor.listen(Tags, ({ tags }) => Effect.as(keep(tags.push("seen") === 2 ? tags[0]! : "changed"), ""))
          for (const one of [1, 2]) {
            yield* harbor.listenEncoded(Tags, codec, (bytes) =>
              Effect.as(keep(`${one} ${hex(bytes.fill(0, 0, 1))}`), "")
            )
          }
          yield* harbor.listenEncoded(Tags, Codec.schemaBinary, (bytes) => Effect.as(keep(`binary ${hex(bytes)}`), ""))
          yield* harbor.broadcast(Tags, { tags: ["a"] })
          const packed = "00a47461677391a161"
          const binary = hex(Codec.schemaBinary.compile(parts(Tags)).payload.encode({ tags: ["a"] }))
          assert.deepStrictEqual(yield* Queue.takeN(heard, 4), ["a", `1 ${packed}`, `2 ${packed}`, `binary ${binary}`])
          assert.strictEqual(written(), 1)
        })
      )
  )

  it.live(
    "C03-listener C12 what the codec cannot write is a dead letter for that listener alone, and a caller's error",
    () =>
      run(
        Effect.gen(function* () {
          const harbor = yield* Harbor.Harbor
          const heard = yield* Queue.unbounded<string>()
          const letters = yield* Effect.forkChild(Stream.runCollect(Stream.take(harbor.deadLetters, 2)), {
            startImmediately: true
          })
          const { codec } = counting()
          const tags = ["a", "b", "c", "d", "e"]
          yield* Effect.scoped(
            Effect.gen(function* () {
              yield* harbor.listenEncoded(Tags, codec, () => Effect.as(Queue.offer(heard, "never"), ""))
              const refused = yield* Effect.flip(harbor.call(Tags, { tags }))
              assert.deepStrictEqual(
                [refused.reason._tag, refused.delivered, refused.messageName],
                ["Malformed", "no", "tags"]
              )
              yield* harbor.send(Tags, { tags })
              yield* harbor.listen(Tags, (payload) => Effect.as(Queue.offer(heard, payload.tags.join("")), ""))
              yield* harbor.broadcast(Tags, { tags })
              assert.strictEqual(yield* Queue.take(heard), "abcde")
            })
          )
          for (const { messageName, reason } of yield* Fiber.join(letters)) {
            assert.deepStrictEqual([messageName, reason], ["tags", "Malformed"])
          }
          assert.deepInclude(yield* harbor.counters, { failed: 3, received: 4 })
        })
      )
  )

  it.live("C03-listener a codec that has no way to write the message, or is none, is said when it is asked for", () =>
    run(
      Effect.gen(function* () {
        const harbor = yield* Harbor.Harbor
        const Odd = Message.make("odd", {
          payload: Schema.declare((value): value is symbol => typeof value === "symbol") as Schema.Top
        })
        const unwritten: Codec.Codec = {
          name: "unwritten",
          code: 9,
          compile: () => {
            throw new Error("not this one")
          }
        }
        const handler = () => Effect.succeed("")
        for (const [refused, reason] of [
          [harbor.listenEncoded(Tags, unwritten, handler), "Unsupported"],
          [harbor.listenEncoded(Tags, Protobuf.codec({}), handler), "InvalidOption"],
          [harbor.listenEncoded(Tags, undefined as never, handler), "InvalidOption"],
          [harbor.listenEncoded(Tags, "msgpack" as never, handler), "InvalidOption"],
          [harbor.listenEncoded(Odd, Codec.msgpack, () => Effect.void), "Unsupported"],
          [harbor.listen(Odd, () => Effect.void), "Unsupported"],
          [harbor.send(Odd, Symbol.iterator), "Unsupported"],
          [Topic.subscribeEncoded("t", Tags, unwritten, handler), "Unsupported"]
        ] as const) {
          const error = yield* Effect.flip(refused)
          assert.strictEqual(error.reason._tag, reason)
        }
        const nobody = yield* Effect.flip(harbor.send(Tags, { tags: [] }))
        assert.strictEqual(nobody.reason._tag, "NoListener")
      })
    )
  )

  it.live("C03-listener E03 subscribers, too, also of last values", () =>
    run(
      Effect.gen(function* () {
        const heard = yield* Queue.unbounded<string>()
        const News = Message.make("news", { payload: { n: Schema.Int } })
        const Latest = Message.make("latest", { payload: { n: Schema.Int }, delivery: "lastValue" })
        const keep = (bytes: Uint8Array) =>
          Effect.flatMap(Envelope.current, ({ topic }) => Queue.offer(heard, `${topic} ${hex(bytes)}`))
        yield* Topic.subscribeEncoded("a.*", News, Codec.msgpack, (bytes) => Effect.asVoid(keep(bytes)))
        yield* Topic.publish("a.b", News, { n: 1 })
        assert.strictEqual(yield* Queue.take(heard), "a.b 81a16e01")
        yield* Topic.publish("c", Latest, { n: 2 })
        yield* Topic.subscribeEncoded("c", Latest, Codec.msgpack, (bytes) => Effect.asVoid(keep(bytes)))
        assert.strictEqual(yield* Queue.take(heard), "c 81a16e02")
      })
    )
  )
})
