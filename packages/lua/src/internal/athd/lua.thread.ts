/**
 * What a Lua thread runs where its layer names no entry of its own.
 */
import * as Layer from "effect/Layer"
import { LuaRuntime } from "../../LuaRuntime.ts"
import { threadLayer } from "./thread.ts"

export default threadLayer.pipe(Layer.provide(LuaRuntime.layer()))
