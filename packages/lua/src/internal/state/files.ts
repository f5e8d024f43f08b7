/*
 * The files of scripts. What a script names by itself is looked for in the folders it was given, and read only if it is really
 * there: links that lead out of them are not followed.
 */
import { readFileSync, realpathSync, statSync } from "node:fs"
import { basename, dirname, isAbsolute, resolve, sep } from "node:path"
import { fileURLToPath } from "node:url"
import type { Sandbox } from "./state.ts"

/** A path as the host gave it: a URL, or a path relative to a folder. */
export const located = (file: string | URL, folder: string): string => {
  if (file instanceof URL) return fileURLToPath(file)
  if (file.startsWith("file:")) return fileURLToPath(file)
  return isAbsolute(file) ? file : resolve(folder, file)
}

/** What such a file is called in its folder. */
export const nameOf = (file: string | URL): string => basename(located(file, ""))

export const folderOf = (file: string): string => dirname(file)

/** A file as it really is, behind all links; undefined where there is none. */
export const foundAt = (path: string): string | undefined => {
  try {
    return realpathSync(path)
  } catch {
    return undefined
  }
}

/** A file or a folder as it really is, behind all links. */
export const realPath = (path: string): string => foundAt(resolve(path)) ?? resolve(path)

const inside = (root: string, path: string): boolean =>
  path === root || path.startsWith(root.endsWith(sep) ? root : root + sep)

/** The file that a script may read under this path, or undefined: not there, no file, or outside of the roots. */
export const permitted = (roots: ReadonlyArray<string>, path: string): string | undefined => {
  if (path.includes("\0")) return undefined
  const found = foundAt(path)
  if (found === undefined || !roots.some((root) => inside(root, found))) return undefined
  try {
    return statSync(found).isFile() ? found : undefined
  } catch {
    return undefined
  }
}

/** The same of what it runs by the name of a file. A strict state has Lua modules only, as by `require`: of another file an error tells words. */
export const permittedScript = (
  { roots, sandbox }: { readonly roots: ReadonlyArray<string>; readonly sandbox: Sandbox },
  path: string
): string | undefined => (sandbox === "strict" && !path.endsWith(".lua") ? undefined : permitted(roots, path))

/** The bytes of a script, without a mark of encoding and without a first line for the shell. */
export const scriptAt = (path: string): Uint8Array => {
  const read = readFileSync(path)
  let bytes = new Uint8Array(read)
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) bytes = bytes.subarray(3)
  if (bytes[0] !== 0x23) return bytes
  const end = bytes.indexOf(0x0a)
  // The line stays, empty, so that the others keep their numbers.
  return end === -1 ? new Uint8Array() : bytes.subarray(end)
}
