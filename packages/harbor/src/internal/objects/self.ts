/**
 * An object, for the handler that runs for it.
 */
import type * as ObjectId from "../../ObjectId.ts"
import type { Self } from "../../ObjectKind.ts"
import { idOf } from "./ids.ts"
import type { ThreadObjects } from "./threadObjects.ts"

type States = Pick<ThreadObjects<never>, "has" | "state" | "setState" | "table">

export class Here implements Self<unknown> {
  private readonly objects: States
  private readonly serial: number
  /** What its handler goes on with when the object has been released, or has moved without waiting for it. */
  private last: unknown
  /** Its handler, once that does not end at once. */
  private handler: { readonly hasLeft: boolean } | undefined = undefined

  constructor(objects: States, serial: number, state: unknown) {
    this.objects = objects
    this.serial = serial
    this.last = state
  }

  get id(): ObjectId.ObjectId {
    return idOf(this.objects.table, this.serial)
  }

  /** Who runs for it: what it has left without waiting for him is not his any more, though it may come back. */
  runs(handler: { readonly hasLeft: boolean }): void {
    this.handler = handler
  }

  get state(): unknown {
    if (this.isHere && this.objects.has(this.serial)) this.last = this.objects.state(this.serial)
    return this.last
  }

  set state(state: unknown) {
    this.last = state
    if (this.isHere) this.objects.setState(this.serial, state)
  }

  private get isHere(): boolean {
    return this.handler?.hasLeft !== true
  }
}
