/*
 * What cannot work is refused when the actor is defined, naming the actor, the Rpc, the place and the path, with a remedy.
 */
import { assert, describe, it } from "@effect/vitest"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Rpc from "effect/rpc/Rpc"
import * as RpcGroup from "effect/rpc/RpcGroup"
import * as RpcMiddleware from "effect/rpc/RpcMiddleware"
import * as Schema from "effect/Schema"
import * as Actor from "../src/Actor.ts"

const refusal = (define: () => unknown): string => {
  try {
    define()
  } catch (error) {
    assert.instanceOf(error, Error)
    return (error as Error).message
  }
  return assert.fail("it was not refused")
}

const define = (rpc: Rpc.Any) => () => Actor.Service<Actor.Handlers<"any">>()("t/Refused", [rpc])

/** A declaration that only this process understands. */
class Socket {
  readonly open = true
}
const SocketSchema = Schema.declare((value: unknown): value is Socket => value instanceof Socket, {
  identifier: "Socket"
})

describe("ids and tags", () => {
  it("two Rpcs of one tag: the last would win in silence", () => {
    const message = refusal(() =>
      Actor.Service<Actor.Handlers<"any">>()("t/Dup", [
        Rpc.make("a", { success: Schema.String }),
        Rpc.make("b"),
        Rpc.make("a", { success: Schema.Number })
      ])
    )
    assert.equal(message, 'Actor "t/Dup" declares Rpc "a" twice')
  })

  it("an empty id, also of a second tag", () => {
    class Named extends Actor.Service<Named>()("t/Named", [Rpc.make("a")]) {}
    const empty = `an actor's id is a non-empty string such as "app/Digester", got ""`
    assert.equal(
      refusal(() => Actor.Service<Actor.Handlers<"any">>()("", [Rpc.make("a")])),
      empty
    )
    assert.equal(
      refusal(() => Named.as<Actor.Handlers<"any">>()("")),
      empty
    )
    assert.match(
      refusal(() => Actor.Service<Actor.Handlers<"any">>()(7 as never, [])),
      /non-empty string.*got 7/
    )
  })

  it("an Rpc without a name, which nobody could read in a message", () => {
    assert.equal(
      refusal(define(Rpc.make(""))),
      'Actor "t/Refused" declares an Rpc whose name is empty: give it one to call it by'
    )
  })

  it("more Rpcs than a record has numbers for: the wrong handler would be called in silence", () => {
    const rpcs = Array.from({ length: 65_537 }, (_, index) => Rpc.make(`rpc${index}`))
    const expected = 'Actor "t/Many" declares 65537 Rpcs, and an actor may have 65536: define several actors'
    assert.equal(
      refusal(() => Actor.Service<Actor.Handlers<"any">>()("t/Many", rpcs)),
      expected
    )
    const group = RpcGroup.make(...rpcs)
    assert.equal(
      refusal(() => Actor.Service<Actor.Handlers<"any">>()("t/Many", group)),
      expected
    )
  })

  it("Rpcs that are none", () => {
    const text = refusal(() => Actor.Service<Actor.Handlers<"any">>()("t/NoRpcs", "digest" as never))
    assert.match(text, /Actor "t\/NoRpcs".*array of Rpcs or an RpcGroup/)
    const inside = refusal(() => Actor.Service<Actor.Handlers<"any">>()("t/NoRpcs", [Rpc.make("a"), "b" as never]))
    assert.match(inside, /Actor "t\/NoRpcs".*array of Rpcs or an RpcGroup/)
  })

  it.effect("an actor without Rpcs, and a group, are fine", () =>
    Effect.gen(function* () {
      class Nothing extends Actor.Service<Nothing>()("t/Nothing", []) {}
      class Grouped extends Actor.Service<Grouped>()(
        "t/Grouped",
        RpcGroup.make(Rpc.make("a", { success: Schema.Number })).prefix("x.")
      ) {}
      const nothing = yield* Nothing.pipe(Effect.provide(Nothing.layerLocal(Nothing.toLayer({}))))
      assert.deepEqual(Object.keys(nothing), [])
      const grouped = yield* Grouped.pipe(
        Effect.flatMap((client) => client["x.a"]()),
        Effect.provide(Grouped.layerLocal(Grouped.toLayer({ "x.a": () => Effect.succeed(1) })))
      )
      assert.equal(grouped, 1)
    })
  )
})

describe("streams", () => {
  it("an element that cannot be carried is named", () => {
    const sockets = Rpc.make("sockets", { success: SocketSchema, stream: true })
    assert.include(refusal(define(sockets)), 'Actor "t/Refused", Rpc "sockets", stream element: ')
  })
})

describe("schemas that cannot be carried", () => {
  const places = {
    payload: Rpc.make("send", { payload: { list: Schema.Array(Schema.Struct({ socket: SocketSchema })) } }),
    success: Rpc.make("send", {
      success: Schema.Struct({ list: Schema.Array(Schema.Struct({ socket: SocketSchema })) })
    }),
    error: Rpc.make("send", { error: Schema.Struct({ list: Schema.Array(Schema.Struct({ socket: SocketSchema })) }) })
  }
  for (const [place, rpc] of Object.entries(places)) {
    it(`D08-definition in the ${place}: Rpc, place and path are named`, () => {
      const message = refusal(define(rpc))
      assert.include(message, `Actor "t/Refused", Rpc "send", ${place}: This schema cannot be carried between threads`)
      assert.include(message, 'Socket has no codec at ["list"][number]["socket"]')
      assert.include(message, 'Give the declaration a "toCodec" (or "toCodecJson") annotation')
    })
  }

  it("D08-definition in the error of a middleware", () => {
    class Auth extends RpcMiddleware.Service<Auth, { provides: never }>()("t/Auth", { error: SocketSchema }) {}
    const message = refusal(define(Rpc.make("send").middleware(Auth)))
    assert.include(message, 'Rpc "send", error: This schema cannot be carried')
  })

  it("D08-definition the module's other actors are not affected", () => {
    refusal(define(Rpc.make("send", { payload: { socket: SocketSchema } })))
    class Fine extends Actor.Service<Fine>()("t/Fine", [Rpc.make("send", { payload: { n: Schema.Number } })]) {}
    assert.deepEqual(Array.from(Fine.group.requests.keys()), ["send"])
  })
})

describe("the class", () => {
  it("Actor.Service() without Self compiles to no class, and still says what is missing when it is run", () => {
    // @ts-expect-error Missing Self
    class Forgot extends Actor.Service()("t/Forgot", []) {}
    assert.isTrue(Context.isKey(Forgot))
  })

  it("keeps the statics of Context.Service, and needs no `this`", () => {
    class Statics extends Actor.Service<Statics>()("t/Statics", [Rpc.make("a")]) {}
    const { layerRef, toLayer } = Statics
    assert.isTrue(Context.isKey(Statics))
    assert.equal(Statics.key, "t/Statics")
    assert.isTrue(Layer.isLayer(layerRef))
    assert.isTrue(Layer.isLayer(toLayer({ a: () => Effect.void })))
  })

  it("A25-tags a second tag has its own key and the same group", () => {
    class First extends Actor.Service<First>()("t/First", [Rpc.make("a")]) {}
    class Second extends First.as<Second>()("t/Second") {}
    assert.equal(Second.key, "t/Second")
    assert.strictEqual(Second.group, First.group)
  })
})
