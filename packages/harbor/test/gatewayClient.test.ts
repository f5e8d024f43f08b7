/*
 * The client of a gateway, on both ends of a line within the test.
 */
import { createConnection, createServer, type AddressInfo } from "node:net"
import { assert, describe, it } from "@effect/vitest"
import * as Gateway from "@stevedore/harbor/Gateway"
import * as GatewayClient from "@stevedore/harbor/GatewayClient"
import * as Harbor from "@stevedore/harbor/Harbor"
import { HarborError } from "@stevedore/harbor/HarborError"
import * as Message from "@stevedore/harbor/Message"
import * as NodeActorSystem from "@stevedore/platform-node/NodeActorSystem"
import * as NodeSocket from "@effect/platform-node/NodeSocket"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as Schema from "effect/Schema"
import * as Stream from "effect/Stream"
import { clientSocket, line } from "./gateway/sockets.ts"

class Refused extends Schema.TaggedError<Refused>()("Refused", { why: Schema.String }) {}

const Double = Message.make("cmsg_double", { payload: { n: Schema.Int }, success: Schema.Int, error: Refused })
const Wait = Message.make("cmsg_wait")
const Text = Message.make("cmsg_text", {
  payload: { length: Schema.Int },
  success: Schema.String,
  error: Schema.String
})
const News = Message.make("smsg_news", { payload: { text: Schema.String } })
const Other = Message.make("smsg_other", { payload: { text: Schema.String } })

/** The length of a frame, a byte more than there may be. */
const large = Uint8Array.of(0, 0x10, 0, 1)

const setUp = Effect.gen(function* () {
  const harbor = yield* Harbor.Harbor
  yield* harbor.listen(Double, ({ n }) =>
    n < 0 ? Effect.fail(new Refused({ why: "negative" })) : Effect.succeed(2 * n)
  )
  yield* harbor.listen(Wait, () => Effect.never, { concurrency: 10 })
  yield* harbor.listen(Text, ({ length }) =>
    length < 0 ? Effect.fail("x".repeat(-length)) : Effect.succeed("x".repeat(length))
  )
  const gateway = yield* Gateway.make({ messages: [Double, Text, Wait] })
  const made = yield* line()
  yield* Effect.forkScoped(gateway.serve(made.socket), { startImmediately: true })
  const client = yield* GatewayClient.make(clientSocket(made), { hears: [News] })
  return { gateway, client, connection: gateway.connections()[0]! }
})

const program = <E>(test: Effect.Effect<void, E, Harbor.Harbor | Effect.Services<typeof setUp>>) =>
  test.pipe(Effect.scoped, Effect.provide(Harbor.layer()), Effect.provide(NodeActorSystem.layer()))

describe("the client of a gateway", () => {
  it.live("C04 what is no message, no list of them and no time is refused before anything is sent", () =>
    program(
      Effect.gen(function* () {
        const { client } = yield* setUp
        const refuses = (option: string, use: Effect.Effect<unknown, any, any>) =>
          Effect.map(Effect.flip(use), (error: HarborError) => {
            assert.deepInclude(error.reason, { _tag: "InvalidOption", option })
            assert.strictEqual(error.delivered, "no")
          })
        for (const timeout of ["1 banana", -1, Number.NaN, null, {}] as Array<any>) {
          yield* refuses("timeout", client.call(Double, { n: 1 }, { timeout }))
        }
        yield* refuses("options", client.call(Double, { n: 1 }, null as never))
        for (const none of [undefined, null, {}, "cmsg_double"] as Array<any>) {
          yield* refuses("message", client.call(none, undefined as never))
          yield* refuses("message", client.send(none, undefined as never))
        }
        const made = yield* line()
        yield* refuses("options", GatewayClient.make(clientSocket(made), null as never))
        yield* refuses("messages", GatewayClient.make(clientSocket(made), { hears: 5 as never }))
        yield* refuses("message", GatewayClient.make(clientSocket(made), { hears: [5 as never] }))
        assert.strictEqual(yield* client.call(Double, { n: 1 }), 2)
      })
    )
  )

  it.live("C05 calls, and gets reply, error and refusal", () =>
    program(
      Effect.gen(function* () {
        const { client } = yield* setUp
        assert.deepStrictEqual(
          yield* Effect.forEach([1, 2, 3], (n) => client.call(Double, { n }), { concurrency: "unbounded" }),
          [2, 4, 6]
        )
        assert.deepStrictEqual(yield* Effect.flip(client.call(Double, { n: -1 })), new Refused({ why: "negative" }))
        const wrong = yield* Effect.flip(client.call(Double, { n: 0.5 }))
        assert.instanceOf(wrong, HarborError)
        assert.strictEqual((wrong as HarborError).delivered, "no")
        const late = yield* Effect.flip(client.call(Wait, undefined, { timeout: 10 }))
        assert.strictEqual(late.reason._tag, "NoReply")
      })
    )
  )

  it.live("C05 a reply, or an error, that is larger than a client takes is TooLarge, and the connection goes on", () =>
    program(
      Effect.gen(function* () {
        const { client } = yield* setUp
        // A frame's header, and that of a text in msgpack.
        const most = 1024 * 1024 - 40 - 5
        assert.strictEqual((yield* client.call(Text, { length: most })).length, most)
        assert.strictEqual(yield* Effect.flip(client.call(Text, { length: -most })), "x".repeat(most))
        for (const length of [most + 1, -most - 1, most + 250]) {
          const error = yield* Effect.flip(client.call(Text, { length }))
          assert.instanceOf(error, HarborError)
          const { delivered, reason } = error as HarborError
          assert.deepInclude(reason, { _tag: "TooLarge", what: "reply", limitBytes: 1024 * 1024 })
          assert.strictEqual(delivered, "maybe")
        }
        assert.strictEqual(yield* client.call(Double, { n: 1 }), 2)
      })
    )
  )

  it.live("C05 who sends it a larger frame than it takes is left, and what waits and what comes later says why", () =>
    Effect.gen(function* () {
      const made = yield* line()
      const client = yield* GatewayClient.make(clientSocket(made))
      const waits = yield* Effect.forkChild(Effect.flip(client.call(Wait, undefined)), { startImmediately: true })
      yield* (yield* made.socket.writer).write(large)
      const lost = yield* Fiber.join(waits)
      assert.strictEqual(lost.reason._tag, "NoReply")
      assert.include(lost.message, "a frame of 1048577 bytes is too large for this client, which takes 1048576")
      assert.include((yield* Effect.flip(client.send(Wait, undefined))).message, "is too large for this client")
      // The other side learns that nobody reads any more.
      const { pull } = yield* made.socket.reader
      const told = yield* Effect.exit(Effect.forever(pull))
      assert.isTrue(Exit.isFailure(told))
    }).pipe(Effect.scoped)
  )

  it.live("C09 hears what it declares, in order, and no other message", () =>
    program(
      Effect.gen(function* () {
        const { client, connection, gateway } = yield* setUp
        const heard = yield* Effect.forkChild(Stream.runCollect(Stream.take(client.messages, 2)), {
          startImmediately: true
        })
        yield* gateway.sendTo(connection, Other, { text: "not for it" })
        yield* gateway.sendTo(connection, News, { text: "a" })
        yield* gateway.broadcast(News, { text: "b" })
        const texts = (yield* Fiber.join(heard)).map(({ name, payload }) => `${name} ${payload.text}`)
        assert.deepStrictEqual(texts, ["smsg_news a", "smsg_news b"])
      })
    )
  )

  it.live("C12 where nobody listens it says so, with the address, the remedy, and that nobody has had anything", () =>
    Effect.scoped(
      Effect.gen(function* () {
        // A port that was free a moment ago.
        const port = yield* Effect.callback<number>((resume) => {
          const server = createServer().listen(0, "127.0.0.1", () => {
            const { port } = server.address() as AddressInfo
            server.close(() => resume(Effect.succeed(port)))
          })
        })
        const said = (error: HarborError) => {
          assert.strictEqual(error.reason._tag, "EngineUnavailable")
          assert.strictEqual(error.delivered, "no")
          assert.include(error.message, `no connection to 127.0.0.1:${port}: nobody listens there (ECONNREFUSED)`)
          assert.include(error.message, "start the gateway")
        }
        const at = { host: "127.0.0.1", port }
        const socket = yield* NodeSocket.makeNet(at)
        said(yield* Effect.flip(GatewayClient.make(socket)))
        // One that is still being connected when the client is made.
        const connecting = yield* NodeSocket.fromDuplex(Effect.sync(() => createConnection(at)))
        const client = yield* GatewayClient.make(connecting)
        said(yield* Effect.flip(client.call(Wait, undefined)))
        said(yield* Effect.flip(client.send(Wait, undefined)))
      })
    )
  )

  it.live("C12 a connection that ends fails the calls that wait, ends the messages, and takes no more", () =>
    program(
      Effect.gen(function* () {
        const { client, connection, gateway } = yield* setUp
        const waiting = yield* Effect.forkChild(client.call(Wait, undefined), { startImmediately: true })
        yield* client.call(Double, { n: 1 })
        yield* gateway.kick(connection, "closing")
        const lost = yield* Effect.flip(Fiber.join(waiting))
        assert.strictEqual(lost.reason._tag, "NoReply")
        assert.strictEqual(lost.delivered, "maybe")
        assert.deepStrictEqual(yield* Stream.runCollect(client.messages), [])
        const later = yield* Effect.flip(client.send(Wait, undefined))
        assert.strictEqual(later.reason._tag, "EngineUnavailable")
        assert.strictEqual(later.delivered, "no")
      })
    )
  )

  it.live("C09 why it was cut is said by what waits, and by what comes later", () =>
    program(
      Effect.gen(function* () {
        const { client } = yield* setUp
        const waits = yield* Effect.forkChild(Effect.flip(client.call(Wait, undefined)), { startImmediately: true })
        // No message of that gateway: who sends such is cut.
        yield* client.send(Message.make("cmsg_unlisted"), undefined)
        assert.include((yield* Fiber.join(waits)).message, "NotAClientMessage")
        assert.include((yield* Effect.flip(client.send(Wait, undefined))).message, "NotAClientMessage")
      })
    )
  )

  it.live("C04 what is wrong with a payload is said", () =>
    program(
      Effect.gen(function* () {
        const { client } = yield* setUp
        const error = yield* Effect.flip(client.call(Double, { n: 1.5 } as never))
        assert.match(error.message, /Expected an integer\s+at \["n"\]/)
      })
    )
  )
})
