/**
 * Last values in a SQLite file, through `node:sqlite`, on a thread of its own: the second tier of one machine.
 */
import * as Actor from "@stevedore/core/Actor"
import { ActorError } from "@stevedore/core/ActorError"
import type { ActorSystem } from "@stevedore/core/ActorSystem"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { Actor as Carried, HarborError, InvalidOption } from "../HarborError.ts"
import { LastValueStore } from "../LastValueStore.ts"
import { SqliteStore } from "./internal/sqliteStore.protocol.ts"
import { shown } from "../internal/shown.ts"

/** Options of a SQLite store. */
export interface SqliteOptions {
  /** The file: made where there is none. Beside it SQLite keeps another one, its log. One process at a time has it open. */
  readonly path: string
  /**
   * What a batch outlives once it is written. `"process"`, the default: a crash or `kill -9` of this process, at any time.
   * `"power"`: a loss of power too; each batch then waits for the disk.
   */
  readonly outlives?: "process" | "power" | undefined
  /** The name of the thread. Default `"harbor-last-values"`. */
  readonly thread?: string | undefined
}

const entry = Actor.entry<typeof import("./internal/sqliteStore.thread.ts")>(
  new URL("./internal/sqliteStore.thread.ts", import.meta.url)
)

/**
 * Last values of this system in a file. Built on main. Fails where the file cannot be opened, is none of SQLite's, or is open
 * in another process (`StoreUnavailable`), and for options that cannot be (`InvalidOption`). `node:sqlite` is experimental in Node 22 and 24, and says nothing about it here.
 *
 * @example
 * ```ts
 * import * as assert from "node:assert/strict"
 * import { mkdtempSync, rmSync } from "node:fs"
 * import { tmpdir } from "node:os"
 * import { join } from "node:path"
 * import * as Effect from "effect/Effect"
 * import { LastValueStore } from "@stevedore/harbor/LastValueStore"
 * import * as SqliteLastValues from "@stevedore/harbor/node/SqliteLastValues"
 * import * as NodeActorSystem from "@stevedore/platform-node/NodeActorSystem"
 *
 * const folder = mkdtempSync(join(tmpdir(), "last-values-"))
 * const program = Effect.gen(function*() {
 *   const store = yield* LastValueStore
 *   return yield* store.begin
 * })
 * const once = program.pipe(
 *   Effect.provide(SqliteLastValues.layer({ path: join(folder, "values.db") })),
 *   Effect.provide(NodeActorSystem.layer())
 * )
 * assert.equal(await Effect.runPromise(once), 1)
 * assert.equal(await Effect.runPromise(once), 2)
 * rmSync(folder, { recursive: true })
 * ```
 */
export const layer = (options: SqliteOptions): Layer.Layer<LastValueStore, ActorError | HarborError, ActorSystem> => {
  const wrong = wrongIn(options)
  if (wrong !== undefined) return Layer.effect(LastValueStore, wrong)
  const place = { path: options.path, isPowerSafe: options.outlives === "power" }
  const store = Effect.map(SqliteStore, (client) =>
    LastValueStore.of({
      begin: harbored(client.begin({ place })),
      write: (entries) => harbored(client.write({ place, entries })),
      read: (range) => harbored(client.read({ place, ...range })),
      publishedBy: (of) => harbored(client.publishedBy({ place, ...of })),
      topics: (of) => harbored(client.topics({ place, ...of }))
    })
  )
  const thread = SqliteStore.layerThread({ entry, name: options.thread ?? "harbor-last-values" })
  return Layer.effect(LastValueStore, store).pipe(Layer.provide(thread))
}

/** An empty path and `:memory:` SQLite takes for a database that nobody sees, and that is gone when it is closed. */
const wrongIn = (options: SqliteOptions): HarborError | undefined => {
  if (typeof options !== "object" || options === null) return invalid("options", options, "use an object of options")
  const { outlives = "process", path } = options
  if (typeof path !== "string" || path === "" || path === ":memory:") {
    return invalid("path", path, "name a file; LastValues.layer keeps values in memory")
  }
  if (outlives === "process" || outlives === "power") return undefined
  return invalid("outlives", outlives, 'use "process" or "power"')
}

const invalid = (option: string, given: unknown, remedy: string): HarborError => {
  const value = shown(given)
  return new HarborError({
    reason: new InvalidOption({ option, value, remedy }),
    messageName: "",
    thread: "",
    delivered: "no"
  })
}

const harbored = <A>(self: Effect.Effect<A, HarborError | ActorError>): Effect.Effect<A, HarborError> =>
  Effect.mapError(self, (error) =>
    error instanceof ActorError
      ? new HarborError({
          reason: new Carried({ cause: error.reason }),
          messageName: "",
          thread: error.thread,
          delivered: "maybe"
        })
      : error
  )
