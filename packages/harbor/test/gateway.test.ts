/*
 * Clients behind a gateway: good ones, and those who try what they may not.
 */
import { assert, describe, it } from "@effect/vitest"
import * as Codec from "@stevedore/harbor/Codec"
import * as Envelope from "@stevedore/harbor/Envelope"
import * as Gateway from "@stevedore/harbor/Gateway"
import * as Harbor from "@stevedore/harbor/Harbor"
import * as ActorError from "@stevedore/core/ActorError"
import type { HarborError } from "@stevedore/harbor/HarborError"
import * as HarborErrors from "@stevedore/harbor/HarborError"
import * as Message from "@stevedore/harbor/Message"
import * as ObjectId from "@stevedore/harbor/ObjectId"
import * as NodeActorSystem from "@stevedore/platform-node/NodeActorSystem"
import * as Clock from "effect/Clock"
import * as Deferred from "effect/Deferred"
import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Logger from "effect/Logger"
import * as Queue from "effect/Queue"
import * as Schema from "effect/Schema"
import type * as Scope from "effect/Scope"
import * as Stream from "effect/Stream"
import { bodiesOf } from "../src/internal/codec/bodies.ts"
import * as Frame from "../src/internal/frame.ts"
import { forClient } from "../src/internal/gateway/forClient.ts"
import { decodeRefusal, encodeRefusal } from "../src/internal/peers/refusal.ts"
import { frame, reader } from "./gateway/client.ts"
import { line, type Line } from "./gateway/sockets.ts"

class Refused extends Schema.TaggedError<Refused>()("Refused", { why: Schema.String }) {}

const Login = Message.make("cmsg_login", {
  payload: { user: Schema.String },
  success: Schema.Struct({ connection: Schema.BigInt, identity: Schema.optionalKey(Schema.String) }),
  error: Refused
})
const Say = Message.make("cmsg_say", { payload: { text: Schema.String } })
const Said = Message.make("smsg_said", { payload: { text: Schema.String } })

const { send, call, reply, failure, refusal } = Frame.Kind

interface Served {
  readonly line: Line
  readonly next: Effect.Effect<Frame.Frame, "closed">
  readonly ended: Fiber.Fiber<Gateway.Cut>
}

const connect = (gateway: Gateway.Gateway, room?: number): Effect.Effect<Served, never, Scope.Scope> =>
  Effect.gen(function* () {
    const made = yield* line(room)
    const ended = yield* Effect.forkScoped(gateway.serve(made.socket), { startImmediately: true })
    return { line: made, next: reader(made), ended }
  })

const loginHandler = ({ user }: { readonly user: string }) =>
  user === "" ? Effect.fail(new Refused({ why: "no name" })) : Effect.map(Envelope.current, seen)

const seen = ({ connection, identity }: Envelope.Envelope) =>
  identity === undefined ? { connection: connection! } : { connection: connection!, identity }

const login = (served: Served, user = "ada") =>
  Effect.gen(function* () {
    yield* served.line.write(frame(Login, call, { user }))
    const answer = yield* served.next
    assert.strictEqual(answer.kind, reply)
    return bodiesOf(Login).success.decode(answer.body) as { readonly connection: bigint; readonly identity?: string }
  })

/** A program with a gateway, in which logins are answered. */
const withGateway = <E>(
  options: Partial<Gateway.Options>,
  test: (gateway: Gateway.Gateway) => Effect.Effect<void, E, Scope.Scope | Harbor.Harbor>
) =>
  Effect.gen(function* () {
    const harbor = yield* Harbor.Harbor
    yield* harbor.listen(Login, loginHandler)
    yield* test(yield* Gateway.make({ messages: [Login, Say], ...options }))
  }).pipe(Effect.scoped, Effect.provide(Harbor.layer()), Effect.provide(NodeActorSystem.layer()))

const changedBody = frame(Login, call, { user: "ada" }).fill(0xc1, 44)

/** What a hostile client sends, and why it is cut. */
const attacks: ReadonlyArray<readonly [string, Uint8Array, Gateway.Cut["_tag"]]> = [
  ["a frame that says it is 4 GiB long", new Uint8Array([255, 255, 255, 255]), "TooLarge"],
  ["a frame that is a byte too long", new Uint8Array([0, 0, 0x40, 1]), "TooLarge"],
  ["a frame of nothing", new Uint8Array(4), "BadFrame"],
  ["noise", new Uint8Array([0, 0, 0, 41, ...new Uint8Array(41).fill(7)]), "BadFrame"],
  ["a reply", frame(Login, reply, { user: "a" }), "BadFrame"],
  ["a frame that says it is delivered again", frame(Login, call, { user: "a" }, { redelivered: true }), "BadFrame"],
  ["an object's id", frame(Login, call, { user: "a" }, { object: 5n }), "ForgedId"],
  ["a sender's id", frame(Login, call, { user: "a" }, { source: 5n }), "ForgedId"],
  ["an smsg name", frame(Said, send, { text: "a" }), "NotAClientMessage"],
  ["an unknown message", frame(Message.make("cmsg_other"), send, undefined), "NotAClientMessage"]
]

describe("a gateway", () => {
  it.live("C08 passes a client's messages on, says who sent them, and brings back what comes of them", () =>
    withGateway({}, (gateway) =>
      Effect.gen(function* () {
        const client = yield* connect(gateway)
        const [id] = gateway.connections()
        assert.deepStrictEqual(yield* login(client), { connection: id! })
        yield* gateway.identify(id!, "ada@home")
        assert.deepStrictEqual(yield* login(client), { connection: id!, identity: "ada@home" })
        yield* client.line.write(frame(Login, call, { user: "" }))
        const failed = yield* client.next
        assert.strictEqual(failed.kind, failure)
        assert.deepStrictEqual(bodiesOf(Login).error.decode(failed.body), new Refused({ why: "no name" }))
        yield* client.line.close
        assert.deepStrictEqual(yield* Fiber.join(client.ended), { _tag: "Left" })
        assert.deepInclude(gateway.counters(), { opened: 1, closed: 1, cut: 0 })
      })
    )
  )

  it.live("C08 a client for whom there is no id is told so, and closed; others go on", () =>
    Effect.suspend(() => {
      let ids = 0
      const logged: Array<string> = []
      const logger = Logger.make<unknown, void>(({ cause }) => {
        if (Cause.hasDies(cause)) logged.push(String(Cause.squash(cause)))
      })
      const none = new HarborErrors.HarborError({
        reason: new HarborErrors.TooManyObjects({ limit: 1 }),
        messageName: "",
        thread: "",
        delivered: "no"
      })
      const claim = Effect.suspend(() => {
        ids++
        if (ids === 1) return Effect.succeed(ObjectId.make(1, 1))
        if (ids === 2) return Effect.fail(none)
        if (ids === 3) return Effect.die(new Error("a claim that is broken"))
        // What is no id, another connection's, and never any.
        return ids === 4
          ? Effect.succeed("one" as never)
          : ids === 5
            ? Effect.succeed(ObjectId.make(1, 1))
            : Effect.never
      })
      return withGateway({ claim, callTimeout: "2 seconds" }, (gateway) =>
        Effect.gen(function* () {
          const good = yield* connect(gateway)
          yield* login(good)
          for (const reason of ["TooManyObjects", "RemoteDefect", "InvalidOption", "InvalidOption", "NoReply"]) {
            const client = yield* connect(gateway)
            const told = yield* client.next
            assert.strictEqual(told.kind, refusal)
            assert.include(decodeRefusal("", told.body).message, "Unclaimed")
            assert.strictEqual(yield* Effect.flip(client.next), "closed")
            const cut = yield* Fiber.join(client.ended)
            assert.strictEqual(cut._tag === "Unclaimed" ? cut.error.reason._tag : cut._tag, reason)
          }
          yield* login(good)
          assert.deepInclude(gateway.counters(), { opened: 1, closed: 0, cut: 0, unclaimed: 5 })
          assert.lengthOf(gateway.connections(), 1)
          const nobody = yield* Effect.flip(gateway.kick(undefined as never, ""))
          assert.strictEqual(nobody.reason._tag, "InvalidObjectId")
          // Who connects is not told what was thrown; the log is.
          assert.deepStrictEqual(logged, ["Error: a claim that is broken"])
        })
      ).pipe(Effect.provide(Logger.layer([logger])))
    })
  )

  it.live("C08 an identity is text, or nothing", () =>
    withGateway({}, (gateway) =>
      Effect.gen(function* () {
        const client = yield* connect(gateway)
        const [id] = gateway.connections()
        for (const wrong of [null, 5, true, {}]) {
          const { delivered, message } = yield* Effect.flip(gateway.identify(id!, wrong as never))
          assert.deepStrictEqual([delivered, message.includes(`identity is ${String(wrong)}: use text`)], ["no", true])
        }
        assert.deepStrictEqual(yield* login(client), { connection: id! })
      })
    )
  )

  it.live("C08 does not open with messages that clients may not send, or in a format that trusts them", () =>
    Effect.gen(function* () {
      const Packed = Message.make("cmsg_packed", {
        payload: { of: Schema.Array(Schema.Int) },
        codec: Codec.schemaBinary
      })
      for (const [message, option] of [
        [Said, "messages"],
        [Packed, "codec"]
      ] as const) {
        const { reason } = yield* Effect.flip(Gateway.make({ messages: [Login, message] }))
        assert.strictEqual(reason._tag === "InvalidOption" && reason.option, option)
      }
    }).pipe(Effect.scoped, Effect.provide(Harbor.layer()), Effect.provide(NodeActorSystem.layer()))
  )

  it.live("C12 what cannot be handled is refused, and the connection goes on", () =>
    withGateway({}, (gateway) =>
      Effect.gen(function* () {
        const client = yield* connect(gateway)
        const refusedAs = (bytes: Uint8Array, tag: HarborError["reason"]["_tag"]) =>
          Effect.gen(function* () {
            yield* client.line.write(bytes)
            const answer = yield* client.next
            assert.strictEqual(answer.kind, refusal)
            assert.strictEqual(decodeRefusal("", answer.body).reason._tag, tag)
          })
        yield* refusedAs(frame(Say, call, { text: "nobody listens" }), "NoListener")
        yield* refusedAs(changedBody, "Malformed")
        yield* refusedAs(frame(Login, call, { user: "a" }, { fingerprint: 1n }), "SchemaMismatch")
        yield* refusedAs(frame(Login, call, { user: "a" }, { codec: 1 }), "Malformed")
        assert.strictEqual((yield* login(client)).connection, gateway.connections()[0])
      })
    )
  )

  it.live("C08-hostile a refusal tells a client nothing of the threads behind the gateway", () =>
    withGateway({ callTimeout: 50 }, (gateway) =>
      Effect.gen(function* () {
        const harbor = yield* Harbor.Harbor
        yield* harbor.listen(Say, () => Effect.never)
        const client = yield* connect(gateway)
        yield* client.line.write(frame(Say, call, { text: "" }))
        const answer = yield* client.next
        const { delivered, reason, thread } = decodeRefusal("", answer.body)
        assert.deepInclude(reason, { _tag: "NoReply", detail: "not in time" })
        assert.deepStrictEqual([thread, delivered], ["", "maybe"])
        assert.notInclude(new TextDecoder().decode(answer.body), "main")
      })
    )
  )

  it.live("C12 a client's send whose handler fails is a dead letter; a call that fails is its caller's", () =>
    withGateway({}, (gateway) =>
      Effect.gen(function* () {
        const harbor = yield* Harbor.Harbor
        const letters = yield* Queue.unbounded<string>()
        yield* Effect.forkScoped(
          Stream.runForEach(harbor.deadLetters, ({ messageName, reason }) =>
            Queue.offer(letters, `${messageName} ${reason}`)
          ),
          { startImmediately: true }
        )
        yield* harbor.listen(Say, () => Effect.die("not today"))
        const client = yield* connect(gateway)
        yield* client.line.write(frame(Login, send, { user: "ada" }))
        yield* client.line.write(frame(Login, call, { user: "" }))
        assert.strictEqual((yield* client.next).kind, failure)
        yield* client.line.write(frame(Login, send, { user: "" }))
        yield* client.line.write(frame(Say, send, { text: "a" }))
        assert.deepStrictEqual(yield* Queue.takeN(letters, 2), ["cmsg_login HandlerFailed", "cmsg_say HandlerFailed"])
        yield* login(client)
        const [failed, refused] = [(yield* harbor.counters).failed, gateway.counters().refused]
        assert.deepStrictEqual([failed, refused], [3, 0])
      })
    )
  )

  it("C08-hostile no reason has more for a client than it may know", () => {
    const secret = "db-thread-7"
    const stopped = new ActorError.ThreadDied({ confirmed: true, detail: secret })
    const reasons = [
      new HarborErrors.Actor({ cause: stopped }),
      new HarborErrors.NoReply({ detail: secret }),
      new HarborErrors.ObjectLost({ objectId: 1n, detail: secret }),
      new HarborErrors.Malformed({ what: "reply", issue: secret }),
      new HarborErrors.StoreUnavailable({ store: secret, detail: secret }),
      new HarborErrors.InvalidOption({ option: secret, value: secret, remedy: secret }),
      new HarborErrors.Unsupported({ what: secret, detail: secret })
    ]
    for (const reason of reasons) {
      const error = new HarborErrors.HarborError({ reason, messageName: "say", thread: secret, delivered: "maybe" })
      const bytes = encodeRefusal(forClient("say", error))
      assert.notInclude(new TextDecoder().decode(bytes), secret)
      assert.strictEqual(decodeRefusal("", bytes).delivered, "maybe")
    }
    const reason = new HarborErrors.Malformed({ what: "payload", issue: secret })
    const within = new HarborErrors.HarborError({ reason, messageName: "other", thread: "", delivered: "no" })
    assert.strictEqual(forClient("say", within).reason._tag, "RemoteDefect")
    assert.strictEqual(forClient("other", within).reason, reason)
  })

  for (const [name, bytes, tag] of attacks) {
    it.live(`C08-hostile ${name} ends that connection, and no other`, () =>
      withGateway({}, (gateway) =>
        Effect.gen(function* () {
          const [good, bad] = [yield* connect(gateway), yield* connect(gateway)]
          yield* bad.line.write(bytes)
          assert.strictEqual((yield* Fiber.join(bad.ended))._tag, tag)
          const notice = yield* bad.next
          assert.include(decodeRefusal("", notice.body).message, tag)
          assert.strictEqual(yield* Effect.flip(bad.next), "closed")
          yield* login(good)
          assert.deepInclude(gateway.counters(), { opened: 2, closed: 1, cut: 1 })
        })
      )
    )
  }

  it.live("C08-hostile a frame that is not finished in time ends it, however slowly its bytes come", () =>
    withGateway({ frameTimeout: 50 }, (gateway) =>
      Effect.gen(function* () {
        const bad = yield* connect(gateway)
        const bytes = frame(Login, call, { user: "ada" })
        yield* Effect.forkScoped(
          Effect.forEach(bytes.slice(0, -1), (_, index) =>
            Effect.andThen(bad.line.write(bytes.slice(index, index + 1)), Effect.sleep(5))
          )
        )
        assert.deepStrictEqual(yield* Fiber.join(bad.ended), { _tag: "HalfFrame", afterMillis: 50 })
      })
    )
  )

  for (const [way, jump] of [
    ["back", -3000],
    ["on", 11_000]
  ] as const) {
    it.live(`C08 a clock of the machine that is set ${way} cuts nobody`, () =>
      Effect.gen(function* () {
        const real = yield* Clock.Clock
        let off = 0
        const wall = (): number => real.currentTimeMillisUnsafe() + off
        const set: Clock.Clock = {
          currentTimeMillisUnsafe: wall,
          currentTimeMillis: Effect.sync(wall),
          currentTimeNanosUnsafe: () => BigInt(Math.round(wall())) * 1_000_000n,
          currentTimeNanos: Effect.sync(() => BigInt(Math.round(wall())) * 1_000_000n),
          monotonicTimeNanosUnsafe: () => real.monotonicTimeNanosUnsafe(),
          monotonicTimeNanos: real.monotonicTimeNanos,
          sleep: (duration) => real.sleep(duration)
        }
        const test = withGateway({}, (gateway) =>
          Effect.gen(function* () {
            const client = yield* connect(gateway)
            yield* login(client)
            // In the middle of a frame, too.
            const bytes = frame(Login, call, { user: "ada" })
            yield* client.line.write(bytes.slice(0, 10))
            yield* Effect.sleep(1)
            off += jump
            yield* client.line.write(bytes.slice(10, 20))
            yield* Effect.sleep(1)
            yield* client.line.write(bytes.slice(20))
            assert.strictEqual((yield* client.next).kind, reply)
            yield* login(client)
            assert.deepInclude(gateway.counters(), { opened: 1, closed: 0, cut: 0 })
          })
        )
        yield* Effect.provideService(test, Clock.Clock, set)
      })
    )
  }

  it.live("C08-hostile who sends too often is cut", () =>
    withGateway({ messagesPerSecond: 10 }, (gateway) =>
      Effect.gen(function* () {
        const bad = yield* connect(gateway)
        for (let n = 0; n < 1000; n++) yield* bad.line.write(frame(Say, send, { text: "spam" }))
        assert.deepStrictEqual(yield* Fiber.join(bad.ended), { _tag: "TooFast", messagesPerSecond: 10 })
        assert.isBelow(gateway.counters().received, 1000)
      })
    )
  )

  it.live("C08-hostile who does not read is cut when too much waits for it", () =>
    withGateway({ maxWaitingBytes: 4096, readTimeout: 20 }, (gateway) =>
      Effect.gen(function* () {
        const [bad, good] = [yield* connect(gateway, 1), yield* connect(gateway)]
        const [id] = gateway.connections()
        const drained = yield* Effect.forkScoped(Effect.forever(good.next))
        for (let n = 0; n < 200; n++) {
          yield* Effect.ignore(gateway.sendTo(id!, Said, { text: "x".repeat(100) }))
          yield* Effect.yieldNow
        }
        assert.deepStrictEqual(yield* Fiber.join(bad.ended), { _tag: "Slow", limitBytes: 4096 })
        yield* Fiber.interrupt(drained)
        yield* login(good)
      })
    )
  )

  it.live("C08-hostile one of 1,000 clients: it alone is cut", () =>
    withGateway({}, (gateway) =>
      Effect.gen(function* () {
        const clients = yield* Effect.forEach(Array.from({ length: 1000 }), () => connect(gateway))
        for (const [index, [, bytes, tag]] of attacks.entries()) {
          const bad = clients[index * 97]!
          yield* bad.line.write(bytes)
          assert.strictEqual((yield* Fiber.join(bad.ended))._tag, tag)
        }
        assert.strictEqual(gateway.counters().cut, attacks.length)
        const left = clients.filter((_, index) => index % 97 !== 0 || index >= 97 * attacks.length)
        assert.strictEqual(gateway.connections().length, left.length)
        const ids = new Set<bigint>()
        for (const client of left) ids.add((yield* login(client)).connection)
        assert.strictEqual(ids.size, left.length)
      })
    )
  )

  it.live("C08 an id reaches no connection of another gateway, nor of one that is made later", () =>
    withGateway({}, (gateway) =>
      Effect.gen(function* () {
        const ids = new Set<bigint>()
        const makes = Effect.gen(function* () {
          const other = yield* Gateway.make({ messages: [Login] })
          const { connection } = yield* login(yield* connect(other))
          assert.isTrue(Schema.is(ObjectId.ObjectId)(connection))
          ids.add(connection)
        })
        ids.add((yield* login(yield* connect(gateway))).connection)
        yield* makes
        // They close, and are made anew.
        for (let n = 0; n < 3; n++) yield* Effect.scoped(makes)
        assert.strictEqual(ids.size, 5)
        const [own] = gateway.connections()
        for (const id of ids) {
          const sent = yield* Effect.exit(gateway.sendTo(id, Said, { text: "for one" }))
          assert.strictEqual(sent._tag, id === own ? "Success" : "Failure")
        }
      })
    )
  )

  it.live("C08 an id reaches no other connection over 10,000 reconnects", () =>
    withGateway({}, (gateway) =>
      Effect.gen(function* () {
        let before: bigint | undefined
        const staying = yield* connect(gateway)
        const ids = new Set(gateway.connections())
        for (let n = 0; n < 10_000; n++) {
          yield* Effect.scoped(
            Effect.gen(function* () {
              yield* connect(gateway)
              const id = gateway.connections().at(-1)!
              assert.isFalse(ids.has(id))
              ids.add(id)
              if (before !== undefined) {
                const error = yield* Effect.flip(gateway.sendTo(before, Said, { text: "for who was here before" }))
                assert.deepInclude(error.reason, { _tag: "NoReceiver", objectId: before })
              }
              before = id
            })
          )
        }
        yield* gateway.sendTo(gateway.connections()[0]!, Said, { text: "for who stays" })
        const heard = yield* staying.next
        assert.deepStrictEqual(bodiesOf(Said).payload.decode(heard.body), { text: "for who stays" })
      })
    )
  )

  it.live("E04 control goes before data that has not begun", () =>
    withGateway({}, (gateway) =>
      Effect.gen(function* () {
        // No room on the way: what is sent waits in the gateway.
        const client = yield* connect(gateway, 1)
        const [id] = gateway.connections()
        for (let n = 0; n < 20; n++) yield* gateway.sendTo(id!, Said, { text: `data ${n}` })
        yield* Effect.yieldNow
        yield* gateway.sendTo(id!, Said, { text: "control" }, { control: true })
        const texts: Array<string> = []
        for (let n = 0; n < 21; n++) {
          const { body } = yield* client.next
          texts.push((bodiesOf(Said).payload.decode(body) as { readonly text: string }).text)
        }
        assert.isBelow(texts.indexOf("control"), 5)
        const data = texts.filter((text) => text !== "control")
        assert.deepStrictEqual(
          data,
          Array.from({ length: 20 }, (_, n) => `data ${n}`)
        )
      })
    )
  )

  it.live("C09 goes to all clients, or ends one", () =>
    withGateway({}, (gateway) =>
      Effect.gen(function* () {
        const clients = yield* Effect.forEach([1, 2, 3], () => connect(gateway))
        yield* gateway.broadcast(Said, { text: "to all" })
        for (const { next } of clients) {
          const { body } = yield* next
          assert.deepStrictEqual(bodiesOf(Said).payload.decode(body), { text: "to all" })
        }
        yield* gateway.kick(gateway.connections()[1]!, "no more room")
        assert.deepStrictEqual(yield* Fiber.join(clients[1]!.ended), { _tag: "Kicked", detail: "no more room" })
        assert.deepInclude(gateway.counters(), { cut: 0, closed: 1 })
        const large = yield* Effect.flip(gateway.broadcast(Said, { text: "x".repeat(300_000) }))
        assert.strictEqual(large.reason._tag, "TooLarge")
      })
    )
  )

  it.live("C08 calls of one client are under way together, up to a limit, and end with it", () =>
    withGateway({ maxCalls: 2 }, (gateway) =>
      Effect.gen(function* () {
        const harbor = yield* Harbor.Harbor
        const [begun, ended] = [yield* Deferred.make<void>(), yield* Deferred.make<void>()]
        let count = 0
        yield* harbor.listen(
          Say,
          () =>
            Effect.suspend(() => (++count === 2 ? Deferred.succeed(begun, undefined) : Effect.void)).pipe(
              Effect.andThen(Effect.never),
              Effect.onInterrupt(() => Deferred.succeed(ended, undefined))
            ),
          { concurrency: 10 }
        )
        const client = yield* connect(gateway)
        for (let n = 0; n < 3; n++) yield* client.line.write(frame(Say, call, { text: "" }))
        const third = yield* client.next
        assert.deepInclude(decodeRefusal("", third.body).reason, { _tag: "Overloaded", limit: 2 })
        yield* Deferred.await(begun)
        assert.strictEqual(count, 2)
        yield* client.line.close
        yield* Deferred.await(ended)
      })
    )
  )
})
