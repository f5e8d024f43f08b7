/*
 * Who is there to be sent to.
 */
import { Listener } from "./sources.ts"

/** How a job goes to a thread. */
export interface Way {
  readonly thread?: string
  /** If that thread dies before it has begun, another one may have it. */
  readonly movable?: boolean
}

export const anyWay: Way = {}

/** A state that is there, with the ways to it. */
export class Seat extends Listener {
  readonly free: Way
  readonly bound: Way

  constructor(thread: string, instance: number) {
    super(thread, instance)
    this.free = { thread, movable: true }
    this.bound = { thread }
  }
}
