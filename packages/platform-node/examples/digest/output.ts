/**
 * Standard output for a program whose reader may be slow, or leave: `write` waits while the reader does not keep up,
 * and fails once it is gone (`| head`), so that the program can end quietly instead of working for nobody.
 */
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import type { WriteStream } from "node:tty"

export class OutputClosed extends Schema.TaggedError<OutputClosed>()("OutputClosed", {
  /** `EPIPE` when the reader left, another code when the output is broken, such as `ENOSPC`. */
  code: Schema.String
}) {}

export interface Output {
  /** Completes when there is room for more; not before the reader took what is ahead of it by much. */
  readonly write: (text: string) => Effect.Effect<void, OutputClosed>
  /** Completes when everything written went out. */
  readonly flush: Effect.Effect<void, OutputClosed>
}

export const fromStream = (stream: NodeJS.WriteStream | WriteStream): Output => {
  let broken: OutputClosed | undefined
  const waiting = new Set<() => void>()
  const wakeAll = () => {
    for (const wake of waiting) wake()
    waiting.clear()
  }
  stream.on("drain", wakeAll)
  stream.on("error", (error: NodeJS.ErrnoException) => {
    broken ??= new OutputClosed({ code: error.code ?? error.message })
    wakeAll()
  })

  const check = Effect.suspend(() => (broken === undefined ? Effect.void : Effect.fail(broken)))
  const drained = Effect.callback<void>((resume) => {
    if (broken !== undefined || !stream.writableNeedDrain) return resume(Effect.void)
    const wake = () => resume(Effect.void)
    waiting.add(wake)
    return Effect.sync(() => waiting.delete(wake))
  }).pipe(Effect.andThen(check))
  const flushed = Effect.callback<void>((resume) => {
    stream.write("", () => resume(Effect.void))
  }).pipe(Effect.andThen(check))

  return {
    write: (text) =>
      Effect.suspend(() => {
        if (broken !== undefined) return Effect.fail(broken)
        return stream.write(text) ? Effect.void : drained
      }),
    flush: Effect.andThen(check, flushed)
  }
}
