/*
 * What it costs to pack and unpack a document of five fields in Lua: `taskset -c 0 node test/benchmark/lua/msgpack.ts`. The codec,
 * which walks tables straight to bytes, against the public functions of fengari with msgpackr; in turns, by the processor time of
 * the process, in one state, from the same Lua loop. Integers go on beyond 32 bits in both.
 */
import { median } from "../statistics.ts"
import { fengari } from "../../../packages/lua/src/internal/fengari/load.ts"
import { openMsgpack } from "../../../packages/lua/src/internal/msgpack/library.ts"
import { openBridge } from "./bridge.ts"

const { lauxlib, lua, lualib, to_jsstring, to_luastring } = fengari

const BAR = 0.45
const ROUNDS = 30
const WARM = 10
const DOCUMENTS = 10_000

const L = lauxlib.luaL_newstate()!
lauxlib.luaL_requiref(L, to_luastring("_G"), lualib.luaopen_base, true)
lauxlib.luaL_requiref(L, to_luastring("codec"), openMsgpack, true)
lauxlib.luaL_requiref(L, to_luastring("bridge"), openBridge, true)

const call = (source: string): void => {
  const failed =
    lauxlib.luaL_loadbuffer(L, to_luastring(source), null, to_luastring("=benchmark")) !== 0 ||
    lua.lua_pcall(L, 0, 0, 0) !== 0
  if (failed) throw new Error(to_jsstring(lauxlib.luaL_tolstring(L, -1)))
}

/** Microseconds of processor time for each document. */
const costOf = (codec: string): number => {
  const before = process.cpuUsage()
  call(`measure(${codec})`)
  const { system, user } = process.cpuUsage(before)
  return (system + user) / DOCUMENTS
}

call(`
  local document = { id = 8589934592 + 7, name = "a message", active = true, score = 12.5, tags = { "one", "two", "three" } }
  function measure(codec)
    local pack, unpack = codec.pack, codec.unpack
    for i = 1, ${DOCUMENTS} do
      local back = unpack(pack(document))
      if back.score ~= 12.5 or #back.tags ~= 3 then error("it came back as another") end
    end
  end
`)

const codecs: Array<number> = []
const bridges: Array<number> = []
const ratios: Array<number> = []
for (let round = 0; round < ROUNDS; round++) {
  const first = round % 2 === 0 ? costOf("bridge") : undefined
  const codec = costOf("codec")
  const bridge = first ?? costOf("bridge")
  // While V8 still compiles nothing is counted.
  if (round < WARM) continue
  codecs.push(codec)
  bridges.push(bridge)
  ratios.push(codec / bridge)
}
const ratio = median(ratios)!
const range = `${Math.min(...ratios).toFixed(2)} to ${Math.max(...ratios).toFixed(2)}`
console.log(
  `pack and unpack of a document of five fields: ${median(bridges)!.toFixed(2)} µs by the bridge, ` +
    `${median(codecs)!.toFixed(2)} µs by the codec, ratio ${ratio.toFixed(2)} (${range}); bar ${BAR}: ${ratio <= BAR ? "met" : "MISSED"}`
)
