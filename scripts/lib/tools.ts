/*
 * The tools from `node_modules`, started with the Node that runs the script, their complaints as findings.
 */
import { spawnSync } from "node:child_process"
import { createRequire } from "node:module"
import { dirname, isAbsolute, join, relative, resolve, sep } from "node:path"
import { type Finding, root } from "./repository.ts"

const require = createRequire(import.meta.url)

export interface Outcome {
  readonly status: number
  readonly output: string
}

/** Runs the program `bin` of an installed package and collects what it prints. */
export const tool = (name: string, bin: string, args: ReadonlyArray<string>): Outcome => {
  const program = join(dirname(require.resolve(`${name}/package.json`)), bin)
  const options = { cwd: root, encoding: "utf8", env: { ...process.env, NO_COLOR: "1" } } as const
  const { error, status, stderr, stdout } = spawnSync(process.execPath, [program, ...args], options)
  return { status: status ?? 1, output: [stdout, stderr, error?.message].filter(Boolean).join("\n") }
}

const below = (path: string): string =>
  relative(root, isAbsolute(path) ? path : resolve(root, path))
    .split(sep)
    .join("/")

export const tsc = (args: ReadonlyArray<string>): Array<Finding> => {
  const { output, status } = tool("typescript", "bin/tsc", [...args, "--pretty", "false"])
  return status === 0 ? [] : parse(output, /^(.+?)\((\d+),\d+\): (.*)$/, "tsc")
}

export const oxlint = (): Array<Finding> => {
  const { output, status } = tool("oxlint", "bin/oxlint", ["--format=unix", "--deny-warnings"])
  return status === 0 ? [] : parse(output, /^(.+?):(\d+):\d+: (.*)$/, "oxlint")
}

export const prettier = (): Array<Finding> => {
  const { output, status } = tool("prettier", "bin/prettier.cjs", ["--list-different", "."])
  if (status === 0) return []
  const findings = output.split("\n").flatMap((line): Array<Finding> => {
    // A file that does not parse: [error] path: SyntaxError: … (12:3), and then the code around it.
    const broken = /^\[error\] (\S+): (.*\((\d+):\d+\))$/.exec(line)
    if (broken !== null) return [{ file: broken[1] ?? "", line: Number(broken[3]), message: broken[2] ?? "" }]
    if (line.startsWith("[") || line.trim() === "") return []
    return [{ file: line, line: 1, message: "is not formatted: run `npm run format`" }]
  })
  return findings.length > 0 ? findings : [{ file: "prettier", line: 1, message: output.trim() }]
}

/** Lines that match become findings; the indented lines below one belong to it. */
const parse = (output: string, pattern: RegExp, name: string): Array<Finding> => {
  const findings: Array<Finding> = []
  for (const line of output.split("\n")) {
    const match = pattern.exec(line)
    const last = findings.at(-1)
    if (match !== null) {
      findings.push({ file: below(match[1] ?? ""), line: Number(match[2]), message: match[3] ?? "" })
    } else if (last !== undefined && /^\s+\S/.test(line)) {
      findings[findings.length - 1] = { ...last, message: `${last.message}\n${line}` }
    }
  }
  return findings.length > 0 ? findings : [{ file: name, line: 1, message: output.trim() || "failed without a word" }]
}
