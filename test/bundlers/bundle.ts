/*
 * The bundlers, each told what a user has to tell it: the entries of the threads are entries of the bundle.
 */
import * as esbuild from "esbuild"
import { rolldown } from "rolldown"
import * as vite from "vite"

export interface Bundle {
  readonly folder: string
  readonly out: string
  /** By the names that they have in `out`, without their extension. */
  readonly entries: Readonly<Record<string, string>>
  /** Leave packages to Node, as servers do; or take everything in. */
  readonly packages: "external" | "bundle"
  /** False where each entry gets a copy of its own of what it has in common with others: as esbuild has it by default. */
  readonly splitting?: boolean
}

export const bundlers: Readonly<Record<string, (bundle: Bundle) => Promise<unknown>>> = {
  esbuild: ({ entries, folder, out, packages, splitting = true }) =>
    esbuild.build({
      absWorkingDir: folder,
      entryPoints: Object.entries(entries).map(([name, file]) => ({ in: file, out: name })),
      outdir: out,
      bundle: true,
      // What two entries share is there once: a thread loads one copy of Effect, not two.
      splitting,
      // Where nothing else is at stake, smaller too; errors are told by the names of their classes.
      minify: packages === "bundle",
      keepNames: true,
      format: "esm",
      platform: "node",
      target: "node22",
      packages,
      logLevel: "silent"
    }),

  rolldown: async ({ entries, folder, out, packages }) => {
    const bundle = await rolldown({
      cwd: folder,
      input: { ...entries },
      platform: "node",
      external: packages === "external" ? /^[^./]/ : /^node:/,
      logLevel: "silent"
    })
    // In one folder: what is found by its place, `new URL("./x.ts", import.meta.url)`, stands beside what looks for it.
    await bundle.write({ dir: out, format: "esm", chunkFileNames: "[name]-[hash].js" })
    await bundle.close()
  },

  vite: ({ entries, folder, out, packages }) =>
    vite.build({
      root: folder,
      configFile: false,
      logLevel: "silent",
      ssr: { noExternal: packages === "bundle" ? true : [] },
      build: {
        ssr: true,
        outDir: out,
        emptyOutDir: false,
        rolldownOptions: {
          input: { ...entries },
          ...(packages === "external" ? { external: /^[^./]/ } : {}),
          output: { entryFileNames: "[name].js", chunkFileNames: "[name]-[hash].js" }
        }
      }
    })
}
