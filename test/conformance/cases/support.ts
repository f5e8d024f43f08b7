/*
 * What the cases share: their types, and a way to say what an Exit holds.
 */
import { assert } from "@effect/vitest"
import type { Vitest } from "@effect/vitest"
import { ActorError } from "@stevedore/core/ActorError"
import type { ActorSystem } from "@stevedore/core/ActorSystem"
import * as Cause from "effect/Cause"
import type * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as Board from "../board.ts"
import type { Host } from "../hosts.ts"
import type { Subject } from "../protocol.ts"

export type Cases = (it: Vitest.MethodsNonLive<Subject | ActorSystem>, host: Host) => void

export type Client = Context.Service.Shape<typeof Subject>

/** A gate that is open when the test is over, however it ended: the next one meets no job of this one. */
export const closedGate = Effect.acquireRelease(Effect.sync(Board.gate), Board.open)

/** Runs until it suspends, now: what it sends is sent when this returns. */
export const begin = <A, E, R>(effect: Effect.Effect<A, E, R>): Effect.Effect<Fiber.Fiber<A, E>, never, R> =>
  Effect.forkChild(effect, { startImmediately: true })

/** The ActorError of an effect, whose reason must be `tag`. */
export const actorError = <A, E, R>(
  effect: Effect.Effect<A, E, R>,
  tag: ActorError["reason"]["_tag"]
): Effect.Effect<ActorError, A, R> =>
  Effect.map(Effect.flip(effect), (error) => {
    assert.instanceOf(error, ActorError)
    assert.strictEqual((error as ActorError).reason._tag, tag, String(error))
    return error as ActorError
  })

/** The only defect of an effect that dies. */
export const defect = <A, E, R>(effect: Effect.Effect<A, E, R>): Effect.Effect<unknown, never, R> =>
  Effect.map(Effect.exit(effect), (exit) => {
    assert.isTrue(Exit.isFailure(exit), "it succeeded")
    const { reasons } = (exit as Exit.Failure<A, E>).cause
    assert.strictEqual(reasons.length, 1)
    const reason = reasons[0]!
    assert.isTrue(Cause.isDieReason(reason), `not a defect but ${reason._tag}`)
    return (reason as Cause.Die).defect
  })

export const interrupted = (exit: Exit.Exit<unknown, unknown>): void => {
  assert.isTrue(Exit.isFailure(exit) && Cause.hasInterruptsOnly(exit.cause), `not interrupted: ${String(exit)}`)
}

/** What is left of jobs, without segments: a lane that crosses into a new one holds two until its reader has followed. */
export const counts = (host: Host) => Effect.map(host.figures, (figures) => ({ ...figures, segmentsFree: undefined }))
