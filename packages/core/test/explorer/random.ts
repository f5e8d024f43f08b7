/** Walks schedules drawn at random. Each has a seed of its own, so that one that fails can be run again alone. */
import type { Node } from "./node.ts"
import { DIES, KILLED, type Machine, type Step } from "./machine.ts"
import { mixA } from "./seen.ts"
import { EVENTS } from "./words.ts"
import { Kind } from "./world.ts"

export interface RandomOptions {
  readonly seed: number
  readonly schedules: number
  /** Out of this many moves one is followed by a switch to another thread that could go on. */
  readonly switchEvery: number
}

/** What a walk at random found. */
export interface Drawn {
  readonly moves: number
  readonly finals: number
  readonly wrong: string | undefined
  readonly seed: number | undefined
  readonly schedule: ReadonlyArray<Step>
}

/** Out of so many moves one is a death: about one in two schedules has one. */
const MOVES_PER_DEATH = 160

export const walkAtRandom = (machine: Machine, { schedules, seed, switchEvery }: RandomOptions): Drawn => {
  const { words } = machine
  let finals = 0
  let moves = 0
  for (let number = 0; number < schedules; number++) {
    const own = (seed + number) | 0
    for (;;) {
      // Answers of other schedules are kept only as long as they are few.
      if (number === 0 || words.isMistaken || machine.runner.nodes > 1_000_000) {
        words.learn()
        machine.start()
      } else machine.rewind()
      const schedule: Array<Step> = []
      const wrong = walkOnce(machine, own, switchEvery, schedule)
      if (words.isMistaken) continue
      moves += schedule.length
      finals++
      if (wrong !== undefined && !wrong.startsWith("#")) return { moves, finals, wrong, seed: own, schedule }
      break
    }
  }
  return { moves, finals, wrong: undefined, seed: undefined, schedule: [] }
}

const walkOnce = (machine: Machine, seed: number, switchEvery: number, schedule: Array<Step>): string | undefined => {
  const { runner, threads } = machine
  let state = seed
  const draw = (below: number): number => {
    state = (state + 0x6d2b79f5) | 0
    return (mixA(state, 0x1234567) >>> 0) % below
  }
  let last = -1
  /** Who moves next, by which choice; `undefined` when nobody can. */
  const decide = (): { readonly thread: number; readonly choice: number } | undefined => {
    const able: Array<number> = []
    for (let thread = 0; thread < threads; thread++) if (machine.choices(thread) !== 0) able.push(thread)
    if (able.length === 0) return undefined
    let thread = last
    if (!able.includes(last) || draw(switchEvery) === 0) thread = able[draw(able.length)]!
    last = thread
    if (draw(MOVES_PER_DEATH) === 0) {
      const mortal = machine.model.threads.map((_, each) => each).filter((each) => machine.canDie(each))
      if (mortal.length > 0) return { thread: mortal[draw(mortal.length)]!, choice: DIES }
    }
    const mask = machine.choices(thread)
    let choice = draw(EVENTS + 1)
    while ((mask & (1 << choice)) === 0) choice = (choice + 1) % (EVENTS + 1)
    return { thread, choice }
  }
  let next = decide()
  while (next !== undefined) {
    const { choice, thread } = next
    next = undefined
    const before = machine.current[thread]!
    if (choice === DIES) {
      schedule.push({ thread, label: KILLED, before })
      machine.kill(thread)
    } else {
      schedule.push({ thread, label: choice, before })
      runner.goesStraightOn = (node: Node) => {
        if (node.kind === Kind.turn || node.kind === Kind.choose) return false
        machine.current[thread] = node
        if (machine.race(thread, machine.movedFrom) >= 0) return false
        next = decide()
        if (next?.thread !== thread || next.choice === DIES) return false
        next = undefined
        schedule.push({ thread, label: 0, before: node })
        machine.movedFrom = node
        return true
      }
      const wrong = machine.step(thread, choice)
      runner.goesStraightOn = undefined
      if (wrong !== undefined) return wrong
    }
    next ??= decide()
  }
  return machine.check()
}
