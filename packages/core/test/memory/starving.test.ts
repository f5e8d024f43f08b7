/**
 * Memory that is waited for: it is looked for once more after that was announced, since whoever freed some in between has rung
 * nobody. What others do in between is done by hand.
 */
import { assert, describe, it, vi } from "@effect/vitest"
import * as Layout from "../../src/internal/memory/layout.ts"
import { MemoryPool } from "../../src/internal/memory/pool.ts"
import { Mesh } from "../../src/internal/thread/mesh.ts"
import * as Record from "../../src/internal/record.ts"
import * as Arenas from "./arenas.ts"

const [ME, OTHER] = [0, 1]

describe("memory that is waited for", () => {
  it("A10 G50 what is freed between the look and the announcement is found: no reply is held for want of it", () => {
    const arena = Arenas.make()
    const mesh = new Mesh(arena, ME, {
      draining: () => false,
      microtask: () => {},
      wakeSelf: () => {},
      closed: () => {},
      hosts: () => true,
      runsAlone: false,
      wantPort: () => {},
      debug: undefined
    })
    const peer = mesh.peer(OTHER)
    const body = new Uint8Array(400)
    let sent = 0
    const reply = (): void => {
      mesh.express(peer, Record.head(Record.Kind.success, 0), sent++, 1, body, body.byteLength, undefined)
    }
    reply()
    // Another lane has all of the memory.
    const lane = Layout.laneNumber(arena.layout, OTHER, ME, Layout.Lane.express)
    const pool = new MemoryPool(arena, OTHER)
    const taken: Array<number> = []
    for (let segment = pool.claim(lane, Layout.Lane.express); segment >= 0;) {
      taken.push(segment)
      segment = pool.claim(lane, Layout.Lane.express)
    }
    assert.isAbove(taken.length, 0)
    let rings = 0
    const announce = mesh.pool.starve.bind(mesh.pool)
    const starve = vi.spyOn(mesh.pool, "starve").mockImplementation(() => {
      pool.free(taken.pop()!, () => rings++)
      announce()
    })
    while (starve.mock.calls.length === 0) reply()
    assert.strictEqual(mesh.held, 0, "it was sent")
    assert.strictEqual(rings, 0, "nobody would have said that there is memory")
    // There is none now, nor in between: then it is held, and whoever frees some rings.
    starve.mockImplementation(announce)
    while (starve.mock.calls.length === 1) reply()
    assert.strictEqual(mesh.held, 1)
    pool.free(taken.pop()!, () => {})
    mesh.releaseHeld()
    assert.strictEqual(mesh.held, 0)
  })
})
