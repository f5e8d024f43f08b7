import { type AddressInfo, createServer } from "node:net"
import * as Effect from "effect/Effect"
import { Pulse } from "./pulse.protocol.ts"

let began = 0
let every = 1
let served = 0
let last = 0
const listeners = new Set<() => void>()

const tick = () => {
  const slot = Math.floor((performance.now() - began) / every)
  if (slot > last) {
    last = slot
    served++
    for (const listener of Array.from(listeners)) listener()
  }
}

export default Pulse.toLayer(
  {
    echo: ({ n }) => Effect.succeed(n),
    start: ({ everyMillis, unrefd }) =>
      Effect.sync(() => {
        began = performance.now()
        every = everyMillis
        served = 0
        last = 0
        const timer = setInterval(tick, everyMillis)
        if (unrefd) timer.unref()
      }),
    ticks: () => Effect.sync(() => ({ due: Math.floor((performance.now() - began) / every), served })),
    awaitTicks: ({ count }) =>
      Effect.callback<void>((resume) => {
        let left = count
        const listener = () => {
          if (--left > 0) return
          listeners.delete(listener)
          resume(Effect.void)
        }
        listeners.add(listener)
      }),
    listen: () =>
      Effect.callback<number>((resume) => {
        const server = createServer((socket) => {
          socket.setNoDelay(true)
          socket.on("data", (data) => socket.write(data))
        })
        server.listen(0, "127.0.0.1", () => resume(Effect.succeed((server.address() as AddressInfo).port)))
      }),
    later: () =>
      Effect.promise(async () => {
        for (let i = 0; i < 20; i++) await Promise.resolve()
        return "kept"
      })
  },
  { concurrency: "unbounded" }
)
