/**
 * The protocol of a module, which both sides make from the names of its functions: arguments, result and thrown error are
 * values without a schema.
 */
import * as Rpc from "effect/rpc/Rpc"
import * as Schema from "effect/Schema"
import * as Codec from "../../Codec.ts"
import type { ErrorClass } from "../codec/value.ts"
import { thrownCodec, valueCodec } from "../codec/valueCodec.ts"
import { type Definition, defineGroup } from "../defineGroup.ts"
import { provide } from "../jobCodecs.ts"

export const defineModule = (
  id: string,
  names: ReadonlyArray<string>,
  classes: ReadonlyMap<string, ErrorClass>
): Definition => {
  const value = always("value", valueCodec(classes))
  const thrown = always("thrown", thrownCodec(classes))
  const cause = Codec.make(Schema.Cause(Schema.Defect(), Schema.Defect({ includeStack: true })))
  const codecs = { payload: value, success: value, error: thrown, cause, throws: true }
  const rpcs = names.map((name) => {
    const rpc = Rpc.make(name, { payload: Schema.Unknown, success: Schema.Unknown, error: Schema.Unknown })
    provide(rpc, codecs)
    return rpc
  })
  return defineGroup(id, rpcs)
}

const always = (fingerprint: string, bound: Codec.BoundCodec): Codec.Codec => ({ fingerprint, bind: () => bound })
