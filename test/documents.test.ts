/*
 * What the documents of core and harbor say of the sources, held against the sources: the tests that show a guarantee exist, and
 * every guard has its step.
 */
import { assert, describe, it } from "@effect/vitest"
import { holdersIn } from "../scripts/lib/holders.ts"
import { files, read, show } from "../scripts/lib/repository.ts"
import { source } from "../scripts/lib/source.ts"

const docs = "packages/core/docs/"

/** The tests that a document names, as `- _title_ (file)`, by the heading they stand under. */
const evidence = (text: string): ReadonlyArray<{ heading: string; title: string; file: string }> => {
  let heading = ""
  return text.split("\n").flatMap((line) => {
    heading = /^## (.+)$/.exec(line)?.[1] ?? heading
    const [, title, file] = /^- _(.+)_ \((\S+)\)$/.exec(line) ?? []
    return title === undefined ? [] : [{ heading, title: title.replaceAll("\\_", "_"), file: file! }]
  })
}

/** Without the numbers of requirements in front; `…` stands for what a title fills in. */
const plain = (title: string): string =>
  title
    .replace(/^(?:[A-H]\d\d(?:-[a-z]\w*)* )+/, "")
    .replaceAll("${}", "…")
    .replaceAll(/%[sdj]|\$[a-z]\w*/g, "…")
const titlesOf = (file: string): ReadonlyArray<string> => source(file).titles.map(plain)

describe("commands", () => {
  it("every script that a document or a source names is there", () => {
    const { scripts } = JSON.parse(read("package.json")) as { readonly scripts: Record<string, string> }
    const named = [
      "*.md",
      "packages/**/*.md",
      "scripts/**/*.ts",
      "packages/*/{src,test,examples}/**/*.ts",
      "test/**/*.ts"
    ]
      .flatMap((pattern) => files(pattern))
      .flatMap((file) =>
        Array.from(read(file).matchAll(/npm run ([a-z][a-z:]*)/g), ([, script]) => ({ file, script: script! }))
      )
    assert.isAbove(named.length, 20)
    assert.deepStrictEqual(
      named.filter(({ script }) => scripts[script] === undefined),
      []
    )
  })
})

describe.each([`${docs}delivery.md`, "packages/harbor/docs/guarantees.md", "packages/lua/docs/guarantees.md"])(
  "the guarantees in %s",
  (document) => {
    const text = read(document)

    it("every test that it names exists, under that title", () => {
      const missing = evidence(text).filter(
        ({ file, title }) => !files(file).includes(file) || !titlesOf(file).includes(plain(title))
      )
      assert.deepStrictEqual(missing, [])
    })

    it("every row of the table has a section with tests that show it", () => {
      const rows = Array.from(text.matchAll(/^\| (\S.*?) +\| \S/gm), ([, row]) => row!).filter(
        (row) => row !== "question" && !row.startsWith("--")
      )
      const headings = Array.from(text.matchAll(/^## (.+)$/gm), ([, heading]) => heading!)
      assert.strictEqual(headings.length, rows.length, "one section a row, in the same order")
      const shown = evidence(text)
      for (const heading of headings) {
        assert.isAtLeast(shown.filter((each) => each.heading === heading).length, 2, heading)
      }
    })
  }
)

describe("the memory model", () => {
  const text = read(`${docs}memory-model.md`)
  const guards = files("packages/core/src/**/*.ts").flatMap((file) =>
    Array.from(read(file).matchAll(/\/\/ guard (G\d\d): /g), ([, guard]) => guard!)
  )

  it("every guard of the sources stands at its step", () => {
    const told = new Set(text.match(/G\d\d/g))
    assert.deepStrictEqual(
      guards.filter((guard) => !told.has(guard)),
      [],
      "name each at the step that it is, in memory-model.md"
    )
  })

  it("it names no guard that the sources do not have", () => {
    const told = Array.from(new Set(text.match(/G\d\d/g)))
    assert.deepStrictEqual(
      told.filter((guard) => !guards.includes(guard)),
      []
    )
  })

  it("its steps are numbered without a gap or a repetition", () => {
    const steps = Array.from(
      text.matchAll(/^- \*\*([A-Z])(\d+)\*\* /gm),
      ([, group, number]) => [group!, Number(number)] as const
    )
    assert.isAbove(steps.length, 30)
    for (const group of new Set(steps.map(([group]) => group))) {
      const numbers = steps.filter(([each]) => each === group).map(([, number]) => number)
      assert.deepStrictEqual(
        numbers,
        Array.from(numbers.keys(), (index) => index + 1),
        group
      )
    }
  })

  it("every file that it names exists", () => {
    for (const [, file] of text.matchAll(/`((?:internal|test|packages)\/[\w/-]+\.(?:ts|md))`/g)) {
      const path = file!.startsWith("internal/") ? `packages/core/src/${file}` : file!
      assert.deepStrictEqual(files(path), [path])
    }
  })
})

describe.each([
  // The codec keeps what is made once for each schema; the simulation is for tests.
  { name: "core", left: /\/internal\/(?:codec|simulation)\// },
  { name: "harbor", left: /\/(?:internal\/codec|testing)\// },
  // What the engine and its libraries keep is part of the state.
  { name: "lua", left: /\/internal\/fengari\// }
])("the limits of $name", ({ left, name }) => {
  const text = read(`packages/${name}/docs/limits.md`)
  const told = new Set(Array.from(text.matchAll(/`([\w/]+\.ts [\w.]+)`/g), ([, key]) => key!))
  const sources = `packages/${name}/src/`
  const holders = files(`${sources}**/*.ts`)
    .filter((file) => !left.test(file))
    .flatMap((file) =>
      holdersIn(file.slice(sources.length).replace(/^internal\//, ""), read(file)).map((each) => ({ ...each, file }))
    )

  it("H07 everything that can grow has its bound there", () => {
    const untold = holders.filter(({ key }) => !told.has(key))
    assert.deepStrictEqual(
      untold.map(({ file, key, line }) => show({ file, line, message: `what bounds \`${key}\`? Say so in limits.md` })),
      []
    )
  })

  it("it names nothing that is gone", () => {
    const keys = new Set(holders.map(({ key }) => key))
    assert.deepStrictEqual(
      Array.from(told).filter((key) => !keys.has(key)),
      []
    )
  })
})

describe("what a limit of memory counts", () => {
  it("every row names a test that is there", () => {
    const [, table] = /^### What a limit of memory counts.*$([^]+?)^### /m.exec(read("packages/lua/docs/limits.md"))!
    const rows = table!.split("\n").filter((line) => line.startsWith("| "))
    assert.isAbove(rows.length, 3)
    for (const row of rows.slice(2)) {
      const shown = Array.from(row.matchAll(/_([^_|]+)_ \((\S+\.test\.ts)\)/g))
      assert.isAtLeast(shown.length, 1, row)
      for (const [, title, file] of shown) assert.include(files(file!).flatMap(titlesOf).map(plain), title, file)
    }
  })
})

describe("what the limits are asked for", () => {
  it("a new queue is found, whatever it is made of", () => {
    const bad = `
const seen = new Set<string>()
class Greedy {
  private readonly lines: Array<string> = []
  private readonly byId = new Map<number, string>()
  private readonly queue = Effect.runSync(Queue.unbounded<string>())
  private readonly names: ReadonlyArray<string> = []
}`
    assert.deepStrictEqual(
      holdersIn("greedy.ts", bad).map(({ key, line }) => `${key} ${line}`),
      ["greedy.ts seen 2", "greedy.ts Greedy.lines 4", "greedy.ts Greedy.byId 5", "greedy.ts Greedy.queue 6"]
    )
  })
})

describe("the architecture", () => {
  it("every file that it names exists", () => {
    const names = new Set(files("packages/core/src/**/*.ts").flatMap((file) => [file.split("/").at(-1)!, file]))
    const text = read(`${docs}architecture.md`)
    const named = Array.from(text.matchAll(/`(?:[\w/]+\/)?([\w]+\.ts)`/g), ([, file]) => file!)
    assert.isAbove(named.length, 5)
    assert.deepStrictEqual(
      named.filter((file) => !names.has(file)),
      []
    )
  })

  it("documents link to what is there", () => {
    for (const file of files("packages/*/docs/*.md")) {
      for (const [, link] of read(file).matchAll(/\]\(([\w./-]+\.md)(?:#[\w-]+)?\)/g)) {
        const path = new URL(link!, `file:///${file}`).pathname.slice(1)
        assert.deepStrictEqual(files(path), [path], `${file} links to ${link}`)
      }
    }
  })
})
