/**
 * What a thread has of its actor system: the same on main and on every other thread. `main` is there on main only.
 */
import type * as Effect from "effect/Effect"
import type { ActorErrorReason } from "../../ActorError.ts"
import type { Carrier } from "../sending/carrier.ts"
import type { Question } from "./control.ts"
import type { Directory } from "./directory.ts"
import type { Lives } from "../supervision/lives.ts"
import type { MainSystem } from "./mainSystem.ts"
import type { SharedNames } from "./sharedBuffers.ts"
import type { ThreadLoop } from "../thread/threadLoop.ts"

export interface SystemRuntime {
  readonly loop: ThreadLoop
  readonly directory: Directory
  readonly lives: Lives
  /** What goes along with jobs that are sent from here. */
  readonly carrier: Carrier
  /** Asks main. */
  readonly ask: (question: Question) => Effect.Effect<unknown, ActorErrorReason>
  /** Memory that all threads have by its name, as far as this one has asked for it. */
  readonly sharedNames: SharedNames
  /** This thread ends: its actors finish, or have finished, and nobody is sent here any more. */
  readonly isEnding: () => boolean
  /** How long a stop may take. */
  readonly stopTimeoutMillis: number
  /** How long an interrupted asker waits for the handler's finalizers. */
  readonly interruptGraceMillis: number
  /** How long a send waits for a name that nobody has provided yet. */
  readonly nameTimeoutMillis: number
  /** How long a send made inside a handler waits for room. */
  readonly nestedWaitMillis: number
  readonly main: MainSystem | undefined
}
