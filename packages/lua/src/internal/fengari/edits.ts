/*
 * How a file of fengari is changed before it is compiled: exact pieces of its text, each of which has to be there as often as
 * the edit says. A piece that is not there is a mistake of ours, since the file's hash was checked before.
 */

/** What is looked for, what stands there instead, and how often it is there: once if not said, -1 for at least once. */
export type Edit = readonly [find: string, replace: string, times?: number]

export type Edits = Readonly<Record<string, ReadonlyArray<Edit>>>

/** `text` with all of `edits` made. Says which piece was not found instead of leaving it out. */
export const edited = (file: string, text: string, edits: ReadonlyArray<Edit>): string => {
  let result = text
  for (const [find, replace, times = 1] of edits) {
    let at = result.indexOf(find)
    let found = 0
    let next = ""
    let from = 0
    for (; at >= 0; at = result.indexOf(find, from)) {
      next += result.slice(from, at) + replace
      from = at + find.length
      found++
    }
    if (times < 0 ? found === 0 : found !== times)
      throw new Error(`${file}: found ${found} instead of ${times} times: ${find.slice(0, 80)}`)
    result = next + result.slice(from)
  }
  return result
}

/** The edits of several tables, file by file, in the order of the tables. */
export const joined = (...tables: ReadonlyArray<Edits>): Edits => {
  const all: Record<string, Array<Edit>> = {}
  for (const table of tables) {
    for (const [file, edits] of Object.entries(table)) (all[file] ??= []).push(...edits)
  }
  return all
}
