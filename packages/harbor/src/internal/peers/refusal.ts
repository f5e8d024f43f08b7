/*
 * Errors of harbor as they travel back to who asked.
 */
import * as Schema from "effect/Schema"
import * as Codec from "../../Codec.ts"
import { HarborError, HarborErrorReason, Malformed, RemoteDefect } from "../../HarborError.ts"
import type { Body } from "../codec/body.ts"

const Refusal = Schema.Struct({
  reason: HarborErrorReason,
  thread: Schema.String,
  delivered: Schema.Literals(["no", "maybe"])
})

/** Always msgpack, whatever the message's own codec is. */
const body: Body = Codec.msgpack.compile({ payload: Refusal, success: Schema.Void, error: Schema.Never }).payload

export const encodeRefusal = (error: HarborError): Uint8Array => {
  try {
    const { reason, thread, delivered } = error
    return body.encode({ reason, thread, delivered })
  } catch {
    // A reason of this process that cannot be written: who asked still learns that it failed.
    return body.encode({ reason: new RemoteDefect({}), thread: "", delivered: deliveredIn(error) })
  }
}

/** A handler may fail with what is made like an error of harbor, and is none. */
const deliveredIn = (error: HarborError): "no" | "maybe" => {
  try {
    return error.delivered === "no" ? "no" : "maybe"
  } catch {
    return "maybe"
  }
}

/** What cannot be read is a malformed reply. */
export const decodeRefusal = (messageName: string, bytes: Uint8Array): HarborError => {
  try {
    const { reason, thread, delivered } = body.decode(bytes) as typeof Refusal.Type
    return new HarborError({ reason, messageName, thread, delivered })
  } catch {
    const reason = new Malformed({ what: "reply", issue: "a refusal that cannot be read" })
    return new HarborError({ reason, messageName, thread: "", delivered: "maybe" })
  }
}
