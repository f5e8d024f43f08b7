/**
 * What a directory does when it is asked: ids and payloads are looked at here, and everything else is the objects' of this
 * thread (objectsHere.ts).
 */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import type { Directory, ServeOptions } from "../../Directory.ts"
import { HarborError, type HarborErrorReason, InvalidObjectId, InvalidOption, Malformed } from "../../HarborError.ts"
import type * as Message from "../../Message.ts"
import * as ObjectId from "../../ObjectId.ts"
import type * as ObjectKind from "../../ObjectKind.ts"
import type { Carried } from "../carried.ts"
import { nothing } from "./delivery.ts"
import { idOf, serialOf } from "./ids.ts"
import { MAILBOX, type ObjectsHere } from "./objectsHere.ts"
import { CurrentObject, failure, inProcess, issueOf, type Served, stateBody } from "./served.ts"
import { Act } from "./wire.ts"

const refused = (reason: HarborErrorReason) => Effect.fail(failure(reason, "", "no"))

const valid = Schema.is(ObjectId.ObjectId)

const invalidId = (id: unknown, name: string): HarborError | undefined =>
  valid(id) ? undefined : failure(new InvalidObjectId({ objectId: String(id) }), name, "no")

export const fromObjects = (here: ObjectsHere): Directory["Service"] => {
  const { objects } = here

  const release = (id: ObjectId.ObjectId): Effect.Effect<void, HarborError> =>
    Effect.suspend(() => {
      const invalid = invalidId(id, "")
      if (invalid !== undefined) return Effect.fail(invalid)
      if (objects.release(serialOf(here.table, id))) return Effect.void
      return act(id, Act.release, nothing)
    })

  /** What an object is asked for besides messages, behind those. */
  const act = (id: ObjectId.ObjectId, what: number, body: Uint8Array): Effect.Effect<void, HarborError> =>
    here.ask({ id, act: what, body }).pipe(Effect.asVoid, Effect.catchTag("Failed", Effect.die))

  const move = (id: ObjectId.ObjectId, thread: string): Effect.Effect<void, HarborError> =>
    Effect.flatMap(Effect.serviceOption(CurrentObject), (current) => {
      const invalid = invalidId(id, "")
      if (invalid !== undefined) return Effect.fail(invalid)
      const serial = serialOf(here.table, id)
      if (!here.table.isHere(serial)) {
        return act(id, Act.move, new TextEncoder().encode(thread))
      }
      const exempt = Option.isSome(current) && current.value.serial === serial ? 1 : 0
      // Once it has begun it cannot be taken back: whoever waits may leave.
      return Effect.callback<void, HarborError>((resume) => here.move(id, thread, exempt, resume))
    })

  const encoded = (message: Message.Any, payload: unknown): Uint8Array | HarborError => {
    try {
      return inProcess(message).payload.encode(message.rpc.payloadSchema.make(payload))
    } catch (thrown) {
      const issue = issueOf(thrown)
      return failure(new Malformed({ what: "payload", issue }), message.name, "no")
    }
  }

  const sendCarried = (
    id: ObjectId.ObjectId,
    message: Message.Any,
    payload: unknown,
    carried: Carried | undefined
  ): Effect.Effect<void, HarborError> =>
    Effect.suspend(() => {
      const invalid = invalidId(id, message.name)
      if (invalid !== undefined) return Effect.fail(invalid)
      const body = encoded(message, payload)
      return body instanceof HarborError
        ? Effect.fail(body)
        : here.tell({ id, act: Act.message, message, body, carried })
    })

  return {
    node: here.node,
    serve: (kind, handlers, options = {}) =>
      Effect.gen(function* () {
        const served = servedOf(kind, handlers as never, options, yield* Effect.context<never>())
        if (served instanceof HarborError) return yield* served
        yield* Effect.acquireRelease(
          Effect.suspend(() => here.serve(served) ?? Effect.void),
          () => Effect.sync(() => here.unserve(kind.name))
        )
      }) as never,
    claim: (kind, ...[state]) =>
      Effect.suspend(() => {
        const claimed = here.claim(kind.name, state)
        return typeof claimed === "number" ? Effect.succeed(idOf(here.table, claimed)) : refused(claimed)
      }),
    release,
    move,
    where: (id) => Effect.sync(() => Option.fromUndefinedOr(valid(id) ? here.where(id) : undefined)),
    count: Effect.sync(() => objects.count),
    sendTo: (id, message, ...[payload]) => sendCarried(id, message, payload, undefined),
    "~@stevedore/harbor/sendCarried": sendCarried,
    callTo: (id, message, ...[payload, options]) =>
      Effect.suspend(() => {
        const invalid = invalidId(id, message.name)
        if (invalid !== undefined) return Effect.fail(invalid)
        const body = encoded(message, payload)
        if (body instanceof HarborError) return Effect.fail(body)
        const bodies = inProcess(message)
        const asked = here.ask({ id, act: Act.message, message, body }, options?.timeout)
        return Effect.matchEffect(asked, {
          onSuccess: (bytes) => decoded(message, () => bodies.success.decode(bytes)),
          onFailure: (error) =>
            error._tag === "Failed"
              ? Effect.flatMap(
                  decoded(message, () => bodies.error.decode(error.body)),
                  (declared) => Effect.fail(declared as never)
                )
              : Effect.fail(error)
        })
      })
  }
}

const decoded = (message: Message.Any, decode: () => unknown): Effect.Effect<any, HarborError> => {
  try {
    return Effect.succeed(decode())
  } catch (thrown) {
    return Effect.fail(failure(new Malformed({ what: "reply", issue: issueOf(thrown) }), message.name, "maybe"))
  }
}

const servedOf = (
  kind: ObjectKind.Any,
  handlers: Readonly<Record<string, never>>,
  { concurrency = 1, mailbox = MAILBOX }: ServeOptions,
  context: Context.Context<never>
): Omit<Served, "number"> | HarborError => {
  const wrong = (option: string, value: unknown, remedy: string): HarborError =>
    failure(new InvalidOption({ option, value: String(value), remedy }), "", "no")
  const most = concurrency === "unbounded" ? Number.POSITIVE_INFINITY : concurrency
  if (!(most >= 1)) return wrong("concurrency", concurrency, 'use a whole number from 1, or "unbounded"')
  if (!(mailbox >= 0)) return wrong("mailbox", mailbox, "use a whole number from 0")
  for (const { name } of kind.messages) {
    if (typeof handlers[name] !== "function") return wrong(`the handler of ${name}`, handlers[name], "give a function")
  }
  return {
    kind,
    concurrency: most,
    mailbox,
    state: stateBody(kind.state),
    context,
    handlers: new Map(kind.messages.map((message) => [message.id, { message, handler: handlers[message.name]! }]))
  }
}
