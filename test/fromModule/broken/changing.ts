/*
 * A module whose functions differ from thread to thread, as those of a file do that is edited meanwhile.
 */
import { threadName } from "node:worker_threads"

export const one = (): string | null => threadName
export let other: unknown = 1
if (threadName?.endsWith("-1") === true) other = () => 2
