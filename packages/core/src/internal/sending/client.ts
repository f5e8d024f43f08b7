/**
 * The methods of an actor as its users call them: ask, tell, submit. Each makes a job, hands it to the outbox of this
 * thread and turns what comes back into an Effect.
 */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Effectable from "effect/Effectable"
import * as Fiber from "effect/Fiber"
import * as Headers from "effect/http/Headers"
import type * as Rpc from "effect/rpc/Rpc"
import { AskCycle, InvalidOption } from "../../ActorError.ts"
import { Idempotent, Reentrant } from "../../Job.ts"
import { addressedOf } from "./addressed.ts"
import { Awaits } from "./awaits.ts"
import { Calls, type ClientOptions, type Verb } from "./calls.ts"
import { tooMuch } from "./carrier.ts"
import { Ask, type ClientJob, type Resume, Tell } from "./clientJobs.ts"
import { makeBroadcast } from "./clientBroadcast.ts"
import { withMiddleware } from "./clientMiddleware.ts"
import { makeRoute } from "./clientRoute.ts"
import { creditOf, makeStream } from "./clientStream.ts"
import { follow } from "./chains.ts"
import { jobOf, noChain, type RunningInfo } from "../jobInfo.ts"
import * as Extension from "../extension.ts"
import { bind } from "../jobCodecs.ts"
import { type CallOptions, type Limit, noLimit } from "./limit.ts"
import { Absent } from "./nameLine.ts"
import { type ClientMethod, isCycle, type Target } from "./outgoing.ts"
import { makeRouted } from "./routed.ts"
import { type ReplyViews, ScopedAsk, withViews } from "./scopedAsk.ts"
import { StreamJob, type StreamOwner } from "./streamJob.ts"
import { Submitting, Telling } from "./telling.ts"
import { makeTellUnsafe } from "./tellUnsafe.ts"
import { CheckedJob, Submission, SubmittedJob, type SubmitOwner } from "./submitted.ts"

/** Makes the service value: one function for each Rpc, with the other verbs on it. */
export const make = (options: ClientOptions): Record<string, unknown> => {
  // No prototype, and defined rather than assigned: an Rpc may be called `__proto__` or `constructor`.
  const client = Object.create(null)
  let index = 0
  for (const [tag, rpc] of options.requests) {
    const codecs = bind(rpc, options.context)
    const method: ClientMethod = {
      actor: options.binding.name,
      tag: rpc._tag,
      index: index++,
      codecs,
      idempotent: Context.get(rpc.annotations, Idempotent)
    }
    Object.defineProperty(client, tag, { enumerable: true, value: verbsOf(options, rpc, method) })
  }
  return client
}

const verbsOf = (options: ClientOptions, rpc: Rpc.AnyWithProps, method: ClientMethod): unknown => {
  const { binding, system } = options
  const calls = new Calls(options, method)
  const { notElsewhere, outbox } = calls
  const reentrant = Context.get(rpc.annotations, Reentrant)
  const isStream = method.codecs.elements !== undefined
  const route = makeRoute(binding, options.routing, rpc, method)
  const addressed = addressedOf(method)
  // The target is set before it is ever returned.
  const aimed: Aim = { target: undefined as unknown as Target, method, extension: undefined, sender: undefined }

  /**
   * Where a job goes and what goes with it: one for all of this client's jobs, so that nothing is allocated for it; whoever
   * aims takes it apart at once. Nothing when the call has failed or must begin again: then `resume` was called.
   */
  const aim = (
    payload: unknown,
    callOptions: CallOptions | undefined,
    resume: Resume,
    again: Verb,
    fiber: Fiber.Fiber<unknown, unknown> | undefined,
    waits: boolean
  ): Aim | undefined => {
    const sender = waits && fiber !== undefined ? jobOf(fiber) : undefined
    const chain = sender === undefined ? noChain : sender.waitingInstances
    const routed = route(payload, chain, callOptions?.thread)
    if (!("target" in routed)) {
      resume(routed instanceof Absent ? calls.onceThere(routed, payload, callOptions, again) : calls.fail(routed))
      return undefined
    }
    const { key, target } = routed
    const isOpen = sender !== undefined && sender.isOpen
    // Of an open job it is judged when it is sent: see `follow`.
    if (chain.length > 0 && !isOpen && !reentrant && isCycle(target, chain)) {
      resume(calls.fail(new AskCycle({ chain: calls.namesOf([...chain, target.instance]) }), target.threadName))
      return undefined
    }
    const headers = callOptions === undefined ? noHeaders : Extension.headersOf(callOptions.headers)
    if (headers !== noHeaders && headers instanceof InvalidOption) {
      resume(calls.fail(headers))
      return undefined
    }
    const carried = system.carrier.of(fiber ?? Fiber.getCurrent())
    const excess = tooMuch(carried, outbox.maxBodyBytes)
    if (excess !== undefined) {
      resume(calls.fail(excess))
      return undefined
    }
    const credit = isStream ? callOptions?.streamBufferSize : undefined
    aimed.target = target
    aimed.method = callOptions?.thread === undefined || callOptions.movable === true ? method : addressed
    aimed.sender = isOpen ? sender : undefined
    aimed.extension = Extension.encode(key, headers, chain, carried, credit)
    return aimed
  }

  /**
   * Encodes and sends a job; false when it has failed or must begin again. With `orWait`, that is what follows where it would
   * have to wait for room; nothing of it remains then.
   */
  const post = (
    job: ClientJob,
    payload: unknown,
    callOptions: CallOptions | undefined,
    resume: Resume,
    fiber: Fiber.Fiber<unknown, unknown> | undefined,
    orWait?: Verb
  ): boolean => {
    const whenFull = callOptions?.whenFull === "fail" ? "fail" : (binding.entry?.whenFull ?? "suspend")
    const sent = outbox.send(job, payload, whenFull !== "fail" && orWait === undefined)
    if (sent === true) {
      job.onAccepted()
    } else if (sent !== false) {
      const waitsThen = orWait !== undefined && whenFull !== "fail" && sent._tag === "MailboxFull"
      if (waitsThen) binding.line.lookAgain()
      resume(waitsThen ? orWait(payload, callOptions) : calls.fail(sent, job.target.threadName))
      return false
    } else if (fiber !== undefined && job.id < 0) {
      calls.limitWait(job, whenFull, fiber)
    }
    return true
  }

  const asked = (
    payload: unknown,
    callOptions: CallOptions | undefined,
    limit: Limit,
    resume: Resume,
    fiber: Fiber.Fiber<unknown, unknown> | undefined,
    views?: ReplyViews
  ): Effect.Effect<void> | undefined => {
    const at = aim(payload, callOptions, resume, views === undefined ? ask : scoped, fiber, true)
    if (at === undefined) return undefined
    const { sender } = at
    const job =
      views === undefined
        ? new Ask(at.target, at.method, at.extension, limit.deadline, resume)
        : new ScopedAsk(views, at.target, at.method, at.extension, limit.deadline, resume)
    if (sender !== undefined) job.chain = noChain
    if (!post(job, payload, callOptions, resume, fiber)) return undefined
    if (sender !== undefined) follow(calls, job, sender, reentrant)
    if (fiber !== undefined) calls.startTimeout(job, limit, fiber)
    return new Leaving(calls, job, callOptions)
  }

  const askWith: Verb = calls.guarded((payload, callOptions, limit) =>
    callOptions?.discard === true
      ? tell(payload, callOptions)
      : calls.calling(callOptions, (resume, fiber) => asked(payload, callOptions, limit, resume, fiber))
  )

  /** Mostly nothing but the payload is given, and then one closure and one Effect are all that a call is made of. */
  const ask: Verb = (payload, callOptions) =>
    callOptions === undefined
      ? Effect.callback((resume) => asked(payload, undefined, noLimit, resume, calls.fiberOf(undefined)))
      : askWith(payload, callOptions)

  const scoped: Verb = calls.guarded((payload, callOptions, limit) =>
    withViews(calls, (views) =>
      calls.calling(callOptions, (resume, fiber) => {
        const leave = asked(payload, callOptions, limit, resume, fiber, views)
        return leave === undefined
          ? undefined
          : Effect.andThen(
              Effect.sync(() => views.end()),
              leave
            )
      })
    )
  )

  /** Why a tell was refused at once; nothing runs between that and its being read. */
  let noted: Effect.Effect<unknown, unknown> = Effect.void
  const note: Resume = (effect) => {
    noted = effect
  }

  const told = (
    payload: unknown,
    callOptions: CallOptions | undefined,
    again: Verb,
    refuse: Resume,
    resume: Resume | undefined,
    fiber: Fiber.Fiber<unknown, unknown> | undefined,
    orWait?: Verb
  ): Tell | undefined => {
    const at = aim(payload, callOptions, refuse, again, fiber, false)
    if (at === undefined) return undefined
    const job = new Tell(at.target, at.method, at.extension, resume)
    return post(job, payload, callOptions, refuse, fiber, orWait) ? job : undefined
  }

  /** Mostly there is room: then no fiber is suspended, and nothing is made but the Effect and the job. */
  const tellNow = (
    payload: unknown,
    fiber: Fiber.Fiber<unknown, unknown>,
    callOptions?: CallOptions
  ): Effect.Effect<unknown, unknown> => {
    const job = told(payload, callOptions, tell, note, undefined, fiber, tellWaiting)
    return job === undefined ? noted : (job.outcome ?? calls.untilKnown(job))
  }

  const tellWith: Verb = calls.guarded((payload, callOptions, limit) =>
    limit.millis > 0
      ? tellWaiting(payload, callOptions)
      : Effect.withFiber((fiber) => tellNow(payload, fiber, callOptions))
  )

  const tell: Verb = (payload, callOptions) =>
    callOptions === undefined ? new Telling(tellNow, payload) : tellWith(payload, callOptions)

  /** Its timeout is about the wait for room: once it is in the mailbox nobody waits for it any more. */
  const tellWaiting: Verb = calls.guarded((payload, callOptions, limit) =>
    calls.calling(callOptions, (resume, fiber) => {
      const job = told(payload, callOptions, tellWaiting, resume, resume, fiber)
      // In the mailbox, in line for it, or given up: in any case its sender is told by now.
      if (job === undefined || job.told) return undefined
      calls.startTimeout(job, limit, fiber)
      return Effect.sync(() => calls.withdraw(job))
    })
  )

  const submitTo = (
    payload: unknown,
    callOptions: CallOptions | undefined,
    again: Verb,
    deadline: number,
    refuse: Resume,
    resume: Resume | undefined,
    fiber: Fiber.Fiber<unknown, unknown> | undefined,
    orWait?: Verb
  ): Submission | undefined => {
    const at = aim(payload, callOptions, refuse, again, fiber, false)
    if (at === undefined) return undefined
    const job = new Submission(at.target, at.method, at.extension, deadline, resume, submitted)
    return post(job, payload, callOptions, refuse, fiber, orWait) ? job : undefined
  }

  /** As with a tell: mostly there is room. */
  const submitNow = (
    payload: unknown,
    fiber: Fiber.Fiber<unknown, unknown>,
    callOptions?: CallOptions
  ): Effect.Effect<unknown, unknown> => {
    const job = submitTo(payload, callOptions, submit, 0, note, undefined, fiber, submitWaiting)
    return job === undefined ? noted : (job.outcome ?? calls.untilHandedOut(job))
  }

  const submitWith: Verb = calls.guarded((payload, callOptions, limit) =>
    limit.millis > 0
      ? submitWaiting(payload, callOptions)
      : Effect.withFiber((fiber) => submitNow(payload, fiber, callOptions))
  )

  const submit: Verb = (payload, callOptions) =>
    callOptions === undefined ? new Submitting(submitNow, payload) : submitWith(payload, callOptions)

  const submitWaiting: Verb = calls.guarded((payload, callOptions, limit) =>
    calls.calling(callOptions, (resume, fiber) => {
      const job = submitTo(payload, callOptions, submitWaiting, limit.deadline, resume, resume, fiber)
      if (job === undefined) return undefined
      calls.startTimeout(job, limit, fiber)
      return job.id >= 0 ? undefined : Effect.sync(() => calls.withdraw(job))
    })
  )

  /** Sends the job of one run of a stream: what comes for it is taken by whoever pulls it. */
  const open: Verb = calls.guarded((payload, callOptions, limit) => {
    const credit = creditOf(callOptions!)
    if (typeof credit === "object") return calls.fail(credit)
    return calls.calling(callOptions, (resume, fiber) => {
      const at = aim(payload, callOptions, resume, open, fiber, true)
      if (at === undefined) return undefined
      const { extension, sender, target } = at
      const { deadline } = limit
      const job = new StreamJob(target, at.method, extension, deadline, credit ?? Extension.DEFAULT_CREDIT, streamOwner)
      if (sender !== undefined) job.chain = noChain
      if (!post(job, payload, callOptions, resume, fiber)) return undefined
      if (sender !== undefined) follow(calls, job, sender, reentrant)
      callOptions!.run!.push(job)
      calls.startTimeout(job, limit, fiber)
      resume(Effect.succeed(job))
      return undefined
    })
  })

  const streamOwner: StreamOwner = {
    grant: (job, elements) => outbox.grant(job, elements),
    soon: (then) => system.loop.afterDrain(then)
  }

  const leaveStream = (job: StreamJob, callOptions: CallOptions | undefined): Effect.Effect<void> => {
    job.close()
    return Effect.map(calls.leave(job, callOptions), () => {
      const { unheard } = job
      if (unheard !== undefined) options.left.report(`${method.actor}.${method.tag}`, unheard)
    })
  }

  const awaits = new Awaits(calls, reentrant)
  const submitted: SubmitOwner = {
    observe: (job, resume) => awaits.observe(job, resume),
    handOut: (job) => {
      // It is known to the target at once; within a drain at its end, as all that is sent there: a ring costs as much as an ask.
      if (!system.loop.draining) system.loop.mesh.ringing.flush()
      return notElsewhere === undefined ? new SubmittedJob(job) : new CheckedJob(job, notElsewhere)
    },
    cancel: (job) => {
      // Whoever asks again is told the same.
      if (job.over) return !job.started
      const never = job.id < 0 ? outbox.withdraw(job) : outbox.cancel(job, false)
      if (never) job.takenBack()
      // Of one that has begun on a thread that has died only the run that was to come never starts.
      return never && !job.started
    },
    hasStarted: (job) => job.attempt > 1 || (job.id >= 0 && outbox.hasStarted(job)),
    failedUnseen: (_, { cause }) => options.unseen.report(`${method.actor}.${method.tag}`, cause)
  }

  const here = (verb: Verb): Verb =>
    notElsewhere === undefined
      ? verb
      : (payload, callOptions) =>
          Effect.suspend(() => {
            notElsewhere()
            return verb(payload, callOptions)
          })
  const around = (verb: Verb): Verb => withMiddleware(options.context, rpc, here(verb))
  const tellUnsafe = makeTellUnsafe(calls, route, options, rpc, [method, addressed], Fiber.getCurrent)
  if (isStream) return Object.assign(makeStream(around(open), leaveStream), { tell: around(tell), tellUnsafe })
  const broadcast = makeBroadcast({ calls, served: options.served, reentrant }, around)
  const routed = { "~@stevedore/core/routed": makeRouted(calls, asked) }
  const verbs = { ...routed, tell: around(tell), tellUnsafe, submit: around(submit), scoped: around(scoped), broadcast }
  return Object.assign(around(ask), verbs)
}

const noHeaders = Headers.empty

interface Aim {
  target: Target
  method: ClientMethod
  extension: Uint8Array | undefined
  /** The job that waits for this one, if it is open. */
  sender: RunningInfo | undefined
}

/** What is to be done when the caller of an ask is interrupted. A class of its own: an Effect of a closure is three objects. */
class Leaving extends Effectable.Class<void> {
  declare private readonly calls: Calls
  declare private readonly job: Ask
  declare private readonly callOptions: CallOptions | undefined

  constructor(calls: Calls, job: Ask, callOptions: CallOptions | undefined) {
    super()
    this.calls = calls
    this.job = job
    this.callOptions = callOptions
  }

  asEffect(): Effect.Effect<void> {
    return this.calls.leave(this.job, this.callOptions)
  }
}
