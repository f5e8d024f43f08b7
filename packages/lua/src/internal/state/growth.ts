/*
 * What a native function makes of the host's, or of a state's before a walk finds it there: texts of a line, copies of arguments. It is
 * asked for before it is made, and counts as held by the state until it is done with, so that what was made already is seen
 * when the rest is asked for.
 */
import { fengari } from "../fengari/load.ts"
import type { LuaStatePointer } from "../fengari/types.ts"
import type { Pending } from "./pending.ts"
import { stateOf } from "./state.ts"

const { meter } = fengari

/** So much is made between two times that it is asked for. */
const STEP = 65_536

export class Growth implements Pending {
  readonly stays = true
  /** Asked for so far. */
  bytes = 0
  private unasked = 0
  private isHeld = false
  private readonly L: LuaStatePointer
  private readonly isCounted: boolean

  /** `isCounted`: what is made tells the meter itself, as strings and tables of a state do. */
  constructor(L: LuaStatePointer, isCounted: boolean) {
    this.L = L
    this.isCounted = isCounted
  }

  /** Before so many bytes are made. Raises where they are too many. */
  take(bytes: number): void {
    this.unasked += bytes
    if (this.unasked >= STEP) this.ask()
  }

  private ask(): void {
    const { L, unasked } = this
    if (!this.isHeld) {
      this.isHeld = true
      stateOf(L).pending.add(this)
    }
    this.unasked = 0
    if (this.isCounted) meter.ask(L, unasked)
    else meter.allocate(L, unasked)
    this.bytes += unasked
  }

  /** It is done with, or a walk finds it. */
  end(): void {
    if (this.isHeld) stateOf(this.L).pending.delete(this)
  }
}
