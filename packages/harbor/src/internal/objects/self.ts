/**
 * An object, for the handler that runs for it.
 */
import type * as ObjectId from "../../ObjectId.ts"
import type { Self } from "../../ObjectKind.ts"
import { idOf } from "./ids.ts"
import type { ThreadObjects } from "./threadObjects.ts"

type States = Pick<ThreadObjects<never>, "state" | "setState" | "table">

export class Here implements Self<unknown> {
  private readonly objects: States
  private readonly serial: number

  constructor(objects: States, serial: number) {
    this.objects = objects
    this.serial = serial
  }

  get id(): ObjectId.ObjectId {
    return idOf(this.objects.table, this.serial)
  }

  get state(): unknown {
    return this.objects.state(this.serial)
  }

  set state(state: unknown) {
    this.objects.setState(this.serial, state)
  }
}
