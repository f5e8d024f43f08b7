/**
 * Plans as closures: reshape and check at once, value → wire or `NO`, wire → value or `NO`.
 *
 * Serves where code generation is forbidden, and (`lenient`) for the slow path, which hands the encoded value to
 * Schema for its message and therefore must not stop at a wrong leaf. `generated.ts` is the same, written out.
 */
import { makeDecoder } from "./closuresDecode.ts"
import { makeEncoder } from "./closuresEncode.ts"
import type { Plan } from "./plan.ts"
import type { Functions, Reshape, Settings } from "./reshape.ts"

/** Both directions are made when first used: most schemas are only encoded or only decoded on a thread. */
export const compile = (root: Plan, settings: Settings): Functions => {
  let encode: Reshape | undefined
  let decode: Reshape | undefined
  return {
    encode: (value) => (encode ??= makeEncoder(settings).encoder(root))(value),
    decode: (wire) => (decode ??= makeDecoder(settings).decoder(root))(wire)
  }
}
