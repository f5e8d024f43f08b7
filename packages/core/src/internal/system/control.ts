/**
 * The messages of the control channel between main and a thread: start, stop, names and logs. Jobs never travel here.
 */
import type { MemorySizes } from "../memory/layout.ts"
import type { DeadLetter } from "../../DeadLetter.ts"
import type { Joining, News } from "./directory.ts"
import type { LoggedReason, Losses } from "./loggedValue.ts"
import type { LingerOption } from "../thread/linger.ts"
import type { SlowReport } from "../thread/slowJobs.ts"
import type { SlowSettings } from "../thread/slowLimits.ts"
import type { EncodedLife } from "../supervision/lives.ts"

/** An actor instance that a thread is to host. */
export interface InstanceBoot {
  readonly instance: number
  /** Under which name clients find it. */
  readonly name: string
  /** Id of the actor whose handlers it runs: differs from `name` for a second tag. */
  readonly served: string
  readonly fingerprint: string
  /** The entry is a module of plain functions, which are the handlers. */
  readonly module?: ModuleBoot | undefined
}

export interface ModuleBoot {
  readonly concurrency: number | "unbounded"
  /** The functions that it had when it was first imported; nothing before that. */
  readonly functions: ReadonlyArray<ModuleFunction> | undefined
}

/** An exported function; of a generator, a stream. */
export interface ModuleFunction {
  readonly name: string
  readonly isStream: boolean
}

/** All a fresh thread needs to know; structured-cloned with the spawn. */
export interface Boot {
  readonly buffer: SharedArrayBuffer
  readonly sizes: MemorySizes
  readonly thread: number
  readonly incarnation: number
  readonly name: string
  readonly entry: string
  readonly instances: ReadonlyArray<InstanceBoot>
  readonly names: News
  readonly stopTimeoutMillis: number
  readonly interruptGraceMillis: number
  readonly nameTimeoutMillis: number
  readonly nestedWaitMillis: number
  readonly linger: LingerOption
  readonly minimumLogLevel: string
  readonly slow: SlowSettings
  /** How often they had changed: a thread says with what it reports which ones it knew. */
  readonly slowVersion: number
}

/** In the place of a `Boot`, to a thread that was invited: why it cannot attach, an encoded `ActorErrorReason`. */
export interface Refused {
  readonly _tag: "refused"
  readonly reason: unknown
}

/** What a thread asks main for. */
export type Question =
  /** A number for an instance of an actor, which no other one of this system has. */
  | { readonly _tag: "instance" }
  /** This thread serves that actor from now on; answered when all threads know. */
  | { readonly _tag: "join"; readonly joining: Joining }
  /** That instance takes nothing more; answered when all threads know. */
  | { readonly _tag: "leave"; readonly name: string; readonly instance: number }
  /** The memory of that name. */
  | { readonly _tag: "shared"; readonly name: string; readonly bytes: number }

export type Answer =
  | { readonly _tag: "given"; readonly value: unknown }
  /** An encoded `ActorErrorReason`. */
  | { readonly _tag: "refused"; readonly reason: unknown }

export type ToThread =
  /** With `acknowledge`, main waits until this thread has applied it. */
  | { readonly _tag: "directory"; readonly news: News; readonly acknowledge: boolean }
  /** To the question of that number. */
  | { readonly _tag: "answer"; readonly number: number; readonly answer: Answer }
  | { readonly _tag: "stop"; readonly deadlineMillis: number }
  /** Finish what has started, start nothing more, and end: the jobs that wait go on in the next thread of that name. */
  | { readonly _tag: "recycle"; readonly deadlineMillis: number }
  /** One end of a channel to that incarnation of a thread. `open`: the other end is in its thread. */
  | {
      readonly _tag: "port"
      readonly thread: number
      readonly incarnation: number
      readonly end: unknown
      readonly open: boolean
    }
  /** The other end of a channel has come to its thread. */
  | { readonly _tag: "portOpen"; readonly thread: number; readonly incarnation: number }
  /** From now on other jobs count as slow. */
  | { readonly _tag: "slowAfter"; readonly settings: SlowSettings; readonly version: number }
  /** What has become of threads, in order. */
  | { readonly _tag: "lives"; readonly events: ReadonlyArray<EncodedLife> }

export type StartFailure =
  | { readonly _tag: "missing" | "syntax" | "noDefault" | "threw"; readonly detail: string }
  | { readonly _tag: "mismatch"; readonly expected: string; readonly found: string }

export type ToMain =
  /** `serial`: the instances that work on one job at a time. */
  | {
      readonly _tag: "ready"
      readonly serial: ReadonlyArray<number>
      /** The functions of its module, if it serves one. */
      readonly functions: ReadonlyArray<ModuleFunction>
    }
  | { readonly _tag: "failed"; readonly failure: StartFailure }
  /** Names up to that version are known here. */
  | { readonly _tag: "applied"; readonly version: number }
  | { readonly _tag: "question"; readonly number: number; readonly question: Question }
  | {
      readonly _tag: "log"
      readonly level: string
      readonly millis: number
      readonly message: ReadonlyArray<unknown>
      readonly cause: ReadonlyArray<LoggedReason>
      readonly annotations: ReadonlyArray<readonly [string, unknown]>
      readonly spans: ReadonlyArray<[label: string, startMillis: number]>
      /** Of the values of the line. */
      readonly losses: Losses
    }
  /** Tells of this thread that nobody will handle. */
  | { readonly _tag: "deadLetters"; readonly letters: ReadonlyArray<DeadLetter> }
  /** Something is to be moved to that incarnation of a thread. */
  | { readonly _tag: "wantPort"; readonly thread: number; readonly incarnation: number }
  /** This thread has its end of the channel to that one. */
  | { readonly _tag: "hasPort"; readonly thread: number; readonly incarnation: number }
  | { readonly _tag: "slow"; readonly report: SlowReport; readonly version: number }
  /** A thread that was started by somebody else wants to go. */
  | { readonly _tag: "detach" }
  /** What still ran when the deadline of the stop was over. */
  | { readonly _tag: "held"; readonly jobs: ReadonlyArray<string> }
  /** Its jobs are over; what holds it from now on is a stop hook. */
  | { readonly _tag: "stopHooks" }
  | { readonly _tag: "stopFailed"; readonly detail: string }
  /** Debug mode: a lane to this thread holds what cannot be. */
  | { readonly _tag: "corrupt"; readonly what: string; readonly dump: string }
