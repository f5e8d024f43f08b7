/*
 * What is to be sent is decided, and may then wait in a line: who listens, and how they have declared the message, may be different when
 * it is its turn. The verbs here look once more in the step in which they send, and if it is, nobody is there: so whoever has
 * decided does so again. Used by the sending thread only.
 */
import { ActorError, Stopped } from "@stevedore/core/ActorError"
import * as Effect from "effect/Effect"
import type { Verbs } from "./line.ts"

type Ask = Parameters<Verbs>

const gone = (thread: string | undefined): Effect.Effect<never, ActorError> =>
  Effect.fail(new ActorError({ reason: new Stopped({}), actor: "", job: "", thread: thread ?? "", started: false }))

/** Those verbs, for as long as `isAgreed`. */
export const whileAgreed = (verbs: Verbs, isAgreed: () => boolean): Verbs =>
  Object.assign((...[payload, options]: Ask) => (isAgreed() ? verbs(payload, options) : gone(options?.thread)), {
    // Decides for itself when it sends.
    "~@stevedore/core/routed": verbs["~@stevedore/core/routed"],
    tell: ((payload, options) => (isAgreed() ? verbs.tell(payload, options) : gone(options?.thread))) as Verbs["tell"],
    tellUnsafe: ((payload, options) =>
      isAgreed() ? verbs.tellUnsafe(payload, options) : "closed") as Verbs["tellUnsafe"],
    submit: ((payload, options) =>
      isAgreed() ? verbs.submit(payload, options) : gone(options?.thread)) as Verbs["submit"]
  })
