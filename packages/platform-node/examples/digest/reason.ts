/**
 * Why a file could not be read, in the words of the operating system.
 */
import type { Stats } from "node:fs"
import { getSystemErrorMessage } from "node:util"

export const reasonOf = (error: unknown): string => {
  const { errno, message } = error as NodeJS.ErrnoException
  return errno === undefined ? (message ?? String(error)) : (getSystemErrorMessage(errno) ?? message)
}

/** What a thing on disk is, if it is not a regular file: of `stat`, or of an entry of a directory. */
export const notRegular = (
  thing: Pick<Stats, "isBlockDevice" | "isCharacterDevice" | "isDirectory" | "isFIFO" | "isSocket">
): string => {
  const kind = thing.isFIFO()
    ? "FIFO"
    : thing.isSocket()
      ? "socket"
      : thing.isCharacterDevice() || thing.isBlockDevice()
        ? "device"
        : thing.isDirectory()
          ? "directory"
          : "special file"
  return `not a regular file (${kind})`
}
