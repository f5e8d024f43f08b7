/*
 * Properties of the sources that no type and no lint rule can hold, checked as tests.
 */
import { assert, describe, it } from "@effect/vitest"
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { basename, join } from "node:path"
import { atomicsSeam, cycles, layering, layerless, sources } from "../scripts/lib/layering.ts"
import { files, type Finding, lineAt, read, show } from "../scripts/lib/repository.ts"
import { parse } from "../scripts/lib/source.ts"
import { tool } from "../scripts/lib/tools.ts"

const none = (findings: ReadonlyArray<Finding>): void => assert.deepStrictEqual(findings.map(show), [])

/** Everything a person wrote, or would read. */
const written = files(
  "*.{ts,json,md}",
  "{packages,scripts,test,.changeset}/**/*.{ts,js,json,md,yml}",
  ".ci/*",
  ".npmrc"
).filter((file) => basename(file) !== "package-lock.json" && file !== "test/tidy.test.ts")

const matches = (file: string, pattern: RegExp, message: string): Array<Finding> => {
  const text = read(file)
  return [...text.matchAll(pattern)].map((match) => ({ file, line: lineAt(text, match.index), message }))
}

/** Files that are longer than a reader's patience, each with the reason why it is not two. */
const longForAReason: Readonly<Record<string, string>> = {
  "packages/core/src/ActorError.ts": "a list: one class for each reason",
  "packages/harbor/src/HarborError.ts": "a list: one class for each reason",
  "packages/core/test/explorer/models/system.ts": "one model: the whole of the protocol above the memory",
  "packages/core/test/explorer/protocolMutants.ts": "a table: one entry for each guard"
}

/** Tests are read one at a time, so their files may be longer. */
const lineLimit = (file: string): number => (file.endsWith(".test.ts") ? 600 : 400)

describe("sources", () => {
  it("imports point downwards only, as the layers of the packages say", () => {
    assert.deepStrictEqual(layerless(), [])
    none(layering(sources()))
  })

  it("no runtime imports form a circle", () => none(cycles(sources())))

  it("one file alone names the global Atomics", () => none(atomicsSeam(sources())))

  it("every source file opens with a comment that says what it is", () => {
    none(
      sources()
        .filter(({ text }) => !/^(?:#!.*)?\s*\/\*/.test(text))
        .map(({ file }) => ({ file, line: 1, message: "has no header comment" }))
    )
  })

  it("no file has more than 400 lines, no test file more than 600, without a reason", () => {
    const long = files("packages/*/{src,test,examples}/**/*.ts", "{test,scripts}/**/*.ts").filter(
      (file) => read(file).split("\n").length - 1 > lineLimit(file)
    )
    none(
      long
        .filter((file) => longForAReason[file] === undefined)
        .map((file) => ({ file, line: lineLimit(file) + 1, message: `has more than ${lineLimit(file)} lines` }))
    )
    assert.deepStrictEqual(
      Object.keys(longForAReason).filter((file) => !long.includes(file)),
      [],
      "no longer long: take the reason away"
    )
  })

  it("nothing names a place on one machine, or a registry's host", () => {
    none(
      written.flatMap((file) => [
        ...matches(file, /(?<![\w.])\/(?:work|home|root|Users|tmp\/[a-z])(?:\/|\b)/g, "names a path of one machine"),
        ...matches(file, /[A-Z]:\\\\?Users\b/g, "names a path of one machine"),
        ...matches(file, /registry\.(?!test\.ts)[a-z]+\.[a-z]+/g, "names a registry")
      ])
    )
  })

  it("the lock file holds no addresses", () => {
    none(
      files("package-lock.json", "test/benchmark/package-lock.json").flatMap((file) =>
        matches(file, /"resolved": "https?:/g, "holds an address")
      )
    )
  })

  it("nothing is left for later in a comment", () => {
    none(written.flatMap((file) => matches(file, /\b(?:TODO|FIXME|XXX|HACK)\b/g, "is left for later")))
  })

  it("no test runs alone or is left for later", () => {
    none(
      files("packages/*/test/**/*.ts", "test/**/*.ts")
        .filter((file) => file !== "test/tidy.test.ts" && !file.startsWith("test/benchmark/"))
        .flatMap((file) => [
          ...matches(file, /\b(?:it|test|describe)(?:\.\w+)*\.only\(/g, "runs alone"),
          ...matches(file, /\b(?:it|test|describe)(?:\.\w+)*\.todo\(/g, "is left for later")
        ])
    )
  })
})

/** In any form: an import, `import()` of a value or a type, `require`, an address that is resolved. */
const effect3 = (text: string): ReadonlyArray<number> =>
  [...text.matchAll(/["'`]@effect\/schema(?:["'`]|\/)/g)].map(({ index }) => index)

describe("Effect 3's schema package", () => {
  it("is named by no source, in whatever form", () => {
    none(
      files("*.{ts,js}", "{packages,scripts,test}/**/*.{ts,js,mjs,cjs,mts,cts}")
        .filter((file) => file !== "test/tidy.test.ts")
        .flatMap((file) => {
          const text = read(file)
          return effect3(text).map((index) => ({
            file,
            line: lineAt(text, index),
            message: "names Effect 3's package"
          }))
        })
    )
  })

  it("is seen where the linter does not look", () => {
    const forms = [
      'type S = import("@effect/schema/Schema").Schema<string>',
      'createRequire(import.meta.url)("@effect/schema")',
      "await import(`@effect/schema/Schema`)",
      "import.meta.resolve('@effect/schema')"
    ]
    for (const form of forms) assert.lengthOf(effect3(form), 1, form)
    assert.lengthOf(effect3('import * as Schema from "effect/Schema"'), 0)
  })
})

describe("the linter", () => {
  it("refuses Effect 3's schema package, by any of its paths", () => {
    const folder = mkdtempSync(join(tmpdir(), "stevedore-lint-"))
    const file = join(folder, "schema.ts")
    const program = (path: string) => `import * as Schema from "${path}"\nexport const text = Schema.String\n`
    const lint = (path: string) => {
      writeFileSync(file, program(path))
      return tool("oxlint", "bin/oxlint", ["-c", ".oxlintrc.json", "--format=unix", file])
    }
    try {
      for (const path of ["@effect/schema", "@effect/schema/Schema"]) {
        const { output, status } = lint(path)
        assert.notStrictEqual(status, 0)
        assert.include(output, "no-restricted-imports")
      }
      assert.strictEqual(lint("effect/Schema").status, 0)
    } finally {
      rmSync(folder, { recursive: true })
    }
  })
})

describe("the reader of sources", () => {
  it("tells what is left at run time from what types alone need", () => {
    const { imports } = parse(
      "x.ts",
      `import type { A } from "a"
import { type B } from "b"
export type { C } from "c"
export * from "d"
const e = import("e")
type F = typeof import("f")`
    )
    const kept = imports.filter(({ typeOnly }) => !typeOnly).map(({ specifier }) => specifier)
    assert.deepStrictEqual(kept.toSorted(), ["b", "d", "e"])
  })

  it("finds exports with their documentation, an overloaded function once", () => {
    const { exports } = parse(
      "x.ts",
      `/** one */
export function f(a: 1): 1
export function f(a: 2): 2
export function f(a: 1 | 2): 1 | 2 {
  return a
}
/** two */
export interface T {}
export const bare = 1
export type { U } from "u"`
    )
    assert.deepStrictEqual(
      exports.map(({ doc, line, name, value }) => [name, value, line, doc?.text.trim()]),
      [
        ["f", true, 2, "one"],
        ["T", false, 8, "two"],
        ["bare", true, 9, undefined],
        ["U", false, 10, undefined]
      ]
    )
  })
})
