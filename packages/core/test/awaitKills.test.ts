/**
 * Threads that die at any of their memory operations while handlers await what they have submitted, in circles and out of
 * them: everybody hears how it ends, nobody waits for ever, and all memory comes home.
 */
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Layer from "effect/Layer"
import * as Logger from "effect/Logger"
import * as Rpc from "effect/rpc/Rpc"
import * as Schedule from "effect/Schedule"
import * as Schema from "effect/Schema"
import * as Scope from "effect/Scope"
import * as Actor from "../src/Actor.ts"
import { ActorError } from "../src/ActorError.ts"
import * as Job from "../src/Job.ts"
import * as Testing from "../src/testing/index.ts"
import { memoryOf } from "./testing/kills.ts"

const EVERY = 13

const Step = Schema.Struct({ how: Schema.Literals(["ask", "submit", "late"]), to: Schema.Literals(["A", "B", "C"]) })
const Path = { path: Schema.Array(Step) }
const Names = Schema.Array(Schema.String)

class A extends Actor.Service<A>()("awaits/A", [
  Rpc.make("walk", { payload: Path, success: Names, error: ActorError }),
  Rpc.make("inside", { payload: Path, success: Names, error: ActorError }).annotate(Job.Reentrant, true)
]) {}
class B extends A.as<B>()("awaits/B") {}
class C extends A.as<C>()("awaits/C") {}

const entryOf = (name: string) =>
  Testing.entry(
    A.toLayer(
      Effect.gen(function* () {
        const actors = { A: yield* A, B: yield* B, C: yield* C }
        const along =
          (verb: "walk" | "inside") =>
          ({ path: [step, ...path] }: { readonly path: ReadonlyArray<typeof Step.Type> }) =>
            Effect.gen(function* () {
              yield* Effect.yieldNow
              if (step === undefined) return [name]
              const next = actors[step.to][verb]
              if (step.how === "ask") return [name, ...(yield* next({ path }))]
              const job = yield* next.submit({ path })
              // By then it waits for the next one, or has heard that it may not.
              if (step.how === "late") yield* Effect.sleep(1)
              return [name, ...(yield* job.await)]
            })
        return { walk: along("walk"), inside: along("inside") }
      })
    ).pipe(Layer.provide([A.layerRef, B.layerRef, C.layerRef]))
  )

const pathOf = (steps: string) => ({
  path: steps.split(", ").map((step) => {
    const [how, to] = step.split(" ")
    return { how, to } as typeof Step.Type
  })
})

const circles = ["submit B, submit A", "late B, ask A", "late B, late C, ask A", "submit B, ask C, submit A"]
const names = (steps: string): ReadonlyArray<string> => ["A", ...steps.split(", ").map((step) => step.split(" ")[1]!)]

/** How each circle has ended, and then what it left. Fails where something waits for ever: the time is simulated. */
const run = (faults: ReadonlyArray<Testing.Fault>) =>
  Effect.gen(function* () {
    const simulation = yield* Testing.Simulation
    const scope = yield* Scope.make()
    const restart = Schedule.spaced("5 millis")
    const live = Layer.mergeAll(
      A.layerThread({ name: "a", entry: entryOf("A"), restart }),
      B.layerThread({ name: "b", entry: entryOf("B"), restart }),
      C.layerThread({ name: "c", entry: entryOf("C"), restart })
    )
    const context = yield* Effect.exit(Layer.buildWithScope(live, scope))
    const ended: Array<Exit.Exit<ReadonlyArray<string>, ActorError> | "waits for ever"> = []
    if (Exit.isSuccess(context)) {
      const program = Effect.gen(function* () {
        const a = yield* A
        for (const verb of ["walk", "inside"] as const) {
          const asks = circles.map((steps) =>
            Effect.exit(a[verb](pathOf(steps))).pipe(
              Effect.timeoutOrElse({ duration: "1 minute", orElse: () => Effect.succeed("waits for ever" as const) }),
              // What a death has left behind comes to its end: two chains that know nothing of each other are nobody's circle.
              Effect.tap(() => Effect.sleep("1 second"))
            )
          )
          ended.push(...(yield* Effect.all(asks)))
        }
      })
      yield* Effect.provide(program, context.value)
    }
    yield* Scope.close(scope, Exit.void)
    yield* simulation.quiet
    return { ended, memory: memoryOf(yield* simulation.probe) }
  }).pipe(
    Effect.provide(
      Testing.layer({
        seed: 1,
        faults,
        time: "auto",
        debug: true,
        segmentBytes: 1024,
        arenaBytes: 256 * 1024,
        maxThreads: 8,
        jobCapacity: 64,
        smallBlocks: 0,
        largeBlocks: 0
      })
    )
  )

type Ended = Effect.Success<ReturnType<typeof run>>["ended"][number]

const shown = (end: Ended): string =>
  end === "waits for ever"
    ? end
    : Exit.isSuccess(end)
      ? end.value.join("")
      : (String(Exit.isFailure(end) && end.cause).match(/would wait for itself|died|stopped|not started/)?.[0] ??
        String(end))

describe("A05-kills a thread killed before any of its memory operations, while handlers await what they submitted", () => {
  it.effect("circles end where they close, and those that are none reach their end", () =>
    Effect.gen(function* () {
      const { ended, memory } = yield* run([])
      assert.deepEqual(memory, [])
      const cycles = circles.map(() => "would wait for itself")
      assert.deepEqual(ended.map(shown), [...cycles, ...circles.map((steps) => names(steps).join(""))])
    }).pipe(Effect.provide(Logger.layer([])))
  )

  for (const thread of ["a", "b", "c"]) {
    it.effect(`nobody waits for ever, all memory comes home: ${thread}`, () =>
      Effect.gen(function* () {
        const tried = yield* Testing.everywhere(
          (operation) => Testing.killAt(thread, operation),
          (fault) =>
            Effect.map(run([fault]), ({ ended, memory }) => {
              const at = `killed at operation ${fault.operation} of ${thread}`
              assert.deepEqual(memory, [], at)
              assert.notInclude(ended, "waits for ever", at)
            }),
          { every: EVERY }
        )
        assert.isAbove(tried, 10)
      }).pipe(Effect.provide(Logger.layer([])))
    )
  }
})
