/**
 * Last values in one SQLite file: a row for each topic and key. Synchronous, for a thread that has nothing else to do.
 * Nobody else may have the file open: a second process would begin an epoch of its own and overtake this one.
 */
import type { DatabaseSync, SQLOutputValue, StatementSync } from "node:sqlite"
import { type Batch, batchOf, type Entry, sentBytesOf, type TopicEntry } from "../../internal/lastValue/entry.ts"
import type { OfPublisher, OfTopics, Part, Range } from "../../LastValueStore.ts"
import type { Place } from "./sqliteStore.protocol.ts"

/** What a file is made by: a later one may be laid out otherwise. */
const LAYOUT = 1

const tables = `
CREATE TABLE IF NOT EXISTS epochs (latest INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS last_values (
  id INTEGER PRIMARY KEY,
  topic TEXT NOT NULL,
  key TEXT NOT NULL,
  epoch INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  schema TEXT NOT NULL,
  publisher INTEGER NOT NULL,
  stale INTEGER NOT NULL,
  value BLOB NOT NULL,
  UNIQUE (topic, key)
);
CREATE INDEX IF NOT EXISTS by_version ON last_values (topic, epoch, seq);
PRAGMA user_version = ${LAYOUT};`

const upsert = `
INSERT INTO last_values (topic, key, epoch, seq, schema, publisher, stale, value) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (topic, key) DO UPDATE SET epoch = excluded.epoch, seq = excluded.seq, schema = excluded.schema,
  publisher = excluded.publisher, stale = excluded.stale, value = excluded.value
WHERE (excluded.epoch, excluded.seq) > (last_values.epoch, last_values.seq)`

const between = `
SELECT * FROM last_values WHERE topic = ? AND (epoch, seq) > (?, ?) AND (epoch, seq) <= (?, ?) ORDER BY epoch, seq`

const published = `
SELECT * FROM last_values WHERE id > ? AND publisher = ? AND epoch = ? AND stale = 0 ORDER BY id`

const forget = `DELETE FROM last_values WHERE topic = ? AND key = ? AND (epoch, seq) < (?, ?)`

/** One at a time: the index finds the next name, however many values the last one has. */
const nextTopic = `SELECT topic FROM last_values WHERE topic > ? ORDER BY topic LIMIT 1`

type Row = Record<string, SQLOutputValue>

/**
 * `node:sqlite`, without its warning that it is experimental: whoever uses this module has been told so by its documentation.
 * Undefined where this Node has none.
 */
const sqlite = (): typeof import("node:sqlite") | undefined => {
  const { emitWarning } = process
  process.emitWarning = () => {}
  try {
    return process.getBuiltinModule("node:sqlite")
  } finally {
    process.emitWarning = emitWarning
  }
}

export class SqliteFile {
  private readonly database: DatabaseSync
  private readonly upsert: StatementSync
  private readonly between: StatementSync
  private readonly published: StatementSync
  private readonly forget: StatementSync
  private readonly nextTopic: StatementSync

  /** Throws what SQLite says. */
  constructor({ isPowerSafe, path }: Place) {
    const module = sqlite()
    if (module === undefined) throw new Error("this Node has no node:sqlite")
    const database = new module.DatabaseSync(path)
    this.database = database
    try {
      // A process that was killed a moment ago may still be on its way out.
      database.exec("PRAGMA busy_timeout = 2000; PRAGMA locking_mode = EXCLUSIVE")
      database.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = ${isPowerSafe ? "FULL" : "NORMAL"}`)
      const layout = Number(database.prepare("PRAGMA user_version").get()!["user_version"])
      if (layout > LAYOUT) throw new Error(`its layout is ${layout}, made by a later version; this one knows ${LAYOUT}`)
      this.inTransaction(() => database.exec(tables))
      this.upsert = database.prepare(upsert)
      this.between = database.prepare(between)
      this.published = database.prepare(published)
      this.forget = database.prepare(forget)
      this.nextTopic = database.prepare(nextTopic)
    } catch (error) {
      database.close()
      throw error
    }
  }

  close(): void {
    this.database.close()
  }

  begin(): number {
    return this.inTransaction(() => {
      const [row] = this.database.prepare("SELECT max(latest) AS latest FROM epochs").all()
      const epoch = Number(row?.["latest"] ?? 0) + 1
      this.database.exec("DELETE FROM epochs")
      this.database.prepare("INSERT INTO epochs (latest) VALUES (?)").run(epoch)
      return epoch
    })
  }

  write(entries: ReadonlyArray<TopicEntry>): void {
    this.inTransaction(() => {
      for (const { epoch, gone, key, publisher, schema, seq, stale, topic, value } of entries) {
        if (gone === true) this.forget.run(topic, key, epoch, seq)
        else this.upsert.run(topic, key, epoch, seq, schema, publisher, stale ? 1 : 0, value)
      }
    })
  }

  read({ after, limitBytes, topic, upTo }: Range): Batch {
    const rows = this.between.iterate(topic, after.epoch, after.seq, upTo.epoch, upTo.seq)
    return batchOf(entriesOf(rows), limitBytes, upTo)
  }

  publishedBy({ epoch, from, limitBytes, publisher }: OfPublisher): Part {
    const entries: Array<TopicEntry> = []
    let bytes = 0
    let last = from
    for (const row of this.published.iterate(from, publisher, epoch)) {
      const entry = { topic: String(row["topic"]), ...entryOf(row) }
      bytes += sentBytesOf(entry, entry.topic)
      if (bytes > limitBytes && entries.length > 0) return { entries, next: last }
      entries.push(entry)
      last = Number(row["id"])
    }
    return { entries, next: undefined }
  }

  topics({ after, limit }: OfTopics): ReadonlyArray<string> {
    const names: Array<string> = []
    for (let name = after; names.length < limit;) {
      const row = this.nextTopic.get(name)
      if (row === undefined) break
      name = String(row["topic"])
      names.push(name)
    }
    return names
  }

  private inTransaction<A>(work: () => A): A {
    this.database.exec("BEGIN IMMEDIATE")
    try {
      const result = work()
      this.database.exec("COMMIT")
      return result
    } catch (error) {
      // SQLite has rolled back by itself where that is all it could do.
      if (this.database.isTransaction) this.database.exec("ROLLBACK")
      throw error
    }
  }
}

function* entriesOf(rows: Iterable<Row>): Generator<Entry> {
  for (const row of rows) yield entryOf(row)
}

const entryOf = (row: Row): Entry => ({
  key: String(row["key"]),
  value: row["value"] as Uint8Array,
  epoch: Number(row["epoch"]),
  seq: Number(row["seq"]),
  schema: String(row["schema"]),
  publisher: Number(row["publisher"]),
  stale: row["stale"] !== 0
})
