/*
 * What a program gives harbor by mistake that has no text of its own, or one that throws: it fails as every other mistake does.
 */
import { assert, describe, it } from "@effect/vitest"
import * as Codec from "@stevedore/harbor/Codec"
import * as Directory from "@stevedore/harbor/Directory"
import * as Group from "@stevedore/harbor/Group"
import * as Harbor from "@stevedore/harbor/Harbor"
import { HarborError } from "@stevedore/harbor/HarborError"
import * as LastValues from "@stevedore/harbor/LastValues"
import * as Message from "@stevedore/harbor/Message"
import * as SqliteLastValues from "@stevedore/harbor/node/SqliteLastValues"
import * as ObjectId from "@stevedore/harbor/ObjectId"
import * as ObjectKind from "@stevedore/harbor/ObjectKind"
import * as Service from "@stevedore/harbor/Service"
import * as Topic from "@stevedore/harbor/Topic"
import * as NodeActorSystem from "@stevedore/platform-node/NodeActorSystem"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Schema from "effect/Schema"
import * as Stream from "effect/Stream"

const Note = Message.make("textless_note", { payload: { n: Schema.Int } })
const Ask = Message.make("textless_ask", { success: Schema.Int })
const Value = Message.make("textless_value", { payload: { n: Schema.Int }, delivery: "lastValue" })
const Shelf = ObjectKind.make("textless", { messages: [Note], state: Schema.Int })
const nothing = () => Effect.void
const id = ObjectId.make(1, 1)

const everything = Layer.mergeAll(Directory.layer(), LastValues.layer()).pipe(
  Layer.provideMerge(Harbor.layer()),
  Layer.provideMerge(NodeActorSystem.layer())
)

const given: ReadonlyArray<readonly [string, unknown]> = [
  ["an object without prototype", Object.create(null)],
  [
    "an object whose toString throws",
    {
      toString: () => {
        throw new Error("no text")
      }
    }
  ],
  ["an array of what has none", [Object.create(null)]],
  ["an array of a symbol", [Symbol("textless")]]
]

const isTyped = (what: string, error: unknown) => {
  assert.instanceOf(error, HarborError, what)
  const { message, reason } = error as HarborError
  assert.oneOf(reason._tag, ["InvalidOption", "InvalidObjectId", "InvalidName", "Malformed"], what)
  assert.include(message, " is ", what)
}

describe("F3 harbor, given what has no text", () => {
  for (const [title, value] of given) {
    const odd = value as never

    it.live(`${title}: by every function a typed error`, () =>
      Effect.gen(function* () {
        const harbor = yield* Harbor.Harbor
        const directory = yield* Directory.Directory
        const values = yield* LastValues.LastValues
        yield* directory.serve(Shelf, { textless_note: nothing })
        const uses: Readonly<Record<string, () => Effect.Effect<unknown, unknown, any>>> = {
          "listen, a message": () => harbor.listen(odd, nothing as never),
          "listen, a handler": () => harbor.listen(Note, odd),
          "listen, its concurrency": () => harbor.listen(Note, nothing, { concurrency: odd }),
          "listenEncoded, a codec": () => harbor.listenEncoded(Note, odd, nothing),
          "register, a name": () => harbor.register(odd, Note, nothing),
          "listenOn, a thread": () => harbor.listenOn(odd, Note, "name"),
          "listenOn, a message": () => harbor.listenOn("main", odd, "name"),
          "autoListen, a message": () => harbor.autoListen([odd], {}),
          send: () => harbor.send(odd, { n: 1 } as never),
          call: () => harbor.call(odd, {} as never),
          "call, its timeout": () => harbor.call(Ask, undefined, { timeout: odd }),
          broadcast: () => harbor.broadcast(odd, {} as never),
          gateBroadcast: () => harbor.gateBroadcast(odd, {} as never),
          "gateBroadcast, its control": () => harbor.gateBroadcast(Note, { n: 1 }, { control: odd }),
          "serve, a kind": () => directory.serve(odd, {} as never),
          "serve, its mailbox": () => directory.serve(Shelf, { textless_note: nothing }, { mailbox: odd }),
          "claim, a kind": () => directory.claim(odd, 1 as never),
          "claim, a state": () => directory.claim(Shelf, odd),
          release: () => directory.release(odd),
          move: () => directory.move(odd, "main"),
          "move, a thread": () => directory.move(id, odd),
          sendTo: () => directory.sendTo(odd, Note, { n: 1 }),
          "sendTo, a message": () => directory.sendTo(id, odd, {} as never),
          callTo: () => directory.callTo(odd, Ask, undefined),
          "Group.add, a group": () => Group.add(odd, id),
          "Group.add, an object": () => Group.add("group", odd),
          "Group.remove": () => Group.remove("group", odd),
          "Group.clear": () => Group.clear(odd),
          "Group.members": () => Group.members(odd),
          "Group.send": () => Group.send(odd, Note, { n: 1 }),
          "Topic.subscribe, a topic": () => Topic.subscribe(odd, Note, nothing),
          "Topic.subscribe, a message": () => Topic.subscribe("topic", odd, nothing as never),
          "Topic.subscribeEncoded, a codec": () => Topic.subscribeEncoded("topic", Note, odd, nothing),
          "Topic.publish, a topic": () => Topic.publish(odd, Note, { n: 1 }),
          "Topic.publish, a message": () => Topic.publish("topic", odd, {} as never),
          "Service.join": () => Service.join(odd),
          "Service.instances": () => Service.instances(odd),
          "Service.changes": () => Stream.runHead(Service.changes(odd)),
          "Service.send, a service": () => Service.send(odd, Note, { n: 1 }),
          "Service.send, an instance": () => Service.send("service", Note, { n: 1 }, { instance: odd }),
          "values.publish, a topic": () => values.publish(odd, Value, { n: 1 }),
          "values.publish, a payload": () => values.publish("topic", Value, odd),
          "values.subscribe, a handler": () => values.subscribe("topic", Value, odd),
          "values.subscribe, forgotten": () => values.subscribe("topic", Value, nothing, { forgotten: odd }),
          "Directory.layer": () => Layer.build(Layer.fresh(Directory.layer({ maxObjects: odd }))),
          "Harbor.layer": () => Layer.build(Layer.fresh(Harbor.layer({ callTimeout: odd }))),
          "LastValues.layer": () => Layer.build(Layer.fresh(LastValues.layer({ flushEvery: odd }))),
          "SqliteLastValues.layer": () => Layer.build(Layer.fresh(SqliteLastValues.layer({ path: odd })))
        }
        for (const [what, use] of Object.entries(uses)) {
          isTyped(what, yield* Effect.flip(Effect.scoped(use())))
        }
      }).pipe(Effect.provide(everything))
    )

    it(`${title}: by every declaration`, () => {
      const makes: Readonly<Record<string, () => unknown>> = {
        "a name": () => Message.make(odd),
        "a payload": () => Message.make("textless", { payload: [odd] as never }),
        "a success": () => Message.make("textless", { success: odd }),
        "a codec": () => Message.make("textless", { codec: odd }),
        "a fingerprint": () => Message.make("textless", { accepts: [odd] }),
        "a kind": () => ObjectKind.make(odd, { messages: [] }),
        "its messages": () => ObjectKind.make("textless", { messages: odd }),
        "one of its messages": () => ObjectKind.make("textless", { messages: [Note, odd] }),
        "its state": () => ObjectKind.make("textless", { messages: [], state: odd }),
        "a limit": () => Codec.msgpackWith({ values: odd })
      }
      for (const [what, make] of Object.entries(makes)) {
        try {
          make()
        } catch (error) {
          isTyped(what, error)
          continue
        }
        assert.fail(`${what} is not refused`)
      }
    })
  }
})
