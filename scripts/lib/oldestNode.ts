/*
 * The oldest Node that the packages promise to run on, installed from npm into a cache folder of this repository.
 */
import { spawnSync } from "node:child_process"
import { existsSync, mkdirSync, writeFileSync } from "node:fs"
import { delimiter, join } from "node:path"
import { root } from "./repository.ts"

export const oldestVersion = "22.19.0"

/** The folder that holds its `node`. */
export const oldestNode = (): string => {
  const folder = join(root, ".cache", `node-${oldestVersion}`)
  const platform = process.platform === "win32" ? "win" : process.platform
  const name = `node-${platform}-${process.arch}`
  const bin = join(folder, "node_modules", name, "bin")
  if (existsSync(bin)) return bin
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, "package.json"), JSON.stringify({ private: true }))
  const args = ["install", "--no-save", "--ignore-scripts", "--loglevel=error", `${name}@${oldestVersion}`]
  const options = { cwd: folder, encoding: "utf8", shell: process.platform === "win32" } as const
  const { error, status, stderr } = spawnSync("npm", args, options)
  if (status !== 0) throw new Error(`Node ${oldestVersion} could not be installed: ${error?.message ?? stderr}`)
  return bin
}

/** The environment in which `node` and `npm` are, or run on, that version. */
export const oldestEnvironment = (): NodeJS.ProcessEnv => ({
  ...process.env,
  PATH: [oldestNode(), process.env["PATH"]].join(delimiter)
})
