/**
 * A Lua thread or pool as TypeScript uses it.
 */
import type { ActorError } from "@stevedore/core/ActorError"
import type * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Schema from "effect/Schema"
import { LuaCodecError, type LuaError } from "../../LuaError.ts"
import { bytesOf } from "../state/bytes.ts"
import { fitting } from "../state/fitted.ts"
import type { Names } from "../state/known.ts"
import { knowing } from "../state/loading.ts"
import { wrongHalf, wrongLength, wrongOptions, wrongSchema, wrongSchemas } from "../state/options.ts"
import { unreadable } from "./js.ts"
import { Keyed, type Place } from "./keys.ts"
import { type Packed, packArguments, unpackResults } from "./packed.ts"
import { Kind } from "./protocol.ts"
import type { Remote, To } from "./remote.ts"
import type { Source, Sources } from "./sources.ts"
import { invalidName, invalidOption, invalidValue } from "./stateOptions.ts"

/** Options of one job. */
export interface JobOptions {
  /** What errors, logs and hooks of the thread call it. Default: `"job"`. */
  readonly name?: string | undefined
  /**
   * Of a pool: jobs with the same key go to the same thread, in order. Where that dies, `run` and `call` that had waited for room in its
   * mailbox may come behind later ones.
   */
  readonly key?: string | number | bigint | undefined
  /**
   * Fails with the reason `Timeout` after this time. The job is interrupted, which no `pcall` catches, and the state goes on as it left
   * it: `onLimit: "rebuild"` is for limits (`limits: { time }`) and kills.
   */
  readonly timeout?: Duration.Input | undefined
}

/** The same, with what the result is. */
export interface TypedOptions<S extends Schema.Top> extends JobOptions {
  /**
   * What comes back is decoded by it: of several results, an array. What can be read in two ways is what the schema has: an empty table,
   * bytes that may be text, an integer that may be small, nil that may be `null` or a field that is not there.
   */
  readonly success: S
}

/** What it fails with. */
export type JobError = LuaError | ActorError

/** A global function of the thread's script, with its types. */
export interface FunctionOptions<Args extends ReadonlyArray<Schema.Top>, S extends Schema.Top> extends JobOptions {
  /** The schema of each argument. */
  readonly args: Args
  /** What it returns: of several results, an array. */
  readonly success: S
}

type ArgsOf<Args extends ReadonlyArray<Schema.Top>> = { readonly [I in keyof Args]: Args[I]["Type"] }

/** A Lua thread, or a pool of them: jobs run in the state of its script. */
export interface LuaJobs {
  readonly name: string
  /**
   * Runs a source with arguments (`...`); what it returns comes back. The source travels once to each thread, and is compiled
   * once there.
   */
  readonly run: {
    <S extends Schema.Top>(
      source: string,
      args: ReadonlyArray<unknown>,
      options: TypedOptions<S>
    ): Effect.Effect<S["Type"], JobError | Schema.SchemaError, S["DecodingServices"]>
    (source: string, args?: ReadonlyArray<unknown>, options?: JobOptions): Effect.Effect<unknown, JobError>
  }
  /** Calls a global function of the script, `"area"` or `"shapes.area"`. */
  readonly call: (fn: string, ...args: ReadonlyArray<unknown>) => Effect.Effect<unknown, JobError>
  /** A global function of the script with types for its arguments and its result. */
  readonly typed: <const Args extends ReadonlyArray<Schema.Top>, S extends Schema.Top>(
    fn: string,
    options: FunctionOptions<Args, S>
  ) => (
    ...args: ArgsOf<Args>
  ) => Effect.Effect<S["Type"], JobError | Schema.SchemaError, Args[number]["EncodingServices"] | S["DecodingServices"]>
  /** Completes when the job is in the mailbox. Nobody hears how it ends; what fails it is logged on its thread. */
  readonly send: (
    source: string,
    args?: ReadonlyArray<unknown>,
    options?: JobOptions
  ) => Effect.Effect<void, ActorError | LuaCodecError>
  /**
   * Loads a module of the script anew on each thread, or all that come from files: their names. Whoever has a module's table sees the
   * new functions as soon as its file has returned; no job is lost. Where a file waits (`athd.sleep`, a call) or runs for longer than a
   * slice, other jobs run meanwhile, and see the old ones. Modules follow each other: a job may see one new and one old.
   */
  readonly reload: (module?: string) => Effect.Effect<ReadonlyArray<string>, JobError>
}

const noArgs: ReadonlyArray<unknown> = []

const runNames = { name: true, key: true, timeout: true, success: true } satisfies Names<TypedOptions<Schema.Top>>
const functionNames = { ...runNames, args: true } satisfies Names<FunctionOptions<[], Schema.Top>>

const packed = (args: ReadonlyArray<unknown>): Packed | LuaCodecError | ActorError => {
  try {
    if (!Array.isArray(args)) return invalidValue("args", args, "list the arguments: [1, 2]")
    return packArguments(args)
  } catch (cause) {
    return cause instanceof LuaCodecError ? cause : new LuaCodecError({ path: "", detail: unreadable(cause) })
  }
}

/** What of a job cannot be, if anything; the time that it may take, core looks at. */
const wrongJob = (
  kind: Kind,
  text: unknown,
  name: unknown,
  options: JobOptions | undefined
): ActorError | undefined => {
  if (typeof text !== "string") {
    return kind === Kind.named
      ? invalidValue("fn", text, "give the name of a function of the script")
      : invalidValue("source", text, "give a text of Lua")
  }
  if (typeof name !== "string") return invalidValue("name", name, "use a text")
  const long = (kind === Kind.named ? wrongLength("fn", text) : undefined) ?? wrongLength("name", name)
  if (long !== undefined) return invalidOption(long)
  if (options === undefined) return undefined
  if (!isOptions(options)) return invalidValue("options", options, 'give an object, such as { name: "tide" }')
  return invalidName(options, kind === Kind.named ? functionNames : runNames) ?? wrongKey(options.key)
}

const wrongModule = (module: unknown): Exit.Exit<never, ActorError> | undefined => {
  if (typeof module !== "string") {
    return Exit.fail(invalidValue("module", module, "give the name of a module, or leave it out for all from files"))
  }
  const half = wrongHalf("module", module)
  return half === undefined ? undefined : Exit.fail(invalidOption(half))
}

const wrongKey = (key: unknown): ActorError | undefined => {
  if (key === undefined || typeof key === "number" || typeof key === "bigint") return undefined
  if (typeof key !== "string") return invalidValue("key", key, "use a text or a number")
  const long = wrongLength("key", key)
  return long === undefined ? undefined : invalidOption(long)
}

const isOptions = (options: unknown): boolean =>
  typeof options === "object" && options !== null && !Array.isArray(options)

/** What has come from Lua, as a schema has it. */
const decoding = <S extends Schema.Top>(schema: S) => fitting(schema, Schema.decodeUnknownEffect(schema), refuse)

const refuse = Schema.decodeUnknownEffect(Schema.Never)

const unpacked = (results: Packed): Exit.Exit<unknown, LuaCodecError> => {
  try {
    return Exit.succeed(unpackResults(results))
  } catch (cause) {
    if (cause instanceof LuaCodecError) return Exit.fail(cause)
    throw cause
  }
}

export const makeJobs = (to: To, remote: Remote, sources: Sources): LuaJobs => {
  const placeOf = (options: JobOptions | undefined): Place =>
    options?.key === undefined ? undefined : new Keyed(options.key)

  /** What is known has been looked at. */
  const sourceOf = (kind: Kind, text: string, name: string): Source | ActorError => {
    const known = sources.knownText(kind, name, text)
    if (known !== undefined) return known
    const half = wrongHalf(kind === Kind.named ? "fn" : "source", text) ?? wrongHalf("name", name)
    return half === undefined ? sources.addText(kind, name, text, bytesOf(text)) : invalidOption(half)
  }

  const ask = (
    kind: Kind,
    text: string,
    name: string,
    args: ReadonlyArray<unknown>,
    options?: JobOptions
  ): Effect.Effect<unknown, JobError> => {
    const bytes = wrongJob(kind, text, name, options) ?? packed(args)
    if ("_tag" in bytes) return Exit.fail(bytes)
    return knowing((above) => {
      const source = sourceOf(kind, text, name)
      return "_tag" in source
        ? Exit.fail(source)
        : remote.ask(source, bytes, placeOf(options), unpacked, options?.timeout, above)
    })
  }

  const run = (source: string, args: ReadonlyArray<unknown> = noArgs, options?: TypedOptions<Schema.Top>) => {
    const wrong = options?.success === undefined ? undefined : wrongSchema("success", options.success)
    if (wrong !== undefined) return Exit.fail(invalidOption(wrong))
    const asked = ask(Kind.source, source, options?.name ?? "", args, options)
    return options?.success === undefined ? asked : Effect.flatMap(asked, decoding(options.success))
  }

  const typed = (fn: string, given: FunctionOptions<ReadonlyArray<Schema.Top>, Schema.Top>) => {
    const wrong = wrongOptions(
      given,
      ({ args, success }) => wrongSchemas("args", args) ?? wrongSchema("success", success)
    )
    if (wrong !== undefined) return () => Exit.fail(invalidOption(wrong))
    const { args, success, ...options } = given
    const encode = Schema.encodeUnknownEffect(Schema.Tuple(args))
    const decode = decoding(success)
    return (...given: ReadonlyArray<unknown>) =>
      Effect.flatMap(encode(given), (values) =>
        Effect.flatMap(ask(Kind.named, fn, options.name ?? fn, values as ReadonlyArray<unknown>, options), decode)
      )
  }

  return {
    name: to.name,
    run: run as LuaJobs["run"],
    call: (fn, ...args) => ask(Kind.named, fn, fn, args),
    // Its types come from the schemas that the caller gives; here they are any.
    typed: typed as unknown as LuaJobs["typed"],
    send: (source, args = noArgs, options) => {
      const name = options?.name ?? ""
      const bytes = wrongJob(Kind.source, source, name, options) ?? packed(args)
      if ("_tag" in bytes) return Effect.fail(bytes)
      const made = sourceOf(Kind.source, source, name)
      return "_tag" in made ? Effect.fail(made) : remote.tell(made, bytes, placeOf(options))
    },
    reload: (module = "") => wrongModule(module) ?? remote.reload(module)
  }
}
