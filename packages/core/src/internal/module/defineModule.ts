/**
 * The protocol of a module, which both sides make from the names of its functions: arguments, result and thrown error are
 * values without a schema.
 */
import * as Rpc from "effect/rpc/Rpc"
import * as Schema from "effect/Schema"
import * as Codec from "../../Codec.ts"
import { inShort } from "../codec/inShort.ts"
import type { ErrorClass } from "../codec/value.ts"
import { thrownCodec, valueCodec } from "../codec/valueCodec.ts"
import { type Definition, defineGroup } from "../defineGroup.ts"
import { provide } from "../jobCodecs.ts"
import type { ModuleFunction } from "../system/control.ts"

export const defineModule = (
  id: string,
  functions: ReadonlyArray<ModuleFunction>,
  classes: ReadonlyMap<string, ErrorClass>
): Definition => {
  const value = always("value", valueCodec(classes))
  const thrown = always("thrown", thrownCodec(classes))
  const cause = Codec.make(Schema.Cause(Schema.Defect(), Schema.Defect({ includeStack: true })))
  const codecs = { payload: value, success: value, error: thrown, cause, throws: { inShort } }
  const streamCodecs = { ...codecs, elements: { many: value, one: value } }
  const types = { payload: Schema.Unknown, success: Schema.Unknown, error: Schema.Unknown }
  const rpcs = functions.map(({ isStream, name }): Rpc.Any => {
    const rpc = isStream ? Rpc.make(name, { ...types, stream: true }) : Rpc.make(name, types)
    provide(rpc, isStream ? streamCodecs : codecs)
    return rpc
  })
  return defineGroup(id, rpcs)
}

const always = (fingerprint: string, bound: Codec.BoundCodec): Codec.Codec => ({ fingerprint, bind: () => bound })
