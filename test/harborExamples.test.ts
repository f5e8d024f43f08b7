/*
 * The examples of packages/harbor/examples, each run as a reader would run it.
 */
import * as NodeSocket from "@effect/platform-node/NodeSocket"
import { assert, describe, it } from "@effect/vitest"
import * as Directory from "@stevedore/harbor/Directory"
import * as GatewayClient from "@stevedore/harbor/GatewayClient"
import * as Harbor from "@stevedore/harbor/Harbor"
import * as LastValues from "@stevedore/harbor/LastValues"
import * as NodeActorSystem from "@stevedore/platform-node/NodeActorSystem"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Schedule from "effect/Schedule"
import { execFile } from "node:child_process"
import { fileURLToPath } from "node:url"
import { promisify } from "node:util"
import { Join } from "../packages/harbor/examples/chat/messages.ts"
import { serve } from "../packages/harbor/examples/chat/server.ts"

/** What a program prints, without log lines: which there are depends on how busy the machine is. */
const printed = async (example: string): Promise<ReadonlyArray<string>> => {
  const file = fileURLToPath(new URL(`../packages/harbor/examples/${example}/main.ts`, import.meta.url))
  const { stdout } = await promisify(execFile)(process.execPath, ["--disable-warning=ExperimentalWarning", file])
  return stdout.split("\n").filter((line) => line !== "" && !/^\[[\d:.]+\] /.test(line))
}

describe("examples of harbor", () => {
  it("E05 ticker: late joiners, a slow one, and what is stale when the publisher has ended", async () => {
    assert.deepStrictEqual(await printed("ticker"), [
      "joined late: ACME 100.99, BOLT 5.99, CORK 1.06",
      "slow reader: only rising prices, up to the last",
      "the market has closed: ACME 109.99 (stale), BOLT 14.99 (stale), CORK 10.06 (stale)"
    ])
  })

  it("C01 C05 login: a client's message through a gateway to a service on other threads, and back, with typed errors", async () => {
    assert.deepStrictEqual(await printed("login"), [
      "cmsg_login is 894ad3c1, smsg_user_login is e027a851",
      "told: NotLoggedIn",
      "told: WrongPassword",
      "told: Banned",
      "welcome, ada",
      "user 1",
      "cut off for smsg_user_login"
    ])
  })

  it("C08 C10 chat: clients over TCP, a room that is a group, and presence for those who come late", async () => {
    assert.deepStrictEqual(await printed("chat"), [
      "ada is told: NotInARoom",
      "ada hears: ada is here",
      "ada hears: bob is here",
      "bob hears: ada is here",
      "bob hears: bob is here",
      "the other bob is told: Taken",
      "ada hears: bob: good morning",
      "bob hears: bob: good morning",
      "ada hears: bob is gone"
    ])
  })

  it.live("C08-left chat: whoever sends that it joins and is gone before it has, holds no name", () =>
    Effect.gen(function* () {
      const port = yield* serve
      const client = Effect.flatMap(NodeSocket.makeNet({ host: "127.0.0.1", port }), (socket) =>
        GatewayClient.make(socket)
      )
      const joins = Array.from({ length: 40 }, (_, n) => ({ room: "harbor", user: `user ${n}` }))
      // It waits for no answer.
      for (const join of joins) yield* Effect.scoped(Effect.flatMap(client, (gone) => gone.send(Join, join)))
      for (const join of joins) {
        const joined = Effect.scoped(Effect.flatMap(client, (next) => next.call(Join, join)))
        // While a join is handled its name is taken, for a moment.
        yield* joined.pipe(
          Effect.retry({ schedule: Schedule.spaced("10 millis"), times: 500, while: ({ _tag }) => _tag === "Taken" })
        )
      }
    }).pipe(
      Effect.scoped,
      Effect.provide(Layer.mergeAll(Directory.layer(), LastValues.layer()).pipe(Layer.provideMerge(Harbor.layer()))),
      Effect.provide(NodeActorSystem.layer())
    )
  )
})
