/**
 * Who waits while the handler of an object is at work. Core hands on, with everything that is asked, who waits for it: numbers of
 * actors and, below zero, of jobs (core's jobInfo.ts), through whatever actors and listeners it goes. In between stand the objects whose
 * handlers wait, each as a mark: below zero, and with a fraction, which is what no job has.
 */
import { CurrentJob, type JobInfo } from "@stevedore/core/CurrentJob"
import * as Context from "effect/Context"

export type Chain = ReadonlyArray<number>

/** What core keeps of a job besides, as far as it is asked for by what a handler sends. */
interface Running extends JobInfo {
  readonly waitingInstances: Chain
  readonly isOpen: boolean
  readonly waitsFor: (wait: Wait) => void
  readonly keepUntilAnswered: (release: () => void) => boolean
}

/** Hears when who waits for a job has changed. */
interface Wait {
  readonly over: boolean
  readonly onChain: (chain: Chain) => void
}

/** Who waits for that job; nobody where it has ended, or is none of core's. */
export const chainOf = (job: JobInfo | undefined): Chain => (job as Running | undefined)?.waitingInstances ?? []

/** Who waits for the fiber with these services. */
export const chainIn = (context: Context.Context<never>): Chain => chainOf(Context.getOrUndefined(context, CurrentJob))

/** Who waits for that job may change while it runs. */
export const isOpen = (job: JobInfo): boolean => (job as Running).isOpen === true

/** Hears of that, for an open job. */
export const whenChanged = (job: JobInfo, wait: { readonly isOver: boolean }, changed: () => void): void => {
  const running = job as Running
  running.waitsFor({
    get over() {
      return wait.isOver
    },
    onChain: changed
  })
}

/** A handler of that object waits: the only one that it has at a time, or one of several. */
export const markOf = (serial: number, isOnlyOne: boolean): number => -(serial + (isOnlyOne ? 0.5 : 0.25))

const isMark = (link: number): boolean => link < 0 && !Number.isInteger(link)

/** The objects of a chain. */
export const marksOf = (chain: Chain): Chain => chain.filter(isMark)

/** Whoever waits for an object waits for who has that mark: for one handler, or, where it is to move, for all of them. */
export const blockersOf = (serial: number, isMove: boolean): Chain =>
  isMove ? [markOf(serial, true), markOf(serial, false)] : [markOf(serial, true)]

/** Who waits for the object of a handler besides that handler: others of the same object may be among them. */
export const withoutOne = (chain: Chain, mark: number): Chain => {
  const at = chain.lastIndexOf(mark)
  return at < 0 ? chain : chain.toSpliced(at, 1)
}

/** Whom a handler of an object works for, as `CurrentJob` says it. */
export interface Inside {
  readonly actor: string
  readonly sender: { readonly id: number; readonly name: string }
  /** Who waits for the message besides whoever waits for the job that brought it. */
  readonly before: Chain
  readonly mark: number
  /** Its object has moved on without it. */
  readonly hasLeft: () => boolean
}

/**
 * The job that brought a message, as its handler has it. For core it is one of its own: what the handler sends is asked by that job, of
 * whom the object waits as well. A copy would be nobody's, and what is asked in it no part of any chain.
 */
export const jobInside = (job: JobInfo, { actor, before, hasLeft, mark, sender }: Inside): JobInfo => {
  const running = job as Running
  const withMark = (waiting: Chain): Chain => {
    // It has ended.
    if (waiting.length === 0) return []
    const own = waiting.at(-1)!
    // The actor of objects once for each thread: it holds up nobody, and long chains of objects are none of actors.
    const others = [...before, ...waiting.slice(0, -1)].filter((link) => link !== own)
    return hasLeft() ? [...others, own] : [...others, mark, own]
  }
  return Object.defineProperties(
    Object.assign(Object.create(Object.getPrototypeOf(job)) as JobInfo, job, { actor, sender }),
    {
      waitingInstances: { get: () => withMark(chainOf(job)) },
      isOpen: { get: () => running.isOpen },
      waitsFor: {
        value: (wait: Wait) =>
          running.waitsFor({
            get over() {
              return wait.over
            },
            onChain: (chain) => wait.onChain(withMark(chain))
          })
      },
      keepUntilAnswered: { value: (release: () => void) => running.keepUntilAnswered(release) }
    }
  )
}
