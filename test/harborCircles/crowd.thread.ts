export { hosted as default } from "./crowd.ts"
