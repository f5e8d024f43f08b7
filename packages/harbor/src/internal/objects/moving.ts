/**
 * Moves of the objects of this thread, for those who ask for them and may wait: one at a time for each object. How one goes is
 * threadObjects.ts'; here is who hears of its end, and what comes while its new thread is still asked.
 */
import * as Exit from "effect/Exit"
import { constVoid } from "effect/Function"
import { type HarborError, type HarborErrorReason, InvalidOption, NoReceiver } from "../../HarborError.ts"
import type * as ObjectId from "../../ObjectId.ts"
import type { Bounds } from "../threads/line.ts"
import { type Chain, markOf, withoutOne } from "./chain.ts"
import type { CurrentObjectInfo } from "../threads/current.ts"
import type { Circles, Entered } from "./circles.ts"
import { serialOf } from "./ids.ts"
import { tooLate, whyNot } from "./lost.ts"
import { failure } from "./served.ts"
import type { MoveEnd } from "./surroundings.ts"
import { NOBODY, type ObjectTable } from "./table.ts"
import type { ThreadObjects } from "./threadObjects.ts"

interface MovingOptions {
  readonly table: ObjectTable
  readonly bounds: Bounds
  readonly circles: Circles
  readonly objects: () => Pick<ThreadObjects<never>, "move" | "unexempt">
  /** As of now, of a thread by its name. */
  readonly placeOf: (name: string) => number
  readonly circle: (serials: ReadonlyArray<number>) => HarborErrorReason
}

/**
 * `own`: as `ThreadObjects.move` has it. `handler`: the one that waits for it, if one does, which it tells when it has waited long
 * enough; the move goes on. `chain`: who waits for it; that `own` does is no circle, that another handler of the object does is one.
 */
interface MoveOptions {
  readonly to: string
  readonly own: CurrentObjectInfo | undefined
  readonly handler: string | undefined
  readonly chain: () => Chain
}

export class Moving {
  private readonly options: MovingOptions
  /** Objects that move, while their new thread is asked whether it takes them: what waits until that is known. */
  private readonly asked = new Map<number, Array<() => void>>()

  constructor(options: MovingOptions) {
    this.options = options
  }

  /** It lives here, and is asked to move: another move of it has to come behind that. */
  isAsked(serial: number): boolean {
    return this.asked.has(serial)
  }

  /** Runs when such an object has set out, or stays. */
  behind(serial: number, run: () => void): void {
    this.asked.get(serial)!.push(run)
  }

  /** It has set out, or stays. */
  settle(serial: number): void {
    const waiting = this.asked.get(serial) ?? []
    this.asked.delete(serial)
    // Each is looked at anew: the first of them may be a move itself.
    for (const run of waiting) run()
  }

  /** Moves an object of this thread that is not asked to yet. What is returned is to be called by who does not wait any more. */
  move(
    id: ObjectId.ObjectId,
    { chain, handler, own, to }: MoveOptions,
    ended: (exit: Exit.Exit<void, HarborError>) => void
  ): () => void {
    const { bounds, circle, circles, placeOf, table } = this.options
    const objects = this.options.objects()
    const place = placeOf(to)
    const serial = serialOf(table, id)
    const fail = (reason: HarborErrorReason): void => ended(Exit.fail(failure(reason, "", "no", to)))
    if (place === NOBODY) {
      fail(new InvalidOption({ option: "thread", value: to, remedy: "name a thread that has a Directory" }))
      return constVoid
    }
    let [isOver, hasBegun] = [false, false]
    let waits: Entered | undefined = undefined
    const leave = (): void => {
      if (!isOver && own !== undefined) objects.unexempt(serial)
      isOver = true
      circles.leave(waits)
    }
    const inCircle = (serials: ReadonlyArray<number>): void => {
      leave()
      ended(Exit.fail(failure(circle(serials), "", hasBegun ? "maybe" : "no", to)))
    }
    const others = own === undefined ? chain : (): Chain => withoutOne(chain(), own.mark)
    // Where its own handler is the only one at a time, it waits for nobody.
    const isAlone = own?.mark === markOf(serial, true)
    waits =
      isAlone || place === table.holder
        ? undefined
        : circles.enter({ serial, isMove: () => true, chain: others, fail: inCircle }, false)
    if (isOver) return constVoid
    hasBegun = true
    const end = (how: MoveEnd): void => {
      this.settle(serial)
      if (isOver) return
      isOver = true
      circles.leave(waits)
      if (how === "moved") ended(Exit.void)
      else fail(whyNot(how, to, id))
    }
    const late = (): void => {
      if (isOver || handler === undefined) return
      leave()
      ended(Exit.fail(tooLate(handler, to, bounds)))
    }
    this.asked.set(serial, [])
    if (!objects.move(serial, place, own, end, late)) {
      this.settle(serial)
      leave()
      fail(new NoReceiver({ objectId: id }))
      return constVoid
    }
    return leave
  }
}
