/*
 * Runs before every npm script, by whichever Node started npm (>= 20), on a machine that may have nothing else.
 * Installs the dependencies when they are missing or older than the lock file, then checks the Node that will run.
 * Folders given as arguments have dependencies of their own, which only some scripts need: `test/benchmark`.
 * Plain JavaScript without imports from this repository, and silent on stdout: `npm start -- --json` owns that.
 */
import { spawnSync } from "node:child_process"
import { existsSync, statSync } from "node:fs"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const minimum = [22, 19]
const windows = process.platform === "win32"

const stop = (sentence) => {
  console.error(sentence)
  process.exit(1)
}

for (const folder of [".", ...process.argv.slice(2)]) {
  // npm writes the hidden lock file last, so its age is the age of a completed install.
  const installed = join(root, folder, "node_modules", ".package-lock.json")
  const lock = join(root, folder, "package-lock.json")
  if (existsSync(installed) && statSync(installed).mtimeMs >= statSync(lock).mtimeMs) continue
  console.error(`Installing the dependencies${folder === "." ? "" : ` of ${folder}`} ...`)
  // Whatever this machine's npm leaves out by default, the tools and the Node for this repository are needed.
  const result = spawnSync("npm", ["ci", "--include=dev", "--include=optional", "--loglevel=error"], {
    cwd: join(root, folder),
    // Only its errors matter, and stdout is not ours to write.
    stdio: ["ignore", "ignore", "inherit"],
    shell: windows
  })
  if (result.status !== 0) {
    const why = result.error?.message ?? result.signal ?? "see above"
    stop(`The dependencies could not be installed (${why}): run "npm ci --loglevel=error" and try again.`)
  }
}

// npm links the Node of the fitting optional package here, and finds it before the system's.
const local = join(root, "node_modules", ".bin", windows ? "node.cmd" : "node")
const node = existsSync(local) ? local : process.execPath
const asked = spawnSync(node, ["--version"], { encoding: "utf8", shell: windows })
const version = (asked.stdout ?? "").trim()
const [major = 0, minor = 0] = version.replace(/^v/, "").split(".").map(Number)
if (major < minimum[0] || (major === minimum[0] && minor < minimum[1])) {
  stop(
    `Stevedore needs Node ${minimum.join(".")} or newer, found ${version || "none that runs"}: ` +
      `install a newer Node, or run "npm ci --include=optional" to get one for this repository alone.`
  )
}
