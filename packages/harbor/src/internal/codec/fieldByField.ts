/*
 * What cannot be written by the names of its fields although it could be sent as it lies in memory, where all threads declare it alike:
 * who gave it looks at the payload in vain, so why it has to be is said. Used by the sending thread.
 */
import { type HarborError, Malformed } from "../../HarborError.ts"
import { failure } from "../threads/failures.ts"

const why =
  "it is written field by field, as for another process, since a thread of this one declares it otherwise, or its fields in another order"

/** `asItLies` throws what cannot be written in any way: that is just malformed. */
export const notByName = (messageName: string, issue: string, asItLies: () => unknown): HarborError => {
  let detail = issue
  try {
    asItLies()
    detail = `${issue}; ${why}: import one declaration everywhere`
  } catch {
    // It says all there is to say.
  }
  return failure(messageName, new Malformed({ what: "payload", issue: detail }))
}
