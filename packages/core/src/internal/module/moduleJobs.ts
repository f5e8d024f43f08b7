/**
 * The jobs of a module as its callers see them: functions with the arguments of the module's own. Any thread.
 */
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import type { AskMethod, SendOptions, StreamMethod } from "../../Actor.ts"
import { handleInModuleWords, inModuleWords } from "./inModuleWords.ts"

type Args = ReadonlyArray<unknown>
type Method = AskMethod<Args, unknown, never>
type Streaming = StreamMethod<Args, unknown, never>

/** From the client of the module's actor. No prototype: an export may be called like anything. */
export const jobsOf = (client: Record<string, unknown>): Record<string, unknown> => {
  const jobs: Record<string, unknown> = Object.create(null)
  for (const name of Object.keys(client)) {
    const method = client[name] as Method | Streaming
    const value = "submit" in method ? jobOf(method, undefined) : streamOf(method, undefined)
    Object.defineProperty(jobs, name, { enumerable: true, value })
  }
  return jobs
}

const jobOf = (method: Method, options: SendOptions | undefined): unknown =>
  Object.assign((...args: Args) => Effect.mapError(method(args, options), inModuleWords), {
    tell: (...args: Args) => Effect.mapError(method.tell(args, options), inModuleWords),
    submit: (...args: Args) =>
      Effect.mapBoth(method.submit(args, options), { onFailure: inModuleWords, onSuccess: handleInModuleWords }),
    with: (more: SendOptions) => jobOf(method, { ...options, ...more })
  })

const streamOf = (method: Streaming, options: SendOptions | undefined): unknown =>
  Object.assign((...args: Args) => Stream.mapError(method(args, options), inModuleWords), {
    tell: (...args: Args) => Effect.mapError(method.tell(args, options), inModuleWords),
    with: (more: SendOptions) => streamOf(method, { ...options, ...more })
  })
