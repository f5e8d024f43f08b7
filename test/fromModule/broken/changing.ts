/*
 * A module whose functions differ from thread to thread, as those of a file do that is edited meanwhile.
 */
import { threadId } from "node:worker_threads"

export const one = (): number => threadId
export let other: unknown = 1
// Threads that are started one after the other.
if (threadId % 2 === 0) other = () => 2
