/**
 * The jobs of a module as its callers see them: functions with the arguments of the module's own. Any thread.
 */
import type { AskMethod, SendOptions } from "../../Actor.ts"

type Method = AskMethod<ReadonlyArray<unknown>, unknown, never>

/** From the client of the module's actor. No prototype: an export may be called like anything. */
export const jobsOf = (client: Record<string, unknown>): Record<string, unknown> => {
  const jobs: Record<string, unknown> = Object.create(null)
  for (const name of Object.keys(client)) {
    Object.defineProperty(jobs, name, { enumerable: true, value: jobOf(client[name] as Method, undefined) })
  }
  return jobs
}

const jobOf = (method: Method, options: SendOptions | undefined): unknown =>
  Object.assign((...args: ReadonlyArray<unknown>) => method(args, options), {
    tell: (...args: ReadonlyArray<unknown>) => method.tell(args, options),
    submit: (...args: ReadonlyArray<unknown>) => method.submit(args, options),
    with: (more: SendOptions) => jobOf(method, { ...options, ...more })
  })
