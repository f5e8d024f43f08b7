/**
 * Groups of objects: a message to a group goes to each object in it, wherever it lives. Which objects those are is known on every
 * thread, so nobody is asked when something is sent.
 */
import * as Effect from "effect/Effect"
import { Directory } from "./Directory.ts"
import { Harbor } from "./Harbor.ts"
import { type HarborError, InvalidObjectId } from "./HarborError.ts"
import { wrongMessage } from "./internal/given.ts"
import { isId } from "./internal/objects/ids.ts"
import { partBytesIn, stepsInParts } from "./internal/tables/parts.ts"
import { failure, invalidOption, ofTables, partly } from "./internal/threads/failures.ts"
import { outsideOfJobs } from "./internal/threads/waiting.ts"
import type { ThreadHarbor } from "./internal/threads/threadHarbor.ts"
import type * as Message from "./Message.ts"
import * as ObjectId from "./ObjectId.ts"
import { asText } from "./internal/shown.ts"

const MOST_CHARACTERS = 256

const wrongName = (group: unknown): HarborError | undefined =>
  typeof group === "string" && group !== "" && group.length <= MOST_CHARACTERS
    ? undefined
    : invalidOption("", "group", group, `use a text of 1 to ${MOST_CHARACTERS} characters`)

const wrongId = (id: unknown): HarborError | undefined =>
  isId(id) ? undefined : failure("", new InvalidObjectId({ objectId: asText(id) }))

const withHarbor = <A>(
  wrong: HarborError | undefined,
  use: (harbor: ThreadHarbor) => Effect.Effect<A, HarborError>
): Effect.Effect<A, HarborError, Harbor> =>
  Effect.flatMap(Harbor, (service) => {
    if (wrong !== undefined) return wrong
    const harbor = service["~@stevedore/harbor/thread"]
    return harbor.tables.isReady ? use(harbor) : Effect.andThen(harbor.tables.ready(""), use(harbor))
  })

/** Whoever is interrupted leaves: what the owner has taken is changed all the same, and its handler only waits for that. */
const leaving = { interruption: "detach" } as const

const change = (
  add: boolean,
  group: string,
  ids: ReadonlyArray<ObjectId.ObjectId>
): Effect.Effect<void, HarborError, Harbor> =>
  withHarbor(wrongName(group) ?? ids.map(wrongId).find((wrong) => wrong !== undefined), ({ owner, system }) => {
    const steps = ids.map((id) => ({ table: "groups" as const, add, key: group, member: String(id) }))
    const parts = stepsInParts(steps, partBytesIn(system))
    const changed = Effect.forEach(parts, (steps) => owner.change({ steps }, leaving), { discard: true })
    return Effect.mapError(changed, (error) => ofTables("", error))
  })

/**
 * Puts an object into a group, which begins with its first one. Complete when every thread knows. An object may be in many
 * groups; it leaves them when somebody sends to them after it has ended.
 *
 * @example
 * ```ts
 * import * as assert from "node:assert/strict"
 * import * as Effect from "effect/Effect"
 * import * as Group from "@stevedore/harbor/Group"
 * import * as Harbor from "@stevedore/harbor/Harbor"
 * import * as ObjectId from "@stevedore/harbor/ObjectId"
 * import * as NodeActorSystem from "@stevedore/platform-node/NodeActorSystem"
 *
 * const program = Effect.gen(function*() {
 *   const [ada, bob] = [ObjectId.make(1, 1), ObjectId.make(1, 2)]
 *   yield* Group.add("room", ada)
 *   yield* Group.add("room", bob)
 *   yield* Group.remove("room", ada)
 *   assert.deepEqual(yield* Group.members("room"), [bob])
 *   yield* Group.clear("room")
 *   assert.deepEqual(yield* Group.members("room"), [])
 * })
 * await Effect.runPromise(
 *   program.pipe(Effect.provide(Harbor.layer()), Effect.provide(NodeActorSystem.layer()))
 * )
 * ```
 */
export const add = (group: string, id: ObjectId.ObjectId): Effect.Effect<void, HarborError, Harbor> =>
  change(true, group, [id])

/**
 * Takes an object out of a group; nothing happens if it is not in it. Complete when every thread knows.
 *
 * @example
 * ```ts
 * import * as assert from "node:assert/strict"
 * import * as Effect from "effect/Effect"
 * import * as Group from "@stevedore/harbor/Group"
 * import * as Harbor from "@stevedore/harbor/Harbor"
 * import * as ObjectId from "@stevedore/harbor/ObjectId"
 * import * as NodeActorSystem from "@stevedore/platform-node/NodeActorSystem"
 *
 * const error = await Group.remove("", ObjectId.make(1, 1)).pipe(
 *   Effect.flip,
 *   Effect.provide(Harbor.layer()),
 *   Effect.provide(NodeActorSystem.layer()),
 *   Effect.runPromise
 * )
 * assert.equal(error.reason._tag, "InvalidOption")
 * ```
 */
export const remove = (group: string, id: ObjectId.ObjectId): Effect.Effect<void, HarborError, Harbor> =>
  change(false, group, [id])

/**
 * Takes all objects out of a group. Complete when every thread knows.
 *
 * @example
 * ```ts
 * import * as assert from "node:assert/strict"
 * import * as Effect from "effect/Effect"
 * import * as Group from "@stevedore/harbor/Group"
 *
 * assert.ok(Effect.isEffect(Group.clear("room")))
 * ```
 */
export const clear = (group: string): Effect.Effect<void, HarborError, Harbor> =>
  withHarbor(wrongName(group), ({ owner }) =>
    Effect.mapError(owner.clear({ table: "groups", key: group }, leaving), (error) => ofTables("", error))
  )

/**
 * The objects in a group, in the order in which they came, as this thread knows them.
 *
 * @example
 * ```ts
 * import * as assert from "node:assert/strict"
 * import * as Effect from "effect/Effect"
 * import * as Group from "@stevedore/harbor/Group"
 * import * as Harbor from "@stevedore/harbor/Harbor"
 * import * as NodeActorSystem from "@stevedore/platform-node/NodeActorSystem"
 *
 * const nobody = Group.members("room").pipe(Effect.provide(Harbor.layer()), Effect.provide(NodeActorSystem.layer()))
 * assert.deepEqual(await Effect.runPromise(nobody), [])
 * ```
 */
export const members = (group: string): Effect.Effect<ReadonlyArray<ObjectId.ObjectId>, HarborError, Harbor> =>
  withHarbor(wrongName(group), ({ tables }) =>
    Effect.sync(() => tables.group(group).map((id) => BigInt(id) as ObjectId.ObjectId))
  )

/**
 * To every object in a group, each with a copy of its own, in order for each; completes with how many have it in their mailbox. Their
 * handlers read which group it was in `Envelope.current`. An object that has ended is no failure; it is taken out of the group, which
 * nobody waits for. What cannot be sent is refused before anybody has it. Where the thread of one of them cannot be told, the others have it, and it
 * fails with `delivered: "maybe"`.
 *
 * @example
 * ```ts
 * import * as assert from "node:assert/strict"
 * import * as Effect from "effect/Effect"
 * import * as Layer from "effect/Layer"
 * import * as Directory from "@stevedore/harbor/Directory"
 * import * as Group from "@stevedore/harbor/Group"
 * import * as Harbor from "@stevedore/harbor/Harbor"
 * import * as Message from "@stevedore/harbor/Message"
 * import * as NodeActorSystem from "@stevedore/platform-node/NodeActorSystem"
 *
 * const nobody = await Group.send("room", Message.make("hello"), undefined).pipe(
 *   Effect.provide(Layer.merge(Harbor.layer(), Directory.layer())),
 *   Effect.provide(NodeActorSystem.layer()),
 *   Effect.runPromise
 * )
 * assert.equal(nobody, 0)
 * ```
 */
export const send = <M extends Message.Any>(
  group: string,
  message: M,
  payload: Message.Input<M>
): Effect.Effect<number, HarborError, Harbor | Directory> =>
  Effect.gen(function* () {
    const wrong = wrongMessage(message)
    if (wrong !== undefined) return yield* wrong
    const sendTo = (yield* Directory)["~@stevedore/harbor/sendCarried"]
    const carried = { group }
    let reached = 0
    const refused: Array<HarborError> = []
    const ended: Array<ObjectId.ObjectId> = []
    const one = (id: ObjectId.ObjectId): Effect.Effect<void, HarborError> =>
      Effect.matchEffect(sendTo(id, message, payload, carried), {
        onSuccess: () => Effect.sync(() => void reached++),
        onFailure: (error) => {
          // It is refused for what it is, and would be for all of them.
          if (!hasEnded(error) && error.reason._tag !== "Actor") return Effect.fail(reached > 0 ? partly(error) : error)
          if (hasEnded(error)) ended.push(id)
          else refused.push(error)
          return Effect.void
        }
      })
    const all = yield* members(group)
    let next = 0
    while (next < all.length && refused.length === 0) yield* one(all[next++]!)
    // Where one has no room, others may have none, too: they wait for it side by side.
    yield* Effect.forEach(all.slice(next), one, { concurrency: "unbounded", discard: true })
    if (ended.length > 0) yield* Effect.forkDetach(outsideOfJobs(leave(group, ended)))
    const [first] = refused
    if (first !== undefined) return yield* reached > 0 ? partly(first) : first
    return reached
  })

/**
 * Complete when every thread knows, which is nothing to who sends. Once for each object, however many sends meet it meanwhile; where
 * it fails, whoever sends next sees to it.
 */
const leave = (group: string, ended: ReadonlyArray<ObjectId.ObjectId>): Effect.Effect<void, never, Harbor> =>
  Effect.flatMap(Harbor, (service) => {
    const { leaving } = service["~@stevedore/harbor/thread"]
    const nameOf = (id: ObjectId.ObjectId): string => `${id} ${group}`
    const ids = ended.filter((id) => !leaving.has(nameOf(id)))
    if (ids.length === 0) return Effect.void
    for (const id of ids) leaving.add(nameOf(id))
    const over = Effect.sync(() => ids.forEach((id) => leaving.delete(nameOf(id))))
    return Effect.ensuring(Effect.ignore(change(false, group, ids)), over)
  })

const hasEnded = ({ reason }: HarborError): boolean => reason._tag === "NoReceiver" || reason._tag === "ObjectLost"
