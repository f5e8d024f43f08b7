/**
 * What encode and decode throw. Synchronous and Effect-free: the sending and draining edges catch it and
 * put the text into the job's own typed error. No stack is captured, a bad value is not a bug of ours.
 */

/** Thrown by `encode` and `decode`: the value, or the bytes, do not fit the schema. */
export class CodecFailure {
  readonly _tag = "CodecFailure"
  readonly issue: string
  constructor(issue: string) {
    this.issue = issue.length > issueLimit ? `${issue.slice(0, issueLimit)}…` : issue
  }
  get message(): string {
    return this.issue
  }
  toString(): string {
    return `CodecFailure: ${this.issue}`
  }
}

/** Data of unknown type that cannot be carried; whoever lets it pass upwards puts its own key in front. */
export class Refusal {
  readonly what: string
  readonly path: Array<PropertyKey>
  private readonly verdict: string
  constructor(what: string, path: ReadonlyArray<PropertyKey>, verdict = "cannot be carried") {
    this.what = what
    this.path = [...path]
    this.verdict = verdict
  }
  get failure(): CodecFailure {
    return new CodecFailure(`${this.what} ${this.verdict}${formatPath(this.path.slice(0, 16))}`)
  }
}

/** A message travels in a reply, so a megabyte of rejected input must not travel with it. */
const issueLimit = 4_000

/** The value has more than whoever has it encoded can carry: nobody looks at the rest. */
export const excess = new CodecFailure("it is too large")

export const isStackOverflow = (cause: unknown): boolean =>
  cause instanceof RangeError && /call stack|stack size|recursion/i.test(cause.message)

export const messageOf = (cause: unknown): string => {
  if (cause instanceof CodecFailure) return cause.issue
  if (cause instanceof Refusal) return cause.failure.issue
  if (cause instanceof Error) return cause.message
  try {
    return String(cause)
  } catch {
    return "a value that cannot be printed"
  }
}

/** `["a"][0]`, as Schema prints it. */
export const formatPath = (path: ReadonlyArray<PropertyKey>): string =>
  path.length === 0
    ? ""
    : `\n  at ${path
        .map((key) => (typeof key === "string" ? `[${JSON.stringify(key)}]` : `[${String(key)}]`))
        .join("")}`

/**
 * The path of the first cycle in `value`, or `undefined`. Runs only after a stack overflow, hence
 * with its own stack, and gives up on graphs too wide to search.
 */
export const findCycle = (value: unknown): ReadonlyArray<PropertyKey> | undefined => {
  interface Frame {
    readonly node: object
    readonly key: PropertyKey
    readonly keys: ReadonlyArray<PropertyKey>
    next: number
  }
  const done = new Set<object>()
  const open = new Set<object>()
  const frames: Array<Frame> = []
  const enter = (node: unknown, key: PropertyKey): boolean => {
    if (typeof node !== "object" || node === null || done.has(node)) return false
    if (open.has(node)) return true
    open.add(node)
    frames.push({ node, key, keys: ArrayBuffer.isView(node) ? [] : Reflect.ownKeys(node), next: 0 })
    return false
  }
  try {
    enter(value, "")
    while (frames.length > 0) {
      const frame = frames[frames.length - 1]!
      if (frame.next === frame.keys.length) {
        frames.pop()
        open.delete(frame.node)
        done.add(frame.node)
        continue
      }
      const key = frame.keys[frame.next++]!
      if (enter((frame.node as Record<PropertyKey, unknown>)[key], key)) {
        const path = frames.slice(1).map((each) => each.key)
        path.push(key)
        return path.length > 16 ? path.slice(0, 16) : path
      }
    }
  } catch {
    return undefined
  }
  return undefined
}

/** For a stack that overflowed: a cycle if there is one, otherwise plain depth. */
export const overflowFailure = (value: unknown): CodecFailure => {
  const cycle = findCycle(value)
  return new CodecFailure(
    cycle === undefined
      ? "The value is nested too deeply to be carried"
      : `A cyclic value cannot be carried${formatPath(cycle)}`
  )
}
