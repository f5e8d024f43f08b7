/*
 * The actor that is started: the benchmark's echo.
 */
import * as Actor from "@stevedore/core/Actor"
import * as Effect from "effect/Effect"
import * as Rpc from "effect/rpc/Rpc"
import * as Schema from "effect/Schema"

const fields = { id: Schema.Int, name: Schema.String, value: Schema.Finite }

export class Echo extends Actor.Service()("benchmark/Boot", [
  Rpc.make("echo", { payload: fields, success: Schema.Struct(fields) })
]) {}

export const handlers = Echo.toLayer({ echo: (message) => Effect.succeed(message) })
