/*
 * What every transport has to do, and what harbor does over any of them. A transport is tested by giving its layers; what it may
 * do to frames is said by its traits, and tests that need more than it promises look at what it did instead.
 */
import { assert, describe, it } from "@effect/vitest"
import { HarborError } from "@stevedore/harbor/HarborError"
import * as Message from "@stevedore/harbor/Message"
import * as Peers from "@stevedore/harbor/Peers"
import * as Registry from "@stevedore/harbor/Registry"
import * as Transport from "@stevedore/harbor/Transport"
import * as Context from "effect/Context"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as Schema from "effect/Schema"
import type * as Scope from "effect/Scope"
import * as Stream from "effect/Stream"
import * as Frame from "../../src/internal/frame.ts"

/** Two processes' transports, over one engine. */
export interface Pair {
  readonly one: Layer.Layer<Transport.Transport>
  readonly other: Layer.Layer<Transport.Transport>
  /** Completes when what was sent has come, or never will. */
  readonly settled: Effect.Effect<void>
  /** Cuts the first one off, and connects it again. */
  readonly cut?: { readonly disconnect: Effect.Effect<void>; readonly reconnect: Effect.Effect<void> } | undefined
}

export interface Traits {
  /** Every frame comes. */
  readonly reliable: boolean
  /** Frames of one node to another come in the order in which they were sent. */
  readonly ordered: boolean
}

class Refused extends Schema.TaggedError<Refused>()("Refused", { why: Schema.String }) {}

const Login = Message.make("smsg_login", {
  payload: { user: Schema.String, at: Schema.optionalKey(Schema.Date) },
  success: Schema.Struct({ greeting: Schema.String }),
  error: Refused
})
const Note = Message.make("smsg_note", { payload: { n: Schema.Int } })
const Blob = Message.make("smsg_blob", { payload: { bytes: Schema.Uint8Array }, success: Schema.Uint8Array })

const queue = (message: Message.Any) => ({ _tag: "Queue", reach: "services", name: message.name }) as const
const topic = { _tag: "Topic", reach: "services", name: "news" } as const

const maxFrameBytes = 4096

type Peer = { readonly peers: Peers.Service; readonly transport: Transport.Port }

const peer = (transport: Layer.Layer<Transport.Transport>): Effect.Effect<Peer, never, Scope.Scope> =>
  Effect.map(
    Layer.build(Layer.fresh(Peers.layer().pipe(Layer.provideMerge([transport, Registry.layer])))),
    (context) => ({ peers: Context.get(context, Peers.Peers), transport: Context.get(context, Transport.Transport) })
  )

/** Calls until one comes through: on a network that loses frames nothing else can be expected. */
const insist = <A, E>(call: Effect.Effect<A, E>): Effect.Effect<A, E> =>
  Effect.retry(call, { while: (error) => error instanceof HarborError && error.reason._tag === "NoReply" })

/** Turn after turn, until it is so: a test that waits for what never comes is ended by the runner. */
const until = (isSo: () => boolean): Effect.Effect<void> =>
  Effect.suspend(() => (isSo() ? Effect.void : Effect.andThen(Effect.yieldNow, until(isSo))))

export const transportContract = (
  name: string,
  make: (maxFrameBytes: number) => Effect.Effect<Pair, never, Scope.Scope>,
  traits: Traits
): void => {
  const both = <E>(
    test: (one: Peer, other: Peer, pair: Pair) => Effect.Effect<void, E, Scope.Scope>
  ): Effect.Effect<void, E> =>
    Effect.scoped(
      Effect.gen(function* () {
        const pair = yield* make(maxFrameBytes)
        yield* test(yield* peer(pair.one), yield* peer(pair.other), pair)
      })
    )
  // Short, so that a lost frame costs little; what is not lost comes long before.
  const options = { timeout: traits.reliable ? 60_000 : 100 }

  describe(`${name} as a transport`, () => {
    it.live("C11-transport has a node of its own, and is connected", () =>
      both((one, other) =>
        Effect.gen(function* () {
          assert.notStrictEqual(one.transport.node, other.transport.node)
          for (const { transport } of [one, other]) {
            assert.isTrue(Number.isInteger(transport.node) && transport.node > 0 && transport.node < 2 ** 32)
            assert.deepStrictEqual(yield* Stream.runCollect(Stream.take(transport.state, 1)), ["connected"])
          }
        })
      )
    )

    it.live("C11-transport a queue or node that nobody serves is known at once; a topic may have nobody", () =>
      both(({ transport }, other) =>
        Effect.gen(function* () {
          const bytes = new Uint8Array(50)
          const node = { _tag: "Node", node: 4_000_000_000 } as const
          for (const address of [node, queue(Note)]) {
            for (const sent of [transport.publish(address, bytes), transport.request(address, bytes, 60_000)]) {
              const error = yield* Effect.flip(sent as Effect.Effect<unknown, HarborError>)
              assert.deepInclude(error, { delivered: "no" })
              assert.strictEqual(error.reason._tag, "NoListener")
            }
          }
          yield* transport.publish(topic, bytes)
          yield* Effect.scoped(other.transport.serve(node, () => {}))
          const left = yield* Effect.flip(transport.publish(node, bytes))
          assert.strictEqual(left.reason._tag, "NoListener", "who left serves no more")
        })
      )
    )

    it.live("C11-transport a request has its reply, or none in time", () =>
      both(({ transport }, other) =>
        Effect.gen(function* () {
          const here = { _tag: "Node", node: other.transport.node } as const
          yield* other.transport.serve(here, (frame, respond) => {
            if (frame[0] === 0) return
            respond!(frame.slice(1))
            respond!(new Uint8Array([99]))
          })
          const reply = yield* insist(transport.request(here, new Uint8Array([1, 2, 3]), options.timeout))
          assert.deepStrictEqual([...reply], [2, 3])
          const none = yield* Effect.flip(transport.request(here, new Uint8Array([0]), 20))
          assert.deepInclude(none, { delivered: "maybe" })
          assert.strictEqual(none.reason._tag, "NoReply")
        })
      )
    )

    it.live("C11-transport bytes belong to who has them", () =>
      both(({ transport }, other, { settled }) =>
        Effect.gen(function* () {
          const heard: Array<Uint8Array> = []
          const hear = (frame: Uint8Array) => {
            heard.push(frame.slice())
            frame.fill(7)
          }
          yield* other.transport.serve(topic, hear)
          yield* transport.serve(topic, hear)
          const sent = new Uint8Array([1, 2])
          yield* transport.publish(topic, sent)
          yield* settled
          if (traits.reliable) assert.isAtLeast(heard.length, 2)
          for (const bytes of heard) assert.deepStrictEqual([...bytes], [1, 2])
          assert.deepStrictEqual([...sent], [1, 2])
        })
      )
    )
  })

  describe(`messages over ${name}`, () => {
    it.live("C05-peers a call has its reply, its own error, and the envelope", () =>
      both((one, other) =>
        Effect.gen(function* () {
          const envelopes: Array<Peers.Envelope> = []
          yield* other.peers.listen(Login, queue(Login), ({ user, at }, envelope) => {
            envelopes.push(envelope)
            return user === ""
              ? Effect.fail(new Refused({ why: "no name" }))
              : Effect.succeed({ greeting: `hello ${user} ${at?.getTime()}` })
          })
          const call = (user: string) =>
            insist(one.peers.call(Login, queue(Login), { user, at: new Date(5) }, { ...options, object: 9n }))
          assert.deepStrictEqual(yield* call("ada"), { greeting: "hello ada 5" })
          const refused = yield* Effect.flip(call(""))
          assert.deepStrictEqual(refused, new Refused({ why: "no name" }))
          assert.deepInclude(envelopes[0], {
            messageName: "smsg_login",
            messageId: Login.id,
            node: one.transport.node,
            object: 9n,
            redelivered: false
          })
        })
      )
    )

    it.live("C12-peers what cannot be delivered is a typed error with delivered, or a dead letter", () =>
      both((one, other, { settled }) =>
        Effect.gen(function* () {
          const there = { _tag: "Node", node: other.transport.node } as const
          const none = yield* Effect.flip(one.peers.call(Login, there, { user: "a" }, options))
          assert.strictEqual((none as HarborError).reason._tag, "NoListener")
          const noObject = yield* Effect.flip(one.peers.send(Note, there, { n: 1 }, { object: 3n }))
          assert.deepInclude(noObject.reason, { _tag: "NoReceiver", objectId: 3n })
          // Somebody listens there, and for another message.
          yield* other.peers.listen(Note, there, () => Effect.void)
          const unknown = yield* Effect.flip(insist(one.peers.call(Login, there, { user: "a" }, options)))
          assert.deepInclude((unknown as HarborError).reason, { _tag: "UnknownMessage", messageId: Login.id })
          assert.strictEqual((unknown as HarborError).delivered, "no")
          yield* one.peers.send(Login, there, { user: "b" })
          yield* settled
          if (traits.reliable) {
            const [letter] = other.peers.deadLetters()
            assert.deepInclude(letter, { messageId: Login.id, node: one.transport.node })
            assert.strictEqual(other.peers.counters().deadLetters, 1)
          }
          const wrong = yield* Effect.flip(one.peers.call(Login, topic, { user: "a" }))
          assert.strictEqual((wrong as HarborError).reason._tag, "Unsupported")
        })
      )
    )

    it.live("C12-peers a handler's defect is told as one, without its text; the next message is handled", () =>
      both((one, other) =>
        Effect.gen(function* () {
          yield* other.peers.listen(Login, queue(Login), ({ user }) => {
            if (user === "throws") throw new Error("secret")
            return user === "dies" ? Effect.die(new Error("secret")) : Effect.succeed({ greeting: user })
          })
          for (const user of ["throws", "dies"]) {
            const error = yield* Effect.flip(insist(one.peers.call(Login, queue(Login), { user }, options)))
            assert.strictEqual((error as HarborError).reason._tag, "RemoteDefect")
            assert.strictEqual((error as HarborError).delivered, "maybe")
            assert.notInclude(JSON.stringify(error), "secret")
          }
          assert.deepStrictEqual(yield* insist(one.peers.call(Login, queue(Login), { user: "x" }, options)), {
            greeting: "x"
          })
        })
      )
    )

    it.live("C12-peers one byte more than fits is too large, in both directions, and the next message goes", () =>
      both((one, other) =>
        Effect.gen(function* () {
          yield* other.peers.listen(Blob, queue(Blob), ({ bytes }) =>
            Effect.succeed(new Uint8Array(bytes.length === 1 ? maxFrameBytes : bytes.length))
          )
          const call = (length: number) =>
            insist(one.peers.call(Blob, queue(Blob), { bytes: new Uint8Array(length) }, options))
          // Header, map of one, "bytes", bin 16 and its length.
          const most = maxFrameBytes - (Frame.HEADER_BYTES + 1 + 6 + 3)
          const before = one.peers.counters().sent
          const over = (yield* Effect.flip(call(most + 1))) as HarborError
          assert.deepInclude(over.reason, {
            _tag: "TooLarge",
            what: "frame",
            bytes: maxFrameBytes + 1,
            limitBytes: maxFrameBytes
          })
          assert.strictEqual(over.delivered, "no")
          assert.strictEqual(one.peers.counters().sent, before, "D08-messages nothing of it remains")
          assert.strictEqual((yield* call(most)).length, most)
          const reply = (yield* Effect.flip(call(1))) as HarborError
          assert.deepInclude(reply.reason, { _tag: "TooLarge", what: "reply" })
          assert.strictEqual(reply.delivered, "maybe")
          assert.strictEqual((yield* call(2)).length, 2)
        })
      )
    )

    it.live(
      "D08-messages a payload that does not match is refused before it is sent, a reply that does not is its caller's error",
      () =>
        both((one, other) =>
          Effect.gen(function* () {
            yield* other.peers.listen(Login, queue(Login), () => Effect.succeed({ greeting: 5 as never }))
            const bad = (yield* Effect.flip(one.peers.call(Login, queue(Login), { user: 5 as never }))) as HarborError
            assert.deepInclude(bad.reason, { _tag: "Malformed", what: "payload" })
            assert.strictEqual(bad.delivered, "no")
            assert.strictEqual(one.peers.counters().sent, 0)
            const reply = (yield* Effect.flip(
              insist(one.peers.call(Login, queue(Login), { user: "a" }, options))
            )) as HarborError
            assert.deepInclude(reply.reason, { _tag: "Malformed", what: "reply" })
            assert.strictEqual(reply.delivered, "maybe")
          })
        )
    )

    it.live("C01-skew two declarations of a message understand each other only where one accepts the other", () =>
      both((one, other) =>
        Effect.gen(function* () {
          const fields = { user: Schema.String, age: Schema.optionalKey(Schema.Int) }
          const Newer = Message.make("smsg_login", { ...parts(Login), payload: fields })
          yield* other.peers.listen(Newer, queue(Login), ({ user }) => Effect.succeed({ greeting: user }))
          const error = (yield* Effect.flip(
            insist(one.peers.call(Login, queue(Login), { user: "a" }, options))
          )) as HarborError
          assert.deepInclude(error.reason, { _tag: "SchemaMismatch", own: Newer.fingerprint, other: Login.fingerprint })
          assert.strictEqual(error.delivered, "no")
        })
      )
    )

    it.live("C01-skew what is accepted is read", () =>
      both((one, other) =>
        Effect.gen(function* () {
          const fields = { user: Schema.String, age: Schema.optionalKey(Schema.Int) }
          const Newer = Message.make("smsg_login", { ...parts(Login), payload: fields, accepts: [Login.fingerprint] })
          yield* other.peers.listen(Newer, queue(Login), ({ user, age }) =>
            Effect.succeed({ greeting: `${user} ${age}` })
          )
          const reply = yield* insist(one.peers.call(Login, queue(Login), { user: "a" }, options))
          assert.deepStrictEqual(reply, { greeting: "a undefined" })
        })
      )
    )

    it.live("C02-enforced a message between threads does not leave its process, and is not let in", () =>
      both((one, other) =>
        Effect.gen(function* () {
          const Local = Message.make("local_note", { payload: { n: Schema.Int } })
          const sent = yield* Effect.flip(one.peers.send(Local, queue(Local), { n: 1 }))
          const heard = yield* Effect.flip(other.peers.listen(Local, queue(Local), () => Effect.void))
          for (const error of [sent, heard]) {
            assert.strictEqual(error.reason._tag, "Forbidden")
            assert.strictEqual(error.delivered, "no")
          }
        })
      )
    )

    it.live("C05-order no message comes twice, and in order where the transport keeps it", () =>
      both((one, other, { settled }) =>
        Effect.gen(function* () {
          const heard: Array<number> = []
          yield* other.peers.listen(Note, queue(Note), ({ n }) => Effect.sync(() => void heard.push(n)))
          for (let n = 0; n < 300; n++) yield* one.peers.send(Note, queue(Note), { n })
          yield* settled
          yield* until(() => heard.length === other.peers.counters().delivered)
          assert.strictEqual(new Set(heard).size, heard.length)
          if (traits.reliable) assert.strictEqual(heard.length, 300)
          if (traits.ordered)
            assert.deepStrictEqual(
              heard,
              heard.toSorted((a, b) => a - b)
            )
        })
      )
    )

    it.live("C05-order a listener handles one message at a time, or as many as it says", () =>
      both((one, other) =>
        Effect.gen(function* () {
          const gate = yield* Deferred.make<void>()
          let [now, most] = [0, 0]
          const handler = () =>
            Effect.gen(function* () {
              most = Math.max(most, ++now)
              if (most === 3) yield* Deferred.succeed(gate, undefined)
              yield* Deferred.await(gate)
              now--
            })
          yield* other.peers.listen(Note, queue(Note), handler, { concurrency: 3 })
          const one3 = [1, 2, 3].map((n) => insist(one.peers.call(Note, queue(Note), { n }, options)))
          yield* Effect.all(one3, { concurrency: "unbounded" })
          assert.strictEqual(most, 3)
        })
      )
    )

    it.live("C05 a queue gives each message to one of those who listen, in turn; a topic to all", () =>
      both((one, other, { settled }) =>
        Effect.gen(function* () {
          const heard: Record<string, Array<number>> = { a: [], b: [], c: [] }
          const into =
            (key: string) =>
            ({ n }: { readonly n: number }) =>
              Effect.sync(() => void heard[key]!.push(n))
          yield* other.peers.listen(Note, queue(Note), into("a"))
          yield* other.peers.listen(Note, queue(Note), into("b"))
          for (let n = 0; n < 20; n++) yield* one.peers.send(Note, queue(Note), { n })
          yield* settled
          yield* until(() => heard.a!.length + heard.b!.length === other.peers.counters().delivered)
          const all = [...heard.a!, ...heard.b!]
          assert.strictEqual(new Set(all).size, all.length)
          if (traits.reliable && traits.ordered) assert.deepStrictEqual([heard.a!.length, heard.b!.length], [10, 10])
          for (const key of ["a", "b", "c"]) {
            heard[key] = []
            yield* (key === "c" ? one : other).peers.listen(Note, topic, into(key))
          }
          yield* one.peers.send(Note, topic, { n: 1 })
          yield* settled
          if (!traits.reliable) return
          yield* until(() => heard.a!.length + heard.b!.length + heard.c!.length === 3)
          assert.deepStrictEqual(heard, { a: [1], b: [1], c: [1] })
        })
      )
    )

    it.live("C12-peers who leaves answers what it has; later calls have no listener", () =>
      both((one, other) =>
        Effect.gen(function* () {
          const begun = yield* Deferred.make<void>()
          const listening = yield* Effect.forkChild(
            Effect.scoped(
              Effect.andThen(
                other.peers.listen(Note, queue(Note), () =>
                  Effect.andThen(Deferred.succeed(begun, undefined), Effect.never)
                ),
                Effect.never
              )
            ),
            { startImmediately: true }
          )
          const calls = yield* Effect.forEach([1, 2], (n) =>
            Effect.forkChild(one.peers.call(Note, queue(Note), { n }, options), { startImmediately: true })
          )
          if (traits.reliable) yield* Deferred.await(begun)
          yield* Fiber.interrupt(listening)
          for (const call of calls) {
            const exit = yield* Fiber.await(call)
            assert.isTrue(Exit.isFailure(exit))
            const error = (yield* Effect.flip(exit)) as HarborError
            assert.strictEqual(error.reason._tag, "NoReply")
          }
          const later = (yield* Effect.flip(one.peers.call(Note, queue(Note), { n: 3 }, options))) as HarborError
          assert.strictEqual(later.reason._tag, "NoListener")
        })
      )
    )

    it.live("C12-peers a full mailbox refuses calls and buries sends", () =>
      both((one, other) =>
        Effect.gen(function* () {
          const gate = yield* Deferred.make<void>()
          yield* other.peers.listen(Note, queue(Note), () => Deferred.await(gate), { mailbox: 1 })
          const calls = yield* Effect.forEach([1, 2, 3, 4, 5, 6], (n) =>
            Effect.forkChild(one.peers.call(Note, queue(Note), { n }, options), { startImmediately: true })
          )
          if (traits.reliable) {
            const refused = yield* Effect.flip(Fiber.join(calls[5]!))
            assert.deepInclude((refused as HarborError).reason, { _tag: "Overloaded", limit: 1 })
            assert.strictEqual((refused as HarborError).delivered, "no")
          }
          yield* Deferred.succeed(gate, undefined)
          for (const call of calls) yield* Fiber.await(call)
          yield* insist(one.peers.call(Note, queue(Note), { n: 7 }, options))
        })
      )
    )

    it.live(
      "C12-peers a connection that is lost fails what waits, and what is sent; when it is back all is as before",
      () =>
        both((one, other, { cut }) =>
          Effect.gen(function* () {
            if (cut === undefined) return
            const states: Array<Transport.ConnectionState> = []
            const watching = yield* Effect.forkChild(
              Stream.runForEach(one.transport.state, (now) => Effect.sync(() => void states.push(now))),
              { startImmediately: true }
            )
            yield* other.peers.listen(
              Login,
              queue(Login),
              ({ user }) => (user === "never" ? Effect.never : Effect.succeed({ greeting: user })),
              { concurrency: 2 }
            )
            const waiting = yield* Effect.forkChild(
              one.peers.call(Login, queue(Login), { user: "never" }, { timeout: "1 hour" }),
              { startImmediately: true }
            )
            yield* Effect.yieldNow
            yield* cut.disconnect
            const lost = (yield* Effect.flip(Fiber.join(waiting))) as HarborError
            assert.strictEqual(lost.reason._tag, "NoReply")
            assert.strictEqual(lost.delivered, "maybe")
            for (const sent of [
              one.peers.send(Login, queue(Login), { user: "a" }),
              one.peers.call(Login, queue(Login), { user: "a" })
            ]) {
              const error = (yield* Effect.flip(sent as Effect.Effect<unknown, unknown>)) as HarborError
              assert.strictEqual(error.reason._tag, "EngineUnavailable")
              assert.strictEqual(error.delivered, "no")
            }
            yield* cut.reconnect
            assert.deepStrictEqual(yield* insist(one.peers.call(Login, queue(Login), { user: "b" }, options)), {
              greeting: "b"
            })
            yield* Effect.yieldNow
            yield* Fiber.interrupt(watching)
            assert.deepStrictEqual(states, ["connected", "disconnected", "connected"])
          })
        )
    )

    it.live("C12-malformed bytes that are no frame are counted, and never answered", () =>
      both((one, other, { settled }) =>
        Effect.gen(function* () {
          const there = { _tag: "Node", node: other.transport.node } as const
          yield* other.peers.listen(Note, there, () => Effect.void)
          const header = Frame.write(
            {
              kind: Frame.Kind.call,
              codec: 0,
              redelivered: false,
              messageId: Note.id,
              fingerprint: 0n,
              object: 0n,
              source: 1n,
              sequence: 1
            },
            new Uint8Array(0)
          )
          const bad: ReadonlyArray<(bytes: Uint8Array) => Uint8Array> = [
            () => new Uint8Array(0),
            (bytes) => bytes.slice(0, 39),
            () => new Uint8Array(maxFrameBytes + 1).fill(1).with(0, 0x48).with(1, 0x31).with(2, 2).with(3, 0),
            (bytes) => bytes.with(0, 0),
            (bytes) => bytes.with(2, 0),
            (bytes) => bytes.with(2, 6),
            (bytes) => bytes.with(2, Frame.Kind.reply),
            (bytes) => bytes.with(3, 0x20),
            (bytes) => bytes.fill(0, 4, 8),
            (bytes) => bytes.fill(0, 24, 32),
            (bytes) => bytes.fill(255, 32, 40)
          ]
          for (const change of bad) {
            const error = yield* Effect.flip(one.transport.request(there, change(header.slice()), 10))
            assert.strictEqual(error.reason._tag, "NoReply")
          }
          yield* settled
          if (traits.reliable) assert.isAtLeast(other.peers.counters().malformed, bad.length)
          assert.strictEqual(other.peers.counters().sent, 0)
          yield* insist(one.peers.call(Note, there, { n: 1 }, options))
        })
      )
    )
  })
}

const parts = (message: typeof Login) => ({
  success: message.rpc.successSchema,
  error: message.rpc.errorSchema
})
