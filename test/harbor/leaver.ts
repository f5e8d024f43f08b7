/*
 * A listener of messages of other processes whose handlers wait until they may go on, and that leaves when it is told to.
 */
import * as Actor from "@stevedore/core/Actor"
import * as Harbor from "@stevedore/harbor/Harbor"
import { HarborError } from "@stevedore/harbor/HarborError"
import * as Message from "@stevedore/harbor/Message"
import { setImmediate } from "node:timers/promises"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as Latch from "effect/Latch"
import * as Layer from "effect/Layer"
import * as Rpc from "effect/rpc/Rpc"
import * as Schema from "effect/Schema"
import * as Scope from "effect/Scope"

/** Answered with itself, when whoever has it may go on. Where `leaves`, its listener leaves in the handler. */
export const Work = Message.make("smsg_work", {
  payload: { n: Schema.Int, leaves: Schema.optionalKey(Schema.Boolean) },
  success: Schema.Int
})

export class Leaver extends Actor.Service<Leaver>()("harbor-test/Leaver", [
  Rpc.make("listen", { error: HarborError }),
  /** Handlers may go on. */
  Rpc.make("open"),
  Rpc.make("leave"),
  /** Listens so often, each time for no longer than so many turns of its event loop, whether it listens by then or not. */
  Rpc.make("tries", { payload: { times: Schema.Int, turns: Schema.Int } }),
  /** Listens and leaves until it is told to leave. How often. */
  Rpc.make("comesAndGoes", { success: Schema.Int, error: HarborError }),
  /** Begun, and as negative numbers those that have ended. */
  Rpc.make("noted", { success: Schema.Array(Schema.Int) })
]) {}

export const leaver = Leaver.toLayer(
  Effect.gen(function* () {
    const harbor = yield* Harbor.Harbor
    const gate = Latch.makeUnsafe()
    const noted: Array<number> = []
    let scope = Scope.makeUnsafe()
    const state = { isLeaving: false }
    const leave = Effect.suspend(() => {
      state.isLeaving = true
      const left = scope
      scope = Scope.makeUnsafe()
      return Scope.close(left, Exit.void)
    })
    return {
      listen: () =>
        Effect.suspend(() =>
          Scope.provide(
            harbor.listen(Work, ({ leaves, n }) =>
              Effect.gen(function* () {
                noted.push(n)
                yield* gate.await
                if (leaves === true) yield* leave
                noted.push(-n)
                return n
              })
            ),
            scope
          )
        ),
      tries: ({ times, turns }) =>
        Effect.gen(function* () {
          for (let n = 0; n < times; n++) {
            const own = Scope.makeUnsafe()
            const listening = yield* Effect.forkChild(
              Scope.provide(
                harbor.listen(Work, ({ n }) => Effect.succeed(n)),
                own
              )
            )
            for (let turn = 0; turn < n % turns; turn++) yield* Effect.promise(() => setImmediate())
            yield* Fiber.interrupt(listening)
            yield* Scope.close(own, Exit.void)
          }
        }),
      comesAndGoes: () =>
        Effect.gen(function* () {
          let times = 0
          for (state.isLeaving = false; !state.isLeaving; times++) {
            yield* Effect.scoped(harbor.listen(Work, ({ n }) => Effect.succeed(n)))
          }
          return times
        }),
      open: () => Effect.asVoid(gate.open),
      leave: () => leave,
      noted: () => Effect.sync(() => noted.slice())
    }
  }),
  { concurrency: "unbounded" }
)

export const leaverThread = leaver.pipe(Layer.provide(Harbor.layer()))
