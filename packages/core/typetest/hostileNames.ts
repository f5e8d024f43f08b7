/*
 * No Rpc name is reserved: every verb hangs on the method.
 */
import type * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import type * as RpcClient from "effect/rpc/RpcClient"
import type { Submitted } from "../src/Actor.ts"
import type { ActorError } from "../src/ActorError.ts"
import { Hostile } from "./hostile.protocol.ts"
import { same, type Same } from "./same.ts"

export const program = Effect.gen(function* () {
  const hostile = yield* Hostile
  const text: string = yield* hostile.tell({ n: 1 })
  yield* hostile.tell.tell({ n: 1 })
  // oxlint-disable-next-line promise/valid-params
  const number: number = yield* hostile.then()
  yield* hostile.then.tell()
  const job = yield* hostile.name.submit()
  same<Same<typeof job, Submitted<number, ActorError>>>()
  yield* hostile.length()
  yield* hostile.length.tell()
  yield* hostile.call("x")
  yield* hostile.call.tell("x")
  yield* hostile.bind()
  yield* hostile.apply.tell()
  yield* hostile.prototype()
  yield* hostile.constructor.tell()
  yield* hostile.toString()
  yield* hostile.layerLocal.submit()
  yield* hostile.key()
  yield* hostile.of()
  yield* hostile.pipe()
  yield* hostile["__proto__"].tell()
  // @ts-expect-error the payload is a string
  hostile.call.tell(1)
  // @ts-expect-error an Rpc without a payload takes none
  hostile.then({})
  return [text, number] as const
})
same<Same<Effect.Services<typeof program>, Hostile>>()
same<Same<Effect.Error<typeof program>, ActorError>>()

declare const hostile: Context.Service.Shape<typeof Hostile>
export const asClient: RpcClient.FromGroup<typeof Hostile.group, ActorError> = hostile
