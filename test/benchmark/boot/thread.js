/*
 * The entry of the thread that is started.
 */
export { handlers as default } from "./actor.js"
