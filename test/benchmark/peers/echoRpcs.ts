/*
 * The protocol of both peers that check what they carry, Stevedore and Effect's RPC: the same Schema, so the same work.
 */
import * as Schema from "effect/Schema"
import * as Rpc from "effect/rpc/Rpc"
import * as RpcGroup from "effect/rpc/RpcGroup"

export const EchoFields = { id: Schema.Int, name: Schema.String, value: Schema.Finite }
export const echo = Rpc.make("echo", { payload: EchoFields, success: Schema.Struct(EchoFields) })
/** Endless. */
export const count = Rpc.make("count", { success: Schema.Struct(EchoFields), stream: true })

export const NineFields = {
  ...EchoFields,
  data: Schema.Uint8Array,
  at: Schema.Date,
  active: Schema.Boolean,
  city: Schema.String,
  email: Schema.String,
  score: Schema.Finite
}
export const nine = Rpc.make("nine", { payload: NineFields, success: Schema.Struct(NineFields) })

export const EchoRpcs = RpcGroup.make(echo, count, nine)
