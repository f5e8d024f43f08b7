/*
 * Nothing but an answer: the floor of what a worker takes.
 */
import { parentPort } from "node:worker_threads"

parentPort.on("message", (message) => parentPort.postMessage(message))
