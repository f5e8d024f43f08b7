/**
 * Walks every schedule of a model, depth first, up to a bound. Where the number of preemptions is bounded, whoever can go
 * on goes on first, so that most states are met with as many left as possible; and it is preempted only where that can
 * make a difference (standing.ts).
 *
 * A death commutes with what the others do, but for main's notice of it, and that may come late. So with a bound, a thread
 * dies only where it has moved last, or before it has moved at all.
 */
import type { Options, Outcome } from "./explore.ts"
import { DEATH, DIES, KILLED, type Machine, type Step } from "./machine.ts"
import type { Node } from "./node.ts"
import { MOST_PREEMPTIONS, MOST_THREADS, Seen } from "./seen.ts"
import { Standing } from "./standing.ts"

/** With no preemption left, one state out of so many is kept along a way without a choice. */
const KEPT = 7

export type Found = Pick<Outcome, "verdict" | "reason" | "states" | "visits" | "finals" | "outcomes" | "ends"> & {
  readonly schedule: ReadonlyArray<Step> | undefined
}

/** `undefined` when more words turned out to be shared than was known: to be begun anew. */
export const walk = (machine: Machine, options: Options): Found | undefined => {
  const { maxStates = 50_000_000, preemptions, reduces = (preemptions ?? 0) > 1, tellsEnds = false } = options
  const { threads, words } = machine
  const bounded = preemptions !== undefined
  if (threads > MOST_THREADS || (bounded && preemptions > MOST_PREEMPTIONS)) throw new Error("too many for the books")
  const isReduced = reduces && bounded && preemptions > 0
  const seen = new Seen(isReduced ? threads : 0)
  const standing = isReduced ? new Standing(machine, seen) : undefined
  const outcomes: Record<string, number> = {}
  const ends = new Set<string>()
  let entered = 0
  let finals = 0
  machine.transitions = 0
  /** The way from the start. */
  const way: Array<Step> = []
  // For each depth: where the way and the log of writes stood before, who moved from where and whether it died, who goes
  // on for free, how many preemptions are left, and, for each thread, what is still to be tried.
  const ways: Array<number> = []
  const marks: Array<number> = []
  const moved: Array<number> = []
  const from: Array<Node | undefined> = []
  const died: Array<boolean> = []
  const lasts: Array<number> = []
  const budgets: Array<number> = []
  const alones: Array<boolean> = []
  const masks: Array<number> = []
  let depth = -1

  const found = (verdict: Outcome["verdict"], reason?: string): Found | undefined =>
    words.isMistaken
      ? undefined
      : {
          verdict,
          reason,
          states: seen.size,
          visits: entered,
          finals,
          outcomes,
          schedule: verdict === "holds" ? undefined : way,
          ends: tellsEnds ? Array.from(ends).toSorted() : undefined
        }

  /** Goes one deeper; what is wrong with a state where nothing moves any more. */
  const enter = (last: number, budget: number, by: number): string | undefined => {
    lasts[depth] = last
    budgets[depth] = budget
    const isAlone = last >= 0 && budget > 0 && machine.isAlone(last)
    alones[depth] = isAlone
    let quiet = true
    for (let thread = 0; thread < threads; thread++) {
      let mask = machine.choices(thread)
      if (mask !== 0) quiet = false
      if (last >= 0 && thread !== last && (budget === 0 || isAlone)) mask = 0
      const dies = !bounded || thread === by || (by < 0 && machine.current[thread] === machine.begun[thread])
      if (dies && machine.canDie(thread)) mask |= DEATH
      masks[depth * threads + thread] = mask
    }
    entered++
    if (!quiet) return undefined
    finals++
    if (tellsEnds) ends.add(machine.spelled())
    const wrong = machine.check()
    if (wrong?.startsWith("#") !== true) return wrong
    outcomes[wrong] = (outcomes[wrong] ?? 0) + 1
    return undefined
  }

  /** Who is to be tried next: who goes on for free first, then the others in order; `threads` when nobody is left. */
  const nextThread = (): number => {
    const last = lasts[depth]!
    if (last >= 0) {
      if (masks[depth * threads + last] !== 0) return last
      if (standing !== undefined && budgets[depth]! > 0 && (alones[depth]! || standing.isFree(depth))) {
        for (let each = 0; each < threads; each++) masks[depth * threads + each]! &= DEATH
        standing.passes(depth, last)
      }
    }
    let thread = 0
    while (thread < threads && masks[depth * threads + thread] === 0) thread++
    return thread
  }

  const leave = (): void => {
    standing?.leave(depth)
    const thread = moved[depth]!
    const before = from[depth]
    if (before !== undefined) {
      words.undoTo(marks[depth]!)
      machine.current[thread] = before
      way.length = ways[depth]!
    }
    depth--
    if (depth >= 0) standing?.learn(depth, thread, lasts[depth] === thread, died[depth + 1]!)
  }

  machine.start()
  for (let thread = 0; thread < threads; thread++) {
    if (machine.current[thread]!.end === "failed") return found("violated", machine.failureOf(thread))
  }
  depth = 0
  standing?.enter(0, false)
  const atStart = enter(-1, preemptions ?? 0, -1)
  if (atStart !== undefined) return found("violated", atStart)

  while (depth >= 0) {
    const thread = nextThread()
    if (thread === threads) {
      leave()
      continue
    }
    const last = lasts[depth]!
    const mask = masks[depth * threads + thread]!
    let choice = 31 - Math.clz32(mask & -mask)
    masks[depth * threads + thread] = mask & (mask - 1)
    const before = machine.current[thread]!
    const mark = words.mark
    const start = way.length
    const dies = choice === DIES
    let budget = budgets[depth]!
    if (!dies && last >= 0 && thread !== last) budget--
    let goesOn = false
    standing?.begin()
    for (;;) {
      way.push({ thread, label: dies ? KILLED : choice, before: machine.current[thread]! })
      if (dies) {
        standing?.dies(thread)
        machine.kill(thread)
      } else {
        standing?.before(thread)
        const wrong = machine.step(thread, choice)
        if (wrong !== undefined) return found("violated", wrong)
        standing?.after(thread)
      }
      goesOn = bounded && machine.goesOn(thread)
      // With no preemption left it is the only one that may move: such states are not kept, but for some.
      if (!goesOn || budget > 0 || (machine.current[thread]!.id & KEPT) === 0 || machine.canDie(thread)) break
      const choices = machine.choices(thread)
      if ((choices & (choices - 1)) !== 0) break
      choice = 31 - Math.clz32(choices)
    }
    const next = goesOn ? thread : -1
    const isKept = !goesOn || budget > 0 || (machine.current[thread]!.id & KEPT) === 0
    if (isKept) {
      machine.look()
      const isNew = seen.visit(machine.a, machine.b, next, budget)
      standing?.meet(isNew)
      if (!isNew) {
        words.undoTo(mark)
        machine.current[thread] = before
        way.length = start
        standing?.learn(depth, thread, last === thread, dies)
        continue
      }
    }
    depth++
    ways[depth] = start
    marks[depth] = mark
    moved[depth] = thread
    from[depth] = before
    died[depth] = dies
    standing?.enter(depth, isKept)
    const wrong = enter(next, budget, thread)
    if (wrong !== undefined) return found("violated", wrong)
    if ((entered & 0x3fff) === 0 && words.isMistaken) return undefined
    if (entered > maxStates) return found("cut off", `more than ${maxStates} states`)
  }
  return found("holds")
}
