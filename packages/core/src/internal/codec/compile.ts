/**
 * A codec: the fast functions of a plan, msgpack below them, and Schema behind them for everything they refuse.
 *
 * Runs on any thread, synchronously. What the fast functions take, Schema takes with an equal result; what they
 * refuse goes to Schema once more, which either explains why or, if it accepts after all, has the last word.
 */
import * as Cause from "effect/Cause"
import type * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Schema from "effect/Schema"
import * as SchemaAST from "effect/SchemaAST"
import * as SchemaIssue from "effect/SchemaIssue"
import * as SchemaParser from "effect/SchemaParser"
import { outgoing } from "./apart.ts"
import * as closures from "./closures.ts"
import * as generated from "./generated.ts"
import { CodecFailure, Refusal, isStackOverflow, messageOf, overflowFailure } from "./failure.ts"
import { fingerprintOf } from "./fingerprint.ts"
import { pack, packMessage, unpack } from "./msgpack.ts"
import { makePlans } from "./makePlan.ts"
import { asksSchema, hasData, type Plan } from "./plan.ts"
import { Luck } from "./small.ts"
import type { Delegate, Functions, Reshape, Settings } from "./reshape.ts"
import { NO } from "./plain.ts"
import { toWireAST } from "./wireSchema.ts"

export interface Options {
  readonly validate: "both" | "receive" | "none"
  readonly input: "make" | "type"
  /** Never generate code; for tests, and for programs that prefer it. */
  readonly closures: boolean
}

export interface Bound {
  readonly encode: (value: unknown) => number
  /** Some of the data may travel beside the message: how long it is as `message.ts` writes it. */
  readonly encodeMessage: (value: unknown, home: object) => number
  readonly decode: (bytes: Uint8Array, start: number, end: number) => unknown
}

export interface Compiled {
  readonly fingerprint: string
  readonly bind: (context: Context.Context<never>) => Bound
}

type Run = <A>(effect: Effect.Effect<A, SchemaIssue.Issue, any>) => Exit.Exit<A, SchemaIssue.Issue>

const runner = (context: Context.Context<never>): Run => {
  const run = Effect.runSyncExitWith(context)
  return (effect) => (Exit.isExit(effect) ? (effect as any) : run(effect as any))
}

const asynchronous =
  "The schema transforms asynchronously, but a message is encoded and decoded at once: " +
  "make the transformation synchronous, or send the untransformed value and transform it in the handler"

/** The text of a failed exit; stops what an asynchronous transformation left running. */
const explain = (cause: Cause.Cause<SchemaIssue.Issue>): CodecFailure => {
  for (const reason of cause.reasons) {
    if (Cause.isFailReason(reason)) {
      return SchemaIssue.isIssue(reason.error)
        ? new CodecFailure(new Schema.SchemaError(reason.error).message)
        : new CodecFailure(messageOf(reason.error))
    }
  }
  for (const reason of cause.reasons) {
    if (!Cause.isDieReason(reason)) continue
    if (Cause.isAsyncFiberError(reason.defect)) {
      reason.defect.fiber.interruptUnsafe()
      return new CodecFailure(asynchronous)
    }
    if (isStackOverflow(reason.defect)) return new CodecFailure("The value is nested too deeply to be carried")
    const message = messageOf(reason.defect)
    return new CodecFailure(
      message.startsWith("Service not found")
        ? `${message}. The schema needs it on this thread: provide it where the layer of the actor is built`
        : `The schema failed with a defect: ${message}`
    )
  }
  return new CodecFailure("The schema's transformation was interrupted")
}

/** Names path and value: the message goes to whoever sent the value. */
const explaining: SchemaAST.ParseOptions = { reportInput: true }

export const compile = (schema: Schema.Top, options: Options): Compiled => {
  const ast = toWireAST(schema.ast)
  const wire = Schema.make<Schema.Top>(ast)
  const plan = makePlans(false).plan(ast)
  const checkedEncode = options.validate === "both"
  const checkedDecode = options.validate !== "none"

  const bound = new WeakMap<object, Bound>()
  const needsContext = asksSchema(plan)
  const mayHaveData = hasData(plan)
  let fingerprint: string | undefined

  const bind = (context: Context.Context<never>): Bound => {
    const run = runner(context)
    const delegate: Delegate = {
      encode: (node) =>
        delegated(SchemaParser.encodeUnknownEffect(Schema.make(node), optionsOf(checkedEncode)) as any, run),
      decode: (node) =>
        delegated(SchemaParser.decodeUnknownEffect(Schema.make(node), optionsOf(checkedDecode)) as any, run)
    }
    const settings = { lenient: false, delegate }
    const make = options.input === "make"
    const encoding = functions(plan, { ...settings, checked: checkedEncode, make }, options).encode
    const decoding = functions(plan, { ...settings, checked: checkedDecode, make }, options).decode
    const [sending, receiving] = [new Luck(), new Luck()]
    const slow = slowPath(schema, wire, options, run, (value) => encoding(value))

    const encode = (value: unknown, home?: object): number => {
      let reshaped: unknown
      try {
        reshaped = encoding(value)
      } catch (cause) {
        if (isStackOverflow(cause)) throw overflowFailure(value)
        reshaped = NO
      }
      if (reshaped === NO) reshaped = slow.encode(value)
      if (!outgoing.isAlone) outgoing.clear()
      // No bytes at all stand for `undefined`.
      if (reshaped === undefined) return 0
      try {
        return mayHaveData && home !== undefined ? packMessage(reshaped, home, sending) : pack(reshaped, sending)
      } catch (cause) {
        if (isStackOverflow(cause)) throw overflowFailure(value)
        throw new CodecFailure(`The value cannot be written as msgpack: ${messageOf(cause)}`)
      }
    }
    const out: Bound = {
      encode: (value) => encode(value, undefined),
      encodeMessage: encode,
      decode: (bytes, start, end) => {
        const read = unpack(bytes, start, end, receiving)
        let value: unknown
        try {
          value = decoding(read)
        } catch (cause) {
          if (isStackOverflow(cause)) throw overflowFailure(undefined)
          value = NO
        }
        return value === NO ? slow.decode(bytes, start, end) : value
      }
    }
    return out
  }

  return {
    get fingerprint() {
      return (fingerprint ??= fingerprintOf(plan))
    },
    bind: (context) => {
      // A codec that never asks Schema is the same in every context.
      const key = needsContext ? context : bound
      let out = bound.get(key)
      if (out === undefined) bound.set(key, (out = bind(context)))
      return out
    }
  }
}

const optionsOf = (checked: boolean): SchemaAST.ParseOptions | undefined =>
  checked ? undefined : { disableChecks: true }

const delegated =
  (parse: (value: unknown) => Effect.Effect<unknown, SchemaIssue.Issue, any>, run: Run): Reshape =>
  (value) => {
    const exit = run(parse(value))
    return exit._tag === "Success" ? exit.value : NO
  }

const functions = (plan: Plan, settings: Settings, options: Options): Functions => {
  return options.closures || !generated.isAllowed ? closures.compile(plan, settings) : generated.compile(plan, settings)
}

interface SlowPath {
  /** The wire value, or `CodecFailure`. */
  readonly encode: (value: unknown) => unknown
  readonly decode: (bytes: Uint8Array, start: number, end: number) => unknown
}

const never: Delegate = { encode: () => () => NO, decode: () => () => NO }

/** Everything here is made at the first refusal: most codecs never need it. */
const slowPath = (schema: Schema.Top, wire: Schema.Top, options: Options, run: Run, encodeFast: Reshape): SlowPath => {
  let layoutFunctions: Functions | undefined
  const layout = (): Functions =>
    (layoutFunctions ??= closures.compile(makePlans(true).plan(SchemaAST.toEncoded(wire.ast)), {
      checked: true,
      lenient: true,
      trace: true,
      make: false,
      delegate: never
    }))
  const parseOptions = (checked: boolean): SchemaAST.ParseOptions =>
    checked ? explaining : { ...explaining, disableChecks: true }
  let encodeSchema: ((value: unknown) => Effect.Effect<unknown, SchemaIssue.Issue, any>) | undefined
  let decodeSchema: ((value: unknown) => Effect.Effect<unknown, SchemaIssue.Issue, any>) | undefined
  let makeSchema: ((value: any, options: any) => Effect.Effect<unknown, SchemaIssue.Issue, any>) | undefined

  const attempt = (value: unknown, effect: () => Effect.Effect<unknown, SchemaIssue.Issue, any>): unknown => {
    let exit: Exit.Exit<unknown, SchemaIssue.Issue>
    try {
      exit = run(effect())
    } catch (cause) {
      throw isStackOverflow(cause) ? overflowFailure(value) : new CodecFailure(messageOf(cause))
    }
    if (exit._tag === "Success") return exit.value
    throw explain(exit.cause)
  }

  const again = (value: unknown): unknown => {
    try {
      return encodeFast(value)
    } catch (cause) {
      if (isStackOverflow(cause)) throw overflowFailure(value)
      return NO
    }
  }

  const unshape = (read: unknown): unknown => {
    try {
      return layout().decode(read)
    } catch (cause) {
      throw isStackOverflow(cause) ? overflowFailure(undefined) : new CodecFailure(messageOf(cause))
    }
  }

  return {
    encode: (value) => {
      const checked = options.validate === "both"
      let typed = value
      if (options.input === "make") {
        makeSchema ??= SchemaParser.makeEffect(schema) as any
        typed = attempt(value, () => makeSchema!(value, { disableChecks: !checked, parseOptions: explaining }))
      }
      const reshaped = again(typed)
      if (reshaped !== NO) return reshaped
      encodeSchema ??= SchemaParser.encodeUnknownEffect(wire, parseOptions(checked)) as any
      const encoded = attempt(typed, () => encodeSchema!(typed))
      let out: unknown = NO
      try {
        out = layout().encode(encoded)
      } catch (cause) {
        throw cause instanceof Refusal ? cause.failure : isStackOverflow(cause) ? overflowFailure(value) : cause
      }
      if (out !== NO) return out
      throw new CodecFailure("The encoded value does not have the shape its schema promises")
    },
    decode: (bytes, start, end) => {
      // Read once more: the fast functions decode in place.
      const encoded = unshape(unpack(bytes, start, end))
      if (encoded === NO) throw new CodecFailure("The bytes do not have the shape of the schema")
      decodeSchema ??= SchemaParser.decodeUnknownEffect(wire, parseOptions(options.validate !== "none")) as any
      return attempt(encoded, () => decodeSchema!(encoded))
    }
  }
}
