/*
 * What a program gives harbor by mistake: a typed failure with the value and the remedy, where it is given.
 */
import { assert, describe, it } from "@effect/vitest"
import * as Directory from "@stevedore/harbor/Directory"
import * as Gateway from "@stevedore/harbor/Gateway"
import * as Group from "@stevedore/harbor/Group"
import * as Harbor from "@stevedore/harbor/Harbor"
import { HarborError } from "@stevedore/harbor/HarborError"
import * as LastValues from "@stevedore/harbor/LastValues"
import * as Message from "@stevedore/harbor/Message"
import * as ObjectId from "@stevedore/harbor/ObjectId"
import * as ObjectKind from "@stevedore/harbor/ObjectKind"
import * as Peers from "@stevedore/harbor/Peers"
import * as Registry from "@stevedore/harbor/Registry"
import * as Service from "@stevedore/harbor/Service"
import * as Testing from "@stevedore/harbor/testing"
import * as Topic from "@stevedore/harbor/Topic"
import * as Transport from "@stevedore/harbor/Transport"
import * as NodeActorSystem from "@stevedore/platform-node/NodeActorSystem"
import * as ConfigProvider from "effect/ConfigProvider"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Schema from "effect/Schema"
import * as Stream from "effect/Stream"

const Note = Message.make("note", { payload: { n: Schema.Int } })
const Shelf = ObjectKind.make("shelf", { messages: [Note] })
const handlersOfShelf = { note: () => Effect.void }
const nothing = () => Effect.void
const noHandler = 5 as unknown as typeof nothing

/** Fails as it should: typed, of that option, before anybody has had anything. */
const refuses = <R>(option: string, value: string, effect: Effect.Effect<unknown, unknown, R>) =>
  Effect.gen(function* () {
    const error: unknown = yield* Effect.flip(effect)
    assert.instanceOf(error, HarborError)
    const { delivered, reason } = error as HarborError
    assert.deepInclude(reason, { _tag: "InvalidOption", option, value })
    assert.match(reason.message, /: (use|give|serve|name) /)
    assert.strictEqual(delivered, "no")
  })

const everything = Layer.mergeAll(Directory.layer(), LastValues.layer()).pipe(
  Layer.provideMerge(Harbor.layer()),
  Layer.provideMerge(NodeActorSystem.layer())
)

describe("harbor, given what cannot be", () => {
  for (const none of [undefined, null, {}, "note", { name: "note" }]) {
    it.live(`C04 ${JSON.stringify(none) ?? "undefined"} is no message`, () =>
      Effect.gen(function* () {
        const message = none as unknown as typeof Note
        const value = typeof none === "string" ? `"${none}"` : String(none)
        const [harbor, directory, values] = [
          yield* Harbor.Harbor,
          yield* Directory.Directory,
          yield* LastValues.LastValues
        ]
        const gateway = yield* Gateway.make({ messages: [] })
        const id = ObjectId.make(1, 1)
        const uses: ReadonlyArray<Effect.Effect<unknown, unknown, any>> = [
          harbor.listen(message, nothing),
          harbor.send(message, undefined as never),
          harbor.call(message, undefined as never),
          harbor.broadcast(message, undefined as never),
          harbor.gateBroadcast(message, undefined as never),
          harbor.register("h", message, nothing),
          harbor.listenOn("main", message, "h"),
          harbor.autoListen([message], {}),
          Registry.make().register(message),
          Topic.publish("a", message, undefined as never),
          Topic.subscribe("a", message, nothing),
          Topic.subscribeEncoded("a", message, Note.codec, nothing),
          Service.send("a", message, undefined as never),
          Service.call("a", message, undefined as never),
          directory.sendTo(id, message, { n: 1 }),
          directory.callTo(id, message, { n: 1 }),
          Group.send("nobody", message, undefined as never),
          values.publish("a", message, undefined as never),
          values.forget("a", message),
          values.subscribe("a", message, nothing),
          Stream.runDrain(values.stream("a", message)),
          Gateway.make({ messages: [message] }),
          gateway.sendTo(1n, message, undefined as never),
          gateway.broadcast(message, undefined as never)
        ]
        for (const use of uses) yield* refuses("message", value, use)
      }).pipe(Effect.scoped, Effect.provide(everything))
    )
  }

  it.live("D08-durable what must be kept is refused by every verb: nobody here keeps it", () =>
    Effect.gen(function* () {
      const [harbor, directory] = [yield* Harbor.Harbor, yield* Directory.Directory]
      const gateway = yield* Gateway.make({ messages: [] })
      const Kept = Message.make("cmsg_kept", { delivery: "durable" })
      const Keeper = ObjectKind.make("keeper", { messages: [Kept] })
      yield* directory.serve(Shelf, handlersOfShelf)
      const id = yield* directory.claim(Shelf)
      yield* Group.add("kept", id)
      const uses: ReadonlyArray<Effect.Effect<unknown, unknown, any>> = [
        harbor.listen(Kept, nothing),
        harbor.listenEncoded(Kept, Note.codec, nothing),
        harbor.autoListen([Kept], { cmsg_kept: nothing }),
        harbor.register("kept", Kept, nothing),
        harbor.listenOn("main", Kept, "kept"),
        harbor.send(Kept, undefined),
        harbor.call(Kept, undefined),
        harbor.broadcast(Kept, undefined),
        harbor.gateBroadcast(Kept, undefined),
        Topic.publish("a", Kept, undefined),
        Topic.subscribe("a", Kept, nothing),
        Service.send("a", Kept, undefined),
        Group.send("kept", Kept, undefined),
        Group.send("nobody", Kept, undefined),
        directory.serve(Keeper, { cmsg_kept: nothing }),
        directory.sendTo(id, Kept),
        directory.callTo(id, Kept),
        gateway.sendTo(1n, Kept, undefined),
        gateway.broadcast(Kept, undefined),
        Gateway.make({ messages: [Kept] })
      ]
      for (const [index, use] of uses.entries()) {
        const { delivered, reason } = (yield* Effect.flip(use)) as HarborError
        assert.deepInclude(reason, { _tag: "Unsupported", what: "delivery: durable" }, `use ${index}`)
        assert.strictEqual(delivered, "no")
      }
      assert.deepStrictEqual(yield* harbor.autoListen([Kept], {}), [])
      // A message that is there twice is listened for once; what is no handler is none.
      const others = {
        [Note.name]: nothing,
        get later() {
          throw new Error("is read by nobody")
        }
      }
      assert.deepStrictEqual(yield* Effect.scoped(harbor.autoListen([Note], others as never)), [Note.name])
      assert.deepStrictEqual(yield* harbor.autoListen([Note, Note], { [Note.name]: nothing }), [Note.name])
      for (const handler of [5, null, "note"]) {
        const { reason } = yield* Effect.flip(harbor.autoListen([Note], { [Note.name]: handler as never }))
        assert.deepInclude(reason, { _tag: "InvalidOption", option: "handler" })
      }
    }).pipe(Effect.scoped, Effect.provide(everything))
  )

  it.live(
    "E05-kept a last value is published, joined and given to clients; nobody sends it where it would not be kept",
    () =>
      Effect.gen(function* () {
        const [harbor, directory] = [yield* Harbor.Harbor, yield* Directory.Directory]
        const gateway = yield* Gateway.make({ messages: [] })
        const Latest = Message.make("cmsg_latest", { delivery: "lastValue" })
        const Screen = ObjectKind.make("screen", { messages: [Latest] })
        yield* directory.serve(Shelf, handlersOfShelf)
        const id = yield* directory.claim(Shelf)
        const uses: ReadonlyArray<Effect.Effect<unknown, unknown, any>> = [
          harbor.listen(Latest, nothing),
          harbor.listenEncoded(Latest, Note.codec, nothing),
          harbor.autoListen([Latest], { cmsg_latest: nothing }),
          harbor.register("latest", Latest, nothing),
          harbor.listenOn("main", Latest, "latest"),
          harbor.send(Latest, undefined),
          harbor.call(Latest, undefined),
          harbor.broadcast(Latest, undefined),
          Service.send("a", Latest, undefined),
          Service.call("a", Latest, undefined),
          Group.send("nobody", Latest, undefined),
          directory.serve(Screen, { cmsg_latest: nothing }),
          directory.sendTo(id, Latest),
          directory.callTo(id, Latest),
          Gateway.make({ messages: [Latest] })
        ]
        for (const [index, use] of uses.entries()) {
          const { delivered, reason } = (yield* Effect.flip(use)) as HarborError
          assert.deepInclude(reason, { _tag: "Unsupported", what: "delivery: lastValue" }, `use ${index}`)
          assert.match(reason.message, /use LastValues or Topic to publish it/)
          assert.strictEqual(delivered, "no")
        }
        yield* Topic.publish("a", Latest, undefined)
        yield* Topic.subscribe("a", Latest, nothing)
        yield* gateway.broadcast(Latest, undefined)
        yield* harbor.gateBroadcast(Latest, undefined)
      }).pipe(Effect.scoped, Effect.provide(everything))
  )

  it.live("C04 no handlers, kinds, ids, lists and hooks", () =>
    Effect.gen(function* () {
      const [harbor, directory, values] = [
        yield* Harbor.Harbor,
        yield* Directory.Directory,
        yield* LastValues.LastValues
      ]
      const Last = Message.make("last", { delivery: "lastValue" })
      yield* refuses("handler", "5", harbor.register("a", Note, noHandler))
      yield* refuses("concurrency", "0", harbor.register("b", Note, nothing, { concurrency: 0 }))
      for (const concurrency of [null, Number.NaN, 1.5, 0.5, -1, Number.POSITIVE_INFINITY, "1"] as Array<any>) {
        const value = typeof concurrency === "string" ? `"${concurrency}"` : String(concurrency)
        yield* refuses("concurrency", value, harbor.listen(Note, nothing, { concurrency }))
        yield* refuses("concurrency", value, harbor.listenEncoded(Note, Note.codec, nothing, { concurrency }))
        yield* refuses("concurrency", value, harbor.register("c", Note, nothing, { concurrency }))
        yield* refuses("concurrency", value, Topic.subscribe("a", Note, nothing, { concurrency }))
        const served: ReadonlyArray<Effect.Effect<void, unknown>> = [
          directory.serve(Shelf, handlersOfShelf, { concurrency }),
          directory.serve(Shelf, handlersOfShelf, { mailbox: concurrency })
        ] as never
        yield* refuses("concurrency", String(concurrency), served[0]!)
        yield* refuses("mailbox", String(concurrency), served[1]!)
      }
      for (const name of ["", "no service", null, undefined] as Array<any>) {
        const value = typeof name === "string" ? `"${name}"` : String(name)
        yield* refuses("service", value, Service.instances(name))
        yield* refuses("service", value, Stream.runDrain(Service.changes(name)))
        yield* refuses("service", value, Service.join(name))
      }
      yield* refuses("messages", "null", harbor.autoListen(null as never, {}))
      yield* refuses("handlers", "null", harbor.autoListen([Note], null as never))
      yield* refuses("handler", "5", values.subscribe("a", Last, noHandler))
      yield* refuses("handler", "5", Topic.subscribe("a", Last, noHandler))
      const served: ReadonlyArray<readonly [string, unknown]> = [
        ["kind", directory.serve(null as never, {})],
        ["kind", directory.claim(null as never, undefined as never)],
        ["handlers", directory.serve(Shelf, null as never)]
      ]
      for (const [option, use] of served) yield* refuses(option, "null", use as Effect.Effect<void, unknown>)
      yield* refuses("messages", "null", Gateway.make({ messages: null as never }))
      yield* refuses("claim", "5", Gateway.make({ messages: [], claim: 5 as never }))
      yield* refuses("release", "5", Gateway.make({ messages: [], release: 5 as never }))
      yield* refuses("frameTimeout", "NaN", Gateway.make({ messages: [], frameTimeout: Number.NaN }))
      for (const id of [0n, 1n, -1n, 2n ** 64n, 5, "5", null]) {
        for (const use of [
          Group.add("g", id as never),
          Group.remove("g", id as never),
          directory.release(id as never)
        ]) {
          const { reason } = yield* Effect.flip(use)
          assert.deepInclude(reason, { _tag: "InvalidObjectId", objectId: String(id) })
        }
      }
    }).pipe(Effect.scoped, Effect.provide(everything))
  )

  it.live(
    "C04 a second one of what a thread, or the system, has one of: in harbor's own words, and the first goes on",
    () =>
      Effect.gen(function* () {
        const again = (layer: Layer.Layer<any, any, any>) => Layer.build(Layer.fresh(layer))
        yield* Service.join("dup")
        const joined = `"dup", which this thread is in already`
        yield* refuses("service", joined, Service.join("dup"))
        yield* refuses("Harbor.layer", "the second one of this thread", again(Harbor.layer()))
        yield* refuses("Directory.layer", "the second one of this thread", again(Directory.layer()))
        yield* refuses("LastValues.layer", "the second one of this system", again(LastValues.layer()))
        assert.deepStrictEqual(yield* Service.instances("dup"), [{ thread: "main", id: 1 }])
        yield* (yield* Harbor.Harbor).listen(Note, nothing)
        yield* Service.send("dup", Note, { n: 1 })
      }).pipe(Effect.scoped, Effect.provide(everything))
  )

  it.live("C04 no options, no states, no names of threads", () =>
    Effect.gen(function* () {
      const [directory, values] = [yield* Directory.Directory, yield* LastValues.LastValues]
      const Last = Message.make("last", { delivery: "lastValue" })
      const Counted = ObjectKind.make("counted", { messages: [Note], state: Schema.Struct({ n: Schema.Int }) })
      yield* directory.serve(Counted, { note: nothing })
      const id = yield* directory.claim(Counted, { n: 1 })
      const made = (make: () => unknown) => Effect.try({ try: make, catch: (error) => error })
      const built = (options: unknown) =>
        Layer.build(Layer.fresh(Transport.layerInProcess(options as Transport.InProcessOptions)))
      for (const none of [null, 5, "x"] as Array<any>) {
        const value = typeof none === "string" ? `"${none}"` : String(none)
        yield* refuses(
          "ObjectKind options",
          String(none),
          made(() => ObjectKind.make("a", none))
        )
        yield* refuses(
          "ObjectKind messages",
          String(none),
          made(() => ObjectKind.make("a", { messages: none }))
        )
        yield* refuses(
          "ObjectKind state",
          String(none),
          made(() => ObjectKind.make("a", { messages: [], state: none }))
        )
        yield* refuses("options", value, Gateway.make(none))
        yield* refuses("options", value, directory.serve(Shelf, handlersOfShelf, none))
        yield* refuses("options", value, values.subscribe("a", Last, nothing, none))
        yield* refuses("forgotten", value, values.subscribe("a", Last, nothing, { forgotten: none }))
        yield* refuses("options", value, Service.send("a", Note, { n: 1 }, none))
        yield* refuses("options", value, Service.call("a", Note, { n: 1 }, none))
        yield* refuses("options", value, Layer.build(Layer.fresh(Directory.layer(none))))
        yield* refuses("options", value, built(none))
        yield* refuses("state", String(none), directory.claim(Counted, none))
        if (typeof none !== "string") yield* refuses("thread", value, directory.move(id, none))
      }
      yield* refuses("options", "undefined", Gateway.make(undefined as never))
      const kindOfNothing = made(() => ObjectKind.make("a", undefined as never))
      yield* refuses("ObjectKind options", "undefined", kindOfNothing)
      const network = yield* Testing.network()
      const simulated = (options: unknown) =>
        Layer.build(Layer.fresh(network.layer(options as Transport.InProcessOptions)))
      yield* refuses("options", "null", simulated(null))
      for (const node of [0, -1, 1.5, Number.NaN, 2 ** 32]) {
        yield* refuses("node", String(node), built({ node }))
        yield* refuses("node", String(node), simulated({ node }))
      }
      for (const maxFrameBytes of [0, -1, 39, Number.NaN, Number.POSITIVE_INFINITY]) {
        yield* refuses("maxFrameBytes", String(maxFrameBytes), built({ maxFrameBytes }))
        yield* refuses("maxFrameBytes", String(maxFrameBytes), simulated({ maxFrameBytes }))
      }
      yield* simulated({ node: 1, maxFrameBytes: 40 })
    }).pipe(Effect.scoped, Effect.provide(everything))
  )

  it.live("C04 what every object inherits is no handler of a message of that name", () =>
    Effect.gen(function* () {
      const [harbor, directory] = [yield* Harbor.Harbor, yield* Directory.Directory]
      for (const name of ["constructor", "toString", "valueOf", "hasOwnProperty"]) {
        const named = Message.make(name, { success: Schema.String })
        const kind = ObjectKind.make(`of ${name}`, { messages: [named] })
        const inherited = directory.serve(kind, {} as never) as Effect.Effect<void, unknown>
        yield* refuses(`the handler of ${name}`, "undefined", inherited)
        assert.deepStrictEqual(yield* harbor.autoListen([named], {}), [])
        const own = Object.fromEntries([[name, () => Effect.succeed(`own ${name}`)]])
        yield* directory.serve(kind, own as never) as Effect.Effect<void, unknown>
        assert.strictEqual(yield* directory.callTo(yield* directory.claim(kind), named, undefined), `own ${name}`)
      }
    }).pipe(Effect.scoped, Effect.provide(everything))
  )

  it.live("C05 what a transport of one's own says of itself, before the layer is there", () =>
    Effect.gen(function* () {
      const port = Context.get(yield* Layer.build(Transport.layerInProcess()), Transport.Transport)
      const harbor = Layer.provide(Harbor.layerTransport(), NodeActorSystem.layer())
      const peers = Layer.provide(Peers.layer(), Registry.layer)
      const built = (layer: Layer.Layer<any, any, Transport.Transport>, said: object) => {
        const own = Layer.succeed(Transport.Transport, { ...port, ...said })
        return Effect.scoped(Effect.asVoid(Layer.build(Layer.fresh(Layer.provide(layer, own)))))
      }
      for (const layer of [harbor, peers]) {
        for (const node of [0, -1, 1.5, 2 ** 32, Number.NaN, "1", 1n, null, undefined] as Array<any>) {
          const value = typeof node === "string" ? `"${node}"` : String(node)
          yield* refuses("transport.node", value, built(layer, { node }))
        }
        for (const maxFrameBytes of [0, 39, 100.5, Number.NaN, Infinity, "1000", null, undefined] as Array<any>) {
          const value = typeof maxFrameBytes === "string" ? `"${maxFrameBytes}"` : String(maxFrameBytes)
          yield* refuses("transport.maxFrameBytes", value, built(layer, { maxFrameBytes }))
        }
        yield* built(layer, { node: 2 ** 32 - 1, maxFrameBytes: 40 })
      }
      for (const thread of [-1, 1.5, 2 ** 32, Number.NaN, null] as Array<any>) {
        yield* refuses("thread", String(thread), built(Layer.provide(Peers.layer({ thread }), Registry.layer), {}))
      }
      yield* refuses("options", "null", built(Layer.provide(Peers.layer(null as never), Registry.layer), {}))
    }).pipe(Effect.scoped)
  )

  it.live("C04 options that are none, of every verb that takes some, and null for one of them", () =>
    Effect.gen(function* () {
      const [harbor, directory] = [yield* Harbor.Harbor, yield* Directory.Directory]
      const Last = Message.make("last", { delivery: "lastValue" })
      const gateway = yield* Gateway.make({ messages: [] })
      yield* directory.serve(Shelf, handlersOfShelf)
      const id = yield* directory.claim(Shelf)
      yield* harbor.listen(Note, nothing)
      for (const none of [null, 5, "x"] as Array<any>) {
        const value = typeof none === "string" ? `"${none}"` : String(none)
        const uses: ReadonlyArray<Effect.Effect<unknown, unknown, any>> = [
          harbor.listen(Note, nothing, none),
          harbor.listenEncoded(Note, Note.codec, nothing, none),
          harbor.register("by options", Note, nothing, none),
          harbor.call(Note, { n: 1 }, none),
          harbor.gateBroadcast(Note, { n: 1 }, none),
          Topic.subscribe("a", Note, nothing, none),
          Topic.subscribeEncoded("a", Note, Note.codec, nothing, none),
          Topic.subscribe("a", Last, nothing, none),
          directory.callTo(id, Note, { n: 1 }, none),
          directory.move(id, "main", none),
          directory.release(id, none),
          gateway.sendTo(1n, Note, { n: 1 }, none),
          gateway.broadcast(Note, { n: 1 }, none)
        ]
        for (const use of uses) yield* refuses("options", value, use)
        const layers: ReadonlyArray<Layer.Layer<any, any, any>> = [LastValues.layer(none), LastValues.layerRef(none)]
        for (const layer of layers) yield* refuses("options", value, Layer.build(Layer.fresh(layer)))
      }
      for (const timeout of [null, Number.NaN, "x", -1, {}] as Array<any>) {
        const value = typeof timeout === "string" ? `"${timeout}"` : String(timeout)
        yield* refuses("timeout", value, harbor.call(Note, { n: 1 }, { timeout }))
        yield* refuses("timeout", value, Service.call("a", Note, { n: 1 }, { timeout }))
        yield* refuses("timeout", value, directory.callTo(id, Note, { n: 1 }, { timeout }))
        yield* refuses("timeout", value, directory.move(id, "main", { timeout }))
        yield* refuses("timeout", value, directory.release(id, { timeout }))
      }
      for (const control of [null, 0, "yes"] as Array<any>) {
        const value = typeof control === "string" ? `"${control}"` : String(control)
        yield* refuses("control", value, harbor.gateBroadcast(Note, { n: 1 }, { control }))
        yield* refuses("control", value, gateway.sendTo(1n, Note, { n: 1 }, { control }))
        yield* refuses("control", value, gateway.broadcast(Note, { n: 1 }, { control }))
      }
      const ofGateways = ["claim", "release", "maxFrameBytes", "messagesPerSecond", "maxCalls", "maxWaitingBytes"]
      for (const option of [...ofGateways, "readTimeout", "frameTimeout", "callTimeout"]) {
        yield* refuses(option, "null", Gateway.make({ messages: [], [option]: null }))
      }
      for (const option of ["threadBytes", "replayBytes"]) {
        yield* refuses(option, "null", Layer.build(Layer.fresh(LastValues.layerRef({ [option]: null }))))
      }
      for (const option of ["whenFull", "flushEvery", "memoryBytes"]) {
        yield* refuses(option, "null", Layer.build(Layer.fresh(LastValues.layer({ [option]: null }))))
      }
      yield* refuses("mailbox", "null", directory.serve(Shelf, handlersOfShelf, { mailbox: null as never }))
      yield* refuses("maxObjects", "null", Layer.build(Layer.fresh(Directory.layer({ maxObjects: null as never }))))
      const node = Layer.provide(Peers.layer(), [Transport.layerInProcess({ node: 1 }), Registry.layer])
      const peers = Context.get(yield* Layer.build(node), Peers.Peers)
      const queue = { _tag: "Queue", reach: "services", name: Note.name } as const
      for (const none of [null, 5] as Array<any>) {
        yield* refuses("options", String(none), peers.send(Note, queue, { n: 1 }, none))
        yield* refuses("options", String(none), peers.call(Note, queue, { n: 1 }, none))
        yield* refuses("options", String(none), peers.listen(Note, queue, nothing, none))
        yield* refuses("options", String(none), peers.listenEncoded(Note, Note.codec, queue, nothing, none))
      }
      yield* refuses("timeout", "null", peers.call(Note, queue, { n: 1 }, { timeout: null as never }))
      // Nothing of that has come about: it is there, and answers.
      yield* directory.callTo(id, Note, { n: 1 }, { timeout: "1 minute" })
      yield* harbor.call(Note, { n: 1 }, {})
    }).pipe(Effect.scoped, Effect.provide(everything))
  )

  it.live("C04 options of layers, given or said outside, before the layer is there", () =>
    Effect.gen(function* () {
      const built = (layer: Layer.Layer<any, any, any>) =>
        Effect.scoped(Layer.build(Layer.fresh(layer))).pipe(Effect.provide(NodeActorSystem.layer()))
      for (const callTimeout of ["abc", -1, Number.NaN, {}, { seconds: Number.NaN }, "-1 second", null] as Array<any>) {
        const value = typeof callTimeout === "string" ? `"${callTimeout}"` : String(callTimeout)
        yield* refuses("callTimeout", value, built(Harbor.layer({ callTimeout })))
      }
      yield* refuses("window", "0", built(Harbor.layer({ window: 0 })))
      yield* refuses("options", "null", built(Harbor.layer(null as never)))
      for (const [key, value] of [
        ["callTimeout", "-1 second"],
        ["window", "0"]
      ] as const) {
        const file = ConfigProvider.fromUnknown({ stevedore: { harbor: { [key]: value } } })
        const layer = Layer.provide(Harbor.layerConfig(), ConfigProvider.layer(file))
        yield* refuses(`stevedore.harbor.${key}`, key === "window" ? "0" : "-1000 millis", built(layer))
      }
      for (const flushEvery of [-5, Number.NaN, "x"] as Array<any>) {
        yield* refuses("flushEvery", String(flushEvery), built(LastValues.layer({ flushEvery })))
      }
      for (const callTimeout of [0, 5, "1 second", { seconds: 1 }, [1, 0], Number.POSITIVE_INFINITY] as Array<any>) {
        yield* built(Harbor.layer({ callTimeout }))
      }
    })
  )
})
