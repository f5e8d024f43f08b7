/*
 * Messages as they are declared: names, how far they reach, and the actor that carries them inside a process.
 */
import { assert, describe, it } from "@effect/vitest"
import { HarborError, NoListener } from "@stevedore/harbor/HarborError"
import * as Message from "@stevedore/harbor/Message"
import * as MessageId from "@stevedore/harbor/MessageId"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"

class Refused extends Schema.TaggedError<Refused>()("Refused", { why: Schema.String }) {}

const Login = Message.make("cmsg_login", {
  payload: { user: Schema.String },
  success: Schema.String,
  error: Refused
})

const thrown = (make: () => unknown): HarborError => {
  try {
    make()
  } catch (error) {
    if (error instanceof HarborError) return error
    throw error
  }
  throw new Error("nothing was thrown")
}

/** What a carrier has for who declares its message otherwise. */
const notCalled = (message: Message.Any) => {
  // An actor's group has this map and does not declare it.
  const tags = Array.from(
    (message.actor as unknown as { readonly group: { readonly requests: Map<string, unknown> } }).group.requests.keys()
  )
  const never = () => Effect.die(new Error("nobody calls it"))
  return {
    encoded: never,
    ...Object.fromEntries(tags.filter((tag) => tag.startsWith("declared ")).map((tag) => [tag, never]))
  }
}

describe("messages", () => {
  it("C01 what cannot be declared is said to be so where it is, with the remedy", () => {
    const wrong: ReadonlyArray<readonly [string, unknown, string]> = [
      ["options", null, "null"],
      ["payload", { payload: 5 }, "5"],
      ["payload", { payload: { user: "text" } }, "[object Object]"],
      ["success", { success: 5 }, "5"],
      ["error", { error: "x" }, "x"],
      ["codec", { codec: {} }, "[object Object]"],
      ["codec", { codec: 5 }, "5"],
      ["accepts", { accepts: 5 }, "5"],
      ["accepts", { accepts: "ab" }, "ab"],
      ["accepts", { accepts: [7] }, "7"]
    ]
    for (const [option, options, value] of wrong) {
      const { messageName, reason } = thrown(() => Message.make("wrong", options as {}))
      assert.strictEqual(messageName, "wrong")
      assert.deepInclude(reason, { _tag: "InvalidOption", option, value })
      assert.match(reason.message, /: use /)
    }
  })

  it("C01 a name is a letter and up to 63 letters, digits and _", () => {
    for (const name of ["a", "Z9_", `a${"b".repeat(63)}`]) {
      assert.strictEqual(Message.make(name).id, MessageId.of(name))
    }
    const bad: ReadonlyArray<unknown> = [
      "",
      "9a",
      "_a",
      "a b",
      "a.b",
      "*",
      "ä",
      `a${"b".repeat(64)}`,
      "a\n",
      undefined,
      7
    ]
    for (const name of bad) {
      const { reason, delivered } = thrown(() => Message.make(name as string))
      assert.strictEqual(reason._tag, "InvalidName")
      assert.strictEqual(delivered, "no")
    }
    assert.include(thrown(() => Message.make("a b")).message, '"a b" is no name of a message: use a letter')
  })

  it("C01 a name whose id would be 0 is refused", () => {
    assert.strictEqual(MessageId.of("zero_ada662P"), 0)
    assert.include(thrown(() => Message.make("zero_ada662P")).message, "its CRC-32 is 0")
  })

  it("C02 the prefix says how far a message reaches, or an option where there is none", () => {
    assert.strictEqual(Message.make("tick").reach, "threads")
    assert.strictEqual(Message.make("smsg_tick").reach, "services")
    assert.strictEqual(Message.make("cmsg_tick").reach, "clients")
    assert.strictEqual(Message.make("cmsg_tick", { reach: "clients" }).reach, "clients")
    assert.strictEqual(Message.make("tick", { reach: "services" }).reach, "services")
    const refused = [
      ["smsg_tick", "threads", 'names that begin so reach "services"'],
      ["cmsg_tick", "services", 'names that begin so reach "clients"'],
      ["tick", "clients", "clients send names that begin with cmsg"],
      ["tick", "planets", 'use "threads" or "services"']
    ] as const
    for (const [name, reach, text] of refused) {
      const error = thrown(() => Message.make(name, { reach: reach as Message.Reach }))
      assert.strictEqual(error.reason._tag, "InvalidOption")
      assert.include(error.message, text)
    }
  })

  it("C05 what has a reply is asked, what has none is not, unless it says so", () => {
    assert.strictEqual(Login.delivery, "ask")
    assert.strictEqual(Message.make("tick").delivery, "volatile")
    assert.strictEqual(Message.make("price", { delivery: "lastValue" }).delivery, "lastValue")
    const error = thrown(() => Message.make("a", { delivery: "twice" as Message.Delivery }))
    assert.include(error.message, "delivery is twice: use one of volatile, ask, lastValue, durable")
  })

  it("is made once: its actor is the same at every look", () => {
    assert.strictEqual(Login.actor, Login.actor)
    assert.strictEqual(Login.actor.key, "harbor/cmsg_login")
  })

  it.live("C05-carrier its actor carries payload, envelope, reply and both errors", () =>
    Effect.gen(function* () {
      const login = yield* Login.actor
      assert.strictEqual(yield* login.deliver({ user: "ada" }), "hello ada")
      assert.strictEqual(
        yield* login.deliverWith({ carried: { object: 7n, identity: "x" }, payload: { user: "ada" } }),
        "hello ada at 7 as x"
      )
      const refused = yield* Effect.result(login.deliver({ user: "" }))
      assert.deepStrictEqual(refused, Result.fail(new Refused({ why: "no name" })))
      const none = yield* Effect.flip(login.deliver({ user: "nobody" }))
      assert.instanceOf(none, HarborError)
      assert.strictEqual(none.message, "cmsg_login: nobody listens for it (nobody has had the message)")
    }).pipe(
      Effect.provide(
        Login.actor.layerLocal(
          Login.actor.toLayer({
            deliver: ({ user }) => {
              const reason = new NoListener({})
              const messageName = "cmsg_login"
              if (user === "nobody")
                return Effect.fail(new HarborError({ reason, messageName, thread: "", delivered: "no" }))
              return user === "" ? Effect.fail(new Refused({ why: "no name" })) : Effect.succeed(`hello ${user}`)
            },
            send: () => Effect.void,
            deliverWith: ({ carried, payload }) =>
              Effect.succeed(`hello ${payload.user} at ${carried.object} as ${carried.identity}`),
            reached: () => Effect.void,
            ...notCalled(Login)
          })
        )
      )
    )
  )

  it.live("C05-carrier a message without a payload and without an error of its own", () =>
    Effect.gen(function* () {
      const Ping = Message.make("ping")
      const handlers = Ping.actor.toLayer({
        deliver: () => Effect.void,
        send: () => Effect.void,
        deliverWith: () => Effect.void,
        reached: () => Effect.void,
        ...notCalled(Ping)
      })
      yield* Effect.gen(function* () {
        const ping = yield* Ping.actor
        yield* ping.deliver()
        yield* ping.deliverWith({ carried: { topic: "a" }, payload: undefined })
      }).pipe(Effect.provide(Ping.actor.layerLocal(handlers)))
    })
  )
})
