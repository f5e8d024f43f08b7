/*
 * Patterns of topics, against what they say: word by word.
 */
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { matches } from "../src/internal/tables/topics.ts"

/** `*` is one word, `>` all that follow, at least one. */
const meant = (pattern: string, topic: string): boolean => {
  const [wanted, words] = [pattern.split("."), topic.split(".")]
  const rest = wanted.indexOf(">")
  if (rest >= 0) return words.length > rest && meant(wanted.slice(0, rest).join("."), words.slice(0, rest).join("."))
  return wanted.length === words.length && wanted.every((word, index) => word === "*" || word === words[index])
}

const Pattern = Schema.String.check(Schema.isPattern(/^(a|b|\*|ab|a\*|\*>)?(\.(a|b|\*|ab|a>|)){0,3}(\.>)?$/))
const Topic = Schema.String.check(Schema.isPattern(/^(a|b|ab|a\*|)(\.(a|b|ab|a>|)){0,4}$/))

describe("patterns of topics", () => {
  it.effect.prop(
    "D03 mean what they say, of topics that are alike as well",
    [Pattern, Topic],
    ([pattern, topic]) =>
      Effect.sync(() => {
        assert.strictEqual(matches(pattern, topic), meant(pattern, topic), `${pattern} and ${topic}`)
        assert.isTrue(matches(topic, topic))
        assert.isTrue(matches(">", topic))
      }),
    { arbitrary: { runs: 5000 } }
  )
})
