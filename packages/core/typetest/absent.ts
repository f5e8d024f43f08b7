/*
 * What does not work yet is not in the types: a program that uses it does not compile, instead of failing later.
 */
import type * as Context from "effect/Context"
import type { Digester } from "./digest.protocol.ts"
import { same, type Same } from "./same.ts"

declare const digester: Context.Service.Shape<typeof Digester>

same<Same<Exclude<keyof typeof digester.digest, "tell" | "tellUnsafe" | "submit" | "scoped" | "broadcast">, never>>()

same<Same<Extract<keyof typeof Digester, "layerCluster" | "layerHost">, never>>()
