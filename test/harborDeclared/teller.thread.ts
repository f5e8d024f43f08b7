export { teller as default } from "./objects.ts"
