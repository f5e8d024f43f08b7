/*
 * Plain functions as promises, for code outside of Effect: aborting, disposing, and errors that are errors.
 */
import * as Actor from "@stevedore/core/Actor"
import { ActorError } from "@stevedore/core/ActorError"
import { ActorSystem } from "@stevedore/core/ActorSystem"
import * as NodeActorSystem from "@stevedore/platform-node/NodeActorSystem"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { spawnSync } from "node:child_process"
import { getEventListeners } from "node:events"
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { root } from "../scripts/lib/repository.ts"
import { HttpError } from "./fromModule/rows.ts"
import { url } from "./fromModule/hosts.ts"
import { rejection } from "./fromModule/rejection.ts"

const start = Actor.fromModule<typeof import("./fromModule/subject.ts")>(url, { size: 1, errors: [HttpError] })
const open = (signal?: AbortSignal) =>
  Actor.promises(start, { layer: NodeActorSystem.layer({ maxThreads: 2 }), signal })

describe("promises of a module on a thread", () => {
  it("A21-promises a start that fails says why, also where a finalizer dies then", async () => {
    const missing = Actor.fromModule<typeof import("./fromModule/subject.ts")>(
      new URL("./fromModule/missing.ts", import.meta.url),
      { size: 1 }
    )
    const dying = Effect.addFinalizer(() => Effect.die(new Error("a finalizer died")))
    const layer = NodeActorSystem.layer({ maxThreads: 2 })
    const error = await rejection(Actor.promises(Effect.andThen(dying, missing), { layer }))
    assert.instanceOf(error, ActorError)
    assert.include(error.message, "missing.ts")
  })

  it("A21-promises results, tells, and errors with their class; a disposed module rejects", async () => {
    const math = await open()
    assert.deepStrictEqual(await Promise.all([math.add(1, 2), math.slow(3)]), [3, "3"])
    assert.strictEqual(await math.add.tell(1, 2), undefined)
    const http = await rejection(math.fail(404))
    assert.instanceOf(http, HttpError)
    assert.deepStrictEqual([http.message, http.status], ["refused", 404])
    assert.match(String(http.stack), /subject\.ts:\d+/)
    const text = await rejection(math.throwsText())
    assert.instanceOf(text, ActorError)
    assert.include(text.message, 'it threw "only a text"')
    assert.strictEqual(text.reason.cause, "only a text")
    assert.strictEqual(String(await rejection(math.effectDies())), "RangeError: a defect")
    const refused = await rejection(math.echo(() => 1))
    assert.instanceOf(refused, ActorError)
    assert.include(refused.message, "A function cannot be carried")
    await math[Symbol.asyncDispose]()
    await math[Symbol.asyncDispose]()
    const stopped = await rejection(math.add(1, 2))
    assert.strictEqual(stopped.reason._tag, "Stopped")
  })

  it("A21-promises a signal: before, meanwhile, after; for one call and for all", async () => {
    const all = new AbortController()
    const math = await open(all.signal)
    const own = new AbortController()
    const { signal } = own
    // After: nothing is left on it.
    assert.strictEqual(await math.add.with({ signal })(1, 2), 3)
    assert.lengthOf(getEventListeners(signal, "abort"), 0)
    // Meanwhile.
    const waiting = rejection(math.waits.with({ signal })("own"))
    const behind = rejection(math.add.with({ signal })(1, 2))
    const reason = new Error("no longer")
    own.abort(reason)
    assert.strictEqual(await waiting, reason)
    assert.strictEqual(await behind, reason)
    assert.lengthOf(getEventListeners(signal, "abort"), 0)
    // Before.
    assert.strictEqual(await rejection(math.add.with({ signal })(1, 2)), reason)
    // Others are not concerned.
    assert.strictEqual(await math.add(2, 2), 4)
    const last = rejection(math.waits("all"))
    all.abort()
    assert.strictEqual((await last).name, "AbortError")
    assert.strictEqual((await rejection(math.add(1, 2))).name, "AbortError")
    await math[Symbol.asyncDispose]()
  })

  it("A21-promises what is no signal, no object or no layer is named", async () => {
    const math = await open()
    const refusedBy = (make: () => unknown): string => {
      try {
        make()
      } catch (error) {
        assert.instanceOf(error, ActorError)
        assert.strictEqual((error as ActorError).reason._tag, "InvalidOption")
        return (error as ActorError).message
      }
      return assert.fail("it was taken")
    }
    for (const [options, says] of [
      [{ signal: 5 }, "signal is 5: give an AbortSignal"],
      [{ signal: null }, "signal is null: give an AbortSignal"],
      [{ signal: { aborted: false } }, "signal is [object Object]: give an AbortSignal"],
      [5, "options is 5: give an object"],
      [null, "options is null: give an object"]
    ] as ReadonlyArray<readonly [any, string]>) {
      assert.include(
        refusedBy(() => Actor.promises({}, options)),
        `Actor.promises: ${says}`
      )
      assert.include(
        refusedBy(() => math.add.with(options)),
        `Actor.promises.add: ${says}`
      )
      const rejected = await rejection(Actor.promises(start, options))
      assert.strictEqual(rejected.reason._tag, "InvalidOption")
    }
    assert.include(
      refusedBy(() => math.add.with(undefined as never)),
      "options is undefined: give an object"
    )
    for (const jobs of [null, undefined, 5, "math"] as ReadonlyArray<any>) {
      for (const options of [undefined, {}, { layer: NodeActorSystem.layer() }] as ReadonlyArray<any>) {
        assert.include(
          refusedBy(() => Actor.promises(jobs, options)),
          `jobs is ${typeof jobs === "string" ? `"${jobs}"` : jobs}: give what Actor.fromModule starts, or that Effect and a layer`
        )
      }
    }
    const unlayered = await rejection(Actor.promises(start, {} as never))
    assert.include(unlayered.message, "layer is undefined: give the layer that start needs")
    assert.strictEqual(await math.add.with({ signal: undefined })(1, 2), 3)
    await math[Symbol.asyncDispose]()
  })

  it("A21-promises a timeout is the reason of an ActorError", async () => {
    const math = await open()
    const late = await rejection(math.waits.with({ timeout: 30 })("late"))
    assert.instanceOf(late, ActorError)
    assert.strictEqual(late.reason._tag, "Timeout")
    await math[Symbol.asyncDispose]()
  })

  it("A21-promises a start that fails or is aborted leaves no thread", async () => {
    const nowhere = Actor.fromModule(new URL("./fromModule/nowhere.ts", import.meta.url))
    const layer = NodeActorSystem.layer({ maxThreads: 3 })
    assert.strictEqual((await rejection(Actor.promises(nowhere, { layer }))).reason._tag, "StartFailed")
    const controller = new AbortController()
    const starting = rejection(Actor.promises(start, { layer, signal: controller.signal }))
    controller.abort()
    assert.strictEqual((await starting).name, "AbortError")
    assert.strictEqual(
      (await rejection(Actor.promises(start, { layer, signal: AbortSignal.abort() }))).name,
      "AbortError"
    )
  })

  it.live("A21-promises of jobs that an Effect has already", () =>
    Effect.gen(function* () {
      const jobs = yield* start
      const math = Actor.promises(jobs)
      assert.strictEqual(yield* Effect.promise(() => math.add(1, 2)), 3)
      assert.strictEqual((yield* (yield* ActorSystem).threads).length, 2)
    }).pipe(Effect.scoped, Effect.provide(NodeActorSystem.layer({ maxThreads: 2 })))
  )

  it("A21-promises an idle module lets the process end, and one at work does not", () => {
    const folder = mkdtempSync(join(root, "test", "fromModule", ".idle-"))
    try {
      const program = `
import * as Actor from "@stevedore/core/Actor"
import * as NodeActorSystem from "@stevedore/platform-node/NodeActorSystem"
const start = Actor.fromModule(new URL("../subject.ts", import.meta.url), { size: 1 })
const math = await Actor.promises(start, { layer: NodeActorSystem.layer() })
console.log(await math.add(1, 2))
math.effect(3).then(console.log)
`
      writeFileSync(join(folder, "main.ts"), program)
      const { status, stderr, stdout } = spawnSync("node", [join(folder, "main.ts")], { encoding: "utf8" })
      assert.deepStrictEqual([stdout, status], ["3\n4\n", 0], stderr)
    } finally {
      rmSync(folder, { recursive: true })
    }
  })
})
