/**
 * Loads the shipped source as it is, but for two things: `memory/atomics.ts` becomes the explorer's, and a mutant
 * changes one named place of one file. Must be imported, and `install` called, before any of the shipped modules.
 */
import { readFileSync } from "node:fs"
import { registerHooks } from "node:module"
import { fileURLToPath } from "node:url"

/** A change to the shipped source: `find` must occur exactly once in the file. */
export interface Mutation {
  /** Below `packages/core/src/internal`. */
  readonly file: string
  readonly find: string
  readonly replace: string
}

const shipped = new URL("../../src/", import.meta.url).href
const atomics = new URL("internal/memory/atomics.ts", shipped).href
const replacement = new URL("./atomics.ts", import.meta.url).href

/** Every shipped file that was loaded, and whether its text is that of the file. */
export const loaded = new Map<string, "shipped" | "mutated">()

export const install = (mutations: ReadonlyArray<Mutation>): void => {
  registerHooks({
    resolve: (specifier, context, next) => {
      const resolved = next(specifier, context)
      return resolved.url === atomics && context.parentURL !== replacement ? next(replacement, context) : resolved
    },
    load: (url, context, next) => {
      if (!url.startsWith(shipped)) return next(url, context)
      const name = url.slice(shipped.length)
      const text = readFileSync(fileURLToPath(url), "utf8")
      let source = text
      for (const mutation of mutations) {
        if (name !== `internal/${mutation.file}`) continue
        const parts = source.split(mutation.find)
        if (parts.length !== 2) {
          throw new Error(`${name} holds ${JSON.stringify(mutation.find)} ${parts.length - 1} times, not once`)
        }
        source = parts.join(mutation.replace)
      }
      loaded.set(name, source === text ? "shipped" : "mutated")
      return { format: "module-typescript", source, shortCircuit: true }
    }
  })
}
