/*
 * How often somebody may do something: so often a second, and after a pause twice that at once.
 */
export class Rate {
  private readonly perSecond: number
  private left: number
  private at: number

  constructor(perSecond: number, nowMillis: number) {
    this.perSecond = perSecond
    this.left = 2 * perSecond
    this.at = nowMillis
  }

  /** Whether it may be done now; then it counts. */
  take(nowMillis: number): boolean {
    // What was left is more than that after who looks was held up.
    this.left = Math.max(this.left, Math.min(2 * this.perSecond, this.left + this.gained(nowMillis)))
    this.at = nowMillis
    if (this.left < 1) return false
    this.left--
    return true
  }

  /** Nobody has looked until now: what was done meanwhile, as often as it may be, comes at once. */
  heldUp(nowMillis: number): void {
    this.left += this.gained(nowMillis)
    this.at = nowMillis
  }

  private gained(nowMillis: number): number {
    return ((nowMillis - this.at) / 1000) * this.perSecond
  }
}
