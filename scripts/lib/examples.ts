/*
 * The examples in the documentation: the ```ts blocks in doc comments of public exports, and the blocks marked
 * ```ts run in Markdown. Each becomes a program of its own, with the very line numbers of the file it stands in.
 *
 * A block may bring other files along, as a thread's entry: ```ts file=digest.thread.ts beside it.
 */
import { files, type Finding, read } from "./repository.ts"
import { type Export, source } from "./source.ts"

export interface ExampleFile {
  readonly name: string
  /** The block's code, moved down by blank lines so that line n of it is line n of `Example.file`. */
  readonly text: string
}

export interface Example {
  readonly file: string
  readonly line: number
  /** The name of the program among `files`. */
  readonly main: string
  readonly files: ReadonlyArray<ExampleFile>
  /** What the program must print, where the documentation shows it. */
  readonly output: string | undefined
}

interface Block {
  /** The words behind ```: the language first, then flags and `key=value` pairs. */
  readonly info: ReadonlyArray<string>
  readonly line: number
  readonly text: string
}

/** Fenced blocks of a text whose first line is line `first` of its file; `strip` removes what stands before each line. */
const blocks = (text: string, first: number, strip: RegExp): Array<Block> => {
  const found: Array<Block> = []
  let open: { readonly fence: string; readonly info: string; readonly line: number } | undefined
  let body: Array<string> = []
  text.split("\n").forEach((raw, index) => {
    const line = raw.replace(strip, "")
    const fence = /^\s*(`{3,})(.*)$/.exec(line)
    if (open === undefined && fence !== null) {
      open = { fence: fence[1] ?? "", info: fence[2] ?? "", line: first + index }
      body = []
    } else if (open !== undefined && line.trim() === open.fence) {
      const code = "\n".repeat(open.line) + body.join("\n") + "\n"
      found.push({ info: open.info.trim().split(/\s+/), line: open.line + 1, text: code })
      open = undefined
    } else body.push(line)
  })
  return found
}

const valueOf = (block: Block, key: string): string | undefined =>
  block.info.find((word) => word.startsWith(`${key}=`))?.slice(key.length + 1)

const siblings = (all: ReadonlyArray<Block>): Array<ExampleFile> =>
  all.flatMap((block) => {
    const name = valueOf(block, "file")
    return name === undefined ? [] : [{ name, text: block.text }]
  })

const docBlocks = ({ doc }: Export): Array<Block> =>
  doc === undefined ? [] : blocks(doc.text, doc.line, /^\s*\*? ?/).filter(({ info }) => info[0] === "ts")

/** Modules that users can import by name. The barrels are generated and repeat them. */
export const publicModules = (): Array<string> =>
  files("packages/*/src/**/*.ts").filter((file) => !file.includes("/internal/") && !file.endsWith("/src/index.ts"))

const inDocs = (): Array<Example> =>
  publicModules().flatMap((file) =>
    source(file).exports.flatMap((one) => {
      const all = docBlocks(one)
      return all
        .filter((block) => valueOf(block, "file") === undefined)
        .map((block) => ({
          file,
          line: block.line,
          main: "example.ts",
          files: [{ name: "example.ts", text: block.text }, ...siblings(all)],
          output: undefined
        }))
    })
  )

export const markdown = (): Array<string> => files("README.md", "packages/*/README.md", "packages/*/docs/**/*.md")

const inMarkdown = (): Array<Example> =>
  markdown().flatMap((file) => {
    const all = blocks(read(file), 1, /^/)
    const typescript = all.filter(({ info }) => info[0] === "ts")
    const running = typescript
      .filter(({ info }) => info.includes("run"))
      .map((block) => ({
        file,
        line: block.line,
        main: valueOf(block, "file") ?? "example.ts",
        files: [{ name: valueOf(block, "file") ?? "example.ts", text: block.text }, ...siblings(typescript)],
        output: undefined
      }))
    const quick = quickStart(file)
    return quick === undefined ? running : [...running, quick]
  })

/**
 * The program that a reader types first: the blocks `file=quickstart/<name>.ts`, of which `main.ts` runs, and the block
 * `output=quickstart`, which it must print. The packed-install test runs the same files from the tarballs.
 */
export const quickStart = (file: string): Example | undefined => {
  const all = blocks(read(file), 1, /^/)
  const own = siblings(all.filter((block) => valueOf(block, "file")?.startsWith("quickstart/") === true))
  const main = all.find((block) => valueOf(block, "file") === "quickstart/main.ts")
  if (main === undefined) return undefined
  const output = all.find((block) => valueOf(block, "output") === "quickstart")
  return { file, line: main.line, main: "quickstart/main.ts", files: own, output: output?.text.trim() }
}

export const examples = (): Array<Example> => [...inDocs(), ...inMarkdown()]

/** Public exports that say too little. A type needs a doc comment; a value needs an example that asserts something. */
export const undocumented = (): Array<Finding> =>
  publicModules().flatMap((file) =>
    source(file).exports.flatMap((one) => {
      const finding = (message: string): Array<Finding> => [{ file, line: one.line, message }]
      if (one.doc === undefined) return finding(`${one.name} has no doc comment`)
      if (!one.value) return []
      const all = docBlocks(one)
      if (all.length === 0) return finding(`${one.name} has no example`)
      return all.some(({ text }) => /\bassert\b/.test(text))
        ? []
        : finding(`no example of ${one.name} asserts anything`)
    })
  )
