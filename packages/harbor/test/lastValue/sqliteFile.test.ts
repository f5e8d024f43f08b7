/**
 * Last values in a SQLite file, against the same in a map.
 */
import { assert, describe, it } from "@effect/vitest"
import * as Schema from "effect/Schema"
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import type { TopicEntry } from "../../src/internal/lastValue/entry.ts"
import { ZERO } from "../../src/internal/lastValue/version.ts"
import { SqliteFile } from "../../src/node/internal/sqliteFile.ts"
import { MemoryStore } from "./memoryStore.ts"

const inFolder = <A>(work: (path: string) => A): A => {
  const folder = mkdtempSync(join(tmpdir(), "last-values-"))
  try {
    return work(join(folder, "values.db"))
  } finally {
    rmSync(folder, { recursive: true })
  }
}

const opened = <A>(path: string, work: (file: SqliteFile) => A): A => {
  const file = new SqliteFile({ path, isPowerSafe: false })
  try {
    return work(file)
  } finally {
    file.close()
  }
}

const Written = Schema.Array(
  Schema.Struct({
    topic: Schema.Literals(["t", "ü/%"]),
    key: Schema.Literals(["a", "", "ключ"]),
    epoch: Schema.Literals([1, 2, 4_294_967_295]),
    seq: Schema.Literals([1, 2, 3, 4, 5, 6, 7, 8, Number.MAX_SAFE_INTEGER]),
    publisher: Schema.Literals([0, 7]),
    stale: Schema.Boolean,
    bytes: Schema.Literals([0, 1, 5000]),
    gone: Schema.Boolean
  })
)

const last = { epoch: 4_294_967_295, seq: Number.MAX_SAFE_INTEGER }

describe("E05 a SQLite file of last values", () => {
  it.prop(
    "keeps the latest of each key in whatever order they are written, if it is not gone, and gives them in order, in parts",
    [Written, Schema.Literals([1, 1000, 1_000_000])],
    ([written, limitBytes]) => {
      inFolder((path) => {
        const model = new MemoryStore()
        const versions = new Set<string>()
        const entries = written
          .map(({ bytes, gone, ...each }, index): TopicEntry => {
            const entry = { ...each, schema: String(index) }
            return gone
              ? { ...entry, value: new Uint8Array(), gone }
              : { ...entry, value: new Uint8Array(bytes).fill(index) }
          })
          // Whoever orders the topics gives none twice.
          .filter(({ epoch, seq, topic }) => {
            const version = `${topic} ${epoch} ${seq}`
            return !versions.has(version) && versions.add(version)
          })
        const half = entries.length >> 1
        model.write(entries)
        opened(path, (file) => {
          file.write(entries.slice(0, half))
          file.write(entries.slice(half))
          file.write(entries.slice(half))
        })
        // What is read is what the file has, not what its writer remembers.
        opened(path, (file) => {
          for (const topic of ["t", "ü/%", "none"]) {
            for (let at = ZERO; ;) {
              const batch = file.read({ topic, after: at, upTo: last, limitBytes })
              const { entries: expected, upTo } = model.read(topic, at, last, limitBytes)
              assert.deepStrictEqual(batch.upTo, upTo)
              assert.deepStrictEqual(
                batch.entries,
                expected.map((row) => {
                  const { topic: _, ...entry } = row as TopicEntry
                  return entry
                })
              )
              if (batch.upTo.epoch === last.epoch && batch.upTo.seq === last.seq) break
              at = batch.upTo
            }
          }
          const of = { publisher: 7, epoch: 2 }
          const found: Array<TopicEntry> = []
          for (let from: number | undefined = 0; from !== undefined;) {
            const part: ReturnType<SqliteFile["publishedBy"]> = file.publishedBy({ ...of, from, limitBytes })
            found.push(...part.entries)
            from = part.next
          }
          const mine = model.inOrder((row) => row.publisher === 7 && row.epoch === 2 && !row.stale)
          assert.sameDeepMembers(found, [...mine])
        })
      })
    },
    { arbitrary: { runs: 60, size: 40 } }
  )

  it("begins a later epoch each time", () => {
    inFolder((path) => {
      assert.strictEqual(
        opened(path, (file) => file.begin()),
        1
      )
      assert.deepStrictEqual(
        opened(path, (file) => [file.begin(), file.begin()]),
        [2, 3]
      )
    })
  })

  it("a batch that cannot be written is not written at all, and the next one is", () => {
    inFolder((path) => {
      opened(path, (file) => {
        const value = Uint8Array.of(1)
        const version = { epoch: 1, seq: 1 }
        const entry: TopicEntry = { ...version, topic: "t", key: "a", schema: "", publisher: 1, stale: false, value }
        const broken = { ...entry, key: "b", value: undefined as never }
        assert.throws(() => file.write([entry, broken]))
        assert.deepStrictEqual(file.read({ topic: "t", after: ZERO, upTo: last, limitBytes: 1 }).entries, [])
        file.write([entry])
        assert.lengthOf(file.read({ topic: "t", after: ZERO, upTo: last, limitBytes: 1 }).entries, 1)
      })
    })
  })

  it("refuses a file of something else, and one that a later version has made", () => {
    inFolder((path) => {
      writeFileSync(path, "this is no database, and long enough to be looked at as one".repeat(20))
      assert.throws(() => new SqliteFile({ path, isPowerSafe: false }), "not a database")
    })
    inFolder((path) => {
      const { DatabaseSync } = process.getBuiltinModule("node:sqlite")
      const other = new DatabaseSync(path)
      other.exec("PRAGMA user_version = 9")
      other.close()
      assert.throws(() => new SqliteFile({ path, isPowerSafe: true }), "made by a later version")
    })
  })
})
