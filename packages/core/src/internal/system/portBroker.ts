/**
 * Main makes the channels by which two threads move buffers (thread/moves.ts): one for each pair of incarnations, when one
 * of them first asks. Each end goes to its thread over the control channel; a thread posts to the other when main has said
 * that the other has its end.
 */
import { attach, opened } from "../thread/moves.ts"
import type { Handle } from "./mainHandle.ts"
import type { MainSystem } from "./mainSystem.ts"

export class PortBroker {
  private readonly main: MainSystem
  /** The incarnations that each thread has a channel to. */
  private readonly pairs = new Map<number, Set<number>>()

  constructor(main: MainSystem) {
    this.main = main
  }

  /** Main itself wants to move something there. */
  wantFromMain(thread: number, incarnation: number): void {
    const handle = this.living(thread, incarnation)
    if (handle !== undefined) this.connectMain(handle)
  }

  /** A thread does. One that is not there any more is not answered: the asker hears of that death. */
  connect(handle: Handle, thread: number, incarnation: number): void {
    const { loop } = this.main
    if (thread === loop.thread) return this.connectMain(handle)
    const other = this.living(thread, incarnation)
    const { spawner } = this.main.options
    if (other === undefined || spawner === undefined || !this.isNew(handle.incarnation, other.incarnation)) return
    const [one, two] = spawner.channel()
    this.give(handle, other, one, false)
    this.give(other, handle, two, false)
  }

  /** That thread has its end: the other one may post. */
  has(handle: Handle, thread: number, incarnation: number): void {
    const { loop } = this.main
    if (thread === loop.thread) {
      opened(loop.mesh.peer(handle.thread))
      return loop.schedule()
    }
    const other = this.living(thread, incarnation)
    if (other === undefined) return
    this.main.post(other, { _tag: "portOpen", thread: handle.thread, incarnation: handle.incarnation })
  }

  /** It has exited. */
  forget(incarnation: number): void {
    this.pairs.delete(incarnation)
    for (const others of this.pairs.values()) others.delete(incarnation)
  }

  private connectMain(handle: Handle): void {
    const { loop, options } = this.main
    if (options.spawner === undefined || !this.isNew(handle.incarnation, 0)) return
    const [own, end] = options.spawner.channel()
    attach(loop.mesh.peer(handle.thread), options.spawner.openEnd(own), false)
    const incarnation = loop.mesh.peer(loop.thread).incarnation
    handle.spawned.port.post({ _tag: "port", thread: loop.thread, incarnation, end, open: true }, [end])
  }

  private give(handle: Handle, other: Handle, end: unknown, open: boolean): void {
    const { incarnation, thread } = other
    handle.spawned.port.post({ _tag: "port", thread, incarnation, end, open }, [end])
  }

  private living(thread: number, incarnation: number): Handle | undefined {
    return this.main.threads.find((handle) => handle.thread === thread && handle.incarnation === incarnation)
  }

  /** Notes that the two have a channel; false when they had one. */
  private isNew(one: number, other: number): boolean {
    const [low, high] = one < other ? [one, other] : [other, one]
    let others = this.pairs.get(low)
    if (others?.has(high) === true) return false
    if (others === undefined) this.pairs.set(low, (others = new Set()))
    others.add(high)
    return true
  }
}
