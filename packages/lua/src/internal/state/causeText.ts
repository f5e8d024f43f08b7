/*
 * Why something of Lua failed, as text for people: message and Lua's own traceback, where there is one. No stack of JavaScript,
 * other than that of a defect.
 */
import type * as Cause from "effect/Cause"
import { asText } from "./asText.ts"

export const causeText = (cause: Cause.Cause<unknown>): string => {
  const texts = cause.reasons
    .filter((reason) => reason._tag !== "Interrupt")
    .map((reason) => (reason._tag === "Fail" ? failureText(reason.error) : defectText(reason.defect)))
  return texts.length === 0 ? "interrupted" : texts.join("\n")
}

const failureText = (error: unknown): string => {
  if (!(error instanceof Error)) return asText(error)
  const traceback = (error as { readonly traceback?: unknown }).traceback
  const message = error.message === "" ? error.name : error.message
  return typeof traceback === "string" && traceback !== "" ? `${message}\n${traceback}` : message
}

const defectText = (defect: unknown): string =>
  defect instanceof Error ? (defect.stack ?? defect.message) : asText(defect)
