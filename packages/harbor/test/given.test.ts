/*
 * What a program gives that throws whatever it is asked: it is refused with a typed error, and never thrown or a defect.
 */
import { assert, describe, it } from "@effect/vitest"
import * as Directory from "@stevedore/harbor/Directory"
import * as Gateway from "@stevedore/harbor/Gateway"
import * as GatewayClient from "@stevedore/harbor/GatewayClient"
import * as Group from "@stevedore/harbor/Group"
import * as Harbor from "@stevedore/harbor/Harbor"
import { HarborError } from "@stevedore/harbor/HarborError"
import * as LastValues from "@stevedore/harbor/LastValues"
import * as Message from "@stevedore/harbor/Message"
import * as ObjectKind from "@stevedore/harbor/ObjectKind"
import * as Peers from "@stevedore/harbor/Peers"
import * as Registry from "@stevedore/harbor/Registry"
import * as Service from "@stevedore/harbor/Service"
import * as Topic from "@stevedore/harbor/Topic"
import * as Transport from "@stevedore/harbor/Transport"
import * as NodeActorSystem from "@stevedore/platform-node/NodeActorSystem"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Schema from "effect/Schema"
import { clientSocket, line } from "./gateway/sockets.ts"
import { unreadableOption, unreadables } from "./odd.ts"

const Asks = Message.make("given_asks", { payload: { n: Schema.Int }, success: Schema.Int })
const Client = Message.make("cmsg_given", { payload: { n: Schema.Int }, success: Schema.Int })
const Peer = Message.make("smsg_given", { payload: { n: Schema.Int }, success: Schema.Int })
const Value = Message.make("given_value", { payload: { n: Schema.Int }, delivery: "lastValue" })
const Thing = ObjectKind.make("given_thing", { messages: [Asks] })
const at = { _tag: "Queue", reach: "services", name: "given" } as const

const everything = Layer.mergeAll(
  Directory.layer(),
  LastValues.layer(),
  Peers.layer().pipe(Layer.provide(Transport.layerInProcess()), Layer.provide(Registry.layer))
).pipe(Layer.provideMerge(Harbor.layer()), Layer.provideMerge(NodeActorSystem.layer()))

// The types forbid all of this; a program without them does it.
const verbs = Effect.gen(function* () {
  const harbor: any = yield* Harbor.Harbor
  const directory: any = yield* Directory.Directory
  const values: any = yield* LastValues.LastValues
  const peers: any = yield* Peers.Peers
  const gateway: any = yield* Gateway.make({ messages: [Client] })
  const open = yield* line()
  const client: any = yield* GatewayClient.make(clientSocket(open))
  const [service, topic, group]: ReadonlyArray<any> = [Service, Topic, Group]
  const id = 1n << 40n
  const n = { n: 1 }
  const handler = () => Effect.succeed(1)
  /** Anything that is read, and options by the name of one of them. */
  const given: Readonly<Record<string, (given: any) => Effect.Effect<unknown, unknown, any>>> = {
    "a message of send": (message) => harbor.send(message, n),
    "a message of call": (message) => harbor.call(message, n),
    "a message of broadcast": (message) => harbor.broadcast(message, n),
    "a message of listen": (message) => harbor.listen(message, handler),
    "handlers of autoListen": (handlers) => harbor.autoListen([Asks], handlers),
    "a message of autoListen": (message) => harbor.autoListen([message], {}),
    "messages of autoListen": (messages) => harbor.autoListen(messages, {}),
    "a codec of listenEncoded": (codec) => harbor.listenEncoded(Asks, codec, handler),
    "timeout of call": (timeout) => harbor.call(Asks, n, { timeout }),
    "a name of a service": (name) => service.send(name, Asks, n),
    "a message of a service": (message) => service.send("s", message, n),
    "a name of a topic": (name) => topic.publish(name, Asks, n),
    "a message of a topic": (message) => topic.subscribe("t", message, handler),
    "a name of a group": (name) => group.send(name, Asks, n),
    "an id of sendTo": (id) => directory.sendTo(id, Asks, n),
    "a message of callTo": (message) => directory.callTo(id, message, n),
    "a kind of claim": (kind) => directory.claim(kind),
    "a kind of serve": (kind) => directory.serve(kind, {}),
    "handlers of serve": (handlers) => directory.serve(Thing, handlers),
    "a message of last values": (message) => values.subscribe("t", message, handler),
    "messages of a gateway": (messages) => Gateway.make({ messages }),
    "a message of a gateway": (message) => Gateway.make({ messages: [message] }),
    "claim of a gateway": (claim) => Gateway.make({ messages: [Client], claim }),
    "callTimeout of a gateway": (callTimeout) => Gateway.make({ messages: [Client], callTimeout }),
    "a message for a client": (message) => gateway.sendTo(1n, message, n),
    "a connection of kick": (id) => gateway.kick(id, "a"),
    "an identity of identify": (identity) => gateway.identify(1n, identity),
    "a message of a client": (message) => client.send(message, n),
    "what a client hears": (hears) => GatewayClient.make(clientSocket(open), { hears }),
    "a message of peers": (message) => peers.send(message, at, n),
    "a message that peers call": (message) => peers.call(message, at, n),
    "a message that peers listen for": (message) => peers.listen(message, at, handler),
    "an address of peers": (to) => peers.send(Peer, to, n),
    "an address that peers call": (to) => peers.call(Peer, to, n),
    "a name of an address of peers": (name) => peers.send(Peer, { ...at, name }, n),
    "an address where peers listen": (at) => peers.listen(Peer, at, handler),
    "mailbox of peers": (mailbox) => peers.listen(Peer, at, handler, { mailbox })
  }
  const options: Readonly<Record<string, readonly [string, (given: any) => Effect.Effect<unknown, unknown, any>]>> = {
    call: ["timeout", (options) => harbor.call(Asks, n, options)],
    listen: ["concurrency", (options) => harbor.listen(Asks, handler, options)],
    gateBroadcast: ["control", (options) => harbor.gateBroadcast(Asks, n, options)],
    "a service": ["instance", (options) => service.call("s", Asks, n, options)],
    callTo: ["timeout", (options) => directory.callTo(id, Asks, n, options)],
    release: ["timeout", (options) => directory.release(id, options)],
    serve: ["concurrency", (options) => directory.serve(Thing, { given_asks: handler }, options)],
    "a topic": ["concurrency", (options) => topic.subscribe("t", Asks, handler, options)],
    "last values": ["forgotten", (options) => values.subscribe("t", Value, handler, options)],
    "a gateway": ["messages", (options) => Gateway.make(options)],
    "the gateway's sendTo": ["control", (options) => gateway.sendTo(1n, Client, n, options)],
    "a client": ["timeout", (options) => client.call(Client, n, options)],
    "a client that is made": ["hears", (options) => GatewayClient.make(clientSocket(open), options)],
    "a call of peers": ["timeout", (options) => peers.call(Peer, at, n, options)],
    "peers that listen": ["mailbox", (options) => peers.listen(Peer, at, handler, options)],
    "a harbor": ["window", (options) => Layer.build(Layer.provide(Harbor.layer(options), NodeActorSystem.layer()))]
  }
  return { given, options }
})

/** Thrown, a defect and another error are findings as well. */
const wrongIn = (what: string, verb: () => Effect.Effect<unknown, unknown, any>) =>
  Effect.suspend(verb).pipe(
    Effect.scoped,
    Effect.matchCause({
      onSuccess: () => [`${what}: taken`],
      onFailure: ({ reasons: [reason] }) =>
        reason?._tag === "Fail" && reason.error instanceof HarborError && reason.error.message !== ""
          ? []
          : [`${what}: ${String(reason)}`]
    })
  )

describe("what throws whatever it is asked", () => {
  for (const [what, make] of Object.entries(unreadables)) {
    it.live(`C12-given ${what} is refused with a typed error wherever it is given`, () =>
      Effect.gen(function* () {
        const { given, options } = yield* verbs
        const all = [
          ...Object.entries(given),
          ...Object.entries(options).map(([verb, [, use]]) => [verb, use] as const)
        ]
        const wrong = yield* Effect.forEach(all, ([verb, use]) => wrongIn(verb, () => use(make())))
        assert.deepStrictEqual(wrong.flat(), [])
      }).pipe(Effect.scoped, Effect.provide(everything))
    )
  }

  it.live(
    "C12-given options are refused one of which throws where it is read, and what is no message or address for Peers",
    () =>
      Effect.gen(function* () {
        const { given, options } = yield* verbs
        const throwing = yield* Effect.forEach(Object.entries(options), ([verb, [option, use]]) =>
          wrongIn(`${verb}: ${option}`, () => use(unreadableOption(option)))
        )
        const ofPeers = Object.entries(given).filter(([verb]) => / peers/.test(verb))
        const none = yield* Effect.forEach([null, Symbol("none"), Object.create(null)], (none) =>
          Effect.forEach(ofPeers, ([verb, use]) => wrongIn(verb, () => use(none)))
        )
        assert.deepStrictEqual([...throwing.flat(), ...none.flat(2)], [])
      }).pipe(Effect.scoped, Effect.provide(everything))
  )
})
