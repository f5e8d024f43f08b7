/*
 * The actor that the conformance suite asks: one Rpc for each thing a job can do or suffer.
 */
import * as Actor from "@stevedore/core/Actor"
import * as Job from "@stevedore/core/Job"
import * as Effect from "effect/Effect"
import * as Rpc from "effect/rpc/Rpc"
import * as Schema from "effect/Schema"
import * as SchemaIssue from "effect/SchemaIssue"
import * as SchemaGetter from "effect/SchemaGetter"

export class Refused extends Schema.TaggedError<Refused>()("Refused", {
  code: Schema.Number,
  tags: Schema.Array(Schema.String),
  at: Schema.optionalKey(Schema.Date),
  cause: Schema.optionalKey(Schema.Defect())
}) {
  get doubled(): number {
    return this.code * 2
  }
}

/** Where the job writes down what happens to it. */
const mark = { trace: Schema.Number, label: Schema.String }

/** Encodes everything; decodes nothing that begins with "!": what only the receiver can refuse. */
export const Strict = Schema.String.pipe(
  Schema.decodeTo(Schema.String, {
    decode: SchemaGetter.transformEffect((text: string, options) =>
      text.startsWith("!")
        ? Effect.fail(new SchemaIssue.InvalidValue({ message: "no exclamations" }, text, options))
        : Effect.succeed(text)
    ),
    encode: SchemaGetter.passthrough()
  })
)

/** Its codec throws instead of failing, on one side each. */
export const Throwing = Schema.String.pipe(
  Schema.decodeTo(Schema.String, {
    decode: SchemaGetter.transform((text: string) => {
      if (text === "decode") throw new RangeError("decode threw")
      return text
    }),
    encode: SchemaGetter.transform((text: string) => {
      if (text === "encode") throw new RangeError("encode threw")
      return text
    })
  })
)

export const JobFacts = Schema.Struct({
  actor: Schema.String,
  name: Schema.String,
  id: Schema.Number,
  senderId: Schema.Number,
  senderName: Schema.String,
  key: Schema.Union([Schema.String, Schema.Number, Schema.BigInt, Schema.Undefined]),
  deadline: Schema.Union([Schema.Number, Schema.Undefined]),
  enqueuedAt: Schema.Number,
  startedAt: Schema.Number,
  attempt: Schema.Number,
  threadId: Schema.Number,
  threadName: Schema.String,
  isMain: Schema.Boolean
})

export const Figures = Schema.Struct({
  segmentsFree: Schema.Number,
  smallBlocksFree: Schema.Number,
  largeBlocksFree: Schema.Number,
  jobsInFlight: Schema.Number,
  sendsWaiting: Schema.Number,
  deadLetters: Schema.Number,
  abandoned: Schema.Number
})

export const Moved = Job.transfer(Schema.Uint8Array)

/** Binary data that is moved, everywhere where it may stand; the same data may stand in several places. */
export const Parcel = Schema.Struct({
  name: Schema.String,
  array: Schema.Array(Moved),
  option: Schema.Option(Moved),
  union: Schema.Union([Schema.String, Job.transfer(Schema.instanceOf(Float64Array)), Schema.Null]),
  optional: Schema.optionalKey(Job.transfer(Schema.instanceOf(ArrayBuffer))),
  view: Schema.NullOr(Job.transfer(Schema.instanceOf(DataView))),
  copied: Schema.Uint8Array
})

export class Subject extends Actor.Service<Subject>()("test/Subject", [
  Rpc.make("echo", { payload: { text: Schema.String }, success: Schema.String }),
  /** The same, not finished in one go. */
  Rpc.make("echoLater", { payload: { text: Schema.String }, success: Schema.String }),
  Rpc.make("ping"),
  Rpc.make("whole", { payload: Schema.Number, success: Schema.Number }),
  Rpc.make("note", { payload: { ...mark, turns: Schema.Number } }),
  Rpc.make("hold", { payload: { ...mark, gate: Schema.Number }, success: Schema.String }),
  Rpc.make("holdWrapped", {
    payload: { ...mark, gate: Schema.Number, as: Schema.Literals(["fork", "uninterruptible"]) },
    success: Schema.String
  }),
  /** When interrupted, its finalizer waits at a gate of its own. */
  Rpc.make("cleanUp", { payload: { ...mark, gate: Schema.Number, cleaning: Schema.Number } }),
  Rpc.make("scoped", { payload: { ...mark, cleaning: Schema.Number }, success: Schema.String }),
  Rpc.make("refuse", {
    payload: { code: Schema.Number, later: Schema.Boolean },
    success: Schema.String,
    error: Refused
  }),
  /** Fails so often before it succeeds. */
  Rpc.make("flaky", {
    payload: { key: Schema.String, failures: Schema.Number },
    success: Schema.Number,
    error: Refused
  }),
  Rpc.make("die", {
    payload: { how: Schema.Literals(["error", "throw", "text", "record", "cause", "both", "unwritable"]) },
    success: Schema.String,
    error: Refused
  }),
  Rpc.make("interruptItself"),
  Rpc.make("crooked", {
    payload: { where: Schema.Literals(["result", "error", "nothing"]) },
    success: Schema.Struct({ n: Schema.Number }),
    error: Refused
  }),
  Rpc.make("strict", { payload: { text: Strict, trace: Schema.Number }, success: Strict }),
  Rpc.make("throwing", { payload: { text: Throwing, reply: Schema.String }, success: Throwing }),
  Rpc.make("bytes", { payload: { count: Schema.Number }, success: Schema.Uint8Array }),
  Rpc.make("length", { payload: { data: Schema.Uint8Array }, success: Schema.Number }),
  Rpc.make("reverse", { payload: { data: Schema.Uint8Array }, success: Schema.Uint8Array }),
  /** Gives back all that it was given, and says what was there before, in bytes. */
  Rpc.make("pass", { payload: Parcel, success: Schema.Struct({ parcel: Parcel, bytes: Schema.Number }) }),
  /** Adds one to each byte, and keeps nothing. */
  Rpc.make("raise", { payload: { data: Moved }, success: Moved }),
  /** Its result is a Deferred that a later `settle` completes. */
  Rpc.make("deferred", { payload: { key: Schema.String }, success: Schema.String, error: Refused }),
  Rpc.make("settle", { payload: { key: Schema.String, text: Schema.String, fails: Schema.Boolean } }),
  /** Touches the actor's state over several turns; the most jobs it ever saw at once there. */
  Rpc.make("touch", { payload: { turns: Schema.Number }, success: Schema.Number }),
  Rpc.make("describe", { payload: { later: Schema.Boolean }, success: JobFacts }),
  /** Figures of the sender's system as the thread that runs the job sees them: for layerLocal, whose system is its own. */
  Rpc.make("figures", { success: Figures })
]) {}
