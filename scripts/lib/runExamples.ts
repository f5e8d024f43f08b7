/*
 * Type-checks all examples together, then runs each in a process of its own, from `.cache/examples/`. That folder lies
 * within the repository, so the examples import the packages by the names users write.
 */
import { execFile } from "node:child_process"
import { mkdirSync, rmSync, writeFileSync } from "node:fs"
import { availableParallelism } from "node:os"
import { dirname, join } from "node:path"
import type { Example } from "./examples.ts"
import { type Finding, root } from "./repository.ts"
import { tsc } from "./tools.ts"

const folder = join(root, ".cache", "examples")

/** Long enough for any example on a slow machine: only what hangs is stopped by it. */
const limitMillis = 60_000

const pathOf = (index: number, name = ""): string => join(folder, String(index), name)

export const runExamples = async (all: ReadonlyArray<Example>): Promise<Array<Finding>> => {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  all.forEach((example, index) => {
    for (const { name, text } of example.files) {
      mkdirSync(dirname(pathOf(index, name)), { recursive: true })
      writeFileSync(pathOf(index, name), text)
    }
  })
  const types = typeErrors(all)
  return types.length > 0 ? types : run(all)
}

const typeErrors = (all: ReadonlyArray<Example>): Array<Finding> => {
  const config = {
    extends: "../../tsconfig.json",
    // An example may declare what it only shows.
    compilerOptions: { noUnusedLocals: false },
    // Declarations of untyped modules that our sources import are found only where they are named.
    include: ["*/**/*.ts", "../../packages/*/src/**/*.d.ts"],
    exclude: []
  }
  if (all.length === 0) return []
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(config))
  return tsc(["-p", folder]).map((finding) => {
    const index = /^\.cache\/examples\/(\d+)\//.exec(finding.file)?.[1]
    return { ...finding, file: all[Number(index)]?.file ?? finding.file }
  })
}

const run = async (all: ReadonlyArray<Example>): Promise<Array<Finding>> => {
  const findings: Array<Finding> = []
  let next = 0
  const worker = async (): Promise<void> => {
    for (let index = next++; index < all.length; index = next++) {
      const example = all[index]
      const problem = example === undefined ? undefined : await problemOf(example, index)
      if (example !== undefined && problem !== undefined) findings.push(problem)
    }
  }
  await Promise.all(Array.from({ length: availableParallelism() }, worker))
  return findings.toSorted((a, b) => a.file.localeCompare(b.file) || a.line - b.line)
}

const problemOf = (example: Example, index: number): Promise<Finding | undefined> =>
  new Promise((resolve) => {
    const options = {
      cwd: pathOf(index),
      timeout: limitMillis,
      // Most of an example's time is the compilation of Effect, so all of them share one cache of it.
      env: { ...process.env, NODE_COMPILE_CACHE: join(root, ".cache", "compile"), NODE_NO_WARNINGS: "1" }
    }
    execFile(process.execPath, [pathOf(index, example.main)], options, (error, stdout, stderr) => {
      const at = (line: number, message: string): Finding => ({ file: example.file, line, message })
      if (error === null) {
        const differs = example.output !== undefined && stdout.trim() !== example.output
        resolve(differs ? at(example.line, `prints something else than documented:\n${stdout}`) : undefined)
        return
      }
      const why = error.killed ? `the example hung for ${limitMillis / 1000} s` : `the example ended with ${error.code}`
      // The line numbers of the program are those of the documentation.
      const line = new RegExp(`examples/${index}/[^:\\s]+:(\\d+)`).exec(stderr)?.[1]
      resolve(at(line === undefined ? example.line : Number(line), `${why}\n${indent(stderr || stdout)}`))
    })
  })

const indent = (text: string): string => text.trim().replace(/^/gm, "    ")
