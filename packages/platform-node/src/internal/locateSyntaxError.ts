/*
 * Finds where a SyntaxError of an import is. For JavaScript, and for what only V8 notices in TypeScript (a name
 * declared twice), Node gives neither file nor line: "Unexpected token '}'" is all one would see. Runs only after an
 * import failed, on the failing thread: a helper thread parses the entry and its relative imports without running them,
 * and has `node --check`, which alone prints a place, look at the file that does not parse.
 */
import { Worker } from "node:worker_threads"

// More than this is not worth the wait for a better message.
const longestMillis = 3000
const mostFiles = 500

// Valid as CommonJS and as a module, see `bootstrap`.
const code = `
const { spawnSync } = process.getBuiltinModule("node:child_process")
const { readFileSync } = process.getBuiltinModule("node:fs")
const { stripTypeScriptTypes } = process.getBuiltinModule("node:module")
const { SourceTextModule } = process.getBuiltinModule("node:vm")
const { parentPort, workerData } = process.getBuiltinModule("node:worker_threads")
const files = new Set([workerData.entry])
for (const file of files) {
  if (files.size > workerData.mostFiles) break
  let script
  try {
    const source = readFileSync(new URL(file), "utf8")
    script = /\\.[mc]?ts$/.test(file) ? stripTypeScriptTypes(source) : source
    const module = new SourceTextModule(script, { identifier: file })
    const requests = module.moduleRequests?.map((request) => request.specifier) ?? module.dependencySpecifiers
    for (const request of requests) {
      if (/^(\\.|file:)/.test(request)) files.add(new URL(request, file).href)
    }
  } catch (error) {
    if (error instanceof SyntaxError && error.message === workerData.message) {
      const check = ["--check", "--input-type=module", "-"]
      const { stderr } = spawnSync(process.execPath, check, { input: script, encoding: "utf8" })
      parentPort.postMessage({ file, text: stderr ?? "" })
      break
    }
  }
}
`

// Node writes the place in front: the file and line, the line's text, and a mark below the column.
const place = /^.+(:\d+\n[^\n]*\n *\^+)\n/

const find = (entry: URL, message: string): Promise<string | undefined> =>
  new Promise((resolve) => {
    const worker = new Worker(code, {
      eval: true,
      execArgv: ["--experimental-vm-modules", "--no-warnings"],
      workerData: { entry: entry.href, message, mostFiles },
      stderr: true
    })
    const timer = setTimeout(() => void worker.terminate(), longestMillis)
    let found: string | undefined
    worker.on("message", ({ file, text }: { file: string; text: string }) => {
      found = `${file}${place.exec(text)?.[1] ?? ""}`
    })
    worker.on("error", () => {})
    worker.on("exit", () => {
      clearTimeout(timer)
      resolve(found)
    })
  })

/** Puts file, line and the line's text in front of the error's stack, as Node does elsewhere, if it can find them. */
export const locateSyntaxError = async (error: SyntaxError, entry: URL): Promise<void> => {
  const stack = error.stack ?? `${error.name}: ${error.message}`
  if (place.test(stack) || entry.protocol !== "file:") return
  try {
    const where = await find(entry, error.message)
    if (where !== undefined) error.stack = `${where}\n\n${stack}`
  } catch {
    // The error stands as it is: no second error may hide it.
  }
}
