/**
 * What threads ask main for, main itself included: to serve an actor beside others, to leave it, and memory by its name.
 */
import * as Effect from "effect/Effect"
import { type ActorErrorReason, Stopped } from "../../ActorError.ts"
import type { Question } from "./control.ts"
import type { MainSystem } from "./mainSystem.ts"

/** Who asks. */
export interface Asker {
  readonly thread: number
  readonly incarnation: number
  readonly name: string
}

export const answer = (
  main: MainSystem,
  asker: Asker,
  question: Question
): Effect.Effect<unknown, ActorErrorReason> => {
  switch (question._tag) {
    case "instance":
      return Effect.sync(() => main.nextInstance())
    case "join":
      return Effect.suspend(() => {
        if (main.isClosed) return Effect.fail(new Stopped({}))
        const { joining } = question
        const { incarnation, name: threadName, thread } = asker
        const { instance, serial } = joining
        const refused = main.names.join(joining, { thread, incarnation, instance, threadName, serial, state: "up" })
        if (refused !== undefined) return Effect.fail(refused)
        main.slow.add({ ...joining.slow, joined: true })
        return known(main)
      })
    case "leave":
      return Effect.suspend(() => (main.names.leave(question.name, question.instance) ? known(main) : Effect.void))
    case "shared":
      return Effect.suspend(() => main.shared.give(question.name, question.bytes))
  }
}

/** Publishes the names as they are now, and completes when every thread knows. The process does not end meanwhile. */
const known = (main: MainSystem): Effect.Effect<void> =>
  Effect.suspend(() => {
    const all = main.acknowledgements.known(main.publish(undefined, true))
    const release = main.loop.hold()
    return Effect.ensuring(all, Effect.sync(release))
  })
