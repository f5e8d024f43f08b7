/**
 * What the numbers stand for that others send work by, on the thread that runs it: compiled once, and gone when their sender
 * says so, or with it.
 */
import type { ActorSystem } from "@stevedore/core/ActorSystem"
import * as Effect from "effect/Effect"
import type { LuaStatePointer, TValue } from "../fengari/types.ts"
import { bytesOf, shown } from "../state/bytes.ts"
import { type Proto, pushChunk, pushClosure, undump } from "../state/chunks.ts"
import { named } from "../state/running.ts"
import { pushSlot, stringSlot } from "../state/stack.ts"
import { ranks, type Sandbox, type State } from "../state/state.ts"
import { placeOf } from "./placed.ts"
import { type Intro, Kind } from "./protocol.ts"
import { MOST_OF_SENDER, senderOf } from "./sources.ts"

/** One source, as this state runs it. */
export class Received {
  readonly kind: Kind
  readonly name: string
  /** Of a state that may do less than this one: what it may not do itself it does not have done here. */
  readonly refused: boolean
  private readonly text: Uint8Array
  private proto: Proto | undefined = undefined
  private strings: readonly [name: TValue, text: TValue] | undefined = undefined

  constructor(intro: Intro, sandbox: Sandbox) {
    this.refused = intro.rank < ranks[sandbox]
    this.kind = intro.kind
    this.name = intro.name
    this.text = intro.text
  }

  /** Pushes the function; compiled the first time. Throws a `LuaError`. */
  push(state: State, L: LuaStatePointer): void {
    if (this.proto !== undefined) return pushClosure(L, this.proto)
    if (this.kind === Kind.named) return pushSlot(L, named(L, shown(this.text)))
    if (this.kind === Kind.dumped) {
      const proto = undump(L, this.text)
      if (state.chunkLimit > 0) this.proto = proto
      return pushClosure(L, proto)
    }
    pushChunk(state, L, this.text, this.name === "" ? "=job" : `=${this.name}`)
    if (state.chunkLimit > 0) this.proto = (L.stack[L.top - 1] as TValue).value.p
  }

  /** Where it stands in Lua, as a traceback has it. */
  get place(): string {
    const { proto } = this
    if (this.kind === Kind.named) return `in function '${shown(this.text)}'`
    if (this.kind !== Kind.dumped || proto === undefined)
      return this.name === "" ? "in a job" : `in the job '${this.name}'`
    return placeOf(proto, "the function that was sent")
  }

  /** Its name and its text as Lua strings, for a hook: the same each time. */
  pushStrings(L: LuaStatePointer): void {
    this.strings ??= [stringSlot(L, bytesOf(this.name)), stringSlot(L, this.text)]
    for (const each of this.strings) pushSlot(L, each)
  }
}

/** All that a state was told. */
export class AllReceived {
  private readonly all = new Map<number, Received>()
  private readonly bySender = new Map<number, Set<number>>()
  private readonly system: ActorSystem["Service"]
  private readonly sandbox: Sandbox
  /** Since the dead were forgotten. */
  private isSomebodyNew = false

  constructor(system: ActorSystem["Service"], sandbox: Sandbox) {
    this.system = system
    this.sandbox = sandbox
  }

  /** What a number stands for; `undefined` where nobody has told. A negative one is told of, and nothing more. */
  of(fn: number, intro: Intro | null): Received | undefined {
    return intro === null ? this.all.get(fn) : this.told(Math.abs(fn), intro)
  }

  private told(fn: number, intro: Intro): Received {
    let numbers = this.bySender.get(senderOf(fn))
    if (numbers === undefined) {
      this.isSomebodyNew = true
      this.bySender.set(senderOf(fn), (numbers = new Set()))
    }
    if (this.isSomebodyNew) this.forgetDead()
    for (const each of intro.forget) if (numbers.delete(each)) this.all.delete(each)
    // Told again, it is the newest again.
    numbers.delete(fn)
    numbers.add(fn)
    const known = this.all.get(fn)
    if (known !== undefined) return known
    const received = new Received(intro, this.sandbox)
    this.all.set(fn, received)
    if (numbers.size > MOST_OF_SENDER) {
      const [oldest] = numbers
      numbers.delete(oldest!)
      this.all.delete(oldest!)
    }
    return received
  }

  /**
   * When somebody new has come, those are gone that live no more, and of whom nothing is left to be run here: neither in a mailbox nor,
   * as what the dead have sent is taken out of those, in a backlog.
   */
  private forgetDead(): void {
    const { actors, mesh } = this.system["~@stevedore/core/runtime"].loop
    for (const actor of actors.values()) if (actor.hasReady) return
    this.isSomebodyNew = false
    const live = new Set(Effect.runSync(this.system.threads).map(({ id }) => id))
    for (const thread of mesh.knownThreads()) live.add(mesh.peer(thread).incarnation)
    for (const [sender, numbers] of this.bySender) {
      if (live.has(sender)) continue
      for (const each of numbers) this.all.delete(each)
      this.bySender.delete(sender)
    }
  }
}
