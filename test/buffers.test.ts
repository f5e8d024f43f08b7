/*
 * Memory that is not copied between threads: payloads read where they lie, and buffers out of the shared memory that are given
 * away. Copies are counted by address: where a view lies in the shared memory of the system.
 */
import { writeFileSync } from "node:fs"
import { mkdtempSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { assert, describe, layer } from "@effect/vitest"
import * as Actor from "@stevedore/core/Actor"
import type * as ActorError from "@stevedore/core/ActorError"
import { ActorSystem } from "@stevedore/core/ActorSystem"
import * as Buffers from "@stevedore/core/Buffers"
import * as NodeActorSystem from "@stevedore/platform-node/NodeActorSystem"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import { handlers, Passer, passing, Reader, readFile } from "./buffers/reader.ts"

const entry = Actor.entry<typeof import("./buffers/reader.thread.ts")>(
  new URL("./buffers/reader.thread.ts", import.meta.url)
)
const file = join(mkdtempSync(join(tmpdir(), "stevedore-")), "data")
writeFileSync(file, new Uint8Array(50_000).fill(1))

const blocksFree = Effect.map(
  Effect.flatMap(ActorSystem, (system) => system.info),
  ({ largeBlocksFree, smallBlocksFree }) => ({ largeBlocksFree, smallBlocksFree })
)

/** All blocks are free again: what a job has read is given back after it was answered. */
const comesHome = (before: Effect.Success<typeof blocksFree>) =>
  Effect.gen(function* () {
    for (;;) {
      const free = yield* blocksFree
      if (free.smallBlocksFree === before.smallBlocksFree && free.largeBlocksFree === before.largeBlocksFree) return
      yield* Effect.sleep(1)
    }
  })

const hosts = { layerMain: Reader.layerMain(handlers), layerThread: Reader.layerThread({ entry }) }

for (const [name, host] of Object.entries(hosts)) {
  const system = NodeActorSystem.layer({ maxThreads: 8, smallBlocks: 16, largeBlocks: 4 })
  const passer = Passer.layerMain(passing)
  const both = Layer.provideMerge(Layer.merge(host, passer), system)
  layer(both, { excludeTestServices: true })(`buffers, ${name}`, (it) => {
    it.effect("F05 a file read into a buffer and moved is not copied: its receiver sees it at the same place", () =>
      Effect.gen(function* () {
        const reader = yield* Reader
        const before = yield* blocksFree
        const [at, there] = yield* Effect.scoped(
          Effect.gen(function* () {
            const data = yield* readFile(file)
            return [data.byteOffset, yield* reader.see({ name: "a file", data })] as const
          })
        )
        assert.deepStrictEqual(there, { shared: true, at, sum: 50_000 })
        yield* comesHome(before)
      })
    )

    it.effect("F05 what a handler read into a buffer is its result, copied once by whoever asked", () =>
      Effect.gen(function* () {
        const reader = yield* Reader
        const before = yield* blocksFree
        const { at, data } = yield* reader.file({ path: file })
        assert.isAbove(at, 0)
        assert.isFalse(data.buffer instanceof SharedArrayBuffer)
        assert.strictEqual(data.byteLength, 50_000)
        assert.isTrue(data.every((each) => each === 1))
        yield* comesHome(before)
      })
    )

    it.effect("F05 a part of a buffer lies where it lay; given away twice, or after its Scope, is refused", () =>
      Effect.gen(function* () {
        const reader = yield* Reader
        const before = yield* blocksFree
        const late = yield* Effect.scoped(
          Effect.gen(function* () {
            const data = yield* Buffers.acquire(300_000)
            data.fill(2)
            const part = data.subarray(100, 200_100)
            const there = yield* reader.see({ name: "a part", data: part })
            assert.deepStrictEqual(there, { shared: true, at: part.byteOffset, sum: 400_000 })
            const { reason } = yield* Effect.flip(reader.see({ name: "again", data: part }))
            assert.include((reason as ActorError.Undecodable).issue, '["data"]')
            return yield* Buffers.acquire(5000)
          })
        )
        const { reason } = yield* Effect.flip(reader.see({ name: "too late", data: late }))
        assert.strictEqual(reason._tag, "Undecodable")
        yield* comesHome(before)
      })
    )

    it.effect("F05 without room beside it, or at a receiver that keeps it, it is a copy", () =>
      Effect.scoped(
        Effect.gen(function* () {
          const reader = yield* Reader
          const data = yield* Buffers.acquire(1024 * 1024)
          data.fill(3)
          const there = yield* reader.see({ name: "x".repeat(1000), data: data.subarray(0, 1024 * 1024 - 2000) })
          assert.strictEqual(there.sum, 3 * (1024 * 1024 - 2000))
          const other = yield* Buffers.acquire(20_000)
          other.fill(4)
          const copied = yield* reader.copied({ data: other })
          assert.deepStrictEqual([copied.shared, copied.sum], [false, 80_000])
        })
      )
    )

    it.effect("F05 when there is none it waits for one, bounded by a timeout; larger than any is an error", () =>
      Effect.gen(function* () {
        const before = yield* blocksFree
        const takeAll = (count: number): Effect.Effect<number, never, any> =>
          Effect.timeoutOption(Buffers.acquire(500_000), 20).pipe(
            Effect.orDie,
            Effect.flatMap((taken) => (taken._tag === "None" ? Effect.succeed(count) : takeAll(count + 1)))
          )
        yield* Effect.scoped(
          Effect.gen(function* () {
            const inner = yield* Effect.forkChild(Effect.scoped(Effect.andThen(Buffers.acquire(500_000), Effect.never)))
            yield* Effect.yieldNow
            assert.isAbove(yield* takeAll(0), 0)
            const waiting = yield* Effect.forkChild(Buffers.acquire(500_000))
            yield* Effect.yieldNow
            yield* Fiber.interrupt(inner)
            assert.strictEqual((yield* Fiber.join(waiting)).byteLength, 500_000)
          })
        )
        const { reason } = yield* Effect.flip(Effect.scoped(Buffers.acquire(2_000_000)))
        assert.strictEqual(reason._tag, "TooLarge")
        const none = yield* Effect.flip(Effect.scoped(Buffers.acquire(-1)))
        assert.match(none.message, /^Buffers\.acquire: bytes is -1: /)
        yield* comesHome(before)
      })
    )

    it.effect("H10 a payload is read where it lies until its job is answered, and then its memory is home", () =>
      Effect.gen(function* () {
        const reader = yield* Reader
        const before = yield* blocksFree
        const data = new Uint8Array(40_000).fill(5)
        const there = yield* reader.seeLater({ data })
        assert.deepStrictEqual([there.shared, there.sum], [true, 200_000])
        assert.strictEqual(data.byteLength, 40_000)
        assert.deepStrictEqual(yield* reader.echo({ data }), data)
        // One that lies in a lane is a copy.
        assert.isFalse((yield* reader.seeLater({ data: data.subarray(0, 10) })).shared)
        yield* comesHome(before)
      })
    )

    it.effect(
      "H10 a result is read where it lies, at the place where its handler wrote it, until the Scope closes",
      () =>
        Effect.gen(function* () {
          const reader = yield* Reader
          const before = yield* blocksFree
          const late = yield* Effect.scoped(
            Effect.gen(function* () {
              const { at, data } = yield* reader.file.scoped({ path: file })
              assert.isTrue(data.buffer instanceof SharedArrayBuffer)
              assert.strictEqual(data.byteOffset, at, "nothing was copied between the file and here")
              // Other results come and go.
              for (let i = 0; i < 20; i++) yield* reader.bytes({ bytes: 50_000 })
              assert.strictEqual(data.length, 50_000)
              assert.isTrue(data.every((each) => each === 1))
              assert.deepStrictEqual(yield* reader.echo({ data }), data, "and it may be sent on")
              return data
            })
          )
          yield* comesHome(before)
          const { reason } = yield* Effect.flip(reader.echo({ data: late }))
          assert.include((reason as ActorError.Undecodable).issue, "has ended")
        })
    )

    it.effect("H10 what a handler has read where it lies may be its result, and is then read where it lies again", () =>
      Effect.gen(function* () {
        const passer = yield* Passer
        const before = yield* blocksFree
        const { data } = yield* passer.pass({ path: file })
        assert.isFalse(data.buffer instanceof SharedArrayBuffer)
        const passed = yield* Effect.scoped(
          Effect.map(passer.pass.scoped({ path: file }), ({ at, data }) => ({
            moved: data.byteOffset !== at && at > 0,
            isShared: data.buffer instanceof SharedArrayBuffer,
            isRight: data.length === 50_000 && data.every((each) => each === 1)
          }))
        )
        assert.deepStrictEqual(passed, { moved: true, isShared: true, isRight: true })
        assert.isTrue(data.every((each) => each === 1))
        yield* comesHome(before)
      })
    )

    it.effect("H10 a small result is a copy; so are those for which only the memory of replies is left", () =>
      Effect.gen(function* () {
        const reader = yield* Reader
        const before = yield* blocksFree
        yield* Effect.scoped(
          Effect.gen(function* () {
            const small = yield* reader.bytes.scoped({ bytes: 10_000 })
            assert.isFalse(small.buffer instanceof SharedArrayBuffer)
            const all: Array<Uint8Array> = []
            for (let i = 0; i < 30; i++) all.push(yield* reader.bytes.scoped({ bytes: 50_000 }))
            const inPlace = all.filter(({ buffer }) => buffer instanceof SharedArrayBuffer)
            assert.isAbove(inPlace.length, 2)
            assert.isBelow(inPlace.length, 30)
            assert.isTrue(all.every((data) => data.length === 50_000 && data.every((each) => each === 7)))
            assert.strictEqual((yield* reader.bytes({ bytes: 50_000 })).length, 50_000)
          })
        )
        yield* comesHome(before)
      })
    )

    it.effect("H10 whoever leaves while a result comes leaves no memory behind", () =>
      Effect.gen(function* () {
        const reader = yield* Reader
        const before = yield* blocksFree
        yield* Effect.scoped(
          Effect.gen(function* () {
            for (let turns = 0; turns < 40; turns++) {
              const options = turns % 3 === 0 ? { interruption: "detach" as const } : {}
              const reading = yield* Effect.forkChild(reader.bytes.scoped({ bytes: 50_000 }, options), {
                startImmediately: true
              })
              for (let i = 0; i < turns; i++) yield* Effect.yieldNow
              yield* Fiber.interrupt(reading)
              const inTime = yield* Effect.exit(reader.bytes.scoped({ bytes: 50_000 }, { timeout: 1 }))
              if (Exit.isFailure(inTime)) assert.include(String(inTime.cause), "not done after")
            }
          })
        )
        yield* comesHome(before)
      })
    )

    it.effect("H10 what was kept beyond that is refused when it is sent", () =>
      Effect.gen(function* () {
        const reader = yield* Reader
        yield* reader.keep({ data: new Uint8Array(40_000) })
        const { reason } = yield* Effect.flip(reader.kept())
        assert.include((reason as ActorError.Undecodable).issue, "has ended")
      })
    )
  })
}

describe("buffers of a thread that dies", () => {
  layer(NodeActorSystem.layer({ maxThreads: 8, smallBlocks: 4, largeBlocks: 0 }), { excludeTestServices: true })(
    (it) => {
      it.effect("F05 come home", () =>
        Effect.gen(function* () {
          const before = yield* blocksFree
          yield* Effect.scoped(
            Effect.gen(function* () {
              const system = yield* ActorSystem
              const hosted = Reader.layerThread({ entry, name: "holder", restart: "never" })
              const reader = Effect.flatMap(Reader, (reader) => reader.hold.submit({ bytes: 1000 }))
              const context = yield* Layer.build(hosted)
              yield* Effect.provide(reader, context)
              while ((yield* blocksFree).smallBlocksFree === before.smallBlocksFree) yield* Effect.sleep(1)
              yield* system.kill("holder")
            })
          )
          yield* comesHome(before)
        })
      )
    }
  )
})

describe("debug mode", () => {
  const system = NodeActorSystem.layer({ maxThreads: 8, debug: true })
  layer(Layer.provideMerge(hosts.layerThread, system), { excludeTestServices: true })((it) => {
    it.effect("H10 a view that is over is detached, and using it is found out", () =>
      Effect.gen(function* () {
        const reader = yield* Reader
        assert.isFalse((yield* reader.seeLater({ data: new Uint8Array(40_000) })).shared)
        yield* reader.keep({ data: new Uint8Array(40_000).fill(1) })
        const { reason } = yield* Effect.flip(reader.kept())
        assert.include((reason as ActorError.Undecodable).issue, "detached")
        const result = yield* Effect.scoped(
          Effect.tap(reader.bytes.scoped({ bytes: 50_000 }), (data) =>
            Effect.sync(() => assert.isTrue(data.length === 50_000 && data.every((each) => each === 7)))
          )
        )
        assert.strictEqual(result.byteLength, 0)
        const over = yield* Effect.flip(reader.echo({ data: result }))
        assert.include((over.reason as ActorError.Undecodable).issue, "detached")
      })
    )
  })
})
