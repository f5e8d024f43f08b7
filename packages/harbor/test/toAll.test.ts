/*
 * One message to several threads, of which not all can be told.
 */
import { assert, describe, it } from "@effect/vitest"
import { ActorError, MailboxFull } from "@stevedore/core/ActorError"
import * as Effect from "effect/Effect"
import { NoListener } from "../src/HarborError.ts"
import { failure, ofActor } from "../src/internal/threads/failures.ts"
import { Line, type Verbs } from "../src/internal/threads/line.ts"
import { toAll } from "../src/internal/threads/toAll.ts"

const full = new MailboxFull({ what: "window", limit: 2, waitedMillis: 1000, chain: [] })

type Threads = ReadonlyArray<"room" | "later" | "full" | "gone">

describe("C09 one message to several threads", () => {
  it.effect("C12-all the others have it where one cannot be told, and who sent it learns that somebody may", () =>
    Effect.gen(function* () {
      let counted = 0
      const had: Array<string> = []
      /** To threads with room at once, with room later, with none, and to one that has gone. */
      const send = (...threads: Threads) => {
        counted = had.length = 0
        // Of a client the line calls these alone: how full it is, is what the test decides.
        const verbs = {
          tellUnsafe: (_: unknown, { thread }: { readonly thread: string }) => {
            if (thread.startsWith("gone")) return "closed"
            if (!thread.startsWith("room")) return "full"
            had.push(thread)
            return "accepted"
          },
          tell: (_: unknown, { thread }: { readonly thread: string }) =>
            thread.startsWith("later")
              ? Effect.andThen(
                  Effect.yieldNow,
                  Effect.sync(() => void had.push(thread))
                )
              : Effect.fail(new ActorError({ reason: full, actor: "", job: "", thread, started: false }))
        } as unknown as Verbs
        const lines = threads.map((thread, n) => new Line(`${thread}-${n}`, { nestedWaitMillis: 1000, window: 2 }))
        return toAll(verbs, undefined, lines, {
          reached: (threads) => void (counted += threads),
          nobody: () => Effect.fail(failure("m", new NoListener({}))),
          refused: (error) => Effect.fail(ofActor("m", error))
        })
      }
      const told = (...threads: Threads) =>
        Effect.map(Effect.flip(send(...threads)), ({ delivered, reason }) => [reason._tag, delivered, ...had, counted])
      assert.deepStrictEqual(yield* told("room", "full", "later"), ["Actor", "maybe", "room-0", "later-2", 2])
      assert.deepStrictEqual(yield* told("full", "later"), ["Actor", "maybe", "later-1", 1])
      assert.deepStrictEqual(yield* told("full", "gone", "full"), ["Actor", "no", 0])
      assert.deepStrictEqual(yield* told("gone", "gone"), ["NoListener", "no", 0])
      yield* send("later", "gone", "room")
      assert.deepStrictEqual([had, counted], [["room-2", "later-0"], 2])
    })
  )
})
