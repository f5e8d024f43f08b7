/**
 * What goes wrong with Lua, as typed errors that travel between threads: a source that does not compile, a function that raised,
 * a budget that was used up, a value that cannot be carried, a module that is not there.
 */
import * as Schema from "effect/Schema"

/**
 * The source does not compile. `chunk` is its name as Lua shows it, `line` counts from 1 (0 where Lua gives none).
 *
 * @example
 * ```ts
 * import * as assert from "node:assert/strict"
 * import { LuaSyntaxError } from "@stevedore/lua/LuaError"
 *
 * const error = new LuaSyntaxError({ chunk: "job", line: 1, detail: "unexpected symbol near '='" })
 * assert.equal(error.message, "job:1: unexpected symbol near '='")
 * ```
 */
export class LuaSyntaxError extends Schema.TaggedError<LuaSyntaxError>("@stevedore/lua/LuaError/LuaSyntaxError")(
  "LuaSyntaxError",
  { chunk: Schema.String, line: Schema.Number, detail: Schema.String }
) {
  override get message(): string {
    return `${this.chunk}:${this.line}: ${this.detail}`
  }
}

/** What a `LuaRuntimeError` is made of. */
interface Raised {
  readonly chunk: string
  readonly detail: string
  readonly traceback: string
  readonly value?: Uint8Array<ArrayBufferLike>
  readonly cause?: unknown
}

/**
 * A Lua function raised. `detail` is what it raised, as text with its position; `traceback` is the stack of the state it ran
 * in, followed by the stacks of those who called it from other threads, where they wait. `value` is the raised value as MessagePack where it was
 * no string; `cause` what a host function had failed with, where the script let that through.
 *
 * @example
 * ```ts
 * import * as assert from "node:assert/strict"
 * import { LuaRuntimeError } from "@stevedore/lua/LuaError"
 *
 * const error = new LuaRuntimeError({ chunk: "job", detail: "job:1: boom", traceback: "stack traceback: ..." })
 * assert.equal(error.message, "job:1: boom")
 * ```
 */
export class LuaRuntimeError extends Schema.TaggedError<LuaRuntimeError>("@stevedore/lua/LuaError/LuaRuntimeError")(
  "LuaRuntimeError",
  {
    chunk: Schema.String,
    detail: Schema.String,
    traceback: Schema.String,
    value: Schema.optionalKey(Schema.Uint8Array),
    cause: Schema.optionalKey(Schema.Defect())
  }
) {
  constructor(raised: Raised, options?: Schema.MakeOptions) {
    super(raised, options)
    // Wherever a stack is shown, it is Lua's: that of the interpreter says nothing to anybody.
    const value = `${this.name}: ${this.detail}\n${this.traceback}`
    Object.defineProperty(this, "stack", { value, enumerable: false, configurable: true, writable: true })
  }

  override get message(): string {
    return this.detail
  }
}

/**
 * A budget is used up, or somebody killed the job. `limit` says which; `budget` is what was allowed: milliseconds of "time",
 * VM "instructions", bytes of "memory", levels of "depth", 0 for "killed".
 *
 * @example
 * ```ts
 * import * as assert from "node:assert/strict"
 * import { LuaLimitError } from "@stevedore/lua/LuaError"
 *
 * const error = new LuaLimitError({ limit: "time", budget: 100, chunk: "job", detail: "job:1: in a loop" })
 * assert.equal(error.message, "the job had 100 ms: job:1: in a loop")
 * ```
 */
export class LuaLimitError extends Schema.TaggedError<LuaLimitError>("@stevedore/lua/LuaError/LuaLimitError")(
  "LuaLimitError",
  {
    limit: Schema.Literals(["time", "instructions", "memory", "depth", "killed"]),
    budget: Schema.Number,
    chunk: Schema.String,
    detail: Schema.String
  }
) {
  override get message(): string {
    const unit = { time: " ms", instructions: " instructions", memory: " bytes", depth: " levels", killed: "" }
    const had = this.limit === "killed" ? "the job was killed" : `the job had ${this.budget}${unit[this.limit]}`
    return `${had}: ${this.detail}`
  }
}

/**
 * A value cannot be carried as MessagePack, or bytes are none. `path` is where in the value, as `a.b[3]`, empty at the top.
 *
 * @example
 * ```ts
 * import * as assert from "node:assert/strict"
 * import { LuaCodecError } from "@stevedore/lua/LuaError"
 *
 * const error = new LuaCodecError({ path: "a.b[3]", detail: "cannot serialize a function" })
 * assert.equal(error.message, "cannot serialize a function at a.b[3]")
 * ```
 */
export class LuaCodecError extends Schema.TaggedError<LuaCodecError>("@stevedore/lua/LuaError/LuaCodecError")(
  "LuaCodecError",
  { path: Schema.String, detail: Schema.String }
) {
  override get message(): string {
    return this.path === "" ? this.detail : `${this.detail} at ${this.path}`
  }
}

/**
 * No module of that name: neither registered nor in a file. `tried` lists where it was looked for, in that order.
 *
 * @example
 * ```ts
 * import * as assert from "node:assert/strict"
 * import { LuaModuleNotFound } from "@stevedore/lua/LuaError"
 *
 * const error = new LuaModuleNotFound({ module: "yard", tried: ["scripts/yard.lua"] })
 * assert.equal(error.message, "no module 'yard': looked for it in scripts/yard.lua")
 * ```
 */
export class LuaModuleNotFound extends Schema.TaggedError<LuaModuleNotFound>(
  "@stevedore/lua/LuaError/LuaModuleNotFound"
)("LuaModuleNotFound", { module: Schema.String, tried: Schema.Array(Schema.String) }) {
  override get message(): string {
    return `no module '${this.module}': looked for it in ${this.tried.join(", ")}`
  }
}

/**
 * The Lua engine is not the one this package corrects: fengari is `missing` (not installed, or bundled), of another `version`, a
 * `file` of it was changed, or its `selfTest` failed. `file` is what was looked at, `found` what was there, `remedy` what to do.
 *
 * @example
 * ```ts
 * import * as assert from "node:assert/strict"
 * import { LuaEngineError } from "@stevedore/lua/LuaError"
 *
 * const error = new LuaEngineError({ reason: "version", file: "package.json", found: "version 0.1.4", remedy: "Install 0.1.5" })
 * assert.equal(error.message, "fengari cannot be used: package.json: found version 0.1.4. Install 0.1.5")
 * ```
 */
export class LuaEngineError extends Schema.TaggedError<LuaEngineError>("@stevedore/lua/LuaError/LuaEngineError")(
  "LuaEngineError",
  {
    reason: Schema.Literals(["missing", "version", "file", "selfTest"]),
    file: Schema.String,
    found: Schema.String,
    remedy: Schema.String
  }
) {
  override get message(): string {
    return `fengari cannot be used: ${this.file}: found ${this.found}. ${this.remedy}`
  }
}

/**
 * The state is closed: nothing runs in it any more. What was running or waiting there ends with it, too.
 *
 * @example
 * ```ts
 * import * as assert from "node:assert/strict"
 * import { LuaClosed } from "@stevedore/lua/LuaError"
 *
 * assert.equal(new LuaClosed({ state: "yard" }).message, "the Lua state 'yard' is closed")
 * ```
 */
export class LuaClosed extends Schema.TaggedError<LuaClosed>("@stevedore/lua/LuaError/LuaClosed")("LuaClosed", {
  state: Schema.String
}) {
  override get message(): string {
    return `the Lua state '${this.state}' is closed`
  }
}

/**
 * An option of a state, or of the runtime, that cannot be: nothing was made. `value` is what was given, `remedy` what to do. Threads
 * and pools say the same as an `ActorError` with the reason `InvalidOption`.
 *
 * @example
 * ```ts
 * import * as assert from "node:assert/strict"
 * import { LuaOptionError } from "@stevedore/lua/LuaError"
 *
 * const error = new LuaOptionError({ option: "limits.time", value: "-1", remedy: "use a number above 0" })
 * assert.equal(error.message, "limits.time is -1: use a number above 0")
 * ```
 */
export class LuaOptionError extends Schema.TaggedError<LuaOptionError>("@stevedore/lua/LuaError/LuaOptionError")(
  "LuaOptionError",
  { option: Schema.String, value: Schema.String, remedy: Schema.String }
) {
  override get message(): string {
    return `${this.option} is ${this.value}: ${this.remedy}`
  }
}

/**
 * Whatever can go wrong while Lua runs.
 *
 * @example
 * ```ts
 * import * as assert from "node:assert/strict"
 * import * as Schema from "effect/Schema"
 * import { LuaCodecError, LuaError } from "@stevedore/lua/LuaError"
 *
 * assert.ok(Schema.is(LuaError)(new LuaCodecError({ path: "", detail: "no bytes" })))
 * ```
 */
export const LuaError = Schema.Union([
  LuaSyntaxError,
  LuaRuntimeError,
  LuaLimitError,
  LuaCodecError,
  LuaModuleNotFound,
  LuaClosed,
  LuaOptionError
])

/** Whatever can go wrong while Lua runs. */
export type LuaError = typeof LuaError.Type
