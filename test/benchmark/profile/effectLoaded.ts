/*
 * What a program that uses Effect has on its heap, in every thread of the process. For `--import`, which workers inherit.
 */
import * as RpcGroup from "effect/rpc/RpcGroup"
import * as Schema from "effect/Schema"

Object.assign(globalThis, { loaded: [RpcGroup, Schema] })
