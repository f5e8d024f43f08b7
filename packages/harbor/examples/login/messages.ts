/*
 * A login on its way: the client's message to its gateway, and the gateway's to whoever knows the accounts.
 */
import * as Actor from "@stevedore/core/Actor"
import * as Message from "@stevedore/harbor/Message"
import * as Schema from "effect/Schema"

export class WrongPassword extends Schema.TaggedError<WrongPassword>()("WrongPassword", { user: Schema.String }) {}
export class Banned extends Schema.TaggedError<Banned>()("Banned", { user: Schema.String, why: Schema.String }) {}

const error = Schema.Union([WrongPassword, Banned])

/** From a client: its id is 0x894ad3c1, the CRC-32 of its name. */
export const Login = Message.make("cmsg_login", {
  payload: { user: Schema.String, password: Schema.String },
  success: Schema.Struct({ greeting: Schema.String }),
  error
})

/** Between services: 0xe027a851. */
export const UserLogin = Message.make("smsg_user_login", {
  payload: { user: Schema.String, password: Schema.String },
  success: Schema.Struct({ uid: Schema.Int }),
  error
})

/** Anything else that a client does: refused until it has logged in. */
export class NotLoggedIn extends Schema.TaggedError<NotLoggedIn>()("NotLoggedIn", {}) {}
export const WhoAmI = Message.make("cmsg_who_am_i", { success: Schema.String, error: NotLoggedIn })

/** A thread that knows the accounts: what it does for others, it listens for. */
export class Accounts extends Actor.Service<Accounts>()("example/Accounts", []) {}
