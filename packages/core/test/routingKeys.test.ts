/**
 * Functions that choose a routing key are users' code and may do anything: whatever they do is a typed error of that one
 * call, with a text, and the pool works on.
 */
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Rpc from "effect/rpc/Rpc"
import * as Schema from "effect/Schema"
import * as Actor from "../src/Actor.ts"
import { InvalidOption } from "../src/ActorError.ts"
import * as Job from "../src/Job.ts"
import * as Routing from "../src/Routing.ts"
import { entryOf } from "./memory/board.ts"
import { client, make, turns } from "./memory/simulated.ts"

type Chooses = (payload: { readonly what: string }) => Job.Key

const throwing = {
  toString: () => {
    throw new Error("no text")
  }
}

/** What a key function does, by name; what the message shows of it. */
const misdeeds: Readonly<Record<string, readonly [does: () => unknown, shown: string]>> = {
  "throws an Error": [
    () => {
      throw new Error("no key")
    },
    "a function that threw Error: no key"
  ],
  "throws what has no text": [
    () => {
      throw throwing
    },
    "a function that threw object that cannot be shown as text"
  ],
  "returns an object whose toString throws": [() => throwing, "object that cannot be shown as text"],
  "returns an object without a prototype": [() => Object.create(null), "object that cannot be shown as text"],
  "returns a symbol": [() => Symbol("key"), "Symbol(key)"],
  "returns NaN": [() => Number.NaN, "NaN"],
  "returns nothing": [() => undefined, "undefined"],
  "returns null": [() => null, "null"],
  "returns a boolean": [() => true, "true"],
  "returns a Promise": [() => Promise.resolve("key"), "[object Promise]"],
  "returns a Promise that is rejected": [() => Promise.reject(new Error("late")), "[object Promise]"]
}

let chooses: Chooses = ({ what }) => what

class Keyed extends Actor.Service<Keyed>()("keys/Keyed", [
  Rpc.make("annotated", { payload: { what: Schema.String }, success: Schema.String }).annotate(Job.KeyOf, (payload) =>
    chooses(payload)
  ),
  Rpc.make("primary", {
    payload: { what: Schema.String },
    primaryKey: (payload) => chooses(payload) as string,
    success: Schema.String
  }),
  Rpc.make("noFunction", { payload: { what: Schema.String }, success: Schema.String }).annotate(
    Job.KeyOf,
    "what" as never
  )
]) {}

const echo = ({ what }: { readonly what: string }) => Effect.succeed(what)
const entries = { keyed: Keyed.toLayer({ annotated: echo, primary: echo, noFunction: echo }) }

const pool = (routing: Routing.Routing<any, any>) =>
  Effect.gen(function* () {
    chooses = ({ what }) => what
    const simulation = yield* make(entries)
    const keyed = yield* client(
      simulation,
      Keyed,
      Keyed.layerPool({ entry: entryOf("keyed") as never, size: 2, routing })
    )
    return { keyed, simulation }
  })

const routings = {
  "Routing.consistentKey": Routing.consistentKey((payload: { readonly what: string }) => chooses(payload)),
  "Routing.annotatedKey": Routing.annotatedKey
}

for (const [name, routing] of Object.entries(routings)) {
  describe(name, () => {
    it.live("A15-keys whatever the function does, the call fails typed and the next one is fine", () =>
      Effect.gen(function* () {
        const { keyed, simulation } = yield* pool(routing)
        const unheard: Array<unknown> = []
        const listen = (reason: unknown): void => void unheard.push(reason)
        process.on("unhandledRejection", listen)
        yield* Effect.addFinalizer(() => Effect.sync(() => process.off("unhandledRejection", listen)))
        for (const [title, [does, shown]] of Object.entries(misdeeds)) {
          for (const verb of [keyed.annotated, keyed.primary, keyed.annotated.tell, keyed.primary.submit]) {
            chooses = does as Chooses
            const error = yield* Effect.flip(verb({ what: "key" }) as Effect.Effect<unknown, any>)
            assert.instanceOf(error.reason, InvalidOption, `${title}: ${String(error)}`)
            assert.match(error.reason.option, /^the routing key of "(annotated|primary)"$/, title)
            if (!/primary/.test(error.reason.option)) assert.strictEqual(error.reason.value, shown, title)
            assert.isNotEmpty(error.reason.value)
            assert.match(error.reason.remedy, /return/)
            chooses = ({ what }) => what
          }
          assert.strictEqual(yield* keyed.annotated({ what: title }), title)
        }
        yield* turns(3)
        assert.deepEqual(unheard, [], "a rejection of a key that was refused")
        assert.strictEqual((yield* simulation.service.info).jobsInFlight, 0)
      }).pipe(Effect.scoped)
    )
  })
}

describe("keys that are no functions, and strategies that are none", () => {
  it.live("A15-keys Job.KeyOf with something else is refused when it is sent", () =>
    Effect.gen(function* () {
      const { keyed } = yield* pool(Routing.annotatedKey)
      const error = yield* Effect.flip(keyed.noFunction({ what: "x" }))
      assert.include(error.message, 'the routing key of "noFunction" is "what": use a function that returns')
    }).pipe(Effect.scoped)
  )

  for (const [given, shown] of [
    [Routing.consistentKey(undefined as never), '"consistentKey"'],
    ["annotatedKey", '"annotatedKey"'],
    [{}, "[object Object]"],
    [null, "null"]
  ] as const) {
    it.live(`A15-keys routing: ${shown}`, () =>
      Effect.gen(function* () {
        const error = yield* Effect.flip(pool(given as never))
        assert.include(error.message, `routing is ${shown}: use Routing.roundRobin, Routing.annotatedKey`)
      }).pipe(Effect.scoped)
    )
  }

  it.live("A16-keys pending of a key that is none", () =>
    Effect.gen(function* () {
      const { simulation } = yield* pool(Routing.annotatedKey)
      for (const key of [throwing, Number.NaN, Symbol("x")]) {
        const error = yield* Effect.flip(simulation.service.pending({ actor: Keyed, key: key as never }))
        assert.instanceOf(error.reason, InvalidOption)
      }
      assert.strictEqual(yield* simulation.service.pending({ actor: Keyed, key: "x" }), 0)
    }).pipe(Effect.scoped)
  )
})
