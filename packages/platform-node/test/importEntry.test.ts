import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { pathToFileURL } from "node:url"
import { afterAll, beforeAll } from "vitest"
import { nextOf, spawn, layer } from "./support/threads.ts"

// Modules that no tool should parse are written where none looks.
const modules: Readonly<Record<string, string>> = {
  "typescript.ts": "const value: number = 1\nexport default value",
  "typescript.mts": "const value: number = 1\nexport default value",
  "built.js": "export default 1\nexport const built = true",
  "builtModule.mjs": "export default 1\nexport const built = true",
  "builtCommon.cjs": "exports.built = true",
  "both.ts": "export const source = true",
  "both.js": "export const built = true",
  "plain.mjs": "export default 1",
  "badTypes.ts": "const a = 1\nexport const x: = 3\n",
  "enum.ts": "enum A { B }\nexport default A",
  "badScript.mjs": "const a = 1\nexport const y = }\n",
  "twice.ts": "let a: number = 1\nlet a: string = 'x'\nexport default a",
  "importsTwice.ts": "import './importsTwiceMore.ts'\nexport default 1",
  "importsTwiceMore.ts": "import a from './twice.ts'\nconsole.log(a)",
  "noExport.mjs": "import { nothing } from './plain.mjs'\nnothing()",
  "badCommon.cjs": "const a = 1\nmodule.exports = }",
  "importsMissing.mjs": "import './nothing.mjs'",
  "importsPackage.mjs": "import 'no-such-package'",
  "parses.ts": "const a: number = 1\nJSON.parse('{')",
  "evaluates.mjs": "new Function('}')",
  "throws.ts": "const message: string = 'on purpose'\n\nthrow new RangeError(message)",
  "throwsText.mjs": "throw 'just text'",
  "rejects.mjs": "await Promise.reject(new Error('later'))",
  "pretends.mjs": "throw Object.assign(new Error('mine'), { code: 'ERR_MODULE_NOT_FOUND' })",
  "text.txt": "text"
}

let folder = ""
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "stevedore import "))
  for (const [name, text] of Object.entries(modules)) writeFileSync(join(folder, name), text)
  writeFileSync(join(folder, "package.json"), JSON.stringify({ type: "module" }))
})
afterAll(() => rmSync(folder, { recursive: true }))

const urlOf = (name: string) => pathToFileURL(join(folder, name)).href

interface Answer {
  readonly names?: ReadonlyArray<string>
  readonly cause?: string
  readonly tried?: ReadonlyArray<string>
  readonly message?: string
  readonly stack?: string
}

/** Imports in a fresh thread. */
const importIn = (entry: string): Effect.Effect<Answer> =>
  Effect.gen(function* () {
    const thread = yield* spawn({ end: "import" })
    yield* nextOf(thread)
    const answer = nextOf(thread)
    thread.port.post(entry)
    const result = yield* answer
    yield* Effect.promise(() => thread.terminate())
    return result as Answer
  }).pipe(Effect.provide(layer), Effect.orDie)

describe("an entry", () => {
  const imported: ReadonlyArray<readonly [string, ReadonlyArray<string>]> = [
    ["typescript.ts", ["default"]],
    ["typescript.mts", ["default"]],
    ["plain.mjs", ["default"]],
    ["built.ts", ["built", "default"]],
    ["builtModule.mts", ["built", "default"]],
    ["builtCommon.cts", ["built", "default"]],
    ["both.ts", ["source"]],
    ["built.ts?version=1#there", ["built", "default"]]
  ]
  for (const [name, names] of imported) {
    it.live(`H05-import ${name} is imported`, () =>
      Effect.gen(function* () {
        const [file, ...rest] = name.split(/(?=[?#])/)
        const answer = yield* importIn(`${urlOf(file!)}${rest.join("")}`)
        assert.includeMembers([...(answer.names ?? [])], [...names])
      })
    )
  }

  const failing: ReadonlyArray<{
    readonly name: string
    readonly cause: string
    readonly tried?: ReadonlyArray<string>
    readonly message: RegExp
    /** What the stack shows: where it is, as `file:line`. */
    readonly at?: string
  }> = [
    { name: "none.ts", cause: "missing", tried: ["none.ts", "none.js"], message: /Cannot find module '.*none\.ts'/ },
    { name: "none.mts", cause: "missing", tried: ["none.mts", "none.mjs"], message: /none\.mts/ },
    { name: "none.cts", cause: "missing", tried: ["none.cts", "none.cjs"], message: /none\.cts/ },
    { name: "none.js", cause: "missing", message: /none\.js/ },
    { name: "badTypes.ts", cause: "syntax", message: /Unexpected token `=`/, at: "badTypes.ts:2" },
    { name: "enum.ts", cause: "syntax", message: /enum is not supported/, at: "enum.ts:1" },
    { name: "badScript.mjs", cause: "syntax", message: /Unexpected token '}'/, at: "badScript.mjs:2" },
    { name: "badCommon.cjs", cause: "syntax", message: /Unexpected token '}'/, at: "badCommon.cjs:2" },
    { name: "twice.ts", cause: "syntax", message: /Identifier 'a' has already been declared/, at: "twice.ts:2" },
    { name: "importsTwice.ts", cause: "syntax", message: /already been declared/, at: "twice.ts:2" },
    { name: "noExport.mjs", cause: "syntax", message: /does not provide an export/, at: "noExport.mjs:1" },
    { name: "importsMissing.mjs", cause: "threw", message: /Cannot find module '.*nothing\.mjs' imported from/ },
    { name: "importsPackage.mjs", cause: "threw", message: /Cannot find package 'no-such-package'/ },
    { name: "parses.ts", cause: "threw", message: /JSON/, at: "parses.ts:2" },
    { name: "evaluates.mjs", cause: "threw", message: /Unexpected token '}'/, at: "evaluates.mjs:1" },
    { name: "throws.ts", cause: "threw", message: /^on purpose$/, at: "throws.ts:3" },
    { name: "throwsText.mjs", cause: "threw", message: /^just text$/ },
    { name: "rejects.mjs", cause: "threw", message: /^later$/, at: "rejects.mjs:1" },
    { name: "pretends.mjs", cause: "threw", message: /^mine$/, at: "pretends.mjs:1" },
    { name: "text.txt", cause: "threw", message: /Unknown file extension ".txt"/ }
  ]
  for (const { at, cause, message, name, tried } of failing) {
    it.live(`H05-import ${name} fails with "${cause}"${at === undefined ? "" : `, which names ${at}`}`, () =>
      Effect.gen(function* () {
        const answer = yield* importIn(urlOf(name))
        assert.strictEqual(answer.cause, cause)
        assert.match(answer.message ?? "", message)
        assert.deepStrictEqual(answer.tried, (tried ?? [name]).map(urlOf))
        if (at !== undefined) assert.include((answer.stack ?? "").replaceAll("%20", " "), `${folder}/${at}`)
      })
    )
  }

  it.live("H05-import a relative path fails with how to write it", () =>
    Effect.gen(function* () {
      const answer = yield* importIn("./digest.thread.ts")
      assert.strictEqual(answer.cause, "threw")
      assert.match(answer.message ?? "", /"\.\/digest\.thread\.ts" is not an absolute URL: write new URL\(/)
    })
  )
})
