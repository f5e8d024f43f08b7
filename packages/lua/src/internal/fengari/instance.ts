/*
 * An instance of fengari of our own: its files are read, compared with the release we know, edited and compiled here, under a
 * `require` of their own. So nobody else's fengari is changed, it does not matter who imported one before, and an edit is made
 * before another file takes the function out of its module. The functions keep their files' names and lines in stack traces
 * (edits keep line breaks where they can).
 */
import { hash } from "node:crypto"
import { existsSync, readFileSync } from "node:fs"
import { createRequire } from "node:module"
import { dirname, join } from "node:path"
import { compileFunction } from "node:vm"
import { LuaEngineError } from "../../LuaError.ts"
import { edited, type Edits } from "./edits.ts"
import { hashes, version } from "./release.ts"

/** Where fengari is: the folder of its sources, and what its manifest says. */
export interface Installed {
  readonly folder: string
  readonly version: string
}

const remedies = {
  missing:
    "Install fengari " +
    version +
    " beside @stevedore/lua. A bundle must leave it outside (esbuild: --external:fengari, rolldown and rollup: external: [/^fengari/]): its files are read, checked and corrected at start",
  other: `Install exactly fengari ${version}, or run with it as it is, defects included: allowUnpatched: true`
}

/** What is wrong with the installed fengari, and what to do about it. */
export const mismatch = (reason: LuaEngineError["reason"], file: string, found: string) =>
  new LuaEngineError({ reason, file, found, remedy: reason === "missing" ? remedies.missing : remedies.other })

/** Looks for fengari as Node would from here, and, for a bundle that was moved away, from where the process was started. */
export const locate = (from: ReadonlyArray<string | undefined> = [import.meta.url, join(process.cwd(), "any.js")]) => {
  for (const place of from) {
    if (place === undefined || place === "") continue
    try {
      const manifest = createRequire(place).resolve("fengari/package.json")
      const folder = join(dirname(manifest), "src")
      if (!existsSync(join(folder, "fengari.js"))) continue
      return { folder, version: JSON.parse(readFileSync(manifest, "utf8")).version } as Installed
    } catch {
      // Not there: the next place.
    }
  }
  return mismatch("missing", "fengari/package.json", `nothing, from ${from.filter(Boolean).join(" and ")}`)
}

/** The texts of the installed files, or what is wrong with them. */
export const verified = (installed: Installed): ReadonlyMap<string, string> | LuaEngineError => {
  if (installed.version !== version) {
    return mismatch("version", join(installed.folder, "..", "package.json"), `version ${installed.version}`)
  }
  const texts = new Map<string, string>()
  for (const [file, expected] of Object.entries(hashes)) {
    const path = join(installed.folder, file)
    let bytes: Buffer
    try {
      bytes = readFileSync(path)
    } catch (cause) {
      return mismatch("file", path, `no such file (${(cause as NodeJS.ErrnoException).code ?? String(cause)})`)
    }
    const found = hash("sha256", bytes, "hex")
    if (found !== expected) return mismatch("file", path, `SHA-256 ${found}`)
    texts.set(file, bytes.toString("utf8"))
  }
  return texts
}

export type Require = (name: string) => any

/** What fengari's files may take from Node; all else is refused, so that Lua cannot reach Node by them. */
const builtin = /^(fs|os|path)$/

/** What only a function or two of theirs want: loaded when one of them is called. */
const late = /^(child_process|tmp|readline-sync)$/

/** What a file sets when it is loaded would load it: nobody is asked anything here. */
const loadedLate = (load: Require, name: string): unknown =>
  new Proxy({}, { get: (_, key) => (key === "setDefaultOptions" ? () => {} : load(name)[key]) })

/**
 * Compiles and runs the files as they are asked for. `provided` answers for what is ours: names beginning with `#`.
 * `texts` are the files' texts; a file that is not among them is read as it is.
 */
export const instantiate = (
  folder: string,
  texts: ReadonlyMap<string, string>,
  edits: Edits,
  provided: Readonly<Record<string, unknown>>
): Require => {
  const node = createRequire(join(folder, "fengari.js"))
  const modules = new Map<string, { exports: any }>()
  const load: Require = (name) => {
    if (name.startsWith("#")) return provided[name]
    if (!name.startsWith("./")) {
      if (builtin.test(name)) return node(name)
      if (late.test(name)) return loadedLate(node, name)
      // Its formats are ours (lib/format.ts).
      if (name === "sprintf-js") return edits["lstrlib.js"] === undefined ? node(name) : {}
      throw new Error(`Lua does not load Node's modules: ${name}`)
    }
    const file = name.slice(2)
    const known = modules.get(file)
    if (known !== undefined) return known.exports
    const path = join(folder, file)
    const text = edited(file, texts.get(file) ?? readFileSync(path, "utf8"), edits[file] ?? [])
    const module = { exports: {} }
    modules.set(file, module)
    compileFunction(text, ["exports", "require", "module"], { filename: path })(module.exports, load, module)
    return module.exports
  }
  return load
}
