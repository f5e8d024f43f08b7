/**
 * Where the elements of one running stream go: out to its consumer, as many to a record as fit, and no more of them than
 * the consumer has given credit for. Runs on the hosting thread.
 *
 * The stream is asked for more only when there is credit for at least one element: a producer is never ahead of its
 * consumer by more than the credit, and the rest of the array of elements that it has made last. One that computes for its
 * elements gives the event loop a turn between them: whoever leaves it is heard then, and others of the thread go on.
 */
import * as Effect from "effect/Effect"
import { TooLarge, Undecodable } from "../../ActorError.ts"
import type { Answerable } from "./hostedReply.ts"
import { issueOf } from "../jobCodecs.ts"
import { maxRecordBytes } from "../memory/layout.ts"
import type { Mesh } from "../thread/mesh.ts"
import * as Record from "../record.ts"
import { unmovable } from "../thread/moves.ts"

/** Elements of one record, at most: the consumer decodes them in one go. */
const MOST_IN_RECORD = 256

/** How long a stream may compute before others have their turn: Effect counts operations, however long each takes. */
const TURN_MILLIS = 1

/** Memory that no element lies in: blocks of the arena are copied, not given away with one of many elements. */
const COPIED = new ArrayBuffer(0)

type Elements = ReadonlyArray<unknown>

export class StreamOut {
  /** Why an element could not be sent: what the stream ends with. */
  failure: Undecodable | TooLarge | undefined = undefined
  private credit: number
  /** As many as the last record could take, and twice as many where they had room enough. */
  private batch = 16
  /** Nobody wants more: what still comes is dropped. */
  private closed: boolean
  private readonly mesh: Mesh
  private readonly job: Answerable
  private readonly now: () => number
  /** When the event loop last had its turn, as far as is known here. */
  private turnAt: number
  private readonly inlineBytes: number
  private readonly limitBytes: number
  /** Of a stream that waits for credit or memory. */
  private goOn: (() => void) | undefined = undefined

  constructor(mesh: Mesh, job: Answerable, credit: number, now: () => number) {
    this.mesh = mesh
    this.now = now
    this.turnAt = now()
    this.job = job
    this.credit = credit
    this.closed = !job.isAsk
    const { layout } = mesh.arena
    this.inlineBytes = maxRecordBytes(layout) - Record.EXPRESS_BYTES
    this.limitBytes = Record.maxBodyBytes(layout, Record.EXPRESS_BYTES)
  }

  /** Sends these; completes when there is credit for more. Interrupts the stream when one of them cannot be sent. */
  write(elements: Elements): Effect.Effect<void> {
    let from = this.send(elements, 0)
    if (this.isThrough(elements, from)) {
      return this.now() - this.turnAt < TURN_MILLIS ? this.outcome : Effect.andThen(Effect.yieldNow, this.hadTurn)
    }
    return Effect.callback<void>((resume) => {
      this.goOn = () => {
        from = this.send(elements, from)
        if (!this.isThrough(elements, from)) return
        this.goOn = undefined
        resume(this.hadTurn)
      }
      // Credit or memory may have come since.
      this.goOn()
      return Effect.sync(() => {
        this.goOn = undefined
        this.mesh.waitingForMemory.delete(this.lookAgain)
      })
    })
  }

  private readonly hadTurn = Effect.suspend(() => {
    this.turnAt = this.now()
    return this.outcome
  })

  private isThrough(elements: Elements, from: number): boolean {
    return this.closed || (from === elements.length && this.credit > 0)
  }

  private get outcome(): Effect.Effect<void> {
    return this.failure === undefined ? Effect.void : Effect.interrupt
  }

  /** The consumer has taken so many. */
  more(credit: number): void {
    this.credit += credit
    this.goOn?.()
  }

  /** Its job is to end: what it still makes is dropped. */
  close(): void {
    this.closed = true
    this.goOn?.()
  }

  /** Sends from that index on as far as credit and memory go; returns the index of the first that was not sent. */
  private send(elements: Elements, from: number): number {
    while (from < elements.length && !this.closed && this.credit > 0) {
      const sent = this.sendSome(elements, from, Math.min(this.batch, this.credit, elements.length - from))
      if (sent === 0) break
      from += sent
    }
    return from
  }

  /** Sends up to `count` in one record: how many that were. */
  private sendSome(elements: Elements, from: number, count: number): number {
    const { job, mesh } = this
    const { many } = job.method.codecs.elements!
    for (;;) {
      let bytes: number
      try {
        bytes = many.encodeMessage(count === elements.length ? elements : elements.slice(from, from + count), COPIED)
      } catch (failure) {
        // Those before the one that is wrong are sent, each by itself.
        if (count === 1)
          return this.fail(new Undecodable({ what: "result", issue: this.issueOf(elements[from], failure) }))
        count = this.batch = 1
        continue
      }
      if (bytes > this.inlineBytes && count > 1) {
        // A block is for what is too large by itself.
        count = this.batch = count >>> 1
        continue
      }
      const { limitBytes } = this
      if (bytes > limitBytes) return this.fail(new TooLarge({ what: "result", bytes, limitBytes }))
      const head = Record.head(Record.Kind.chunk, job.method.index)
      try {
        if (!mesh.chunk(job.peer, head, job.id, job.generation, bytes)) return this.awaitMemory()
      } catch (cause) {
        return this.fail(new Undecodable({ what: "result", issue: unmovable(cause) }))
      }
      if (count === this.batch && bytes * 4 < this.inlineBytes) this.batch = Math.min(count * 2, MOST_IN_RECORD)
      // guard G75: what was sent is taken off; pairs with `grant`: it is given back only when the consumer has taken it
      this.credit -= count
      return count
    }
  }

  /** Looked at again in every drain of this thread; one comes when memory was freed. */
  private awaitMemory(): number {
    // guard G76: in every drain, not only when credit comes; pairs with `wakeStarving`, which rings a thread, not a stream
    this.mesh.waitingForMemory.add(this.lookAgain)
    return 0
  }

  private readonly lookAgain = (): void => this.goOn?.()

  private fail(reason: Undecodable | TooLarge): number {
    this.failure = reason
    this.closed = true
    return 0
  }

  /** Of that element alone, without its place in a record. */
  private issueOf(element: unknown, failure: unknown): string {
    try {
      this.job.method.codecs.elements!.one.encode(element)
    } catch (own) {
      return issueOf(own)
    }
    return issueOf(failure)
  }
}
