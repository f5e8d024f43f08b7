/*
 * What `npm run bench` measures as "stevedore, validation on both sides" does validate: the benchmark's own actor, on
 * the benchmark's own thread entry, given what its Schema refuses. And what it prints is what it promises.
 */
import { execFile } from "node:child_process"
import { fileURLToPath } from "node:url"
import { promisify } from "node:util"
import * as Actor from "@stevedore/core/Actor"
import * as NodeActorSystem from "@stevedore/platform-node/NodeActorSystem"
import { assert, describe, it, layer } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Schema from "effect/Schema"
import { median, medianInterval } from "./benchmark/statistics.ts"
import { Report } from "./benchmark/report.ts"
import { Echo } from "./benchmark/peers/stevedore.actor.ts"
import { makeMessage } from "./benchmark/message.ts"
import { makeTold } from "./benchmark/told.ts"
import { servedFraction } from "./benchmark/ticks.ts"

const echo = Echo.layerThread({
  entry: Actor.entry<typeof import("./benchmark/peers/stevedore.thread.ts")>(
    new URL("./benchmark/peers/stevedore.thread.ts", import.meta.url)
  )
}).pipe(Layer.provide(NodeActorSystem.layer()))

const message = { id: 1, name: "one", value: 0.5 }

layer(echo, { excludeTestServices: true })("the benchmark's actor", (it) => {
  it.effect("answers with what it was asked", () =>
    Effect.gen(function* () {
      const actor = yield* Echo
      assert.deepStrictEqual(yield* actor.echo(message), message)
    })
  )

  for (const [field, wrong] of Object.entries({ id: 0.5, name: 1, value: Number.NaN })) {
    it.effect(`refuses a payload with a malformed ${field}`, () =>
      Effect.gen(function* () {
        const actor = yield* Echo
        const error = yield* Effect.flip(actor.echo({ ...message, [field]: wrong } as never))
        assert.strictEqual(error._tag, "ActorError")
        assert.strictEqual(error.reason._tag, "Undecodable")
        assert.include(error.message, "payload")
        assert.include(error.message, field)
      })
    )
  }

  it.effect("refuses a malformed result of its handler, and goes on", () =>
    Effect.gen(function* () {
      const actor = yield* Echo
      const error = yield* Effect.flip(actor.malformed())
      assert.strictEqual(error._tag, "ActorError")
      assert.strictEqual(error.reason._tag, "Undecodable")
      assert.include(error.message, "result")
      assert.deepStrictEqual(yield* actor.echo(message), message)
    })
  )
})

describe("npm run bench", () => {
  it("-- --json prints one document that its Schema accepts, field for field", async () => {
    const main = fileURLToPath(new URL("./benchmark/main.ts", import.meta.url))
    const few = ["--peers", "stevedore,raw", "--scenarios", "ask256x1,boot", "--placement", "free", "--patience", "0.1"]
    const { stdout } = await promisify(execFile)(process.execPath, [
      main,
      "--json",
      "--quick",
      "--seconds",
      "0.05",
      ...few
    ])
    assert.strictEqual(stdout.trimEnd().split("\n").length, 1)
    const report = Schema.decodeUnknownSync(Report, { onExcessProperty: "error" })(JSON.parse(stdout))
    assert.deepStrictEqual(
      report.rows.map(({ peer, scenario, pinned, validate }) => ({ peer, scenario, pinned, validate })),
      [
        { peer: "stevedore", scenario: "ask256x1", pinned: false, validate: "both" },
        { peer: "raw", scenario: "ask256x1", pinned: false, validate: null },
        { peer: "stevedore", scenario: "boot", pinned: false, validate: "both" },
        { peer: "raw", scenario: "boot", pinned: false, validate: null }
      ]
    )
  })

  it("looks at every tell: one that is not the next is a failure, not a figure", () => {
    const { soFar, told } = makeTold()
    told(makeMessage(0), true)
    assert.strictEqual(soFar().count, 1)
    assert.isAbove(soFar().startedAt, 0)
    assert.throws(() => told(makeMessage(0), false), /Message 1 was due/)
    assert.throws(() => told(makeMessage(2), false), /Message 1 was due/)
  })

  it("takes the median, and of few values all as its interval", () => {
    assert.strictEqual(median([]), null)
    assert.strictEqual(median([3, 1, 2]), 2)
    assert.strictEqual(median([4, 1, 2, 3]), 2.5)
    assert.deepInclude(medianInterval([3, 1, 2]), { low: 1, high: 3 })
    // Of ten values the second and the ninth: 97.9 %.
    const ten = medianInterval([10, 9, 8, 7, 6, 5, 4, 3, 2, 1])
    assert.deepInclude(ten, { low: 2, high: 9 })
    assert.closeTo(ten!.confidence, 0.979, 0.001)
  })

  it("counts the served timer ticks of the thread that served the fewest", () => {
    assert.strictEqual(servedFraction([0, 5], [100, 105], 1000), 1)
    assert.strictEqual(servedFraction([0, 5], [100, 55], 1000), 0.5)
    // A thread that started in between served what it served.
    assert.strictEqual(servedFraction([0], [100, 20], 1000), 0.2)
  })
})
