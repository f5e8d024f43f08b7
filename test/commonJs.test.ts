/*
 * Plain functions of CommonJS modules: whatever `module.exports` holds is a job, or it is said why it is none. On every supported Node.
 */
import * as Actor from "@stevedore/core/Actor"
import * as NodeActorSystem from "@stevedore/platform-node/NodeActorSystem"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"

interface Common {
  readonly default: (a: number, b: number) => number
  readonly mul: (a: number, b: number) => number
}

const urlOf = (name: string): URL => new URL(`./fromModule/commonJs/${name}.cjs`, import.meta.url)

describe("plain functions of CommonJS", () => {
  for (const name of ["wasEsModule", "holdsDefault", "callable", "callableEsModule"]) {
    it.live(`A21 the default and the others are jobs: ${name}`, () =>
      Effect.gen(function* () {
        const jobs = yield* Actor.fromModule<Common>(urlOf(name), { size: 1 })
        assert.deepStrictEqual(Object.keys(jobs).toSorted(), ["default", "mul"])
        assert.deepStrictEqual([yield* jobs.default(2, 5), yield* jobs.mul(2, 5)], [7, 10])
      }).pipe(Effect.scoped, Effect.provide(NodeActorSystem.layer({ maxThreads: 2 })))
    )
  }

  it.effect("A21 the same of a module that was imported here", () =>
    Effect.gen(function* () {
      const whole = { __esModule: true, default: (a: number, b: number) => a + b, mul: (a: number, b: number) => a * b }
      const later = { default: whole, mul: whole.mul, "module.exports": whole }
      // As Node 22 has it.
      const earlier = { default: whole, mul: whole.mul, __esModule: true }
      for (const imported of [later, earlier]) {
        const jobs: any = yield* Actor.fromModuleLocal(imported as never)
        assert.deepStrictEqual(Object.keys(jobs).toSorted(), ["default", "mul"])
        assert.strictEqual(yield* jobs.default(2, 5) as Effect.Effect<number>, 7)
      }
    }).pipe(Effect.scoped)
  )

  const refused = [
    ["instance", "module.exports is an instance of Calculator, with add on its prototype or not enumerable"],
    ["promise", "module.exports is a promise: export functions that await it"],
    ["number", "module.exports is 5"],
    ["constant", "it exports version"]
  ] as const
  it.live("A21 what no job can be made of is said in words that help", () =>
    Effect.gen(function* () {
      const start = (name: string) => Effect.flip(Effect.scoped(Actor.fromModule(urlOf(name), { size: 1 })))
      for (const [name, words] of refused) {
        const error = yield* start(name)
        assert.strictEqual(error.reason._tag, "EntryMismatch")
        assert.include(error.message, `serves no function (${words}`)
      }
      assert.include((yield* start("thenable")).message, "serves nothing")
    }).pipe(Effect.provide(NodeActorSystem.layer({ maxThreads: 2 })))
  )
})
