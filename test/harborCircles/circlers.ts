/*
 * Objects whose handlers wait for others, and say how that ended.
 */
import * as Actor from "@stevedore/core/Actor"
import * as Directory from "@stevedore/harbor/Directory"
import * as Harbor from "@stevedore/harbor/Harbor"
import { HarborError } from "@stevedore/harbor/HarborError"
import * as Message from "@stevedore/harbor/Message"
import * as ObjectId from "@stevedore/harbor/ObjectId"
import * as ObjectKind from "@stevedore/harbor/ObjectKind"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Rpc from "effect/rpc/Rpc"
import * as Schema from "effect/Schema"

/** One of a row: who gets it does what it says until it calls, and whoever is called has the rest of it. */
const Step = Schema.Struct({
  what: Schema.Literals(["call", "call in time", "relay", "release", "move", "meet", "gate"]),
  id: ObjectId.ObjectId,
  to: Schema.String
})
export type Step = typeof Step.Type
const row = { steps: Schema.Array(Step) }

/** How that ended: where it was called, as it ended there. */
const End = Schema.Struct({
  reason: Schema.String,
  delivered: Schema.String,
  chain: Schema.Array(Schema.String)
})
export type End = typeof End.Type

export const Act = Message.make("act", { payload: row, success: End })
/** Main listens for these. */
export const Relay = Message.make("relay", { payload: row, success: End })
export const Meet = Message.make("meet")
/** Completes when the test says so. */
export const Gate = Message.make("gate")

export const Thing = ObjectKind.make("thing", { messages: [Act] })
/** Takes several messages at a time. */
export const Wide = ObjectKind.make("wide", { messages: [Act] })
/** Takes two at a time. */
export const Pair = ObjectKind.make("pair", { messages: [Act] })

export class Host extends Actor.Service<Host>()("harborCircles/Host", [
  Rpc.make("claim", { success: ObjectId.ObjectId, error: HarborError })
]) {}

const endOf = (error: HarborError): End => {
  const { delivered, reason } = error
  const cause = reason._tag === "Actor" ? reason.cause : reason
  return { reason: cause._tag, delivered, chain: cause._tag === "AskCycle" ? cause.chain : [] }
}

const done: End = { reason: "none", delivered: "", chain: [] }

/** Does a row of steps. */
export const act = (
  steps: ReadonlyArray<Step>,
  directory: Directory.Directory["Service"],
  harbor: Harbor.Harbor["Service"]
): Effect.Effect<End> =>
  Effect.gen(function* () {
    for (const [index, { id, to, what }] of steps.entries()) {
      const rest = { steps: steps.slice(index + 1) }
      switch (what) {
        case "call":
          return yield* directory.callTo(id, Act, rest)
        case "call in time":
          return yield* directory.callTo(id, Act, rest, { timeout: "1 hour" })
        case "relay":
          return yield* harbor.call(Relay, rest)
        case "meet":
          yield* harbor.call(Meet, undefined)
          break
        case "gate":
          yield* harbor.call(Gate, undefined)
          break
        case "release":
          yield* directory.release(id)
          break
        case "move":
          yield* directory.move(id, to)
          break
      }
    }
    return done
  }).pipe(Effect.catch((error) => Effect.succeed(endOf(error))))

export const serve = Effect.gen(function* () {
  const [directory, harbor] = [yield* Directory.Directory, yield* Harbor.Harbor]
  const handlers = { act: ({ steps }: { readonly steps: ReadonlyArray<Step> }) => act(steps, directory, harbor) }
  yield* directory.serve(Thing, handlers)
  yield* directory.serve(Wide, handlers, { concurrency: "unbounded" })
  yield* directory.serve(Pair, handlers, { concurrency: 2 })
})

export const layers = Layer.merge(Directory.layer({ maxObjects: 4096 }), Harbor.layer())

export const hosted = Host.toLayer(
  Effect.gen(function* () {
    yield* serve
    const directory = yield* Directory.Directory
    return { claim: () => directory.claim(Thing) }
  })
).pipe(Layer.provide(layers))
