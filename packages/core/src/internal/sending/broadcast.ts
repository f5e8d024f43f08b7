/**
 * One job to every thread of an actor: encoded and checked once, before anything is sent, and then a job of its own for each,
 * with its own copy. What ends on one thread says nothing of the others. Used by the sending thread only.
 */
import * as Effect from "effect/Effect"
import type * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as Headers from "effect/http/Headers"
import { AskCycle, type ActorErrorReason, InvalidOption } from "../../ActorError.ts"
import type { Seat } from "./binding.ts"
import type { Calls, Verb } from "./calls.ts"
import { tooMuch } from "./carrier.ts"
import { follow } from "./chains.ts"
import { Ask, type Resume } from "./clientJobs.ts"
import { outgoing } from "../codec/apart.ts"
import { encodePayload, nowhere } from "./encodePayload.ts"
import * as Extension from "../extension.ts"
import { type Blocked, fullReason, isFull } from "./full.ts"
import { jobOf, noChain, type RunningInfo } from "../jobInfo.ts"
import type { CallOptions, Limit } from "./limit.ts"
import { keptMessage } from "../message.ts"
import { Absent } from "./nameLine.ts"
import { invalid } from "../options.ts"
import type { Outbox } from "./outbox.ts"
import { isCycle, Target } from "./outgoing.ts"
import type { WhenFull } from "../system/directory.ts"

/** How it ended on one thread. */
export interface Completion {
  readonly thread: string
  readonly exit: Exit.Exit<unknown, unknown>
  readonly isLast: boolean
}

/** Waits for the next thread of its place rather than go to another one: every place gets its own. */
class MemberJob extends Ask {
  override get stays(): boolean {
    return true
  }
}

/** One that is to get it. */
interface Member {
  readonly seat: Seat
  /** The same as the client's, but for the actor's name where several tags serve it. */
  readonly calls: Calls
}

/** One broadcast under way. */
export interface Broadcast {
  /** Threads that it reaches. */
  readonly size: number
  /** Its jobs, as far as they were sent at once. */
  readonly jobs: Array<Ask>
  /** Those that wait for a thread that is away. */
  readonly waiting: Array<Fiber.Fiber<unknown, unknown>>
  /** In the order of the members; complete when all have ended. */
  readonly completions: ReadonlyArray<Completion>
}

export interface BroadcastOptions {
  readonly calls: Calls
  /** The id under which its handlers are built, whatever tags they serve. */
  readonly served: string
  readonly reentrant: boolean
}

/** What is the same for all members. */
interface Message {
  readonly payload: unknown
  readonly bytes: Uint8Array
  readonly extension: Uint8Array | undefined
  readonly sender: RunningInfo | undefined
  readonly reentrant: boolean
}

/** Sends to all; a reason when it is refused and nobody gets it, `Absent` when it is to begin again with a name. */
export const broadcast = (
  { calls, reentrant, served }: BroadcastOptions,
  payload: unknown,
  callOptions: CallOptions | undefined,
  limit: Limit,
  fiber: Fiber.Fiber<unknown, unknown>,
  onEnd: (completion: Completion, all: Broadcast) => void
): Broadcast | ActorErrorReason | Absent => {
  const { method, outbox, system } = calls
  if (callOptions?.thread !== undefined) {
    return invalid(
      "thread",
      callOptions.thread,
      "leave it out: a broadcast goes to every thread; ask, tell and submit take it"
    )
  }
  const members = membersOf(calls, served, callOptions)
  if (members instanceof Absent || "_tag" in members) return members
  const headers = Extension.headersOf(callOptions?.headers)
  if (headers instanceof InvalidOption) return headers
  const sender = jobOf(fiber)
  const chain = sender?.waitingInstances ?? noChain
  const carried = system.carrier.of(fiber)
  const excess = tooMuch(carried, outbox.maxBodyBytes)
  if (excess !== undefined) return excess
  const extension = Extension.encode(undefined, headers as Headers.Headers, chain, carried)
  const encoded = encodePayload({ extension, method }, payload, outbox.maxBodyBytes, nowhere)
  if (typeof encoded === "object") return encoded
  if (outgoing.buffers.length > 0) return cannotMove
  const message: Message = { payload, bytes: keptMessage(encoded), extension, sender, reentrant }
  const full = fullOf(outbox, members, callOptions)
  if (full !== undefined) return full

  const completions: Array<Completion> = []
  const all: Broadcast = { size: members.length, jobs: [], waiting: [], completions }
  let left = members.length
  for (const [index, { calls, seat }] of members.entries()) {
    const { found, thread } = seat
    const ended = (exit: Exit.Exit<unknown, unknown>): void => {
      const completion = { thread, exit, isLast: --left === 0 }
      completions[index] = completion
      onEnd(completion, all)
    }
    if (found instanceof Absent) {
      const waits = whenThere(calls, seat, found, message, callOptions)
      const fiberOfWait = Effect.runForkWith(fiber.context)(waits)
      all.waiting.push(fiberOfWait)
      fiberOfWait.addObserver(ended)
    } else {
      const job = sendTo(calls, found, thread, message, callOptions, limit, fiber, (exit) =>
        ended(exit as Exit.Exit<unknown, unknown>)
      )
      if (job !== undefined) all.jobs.push(job)
    }
  }
  return all
}

/** Sends to one member; its end, or why it was not sent, is the exit. */
const sendTo = (
  calls: Calls,
  target: Target | ActorErrorReason,
  thread: string,
  { bytes, extension, payload, reentrant, sender }: Message,
  callOptions: CallOptions | undefined,
  limit: Limit,
  fiber: Fiber.Fiber<unknown, unknown>,
  resume: Resume
): Ask | undefined => {
  const { method, outbox } = calls
  const fail = (reason: ActorErrorReason): undefined => {
    resume(calls.fail(reason, thread))
    return undefined
  }
  if (!(target instanceof Target)) return fail(target)
  const isOpen = sender?.isOpen === true
  const chain = sender?.waitingInstances ?? noChain
  if (!isOpen && !reentrant && isCycle(target, chain)) {
    return fail(new AskCycle({ chain: calls.namesOf([...chain, target.instance]) }))
  }
  const job = new MemberJob(target, method, extension, limit.deadline, resume)
  if (isOpen) job.chain = noChain
  const whenFull = whenFullOf(calls, callOptions)
  const sent = outbox.send(job, payload, whenFull !== "fail", bytes)
  if (typeof sent === "object") {
    job.over = true
    return fail(sent)
  }
  if (!sent && job.id < 0 && !job.over) calls.limitWait(job, whenFull, fiber)
  calls.startTimeout(job, limit, fiber)
  if (isOpen) follow(calls, job, sender, reentrant)
  return job
}

/** The same once its thread is there, as any other send that finds it away: in its turn, and no longer than `startTimeout`. */
const whenThere = (
  calls: Calls,
  seat: Seat,
  absent: Absent,
  message: Message,
  callOptions: CallOptions | undefined
): Effect.Effect<unknown, unknown> => {
  const { thread } = seat
  const again: Verb = calls.guarded((payload, callOptions, limit) =>
    Effect.withFiber((fiber) =>
      Effect.callback((resume) => {
        const found = seat.find()
        if (found instanceof Absent) return resume(calls.onceThere(found, payload, callOptions, again))
        const job = sendTo(calls, found, thread, message, callOptions, limit, fiber, resume)
        return job === undefined ? undefined : Effect.suspend(() => calls.leave(job, callOptions))
      })
    )
  )
  return calls.onceThere(absent, message.payload, callOptions, again)
}

const whenFullOf = ({ binding }: Calls, callOptions: CallOptions | undefined): WhenFull =>
  callOptions?.whenFull === "fail" ? "fail" : (binding.entry?.whenFull ?? "suspend")

const cannotMove = new InvalidOption({
  option: "the payload of a broadcast",
  value: "one that moves an ArrayBuffer (Job.transfer)",
  remedy: "what is moved can be in one place only: broadcast an Rpc whose schema copies it"
})

/** Whoever waited has left: what has not started never will, the rest is interrupted, all at the same time. */
export const leaveAll = (
  calls: Calls,
  { jobs, waiting }: Broadcast,
  callOptions: CallOptions | undefined
): Effect.Effect<void> =>
  Effect.forEach(
    [...jobs.map((job) => Effect.suspend(() => calls.leave(job, callOptions))), ...waiting.map(Fiber.interrupt)],
    (left) => left,
    { concurrency: "unbounded", discard: true }
  )

const membersOf = (
  calls: Calls,
  served: string,
  callOptions: CallOptions | undefined
): ReadonlyArray<Member> | ActorErrorReason | Absent => {
  const to: unknown = callOptions?.to
  if (to !== undefined && to !== "actor" && to !== "system") {
    return invalid("to", to, 'use "actor" for the threads of this actor\'s tag, or "system" for those of all its tags')
  }
  if (to !== "system") return seated(calls)
  const { directory } = calls.system
  // A thread that serves several of its tags gets it once, under the first of them.
  const members = new Map<string, Member>()
  for (const name of directory.serving(served)) {
    const found = seated(name === calls.binding.name ? calls : calls.under(directory.binding(name)))
    if (found instanceof Absent) return found
    // One that is about to go is not there any more, nor is a thread that has died for good.
    if ("_tag" in found) continue
    for (const member of found) {
      const { found: there, thread } = member.seat
      if (!("_tag" in there) && !members.has(thread)) members.set(thread, member)
    }
  }
  return Array.from(members.values())
}

const seated = (calls: Calls): ReadonlyArray<Member> | ActorErrorReason | Absent => {
  const seats = calls.binding.seats()
  return seats instanceof Absent || "_tag" in seats ? seats : seats.map((seat) => ({ seat, calls }))
}

/**
 * Where a send that finds no room fails, all that are there have room in their windows and in the table of jobs, or nobody gets
 * it. Of memory that cannot be said beforehand: other threads take from it, too.
 */
const fullOf = (
  outbox: Outbox,
  members: ReadonlyArray<Member>,
  callOptions: CallOptions | undefined
): ActorErrorReason | undefined => {
  const targets = members.flatMap(({ calls, seat: { found } }) =>
    found instanceof Target && whenFullOf(calls, callOptions) === "fail" ? [found] : []
  )
  if (targets.length === 0) return undefined
  const reason = (what: Blocked, target: Target): ActorErrorReason => fullReason(what, target, outbox.jobs.capacity, 0)
  for (const target of targets) {
    target.window.lookAtAll()
    const full = isFull(target) ? "window" : target.waiting.size > 0 ? target.blocked : undefined
    if (full === "window" || full === "jobs") return reason(full, target)
  }
  if (outbox.jobs.capacity - outbox.jobs.live >= targets.length) return undefined
  outbox.reclaim()
  return outbox.jobs.capacity - outbox.jobs.live < targets.length ? reason("jobs", targets[0]!) : undefined
}
