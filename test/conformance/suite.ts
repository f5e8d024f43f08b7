/*
 * The conformance suite: the same cases with the same expectations, whatever hosts the actor.
 */
import { describe, layer } from "@effect/vitest"
import * as NodeActorSystem from "@stevedore/platform-node/NodeActorSystem"
import { asking } from "./cases/asking.ts"
import { failing } from "./cases/failing.ts"
import { leaving } from "./cases/leaving.ts"
import { overlapping, queueing } from "./cases/queueing.ts"
import { patient, refusing, suspending, WINDOW } from "./cases/room.ts"
import type { Host } from "./hosts.ts"

export const suite = (host: Host): void => {
  describe(host.name, () => {
    layer(NodeActorSystem.layer({ interruptGrace: "1 second" }))((it) => {
      it.layer(host.subject("one"))("one job at a time", (it) => {
        asking(it, host)
        failing(it, host)
        queueing(it, host)
      })
      it.layer(host.subject("unbounded"))("jobs side by side", (it) => {
        leaving(it, host)
        overlapping(Infinity)(it, host)
      })
      it.layer(host.subject("three"))("three jobs at a time", (it) => {
        overlapping(3)(it, host)
      })
      it.layer(host.subject("one", { window: WINDOW }))("a full window, waiting", (it) => {
        suspending(it, host)
      })
      it.layer(host.subject("one", { window: WINDOW, whenFull: "fail" }))("a full window, failing", (it) => {
        refusing(it, host)
      })
      it.layer(host.subject("one", { window: WINDOW, whenFull: "1 second" }))("a full window, waiting a while", (it) => {
        patient(it, host)
      })
    })
  })
}
