/*
 * Handlers that end with what is no cause, or with one that throws when it is read: that job dies of it, and the next one is fine.
 */
import { assert, describe, it } from "@effect/vitest"
import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Layer from "effect/Layer"
import * as Logger from "effect/Logger"
import * as Rpc from "effect/rpc/Rpc"
import * as Schema from "effect/Schema"
import * as Stream from "effect/Stream"
import * as Actor from "../src/Actor.ts"

const revoked = (): never => {
  const { proxy, revoke } = Proxy.revocable({}, {})
  revoke()
  return proxy as never
}
const throws = (): never => {
  throw new Error("not to be looked at")
}
const thrower = (): never =>
  new Proxy({}, { get: throws, has: throws, getPrototypeOf: throws, ownKeys: throws }) as never

const failing = (cause: unknown): Exit.Exit<never> => Exit.failCause(cause as Cause.Cause<never>)

const withFinalizer = (own: Effect.Effect<unknown, unknown>, finalizer: Effect.Effect<unknown>) =>
  Effect.andThen(
    Effect.addFinalizer(() => finalizer),
    own
  )

const unreadable = /failed with what is no Cause, or one that cannot be read: give Effect\.failCause/

const ends: ReadonlyArray<readonly [title: string, end: () => unknown, says: RegExp]> = [
  ["a Proxy that is revoked as the cause", () => failing(revoked()), unreadable],
  ["a Proxy that throws as the cause", () => failing(thrower()), unreadable],
  ["nothing as the cause", () => failing(undefined), unreadable],
  ["an object that is no cause", () => failing({ reasons: [1] }), unreadable],
  ["a revoked Proxy as the reason", () => failing(Cause.fromReasons([revoked()])), unreadable],
  ["a revoked Proxy as the reasons", () => failing(Cause.fromReasons(revoked())), unreadable],
  [
    "a reason whose defect throws",
    () => {
      const get = (reason: object, key: string): unknown => (key === "defect" ? throws() : Reflect.get(reason, key))
      return failing(Cause.fromReasons([new Proxy(Cause.makeDieReason(1), { get: get as never })]))
    },
    unreadable
  ],
  ["a finalizer with such a cause", () => withFinalizer(Effect.void, failing(revoked())), unreadable],
  ["one beside an error", () => withFinalizer(Effect.fail(1), failing(revoked())), unreadable],
  ["one that dies beside such a cause", () => withFinalizer(failing(revoked()), Effect.die("too")), unreadable],
  ["two defects that cannot be compared", () => withFinalizer(Effect.die(revoked()), Effect.die(revoked())), /shown/],
  ["a Proxy of an exit that throws", () => new Proxy(Exit.succeed(1), { get: throws }), /not to be looked at/],
  ["a Proxy of a failed one", () => new Proxy(Exit.fail(1), { get: throws }), /not to be looked at/]
]

const starts: ReadonlyArray<readonly [how: string, start: (end: () => unknown) => unknown]> = [
  ["at once", (end) => end()],
  ["later", (end) => Effect.andThen(Effect.yieldNow, Effect.suspend(end as () => Effect.Effect<unknown>))],
  ["in a wrapper", (end) => Rpc.fork(end() as Effect.Effect<unknown>)]
]

const result = { success: Schema.Unknown, error: Schema.Unknown }

class Odd extends Actor.Service<Odd>()("t/Odd", [
  Rpc.make("end", result),
  Rpc.make("pour", { ...result, stream: true }),
  Rpc.make("ok")
]) {}

const diesOf = (exit: Exit.Exit<unknown, unknown>, how: string): void => {
  assert.isTrue(Exit.hasDies(exit), `${how}: ${exit}`)
}

describe("handlers that end with what cannot be read", () => {
  for (const [title, end, says] of ends) {
    it.live(`${title}: the job dies of it, a tell's is logged, and the next one is answered`, () => {
      const lines: Array<string> = []
      const logger = Logger.make<unknown, void>(({ message }) => void lines.push(String(message)))
      let returned: () => unknown = end
      const handlers = Odd.toLayer({
        end: () => returned() as Effect.Effect<unknown>,
        pour: () => Stream.fromEffect(Effect.suspend(end as () => Effect.Effect<unknown>)),
        ok: () => Effect.void
      })
      return Effect.gen(function* () {
        const odd = yield* Odd
        for (const [how, start] of starts) {
          returned = () => start(end)
          diesOf(yield* Effect.exit(odd.end()), how)
          yield* odd.end.tell()
          yield* odd.ok()
          assert.match(lines.pop() ?? "", says, how)
        }
        diesOf(yield* Effect.exit(Stream.runDrain(odd.pour())), "as a stream")
        yield* odd.pour.tell()
        yield* odd.ok()
      }).pipe(
        Effect.provide(Odd.layerLocal(handlers, { slowAfter: "never" }).pipe(Layer.provide(Logger.layer([logger]))))
      )
    })
  }
})
