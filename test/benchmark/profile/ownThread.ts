/*
 * What an ask to an actor of the own thread takes, beside one to another thread, and beside what no such ask can do without.
 */
import { describeCommit } from "../machine.ts"
import { median } from "../statistics.ts"
import { type OwnResult, type OwnStep, ownSteps, type VerbResult } from "./request.ts"
import { nanos, table, times } from "./table.ts"

const repetitions = 5

export const heading = "## The own thread"

const explained: Record<OwnStep, string> = {
  queue:
    "a fiber waits in a queue, which a turn of the event loop empties; the handler is called, its result is what the fiber goes on with",
  "queue, copied": "the same, and code written for this very Schema checks and copies the fields, both ways",
  "queue, encoded": "the same by the codec: checked, encoded, decoded, both ways",
  "at once, copied": "no fiber waits: the handler is called where the ask is made; checked and copied",
  "at once, encoded": "the same by the codec"
}

/** The section of the document. Its own commit is in it, since it can be measured by itself. */
export const ownSection = (run: (script: string, request: object) => unknown): string => {
  const figures = new Map<string, Array<number>>()
  const measure = (name: string, script: string, request: object): number => {
    const { nanosPerJob } = run(script, request) as OwnResult | VerbResult
    figures.set(name, [...(figures.get(name) ?? []), nanosPerJob])
    return nanosPerJob
  }
  const ratios = new Map<string, Array<number>>()
  for (let index = 0; index < repetitions; index++) {
    // In turns, and each held against the ask of its own round.
    const ask = measure("ask", "verbs", { verb: "ask", where: "thread" })
    const compare = (name: string, script: string, request: object): void => {
      ratios.set(name, [...(ratios.get(name) ?? []), measure(name, script, request) / ask])
    }
    compare("own", "verbs", { verb: "ask", where: "main" })
    for (const step of ownSteps) compare(step, "own", { step })
  }
  const row = (name: string, called: string, what: string): ReadonlyArray<string> => [
    called,
    nanos(median(figures.get(name)!)!),
    name === "ask" ? "1.00 ×" : times(median(ratios.get(name)!)!),
    what
  ]
  return `${heading}

The own thread's actor is sent to like any other: encoded, checked and decoded, by lanes and job words, so that it makes no difference
where an actor lives. What it saves is the wake-up. Measured at commit ${describeCommit().slice(0, 12)}, everything bound to one processor, medians of
${repetitions} rounds, 256 in flight:

${table(
  ["", "ns", "÷ an ask", "what it is"],
  [
    row("ask", "ask to a thread", "as above"),
    row("own", "ask to the own thread", "as above"),
    ...ownSteps.map((step) => row(step, step, explained[step]))
  ]
)}

The last five are loops of nothing else: no job that could be cancelled, no window, no order among verbs, no clock that finds slow jobs.
With the codec's bytes such a loop leaves next to nothing below half of an ask to a thread.

Tried, and not kept (22 November 2026, medians of seven interleaved rounds, each within 5 %; an ask to a thread took 1,843 ns, one to the
own thread 1,711): a queue of the thread's own behind the client as it is, with routing, a job, and who may leave, but without window,
concurrency, job word, clocks and deadlines, and for asks alone. With the codec it took 1,287 ns, 0.69 × an ask to a thread; with code in
the codec's place that was written for this one Schema 765 ns, 0.42 ×. So lanes, job words, records and windows are 0.25 of an ask and
the bytes 0.27: neither alone is half, and half takes both away and does the rest in 157 ns, which is window, order, concurrency, cancel,
\`AskCycle\`, close, dead letters and the clock that finds slow jobs. Such a queue has to take every verb, or what was told first comes
second; and a copy without bytes gives what the codec does only where the Schema is plain, without transformations, classes or a
\`Date\`. What the models do not walk of core's files is 6 % of the samples of an ask to the own thread, so it could not be found there.

Tried, and not kept: an ask that nothing comes before runs in the stack of its sender, its record and its reply in memory of the
thread's own, the same bytes. No lane, no drain, and nobody is suspended. It took 1.52 µs in place of 1.84, while one to another
thread took 1.97 (21 November 2026, least of 30 times 10,000 asks, medians of six interleaved runs): 0.77 × and not 0.93 ×, of which the codec is
0.28 × and the two looks at the clock that a job of its own needs 0.05 ×. And it shows: of two asks of one burst the first has begun
before the second is sent, so whoever closes an actor in its own handler no longer finishes what was sent beside
that (\`packages/core/test/mainStops.test.ts\`, A19). Half of an ask to another thread takes that and copies that are made without
bytes, by code generated from the Schema that provably gives what the codec would.
`
}
