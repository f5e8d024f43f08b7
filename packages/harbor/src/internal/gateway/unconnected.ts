/*
 * Why there is no connection, as whoever asked for one reads it: with whom, and what to do. What was written to a socket that has
 * never been connected, nobody has had.
 */
import type { SocketError } from "effect/socket/Socket"
import { EngineUnavailable } from "../../HarborError.ts"

/** What Node says of it; other platforms say less. */
interface Said {
  readonly code?: unknown
  readonly syscall?: unknown
  readonly address?: unknown
  readonly port?: unknown
  readonly hostname?: unknown
  readonly message?: unknown
  /** One for each address that a name has. */
  readonly errors?: unknown
}

const remedy = "start the gateway, or look at the address that the socket was given"

const causeOf = ({ reason }: SocketError): Said => {
  const cause = "cause" in reason ? reason.cause : undefined
  return typeof cause === "object" && cause !== null ? cause : {}
}

const isConnecting = ({ errors, syscall }: Said): boolean =>
  syscall === "connect" || syscall === "getaddrinfo" || (Array.isArray(errors) && errors.every(isConnecting))

const whereOf = ({ address, errors, hostname, port }: Said): string => {
  if (Array.isArray(errors)) return Array.from(new Set(errors.map(whereOf))).join(" or ")
  const where = address ?? hostname
  if (where === undefined) return "the gateway"
  return port === undefined ? String(where) : `${where}:${port}`
}

const whyOf = ({ code, message }: Said, error: SocketError): string => {
  if (code === "ECONNREFUSED") return "nobody listens there (ECONNREFUSED)"
  if (typeof code === "string") return code
  return typeof message === "string" && message !== "" ? message : error.reason.message
}

/** `undefined` where there was a connection, which has ended. */
export const unconnected = (error: SocketError): EngineUnavailable | undefined => {
  const said = causeOf(error)
  if (error.reason._tag !== "SocketOpenError" && !isConnecting(said)) return undefined
  return new EngineUnavailable({ detail: `no connection to ${whereOf(said)}: ${whyOf(said, error)}: ${remedy}` })
}
