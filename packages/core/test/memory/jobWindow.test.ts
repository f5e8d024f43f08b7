/** The window of unstarted jobs, read from the sender's words: what leaves it when, and which ids come home. */
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { JobWindow, LOOK_EVERY } from "../../src/internal/sending/jobWindow.ts"
import { consumed, JobTable, Phase, refuse, start } from "../../src/internal/memory/jobTable.ts"
import { make, random, runs } from "./arenas.ts"

const setup = (jobCapacity = 64) => {
  const arena = make({ jobCapacity })
  const jobs = new JobTable(arena, 0)
  const asks = new Set<number>()
  let refusedTells = 0
  const window = new JobWindow(jobs, {
    isAsk: (id) => asks.has(id),
    tellEnded: () => {},
    tellRefused: () => void refusedTells++
  })
  const send = (isAsk: boolean): { readonly id: number; readonly generation: number } => {
    const id = jobs.begin()
    const generation = jobs.generation(id)
    if (isAsk) asks.add(id)
    window.push(id, generation)
    return { id, generation }
  }
  return { arena, jobs, window, asks, send, refusedTells: () => refusedTells }
}

describe("job window", () => {
  it("queued and cancelled jobs stay, in order, and hold back those behind them", () => {
    const { arena, jobs, send, window } = setup()
    const [one, two, three] = [send(false), send(false), send(false)]
    start(arena, 0, two.id, 1)
    window.look(3)
    assert.strictEqual(window.size, 3)
    jobs.cancel(one.id, 1)
    window.look(3)
    assert.strictEqual(window.size, 3, "cancelled counts until its record was passed")
    consumed(arena, 0, one.id, 1, Phase.dropped)
    window.look(3)
    assert.strictEqual(window.size, 1)
    assert.strictEqual(jobs.phase(three.id, 1), Phase.queued)
    assert.strictEqual(jobs.live, 2, "the dropped id came home")
  })

  it("a started ask leaves at once and is ended by its reply, a started tell is followed to its end", () => {
    const { arena, asks, jobs, send, window } = setup()
    const [ask, tell] = [send(true), send(false)]
    start(arena, 0, ask.id, 1)
    start(arena, 0, tell.id, 1)
    window.look(2)
    assert.strictEqual(window.size, 0)
    assert.isFalse(window.isEmpty)
    assert.strictEqual(jobs.live, 2)
    asks.delete(ask.id)
    jobs.end(ask.id)
    consumed(arena, 0, tell.id, 1, Phase.done)
    window.look(1)
    assert.strictEqual(jobs.live, 0)
    assert.isTrue(window.isEmpty)
  })

  it("sends look at those before now and then, and keep up with what starts and what ends", () => {
    const { arena, jobs, send, window } = setup(1024)
    const running: Array<{ readonly id: number; readonly generation: number }> = []
    let most = 0
    for (let i = 0; i < 20 * LOOK_EVERY; i++) {
      window.tidy()
      const tell = send(false)
      start(arena, 0, tell.id, tell.generation)
      running.push(tell)
      // Each runs while forty more are sent.
      const ended = running.length > 40 ? running.shift() : undefined
      if (ended !== undefined) consumed(arena, 0, ended.id, ended.generation, Phase.done)
      assert.isAtMost(window.size, LOOK_EVERY)
      most = Math.max(most, jobs.live)
    }
    assert.isAbove(most, LOOK_EVERY)
    assert.isAtMost(most, 40 + 4 * LOOK_EVERY, "what runs, and what nobody has looked at yet")
    for (const { generation, id } of running) consumed(arena, 0, id, generation, Phase.done)
    window.lookAtAll()
    assert.strictEqual(jobs.live, 0)
  })

  it("one long tell holds up nobody's id", () => {
    const { arena, jobs, send, window } = setup(8)
    const long = send(false)
    start(arena, 0, long.id, 1)
    for (let i = 0; i < 100; i++) {
      window.look(2)
      const { generation, id } = send(false)
      start(arena, 0, id, generation)
      consumed(arena, 0, id, generation, Phase.done)
      assert.isAtMost(jobs.live, 4)
    }
    window.lookAtAll()
    assert.strictEqual(jobs.live, 1)
    assert.strictEqual(jobs.phase(long.id, 1), Phase.started)
  })

  it("a refused tell is counted and its id comes home; a refused ask waits for its record", () => {
    const { arena, asks, jobs, refusedTells, send, window } = setup()
    const [ask, tell] = [send(true), send(false)]
    refuse(arena, 0, ask.id, 1)
    refuse(arena, 0, tell.id, 1)
    window.lookAtAll()
    assert.strictEqual(refusedTells(), 1)
    assert.strictEqual(window.size, 0)
    assert.strictEqual(jobs.live, 1)
    assert.isTrue(asks.has(ask.id))
  })

  it("an id that serves another job by now is left alone", () => {
    const { asks, jobs, send, window } = setup()
    const ask = send(true)
    asks.delete(ask.id)
    jobs.end(ask.id)
    const tell = send(false)
    assert.strictEqual(tell.id, ask.id)
    assert.strictEqual(window.size, 2)
    window.lookAtAll()
    assert.strictEqual(window.size, 1)
    assert.strictEqual(jobs.phase(tell.id, tell.generation), Phase.queued)
  })

  it("a death takes all out, running tells first, then oldest first", () => {
    const { arena, send, window } = setup()
    const sent = [send(false), send(false), send(true), send(false)]
    start(arena, 0, sent[0]!.id, 1)
    window.look(1)
    const seen: Array<readonly [number, Phase]> = []
    const visit = (id: number, _: number, phase: Phase): void => void seen.push([id, phase])
    while (window.takeRunning(visit));
    while (window.takeOldest(visit));
    assert.deepEqual(
      seen,
      sent.map(({ id }, index) => [id, index === 0 ? Phase.started : Phase.queued] as const)
    )
    assert.isTrue(window.isEmpty)
  })

  it("a look at everything leaves out none of the tells that have ended, wherever the last look stopped", () => {
    const { arena, jobs, send, window } = setup()
    const tells = Array.from({ length: 5 }, () => send(false))
    for (const { id } of tells) start(arena, 0, id, 1)
    // Three looks at running tells: the next one begins at the fourth.
    window.look(5)
    window.look(0)
    window.look(0)
    for (const { id } of tells.slice(0, 3)) consumed(arena, 0, id, 1, Phase.done)
    window.lookAtAll()
    assert.strictEqual(jobs.live, 2)
  })

  it.effect.prop(
    "ids are conserved: every job leaves the window once and comes home once",
    [Schema.Int],
    ([seed]) =>
      Effect.sync(() => {
        const next = random(seed)
        const { arena, asks, jobs, refusedTells, send, window } = setup(32)
        type Sent = { readonly id: number; readonly generation: number; readonly isAsk: boolean }
        const queue: Array<Sent> = []
        const running: Array<Sent> = []
        let refused = 0
        for (let step = 0; step < 500; step++) {
          switch (next(8)) {
            case 0:
            case 1:
            case 2: {
              if (jobs.live === 32) {
                window.lookAtAll()
                break
              }
              const isAsk = next(2) === 0
              queue.push({ ...send(isAsk), isAsk })
              break
            }
            case 3:
            case 4: {
              // The target takes the oldest record.
              const job = queue.shift()
              if (job === undefined) break
              if (start(arena, 0, job.id, job.generation)) running.push(job)
              else consumed(arena, 0, job.id, job.generation, Phase.dropped)
              break
            }
            case 5: {
              const [job] = running.splice(next(running.length + 1), 1)
              if (job === undefined) break
              if (job.isAsk) {
                asks.delete(job.id)
                jobs.end(job.id)
              } else {
                consumed(arena, 0, job.id, job.generation, Phase.done)
              }
              break
            }
            case 6: {
              const job = queue[next(queue.length + 1)]
              // A cancelled ask is no ask any more: its id comes home through the window.
              if (job !== undefined && jobs.cancel(job.id, job.generation)) asks.delete(job.id)
              break
            }
            default: {
              if (next(10) > 0) {
                window.look(1 + next(4))
                break
              }
              // The target closes for the oldest one.
              const job = queue.shift()
              if (job === undefined) break
              if (!refuse(arena, 0, job.id, job.generation)) {
                consumed(arena, 0, job.id, job.generation, Phase.dropped)
              } else if (job.isAsk) {
                asks.delete(job.id)
                jobs.end(job.id)
              } else {
                refused++
              }
            }
          }
          assert.isAtLeast(window.size, queue.length, "never fewer than are unstarted")
          assert.isAtLeast(jobs.live, queue.length + running.length)
        }
        window.lookAtAll()
        assert.strictEqual(window.size, queue.length)
        assert.strictEqual(jobs.live, queue.length + running.length)
        assert.strictEqual(refusedTells(), refused)
      }),
    runs(60)
  )
})
