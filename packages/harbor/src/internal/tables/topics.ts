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

const DOT = 46
const ANY = 42
const REST = 62

/**
 * Whether a topic is one of those that a pattern means. Makes nothing, and mostly ends at the first word: whoever publishes to one of
 * thousands of topics asks it of all patterns of the message.
 */
export const matches = (pattern: string, topic: string): boolean => {
  let at = 0
  for (let i = 0; i < pattern.length; i++) {
    const code = pattern.charCodeAt(i)
    if ((code === ANY || code === REST) && isWord(pattern, i)) {
      if (code === REST) return true
      while (at < topic.length && topic.charCodeAt(at) !== DOT) at++
    } else if (topic.charCodeAt(at) === code) at++
    else return false
  }
  return at === topic.length
}

const isWord = (pattern: string, at: number): boolean =>
  (at === 0 || pattern.charCodeAt(at - 1) === DOT) && (at === pattern.length - 1 || pattern.charCodeAt(at + 1) === DOT)
