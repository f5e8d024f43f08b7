var __defProp = Object.defineProperty;
var __name = (target, value) => __defProp(target, "name", { value, configurable: true });

// plain/math.ts
var NotFound = class extends Error {
  static {
    __name(this, "NotFound");
  }
};
var add = /* @__PURE__ */ __name((a, b) => a + b, "add");
var find = /* @__PURE__ */ __name(async (name) => {
  throw new NotFound(`there is no ${name}`);
}, "find");
export {
  add,
  find
};
