/*
 * The Lua in packages/lua/docs: each block marked `lua` is run as a script on main, with threads, in a folder with the blocks marked
 * `lua file=…` of its document; what it prints is what its comments `--> …` say, in any order where the block says `unordered`. Files of tests are run as such.
 */
import { assert, describe, it } from "@effect/vitest"
import { LuaRuntime } from "@stevedore/lua/LuaRuntime"
import * as LuaTest from "@stevedore/lua/LuaTest"
import * as LuaThread from "@stevedore/lua/LuaThread"
import * as NodeActorSystem from "@stevedore/platform-node/NodeActorSystem"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Logger from "effect/Logger"
import * as References from "effect/References"
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll } from "vitest"
import { files, read } from "../scripts/lib/repository.ts"

interface Block {
  readonly info: ReadonlyArray<string>
  readonly line: number
  readonly text: string
}

const blocksOf = (document: string): ReadonlyArray<Block> =>
  Array.from(read(document).matchAll(/^```lua(.*)\n([^]*?)^```$/gm), ({ 1: info = "", 2: text = "", index }) => ({
    info: info.trim().split(/\s+/),
    line: read(document).slice(0, index).split("\n").length,
    text
  }))

const fileOf = ({ info }: Block): string | undefined =>
  info.find((word) => word.startsWith("file="))?.slice("file=".length)

const folders: Array<string> = []
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true, force: true })))

/** What a script prints, on whichever thread, until nothing of it is under way. */
const printed = (entry: string): Effect.Effect<ReadonlyArray<string>, unknown> => {
  const lines: Array<string> = []
  const logger = Logger.make(({ fiber, message }) => {
    const { print } = fiber.getRef(References.CurrentLogAnnotations)
    if (print === true) lines.push(...(message as ReadonlyArray<string>).join(" ").split("\n"))
  })
  return Effect.gen(function* () {
    const main = yield* LuaThread.onMain({ entry })
    yield* main.idle
  }).pipe(
    Effect.scoped,
    Effect.provide(
      Layer.merge(LuaRuntime.layer(), NodeActorSystem.layer({ slowAfter: "never", startTimeout: "1 minute" }))
    ),
    Effect.provide(Logger.layer([logger])),
    Effect.as(lines)
  )
}

const documents = files("packages/lua/docs/*.md", "README.md").filter((document) => blocksOf(document).length > 0)

describe.each(documents)("the Lua in %s", (document) => {
  const blocks = blocksOf(document)
  const folder = mkdtempSync(join(tmpdir(), "stevedore-lua-docs-"))
  folders.push(folder)
  for (const block of blocks) {
    const file = fileOf(block)
    if (file !== undefined) writeFileSync(join(folder, file), block.text)
  }

  for (const name of blocks.flatMap((block) => fileOf(block) ?? []).filter((name) => name.endsWith(".test.lua"))) {
    it.live(name, () =>
      Effect.gen(function* () {
        const { failed, passed } = yield* LuaTest.run(join(folder, name))
        assert.strictEqual(failed, 0)
        assert.isAbove(passed, 0)
      })
    )
  }

  for (const block of blocks.filter((block) => fileOf(block) === undefined)) {
    it.live(`line ${block.line}`, () =>
      Effect.gen(function* () {
        const entry = join(folder, `line${block.line}.lua`)
        writeFileSync(entry, block.text)
        const expected = Array.from(block.text.matchAll(/--> ?(.*)$/gm), ([, line]) => line!.replaceAll("\\t", "\t"))
        const lines = yield* printed(entry)
        const isOrdered = !block.info.includes("unordered")
        assert.deepStrictEqual(isOrdered ? lines : lines.toSorted(), isOrdered ? expected : expected.toSorted())
      })
    )
  }
})
