/*
 * What the system says of a file, in the words of C, which scripts compare.
 */
import { getSystemErrorMap } from "node:util"

/** Where Node has other words than C. */
const words: Readonly<Record<string, string>> = {
  EBUSY: "Device or resource busy",
  EEXIST: "File exists",
  EISDIR: "Is a directory",
  ELOOP: "Too many levels of symbolic links",
  ENAMETOOLONG: "File name too long",
  EXDEV: "Invalid cross-device link"
}

/** The text of what a call of Node's `fs` has thrown: without its code, and without what was called. */
export const systemText = ({ code, errno, message }: NodeJS.ErrnoException): string => {
  const said = words[code ?? ""] ?? getSystemErrorMap().get(errno ?? 0)?.[1] ?? message
  return said.slice(0, 1).toUpperCase() + said.slice(1)
}
