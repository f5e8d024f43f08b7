/**
 * One job to every thread of an actor: encoded and checked once, before anything is sent, and then a job of its own for each,
 * with its own copy. What ends on one thread says nothing of the others. Used by the sending thread only.
 */
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as Headers from "effect/http/Headers"
import { AskCycle, type ActorErrorReason, InvalidOption } from "../../ActorError.ts"
import type { Binding, Seat } from "./binding.ts"
import type { Calls } from "./calls.ts"
import { follow } from "./chains.ts"
import { Ask, errorOf, type Resume } from "./clientJobs.ts"
import { outgoing } from "../codec/apart.ts"
import { encodePayload, nowhere } from "./encodePayload.ts"
import * as Extension from "../extension.ts"
import { type Blocked, fullReason, isFull } from "./full.ts"
import { jobOf, noChain } from "../jobInfo.ts"
import type { CallOptions, Limit } from "./limit.ts"
import { keptMessage } from "../message.ts"
import { invalid } from "../options.ts"
import type { Outbox } from "./outbox.ts"
import { type ClientMethod, isCycle, type Target } from "./outgoing.ts"

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
  readonly binding: Binding
  /** The same for all but for the actor's name, where several tags serve it. */
  readonly method: ClientMethod
}

/** One broadcast under way: its jobs, by member, as far as they were sent. */
export interface Broadcast {
  readonly jobs: Array<Ask>
  /** In the order of the members; complete when all have ended. */
  readonly completions: ReadonlyArray<Completion>
}

export interface BroadcastOptions {
  readonly calls: Calls
  /** The id under which its handlers are built, whatever tags they serve. */
  readonly served: string
  readonly reentrant: boolean
}

/** Sends to all; a reason when it is refused and nobody gets it, `undefined` when it is to begin again with a name. */
export const broadcast = (
  { calls, reentrant, served }: BroadcastOptions,
  payload: unknown,
  callOptions: CallOptions | undefined,
  limit: Limit,
  fiber: Fiber.Fiber<unknown, unknown> | undefined,
  onEnd: (completion: Completion, all: Broadcast) => void
): Broadcast | ActorErrorReason | undefined => {
  const { method, outbox, system } = calls
  const members = membersOf(calls, served, callOptions)
  if (members === undefined || "_tag" in members) return members
  const headers = Extension.headersOf(callOptions?.headers)
  if (headers instanceof InvalidOption) return headers
  const sender = jobOf(fiber)
  const isOpen = sender?.isOpen === true
  const chain = sender?.waitingInstances ?? noChain
  const carried = system.carrier.of(fiber ?? Fiber.getCurrent())
  const extension = Extension.encode(undefined, headers as Headers.Headers, chain, carried)
  const bytes = encodePayload({ extension, method }, payload, outbox.maxBodyBytes, nowhere)
  if (typeof bytes === "object") return bytes
  if (outgoing.buffers.length > 0) return cannotMove
  const kept = keptMessage(bytes)
  const full = fullOf(outbox, members)
  if (full !== undefined) return full

  const jobs: Array<Ask> = []
  const completions: Array<Completion> = []
  const all: Broadcast = { jobs, completions }
  let left = members.length
  const ended = (index: number, thread: string, exit: Exit.Exit<unknown, unknown>): void => {
    const completion = { thread, exit, isLast: --left === 0 }
    completions[index] = completion
    onEnd(completion, all)
  }
  for (const [index, { binding, method, seat }] of members.entries()) {
    const { target } = seat
    const thread = target.threadName
    const fail = (reason: ActorErrorReason): void =>
      ended(index, thread, Exit.fail(errorOf(method, thread, reason, false)))
    if (!isOpen && !reentrant && isCycle(target, chain)) {
      fail(new AskCycle({ chain: calls.namesOf([...chain, target.instance]) }))
      continue
    }
    const resume: Resume = (exit) => ended(index, thread, exit as Exit.Exit<unknown, unknown>)
    const job = new MemberJob(target, method, extension, limit.deadline, resume)
    jobs.push(job)
    if (isOpen) job.chain = noChain
    if (seat.hold !== undefined) {
      job.payload = payload
      job.bytes = kept
      seat.hold(job)
    } else {
      const whenFull = binding.entry?.whenFull ?? "suspend"
      const sent = outbox.send(job, payload, whenFull !== "fail", kept)
      if (typeof sent === "object") {
        job.over = true
        fail(sent)
      } else if (!sent && fiber !== undefined && job.id < 0 && !job.over) calls.limitWait(job, whenFull, fiber)
    }
    calls.startTimeout(job, limit, fiber)
    if (isOpen) follow(calls, job, sender, reentrant)
  }
  return all
}

const cannotMove = new InvalidOption({
  option: "the payload of a broadcast",
  value: "one that moves an ArrayBuffer (Job.transfer)",
  remedy: "what is moved can be in one place only: broadcast an Rpc whose schema copies it"
})

/** Whoever waited has left: what has not started never will, the rest is interrupted, all at the same time. */
export const leaveAll = (
  calls: Calls,
  { jobs }: Broadcast,
  callOptions: CallOptions | undefined
): Effect.Effect<void> =>
  Effect.forEach(jobs, (job) => calls.leave(job, callOptions), { concurrency: "unbounded", discard: true })

const membersOf = (
  { binding, method, system }: Calls,
  served: string,
  callOptions: CallOptions | undefined
): ReadonlyArray<Member> | ActorErrorReason | undefined => {
  const to: unknown = callOptions?.to
  if (to !== undefined && to !== "actor" && to !== "system") {
    return invalid("to", to, 'use "actor" for the threads of this actor\'s tag, or "system" for those of all its tags')
  }
  if (to !== "system") return seated(binding, method)
  const members: Array<Member> = []
  for (const name of system.directory.serving(served)) {
    const found = seated(system.directory.binding(name), { ...method, actor: name })
    if (found === undefined) return undefined
    // One that is about to go is not there any more.
    if (!("_tag" in found)) members.push(...found)
  }
  return members
}

const seated = (binding: Binding, method: ClientMethod): ReadonlyArray<Member> | ActorErrorReason | undefined => {
  const seats = binding.seats()
  if (seats === undefined || "_tag" in seats) return seats
  return seats.map((seat) => ({ seat, binding, method }))
}

/** Where a send that finds no room fails, all have room or nobody gets it. */
const fullOf = (outbox: Outbox, members: ReadonlyArray<Member>): ActorErrorReason | undefined => {
  const targets = members.flatMap(({ binding, seat }) =>
    seat.hold === undefined && binding.entry?.whenFull === "fail" ? [seat.target] : []
  )
  if (targets.length === 0) return undefined
  const reason = (what: Blocked, target: Target): ActorErrorReason => fullReason(what, target, outbox.jobs.capacity, 0)
  for (const target of targets) {
    target.window.lookAtAll()
    if (isFull(target) || target.waiting.size > 0) return reason("window", target)
  }
  if (outbox.jobs.capacity - outbox.jobs.live >= targets.length) return undefined
  outbox.reclaim()
  return outbox.jobs.capacity - outbox.jobs.live < targets.length ? reason("jobs", targets[0]!) : undefined
}
