/*
 * E05: the codec of a message is a matter of who writes: two lives of a program, or two threads, may have it with another one.
 */
import { StructSchema } from "@bufbuild/protobuf/wkt"
import { assert, describe, it } from "@effect/vitest"
import * as Codec from "@stevedore/harbor/Codec"
import * as LastValues from "@stevedore/harbor/LastValues"
import * as Message from "@stevedore/harbor/Message"
import * as Protobuf from "@stevedore/harbor/protobuf"
import * as NodeActorSystem from "@stevedore/platform-node/NodeActorSystem"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import * as Stream from "effect/Stream"

describe("E05 a last value", () => {
  it.live("is read in the codec that has written it, whatever the message has where it is read", () =>
    Effect.gen(function* () {
      const values = yield* LastValues.LastValues
      const Profile = { name: Schema.String, n: Schema.Int }
      const codecs = [
        Codec.msgpack,
        Codec.msgpackWith({ values: 8 }),
        Codec.schemaBinary,
        Protobuf.codec({ payload: StructSchema })
      ]
      const messages = codecs.map((codec) =>
        Message.make("lv_profile", { payload: Profile, delivery: "lastValue", codec })
      )
      for (const [index, writer] of messages.entries()) {
        yield* values.publish(`t${index}`, writer, { name: "ada", n: 5 })
        for (const reader of messages) {
          const joined = Stream.runCollect(Stream.take(values.stream(`t${index}`, reader), 1))
          if (writer.codec.name === "protobuf" && reader.codec.name !== "protobuf") {
            const refused = yield* Effect.flip(joined)
            assert.strictEqual(refused.reason._tag, "Malformed")
            assert.match(refused.message, new RegExp(`written in codec 2, the message has ${reader.codec.name}`))
          } else {
            const [first] = yield* joined
            assert.deepEqual(first?.payload, { name: "ada", n: 5 }, `${writer.codec.name}, ${reader.codec.name}`)
          }
        }
      }
    }).pipe(Effect.provide(LastValues.layer()), Effect.provide(NodeActorSystem.layer()), Effect.scoped)
  )
})
