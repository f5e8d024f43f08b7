import { orders } from "./handlers.ts"

export default orders
