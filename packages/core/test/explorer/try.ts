import { install } from "./hooks.ts"
install([])
const { catalogue } = await import("./catalogue.ts")
const { Explorer } = await import("./explore.ts")
for (const [name, entry] of Object.entries(catalogue)) {
  if (process.argv[2] && !name.includes(process.argv[2])) continue
  const r = new Explorer(entry.model, { preemptions: process.env.PRE ? Number(process.env.PRE) : entry.preemptions, maxStates: Number(process.env.MAX ?? 2e6) }).explore()
  console.log(name, r.verdict, r.reason ?? "", `${r.states} states, ${r.transitions} transitions, ${r.runs} runs, ${r.restarts} restarts, ${r.finals} finals, ${r.millis} ms`, r.outcomes, Math.round(process.memoryUsage().rss/1e6)+"MB")
  if (r.schedule && r.verdict !== "cut off") console.log("  " + r.schedule.join("\n  "))
}
