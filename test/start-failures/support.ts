/*
 * Starting what fails to start, and looking at what is left of it.
 */
import * as Actor from "@stevedore/core/Actor"
import type { ActorError, ActorErrorReason } from "@stevedore/core/ActorError"
import { ActorSystem } from "@stevedore/core/ActorSystem"
import { assert } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { pathToFileURL } from "node:url"
import { Echo } from "./echo.protocol.ts"

/** Any entry, as if it served `Echo`: what is told at compile time has tests of its own. */
export const entry = (url: string | URL) =>
  Actor.entry<typeof import("./good.thread.ts")>(typeof url === "string" ? new URL(url, import.meta.url) : url)

export const good = entry("./good.thread.ts")

/** The error of a layer that cannot be built. */
export const failure = <A, R>(layer: Layer.Layer<A, ActorError, R>): Effect.Effect<ActorError, never, R> =>
  Effect.scoped(Layer.build(layer)).pipe(
    // Not with what was built: a failing test would print the system's memory.
    Effect.andThen(Effect.die(new Error("the layer was built"))),
    Effect.flip
  )

/** The error of `Echo` on one thread with this entry, named "echo". */
export const startFailure = (url: string | URL) => failure(Echo.layerThread({ name: "echo", entry: entry(url) }))

/** The reason, of this kind. */
export const reasonOf = <Tag extends ActorErrorReason["_tag"]>(
  error: ActorError,
  tag: Tag
): Extract<ActorErrorReason, { readonly _tag: Tag }> => {
  assert.equal(error.reason._tag, tag, error.message)
  return error.reason as Extract<ActorErrorReason, { readonly _tag: Tag }>
}

const left = (size: number) =>
  Effect.gen(function* () {
    const system = yield* ActorSystem
    assert.deepEqual(
      (yield* system.threads).map((thread) => thread.name),
      ["main"]
    )
    yield* Effect.gen(function* () {
      const echo = yield* Echo
      assert.deepEqual(yield* Effect.forEach(["a", "b", "c"], (text) => echo.echo({ text })), ["a", "b", "c"])
    }).pipe(Effect.provide(Echo.layerPool({ name: "echo", entry: good, size })))
    const { jobsInFlight, segments, segmentsFree, sendsWaiting } = yield* system.info
    assert.deepEqual(
      { jobsInFlight, sendsWaiting, segmentsFree },
      { jobsInFlight: 0, sendsWaiting: 0, segmentsFree: segments }
    )
  })

/** Nothing is left of a failure: no thread, no name, no memory. The same actor takes the room there is, and works. */
export const nothingIsLeft = left(1)

/** The same where there is room for three threads. */
export const nothingIsLeftOfPool = left(3)

/** A folder with these files, for as long as the scope is open: for files that no tool should see. */
export const folder = (files: Readonly<Record<string, string>>) =>
  Effect.acquireRelease(
    Effect.sync(() => {
      const path = mkdtempSync(join(tmpdir(), "stevedore-start-"))
      for (const [name, text] of Object.entries(files)) writeFileSync(join(path, name), text)
      return pathToFileURL(`${path}/`)
    }),
    (url) => Effect.sync(() => rmSync(url, { recursive: true }))
  )
