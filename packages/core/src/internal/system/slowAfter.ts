/**
 * `ActorSystem.slowAfter`: other jobs count as slow, while the system runs. On main.
 */
import * as Effect from "effect/Effect"
import type * as Duration from "effect/Duration"
import { type ActorError, type ActorErrorReason, Unreachable } from "../../ActorError.ts"
import type { SlowOf } from "../../ActorSystem.ts"
import { invalid, limitOf } from "../options.ts"
import type { MainSystem } from "./mainSystem.ts"
import * as View from "./systemView.ts"

export const change = (
  main: MainSystem,
  of: SlowOf,
  after: Duration.Input | "never"
): Effect.Effect<void, ActorError> =>
  Effect.suspend(() => {
    const millis = limitOf(after)
    const wrong =
      View.wrongOf("ActorSystem.slowAfter", of) ??
      (millis === undefined ? invalid("after", after, 'use a Duration such as "50 millis", or "never"') : undefined)
    if (wrong !== undefined) return Effect.fail(View.failure(wrong))
    const unknown = "thread" in of ? setThread(main, of.thread, millis!) : setActor(main, of, millis!)
    return unknown === undefined ? Effect.void : Effect.fail(View.failure(unknown))
  })

const setThread = (main: MainSystem, name: string, millis: number): ActorErrorReason | undefined => {
  const names = main.directory.threads.map((thread) => thread.name)
  if (!names.includes(name)) return new Unreachable({ detail: `no thread "${name}"; there are ${names.join(", ")}` })
  main.slow.set("threads", name, millis)
  return undefined
}

const setActor = (
  main: MainSystem,
  { actor: { key }, job }: Exclude<SlowOf, { readonly thread: string }>,
  millis: number
): ActorErrorReason | undefined => {
  const jobs = main.directory.jobs(key)
  if (jobs === undefined) {
    return new Unreachable({ detail: `no layer of this actor system provides "${key}"` })
  }
  if (job === undefined) main.slow.set("actors", key, millis)
  else if (jobs.includes(job)) main.slow.set("jobs", `${key}.${job}`, millis)
  else return invalid("job", job, `name one of the Rpcs of "${key}": ${jobs.join(", ")}`)
  return undefined
}
