/**
 * Questions to main over the control channel, and the answers. Runs on every thread but main, which asks itself
 * (questions.ts).
 */
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { ActorErrorReason, Stopped } from "../../ActorError.ts"
import type { Answer, Question, ToMain } from "./control.ts"

type Given = Effect.Effect<unknown, ActorErrorReason>

const readReason = Schema.decodeUnknownSync(ActorErrorReason)

export class Asking {
  private readonly post: (message: ToMain) => void
  /** Keeps the event loop alive until the returned function is called. */
  private readonly hold: () => () => void
  /** Who waits for which answer. */
  private readonly waiting = new Map<number, (given: Given) => void>()
  private asked = 0
  private ended = false

  constructor(post: (message: ToMain) => void, hold: () => () => void) {
    this.post = post
    this.hold = hold
  }

  readonly ask = (question: Question): Given =>
    Effect.callback<unknown, ActorErrorReason>((resume) => {
      if (this.ended) return resume(Effect.fail(new Stopped({})))
      const number = ++this.asked
      const release = this.hold()
      const leave = (): void => {
        if (this.waiting.delete(number)) release()
      }
      this.waiting.set(number, (given) => {
        leave()
        resume(given)
      })
      this.post({ _tag: "question", number, question })
      return Effect.sync(leave)
    })

  answered(number: number, answer: Answer): void {
    const given = answer._tag === "given" ? Effect.succeed(answer.value) : Effect.fail(readReason(answer.reason))
    this.waiting.get(number)?.(given)
  }

  /** This thread takes part no longer. */
  end(): void {
    this.ended = true
    for (const tell of Array.from(this.waiting.values())) tell(Effect.fail(new Stopped({})))
  }
}
