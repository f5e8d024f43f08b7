/**
 * What a directory does when it is asked: ids and payloads are looked at here, and everything else is the objects' of this
 * thread (objectsHere.ts).
 */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import type { AskedOptions, Directory, ServeOptions } from "../../Directory.ts"
import {
  HarborError,
  type HarborErrorReason,
  InvalidObjectId,
  InvalidOption,
  Malformed,
  NoReply
} from "../../HarborError.ts"
import type * as Message from "../../Message.ts"
import * as ObjectId from "../../ObjectId.ts"
import { isObjectKind } from "../../ObjectKind.ts"
import type * as ObjectKind from "../../ObjectKind.ts"
import type { Carried } from "../carried.ts"
import { type Bodies, type Format, issueOf } from "./bodies.ts"
import { chainIn } from "./chain.ts"
import { guarded } from "../codec/body.ts"
import { notByName } from "../codec/fieldByField.ts"
import { millisOf, noOptions, undeliverable, wrongCalling, wrongMessage } from "../given.ts"
import { invalidOption } from "../threads/failures.ts"
import { nestedIn } from "../threads/nested.ts"
import { nothing } from "./delivery.ts"
import { idOf, isId, serialOf } from "./ids.ts"
import type { ObjectsHere } from "./objectsHere.ts"
import { type Reads, writeMove } from "./outgoing.ts"
import { CurrentObject, forHandlers } from "../threads/current.ts"
import { HandlerServices } from "../threads/services.ts"
import { failure, type Served } from "./served.ts"
import { Act } from "./wire.ts"
import { canBeReadBy } from "../instance.ts"
import { asText } from "../shown.ts"

/** Why it is no kind, if it is none. */
const wrongKind = (kind: unknown): InvalidOption | undefined =>
  isObjectKind(kind)
    ? undefined
    : new InvalidOption({ option: "kind", value: asText(kind), remedy: "use what ObjectKind.make returns" })

const refused = (reason: HarborErrorReason) => Effect.fail(failure(reason, "", "no"))

const invalidId = (id: unknown, name: string): HarborError | undefined =>
  isId(id) ? undefined : failure(new InvalidObjectId({ objectId: asText(id) }), name, "no")

const notStateOf =
  (schema: ObjectKind.Any["state"]) =>
  (value: unknown): string | undefined => {
    try {
      guarded(() => Schema.asserts(schema, value))
      return undefined
    } catch (thrown) {
      return issueOf(thrown)
    }
  }

/** Told here, and not by its first move. */
const wrongState = (served: Served | undefined, state: unknown): InvalidOption | undefined => {
  const issue = served?.notState(state)
  if (served === undefined || issue === undefined) return undefined
  const { name } = served.kind
  const remedy = `give an object of kind ${name} what the schema of its state describes: ${issue}`
  return new InvalidOption({ option: "state", value: asText(state), remedy })
}

const wrongThread = (thread: unknown): HarborError | undefined =>
  typeof thread === "string"
    ? undefined
    : invalidOption("", "thread", thread, "use the name of a thread that has a Directory")

export const fromObjects = (here: ObjectsHere): Directory["Service"] => {
  const { bodies, objects } = here

  const release = (id: ObjectId.ObjectId, asked?: AskedOptions): Effect.Effect<void, HarborError> =>
    Effect.suspend(() => {
      const millis = boundOf(asked)
      const invalid = invalidId(id, "") ?? (millis instanceof HarborError ? millis : undefined)
      if (invalid !== undefined) return Effect.fail(invalid)
      if (objects.release(serialOf(here.table, id))) return Effect.void
      return act(id, Act.release, nothing, millis as number)
    })

  /** What an object is asked for besides messages, behind those. */
  const act = (
    id: ObjectId.ObjectId,
    what: number,
    body: Uint8Array,
    millis: number
  ): Effect.Effect<void, HarborError> => here.ways.ask({ id, act: what, body }, ofActs, millis)

  const move = (id: ObjectId.ObjectId, thread: string, asked?: AskedOptions): Effect.Effect<void, HarborError> =>
    Effect.contextWith((context: Context.Context<never>) => {
      const millis = boundOf(asked)
      const invalid = invalidId(id, "") ?? wrongThread(thread) ?? (millis instanceof HarborError ? millis : undefined)
      if (invalid !== undefined) return Effect.fail(invalid)
      const serial = serialOf(here.table, id)
      const handler = nestedIn(context)
      // Where it moves already, behind that, wherever it takes the object.
      const isAway = (): boolean => !here.table.isHere(serial) || here.moving.isAsked(serial)
      const elsewhere = act(id, Act.move, writeMove({ to: thread, handler }), millis as number)
      if (isAway()) return elsewhere
      const current = Option.getOrUndefined(Context.getOption(context, CurrentObject))
      // One that has ended, or whose object has left it and is back, is none of those that are at work.
      const own = current?.serial === serial && !current.isOver && !current.hasLeft ? current : undefined
      // Once it has begun it cannot be taken back: whoever waits may leave.
      const moved = Effect.callback<void, HarborError>((resume) => {
        // Another may have asked since.
        if (isAway()) return resume(elsewhere)
        // No job of this thread waits meanwhile, which would keep main alive.
        const letGo = here.hold()
        const leave = here.moving.move(id, { to: thread, own, handler, chain: () => chainIn(context) }, (exit) => {
          letGo()
          resume(exit)
        })
        return Effect.sync(() => {
          letGo()
          leave()
        })
      })
      return Effect.timeoutOrElse(moved, { duration: millis as number, orElse: () => late(millis as number, thread) })
    })

  /** As all threads read it that have objects which take it. */
  const encoded = (message: Message.Any, payload: unknown): Encoded | HarborError => {
    try {
      const own = bodies.of(message)
      const format = here.spoken.isOne(own) ? own.positional : own.byName
      return { body: format.payload.encode(payload), format }
    } catch (thrown) {
      return notByName(message.name, issueOf(thrown), () => bodies.of(message).positional.payload.encode(payload))
    }
  }

  const sendCarried = (
    id: ObjectId.ObjectId,
    message: Message.Any,
    payload: unknown,
    carried: Carried | undefined
  ): Effect.Effect<void, HarborError> =>
    Effect.suspend(() => {
      const invalid = wrongMessage(message) ?? invalidId(id, message.name)
      if (invalid !== undefined) return Effect.fail(invalid)
      const written = encoded(message, payload)
      return written instanceof HarborError
        ? Effect.fail(written)
        : here.ways.tell({ id, act: Act.message, message, body: written.body, carried })
    })

  return {
    node: here.node,
    serve: (kind, handlers, options = {}) =>
      Effect.gen(function* () {
        const served = servedOf(kind, handlers as never, options, bodies, forHandlers(yield* Effect.context<never>()))
        if (served instanceof HarborError) return yield* served
        yield* Effect.acquireRelease(
          Effect.suspend(() => here.serve(served) ?? Effect.void),
          () => here.unserve(kind.name)
        )
      }) as never,
    claim: (kind, ...[state]) =>
      Effect.suspend(() => {
        const claimed = wrongKind(kind) ?? wrongState(here.kind(kind.name), state) ?? here.claim(kind.name, state)
        return typeof claimed === "number" ? Effect.succeed(idOf(here.table, claimed)) : refused(claimed)
      }),
    release,
    move,
    where: (id) => Effect.sync(() => Option.fromUndefinedOr(isId(id) ? here.where(id) : undefined)),
    count: Effect.sync(() => objects.count),
    sendTo: (id, message, ...[payload]) => sendCarried(id, message, payload, undefined),
    "~@stevedore/harbor/sendCarried": sendCarried,
    callTo: (id, message, ...[payload, options]) =>
      Effect.suspend(() => {
        const invalid = wrongMessage(message) ?? invalidId(id, message.name) ?? wrongCalling(message.name, options)
        if (invalid !== undefined) return Effect.fail(invalid)
        const written = encoded(message, payload)
        if (written instanceof HarborError) return Effect.fail(written)
        const reads = readsOf(message, written.format)
        return here.ways.ask(
          { id, act: Act.message, message, body: written.body },
          reads as Reads<any, never>,
          options?.timeout
        )
      })
  }
}

/** A payload, and how it is written: so is what comes back. */
interface Encoded {
  readonly body: Uint8Array
  readonly format: Format
}

/** Messages that may wait for one object, unless its kind says otherwise. */
const MAILBOX = 65_536

/** A handler of the object may hang. */
const ASKED_MILLIS = 30_000

const boundOf = (asked: AskedOptions | undefined): number | HarborError => {
  const wrong = wrongCalling("", asked)
  if (wrong !== undefined) return wrong
  const timeout = asked?.timeout
  // What is a time has milliseconds.
  return timeout === undefined ? ASKED_MILLIS : millisOf(timeout)!
}

const late = (millis: number, thread: string): Effect.Effect<never, HarborError> => {
  const detail = `not done after ${millis} ms; the move goes on when the handlers of the object that are at work have ended`
  return Effect.fail(failure(new NoReply({ detail }), "", "maybe", thread))
}

/** Nobody declares an error for these. */
const ofActs: Reads<void, never> = { onSuccess: () => Effect.void, onFailed: Effect.die }

const reads = new WeakMap<Format, Reads<unknown, unknown>>()

/** How what comes back is read: once for each message and format. */
const readsOf = (message: Message.Any, format: Format): Reads<unknown, unknown> => {
  const known = reads.get(format)
  if (known !== undefined) return known
  const malformed = (thrown: unknown) =>
    Effect.fail(failure(new Malformed({ what: "reply", issue: issueOf(thrown) }), message.name, "maybe"))
  const made: Reads<unknown, unknown> = {
    onSuccess: (bytes) => {
      try {
        return Effect.succeed(format.success.decode(bytes))
      } catch (thrown) {
        return malformed(thrown)
      }
    },
    onFailed: ({ body }) => {
      try {
        return Effect.fail(format.error.decode(body))
      } catch (thrown) {
        return malformed(thrown)
      }
    }
  }
  reads.set(format, made)
  return made
}

const servedOf = (
  kind: ObjectKind.Any,
  handlers: Readonly<Record<string, never>>,
  options: ServeOptions,
  bodies: Bodies,
  context: Context.Context<never>
): Omit<Served, "number"> | HarborError => {
  const wrong = (option: string, value: unknown, remedy: string): HarborError =>
    failure(new InvalidOption({ option, value: asText(value), remedy }), "", "no")
  const none = wrongKind(kind)
  if (none !== undefined) return failure(none, "", "no")
  const notOptions = noOptions("", options)
  if (notOptions !== undefined) return notOptions
  const { concurrency = 1, mailbox = MAILBOX } = options
  const names = kind.messages.map(({ name }) => name)
  if (typeof handlers !== "object" || handlers === null || !canBeReadBy(handlers, names)) {
    return wrong("handlers", handlers, "use an object of handlers by the names of the kind's messages")
  }
  if (concurrency !== "unbounded" && !(Number.isSafeInteger(concurrency) && concurrency >= 1)) {
    return wrong("concurrency", concurrency, 'use a whole number from 1, or "unbounded"')
  }
  const most = concurrency === "unbounded" ? Number.POSITIVE_INFINITY : concurrency
  if (!(Number.isSafeInteger(mailbox) && mailbox >= 0)) return wrong("mailbox", mailbox, "use a whole number from 0")
  for (const message of kind.messages) {
    const { name } = message
    const refusal = undeliverable(message)
    if (refusal !== undefined) return refusal
    // What every object inherits is nobody's handler.
    const handler = Object.hasOwn(handlers, name) ? handlers[name] : undefined
    if (typeof handler !== "function")
      return wrong(`the handler of ${name}`, handler, "give a function, as a property of its own")
  }
  return {
    kind,
    concurrency: most,
    mailbox,
    state: bodies.state(kind.state),
    notState: notStateOf(kind.state),
    atWork: new Map(),
    handlers: new Map(
      kind.messages.map((message) => [
        message.id,
        {
          message,
          bodies: bodies.of(message),
          handler: handlers[message.name]!,
          services: new HandlerServices(context, `harbor/${message.name}`)
        }
      ])
    )
  }
}
