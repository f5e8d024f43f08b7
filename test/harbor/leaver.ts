/*
 * A listener of messages of other processes whose handlers wait until they may go on, and that leaves when it is told to.
 */
import * as Actor from "@stevedore/core/Actor"
import * as Harbor from "@stevedore/harbor/Harbor"
import { HarborError } from "@stevedore/harbor/HarborError"
import * as Message from "@stevedore/harbor/Message"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
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
  /** Begun, and as negative numbers those that have ended. */
  Rpc.make("noted", { success: Schema.Array(Schema.Int) })
]) {}

export const leaver = Leaver.toLayer(
  Effect.gen(function* () {
    const harbor = yield* Harbor.Harbor
    const gate = Latch.makeUnsafe()
    const noted: Array<number> = []
    let scope = Scope.makeUnsafe()
    const leave = Effect.suspend(() => {
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
      open: () => Effect.asVoid(gate.open),
      leave: () => leave,
      noted: () => Effect.sync(() => noted.slice())
    }
  }),
  { concurrency: "unbounded" }
)

export const leaverThread = leaver.pipe(Layer.provide(Harbor.layer()))
