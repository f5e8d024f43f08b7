/*
 * H11: streams between threads, the same wherever their actor runs: see streams/cases.ts and streams/leaving.ts.
 */
import { describe, layer } from "@effect/vitest"
import { delivering, ending, occupying } from "./streams/cases.ts"
import { hosts, system } from "./streams/hosts.ts"
import { ahead, leaving } from "./streams/leaving.ts"

for (const host of hosts) {
  describe(host.name, () => {
    layer(system)((it) => {
      it.layer(host.streamer("one"))("one job at a time", (it) => {
        delivering(it)
        ending(it)
        occupying(it)
      })
      it.layer(host.streamer("unbounded"))("jobs side by side", (it) => {
        leaving(it)
        ahead(it)
      })
    })
  })
}
