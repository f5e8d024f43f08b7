/*
 * The server: a gateway for the clients, a group for each room, and the presence of each user as a last value.
 */
import * as NodeSocketServer from "@effect/platform-node/NodeSocketServer"
import * as Directory from "@stevedore/harbor/Directory"
import * as Envelope from "@stevedore/harbor/Envelope"
import * as Gateway from "@stevedore/harbor/Gateway"
import * as Group from "@stevedore/harbor/Group"
import * as Harbor from "@stevedore/harbor/Harbor"
import * as LastValues from "@stevedore/harbor/LastValues"
import type { ObjectId } from "@stevedore/harbor/ObjectId"
import * as ObjectKind from "@stevedore/harbor/ObjectKind"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Scope from "effect/Scope"
import { Join, NotInARoom, Presence, Said, Say, Taken } from "./messages.ts"

/** A client's connection is an object: whoever has its id, on any thread, can send to it, and a group can have it. */
const Guest = ObjectKind.make("guest", { messages: [Said] })

interface Seat {
  readonly room: string
  readonly user: string
  readonly scope: Scope.Closeable
}

/** Serves clients until its scope closes; returns the port. */
export const serve = Effect.gen(function* () {
  const harbor = yield* Harbor.Harbor
  const directory = yield* Directory.Directory
  const values = yield* LastValues.LastValues
  const seats = new Map<ObjectId, Seat>()

  // What a seat has taken goes with its scope, in the reverse order: its name is free when all have heard that it is.
  const leave = (connection: ObjectId) =>
    Effect.gen(function* () {
      const seat = seats.get(connection)
      if (seat !== undefined) yield* Scope.close(seat.scope, Exit.void)
      yield* directory.release(connection)
    }).pipe(Effect.orDie)

  const gateway = yield* Gateway.make({ messages: [Join, Say], claim: directory.claim(Guest), release: leave })
  // Who has gone meanwhile misses it, here and below.
  yield* directory.serve(Guest, { smsg_said: (said, { id }) => Effect.ignore(gateway.sendTo(id, Said, said)) })

  const enter = (connection: ObjectId, seat: Seat) =>
    Effect.gen(function* () {
      const { room, user } = seat
      const take = Effect.suspend(() => {
        const isTaken = [...seats.values()].some((other) => other.room === room && other.user === user)
        if (isTaken || seats.has(connection)) return Effect.fail(new Taken({ user }))
        seats.set(connection, seat)
        return Effect.void
      })
      yield* Effect.acquireRelease(take, () => Effect.sync(() => void seats.delete(connection)))
      // Fails where the client has gone: what it has sent is handled all the same, perhaps after `leave`. From here on `leave` comes
      // after, and whatever the scope is given when that has closed it, is taken back at once.
      yield* gateway.identify(connection, user)
      yield* Effect.acquireRelease(Group.add(room, connection), () => Effect.orDie(Group.remove(room, connection)))
      // First who is there, then who comes and goes.
      yield* values.subscribe(room, Presence, ({ payload }) =>
        Effect.ignore(gateway.sendTo(connection, Presence, payload))
      )
      const present = (online: boolean) => values.publish(room, Presence, { user, online })
      yield* Effect.acquireRelease(present(true), () => Effect.orDie(present(false)))
    })

  yield* harbor.listen(Join, ({ room, user }) =>
    Effect.gen(function* () {
      const connection = (yield* Envelope.current).connection!
      const scope = yield* Scope.make()
      yield* enter(connection, { room, user, scope }).pipe(
        Scope.provide(scope),
        Effect.onError(() => Scope.close(scope, Exit.void))
      )
    }).pipe(Effect.provideService(Harbor.Harbor, harbor), Effect.catchTag("HarborError", Effect.die))
  )

  yield* harbor.listen(Say, ({ text }) =>
    Effect.gen(function* () {
      const { connection, identity } = yield* Envelope.current
      const seat = seats.get(connection!)
      if (seat === undefined || identity === undefined) return yield* new NotInARoom({})
      yield* Group.send(seat.room, Said, { user: identity, text })
    }).pipe(Effect.catchTag("HarborError", Effect.die))
  )

  const server = yield* NodeSocketServer.make({ host: "127.0.0.1", port: 0 })
  yield* Effect.forkScoped(server.run(gateway.serve))
  return server.address._tag === "InetAddressV4" ? server.address.port : 0
})
