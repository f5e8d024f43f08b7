/*
 * Names of messages: what one may be, and how far it reaches.
 */
import * as HarborError from "../HarborError.ts"
import * as MessageId from "../MessageId.ts"

/**
 * How far messages of a name go: between the threads of one process, between services (other processes, too), or from
 * clients, which are trusted with nothing.
 */
export type Reach = "threads" | "services" | "clients"

const shape = /^[A-Za-z][A-Za-z0-9_]{0,63}$/

const remedy = "use a letter and up to 63 more letters, digits or _"

/** The reach that a name has by its prefix, which is part of its meaning in every process: gateways see nothing else. */
const prefixed = (name: string): Reach | undefined =>
  name.startsWith("smsg") ? "services" : name.startsWith("cmsg") ? "clients" : undefined

export const checkName = (name: unknown): MessageId.MessageId => {
  if (typeof name !== "string" || !shape.test(name)) throw invalidName(name, remedy)
  const id = MessageId.of(name)
  if ((id as number) === 0) throw invalidName(name, "its CRC-32 is 0, which is nobody's id: use another name")
  return id
}

/** The reach of a name, where `asked` may widen or repeat what the prefix says, and never contradicts it. */
export const reachOf = (name: string, asked: Reach | undefined): Reach => {
  const own = prefixed(name)
  if (asked === undefined || asked === own) return own ?? "threads"
  if (own !== undefined) throw invalidReach(name, asked, `names that begin so reach "${own}": leave it out, or rename`)
  if (asked === "threads" || asked === "services") return asked
  const isKnown = (asked as unknown) === "clients"
  throw invalidReach(name, asked, isKnown ? "clients send names that begin with cmsg" : 'use "threads" or "services"')
}

const shown = (value: unknown): string => (typeof value === "string" ? JSON.stringify(value) : typeof value)

const refused = (messageName: string, reason: HarborError.HarborErrorReason) =>
  new HarborError.HarborError({ reason, messageName, thread: "", delivered: "no" })

const invalidName = (value: unknown, remedy: string) =>
  refused("", new HarborError.InvalidName({ value: shown(value), remedy }))

const invalidReach = (name: string, value: unknown, remedy: string) =>
  refused(name, new HarborError.InvalidOption({ option: "reach", value: shown(value), remedy }))
