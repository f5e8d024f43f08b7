/*
 * What large data costs, beside what it costs a bare worker, and beside the same worker in a program whose heap is as large
 * as one's that uses Effect.
 */
import { fileURLToPath } from "node:url"
import { canPin, describeCommit } from "../machine.ts"
import type { PeerName } from "../peers.ts"
import type { ScenarioName } from "../scenarios.ts"
import { spawnMeasurement } from "../spawn.ts"
import { median } from "../statistics.ts"
import { nanos, table, times } from "./table.ts"

const repetitions = 3
const loading = (file: string) => ["--import", fileURLToPath(new URL(file, import.meta.url))]

interface Row {
  readonly what: string
  readonly peer: PeerName
  readonly scenario: ScenarioName
  readonly nodeOptions?: ReadonlyArray<string>
}

const effect = loading("./effectLoaded.ts")

const rowsOf = (copy: ScenarioName, read: ScenarioName): ReadonlyArray<Row> => [
  { what: "raw", peer: "raw", scenario: copy },
  { what: "raw, 16 MB of heap", peer: "raw", scenario: copy, nodeOptions: loading("./ballast.ts") },
  { what: "raw, Effect imported", peer: "raw", scenario: copy, nodeOptions: effect },
  { what: "least by shared memory, Effect imported", peer: "raw-least-shared", scenario: copy, nodeOptions: effect },
  { what: "least by a moved copy, Effect imported", peer: "raw-least-moved", scenario: copy, nodeOptions: effect },
  { what: "Stevedore", peer: "stevedore", scenario: copy },
  { what: "Stevedore, read where it lies", peer: "stevedore", scenario: read }
]

const groups: ReadonlyArray<readonly [string, ReadonlyArray<Row>]> = [
  ["64 KiB", rowsOf("copy64k", "read64k")],
  ["1 MiB", rowsOf("copy1m", "read1m")],
  [
    "1 MiB moved",
    [
      { what: "raw", peer: "raw", scenario: "move1m" },
      { what: "Stevedore", peer: "stevedore", scenario: "move1m" }
    ]
  ]
]

const others: Array<number> = []

interface Figures {
  readonly p50: Array<number>
  readonly cpu: Array<number>
}

/** The section of the document. Its own commit is in it, since it can be measured by itself. */
export const dataSection = async (): Promise<string> => {
  const figures = new Map<Row, Figures>()
  const rows = groups.flatMap(([, of]) => of)
  // In turns, so that what else the machine does meets all of them.
  for (let index = 0; index < repetitions; index++) {
    for (const row of rows) {
      const { nodeOptions = [], peer, scenario } = row
      const request = { peer, scenario, warmUpMillis: 700, measureMillis: 700 }
      const { cpuMicrosPerJob, otherCpuPercent, p50Micros } = await spawnMeasurement(request, {
        pinned: canPin(),
        nodeOptions
      })
      const known = figures.get(row) ?? { p50: [], cpu: [] }
      if (otherCpuPercent !== null) others.push(otherCpuPercent)
      known.p50.push(p50Micros!)
      known.cpu.push(cpuMicrosPerJob!)
      figures.set(row, known)
    }
  }
  const lines = groups.flatMap(([size, of]) => {
    const raw = figures.get(of[0]!)!
    return of.map((row) => {
      const { cpu, p50 } = figures.get(row)!
      return [
        size,
        row.what,
        nanos(median(p50)!),
        times(median(p50)! / median(raw.p50)!),
        nanos(median(cpu)!),
        times(median(cpu)! / median(raw.cpu)!)
      ]
    })
  })
  return `${heading}

Microseconds for one job there and back, one in flight, at commit ${describeCommit().slice(0, 12)}: everything bound to one processor,
medians of ${repetitions} processes, while others used ${nanos(median(others) ?? 0)} % of the machine. Others make all of them
larger, and those that take long the most.

${table(["data", "how", "p50", "÷ raw", "CPU", "÷ raw"], lines)}

Data that is copied is written once into a block and read once out of it, into memory that the receiver has for itself and that
is not zeroed first: one allocation for each value received, none for one sent. Three things made that dear, and do so no longer (\`codec/freshBytes.ts\`,
\`codec/copyBytes.ts\`):

- **V8 marks the heap for it.** A heap of more than 8 MB is marked when its old objects and its buffers together have grown by 8 MB since
  the last time, a smaller one for 64 MB of buffers. A worker that has imported nothing has 4 MB, one that has imported Effect's Schema and RpcGroup
  14 MB: so a program that uses Effect marks its heap for every 128 values of 64 KiB or 8 of 1 MiB that a thread receives (seen with
  \`--trace-gc\`), for 12 to 20 ms. The second and third rows are the bare worker with objects in its heap, or with Effect imported, and nothing else
  changed: what V8 takes of any such program. A thread of Stevedore collects its young objects after every 6 MB that it has received: 0.2 ms,
  which frees them unless somebody keeps them, and no marking is left. V8 gives \`gc\` only to contexts that are made while \`--expose-gc\` is set:
  it is, for the millisecond in which the first such context of a thread is made (0.6 MB), and afterwards it is as the program was started.
  Nothing of that happens in a thread that has not received 6 MB of large data.
- **malloc gives freed memory back to the system**, which hands it out again page by page: 250 page faults for each MiB. glibc keeps at most
  twice the size of the largest block that was freed so far; a block of 8 MB that nobody has written to is, once. A thread
  keeps up to 16 MB of freed memory then.
- **V8 copies from and to shared memory by \`relaxed_memmove\`**, which takes twice as long as the \`memmove_avx512\` of the bare worker's (38 and 20 µs
  for 1 MiB in the cache). \`Buffer.prototype.fill\` copies what it is given as plain memory.

The fourth and fifth rows are the least that a copy can take whose receiver has it for himself, in a program that uses Effect: only the
copies (\`Buffer.copy\`, memory that is not zeroed) and a \`postMessage\` to say so, and V8's marking. A copy that the sender makes and moves is one copy
less each way: what bare \`postMessage\` takes 0.75 times of in a small heap (p50, free, 1 MiB), nobody can do in much less.
Stevedore copies by shared memory at any size, since a message that was moved cannot be sent again when its thread dies, and is in no memory
that was set aside for it: whoever sends faster than others read would be bounded by nothing.

A buffer cannot be given back earlier, since it is the handler's, or the caller's, to keep. A send that waits for room keeps a copy of its bytes,
since its caller may change them meanwhile, and so does an answer: with memory for one message and three in flight (\`copy1m-full\`) a job fills
four buffers instead of two.

What allocates nothing is not collected: \`Job.Scoped\` and \`.scoped\` read the data where it lies (the third kind of row reads it
so in the handler, its caller gets a copy), and \`Job.transfer\` moves it. A move is a message by a \`MessagePort\` beside the record. Both
wake the thread, the port first, since the data must be there when the record is; on one processor each is a change of threads.
`
}

export const heading = "## Large data"
