/*
 * What crosses threads without a schema: each row of the table in `docs/plain-functions.md`, as an argument and as a result,
 * on this thread, another one, and a pool; and random values of everything that is carried.
 */
import { assert, describe, it, layer } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { deepStrictEqual } from "node:assert/strict"
import { read } from "../scripts/lib/repository.ts"
import { comparable } from "./fromModule/comparable.ts"
import { hosts, Subject } from "./fromModule/hosts.ts"
import { randomValue } from "./fromModule/random.ts"
import { differs, rows } from "./fromModule/rows.ts"

const inDocument = (): ReadonlyArray<readonly [string, string]> => {
  const [, table = ""] = /<!-- values:begin -->([^]*)<!-- values:end -->/.exec(
    read("packages/core/docs/plain-functions.md")
  )!
  return table
    .split("\n")
    .flatMap((line) => {
      const [, what, arrives] = /^\| (.+?) +\| (.+?) +\|$/.exec(line) ?? []
      return what === undefined ? [] : [[what, arrives!.replace(/^refused.*/, "refused")] as const]
    })
    .filter(([what]) => what !== "what" && !what.startsWith("---"))
}

describe("the table of values", () => {
  it("A21-table the document has the rows that are tested here, in their order", () => {
    deepStrictEqual(
      inDocument(),
      rows.map(({ arrives, what }) => [what, arrives])
    )
  })

  it("no row is there twice", () => {
    assert.strictEqual(new Set(rows.map(({ what }) => what)).size, rows.length)
  })
})

for (const [host, jobs] of Object.entries(hosts)) {
  layer(jobs)(`values, ${host}`, (it) => {
    for (const row of rows.filter(({ refused }) => refused === undefined)) {
      it.effect(`A21-values ${row.what}: ${row.arrives}, both ways`, () =>
        Effect.gen(function* () {
          const subject = yield* Subject
          assert.strictEqual(yield* subject.check(row.what, { at: [row.make()] }), "", "as an argument")
          const { at } = yield* subject.make(row.what)
          assert.strictEqual(differs(row, at[0]), "", "as a result")
        })
      )
    }

    for (const row of rows.filter(({ refused }) => refused !== undefined)) {
      it.effect(`A21-refused ${row.what}: a typed error that names the path, both ways`, () =>
        Effect.gen(function* () {
          const subject = yield* Subject
          const sent = yield* Effect.flip(subject.check(row.what, { at: [row.make()] }))
          const returned = yield* Effect.flip(subject.make(row.what))
          for (const [error, what, path] of [
            [sent, "payload", '[1]["at"][0]'],
            [returned, "result", '["at"][0]']
          ] as const) {
            assert.strictEqual(error.reason._tag, "Undecodable")
            assert.include(error.message, `the ${what} cannot cross threads: `)
            assert.include(error.message, row.refused!)
            if (row.path !== undefined) assert.include(error.message, `at ${path}${row.path} (`)
            assert.strictEqual(error.started, what === "result")
          }
        })
      )
    }

    it.effect("A21-refused results that throw when they are looked at: a typed error", () =>
      Effect.gen(function* () {
        const subject = yield* Subject
        for (const what of yield* subject.unreadableNames()) {
          for (const returned of [subject.returnsUnreadable(what), subject.promisesUnreadable(what)]) {
            const { reason } = yield* Effect.flip(returned)
            assert.strictEqual(reason._tag, "Undecodable", what)
            assert.include(reason.message, "the result cannot cross threads: ", what)
          }
        }
      })
    )

    for (const row of rows) {
      it.effect(`A21-thrown ${row.what}: whatever is thrown, it arrives`, () =>
        Effect.gen(function* () {
          const subject = yield* Subject
          const { reason } = yield* Effect.flip(subject.throwing(row.what))
          assert.strictEqual(reason._tag, "Threw")
          const { cause } = reason as { readonly cause: unknown }
          if (row.refused === undefined) return assert.strictEqual(differs(row, cause), "")
          assert.instanceOf(cause, Error)
          assert.include((cause as Error).message, row.refused)
        })
      )
    }

    it.effect.prop(
      "A21-random any value of any nesting arrives equal, both ways",
      [Schema.Int],
      ([seed]) =>
        Effect.gen(function* () {
          const subject = yield* Subject
          const value = randomValue(seed)
          deepStrictEqual(comparable(yield* subject.echo(value)), comparable(value))
        }),
      { arbitrary: { runs: host === "local" ? 300 : 100 } } as never
    )
  })
}
