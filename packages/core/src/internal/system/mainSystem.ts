/**
 * What only main does for an actor system: allots thread records, starts and stops threads, publishes names, and turns a
 * confirmed exit into a death that everybody acknowledges and that is then swept.
 */
import * as Context from "effect/Context"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Option from "effect/Option"
import * as References from "effect/References"
import { type ActorError, type ActorErrorReason, StartFailed, Stopped, ThreadDied } from "../../ActorError.ts"
import type { ThreadExit } from "../../ThreadSpawner.ts"
import { Acknowledgements } from "./acknowledging.ts"
import type { Question, ToMain, ToThread } from "./control.ts"
import { corruptOnMain } from "./corruption.ts"
import { Carrier } from "../sending/carrier.ts"
import type { Crew } from "../supervision/crew.ts"
import { type ActorEntry, Directory, type MemberEntry, type News } from "./directory.ts"
import * as Ending from "./ending.ts"
import * as MainActor from "./mainActor.ts"
import { DeadLetterLog } from "../supervision/deadLetterLog.ts"
import * as MainMessages from "./mainMessages.ts"
import { endPlace, entryOf, type Handle, type MainOptions, mayBeReplaced } from "./mainHandle.ts"
import * as Arena from "../memory/arena.ts"
import { type Ended, identityOf, tellLast } from "./lastLetters.ts"
import * as Leaving from "../supervision/leaving.ts"
import { encode, type LifeEvent, Lives } from "../supervision/lives.ts"
import type { Place } from "../supervision/place.ts"
import * as Bell from "../memory/bell.ts"
import * as Layout from "../memory/layout.ts"
import * as ThreadRecord from "../memory/threadRecord.ts"
import { Names } from "./names.ts"
import { describeExit, summary } from "./startFailure.ts"
import { parallelism } from "./parallelism.ts"
import * as Questions from "./questions.ts"
import { SharedBuffers, SharedNames } from "./sharedBuffers.ts"
import { Slow } from "./slow.ts"
import type { StopHooks } from "./stopHooks.ts"
import { PortBroker } from "./portBroker.ts"
import { Sweeper } from "./sweeper.ts"
import type { SystemRuntime } from "./systemRuntime.ts"
import * as Terminating from "./terminating.ts"
import { staying } from "../thread/linger.ts"
import { ThreadLoop } from "../thread/threadLoop.ts"

/** A thread that does not even say what holds it is ended this much later than its deadline. */
const UNRESPONSIVE_MILLIS = 1000
const SWEEP_MILLIS = 1000
const MAIN = { thread: 0, incarnation: 1, name: "main" }

/**
 * Counted for all systems of a thread: a chain of asks may lead through several, each of a `layerLocal`. Those of other
 * threads begin elsewhere, by chance, since a chain leads through threads, too. Nine digits, whatever the chance.
 */
let instances = 500_000_000 + Math.floor(Math.random() * 400_000_000)

export class MainSystem implements SystemRuntime {
  readonly main = this
  readonly arena: Arena.Arena
  readonly loop: ThreadLoop
  readonly directory: Directory
  readonly lives = new Lives()
  readonly carrier: Carrier
  readonly slow: Slow
  /** Threads that layers have put together, by the value that stands for the group. */
  readonly crews = new WeakMap<object, Crew>()
  /** Those who watch were told of its start, and not yet of its end. */
  readonly places = new Set<Place>()
  /** Names of threads that somebody else may let attach. */
  readonly invited = new Set<string>()
  /** Of the actors on main, the latest last. */
  readonly stopHooks = new Set<StopHooks>()
  /** Called when all other threads have ended: for those of main's jobs that end by nothing else. */
  readonly lastCalls = new Set<() => void>()
  /** Fails when something was given up that the system cannot do without. */
  readonly failure = Deferred.makeUnsafe<never, ActorError>()
  readonly options: MainOptions
  readonly names = new Names()
  readonly acknowledgements = new Acknowledgements(this)
  readonly shared = new SharedBuffers()
  readonly ask = (question: Question) => Questions.answer(this, MAIN, question)
  readonly sharedNames = new SharedNames(this.ask)
  readonly stopTimeoutMillis: number
  readonly interruptGraceMillis: number
  readonly nameTimeoutMillis: number
  readonly nestedWaitMillis: number
  private readonly handles = new Map<number, Handle>()
  private readonly sweeper: Sweeper
  private readonly letterLog: DeadLetterLog
  /** Channels for buffers that are moved. */
  readonly ports = new PortBroker(this)
  /** How each thread ended, by its record: the latest one counts. */
  private readonly exits = new Map<number, Ended>()
  private readonly lingers: boolean
  private incarnations = 0
  private closed = false
  private ended = false

  constructor(options: MainOptions) {
    this.options = options
    this.stopTimeoutMillis = options.stopTimeoutMillis
    this.interruptGraceMillis = options.interruptGraceMillis
    this.nameTimeoutMillis = options.startTimeoutMillis
    this.nestedWaitMillis = options.nestedWaitMillis
    this.carrier = new Carrier(Context.get(options.context, References.MinimumLogLevel))
    this.arena = Arena.make(options.sizes)
    // Threads that share one real thread, or have none beside them, gain nothing by staying awake.
    this.lingers = options.linger !== "off" && options.spawner !== undefined && options.eventLoop === undefined
    this.slow = new Slow(this)
    this.letterLog = new DeadLetterLog(options.context, options.deadLetterLogMillis)
    const thread = ThreadRecord.allot(this.arena, ++this.incarnations)
    this.loop = new ThreadLoop({
      arena: this.arena,
      thread,
      keepAlive: options.keepAlive,
      eventLoop: options.eventLoop,
      linger: this.lingers ? staying({ option: options.linger, parallelism: parallelism() }) : undefined,
      runsAlone: options.eventLoop === undefined && parallelism() === 1,
      threadName: (index) => this.directory.threadName(index),
      deathReason: (index) => this.exits.get(index)?.reason ?? new ThreadDied({ confirmed: true, detail: "it ended" }),
      noticed: () => this.sweeper.sweep(),
      lost: (letters) => this.letterLog.add(letters),
      slowLimits: this.slow.limits,
      slow: (report) => this.slow.log.add(report, this.slow.version),
      jobOf: (instance, method) => this.directory.jobOf(instance, method),
      corrupt: (index, problem) => corruptOnMain(this, index, problem),
      wantPort: (index, incarnation) => this.ports.wantFromMain(index, incarnation)
    })
    this.sweeper = new Sweeper(this.loop.mesh, (thread, buried) => {
      tellLast(this.loop.letters, this.exits.get(thread)!, buried)
    })
    this.directory = new Directory(this.loop.mesh, this.loop.outbox)
    ThreadRecord.store(this.arena, thread, Layout.Thread.state, ThreadRecord.State.started)
    this.publish()
    this.loop.start()
  }

  nextInstance(): number {
    return ++instances
  }

  // -- names ---------------------------------------------------------------------------------------------------------

  /**
   * Tells all threads what has changed, and a new one how things are; with `acknowledge` they say when they know. Returns
   * the version of that.
   */
  publish(fresh?: Handle, acknowledge = false): number {
    const threads = [MAIN, ...Array.from(this.handles.values(), entryOf)]
    const news = this.names.next(ThreadRecord.deathEpoch(this.arena), threads)
    for (const name of news.removed) this.slow.left(name)
    this.loop.deaths.loseAll(news.threads)
    this.directory.announce(news)
    this.loop.deaths.after(() => {
      this.directory.apply(news)
      this.acknowledgements.look()
    })
    // Also to those that are starting: their start hooks may wait for a name.
    for (const handle of this.handles.values()) {
      const isFresh = handle === fresh
      // From a new one it is known by that from when on it has what the others have.
      this.post(handle, {
        _tag: "directory",
        news: isFresh ? this.names.all : news,
        acknowledge: acknowledge || isFresh
      })
    }
    return news.version
  }

  /** Makes names known to all threads, all or none of them; a reason, with that remedy, when one is taken. */
  register(entries: ReadonlyArray<ActorEntry>, remedy?: string): ActorErrorReason | undefined {
    for (const [index, entry] of entries.entries()) {
      const refused = this.names.add(entry, remedy)
      if (refused === undefined) continue
      for (const { name } of entries.slice(0, index)) this.names.remove(name)
      return refused
    }
    this.publish()
    return undefined
  }

  /** A thread that was started again takes its place, in each of the actors that it serves. */
  replaceMembers(names: ReadonlyArray<string>, members: ReadonlyArray<MemberEntry>): void {
    for (const [index, name] of names.entries()) this.names.setMember(name, members[index]!)
    this.publish()
  }

  /** A thread will not be started again. */
  giveUp(names: ReadonlyArray<string>, threadName: string): void {
    for (const name of names) this.names.giveUp(name, threadName)
    this.publish()
  }

  unregister(names: ReadonlyArray<string>): void {
    if (names.filter((name) => this.names.remove(name)).length > 0) this.publish()
  }

  // -- starting ------------------------------------------------------------------------------------------------------

  isEnding(): boolean {
    return this.ended || !this.loop.takesMail
  }

  /** Nobody is started any more. */
  get isClosed(): boolean {
    return this.closed
  }

  /** Who has that name, and may start nobody else with it: a thread, or a place that waits for its next one. */
  whoHas(name: string, own?: Place): "thread" | "place" | undefined {
    if (name === "main" || this.invited.has(name)) return "thread"
    if (this.threads.some((handle) => handle.name === name && handle.lost === undefined)) return "thread"
    for (const place of this.places) if (place !== own && place.keeps(name)) return "place"
    return undefined
  }

  /** A free record; -1 when there is none. One of a dead thread is free once all have acknowledged: that is waited for. */
  readonly allot: Effect.Effect<number> = Effect.suspend(() => {
    const thread = ThreadRecord.allot(this.arena, ++this.incarnations)
    const next = this.sweeper.next
    if (thread >= 0 || next === undefined) return Effect.succeed(thread)
    return Effect.andThen(this.sweeper.awaitSwept(next), this.allot)
  })

  /** All names, for a thread that knows none. */
  get allNames(): News {
    return this.names.all
  }

  /** A thread was spawned: from now on it is listed, in every thread. */
  adopt(handle: Handle): void {
    this.handles.set(handle.thread, handle)
    handle.spawned.port.onMessage((message) => this.onMessage(handle, message as ToMain))
    handle.spawned.onExit((exit) => this.onExit(handle, exit))
    this.post(handle, { _tag: "lives", events: this.lives.now.map(encode) })
    // They may have changed since its boot was put together.
    this.post(handle, this.slow.news)
    this.publish(handle)
  }

  post(handle: Handle, message: ToThread): void {
    handle.spawned.port.post(message)
    // It may have stopped for a moment, and is to see this now.
    if (this.lingers && ThreadRecord.isAlive(this.arena, handle.thread)) {
      Bell.ring(this.arena, handle.thread, Bell.NOTICE)
    }
  }

  private onMessage(handle: Handle, message: ToMain): void {
    MainMessages.take(this, handle, message)
  }

  /** What it has told and nobody has heard yet. */
  private readPort(handle: Handle): void {
    for (;;) {
      const message = handle.spawned.port.takeSync()
      if (message === undefined) return
      this.onMessage(handle, message as ToMain)
    }
  }

  private log(effect: Effect.Effect<void>): void {
    Effect.runForkWith(this.options.context)(effect)
  }

  // -- stopping ------------------------------------------------------------------------------------------------------

  /** Lets a thread finish what it has, bounded by the deadline; when it has exited, `held` says by what. Idempotent. */
  stopThread(handle: Handle, by: "layer" | "system" | "group" = "layer"): Effect.Effect<void> {
    return Effect.suspend(() => {
      if (handle.stoppedBy === undefined && this.handles.has(handle.thread)) {
        handle.stoppedBy = by
        const tell = (): void => this.tellStop(handle)
        if (!this.names.leaveAll(handle.incarnation)) tell()
        // Where others take its part they send to them first: what is sent until then is not in vain.
        else this.acknowledgements.soon(this.publish(undefined, true), tell)
      }
      const release = this.loop.hold()
      return Deferred.await(handle.exited).pipe(
        Effect.timeoutOption(handle.lost === undefined ? this.options.stopTimeoutMillis + UNRESPONSIVE_MILLIS : 0),
        Effect.flatMap((exited) => {
          if (Option.isSome(exited)) return Effect.void
          this.readPort(handle)
          Ending.nameWhatHolds(handle)
          return Terminating.terminate(this, handle)
        }),
        Effect.andThen(Effect.timeoutOption(this.sweeper.awaitSwept(handle.thread), SWEEP_MILLIS)),
        Effect.andThen(Effect.suspend(() => Ending.warn(handle, this.options.stopTimeoutMillis))),
        Effect.ensuring(Effect.sync(release))
      )
    }).pipe(Effect.provideContext(this.options.context))
  }

  private tellStop(handle: Handle): void {
    // What this thread has sent is known there before the stop is: a ring that came after it would take jobs back.
    this.loop.flush()
    this.post(handle, { _tag: "stop", deadlineMillis: this.options.stopTimeoutMillis })
  }

  // -- deaths --------------------------------------------------------------------------------------------------------

  /** It was told to end and does not: nobody sends there any more, and who did settles what can be settled. */
  lose(handle: Handle, cause: ThreadDied): void {
    handle.lost = cause
    this.names.removeMember(handle.incarnation)
    this.publish()
    this.acknowledgements.look()
    const replaced = mayBeReplaced(handle)
    if (replaced) endPlace(handle, cause)
    const next = replaced ? "another one takes its place" : "its place stays empty until it ends"
    this.log(Effect.logError(`thread "${handle.name}": ${cause.detail}; ${next}`))
  }

  /** Called once, after the thread's last write: only now is anything done about its death. */
  private onExit(handle: Handle, exit: ThreadExit): void {
    this.readPort(handle)
    const { thread } = handle
    const state = ThreadRecord.load(this.arena, thread, Layout.Thread.state)
    const stopped = state === ThreadRecord.State.stopped
    const recycled = handle.overdue || state === ThreadRecord.State.recycled
    const cause = new ThreadDied({ confirmed: true, detail: summary(exit) })
    // Whoever goes on when its jobs are settled may close its layer at once, and this is what is told then.
    handle.cause ??= handle.corrupt ?? cause
    const died = recycled ? Leaving.recycled(`"${handle.recycledWith}"`) : cause
    this.exits.set(thread, { ...identityOf(handle), reason: stopped ? new Stopped({}) : (handle.corrupt ?? died) })
    if (!stopped) {
      const { crashed, recycled: asked } = ThreadRecord.State
      ThreadRecord.store(this.arena, thread, Layout.Thread.state, recycled ? asked : crashed)
    }
    this.log(Ending.logEnd(handle, exit, stopped || recycled))
    const code = handle.corrupt ? ThreadRecord.CORRUPT : (exit.code ?? 0)
    ThreadRecord.store(this.arena, thread, Layout.Thread.exitCode, code)
    Deferred.doneUnsafe(
      handle.ready,
      Exit.fail(
        new StartFailed({ cause: "threw", entry: "", detail: `it ended while starting: ${describeExit(exit)}` })
      )
    )
    this.handles.delete(thread)
    this.ports.forget(handle.incarnation)
    this.slow.log.forget(handle.incarnation)
    this.names.removeMember(handle.incarnation)
    this.sweeper.announce(thread)
    this.loop.onNotice()
    this.loop.flush()
    this.publish()
    this.acknowledgements.look()
    handle.place?.exited(handle)
    handle.spawned.port.close()
    Deferred.doneUnsafe(handle.exited, Exit.succeed(exit))
    endPlace(handle, cause)
  }

  /** Tells all threads what has become of one. */
  tellLife(event: LifeEvent): void {
    this.lives.tell(event)
    const events = [encode(event)]
    for (const handle of this.handles.values()) this.post(handle, { _tag: "lives", events })
  }

  /** What was given up is more than the system can do without: it fails, and stops. */
  escalate(error: ActorError): void {
    if (Deferred.doneUnsafe(this.failure, Exit.fail(error))) this.log(Effect.asVoid(this.close))
  }

  // -- the end -------------------------------------------------------------------------------------------------------

  /** Stops every thread that is left, then main's actors, and lets go of the memory. */
  readonly close: Effect.Effect<Ending.Outcome> = Effect.suspend(() => {
    if (this.ended) return Effect.succeed({ late: [], died: [] })
    this.closed = true
    // From now on main's sends are refused here, and every other thread's as soon as it hears of it.
    if (this.names.removeServedElsewhere(this.loop.thread)) this.publish()
    const since = performance.now()
    const handles = Array.from(this.handles.values())
    return Effect.gen({ self: this }, function* () {
      yield* this.stopThreads(handles, "system")
      const own = yield* MainActor.stopAll(this, since)
      for (const place of this.places) place.settle("system")
      this.ended = true
      this.lives.end()
      this.loop.letters.end()
      this.letterLog.end()
      this.slow.log.end()
      const { died, late } = Ending.outcomeOf(handles)
      return { late: [...late, ...own], died }
    })
  })

  /** Stops threads side by side. */
  stopThreads(handles: ReadonlyArray<Handle>, by?: "layer" | "system" | "group"): Effect.Effect<void> {
    return Effect.forEach(handles, (handle) => this.stopThread(handle, by), { concurrency: "unbounded", discard: true })
  }

  /** What is known of every thread, for listings. */
  get threads(): ReadonlyArray<Handle> {
    return Array.from(this.handles.values())
  }
}
