/**
 * A move: an object goes from thread O to thread N while others send to it. Threads send to each other through one queue
 * for each ordered pair of them, first in, first out, as core's lanes are (proven there); all the rest is what ships. Where there
 * is no room for what a thread sends to objects, and for what has to come behind that, it waits in its line, and all other news
 * of the move overtakes it.
 *
 * The object's state, which moves along, is what it was sent, in order: nothing may be missing, there twice, or after what
 * the same thread sent later. A thread that dies ends what it has; whoever lives holds nothing for ever.
 */
import { digest } from "../../../../core/test/explorer/digest.ts"
import { Event, type FinalState, type Model, type ThreadEnv } from "../../../../core/test/explorer/model.ts"
import * as Atomics from "../../../src/internal/objects/atomics.ts"
import type { ObjectTable } from "../../../src/internal/objects/table.ts"
import { NOBODY } from "../../../src/internal/objects/table.ts"
import { isAhead, type MoveNews } from "../../../src/internal/objects/surroundings.ts"
import { ThreadObjects } from "../../../src/internal/objects/threadObjects.ts"
import { origin } from "../atomics.ts"
import { type Place, placeFor } from "./table.ts"

export interface MovesOptions {
  /** How many messages each sender sends. */
  readonly senders: ReadonlyArray<number>
  /** Who may die, once in all. */
  readonly killable?: ReadonlyArray<string>
  /** The handler of the first message that O takes ends later. */
  readonly slow?: boolean
  /** O serves its kind no longer, at some time. */
  readonly ends?: boolean
  /** From N it moves on to a third thread as soon as it is there. */
  readonly onward?: boolean
  /**
   * Ways from one thread to another, as `S0>O`, where what waits for room never finds it at once: what a sender sends there, or what
   * O sends on, and news that is behind that. They stand in two lines; here no thread has both.
   */
  readonly full?: ReadonlyArray<string>
}

const O = 0
const N = 1
const names = ["O", "N", "S0", "S1", "S2"]

/** The events of a thread: of its queue from thread n, `MAIL + n`; the object is there, and of O its end; a handler ends. */
const MAIL = Event.first
const BEGIN = 13
const RESUME = 14
/** There is room on the way to O, to N. A handler ends later on O only, which has no full way to N then. */
const ROOM = [12, RESUME]

/** The first serial of a table of two entries. */
const SERIAL = 2
const KIND = "kind"

/** One queue: how many were published, then what they are. */
const SLOTS = 14
const SLOT_WORDS = 3
const QUEUE_WORDS = 1 + SLOTS * SLOT_WORDS

const tags = ["prepare", "prepared", "cancelled", "moving", "passed", "done", "arrived", "late"] as const
const SENT = 10
const FORWARDED = 11

/** A message, as a number from 1 to 7: which sender sent it, and as what. */
const DIGIT = 8

class Queues {
  /** How many of each queue this thread has published, and taken. */
  readonly published: Array<number>
  readonly taken: Array<number>
  private readonly env: ThreadEnv
  private readonly start: number
  private readonly threads: number

  constructor(env: ThreadEnv, start: number, threads: number) {
    this.env = env
    this.start = start
    this.threads = threads
    this.published = Array.from({ length: threads }, () => 0)
    this.taken = this.published.slice()
  }

  private at(from: number, to: number): number {
    return this.start + (from * this.threads + to) * QUEUE_WORDS
  }

  publish(to: number, what: ReadonlyArray<number>): void {
    const { env, published } = this
    const at = this.at(env.index, to)
    const number = published[to]!++
    if (number === SLOTS) throw new Error("the model's queue is too short")
    for (const [word, value] of what.entries()) {
      env.arena.words[at + 1 + number * SLOT_WORDS + word] = value
    }
    Atomics.store(env.arena.words, at - origin.at, number + 1)
    env.raise(to, MAIL + env.index)
  }

  /** All that has come from a thread. */
  drain(from: number, take: (what: number, first: number, second: number) => void): void {
    const { env, taken } = this
    const at = this.at(from, env.index)
    const tail = Atomics.load(env.arena.words, at - origin.at)
    while (taken[from]! < tail) {
      const slot = at + 1 + taken[from]!++ * SLOT_WORDS
      const [what, first, second] = [0, 1, 2].map((word) => env.arena.words[slot + word]!)
      take(what!, first!, second!)
    }
  }
}

interface Waiting {
  readonly what: ReadonlyArray<number>
  /** Called when it is in the mailbox there. */
  readonly there: () => void
}

/** What each thread runs besides: what it sends. */
interface Role {
  readonly sends: ReadonlyArray<number>
}

const roleOf = ({ senders }: MovesOptions, index: number): Role => {
  const before = senders.slice(0, Math.max(0, index - 2)).reduce((sum, count) => sum + count, 0)
  const count = index < 2 ? 0 : senders[index - 2]!
  return { sends: Array.from({ length: count }, (_, i) => before + i + 1) }
}

const threadOf =
  (options: MovesOptions, place: Place, threads: number, index: number) =>
  (env: ThreadEnv): void => {
    const queues = new Queues(env, place.behind, threads)
    const table: ObjectTable = place.table(index)
    const sends = Array.from(roleOf(options, index).sends)
    /** Handlers that have not ended. */
    const running: Array<() => void> = []
    let slow = options.slow === true && index === O
    const log = { entries: 0 }
    const gone = new Set<number>()
    /** What waits for room, in order, by where it goes; and who has to know that it is there. */
    const lines: ReadonlyArray<Array<Waiting>> = ROOM.map(() => [])
    const inTurn = (to: number, what: ReadonlyArray<number>, there: () => void): void => {
      if (options.full?.includes(`${names[index]}>${names[to]}`) === true) {
        lines[to]!.push({ what, there })
        env.raise(index, ROOM[to]!)
        return
      }
      queues.publish(to, what)
      there()
    }
    const room = (to: number): void => {
      const { there, what } = lines[to]!.shift()!
      queues.publish(to, what)
      there()
      if (lines[to]!.length > 0) env.raise(index, ROOM[to]!)
    }
    const nobody = (): void => {}
    const refuse = (message: number, why: string): void => env.note(`refused ${message} ${why}`)
    const objects: ThreadObjects<number> = new ThreadObjects<number>(table, {
      kindOf: (name) => (name === KIND ? 0 : undefined),
      kindName: () => KIND,
      concurrency: () => 1,
      mailbox: () => 8,
      run: (_serial, _kind, state, message) => {
        const object = state as typeof log
        const end = (): void => {
          object.entries = object.entries * DIGIT + message
          env.note(`log ${object.entries}`)
        }
        if (!slow) {
          end()
          return undefined
        }
        slow = false
        env.raise(index, RESUME)
        return (done) =>
          running.push(() => {
            end()
            done()
          })
      },
      refuse,
      forward: (to, serial, message) => inTurn(to, [FORWARDED, serial, message], nobody),
      tell: (to, news) => {
        const what = [tags.indexOf(news._tag), news.serial, news._tag === "done" ? (news.state as number) : 0]
        if (index !== O || isAhead(news)) queues.publish(to, what)
        else inTurn(to, what, nobody)
      },
      // Time is not part of this.
      whenLate: () => nobody,
      everyone: () => Array.from({ length: threads }, (_, thread) => thread).filter((thread) => !gone.has(thread)),
      pack: (_kind, state) => (state as typeof log).entries,
      unpack: (_kind, packed) => ({ entries: packed as number })
    })

    const heard = (what: number, serial: number, second: number, from: number): void => {
      if (what === SENT || what === FORWARDED) return objects.receive(serial, second, what === FORWARDED)
      const _tag = tags[what]!
      const news = { _tag, serial, from, kind: KIND, isServed: true, isHere: true, state: second } as MoveNews
      objects.hear(news)
      if (_tag === "done" && options.onward === true && index === N) move(2)
    }
    const move = (to: number): void => {
      if (!objects.move(SERIAL, to, undefined, (how) => env.note(`ended ${how}`))) throw new Error("it cannot be moved")
    }

    if (index === O) {
      if (objects.claim(0, log) !== SERIAL) throw new Error("another serial than was thought")
      for (let thread = 2; thread < threads; thread++) env.raise(thread, BEGIN)
      move(N)
      if (options.ends === true) env.raise(O, BEGIN)
    } else if (sends.length > 0) {
      // Without O there is nothing to send to.
      if (env.turn([BEGIN, Event.exit + O], false) !== BEGIN) gone.add(O)
    }

    const events = index === O ? [...ROOM, BEGIN] : [...ROOM]
    for (let thread = 0; thread < threads; thread++) {
      events.push(MAIL + thread)
      if (thread !== index) events.push(Event.exit + thread)
    }
    let open = ""
    for (;;) {
      const now = `open ${objects.moving}`
      if (now !== open) env.note(now)
      open = now
      env.describe(() =>
        digest([objects, queues, sends, lines, running.length, slow, open, gone], new Set([env, env.arena]))
      )
      const event = env.turn(events, sends.length > 0)
      if (event === -1) {
        const message = sends.shift()!
        const to = table.find(SERIAL)
        const sent = (): void => env.note(`sent ${message}`)
        if (to === NOBODY) {
          refuse(message, "stale")
          sent()
        } else {
          const there = objects.underWay.enter(to)
          // What waits in a line when its sender dies has never left.
          const published = (): void => {
            sent()
            there()
          }
          inTurn(to, [SENT, SERIAL, message], published)
        }
      } else if (event === ROOM[O]) {
        room(O)
      } else if (event === BEGIN) {
        objects.end(0)
      } else if (event === RESUME) {
        if (running.length > 0) running.shift()!()
        else room(N)
      } else if (event >= MAIL) {
        queues.drain(event - MAIL, (what, serial, second) => heard(what, serial, second, event - MAIL))
      } else {
        // Core tells of a death when all that the dead one had sent was taken.
        const dead = event - Event.exit
        queues.drain(dead, (what, serial, second) => heard(what, serial, second, dead))
        gone.add(dead)
        objects.gone(dead)
      }
    }
  }

/** The digits of what the object was sent, in order. */
const digitsOf = (entries: number): ReadonlyArray<number> => {
  const digits: Array<number> = []
  for (let rest = entries; rest > 0; rest = Math.floor(rest / DIGIT)) digits.unshift(rest % DIGIT)
  return digits
}

const final =
  (options: MovesOptions, place: Place, threads: number) =>
  (state: FinalState): string | undefined => {
    const results = names.slice(0, threads).map((name) => state.threads[name]!)
    const died = results.findIndex(({ dead }) => dead)
    const notesOf = (prefix: string) =>
      results.map(({ notes }) => notes.flatMap((note) => (note.startsWith(prefix) ? [note.slice(prefix.length)] : [])))
    // The longest one is the last one: each goes on where the one before has left off.
    const logs = notesOf("log ").flat().map(Number)
    const longest = digitsOf(logs.reduce((most, each) => Math.max(most, each), 0))
    for (const each of logs) {
      const digits = digitsOf(each)
      if (longest.slice(0, digits.length).join() !== digits.join())
        return `it was sent ${longest.join()}, and ${digits.join()}`
    }
    if (new Set(longest).size !== longest.length) return `a message came twice: ${longest.join()}`
    for (let sender = 2; sender < threads; sender++) {
      const { sends } = roleOf(options, sender)
      const got = longest.filter((message) => sends.includes(message))
      if (got.toSorted((a, b) => a - b).join() !== got.join()) return `out of order: ${got.join()}`
    }
    const refused = notesOf("refused ")
      .flat()
      .map((text) => Number(text.split(" ")[0]))
    for (const message of refused) if (longest.includes(message)) return `${message} was taken, and refused`
    if (new Set(refused).size !== refused.length) return `refused twice: ${refused.join()}`
    for (const [thread, { dead, notes }] of results.entries()) {
      if (!dead && notes.findLast((note) => note.startsWith("open")) !== "open 0")
        return `${names[thread]} holds something`
    }
    const sent = notesOf("sent ").map((messages) => messages.map(Number))
    const isFatal = options.ends === true || died === O || died === N || (died === 2 && options.onward === true)
    for (const [sender, messages] of sent.entries()) {
      for (const message of messages) {
        if (longest.includes(message)) continue
        // With the dead, or refused by who held it.
        if (!isFatal) return `${message}, which ${names[sender]} sent, is lost`
      }
    }
    const ended = notesOf("ended ")
    if (died !== O && ended[O]!.length !== 1) return `the move ended ${ended[O]!.length} times`
    const table = place.table(O)
    const holder = table.find(SERIAL)
    if (holder === NOBODY) return isFatal ? undefined : "the object is lost"
    if (died === holder) return undefined // Main's sweep is not part of this.
    if (!table.isHere(SERIAL) && !place.table(holder).isHere(SERIAL)) return "it moves for ever"
    return undefined
  }

export const moves = (options: MovesOptions): Model => {
  const threads = 2 + options.senders.length
  if (MAIL + threads > ROOM[O]!) throw new Error("the model has too few events")
  const place = placeFor(threads, 1, threads * threads * QUEUE_WORDS)
  const all = Array.from({ length: threads }, (_, index) => index)
  return {
    file: import.meta.url,
    options,
    sizes: place.sizes,
    maxKills: 1,
    watchers: (options.killable ?? []).length > 0 ? all : [],
    threads: all.map((index) => ({
      name: names[index]!,
      run: threadOf(options, place, threads, index),
      killable: options.killable?.includes(names[index]!) ?? false
    })),
    final: final(options, place, threads)
  }
}
