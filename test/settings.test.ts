/*
 * A program's threads, sizes, times and log level from outside: from the environment and from a file.
 */
import * as Actor from "@stevedore/core/Actor"
import type { ActorError } from "@stevedore/core/ActorError"
import { ActorSystem } from "@stevedore/core/ActorSystem"
import * as Settings from "@stevedore/core/Settings"
import * as NodeActorSystem from "@stevedore/platform-node/NodeActorSystem"
import { NodeFileSystem } from "@effect/platform-node"
import { assert, describe, it } from "@effect/vitest"
import * as ConfigProvider from "effect/ConfigProvider"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Logger from "effect/Logger"
import * as References from "effect/References"
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { Near } from "./observability/relay.protocol.ts"
import { Orders } from "./several/shop.protocol.ts"

const entry = Actor.entry<typeof import("./several/shop.thread.ts")>(
  new URL("./several/shop.thread.ts", import.meta.url)
)
const nearEntry = Actor.entry<typeof import("./observability/near.thread.ts")>(
  new URL("./observability/near.thread.ts", import.meta.url)
)

const environment = (env: Record<string, string>) => ConfigProvider.layer(ConfigProvider.fromEnv({ env }))
const file = (content: unknown) => ConfigProvider.layer(ConfigProvider.fromUnknown(content))
const read = <A, E>(effect: Effect.Effect<A, E>, from: Layer.Layer<never>) => Effect.provide(effect, from)

/** The one program: only what it is given says how many threads it has. */
const program = Effect.gen(function* () {
  const system = yield* ActorSystem
  yield* (yield* Orders).order({ user: "ada" })
  const { largeBlocks } = yield* system.info
  return { largeBlocks, threads: (yield* system.threads).map(({ name }) => name) }
}).pipe(
  Effect.provide(
    Settings.host("orders", (settings) => Orders.layerPool({ name: "orders", entry, size: 1, ...settings }))
  ),
  Effect.provide(NodeActorSystem.layerConfig({ maxThreads: 4, largeBlocks: 4 }))
)

describe("settings of a program", () => {
  it.live("A24-config nothing said: what the code says", () =>
    Effect.gen(function* () {
      assert.deepStrictEqual(yield* read(program, environment({})), { largeBlocks: 4, threads: ["main", "orders-0"] })
    })
  )

  it.live("A24-config from the environment, and from a file", () =>
    Effect.gen(function* () {
      const expected = { largeBlocks: 8, threads: ["main", "orders-0", "orders-1"] }
      const env = environment({ STEVEDORE_LARGE_BLOCKS: "8", STEVEDORE_THREADS_ORDERS_SIZE: "2", OTHER: "1" })
      assert.deepStrictEqual(yield* read(program, env), expected)
      const folder = mkdtempSync(join(tmpdir(), "stevedore-settings-"))
      yield* Effect.addFinalizer(() => Effect.sync(() => rmSync(folder, { recursive: true })))
      const path = join(folder, ".env")
      writeFileSync(path, "STEVEDORE_LARGE_BLOCKS=8\nSTEVEDORE_THREADS_ORDERS_SIZE=2\n")
      const dotEnv = ConfigProvider.layer(ConfigProvider.fromDotEnv({ path })).pipe(Layer.provide(NodeFileSystem.layer))
      assert.deepStrictEqual(yield* Effect.provide(program, dotEnv), expected)
      const json = file({ stevedore: { largeBlocks: 8, threads: { orders: { size: 2 } } } })
      assert.deepStrictEqual(yield* read(program, json), expected)
      // The environment first, then the file.
      const both = ConfigProvider.layerAdd(ConfigProvider.fromUnknown({ stevedore: { largeBlocks: 16 } })).pipe(
        Layer.provide(environment({ STEVEDORE_THREADS_ORDERS_SIZE: "2" }))
      )
      assert.deepStrictEqual(yield* read(program, both), { ...expected, largeBlocks: 16 })
    }).pipe(Effect.scoped)
  )

  it.live("A24-log the least level holds on main and in the threads", () =>
    Effect.gen(function* () {
      const lines: Array<unknown> = []
      const logger = Logger.layer([
        Logger.make(({ logLevel, message }) => void lines.push(logLevel, ...[message].flat()))
      ])
      const logging = Effect.gen(function* () {
        yield* Effect.logDebug("of main")
        yield* (yield* Near).logs()
      }).pipe(
        Effect.provide(Near.layerThread({ entry: nearEntry })),
        Effect.provide(NodeActorSystem.layerConfig({ maxThreads: 2, slowAfter: "never" })),
        Effect.provide(logger)
      )
      yield* read(logging, environment({ STEVEDORE_LOG_LEVEL: "DEBUG" }))
      assert.deepStrictEqual(lines, ["Debug", "of main", "Debug", "a debug line", "Info", "an info"])
      lines.length = 0
      yield* read(logging, environment({ STEVEDORE_LOG_LEVEL: "error" }))
      assert.deepStrictEqual(lines, [])
    })
  )

  it.effect("A24-config every option, each as its kind of value is written", () =>
    Effect.gen(function* () {
      const env = environment({
        STEVEDORE_MAX_THREADS: " 8 ",
        STEVEDORE_JOB_CAPACITY: "5000",
        STEVEDORE_START_TIMEOUT: "3 seconds",
        STEVEDORE_STOP_TIMEOUT: "1500",
        STEVEDORE_SLOW_AFTER: "Never",
        STEVEDORE_LINGER: "off",
        STEVEDORE_DEBUG: "true"
      })
      assert.deepEqual(yield* read(Settings.system, env), {
        maxThreads: 8,
        jobCapacity: 5000,
        startTimeout: (yield* read(Settings.system, file({ stevedore: { startTimeout: "3 seconds" } }))).startTimeout,
        stopTimeout: 1500,
        slowAfter: "never",
        linger: "off",
        debug: true
      } as never)
      const level = Effect.provide(References.MinimumLogLevel, Settings.logLevel)
      assert.strictEqual(yield* Effect.provide(level, environment({ STEVEDORE_LOG_LEVEL: "none" })), "None")
    })
  )

  it.effect("A24-errors a value that cannot be, and a key that does not exist: both are named, with the remedy", () =>
    Effect.gen(function* () {
      const failed = (from: Layer.Layer<never>) => Effect.flip(read(Settings.system, from))
      const cases: ReadonlyArray<readonly [Layer.Layer<never>, string]> = [
        [environment({ STEVEDORE_MAX_THREADS: "many" }), 'stevedore.maxThreads is "many": use a whole number'],
        [environment({ STEVEDORE_MAX_THREADS: "-1" }), 'stevedore.maxThreads is "-1": use a whole number'],
        [
          environment({ STEVEDORE_SLOW_AFTER: "soon" }),
          'stevedore.slowAfter is "soon": use a time such as "50 millis"'
        ],
        [file({ stevedore: { debug: "perhaps" } }), 'stevedore.debug is "perhaps": use "true" or "false"'],
        [file({ stevedore: { linger: "long" } }), 'or "off", "adaptive"'],
        [file({ stevedore: { maxThread: 8 } }), "stevedore.maxThread is a setting that does not exist"],
        [file({ stevedore: { maxThreads: [8] } }), "stevedore.maxThreads is a list: use a whole number"],
        [file({ stevedore: { debug: { all: true } } }), 'stevedore.debug is an object: use "true" or "false"'],
        [file({ stevedore: [] }), "stevedore is a list: use an object with the settings in it"],
        [file({ stevedore: 5 }), 'stevedore is "5": use an object'],
        [file({ stevedore: { threads: "many" } }), 'stevedore.threads is "many": use an object'],
        [file({ stevedore: { harbor: [] } }), "stevedore.harbor is a list: use an object"]
      ]
      for (const [from, message] of cases) {
        const error = yield* failed(from)
        assert.strictEqual(error.reason._tag, "InvalidOption")
        assert.include(error.message, message)
      }
      for (const each of [Settings.system, Effect.scoped(Layer.build(Settings.logLevel))]) {
        const { message } = yield* Effect.flip(read<unknown, ActorError>(each, file({ stevedore: { lingr: "off" } })))
        const [, listed = ""] = /the settings there are (.*)/.exec(message)!
        const names = listed.split(", ")
        assert.include(names, "logLevel")
        assert.strictEqual(new Set(names).size, names.length, "each is named once")
      }
      const host = Settings.host("orders", (settings) => Orders.layerPool({ entry, ...settings }))
      const ofHost = (from: Layer.Layer<never>) =>
        Effect.flip(Effect.scoped(Layer.build(host))).pipe(
          Effect.provide(NodeActorSystem.layer()),
          Effect.provide(from)
        )
      const size = yield* ofHost(environment({ STEVEDORE_THREADS_ORDERS_SIZE: "two" }))
      assert.include(size.message, 'stevedore.threads.orders.size is "two"')
      const whenFull = yield* ofHost(file({ stevedore: { threads: { orders: { whenFull: "wait" } } } }))
      assert.include(whenFull.message, '"suspend", "fail", "dropNewest", "dropOldest"')
      const wrongs: ReadonlyArray<readonly [unknown, string]> = [
        [{ threads: { orders: 5 } }, 'stevedore.threads.orders is "5": use an object with the settings in it'],
        [{ threads: { orders: [] } }, "stevedore.threads.orders is a list"],
        [{ threads: [{ size: 2 }] }, "stevedore.threads is a list"]
      ]
      for (const [stevedore, message] of wrongs) {
        assert.include((yield* ofHost(file({ stevedore }))).message, message)
      }
      const outOfRange = yield* ofHost(file({ stevedore: { threads: { orders: { size: 1000 } } } }))
      assert.include(outOfRange.message, "size is 1000")
      const tooMany = yield* Effect.flip(
        Effect.scoped(Layer.build(NodeActorSystem.layerConfig())).pipe(
          Effect.provide(environment({ STEVEDORE_MAX_THREADS: "65" }))
        )
      )
      assert.include(tooMany.message, "maxThreads is 65")
      const source = ConfigProvider.layer(
        ConfigProvider.make(() => Effect.fail(new ConfigProvider.SourceError({ message: "no such disk" })))
      )
      assert.include((yield* failed(source)).message, "no such disk")
    })
  )
})
