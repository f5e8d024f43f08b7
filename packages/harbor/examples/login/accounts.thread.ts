/*
 * A thread that knows the accounts. To compare a password takes it tens of milliseconds, and nobody else.
 */
import * as Harbor from "@stevedore/harbor/Harbor"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { scryptSync, timingSafeEqual } from "node:crypto"
import { Accounts, Banned, UserLogin, WrongPassword } from "./messages.ts"

const hashed = (user: string, password: string): Buffer => scryptSync(password, user, 32)

const accounts = new Map(
  [
    { uid: 1, user: "ada", password: "engine" },
    { uid: 2, user: "eve", password: "apple" }
  ].map(({ password, uid, user }) => [user, { uid, hash: hashed(user, password) }])
)

const listening = Effect.gen(function* () {
  const harbor = yield* Harbor.Harbor
  yield* harbor.listen(UserLogin, ({ password, user }) =>
    Effect.gen(function* () {
      const account = accounts.get(user)
      if (account === undefined || !timingSafeEqual(account.hash, hashed(user, password))) {
        return yield* new WrongPassword({ user })
      }
      if (user === "eve") return yield* new Banned({ user, why: "listening at doors" })
      return { uid: account.uid }
    })
  )
})

export default Accounts.toLayer({}).pipe(
  Layer.provideMerge(Layer.effectDiscard(listening)),
  Layer.provide(Harbor.layer())
)
