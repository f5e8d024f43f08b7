/*
 * An entry that forgot its default export.
 */
import * as Effect from "effect/Effect"
import { Digester, Unreadable } from "./digest.protocol.ts"

const none = Effect.fail(new Unreadable({ path: "", reason: "" }))

export const handlers = Digester.toLayer({ digest: () => none, read: () => none })
