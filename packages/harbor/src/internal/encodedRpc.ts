/*
 * How a message travels to who has declared it otherwise, and what comes back: the same for all messages, so that each side knows
 * how to read the other's.
 */
import * as Schema from "effect/Schema"
import { Carried } from "./carried.ts"

/** With the fingerprint of the sender's declaration. */
export const Encoded = Schema.Struct({ fingerprint: Schema.String, carried: Carried, body: Schema.Uint8Array })

/** See `Encoded`. */
export type Encoded = typeof Encoded.Type

/** What a call returns, or fails with. */
export const EncodedReply = Schema.Struct({ isFailure: Schema.Boolean, body: Schema.Uint8Array })

/** See `EncodedReply`. */
export type EncodedReply = typeof EncodedReply.Type
