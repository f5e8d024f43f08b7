/**
 * Whether a value has more in it than is ever carried or shown of a defect. Effect's formatter looks at all that JSON would, and an
 * array may have a length without end in no memory at all: this is asked before. Of jobs that have failed only.
 */
import * as Redactable from "effect/Redactable"
import { jsonPart } from "./shownPart.ts"

/** What is shown of it at most: about as many characters. */
const MOST = 1_048_576

/** A hole, or a byte of a buffer: made in no time by whoever dies of it, and then looked at for as long as any other part, or longer. */
const CHEAP = 16

/** That value, or a text in its place if it takes more bytes than that. */
export const bounded = (value: unknown, most = MOST): unknown => {
  if (!isTooMuch(value, most)) return value
  const what = Array.isArray(value) ? `an array of length ${value.length}` : "an object"
  return `${what} that holds too much to be carried or shown`
}

/** Never of a text. What it cannot tell, since the value's own code throws, it leaves to whoever encodes it. */
export const isTooMuch = (value: unknown, most = MOST): boolean => {
  try {
    return typeof value === "object" && new Amount(most).add(value) < 0
  } catch {
    return false
  }
}

class Amount {
  private left: number
  /** A circle is left out by the formatter; what is met twice is looked at twice. */
  private readonly above = new Set<object>()

  constructor(most: number) {
    this.left = most
  }

  /** What is left then; less than nothing when there is more. */
  add(value: unknown): number {
    if (typeof value === "string") return (this.left -= value.length)
    if (this.left < 0 || typeof value !== "object" || value === null || this.above.has(value)) return this.left
    if (ArrayBuffer.isView(value)) return (this.left -= "length" in value ? CHEAP * Number(value.length) : 0)
    if (Redactable.isRedactable(value)) return this.left
    this.above.add(value)
    const json = jsonPart(value)
    if (json !== undefined && json.value !== value) this.add(json.value)
    else if (Array.isArray(value)) this.items(value)
    else this.fields(value)
    this.above.delete(value)
    return this.left
  }

  private items(array: ReadonlyArray<unknown>): void {
    for (let i = 0; i < array.length && this.left >= 0; i++) {
      const item = array[i]
      this.left -= item !== undefined || i in array ? 1 : CHEAP
      this.add(item)
    }
  }

  private fields(object: object): void {
    for (const key of Object.keys(object)) {
      this.left -= key.length + 1
      if (this.add(Reflect.get(object, key)) < 0) return
    }
  }
}
