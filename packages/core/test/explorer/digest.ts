/**
 * The local state of a model thread as text, when its event loop has nothing on the stack: two runs that come to the
 * same text behave alike from then on, whatever they have been through. `undefined` when that cannot be known.
 *
 * All properties of all objects that are reached count, but for those of `UNSEEN`. A function counts by its place, since
 * those that classes keep as properties capture nothing but their object; one in a list counts by its name.
 */

/** Only ever shown to people, and stored to words that no thread reads. */
const UNSEEN = new Set([
  "turns",
  "rings",
  "finishedCount",
  "finished",
  "since",
  "millis",
  "busyMillis",
  "clock",
  "turnEnd"
])

class Unknown extends Error {}

export const digest = (roots: ReadonlyArray<unknown>, constant: ReadonlySet<unknown>): string | undefined => {
  const ids = new Map<object, number>()
  let text = ""
  const walk = (value: unknown, inList: boolean): void => {
    if (typeof value === "function") {
      if (inList && value.name === "") throw new Unknown()
      text += inList ? `f${value.name};` : "f;"
    } else if (typeof value !== "object" || value === null) {
      text += `${String(value)};`
    } else if (constant.has(value)) {
      text += "c;"
    } else if (ids.has(value)) {
      text += `@${ids.get(value)};`
    } else {
      ids.set(value, ids.size)
      if (ArrayBuffer.isView(value)) text += `${Array.from(value as unknown as ArrayLike<number>).join()};`
      else if (Array.isArray(value)) {
        text += "["
        for (const each of value) walk(each, true)
        text += "]"
      } else if (value instanceof Map) {
        text += "m["
        for (const [key, each] of value) {
          walk(key, true)
          // What a host calls back for an event is the model's, and the same for the same event.
          walk(each, false)
        }
        text += "]"
      } else if (value instanceof Set) {
        text += "s["
        for (const each of value) walk(each, true)
        text += "]"
      } else {
        text += "{"
        for (const key of Object.keys(value)) {
          if (UNSEEN.has(key)) continue
          text += `${key}:`
          walk((value as Record<string, unknown>)[key], false)
        }
        text += "}"
      }
    }
  }
  try {
    walk(roots, true)
    return text
  } catch (error) {
    if (error instanceof Unknown) return undefined
    throw error
  }
}
