/*
 * How threads tell each other, in memory, how they have declared what their objects take.
 */
import { assert, describe, it } from "@effect/vitest"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import * as Message from "../src/Message.ts"
import { MessageBodies } from "../src/internal/objects/bodies.ts"
import { Spoken, SPOKEN_BYTES } from "../src/internal/objects/spoken.ts"

const bodiesOf = (message: Message.Any) => new MessageBodies(message, Context.empty())
const memory = () => new Int32Array(new SharedArrayBuffer(SPOKEN_BYTES))
const declared = (field: string) => bodiesOf(Message.make("order", { payload: { [field]: Schema.Int } }))

describe("how messages to objects are declared", () => {
  it.effect.prop(
    "C01-objects is found by who knows the memory: one declaration, or more than one, of each message",
    [Schema.Array(Schema.Tuple([Schema.Literals(["a", "b", "c"]), Schema.Literals(["x", "y"]), Schema.Boolean]))],
    ([said]) =>
      Effect.sync(() => {
        const words = memory()
        const threads = [new Spoken(words), new Spoken(words)]
        const all = new Map<string, Set<string>>()
        for (const [name, field, first] of said) {
          const bodies = bodiesOf(Message.make(name, { payload: { [field]: Schema.Int } }))
          threads[first ? 0 : 1]!.say(bodies)
          all.set(name, (all.get(name) ?? new Set()).add(field))
          for (const [each, fields] of all) {
            for (const own of ["x", "y"]) {
              const asked = bodiesOf(Message.make(each, { payload: { [own]: Schema.Int } }))
              for (const spoken of threads) {
                assert.strictEqual(spoken.isOne(asked), fields.size === 1 && fields.has(own), `${each} ${own}`)
              }
            }
          }
        }
      })
  )

  it("C01-objects is said once, however often, and where there is no room for more all count as different", () => {
    const words = memory()
    const spoken = new Spoken(words)
    const order = declared("n")
    for (let n = 0; n < 10_000; n++) spoken.say(order)
    assert.isTrue(spoken.isOne(order))
    const room = (SPOKEN_BYTES / 4 - 4) / 4
    for (let n = 0; n < room - 1; n++) spoken.say(bodiesOf(Message.make(`other_${n}`)))
    assert.isTrue(spoken.isOne(order))
    for (let n = 0; n < 3; n++) spoken.say(bodiesOf(Message.make(`more_${n}`)))
    assert.isFalse(spoken.isOne(order))
    assert.isFalse(new Spoken(words).isOne(order))
  })

  it("C01-objects a payload is read by its places only where it was written so", () => {
    const [n, amount] = [declared("n"), declared("amount")]
    const swapped = (first: string, second: string) =>
      bodiesOf(Message.make("pair", { payload: { [first]: Schema.Int, [second]: Schema.Int } }))
    const [ab, ba] = [swapped("a", "b"), swapped("b", "a")]
    const written = n.positional.payload.encode({ n: 1 })
    assert.strictEqual(n.formatOf(written), n.positional)
    assert.deepInclude({ ...amount.formatOf(written) }, { own: amount.fingerprint, other: n.fingerprint })
    // The same declaration, and other places.
    assert.strictEqual(ab.fingerprint, ba.fingerprint)
    const pair = ab.byName.payload.encode({ a: 1, b: 2 })
    assert.strictEqual(ba.formatOf(pair), ba.byName)
    assert.deepStrictEqual(ba.byName.payload.decode(pair), { a: 1, b: 2 })
    assert.strictEqual(
      (ba.formatOf(ab.positional.payload.encode({ a: 1, b: 2 })) as { _tag?: string })._tag,
      "SchemaMismatch"
    )
  })
})
