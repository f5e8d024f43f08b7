/*
 * Copies of a checkout's library beside this benchmark, so that two versions can be measured by the same code. Copies,
 * since links would be followed back to where the checkouts' own `node_modules` point, which for a git worktree is
 * easily the wrong one; and since a file edited during a comparison would otherwise be half of both.
 */
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync } from "node:fs"
import { basename, join } from "node:path"
import { fileURLToPath } from "node:url"
import { repository } from "./machine.ts"

const leftOut = new Set(["node_modules", "dist", "pkg", "test", "examples", "docs"])

/**
 * Copies the packages of the checkout at `path`, and this benchmark, to a folder of that name; returns the copy's
 * benchmark folder. It lies below this repository, so every other dependency is this repository's.
 */
export const copyCheckout = (path: string, name: string): string => {
  const packages = join(path, "packages")
  if (!existsSync(packages)) throw new Error(`${path} is no checkout of this repository: it has no packages/`)
  const copy = fileURLToPath(new URL(`.cache/benchmark/compare/${name}`, repository))
  rmSync(copy, { recursive: true, force: true })
  mkdirSync(join(copy, "node_modules", "@stevedore"), { recursive: true })
  const filter = (source: string) => !leftOut.has(basename(source))
  cpSync(packages, join(copy, "packages"), { recursive: true, filter })
  cpSync(fileURLToPath(new URL(".", import.meta.url)), join(copy, "benchmark"), { recursive: true, filter })
  for (const folder of readdirSync(packages)) {
    const manifest = join(copy, "packages", folder, "package.json")
    if (!existsSync(manifest)) continue
    const { name: packageName } = JSON.parse(readFileSync(manifest, "utf8")) as { readonly name: string }
    symlinkSync(join("../../packages", folder), join(copy, "node_modules", "@stevedore", basename(packageName)), "dir")
  }
  return join(copy, "benchmark")
}
