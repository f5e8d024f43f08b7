/**
 * Real loops over one arena: senders that ask and tell, one target that serves, and main, which learns of deaths and
 * sweeps. Everything a job passes through is shipped code, from `Outbox.send` to the settling of its sender.
 */
import { host as hostInstance } from "../../../src/internal/hosting/handlers.ts"
import type { Arena } from "../../../src/internal/memory/arena.ts"
import * as Bell from "../../../src/internal/memory/bell.ts"
import * as Layout from "../../../src/internal/memory/layout.ts"
import { MemoryPool } from "../../../src/internal/memory/pool.ts"
import * as ThreadRecord from "../../../src/internal/memory/threadRecord.ts"
import { globals } from "../../../src/internal/thread/eventLoop.ts"
import { adopt } from "../../../src/internal/thread/orphans.ts"
import * as Record from "../../../src/internal/record.ts"
import { Sweeper } from "../../../src/internal/system/sweeper.ts"
import { deadLetters } from "../../../src/internal/thread/tellAccount.ts"
import type { MakeStaying } from "../../../src/internal/thread/rest.ts"
import { ThreadLoop } from "../../../src/internal/thread/threadLoop.ts"
import * as Atomics from "../atomics.ts"
import { Buffers } from "../buffers.ts"
import { Host } from "../host.ts"
import { died, handlers, type LengthOf, methodOf, MIXED, NotedJob } from "../jobs.ts"
import { Event, type FinalState, type Model, type ThreadEnv } from "../model.ts"
import { tiny } from "../views.ts"

const INSTANCE = 1
const CANCEL = Event.first
const STOP = Event.first + 1
const START = Event.first + 2
const FINISH = Event.first + 3
const REFUSE = Event.first + 4
const LOSE = Event.first + 5
const ECHO = Event.first + 6

type Job = "ask" | "tell"

export interface SystemOptions {
  /** The jobs of each sender, all sent in one burst. */
  readonly senders: ReadonlyArray<ReadonlyArray<Job>>
  /** The job of the first sender, by place, that is cancelled at any later turn. */
  readonly cancel?: number
  /** Who may be killed, "T" or "S0", "S1", …; main then takes part. */
  readonly killable?: ReadonlyArray<string>
  readonly maxKills?: number
  /** The target closes at any turn, finishes what it has, and exits. */
  readonly close?: boolean
  /** The jobs of a sender that is started in the record of the first one, once that has died and was swept. */
  readonly successor?: ReadonlyArray<Job>
  /** The target ends its first job (or that in the given place) only at any later turn; what comes meanwhile waits. */
  readonly holds?: boolean | number
  /** The target's actor refuses everything from any turn on, and its thread lives on. */
  readonly refuses?: boolean
  /** Without a death, senders wait for ever: only what comes after one is looked at. */
  readonly needsDeath?: boolean
  /** The senders have sent what they send and died, before anything else moves. */
  readonly diedBefore?: boolean
  /** The target asks the first sender something, and exits only with the answer. */
  readonly back?: boolean
  /** After it was cancelled, the job is sent once more, as another one. */
  readonly again?: boolean
  /** At any turn the first sender is told that the target does not end as it should; the target goes on all the same. */
  readonly loses?: boolean
  /** Somebody else takes over what the target has not started. */
  readonly movable?: boolean
  /** Another target, which runs what the first one leaves unstarted when it dies. */
  readonly member?: boolean
  /** Jobs of the dead that are dealt with in one turn; all of them by default. */
  readonly sliceJobs?: number
  /** The target answers its first job once more, at any later turn: what no shipped target does. */
  readonly echoes?: boolean
  /** Jobs come quickly, and threads stay awake for them by this before they sleep; the target once in vain. */
  readonly linger?: MakeStaying | undefined
  readonly window?: number
  /** Which job gives way when the window is full. */
  readonly drops?: "newest" | "oldest"
  readonly segments?: number
  readonly firstSegmentBytes?: number
  readonly jobCapacity?: number
  /** Bytes of each sender's payloads (a successor's last): more than 8 go into a block, and replies of more than 24. */
  readonly bytes?: ReadonlyArray<ReadonlyArray<number>>
  /** Blocks of 16 bytes, blocks of 32 bytes. */
  readonly blocks?: readonly [number, number]
  /** Jobs of senders, or the answers to them, take a buffer with them, where a block for it is free. */
  readonly gives?: "mail" | "replies"
}

/** What the target asks. */
const BACK = 255
/** The place of the job that is sent after the cancelled one. */
const AGAIN = 14
/** The place of the sender that takes over a record. */
const SUCCESSOR = 9

const nameOf = (sender: number): string => `S${sender}`

/** A payload says who sent it and as the how manieth. */
const payloadOf = (sender: number, place: number): number => sender * 16 + place + 1

/** Of the payload that `payloadOf` made. */
const lengthOf =
  ({ bytes }: SystemOptions): LengthOf =>
  (payload) =>
    (bytes?.[(payload - 1) >> 4] ?? bytes?.at(-1))?.[(payload - 1) & 15] ?? 1

const stepOf = ({ linger }: SystemOptions): number | undefined => (linger === undefined ? undefined : 0.01)

const keepAlive = { ref: () => {}, unref: () => {} }

/** What runs in a sender's thread: `number` is its place, `record` where it lives. */
const sender =
  (options: SystemOptions, number: number, record: number, target: number, mainTakesPart: boolean) =>
  (env: ThreadEnv): void => {
    const host = new Host(env, stepOf(options))
    if (number === SUCCESSOR) env.turn([START], false)
    host.run(() => {
      const loop = makeLoop(env, options, record, mainTakesPart)
      if (options.back === true)
        hostInstance(
          loop,
          INSTANCE,
          "A",
          handlers(1, () => undefined)
        )
      loop.start()
      let letters = 0
      host.afterTask = () => {
        for (; letters < loop.account.deadLetters; letters++) env.note("dead letter")
      }
      const to = loop.outbox.target(loop.mesh.peer(target), INSTANCE, "T", options.window ?? 8, false)
      to.drops = options.drops
      const buffers = options.gives === "mail" ? new Buffers(loop) : undefined
      const method = methodOf(lengthOf(options), buffers)
      if (options.member === true) {
        const other = loop.outbox.target(loop.mesh.peer(target + 1), INSTANCE, "T2", options.window ?? 8, false)
        to.onOrphaned = (job) => adopt(loop.outbox, job, other)
      }
      if (options.movable === true) to.onOrphaned = (job) => (job as NotedJob).settle("moved")
      const sent = number === SUCCESSOR ? options.successor! : options.senders[number]!
      const jobs = sent.map((kind, place) => {
        buffers?.acquire(payloadOf(number, place))
        const job = new NotedJob(to, kind === "ask", payloadOf(number, place), env.note, method)
        const taken = loop.outbox.send(job, job.payload, true)
        buffers?.release(job.number)
        if (typeof taken === "object") job.settle(taken._tag)
        else if (taken && kind === "tell") job.settle("sent")
        return job
      })
      host.track(loop, jobs)
      if (number === 0 && options.loses === true) {
        host.on(LOSE, () => {
          host.off(LOSE)
          loop.deaths.lose(target, target + 1, died)
        })
      }
      if (number !== 0 || options.cancel === undefined) return
      const again = (kind: Job): void => {
        const job = new NotedJob(to, kind === "ask", payloadOf(number, AGAIN), env.note, method)
        jobs.push(job)
        const taken = loop.outbox.send(job, job.payload, true)
        if (typeof taken === "object") job.settle(taken._tag)
        else if (taken && kind === "tell") job.settle("sent")
      }
      const job = jobs[options.cancel]!
      host.on(CANCEL, () => {
        host.off(CANCEL)
        if (job.settled) return
        if (loop.outbox.withdraw(job)) job.settle("withdrawn")
        else job.settle(loop.outbox.cancel(job, true) ? "cancelled" : "left")
        if (options.again === true) again(sent[options.cancel!]!)
      })
    })
  }

const target =
  (options: SystemOptions, record: number, first: number) =>
  (env: ThreadEnv): void => {
    const host = new Host(env, stepOf(options))
    const mainTakesPart = first === 1
    host.run(() => {
      const loop = makeLoop(env, options, record, mainTakesPart)
      let held = options.holds !== undefined && options.holds !== false
      let echo: (() => void) | undefined
      const buffers = options.gives === "replies" ? new Buffers(loop) : undefined
      const hold = (resume: () => void): void => {
        host.on(FINISH, () => {
          host.off(FINISH)
          resume()
        })
      }
      const answers: Array<number> = []
      host.afterTask = () => {
        // A drain is over: what it started was answered, unless it is held.
        for (const payload of answers.splice(0)) env.note(`answered ${payload}`)
        if (!held) buffers?.releaseAll()
      }
      const actor = hostInstance(
        loop,
        INSTANCE,
        "A",
        handlers(
          1,
          (payload) => {
            env.note(`started ${payload}`)
            buffers?.acquire(payload)
            if (options.echoes === true) echo ??= echoOf(loop, first, payload)
            if (!held || (typeof options.holds === "number" && payload !== payloadOf(0, options.holds))) {
              answers.push(payload)
              return undefined
            }
            held = false
            return hold
          },
          lengthOf(options),
          buffers
        )
      )
      loop.start()
      if (options.echoes === true) {
        host.on(ECHO, () => {
          host.off(ECHO)
          echo?.()
          loop.flush()
        })
      }
      if (options.refuses === true) {
        host.on(REFUSE, () => {
          host.off(REFUSE)
          env.note("refuses")
          actor.refuseAll()
          loop.flush()
        })
      }
      const asked = options.back === true ? askBack(env, loop, first) : undefined
      host.track(loop, asked)
      let idle = false
      const end = (): void => {
        if (!idle || asked?.settled === false) return
        loop.whenSent(() =>
          loop.afterDrain(() => {
            loop.flush()
            loop.release()
            ThreadRecord.store(loop.arena, loop.thread, Layout.Thread.state, ThreadRecord.State.stopped)
            env.note("exits")
            if (mainTakesPart) env.raise(0, Event.exit + env.index)
            host.end()
          })
        )
      }
      if (asked !== undefined) asked.onSettled = end
      host.on(STOP, () => {
        host.off(STOP)
        env.note("closing")
        ThreadRecord.store(loop.arena, loop.thread, Layout.Thread.state, ThreadRecord.State.stopping)
        loop.closeMail()
        actor.whenIdle(() => {
          // Told again whenever it is idle again: the fiber that waits in ThreadEntry goes on once.
          if (idle) return
          idle = true
          env.note("idle")
          end()
        })
      })
    })
  }

/** Answers the job that runs now again, whenever it is called: the first of its sender, which has one job word. */
const echoOf = (loop: ThreadLoop, sender: number, payload: number): (() => void) => {
  const generation = Atomics.load(loop.arena.words, Layout.jobsAt(loop.arena.layout, sender)) >>> 3
  const head = Record.head(Record.Kind.success, 0)
  return () => loop.mesh.express(loop.mesh.peer(sender), head, 0, generation, Uint8Array.of(payload), 1, undefined)
}

/** The target's own ask, to the first sender. */
const askBack = (env: ThreadEnv, loop: ThreadLoop, first: number): NotedJob => {
  const to = loop.outbox.target(loop.mesh.peer(first), INSTANCE, "S0", 8, false)
  const job = new NotedJob(to, true, BACK, env.note)
  const taken = loop.outbox.send(job, job.payload, true)
  if (typeof taken === "object") job.settle(taken._tag)
  return job
}

/** What `MainSystem` does about an exit, without the names and the ports. */
export const main =
  (options: SystemOptions, count: number, successor: number | undefined) =>
  (env: ThreadEnv): void => {
    const host = new Host(env)
    host.run(() => {
      const loop: ThreadLoop = makeLoop(env, options, 0, false, () => {
        sweeper.sweep()
        // The record of the first sender is free again: whoever starts next gets it.
        // By then the target may have left: nobody sends to a name that is gone.
        if (successor === undefined || started || !dead.has(1) || dead.has(count - 1)) return
        if (ThreadRecord.load(loop.arena, 1, Layout.Thread.incarnation) !== 0) return
        started = true
        env.note("starts the successor")
        if (ThreadRecord.allot(loop.arena, count + 1) !== 1) throw new Error("the swept record is not free")
        env.raise(successor, START)
      })
      let started = false
      const dead = new Set<number>()
      const sweeper = new Sweeper(loop.mesh)
      loop.start()
      host.track(loop, sweeper, dead)
      for (let thread = 1; thread < count; thread++) {
        host.on(Event.exit + thread, () => {
          const { arena } = loop
          dead.add(thread)
          const state = ThreadRecord.load(arena, thread, Layout.Thread.state)
          if (state !== ThreadRecord.State.stopped) {
            ThreadRecord.store(arena, thread, Layout.Thread.state, ThreadRecord.State.crashed)
          }
          sweeper.announce(thread)
          loop.onNotice()
          loop.flush()
        })
      }
    })
  }

export const makeLoop = (
  env: ThreadEnv,
  { linger, sliceJobs }: SystemOptions,
  thread: number,
  ringsMain: boolean,
  noticed: () => void = () => {}
): ThreadLoop =>
  new ThreadLoop({
    ...(sliceJobs === undefined ? {} : { sliceJobs }),
    // As often as can be, so that ids are used again.
    lookEvery: 1,
    // No timers: nothing is to depend on looks that nobody rang for (looks.ts), which cost nothing but time where they are missing.
    eventLoop: { ...globals, every: undefined },
    linger,
    arena: env.arena,
    thread,
    keepAlive,
    threadName: (thread) => `thread ${thread}`,
    deathReason: () => died,
    noticed: (acknowledged) => {
      noticed()
      if (acknowledged && ringsMain) Bell.ring(env.arena, 0, Bell.NOTICE)
    }
  })

export const system = (options: SystemOptions): Model => {
  const { close = false, killable = [], senders } = options
  const diedBefore = options.diedBefore === true
  const first = killable.length > 0 || diedBefore ? 1 : 0
  const count = first + senders.length + 1
  const at = count - 1
  const members = options.member === true ? 1 : 0
  const dies = (name: string): { readonly killable?: boolean } => (killable.includes(name) ? { killable: true } : {})
  return {
    file: import.meta.url,
    options,
    sizes: tiny({
      maxThreads: count + members,
      segments: options.segments ?? 3,
      jobCapacity: options.jobCapacity ?? 4,
      firstSegmentBytes: options.firstSegmentBytes ?? 112,
      ...(options.blocks === undefined ? {} : { blocks: options.blocks }),
      buffers: options.gives !== undefined
    }),
    maxKills: options.maxKills ?? 1,
    watchers: first === 1 ? [0] : [],
    raised: [
      ...(diedBefore ? senders.map((_, number) => [0, Event.exit + first + number] as const) : []),
      ...(options.cancel === undefined ? [] : [[first, CANCEL] as const]),
      ...(close ? [[at, STOP] as const] : []),
      ...(options.holds !== undefined && options.holds !== false ? [[at, FINISH] as const] : []),
      ...(options.refuses === true ? [[at, REFUSE] as const] : []),
      ...(options.echoes === true ? [[at, ECHO] as const] : []),
      ...(options.loses === true ? [[first, LOSE] as const] : []),
      ...(options.linger === undefined ? [] : [[at, Event.timeOut] as const])
    ],
    setup: (arena) => {
      for (let thread = 0; thread < count + members; thread++) {
        ThreadRecord.allot(arena, thread + 1)
        ThreadRecord.store(arena, thread, Layout.Thread.state, ThreadRecord.State.started)
      }
      if (!diedBefore) return
      for (const number of senders.keys()) sendAndDie(arena, sender(options, number, first + number, at, true))
    },
    threads: [
      ...(first === 1
        ? [{ name: "M", run: main(options, count, options.successor === undefined ? undefined : count) }]
        : []),
      ...senders.map((_, number) => ({
        name: nameOf(number),
        run: diedBefore ? () => {} : sender(options, number, first + number, at, first === 1),
        ...dies(nameOf(number))
      })),
      { name: "T", run: target(options, at, first), ...dies("T") },
      ...(options.member === true ? [{ name: "T2", run: target({ senders: [] }, count, first) }] : []),
      ...(options.successor === undefined
        ? []
        : [{ name: nameOf(SUCCESSOR), run: sender(options, SUCCESSOR, first, at, true) }])
    ],
    final: (state) =>
      options.needsDeath === true && state.kills === 0
        ? undefined
        : ((options.drops === undefined ? settledOnce(options, state) : addsUp(options, state)) ??
          memoryHome(state.arena, state))
  }
}

/** Runs a sender until it comes to its event loop, and no further. */
const sendAndDie = (arena: Arena, run: (env: ThreadEnv) => void): void => {
  const died = new Error("it has died")
  const never = (): never => {
    throw died
  }
  try {
    run({
      index: 0,
      arena,
      note: () => {},
      choose: never,
      raise: never,
      turn: never,
      describe: () => {},
      takeWake: never
    })
  } catch (error) {
    if (error !== died) throw error
  }
}

/**
 * Where jobs give way: each ends once, none runs twice or out of turn, and what was told is handled or a dead letter; of a
 * dead sender, a tell that was handled may be counted too.
 */
const addsUp = ({ drops, senders }: SystemOptions, state: FinalState): string | undefined => {
  const { notes } = state.threads["T"]!
  const started = notes.filter((note) => note.startsWith("started")).map((note) => Number(note.slice(8)))
  const counted = deadLetters(state.arena)
  let lost = 0
  for (const [number, jobs] of senders.entries()) {
    const self = state.threads[nameOf(number)]!
    const mine = started.filter((payload) => payload >> 4 === number)
    if (mine.some((payload, i) => i > 0 && payload <= mine[i - 1]!)) return `jobs of ${nameOf(number)} ran as ${mine}`
    for (const [place, kind] of jobs.entries()) {
      const payload = payloadOf(number, place)
      const ends = self.notes.filter((note) => note.startsWith(`settled ${payload} `))
      if (ends.length !== 1 && !self.dead) return `job ${payload} is settled ${ends.length} times`
      const isFull = ends[0] === `settled ${payload} MailboxFull`
      if (isFull && mine.includes(payload)) return `job ${payload} gave way and was run`
      if (kind === "tell" && ends[0] === `settled ${payload} sent` && !mine.includes(payload)) lost++
    }
    const last = payloadOf(number, jobs.length - 1)
    if (drops === "oldest" && !self.dead && !mine.includes(last)) return `job ${last}, the newest, was not run`
  }
  const anyDied = Object.values(state.threads).some(({ dead }) => dead)
  return counted === lost || (anyDied && counted > lost) ? undefined : `${lost} tells are lost, ${counted} are counted`
}

/** Every job settles exactly once, is started at most once, in order, and is reported as what it was. */
const settledOnce = (options: SystemOptions, state: FinalState): string | undefined => {
  const started = ["T", "T2"]
    .flatMap((name) => state.threads[name]?.notes ?? [])
    .filter((note) => note.startsWith("started"))
    .map((note) => Number(note.slice(8)))
  if (options.back === true && !state.threads["T"]!.dead) {
    const ends = state.threads["T"]!.notes.filter((note) => note.startsWith(`settled ${BACK} `))
    if (ends.length !== 1) return `what the target asks is settled ${ends.length} times`
  }
  if (state.threads["T"]!.done && state.threads["T"]!.armed)
    return "the target has exited, its armed wait keeps the memory"
  if (started.includes(MIXED)) return "a payload was started that nobody has sent"
  const duplicate = started.find((payload, i) => started.indexOf(payload) !== i)
  if (duplicate !== undefined) return `job ${duplicate} was started twice`
  const all = Array.from(options.senders.entries())
  if (state.threads["M"]?.notes.includes("starts the successor") === true) all.push([SUCCESSOR, options.successor!])
  else if (options.successor !== undefined && state.threads["S0"]!.dead && !state.threads["T"]!.done)
    return "the record of the dead is never free"
  for (const [number, jobs] of all) {
    const self = state.threads[nameOf(number)]!
    const mine = started.filter((payload) => payload >> 4 === number)
    if (options.diedBefore === true) {
      const lost = jobs.findIndex((kind, place) => kind === "tell" && !mine.includes(payloadOf(number, place)))
      if (lost >= 0) return `tell ${payloadOf(number, lost)} of the dead ${nameOf(number)} was taken and never run`
      if (ThreadRecord.isAlive(state.arena, number + 1)) return `the record of ${nameOf(number)} was not swept`
      continue
    }
    if (mine.some((payload, i) => i > 0 && payload < mine[i - 1]!)) return `jobs of ${nameOf(number)} ran as ${mine}`
    // What was taken of a thread that dies afterwards is still delivered.
    if (self.dead && !state.threads["T"]!.dead && options.close !== true) {
      const taken = jobs
        .map((_, place) => payloadOf(number, place))
        .filter((payload) => self.notes.includes(`settled ${payload} sent`))
      const lost = taken.find((payload) => !mine.includes(payload))
      if (lost !== undefined) return `tell ${lost} of the dead ${nameOf(number)} was taken and never run`
    }
    const sent = jobs.filter((_, place) => self.notes.includes(`settled ${payloadOf(number, place)} sent`))
    const letters = self.notes.filter((note) => note === "dead letter").length
    // One that had started on a thread that died counts as lost, too.
    if (!state.threads["T"]!.dead && letters + mine.length > jobs.length && sent.length === jobs.length) {
      return `${mine.length} of ${jobs.length} tells of ${nameOf(number)} were run, and ${letters} are dead letters`
    }
    // Also of one that has died since: its word had decided.
    const never = mine.find((payload) =>
      ["Stopped", "cancelled", "withdrawn", "moved"].some((how) => self.notes.includes(`settled ${payload} ${how}`))
    )
    if (never !== undefined) return `job ${never} was said never to start, and yet started`
    if (self.dead) continue
    const given = (payload: number): boolean =>
      ["cancelled", "withdrawn", "moved", ...(options.loses === true ? ["ThreadDied"] : [])].some((how) =>
        self.notes.includes(`settled ${payload} ${how}`)
      )
    const wanted = jobs.map((_, place) => payloadOf(number, place)).filter((payload) => !given(payload))
    const gap = wanted.findIndex((payload) => !mine.includes(payload))
    if (gap >= 0 && wanted.slice(gap).some((payload) => mine.includes(payload))) {
      return `job ${wanted[gap]} of ${nameOf(number)} was refused, and a later one was run`
    }
    for (const payload of wanted) {
      const answered = state.threads["T"]!.notes.includes(`answered ${payload}`)
      if (
        answered &&
        options.loses !== true &&
        self.notes.some((note) => note.startsWith(`settled ${payload} ThreadDied`))
      ) {
        return `job ${payload} of ${nameOf(number)} was answered, and is reported as died`
      }
    }
    // A tell that was taken and will never run is counted once, a job whose sender knows better never.
    if (!state.threads["T"]!.dead) {
      const lost = jobs.filter((kind, place) => {
        const payload = payloadOf(number, place)
        return kind === "tell" && self.notes.includes(`settled ${payload} sent`) && !mine.includes(payload)
      })
      if (letters !== lost.length) return `${letters} dead letters of ${nameOf(number)} are counted, not ${lost.length}`
    }
    for (const [place, kind] of jobs.entries()) {
      const payload = payloadOf(number, place)
      const ends = self.notes.filter((note) => note.startsWith(`settled ${payload} `)).map((note) => note.split(" "))
      if (ends.length !== 1) return `job ${payload} of ${nameOf(number)} is settled ${ends.length} times`
      const [, , how, more] = ends[0]!
      const ran = mine.includes(payload)
      if (how === "wrong") return `job ${payload} has the answer of another`
      if (how === "ok" && !ran) return `job ${payload} was answered and never started`
      if (how === "ThreadDied" && more === undefined && options.member === true)
        return `job ${payload} had not started, and nobody took it over`
      if (how === "ThreadDied" && more === undefined && ran)
        return `job ${payload} is reported as never started, and was`
      if (how === "ThreadDied" && more === "started" && !ran && !state.threads["T"]!.dead)
        return `job ${payload} is reported as started, and was not`
      if (
        how === "sent" &&
        kind === "tell" &&
        !ran &&
        !state.threads["T"]!.dead &&
        options.close !== true &&
        options.loses !== true
      ) {
        return `tell ${payload} was taken and never run`
      }
    }
  }
  return undefined
}

/** No segment or block is owned by a lane that nobody will drain, no block by a reader, and the counts of free ones are right. */
export const memoryHome = (arena: Arena, state: FinalState): string | undefined => {
  const { layout } = arena
  const gone = (thread: number): boolean => !ThreadRecord.isAlive(arena, thread)
  for (let segment = 0; segment < layout.segmentCount; segment++) {
    const owner = state.word(layout.owners + segment)
    if (owner === 0) continue
    const lane = owner - 1
    const [producer, consumer] = [Layout.producerOfLane(layout, lane), Layout.consumerOfLane(layout, lane)]
    if (gone(producer) || gone(consumer)) return `segment ${segment} is lost to lane ${producer}→${consumer}`
  }
  const pool = new MemoryPool(arena, 0)
  const [small, large] = layout.blockUnits
  for (let block = 0; block < small.count + large.count; block++) {
    const owner = state.word(small.owners + block)
    // What the target has not read when it exits is freed with its death, which needs main.
    const exited = state.threads["T"]!.done && state.threads["M"] === undefined
    if (owner !== 0 && !exited)
      return `block ${block} is kept by ${owner > 0 ? `lane ${owner - 1}` : `thread ${-owner - 1}`}`
  }
  const counts = [pool.countFree(), pool.countFreeBlocks(0), pool.countFreeBlocks(1)]
  for (const [i, units] of [layout.segmentUnits, small, large].entries()) {
    const kept = state.word(units.freeCount)
    if (counts[i] !== kept && state.kills === 0) return `${counts[i]} units are free, ${kept} are said to be`
  }
  for (let lane = 0; lane < layout.maxThreads * layout.maxThreads * 2; lane++) {
    if (!gone(Layout.producerOfLane(layout, lane)) && !gone(Layout.consumerOfLane(layout, lane))) continue
    const { freedBlocks } = Layout.LaneWord
    for (let word = freedBlocks; word < freedBlocks + Layout.BLOCK_CLASSES; word++) {
      if (state.word(Layout.laneAt(layout, lane) + word) !== 0) return `a lane of the dead has a word of its blocks`
    }
  }
  return undefined
}
