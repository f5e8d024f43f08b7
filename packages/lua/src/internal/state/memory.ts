/*
 * How much a state holds. What is allocated is counted as it happens; when that could be too much, what the state really holds is
 * counted by walking it, from its registry and its running Lua threads. So garbage is no reason to end a job, and neither is
 * what other states and the host hold. The figures are estimates of what V8 takes for each thing.
 */
import type { LuaStatePointer, Table, TValue } from "../fengari/types.ts"
import { fengari } from "../fengari/load.ts"
import { cacheOf, type Proto, protoBytes } from "./chunks.ts"
import type { Pending } from "./pending.ts"
import type { State } from "./state.ts"

const { meter } = fengari

const LIGHT = 2

/** Bytes of one thing of a kind, as measured with V8 of Node 24, with a quarter more for what it has not collected yet. */
export const costs = {
  string: 290,
  table: 440,
  entry: 240,
  closure: 80,
  upvalue: 48,
  thread: 1600,
  slot: 75,
  /** A call under way, beside what its slots count more than they take. */
  call: 80,
  userdata: 150,
  /** What a script has of a state that it made, beside the userdata: all that is left when that has closed. */
  handle: 500,
  /** What a script has registered with the host, beside its name and its functions. */
  registered: 400,
  /** What harbor keeps of a message that is sent or listened for, for good: its schemas, compiled. */
  carried: 300_000,
  /** An object of harbor, on its thread and in the table of all. */
  object: 460,
  /** A member of a group in one table of those, beside the group's name. */
  member: 500,
  /** A fiber of the host, with what it runs. */
  pending: 3000,
  /** What a job that waits takes beside its Lua thread. */
  waiting: 3200,
  /** Light userdata of a native function: what `gmatch` remembers. */
  light: 230,
  /** What a buffer takes beside its bytes. */
  buffer: 250
} as const

/** From here to `leave` the meter counts for this state, and for those that made it; what others make between its turns is not its own. */
export const enter = (state: State): void => {
  for (let at: State | null = state; at !== null; at = at.parent) {
    if (at.inside++ === 0) at.meterAt += meter.bytes - at.leftAt
  }
}

export const leave = (state: State): void => {
  for (let at: State | null = state; at !== null; at = at.parent) {
    at.ran = true
    if (--at.inside === 0) at.leftAt = meter.bytes
  }
}

/** So many bytes were made for a state, whether it runs or not. */
export const made = (state: State, bytes: number): void => {
  for (let at: State | null = state; at !== null; at = at.parent) {
    // Then those that made it are so, too.
    if (at.inside > 0) {
      meter.bytes += bytes
      return
    }
    at.meterAt -= bytes
  }
}

/** What the meter shows for this state. */
const shown = (state: State): number => (state.inside > 0 ? meter.bytes : state.leftAt)

/** Whether the state, with those that it made, would hold more than `allowed` with `more` bytes on top. */
export const overMemory = (state: State, allowed: number, more: number): boolean => {
  const since = shown(state) - state.meterAt
  if (state.held + since <= allowed) return false
  // Between two walks at least an eighth of what is allowed is allocated: a state near its limit does not walk all the time.
  if (state.held <= allowed && more === 0 && since < allowed / 8) return false
  return count(state, more) > allowed
}

/**
 * The same where a turn of a job ends: also what is over its limit already is counted once an eighth of that was made, so that short jobs
 * may run in it, such as one that gives up what it holds.
 */
export const hasOutgrown = (state: State, allowed: number): boolean => {
  const since = shown(state) - state.meterAt
  return since >= allowed / 8 && state.held + since > allowed && count(state, 0) > allowed
}

/** Bytes that a job may leave beyond the limit, beside an eighth of that: what it makes between two looks. */
const LEFT = 2 ** 20

/**
 * Whether the state was so far over its limit when it was last counted that no further job begins: what is left by those that are ended is
 * bounded, too, at a quarter and `LEFT` more than the limit.
 */
export const isFull = (state: State, allowed: number): boolean => {
  const most = allowed + allowed / 8 + LEFT
  if (state.held <= most) return false
  // Counted anew where it may have become less, and not for each of thousands that wait and are refused.
  if (state.ran || things(state) < state.things - state.things / 8) count(state, 0)
  return state.held > most
}

/** Counts what is held; what is about to be made is not there to be seen, and still counts as made since. */
const count = (state: State, more: number): number => {
  state.held = heldBy(state)
  state.meterAt = shown(state) - more
  state.things = things(state)
  state.ran = false
  return state.held + more
}

const things = ({ children, pending, threads }: State): number => children.size + pending.size + threads.size

/** Told of each thing that a walk comes to, where somebody pays for it: it may throw, and so end the walk. */
type Step = () => void

const free: Step = () => {}

/** What the state and those it made hold; without what only jobs hold that it has begun and nobody waits for, where that is said. */
export const heldBy = (state: State, step: Step = free, withBegun: boolean = true): number => {
  let bytes = ownBytes(state, step, withBegun)
  for (const child of state.children) bytes += heldBy(child, step, withBegun)
  return bytes
}

/** What the host holds for a state, without the values of Lua that it keeps. */
export const pendingBytes = ({ bytes, stays }: Pending): number => (stays === true ? bytes : costs.pending + bytes)

/** The walks so far. What a walk has seen has its number: kept in the things themselves, since there may be millions. */
let walks = 0

export interface Seen {
  mark: number
}

/**
 * Slots of a stack that counts twice: each time it has grown, one of half its length was left, which only V8's collection of all that it
 * has frees. Room that a deep call has left is held, too: a stack is never made shorter.
 */
const GROWN = 1000

/** What one state holds, by a walk through all that can be reached. */
const ownBytes = (state: State, step: Step, withBegun: boolean): number => {
  const walk = ++walks
  const open: Array<object> = []
  let bytes = 0
  const value = (slot: TValue | undefined): void => {
    step()
    if (slot === undefined) return
    const held = slot.value
    // Numbers, functions of the host and pointers of theirs are nothing that the walk goes on from.
    if (held === null || typeof held !== "object" || slot.type === LIGHT || held.mark === walk) return
    held.mark = walk
    if ((slot.type & 0x0f) === 4) {
      // With the key that it has in tables, if it has been one.
      bytes += costs.string + held.realstring.length + (held.hash === null ? 0 : held.hash.length)
    } else open.push(held)
  }
  const thread = (L: LuaStatePointer & Partial<Seen>): void => {
    if (L.mark === walk) return
    L.mark = walk
    open.push(L)
  }
  value(state.L.l_G.l_registry)
  // A script may have given up the name by which it reached one.
  for (const table of state.tables) value(new fengari.lobject.TValue(5, table))
  for (const table of state.L.l_G.mt) {
    if (table !== null && table !== undefined) value(new fengari.lobject.TValue(5, table))
  }
  for (const proto of cacheOf(state).protos()) bytes += protoBytes(proto, walk)
  bytes += cacheOf(state).bytes
  thread(state.L)
  const left = new Set<Pending>()
  for (const [L, { begun, holds }] of state.threads) {
    if (begun !== undefined && !withBegun) {
      if (holds !== null) left.add(holds)
      continue
    }
    thread(L)
    bytes += costs.waiting
  }
  for (const pending of state.pending) {
    if (!withBegun && (pending.isBegun === true || left.has(pending))) continue
    bytes += pendingBytes(pending)
    if (pending.slots !== undefined) for (const slot of pending.slots) value(slot)
    const { source } = pending
    if (source !== undefined && source.mark !== walk) {
      source.mark = walk
      // Once as bytes, and once as what it is found by.
      bytes += 2 * source.text.length
    }
  }
  for (let job = state.job; job !== null; job = job.outer) thread(job.L)
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (next instanceof fengari.ltable.Table) {
      const table = next as Table
      bytes += costs.table + (table.strong.size + table.dead) * costs.entry
      if (table.metatable !== null) value(new fengari.lobject.TValue(5, table.metatable))
      for (let entry = table.f; entry !== undefined; entry = entry.n) {
        value(entry.key)
        value(entry.value)
      }
    } else if ("upvals" in next) {
      const closure = next as { upvals: Array<TValue>; p: Proto }
      bytes += costs.closure + closure.upvals.length * costs.upvalue
      for (const upvalue of closure.upvals) value(upvalue)
      bytes += protoBytes(closure.p, walk)
    } else if ("upvalue" in next) {
      const closure = next as { upvalue: Array<TValue> }
      bytes += costs.closure + closure.upvalue.length * costs.upvalue
      for (const upvalue of closure.upvalue) {
        if (upvalue.type === LIGHT) bytes += costs.light
        else value(upvalue)
      }
    } else if ("stack" in next) {
      const L = next as LuaStatePointer
      bytes += costs.thread
      if (L.stack !== null) {
        const { length } = L.stack
        bytes += length * (length > GROWN ? 16 : 8) + L.top * (costs.slot - 8)
        for (let i = 0; i < L.top; i++) value(L.stack[i])
        // Of the function on top the buffer that grows is asked for as it grows; those below have called back.
        for (let ci = L.ci.previous; ci !== null; ci = ci.previous) bytes += costs.call + ci.buffered
      }
    } else if ("uservalue" in next) {
      bytes += costs.userdata
      const userdata = next as {
        uservalue: TValue
        metatable: Table | null
        data: { bytes?: unknown; takes?: unknown }
      }
      if (userdata.data.bytes instanceof Uint8Array) bytes += userdata.data.bytes.length + costs.buffer
      if (typeof userdata.data.takes === "number") bytes += userdata.data.takes
      value(userdata.uservalue)
      if (userdata.metatable !== null) value(new fengari.lobject.TValue(5, userdata.metatable))
    }
  }
  return bytes
}
