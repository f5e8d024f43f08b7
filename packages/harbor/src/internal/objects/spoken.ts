/**
 * How the threads of a process have declared the messages that their objects take, in memory that all of them have. A thread says so
 * before it has any object that takes one, so whoever has an id of such an object finds it. While all agree, a message is written as it
 * lies in memory; where two have ever differed, everybody writes it so that its fields have names: see bodies.ts.
 *
 * Word 0 counts the entries that were begun, word 1 those that are whole. An entry is the id of a message, which is not 0, and the tag
 * of a declaration. None is ever taken back: one whose thread has ended makes what is written longer, and nothing wrong. When
 * there is no room for more, all messages count as different.
 */
import { add, compareExchange, load, store } from "./atomics.ts"
import type { MessageBodies } from "./bodies.ts"

const BEGUN = 0
const WHOLE = 1
const HEADER_WORDS = 4
const ENTRY_WORDS = 4
const ENTRIES = 4096

export const SPOKEN_BYTES = (HEADER_WORDS + ENTRIES * ENTRY_WORDS) * Int32Array.BYTES_PER_ELEMENT

/** Of this thread. */
export class Spoken {
  private readonly words: Int32Array
  /** What was found when so many entries were whole. */
  private readonly found = new WeakMap<MessageBodies, { readonly at: number; readonly isOne: boolean }>()

  constructor(words: Int32Array) {
    this.words = words
  }

  /** From now on this thread may have objects that take it. */
  say(bodies: MessageBodies): void {
    const { words } = this
    const tag = wordsOf(bodies)
    if (
      this.entries(bodies.message.id).some((at) => tag.every((word, index) => load(words, at + 1 + index) === word))
    ) {
      return
    }
    // Not beyond the last one: then the count says that there was no room.
    let begun = load(words, BEGUN)
    while (begun <= ENTRIES) {
      const before = compareExchange(words, BEGUN, begun, begun + 1)
      if (before === begun) break
      begun = before
    }
    if (begun < ENTRIES) {
      const at = HEADER_WORDS + begun * ENTRY_WORDS
      tag.forEach((word, index) => store(words, at + 1 + index, word))
      // Last: whoever finds the id finds all of it.
      store(words, at, bodies.message.id | 0)
    }
    add(words, WHOLE, 1)
  }

  /** Nobody has declared it otherwise than that. Looked for again when anybody has said anything: one load for each message sent. */
  isOne(bodies: MessageBodies): boolean {
    const at = load(this.words, WHOLE)
    const found = this.found.get(bodies)
    if (found?.at === at) return found.isOne
    const isOne = load(this.words, BEGUN) <= ENTRIES && this.entries(bodies.message.id).every(this.isAlike(bodies))
    this.found.set(bodies, { at, isOne })
    return isOne
  }

  private isAlike(bodies: MessageBodies): (at: number) => boolean {
    const tag = wordsOf(bodies)
    return (at) => tag.every((word, index) => load(this.words, at + 1 + index) === word)
  }

  private entries(id: number): ReadonlyArray<number> {
    const { words } = this
    const count = Math.min(load(words, BEGUN), ENTRIES)
    const found: Array<number> = []
    for (let at = HEADER_WORDS; at < HEADER_WORDS + count * ENTRY_WORDS; at += ENTRY_WORDS) {
      if (load(words, at) === (id | 0)) found.push(at)
    }
    return found
  }
}

const wordsOf = ({ tag }: MessageBodies): ReadonlyArray<number> => {
  const view = new DataView(tag.buffer)
  return [view.getInt32(0), view.getInt32(4), view.getInt32(8)]
}
