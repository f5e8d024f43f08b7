/*
 * Imports an actor's entry inside its thread, and tells apart the ways in which that fails.
 */
import { realpathSync } from "node:fs"
import { createRequire } from "node:module"
import { fileURLToPath } from "node:url"
import type { ImportFailure } from "@stevedore/core/ThreadSpawner"
import { locateSyntaxError } from "./locateSyntaxError.ts"
import { candidates, existing } from "./moduleFile.ts"

type Imported = { readonly module: object } | { readonly failure: ImportFailure }

// Parsers throw from inside Node; a SyntaxError that the module's own code made (JSON.parse, new Function) has a frame
// of a file. Frames marked `async` only say who waits for the import.
const isThrownByCode = (error: Error): boolean =>
  (error.stack ?? "").split("\n").some((line) => /^\s+at (?!async )/.test(line) && !/node:|<anonymous>\)?$/.test(line))

const isSyntax = (error: unknown): error is SyntaxError => {
  if (!(error instanceof SyntaxError)) return false
  const code = "code" in error ? error.code : undefined
  return (
    code === "ERR_INVALID_TYPESCRIPT_SYNTAX" || code === "ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX" || !isThrownByCode(error)
  )
}

// Node sets `url` to the module that was not found; for a missing import of the entry it is that import's.
const isMissing = (error: unknown, url: URL): boolean =>
  error instanceof Error &&
  "code" in error &&
  error.code === "ERR_MODULE_NOT_FOUND" &&
  "url" in error &&
  error.url === url.href

/** Under this name later Nodes give what a CommonJS module exports, of which its own names are but those that Node finds in its source. */
const commonJs = "module.exports"

const isObject = (value: unknown): boolean => typeof value === "object" && value !== null

/** The same on Node 22, whose loader of CommonJS keeps it. */
const withCommonJs = (module: object, url: URL): object => {
  // A module that exports `then` is whatever that gives.
  if (!isObject(module) || commonJs in module || url.protocol !== "file:") return module
  const loaded = createRequire(url).cache[realpathSync(fileURLToPath(url))]
  return loaded === undefined ? module : { ...module, [commonJs]: loaded.exports as unknown }
}

/** Imports the module at `entry`, an absolute URL; never rejects. */
export const importEntry = async (entry: string): Promise<Imported> => {
  if (!URL.canParse(entry)) {
    const error = new TypeError(
      `The entry "${entry}" is not an absolute URL: write new URL("./x.thread.ts", import.meta.url)`
    )
    return { failure: { cause: "threw", tried: [entry], error } }
  }
  const url = new URL(entry)
  const tried = candidates(url).map((candidate) => candidate.href)
  // With no file there is still the import: a loader hook may know the URL.
  const found = existing(url) ?? url
  try {
    return { module: withCommonJs(await import(found.href), found) }
  } catch (error) {
    if (isMissing(error, found)) return { failure: { cause: "missing", tried, error } }
    const upToFound = tried.slice(0, tried.indexOf(found.href) + 1)
    if (!isSyntax(error)) return { failure: { cause: "threw", tried: upToFound, error } }
    await locateSyntaxError(error, found)
    return { failure: { cause: "syntax", tried: upToFound, error } }
  }
}
