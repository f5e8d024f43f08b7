/*
 * What does not work yet is not in the types: a program that uses it does not compile, instead of failing later.
 */
import type * as Context from "effect/Context"
import type { Digester } from "./digest.protocol.ts"
import { same, type Same } from "./same.ts"

declare const digester: Context.Service.Shape<typeof Digester>

// @ts-expect-error views into shared memory
void digester.read.scoped
same<Same<Exclude<keyof typeof digester.digest, "tell" | "tellUnsafe" | "submit" | "broadcast">, never>>()

same<Same<Extract<keyof typeof Digester, "layerCluster" | "layerHost">, never>>()
