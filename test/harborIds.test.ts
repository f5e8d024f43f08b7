/*
 * Two names with one id, of which each thread of a process knows one: names count between threads, so no message reaches who listens
 * for the other.
 */
import * as Actor from "@stevedore/core/Actor"
import * as Testing from "@stevedore/core/testing"
import * as Directory from "@stevedore/harbor/Directory"
import * as Gateway from "@stevedore/harbor/Gateway"
import * as GatewayClient from "@stevedore/harbor/GatewayClient"
import * as Harbor from "@stevedore/harbor/Harbor"
import type { HarborError } from "@stevedore/harbor/HarborError"
import * as LastValues from "@stevedore/harbor/LastValues"
import * as Message from "@stevedore/harbor/Message"
import * as ObjectKind from "@stevedore/harbor/ObjectKind"
import * as Topic from "@stevedore/harbor/Topic"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Logger from "effect/Logger"
import * as Schema from "effect/Schema"
import type * as Scope from "effect/Scope"
import { First, Knows, Second, thread } from "./harborIds/messages.ts"
import { platformsOf } from "./platforms.ts"

const platforms = platformsOf(
  {
    entry: Actor.entry<typeof import("./harborIds/knows.thread.ts")>(
      new URL("./harborIds/knows.thread.ts", import.meta.url)
    )
  },
  { entry: Testing.entry(thread) }
)

const Box = ObjectKind.make("box", { messages: [First] })

describe("two names with one id, in one list of messages", () => {
  it.live("C01-ids are told where they are given: to a gateway, its client, or autoListen", () =>
    Effect.gen(function* () {
      const harbor = yield* Harbor.Harbor
      const [one, other] = [Message.make("cmsg_team_node_zone_login"), Message.make("cmsg_rank_quest_node_node")]
      assert.strictEqual(one.id, other.id)
      const messages = [one, Message.make("cmsg_between"), one, other]
      // Refused before it is used, so none is made.
      const noSocket = undefined as unknown as Parameters<typeof GatewayClient.make>[0]
      for (const use of [
        Gateway.make({ messages }),
        GatewayClient.make(noSocket, { hears: messages }),
        harbor.autoListen(messages, {})
      ] as ReadonlyArray<Effect.Effect<unknown, HarborError, Harbor.Harbor | Scope.Scope>>) {
        const { delivered, messageName, reason } = yield* Effect.flip(use)
        assert.deepInclude(reason, { _tag: "IdCollision", messageId: one.id, names: [one.name, other.name] })
        assert.deepStrictEqual([messageName, delivered], [other.name, "no"])
      }
    }).pipe(Effect.scoped, Effect.provide(Harbor.layer()), Effect.provide(platforms[1].system))
  )
})

describe("a message with a name of harbor's own", () => {
  it.live("C01-ids is a message like any other", () =>
    Effect.gen(function* () {
      const [directory, harbor] = [yield* Directory.Directory, yield* Harbor.Harbor]
      // What harbor calls the actors by which its threads talk of those things.
      for (const name of [
        "objects",
        "moves",
        "tables",
        "node",
        "border",
        "clients",
        "LastValues",
        "topic",
        "service"
      ]) {
        const message = Message.make(name, { success: Schema.String })
        yield* harbor.listen(message, () => Effect.succeed(`${name} listened for`))
        assert.strictEqual(yield* harbor.call(message, undefined), `${name} listened for`)
        const kind = ObjectKind.make(name, { messages: [message] })
        yield* directory.serve(kind, { [name]: () => Effect.succeed(`${name} of an object`) })
        assert.strictEqual(
          yield* directory.callTo(yield* directory.claim(kind), message, undefined),
          `${name} of an object`
        )
      }
    }).pipe(
      Effect.scoped,
      Effect.provide(Layer.mergeAll(Harbor.layer(), Directory.layer(), LastValues.layer())),
      Effect.provide(platforms[0].system)
    )
  )
})

for (const { entry, name, system } of platforms) {
  describe(`two names with one id, on ${name}`, () => {
    it.live("C01-ids on two threads: each reaches those who listen for it, and nobody else", () =>
      Effect.gen(function* () {
        assert.strictEqual(First.id, Second.id)
        const [harbor, directory, knows] = [yield* Harbor.Harbor, yield* Directory.Directory, yield* Knows]
        const had: Array<string> = []
        const note = (what: string) => () => Effect.sync(() => had.push(what))
        yield* harbor.listen(First, note("listen"))
        yield* Topic.subscribe("topic", First, note("topic"))
        yield* directory.serve(Box, { team_node_zone_login: note("object") })
        const id = yield* directory.claim(Box)
        const verbs = ["send", "call", "broadcast"] as const

        // Nobody listens for the other thread's.
        for (const verb of verbs) {
          const error = yield* Effect.flip(knows[verb]())
          assert.containSubset(error, { delivered: "no", reason: { _tag: "NoListener" } }, verb)
        }
        yield* knows.publish()
        // An object is sent to by ids, and says by the fingerprint that it is another message.
        const error = yield* Effect.flip(knows.callTo({ id }))
        const reason = { _tag: "SchemaMismatch", own: First.fingerprint, other: Second.fingerprint }
        assert.containSubset(error, { delivered: "no", reason })
        yield* knows.sendTo({ id })
        // Behind it.
        yield* Effect.flip(knows.callTo({ id }))
        assert.deepStrictEqual(had, [])

        // Each has its own.
        yield* knows.listen()
        for (const verb of verbs) yield* knows[verb]()
        yield* knows.publish()
        yield* harbor.call(First, { n: 1 })
        yield* harbor.broadcast(First, { n: 1 })
        yield* Topic.publish("topic", First, { n: 1 })
        yield* directory.callTo(id, First, { n: 1 })
        // Behind what was for them.
        yield* harbor.call(First, { n: 1 })
        yield* knows.call()
        assert.deepStrictEqual(had.sort(), ["listen", "listen", "listen", "object", "topic"])
        assert.deepStrictEqual((yield* knows.had()).slice().sort(), ["listen", "listen", "listen", "listen", "topic"])

        // The thread that knows both is told.
        const both = yield* Effect.flip(harbor.send(Second, { n: 1 }))
        assert.deepInclude(both.reason, { _tag: "IdCollision", names: [First.name, Second.name] })
      }).pipe(
        Effect.scoped,
        Effect.provide(Knows.layerThread({ entry, name: "knows" })),
        Effect.provide(Layer.merge(Harbor.layer(), Directory.layer())),
        Effect.provide(system),
        Effect.provide(Logger.layer([]))
      )
    )
  })
}
