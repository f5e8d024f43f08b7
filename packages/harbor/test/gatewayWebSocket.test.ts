/*
 * A gateway behind a server of WebSockets, which gathers whole messages before anything of them comes to the gateway.
 */
import * as NodeSocket from "@effect/platform-node/NodeSocket"
import * as NodeSocketServer from "@effect/platform-node/NodeSocketServer"
import { assert, describe, it } from "@effect/vitest"
import * as Gateway from "@stevedore/harbor/Gateway"
import * as GatewayClient from "@stevedore/harbor/GatewayClient"
import * as Harbor from "@stevedore/harbor/Harbor"
import * as HarborErrors from "@stevedore/harbor/HarborError"
import * as Message from "@stevedore/harbor/Message"
import * as NodeActorSystem from "@stevedore/platform-node/NodeActorSystem"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Queue from "effect/Queue"
import * as Schema from "effect/Schema"
import type * as Scope from "effect/Scope"
import * as Socket from "effect/socket/Socket"
import { connect } from "node:net"
import * as Frame from "../src/internal/frame.ts"
import { frame } from "./gateway/client.ts"

const Echo = Message.make("cmsg_echo", { payload: { text: Schema.String }, success: Schema.String })
const Said = Message.make("smsg_said", { payload: { text: Schema.String } })

/** A text with which a frame is as large as it may be, for the length of any text of that size takes as many bytes. */
const largest = (maxFrameBytes: number): string => {
  const some = 1000
  return "x".repeat(maxFrameBytes - (frame(Echo, Frame.Kind.call, { text: "x".repeat(some) }).length - 4) + some)
}

interface Served {
  readonly gateway: Gateway.Gateway
  readonly port: number
  /** Why connections have ended. */
  readonly cuts: Queue.Dequeue<Gateway.Cut>
  readonly client: Effect.Effect<GatewayClient.GatewayClient<never>, unknown, Scope.Scope>
}

const served = (
  test: (served: Served) => Effect.Effect<void, unknown, Scope.Scope>,
  options?: Pick<Gateway.Options, "claim">
) =>
  Effect.gen(function* () {
    const harbor = yield* Harbor.Harbor
    yield* harbor.listen(Echo, ({ text }) => Effect.succeed(text))
    const gateway = yield* Gateway.make({ messages: [Echo], ...options })
    const maxPayload = gateway.maxMessageBytes
    const server = yield* NodeSocketServer.makeWebSocket({ host: "127.0.0.1", port: 0, maxPayload })
    const cuts = yield* Queue.unbounded<Gateway.Cut>()
    yield* Effect.forkScoped(
      server.run((socket) => Effect.flatMap(gateway.serve(socket), (cut) => Queue.offer(cuts, cut)))
    )
    const port = server.address._tag === "InetAddressV4" ? server.address.port : 0
    const client = Effect.flatMap(Socket.makeWebSocket(`ws://127.0.0.1:${port}`), (socket) =>
      GatewayClient.make(socket)
    ).pipe(Effect.provide(NodeSocket.layerWebSocketConstructor))
    yield* test({ gateway, port, cuts, client })
  }).pipe(Effect.scoped, Effect.provide(Harbor.layer()), Effect.provide(NodeActorSystem.layer()))

const full = new HarborErrors.HarborError({
  reason: new HarborErrors.TooManyObjects({ limit: 1 }),
  messageName: "",
  thread: "",
  delivered: "no"
})

const handshake =
  "GET / HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n" +
  "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n"

/** One that has shaken hands, and writes what it likes; completes with what it was sent, when it has been closed. */
const hostile = (port: number, bytes: Uint8Array) =>
  Effect.callback<Buffer>((resume) => {
    const socket = connect(port, "127.0.0.1")
    const heard: Array<Buffer> = []
    socket.on("error", () => {})
    socket.on("close", () => resume(Effect.succeed(Buffer.concat(heard))))
    socket.write(handshake)
    socket.once("data", () => {
      socket.on("data", (chunk) => heard.push(chunk))
      socket.write(bytes)
    })
    return Effect.sync(() => socket.destroy())
  })

const [FINAL, CONTINUED, BINARY, MASKED] = [0x80, 0, 2, 0x80] as const

/** A frame of a WebSocket that says it has so many bytes, with those that come. */
const announced = (first: number, bytes: number, body: Uint8Array): Buffer => {
  const head = Buffer.alloc(14)
  head[0] = first
  head[1] = MASKED | 127
  head.writeBigUInt64BE(BigInt(bytes), 2)
  return Buffer.concat([head, body])
}

/** What a hostile client sends, as what, why it is cut, and with which code its WebSocket is closed. */
const attacks = (most: number): ReadonlyArray<readonly [string, Buffer, Gateway.Cut["_tag"], number]> => [
  ["a message of a byte too much", announced(FINAL | BINARY, most + 1, new Uint8Array(most + 1)), "TooLarge", 1009],
  ["a message that begins, and says it is 90 MB", announced(FINAL | BINARY, 90e6, new Uint8Array(9)), "TooLarge", 1009],
  [
    "one in pieces, none of them too large",
    Buffer.concat([announced(BINARY, most, new Uint8Array(most)), announced(CONTINUED, most, new Uint8Array(most))]),
    "TooLarge",
    1009
  ],
  ["a frame that is not masked", Buffer.from([FINAL | BINARY, 1, 0]), "BadFrame", 1002],
  ["a frame of no kind", Buffer.from([FINAL | 3, MASKED, 0, 0, 0, 0]), "BadFrame", 1002]
]

describe("a gateway behind WebSockets", () => {
  it.live("C08 passes on the largest frame that a client may send, in one message", () =>
    served(({ client, gateway }) =>
      Effect.gen(function* () {
        assert.strictEqual(gateway.maxMessageBytes, 16 * 1024 + 4)
        const text = largest(16 * 1024)
        assert.strictEqual(frame(Echo, Frame.Kind.call, { text }).length, gateway.maxMessageBytes)
        assert.strictEqual(yield* (yield* client).call(Echo, { text }), text)
        assert.deepInclude(gateway.counters(), { opened: 1, cut: 0, received: 1 })
      })
    )
  )

  it.live("C08 one byte more ends that client's connection", () =>
    served(({ client, cuts, gateway }) =>
      Effect.gen(function* () {
        const bad = yield* client
        const error = yield* Effect.flip(bad.call(Echo, { text: `${largest(16 * 1024)}x` }))
        assert.include(String(error), "the connection has ended")
        assert.deepStrictEqual(yield* Queue.take(cuts), { _tag: "TooLarge", bytes: undefined, limitBytes: 16 * 1024 })
        assert.deepInclude(gateway.counters(), { opened: 1, closed: 1, cut: 1 })
      })
    )
  )

  it.live("C08-hostile a message that its server refuses is the client's fault: it alone is cut, and told why", () =>
    served(({ client, cuts, gateway, port }) =>
      Effect.gen(function* () {
        const good = yield* client
        let cut = 0
        for (const [name, bytes, tag, code] of attacks(gateway.maxMessageBytes)) {
          const heard = yield* hostile(port, bytes)
          assert.strictEqual((yield* Queue.take(cuts))._tag, tag, name)
          assert.deepInclude(gateway.counters(), { cut: ++cut, closed: cut }, name)
          // The close frame comes last: two bytes of its own, then the code.
          const at = heard.lastIndexOf(FINAL | 8)
          assert.strictEqual(heard.readUInt16BE(at + 2), code, name)
          assert.strictEqual(yield* good.call(Echo, { text: name }), name)
        }
        assert.lengthOf(gateway.connections(), 1)
      })
    )
  )

  it.live("C08 one that goes by itself has done nothing", () =>
    served(({ client, cuts, gateway, port }) =>
      Effect.gen(function* () {
        yield* Effect.scoped(Effect.flatMap(client, (good) => good.call(Echo, { text: "a" })))
        assert.deepStrictEqual(yield* Queue.take(cuts), { _tag: "Left" })
        // Without a word of a WebSocket, in the middle of a message.
        const half = connect(port, "127.0.0.1")
        half.on("error", () => {})
        half.write(handshake)
        half.once("data", () =>
          half.write(announced(FINAL | BINARY, 100, new Uint8Array(9)), () => half.resetAndDestroy())
        )
        assert.deepStrictEqual(yield* Queue.take(cuts), { _tag: "Left" })
        assert.deepInclude(gateway.counters(), { opened: 2, closed: 2, cut: 0 })
      })
    )
  )

  it.live(
    "C08-slow one that reads nothing is cut, over a WebSocket as over any socket, and what it has not had is counted",
    () =>
      served(({ cuts, gateway, port }) =>
        Effect.gen(function* () {
          const socket = connect(port, "127.0.0.1")
          socket.on("error", () => {})
          socket.write(handshake)
          yield* Effect.callback<void>((resume) => void socket.once("data", () => resume(Effect.void)))
          socket.pause()
          const text = "x".repeat(200_000)
          // Far more than the system takes for a socket: whoever sends waits for room, and no longer than the client may take.
          let sent = 0
          for (; gateway.connections().length > 0 && sent < 500; sent++) yield* gateway.broadcast(Said, { text })
          assert.isBelow(sent, 500)
          assert.deepStrictEqual(yield* Queue.take(cuts), { _tag: "Slow", limitBytes: 1024 * 1024 })
          assert.deepInclude(gateway.counters(), { cut: 1, closed: 1 })
          assert.isAbove(gateway.counters().lost, 0)
          socket.destroy()
        })
      )
  )

  for (const [what, options] of [
    ["has a connection", undefined],
    ["is turned away", { claim: Effect.fail(full) }]
  ] as const) {
    it.live(`C08-hostile one that ${what}, and answers no close, holds up nobody who closes the server`, () =>
      Effect.gen(function* () {
        const program = served(
          ({ port }) =>
            Effect.callback<void>((resume) => {
              const mute = connect(port, "127.0.0.1", () => mute.write(handshake))
              mute.on("error", () => {})
              mute.once("data", () => {
                mute.on("data", () => {})
                resume(Effect.void)
              })
            }),
          options
        )
        // The server waits for all of its connections, and ws by itself half a minute for each.
        assert.isTrue(Option.isSome(yield* Effect.timeoutOption(program, "20 seconds")))
      })
    )
  }
})
