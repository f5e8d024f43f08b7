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
  const files = globSync("{packages/*/src/**/*.ts,test/benchmark/boot/*}", { cwd: root })
  return Math.max(...files.map((file) => statSync(join(root, file)).mtimeMs))
}

/** Builds the packages and copies them, unless that was done since they were changed. */
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
  writeFileSync(built, "")
}

export interface Boots {
  readonly millis: ReadonlyArray<number>
  readonly grownMb: number
  readonly cpuMicros: number
}

/** Whether a compile cache was filled since the packages were built. */
export const isWarm = (): boolean => existsSync(join(folder, "compiled"))

/** Runs a program of the folder, with a compile cache of its own if it is to be warm. */
export const run = <A>(script: string, argument: string, warm: boolean): A => {
  const env = { ...process.env, NODE_DISABLE_COMPILE_CACHE: warm ? "" : "1" }
  if (warm) Object.assign(env, { NODE_COMPILE_CACHE: join(folder, "compiled") })
  const out = execFileSync(process.execPath, [join(folder, script), argument], { env, encoding: "utf8" })
  return JSON.parse(out) as A
}

/** What it costs to import what a worker needs, one after the other, in a worker. */
export interface Imported {
  readonly module: string
  readonly millis: number
  readonly modules: number
}

export const imports = async (): Promise<ReadonlyArray<Imported>> => {
  await ensureBuilt()
  return run("imports.js", "", false)
}
