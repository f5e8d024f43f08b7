/** What the log says of a death: a killing that was asked for is no fault, a death of its own is. */
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Logger from "effect/Logger"
import { Board, entryOf, handlers, log } from "./memory/board.ts"
import { client, make, turns, until } from "./memory/simulated.ts"

class Other extends Board.as<Other>()("killed/Other") {}

describe("the log of deaths", () => {
  it.live("ActorSystem.kill is information, a death that nobody asked for an error", () => {
    const lines: Array<string> = []
    const logger = Logger.make<unknown, void>(({ logLevel, message }) => {
      lines.push(`${logLevel} ${String(message)}`)
    })
    return Effect.gen(function* () {
      const simulation = yield* make({ a: handlers(log()) })
      yield* client(simulation, Board, Board.layerThread({ entry: entryOf("a"), restart: "never" }))
      yield* client(simulation, Other, Other.layerThread({ entry: entryOf("a"), restart: "never" }))
      assert.isTrue(yield* simulation.service.kill("test/Board"))
      assert.isFalse(yield* simulation.service.kill("test/Board"), "it is gone")
      simulation.thread("killed/Other").die({ code: 7 })
      yield* until(() => lines.length >= 2)
      yield* turns(3)
      assert.deepEqual(lines, ['Info thread "test/Board" was killed', 'Error thread "killed/Other" died: exit code 7'])
    }).pipe(Effect.scoped, Effect.provide(Logger.layer([logger])))
  })
})
