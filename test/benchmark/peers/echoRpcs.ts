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

export const EchoRpcs = RpcGroup.make(echo, count)
