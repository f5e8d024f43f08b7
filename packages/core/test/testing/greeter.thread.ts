/** The entry. */
export { greeter as default } from "./greeter.ts"
