/*
 * What `stevedore-lua` is asked to do, from its command line.
 */

/** How far scripts may go: as `LuaStateOptions.sandbox`. */
export type Sandbox = "strict" | "standard" | "full"

export type Command =
  | { readonly _tag: "Help" }
  | { readonly _tag: "Version" }
  /**
   * Texts, one after the other, and then a script: a file (`-`: standard input). Afterwards, with `interactive`, a session in the
   * same state.
   */
  | {
      readonly _tag: "Run"
      readonly file: string | undefined
      readonly sources: ReadonlyArray<string>
      readonly args: ReadonlyArray<string>
      readonly interactive: boolean
      readonly sandbox: Sandbox
    }
  /** The command line makes no sense; `detail` says what of it. */
  | { readonly _tag: "Wrong"; readonly detail: string }

export const usage = `usage: stevedore-lua [options] [FILE [ARGS...]]

Runs a Lua 5.3 script on Stevedore: with threads (athd), messages (ahar), a log (alog) and msgpack.
Without a file it reads lines from the terminal, or a script from standard input.

It ends when the script has, and what that has begun and has not ended: forks, timers, what follows pushed jobs. A
fork that waits for ever keeps it running until an interrupt (Ctrl-C) or os.exit on main; functions that listen do not.

  -e SOURCE          run this text, before the script where there is one; each of several is
                     a chunk of its own, in their order
  -i                 read lines after the script
  --sandbox LEVEL    strict, standard or full (default: full, as the script is yours); strict reads no other file,
                     standard Lua files below this folder
  -v, --version      print the version
  -h, --help         print this
  -                  the script is on standard input
  --                 no options after this

Exit codes: 0, all went well; 1, a script failed, or what it has begun and nobody waits for (forks, timers, jobs pushed;
what athd.send has sent is only logged); 2, the command line makes no sense; 130, an interrupt or SIGTERM ended
it in order. A session ends with 0, os.exit on main with its own; on another thread it ends that thread, which
is started again.
`

const levels: ReadonlyArray<string> = ["strict", "standard", "full"]

export const parse = (given: ReadonlyArray<string>): Command => {
  const sources: Array<string> = []
  let interactive = false
  let sandbox: Sandbox = "full"
  let at = 0
  for (; at < given.length; at++) {
    const option = given[at]!
    if (option === "--") {
      at++
      break
    }
    if (option === "-" || !option.startsWith("-")) break
    if (option === "-h" || option === "--help") return { _tag: "Help" }
    if (option === "-v" || option === "--version") return { _tag: "Version" }
    if (option === "-i") interactive = true
    else if (option === "-e") {
      const text = given[++at]
      if (text === undefined) return { _tag: "Wrong", detail: "-e needs the text to run" }
      sources.push(text)
    } else if (option === "--sandbox" || option.startsWith("--sandbox=")) {
      const level = option === "--sandbox" ? given[++at] : option.slice("--sandbox=".length)
      if (level === undefined || !levels.includes(level)) {
        return { _tag: "Wrong", detail: `--sandbox is ${levels.join(", ")}, not ${level ?? "nothing"}` }
      }
      sandbox = level as Sandbox
    } else return { _tag: "Wrong", detail: `unknown option ${option}` }
  }
  const [file, ...args] = given.slice(at)
  return { _tag: "Run", file, sources, args, interactive, sandbox }
}
