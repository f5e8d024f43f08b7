/**
 * Arguments as the shell passed them. Node decodes them as UTF-8 and loses the bytes that are not; where the kernel
 * still has them, a name that `*` expanded to is found nevertheless.
 */
import { readFileSync } from "node:fs"
import { type FilePath, fromBytes } from "./filePath.ts"

export const exactPaths = (paths: ReadonlyArray<string>): ReadonlyArray<FilePath> => {
  if (!paths.some((path) => path.includes("\ufffd"))) return paths
  try {
    // Read byte for byte, so that a NUL can be split at and the bytes come back.
    const given = readFileSync("/proc/self/cmdline", "latin1")
      .split("\0")
      .map((argument) => Buffer.from(argument, "latin1"))
    return paths.map((path) => {
      const at = given.findIndex((argument) => argument.toString() === path)
      return at < 0 ? path : fromBytes(given.splice(at, 1)[0]!)
    })
  } catch {
    return paths
  }
}
