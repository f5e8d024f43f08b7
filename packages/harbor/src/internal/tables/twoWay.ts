/*
 * Who is in what, both ways: a member is in the row of a key exactly if the key is in the row of the member. Both sides change in
 * one step, and empty rows are gone.
 */
export class TwoWay {
  private readonly byKey = new Map<string, Set<string>>()
  private readonly byMember = new Map<string, Set<string>>()

  /** False when it was in it. */
  add(key: string, member: string): boolean {
    const members = this.byKey.get(key) ?? new Set()
    if (members.has(member)) return false
    this.byKey.set(key, members.add(member))
    this.byMember.set(member, (this.byMember.get(member) ?? new Set()).add(key))
    return true
  }

  /** False when it was not in it. */
  remove(key: string, member: string): boolean {
    const members = this.byKey.get(key)
    if (members?.delete(member) !== true) return false
    if (members.size === 0) this.byKey.delete(key)
    const keys = this.byMember.get(member)!
    keys.delete(key)
    if (keys.size === 0) this.byMember.delete(member)
    return true
  }

  membersOf(key: string): ReadonlyArray<string> {
    return Array.from(this.byKey.get(key) ?? [])
  }

  keysOf(member: string): ReadonlyArray<string> {
    return Array.from(this.byMember.get(member) ?? [])
  }

  get keys(): ReadonlyArray<string> {
    return Array.from(this.byKey.keys())
  }

  get members(): ReadonlyArray<string> {
    return Array.from(this.byMember.keys())
  }
}
