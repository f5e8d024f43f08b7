/*
 * Names of topics, and patterns of them: words between dots. In a pattern `*` stands for one word, and `>` at the end for one or
 * more.
 */
import type { HarborError } from "../../HarborError.ts"
import { invalidOption } from "../threads/failures.ts"

const WORD = /^[A-Za-z0-9_-]+$/
const MOST_CHARACTERS = 256

const shape = "words of letters, digits, _ and - with dots between them, at most 256 characters"

export const checkTopic = (messageName: string, topic: unknown): HarborError | undefined =>
  typeof topic === "string" && topic.length <= MOST_CHARACTERS && topic.split(".").every((word) => WORD.test(word))
    ? undefined
    : invalidOption(messageName, "topic", topic, `use ${shape}`)

export const checkPattern = (messageName: string, pattern: unknown): HarborError | undefined => {
  const words = typeof pattern === "string" && pattern.length <= MOST_CHARACTERS ? pattern.split(".") : []
  const isOne = (word: string, index: number): boolean =>
    word === "*" || WORD.test(word) || (word === ">" && index === words.length - 1)
  return words.length > 0 && words.every(isOne)
    ? undefined
    : invalidOption(
        messageName,
        "pattern",
        pattern,
        `use ${shape}, * for any one of them, and > at the end for all that follow`
      )
}

/** Whether a name of a topic has words that mean others. */
export const isPattern = (topic: string): boolean => topic.split(".").some((word) => word === "*" || word === ">")

/** Whether a topic is one of those that a pattern means. */
export const matches = (pattern: string, topic: string): boolean => {
  if (pattern === topic) return true
  const wanted = pattern.split(".")
  const words = topic.split(".")
  for (const [index, word] of wanted.entries()) {
    if (word === ">") return words.length > index
    if (index >= words.length || (word !== "*" && word !== words[index])) return false
  }
  return wanted.length === words.length
}
