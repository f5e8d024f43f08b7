/**
 * Streams: one that asks and takes element by element, one that makes them, and main where somebody dies. The shipped
 * `StreamJob` and `StreamOut` over real loops: no element is missing, twice, out of turn, or beyond the credit; the stream
 * ends once; whoever makes it is left when nobody wants it any more; and all memory comes home.
 */
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Headers from "effect/http/Headers"
import { scratch } from "../../../src/Codec.ts"
import { outgoing } from "../../../src/internal/codec/apart.ts"
import type { BuiltHandlers } from "../../../src/internal/hosting/handlers.ts"
import { host as hostInstance } from "../../../src/internal/hosting/handlers.ts"
import type { StreamOut } from "../../../src/internal/hosting/streamOut.ts"
import * as Extension from "../../../src/internal/extension.ts"
import type { BoundJobCodecs } from "../../../src/internal/jobCodecs.ts"
import * as Layout from "../../../src/internal/memory/layout.ts"
import * as ThreadRecord from "../../../src/internal/memory/threadRecord.ts"
import type { ClientMethod, Target } from "../../../src/internal/sending/outgoing.ts"
import { StreamJob, type StreamOwner } from "../../../src/internal/sending/streamJob.ts"
import type { Entry } from "../catalogue.ts"
import { Host } from "../host.ts"
import { handlers, methodOf } from "../jobs.ts"
import { Event, type FinalState, type Model, type ThreadEnv } from "../model.ts"
import { tiny } from "../views.ts"
import { main, makeLoop, memoryHome } from "./system.ts"

const INSTANCE = 1
const LEAVE = Event.first

export interface StreamsOptions {
  /** How many elements there are: 1, 2, … */
  readonly elements: number
  readonly credit: number
  /** Who wants them gives up at any turn. */
  readonly leaves?: boolean
  readonly killable?: ReadonlyArray<"S0" | "T">
  readonly segments?: number
}

/** Elements are bytes, and travel as such. */
const elementsCodec: BoundJobCodecs["success"] = {
  encode: (value) => encode(value as ReadonlyArray<number>),
  encodeMessage: (value) => encode(value as ReadonlyArray<number>),
  decode: (bytes, start, end) => {
    const elements: Array<number> = []
    for (let at = start; at < end; at++) elements.push(bytes[at]!)
    return elements
  }
}

const encode = (elements: ReadonlyArray<number>): number => {
  outgoing.clear()
  ;(scratch as { bytes: Uint8Array }).bytes = Uint8Array.from(elements)
  return elements.length
}

const streaming = <A extends { readonly codecs: BoundJobCodecs }>(method: A): A => ({
  ...method,
  codecs: { ...method.codecs, elements: { many: elementsCodec, one: elementsCodec } }
})

/** Notes what comes and how it ends. */
class NotedStream extends StreamJob {
  private readonly note: (text: string) => void
  private allowed: number

  constructor(target: Target, method: ClientMethod, credit: number, owner: StreamOwner, note: (text: string) => void) {
    const extension = Extension.encode(undefined, Headers.empty, [], undefined, credit)
    super(target, method, extension, 0, credit, {
      ...owner,
      grant: (job, elements) => {
        this.allowed += elements
        owner.grant(job, elements)
      }
    })
    this.note = note
    this.allowed = credit
  }

  override onElements(elements: ReadonlyArray<unknown>): void {
    this.allowed -= elements.length
    if (this.allowed < 0) this.note("beyond its credit")
    super.onElements(elements)
  }

  protected override settle(exit: Exit.Exit<unknown, unknown>): void {
    this.note(`settled ${Exit.isSuccess(exit) ? "ok" : "failed"}`)
    super.settle(exit)
  }

  /** Takes everything, one pull after the other, until there is no more. */
  take(): void {
    Effect.runFork(this.pull).addObserver((exit) => {
      if (Exit.isFailure(exit)) return this.note("over")
      for (const element of exit.value) this.note(`got ${element as number}`)
      this.take()
    })
  }
}

const consumer =
  ({ credit, leaves }: StreamsOptions, record: number, target: number) =>
  (env: ThreadEnv): void => {
    const host = new Host(env)
    host.run(() => {
      const loop = makeLoop(env, { senders: [] }, record, record === 1)
      loop.start()
      const to = loop.outbox.target(loop.mesh.peer(target), INSTANCE, "T", 8, false)
      const owner: StreamOwner = {
        grant: (job, elements) => loop.outbox.grant(job, elements),
        soon: (then) => loop.afterDrain(then)
      }
      const job = new NotedStream(to, streaming(methodOf()), credit, owner, env.note)
      const taken = loop.outbox.send(job, 0, true)
      if (typeof taken === "object") return env.note(`settled ${taken._tag}`)
      job.take()
      if (leaves !== true) return
      host.on(LEAVE, () => {
        host.off(LEAVE)
        job.close()
        env.note("leaves")
        if (!job.over && loop.outbox.cancel(job, true)) env.note("settled never")
      })
    })
  }

const producer =
  ({ elements }: StreamsOptions, record: number) =>
  (env: ThreadEnv): void => {
    const host = new Host(env)
    host.run(() => {
      const loop = makeLoop(env, { senders: [] }, record, record === 2)
      const pour = (_payload: unknown, _options: unknown, out: StreamOut) => {
        env.note("opened")
        const all = Array.from({ length: elements }, (_, index) => index + 1)
        const written = Effect.forEach(all, (element) => out.write([element]), { discard: true })
        return Effect.onExit(written, () => Effect.sync(() => env.note("closed")))
      }
      const built = handlers(1, () => undefined)
      const methods = built.methods.map((method) => ({ ...streaming(method), pour })) as BuiltHandlers["methods"]
      hostInstance(loop, INSTANCE, "A", { ...built, methods })
      loop.start()
    })
  }

export const streams = (options: StreamsOptions): Model => {
  const { killable = [] } = options
  const first = killable.length > 0 ? 1 : 0
  const count = first + 2
  const dies = (name: "S0" | "T"): { readonly killable?: boolean } =>
    killable.includes(name) ? { killable: true } : {}
  return {
    file: import.meta.url,
    options,
    sizes: tiny({
      maxThreads: count,
      segments: options.segments ?? 6,
      firstSegmentBytes: 112,
      blocks: [0, 4]
    }),
    watchers: first === 1 ? [0] : [],
    raised: options.leaves === true ? [[first, LEAVE]] : [],
    setup: (arena) => {
      for (let thread = 0; thread < count; thread++) {
        ThreadRecord.allot(arena, thread + 1)
        ThreadRecord.store(arena, thread, Layout.Thread.state, ThreadRecord.State.started)
      }
    },
    threads: [
      ...(first === 1 ? [{ name: "M", run: main({ senders: [] }, count, undefined) }] : []),
      { name: "S0", run: consumer(options, first, first + 1), ...dies("S0") },
      { name: "T", run: producer(options, first + 1), ...dies("T") }
    ],
    final: (state) => inOrder(options, state) ?? memoryHome(state.arena, state)
  }
}

const inOrder = ({ elements, leaves }: StreamsOptions, { threads }: FinalState): string | undefined => {
  const [taker, maker] = [threads["S0"]!, threads["T"]!]
  const got = taker.notes.filter((note) => note.startsWith("got")).map((note) => Number(note.slice(4)))
  if (got.some((element, index) => element !== index + 1)) return `what came is ${got.join(" ")}`
  if (taker.notes.includes("beyond its credit")) return "the producer was ahead of its credit"
  const [opened, closed] = ["opened", "closed"].map((note) => maker.notes.filter((each) => each === note).length)
  if (opened! > 1) return `it was begun ${opened} times`
  if (opened !== closed && !maker.dead) return "whoever makes it is never left"
  if (taker.dead) return undefined
  const ends = taker.notes.filter((note) => note.startsWith("settled"))
  const left = taker.notes.includes("leaves")
  if (ends.length > 1 || (ends.length === 0 && !left)) return `it has ended ${ends.length} times`
  if (ends[0] === "settled ok" && leaves !== true && got.length !== elements) {
    return `it ended well with ${got.length} of ${elements} elements`
  }
  if (ends[0] !== "settled ok" && !maker.dead && !left) return `it ended as ${ends[0]}`
  return taker.notes.includes("over") || left ? undefined : "who takes it was never told that it is over"
}

export const streamModels: Readonly<Record<string, Entry>> = {
  "streams: four elements, two ahead": {
    model: () => streams({ elements: 4, credit: 2 }),
    preemptions: 4,
    test: { preemptions: 1 }
  },
  "streams: three elements, one ahead": {
    model: () => streams({ elements: 3, credit: 1 }),
    preemptions: 4,
    test: false
  },
  "streams: its memory comes late": {
    model: () => streams({ elements: 6, credit: 6, segments: 3 }),
    preemptions: 3,
    test: { preemptions: 1 }
  },
  "streams: its taker leaves": {
    model: () => streams({ elements: 3, credit: 2, leaves: true }),
    preemptions: 3,
    test: { preemptions: 0 }
  },
  "streams: its taker dies": {
    model: () => streams({ elements: 2, credit: 1, killable: ["S0"] }),
    preemptions: 3,
    test: { preemptions: 0 }
  },
  "streams: its maker dies": {
    model: () => streams({ elements: 2, credit: 1, killable: ["T"] }),
    preemptions: 3,
    test: { preemptions: 0 }
  }
}
