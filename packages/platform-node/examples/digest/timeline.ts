/**
 * How busy something was over time, in constant memory: a row of bins that doubles their width when the time outgrows
 * them; and the few moments that are marked in it. One for each thread.
 */
const binCount = 128

export class Timeline {
  busyMillis = 0
  private readonly startMillis: number
  private binMillis = 1
  private readonly marks: Array<number> = []
  private bins = new Float64Array(binCount)

  /** `startMillis`: since 1970, the left end of the picture. */
  constructor(startMillis: number) {
    this.startMillis = startMillis
  }

  add(fromMillis: number, durationMillis: number): void {
    this.busyMillis += durationMillis
    const from = Math.max(0, fromMillis - this.startMillis)
    const to = from + durationMillis
    while (to >= binCount * this.binMillis) this.double()
    for (let i = Math.floor(from / this.binMillis); i * this.binMillis < to; i++) {
      const left = Math.max(from, i * this.binMillis)
      const right = Math.min(to, (i + 1) * this.binMillis)
      this.bins[i]! += right - left
    }
  }

  /** The share of busy time, 0 to 1, in each of `width` equal parts of the time from the start to `endMillis`. */
  shares(endMillis: number, width: number): Array<number> {
    const total = Math.max(endMillis - this.startMillis, this.binMillis / 64)
    const part = total / width
    return Array.from({ length: width }, (_, column) => {
      const from = column * part
      const to = from + part
      let busy = 0
      for (let i = Math.floor(from / this.binMillis); i < binCount && i * this.binMillis < to; i++) {
        const left = Math.max(from, i * this.binMillis)
        const right = Math.min(to, (i + 1) * this.binMillis)
        busy += this.bins[i]! * ((right - left) / this.binMillis)
      }
      return Math.min(1, busy / part)
    })
  }

  /** `atMillis`: since 1970. */
  mark(atMillis: number): void {
    this.marks.push(atMillis)
  }

  /** Which of `width` equal parts of the time from the start to `endMillis` have a mark. */
  marked(endMillis: number, width: number): Set<number> {
    const part = (endMillis - this.startMillis) / width
    return new Set(this.marks.map((at) => Math.min(width - 1, Math.floor((at - this.startMillis) / part))))
  }

  private double(): void {
    const wider = new Float64Array(binCount)
    for (let i = 0; i < binCount; i++) wider[i >> 1]! += this.bins[i]!
    this.bins = wider
    this.binMillis *= 2
  }
}
