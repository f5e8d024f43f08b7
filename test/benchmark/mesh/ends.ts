/*
 * The ends of each design by its name.
 */
import { ByteRingInlet, ByteRingOutlet } from "./byteRing.ts"
import { CellRingInlet, CellRingOutlet } from "./cellRing.ts"
import { LaneInlet, LaneOutlet } from "./lanes.ts"
import type { Inlet, Outlet, Shared } from "./queue.ts"

export const outletOf = (shared: Shared, sender: number): Outlet => {
  switch (shared.design) {
    case "lanes":
      return new LaneOutlet(shared, sender)
    case "bytes":
      return new ByteRingOutlet(shared)
    case "cells":
      return new CellRingOutlet(shared)
  }
}

export const inletOf = (shared: Shared): Inlet => {
  switch (shared.design) {
    case "lanes":
      return new LaneInlet(shared)
    case "bytes":
      return new ByteRingInlet(shared)
    case "cells":
      return new CellRingInlet(shared)
  }
}
