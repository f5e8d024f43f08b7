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
    this.left = Math.min(2 * this.perSecond, this.left + ((nowMillis - this.at) / 1000) * this.perSecond)
    this.at = nowMillis
    if (this.left < 1) return false
    this.left--
    return true
  }
}
