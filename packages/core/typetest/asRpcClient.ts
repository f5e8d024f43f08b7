/*
 * Code that was written for `RpcClient<Rpcs, E>` accepts an actor.
 */
import type * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import type * as Rpc from "effect/rpc/Rpc"
import type * as RpcClient from "effect/rpc/RpcClient"
import type { RpcClientError } from "effect/rpc/RpcClientError"
import type * as RpcGroup from "effect/rpc/RpcGroup"
import * as Schema from "effect/Schema"
import type { Client } from "../src/Actor.ts"
import type { ActorError } from "../src/ActorError.ts"
import { type Digest, Digester, type Unreadable } from "./digest.protocol.ts"

declare const digester: Context.Service.Shape<typeof Digester>
type DigestRpcs = RpcGroup.Rpcs<typeof Digester.group>

export const asClient: RpcClient.RpcClient<DigestRpcs, ActorError> = digester
export const asFromGroup: RpcClient.FromGroup<typeof Digester.group, ActorError> = digester
export const wider: RpcClient.RpcClient<DigestRpcs, ActorError | Error> = digester

declare const genericInError: <E>(client: RpcClient.RpcClient<DigestRpcs, E>) => Effect.Effect<Digest, E | Unreadable>
export const inError: Effect.Effect<Digest, ActorError | Unreadable> = genericInError(digester)

declare const genericInRpcs: <Rpcs extends Rpc.Any, E>(
  group: RpcGroup.RpcGroup<Rpcs>,
  client: RpcClient.RpcClient<Rpcs, E>
) => Effect.Effect<void, E>
export const inRpcs: Effect.Effect<void, ActorError> = genericInRpcs(Digester.group, digester)

declare const namesItsError: (client: RpcClient.RpcClient<DigestRpcs, RpcClientError>) => void
// @ts-expect-error code that names RpcClientError does not accept an actor
namesItsError(digester)

// Code that is generic over an actor's own client type.
declare const same: <Rpcs extends Rpc.Any>(client: Client<Rpcs>) => Client<Rpcs>
declare const single: Client<Rpc.Rpc<"a", Schema.Void, typeof Schema.String>>
export const told: Effect.Effect<void, ActorError> = same(single).a.tell()
