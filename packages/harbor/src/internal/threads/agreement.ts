/*
 * Whether a thread declares a message as those declare it who listen for it in its process. All who listen agree, since a thread that
 * does not cannot join them; who sends need not, and is told here. Looked at when they change, and not for each message.
 */
import type { ActorSystem } from "@stevedore/core/ActorSystem"
import { SchemaMismatch } from "../../HarborError.ts"
import { type Declared, declaredIn } from "../declared.ts"

/**
 * `"same"`: what is written by one is read by the other as it lies in memory. `"accepted"`: it is read in the format that says which
 * field is which, as between processes. Otherwise neither can be.
 */
export type Agreement = "same" | "accepted" | SchemaMismatch

/** A carrier, as far as it says how its message is declared. */
export interface DeclaredActor {
  readonly key: string
  readonly "~@stevedore/core/Part": { readonly fingerprint: string; readonly jobs: ReadonlyArray<string> }
}

/** As the carrier's own declaration of the message says. */
export const ownOf = (carrier: DeclaredActor): Declared => declaredIn(carrier["~@stevedore/core/Part"].jobs)!

/** As those declare it who listen now, if anybody does. */
export const listeningOf = (system: ActorSystem["Service"], { key }: DeclaredActor): Declared | undefined =>
  declaredIn(system["~@stevedore/core/runtime"].directory.jobs(key) ?? [])

export const agreementOf = (system: ActorSystem["Service"], carrier: DeclaredActor): Agreement => {
  const layout = system["~@stevedore/core/runtime"].directory.layout(carrier.key)
  if (layout === undefined || layout === carrier["~@stevedore/core/Part"].fingerprint) return "same"
  const listening = listeningOf(system, carrier)
  const own = ownOf(carrier)
  if (listening === undefined) return "same"
  const isRead = listening.fingerprint === own.fingerprint || listening.accepts.includes(own.fingerprint)
  return isRead ? "accepted" : new SchemaMismatch({ own: own.fingerprint, other: listening.fingerprint })
}
