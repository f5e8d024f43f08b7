/**
 * What objects are: the messages that they take, and the state that each of them has and takes along when it moves.
 */
import type * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { HarborError, InvalidOption } from "./HarborError.ts"
import * as Message from "./Message.ts"
import type { ObjectId } from "./ObjectId.ts"
import { bears } from "./internal/instance.ts"
import { asText } from "./internal/shown.ts"

const TypeId = "~@stevedore/harbor/ObjectKind"

/** Options of a kind. */
export interface Options<Messages extends ReadonlyArray<Message.Any>, State extends Schema.Top> {
  /** What may be sent to its objects. */
  readonly messages: Messages
  /** What an object has, and takes along when it moves. Default: nothing. */
  readonly state?: State | undefined
}

/** A kind of objects. See `make`. */
export interface ObjectKind<
  Name extends string,
  Messages extends ReadonlyArray<Message.Any>,
  State extends Schema.Top = Schema.Void
> {
  readonly [TypeId]: typeof TypeId
  readonly name: Name
  readonly messages: Messages
  readonly state: State
}

/** Any kind, for code that is generic in kinds. */
export interface Any extends ObjectKind<string, ReadonlyArray<Message.Any>, Schema.Top> {}

/** What each object of the kind has. */
export type State<K extends Any> = K["state"]["Type"]

/**
 * The object that a handler runs for. `state` is what it has now; to be set to replace it. When the object has been released while its
 * handler is at work, or has moved without waiting for it, it is what this handler has seen last, and what is set is this handler's alone.
 */
export interface Self<State> {
  readonly id: ObjectId
  state: State
}

/** Handlers of a kind: one for each of its messages, for all of its objects on a thread. */
export type Handlers<K extends Any, R = never> = {
  readonly [M in K["messages"][number] as M["name"]]: (
    payload: Message.Payload<M>,
    self: Self<State<K>>
  ) => Effect.Effect<Message.Success<M>, Message.Failure<M>, R>
}

/**
 * Whether a value is a kind of objects.
 *
 * @example
 * ```ts
 * import * as assert from "node:assert/strict"
 * import * as ObjectKind from "@stevedore/harbor/ObjectKind"
 *
 * assert.ok(ObjectKind.isObjectKind(ObjectKind.make("lamp", { messages: [] })))
 * assert.ok(!ObjectKind.isObjectKind({ name: "lamp" }))
 * ```
 */
export const isObjectKind = (value: unknown): value is Any => bears(value, TypeId)

/**
 * Declares a kind of objects, under a name that all threads know it by. Throws a `HarborError` for a name or an option that
 * cannot work.
 *
 * @example
 * ```ts
 * import * as assert from "node:assert/strict"
 * import * as Schema from "effect/Schema"
 * import * as Message from "@stevedore/harbor/Message"
 * import * as ObjectKind from "@stevedore/harbor/ObjectKind"
 *
 * const Hit = Message.make("hit", { payload: { damage: Schema.Int }, success: Schema.Int })
 * const Player = ObjectKind.make("player", { messages: [Hit], state: Schema.Struct({ health: Schema.Int }) })
 * assert.deepEqual(Player.messages.map((message) => message.name), ["hit"])
 * ```
 */
export const make = <
  const Name extends string,
  const Messages extends ReadonlyArray<Message.Any>,
  State extends Schema.Top = Schema.Void
>(
  name: Name,
  options: Options<Messages, State>
): ObjectKind<Name, Messages, State> => {
  if (typeof options !== "object" || options === null) {
    throw invalid("options", asText(options), "use an object with the messages of the kind")
  }
  const { messages, state = Schema.Void } = options
  if (typeof name !== "string" || name === "") throw invalid("name", asText(name), "give the kind a name")
  if (!Array.isArray(messages)) throw invalid("messages", asText(messages), "use an array of what Message.make returns")
  if (!Schema.isSchema(state)) throw invalid("state", asText(state), "use a Schema, or nothing")
  for (const message of messages) {
    if (!Message.isMessage(message)) throw invalid("messages", asText(message), "list what Message.make returned")
  }
  for (const message of messages) {
    if (messages.filter(({ id }) => id === message.id).length > 1) {
      throw invalid("messages", message.name, "list each message once, and none of another's id")
    }
  }
  return { [TypeId]: TypeId, name, messages, state: state as State }
}

const invalid = (option: string, value: string, remedy: string): HarborError =>
  new HarborError({
    reason: new InvalidOption({ option: `ObjectKind ${option}`, value, remedy }),
    messageName: "",
    thread: "",
    delivered: "no"
  })
