/*
 * What has gone wrong, as a client may hear it: which threads there are, what they run, and what they hold, is none of its business.
 */
import { HarborError, type HarborErrorReason, NoReply, Overloaded, RemoteDefect } from "../../HarborError.ts"

/**
 * The same for a client that has sent `sent`: its kind, what it says of the client's own bytes and limits, and whether anybody has had
 * the message.
 */
export const forClient = (sent: string, { delivered, messageName, reason }: HarborError): HarborError =>
  new HarborError({ reason: told(reason, messageName === sent), messageName: sent, thread: "", delivered })

/** What a handler has failed with may be of a message that the client knows nothing of. */
const told = (reason: HarborErrorReason, isOwn: boolean): HarborErrorReason => {
  switch (reason._tag) {
    // They say nothing but numbers, what the client has sent, or what a handler tells its client.
    case "NoListener":
    case "NoReceiver":
    case "ObjectBusy":
    case "TooLarge":
    case "Forbidden":
    case "Overloaded":
    case "RemoteDefect":
      return reason
    case "SchemaMismatch":
      return isOwn ? reason : new RemoteDefect({})
    case "Malformed":
      return isOwn && reason.what === "payload" ? reason : new RemoteDefect({})
    case "NoReply":
      return new NoReply({ detail: "not in time" })
    case "Actor": {
      const { cause } = reason
      return cause._tag === "MailboxFull"
        ? new Overloaded({ limit: cause.limit })
        : new NoReply({ detail: "who had it has ended" })
    }
    default:
      return new RemoteDefect({})
  }
}
