/**
 * An object, for the handler that runs for it.
 */
import * as ObjectId from "../../ObjectId.ts"
import type { Self } from "../../ObjectKind.ts"
import type { ThreadObjects } from "./threadObjects.ts"

type States = Pick<ThreadObjects<never>, "state" | "setState">

export class Here implements Self<unknown> {
  private readonly objects: States
  private readonly node: number
  private readonly serial: number

  constructor(objects: States, node: number, serial: number) {
    this.objects = objects
    this.node = node
    this.serial = serial
  }

  get id(): ObjectId.ObjectId {
    return ObjectId.make(this.node, this.serial)
  }

  get state(): unknown {
    return this.objects.state(this.serial)
  }

  set state(state: unknown) {
    this.objects.setState(this.serial, state)
  }
}
