/*
 * Where things are in this repository, and the small tools every script here needs.
 */
import { globSync, readFileSync } from "node:fs"
import { dirname, join, sep } from "node:path"
import { fileURLToPath } from "node:url"

export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))))

/** The packages of the workspace, by the name of their folder. */
export const packages: ReadonlyArray<string> = (
  JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { readonly workspaces: ReadonlyArray<string> }
).workspaces.map((path) => path.replace(/^packages\//, ""))

/** A place in a file, as compilers and editors write it. `line` counts from 1. */
export interface Finding {
  readonly file: string
  readonly line: number
  readonly message: string
}

/** Files below the root that match, with forward slashes, sorted; nothing installed or generated. */
export const files = (...patterns: ReadonlyArray<string>): Array<string> =>
  globSync(patterns as Array<string>, {
    cwd: root,
    exclude: (path) => /(^|[\\/])(node_modules|dist|pkg|coverage|\.cache|\.reports)$/.test(path)
  })
    .map((path) => path.split(sep).join("/"))
    .sort()

export const read = (file: string): string => readFileSync(join(root, file), "utf8")

export const lineAt = (text: string, offset: number): number => {
  let line = 1
  for (let at = text.indexOf("\n"); at !== -1 && at < offset; at = text.indexOf("\n", at + 1)) line++
  return line
}

export const show = (finding: Finding): string => `${finding.file}:${finding.line}: ${finding.message}`
