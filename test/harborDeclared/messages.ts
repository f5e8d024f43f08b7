/*
 * One message as three builds of a program declare it, and a thread of the oldest.
 */
import * as Actor from "@stevedore/core/Actor"
import * as Harbor from "@stevedore/harbor/Harbor"
import { HarborError } from "@stevedore/harbor/HarborError"
import * as Message from "@stevedore/harbor/Message"
import * as Topic from "@stevedore/harbor/Topic"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Layer from "effect/Layer"
import * as Rpc from "effect/rpc/Rpc"
import * as Schema from "effect/Schema"
import * as SchemaTransformation from "effect/SchemaTransformation"
import * as Scope from "effect/Scope"

export class Refused extends Schema.TaggedError<Refused>()("Refused", { n: Schema.Int }) {}

export const outcome = { success: Schema.Int, error: Refused }

export const Old = Message.make("order", { payload: { n: Schema.Int }, ...outcome })

const newer = { n: Schema.Int.check(Schema.isLessThan(1000)), note: Schema.optionalKey(Schema.String) }

/** Reads what the old one has written, but for large numbers. */
export const New = Message.make("order", { payload: newer, ...outcome, accepts: [Old.fingerprint] })

/** Of the same shape in memory, and of another meaning. */
export const Renamed = Message.make("order", { payload: { amount: Schema.Int }, ...outcome })

const written = SchemaTransformation.transform<number, string>({
  decode: Number,
  encode: (n) => (n === 13 ? "unlucky" : String(n))
})

/** Writes 13 as what it cannot read. */
export const OneWay = Message.make("one_way", {
  payload: { n: Schema.String.pipe(Schema.decodeTo(Schema.Int, written)) },
  delivery: "ask"
})

const number = { payload: { n: Schema.Int }, error: Schema.Union([HarborError, Refused]) }

/** One on a thread, by which a test has it do something with the old declaration. */
export class Outdated extends Actor.Service<Outdated>()("harbor-test/Outdated", [
  Rpc.make("call", { ...number, success: Schema.Int }),
  Rpc.make("send", number),
  Rpc.make("broadcast", number),
  Rpc.make("publish", number),
  /** Listens, for as long as the thread lives or until `leave`: answers with what it has heard, twice. */
  Rpc.make("listen", { error: HarborError }),
  Rpc.make("leave"),
  /** So many sends and calls in turn. */
  Rpc.make("both", { payload: { count: Schema.Int }, error: Schema.Union([HarborError, Refused]) })
]) {}

export const thread = Outdated.toLayer(
  Effect.gen(function* () {
    const harbor = yield* Harbor.Harbor
    let scope = yield* Scope.make()
    return {
      call: ({ n }) => harbor.call(Old, { n }),
      send: ({ n }) => harbor.send(Old, { n }),
      broadcast: ({ n }) => harbor.broadcast(Old, { n }),
      publish: ({ n }) => Effect.provideService(Topic.publish("orders", Old, { n }), Harbor.Harbor, harbor),
      listen: () =>
        Scope.provide(
          harbor.listen(Old, ({ n }) => Effect.succeed(2 * n)),
          scope
        ),
      leave: () =>
        Effect.suspend(() => {
          const left = scope
          scope = Scope.makeUnsafe()
          return Scope.close(left, Exit.void)
        }),
      both: ({ count }) =>
        Effect.forEach(
          Array.from({ length: count }, (_, n) => n),
          (n) => (n % 3 === 2 ? harbor.call(Old, { n }) : harbor.send(Old, { n })),
          { discard: true }
        )
    }
  }),
  { concurrency: "unbounded" }
).pipe(Layer.provide(Harbor.layer()))
