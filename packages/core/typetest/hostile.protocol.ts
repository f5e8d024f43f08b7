/*
 * Rpcs with the names that a client or a class could stumble over: members of functions, of objects, of the service
 * class, the verbs themselves, and what makes a thenable.
 */
import * as Rpc from "effect/rpc/Rpc"
import * as Schema from "effect/Schema"
import * as Actor from "../src/Actor.ts"

export class Hostile extends Actor.Service<Hostile>()("t/Hostile", [
  Rpc.make("tell", { payload: { n: Schema.Number }, success: Schema.String }),
  Rpc.make("then", { success: Schema.Number }),
  Rpc.make("name", { success: Schema.Number }),
  Rpc.make("length"),
  Rpc.make("call", { payload: Schema.String, success: Schema.Number }),
  Rpc.make("bind"),
  Rpc.make("apply"),
  Rpc.make("prototype"),
  Rpc.make("constructor"),
  Rpc.make("toString"),
  Rpc.make("layerLocal"),
  Rpc.make("key"),
  Rpc.make("of"),
  Rpc.make("__proto__"),
  Rpc.make("pipe")
]) {}
