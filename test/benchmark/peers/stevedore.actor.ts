/*
 * The benchmark's own actor. Beside the echo it has a job whose handler breaks its word, for the test that shows that
 * what is measured does check results: a handler that could do so on request would cost each echo a comparison.
 */
import * as Actor from "@stevedore/core/Actor"
import * as Job from "@stevedore/core/Job"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import * as Rpc from "effect/rpc/Rpc"
import * as RpcGroup from "effect/rpc/RpcGroup"
import * as Stream from "effect/Stream"
import { makeMessage } from "../message.ts"
import { makeTold } from "../told.ts"
import { count, echo, EchoFields, nine } from "./echoRpcs.ts"

const Copied = { ...EchoFields, data: Schema.Uint8Array }
const Moved = { ...EchoFields, data: Job.transfer(Schema.Uint8Array) }

export const rpcs = RpcGroup.make(
  echo,
  count,
  nine,
  Rpc.make("fibered", { payload: EchoFields, success: Schema.Struct(EchoFields) }),
  Rpc.make("told", { payload: EchoFields }),
  Rpc.make("begun", { payload: EchoFields }),
  Rpc.make("toldSoFar", { success: Schema.Struct({ count: Schema.Int, startedAt: Schema.Finite }) }),
  Rpc.make("copied", { payload: Copied, success: Schema.Struct(Copied) }),
  Rpc.make("read", { payload: Copied, success: Schema.Struct(Copied) }).annotate(Job.Scoped, true),
  Rpc.make("moved", { payload: Moved, success: Schema.Struct(Moved) }),
  Rpc.make("malformed", { success: Schema.Struct(EchoFields) })
)

export class Echo extends Actor.Service<Echo>()("benchmark/Echo", rpcs) {}

const notAnEcho = { id: "one", name: 2, value: Number.NaN } as never

const { told, soFar } = makeTold()

export const bodies = rpcs.of({
  nine: (message) => Effect.succeed(message),
  fibered: (message) => Effect.sync(() => message),
  // Done when the Effect is made, as the echo is: a fiber for each would be another scenario.
  told: (message) => {
    told(message, false)
    return Effect.void
  },
  begun: (message) => {
    told(message, true)
    return Effect.void
  },
  toldSoFar: () => Effect.sync(soFar),
  echo: (message) => Effect.succeed(message),
  count: () => Stream.map(Stream.range(0, Number.MAX_SAFE_INTEGER), makeMessage),
  copied: (message) => Effect.succeed(message),
  read: (message) => Effect.succeed(message),
  moved: (message) => Effect.succeed(message),
  malformed: () => Effect.succeed(notAnEcho)
})

export const handlers = Echo.toLayer(bodies)
