/*
 * Installs the peers on first use, into this folder: they are no dependencies of the repository.
 */
import { spawnSync } from "node:child_process"
import { existsSync, statSync } from "node:fs"
import { fileURLToPath } from "node:url"

const path = (name: string) => fileURLToPath(new URL(name, import.meta.url))

export const installPeers = (): void => {
  // npm writes its hidden lock file last, so its age is the age of a completed install.
  const installed = path("node_modules/.package-lock.json")
  const wanted = path("package-lock.json")
  if (existsSync(installed) && statSync(installed).mtimeMs >= statSync(wanted).mtimeMs) return
  process.stderr.write("Installing the benchmark's peers (npm ci) ...\n")
  // Optional native parts are left out: one fewer thing that differs between machines. npm's stdout goes to our stderr.
  const result = spawnSync(
    "npm",
    ["ci", "--omit=optional", "--ignore-scripts", "--loglevel=error", "--no-fund", "--no-audit"],
    { cwd: path("."), stdio: ["ignore", 2, 2], shell: process.platform === "win32" }
  )
  if (result.status !== 0) throw new Error("The benchmark's peers could not be installed (npm ci in test/benchmark)")
}
