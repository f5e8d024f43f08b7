/**
 * What a line of a proof speaks of: all the source that a model runs, the explorer's and the shipped one's, as one short
 * hash. While that stays the same, so does what was found. Comments and empty lines do not count.
 */
import { createHash } from "node:crypto"
import { readFileSync } from "node:fs"
import type { Model } from "./model.ts"

const here = new URL("./", import.meta.url)
const packageOf = (name: string): string =>
  readFileSync(new URL(`../../../../node_modules/${name}/package.json`, import.meta.url), "utf8")

/** Stood in for: no model runs it. */
const shippedAtomics = new URL("../../src/internal/memory/atomics.ts", import.meta.url).href

/** A file without its comments that stand on lines of their own. */
const bare = (text: string): string =>
  text
    .replace(/^\s*\/\*(?:(?!\*\/)[^])*\*\/[ \t]*$/gm, "")
    .replace(/^\s*\/\/.*$/gm, "")
    .replace(/\n\s*\n+/g, "\n")

/** What a file imports to run it: types leave nothing behind. */
const importsOf = (url: string, text: string): ReadonlyArray<string> =>
  Array.from(text.matchAll(/^(?:import|export)(?! type )(?:[^"';]*? from)? "(\.[^"]+)"/gm), ([, path]) => {
    return new URL(path!, url).href
  })

const texts = new Map<string, string>()

const reachable = (roots: ReadonlyArray<string>): ReadonlySet<string> => {
  const found = new Set(roots)
  for (const url of found) {
    const text = bare(readFileSync(new URL(url), "utf8"))
    texts.set(url, text)
    for (const next of importsOf(url, text)) if (next !== shippedAtomics) found.add(next)
  }
  return found
}

/** Names of the files behind a model, for whoever wants to know what the hash is of. */
export const filesOf = ({ file }: Pick<Model, "file">): ReadonlyArray<string> => {
  const roots = [file, new URL("explore.ts", here).href, new URL("atomics.ts", here).href]
  return Array.from(reachable(roots)).toSorted()
}

export const sourcesOf = (model: Pick<Model, "file" | "options">): string => {
  const hash = createHash("sha256").update(JSON.stringify(model.options))
  for (const url of filesOf(model))
    hash.update(`\n${url.slice(new URL("../../", here).href.length)}\n${texts.get(url)!}`)
  const { version } = JSON.parse(packageOf("effect")) as { readonly version: string }
  return hash.update(version).digest("hex").slice(0, 8)
}
