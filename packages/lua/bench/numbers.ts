/*
 * What exact integers cost: Lua programs under fengari as it is installed, corrected but with integers that wrap at 32 bits, and as
 * it runs here. Each in a process of its own, in turns; what is compared is processor time, the least of the rounds.
 *
 *   node packages/lua/bench/numbers.ts [--rounds 5]
 */
import { execFileSync } from "node:child_process"
import { createRequire } from "node:module"
import { fileURLToPath } from "node:url"
import { fengari, loadFengari } from "../src/internal/fengari/load.ts"
import type { Fengari } from "../src/internal/fengari/types.ts"

const programs: Readonly<Record<string, string>> = {
  "fib(24)": `local function fib(n) if n < 2 then return n end return fib(n-1) + fib(n-2) end return fib(24)`,
  "loop, sum % n": `local s = 0 for i = 1, 500000 do s = (s + i) % 1000003 end return s`,
  "sum beyond 2^31": `local s = 0 for i = 1, 500000 do s = s + i end return s`,
  floats: `local x, v, e = 0.1, 0.3, 0.0 for i = 1, 200000 do v = v - x * 0.01 x = x + v * 0.01 e = e + x * x end return e`,
  "hash of 23 bits": `local h = 5381 for i = 1, 200000 do h = ((h * 33) ~ i) & 0x7fffff end return h`,
  "calls of math.abs": `local f, n = math.abs, 0 for i = 1, 200000 do n = n + f(i) end return n % 1000`,
  pcall: `local f, n = function(x) return x end, 0 for i = 1, 100000 do local _, v = pcall(f, i) n = v end return n`,
  "texts of numbers": `local t = {} for i = 1, 30000 do t[#t+1] = "item " .. i .. ";" end return #table.concat(t)`,
  "string.format": `local n = 0 for i = 1, 15000 do n = n + #string.format("%5.2f %d %s", i / 3, i, "abc") end return n`,
  "table.insert": `local t = {} for i = 1, 60000 do table.insert(t, i) end return #t`,
  "table.sort": `local t, x = {}, 12345 for i = 1, 8000 do x = (x * 1103 + 12345) % 65521 t[i] = x end table.sort(t) return t[1]`
}

const kinds: Readonly<Record<string, () => Fengari>> = {
  installed: () => createRequire(import.meta.url)("fengari"),
  "wraps at 32 bits": () => loadFengari({ integers: "wrap32" }).fengari,
  exact: () => fengari
}

const cpu = (): number => {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}

/** The least time of each program, in milliseconds. */
const measured = (F: Fengari): Record<string, number> => {
  const { lauxlib, lua, lualib, to_luastring } = F
  const L = lauxlib.luaL_newstate()!
  lualib.luaL_openlibs(L)
  const least: Record<string, number> = {}
  for (const [name, program] of Object.entries(programs)) {
    for (let round = 0; round < 6; round++) {
      const start = cpu()
      if (lauxlib.luaL_loadstring(L, to_luastring(program)) !== 0 || lua.lua_pcall(L, 0, 1, 0) !== 0) {
        throw new Error(`${name}: ${lua.lua_tojsstring(L, -1)}`)
      }
      lua.lua_settop(L, 0)
      least[name] = Math.min(least[name] ?? Infinity, cpu() - start)
    }
  }
  return least
}

const asked = process.argv.indexOf("--kind")
if (asked > 0) console.log(JSON.stringify(measured(kinds[process.argv[asked + 1]!]!())))
else {
  const rounds = Number(process.argv[process.argv.indexOf("--rounds") + 1]) || 5
  const all = new Map<string, Array<Record<string, number>>>()
  for (let round = 0; round < rounds; round++) {
    for (const kind of Object.keys(kinds)) {
      const output = execFileSync(process.execPath, [fileURLToPath(import.meta.url), "--kind", kind], {
        encoding: "utf8"
      })
      all.set(kind, [...(all.get(kind) ?? []), JSON.parse(output) as Record<string, number>])
    }
  }
  const least = (kind: string, name: string): number => Math.min(...all.get(kind)!.map((times) => times[name]!))
  console.log(`| program | ${Object.keys(kinds).join(" | ")} | exact / wraps |\n| --- | --- | --- | --- | --- |`)
  for (const name of Object.keys(programs)) {
    const times = Object.keys(kinds).map((kind) => least(kind, name))
    console.log(
      `| ${name} | ${times.map((ms) => `${ms.toFixed(1)} ms`).join(" | ")} | ${(times[2]! / times[1]!).toFixed(2)} |`
    )
  }
}
