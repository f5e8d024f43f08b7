/*
 * The services of a handler whose jobs begin with those of somebody else, of which it is to have nothing: of who listened to the
 * same message before, or of the directory of its thread.
 */
import * as Context from "effect/Context"
import * as References from "effect/References"

type Annotations = Readonly<Record<string, unknown>>

/**
 * Those that the handler was given with (`own`), and over them what the job has brought: what those that it began with (`first`) do
 * not have. Made for each job of such a handler.
 */
export const servicesIn = (
  own: Context.Context<never>,
  first: Context.Context<never>,
  job: Context.Context<never>
): Context.Context<never> => {
  const services = new Map<string, unknown>(own.mapUnsafe)
  const before = first.mapUnsafe
  for (const [key, value] of job.mapUnsafe) if (before.get(key) !== value) services.set(key, value)
  services.set(References.CurrentLogAnnotations.key, annotationsIn(own, first, job))
  return Context.makeUnsafe(services)
}

/** They are one service, of which a job has brought some. */
const annotationsIn = (...[own, first, job]: Parameters<typeof servicesIn>): Annotations => {
  const of = (context: Context.Context<never>): Annotations => Context.get(context, References.CurrentLogAnnotations)
  const before = of(first)
  const brought = Object.entries(of(job)).filter(
    ([name, value]) => !Object.hasOwn(before, name) || before[name] !== value
  )
  return { ...of(own), ...Object.fromEntries(brought) }
}
