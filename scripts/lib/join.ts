/*
 * Joins the many small modules of a package to few large ones: a thread loads them each time it starts, and a module costs it
 * half a millisecond, however small. Each public module stays what it was; what several of them stand on is one file.
 */
import { join } from "node:path"
import { rolldown } from "rolldown"
import { root } from "./repository.ts"

/** What most programs never load, or load when they need it. */
const apart = /\/src\/(testing|internal\/(simulation|module))\//

/** Writes JavaScript for the sources `from` of a package to the folder `to`, with maps to the sources. */
export const joined = async (from: string, to: string, entries: ReadonlyArray<string>): Promise<void> => {
  const bundle = await rolldown({
    cwd: root,
    input: Object.fromEntries(entries.map((entry) => [entry, join(from, `${entry}.ts`)])),
    // Siblings and dependencies are installed beside the package.
    external: (specifier) => !/^[./]|^\w:/.test(specifier),
    preserveEntrySignatures: "strict",
    transform: { target: "es2022" }
  })
  await bundle.write({
    dir: to,
    format: "esm",
    sourcemap: true,
    // The sources are in the package: the maps need not repeat them.
    sourcemapExcludeSources: true,
    entryFileNames: "[name].js",
    chunkFileNames: "internal/[name].js",
    codeSplitting: { groups: [{ name: "joined", test: (id) => id.startsWith(from) && !apart.test(id) }] }
  })
  await bundle.close()
}
