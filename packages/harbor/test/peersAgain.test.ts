/*
 * `Peers` over a transport that others have been over before: they are of the same source, and what they send is new.
 */
import { assert, describe, it } from "@effect/vitest"
import * as Message from "@stevedore/harbor/Message"
import * as Peers from "@stevedore/harbor/Peers"
import * as Registry from "@stevedore/harbor/Registry"
import * as Transport from "@stevedore/harbor/Transport"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Schema from "effect/Schema"

const Work = Message.make("smsg_again_work", { payload: { n: Schema.Int }, success: Schema.Int })
const at = { _tag: "Queue", reach: "services", name: Work.name } as const

/** Who listens, and notes each message with the number that it came with; and how others get at that over one transport. */
const setting = Effect.gen(function* () {
  const hub = Transport.makeHub()
  const over = (transport: Layer.Layer<Transport.Transport>) =>
    Effect.map(Layer.build(Layer.fresh(Peers.layer().pipe(Layer.provide([transport, Registry.layer])))), (context) =>
      Context.get(context, Peers.Peers)
    )
  const [port, there] = [yield* Layer.build(hub.layer({ node: 1 })), yield* Layer.build(hub.layer({ node: 2 }))]
  const noted: Array<number> = []
  const sequences: Array<number> = []
  const far = yield* over(Layer.succeedContext(there))
  yield* far.listen(Work, at, ({ n }, { sequence }) =>
    Effect.sync(() => {
      sequences.push(sequence)
      return noted.push(n)
    })
  )
  return { far, noted, sequences, port: Context.get(port, Transport.Transport), over }
})

/** The calls are behind the sends: the listener takes one after the other. */
const work = (peers: Peers.Service, first: number) =>
  Effect.gen(function* () {
    for (const n of [first, first + 1]) yield* peers.send(Work, at, { n })
    yield* peers.call(Work, at, { n: first + 2 }, { timeout: "20 seconds" })
  })

describe("C12 Peers over one transport", () => {
  it.live("C12-peers what the next one sends arrives, also over a port that is a copy of the transport's", () =>
    Effect.gen(function* () {
      const { far, noted, over, port, sequences } = yield* setting
      for (const first of [0, 3, 6]) {
        const same = first === 6 ? { ...port } : port
        yield* Effect.scoped(
          Effect.flatMap(over(Layer.succeed(Transport.Transport, same)), (peers) => work(peers, first))
        )
      }
      assert.strictEqual(far.counters().duplicates, 0)
      assert.deepStrictEqual(noted, [0, 1, 2, 3, 4, 5, 6, 7, 8])
      // As `Envelope.sequence` has it: of one source.
      assert.deepStrictEqual(
        sequences,
        Array.from(new Set(sequences)).toSorted((a, b) => a - b)
      )
    }).pipe(Effect.scoped)
  )

  it.live("C12-peers of two of one number, what both send at the same time arrives", () =>
    Effect.gen(function* () {
      const { far, noted, over, port } = yield* setting
      const transport = Layer.succeed(Transport.Transport, port)
      const both = [yield* over(transport), yield* over(transport)]
      yield* Effect.forEach(both, (peers, index) => work(peers, 3 * index), { concurrency: "unbounded", discard: true })
      assert.strictEqual(far.counters().duplicates, 0)
      assert.deepStrictEqual(
        noted.toSorted((a, b) => a - b),
        [0, 1, 2, 3, 4, 5]
      )
    }).pipe(Effect.scoped)
  )
})
