/**
 * What is read if nothing is asked for: the sources of this repository, and those of the library it builds on.
 */
import { existsSync, readdirSync } from "node:fs"
import { relative } from "node:path"
import { fileURLToPath } from "node:url"

const repository = fileURLToPath(new URL("../../../../", import.meta.url))

/** Not sources: installed, built or measured. Hidden names are left out at the top only. */
export const notSources: ReadonlySet<string> = new Set(["node_modules", "dist", "coverage", "pkg"])

export const defaultPaths = (): Array<string> => {
  const below = relative(process.cwd(), repository)
  return readdirSync(repository)
    .filter((name) => !name.startsWith(".") && !notSources.has(name))
    .concat("node_modules/effect/src")
    .map((name) => (below === "" ? name : `${below}/${name}`))
    .filter((path) => existsSync(path))
}
