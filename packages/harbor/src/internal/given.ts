/*
 * What a program has given, looked at before it is used: what is no message, no time or no handler is said to be none, with the remedy,
 * instead of something breaking on it later.
 */
import * as Duration from "effect/Duration"
import * as Option from "effect/Option"
import { type HarborError, IdCollision, Unsupported } from "../HarborError.ts"
import * as Message from "../Message.ts"
import type { Port } from "../Transport.ts"
import { HEADER_BYTES } from "./frame.ts"
import { canBeRead, isArray } from "./instance.ts"
import { failure, invalidOption } from "./threads/failures.ts"

/** Why a message cannot be sent to handlers here, or handled. */
export const wrongMessage = (message: unknown): HarborError | undefined =>
  Message.isMessage(message) ? undeliverable(message) : noMessage(message)

/** Why a message cannot be published here, or given to clients: last values can be both. */
export const wrongPublished = (message: unknown): HarborError | undefined =>
  Message.isMessage(message) ? unstored(message) : noMessage(message)

export const noMessage = (message: unknown): HarborError =>
  invalidOption("", "message", message, "use what Message.make returns")

/** As `wrongMessage`, of none that is used yet; also two of them that nobody could tell apart by their ids. */
export const wrongMessages = (messages: unknown): HarborError | undefined => {
  if (!isArray(messages)) {
    return invalidOption("", "messages", messages, "use an array of what Message.make returns")
  }
  const names = new Map<number, string>()
  for (const message of messages) {
    if (!Message.isMessage(message)) return noMessage(message)
    const { id, name } = message
    const before = names.get(id) ?? name
    if (before !== name) return failure(name, new IdCollision({ messageId: id, names: [before, name] }))
    names.set(id, name)
  }
  return undefined
}

/** What is promised of it is not kept by sending it: it would be as volatile as any other. */
export const undeliverable = (message: Message.Any): HarborError | undefined => {
  if (message.delivery !== "lastValue") return unstored(message)
  const detail =
    "nobody would keep it: use LastValues or Topic to publish it and to subscribe to it, or declare another message for this"
  return failure(message.name, new Unsupported({ what: "delivery: lastValue", detail }))
}

/** What is promised of it needs more than there is: without an engine that stores, nobody keeps it. */
const unstored = ({ delivery, name }: Message.Any): HarborError | undefined => {
  if (delivery !== "durable") return undefined
  const detail = "it needs an engine that stores, which this harbor does not have"
  return failure(name, new Unsupported({ what: "delivery: durable", detail }))
}

/** How a listener may be told to work. */
export interface Listening {
  readonly concurrency?: number | "unbounded" | undefined
}

/** One at a time, unless something else is said. */
export const concurrencyOf = (listening: Listening | undefined): number | "unbounded" => listening?.concurrency ?? 1

/** How a listener is to work. */
export const wrongListening = (messageName: string, handler: unknown, listening: unknown): HarborError | undefined => {
  if (typeof handler !== "function") {
    return invalidOption(messageName, "handler", handler, "give it a function that returns an Effect")
  }
  const none = wrongGiven(messageName, listening)
  if (none !== undefined || listening === undefined) return none
  const { concurrency = 1 } = listening as { readonly concurrency?: unknown }
  if (concurrency === "unbounded" || (Number.isSafeInteger(concurrency) && (concurrency as number) >= 1))
    return undefined
  return invalidOption(messageName, "concurrency", concurrency, 'use a whole number from 1, or "unbounded"')
}

/** What is no options, or none that can be read. */
export const noOptions = (messageName: string, options: unknown): HarborError | undefined =>
  typeof options === "object" && options !== null && canBeRead(options)
    ? undefined
    : invalidOption(messageName, "options", options, "use an object of options")

/** As `noOptions`, of what may be left out. */
export const wrongGiven = (messageName: string, options: unknown): HarborError | undefined =>
  options === undefined ? undefined : noOptions(messageName, options)

/** Options of a call. */
export const wrongCalling = (messageName: string, calling: unknown): HarborError | undefined => {
  if (calling === undefined) return undefined
  const none = noOptions(messageName, calling)
  return none ?? wrongTime(messageName, "timeout", (calling as { readonly timeout?: unknown }).timeout)
}

/** A message for clients, and how it is to go to them. */
export const wrongSending = (message: Message.Any, sending: unknown): HarborError | undefined => {
  const wrong = wrongPublished(message) ?? wrongGiven(message.name, sending)
  if (wrong !== undefined || sending === undefined) return wrong
  const { control } = sending as { readonly control?: unknown }
  if (control === undefined || typeof control === "boolean") return undefined
  return invalidOption(message.name, "control", control, "use true or false, or nothing")
}

/** How a subscriber of last values is to be told. */
export const wrongSubscribing = (messageName: string, handler: unknown, options: unknown): HarborError | undefined => {
  const wrong = wrongListening(messageName, handler, undefined) ?? wrongGiven(messageName, options)
  if (wrong !== undefined || options === undefined) return wrong
  const { forgotten } = options as { readonly forgotten?: unknown }
  if (forgotten === undefined || typeof forgotten === "function") return undefined
  return invalidOption(messageName, "forgotten", forgotten, "give it a function that returns an Effect, or nothing")
}

/** A whole number that an option must be, where it is given. */
export const wrongWhole = (option: string, value: unknown, least: number, most?: number): HarborError | undefined =>
  value === undefined ? undefined : noWhole(option, value, least, most)

/** The same of what has to be given. */
const noWhole = (option: string, value: unknown, least: number, most?: number): HarborError | undefined =>
  Number.isSafeInteger(value) && (value as number) >= least && (value as number) <= (most ?? Infinity)
    ? undefined
    : invalidOption("", option, value, `use a whole number from ${least}${most === undefined ? "" : ` to ${most}`}`)

const LARGEST = 0xffff_ffff

/** What a transport says of itself, which may be a program's own: all that is numbered and measured goes by it. */
export const wrongTransport = ({ maxFrameBytes, node }: Port): HarborError | undefined =>
  noWhole("transport.node", node, 1, LARGEST) ?? noWhole("transport.maxFrameBytes", maxFrameBytes, HEADER_BYTES)

/** Options of `Peers`. */
export const wrongPeers = (options: unknown): HarborError | undefined =>
  noOptions("", options) ?? wrongWhole("thread", (options as { readonly thread?: unknown }).thread, 0, LARGEST)

/** What none of the verbs of `Peers` can do anything with. */
export const wrongVerb = (message: unknown, address: unknown, options: unknown): HarborError | undefined =>
  Message.isMessage(message)
    ? (noOptions(message.name, options) ?? wrongAddress(message.name, address))
    : noMessage(message)

/** Where a message is to go, or is listened for. */
const wrongAddress = (messageName: string, address: unknown): HarborError | undefined => {
  if (isAddress(address)) return undefined
  const remedy = 'use { _tag: "Topic" or "Queue", reach: "services" or "clients", name }, or { _tag: "Node", node }'
  return invalidOption(messageName, "address", address, remedy)
}

const isAddress = (address: unknown): boolean => {
  if (typeof address !== "object" || address === null || !canBeRead(address)) return false
  const { _tag, name, node, reach } = address as { readonly [field in "_tag" | "name" | "node" | "reach"]?: unknown }
  if (_tag === "Node") return typeof node === "number"
  return (
    (_tag === "Topic" || _tag === "Queue") && typeof name === "string" && (reach === "services" || reach === "clients")
  )
}

/** How long something may take, where it is said. */
export const wrongTime = (messageName: string, option: string, value: unknown): HarborError | undefined => {
  if (value === undefined || millisOf(value) !== undefined) return undefined
  const remedy = 'use a Duration that is not negative, such as "1 second", or milliseconds'
  return invalidOption(messageName, option, value, remedy)
}

/** Options of the harbor of a thread, by their names behind `prefix`. */
export const wrongOptions = (options: unknown, prefix = ""): HarborError | undefined => {
  const wrong = noOptions("", options)
  if (wrong !== undefined) return wrong
  const { callTimeout, window } = options as { readonly callTimeout?: unknown; readonly window?: unknown }
  return wrongWhole(`${prefix}window`, window, 1) ?? wrongTime("", `${prefix}callTimeout`, callTimeout)
}

const UNIT = /^(weeks|days|hours|minutes|(milli|micro|nano)?seconds)$/

/** Milliseconds of a Duration that is not negative, without what Effect takes for none: NaN, and an object that says no time. */
export const millisOf = (input: unknown): number | undefined => {
  // Most give milliseconds: NaN is none of them.
  if (typeof input === "number") return input >= 0 ? input : undefined
  if (input === null || input === undefined) return undefined
  try {
    return durationOf(input)
  } catch {
    return undefined
  }
}

const durationOf = (input: unknown): number | undefined => {
  if (typeof input === "object" && input !== null && !Duration.isDuration(input) && !Array.isArray(input)) {
    const said = Object.entries(input).filter(([unit]) => UNIT.test(unit))
    if (said.length === 0 || said.some(([, amount]) => Number.isNaN(Number(amount)))) return undefined
  }
  const millis = Option.getOrUndefined(Option.map(Duration.fromInput(input as Duration.Input), Duration.toMillis))
  return millis !== undefined && millis >= 0 ? millis : undefined
}
