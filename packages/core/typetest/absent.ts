/*
 * What does not work yet is not in the types: a program that uses it does not compile, instead of failing later.
 */
import type * as Context from "effect/Context"
import * as Rpc from "effect/rpc/Rpc"
import * as Schema from "effect/Schema"
import type { Client } from "../src/Actor.ts"
import type { Digester } from "./digest.protocol.ts"
import { same, type Same } from "./same.ts"

declare const digester: Context.Service.Shape<typeof Digester>

// @ts-expect-error to all threads of a pool
void digester.digest.broadcast
// @ts-expect-error views into shared memory
void digester.read.scoped
same<Same<Exclude<keyof typeof digester.digest, "tell" | "submit">, never>>()

same<Same<Extract<keyof typeof Digester, "layerCluster" | "layerHost">, never>>()

// -- a stream Rpc: its method is `never` (and defining the actor throws, see test/define.test.ts)

declare const streaming: Client<
  Rpc.Rpc<"one", typeof Schema.String, typeof Schema.String> | ReturnType<typeof streamRpc>
>
const streamRpc = () => Rpc.make("many", { payload: Schema.String, success: Schema.Number, stream: true })
same<Same<typeof streaming.many, never>>()
// @ts-expect-error it cannot be called
streaming.many("x")
streaming.one("x")
