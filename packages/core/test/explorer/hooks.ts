/**
 * Loads the shipped source as it is, but for two things: the file with the atomics becomes the explorer's, and a mutant
 * changes one named place of one file. Must be imported, and `install` called, before any of the shipped modules.
 */
import { readFileSync } from "node:fs"
import { registerHooks } from "node:module"
import { fileURLToPath } from "node:url"

/** A change to the shipped source: `find` must occur exactly once in the file. */
export interface Mutation {
  /** Below `src/internal` of its package. */
  readonly file: string
  readonly find: string
  readonly replace: string
}

/** A package whose source is explored: each is an address. */
export interface Subject {
  /** Its `src/`. */
  readonly shipped: string
  /** Its one file that names the global `Atomics`, and what stands in for that. */
  readonly atomics: string
  readonly standIn: string
  /** Its models. */
  readonly catalogue: string
}

const at = (path: string): string => new URL(path, import.meta.url).href

export const core: Subject = {
  shipped: at("../../src/"),
  atomics: at("../../src/internal/memory/atomics.ts"),
  standIn: at("./atomics.ts"),
  catalogue: at("./catalogue.ts")
}

/** Every shipped file that was loaded, and whether its text is that of the file. */
export const loaded = new Map<string, "shipped" | "mutated">()

export const install = (mutations: ReadonlyArray<Mutation>, { atomics, shipped, standIn }: Subject): void => {
  registerHooks({
    resolve: (specifier, context, next) => {
      const resolved = next(specifier, context)
      return resolved.url === atomics && context.parentURL !== standIn ? next(standIn, context) : resolved
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
