/*
 * What the log says of jobs that were told to an actor and failed.
 */
import { assert, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Logger from "effect/Logger"
import * as Rpc from "effect/rpc/Rpc"
import * as Schema from "effect/Schema"
import * as TestClock from "effect/testing/TestClock"
import * as Actor from "../src/Actor.ts"

class Failing extends Actor.Service<Failing>()("t/Failing", [
  Rpc.make("die"),
  Rpc.make("throw"),
  Rpc.make("dieOfHoles"),
  Rpc.make("failWithHoles", { error: Schema.Unknown }),
  Rpc.make("ok")
]) {}

const holes: Array<unknown> = []
holes.length = 4_294_967_295

const handlers = Failing.toLayer({
  die: () => Effect.die(new Error("died of itself")),
  throw: (): Effect.Effect<void> => {
    throw new TypeError("thrown outright")
  },
  dieOfHoles: () => Effect.die(holes),
  failWithHoles: () => Effect.fail({ at: holes }),
  ok: () => Effect.void
})

const logged = (tells: (failing: Failing["Service"]) => Effect.Effect<void, unknown>) =>
  Effect.gen(function* () {
    const lines: Array<string> = []
    const logger = Logger.make<unknown, void>(({ message }) => void lines.push(String(message)))
    yield* Effect.flatMap(Failing, tells).pipe(
      Effect.provide(Failing.layerLocal(handlers, { slowAfter: "never" }).pipe(Layer.provide(Logger.layer([logger])))),
      Effect.orDie
    )
    return lines
  })

it.effect("A12-logs a failure is shown with its job and the user's part of its stack", () =>
  Effect.gen(function* () {
    const lines = yield* logged((failing) => Effect.andThen(failing.throw.tell(), failing.ok()))
    assert.equal(lines.length, 1, lines.join("\n"))
    assert.match(lines[0]!, /^t\/Failing\.throw was told to this actor and failed: TypeError: thrown outright\n/)
    assert.match(lines[0]!, /\n {4}at .*toldFailures\.test\.ts/)
    assert.notMatch(lines[0]!, /core\/src|node_modules\/effect|node:/)
  })
)

it.effect("A12-logs what holds too much to be shown is named: an array of 4,294,967,295 holes has no end", () =>
  Effect.gen(function* () {
    const lines = yield* logged((failing) =>
      Effect.all([failing.dieOfHoles.tell(), failing.failWithHoles.tell(), failing.ok()], { discard: true })
    )
    assert.deepEqual(lines, [
      "t/Failing.dieOfHoles was told to this actor and failed: " +
        "Error: an array of length 4294967295 that holds too much to be carried or shown",
      "t/Failing.failWithHoles was told to this actor and failed: Error: an object that holds too much to be carried or shown"
    ])
  })
)

it.effect("A12-logs ten are shown in a second, the others counted when it is over, or with the actor", () =>
  Effect.gen(function* () {
    const many = (failing: Failing["Service"], count: number) =>
      Effect.andThen(
        Effect.forEach(Array.from({ length: count }), () => failing.die.tell(), { discard: true }),
        failing.ok()
      )
    const lines = yield* logged((failing) =>
      Effect.gen(function* () {
        yield* many(failing, 300)
        yield* TestClock.adjust("1 second")
        yield* many(failing, 5)
        yield* failing.throw.tell()
        yield* many(failing, 100)
      })
    )
    const isShown = (line: string): boolean => line.includes("Error: ")
    assert.equal(lines.filter(isShown).length, 20)
    assert.deepEqual(
      lines.filter((line) => !isShown(line)),
      [290, 96].map(
        (count) =>
          `t/Failing.die was told to this actor and failed ${count} more times within a second; these are not shown`
      )
    )
  })
)
