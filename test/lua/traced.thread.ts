/*
 * A Lua thread with a tracer: its jobs are spans.
 */
import * as LuaModule from "@stevedore/lua/LuaModule"
import { LuaRuntime } from "@stevedore/lua/LuaRuntime"
import * as LuaThread from "@stevedore/lua/LuaThread"
import * as Fiber from "effect/Fiber"
import * as Context from "effect/Context"
import * as Layer from "effect/Layer"
import * as Tracer from "effect/Tracer"
import { keeping } from "../observability/tracer.ts"

const tracing = LuaModule.layer("tracing", {
  /** The span that is under way. */
  span: () => {
    const span = Context.getOrUndefined(Fiber.getCurrent()?.context ?? Context.empty(), Tracer.ParentSpan)
    return span?._tag === "Span" ? span.name : undefined
  }
})

export default LuaThread.entry.pipe(
  Layer.provide(Layer.provideMerge(tracing, LuaRuntime.layer())),
  Layer.provide(Layer.succeed(Tracer.Tracer, keeping([])))
)
