/*
 * `npm run release`: publishes what `npm run build` makes of every package, in the order of the workspaces, and tags the
 * commit. Versions come first: `npx changeset version`, and a commit. Arguments go to `npm publish`; with `--dry-run`
 * nothing leaves this machine. A package that is there in this version already is left as it is, so that a release that
 * failed half way can be run again.
 */
import { spawnSync } from "node:child_process"
import { globSync } from "node:fs"
import { basename } from "node:path"
import { build, folderOf, manifest, missingExports } from "./lib/build.ts"
import { packages, root, show } from "./lib/repository.ts"
import { tool } from "./lib/tools.ts"

const args = process.argv.slice(2)
const isRehearsal = args.includes("--dry-run")

const stop = (text: string): never => {
  console.error(text)
  process.exit(1)
}

const pending = globSync(".changeset/*.md", { cwd: root }).filter((file) => basename(file) !== "README.md")
if (pending.length > 0 && !isRehearsal) {
  stop(`${pending.length} changesets have no version yet: run \`npx changeset version\`, and commit what it changes.`)
}

const findings = await build()
if (findings.length === 0) findings.push(...packages.flatMap(missingExports))
if (findings.length > 0) stop(findings.map(show).join("\n"))

for (const name of packages) {
  const command = ["publish", folderOf(name), "--access", "public", "--loglevel=notice", ...args]
  const { status, stderr } = spawnSync("npm", command, {
    cwd: root,
    encoding: "utf8",
    stdio: ["inherit", "inherit", "pipe"]
  })
  process.stderr.write(stderr)
  if (status === 0) continue
  const { name: full, version } = manifest(name)
  if (!/previously published/.test(stderr)) stop(`${full}@${version} was not published`)
  console.log(`${full}@${version} is published already`)
}

if (!isRehearsal) {
  const { output, status } = tool("@changesets/cli", "bin.js", ["tag"])
  console.log(output)
  process.exitCode = status
}
