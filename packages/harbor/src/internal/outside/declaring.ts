/*
 * How processes find out that they declare a message differently: each that knows a message answers at an address of its id, and
 * asks there when it comes. So two names with one id meet, and two schemas of one name.
 */
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import type * as Scope from "effect/Scope"
import type { HarborError } from "../../HarborError.ts"
import * as Message from "../../Message.ts"
import type { Service } from "../../Peers.ts"
import type { Announced, Messages } from "../../Registry.ts"

const Declared = Schema.Struct({
  id: Schema.Number,
  name: Schema.String,
  fingerprint: Schema.String,
  accepts: Schema.Array(Schema.String)
})

/** Answered with what is known of that id where it is asked, and by whom: node and thread. */
const Declare = Message.make("smsg_stevedore_declare", {
  payload: Declared,
  success: Schema.Struct({ by: Schema.BigInt, known: Schema.Array(Declared) })
})

/** No message's: names begin with a letter. */
const addressOf = (id: number) =>
  ({ _tag: "Queue", reach: "services", name: `0_${id.toString(16).padStart(8, "0")}` }) as const

const announced = ({ accepts, fingerprint, id, name }: Message.Any): Announced => ({ id, name, fingerprint, accepts })

/** Each who answers there is asked once: threads of this process answer, too. */
const MOST = 64

/** Answers those who ask, for as long as the scope is open. Says once of each process that what it declares does not fit. */
export const answer = (
  peers: Service,
  messages: Messages,
  message: Message.Any,
  by: bigint
): Effect.Effect<void, HarborError, Scope.Scope> => {
  const said = new Set<number>()
  return peers.listen(Declare, addressOf(message.id), (other, { node }) =>
    Effect.gen(function* () {
      const known = messages.find(other.id)
      const warned = (error: HarborError) => {
        if (said.has(node) || said.size === MOST) return Effect.void
        said.add(node)
        return Effect.logWarning(`node ${node} asked: ${error.message}`, error)
      }
      yield* messages.compare([other]).pipe(Effect.catch(warned))
      return { by, known: known === undefined ? [] : [announced(known)] }
    })
  )
}

/** Asks all who answer. Fails as `Registry.compare` does. */
export const ask = (peers: Service, messages: Messages, message: Message.Any): Effect.Effect<void, HarborError> =>
  Effect.gen(function* () {
    const by = new Set<bigint>()
    while (by.size < MOST) {
      const asked = peers.call(Declare, addressOf(message.id), announced(message), { timeout: "10 seconds" })
      const answer = yield* Effect.result(asked)
      // Nobody, or nobody who can be reached: a message that does not fit is refused when it comes.
      if (Result.isFailure(answer) || by.has(answer.success.by)) return
      by.add(answer.success.by)
      yield* messages.compare(answer.success.known)
    }
  })
