/*
 * Stevedore as users install it, built JavaScript, with programs that start workers of it: `boot/` beside copies of the built
 * packages, in processes that strip no types.
 */
import { execFileSync } from "node:child_process"
import { cpSync, existsSync, globSync, mkdirSync, rmSync, statSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { repository } from "./machine.ts"

const folder = fileURLToPath(new URL(".cache/benchmark/boot", repository))
const built = join(folder, "built")

/** The age of the newest source that is built. */
const newest = (): number => {
  const root = fileURLToPath(repository)
  const files = globSync("{packages/*/src/**/*.ts,test/benchmark/boot/*,test/benchmark/built.ts}", { cwd: root })
  return Math.max(...files.map((file) => statSync(join(root, file)).mtimeMs))
}

/** Builds the packages, copies them and bundles a copy, unless that was done since they were changed. */
export const ensureBuilt = async (): Promise<void> => {
  if (existsSync(built) && statSync(built).mtimeMs >= newest()) return
  const { build, folderOf, manifest } = await import("../../scripts/lib/build.ts")
  const { packages, show } = await import("../../scripts/lib/repository.ts")
  const findings = await build()
  if (findings.length > 0) throw new Error(`The packages could not be built:\n${findings.map(show).join("\n")}`)
  rmSync(folder, { recursive: true, force: true })
  for (const name of packages) {
    const target = join(folder, "node_modules", manifest(name).name)
    mkdirSync(target, { recursive: true })
    cpSync(folderOf(name), target, { recursive: true })
  }
  cpSync(fileURLToPath(new URL("boot", import.meta.url)), folder, { recursive: true })
  writeFileSync(join(folder, "package.json"), JSON.stringify({ type: "module" }))
  // As the README says, with all packages in it.
  const { bundlers } = await import("../bundlers/bundle.ts")
  const entries = { main: "./main.js", thread: "./thread.js", "internal/threadMain": "@stevedore/platform-node/thread" }
  await bundlers["esbuild"]!({ folder, out: join(folder, "bundled"), entries, packages: "bundle" })
  cpSync(join(folder, "empty.js"), join(folder, "bundled", "empty.js"))
  writeFileSync(built, "")
}

export interface Boots {
  readonly millis: ReadonlyArray<number>
  readonly grownMb: number
  readonly cpuMicros: number
  /** Of the whole process, its own start included. */
  readonly allMicros: number
}

/** How a program was made ready to run: as packages or as one bundle of them, and with a filled compile cache or without. */
export interface Made {
  readonly bundled: boolean
  readonly warm: boolean
}

const placeOf = ({ bundled }: Made): string => (bundled ? join(folder, "bundled") : folder)

/** Whether a compile cache was filled since the packages were built. */
export const isWarm = (made: Made): boolean => existsSync(join(placeOf(made), "compiled"))

/** Runs a program of the folder, with a compile cache of its own if it is to be warm. */
export const run = <A>(script: string, argument: string, made: Made): A => {
  const place = placeOf(made)
  // Node reads whether this is there, not what it says: it has to be away where the cache is wanted.
  const { NODE_DISABLE_COMPILE_CACHE: _, ...others } = process.env
  const cache = made.warm ? { NODE_COMPILE_CACHE: join(place, "compiled") } : { NODE_DISABLE_COMPILE_CACHE: "1" }
  const env = { ...others, ...cache }
  const out = execFileSync(process.execPath, [join(place, script), argument], { env, encoding: "utf8" })
  // On a busy machine a slow job may be warned of before.
  return JSON.parse(out.trim().split("\n").at(-1)!) as A
}

/** What it costs to import what a worker needs, one after the other, in a worker. */
export interface Imported {
  readonly module: string
  readonly millis: number
  readonly modules: number
}

export const imports = async (): Promise<ReadonlyArray<Imported>> => {
  await ensureBuilt()
  return run("imports.js", "", { bundled: false, warm: false })
}
