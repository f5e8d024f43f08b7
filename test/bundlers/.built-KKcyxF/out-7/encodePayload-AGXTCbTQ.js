// \0rolldown/runtime.js
var __defProp = Object.defineProperty;
var __commonJSMin = (cb, mod) => () => (mod || (cb((mod = { exports: {} }).exports, mod, mod.exports), cb = null), mod.exports);
var __exportAll = (all, no_symbols) => {
	let target = {};
	for (var name in all) __defProp(target, name, {
		get: all[name],
		enumerable: true
	});
	if (!no_symbols) __defProp(target, Symbol.toStringTag, { value: "Module" });
	return target;
};
// ../../../node_modules/effect/dist/Pipeable.js
/**
* The `Pipeable` module defines the shared interface and implementation helpers
* for values that support Effect-style method chaining with `.pipe(...)`.
*
* A `Pipeable` value can pass itself through a sequence of unary functions from
* left to right, so code can be written as `value.pipe(f, g, h)` instead of
* deeply nesting calls. This is the method form used by many Effect data types
* to compose transformations, validations, and effectful operations while
* keeping the original value as the starting point of the pipeline.
*
* @stability stable
* @since 2.0.0
*/
/**
* Applies a `pipe` method's variadic arguments to an initial value from left
* to right.
*
* **When to use**
*
* Use to implement a custom `.pipe(...)` method from JavaScript's `arguments`
* object.
*
* **Details**
*
* This helper is intended for implementing `Pipeable.pipe` methods that
* receive JavaScript's `arguments` object. With no functions it returns the
* original value; otherwise it feeds each result into the next function.
*
* **Example** (Implementing a pipe method)
*
* ```ts import.meta.vitest
* import { Pipeable } from "effect"
*
* class NumberBox {
*   constructor(readonly value: number) {}
*
*   pipe(..._fns: ReadonlyArray<(value: number) => number>): number {
*     return Pipeable.pipeArguments(this.value, arguments) as number
*   }
* }
*
* const result = new NumberBox(5).pipe(
*   (n) => n + 2,
*   (n) => n * 3
* )
* result // => 21
* ```
*
* @stability stable
* @category combinators
* @since 2.0.0
*/
const pipeArguments = (self, args) => {
	switch (args.length) {
		case 0: return self;
		case 1: return args[0](self);
		case 2: return args[1](args[0](self));
		case 3: return args[2](args[1](args[0](self)));
		case 4: return args[3](args[2](args[1](args[0](self))));
		case 5: return args[4](args[3](args[2](args[1](args[0](self)))));
		case 6: return args[5](args[4](args[3](args[2](args[1](args[0](self))))));
		case 7: return args[6](args[5](args[4](args[3](args[2](args[1](args[0](self)))))));
		case 8: return args[7](args[6](args[5](args[4](args[3](args[2](args[1](args[0](self))))))));
		case 9: return args[8](args[7](args[6](args[5](args[4](args[3](args[2](args[1](args[0](self)))))))));
		default: {
			let ret = self;
			for (let i = 0, len = args.length; i < len; i++) ret = args[i](ret);
			return ret;
		}
	}
};
/**
* Reusable prototype that implements `Pipeable.pipe`.
*
* **When to use**
*
* Use when classes or object prototypes can reuse this value when they need the
* standard pipe implementation backed by `pipeArguments`.
*
* @stability stable
* @category prototypes
* @since 3.15.0
*/
const Prototype$1 = { pipe() {
	return pipeArguments(this, arguments);
} };
/**
* Provides a base constructor whose instances implement the standard `Pipeable.pipe`
* method.
*
* **When to use**
*
* Use when you need to define a class that supports Effect-style method
* chaining through `.pipe(...)`.
*
* @stability stable
* @category constructors
* @since 3.15.0
*/
const Class$3 = /*#__PURE__*/ function() {
	function PipeableBase() {}
	PipeableBase.prototype = Prototype$1;
	return PipeableBase;
}();
// ../../../node_modules/effect/dist/Function.js
/**
* Creates a function that can be called in data-first style or data-last
* (`pipe`-friendly) style.
*
* **When to use**
*
* Use to expose one implementation through both direct and `pipe`-friendly
* call styles.
*
* **Details**
*
* Pass either the arity of the uncurried function or a predicate that decides
* whether the current call is data-first. Arity is the common case. Use a
* predicate when optional arguments make arity ambiguous.
*
* **Example** (Selecting data-first or data-last style by arity)
*
* ```ts import.meta.vitest
* import { Function, pipe } from "effect"
*
* const sum = Function.dual<
*   (that: number) => (self: number) => number,
*   (self: number, that: number) => number
* >(2, (self, that) => self + that)
*
* sum(2, 3) // => 5
* pipe(2, sum(3)) // => 5
* ```
*
* **Example** (Defining overloads with call signatures)
*
* ```ts import.meta.vitest
* import { Function, pipe } from "effect"
*
* const sum: {
*   (that: number): (self: number) => number
*   (self: number, that: number): number
* } = Function.dual(2, (self: number, that: number): number => self + that)
*
* sum(2, 3) // => 5
* pipe(2, sum(3)) // => 5
* ```
*
* **Example** (Selecting data-first or data-last style with a predicate)
*
* ```ts import.meta.vitest
* import { Function, pipe } from "effect"
*
* const sum = Function.dual<
*   (that: number) => (self: number) => number,
*   (self: number, that: number) => number
* >(
*   (args) => args.length === 2,
*   (self, that) => self + that
* )
*
* sum(2, 3) // => 5
* pipe(2, sum(3)) // => 5
* ```
*
* @stability stable
* @category combinators
* @since 2.0.0
*/
const dual = function(arity, body) {
	if (typeof arity === "function") return function() {
		return arity(arguments) ? body.apply(this, arguments) : (self) => body(self, ...arguments);
	};
	switch (arity) {
		case 0:
		case 1: throw new RangeError(`Invalid arity ${arity}`);
		case 2: return function(a, b) {
			if (arguments.length >= 2) return body(a, b);
			return function(self) {
				return body(self, a);
			};
		};
		case 3: return function(a, b, c) {
			if (arguments.length >= 3) return body(a, b, c);
			return function(self) {
				return body(self, a, b);
			};
		};
		default: return function() {
			if (arguments.length >= arity) return body.apply(this, arguments);
			const args = arguments;
			return function(self) {
				return body(self, ...args);
			};
		};
	}
};
/**
* Returns its input argument unchanged.
*
* **When to use**
*
* Use to return a value unchanged where a function is required.
*
* **Example** (Returning the same value)
*
* ```ts import.meta.vitest
* import { identity } from "effect"
*
* identity(5) // => 5
* ```
*
* @stability stable
* @category combinators
* @since 2.0.0
*/
const identity = (a) => a;
/**
* Creates a zero-argument function that always returns the provided value.
*
* **When to use**
*
* Use when you need a thunk or callback that returns the same value on every
* invocation.
*
* **Example** (Creating a constant thunk)
*
* ```ts import.meta.vitest
* import { Function } from "effect"
*
* const constNull = Function.constant(null)
*
* constNull() // => null
* constNull() // => null
* ```
*
* @stability stable
* @category constructors
* @since 2.0.0
*/
const constant = (value) => () => value;
/**
* Returns `true` when called.
*
* **When to use**
*
* Use when you need a thunk that returns `true` on every invocation.
*
* **Example** (Returning true from a thunk)
*
* ```ts import.meta.vitest
* import { Function } from "effect"
*
* Function.constTrue() // => true
* ```
*
* @stability stable
* @category constants
* @since 2.0.0
*/
const constTrue = /*#__PURE__*/ constant(true);
/**
* Returns `false` when called.
*
* **When to use**
*
* Use when you need a thunk that returns `false` on every invocation.
*
* **Example** (Returning false from a thunk)
*
* ```ts import.meta.vitest
* import { Function } from "effect"
*
* Function.constFalse() // => false
* ```
*
* @stability stable
* @category constants
* @since 2.0.0
*/
const constFalse = /*#__PURE__*/ constant(false);
/**
* Returns `undefined` when called.
*
* **When to use**
*
* Use when you need a thunk that returns `undefined` on every invocation.
*
* **Example** (Returning undefined from a thunk)
*
* ```ts import.meta.vitest
* import { Function } from "effect"
*
* Function.constUndefined() // => undefined
* ```
*
* @stability stable
* @category constants
* @since 2.0.0
*/
const constUndefined = /*#__PURE__*/ constant(void 0);
/**
* Returns no meaningful value when called.
*
* **When to use**
*
* Use when you need a thunk that is called only for its effect and has no
* meaningful return value.
*
* **Example** (Returning void from a thunk)
*
* ```ts import.meta.vitest
* import { Function } from "effect"
*
* Function.constVoid() // => undefined
* ```
*
* @stability stable
* @category constants
* @since 2.0.0
*/
const constVoid = constUndefined;
/**
* Creates a memoized function whose input is an object, caching results by
* object identity.
*
* **When to use**
*
* Use to reuse the result of a synchronous computation whose output is stable
* for a given object reference.
*
* **Details**
*
* Each memoized wrapper owns a private `WeakMap` keyed by object identity.
*
* **Gotchas**
*
* `undefined` is reserved to represent a cache miss and is therefore not
* supported as a return value.
*
* Structurally equal objects do not share cache entries. If the same object is
* mutated after its first call, later calls still return the cached result for
* that reference.
*
* @stability stable
* @category caching
* @since 4.0.0
*/
function memoize(f) {
	const cache = /* @__PURE__ */ new WeakMap();
	return (a) => {
		const cached = cache.get(a);
		if (cached !== void 0) return cached;
		const result = f(a);
		cache.set(a, result);
		return result;
	};
}
/**
* Creates a memoized idempotent object transformation that caches both inputs
* and their outputs by object identity.
*
* **When to use**
*
* Use when an object transformation is idempotent and its output can be safely
* reused as a fixed point.
*
* **Details**
*
* After computing an input, the returned function caches both the input and
* the output. Calling it with either reference returns the output without
* invoking the supplied function again.
*
* **Gotchas**
*
* The returned function treats each computed output as a fixed point. If
* applying the supplied function to an output would produce an observably
* different value, this memoization changes that behavior.
*
* @see {@link memoize} for memoizing functions without an idempotence requirement
* @stability stable
* @category caching
* @since 4.0.0
*/
function memoizeIdempotent(f) {
	const cache = /* @__PURE__ */ new WeakMap();
	return (a) => {
		const cached = cache.get(a);
		if (cached !== void 0) return cached;
		const result = f(a);
		cache.set(a, result);
		if (result !== a) cache.set(result, result);
		return result;
	};
}
// ../../../node_modules/effect/dist/internal/equal.js
/** @internal */
const getAllObjectKeys = (obj) => {
	const keys = new Set(Reflect.ownKeys(obj));
	if (obj.constructor === Object) return keys;
	if (obj instanceof Error) keys.delete("stack");
	const proto = Object.getPrototypeOf(obj);
	let current = proto;
	while (current !== null && current !== Object.prototype) {
		const ownKeys = Reflect.ownKeys(current);
		for (let i = 0; i < ownKeys.length; i++) keys.add(ownKeys[i]);
		current = Object.getPrototypeOf(current);
	}
	if (keys.has("constructor") && typeof obj.constructor === "function" && proto === obj.constructor.prototype) keys.delete("constructor");
	return keys;
};
/** @internal */
const byReferenceInstances = /*#__PURE__*/ new WeakSet();
/** @internal */
const viewBytes = (view) => new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
/** @internal */
const isArrayBufferLike = (u) => u instanceof ArrayBuffer || typeof SharedArrayBuffer !== "undefined" && u instanceof SharedArrayBuffer;
/**
* Returns `undefined` for detached buffers, which can no longer be read.
*
* @internal
*/
const bufferBytes = (buffer) => {
	try {
		return new Uint8Array(buffer);
	} catch {
		return;
	}
};
// ../../../node_modules/effect/dist/internal/hash.js
/**
* Back-edge count used to avoid caching entry-point-dependent hashes.
*
* @internal
*/
let backEdges = 0;
/** @internal */
const addBackEdge = () => {
	backEdges++;
};
// ../../../node_modules/effect/dist/Predicate.js
/**
* Defines runtime checks for values.
*
* A `Predicate<A>` returns `true` or `false` for an `A`. A
* `Refinement<A, B>` is a predicate that also narrows the TypeScript type when
* it succeeds. This module includes guards for common JavaScript values,
* property and tag checks, tuple and struct checks, boolean combinators, and
* helpers for composing predicates and refinements.
*
* @stability stable
* @since 2.0.0
*/
/**
* Checks whether a value is a `string`.
*
* **When to use**
*
* Use when you need a `Predicate` guard to narrow an `unknown` value to a
* string.
*
* **Details**
*
* Uses `typeof input === "string"`.
*
* **Example** (Guarding strings)
*
* ```ts import.meta.vitest
* import { Predicate } from "effect"
*
* const data: unknown = "hi"
*
* if (Predicate.isString(data)) {
*   data.toUpperCase() // => "HI"
* }
* ```
*
* @see {@link isNumber}
* @see {@link isBoolean}
* @see {@link Refinement}
* @stability stable
* @category guards
* @since 2.0.0
*/
function isString$1(input) {
	return typeof input === "string";
}
/**
* Checks whether a value is a `number`.
*
* **When to use**
*
* Use when you need a `Predicate` guard to narrow an `unknown` value to a
* number.
*
* **Details**
*
* Uses `typeof input === "number"` and does not exclude `NaN` or `Infinity`.
*
* **Example** (Guarding numbers)
*
* ```ts import.meta.vitest
* import { Predicate } from "effect"
*
* const data: unknown = 42
*
* if (Predicate.isNumber(data)) {
*   data + 1 // => 43
* }
* ```
*
* @see {@link isBigInt}
* @see {@link isString}
* @stability stable
* @category guards
* @since 2.0.0
*/
function isNumber(input) {
	return typeof input === "number";
}
/**
* Checks whether a value is a `boolean`.
*
* **When to use**
*
* Use when you need a `Predicate` guard to narrow an `unknown` value to a
* boolean.
*
* **Details**
*
* Uses `typeof input === "boolean"`.
*
* **Example** (Guarding booleans)
*
* ```ts import.meta.vitest
* import { Predicate } from "effect"
*
* const data: unknown = true
*
* if (Predicate.isBoolean(data)) {
*   data ? "yes" : "no" // => "yes"
* }
* ```
*
* @see {@link isString}
* @see {@link isNumber}
* @stability stable
* @category guards
* @since 2.0.0
*/
function isBoolean(input) {
	return typeof input === "boolean";
}
/**
* Checks whether a value is a `function`.
*
* **When to use**
*
* Use when you need a `Predicate` guard to narrow an `unknown` value to a
* callable function.
*
* **Details**
*
* Uses `typeof input === "function"`.
*
* **Example** (Guarding functions)
*
* ```ts import.meta.vitest
* import { Predicate } from "effect"
*
* const data: unknown = () => 1
*
* if (Predicate.isFunction(data)) {
*   data() // => 1
* }
* ```
*
* @see {@link isObjectKeyword}
* @stability stable
* @category guards
* @since 2.0.0
*/
function isFunction(input) {
	return typeof input === "function";
}
/**
* Checks whether a value is not `null` and not `undefined`.
*
* **When to use**
*
* Use when you need a `Predicate` refinement that filters out nullish values
* but keeps other falsy ones.
*
* **Details**
*
* Uses `input != null`.
*
* **Example** (Filtering non-nullish values)
*
* ```ts import.meta.vitest
* import { Predicate } from "effect"
*
* const values = [0, null, "", undefined]
* const present = values.filter(Predicate.isNotNullish) // => [0, ""]
* ```
*
* @see {@link isNullish}
* @see {@link isNotNull}
* @see {@link isNotUndefined}
* @stability stable
* @category guards
* @since 4.0.0
*/
function isNotNullish(input) {
	return input != null;
}
/**
* Type guard that always returns `false`.
*
* **When to use**
*
* Use when you need a `Predicate` that never accepts, e.g. in default branches.
*
* **Example** (Matching no values)
*
* ```ts import.meta.vitest
* import { Predicate } from "effect"
*
* Predicate.isNever("anything") // => false
* ```
*
* @see {@link isUnknown}
* @stability stable
* @category guards
* @since 2.0.0
*/
function isNever$1(_) {
	return false;
}
/**
* Type guard that always returns `true`.
*
* **When to use**
*
* Use when you need a `Predicate` that always accepts, e.g. as a placeholder.
*
* **Example** (Matching every value)
*
* ```ts import.meta.vitest
* import { Predicate } from "effect"
*
* Predicate.isUnknown(123) // => true
* ```
*
* @see {@link isNever}
* @stability stable
* @category guards
* @since 2.0.0
*/
function isUnknown(_) {
	return true;
}
/**
* Checks whether a value is a non-null object value that is not an array.
*
* **When to use**
*
* Use to narrow unknown input to a non-null, non-array object with a
* `Predicate` guard.
*
* **Details**
*
* This is a structural runtime check using `typeof input === "object"`, so it
* also accepts object instances such as `Date`, `Map`, class instances, and
* typed arrays. It excludes `null` and arrays.
*
* **Example** (Guarding objects)
*
* ```ts import.meta.vitest
* import { Predicate } from "effect"
*
* Predicate.isObject({ a: 1 }) // => true
* Predicate.isObject([1, 2]) // => false
* ```
*
* @see {@link isObjectOrArray}
* @see {@link isReadonlyObject}
* @stability stable
* @category guards
* @since 2.0.0
*/
function isObject$1(input) {
	return typeof input === "object" && input !== null && !Array.isArray(input);
}
/**
* Checks whether a value is an `object` in the JavaScript sense (objects, arrays, functions).
*
* **When to use**
*
* Use when you need a `Predicate` guard that accepts arrays and functions as
* well as objects.
*
* **Details**
*
* Returns `true` for arrays and functions, and `false` for `null`.
*
* **Example** (Checking object keywords)
*
* ```ts import.meta.vitest
* import { Predicate } from "effect"
*
* Predicate.isObjectKeyword(() => 1) // => true
* Predicate.isObjectKeyword(null) // => false
* ```
*
* @see {@link isObject}
* @see {@link isObjectOrArray}
* @stability stable
* @category guards
* @since 4.0.0
*/
function isObjectKeyword(input) {
	return typeof input === "object" && input !== null || isFunction(input);
}
/**
* Checks whether a value has a given property key.
*
* **When to use**
*
* Use when you need a `Predicate` guard for property access on `unknown`
* values with a simple structural object check.
*
* **Details**
*
* Uses the `in` operator and `isObjectKeyword`. This does not check property
* value types.
*
* **Example** (Guarding object properties)
*
* ```ts import.meta.vitest
* import { Predicate } from "effect"
*
* const hasName = Predicate.hasProperty("name")
* const data: unknown = { name: "Ada" }
*
* if (hasName(data)) {
*   data.name // => "Ada"
* }
* ```
*
* @see {@link isTagged}
* @see {@link isObjectKeyword}
* @stability stable
* @category guards
* @since 2.0.0
*/
const hasProperty = /*#__PURE__*/ dual(2, (self, property) => isObjectKeyword(self) && property in self);
/**
* Checks whether a value is an `Error`.
*
* **When to use**
*
* Use when you need a `Predicate` guard for errors caught from unknown sources.
*
* **Details**
*
* Uses `instanceof Error`.
*
* **Example** (Guarding errors)
*
* ```ts import.meta.vitest
* import { Predicate } from "effect"
*
* const data: unknown = new Error("boom")
*
* Predicate.isError(data) // => true
* ```
*
* @see {@link isUnknown}
* @stability stable
* @category guards
* @since 2.0.0
*/
function isError(input) {
	return input instanceof Error;
}
// ../../../node_modules/effect/dist/Hash.js
/**
* Computes Effect hash values and defines the interface for objects that want
* to provide their own hash implementation. Hashes are small numeric
* fingerprints used by Effect data structures to bucket values quickly; they
* are not cryptographic digests and they are not proof that two values are
* equal. The module also includes helpers for primitive, structure, array, and
* reference-based hashes, plus functions for combining and optimizing numeric
* hash values.
*
* @stability stable
* @since 2.0.0
*/
/**
* Defines the unique identifier used to identify objects that implement the Hash interface.
*
* **When to use**
*
* Use as the computed property key for the method that supplies a custom hash
* value on a `Hash` implementor.
*
* @see {@link Hash} for the interface implemented with this symbol
* @see {@link isHash} for checking whether a value implements `Hash`
* @see {@link hash} for computing hash values
*
* @stability stable
* @category symbols
* @since 2.0.0
*/
const symbol$2 = "~effect/Hash";
/**
* Computes a hash value for any given value.
*
* **When to use**
*
* Use to compute an Effect hash for primitives, collections, and hashable
* objects.
*
* **Details**
*
* This function can hash primitives (numbers, strings, booleans, etc.) as well as
* objects, arrays, and other complex data structures. It automatically handles
* different types and provides a consistent hash value for equivalent inputs.
*
* **Gotchas**
*
* Objects being hashed must be treated as immutable after their first hash
* computation. Hash results are cached, so mutating an object after hashing will
* lead to stale cached values and broken hash-based operations. For mutable
* objects, implement a custom `Hash` interface that hashes the object reference
* rather than its content.
*
* **Example** (Hashing different values)
*
* ```ts import.meta.vitest
* import { Hash } from "effect"
*
* Hash.hash(42) === Hash.hash(42) // => true
* Hash.hash("hello") === Hash.hash("hello") // => true
* Hash.hash([1, 2, 3]) === Hash.hash([1, 2, 3]) // => true
* ```
*
* @stability stable
* @category hashing
* @since 2.0.0
*/
const hash$1 = (self) => {
	switch (typeof self) {
		case "number": return number$1(self);
		case "bigint": return string$1(self.toString(10));
		case "string": return string$1(self);
		case "function":
		case "object": if (self === null) break;
		else if (self instanceof Date) {
			if (Number.isNaN(self.getTime())) return string$1("Invalid Date");
			return string$1(self.toISOString());
		} else if (self instanceof RegExp) return string$1(self.toString());
		else {
			if (byReferenceInstances.has(self)) return random$1(self);
			const cached = hashCache.get(self);
			if (cached !== void 0) return cached;
			if (visitedObjects.has(self)) {
				addBackEdge();
				return string$1("[Circular]");
			}
			visitedObjects.add(self);
			const seen = backEdges;
			let h;
			try {
				if ("~effect/Hash" in self) h = self[symbol$2]();
				else if (typeof self === "function") h = random$1(self);
				else if (isArrayBufferLike(self)) {
					const bytes = bufferBytes(self);
					h = bytes === void 0 ? random$1(self) : array(bytes);
				} else if (self instanceof DataView) h = array(viewBytes(self));
				else if (Array.isArray(self) || ArrayBuffer.isView(self)) h = array(self);
				else if (self instanceof Map) h = hashMap(self);
				else if (self instanceof Set) h = hashSet(self);
				else h = structure(self);
			} finally {
				visitedObjects.delete(self);
			}
			if (seen === backEdges) hashCache.set(self, h);
			return h;
		}
	}
	return optimize(mix(string$1(String(self))));
};
/**
* Generates a random hash value for an object and caches it.
*
* **When to use**
*
* Use to hash an object by reference identity instead of structural content.
*
* **Details**
*
* This function creates a random hash value for objects that don't have their own
* hash implementation. The hash value is cached using a WeakMap, so the same object
* will always return the same hash value during its lifetime.
*
* **Example** (Hashing objects by reference)
*
* ```ts import.meta.vitest
* import { Hash } from "effect"
*
* const obj1 = { a: 1 }
* const obj2 = { a: 1 }
*
* Hash.random(obj1) === Hash.random(obj1) // => true
*
* typeof Hash.random(obj2) // => "number"
* ```
*
* @stability stable
* @category hashing
* @since 2.0.0
*/
const random$1 = (self) => {
	if (!randomHashCache.has(self)) randomHashCache.set(self, optimize(Math.random() * 4294967296 | 0));
	return randomHashCache.get(self);
};
const mix = (h) => {
	h ^= h >>> 16;
	h = Math.imul(h, 2246822507);
	h ^= h >>> 13;
	h = Math.imul(h, 3266489909);
	return h ^ h >>> 16;
};
/**
* Combines two hash values into a single hash value.
*
* **When to use**
*
* Use to build a hash for a composite value by folding together hash values for
* its parts.
*
* **Details**
*
* Supports direct and pipeable usage. Argument order affects the result.
*
* **Example** (Combining hash values)
*
* ```ts import.meta.vitest
* import { Hash, pipe } from "effect"
*
* const hash1 = Hash.hash("hello")
* const hash2 = Hash.hash("world")
*
* const combined = Hash.combine(hash2)(hash1)
* combined === pipe(hash1, Hash.combine(hash2)) // => true
* ```
*
* @see {@link hash} for computing hash values from arbitrary inputs
* @see {@link structureKeys} for hashing selected object fields without manual combination
*
* @stability stable
* @category hashing
* @since 2.0.0
*/
const combine = /*#__PURE__*/ dual(2, (self, b) => mix(Math.imul(self, 2654435761) + Math.imul(b, 2246822507)));
/**
* Applies bit manipulation techniques to optimize a hash value.
*
* **When to use**
*
* Use to improve the bit distribution of a raw numeric hash value.
*
* **Details**
*
* This function takes a hash value and applies bitwise operations to improve
* the distribution of hash values, reducing the likelihood of collisions.
*
* **Example** (Optimizing a hash value)
*
* ```ts import.meta.vitest
* import { Hash } from "effect"
*
* Hash.optimize(1234567890) // => 160826066
* ```
*
* @stability stable
* @category hashing
* @since 2.0.0
*/
const optimize = (n) => n & 3221225471 | n >>> 1 & 1073741824;
const float64 = /*#__PURE__*/ new DataView(/*#__PURE__*/ new ArrayBuffer(8));
/**
* Computes a hash value for a number.
*
* **When to use**
*
* Use to hash a JavaScript number with Effect's numeric hash semantics.
*
* **Details**
*
* Int32 values hash to themselves. Other numbers hash from their IEEE-754 bits,
* with a canonical representation for `NaN`.
*
* **Example** (Hashing numbers)
*
* ```ts import.meta.vitest
* import { Hash } from "effect"
*
* Number.isInteger(Hash.number(42)) // => true
* Number.isInteger(Hash.number(3.14)) // => true
* Hash.number(NaN) === Hash.number(NaN) // => true
* Hash.number(Infinity) === Hash.number(Infinity) // => true
* Hash.number(100) === Hash.number(100) // => true
* ```
*
* @stability stable
* @category hashing
* @since 2.0.0
*/
const number$1 = (n) => {
	const h = n | 0;
	if (h === n) return optimize(h);
	float64.setFloat64(0, n !== n ? NaN : n);
	return optimize(combine(float64.getInt32(0), float64.getInt32(4)));
};
/**
* Computes a hash value for a string using the djb2 algorithm.
*
* **When to use**
*
* Use when you need a string field to contribute to a custom structural hash
* implementation.
*
* **Details**
*
* This function implements a variation of the djb2 hash algorithm, which is
* known for its good distribution properties and speed. It processes each
* character of the string to produce a consistent hash value.
*
* **Example** (Hashing strings)
*
* ```ts import.meta.vitest
* import { Hash } from "effect"
*
* Hash.string("hello") // => 181380007
* Hash.string("world") // => 164394279
* Hash.string("") // => 5381
* Hash.string("test") === Hash.string("test") // => true
* ```
*
* @stability stable
* @category hashing
* @since 2.0.0
*/
const string$1 = (str) => {
	let h = 5381, i = str.length;
	while (i) h = h * 33 ^ str.charCodeAt(--i);
	return optimize(h);
};
/**
* Computes a hash value for an object using only the specified keys.
*
* **When to use**
*
* Use to hash an object by a selected set of property keys.
*
* **Details**
*
* This function allows you to hash an object by considering only specific keys,
* which is useful when you want to create a hash based on a subset of an object's
* properties.
*
* **Example** (Hashing selected object keys)
*
* ```ts import.meta.vitest
* import { Hash } from "effect"
*
* const person = { name: "John", age: 30, city: "New York" }
*
* const hash1 = Hash.structureKeys(person, ["name", "age"])
* const hash2 = Hash.structureKeys(person, ["name", "city"])
*
* hash1 // => -731887653
* hash2 // => 148523102
*
* const person2 = { name: "John", age: 30, city: "Boston" }
* const hash3 = Hash.structureKeys(person2, ["name", "age"])
* hash1 === hash3 // => true
* ```
*
* @stability stable
* @category hashing
* @since 2.0.0
*/
const structureKeys = (o, keys) => {
	let h = 12289;
	for (const key of keys) h ^= combine(hash$1(key), hash$1(o[key]));
	return optimize(h);
};
/**
* Computes a structural hash for an object using Effect's object key collection.
*
* **When to use**
*
* Use to hash an object from all structural keys collected by Effect.
*
* **Details**
*
* The hash is based on the object's structural keys and their values, including
* symbol keys and relevant prototype keys for non-plain objects.
*
* **Example** (Hashing object structures)
*
* ```ts import.meta.vitest
* import { Hash } from "effect"
*
* const obj1 = { name: "John", age: 30 }
* const obj2 = { name: "Jane", age: 25 }
* const obj3 = { name: "John", age: 30 }
*
* Hash.structure(obj1) // => -731887653
* Hash.structure(obj2) // => -222100417
* Hash.structure(obj3) // => -731887653
* Hash.structure(obj1) === Hash.structure(obj3) // => true
* ```
*
* @stability stable
* @category hashing
* @since 2.0.0
*/
const structure = (o) => structureKeys(o, getAllObjectKeys(o));
const unordered = (seed, f) => (iter) => {
	let h = seed;
	for (const element of iter) h ^= f(element);
	return optimize(h);
};
/**
* Computes a hash value for an iterable by hashing all of its elements.
*
* **When to use**
*
* Use to hash the values yielded by an iterable with Effect hash semantics.
*
* **Details**
*
* Folds element hashes with {@link combine}, so order and length affect the
* result.
*
* **Gotchas**
*
* A hash is not an equality proof. Distinct inputs can still share a hash.
*
* **Example** (Hashing arrays)
*
* ```ts import.meta.vitest
* import { Hash } from "effect"
*
* const arr1 = [1, 2, 3]
* const arr2 = [1, 2, 3]
* const arr3 = [3, 2, 1]
*
* Hash.array(arr1) === Hash.array(arr2) // => true
* Hash.array(arr1) === Hash.array(arr3) // => false
* ```
*
* @see {@link hash} for the general-purpose hash dispatcher
*
* @stability stable
* @category hashing
* @since 2.0.0
*/
const array = (arr) => {
	let h = 6151;
	for (const element of arr) h = combine(h, hash$1(element));
	return optimize(h);
};
const hashMap = /*#__PURE__*/ unordered(/*#__PURE__*/ string$1("Map"), ([k, v]) => combine(hash$1(k), hash$1(v)));
const setSeed = /*#__PURE__*/ string$1("Set");
const hashSet = /*#__PURE__*/ unordered(setSeed, (element) => combine(setSeed, hash$1(element)));
const randomHashCache = /*#__PURE__*/ new WeakMap();
const hashCache = /*#__PURE__*/ new WeakMap();
const visitedObjects = /*#__PURE__*/ new WeakSet();
// ../../../node_modules/effect/dist/Equal.js
/**
* Defines the unique string identifier for the `Equal` interface.
*
* **When to use**
*
* Use when you implement custom equality and need the computed property key for
* the equality method.
*
* **Details**
*
* This is a pure constant with no allocation or side effects.
*
* **Example** (Implementing Equal on a class)
*
* ```ts import.meta.vitest
* import { Equal, Hash } from "effect"
*
* class UserId implements Equal.Equal {
*   constructor(readonly id: string) {}
*
*   [Equal.symbol](that: Equal.Equal): boolean {
*     return that instanceof UserId && this.id === that.id
*   }
*
*   [Hash.symbol](): number {
*     return Hash.string(this.id)
*   }
* }
*
* Equal.equals(new UserId("1"), new UserId("1")) // => true
* Equal.equals(new UserId("1"), new UserId("2")) // => false
* ```
*
* @see {@link Equal} — the interface that uses this symbol
* @see {@link isEqual} — type guard for `Equal` implementors
* @stability stable
* @category symbols
* @since 2.0.0
*/
const symbol$1 = "~effect/Equal";
function equals$1() {
	if (arguments.length === 1) return (self) => compareBoth(self, arguments[0]);
	return compareBoth(arguments[0], arguments[1]);
}
function compareBoth(self, that) {
	if (self === that) return true;
	if (self == null || that == null) return false;
	const selfType = typeof self;
	if (selfType !== typeof that) return false;
	if (selfType === "number" && self !== self && that !== that) return true;
	if (selfType !== "object" && selfType !== "function") return false;
	if (byReferenceInstances.has(self) || byReferenceInstances.has(that)) return false;
	return compareObjects(self, that);
}
function compareObjects(self, that) {
	const depth = pathLeft.length;
	for (let i = depth; i-- > 0;) if (pathLeft[i] === self && pathRight[i] === that) return true;
	if (depth) return compareOnPath(self, that);
	let known = results.get(self);
	if (!known) results.set(self, known = /* @__PURE__ */ new WeakMap());
	let result = known.get(that);
	if (result === void 0) known.set(that, result = compareOnPath(self, that));
	return result;
}
function compareOnPath(self, that) {
	pathLeft.push(self);
	pathRight.push(that);
	try {
		return compareStructure(self, that);
	} finally {
		pathLeft.pop();
		pathRight.pop();
	}
}
const pathLeft = [];
const pathRight = [];
const results = /*#__PURE__*/ new WeakMap();
function compareStructure(self, that) {
	if (hash$1(self) !== hash$1(that)) return false;
	else if (self instanceof Date) {
		if (!(that instanceof Date)) return false;
		const selfTime = self.getTime();
		const thatTime = that.getTime();
		return selfTime === thatTime || Number.isNaN(selfTime) && Number.isNaN(thatTime);
	} else if (self instanceof RegExp) return that instanceof RegExp && self.toString() === that.toString();
	const bothEquals = isEqual(self);
	if (bothEquals !== isEqual(that) || typeof self === "function" && !bothEquals) return false;
	else if (bothEquals) return self[symbol$1](that);
	else if (Array.isArray(self)) {
		if (!Array.isArray(that) || self.length !== that.length) return false;
		return compareArrays(self, that);
	} else if (isArrayBufferLike(self)) {
		if (!isArrayBufferLike(that) || self instanceof ArrayBuffer !== that instanceof ArrayBuffer) return false;
		const selfBytes = bufferBytes(self);
		const thatBytes = bufferBytes(that);
		return selfBytes !== void 0 && thatBytes !== void 0 && compareTypedArrays(selfBytes, thatBytes);
	} else if (ArrayBuffer.isView(self)) {
		const selfIsDataView = self instanceof DataView;
		if (!ArrayBuffer.isView(that) || self.byteLength !== that.byteLength || selfIsDataView !== that instanceof DataView) return false;
		if (selfIsDataView) return compareTypedArrays(viewBytes(self), viewBytes(that));
		return compareTypedArrays(self, that);
	} else if (self instanceof Map) {
		if (!(that instanceof Map) || self.size !== that.size) return false;
		return compareHashed(self, that, entryHash, equalEntries);
	} else if (self instanceof Set) {
		if (!(that instanceof Set) || self.size !== that.size) return false;
		return compareHashed(self, that, hash$1, compareBoth);
	}
	return compareRecords(self, that);
}
function compareArrays(self, that) {
	for (let i = 0; i < self.length; i++) if (!compareBoth(self[i], that[i])) return false;
	return true;
}
function compareTypedArrays(self, that) {
	if (self.length !== that.length) return false;
	for (let i = 0; i < self.length; i++) if (self[i] !== that[i]) return false;
	return true;
}
function compareRecords(self, that) {
	const selfKeys = getAllObjectKeys(self);
	const thatKeys = getAllObjectKeys(that);
	if (selfKeys.size !== thatKeys.size) return false;
	for (const key of selfKeys) if (!thatKeys.has(key) || !compareBoth(self[key], that[key])) return false;
	return true;
}
function compareHashed(self, that, hashOf, equivalent) {
	const groups = /* @__PURE__ */ new Map();
	let remaining = 0;
	for (const item of that) {
		const h = hashOf(item);
		const group = groups.get(h);
		if (group) group.push(item);
		else groups.set(h, [item]);
		remaining++;
	}
	outer: for (const item of self) {
		const group = groups.get(hashOf(item));
		if (group) {
			for (let i = 0; i < group.length; i++) if (equivalent(item, group[i])) {
				group[i] = group[group.length - 1];
				group.pop();
				remaining--;
				continue outer;
			}
		}
		return false;
	}
	return remaining === 0;
}
const entryHash = (entry) => hash$1(entry[0]);
const equalEntries = (self, that) => compareBoth(self[0], that[0]) && compareBoth(self[1], that[1]);
/**
* Checks whether a value implements the {@link Equal} interface.
*
* **When to use**
*
* Use when you need generic utility code to distinguish `Equal` implementors
* from plain values before calling `[Equal.symbol]` directly.
*
* **Details**
*
* - Pure function, no side effects.
* - Returns `true` if and only if `u` has a property keyed by
*   {@link symbol}.
* - Acts as a TypeScript type guard, narrowing the input to {@link Equal}.
*
* **Example** (Checking Equal values)
*
* ```ts import.meta.vitest
* import { Equal, Hash } from "effect"
*
* class Token implements Equal.Equal {
*   constructor(readonly value: string) {}
*   [Equal.symbol](that: Equal.Equal): boolean {
*     return that instanceof Token && this.value === that.value
*   }
*   [Hash.symbol](): number {
*     return Hash.string(this.value)
*   }
* }
*
* Equal.isEqual(new Token("abc")) // => true
* Equal.isEqual({ x: 1 }) // => false
* Equal.isEqual(42) // => false
* ```
*
* @see {@link Equal} — the interface being checked
* @see {@link symbol} — the property key that signals `Equal` support
* @stability stable
* @category guards
* @since 2.0.0
*/
const isEqual = (u) => hasProperty(u, symbol$1);
// ../../../node_modules/effect/dist/Redactable.js
/**
* Defines the symbol used to identify objects that implement the {@link Redactable}
* protocol.
*
* **When to use**
*
* Use as the property key when implementing the `Redactable` protocol.
*
* **Details**
*
* Add a method under this key to make an object redactable. The method receives
* the current `Context` and must return the replacement value. The symbol is
* registered globally via `Symbol.for("~effect/Redactable")`, so it is
* identical across multiple copies of the library at runtime.
*
* **Example** (Masking an API key)
*
* ```ts import.meta.vitest
* import { Context, Redactable } from "effect"
*
* class ApiKey {
*   constructor(readonly raw: string) {}
*
*   [Redactable.symbolRedactable](_ctx: Context.Context<never>) {
*     return this.raw.slice(0, 4) + "..."
*   }
* }
*
* Redactable.redact(new ApiKey("secret-key")) // => "secr..."
* ```
*
* @see {@link Redactable} for the interface this symbol belongs to
* @see {@link isRedactable} to check whether a value has this symbol
* @stability stable
* @category symbols
* @since 3.10.0
*/
const symbolRedactable = /*#__PURE__*/ Symbol.for("~effect/Redactable");
/**
* Type guard that checks whether a value implements the {@link Redactable}
* interface.
*
* **When to use**
*
* Use to narrow an unknown value before calling redaction-specific helpers.
*
* @see {@link Redactable} for the interface being checked
* @see {@link redact} to apply redaction if the value is redactable
* @stability stable
* @category guards
* @since 3.10.0
*/
const isRedactable = (u) => hasProperty(u, symbolRedactable);
/**
* Returns a redacted value if it implements {@link Redactable}, otherwise returns it
* unchanged.
*
* **When to use**
*
* Use as the general-purpose entry point for redaction when the input may
* or may not implement the redaction protocol.
*
* **Details**
*
* This function calls {@link isRedactable} and, when it returns `true`,
* delegates to {@link getRedacted}.
*
* **Gotchas**
*
* Redaction is not recursive. Nested redactable values inside the returned
* object are not automatically redacted.
*
* @see {@link isRedactable} to check before redacting
* @see {@link getRedacted} for the lower-level variant for known redactables
* @stability stable
* @category destructors
* @since 3.10.0
*/
function redact$2(u) {
	if (isRedactable(u)) return getRedacted(u);
	return u;
}
/**
* Returns the result of calling `[symbolRedactable]` on a value that is
* already known to be {@link Redactable}.
*
* **When to use**
*
* Use when you need to read the redacted representation from a value already
* verified as `Redactable`.
*
* **Details**
*
* This function reads the current fiber's `Context` from the global fiber
* reference and passes it to the redaction method.
*
* **Gotchas**
*
* If no fiber is active, an empty `Context` is passed to the redaction method.
*
* @see {@link redact} for the higher-level variant that handles non-redactable values
* @see {@link isRedactable} for the type guard to verify before calling this
* @stability stable
* @category destructors
* @since 4.0.0
*/
function getRedacted(redactable) {
	return redactable[symbolRedactable](globalThis["~effect/Fiber/currentFiber"]?.context ?? emptyContext$1);
}
/** @internal */
const currentFiberTypeId = "~effect/Fiber/currentFiber";
const emptyMap = /*#__PURE__*/ new Map();
const emptyContext$1 = {
	"~effect/Context": {},
	base: emptyMap,
	depth: 0,
	mapUnsafe: emptyMap,
	pipe() {
		return pipeArguments(this, arguments);
	}
};
// ../../../node_modules/effect/dist/Formatter.js
/**
* Formats JavaScript values into readable strings.
*
* `format` is intended for logs, diagnostics, and error messages. It handles
* primitives, objects, arrays, dates, regular expressions, maps, sets, class
* instances, errors, circular references, and redactable values. `formatJson`
* wraps JSON formatting with redaction and circular-reference handling, and the
* module also includes helpers for property keys, paths, and dates.
*
* @stability stable
* @since 4.0.0
*/
/**
* Converts any JavaScript value into a human-readable string.
*
* **When to use**
*
* Use when you need to format arbitrary JavaScript values for debugging,
* logging, or error messages.
*
* **Details**
*
* - Output is **not** valid JSON; use {@link formatJson} when you need
*   parseable JSON.
* - Handles `BigInt`, `Symbol`, `Set`, `Map`, `Date`, `RegExp`, and class
*   instances that `JSON.stringify` cannot represent.
* - Circular references are shown as `"[Circular]"` instead of throwing.
* - Failures while inspecting a value are rendered as diagnostic placeholders instead of throwing.
* - Primitives: stringified naturally (`null`, `undefined`, `123`, `true`).
*   Strings are JSON-quoted.
* - Objects with a custom `toString` (not `Object.prototype.toString`):
*   `toString()` is called unless `ignoreToString` is `true`.
* - Errors with a `cause`: formatted as `"<message> (cause: <cause>)"`.
* - Iterables (`Set`, `Map`, etc.): formatted as
*   `ClassName([...elements])`.
* - Class instances: wrapped as `ClassName({...})`.
* - `Redactable` values are automatically redacted.
* - Arrays/objects with 0–1 entries are inline; larger ones are
*   pretty-printed when `space` is set.
* - `space` — indentation unit (number of spaces, or a string like
*   `"\t"`). Defaults to `0` (compact).
* - `ignoreToString` — skip calling `toString()`. Defaults to `false`.
*
* **Example** (Formatting compact output)
*
* ```ts import.meta.vitest
* import { Formatter } from "effect"
*
* Formatter.format({ a: 1, b: [2, 3] }) // => "{\"a\":1,\"b\":[2,3]}"
* ```
*
* **Example** (Pretty-printed output)
*
* ```ts import.meta.vitest
* import { Formatter } from "effect"
*
* const output = Formatter.format({ a: 1, b: [2, 3] }, { space: 2 })
* output // => "{\n  \"a\": 1,\n  \"b\": [\n    2,\n    3\n  ]\n}"
* ```
*
* **Example** (Handling circular references)
*
* ```ts import.meta.vitest
* import { Formatter } from "effect"
*
* const obj: any = { name: "loop" }
* obj.self = obj
* Formatter.format(obj) // => "{\"name\":\"loop\",\"self\":[Circular]}"
* ```
*
* @see {@link formatJson}
* @see {@link Formatter}
* @stability stable
* @category formatting
* @since 2.0.0
*/
function format$1(input, options) {
	const space = options?.space ?? 0;
	const ancestors = /* @__PURE__ */ new WeakSet();
	const gap = !space ? "" : typeof space === "number" ? " ".repeat(space) : space;
	const ind = (d) => gap.repeat(d);
	const wrap = (v, body) => {
		const ctor = v?.constructor;
		return ctor && ctor !== Object.prototype.constructor && ctor.name ? `${ctor.name}(${body})` : body;
	};
	const ownKeys = (o) => {
		try {
			return Reflect.ownKeys(o);
		} catch {
			return ["[ownKeys threw]"];
		}
	};
	function recur(v, d = 0) {
		try {
			return recurUnsafe(v, d);
		} catch {
			if (typeof v === "object" && v !== null || typeof v === "function") ancestors.delete(v);
			return "[inspection threw]";
		}
	}
	function recurUnsafe(v, d = 0) {
		if (typeof v === "string") return JSON.stringify(v);
		if (typeof v === "number" || v == null || typeof v === "boolean" || typeof v === "symbol") return String(v);
		if (typeof v === "bigint") return String(v) + "n";
		if (typeof v === "object" || typeof v === "function") {
			if (ancestors.has(v)) return CIRCULAR;
			ancestors.add(v);
			let output;
			if (symbolRedactable in v) output = recur(getRedacted(v), d);
			else if (Array.isArray(v)) output = !gap || v.length <= 1 ? `[${v.map((x) => recur(x, d)).join(",")}]` : `[\n${ind(d + 1)}${v.map((x) => recur(x, d + 1)).join(",\n" + ind(d + 1))}\n${ind(d)}]`;
			else if (v instanceof Date) output = formatDate(v);
			else if (!options?.ignoreToString && hasProperty(v, "toString") && typeof v["toString"] === "function" && v["toString"] !== Object.prototype.toString && v["toString"] !== Array.prototype.toString) {
				const s = safeToString(v);
				output = v instanceof Error && v.cause !== void 0 ? `${s} (cause: ${recur(v.cause, d)})` : s;
			} else if (Symbol.iterator in v) output = `${v.constructor.name}(${recur(Array.from(v), d)})`;
			else {
				const keys = ownKeys(v);
				if (!gap || keys.length <= 1) {
					const body = `{${keys.map((k) => `${formatPropertyKey(k)}:${recur(safeGet(v, k), d)}`).join(",")}}`;
					output = wrap(v, body);
				} else {
					const body = `{\n${keys.map((k) => `${ind(d + 1)}${formatPropertyKey(k)}: ${recur(safeGet(v, k), d + 1)}`).join(",\n")}\n${ind(d)}}`;
					output = wrap(v, body);
				}
			}
			ancestors.delete(v);
			return output;
		}
		return String(v);
	}
	return recur(input, 0);
}
const CIRCULAR = "[Circular]";
/**
* @internal
*/
function formatPropertyKey(name) {
	return typeof name === "string" ? JSON.stringify(name) : String(name);
}
/**
* Formats an array of property keys as a bracket-notation path string.
*
* @internal
*/
function formatPath$1(path) {
	return path.map((key) => `[${formatPropertyKey(key)}]`).join("");
}
/**
* Formats a `Date` as an ISO 8601 string, returning `"Invalid Date"` for
* invalid dates instead of throwing.
*
* @internal
*/
function formatDate(date) {
	try {
		return date.toISOString();
	} catch {
		return "Invalid Date";
	}
}
function safeToString(input) {
	try {
		const s = input.toString();
		return typeof s === "string" ? s : String(s);
	} catch {
		return "[toString threw]";
	}
}
function safeGet(input, key) {
	try {
		return input[key];
	} catch {
		return "[property access threw]";
	}
}
/**
* Stringifies a value to JSON safely, silently dropping circular references.
*
* **When to use**
*
* Use when you need valid JSON output, unlike `format`, and the input may
* contain circular references that should be silently omitted rather than
* throwing a `TypeError`.
*
* **Details**
*
* Uses `JSON.stringify` internally with a replacer that tracks the current
* object ancestry. Circular references are replaced with `undefined`, which
* omits them from object output. `Redactable` values are automatically redacted
* before serialization. `BigInt` values are stringified with an `n` suffix.
* `Error` instances without a `toJSON` property include their enumerable
* properties plus `name` and `message`. Errors with `toJSON` keep their custom
* representation. Other values follow standard `JSON.stringify` behavior. The
* `space` parameter controls indentation and defaults to `0`.
*
* **Gotchas**
*
* When the root input is `undefined`, a symbol, or a function, `formatJson`
* returns `"null"` instead of the `undefined` returned by `JSON.stringify`.
* Nested values retain standard `JSON.stringify` behavior.
*
* **Example** (Formatting compact JSON)
*
* ```ts import.meta.vitest
* import { Formatter } from "effect"
*
* Formatter.formatJson({ name: "Alice", age: 30 }) // => "{\"name\":\"Alice\",\"age\":30}"
* ```
*
* **Example** (Handling circular references)
*
* ```ts import.meta.vitest
* import { Formatter } from "effect"
*
* const obj: any = { name: "test" }
* obj.self = obj
* Formatter.formatJson(obj) // => "{\"name\":\"test\"}"
* ```
*
* **Example** (Pretty-printed JSON)
*
* ```ts import.meta.vitest
* import { Formatter } from "effect"
*
* const output = Formatter.formatJson({ name: "Alice", age: 30 }, { space: 2 })
* output // => "{\n  \"name\": \"Alice\",\n  \"age\": 30\n}"
* ```
*
* @see {@link format}
* @see {@link Formatter}
* @stability stable
* @category serialization
* @since 4.0.0
*/
function formatJson(input, options) {
	const ancestors = [];
	const sources = /* @__PURE__ */ new WeakMap();
	return JSON.stringify(input, function(key, value) {
		const original = Object.getOwnPropertyDescriptor(sources.get(this) ?? this, key)?.value;
		const redacted = hasProperty(original, symbolRedactable) ? redact$2(original) : redact$2(value);
		if (typeof redacted === "bigint") return format$1(redacted);
		if (typeof redacted !== "object" || redacted === null) return redacted;
		const current = redacted instanceof Error && !hasProperty(redacted, "toJSON") ? {
			...redacted,
			name: redacted.name,
			message: redacted.message
		} : redacted;
		while (ancestors.length > 0 && ancestors[ancestors.length - 1] !== this) ancestors.pop();
		if (ancestors.includes(redacted)) return;
		ancestors.push(redacted);
		if (current !== redacted) ancestors.push(current);
		if (!hasGetter(current) || isJsonPrimitiveWrapper(current)) return current;
		const view = redactingView(current);
		sources.set(view, current);
		ancestors.push(view);
		return view;
	}, options?.space) ?? "null";
}
function hasGetter(object) {
	for (const key of Object.getOwnPropertyNames(object)) if (Object.getOwnPropertyDescriptor(object, key)?.get !== void 0) return true;
	return false;
}
function redactingView(object) {
	const view = Array.isArray(object) ? [] : {};
	const keys = Array.isArray(object) ? Array.from({ length: object.length }, (_, i) => String(i)) : Object.keys(object);
	for (const key of keys) Object.defineProperty(view, key, {
		enumerable: true,
		get: () => {
			const value = Reflect.get(object, key);
			return Object.getOwnPropertyDescriptor(object, key)?.get !== void 0 ? redact$2(value) : value;
		}
	});
	return view;
}
function isJsonPrimitiveWrapper(object) {
	for (const valueOf of [
		Number.prototype.valueOf,
		Boolean.prototype.valueOf,
		String.prototype.valueOf
	]) try {
		Reflect.apply(valueOf, object, []);
		return true;
	} catch {}
	return false;
}
// ../../../node_modules/effect/dist/Inspectable.js
/**
* Controls how values appear in logs and debugging output.
*
* Effect data types use `Inspectable` to provide stable string, JSON, and
* Node.js inspection output. This keeps custom values readable in logs, REPLs,
* test failures, and diagnostics. This module defines the Node inspect symbol,
* the `Inspectable` interface, safe conversion helpers, and shared prototype or
* class implementations for custom values.
*
* @stability stable
* @since 2.0.0
*/
/**
* Defines the symbol used by Node.js for custom object inspection.
*
* **When to use**
*
* Use to implement Node.js custom inspection for a value.
*
* **Details**
*
* This symbol is recognized by Node.js's `util.inspect()` function and the REPL
* for custom object representation. When an object has a method with this symbol,
* it will be called to determine how the object should be displayed.
*
* **Example** (Defining custom Node inspection)
*
* ```ts import.meta.vitest
* import { Inspectable } from "effect"
*
* class CustomObject {
*   constructor(private value: string) {}
*
*   [Inspectable.NodeInspectSymbol]() {
*     return `CustomObject(${this.value})`
*   }
* }
*
* const obj = new CustomObject("hello")
* obj[Inspectable.NodeInspectSymbol]() // => "CustomObject(hello)"
* ```
*
* @stability stable
* @category symbols
* @since 2.0.0
*/
const NodeInspectSymbol = /*#__PURE__*/ Symbol.for("nodejs.util.inspect.custom");
/**
* Converts a value to its structured inspection representation.
*
* **When to use**
*
* Use when you need the structured representation of an inspectable value
* without risking unhandled errors.
*
* **Details**
*
* This function applies redaction before extracting data from objects that
* implement `toJSON`, recursively processes arrays, and handles errors
* gracefully. Plain objects are returned unchanged, so the result is not
* guaranteed to be accepted by `JSON.stringify`; it may still contain values
* such as `BigInt`, functions, or circular references.
*
* @see {@link toStringUnknown} for converting unknown values to strings
*
* @stability stable
* @category converting
* @since 4.0.0
*/
const toJson = (input) => {
	try {
		input = redact$2(input);
		if (hasProperty(input, "toJSON") && isFunction(input["toJSON"]) && input["toJSON"].length === 0) return input.toJSON();
		else if (Array.isArray(input)) return input.map(toJson);
		return input;
	} catch {
		return "[toJSON threw]";
	}
};
/**
* Converts an unknown value to a string for diagnostics.
*
* **When to use**
*
* Use to produce a diagnostic string from a value whose runtime type is unknown.
*
* **Details**
*
* Strings are returned unchanged. Objects are formatted as JSON using the
* provided whitespace setting when possible, and values that cannot be
* formatted are converted with `String`.
*
* @stability stable
* @category converting
* @since 2.0.0
*/
const toStringUnknown = (u, whitespace = 2) => {
	if (typeof u === "string") return u;
	try {
		return typeof u === "object" ? formatJson(u, { space: whitespace }) : format$1(u, { space: whitespace });
	} catch {
		return String(u);
	}
};
/**
* A base prototype object that implements the {@link Inspectable} interface.
*
* **When to use**
*
* Use as a prototype for plain objects that should share standard inspectable behavior.
*
* **Details**
*
* This object provides default implementations for the {@link Inspectable} methods.
* It can be used as a prototype for objects that want to be inspectable,
* or as a mixin to add inspection capabilities to existing objects.
*
* **Example** (Using the base inspectable prototype)
*
* ```ts import.meta.vitest
* import { Inspectable } from "effect"
*
* // Use as prototype
* const myObject = Object.create(Inspectable.BaseProto)
* myObject.name = "example"
* myObject.value = 42
*
* myObject.toString() // => "\"[toJSON threw]\""
*
* // Or extend in a constructor
* function MyClass(this: any, name: string) {
*   this.name = name
* }
* MyClass.prototype = Object.create(Inspectable.BaseProto)
* MyClass.prototype.constructor = MyClass
* ```
*
* @stability stable
* @category prototypes
* @since 2.0.0
*/
const BaseProto = {
	toJSON() {
		return toJson(this);
	},
	[NodeInspectSymbol]() {
		return this.toJSON();
	},
	toString() {
		return format$1(this.toJSON());
	}
};
// ../../../node_modules/effect/dist/internal/stackTraceLimit.js
/**
* Check if `Error.stackTraceLimit` is writable.
* Returns `false` if the property is frozen, non-writable, or `Error` is non-extensible.
*
* @internal
*/
const isStackTraceLimitWritable = () => {
	const desc = Object.getOwnPropertyDescriptor(Error, "stackTraceLimit");
	if (desc === void 0) return Object.isExtensible(Error);
	return Object.hasOwn(desc, "writable") ? desc.writable === true : desc.set !== void 0;
};
const canWriteStackTraceLimit = /*#__PURE__*/ isStackTraceLimitWritable();
/**
* Get the current `Error.stackTraceLimit` value.
* Returns `undefined` if the property doesn't exist.
*
* @internal
*/
const getStackTraceLimit = () => Error.stackTraceLimit;
/**
* Safely set `Error.stackTraceLimit` if possible, otherwise no-op.
*
* Accepts `undefined` so a value read via {@link getStackTraceLimit} can be
* restored faithfully.
*
* @internal
*/
const setStackTraceLimit = (value) => {
	if (canWriteStackTraceLimit) Error.stackTraceLimit = value;
};
// ../../../node_modules/effect/dist/Utils.js
/**
* Yields its wrapped value exactly once, then completes with the value sent
* back in.
*
* **When to use**
*
* Use to implement `[Symbol.iterator]()` on Effect-like types so they can be
* `yield*`-ed inside generator functions, such as `Effect.gen` and
* `Option.gen`.
*
* **Details**
*
* The first call to `next()` returns a fresh `{ value: self, done: false }`.
* Every subsequent call returns `{ value: a, done: true }` where `a` is the
* argument passed to `next()`. To keep `yield*` cheap, the completion result
* is the iterator itself rather than a new object, so only the iterator and
* the single yielded result are allocated per `yield*`.
*
* **Example** (Yielding a wrapped value in a generator)
*
* ```ts import.meta.vitest
* import { Utils } from "effect"
*
* const gen = new Utils.SingleShotGen<string, number>("hello")
*
* gen.next(0).value // => "hello"
*
* gen.next(42).value // => 42
* ```
*
* @see {@link Gen} for the type-level signature that relies on `SingleShotGen`
* @stability stable
* @category constructors
* @since 2.0.0
*/
var SingleShotGen = class {
	constructor(self) {
		this.value = self;
		this.done = false;
	}
	/**
	* Yields the stored value once, then completes with the value sent back in.
	*
	* **When to use**
	*
	* Use to advance a `SingleShotGen` through its single yield and completion
	* step.
	*
	* @since 2.0.0
	*/
	next(a) {
		if (this.done) {
			this.value = a;
			return this;
		}
		this.done = true;
		return {
			value: this.value,
			done: false
		};
	}
};
const pickInternalCall = () => {
	const InternalTypeId = "~effect/Utils/internal";
	const standard = { [InternalTypeId]: (body) => {
		return body();
	} };
	const forced = { [InternalTypeId]: (body) => {
		try {
			return body();
		} finally {}
	} };
	const limit = getStackTraceLimit();
	if (limit === 0) return forced[InternalTypeId];
	setStackTraceLimit(2);
	const error = standard[InternalTypeId](() => /* @__PURE__ */ new Error());
	setStackTraceLimit(limit);
	return error.stack?.includes(InternalTypeId) === true ? standard[InternalTypeId] : forced[InternalTypeId];
};
/** @internal */
const internalCall = /*#__PURE__*/ pickInternalCall();
// ../../../node_modules/effect/dist/internal/record.js
/** @internal */
function assignProperty(self, key, value) {
	if (key === "__proto__") Object.defineProperty(self, key, {
		value,
		writable: true,
		enumerable: true,
		configurable: true
	});
	else self[key] = value;
}
/** @internal */
function assignProperties(self, source) {
	if (!Object.hasOwn(source, "__proto__")) {
		Object.assign(self, source);
		return;
	}
	for (const key of Reflect.ownKeys(source)) if (Object.prototype.propertyIsEnumerable.call(source, key)) assignProperty(self, key, source[key]);
}
// ../../../node_modules/effect/dist/internal/core.js
/** @internal */
const EffectTypeId = `~effect/Effect`;
/** @internal */
const ExitTypeId = `~effect/Exit`;
const effectVariance = {
	_A: identity,
	_E: identity,
	_R: identity
};
/** @internal */
const identifier = `${EffectTypeId}/identifier`;
/** @internal */
const args = `${EffectTypeId}/args`;
/** @internal */
const evaluate = `${EffectTypeId}/evaluate`;
/** @internal */
const contA = `${EffectTypeId}/successCont`;
/** @internal */
const contE = `${EffectTypeId}/failureCont`;
/** @internal */
const contAll = `${EffectTypeId}/ensureCont`;
/** @internal */
const Yield = /*#__PURE__*/ Symbol.for("effect/Effect/Yield");
/** @internal */
const PipeInspectableProto = {
	pipe() {
		return pipeArguments(this, arguments);
	},
	toJSON() {
		return { ...this };
	},
	toString() {
		return format$1(this.toJSON(), {
			ignoreToString: true,
			space: 2
		});
	},
	[NodeInspectSymbol]() {
		return this.toJSON();
	}
};
/** @internal */
const EffectProto = {
	[EffectTypeId]: effectVariance,
	...PipeInspectableProto,
	[Symbol.iterator]() {
		return new SingleShotGen(this);
	},
	toJSON() {
		return {
			_id: "Effect",
			op: this[identifier],
			..."~effect/Effect/args" in this ? { args: this[args] } : void 0
		};
	}
};
/** @internal */
const isEffect$1 = (u) => hasProperty(u, EffectTypeId);
/** @internal */
const isExit$1 = (u) => hasProperty(u, ExitTypeId);
/** @internal */
const CauseTypeId = "~effect/Cause";
/** @internal */
const CauseReasonTypeId = "~effect/Cause/Reason";
/** @internal */
const isCause$1 = (self) => hasProperty(self, CauseTypeId);
/** @internal */
const isCauseReason = (self) => hasProperty(self, CauseReasonTypeId);
/** @internal */
var CauseImpl = class {
	constructor(failures) {
		this[CauseTypeId] = CauseTypeId;
		this.reasons = failures;
	}
	pipe() {
		return pipeArguments(this, arguments);
	}
	toJSON() {
		return {
			_id: "Cause",
			reasons: this.reasons.map((f) => f.toJSON())
		};
	}
	toString() {
		return `Cause(${format$1(this.reasons)})`;
	}
	[NodeInspectSymbol]() {
		return this.toJSON();
	}
	[symbol$1](that) {
		return isCause$1(that) && this.reasons.length === that.reasons.length && this.reasons.every((e, i) => equals$1(e, that.reasons[i]));
	}
	[symbol$2]() {
		return array(this.reasons);
	}
};
const annotationsMap = /*#__PURE__*/ new WeakMap();
/** @internal */
var ReasonBase = class {
	[CauseReasonTypeId];
	annotations;
	_tag;
	constructor(_tag, annotations, originalError) {
		this[CauseReasonTypeId] = CauseReasonTypeId;
		this._tag = _tag;
		if (annotations !== constEmptyAnnotations && typeof originalError === "object" && originalError !== null && annotations.size > 0) {
			const prevAnnotations = annotationsMap.get(originalError);
			if (prevAnnotations) annotations = new Map([...prevAnnotations, ...annotations]);
			annotationsMap.set(originalError, annotations);
		}
		this.annotations = annotations;
	}
	annotate(annotations, options) {
		if (annotations.mapUnsafe.size === 0) return this;
		const newAnnotations = new Map(this.annotations);
		annotations.mapUnsafe.forEach((value, key) => {
			if (options?.overwrite !== true && newAnnotations.has(key)) return;
			newAnnotations.set(key, value);
		});
		if (options?.overwrite !== true && newAnnotations.size === this.annotations.size) return this;
		const self = Object.assign(Object.create(Object.getPrototypeOf(this)), this);
		self.annotations = newAnnotations;
		return self;
	}
	pipe() {
		return pipeArguments(this, arguments);
	}
	toString() {
		return format$1(this);
	}
	[NodeInspectSymbol]() {
		return this.toString();
	}
};
/** @internal */
const constEmptyAnnotations = /*#__PURE__*/ new Map();
/** @internal */
var Fail = class extends ReasonBase {
	constructor(error, annotations = constEmptyAnnotations) {
		super("Fail", annotations, error);
		this.error = error;
	}
	toString() {
		return `Fail(${format$1(this.error)})`;
	}
	toJSON() {
		return {
			_tag: "Fail",
			error: this.error
		};
	}
	[symbol$1](that) {
		return isFailReason$1(that) && equals$1(this.error, that.error) && equals$1(this.annotations, that.annotations);
	}
	[symbol$2]() {
		return combine(string$1(this._tag))(combine(hash$1(this.error))(hash$1(this.annotations)));
	}
};
/** @internal */
const causeFromReasons = (reasons) => new CauseImpl(reasons);
const dedupeReasons = (self, that) => {
	const buckets = /* @__PURE__ */ new Map();
	const out = [];
	for (const reason of self.concat(that)) {
		const hash = hash$1(reason);
		const bucket = buckets.get(hash);
		if (bucket === void 0) buckets.set(hash, [reason]);
		else if (bucket.some((previous) => equals$1(previous, reason))) continue;
		else bucket.push(reason);
		out.push(reason);
	}
	return out;
};
/** @internal */
const causeCombine = /*#__PURE__*/ dual(2, (self, that) => {
	if (self.reasons.length === 0) return that;
	else if (that.reasons.length === 0) return self;
	const newCause = new CauseImpl(dedupeReasons(self.reasons, that.reasons));
	return equals$1(self, newCause) ? self : newCause;
});
/**
* Appends the interrupts from `interrupts` that `self` does not contain yet.
* Unlike `causeCombine`, it never calls hash or equality methods, which can be
* user-defined, random, or throwing.
*
* @internal
*/
const causeAddInterrupts = (self, interrupts) => {
	const reasons = self.reasons.slice();
	for (const reason of interrupts.reasons) if (isInterruptReason(reason) && !reasons.some((r) => isInterruptReason(r) && r.fiberId === reason.fiberId && r.annotations === reason.annotations)) reasons.push(reason);
	return reasons.length === self.reasons.length ? self : new CauseImpl(reasons);
};
/** @internal */
const causeEmpty = /*#__PURE__*/ new CauseImpl([]);
/** @internal */
const causeFail = (error) => new CauseImpl([new Fail(error)]);
/** @internal */
var Die = class extends ReasonBase {
	constructor(defect, annotations = constEmptyAnnotations) {
		super("Die", annotations, defect);
		this.defect = defect;
	}
	toString() {
		return `Die(${format$1(this.defect)})`;
	}
	toJSON() {
		return {
			_tag: "Die",
			defect: this.defect
		};
	}
	[symbol$1](that) {
		return isDieReason$1(that) && equals$1(this.defect, that.defect) && equals$1(this.annotations, that.annotations);
	}
	[symbol$2]() {
		return combine(string$1(this._tag))(combine(hash$1(this.defect))(hash$1(this.annotations)));
	}
};
/** @internal */
const causeDie = (defect) => new CauseImpl([new Die(defect)]);
/** @internal */
const causeAnnotate = /*#__PURE__*/ dual((args) => isCause$1(args[0]), (self, annotations, options) => {
	if (annotations.mapUnsafe.size === 0) return self;
	return new CauseImpl(self.reasons.map((f) => f.annotate(annotations, options)));
});
/** @internal */
const isFailReason$1 = (self) => self._tag === "Fail";
/** @internal */
const isDieReason$1 = (self) => self._tag === "Die";
/** @internal */
const isInterruptReason = (self) => self._tag === "Interrupt";
function defaultEvaluate(_fiber) {
	return exitDie(`Effect.evaluate: Not implemented`);
}
/** @internal */
const makePrimitiveProto = (options) => ({
	...EffectProto,
	[identifier]: options.op,
	[evaluate]: options["~effect/Effect/evaluate"] ?? defaultEvaluate,
	[contA]: options[contA],
	[contE]: options[contE],
	[contAll]: options[contAll]
});
/** @internal */
const makePrimitive = (options) => {
	const Proto = makePrimitiveProto(options);
	const PrimitiveImpl = function(value) {
		this[args] = value;
	};
	PrimitiveImpl.prototype = Proto;
	return function(value) {
		return new PrimitiveImpl(value);
	};
};
/** @internal */
const makeExit = (options) => {
	const Proto = {
		[ExitTypeId]: ExitTypeId,
		_tag: options.op,
		get [options.prop]() {
			return this[args];
		},
		...makePrimitiveProto(options),
		toString() {
			return `${options.op}(${format$1(this[args])})`;
		},
		toJSON() {
			return {
				_id: "Exit",
				_tag: options.op,
				[options.prop]: this[args]
			};
		},
		[symbol$1](that) {
			return isExit$1(that) && that._tag === this._tag && equals$1(this["~effect/Effect/args"], that["~effect/Effect/args"]);
		},
		[symbol$2]() {
			return combine(string$1(options.op), hash$1(this[args]));
		}
	};
	const ExitPrimitive = function(value) {
		this[args] = value;
	};
	ExitPrimitive.prototype = Proto;
	return function(value) {
		return new ExitPrimitive(value);
	};
};
/** @internal */
const exitSucceed = /*#__PURE__*/ makeExit({
	op: "Success",
	prop: "value",
	[evaluate](fiber) {
		const cont = fiber.getCont(contA);
		return cont ? cont[contA](this[args], fiber, this) : fiber.yieldWith(this);
	}
});
/** @internal */
const StackTraceKey = { key: "effect/Cause/StackTrace" };
/** @internal */
const InterruptorStackTrace = { key: "effect/Cause/InterruptorStackTrace" };
/** @internal */
const exitFailCause = /*#__PURE__*/ makeExit({
	op: "Failure",
	prop: "cause",
	[evaluate](fiber) {
		let cause = this[args];
		let annotated = false;
		if (fiber.cache.stackFrame) {
			cause = causeAnnotate(cause, { mapUnsafe: /* @__PURE__ */ new Map([[StackTraceKey.key, fiber.cache.stackFrame]]) });
			annotated = true;
		}
		let cont = fiber.getCont(contE);
		const interruptedCause = fiber._interruptedCause;
		if (interruptedCause && fiber.interruptible) {
			let skippedHandler = false;
			while (cont && fiber.interruptible) {
				skippedHandler ||= identifier in cont;
				cont = fiber.getCont(contE);
			}
			if (skippedHandler) cause = causeFromReasons(cause.reasons.filter((reason) => reason._tag !== "Fail"));
			cause = causeAddInterrupts(cause, interruptedCause);
			annotated = true;
		}
		return cont ? cont[contE](cause, fiber, annotated ? void 0 : this) : fiber.yieldWith(annotated ? exitFailCause(cause) : this);
	}
});
/** @internal */
const exitFail = (e) => exitFailCause(causeFail(e));
/** @internal */
const exitDie = (defect) => exitFailCause(causeDie(defect));
/** @internal */
const withFiber$1 = /*#__PURE__*/ makePrimitive({
	op: "WithFiber",
	[evaluate](fiber) {
		return this[args](fiber);
	}
});
/** @internal */
const YieldableError = /*#__PURE__*/ function() {
	class YieldableError extends globalThis.Error {}
	const proto = /*#__PURE__*/ makePrimitiveProto({
		op: "YieldableError",
		[evaluate]() {
			return exitFail(this);
		}
	});
	delete proto.toString;
	Object.assign(YieldableError.prototype, proto);
	return YieldableError;
}();
/** @internal */
const Error$3 = /*#__PURE__*/ function() {
	const plainArgsSymbol = /*#__PURE__*/ Symbol.for("effect/Data/Error/plainArgs");
	return class Base extends YieldableError {
		constructor(args) {
			super(args?.message, args?.cause ? { cause: args.cause } : void 0);
			if (args) {
				assignProperties(this, args);
				Object.defineProperty(this, plainArgsSymbol, {
					value: args,
					enumerable: false
				});
			}
		}
		toJSON() {
			return {
				...this[plainArgsSymbol],
				...this
			};
		}
	};
}();
/** @internal */
const TaggedError$1 = (tag) => {
	class Base extends Error$3 {
		_tag = tag;
	}
	Base.prototype.name = tag;
	return Base;
};
/** @internal */
const DoneTypeId = "~effect/Cause/Done";
/** @internal */
const isDone$1 = (u) => hasProperty(u, DoneTypeId);
const DoneVoid = {
	[DoneTypeId]: DoneTypeId,
	_tag: "Done",
	value: void 0
};
/** @internal */
const Done = (value) => {
	if (value === void 0) return DoneVoid;
	return {
		[DoneTypeId]: DoneTypeId,
		_tag: "Done",
		value
	};
};
const doneVoid = /*#__PURE__*/ exitFail(DoneVoid);
/** @internal */
const done$2 = (value) => {
	if (value === void 0) return doneVoid;
	return exitFail(Done(value));
};
// ../../../node_modules/effect/dist/Effectable.js
/**
* Create a low-level `Effect` prototype.
*
* **When to use**
*
* Use when you need to create a custom Effect-like value without extending a
* class, by providing a label and an evaluate function that receives the
* current fiber.
*
* **Details**
*
* When the effect is evaluated, it calls `evaluate` with the current fiber.
*
* @see {@link Class} for a class-based approach to defining custom Effect values
* @see {@link Mixin} for wrapping an existing class constructor
*
* @stability stable
* @category prototypes
* @since 4.0.0
*/
const Prototype = (options) => makePrimitiveProto({
	op: options.label,
	[evaluate]: options.evaluate
});
const proto = /*#__PURE__*/ Prototype({
	label: "Effectable",
	evaluate(_) {
		return this.asEffect();
	}
});
const Base = /*#__PURE__*/ (() => {
	const Base = function() {};
	Base.prototype = proto;
	return Base;
})();
/**
* Provides an abstract class that can be extended to create an `Effect`.
*
* **When to use**
*
* Use as an abstract base class to define custom classes whose instances behave
* as `Effect` values.
*
* @see {@link Prototype} for a lower-level primitive approach to creating custom Effect-like values without a class
* @see {@link Mixin} for wrapping an existing class constructor
* @stability stable
* @category constructors
* @since 2.0.0
*/
var Class$2 = class extends Base {};
const isStrictEquivalent = (x, y) => x === y;
/**
* Creates an equivalence relation that uses strict equality (`===`) to compare values.
*
* **When to use**
*
* Use when you need strict equality (`===`) as the comparison.
*
* **Details**
*
* Uses JavaScript's strict equality operator (`===`). Primitives compare by
* value. Objects compare by reference, so only the same object instance is
* equivalent. Use this as a building block for more complex equivalences via
* `mapInput` or `combine`.
*
* **Gotchas**
*
* `NaN !== NaN`, so `NaN` values are never considered equivalent.
*
* **Example** (Comparing primitive types)
*
* ```ts import.meta.vitest
* import { Equivalence } from "effect"
*
* const strictEq = Equivalence.strictEqual<number>()
*
* strictEq(1, 1) // => true
* strictEq(1, 2) // => false
* strictEq(NaN, NaN) // => false
* ```
*
* **Example** (Comparing objects by reference)
*
* ```ts import.meta.vitest
* import { Equivalence } from "effect"
*
* const obj = { value: 42 }
* const strictObjEq = Equivalence.strictEqual<typeof obj>()
*
* strictObjEq(obj, obj) // => true
* strictObjEq(obj, { value: 42 }) // => false
* ```
*
* @see {@link make}
* @see `Equal` for structural equality
* @stability stable
* @category constructors
* @since 4.0.0
*/
const strictEqual = () => isStrictEquivalent;
// ../../../node_modules/effect/dist/internal/option.js
/**
* @since 2.0.0
*/
const TypeId$23 = "~effect/Option";
const CommonProto$1 = {
	[TypeId$23]: { _A: (_) => _ },
	...PipeInspectableProto,
	[Symbol.iterator]() {
		return new SingleShotGen(this);
	}
};
const SomeProto = /*#__PURE__*/ Object.defineProperty(/*#__PURE__*/ Object.assign(/*#__PURE__*/ Object.create(CommonProto$1), {
	_tag: "Some",
	_op: "Some",
	[symbol$1](that) {
		return isOption(that) && isSome$1(that) && equals$1(this.value, that.value);
	},
	[symbol$2]() {
		return combine(hash$1(this._tag))(hash$1(this.value));
	},
	toString() {
		return `some(${format$1(this.value)})`;
	},
	toJSON() {
		return {
			_id: "Option",
			_tag: this._tag,
			value: toJson(this.value)
		};
	}
}), "valueOrUndefined", { get() {
	return this.value;
} });
const NoneHash = /*#__PURE__*/ hash$1("None");
const NoneProto = /*#__PURE__*/ Object.assign(/*#__PURE__*/ Object.create(CommonProto$1), {
	_tag: "None",
	_op: "None",
	valueOrUndefined: void 0,
	[symbol$1](that) {
		return isOption(that) && isNone$1(that);
	},
	[symbol$2]() {
		return NoneHash;
	},
	toString() {
		return `none()`;
	},
	toJSON() {
		return {
			_id: "Option",
			_tag: this._tag
		};
	}
});
/** @internal */
const isOption = (input) => hasProperty(input, TypeId$23);
/** @internal */
const isNone$1 = (fa) => fa._tag === "None";
/** @internal */
const isSome$1 = (fa) => fa._tag === "Some";
/** @internal */
const none$3 = /*#__PURE__*/ Object.create(NoneProto);
/** @internal */
const SomeImpl = function(value) {
	this.value = value;
};
SomeImpl.prototype = SomeProto;
/** @internal */
const some$1 = (value) => new SomeImpl(value);
// ../../../node_modules/effect/dist/internal/result.js
const TypeId$22 = "~effect/Result";
const CommonProto = {
	[TypeId$22]: {
		/* v8 ignore next 2 */
		_A: (_) => _,
		_E: (_) => _
	},
	...PipeInspectableProto,
	[Symbol.iterator]() {
		return new SingleShotGen(this);
	}
};
const SuccessProto = /*#__PURE__*/ Object.assign(/*#__PURE__*/ Object.create(CommonProto), {
	_tag: "Success",
	_op: "Success",
	[symbol$1](that) {
		return isResult(that) && isSuccess$2(that) && equals$1(this.success, that.success);
	},
	[symbol$2]() {
		return combine(hash$1(this._tag))(hash$1(this.success));
	},
	toString() {
		return `success(${format$1(this.success)})`;
	},
	toJSON() {
		return {
			_id: "Result",
			_tag: this._tag,
			value: toJson(this.success)
		};
	}
});
const FailureProto = /*#__PURE__*/ Object.assign(/*#__PURE__*/ Object.create(CommonProto), {
	_tag: "Failure",
	_op: "Failure",
	[symbol$1](that) {
		return isResult(that) && isFailure$2(that) && equals$1(this.failure, that.failure);
	},
	[symbol$2]() {
		return combine(hash$1(this._tag))(hash$1(this.failure));
	},
	toString() {
		return `failure(${format$1(this.failure)})`;
	},
	toJSON() {
		return {
			_id: "Result",
			_tag: this._tag,
			failure: toJson(this.failure)
		};
	}
});
/** @internal */
const isResult = (input) => hasProperty(input, TypeId$22);
/** @internal */
const isFailure$2 = (result) => result._tag === "Failure";
/** @internal */
const isSuccess$2 = (result) => result._tag === "Success";
/** @internal */
const FailureImpl = function(failure) {
	this.failure = failure;
};
FailureImpl.prototype = FailureProto;
/** @internal */
const fail$6 = (failure) => new FailureImpl(failure);
/** @internal */
const SuccessImpl = function(success) {
	this.success = success;
};
SuccessImpl.prototype = SuccessProto;
/** @internal */
const succeed$6 = (success) => new SuccessImpl(success);
// ../../../node_modules/effect/dist/Order.js
/**
* Defines comparison functions for ordered values.
*
* An `Order<A>` compares two `A` values and returns whether the first is less
* than, equal to, or greater than the second. Orders are used for sorting,
* choosing minimum or maximum values, checking ranges, and building ordered data
* structures. This module includes built-in orders, constructors for custom
* orders, tools for reversing and combining comparisons, tuple and struct
* helpers, comparison predicates, clamping, and reducer support.
*
* @stability stable
* @since 2.0.0
*/
/**
* Creates a new `Order` instance from a comparison function.
*
* **When to use**
*
* Use when you need a sorting rule not covered by the built-in orders or input
* mapping helpers, and you can provide a total comparison.
*
* **Details**
*
* Uses reference equality (`===`) as a shortcut: if `self === that`, it returns
* `0` without calling the comparison function. The comparison function should
* return `-1`, `0`, or `1`, and the returned order satisfies total ordering
* laws when the comparison function does.
*
* **Example** (Creating an Order)
*
* ```ts import.meta.vitest
* import { Order } from "effect"
*
* const byAge = Order.make<{ name: string; age: number }>((self, that) => {
*   if (self.age < that.age) return -1
*   if (self.age > that.age) return 1
*   return 0
* })
*
* byAge({ name: "Alice", age: 30 }, { name: "Bob", age: 25 }) // => 1
* byAge({ name: "Alice", age: 25 }, { name: "Bob", age: 30 }) // => -1
* ```
*
* @see {@link mapInput} to transform an order by mapping the input type
* @see {@link combine} to combine multiple orders
* @stability stable
* @category constructors
* @since 2.0.0
*/
function make$16(compare) {
	return (self, that) => self === that ? 0 : compare(self, that);
}
/**
* Order instance for strings that compares them lexicographically using JavaScript's `<` operator.
*
* **When to use**
*
* Use when you need lexicographic string ordering.
*
* **Details**
*
* Uses lexicographic dictionary ordering. The empty string is less than any
* non-empty string, and comparisons are case-sensitive.
*
* **Example** (Ordering strings)
*
* ```ts import.meta.vitest
* import { Order } from "effect"
*
* Order.String("apple", "banana") // => -1
* Order.String("banana", "apple") // => 1
* Order.String("apple", "apple") // => 0
* ```
*
* @see {@link mapInput} to compare objects by a string property
* @see {@link Struct} to combine with other orders for struct comparison
* @stability stable
* @category instances
* @since 4.0.0
*/
const String$4 = /*#__PURE__*/ make$16((self, that) => self < that ? -1 : 1);
/**
* Order instance for numbers that compares them numerically.
*
* **When to use**
*
* Use when you need numeric ordering for numbers.
*
* **Details**
*
* `0` is considered equal to `-0`. All `NaN` values are considered equal to
* each other, and any `NaN` is considered less than any non-`NaN` number. All
* other values use standard numeric comparison.
*
* **Example** (Ordering numbers)
*
* ```ts import.meta.vitest
* import { Order } from "effect"
*
* Order.Number(1, 1) // => 0
* Order.Number(1, 2) // => -1
* Order.Number(2, 1) // => 1
*
* Order.Number(0, -0) // => 0
* Order.Number(NaN, 1) // => -1
* ```
*
* @see {@link mapInput} to compare objects by a number property
* @see {@link BigInt} for bigint comparisons
* @stability stable
* @category instances
* @since 4.0.0
*/
const Number$4 = /*#__PURE__*/ make$16((self, that) => {
	if (globalThis.Number.isNaN(self) && globalThis.Number.isNaN(that)) return 0;
	if (globalThis.Number.isNaN(self)) return -1;
	if (globalThis.Number.isNaN(that)) return 1;
	return self < that ? -1 : 1;
});
/**
* Transforms an `Order` on type `A` into an `Order` on type `B` by providing a function that
* maps values of type `B` to values of type `A`.
*
* **When to use**
*
* Use when you need to adapt an `Order` to compare a larger value by one
* derived property.
*
* **Details**
*
* Applies the mapping function to both values before comparison. The mapping
* function should be pure and not have side effects so the ordering properties
* of the original order are preserved.
*
* **Example** (Mapping Input)
*
* ```ts import.meta.vitest
* import { Order } from "effect"
*
* const byLength = Order.mapInput(Order.Number, (s: string) => s.length)
*
* byLength("a", "bb") // => -1
* byLength("bb", "a") // => 1
* byLength("aa", "bb") // => 0
* ```
*
* @see {@link combine} to combine mapped orders for multi-criteria comparison
* @see {@link Struct} to create orders for structs with multiple fields
* @stability stable
* @category mapping
* @since 2.0.0
*/
const mapInput = /*#__PURE__*/ dual(2, (self, f) => make$16((b1, b2) => self(f(b1), f(b2))));
/**
* Checks whether one value is strictly greater than another according to the given order.
*
* **When to use**
*
* Use when you need a boolean greater-than predicate using an `Order`.
*
* **Details**
*
* Returns `true` if the order returns `1`, meaning the first value is greater
* than the second. Equal or lesser values return `false`.
*
* **Example** (Checking greater-than comparisons)
*
* ```ts import.meta.vitest
* import { Order } from "effect"
*
* const isGreaterThanNumber = Order.isGreaterThan(Order.Number)
*
* isGreaterThanNumber(2, 1) // => true
* isGreaterThanNumber(1, 2) // => false
* isGreaterThanNumber(1, 1) // => false
* ```
*
* @see {@link isGreaterThanOrEqualTo} for non-strict greater than or equal
* @see {@link isLessThan} for strict less than
* @stability stable
* @category predicates
* @since 4.0.0
*/
const isGreaterThan$1 = (O) => dual(2, (self, that) => O(self, that) === 1);
// ../../../node_modules/effect/dist/Option.js
/**
* Creates an `Option` representing the absence of a value.
*
* **When to use**
*
* Use to represent a missing or uninitialized value, such as returning "no
* result" from a function.
*
* **Details**
*
* - Returns `Option<never>`, which is a subtype of `Option<A>` for any `A`
* - Always returns the same singleton instance
*
* **Example** (Creating an empty Option)
*
* ```ts import.meta.vitest
* import { Option } from "effect"
*
* //      ┌─── Option<never>
* //      ▼
* const noValue = Option.none() // => Option.none()
* ```
*
* @see {@link some} for the opposite operation.
*
* @stability stable
* @category constructors
* @since 2.0.0
*/
const none$2 = () => none$3;
/**
* Wraps the given value into an `Option` to represent its presence.
*
* **When to use**
*
* Use to wrap a known present value as `Option`
* - Returning a successful result from a partial function
*
* **Details**
*
* - Always returns `Some<A>`
* - Does not filter `null` or `undefined`; use {@link fromNullishOr} for that
*
* **Example** (Wrapping a value)
*
* ```ts import.meta.vitest
* import { Option } from "effect"
*
* //      ┌─── Option<number>
* //      ▼
* const value = Option.some(1) // => Option.some(1)
* ```
*
* @see {@link none} for the opposite operation.
*
* @stability stable
* @category constructors
* @since 2.0.0
*/
const some = some$1;
/**
* Checks whether an `Option` is `None` (absent).
*
* **When to use**
*
* Use when you need to branch on an absent `Option` before accessing `.value`.
*
* **Details**
*
* - Acts as a type guard, narrowing to `None<A>`
*
* **Example** (Checking for None)
*
* ```ts import.meta.vitest
* import { Option } from "effect"
*
* Option.isNone(Option.some(1)) // => false
* Option.isNone(Option.none()) // => true
* ```
*
* @see {@link isSome} for the opposite check.
*
* @stability stable
* @category guards
* @since 2.0.0
*/
const isNone = isNone$1;
/**
* Checks whether an `Option` contains a value (`Some`).
*
* **When to use**
*
* Use when you need to branch on a present `Option` before accessing `.value`.
*
* **Details**
*
* - Acts as a type guard, narrowing to `Some<A>`
*
* **Example** (Checking for Some)
*
* ```ts import.meta.vitest
* import { Option } from "effect"
*
* Option.isSome(Option.some(1)) // => true
* Option.isSome(Option.none()) // => false
* ```
*
* @see {@link isNone} for the opposite check.
*
* @stability stable
* @category guards
* @since 2.0.0
*/
const isSome = isSome$1;
/**
* Extracts the value from a `Some`, or evaluates a fallback thunk on `None`.
*
* **When to use**
*
* Use when providing a default value for an absent `Option`
* - Unwrapping with lazy evaluation of the fallback
*
* **Details**
*
* - `Some` → returns the inner value
* - `None` → calls `onNone()` and returns its result
* - `onNone` is only called when needed (lazy)
*
* **Example** (Unwrapping with a fallback)
*
* ```ts import.meta.vitest
* import { Option } from "effect"
*
* Option.some(1).pipe(Option.getOrElse(() => 0)) // => 1
* Option.none().pipe(Option.getOrElse(() => 0)) // => 0
* ```
*
* @see {@link getOrNull} to fall back to `null`
* @see {@link getOrUndefined} to fall back to `undefined`
* @see {@link getOrThrow} to throw on `None`
*
* @stability stable
* @category getters
* @since 2.0.0
*/
const getOrElse = /*#__PURE__*/ dual(2, (self, onNone) => isNone(self) ? onNone() : self.value);
/**
* Extracts the value from a `Some`, or returns `undefined` for `None`.
*
* **When to use**
*
* Use when you need to pass absent `Option` values to APIs that expect
* `undefined`.
*
* **Details**
*
* - `Some` → the inner value
* - `None` → `undefined`
*
* **Example** (Unwrapping to undefined)
*
* ```ts import.meta.vitest
* import { Option } from "effect"
*
* Option.getOrUndefined(Option.some(1)) // => 1
* Option.getOrUndefined(Option.none()) // => undefined
* ```
*
* @see {@link getOrNull} to return `null` instead
* @see {@link getOrElse} for a custom fallback
*
* @stability stable
* @category getters
* @since 2.0.0
*/
const getOrUndefined$1 = /*#__PURE__*/ getOrElse(constUndefined);
/**
* Lifts a function that may throw into one that returns an `Option`.
*
* **When to use**
*
* Use to wrap exception-throwing APIs (e.g. `JSON.parse`) for safe usage
*
* **Details**
*
* - If the function returns normally → `Some` with the result
* - If the function throws → `None` (exception is swallowed)
*
* **Example** (Lifting JSON.parse)
*
* ```ts import.meta.vitest
* import { Option } from "effect"
*
* const parse = Option.liftThrowable(JSON.parse)
*
* parse("1") // => Option.some(1)
* parse("") // => Option.none()
* ```
*
* @see {@link liftNullishOr} for nullable-returning functions
*
* @stability stable
* @category converting
* @since 2.0.0
*/
const liftThrowable = (f) => (...a) => {
	try {
		return some(f(...a));
	} catch {
		return none$2();
	}
};
/**
* Transforms the value inside a `Some` using the provided function, leaving
* `None` unchanged.
*
* **When to use**
*
* Use to apply a pure transformation to an `Option`'s present value, especially
* when chaining transformations in a pipeline.
*
* **Details**
*
* - `Some` → applies `f` and wraps the result in a new `Some`
* - `None` → returns `None` unchanged
*
* **Example** (Mapping over an Option)
*
* ```ts import.meta.vitest
* import { Option } from "effect"
*
* Option.map(Option.some(2), (n) => n * 2) // => Option.some(4)
* Option.map(Option.none(), (n: number) => n * 2) // => Option.none()
* ```
*
* @see {@link flatMap} when `f` returns an `Option`
* @see {@link as} to replace the value with a constant
*
* @stability stable
* @category mapping
* @since 2.0.0
*/
const map$6 = /*#__PURE__*/ dual(2, (self, f) => isNone(self) ? none$2() : some(f(self.value)));
// ../../../node_modules/effect/dist/Context.js
/**
* Runtime type identifier attached to `Context` service keys and used by
* `isKey` to recognize them.
*
* @stability stable
* @category type IDs
* @since 4.0.0
*/
const ServiceTypeId = "~effect/Context/Service";
/**
* Creates a `Context` service key.
*
* **When to use**
*
* Use when you need to define a context service key for a dependency that must
* be provided by the surrounding context.
*
* **Details**
*
* Call `Context.Service("Key")` for a function-style key, or use the two-stage
* form `Context.Service<Self, Shape>()("Key")` for class-style service
* declarations. The returned key can be yielded as an Effect and passed to
* `Context.make`, `Context.add`, and the Context getter functions.
*
* **Gotchas**
*
* The string key is the runtime identity of the service. Reusing the same key
* string for unrelated services makes them occupy the same slot in a
* `Context`.
*
* **Example** (Creating service keys)
*
* ```ts import.meta.vitest
* import { Context } from "effect"
*
* // Create a simple service
* const Database = Context.Service<{
*   query: (sql: string) => string
* }>("Database")
*
* // Create a service class
* class Config extends Context.Service<Config, {
*   port: number
* }>()("Config") {}
*
* // Use the services to create contexts
* const db = Context.make(Database, {
*   query: (sql) => `Result: ${sql}`
* })
* const config = Context.make(Config, { port: 8080 })
* Context.get(db, Database).query("SELECT 1") // => "Result: SELECT 1"
* Context.get(config, Config).port // => 8080
* ```
*
* @see {@link Reference} for service keys with default values
*
* @stability stable
* @category services
* @since 4.0.0
*/
const Service = function() {
	function KeyClass() {}
	const self = KeyClass;
	Object.setPrototypeOf(self, ServiceProto);
	const init = (key, options) => {
		self.key = key;
		if (options?.defaultValue) {
			self[ReferenceTypeId] = ReferenceTypeId;
			self.defaultValue = options.defaultValue;
		}
		if (options?.make) self.make = options.make;
		if (options?.fiberCached) cacheKeys.add(key);
		return self;
	};
	return arguments.length > 0 ? init(arguments[0], arguments[1]) : init;
};
const ServiceProto = {
	[ServiceTypeId]: ServiceTypeId,
	.../*#__PURE__*/ Prototype({
		label: "Service",
		evaluate(fiber) {
			return exitSucceed(get(fiber.context, this));
		}
	}),
	toJSON() {
		return {
			_id: "Service",
			key: this.key
		};
	},
	of(self) {
		return self;
	},
	context(self) {
		return make$15(this, self);
	},
	use(f) {
		return withFiber$1((fiber) => f(get(fiber.context, this)));
	},
	useSync(f) {
		return withFiber$1((fiber) => exitSucceed(f(get(fiber.context, this))));
	}
};
const cacheKeys = /*#__PURE__*/ new Set();
const ReferenceTypeId = "~effect/Context/Reference";
const TypeId$21 = "~effect/Context";
const FlattenAfterBaseHits = 8;
const makeImpl = (cacheRoot, base, overlay, depth, maxDepth) => {
	const self = Object.create(Proto$6);
	self.cacheRoot = cacheRoot ?? self;
	self.base = base;
	self.overlay = overlay;
	self.depth = depth;
	self._flat = void 0;
	self.baseHits = 0;
	self.maxDepth = maxDepth;
	return self;
};
const applyOverlays = (map, overlay) => {
	if (!overlay) return;
	applyOverlays(map, overlay.parent);
	map.set(overlay.key, overlay.value);
};
const flatten$3 = (self) => {
	if (self._flat) return self._flat;
	if (!self.overlay) return self._flat = self.base;
	const map = new Map(self.base);
	applyOverlays(map, self.overlay);
	return self._flat = map;
};
const withFlat = (self, f) => {
	const map = new Map(self.mapUnsafe);
	f(map);
	return makeImpl(void 0, map, void 0, 0, self.maxDepth);
};
const notFound = /*#__PURE__*/ Symbol();
const lookup = (self, key) => {
	const impl = self;
	for (let overlay = impl.overlay; overlay; overlay = overlay.parent) if (overlay.key === key) return overlay.value;
	const value = impl.base.get(key);
	if (value === void 0 && !impl.base.has(key)) return notFound;
	if (impl.overlay && ++impl.baseHits >= impl.base.size && impl.baseHits >= FlattenAfterBaseHits) {
		impl.base = flatten$3(impl);
		impl.overlay = void 0;
		impl.depth = 0;
	}
	return value;
};
/**
* Creates a `Context` from an existing service map.
*
* **When to use**
*
* Use when constructing a low-level `Context` from a trusted map whose lifecycle
* you control.
*
* **Details**
*
* `options.maxDepth` sets how many `add` calls are kept as overlays before the
* context is rebased into a flat map (default `8`). Lower values make lookups
* cheaper, higher values make additions to a large base cheaper. Invalid
* values fall back to the default.
*
* Contexts derived with `add`, `pick`, `omit`, and `merge` keep the setting
* (`merge` from its first non-empty argument). `make`, `empty`, and `mergeAll`
* use the default. Layers are combined with `mergeAll`, so apply it to the
* final context rather than inside a layer.
*
* **Gotchas**
*
* Excessively large `maxDepth` values can cause stack overflow when overlays
* are materialized or rebased. Choose a modest value.
*
* The provided map is retained without copying and must not be mutated after
* construction. Prefer `empty`, `make`, `add`, or `merge` for normal Context
* construction.
*
* **Example** (Creating a context from a map)
*
* ```ts import.meta.vitest
* import { Context } from "effect"
*
* // Create a context from a Map (unsafe)
* const map = new Map([
*   ["Logger", { log: (_msg: string) => {} }]
* ])
*
* const context = Context.makeUnsafe(map)
* context.mapUnsafe.size // => 1
* ```
*
* @stability stable
* @category constructors
* @since 4.0.0
*/
const makeUnsafe$4 = (mapUnsafe, options) => {
	const maxDepth = options?.maxDepth;
	return makeImpl(void 0, mapUnsafe, void 0, 0, Number.isInteger(maxDepth) && maxDepth >= 0 ? maxDepth : 8);
};
const Proto$6 = {
	get mapUnsafe() {
		return flatten$3(this);
	},
	...PipeInspectableProto,
	[TypeId$21]: { _Services: (_) => _ },
	toJSON() {
		return {
			_id: "Context",
			services: Array.from(this.mapUnsafe).map(([key, value]) => ({
				key,
				value
			}))
		};
	},
	[symbol$1](that) {
		if (!isContext(that)) return false;
		const self = this.mapUnsafe;
		const other = that.mapUnsafe;
		if (self.size !== other.size) return false;
		for (const [key, value] of self) if (!other.has(key) || !equals$1(value, other.get(key))) return false;
		return true;
	},
	[symbol$2]() {
		return number$1(this.mapUnsafe.size);
	}
};
/** @internal */
const hasSameCache = (self, that) => self.cacheRoot === that.cacheRoot;
/**
* Checks whether the provided argument is a `Context`.
*
* **When to use**
*
* Use to narrow an unknown value before passing it to APIs that require a
* `Context`.
*
* **Details**
*
* This checks the runtime `Context` marker and does not inspect which services
* the context contains.
*
* **Gotchas**
*
* This guard only proves that the value is a `Context`; it does not prove that
* any specific service is present.
*
* **Example** (Checking for contexts)
*
* ```ts import.meta.vitest
* import { Context } from "effect"
* Context.isContext(Context.empty()) // => true
* ```
*
* @see {@link isKey} for checking service keys
* @see {@link isReference} for checking references with defaults
*
* @stability stable
* @category guards
* @since 2.0.0
*/
const isContext = (u) => hasProperty(u, TypeId$21);
/**
* Checks whether the provided argument is a `Reference`.
*
* **Example** (Checking for references)
*
* ```ts import.meta.vitest
* import { Context } from "effect"
*
* const LoggerRef = Context.Reference("Logger", {
*   defaultValue: () => ({ log: (_msg: string) => {} })
* })
*
* Context.isReference(LoggerRef) // => true
* Context.isReference(Context.Service("Key")) // => false
* ```
*
* @stability stable
* @category guards
* @since 3.11.0
*/
const isReference = (u) => !!u[ReferenceTypeId];
/**
* Returns an empty `Context`.
*
* **Example** (Creating an empty context)
*
* ```ts import.meta.vitest
* import { Context } from "effect"
* Context.empty().mapUnsafe.size // => 0
* ```
*
* @stability stable
* @category constructors
* @since 2.0.0
*/
const empty$2 = () => emptyContext;
const emptyContext = /*#__PURE__*/ makeUnsafe$4(/*#__PURE__*/ new Map());
/**
* Creates a new `Context` with a single service associated to the key.
*
* **Example** (Creating a context with one service)
*
* ```ts import.meta.vitest
* import { Context } from "effect"
*
* const Port = Context.Service<{ PORT: number }>("Port")
*
* const context = Context.make(Port, { PORT: 8080 })
*
* Context.get(context, Port).PORT // => 8080
* ```
*
* @stability stable
* @category constructors
* @since 2.0.0
*/
const make$15 = (key, service) => makeUnsafe$4(/* @__PURE__ */ new Map([[key.key, service]]));
/**
* Adds a service to a given `Context`.
*
* **When to use**
*
* Use when you need to store a known service value in a `Context`.
*
* **Details**
*
* If the context already contains the same service key, the new service
* replaces the previous one.
*
* **Example** (Adding a service to a context)
*
* ```ts import.meta.vitest
* import { Context, pipe } from "effect"
*
* const Port = Context.Service<{ PORT: number }>("Port")
* const Timeout = Context.Service<{ TIMEOUT: number }>("Timeout")
*
* const someContext = Context.make(Port, { PORT: 8080 })
*
* const context = pipe(
*   someContext,
*   Context.add(Timeout, { TIMEOUT: 5000 })
* )
*
* const values = [Context.get(context, Port).PORT, Context.get(context, Timeout).TIMEOUT]
* values // => [8080, 5000]
* ```
*
* @see {@link addOrOmit} for adding or removing a service from an `Option`
*
* @stability stable
* @category combining
* @since 2.0.0
*/
const add$1 = /*#__PURE__*/ dual(3, (self, key, service) => addUnsafe(self, key.key, service));
/**
* Adds a service by key to a given `Context` using a string key.
*
* @stability stable
* @category combining
* @since 4.0.0
*/
const addUnsafe = (self, key, service) => {
	const impl = self;
	const cacheRoot = cacheKeys.has(key) ? void 0 : impl.cacheRoot;
	if (impl.depth >= impl.maxDepth) {
		const map = new Map(impl._flat ?? impl.base);
		if (!impl._flat) applyOverlays(map, impl.overlay);
		map.set(key, service);
		return makeImpl(cacheRoot, map, void 0, 0, impl.maxDepth);
	}
	return makeImpl(cacheRoot, impl.base, {
		key,
		value: service,
		parent: impl.overlay
	}, impl.depth + 1, impl.maxDepth);
};
/**
* Returns the service currently stored for a key, or `undefined` when the key
* is absent.
*
* **When to use**
*
* Use when you need to read the service stored for a key without resolving
* `Context.Reference` defaults.
*
* **Gotchas**
*
* This is a raw lookup and does not resolve default values for
* `Context.Reference` keys.
*
* @see {@link getOption} for a reference-aware optional lookup
*
* @stability stable
* @category getters
* @since 4.0.0
*/
const getOrUndefined = /*#__PURE__*/ dual(2, (self, key) => getOrUndefinedUnsafe(self, key.key));
/** @internal */
const getOrUndefinedUnsafe = (self, key) => {
	const value = lookup(self, key);
	return value === notFound ? void 0 : value;
};
/**
* Gets the service for a key, throwing if an absent non-reference key cannot be
* resolved.
*
* **When to use**
*
* Use when you need to read a service from a context whose type does not prove
* the service is present.
*
* **Details**
*
* If the key is a `Context.Reference` and no override is stored in the
* context, its cached default value is returned. For absent non-reference keys,
* this function throws a runtime error.
*
* **Example** (Getting services unsafely)
*
* ```ts import.meta.vitest
* import { Context, Option } from "effect"
*
* const Port = Context.Service<{ PORT: number }>("Port")
* const Timeout = Context.Service<{ TIMEOUT: number }>("Timeout")
*
* const context = Context.make(Port, { PORT: 8080 })
*
* Context.getUnsafe(context, Port).PORT // => 8080
* Context.getOption(context, Timeout) // => Option.none()
* ```
*
* @see {@link get} for type-checked service access
* @see {@link getOption} for optional service access
*
* @stability stable
* @category unsafe
* @since 4.0.0
*/
const getUnsafe = /*#__PURE__*/ dual(2, (self, service) => {
	const value = lookup(self, service.key);
	if (value === notFound) {
		if (isReference(service)) return getDefaultValue(service);
		throw serviceNotFoundError(service);
	}
	return value;
});
/**
* Gets a service from the context that corresponds to the given key.
*
* **When to use**
*
* Use when you need type-checked access to a service already included in the
* context type.
*
* **Example** (Getting a service from a context)
*
* ```ts import.meta.vitest
* import { Context, pipe } from "effect"
*
* const Port = Context.Service<{ PORT: number }>("Port")
* const Timeout = Context.Service<{ TIMEOUT: number }>("Timeout")
*
* const context = pipe(
*   Context.make(Port, { PORT: 8080 }),
*   Context.add(Timeout, { TIMEOUT: 5000 })
* )
*
* Context.get(context, Timeout).TIMEOUT // => 5000
* ```
*
* @see {@link getOption} for optional service access
* @see {@link getOrElse} for fallback values
*
* @stability stable
* @category getters
* @since 2.0.0
*/
const get = getUnsafe;
const defaultValueCacheKey = "~effect/Context/defaultValue";
const getDefaultValue = (ref) => {
	if (defaultValueCacheKey in ref) return ref[defaultValueCacheKey];
	return ref[defaultValueCacheKey] = ref.defaultValue();
};
const serviceNotFoundError = (service) => {
	const error = /* @__PURE__ */ new Error(`Service not found${service.key ? `: ${String(service.key)}` : ""}`);
	if (error.stack) {
		const lines = error.stack.split("\n");
		lines.splice(1, 3);
		error.stack = lines.join("\n");
	}
	return error;
};
/**
* Gets the service for a key safely wrapped in an `Option`.
*
* **When to use**
*
* Use when you need to read a `Context` service as an `Option` so absence is
* represented as data.
*
* **Details**
*
* Returns `Option.some` when the service is stored in the context. If the key
* is a `Context.Reference` and no override is stored, returns `Option.some` of
* the cached default value. Missing non-reference keys return `Option.none`.
*
* **Example** (Getting optional services)
*
* ```ts import.meta.vitest
* import { Context, Option } from "effect"
*
* const Port = Context.Service<{ PORT: number }>("Port")
* const Timeout = Context.Service<{ TIMEOUT: number }>("Timeout")
*
* const context = Context.make(Port, { PORT: 8080 })
*
* Context.getOption(context, Port) // => Option.some({ PORT: 8080 })
* Context.getOption(context, Timeout) // => Option.none()
* ```
*
* @see {@link getOrElse} for returning a fallback value directly
*
* @stability stable
* @category getters
* @since 2.0.0
*/
const getOption = /*#__PURE__*/ dual(2, (self, service) => {
	const value = lookup(self, service.key);
	if (value !== notFound) return some(value);
	return isReference(service) ? some(getDefaultValue(service)) : none$2();
});
/**
* Merges two `Context`s into one.
*
* **When to use**
*
* Use when you need to combine two contexts.
*
* **Details**
*
* When both contexts contain the same service key, the service from `that`
* overrides the service from `self`.
*
* **Example** (Merging two contexts)
*
* ```ts import.meta.vitest
* import { Context } from "effect"
*
* const Port = Context.Service<{ PORT: number }>("Port")
* const Timeout = Context.Service<{ TIMEOUT: number }>("Timeout")
*
* const firstContext = Context.make(Port, { PORT: 8080 })
* const secondContext = Context.make(Timeout, { TIMEOUT: 5000 })
*
* const context = Context.merge(firstContext, secondContext)
*
* const values = [Context.get(context, Port).PORT, Context.get(context, Timeout).TIMEOUT]
* values // => [8080, 5000]
* ```
*
* @see {@link mergeAll} for merging more than two contexts at once
*
* @stability stable
* @category combining
* @since 2.0.0
*/
const merge$2 = /*#__PURE__*/ dual(2, (self, that) => {
	if (self.mapUnsafe.size === 0) return that;
	if (that.mapUnsafe.size === 0) return self;
	return withFlat(self, (map) => that.mapUnsafe.forEach((value, key) => map.set(key, value)));
});
/**
* Merges any number of `Context`s into one.
*
* **When to use**
*
* Use when you need to combine a variadic list of contexts.
*
* **Details**
*
* When multiple contexts contain the same service key, the service from the
* last context with that key is kept.
*
* **Example** (Merging multiple contexts)
*
* ```ts import.meta.vitest
* import { Context } from "effect"
*
* const Port = Context.Service<{ PORT: number }>("Port")
* const Timeout = Context.Service<{ TIMEOUT: number }>("Timeout")
* const Host = Context.Service<{ HOST: string }>("Host")
*
* const firstContext = Context.make(Port, { PORT: 8080 })
* const secondContext = Context.make(Timeout, { TIMEOUT: 5000 })
* const thirdContext = Context.make(Host, { HOST: "localhost" })
*
* const context = Context.mergeAll(
*   firstContext,
*   secondContext,
*   thirdContext
* )
*
* context.mapUnsafe.size // => 3
* ```
*
* @see {@link merge} for merging two contexts
*
* @stability stable
* @category combining
* @since 3.12.0
*/
const mergeAll$1 = (...ctxs) => {
	const map = /* @__PURE__ */ new Map();
	for (let i = 0; i < ctxs.length; i++) ctxs[i].mapUnsafe.forEach((value, key) => {
		map.set(key, value);
	});
	return makeUnsafe$4(map);
};
/**
* Creates a context key with a default value.
*
* **When to use**
*
* Use when you need to define a context key with a lazily computed default
* value.
*
* **Details**
*
* `Context.Reference` allows you to create a key that can hold a value. You
* can provide a default value for the service, which will automatically be used
* when the context is accessed, or override it with a custom implementation
* when needed. The default value is computed lazily and cached on the
* reference.
*
* **Example** (Creating references with default values)
*
* ```ts import.meta.vitest
* import { Context } from "effect"
*
* // Create a reference with a default value
* const messages: Array<string> = []
* const LoggerRef = Context.Reference("Logger", {
*   defaultValue: () => ({ log: (msg: string) => messages.push(`Default: ${msg}`) })
* })
*
* // The reference provides the default value when accessed from an empty context
* const context = Context.empty()
* const logger = Context.get(context, LoggerRef)
*
* // You can also override the default value
* const customContext = Context.make(LoggerRef, {
*   log: (msg: string) => messages.push(`Custom: ${msg}`)
* })
* const customLogger = Context.get(customContext, LoggerRef)
* logger.log("default")
* customLogger.log("message")
* messages // => ["Default: default", "Custom: message"]
* ```
*
* @see {@link Service} for required services without default values
*
* @stability stable
* @category services
* @since 3.11.0
*/
const Reference$1 = Service;
// ../../../node_modules/effect/dist/Duration.js
const TypeId$20 = "~effect/Duration";
const bigint0$2 = /*#__PURE__*/ BigInt(0);
const bigint1$1 = /*#__PURE__*/ BigInt(1);
const bigint2 = /*#__PURE__*/ BigInt(2);
const bigint10$1 = /*#__PURE__*/ BigInt(10);
const bigint1e3 = /*#__PURE__*/ BigInt(1e3);
const bigint1e6 = /*#__PURE__*/ BigInt(1e6);
const bigint1e9 = /*#__PURE__*/ BigInt(1e9);
const bigintNanosPerMinute = /*#__PURE__*/ BigInt(6e10);
const bigintNanosPerHour = /*#__PURE__*/ BigInt(36e11);
const bigintNanosPerDay = /*#__PURE__*/ BigInt(864e11);
const bigintNanosPerWeek = /*#__PURE__*/ BigInt(6048e11);
const roundTiesAwayFromZero = (input) => BigInt(Math.sign(input) * Math.round(Math.abs(input)));
const roundMillisToNanos = (millis) => Number.isInteger(millis) ? BigInt(millis) * bigint1e6 : roundTiesAwayFromZero(millis * 1e6);
const fromNanosNumber = (nanos) => make$14(Number.isFinite(nanos) ? roundTiesAwayFromZero(nanos) : nanos);
const nanosToUnit = (nanos, divisor) => {
	const value = Number(nanos);
	if (Number.isFinite(value)) return value / divisor;
	const scale = BigInt(divisor);
	return Number(nanos / scale) + Number(nanos % scale) / divisor;
};
const parseNanos = (input, scale) => {
	const decimalIndex = input.indexOf(".");
	if (decimalIndex === -1) return BigInt(input) * scale;
	const isNegative = input[0] === "-";
	const fractional = input.slice(decimalIndex + 1);
	const fractionalScale = bigint10$1 ** BigInt(fractional.length);
	const scaled = (BigInt(input.slice(isNegative ? 1 : 0, decimalIndex)) * fractionalScale + BigInt(fractional)) * scale;
	return divideTiesAwayFromZero(isNegative ? -scaled : scaled, fractionalScale);
};
const divideTiesAwayFromZero = (numerator, denominator) => {
	const absolute = numerator < bigint0$2 ? -numerator : numerator;
	const rounded = absolute / denominator + (absolute % denominator * bigint2 >= denominator ? bigint1$1 : bigint0$2);
	return numerator < bigint0$2 ? -rounded : rounded;
};
const fromMillisString = (input, scale) => {
	const millis = Number(input) * scale;
	if (!Number.isFinite(millis)) return make$14(millis);
	const nanos = parseNanos(input, BigInt(scale) * bigint1e6);
	return make$14(Number.isInteger(millis) && BigInt(millis) * bigint1e6 === nanos ? millis : nanos);
};
const DURATION_REGEXP = /^(-?\d+(?:\.\d+)?)\s+(nanos?|micros?|millis?|seconds?|minutes?|hours?|days?|weeks?)$/;
/**
* Decodes a `Duration.Input` into a `Duration`.
*
* **When to use**
*
* Use when the input has already been validated or comes from a trusted source
* and throwing is acceptable for invalid duration syntax.
*
* **Gotchas**
*
* If the input is not a valid `Duration.Input`, it throws an error.
*
* **Example** (Decoding duration inputs)
*
* ```ts import.meta.vitest
* import { Duration } from "effect"
*
* Duration.fromInputUnsafe(1000) // => Duration.millis(1000)
* Duration.fromInputUnsafe("5 seconds") // => Duration.seconds(5)
* Duration.fromInputUnsafe("Infinity") // => Duration.infinity
* Duration.fromInputUnsafe([2, 500_000_000]) // => Duration.nanos(2_500_000_000n)
* ```
*
* @stability stable
* @category constructors
* @since 4.0.0
*/
const fromInputUnsafe = (input) => {
	switch (typeof input) {
		case "number": return millis(input);
		case "bigint": return nanos(input);
		case "string": {
			if (input === "Infinity") return infinity;
			if (input === "-Infinity") return negativeInfinity;
			const match = DURATION_REGEXP.exec(input);
			if (!match) break;
			const [_, valueStr, unit] = match;
			if (unit === "nano" || unit === "nanos") return nanos(parseNanos(valueStr, bigint1$1));
			if (unit === "micro" || unit === "micros") return nanos(parseNanos(valueStr, bigint1e3));
			switch (unit) {
				case "milli":
				case "millis": return fromMillisString(valueStr, 1);
				case "second":
				case "seconds": return fromMillisString(valueStr, 1e3);
				case "minute":
				case "minutes": return fromMillisString(valueStr, 6e4);
				case "hour":
				case "hours": return fromMillisString(valueStr, 36e5);
				case "day":
				case "days": return fromMillisString(valueStr, 864e5);
				case "week":
				case "weeks": return fromMillisString(valueStr, 6048e5);
			}
			break;
		}
		case "object": {
			if (input === null) break;
			if (TypeId$20 in input) return input;
			if (Array.isArray(input)) {
				if (input.length !== 2 || !input.every(isNumber)) return invalid$2(input);
				if (Number.isNaN(input[0]) || Number.isNaN(input[1])) return zero$1;
				if (input[0] === -Infinity || input[1] === -Infinity) return negativeInfinity;
				if (input[0] === Infinity || input[1] === Infinity) return infinity;
				const nanos = input[0] * 1e9 + input[1];
				return Number.isFinite(nanos) && Number.isInteger(input[0]) && Number.isInteger(input[1]) ? make$14(BigInt(input[0]) * bigint1e9 + BigInt(input[1])) : fromNanosNumber(nanos);
			}
			const obj = input;
			let millis = 0;
			if (obj.weeks) millis += obj.weeks * 6048e5;
			if (obj.days) millis += obj.days * 864e5;
			if (obj.hours) millis += obj.hours * 36e5;
			if (obj.minutes) millis += obj.minutes * 6e4;
			if (obj.seconds) millis += obj.seconds * 1e3;
			if (obj.milliseconds) millis += obj.milliseconds;
			if (!obj.microseconds && !obj.nanoseconds) {
				if (!Number.isFinite(millis)) return make$14(millis);
				const exact = sumObjectNanos(obj);
				return exact === void 0 || BigInt(millis) * bigint1e6 === exact ? make$14(millis) : make$14(exact);
			}
			const nanos = millis * 1e6 + (obj.microseconds ?? 0) * 1e3 + (obj.nanoseconds ?? 0);
			const exact = Number.isFinite(nanos) ? sumObjectNanos(obj) : void 0;
			return exact === void 0 ? fromNanosNumber(nanos) : make$14(exact);
		}
	}
	return invalid$2(input);
};
const isIntegerOrUnset = (n) => !n || Number.isInteger(n);
const sumObjectNanos = (obj) => {
	if (!isIntegerOrUnset(obj.weeks) || !isIntegerOrUnset(obj.days) || !isIntegerOrUnset(obj.hours) || !isIntegerOrUnset(obj.minutes) || !isIntegerOrUnset(obj.seconds) || !isIntegerOrUnset(obj.milliseconds) || !isIntegerOrUnset(obj.microseconds) || !isIntegerOrUnset(obj.nanoseconds)) return void 0;
	let nanos = bigint0$2;
	if (obj.weeks) nanos += BigInt(obj.weeks) * bigintNanosPerWeek;
	if (obj.days) nanos += BigInt(obj.days) * bigintNanosPerDay;
	if (obj.hours) nanos += BigInt(obj.hours) * bigintNanosPerHour;
	if (obj.minutes) nanos += BigInt(obj.minutes) * bigintNanosPerMinute;
	if (obj.seconds) nanos += BigInt(obj.seconds) * bigint1e9;
	if (obj.milliseconds) nanos += BigInt(obj.milliseconds) * bigint1e6;
	if (obj.microseconds) nanos += BigInt(obj.microseconds) * bigint1e3;
	if (obj.nanoseconds) nanos += BigInt(obj.nanoseconds);
	return nanos;
};
const invalid$2 = (input) => {
	throw new Error(`Invalid Input: ${input}`);
};
/**
* Decodes a `Input` value into a `Duration` safely, returning
* `Option.none()` if decoding fails.
*
* **Example** (Safely decoding duration inputs)
*
* ```ts import.meta.vitest
* import { Duration, Option } from "effect"
*
* Duration.fromInput(1000) // => Option.some(Duration.seconds(1))
* Duration.fromInput("invalid" as any) // => Option.none()
* ```
*
* @stability stable
* @category constructors
* @since 4.0.0
*/
const fromInput$2 = /*#__PURE__*/ liftThrowable(fromInputUnsafe);
const zeroDurationValue = {
	_tag: "Millis",
	millis: 0
};
const infinityDurationValue = { _tag: "Infinity" };
const negativeInfinityDurationValue = { _tag: "NegativeInfinity" };
const DurationProto = {
	[TypeId$20]: TypeId$20,
	[symbol$2]() {
		switch (this.value._tag) {
			case "Millis": return hash$1(roundMillisToNanos(this.value.millis));
			case "Nanos": return hash$1(this.value.nanos);
			default: return structure(this.value);
		}
	},
	[symbol$1](that) {
		return isDuration(that) && equals(this, that);
	},
	toString() {
		switch (this.value._tag) {
			case "Infinity": return "Infinity";
			case "NegativeInfinity": return "-Infinity";
			case "Nanos": return `${this.value.nanos} nanos`;
			case "Millis": return `${this.value.millis} millis`;
		}
	},
	toJSON() {
		switch (this.value._tag) {
			case "Millis": return {
				_id: "Duration",
				_tag: "Millis",
				millis: this.value.millis
			};
			case "Nanos": return {
				_id: "Duration",
				_tag: "Nanos",
				nanos: String(this.value.nanos)
			};
			case "Infinity": return {
				_id: "Duration",
				_tag: "Infinity"
			};
			case "NegativeInfinity": return {
				_id: "Duration",
				_tag: "NegativeInfinity"
			};
		}
	},
	[NodeInspectSymbol]() {
		return this.toJSON();
	},
	pipe() {
		return pipeArguments(this, arguments);
	}
};
const make$14 = (input) => {
	const duration = Object.create(DurationProto);
	if (typeof input === "number") {
		if (isNaN(input) || input === 0 || Object.is(input, -0)) duration.value = zeroDurationValue;
		else if (!Number.isFinite(input)) duration.value = input > 0 ? infinityDurationValue : negativeInfinityDurationValue;
		else if (!Number.isInteger(input)) duration.value = {
			_tag: "Nanos",
			nanos: roundMillisToNanos(input)
		};
		else duration.value = {
			_tag: "Millis",
			millis: input
		};
	} else if (input === bigint0$2) duration.value = zeroDurationValue;
	else duration.value = {
		_tag: "Nanos",
		nanos: input
	};
	return duration;
};
/**
* Checks whether a value is a Duration.
*
* **Example** (Checking for durations)
*
* ```ts import.meta.vitest
* import { Duration } from "effect"
*
* Duration.isDuration(Duration.seconds(1)) // => true
* Duration.isDuration(1000) // => false
* ```
*
* @stability stable
* @category guards
* @since 2.0.0
*/
const isDuration = (u) => hasProperty(u, TypeId$20);
/**
* A Duration representing zero time.
*
* **Example** (Referencing the zero duration)
*
* ```ts import.meta.vitest
* import { Duration } from "effect"
*
* Duration.toMillis(Duration.zero) // => 0
* ```
*
* @stability stable
* @category constructors
* @since 2.0.0
*/
const zero$1 = /*#__PURE__*/ make$14(0);
/**
* A Duration representing infinite time.
*
* **Example** (Referencing infinite duration)
*
* ```ts import.meta.vitest
* import { Duration } from "effect"
*
* Duration.toMillis(Duration.infinity) // => Infinity
* ```
*
* @stability stable
* @category constructors
* @since 2.0.0
*/
const infinity = /*#__PURE__*/ make$14(Infinity);
/**
* A Duration representing negative infinite time.
*
* **Example** (Referencing negative infinite duration)
*
* ```ts import.meta.vitest
* import { Duration } from "effect"
*
* Duration.toMillis(Duration.negativeInfinity) // => -Infinity
* ```
*
* @stability stable
* @category constructors
* @since 4.0.0
*/
const negativeInfinity = /*#__PURE__*/ make$14(-Infinity);
/**
* Creates a Duration from nanoseconds.
*
* **Example** (Creating durations from nanoseconds)
*
* ```ts import.meta.vitest
* import { Duration } from "effect"
*
* Duration.nanos(500_000_000n) // => Duration.nanos(500_000_000n)
* ```
*
* @stability stable
* @category constructors
* @since 2.0.0
*/
const nanos = (nanos) => make$14(nanos);
/**
* Creates a Duration from milliseconds.
*
* **Example** (Creating durations from milliseconds)
*
* ```ts import.meta.vitest
* import { Duration } from "effect"
*
* Duration.toMillis(Duration.millis(1000)) // => 1000
* ```
*
* @stability stable
* @category constructors
* @since 2.0.0
*/
const millis = (millis) => make$14(millis);
/**
* Converts a Duration to milliseconds.
*
* **Example** (Converting durations to milliseconds)
*
* ```ts import.meta.vitest
* import { Duration } from "effect"
*
* Duration.toMillis(Duration.seconds(5)) // => 5000
* Duration.toMillis(Duration.minutes(2)) // => 120_000
* ```
*
* @stability stable
* @category getters
* @since 2.0.0
*/
const toMillis = (self) => match$1(fromInputUnsafe(self), {
	onMillis: identity,
	onNanos: (nanos) => nanosToUnit(nanos, 1e6),
	onInfinity: () => Infinity,
	onNegativeInfinity: () => -Infinity
});
/**
* Gets the duration in nanoseconds as a bigint.
*
* **When to use**
*
* Use when the duration is known to be finite and you need the nanosecond value
* as a `bigint`.
*
* **Details**
*
* Millisecond-backed fractional durations are rounded to the nearest
* nanosecond, with ties away from zero.
*
* **Gotchas**
*
* If the duration is infinite, it throws an error.
*
* **Example** (Reading nanoseconds unsafely)
*
* ```ts import.meta.vitest
* import { Duration } from "effect"
*
* Duration.toNanosUnsafe(Duration.seconds(2)) // => 2_000_000_000n
*
* // Duration.toNanosUnsafe(Duration.infinity)
* // throws Error: "Cannot convert infinite duration to nanos"
* ```
*
* @stability stable
* @category getters
* @since 4.0.0
*/
const toNanosUnsafe = (input) => {
	const self = fromInputUnsafe(input);
	switch (self.value._tag) {
		case "Infinity":
		case "NegativeInfinity": throw new Error("Cannot convert infinite duration to nanos");
		case "Nanos": return self.value.nanos;
		case "Millis": return roundMillisToNanos(self.value.millis);
	}
};
/**
* Pattern matches on the representation of a `Duration`.
*
* **Details**
*
* Provide handlers for millisecond-backed values, nanosecond-backed values,
* and positive infinity. Use `onNegativeInfinity` to handle negative infinity
* separately; otherwise negative infinity is handled by `onInfinity`.
*
* **Example** (Pattern matching on duration representations)
*
* ```ts import.meta.vitest
* import { Duration } from "effect"
*
* Duration.match(Duration.seconds(5), {
*   onMillis: (millis) => `${millis} milliseconds`,
*   onNanos: (nanos) => `${nanos} nanoseconds`,
*   onInfinity: () => "infinite"
* }) // => "5000 milliseconds"
* ```
*
* @stability stable
* @category pattern matching
* @since 2.0.0
*/
const match$1 = /*#__PURE__*/ dual(2, (self, options) => {
	switch (self.value._tag) {
		case "Millis": return options.onMillis(self.value.millis);
		case "Nanos": return options.onNanos(self.value.nanos);
		case "Infinity": return options.onInfinity();
		case "NegativeInfinity": return (options.onNegativeInfinity ?? options.onInfinity)();
	}
});
/**
* Pattern matches on two `Duration`s, providing handlers that receive both values.
*
* **Example** (Pattern matching on duration pairs)
*
* ```ts import.meta.vitest
* import { Duration } from "effect"
*
* Duration.matchPair(Duration.seconds(3), Duration.seconds(2), {
*   onMillis: (a, b) => a + b,
*   onNanos: (a, b) => Number(a + b),
*   onInfinity: () => Infinity
* }) // => 5000
* ```
*
* @stability stable
* @category pattern matching
* @since 4.0.0
*/
const matchPair = /*#__PURE__*/ dual(3, (self, that, options) => {
	if (self.value._tag === "Infinity" || self.value._tag === "NegativeInfinity" || that.value._tag === "Infinity" || that.value._tag === "NegativeInfinity") return options.onInfinity(self, that);
	if (self.value._tag === "Millis") return that.value._tag === "Millis" ? options.onMillis(self.value.millis, that.value.millis) : options.onNanos(toNanosUnsafe(self), that.value.nanos);
	else return options.onNanos(self.value.nanos, toNanosUnsafe(that));
});
/**
* Provides an `Equivalence` instance for comparing `Duration` values.
*
* **Example** (Comparing durations for equivalence)
*
* ```ts import.meta.vitest
* import { Duration } from "effect"
*
* Duration.Equivalence(Duration.seconds(5), Duration.millis(5000)) // => true
* ```
*
* @stability stable
* @category instances
* @since 2.0.0
*/
const Equivalence$3 = (self, that) => matchPair(self, that, {
	onMillis: (self, that) => self === that,
	onNanos: (self, that) => self === that,
	onInfinity: (self, that) => self.value._tag === that.value._tag
});
/**
* Checks whether two Durations are equal.
*
* **Example** (Checking duration equality)
*
* ```ts import.meta.vitest
* import { Duration } from "effect"
*
* Duration.equals(Duration.seconds(5), Duration.millis(5000)) // => true
* ```
*
* @stability stable
* @category predicates
* @since 2.0.0
*/
const equals = /*#__PURE__*/ dual(2, (self, that) => Equivalence$3(self, that));
// ../../../node_modules/effect/dist/internal/array.js
/**
* @since 2.0.0
*/
/** @internal */
const isArrayNonEmpty$1 = (self) => self.length > 0;
// ../../../node_modules/effect/dist/internal/count.js
/**
* Normalizes a collection count to a non-negative integer. `NaN` and
* non-positive values become `0`; positive infinity is preserved.
*
* @internal
*/
const normalize$1 = (n) => n > 0 ? Math.floor(n) : 0;
// ../../../node_modules/effect/dist/Result.js
/**
* Creates a `Result` holding a `Success` value.
*
* **Details**
*
* - Use when you have a value and want to lift it into the `Result` type
* - The error type `E` defaults to `never`
*
* **Example** (Wrapping a value)
*
* ```ts import.meta.vitest
* import { Result } from "effect"
*
* Result.succeed(42) // => Result.succeed(42)
* ```
*
* @see {@link fail} to create a Failure
* @see {@link void_ void} for a pre-built `Success<void>`
*
* @stability stable
* @category constructors
* @since 4.0.0
*/
const succeed$5 = succeed$6;
/**
* Creates a `Result` holding a `Failure` value.
*
* **When to use**
*
* Use to represent a failed `Result` with a typed failure value.
*
* **Details**
*
* - The success type `A` defaults to `never`
*
* **Example** (Creating a failure)
*
* ```ts import.meta.vitest
* import { Result } from "effect"
*
* Result.fail("Something went wrong") // => Result.fail("Something went wrong")
* ```
*
* @see {@link succeed} to create a Success
* @see {@link mapError} to transform the error
*
* @stability stable
* @category constructors
* @since 4.0.0
*/
const fail$5 = fail$6;
/**
* Checks whether a `Result` is a `Failure`.
*
* **When to use**
*
* Use to narrow a known `Result` to the `Failure` variant.
*
* **Details**
*
* - Acts as a TypeScript type guard, narrowing to `Failure<A, E>`
* - After narrowing, you can access `.failure` to read the error value
*
* **Example** (Narrowing to failure)
*
* ```ts import.meta.vitest
* import { Result } from "effect"
*
* const result = Result.fail("oops")
*
* if (Result.isFailure(result)) {
*   result.failure // => "oops"
* }
* ```
*
* @see {@link isSuccess} for the opposite check
* @see {@link isResult} to check if a value is any Result
*
* @stability stable
* @category guards
* @since 4.0.0
*/
const isFailure$1 = isFailure$2;
/**
* Folds a `Result` into a single value by applying one of two functions.
*
* **When to use**
*
* Use when a `Result`'s success and failure branches should be collapsed into
* one plain output type.
*
* **Details**
*
* - Applies `onSuccess` if the result is a `Success`
* - Applies `onFailure` if the result is a `Failure`
* - Both branches must return the same type (or a common supertype)
*
* **Example** (Folding to a string)
*
* ```ts import.meta.vitest
* import { pipe, Result } from "effect"
*
* const format = Result.match({
*   onSuccess: (n: number) => `Got ${n}`,
*   onFailure: (e: string) => `Err: ${e}`
* })
*
* format(Result.succeed(42)) // => "Got 42"
*
* format(Result.fail("timeout")) // => "Err: timeout"
* ```
*
* @see {@link merge} to extract `A | E` without mapping
* @see {@link getOrElse} to unwrap only the success with a fallback
*
* @stability stable
* @category pattern matching
* @since 2.0.0
*/
const match = /*#__PURE__*/ dual(2, (self, { onFailure, onSuccess }) => isFailure$1(self) ? onFailure(self.failure) : onSuccess(self.success));
// ../../../node_modules/effect/dist/Record.js
/**
* Checks whether a given `key` exists in a record.
*
* **Example** (Checking key membership)
*
* ```ts import.meta.vitest
* import { Record } from "effect"
*
* Record.has({ a: 1, b: 2 }, "a") // => true
* Record.has(Record.empty<string>(), "c") // => false
* ```
*
* @stability stable
* @category predicates
* @since 2.0.0
*/
const has$1 = /*#__PURE__*/ dual(2, (self, key) => Object.hasOwn(self, key));
/**
* Retrieves the keys of a given record as an array.
*
* **Example** (Getting record keys)
*
* ```ts import.meta.vitest
* import { Record } from "effect"
*
* Record.keys({ a: 1, b: 2, c: 3 }) // => ["a", "b", "c"]
* ```
*
* @stability stable
* @category getters
* @since 2.0.0
*/
const keys = (self) => Object.keys(self);
/**
* Checks whether all the keys and values in one record are also found in another record.
* Uses the provided equivalence function to compare values.
*
* **Example** (Checking subrecords with a custom equivalence)
*
* ```ts import.meta.vitest
* import { Equivalence, Record } from "effect"
*
* const isSubrecord = Record.isSubrecordBy(
*   Equivalence.make<string>((self, that) => self.toLowerCase() === that.toLowerCase())
* )
*
* const required: Record.ReadonlyRecord<string, string> = { role: "Admin" }
* const available: Record.ReadonlyRecord<string, string> = {
*   role: "admin",
*   status: "active"
* }
*
* isSubrecord(required, available) // => true
* isSubrecord({ role: "Admin", status: "inactive" }, available) // => false
* isSubrecord(required, { role: "editor", status: "active" }) // => false
* ```
*
* @stability stable
* @category predicates
* @since 2.0.0
*/
const isSubrecordBy = (equivalence) => dual(2, (self, that) => {
	for (const key of keys(self)) if (!has$1(that, key) || !equivalence(self[key], that[key])) return false;
	return true;
});
/**
* Create an `Equivalence` for records using the provided `Equivalence` for values.
* Two records are considered equivalent if they have the same keys and their corresponding values are equivalent.
*
* **Example** (Comparing records with a value equivalence)
*
* ```ts import.meta.vitest
* import { Equal, Record } from "effect"
*
* const recordEquivalence = Record.makeEquivalence(Equal.asEquivalence<number>())
*
* recordEquivalence({ a: 1, b: 2 }, { a: 1, b: 2 }) // => true
* recordEquivalence({ a: 1, b: 2 }, { a: 1, b: 3 }) // => false
* ```
*
* @stability stable
* @category instances
* @since 4.0.0
*/
const makeEquivalence$1 = (equivalence) => {
	const is = isSubrecordBy(equivalence);
	return (self, that) => is(self, that) && is(that, self);
};
// ../../../node_modules/effect/dist/Array.js
/**
* Exposes the global array constructor.
*
* **When to use**
*
* Use to access native JavaScript array constructor methods such as `isArray`
* or `from` from the Effect module namespace.
*
* **Example** (Accessing the Array constructor)
*
* ```ts import.meta.vitest
* import { Array } from "effect"
*
* Array.Array === globalThis.Array // => true
* ```
*
* @stability stable
* @category constructors
* @since 4.0.0
*/
const Array$1 = globalThis.Array;
/**
* Converts an `Iterable` to an `Array`.
*
* **When to use**
*
* Use to convert any `Iterable` (Set, Generator, etc.) into an array.
*
* **Details**
*
* If the input is already an array, this returns it by reference without
* copying. Otherwise, it creates a new array from the iterable. Use `copy` if
* you need a fresh array even when the input is already an array.
*
* **Example** (Converting a Set to an array)
*
* ```ts import.meta.vitest
* import { Array } from "effect"
*
* Array.fromIterable(new Set([1, 2, 3])) // => [1, 2, 3]
* ```
*
* @see {@link ensure} — wrap a single value or return an existing array
* @see {@link copy} — create a shallow copy of an array
*
* @stability stable
* @category constructors
* @since 2.0.0
*/
const fromIterable$1 = (collection) => Array$1.isArray(collection) ? collection : Array$1.from(collection);
/**
* Adds a single element to the end of an iterable, returning a `NonEmptyArray`.
*
* **When to use**
*
* Use when you need to guarantee a non-empty result after adding a required
* trailing value.
*
* **Example** (Appending an element)
*
* ```ts import.meta.vitest
* import { Array } from "effect"
*
* Array.append([1, 2, 3], 4) // => [1, 2, 3, 4]
* ```
*
* @see {@link prepend} — add to the front
* @see {@link appendAll} — append multiple elements
*
* @stability stable
* @category combining
* @since 2.0.0
*/
const append$1 = /*#__PURE__*/ dual(2, (self, last) => [...self, last]);
Array$1.isArray;
/**
* Checks whether a mutable `Array` is non-empty, narrowing the type to
* `NonEmptyArray`.
*
* **When to use**
*
* Use when you need the narrowed value to remain a mutable `Array` after proving
* it has at least one element.
*
* **Example** (Checking for a non-empty array)
*
* ```ts import.meta.vitest
* import { Array } from "effect"
*
* Array.isArrayNonEmpty([]) // => false
* Array.isArrayNonEmpty([1, 2, 3]) // => true
* ```
*
* @see {@link isReadonlyArrayNonEmpty} — readonly variant
* @see {@link isArrayEmpty} — opposite check
*
* @stability stable
* @category guards
* @since 4.0.0
*/
const isArrayNonEmpty = isArrayNonEmpty$1;
/**
* Checks whether a `ReadonlyArray` is non-empty, narrowing the type to
* `NonEmptyReadonlyArray`.
*
* **When to use**
*
* Use when you need to prove a readonly array has at least one element without
* requiring mutable array methods afterward.
*
* **Example** (Checking for a non-empty readonly array)
*
* ```ts import.meta.vitest
* import { Array } from "effect"
*
* Array.isReadonlyArrayNonEmpty([]) // => false
* Array.isReadonlyArrayNonEmpty([1, 2, 3]) // => true
* ```
*
* @see {@link isArrayNonEmpty} — mutable variant
* @see {@link isReadonlyArrayEmpty} — opposite check
*
* @stability stable
* @category guards
* @since 4.0.0
*/
const isReadonlyArrayNonEmpty = isArrayNonEmpty$1;
/**
* Creates an empty array.
*
* **When to use**
*
* Use to create a typed empty array without allocating placeholder elements.
*
* **Example** (Creating an empty array)
*
* ```ts import.meta.vitest
* import { Array } from "effect"
*
* Array.empty<number>() // => []
* ```
*
* @see {@link of} — create a single-element array
* @see {@link make} — create from multiple values
*
* @stability stable
* @category constructors
* @since 2.0.0
*/
const empty$1 = () => [];
/**
* Transforms each element using a function, returning a new array.
*
* **When to use**
*
* Use to transform each element independently while preserving the array shape.
*
* **Details**
*
* The function receives `(element, index)`. The return type preserves
* `NonEmptyArray`.
*
* **Example** (Doubling values)
*
* ```ts import.meta.vitest
* import { Array } from "effect"
*
* Array.map([1, 2, 3], (x) => x * 2) // => [2, 4, 6]
* ```
*
* @see {@link flatMap} — map and flatten
*
* @stability stable
* @category mapping
* @since 2.0.0
*/
const map$3 = /*#__PURE__*/ dual(2, (self, f) => self.map(f));
// ../../../node_modules/effect/dist/Filter.js
/**
* Composes two filters sequentially, passing the successful output of the first
* filter to the second.
*
* **Details**
*
* If either filter fails, the returned filter fails with the original input
* instead of the intermediate failure value.
*
* @stability stable
* @category combinators
* @since 4.0.0
*/
const composePassthrough = /*#__PURE__*/ dual(2, (left, right) => (input) => {
	const leftOut = left(input);
	if (isFailure$1(leftOut)) return fail$5(input);
	const rightOut = right(leftOut.success);
	if (isFailure$1(rightOut)) return fail$5(input);
	return rightOut;
});
/**
* Converts a `Filter` into a function that returns `Some` for passed values
* and `None` for filtered-out values.
*
* **When to use**
*
* Use when adapting a `Filter` to `Option`-based code where passed values
* become `Some` and filtered-out inputs become `None`.
*
* @see {@link toResult} for keeping the filter failure value
* @see {@link toPredicate} for plain boolean pass/fail checks
*
* @stability stable
* @category converting
* @since 4.0.0
*/
const toOption$1 = (self) => (input) => {
	const result = self(input);
	return isFailure$1(result) ? none$2() : some(result.success);
};
// ../../../node_modules/effect/dist/Scheduler.js
/**
* Controls how runnable Effect fiber tasks are dispatched.
*
* A scheduler decides how tasks are queued, when queued tasks run, and when a
* fiber should pause so other work can continue. This module includes the
* scheduler service reference, the default `MixedScheduler`, dispatcher types
* for queued tasks, and references for tuning or disabling automatic scheduler
* yields.
*
* @stability stable
* @since 2.0.0
*/
/**
* Context reference for the scheduler used by the Effect runtime.
*
* **When to use**
*
* Use when you need to replace scheduling behavior globally in tests or runtime
* setup, such as forcing deterministic task dispatch.
*
* **Details**
*
* The default value creates a `MixedScheduler`. Provide this service to
* customize execution mode, task dispatching, or yield behavior.
*
* @stability stable
* @category services
* @since 2.0.0
*/
const Scheduler = /*#__PURE__*/ Reference$1("effect/Scheduler", {
	fiberCached: true,
	defaultValue: () => new MixedScheduler()
});
const setMicrotask = (f) => {
	let cancelled = false;
	Promise.resolve().then(() => {
		if (!cancelled) f();
	});
	return () => {
		cancelled = true;
	};
};
const setTimer = "setImmediate" in globalThis ? (f) => {
	const timer = globalThis.setImmediate(f);
	return () => globalThis.clearImmediate(timer);
} : (f) => {
	const timer = setTimeout(f, 0);
	return () => clearTimeout(timer);
};
const setImmediate = (f) => {
	try {
		return setTimer(f);
	} catch {
		return setMicrotask(f);
	}
};
var PriorityBuckets = class {
	buckets = [];
	scheduleTask(task, priority) {
		const buckets = this.buckets;
		const len = buckets.length;
		let bucket;
		let index = 0;
		for (; index < len; index++) {
			if (buckets[index][0] > priority) break;
			bucket = buckets[index];
		}
		if (bucket && bucket[0] === priority) bucket[1].push(task);
		else if (index === len) buckets.push([priority, [task]]);
		else buckets.splice(index, 0, [priority, [task]]);
	}
	drain() {
		const buckets = this.buckets;
		this.buckets = [];
		return buckets;
	}
};
/**
* Provides a scheduler implementation that batches queued tasks and dispatches them by
* priority.
*
* **When to use**
*
* Use when you need the default runtime scheduler directly, including a
* scheduler that batches queued work by priority and preserves FIFO order within
* each priority.
*
* **Details**
*
* `MixedScheduler` supports synchronous and asynchronous execution modes, uses
* operation counts to decide when fibers should yield, and is the default
* scheduler implementation.
*
* **Gotchas**
*
* On Cloudflare Workers, request-owned scheduler timers can be discarded,
* leaving shared fibers suspended. Use `new MixedScheduler("sync")` for the
* whole application; see `HttpRouter.toWebHandler` for a recipe.
* Sync mode does not yield to the event loop: CPU-heavy work delays other
* requests, and I/O-polling loops can exhaust the CPU limit. It does not fix
* request-owned timers (such as `Effect.sleep`) or request-bound async contexts.
*
* @stability stable
* @category models
* @since 2.0.0
*/
var MixedScheduler = class {
	executionMode;
	setImmediate;
	constructor(executionMode = "async", setImmediateFn) {
		this.executionMode = executionMode;
		this.setImmediate = setImmediateFn ?? (executionMode === "sync" ? setMicrotask : setImmediate);
	}
	/**
	* Returns whether the fiber has reached its operation budget and should yield.
	*
	* **When to use**
	*
	* Use to decide whether a fiber should yield after consuming its current
	* operation budget.
	*
	* @since 2.0.0
	*/
	shouldYield(fiber) {
		return fiber.currentOpCount >= fiber.cache.maxOpsBeforeYield;
	}
	/**
	* Creates a dispatcher that schedules work through this scheduler.
	*
	* **When to use**
	*
	* Use when you need a standalone dispatcher from a scheduler instance, for
	* example in tests that enqueue tasks and then flush them deterministically.
	*
	* @since 4.0.0
	*/
	makeDispatcher() {
		return new MixedSchedulerDispatcher(this.setImmediate);
	}
};
var MixedSchedulerDispatcher = class {
	tasks = /*#__PURE__*/ new PriorityBuckets();
	running = void 0;
	setImmediate;
	constructor(setImmediateFn = setImmediate) {
		this.setImmediate = setImmediateFn;
	}
	/**
	* @since 2.0.0
	*/
	scheduleTask(task, priority) {
		this.tasks.scheduleTask(task, priority);
		if (this.running === void 0) this.running = this.setImmediate(this.afterScheduled);
	}
	/**
	* @since 2.0.0
	*/
	afterScheduled = () => {
		this.running = void 0;
		this.runTasks();
	};
	/**
	* @since 2.0.0
	*/
	runTasks() {
		const buckets = this.tasks.drain();
		for (let i = 0; i < buckets.length; i++) {
			const toRun = buckets[i][1];
			for (let j = 0; j < toRun.length; j++) toRun[j]();
		}
	}
	/**
	* @since 2.0.0
	*/
	flush() {
		while (this.tasks.buckets.length > 0) {
			if (this.running !== void 0) {
				this.running();
				this.running = void 0;
			}
			this.runTasks();
		}
	}
};
/**
* Context reference that controls the maximum number of operations a fiber
* can perform before yielding control back to the scheduler.
*
* **When to use**
*
* Use to tune scheduler fairness for CPU-bound fibers by changing the scheduler
* operation budget that triggers a yield.
*
* **Details**
*
* The default value is `2048` operations, which balances performance and
* fairness by helping prevent long-running fibers from monopolizing the
* execution thread.
*
* @see {@link PreventSchedulerYield} for bypassing scheduler yield checks entirely rather than tuning the operation budget
*
* @stability stable
* @category services
* @since 4.0.0
*/
const MaxOpsBeforeYield = /*#__PURE__*/ Reference$1("effect/Scheduler/MaxOpsBeforeYield", {
	fiberCached: true,
	defaultValue: () => 2048
});
/**
* Context reference that controls whether the runtime should bypass scheduler
* yield checks. When set to `true`, the fiber run loop won't call
* `Scheduler.shouldYield`.
*
* **When to use**
*
* Use to bypass scheduler yield checks for controlled runtime workloads where
* cooperative yielding should be disabled.
*
* **Gotchas**
*
* Setting this reference to `true` can let long-running fibers monopolize the
* JavaScript thread.
*
* @see {@link MaxOpsBeforeYield} for tuning yield frequency without disabling yield checks
* @see {@link Scheduler} for providing custom scheduler yield behavior
*
* @stability stable
* @category services
* @since 4.0.0
*/
const PreventSchedulerYield = /*#__PURE__*/ Reference$1("effect/Scheduler/PreventSchedulerYield", {
	fiberCached: true,
	defaultValue: () => false
});
// ../../../node_modules/effect/dist/Data.js
/**
* Provides a base class for immutable data types.
*
* **When to use**
*
* Use when you need a lightweight immutable value type with `.pipe()` support.
*
* **Details**
*
* Extend `Class` with a type parameter to declare fields. The constructor
* accepts those fields as a single object argument. When there are no fields
* the argument is optional. Instances are `Readonly` and `Pipeable`.
*
* **Example** (Defining a value class)
*
* ```ts import.meta.vitest
* import { Data, Equal } from "effect"
*
* class Person extends Data.Class<{ readonly name: string }> {}
*
* Equal.equals(new Person({ name: "Mike" }), new Person({ name: "Mike" })) // => true
* ```
*
* @see {@link TaggedClass} — adds a `_tag` field
* @see {@link Error} — yieldable error variant
*
* @stability stable
* @category constructors
* @since 2.0.0
*/
const Class$1 = class extends Class$3 {
	constructor(props) {
		super();
		if (props) assignProperties(this, props);
	}
};
/**
* Creates a tagged error class with a `_tag` discriminator.
*
* **When to use**
*
* Use when you need domain errors with discriminated-union handling.
*
* **Details**
*
* Like {@link Error}, but instances also carry a `readonly _tag` property,
* enabling `Effect.catchTag` and `Effect.catchTags` for tag-based recovery.
* The `_tag` is excluded from the constructor argument. Yielding an instance
* inside `Effect.gen` fails the effect with this error.
*
* **Example** (Recovering by tag)
*
* ```ts import.meta.vitest
* import { Data, Effect } from "effect"
*
* class NotFound extends Data.TaggedError("NotFound")<{
*   readonly resource: string
* }> {}
*
* class Forbidden extends Data.TaggedError("Forbidden")<{
*   readonly reason: string
* }> {}
*
* const program = Effect.gen(function*() {
*   return yield* new NotFound({ resource: "/users/42" })
* })
*
* const recovered = program.pipe(
*   Effect.catchTag("NotFound", (e) =>
*     Effect.succeed(`missing: ${e.resource}`))
* )
*
* await Effect.runPromise(recovered) // => "missing: /users/42"
* ```
*
* @see {@link Error} — without a `_tag`
* @see {@link TaggedClass} — tagged class that is not an error
*
* @stability stable
* @category constructors
* @since 2.0.0
*/
const TaggedError = TaggedError$1;
// ../../../node_modules/effect/dist/encoding/EncodingError.js
/**
* Shared error type for encoding and decoding operations.
*
* @stability stable
* @since 4.0.0
*/
/**
* Type identifier stored on `EncodingError` values and used by
* `isEncodingError`.
*
* **When to use**
*
* Use when implementing low-level `EncodingError`-compatible values that need
* to carry the runtime marker.
*
* **Details**
*
* This marker is part of the runtime representation of `EncodingError`. Prefer
* `isEncodingError` when narrowing unknown values.
*
* @see {@link isEncodingError} for the public guard that checks this marker
*
* @stability stable
* @category type IDs
* @since 4.0.0
*/
const EncodingErrorTypeId = "~effect/encoding/EncodingError";
/**
* Error returned when an encoding or decoding operation cannot process its input.
*
* **When to use**
*
* Use when you need to handle or inspect failures from encoding or decoding
* operations.
*
* **Details**
*
* The error records whether the failure happened during encoding or decoding,
* which encoding module reported it, the original input, and a human-readable
* message.
*
* @see {@link isEncodingError} for checking whether a value is an EncodingError
*
* @stability stable
* @category errors
* @since 4.0.0
*/
var EncodingError = class extends (/*#__PURE__*/ TaggedError("EncodingError")) {
	/**
	* Marks this value as an encoding or decoding error for runtime guards.
	*
	* **When to use**
	*
	* Use to identify `EncodingError` instances through `isEncodingError`.
	*
	* @since 4.0.0
	*/
	[EncodingErrorTypeId] = EncodingErrorTypeId;
};
/**
* Generates a random lowercase hexadecimal string, optimized for lengths that
* are multiples of 8.
*
* **Details**
*
* `length` is not validated. The function generates `length >>> 3` random
* 8-character words, so non-negative lengths below `2 ** 32` are rounded down
* to a multiple of 8 and other values follow JavaScript's unsigned 32-bit
* coercion rules.
*
* This function uses `Math.random()` and is not cryptographically secure. For
* security-sensitive values, draw bytes with the `randomBytes` method of the
* `SecureRandom` service from `effect/crypto/SecureRandom`, and encode them with
* {@link encode}.
*
* @stability stable
* @category encoding
* @since 4.0.0
*/
const random = (length) => {
	switch (length) {
		case 16: return random16();
		case 32: return random32();
		default: {
			let result = "";
			for (let i = length >>> 3; i > 0; i--) result += random8();
			return result;
		}
	}
};
const hexCharCodes = /*#__PURE__*/ Uint8Array.from("0123456789abcdef", (c) => c.charCodeAt(0));
const randomWord = () => Math.random() * 4294967296 >>> 0;
const random8 = () => {
	const a = randomWord();
	return String.fromCharCode(hexCharCodes[a >>> 28], hexCharCodes[a >>> 24 & 15], hexCharCodes[a >>> 20 & 15], hexCharCodes[a >>> 16 & 15], hexCharCodes[a >>> 12 & 15], hexCharCodes[a >>> 8 & 15], hexCharCodes[a >>> 4 & 15], hexCharCodes[a & 15]);
};
const random16 = () => {
	const a = randomWord();
	const b = randomWord();
	return String.fromCharCode(hexCharCodes[a >>> 28], hexCharCodes[a >>> 24 & 15], hexCharCodes[a >>> 20 & 15], hexCharCodes[a >>> 16 & 15], hexCharCodes[a >>> 12 & 15], hexCharCodes[a >>> 8 & 15], hexCharCodes[a >>> 4 & 15], hexCharCodes[a & 15], hexCharCodes[b >>> 28], hexCharCodes[b >>> 24 & 15], hexCharCodes[b >>> 20 & 15], hexCharCodes[b >>> 16 & 15], hexCharCodes[b >>> 12 & 15], hexCharCodes[b >>> 8 & 15], hexCharCodes[b >>> 4 & 15], hexCharCodes[b & 15]);
};
const random32 = () => {
	const a = randomWord();
	const b = randomWord();
	const c = randomWord();
	const d = randomWord();
	return String.fromCharCode(hexCharCodes[a >>> 28], hexCharCodes[a >>> 24 & 15], hexCharCodes[a >>> 20 & 15], hexCharCodes[a >>> 16 & 15], hexCharCodes[a >>> 12 & 15], hexCharCodes[a >>> 8 & 15], hexCharCodes[a >>> 4 & 15], hexCharCodes[a & 15], hexCharCodes[b >>> 28], hexCharCodes[b >>> 24 & 15], hexCharCodes[b >>> 20 & 15], hexCharCodes[b >>> 16 & 15], hexCharCodes[b >>> 12 & 15], hexCharCodes[b >>> 8 & 15], hexCharCodes[b >>> 4 & 15], hexCharCodes[b & 15], hexCharCodes[c >>> 28], hexCharCodes[c >>> 24 & 15], hexCharCodes[c >>> 20 & 15], hexCharCodes[c >>> 16 & 15], hexCharCodes[c >>> 12 & 15], hexCharCodes[c >>> 8 & 15], hexCharCodes[c >>> 4 & 15], hexCharCodes[c & 15], hexCharCodes[d >>> 28], hexCharCodes[d >>> 24 & 15], hexCharCodes[d >>> 20 & 15], hexCharCodes[d >>> 16 & 15], hexCharCodes[d >>> 12 & 15], hexCharCodes[d >>> 8 & 15], hexCharCodes[d >>> 4 & 15], hexCharCodes[d & 15]);
};
// ../../../node_modules/effect/dist/Tracer.js
/**
* Defines the low-level tracing model used by Effect.
*
* A span records the lifetime of an operation, including its name, parent,
* attributes, links, annotations, sampling decision, kind, and completion
* status. The module also defines the tracer service, parent-span context,
* external span support, trace propagation settings, and the default in-memory
* span implementation.
*
* @stability stable
* @since 2.0.0
*/
/**
* Defines the string key for the parent-span context service.
*
* **When to use**
*
* Use when you need the raw context key for parent span lookup in lower-level
* tracing code.
*
* **Example** (Reading the parent span key)
*
* ```ts import.meta.vitest
* import { Tracer } from "effect"
*
* // The key used to identify parent spans in the context
* Tracer.ParentSpanKey // => "effect/Tracer/ParentSpan"
* ```
*
* @stability stable
* @category constants
* @since 4.0.0
*/
const ParentSpanKey = "effect/Tracer/ParentSpan";
/**
* Context service containing the `Span` or `ExternalSpan` to use as the parent
* of newly-created child spans.
*
* **Example** (Accessing the parent span)
*
* ```ts import.meta.vitest
* import { Effect, Tracer } from "effect"
*
* // Access the parent span from the context
* const program = Effect.gen(function*() {
*   const parentSpan = yield* Effect.service(Tracer.ParentSpan)
*   return parentSpan.spanId
* })
*
* const parent = Tracer.externalSpan({ spanId: "span-123", traceId: "trace-456" })
* await Effect.runPromise(Effect.provideService(program, Tracer.ParentSpan, parent)) // => "span-123"
* ```
*
* @stability stable
* @category services
* @since 2.0.0
*/
var ParentSpan = class extends (/*#__PURE__*/ Service()(ParentSpanKey, { fiberCached: true })) {};
/**
* Creates a `Tracer` value from a tracer implementation object.
*
* **When to use**
*
* Use to create a custom tracing backend value that Effect can use when
* creating spans.
*
* **Details**
*
* `make` returns the supplied implementation object unchanged. The object must
* satisfy the `Tracer` contract, including a `span` method that returns a
* `Span`.
*
* @see {@link Span} for the span values returned by tracer implementations
*
* @stability stable
* @category constructors
* @since 2.0.0
*/
const make$13 = (options) => options;
/**
* Creates an `ExternalSpan` from trace and span identifiers, defaulting
* `sampled` to `true` and annotations to an empty context when they are not
* provided.
*
* **Example** (Creating an external span)
*
* ```ts import.meta.vitest
* import { Effect, Option, Tracer } from "effect"
*
* // Create an external span from another tracing system
* const span = Tracer.externalSpan({
*   spanId: "span-abc-123",
*   traceId: "trace-xyz-789",
*   sampled: true
* })
*
* // Use the external span as a parent
* const program = Effect.succeed("Hello").pipe(
*   Effect.withSpan("child-operation", { parent: span })
* )
*
* const spans: Array<Tracer.NativeSpan> = []
* const tracer = Tracer.make({
*   span(options) {
*     const span = new Tracer.NativeSpan(options)
*     spans.push(span)
*     return span
*   }
* })
* const value = await Effect.runPromise(Effect.provideService(program, Tracer.Tracer, tracer))
*
* value // => "Hello"
* spans.map((span) => Option.getOrUndefined(span.parent)?.spanId) // => ["span-abc-123"]
* ```
*
* @stability stable
* @category constructors
* @since 2.0.0
*/
const externalSpan = (options) => ({
	_tag: "ExternalSpan",
	spanId: options.spanId,
	traceId: options.traceId,
	sampled: options.sampled ?? true,
	annotations: options.annotations ?? empty$2()
});
/**
* Context reference for disabling trace propagation.
*
* **When to use**
*
* Use to prevent spans in a scope from propagating tracing context.
*
* **Details**
*
* When enabled on fiber or span annotations, new spans are created as
* non-propagating no-op spans and disabled spans are skipped when deriving a
* parent span.
*
* **Example** (Disabling span propagation)
*
* ```ts import.meta.vitest
* import { Effect, Tracer } from "effect"
*
* // Disable span propagation for a specific effect
* const program = Tracer.DisablePropagation.pipe(
*   Effect.provideService(Tracer.DisablePropagation, true)
* )
*
* await Effect.runPromise(program) // => true
* ```
*
* @stability stable
* @category services
* @since 3.12.0
*/
const DisablePropagation = /*#__PURE__*/ Reference$1("effect/Tracer/DisablePropagation", { defaultValue: constFalse });
/**
* Context reference for controlling the current trace level for dynamic filtering.
*
* **When to use**
*
* Use to set the default trace level for spans in a scope when span options do
* not provide `level`.
*
* **Details**
*
* The default value is `"Info"`. Span creation uses `options.level ??
* CurrentTraceLevel` before applying `MinimumTraceLevel`.
*
* @see {@link MinimumTraceLevel} for the threshold that decides whether spans at that level are sampled
*
* @stability stable
* @category services
* @since 4.0.0
*/
const CurrentTraceLevel = /*#__PURE__*/ Reference$1("effect/Tracer/CurrentTraceLevel", { defaultValue: () => "Info" });
/**
* Context reference for setting the minimum trace level threshold. Spans and their
* descendants below this level will have their sampling decision forced to
* false, preventing them from being exported.
*
* **When to use**
*
* Use to set the trace-level threshold that controls whether spans are sampled
* by default.
*
* **Details**
*
* The default value is `"All"`. Span creation compares the span level from
* `options.level ?? CurrentTraceLevel` against this threshold.
*
* **Gotchas**
*
* Explicit `options.sampled` bypasses threshold computation.
*
* @see {@link CurrentTraceLevel} for the default span level used when options do not specify one
*
* @stability stable
* @category services
* @since 4.0.0
*/
const MinimumTraceLevel = /*#__PURE__*/ Reference$1("effect/Tracer/MinimumTraceLevel", { defaultValue: () => "All" });
/**
* Defines the string key for the active tracer context reference.
*
* **When to use**
*
* Use when you need the raw context key for active tracer lookup in lower-level
* tracing code.
*
* @stability stable
* @category constants
* @since 4.0.0
*/
const TracerKey = "effect/Tracer";
/**
* Context reference for the active tracer service. By default it uses the
* native tracer, which creates `NativeSpan` instances.
*
* **Example** (Accessing the current tracer)
*
* ```ts import.meta.vitest
* import { Effect, Tracer } from "effect"
*
* // Access the current tracer from the context
* const program = Effect.gen(function*() {
*   const tracer = yield* Effect.service(Tracer.Tracer)
*   // Or use the built-in tracer effect
*   const tracerFromAccessor = yield* Effect.tracer
*   return tracer === tracerFromAccessor
* })
*
* await Effect.runPromise(program) // => true
* ```
*
* @stability stable
* @category services
* @since 2.0.0
*/
const Tracer = /*#__PURE__*/ Reference$1(TracerKey, {
	fiberCached: true,
	defaultValue: () => nativeTracer
});
/**
* The default `Tracer` implementation backing the `Tracer` reference. It
* creates in-memory `NativeSpan` instances and does not export them anywhere.
*
* **Details**
*
* Runtime code can compare the active tracer against `nativeTracer` to detect
* that no tracing backend is installed and skip work that only a backend could
* observe, such as recording span attributes.
*
* @stability stable
* @category references
* @since 4.0.0
*/
const nativeTracer = /*#__PURE__*/ make$13({ span: (options) => new NativeSpan(options) });
/**
* Default in-memory `Span` implementation used by the native tracer. It
* generates span and trace identifiers, stores attributes, events, and links,
* and records `Started` or `Ended` status.
*
* **Details**
*
* The constructor initializes the span with `Started` status. Trace and span
* identifiers, the attribute map, and the event list are created lazily on
* first access, so spans that are never inspected allocate as little as
* possible. Attributes, events, links, and status are mutated through `Span`
* methods. Once the span has ended, those methods do nothing, so a second `end`
* keeps the original end time and exit.
*
* @see {@link Span} for the interface implemented by native spans
*
* @stability stable
* @category models
* @since 4.0.0
*/
var NativeSpan = class {
	_tag = "Span";
	sampled;
	name;
	parent;
	annotations;
	links;
	startTime;
	kind;
	status;
	_traceId = void 0;
	_spanId = void 0;
	_attributes = void 0;
	_events = void 0;
	constructor(options) {
		this.name = options.name;
		this.parent = options.parent;
		this.annotations = options.annotations;
		this.links = options.links;
		this.startTime = options.startTime;
		this.kind = options.kind;
		this.sampled = options.sampled;
		this.status = {
			_tag: "Started",
			startTime: options.startTime
		};
	}
	get traceId() {
		return this._traceId ??= getOrUndefined$1(this.parent)?.traceId ?? random(32);
	}
	get spanId() {
		return this._spanId ??= random(16);
	}
	get attributes() {
		return this._attributes ??= /* @__PURE__ */ new Map();
	}
	get events() {
		return this._events ??= [];
	}
	end(endTime, exit) {
		if (this.status._tag === "Ended") return;
		this.status = {
			_tag: "Ended",
			endTime,
			exit,
			startTime: this.status.startTime
		};
	}
	attribute(key, value) {
		if (this.status._tag === "Ended") return;
		this.attributes.set(key, value);
	}
	event(name, startTime, attributes) {
		if (this.status._tag === "Ended") return;
		this.events.push([
			name,
			startTime,
			attributes ?? {}
		]);
	}
	addLinks(links) {
		if (this.status._tag === "Ended") return;
		this.links.push(...links);
	}
};
// ../../../node_modules/effect/dist/internal/metric.js
/** @internal */
const FiberRuntimeMetricsKey = "effect/Metric/FiberRuntimeMetrics";
// ../../../node_modules/effect/dist/internal/references.js
/** @internal */
const CurrentStackFrame = /*#__PURE__*/ Reference$1("effect/References/CurrentStackFrame", {
	fiberCached: true,
	defaultValue: constUndefined
});
/** @internal */
const TracerEnabled$1 = /*#__PURE__*/ Reference$1("effect/References/TracerEnabled", {
	fiberCached: true,
	defaultValue: constTrue
});
/** @internal */
const TracerTimingEnabled = /*#__PURE__*/ Reference$1("effect/References/TracerTimingEnabled", { defaultValue: constTrue });
/** @internal */
const TracerSpanAnnotations = /*#__PURE__*/ Reference$1("effect/References/TracerSpanAnnotations", { defaultValue: () => ({}) });
/** @internal */
const TracerSpanLinks = /*#__PURE__*/ Reference$1("effect/References/TracerSpanLinks", { defaultValue: () => [] });
/** @internal */
const CurrentLogAnnotations$1 = /*#__PURE__*/ Reference$1("effect/References/CurrentLogAnnotations", { defaultValue: () => ({}) });
/** @internal */
const CurrentLogLevel$1 = /*#__PURE__*/ Reference$1("effect/References/CurrentLogLevel", {
	fiberCached: true,
	defaultValue: () => "Info"
});
/** @internal */
const MinimumLogLevel$1 = /*#__PURE__*/ Reference$1("effect/References/MinimumLogLevel", {
	fiberCached: true,
	defaultValue: () => "Info"
});
/** @internal */
const UnhandledLogLevel = /*#__PURE__*/ Reference$1("effect/References/UnhandledLogLevel", { defaultValue: () => "Error" });
/** @internal */
const CurrentLogSpans = /*#__PURE__*/ Reference$1("effect/References/CurrentLogSpans", { defaultValue: () => [] });
// ../../../node_modules/effect/dist/internal/tracer.js
/** @internal */
const addSpanStackTrace = (options) => {
	if (options?.captureStackTrace === false) return options;
	else if (options?.captureStackTrace !== void 0 && typeof options.captureStackTrace !== "boolean") return options;
	const limit = getStackTraceLimit();
	if (limit === 0 && options?.captureStackTrace !== true) return {
		...options,
		captureStackTrace: false
	};
	setStackTraceLimit(3);
	const traceError = /* @__PURE__ */ new Error();
	setStackTraceLimit(limit);
	return {
		...options,
		captureStackTrace: spanCleaner(() => traceError.stack)
	};
};
/** @internal */
const makeStackCleaner = (line) => (stack) => {
	let cache;
	return () => {
		if (cache !== void 0) return cache;
		const trace = stack();
		if (!trace) return void 0;
		const lines = trace.split("\n");
		if (lines[line] !== void 0) {
			cache = lines[line].trim();
			return cache;
		}
	};
};
const spanCleaner = /*#__PURE__*/ makeStackCleaner(3);
// ../../../node_modules/effect/dist/internal/effect.js
/** @internal */
var Interrupt = class extends ReasonBase {
	constructor(fiberId, annotations = constEmptyAnnotations) {
		super("Interrupt", annotations, "Interrupted");
		this.fiberId = fiberId;
	}
	toString() {
		return `Interrupt(${this.fiberId})`;
	}
	toJSON() {
		return {
			_tag: "Interrupt",
			fiberId: this.fiberId
		};
	}
	[symbol$1](that) {
		return isInterruptReason(that) && this.fiberId === that.fiberId && this.annotations === that.annotations;
	}
	[symbol$2]() {
		return string$1(`${this._tag}:${this.fiberId}`);
	}
};
/** @internal */
const makeInterruptReason$1 = (fiberId) => new Interrupt(fiberId);
/** @internal */
const causeInterrupt = (fiberId) => new CauseImpl([new Interrupt(fiberId)]);
/** @internal */
const hasFails = (self) => self.reasons.some(isFailReason$1);
/** @internal */
const findError = (self) => {
	for (let i = 0; i < self.reasons.length; i++) {
		const reason = self.reasons[i];
		if (reason._tag === "Fail") return succeed$5(reason.error);
	}
	return fail$5(self);
};
/** @internal */
const findErrorOption$2 = /*#__PURE__*/ toOption$1(findError);
/** @internal */
const hasDies = (self) => self.reasons.some(isDieReason$1);
/**
* Defects take precedence over typed failures when causes are combined: if
* the cause contains a `Die`, every `Fail` becomes a `Die`. `Done` signals
* stay typed so pulls still complete.
*
* @internal
*/
const causeElectDefects = (self) => hasDies(self) && hasFails(self) ? causeFromReasons(self.reasons.map((reason) => reason._tag === "Fail" && !isDone$1(reason.error) ? new Die(reason.error, reason.annotations) : reason)) : self;
/**
* Selects the first typed error unless a defect is present, in which case
* every `Fail` is elected to `Die`. Interrupts do not block typed recovery.
*
* @internal
*/
const findRecoverableError = (self) => hasDies(self) ? fail$5(causeElectDefects(self)) : findError(self);
/** @internal */
const hasInterrupts$2 = (self) => self.reasons.some(isInterruptReason);
/** @internal */
const causeFilterInterruptors = (self) => {
	let interruptors;
	for (let i = 0; i < self.reasons.length; i++) {
		const f = self.reasons[i];
		if (f._tag !== "Interrupt") continue;
		interruptors ??= /* @__PURE__ */ new Set();
		if (f.fiberId !== void 0) interruptors.add(f.fiberId);
	}
	return interruptors ? succeed$5(interruptors) : fail$5(self);
};
/** @internal */
const hasInterruptsOnly$1 = (self) => self.reasons.length > 0 && self.reasons.every(isInterruptReason);
/** @internal */
const causeMap = /*#__PURE__*/ dual(2, (self, f) => {
	let hasFail = false;
	const failures = self.reasons.map((failure) => {
		if (isFailReason$1(failure)) {
			hasFail = true;
			return new Fail(f(failure.error), failure.annotations);
		}
		return failure;
	});
	return hasFail ? causeFromReasons(failures) : self;
});
/** @internal */
const causeSquash = (self) => {
	let die;
	for (const reason of self.reasons) {
		if (reason._tag === "Fail") return reason.error;
		if (reason._tag === "Die") die ??= reason;
	}
	if (die !== void 0) return die.defect;
	if (self.reasons.length > 0) return new globalThis.Error("All fibers interrupted without error");
	return new globalThis.Error("Empty cause");
};
/** @internal */
const causePrettyErrors = (self, options) => {
	const errors = [];
	const interrupts = [];
	if (self.reasons.length === 0) return errors;
	const prevStackLimit = getStackTraceLimit();
	if (prevStackLimit !== 0) setStackTraceLimit(1);
	try {
		for (const failure of self.reasons) {
			if (failure._tag === "Interrupt") {
				interrupts.push(failure);
				continue;
			}
			errors.push(causePrettyError(failure._tag === "Die" ? failure.defect : failure.error, failure.annotations, options));
		}
		if (errors.length === 0) {
			const cause = /* @__PURE__ */ new Error("The fiber was interrupted by:");
			cause.name = "InterruptCause";
			cause.stack = interruptCauseStack(cause, interrupts);
			const error = new globalThis.Error("All fibers interrupted without error", { cause });
			error.name = "InterruptError";
			error.stack = `${error.name}: ${error.message}`;
			errors.push(causePrettyError(error, interrupts[0].annotations, options));
		}
	} finally {
		if (prevStackLimit !== 0) setStackTraceLimit(prevStackLimit);
	}
	return errors;
};
/** @internal */
const causePrettyError = (original, annotations, options, seen = /* @__PURE__ */ new Set()) => {
	const kind = typeof original;
	let error;
	if (original && kind === "object") {
		seen.add(original);
		const cause = original.cause;
		error = new globalThis.Error(causePrettyMessage(original), { cause: cause !== void 0 && !seen.has(cause) ? causePrettyError(cause, void 0, void 0, seen) : void 0 });
		if (typeof original.name === "string") error.name = original.name;
		if (typeof original.stack === "string") error.stack = cleanErrorStack(original.stack, error, annotations);
		else {
			const stack = `${error.name}: ${error.message}`;
			error.stack = annotations ? addStackAnnotations(stack, annotations) : stack;
		}
		if (options?.includeCauseInStack) error.stack = renderPrettyError(error);
		for (const key of Object.keys(original)) if (!(key in error)) error[key] = original[key];
	} else {
		error = new globalThis.Error(!original ? `Unknown error: ${original}` : kind === "string" ? original : formatJson(original));
		const stack = `${error.name}: ${error.message}`;
		error.stack = annotations ? addStackAnnotations(stack, annotations) : stack;
	}
	return error;
};
const causePrettyMessage = (u) => {
	if (typeof u.message === "string") return u.message;
	else if (typeof u.toString === "function" && u.toString !== Object.prototype.toString && u.toString !== Array.prototype.toString) try {
		return u.toString();
	} catch {}
	return formatJson(u);
};
const locationRegExp = /\((.*)\)/g;
const cleanErrorStack = (stack, error, annotations) => {
	const message = `${error.name}: ${error.message}`;
	const lines = (stack.startsWith(message) ? stack.slice(message.length) : stack).split("\n");
	const out = [message];
	for (let i = 1; i < lines.length; i++) {
		if (/Generator\.next|~effect\/(?:Effect|Utils)/.test(lines[i])) break;
		out.push(lines[i]);
	}
	return annotations ? addStackAnnotations(out.join("\n"), annotations) : out.join("\n");
};
const addStackAnnotations = (stack, annotations) => {
	const frame = annotations?.get(StackTraceKey.key);
	if (frame) stack = `${stack}\n${currentStackTrace(frame)}`;
	return stack;
};
const interruptCauseStack = (error, interrupts) => {
	const out = [`${error.name}: ${error.message}`];
	for (const current of interrupts) {
		const fiberId = current.fiberId !== void 0 ? `#${current.fiberId}` : "unknown";
		const frame = current.annotations.get(InterruptorStackTrace.key);
		out.push(`    at fiber (${fiberId})`);
		if (frame) out.push(currentStackTrace(frame));
	}
	return out.join("\n");
};
const currentStackTrace = (frame) => {
	const out = [];
	let current = frame;
	let i = 0;
	while (current && i < 10) {
		const stack = current.stack();
		if (stack) {
			const locationMatchAll = stack.matchAll(locationRegExp);
			let match = false;
			for (const [, location] of locationMatchAll) {
				match = true;
				out.push(`    at ${current.name} (${location})`);
			}
			if (!match) out.push(`    at ${current.name} (${stack.replace(/^at /, "")})`);
		} else out.push(`    at ${current.name}`);
		current = current.parent;
		i++;
	}
	return out.join("\n");
};
/** @internal */
const causePretty = (cause) => causePrettyErrors(cause).map(renderPrettyError).join("\n");
const renderPrettyError = (e) => e.cause ? `${e.stack} {\n${renderErrorCause(e.cause, "  ")}\n}` : e.stack;
const renderErrorCause = (cause, prefix) => {
	const lines = cause.stack.split("\n");
	let stack = `${prefix}[cause]: ${lines[0]}`;
	for (let i = 1, len = lines.length; i < len; i++) stack += `\n${prefix}${lines[i]}`;
	if (cause.cause) stack += ` {\n${renderErrorCause(cause.cause, `${prefix}  `)}\n${prefix}}`;
	return stack;
};
/** @internal */
const FiberTypeId = "~effect/Fiber";
const fiberVariance = {
	_A: identity,
	_E: identity
};
const fiberIdStore = { id: 0 };
const AsyncResource = /*#__PURE__*/ (() => {
	try {
		return globalThis.process?.getBuiltinModule?.("node:async_hooks")?.AsyncResource;
	} catch {
		return;
	}
})();
const captureAsyncContext = () => AsyncResource === void 0 ? void 0 : new AsyncResource("effect/Fiber");
/** @internal */
const getCurrentFiber = () => globalThis[currentFiberTypeId];
/** @internal */
var FiberImpl = class {
	constructor(context, interruptible = true) {
		this.setContext(context);
		this.id = ++fiberIdStore.id;
		this.currentOpCount = 0;
		this.interruptible = interruptible;
		this._stack = [];
		this._observers = void 0;
		this._exit = void 0;
		this._children = void 0;
		this._interruptedCause = void 0;
		this._yielded = void 0;
		this._running = false;
		this._deferredInterrupt = false;
		this._parent = void 0;
		this._asyncContext = void 0;
		this.cache.runtimeMetrics?.recordFiberStart(this.context);
	}
	get [FiberTypeId]() {
		return fiberVariance;
	}
	get currentDispatcher() {
		return this._dispatcher ??= this.cache.scheduler.makeDispatcher();
	}
	getRef(ref) {
		return get(this.context, ref);
	}
	addObserver(cb) {
		if (this._exit) {
			cb(this._exit);
			return constVoid;
		}
		if (this._observers === void 0) this._observers = [cb];
		else this._observers.push(cb);
		return () => this.removeObserver(cb);
	}
	removeObserver(cb) {
		if (this._exit || this._observers === void 0) return;
		const index = this._observers.indexOf(cb);
		if (index >= 0) this._observers.splice(index, 1);
	}
	interruptUnsafe(fiberId, annotations) {
		if (this._exit) return;
		let cause = causeInterrupt(fiberId);
		if (this.cache.stackFrame) cause = causeAnnotate(cause, make$15(StackTraceKey, this.cache.stackFrame));
		if (annotations) cause = causeAnnotate(cause, annotations);
		this._interruptedCause = this._interruptedCause ? causeAddInterrupts(this._interruptedCause, cause) : cause;
		if (this.interruptible) {
			if (this._running) this._deferredInterrupt = true;
			else this.evaluate(failCause$4(this._interruptedCause));
		}
	}
	pollUnsafe() {
		return this._exit;
	}
	evaluate(effect) {
		if (this._exit) return;
		else if (this._asyncContext !== void 0) {
			const asyncContext = this._asyncContext;
			this._asyncContext = void 0;
			try {
				return asyncContext.runInAsyncScope(this.evaluate, this, effect);
			} finally {
				asyncContext.emitDestroy();
			}
		} else if (this._yielded !== void 0) {
			const yielded = this._yielded;
			this._yielded = void 0;
			yielded();
		}
		const exit = this.runLoop(effect);
		if (exit === Yield) {
			this._asyncContext = captureAsyncContext();
			return;
		}
		const interruptChildren = fiberMiddleware.interruptChildren && fiberMiddleware.interruptChildren(this);
		if (interruptChildren !== void 0) return this.evaluate(flatMap$1(interruptChildren, () => exit));
		this._exit = exit;
		this.cache.runtimeMetrics?.recordFiberEnd(this.context, this._exit);
		if (this._parent) {
			this._parent._children?.delete(this);
			this._parent = void 0;
		}
		if (this._observers !== void 0) {
			const observers = this._observers;
			this._observers = void 0;
			for (let i = 0; i < observers.length; i++) observers[i](exit);
		}
		this._stack.length = 0;
		this._children = void 0;
		this.context = empty$2();
	}
	runLoop(effect) {
		const prevFiber = globalThis[currentFiberTypeId];
		globalThis[currentFiberTypeId] = this;
		const prevRunning = this._running;
		this._running = true;
		let yielding = false;
		let current = effect;
		this.currentOpCount = 0;
		try {
			while (true) try {
				if (this._deferredInterrupt) {
					this._deferredInterrupt = false;
					current = failCause$4(this._interruptedCause);
				}
				this.currentOpCount++;
				const cache = this.cache;
				if (!yielding && !cache.preventYield && cache.scheduler.shouldYield(this)) {
					yielding = true;
					const prev = current;
					current = flatMap$1(yieldNow, () => prev);
				}
				current = cache.tracerContext ? cache.tracerContext(current, this) : current[evaluate](this);
				if (current === Yield) {
					const yielded = this._yielded;
					if ("~effect/Exit" in yielded) {
						this._deferredInterrupt = false;
						this._yielded = void 0;
						return yielded;
					} else if (this._deferredInterrupt) {
						this._yielded = void 0;
						yielded();
						continue;
					}
					return Yield;
				}
			} catch (error) {
				if (!hasProperty(current, "~effect/Effect/evaluate")) return exitDie(`Fiber.runLoop: Not a valid effect: ${String(current)}`);
				current = exitDie(error);
			}
		} finally {
			this._running = prevRunning;
			globalThis[currentFiberTypeId] = prevFiber;
		}
	}
	getCont(symbol) {
		if (this._deferredInterrupt) {
			this._deferredInterrupt = false;
			return deferredInterruptCont;
		}
		while (true) {
			const op = this._stack.pop();
			if (!op) return void 0;
			const all = op[contAll];
			if (all !== void 0) {
				const cont = all.call(op, this);
				if (cont) {
					cont[symbol] = cont;
					return cont;
				}
			}
			if (op[symbol]) return op;
		}
	}
	succeedWith(value) {
		if ((++this.currentOpCount & maxInlineSteps - 1) === 0) return exitSucceed(value);
		const cont = this.getCont(contA);
		return cont ? cont[contA](value, this) : this.yieldWith(exitSucceed(value));
	}
	yieldWith(value) {
		this._yielded = value;
		return Yield;
	}
	children() {
		return this._children ??= /* @__PURE__ */ new Set();
	}
	pipe() {
		return pipeArguments(this, arguments);
	}
	setContext(context) {
		const previous = this.context;
		this.context = context;
		if (previous !== void 0 && hasSameCache(previous, context)) return;
		const root = context.cacheRoot;
		const cache = root._fiberCache ??= makeFiberContextCache(context);
		if (this.cache?.scheduler !== cache.scheduler) this._dispatcher = void 0;
		this.cache = cache;
	}
	get currentSpanLocal() {
		const span = this.cache.span;
		return span?._tag === "Span" ? span : void 0;
	}
};
const makeFiberContextCache = (context) => {
	const currentTracer = getOrUndefinedUnsafe(context, TracerKey);
	return {
		scheduler: get(context, Scheduler),
		tracer: currentTracer,
		tracerContext: currentTracer ? currentTracer["context"] : void 0,
		tracerEnabled: get(context, TracerEnabled$1),
		span: getOrUndefinedUnsafe(context, ParentSpanKey),
		logLevel: get(context, CurrentLogLevel$1),
		minimumLogLevel: get(context, MinimumLogLevel$1),
		stackFrame: get(context, CurrentStackFrame),
		runtimeMetrics: getOrUndefinedUnsafe(context, FiberRuntimeMetricsKey),
		maxOpsBeforeYield: get(context, MaxOpsBeforeYield),
		preventYield: get(context, PreventSchedulerYield)
	};
};
const deferredInterruptCont = {
	[contA](_value, fiber) {
		return failCause$4(fiber._interruptedCause);
	},
	[contE](_cause, fiber) {
		return failCause$4(fiber._interruptedCause);
	}
};
const maxInlineSteps = 32;
const fiberMiddleware = { interruptChildren: void 0 };
const fiberStackAnnotations = (fiber) => {
	if (!fiber.cache.stackFrame) return void 0;
	const annotations = /* @__PURE__ */ new Map();
	annotations.set(InterruptorStackTrace.key, fiber.cache.stackFrame);
	return makeUnsafe$4(annotations);
};
/** @internal */
const fiberAwait = (self) => {
	const impl = self;
	if (impl._exit) return succeed$4(impl._exit);
	return callback$1((resume) => {
		if (impl._exit) return resume(succeed$4(impl._exit));
		return sync$1(self.addObserver((exit) => resume(succeed$4(exit))));
	});
};
/** @internal */
const fiberAwaitAll = (self) => callback$1((resume) => {
	const iter = self[Symbol.iterator]();
	const exits = [];
	let cancel = void 0;
	function loop() {
		let result = iter.next();
		while (!result.done) {
			if (result.value._exit) {
				exits.push(result.value._exit);
				result = iter.next();
				continue;
			}
			cancel = result.value.addObserver((exit) => {
				exits.push(exit);
				loop();
			});
			return;
		}
		resume(succeed$4(exits));
	}
	loop();
	return sync$1(() => cancel?.());
});
/** @internal */
const fiberInterrupt = (self) => withFiber$1((fiber) => fiberInterruptAs(self, fiber.id));
/** @internal */
const fiberInterruptAs = /*#__PURE__*/ dual((args) => hasProperty(args[0], FiberTypeId), (self, fiberId, annotations) => withFiber$1((parent) => {
	let ann = fiberStackAnnotations(parent);
	ann = ann && annotations ? merge$2(ann, annotations) : ann ?? annotations;
	self.interruptUnsafe(fiberId, ann);
	return asVoid$2(fiberAwait(self));
}));
/** @internal */
const fiberInterruptAll = (fibers) => withFiber$1((parent) => {
	const annotations = fiberStackAnnotations(parent);
	let fiberArr = empty$1();
	for (const fiber of fibers) {
		fiber.interruptUnsafe(parent.id, annotations);
		fiberArr.push(fiber);
	}
	return asVoid$2(fiberAwaitAll(fiberArr));
});
/** @internal */
const succeed$4 = exitSucceed;
/** @internal */
const failCause$4 = exitFailCause;
/** @internal */
const fail$4 = exitFail;
/** @internal */
const sync$1 = /*#__PURE__*/ makePrimitive({
	op: "Sync",
	[evaluate](fiber) {
		const thunk = this[args];
		const value = thunk();
		const cont = fiber.getCont(contA);
		return cont ? cont[contA](value, fiber) : fiber.yieldWith(exitSucceed(value));
	}
});
/** @internal */
const suspend$1 = /*#__PURE__*/ makePrimitive({
	op: "Suspend",
	[evaluate](_fiber) {
		const thunk = this[args];
		return thunk();
	}
});
/** @internal */
const fromResult$1 = /*#__PURE__*/ match({
	onFailure: fail$4,
	onSuccess: succeed$4
});
/** @internal */
const yieldNow = /*#__PURE__*/ (/* @__PURE__ */ makePrimitive({
	op: "Yield",
	[evaluate](fiber) {
		let resumed = false;
		fiber.currentDispatcher.scheduleTask(() => {
			if (resumed) return;
			fiber.evaluate(exitVoid);
		}, this["~effect/Effect/args"] ?? 0);
		return fiber.yieldWith(() => {
			resumed = true;
		});
	}
}))(0);
/** @internal */
const failCauseSync$1 = (evaluate) => suspend$1(() => failCause$4(evaluate()));
/** @internal */
const die$5 = (defect) => exitDie(defect);
/** @internal */
const void_$3 = /*#__PURE__*/ succeed$4(void 0);
/** @internal */
const promise$1 = (evaluate) => callbackOptions(function(resume, signal) {
	evaluate(signal).then((a) => resume(succeed$4(a)), (e) => resume(die$5(e)));
}, evaluate.length !== 0);
/** @internal */
const tryPromise$1 = (options) => {
	const f = typeof options === "function" ? options : options.try;
	const catcher = typeof options === "function" ? (cause) => new UnknownError(cause, "An error occurred in Effect.tryPromise") : options.catch;
	return callbackOptions(function(resume, signal) {
		const failWithCatch = (cause) => suspend$1(() => {
			try {
				return fail$4(internalCall(() => catcher(cause)));
			} catch (err) {
				return die$5(err);
			}
		});
		try {
			f(signal).then((a) => resume(succeed$4(a)), (e) => resume(failWithCatch(e)));
		} catch (err) {
			resume(failWithCatch(err));
		}
	}, f.length !== 0);
};
const callbackOptions = /*#__PURE__*/ function() {
	const Proto = /*#__PURE__*/ makePrimitiveProto({
		op: "Async",
		[evaluate](fiber) {
			let resumed = false;
			let yielded = false;
			const controller = this.withSignal ? new AbortController() : void 0;
			const onCancel = this.register.call(fiber.cache.scheduler, (effect) => {
				if (resumed) return;
				resumed = true;
				if (yielded) fiber.evaluate(effect);
				else yielded = effect;
			}, controller?.signal);
			if (yielded !== false) return yielded;
			yielded = true;
			fiber.yieldWith(() => {
				resumed = true;
			});
			if (controller === void 0 && onCancel === void 0) return Yield;
			fiber._stack.push(asyncFinalizer(() => {
				resumed = true;
				controller?.abort();
				return onCancel ?? exitVoid;
			}));
			return Yield;
		}
	});
	const AsyncImpl = function(register, withSignal) {
		this.register = register;
		this.withSignal = withSignal;
	};
	AsyncImpl.prototype = Proto;
	return function(register, withSignal) {
		return new AsyncImpl(register, withSignal);
	};
}();
const asyncFinalizer = /*#__PURE__*/ makePrimitive({
	op: "AsyncFinalizer",
	[contAll](fiber) {
		if (fiber.interruptible) {
			fiber.interruptible = false;
			fiber._stack.push(setInterruptibleTrue);
		}
	},
	[contE](cause, _fiber) {
		return hasInterrupts$2(cause) ? flatMap$1(combineFinalizerCause(exitFailCause(cause), this[args]()), () => failCause$4(cause)) : failCause$4(cause);
	}
});
/** @internal */
const callback$1 = (register) => callbackOptions(register, register.length >= 2);
/** @internal */
const never$2 = /*#__PURE__*/ callback$1(constVoid);
/** @internal */
const gen$1 = (...args) => {
	if (args.length === 1) {
		const body = args[0];
		return suspend$1(() => fromIteratorUnsafe(body()));
	}
	const [options, body] = args;
	return suspend$1(() => fromIteratorUnsafe(body.call(options.self)));
};
const fnBody = (bodyOrOptions, pipeables) => typeof bodyOrOptions === "function" ? bodyOrOptions : pipeables.shift().bind(bodyOrOptions.self);
/** @internal */
const fnUntraced$1 = (bodyOrOptions, ...pipeables) => {
	const body = fnBody(bodyOrOptions, pipeables);
	const fn = pipeables.length === 0 ? function() {
		return suspend$1(() => fromIteratorUnsafe(body.apply(this, arguments)));
	} : function() {
		let effect = suspend$1(() => fromIteratorUnsafe(body.apply(this, arguments)));
		for (let i = 0; i < pipeables.length; i++) effect = pipeables[i](effect, ...arguments);
		return effect;
	};
	return defineFunctionLength(body.length, fn);
};
const defineFunctionLength = (length, fn) => Object.defineProperty(fn, "length", {
	value: length,
	configurable: true
});
/** @internal */
const fnUntracedEager$1 = (bodyOrOptions, ...pipeables) => {
	const body = fnBody(bodyOrOptions, pipeables);
	return defineFunctionLength(body.length, pipeables.length === 0 ? function() {
		return fromIteratorEagerUnsafe(() => body.apply(this, arguments));
	} : function() {
		let effect = fromIteratorEagerUnsafe(() => body.apply(this, arguments));
		for (const pipeable of pipeables) effect = pipeable(effect, ...arguments);
		return effect;
	});
};
const fromIteratorEagerUnsafe = (evaluate) => {
	try {
		const iterator = evaluate();
		let value = void 0;
		while (true) {
			const state = iterator.next(value);
			if (state.done) return succeed$4(state.value);
			const primitive = state.value;
			if (primitive && primitive._tag === "Success") {
				value = primitive.value;
				continue;
			} else if (primitive && primitive._tag === "Failure") return state.value;
			else {
				let isFirstExecution = true;
				return suspend$1(() => {
					if (isFirstExecution) {
						isFirstExecution = false;
						return flatMap$1(state.value, (value) => fromIteratorUnsafe(iterator, value));
					} else return suspend$1(() => fromIteratorUnsafe(evaluate()));
				});
			}
		}
	} catch (error) {
		return die$5(error);
	}
};
const fromIteratorUnsafe = /*#__PURE__*/ function() {
	const Proto = /*#__PURE__*/ makePrimitiveProto({
		op: "Iterator",
		[contA](value, fiber) {
			const iter = this.iterator;
			while (true) {
				const state = iter.next(value);
				if (state.done) return succeed$4(state.value);
				if (!effectIsExit(state.value)) {
					fiber._stack.push(this);
					return state.value;
				} else if (state.value._tag === "Failure") return state.value;
				value = state.value.value;
			}
		},
		[evaluate](fiber) {
			return this[contA](this.initial, fiber);
		}
	});
	const IteratorImpl = function(iterator, initial) {
		this.iterator = iterator;
		this.initial = initial;
	};
	IteratorImpl.prototype = Proto;
	return function(iterator, initial) {
		return new IteratorImpl(iterator, initial);
	};
}();
/** @internal */
const as$1 = /*#__PURE__*/ dual(2, (self, value) => new ContImpl(self, returnPayload, succeed$4(value)));
const evaluateCont = function(fiber) {
	fiber._stack.push(this);
	return this[args];
};
const OnSuccessProto = /*#__PURE__*/ makePrimitiveProto({
	op: "OnSuccess",
	[evaluate]: evaluateCont
});
const ContImpl = function(self, cont, payload) {
	this[args] = self;
	this[contA] = cont;
	this.payload = payload;
};
ContImpl.prototype = OnSuccessProto;
const returnPayload = function() {
	return this.payload;
};
const succeedPayload = function(_value, fiber) {
	return fiber.succeedWith(this.payload);
};
const continuationMarksStack = /*#__PURE__*/ (() => {
	const limit = /*#__PURE__*/ getStackTraceLimit();
	if (limit === 0) return false;
	const marker = "~effect/Effect/stackProbe";
	const probe = { [marker]: function stackProbe() {
		return /* @__PURE__ */ new Error();
	} };
	setStackTraceLimit(1);
	const error = /*#__PURE__*/ probe[marker]();
	setStackTraceLimit(limit);
	return error.stack?.includes("[as " + marker + "]") === true;
})();
const mapCont = function(value, fiber) {
	const f = this.payload;
	return fiber.succeedWith(continuationMarksStack ? f(value) : internalCall(() => f(value)));
};
const andThenCont = function(value) {
	const f = this.payload;
	return f(value);
};
const tapCont = function(value) {
	const f = this.payload;
	return new ContImpl(f(value), succeedPayload, value);
};
const tapEffectCont = function(value) {
	return new ContImpl(this.payload, succeedPayload, value);
};
/** @internal */
const asSome = (self) => map$2(self, some);
/** @internal */
const andThen$1 = /*#__PURE__*/ dual(2, (self, f) => new ContImpl(self, isEffect$1(f) ? returnPayload : andThenCont, f));
/** @internal */
const tap$1 = /*#__PURE__*/ dual(2, (self, f) => new ContImpl(self, isEffect$1(f) ? tapEffectCont : tapCont, f));
/** @internal */
const asVoid$2 = (self) => new ContImpl(self, returnPayload, exitVoid);
/** @internal */
const raceAllFirst = (all, options) => withFiber$1((parent) => {
	const fibers = /* @__PURE__ */ new Set();
	onExitUnsafe(parent, () => fibers.size === 0 ? void 0 : fiberInterruptAll(fibers));
	return callback$1((resume) => {
		let done = false;
		let i = 0;
		for (const effect of all) {
			if (done) break;
			const index = i++;
			const fiber = forkUnsafe$1(parent, effect, true, true, false);
			fibers.add(fiber);
			fiber.addObserver((exit) => {
				fibers.delete(fiber);
				const isWinner = !done;
				done = true;
				resume(exit);
				if (isWinner && options?.onWinner) options.onWinner({
					fiber,
					index,
					parentFiber: parent
				});
			});
		}
	});
});
/** @internal */
const raceFirst$1 = /*#__PURE__*/ dual((args) => isEffect$1(args[1]), (self, that, options) => raceAllFirst([self, that], options));
/** @internal */
const flatMap$1 = /*#__PURE__*/ dual(2, (self, f) => new ContImpl(self, andThenCont, f));
/** @internal */
const effectIsExit = (effect) => effect[ExitTypeId] !== void 0;
/** @internal */
const flatMapEager$1 = /*#__PURE__*/ dual(2, (self, f) => {
	if (effectIsExit(self)) return self._tag === "Success" ? f(self.value) : self;
	return flatMap$1(self, f);
});
/** @internal */
const flatten$2 = (self) => flatMap$1(self, identity);
/** @internal */
const map$2 = /*#__PURE__*/ dual(2, (self, f) => new ContImpl(self, mapCont, f));
/** @internal */
const mapEager$1 = /*#__PURE__*/ dual(2, (self, f) => effectIsExit(self) ? exitMap(self, f) : map$2(self, f));
/** @internal */
const mapErrorEager$1 = /*#__PURE__*/ dual(2, (self, f) => effectIsExit(self) ? exitMapError(self, f) : mapError$4(self, f));
/** @internal */
const mapBothEager$1 = /*#__PURE__*/ dual(2, (self, options) => effectIsExit(self) ? exitMapBoth(self, options) : mapBoth$1(self, options));
/** @internal */
const exitInterrupt$1 = (fiberId) => exitFailCause(causeInterrupt(fiberId));
/** @internal */
const exitIsSuccess = (self) => self._tag === "Success";
/** @internal */
const exitIsFailure = (self) => self._tag === "Failure";
/** @internal */
const exitFilterCause = (self) => self._tag === "Failure" ? succeed$5(self.cause) : fail$5(self);
/** @internal */
const exitFindError = /*#__PURE__*/ composePassthrough(exitFilterCause, findError);
/** @internal */
const exitHasInterrupts = (self) => self._tag === "Failure" && hasInterrupts$2(self.cause);
/** @internal */
const exitVoid = /*#__PURE__*/ exitSucceed(void 0);
/** @internal */
const exitMap = /*#__PURE__*/ dual(2, (self, f) => self._tag === "Success" ? exitSucceed(f(self.value)) : self);
/** @internal */
const exitMapError = /*#__PURE__*/ dual(2, (self, f) => {
	if (self._tag === "Success") return self;
	return exitFailCause(causeMap(self.cause, f));
});
/** @internal */
const exitMapBoth = /*#__PURE__*/ dual(2, (self, options) => {
	if (self._tag === "Success") return exitSucceed(options.onSuccess(self.value));
	return exitFailCause(causeMap(self.cause, options.onFailure));
});
/** @internal */
const exitAs = /*#__PURE__*/ dual(2, (self, b) => exitIsSuccess(self) ? exitSucceed(b) : self);
/** @internal */
const exitZipRight = /*#__PURE__*/ dual(2, (self, that) => exitIsSuccess(self) ? that : self);
/** @internal */
const exitAsVoid = /*#__PURE__*/ exitAs(void 0);
/** @internal */
const exitAsVoidAll = (exits) => {
	const failures = [];
	for (const exit of exits) if (exit._tag === "Failure") failures.push(...exit.cause.reasons);
	return failures.length === 0 ? exitVoid : exitFailCause(causeFromReasons(failures));
};
/** @internal */
const exitFindErrorOption = (self) => {
	const error = exitFindError(self);
	return isFailure$1(error) ? none$2() : some(error.success);
};
/** @internal */
const serviceOption$1 = (service) => withFiber$1((fiber) => succeed$4(getOption(fiber.context, service)));
/** @internal */
const updateContext = /*#__PURE__*/ dual(2, (self, f) => withFiber$1((fiber) => {
	const prevContext = fiber.context;
	const nextContext = f(prevContext);
	if (prevContext === nextContext) return self;
	fiber.setContext(nextContext);
	onExitUnsafe(fiber, () => {
		fiber.setContext(prevContext);
	});
	return self;
}));
/** @internal */
const updateService = /*#__PURE__*/ dual(3, (self, service, f) => updateContext(self, (s) => {
	const prev = getUnsafe(s, service);
	const next = f(prev);
	if (prev === next) return s;
	return add$1(s, service, next);
}));
/** @internal */
const context$1 = () => getContext;
const getContext = /*#__PURE__*/ withFiber$1((fiber) => succeed$4(fiber.context));
/** @internal */
const contextWith$1 = (f) => withFiber$1((fiber) => f(fiber.context));
/** @internal */
const provideContext$3 = /*#__PURE__*/ dual(2, (self, context) => {
	if (effectIsExit(self)) return self;
	return updateContext(self, merge$2(context));
});
/** @internal */
const provideService$1 = function() {
	if (arguments.length === 1) return dual(2, (self, impl) => provideServiceImpl(self, arguments[0], impl));
	return dual(3, (self, service, impl) => provideServiceImpl(self, service, impl)).apply(this, arguments);
};
const provideServiceImpl = (self, service, implementation) => updateContext(self, add$1(service, implementation));
/** @internal */
const forever$1 = /*#__PURE__*/ dual((args) => isEffect$1(args[0]), (self, options) => whileLoop({
	while: constTrue,
	body: constant(options?.disableYield ? self : flatMap$1(self, (_) => yieldNow)),
	step: constVoid
}));
/** @internal */
const catchCause$1 = /*#__PURE__*/ dual(2, (self, f) => new OnFailureImpl(self, f.length !== 1 ? (cause) => f(cause) : f));
const OnFailureProto = /*#__PURE__*/ makePrimitiveProto({
	op: "OnFailure",
	[evaluate]: evaluateCont
});
const OnFailureImpl = function(self, f) {
	this[args] = self;
	this[contE] = f;
};
OnFailureImpl.prototype = OnFailureProto;
/** @internal */
const catchCauseFilter = /*#__PURE__*/ dual(3, (self, filter, f) => catchCause$1(self, (cause) => {
	const eb = filter(cause);
	return isFailure$1(eb) ? failCause$4(eb.failure) : f(eb.success, cause);
}));
/** @internal */
const tapCauseFilter = /*#__PURE__*/ dual(3, (self, filter, f) => catchCause$1(self, (cause) => {
	const result = filter(cause);
	if (isFailure$1(result)) return failCause$4(cause);
	return andThen$1(f(result.success, cause), failCause$4(cause));
}));
/** @internal */
const tapError$1 = /*#__PURE__*/ dual(2, (self, f) => tapCauseFilter(self, findError, (e) => f(e)));
/** @internal */
const mapError$4 = /*#__PURE__*/ dual(2, (self, f) => catchCause$1(self, (cause) => failCause$4(causeMap(cause, f))));
/** @internal */
const mapBoth$1 = /*#__PURE__*/ dual(2, (self, options) => matchCauseEffect$1(self, {
	onFailure: (cause) => failCause$4(causeMap(cause, options.onFailure)),
	onSuccess: (a) => sync$1(() => options.onSuccess(a))
}));
/** @internal */
const ignoreCauseLogger = (log) => log === "Unhandled" ? (...message) => withFiber$1((fiber) => {
	const level = fiber.getRef(UnhandledLogLevel);
	return level === void 0 ? void_$3 : logWithLevel$1(level)(...message);
}) : logWithLevel$1(log === true ? void 0 : log);
/** @internal */
const ignore$1 = /*#__PURE__*/ dual((args) => isEffect$1(args[0]), (self, options) => {
	if (!options?.log) return matchEffect$1(self, {
		onFailure: (_) => void_$3,
		onSuccess: (_) => void_$3
	});
	const logEffect = ignoreCauseLogger(options.log);
	return matchCauseEffect$1(self, {
		onFailure(cause) {
			const error = findRecoverableError(cause);
			return isFailure$1(error) ? failCause$4(error.failure) : options.message === void 0 ? logEffect(cause) : logEffect(options.message, cause);
		},
		onSuccess: (_) => void_$3
	});
});
/** @internal */
const matchCauseEffect$1 = /*#__PURE__*/ dual(2, (self, options) => new OnSuccessAndFailureImpl(self, options.onSuccess.length !== 1 ? (a) => options.onSuccess(a) : options.onSuccess, options.onFailure.length !== 1 ? (cause) => options.onFailure(cause) : options.onFailure));
const OnSuccessAndFailureProto = /*#__PURE__*/ makePrimitiveProto({
	op: "OnSuccessAndFailure",
	[evaluate]: evaluateCont
});
const OnSuccessAndFailureImpl = function(self, onSuccess, onFailure) {
	this[args] = self;
	this[contA] = onSuccess;
	this[contE] = onFailure;
};
OnSuccessAndFailureImpl.prototype = OnSuccessAndFailureProto;
/** @internal */
const matchEffect$1 = /*#__PURE__*/ dual(2, (self, options) => matchCauseEffect$1(self, {
	onFailure: (cause) => {
		const error = findRecoverableError(cause);
		return isFailure$1(error) ? failCause$4(error.failure) : options.onFailure(error.success);
	},
	onSuccess: options.onSuccess
}));
/** @internal */
const exit$1 = (self) => effectIsExit(self) ? exitSucceed(self) : exitPrimitive(self);
const exitPrimitive = /*#__PURE__*/ makePrimitive({
	op: "Exit",
	[evaluate](fiber) {
		fiber._stack.push(this);
		return this[args];
	},
	[contA](value, fiber, exit) {
		return fiber.succeedWith(exit ?? exitSucceed(value));
	},
	[contE](cause, fiber, exit) {
		return fiber.succeedWith(exit ?? exitFailCause(cause));
	}
});
/** @internal */
const timeoutOrElse$1 = /*#__PURE__*/ dual(2, (self, options) => flatMap$1(timeoutOption$1(self, options.duration), (option) => isNone(option) ? options.orElse() : succeed$4(option.value)));
/** @internal */
const timeoutOption$1 = /*#__PURE__*/ dual(2, (self, duration) => raceFirst$1(asSome(self), as$1(sleep$1(duration), none$2())));
/** @internal */
const ScopeTypeId = "~effect/Scope";
/** @internal */
const ScopeCloseableTypeId = "~effect/Scope/Closeable";
/** @internal */
const scopeTag = /*#__PURE__*/ Service("effect/Scope");
/** @internal */
const scopeClose = (self, exit_) => withFiber$1((fiber) => {
	fiberEnterUninterruptibleUnsafe(fiber);
	return scopeCloseUnsafe(self, exit_) ?? void_$3;
});
/** @internal */
const scopeCloseUnsafe = (self, exit_) => {
	const state = self.state;
	if (state._tag === "Closed") return;
	self.state = {
		_tag: "Closed",
		exit: exit_
	};
	if (self.parent !== void 0) scopeRemoveFinalizerUnsafe(self.parent, self);
	if (state._tag === "Empty") return;
	if (state.finalizer !== void 0) return runFinalizer(state.finalizer, exit_);
	const finalizers = state.finalizers;
	if (finalizers.size === 1) return runFinalizer(finalizers.values().next().value, exit_);
	return scopeCloseFinalizers(self, finalizers, exit_);
};
const runFinalizer = (finalizer, exit_) => {
	try {
		return finalizer(exit_);
	} catch (defect) {
		return exitDie(defect);
	}
};
const combineFinalizerCause = (exit_, finalizer) => exitIsSuccess(exit_) ? finalizer : catchCause$1(finalizer, (cause) => failCause$4(causeElectDefects(causeCombine(exit_.cause, cause))));
const scopeCloseFinalizers = /*#__PURE__*/ fnUntraced$1(function* (self, finalizers, exit_) {
	let exits = [];
	const fibers = [];
	const arr = Array.from(finalizers);
	const parent = getCurrentFiber();
	for (let i = arr.length - 1; i >= 0; i--) {
		const [key, finalizer] = arr[i];
		if (self.strategy === "sequential") exits.push(yield* exit$1(runFinalizer(finalizer, exit_)));
		else if (key !== parent) fibers.push(forkUnsafe$1(parent, runFinalizer(finalizer, exit_), true, true, "inherit"));
	}
	if (fibers.length > 0) exits = yield* fiberAwaitAll(fibers);
	return yield* exitAsVoidAll(exits);
});
/** @internal */
const scopeForkUnsafe = (scope, finalizerStrategy) => {
	const child = makeScope(finalizerStrategy, scope);
	if (scope.state._tag === "Closed") {
		child.state = scope.state;
		return child;
	}
	scopeAddFinalizerUnsafe(scope, child, (exit) => scopeClose(child, exit));
	return child;
};
/** @internal */
const scopeAddFinalizerExit = (scope, finalizer) => {
	return suspend$1(() => {
		if (scope.state._tag === "Closed") return finalizer(scope.state.exit);
		scopeAddFinalizerUnsafe(scope, {}, finalizer);
		return void_$3;
	});
};
/** @internal */
const scopeAddFinalizer = (scope, finalizer) => scopeAddFinalizerExit(scope, constant(finalizer));
/** @internal */
const scopeAddFinalizerUnsafe = (scope, key, finalizer) => {
	if (scope.state._tag === "Empty") scope.state = {
		_tag: "Open",
		finalizerKey: key,
		finalizer,
		finalizers: void 0
	};
	else if (scope.state._tag === "Open") {
		const state = scope.state;
		if (state.finalizer !== void 0) {
			state.finalizers = /* @__PURE__ */ new Map([[state.finalizerKey, state.finalizer]]);
			state.finalizerKey = void 0;
			state.finalizer = void 0;
			state.finalizers.set(key, finalizer);
		} else state.finalizers.set(key, finalizer);
	}
};
/** @internal */
const scopeRemoveFinalizerUnsafe = (scope, key) => {
	if (scope.state._tag !== "Open") return;
	const state = scope.state;
	if (state.finalizerKey === key) scope.state = constScopeEmpty;
	else if (state.finalizers !== void 0) {
		state.finalizers.delete(key);
		if (state.finalizers.size === 0) scope.state = constScopeEmpty;
	}
};
/** @internal */
const scopeMakeUnsafe = (finalizerStrategy) => makeScope(finalizerStrategy, void 0);
const makeScope = (finalizerStrategy = "sequential", parent) => ({
	[ScopeCloseableTypeId]: ScopeCloseableTypeId,
	[ScopeTypeId]: ScopeTypeId,
	strategy: finalizerStrategy,
	parent,
	state: constScopeEmpty
});
const constScopeEmpty = { _tag: "Empty" };
/** @internal */
const scope$1 = scopeTag;
/** @internal */
const provideScope = /*#__PURE__*/ provideService$1(scopeTag);
/** @internal */
const scoped$1 = (self) => withFiber$1((fiber) => {
	const prev = fiber.context;
	const scope = scopeMakeUnsafe();
	fiber.setContext(add$1(fiber.context, scopeTag, scope));
	onExitUnsafe(fiber, (exit) => {
		fiber.setContext(prev);
		return scopeCloseUnsafe(scope, exit);
	});
	return self;
});
/** @internal */
const scopedWith = (f) => suspend$1(() => {
	const scope = scopeMakeUnsafe();
	return onExit$1(f(scope), (exit) => suspend$1(() => scopeCloseUnsafe(scope, exit) ?? void_$3));
});
/** @internal */
const acquireRelease$1 = (acquire, release, options) => contextWith$1((context) => uninterruptibleMask$1((restore) => flatMap$1(scope$1, (scope) => tap$1(options?.interruptible ? restore(acquire) : acquire, (a) => scopeAddFinalizerExit(scope, (exit) => provideContext$3(release(a, exit), context))))));
/** @internal */
const addFinalizer$2 = (finalizer) => flatMap$1(scope$1, (scope) => contextWith$1((context) => scopeAddFinalizerExit(scope, (exit) => provideContext$3(finalizer(exit), context))));
const OnExitImpl = /*#__PURE__*/ function() {
	const Proto = /*#__PURE__*/ makePrimitiveProto({
		op: "OnExit",
		[evaluate](fiber) {
			fiber._stack.push(this);
			return this.effect;
		},
		[contAll](fiber) {
			if (fiber.interruptible && this.interruptible !== true) {
				fiber._stack.push(setInterruptibleTrue);
				fiber.interruptible = false;
			}
		},
		[contA](value, _, exit) {
			exit ??= exitSucceed(value);
			let eff;
			try {
				eff = this.onExit(exit);
			} catch (defect) {
				eff = exitDie(defect);
			}
			return eff ? flatMap$1(eff, (_) => exit) : exit;
		},
		[contE](cause, _, exit) {
			exit ??= exitFailCause(cause);
			let eff;
			try {
				eff = this.onExit(exit);
			} catch (defect) {
				eff = exitDie(defect);
			}
			return eff ? flatMap$1(combineFinalizerCause(exit, eff), (_) => exit) : exit;
		}
	});
	const OnExitImpl = function(effect, onExit, interruptible) {
		this.effect = effect;
		this.onExit = onExit;
		this.interruptible = interruptible;
	};
	OnExitImpl.prototype = Proto;
	return OnExitImpl;
}();
/** @internal */
const onExitPrimitive$1 = (effect, onExit, interruptible) => new OnExitImpl(effect, onExit, interruptible);
/**
* Pushes an exit finalizer for the current `withFiber` evaluation. Only call inside `withFiber`.
* @internal
*/
const onExitUnsafe = (fiber, f) => {
	fiber._stack.push(new OnExitImpl(void 0, f, void 0));
};
/** @internal */
const onExit$1 = /*#__PURE__*/ dual(2, onExitPrimitive$1);
/** @internal */
const ensuring$1 = /*#__PURE__*/ dual(2, (self, finalizer) => onExit$1(self, (_) => finalizer));
/** @internal */
const onExitFilter = /*#__PURE__*/ dual(3, (self, filter, f) => onExit$1(self, (exit) => {
	const b = filter(exit);
	return isFailure$1(b) ? void_$3 : f(b.success, exit);
}));
/** @internal */
const onError$1 = /*#__PURE__*/ dual(2, (self, f) => onExitFilter(self, exitFilterCause, f));
/** @internal */
const onErrorFilter = /*#__PURE__*/ dual(3, (self, filter, f) => onExit$1(self, (exit) => {
	if (exit._tag !== "Failure") return void_$3;
	const result = filter(exit.cause);
	return isFailure$1(result) ? void_$3 : f(result.success, exit.cause);
}));
/** @internal */
const onInterrupt$1 = /*#__PURE__*/ dual(2, (self, finalizer) => onErrorFilter(causeFilterInterruptors, finalizer)(self));
/** @internal */
const acquireUseRelease$1 = (acquire, use, release) => uninterruptibleMask$1((restore) => flatMap$1(acquire, (a) => onExitPrimitive$1(suspend$1(() => restore(use(a))), (exit) => release(a, exit), true)));
/** @internal */
const interrupt$4 = /*#__PURE__*/ withFiber$1((fiber) => failCause$4(causeInterrupt(fiber.id)));
/** @internal */
const uninterruptible$1 = (self) => withFiber$1((fiber) => {
	if (!fiber.interruptible) return self;
	fiber.interruptible = false;
	fiber._stack.push(setInterruptibleTrue);
	return self;
});
const setInterruptible = /*#__PURE__*/ makePrimitive({
	op: "SetInterruptible",
	[contAll](fiber) {
		fiber.interruptible = this[args];
		if (fiber._interruptedCause && fiber.interruptible) return () => failCause$4(fiber._interruptedCause);
	}
});
const setInterruptibleTrue = /*#__PURE__*/ setInterruptible(true);
const setInterruptibleFalse = /*#__PURE__*/ setInterruptible(false);
const setFiberInterruptible = (fiber) => {
	fiber.interruptible = true;
	fiber._stack.push(setInterruptibleFalse);
	if (fiber._interruptedCause) return failCause$4(fiber._interruptedCause);
};
/**
* Makes the current fiber uninterruptible for the returned effect without an
* extra primitive. Call only within `withFiber`.
*
* @internal
*/
const fiberEnterUninterruptibleUnsafe = (fiber) => {
	const impl = fiber;
	if (!impl.interruptible) return;
	impl.interruptible = false;
	impl._stack.push(setInterruptibleTrue);
};
/** @internal */
const interruptible = (self) => withFiber$1((fiber) => {
	if (fiber.interruptible) return self;
	return setFiberInterruptible(fiber) ?? self;
});
/** @internal */
const uninterruptibleMask$1 = (f) => withFiber$1((fiber) => {
	if (!fiber.interruptible) return f(identity);
	fiber.interruptible = false;
	fiber._stack.push(setInterruptibleTrue);
	return f(interruptible);
});
/** @internal */
const whileLoop = /*#__PURE__*/ makePrimitive({
	op: "While",
	[contA](value, fiber) {
		this[args].step(value);
		if (this["~effect/Effect/args"].while()) {
			fiber._stack.push(this);
			return this[args].body();
		}
		return exitVoid;
	},
	[evaluate](fiber) {
		if (this["~effect/Effect/args"].while()) {
			fiber._stack.push(this);
			return this[args].body();
		}
		return exitVoid;
	}
});
/** @internal */
const forEach$1 = /*#__PURE__*/ dual((args) => typeof args[1] === "function", (iterable, f, options) => suspend$1(() => {
	const concurrency = resolveConcurrency(options?.concurrency);
	if (concurrency === 1) return forEachSequential(iterable, f, options);
	const items = fromIterable$1(iterable);
	let length = items.length;
	if (length === 0) return options?.discard ? void_$3 : succeed$4([]);
	const out = options?.discard ? void 0 : new Array(length);
	const eff = forEachConcurrent({
		f,
		out
	}, items, { concurrency });
	return eff ? as$1(eff, out) : succeed$4(out);
}));
const forEachSequential = (iterable, f, options) => suspend$1(() => {
	const out = options?.discard ? void 0 : [];
	const iterator = iterable[Symbol.iterator]();
	let state = iterator.next();
	let index = 0;
	return as$1(whileLoop({
		while: () => !state.done,
		body: () => f(state.value, index++),
		step: (b) => {
			if (out) out.push(b);
			state = iterator.next();
		}
	}), out);
});
/** @internal */
const resolveConcurrency = (concurrency) => concurrency === "unbounded" ? Number.POSITIVE_INFINITY : Math.max(1, concurrency ?? 1);
/** @internal */
const iterateEager = () => (options) => {
	const onItem = options.onItem;
	const step = options.step;
	const resumeSequential = (state, items, index, end, effect) => flatMap$1(exit$1(effect), (itemExit) => step(state, items[index], itemExit, index) ?? runSequential(state, items, index + 1, end) ?? void_$3);
	const runSequential = (state, items, index = 0, end = items.length) => {
		for (; index < end; index++) {
			const item = items[index];
			const effect = onItem(state, item, index);
			if (!effectIsExit(effect)) return resumeSequential(state, items, index, end, effect);
			const terminal = step(state, item, effect, index);
			if (terminal) return terminal._tag === "Failure" ? terminal : void 0;
		}
	};
	return runSequential;
};
const iterateConcurrentImpl = (options) => {
	const onItem = options.onItem;
	const step = options.step;
	return (state, items, opts) => {
		let index = 0;
		const end = opts.end ?? items.length;
		const concurrency = opts.concurrency;
		let done = false;
		let parentFiber;
		let fibers;
		let resume;
		let terminal;
		let effect;
		const failDefect = (error) => {
			const defect = exitDie(error);
			terminal = defect;
			done = true;
			return fibers && fibers.size > 0 ? flatMap$1(uninterruptible$1(fiberInterruptAll(Array.from(fibers))), () => terminal ?? defect) : defect;
		};
		const go = () => {
			let paused = false;
			for (; !terminal && index < end; index++) {
				const item = items[index];
				const eff = effect ?? onItem(state, item, index);
				if (effectIsExit(eff)) {
					terminal = step(state, item, eff, index);
					if (terminal) break;
				} else if (!parentFiber) return callback$1((cb) => {
					parentFiber = getCurrentFiber();
					fibers = /* @__PURE__ */ new Set();
					effect = eff;
					resume = cb;
					let result;
					try {
						result = go();
					} catch (error) {
						return cb(failDefect(error));
					}
					if (result) return cb(result);
					return suspend$1(() => {
						terminal ??= exitVoid;
						return flatMap$1(fibers ? fiberInterruptAll(fibers) : void_$3, () => terminal?._tag === "Failure" ? terminal : void_$3);
					});
				});
				else {
					effect = void 0;
					const fiber = forkUnsafe$1(parentFiber, eff, true, true, "inherit");
					if (fiber._exit) {
						terminal = step(state, item, fiber._exit, index);
						if (terminal) break;
						continue;
					}
					fibers.add(fiber);
					const currentIndex = index;
					fiber.addObserver((exit) => {
						fibers.delete(fiber);
						try {
							if (terminal) {
								if (exit._tag === "Failure") {
									const reasons = exit.cause.reasons.filter((reason) => reason._tag !== "Interrupt");
									if (reasons.length > 0) {
										const cause = causeFromReasons(reasons);
										terminal = exitFailCause(terminal._tag === "Failure" ? causeElectDefects(causeCombine(terminal.cause, cause)) : cause);
									}
								}
							} else {
								const result = step(state, item, exit, currentIndex);
								if (result) {
									terminal = result;
									go();
								}
							}
							if (paused) {
								const eff = go();
								if (eff) resume(eff);
							} else if (done && fibers.size === 0) resume(terminal ?? void_$3);
						} catch (error) {
							resume(failDefect(error));
						}
					});
					if (fibers.size < concurrency) continue;
					paused = true;
					index++;
					return;
				}
			}
			done = true;
			if (terminal) {
				if (fibers && fibers.size > 0) {
					const annotations = fiberStackAnnotations(parentFiber);
					fibers.forEach((f) => f.interruptUnsafe(parentFiber.id, annotations));
					return;
				}
				if (resume || terminal._tag === "Failure") return terminal;
			} else if (resume) {
				if (!fibers) return exitVoid;
				else if (fibers.size === 0) resume(void_$3);
			}
		};
		return go();
	};
};
/** @internal */
const iterateConcurrent = () => (options) => iterateConcurrentImpl(options);
const forEachConcurrent = /*#__PURE__*/ iterateConcurrentImpl({
	onItem(state, item, index) {
		return state.f(item, index);
	},
	step(state, _, exit, index) {
		if (exit._tag === "Failure") return exit;
		else if (state.out) state.out[index] = exit.value;
	}
});
/** @internal */
const forkUnsafe$1 = (parent, effect, immediate = false, daemon = false, uninterruptible = false) => {
	const parentRuntime = parent;
	const interruptible = uninterruptible === "inherit" ? parentRuntime.interruptible : !uninterruptible;
	const child = new FiberImpl(parentRuntime.context, interruptible);
	if (!daemon) {
		parentRuntime.children().add(child);
		child._parent = parentRuntime;
	}
	if (immediate) child.evaluate(effect);
	else {
		child._asyncContext = captureAsyncContext();
		parentRuntime.currentDispatcher.scheduleTask(() => child.evaluate(effect), 0);
	}
	return child;
};
/** @internal */
const forkDetach$1 = /*#__PURE__*/ dual((args) => isEffect$1(args[0]), (self, options) => withFiber$1((fiber) => succeed$4(forkUnsafe$1(fiber, self, options?.startImmediately, true, options?.uninterruptible))));
const fiberScopeFinalizer = (fiber) => () => withFiber$1((current) => current === fiber ? void_$3 : fiberInterrupt(fiber));
/** @internal */
const forkIn$1 = /*#__PURE__*/ dual((args) => isEffect$1(args[0]), (self, scope, options) => withFiber$1((parent) => {
	const fiber = scope.state._tag === "Closed" ? new FiberImpl(parent.context) : forkUnsafe$1(parent, self, options?.startImmediately, true, options?.uninterruptible);
	if (!fiber._exit) {
		if (scope.state._tag !== "Closed") {
			scopeAddFinalizerUnsafe(scope, fiber, fiberScopeFinalizer(fiber));
			fiber.addObserver(() => scopeRemoveFinalizerUnsafe(scope, fiber));
		} else fiber.interruptUnsafe(parent.id, fiberStackAnnotations(parent));
	}
	return succeed$4(fiber);
}));
/** @internal */
const forkScoped$1 = /*#__PURE__*/ dual((args) => isEffect$1(args[0]), (self, options) => flatMap$1(scope$1, (scope) => forkIn$1(self, scope, options)));
/** @internal */
const runForkWith$1 = (context) => (effect, options) => {
	const fiber = new FiberImpl(options?.scheduler ? add$1(context, Scheduler, options.scheduler) : context, options?.uninterruptible !== true);
	fiber.evaluate(effect);
	if (fiber._exit) return fiber;
	if (options?.signal) {
		if (options.signal.aborted) fiber.interruptUnsafe();
		else {
			const abort = () => fiber.interruptUnsafe();
			options.signal.addEventListener("abort", abort, { once: true });
			fiber.addObserver(() => options.signal.removeEventListener("abort", abort));
		}
	}
	if (options?.onFiberStart) options.onFiberStart(fiber);
	return fiber;
};
/** @internal */
const runPromiseExitWith = (context) => {
	const runFork = runForkWith$1(context);
	return (effect, options) => {
		const fiber = runFork(effect, options);
		return new Promise((resolve) => {
			fiber.addObserver((exit) => resolve(exit));
		});
	};
};
/** @internal */
const runPromiseWith$1 = (context) => {
	const runPromiseExit = runPromiseExitWith(context);
	return (effect, options) => runPromiseExit(effect, options).then((exit) => {
		if (exit._tag === "Failure") throw causeSquash(exit.cause);
		return exit.value;
	});
};
/** @internal */
const runPromise$1 = /*#__PURE__*/ runPromiseWith$1(/*#__PURE__*/ empty$2());
/** @internal */
const runSyncExitWith$1 = (context) => {
	const runFork = runForkWith$1(context);
	return (effect) => {
		if (effectIsExit(effect)) return effect;
		const scheduler = new MixedScheduler("sync");
		const fiber = runFork(effect, { scheduler });
		fiber._dispatcher?.flush();
		return fiber._exit ?? exitDie(new AsyncFiberError(fiber));
	};
};
/** @internal */
const runSyncExit$1 = /*#__PURE__*/ runSyncExitWith$1(/*#__PURE__*/ empty$2());
/** @internal */
const runSyncWith = (context) => {
	const runSyncExit = runSyncExitWith$1(context);
	return (effect) => {
		const exit = runSyncExit(effect);
		if (exit._tag === "Failure") throw causeSquash(exit.cause);
		return exit.value;
	};
};
/** @internal */
const runSync$2 = /*#__PURE__*/ runSyncWith(/*#__PURE__*/ empty$2());
const bigint0$1 = /*#__PURE__*/ BigInt(0);
const NoopSpanProto = {
	_tag: "Span",
	spanId: "noop",
	traceId: "noop",
	sampled: false,
	status: {
		_tag: "Ended",
		startTime: bigint0$1,
		endTime: bigint0$1,
		exit: exitVoid
	},
	attributes: /*#__PURE__*/ new Map(),
	links: [],
	kind: "internal",
	attribute() {},
	event() {},
	end() {},
	addLinks() {}
};
/** @internal */
const noopSpan = (options) => Object.assign(Object.create(NoopSpanProto), options);
const filterDisablePropagation = (span) => {
	if (!span) return none$2();
	return get(span.annotations, DisablePropagation) ? span._tag === "Span" ? filterDisablePropagation(getOrUndefined$1(span.parent)) : none$2() : some(span);
};
/** @internal */
const makeSpanUnsafe = (fiber, name, options) => {
	const disablePropagation = !fiber.cache.tracerEnabled || options?.annotations && get(options.annotations, DisablePropagation);
	const parent = options?.parent !== void 0 ? some(options.parent) : options?.root ? none$2() : filterDisablePropagation(fiber.cache.span);
	let span;
	if (disablePropagation) span = noopSpan({
		name,
		parent,
		annotations: add$1(options?.annotations ?? empty$2(), DisablePropagation, true)
	});
	else {
		const tracer = fiber.cache.tracer ?? nativeTracer;
		const clock = fiber.getRef(ClockRef);
		const timingEnabled = fiber.getRef(TracerTimingEnabled);
		const annotationsFromEnv = fiber.getRef(TracerSpanAnnotations);
		const linksFromEnv = fiber.getRef(TracerSpanLinks);
		const level = options?.level ?? fiber.getRef(CurrentTraceLevel);
		const links = options?.links !== void 0 ? [...linksFromEnv, ...options.links] : linksFromEnv.length === 0 ? [] : linksFromEnv.slice();
		span = tracer.span({
			name,
			parent,
			annotations: options?.annotations ?? empty$2(),
			links,
			startTime: timingEnabled ? clock.currentTimeNanosUnsafe() : bigint0$1,
			kind: options?.kind ?? "internal",
			root: options?.root ?? false,
			sampled: options?.sampled ?? (isSome(parent) && parent.value.sampled === false ? false : !isLogLevelGreaterThan(fiber.getRef(MinimumTraceLevel), level))
		});
		for (const key in annotationsFromEnv) span.attribute(key, annotationsFromEnv[key]);
		if (options?.attributes !== void 0) for (const key in options.attributes) span.attribute(key, options.attributes[key]);
	}
	return span;
};
const provideSpanStackFrame = (name, stack) => {
	stack = typeof stack === "function" ? stack : constUndefined;
	return updateService(CurrentStackFrame, (parent) => ({
		name,
		stack,
		parent
	}));
};
/** @internal */
const endSpan = (span, exit, clock, timingEnabled) => sync$1(() => {
	if (span.status._tag === "Ended") return;
	span.end(timingEnabled ? clock.currentTimeNanosUnsafe() : bigint0$1, exit);
});
/** @internal */
const useSpan = (name, ...args) => {
	const options = args.length === 1 ? void 0 : args[0];
	const evaluate = args[args.length - 1];
	return withFiber$1((fiber) => {
		const span = makeSpanUnsafe(fiber, name, options);
		const clock = fiber.getRef(ClockRef);
		const timingEnabled = fiber.getRef(TracerTimingEnabled);
		onExitUnsafe(fiber, (exit) => endSpan(span, exit, clock, timingEnabled));
		return evaluate(span);
	});
};
const provideParentSpan = /*#__PURE__*/ provideService$1(ParentSpan);
/** @internal */
const withParentSpan = function() {
	const dataFirst = isEffect$1(arguments[0]);
	const span = dataFirst ? arguments[1] : arguments[0];
	let options = dataFirst ? arguments[2] : arguments[1];
	let provideStackFrame = identity;
	if (span._tag === "Span") {
		options = addSpanStackTrace(options);
		provideStackFrame = provideSpanStackFrame(span.name, options?.captureStackTrace);
	}
	if (dataFirst) return provideParentSpan(provideStackFrame(arguments[0]), span);
	return (self) => provideParentSpan(provideStackFrame(self), span);
};
/** @internal */
const withSpan$1 = function() {
	const dataFirst = typeof arguments[0] !== "string";
	const name = dataFirst ? arguments[1] : arguments[0];
	const traceOptions = addSpanStackTrace(arguments[2]);
	if (dataFirst) {
		const self = arguments[0];
		return useSpan(name, arguments[2], (span) => withParentSpan(self, span, traceOptions));
	}
	const fnArg = typeof arguments[1] === "function" ? arguments[1] : void 0;
	const options = fnArg ? void 0 : arguments[1];
	return (self, ...args) => useSpan(name, fnArg ? fnArg(...args) : options, (span) => withParentSpan(self, span, traceOptions));
};
/** @internal */
const ClockRef = /*#__PURE__*/ Reference$1("effect/Clock", { defaultValue: () => new ClockImpl() });
const MAX_TIMER_MILLIS = 2 ** 31 - 1;
var ClockImpl = class {
	currentTimeMillisUnsafe() {
		return Date.now();
	}
	currentTimeMillis = /*#__PURE__*/ sync$1(() => this.currentTimeMillisUnsafe());
	currentTimeNanosUnsafe() {
		return wallTimeNanos();
	}
	currentTimeNanos = /*#__PURE__*/ sync$1(() => this.currentTimeNanosUnsafe());
	monotonicTimeNanosUnsafe() {
		return monotonicNowNanos();
	}
	monotonicTimeNanos = /*#__PURE__*/ sync$1(() => this.monotonicTimeNanosUnsafe());
	sleep(duration) {
		return this.sleepMillis(toMillis(duration));
	}
	sleepMillis(millis) {
		if (millis <= 0) return yieldNow;
		else if (!Number.isFinite(millis)) return never$2;
		return callback$1((resume) => {
			const continuation = millis > MAX_TIMER_MILLIS ? this.sleepMillis(millis - MAX_TIMER_MILLIS) : void_$3;
			const handle = setTimeout(() => resume(continuation), Math.min(millis, MAX_TIMER_MILLIS));
			return sync$1(() => clearTimeout(handle));
		});
	}
};
const nanosPerMilli = /*#__PURE__*/ BigInt(1e6);
const monotonicNowNanos = /*#__PURE__*/ function() {
	const processHrtime = globalThis.process?.hrtime;
	if (typeof processHrtime?.bigint === "function") return () => processHrtime.bigint();
	if (typeof performance !== "undefined" && typeof performance.now === "function") return () => BigInt(Math.round(performance.now() * 1e6));
	let previous = /*#__PURE__*/ BigInt(0);
	return () => {
		const current = BigInt(Date.now()) * nanosPerMilli;
		if (current > previous) previous = current;
		return previous;
	};
}();
const wallTimeNanos = /*#__PURE__*/ function() {
	const reanchorThresholdNanos = /*#__PURE__*/ BigInt(1e9);
	let origin;
	return () => {
		const monotonic = monotonicNowNanos();
		const wall = BigInt(Date.now()) * nanosPerMilli;
		if (origin === void 0) origin = wall - monotonic;
		else {
			const projected = origin + monotonic;
			if ((wall > projected ? wall - projected : projected - wall) > reanchorThresholdNanos) origin = wall - monotonic;
		}
		return origin + monotonic;
	};
}();
/** @internal */
const clockWith = (f) => withFiber$1((fiber) => f(fiber.getRef(ClockRef)));
/** @internal */
const sleep$1 = (duration) => clockWith((clock) => clock.sleep(fromInputUnsafe(duration)));
/** @internal */
const currentTimeMillis = /*#__PURE__*/ clockWith((clock) => clock.currentTimeMillis);
/** @internal */
const AsyncFiberErrorTypeId = "~effect/Cause/AsyncFiberError";
/** @internal */
const isAsyncFiberError$1 = (u) => hasProperty(u, AsyncFiberErrorTypeId);
/** @internal */
var AsyncFiberError = class extends (/*#__PURE__*/ TaggedError$1("AsyncFiberError")) {
	[AsyncFiberErrorTypeId] = AsyncFiberErrorTypeId;
	constructor(fiber) {
		super({
			message: "An asynchronous Effect was executed with Effect.runSync",
			fiber
		});
	}
};
/** @internal */
const UnknownErrorTypeId = "~effect/Cause/UnknownError";
/** @internal */
var UnknownError = class extends (/*#__PURE__*/ TaggedError$1("UnknownError")) {
	[UnknownErrorTypeId] = UnknownErrorTypeId;
	constructor(cause, message) {
		super({
			message,
			cause
		});
	}
};
/** @internal */
const ConsoleRef = /*#__PURE__*/ Reference$1("effect/Console", { defaultValue: () => globalThis.console });
/** @internal */
const logLevelToOrder = (level) => {
	switch (level) {
		case "All": return Number.MIN_SAFE_INTEGER;
		case "Fatal": return 5e4;
		case "Error": return 4e4;
		case "Warn": return 3e4;
		case "Info": return 2e4;
		case "Debug": return 1e4;
		case "Trace": return 0;
		case "None": return Number.MAX_SAFE_INTEGER;
	}
};
/** @internal */
const isLogLevelGreaterThan = /*#__PURE__*/ isGreaterThan$1(/* @__PURE__ */ mapInput(Number$4, logLevelToOrder));
/** @internal */
const CurrentLoggers = /*#__PURE__*/ Reference$1("effect/Logger/CurrentLoggers", { defaultValue: () => /* @__PURE__ */ new Set([defaultLogger, tracerLogger]) });
/** @internal */
const LogToStderr = /*#__PURE__*/ Reference$1("effect/Logger/LogToStderr", { defaultValue: constFalse });
const LoggerProto = {
	["~effect/Logger"]: {
		_Message: identity,
		_Output: identity
	},
	pipe() {
		return pipeArguments(this, arguments);
	}
};
/** @internal */
const loggerMake = (log) => {
	const self = Object.create(LoggerProto);
	self.log = log;
	return self;
};
/**
* Sanitize a given string by replacing spaces, equal signs, and double quotes
* with underscores.
*
* @internal
*/
const formatLabel = (key) => key.replace(/[\s="]/g, "_");
/**
* Formats a log span into a `<label>=<value>ms` string.
*
* @internal
*/
const formatLogSpan = (self, now) => {
	return `${formatLabel(self[0])}=${now - self[1]}ms`;
};
/** @internal */
const logWithLevel$1 = (level) => (...message) => {
	let cause = void 0;
	for (let i = 0, len = message.length; i < len; i++) {
		const msg = message[i];
		if (isCause$1(msg)) {
			if (cause) message.splice(i, 1);
			else message = message.slice(0, i).concat(message.slice(i + 1));
			cause = cause ? causeFromReasons(cause.reasons.concat(msg.reasons)) : msg;
			i--;
		}
	}
	if (cause === void 0) cause = causeEmpty;
	return withFiber$1((fiber) => {
		const logLevel = level ?? fiber.cache.logLevel;
		if (isLogLevelGreaterThan(fiber.cache.minimumLogLevel, logLevel)) return void_$3;
		const clock = fiber.getRef(ClockRef);
		const loggers = fiber.getRef(CurrentLoggers);
		if (loggers.size > 0) {
			const date = new Date(clock.currentTimeMillisUnsafe());
			for (const logger of loggers) logger.log({
				cause,
				fiber,
				date,
				logLevel,
				message
			});
		}
		return void_$3;
	});
};
const colors = {
	bold: "1",
	red: "31",
	green: "32",
	yellow: "33",
	blue: "34",
	cyan: "36",
	white: "37",
	gray: "90",
	black: "30",
	bgBrightRed: "101"
};
colors.gray, colors.blue, colors.green, colors.yellow, colors.red, colors.bgBrightRed, colors.black;
const defaultDateFormat = (date) => `${date.getHours().toString().padStart(2, "0")}:${date.getMinutes().toString().padStart(2, "0")}:${date.getSeconds().toString().padStart(2, "0")}.${date.getMilliseconds().toString().padStart(3, "0")}`;
/** @internal */
const defaultLogger = /*#__PURE__*/ loggerMake(({ cause, date, fiber, logLevel, message }) => {
	const message_ = Array.isArray(message) ? message.slice() : [message];
	if (cause.reasons.length > 0) message_.push(causePretty(cause));
	const now = date.getTime();
	const spans = fiber.getRef(CurrentLogSpans);
	let spanString = "";
	for (const span of spans) spanString += ` ${formatLogSpan(span, now)}`;
	const annotations = fiber.getRef(CurrentLogAnnotations$1);
	if (Object.keys(annotations).length > 0) message_.push(annotations);
	const console = fiber.getRef(ConsoleRef);
	(fiber.getRef(LogToStderr) ? console.error : console.log)(`[${defaultDateFormat(date)}] ${logLevel.toUpperCase()} (#${fiber.id})${spanString}:`, ...message_);
});
/** @internal */
const tracerLogger = /*#__PURE__*/ loggerMake(({ cause, fiber, logLevel, message }) => {
	const clock = fiber.getRef(ClockRef);
	const annotations = fiber.getRef(CurrentLogAnnotations$1);
	const span = fiber.cache.span;
	if (span === void 0 || span._tag === "ExternalSpan" || span.status._tag === "Ended") return;
	const attributes = {};
	for (const [key, value] of Object.entries(annotations)) assignProperty(attributes, key, value);
	attributes["effect.fiberId"] = fiber.id;
	attributes["effect.logLevel"] = logLevel.toUpperCase();
	if (cause.reasons.length > 0) attributes["effect.cause"] = causePretty(cause);
	span.event(toStringUnknown(Array.isArray(message) && message.length === 1 ? message[0] : message), clock.currentTimeNanosUnsafe(), attributes);
});
// ../../../node_modules/effect/dist/Exit.js
/**
* Checks whether an unknown value is an Exit.
*
* **When to use**
*
* Use to validate unknown values at system boundaries and narrow them to
* `Exit<unknown, unknown>`.
*
* **Details**
*
* Does not inspect the contents of the Exit. Returns `true` for both Success
* and Failure exits.
*
* **Example** (Checking if a value is an Exit)
*
* ```ts import.meta.vitest
* import { Exit } from "effect"
*
* Exit.isExit(Exit.succeed(42)) // => true
* Exit.isExit(Exit.fail("err")) // => true
* Exit.isExit("not an exit") // => false
* ```
*
* @see {@link isSuccess} to check for a successful Exit
* @see {@link isFailure} to check for a failed Exit
*
* @stability stable
* @category guards
* @since 2.0.0
*/
const isExit = isExit$1;
/**
* Creates a successful Exit containing the given value.
*
* **When to use**
*
* Use when you need an Exit that contains a known success value.
*
* **Details**
*
* Returns a `Success<A>` with the provided value. Does not perform any
* computation.
*
* **Example** (Creating a successful Exit)
*
* ```ts import.meta.vitest
* import { Exit } from "effect"
*
* Exit.succeed(42) // => Exit.succeed(42)
* ```
*
* @see {@link fail} to create a failed Exit
* @see {@link void_ void} for a pre-allocated success with no value
*
* @stability stable
* @category constructors
* @since 2.0.0
*/
const succeed$3 = exitSucceed;
/**
* Creates a failed Exit from a Cause.
*
* **When to use**
*
* Use when you already have a `Cause<E>` and want to wrap it in an Exit
* for advanced error handling where you need full control over the Cause
* structure.
*
* **Details**
*
* Returns a `Failure<never, E>`. If you only have an error value, use
* {@link fail} instead.
*
* **Example** (Creating a failed Exit from a Cause)
*
* ```ts import.meta.vitest
* import { Cause, Exit } from "effect"
*
* Exit.failCause(Cause.fail("Something went wrong")) // => Exit.fail("Something went wrong")
* ```
*
* @see {@link fail} to create a Failure from a plain error value
* @see {@link die} to create a Failure from a defect
*
* @stability stable
* @category constructors
* @since 2.0.0
*/
const failCause$3 = exitFailCause;
/**
* Creates a failed Exit from a typed error value.
*
* **When to use**
*
* Use when you need to represent an expected typed failure as an `Exit`.
*
* **Details**
*
* The error is wrapped in a `Cause.Fail` internally.
*
* Returns a `Failure<never, E>`.
*
* **Example** (Creating a failed Exit)
*
* ```ts import.meta.vitest
* import { Exit } from "effect"
*
* Exit.fail("Something went wrong") // => Exit.fail("Something went wrong")
* ```
*
* @see {@link succeed} to create a successful Exit
* @see {@link die} to create a Failure from an unexpected defect
* @see {@link failCause} to create a Failure from a full Cause
*
* @stability stable
* @category constructors
* @since 2.0.0
*/
const fail$3 = exitFail;
/**
* Creates a failed Exit from a defect (unexpected error).
*
* **When to use**
*
* Use when you need unexpected, unrecoverable errors that should not appear in
* the typed error channel.
*
* **Details**
*
* The defect is wrapped in a `Cause.Die` internally.
*
* Returns a `Failure<never>` with `E = never`, since defects do not appear in
* the typed error channel.
*
* **Example** (Creating a defect Exit)
*
* ```ts import.meta.vitest
* import { Exit } from "effect"
*
* Exit.die("Unexpected error") // => Exit.die("Unexpected error")
* ```
*
* @see {@link fail} to create a Failure from a typed error
* @see {@link hasDies} to check whether an Exit contains defects
*
* @stability stable
* @category constructors
* @since 2.0.0
*/
const die$4 = exitDie;
/**
* Creates a failed Exit representing fiber interruption.
*
* **When to use**
*
* Use to signal that a fiber was interrupted.
*
* **Details**
*
* Optionally pass a fiber ID to identify which fiber was interrupted. Returns
* a `Failure<never>` with an `Interrupt` cause.
*
* **Example** (Creating an interruption Exit)
*
* ```ts import.meta.vitest
* import { Exit } from "effect"
*
* Exit.interrupt(123) // => Exit.interrupt(123)
* ```
*
* @see {@link hasInterrupts} to check whether an Exit contains interruptions
*
* @stability stable
* @category constructors
* @since 2.0.0
*/
const interrupt$3 = exitInterrupt$1;
const void_$2 = exitVoid;
/**
* Checks whether an Exit is a Success.
*
* **When to use**
*
* Use as a type guard to narrow `Exit<A, E>` to `Success<A, E>` and access the
* `value` property.
*
* **Example** (Narrowing to success)
*
* ```ts import.meta.vitest
* import { Exit } from "effect"
*
* const exit = Exit.succeed(42)
*
* if (Exit.isSuccess(exit)) {
*   exit.value // => 42
* }
* ```
*
* @see {@link isFailure} for the opposite check
* @see {@link match} for exhaustive pattern matching
*
* @stability stable
* @category guards
* @since 2.0.0
*/
const isSuccess = exitIsSuccess;
/**
* Checks whether an Exit is a Failure.
*
* **When to use**
*
* Use as a type guard to narrow `Exit<A, E>` to `Failure<A, E>` and access the
* `cause` property.
*
* **Example** (Narrowing to failure)
*
* ```ts import.meta.vitest
* import { Cause, Exit } from "effect"
*
* const exit = Exit.fail("error")
*
* if (Exit.isFailure(exit)) {
*   exit.cause // => Cause.fail("error")
* }
* ```
*
* @see {@link isSuccess} for the opposite check
* @see {@link match} for exhaustive pattern matching
*
* @stability stable
* @category guards
* @since 2.0.0
*/
const isFailure = exitIsFailure;
/**
* Checks whether a failed Exit contains interruptions (Interrupt reasons).
*
* **When to use**
*
* Use to check whether an `Exit` contains fiber interruption.
*
* **Details**
*
* Returns `false` for successful exits. Only checks for `Interrupt` reasons in
* the Cause. A Cause with only `Fail` or `Die` reasons returns `false`.
*
* **Example** (Checking for interruptions)
*
* ```ts import.meta.vitest
* import { Exit } from "effect"
*
* Exit.hasInterrupts(Exit.interrupt(1)) // => true
* Exit.hasInterrupts(Exit.fail("err")) // => false
* Exit.hasInterrupts(Exit.succeed(42)) // => false
* ```
*
* @see {@link hasFails} to check for typed errors
* @see {@link hasDies} to check for defects
*
* @stability stable
* @category guards
* @since 4.0.0
*/
const hasInterrupts$1 = exitHasInterrupts;
/**
* Transforms the typed error of a failed Exit using the given function.
*
* **When to use**
*
* Use to remap typed errors while preserving the Exit structure
*
* **Details**
*
* Successes pass through unchanged.
*
* Allocates a new Exit if the error is transformed.
*
* **Gotchas**
*
* Maps every typed error in the cause, preserving defects, interrupts and
* reason order. Unlike typed recovery, mapping does not convert errors to defects.
*
* If the Cause contains only defects or interruptions, no mapper is called.
*
* **Example** (Mapping over an error)
*
* ```ts import.meta.vitest
* import { Exit } from "effect"
*
* Exit.mapError(Exit.fail("bad input"), (error) => error.toUpperCase()) // => Exit.fail("BAD INPUT")
* ```
*
* @see {@link map} to transform the success value
* @see {@link mapBoth} to transform both success and error
*
* @stability stable
* @category combinators
* @since 2.0.0
*/
const mapError$3 = exitMapError;
/**
* Discards the success value of an Exit, replacing it with `void`.
*
* **When to use**
*
* Use when you need to discard a successful `Exit` value while preserving
* whether the `Exit` succeeded or failed.
*
* **Details**
*
* Failures pass through unchanged.
*
* Allocates a new Exit if successful.
*
* **Example** (Discarding the success value)
*
* ```ts import.meta.vitest
* import { Exit } from "effect"
*
* Exit.asVoid(Exit.succeed(42)) // => Exit.succeed(undefined)
* ```
*
* @see {@link void_ void} for a pre-allocated void success
* @see {@link asVoidAll} to combine multiple exits into a single void Exit
*
* @stability stable
* @category combinators
* @since 2.0.0
*/
const asVoid$1 = exitAsVoid;
/**
* Returns the first typed error from a failed Exit as an Option.
*
* **When to use**
*
* Use when you need the first typed error from an `Exit` as an `Option`,
* ignoring successes and non-typed failures.
*
* **Details**
*
* Returns `Option.some(error)` if the Cause contains a Fail reason. Successes,
* defect-only failures, and interrupt-only failures return `Option.none()`.
*
* **Gotchas**
*
* Only finds the first Fail reason. If the Cause has multiple typed errors,
* the rest are ignored.
*
* **Example** (Getting the first error)
*
* ```ts import.meta.vitest
* import { Exit, Option } from "effect"
*
* Exit.findErrorOption(Exit.fail("err")) // => Option.some("err")
* Exit.findErrorOption(Exit.die("bug")) // => Option.none()
* Exit.findErrorOption(Exit.succeed(42)) // => Option.none()
* ```
*
* @see {@link findError} for filter-pipeline usage
* @see {@link getCause} to get the full Cause as an Option
*
* @stability stable
* @category getters
* @since 4.0.0
*/
const findErrorOption$1 = exitFindErrorOption;
// ../../../node_modules/effect/dist/Deferred.js
const TypeId$19 = "~effect/Deferred";
/**
* Checks whether a value is a `Deferred`.
*
* **When to use**
*
* Use to validate unknown values at runtime boundaries before treating them as
* `Deferred` values.
*
* @stability stable
* @category guards
* @since 4.0.0
*/
const isDeferred = (u) => hasProperty(u, TypeId$19);
const DeferredProto = {
	[TypeId$19]: {
		_A: identity,
		_E: identity
	},
	pipe() {
		return pipeArguments(this, arguments);
	}
};
const DeferredImpl = function() {
	this.resumes = void 0;
	this.effect = void 0;
};
DeferredImpl.prototype = DeferredProto;
/**
* Creates an empty `Deferred` synchronously outside the `Effect` runtime.
*
* **When to use**
*
* Use to allocate a `Deferred` synchronously when direct allocation outside
* `Effect` is required.
*
* **Example** (Creating a Deferred unsafely)
*
* ```ts import.meta.vitest
* import { Deferred } from "effect"
*
* const deferred = Deferred.makeUnsafe<number>()
* Deferred.isDoneUnsafe(deferred) // => false
* ```
*
* @stability stable
* @category unsafe
* @since 4.0.0
*/
const makeUnsafe$3 = () => new DeferredImpl();
const _await = (self) => callback$1((resume) => {
	if (self.effect) return resume(self.effect);
	self.resumes ??= [];
	self.resumes.push(resume);
	return sync$1(() => {
		const resumes = self.resumes;
		if (resumes === void 0) return;
		const index = resumes.indexOf(resume);
		if (index >= 0) resumes.splice(index, 1);
	});
});
/**
* Completes the `Deferred` with the specified `Exit` value, which will be
* propagated to all fibers waiting on the value of the `Deferred`.
*
* **When to use**
*
* Use to complete a `Deferred` from an already computed `Exit`.
*
* **Details**
*
* The returned effect succeeds with `true` when this call completed the
* `Deferred`, or `false` if it was already completed.
*
* **Example** (Completing a Deferred with an Exit)
*
* ```ts import.meta.vitest
* import { Deferred, Effect, Exit } from "effect"
*
* const program = Effect.gen(function*() {
*   const deferred = yield* Deferred.make<number>()
*   yield* Deferred.done(deferred, Exit.succeed(42))
*   return yield* Effect.exit(Deferred.await(deferred))
* })
*
* await Effect.runPromise(program) // => Exit.succeed(42)
* ```
*
* @see {@link complete} for completing from an effect and memoizing its result
* @see {@link completeWith} for storing an effect directly
* @see {@link succeed} for completing with a success value
* @see {@link failCause} for completing with a failure cause
*
* @stability stable
* @category completion
* @since 2.0.0
*/
const done$1 = /* @__PURE__ */ dual(2, (self, effect) => sync$1(() => doneUnsafe(self, effect)));
/**
* Returns whether this `Deferred` has already been completed synchronously.
*
* **When to use**
*
* Use to check `Deferred` completion synchronously in code that cannot return
* an `Effect`, such as low-level integration code.
*
* @see {@link isDone} for checking completion inside `Effect`
* @see {@link poll} for reading the completed effect when available
*
* @stability stable
* @category predicates
* @since 4.0.0
*/
const isDoneUnsafe = (self) => self.effect !== void 0;
/**
* Attempts to complete the `Deferred` synchronously with the specified
* completion effect.
*
* **When to use**
*
* Use to complete a `Deferred` synchronously in low-level code that already has
* the completion effect.
*
* **Details**
*
* This mutates the `Deferred` directly and should be reserved for low-level
* code; prefer the effectful completion APIs when possible. Returns `true` if
* this call completed the `Deferred`, or `false` if it was already completed.
*
* **Example** (Completing a Deferred unsafely)
*
* ```ts import.meta.vitest
* import { Deferred, Effect } from "effect"
*
* const deferred = Deferred.makeUnsafe<number>()
* Deferred.doneUnsafe(deferred, Effect.succeed(42)) // => true
* ```
*
* @stability stable
* @category unsafe
* @since 4.0.0
*/
const doneUnsafe = (self, effect) => {
	if (self.effect) return false;
	self.effect = effect;
	if (self.resumes) {
		const resumes = self.resumes;
		self.resumes = void 0;
		for (let i = 0; i < resumes.length; i++) resumes[i](effect);
	}
	return true;
};
// ../../../node_modules/effect/dist/References.js
/**
* Context reference for managing log annotations that are automatically added to all log entries.
* These annotations provide contextual metadata that appears in every log message.
*
* **When to use**
*
* Use to attach shared contextual metadata to every log entry emitted in the
* current context.
*
* **Example** (Managing log annotations)
*
* ```ts import.meta.vitest
* import { Effect, References } from "effect"
*
* const logAnnotationExample = Effect.gen(function*() {
*   // Get current annotations (empty by default)
*   const current = yield* References.CurrentLogAnnotations
*   const defaultCount = Object.keys(current).length
*
*   // Run with custom log annotations
*   const custom = yield* Effect.provideService(
*     Effect.gen(function*() {
*       const annotations = yield* References.CurrentLogAnnotations
*       return [annotations.requestId, annotations.userId, annotations.version]
*     }),
*     References.CurrentLogAnnotations,
*     {
*       requestId: "req-123",
*       userId: "user-456",
*       version: "1.0.0"
*     }
*   )
*
*   // Run with extended annotations
*   const extended = yield* Effect.provideService(
*     Effect.gen(function*() {
*       const annotations = yield* References.CurrentLogAnnotations
*       return [annotations.operation, annotations.timestamp]
*     }),
*     References.CurrentLogAnnotations,
*     {
*       requestId: "req-123",
*       userId: "user-456",
*       version: "1.0.0",
*       operation: "data-sync",
*       timestamp: 1234567890
*     }
*   )
*
*   return [defaultCount, custom, extended]
* })
*
* await Effect.runPromise(logAnnotationExample) // => [0, ["req-123", "user-456", "1.0.0"], ["data-sync", 1234567890]]
* ```
*
* @stability stable
* @category references
* @since 4.0.0
*/
const CurrentLogAnnotations = CurrentLogAnnotations$1;
/**
* Context reference for the current log severity used by `Effect.log` when no explicit
* level is provided.
*
* **When to use**
*
* Use to set the default severity for `Effect.log` entries that do not provide
* an explicit level.
*
* **Details**
*
* Use `MinimumLogLevel` to control which log entries are filtered out.
*
* **Example** (Changing the level of an unqualified log)
*
* ```ts import.meta.vitest
* import { Effect, Logger, References } from "effect"
*
* const levels: Array<string> = []
* const logger = Logger.make<unknown, void>(({ logLevel }) => {
*   levels.push(logLevel)
* })
*
* const program = Effect.gen(function*() {
*   yield* Effect.log("uses the default level")
*   yield* Effect.log("uses the provided level").pipe(
*     Effect.provideService(References.CurrentLogLevel, "Error")
*   )
* })
*
* await Effect.runPromise(program.pipe(Effect.provide(Logger.layer([logger]))))
* levels // => ["Info", "Error"]
* ```
*
* @stability stable
* @category references
* @since 4.0.0
*/
const CurrentLogLevel = CurrentLogLevel$1;
/**
* Context reference for setting the minimum log level threshold. Log entries below this
* level will be filtered out completely.
*
* **When to use**
*
* Use to filter out log entries below a severity threshold.
*
* **Example** (Filtering logs below the minimum level)
*
* ```ts import.meta.vitest
* import { Effect, Logger, References } from "effect"
*
* const levels: Array<string> = []
* const logger = Logger.make<unknown, void>(({ logLevel }) => {
*   levels.push(logLevel)
* })
*
* const program = Effect.gen(function*() {
*   yield* Effect.logInfo("filtered out")
*   yield* Effect.logWarning("included at the threshold")
*   yield* Effect.logError("included above the threshold")
* })
*
* await Effect.runPromise(program.pipe(
*   Effect.provideService(References.MinimumLogLevel, "Warn"),
*   Effect.provide(Logger.layer([logger]))
* ))
* levels // => ["Warn", "Error"]
* ```
*
* @stability stable
* @category references
* @since 4.0.0
*/
const MinimumLogLevel = MinimumLogLevel$1;
/**
* Context reference for controlling whether tracing is enabled globally. When set to false,
* spans will not be registered with the tracer and tracing overhead is minimized.
*
* **When to use**
*
* Use to disable or re-enable span registration in the current context.
*
* **Example** (Toggling tracing)
*
* ```ts import.meta.vitest
* import { Effect, References } from "effect"
*
* const tracingControl = Effect.gen(function*() {
*   // Check if tracing is enabled (default is true)
*   const current = yield* References.TracerEnabled
*
*   // Disable tracing globally
*   const disabled = yield* Effect.provideService(
*     References.TracerEnabled,
*     References.TracerEnabled,
*     false
*   )
*
*   // Re-enable tracing
*   const enabled = yield* Effect.provideService(
*     References.TracerEnabled,
*     References.TracerEnabled,
*     true
*   )
*
*   return [current, disabled, enabled]
* })
*
* await Effect.runPromise(tracingControl) // => [true, false, true]
* ```
*
* @stability stable
* @category references
* @since 4.0.0
*/
const TracerEnabled = TracerEnabled$1;
// ../../../node_modules/effect/dist/Scope.js
/**
* Controls how long resources stay open.
*
* A scope is a lifetime boundary. Code can register cleanup effects on it, and
* closing the scope runs those cleanups with the `Exit` value that ended the
* work. Most application code uses higher-level APIs such as `Effect.scoped`
* and `Layer`, while this module is useful when code needs to create, provide,
* fork, close, or inspect scopes directly.
*
* @stability stable
* @since 2.0.0
*/
/**
* Service tag for the active resource lifetime.
*
* **When to use**
*
* Use to access the active lifetime when registering finalizers or sharing
* resources with the surrounding scope.
*
* **Example** (Accessing the scope service)
*
* ```ts import.meta.vitest
* import { Effect, Scope } from "effect"
*
* const cleanups: Array<string> = []
* const program = Effect.gen(function*() {
*   const scope = yield* Scope.Scope
*   yield* Scope.addFinalizer(scope, Effect.sync(() => cleanups.push("Cleanup")))
* })
*
* Effect.runSync(Effect.scoped(program))
* cleanups // => ["Cleanup"]
* ```
*
* @stability stable
* @category services
* @since 2.0.0
*/
const Scope = scopeTag;
/**
* Creates a new `Scope` synchronously without wrapping it in an `Effect`.
* This is useful when you need a scope immediately but should be used with caution
* as it doesn't provide the same safety guarantees as the `Effect`-wrapped version.
*
* **When to use**
*
* Use when a scope must be allocated synchronously and the caller will close it
* manually.
*
* **Example** (Creating a scope synchronously)
*
* ```ts import.meta.vitest
* import { Effect, Exit, Scope } from "effect"
*
* const scope = Scope.makeUnsafe("sequential")
* const cleanups: Array<string> = []
* const program = Effect.gen(function*() {
*   yield* Scope.addFinalizer(scope, Effect.sync(() => cleanups.push("Cleanup")))
*   yield* Scope.close(scope, Exit.void)
* })
*
* Effect.runSync(program)
* cleanups // => ["Cleanup"]
* ```
*
* @stability stable
* @category constructors
* @since 4.0.0
*/
const makeUnsafe$2 = scopeMakeUnsafe;
/**
* Provides a concrete `Scope` to an effect.
*
* **When to use**
*
* Use to run an effect that requires `Scope` with a scope managed by the
* caller.
*
* **Details**
*
* Providing the scope removes the `Scope` requirement from the effect context.
*
* **Example** (Providing a scope)
*
* ```ts import.meta.vitest
* import { Effect, Exit, Scope } from "effect"
*
* const events: Array<string> = []
* const program = Effect.gen(function*() {
*   const scope = yield* Scope.Scope
*   yield* Scope.addFinalizer(scope, Effect.sync(() => events.push("cleanup")))
*   events.push("working")
* })
*
* const withScope = Effect.gen(function*() {
*   const scope = yield* Scope.make()
*   yield* Scope.provide(scope)(program)
*   yield* Scope.close(scope, Exit.void)
* })
*
* Effect.runSync(withScope)
* events // => ["working", "cleanup"]
* ```
*
* @stability stable
* @category combinators
* @since 4.0.0
*/
const provide$4 = provideScope;
/**
* Registers a finalizer effect on a scope.
*
* **Details**
*
* If the scope is open, the finalizer runs when the scope closes, regardless of
* whether the scope closes successfully or with an error. If the scope is
* already closed, the finalizer runs immediately.
*
* **Example** (Adding finalizers)
*
* ```ts import.meta.vitest
* import { Effect, Exit, Scope } from "effect"
*
* const events: Array<string> = []
* const program = Effect.gen(function*() {
*   const scope = yield* Scope.make()
*   yield* Scope.addFinalizer(scope, Effect.sync(() => events.push("cleanup 1")))
*   yield* Scope.addFinalizer(scope, Effect.sync(() => events.push("cleanup 2")))
*   yield* Scope.addFinalizer(scope, Effect.sync(() => events.push("cleanup 3")))
*   events.push("work")
*   yield* Scope.close(scope, Exit.void)
* })
*
* Effect.runSync(program)
* events // => ["work", "cleanup 3", "cleanup 2", "cleanup 1"]
* ```
*
* @stability stable
* @category combinators
* @since 2.0.0
*/
const addFinalizer$1 = scopeAddFinalizer;
/**
* Creates a closeable child scope synchronously and registers it with a parent scope.
*
* **When to use**
*
* Use when a child scope must be created synchronously and the caller controls
* both parent and child scope lifetimes.
*
* **Details**
*
* Closing the parent closes the child with the same exit value, and closing the
* child detaches it from the parent. The optional finalizer strategy configures
* the child scope and defaults to `"sequential"` when omitted.
*
* **Example** (Creating a child scope synchronously)
*
* ```ts import.meta.vitest
* import { Effect, Exit, Scope } from "effect"
*
* const cleanups: Array<string> = []
* const program = Effect.gen(function*() {
*   const parentScope = Scope.makeUnsafe("sequential")
*   const childScope = Scope.forkUnsafe(parentScope, "parallel")
*   yield* Scope.addFinalizer(parentScope, Effect.sync(() => cleanups.push("parent")))
*   yield* Scope.addFinalizer(childScope, Effect.sync(() => cleanups.push("child")))
*   yield* Scope.close(childScope, Exit.void)
*   yield* Scope.close(parentScope, Exit.void)
* })
*
* Effect.runSync(program)
* cleanups // => ["child", "parent"]
* ```
*
* @stability stable
* @category combinators
* @since 4.0.0
*/
const forkUnsafe = scopeForkUnsafe;
/**
* Closes a scope and runs its registered finalizers.
*
* **When to use**
*
* Use to close a scope manually with a specific exit value.
*
* **Details**
*
* Finalizers run in the scope's configured order and receive the supplied
* `Exit`.
* By default, finalizers run uninterruptibly, so interrupting the closing fiber
* waits for them to finish; a finalizer can explicitly restore interruptibility.
*
* **Gotchas**
*
* Closing a scope that is already closed returns immediately, even when the
* finalizers of an earlier close are still running.
*
* **Example** (Running scope finalizers)
*
* ```ts import.meta.vitest
* import { Effect, Exit, Scope } from "effect"
*
* const events: Array<string> = []
* const resourceManagement = Effect.gen(function*() {
*   const scope = yield* Scope.make("sequential")
*   yield* Scope.addFinalizer(scope, Effect.sync(() => events.push("database")))
*   yield* Scope.addFinalizer(scope, Effect.sync(() => events.push("file")))
*   yield* Scope.addFinalizer(scope, Effect.sync(() => events.push("memory")))
*   events.push("work")
*   yield* Scope.close(scope, Exit.succeed("Success!"))
* })
*
* Effect.runSync(resourceManagement)
* events // => ["work", "memory", "file", "database"]
* ```
*
* @stability stable
* @category combinators
* @since 2.0.0
*/
const close$1 = scopeClose;
/**
* Closes a scope unsafely with the provided exit value.
*
* **When to use**
*
* Use when implementing lower-level scope machinery that must transition a
* scope to `Closed` immediately and can run the returned finalizer effect when
* one is produced.
*
* **Details**
*
* Returns an effect that runs registered finalizers, or `undefined` when the
* scope was already closed or no finalizers need to run.
*
* **Gotchas**
*
* Ignoring the returned effect skips registered finalizers. The caller must
* run the returned effect uninterruptibly: the scope is already closed, so
* interruption during finalization can permanently skip remaining finalizers.
*
* @see {@link close} for the usual effectful close operation that always returns an `Effect`
*
* @stability stable
* @category unsafe
* @since 4.0.0
*/
const closeUnsafe = scopeCloseUnsafe;
// ../../../node_modules/effect/dist/Layer.js
const TypeId$18 = "~effect/Layer";
const MemoMapTypeId = "~effect/Layer/MemoMap";
const makeMemoMapEntry = (memoMap, layer) => {
	const entry = {
		observers: 0,
		deferred: makeUnsafe$3(),
		scope: makeUnsafe$2(),
		finalizer: (exit) => suspend$1(() => {
			if (--entry.observers > 0) return void_$3;
			memoMap.map.delete(layer);
			return close$1(entry.scope, exit);
		})
	};
	return entry;
};
const memoMapObserve = (entry, scope) => {
	if (scope.state._tag === "Closed") return false;
	entry.observers++;
	scopeAddFinalizerUnsafe(scope, {}, entry.finalizer);
	return true;
};
/**
* Returns `true` if the specified value is a `Layer`, `false` otherwise.
*
* **Example** (Checking whether a value is a layer)
*
* ```ts import.meta.vitest
* import { Context, Effect, Layer } from "effect"
*
* class Database extends Context.Service<Database, {
*   readonly query: (sql: string) => Effect.Effect<string>
* }>()("Database") {}
*
* const dbLayer = Layer.succeed(Database, {
*   query: Effect.fn("Database.query")((sql: string) => Effect.succeed("result"))
* })
* const notALayer = { someProperty: "value" }
*
* Layer.isLayer(dbLayer) // => true
* Layer.isLayer(notALayer) // => false
* ```
*
* @stability stable
* @category guards
* @since 2.0.0
*/
const isLayer = (u) => hasProperty(u, TypeId$18);
const LayerProto = {
	[TypeId$18]: {
		_ROut: identity,
		_E: identity,
		_RIn: identity
	},
	pipe() {
		return pipeArguments(this, arguments);
	}
};
const fromBuildUnsafe = (build) => {
	const self = Object.create(LayerProto);
	self.build = build;
	return self;
};
/**
* Constructs a `Layer` from a function that uses a `MemoMap` and `Scope` to
* build the layer.
*
* **Details**
*
* The function receives a `MemoMap` for memoization and a `Scope` for resource management.
* A child scope is created, and if the build fails, the child scope is closed.
*
* **Example** (Constructing a layer from a build function)
*
* ```ts import.meta.vitest
* import { Context, Effect, Layer } from "effect"
*
* class Database extends Context.Service<Database, {
*   readonly query: (sql: string) => Effect.Effect<string>
* }>()("Database") {}
*
* const databaseLayer = Layer.fromBuild(() =>
*   Effect.sync(() =>
*     Context.make(Database, {
*       query: (sql: string) => Effect.succeed("result")
*     })
*   )
* )
*
* const program = Database.use((database) => database.query("SELECT 1"))
* Effect.runSync(Effect.provide(program, databaseLayer)) // => "result"
* ```
*
* @stability stable
* @category constructors
* @since 4.0.0
*/
const fromBuild = (build) => fromBuildUnsafe((memoMap, scope) => {
	const layerScope = forkUnsafe(scope);
	return onExit$1(build(memoMap, layerScope), (exit) => exit._tag === "Failure" ? close$1(layerScope, exit) : void_$3);
});
/**
* Constructs a `Layer` from a function that uses a `MemoMap` and `Scope` to
* build the layer, with automatic memoization.
*
* **Details**
*
* This is similar to `fromBuild` but provides automatic memoization of the layer construction.
* The layer will be memoized based on the provided `MemoMap`.
*
* **Example** (Memoizing layer construction)
*
* ```ts import.meta.vitest
* import { Context, Effect, Layer } from "effect"
*
* class Database extends Context.Service<Database, {
*   readonly query: (sql: string) => Effect.Effect<string>
* }>()("Database") {}
*
* const databaseLayer = Layer.fromBuildMemo(() =>
*   Effect.sync(() =>
*     Context.make(Database, {
*       query: (sql: string) => Effect.succeed("result")
*     })
*   )
* )
*
* const program = Database.use((database) => database.query("SELECT 1"))
* Effect.runSync(Effect.provide(program, databaseLayer)) // => "result"
* ```
*
* @stability stable
* @category constructors
* @since 4.0.0
*/
const fromBuildMemo = (build) => {
	const self = fromBuild((memoMap, scope) => memoMap.getOrElseMemoize(self, scope, build));
	return self;
};
var MemoMapImpl = class {
	get [MemoMapTypeId]() {
		return MemoMapTypeId;
	}
	parent;
	constructor(parent) {
		this.parent = parent;
	}
	map = /*#__PURE__*/ new Map();
	get(layer, scope) {
		const local = this.map.get(layer);
		if (local) {
			memoMapObserve(local, scope);
			return local.deferred.effect ?? _await(local.deferred);
		}
		return this.parent?.get(layer, scope);
	}
	getOrElseMemoize(layer, scope, build) {
		return suspend$1(() => {
			let deferred;
			return onExitPrimitive$1(suspend$1(() => {
				const existing = this.get(layer, scope);
				if (existing) return existing;
				const entry = makeMemoMapEntry(this, layer);
				if (!memoMapObserve(entry, scope)) return build(this, scope);
				deferred = entry.deferred;
				this.map.set(layer, entry);
				return build(this, entry.scope);
			}), (exit) => {
				if (deferred) doneUnsafe(deferred, exit);
			});
		});
	}
};
/**
* Constructs a `MemoMap` synchronously so it can be used to build additional layers.
*
* **Example** (Creating a memo map unsafely)
*
* ```ts import.meta.vitest
* import { Context, Effect, Layer } from "effect"
*
* class Database extends Context.Service<Database, {
*   readonly query: (sql: string) => Effect.Effect<string>
* }>()("Database") {}
*
* // Create a memo map for manual layer building
* const program = Effect.gen(function*() {
*   const memoMap = Layer.makeMemoMapUnsafe()
*   const scope = yield* Effect.scope
*
*   const dbLayer = Layer.succeed(Database, {
*     query: Effect.fn("Database.query")((sql: string) => Effect.succeed("result"))
*   })
*   const context = yield* Layer.buildWithMemoMap(dbLayer, memoMap, scope)
*
*   return Context.get(context, Database)
* })
*
* const database = Effect.runSync(Effect.scoped(program))
* Effect.runSync(database.query("SELECT 1")) // => "result"
* ```
*
* @stability stable
* @category constructors
* @since 4.0.0
*/
const makeMemoMapUnsafe = () => new MemoMapImpl();
/**
* Constructs a child `MemoMap` synchronously, allowing it to reuse layers
* already memoized in the parent while isolating any new layer allocations to
* the child map.
*
* **When to use**
*
* Use to synchronously fork a memo map for manual layer building when child
* builds should see parent memoized layers without writing newly built layers
* back to the parent.
*
* @see {@link forkMemoMap} for allocating the child memo map inside `Effect`
* @see {@link makeMemoMapUnsafe} for creating a root memo map without a parent
*
* @stability stable
* @category constructors
* @since 4.0.0
*/
const forkMemoMapUnsafe = (parent) => new MemoMapImpl(parent);
/**
* Context service for the current `MemoMap` used in layer construction.
*
* **When to use**
*
* Use when building custom layer operations that need to access the current
* memoization map from the fiber context.
*
* **Details**
*
* This service wraps a `MemoMap` as a `Context.Service`, making it available
* for dependency injection during layer construction.
*
* @see {@link MemoMap} the memoization map type wrapped by this service
*
* @stability stable
* @category services
* @since 3.13.0
*/
var CurrentMemoMap = class CurrentMemoMap extends (/*#__PURE__*/ Service()("effect/Layer/CurrentMemoMap")) {
	static forkOrCreate(self) {
		const current = getOrUndefined(self, CurrentMemoMap);
		return current ? forkMemoMapUnsafe(current) : makeMemoMapUnsafe();
	}
};
/**
* Builds a layer into an `Effect` value, using the specified `MemoMap` to memoize
* the layer construction.
*
* **Example** (Building layers with an explicit memo map)
*
* ```ts import.meta.vitest
* import { Context, Effect, Layer } from "effect"
*
* class Database extends Context.Service<Database, {
*   readonly query: (sql: string) => Effect.Effect<string>
* }>()("Database") {}
*
* class Logger extends Context.Service<Logger, {
*   readonly log: (msg: string) => Effect.Effect<void>
* }>()("Logger") {}
*
* const logs: Array<string> = []
*
* // Build layers with explicit memoization control
* const program = Effect.gen(function*() {
*   const memoMap = yield* Layer.makeMemoMap
*   const scope = yield* Effect.scope
*
*   // Build database layer with memoization
*   const dbLayer = Layer.succeed(Database, {
*     query: Effect.fn("Database.query")((sql: string) => Effect.succeed("result"))
*   })
*   const dbContext = yield* Layer.buildWithMemoMap(dbLayer, memoMap, scope)
*
*   // Build logger layer with same memoization (reuses memo if same layer)
*   const loggerLayer = Layer.succeed(Logger, {
*     log: Effect.fn("Logger.log")((msg: string) => Effect.sync(() => logs.push(msg)))
*   })
*   const loggerContext = yield* Layer.buildWithMemoMap(
*     loggerLayer,
*     memoMap,
*     scope
*   )
*
*   return {
*     database: Context.get(dbContext, Database),
*     logger: Context.get(loggerContext, Logger)
*   }
* })
*
* const services = Effect.runSync(Effect.scoped(program))
* Effect.runSync(services.logger.log("ready"))
* logs // => ["ready"]
* ```
*
* @stability stable
* @category destructors
* @since 2.0.0
*/
const buildWithMemoMap = /*#__PURE__*/ dual(3, (self, memoMap, scope) => provideService$1(map$2(suspend$1(() => self.build(memoMap, scope)), add$1(CurrentMemoMap, memoMap)), CurrentMemoMap, memoMap));
/**
* Builds a layer into a scoped value.
*
* **Example** (Building a layer into a context)
*
* ```ts import.meta.vitest
* import { Context, Effect, Layer } from "effect"
*
* class Database extends Context.Service<Database, {
*   readonly query: (sql: string) => Effect.Effect<string>
* }>()("Database") {}
*
* // Build a layer to get its services
* const program = Effect.gen(function*() {
*   const dbLayer = Layer.succeed(Database, {
*     query: Effect.fn("Database.query")((sql: string) => Effect.succeed("result"))
*   })
*
*   // Build the layer into Context - automatically manages scope and memoization
*   const context = yield* Layer.build(dbLayer)
*
*   // Extract the specific service from the built layer
*   const database = Context.get(context, Database)
*
*   return yield* database.query("SELECT * FROM users")
* })
*
* Effect.runSync(Effect.scoped(program)) // => "result"
* ```
*
* @stability stable
* @category destructors
* @since 2.0.0
*/
const build = (self) => withFiber$1((fiber) => buildWithMemoMap(self, CurrentMemoMap.forkOrCreate(fiber.context), getUnsafe(fiber.context, Scope)));
/**
* Builds a layer using an explicit scope.
*
* **When to use**
*
* Use to control the lifetime of layer resources with a scope supplied by the
* caller.
*
* **Details**
*
* Resources created by the layer are released when the supplied scope is
* closed, unless a resource extends its own scope.
*
* **Example** (Building a layer with an explicit scope)
*
* ```ts import.meta.vitest
* import { Context, Effect, Layer, Scope } from "effect"
*
* class Database extends Context.Service<Database, {
*   readonly query: (sql: string) => Effect.Effect<string>
* }>()("Database") {}
*
* const logs: Array<string> = []
*
* // Build a layer with explicit scope control
* const program = Effect.gen(function*() {
*   const scope = yield* Effect.scope
*
*   const dbLayer = Layer.effect(Database, Effect.gen(function*() {
*     logs.push("Initializing database...")
*     yield* Scope.addFinalizer(
*       scope,
*       Effect.sync(() => logs.push("Database closed"))
*     )
*     return { query: Effect.fn("Database.query")((sql: string) => Effect.succeed(`Result: ${sql}`)) }
*   }))
*
*   // Build with specific scope - resources tied to this scope
*   const context = yield* Layer.buildWithScope(dbLayer, scope)
*   const database = Context.get(context, Database)
*
*   return yield* database.query("SELECT * FROM users")
*   // Database will be closed when scope is closed
* })
*
* Effect.runSync(Effect.scoped(program)) // => "Result: SELECT * FROM users"
* logs // => ["Initializing database...", "Database closed"]
* ```
*
* @stability stable
* @category destructors
* @since 2.0.0
*/
const buildWithScope = /*#__PURE__*/ dual(2, (self, scope) => withFiber$1((fiber) => buildWithMemoMap(self, CurrentMemoMap.forkOrCreate(fiber.context), scope)));
/**
* Constructs a layer that provides a single service from an already available
* value.
*
* **When to use**
*
* Use when you need a `Layer` that provides a service from an already
* constructed implementation without effectful acquisition.
*
* **Example** (Creating a layer from a service implementation)
*
* ```ts import.meta.vitest
* import { Context, Effect, Layer } from "effect"
*
* class Database extends Context.Service<Database, {
*   readonly query: (sql: string) => Effect.Effect<string>
* }>()("Database") {}
*
* const DatabaseLayer = Layer.succeed(Database, {
*   query: Effect.fn("Database.query")((sql: string) => Effect.succeed(`Query result: ${sql}`))
* })
* const program = Database.use((database) => database.query("SELECT 1"))
* Effect.runSync(Effect.provide(program, DatabaseLayer)) // => "Query result: SELECT 1"
* ```
*
* @see {@link sync} for constructing layers from lazy values
*
* @stability stable
* @category constructors
* @since 2.0.0
*/
const succeed$2 = function() {
	if (arguments.length === 1) return (resource) => succeedContext(make$15(arguments[0], resource));
	return succeedContext(make$15(arguments[0], arguments[1]));
};
/**
* Constructs a layer that provides all services in an already available
* `Context`.
*
* **When to use**
*
* Use when you need a `Layer` built from an existing `Context`, including when
* you need to provide multiple services at once.
*
* **Details**
*
* This is a more general version of `succeed` that allows you to provide
* multiple services at once through a `Context`.
*
* **Example** (Providing multiple services from a context)
*
* ```ts import.meta.vitest
* import { Context, Effect, Layer } from "effect"
*
* class Database extends Context.Service<Database, {
*   readonly query: (sql: string) => Effect.Effect<string>
* }>()("Database") {}
*
* class Logger extends Context.Service<Logger, {
*   readonly log: (msg: string) => Effect.Effect<void>
* }>()("Logger") {}
*
* const logs: Array<string> = []
* const context = Context.make(Database, {
*   query: Effect.fn("Database.query")((sql: string) => Effect.succeed("result"))
* }).pipe(
*   Context.add(Logger, {
*     log: (msg: string) => Effect.sync(() => logs.push(msg))
*   })
* )
*
* const layer = Layer.succeedContext(context)
* const program = Logger.use((logger) => logger.log("ready"))
* Effect.runSync(Effect.provide(program, layer))
* logs // => ["ready"]
* ```
*
* @see {@link succeed} for providing a single service from a value
*
* @stability stable
* @category constructors
* @since 2.0.0
*/
const succeedContext = (context) => fromBuildUnsafe(constant(succeed$4(context)));
/**
* Constructs a layer from an effect that produces a single service.
*
* **When to use**
*
* Use when you need to construct a `Layer`-provided service with an `Effect`,
* dependencies, or scoped resource acquisition.
*
* **Details**
*
* This allows you to create a `Layer` from an `Effect` that produces a service.
* The `Effect` is executed in the scope of the layer, allowing for proper
* resource management.
*
* **Example** (Creating a layer from an effect)
*
* ```ts import.meta.vitest
* import { Context, Effect, Layer } from "effect"
*
* class Database extends Context.Service<Database, {
*   readonly query: (sql: string) => Effect.Effect<string>
* }>()("Database") {}
*
* const layer = Layer.effect(Database,
*   Effect.sync(() => ({
*     query: (sql: string) => Effect.succeed(`Query: ${sql}`)
*   }))
* )
* const program = Database.use((database) => database.query("SELECT 1"))
* Effect.runSync(Effect.provide(program, layer)) // => "Query: SELECT 1"
* ```
*
* @see {@link effectContext} for effectfully providing multiple services
* @see {@link effectDiscard} for running construction work without providing services
*
* @stability stable
* @category constructors
* @since 2.0.0
*/
const effect = function() {
	if (arguments.length === 1) return (effect) => effectImpl(arguments[0], effect);
	return effectImpl(arguments[0], arguments[1]);
};
const effectImpl = (service, effect) => effectContext(map$2(effect, (value) => make$15(service, value)));
/**
* Constructs a layer from an effect that produces all services in a `Context`.
*
* **When to use**
*
* Use when you need a `Layer` that effectfully constructs a `Context` with
* multiple services.
*
* **Details**
*
* This allows you to create a `Layer` from an effectful computation that
* returns multiple services. The `Effect` is executed in the scope of the
* layer.
*
* **Example** (Creating a layer from an effectful context)
*
* ```ts import.meta.vitest
* import { Context, Effect, Layer } from "effect"
*
* class Database extends Context.Service<
*   Database,
*   { readonly query: (sql: string) => Effect.Effect<string> }
* >()("Database") {}
*
* const layer = Layer.effectContext(
*   Effect.succeed(Context.make(Database, {
*     query: (sql: string) => Effect.succeed(`Query: ${sql}`)
*   }))
* )
* const program = Database.use((database) => database.query("SELECT 1"))
* Effect.runSync(Effect.provide(program, layer)) // => "Query: SELECT 1"
* ```
*
* @see {@link effect} for effectfully providing a single service
*
* @stability stable
* @category constructors
* @since 2.0.0
*/
const effectContext = (effect) => fromBuildMemo((_, scope) => provide$4(effect, scope));
const mergeAllEffect = (layers, memoMap, scope) => {
	const parentScope = forkUnsafe(scope, "parallel");
	return forEach$1(layers, (layer) => layer.build(memoMap, forkUnsafe(parentScope, "sequential")), { concurrency: layers.length }).pipe(map$2((context) => mergeAll$1(...context)));
};
/**
* Combines all the provided layers concurrently, creating a new layer with
* merged input, error, and output types.
*
* **When to use**
*
* Use when you need to combine multiple independent layers.
*
* **Details**
*
* All layers are built concurrently, and their outputs are merged into a single layer.
*
* If multiple merged layers depend on the same layer value, that dependency is
* shared by default. Reuse a named layer value when you want services to share
* the same resource, such as one database pool.
*
* **Example** (Merging independent layers)
*
* ```ts import.meta.vitest
* import { Context, Effect, Layer } from "effect"
*
* class Database extends Context.Service<Database, {
*   readonly query: (sql: string) => Effect.Effect<string>
* }>()("Database") {}
*
* class Logger extends Context.Service<Logger, {
*   readonly log: (msg: string) => Effect.Effect<void>
* }>()("Logger") {}
*
* const dbLayer = Layer.succeed(Database, {
*   query: Effect.fn("Database.query")((sql: string) => Effect.succeed("result"))
* })
* const logs: Array<string> = []
* const loggerLayer = Layer.succeed(Logger, {
*   log: Effect.fn("Logger.log")((msg: string) => Effect.sync(() => logs.push(msg)))
* })
*
* const mergedLayer = Layer.mergeAll(dbLayer, loggerLayer)
* const program = Logger.use((logger) => logger.log("ready"))
* Effect.runSync(Effect.provide(program, mergedLayer))
* logs // => ["ready"]
* ```
*
* @see {@link merge} for merging one layer with another layer or array
*
* @stability stable
* @category zipping
* @since 2.0.0
*/
const mergeAll = (...layers) => fromBuildMemo((memoMap, scope) => mergeAllEffect(layers, memoMap, scope));
/**
* Merges this layer with another layer concurrently, producing a new layer with
* combined input, error, and output types.
*
* **When to use**
*
* Use to combine an existing `Layer` with another `Layer` or an array of
* layers while preserving pipeline style.
*
* **Details**
*
* This is a binary version of `mergeAll` that merges exactly two layers or one
* layer with an array of layers. The layers are built concurrently and their
* outputs are combined.
*
* **Example** (Merging two layers)
*
* ```ts import.meta.vitest
* import { Context, Effect, Layer } from "effect"
*
* class Database extends Context.Service<Database, {
*   readonly query: (sql: string) => Effect.Effect<string>
* }>()("Database") {}
*
* class Logger extends Context.Service<Logger, {
*   readonly log: (msg: string) => Effect.Effect<void>
* }>()("Logger") {}
*
* const dbLayer = Layer.succeed(Database, {
*   query: Effect.fn("Database.query")((sql: string) => Effect.succeed("result"))
* })
* const loggerLayer = Layer.succeed(Logger, {
*   log: Effect.fn("Logger.log")((_msg: string) => Effect.void)
* })
*
* const mergedLayer = Layer.merge(dbLayer, loggerLayer)
* const program = Database.use((database) => database.query("SELECT 1"))
* Effect.runSync(Effect.provide(program, mergedLayer)) // => "result"
* ```
*
* @see {@link mergeAll} for merging several layers at once
*
* @stability stable
* @category zipping
* @since 2.0.0
*/
const merge$1 = /*#__PURE__*/ dual(2, (self, that) => mergeAll(self, ...Array.isArray(that) ? that : [that]));
const provideWith = (self, that, f) => fromBuildMemo((memoMap, scope) => flatMap$1(Array.isArray(that) ? mergeAllEffect(that, memoMap, scope) : that.build(memoMap, scope), (context) => self.build(memoMap, scope).pipe(provideContext$3(context), map$2((merged) => f(merged, context)))));
/**
* Feeds the output services of the dependency layer into the requirements of
* this layer, returning a layer that only provides the services from this layer.
*
* **When to use**
*
* Use when you need to hide an implementation dependency layer from callers.
*
* **Details**
*
* In `serviceLayer.pipe(Layer.provide(dependencyLayer))`, the dependency layer is
* built first and is used to satisfy the requirements of `serviceLayer`.
*
* **Example** (Providing layer dependencies)
*
* ```ts import.meta.vitest
* import { Context, Effect, Layer } from "effect"
*
* class Database extends Context.Service<Database, {
*   readonly query: (sql: string) => Effect.Effect<string>
* }>()("Database") {}
*
* class UserService extends Context.Service<UserService, {
*   readonly getUser: (id: string) => Effect.Effect<{
*     id: string
*     name: string
*   }>
* }>()("UserService") {}
*
* class Logger extends Context.Service<Logger, {
*   readonly log: (msg: string) => Effect.Effect<void>
* }>()("Logger") {}
*
* // Create dependency layers
* const databaseLayer = Layer.succeed(Database, {
*   query: Effect.fn("Database.query")((sql: string) => Effect.succeed(`DB: ${sql}`))
* })
*
* const logs: Array<string> = []
* const loggerLayer = Layer.succeed(Logger, {
*   log: Effect.fn("Logger.log")((msg: string) => Effect.sync(() => logs.push(`[LOG] ${msg}`)))
* })
*
* // UserService depends on Database and Logger
* const userServiceLayer = Layer.effect(UserService, Effect.gen(function*() {
*   const database = yield* Database
*   const logger = yield* Logger
*
*   return {
*     getUser: Effect.fn("UserService.getUser")(function*(id: string) {
*         yield* logger.log(`Looking up user ${id}`)
*         const result = yield* database.query(
*           `SELECT * FROM users WHERE id = ${id}`
*         )
*         return { id, name: result }
*       })
*   }
* }))
*
* // Provide dependencies to UserService layer
* const userServiceWithDependencies = userServiceLayer.pipe(
*   Layer.provide(Layer.mergeAll(databaseLayer, loggerLayer))
* )
*
* // Now UserService layer has no dependencies
* const program = Effect.gen(function*() {
*   const userService = yield* UserService
*   return yield* userService.getUser("123")
* }).pipe(
*   Effect.provide(userServiceWithDependencies)
* )
* Effect.runSync(program) // => { id: "123", name: "DB: SELECT * FROM users WHERE id = 123" }
* logs // => ["[LOG] Looking up user 123"]
* ```
*
* @see {@link provideMerge} for retaining the dependency services
*
* @stability stable
* @category providing services
* @since 2.0.0
*/
const provide$3 = /*#__PURE__*/ dual(2, (self, that) => provideWith(self, that, identity));
// ../../../node_modules/effect/dist/Cause.js
/**
* Records the full reason an `Effect` failed.
*
* A `Cause<E>` can contain typed failures, unexpected defects, interruptions,
* and annotations. Keeping those details together lets code inspect or format
* failures without first collapsing them to a single error value. This module
* includes the `Cause` and `Reason` data types, helpers for building and
* checking causes, and small error types used by several Effect APIs.
*
* @stability stable
* @since 2.0.0
*/
/**
* Checks whether an arbitrary value is a `Cause`.
*
* **Example** (Checking the runtime type)
*
* ```ts import.meta.vitest
* import { Cause } from "effect"
*
* Cause.isCause(Cause.fail("error")) // => true
* Cause.isCause("not a cause") // => false
* ```
*
* @stability stable
* @category guards
* @since 2.0.0
*/
const isCause = isCause$1;
/**
* Checks whether an arbitrary value is a `Reason` (`Fail`, `Die`, or `Interrupt`).
*
* **Example** (Checking the runtime type)
*
* ```ts import.meta.vitest
* import { Cause } from "effect"
*
* const reason = Cause.fail("error").reasons[0]
* Cause.isReason(reason) // => true
* Cause.isReason("not a reason") // => false
* ```
*
* @stability stable
* @category guards
* @since 4.0.0
*/
const isReason = isCauseReason;
/**
* Narrows a `Reason` to `Fail`.
*
* **When to use**
*
* Use as a predicate for `Array.filter` to pick out typed `Fail` reasons when
* iterating over `cause.reasons`.
*
* **Example** (Filtering fail reasons)
*
* ```ts import.meta.vitest
* import { Cause } from "effect"
*
* const cause = Cause.fail("error")
* const fails = cause.reasons.filter(Cause.isFailReason)
* fails[0].error // => "error"
* ```
*
* @see {@link isDieReason} — narrow to `Die`
* @see {@link isInterruptReason} — narrow to `Interrupt`
*
* @stability stable
* @category guards
* @since 4.0.0
*/
const isFailReason = isFailReason$1;
/**
* Narrows a `Reason` to `Die`.
*
* **When to use**
*
* Use as a predicate for `Array.filter` to pick out `Die` (defect) reasons when
* iterating over `cause.reasons`.
*
* **Example** (Filtering die reasons)
*
* ```ts import.meta.vitest
* import { Cause } from "effect"
*
* const cause = Cause.die("defect")
* const dies = cause.reasons.filter(Cause.isDieReason)
* dies[0].defect // => "defect"
* ```
*
* @see {@link isFailReason} — narrow to `Fail`
* @see {@link isInterruptReason} — narrow to `Interrupt`
*
* @stability stable
* @category guards
* @since 4.0.0
*/
const isDieReason = isDieReason$1;
/**
* Creates a `Cause` from an array of `Reason` values.
*
* **When to use**
*
* Use when you already have individual reasons (e.g. from filtering or
* transforming another cause's `reasons` array) and need to wrap them back
* into a `Cause`.
*
* **Details**
*
* - Returns a new `Cause`.
* - An empty array produces a cause equivalent to `empty`.
*
* **Gotchas**
*
* The `reasons` array is stored as provided. Treat the array as immutable
* after passing it to this function.
*
* **Example** (Building a cause from reasons)
*
* ```ts import.meta.vitest
* import { Cause } from "effect"
*
* const reasons = [
*   Cause.makeFailReason("err1"),
*   Cause.makeFailReason("err2")
* ]
* Cause.fromReasons(reasons) // => Cause.combine(Cause.fail("err1"), Cause.fail("err2"))
* ```
*
* @see {@link combine} — merge two existing causes
*
* @stability stable
* @category constructors
* @since 4.0.0
*/
const fromReasons = causeFromReasons;
/**
* Creates a `Cause` containing a single `Fail` reason with the
* given typed error.
*
* **When to use**
*
* Use to construct a cause from an expected typed error.
*
* **Example** (Creating a fail cause)
*
* ```ts import.meta.vitest
* import { Cause } from "effect"
*
* Cause.fail("Something went wrong") // => Cause.fromReasons([Cause.makeFailReason("Something went wrong")])
* ```
*
* @see {@link die} — for untyped defects
* @see {@link interrupt} — for fiber interruptions
*
* @stability stable
* @category constructors
* @since 2.0.0
*/
const fail$2 = causeFail;
/**
* Creates a `Cause` containing a single `Die` reason with the
* given defect.
*
* **When to use**
*
* Use to construct a cause from an untyped defect or unexpected thrown value.
*
* **Example** (Creating a die cause)
*
* ```ts import.meta.vitest
* import { Cause } from "effect"
*
* Cause.die("Unexpected") // => Cause.fromReasons([Cause.makeDieReason("Unexpected")])
* ```
*
* @see {@link fail} — for typed errors
* @see {@link interrupt} — for fiber interruptions
*
* @stability stable
* @category constructors
* @since 2.0.0
*/
const die$3 = causeDie;
/**
* Creates a standalone `Fail` reason (not wrapped in a `Cause`).
*
* **When to use**
*
* Use when constructing a standalone typed failure reason for
* {@link fromReasons} or direct comparison.
*
* **Example** (Creating a Fail reason)
*
* ```ts import.meta.vitest
* import { Cause } from "effect"
*
* Cause.makeFailReason("error") // => Cause.fail("error").reasons[0]
* ```
*
* @see {@link makeDieReason} — create a `Die` reason
* @see {@link makeInterruptReason} — create an `Interrupt` reason
*
* @stability stable
* @category constructors
* @since 4.0.0
*/
const makeFailReason = (error) => new Fail(error);
/**
* Creates a standalone `Die` reason (not wrapped in a `Cause`).
*
* **When to use**
*
* Use when constructing a standalone defect reason for {@link fromReasons} or
* direct comparison.
*
* **Example** (Creating a Die reason)
*
* ```ts import.meta.vitest
* import { Cause } from "effect"
*
* Cause.makeDieReason("bug") // => Cause.die("bug").reasons[0]
* ```
*
* @see {@link makeFailReason} — create a `Fail` reason
* @see {@link makeInterruptReason} — create an `Interrupt` reason
*
* @stability stable
* @category constructors
* @since 4.0.0
*/
const makeDieReason = (defect) => new Die(defect);
/**
* Creates a standalone `Interrupt` reason (not wrapped in a `Cause`),
* optionally carrying the interrupting fiber's ID.
*
* **When to use**
*
* Use when constructing a standalone interrupt reason for {@link fromReasons}
* or direct comparison.
*
* **Example** (Creating an Interrupt reason)
*
* ```ts import.meta.vitest
* import { Cause } from "effect"
*
* Cause.makeInterruptReason(42) // => Cause.interrupt(42).reasons[0]
* ```
*
* @see {@link makeFailReason} — create a `Fail` reason
* @see {@link makeDieReason} — create a `Die` reason
*
* @stability stable
* @category constructors
* @since 4.0.0
*/
const makeInterruptReason = makeInterruptReason$1;
/**
* Returns `true` if every reason in the cause is an `Interrupt` (and
* there is at least one reason).
*
* **When to use**
*
* Use when you need to detect failures caused only by interruption.
*
* **Example** (Checking interrupt-only causes)
*
* ```ts import.meta.vitest
* import { Cause } from "effect"
*
* Cause.hasInterruptsOnly(Cause.interrupt(123)) // => true
* Cause.hasInterruptsOnly(Cause.fail("error")) // => false
* Cause.hasInterruptsOnly(Cause.empty) // => false
* ```
*
* @see {@link hasInterrupts} — `true` if the cause contains *any* interrupts
*
* @stability stable
* @category predicates
* @since 4.0.0
*/
const hasInterruptsOnly = hasInterruptsOnly$1;
/**
* Transforms the typed error values inside a `Cause` using the
* provided function. Only `Fail` reasons are affected; `Die` and `Interrupt`
* reasons pass through unchanged.
*
* **When to use**
*
* Use to transform expected typed failures while preserving defects and
* interruptions unchanged.
*
* **Details**
*
* If at least one `Fail` reason exists, this returns a new `Cause`
* containing the mapped failures. If the cause has no `Fail` reasons, the
* original cause is returned unchanged.
*
* **Example** (Mapping errors to uppercase)
*
* ```ts import.meta.vitest
* import { Cause } from "effect"
*
* const cause = Cause.fail("error")
* const mapped = Cause.map(cause, (e) => e.toUpperCase())
* const reason = mapped.reasons[0]
* if (Cause.isFailReason(reason)) {
*   reason.error // => "ERROR"
* }
* ```
*
* @stability stable
* @category mapping
* @since 2.0.0
*/
const map$1 = causeMap;
/**
* Collapses a `Cause` into a single `unknown` value, picking the "most
* important" failure in this order:
*
* **When to use**
*
* Use to collapse a structured cause to the single value that synchronous and
* promise runners would throw.
*
* **Details**
*
* 1. First `Fail` error (the `E` value)
* 2. First `Die` defect
* 3. A generic `Error("All fibers interrupted without error")` for interrupt-only causes
* 4. A generic `Error("Empty cause")` for `empty`
*
* This is the function used by `Effect.runPromise` and `Effect.runSync` to
* decide what to throw.
*
* **Gotchas**
*
* This function is lossy. Use {@link prettyErrors} or iterate `cause.reasons`
* when you need all failures.
*
* **Example** (Squashing a cause)
*
* ```ts import.meta.vitest
* import { Cause } from "effect"
*
* Cause.squash(Cause.fail("error")) // => "error"
* Cause.squash(Cause.die("defect")) // => "defect"
* ```
*
* @see {@link prettyErrors} — non-lossy conversion to `Array<Error>`
* @see {@link pretty} — human-readable string rendering
*
* @stability stable
* @category destructors
* @since 2.0.0
*/
const squash = causeSquash;
/**
* Returns the first typed error value `E` from a cause wrapped in
* `Option.some`, or `Option.none` if no `Fail` reason exists.
*
* **When to use**
*
* Use when you need the first typed error value from a `Cause` as an `Option`,
* discarding the original cause.
*
* **Example** (Extracting an error as Option)
*
* ```ts import.meta.vitest
* import { Cause, Option } from "effect"
*
* Cause.findErrorOption(Cause.fail("error")) // => Option.some("error")
* Cause.findErrorOption(Cause.die("defect")) // => Option.none()
* ```
*
* @see {@link findError} — `Result`-based variant
*
* @stability stable
* @category filtering
* @since 4.0.0
*/
const findErrorOption = findErrorOption$2;
/**
* Returns `true` if the cause contains at least one `Interrupt` reason.
*
* **Example** (Checking for interruptions)
*
* ```ts import.meta.vitest
* import { Cause } from "effect"
*
* Cause.hasInterrupts(Cause.interrupt(123)) // => true
* Cause.hasInterrupts(Cause.fail("error")) // => false
* ```
*
* @see {@link hasInterruptsOnly} — `true` only when *all* reasons are interrupts
* @see {@link hasFails} — check for typed errors
* @see {@link hasDies} — check for defects
*
* @stability stable
* @category predicates
* @since 4.0.0
*/
const hasInterrupts = hasInterrupts$2;
/**
* Formats a `Cause` as a human-readable string for logging or debugging.
*
* **When to use**
*
* Use to render a whole cause as one human-readable string for logs or
* diagnostics.
*
* **Details**
*
* Delegates to {@link prettyErrors} to convert each reason to an `Error`,
* then joins their stack traces with newlines. Nested `Error.cause` chains
* are rendered inline with indentation:
*
* ```text
* ErrorName: message
*     at ...
*     at ... {
*   [cause]: NestedError: message
*       at ...
* }
* ```
*
* Span annotations are appended to the relevant stack frames when available.
*
* **Gotchas**
*
* Rendering an empty cause produces an empty string because there are no
* errors to render.
*
* **Example** (Rendering a cause)
*
* ```ts import.meta.vitest
* import { Cause } from "effect"
*
* Cause.pretty(Cause.fail("something went wrong")).includes("something went wrong") // => true
* ```
*
* @see {@link prettyErrors} — get the individual `Error` instances
*
* @stability stable
* @category formatting
* @since 2.0.0
*/
const pretty = causePretty;
/**
* Checks whether an arbitrary value is a `Done` signal.
*
* **Example** (Checking the runtime type)
*
* ```ts import.meta.vitest
* import { Cause } from "effect"
*
* Cause.isDone(Cause.Done()) // => true
* Cause.isDone("not done") // => false
* ```
*
* @stability stable
* @category guards
* @since 4.0.0
*/
const isDone = isDone$1;
/**
* Creates an Effect that fails with a `Done` error. Shorthand for
* `Effect.fail(Cause.Done(value))`.
*
* **When to use**
*
* Use when you model stream or queue completion through the error channel.
*
* **Example** (Failing with Done)
*
* ```ts import.meta.vitest
* import { Cause, Effect, Exit } from "effect"
*
* const program = Cause.done("finished")
*
* await Effect.runPromiseExit(program) // => Exit.fail(Cause.Done("finished"))
* ```
*
* @see {@link Done} — create the signal value without an Effect
*
* @stability stable
* @category constructors
* @since 4.0.0
*/
const done = done$2;
/**
* Checks whether an arbitrary value is an `AsyncFiberError`.
*
* **Example** (Checking the runtime type)
*
* ```ts import.meta.vitest
* import { Cause, Effect } from "effect"
*
* const fiber = Effect.runFork(Effect.void)
*
* const error = new Cause.AsyncFiberError(fiber)
* Cause.isAsyncFiberError(error) // => true
* Cause.isAsyncFiberError("nope") // => false
* ```
*
* @stability stable
* @category guards
* @since 4.0.0
*/
const isAsyncFiberError = isAsyncFiberError$1;
// ../../../node_modules/effect/dist/internal/dateTime.js
/** @internal */
const TypeId$17 = "~effect/DateTime";
/** @internal */
const TimeZoneTypeId = "~effect/DateTime/TimeZone";
const Proto$5 = {
	[TypeId$17]: TypeId$17,
	pipe() {
		return pipeArguments(this, arguments);
	},
	[NodeInspectSymbol]() {
		return this.toString();
	},
	toJSON() {
		return toDateUtc$1(this).toJSON();
	}
};
({ ...Proto$5 });
({ ...Proto$5 });
const ProtoTimeZone = {
	[TimeZoneTypeId]: TimeZoneTypeId,
	[NodeInspectSymbol]() {
		return this.toString();
	}
};
({ ...ProtoTimeZone });
({ ...ProtoTimeZone });
/** @internal */
const toDateUtc$1 = (self) => new Date(self.epochMilliseconds);
// ../../../node_modules/effect/dist/Pull.js
/**
* Models one low-level pull step for stream-like consumers.
*
* A `Pull<A, E, Done, R>` is an `Effect` that can produce one `A`, fail with an
* ordinary error `E`, or signal end-of-input with `Cause.Done<Done>`. The
* separate done signal lets low-level consumers distinguish normal completion
* from failure. This module includes type extractors and helpers for detecting,
* filtering, catching, converting, and matching done signals separately from
* ordinary failures.
*
* @stability stable
* @since 4.0.0
*/
/**
* Handles `Cause.Done` failures in an effect while leaving ordinary failures
* in the error channel.
*
* **When to use**
*
* Use to recover from a `Cause.Done` completion signal in an effect, such as
* turning a pull leftover value into a successful recovery effect while
* preserving ordinary failures.
*
* **Details**
*
* The handler receives the done leftover value and may recover with a new
* effect. Non-done errors are preserved.
*
* @see {@link matchEffect} for handling success, ordinary failure, and done outcomes explicitly
* @see {@link filterDoneLeftover} for extracting a done leftover from an existing `Cause`
*
* @stability stable
* @category error handling
* @since 4.0.0
*/
const catchDone = /*#__PURE__*/ dual(2, (effect, f) => catchCauseFilter(effect, filterDoneLeftover, (l) => f(l)));
/**
* Checks whether a Cause contains any done errors.
*
* **When to use**
*
* Use when you need to test whether a pull failure cause represents normal
* completion and only need a boolean result.
*
* @see {@link isDoneFailure} for checking a single `Cause.Reason`
* @see {@link filterDone} for extracting the `Cause.Done` value from a `Cause`
* @see {@link filterNoDone} for selecting causes with no done failures
*
* @stability stable
* @category predicates
* @since 4.0.0
*/
const isDoneCause = (cause) => cause.reasons.some(isDoneFailure);
/**
* Checks whether a `Cause.Reason` is a `Fail` reason whose error is a
* `Cause.Done` signal.
*
* **When to use**
*
* Use when you need to identify done completion reasons while traversing
* `cause.reasons`, before handling ordinary failures.
*
* @see {@link isDoneCause} for checking an entire `Cause` for any done reason
* @see {@link filterDone} for extracting the `Cause.Done` value from a `Cause`
*
* @stability stable
* @category guards
* @since 4.0.0
*/
const isDoneFailure = (failure) => failure._tag === "Fail" && isDone(failure.error);
/**
* Finds a `Cause.Done` failure in a `Cause`.
*
* **When to use**
*
* Use to separate `Cause.Done` completion from ordinary causes while preserving
* the typed done value.
*
* **Details**
*
* Returns a successful `Result` with the `Cause.Done` value when the cause
* contains a done signal and no other failures besides interruptions. When the
* done signal was merged with a real failure (for example a failing
* finalizer), the `Result` fails with the remaining cause, stripped of the
* done signal. Without a done signal the `Result` fails with the original
* cause.
*
* @stability stable
* @category filtering
* @since 4.0.0
*/
const filterDone = (cause) => {
	let done;
	let hasFailure = false;
	for (const reason of cause.reasons) if (isDoneFailure(reason)) done ??= reason.error;
	else if (reason._tag !== "Interrupt") hasFailure = true;
	if (done === void 0) return fail$5(cause);
	return hasFailure ? fail$5(fromReasons(cause.reasons.filter((reason) => !isDoneFailure(reason)))) : succeed$5(done);
};
/**
* Filters a Cause to extract the leftover value from done errors.
*
* **When to use**
*
* Use to extract only the leftover value carried by a `Cause.Done` completion
* signal.
*
* @stability stable
* @category filtering
* @since 4.0.0
*/
const filterDoneLeftover = (cause) => {
	const done = filterDone(cause);
	return isFailure$1(done) ? done : succeed$5(done.success.value);
};
/**
* Converts a `Cause` into an `Exit`, treating `Cause.Done` as successful
* completion.
*
* **When to use**
*
* Use to produce an `Exit` for finalizing a low-level pull workflow when a
* `Cause.Done` signal should be treated as success and any remaining cause
* should fail.
*
* **Details**
*
* If the done signal is the only failure in the cause, its leftover becomes
* the successful value. Otherwise the non-done cause becomes the failure
* cause.
*
* @see {@link filterDone} for extracting the done signal without converting the cause to an `Exit`
* @see {@link matchEffect} for handling `Pull` success, failure, and done outcomes directly
*
* @stability stable
* @category converting
* @since 4.0.0
*/
const doneExitFromCause = (cause) => {
	const halt = filterDone(cause);
	return !isFailure$1(halt) ? succeed$3(halt.success.value) : failCause$3(halt.failure);
};
// ../../../node_modules/effect/dist/internal/layer.js
const provideLayer = (self, layer, options) => scopedWith((scope) => flatMap$1(options?.local ? buildWithMemoMap(layer, makeMemoMapUnsafe(), scope) : buildWithScope(layer, scope), (context) => provideContext$3(self, context)));
/** @internal */
const provide$2 = /*#__PURE__*/ dual((args) => isEffect$1(args[0]), (self, source, options) => isContext(source) ? provideContext$3(self, source) : provideLayer(self, Array.isArray(source) ? mergeAll(...source) : source, options));
// ../../../node_modules/effect/dist/Effect.js
/**
* Checks whether a value is an `Effect`.
*
* **Example** (Checking whether a value is an Effect)
*
* ```ts import.meta.vitest
* import { Effect } from "effect"
*
* Effect.isEffect(Effect.succeed(1)) // => true
* Effect.isEffect("hello") // => false
* ```
*
* @stability stable
* @category guards
* @since 2.0.0
*/
const isEffect = isEffect$1;
/**
* Executes an effectful operation for each element in an `Iterable`.
*
* **When to use**
*
* Use to traverse an iterable with an effectful function while preserving
* element order in the collected results.
*
* **Details**
*
* The `forEach` function applies a provided operation to each element in the
* iterable, producing a new effect that returns an array of results.
*
* If any effect fails, the iteration stops immediately (short-circuiting), and
* the error is propagated.
*
* Concurrency:
*
* The `concurrency` option controls how many operations are performed
* concurrently. By default, the operations are performed sequentially.
*
* Discarding Results:
*
* If the `discard` option is set to `true`, the intermediate results are not
* collected, and the final result of the operation is `void`.
*
* **Example** (Mapping over an iterable with effects)
*
* ```ts import.meta.vitest
* import { Effect } from "effect"
* const output: Array<unknown> = []
*
* const result = Effect.forEach(
*   [1, 2, 3, 4, 5],
*   (n, index) =>
*     Effect.sync(() => { output.push(`Currently at index ${index}`) }).pipe(Effect.as(n * 2))
* )
*
* void output.push(await Effect.runPromise(result))
* output // => ["Currently at index 0", "Currently at index 1", "Currently at index 2", "Currently at index 3", "Currently at index 4", [2, 4, 6, 8, 10]]
* ```
*
* **Example** (Running effects without collecting results)
*
* ```ts import.meta.vitest
* import { Effect } from "effect"
* const output: Array<unknown> = []
*
* // Apply effects but discard the results
* const result = Effect.forEach(
*   [1, 2, 3, 4, 5],
*   (n, index) =>
*     Effect.sync(() => { output.push(`Currently at index ${index}`) }).pipe(Effect.as(n * 2)),
*   { discard: true }
* )
*
* void output.push(await Effect.runPromise(result))
* output // => ["Currently at index 0", "Currently at index 1", "Currently at index 2", "Currently at index 3", "Currently at index 4", undefined]
* ```
*
* @see {@link all} for combining multiple effects into one.
* @stability stable
* @category collecting
* @since 2.0.0
*/
const forEach = forEach$1;
/**
* Creates an `Effect` that represents an asynchronous computation guaranteed to
* succeed.
*
* **When to use**
*
* Use to convert a `Promise` into an `Effect` when the async operation is
* guaranteed to succeed and will not reject.
*
* **Details**
*
* If `evaluate` declares a parameter, it receives an `AbortSignal` that is
* aborted if the effect is interrupted. Zero-argument thunks do not allocate
* an `AbortController`.
*
* **Gotchas**
*
* The `Promise` must not reject. If it rejects, the rejection is treated as a
* defect, not as a typed failure. Use `tryPromise` when rejection is expected.
*
* Interruption aborts the provided `AbortSignal`, but the underlying
* asynchronous operation only stops if it observes that signal.
*
* The parameter check reads the `length` property of `evaluate`, which does
* not count a rest parameter or any parameter from the first default value
* onward. `(...args) => ...` and `(signal = fallback) => ...` therefore
* receive `undefined` instead of a signal, as do wrappers that forward
* arguments through rest parameters. Declare the signal as an ordinary
* parameter: `(signal) => ...`.
*
* **Example** (Wrapping a non-rejecting Promise)
*
* ```ts import.meta.vitest
* import { Effect } from "effect"
*
* const succeedAsync = (message: string) =>
*   Effect.promise<string>(() => Promise.resolve(message))
*
* //      ┌─── Effect<string, never, never>
* //      ▼
* const program = succeedAsync("Async operation completed successfully!")
* await Effect.runPromise(program) // => "Async operation completed successfully!"
* ```
*
* @see {@link tryPromise} for a version that can handle failures.
* @stability stable
* @category constructors
* @since 2.0.0
*/
const promise = promise$1;
/**
* Creates an `Effect` from an asynchronous computation that may throw or
* reject, mapping failures into the error channel.
*
* **When to use**
*
* Use when you need to perform asynchronous operations that might fail, such
* as fetching data from an API, and want thrown exceptions or rejected promises
* captured as Effect errors.
*
* **Details**
*
* The promise thunk is evaluated when the effect runs. If it returns a promise
* that resolves, the resolved value becomes the success value. If the thunk
* throws before returning a promise, or if the returned promise rejects, the
* thrown or rejected value is mapped into the error channel.
*
* Passing the thunk directly maps failures to {@link Cause.UnknownError}.
* Passing `{ try, catch }` uses `catch` to map failures to an error of type
* `E`.
*
* If the thunk declares a parameter, it receives an `AbortSignal` that is
* aborted if the effect is interrupted. The underlying asynchronous operation
* only stops if it observes that signal. Zero-argument thunks do not allocate
* an `AbortController`.
*
* **Gotchas**
*
* If `catch` throws while mapping the error, that thrown value is treated as a
* defect. Return the error value you want in the error channel instead of
* throwing it.
*
* The parameter check reads the thunk's `length` property, which does not
* count a rest parameter or any parameter from the first default value
* onward. `(...args) => ...` and `(signal = fallback) => ...` therefore
* receive `undefined` instead of a signal, as do wrappers that forward
* arguments through rest parameters. Declare the signal as an ordinary
* parameter: `(signal) => ...`.
*
* **Example** (Wrapping a fetch request that may fail)
*
* ```ts import.meta.vitest
* import { Effect } from "effect"
*
* const getTodo = (id: number) =>
*   Effect.tryPromise(() => Promise.resolve({ id, completed: false }))
*
* //      ┌─── Effect<{ id: number; completed: boolean }, UnknownError, never>
* //      ▼
* const program = getTodo(1)
* await Effect.runPromise(program) // => { id: 1, completed: false }
* ```
*
* **Example** (Mapping Promise rejections to a tagged error)
*
* ```ts import.meta.vitest
* import { Data, Effect } from "effect"
*
* class TodoFetchError extends Data.TaggedError("TodoFetchError")<{ readonly cause: unknown }> {}
*
* const getTodo = (id: number) =>
*   Effect.tryPromise({
*     try: () => Promise.reject(`Todo ${id} is unavailable`),
*     // remap the error
*     catch: (cause) => new TodoFetchError({ cause })
*   })
*
* //      ┌─── Effect<never, TodoFetchError, never>
* //      ▼
* const program = Effect.flip(getTodo(1))
* const error = await Effect.runPromise(program)
* error._tag // => "TodoFetchError"
* ```
*
* @see {@link promise} if the effectful computation is asynchronous and does not throw errors.
* @stability stable
* @category constructors
* @since 2.0.0
*/
const tryPromise = tryPromise$1;
/**
* Creates an `Effect` that always succeeds with a given value.
*
* **When to use**
*
* Use when an effect should complete successfully with a specific value without any errors
* or external dependencies.
*
* **Example** (Creating a successful effect)
*
* ```ts import.meta.vitest
* import { Effect } from "effect"
*
* // Creating an effect that represents a successful scenario
* //
* //      ┌─── Effect<number, never, never>
* //      ▼
* const success = Effect.succeed(42)
* Effect.runSync(success) // => 42
* ```
*
* @see {@link fail} to create an effect that represents a failure.
* @stability stable
* @category constructors
* @since 2.0.0
*/
const succeed$1 = succeed$4;
/**
* Creates an `Effect` lazily, delaying construction until it is needed.
*
* **When to use**
*
* Use when you need to defer the evaluation of an effect until it is required.
*
* **Details**
*
* `suspend` takes a thunk that represents an effect and delays creating it
* until the suspended effect is evaluated. This is useful for optimizing
* expensive computations, managing circular dependencies such as recursive
* functions, and helping TypeScript unify return types when branches construct
* different effects. Any side effects or scoped captures inside the thunk are
* re-executed on each invocation.
*
* **Example** (Lazily evaluating side effects)
*
* ```ts import.meta.vitest
* import { Effect } from "effect"
*
* let i = 0
*
* const bad = Effect.succeed(i++)
*
* const good = Effect.suspend(() => Effect.succeed(i++))
*
* Effect.runSync(bad) // => 0
* Effect.runSync(bad) // => 0
*
* Effect.runSync(good) // => 1
* Effect.runSync(good) // => 2
* ```
*
* **Example** (Suspending recursive Fibonacci evaluation)
*
* ```ts import.meta.vitest
* import { Effect } from "effect"
*
* const blowsUp = (n: number): Effect.Effect<number> =>
*   n < 2
*     ? Effect.succeed(1)
*     : Effect.zipWith(blowsUp(n - 1), blowsUp(n - 2), (a, b) => a + b)
*
* // console.log(Effect.runSync(blowsUp(32)))
* // crash: JavaScript heap out of memory
*
* const allGood = (n: number): Effect.Effect<number> =>
*   n < 2
*     ? Effect.succeed(1)
*     : Effect.zipWith(
*         Effect.suspend(() => allGood(n - 1)),
*         Effect.suspend(() => allGood(n - 2)),
*         (a, b) => a + b
*       )
*
* Effect.runSync(allGood(16)) // => 1597
* ```
*
* **Example** (Helping TypeScript infer recursive effect types)
*
* ```ts import.meta.vitest
* import { Effect } from "effect"
*
* //   Without suspend, TypeScript may struggle with type inference.
* //   Inferred type:
* //     (a: number, b: number) =>
* //       Effect<never, Error, never> | Effect<number, never, never>
* const withoutSuspend = (a: number, b: number) =>
*   b === 0
*     ? Effect.fail(new Error("Cannot divide by zero"))
*     : Effect.succeed(a / b)
*
* //   Using suspend to unify return types.
* //   Inferred type:
* //     (a: number, b: number) => Effect<number, Error, never>
* const withSuspend = (a: number, b: number) =>
*   Effect.suspend(() =>
*     b === 0
*       ? Effect.fail(new Error("Cannot divide by zero"))
*       : Effect.succeed(a / b)
*   )
*
* Effect.runSync(withSuspend(6, 2)) // => 3
* ```
*
* @stability stable
* @category constructors
* @since 2.0.0
*/
const suspend = suspend$1;
/**
* Creates an `Effect` that represents a synchronous side-effectful computation.
*
* **When to use**
*
* Use when you need to wrap a synchronous side-effectful operation that is not
* expected to throw.
*
* **Details**
*
* The provided function is evaluated lazily when the effect runs.
*
* **Gotchas**
*
* The function must not throw. If it throws, the thrown value is treated as a
* defect, not as a typed failure. Use `try` when throwing is expected.
*
* **Example** (Capturing synchronous logging in an Effect)
*
* ```ts import.meta.vitest
* import { Effect } from "effect"
* const output: Array<unknown> = []
*
* const log = (message: string) =>
*   Effect.sync(() => {
*     void output.push(message) // side effect
*   })
*
* //      ┌─── Effect<void, never, never>
* //      ▼
* const program = log("Hello, World!")
* Effect.runSync(program)
* output // => ["Hello, World!"]
* ```
*
* @see {@link try_ | try} for a version that can handle failures.
* @stability stable
* @category constructors
* @since 2.0.0
*/
const sync = sync$1;
const void_$1 = void_$3;
/**
* Creates an `Effect` from a callback-based asynchronous API.
*
* **When to use**
*
* Use when you need to integrate APIs that complete through callbacks instead
* of returning a `Promise`.
*
* **Details**
*
* The registration function receives a `resume` callback and, if it declares
* a second parameter, an `AbortSignal` that is aborted if the fiber is
* interrupted. Call `resume` at most once with the effect that should complete
* the fiber; later calls are ignored. Return an optional cleanup effect from
* the registration function to run if the fiber is interrupted.
*
* **Gotchas**
*
* The parameter check reads the registration function's `length` property,
* which must be at least `2` and does not count a rest parameter or any
* parameter from the first default value onward. `(...args) => ...` and
* `(resume, signal = fallback) => ...` therefore receive `undefined` instead
* of a signal, as do wrappers that forward arguments through rest parameters.
* Declare both as ordinary parameters: `(resume, signal) => ...`.
*
* **Example** (Integrating callback APIs)
*
* ```ts import.meta.vitest
* import { Effect } from "effect"
* const output: Array<unknown> = []
*
* const fromCallback = (message: string) =>
*   Effect.callback<void>((resume) => {
*     queueMicrotask(() => {
*       void output.push(message)
*       resume(Effect.void)
*     })
*   })
*
* await Effect.runPromise(fromCallback("callback completed"))
* output // => ["callback completed"]
* ```
*
* @stability stable
* @category constructors
* @since 4.0.0
*/
const callback = callback$1;
/**
* Provides a way to write effectful code using generator functions, simplifying
* control flow and error handling.
*
* **When to use**
*
* Use when you want to write effectful code that looks and behaves like
* synchronous code, while still handling asynchronous tasks, errors, and complex
* control flow such as loops and conditions.
*
* Generator functions work similarly to `async/await` but keep errors,
* requirements, and interruption in the Effect type. You can `yield*` values
* from effects and return the final result at the end.
*
* **Example** (Sequencing effects with generators)
*
* ```ts import.meta.vitest
* import { Data, Effect } from "effect"
*
* class DiscountRateError extends Data.TaggedError("DiscountRateError")<{}> {}
*
* const addServiceCharge = (amount: number) => amount + 1
*
* const applyDiscount = (
*   total: number,
*   discountRate: number
* ): Effect.Effect<number, DiscountRateError> =>
*   discountRate === 0
*     ? Effect.fail(new DiscountRateError())
*     : Effect.succeed(total - (total * discountRate) / 100)
*
* const fetchTransactionAmount = Effect.promise(() => Promise.resolve(100))
*
* const fetchDiscountRate = Effect.promise(() => Promise.resolve(5))
*
* export const program = Effect.gen(function*() {
*   const transactionAmount = yield* fetchTransactionAmount
*   const discountRate = yield* fetchDiscountRate
*   const discountedAmount = yield* applyDiscount(
*     transactionAmount,
*     discountRate
*   )
*   const finalAmount = addServiceCharge(discountedAmount)
*   return `Final amount to charge: ${finalAmount}`
* })
*
* await Effect.runPromise(program) // => "Final amount to charge: 96"
* ```
*
* @stability stable
* @category constructors
* @since 2.0.0
*/
const gen = gen$1;
/**
* Creates an `Effect` that represents a recoverable error.
*
* **When to use**
*
* Use to explicitly signal a recoverable error in an `Effect`.
*
* **Details**
*
* The error keeps propagating unless it is handled. You can handle tagged
* errors with functions like {@link catchTag} or {@link catchTags}.
*
* **Example** (Creating a failed effect)
*
* ```ts import.meta.vitest
* import { Data, Effect } from "effect"
*
* class OperationFailedError extends Data.TaggedError("OperationFailedError")<{}> {}
*
* //      ┌─── Effect<never, OperationFailedError, never>
* //      ▼
* const failure = Effect.fail(
*   new OperationFailedError()
* )
* Effect.runSync(Effect.flip(failure))._tag // => "OperationFailedError"
* ```
*
* @see {@link succeed} to create an effect that represents a successful value.
* @stability stable
* @category constructors
* @since 2.0.0
*/
const fail$1 = fail$4;
/**
* Creates an `Effect` that represents a failure with a specific `Cause`.
*
* **When to use**
*
* Use when you already have a full `Cause` and need to preserve defects,
* interruptions, annotations, or combined failures in the effect's failure
* channel.
*
* **Details**
*
* This function allows you to create effects that fail with complex error
* structures, including multiple errors, defects, interruptions, and more.
*
* **Example** (Failing with a full Cause)
*
* ```ts import.meta.vitest
* import { Cause, Effect } from "effect"
*
* const program = Effect.failCause(
*   Cause.fail("Network error")
* )
*
* Effect.runSync(Effect.flip(program)) // => "Network error"
* ```
*
* @stability stable
* @category constructors
* @since 2.0.0
*/
const failCause$2 = failCause$4;
/**
* Creates an `Effect` that represents a failure with a `Cause` computed lazily.
*
* **When to use**
*
* Use to defer computing a full `Cause` until the effect is run.
*
* **Details**
*
* The cause-producing function is evaluated each time the effect is executed.
*
* **Example** (Lazily creating a Cause)
*
* ```ts import.meta.vitest
* import { Cause, Effect } from "effect"
*
* const program = Effect.failCauseSync(() =>
*   Cause.fail("Error computed at runtime")
* )
*
* Effect.runSync(Effect.flip(program)) // => "Error computed at runtime"
* ```
*
* @stability stable
* @category constructors
* @since 2.0.0
*/
const failCauseSync = failCauseSync$1;
/**
* Creates an effect that terminates a fiber with a specified error.
*
* **When to use**
*
* Use when you need an `Effect` to report an unrecoverable defect instead of a
* typed error.
*
* **Details**
*
* The `die` function is used to signal a defect, which represents a critical
* and unexpected error in the code. When invoked, it produces an effect that
* does not handle the error and instead terminates the fiber.
*
* The error channel of the resulting effect is of type `never`, indicating that
* it cannot recover from this failure.
*
* **Example** (Failing on division by zero)
*
* ```ts import.meta.vitest
* import { Effect, Exit } from "effect"
*
* const defect = new Error("Cannot divide by zero")
* const divide = (a: number, b: number) =>
*   b === 0
*     ? Effect.die(defect)
*     : Effect.succeed(a / b)
*
* //      ┌─── Effect<number, never, never>
* //      ▼
* const program = divide(1, 0)
*
* Effect.runSyncExit(program) // => Exit.die(defect)
* ```
*
* @stability stable
* @category constructors
* @since 2.0.0
*/
const die$2 = die$5;
/**
* Provides access to the current fiber within an effect computation.
*
* **Example** (Reading the current fiber)
*
* ```ts import.meta.vitest
* import { Effect } from "effect"
*
* const program = Effect.withFiber((fiber) => Effect.succeed(typeof fiber.id))
*
* Effect.runSync(program) // => "number"
* ```
*
* @stability stable
* @category constructors
* @since 4.0.0
*/
const withFiber = withFiber$1;
/**
* Converts a `Result` to an `Effect`.
*
* **Example** (Converting a Result into an Effect)
*
* ```ts import.meta.vitest
* import { Effect, Result } from "effect"
* const output: Array<unknown> = []
*
* const success = Result.succeed(42)
* const failure = Result.fail("Something went wrong")
*
* const effect1 = Effect.fromResult(success)
* const effect2 = Effect.fromResult(failure)
*
* void output.push(Effect.runSync(effect1))
* void output.push(Effect.runSync(Effect.flip(effect2)))
* output // => [42, "Something went wrong"]
* ```
*
* @stability stable
* @category converting
* @since 4.0.0
*/
const fromResult = fromResult$1;
/**
* Chains effects to produce new `Effect` instances, useful for combining
* operations that depend on previous results.
*
* **When to use**
*
* Use when you need to chain multiple effects, ensuring that each
* step produces a new `Effect` while flattening any nested effects that may
* occur.
*
* **Details**
*
* `flatMap` lets you sequence effects so that the result of one effect can be
* used in the next step. It is similar to `flatMap` used with arrays but works
* specifically with `Effect` instances, allowing you to avoid deeply nested
* effect structures.
*
* Since effects are immutable, `flatMap` always returns a new effect instead of
* changing the original one.
*
* **Example** (Choosing flatMap syntax variants)
*
* ```ts import.meta.vitest
* import { Effect, pipe } from "effect"
* const output: Array<unknown> = []
*
* const myEffect = Effect.succeed(1)
* const transformation = (n: number) => Effect.succeed(n + 1)
*
* const flatMappedWithPipe = pipe(myEffect, Effect.flatMap(transformation))
* const flatMappedWithDataFirst = Effect.flatMap(myEffect, transformation)
* const flatMappedWithMethod = myEffect.pipe(Effect.flatMap(transformation))
*
* void output.push(Effect.runSync(Effect.all([
*   flatMappedWithPipe,
*   flatMappedWithDataFirst,
*   flatMappedWithMethod
* ])))
* output // => [[2, 2, 2]]
* ```
*
* **Example** (Sequencing dependent effects)
*
* ```ts import.meta.vitest
* import { Data, Effect, pipe } from "effect"
*
* class DiscountRateError extends Data.TaggedError("DiscountRateError")<{}> {}
*
* // Function to apply a discount safely to a transaction amount
* const applyDiscount = (
*   total: number,
*   discountRate: number
* ): Effect.Effect<number, DiscountRateError> =>
*   discountRate === 0
*     ? Effect.fail(new DiscountRateError())
*     : Effect.succeed(total - (total * discountRate) / 100)
*
* // Simulated asynchronous task to fetch a transaction amount from database
* const fetchTransactionAmount = Effect.promise(() => Promise.resolve(100))
*
* // Chaining the fetch and discount application using `flatMap`
* const finalAmount = pipe(
*   fetchTransactionAmount,
*   Effect.flatMap((amount) => applyDiscount(amount, 5))
* )
*
* await Effect.runPromise(finalAmount) // => 95
* ```
*
* @see {@link tap} for a version that ignores the result of the effect.
* @stability stable
* @category sequencing
* @since 2.0.0
*/
const flatMap = flatMap$1;
/**
* Flattens an `Effect` that produces another `Effect` into a single effect.
*
* **Example** (Flattening nested effects)
*
* ```ts import.meta.vitest
* import { Effect } from "effect"
* const output: Array<unknown> = []
*
* const nested = Effect.succeed(Effect.succeed("hello"))
*
* const program = Effect.gen(function*() {
*   const value = yield* Effect.flatten(nested)
*   yield* Effect.sync(() => { output.push(value) })
* })
*
* Effect.runSync(program)
* output // => ["hello"]
* ```
*
* @stability stable
* @category sequencing
* @since 2.0.0
*/
const flatten$1 = flatten$2;
/**
* Runs this effect and then runs another effect, optionally using the first
* effect's success value to choose the next effect.
*
* **When to use**
*
* Use when you need one effect to run after another and the second effect may
* depend on the first effect's success value.
*
* **Details**
*
* When the second argument is an `Effect`, the first success value is discarded
* and the returned effect produces the second effect's value. When the second
* argument is a function, it receives the first success value and must return
* the next `Effect`.
*
* Failures or requirements from either effect are preserved in the returned
* effect.
*
* **Example** (Choosing andThen syntax variants)
*
* ```ts import.meta.vitest
* import { Effect, pipe } from "effect"
* const output: Array<unknown> = []
*
* const myEffect = Effect.succeed(1)
* const anotherEffect = Effect.succeed("done")
*
* const transformedWithPipe = pipe(myEffect, Effect.andThen(anotherEffect))
* const transformedWithDataFirst = Effect.andThen(myEffect, anotherEffect)
* const transformedWithMethod = myEffect.pipe(Effect.andThen(anotherEffect))
*
* void output.push(Effect.runSync(Effect.all([
*   transformedWithPipe,
*   transformedWithDataFirst,
*   transformedWithMethod
* ])))
* output // => [['done', 'done', 'done']]
* ```
*
* **Example** (Sequencing a discount calculation after fetching a total)
*
* ```ts import.meta.vitest
* import { Data, Effect, pipe } from "effect"
*
* class DiscountRateError extends Data.TaggedError("DiscountRateError")<{}> {}
*
* // Function to apply a discount safely to a transaction amount
* const applyDiscount = (
*   total: number,
*   discountRate: number
* ): Effect.Effect<number, DiscountRateError> =>
*   discountRate === 0
*     ? Effect.fail(new DiscountRateError())
*     : Effect.succeed(total - (total * discountRate) / 100)
*
* // Simulated asynchronous task to fetch a transaction amount from database
* const fetchTransactionAmount = Effect.promise(() => Promise.resolve(100))
*
* // Using Effect.map and Effect.flatMap
* const result1 = pipe(
*   fetchTransactionAmount,
*   Effect.map((amount) => amount * 2),
*   Effect.flatMap((amount) => applyDiscount(amount, 5))
* )
*
* await Effect.runPromise(result1) // => 190
*
* // Using Effect.andThen
* const result2 = pipe(
*   fetchTransactionAmount,
*   Effect.andThen((amount) => Effect.succeed(amount * 2)),
*   Effect.andThen((amount) => applyDiscount(amount, 5))
* )
*
* await Effect.runPromise(result2) // => 190
* ```
*
* @stability stable
* @category sequencing
* @since 2.0.0
*/
const andThen = andThen$1;
/**
* Runs a side effect with the result of an effect without changing the original
* value.
*
* **When to use**
*
* Use when you need to run an effectful observation, such as logging or
* tracking, while passing the original success value to the next step.
*
* **Details**
*
* `tap` works similarly to `flatMap`, but it ignores the result of the function
* passed to it. The value from the previous effect remains available for the
* next part of the chain. Note that if the side effect fails, the entire chain
* will fail too.
*
* **Example** (Logging a step in a pipeline)
*
* ```ts import.meta.vitest
* import { Data, Effect, pipe } from "effect"
* const output: Array<unknown> = []
*
* class DiscountRateError extends Data.TaggedError("DiscountRateError")<{}> {}
*
* // Function to apply a discount safely to a transaction amount
* const applyDiscount = (
*   total: number,
*   discountRate: number
* ): Effect.Effect<number, DiscountRateError> =>
*   discountRate === 0
*     ? Effect.fail(new DiscountRateError())
*     : Effect.succeed(total - (total * discountRate) / 100)
*
* // Simulated asynchronous task to fetch a transaction amount from database
* const fetchTransactionAmount = Effect.promise(() => Promise.resolve(100))
*
* const finalAmount = pipe(
*   fetchTransactionAmount,
*   // Log the fetched transaction amount
*   Effect.tap((amount) => Effect.sync(() => { output.push(`Apply a discount to: ${amount}`) })),
*   // `amount` is still available!
*   Effect.flatMap((amount) => applyDiscount(amount, 5))
* )
*
* void output.push(await Effect.runPromise(finalAmount))
* output // => ["Apply a discount to: 100", 95]
* ```
*
* @stability stable
* @category sequencing
* @since 2.0.0
*/
const tap = tap$1;
/**
* Transforms an effect to encapsulate both failure and success using the `Exit`
* data type.
*
* **When to use**
*
* Use when you need to inspect the full outcome, including typed failures, defects,
* and interruptions.
*
* **Details**
*
* `exit` wraps an effect's success or failure inside an `Exit` type, allowing
* you to handle both cases explicitly.
*
* The resulting effect cannot fail because the failure is encapsulated within
* the `Exit.Failure` type. The error type is set to `never`, indicating that
* the effect is structured to never fail directly.
*
* **Example** (Capturing completion as Exit)
*
* ```ts import.meta.vitest
* import { Effect, Exit } from "effect"
*
* const success = Effect.succeed(42)
* const failure = Effect.fail("Something went wrong")
*
* const program1 = Effect.exit(success)
* const program2 = Effect.exit(failure)
*
* Effect.runSync(program1) // => Exit.succeed(42)
*
* Effect.runSync(program2) // => Exit.fail("Something went wrong")
* ```
*
* @see {@link option} for a version that uses `Option` instead.
* @see {@link result} for a version that uses `Result` instead.
*
* @stability stable
* @category error handling
* @since 2.0.0
*/
const exit = exit$1;
/**
* Transforms the value inside an effect by applying a function to it.
*
* **When to use**
*
* Use to transform an effect's success value with a function that returns a
* plain value, producing a new effect without changing the original effect's
* typed error or context requirements.
*
* **Details**
*
* `map` takes a function and applies it to the value contained within an
* effect, creating a new effect with the transformed value.
*
* It's important to note that effects are immutable, meaning that the original
* effect is not modified. Instead, a new effect is returned with the updated
* value.
*
* **Example** (Choosing map syntax variants)
*
* ```ts import.meta.vitest
* import { Effect, pipe } from "effect"
* const output: Array<unknown> = []
*
* const myEffect = Effect.succeed(1)
* const transformation = (n: number) => n + 1
*
* const mappedWithPipe = pipe(myEffect, Effect.map(transformation))
* const mappedWithDataFirst = Effect.map(myEffect, transformation)
* const mappedWithMethod = myEffect.pipe(Effect.map(transformation))
*
* void output.push(Effect.runSync(Effect.all([
*   mappedWithPipe,
*   mappedWithDataFirst,
*   mappedWithMethod
* ])))
* output // => [[2, 2, 2]]
* ```
*
* **Example** (Adding a service charge)
*
* ```ts import.meta.vitest
* import { Effect, pipe } from "effect"
*
* const addServiceCharge = (amount: number) => amount + 1
*
* const fetchTransactionAmount = Effect.promise(() => Promise.resolve(100))
*
* const finalAmount = pipe(
*   fetchTransactionAmount,
*   Effect.map(addServiceCharge)
* )
*
* await Effect.runPromise(finalAmount) // => 101
* ```
*
* @see {@link mapError} for a version that operates on the error channel.
* @see {@link mapBoth} for a version that operates on both channels.
* @see {@link flatMap} or {@link andThen} for a version that can return a new effect.
* @stability stable
* @category mapping
* @since 2.0.0
*/
const map = map$2;
/**
* Replaces the value inside an effect with a constant value.
*
* **When to use**
*
* Use to replace a successful value with a constant while preserving failures
* and requirements.
*
* **Details**
*
* `as` allows you to ignore the original value inside an effect and
* replace it with a new constant value.
*
* **Example** (Replacing a success value)
*
* ```ts import.meta.vitest
* import { Effect, pipe } from "effect"
*
* // Replaces the value 5 with the constant "new value"
* const program = pipe(Effect.succeed(5), Effect.as("new value"))
*
* Effect.runSync(program) // => "new value"
* ```
*
* @see {@link map} for deriving the replacement value from the success value
* @see {@link asVoid} for replacing the success value with `void`
*
* @stability stable
* @category mapping
* @since 2.0.0
*/
const as = as$1;
/**
* Maps the success value of an `Effect` to `void`, preserving failures.
*
* **Example** (Discarding success values)
*
* ```ts import.meta.vitest
* import { Effect } from "effect"
*
* const program = Effect.asVoid(Effect.succeed(42))
*
* Effect.runSync(program) // => undefined
* ```
*
* @stability stable
* @category mapping
* @since 2.0.0
*/
const asVoid = asVoid$2;
/**
* Handles both recoverable and unrecoverable errors by providing a recovery
* effect.
*
* **When to use**
*
* Use when you need to recover from an `Effect` by inspecting the full `Cause`,
* including recoverable failures, defects, and interruptions, instead of only
* the typed error value.
*
* **Details**
*
* When to Recover from Defects:
*
* Defects are unexpected errors that typically shouldn't be recovered from, as
* they often indicate serious issues. However, in some cases, such as
* dynamically loaded plugins, controlled recovery might be needed.
*
* **Example** (Recovering from full failure causes)
*
* ```ts import.meta.vitest
* import { Cause, Effect } from "effect"
* const output: Array<unknown> = []
*
* // An effect that might fail in different ways
* const program = Effect.die("Something went wrong")
*
* // Recover from any cause (including defects)
* const recovered = Effect.catchCause(program, (cause) => {
*   if (Cause.hasDies(cause)) {
*     return Effect.sync(() => { output.push("Caught defect") }).pipe(
*       Effect.as("Recovered from defect")
*     )
*   }
*   return Effect.succeed("Unknown error")
* })
*
* void output.push(Effect.runSync(recovered))
* output // => ["Caught defect", "Recovered from defect"]
* ```
*
* @stability stable
* @category error handling
* @since 4.0.0
*/
const catchCause = catchCause$1;
/**
* Transforms the failure value of an effect without changing its success value.
*
* **When to use**
*
* Use to translate an `Effect`'s typed failures while leaving successful values
* unchanged.
*
* **Details**
*
* Only the failure channel is transformed. The success channel and requirements
* are preserved.
*
* Maps every typed error in the cause, preserving defects, interrupts and
* reason order. Unlike typed recovery, mapping does not convert errors to defects.
*
* **Example** (Transforming the error channel)
*
* ```ts import.meta.vitest
* import { Data, Effect } from "effect"
*
* class TaskError extends Data.TaggedError("TaskError")<{ readonly message: string }> {}
*
* //      ┌─── Effect<number, string, never>
* //      ▼
* const simulatedTask = Effect.fail("Oh no!").pipe(Effect.as(1))
*
* //      ┌─── Effect<number, TaskError, never>
* //      ▼
* const mapped = Effect.mapError(
*   simulatedTask,
*   (message) => new TaskError({ message })
* )
* Effect.runSync(Effect.flip(mapped)).message // => "Oh no!"
* ```
*
* @see {@link map} for a version that operates on the success channel.
* @see {@link mapBoth} for a version that operates on both channels.
*
* @stability stable
* @category error handling
* @since 2.0.0
*/
const mapError$2 = mapError$4;
/**
* Applies transformations to both the success and error channels of an effect.
*
* **When to use**
*
* Use to transform both success and failure channels of an `Effect` without
* changing whether it succeeds or fails.
*
* **Details**
*
* This function takes two map functions as arguments: one for the error channel
* and one for the success channel. You can use it when you want to modify both
* the error and the success values without altering the overall success or
* failure status of the effect.
*
* Maps every typed error in the cause, preserving defects, interrupts and
* reason order. Unlike typed recovery, mapping does not convert errors to defects.
*
* **Example** (Transforming success and failure channels)
*
* ```ts import.meta.vitest
* import { Data, Effect } from "effect"
*
* class TaskError extends Data.TaggedError("TaskError")<{ readonly message: string }> {}
*
* //      ┌─── Effect<number, string, never>
* //      ▼
* const simulatedTask = Effect.fail("Oh no!").pipe(Effect.as(1))
*
* //      ┌─── Effect<boolean, TaskError, never>
* //      ▼
* const modified = Effect.mapBoth(simulatedTask, {
*   onFailure: (message) => new TaskError({ message }),
*   onSuccess: (n) => n > 0
* })
* Effect.runSync(Effect.flip(modified)).message // => "Oh no!"
* ```
*
* @see {@link map} for a version that operates on the success channel.
* @see {@link mapError} for a version that operates on the error channel.
*
* @stability stable
* @category mapping
* @since 2.0.0
*/
const mapBoth = mapBoth$1;
/**
* Runs an effectful operation when the source effect fails, while preserving
* the original failure when the operation succeeds.
*
* **Details**
*
* Use this for logging, metrics, or other failure-side observations. If the
* operation passed to `tapError` fails, that error is also represented in the
* returned effect's error channel.
*
* **Example** (Running effects on failure)
*
* ```ts import.meta.vitest
* import { Effect, Exit } from "effect"
* const output: Array<unknown> = []
*
* // Simulate a task that fails with an error
* const task: Effect.Effect<number, string> = Effect.fail("NetworkError")
*
* // Use tapError to log the error message when the task fails
* const tapping = Effect.tapError(
*   task,
*   (error) => Effect.sync(() => { output.push(`expected error: ${error}`) })
* )
*
* void output.push(Effect.runSyncExit(tapping))
* output // => ["expected error: NetworkError", Exit.fail("NetworkError")]
* ```
*
* @stability stable
* @category error handling
* @since 2.0.0
*/
const tapError = tapError$1;
/**
* Discards both the success and failure values of an effect.
*
* **When to use**
*
* Use when an effect should run for its side effects while both success and
* failure values are discarded.
*
* **Details**
*
* Use the `log` option to emit the full {@link Cause} when the effect fails,
* and `message` to prepend a custom log message.
* Set `log: "Unhandled"` to read `References.UnhandledLogLevel` when the
* failure occurs; `undefined` disables logging. Minimum log level filtering
* still applies.
*
* **Gotchas**
*
* Defects take precedence over typed errors. If the cause also contains a
* defect, the failure is not ignored and is propagated with every typed error
* converted to a defect. An interruption alongside a typed error does not
* prevent the error from being ignored.
*
* **Example** (Discarding success and failure values)
*
* ```ts import.meta.vitest
* import { Effect } from "effect"
*
* //      ┌─── Effect<number, string, never>
* //      ▼
* const task = Effect.fail("Uh oh!").pipe(Effect.as(5))
*
* //      ┌─── Effect<void, never, never>
* //      ▼
* const program = task.pipe(Effect.ignore)
* Effect.runSync(program) // => undefined
* ```
*
* **Example** (Logging failures while ignoring results)
*
* ```ts import.meta.vitest
* import { Effect } from "effect"
*
* const task = Effect.fail("Uh oh!")
*
* const program = task.pipe(Effect.ignore)
* Effect.runSync(program) // => undefined
* ```
*
* @stability stable
* @category error handling
* @since 2.0.0
*/
const ignore = ignore$1;
/**
* Runs an effect with a time limit and represents only the timeout case as
* `Option.none`.
*
* **When to use**
*
* Use when a timeout of an `Effect` should be handled as `Option.none`.
*
* **Details**
*
* If the source effect succeeds before the timeout, the returned effect
* succeeds with `Option.some(value)`. If the timeout wins, the source effect is
* interrupted and the returned effect succeeds with `Option.none`. If the
* source effect fails before the timeout, that failure is preserved.
*
* **Example** (Returning None on timeout)
*
* ```ts import.meta.vitest
* import { Effect, Option } from "effect"
*
* const timedOutEffect = Effect.never.pipe(Effect.timeoutOption(0))
* await Effect.runPromise(timedOutEffect) // => Option.none()
* ```
*
* @see {@link timeout} for a version that raises a `TimeoutError`.
* @see {@link timeoutOrElse} for a version that allows specifying both success and timeout handlers.
*
* @stability stable
* @category delays & timeouts
* @since 3.1.0
*/
const timeoutOption = timeoutOption$1;
/**
* Applies a timeout to an effect, lazily evaluating `orElse` after interrupting
* the source if the timeout is reached.
*
* **Example** (Falling back on timeout)
*
* ```ts import.meta.vitest
* import { Effect } from "effect"
* const output: Array<unknown> = []
*
* const program = Effect.timeoutOrElse(Effect.never, {
*   duration: 0,
*   orElse: () => Effect.sync(() => { output.push("Query timed out, using cached data") }).pipe(
*     Effect.as("Cached result")
*   )
* })
*
* void output.push(await Effect.runPromise(program))
* output // => ["Query timed out, using cached data", "Cached result"]
* ```
*
* @see {@link timeout} for failing with a `TimeoutError`.
* @see {@link timeoutOption} for returning `Option.none` on timeout.
*
* @stability stable
* @category delays & timeouts
* @since 4.0.0
*/
const timeoutOrElse = timeoutOrElse$1;
/**
* Returns an effect that suspends the current fiber for the specified duration
* without blocking a JavaScript thread.
*
* **Example** (Pausing without blocking)
*
* ```ts import.meta.vitest
* import { Effect } from "effect"
* const output: Array<unknown> = []
*
* const program = Effect.gen(function*() {
*   yield* Effect.sync(() => { output.push("Start") })
*   yield* Effect.sleep(0)
*   yield* Effect.sync(() => { output.push("End") })
* })
*
* await Effect.runPromise(program)
* output // => ["Start", "End"]
* ```
*
* @stability stable
* @category delays & timeouts
* @since 2.0.0
*/
const sleep = sleep$1;
/**
* Races two effects and returns the result of the first one to complete, whether
* it succeeds or fails.
*
* **When to use**
*
* Use when any completion, including failure, should decide the race and
* interrupt the losing effect.
*
* **Details**
*
* The losing effect is interrupted, and `onWinner` can observe the winning fiber.
*
* **Example** (Observing the winning fiber)
*
* ```ts import.meta.vitest
* import { Effect } from "effect"
* const output: Array<unknown> = []
*
* const fastFail = Effect.fail("fast-fail")
* const slowSuccess = Effect.never
*
* const program = Effect.gen(function*() {
*   const message = yield* Effect.match(Effect.raceFirst(fastFail, slowSuccess), {
*     onFailure: (error) => `failed: ${error}`,
*     onSuccess: (value) => `succeeded: ${value}`
*   })
*   yield* Effect.sync(() => { output.push(message) })
* })
*
* await Effect.runPromise(program)
* output // => ["failed: fast-fail"]
* ```
*
* @stability stable
* @category racing
* @since 2.0.0
*/
const raceFirst = raceFirst$1;
/**
* Handles failures with access to the cause and allows performing side effects.
*
* **When to use**
*
* Use when you need to fold an `Effect` with effectful success handlers and
* `Cause`-aware failure handlers.
*
* **Details**
*
* The `matchCauseEffect` function works similarly to {@link matchCause}, but it
* also allows you to perform additional side effects based on the failure
* cause. This function provides access to the complete cause of the failure,
* making it possible to differentiate between various failure types, and allows
* you to respond accordingly while performing side effects (like logging or
* other operations).
*
* **Example** (Effectfully matching on causes)
*
* ```ts import.meta.vitest
* import { Cause, Data, Effect, Result } from "effect"
* const output: Array<unknown> = []
*
* class TaskError extends Data.TaggedError("TaskError")<{ readonly message: string }> {}
*
* const task = Effect.fail(new TaskError({ message: "Task failed" }))
*
* const program = Effect.matchCauseEffect(task, {
*   onFailure: (cause) =>
*     Effect.gen(function*() {
*       if (Cause.hasFails(cause)) {
*         const error = Cause.findError(cause)
*         if (Result.isSuccess(error)) {
*           yield* Effect.sync(() => { output.push(`Handling error: ${error.success.message}`) })
*         }
*         return "recovered from error"
*       } else {
*         yield* Effect.sync(() => { output.push("Handling interruption or defect") })
*         return "recovered from interruption/defect"
*       }
*     }),
*   onSuccess: (value) =>
*     Effect.gen(function*() {
*       yield* Effect.sync(() => { output.push(`Success: ${value}`) })
*       return `processed ${value}`
*     })
* })
*
* void output.push(Effect.runSync(program))
* output // => ["Handling error: Task failed", "recovered from error"]
* ```
*
* @see {@link matchCause} if you don't need side effects and only want to handle the result or failure.
* @see {@link matchEffect} if you don't need to handle the cause of the failure.
*
* @stability stable
* @category pattern matching
* @since 2.0.0
*/
const matchCauseEffect = matchCauseEffect$1;
/**
* Handles both success and failure by running effectful handlers.
*
* **When to use**
*
* Use when you need to handle an `Effect`'s failure or success with handlers
* that return effects.
*
* **Details**
*
* Use `matchEffect` when either branch needs to return an `Effect`, such as
* performing logging, recovery, notification, or other effectful work. The
* returned effect succeeds or fails according to the handler that is run.
*
* **Gotchas**
*
* If the cause contains a defect, the handler is skipped and every typed error
* is converted to a defect, preserving reason order and interrupts. An
* interruption alongside a typed error does not prevent recovery.
*
* **Example** (Matching success and failure with effectful handlers)
*
* ```ts import.meta.vitest
* import { Data, Effect } from "effect"
*
* class ExampleError extends Data.TaggedError("ExampleError")<{ readonly message: string }> {}
*
* const success: Effect.Effect<number, ExampleError> = Effect.succeed(42)
* const failure: Effect.Effect<number, ExampleError> = Effect.fail(
*   new ExampleError({ message: "Uh oh!" })
* )
*
* const program1 = Effect.matchEffect(success, {
*   onFailure: (error) =>
*     Effect.succeed(`failure: ${error.message}`),
*   onSuccess: (value) =>
*     Effect.succeed(`success: ${value}`)
* })
*
* Effect.runSync(program1) // => "success: 42"
*
* const program2 = Effect.matchEffect(failure, {
*   onFailure: (error) =>
*     Effect.succeed(`failure: ${error.message}`),
*   onSuccess: (value) =>
*     Effect.succeed(`success: ${value}`)
* })
*
* Effect.runSync(program2) // => "failure: Uh oh!"
* ```
*
* @see {@link match} if you don't need side effects and only want to handle the
* result or failure.
* @stability stable
* @category pattern matching
* @since 2.0.0
*/
const matchEffect = matchEffect$1;
/**
* Returns the complete context.
*
* **When to use**
*
* Use to read the complete `Context` available to the current effect.
*
* **Details**
*
* This function allows you to access all services that are currently available
* in the effect's environment. This can be useful for debugging, introspection,
* or when you need to pass the entire context to another function.
*
* **Example** (Reading the full context)
*
* ```ts import.meta.vitest
* import { Context, Effect, Option } from "effect"
* const output: Array<unknown> = []
*
* const Logger = Context.Service<{
*   log: (msg: string) => void
* }>("Logger")
* const Database = Context.Service<{
*   query: (sql: string) => string
* }>("Database")
*
* const program = Effect.gen(function*() {
*   const allServices = yield* Effect.context()
*
*   // Check if specific services are available
*   const loggerOption = Context.getOption(allServices, Logger)
*   const databaseOption = Context.getOption(allServices, Database)
*
*   yield* Effect.sync(() => { output.push(`Logger available: ${Option.isSome(loggerOption)}`) })
*   yield* Effect.sync(() => { output.push(`Database available: ${Option.isSome(databaseOption)}`) })
* })
*
* const context = Context.make(Logger, { log: () => {} })
*   .pipe(Context.add(Database, { query: () => "result" }))
*
* const provided = Effect.provideContext(program, context)
* Effect.runSync(provided)
* output // => ["Logger available: true", "Database available: true"]
* ```
*
* @see {@link contextWith} for deriving an effect from the complete context
* @see {@link service} for reading one service from the context
*
* @stability stable
* @category accessors
* @since 2.0.0
*/
const context = context$1;
/**
* Transforms the current context using the provided function.
*
* **When to use**
*
* Use to derive an effect from the complete `Context`.
*
* **Details**
*
* This function allows you to access the complete context and perform
* computations based on all available services. This is useful when you need
* to conditionally execute logic based on what services are available.
*
* **Example** (Deriving values from the context)
*
* ```ts import.meta.vitest
* import { Context, Effect, Option } from "effect"
* const output: Array<unknown> = []
*
* const Logger = Context.Service<{
*   log: (msg: string) => void
* }>("Logger")
* const Cache = Context.Service<{
*   get: (key: string) => string | null
* }>("Cache")
*
* const program = Effect.contextWith((services: Context.Context<Context.Service.Identifier<typeof Cache>>) => {
*   const cacheOption = Context.getOption(services, Cache)
*   const hasCache = Option.isSome(cacheOption)
*
*   if (hasCache) {
*     return Effect.gen(function*() {
*       const cache = yield* Effect.service(Cache)
*       yield* Effect.sync(() => { output.push("Using cached data") })
*       return cache.get("user:123") || "default"
*     })
*   } else {
*     return Effect.gen(function*() {
*       yield* Effect.sync(() => { output.push("No cache available, using fallback") })
*       return "fallback data"
*     })
*   }
* })
*
* const withCache = Effect.provideService(program, Cache, {
*   get: () => "cached_value"
* })
* void output.push(Effect.runSync(withCache))
* output // => ["Using cached data", "cached_value"]
* ```
*
* @see {@link context} for reading the complete context as a value
* @see {@link service} for reading one service from the context
*
* @stability stable
* @category accessors
* @since 2.0.0
*/
const contextWith = contextWith$1;
/**
* Provides dependencies to an effect using layers or a context. A layer already
* built by an enclosing `provide` or runtime is reused. Sibling `provide` calls
* build their own copies. Use `options.local` to build a fresh layer subtree.
*
* **Example** (Providing dependencies with a layer)
*
* ```ts import.meta.vitest
* import { Context, Effect, Layer } from "effect"
*
* interface Database {
*   readonly query: (sql: string) => Effect.Effect<string>
* }
*
* const Database = Context.Service<Database>("Database")
*
* const DatabaseLayer = Layer.succeed(Database)({
*   query: Effect.fn("Database.query")((sql: string) => Effect.succeed(`Result for: ${sql}`))
* })
*
* const program = Effect.gen(function*() {
*   const db = yield* Database
*   return yield* db.query("SELECT * FROM users")
* })
*
* const provided = Effect.provide(program, DatabaseLayer)
*
* await Effect.runPromise(provided) // => "Result for: SELECT * FROM users"
* ```
*
* @stability stable
* @category providing services
* @since 2.0.0
*/
const provide$1 = provide$2;
/**
* Provides a context to an effect, fulfilling its service requirements.
*
* **Details**
*
* This function provides multiple services at once by supplying a context
* that contains all the required services. It removes the provided services
* from the effect's requirements, making them available to the effect.
*
* **Example** (Providing a complete context)
*
* ```ts import.meta.vitest
* import { Context, Effect } from "effect"
* const output: Array<unknown> = []
*
* // Define service keys
* const Logger = Context.Service<{
*   log: (msg: string) => void
* }>("Logger")
* const Database = Context.Service<{
*   query: (sql: string) => string
* }>("Database")
*
* // Create a context with multiple services
* const context = Context.make(Logger, { log: (message) => { output.push(message) } })
*   .pipe(Context.add(Database, { query: () => "result" }))
*
* // An effect that requires both services
* const program = Effect.gen(function*() {
*   const logger = yield* Effect.service(Logger)
*   const db = yield* Effect.service(Database)
*   logger.log("Querying database")
*   return db.query("SELECT * FROM users")
* })
*
* const provided = Effect.provideContext(program, context)
* void output.push(Effect.runSync(provided))
* output // => ["Querying database", "result"]
* ```
*
* @stability stable
* @category providing services
* @since 4.0.0
*/
const provideContext$2 = provideContext$3;
/**
* Optionally accesses a service from the environment.
*
* **When to use**
*
* Use to read an optional dependency from the current context without making
* that dependency part of the effect's required environment.
*
* **Details**
*
* This function attempts to access a service from the environment. If the
* service is available, it returns `Some(service)`. If the service is not
* available, it returns `None`. Unlike `service`, this function does not
* require the service to be present in the environment.
*
* **Example** (Accessing an optional service)
*
* ```ts import.meta.vitest
* import { Context, Effect, Option } from "effect"
* const output: Array<unknown> = []
*
* // Define a service key
* const Logger = Context.Service<{
*   log: (msg: string) => void
* }>("Logger")
*
* // Use serviceOption to optionally access the logger
* const program = Effect.gen(function*() {
*   const maybeLogger = yield* Effect.serviceOption(Logger)
*
*   if (Option.isSome(maybeLogger)) {
*     maybeLogger.value.log("Service is available")
*   } else {
*     void output.push("Service not available")
*   }
* })
*
* Effect.runSync(program)
* output // => ["Service not available"]
* ```
*
* @stability stable
* @category accessors
* @since 2.0.0
*/
const serviceOption = serviceOption$1;
/**
* Provides one concrete service implementation to an effect.
*
* **When to use**
*
* Use to satisfy one service requirement with an already-built implementation.
*
* **Details**
*
* The service requirement identified by the `Context.Key` is removed from the
* effect requirements after the implementation is provided.
*
* **Example** (Providing a service value)
*
* ```ts import.meta.vitest
* import { Context, Effect } from "effect"
* const output: Array<unknown> = []
*
* // Define a service for configuration
* const Config = Context.Service<{
*   apiUrl: string
*   timeout: number
* }>("Config")
*
* const fetchData = Effect.gen(function*() {
*   const config = yield* Effect.service(Config)
*   yield* Effect.sync(() => { output.push(`Fetching from: ${config.apiUrl}`) })
*   yield* Effect.sync(() => { output.push(`Timeout: ${config.timeout}ms`) })
*   return "data"
* })
*
* // Provide the service implementation
* const program = Effect.provideService(fetchData, Config, {
*   apiUrl: "https://api.example.com",
*   timeout: 5000
* })
*
* void output.push(Effect.runSync(program))
* output // => ["Fetching from: https://api.example.com", "Timeout: 5000ms", "data"]
* ```
*
* @see {@link provide} for providing multiple layers to an effect.
* @see {@link provideServiceEffect} for acquiring the service implementation effectfully.
* @see {@link provideContext} for providing a complete context.
* @stability stable
* @category providing services
* @since 2.0.0
*/
const provideService = provideService$1;
/**
* Returns the current scope for resource management.
*
* **Example** (Accessing the current scope)
*
* ```ts import.meta.vitest
* import { Effect } from "effect"
* const output: Array<unknown> = []
*
* const program = Effect.gen(function*() {
*   const currentScope = yield* Effect.scope
*   yield* Effect.sync(() => { output.push("Got scope for resource management") })
*
*   // Use the scope to manually manage resources if needed
*   const resource = yield* Effect.acquireRelease(
*     Effect.sync(() => { output.push("Acquiring resource") }).pipe(Effect.as("resource")),
*     () => Effect.sync(() => { output.push("Releasing resource") })
*   )
*
*   return resource
* })
*
* void output.push(Effect.runSync(Effect.scoped(program)))
* output // => ["Got scope for resource management", "Acquiring resource", "Releasing resource", "resource"]
* ```
*
* @stability stable
* @category resource management
* @since 2.0.0
*/
const scope = scope$1;
/**
* Runs an effect with a scope that closes when the effect completes.
*
* **When to use**
*
* Use to acquire scoped resources for the duration of a single workflow.
*
* **Details**
*
* Finalizers for resources acquired inside the workflow run as soon as the
* workflow completes, whether by success, failure, or interruption.
*
* **Example** (Running a scoped acquisition)
*
* ```ts import.meta.vitest
* import { Effect } from "effect"
* const output: Array<unknown> = []
*
* const resource = Effect.acquireRelease(
*   Effect.sync(() => { output.push("Acquiring resource") }).pipe(Effect.as("resource")),
*   () => Effect.sync(() => { output.push("Releasing resource") })
* )
*
* const program = Effect.scoped(
*   Effect.gen(function*() {
*     const res = yield* resource
*     yield* Effect.sync(() => { output.push(`Using ${res}`) })
*     return res
*   })
* )
*
* Effect.runSync(program)
* output // => ["Acquiring resource", "Using resource", "Releasing resource"]
* ```
*
* @stability stable
* @category resource management
* @since 2.0.0
*/
const scoped = scoped$1;
/**
* Constructs a scoped resource from an acquisition effect and a release
* finalizer.
*
* **When to use**
*
* Use to acquire a scoped resource with an explicit release finalizer.
*
* **Details**
*
* If acquisition succeeds, the release finalizer is added to the current scope
* and is guaranteed to run when that scope closes. The finalizer receives the
* `Exit` value used to close the scope.
*
* By default, acquisition is protected by an uninterruptible region. Pass
* `{ interruptible: true }` to allow the acquisition effect to be interrupted.
*
* **Example** (Acquiring and releasing a resource)
*
* ```ts import.meta.vitest
* import { Effect, Exit } from "effect"
* const output: Array<unknown> = []
*
* // Simulate a resource that needs cleanup
* interface FileHandle {
*   readonly path: string
*   readonly content: string
* }
*
* // Acquire a file handle
* const acquire = Effect.gen(function*() {
*   yield* Effect.sync(() => { output.push("Opening file") })
*   return { path: "/tmp/file.txt", content: "file content" }
* })
*
* // Release the file handle
* const release = (handle: FileHandle, exit: Exit.Exit<unknown, unknown>) =>
*   Effect.sync(() => { output.push(
*     `Closing file ${handle.path} with exit: ${
*       Exit.isSuccess(exit) ? "success" : "failure"
*     }`
*   ) })
*
* // Create a scoped resource
* const resource = Effect.acquireRelease(acquire, release)
*
* // Use the resource within a scope
* const program = Effect.scoped(
*   Effect.gen(function*() {
*     const handle = yield* resource
*     yield* Effect.sync(() => { output.push(`Using file: ${handle.path}`) })
*     return handle.content
*   })
* )
*
* void output.push(Effect.runSync(program))
* output // => ["Opening file", "Using file: /tmp/file.txt", "Closing file /tmp/file.txt with exit: success", "file content"]
* ```
*
* @see {@link acquireDisposable} for resources that implement JavaScript disposal protocols
* @see {@link acquireUseRelease} for bracketing acquire, use, and release in one effect
*
* @stability stable
* @category resource management
* @since 2.0.0
*/
const acquireRelease = acquireRelease$1;
/**
* Runs resource acquisition, usage, and release as one bracketed effect.
*
* **When to use**
*
* Use to bracket acquire, use, and release logic in one effect.
*
* **Details**
*
* `acquireUseRelease` does the following:
*
*   1. Ensures that the `Effect` value that acquires the resource will not be
*      interrupted. Note that acquisition may still fail due to internal
*      reasons (such as an uncaught exception).
*   2. Ensures that the `release` `Effect` value will not be interrupted,
*      and will be executed as long as the acquisition `Effect` value
*      successfully acquires the resource.
*
* During the time period between the acquisition and release of the resource,
* the `use` `Effect` value will be executed.
*
* If the `release` `Effect` value fails, then the entire `Effect` value will
* fail, even if the `use` `Effect` value succeeds. If this fail-fast behavior
* is not desired, errors produced by the `release` `Effect` value can be caught
* and ignored.
*
* **Example** (Acquiring resources with cleanup)
*
* ```ts import.meta.vitest
* import { Effect, Exit } from "effect"
* const output: Array<unknown> = []
*
* interface Database {
*   readonly connection: string
*   readonly query: (sql: string) => Effect.Effect<string>
* }
*
* const program = Effect.acquireUseRelease(
*   // Acquire - connect to database
*   Effect.gen(function*() {
*     yield* Effect.sync(() => { output.push("Connecting to database...") })
*     return {
*       connection: "db://localhost:5432",
*       query: (sql: string) => Effect.succeed(`Result for: ${sql}`)
*     }
*   }),
*   // Use - perform database operations
*   (db) =>
*     Effect.gen(function*() {
*       yield* Effect.sync(() => { output.push(`Connected to ${db.connection}`) })
*       const result = yield* db.query("SELECT * FROM users")
*       yield* Effect.sync(() => { output.push(`Query result: ${result}`) })
*       return result
*     }),
*   // Release - close database connection
*   (db, exit) =>
*     Effect.gen(function*() {
*       if (Exit.isSuccess(exit)) {
*         yield* Effect.sync(() => { output.push(`Closing connection to ${db.connection} (success)`) })
*       } else {
*         yield* Effect.sync(() => { output.push(`Closing connection to ${db.connection} (failure)`) })
*       }
*     })
* )
*
* await Effect.runPromise(program)
* output // => ["Connecting to database...", "Connected to db://localhost:5432", "Query result: Result for: SELECT * FROM users", "Closing connection to db://localhost:5432 (success)"]
* ```
*
* @see {@link acquireRelease} for scoped resources whose use happens later
*
* @stability stable
* @category resource management
* @since 2.0.0
*/
const acquireUseRelease = acquireUseRelease$1;
/**
* Adds a finalizer to the current scope.
*
* **When to use**
*
* Use to register low-level cleanup in the current scope.
*
* **Details**
*
* The finalizer runs when the surrounding scope is closed and receives the
* `Exit` value used to close the scope.
*
* **Example** (Registering scope finalizers)
*
* ```ts import.meta.vitest
* import { Effect, Exit } from "effect"
* const output: Array<unknown> = []
*
* const program = Effect.scoped(
*   Effect.gen(function*() {
*     // Add a finalizer that runs when the scope closes
*     yield* Effect.addFinalizer((exit) =>
*       Effect.sync(() => { output.push(
*         Exit.isSuccess(exit)
*           ? "Cleanup: Operation completed successfully"
*           : "Cleanup: Operation failed, cleaning up resources"
*       ) })
*     )
*
*     yield* Effect.sync(() => { output.push("Performing main operation...") })
*
*     // This could succeed or fail
*     return "operation result"
*   })
* )
*
* void output.push(Effect.runSync(program))
* output // => ["Performing main operation...", "Cleanup: Operation completed successfully", "operation result"]
* ```
*
* @see {@link acquireRelease} for resource acquisition with a release finalizer
* @see {@link ensuring} for attaching a finalizer to one effect
*
* @stability stable
* @category resource management
* @since 2.0.0
*/
const addFinalizer = addFinalizer$2;
/**
* Returns an effect that, if this effect _starts_ execution, then the
* specified `finalizer` is guaranteed to be executed, whether this effect
* succeeds, fails, or is interrupted.
*
* **Details**
*
* For use cases that need access to the effect's result, see `onExit`.
*
* Finalizers offer very powerful guarantees, but they are low-level, and
* should generally not be used for releasing resources. For higher-level
* logic built on `ensuring`, see the `acquireRelease` family of methods.
*
* **Example** (Always running cleanup)
*
* ```ts import.meta.vitest
* import { Effect } from "effect"
* const output: Array<unknown> = []
*
* const task = Effect.gen(function*() {
*   yield* Effect.sync(() => { output.push("Task started") })
*   yield* Effect.sync(() => { output.push("Task completed") })
*   return 42
* })
*
* // Ensure cleanup always runs, regardless of success or failure
* const program = Effect.ensuring(
*   task,
*   Effect.sync(() => { output.push("Cleanup: This always runs!") })
* )
*
* void output.push(Effect.runSync(program))
* output // => ["Task started", "Task completed", "Cleanup: This always runs!", 42]
* ```
*
* @stability stable
* @category resource management
* @since 2.0.0
*/
const ensuring = ensuring$1;
/**
* Runs the specified effect if this effect fails, providing the error to the
* effect if it exists. The provided effect will not be interrupted.
*
* **Example** (Running cleanup on failure)
*
* ```ts import.meta.vitest
* import { Cause, Data, Effect, Exit } from "effect"
* const output: Array<unknown> = []
*
* class TaskError extends Data.TaggedError("TaskError")<{ readonly message: string }> {}
*
* const error = new TaskError({ message: "Something went wrong" })
* const task = Effect.fail(error)
*
* const program = Effect.onError(
*   task,
*   (cause) => Effect.sync(() => { output.push(`Cleanup on error: ${Cause.squash(cause)}`) })
* )
*
* void output.push(Effect.runSyncExit(program))
* output // => ["Cleanup on error: TaskError: Something went wrong", Exit.fail(error)]
* ```
*
* @stability stable
* @category resource management
* @since 2.0.0
*/
const onError = onError$1;
/**
* Runs an optional finalizer with the effect's `Exit` value when the effect
* completes.
*
* **When to use**
*
* Use when you are building a low-level `Effect` operator that must inspect the
* source effect's `Exit`, may skip finalization by returning `undefined`, or
* must choose whether finalization is forced into an uninterruptible region.
*
* **Details**
*
* This low-level operator preserves the source effect's result unless the
* finalizer fails. If both the source effect and the finalizer fail, the two
* causes are merged. Prefer `onExit` for normal cleanup logic.
*
* @see {@link onExit} for ordinary exit-aware cleanup whose finalizer always returns an effect
*
* @stability stable
* @category resource management
* @since 4.0.0
*/
const onExitPrimitive = onExitPrimitive$1;
/**
* Ensures that a cleanup function runs whether this effect succeeds, fails, or
* is interrupted.
*
* **Details**
*
* If both the effect and the cleanup function fail, the two causes are merged.
*
* **Example** (Observing every exit)
*
* ```ts import.meta.vitest
* import { Effect, Exit } from "effect"
* const output: Array<unknown> = []
*
* const task = Effect.succeed(42)
*
* const program = Effect.onExit(task, (exit) =>
*   Effect.sync(() => { output.push(
*     Exit.isSuccess(exit)
*       ? `Task succeeded with: ${exit.value}`
*       : `Task failed: ${Exit.isFailure(exit) ? exit.cause : "interrupted"}`
*   ) }))
*
* void output.push(Effect.runSync(program))
* output // => ["Task succeeded with: 42", 42]
* ```
*
* @stability stable
* @category resource management
* @since 2.0.0
*/
const onExit = onExit$1;
/**
* Returns an effect that is immediately interrupted.
*
* **Example** (Creating an interrupted effect)
*
* ```ts import.meta.vitest
* import { Effect } from "effect"
*
* const program = Effect.gen(function*() {
*   return yield* Effect.interrupt
*   yield* Effect.succeed("This won't execute and is unreachable")
* })
*
* Effect.runSyncExit(program)._tag // => "Failure"
* ```
*
* @stability stable
* @category interruption
* @since 2.0.0
*/
const interrupt$2 = interrupt$4;
/**
* Runs the specified finalizer effect if this effect is interrupted.
*
* **Example** (Running cleanup on interruption)
*
* ```ts import.meta.vitest
* import { Effect, Fiber } from "effect"
* const output: Array<unknown> = []
*
* const task = Effect.forever(Effect.succeed("working..."))
*
* const program = Effect.onInterrupt(
*   task,
*   () => Effect.sync(() => { output.push("Task was interrupted, cleaning up...") })
* )
*
* const fiber = Effect.runFork(program)
* await Effect.runPromise(Fiber.interrupt(fiber))
* output // => ["Task was interrupted, cleaning up..."]
* ```
*
* @stability stable
* @category interruption
* @since 2.0.0
*/
const onInterrupt = onInterrupt$1;
/**
* Returns a new effect that disables interruption for the given effect.
*
* **Example** (Preventing interruption)
*
* ```ts import.meta.vitest
* import { Effect } from "effect"
* const output: Array<unknown> = []
*
* const criticalTask = Effect.gen(function*() {
*   yield* Effect.sync(() => { output.push("Starting critical section...") })
*   yield* Effect.sync(() => { output.push("Critical section completed") })
* })
*
* const program = Effect.uninterruptible(criticalTask)
*
* Effect.runSync(program)
* output // => ["Starting critical section...", "Critical section completed"]
* ```
*
* @stability stable
* @category interruption
* @since 2.0.0
*/
const uninterruptible = uninterruptible$1;
/**
* Disables interruption and provides a restore function to restore the
* interruptible state within the effect.
*
* **Example** (Restoring interruption in protected regions)
*
* ```ts import.meta.vitest
* import { Effect } from "effect"
* const output: Array<unknown> = []
*
* const program = Effect.uninterruptibleMask((restore) =>
*   Effect.gen(function*() {
*     yield* Effect.sync(() => { output.push("Uninterruptible phase...") })
*     // Restore interruptibility for this part
*     yield* restore(
*       Effect.gen(function*() {
*         yield* Effect.sync(() => { output.push("Interruptible phase...") })
*       })
*     )
*
*     yield* Effect.sync(() => { output.push("Back to uninterruptible") })
*   })
* )
*
* Effect.runSync(program)
* output // => ["Uninterruptible phase...", "Interruptible phase...", "Back to uninterruptible"]
* ```
*
* @stability stable
* @category interruption
* @since 2.0.0
*/
const uninterruptibleMask = uninterruptibleMask$1;
/**
* Repeats this effect forever (until the first error).
*
* **Example** (Repeating forever)
*
* ```ts import.meta.vitest
* import { Effect, Option } from "effect"
*
* const program = Effect.forever(Effect.never).pipe(Effect.timeoutOption(0))
* await Effect.runPromise(program) // => Option.none()
* ```
*
* @stability stable
* @category repetition
* @since 2.0.0
*/
const forever = forever$1;
/**
* Wraps the effect with a child span for tracing.
*
* **Example** (Wrapping an effect in a child span)
*
* ```ts import.meta.vitest
* import { Effect } from "effect"
*
* const task = Effect.succeed("result")
*
* const traced = Effect.withSpan(task, "my-task", {
*   attributes: { version: "1.0" }
* })
* Effect.runSync(traced) // => "result"
* ```
*
* @stability stable
* @category tracing
* @since 2.0.0
*/
const withSpan = withSpan$1;
/**
* Forks the effect in the specified scope. The fiber will be interrupted
* when the scope is closed.
*
* **Example** (Forking into a supplied scope)
*
* ```ts import.meta.vitest
* import { Effect } from "effect"
*
* const task = Effect.never
*
* const program = Effect.scoped(
*   Effect.gen(function*() {
*     const scope = yield* Effect.scope
*     const fiber = yield* Effect.forkIn(task, scope)
*     // Fiber will be interrupted when scope closes
*     return "done"
*   })
* )
*
* await Effect.runPromise(program) // => "done"
* ```
*
* @stability stable
* @category forking
* @since 2.0.0
*/
const forkIn = forkIn$1;
/**
* Forks the fiber in a `Scope`, interrupting it when the scope is closed.
*
* **Example** (Forking into the current scope)
*
* ```ts import.meta.vitest
* import { Effect } from "effect"
*
* const backgroundTask = Effect.never
*
* const program = Effect.scoped(
*   Effect.gen(function*() {
*     yield* backgroundTask.pipe(Effect.forkScoped)
*
*     // Fiber will be interrupted when scope closes
*     return "scope completed"
*   })
* )
*
* await Effect.runPromise(program) // => "scope completed"
* ```
*
* @stability stable
* @category forking
* @since 2.0.0
*/
const forkScoped = forkScoped$1;
/**
* Forks the effect into a new fiber with no parent and no scope, so its lifetime
* is independent of the forking fiber.
*
* **Details**
*
* The detached fiber inherits the forking fiber's context. It continues running
* until it completes or is explicitly interrupted through the returned handle,
* even after the forking fiber terminates.
*
* **Example** (Forking a detached fiber)
*
* ```ts import.meta.vitest
* import { Effect, Fiber } from "effect"
*
* const daemonTask = Effect.succeed("daemon result")
*
* const program = Effect.gen(function*() {
*   const fiber = yield* daemonTask.pipe(Effect.forkDetach)
*   return yield* Fiber.join(fiber)
* })
*
* await Effect.runPromise(program) // => "daemon result"
* ```
*
* @stability stable
* @category forking
* @since 4.0.0
*/
const forkDetach = forkDetach$1;
/**
* Runs an effect in the background with the provided services.
*
* **When to use**
*
* Use when an effect still requires services, you already have a `Context`, and
* you want a background fiber.
*
* **Example** (Running with services in the background)
*
* ```ts import.meta.vitest
* import { Context, Effect, Fiber } from "effect"
* const output: Array<unknown> = []
*
* interface Logger {
*   log: (message: string) => void
* }
*
* const Logger = Context.Service<Logger>("Logger")
*
* const services = Context.make(Logger, {
*   log: (message) => void output.push(message)
* })
*
* const program = Effect.gen(function*() {
*   const logger = yield* Logger
*   logger.log("Hello from service!")
*   return "done"
* })
*
* const fiber = Effect.runForkWith(services)(program)
* void output.push(await Effect.runPromise(Fiber.join(fiber)))
* output // => ["Hello from service!", "done"]
* ```
*
* @stability stable
* @category running
* @since 4.0.0
*/
const runForkWith = runForkWith$1;
/**
* Executes an effect and returns the result as a `Promise`.
*
* **When to use**
*
* Use when you need to execute an effect and work with the
* result using `Promise` syntax, typically for compatibility with other
* promise-based code.
*
* If the effect succeeds, the promise will resolve with the result. If the
* effect fails, the promise will reject with an error.
*
* **Example** (Running a successful effect as a Promise)
*
* ```ts import.meta.vitest
* import { Effect } from "effect"
*
* await Effect.runPromise(Effect.succeed(1)) // => 1
* ```
*
* **Example** (Running effects as promises)
*
* ```ts import.meta.vitest
* //Example: Handling a Failing Effect as a Rejected Promise
* import { Effect } from "effect"
* const output: Array<unknown> = []
*
* await Effect.runPromise(Effect.fail("my error")).catch(() => {
*   void output.push("rejected")
* })
* output // => ["rejected"]
* ```
*
* @see {@link runPromiseExit} for a version that returns an `Exit` type instead of rejecting.
* @stability stable
* @category running
* @since 2.0.0
*/
const runPromise = runPromise$1;
/**
* Executes an effect as a Promise with the provided services.
*
* **When to use**
*
* Use when you already have a `Context` and need Promise interop that rejects on
* effect failure.
*
* **Example** (Running with services as a promise)
*
* ```ts import.meta.vitest
* import { Context, Effect } from "effect"
*
* interface Config {
*   apiUrl: string
* }
*
* const Config = Context.Service<Config>("Config")
*
* const context = Context.make(Config, {
*   apiUrl: "https://api.example.com"
* })
*
* const program = Effect.gen(function*() {
*   const config = yield* Config
*   return `Connecting to ${config.apiUrl}`
* })
*
* await Effect.runPromiseWith(context)(program) // => "Connecting to https://api.example.com"
* ```
*
* @stability stable
* @category running
* @since 4.0.0
*/
const runPromiseWith = runPromiseWith$1;
/**
* Executes an effect synchronously and returns its success value.
*
* **When to use**
*
* Use when you need to execute an effect that is guaranteed to complete
* synchronously.
*
* **Details**
*
* If the effect fails, dies, or is interrupted, `runSync` throws the squashed
* cause instead of returning a value. Typed errors can be thrown directly,
* including non-Error values. Asynchronous work throws `Cause.AsyncFiberError`.
* Use `runSyncExit` when you want the failure captured as an `Exit`.
*
* **Example** (Running a synchronous effect)
*
* ```ts import.meta.vitest
* import { Effect } from "effect"
* const output: Array<unknown> = []
*
* const program = Effect.sync(() => {
*   void output.push("Hello, World!")
*   return 1
* })
*
* const result = Effect.runSync(program)
* void output.push(result)
* output // => ["Hello, World!", 1]
* ```
*
* **Example** (Throwing for failed or async effects)
*
* ```ts import.meta.vitest
* import { Effect } from "effect"
* const output: Array<unknown> = []
*
* try {
*   // Attempt to run an effect that fails
*   Effect.runSync(Effect.fail("my error"))
* } catch (e) {
*   void output.push("failed effect")
* }
* try {
*   // Attempt to run an effect that involves async work
*   Effect.runSync(Effect.promise(() => Promise.resolve(1)))
* } catch (e) {
*   void output.push("async effect")
* }
* output // => ["failed effect", "async effect"]
* ```
*
* @see {@link runSyncExit} for a version that returns an `Exit` type instead of
* throwing an error.
* @stability stable
* @category running
* @since 2.0.0
*/
const runSync$1 = runSync$2;
/**
* Runs an effect synchronously and captures the outcome safely as an `Exit` type, which
* represents the outcome (success or failure) of the effect.
*
* **When to use**
*
* Use to find out whether an effect succeeded or failed,
* including any defects, without dealing with asynchronous operations.
*
* **Details**
*
* The `Exit` type represents the result of the effect. Successful effects are
* wrapped in `Success`, and failed effects are wrapped in `Failure` with a
* `Cause`.
*
* If the effect contains asynchronous operations, `runSyncExit` will
* return an `Failure` with a `Die` cause, indicating that the effect cannot be
* resolved synchronously.
*
* **Example** (Observing synchronous results as Exit)
*
* ```ts import.meta.vitest
* import { Effect, Exit } from "effect"
*
* Effect.runSyncExit(Effect.succeed(1)) // => Exit.succeed(1)
*
* Effect.runSyncExit(Effect.fail("my error")) // => Exit.fail("my error")
* ```
*
* **Example** (Capturing async work as a Die cause)
*
* ```ts import.meta.vitest
* import { Cause, Effect, Exit } from "effect"
*
* const exit = Effect.runSyncExit(Effect.promise(() => Promise.resolve(1)))
* const isAsyncDie = Exit.isFailure(exit) && Exit.hasDies(exit) && exit.cause.reasons.some(
*   (reason) => Cause.isDieReason(reason) && Cause.isAsyncFiberError(reason.defect)
* )
*
* isAsyncDie // => true
* ```
*
* @see {@link runSync} for a version that throws on failure.
*
* @stability stable
* @category running
* @since 2.0.0
*/
const runSyncExit = runSyncExit$1;
/**
* Runs an effect synchronously with provided services, returning an Exit result safely.
*
* **When to use**
*
* Use when you already have a `Context` and need a synchronous `Exit` instead of
* throwing on failure.
*
* **Example** (Running synchronously with services as Exit)
*
* ```ts import.meta.vitest
* import { Context, Effect, Exit } from "effect"
* const output: Array<unknown> = []
*
* // Define a logger service
* const Logger = Context.Service<{
*   log: (msg: string) => void
* }>("Logger")
*
* const program = Effect.gen(function*() {
*   const logger = yield* Effect.service(Logger)
*   logger.log("Computing result...")
*   return 42
* })
*
* // Prepare context
* const context = Context.make(Logger, {
*   log: (msg) => void output.push(`[LOG] ${msg}`)
* })
*
* const exit = Effect.runSyncExitWith(context)(program)
*
* if (Exit.isSuccess(exit)) {
*   void output.push(`Success: ${exit.value}`)
* } else {
*   void output.push(`Failure: ${exit.cause}`)
* }
* output // => ["[LOG] Computing result...", "Success: 42"]
* ```
*
* @stability stable
* @category running
* @since 4.0.0
*/
const runSyncExitWith = runSyncExitWith$1;
/**
* Creates an Effect-returning function without tracing.
*
* **When to use**
*
* Use when you are defining a reusable Effect function whose implementation
* would otherwise be a normal function returning {@link gen}, especially when
* tracing spans or stack-frame capture are not needed.
*
* **Details**
*
* Compared to a plain function that returns {@link gen}, `Effect.fnUntraced`
* reuses the generator body instead of allocating a fresh generator closure
* around the arguments on every call. It does not record an Effect stack-frame
* boundary and does not create tracing spans. Use {@link fn} when you need
* those stack frames or spans. Additional arguments after the generator body
* act like `pipe` transforms: each transform receives the previous result and
* the original function arguments. Generator bodies may declare a `this`
* parameter; pass `{ self }` before the body to bind `this` when the function
* is created. Annotate the generator return type with
* `Effect.fn.Return<A, E, R>` when the produced `Effect` type needs to be
* stated explicitly.
*
* **Example** (Defining untraced effect functions)
*
* ```ts import.meta.vitest
* import { Effect } from "effect"
*
* const f = Effect.fnUntraced(function*(
*   value: string
* ) {
*   return yield* Effect.succeed(value.length)
* })
*
* //      ┌─── Effect.Effect<number>
* //      ▼
* const program = f("hello")
* Effect.runSync(program) // => 5
* ```
*
* **Example** (Transforming the returned Effect)
*
* ```ts import.meta.vitest
* import { Effect } from "effect"
*
* const f = Effect.fnUntraced(
*   function*(value: string) {
*     return yield* Effect.succeed(value.length)
*   },
*   (effect, value) =>
*     effect.pipe(Effect.map((length) => `${value}: ${length}`))
* )
*
* //      ┌─── Effect.Effect<string>
* //      ▼
* const program = f("hello")
* Effect.runSync(program) // => "hello: 5"
* ```
*
* **Example** (Annotating an untraced non-parametric function)
*
* ```ts import.meta.vitest
* import { Effect } from "effect"
*
* const f = Effect.fnUntraced(function*(
*   value: string
* ): Effect.fn.Return<number> {
*   return yield* Effect.succeed(value.length)
* })
*
* //      ┌─── Effect.Effect<number>
* //      ▼
* const program = f("hello")
* Effect.runSync(program) // => 5
* ```
*
* **Example** (Annotating an untraced parametric function)
*
* ```ts import.meta.vitest
* import { Effect } from "effect"
*
* const f = Effect.fnUntraced(function*<A>(
*   value: A
* ): Effect.fn.Return<A> {
*   return yield* Effect.succeed(value)
* })
*
* //      ┌─── Effect.Effect<string>
* //      ▼
* const program = f("hello")
* Effect.runSync(program) // => "hello"
* ```
*
* @stability stable
* @category constructors
* @since 3.12.0
*/
const fnUntraced = fnUntraced$1;
/**
* Creates a logger function that logs at the specified level.
*
* **Details**
*
* If no level is provided, the logger uses the fiber's current log level and
* extracts any `Cause` values from the message list.
*
* **Example** (Logging at a dynamic level)
*
* ```ts import.meta.vitest
* import { Effect, Logger, References } from "effect"
* const output: Array<unknown> = []
*
* const logWarn = Effect.logWithLevel("Warn")
*
* const program = Effect.gen(function*() {
*   yield* logWarn("Cache miss")
* })
* const logger = Logger.make<unknown, void>(({ logLevel, message }) => {
*   void output.push(`${logLevel}: ${Array.isArray(message) ? message.map(String).join(" ") : String(message)}`)
* })
* const runnable = program.pipe(
*   Effect.provideService(References.MinimumLogLevel, "Debug"),
*   Effect.provide(Logger.layer([logger]))
* )
* Effect.runSync(runnable)
* output // => ["Warn: Cache miss"]
* ```
*
* @stability stable
* @category logging
* @since 2.0.0
*/
const logWithLevel = logWithLevel$1;
/**
* Logs one or more messages at the WARNING level.
*
* **Example** (Logging warnings)
*
* ```ts import.meta.vitest
* import { Effect, Logger } from "effect"
* const output: Array<unknown> = []
*
* const program = Effect.gen(function*() {
*   yield* Effect.logWarning("API rate limit approaching")
* })
*
* const logger = Logger.make<unknown, void>(({ logLevel, message }) => {
*   void output.push(`${logLevel}: ${Array.isArray(message) ? message.map(String).join(" ") : String(message)}`)
* })
* Effect.runSync(Effect.provide(program, Logger.layer([logger])))
* output // => ["Warn: API rate limit approaching"]
* ```
*
* @stability stable
* @category logging
* @since 2.0.0
*/
const logWarning = /*#__PURE__*/ logWithLevel$1("Warn");
/**
* Logs one or more messages at the ERROR level.
*
* **Example** (Logging errors)
*
* ```ts import.meta.vitest
* import { Effect, Logger } from "effect"
* const output: Array<unknown> = []
*
* const program = Effect.gen(function*() {
*   yield* Effect.logError("Database connection failed")
* })
*
* const logger = Logger.make<unknown, void>(({ logLevel, message }) => {
*   void output.push(`${logLevel}: ${Array.isArray(message) ? message.map(String).join(" ") : String(message)}`)
* })
* Effect.runSync(Effect.provide(program, Logger.layer([logger])))
* output // => ["Error: Database connection failed"]
* ```
*
* @stability stable
* @category logging
* @since 2.0.0
*/
const logError = /*#__PURE__*/ logWithLevel$1("Error");
/**
* Logs one or more messages at the INFO level.
*
* **Example** (Logging information)
*
* ```ts import.meta.vitest
* import { Effect, Logger } from "effect"
* const output: Array<unknown> = []
*
* const program = Effect.gen(function*() {
*   yield* Effect.logInfo("Application starting up")
* })
*
* const logger = Logger.make<unknown, void>(({ logLevel, message }) => {
*   void output.push(`${logLevel}: ${Array.isArray(message) ? message.map(String).join(" ") : String(message)}`)
* })
* Effect.runSync(Effect.provide(program, Logger.layer([logger])))
* output // => ["Info: Application starting up"]
* ```
*
* @stability stable
* @category logging
* @since 2.0.0
*/
const logInfo = /*#__PURE__*/ logWithLevel$1("Info");
/**
* Adds an annotation to each log line in this effect.
*
* **Example** (Adding log annotations)
*
* ```ts import.meta.vitest
* import { Effect, Logger } from "effect"
* const output: Array<unknown> = []
*
* const program = Effect.gen(function*() {
*   yield* Effect.log("Starting operation")
* })
*
* // Add annotations to all log messages
* const annotatedProgram = Effect.annotateLogs(program, {
*   userId: "user123",
*   operation: "data-processing"
* })
*
* // Also supports single key-value annotations
* const singleAnnotated = Effect.annotateLogs(program, "requestId", "req-456")
*
* const logger = Logger.make<unknown, void>(({ message }) =>
*   void output.push(Array.isArray(message) ? message.join(" ") : String(message))
* )
* const run = (effect: Effect.Effect<void>) =>
*   Effect.runSync(Effect.provide(effect, Logger.layer([logger])))
* run(annotatedProgram)
* run(singleAnnotated)
* output // => ["Starting operation", "Starting operation"]
* ```
*
* @stability stable
* @category logging
* @since 2.0.0
*/
const annotateLogs = /*#__PURE__*/ dual((args) => isEffect(args[0]), (effect, ...args) => updateService(effect, CurrentLogAnnotations, (annotations) => {
	const newAnnotations = args.length === 1 ? {
		...annotations,
		...args[0]
	} : { ...annotations };
	if (args.length === 1) return newAnnotations;
	else assignProperty(newAnnotations, args[0], args[1]);
	return newAnnotations;
}));
/**
* Applies `map` eagerly when an effect is already resolved.
*
* **When to use**
*
* Use when an already-resolved effect should apply a success transformation
* immediately while pending effects still use regular mapping.
*
* **Details**
*
* Success effects apply the mapping function immediately. Failure effects pass
* through unchanged, and pending effects fall back to regular `map` behavior.
*
* **Example** (Mapping already completed effects)
*
* ```ts import.meta.vitest
* import { Effect } from "effect"
*
* // For resolved effects, the mapping is applied immediately
* const resolved = Effect.succeed(5)
* const mapped = Effect.mapEager(resolved, (n) => n * 2) // Applied eagerly
*
* // For pending effects, behaves like regular map
* const pending = Effect.delay(Effect.succeed(5), 0)
* const mappedPending = Effect.mapEager(pending, (n) => n * 2) // Uses regular map
*
* await Effect.runPromise(Effect.all([mapped, mappedPending])) // => [10, 10]
* ```
*
* @stability stable
* @category mapping
* @since 4.0.0
*/
const mapEager = mapEager$1;
/**
* Applies `mapError` eagerly when an effect is already resolved.
*
* **When to use**
*
* Use when an already-resolved failed effect should apply an error
* transformation immediately while pending effects still use regular error
* mapping.
*
* **Details**
*
* Success effects pass through unchanged because there is no error to
* transform. Failure effects apply the mapping function immediately, and
* pending effects fall back to regular `mapError` behavior.
*
* Maps every typed error in the cause, preserving defects, interrupts and
* reason order. Unlike typed recovery, mapping does not convert errors to defects.
*
* **Example** (Mapping errors eagerly when possible)
*
* ```ts import.meta.vitest
* import { Effect } from "effect"
* const output: Array<unknown> = []
*
* // For resolved failure effects, the error mapping is applied immediately
* const failed = Effect.fail("original error")
* const mapped = Effect.mapErrorEager(failed, (err: string) => `mapped: ${err}`) // Applied eagerly
*
* // For pending effects, behaves like regular mapError
* const pending = Effect.delay(Effect.fail("error"), 0)
* const mappedPending = Effect.mapErrorEager(
*   pending,
*   (err: string) => `mapped: ${err}`
* ) // Uses regular mapError
*
* void output.push(await Effect.runPromise(Effect.all([
*   Effect.flip(mapped),
*   Effect.flip(mappedPending)
* ])))
* output // => [['mapped: original error', 'mapped: error']]
* ```
*
* @stability stable
* @category error handling
* @since 4.0.0
*/
const mapErrorEager = mapErrorEager$1;
/**
* Applies `mapBoth` eagerly when an effect is already resolved.
*
* **When to use**
*
* Use when an already-resolved effect should transform either success or
* failure immediately while pending effects still use regular channel mapping.
*
* **Details**
*
* Success effects apply `onSuccess` immediately, and failure effects apply
* `onFailure` immediately. Pending effects fall back to regular `mapBoth`
* behavior.
*
* Maps every typed error in the cause, preserving defects, interrupts and
* reason order. Unlike typed recovery, mapping does not convert errors to defects.
*
* **Example** (Mapping both channels eagerly when possible)
*
* ```ts import.meta.vitest
* import { Effect } from "effect"
* const output: Array<unknown> = []
*
* // For resolved effects, the appropriate mapping is applied immediately
* const success = Effect.succeed(5)
* const mapped = Effect.mapBothEager(success, {
*   onFailure: (err: string) => `Failed: ${err}`,
*   onSuccess: (n: number) => n * 2
* }) // onSuccess applied eagerly
*
* const failure = Effect.fail("error")
* const mappedError = Effect.mapBothEager(failure, {
*   onFailure: (err: string) => `Failed: ${err}`,
*   onSuccess: (n: number) => n * 2
* }) // onFailure applied eagerly
*
* void output.push(Effect.runSync(mapped))
* void output.push(Effect.runSync(Effect.flip(mappedError)))
* output // => [10, "Failed: error"]
* ```
*
* @stability stable
* @category mapping
* @since 4.0.0
*/
const mapBothEager = mapBothEager$1;
/**
* Applies `flatMap` eagerly when an effect is already resolved.
*
* **When to use**
*
* Use when an already-resolved successful effect should bind immediately to the
* next effect while pending effects still use regular flat mapping.
*
* **Details**
*
* Success effects apply the flatMap function immediately. Failure effects pass
* through unchanged, and pending effects fall back to regular `flatMap`
* behavior.
*
* **Example** (Flat mapping eagerly when possible)
*
* ```ts import.meta.vitest
* import { Effect } from "effect"
*
* // For resolved effects, the flatMap is applied immediately
* const resolved = Effect.succeed(5)
* const flatMapped = Effect.flatMapEager(resolved, (n) => Effect.succeed(n * 2)) // Applied eagerly
*
* // For pending effects, behaves like regular flatMap
* const pending = Effect.delay(Effect.succeed(5), 0)
* const flatMappedPending = Effect.flatMapEager(
*   pending,
*   (n) => Effect.succeed(n * 2)
* ) // Uses regular flatMap
*
* await Effect.runPromise(Effect.all([flatMapped, flatMappedPending])) // => [10, 10]
* ```
*
* @stability stable
* @category sequencing
* @since 4.0.0
*/
const flatMapEager = flatMapEager$1;
/**
* Creates untraced function effects with eager evaluation optimization.
*
* **Details**
*
* Executes generator functions eagerly when all yielded effects are synchronous,
* stopping at the first async effect and deferring to normal execution.
* Additional arguments after the generator body act like `pipe` transforms, and
* `{ self }` before the body binds `this`, as with {@link fnUntraced}.
*
* **Example** (Defining eager untraced effect functions)
*
* ```ts import.meta.vitest
* import { Effect } from "effect"
*
* const computation = Effect.fnUntracedEager(function*() {
*   yield* Effect.succeed(1)
*   yield* Effect.succeed(2)
*   return "computed eagerly"
* })
*
* const effect = computation() // Executed immediately if all effects are sync
* Effect.runSync(effect) // => "computed eagerly"
* ```
*
* @stability stable
* @category constructors
* @since 4.0.0
*/
const fnUntracedEager = fnUntracedEager$1;
// ../../../node_modules/effect/dist/Fiber.js
const await_ = fiberAwait;
/**
* Interrupts a fiber, causing it to stop executing and clean up any
* acquired resources.
*
* **When to use**
*
* Use when you need to cancel a forked fiber and wait for its cleanup to
* complete.
*
* **Details**
*
* The returned Effect completes only after the interrupted fiber has completed.
*
* **Gotchas**
*
* Interruption is cooperative. A fiber can continue running while it is inside
* uninterruptible work or finalizers.
*
* **Example** (Interrupting a fiber)
*
* ```ts import.meta.vitest
* import { Effect, Fiber } from "effect"
*
* const program = Effect.gen(function*() {
*   const fiber = yield* Effect.forkChild(
*     Effect.delay("1 second")(Effect.succeed(42))
*   )
*   yield* Fiber.interrupt(fiber)
* })
*
* await Effect.runPromise(program)
* ```
*
* @see {@link interruptAs} for specifying the interrupting fiber ID
* @see {@link await_ await} for observing the interrupted fiber's Exit
*
* @stability stable
* @category interruption
* @since 2.0.0
*/
const interrupt$1 = fiberInterrupt;
/**
* Returns the current fiber if called from within a fiber context,
* otherwise returns `undefined`.
*
* **When to use**
*
* Use when you need low-level runtime integrations that need access to the currently
* executing fiber.
*
* **Gotchas**
*
* This is a synchronous accessor, not an Effect. It returns `undefined` outside
* an active fiber runtime context.
*
* **Example** (Getting the current fiber)
*
* ```ts import.meta.vitest
* import { Effect, Fiber } from "effect"
*
* const program = Effect.gen(function*() {
*   const current = Fiber.getCurrent()
*   return current !== undefined
* })
*
* const actual = await Effect.runPromise(program)
* actual // => true
* ```
*
* @stability stable
* @category getters
* @since 4.0.0
*/
const getCurrent = getCurrentFiber;
// ../../../node_modules/effect/dist/MutableList.js
/**
* Mutable lists for collecting ordered values and draining them from the front.
* A `MutableList<A>` can append values to the end, prepend values to the
* beginning, take one or more values from the front, inspect its contents as an
* array, filter values, remove values, and clear itself. All operations update
* the same list object in place and keep its `length` field current. Taking
* from an empty list returns the `Empty` symbol.
*
* @stability stable
* @since 4.0.0
*/
/**
* Defines the unique symbol used to represent an empty result when taking elements from a MutableList.
* This symbol is returned by `take` when the list is empty, allowing for safe type checking.
*
* **When to use**
*
* Use to detect that `take` returned no element before handling the result as a
* list item.
*
* **Example** (Checking for empty results)
*
* ```ts import.meta.vitest
* import { MutableList } from "effect"
*
* const list = MutableList.make<string>()
*
* MutableList.take(list) === MutableList.Empty // => true
* ```
*
* @stability stable
* @category symbols
* @since 4.0.0
*/
const Empty = /*#__PURE__*/ Symbol.for("effect/MutableList/Empty");
/**
* Creates an empty MutableList.
*
* **Example** (Creating an empty mutable list)
*
* ```ts import.meta.vitest
* import { MutableList } from "effect"
*
* const list = MutableList.make<string>()
*
* list.length // => 0
* MutableList.append(list, "first")
* MutableList.take(list) // => "first"
* list.length // => 0
* ```
*
* @stability stable
* @category constructors
* @since 2.0.0
*/
const make$11 = () => ({
	head: void 0,
	tail: void 0,
	length: 0
});
const compactHead = (self) => {
	const head = self.head;
	if (head.offset >= 1024 && head === self.tail && head.mutable && (head.array.length - head.offset) * 8 <= head.offset) self.head = self.tail = {
		array: head.array.slice(head.offset),
		mutable: true,
		offset: 0,
		next: void 0
	};
};
const emptyBucket = () => ({
	array: [],
	mutable: true,
	offset: 0,
	next: void 0
});
/**
* Appends an element to the end of the MutableList.
* This operation is optimized for high-frequency usage.
*
* **Example** (Appending elements)
*
* ```ts import.meta.vitest
* import { MutableList } from "effect"
*
* const list = MutableList.make<number>()
* MutableList.append(list, 1)
* MutableList.append(list, 2)
* MutableList.append(list, 3)
*
* MutableList.toArray(list) // => [1, 2, 3]
* list.length // => 3
* ```
*
* @stability stable
* @category mutations
* @since 2.0.0
*/
const append = (self, message) => {
	if (!self.tail) self.head = self.tail = emptyBucket();
	else if (!self.tail.mutable) {
		self.tail.next = emptyBucket();
		self.tail = self.tail.next;
	}
	self.tail.array.push(message);
	self.length++;
};
/**
* Appends all elements from an iterable to the end of the MutableList.
* Returns the number of elements added. The elements are copied, so the input
* can be reused afterward. Use `appendAllUnsafe` to transfer ownership of an
* array instead.
*
* **Example** (Appending multiple elements)
*
* ```ts import.meta.vitest
* import { MutableList } from "effect"
*
* const list = MutableList.make<number>()
* MutableList.append(list, 1)
* MutableList.append(list, 2)
*
* MutableList.appendAll(list, [3, 4, 5]) // => 3
* MutableList.toArray(list) // => [1, 2, 3, 4, 5]
* list.length // => 5
* ```
*
* @stability stable
* @category mutations
* @since 4.0.0
*/
const appendAll = (self, messages) => appendAllUnsafe(self, Array.from(messages), true);
/**
* Appends all elements from a ReadonlyArray to the end of the MutableList.
* This is an optimized version that can reuse the array when mutable=true.
* Returns the number of elements added.
*
* **When to use**
*
* Use when appending a trusted array directly is worth the optimized path and
* you can transfer ownership of the input when enabling mutation.
*
* **Gotchas**
*
* When mutable=true, ownership of the input array transfers to the list. Do not
* read or modify the array afterward.
*
* **Example** (Transferring an array when appending)
*
* ```ts import.meta.vitest
* import { MutableList } from "effect"
*
* const list = MutableList.make<number>()
* MutableList.append(list, 1)
* const items = [2, 3, 4]
* MutableList.appendAllUnsafe(list, items, true) // => 3
*
* MutableList.toArray(list) // => [1, 2, 3, 4]
* ```
*
* @stability stable
* @category mutations
* @since 4.0.0
*/
const appendAllUnsafe = (self, messages, mutable = false) => {
	if (messages.length === 0) return 0;
	const chunk = {
		array: messages,
		mutable,
		offset: 0,
		next: void 0
	};
	if (self.head) self.tail = self.tail.next = chunk;
	else self.head = self.tail = chunk;
	self.length += messages.length;
	return messages.length;
};
/**
* Removes all elements from the MutableList, resetting it to an empty state.
* This operation is highly optimized and releases all internal memory.
*
* **Example** (Clearing a mutable list)
*
* ```ts import.meta.vitest
* import { MutableList } from "effect"
*
* const list = MutableList.make<number>()
* MutableList.appendAll(list, [1, 2, 3, 4, 5])
*
* MutableList.clear(list)
*
* MutableList.toArray(list) // => []
* list.length // => 0
* MutableList.take(list) === MutableList.Empty // => true
* ```
*
* @stability stable
* @category mutations
* @since 4.0.0
*/
const clear = (self) => {
	self.head = self.tail = void 0;
	self.length = 0;
};
/**
* Takes up to N elements from the beginning of the MutableList and returns them as an array.
* The taken elements are removed from the list. This operation is optimized for performance
* and includes zero-copy optimizations when possible.
*
* **Details**
*
* Finite fractional values of `n` are rounded down. `NaN` and non-positive
* values leave the list unchanged and return an empty array.
*
* **Example** (Taking batches)
*
* ```ts import.meta.vitest
* import { MutableList } from "effect"
*
* const list = MutableList.make<number>()
* MutableList.appendAll(list, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
*
* MutableList.takeN(list, 3) // => [1, 2, 3]
* MutableList.toArray(list) // => [4, 5, 6, 7, 8, 9, 10]
* list.length // => 7
* ```
*
* @stability stable
* @category mutations
* @since 4.0.0
*/
const takeN = (self, n) => {
	n = normalize$1(n);
	if (n <= 0 || !self.head) return [];
	n = Math.min(n, self.length);
	if (n === self.length && self.head?.offset === 0 && !self.head.next) {
		const array = self.head.array;
		clear(self);
		return array;
	}
	const array = new Array(n);
	let index = 0;
	let chunk = self.head;
	while (chunk) {
		while (chunk.offset < chunk.array.length) {
			array[index++] = chunk.array[chunk.offset];
			if (chunk.mutable) chunk.array[chunk.offset] = void 0;
			chunk.offset++;
			if (index === n) {
				self.head = chunk.offset === chunk.array.length && chunk.next ? chunk.next : chunk;
				self.length -= n;
				if (self.length === 0) clear(self);
				else compactHead(self);
				return array;
			}
		}
		chunk = chunk.next;
	}
	clear(self);
	return array;
};
/**
* Takes a single element from the beginning of the MutableList.
* Returns the element if available, or the Empty symbol if the list is empty.
* The taken element is removed from the list.
*
* **Example** (Taking one element)
*
* ```ts import.meta.vitest
* import { MutableList } from "effect"
*
* const list = MutableList.make<string>()
* MutableList.appendAll(list, ["first", "second", "third"])
*
* MutableList.take(list) // => "first"
* MutableList.toArray(list) // => ["second", "third"]
* list.length // => 2
* ```
*
* @stability stable
* @category mutations
* @since 4.0.0
*/
const take$3 = (self) => {
	if (!self.head) return Empty;
	const message = self.head.array[self.head.offset];
	if (self.head.mutable) self.head.array[self.head.offset] = void 0;
	self.head.offset++;
	self.length--;
	if (self.head.offset === self.head.array.length) {
		if (self.head.next) self.head = self.head.next;
		else clear(self);
	} else compactHead(self);
	return message;
};
// ../../../node_modules/effect/dist/Queue.js
/**
* Passes values asynchronously between fibers.
*
* A `Queue<A, E>` accepts values, hands each value to one consumer in offer
* order, and can complete, fail, interrupt, or shut down. Queues can be bounded
* or unbounded, and bounded queues can suspend, drop, or slide values when
* producers are faster than consumers.
*
* @stability stable
* @since 3.8.0
*/
const TypeId$16 = "~effect/Queue";
const EnqueueTypeId = "~effect/Queue/Enqueue";
const DequeueTypeId = "~effect/Queue/Dequeue";
/**
* Type guard to check if a value is a Dequeue.
*
* **When to use**
*
* Use to narrow an unknown value before passing it to read-side queue
* operations.
*
* @see {@link Dequeue} for the read-side queue handle checked by this guard
* @see {@link isQueue} for checking for a full read-write queue handle
* @see {@link isEnqueue} for checking for the write side of a queue
* @see {@link asDequeue} for narrowing an existing `Queue` to its read-only interface
*
* @stability stable
* @category guards
* @since 2.0.0
*/
const isDequeue = (u) => hasProperty(u, DequeueTypeId);
const variance = {
	_A: identity,
	_E: identity
};
const QueueProto = {
	[TypeId$16]: variance,
	[EnqueueTypeId]: variance,
	[DequeueTypeId]: variance,
	...PipeInspectableProto,
	toJSON() {
		return {
			_id: "effect/Queue",
			state: this.state._tag,
			size: sizeUnsafe(this)
		};
	}
};
/**
* Creates a `Queue` with optional capacity and overflow strategy.
*
* **Details**
*
* By default the queue is unbounded and uses the `"suspend"` strategy. Provide
* `capacity` for a bounded queue and choose `"suspend"`, `"dropping"`, or
* `"sliding"` to control what happens when the queue is full. The returned
* queue can be offered to, taken from, failed, ended, interrupted, or shut down.
*
* **Example** (Creating queues)
*
* ```ts import.meta.vitest
* import { Cause, Effect, Queue } from "effect"
*
* const program = Effect.gen(function*() {
*   const queue = yield* Queue.make<number, string | Cause.Done>()
*
*   // add messages to the queue
*   yield* Queue.offer(queue, 1)
*   yield* Queue.offer(queue, 2)
*   yield* Queue.offerAll(queue, [3, 4, 5])
*
*   // take messages from the queue
*   const messages = yield* Queue.takeAll(queue)
*
*   // signal that the queue is done
*   yield* Queue.end(queue)
*   const done = yield* Effect.flip(Queue.take(queue))
*
*   // signal that another queue has failed
*   const failedQueue = yield* Queue.make<number, string>()
*   const failed = yield* Queue.fail(failedQueue, "boom")
*   return { messages, done, failed }
* })
*
* await Effect.runPromise(program) // => { messages: [1, 2, 3, 4, 5], done: Cause.Done(), failed: true }
* ```
*
* @stability stable
* @category constructors
* @since 4.0.0
*/
const make$10 = (options) => withFiber$1((fiber) => {
	const self = Object.create(QueueProto);
	self.dispatcher = fiber.currentDispatcher;
	self.capacity = options?.capacity ?? Number.POSITIVE_INFINITY;
	self.strategy = options?.strategy ?? "suspend";
	self.messages = make$11();
	self.scheduleRunning = false;
	self.state = {
		_tag: "Open",
		takers: /* @__PURE__ */ new Set(),
		offers: /* @__PURE__ */ new Set(),
		awaiters: /* @__PURE__ */ new Set()
	};
	return succeed$4(self);
});
/**
* Creates a bounded queue with the specified capacity that uses backpressure strategy.
*
* **Details**
*
* When the queue reaches capacity, producers will be suspended until space becomes available.
* This ensures all messages are processed but may slow down producers.
*
* **Example** (Creating bounded queues)
*
* ```ts import.meta.vitest
* import { Effect, Queue } from "effect"
*
* const program = Effect.gen(function*() {
*   const queue = yield* Queue.bounded<string>(5)
*
*   // This will succeed as queue has capacity
*   yield* Queue.offer(queue, "first")
*   yield* Queue.offer(queue, "second")
*
*   const size = yield* Queue.size(queue)
*   return size
* })
*
* await Effect.runPromise(program) // => 2
* ```
*
* @stability stable
* @category constructors
* @since 2.0.0
*/
const bounded = (capacity) => make$10({ capacity });
/**
* Creates a bounded queue with sliding strategy. When the queue reaches capacity,
* new elements are added and the oldest elements are dropped.
*
* **When to use**
*
* Use when you need producer offers not to block and can accept dropping the
* oldest messages, such as when maintaining a rolling window of recent values.
*
* **Example** (Creating sliding queues)
*
* ```ts import.meta.vitest
* import { Effect, Queue } from "effect"
*
* const program = Effect.gen(function*() {
*   const queue = yield* Queue.sliding<number>(3)
*
*   // Fill the queue to capacity
*   yield* Queue.offer(queue, 1)
*   yield* Queue.offer(queue, 2)
*   yield* Queue.offer(queue, 3)
*
*   // This will succeed, dropping the oldest element (1)
*   yield* Queue.offer(queue, 4)
*
*   const all = yield* Queue.takeAll(queue)
*   return all
* })
*
* await Effect.runPromise(program) // => [2, 3, 4]
* ```
*
* @stability stable
* @category constructors
* @since 2.0.0
*/
const sliding = (capacity) => make$10({
	capacity,
	strategy: "sliding"
});
/**
* Creates an unbounded queue that can grow to any size without blocking producers.
*
* **When to use**
*
* Use when you need producers to add messages without backpressure and accept
* unbounded memory growth.
*
* **Example** (Creating unbounded queues)
*
* ```ts import.meta.vitest
* import { Effect, Queue } from "effect"
*
* const program = Effect.gen(function*() {
*   const queue = yield* Queue.unbounded<string>()
*
*   // Producers can always add messages without blocking
*   yield* Queue.offer(queue, "message1")
*   yield* Queue.offer(queue, "message2")
*   yield* Queue.offerAll(queue, ["message3", "message4", "message5"])
*
*   // Check current size
*   const size = yield* Queue.size(queue)
*
*   // Take all messages
*   const messages = yield* Queue.takeAll(queue)
*   return { size, messages }
* })
*
* await Effect.runPromise(program) // => { size: 5, messages: ["message1", "message2", "message3", "message4", "message5"] }
* ```
*
* @stability stable
* @category constructors
* @since 2.0.0
*/
const unbounded = () => make$10();
/**
* Adds a message to the queue. Returns `false` if the queue is done.
*
* **Details**
*
* For bounded queues, this operation may suspend if the queue is at capacity,
* depending on the backpressure strategy. For dropping/sliding queues, it may
* return false or succeed immediately by dropping/sliding existing messages.
*
* **Example** (Offering a value)
*
* ```ts import.meta.vitest
* import { Effect, Queue } from "effect"
*
* const program = Effect.gen(function*() {
*   const queue = yield* Queue.bounded<number>(3)
*
*   // Successfully add messages to queue
*   const success1 = yield* Queue.offer(queue, 1)
*   const success2 = yield* Queue.offer(queue, 2)
*
*   // Queue state
*   const size = yield* Queue.size(queue)
*   return { offered: [success1, success2], size }
* })
*
* await Effect.runPromise(program) // => { offered: [true, true], size: 2 }
* ```
*
* @stability stable
* @category offering
* @since 2.0.0
*/
const offer = /*#__PURE__*/ dual(2, (self, message) => suspend$1(() => offerUnsafe(self, message) ? exitTrue : self.state._tag === "Open" && self.strategy === "suspend" ? offerOrWait(self, message) : exitFalse));
/**
* Adds a message to the queue synchronously. Returns `false` without adding the
* message if the queue is closing or done, or if it is full with a non-sliding
* strategy (`"suspend"` or `"dropping"`). A queue with non-positive capacity can
* still accept a message when a taker is waiting.
*
* **When to use**
*
* Use when you are already in synchronous queue internals or a performance
* boundary where wrapping the mutation in `Effect` is intentionally avoided.
*
* **Gotchas**
*
* This is an unsafe operation that directly modifies the queue without Effect wrapping.
* Use this only when you're certain about the synchronous nature of the operation.
*
* **Example** (Offering a value synchronously)
*
* ```ts import.meta.vitest
* import { Effect, Queue } from "effect"
*
* // Create a queue effect and extract the queue for unsafe operations
* const program = Effect.gen(function*() {
*   const queue = yield* Queue.bounded<number>(3)
*
*   // Add messages synchronously using unsafe API
*   const success1 = Queue.offerUnsafe(queue, 1)
*   const success2 = Queue.offerUnsafe(queue, 2)
*
*   // Check current size
*   const size = Queue.sizeUnsafe(queue)
*   return { offered: [success1, success2], size }
* })
*
* await Effect.runPromise(program) // => { offered: [true, true], size: 2 }
* ```
*
* @stability stable
* @category offering
* @since 4.0.0
*/
const offerUnsafe = (self, message) => {
	if (self.state._tag !== "Open") return false;
	else if (self.messages.length >= self.capacity) {
		if (self.strategy === "sliding") {
			take$3(self.messages);
			append(self.messages, message);
			return true;
		} else if (self.capacity <= 0 && self.state.takers.size > 0) {
			append(self.messages, message);
			releaseTakers(self);
			return true;
		}
		return false;
	}
	append(self.messages, message);
	scheduleReleaseTaker(self);
	return true;
};
/**
* Adds multiple messages to the queue. Returns the remaining messages that
* were not added.
*
* **When to use**
*
* Use when producers can submit a batch at once and need to know which messages
* did not fit under the queue's capacity strategy.
*
* **Details**
*
* For bounded queues, this operation may suspend if the queue doesn't have
* enough capacity. The operation returns an array of messages that couldn't
* be added (empty array means all messages were successfully added).
*
* **Example** (Offering multiple values)
*
* ```ts import.meta.vitest
* import { Effect, Queue } from "effect"
*
* const program = Effect.gen(function*() {
*   const queue = yield* Queue.dropping<number>(3)
*
*   // Try to add more messages than capacity without suspending
*   const remaining1 = yield* Queue.offerAll(queue, [1, 2, 3, 4, 5])
*   return remaining1
* })
*
* await Effect.runPromise(program) // => [4, 5]
* ```
*
* @stability stable
* @category offering
* @since 2.0.0
*/
const offerAll = /*#__PURE__*/ dual(2, (self, messages) => callback$1((resume) => {
	const remaining = offerAllUnsafe(self, messages);
	if (remaining.length === 0 || self.strategy === "dropping") return resume(exitSucceed(remaining));
	return waitToOffer(self, {
		_tag: "Array",
		remaining,
		offset: 0,
		resume
	});
}));
/**
* Adds multiple messages to the queue synchronously. Returns the remaining messages that
* were not added.
*
* **When to use**
*
* Use when queue internals or a performance boundary need a synchronous batch
* offer and can handle any messages that do not fit.
*
* **Gotchas**
*
* This is an unsafe operation that directly modifies the queue without Effect wrapping.
*
* **Example** (Offering multiple values synchronously)
*
* ```ts import.meta.vitest
* import { Effect, Queue } from "effect"
*
* // Create a bounded queue and use unsafe API
* const program = Effect.gen(function*() {
*   const queue = yield* Queue.bounded<number>(3)
*
*   // Try to add 5 messages to capacity-3 queue using unsafe API
*   const remaining = Queue.offerAllUnsafe(queue, [1, 2, 3, 4, 5])
*
*   // Check what's in the queue
*   const size = Queue.sizeUnsafe(queue)
*   return { remaining, size }
* })
*
* await Effect.runPromise(program) // => { remaining: [4, 5], size: 3 }
* ```
*
* @stability stable
* @category offering
* @since 4.0.0
*/
const offerAllUnsafe = (self, messages) => {
	if (self.state._tag !== "Open") return fromIterable$1(messages);
	else if (self.capacity === Number.POSITIVE_INFINITY || self.strategy === "sliding") {
		appendAll(self.messages, messages);
		if (self.strategy === "sliding") takeN(self.messages, self.messages.length - self.capacity);
		scheduleReleaseTaker(self);
		return [];
	}
	const free = self.capacity <= 0 ? self.state.takers.size : self.capacity - self.messages.length;
	if (free === 0) return fromIterable$1(messages);
	const remaining = [];
	let i = 0;
	for (const message of messages) {
		if (i < free) append(self.messages, message);
		else remaining.push(message);
		i++;
	}
	scheduleReleaseTaker(self);
	return remaining;
};
/**
* Fails the queue with a cause. If the queue is already done, `false` is
* returned.
*
* **Example** (Failing queues with a cause)
*
* ```ts import.meta.vitest
* import { Cause, Effect, Exit, Queue } from "effect"
*
* const program = Effect.gen(function*() {
*   const queue = yield* Queue.bounded<number, string>(10)
*
*   // Create a cause and fail the queue
*   const cause = Cause.fail("Queue processing failed")
*   const failed = yield* Queue.failCause(queue, cause)
*
*   // The queue is now done with the specified failure cause
*   const exit = yield* Effect.exit(Queue.take(queue))
*   return [failed, exit]
* })
*
* await Effect.runPromise(program) // => [true, Exit.failCause(Cause.fail("Queue processing failed"))]
* ```
*
* @stability stable
* @category completion
* @since 4.0.0
*/
const failCause$1 = /*#__PURE__*/ dual(2, (self, cause) => sync$1(() => failCauseUnsafe(self, cause)));
/**
* Fails the queue with a cause synchronously. If the queue is already done, `false` is
* returned.
*
* **When to use**
*
* Use when queue completion must be driven from synchronous internals while
* preserving the full failure `Cause`.
*
* **Gotchas**
*
* This is an unsafe operation that directly modifies the queue without Effect wrapping.
*
* **Example** (Failing queues with a cause synchronously)
*
* ```ts import.meta.vitest
* import { Cause, Effect, Exit, Queue } from "effect"
*
* const program = Effect.gen(function*() {
*   const queue = yield* Queue.bounded<number, string>(10)
*
*   // Create a cause and fail the queue synchronously
*   const cause = Cause.fail("Processing error")
*   const failed = Queue.failCauseUnsafe(queue, cause)
*
*   // The queue is now done with the specified failure cause
*   const exit = Queue.takeUnsafe(queue)
*   return [failed, exit]
* })
*
* await Effect.runPromise(program) // => [true, Exit.failCause(Cause.fail("Processing error"))]
* ```
*
* @stability stable
* @category completion
* @since 4.0.0
*/
const failCauseUnsafe = (self, cause) => {
	if (self.state._tag !== "Open") return false;
	const exit = exitFailCause(cause);
	const fail = exitZipRight(exit, exitFailDone);
	if (self.state.offers.size === 0 && self.messages.length === 0) {
		finalize(self, fail);
		return true;
	}
	self.state = {
		...self.state,
		_tag: "Closing",
		exit: fail
	};
	scheduleReleaseTaker(self);
	return true;
};
/**
* Signals queue completion synchronously.
*
* **When to use**
*
* Use when implementing low-level queue integrations that must complete a queue
* without wrapping the operation in `Effect`.
*
* **Details**
*
* Returns `false` if the queue is already done.
*
* **Gotchas**
*
* This is an unsafe operation that directly modifies the queue without Effect wrapping.
*
* **Example** (Ending queues synchronously)
*
* ```ts import.meta.vitest
* import { Cause, Effect, Queue } from "effect"
*
* // Create a queue and use unsafe operations
* const program = Effect.gen(function*() {
*   const queue = yield* Queue.bounded<number, Cause.Done>(10)
*
*   // Add some messages
*   Queue.offerUnsafe(queue, 1)
*   Queue.offerUnsafe(queue, 2)
*
*   // End the queue synchronously
*   const ended = Queue.endUnsafe(queue)
*
*   // Existing messages can still be consumed while the queue is closing
*   const states = [queue.state._tag]
*
*   Queue.takeUnsafe(queue)
*   Queue.takeUnsafe(queue)
*
*   // After buffered messages are consumed, the queue is done
*   states.push(queue.state._tag)
*   return { ended, states }
* })
*
* await Effect.runPromise(program) // => { ended: true, states: ["Closing", "Done"] }
* ```
*
* @stability stable
* @category completion
* @since 4.0.0
*/
const endUnsafe = (self) => failCauseUnsafe(self, causeFail(Done()));
/**
* Shuts down the queue immediately, discarding buffered messages and resuming
* pending operations.
*
* **Details**
*
* Returns `true` when the queue is shut down by this call, or `false` when it
* has already been shut down or completed.
*
* **Example** (Shutting down queues)
*
* ```ts import.meta.vitest
* import { Effect, Queue } from "effect"
*
* const program = Effect.gen(function*() {
*   const queue = yield* Queue.bounded<number>(2)
*
*   // Add messages
*   yield* Queue.offer(queue, 1)
*   yield* Queue.offer(queue, 2)
*
*   // Shutdown clears buffered messages and prevents further offers
*   const wasShutdown = yield* Queue.shutdown(queue)
*
*   // Queue is now done and cleared
*   const size = yield* Queue.size(queue)
*   return { wasShutdown, size }
* })
*
* await Effect.runPromise(program) // => { wasShutdown: true, size: 0 }
* ```
*
* @see {@link shutdownUnsafe} for synchronous shutdown
* @stability stable
* @category completion
* @since 2.0.0
*/
const shutdown = (self) => sync$1(() => shutdownUnsafe(self));
/**
* Shuts down the queue synchronously, discarding buffered messages and resuming
* pending operations.
*
* **When to use**
*
* Use when a synchronous callback must discard buffered messages and settle
* pending queue operations before returning.
*
* **Details**
*
* An open queue completes with an interruption. A queue already closing retains
* its completion cause. Call `failCauseUnsafe` first to shut down with a specific
* failure. Returns `true` when the queue is shut down by this call, or `false`
* when it has already been shut down or completed.
*
* @see {@link shutdown} for the effectful variant
* @see {@link failCauseUnsafe} to set a failure before discarding buffered messages
* @stability stable
* @category completion
* @since 4.0.0
*/
const shutdownUnsafe = (self) => {
	if (self.state._tag === "Done") return false;
	clear(self.messages);
	const offers = self.state.offers;
	finalize(self, self.state._tag === "Open" ? exitInterrupt : self.state.exit);
	for (const entry of offers) resumeUnoffered(entry);
	return true;
};
/**
* Takes all currently available messages, waiting until at least one message
* is available when the queue is empty.
*
* **When to use**
*
* Use when consumers should process the next non-empty batch of buffered
* messages instead of repeatedly taking one message at a time.
*
* **Details**
*
* Returns a non-empty array. If the queue completes or fails before a message
* can be taken, the effect fails with the queue's terminal error.
*
* **Example** (Taking all available values)
*
* ```ts import.meta.vitest
* import { Cause, Effect, Queue } from "effect"
*
* const program = Effect.gen(function*() {
*   const queue = yield* Queue.bounded<number, Cause.Done>(5)
*
*   // Add several messages
*   yield* Queue.offerAll(queue, [1, 2, 3, 4, 5])
*
*   // Take all available messages
*   const messages1 = yield* Queue.takeAll(queue)
*   return messages1
* })
*
* await Effect.runPromise(program) // => [1, 2, 3, 4, 5]
* ```
*
* @stability stable
* @category taking
* @since 2.0.0
*/
const takeAll = (self) => takeBetween(self, 1, Number.POSITIVE_INFINITY);
/**
* Takes between `min` and `max` messages from the queue.
*
* **Details**
*
* The operation waits when fewer than the required minimum messages are
* available. It returns at most `max` messages. Finite fractional bounds are
* rounded down, while `NaN` and non-positive bounds are treated as `0`. If the
* queue is closing, drains the currently available messages even when fewer
* than `min` are available. Once the queue is done, the effect fails with the
* queue's terminal error.
*
* **Example** (Taking a bounded batch of values)
*
* ```ts import.meta.vitest
* import { Cause, Effect, Queue } from "effect"
*
* const program = Effect.gen(function*() {
*   const queue = yield* Queue.bounded<number>(10)
*
*   // Add several messages
*   yield* Queue.offerAll(queue, [1, 2, 3, 4, 5, 6, 7, 8])
*
*   // Take between 2 and 5 messages
*   const batch1 = yield* Queue.takeBetween(queue, 2, 5)
*
*   // Take between 1 and 10 messages (but only 3 remain)
*   const batch2 = yield* Queue.takeBetween(queue, 1, 10)
*
*   // No more messages available, will wait or return done
*   // const batch3 = yield* Queue.takeBetween(queue, 1, 3)
*   return [batch1, batch2]
* })
*
* await Effect.runPromise(program) // => [[1, 2, 3, 4, 5], [6, 7, 8]]
* ```
*
* @stability stable
* @category taking
* @since 2.0.0
*/
const takeBetween = /*#__PURE__*/ dual(3, (self, min, max) => {
	min = normalize$1(min);
	max = normalize$1(max);
	return suspendTake(() => takeBetweenUnsafe(self, min, max) ?? andThen$1(awaitTake(self, () => canTake(self, min)), takeBetween(self, min, max)));
});
/**
* Takes a single message from the queue, or wait for a message to be
* available.
*
* **Details**
*
* If the queue is done, it will fail with `Done`. If the
* queue fails, the Effect will fail with the error.
*
* **Example** (Taking one value)
*
* ```ts import.meta.vitest
* import { Cause, Effect, Exit, Queue } from "effect"
*
* const program = Effect.gen(function*() {
*   const queue = yield* Queue.bounded<string, Cause.Done>(3)
*
*   // Add some messages
*   yield* Queue.offer(queue, "first")
*   yield* Queue.offer(queue, "second")
*
*   // Take messages one by one
*   const msg1 = yield* Queue.take(queue)
*   const msg2 = yield* Queue.take(queue)
*
*   // End the queue
*   yield* Queue.end(queue)
*
*   // Taking from an ended queue fails with Done
*   const result = yield* Effect.exit(Queue.take(queue))
*   return [[msg1, msg2], result]
* })
*
* await Effect.runPromise(program) // => [["first", "second"], Exit.fail(Cause.Done())]
* ```
*
* @stability stable
* @category taking
* @since 2.0.0
*/
const take$2 = (self) => suspendTake(() => takeUnsafe(self) ?? andThen$1(awaitTake(self, () => canTake(self, 1)), take$2(self)));
/**
* Attempts to take one message from the queue synchronously.
*
* **When to use**
*
* Use when polling queue internals must not suspend or register a waiting taker,
* and `undefined` is an acceptable result for an empty queue.
*
* **Details**
*
* Returns an `Exit` for an immediately available message or for the queue's
* terminal state. Returns `undefined` when no message is immediately available.
* This operation does not wait or register a taker.
*
* **Example** (Taking one value synchronously)
*
* ```ts import.meta.vitest
* import { Effect, Exit, Queue } from "effect"
*
* // Create a queue and use unsafe operations
* const program = Effect.gen(function*() {
*   const queue = yield* Queue.bounded<number>(10)
*
*   // Add some messages
*   Queue.offerUnsafe(queue, 1)
*   Queue.offerUnsafe(queue, 2)
*
*   // Take a message synchronously
*   const result1 = Queue.takeUnsafe(queue)
*
*   const result2 = Queue.takeUnsafe(queue)
*
*   // No more messages - returns undefined
*   const result3 = Queue.takeUnsafe(queue)
*   return [result1, result2, result3]
* })
*
* await Effect.runPromise(program) // => [Exit.succeed(1), Exit.succeed(2), undefined]
* ```
*
* @stability stable
* @category taking
* @since 4.0.0
*/
const takeUnsafe = (self) => {
	if (self.state._tag === "Done") return self.state.exit;
	if (self.messages.length > 0) {
		const message = take$3(self.messages);
		releaseCapacity(self);
		return exitSucceed(message);
	} else if (self.capacity <= 0 && self.state.offers.size > 0) {
		const message = takeOfferUnsafe(self.state.offers);
		releaseCapacity(self);
		return exitSucceed(message);
	}
};
/**
* Returns the current number of buffered messages in the queue synchronously.
*
* **When to use**
*
* Use when you need an immediate `Queue` size snapshot for diagnostics or
* internals and do not need the read wrapped in `Effect`.
*
* **Details**
*
* After `endUnsafe`, a queue remains `Closing` while buffered messages are
* drained, and its size continues to include those messages. A `Done` queue
* reports a size of `0`. This unsafe operation reads the queue state directly
* without Effect wrapping.
*
* **Example** (Checking queue size synchronously)
*
* ```ts import.meta.vitest
* import { Cause, Effect, Queue } from "effect"
*
* const program = Effect.gen(function*() {
*   const queue = yield* Queue.bounded<number, Cause.Done>(10)
*
*   // Check size of empty queue
*   const size1 = Queue.sizeUnsafe(queue)
*
*   // Add some messages
*   Queue.offerUnsafe(queue, 1)
*   Queue.offerUnsafe(queue, 2)
*   Queue.offerUnsafe(queue, 3)
*
*   // Check size after adding messages
*   const size2 = Queue.sizeUnsafe(queue)
*
*   // End the queue
*   Queue.endUnsafe(queue)
*
*   // Ending retains the buffered size while the queue is Closing
*   const size3 = Queue.sizeUnsafe(queue)
*   return [size1, size2, size3]
* })
*
* await Effect.runPromise(program) // => [0, 3, 3]
* ```
*
* @stability stable
* @category sizes
* @since 4.0.0
*/
const sizeUnsafe = (self) => self.state._tag === "Done" ? 0 : self.messages.length;
const exitFalse = /*#__PURE__*/ exitSucceed(false);
const exitTrue = /*#__PURE__*/ exitSucceed(true);
const exitFailDone = /*#__PURE__*/ exitFail(/*#__PURE__*/ Done());
const exitInterrupt = /*#__PURE__*/ exitInterrupt$1();
const releaseTakers = (self) => {
	if (self.state._tag === "Done" || self.state.takers.size === 0) return;
	for (const taker of self.state.takers) {
		if (!taker.ready()) continue;
		self.state.takers.delete(taker);
		taker.resume(exitVoid);
		if (self.messages.length === 0) break;
	}
};
const scheduleReleaseTaker = (self) => {
	if (self.scheduleRunning || self.state._tag === "Done" || self.state.takers.size === 0) return;
	self.scheduleRunning = true;
	self.dispatcher.scheduleTask(() => {
		self.scheduleRunning = false;
		releaseTakers(self);
	}, 0);
};
const takeBetweenUnsafe = (self, min, max) => {
	if (self.state._tag === "Done") return self.state.exit;
	else if (max <= 0 || min <= 0) return exitSucceed([]);
	else if (!canTake(self, min)) return;
	const messages = self.messages.length > 0 ? takeN(self.messages, max) : [takeOfferUnsafe(self.state.offers)];
	releaseCapacity(self);
	return exitSucceed(messages);
};
const suspendTake = /*#__PURE__*/ makePrimitive({
	op: "QueueTake",
	[evaluate](fiber) {
		const effect = this[args]();
		return isExit$1(effect) ? effect[evaluate](fiber) : effect;
	}
});
const canTake = (self, min) => self.messages.length >= (self.state._tag === "Closing" ? 1 : Math.min(min, self.capacity || 1)) || self.capacity <= 0 && self.state._tag !== "Done" && self.state.offers.size > 0;
const awaitTake = (self, ready) => callback$1((resume) => {
	if (self.state._tag === "Done") return resume(self.state.exit);
	if (ready()) return resume(exitVoid);
	const taker = {
		ready,
		resume
	};
	self.state.takers.add(taker);
	return sync$1(() => {
		if (self.state._tag !== "Done") self.state.takers.delete(taker);
	});
});
const offerOrWait = (self, message) => callback$1((resume) => offerUnsafe(self, message) ? resume(exitTrue) : waitToOffer(self, {
	_tag: "Single",
	message,
	resume
}));
const waitToOffer = (self, entry) => {
	if (self.state._tag !== "Open") return resumeUnoffered(entry);
	const offers = self.state.offers;
	offers.add(entry);
	return sync$1(() => {
		if (self.state._tag === "Done") return;
		offers.delete(entry);
		if (self.state._tag === "Closing" && offers.size === 0 && self.messages.length === 0) finalize(self, self.state.exit);
	});
};
const resumeUnoffered = (entry) => entry._tag === "Single" ? entry.resume(exitFalse) : entry.resume(exitSucceed(entry.remaining.slice(entry.offset)));
const takeOfferUnsafe = (offers) => {
	const entry = offers.values().next().value;
	if (entry._tag === "Single") {
		offers.delete(entry);
		entry.resume(exitTrue);
		return entry.message;
	}
	const message = entry.remaining[entry.offset++];
	if (entry.offset === entry.remaining.length) {
		offers.delete(entry);
		entry.resume(exitSucceed([]));
	}
	return message;
};
const releaseCapacity = (self) => {
	if (self.state._tag === "Done") return isDoneCause(self.state.exit.cause);
	else if (self.state.offers.size === 0) {
		if (self.state._tag === "Closing" && self.messages.length === 0) {
			finalize(self, self.state.exit);
			return isDoneCause(self.state.exit.cause);
		}
		return false;
	}
	for (const entry of self.state.offers) {
		let n = self.capacity - self.messages.length;
		if (n <= 0) break;
		else if (entry._tag === "Single") {
			append(self.messages, entry.message);
			self.state.offers.delete(entry);
			entry.resume(exitTrue);
		} else {
			for (; entry.offset < entry.remaining.length; entry.offset++) {
				if (n === 0) return false;
				append(self.messages, entry.remaining[entry.offset]);
				n--;
			}
			self.state.offers.delete(entry);
			entry.resume(exitSucceed([]));
		}
		const state = self.state;
		if (state._tag === "Done") return isDoneCause(state.exit.cause);
	}
	return false;
};
const finalize = (self, exit) => {
	if (self.state._tag === "Done") return;
	const openState = self.state;
	self.state = {
		_tag: "Done",
		exit
	};
	for (const taker of openState.takers) taker.resume(exit);
	openState.takers.clear();
	for (const awaiter of openState.awaiters) awaiter(exit);
	openState.awaiters.clear();
};
// ../../../node_modules/effect/dist/Channel.js
/**
* Runtime identifier stored on `Channel` values and used by `isChannel` to
* recognize them.
*
* @stability stable
* @category type IDs
* @since 4.0.0
*/
const TypeId$15 = "~effect/Channel";
/**
* Checks whether a value is a `Channel`.
*
* **Example** (Checking for channels)
*
* ```ts import.meta.vitest
* import { Channel } from "effect"
*
* const channel = Channel.succeed(42)
* Channel.isChannel(channel) // => true
* Channel.isChannel("not a channel") // => false
* ```
*
* @stability stable
* @category guards
* @since 3.5.4
*/
const isChannel = (u) => hasProperty(u, TypeId$15);
const ChannelProto = {
	[TypeId$15]: {
		_Env: identity,
		_InErr: identity,
		_InElem: identity,
		_OutErr: identity,
		_OutElem: identity
	},
	pipe() {
		return pipeArguments(this, arguments);
	}
};
/**
* Creates a `Channel` from a transformation function that operates on upstream pulls.
*
* **Example** (Creating channels from transforms)
*
* ```ts import.meta.vitest
* import { Channel, Effect } from "effect"
*
* const channel = Channel.fromTransform((upstream, scope) =>
*   Effect.succeed(upstream)
* )
* await Effect.runPromise(Channel.runCollect(channel)) // => []
* ```
*
* @stability stable
* @category constructors
* @since 4.0.0
*/
const fromTransform = (transform) => {
	const self = Object.create(ChannelProto);
	self.transform = (upstream, scope) => catchCause(transform(upstream, scope), (cause) => succeed$1(failCause$2(cause)));
	return self;
};
/**
* Transforms a Channel by applying a function to its Pull implementation.
*
* **Example** (Transforming pull behavior)
*
* ```ts import.meta.vitest
* import { Channel, Effect } from "effect"
*
* // Transform a channel by modifying its pull behavior
* const originalChannel = Channel.fromIterable([1, 2, 3])
*
* const transformedChannel = Channel.transformPull(
*   originalChannel,
*   (pull, scope) =>
*     Effect.succeed(
*       Effect.map(pull, (value) => value * 2)
*     )
* )
* await Effect.runPromise(Channel.runCollect(transformedChannel)) // => [2, 4, 6]
* ```
*
* @stability stable
* @category constructors
* @since 4.0.0
*/
const transformPull = (self, f) => fromTransform((upstream, scope) => flatMap(toTransform(self)(upstream, scope), (pull) => f(pull, scope)));
/**
* Creates a `Channel` from an `Effect` that produces a `Pull`.
*
* **Example** (Creating channels from pulls)
*
* ```ts import.meta.vitest
* import { Cause, Channel, Effect } from "effect"
*
* const channel = Channel.fromPull(Effect.sync(() => {
*   let emitted = false
*   return Effect.suspend(() => {
*     if (emitted) return Cause.done()
*     emitted = true
*     return Effect.succeed(42)
*   })
* }))
* await Effect.runPromise(Channel.runCollect(channel)) // => [42]
* ```
*
* @stability stable
* @category constructors
* @since 4.0.0
*/
const fromPull$1 = (effect) => fromTransform((_, __) => effect);
/**
* Creates a `Channel` from a transformation function that operates on upstream
* pulls, but also provides a forked scope that closes when the resulting
* Channel completes.
*
* **When to use**
*
* Use when building channels that require scoped resource lifecycle management,
* providing both the channel scope and a forked scope that automatically closes
* when the channel completes.
*
* @see {@link fromTransform} for a simpler transformation without a forked scope
* @stability stable
* @category constructors
* @since 4.0.0
*/
const fromTransformBracket = (f) => fromTransform(fnUntraced(function* (upstream, scope) {
	const closableScope = forkUnsafe(scope);
	const onCause = (cause) => close$1(closableScope, doneExitFromCause(cause));
	const pull = yield* onError(f(upstream, scope, closableScope), onCause);
	return onError(pull, onCause);
}));
/**
* Converts a `Channel` back to its underlying transformation function.
*
* **Example** (Extracting channel transforms)
*
* ```ts import.meta.vitest
* import { Channel, Effect } from "effect"
*
* const channel = Channel.succeed(42)
* const transform = Channel.toTransform(channel)
* typeof transform // => "function"
* Effect.runSync(Channel.runCollect(channel)) // => [42]
* ```
*
* @stability stable
* @category destructors
* @since 4.0.0
*/
const toTransform = (channel) => channel.transform;
/**
* Constructs a channel that fails immediately with the specified `Cause`.
*
* **When to use**
*
* Use when the channel failure must preserve a full `Cause`, such as defects,
* interruptions, or combined failures.
*
* **Example** (Failing with causes)
*
* ```ts import.meta.vitest
* import { Cause, Channel, Effect, Exit } from "effect"
*
* const simpleCause = Cause.fail("Simple error")
* const failedChannel = Channel.failCause(simpleCause)
* Effect.runSync(Effect.exit(Channel.runCollect(failedChannel))) // => Exit.failCause(simpleCause)
* ```
*
* @stability stable
* @category constructors
* @since 2.0.0
*/
const failCause = (cause) => fromPull$1(failCause$2(cause));
/**
* Constructs a channel that fails immediately with the specified defect.
*
* **Example** (Dying with defects)
*
* ```ts import.meta.vitest
* import { Cause, Channel, Effect, Exit } from "effect"
*
* const defect = "Unrecoverable error"
* const diedChannel = Channel.die(defect)
* Effect.runSync(Effect.exit(Channel.runCollect(diedChannel))) // => Exit.failCause(Cause.die(defect))
* ```
*
* @stability stable
* @category constructors
* @since 4.0.0
*/
const die$1 = (defect) => failCause(die$3(defect));
/**
* Creates a channel from a queue that emits arrays of elements.
*
* **Example** (Creating batched channels from queues)
*
* ```ts import.meta.vitest
* import { Cause, Channel, Effect, Queue } from "effect"
*
* const program = Effect.gen(function*() {
*   const queue = yield* Queue.bounded<number, Cause.Done>(4)
*   yield* Queue.offerAll(queue, [1, 2, 3, 4])
*   yield* Queue.end(queue)
*   const arrayChannel = Channel.fromQueueArray(queue)
*   return yield* Channel.runCollect(arrayChannel)
* })
* await Effect.runPromise(program) // => [[1, 2, 3, 4]]
* ```
*
* @stability stable
* @category constructors
* @since 4.0.0
*/
const fromQueueArray = (queue) => fromPull$1(succeed$1(takeAll(queue)));
/**
* Transforms the typed errors of a channel using the specified function.
*
* **Details**
*
* Maps every typed error in the cause, preserving defects, interrupts and
* reason order. Unlike typed recovery, mapping does not convert errors to defects.
*
* @stability stable
* @category error handling
* @since 2.0.0
*/
const mapError$1 = /*#__PURE__*/ dual(2, (self, f) => transformPull(self, (pull) => succeed$1(mapError$2(pull, (err) => isDone(err) ? err : f(err)))));
/**
* Returns a new channel, which is the merge of this channel and the specified
* channel.
*
* **Example** (Merging channels)
*
* ```ts import.meta.vitest
* import { Channel, Effect } from "effect"
*
* // Create two channels
* const leftChannel = Channel.fromIterable([1, 2, 3])
* const rightChannel = Channel.fromIterable(["a", "b", "c"])
*
* // The default "both" strategy waits for both channels to complete
* const mergedChannel = Channel.merge(leftChannel, rightChannel)
*
* const values = await Effect.runPromise(Channel.runCollect(mergedChannel))
* values.map(String).sort() // => ["1", "2", "3", "a", "b", "c"]
* ```
*
* @stability stable
* @category combining
* @since 4.0.0
*/
const merge = /*#__PURE__*/ dual((args) => isChannel(args[0]) && isChannel(args[1]), (left, right, options) => fromTransformBracket(fnUntraced(function* (upstream, _scope, forkedScope) {
	const strategy = options?.haltStrategy ?? "both";
	const queue = yield* bounded(0);
	yield* addFinalizer$1(forkedScope, shutdown(queue));
	let done = 0;
	function onExit(side, cause) {
		done++;
		if (!isDoneCause(cause)) return failCause$1(queue, cause);
		switch (strategy) {
			case "both": return done === 2 ? failCause$1(queue, cause) : void_$1;
			case "left":
			case "right": return side === strategy ? failCause$1(queue, cause) : void_$1;
			case "either": return failCause$1(queue, cause);
		}
	}
	const runSide = (side, channel, scope) => toTransform(channel)(upstream, scope).pipe(flatMap((pull) => pull.pipe(flatMap((value) => offer(queue, value)), forever)), onError((cause) => onExitPrimitive(doneExitFromCause(cause), (exit) => close$1(scope, exit)).pipe(matchCauseEffect({
		onFailure: (cause) => onExit(side, cause),
		onSuccess: () => onExit(side, cause)
	}))), forkIn(forkedScope));
	yield* runSide("left", left, forkUnsafe(forkedScope));
	yield* runSide("right", right, forkUnsafe(forkedScope));
	return take$2(queue);
})));
/**
* Constructs a `Channel` from a scoped effect that will result in a
* `Channel` if successful.
*
* **Example** (Unwrapping channel effects)
*
* ```ts import.meta.vitest
* import { Channel, Data, Effect } from "effect"
*
* class UnwrapError extends Data.TaggedError("UnwrapError")<{
*   readonly reason: string
* }> {}
*
* // Create an effect that produces a channel
* const channelEffect = Effect.succeed(
*   Channel.fromIterable([1, 2, 3])
* )
*
* // Unwrap the effect to get the channel
* const unwrappedChannel = Channel.unwrap(channelEffect)
*
* Effect.runSync(Channel.runCollect(unwrappedChannel)) // => [1, 2, 3]
* ```
*
* @stability stable
* @category constructors
* @since 2.0.0
*/
const unwrap$2 = (channel) => fromTransform((upstream, scope) => {
	let pull;
	return succeed$1(suspend(() => {
		if (pull) return pull;
		return channel.pipe(provide$4(scope), flatMap((channel) => toTransform(channel)(upstream, scope)), flatMap((pull_) => pull = pull_));
	}));
});
/**
* Interrupts a channel when another effect completes.
*
* **When to use**
*
* Use to race channel execution against an external effect whose success can
* become the channel's done value.
*
* **Details**
*
* If the effect completes first, its success value becomes the returned
* channel's done value. If the channel completes first, the original channel's
* done value is preserved.
*
* @stability stable
* @category interruption
* @since 2.0.0
*/
const interruptWhen$1 = /*#__PURE__*/ dual(2, (self, effect) => merge(self, fromPull$1(succeed$1(flatMap(effect, done))), { haltStrategy: "either" }));
const runWith = (self, f, onHalt) => suspend(() => {
	const scope = makeUnsafe$2();
	const makePull = toTransform(self)(done(), scope);
	return catchDone(flatMap(makePull, f), onHalt ? onHalt : succeed$1).pipe(onExit((exit) => close$1(scope, exit)));
});
/**
* Provides a `Context` to the channel, removing the corresponding service
* requirements from the returned channel.
*
* @stability stable
* @category providing services
* @since 2.0.0
*/
const provideContext$1 = /*#__PURE__*/ dual(2, (self, context) => fromTransform((upstream, scope) => map(provideContext$2(toTransform(self)(upstream, scope), context), provideContext$2(context))));
/**
* Runs a channel and applies an effect to each output element.
*
* **Example** (Running effects for each output)
*
* ```ts import.meta.vitest
* import { Channel, Data, Effect } from "effect"
*
* class ForEachError extends Data.TaggedError("ForEachError")<{
*   readonly element: unknown
* }> {}
*
* // Create a channel with numbers
* const numbersChannel = Channel.fromIterable([1, 2, 3])
*
* // Run forEach to process each element
* const processed: Array<number> = []
* const forEachEffect = Channel.runForEach(
*   numbersChannel,
*   (n) => Effect.sync(() => processed.push(n))
* )
*
* await Effect.runPromise(forEachEffect)
* processed // => [1, 2, 3]
* ```
*
* @stability stable
* @category running
* @since 4.0.0
*/
const runForEach = /*#__PURE__*/ dual(2, (self, f) => runWith(self, (pull) => forever(flatMap(pull, f), { disableYield: true })));
/**
* Converts a channel to a Pull within an existing scope.
*
* **Example** (Converting channels to scoped pulls)
*
* ```ts import.meta.vitest
* import { Channel, Data, Effect, Scope } from "effect"
*
* class ScopedPullError extends Data.TaggedError("ScopedPullError")<{
*   readonly reason: string
* }> {}
*
* // Create a channel
* const numbersChannel = Channel.fromIterable([1, 2, 3])
*
* // Convert to Pull with explicit scope
* const scopedPullEffect = Effect.gen(function*() {
*   const scope = yield* Effect.scope
*   const pull = yield* Channel.toPullScoped(numbersChannel, scope)
*   return [yield* pull, yield* pull, yield* pull]
* })
* await Effect.runPromise(Effect.scoped(scopedPullEffect)) // => [1, 2, 3]
* ```
*
* @stability stable
* @category destructors
* @since 4.0.0
*/
const toPullScoped = (self, scope) => toTransform(self)(done(), scope);
/**
* Runs a channel that emits non-empty arrays and offers each array element into
* a queue.
*
* **Details**
*
* When the channel completes, the queue is ended. When the channel fails, the
* queue is failed with the channel's cause. The returned effect itself
* completes with `void`.
*
* @stability stable
* @category destructors
* @since 4.0.0
*/
const runIntoQueueArray = /*#__PURE__*/ dual((args) => isChannel(args[0]), (self, queue) => uninterruptibleMask((restore) => runForEach(self, (value) => offerAll(queue, value)).pipe(restore, exit, flatMap((exit) => {
	if (isSuccess(exit)) endUnsafe(queue);
	else failCauseUnsafe(queue, exit.cause);
	return void_$1;
}))));
// ../../../node_modules/effect/dist/internal/stream.js
const TypeId$14 = "~effect/Stream";
const streamVariance = {
	_R: identity,
	_E: identity,
	_A: identity
};
const Stream$1 = function(channel) {
	this.channel = channel;
};
Stream$1.prototype = {
	[TypeId$14]: streamVariance,
	pipe() {
		return pipeArguments(this, arguments);
	}
};
/** @internal */
const fromChannel$1 = (channel) => new Stream$1(channel);
// ../../../node_modules/effect/dist/Stream.js
/**
* Runtime identifier stored on `Stream` values and used by `isStream` to
* recognize them.
*
* **Details**
*
* This marker is part of the runtime representation of `Stream` values. Prefer
* `isStream` when narrowing unknown values.
*
* @see {@link isStream} for the public guard that checks this identifier
*
* @stability stable
* @category type IDs
* @since 4.0.0
*/
const TypeId$13 = "~effect/Stream";
/**
* Checks whether a value is a Stream.
*
* **Example** (Checking whether a value is a Stream)
*
* ```ts import.meta.vitest
* import { Stream } from "effect"
*
* Stream.isStream(Stream.make(1, 2, 3)) // => true
* Stream.isStream({ data: [1, 2, 3] }) // => false
* ```
*
* @stability stable
* @category guards
* @since 4.0.0
*/
const isStream = (u) => hasProperty(u, TypeId$13);
/**
* Creates a stream from a array-emitting `Channel`.
*
* **Example** (Creating a stream from an array-emitting channel)
*
* ```ts import.meta.vitest
* import { Channel, Effect, Stream } from "effect"
*
* const channel = Channel.succeed([1, 2, 3] as const)
* const stream = Stream.fromChannel(channel)
* await Effect.runPromise(Stream.runCollect(stream)) // => [1, 2, 3]
* ```
*
* @stability stable
* @category constructors
* @since 2.0.0
*/
const fromChannel = fromChannel$1;
/**
* Creates a stream from a pull effect, such as one produced by `Stream.toPull`.
*
* **Details**
*
* A pull effect yields chunks on demand and completes when the upstream stream ends.
* See `Stream.toPull` for a matching producer.
*
* **Example** (Creating a stream from a pull effect)
*
* ```ts import.meta.vitest
* import { Effect, Stream } from "effect"
*
* const program = Effect.scoped(
*   Effect.gen(function*() {
*     const source = Stream.make(1, 2, 3)
*     const pull = yield* Stream.toPull(source)
*     const stream = Stream.fromPull(Effect.succeed(pull))
*     return yield* Stream.runCollect(stream)
*   })
* )
*
* await Effect.runPromise(program) // => [1, 2, 3]
* ```
*
* @stability stable
* @category constructors
* @since 2.0.0
*/
const fromPull = (pull) => fromChannel(fromPull$1(pull));
/**
* Creates a channel from a stream.
*
* **Example** (Converting a stream to a channel)
*
* ```ts import.meta.vitest
* import { Channel, Effect, Stream } from "effect"
*
* const channel = Stream.toChannel(Stream.make(1, 2, 3))
* const values = await Effect.runPromise(Channel.runCollect(channel))
* values.flat() // => [1, 2, 3]
* ```
*
* @stability stable
* @category destructors
* @since 2.0.0
*/
const toChannel = (stream) => stream.channel;
/**
* The stream that dies with the specified defect.
*
* **Example** (Dying with a defect)
*
* ```ts import.meta.vitest
* import { Cause, Effect, Exit, Stream } from "effect"
*
* const defect = new Error("Boom")
* const stream = Stream.die(defect)
*
* await Effect.runPromise(Effect.exit(Stream.runCollect(stream))) // => Exit.failCause(Cause.die(defect))
* ```
*
* @stability stable
* @category constructors
* @since 2.0.0
*/
const die = (defect) => fromChannel(die$1(defect));
/**
* Creates a stream that pulls values from a `Queue.Dequeue`.
*
* **Details**
*
* The stream emits non-empty batches of queued values and ends when the queue
* fails with `Cause.Done`; other queue failures are propagated.
*
* **Example** (Creating a stream from a queue of values)
*
* ```ts import.meta.vitest
* import { Cause, Effect, Queue, Stream } from "effect"
*
* const program = Effect.gen(function*() {
*   const queue = yield* Queue.unbounded<number, Cause.Done>()
*   yield* Queue.offer(queue, 1)
*   yield* Queue.offer(queue, 2)
*   yield* Queue.offer(queue, 3)
*   yield* Queue.end(queue)
*
*   const stream = Stream.fromQueue(queue)
*   const values = yield* Stream.runCollect(stream)
*   values // => [1, 2, 3]
* })
*
* await Effect.runPromise(program)
* ```
*
* @stability stable
* @category constructors
* @since 2.0.0
*/
const fromQueue = (queue) => fromChannel(fromQueueArray(queue));
/**
* Creates a stream produced from an `Effect`.
*
* **Example** (Unwrapping a stream effect)
*
* ```ts import.meta.vitest
* import { Effect, Stream } from "effect"
*
* const effect = Effect.succeed(Stream.make(1, 2, 3))
*
* const stream = Stream.unwrap(effect)
*
* const program = Effect.gen(function*() {
*   const chunk = yield* Stream.runCollect(stream)
*   chunk // => [ 1, 2, 3 ]
* })
* await Effect.runPromise(program)
* ```
*
* @stability stable
* @category constructors
* @since 2.0.0
*/
const unwrap$1 = (effect) => fromChannel(unwrap$2(map(effect, toChannel)));
/**
* Transforms the errors emitted by this stream using `f`.
*
* **Details**
*
* Maps every typed error in the cause, preserving defects, interrupts and
* reason order. Unlike typed recovery, mapping does not convert errors to defects.
*
* **Example** (Mapping stream errors)
*
* ```ts import.meta.vitest
* import { Effect, Stream } from "effect"
*
* const program = Effect.gen(function*() {
*   const result = yield* Stream.fail("bad").pipe(
*     Stream.mapError((error) => `mapped: ${error}`),
*     Stream.catch((error) => Stream.make(`recovered from ${error}`)),
*     Stream.runCollect
*   )
*   result // => [ 'recovered from mapped: bad' ]
* })
*
* await Effect.runPromise(program)
* ```
*
* @stability stable
* @category error handling
* @since 2.0.0
*/
const mapError = /*#__PURE__*/ dual(2, (self, f) => fromChannel(mapError$1(self.channel, f)));
/**
* Interrupts the evaluation of this stream when the provided effect
* completes. The given effect will be forked as part of this stream, and its
* success will be discarded. This combinator will also interrupt any
* in-progress element being pulled from upstream.
*
* **Details**
*
* If the effect completes with a failure before the stream completes, the
* returned stream will emit that failure.
*
* **Example** (Interrupting when an effect completes)
*
* ```ts import.meta.vitest
* import { Deferred, Effect, Stream } from "effect"
*
* const program = Effect.gen(function*() {
*   const interrupt = yield* Deferred.make<void>()
*   const stream = Stream.make(1, 2, 3).pipe(
*     Stream.tap((value) =>
*       value === 2
*         ? Deferred.succeed(interrupt, void 0)
*         : Effect.void
*     ),
*     Stream.interruptWhen(Deferred.await(interrupt))
*   )
*
*   const result = yield* Stream.runCollect(stream)
*   result // => [ 1 ]
* })
*
* await Effect.runPromise(program)
* ```
*
* @stability stable
* @category interruption
* @since 2.0.0
*/
const interruptWhen = /*#__PURE__*/ dual(2, (self, effect) => fromChannel(interruptWhen$1(self.channel, effect)));
/**
* Provides multiple services to the stream using a context.
*
* **Example** (Providing multiple services to the stream using a context)
*
* ```ts import.meta.vitest
* import { Context, Effect, Stream } from "effect"
*
* class Config extends Context.Service<Config, { readonly prefix: string }>()("Config") {}
* class Greeter extends Context.Service<Greeter, { greet: (name: string) => string }>()("Greeter") {}
*
* const context = Context.make(Config, { prefix: "Hello" }).pipe(
*   Context.add(Greeter, { greet: (name: string) => `${name}!` })
* )
*
* const stream = Stream.fromEffect(
*   Effect.gen(function*() {
*     const config = yield* Effect.service(Config)
*     const greeter = yield* Effect.service(Greeter)
*     return greeter.greet(config.prefix)
*   })
* )
*
* const program = Effect.gen(function*() {
*   const result = yield* Stream.runCollect(Stream.provideContext(stream, context))
*   result // => [ 'Hello!' ]
* })
*
* await Effect.runPromise(program)
* ```
*
* @stability stable
* @category providing services
* @since 2.0.0
*/
const provideContext = /*#__PURE__*/ dual(2, (self, context) => fromChannel(provideContext$1(self.channel, context)));
/**
* Consumes the stream in chunks, passing each non-empty array to the callback.
*
* **Example** (Consuming stream chunks)
*
* ```ts import.meta.vitest
* import { Effect, Stream } from "effect"
*
* const stream = Stream.make(1, 2, 3, 4, 5)
* const chunks: Array<string> = []
* const program = Effect.gen(function*() {
*   yield* Stream.runForEachArray(
*     stream,
*     (chunk) => Effect.sync(() => chunks.push(chunk.join(", ")))
*   )
* })
*
* await Effect.runPromise(program)
* chunks // => ["1, 2, 3, 4, 5"]
* ```
*
* @stability stable
* @category destructors
* @since 4.0.0
*/
const runForEachArray = /*#__PURE__*/ dual(2, (self, f) => runForEach(self.channel, f));
/**
* Converts the stream to an `AsyncIterable` using the provided services.
*
* **When to use**
*
* Use when converting outside an Effect and you already have the `Context`
* needed to run the stream.
*
* **Example** (Converting to an AsyncIterable with services)
*
* ```ts import.meta.vitest
* import { Context, Stream } from "effect"
*
* const stream = Stream.make(1, 2, 3)
* const iterable = Stream.toAsyncIterableWith(stream, Context.empty())
*
* await globalThis.Array.fromAsync(iterable) // => [1, 2, 3]
* ```
*
* @stability stable
* @category destructors
* @since 4.0.0
*/
const toAsyncIterableWith = /*#__PURE__*/ dual(2, (self, context) => ({ [Symbol.asyncIterator]() {
	const runPromise = runPromiseWith(context);
	const runFork = runForkWith(context);
	const scope = makeUnsafe$2();
	let pull;
	let currentIter;
	let currentFiber;
	let closePromise;
	const close = (exit) => {
		if (closePromise) return closePromise;
		const fiber = currentFiber;
		closePromise = runPromise(as(andThen(fiber ? interrupt$1(fiber) : void_$1, close$1(scope, exit)), {
			done: true,
			value: void 0
		}));
		return closePromise;
	};
	const closeAndReportError = async (exit) => {
		try {
			await close(exit);
		} catch (error) {
			await runPromise(logError("Suppressed error while closing Stream async iterator", error));
		}
	};
	return {
		async next() {
			if (closePromise) return closePromise;
			if (currentIter) {
				const next = currentIter.next();
				if (!next.done) return next;
				currentIter = void 0;
			}
			const fiber = runFork(pull ?? flatMap(toPullScoped(self.channel, scope), (nextPull) => {
				pull = nextPull;
				return nextPull;
			}));
			currentFiber = fiber;
			const exit = await runPromise(await_(fiber));
			if (currentFiber === fiber) currentFiber = void 0;
			if (isSuccess(exit)) {
				currentIter = exit.value[Symbol.iterator]();
				return currentIter.next();
			} else if (isDoneCause(exit.cause)) return close(void_$2);
			if (closePromise && hasInterruptsOnly(exit.cause)) return closePromise;
			await closeAndReportError(exit);
			throw squash(exit.cause);
		},
		return() {
			return close(void_$2);
		},
		async throw(error) {
			await closeAndReportError(die$4(error));
			throw error;
		}
	};
} }));
/**
* Runs the stream, offering each element to the provided queue and ending it
* with `Cause.Done` when the stream completes.
*
* **Example** (Running a stream into a queue)
*
* ```ts import.meta.vitest
* import { Cause, Effect, Queue, Stream } from "effect"
*
* const program = Effect.gen(function*() {
*   const queue = yield* Queue.bounded<number, Cause.Done>(4)
*
*   yield* Effect.forkChild(
*     Stream.runIntoQueue(Stream.fromIterable([1, 2, 3]), queue)
*   )
*
*   const values = [
*     yield* Queue.take(queue),
*     yield* Queue.take(queue),
*     yield* Queue.take(queue)
*   ]
*   const done = yield* Effect.flip(Queue.take(queue))
*
*   values // => [ 1, 2, 3 ]
*   done._tag === "Done" // => true
* })
* await Effect.runPromise(program)
* ```
*
* @stability stable
* @category destructors
* @since 2.0.0
*/
const runIntoQueue = /*#__PURE__*/ dual(2, (self, queue) => runIntoQueueArray(self.channel, queue));
// ../../../node_modules/effect/dist/PrimaryKey.js
/**
* The `PrimaryKey` module defines a small protocol for values that can expose
* a stable, string-based identifier. A value participates by implementing a
* method at {@link symbol}; consumers can check unknown values with
* {@link isPrimaryKey} and read the key with {@link value}.
*
* @stability stable
* @since 2.0.0
*/
/**
* Defines the unique identifier used to identify objects that implement the `PrimaryKey` interface.
*
* **When to use**
*
* Use to implement the `PrimaryKey` protocol as a computed property key on
* classes or object literals that expose a stable string identifier.
*
* @see {@link PrimaryKey} for the protocol interface that declares the method keyed by this symbol
* @see {@link value} for reading the string key from a `PrimaryKey` value
* @see {@link isPrimaryKey} for checking whether an unknown value carries this method
*
* @stability stable
* @category symbols
* @since 2.0.0
*/
const symbol = "~effect/PrimaryKey";
/**
* Checks whether a value implements the `PrimaryKey` protocol.
*
* **When to use**
*
* Use to narrow an unknown value before treating it as a `PrimaryKey`.
*
* **Details**
*
* This is a structural guard for the `PrimaryKey.symbol` property.
*
* **Gotchas**
*
* This guard does not call the method or verify that it returns a string.
*
* @see {@link PrimaryKey} for the protocol being checked
* @see {@link value} for extracting the string value after narrowing
*
* @stability stable
* @category guards
* @since 4.0.0
*/
const isPrimaryKey = (u) => hasProperty(u, symbol);
/**
* Extracts the string value from a `PrimaryKey`.
*
* **When to use**
*
* Use to read the stable string identifier from a value that implements
* `PrimaryKey`.
*
* **Example** (Reading primary key values)
*
* ```ts import.meta.vitest
* import { PrimaryKey } from "effect"
*
* class OrderId implements PrimaryKey.PrimaryKey {
*   constructor(private timestamp: number, private sequence: number) {}
*
*   [PrimaryKey.symbol](): string {
*     return `order_${this.timestamp}_${this.sequence}`
*   }
* }
*
* const orderId = new OrderId(1640995200000, 1)
* PrimaryKey.value(orderId) // => "order_1640995200000_1"
*
* // Can also be used with simple string-based implementations
* const simpleKey = {
*   [PrimaryKey.symbol]: () => "simple-key-123"
* }
* PrimaryKey.value(simpleKey) // => "simple-key-123"
* ```
*
* @stability stable
* @category getters
* @since 2.0.0
*/
const value$2 = (self) => self[symbol]();
// ../../../node_modules/effect/dist/BigDecimal.js
/**
* Decimal numbers and arithmetic for cases where JavaScript `number` rounding
* is not precise enough. A `BigDecimal` stores digits as a `bigint` plus a
* decimal scale, which lets the module parse, compare, add, subtract, multiply,
* divide, round, and format decimal values such as money, quantities, and
* measurements.
*
* @stability stable
* @since 2.0.0
*/
const TypeId$12 = "~effect/BigDecimal";
const BigDecimalProto = {
	[TypeId$12]: TypeId$12,
	[symbol$2]() {
		const normalized = normalize(this);
		return combine(string$1(String(normalized.value)), number$1(normalized.scale));
	},
	[symbol$1](that) {
		return isBigDecimal(that) && compare(this, that) === 0;
	},
	toString() {
		return `BigDecimal(${format(this)})`;
	},
	toJSON() {
		return {
			_id: "BigDecimal",
			value: String(this.value),
			scale: this.scale
		};
	},
	[NodeInspectSymbol]() {
		return this.toJSON();
	},
	pipe() {
		return pipeArguments(this, arguments);
	}
};
/**
* Checks whether a given value is a `BigDecimal`.
*
* **When to use**
*
* Use to validate unknown input and narrow it to `BigDecimal`.
*
* **Example** (Checking BigDecimal values)
*
* ```ts import.meta.vitest
* import { BigDecimal } from "effect"
*
* const decimal = BigDecimal.fromNumber(123.45)
* BigDecimal.isBigDecimal(decimal) // => false
* BigDecimal.isBigDecimal(BigDecimal.fromStringUnsafe("123.45")) // => true
* BigDecimal.isBigDecimal(123.45) // => false
* BigDecimal.isBigDecimal("123.45") // => false
* ```
*
* @stability stable
* @category guards
* @since 2.0.0
*/
const isBigDecimal = (u) => hasProperty(u, TypeId$12);
/**
* Creates a `BigDecimal` from a `bigint` value and a safe integer scale.
*
* **When to use**
*
* Use to construct a decimal directly from its unscaled integer value and
* decimal scale.
*
* **Gotchas**
*
* Throws a `RangeError` if `scale` is not a safe integer.
*
* **Example** (Creating decimals from bigint and scale)
*
* ```ts import.meta.vitest
* import { BigDecimal } from "effect"
*
* // Create 123.45 (12345 with scale 2)
* const decimal = BigDecimal.make(12345n, 2)
* decimal // => BigDecimal.fromStringUnsafe("123.45")
*
* // Create 42 (42 with scale 0)
* const integer = BigDecimal.make(42n, 0)
* integer // => BigDecimal.fromBigInt(42n)
* ```
*
* @see {@link fromBigInt} for constructing an integer decimal from a `bigint`
*
* @stability stable
* @category constructors
* @since 2.0.0
*/
const make$9 = (value, scale) => {
	if (!Number.isSafeInteger(scale)) throw new RangeError(`Scale must be a safe integer, got ${scale}`);
	const o = Object.create(BigDecimalProto);
	o.value = value;
	o.scale = scale;
	return o;
};
const makeNormalized = (value, scale) => {
	const o = make$9(value, scale);
	o.normalized = o;
	return o;
};
const bigint0 = /*#__PURE__*/ BigInt(0);
const bigint1 = /*#__PURE__*/ BigInt(1);
const bigint10 = /*#__PURE__*/ BigInt(10);
const zero = /*#__PURE__*/ makeNormalized(bigint0, 0);
/**
* Normalizes a given `BigDecimal` by removing trailing zeros.
*
* **When to use**
*
* Use to canonicalize decimals that have equivalent values but different
* internal scales.
*
* **Example** (Normalizing trailing zeros)
*
* ```ts import.meta.vitest
* import { BigDecimal } from "effect"
*
* const decimal = BigDecimal.normalize(BigDecimal.fromStringUnsafe("123.00000"))
* const decimalStorage = [decimal.value, decimal.scale] // => [123n, 0]
*
* const largeDecimal = BigDecimal.normalize(BigDecimal.fromStringUnsafe("12300000"))
* const largeDecimalStorage = [largeDecimal.value, largeDecimal.scale] // => [123n, -5]
* ```
*
* @see {@link format} for rendering normalized decimals as strings
*
* @stability stable
* @category scaling
* @since 2.0.0
*/
const normalize = (self) => {
	if (self.normalized === void 0) {
		if (self.value === bigint0) self.normalized = zero;
		else {
			const digits = `${self.value}`;
			let end = digits.length;
			while (digits[end - 1] === "0") end--;
			self.normalized = makeNormalized(BigInt(digits.slice(0, end)), self.scale - (digits.length - end));
		}
	}
	return self.normalized;
};
const MAX_COMPARISON_SCALE_ALIGNMENT = 100;
const comparisonPowersOfTen = [bigint1];
const compareBigInt = (self, that) => self === that ? 0 : self < that ? -1 : 1;
const compareMagnitude = (self, that) => {
	const selfDigits = `${self.value < bigint0 ? -self.value : self.value}`;
	const thatDigits = `${that.value < bigint0 ? -that.value : that.value}`;
	const exponentDifference = BigInt(selfDigits.length - thatDigits.length) - BigInt(self.scale) + BigInt(that.scale);
	if (exponentDifference !== bigint0) return exponentDifference < bigint0 ? -1 : 1;
	const length = Math.max(selfDigits.length, thatDigits.length);
	return String$4(selfDigits.padEnd(length, "0"), thatDigits.padEnd(length, "0"));
};
const compare = (self, that) => {
	if (self.scale === that.scale) return compareBigInt(self.value, that.value);
	const selfSign = sign(self);
	const thatSign = sign(that);
	if (selfSign !== thatSign) return selfSign < thatSign ? -1 : 1;
	if (selfSign === 0) return 0;
	const scaleDifference = self.scale - that.scale;
	const absoluteScaleDifference = Math.abs(scaleDifference);
	if (absoluteScaleDifference > MAX_COMPARISON_SCALE_ALIGNMENT) return selfSign === -1 ? compareMagnitude(that, self) : compareMagnitude(self, that);
	const powerOfTen = comparisonPowersOfTen[absoluteScaleDifference] ??= bigint10 ** BigInt(absoluteScaleDifference);
	return scaleDifference > 0 ? compareBigInt(self.value, that.value * powerOfTen) : compareBigInt(self.value * powerOfTen, that.value);
};
/**
* Determines the sign of a given `BigDecimal`.
*
* **When to use**
*
* Use to classify a `BigDecimal` as negative, zero, or positive.
*
* **Example** (Reading decimal signs)
*
* ```ts import.meta.vitest
* import { BigDecimal } from "effect"
*
* BigDecimal.sign(BigDecimal.fromStringUnsafe("-5")) // => -1
* BigDecimal.sign(BigDecimal.fromStringUnsafe("0")) // => 0
* BigDecimal.sign(BigDecimal.fromStringUnsafe("5")) // => 1
* ```
*
* @stability stable
* @category math
* @since 2.0.0
*/
const sign = (n) => n.value === bigint0 ? 0 : n.value < bigint0 ? -1 : 1;
/**
* Formats a `BigDecimal` as a string.
*
* **When to use**
*
* Use to render a `BigDecimal` as plain decimal text when possible.
*
* **Details**
*
* The value is normalized before formatting. Scientific notation is used when
* the absolute value of the normalized scale is at least `16`; otherwise plain
* decimal notation is used.
*
* **Example** (Formatting decimals)
*
* ```ts import.meta.vitest
* import { BigDecimal } from "effect"
*
* BigDecimal.format(BigDecimal.fromStringUnsafe("-5")) // => "-5"
* BigDecimal.format(BigDecimal.fromStringUnsafe("123.456")) // => "123.456"
* BigDecimal.format(BigDecimal.fromStringUnsafe("-0.00000123")) // => "-0.00000123"
* ```
*
* @see {@link toExponential} for always rendering scientific notation
*
* @stability stable
* @category converting
* @since 2.0.0
*/
const format = (n) => {
	const normalized = normalize(n);
	if (Math.abs(normalized.scale) >= 16) return toExponential(normalized);
	const negative = normalized.value < bigint0;
	const absolute = `${negative ? -normalized.value : normalized.value}`;
	const digits = normalized.scale > 0 ? absolute.padStart(normalized.scale + 1, "0") : absolute.padEnd(absolute.length - normalized.scale, "0");
	const point = digits.length - normalized.scale;
	const complete = normalized.scale > 0 ? `${digits.slice(0, point)}.${digits.slice(point)}` : digits;
	return negative ? `-${complete}` : complete;
};
/**
* Formats a given `BigDecimal` as a `string` in scientific notation.
*
* **When to use**
*
* Use to render a `BigDecimal` in scientific notation.
*
* **Example** (Formatting decimals exponentially)
*
* ```ts import.meta.vitest
* import { BigDecimal } from "effect"
*
* BigDecimal.toExponential(BigDecimal.make(123456n, -5)) // => "1.23456e+10"
* ```
*
* @see {@link format} for plain decimal formatting when possible
*
* @stability stable
* @category converting
* @since 3.11.0
*/
const toExponential = (n) => {
	if (isZero(n)) return "0e+0";
	const normalized = normalize(n);
	const digits = `${normalized.value}`;
	const point = normalized.value < bigint0 ? 2 : 1;
	const head = digits.slice(0, point);
	const tail = digits.slice(point);
	const exp = tail.length - normalized.scale;
	return `${head}${tail === "" ? "" : `.${tail}`}e${exp >= 0 ? "+" : ""}${exp}`;
};
/**
* Checks whether a given `BigDecimal` is `0`.
*
* **When to use**
*
* Use to test whether a `BigDecimal` is exactly zero.
*
* **Example** (Checking zero decimals)
*
* ```ts import.meta.vitest
* import { BigDecimal } from "effect"
*
* BigDecimal.isZero(BigDecimal.fromStringUnsafe("0")) // => true
* BigDecimal.isZero(BigDecimal.fromStringUnsafe("1")) // => false
* ```
*
* @stability stable
* @category predicates
* @since 2.0.0
*/
const isZero = (n) => n.value === bigint0;
// ../../../node_modules/effect/dist/encoding/Base64.js
/**
* Base64 encoding and decoding helpers.
*
* @stability stable
* @since 4.0.0
*/
/**
* Encodes the given value into a Base64 (RFC 4648) string.
*
* **When to use**
*
* Use to encode text or bytes as a standard padded Base64 string for storage or
* transport.
*
* **Details**
*
* String inputs are encoded as UTF-8 bytes before Base64 encoding.
* `Uint8Array` inputs are encoded directly. The output uses the standard
* RFC 4648 alphabet with `=` padding.
*
* **Example** (Encoding Base64 strings and bytes)
*
* ```ts import.meta.vitest
* import { Base64 } from "effect/encoding"
*
* Base64.encode("hello") // => "aGVsbG8="
*
* const bytes = new Uint8Array([72, 101, 108, 108, 111])
* Base64.encode(bytes) // => "SGVsbG8="
* ```
*
* @see {@link decode} for decoding standard Base64 to bytes
* @see {@link decodeString} for decoding standard Base64 to UTF-8 text
*
* @stability stable
* @category encoding
* @since 4.0.0
*/
const encode$2 = (input) => encodeBytes$1(typeof input === "string" ? encoder$2.encode(input) : input);
/**
* Decodes a Base64 (RFC 4648) string into bytes safely.
*
* **When to use**
*
* Use to decode a standard padded Base64 string into bytes without throwing on
* invalid input.
*
* **Details**
*
* Returns `Result.succeed` with a `Uint8Array` when decoding succeeds, or
* `Result.fail` with an `EncodingError` when the input is not valid Base64.
*
* **Example** (Decoding Base64 bytes)
*
* ```ts import.meta.vitest
* import { Result } from "effect"
* import { Base64 } from "effect/encoding"
*
* Base64.decode("SGVsbG8=") // => Result.succeed(new Uint8Array([72, 101, 108, 108, 111]))
* ```
*
* @stability stable
* @category decoding
* @since 4.0.0
*/
const decode$2 = (str) => {
	const stripped = stripCrlf(str);
	const length = stripped.length;
	if (length % 4 !== 0) return fail$5(new EncodingError({
		kind: "Decode",
		module: "Base64",
		input: stripped,
		message: `Length must be a multiple of 4, but is ${length}`
	}));
	const index = stripped.indexOf("=");
	if (index !== -1 && (index < length - 2 || index === length - 2 && stripped[length - 1] !== "=")) return fail$5(new EncodingError({
		kind: "Decode",
		module: "Base64",
		input: stripped,
		message: "Found a '=' character, but it is not at the end"
	}));
	try {
		const missingOctets = stripped.endsWith("==") ? 2 : stripped.endsWith("=") ? 1 : 0;
		const result = new Uint8Array(3 * (length / 4) - missingOctets);
		for (let i = 0, j = 0; i < length; i += 4, j += 3) {
			const buffer = getCode(stripped.charCodeAt(i)) << 18 | getCode(stripped.charCodeAt(i + 1)) << 12 | getCode(stripped.charCodeAt(i + 2)) << 6 | getCode(stripped.charCodeAt(i + 3));
			result[j] = buffer >> 16;
			result[j + 1] = buffer >> 8 & 255;
			result[j + 2] = buffer & 255;
		}
		return succeed$5(result);
	} catch (cause) {
		return fail$5(new EncodingError({
			kind: "Decode",
			module: "Base64",
			input: stripped,
			message: cause instanceof Error ? cause.message : "Invalid input"
		}));
	}
};
const encodeBytes$1 = (bytes) => {
	const length = bytes.length;
	const toBase64 = Uint8Array.prototype.toBase64;
	if (length >= 32 && typeof toBase64 === "function") return toBase64.call(bytes);
	return length < 128 ? encodeShort(bytes) : encodeLong(bytes);
};
const encodeShort = (bytes) => {
	const length = bytes.length;
	let result = "";
	let i = 2;
	for (; i < length; i += 3) {
		result += alphabet[bytes[i - 2] >> 2];
		result += alphabet[(bytes[i - 2] & 3) << 4 | bytes[i - 1] >> 4];
		result += alphabet[(bytes[i - 1] & 15) << 2 | bytes[i] >> 6];
		result += alphabet[bytes[i] & 63];
	}
	if (i === length + 1) {
		result += alphabet[bytes[i - 2] >> 2];
		result += alphabet[(bytes[i - 2] & 3) << 4];
		result += "==";
	}
	if (i === length) {
		result += alphabet[bytes[i - 2] >> 2];
		result += alphabet[(bytes[i - 2] & 3) << 4 | bytes[i - 1] >> 4];
		result += alphabet[(bytes[i - 1] & 15) << 2];
		result += "=";
	}
	return result;
};
const encodeLong = (bytes) => {
	const length = bytes.length;
	const result = new Uint8Array(Math.ceil(length / 3) * 4);
	let i;
	let j = 0;
	for (i = 2; i < length; i += 3, j += 4) {
		result[j] = alphabetCodes[bytes[i - 2] >> 2];
		result[j + 1] = alphabetCodes[(bytes[i - 2] & 3) << 4 | bytes[i - 1] >> 4];
		result[j + 2] = alphabetCodes[(bytes[i - 1] & 15) << 2 | bytes[i] >> 6];
		result[j + 3] = alphabetCodes[bytes[i] & 63];
	}
	if (i === length + 1) {
		result[j] = alphabetCodes[bytes[i - 2] >> 2];
		result[j + 1] = alphabetCodes[(bytes[i - 2] & 3) << 4];
		result[j + 2] = paddingCode;
		result[j + 3] = paddingCode;
	}
	if (i === length) {
		result[j] = alphabetCodes[bytes[i - 2] >> 2];
		result[j + 1] = alphabetCodes[(bytes[i - 2] & 3) << 4 | bytes[i - 1] >> 4];
		result[j + 2] = alphabetCodes[(bytes[i - 1] & 15) << 2];
		result[j + 3] = paddingCode;
	}
	return decoder$1.decode(result);
};
const encoder$2 = /*#__PURE__*/ new TextEncoder();
const decoder$1 = /*#__PURE__*/ new TextDecoder();
const stripCrlf = (str) => str.replace(/[\n\r]/g, "");
const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const alphabetCodes = /*#__PURE__*/ encoder$2.encode(alphabet);
const paddingCode = /*#__PURE__*/ "=".charCodeAt(0);
const codes = /*#__PURE__*/ (/* @__PURE__ */ new Uint8Array(123)).fill(255);
for (let i = 0; i < 64; i++) codes[/*#__PURE__*/ alphabet.charCodeAt(i)] = i;
codes[/*#__PURE__*/ "=".charCodeAt(0)] = 0;
const getCode = (charCode) => {
	if (charCode >= codes.length || codes[charCode] === 255) throw new TypeError(`Invalid character ${String.fromCharCode(charCode)}`);
	return codes[charCode];
};
({ ...BaseProto });
({ ...BaseProto });
// ../../../node_modules/effect/dist/internal/redacted.js
/** @internal */
const redactedRegistry = /*#__PURE__*/ new WeakMap();
// ../../../node_modules/effect/dist/Redacted.js
/**
* Wraps sensitive values so normal output does not reveal them.
*
* A `Redacted<A>` shows a redacted placeholder in string, JSON, and inspection
* output, while still storing the original value for trusted code that needs to
* recover it. This helps reduce accidental leaks in logs and diagnostics. This
* module includes constructors, runtime checks, value recovery, wiping of stored
* values, and comparison helpers that avoid exposing the wrapped value at the
* call site.
*
* @stability stable
* @since 3.3.0
*/
const TypeId$10 = "~effect/Redacted";
/**
* Returns `true` if a value is a `Redacted` wrapper.
*
* **When to use**
*
* Use to validate unknown input and narrow it to `Redacted`.
*
* **Details**
*
* When this function returns `true`, TypeScript narrows the value to
* `Redacted<unknown>`.
*
* **Example** (Checking for redacted values)
*
* ```ts import.meta.vitest
* import { Redacted } from "effect"
*
* const secret = Redacted.make("my-secret")
* const plainString = "not-secret"
*
* Redacted.isRedacted(secret) // => true
* Redacted.isRedacted(plainString) // => false
* ```
*
* @stability stable
* @category guards
* @since 3.3.0
*/
const isRedacted = (u) => hasProperty(u, TypeId$10);
/**
* Creates a `Redacted` wrapper for a sensitive value.
*
* **When to use**
*
* Use to wrap a sensitive value so normal string, JSON, and inspection output
* is redacted.
*
* **Details**
*
* The wrapper redacts string, JSON, and inspection output to reduce accidental
* disclosure. The original value remains retrievable with `Redacted.value`
* until the wrapper is wiped or becomes unreachable.
*
* **Example** (Creating a redacted value)
*
* ```ts import.meta.vitest
* import { Redacted } from "effect"
*
* const API_KEY = Redacted.make("1234567890")
* String(API_KEY) // => "<redacted>"
* ```
*
* @stability stable
* @category constructors
* @since 3.3.0
*/
const make$7 = (value, options) => {
	const self = Object.create(Proto$3);
	if (options?.label) self.label = options.label;
	redactedRegistry.set(self, value);
	return self;
};
const Proto$3 = {
	[TypeId$10]: { _A: (_) => _ },
	label: void 0,
	...PipeInspectableProto,
	toJSON() {
		return this.toString();
	},
	toString() {
		return `<redacted${isString$1(this.label) ? ":" + this.label : ""}>`;
	},
	[symbol$2]() {
		return hash$1(redactedRegistry.get(this));
	},
	[symbol$1](that) {
		return isRedacted(that) && equals$1(redactedRegistry.get(this), redactedRegistry.get(that));
	}
};
// ../../../node_modules/effect/dist/http/Headers.js
/**
* Models HTTP headers for the unstable HTTP client and server modules.
*
* `Headers` values are immutable maps keyed by lowercase header name. This
* module converts common header inputs into that shape, provides helpers for
* reading and updating header values, and redacts configured sensitive headers
* when values are inspected.
*
* It also parses and formats the values of standard headers, such as HTTP
* dates and `Retry-After`, with the tolerance the RFCs allow and nothing more.
* The string codecs for those values live in `Schema`, for example
* `Schema.DateTimeUtcFromHttpDate` and `Schema.RetryAfterFromString`.
*
* @stability unstable
* @since 4.0.0
*/
/**
* Runtime type identifier for `Headers` values.
*
* @stability unstable
* @category type IDs
* @since 4.0.0
*/
const TypeId$9 = /*#__PURE__*/ Symbol.for("~effect/http/Headers");
const Proto$2 = /*#__PURE__*/ Object.defineProperties(/*#__PURE__*/ Object.create(null), {
	[TypeId$9]: { value: TypeId$9 },
	[symbolRedactable]: { value(context) {
		return redact$1(this, get(context, CurrentRedactedNames$1));
	} },
	toJSON: { value() {
		return redact$2(this);
	} },
	[symbol$1]: { value(that) {
		return Equivalence$2(this, that);
	} },
	[symbol$2]: { value() {
		return structure(this);
	} },
	toString: { value: BaseProto.toString },
	[NodeInspectSymbol]: { value: BaseProto[NodeInspectSymbol] }
});
/**
* Provides an `Equivalence` instance that compares `Headers` by header names
* and string values.
*
* @stability unstable
* @category instances
* @since 4.0.0
*/
const Equivalence$2 = /*#__PURE__*/ makeEquivalence$1(/*#__PURE__*/ strictEqual());
/**
* An empty `Headers` collection.
*
* @stability unstable
* @category constructors
* @since 4.0.0
*/
const empty = /*#__PURE__*/ Object.create(Proto$2);
/**
* Creates `Headers` from a record or iterable of header entries.
*
* **Details**
*
* Header names are normalized to lowercase. Array values in record input are joined with `", "`, and `undefined` values are omitted.
*
* @stability unstable
* @category constructors
* @since 4.0.0
*/
const fromInput$1 = (input) => {
	if (input === void 0) return empty;
	else if (Symbol.iterator in input) {
		const out = Object.create(Proto$2);
		for (const [k, v] of input) out[k.toLowerCase()] = v;
		return out;
	}
	const out = Object.create(Proto$2);
	for (const [k, v] of Object.entries(input)) if (Array.isArray(v)) out[k.toLowerCase()] = v.join(", ");
	else if (v !== void 0) out[k.toLowerCase()] = v;
	return out;
};
/**
* Returns a plain record with selected header values wrapped in `Redacted`.
*
* **Details**
*
* String keys are normalized to lowercase before matching; regular expressions are tested against the stored header names.
*
* @stability unstable
* @category combinators
* @since 4.0.0
*/
const redact$1 = /*#__PURE__*/ dual(2, (self, key) => {
	const out = { ...self };
	const modify = (key) => {
		if (typeof key === "string") {
			const k = key.toLowerCase();
			if (k in self) out[k] = make$7(self[k]);
		} else for (const name in self) if (name.search(key) !== -1) out[name] = make$7(self[name]);
	};
	if (Array.isArray(key)) for (let i = 0; i < key.length; i++) modify(key[i]);
	else modify(key);
	return out;
});
/**
* Context reference listing header names or patterns that should be redacted when `Headers` are inspected or rendered.
*
* **Details**
*
* Defaults include `authorization`, `cookie`, `set-cookie` and `x-api-key`.
* A custom list replaces the defaults. Matching uses `isRedactedName`.
* Use `UrlParams.CurrentRedactedNames` for query parameters.
*
* @stability unstable
* @category services
* @since 4.0.0
*/
const CurrentRedactedNames$1 = /*#__PURE__*/ Reference$1("effect/Headers/CurrentRedactedNames", { defaultValue: () => [
	"authorization",
	"cookie",
	"set-cookie",
	"x-api-key"
] });
({ ...PipeInspectableProto });
// ../../../node_modules/effect/dist/internal/schema/annotations.js
/** @internal */
function resolve$1(ast) {
	return ast.checks ? ast.checks[ast.checks.length - 1].annotations : ast.annotations;
}
/** @internal */
const SENTINELS_ANNOTATION_KEY = "~sentinels";
/** @internal */
const CONSTRUCTOR_ANNOTATION_KEY = "~constructor";
/** @internal */
const getExpected = /*#__PURE__*/ memoize((ast) => {
	const identifier = resolve$1(ast)?.identifier;
	if (typeof identifier === "string") return identifier;
	return ast.getExpected(getExpected);
});
// ../../../node_modules/effect/dist/internal/schema/parser.js
/** @internal */
const missing = /*#__PURE__*/ Symbol();
/** @internal */
const succeed = succeed$3;
/** @internal */
const missingExit = /*#__PURE__*/ succeed(missing);
/** @internal */
const sameExit = /*#__PURE__*/ succeed(missing);
/** @internal */
const toOption = (value) => value === missing ? none$2() : some(value);
/** @internal */
const fromOptionExit = (option) => option._tag === "None" ? missingExit : succeed(option.value);
// ../../../node_modules/effect/dist/SchemaIssue.js
/**
* Describes problems found while decoding, encoding, or checking data with
* schemas.
*
* An `Issue` records what failed and, for nested data, where the failure
* happened. The Schema system uses these values for missing keys, unexpected
* keys, invalid types, invalid values, failed filters, failed transformations,
* and alternatives that did not match. This module also formats issues.
*
* @stability stable
* @since 4.0.0
*/
const TypeId$7 = "~effect/SchemaIssue/Issue";
/**
* Returns `true` if the given value is an {@link Issue}.
*
* **When to use**
*
* Use when you need to narrow an `unknown` value to `Issue` in error-handling
* code, such as distinguishing an `Issue` from other error types in a catch-all
* handler.
*
* **Details**
*
* - Checks for the internal `TypeId` brand on the value.
*
* **Example** (Type-guarding an unknown error)
*
* ```ts import.meta.vitest
* import { SchemaIssue } from "effect"
*
* const issue = new SchemaIssue.MissingKey(undefined)
* SchemaIssue.isIssue(issue) // => true
* SchemaIssue.isIssue("not an issue") // => false
* ```
*
* @see {@link Issue}
*
* @stability stable
* @category guards
* @since 4.0.0
*/
function isIssue(u) {
	return hasProperty(u, TypeId$7) && u[TypeId$7] === TypeId$7;
}
/**
* Returns `true` when an issue contains an input reported by the schema parser.
*
* **When to use**
*
* Use when reading `Issue.input`, especially when `undefined` is a valid input
* value.
*
* **Details**
*
* Reported input is stored as an own property. This guard checks for that
* property and narrows `input` from optional to required.
*
* **Example** (Reading a reported input)
*
* ```ts import.meta.vitest
* import { Result, Schema, SchemaIssue } from "effect"
*
* const result = Schema.decodeUnknownResult(Schema.String)(1, { reportInput: true })
* if (Result.isFailure(result) && SchemaIssue.hasInput(result.failure.issue)) {
*   result.failure.issue.input // => 1
* }
* ```
*
* @see {@link Issue} for the complete issue model
*
* @stability stable
* @category guards
* @since 4.0.0
*/
function hasInput(issue) {
	return Object.hasOwn(issue, "input");
}
var IssueNodeImpl = class {
	[TypeId$7] = TypeId$7;
	constructor(input, options) {
		if (options?.reportInput === true && input !== missing) this.input = input;
	}
};
/**
* Constructs a schema issue for a failed refinement check.
*
* @stability stable
* @category constructors
* @since 4.0.0
*/
const Filter$1 = class extends IssueNodeImpl {
	_tag = "Filter";
	/**
	* The filter that failed.
	*/
	filter;
	/**
	* The issue that occurred.
	*/
	issue;
	constructor(filter, issue, input, options) {
		super(input, options);
		this.filter = filter;
		this.issue = issue;
	}
};
/**
* Constructs a schema issue for a failed transformation.
*
* @stability stable
* @category constructors
* @since 4.0.0
*/
const Encoding = class extends IssueNodeImpl {
	_tag = "Encoding";
	/**
	* The schema that caused the issue.
	*/
	ast;
	/**
	* The issue that occurred.
	*/
	issue;
	constructor(ast, issue, input, options) {
		super(input, options);
		this.ast = ast;
		this.issue = issue;
	}
};
/**
* Constructs a schema issue that points to a nested location.
*
* @stability stable
* @category constructors
* @since 4.0.0
*/
const Pointer = class extends IssueNodeImpl {
	_tag = "Pointer";
	/**
	* The path to the location in the input that caused the issue.
	*/
	path;
	/**
	* The issue that occurred.
	*/
	issue;
	constructor(path, issue) {
		super();
		this.path = path;
		this.issue = issue;
	}
};
/**
* Constructs a schema issue for a missing key or tuple index.
*
* @stability stable
* @category constructors
* @since 4.0.0
*/
const MissingKey = class extends IssueNodeImpl {
	_tag = "MissingKey";
	/**
	* The metadata for the issue.
	*/
	annotations;
	constructor(annotations) {
		super();
		this.annotations = annotations;
	}
};
/**
* Constructs a schema issue for an unexpected key or tuple index.
*
* @stability stable
* @category constructors
* @since 4.0.0
*/
const UnexpectedKey = class extends IssueNodeImpl {
	_tag = "UnexpectedKey";
	/**
	* The schema that caused the issue.
	*/
	ast;
	constructor(ast, input, options) {
		super(input, options);
		this.ast = ast;
	}
};
/**
* Constructs a schema issue that groups multiple child issues.
*
* @stability stable
* @category constructors
* @since 4.0.0
*/
const Composite = class extends IssueNodeImpl {
	_tag = "Composite";
	/**
	* The schema that caused the issue.
	*/
	ast;
	/**
	* The issues that occurred.
	*/
	issues;
	constructor(ast, issues, input, options) {
		super(input, options);
		this.ast = ast;
		this.issues = issues;
	}
};
/**
* Constructs a schema issue for an input with an invalid runtime type.
*
* @stability stable
* @category constructors
* @since 4.0.0
*/
const InvalidType = class extends IssueNodeImpl {
	_tag = "InvalidType";
	/**
	* The schema that caused the issue.
	*/
	ast;
	constructor(ast, input, options) {
		super(input, options);
		this.ast = ast;
	}
};
/**
* Constructs a schema issue for a value that violates a constraint.
*
* @stability stable
* @category constructors
* @since 4.0.0
*/
const InvalidValue = class extends IssueNodeImpl {
	_tag = "InvalidValue";
	/**
	* The metadata for the issue.
	*/
	annotations;
	constructor(annotations, input, options) {
		super(input, options);
		this.annotations = annotations;
	}
};
/** @internal */
function makeCompositeAtKey(compositeAst, pointerKey, pointerIssue, compositeInput, parseOptions) {
	return new Composite(compositeAst, [new Pointer([pointerKey], pointerIssue)], compositeInput, parseOptions);
}
/**
* Constructs a schema issue for a value that matches no union member.
*
* @stability stable
* @category constructors
* @since 4.0.0
*/
const AnyOf = class extends IssueNodeImpl {
	_tag = "AnyOf";
	/**
	* The schema that caused the issue.
	*/
	ast;
	/**
	* The issues that occurred.
	*/
	issues;
	constructor(ast, issues, input, options) {
		super(input, options);
		this.ast = ast;
		this.issues = issues;
	}
};
/**
* Constructs a schema issue for a value that matches multiple union members.
*
* @stability stable
* @category constructors
* @since 4.0.0
*/
const OneOf = class extends IssueNodeImpl {
	_tag = "OneOf";
	/**
	* The schema that caused the issue.
	*/
	ast;
	/**
	* The schemas that were successful.
	*/
	successes;
	constructor(ast, successes, input, options) {
		super(input, options);
		this.ast = ast;
		this.successes = successes;
	}
};
function makeFilterIssue(entry, input, options) {
	if (isIssue(entry)) return entry;
	if (typeof entry === "string") return new InvalidValue({ message: entry }, input, options);
	const inner = typeof entry.issue === "string" ? new InvalidValue({ message: entry.issue }, input, options) : entry.issue;
	return new Pointer(entry.path, inner);
}
/** @internal */
function makeSingle(out, input, options) {
	if (out === void 0) return;
	if (typeof out === "boolean") return out ? void 0 : new InvalidValue(void 0, input, options);
	return makeFilterIssue(out, input, options);
}
/** @internal */
function normalizeFilterOutput(ast, out, input, options) {
	if (Array.isArray(out)) {
		if (!isReadonlyArrayNonEmpty(out)) return;
		return out.length === 1 ? makeFilterIssue(out[0], input, options) : new Composite(ast, map$3(out, (entry) => makeFilterIssue(entry, input, options)), input, options);
	}
	return makeSingle(out, input, options);
}
/**
* Returns the built-in {@link LeafHook} used by default formatters.
*
* **When to use**
*
* Use as the default leaf renderer when customizing only the {@link CheckHook}.
*
* **Details**
*
* - Checks for a `message` annotation first; returns it if present.
* - For `InvalidValue`, an `expected` annotation uses the standard expected
*   value message and includes reported input when available.
* - Otherwise generates a default message per `_tag`. When the issue reports
*   input, the message includes its formatted value where applicable:
*   - `InvalidType` → `"Expected <type>"` or `"Expected <type>, got <input>"`
*   - `InvalidValue` → `"Expected a valid value"` or `"Invalid data <input>"`
*   - `MissingKey` → `"Missing key"`
*   - `UnexpectedKey` → `"Expected no excess property"` or
*     `"Unexpected key with value <input>"`
*   - `Forbidden` → `"Forbidden operation"`
*   - `OneOf` → `"Expected exactly one member to match"` or
*     `"Expected exactly one member to match the input <input>"`
*
* **Example** (Formatting Standard Schema issues with defaultLeafHook)
*
* ```ts import.meta.vitest
* import { SchemaIssue } from "effect"
*
* const formatter = SchemaIssue.makeFormatterStandardSchemaV1({
*   leafHook: SchemaIssue.defaultLeafHook
* })
* formatter(new SchemaIssue.MissingKey(undefined)) // => { issues: [{ path: [], message: "Missing key" }] }
* ```
*
* @see {@link LeafHook}
* @see {@link makeFormatterStandardSchemaV1}
*
* @stability stable
* @category formatting
* @since 4.0.0
*/
const defaultLeafHook = (issue) => {
	const message = findMessage(issue);
	if (message !== void 0) return message;
	switch (issue._tag) {
		case "InvalidType": return getExpectedMessage(getExpected(issue.ast), issue);
		case "InvalidValue": {
			const expected = findExpected(issue);
			if (expected !== void 0) return getExpectedMessage(expected, issue);
			const input = formatInput(issue);
			return input === void 0 ? "Expected a valid value" : `Invalid data ${input}`;
		}
		case "MissingKey": return "Missing key";
		case "UnexpectedKey": {
			const input = formatInput(issue);
			return input === void 0 ? "Expected no excess property" : `Unexpected key with value ${input}`;
		}
		case "Forbidden": return "Forbidden operation";
		case "OneOf": {
			const input = formatInput(issue);
			return input === void 0 ? "Expected exactly one member to match" : `Expected exactly one member to match the input ${input}`;
		}
	}
};
/**
* Returns the built-in {@link CheckHook} used by default formatters.
*
* **When to use**
*
* Use as the default filter renderer when customizing only the {@link LeafHook}.
*
* **Details**
*
* - Looks for a `message` annotation on the filter first, then on the inner
*   issue.
* - Returns `undefined` when no annotation is found, causing the formatter to
*   fall back to `"Expected <filter>"` or, when the filter reports input,
*   `"Expected <filter>, got <input>"`.
*
* @see {@link CheckHook}
* @see {@link makeFormatterStandardSchemaV1}
*
* @stability stable
* @category formatting
* @since 4.0.0
*/
const defaultCheckHook = (issue) => findMessage(issue) ?? findMessage(issue.issue);
function formatInput(issue) {
	return hasInput(issue) ? format$1(issue.input) : void 0;
}
function findExpected(issue) {
	const expected = issue.annotations?.expected;
	return typeof expected === "string" ? expected : void 0;
}
function getExpectedMessage(expected, issue) {
	const input = formatInput(issue);
	return input === void 0 ? `Expected ${expected}` : `Expected ${expected}, got ${input}`;
}
function getFilterMessage(issue, checkHook) {
	const message = checkHook(issue);
	if (message !== void 0 || issue.issue._tag !== "InvalidValue") return message;
	const expected = findExpected(issue.issue);
	return expected === void 0 ? getExpectedMessage(formatCheck(issue.filter), issue) : getExpectedMessage(expected, issue.issue);
}
function formatCheck(check) {
	const expected = check.annotations?.expected;
	if (typeof expected === "string") return expected;
	switch (check._tag) {
		case "Filter": return "<filter>";
		case "FilterGroup": return check.checks.map((check) => formatCheck(check)).join(" & ");
	}
}
/**
* Creates a {@link Formatter} that converts an {@link Issue} into a
* human-readable multi-line string.
*
* **When to use**
*
* Use when you need to format a `SchemaIssue.Issue` as error messages for
* logging, CLI output, or developer-facing diagnostics.
*
* **Details**
*
* - Flattens the issue tree into `{ message, path }` entries using
*   {@link defaultLeafHook} and {@link defaultCheckHook}.
* - Includes reported input in default messages when the node producing the
*   message has an `input` field.
* - Each entry is rendered as `"<message>"` or `"<message>\n  at <path>"`.
* - Multiple entries are joined with newlines.
*
* **Gotchas**
*
* Formatting an issue can disclose input retained with `reportInput: true`.
* Wrapper inputs are not inherited by child messages, and custom messages are
* returned unchanged.
*
* **Example** (Formatting an issue as a string)
*
* ```ts import.meta.vitest
* import { SchemaIssue } from "effect"
*
* const formatter = SchemaIssue.makeFormatterDefault()
* formatter(new SchemaIssue.MissingKey(undefined)) // => "Missing key"
* ```
*
* @see {@link makeFormatterStandardSchemaV1} — produces Standard Schema V1 format instead
* @see {@link Formatter}
*
* @stability stable
* @category formatting
* @since 4.0.0
*/
function makeFormatterDefault() {
	return (issue) => formatIssue(issue, "");
}
/** @internal */
const defaultFormatter = /*#__PURE__*/ makeFormatterDefault();
function formatIssue(issue, path, messageOverride) {
	let message;
	switch (issue._tag) {
		case "Filter": return formatIssue(issue.issue, path, messageOverride ?? getFilterMessage(issue, defaultCheckHook));
		case "Encoding": return formatIssue(issue.issue, path, messageOverride);
		case "Pointer": return formatIssue(issue.issue, path + formatPath$1(issue.path), messageOverride);
		case "Composite":
		case "AnyOf":
			if (issue._tag === "Composite" || issue.issues.length > 0) return issue.issues.map((issue) => formatIssue(issue, path, messageOverride)).join("\n");
			message = messageOverride ?? findMessage(issue) ?? getExpectedMessage(getExpected(issue.ast), issue);
			break;
		default: message = messageOverride ?? defaultLeafHook(issue);
	}
	return path ? `${message}\n  at ${path}` : message;
}
function findMessage(issue) {
	if (issue._tag === "Pointer" || issue._tag === "Composite") return;
	if (issue._tag === "Encoding") return findMessage(issue.issue);
	const message = (issue._tag === "Filter" ? issue.filter.annotations : "annotations" in issue ? issue.annotations : issue.ast.annotations)?.[issue._tag === "MissingKey" ? "messageMissingKey" : issue._tag === "UnexpectedKey" ? "messageUnexpectedKey" : "message"];
	if (typeof message === "string") return message;
}
// ../../../node_modules/effect/dist/internal/schema/cause.js
/** @internal */
function getSchemaIssue(cause) {
	let issue;
	for (const reason of cause.reasons) {
		if (!isFailReason(reason) || !isIssue(reason.error)) return;
		issue ??= reason.error;
	}
	return issue;
}
/** @internal */
function getSchemaIssueOrThrow(cause, message) {
	const issue = getSchemaIssue(cause);
	if (issue === void 0) throw new Error(message, { cause });
	return issue;
}
// ../../../node_modules/effect/dist/SchemaGetter.js
const makeGetter = (fields) => Object.assign(Object.create(Prototype$1), fields);
const passthrough_$1 = /*#__PURE__*/ makeGetter({ _tag: "Passthrough" });
function passthrough$1() {
	return passthrough_$1;
}
/**
* Creates a getter that applies a pure function to present values.
*
* **When to use**
*
* Use when you need a schema getter for a pure, infallible transformation
* between types.
* - Building encode/decode pairs for `Schema.decodeTo`.
*
* **Details**
*
* - This is the most commonly used constructor.
* - Transforms `Some(e)` to `Some(f(e))` and leaves `None` unchanged.
* - Skips `None` inputs — only called when a value is present.
* - Never fails.
*
* **Example** (Transforming strings to numbers)
*
* ```ts import.meta.vitest
* import { Schema, SchemaGetter } from "effect"
*
* const NumberFromString = Schema.String.pipe(
*   Schema.decodeTo(Schema.Number, {
*     decode: SchemaGetter.transform((s) => Number(s)),
*     encode: SchemaGetter.transform((n) => String(n))
*   })
* )
* Schema.decodeSync(NumberFromString)("42") // => 42
* ```
*
* @see {@link transformEffect} when the transformation returns an `Effect`
* @see {@link transformOptional} when you need to handle `None` inputs
* @see {@link passthrough} when no transformation is needed
*
* @stability stable
* @category transforming
* @since 4.0.0
*/
function transform$1(f) {
	return makeGetter({
		_tag: "Transform",
		transform: f
	});
}
/**
* Creates a getter that applies an effectful transformation to present values.
*
* **When to use**
*
* Use when you need a schema getter for a transformation that may fail, require
* Effect services, or run asynchronously.
*
* **Details**
*
* - Skips `None` inputs — only called when a value is present.
* - On success, wraps the result in `Some`.
* - On failure, propagates the `Issue`.
*
* **Example** (Parsing with failure)
*
* ```ts import.meta.vitest
* import { Effect, Option, SchemaGetter, SchemaIssue } from "effect"
*
* const safeParseInt = SchemaGetter.transformEffect<number, string>(
*   (s, options) => {
*     const n = parseInt(s, 10)
*     return isNaN(n)
*       ? Effect.fail(new SchemaIssue.InvalidValue({ message: "not an integer" }, s, options))
*       : Effect.succeed(n)
*   }
* )
* await Effect.runPromise(SchemaGetter.run(safeParseInt, Option.some("42"), {})) // => Option.some(42)
* ```
*
* @see {@link transform} when transformation cannot fail
* @see {@link transformOptionalEffect} when you need full `Option` control over the output
*
* @stability stable
* @category transforming
* @since 4.0.0
*/
function transformEffect$1(f) {
	return makeGetter({
		_tag: "TransformEffect",
		transform: f
	});
}
/**
* Coerces any value to a `string` using the global `String()` constructor.
*
* **When to use**
*
* Use when you need a schema getter to coerce a present encoded value to a
* string with `String()`.
*
* **Details**
*
* The getter is pure, never fails, and delegates to `globalThis.String`.
*
* **Example** (Coercing to a string)
*
* ```ts import.meta.vitest
* import { Effect, Option, SchemaGetter } from "effect"
*
* const toString = SchemaGetter.String<number>()
* Effect.runSync(SchemaGetter.run(toString, Option.some(42), {})) // => Option.some("42")
* ```
*
* @see {@link transform} for custom string conversions
*
* @stability stable
* @category converting
* @since 4.0.0
*/
function String$3() {
	return transform$1(globalThis.String);
}
/**
* Coerces any value to a `number` using the global `Number()` constructor.
*
* **When to use**
*
* Use when you need a schema getter to coerce a present encoded value to a
* number with `Number()`.
*
* **Details**
*
* The getter is pure, never fails, and delegates to `globalThis.Number`. It may
* produce `NaN` for non-numeric inputs.
*
* **Example** (Coercing to a number)
*
* ```ts import.meta.vitest
* import { Effect, Option, SchemaGetter } from "effect"
*
* const toNumber = SchemaGetter.Number<string>()
* Effect.runSync(SchemaGetter.run(toNumber, Option.some("42"), {})) // => Option.some(42)
* ```
*
* @see {@link transformEffect} for effectful or validated number parsing
*
* @stability stable
* @category converting
* @since 4.0.0
*/
function Number$3() {
	return transform$1(globalThis.Number);
}
/**
* Encodes a `Uint8Array` or string to a Base64 string.
*
* **Details**
*
* The getter is pure and never fails.
*
* **Example** (Encoding to Base64)
*
* ```ts import.meta.vitest
* import { Effect, Option, SchemaGetter } from "effect"
*
* const encode = SchemaGetter.encodeBase64<Uint8Array>()
* const result = Effect.runSync(SchemaGetter.run(encode, Option.some(new Uint8Array([1, 2, 3])), {}))
* result // => Option.some("AQID")
* ```
*
* @see {@link decodeBase64} for the inverse operation to `Uint8Array`
* @see {@link decodeBase64String} for the inverse operation to `string`
* @see {@link encodeBase64Url} for the URL-safe variant
*
* @stability stable
* @category encoding
* @since 4.0.0
*/
function encodeBase64() {
	return transform$1(encode$2);
}
/**
* Decodes a Base64 string to a `Uint8Array`.
*
* **Details**
*
* - Fails with `SchemaIssue.InvalidValue` if the input is not valid Base64.
*
* **Example** (Decoding Base64 to bytes)
*
* ```ts import.meta.vitest
* import { Effect, Option, SchemaGetter } from "effect"
*
* const decode = SchemaGetter.decodeBase64<string>()
* const result = await Effect.runPromise(SchemaGetter.run(decode, Option.some("AQID"), {}))
* Option.map(result, Array.from) // => Option.some([1, 2, 3])
* ```
*
* @see {@link decodeBase64String} to decode to `string` instead
* @see {@link encodeBase64} for the inverse operation
*
* @stability stable
* @category decoding
* @since 4.0.0
*/
function decodeBase64() {
	return transformEffect$1((input, options) => mapErrorEager(fromResult(decode$2(input)), () => new InvalidValue({ expected: "a valid Base64 string" }, input, options)));
}
// ../../../node_modules/effect/dist/SchemaTransformation.js
/**
* Constructs schema middleware from its decode and encode functions.
*
* @stability stable
* @category constructors
* @since 4.0.0
*/
const Middleware = class extends Class$3 {
	_tag = "Middleware";
	decode;
	encode;
	constructor(decode, encode) {
		super();
		this.decode = decode;
		this.encode = encode;
	}
	flip() {
		return new Middleware(this.encode, this.decode);
	}
};
const TypeId$6 = "~effect/SchemaTransformation/Transformation";
/**
* Constructs a bidirectional schema transformation from its decode and encode getters.
*
* @stability stable
* @category constructors
* @since 4.0.0
*/
const Transformation = class extends Class$3 {
	[TypeId$6] = TypeId$6;
	_tag = "Transformation";
	decode;
	encode;
	constructor(decode, encode) {
		super();
		this.decode = decode;
		this.encode = encode;
	}
	flip() {
		return new Transformation(this.encode, this.decode);
	}
};
/**
* Returns `true` if `u` is a `Transformation` instance.
*
* **When to use**
*
* Use to check whether a value is already a schema transformation before
* wrapping it.
*
* **Details**
*
* - Pure predicate, no side effects.
* - Acts as a TypeScript type guard.
*
* **Example** (Checking a value)
*
* ```ts import.meta.vitest
* import { SchemaTransformation } from "effect"
*
* SchemaTransformation.isTransformation(SchemaTransformation.trim()) // => true
* SchemaTransformation.isTransformation({ decode: null, encode: null }) // => false
* ```
*
* @see {@link Transformation}
* @see {@link makeTransformation}
*
* @stability stable
* @category guards
* @since 4.0.0
*/
function isTransformation(u) {
	return hasProperty(u, TypeId$6) && u[TypeId$6] === TypeId$6;
}
/**
* Constructs a `Transformation` from an object with `decode` and `encode`
* `Getter`s. If the input is already a `Transformation`, returns it as-is.
*
* **When to use**
*
* Use when you already have schema getter instances and want to pair them into
* a schema transformation.
* - You want idempotent wrapping (won't double-wrap).
*
* **Details**
*
* - Returns the input unchanged if it is already a `Transformation`.
*
* **Example** (Wrapping existing getters)
*
* ```ts import.meta.vitest
* import { SchemaGetter, SchemaTransformation } from "effect"
*
* const t = SchemaTransformation.makeTransformation({
*   decode: SchemaGetter.transform<number, string>((s) => Number(s)),
*   encode: SchemaGetter.transform<string, number>((n) => String(n))
* })
* t._tag // => "Transformation"
* ```
*
* @see {@link transform} — simpler constructor from pure functions
* @see {@link transformEffect} — constructor from effectful functions
* @see {@link Transformation}
*
* @stability stable
* @category constructors
* @since 3.10.0
*/
const makeTransformation = (options) => {
	if (isTransformation(options)) return options;
	return new Transformation(options.decode, options.encode);
};
/**
* Creates a `Transformation` from pure (sync, infallible) decode and encode
* functions.
*
* **When to use**
*
* Use when you need an infallible schema transformation that does not require
* Effect services.
*
* **Details**
*
* - Each function receives the input and returns the output directly.
* - Skips `None` inputs (missing keys) — functions are only called on present values.
* - Does not allocate Effects internally; uses optimized sync path.
*
* **Example** (Converting between cents and dollars)
*
* ```ts import.meta.vitest
* import { Schema, SchemaTransformation } from "effect"
*
* const CentsFromDollars = Schema.Number.pipe(
*   Schema.decodeTo(
*     Schema.Number,
*     SchemaTransformation.transform({
*       decode: (dollars) => dollars * 100,
*       encode: (cents) => cents / 100
*     })
*   )
* )
* Schema.decodeSync(CentsFromDollars)(2.5) // => 250
* ```
*
* @see {@link transformEffect} — for fallible or effectful transformations
* @see {@link transformOptional} — for transformations that handle missing keys
* @see {@link passthrough} — when no conversion is needed
*
* @stability stable
* @category transforming
* @since 3.10.0
*/
function transform(options) {
	return new Transformation(transform$1(options.decode), transform$1(options.encode));
}
const passthrough_ = /*#__PURE__*/ new Transformation(/*#__PURE__*/ passthrough$1(), /*#__PURE__*/ passthrough$1());
function passthrough() {
	return passthrough_;
}
/**
* Decodes a `string` into a `number` and encodes a `number` back to a
* `string`.
*
* **When to use**
*
* Use when you need a schema transformation to parse numeric strings from APIs,
* form data, or URL parameters.
*
* **Details**
*
* Decoding coerces the string to a number like `Number(s)`. Encoding coerces
* the number to a string like `String(n)`. This does not validate that the
* result is finite; combine with `Schema.Finite` or `Schema.Int` for stricter
* checks.
*
* **Example** (Converting a string to a number)
*
* ```ts import.meta.vitest
* import { Schema, SchemaTransformation } from "effect"
*
* const schema = Schema.String.pipe(
*   Schema.decodeTo(Schema.Number, SchemaTransformation.numberFromString)
* )
* Schema.decodeSync(schema)("42") // => 42
* ```
*
* @see {@link bigintFromString}
* @see {@link transform}
*
* @stability stable
* @category converting
* @since 4.0.0
*/
const numberFromString = /*#__PURE__*/ new Transformation(/*#__PURE__*/ Number$3(), /*#__PURE__*/ String$3());
const isJsonError = (input) => isObject$1(input) && typeof input["message"] === "string";
const decodeJsonError = (input) => {
	const err = Object.hasOwn(input, "cause") ? new Error(input.message, { cause: decodeDefect(input.cause) }) : new Error(input.message);
	if (typeof input.name === "string" && input.name !== "Error") err.name = input.name;
	if (typeof input.stack === "string") err.stack = input.stack;
	return err;
};
const encodeUnknownAsJson = (input) => {
	try {
		const json = formatJson(input);
		return json === void 0 ? format$1(input) : JSON.parse(json);
	} catch {
		return format$1(input);
	}
};
const encodeJsonError = (input, options, encodeDefect) => {
	const encoded = {
		name: input.name,
		message: typeof input.message === "string" ? input.message : ""
	};
	if (options?.includeStack && typeof input.stack === "string") encoded.stack = input.stack;
	if (!options?.excludeCause && input.cause !== void 0) encoded.cause = encodeDefect(input.cause);
	return encoded;
};
const makeEncodeDefect = (options) => {
	const seen = /* @__PURE__ */ new WeakSet();
	const encode = (input) => {
		if (isError(input)) {
			if (seen.has(input)) return "[Circular]";
			seen.add(input);
			const encoded = encodeJsonError(input, options, encode);
			seen.delete(input);
			return encoded;
		}
		return encodeUnknownAsJson(input);
	};
	return encode;
};
const decodeDefect = (input) => isJsonError(input) ? decodeJsonError(input) : input;
/** @internal */
const defectFromJson = (options) => transform({
	decode: decodeDefect,
	encode: makeEncodeDefect(options)
});
/**
* Decodes a Base64-encoded `string` into a `Uint8Array` and encodes a
* `Uint8Array` back to a Base64 string.
*
* **When to use**
*
* Use when you need a schema transformation for binary data transmitted as
* Base64 strings (e.g. file uploads, API payloads).
*
* **Details**
*
* Decoding parses the Base64 string into bytes. Encoding writes the byte array
* as a Base64 string.
*
* **Example** (Converting Base64 to a Uint8Array)
*
* ```ts import.meta.vitest
* import { Schema, SchemaTransformation } from "effect"
*
* const schema = Schema.String.pipe(
*   Schema.decodeTo(Schema.Uint8Array, SchemaTransformation.uint8ArrayFromBase64String)
* )
* Array.from(Schema.decodeSync(schema)("AQID")) // => [1, 2, 3]
* ```
*
* @see {@link fromJsonString}
* @see `Schema.Uint8ArrayFromBase64` - a ready-made schema wrapping this transformation.
*
* @stability stable
* @category encoding
* @since 4.0.0
*/
const uint8ArrayFromBase64String = /*#__PURE__*/ new Transformation(/*#__PURE__*/ decodeBase64(), /*#__PURE__*/ encodeBase64());
// ../../../node_modules/effect/dist/SchemaAST.js
/**
* Represents Effect schemas as runtime trees.
*
* Every `Schema` has an AST made from nodes for declarations, primitives,
* literals, arrays, objects, unions, suspended schemas, checks, annotations,
* encoding links, and parsing context. Most users work with the higher-level
* `Schema` module. Use `SchemaAST` when you need to inspect schema nodes, build
* ASTs programmatically, change encoded or decoded views, collect issues, or
* run low-level schema checks.
*
* @stability stable
* @since 4.0.0
*/
function makeGuard(tag) {
	return (ast) => ast._tag === tag;
}
/**
* Narrows an {@link AST} to {@link Declaration}.
*
* **When to use**
*
* Use to recognize declaration AST nodes before running declaration-specific
* handling.
*
* @see {@link Declaration} for the AST node type narrowed by this guard
*
* @stability stable
* @category guards
* @since 3.10.0
*/
const isDeclaration = /*#__PURE__*/ makeGuard("Declaration");
/**
* Narrows an {@link AST} to {@link Never}.
*
* **When to use**
*
* Use to detect the AST node for a schema that can never match before handling
* other schema variants.
*
* @see {@link Never} for the AST node type narrowed by this guard
* @see {@link never} for the singleton `Never` AST instance
*
* @stability stable
* @category guards
* @since 4.0.0
*/
const isNever = /*#__PURE__*/ makeGuard("Never");
/**
* Narrows an {@link AST} to {@link Literal}.
*
* **When to use**
*
* Use to recognize exact string, number, boolean, or bigint literal AST nodes.
*
* @see {@link Literal} for the AST node type narrowed by this guard
* @see {@link LiteralValue} for the values stored by literal nodes
*
* @stability stable
* @category guards
* @since 3.10.0
*/
const isLiteral = /*#__PURE__*/ makeGuard("Literal");
/**
* Narrows an {@link AST} to {@link UniqueSymbol}.
*
* @stability stable
* @category guards
* @since 3.10.0
*/
const isUniqueSymbol = /*#__PURE__*/ makeGuard("UniqueSymbol");
/**
* Narrows an {@link AST} to {@link Arrays}.
*
* **When to use**
*
* Use to recognize array-like AST nodes before reading their element, rest, or
* mutability metadata.
*
* @see {@link Arrays} for the AST node type narrowed by this guard
*
* @stability stable
* @category guards
* @since 4.0.0
*/
const isArrays = /*#__PURE__*/ makeGuard("Arrays");
/**
* Narrows an {@link AST} to {@link Objects}.
*
* @stability stable
* @category guards
* @since 4.0.0
*/
const isObjects = /*#__PURE__*/ makeGuard("Objects");
/**
* Narrows an {@link AST} to {@link Suspend}.
*
* @stability stable
* @category guards
* @since 3.10.0
*/
const isSuspend = /*#__PURE__*/ makeGuard("Suspend");
/**
* Constructs a {@link Link}.
*
* @stability stable
* @category constructors
* @since 4.0.0
*/
const Link = class {
	to;
	transformation;
	constructor(to, transformation) {
		this.to = to;
		this.transformation = transformation;
	}
};
/** @internal */
const defaultParseOptions = {};
/**
* Constructs a {@link Context}.
*
* @stability stable
* @category constructors
* @since 4.0.0
*/
const Context = class {
	isOptional;
	isMutable;
	/** Used for constructor default values (e.g. `withConstructorDefault` API) */
	constructorDefault;
	annotations;
	constructor(isOptional, isMutable, constructorDefault = void 0, annotations = void 0) {
		this.isOptional = isOptional;
		this.isMutable = isMutable;
		this.constructorDefault = constructorDefault;
		this.annotations = annotations;
	}
};
const TypeId$5 = "~effect/Schema";
var ASTNodeImpl = class {
	[TypeId$5] = TypeId$5;
	annotations;
	checks;
	encoding;
	context;
	constructor(annotations = void 0, checks = void 0, encoding = void 0, context = void 0) {
		this.annotations = annotations;
		this.checks = checks;
		this.encoding = encoding;
		this.context = context;
	}
	toString() {
		return `<${this._tag}>`;
	}
};
/**
* Constructs a {@link Declaration}.
*
* @stability stable
* @category constructors
* @since 4.0.0
*/
const Declaration = class extends ASTNodeImpl {
	_tag = "Declaration";
	typeParameters;
	run;
	encodingChecks;
	/**
	* Parser factory {@link flip} swaps in, so a declaration can behave
	* differently when encoding. `undefined` reuses `run`.
	*/
	encodingRun;
	constructor(typeParameters, run, annotations, checks, encoding, context, encodingChecks, encodingRun) {
		super(annotations, checks, encoding, context);
		this.typeParameters = typeParameters;
		this.run = run;
		this.encodingChecks = encodingChecks;
		this.encodingRun = encodingRun;
	}
	/** @internal */
	getParser() {
		let run;
		return (input, options) => {
			if (input === missing) return missingExit;
			run ??= this.run(this.typeParameters);
			try {
				return run(input, this, options);
			} catch (error) {
				return die$2(error);
			}
		};
	}
	_rebuild(recur, checks, encodingChecks, run, encodingRun) {
		const tps = mapOrSame$1(this.typeParameters, recur);
		return tps === this.typeParameters && checks === this.checks && encodingChecks === this.encodingChecks && run === this.run && encodingRun === this.encodingRun ? this : new Declaration(tps, run, this.annotations, checks, void 0, this.context, encodingChecks, encodingRun);
	}
	/** @internal */
	recur(recur) {
		return this._rebuild(recur, this.checks, this.encodingChecks, this.run, this.encodingRun);
	}
	/** @internal */
	flip(recur) {
		return this._rebuild(recur, this.encodingChecks, this.checks, this.encodingRun ?? this.run, this.run);
	}
	/** @internal */
	getExpected() {
		const expected = this.annotations?.expected;
		if (typeof expected === "string") return expected;
		return "<Declaration>";
	}
};
/**
* Constructs a {@link Null}.
*
* @stability stable
* @category constructors
* @since 4.0.0
*/
const Null = class extends ASTNodeImpl {
	_tag = "Null";
	/** @internal */
	getParser() {
		return fromConst(this, null);
	}
	/** @internal */
	getExpected() {
		return "null";
	}
};
const null_ = /*#__PURE__*/ new Null();
/**
* Constructs a {@link Undefined}.
*
* @stability stable
* @category constructors
* @since 4.0.0
*/
const Undefined$1 = class extends ASTNodeImpl {
	_tag = "Undefined";
	/** @internal */
	getParser() {
		return fromConst(this, void 0);
	}
	/** @internal */
	toCodecJson() {
		return replaceEncoding(this, [undefinedToNull]);
	}
	/** @internal */
	getExpected() {
		return "undefined";
	}
};
const undefinedToNull = /*#__PURE__*/ new Link(null_, /*#__PURE__*/ new Transformation(/*#__PURE__*/ transform$1(() => void 0), /*#__PURE__*/ transform$1(() => null)));
const undefined_ = /*#__PURE__*/ new Undefined$1();
/**
* Constructs a {@link Void}.
*
* @stability stable
* @category constructors
* @since 4.0.0
*/
const Void$1 = class extends ASTNodeImpl {
	_tag = "Void";
	/** @internal */
	getParser() {
		const succeed$7 = succeed(void 0);
		return (input) => input === missing ? missingExit : succeed$7;
	}
	/** @internal */
	toCodecJson() {
		return replaceEncoding(this, [undefinedToNull]);
	}
	/** @internal */
	getExpected() {
		return "void";
	}
};
const void_ = /*#__PURE__*/ new Void$1();
/**
* Constructs a {@link Never}.
*
* @stability stable
* @category constructors
* @since 4.0.0
*/
const Never$1 = class extends ASTNodeImpl {
	_tag = "Never";
	/** @internal */
	getParser() {
		return fromRefinement(this, isNever$1);
	}
	/** @internal */
	getExpected() {
		return "never";
	}
};
/**
* Provides the singleton {@link Never} AST instance.
*
* **When to use**
*
* Use to reuse the canonical bottom-type AST node when constructing,
* comparing, or returning ASTs.
*
* @see {@link Never} for the AST node class
* @see {@link isNever} for narrowing an AST to a `Never` node
*
* @stability stable
* @category constructors
* @since 4.0.0
*/
const never$1 = /*#__PURE__*/ new Never$1();
/**
* Constructs a {@link Unknown}.
*
* @stability stable
* @category constructors
* @since 4.0.0
*/
const Unknown$1 = class extends ASTNodeImpl {
	_tag = "Unknown";
	/** @internal */
	getParser() {
		return fromRefinement(this, isUnknown);
	}
	/** @internal */
	getExpected() {
		return "unknown";
	}
};
/**
* Provides the singleton {@link Unknown} AST instance.
*
* **When to use**
*
* Use when you need the reusable AST singleton for a schema node that accepts
* every value while keeping parsed values opaque.
*
* @see {@link any} for the singleton that accepts every value as `any`
*
* @stability stable
* @category constructors
* @since 4.0.0
*/
const unknown = /*#__PURE__*/ new Unknown$1();
function formatTemplateLiteralPath(path) {
	return typeof path === "number" ? `parts[${path}]` : path;
}
function isTemplateLiteralPart(ast, path, validated) {
	if (validated.has(ast)) return true;
	if (ast.encoding) throw new Error(`TemplateLiteral parts cannot have an encoding at ${formatTemplateLiteralPath(path)}`);
	let valid;
	switch (ast._tag) {
		case "String":
		case "Number":
		case "BigInt":
			valid = true;
			break;
		case "Literal":
			valid = !ast.checks;
			break;
		case "TemplateLiteral": {
			const currentPath = formatTemplateLiteralPath(path);
			valid = !ast.checks && ast.parts.every((part, index) => isTemplateLiteralPart(part, `${currentPath}.parts[${index}]`, validated));
			break;
		}
		case "Union": {
			const currentPath = formatTemplateLiteralPath(path);
			valid = !ast.checks && ast.types.every((part, index) => isTemplateLiteralPart(part, `${currentPath}.types[${index}]`, validated));
			break;
		}
		default: return false;
	}
	if (valid) validated.add(ast);
	return valid;
}
/**
* Constructs a {@link TemplateLiteral}.
*
* **Gotchas**
*
* Throws if a part contains an encoding, including inside unions or nested
* template literals. Parts must describe their values without transformations.
*
* @stability stable
* @category constructors
* @since 4.0.0
*/
const TemplateLiteral = class extends ASTNodeImpl {
	_tag = "TemplateLiteral";
	parts;
	/** @internal */
	encodedParts;
	/** @internal */
	literals;
	/** @internal */
	suffixLengths;
	constructor(parts, annotations, checks, encoding, context) {
		super(annotations, checks, encoding, context);
		const encodedParts = [];
		const literals = [];
		const validated = /* @__PURE__ */ new Set();
		for (let index = 0; index < parts.length; index++) {
			const part = parts[index];
			if (!isTemplateLiteralPart(part, index, validated)) throw new Error(`Invalid TemplateLiteral part ${part._tag}`);
			encodedParts.push(part);
			literals.push(part._tag === "Literal" ? globalThis.String(part.literal) : void 0);
		}
		const suffixLengths = new Array(encodedParts.length + 1);
		suffixLengths[encodedParts.length] = 0;
		for (let i = encodedParts.length - 1; i >= 0; i--) suffixLengths[i] = suffixLengths[i + 1] + (literals[i]?.length ?? 0);
		this.parts = parts;
		this.encodedParts = encodedParts;
		this.literals = literals;
		this.suffixLengths = suffixLengths;
	}
	/** @internal */
	getParser(compile) {
		const tuple = new Arrays(false, this.parts.map(partFromString), []);
		const parser = compile(decodeTo$1(string, tuple, templateLiteralTransformation(this)));
		return (input, options) => {
			if (input === missing) return missingExit;
			const result = parser(input, options);
			if (result._tag === "Success") return sameExit;
			return mapBothEager(result, {
				onSuccess: () => input,
				onFailure: (issue) => new Composite(this, [issue], input, options)
			});
		};
	}
	/** @internal */
	getExpected() {
		return "string";
	}
	/** @internal */
	matchPart(s, options) {
		return segmentTemplateLiteralParts(this, s, options) === void 0 ? void 0 : s;
	}
};
function templateLiteralTransformation(template) {
	return new Transformation(transformEffect$1((s, options) => {
		const segments = segmentTemplateLiteralParts(template, s, options);
		if (segments) return succeed$1(segments);
		return fail$1(new InvalidValue({ expected: "a string matching template literal parts" }, s, options));
	}), transform$1((parts) => parts.join("")));
}
/**
* Constructs a {@link Literal}.
*
* @stability stable
* @category constructors
* @since 4.0.0
*/
const Literal$1 = class extends ASTNodeImpl {
	_tag = "Literal";
	literal;
	constructor(literal, annotations, checks, encoding, context) {
		super(annotations, checks, encoding, context);
		if (typeof literal === "number" && !globalThis.Number.isFinite(literal)) throw new Error(`A numeric literal must be finite, got ${format$1(literal)}`);
		this.literal = literal;
	}
	/** @internal */
	getParser() {
		return fromConst(this, this.literal);
	}
	/** @internal */
	matchPart(s, _options) {
		return s === globalThis.String(this.literal) ? this.literal : void 0;
	}
	/** @internal */
	toCodecJson() {
		return typeof this.literal === "bigint" ? literalToString(this) : this;
	}
	/** @internal */
	toCodecStringTree() {
		return typeof this.literal === "string" ? this : literalToString(this);
	}
	/** @internal */
	getExpected() {
		return typeof this.literal === "string" ? JSON.stringify(this.literal) : globalThis.String(this.literal);
	}
};
function literalToString(ast) {
	const literalAsString = globalThis.String(ast.literal);
	return replaceEncoding(ast, [new Link(new Literal$1(literalAsString), new Transformation(transform$1(() => ast.literal), transform$1(() => literalAsString)))]);
}
/**
* Constructs a {@link String}.
*
* @stability stable
* @category constructors
* @since 4.0.0
*/
const String$2 = class extends ASTNodeImpl {
	_tag = "String";
	/** @internal */
	getParser() {
		return fromRefinement(this, isString$1);
	}
	/** @internal */
	matchPart(s, options) {
		const checks = this.checks;
		return checks && !options.disableChecks && collectIssues(checks, s, void 0, this, options) ? void 0 : s;
	}
	/** @internal */
	getExpected() {
		return "string";
	}
};
/**
* Provides the singleton {@link String} AST instance.
*
* **When to use**
*
* Use as the shared `SchemaAST` node for unconstrained JavaScript strings.
*
* @see {@link String} for the AST node class
* @see {@link isString} for narrowing an AST to a string node
*
* @stability stable
* @category constructors
* @since 4.0.0
*/
const string = /*#__PURE__*/ new String$2();
/**
* Constructs a {@link Number}.
*
* @stability stable
* @category constructors
* @since 4.0.0
*/
const Number$2 = class extends ASTNodeImpl {
	_tag = "Number";
	/** @internal */
	getParser() {
		return fromRefinement(this, isNumber);
	}
	/** @internal */
	matchKey(s, options) {
		return this._match(isStringNumberRegExp, s, options);
	}
	/** @internal */
	matchPart(s, options) {
		return this._match(isStringFiniteRegExp, s, options);
	}
	_match(regexp, s, options) {
		if (!regexp.test(s)) return void 0;
		const value = globalThis.Number(s);
		if (options.disableChecks || !this.checks) return value;
		return collectIssues(this.checks, value, void 0, this, options) ? void 0 : value;
	}
	/** @internal */
	toCodecJson() {
		if (this.checks && (hasCheck(this.checks, "effect/schema/isFinite") || hasCheck(this.checks, "effect/schema/isInt"))) return this;
		return replaceEncoding(this, [numberToJson]);
	}
	/** @internal */
	toCodecStringTree() {
		if (this.toCodecJson() === this) return replaceEncoding(this, [finiteToString]);
		return replaceEncoding(this, [numberToString]);
	}
	/** @internal */
	getExpected() {
		return "number";
	}
};
function hasCheck(checks, id) {
	return checks.some((check) => check.annotations?.representation?.id === id || check._tag === "FilterGroup" && hasCheck(check.checks, id));
}
/**
* Provides the singleton {@link Number} AST instance.
*
* **When to use**
*
* Use when you need the canonical `SchemaAST` node for schemas that accept any
* JavaScript number value.
*
* @see {@link Number} for the AST node class and serialization behavior
* @see {@link Literal} for exact finite numeric literal AST nodes
*
* @stability stable
* @category constructors
* @since 4.0.0
*/
const number = /*#__PURE__*/ new Number$2();
/**
* Constructs a {@link Boolean}.
*
* @stability stable
* @category constructors
* @since 4.0.0
*/
const Boolean$2 = class extends ASTNodeImpl {
	_tag = "Boolean";
	/** @internal */
	getParser() {
		return fromRefinement(this, isBoolean);
	}
	/** @internal */
	getExpected() {
		return "boolean";
	}
};
/**
* Provides the singleton {@link Boolean} AST instance.
*
* **When to use**
*
* Use to reuse the standard AST node that accepts either `true` or `false` when
* constructing schema ASTs directly.
*
* @see {@link Boolean} for the AST node class
* @see {@link Literal} for exact boolean literal AST nodes
*
* @stability stable
* @category constructors
* @since 4.0.0
*/
const boolean = /*#__PURE__*/ new Boolean$2();
/**
* Constructs a {@link Arrays}.
*
* @stability stable
* @category constructors
* @since 4.0.0
*/
const Arrays = class extends ASTNodeImpl {
	_tag = "Arrays";
	isMutable;
	elements;
	rest;
	encodingChecks;
	constructor(isMutable, elements, rest, annotations, checks, encoding, context, encodingChecks) {
		super(annotations, checks, encoding, context);
		this.isMutable = isMutable;
		this.elements = elements;
		this.rest = rest;
		this.encodingChecks = encodingChecks;
		let hasOptional = false;
		for (let i = 0; i < elements.length; i++) if (isOptional(elements[i])) hasOptional = true;
		else if (hasOptional) throw new Error("A required element cannot follow an optional element. ts(1257)");
		if (hasOptional && rest.length > 1) throw new Error("A required element cannot follow an optional element. ts(1257)");
		for (let i = 1; i < rest.length; i++) if (isOptional(rest[i])) throw new Error("An optional element cannot follow a rest element. ts(1266)");
	}
	/** @internal */
	getParser(compile, compileField = compile) {
		const ast = this;
		let elements;
		let rest;
		const elementLen = ast.elements.length;
		const tailLen = Math.max(0, ast.rest.length - 1);
		function getParser(tailThreshold, index) {
			if (index < elementLen) return elements[index];
			else if (index >= tailThreshold) return rest[index - tailThreshold + 1];
			return rest[0];
		}
		const finish = (state) => {
			const { input, len, options } = state;
			if (ast.rest.length === 0 && len > elementLen) for (let i = elementLen; i < len; i++) {
				const unexpected = new UnexpectedKey(ast, input[i], options);
				const issue = new Pointer([i], unexpected);
				if (options.errors === "all") {
					if (state.issues) state.issues.push(issue);
					else state.issues = [issue];
				} else return fail$1(new Composite(ast, [issue], input, options));
			}
			if (state.issues) return fail$1(new Composite(ast, state.issues, input, options));
			return succeed(state.output);
		};
		const parse = (input, options) => {
			const len = input.length;
			const state = {
				ast,
				getParser,
				input,
				len,
				tailThreshold: Math.max(elementLen, len - tailLen),
				output: [],
				issues: void 0,
				options
			};
			const end = ast.rest.length === 0 ? elementLen : Math.max(len, elementLen + tailLen);
			const concurrency = options.concurrency === void 0 ? 1 : resolveConcurrency(options.concurrency);
			const eff = concurrency === 1 ? parseArray(state, input, 0, end) : parseArrayConcurrent(state, input, {
				concurrency,
				end
			});
			if (!eff) return finish(state);
			if (effectIsExit(eff)) return flatMapEager(eff, () => finish(state));
			let first = true;
			return suspend(() => {
				if (!first) return parse(input, options);
				first = false;
				return flatMap(eff, () => finish(state));
			});
		};
		return (input, options) => {
			if (input === missing) return missingExit;
			try {
				if (!Array.isArray(input)) return fail$1(new InvalidType(ast, input, options));
				if (!elements) {
					elements = ast.elements.map((ast) => ({
						ast,
						parser: compileField(ast)
					}));
					rest = ast.rest.map((ast) => ({
						ast,
						parser: compileField(ast)
					}));
				}
				return parse(input, options);
			} catch (error) {
				return die$2(error);
			}
		};
	}
	_rebuild(recur, checks, encodingChecks) {
		const elements = mapOrSame$1(this.elements, recur);
		const rest = mapOrSame$1(this.rest, recur);
		return elements === this.elements && rest === this.rest && checks === this.checks && encodingChecks === this.encodingChecks ? this : new Arrays(this.isMutable, elements, rest, this.annotations, checks, void 0, this.context, encodingChecks);
	}
	/** @internal */
	recur(recur) {
		return this._rebuild(recur, this.checks, this.encodingChecks);
	}
	/** @internal */
	flip(recur) {
		return this._rebuild(recur, this.encodingChecks, this.checks);
	}
	/** @internal */
	getExpected() {
		return "array";
	}
};
/** @internal */
function stepArray(s, item, exit, i) {
	if (exit._tag === "Failure") return wrapPropertyKeyIssue(s, s.ast, i, exit);
	const value = exit === sameExit ? item : exit[args];
	if (value !== missing) s.output[i] = value;
	else {
		const p = s.getParser(s.tailThreshold, i);
		if (isOptional(p.ast)) return;
		const issue = new Pointer([i], new MissingKey(p.ast.context?.annotations));
		if (s.options.errors === "all") {
			if (s.issues) s.issues.push(issue);
			else s.issues = [issue];
		} else return fail$3(new Composite(s.ast, [issue], s.input, s.options));
	}
}
const parseArrayOptions = {
	onItem(s, item, i) {
		const value = i < s.len ? item : missing;
		return s.getParser(s.tailThreshold, i).parser(value, s.options);
	},
	step: stepArray
};
/** @internal */
const parseArray = /*#__PURE__*/ iterateEager()(parseArrayOptions);
const parseArrayConcurrent = /*#__PURE__*/ iterateConcurrent()(parseArrayOptions);
const wrapPropertyKeyIssue = (s, ast, key, exit) => {
	if (exit.cause.reasons.length === 0) return exit;
	const issue = getSchemaIssue(exit.cause);
	if (issue === void 0) return failCause$3(map$1(exit.cause, (issue) => new Composite(ast, [new Pointer([key], issue)], s.input, s.options)));
	const pointer = new Pointer([key], issue);
	if (s.options.errors === "all") {
		if (s.issues) s.issues.push(pointer);
		else s.issues = [pointer];
	} else return fail$3(new Composite(ast, [pointer], s.input, s.options));
};
/**
* floating point or integer, with optional exponent
*
* The mantissa alternation keeps rejection linear: `\d*\.?\d+` retries
* every split of a long digit run.
* @internal
*/
const FINITE_PATTERN = "[+-]?(?:\\d+(?:\\.\\d+)?|\\.\\d+)(?:[Ee][+-]?\\d+)?";
/**
* Returns the object keys that match the index signature parameter schema.
* @internal
*/
function getIndexSignatureKeys(input, parameter, options = defaultParseOptions) {
	let stringKeys;
	let symbolKeys;
	function go(parameter) {
		switch (parameter._tag) {
			case "String":
			case "TemplateLiteral": return (stringKeys ??= Object.keys(input)).filter((k) => parameter.matchPart(k, options) !== void 0);
			case "Number": return (stringKeys ??= Object.keys(input)).filter((k) => parameter.matchKey(k, options) !== void 0);
			case "Symbol": return (symbolKeys ??= Object.getOwnPropertySymbols(input)).filter((k) => Object.prototype.propertyIsEnumerable.call(input, k) && parameter.matchKey(k, options) !== void 0);
			case "Union": return [...new Set(parameter.types.flatMap(go))];
			default: return [];
		}
	}
	return go(parameterFromPropertyKey(toEncoded(parameter)));
}
/**
* Constructs a {@link PropertySignature}.
*
* @stability stable
* @category constructors
* @since 4.0.0
*/
const PropertySignature = class {
	name;
	type;
	constructor(name, type) {
		this.name = name;
		this.type = type;
	}
};
function isIndexSignatureParameterSide(ast) {
	switch (ast._tag) {
		case "String":
		case "Number":
		case "Symbol":
		case "TemplateLiteral": return true;
		case "Union": return ast.types.every(isIndexSignatureParameterSide);
		default: return false;
	}
}
function isIndexSignatureParameterEncodedSide(ast) {
	const encoded = getLastEncoding(ast);
	switch (encoded._tag) {
		case "String":
		case "Number":
		case "Symbol":
		case "TemplateLiteral": return true;
		case "Union": return encoded.types.every(isIndexSignatureParameterEncodedSide);
		default: return false;
	}
}
function isIndexSignatureParameter(ast) {
	return isIndexSignatureParameterSide(ast) && isIndexSignatureParameterEncodedSide(ast);
}
/**
* Constructs a {@link IndexSignature}.
*
* @stability stable
* @category constructors
* @since 4.0.0
*/
const IndexSignature = class {
	parameter;
	type;
	constructor(parameter, type) {
		if (!isIndexSignatureParameter(parameter)) throw new Error(`Invalid index signature parameter ${parameter._tag}`);
		this.parameter = parameter;
		this.type = type;
		if (isOptional(type) || type.encoding !== void 0 && isOptional(toEncoded(type))) throw new Error("Cannot use `Schema.optionalKey` or `Schema.optional` with index signatures. Index signatures already allow keys to be absent; use `Schema.UndefinedOr` to allow `undefined` values.");
	}
};
/**
* Constructs a {@link Objects}.
*
* @stability stable
* @category constructors
* @since 4.0.0
*/
const Objects = class extends ASTNodeImpl {
	_tag = "Objects";
	propertySignatures;
	indexSignatures;
	encodingChecks;
	constructor(propertySignatures, indexSignatures, annotations, checks, encoding, context, encodingChecks) {
		super(annotations, checks, encoding, context);
		this.propertySignatures = propertySignatures;
		this.indexSignatures = indexSignatures;
		this.encodingChecks = encodingChecks;
	}
	/** @internal */
	getParser(compile, compileField = compile) {
		const ast = this;
		const hasProperties = ast.propertySignatures.length;
		const indexCount = ast.indexSignatures.length;
		if (!hasProperties && !indexCount) return fromRefinement(ast, isNotNullish);
		let properties;
		let indexes;
		const compileMembers = () => {
			if (!properties) {
				properties = ast.propertySignatures.map((ps) => ({
					parser: compileField(ps.type),
					name: ps.name,
					type: ps.type
				}));
				indexes = indexCount ? ast.indexSignatures.map((is) => ({
					is,
					parserKey: compile(parameterFromPropertyKey(is.parameter)),
					parserValue: compileField(is.type)
				})) : void 0;
			}
			return properties;
		};
		const makeFallback = () => {
			const expectedKeys = new Set(ast.propertySignatures.map((ps) => typeof ps.name === "number" ? globalThis.String(ps.name) : ps.name));
			const finishIndex = (s, key, k2, inputValue, exitValue) => {
				if (exitValue._tag === "Failure") return wrapPropertyKeyIssue(s, ast, key, exitValue) ?? void_$2;
				const value = exitValue === sameExit ? inputValue : exitValue[args];
				if (k2 !== missing && value !== missing) {
					if (hasProperties && (expectedKeys.has(key) || expectedKeys.has(typeof k2 === "number" ? globalThis.String(k2) : k2))) return void_$2;
					assignProperty(s.out, k2, value);
				}
				return void_$2;
			};
			const parseIndex = (s, key, index, exitKey) => {
				if (!exitKey) {
					const eff = index.parserKey(key, s.options);
					if (!effectIsExit(eff)) return flatMap(exit(eff), (exit) => parseIndex(s, key, index, exit));
					exitKey = eff;
				}
				if (exitKey._tag === "Failure") return wrapPropertyKeyIssue(s, ast, key, exitKey) ?? void_$2;
				const k2 = exitKey === sameExit ? key : exitKey[args];
				const inputValue = s.input[key];
				const result = index.parserValue(inputValue, s.options);
				return effectIsExit(result) ? finishIndex(s, key, k2, inputValue, result) : flatMap(exit(result), (exit) => finishIndex(s, key, k2, inputValue, exit));
			};
			const parseStringIndex = (s, key, index) => {
				const inputValue = s.input[key];
				const result = index.parserValue(inputValue, s.options);
				return effectIsExit(result) ? finishIndex(s, key, key, inputValue, result) : flatMap(exit(result), (exit) => finishIndex(s, key, key, inputValue, exit));
			};
			const parseIndexes = indexCount ? iterateConcurrent()({
				onItem: (s, [key, index]) => index.is.parameter === string ? parseStringIndex(s, key, index) : parseIndex(s, key, index),
				step: (_s, _item, exit) => exit._tag === "Failure" ? exit : void 0
			}) : void 0;
			return fnUntracedEager(function* (input, options) {
				if (input === missing) return missing;
				if (!(typeof input === "object" && input !== null && !Array.isArray(input))) return yield* fail$1(new InvalidType(ast, input, options));
				compileMembers();
				const record = input;
				const out = {};
				const state = {
					ast,
					input: record,
					out,
					issues: void 0,
					options
				};
				const errorsAllOption = options.errors === "all";
				const onExcessPropertyError = options.onExcessProperty === "error";
				const concurrency = options.concurrency === void 0 ? 1 : resolveConcurrency(options.concurrency);
				const indexKeys = indexCount && onExcessPropertyError ? ast.indexSignatures.map((index) => getIndexSignatureKeys(record, index.parameter, options)) : void 0;
				if (onExcessPropertyError) {
					const coveredKeys = indexKeys ? new Set(expectedKeys) : expectedKeys;
					if (indexKeys) for (const keys of indexKeys) for (const key of keys) coveredKeys.add(key);
					const inputKeys = Reflect.ownKeys(record);
					for (let i = 0; i < inputKeys.length; i++) {
						const key = inputKeys[i];
						if (!coveredKeys.has(key) && Object.prototype.propertyIsEnumerable.call(record, key)) {
							const unexpected = new UnexpectedKey(ast, record[key], options);
							const issue = new Pointer([key], unexpected);
							if (errorsAllOption) {
								if (state.issues) state.issues.push(issue);
								else state.issues = [issue];
								continue;
							} else return yield* fail$1(new Composite(ast, [issue], input, options));
						}
					}
				}
				if (hasProperties) {
					const eff = concurrency === 1 ? parseProperties(state, properties) : parsePropertiesConcurrent(state, properties, { concurrency });
					if (eff) yield* eff;
				}
				if (indexCount && concurrency === 1) for (let i = 0; i < indexCount; i++) {
					const index = indexes[i];
					const parse = index.is.parameter === string ? parseStringIndex : parseIndex;
					const keys = indexKeys?.[i] ?? (index.is.parameter === string ? Object.keys(record) : getIndexSignatureKeys(record, index.is.parameter, options));
					for (let j = 0; j < keys.length; j++) {
						const eff = parse(state, keys[j], index);
						if (!effectIsExit(eff)) yield* eff;
						else if (eff._tag === "Failure") return yield* eff;
					}
				}
				else if (parseIndexes) {
					const keyPairs = empty$1();
					for (let i = 0; i < indexCount; i++) {
						const index = indexes[i];
						const keys = indexKeys?.[i] ?? (index.is.parameter === string ? Object.keys(record) : getIndexSignatureKeys(record, index.is.parameter, options));
						for (let j = 0; j < keys.length; j++) keyPairs.push([keys[j], index]);
					}
					const eff = parseIndexes(state, keyPairs, { concurrency });
					if (eff) yield* eff;
				}
				if (state.issues) return yield* fail$1(new Composite(ast, state.issues, input, options));
				return out;
			});
		};
		if (indexCount) return makeFallback();
		let fallback;
		const resume = (snapshot, index, pending) => {
			const property = properties[index];
			return flatMap(exit(pending), (exit) => {
				const state = {
					...snapshot,
					out: { ...snapshot.out }
				};
				const terminal = stepProperty(state, property, exit);
				if (terminal) return terminal;
				const done = () => succeed(state.out);
				const eff = parseProperties(state, properties.slice(index + 1));
				return eff ? flatMapEager(eff, done) : done();
			});
		};
		return (input, options) => {
			if (input === missing) return missingExit;
			if (options.errors === "all" || options.onExcessProperty !== void 0 || options.concurrency !== void 0 && resolveConcurrency(options.concurrency) !== 1) return (fallback ??= makeFallback())(input, options);
			if (!(typeof input === "object" && input !== null && !Array.isArray(input))) return fail$1(new InvalidType(ast, input, options));
			const props = compileMembers();
			const record = input;
			const out = {};
			const state = {
				ast,
				input: record,
				out,
				issues: void 0,
				options
			};
			try {
				for (let index = 0; index < props.length; index++) {
					const property = props[index];
					const name = property.name;
					const hasKey = hasPropertySignature(record, name);
					const value = hasKey ? record[name] : missing;
					const exit = property.parser(value, options);
					if (!effectIsExit(exit)) return resume(state, index, exit);
					if (exit === sameExit) {
						if (hasKey) assignProperty(out, name, value);
						continue;
					}
					const terminal = stepProperty(state, property, exit);
					if (terminal) return terminal;
				}
			} catch (error) {
				return die$2(error);
			}
			return succeed(out);
		};
	}
	_rebuild(recur, recurParameter, checks, encodingChecks) {
		const props = mapOrSame$1(this.propertySignatures, (ps) => {
			const t = recur(ps.type);
			return t === ps.type ? ps : new PropertySignature(ps.name, t);
		});
		const indexes = mapOrSame$1(this.indexSignatures, (is) => {
			const p = recurParameter(is.parameter);
			const t = recur(is.type);
			return p === is.parameter && t === is.type ? is : new IndexSignature(p, t);
		});
		return props === this.propertySignatures && indexes === this.indexSignatures && checks === this.checks && encodingChecks === this.encodingChecks ? this : new Objects(props, indexes, this.annotations, checks, void 0, this.context, encodingChecks);
	}
	/** @internal */
	flip(recur) {
		return this._rebuild(recur, recur, this.encodingChecks, this.checks);
	}
	/** @internal */
	recur(recur, recurParameter = recur) {
		return this._rebuild(recur, recurParameter, this.checks, this.encodingChecks);
	}
	/** @internal */
	getExpected() {
		if (this.propertySignatures.length === 0 && this.indexSignatures.length === 0) return "object | array";
		return "object";
	}
};
/** @internal */
function stepProperty(s, p, exit) {
	if (exit._tag === "Failure") return wrapPropertyKeyIssue(s, s.ast, p.name, exit);
	if (exit === sameExit) return;
	const value = exit[args];
	if (value !== missing) {
		assignProperty(s.out, p.name, value);
		return;
	}
	delete s.out[p.name];
	if (!isOptional(p.type)) {
		const issue = new Pointer([p.name], new MissingKey(p.type.context?.annotations));
		if (s.options.errors === "all") {
			if (s.issues) s.issues.push(issue);
			else s.issues = [issue];
			return;
		} else return fail$3(new Composite(s.ast, [issue], s.input, s.options));
	}
}
const parsePropertiesOptions = {
	onItem(s, p) {
		if (!hasPropertySignature(s.input, p.name)) return p.parser(missing, s.options);
		const value = s.input[p.name];
		assignProperty(s.out, p.name, value);
		return p.parser(value, s.options);
	},
	step: stepProperty
};
/** @internal */
const parseProperties = /*#__PURE__*/ iterateEager()(parsePropertiesOptions);
const parsePropertiesConcurrent = /*#__PURE__*/ iterateConcurrent()(parsePropertiesOptions);
function combineChecks(a, b) {
	if (!a) return b;
	if (!b) return a;
	return [...a, ...b];
}
/** @internal */
function struct(fields, checks, annotations) {
	return new Objects(Reflect.ownKeys(fields).map((key) => {
		return new PropertySignature(key, fields[key].ast);
	}), [], annotations, checks);
}
/** @internal */
function getAST(self) {
	return self.ast;
}
/** @internal */
function tuple(elements, checks = void 0) {
	return new Arrays(false, elements.map((e) => e.ast), [], void 0, checks);
}
/** @internal */
function union$1(members, options, checks) {
	return new Union$1(members.map(getAST), options, void 0, checks);
}
const toCandidate = /*#__PURE__*/ memoizeIdempotent((ast) => {
	while (true) {
		if (isSuspend(ast)) return unknown;
		const encoding = ast.encoding;
		if (!encoding) return ast.recur?.(toCandidate, identity) ?? ast;
		if (encoding.some((link) => link.transformation._tag === "Middleware" && link.transformation.decode !== identity)) return unknown;
		ast = encoding[encoding.length - 1].to;
	}
});
function getCandidateTypes(ast) {
	switch (ast._tag) {
		case "Null": return ["null"];
		case "Undefined": return ["undefined"];
		case "String":
		case "TemplateLiteral": return ["string"];
		case "Number": return ["number"];
		case "Boolean": return ["boolean"];
		case "Symbol":
		case "UniqueSymbol": return ["symbol"];
		case "BigInt": return ["bigint"];
		case "Arrays": return ["array"];
		case "ObjectKeyword": return [
			"object",
			"array",
			"function"
		];
		case "Objects": return ast.propertySignatures.length || ast.indexSignatures.length ? ["object"] : [
			"string",
			"number",
			"boolean",
			"symbol",
			"bigint",
			"object",
			"array",
			"function"
		];
		case "Enum": return Array.from(new Set(ast.enums.map(([, v]) => typeof v)));
		case "Literal": return [typeof ast.literal];
		case "Union": return Array.from(new Set(ast.types.flatMap(getCandidateTypes)));
		default: return [
			"null",
			"undefined",
			"string",
			"number",
			"boolean",
			"symbol",
			"bigint",
			"object",
			"array",
			"function"
		];
	}
}
/** @internal */
function collectSentinels(ast) {
	switch (ast._tag) {
		default: return [];
		case "Declaration": {
			const s = ast.annotations?.[SENTINELS_ANNOTATION_KEY];
			return Array.isArray(s) ? s : [];
		}
		case "Objects": return ast.propertySignatures.flatMap((ps) => {
			const type = ps.type;
			if (!isOptional(type)) {
				if (isLiteral(type)) return [{
					key: ps.name,
					literal: type.literal
				}];
				if (isUniqueSymbol(type)) return [{
					key: ps.name,
					literal: type.symbol
				}];
			}
			return [];
		});
		case "Arrays": return ast.elements.flatMap((e, i) => {
			if (!isOptional(e)) {
				if (isLiteral(e)) return [{
					key: i,
					literal: e.literal
				}];
				if (isUniqueSymbol(e)) return [{
					key: i,
					literal: e.symbol
				}];
			}
			return [];
		});
		case "Union": {
			if (ast.types.length === 0) return [];
			const members = ast.types.map((type) => collectSentinels(toCandidate(type)));
			return members[0].filter((s) => members.every((sentinels) => sentinels.some((o) => o.key === s.key && o.literal === s.literal)));
		}
		case "Suspend": return collectSentinels(ast.thunk());
	}
}
const candidateIndexCache = /*#__PURE__*/ new WeakMap();
const emptyCandidates = /*#__PURE__*/ Object.freeze([]);
const getRuntimeType = (input) => input === null ? "null" : Array.isArray(input) ? "array" : typeof input;
const hasPropertySignature = (input, key) => key === "__proto__" ? Object.hasOwn(input, key) : key in input;
/** @internal */
function getCandidateIndex(types) {
	let index = candidateIndexCache.get(types);
	if (index) return index;
	let bySentinel;
	let sentinelCandidateCount = 0;
	let otherwise;
	let literalCandidates;
	let onlyLiterals = true;
	const literalOf = [];
	for (let i = 0; i < types.length; i++) {
		const a = types[i];
		const encoded = toCandidate(a);
		if (isNever(encoded)) continue;
		if (isLiteral(encoded) || isUniqueSymbol(encoded)) {
			literalCandidates ??= /* @__PURE__ */ new Map();
			const literal = isLiteral(encoded) ? encoded.literal : encoded.symbol;
			literalOf[i] = literal;
			let arr = literalCandidates.get(literal);
			if (!arr) literalCandidates.set(literal, arr = []);
			arr.push(i);
		} else onlyLiterals = false;
		const sentinels = collectSentinels(encoded);
		if (sentinels.length) {
			bySentinel ??= /* @__PURE__ */ new Map();
			sentinelCandidateCount++;
			for (const { key, literal } of sentinels) {
				let entry = bySentinel.get(key);
				if (!entry) bySentinel.set(key, entry = [/* @__PURE__ */ new Map(), /* @__PURE__ */ new Set()]);
				entry[1].add(i);
				let indexes = entry[0].get(literal);
				if (!indexes) entry[0].set(literal, indexes = /* @__PURE__ */ new Set());
				indexes.add(i);
			}
		} else {
			otherwise ??= {};
			const candidateTypes = getCandidateTypes(encoded);
			for (const t of candidateTypes) (otherwise[t] ??= []).push(i);
		}
	}
	const fallbacks = {};
	const getFallback = (type) => fallbacks[type] ??= Object.freeze(otherwise?.[type] ?? emptyCandidates);
	if (onlyLiterals && literalCandidates) {
		literalCandidates.forEach(Object.freeze);
		index = (input) => literalCandidates.get(input) ?? emptyCandidates;
	} else if (bySentinel?.size === 1 && !otherwise) {
		const [key, [byValue]] = bySentinel.entries().next().value;
		const candidates = /* @__PURE__ */ new Map();
		for (const [literal, indexes] of byValue) candidates.set(literal, Object.freeze(Array.from(indexes)));
		const all = Object.freeze(types.map((_, i) => i));
		index = (input, isConstructor) => {
			if (isObjectKeyword(input)) {
				const value = hasPropertySignature(input, key) ? input[key] : void 0;
				if (value !== void 0) return candidates.get(value) ?? emptyCandidates;
				if (isConstructor) return all;
			}
			return emptyCandidates;
		};
	} else if (bySentinel) {
		let commonSentinel;
		for (const entry of bySentinel) if ((!commonSentinel || entry[1][0].size > commonSentinel[1][0].size) && entry[1][1].size === sentinelCandidateCount) commonSentinel = entry;
		index = (input, isConstructor) => {
			const runtimeType = getRuntimeType(input);
			if (!isObjectKeyword(input)) return getFallback(runtimeType);
			const selected = new Set(otherwise?.[runtimeType]);
			let directKey;
			if (commonSentinel) {
				const [key, [byValue]] = commonSentinel;
				const hasKey = hasPropertySignature(input, key);
				const value = hasKey ? input[key] : void 0;
				if (hasKey && (!isConstructor || value !== void 0)) {
					const match = byValue.get(value);
					if (!match) return getFallback(runtimeType);
					for (const i of match) selected.add(i);
					directKey = key;
				}
			}
			if (directKey === void 0) for (const [key, [byValue, all]] of bySentinel) {
				const hasKey = hasPropertySignature(input, key);
				const value = hasKey ? input[key] : void 0;
				if (hasKey && (!isConstructor || value !== void 0)) {
					const match = byValue.get(value);
					if (match) for (const i of match) selected.add(i);
				} else if (isConstructor) for (const i of all) selected.add(i);
			}
			for (const [key, [byValue, all]] of bySentinel) {
				if (key === directKey) continue;
				const hasKey = hasPropertySignature(input, key);
				const value = hasKey ? input[key] : void 0;
				if (hasKey && (!isConstructor || value !== void 0)) {
					const match = byValue.get(value);
					for (const i of selected) if (all.has(i) && !match?.has(i)) selected.delete(i);
				}
			}
			return Array.from(selected).sort((a, b) => a - b);
		};
	} else index = (input) => {
		const fallback = getFallback(getRuntimeType(input));
		return literalCandidates ? fallback.filter((i) => literalOf[i] === void 0 || literalOf[i] === input) : fallback;
	};
	candidateIndexCache.set(types, index);
	return index;
}
/**
* Constructs a {@link Union}.
*
* @stability stable
* @category constructors
* @since 4.0.0
*/
const Union$1 = class extends ASTNodeImpl {
	_tag = "Union";
	types;
	options;
	encodingChecks;
	constructor(types, options, annotations, checks, encoding, context, encodingChecks) {
		super(annotations, checks, encoding, context);
		this.types = types;
		this.options = options;
		this.encodingChecks = encodingChecks;
	}
	/** @internal */
	getParser(compile, compileField) {
		const ast = this;
		const isConstructor = compileField !== void 0;
		const parsers = [];
		const parser = (i) => parsers[i] ??= compile(ast.types[i]);
		let index;
		return (input, options) => {
			if (input === missing) return missingExit;
			const candidates = (index ??= getCandidateIndex(ast.types))(input, isConstructor);
			if (candidates.length === 0) return fail$1(new AnyOf(ast, [], input, options));
			if (candidates.length === 1) {
				const result = parser(candidates[0])(input, options);
				if (result._tag === "Success") return result;
				return effectIsExit(result) ? failSingleUnionCandidate(ast, result.cause, input, options) : catchSingleUnionCandidate(ast, result, input, options);
			}
			return parseUnionCandidates(ast, parser, candidates, input, options);
		};
	}
	_rebuild(recur, checks, encodingChecks) {
		const types = mapOrSame$1(this.types, recur);
		return types === this.types && checks === this.checks && encodingChecks === this.encodingChecks ? this : new Union$1(types, this.options, this.annotations, checks, void 0, this.context, encodingChecks);
	}
	/** @internal */
	recur(recur) {
		return this._rebuild(recur, this.checks, this.encodingChecks);
	}
	/** @internal */
	flip(recur) {
		return this._rebuild(recur, this.encodingChecks, this.checks);
	}
	/** @internal */
	matchPart(s, options) {
		for (const type of this.types) {
			const out = type.matchPart(s, options);
			if (out !== void 0) return out;
		}
	}
	/** @internal */
	getExpected(getExpected) {
		const expected = this.annotations?.expected;
		if (typeof expected === "string") return expected;
		if (this.types.length === 0) return "never";
		const types = this.types.map((type) => {
			const encoded = toEncoded(type);
			switch (encoded._tag) {
				case "Arrays": {
					const literals = encoded.elements.filter(isLiteral);
					if (literals.length > 0) return `${formatIsMutable(encoded.isMutable)}[ ${literals.map((e) => getExpected(e) + formatIsOptional(e.context?.isOptional)).join(", ")}, ... ]`;
					break;
				}
				case "Objects": {
					const literals = encoded.propertySignatures.filter((ps) => isLiteral(ps.type));
					if (literals.length > 0) return `{ ${literals.map((ps) => `${formatIsMutable(ps.type.context?.isMutable)}${formatPropertyKey(ps.name)}${formatIsOptional(ps.type.context?.isOptional)}: ${getExpected(ps.type)}`).join(", ")}, ... }`;
					break;
				}
			}
			return getExpected(encoded);
		});
		return Array.from(new Set(types)).join(" | ");
	}
};
function failSingleUnionCandidate(ast, cause, input, options) {
	const issue = getSchemaIssue(cause);
	if (!issue) return failCause$3(cause);
	return fail$3(new AnyOf(ast, [issue], input, options));
}
function catchSingleUnionCandidate(ast, result, input, options) {
	return catchCause(result, (cause) => failSingleUnionCandidate(ast, cause, input, options));
}
function parseUnionCandidates(ast, parser, candidates, input, options) {
	const state = {
		ast,
		parser,
		input,
		out: void 0,
		successes: ast.options?.mode === "oneOf" ? [] : void 0,
		issues: void 0,
		options
	};
	const eff = parseUnion(state, candidates);
	if (!eff) {
		if (state.out) return state.out;
		return fail$1(new AnyOf(ast, state.issues ?? [], input, options));
	}
	if (effectIsExit(eff)) return resumeUnion(eff, state);
	let first = true;
	return suspend(() => {
		if (!first) return parseUnionCandidates(ast, parser, candidates, input, options);
		first = false;
		return resumeUnion(eff, state);
	});
}
function resumeUnion(eff, state) {
	return flatMapEager(eff, (_) => {
		if (state.out === sameExit) return succeed$1(state.input);
		if (state.out) return state.out;
		return fail$1(new AnyOf(state.ast, state.issues ?? [], state.input, state.options));
	});
}
const parseUnion = /*#__PURE__*/ iterateEager()({
	onItem(s, i) {
		return s.parser(i)(s.input, s.options);
	},
	step(s, i, exit) {
		if (exit._tag === "Failure") {
			const issue = getSchemaIssue(exit.cause);
			if (issue === void 0) return exit;
			if (s.issues) s.issues.push(issue);
			else s.issues = [issue];
		} else {
			if (s.out && s.successes) {
				s.successes.push(s.ast.types[i]);
				return fail$3(new OneOf(s.ast, s.successes, s.input, s.options));
			}
			s.out = exit;
			if (s.successes) s.successes.push(s.ast.types[i]);
			else return void_$2;
		}
	}
});
const nonFiniteLiterals = /*#__PURE__*/ new Union$1([
	/*#__PURE__*/ new Literal$1("Infinity"),
	/*#__PURE__*/ new Literal$1("-Infinity"),
	/*#__PURE__*/ new Literal$1("NaN")
]);
function formatIsMutable(isMutable) {
	return isMutable ? "" : "readonly ";
}
function formatIsOptional(isOptional) {
	return isOptional ? "?" : "";
}
/**
* Constructs a {@link Suspend}.
*
* @stability stable
* @category constructors
* @since 4.0.0
*/
const Suspend = class extends ASTNodeImpl {
	_tag = "Suspend";
	thunk;
	constructor(thunk, annotations, checks, encoding, context) {
		if (checks) throw new Error("Cannot add checks to Suspend");
		super(annotations, void 0, encoding, context);
		let ast;
		this.thunk = () => ast ??= thunk();
	}
	/** @internal */
	getParser(compile) {
		let parser;
		return (input, options) => (parser ??= compile(this.thunk()))(input, options);
	}
	/** @internal */
	recur(recur) {
		return new Suspend(() => recur(this.thunk()), this.annotations, void 0, void 0, this.context);
	}
	/** @internal */
	getExpected(getExpected) {
		return getExpected(this.thunk());
	}
};
/**
* Constructs a {@link Filter}.
*
* @stability stable
* @category constructors
* @since 4.0.0
*/
const Filter = class extends Class$3 {
	_tag = "Filter";
	run;
	annotations;
	/**
	* Whether the parsing process should be aborted after this check has failed.
	*/
	aborted;
	constructor(run, annotations = void 0, aborted = false) {
		super();
		this.run = run;
		this.annotations = annotations;
		this.aborted = aborted;
	}
	annotate(annotations) {
		return new Filter(this.run, {
			...this.annotations,
			...annotations
		}, this.aborted);
	}
	abort() {
		return new Filter(this.run, this.annotations, true);
	}
	and(other, annotations) {
		return new FilterGroup([this, other], annotations);
	}
};
/**
* Constructs a {@link FilterGroup}.
*
* @stability stable
* @category constructors
* @since 4.0.0
*/
const FilterGroup = class extends Class$3 {
	_tag = "FilterGroup";
	checks;
	annotations;
	constructor(checks, annotations = void 0) {
		super();
		this.checks = checks;
		this.annotations = annotations;
	}
	annotate(annotations) {
		return new FilterGroup(this.checks, {
			...this.annotations,
			...annotations
		});
	}
	and(other, annotations) {
		return new FilterGroup([this, other], annotations);
	}
};
/** @internal */
function makeFilter$1(filter, annotations, aborted = false) {
	return new Filter((input, ast, options) => normalizeFilterOutput(ast, filter(input, ast, options), input, options), annotations, aborted);
}
/** @internal */
function isFinite(annotations) {
	return makeFilter$1((n) => globalThis.Number.isFinite(n), {
		expected: "a finite number",
		representation: {
			id: "effect/schema/isFinite",
			payload: null
		},
		toJsonSchema: () => ({ type: "number" }),
		toCode: () => ({ runtime: "Schema.isFinite()" }),
		arbitraryConstraint: { number: "finite" },
		...annotations
	});
}
/** @internal */
const finite = /*#__PURE__*/ appendChecks(number, [/*#__PURE__*/ isFinite()]);
const numberToJson = /*#__PURE__*/ new Link(/*#__PURE__*/ new Union$1([finite, nonFiniteLiterals]), /*#__PURE__*/ new Transformation(/*#__PURE__*/ Number$3(), /*#__PURE__*/ transform$1((n) => globalThis.Number.isFinite(n) ? n : globalThis.String(n))));
/**
* Creates a {@link Filter} that validates strings by running `RegExp.test`.
*
* **When to use**
*
* Use when string validation should be represented as a schema `Filter` backed
* by a regular expression.
*
* **Details**
*
* The filter can be used with `Schema.check` or attached directly to a
* `String` AST node through checks. The regular expression is cloned and its
* `lastIndex` is reset before each test, so global and sticky expressions are
* deterministic and the provided regular expression is not mutated. The
* regular expression source is stored in annotations for serialization and
* arbitrary generation.
*
* **Gotchas**
*
* Arbitrary metadata preserves both `regExp.source` and `regExp.flags`.
* Implementations that cannot consume all flags may still use the source as a
* generation hint because the Schema filter validates every generated value.
* JSON Schema has no way to carry JavaScript regular-expression flags. Unless
* annotations provide `toJsonSchema`, the RegExp constraint is omitted from
* JSON Schema export.
*
* **Example** (Validating an email pattern)
*
* ```ts import.meta.vitest
* import { SchemaAST } from "effect"
*
* const emailFilter = SchemaAST.isPattern(/^[^@]+@[^@]+$/)
* emailFilter.run("alice@example.com", SchemaAST.string, {}) // => undefined
* emailFilter.run("invalid", SchemaAST.string, {})?._tag // => "InvalidValue"
* ```
*
* @see {@link Filter}
* @stability stable
* @category constructors
* @since 4.0.0
*/
function isPattern(regExp, annotations) {
	const copy = new globalThis.RegExp(regExp);
	const payload = {
		source: copy.source,
		flags: copy.flags
	};
	return makeFilter$1((s) => {
		copy.lastIndex = 0;
		return copy.test(s);
	}, {
		expected: `a string matching the RegExp ${payload.source}`,
		representation: {
			id: "effect/schema/isPattern",
			payload
		},
		toJsonSchema: () => [{}, true],
		arbitraryConstraint: { patterns: [payload] },
		...annotations
	});
}
const bodyOwners = /*#__PURE__*/ new WeakMap();
function copy$2(ast, changes) {
	const out = Object.assign(Object.create(Object.getPrototypeOf(ast)), ast, changes);
	if (Reflect.ownKeys(changes).every((key) => key === "context" || key === "encoding")) bodyOwners.set(out, getContextOwner(ast));
	return out;
}
/** @internal */
function getContextOwner(ast) {
	const existing = bodyOwners.get(ast);
	if (existing !== void 0) return existing;
	if (ast.encoding === void 0) return ast;
	const owner = Object.assign(Object.create(Object.getPrototypeOf(ast)), ast, { encoding: void 0 });
	bodyOwners.set(ast, owner);
	return owner;
}
/** @internal */
function replaceEncoding(ast, encoding) {
	return ast.encoding === encoding ? ast : copy$2(ast, { encoding });
}
/** @internal */
function replaceContext(ast, context) {
	if (ast.context === context) return ast;
	const owner = getContextOwner(ast);
	if (owner.context === context && owner.encoding === ast.encoding) return owner;
	return copy$2(ast, { context });
}
/** @internal */
function getLastEncoding(ast) {
	return ast.encoding ? getLastEncoding(ast.encoding[ast.encoding.length - 1].to) : ast;
}
/** @internal */
function annotate(ast, annotations) {
	if (ast.checks) {
		const last = ast.checks[ast.checks.length - 1];
		return replaceChecks(ast, append$1(ast.checks.slice(0, -1), last.annotate(annotations)));
	}
	return copy$2(ast, { annotations: {
		...ast.annotations,
		...annotations
	} });
}
/** @internal */
function replaceChecks(ast, checks) {
	if (ast._tag === "Suspend" && checks) throw new Error("Cannot add checks to Suspend");
	if (ast.checks === checks) return ast;
	return copy$2(ast, { checks });
}
/** @internal */
function appendChecks(ast, checks) {
	return replaceChecks(ast, combineChecks(ast.checks, checks));
}
/** @internal */
function mapLink(link, f) {
	const to = f(link.to);
	return to === link.to ? link : new Link(to, link.transformation);
}
function updateLastLink(encoding, f) {
	const links = encoding;
	const last = links[links.length - 1];
	const out = mapLink(last, f);
	return out === last ? encoding : append$1(encoding.slice(0, encoding.length - 1), out);
}
/** @internal */
function applyToLastLink(f) {
	return (ast) => ast.encoding ? replaceEncoding(ast, updateLastLink(ast.encoding, f)) : ast;
}
/** @internal */
function applyToSelfOrLastLinkEncodingIdempotent(f, options) {
	function out(ast) {
		if (ast.encoding) {
			const last = ast.encoding[ast.encoding.length - 1];
			return options?.stopAt?.(last) ? ast : replaceEncoding(ast, updateLastLink(ast.encoding, out));
		}
		return f(ast);
	}
	return memoizeIdempotent(out);
}
function appendTransformation(from, transformation, to) {
	const link = new Link(from, transformation);
	return replaceEncoding(to, to.encoding ? [...to.encoding, link] : [link]);
}
function mapOrSame$1(as, f) {
	let out;
	for (let i = 0; i < as.length; i++) {
		const a = as[i];
		const fa = f(a);
		if (out) out[i] = fa;
		else if (fa !== a) {
			out = new Array(as.length);
			for (let j = 0; j < i; j++) out[j] = as[j];
			out[i] = fa;
		}
	}
	return out ?? as;
}
/** @internal */
function annotateKey(ast, annotations) {
	return replaceContext(ast, ast.context ? new Context(ast.context.isOptional, ast.context.isMutable, ast.context.constructorDefault, {
		...ast.context.annotations,
		...annotations
	}) : new Context(false, false, void 0, annotations));
}
/** @internal */
const optionalKey$1 = /*#__PURE__*/ memoizeIdempotent((ast) => {
	const context = ast.context ? ast.context.isOptional === false ? new Context(true, ast.context.isMutable, ast.context.constructorDefault, ast.context.annotations) : ast.context : new Context(true, false);
	return optionalKeyLastLink(replaceContext(ast, context));
});
const optionalKeyLastLink = /*#__PURE__*/ applyToLastLink(optionalKey$1);
/** @internal */
const optional$1 = /*#__PURE__*/ memoize((ast) => optionalKey$1(new Union$1([ast, undefined_])));
/** @internal */
function withConstructorDefault$1(ast, defaultValue) {
	return replaceContext(ast, ast.context ? new Context(ast.context.isOptional, ast.context.isMutable, defaultValue, ast.context.annotations) : new Context(false, false, defaultValue));
}
/**
* Attaches a `Transformation` to the `to` AST, making it decode from the
* `from` AST and encode back to it.
*
* **Details**
*
* This is the low-level primitive behind `Schema.decodeTo`. It appends a
* {@link Link} to the `to` node's encoding chain.
*
* - Returns a new AST with the same type as `to`.
*
* @see {@link Link}
* @see {@link Encoding}
* @see {@link flip}
* @stability stable
* @category transforming
* @since 4.0.0
*/
function decodeTo$1(from, to, transformation) {
	return appendTransformation(from, transformation, to);
}
/**
* Returns `true` if the AST node represents an optional property.
*
* **Details**
*
* Checks `ast.context?.isOptional`. Defaults to `false` when no
* {@link Context} is set.
*
* @see `Schema.optionalKey`
* @see {@link Context}
* @stability stable
* @category predicates
* @since 4.0.0
*/
function isOptional(ast) {
	return ast.context?.isOptional ?? false;
}
function isStructuralCheck(check) {
	return check.annotations?.["~structural"] === true || check._tag === "FilterGroup" && check.checks.every(isStructuralCheck);
}
function extractStructuralChecks(checks) {
	function extract(check) {
		if (isStructuralCheck(check)) return [check];
		return check._tag === "FilterGroup" ? check.checks.flatMap(extract) : [];
	}
	const out = checks.flatMap(extract);
	return isArrayNonEmpty(out) ? out : void 0;
}
function canPreserveEncodingChecks(ast) {
	let preserve = true;
	function visit(child) {
		preserve = preserve && !child.encoding && !isSuspend(child);
		if (preserve && "recur" in child) child.recur(visit);
		return child;
	}
	if ("recur" in ast) ast.recur(visit);
	return preserve;
}
/**
* Strips all encoding transformations from an AST, returning the decoded
* (type-level) representation.
*
* **Details**
*
* - Memoized: same input reference → same output reference.
* - Recursively walks into composite nodes ({@link Arrays}, {@link Objects},
*   {@link Union}, {@link Suspend}).
*
* **Example** (Getting the type AST)
*
* ```ts import.meta.vitest
* import { Schema, SchemaAST } from "effect"
*
* const schema = Schema.NumberFromString
* const typeAst = SchemaAST.toType(schema.ast)
* typeAst._tag // => "Number"
* ```
*
* @see {@link toEncoded}
* @see {@link flip}
* @stability stable
* @category transforming
* @since 4.0.0
*/
const toType = /*#__PURE__*/ memoizeIdempotent((ast) => {
	const owner = getContextOwner(ast);
	if (owner !== ast) {
		const type = toType(owner);
		return type === owner && ast.encoding === void 0 ? ast : replaceContext(type, ast.context);
	}
	const type = "recur" in ast ? ast.recur(toType) : ast;
	if ("encodingChecks" in type && type.encodingChecks) {
		const checks = canPreserveEncodingChecks(ast) ? type.encodingChecks : isArrays(type) || isObjects(type) || isDeclaration(type) && type.typeParameters.length > 0 ? extractStructuralChecks(type.encodingChecks) : void 0;
		return copy$2(type, {
			encodingChecks: void 0,
			checks: combineChecks(type.checks, checks)
		});
	}
	return type;
});
/**
* Returns the encoded (wire-format) AST by flipping and then stripping
* encodings.
*
* **Details**
*
* Equivalent to `toType(flip(ast))`. This gives you the AST that describes
* the shape of the serialized/encoded data.
*
* - Memoized: same input reference → same output reference.
*
* **Example** (Getting the encoded AST)
*
* ```ts import.meta.vitest
* import { Schema, SchemaAST } from "effect"
*
* const schema = Schema.NumberFromString
* const encodedAst = SchemaAST.toEncoded(schema.ast)
* encodedAst._tag // => "String"
* ```
*
* @see {@link toType}
* @see {@link flip}
* @stability stable
* @category transforming
* @since 4.0.0
*/
const toEncoded = /*#__PURE__*/ memoizeIdempotent((ast) => {
	return toType(flip(ast));
});
function flipEncoding(ast, encoding) {
	const links = encoding;
	const len = links.length;
	const last = links[len - 1];
	const ls = [new Link(flip(replaceEncoding(ast, void 0)), links[0].transformation.flip())];
	for (let i = 1; i < len; i++) ls.unshift(new Link(flip(links[i - 1].to), links[i].transformation.flip()));
	const to = flip(last.to);
	if (to.encoding) return replaceEncoding(to, [...to.encoding, ...ls]);
	else return replaceEncoding(to, ls);
}
/**
* Swaps the decode and encode directions of an AST's {@link Encoding} chain.
*
* **Details**
*
* After flipping, what was decoding becomes encoding and vice versa. This is
* the core operation behind `Schema.encodeEffect` — encoding a value is decoding
* with a flipped SchemaAST.
*
* - Memoized: same input reference → same output reference.
* - Recursively walks composite nodes.
*
* @see {@link toType}
* @see {@link toEncoded}
* @stability stable
* @category transforming
* @since 4.0.0
*/
const flip = /*#__PURE__*/ memoize((ast) => {
	if (ast.encoding) return flipEncoding(ast, ast.encoding);
	const owner = getContextOwner(ast);
	if (owner !== ast) {
		const flipped = flip(owner);
		return flipped === owner ? ast : replaceContext(flipped, ast.context);
	}
	return "flip" in ast ? ast.flip(flip) : "recur" in ast ? ast.recur(flip) : ast;
});
function fromConst(ast, value) {
	const succeed$8 = value === 0 ? sameExit : succeed(value);
	return (input, options) => {
		if (input === missing) return missingExit;
		if (input === value) return succeed$8;
		return fail$1(new InvalidType(ast, input, options));
	};
}
function fromRefinement(ast, refinement) {
	return (input, options) => {
		if (input === missing) return missingExit;
		if (refinement(input)) return sameExit;
		return fail$1(new InvalidType(ast, input, options));
	};
}
function segmentTemplateLiteralParts(ast, input, options) {
	const parts = ast.encodedParts;
	const literals = ast.literals;
	const inputLength = input.length;
	for (let i = 0; i < literals.length; i++) {
		const literal = literals[i];
		if (literal && !input.includes(literal)) return void 0;
	}
	if (ast.suffixLengths[0] > inputLength) return void 0;
	const out = new Array(parts.length);
	let failures;
	function go(i, pos) {
		if (i === parts.length) return pos === inputLength;
		if (failures?.has(i * (inputLength + 1) + pos)) return false;
		const part = parts[i];
		if (i === parts.length - 1) {
			const s = input.slice(pos);
			if (part.matchPart(s, options) !== void 0) {
				out[i] = s;
				return true;
			}
		} else if (part._tag === "Literal") {
			const s = literals[i];
			if (input.startsWith(s, pos) && go(i + 1, pos + s.length)) {
				out[i] = s;
				return true;
			}
		} else {
			const maximumEnd = inputLength - ast.suffixLengths[i + 1];
			const anchor = literals[i + 1];
			let end = anchor === void 0 ? maximumEnd : input.lastIndexOf(anchor, maximumEnd);
			while (end >= pos) {
				const s = input.slice(pos, end);
				if (part.matchPart(s, options) !== void 0 && go(i + 1, end)) {
					out[i] = s;
					return true;
				}
				if (end === 0) break;
				end = anchor === void 0 ? end - 1 : input.lastIndexOf(anchor, end - 1);
			}
		}
		failures ??= /* @__PURE__ */ new Set();
		failures.add(i * (inputLength + 1) + pos);
		return false;
	}
	return go(0, 0) ? out : void 0;
}
/** @internal */
const parameterFromPropertyKey = /*#__PURE__*/ applyToSelfOrLastLinkEncodingIdempotent((ast) => {
	switch (ast._tag) {
		default: return ast;
		case "Number": return ast.toCodecStringTree();
		case "Union": return ast.recur(parameterFromPropertyKey);
	}
});
const partFromString = /*#__PURE__*/ applyToSelfOrLastLinkEncodingIdempotent((ast) => {
	switch (ast._tag) {
		default: return ast;
		case "Number":
		case "Literal":
		case "BigInt": return ast.toCodecStringTree();
		case "Union": return ast.recur(partFromString);
	}
});
const isStringFiniteRegExp = /*#__PURE__*/ new globalThis.RegExp(`^${FINITE_PATTERN}$`);
const isStringNumberRegExp = /*#__PURE__*/ new globalThis.RegExp(`^(?:${FINITE_PATTERN}|Infinity|-Infinity|NaN)$`);
/** @internal */
function isStringFinite(annotations) {
	return isPattern(isStringFiniteRegExp, {
		expected: "a string representing a finite number",
		representation: {
			id: "effect/schema/isStringFinite",
			payload: null
		},
		toJsonSchema: () => ({ pattern: isStringFiniteRegExp.source }),
		...annotations
	});
}
const finiteString = /*#__PURE__*/ appendChecks(string, [/*#__PURE__*/ isStringFinite()]);
const finiteToString = /*#__PURE__*/ new Link(finiteString, numberFromString);
const numberToString = /*#__PURE__*/ new Link(/*#__PURE__*/ new Union$1([finiteString, nonFiniteLiterals]), numberFromString);
/** @internal */
function collectIssues(checks, value, issues, ast, options) {
	for (let i = 0; i < checks.length; i++) {
		const check = checks[i];
		if (check._tag === "FilterGroup") {
			issues = collectIssues(check.checks, value, issues, ast, options);
			if (issues && (options.errors !== "all" || issues[issues.length - 1].filter.aborted)) return issues;
		} else {
			const issue = check.run(value, ast, options);
			if (issue) {
				const filter = new Filter$1(check, issue, value, options);
				if (issues) issues.push(filter);
				else issues = [filter];
				if (options.errors !== "all" || check.aborted) return issues;
			}
		}
	}
	return issues;
}
/** @internal */
function getConstructorDescriptor(ast) {
	if (!isDeclaration(ast)) return void 0;
	const getDescriptor = ast.annotations?.[CONSTRUCTOR_ANNOTATION_KEY];
	return isFunction(getDescriptor) ? getDescriptor(ast.typeParameters) : void 0;
}
function isJsonLeaf(u) {
	return u === null || typeof u === "string" || typeof u === "boolean" || typeof u === "number" && globalThis.Number.isFinite(u);
}
function isStringTreeLeaf(u) {
	return u === void 0 || typeof u === "string";
}
function isTree(u, isLeaf) {
	const cache = /* @__PURE__ */ new WeakMap();
	const stack = [];
	outer: while (true) {
		if (typeof u !== "object" || u === null) {
			if (!isLeaf(u)) return false;
		} else {
			const value = u;
			const cached = cache.get(value);
			if (cached === false) return false;
			if (cached === void 0) {
				const isArray = Array.isArray(value);
				if (!isArray) {
					const prototype = Object.getPrototypeOf(value);
					if (prototype !== null && prototype !== Object.prototype && Object.getPrototypeOf(prototype) !== null) return false;
				}
				cache.set(value, false);
				stack.push({
					value,
					keys: isArray ? value.length : Object.keys(value),
					index: 0
				});
			}
		}
		while (stack.length > 0) {
			const frame = stack[stack.length - 1];
			const keys = frame.keys;
			if (typeof keys === "number") {
				if (frame.index < keys) {
					u = frame.value[frame.index++];
					continue outer;
				}
			} else if (frame.index < keys.length) {
				u = frame.value[keys[frame.index++]];
				continue outer;
			}
			cache.set(frame.value, true);
			stack.pop();
		}
		return true;
	}
}
/**
* Returns true if the value is a JSON value.
*
* When a cyclic reference is detected, returns false.
*
* @internal
*/
function isJson(u) {
	return isTree(u, isJsonLeaf);
}
/** @internal */
const Json$1 = /*#__PURE__*/ new Declaration([], () => (input, ast, options) => isJson(input) ? sameExit : fail$1(new InvalidType(ast, input, options)), {
	representation: {
		id: "effect/schema/Json",
		payload: null
	},
	expected: "JSON value",
	toCodecJson: () => void 0,
	toCodecStringTree: () => unknownToStringTree
});
/**
* Returns true if the value is a StringTree value.
*
* When a cyclic reference is detected, returns false.
*
* @internal
*/
function isStringTree(u) {
	return isTree(u, isStringTreeLeaf);
}
/** @internal */
const unknownToStringTree = /*#__PURE__*/ new Link(/* @__PURE__ */ new Declaration([], () => (input, ast, options) => isStringTree(input) ? sameExit : fail$1(new InvalidType(ast, input, options)), {
	expected: "StringTree",
	toCodecStringTree: () => void 0
}), /*#__PURE__*/ passthrough());
// ../../../node_modules/effect/dist/internal/schema/interpreter.js
const flatMapTransformation = (result, current, f) => result === sameExit ? f(current) : flatMapEager(result, f);
function compileTransformation(transformation) {
	const apply = compileTransformationUnsafe(transformation);
	return (result, current, options) => {
		try {
			return apply(result, current, options);
		} catch (error) {
			return die$2(error);
		}
	};
}
function compileTransformationUnsafe(transformation) {
	if (transformation._tag === "Middleware") return (result, current, options) => {
		const transformed = result === sameExit ? transformation.decode(succeed(toOption(current)), options) : transformation.decode(mapEager(result, toOption), options);
		return fromOptionalEffect(transformed);
	};
	const getter = transformation.decode;
	switch (getter._tag) {
		case "Passthrough": return (result, current) => result === sameExit ? succeed(current) : result;
		case "Transform": {
			const transform = (value) => value === missing ? missingExit : succeed(getter.transform(value));
			return (result, current) => flatMapTransformation(result, current, transform);
		}
		case "TransformOptional": {
			const transform = (value) => fromOptionExit(getter.transform(toOption(value)));
			return (result, current) => flatMapTransformation(result, current, transform);
		}
		case "TransformEffect": return (result, current, options) => flatMapTransformation(result, current, (value) => value === missing ? missingExit : getter.transform(value, options));
		case "TransformOptionalEffect": return (result, current, options) => flatMapTransformation(result, current, (value) => fromOptionalEffect(getter.transform(toOption(value), options)));
	}
}
const fromOptionalEffect = (effect) => flatMapEager(effect, fromOptionExit);
/** @internal */
const wrapEncoding = (ast, input, options, effect) => catchCause(effect, (cause) => failCauseSync(() => map$1(cause, (issue) => new Encoding(ast, issue, input, options))));
function makeConstructorParser(descriptor, compile) {
	const transform = compileTransformation(descriptor.link.transformation);
	let sourceParser;
	return (input, options) => {
		if (input === missing) return missingExit;
		if (descriptor.isConstructed(input)) return sameExit;
		const result = (sourceParser ??= compile(descriptor.link.to))(input, options);
		return transform(result, input, options);
	};
}
function withDefault(ast, parser) {
	const defaultValue = ast.context.constructorDefault;
	return (input, options) => {
		if (input !== missing && input !== void 0) return parser(input, options);
		const result = defaultValue;
		if (effectIsExit(result) && result._tag === "Success") {
			const local = parser(result[args], options);
			return local === sameExit ? result : local;
		}
		return flatMapEager(wrapEncoding(ast, input, options, result), (value) => {
			const local = parser(value, options);
			return local === sameExit ? succeed(value) : local;
		});
	};
}
/** @internal */
function compileField(ast, compile) {
	const parser = compile(ast);
	return ast.context?.constructorDefault === void 0 ? parser : withDefault(ast, parser);
}
/** @internal */
function compile$4(ast, compile, compileField, base, specialize) {
	if (ast._tag === "Declaration") for (const parameter of ast.typeParameters) compile(parameter);
	const descriptor = compileField ? getConstructorDescriptor(ast) : void 0;
	const parser = descriptor ? makeConstructorParser(descriptor, compile) : base ?? ast.getParser(compile, compileField);
	const checks = ast.checks;
	const links = ast.encoding;
	const transformations = links?.map((link) => compileTransformation(link.transformation));
	const encodingChecks = ast.encodingChecks;
	if (!links && !checks && !encodingChecks) return parser;
	let encodingParsers;
	const parseChecks = (input, options) => {
		let result = parser(input, options);
		try {
			if (encodingChecks && !options.disableChecks) {
				if (effectIsExit(result)) {
					if (result._tag === "Success") {
						const output = result === sameExit ? input : result[args];
						if (input !== missing && output !== missing) {
							const issues = collectIssues(encodingChecks, input, void 0, ast, options);
							if (issues) result = fail$1(new Composite(ast, issues, input, options));
						}
					}
				} else result = flatMap(result, (value) => {
					if (input !== missing && value !== missing) {
						const issues = collectIssues(encodingChecks, input, void 0, ast, options);
						if (issues) return fail$1(new Composite(ast, issues, input, options));
					}
					return succeed$1(value);
				});
			}
			if (checks && !options.disableChecks) {
				if (effectIsExit(result)) {
					if (result._tag === "Success") {
						const value = result === sameExit ? input : result[args];
						if (value === missing) return result;
						const issues = collectIssues(checks, value, void 0, ast, options);
						if (issues) result = fail$1(new Composite(ast, issues, value, options));
					}
				} else result = flatMap(result, (value) => {
					if (value !== missing) {
						const issues = collectIssues(checks, value, void 0, ast, options);
						if (issues) return fail$1(new Composite(ast, issues, value, options));
					}
					return succeed$1(value);
				});
			}
			return result;
		} catch (error) {
			return die$2(error);
		}
	};
	const parseLocal = specialize === void 0 ? parseChecks : specialize(parseChecks);
	if (!links) return parseLocal;
	return (input, options) => {
		const parsers = encodingParsers ??= links.map((link) => compile(link.to));
		let current = input;
		let result = parsers[parsers.length - 1](input, options);
		for (let i = links.length - 1; i >= 0; i--) {
			result = transformations[i](result, current, options);
			if (i !== 0) {
				const next = parsers[i - 1];
				if (result._tag === "Success") {
					current = result[args];
					result = next(current, options);
				} else result = flatMapEager(result, (value) => {
					const nextResult = next(value, options);
					return nextResult === sameExit ? succeed(value) : nextResult;
				});
			}
		}
		if (result._tag === "Success") {
			const value = result[args];
			const local = parseLocal(value, options);
			return local === sameExit ? result : local;
		}
		result = wrapEncoding(ast, input, options, result);
		return flatMapEager(result, (value) => {
			const local = parseLocal(value, options);
			return local === sameExit ? succeed(value) : local;
		});
	};
}
// ../../../node_modules/effect/dist/internal/schema/compilerRegistry.js
/** @internal */
const invalid$1 = /*#__PURE__*/ Symbol();
const cache$2 = /*#__PURE__*/ new WeakMap();
const decodeChild = (ast) => resolve(ast).parser;
const makeChild = (ast) => resolve(ast).makeEffect;
const makeField = (ast) => compileField(ast, makeChild);
var InterpretedEntry = class {
	ast;
	constructor(ast) {
		this.ast = ast;
	}
	get decodeEffect() {
		return this.cachedDecodeEffect ??= compile$4(this.ast, decodeChild);
	}
	get parser() {
		return this.decodeEffect;
	}
	get makeEffect() {
		return this.cachedMakeEffect ??= compile$4(this.ast, makeChild, makeField);
	}
};
/** @internal */
function resolve(ast) {
	const cached = cache$2.get(ast);
	if (cached !== void 0) return cached;
	const entry = new InterpretedEntry(ast);
	cache$2.set(ast, entry);
	return entry;
}
// ../../../node_modules/effect/dist/SchemaParser.js
/**
* Runs schemas against real values.
*
* Schema parsers construct values from schema input, check whether a value
* matches a schema, decode encoded input, and encode decoded values back to
* their external form. This module exposes those operations through several
* result styles, including `Effect`, `Promise`, `Exit`, `Option`, `Result`, and
* synchronous functions that throw. It also contains the lower-level runner that
* walks a schema AST and reports schema failures as `SchemaIssue.Issue` values.
*
* @stability stable
* @since 4.0.0
*/
/**
* Creates an effectful maker for the schema's decoded type side.
*
* **When to use**
*
* Use to construct decoded schema values in `Effect` while preserving
* construction failures as `SchemaIssue.Issue` values in the error channel.
*
* **Details**
*
* The returned function accepts constructor input, applies constructor defaults,
* runs type-side validation unless checks are disabled, and fails with a
* `SchemaIssue.Issue` when construction fails.
*
* @stability stable
* @category constructors
* @since 4.0.0
*/
function makeEffect(schema) {
	const ast = schema.ast;
	let parser;
	return (input, options) => {
		return (parser ??= runWithCompiler(constructorCompiler, toType(ast)))(input, options?.disableChecks ? options?.parseOptions ? {
			...options.parseOptions,
			disableChecks: true
		} : { disableChecks: true } : options?.parseOptions);
	};
}
/**
* Creates a synchronous maker that returns `Option.some` with the constructed
* value on success, or `Option.none` when construction fails with schema issues.
*
* **When to use**
*
* Use when you need to validate schema constructor input and only care whether
* construction succeeds, without exposing `SchemaIssue.Issue` details.
*
* **Gotchas**
*
* Only causes made entirely of schema issues are converted to `Option.none`.
* Causes that contain defects, interruptions, or asynchronous work at this
* synchronous boundary throw an `Error` whose cause is the underlying `Cause`.
*
* @stability stable
* @category constructors
* @since 4.0.0
*/
function makeOption(schema) {
	const parser = makeEffect(schema);
	return (input, options) => {
		const exit = runSyncExit(parser(input, options));
		if (isSuccess(exit)) return some(exit.value);
		getSchemaIssueOrThrow(exit.cause, "Option adapter can only return none for schema issues");
		return none$2();
	};
}
/**
* Creates a synchronous maker for the schema's decoded type side.
*
* **When to use**
*
* Use to construct decoded schema values synchronously when invalid input
* should throw an `Error` whose cause is `SchemaIssue.Issue`.
*
* **Details**
*
* The returned function constructs a value from constructor input and throws an
* `Error` with the `SchemaIssue.Issue` in its `cause` when construction fails.
* Schema validation failures use the generic message `"Schema validation failed"`.
* Format the `cause` explicitly with `SchemaIssue.makeFormatterDefault()` when
* human-readable details are needed.
*
* **Gotchas**
*
* Causes that contain defects, interruptions, or asynchronous work at this
* synchronous boundary throw an `Error` whose cause is the underlying `Cause`,
* instead of being converted to a schema validation error.
*
* @stability stable
* @category constructors
* @since 4.0.0
*/
function make$5(schema) {
	return makeConstructorSync(toType(schema.ast));
}
/**
* Creates a type guard that checks whether an input satisfies the schema's decoded
* type side.
*
* **When to use**
*
* Use to build a type guard for checking the decoded side of a schema without
* exposing issue details.
*
* **Details**
*
* The guard returns `true` on successful validation and `false` when validation
* fails only with schema issues, without exposing issue details.
*
* **Gotchas**
*
* Only causes made entirely of schema issues are converted to `false`. Causes
* that contain defects, interruptions, or asynchronous work at this synchronous
* boundary throw an `Error` whose cause is the underlying `Cause`.
*
* @stability stable
* @category guards
* @since 3.10.0
*/
function is(schema) {
	return _is(schema.ast);
}
function makeIs(ast) {
	{
		const parser = asExit(run(ast));
		return (input) => {
			const exit = parser(input, defaultParseOptions);
			if (isSuccess(exit)) return true;
			getSchemaIssueOrThrow(exit.cause, "Type guard adapter can only return false for schema issues");
			return false;
		};
	}
}
/** @internal */
function _is(ast) {
	const typeAST = toType(ast);
	let guard = (input) => {
		guard = makeIs(typeAST);
		return guard(input);
	};
	return (input) => {
		return guard(input);
	};
}
/**
* Creates an effectful decoder for `unknown` input.
*
* **When to use**
*
* Use when you need to decode untyped boundary input in an `Effect` whose
* failure channel is `SchemaIssue.Issue`, while preserving transformations
* and service requirements.
*
* **Details**
*
* The returned function succeeds with the schema's decoded `Type` or fails with a
* `SchemaIssue.Issue`. Decoding service requirements are preserved in the returned
* `Effect`. Parse options may be provided when creating the decoder and overridden
* when applying it.
*
* @see {@link decodeEffect} for input already typed as the schema's `Encoded` type
*
* @stability stable
* @category decoding
* @since 4.0.0
*/
function decodeUnknownEffect$1(schema, options) {
	const parser = run(schema.ast);
	return options === void 0 ? parser : (input, overrideOptions) => parser(input, mergeParseOptions(options, overrideOptions));
}
/**
* Creates an effectful encoder for `unknown` input.
*
* **When to use**
*
* Use when you need to encode untyped boundary input in an `Effect` whose
* failure channel is `SchemaIssue.Issue`, while preserving service
* requirements.
*
* **Details**
*
* The returned function succeeds with the schema's `Encoded` value or fails with a
* `SchemaIssue.Issue`. Encoding service requirements are preserved in the returned
* `Effect`. Parse options may be provided when creating the encoder and overridden
* when applying it.
*
* @see {@link encodeEffect} for the typed-input variant when the value is already typed as the schema's decoded `Type`
*
* @stability stable
* @category encoding
* @since 4.0.0
*/
function encodeUnknownEffect$1(schema, options) {
	const parser = run(flip(schema.ast));
	return options === void 0 ? parser : (input, overrideOptions) => parser(input, mergeParseOptions(options, overrideOptions));
}
const mergeParseOptions = (options, overrideOptions) => overrideOptions ? {
	...options,
	...overrideOptions
} : options;
const getValue = (value) => {
	if (value === missing) return fail$1(new InvalidValue());
	return succeed$1(value);
};
/** @internal */
function run(ast) {
	return runWithCompiler(normalCompiler, ast);
}
function parserResult(result, input) {
	if (result === sameExit) return succeed$1(input);
	if (!effectIsExit(result)) return flatMapEager(result, getValue);
	return result["~effect/Effect/args"] === missing ? getValue(missing) : result;
}
function runWithCompiler(compiler, ast) {
	let parser;
	return (input, options) => {
		const result = (parser ??= compiler(ast))(input, options ?? defaultParseOptions);
		if (result === sameExit) return succeed$1(input);
		if (!effectIsExit(result)) return flatMapEager(result, getValue);
		return result["~effect/Effect/args"] === missing ? getValue(missing) : result;
	};
}
function asExit(parser) {
	return (input, options) => runSyncExit(parser(input, options));
}
function runSync(effect, message) {
	const exit = runSyncExit(effect);
	if (isSuccess(exit)) return exit.value;
	const issue = getSchemaIssueOrThrow(exit.cause, message);
	throw new Error("Schema validation failed", { cause: issue });
}
const constructorDefectMessage = "Constructor adapter can only throw schema issues";
function throwConstructorDefect(error) {
	throw new Error(constructorDefectMessage, { cause: die$3(error) });
}
function makeConstructorSync(ast) {
	let entry;
	return (input, options) => constructSync(entry ??= resolve(ast), input, options);
}
function constructSync(entry, input, options) {
	const parseOptions = options?.disableChecks ? options.parseOptions ? {
		...options.parseOptions,
		disableChecks: true
	} : { disableChecks: true } : options?.parseOptions ?? defaultParseOptions;
	const make = entry.make;
	if (make !== void 0 && input !== missing) {
		let output;
		try {
			output = make(input, parseOptions);
		} catch (error) {
			throwConstructorDefect(error);
		}
		if (output !== invalid$1 && output !== missing) return output;
	}
	return runSync(parserResult(entry.makeEffect(input, parseOptions), input), constructorDefectMessage);
}
/**
* Constructs a class instance from its type-side declaration.
*
* When the declaration has no compiled constructor, the fields are validated first
* and the instance is built outside the parser, so stacks captured by the
* class constructor keep the caller's frames.
*
* @internal
*/
function makeClassSync(ast, input, options, construct) {
	const entry = resolve(ast);
	const descriptor = getConstructorDescriptor(ast);
	if (descriptor === void 0 || entry.make !== void 0 || entry.compiledMakeEffect !== void 0) return constructSync(entry, input, options);
	if (descriptor.isConstructed(input)) return input;
	const fields = constructSync((entry.resolve ?? resolve)(descriptor.link.to), input, options);
	try {
		return construct(fields);
	} catch (error) {
		throwConstructorDefect(error);
	}
}
const normalCompiler = (ast) => resolve(ast).parser;
const constructorCompiler = (ast) => resolve(ast).makeEffect;
// ../../../node_modules/effect/dist/internal/schema/make.js
/** @internal */
const TypeId$4 = "~effect/Schema/Schema";
const RebuildOptions = /*#__PURE__*/ Symbol();
const SchemaProto = {
	[TypeId$4]: TypeId$4,
	get make() {
		const value = make$5(this);
		Object.defineProperty(this, "make", {
			value,
			enumerable: true
		});
		return value;
	},
	get makeEffect() {
		const value = makeEffect(this);
		Object.defineProperty(this, "makeEffect", {
			value,
			enumerable: true
		});
		return value;
	},
	get makeOption() {
		const value = makeOption(this);
		Object.defineProperty(this, "makeOption", {
			value,
			enumerable: true
		});
		return value;
	},
	pipe() {
		return pipeArguments(this, arguments);
	},
	annotate(annotations) {
		return this.rebuild(annotate(this.ast, annotations));
	},
	annotateKey(annotations) {
		return this.rebuild(annotateKey(this.ast, annotations));
	},
	check(...checks) {
		return this.rebuild(appendChecks(this.ast, checks));
	},
	rebuild(ast) {
		return make$4(ast, this[RebuildOptions]);
	}
};
/** @internal */
function make$4(ast, options) {
	function Schema() {}
	const self = Object.setPrototypeOf(Schema, SchemaProto);
	if (options && (Object.hasOwn(options, "name") || Object.hasOwn(options, "length") || Object.hasOwn(options, "__proto__"))) Object.defineProperties(self, Object.getOwnPropertyDescriptors({ ...options }));
	else Object.assign(self, options);
	self[RebuildOptions] = options;
	self.ast = ast;
	return self;
}
// ../../../node_modules/effect/dist/Struct.js
/**
* Wraps a plain function as a {@link Lambda} value so it can be used with
* {@link map}, {@link mapPick}, and {@link mapOmit}.
*
* **When to use**
*
* Use to create a typed lambda for struct mapping APIs that need type-level
* input and output tracking.
*
* **Details**
*
* The type parameter `L` encodes both the input and output types at the type
* level, allowing the compiler to track how struct value types change. At
* runtime, the returned value is the same function; `lambda` only adjusts the
* type.
*
* **Example** (Wrapping values in arrays)
*
* ```ts import.meta.vitest
* import { pipe, Struct } from "effect"
*
* interface AsArray extends Struct.Lambda {
*   <A>(self: A): Array<A>
*   readonly "~lambda.out": Array<this["~lambda.in"]>
* }
*
* const asArray = Struct.lambda<AsArray>((a) => [a])
* const result = pipe({ x: 1, y: "hello" }, Struct.map(asArray))
* result // => { x: [1], y: ["hello"] }
* ```
*
* @see {@link Lambda} – the type-level interface
* @see {@link map} – apply a lambda to all struct values
* @stability stable
* @category constructors
* @since 4.0.0
*/
const lambda = (f) => f;
// ../../../node_modules/effect/dist/internal/schemaError.js
const SchemaErrorTypeId = "~effect/Schema/SchemaError";
function isSchemaError$1(u) {
	return hasProperty(u, "~effect/Schema/SchemaError") && u["~effect/Schema/SchemaError"] === "~effect/Schema/SchemaError";
}
({ ...BaseProto });
({ ...BaseProto });
({ ...BaseProto });
({ ...BaseProto });
({ ...BaseProto });
({ ...BaseProto });
({ ...BaseProto });
({ ...BaseProto });
// ../../../node_modules/effect/dist/Schema.js
const TypeId$1 = TypeId$4;
/**
* Creates a schema for a **parametric** type (a generic container such as
* `Array<A>`, `Option<A>`, etc.) by accepting a list of type-parameter schemas
* and a decoder factory.
*
* **When to use**
*
* Use when you are defining a schema for a generic container whose validation
* depends on one or more type-parameter schemas.
*
* **Details**
*
* The outer call `declareConstructor<T, E, Iso>()` fixes the decoded type `T`,
* the encoded type `E`, and the optional iso type. The inner call receives:
* - `typeParameters` — the concrete schemas for each type variable
* - `run` — a factory that, given resolved codecs for each type parameter,
*   returns a parsing function `(u, ast, options) => Effect<T, Issue>`
* - `annotations` — optional metadata
*
* @see {@link declare} for creating schemas for non-parametric types.
*
* **Example** (Schema for a parametric `Box<A>` type)
*
* ```ts import.meta.vitest
* import { Effect, Schema, SchemaIssue, SchemaParser } from "effect"
*
* interface Box<A> {
*   readonly value: A
* }
*
* const isBox = (u: unknown): u is Box<unknown> =>
*   typeof u === "object" && u !== null && "value" in u
*
* const Box = <A extends Schema.Constraint>(item: A) =>
*   Schema.declareConstructor<Box<A["Type"]>, Box<A["Encoded"]>>()(
*     [item],
*     ([itemCodec]) =>
*       (u, ast, options) => {
*         if (!isBox(u)) {
*           return Effect.fail(new SchemaIssue.InvalidType(ast, u, options))
*         }
*         return Effect.map(
*           SchemaParser.decodeUnknownEffect(itemCodec)(u.value, options),
*           (value) => ({ value })
*         )
*       }
*   )
*
* const schema = Box(Schema.Number)
* Effect.runSync(Schema.decodeUnknownEffect(schema)({ value: 1 })) // => { value: 1 }
* ```
*
* @stability stable
* @category constructors
* @since 4.0.0
*/
function declareConstructor() {
	return (typeParameters, run, annotations) => {
		return make$3(new Declaration(typeParameters.map(getAST), (typeParameters) => run(typeParameters.map((ast) => make$3(ast))), annotations));
	};
}
/**
* Creates a schema for a **non-parametric** opaque type using a type-guard
* function. The schema accepts any unknown value and succeeds when `is` returns
* `true`, failing with an `InvalidType` issue otherwise.
*
* **When to use**
*
* Use when you are defining a schema for an opaque type with no type parameters
* and validation can be expressed as a type guard.
*
* **Example** (Defining a schema for a custom `UserId` branded type)
*
* ```ts import.meta.vitest
* import { Schema } from "effect"
*
* type UserId = string & { readonly _tag: "UserId" }
*
* const isUserId = (u: unknown): u is UserId =>
*   typeof u === "string" && u.startsWith("user_")
*
* const UserId = Schema.declare<UserId>(isUserId, {
*   title: "UserId",
*   description: "A user identifier starting with 'user_'"
* })
* Schema.decodeUnknownSync(UserId)("user_123") // => "user_123"
* ```
*
* @see {@link declareConstructor} for creating schemas for parametric types.
*
* @stability stable
* @category constructors
* @since 3.10.0
*/
function declare(is, annotations) {
	return declareConstructor()([], () => (input, ast, options) => is(input) ? succeed$1(input) : fail$1(new InvalidType(ast, input, options)), annotations);
}
/**
* Error thrown or returned when schema decoding or encoding fails.
*
* **Details**
*
* The `issue` field contains a structured {@link SchemaIssue.Issue} tree describing
* every validation failure, including the path to the problematic value and
* the expected type or constraint. The `message` field renders the issue tree
* with the default formatter.
*
* **Gotchas**
*
* Parsing with `reportInput: true` adds an enumerable `input` field to
* value-bearing issues. Built-in messages may include reported input, and
* custom annotations or messages are not sanitized.
*
* **Example** (Inspecting a SchemaError)
*
* ```ts import.meta.vitest
* import { Result, Schema } from "effect"
*
* const result = Schema.decodeUnknownResult(Schema.Number)("not a number")
* const message = Result.isFailure(result) ? result.failure.message : ""
* message // => "Expected number"
* ```
*
* @see {@link isSchemaError} for narrowing unknown values
* @stability stable
* @category errors
* @since 4.0.0
*/
var SchemaError = class extends (/*#__PURE__*/ TaggedError("SchemaError")) {
	[SchemaErrorTypeId] = SchemaErrorTypeId;
	constructor(issue) {
		const stackTraceLimit = getStackTraceLimit();
		setStackTraceLimit(0);
		try {
			super({ issue });
		} finally {
			setStackTraceLimit(stackTraceLimit);
		}
	}
	get message() {
		return defaultFormatter(this.issue);
	}
	toJSON() {
		return {
			_tag: this._tag,
			message: this.message
		};
	}
	[NodeInspectSymbol]() {
		return this.toJSON();
	}
	toString() {
		return `SchemaError(${this.message})`;
	}
};
/**
* Returns `true` if `u` is a {@link SchemaError}.
*
* **When to use**
*
* Use when you need to narrow an unknown value to `SchemaError`.
*
* **Example** (Narrowing Schema errors)
*
* ```ts import.meta.vitest
* import { Result, Schema } from "effect"
*
* const result = Result.try(() => Schema.decodeUnknownSync(Schema.Number)("oops"))
* const error: unknown = Result.isFailure(result) ? result.failure : undefined
* Schema.isSchemaError(error) // => true
* ```
*
* @stability stable
* @category guards
* @since 4.0.0
*/
function isSchemaError(u) {
	return isSchemaError$1(u);
}
function fromIssueEffect(self) {
	if (effectIsExit(self)) return fromIssueExit(self);
	return catchCause(self, (cause) => failCauseSync(() => map$1(cause, (issue) => new SchemaError(issue))));
}
function fromIssueExit(exit) {
	return isSuccess(exit) ? exit : failCause$3(map$1(exit.cause, (issue) => new SchemaError(issue)));
}
function getSchemaErrorOrThrow(cause, message) {
	let schemaError;
	for (const reason of cause.reasons) {
		if (!isFailReason(reason) || !isSchemaError(reason.error)) throw new globalThis.Error(message, { cause });
		schemaError ??= reason.error;
	}
	if (schemaError === void 0) throw new globalThis.Error(message, { cause });
	return schemaError;
}
function runSchemaErrorSync(self) {
	const exit = runSyncExit(self);
	if (isSuccess(exit)) return exit.value;
	throw getSchemaErrorOrThrow(exit.cause, "Sync adapter can only throw schema errors");
}
/**
* Decodes an `unknown` input against a schema, returning an `Effect` that
* succeeds with the decoded value or fails with a {@link SchemaError}.
*
* **When to use**
*
* Use when you need to decode unknown input in an `Effect` whose failure
* channel is `SchemaError`.
*
* **Details**
*
* Prefer {@link decodeEffect} when the input is already typed as the schema's
* `Encoded` type.
* Options may be provided either when creating the decoder or when applying it;
* application options override creation options.
*
* @see {@link SchemaParser.decodeUnknownEffect} for the adapter that fails with `SchemaIssue.Issue` directly
*
* @stability stable
* @category decoding
* @since 4.0.0
*/
function decodeUnknownEffect(schema, options) {
	const parser = decodeUnknownEffect$1(schema, options);
	return (input, options) => {
		return fromIssueEffect(parser(input, options));
	};
}
/**
* Decodes an `unknown` input against a schema synchronously, returning the
* decoded value or throwing a {@link SchemaError} for schema mismatches.
*
* **When to use**
*
* Use when you need to validate unknown data at a synchronous boundary and want
* schema mismatches to throw `SchemaError`.
*
* **Details**
*
* For input already typed as the schema's `Encoded` type use `decodeSync`.
* Only service-free schemas can be decoded synchronously. For alternatives that
* do not throw on schema mismatches, see `decodeUnknownOption`,
* `decodeUnknownExit`, or `decodeUnknownEffect`. Options may be provided either
* when creating the decoder or when applying it; application options override
* creation options.
*
* **Gotchas**
*
* Non-schema failures may throw a runtime failure instead of `SchemaError`.
*
* **Example** (Decoding with a transformation schema)
*
* ```ts import.meta.vitest
* import { Schema } from "effect"
*
* const NumberFromString = Schema.NumberFromString
*
* Schema.decodeUnknownSync(NumberFromString)("42") // => 42
* ```
*
* @see {@link SchemaParser.decodeUnknownSync} for the adapter that throws an `Error` whose cause is `SchemaIssue.Issue`
*
* @stability stable
* @category decoding
* @since 4.0.0
*/
function decodeUnknownSync(schema, options) {
	const parser = decodeUnknownEffect(schema, options);
	return (input, options) => {
		return runSchemaErrorSync(parser(input, options));
	};
}
/**
* Encodes an `unknown` input against a schema, returning an `Effect` that
* succeeds with the encoded value or fails with a {@link SchemaError}.
*
* **When to use**
*
* Use when you need to encode unknown input in an `Effect` whose failure
* channel is `SchemaError`.
*
* **Details**
*
* Prefer {@link encodeEffect} when the value is already typed as the schema's
* `Type`.
* Options may be provided either when creating the encoder or when applying it;
* application options override creation options.
*
* **Example** (Encoding a value to a string)
*
* ```ts import.meta.vitest
* import { Effect, Schema } from "effect"
*
* const NumberFromString = Schema.NumberFromString
*
* await Effect.runPromise(Schema.encodeUnknownEffect(NumberFromString)(42)) // => "42"
* ```
*
* @see {@link SchemaParser.encodeUnknownEffect} for the adapter that fails with `SchemaIssue.Issue` directly
*
* @stability stable
* @category encoding
* @since 4.0.0
*/
function encodeUnknownEffect(schema, options) {
	const parser = encodeUnknownEffect$1(schema, options);
	return (input, options) => {
		return fromIssueEffect(parser(input, options));
	};
}
/**
* Encodes an `unknown` input against a schema synchronously, throwing a
* {@link SchemaError} for schema mismatches.
*
* **When to use**
*
* Use when you need to serialize unknown data at a synchronous boundary and
* want schema mismatches to throw `SchemaError`.
*
* **Details**
*
* For alternatives that do not throw on schema mismatches, see
* {@link encodeUnknownOption}, {@link encodeUnknownExit}, or
* {@link encodeUnknownEffect}. For values already typed as the schema's `Type`
* use {@link encodeSync}. Options may be provided either when creating the
* encoder or when applying it; application options override creation options.
*
* **Gotchas**
*
* Non-schema failures may throw a runtime failure instead of `SchemaError`.
*
* @see {@link SchemaParser.encodeUnknownSync} for the adapter that throws an `Error` whose cause is `SchemaIssue.Issue`
*
* @stability stable
* @category encoding
* @since 4.0.0
*/
function encodeUnknownSync(schema, options) {
	const parser = encodeUnknownEffect(schema, options);
	return (input, options) => {
		return runSchemaErrorSync(parser(input, options));
	};
}
/**
* Creates a schema from an AST (Abstract Syntax Tree) node.
*
* **Details**
*
* This is the fundamental constructor for all schemas in the Effect Schema
* library. It takes an AST node and wraps it in a fully-typed schema that
* preserves all type information and provides the complete schema API.
*
* The `make` function is used internally to create all primitive schemas like
* `String`, `Number`, `Boolean`, etc., as well as more complex schemas. It's
* the bridge between the untyped AST representation and the strongly-typed
* schema.
*
* @stability stable
* @category constructors
* @since 3.10.0
*/
const make$3 = make$4;
/**
* Checks whether a value is a `Schema`.
*
* @stability stable
* @category guards
* @since 3.10.0
*/
function isSchema(u) {
	return hasProperty(u, TypeId$1) && u[TypeId$1] === TypeId$1;
}
/**
* Creates an exact optional key schema for struct fields. Unlike `optional`,
* this creates exact optional properties (not `| undefined`) that can be
* completely omitted from the object.
*
* **Example** (Creating a struct with optional key)
*
* ```ts import.meta.vitest
* import { Schema } from "effect"
*
* const schema = Schema.Struct({
*   name: Schema.String,
*   age: Schema.optionalKey(Schema.Number)
* })
*
* // Type: { readonly name: string; readonly age?: number }
* type Person = typeof schema["Type"]
* ```
*
* @stability stable
* @category combinators
* @since 4.0.0
*/
const optionalKey = /*#__PURE__*/ lambda((schema) => make$3(optionalKey$1(schema.ast), { schema }));
/**
* Marks a struct field as optional, allowing the key to be absent or
* `undefined`.
*
* **Details**
*
* The resulting property may be absent or explicitly set to `undefined`.
* Equivalent to `optionalKey(UndefinedOr(S))`.
*
* Use {@link optionalKey} instead if you want exact optional semantics (absent
* only, not `undefined`).
*
* **Example** (Defining an optional field accepting undefined)
*
* ```ts import.meta.vitest
* import { Schema } from "effect"
*
* const schema = Schema.Struct({
*   name: Schema.String,
*   age: Schema.optional(Schema.Number)
* })
*
* // { readonly name: string; readonly age?: number | undefined }
* type Person = typeof schema.Type
* ```
*
* @stability stable
* @category combinators
* @since 3.10.0
*/
const optional = /*#__PURE__*/ lambda((self) => {
	const schema = UndefinedOr(self);
	return make$3(optional$1(self.ast), { schema });
});
/**
* Creates a schema for a single literal value (string, number, bigint, boolean, or null).
*
* **Example** (Defining a string literal)
*
* ```ts import.meta.vitest
* import { Schema } from "effect"
*
* const schema = Schema.Literal("hello")
* // Type: Schema.Literal<"hello">
* Schema.decodeSync(schema)("hello") // => "hello"
* ```
*
* @see {@link Literals} for a schema that represents a union of literals.
* @see {@link tag} for a schema that represents a literal value that can be
* used as a discriminator field in tagged unions and has a constructor default.
* @stability stable
* @category constructors
* @since 3.10.0
*/
function Literal(literal) {
	const out = make$3(new Literal$1(literal), {
		literal,
		transform(to) {
			return out.pipe(decodeTo(Literal(to), {
				decode: transform$1(() => to),
				encode: transform$1(() => literal)
			}));
		}
	});
	return out;
}
/**
* Schema for the `never` type. Always fails validation — no value satisfies it.
*
* @stability stable
* @category schemas
* @since 3.10.0
*/
const Never = /*#__PURE__*/ make$3(never$1);
/**
* Schema for the `unknown` type. Accepts any value without validation.
*
* **When to use**
*
* Use as a top schema when you need to accept any input while preserving
* TypeScript's `unknown` safety at use sites.
*
* @see {@link Any} for the `any` variant.
* @stability stable
* @category schemas
* @since 3.10.0
*/
const Unknown = /*#__PURE__*/ make$3(unknown);
/**
* Schema for the `undefined` literal. Validates that the input is strictly `undefined`.
*
* @see {@link UndefinedOr} for a union with another schema.
* @stability stable
* @category schemas
* @since 3.10.0
*/
const Undefined = /*#__PURE__*/ make$3(undefined_);
/**
* Schema for `string` values. Validates that the input is `typeof` `"string"`.
*
* @stability stable
* @category schemas
* @since 4.0.0
*/
const String$1 = /*#__PURE__*/ make$3(string);
/**
* Schema for `number` values, including `NaN`, `Infinity`, and `-Infinity`.
*
* **Details**
*
* Default JSON serializer:
*
* - Finite numbers are serialized as numbers.
* - Non-finite values are serialized as strings (`"NaN"`, `"Infinity"`, `"-Infinity"`).
*
* @see {@link Finite} for a schema that excludes non-finite values.
* @stability stable
* @category schemas
* @since 4.0.0
*/
const Number$1 = /*#__PURE__*/ make$3(number);
/**
* Schema for `boolean` values. Validates that the input is `typeof` `"boolean"`.
*
* **When to use**
*
* Use to validate values that are already JavaScript booleans.
*
* @see {@link BooleanFromBit} for a schema that decodes bit literals `0` or `1` into a boolean
*
* @stability stable
* @category schemas
* @since 4.0.0
*/
const Boolean$1 = /*#__PURE__*/ make$3(boolean);
/**
* Schema for a TypeScript `void` return value.
*
* **When to use**
*
* Use when you need to model the return value of a function, RPC, or endpoint
* whose result is intentionally ignored.
*
* **Details**
*
* Runtime parsing accepts any present value and discards it, producing
* `undefined`. The public decoded and encoded TypeScript representation remains
* `void`, so typed construction, decoding, and encoding APIs are still modeled
* as `void`.
*
* @see {@link Undefined} for a schema that matches only the exact `undefined` value.
* @stability stable
* @category schemas
* @since 3.10.0
*/
const Void = /*#__PURE__*/ make$3(void_);
function makeStruct(ast, fields) {
	return make$3(ast, {
		fields,
		mapFields(f, options) {
			const fields = f(this.fields);
			return makeStruct(struct(fields, options?.unsafePreserveChecks ? this.ast.checks : void 0), fields);
		}
	});
}
/**
* Defines a struct schema from a map of field schemas.
*
* **Details**
*
* Each field value is a schema. Use {@link optionalKey} or {@link optional} to
* mark fields as optional, and {@link mutableKey} to mark them as mutable.
*
* The resulting schema's `Type` is a readonly object type with the fields'
* decoded types. The `Encoded` form mirrors the field schemas' encoded types.
* Declared fields may be inherited and are copied to own properties in the
* output. The `__proto__` field is accepted only when it is an own property.
* Parsing does not guarantee that output keys retain their input order.
*
* **Example** (Defining a basic struct)
*
* ```ts import.meta.vitest
* import { Schema } from "effect"
*
* const Person = Schema.Struct({
*   name: Schema.String,
*   age: Schema.Number,
*   email: Schema.optionalKey(Schema.String)
* })
*
* // { readonly name: string; readonly age: number; readonly email?: string }
* type Person = typeof Person.Type
*
* Schema.decodeUnknownSync(Person)({ name: "Alice", age: 30 }) // => { name: "Alice", age: 30 }
* ```
*
* @stability stable
* @category constructors
* @since 3.10.0
*/
function Struct(fields) {
	return makeStruct(struct(fields, void 0), fields);
}
function makeTuple(ast, elements) {
	return make$3(ast, {
		elements,
		mapElements(f, options) {
			const elements = f(this.elements);
			return makeTuple(tuple(elements, options?.unsafePreserveChecks ? this.ast.checks : void 0), elements);
		}
	});
}
/**
* Defines a fixed-length tuple schema from an array of element schemas.
*
* **Example** (Defining a pair of string and number)
*
* ```ts import.meta.vitest
* import { Schema } from "effect"
*
* const schema = Schema.Tuple([Schema.String, Schema.Number])
*
* Schema.decodeUnknownSync(schema)(["hello", 42]) // => ["hello", 42]
* ```
*
* @stability stable
* @category constructors
* @since 3.10.0
*/
function Tuple(elements) {
	return makeTuple(tuple(elements), elements);
}
/**
* @category constructors
* @since 4.0.0
*/
const ArraySchema = /*#__PURE__*/ lambda((schema) => make$3(new Arrays(false, [], [schema.ast]), { value: schema }));
function makeUnion(ast, members) {
	return make$3(ast, {
		members,
		mapMembers(f, options) {
			const members = f(this.members);
			return makeUnion(union$1(members, this.ast.options, options?.unsafePreserveChecks ? this.ast.checks : void 0), members);
		}
	});
}
/**
* Creates a union schema from an array of member schemas. Members are tested in
* order; the first match is returned.
*
* **Details**
*
* Optionally, specify `mode`:
* - `"anyOf"` (default) — matches if any member matches.
* - `"oneOf"` — matches if exactly one member matches.
*
* **Example** (Defining a string or number union)
*
* ```ts import.meta.vitest
* import { Schema } from "effect"
*
* const schema = Schema.Union([Schema.String, Schema.Number])
*
* Schema.decodeUnknownSync(schema)("hello") // => "hello"
* Schema.decodeUnknownSync(schema)(42) // => 42
* ```
*
* @stability stable
* @category constructors
* @since 3.10.0
*/
function Union(members, options) {
	return makeUnion(union$1(members, options, void 0), members);
}
/**
* Creates a union schema from an array of literal values.
*
* **Example** (Defining status codes)
*
* ```ts import.meta.vitest
* import { Schema } from "effect"
*
* const schema = Schema.Literals(["active", "inactive", "pending"])
* Schema.decodeSync(schema)("active") // => "active"
* ```
*
* @see {@link Literal} for a schema that represents a single literal.
* @stability stable
* @category constructors
* @since 4.0.0
*/
function Literals(literals) {
	const members = literals.map(Literal);
	return make$3(union$1(members, void 0, void 0), {
		literals,
		members,
		mapMembers(f) {
			return Union(f(this.members));
		},
		pick(literals) {
			return Literals(literals);
		},
		transform(to) {
			return Union(members.map((member, index) => member.transform(to[index])));
		}
	});
}
/**
* Creates a union schema of `S | undefined`.
*
* @stability stable
* @category constructors
* @since 3.10.0
*/
const UndefinedOr = /*#__PURE__*/ lambda((self) => Union([self, Undefined]));
function decodeTo(to, transformation) {
	return (from) => {
		return make$3(decodeTo$1(from.ast, to.ast, transformation ? makeTransformation(transformation) : passthrough()), {
			from,
			to
		});
	};
}
/**
* Attaches a constructor default value to a schema field.
*
* **Details**
*
* Constructor defaults are applied only during `make*`, not during decoding or
* encoding. Failures are represented directly as `SchemaIssue.Issue` values.
*
* **Example** (Defining an optional field with a static default)
*
* ```ts import.meta.vitest
* import { Effect, Schema } from "effect"
*
* const MySchema = Schema.Struct({
*   name: Schema.String.pipe(
*     Schema.optionalKey,
*     Schema.withConstructorDefault(Effect.succeed("anonymous"))
*   )
* })
*
* MySchema.make({}).name // => "anonymous"
* ```
*
* @stability stable
* @category constructors
* @since 3.10.0
*/
function withConstructorDefault(defaultValue) {
	return (schema) => make$3(withConstructorDefault$1(schema.ast, defaultValue), { schema });
}
/**
* Combines a {@link Literal} schema with {@link withConstructorDefault}, making it ideal
* for discriminator fields in tagged unions. When constructing via `make`, the
* `_tag` field can be omitted and will be filled automatically.
*
* **Example** (Defining a discriminated union tag)
*
* ```ts import.meta.vitest
* import { Schema } from "effect"
*
* const A = Schema.Struct({ _tag: Schema.tag("A"), value: Schema.Number })
*
* // _tag is optional in make, auto-filled to "A"
* const a = A.make({ value: 42 })
* a // => { _tag: "A", value: 42 }
* ```
*
* @see {@link tagDefaultOmit} to also omit the tag during encoding
* @see {@link TaggedStruct} for a shorthand that adds `_tag` automatically
* @stability stable
* @category constructors
* @since 3.10.0
*/
function tag(literal) {
	return Literal(literal).pipe(withConstructorDefault(succeed$1(literal)));
}
/**
* Creates a schema that validates values using `instanceof`.
* Decoding and encoding pass the value through unchanged.
*
* **Example** (Defining a schema for a built-in class)
*
* ```ts import.meta.vitest
* import { Schema } from "effect"
*
* const DateSchema = Schema.instanceOf(Date)
*
* const decoded = Schema.decodeUnknownSync(DateSchema)(new Date("2024-01-01"))
* decoded.toISOString() // => "2024-01-01T00:00:00.000Z"
* ```
*
* @stability stable
* @category constructors
* @since 3.10.0
*/
function instanceOf(constructor, annotations) {
	return declare((u) => u instanceof constructor, annotations);
}
/**
* Constructs an `SchemaAST.Link` that describes how a value of type `T` encodes to and decodes from a `To` schema.
* Used when building low-level AST transformations that bridge two schema types.
*
* @stability stable
* @category transforming
* @since 4.0.0
*/
function link() {
	return (encodeTo, transformation) => {
		return new Link(encodeTo.ast, makeTransformation(transformation));
	};
}
/**
* Schema for finite numbers, rejecting `NaN`, `Infinity`, and `-Infinity`.
*
* @stability stable
* @category schemas
* @since 3.10.0
*/
const Finite = /*#__PURE__*/ make$3(finite);
const getErrorOptionsKey = (options) => (options?.includeStack === true ? 1 : 0) | (options?.excludeCause === true ? 2 : 0);
const getErrorOptions = (key) => {
	switch (key) {
		case 0: return;
		case 1: return { includeStack: true };
		case 2: return { excludeCause: true };
		case 3: return {
			includeStack: true,
			excludeCause: true
		};
	}
};
const defectSchemaCache = [];
/**
* Schema for unexpected defect values represented as `unknown` with a JSON
* encoded form.
*
* **When to use**
*
* Use when you need a schema for `Cause` defects or other unexpected failures
* whose runtime value may be any value.
*
* **Details**
*
* The encoded side is {@link Json}. During decoding, JSON objects with a string
* `message` property are decoded into JavaScript `Error` values, preserving a
* non-default `name` and any string `stack`. Other JSON values decode
* unchanged.
*
* During encoding, JavaScript `Error` values encode to JSON objects with
* `name`, `message`, and optional `cause` properties. Pass
* `{ includeStack: true }` to include string stack traces in encoded `Error`
* defects, or `{ excludeCause: true }` to omit causes. Other values are
* serialized through Effect's JSON formatter and then parsed back into JSON
* when possible.
*
* **Gotchas**
*
* This schema is for carrying defects across JSON boundaries, not for
* preserving every JavaScript value exactly. Some values cannot round-trip
* unchanged:
*
* - A non-`Error` object such as `{ message: "boom" }` encodes as an
*   error-shaped JSON object and decodes back as an `Error`.
* - JSON serialization normalizes unsupported values. For example,
*   `undefined` array elements encode as `null`, unsupported object properties
*   are omitted, and circular references are dropped.
* - Values that cannot be represented as JSON fall back to Effect's formatted
*   string representation.
*
* @see {@link ErrorInstance} for a schema that only accepts JavaScript `Error` values.
* @stability stable
* @category schemas
* @since 4.0.0
*/
function Defect(options) {
	const key = getErrorOptionsKey(options);
	const cached = defectSchemaCache[key];
	if (cached !== void 0) return cached;
	const schema = Json.pipe(decodeTo(Unknown, defectFromJson(getErrorOptions(key))));
	defectSchemaCache[key] = schema;
	return schema;
}
globalThis.RegExp;
globalThis.URL;
globalThis.File;
globalThis.URLSearchParams;
const Base64String = /*#__PURE__*/ String$1.annotate({
	expected: "a base64 encoded string that will be decoded as Uint8Array",
	format: "byte",
	contentEncoding: "base64"
});
/**
* Schema for JavaScript `Uint8Array` objects.
*
* **Details**
*
* Default JSON serializer:
*
* The default JSON serializer encodes Uint8Array as a Base64 encoded string.
*
* @stability stable
* @category schemas
* @since 4.0.0
*/
const Uint8Array$1 = /*#__PURE__*/ instanceOf(globalThis.Uint8Array, {
	representation: {
		id: "effect/schema/Uint8Array",
		payload: null
	},
	toCode: () => ({
		runtime: `Schema.Uint8Array`,
		Type: `globalThis.Uint8Array`
	}),
	expected: "Uint8Array",
	toCodecJson: () => link()(Base64String, uint8ArrayFromBase64String)
});
/**
* Creates a schema for `Cause.Reason` values using separate schemas for typed
* failures and unexpected defects.
*
* **When to use**
*
* Use when serializing or decoding individual cause reasons separately from a
* full failure cause, with distinct schemas for typed errors and defects.
*
* **Details**
*
* `Fail` reasons use the `error` schema, `Die` reasons use the `defect` schema,
* and `Interrupt` reasons carry only an optional fiber id.
*
* @see {@link Cause} for constructing schemas for full Cause values
* @see {@link CauseReasonIso} for the ISO shape of each cause reason
*
* @stability stable
* @category schemas
* @since 4.0.0
*/
function CauseReason(error, defect) {
	const schema = declareConstructor()([error, defect], ([error, defect]) => (input, ast, options) => {
		if (!isReason(input)) return fail$1(new InvalidType(ast, input, options));
		switch (input._tag) {
			case "Fail": return mapBothEager(decodeUnknownEffect$1(error)(input.error, options), {
				onSuccess: makeFailReason,
				onFailure: (issue) => makeCompositeAtKey(ast, "error", issue, input, options)
			});
			case "Die": return mapBothEager(decodeUnknownEffect$1(defect)(input.defect, options), {
				onSuccess: makeDieReason,
				onFailure: (issue) => makeCompositeAtKey(ast, "defect", issue, input, options)
			});
			case "Interrupt": return succeed$1(input);
		}
	}, {
		representation: {
			id: "effect/schema/CauseReason",
			payload: null
		},
		toCode: ({ typeParameters }) => ({
			runtime: `Schema.CauseReason(${typeParameters[0].runtime}, ${typeParameters[1].runtime})`,
			Type: `Cause.Failure<${typeParameters[0].Type}, ${typeParameters[1].Type}>`,
			importDeclarations: [`import * as Cause from "effect/Cause"`]
		}),
		expected: "Cause.Failure",
		toCodec: ([error, defect]) => link()(Union([
			Struct({
				_tag: Literal("Fail"),
				error
			}),
			Struct({
				_tag: Literal("Die"),
				defect
			}),
			Struct({
				_tag: Literal("Interrupt"),
				fiberId: UndefinedOr(Finite)
			})
		]), transform({
			decode: (e) => {
				switch (e._tag) {
					case "Fail": return makeFailReason(e.error);
					case "Die": return makeDieReason(e.defect);
					case "Interrupt": return makeInterruptReason(e.fiberId);
				}
			},
			encode: (reason) => {
				switch (reason._tag) {
					case "Fail": return {
						_tag: "Fail",
						error: reason.error
					};
					case "Die": return {
						_tag: "Die",
						defect: reason.defect
					};
					case "Interrupt": return {
						_tag: "Interrupt",
						fiberId: reason.fiberId
					};
				}
			}
		}))
	});
	return make$3(schema.ast, {
		error,
		defect
	});
}
/**
* Creates a schema for `Cause` values using separate schemas for typed failures
* and unexpected defects.
*
* **When to use**
*
* Use to validate, transform, or serialize Effect failure causes when typed
* failures and unexpected defects need separate schemas.
*
* **Details**
*
* The `error` schema is applied to `Fail` reasons and the `defect` schema is
* applied to `Die` reasons. Interrupt reasons do not use either schema and
* carry only an optional fiber id.
*
* @see {@link CauseReason} for the schema used by each individual cause reason
* @see {@link CauseIso} for the ordered array representation used by the schema ISO
*
* @stability stable
* @category schemas
* @since 3.10.0
*/
function Cause(error, defect) {
	const schema = declareConstructor()([error, defect], ([error, defect]) => {
		const failures = ArraySchema(CauseReason(error, defect));
		return (input, ast, options) => {
			if (!isCause(input)) return fail$1(new InvalidType(ast, input, options));
			return mapBothEager(decodeUnknownEffect$1(failures)(input.reasons, options), {
				onSuccess: fromReasons,
				onFailure: (issue) => makeCompositeAtKey(ast, "reasons", issue, input, options)
			});
		};
	}, {
		representation: {
			id: "effect/schema/Cause",
			payload: null
		},
		toCode: ({ typeParameters }) => ({
			runtime: `Schema.Cause(${typeParameters[0].runtime}, ${typeParameters[1].runtime})`,
			Type: `Cause.Cause<${typeParameters[0].Type}, ${typeParameters[1].Type}>`,
			importDeclarations: [`import * as Cause from "effect/Cause"`]
		}),
		expected: "Cause",
		toCodec: ([error, defect]) => link()(ArraySchema(CauseReason(error, defect)), transform({
			decode: fromReasons,
			encode: ({ reasons: failures }) => failures
		}))
	});
	return make$3(schema.ast, {
		error,
		defect
	});
}
const immerable = /*#__PURE__*/ globalThis.Symbol.for("immer-draftable");
const payloadToken = {};
function makeClass(Inherited, identifier, struct$1, annotations, proto) {
	const getClassSchema = getClassSchemaFactory(struct$1, identifier, annotations);
	const ClassTypeId = getClassTypeId(identifier);
	const out = class extends Inherited {
		constructor(...[input, options]) {
			const payload = options?.["~payload"];
			const value = payload?.token === payloadToken ? payload.value : struct$1.make(input ?? {}, options);
			super(value, {
				...options,
				disableChecks: true,
				"~payload": {
					token: payloadToken,
					value
				}
			});
		}
		static [TypeId$1] = TypeId$1;
		get [ClassTypeId]() {
			return ClassTypeId;
		}
		static [immerable] = true;
		static identifier = identifier;
		static fields = struct$1.fields;
		static get ast() {
			return getClassSchema(this).ast;
		}
		static pipe() {
			return pipeArguments(this, arguments);
		}
		static rebuild(ast) {
			return getClassSchema(this).rebuild(ast);
		}
		static make(input, options) {
			return makeClassSync(toType(getClassSchema(this).ast), input ?? {}, options, (fields) => makeClassTrusted(this, fields));
		}
		static makeOption(input, options) {
			return makeOption(getClassSchema(this))(input ?? {}, options);
		}
		static makeEffect(input, options) {
			return getClassSchema(this).makeEffect(input ?? {}, options);
		}
		static annotate(annotations) {
			return this.rebuild(annotate(this.ast, annotations));
		}
		static annotateKey(annotations) {
			return this.rebuild(annotateKey(this.ast, annotations));
		}
		static check(...checks) {
			return this.rebuild(appendChecks(this.ast, checks));
		}
		static extend(identifier) {
			return (schema, annotations) => {
				const extension = isStruct(schema) ? schema : Struct(schema);
				const fields = {
					...struct$1.fields,
					...extension.fields
				};
				const ast = struct(fields, struct$1.ast.checks, { identifier });
				return makeClass(this, identifier, makeStruct(appendChecks(ast, extension.ast.checks), fields), annotations, proto);
			};
		}
		static mapFields(f, options) {
			return struct$1.mapFields(f, options);
		}
	};
	if (proto !== void 0) Object.assign(out.prototype, proto(identifier));
	return out;
}
/**
* Constructs a class instance from fields that were already validated against
* the class struct, without running the constructor's schema pass.
*
* @internal
*/
function makeClassTrusted(self, fields) {
	return new self(fields, { "~payload": {
		token: payloadToken,
		value: fields
	} });
}
function getClassTransformation(self) {
	return new Transformation(transform$1((input) => makeClassTrusted(self, input)), passthrough$1());
}
function getClassTypeId(identifier) {
	return `~effect/Schema/Class/${identifier}`;
}
function getClassSchemaFactory(from, identifier, annotations) {
	let memo;
	return (self) => {
		if (memo !== void 0) return memo;
		const ClassTypeId = getClassTypeId(identifier);
		const isClassValue = (input) => input instanceof self || hasProperty(input, ClassTypeId);
		const transformation = getClassTransformation(self);
		return memo = decodeTo(make$3(new Declaration([from.ast], () => (input, ast, options) => {
			return isClassValue(input) ? succeed$1(input) : fail$1(new InvalidType(ast, input, options));
		}, {
			identifier,
			[CONSTRUCTOR_ANNOTATION_KEY]: ([from]) => ({
				isConstructed: isClassValue,
				link: new Link(from, transformation)
			}),
			toCodec: ([from]) => new Link(from.ast, transformation),
			toEquivalence: ([from]) => from,
			toFormatter: ([from]) => (t) => `${self.identifier}(${from(t)})`,
			[SENTINELS_ANNOTATION_KEY]: collectSentinels(from.ast),
			...annotations
		})), transformation)(from);
	};
}
function isStruct(schema) {
	return isSchema(schema);
}
/**
* Creates a schema-backed class whose constructor validates input against a
* {@link Struct} schema. Construction throws an `Error` with a
* `SchemaIssue.Issue` in its `cause` on invalid input.
*
* **When to use**
*
* Use when you need a schema-backed data class with validated construction,
* schema-derived decoding/encoding, and class-style methods or inheritance.
*
* **Details**
*
* Pass the desired class type as the first type parameter. The second optional
* type parameter can be used to add nominal brands.
*
* The `identifier` is the schema's stable runtime name. It is exposed on the
* class, stored in the schema AST, and used to label diagnostics and generated
* references as well as to format class instances.
*
* It also derives a runtime marker that recognizes instances across hot module
* reloads, where `instanceof` can fail because the constructor has been
* replaced. The identifier is explicit because the outer JavaScript class name
* is not available while the `extends` expression is evaluated and may change
* through renaming or minification.
*
* **Gotchas**
*
* To subclass a `Schema.Class`, use `Base.extend<Self>(...)`, even when only
* adding methods or getters. Pass `{}` for the fields when none are added.
* Plain `class Child extends Base` is unsupported.
*
* Passing `disableChecks: true` skips filters and checks, not parsing of types
* and structure. Wrong types and shapes are still rejected, and constructor
* defaults still apply.
*
* **Example** (Defining a basic class)
*
* ```ts import.meta.vitest
* import { Schema } from "effect"
*
* class Person extends Schema.Class<Person>("Person")({
*   name: Schema.String,
*   age: Schema.Number
* }) {}
*
* const alice = new Person({ name: "Alice", age: 30 })
* alice.name // => "Alice"
* String(alice) // => "Person({\"name\":\"Alice\",\"age\":30})"
* ```
*
* **Example** (Extending a class)
*
* ```ts import.meta.vitest
* import { Schema } from "effect"
*
* class Animal extends Schema.Class<Animal>("Animal")({
*   name: Schema.String
* }) {}
*
* class Dog extends Animal.extend<Dog>("Dog")({
*   breed: Schema.String
* }) {}
*
* const dog = new Dog({ name: "Rex", breed: "Labrador" })
* dog.name // => "Rex"
* dog.breed // => "Labrador"
* ```
*
* @see {@link TaggedClass} for adding a `_tag` literal field to the class schema
* @see {@link Error} for defining schema-backed error classes
* @see {@link TaggedError} for defining tagged schema-backed error classes
*
* @stability stable
* @category constructors
* @since 3.10.0
*/
const Class = (identifier) => (schema, annotations) => {
	const struct = isStruct(schema) ? schema : Struct(schema);
	return makeClass(Class$1, identifier, struct, annotations, (identifier) => ({ toString() {
		return `${identifier}(${format$1({ ...this })})`;
	} }));
};
/**
* Creates a schema-backed error class that can be used as a typed,
* yieldable error in Effect programs. Combines {@link Class} validation with
* the `YieldableError` interface so instances can be yielded directly inside
* `Effect.gen`.
*
* **Example** (Schema-backed error)
*
* ```ts import.meta.vitest
* import { Effect, Schema } from "effect"
*
* class NotFound extends Schema.Error<NotFound>("NotFound")({
*   id: Schema.Number
* }) {}
*
* const program = Effect.gen(function*() {
*   yield* new NotFound({ id: 1 })
* })
* const error = await Effect.runPromise(Effect.flip(program))
* error.id // => 1
* ```
*
* @stability stable
* @category constructors
* @since 4.0.0
*/
const Error$1 = (identifier) => (schema, annotations) => {
	const struct = isStruct(schema) ? schema : Struct(schema);
	return makeClass(Error$3, identifier, struct, annotations, (identifier) => ({ name: identifier }));
};
/**
* Schema that accepts and validates any immutable JSON-compatible value.
*
* **Example** (Validating a JSON value)
*
* ```ts import.meta.vitest
* import { Option, Schema } from "effect"
*
* Schema.decodeUnknownOption(Schema.Json)({ key: [1, true, null] }) // => Option.some({ key: [1, true, null] })
* ```
*
* @stability stable
* @category schemas
* @since 4.0.0
*/
const Json = /*#__PURE__*/ make$3(/*#__PURE__*/ annotate(Json$1, { toCode: () => ({
	runtime: "Schema.Json",
	Type: "Schema.Json"
}) }));
// ../../../node_modules/effect/dist/rpc/RpcSchema.js
/**
* RPC schema markers and interruption annotations.
*
* This module contains the small pieces of schema metadata that the RPC
* declaration, client, server, cluster, and reactivity layers share. It marks
* streamed responses and annotates interruptions that came from a remote client
* closing or cancelling a request.
*
* @stability unstable
* @since 4.0.0
*/
const StreamSchemaTypeId = "~effect/rpc/RpcSchema/StreamSchema";
/**
* Returns `true` when a schema is an RPC stream schema created by
* `RpcSchema.Stream`.
*
* @stability unstable
* @category guards
* @since 4.0.0
*/
function isStreamSchema(schema) {
	return hasProperty(schema, StreamSchemaTypeId);
}
const schema = /*#__PURE__*/ declare(isStream);
/**
* Creates an RPC stream schema from a stream element success schema and stream
* error schema.
*
* @stability unstable
* @category constructors
* @since 4.0.0
*/
function Stream(success, error) {
	return make$3(schema.ast, {
		[StreamSchemaTypeId]: StreamSchemaTypeId,
		success,
		error
	});
}
// ../../../node_modules/effect/dist/rpc/Rpc.js
const TypeId = "~effect/rpc/Rpc";
/**
* Returns `true` when the value is an `Rpc` definition.
*
* @stability unstable
* @category guards
* @since 4.0.0
*/
const isRpc = (u) => hasProperty(u, TypeId);
/**
* Represents server-side metadata for the client associated with an RPC request.
*
* **When to use**
*
* Use to inspect or annotate the connected client while handling an RPC request
* on the server.
*
* **Details**
*
* It stores the client id and request annotations that handlers can read or
* extend.
*
* @stability unstable
* @category models
* @since 4.0.0
*/
var ServerClient = class {
	id;
	annotations;
	constructor(id) {
		this.id = id;
		this.annotations = empty$2();
	}
	annotate(tag, value) {
		this.annotations = add$1(this.annotations, tag, value);
		return this;
	}
};
const Proto = {
	[TypeId]: TypeId,
	pipe() {
		return pipeArguments(this, arguments);
	},
	setSuccess(successSchema) {
		return makeProto({
			_tag: this._tag,
			payloadSchema: this.payloadSchema,
			successSchema,
			errorSchema: this.errorSchema,
			defectSchema: this.defectSchema,
			annotations: this.annotations,
			middlewares: this.middlewares
		});
	},
	setError(errorSchema) {
		return makeProto({
			_tag: this._tag,
			payloadSchema: this.payloadSchema,
			successSchema: this.successSchema,
			errorSchema,
			defectSchema: this.defectSchema,
			annotations: this.annotations,
			middlewares: this.middlewares
		});
	},
	setPayload(payloadSchema) {
		return makeProto({
			_tag: this._tag,
			payloadSchema: isSchema(payloadSchema) ? payloadSchema : Struct(payloadSchema),
			successSchema: this.successSchema,
			errorSchema: this.errorSchema,
			defectSchema: this.defectSchema,
			annotations: this.annotations,
			middlewares: this.middlewares
		});
	},
	middleware(middleware) {
		return makeProto({
			_tag: this._tag,
			payloadSchema: this.payloadSchema,
			successSchema: this.successSchema,
			errorSchema: this.errorSchema,
			defectSchema: this.defectSchema,
			annotations: this.annotations,
			middlewares: /* @__PURE__ */ new Set([...this.middlewares, middleware])
		});
	},
	prefix(prefix) {
		return makeProto({
			_tag: `${prefix}${this._tag}`,
			payloadSchema: this.payloadSchema,
			successSchema: this.successSchema,
			errorSchema: this.errorSchema,
			defectSchema: this.defectSchema,
			annotations: this.annotations,
			middlewares: this.middlewares
		});
	},
	annotate(tag, value) {
		return makeProto({
			_tag: this._tag,
			payloadSchema: this.payloadSchema,
			successSchema: this.successSchema,
			errorSchema: this.errorSchema,
			defectSchema: this.defectSchema,
			middlewares: this.middlewares,
			annotations: add$1(this.annotations, tag, value)
		});
	},
	annotateMerge(context) {
		return makeProto({
			_tag: this._tag,
			payloadSchema: this.payloadSchema,
			successSchema: this.successSchema,
			errorSchema: this.errorSchema,
			defectSchema: this.defectSchema,
			middlewares: this.middlewares,
			annotations: merge$2(this.annotations, context)
		});
	}
};
const makeProto = (options) => {
	function Rpc() {}
	Object.setPrototypeOf(Rpc, Proto);
	Object.assign(Rpc, options);
	Rpc.key = `effect/rpc/Rpc/${options._tag}`;
	return Rpc;
};
/**
* Creates an RPC definition with the supplied tag and optional schemas.
*
* **Details**
*
* Payload options can be either a schema or struct fields. `stream: true` wraps
* the success and error schemas in a stream schema and sets the normal error
* schema to `Schema.Never`. `primaryKey` creates a payload class with a
* primary key derived from the payload value.
*
* @stability unstable
* @category constructors
* @since 4.0.0
*/
const make$2 = (tag, options) => {
	const successSchema = options?.success ?? Void;
	const errorSchema = options?.error ?? Never;
	const defectSchema = options?.defect ?? Defect();
	let payloadSchema;
	if (options?.primaryKey) payloadSchema = class Payload extends Class(`effect/rpc/Rpc/${tag}`)(options.payload) {
		[symbol]() {
			return options.primaryKey(this);
		}
	};
	else payloadSchema = isSchema(options?.payload) ? options?.payload : options?.payload ? Struct(options?.payload) : Void;
	return makeProto({
		_tag: tag,
		payloadSchema,
		successSchema: options?.stream ? Stream(successSchema, errorSchema) : successSchema,
		errorSchema: options?.stream ? Never : errorSchema,
		defectSchema,
		annotations: empty$2(),
		middlewares: /* @__PURE__ */ new Set()
	});
};
const WrapperTypeId = "~effect/rpc/Rpc/Wrapper";
/**
* Returns `true` when the value is an RPC `Wrapper`.
*
* @stability unstable
* @category guards
* @since 4.0.0
*/
const isWrapper = (u) => WrapperTypeId in u;
/**
* Wraps a handler result with RPC server execution options.
*
* **Details**
*
* When the value is already wrapped, unspecified options are inherited from the
* existing wrapper.
*
* @stability unstable
* @category wrapping
* @since 4.0.0
*/
const wrap = (options) => (value) => isWrapper(value) ? {
	[WrapperTypeId]: WrapperTypeId,
	value: value.value,
	fork: options.fork ?? value.fork,
	uninterruptible: options.uninterruptible ?? value.uninterruptible
} : {
	[WrapperTypeId]: WrapperTypeId,
	value,
	fork: options.fork ?? false,
	uninterruptible: options.uninterruptible ?? false
};
/**
* Maps the value inside an RPC wrapper, preserving wrapper options such as
* `fork` and `uninterruptible`; unwrapped values are mapped directly.
*
* @stability unstable
* @category wrapping
* @since 4.0.0
*/
const wrapMap = (self, f) => {
	if (isWrapper(self)) return wrap(self)(f(self.value));
	return f(self);
};
// ../../../packages/core/src/ActorError.ts
/**
* The one error of every actor, whatever hosts it: `ActorError` with a `reason`, for `Effect.catchReason`.
* No layer adds a type of its own, so `layerLocal`, `layerThread` and `layerPool` can be swapped.
*/
const reason = (tag$1) => ({ _tag: tag(tag$1) });
/**
* The thread ended while the job was there. `confirmed: false` when the thread would not end in time.
*
* @example
* ```ts
* import * as assert from "node:assert/strict"
* import * as ActorError from "@stevedore/core/ActorError"
*
* const reason = new ActorError.ThreadDied({ confirmed: true, detail: "exit code 1" })
* assert.equal(reason.message, 'the thread ended (exit code 1)')
* ```
*/
var ThreadDied = class extends Error$1("@stevedore/core/ActorError/ThreadDied")({
	...reason("ThreadDied"),
	confirmed: Boolean$1,
	detail: String$1
}) {
	get message() {
		return `the thread ended (${this.detail})`;
	}
};
/**
* The window of unstarted jobs (or the job table, or the memory, or its blocks) is full and the actor is set not to wait.
*
* @example
* ```ts
* import * as assert from "node:assert/strict"
* import * as ActorError from "@stevedore/core/ActorError"
*
* const reason = new ActorError.MailboxFull({ what: "window", limit: 8, waitedMillis: 0 })
* assert.equal(reason.message, 'the mailbox is full: at most 8 unstarted jobs of this sender; send less at once, raise the limit, or use whenFull: "suspend"')
* ```
*/
var MailboxFull = class extends Error$1("@stevedore/core/ActorError/MailboxFull")({
	...reason("MailboxFull"),
	what: Literals([
		"window",
		"jobs",
		"memory",
		"blocks"
	]),
	limit: Number$1,
	waitedMillis: Number$1,
	/** Which one gave way, where the actor's layer says so (`whenFull`): this one, which came, or this one, the oldest. */
	dropped: optionalKey(Literals(["newest", "oldest"])),
	/** Who waits for whom, when the send was made by a handler: it waits no longer than `nestedWait`. */
	chain: optionalKey(ArraySchema(String$1))
}) {
	get message() {
		const what = {
			window: "unstarted jobs of this sender",
			jobs: "jobs in flight",
			memory: "segments",
			blocks: "blocks for payloads above a segment"
		}[this.what];
		return `the mailbox is full${this.waitedMillis > 0 ? ` after ${this.waitedMillis} ms` : ""}${this.chain === void 0 ? "" : `, sent by ${this.chain.join(" → ")}`}: at most ${this.limit} ${what}${{
			newest: ", so this one was dropped",
			oldest: ", so this one gave way to a later one",
			no: ""
		}[this.dropped ?? "no"]}; send less at once, raise the limit, or use whenFull: "suspend"`;
	}
};
/**
* A payload or a result does not fit into the largest block that the actor system has (see `largeBlocks`). Sizes in
* bytes; a payload counts with its headers and key.
*
* @example
* ```ts
* import * as assert from "node:assert/strict"
* import * as ActorError from "@stevedore/core/ActorError"
*
* const reason = new ActorError.TooLarge({ what: "payload", bytes: 2000006, limitBytes: 1048832 })
* assert.equal(reason.message, 'the payload takes 2000006 bytes, the limit is 1048832: send it in parts, or mark its binary data Job.transfer')
* ```
*/
var TooLarge = class extends Error$1("@stevedore/core/ActorError/TooLarge")({
	...reason("TooLarge"),
	what: Literals([
		"payload",
		"result",
		"error",
		"buffer"
	]),
	bytes: Number$1,
	limitBytes: Number$1
}) {
	get message() {
		const remedy = `send it in parts, or mark its binary data Job.transfer${this.limitBytes < 1048576 ? ", or give the actor system largeBlocks" : ""}`;
		return `the ${this.what} takes ${this.bytes} bytes, the limit is ${this.limitBytes}: ${remedy}`;
	}
};
/**
* The job was not done in time; it was cancelled if it had not started, interrupted if it had.
*
* @example
* ```ts
* import * as assert from "node:assert/strict"
* import * as ActorError from "@stevedore/core/ActorError"
*
* const reason = new ActorError.Timeout({ afterMillis: 50, detail: "" })
* assert.equal(reason.message, 'not done after 50 ms')
* ```
*/
var Timeout = class extends Error$1("@stevedore/core/ActorError/Timeout")({
	...reason("Timeout"),
	afterMillis: Number$1,
	detail: String$1
}) {
	get message() {
		return `not done after ${this.afterMillis} ms${this.detail === "" ? "" : `: ${this.detail}`}`;
	}
};
/**
* The actor was stopping or stopped: the job was refused and never starts.
*
* @example
* ```ts
* import * as assert from "node:assert/strict"
* import * as ActorError from "@stevedore/core/ActorError"
*
* const reason = new ActorError.Stopped({})
* assert.equal(reason.message, 'the actor has stopped and takes no more jobs')
* ```
*/
var Stopped = class extends Error$1("@stevedore/core/ActorError/Stopped")({ ...reason("Stopped") }) {
	get message() {
		return "the actor has stopped and takes no more jobs";
	}
};
/**
* A payload or a result does not match its schema, or holds what cannot be carried, or its bytes cannot be read.
*
* @example
* ```ts
* import * as assert from "node:assert/strict"
* import * as ActorError from "@stevedore/core/ActorError"
*
* const reason = new ActorError.Undecodable({ what: "payload", issue: "Expected number" })
* assert.equal(reason.message, 'the payload does not match its schema: Expected number')
* ```
*/
var Undecodable = class extends Error$1("@stevedore/core/ActorError/Undecodable")({
	...reason("Undecodable"),
	what: Literals([
		"payload",
		"result",
		"error"
	]),
	issue: String$1
}) {
	get message() {
		const isData = / cannot be carried| to be carried/.test(this.issue);
		return `the ${this.what} ${isData ? "cannot cross threads" : "does not match its schema"}: ${this.issue}`;
	}
};
/**
* No actor of that name exists in the system, and none appeared in time.
*
* @example
* ```ts
* import * as assert from "node:assert/strict"
* import * as ActorError from "@stevedore/core/ActorError"
*
* const reason = new ActorError.Unreachable({ detail: "no layer provides it" })
* assert.equal(reason.message, 'not reachable: no layer provides it')
* ```
*/
var Unreachable = class extends Error$1("@stevedore/core/ActorError/Unreachable")({
	...reason("Unreachable"),
	detail: String$1
}) {
	get message() {
		return `not reachable: ${this.detail}`;
	}
};
/**
* A thread could not be started.
*
* @example
* ```ts
* import * as assert from "node:assert/strict"
* import * as ActorError from "@stevedore/core/ActorError"
*
* const reason = new ActorError.StartFailed({ cause: "missing", entry: "a.ts", detail: "no such file" })
* assert.equal(reason.message, 'the thread did not start (missing): no such file')
* ```
*/
var StartFailed = class extends Error$1("@stevedore/core/ActorError/StartFailed")({
	...reason("StartFailed"),
	cause: Literals([
		"missing",
		"syntax",
		"noDefault",
		"threw",
		"hung"
	]),
	entry: String$1,
	detail: String$1
}) {
	get message() {
		return `the thread did not start (${this.cause}): ${this.detail}`;
	}
};
/**
* The entry module serves another actor, or another version of this one.
*
* @example
* ```ts
* import * as assert from "node:assert/strict"
* import * as ActorError from "@stevedore/core/ActorError"
*
* const reason = new ActorError.EntryMismatch({ entry: "a.ts", expected: "A", found: "B" })
* assert.equal(reason.message, 'the entry a.ts serves B, expected A')
* ```
*/
var EntryMismatch = class extends Error$1("@stevedore/core/ActorError/EntryMismatch")({
	...reason("EntryMismatch"),
	entry: String$1,
	expected: String$1,
	found: String$1
}) {
	get message() {
		return `the entry ${this.entry} serves ${this.found}, expected ${this.expected}`;
	}
};
/**
* An option has a value that cannot work.
*
* @example
* ```ts
* import * as assert from "node:assert/strict"
* import * as ActorError from "@stevedore/core/ActorError"
*
* const reason = new ActorError.InvalidOption({ option: "size", value: "0", remedy: "use at least 1" })
* assert.equal(reason.message, 'size is 0: use at least 1')
* ```
*/
var InvalidOption = class extends Error$1("@stevedore/core/ActorError/InvalidOption")({
	...reason("InvalidOption"),
	option: String$1,
	value: String$1,
	remedy: String$1
}) {
	get message() {
		return `${this.option} is ${this.value}: ${this.remedy}`;
	}
};
/**
* The job, which is idempotent, was running each time its thread died: it is taken for the cause and not run again.
*
* @example
* ```ts
* import * as assert from "node:assert/strict"
* import * as ActorError from "@stevedore/core/ActorError"
*
* const reason = new ActorError.Poisoned({ deaths: 3 })
* assert.equal(reason.message, "its thread died 3 times while this job ran: it is not run again")
* ```
*/
var Poisoned = class extends Error$1("@stevedore/core/ActorError/Poisoned")({
	...reason("Poisoned"),
	deaths: Number$1
}) {
	get message() {
		return `its thread died ${this.deaths} times while this job ran: it is not run again`;
	}
};
/**
* An ask, or a handler's `await` of a submitted job, that would wait for itself: the actor that is asked works on one job at
* a time, and that job waits for this ask.
* `chain` names who waits for whom, the first asker first (`#` and a number for one whose name has not come to this thread
* yet).
*
* @example
* ```ts
* import * as assert from "node:assert/strict"
* import * as ActorError from "@stevedore/core/ActorError"
*
* const reason = new ActorError.AskCycle({ chain: ["A on a", "B on b", "A on a"] })
* assert.equal(
*   reason.message,
*   "the ask would wait for itself (A on a → B on b → A on a): tell instead, annotate the Rpc with Job.Reentrant, or raise the concurrency of the handlers"
* )
* ```
*/
var AskCycle = class extends Error$1("@stevedore/core/ActorError/AskCycle")({
	...reason("AskCycle"),
	chain: ArraySchema(String$1)
}) {
	get message() {
		return `the ask would wait for itself (${this.chain.join(" → ")}): tell instead, annotate the Rpc with Job.Reentrant, or raise the concurrency of the handlers`;
	}
};
/**
* Something else than the actor system has written to its shared memory, or a fault of ours has: found in debug mode only
* (`debug: true` of the actor system). `dump` says where, and what lies there. The thread that would have read it is ended.
*
* @example
* ```ts
* import * as assert from "node:assert/strict"
* import * as ActorError from "@stevedore/core/ActorError"
*
* const reason = new ActorError.ArenaCorrupt({ what: "a record of -3 bytes", dump: "mail from main to a, at word 4096" })
* assert.equal(reason.message, "the shared memory of the actor system is corrupt: a record of -3 bytes\nmail from main to a, at word 4096")
* ```
*/
var ArenaCorrupt = class extends Error$1("@stevedore/core/ActorError/ArenaCorrupt")({
	...reason("ArenaCorrupt"),
	what: String$1,
	dump: String$1
}) {
	get message() {
		return `the shared memory of the actor system is corrupt: ${this.what}${this.dump === "" ? "" : `\n${this.dump}`}`;
	}
};
/**
* A client, or a submitted job, was used on another thread than the one that it belongs to. Simulated threads can hand each
* other anything; real ones cannot. Found in debug mode only; a defect, since no program can go on from there.
*
* @example
* ```ts
* import * as assert from "node:assert/strict"
* import * as ActorError from "@stevedore/core/ActorError"
*
* const reason = new ActorError.WrongThread({ own: "reader", used: "writer" })
* assert.equal(reason.message, 'this belongs to thread "reader" and was used on thread "writer": real threads share nothing, so get the actor from the context of the thread that uses it')
* ```
*/
var WrongThread = class extends Error$1("@stevedore/core/ActorError/WrongThread")({
	...reason("WrongThread"),
	own: String$1,
	used: String$1
}) {
	get message() {
		return `this belongs to thread "${this.own}" and was used on thread "${this.used}": real threads share nothing, so get the actor from the context of the thread that uses it`;
	}
};
/**
* A function of a module threw, or the promise that it returned was rejected (`Actor.fromModule`). `cause` is what it threw:
* an error with its class's name, message, fields, cause and the stack of its thread, or any value.
*
* @example
* ```ts
* import * as assert from "node:assert/strict"
* import * as ActorError from "@stevedore/core/ActorError"
*
* const reason = new ActorError.Threw({ cause: new RangeError("too far") })
* assert.equal(reason.message, "it threw RangeError: too far")
* ```
*/
var Threw = class extends Error$1("@stevedore/core/ActorError/Threw")({
	...reason("Threw"),
	cause: Defect({ includeStack: true })
}) {
	get message() {
		return `it threw ${textOf(this.cause)}`;
	}
};
/** Whatever it is: a value may have no text of its own, or one that throws. */
const textOf = (cause) => {
	try {
		if (cause instanceof Error) return `${cause.name}: ${cause.message}`;
		return typeof cause === "string" ? JSON.stringify(cause) : String(cause);
	} catch {
		return "a value that cannot be shown";
	}
};
/**
* Every reason an actor can fail for, apart from the errors its own protocol declares.
*
* @example
* ```ts
* import * as assert from "node:assert/strict"
* import * as ActorError from "@stevedore/core/ActorError"
* import * as Schema from "effect/Schema"
*
* assert.ok(Schema.is(ActorError.ActorErrorReason)(new ActorError.Stopped({})))
* ```
*/
const ActorErrorReason = Union([
	ThreadDied,
	Poisoned,
	MailboxFull,
	TooLarge,
	Timeout,
	Stopped,
	AskCycle,
	Undecodable,
	Unreachable,
	StartFailed,
	EntryMismatch,
	InvalidOption,
	ArenaCorrupt,
	WrongThread,
	Threw
]);
/**
* What a job fails with when it is not the actor's own error. `started` says whether the handler had begun:
* `false` means it provably never ran, so sending it again is safe.
*
* @example
* ```ts
* import * as assert from "node:assert/strict"
* import * as Effect from "effect/Effect"
* import { ActorError, Stopped } from "@stevedore/core/ActorError"
*
* const failed = Effect.fail(
*   new ActorError({ reason: new Stopped({}), actor: "app/A", job: "run", thread: "app/A", started: false })
* )
* const again = Effect.catchReason(failed, "ActorError", "Stopped", (_, error) => Effect.succeed(error.started))
* assert.equal(await Effect.runPromise(again), false)
* ```
*/
var ActorError = class extends Error$1("@stevedore/core/ActorError")({
	_tag: tag("ActorError"),
	reason: ActorErrorReason,
	actor: String$1,
	job: String$1,
	thread: String$1,
	started: Literals([
		true,
		false,
		"unknown"
	])
}) {
	get message() {
		const where = [this.job === "" ? this.actor : `${this.actor}.${this.job}`, this.thread === "" ? "" : `on ${this.thread}`];
		const progress = this.job === "" ? "" : ` (${{
			true: "it had started",
			false: "it never started",
			unknown: "whether it started is not known"
		}[`${this.started}`]})`;
		return `${where.filter((part) => part !== "").join(" ")}: ${this.reason.message}${progress}`;
	}
};
// ../../../packages/core/src/internal/memory/watcher.ts
let current;
/** Called now, and whenever that changes: by the door itself. */
const whenWatched = (changed) => {
	changed(current);
};
// ../../../packages/core/src/internal/memory/atomics.ts
/**
* The only door to the global `Atomics`.
*
* Everything that two threads share goes through these functions, so that a model checker can stand in for them and
* walk every interleaving of the very code that ships. A test asserts that no other file names the global.
* All of them are sequentially consistent (ECMAScript memory model); the plain accesses of records are ordered by the
* `store` of a lane's tail and the `load` that reads it.
*
* Simulated threads (`@stevedore/core/testing`) have themselves asked before each operation. While there are none, these
* are the bare operations, small enough for the engine to put them where they are called: a comparison in each of them
* cost 2 % of an ask.
*/
const bare = {
	load: (words, index) => Atomics.load(words, index),
	store: (words, index, value) => {
		Atomics.store(words, index, value);
	},
	add: (words, index, value) => Atomics.add(words, index, value),
	or: (words, index, bits) => Atomics.or(words, index, bits),
	and: (words, index, bits) => Atomics.and(words, index, bits),
	exchange: (words, index, value) => Atomics.exchange(words, index, value),
	compareExchange: (words, index, expected, replacement) => Atomics.compareExchange(words, index, expected, replacement),
	notifyAll: (words, index) => {
		Atomics.notify(words, index);
	},
	waitAsync: (words, index, expected) => {
		const result = Atomics.waitAsync(words, index, expected);
		return result.async ? result.value : void 0;
	},
	wait: (words, index, expected, millis) => Atomics.wait(words, index, expected, millis) !== "timed-out"
};
const watched = (watcher) => ({
	load: (words, index) => {
		watcher.before(words, "load", index);
		return bare.load(words, index);
	},
	store: (words, index, value) => {
		watcher.before(words, "store", index);
		bare.store(words, index, value);
	},
	add: (words, index, value) => {
		watcher.before(words, "add", index);
		return bare.add(words, index, value);
	},
	or: (words, index, bits) => {
		watcher.before(words, "or", index);
		return bare.or(words, index, bits);
	},
	and: (words, index, bits) => {
		watcher.before(words, "and", index);
		return bare.and(words, index, bits);
	},
	exchange: (words, index, value) => {
		watcher.before(words, "exchange", index);
		return bare.exchange(words, index, value);
	},
	compareExchange: (words, index, expected, replacement) => {
		watcher.before(words, "compareExchange", index);
		return bare.compareExchange(words, index, expected, replacement);
	},
	notifyAll: (words, index) => {
		watcher.before(words, "notifyAll", index);
		if (!watcher.notifyAll(words, index)) bare.notifyAll(words, index);
	},
	waitAsync: (words, index, expected) => {
		watcher.before(words, "waitAsync", index);
		return (bare.load(words, index) === expected ? watcher.waitAsync(words, index) : void 0) ?? bare.waitAsync(words, index, expected);
	},
	wait: (words, index, expected, millis) => {
		watcher.before(words, "wait", index);
		return bare.wait(words, index, expected, millis);
	}
});
let load = bare.load;
let store = bare.store;
/** Adds and returns the value before. */
let add = bare.add;
/** Sets bits and returns the value before. */
let or = bare.or;
/** Keeps only `bits` and returns the value before. */
let and = bare.and;
let exchange = bare.exchange;
/** Stores `replacement` if the word holds `expected`; returns the value before. */
let compareExchange = bare.compareExchange;
/** Wakes everybody who sleeps on the word. Never with a count: see B2 in docs/memory-model.md. */
let notifyAll = bare.notifyAll;
/** Resolves when the word is notified; `undefined` when the word did not hold `expected` at the call. */
let waitAsync = bare.waitAsync;
/** Stops the thread until the word is notified or the time is over, which is false; at once where it holds another value. */
let wait = bare.wait;
whenWatched((watcher) => {
	const all = watcher === void 0 ? bare : watched(watcher);
	({add, and, compareExchange, exchange, load, notifyAll, or, store, wait, waitAsync} = all);
});
// ../../../packages/core/src/internal/memory/layout.ts
var layout_exports = /* @__PURE__ */ __exportAll({
	BLOCK_CLASSES: () => 2,
	HEADER_WORDS: () => 64,
	Header: () => Header,
	LANE_WORDS: () => 32,
	LINK_WORDS: () => 2,
	Lane: () => Lane,
	LaneWord: () => LaneWord,
	MAGIC: () => MAGIC,
	MAX_BYTES: () => MAX_BYTES,
	THREAD_WORDS: () => 64,
	Thread: () => Thread,
	VERSION: () => 1,
	blockAt: () => blockAt,
	blockClass: () => blockClass,
	blockOf: () => blockOf$1,
	bytesOf: () => bytesOf,
	claimerOf: () => claimerOf,
	consumerOfLane: () => consumerOfLane,
	firstSegmentAt: () => firstSegmentAt,
	jobsAt: () => jobsAt,
	laneAt: () => laneAt,
	laneNumber: () => laneNumber,
	make: () => make$1,
	maxBlockBytes: () => maxBlockBytes,
	maxRecordBytes: () => maxRecordBytes,
	noLane: () => noLane,
	producerOfLane: () => producerOfLane,
	segmentAt: () => segmentAt,
	threadAt: () => threadAt
});
const MAGIC = 1398031702;
/** Words of the header. Written once by the creator before any thread exists, unless said otherwise. */
const Header = {
	magic: 0,
	version: 1,
	layoutHash: 2,
	maxThreads: 3,
	jobCapacity: 4,
	segmentWords: 5,
	segmentCount: 6,
	/** Raised by main after a confirmed exit; pairs with every thread's acknowledgement. */
	deathEpoch: 16,
	/** Two words, one bit per thread that waits for memory: set by that thread, exchanged by whoever frees. */
	starving: 32,
	/** Approximate: claims subtract, frees add; a thread that dies between the two leaves it off until the next sweep. */
	freeSegments: 48,
	freeSmallBlocks: 49,
	freeLargeBlocks: 50,
	/** Main: tells that nobody will handle, of threads whose records were swept. */
	deadLetters: 51,
	/** Main: thread records up to here were in use. */
	records: 52
};
/** Words of a thread record. */
const Thread = {
	/** Anybody sets bits, only the owner clears them: see bell.ts. */
	bell: 0,
	/** Owner's line. */
	state: 16,
	heartbeat: 17,
	ackedEpoch: 18,
	/** Jobs that ended here (answered, dropped, refused): with the lanes' `sent`, the pending count. */
	finished: 19,
	highWater: 20,
	rings: 21,
	busyMillis: 22,
	/** Jobs discarded with a dead sender or refused at the door; keeps `sent - finished` honest. */
	turns: 23,
	/** Tells that nobody will handle, as far as this thread had to answer for them. */
	deadLetters: 24,
	/** Its own tells that this thread alone answers for: they wait for a thread to come again. */
	inHand: 25,
	/** How often staying awake paid, and how long this thread has stayed awake for nothing else: see linger.ts. */
	lingerHits: 26,
	lingerMillis: 27,
	/** Jobs begun here, and the last of them: its actor's instance and the place of its method. See slowJobs.ts. */
	begun: 28,
	latestInstance: 29,
	latestMethod: 30,
	/** Jobs that run here as fibers. */
	underWay: 31,
	/** Main's line. */
	incarnation: 32,
	diedAtEpoch: 33,
	exitCode: 34,
	/** Lines of its log that main has taken (wraps). */
	logged: 35,
	/** Owner's second line, for what is rare. Tells of dead senders, which this thread has taken over. */
	inherited: 48
};
/** Words of a lane. */
const LaneWord = {
	/** Producer's line: records published, in bytes (wraps), and jobs published (wraps). */
	tail: 0,
	sent: 1,
	/** Consumer's line: bytes consumed (wraps), segments freed, and `wanted` (set by the producer, taken by the consumer). */
	head: 16,
	freed: 17,
	wanted: 18,
	/** Mail's blocks freed, by class. */
	freedBlocks: 19
};
/** Words of a lane's own first segment, unless the sizes say otherwise: most lanes never need more. */
const FIRST_SEGMENT_WORDS = 256;
/** Positions and lengths, in words and in bytes, stay Int32: what a system would take beyond this is refused. */
const MAX_BYTES = 2 ** 31 - 8;
const Lane = {
	mail: 0,
	express: 1
};
const SMALL_BLOCK_BYTES = 65792;
const LARGE_BLOCK_BYTES = 1048832;
const align = (words, to) => Math.ceil(words / to) * to;
/** Bytes that a system of these sizes takes, resident only where touched. */
const bytesOf = (sizes) => make$1(sizes).words * 4;
/** Computes the layout. Pure: every thread computes it from the sizes in the header and compares the hash. */
const make$1 = (sizes) => {
	const segmentWords = sizes.segmentBytes / 4;
	const lanesCount = sizes.maxThreads * sizes.maxThreads * 2;
	const firstSegmentWords = sizes.firstSegmentBytes === void 0 ? FIRST_SEGMENT_WORDS : sizes.firstSegmentBytes / 4;
	const firstSegmentsWords = lanesCount * firstSegmentWords;
	const segmentCount = sizes.segmentCount ?? Math.max(leastSegments(lanesCount), Math.floor((sizes.arenaBytes / 4 - firstSegmentsWords) / segmentWords));
	const [smallBlocks, largeBlocks] = [sizes.smallBlocks ?? 0, sizes.largeBlocks ?? 0];
	const [smallBytes, largeBytes] = sizes.blockBytes ?? [SMALL_BLOCK_BYTES, LARGE_BLOCK_BYTES];
	const [smallWords, largeWords] = [smallBytes / 4, largeBytes / 4];
	const threads = 64;
	const lanes = threads + sizes.maxThreads * 64;
	const owners = lanes + lanesCount * 32;
	const blockOwners = owners + segmentCount;
	const jobs = align(blockOwners + smallBlocks + largeBlocks, 32);
	const firstSegments = align(jobs + sizes.maxThreads * sizes.jobCapacity, 1024);
	const segments = firstSegments + firstSegmentsWords;
	const blocks = segments + segmentCount * segmentWords;
	const largeAt = blocks + smallBlocks * smallWords;
	const numbers = {
		maxThreads: sizes.maxThreads,
		jobCapacity: sizes.jobCapacity,
		segmentBytes: sizes.segmentBytes,
		arenaBytes: sizes.arenaBytes,
		smallBlocks,
		largeBlocks,
		markBytes: sizes.debug === true ? 8 : 0,
		firstSegmentWords,
		segmentWords,
		segmentCount,
		mailSegmentCount: mailShare(segmentCount),
		threads,
		lanes,
		owners,
		jobs,
		firstSegments,
		segments,
		words: largeAt + largeBlocks * largeWords
	};
	const units = (words, at, owners, count, freeCount) => ({
		words,
		at,
		owners,
		count,
		mailCount: mailShare(count),
		freeCount
	});
	return {
		...numbers,
		segmentUnits: units(segmentWords, segments, owners, segmentCount, Header.freeSegments),
		blockUnits: [units(smallWords, blocks, blockOwners, smallBlocks, Header.freeSmallBlocks), units(largeWords, largeAt, blockOwners + smallBlocks, largeBlocks, Header.freeLargeBlocks)],
		hash: hashOf([
			...Object.values(numbers),
			smallWords,
			largeWords
		])
	};
};
/** The last sixteenth is for replies. */
const mailShare = (count) => count - Math.ceil(count / 16);
/**
* A lane at rest keeps the segment it came to rest in. With one for each lane, and one more that mail may have, whoever
* waits for memory gets it once the lanes are drained.
*/
const leastSegments = (lanes) => Math.max(8, Math.ceil((lanes + 1) * 16 / 15) + 1);
const hashOf = (numbers) => {
	let hash = 1;
	for (const n of numbers) hash = Math.imul(hash, 31) + (n | 0) | 0;
	return hash;
};
const threadAt = (layout, thread) => layout.threads + thread * 64;
/** Number of the lane from `producer` to `consumer`; `+ 1` is what owner words hold for it. */
const laneNumber = (layout, producer, consumer, kind) => (producer * layout.maxThreads + consumer) * 2 + kind;
const laneAt = (layout, lane) => layout.lanes + lane * 32;
const producerOfLane = (layout, lane) => Math.floor(lane / 2 / layout.maxThreads);
const consumerOfLane = (layout, lane) => Math.floor(lane / 2) % layout.maxThreads;
/**
* In the place of a lane: claimed by that thread for itself. As the owner word of a claim is its lane + 1, the claim itself
* writes that the thread holds it.
*/
const noLane = (thread) => -(thread + 2);
/** The thread that claimed for itself; negative for a lane. */
const claimerOf = (lane) => -lane - 2;
const firstSegmentAt = (layout, lane) => layout.firstSegments + lane * layout.firstSegmentWords;
const segmentAt = (layout, segment) => layout.segments + segment * layout.segmentWords;
const jobsAt = (layout, thread) => layout.jobs + thread * layout.jobCapacity;
const blockClass = (layout, block) => block < layout.blockUnits[0].count ? 0 : 1;
const blockAt = (layout, block) => {
	const [small, large] = layout.blockUnits;
	return block < small.count ? small.at + block * small.words : large.at + (block - small.count) * large.words;
};
/** Which block that word lies in; -1 where there is none. */
const blockOf$1 = ({ blockUnits: [small, large] }, word) => {
	const inSmall = Math.floor((word - small.at) / small.words);
	if (word >= small.at && inSmall < small.count) return inSmall;
	const inLarge = Math.floor((word - large.at) / large.words);
	return word >= large.at && inLarge < large.count ? small.count + inLarge : -1;
};
/** Bytes that the largest block holds; 0 where there are none. */
const maxBlockBytes = (layout) => {
	const [small, large] = layout.blockUnits;
	return large.count > 0 ? large.words * 4 : small.count > 0 ? small.words * 4 : 0;
};
/** Bytes of the largest record, header included. */
const maxRecordBytes = (layout) => (layout.segmentWords - 2) * 4 - layout.markBytes;
const sample = make$1({
	maxThreads: 2,
	jobCapacity: 8,
	segmentBytes: 1024,
	arenaBytes: 32768
});
if (Thread.state - Thread.bell < 16 || Thread.incarnation - Thread.state < 16) throw new Error("a thread's bell, its own words and main's words must lie on lines of their own");
if (LaneWord.head - LaneWord.tail < 16) throw new Error("producer and consumer of a lane must not share a cache line");
if (sample.segments % 2 !== 0 || sample.firstSegments % 2 !== 0) throw new Error("records hold Float64 and must start at even words");
if (LaneWord.freedBlocks + 2 > 32) throw new Error("a lane's words overlap the next lane's");
// ../../../packages/core/src/internal/memory/jobTable.ts
const Phase = {
	free: 0,
	queued: 1,
	started: 2,
	done: 3,
	cancelled: 4,
	dropped: 5,
	refused: 6,
	taken: 7
};
const GENERATIONS = 16777215;
const TELL = 16777216;
const word = (generation, phase) => generation << 3 | phase;
/** The sender's side: begins and ends jobs. Used by the owning thread only. */
var JobTable = class {
	arena;
	base;
	capacity;
	record;
	freeIds;
	freeCount = 0;
	highWater = 0;
	/** The generation of the job that was begun last. */
	begun = 0;
	constructor(arena, thread) {
		this.arena = arena;
		this.capacity = arena.layout.jobCapacity;
		this.base = jobsAt(arena.layout, thread);
		this.record = threadAt(arena.layout, thread);
		this.freeIds = new Int32Array(this.capacity);
	}
	/** Jobs begun and not ended. */
	get live() {
		return this.highWater - this.freeCount;
	}
	/** A new job in phase `queued`: its id, or -1 when the table is full. O(1), allocates nothing. */
	begin(isTell = false) {
		let id;
		if (this.freeCount > 0) id = this.freeIds[--this.freeCount];
		else if (this.highWater < this.capacity) {
			id = this.highWater++;
			store(this.arena.words, this.record + Thread.highWater, this.highWater);
		} else return -1;
		const generation = (load(this.arena.words, this.base + id) >>> 3) + 1 & GENERATIONS;
		this.begun = isTell ? generation | TELL : generation;
		store(this.arena.words, this.base + id, word(this.begun, Phase.queued));
		return id;
	}
	generation(id) {
		return load(this.arena.words, this.base + id) >>> 3;
	}
	/** The phase of that very job, or `free` when the id serves another generation by now. */
	phase(id, generation) {
		const value = load(this.arena.words, this.base + id);
		return value >>> 3 === generation ? value & 7 : Phase.free;
	}
	/** True when the job provably never starts. Pairs with `start` below: one of the two wins. */
	cancel(id, generation) {
		return compareExchange(this.arena.words, this.base + id, word(generation, Phase.queued), word(generation, Phase.cancelled)) === word(generation, Phase.queued);
	}
	/** Takes back a job whose record was never published. */
	abort(id) {
		this.end(id);
	}
	/** The id may be used again: its record is known to be consumed. */
	end(id, generation = this.generation(id)) {
		store(this.arena.words, this.base + id, word(generation, Phase.free));
		this.freeIds[this.freeCount++] = id;
	}
};
/** Target. Wins the job for this thread; false when the sender cancelled it first. Pairs with JobTable.cancel. */
const start = (arena, sender, id, generation) => {
	const queued = word(generation, Phase.queued);
	return compareExchange(arena.words, jobsAt(arena.layout, sender) + id, queued, word(generation, Phase.started)) === queued;
};
/**
* Target. Its record has not been passed here: so it is told apart from one that has ended. Only this thread passes it. Pairs
* with the store of `JobTable.begin`, which came before what this thread was told of the job, and with `consumed` below, after
* which the sender may give the id to another generation; `JobTable.cancel` may come at any time, and changes nothing here.
*/
const isUnpassed = (arena, sender, id, generation) => {
	const value = load(arena.words, jobsAt(arena.layout, sender) + id);
	return value === word(generation, Phase.queued) || value === word(generation, Phase.cancelled);
};
/** Target, closing. True when the job is refused; false when the sender cancelled it first. */
const refuse$2 = (arena, sender, id, generation) => {
	const queued = word(generation, Phase.queued);
	return compareExchange(arena.words, jobsAt(arena.layout, sender) + id, queued, word(generation, Phase.refused)) === queued;
};
/**
* Target, for a tell of a dead sender that waits here: from now on this thread answers for it. False when the sender
* had cancelled it before it died.
*/
const take$1 = (arena, sender, id, generation) => {
	const queued = word(generation, Phase.queued);
	return compareExchange(arena.words, jobsAt(arena.layout, sender) + id, queued, word(generation, Phase.taken)) === queued;
};
/**
* Main, once everybody has acknowledged the sender's death: how many of its tells nobody answers for. They were queued
* for, refused by, or running on a thread that is dead, too; those on a living thread are `taken` or `done` by now.
*/
const lostTells = (arena, sender) => {
	const base = jobsAt(arena.layout, sender);
	const highWater = load(arena.words, threadAt(arena.layout, sender) + Thread.highWater);
	const lost = {
		queued: 0,
		started: 0,
		refused: 0
	};
	for (let id = 0; id < highWater; id++) {
		const value = load(arena.words, base + id);
		if ((value >>> 3 & TELL) === 0) continue;
		const phase = value & 7;
		if (phase === Phase.queued) lost.queued++;
		else if (phase === Phase.started) lost.started++;
		else if (phase === Phase.refused) lost.refused++;
	}
	return lost;
};
/** Target. A tell has ended or is answered for here, or a cancelled record was passed: its sender looks at that. */
const consumed = (arena, sender, id, generation, phase) => {
	store(arena.words, jobsAt(arena.layout, sender) + id, word(generation, phase));
};
// ../../../packages/core/src/internal/record.ts
/**
* The records that travel on lanes, as word offsets from a record's start. Written by the producer of a lane, read by
* its consumer; `lane.ts` owns the first word.
*
* ```
*  mail (ask, tell)                        express (replies, refusals, cancels, chunks, credits, chains)
*  0  bytes of the whole record            0  bytes of the whole record
*  1  kind | flags << 8 | method << 16     1  kind | flags << 8 | method << 16
*  2  job id (the sender's table)          2  job id
*  3  generation                           3  generation
*  4  actor instance                       4  bytes of the payload
*  5  bytes of the extension (0: none)     5  bytes of the remote stack (0: none)
*  6  enqueued at, milliseconds (f64)
*  8  deadline, milliseconds (f64, 0: none)
*  10 extension, padded to 8, then payload 6  payload, then stack
* ```
* What does not fit a segment goes into a block. The record then says `SPILLED`, and has instead of that body
* ```
*  10 block (n), or ~n                     6  block (n), or ~n
*  11 bytes of the body                    7  unused
* ```
*/
const Kind = {
	ask: 1,
	tell: 2,
	success: 3,
	failure: 4,
	cause: 5,
	actorError: 6,
	refused: 7,
	cancel: 8,
	/** To the consumer of a stream: elements, as an array. */
	chunk: 9,
	/** To the producer of a stream: how many more elements it may send, as an Int32. */
	credit: 10,
	/** To whoever runs a job: who waits for it now, as Float64 (see sending/chains.ts). */
	chain: 11
};
const Field = {
	bytes: 0,
	head: 1,
	job: 2,
	generation: 3,
	instance: 4,
	extensionBytes: 5,
	payloadBytes: 4,
	stackBytes: 5
};
/** Offsets of the Float64 fields of mail, in words. */
const Times = {
	enqueuedAt: 6,
	deadline: 8
};
/** Fields of spilled records, in words. */
const Spilled = {
	mailBlock: 10,
	mailBytes: 11,
	expressBlock: 6
};
/** The number of a spilled record's block: `~n` stands for block n where a buffer was given, and the body is at its end. */
const blockNumber = (word) => word < 0 ? ~word : word;
const isGiven = (word) => word < 0;
/** The byte where the body begins in the block that this word names. */
const bodyStart = (layout, word, bodyBytes) => {
	const block = blockNumber(word);
	const start = blockAt(layout, block) * 4;
	return isGiven(word) ? start + layout.blockUnits[blockClass(layout, block)].words * 4 - pad8$1(bodyBytes) : start;
};
/** Bytes of the largest body behind an envelope of that length. */
const maxBodyBytes = (layout, envelopeBytes) => Math.max(maxRecordBytes(layout) - envelopeBytes, maxBlockBytes(layout));
const isSpilled = (head) => (head & 128) !== 0;
const hasMoves = (head) => (head & 64) !== 0;
const isOpen = (head) => (head & 32) !== 0;
/** Rpcs one actor may have: the method takes the upper half of the head. */
const MOST_METHODS = 65536;
const head = (kind, method) => kind | method << 16;
/** Mail carries in its flags how often the job was run before. */
const withAttempt = (head, attempt) => head | Math.min(attempt - 1, 255) << 8;
const attemptOf = (head) => (head >>> 8 & 255) + 1;
const kindOf$2 = (head) => head & 31;
const methodOf = (head) => head >>> 16;
const pad8$1 = (bytes) => bytes + 7 & -8;
// ../../../packages/core/src/internal/carried.ts
const owned = /* @__PURE__ */ new WeakSet();
/** Log annotations that a hosting thread made for a job type: every thread has its own. */
const own = (annotations) => {
	owned.add(annotations);
	return annotations;
};
const isOwn = (annotations) => owned.has(annotations);
// ../../../packages/core/src/internal/fifo.ts
/**
* First in, first out, with removal from the middle: waiting senders leave when they are interrupted, backlogs lose the
* jobs of the dead. Amortised O(1); what was removed is passed over when it comes to the front. An item is in it once.
*/
var Fifo = class {
	items = [];
	members = /* @__PURE__ */ new Set();
	first = 0;
	get size() {
		return this.members.size;
	}
	push(item) {
		this.items.push(item);
		this.members.add(item);
	}
	peek() {
		while (this.first < this.items.length && !this.members.has(this.items[this.first])) this.first++;
		if (this.first === this.items.length) {
			this.items = [];
			this.first = 0;
			return;
		}
		return this.items[this.first];
	}
	shift() {
		const item = this.peek();
		if (item === void 0) return void 0;
		this.first++;
		this.members.delete(item);
		this.compact();
		return item;
	}
	remove(item) {
		if (!this.members.delete(item)) return false;
		this.compact();
		return true;
	}
	has(item) {
		return this.members.has(item);
	}
	/** All that are in it now, in order: a copy, for whoever goes through them in steps and asks `has` at each. */
	all() {
		return this.items.slice(this.first).filter((item) => this.members.has(item));
	}
	/** Lets go of what has left, once that is more than half. */
	compact() {
		if (this.items.length < 1024 || this.items.length < this.members.size * 2) return;
		this.items = this.items.slice(this.first).filter((item) => this.members.has(item));
		this.first = 0;
	}
};
// ../../../packages/core/src/internal/options.ts
/**
* Options as users give them, checked: what cannot work becomes an `InvalidOption` that names option, value and remedy.
*/
const invalid = (option, value, remedy) => new InvalidOption({
	option,
	value: shown(value),
	remedy
});
/** A value as a message shows it, whatever it is: it may have no text of its own, or one that throws. */
const shown = (value) => {
	try {
		return typeof value === "string" ? JSON.stringify(value) : String(value);
	} catch {
		return `${value === null ? "null" : typeof value} that cannot be shown as text`;
	}
};
/** Milliseconds, `Infinity` among them. What is no time (NaN and negative numbers are zero to Duration) is `undefined`. */
const millisOf = (input) => {
	const millis = signedMillisOf(input);
	return millis !== void 0 && millis >= 0 ? millis : void 0;
};
/** As `millisOf`, negative ones too. */
const signedMillisOf = (input) => {
	if (typeof input === "number") return Number.isNaN(input) ? void 0 : input;
	if (!isTime(input)) return void 0;
	return getOrUndefined$1(map$6(fromInput$2(input), toMillis));
};
const units = [
	"weeks",
	"days",
	"hours",
	"minutes",
	"seconds",
	"milliseconds",
	"microseconds",
	"nanoseconds"
];
/** Duration takes any object for the sum of the units it finds, which is no time at all where it finds none. */
const isTime = (input) => {
	if (typeof input !== "object" || input === null || isDuration(input)) return true;
	const parts = Array.isArray(input) ? input : units.map((unit) => input[unit]).filter((part) => part !== void 0);
	return parts.length > 0 && parts.every((part) => typeof part === "number" && !Number.isNaN(part));
};
/** As `millisOf`, where "never" is one, too. */
const limitOf = (input) => input === "never" ? Number.POSITIVE_INFINITY : millisOf(input);
// ../../../packages/core/src/CurrentJob.ts
/**
* Which job this handler works on.
*/
/**
* The job that the current handler works on. Provided to every handler that is an Effect, on the hosting thread.
*
* @example
* ```ts
* import * as assert from "node:assert/strict"
* import * as Effect from "effect/Effect"
* import * as Rpc from "effect/rpc/Rpc"
* import * as Schema from "effect/Schema"
* import * as Actor from "@stevedore/core/Actor"
* import { CurrentJob } from "@stevedore/core/CurrentJob"
*
* class Self extends Actor.Service<Self>()("docs/Self", [Rpc.make("describe", { success: Schema.String })]) {}
*
* const program = Effect.gen(function*() {
*   const self = yield* Self
*   assert.equal(yield* self.describe(), "docs/Self.describe from main")
* })
* const handlers = Self.toLayer({
*   describe: () => Effect.map(CurrentJob, (job) => `${job.actor}.${job.name} from ${job.sender.name}`)
* })
* await Effect.runPromise(Effect.provide(program, Self.layerLocal(handlers)))
* ```
*/
var CurrentJob = class extends Service()("@stevedore/core/CurrentJob") {};
// ../../../packages/core/src/internal/jobInfo.ts
/**
* What `CurrentJob` provides, with what the client needs to know of the job that sends: who waits for it.
*/
var RunningInfo = class {
	actor;
	name;
	id;
	sender;
	key;
	deadline;
	enqueuedAt;
	startedAt;
	attempt;
	#chain;
	#instance;
	#identity;
	#waits = void 0;
	#mostWaits = 16;
	#ended = false;
	#kept = void 0;
	constructor(options) {
		this.actor = options.actor;
		this.name = options.name;
		this.id = options.id;
		this.sender = {
			id: options.senderId,
			name: options.senderName
		};
		this.key = options.key;
		this.deadline = options.deadline === 0 ? void 0 : options.deadline;
		this.enqueuedAt = options.enqueuedAt;
		this.startedAt = options.startedAt;
		this.attempt = options.attempt;
		this.#chain = options.chain;
		this.#instance = options.instance;
		this.#identity = options.identity;
	}
	/** Instances that wait while this job runs, its own last; none once it has ended: what it left behind holds up nobody. */
	get waitingInstances() {
		if (this.#ended) return noChain;
		return this.#identity === void 0 ? [...this.#chain, this.#instance] : [
			...this.#chain,
			this.#identity,
			this.#instance
		];
	}
	/** Who waits for it may change while it runs. */
	get isOpen() {
		return this.#identity !== void 0 && !this.#ended;
	}
	/** Hears when who waits for this job has changed, until it is over. */
	waitsFor(wait) {
		const waits = this.#waits ??= [];
		waits.push(wait);
		if (waits.length < this.#mostWaits) return;
		this.#waits = waits.filter(({ over }) => !over);
		this.#mostWaits = Math.max(16, this.#waits.length * 2);
	}
	setChain(chain) {
		if (sameChain(chain, this.#chain)) return;
		this.#chain = chain;
		this.#tellWaits();
	}
	#tellWaits() {
		for (const wait of Array.from(this.#waits ?? [])) if (!wait.over) wait.onChain(this.waitingInstances);
	}
	end() {
		this.#ended = true;
		if (this.#waits === void 0) return;
		this.#tellWaits();
		this.#waits = void 0;
	}
	/** What it has acquired is kept until it has been answered, though its Scope is closed sooner: true if that is still to come. */
	keepUntilAnswered(release) {
		if (this.#ended) return false;
		(this.#kept ??= []).push(release);
		return true;
	}
	/** It has been answered. */
	release() {
		const kept = this.#kept;
		if (kept === void 0) return;
		this.#kept = void 0;
		for (const release of kept) release();
	}
};
const noChain = [];
const sameChain = (one, other) => one === other || one.length === other.length && one.every((link, index) => link === other[index]);
/**
* In a chain, beside the instances that wait, a very job whose end may be awaited: below zero, where no instance is, and the
* same for whoever sent it and whoever runs it, as long as it has not ended.
*/
const identityOf = (senderIncarnation, id) => -1 - senderIncarnation * 16777216 - id;
/** The instances of a chain. */
const instancesOf = (chain) => chain.filter((link) => link >= 0);
/** The job whose handler calls. */
const jobOf = (fiber) => {
	const job = fiber === void 0 ? void 0 : getOrUndefined(fiber.context, CurrentJob);
	return job instanceof RunningInfo ? job : void 0;
};
/** Who waits while the handler that calls runs; empty outside of handlers, and for what a handler left behind. */
const chainOf = (fiber) => jobOf(fiber)?.waitingInstances ?? noChain;
/** Generations have 25 bits, the one of tells included; ids fewer than 27. */
const keyOf$2 = (direction, id, generation) => (id * 33554432 + generation) * 2 + direction;
/** Between this thread and one incarnation of another. */
var Moves = class {
	/** This thread's end. To itself a thread needs none. */
	port = void 0;
	/** The other end is in its thread. */
	open = false;
	asked = false;
	/** Came with records that were drained, or before them; for a stream one after the other. */
	arrived = /* @__PURE__ */ new Map();
	/** Of replies that are held: what is still to be posted. */
	held = /* @__PURE__ */ new Map();
};
/** Whether something can be moved there now; if not, it will be looked at again when that has changed. */
const mayMove = (mesh, peer) => {
	const moves = peer.moves ??= new Moves();
	if (moves.open) return true;
	if (peer.thread === mesh.thread) return moves.open = true;
	if (!moves.asked) {
		moves.asked = true;
		mesh.wantPort(peer);
	}
	return false;
};
/**
* Moves them; from now on they are detached here. Throws where one cannot be moved, and then none was.
* Only where `mayMove`.
*/
const move = (mesh, peer, direction, id, generation, buffers) => {
	const key = keyOf$2(direction, id, generation);
	if (peer.thread === mesh.thread) put(peer.moves, key, take(buffers));
	else peer.moves.port.post(key, buffers);
};
const put = ({ arrived }, key, buffers) => {
	const line = arrived.get(key);
	if (line === void 0) arrived.set(key, [buffers]);
	else line.push(buffers);
};
/** What a reply moves: posted now, or, where that cannot be yet, handed back to be held. */
const moveOut = (mesh, peer, id, generation, buffers) => {
	if (!mayMove(mesh, peer)) return take(buffers);
	move(mesh, peer, 1, id, generation, buffers);
};
/** Makes them this thread's own, detached for whoever had them. Throws where one cannot be moved, and then none was. */
const take = (buffers) => structuredClone(buffers, { transfer: buffers });
/** The drain passes a record that says that buffers come with it. */
const arrive = (peer, direction, words, at) => {
	const { moves } = peer;
	const key = keyOf$2(direction, words[at + Field.job], words[at + Field.generation]);
	if (moves?.port === void 0 || moves.arrived.has(key)) return;
	for (let message = moves.port.takeSync(); message !== void 0; message = moves.port.takeSync()) {
		put(moves, message.key, message.buffers);
		if (message.key === key) return;
	}
};
/** What came with a record that was passed, once. */
const arrived = (peer, direction, words, at) => {
	const key = keyOf$2(direction, words[at + Field.job], words[at + Field.generation]);
	const line = peer.moves?.arrived.get(key);
	const buffers = line?.shift();
	if (line?.length === 0) peer.moves.arrived.delete(key);
	return buffers;
};
/** This thread's end of a port has come. `open`: the other end is in its thread already. */
const attach = (peer, port, open) => {
	const moves = peer.moves ??= new Moves();
	moves.asked = true;
	moves.port = port;
	moves.open ||= open;
};
/** The other end is in its thread, too. */
const opened = (peer) => {
	if (peer.moves?.port !== void 0) peer.moves.open = true;
};
/** Nothing more comes or goes; what has arrived stays for those who wait for it. */
const close = (peer) => {
	peer.moves?.port?.close();
	if (peer.moves !== void 0) peer.moves.port = void 0;
};
/** Why buffers could not be moved, for whoever sent them. What failed for another reason is thrown on: it is no answer. */
const unmovable = (cause) => {
	if (!(cause instanceof DOMException)) throw cause;
	return `A buffer that is marked Job.transfer cannot be moved: it belongs to Node's pool of small Buffers, or to a WebAssembly.Memory. Send a copy of its own (new Uint8Array(view)) (${cause.message})`;
};
// ../../../packages/core/src/internal/hosting/hostedJob.ts
/** Its handler is to end, and what it still sends goes nowhere. */
const interrupt = (job) => {
	job.fiber?.interruptUnsafe();
	job.stream?.close();
};
/** For a record of a dead sender that waits here: true when this thread answers for it from now on. */
const adopt = ({ account, mesh }, record) => {
	const { peer, words } = record;
	if (kindOf$2(words[Field.head]) !== Kind.tell) return false;
	account.inherit();
	record.orphan = take$1(mesh.arena, peer.thread, words[Field.job], words[Field.generation]);
	if (!record.orphan) account.disinherit();
	return record.orphan;
};
const stoppedBeforeItsEnd = new ThreadDied({
	confirmed: true,
	detail: "stopped before the job had finished"
});
/** By incarnation: jobs of a dead sender may still run when its record serves the next one. */
const keyOf$1 = (peer, id) => peer.incarnation * 16777216 + id;
const encoder = new TextEncoder();
const decoder = new TextDecoder();
/** Headers as a caller gives them. JavaScript may give anything, with code of its own. */
const headersOf = (input) => {
	if (input === void 0) return empty;
	try {
		if (typeof input !== "object" || input === null) return invalid("headers", input, remedy);
		const headers = fromInput$1(input);
		const wrong = Object.entries(headers).find(([, value]) => typeof value !== "string");
		return wrong === void 0 ? headers : invalid(`headers[${JSON.stringify(wrong[0])}]`, wrong[1], remedy);
	} catch (thrown) {
		return new InvalidOption({
			option: "headers",
			value: `a value that threw ${shown(thrown)}`,
			remedy
		});
	}
};
const remedy = "use an object of texts, or pairs of a name and a text";
/** `undefined` when there is nothing to carry. */
const encode$1 = (key, headers, chain, carried, credit = 256) => {
	const isUsual = credit === 256;
	if (key === void 0 && chain.length === 0 && isUsual && (headers === empty || Object.keys(headers).length === 0)) return carried?.alone;
	const text = JSON.stringify([
		key === void 0 ? "" : `${(typeof key)[0]}${key}`,
		Object.entries(headers),
		chain
	]);
	if (carried === void 0 && isUsual) return encoder.encode(text);
	return encoder.encode(`${text.slice(0, -1)},${carried?.text ?? null}${isUsual ? "" : `,${credit}`}]`);
};
const none$1 = {
	key: void 0,
	headers: empty,
	chain: [],
	carried: void 0,
	credit: 256
};
/** `bytes` may be shared memory. */
const decode$1 = (bytes, start, length) => {
	if (length === 0) return none$1;
	const [key, pairs, chain, carried, credit] = JSON.parse(decoder.decode(bytes.slice(start, start + length)));
	return {
		key: key === "" ? void 0 : decodeKey(key),
		headers: fromInput$1(pairs),
		chain,
		carried: carried ?? void 0,
		credit: credit ?? 256
	};
};
const decodeKey = (text) => {
	const value = text.slice(1);
	return text[0] === "n" ? Number(value) : text[0] === "b" ? BigInt(value) : value;
};
// ../../../packages/core/src/internal/codec/binaryKinds.ts
/**
* The classes of binary data, by their number on the wire: new ones at the end. A `Uint8Array` comes last, since most forms have
* a place of their own for it. Float16Array is not there on every engine.
*/
const binaryKinds = [
	"ArrayBuffer",
	"Int8Array",
	"Uint8ClampedArray",
	"Int16Array",
	"Uint16Array",
	"Int32Array",
	"Uint32Array",
	"Float32Array",
	"Float64Array",
	"BigInt64Array",
	"BigUint64Array",
	"DataView",
	"Float16Array"
];
// ../../../packages/core/src/internal/codec/failure.ts
/**
* What encode and decode throw. Synchronous and Effect-free: the sending and draining edges catch it and
* put the text into the job's own typed error. No stack is captured, a bad value is not a bug of ours.
*/
/** Thrown by `encode` and `decode`: the value, or the bytes, do not fit the schema. */
var CodecFailure$1 = class {
	_tag = "CodecFailure";
	issue;
	constructor(issue) {
		this.issue = issue.length > issueLimit ? `${issue.slice(0, issueLimit)}…` : issue;
	}
	get message() {
		return this.issue;
	}
	toString() {
		return `CodecFailure: ${this.issue}`;
	}
};
/** Data of unknown type that cannot be carried; whoever lets it pass upwards puts its own key in front. */
var Refusal = class {
	what;
	path;
	verdict;
	constructor(what, path, verdict = "cannot be carried") {
		this.what = what;
		this.path = [...path];
		this.verdict = verdict;
	}
	get failure() {
		return new CodecFailure$1(`${this.what} ${this.verdict}${formatPath(this.path.slice(0, 16))}`);
	}
};
/** A message travels in a reply, so a megabyte of rejected input must not travel with it. */
const issueLimit = 4e3;
const isStackOverflow = (cause) => cause instanceof RangeError && /call stack|stack size|recursion/i.test(cause.message);
const messageOf = (cause) => {
	if (cause instanceof CodecFailure$1) return cause.issue;
	if (cause instanceof Refusal) return cause.failure.issue;
	if (cause instanceof Error) return cause.message;
	try {
		return String(cause);
	} catch {
		return "a value that cannot be printed";
	}
};
/** `["a"][0]`, as Schema prints it. */
const formatPath = (path) => path.length === 0 ? "" : `\n  at ${path.map((key) => typeof key === "string" ? `[${JSON.stringify(key)}]` : `[${String(key)}]`).join("")}`;
/**
* The path of the first cycle in `value`, or `undefined`. Runs only after a stack overflow, hence
* with its own stack, and gives up on graphs too wide to search.
*/
const findCycle = (value) => {
	const done = /* @__PURE__ */ new Set();
	const open = /* @__PURE__ */ new Set();
	const frames = [];
	const enter = (node, key) => {
		if (typeof node !== "object" || node === null || done.has(node)) return false;
		if (open.has(node)) return true;
		open.add(node);
		frames.push({
			node,
			key,
			keys: ArrayBuffer.isView(node) ? [] : Reflect.ownKeys(node),
			next: 0
		});
		return false;
	};
	try {
		enter(value, "");
		while (frames.length > 0) {
			const frame = frames[frames.length - 1];
			if (frame.next === frame.keys.length) {
				frames.pop();
				open.delete(frame.node);
				done.add(frame.node);
				continue;
			}
			const key = frame.keys[frame.next++];
			if (enter(frame.node[key], key)) {
				const path = frames.slice(1).map((each) => each.key);
				path.push(key);
				return path.length > 16 ? path.slice(0, 16) : path;
			}
		}
	} catch {
		return;
	}
};
/** For a stack that overflowed: a cycle if there is one, otherwise plain depth. */
const overflowFailure = (value) => {
	const cycle = findCycle(value);
	return new CodecFailure$1(cycle === void 0 ? "The value is nested too deeply to be carried" : `A cyclic value cannot be carried${formatPath(cycle)}`);
};
const pad8 = (bytes) => bytes + 7 & -8;
/** Stands in a wire value for bytes that may travel beside it. */
var Apart = class {
	bytes;
	constructor(bytes) {
		this.bytes = bytes;
	}
};
/** Stands in a wire value for data that is to be moved. */
var Moved = class {
	value;
	constructor(value) {
		this.value = value;
	}
};
/** By their number in a message. */
const kinds = [...binaryKinds, "Uint8Array"];
const UINT8_ARRAY = binaryKinds.length;
/** What the value is, by the name its class has: a Buffer is a Uint8Array. */
const kindOf$1 = (value) => {
	if (value instanceof Uint8Array) return UINT8_ARRAY;
	const tag = value[Symbol.toStringTag];
	return tag === "SharedArrayBuffer" ? 0 : kinds.indexOf(tag);
};
const bufferOf = (value) => ArrayBuffer.isView(value) ? value.buffer : value;
/** Whether memory can be moved at all. */
const isBinary = (value) => typeof value === "object" && value !== null && (ArrayBuffer.isView(value) || value instanceof ArrayBuffer || isShared(value));
const isShared = (value) => typeof SharedArrayBuffer !== "undefined" && value instanceof SharedArrayBuffer;
/** Where views of shared memory were handed out: then no view of it is anybody else's. */
const places = /* @__PURE__ */ new WeakMap();
/** `undefined` for memory that is not an arena's; `ended` for a view whose time is over. */
const placeOf = (buffer, at) => {
	const known = isShared(buffer) ? places.get(buffer) : void 0;
	if (known === void 0) return void 0;
	for (const each of known) {
		const place = each(at);
		if (place !== void 0) return place;
	}
	return "ended";
};
const ended = () => {
	throw new Refusal("A view whose handler or Scope has ended, or whose buffer was moved (it is detached),", []);
};
/** The wire value of bytes. */
const encodeBytes = (value) => {
	if (value.byteLength >= 2048) return placeOf(value.buffer, value.byteOffset) === "ended" ? ended() : new Apart(value);
	if (value.byteLength === 0 && !isShared(value.buffer) && isDetached(value.buffer)) return ended();
	return value;
};
/** The wire value of data that is to be moved. Throws a `Refusal` where that is impossible. */
const encodeMoved = (value) => {
	const buffer = bufferOf(value);
	if (isShared(buffer)) {
		const at = ArrayBuffer.isView(value) ? value.byteOffset : 0;
		const place = placeOf(buffer, at);
		if (place === void 0) throw new Refusal("Shared memory: both threads would have it, so Job.transfer refuses it (send a copy: slice it);", [], "it cannot be moved");
		if (place === "ended") return ended();
	} else if (isDetached(buffer)) throw new Refusal("A buffer that was moved before (it is detached)", [], "cannot be moved");
	return new Moved(value);
};
const isDetached = (buffer) => {
	const { detached } = buffer;
	if (detached !== void 0 || buffer.byteLength > 0) return detached === true;
	try {
		return new Uint8Array(buffer).byteLength < 0;
	} catch {
		return true;
	}
};
/** What goes with the message that was packed last. */
var Outgoing = class {
	/** Only then is data kept apart: a message that somebody else packs holds all of it. */
	collecting = false;
	/** Nothing at all goes with it, as with most. */
	isAlone = true;
	home = void 0;
	data = [];
	dataBytes = 0;
	headBytes = 0;
	given = void 0;
	/** Buffers to be moved. */
	buffers = [];
	/** `home`: the arena that it goes through, as this thread has it. */
	begin(home) {
		if (!this.isAlone) this.clear();
		this.home = home;
		this.collecting = true;
	}
	/** The head is packed: how many bytes the message has. */
	end(headBytes) {
		this.collecting = false;
		this.headBytes = headBytes;
		if (this.isAlone) return headBytes;
		for (let i = 0; i < this.data.length && this.buffers.length > 0; i++) {
			const bytes = this.data[i];
			if (this.buffers.includes(bytes.buffer)) this.data[i] = Uint8Array.prototype.slice.call(bytes);
		}
		if (this.data.length === 0 && this.given === void 0) return headBytes;
		return 8 + pad8(headBytes) + this.dataBytes;
	}
	clear() {
		this.collecting = false;
		this.isAlone = true;
		this.data.length = 0;
		this.dataBytes = 0;
		this.given = void 0;
		if (this.buffers.length > 0) this.buffers = [];
	}
	/** Puts everything back as it is now. */
	keep() {
		const { buffers, dataBytes, given, headBytes, home, isAlone } = this;
		const data = this.data.slice();
		this.buffers = [];
		return () => {
			this.data.splice(0, this.data.length, ...data);
			Object.assign(this, {
				buffers,
				dataBytes,
				given,
				headBytes,
				home,
				isAlone
			});
		};
	}
	/** All of the message lies in the scratch buffer. */
	get isWhole() {
		return this.isAlone || this.data.length === 0 && this.given === void 0;
	}
	/** Where the bytes will be: what the extension holds. */
	addBytes(bytes) {
		this.isAlone = false;
		const at = this.dataBytes;
		this.data.push(bytes);
		this.dataBytes += pad8(bytes.byteLength);
		return [at, bytes.byteLength];
	}
	addMoved(value) {
		this.isAlone = false;
		const buffer = bufferOf(value);
		const at = ArrayBuffer.isView(value) ? value.byteOffset : 0;
		if (isShared(buffer)) {
			const bytes = new Uint8Array(buffer, at, value.byteLength);
			const kind = kindOf$1(value);
			const place = placeOf(buffer, at);
			if (!(typeof place === "object" && place.state === "own" && place.home === this.home) || this.given !== void 0 && this.given.block !== place.block) return [
				-1,
				kind,
				this.addBytes(bytes)
			];
			const before = at - place.start;
			this.given = {
				block: place.block,
				bytes: Math.max(before + value.byteLength, this.given?.bytes ?? 0)
			};
			return [
				-1,
				kind,
				[-1 - before, value.byteLength]
			];
		}
		let index = this.buffers.indexOf(buffer);
		if (index < 0) index = this.buffers.push(buffer) - 1;
		return [
			index,
			kindOf$1(value),
			at,
			value.byteLength
		];
	}
};
const outgoing = new Outgoing();
const none = [];
/** What comes with the message that is decoded next. */
const incoming = {
	buffers: none,
	views: void 0,
	/** Where its block begins, if it lies in one that it was given: else negative. */
	blockStart: -1
};
const nothingIncoming = () => {
	incoming.buffers = none;
	incoming.views = void 0;
	incoming.blockStart = -1;
};
let source;
let dataStart = 0;
let dataEnd = 0;
/** `read` is called with where the head lies. Throws where the bytes hold no message of this kind. */
const readApart = (bytes, start, end, read) => {
	const headStart = start + 8;
	let headBytes = 0;
	for (let i = 3; i >= 0; i--) headBytes = headBytes * 256 + (bytes[start + 4 + i] ?? 0);
	if (headBytes === 0 || headStart + headBytes > end) throw new Error("a head that is longer than its message");
	const outer = [
		source,
		dataStart,
		dataEnd
	];
	source = bytes;
	dataStart = headStart + pad8(headBytes);
	dataEnd = end;
	try {
		return read(bytes, headStart, headStart + headBytes);
	} finally {
		[source, dataStart, dataEnd] = outer;
	}
};
const dataAt = (reference) => {
	if (reference instanceof Uint8Array) return reference;
	const [at, length] = reference;
	const { blockStart, views } = incoming;
	const isGiven = at < 0 && blockStart >= 0;
	const start = isGiven ? blockStart - 1 - at : dataStart + at;
	const end = isGiven ? dataStart : dataEnd;
	if (source === void 0 || !(at >= 0 || isGiven) || !(length >= 0) || !(start + length <= end)) throw new Error("data that lies beyond its message");
	if (views !== void 0) return views.view(source, start, length);
	const out = fresh(length);
	out.set(new Uint8Array(source.buffer, source.byteOffset + start, length));
	return out;
};
/** Memory that is about to be overwritten: where Buffer exists, nothing has to be zeroed first (a third of a large copy). */
const fresh = typeof Buffer === "undefined" ? (bytes) => new Uint8Array(bytes) : (bytes) => new Uint8Array(Buffer.allocUnsafeSlow(bytes).buffer);
const viewOf = (kind, buffer, at, bytes) => {
	const name = kinds[kind];
	if (name === "ArrayBuffer") return at === 0 && bytes === buffer.byteLength ? buffer : buffer.slice(at, at + bytes);
	const View = globalThis[name];
	return new View(buffer, at, bytes / (View.BYTES_PER_ELEMENT ?? 1));
};
const readMoved = (reference) => {
	const [index, kind, third, length] = reference;
	if (index < 0) {
		const bytes = dataAt(third);
		return viewOf(kind, bytes.buffer, bytes.byteOffset, bytes.byteLength);
	}
	const buffer = incoming.buffers[index];
	if (buffer === void 0) throw new Error("moved data that has not come with its message");
	return viewOf(kind, buffer, third, length);
};
/** What the extension holds: where the data is. */
var Reference = class {
	place;
	constructor(place) {
		this.place = place;
	}
};
var MovedReference = class extends Reference {};
/** Bytes as msgpack has them. A loop beats `set` where they are few. */
const writeBytes$1 = (bytes, allocate) => {
	const length = bytes.byteLength;
	const width = length < 256 ? 1 : length < 65536 ? 2 : 4;
	const { position, target } = allocate(1 + width + length);
	target[position] = width === 4 ? 198 : 195 + width;
	for (let i = 1; i <= width; i++) target[position + i] = length >>> 8 * (width - i);
	const at = position + 1 + width;
	if (length > 64) target.set(bytes, at);
	else for (let i = 0; i < length; i++) target[at + i] = bytes[i];
};
const noSuchType = () => {
	throw new Error("an extension of a type that nobody writes");
};
/**
* For msgpackr: how the two stand in the head, and (without a type) in a message that holds all of its data. It looks for a
* class from the last to the first.
*/
const extensions = [
	{
		Class: Reference,
		type: 65,
		write: ({ place }) => place,
		read: dataAt
	},
	{
		Class: MovedReference,
		type: 77,
		write: ({ place }) => place,
		read: readMoved
	},
	{
		Class: Apart,
		write: ({ bytes }) => outgoing.collecting ? new Reference(outgoing.addBytes(bytes)) : bytes
	},
	{
		Class: Moved,
		write: ({ value }) => {
			if (outgoing.collecting) return new MovedReference(outgoing.addMoved(value));
			const bytes = new Uint8Array(bufferOf(value), ArrayBuffer.isView(value) ? value.byteOffset : 0, value.byteLength);
			return value instanceof Uint8Array ? bytes : new MovedReference([
				-1,
				kindOf$1(value),
				bytes
			]);
		}
	},
	{
		Class: Uint8Array,
		type: 80,
		pack: writeBytes$1,
		unpack: noSuchType
	}
];
// ../../../packages/core/src/internal/thread/lease.ts
var Lease = class {
	mesh;
	block;
	free;
	copies = [];
	/** Something was handed out. */
	isUsed = false;
	/** The block is held by this thread; `free` gives it back. */
	constructor(mesh, block, free) {
		this.mesh = mesh;
		this.block = block;
		this.free = free;
		mesh.ownMemory.read(block);
	}
	view(bytes, at, length) {
		this.isUsed = true;
		const view = new Uint8Array(bytes.buffer, bytes.byteOffset + at, length);
		if (this.mesh.debug === void 0) return view;
		const copy = new Uint8Array(length);
		copy.set(view);
		this.copies.push(copy.buffer);
		return copy;
	}
	end() {
		this.mesh.ownMemory.readNoMore(this.block);
		for (const copy of this.copies) if (!copy.detached) structuredClone(copy, { transfer: [copy] });
		this.free();
	}
};
// ../../../packages/core/src/internal/hosting/toldChains.ts
const keep = (peer, id, generation, chain) => {
	(peer.chains ??= /* @__PURE__ */ new Map()).set(id, {
		generation,
		chain
	});
};
const told = (peer, id, generation) => {
	const known = peer.chains?.get(id);
	return known?.generation === generation ? known.chain : void 0;
};
/** Its record is passed: from now on whoever runs it knows, or nobody has to. */
const forget = (peer, id) => {
	const { chains } = peer;
	if (chains?.delete(id) && chains.size === 0) peer.chains = void 0;
};
// ../../../packages/core/src/internal/hosting/mailRecord.ts
/** The drain passes it: a block is this thread's from now on, and every such record must be given to `free` once. */
const pass = (mesh, peer, at) => {
	const { words } = mesh.arena;
	if (hasMoves(words[at + Field.head])) arrive(peer, 0, words, at);
	if (isSpilled(words[at + Field.head])) mesh.pool.holdBlock(blockOf(words, at));
};
/** Its body was read, or nobody will read it. */
const free = (mesh, peer, words, at) => {
	if (peer.chains !== void 0) forget(peer, words[at + Field.job]);
	if (hasMoves(words[at + Field.head])) arrived(peer, 0, words, at);
	if (!isSpilled(words[at + Field.head])) return;
	freeBlock(mesh, peer, blockOf(words, at));
};
const freeBlock = (mesh, peer, block) => {
	if (peer.dead) mesh.pool.freeBlock(block, mesh.onWake);
	else peer.mailIn.freeBlock(block);
};
/** Without its block, which stays where it is. */
const copy$1 = (mesh, peer, at) => {
	const { bytes, words } = mesh.arena;
	const copied = bytes.slice(at * 4, at * 4 + pad8$1(words[at]));
	const { buffer } = copied;
	return {
		peer,
		bytes: copied,
		words: new Int32Array(buffer),
		doubles: new Float64Array(buffer),
		orphan: false
	};
};
const extension = (arena, words, bytes, at) => {
	const length = words[at + Field.extensionBytes];
	if (length === 0) return none$1;
	return isSpilled(words[at + Field.head]) ? decode$1(arena.bytes, bodyAt$1(arena, words, at), length) : decode$1(bytes, at * 4 + 40, length);
};
/**
* Reads the payload in place, with the buffers that came with it. Throws what the codec throws. With `views` its binary data is
* not copied out of its block.
*/
const payload = (codec, arena, peer, words, bytes, at, views) => {
	const head = words[at + Field.head];
	const isGiven$1 = isSpilled(head) && isGiven(words[at + Spilled.mailBlock]);
	if (!hasMoves(head) && !isGiven$1 && views === void 0) return decode(codec, arena, words, bytes, at);
	if (hasMoves(head)) incoming.buffers = arrived(peer, 0, words, at) ?? [];
	if (isGiven$1) incoming.blockStart = blockAt(arena.layout, blockOf(words, at)) * 4;
	incoming.views = views;
	try {
		return decode(codec, arena, words, bytes, at);
	} finally {
		nothingIncoming();
	}
};
const decode = (codec, arena, words, bytes, at) => {
	const before = pad8$1(words[at + Field.extensionBytes]);
	if (!isSpilled(words[at + Field.head])) return codec.decode(bytes, at * 4 + 40 + before, at * 4 + words[at]);
	const start = bodyAt$1(arena, words, at);
	return codec.decode(arena.bytes, start + before, start + words[at + Spilled.mailBytes]);
};
/** A lease of its block, for one whose data is read where it lies; not of one that lies in a lane, which goes on. */
const lease = (mesh, peer, words, at) => {
	if (!isSpilled(words[at + Field.head])) return void 0;
	const block = blockOf(words, at);
	return new Lease(mesh, block, () => freeBlock(mesh, peer, block));
};
const blockOf = (words, at) => blockNumber(words[at + Spilled.mailBlock]);
/** Where the bytes in its block begin. */
const bodyAt$1 = ({ layout }, words, at) => bodyStart(layout, words[at + Spilled.mailBlock], words[at + Spilled.mailBytes]);
/** Who waits for it: as its sender said last. */
const chain = (arena, peer, words, bytes, at) => told(peer, words[at + Field.job], words[at + Field.generation]) ?? extension(arena, words, bytes, at).chain;
// ../../../packages/core/src/internal/codec/plain.ts
/**
* `Unknown` values: plain data only, carried exactly. Used wherever a schema says nothing about a value.
*
* | value | on the wire |
* |---|---|
* | string, number, boolean, null, undefined, bigint | itself |
* | array | array |
* | Uint8Array | bin |
* | plain object | map with string keys (a JS `Map` for msgpackr, so `__proto__` and `constructor` are only keys) |
* | anything else below | map with one integer key, which no object can have |
*
*     {0: 0} is -0          {1: utf16} a string msgpack would change    {2: millis} Date
*     {3: [k, v, …]} Map    {4: [v, …]} Set                             {5: [kind, bytes]} other binary
*     {6: [k, v, …]} an object one of whose keys msgpack would change
*/
const NO = Symbol("stevedore/codec/no");
const NEGATIVE_ZERO = 0;
const STRING = 1;
const DATE = 2;
const MAP = 3;
const SET = 4;
const BINARY = 5;
const OBJECT = 6;
/** `-0`, which msgpackr would write as the integer 0. Shared: it is only ever read. */
const negativeZero = /* @__PURE__ */ new Map([[NEGATIVE_ZERO, 0]]);
/** UTF-8 has no lone surrogates, and `TextDecoder` swallows a leading byte order mark. */
const isExactString = (value) => value.isWellFormed() && value.charCodeAt(0) !== 65279;
const encodeString = (value) => {
	const bytes = new Uint8Array(value.length * 2);
	for (let i = 0; i < value.length; i++) {
		const unit = value.charCodeAt(i);
		bytes[2 * i] = unit & 255;
		bytes[2 * i + 1] = unit >> 8;
	}
	return /* @__PURE__ */ new Map([[STRING, bytes]]);
};
const decodeNumber = (wire) => typeof wire === "number" ? wire : wire instanceof Map && wire.size === 1 && wire.has(NEGATIVE_ZERO) ? -0 : NO;
const decodeString = (wire) => {
	if (typeof wire === "string") return wire;
	if (!(wire instanceof Map) || wire.size !== 1) return NO;
	const bytes = wire.get(STRING);
	if (!(bytes instanceof Uint8Array) || bytes.length % 2 !== 0) return NO;
	let out = "";
	for (let i = 0; i < bytes.length; i += 2) out += String.fromCharCode(bytes[i] | bytes[i + 1] << 8);
	return out;
};
/** msgpackr hands out a copy already (`copyBuffers`); only Node's Buffer subclass is peeled off. */
const decodeBytes = (wire) => {
	if (!(wire instanceof Uint8Array)) return NO;
	return wire.constructor === Uint8Array ? wire : new Uint8Array(wire.buffer, wire.byteOffset, wire.byteLength);
};
/** The first key of a map tells what it stands for; `undefined` for a plain object. */
const specialOf = (wire) => {
	if (wire.size !== 1) return void 0;
	for (const key of wire.keys()) return typeof key === "number" ? key : void 0;
};
const refuse$1 = (what, path) => {
	throw new Refusal(what, path);
};
const describe$1 = (value) => {
	const name = Object.getPrototypeOf(value)?.constructor?.name;
	return `${typeof name === "string" && name !== "" ? `An instance of ${name}` : "A class instance"} without a schema`;
};
/** Beyond this depth every level is compared with its ancestors, so a cycle costs at most this many. */
const trustedDepth = 64;
const encode = (value, path, ancestors) => {
	switch (typeof value) {
		case "string": return isExactString(value) ? value : encodeString(value);
		case "number": return value !== 0 || 1 / value > 0 ? value : negativeZero;
		case "boolean":
		case "bigint":
		case "undefined": return value;
		case "function": return refuse$1("A function", path);
		case "symbol": return refuse$1("A symbol", path);
	}
	if (value === null) return null;
	const object = value;
	if (ancestors.length > trustedDepth && ancestors.includes(object)) return refuse$1("A cyclic value", firstRound(path, ancestors));
	ancestors.push(object);
	const wire = encodeObject(object, path, ancestors);
	ancestors.pop();
	return wire;
};
/** The path to where something that holds it is met again for the first time. `path[i]` leads from `ancestors[i]`. */
const firstRound = (path, ancestors) => {
	const again = ancestors.findIndex((ancestor, index) => ancestors.indexOf(ancestor) < index);
	return again < 0 ? path : path.slice(0, again);
};
const encodeObject = (value, path, ancestors) => {
	const child = (key, each) => {
		path.push(key);
		const wire = encode(each, path, ancestors);
		path.pop();
		return wire;
	};
	if (Array.isArray(value)) {
		const out = new Array(value.length);
		for (let i = 0; i < value.length; i++) out[i] = child(i, value[i]);
		return out;
	}
	const prototype = Object.getPrototypeOf(value);
	if (prototype === Object.prototype || prototype === null) {
		const out = /* @__PURE__ */ new Map();
		let exact = true;
		for (const key of Reflect.ownKeys(value)) {
			if (!Object.prototype.propertyIsEnumerable.call(value, key)) continue;
			if (typeof key === "symbol") return refuse$1("A symbol as key", [...path, key]);
			exact &&= isExactString(key);
			out.set(key, child(key, value[key]));
		}
		if (exact) return out;
		const items = [];
		for (const [key, wire] of out) items.push(isExactString(key) ? key : encodeString(key), wire);
		return /* @__PURE__ */ new Map([[OBJECT, items]]);
	}
	if (value instanceof Uint8Array && (prototype === Uint8Array.prototype || value.constructor.name === "Buffer")) return value;
	if (value instanceof Date) return /* @__PURE__ */ new Map([[DATE, value.getTime()]]);
	if (value instanceof Map && prototype === Map.prototype) {
		const out = [];
		for (const [key, each] of value) out.push(child("key", key), child("value", each));
		return /* @__PURE__ */ new Map([[MAP, out]]);
	}
	if (value instanceof Set && prototype === Set.prototype) {
		const out = [];
		for (const each of value) out.push(child("value", each));
		return /* @__PURE__ */ new Map([[SET, out]]);
	}
	const kind = binaryKinds.findIndex((name) => globalThis[name]?.prototype === prototype);
	if (kind === 0) return /* @__PURE__ */ new Map([[BINARY, [kind, new Uint8Array(value)]]]);
	if (kind > 0) {
		const view = value;
		return /* @__PURE__ */ new Map([[BINARY, [kind, new Uint8Array(view.buffer, view.byteOffset, view.byteLength)]]]);
	}
	return refuse$1(describe$1(value), path);
};
/** The wire form of plain data. Throws a `Refusal` with the path of what is not plain. */
const encodePlain = (value) => {
	switch (typeof value) {
		case "boolean":
		case "bigint":
		case "undefined": return value;
		default: return encode(value, [], []);
	}
};
/** The data of a wire form, or `NO` for bytes that `encodePlain` never wrote. */
const decodePlain = (wire) => {
	switch (typeof wire) {
		case "function":
		case "symbol": return NO;
		case "object": break;
		default: return wire;
	}
	if (wire === null) return null;
	if (Array.isArray(wire)) {
		for (let i = 0; i < wire.length; i++) {
			const each = decodePlain(wire[i]);
			if (each === NO) return NO;
			wire[i] = each;
		}
		return wire;
	}
	if (wire instanceof Map) return decodeMap(wire);
	return decodeBytes(wire);
};
const decodeMap = (wire) => {
	const special = specialOf(wire);
	if (special !== void 0) return decodeSpecial(special, wire);
	const out = {};
	for (const [key, each] of wire) {
		if (typeof key !== "string") return NO;
		const value = decodePlain(each);
		if (value === NO) return NO;
		assign(out, key, value);
	}
	return out;
};
/** Never through the `__proto__` setter. */
const assign = (out, key, value) => {
	if (key === "__proto__") Object.defineProperty(out, key, {
		value,
		writable: true,
		enumerable: true,
		configurable: true
	});
	else out[key] = value;
};
const decodeSpecial = (special, wire) => {
	const content = wire.get(special);
	switch (special) {
		case NEGATIVE_ZERO: return -0;
		case STRING: return decodeString(wire);
		case DATE: return typeof content === "number" ? new Date(content) : NO;
		case MAP: {
			const items = decodePlain(content);
			if (!Array.isArray(items) || items.length % 2 !== 0) return NO;
			const out = /* @__PURE__ */ new Map();
			for (let i = 0; i < items.length; i += 2) out.set(items[i], items[i + 1]);
			return out;
		}
		case SET: {
			const items = decodePlain(content);
			return Array.isArray(items) ? new Set(items) : NO;
		}
		case OBJECT: {
			if (!Array.isArray(content) || content.length % 2 !== 0) return NO;
			const out = {};
			for (let i = 0; i < content.length; i += 2) {
				const key = decodeString(content[i]);
				const value = decodePlain(content[i + 1]);
				if (key === NO || value === NO) return NO;
				assign(out, key, value);
			}
			return out;
		}
		case BINARY: {
			if (!Array.isArray(content) || content.length !== 2 || !(content[1] instanceof Uint8Array)) return NO;
			const name = binaryKinds[content[0]];
			if (name === void 0) return NO;
			const buffer = Uint8Array.prototype.slice.call(content[1]).buffer;
			if (name === "ArrayBuffer") return buffer;
			try {
				return new globalThis[name](buffer);
			} catch {
				return NO;
			}
		}
		default: return NO;
	}
};
// ../../../packages/core/src/internal/codec/reshape.ts
const parseOptions = {};
const passes = (checks, value, ast) => {
	for (let i = 0; i < checks.length; i++) if (checks[i].run(value, ast, parseOptions) !== void 0) return false;
	return true;
};
const has = (input, key) => key === "__proto__" ? Object.hasOwn(input, key) : key in input;
const kindOf = (wire) => {
	switch (typeof wire) {
		case "string":
		case "number":
		case "boolean":
		case "bigint":
		case "undefined": return typeof wire;
		default:
			if (wire === null) return "nil";
			if (Array.isArray(wire)) return "array";
			if (wire instanceof Uint8Array) return "bytes";
			if (!(wire instanceof Map)) return "map";
			switch (specialOf(wire)) {
				case 0: return "zero";
				case 1: return "text";
				default: return "map";
			}
	}
};
/** A required literal says nothing that its position does not; a zero may be -0 and is written. */
const isElided = (field) => !field.optional && field.plan._tag === "Literal" && field.plan.checks.length === 0 && field.plan.literal !== 0;
const structOf = (plan) => plan._tag === "Struct" ? plan : plan._tag === "Class" ? structOf(plan.fields) : void 0;
const wireNumber = (value) => value !== 0 || 1 / value > 0 ? value : negativeZero;
const wireString = (value) => isExactString(value) ? value : encodeString(value);
const encodeSymbol = (value) => {
	if (typeof value !== "symbol") return NO;
	const key = Symbol.keyFor(value);
	if (key === void 0) throw new Refusal("A symbol that is not registered (Symbol.for)", []);
	return wireString(key);
};
const decodeSymbol = (wire) => {
	const key = decodeString(wire);
	return key === NO ? NO : Symbol.for(key);
};
const traced = (key, reshape) => (value) => {
	try {
		return reshape(value);
	} catch (cause) {
		if (cause instanceof Refusal) cause.path.unshift(key);
		throw cause;
	}
};
/** Which lengths a tuple or array can have. */
const fits = (plan) => {
	const { elements, minimum, rest, tail } = plan;
	return rest === void 0 ? (length) => length >= minimum && length <= elements.length : (length) => length >= minimum + tail.length;
};
/** The function of each position. */
const items = (plan, of) => {
	const elements = plan.elements.map(of);
	const rest = plan.rest === void 0 ? void 0 : of(plan.rest);
	const tail = plan.tail.map(of);
	return (index, length) => index < elements.length ? elements[index] : index >= length - tail.length ? tail[index - (length - tail.length)] : rest;
};
// ../../../packages/core/src/internal/codec/closuresDecode.ts
const makeDecoder = (settings) => {
	const { checked, delegate, lenient } = settings;
	const cache = /* @__PURE__ */ new Map();
	const decoder = (plan) => {
		let out = cache.get(plan);
		if (out === void 0) {
			out = withChecksAfter(plan, lenient ? lenientDecode(plan) : decodeBase(plan));
			cache.set(plan, out);
		}
		return out;
	};
	const withChecksAfter = (plan, base) => {
		const { ast, checks } = plan;
		if (!checked || checks.length === 0) return base;
		return (wire) => {
			const value = base(wire);
			return value !== NO && passes(checks, value, ast) ? value : NO;
		};
	};
	const decodeStruct = (plan, offset) => {
		const all = plan.fields.map((field) => ({
			...field,
			elided: isElided(field),
			decode: decoder(field.plan)
		}));
		const optional = all.filter((field) => field.optional);
		const first = offset + Math.ceil(optional.length / 30);
		const requiredCount = all.filter((field) => !field.optional && !field.elided).length;
		const spare = optional.length === 0 ? 0 : optional.length % 30 || 30;
		return (wire) => {
			if (!Array.isArray(wire) || wire.length < first + requiredCount) return NO;
			let requiredAt = first;
			let optionalAt = first + requiredCount;
			let bit = 0;
			const out = {};
			for (let i = offset; i < first; i++) {
				const bits = wire[i];
				if (typeof bits !== "number" || bits >>> 0 !== bits || bits >= 2 ** (i === first - 1 ? spare : 30)) return NO;
			}
			for (const field of all) {
				if (field.elided) {
					assign(out, field.key, field.plan.literal);
					continue;
				}
				let item;
				if (field.optional) {
					const present = (wire[offset + Math.floor(bit / 30)] & 1 << bit % 30) !== 0;
					bit++;
					if (!present) continue;
					if (optionalAt >= wire.length) return NO;
					item = wire[optionalAt++];
				} else item = wire[requiredAt++];
				const value = field.decode(item);
				if (value === NO) return NO;
				assign(out, field.key, value);
			}
			return optionalAt === wire.length ? out : NO;
		};
	};
	const decodeRecord = (plan) => {
		const fields = decodeStruct({
			...plan,
			_tag: "Struct"
		}, 0);
		const decode = decoder(plan.value);
		const first = plan.fields.length === 0 ? 0 : 1;
		return (wire) => {
			if (!Array.isArray(wire) || wire.length % 2 !== first) return NO;
			const out = first === 0 ? {} : fields(wire[0]);
			if (out === NO) return NO;
			for (let i = first; i < wire.length; i += 2) {
				const key = decodeString(wire[i]);
				if (key === NO) return NO;
				const value = decode(wire[i + 1]);
				if (value === NO) return NO;
				assign(out, key, value);
			}
			return out;
		};
	};
	const decodeArrays = (plan) => {
		const isFit = fits(plan);
		const item = items(plan, decoder);
		return (wire) => {
			if (!Array.isArray(wire)) return NO;
			const length = wire.length;
			if (!isFit(length)) return NO;
			for (let i = 0; i < length; i++) {
				const value = item(i, length)(wire[i]);
				if (value === NO) return NO;
				wire[i] = value;
			}
			return wire;
		};
	};
	const unprefixed = (member, struct) => {
		const fields = withChecksAfter(struct, decodeStruct(struct, 1));
		return member._tag === "Class" ? withChecksAfter(member, decodeClass(member, fields)) : fields;
	};
	const decodeUnion = (plan) => {
		const { byKind, indexed, literals } = plan.tagging;
		if (literals) {
			const values = plan.members.map((member) => member.literal);
			return (wire) => typeof wire === "number" && Number.isInteger(wire) && wire >= 0 && wire < values.length ? values[wire] : NO;
		}
		const members = plan.members.map((member, index) => {
			if (!indexed[index]) return decoder(member);
			const struct = structOf(member);
			if (struct !== void 0) return unprefixed(member, struct);
			const decode = decoder(member);
			return (wire) => wire.length === 2 ? decode(wire[1]) : NO;
		});
		const someIndexed = indexed.includes(true);
		return (wire) => {
			if (someIndexed && Array.isArray(wire)) {
				const index = wire[0];
				return typeof index === "number" && indexed[index] === true ? members[index](wire) : NO;
			}
			const index = byKind.get(kindOf(wire));
			return index === void 0 ? NO : members[index](wire);
		};
	};
	const decodeClass = (plan, fields) => {
		const { construct } = plan;
		return (wire) => {
			const value = fields(wire);
			return value === NO ? NO : construct(value);
		};
	};
	const decodeBase = (plan) => {
		switch (plan._tag) {
			case "String": return (wire) => typeof wire === "string" ? wire : decodeString(wire);
			case "Text": return (wire) => {
				const value = decodeString(wire);
				return value !== NO && plan.is(value) ? value : NO;
			};
			case "Number": return (wire) => typeof wire === "number" ? wire : decodeNumber(wire);
			case "Boolean": return (wire) => typeof wire === "boolean" ? wire : NO;
			case "BigInt": return (wire) => typeof wire === "bigint" ? wire : NO;
			case "Null": return (wire) => wire === null ? null : NO;
			case "Undefined":
			case "Void": return (wire) => wire === void 0 ? void 0 : NO;
			case "Never": return () => NO;
			case "Bytes": return decodeBytes;
			case "Moved": return (wire) => {
				const value = wire instanceof Uint8Array ? decodeBytes(wire) : wire;
				return plan.is(value) ? value : NO;
			};
			case "Date": return (wire) => typeof wire === "number" && Math.abs(wire) <= 864e13 ? new Date(wire) : NO;
			case "Symbol": return decodeSymbol;
			case "UniqueSymbol": return (wire) => wire === null ? plan.symbol : NO;
			case "Literal": return (wire) => {
				const value = typeof plan.literal === "string" ? decodeString(wire) : typeof plan.literal === "number" ? decodeNumber(wire) : wire;
				return value === plan.literal ? value : NO;
			};
			case "Enum": return (wire) => {
				const value = typeof wire === "string" || typeof wire === "number" ? wire : decodePlain(wire);
				return plan.values.has(value) ? value : NO;
			};
			case "Plain": return (wire) => {
				const value = decodePlain(wire);
				return value !== NO && plan.is(value) ? value : NO;
			};
			case "Struct": return decodeStruct(plan, 0);
			case "Record": return decodeRecord(plan);
			case "Arrays": return decodeArrays(plan);
			case "Union": return decodeUnion(plan);
			case "Class": return decodeClass(plan, decoder(plan.fields));
			case "Delegated": {
				const inner = decoder(plan.inner);
				const run = delegate.decode(plan.ast);
				return (wire) => {
					const encoded = inner(wire);
					return encoded === NO ? NO : run(encoded);
				};
			}
			case "Ref": {
				let target;
				return (wire) => (target ??= decoder(plan.target()))(wire);
			}
		}
	};
	/** Wrong leaves pass, for Schema to complain about; a wrong shape has no encoded value to complain about. */
	const lenientDecode = (plan) => {
		switch (plan._tag) {
			case "Struct":
			case "Record":
			case "Arrays":
			case "Union":
			case "Ref":
			case "UniqueSymbol": return decodeBase(plan);
			case "Plain": return decodePlain;
			case "Class":
			case "Delegated": return () => NO;
			default: {
				const strict = decodeBase(plan);
				return (wire) => {
					const value = strict(wire);
					return value === NO ? decodePlain(wire) : value;
				};
			}
		}
	};
	return {
		decoder,
		decodeBase
	};
};
// ../../../packages/core/src/internal/codec/closuresEncode.ts
/** Value → wire, or `NO`: one closure for each plan. */
const makeEncoder = (settings) => {
	const { checked, delegate } = settings;
	const at = (key, reshape) => settings.trace ? traced(key, reshape) : reshape;
	const cache = /* @__PURE__ */ new Map();
	const encoder = (plan) => {
		let out = cache.get(plan);
		if (out === void 0) cache.set(plan, out = withChecksBefore(plan, encodeBase(plan)));
		return out;
	};
	/** Checks see the value itself, as when Schema encodes. */
	const withChecksBefore = (plan, base) => {
		const { ast, checks } = plan;
		if (!checked || checks.length === 0) return base;
		return (value) => {
			const wire = base(value);
			return wire !== NO && passes(checks, value, ast) ? wire : NO;
		};
	};
	const encodeBase = (plan) => {
		if (settings.make && "defaulted" in plan && plan.defaulted) return () => NO;
		switch (plan._tag) {
			case "String": return (value) => typeof value === "string" ? wireString(value) : NO;
			case "Text": return (value) => typeof value === "string" && plan.is(value) ? wireString(value) : NO;
			case "Number": return (value) => typeof value === "number" ? wireNumber(value) : NO;
			case "Boolean": return (value) => typeof value === "boolean" ? value : NO;
			case "BigInt": return (value) => typeof value === "bigint" ? value : NO;
			case "Null": return (value) => value === null ? null : NO;
			case "Undefined": return (value) => value === void 0 ? void 0 : NO;
			case "Void": return () => void 0;
			case "Never": return () => NO;
			case "Bytes": return (value) => value instanceof Uint8Array ? encodeBytes(value) : NO;
			case "Moved": return (value) => plan.is(value) ? encodeMoved(value) : NO;
			case "Date": return (value) => {
				if (!(value instanceof Date)) return NO;
				const millis = value.getTime();
				return millis === millis ? millis : NO;
			};
			case "Symbol": return encodeSymbol;
			case "UniqueSymbol": return (value) => value === plan.symbol ? null : NO;
			case "Literal": return (value) => {
				if (value !== plan.literal) return NO;
				return typeof value === "string" ? wireString(value) : typeof value === "number" ? wireNumber(value) : value;
			};
			case "Enum": return (value) => {
				if (!plan.values.has(value)) return NO;
				return typeof value === "string" ? wireString(value) : wireNumber(value);
			};
			case "Plain": return (value) => plan.is(value) ? encodePlain(value) : NO;
			case "Struct": return encodeStruct(plan, []);
			case "Record": return encodeRecord(plan);
			case "Arrays": return encodeArrays(plan);
			case "Union": return encodeUnion(plan);
			case "Class": return encodeClass(plan, encoder(plan.fields));
			case "Delegated": {
				const inner = encoder(plan.inner);
				const run = delegate.encode(plan.ast);
				return (value) => {
					const encoded = run(value);
					return encoded === NO ? NO : inner(encoded);
				};
			}
			case "Ref": {
				let target;
				return (value) => (target ??= encoder(plan.target()))(value);
			}
		}
	};
	const encodeClass = (plan, fields) => {
		const input = plan.fields._tag === "Plain" ? () => ({}) : void 0;
		return (value) => checked && !plan.is(value) ? NO : fields(input === void 0 ? value : input());
	};
	const encodeStruct = (plan, prefix) => {
		const all = plan.fields.map((field) => ({
			...field,
			elided: isElided(field),
			encode: at(field.key, encoder(field.plan))
		}));
		const required = all.filter((field) => !field.optional);
		const optional = all.filter((field) => field.optional);
		const words = Math.ceil(optional.length / 30);
		const { make } = settings;
		return (value) => {
			if (typeof value !== "object" || value === null || Array.isArray(value)) return NO;
			const out = prefix.slice();
			for (let i = 0; i < words; i++) out.push(0);
			for (const field of required) {
				const each = value[field.key];
				if (make && field.defaulted && each === void 0) return NO;
				if ((each === void 0 || field.key === "__proto__") && !has(value, field.key)) return NO;
				const wire = field.encode(each);
				if (wire === NO) return NO;
				if (!field.elided) out.push(wire);
			}
			for (let i = 0; i < optional.length; i++) {
				const field = optional[i];
				if (!has(value, field.key)) {
					if (make && field.defaulted) return NO;
					continue;
				}
				const each = value[field.key];
				if (make && field.defaulted && each === void 0) return NO;
				const wire = field.encode(each);
				if (wire === NO) return NO;
				const word = prefix.length + Math.floor(i / 30);
				out[word] = out[word] | 1 << i % 30;
				out.push(wire);
			}
			return out;
		};
	};
	const encodeRecord = (plan) => {
		const fields = encodeStruct({
			...plan,
			_tag: "Struct"
		}, []);
		const names = new Set(plan.fields.map(({ key }) => typeof key === "number" ? String(key) : key));
		const encode = encoder(plan.value);
		const onlyEntries = plan.fields.length === 0;
		return (value) => {
			if (typeof value !== "object" || value === null || Array.isArray(value)) return NO;
			const out = [];
			if (!onlyEntries) {
				const wire = fields(value);
				if (wire === NO) return NO;
				out.push(wire);
			}
			for (const key of Object.keys(value)) {
				if (names.has(key)) continue;
				const wire = at(key, encode)(value[key]);
				if (wire === NO) return NO;
				out.push(wireString(key), wire);
			}
			return out;
		};
	};
	const encodeArrays = (plan) => {
		const isFit = fits(plan);
		const item = items(plan, encoder);
		return (value) => {
			if (!Array.isArray(value)) return NO;
			const length = value.length;
			if (!isFit(length)) return NO;
			const out = new Array(length);
			for (let i = 0; i < length; i++) {
				const wire = at(i, item(i, length))(value[i]);
				if (wire === NO) return NO;
				out[i] = wire;
			}
			return out;
		};
	};
	const encodeUnion = (plan) => {
		const { indexed, literals } = plan.tagging;
		if (literals) {
			const indexes = /* @__PURE__ */ new Map();
			plan.members.forEach((member, index) => {
				const { literal } = member;
				if (!indexes.has(literal)) indexes.set(literal, index);
			});
			return (value) => indexes.get(value) ?? NO;
		}
		const members = plan.members.map((member, index) => {
			if (!indexed[index]) return encoder(member);
			const struct = structOf(member);
			if (struct !== void 0) return prefixed(member, struct, index);
			const encode = encoder(member);
			return (value) => {
				const wire = encode(value);
				return wire === NO ? NO : [index, wire];
			};
		});
		return (value) => {
			for (let i = 0; i < members.length; i++) {
				const wire = members[i](value);
				if (wire !== NO) return wire;
			}
			return NO;
		};
	};
	/** A struct behind its index lies flat: `[index, bits…, field…]`. */
	const prefixed = (member, struct, index) => {
		const fields = withChecksBefore(struct, encodeStruct(struct, [index]));
		return member._tag === "Class" ? withChecksBefore(member, encodeClass(member, fields)) : fields;
	};
	return {
		encoder,
		encodeBase
	};
};
// ../../../packages/core/src/internal/codec/closures.ts
/**
* Plans as closures: reshape and check at once, value → wire or `NO`, wire → value or `NO`.
*
* Serves where code generation is forbidden, and (`lenient`) for the slow path, which hands the encoded value to
* Schema for its message and therefore must not stop at a wrong leaf. `generated.ts` is the same, written out.
*/
/** Both directions are made when first used: most schemas are only encoded or only decoded on a thread. */
const compile$3 = (root, settings) => {
	let encode;
	let decode;
	return {
		encode: (value) => (encode ??= makeEncoder(settings).encoder(root))(value),
		decode: (wire) => (decode ??= makeDecoder(settings).decoder(root))(wire)
	};
};
// ../../../packages/core/src/internal/codec/source.ts
/** The source of one function, its helpers and its constants. */
var Source = class {
	constants = [];
	helpers = [];
	next = 0;
	size = 0;
	name() {
		return `v${this.next++}`;
	}
	constant(value) {
		const known = this.constants.indexOf(value);
		return `C${known === -1 ? this.constants.push(value) - 1 : known}`;
	}
	/** A function of one argument, named in the source. */
	helper(body) {
		const name = `f${this.next++}`;
		const out = [];
		const result = body("x", out);
		this.helpers.push(`function ${name}(x){${out.join(";")};return ${result}}`);
		return name;
	}
};
/** A literal as it stands in the source. */
const literal = (value) => {
	switch (typeof value) {
		case "string": return JSON.stringify(value);
		case "number": return Object.is(value, -0) ? "-0" : String(value);
		case "boolean": return String(value);
		case "bigint": return `${value}n`;
		default: return;
	}
};
/** A key as it stands in an access. */
const keyOf = (key, source) => typeof key === "string" ? JSON.stringify(key) : source.constant(key);
/** Computed where it could be special. */
const literalKey = (key, source) => typeof key === "string" && key !== "__proto__" ? JSON.stringify(key) : `[${keyOf(key, source)}]`;
const presence = (key, value, source) => key === "__proto__" ? `H(${value},"__proto__")` : `${keyOf(key, source)} in ${value}`;
/** The result of a call that may refuse. */
const refused = (call, out, source) => {
	const result = source.name();
	out.push(`const ${result}=${call}`, `if(${result}===N)return N`);
	return result;
};
const isList = (plan) => plan.elements.length === 0 && plan.rest !== void 0 && plan.tail.length === 0;
const isTuple = (plan) => plan.rest === void 0 && plan.minimum === plan.elements.length;
/** Returns when one of the plan's checks fails. */
const check = (host, plan, value, out, source) => {
	if (!host.settings.checked) return;
	for (const each of plan.checks) out.push(`if(${source.constant(each)}.run(${value},${source.constant(plan.ast)},O)!==undefined)return N`);
};
// ../../../packages/core/src/internal/codec/generatedDecode.ts
/** Source that decodes: wire → value, or `N`. */
const makeDecode = (host) => {
	const { checked, delegate } = host.settings;
	const fallback = makeDecoder(host.settings);
	const decode = (plan, wire, out, source) => {
		source.size++;
		const value = decodeBase(plan, wire, out, source);
		return checkedValue(plan, value, out, source);
	};
	const checkedValue = (plan, value, out, source) => {
		if (!checked || plan.checks.length === 0) return value;
		const name = source.name();
		out.push(`const ${name}=${value}`);
		check(host, plan, name, out, source);
		return name;
	};
	const decodeBase = (plan, wire, out, source) => {
		switch (plan._tag) {
			case "String":
			case "Number": {
				const value = source.name();
				const [type, rarely] = plan._tag === "String" ? ["string", "dS"] : ["number", "dN"];
				out.push(`const ${value}=typeof ${wire}==="${type}"?${wire}:${rarely}(${wire})`, `if(${value}===N)return N`);
				return value;
			}
			case "Boolean":
				out.push(`if(typeof ${wire}!=="boolean")return N`);
				return wire;
			case "BigInt":
				out.push(`if(typeof ${wire}!=="bigint")return N`);
				return wire;
			case "Null":
				out.push(`if(${wire}!==null)return N`);
				return "null";
			case "Undefined":
			case "Void":
				out.push(`if(${wire}!==void 0)return N`);
				return "void 0";
			case "Date":
				out.push(`if(!(typeof ${wire}==="number"&&Math.abs(${wire})<=8.64e15))return N`);
				return `new Date(${wire})`;
			case "Bytes": return refused(`dB(${wire})`, out, source);
			case "Plain": {
				const value = refused(`dP(${wire})`, out, source);
				if (plan.name !== "unknown") out.push(`if(!${source.constant(plan.is)}(${value}))return N`);
				return value;
			}
			case "Struct":
				if (source.size > 300) {
					const name = source.helper((input, inner) => decodeStruct(plan, input, 0, inner, source));
					return refused(`${name}(${wire})`, out, source);
				}
				return decodeStruct(plan, wire, 0, out, source);
			case "Class": return decodeClass(plan, wire, 0, out, source);
			case "Record": return plan.fields.length > 0 ? decodeRarely(plan, wire, out, source) : decodeRecord(plan, wire, out, source);
			case "Arrays": return decodeArrays(plan, wire, out, source);
			case "Union": return decodeUnion(plan, wire, out, source);
			case "Delegated": {
				const encoded = decode(plan.inner, wire, out, source);
				return refused(`${source.constant(delegate.decode(plan.ast))}(${encoded})`, out, source);
			}
			case "Ref": return refused(`${source.constant(host.lazily(plan.target))}(${wire})`, out, source);
			default: return decodeRarely(plan, wire, out, source);
		}
	};
	const decodeRarely = (plan, wire, out, source) => refused(`${source.constant(fallback.decodeBase(plan))}(${wire})`, out, source);
	const decodeClass = (plan, wire, offset, out, source) => {
		const fields = plan.fields._tag === "Struct" ? checkedValue(plan.fields, decodeStruct(plan.fields, wire, offset, out, source), out, source) : decode(plan.fields, wire, out, source);
		return `${source.constant(plan.construct)}(${fields})`;
	};
	const decodeStruct = (plan, wire, offset, out, source) => {
		const optional = plan.fields.filter((field) => field.optional);
		const words = Math.ceil(optional.length / 30);
		const count = plan.fields.filter((field) => !field.optional && !isElided(field)).length;
		const first = offset + words;
		const least = first + count;
		out.push(`if(!A(${wire})||${wire}.length${words === 0 ? "!==" : "<"}${least})return N`);
		const bits = Array.from({ length: words }, (_, index) => {
			const bit = source.name();
			const used = index < words - 1 ? 30 : optional.length - index * 30;
			out.push(`const ${bit}=${wire}[${offset + index}]`, `if(typeof ${bit}!=="number"||${bit}>>>0!==${bit}||${bit}>=${2 ** used})return N`);
			return bit;
		});
		const next = source.name();
		if (words > 0) out.push(`let ${next}=${least}`);
		let at = first;
		let optionals = 0;
		const leading = [];
		const result = source.name();
		let open = true;
		for (const field of plan.fields) {
			const key = keyOf(field.key, source);
			if (field.optional && open) {
				out.push(`const ${result}={${leading.join(",")}}`);
				open = false;
			}
			const set = (value) => field.key === "__proto__" ? `S(${result},${key},${value})` : `${result}[${key}]=${value}`;
			if (field.optional) {
				const inner = [];
				const item = source.name();
				inner.push(`if(${next}>=${wire}.length)return N`, `const ${item}=${wire}[${next}++]`);
				inner.push(set(decode(field.plan, item, inner, source)));
				const bit = bits[Math.floor(optionals / 30)];
				out.push(`if(${bit}&${1 << optionals % 30}){${inner.join(";")}}`);
				optionals++;
				continue;
			}
			let value;
			if (isElided(field)) value = literal(field.plan.literal);
			else {
				const item = source.name();
				out.push(`const ${item}=${wire}[${at++}]`);
				value = decode(field.plan, item, out, source);
			}
			if (open) leading.push(`${literalKey(field.key, source)}:${value}`);
			else out.push(set(value));
		}
		if (open) return `{${leading.join(",")}}`;
		out.push(`if(${next}!==${wire}.length)return N`);
		return result;
	};
	const decodeRecord = (plan, wire, out, source) => {
		const [result, index, key, item] = [
			source.name(),
			source.name(),
			source.name(),
			source.name()
		];
		out.push(`if(!A(${wire})||${wire}.length%2!==0)return N`, `const ${result}={}`);
		const inner = [`const ${key}=dS(${wire}[${index}]),${item}=${wire}[${index}+1]`, `if(${key}===N)return N`];
		const value = decode(plan.value, item, inner, source);
		inner.push(`if(${key}==="__proto__")S(${result},${key},${value});else ${result}[${key}]=${value}`);
		out.push(`for(let ${index}=0;${index}<${wire}.length;${index}+=2){${inner.join(";")}}`);
		return result;
	};
	const decodeArrays = (plan, wire, out, source) => {
		if (isTuple(plan)) {
			out.push(`if(!A(${wire})||${wire}.length!==${plan.elements.length})return N`);
			return `[${plan.elements.map((element, index) => {
				const item = source.name();
				out.push(`const ${item}=${wire}[${index}]`);
				return decode(element, item, out, source);
			}).join(",")}]`;
		}
		if (!isList(plan)) return decodeRarely(plan, wire, out, source);
		const [index, item] = [source.name(), source.name()];
		out.push(`if(!A(${wire}))return N`);
		const inner = [`const ${item}=${wire}[${index}]`];
		const value = decode(plan.rest, item, inner, source);
		if (value !== item) inner.push(`${wire}[${index}]=${value}`);
		out.push(`for(let ${index}=0;${index}<${wire}.length;${index}++){${inner.join(";")}}`);
		return wire;
	};
	const kindTests = {
		nil: (wire) => `${wire}===null`,
		undefined: (wire) => `${wire}===void 0`,
		boolean: (wire) => `typeof ${wire}==="boolean"`,
		number: (wire) => `typeof ${wire}==="number"`,
		string: (wire) => `typeof ${wire}==="string"`,
		bigint: (wire) => `typeof ${wire}==="bigint"`,
		bytes: (wire) => `${wire} instanceof Uint8Array`,
		array: (wire) => `A(${wire})`
	};
	const decodeUnion = (plan, wire, out, source) => {
		const { byKind, indexed, literals } = plan.tagging;
		if (literals) return decodeRarely(plan, wire, out, source);
		const result = source.name();
		const branches = [];
		if (indexed.includes(true)) {
			const cases = plan.members.flatMap((member, index) => indexed[index] ? [`case ${index}:${result}=${decodeIndexed(member, source)}(${wire});break`] : []);
			branches.push(`if(A(${wire})){switch(${wire}[0]){${cases.join(";")};default:return N}}`);
		}
		const tests = /* @__PURE__ */ new Map();
		for (const [kind, index] of byKind) {
			const test = kindTests[kind];
			if (test !== void 0) tests.set(index, [...tests.get(index) ?? [], test(wire)]);
		}
		for (const [index, conditions] of tests) {
			const inner = [];
			const value = decode(plan.members[index], wire, inner, source);
			branches.push(`if(${conditions.join("||")}){${inner.join(";")};${result}=${value}}`);
		}
		branches.push(`{${result}=${source.constant(fallback.decodeBase(plan))}(${wire})}`);
		out.push(`let ${result}`, branches.join("else "), `if(${result}===N)return N`);
		return result;
	};
	const decodeIndexed = (member, source) => source.helper((input, out) => {
		const struct = structOf(member);
		if (struct === void 0) {
			out.push(`if(${input}.length!==2)return N`, `const m=${input}[1]`);
			return decode(member, "m", out, source);
		}
		const value = member._tag === "Class" ? decodeClass(member, input, 1, out, source) : decodeStruct(struct, input, 1, out, source);
		return checkedValue(member, value, out, source);
	});
	return decode;
};
// ../../../packages/core/src/internal/codec/generatedEncode.ts
/** Source that encodes: value → wire, or `N`. */
/** Whether the plan's own test refuses `undefined`, so that a missing key needs no test of its own. */
const refusesUndefined = (plan) => {
	switch (plan._tag) {
		case "Undefined":
		case "Void":
		case "Plain":
		case "Delegated":
		case "Ref": return false;
		case "Class": return refusesUndefined(plan.fields);
		case "Union": return plan.members.every(refusesUndefined);
		default: return true;
	}
};
const makeEncode = (host) => {
	const { checked, delegate, make } = host.settings;
	const fallback = makeEncoder(host.settings);
	/** `value` is a name; the wire value is the expression returned. */
	const encode = (plan, value, out, source) => {
		source.size++;
		const wire = encodeBase(plan, value, out, source);
		check(host, plan, value, out, source);
		return wire;
	};
	/** A leaf: a test of the value and its wire value. */
	const encodeLeaf = (plan, value) => {
		switch (plan._tag) {
			case "String": return [`typeof ${value}==="string"`, `T(${value})`];
			case "Number": return [`typeof ${value}==="number"`, `${value}!==0||1/${value}>0?${value}:Z`];
			case "Boolean": return [`typeof ${value}==="boolean"`, value];
			case "BigInt": return [`typeof ${value}==="bigint"`, value];
			case "Null": return [`${value}===null`, "null"];
			case "Undefined": return [`${value}===void 0`, "void 0"];
			case "Bytes": return [`${value} instanceof Uint8Array`, `B(${value})`];
			case "Literal": return plan.literal === 0 ? void 0 : [`${value}===${literal(plan.literal)}`, typeof plan.literal === "string" ? `T(${value})` : value];
			default: return;
		}
	};
	const encodeBase = (plan, value, out, source) => {
		const leaf = encodeLeaf(plan, value);
		if (leaf !== void 0) {
			out.push(`if(!(${leaf[0]}))return N`);
			return `(${leaf[1]})`;
		}
		if (make && "defaulted" in plan && plan.defaulted) return encodeRarely(plan, value, out, source);
		switch (plan._tag) {
			case "Date": {
				const millis = source.name();
				out.push(`if(!(${value} instanceof Date))return N`, `const ${millis}=${value}.getTime()`, `if(${millis}!==${millis})return N`);
				return millis;
			}
			case "Void": return "void 0";
			case "Plain":
				if (plan.name !== "unknown") out.push(`if(!${source.constant(plan.is)}(${value}))return N`);
				return `P(${value})`;
			case "Struct":
				if (source.size > 300) {
					const name = source.helper((input, inner) => encodeStruct(plan, input, [], inner, source));
					return refused(`${name}(${value})`, out, source);
				}
				return encodeStruct(plan, value, [], out, source);
			case "Class": return encodeClass(plan, value, [], out, source);
			case "Record": return plan.fields.length > 0 ? encodeRarely(plan, value, out, source) : encodeRecord(plan, value, out, source);
			case "Arrays": return encodeArrays(plan, value, out, source);
			case "Union": return encodeUnion(plan, value, out, source);
			case "Delegated": {
				const encoded = source.name();
				out.push(`const ${encoded}=${source.constant(delegate.encode(plan.ast))}(${value})`, `if(${encoded}===N)return N`);
				return encode(plan.inner, encoded, out, source);
			}
			case "Ref": return refused(`${source.constant(host.lazily(plan.target))}(${value})`, out, source);
			default: return encodeRarely(plan, value, out, source);
		}
	};
	const encodeRarely = (plan, value, out, source) => refused(`${source.constant(fallback.encodeBase(plan))}(${value})`, out, source);
	const encodeClass = (plan, value, prefix, out, source) => {
		if (checked) out.push(`if(!${source.constant(plan.is)}(${value}))return N`);
		if (plan.fields._tag === "Plain") return "P({})";
		if (plan.fields._tag !== "Struct") return encode(plan.fields, value, out, source);
		const wire = encodeStruct(plan.fields, value, prefix, out, source);
		check(host, plan.fields, value, out, source);
		return wire;
	};
	const encodeStruct = (plan, value, prefix, out, source) => {
		out.push(`if(typeof ${value}!=="object"||${value}===null||A(${value}))return N`);
		const wires = /* @__PURE__ */ new Map();
		const required = plan.fields.map((field, index) => ({
			...field,
			index
		})).filter((field) => !field.optional);
		const order = [...required.filter(isElided), ...required.filter((field) => !isElided(field))];
		for (const field of order) {
			const each = source.name();
			out.push(`const ${each}=${value}[${keyOf(field.key, source)}]`);
			if (make && field.defaulted) out.push(`if(${each}===void 0)return N`);
			if (field.key === "__proto__") out.push(`if(!${presence(field.key, value, source)})return N`);
			else if (!refusesUndefined(field.plan)) out.push(`if(${each}===void 0&&!(${presence(field.key, value, source)}))return N`);
			const wire = encode(field.plan, each, out, source);
			if (!isElided(field)) wires.set(field.index, wire);
		}
		const optional = plan.fields.filter((field) => field.optional);
		const words = Math.ceil(optional.length / 30);
		const items = [
			...prefix.map(String),
			...Array.from({ length: words }, () => "0"),
			...required.filter((field) => !isElided(field)).map((field) => wires.get(field.index))
		];
		if (words === 0) return `[${items.join(",")}]`;
		const result = source.name();
		const bits = Array.from({ length: words }, () => source.name());
		out.push(`const ${result}=[${items.join(",")}]`, `let ${bits.map((bit) => `${bit}=0`).join(",")}`);
		optional.forEach((field, index) => {
			const inner = [];
			const each = source.name();
			inner.push(`const ${each}=${value}[${keyOf(field.key, source)}]`);
			if (make && field.defaulted) inner.push(`if(${each}===void 0)return N`);
			const wire = encode(field.plan, each, inner, source);
			inner.push(`${bits[Math.floor(index / 30)]}|=${1 << index % 30}`, `${result}.push(${wire})`);
			const otherwise = make && field.defaulted ? "else return N" : "";
			out.push(`if(${presence(field.key, value, source)}){${inner.join(";")}}${otherwise}`);
		});
		bits.forEach((bit, index) => out.push(`${result}[${prefix.length + index}]=${bit}`));
		return result;
	};
	const encodeRecord = (plan, value, out, source) => {
		const [result, keys, index, each] = [
			source.name(),
			source.name(),
			source.name(),
			source.name()
		];
		out.push(`if(typeof ${value}!=="object"||${value}===null||A(${value}))return N`, `const ${keys}=Object.keys(${value}),${result}=[]`);
		const inner = [`const ${each}=${value}[${keys}[${index}]]`];
		const wire = encode(plan.value, each, inner, source);
		inner.push(`${result}.push(T(${keys}[${index}]),${wire})`);
		out.push(`for(let ${index}=0;${index}<${keys}.length;${index}++){${inner.join(";")}}`);
		return result;
	};
	const encodeArrays = (plan, value, out, source) => {
		if (isTuple(plan)) {
			out.push(`if(!A(${value})||${value}.length!==${plan.elements.length})return N`);
			return `[${plan.elements.map((element, index) => {
				const each = source.name();
				out.push(`const ${each}=${value}[${index}]`);
				return encode(element, each, out, source);
			}).join(",")}]`;
		}
		if (!isList(plan)) return encodeRarely(plan, value, out, source);
		const [result, length, index, each] = [
			source.name(),
			source.name(),
			source.name(),
			source.name()
		];
		out.push(`if(!A(${value}))return N`, `const ${length}=${value}.length,${result}=new Array(${length})`);
		const inner = [`const ${each}=${value}[${index}]`];
		const wire = encode(plan.rest, each, inner, source);
		inner.push(`${result}[${index}]=${wire}`);
		out.push(`for(let ${index}=0;${index}<${length};${index}++){${inner.join(";")}}`);
		return result;
	};
	/** One field whose literal tells the members apart: then only one of them can take a value. */
	const discriminator = (plan) => {
		const structs = plan.members.map((member) => structOf(member));
		const first = structs[0];
		if (plan.members.length < 2 || first === void 0) return void 0;
		for (const { key } of first.fields) {
			if (typeof key !== "string" || key === "__proto__") continue;
			const literals = structs.map((struct) => {
				const field = struct?.fields.find((each) => each.key === key);
				return field !== void 0 && isElided(field) ? field.plan.literal : void 0;
			});
			if (literals.includes(void 0) || new Set(literals).size !== literals.length) continue;
			return {
				key,
				literals: literals.map((each) => literal(each))
			};
		}
	};
	const encodeUnion = (plan, value, out, source) => {
		if (plan.tagging.literals) return encodeRarely(plan, value, out, source);
		const calls = plan.members.map((member, index) => encodeMember(plan, member, index, source));
		const result = source.name();
		const tag = discriminator(plan);
		out.push(`let ${result}`);
		if (tag !== void 0) {
			const cases = calls.map((call, index) => `case ${tag.literals[index]}:${result}=${call(value)};break`);
			out.push(`if(typeof ${value}!=="object"||${value}===null)return N`, `switch(${value}[${JSON.stringify(tag.key)}]){${cases.join(";")};default:return N}`, `if(${result}===N)return N`);
			return result;
		}
		let code = "";
		plan.members.forEach((member, index) => {
			const leaf = member.checks.length === 0 && !plan.tagging.indexed[index] ? encodeLeaf(member, value) : void 0;
			if (leaf === void 0) code += `if((${result}=${calls[index](value)})===N)`;
			else code += `if(${leaf[0]})${result}=${leaf[1]};else `;
		});
		out.push(`${code}return N`);
		return result;
	};
	const encodeMember = (plan, member, index, source) => {
		let name;
		return (value) => {
			name ??= source.helper((input, out) => {
				if (!plan.tagging.indexed[index]) return encode(member, input, out, source);
				const struct = structOf(member);
				if (struct === void 0) return `[${index},${encode(member, input, out, source)}]`;
				const wire = member._tag === "Class" ? encodeClass(member, input, [index], out, source) : encodeStruct(struct, input, [index], out, source);
				check(host, member, input, out, source);
				return wire;
			});
			return `${name}(${value})`;
		};
	};
	return encode;
};
// ../../../packages/core/src/internal/codec/generated.ts
/**
* Plans as generated functions: what `closures.ts` does, written out, with one function for a whole message.
*
* A function returns `N` (refused) from any depth, which is why nested structs and loops are inlined and the members
* of a union are not. What is rare (optional tuple elements, special maps) is left to the closures.
*/
/** False under `--disallow-code-generation-from-strings` or a content security policy. */
const isAllowed = (() => {
	try {
		return new Function("return true")() === true;
	} catch {
		return false;
	}
})();
/** What generated code calls, by the name it has there. */
const library = {
	N: NO,
	Z: negativeZero,
	O: parseOptions,
	A: Array.isArray,
	T: wireString,
	H: has,
	P: encodePlain,
	B: encodeBytes,
	dS: decodeString,
	dN: decodeNumber,
	dB: decodeBytes,
	dP: decodePlain,
	S: assign
};
const names = Object.keys(library);
const helpers = Object.values(library);
const direction = (settings, makeWrite) => {
	const compiled = /* @__PURE__ */ new Map();
	const functionOf = (plan) => {
		const known = compiled.get(plan);
		if (known !== void 0) return known;
		const source = new Source();
		const out = [];
		const result = write(plan, "i", out, source);
		const constants = source.constants.map((_, index) => `const C${index}=C[${index}];`).join("");
		const made = new Function("C", ...names, `"use strict";${constants}${source.helpers.join(";")};return function(i){${out.join(";")};return ${result}}`)(source.constants, ...helpers);
		compiled.set(plan, made);
		return made;
	};
	const write = makeWrite({
		settings,
		lazily: (plan) => {
			let target;
			return (input) => (target ??= functionOf(plan()))(input);
		}
	});
	return functionOf;
};
/** Both directions are made when first used. */
const compile$2 = (root, settings) => {
	let encode;
	let decode;
	return {
		encode: (value) => (encode ??= direction(settings, makeEncode)(root))(value),
		decode: (wire) => (decode ??= direction(settings, makeDecode)(root))(wire)
	};
};
// ../../../packages/core/src/internal/codec/fingerprint.ts
const describe = (plan, above) => {
	switch (plan._tag) {
		case "Literal": return `${typeof plan.literal} ${JSON.stringify(String(plan.literal))}`;
		case "UniqueSymbol": return `symbol ${JSON.stringify(plan.symbol.description ?? "")}`;
		case "Enum": return `enum ${JSON.stringify([...plan.values])}`;
		case "Plain": return `plain ${plan.name}`;
		case "Ref": {
			const target = plan.target();
			const steps = above.lastIndexOf(target);
			return steps === -1 ? describe(target, above) : `^${above.length - steps}`;
		}
		case "Class": return describe(plan.fields, [...above, plan]);
		case "Delegated": return describe(plan.inner, [...above, plan]);
		case "Arrays": {
			const inside = [...above, plan];
			const each = (item) => describe(item, inside);
			const rest = plan.rest === void 0 ? "" : `...${each(plan.rest)}`;
			return `[${plan.minimum}|${plan.elements.map(each).join()}|${rest}|${plan.tail.map(each).join()}]`;
		}
		case "Union": {
			const inside = [...above, plan];
			return `(${plan.members.map((member) => describe(member, inside)).join("|")})`;
		}
		case "Struct":
		case "Record": {
			const inside = [...above, plan];
			const fields = plan.fields.map((field) => `${typeof field.key} ${JSON.stringify(String(field.key))}${field.optional ? "?" : ""}:${describe(field.plan, inside)}`);
			if (plan._tag === "Record") fields.push(`*:${describe(plan.value, inside)}`);
			return `{${fields.join()}}`;
		}
		default: return plan._tag;
	}
};
const offset = 14695981039346656037n;
const prime = 1099511628211n;
const mask = (1n << 64n) - 1n;
/** FNV-1a, 64 bits, as 16 hexadecimal digits. */
const hash = (text) => {
	let out = offset;
	for (const byte of new TextEncoder().encode(text)) out = (out ^ BigInt(byte)) * prime & mask;
	return out.toString(16).padStart(16, "0");
};
/** Raised whenever the layout of `plan.ts` changes. */
const layoutVersion = 1;
const fingerprintOf = (plan) => hash(`${layoutVersion} ${describe(plan, [])}`);
// ../../../packages/core/src/internal/codec/small.ts
var import_index_no_eval = (/* @__PURE__ */ __commonJSMin(((exports, module, this$1) => {
	(function(global, factory) {
		typeof exports === "object" && typeof module !== "undefined" ? factory(exports) : typeof define === "function" && define.amd ? define(["exports"], factory) : (global = typeof globalThis !== "undefined" ? globalThis : global || self, factory(global.msgpackr = {}));
	})(this$1, (function(exports) {
		"use strict";
		var decoder;
		try {
			decoder = new TextDecoder();
		} catch (error) {}
		var src;
		var srcEnd;
		var position$1 = 0;
		var currentUnpackr = {};
		var currentStructures;
		var srcString;
		var srcStringStart = 0;
		var srcStringEnd = 0;
		var bundledStrings$1;
		var referenceMap;
		var currentExtensions = [];
		var dataView;
		var arrayAllocationBudget;
		var defaultOptions = {
			useRecords: false,
			mapsAsObjects: true
		};
		class C1Type {}
		const C1 = new C1Type();
		C1.name = "MessagePack 0xC1";
		var sequentialMode = false;
		var inlineObjectReadThreshold = 2;
		var BlockedFunction;
		class Unpackr {
			constructor(options) {
				if (options) {
					if (options.useRecords === false && options.mapsAsObjects === void 0) options.mapsAsObjects = true;
					if (options.sequential && options.trusted !== false) {
						options.trusted = true;
						if (!options.structures && options.useRecords != false) {
							options.structures = [];
							if (!options.maxSharedStructures) options.maxSharedStructures = 0;
						}
					}
					if (options.structures) options.structures.sharedLength = options.structures.length;
					else if (options.getStructures) {
						(options.structures = []).uninitialized = true;
						options.structures.sharedLength = 0;
					}
					if (options.int64AsNumber) options.int64AsType = "number";
				}
				Object.assign(this, options);
			}
			unpack(source, options) {
				if (src) return saveState(() => {
					clearSource();
					try {
						return this ? this.unpack(source, options) : Unpackr.prototype.unpack.call(defaultOptions, source, options);
					} catch (error) {
						if (error && typeof error == "object") nestedUnpackErrors.add(error);
						throw error;
					}
				});
				if (!source.buffer && source.constructor === ArrayBuffer) source = typeof Buffer !== "undefined" ? Buffer.from(source) : new Uint8Array(source);
				if (typeof options === "object") {
					srcEnd = options.end || source.length;
					position$1 = options.start || 0;
				} else {
					position$1 = 0;
					srcEnd = options > -1 ? options : source.length;
				}
				if (srcEnd > source.length) srcEnd = source.length;
				srcStringEnd = 0;
				srcString = null;
				bundledStrings$1 = null;
				src = source;
				try {
					dataView = source.dataView || (source.dataView = new DataView(source.buffer, source.byteOffset, source.byteLength));
				} catch (error) {
					src = null;
					if (source instanceof Uint8Array) throw error;
					throw new Error("Source must be a Uint8Array or Buffer but was a " + (source && typeof source == "object" ? source.constructor.name : typeof source));
				}
				if (this instanceof Unpackr) {
					currentUnpackr = this;
					if (this.structures) {
						currentStructures = this.structures;
						return checkedRead(options);
					} else if (!currentStructures || currentStructures.length > 0) currentStructures = [];
				} else {
					currentUnpackr = defaultOptions;
					if (!currentStructures || currentStructures.length > 0) currentStructures = [];
				}
				return checkedRead(options);
			}
			unpackMultiple(source, forEach) {
				let values, lastPosition = 0;
				try {
					sequentialMode = true;
					let size = source.length;
					let value = this ? this.unpack(source, size) : defaultUnpackr.unpack(source, size);
					if (forEach) {
						if (forEach(value, lastPosition, position$1) === false) return;
						while (position$1 < size) {
							lastPosition = position$1;
							if (forEach(checkedRead(), lastPosition, position$1) === false) return;
						}
					} else {
						values = [value];
						while (position$1 < size) {
							lastPosition = position$1;
							values.push(checkedRead());
						}
						return values;
					}
				} catch (error) {
					error.lastPosition = lastPosition;
					error.values = values;
					throw error;
				} finally {
					sequentialMode = false;
					clearSource();
				}
			}
			_mergeStructures(loadedStructures, existingStructures) {
				if (this._onLoadedStructures) loadedStructures = this._onLoadedStructures(loadedStructures);
				loadedStructures = loadedStructures || [];
				if (Object.isFrozen(loadedStructures)) loadedStructures = loadedStructures.map((structure) => structure.slice(0));
				for (let i = 0, l = loadedStructures.length; i < l; i++) {
					let structure = loadedStructures[i];
					if (structure) {
						structure.isShared = true;
						if (i >= 32) structure.highByte = i - 32 >> 5;
					}
				}
				loadedStructures.sharedLength = loadedStructures.length;
				for (let id in existingStructures || []) if (id >= 0) {
					let structure = loadedStructures[id];
					let existing = existingStructures[id];
					if (existing) {
						if (structure) (loadedStructures.restoreStructures || (loadedStructures.restoreStructures = []))[id] = structure;
						loadedStructures[id] = existing;
					}
				}
				return this.structures = loadedStructures;
			}
			decode(source, options) {
				return this.unpack(source, options);
			}
		}
		const nestedUnpackErrors = /* @__PURE__ */ new WeakSet();
		function checkedRead(options) {
			try {
				if (!currentUnpackr.trusted && !sequentialMode) {
					let sharedLength = currentStructures.sharedLength || 0;
					if (sharedLength < currentStructures.length) currentStructures.length = sharedLength;
				}
				let result;
				arrayAllocationBudget = srcEnd - position$1;
				if (currentUnpackr._readStruct && src[position$1] < 64 && src[position$1] >= 32) {
					result = currentUnpackr._readStruct(src, position$1, srcEnd);
					src = null;
					if (!(options && options.lazy) && result) result = result.toJSON();
					position$1 = srcEnd;
				} else result = read();
				if (bundledStrings$1) {
					position$1 = bundledStrings$1.postBundlePosition;
					bundledStrings$1 = null;
				}
				if (sequentialMode) currentStructures.restoreStructures = null;
				if (position$1 == srcEnd) {
					if (currentStructures && currentStructures.restoreStructures) restoreStructures();
					currentStructures = null;
					src = null;
					if (referenceMap) referenceMap = null;
				} else if (position$1 > srcEnd) throw new Error("Unexpected end of MessagePack data");
				else if (!sequentialMode) {
					let jsonView;
					try {
						jsonView = JSON.stringify(result, (_, value) => typeof value === "bigint" ? `${value}n` : value).slice(0, 100);
					} catch (error) {
						jsonView = "(JSON view not available " + error + ")";
					}
					throw new Error("Data read, but end of buffer not reached " + jsonView);
				}
				return result;
			} catch (error) {
				if (currentStructures && currentStructures.restoreStructures) restoreStructures();
				clearSource();
				classifyIncomplete(error);
				throw error;
			}
		}
		function classifyIncomplete(error) {
			if (!error || typeof error != "object") return;
			if (position$1 > srcEnd) error.incomplete = true;
			else if (nestedUnpackErrors.has(error)) {
				if (error.incomplete) error.incomplete = false;
			} else if (error instanceof RangeError && position$1 + 8 > srcEnd || typeof error.message == "string" && error.message.startsWith("Unexpected end of buffer")) error.incomplete = true;
		}
		function restoreStructures() {
			for (let id in currentStructures.restoreStructures) currentStructures[id] = currentStructures.restoreStructures[id];
			currentStructures.restoreStructures = null;
		}
		function read() {
			let token = src[position$1++];
			if (token < 160) {
				if (token < 128) {
					if (token < 64) return token;
					else {
						let structure = currentStructures[token & 63] || currentUnpackr.getStructures && loadStructures()[token & 63];
						if (structure) {
							if (!structure.read) structure.read = createStructureReader(structure, token & 63);
							return structure.read();
						} else return token;
					}
				} else if (token < 144) {
					token -= 128;
					if (currentUnpackr.mapsAsObjects) {
						let object = {};
						for (let i = 0; i < token; i++) {
							let key = readKey();
							if (key === "__proto__") key = "__proto_";
							object[key] = read();
						}
						return object;
					} else {
						let map = /* @__PURE__ */ new Map();
						for (let i = 0; i < token; i++) map.set(read(), read());
						return map;
					}
				} else {
					token -= 144;
					let array = new Array(token);
					for (let i = 0; i < token; i++) array[i] = read();
					if (currentUnpackr.freezeData) return Object.freeze(array);
					return array;
				}
			} else if (token < 192) {
				let length = token - 160;
				if (srcStringEnd >= position$1) return srcString.slice(position$1 - srcStringStart, (position$1 += length) - srcStringStart);
				if (srcStringEnd == 0 && srcEnd < 140) {
					let string = length < 16 ? shortStringInJS(length) : longStringInJS(length);
					if (string != null) return string;
				}
				return readFixedString(length);
			} else {
				let value;
				switch (token) {
					case 192: return null;
					case 193:
						if (bundledStrings$1) {
							value = read();
							if (value > 0) return bundledStrings$1[1].slice(bundledStrings$1.position1, bundledStrings$1.position1 += value);
							else return bundledStrings$1[0].slice(bundledStrings$1.position0, bundledStrings$1.position0 -= value);
						}
						return C1;
					case 194: return false;
					case 195: return true;
					case 196:
						value = src[position$1++];
						if (value === void 0) throw new Error("Unexpected end of buffer");
						return readBin(value);
					case 197:
						value = dataView.getUint16(position$1);
						position$1 += 2;
						if (value > srcEnd - position$1) throw endOfMessagePackError(position$1 + value);
						return readBin(value);
					case 198:
						value = dataView.getUint32(position$1);
						position$1 += 4;
						if (value > srcEnd - position$1) throw endOfMessagePackError(position$1 + value);
						return readBin(value);
					case 199: return readExt(src[position$1++]);
					case 200:
						value = dataView.getUint16(position$1);
						position$1 += 2;
						return readExt(value);
					case 201:
						value = dataView.getUint32(position$1);
						position$1 += 4;
						return readExt(value);
					case 202:
						value = dataView.getFloat32(position$1);
						if (currentUnpackr.useFloat32 > 2) {
							let multiplier = mult10[(src[position$1] & 127) << 1 | src[position$1 + 1] >> 7];
							position$1 += 4;
							return (multiplier * value + (value > 0 ? .5 : -.5) >> 0) / multiplier;
						}
						position$1 += 4;
						return value;
					case 203:
						value = dataView.getFloat64(position$1);
						position$1 += 8;
						return value;
					case 204: return src[position$1++];
					case 205:
						value = dataView.getUint16(position$1);
						position$1 += 2;
						return value;
					case 206:
						value = dataView.getUint32(position$1);
						position$1 += 4;
						return value;
					case 207:
						if (currentUnpackr.int64AsType === "number") {
							value = dataView.getUint32(position$1) * 4294967296;
							value += dataView.getUint32(position$1 + 4);
						} else if (currentUnpackr.int64AsType === "string") value = dataView.getBigUint64(position$1).toString();
						else if (currentUnpackr.int64AsType === "auto") {
							value = dataView.getBigUint64(position$1);
							if (value <= BigInt(2) << BigInt(52)) value = Number(value);
						} else value = dataView.getBigUint64(position$1);
						position$1 += 8;
						return value;
					case 208: return dataView.getInt8(position$1++);
					case 209:
						value = dataView.getInt16(position$1);
						position$1 += 2;
						return value;
					case 210:
						value = dataView.getInt32(position$1);
						position$1 += 4;
						return value;
					case 211:
						if (currentUnpackr.int64AsType === "number") {
							value = dataView.getInt32(position$1) * 4294967296;
							value += dataView.getUint32(position$1 + 4);
						} else if (currentUnpackr.int64AsType === "string") value = dataView.getBigInt64(position$1).toString();
						else if (currentUnpackr.int64AsType === "auto") {
							value = dataView.getBigInt64(position$1);
							if (value >= BigInt(-2) << BigInt(52) && value <= BigInt(2) << BigInt(52)) value = Number(value);
						} else value = dataView.getBigInt64(position$1);
						position$1 += 8;
						return value;
					case 212:
						value = src[position$1++];
						if (value == 114) return recordDefinition(src[position$1++] & 63);
						else {
							let extension = currentExtensions[value];
							if (extension) {
								if (extension.read) {
									position$1++;
									return extension.read(read());
								} else if (extension.noBuffer) {
									position$1++;
									return extension();
								} else {
									if (position$1 >= srcEnd) throw endOfMessagePackError();
									return extension(src.subarray(position$1, ++position$1));
								}
							} else throw new Error("Unknown extension " + value);
						}
					case 213:
						value = src[position$1];
						if (value == 114) {
							position$1++;
							return recordDefinition(src[position$1++] & 63, src[position$1++]);
						} else return readExt(2);
					case 214: return readExt(4);
					case 215: return readExt(8);
					case 216: return readExt(16);
					case 217:
						value = src[position$1++];
						if (srcStringEnd >= position$1) return srcString.slice(position$1 - srcStringStart, (position$1 += value) - srcStringStart);
						return readString8(value);
					case 218:
						value = dataView.getUint16(position$1);
						position$1 += 2;
						if (value > srcEnd - position$1) throw endOfMessagePackError(position$1 + value);
						if (srcStringEnd >= position$1) return srcString.slice(position$1 - srcStringStart, (position$1 += value) - srcStringStart);
						return readString16(value);
					case 219:
						value = dataView.getUint32(position$1);
						position$1 += 4;
						if (value > srcEnd - position$1) throw endOfMessagePackError(position$1 + value);
						if (srcStringEnd >= position$1) return srcString.slice(position$1 - srcStringStart, (position$1 += value) - srcStringStart);
						return readString32(value);
					case 220:
						value = dataView.getUint16(position$1);
						position$1 += 2;
						return readArray(value);
					case 221:
						value = dataView.getUint32(position$1);
						position$1 += 4;
						return readArray(value);
					case 222:
						value = dataView.getUint16(position$1);
						position$1 += 2;
						return readMap(value);
					case 223:
						value = dataView.getUint32(position$1);
						position$1 += 4;
						return readMap(value);
					default:
						if (token >= 224) return token - 256;
						if (token === void 0) throw endOfMessagePackError();
						throw new Error("Unknown MessagePack token " + token);
				}
			}
		}
		const validName = /^[a-zA-Z_$][a-zA-Z\d_$]*$/;
		function createStructureReader(structure, firstId) {
			function readObject() {
				if (readObject.count++ > inlineObjectReadThreshold) {
					let optimizedReadObject;
					try {
						optimizedReadObject = structure.read = new BlockedFunction("r", "return function(){return " + (currentUnpackr.freezeData ? "Object.freeze" : "") + "({" + structure.map((key) => key === "__proto__" ? "__proto_:r()" : validName.test(key) ? key + ":r()" : "[" + JSON.stringify(key) + "]:r()").join(",") + "})}")(read);
					} catch (error) {
						inlineObjectReadThreshold = Infinity;
						return readObject();
					}
					structure.read0 = optimizedReadObject;
					if (structure.highByte === 0) structure.read = createSecondByteReader(firstId, structure.read);
					return optimizedReadObject();
				}
				let object = {};
				for (let i = 0, l = structure.length; i < l; i++) {
					let key = structure[i];
					if (key === "__proto__") key = "__proto_";
					object[key] = read();
				}
				if (currentUnpackr.freezeData) return Object.freeze(object);
				return object;
			}
			readObject.count = 0;
			structure.read0 = readObject;
			if (structure.highByte === 0) return createSecondByteReader(firstId, readObject);
			return readObject;
		}
		const createSecondByteReader = (firstId, read0) => {
			return function() {
				let highByte = src[position$1++];
				if (highByte === 0) return read0();
				let id = firstId < 32 ? -(firstId + (highByte << 5)) : firstId + (highByte << 5);
				let structure = currentStructures[id] || loadStructures()[id];
				if (!structure) throw new Error("Record id is not defined for " + id);
				if (!structure.read) structure.read = createStructureReader(structure, firstId);
				return structure.read();
			};
		};
		function loadStructures() {
			let loadedStructures = saveState(() => {
				src = null;
				return currentUnpackr.getStructures();
			});
			return currentStructures = currentUnpackr._mergeStructures(loadedStructures, currentStructures);
		}
		var readFixedString = readStringJS;
		var readString8 = readStringJS;
		var readString16 = readStringJS;
		var readString32 = readStringJS;
		let isNativeAccelerationEnabled = false;
		function readStringJS(length) {
			let result;
			if (length < 16) {
				if (result = shortStringInJS(length)) return result;
			}
			if (length > 64 && decoder) return decoder.decode(src.subarray(position$1, position$1 += length));
			const end = position$1 + length;
			const units = [];
			result = "";
			while (position$1 < end) {
				const byte1 = src[position$1++];
				if ((byte1 & 128) === 0) units.push(byte1);
				else if ((byte1 & 224) === 192) {
					if (byte1 < 194 || position$1 >= end || (src[position$1] & 192) !== 128) units.push(65533);
					else {
						const byte2 = src[position$1++] & 63;
						units.push((byte1 & 31) << 6 | byte2);
					}
				} else if ((byte1 & 240) === 224) {
					const byte2 = position$1 < end ? src[position$1] : 0;
					if (position$1 >= end || (byte2 & 192) !== 128 || byte1 === 224 && byte2 < 160 || byte1 === 237 && byte2 >= 160) units.push(65533);
					else {
						position$1++;
						if (position$1 >= end || (src[position$1] & 192) !== 128) units.push(65533);
						else {
							const byte3 = src[position$1++] & 63;
							units.push((byte1 & 31) << 12 | (byte2 & 63) << 6 | byte3);
						}
					}
				} else if ((byte1 & 248) === 240) {
					const byte2 = position$1 < end ? src[position$1] : 0;
					if (byte1 > 244 || position$1 >= end || (byte2 & 192) !== 128 || byte1 === 240 && byte2 < 144 || byte1 === 244 && byte2 >= 144) units.push(65533);
					else {
						position$1++;
						if (position$1 >= end || (src[position$1] & 192) !== 128) units.push(65533);
						else {
							const byte3 = src[position$1++] & 63;
							if (position$1 >= end || (src[position$1] & 192) !== 128) units.push(65533);
							else {
								const byte4 = src[position$1++] & 63;
								let unit = (byte1 & 7) << 18 | (byte2 & 63) << 12 | byte3 << 6 | byte4;
								unit -= 65536;
								units.push(unit >>> 10 & 1023 | 55296);
								units.push(56320 | unit & 1023);
							}
						}
					}
				} else units.push(65533);
				if (units.length >= 4096) {
					result += fromCharCode.apply(String, units);
					units.length = 0;
				}
			}
			if (units.length > 0) result += fromCharCode.apply(String, units);
			return result;
		}
		function endOfMessagePackError(end) {
			let error = /* @__PURE__ */ new Error("Unexpected end of MessagePack data");
			error.incomplete = true;
			if (end > srcEnd && position$1 <= srcEnd) error.missingBytes = end - srcEnd;
			return error;
		}
		function readArray(length) {
			if (length > srcEnd - position$1 || (arrayAllocationBudget -= length) < 0) throw endOfMessagePackError(position$1 + length);
			let array = new Array(length);
			for (let i = 0; i < length; i++) array[i] = read();
			if (currentUnpackr.freezeData) return Object.freeze(array);
			return array;
		}
		function readMap(length) {
			if (length > (srcEnd - position$1) / 2) throw endOfMessagePackError(position$1 + 2 * length);
			if (currentUnpackr.mapsAsObjects) {
				let object = {};
				for (let i = 0; i < length; i++) {
					let key = readKey();
					if (key === "__proto__") key = "__proto_";
					object[key] = read();
				}
				return object;
			} else {
				let map = /* @__PURE__ */ new Map();
				for (let i = 0; i < length; i++) map.set(read(), read());
				return map;
			}
		}
		var fromCharCode = String.fromCharCode;
		function longStringInJS(length) {
			let start = position$1;
			if (src.latin1Slice) {
				let end = start + length;
				if (end > srcEnd) return;
				for (let i = start; i < end; i++) if ((src[i] & 128) > 0) return;
				position$1 = end;
				return src.latin1Slice(start, end);
			}
			let bytes = new Array(length);
			for (let i = 0; i < length; i++) {
				const byte = src[position$1++];
				if ((byte & 128) > 0) {
					position$1 = start;
					return;
				}
				bytes[i] = byte;
			}
			return fromCharCode.apply(String, bytes);
		}
		function shortStringInJS(length) {
			if (length < 4) {
				if (length < 2) {
					if (length === 0) return "";
					else {
						let a = src[position$1++];
						if ((a & 128) > 1) {
							position$1 -= 1;
							return;
						}
						return fromCharCode(a);
					}
				} else {
					let a = src[position$1++];
					let b = src[position$1++];
					if ((a & 128) > 0 || (b & 128) > 0) {
						position$1 -= 2;
						return;
					}
					if (length < 3) return fromCharCode(a, b);
					let c = src[position$1++];
					if ((c & 128) > 0) {
						position$1 -= 3;
						return;
					}
					return fromCharCode(a, b, c);
				}
			} else {
				let a = src[position$1++];
				let b = src[position$1++];
				let c = src[position$1++];
				let d = src[position$1++];
				if ((a & 128) > 0 || (b & 128) > 0 || (c & 128) > 0 || (d & 128) > 0) {
					position$1 -= 4;
					return;
				}
				if (length < 6) {
					if (length === 4) return fromCharCode(a, b, c, d);
					else {
						let e = src[position$1++];
						if ((e & 128) > 0) {
							position$1 -= 5;
							return;
						}
						return fromCharCode(a, b, c, d, e);
					}
				} else if (length < 8) {
					let e = src[position$1++];
					let f = src[position$1++];
					if ((e & 128) > 0 || (f & 128) > 0) {
						position$1 -= 6;
						return;
					}
					if (length < 7) return fromCharCode(a, b, c, d, e, f);
					let g = src[position$1++];
					if ((g & 128) > 0) {
						position$1 -= 7;
						return;
					}
					return fromCharCode(a, b, c, d, e, f, g);
				} else {
					let e = src[position$1++];
					let f = src[position$1++];
					let g = src[position$1++];
					let h = src[position$1++];
					if ((e & 128) > 0 || (f & 128) > 0 || (g & 128) > 0 || (h & 128) > 0) {
						position$1 -= 8;
						return;
					}
					if (length < 10) {
						if (length === 8) return fromCharCode(a, b, c, d, e, f, g, h);
						else {
							let i = src[position$1++];
							if ((i & 128) > 0) {
								position$1 -= 9;
								return;
							}
							return fromCharCode(a, b, c, d, e, f, g, h, i);
						}
					} else if (length < 12) {
						let i = src[position$1++];
						let j = src[position$1++];
						if ((i & 128) > 0 || (j & 128) > 0) {
							position$1 -= 10;
							return;
						}
						if (length < 11) return fromCharCode(a, b, c, d, e, f, g, h, i, j);
						let k = src[position$1++];
						if ((k & 128) > 0) {
							position$1 -= 11;
							return;
						}
						return fromCharCode(a, b, c, d, e, f, g, h, i, j, k);
					} else {
						let i = src[position$1++];
						let j = src[position$1++];
						let k = src[position$1++];
						let l = src[position$1++];
						if ((i & 128) > 0 || (j & 128) > 0 || (k & 128) > 0 || (l & 128) > 0) {
							position$1 -= 12;
							return;
						}
						if (length < 14) {
							if (length === 12) return fromCharCode(a, b, c, d, e, f, g, h, i, j, k, l);
							else {
								let m = src[position$1++];
								if ((m & 128) > 0) {
									position$1 -= 13;
									return;
								}
								return fromCharCode(a, b, c, d, e, f, g, h, i, j, k, l, m);
							}
						} else {
							let m = src[position$1++];
							let n = src[position$1++];
							if ((m & 128) > 0 || (n & 128) > 0) {
								position$1 -= 14;
								return;
							}
							if (length < 15) return fromCharCode(a, b, c, d, e, f, g, h, i, j, k, l, m, n);
							let o = src[position$1++];
							if ((o & 128) > 0) {
								position$1 -= 15;
								return;
							}
							return fromCharCode(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o);
						}
					}
				}
			}
		}
		function readOnlyJSString() {
			let token = src[position$1++];
			let length;
			if (token < 192) length = token - 160;
			else switch (token) {
				case 217:
					length = src[position$1++];
					break;
				case 218:
					length = dataView.getUint16(position$1);
					position$1 += 2;
					break;
				case 219:
					length = dataView.getUint32(position$1);
					position$1 += 4;
					break;
				default: throw new Error("Expected string");
			}
			return readStringJS(length);
		}
		function readBin(length) {
			return currentUnpackr.copyBuffers ? Uint8Array.prototype.slice.call(src, position$1, position$1 += length) : src.subarray(position$1, position$1 += length);
		}
		function readExt(length) {
			if (length >= srcEnd - position$1) throw endOfMessagePackError(position$1 + 1 + length);
			let type = src[position$1++];
			if (currentExtensions[type]) {
				let end;
				return currentExtensions[type](src.subarray(position$1, end = position$1 += length), (readPosition) => {
					position$1 = readPosition;
					try {
						return read();
					} finally {
						position$1 = end;
					}
				});
			} else throw new Error("Unknown extension type " + type);
		}
		var keyCache = new Array(4096);
		function readKey() {
			let length = src[position$1++];
			if (length >= 160 && length < 192) {
				length = length - 160;
				if (srcStringEnd >= position$1) return srcString.slice(position$1 - srcStringStart, (position$1 += length) - srcStringStart);
				else if (!(srcStringEnd == 0 && srcEnd < 180)) return readFixedString(length);
			} else {
				position$1--;
				return asSafeString(read());
			}
			if (length > srcEnd - position$1) throw endOfMessagePackError(position$1 + length);
			let key = (length << 5 ^ (length > 1 ? dataView.getUint16(position$1) : length > 0 ? src[position$1] : 0)) & 4095;
			let entry = keyCache[key];
			let checkPosition = position$1;
			let end = position$1 + length - 3;
			let chunk;
			let i = 0;
			if (entry && entry.bytes == length) {
				while (checkPosition < end) {
					chunk = dataView.getUint32(checkPosition);
					if (chunk != entry[i++]) {
						checkPosition = 1879048192;
						break;
					}
					checkPosition += 4;
				}
				end += 3;
				while (checkPosition < end) {
					chunk = src[checkPosition++];
					if (chunk != entry[i++]) {
						checkPosition = 1879048192;
						break;
					}
				}
				if (checkPosition === end) {
					position$1 = checkPosition;
					return entry.string;
				}
				end -= 3;
				checkPosition = position$1;
			}
			entry = [];
			keyCache[key] = entry;
			entry.bytes = length;
			while (checkPosition < end) {
				chunk = dataView.getUint32(checkPosition);
				entry.push(chunk);
				checkPosition += 4;
			}
			end += 3;
			while (checkPosition < end) {
				chunk = src[checkPosition++];
				entry.push(chunk);
			}
			let string = length < 16 ? shortStringInJS(length) : longStringInJS(length);
			if (string != null) return entry.string = string;
			return entry.string = readFixedString(length);
		}
		function asSafeString(property) {
			if (typeof property === "string") return property;
			if (typeof property === "number" || typeof property === "boolean" || typeof property === "bigint") return property.toString();
			if (property == null) return property + "";
			if (currentUnpackr.allowArraysInMapKeys && Array.isArray(property) && property.flat().every((item) => [
				"string",
				"number",
				"boolean",
				"bigint"
			].includes(typeof item))) return property.flat().toString();
			throw new Error(`Invalid property type for record: ${typeof property}. A MessagePack map with non-string keys can be decoded as a Map with mapsAsObjects: false`);
		}
		const recordDefinition = (id, highByte) => {
			let structure = read().map(asSafeString);
			let firstByte = id;
			if (highByte !== void 0) {
				id = id < 32 ? -((highByte << 5) + id) : (highByte << 5) + id;
				structure.highByte = highByte;
			}
			let existingStructure = currentStructures[id];
			if (existingStructure && (existingStructure.isShared || sequentialMode)) (currentStructures.restoreStructures || (currentStructures.restoreStructures = []))[id] = existingStructure;
			currentStructures[id] = structure;
			structure.read = createStructureReader(structure, firstByte);
			return (structure.read0 || structure.read)();
		};
		currentExtensions[0] = () => {};
		currentExtensions[0].noBuffer = true;
		currentExtensions[66] = (data) => {
			let headLength = data.byteLength % 8 || 8;
			let head = BigInt(data[0] & 128 ? data[0] - 256 : data[0]);
			for (let i = 1; i < headLength; i++) {
				head <<= BigInt(8);
				head += BigInt(data[i]);
			}
			if (data.byteLength !== headLength) {
				let view = new DataView(data.buffer, data.byteOffset, data.byteLength);
				let decode = (start, end) => {
					let length = end - start;
					if (length <= 40) {
						let out = view.getBigUint64(start);
						for (let i = start + 8; i < end; i += 8) {
							out <<= BigInt(64);
							out |= view.getBigUint64(i);
						}
						return out;
					}
					let middle = start + (length >> 4 << 3);
					let left = decode(start, middle);
					let right = decode(middle, end);
					return left << BigInt((end - middle) * 8) | right;
				};
				head = head << BigInt((view.byteLength - headLength) * 8) | decode(headLength, view.byteLength);
			}
			return head;
		};
		let errors = {
			Error,
			EvalError,
			RangeError,
			ReferenceError,
			SyntaxError,
			TypeError,
			URIError,
			AggregateError: typeof AggregateError === "function" ? AggregateError : null
		};
		currentExtensions[101] = () => {
			let data = read();
			if (!errors[data[0]]) {
				let error = Error(data[1], { cause: data[2] });
				error.name = data[0];
				return error;
			}
			return errors[data[0]](data[1], { cause: data[2] });
		};
		currentExtensions[105] = (data) => {
			if (currentUnpackr.structuredClone === false) throw new Error("Structured clone extension is disabled");
			let id = dataView.getUint32(position$1 - 4);
			if (!referenceMap) referenceMap = /* @__PURE__ */ new Map();
			let token = src[position$1];
			let target;
			if (token >= 144 && token < 160 || token == 220 || token == 221) target = [];
			else if (token >= 128 && token < 144 || token == 222 || token == 223) target = /* @__PURE__ */ new Map();
			else if ((token >= 199 && token <= 201 || token >= 212 && token <= 216) && src[position$1 + 1] === 115) target = /* @__PURE__ */ new Set();
			else target = {};
			let refEntry = { target };
			referenceMap.set(id, refEntry);
			let targetProperties = read();
			if (!refEntry.used) return refEntry.target = targetProperties;
			else Object.assign(target, targetProperties);
			if (target instanceof Map) for (let [k, v] of targetProperties.entries()) target.set(k, v);
			if (target instanceof Set) for (let i of Array.from(targetProperties)) target.add(i);
			return target;
		};
		currentExtensions[112] = (data) => {
			if (currentUnpackr.structuredClone === false) throw new Error("Structured clone extension is disabled");
			let id = dataView.getUint32(position$1 - 4);
			let refEntry = referenceMap.get(id);
			refEntry.used = true;
			return refEntry.target;
		};
		currentExtensions[115] = () => new Set(read());
		const typedArrays = [
			"Int8",
			"Uint8",
			"Uint8Clamped",
			"Int16",
			"Uint16",
			"Int32",
			"Uint32",
			"Float32",
			"Float64",
			"BigInt64",
			"BigUint64"
		].map((type) => type + "Array");
		let glbl = typeof globalThis === "object" ? globalThis : window;
		currentExtensions[116] = (data) => {
			let typeCode = data[0];
			let buffer = Uint8Array.prototype.slice.call(data, 1).buffer;
			let typedArrayName = typedArrays[typeCode];
			if (!typedArrayName) {
				if (typeCode === 16) return buffer;
				if (typeCode === 17) return new DataView(buffer);
				throw new Error("Could not find typed array for code " + typeCode);
			}
			return new glbl[typedArrayName](buffer);
		};
		currentExtensions[120] = () => {
			let data = read();
			return new RegExp(data[0], data[1]);
		};
		const TEMP_BUNDLE = [];
		currentExtensions[98] = (data) => {
			let dataSize = (data[0] << 24) + (data[1] << 16) + (data[2] << 8) + data[3];
			let dataPosition = position$1;
			position$1 += dataSize - data.length;
			bundledStrings$1 = TEMP_BUNDLE;
			bundledStrings$1 = [readOnlyJSString(), readOnlyJSString()];
			bundledStrings$1.position0 = 0;
			bundledStrings$1.position1 = 0;
			bundledStrings$1.postBundlePosition = position$1;
			position$1 = dataPosition;
			return read();
		};
		currentExtensions[255] = (data) => {
			if (data.length == 4) return /* @__PURE__ */ new Date((data[0] * 16777216 + (data[1] << 16) + (data[2] << 8) + data[3]) * 1e3);
			else if (data.length == 8) return /* @__PURE__ */ new Date(((data[0] << 22) + (data[1] << 14) + (data[2] << 6) + (data[3] >> 2)) / 1e6 + ((data[3] & 3) * 4294967296 + data[4] * 16777216 + (data[5] << 16) + (data[6] << 8) + data[7]) * 1e3);
			else if (data.length == 12) return /* @__PURE__ */ new Date(((data[0] << 24) + (data[1] << 16) + (data[2] << 8) + data[3]) / 1e6 + ((data[4] & 128 ? -281474976710656 : 0) + data[6] * 1099511627776 + data[7] * 4294967296 + data[8] * 16777216 + (data[9] << 16) + (data[10] << 8) + data[11]) * 1e3);
			else return /* @__PURE__ */ new Date("invalid");
		};
		function saveState(callback) {
			if (currentUnpackr && currentUnpackr._onSaveState) currentUnpackr._onSaveState();
			let savedSrcEnd = srcEnd;
			let savedPosition = position$1;
			let savedSrcStringStart = srcStringStart;
			let savedSrcStringEnd = srcStringEnd;
			let savedSrcString = srcString;
			let savedReferenceMap = referenceMap;
			let savedBundledStrings = bundledStrings$1;
			let savedArrayAllocationBudget = arrayAllocationBudget;
			let savedSrc = new Uint8Array(src.slice(0, srcEnd));
			let savedStructures = currentStructures;
			let savedStructuresContents = currentStructures.slice(0, currentStructures.length);
			let savedPackr = currentUnpackr;
			let savedSequentialMode = sequentialMode;
			try {
				return callback();
			} finally {
				srcEnd = savedSrcEnd;
				position$1 = savedPosition;
				srcStringStart = savedSrcStringStart;
				srcStringEnd = savedSrcStringEnd;
				srcString = savedSrcString;
				referenceMap = savedReferenceMap;
				bundledStrings$1 = savedBundledStrings;
				arrayAllocationBudget = savedArrayAllocationBudget;
				src = savedSrc;
				sequentialMode = savedSequentialMode;
				currentStructures = savedStructures;
				currentStructures.splice(0, currentStructures.length, ...savedStructuresContents);
				currentUnpackr = savedPackr;
				dataView = new DataView(src.buffer, src.byteOffset, src.byteLength);
			}
		}
		function clearSource() {
			src = null;
			referenceMap = null;
			currentStructures = null;
		}
		function addExtension$1(extension) {
			if (extension.unpack) currentExtensions[extension.type] = extension.unpack;
			else currentExtensions[extension.type] = extension;
		}
		const mult10 = new Array(147);
		for (let i = 0; i < 256; i++) mult10[i] = +("1e" + Math.floor(45.15 - i * .30103));
		const Decoder = Unpackr;
		var defaultUnpackr = new Unpackr({ useRecords: false });
		const unpack = defaultUnpackr.unpack;
		const unpackMultiple = defaultUnpackr.unpackMultiple;
		const decode = defaultUnpackr.unpack;
		const FLOAT32_OPTIONS = {
			NEVER: 0,
			ALWAYS: 1,
			DECIMAL_ROUND: 3,
			DECIMAL_FIT: 4
		};
		let f32Array = /* @__PURE__ */ new Float32Array(1);
		let u8Array = new Uint8Array(f32Array.buffer, 0, 4);
		function roundFloat32(float32Number) {
			f32Array[0] = float32Number;
			let multiplier = mult10[(u8Array[3] & 127) << 1 | u8Array[2] >> 7];
			return (multiplier * float32Number + (float32Number > 0 ? .5 : -.5) >> 0) / multiplier;
		}
		Unpackr.SUPPORTS_STRUCT_HOOKS = true;
		let textEncoder;
		try {
			textEncoder = new TextEncoder();
		} catch (error) {}
		let extensions, extensionClasses;
		const hasNodeBuffer = typeof Buffer !== "undefined";
		const ByteArrayAllocate = hasNodeBuffer ? function(length) {
			return Buffer.allocUnsafeSlow(length);
		} : Uint8Array;
		const ByteArray = hasNodeBuffer ? Buffer : Uint8Array;
		const MAX_BUFFER_SIZE = hasNodeBuffer ? 4294967296 : 2144337920;
		let target, keysTarget;
		let targetView;
		let position = 0;
		let safeEnd;
		let bundledStrings = null;
		let packing = false;
		const MAX_BUNDLE_SIZE = 21760;
		const hasNonLatin = /[\u0080-\uFFFF]/;
		const RECORD_SYMBOL = Symbol("record-id");
		class Packr extends Unpackr {
			constructor(options) {
				super(options);
				this.offset = 0;
				let start;
				let hasSharedUpdate;
				let structures;
				let referenceMap;
				let encodeUtf8 = ByteArray.prototype.utf8Write ? function(string, position) {
					return target.utf8Write(string, position, target.byteLength - position);
				} : textEncoder && textEncoder.encodeInto ? function(string, position) {
					return textEncoder.encodeInto(string, target.subarray(position)).written;
				} : false;
				let packr = this;
				if (!options) options = {};
				let isSequential = options && options.sequential;
				let hasSharedStructures = options.structures || options.saveStructures;
				let maxSharedStructures = options.maxSharedStructures;
				if (maxSharedStructures == null) maxSharedStructures = hasSharedStructures ? 32 : 0;
				if (maxSharedStructures > 8160) throw new Error("Maximum maxSharedStructure is 8160");
				if (options.structuredClone && options.moreTypes == void 0) this.moreTypes = true;
				let maxOwnStructures = options.maxOwnStructures;
				if (maxOwnStructures == null) maxOwnStructures = hasSharedStructures ? 32 : 64;
				if (!this.structures && options.useRecords != false) this.structures = [];
				let useTwoByteRecords = maxSharedStructures > 32 || maxOwnStructures + maxSharedStructures > 64;
				let sharedLimitId = maxSharedStructures + 64;
				let maxStructureId = maxSharedStructures + maxOwnStructures + 64;
				if (maxStructureId > 8256) throw new Error("Maximum maxSharedStructure + maxOwnStructure is 8192");
				let recordIdsToRemove = [];
				let transitionsCount = 0;
				let serializationsSinceTransitionRebuild = 0;
				let instancePacking = false;
				let reentrantDepth = 0;
				let pendingNestedStructures = null;
				this.pack = this.encode = function(value, encodeOptions) {
					if (packing) return saveState(value, encodeOptions);
					if (!target) {
						target = new ByteArrayAllocate(8192);
						targetView = target.dataView || (target.dataView = new DataView(target.buffer, 0, 8192));
						position = 0;
					}
					safeEnd = target.length - 10;
					if (safeEnd - position < 2048) {
						target = new ByteArrayAllocate(target.length);
						targetView = target.dataView || (target.dataView = new DataView(target.buffer, 0, target.length));
						safeEnd = target.length - 10;
						position = 0;
					} else position = position + 7 & 2147483640;
					start = position;
					if (encodeOptions & RESERVE_START_SPACE) position += encodeOptions & 255;
					referenceMap = packr.structuredClone ? /* @__PURE__ */ new Map() : null;
					if (packr.bundleStrings && typeof value !== "string") {
						bundledStrings = [];
						bundledStrings.size = Infinity;
					} else bundledStrings = null;
					structures = packr.structures;
					if (structures) {
						if (structures.uninitialized) structures = packr._mergeStructures(packr.getStructures());
						let sharedLength = structures.sharedLength || 0;
						if (sharedLength > maxSharedStructures) throw new Error("Shared structures is larger than maximum shared structures, try increasing maxSharedStructures to " + structures.sharedLength);
						if (!structures.transitions) {
							rebuildTransitions(reentrantDepth && packr.saveStructures ? Math.min(sharedLength, packr.lastNamedStructuresLength || 0) : sharedLength);
							if (!reentrantDepth) packr.lastNamedStructuresLength = sharedLength;
						}
						if (!isSequential || !(structures.nextId >= sharedLength + 64)) structures.nextId = sharedLength + 64;
					}
					if (hasSharedUpdate) hasSharedUpdate = false;
					if (!reentrantDepth && pendingNestedStructures) pendingNestedStructures = null;
					let encodingError;
					packing = true;
					instancePacking = true;
					try {
						if (packr._writeStruct && !(reentrantDepth && packr.saveStructures) && value && typeof value === "object") {
							if (value.constructor === Object) writeStruct(value);
							else if (value.constructor !== Map && !Array.isArray(value) && !extensionClasses.some((extClass) => value instanceof extClass)) writeStruct(packr.useToJSON !== false && value.toJSON ? value.toJSON() : value);
							else pack(value);
						} else pack(value);
						let lastBundle = bundledStrings;
						if (bundledStrings) writeBundles(start, pack, 0);
						if (referenceMap && referenceMap.idsToInsert) {
							let idsToInsert = referenceMap.idsToInsert.sort((a, b) => a.offset > b.offset ? 1 : -1);
							let i = idsToInsert.length;
							let incrementPosition = -1;
							while (lastBundle && i > 0) {
								let insertionPoint = idsToInsert[--i].offset + start;
								if (insertionPoint < lastBundle.stringsPosition + start && incrementPosition === -1) incrementPosition = 0;
								if (insertionPoint > lastBundle.position + start) {
									if (incrementPosition >= 0) incrementPosition += 6;
								} else {
									if (incrementPosition >= 0) {
										targetView.setUint32(lastBundle.position + start, targetView.getUint32(lastBundle.position + start) + incrementPosition);
										incrementPosition = -1;
									}
									lastBundle = lastBundle.previous;
									i++;
								}
							}
							if (incrementPosition >= 0 && lastBundle) targetView.setUint32(lastBundle.position + start, targetView.getUint32(lastBundle.position + start) + incrementPosition);
							position += idsToInsert.length * 6;
							if (position > safeEnd) makeRoom(position);
							packr.offset = position;
							let serialized = insertIds(target.subarray(start, position), idsToInsert);
							referenceMap = null;
							return serialized;
						}
						packr.offset = position;
						if (encodeOptions & REUSE_BUFFER_MODE) {
							target.start = start;
							target.end = position;
							return target;
						}
						return target.subarray(start, position);
					} catch (error) {
						encodingError = error;
						throw error;
					} finally {
						instancePacking = false;
						if (structures) {
							resetStructures();
							if (pendingNestedStructures && !reentrantDepth) {
								let toPromote = pendingNestedStructures;
								pendingNestedStructures = null;
								if (!encodingError && packr.saveStructures) {
									let sharedLength = structures.sharedLength || 0;
									if (!structures.transitions) rebuildTransitions(sharedLength);
									for (let i = 0, l = toPromote.length; i < l && sharedLength < maxSharedStructures; i++) {
										let keys = toPromote[i];
										let nextTransition, transition = structures.transitions;
										for (let j = 0, kl = keys.length; j < kl; j++) {
											let key = keys[j];
											nextTransition = transition[key];
											if (!nextTransition) nextTransition = transition[key] = Object.create(null);
											transition = nextTransition;
										}
										if (!transition[RECORD_SYMBOL]) {
											let recordId = sharedLength + 64;
											keys.highByte = recordId >= 96 && useTwoByteRecords ? recordId - 96 >> 5 : -1;
											keys.isShared = true;
											transition[RECORD_SYMBOL] = recordId;
											transition.__keys__ = keys;
											structures[sharedLength++] = keys;
											structures.sharedLength = sharedLength;
											hasSharedUpdate = true;
										}
									}
									if (!isSequential || !(structures.nextId >= sharedLength + 64)) structures.nextId = sharedLength + 64;
								}
							}
							if (hasSharedUpdate && !reentrantDepth && packr.saveStructures) {
								let sharedLength = structures.sharedLength || 0;
								let returnBuffer = target.subarray(start, position);
								if (!encodingError) {
									let saveSucceeded = false;
									try {
										let newSharedData = (packr._prepareStructures || prepareStructures)(structures, packr);
										if (packr.saveStructures(newSharedData, newSharedData.isCompatible) === false) {
											structures.uninitialized = true;
											saveSucceeded = true;
											packing = false;
											return packr.pack(value, encodeOptions);
										}
										saveSucceeded = true;
									} finally {
										packing = false;
										if (!saveSucceeded) {
											structures = packr.structures;
											if (packr.getStructures) structures.uninitialized = true;
											structures.length = structures.sharedLength = packr.lastNamedStructuresLength || 0;
											structures.transitions = null;
										}
									}
									packr.lastNamedStructuresLength = sharedLength;
									if (target.length > 1073741824) target = null;
									return returnBuffer;
								}
								if (packr.getStructures) structures.uninitialized = true;
								structures.length = structures.sharedLength = packr.lastNamedStructuresLength || 0;
								structures.transitions = null;
							}
						}
						packing = false;
						if (target.length > 1073741824) target = null;
						if (encodeOptions & RESET_BUFFER_MODE) position = start;
					}
				};
				const rebuildTransitions = (sharedLength) => {
					structures.transitions = Object.create(null);
					for (let i = 0; i < sharedLength; i++) {
						let keys = structures[i];
						if (!keys) continue;
						let nextTransition, transition = structures.transitions;
						for (let j = 0, l = keys.length; j < l; j++) {
							let key = keys[j];
							nextTransition = transition[key];
							if (!nextTransition) nextTransition = transition[key] = Object.create(null);
							transition = nextTransition;
						}
						transition[RECORD_SYMBOL] = i + 64;
					}
				};
				const saveState = (value, encodeOptions) => {
					let savedTarget = target;
					let savedTargetView = targetView;
					let savedPosition = position;
					let savedSafeEnd = safeEnd;
					let savedBundledStrings = bundledStrings;
					let savedStart = start;
					let savedReferenceMap = referenceMap;
					let savedHasSharedUpdate = hasSharedUpdate;
					let wasInstancePacking = instancePacking;
					let savedStructures, savedTransitions, savedNextId, savedNextOwnId, savedRecordIdsToRemove, savedRecordIds, savedOwnStructures, savedSharedLength, savedLastNamedLength, savedUnsavedShared, savedTransitionsCount, savedPendingNestedLen;
					let nestedSucceeded = false;
					if (wasInstancePacking) {
						savedPendingNestedLen = pendingNestedStructures ? pendingNestedStructures.length : 0;
						reentrantDepth++;
					}
					try {
						if (wasInstancePacking && structures) {
							savedStructures = structures;
							savedTransitions = structures.transitions;
							savedNextId = structures.nextId;
							savedNextOwnId = structures.nextOwnId;
							savedLastNamedLength = packr.lastNamedStructuresLength;
							savedSharedLength = structures.sharedLength || 0;
							savedOwnStructures = structures.slice(savedSharedLength);
							savedRecordIdsToRemove = recordIdsToRemove;
							savedRecordIds = [];
							for (let i = 0, l = recordIdsToRemove.length; i < l; i++) {
								let transition = recordIdsToRemove[i];
								let recordId = transition[RECORD_SYMBOL];
								savedRecordIds[i] = recordId;
								transition[RECORD_SYMBOL] = 0;
								if (recordId >= savedSharedLength + 64 && transition.__keys__) savedOwnStructures[recordId - savedSharedLength - 64] = transition.__keys__;
							}
							recordIdsToRemove = [];
							if (savedHasSharedUpdate && packr.saveStructures && savedTransitions) {
								savedUnsavedShared = [];
								for (let i = savedLastNamedLength || 0; i < savedSharedLength; i++) {
									let keys = structures[i];
									if (!keys) continue;
									let transition = savedTransitions;
									for (let j = 0, l = keys.length; j < l && transition; j++) transition = transition[keys[j]];
									if (transition && transition[RECORD_SYMBOL] === i + 64) {
										savedUnsavedShared.push(transition, i + 64, transition.__keys__);
										transition[RECORD_SYMBOL] = 0;
										transition.__keys__ = null;
									}
								}
							}
							structures.length = savedSharedLength;
							structures.nextId = savedSharedLength + 64;
							structures.nextOwnId = void 0;
							savedTransitionsCount = transitionsCount;
							transitionsCount = 0;
						}
						target = null;
						packing = false;
						instancePacking = false;
						let result = packr.pack(value, encodeOptions);
						nestedSucceeded = true;
						return result;
					} finally {
						if (!nestedSucceeded && wasInstancePacking && pendingNestedStructures) pendingNestedStructures.length = savedPendingNestedLen;
						packing = true;
						instancePacking = wasInstancePacking;
						target = savedTarget;
						targetView = savedTargetView;
						position = savedPosition;
						safeEnd = savedSafeEnd;
						bundledStrings = savedBundledStrings;
						start = savedStart;
						referenceMap = savedReferenceMap;
						if (wasInstancePacking) {
							reentrantDepth--;
							hasSharedUpdate = savedHasSharedUpdate || hasSharedUpdate;
							structures = packr.structures;
							if (structures && savedOwnStructures) {
								if (recordIdsToRemove !== savedRecordIdsToRemove) for (let i = 0, l = recordIdsToRemove.length; i < l; i++) recordIdsToRemove[i][RECORD_SYMBOL] = 0;
								let currentSharedLength = structures.sharedLength || 0;
								if (structures !== savedStructures) {
									if (savedHasSharedUpdate || savedOwnStructures.length > 0) {
										for (let i = 0; i < savedSharedLength; i++) if (savedStructures[i] !== void 0) structures[i] = savedStructures[i];
										currentSharedLength = structures.sharedLength = structures.length = savedSharedLength;
										packr.lastNamedStructuresLength = savedLastNamedLength;
									} else if (!reentrantDepth && !hasSharedUpdate) packr.lastNamedStructuresLength = currentSharedLength;
								}
								structures.length = Math.max(currentSharedLength, savedSharedLength + savedOwnStructures.length);
								for (let i = Math.max(0, currentSharedLength - savedSharedLength), l = savedOwnStructures.length; i < l; i++) if (savedOwnStructures[i] !== void 0) structures[savedSharedLength + i] = savedOwnStructures[i];
								if (structures.transitions !== savedTransitions || structures !== savedStructures) {
									if (structures === savedStructures && !structures.transitions && currentSharedLength === savedSharedLength) structures.transitions = savedTransitions;
									else {
										rebuildTransitions(reentrantDepth && packr.saveStructures ? Math.min(currentSharedLength, packr.lastNamedStructuresLength || 0) : currentSharedLength);
										savedUnsavedShared = null;
										savedRecordIdsToRemove = [];
										savedRecordIds = [];
										for (let i = Math.max(0, currentSharedLength - savedSharedLength), l = savedOwnStructures.length; i < l; i++) {
											let keys = savedOwnStructures[i];
											if (!keys) continue;
											let nextTransition, transition = structures.transitions;
											for (let j = 0, kl = keys.length; j < kl; j++) {
												let key = keys[j];
												nextTransition = transition[key];
												if (!nextTransition) nextTransition = transition[key] = Object.create(null);
												transition = nextTransition;
											}
											if (!transition[RECORD_SYMBOL]) {
												savedRecordIdsToRemove.push(transition);
												savedRecordIds.push(savedSharedLength + i + 64);
											}
										}
									}
								}
								if (savedUnsavedShared) for (let i = 0, l = savedUnsavedShared.length; i < l; i += 3) {
									savedUnsavedShared[i][RECORD_SYMBOL] = savedUnsavedShared[i + 1];
									savedUnsavedShared[i].__keys__ = savedUnsavedShared[i + 2];
								}
								recordIdsToRemove = savedRecordIdsToRemove;
								for (let i = 0, l = savedRecordIds.length; i < l; i++) if (!recordIdsToRemove[i][RECORD_SYMBOL]) recordIdsToRemove[i][RECORD_SYMBOL] = savedRecordIds[i];
								structures.nextId = !(savedNextId >= currentSharedLength + 64) ? currentSharedLength + 64 : savedNextId;
								structures.nextOwnId = savedNextOwnId;
								if (savedTransitionsCount !== void 0) transitionsCount += savedTransitionsCount;
							}
						} else hasSharedUpdate = savedHasSharedUpdate;
					}
				};
				const resetStructures = () => {
					if (serializationsSinceTransitionRebuild < 10) serializationsSinceTransitionRebuild++;
					let sharedLength = structures.sharedLength || 0;
					if (structures.length > sharedLength && !isSequential) structures.length = sharedLength;
					if (transitionsCount > 1e4 && !reentrantDepth) {
						structures.transitions = null;
						serializationsSinceTransitionRebuild = 0;
						transitionsCount = 0;
						if (recordIdsToRemove.length > 0) recordIdsToRemove = [];
					} else if (recordIdsToRemove.length > 0 && !isSequential) {
						for (let i = 0, l = recordIdsToRemove.length; i < l; i++) recordIdsToRemove[i][RECORD_SYMBOL] = 0;
						recordIdsToRemove = [];
					}
				};
				const packArray = (value) => {
					var length = value.length;
					if (length < 16) target[position++] = 144 | length;
					else if (length < 65536) {
						target[position++] = 220;
						target[position++] = length >> 8;
						target[position++] = length & 255;
					} else {
						target[position++] = 221;
						targetView.setUint32(position, length);
						position += 4;
					}
					for (let i = 0; i < length; i++) pack(value[i]);
				};
				const pack = (value) => {
					if (position > safeEnd) target = makeRoom(position);
					var type = typeof value;
					var length;
					if (type === "string") {
						let strLength = value.length;
						if (bundledStrings && strLength >= 4 && strLength < 4096) {
							if ((bundledStrings.size += strLength) > MAX_BUNDLE_SIZE) {
								let extStart;
								let maxBytes = (bundledStrings[0] ? bundledStrings[0].length * 3 + bundledStrings[1].length : 0) + 10;
								if (position + maxBytes > safeEnd) target = makeRoom(position + maxBytes);
								let lastBundle;
								if (bundledStrings.position) {
									lastBundle = bundledStrings;
									target[position] = 200;
									position += 3;
									target[position++] = 98;
									extStart = position - start;
									position += 4;
									writeBundles(start, pack, 0);
									targetView.setUint16(extStart + start - 3, position - start - extStart);
								} else {
									target[position++] = 214;
									target[position++] = 98;
									extStart = position - start;
									position += 4;
								}
								bundledStrings = ["", ""];
								bundledStrings.previous = lastBundle;
								bundledStrings.size = 0;
								bundledStrings.position = extStart;
							}
							let twoByte = hasNonLatin.test(value);
							bundledStrings[twoByte ? 0 : 1] += value;
							target[position++] = 193;
							pack(twoByte ? -strLength : strLength);
							return;
						}
						let headerSize;
						if (strLength < 32) headerSize = 1;
						else if (strLength < 256) headerSize = 2;
						else if (strLength < 65536) headerSize = 3;
						else headerSize = 5;
						let maxBytes = strLength * 3;
						if (position + maxBytes > safeEnd) target = makeRoom(position + maxBytes);
						if (strLength < 64 || !encodeUtf8) {
							let i, c1, c2, strPosition = position + headerSize;
							for (i = 0; i < strLength; i++) {
								c1 = value.charCodeAt(i);
								if (c1 < 128) target[strPosition++] = c1;
								else if (c1 < 2048) {
									target[strPosition++] = c1 >> 6 | 192;
									target[strPosition++] = c1 & 63 | 128;
								} else if ((c1 & 64512) === 55296 && ((c2 = value.charCodeAt(i + 1)) & 64512) === 56320) {
									c1 = 65536 + ((c1 & 1023) << 10) + (c2 & 1023);
									i++;
									target[strPosition++] = c1 >> 18 | 240;
									target[strPosition++] = c1 >> 12 & 63 | 128;
									target[strPosition++] = c1 >> 6 & 63 | 128;
									target[strPosition++] = c1 & 63 | 128;
								} else {
									target[strPosition++] = c1 >> 12 | 224;
									target[strPosition++] = c1 >> 6 & 63 | 128;
									target[strPosition++] = c1 & 63 | 128;
								}
							}
							length = strPosition - position - headerSize;
						} else length = encodeUtf8(value, position + headerSize);
						if (length < 32) target[position++] = 160 | length;
						else if (length < 256) {
							if (headerSize < 2) target.copyWithin(position + 2, position + 1, position + 1 + length);
							target[position++] = 217;
							target[position++] = length;
						} else if (length < 65536) {
							if (headerSize < 3) target.copyWithin(position + 3, position + 2, position + 2 + length);
							target[position++] = 218;
							target[position++] = length >> 8;
							target[position++] = length & 255;
						} else {
							if (headerSize < 5) target.copyWithin(position + 5, position + 3, position + 3 + length);
							target[position++] = 219;
							targetView.setUint32(position, length);
							position += 4;
						}
						position += length;
					} else if (type === "number") {
						if (value >>> 0 === value) {
							if (value < 32 || value < 128 && this.useRecords === false || value < 64 && !this._writeStruct) target[position++] = value;
							else if (value < 256) {
								target[position++] = 204;
								target[position++] = value;
							} else if (value < 65536) {
								target[position++] = 205;
								target[position++] = value >> 8;
								target[position++] = value & 255;
							} else {
								target[position++] = 206;
								targetView.setUint32(position, value);
								position += 4;
							}
						} else if (value >> 0 === value) {
							if (value >= -32) target[position++] = 256 + value;
							else if (value >= -128) {
								target[position++] = 208;
								target[position++] = value + 256;
							} else if (value >= -32768) {
								target[position++] = 209;
								targetView.setInt16(position, value);
								position += 2;
							} else {
								target[position++] = 210;
								targetView.setInt32(position, value);
								position += 4;
							}
						} else {
							let useFloat32;
							if ((useFloat32 = this.useFloat32) > 0 && value < 4294967296 && value >= -2147483648) {
								target[position++] = 202;
								targetView.setFloat32(position, value);
								let xShifted;
								if (useFloat32 < 4 || (xShifted = value * mult10[(target[position] & 127) << 1 | target[position + 1] >> 7]) >> 0 === xShifted) {
									position += 4;
									return;
								} else position--;
							}
							target[position++] = 203;
							targetView.setFloat64(position, value);
							position += 8;
						}
					} else if (type === "object" || type === "function") {
						if (!value) target[position++] = 192;
						else {
							if (referenceMap) {
								let referee = referenceMap.get(value);
								if (referee) {
									if (!referee.id) referee.id = (referenceMap.idsToInsert || (referenceMap.idsToInsert = [])).push(referee);
									target[position++] = 214;
									target[position++] = 112;
									targetView.setUint32(position, referee.id);
									position += 4;
									return;
								} else referenceMap.set(value, { offset: position - start });
							}
							let constructor = value.constructor;
							if (constructor === Object) writeObject(value);
							else if (constructor === Array) packArray(value);
							else if (constructor === Map) {
								if (this.mapAsEmptyObject) target[position++] = 128;
								else {
									length = value.size;
									if (length < 16) target[position++] = 128 | length;
									else if (length < 65536) {
										target[position++] = 222;
										target[position++] = length >> 8;
										target[position++] = length & 255;
									} else {
										target[position++] = 223;
										targetView.setUint32(position, length);
										position += 4;
									}
									for (let [key, entryValue] of value) {
										pack(key);
										pack(entryValue);
									}
								}
							} else {
								for (let i = 0, l = extensions.length; i < l; i++) {
									let extensionClass = extensionClasses[i];
									if (value instanceof extensionClass) {
										if (value.constructor !== extensionClass && i >= l - builtInExtensionCount && packr.useToJSON !== false && value.toJSON !== void 0 && value.toJSON !== dateToJSON && value.toJSON !== bufferToJSON) break;
										let extension = extensions[i];
										if (extension.write) {
											if (extension.type) {
												target[position++] = 212;
												target[position++] = extension.type;
												target[position++] = 0;
											}
											let writeResult = extension.write.call(this, value);
											if (writeResult === value) {
												if (Array.isArray(value)) packArray(value);
												else writeObject(value);
											} else pack(writeResult);
											return;
										}
										let currentTarget = target;
										let currentTargetView = targetView;
										let currentPosition = position;
										let currentBundledStrings = bundledStrings;
										target = null;
										let result;
										try {
											result = extension.pack.call(this, value, (size) => {
												target = currentTarget;
												currentTarget = null;
												position += size;
												if (position > safeEnd) makeRoom(position);
												return {
													target,
													targetView,
													position: position - size
												};
											}, pack);
										} finally {
											if (currentTarget) {
												target = currentTarget;
												targetView = currentTargetView;
												position = currentPosition;
												bundledStrings = currentBundledStrings;
												safeEnd = target.length - 10;
											}
										}
										if (result) {
											if (result.length + position > safeEnd) makeRoom(result.length + position);
											position = writeExtensionData(result, target, position, extension.type);
										}
										return;
									}
								}
								if (Array.isArray(value)) packArray(value);
								else {
									if (packr.useToJSON !== false && value.toJSON) {
										const json = value.toJSON();
										if (json !== value) return pack(json);
									}
									if (type === "function") return pack(this.writeFunction && this.writeFunction(value));
									writeObject(value);
								}
							}
						}
					} else if (type === "boolean") target[position++] = value ? 195 : 194;
					else if (type === "bigint") {
						if (value < 0x8000000000000000 && value >= -0x8000000000000000) {
							target[position++] = 211;
							targetView.setBigInt64(position, value);
						} else if (value < 0x10000000000000000 && value > 0) {
							target[position++] = 207;
							targetView.setBigUint64(position, value);
						} else if (this.largeBigIntToFloat) {
							target[position++] = 203;
							targetView.setFloat64(position, Number(value));
						} else if (this.largeBigIntToString) return pack(value.toString());
						else if (this.useBigIntExtension || this.moreTypes) {
							let empty = value < 0 ? BigInt(-1) : BigInt(0);
							let array;
							if (value >> BigInt(65536) === empty) {
								let mask = BigInt(0x10000000000000000) - BigInt(1);
								let chunks = [];
								while (true) {
									chunks.push(value & mask);
									if (value >> BigInt(63) === empty) break;
									value >>= BigInt(64);
								}
								array = new Uint8Array(new BigUint64Array(chunks).buffer);
								array.reverse();
							} else {
								let invert = value < 0;
								let string = (invert ? ~value : value).toString(16);
								if (string.length % 2) string = "0" + string;
								else if (parseInt(string.charAt(0), 16) >= 8) string = "00" + string;
								if (hasNodeBuffer) array = Buffer.from(string, "hex");
								else {
									array = new Uint8Array(string.length / 2);
									for (let i = 0; i < array.length; i++) array[i] = parseInt(string.slice(i * 2, i * 2 + 2), 16);
								}
								if (invert) for (let i = 0; i < array.length; i++) array[i] = ~array[i];
							}
							if (array.length + position > safeEnd) makeRoom(array.length + position);
							position = writeExtensionData(array, target, position, 66);
							return;
						} else throw new RangeError(value + " was too large to fit in MessagePack 64-bit integer format, use useBigIntExtension, or set largeBigIntToFloat to convert to float-64, or set largeBigIntToString to convert to string");
						position += 8;
					} else if (type === "undefined") {
						if (this.encodeUndefinedAsNil) target[position++] = 192;
						else {
							target[position++] = 212;
							target[position++] = 0;
							target[position++] = 0;
						}
					} else throw new Error("Unknown type: " + type);
				};
				const writePlainObject = this.variableMapSize || this.coercibleKeyAsNumber || this.skipValues ? (object) => {
					let keys;
					if (this.skipValues) {
						keys = [];
						for (let key in object) if ((typeof object.hasOwnProperty !== "function" || object.hasOwnProperty(key)) && !this.skipValues.includes(object[key])) keys.push(key);
					} else keys = Object.keys(object);
					let length = keys.length;
					if (length < 16) target[position++] = 128 | length;
					else if (length < 65536) {
						target[position++] = 222;
						target[position++] = length >> 8;
						target[position++] = length & 255;
					} else {
						target[position++] = 223;
						targetView.setUint32(position, length);
						position += 4;
					}
					let key;
					if (this.coercibleKeyAsNumber) for (let i = 0; i < length; i++) {
						key = keys[i];
						let num = Number(key);
						pack(isNaN(num) ? key : num);
						pack(object[key]);
					}
					else for (let i = 0; i < length; i++) {
						pack(key = keys[i]);
						pack(object[key]);
					}
				} : (object) => {
					target[position++] = 222;
					let objectOffset = position - start;
					position += 2;
					let size = 0;
					for (let key in object) if (typeof object.hasOwnProperty !== "function" || object.hasOwnProperty(key)) {
						pack(key);
						pack(object[key]);
						size++;
					}
					if (size > 65535) throw new Error("Object is too large to serialize with fast 16-bit map size, use the \"variableMapSize\" option to serialize this object");
					target[objectOffset++ + start] = size >> 8;
					target[objectOffset + start] = size & 255;
				};
				const writeRecord = this.useRecords === false ? writePlainObject : options.progressiveRecords && !useTwoByteRecords && maxOwnStructures > 0 ? (object) => {
					let nextTransition, transition = structures.transitions || (structures.transitions = Object.create(null));
					let objectOffset = position++ - start;
					let wroteKeys;
					for (let key in object) if (typeof object.hasOwnProperty !== "function" || object.hasOwnProperty(key)) {
						nextTransition = transition[key];
						if (nextTransition) transition = nextTransition;
						else {
							let keys = Object.keys(object);
							let lastTransition = transition;
							transition = structures.transitions;
							let newTransitions = 0;
							for (let i = 0, l = keys.length; i < l; i++) {
								let key = keys[i];
								nextTransition = transition[key];
								if (!nextTransition) {
									nextTransition = transition[key] = Object.create(null);
									newTransitions++;
								}
								transition = nextTransition;
							}
							if (objectOffset + start + 1 == position) {
								position--;
								newRecord(transition, keys, newTransitions);
							} else insertNewRecord(transition, keys, objectOffset, newTransitions);
							wroteKeys = true;
							transition = lastTransition[key];
						}
						pack(object[key]);
					}
					if (!wroteKeys) {
						let recordId = transition[RECORD_SYMBOL];
						if (recordId) target[objectOffset + start] = recordId;
						else insertNewRecord(transition, Object.keys(object), objectOffset, 0);
					}
				} : (object) => {
					let nextTransition, transition = structures.transitions || (structures.transitions = Object.create(null));
					let newTransitions = 0;
					for (let key in object) if (typeof object.hasOwnProperty !== "function" || object.hasOwnProperty(key)) {
						nextTransition = transition[key];
						if (!nextTransition) {
							nextTransition = transition[key] = Object.create(null);
							newTransitions++;
						}
						transition = nextTransition;
					}
					let recordId = transition[RECORD_SYMBOL];
					if (recordId) {
						if (recordId >= 96 && useTwoByteRecords) {
							target[position++] = ((recordId -= 96) & 31) + 96;
							target[position++] = recordId >> 5;
						} else target[position++] = recordId;
					} else if (newRecord(transition, transition.__keys__ || Object.keys(object), newTransitions) === false) return writePlainObject(object);
					for (let key in object) if (typeof object.hasOwnProperty !== "function" || object.hasOwnProperty(key)) pack(object[key]);
				};
				const checkUseRecords = typeof this.useRecords == "function" && this.useRecords;
				const writeObject = checkUseRecords ? (object) => {
					checkUseRecords(object) ? writeRecord(object) : writePlainObject(object);
				} : writeRecord;
				const writeStruct = (object) => {
					let newPosition = packr._writeStruct(object, target, start, position, structures, makeRoom, (value, newPosition, notifySharedUpdate) => {
						if (notifySharedUpdate) return hasSharedUpdate = true;
						position = newPosition;
						let startTarget = target;
						pack(value);
						resetStructures();
						if (startTarget !== target) return {
							position,
							targetView,
							target
						};
						return position;
					});
					if (newPosition === 0) return writeObject(object);
					position = newPosition;
				};
				const makeRoom = (end) => {
					let newSize;
					if (end > 16777216) {
						if (end - start > MAX_BUFFER_SIZE) throw new Error("Packed buffer would be larger than maximum buffer size");
						newSize = Math.min(MAX_BUFFER_SIZE, Math.round(Math.max((end - start) * (end > 67108864 ? 1.25 : 2), 4194304) / 4096) * 4096);
					} else newSize = (Math.max(end - start << 2, target.length - 1) >> 12) + 1 << 12;
					let newBuffer = new ByteArrayAllocate(newSize);
					targetView = newBuffer.dataView || (newBuffer.dataView = new DataView(newBuffer.buffer, 0, newSize));
					end = Math.min(end, target.length);
					if (target.copy) target.copy(newBuffer, 0, start, end);
					else newBuffer.set(target.slice(start, end));
					position -= start;
					start = 0;
					safeEnd = newBuffer.length - 10;
					return target = newBuffer;
				};
				const newRecord = (transition, keys, newTransitions) => {
					let recordId = structures.nextId;
					if (!recordId) recordId = 64;
					if (recordId < sharedLimitId && (reentrantDepth && this.saveStructures || this.shouldShareStructure && !this.shouldShareStructure(keys))) {
						if (reentrantDepth && this.saveStructures && !(this.shouldShareStructure && !this.shouldShareStructure(keys))) (pendingNestedStructures || (pendingNestedStructures = [])).push(keys);
						if (!maxOwnStructures) return false;
						recordId = structures.nextOwnId;
						if (!(recordId < maxStructureId)) recordId = sharedLimitId;
						structures.nextOwnId = recordId + 1;
					} else {
						if (recordId >= maxStructureId) {
							if (!maxOwnStructures) return false;
							recordId = sharedLimitId;
						}
						structures.nextId = recordId + 1;
					}
					let highByte = keys.highByte = recordId >= 96 && useTwoByteRecords ? recordId - 96 >> 5 : -1;
					transition[RECORD_SYMBOL] = recordId;
					transition.__keys__ = keys;
					structures[recordId - 64] = keys;
					if (recordId < sharedLimitId) {
						keys.isShared = true;
						structures.sharedLength = recordId - 63;
						hasSharedUpdate = true;
						if (highByte >= 0) {
							target[position++] = (recordId & 31) + 96;
							target[position++] = highByte;
						} else target[position++] = recordId;
					} else {
						if (highByte >= 0) {
							target[position++] = 213;
							target[position++] = 114;
							target[position++] = (recordId & 31) + 96;
							target[position++] = highByte;
						} else {
							target[position++] = 212;
							target[position++] = 114;
							target[position++] = recordId;
						}
						if (newTransitions) transitionsCount += serializationsSinceTransitionRebuild * newTransitions;
						if (recordIdsToRemove.length >= maxOwnStructures) recordIdsToRemove.shift()[RECORD_SYMBOL] = 0;
						recordIdsToRemove.push(transition);
						pack(keys);
					}
				};
				const insertNewRecord = (transition, keys, insertionOffset, newTransitions) => {
					let mainTarget = target;
					let mainPosition = position;
					let mainSafeEnd = safeEnd;
					let mainStart = start;
					target = keysTarget;
					position = 0;
					start = 0;
					if (!target) keysTarget = target = new ByteArrayAllocate(8192);
					safeEnd = target.length - 10;
					newRecord(transition, keys, newTransitions);
					keysTarget = target;
					let keysPosition = position;
					target = mainTarget;
					position = mainPosition;
					safeEnd = mainSafeEnd;
					start = mainStart;
					if (keysPosition > 1) {
						let newEnd = position + keysPosition - 1;
						if (newEnd > safeEnd) makeRoom(newEnd);
						let insertionPosition = insertionOffset + start;
						target.copyWithin(insertionPosition + keysPosition, insertionPosition + 1, position);
						target.set(keysTarget.slice(0, keysPosition), insertionPosition);
						position = newEnd;
					} else target[insertionOffset + start] = keysTarget[0];
				};
			}
			useBuffer(buffer) {
				target = buffer;
				target.dataView || (target.dataView = new DataView(target.buffer, target.byteOffset, target.byteLength));
				targetView = target.dataView;
				position = 0;
			}
			set position(value) {
				position = value;
			}
			get position() {
				return position;
			}
			clearSharedData() {
				if (this.structures) {
					this.structures = [];
					this.lastNamedStructuresLength = 0;
				}
				if (this.typedStructs) this.typedStructs = [];
			}
		}
		const dateToJSON = Date.prototype.toJSON;
		const bufferToJSON = typeof Buffer !== "undefined" ? Buffer.prototype.toJSON : dateToJSON;
		extensionClasses = [
			Date,
			Set,
			Error,
			RegExp,
			ArrayBuffer,
			Object.getPrototypeOf(Uint8Array.prototype).constructor,
			DataView,
			C1Type
		];
		extensions = [
			{ pack(date, allocateForWrite, pack) {
				let seconds = date.getTime() / 1e3;
				if ((this.useTimestamp32 || date.getMilliseconds() === 0) && seconds >= 0 && seconds < 4294967296) {
					let { target, targetView, position } = allocateForWrite(6);
					target[position++] = 214;
					target[position++] = 255;
					targetView.setUint32(position, seconds);
				} else if (seconds > 0 && seconds < 4294967296) {
					let { target, targetView, position } = allocateForWrite(10);
					target[position++] = 215;
					target[position++] = 255;
					targetView.setUint32(position, date.getMilliseconds() * 4e6 + (seconds / 1e3 / 4294967296 >> 0));
					targetView.setUint32(position + 4, seconds);
				} else if (isNaN(seconds)) {
					if (this.onInvalidDate) {
						allocateForWrite(0);
						return pack(this.onInvalidDate());
					}
					let { target, targetView, position } = allocateForWrite(3);
					target[position++] = 212;
					target[position++] = 255;
					target[position++] = 255;
				} else {
					let { target, targetView, position } = allocateForWrite(15);
					target[position++] = 199;
					target[position++] = 12;
					target[position++] = 255;
					targetView.setUint32(position, date.getMilliseconds() * 1e6);
					targetView.setBigInt64(position + 4, BigInt(Math.floor(seconds)));
				}
			} },
			{ pack(set, allocateForWrite, pack) {
				if (this.setAsEmptyObject) {
					allocateForWrite(0);
					return pack({});
				}
				let array = Array.from(set);
				let { target, position } = allocateForWrite(this.moreTypes ? 3 : 0);
				if (this.moreTypes) {
					target[position++] = 212;
					target[position++] = 115;
					target[position++] = 0;
				}
				pack(array);
			} },
			{ pack(error, allocateForWrite, pack) {
				let { target, position } = allocateForWrite(this.moreTypes ? 3 : 0);
				if (this.moreTypes) {
					target[position++] = 212;
					target[position++] = 101;
					target[position++] = 0;
				}
				pack([
					error.name,
					error.message,
					error.cause
				]);
			} },
			{ pack(regex, allocateForWrite, pack) {
				let { target, position } = allocateForWrite(this.moreTypes ? 3 : 0);
				if (this.moreTypes) {
					target[position++] = 212;
					target[position++] = 120;
					target[position++] = 0;
				}
				pack([regex.source, regex.flags]);
			} },
			{ pack(arrayBuffer, allocateForWrite) {
				if (this.moreTypes) writeExtBuffer(arrayBuffer, 16, allocateForWrite);
				else writeBuffer(hasNodeBuffer ? Buffer.from(arrayBuffer) : new Uint8Array(arrayBuffer), allocateForWrite);
			} },
			{ pack(typedArray, allocateForWrite) {
				let constructor = typedArray.constructor;
				if (constructor !== ByteArray && this.moreTypes) writeExtBuffer(typedArray, typedArrays.indexOf(constructor.name), allocateForWrite);
				else writeBuffer(typedArray, allocateForWrite);
			} },
			{ pack(arrayBuffer, allocateForWrite) {
				if (this.moreTypes) writeExtBuffer(arrayBuffer, 17, allocateForWrite);
				else writeBuffer(hasNodeBuffer ? Buffer.from(arrayBuffer) : new Uint8Array(arrayBuffer), allocateForWrite);
			} },
			{ pack(c1, allocateForWrite) {
				let { target, position } = allocateForWrite(1);
				target[position] = 193;
			} }
		];
		const builtInExtensionCount = extensions.length;
		function writeExtBuffer(typedArray, type, allocateForWrite, encode) {
			let length = typedArray.byteLength;
			if (length + 1 < 256) {
				var { target, position } = allocateForWrite(4 + length);
				target[position++] = 199;
				target[position++] = length + 1;
			} else if (length + 1 < 65536) {
				var { target, position } = allocateForWrite(5 + length);
				target[position++] = 200;
				target[position++] = length + 1 >> 8;
				target[position++] = length + 1 & 255;
			} else {
				var { target, position, targetView } = allocateForWrite(7 + length);
				target[position++] = 201;
				targetView.setUint32(position, length + 1);
				position += 4;
			}
			target[position++] = 116;
			target[position++] = type;
			if (!typedArray.buffer) typedArray = new Uint8Array(typedArray);
			target.set(new Uint8Array(typedArray.buffer, typedArray.byteOffset, typedArray.byteLength), position);
		}
		function writeBuffer(buffer, allocateForWrite) {
			let length = buffer.byteLength;
			var target, position;
			if (length < 256) {
				var { target, position } = allocateForWrite(length + 2);
				target[position++] = 196;
				target[position++] = length;
			} else if (length < 65536) {
				var { target, position } = allocateForWrite(length + 3);
				target[position++] = 197;
				target[position++] = length >> 8;
				target[position++] = length & 255;
			} else {
				var { target, position, targetView } = allocateForWrite(length + 5);
				target[position++] = 198;
				targetView.setUint32(position, length);
				position += 4;
			}
			target.set(buffer, position);
		}
		function writeExtensionData(result, target, position, type) {
			let length = result.length;
			switch (length) {
				case 1:
					target[position++] = 212;
					break;
				case 2:
					target[position++] = 213;
					break;
				case 4:
					target[position++] = 214;
					break;
				case 8:
					target[position++] = 215;
					break;
				case 16:
					target[position++] = 216;
					break;
				default: if (length < 256) {
					target[position++] = 199;
					target[position++] = length;
				} else if (length < 65536) {
					target[position++] = 200;
					target[position++] = length >> 8;
					target[position++] = length & 255;
				} else {
					target[position++] = 201;
					target[position++] = length >> 24;
					target[position++] = length >> 16 & 255;
					target[position++] = length >> 8 & 255;
					target[position++] = length & 255;
				}
			}
			target[position++] = type;
			target.set(result, position);
			position += length;
			return position;
		}
		function insertIds(serialized, idsToInsert) {
			let nextId;
			let distanceToMove = idsToInsert.length * 6;
			let lastEnd = serialized.length - distanceToMove;
			while (nextId = idsToInsert.pop()) {
				let offset = nextId.offset;
				let id = nextId.id;
				serialized.copyWithin(offset + distanceToMove, offset, lastEnd);
				distanceToMove -= 6;
				let position = offset + distanceToMove;
				serialized[position++] = 214;
				serialized[position++] = 105;
				serialized[position++] = id >> 24;
				serialized[position++] = id >> 16 & 255;
				serialized[position++] = id >> 8 & 255;
				serialized[position++] = id & 255;
				lastEnd = offset;
			}
			return serialized;
		}
		function writeBundles(start, pack, incrementPosition) {
			if (bundledStrings.length > 0) {
				targetView.setUint32(bundledStrings.position + start, position + incrementPosition - bundledStrings.position - start);
				bundledStrings.stringsPosition = position - start;
				let writeStrings = bundledStrings;
				bundledStrings = null;
				pack(writeStrings[0]);
				pack(writeStrings[1]);
			}
		}
		function addExtension(extension) {
			if (extension.Class) {
				if (!extension.pack && !extension.write) throw new Error("Extension has no pack or write function");
				if (extension.pack && !extension.type) throw new Error("Extension has no type (numeric code to identify the extension)");
				extensionClasses.unshift(extension.Class);
				extensions.unshift(extension);
			}
			addExtension$1(extension);
		}
		function prepareStructures(structures, packr) {
			structures.isCompatible = (existingStructures) => {
				let compatible = !existingStructures || (packr.lastNamedStructuresLength || 0) === existingStructures.length;
				if (!compatible) packr._mergeStructures(existingStructures);
				return compatible;
			};
			return structures;
		}
		Packr.SUPPORTS_STRUCT_HOOKS = true;
		let defaultPackr = new Packr({ useRecords: false });
		const pack = defaultPackr.pack;
		const encode = defaultPackr.pack;
		const Encoder = Packr;
		const { NEVER, ALWAYS, DECIMAL_ROUND, DECIMAL_FIT } = FLOAT32_OPTIONS;
		const REUSE_BUFFER_MODE = 512;
		const RESET_BUFFER_MODE = 1024;
		const RESERVE_START_SPACE = 2048;
		/**
		* Given an Iterable first argument, returns an Iterable where each value is packed as a Buffer
		* If the argument is only Async Iterable, the return value will be an Async Iterable.
		* @param {Iterable|Iterator|AsyncIterable|AsyncIterator} objectIterator - iterable source, like a Readable object stream, an array, Set, or custom object
		* @param {options} [options] - msgpackr pack options
		* @returns {IterableIterator|Promise.<AsyncIterableIterator>}
		*/
		function packIter(objectIterator, options = {}) {
			if (!objectIterator || typeof objectIterator !== "object") throw new Error("first argument must be an Iterable, Async Iterable, or a Promise for an Async Iterable");
			else if (typeof objectIterator[Symbol.iterator] === "function") return packIterSync(objectIterator, options);
			else if (typeof objectIterator.then === "function" || typeof objectIterator[Symbol.asyncIterator] === "function") return packIterAsync(objectIterator, options);
			else throw new Error("first argument must be an Iterable, Async Iterable, Iterator, Async Iterator, or a Promise");
		}
		function* packIterSync(objectIterator, options) {
			const packr = new Packr(options);
			for (const value of objectIterator) yield packr.pack(value);
		}
		async function* packIterAsync(objectIterator, options) {
			const packr = new Packr(options);
			for await (const value of objectIterator) yield packr.pack(value);
		}
		const DEFAULT_MAX_INCOMPLETE_BUFFER_SIZE = 67108864;
		/**
		* Given an Iterable/Iterator input which yields buffers, returns an IterableIterator which yields sync decoded objects
		* Or, given an Async Iterable/Iterator which yields promises resolving in buffers, returns an AsyncIterableIterator.
		* @param {Iterable|Iterator|AsyncIterable|AsyncIterableIterator} bufferIterator
		* @param {object} [options] - unpackr options
		* @returns {IterableIterator|Promise.<AsyncIterableIterator}
		*/
		function unpackIter(bufferIterator, options = {}) {
			if (!bufferIterator || typeof bufferIterator !== "object") throw new Error("first argument must be an Iterable, Async Iterable, Iterator, Async Iterator, or a promise");
			const state = {
				unpackr: new Unpackr(options),
				maxIncompleteBufferSize: options.maxIncompleteBufferSize !== void 0 ? options.maxIncompleteBufferSize : DEFAULT_MAX_INCOMPLETE_BUFFER_SIZE
			};
			let fatalError;
			const parser = (chunk) => {
				try {
					return unpackChunk(state, chunk);
				} catch (error) {
					fatalError = error;
					return error.values || [];
				}
			};
			if (typeof bufferIterator[Symbol.iterator] === "function") return (function* iter() {
				for (const value of bufferIterator) {
					yield* parser(value);
					if (fatalError) throw fatalError;
				}
				if (state.incompleteBuffer) throw endOfInput();
			})();
			else if (typeof bufferIterator[Symbol.asyncIterator] === "function") return (async function* iter() {
				for await (const value of bufferIterator) {
					yield* parser(value);
					if (fatalError) throw fatalError;
				}
				if (state.incompleteBuffer) throw endOfInput();
			})();
		}
		/**
		* Unpacks the values in the next chunk of a sequence, holding the start of a value that continues
		* into later chunks. state carries the unpackr and maxIncompleteBufferSize, and the held bytes
		* between calls. A fatal error is thrown with the values that preceded it as error.values.
		*/
		function unpackChunk(state, chunk) {
			if (chunk.length === 0) return [];
			let source = chunk;
			if (state.incompleteBuffer) {
				if (!(ArrayBuffer.isView(chunk) && chunk.BYTES_PER_ELEMENT === 1)) throw new TypeError("Chunk must be a Uint8Array or Buffer");
				const length = state.incompleteLength + chunk.length;
				if (length < state.incompleteNeeded) {
					if (length > state.maxIncompleteBufferSize) {
						state.incompleteBuffer = null;
						throw new Error("Maximum incomplete buffer size exceeded");
					}
					holdIncomplete(state, chunk, length);
					return [];
				}
				if (length <= state.incompleteBuffer.length) {
					state.incompleteBuffer.set(chunk, state.incompleteLength);
					state.incompleteBuffer.fill(0, length);
					source = state.incompleteBuffer.subarray(0, length);
				} else source = Buffer.concat([state.incompleteBuffer.subarray(0, state.incompleteLength), chunk], length);
				state.incompleteBuffer = null;
			}
			try {
				return state.unpackr.unpackMultiple(source);
			} catch (error) {
				if (!error.incomplete) throw error;
				try {
					holdRemainder(state, source.subarray(error.lastPosition), source === chunk, error.missingBytes);
				} catch (holdError) {
					holdError.values = error.values;
					throw holdError;
				}
				return error.values || [];
			}
		}
		function holdRemainder(state, remainder, borrowed, missingBytes) {
			if (remainder.length > state.maxIncompleteBufferSize) throw new Error("Maximum incomplete buffer size exceeded");
			state.incompleteBuffer = borrowed ? Buffer.from(remainder) : remainder;
			state.incompleteLength = remainder.length;
			state.incompleteNeeded = remainder.length + (missingBytes || 1);
		}
		function holdIncomplete(state, chunk, length) {
			let buffer = state.incompleteBuffer;
			if (length > buffer.length) {
				const grown = Buffer.allocUnsafe(Math.min(Math.max(length, buffer.length * 2), state.incompleteNeeded + chunk.length, state.maxIncompleteBufferSize));
				buffer.copy(grown, 0, 0, state.incompleteLength);
				buffer = state.incompleteBuffer = grown;
			}
			buffer.set(chunk, state.incompleteLength);
			state.incompleteLength = length;
		}
		function endOfInput() {
			const error = /* @__PURE__ */ new Error("Unexpected end of MessagePack data");
			error.incomplete = true;
			return error;
		}
		const decodeIter = unpackIter;
		const encodeIter = packIter;
		const useRecords = false;
		const mapsAsObjects = true;
		exports.ALWAYS = ALWAYS;
		exports.C1 = C1;
		exports.DECIMAL_FIT = DECIMAL_FIT;
		exports.DECIMAL_ROUND = DECIMAL_ROUND;
		exports.Decoder = Decoder;
		exports.Encoder = Encoder;
		exports.FLOAT32_OPTIONS = FLOAT32_OPTIONS;
		exports.NEVER = NEVER;
		exports.Packr = Packr;
		exports.RESERVE_START_SPACE = RESERVE_START_SPACE;
		exports.RESET_BUFFER_MODE = RESET_BUFFER_MODE;
		exports.REUSE_BUFFER_MODE = REUSE_BUFFER_MODE;
		exports.Unpackr = Unpackr;
		exports.addExtension = addExtension;
		exports.clearSource = clearSource;
		exports.decode = decode;
		exports.decodeIter = decodeIter;
		exports.encode = encode;
		exports.encodeIter = encodeIter;
		exports.isNativeAccelerationEnabled = isNativeAccelerationEnabled;
		exports.mapsAsObjects = mapsAsObjects;
		exports.pack = pack;
		exports.roundFloat32 = roundFloat32;
		exports.unpack = unpack;
		exports.unpackMultiple = unpackMultiple;
		exports.useRecords = useRecords;
	}));
})))();
/**
* Small messages: arrays of a few numbers, booleans, nulls, short ASCII strings, short bytes, and of such arrays. Most messages are, and
* written out for just these, msgpack takes a third of the time that it takes msgpackr, which is for everything. The bytes
* are the same. What is anything else is refused, and goes to msgpackr.
*
* Whoever has a type of messages asks its `Luck`: of a type that is refused again and again nothing is tried any more.
*/
/** Elements of an array, and bytes of what is copied by a loop here; the engine copies longer ones faster. */
const MOST_ELEMENTS = 15;
const MOST_BYTES = 63;
/** Strings up to here are made from their bytes in one call. */
const MOST_READ = 15;
const MOST_DEPTH = 2;
/** The bytes of a message that was written here lie at its beginning. No array of that size and depth is longer. */
const room = /* @__PURE__ */ new ArrayBuffer(16384);
const smallBytes = new Uint8Array(room);
/** The same memory in words, for whoever copies it. */
const smallWords = new Int32Array(room);
/** Floats in the order of this machine: turned round, which takes less than a DataView made for each message. */
const float = /* @__PURE__ */ new Float64Array(1);
const floatBytes = new Uint8Array(float.buffer);
const isLittleEndian = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;
const TRIES = 64;
/** Whether messages of one type, in one direction, are small: until as many in a row were not. */
var Luck = class {
	tries = isLittleEndian ? TRIES : 0;
	get lasts() {
		return this.tries > 0;
	}
	had(luck) {
		if (luck) this.tries = TRIES;
		else this.tries--;
	}
};
/** How many bytes it has in `smallBytes`; -1 when it is not small. */
const writeSmall = (wire) => Array.isArray(wire) ? writeArray(wire, 0, 1) : -1;
const writeArray = (array, start, depth) => {
	const { length } = array;
	if (length > MOST_ELEMENTS || depth > MOST_DEPTH) return -1;
	let at = start;
	smallBytes[at++] = 144 | length;
	for (let i = 0; i < length && at >= 0; i++) {
		const value = array[i];
		if (typeof value === "number") at = writeNumber(value, at);
		else if (typeof value === "string") at = writeString(value, at);
		else if (typeof value === "boolean") smallBytes[at++] = value ? 195 : 194;
		else if (value === null) smallBytes[at++] = 192;
		else if (Array.isArray(value)) at = writeArray(value, at, depth + 1);
		else at = value instanceof Uint8Array ? writeBytes(value, at) : -1;
	}
	return at;
};
const writeNumber = (value, start) => {
	let at = start;
	if (value >>> 0 === value) {
		if (value < 128) smallBytes[at++] = value;
		else if (value < 256) {
			smallBytes[at++] = 204;
			smallBytes[at++] = value;
		} else if (value < 65536) {
			smallBytes[at++] = 205;
			smallBytes[at++] = value >> 8;
			smallBytes[at++] = value & 255;
		} else {
			smallBytes[at] = 206;
			at = writeWord(value, at + 1);
		}
	} else if (value >> 0 === value) {
		if (value >= -32) smallBytes[at++] = 256 + value;
		else if (value >= -128) {
			smallBytes[at++] = 208;
			smallBytes[at++] = value + 256;
		} else if (value >= -32768) {
			smallBytes[at++] = 209;
			smallBytes[at++] = value >> 8 & 255;
			smallBytes[at++] = value & 255;
		} else {
			smallBytes[at] = 210;
			at = writeWord(value, at + 1);
		}
	} else {
		float[0] = value;
		smallBytes[at] = 203;
		for (let i = 1; i <= 8; i++) smallBytes[at + i] = floatBytes[8 - i];
		at += 9;
	}
	return at;
};
const writeWord = (value, at) => {
	smallBytes[at] = value >>> 24;
	smallBytes[at + 1] = value >> 16 & 255;
	smallBytes[at + 2] = value >> 8 & 255;
	smallBytes[at + 3] = value & 255;
	return at + 4;
};
const writeString = (value, start) => {
	const { length } = value;
	if (length > MOST_BYTES) return -1;
	let at = start;
	if (length < 32) smallBytes[at++] = 160 | length;
	else {
		smallBytes[at++] = 217;
		smallBytes[at++] = length;
	}
	for (let i = 0; i < length; i++) {
		const unit = value.charCodeAt(i);
		if (unit >= 128) return -1;
		smallBytes[at++] = unit;
	}
	return at;
};
const writeBytes = (value, start) => {
	const { length } = value;
	if (length > MOST_BYTES) return -1;
	smallBytes[start] = 196;
	smallBytes[start + 1] = length;
	const at = start + 2;
	for (let i = 0; i < length; i++) smallBytes[at + i] = value[i];
	return at + length;
};
let position = 0;
/** The value that fills `bytes[start, end)` exactly; `NO` when it is not small, or not a value. */
const readSmall = (bytes, start, end) => {
	const first = bytes[start];
	if (first < 144 || first > 159) return NO;
	position = start + 1;
	const value = readArray(first & 15, bytes, end, 1);
	return position === end ? value : NO;
};
/** Whatever is not small moves the position to nowhere. */
const NOWHERE = -1;
const readArray = (length, bytes, end, depth) => {
	const array = new Array(length);
	for (let i = 0; i < length; i++) {
		const at = position;
		if (at >= end || at < 0) {
			position = NOWHERE;
			return NO;
		}
		const token = bytes[at];
		if (token < 128) {
			array[i] = token;
			position = at + 1;
		} else if (token < 160) {
			position = token < 144 || depth === MOST_DEPTH ? NOWHERE : at + 1;
			if (position === NOWHERE) return NO;
			array[i] = readArray(token & 15, bytes, end, depth + 1);
		} else if (token < 192) array[i] = readString(token & 31, bytes, at + 1, end);
		else if (token >= 224) {
			array[i] = token - 256;
			position = at + 1;
		} else if (token === 196) array[i] = readBytes(bytes, at + 1, end);
		else array[i] = readOther(token, bytes, at + 1, end);
	}
	return array;
};
/** Bytes of their own. */
const readBytes = (bytes, at, end) => {
	const length = at < end ? bytes[at] : 64;
	if (length > MOST_BYTES || at + 1 + length > end) {
		position = NOWHERE;
		return NO;
	}
	const value = new Uint8Array(length);
	for (let i = 0; i < length; i++) value[i] = bytes[at + 1 + i];
	position = at + 1 + length;
	return value;
};
const readOther = (token, bytes, at, end) => {
	const length = lengths[token - 192];
	if (at + length > end) {
		position = NOWHERE;
		return NO;
	}
	position = at + length;
	switch (token) {
		case 192: return null;
		case 194: return false;
		case 195: return true;
		case 203:
			for (let i = 0; i < 8; i++) floatBytes[7 - i] = bytes[at + i];
			return float[0];
		case 204: return bytes[at];
		case 205: return bytes[at] << 8 | bytes[at + 1];
		case 206: return readWord(bytes, at) >>> 0;
		case 208: return bytes[at] << 24 >> 24;
		case 209: return bytes[at] << 24 >> 16 | bytes[at + 1];
		case 210: return readWord(bytes, at);
		default:
			position = NOWHERE;
			return NO;
	}
};
/** How many bytes follow the token: of those that are read here; the others are refused. */
const lengths = Array.from({ length: 32 }, (_, index) => {
	return {
		203: 8,
		204: 1,
		205: 2,
		206: 4,
		208: 1,
		209: 2,
		210: 4
	}[192 + index] ?? 0;
});
const readWord = (bytes, at) => bytes[at] << 24 | bytes[at + 1] << 16 | bytes[at + 2] << 8 | bytes[at + 3];
/** A row of calls, as msgpackr has it: with so few characters it is the fastest way to a string. */
const readString = (length, b, at, end) => {
	position = at + length;
	let bits = 0;
	if (length > MOST_READ || position > end) bits = 128;
	else for (let i = at; i < position; i++) bits |= b[i];
	if (bits >= 128) {
		position = NOWHERE;
		return NO;
	}
	const from = String.fromCharCode;
	if (length < 8) {
		if (length < 4) {
			if (length === 0) return "";
			if (length === 1) return from(b[at]);
			if (length === 2) return from(b[at], b[at + 1]);
			return from(b[at], b[at + 1], b[at + 2]);
		}
		const [a0, a1, a2, a3] = [
			b[at],
			b[at + 1],
			b[at + 2],
			b[at + 3]
		];
		if (length === 4) return from(a0, a1, a2, a3);
		if (length === 5) return from(a0, a1, a2, a3, b[at + 4]);
		if (length === 6) return from(a0, a1, a2, a3, b[at + 4], b[at + 5]);
		return from(a0, a1, a2, a3, b[at + 4], b[at + 5], b[at + 6]);
	}
	const [a0, a1, a2, a3] = [
		b[at],
		b[at + 1],
		b[at + 2],
		b[at + 3]
	];
	const [a4, a5, a6, a7] = [
		b[at + 4],
		b[at + 5],
		b[at + 6],
		b[at + 7]
	];
	if (length === 8) return from(a0, a1, a2, a3, a4, a5, a6, a7);
	if (length === 9) return from(a0, a1, a2, a3, a4, a5, a6, a7, b[at + 8]);
	if (length === 10) return from(a0, a1, a2, a3, a4, a5, a6, a7, b[at + 8], b[at + 9]);
	if (length === 11) return from(a0, a1, a2, a3, a4, a5, a6, a7, b[at + 8], b[at + 9], b[at + 10]);
	const [a8, a9, a10, a11] = [
		b[at + 8],
		b[at + 9],
		b[at + 10],
		b[at + 11]
	];
	if (length === 12) return from(a0, a1, a2, a3, a4, a5, a6, a7, a8, a9, a10, a11);
	if (length === 13) return from(a0, a1, a2, a3, a4, a5, a6, a7, a8, a9, a10, a11, b[at + 12]);
	if (length === 14) return from(a0, a1, a2, a3, a4, a5, a6, a7, a8, a9, a10, a11, b[at + 12], b[at + 13]);
	return from(a0, a1, a2, a3, a4, a5, a6, a7, a8, a9, a10, a11, b[at + 12], b[at + 13], b[at + 14]);
};
// ../../../packages/core/src/internal/codec/msgpack.ts
/**
* The one place that knows msgpackr: fixed options, its target buffer, its reader.
*
* Used on every thread, each with its own copy of this module. msgpackr's target and position are global to a
* thread, and a program may use msgpackr too: so a message is packed where msgpackr stands (`REUSE`) and the
* position is put back (`RESET`), which neither overwrites what others packed nor hands them our bytes.
*
* Why `index-no-eval`: the plain entry loads msgpackr's native part wherever a prebuilt one is found, and that one
* crashes the process when it reads from a view of shared memory (seen on Node 22.19). `msgpackr/pack` starts without
* it, but shares state with a program's own `import "msgpackr"`, which switches it on again. This build is an instance
* of its own, never native, and generates no code.
*/
/** REUSE_BUFFER_MODE | RESET_BUFFER_MODE */
const packMode = 1536;
const packr = new import_index_no_eval.Packr({
	useRecords: false,
	mapsAsObjects: false,
	useBigIntExtension: true,
	copyBuffers: true
});
for (const extension of extensions) (0, import_index_no_eval.addExtension)(extension);
/** Above this a target is given back after use: one huge message must not pin its size for good. */
const keptTargetSize = 4194304;
const freshTargetSize = 65536;
/** The bytes of the last `encode` on this thread are `scratch.bytes[0, length)`. */
const scratch$1 = { bytes: /* @__PURE__ */ new Uint8Array(0) };
/** msgpackr calls methods of Buffer on its target where Buffer exists. */
const allocate = (size) => typeof Buffer === "undefined" ? new Uint8Array(size) : Buffer.allocUnsafeSlow(size);
let lastTarget;
let lastStart = 0;
/** What msgpackr packed last lies at the beginning of this. */
let packed = scratch$1.bytes;
/** Packs a wire value that is small: how long it is; -1 when it is not, or none of its type are. */
const packSmall = (wire, luck) => {
	if (!luck.lasts) return -1;
	const length = writeSmall(wire);
	luck.had(length >= 0);
	if (length >= 0) scratch$1.bytes = smallBytes;
	return length;
};
/** Packs a wire value, returns its length. `luck`: what is known of messages of its type. */
const pack = (wire, luck) => {
	const small = luck === void 0 ? -1 : packSmall(wire, luck);
	if (small >= 0) return small;
	if (lastTarget !== void 0 && lastTarget.length > keptTargetSize) {
		lastTarget = void 0;
		packr.useBuffer(allocate(freshTargetSize));
	}
	const target = packr.pack(wire, packMode);
	const start = target.start;
	if (target !== lastTarget || start !== lastStart) {
		lastTarget = target;
		lastStart = start;
		packed = new Uint8Array(target.buffer, target.byteOffset + start, target.length - start);
	}
	scratch$1.bytes = packed;
	return target.end - start;
};
/** Packs a message some of whose data may travel beside it: the length of all of it. `message.ts` writes it. */
const packMessage = (wire, home, luck) => {
	const small = luck === void 0 ? -1 : packSmall(wire, luck);
	if (small >= 0) return small;
	outgoing.begin(home);
	try {
		return outgoing.end(pack(wire));
	} catch (cause) {
		outgoing.clear();
		throw cause;
	}
};
const range = {
	start: 0,
	end: 0
};
const read = (bytes, start, end) => {
	range.start = start;
	range.end = end;
	return packr.unpack(bytes, range);
};
/** Reads one wire value that fills `bytes[start, end)` exactly. Every problem is a `CodecFailure`. */
const unpack = (bytes, start, end, luck) => {
	if (end <= start) return void 0;
	if (luck !== void 0 && luck.lasts) {
		const small = readSmall(bytes, start, end);
		luck.had(small !== NO);
		if (small !== NO) return small;
	}
	try {
		return bytes[start] === 193 ? readApart(bytes, start, end, read) : read(bytes, start, end);
	} catch (cause) {
		throw isStackOverflow(cause) ? overflowFailure(void 0) : new CodecFailure$1(`Not a readable msgpack message: ${messageOf(cause)}`);
	}
};
// ../../../packages/core/src/internal/codec/tagging.ts
const everyKind = [
	"nil",
	"undefined",
	"boolean",
	"number",
	"string",
	"bigint",
	"bytes",
	"array",
	"map",
	"zero",
	"text"
];
const literalKind = (value) => {
	switch (typeof value) {
		case "string": return ["string", "text"];
		case "number": return ["number", "zero"];
		case "bigint": return ["bigint"];
		default: return ["boolean"];
	}
};
const kindsOf = (plan) => {
	switch (plan._tag) {
		case "String":
		case "Text":
		case "Symbol": return /* @__PURE__ */ new Set(["string", "text"]);
		case "Number": return /* @__PURE__ */ new Set(["number", "zero"]);
		case "Date": return /* @__PURE__ */ new Set(["number"]);
		case "Boolean": return /* @__PURE__ */ new Set(["boolean"]);
		case "BigInt": return /* @__PURE__ */ new Set(["bigint"]);
		case "Null":
		case "UniqueSymbol": return /* @__PURE__ */ new Set(["nil"]);
		case "Undefined":
		case "Void": return /* @__PURE__ */ new Set(["undefined"]);
		case "Never": return /* @__PURE__ */ new Set();
		case "Bytes": return /* @__PURE__ */ new Set(["bytes"]);
		case "Literal": return new Set(literalKind(plan.literal));
		case "Enum": return new Set([...plan.values].flatMap((value) => literalKind(value)));
		case "Plain":
		case "Moved": return new Set(everyKind);
		case "Struct":
		case "Record":
		case "Arrays": return /* @__PURE__ */ new Set(["array"]);
		case "Class": return kindsOf(plan.fields);
		case "Delegated": return kindsOf(plan.inner);
		case "Ref": return new Set(everyKind);
		case "Union": {
			if (plan.tagging.literals) return /* @__PURE__ */ new Set(["number"]);
			const out = /* @__PURE__ */ new Set();
			plan.members.forEach((member, index) => {
				if (plan.tagging.indexed[index]) out.add("array");
				else for (const kind of kindsOf(member)) out.add(kind);
			});
			return out;
		}
	}
};
const makeTagging = (members) => {
	const literals = members.length > 1 && members.every((member) => member._tag === "Literal" && member.literal !== 0 && member.checks.length === 0);
	if (literals) return {
		literals,
		indexed: members.map(() => false),
		byKind: /* @__PURE__ */ new Map()
	};
	const kinds = members.map((member) => kindsOf(member));
	const clashes = kinds.map((own, index) => kinds.some((other, otherIndex) => otherIndex !== index && [...own].some((kind) => other.has(kind))));
	const someIndexed = clashes.includes(true);
	const indexed = clashes.map((clash, index) => clash || someIndexed && kinds[index].has("array"));
	const byKind = /* @__PURE__ */ new Map();
	kinds.forEach((own, index) => {
		if (!indexed[index]) for (const kind of own) byKind.set(kind, index);
	});
	return {
		literals,
		indexed,
		byKind
	};
};
// ../../../packages/core/src/internal/codec/wireSchema.ts
/**
* The wire schema: the schema's AST with every declaration that msgpack does not know replaced, at that node
* only, by its own codec link (`toCodec`; for leaves `toCodecJson`). Classes keep the link they have.
*
* `Schema.toCodecJson` would do this to the whole tree, and also turn bytes, dates and bigints into strings.
*/
/** Declarations carried as they are, by the id Effect gives them (`annotate` loses the identity of the AST). */
const natives = /* @__PURE__ */ new Set(["effect/schema/Uint8Array", "effect/schema/Date"]);
const representationId = (ast) => (ast.annotations?.representation)?.id;
const mark = "~@stevedore/core/transfer";
/** Whether `Job.transfer` has marked this declaration. */
const isMarked = (ast) => ast.annotations?.[mark] === true;
/** A copy with other context, encoding or annotations; Effect's own copies AST nodes the same way. */
const copy = (ast, changes) => Object.assign(Object.create(Object.getPrototypeOf(ast)), ast, changes);
const mapOrSame = (items, f) => {
	const out = items.map(f);
	return out.some((item, index) => item !== items[index]) ? out : items;
};
/** Thrown while an actor is being defined: the schema itself cannot be carried. */
const refuse = (what, path) => {
	throw new Error(`This schema cannot be carried between threads: ${what}` + (path.length === 0 ? "" : ` at ${path.join("")}`) + `. Give the declaration a "toCodec" (or "toCodecJson") annotation, or transform it with Schema.decodeTo.`);
};
const step = (key) => typeof key === "string" ? `[${JSON.stringify(key)}]` : `[${String(key)}]`;
/** The encoded side keeps a field's optionality, never its constructor default. */
const withContext = (ast, context) => copy(ast, { context: new Context(context.isOptional, context.isMutable, void 0, context.annotations) });
const withContextOfLastLink = (ast, context) => {
	if (ast.encoding === void 0) return withContext(ast, context);
	const last = ast.encoding[ast.encoding.length - 1];
	const link = new Link(withContextOfLastLink(last.to, context), last.transformation);
	return copy(ast, { encoding: [...ast.encoding.slice(0, -1), link] });
};
const cache$1 = /* @__PURE__ */ new WeakMap();
/** Memoised, so that a recursive schema stays one graph. */
const toWireAST = (ast, path = []) => {
	const cached = cache$1.get(ast);
	if (cached !== void 0) return cached;
	const out = rewrite(ast, path);
	cache$1.set(ast, out);
	cache$1.set(out, out);
	return out;
};
const rewrite = (ast, path) => {
	if (ast.encoding !== void 0) {
		const last = ast.encoding[ast.encoding.length - 1];
		const to = toWireAST(last.to, path);
		if (to === last.to) return ast;
		const links = [...ast.encoding.slice(0, -1), new Link(to, last.transformation)];
		return copy(ast, { encoding: links });
	}
	switch (ast._tag) {
		case "Declaration": return rewriteDeclaration(ast, path);
		case "Objects": {
			const properties = mapOrSame(ast.propertySignatures, (property) => {
				const type = toWireAST(property.type, [...path, step(property.name)]);
				return type === property.type ? property : new PropertySignature(property.name, type);
			});
			const indexes = mapOrSame(ast.indexSignatures, (index) => {
				if (hasSymbolKeys(toEncoded(index.parameter))) refuse("an index signature has symbol keys", path);
				const type = toWireAST(index.type, [...path, "[string]"]);
				return type === index.type ? index : new IndexSignature(index.parameter, type);
			});
			if (properties === ast.propertySignatures && indexes === ast.indexSignatures) return ast;
			return new Objects(properties, indexes, ast.annotations, ast.checks, void 0, ast.context, ast.encodingChecks);
		}
		case "Arrays": {
			const elements = mapOrSame(ast.elements, (element, index) => toWireAST(element, [...path, step(index)]));
			const rest = mapOrSame(ast.rest, (element) => toWireAST(element, [...path, "[number]"]));
			if (elements === ast.elements && rest === ast.rest) return ast;
			return new Arrays(ast.isMutable, elements, rest, ast.annotations, ast.checks, void 0, ast.context, ast.encodingChecks);
		}
		case "Union": {
			const types = mapOrSame(ast.types, (type) => toWireAST(type, path));
			if (types === ast.types) return ast;
			return new Union$1(types, ast.options, ast.annotations, ast.checks, void 0, ast.context, ast.encodingChecks);
		}
		case "Suspend": return new Suspend(() => toWireAST(ast.thunk(), path), ast.annotations, void 0, void 0, ast.context);
		default: return ast;
	}
};
const hasSymbolKeys = (parameter) => parameter._tag === "Symbol" || parameter._tag === "Union" && parameter.types.some(hasSymbolKeys);
const rewriteDeclaration = (ast, path) => {
	if (natives.has(representationId(ast)) || isMarked(ast)) return ast;
	const annotations = ast.annotations ?? {};
	const own = annotations.toCodec;
	const getLink = typeof own === "function" ? own : annotations.toCodecJson;
	if (typeof getLink !== "function") {
		const name = annotations.identifier ?? annotations.expected ?? representationId(ast);
		return refuse(`${typeof name === "string" ? name : "a declaration"} has no codec`, path);
	}
	const link = getLink(ast.typeParameters.map((parameter) => make$3(toEncoded(parameter))));
	if (link === void 0) return ast;
	const replaced = copy(ast, { encoding: [new Link(toWireAST(link.to, path), link.transformation)] });
	return ast.context === void 0 ? replaced : withContextOfLastLink(replaced, ast.context);
};
// ../../../packages/core/src/internal/codec/makePlan.ts
/** From the AST of a wire schema to its plan. */
const flatten = (checks) => checks === void 0 ? [] : checks.flatMap((check) => check._tag === "FilterGroup" ? flatten(check.checks) : [check]);
const union = (ast, checks, members) => ({
	_tag: "Union",
	ast,
	checks,
	members,
	tagging: makeTagging(members)
});
/** The class a declaration stands for, if its one link is the class's own. */
const classOf = (ast) => {
	if (ast._tag !== "Declaration" || ast.encoding?.length !== 1 || ast.encodingChecks !== void 0) return void 0;
	const describe = ast.annotations?.["~constructor"];
	if (typeof describe !== "function") return void 0;
	const transformation = ast.encoding[0].transformation;
	if (transformation._tag !== "Transformation") return void 0;
	const { decode, encode } = transformation;
	if (decode._tag !== "Transform" || encode._tag !== "Passthrough") return void 0;
	const { isConstructed } = describe(ast.typeParameters);
	return {
		is: isConstructed,
		construct: withoutStack(decode.transform)
	};
};
/**
* Of an error that arrives, the stack shows where it was decoded, which nobody asks, and takes ten times as long as the
* rest of it. The runtime puts the sender's stack in its place where it was sent.
*/
const withoutStack = (construct) => {
	let isError;
	return (fields) => {
		if (isError === false) return construct(fields);
		const limit = Object.getOwnPropertyDescriptor(Error, "stackTraceLimit");
		if (limit?.writable !== true) return construct(fields);
		Error.stackTraceLimit = 0;
		try {
			const out = construct(fields);
			isError = out instanceof Error;
			return out;
		} finally {
			Error.stackTraceLimit = limit.value;
		}
	};
};
const safeGetters = /* @__PURE__ */ new Set([
	"Passthrough",
	"Transform",
	"TransformEffect"
]);
/** No link below turns a missing key into a value or a value into a missing key. */
const keepsMissing = (ast, optional) => {
	if (isOptional(ast) !== optional) return false;
	return (ast.encoding ?? []).every((link) => link.transformation._tag === "Transformation" && safeGetters.has(link.transformation.decode._tag) && safeGetters.has(link.transformation.encode._tag) && keepsMissing(link.to, optional));
};
const hasDefault = (ast) => ast.context?.constructorDefault !== void 0;
const hasDefaultBelow = (ast) => {
	switch (ast._tag) {
		case "Objects": return [...ast.propertySignatures, ...ast.indexSignatures].some(({ type }) => hasDefault(type) || hasDefaultBelow(type));
		case "Arrays": return [...ast.elements, ...ast.rest].some((type) => hasDefault(type) || hasDefaultBelow(type));
		case "Union": return ast.types.some(hasDefaultBelow);
		case "Declaration": return ast.typeParameters.some(hasDefaultBelow);
		case "Suspend": return true;
		default: return false;
	}
};
const always = () => true;
const notNullish = (value) => value !== null && value !== void 0;
const isObject = (value) => typeof value === "object" && value !== null;
/** `layout` plans an encoded side that Schema validates: no checks, and nothing is delegated again. */
const makePlans = (layout) => {
	const cache = /* @__PURE__ */ new Map();
	const encodedPlans = layout ? void 0 : makePlans(true);
	const plan = (ast) => {
		let out = cache.get(ast);
		if (out === void 0) {
			out = build(ast);
			cache.set(ast, out);
		}
		return out;
	};
	const delegate = (ast) => ({
		_tag: "Delegated",
		ast,
		checks: [],
		inner: encodedPlans.plan(toEncoded(ast)),
		defaulted: hasDefaultBelow(ast)
	});
	const field = (property) => ({
		key: property.name,
		optional: isOptional(property.type),
		defaulted: hasDefault(property.type),
		plan: plan(property.type)
	});
	const build = (ast) => {
		const checks = layout ? [] : flatten(ast.checks);
		if (!layout) {
			if (ast.encoding !== void 0) {
				const own = classOf(ast);
				return own === void 0 ? delegate(ast) : {
					_tag: "Class",
					ast,
					checks,
					...own,
					fields: plan(ast.encoding[0].to)
				};
			}
			if ("encodingChecks" in ast && ast.encodingChecks !== void 0) return delegate(ast);
		}
		const base = {
			ast,
			checks
		};
		switch (ast._tag) {
			case "String":
			case "Number":
			case "Boolean":
			case "BigInt":
			case "Null":
			case "Undefined":
			case "Void":
			case "Never":
			case "Symbol": return {
				...base,
				_tag: ast._tag
			};
			case "Literal": return {
				...base,
				_tag: "Literal",
				literal: ast.literal
			};
			case "UniqueSymbol": return {
				...base,
				_tag: "UniqueSymbol",
				symbol: ast.symbol
			};
			case "Enum": return {
				...base,
				_tag: "Enum",
				values: new Set(ast.enums.map(([, value]) => value))
			};
			case "TemplateLiteral": return {
				...base,
				_tag: "Text",
				is: is(make$3(new TemplateLiteral(ast.parts)))
			};
			case "Any":
			case "Unknown": return {
				...base,
				_tag: "Plain",
				name: "unknown",
				is: always
			};
			case "ObjectKeyword": return {
				...base,
				_tag: "Plain",
				name: "object",
				is: isObject
			};
			case "Declaration": return declaration(ast, checks);
			case "Objects": return objects(ast, checks);
			case "Arrays": {
				const items = [...ast.elements, ...ast.rest];
				if (!layout && !items.every((item) => keepsMissing(item, isOptional(item)))) return delegate(ast);
				const minimum = ast.elements.findIndex((element) => isOptional(element));
				return {
					...base,
					_tag: "Arrays",
					elements: ast.elements.map((element) => plan(element)),
					minimum: minimum === -1 ? ast.elements.length : minimum,
					rest: ast.rest.length === 0 ? void 0 : plan(ast.rest[0]),
					tail: ast.rest.slice(1).map((element) => plan(element)),
					defaulted: items.some(hasDefault)
				};
			}
			case "Union":
				if (!layout && ast.options?.mode === "oneOf") return delegate(ast);
				return union(ast, checks, ast.types.map((type) => plan(type)));
			case "Suspend": return {
				...base,
				_tag: "Ref",
				target: () => plan(ast.thunk())
			};
		}
	};
	const declaration = (ast, checks) => {
		if (isMarked(ast)) {
			const is$1 = is(make$3(new Declaration(ast.typeParameters, ast.run, ast.annotations)));
			return {
				_tag: "Moved",
				ast,
				checks,
				is: (value) => isBinary(value) && is$1(value)
			};
		}
		switch (representationId(ast)) {
			case "effect/schema/Uint8Array": return {
				_tag: "Bytes",
				ast,
				checks
			};
			case "effect/schema/Date": return {
				_tag: "Date",
				ast,
				checks
			};
			default: {
				const own = new Declaration(ast.typeParameters, ast.run, ast.annotations);
				return {
					_tag: "Plain",
					ast,
					checks,
					name: "plain",
					is: is(make$3(own))
				};
			}
		}
	};
	const objects = (ast, checks) => {
		const properties = ast.propertySignatures;
		const indexes = ast.indexSignatures;
		if (properties.length === 0 && indexes.length === 0) return {
			_tag: "Plain",
			ast,
			checks,
			name: "not nullish",
			is: notNullish
		};
		const simple = indexes.length === 0 || indexes.length === 1 && properties.length === 0 && indexes[0].parameter._tag === "String" && indexes[0].parameter.checks === void 0 && indexes[0].parameter.encoding === void 0;
		if (!layout) {
			const types = [...properties, ...indexes].map(({ type }) => type);
			if (!simple || !types.every((type) => keepsMissing(type, isOptional(type)))) return delegate(ast);
		}
		if (indexes.length === 0) return {
			_tag: "Struct",
			ast,
			checks,
			fields: properties.map(field)
		};
		const value = indexes.length === 1 ? plan(indexes[0].type) : union(ast, [], indexes.map((index) => plan(index.type)));
		return {
			_tag: "Record",
			ast,
			checks,
			fields: properties.map(field),
			value,
			defaulted: indexes.some((index) => hasDefault(index.type))
		};
	};
	return { plan };
};
// ../../../packages/core/src/internal/codec/plan.ts
/** Whether anything below may ask Schema, and with it for services. */
const asksSchema = (plan) => {
	switch (plan._tag) {
		case "Delegated":
		case "Ref": return true;
		case "Class": return asksSchema(plan.fields);
		case "Struct": return plan.fields.some((each) => asksSchema(each.plan));
		case "Record": return asksSchema(plan.value) || plan.fields.some((each) => asksSchema(each.plan));
		case "Union": return plan.members.some(asksSchema);
		case "Arrays": return [
			...plan.elements,
			...plan.tail,
			...plan.rest === void 0 ? [] : [plan.rest]
		].some(asksSchema);
		default: return false;
	}
};
/** Whether data of such values may travel beside the message. */
const hasData = (plan) => {
	switch (plan._tag) {
		case "Bytes":
		case "Moved":
		case "Ref": return true;
		case "Delegated": return hasData(plan.inner);
		case "Class": return hasData(plan.fields);
		case "Struct": return plan.fields.some((each) => hasData(each.plan));
		case "Record": return hasData(plan.value) || plan.fields.some((each) => hasData(each.plan));
		case "Union": return plan.members.some(hasData);
		case "Arrays": return [
			...plan.elements,
			...plan.tail,
			...plan.rest === void 0 ? [] : [plan.rest]
		].some(hasData);
		default: return false;
	}
};
// ../../../packages/core/src/internal/codec/compile.ts
/**
* A codec: the fast functions of a plan, msgpack below them, and Schema behind them for everything they refuse.
*
* Runs on any thread, synchronously. What the fast functions take, Schema takes with an equal result; what they
* refuse goes to Schema once more, which either explains why or, if it accepts after all, has the last word.
*/
const runner = (context) => {
	const run = runSyncExitWith(context);
	return (effect) => isExit(effect) ? effect : run(effect);
};
const asynchronous = "The schema transforms asynchronously, but a message is encoded and decoded at once: make the transformation synchronous, or send the untransformed value and transform it in the handler";
/** The text of a failed exit; stops what an asynchronous transformation left running. */
const explain = (cause) => {
	for (const reason of cause.reasons) if (isFailReason(reason)) return isIssue(reason.error) ? new CodecFailure$1(new SchemaError(reason.error).message) : new CodecFailure$1(messageOf(reason.error));
	for (const reason of cause.reasons) {
		if (!isDieReason(reason)) continue;
		if (isAsyncFiberError(reason.defect)) {
			reason.defect.fiber.interruptUnsafe();
			return new CodecFailure$1(asynchronous);
		}
		if (isStackOverflow(reason.defect)) return new CodecFailure$1("The value is nested too deeply to be carried");
		const message = messageOf(reason.defect);
		return new CodecFailure$1(message.startsWith("Service not found") ? `${message}. The schema needs it on this thread: provide it where the layer of the actor is built` : `The schema failed with a defect: ${message}`);
	}
	return new CodecFailure$1("The schema's transformation was interrupted");
};
/** Names path and value: the message goes to whoever sent the value. */
const explaining = { reportInput: true };
const compile$1 = (schema, options) => {
	const ast = toWireAST(schema.ast);
	const wire = make$3(ast);
	const plan = makePlans(false).plan(ast);
	const checkedEncode = options.validate === "both";
	const checkedDecode = options.validate !== "none";
	const bound = /* @__PURE__ */ new WeakMap();
	const needsContext = asksSchema(plan);
	const mayHaveData = hasData(plan);
	let fingerprint;
	const bind = (context) => {
		const run = runner(context);
		const settings = {
			lenient: false,
			delegate: {
				encode: (node) => delegated(encodeUnknownEffect$1(make$3(node), optionsOf(checkedEncode)), run),
				decode: (node) => delegated(decodeUnknownEffect$1(make$3(node), optionsOf(checkedDecode)), run)
			}
		};
		const make = options.input === "make";
		const encoding = functions(plan, {
			...settings,
			checked: checkedEncode,
			make
		}, options).encode;
		const decoding = functions(plan, {
			...settings,
			checked: checkedDecode,
			make
		}, options).decode;
		const [sending, receiving] = [new Luck(), new Luck()];
		const slow = slowPath(schema, wire, options, run, (value) => encoding(value));
		const encode = (value, home) => {
			let reshaped;
			try {
				reshaped = encoding(value);
			} catch (cause) {
				if (isStackOverflow(cause)) throw overflowFailure(value);
				reshaped = NO;
			}
			if (reshaped === NO) reshaped = slow.encode(value);
			if (!outgoing.isAlone) outgoing.clear();
			if (reshaped === void 0) return 0;
			try {
				return mayHaveData && home !== void 0 ? packMessage(reshaped, home, sending) : pack(reshaped, sending);
			} catch (cause) {
				if (isStackOverflow(cause)) throw overflowFailure(value);
				throw new CodecFailure$1(`The value cannot be written as msgpack: ${messageOf(cause)}`);
			}
		};
		return {
			encode: (value) => encode(value, void 0),
			encodeMessage: encode,
			decode: (bytes, start, end) => {
				const read = unpack(bytes, start, end, receiving);
				let value;
				try {
					value = decoding(read);
				} catch (cause) {
					if (isStackOverflow(cause)) throw overflowFailure(void 0);
					value = NO;
				}
				return value === NO ? slow.decode(bytes, start, end) : value;
			}
		};
	};
	return {
		get fingerprint() {
			return fingerprint ??= fingerprintOf(plan);
		},
		bind: (context) => {
			const key = needsContext ? context : bound;
			let out = bound.get(key);
			if (out === void 0) bound.set(key, out = bind(context));
			return out;
		}
	};
};
const optionsOf = (checked) => checked ? void 0 : { disableChecks: true };
const delegated = (parse, run) => (value) => {
	const exit = run(parse(value));
	return exit._tag === "Success" ? exit.value : NO;
};
const functions = (plan, settings, options) => {
	return options.closures || !isAllowed ? compile$3(plan, settings) : compile$2(plan, settings);
};
const never = {
	encode: () => () => NO,
	decode: () => () => NO
};
/** Everything here is made at the first refusal: most codecs never need it. */
const slowPath = (schema, wire, options, run, encodeFast) => {
	let layoutFunctions;
	const layout = () => layoutFunctions ??= compile$3(makePlans(true).plan(toEncoded(wire.ast)), {
		checked: true,
		lenient: true,
		trace: true,
		make: false,
		delegate: never
	});
	const parseOptions = (checked) => checked ? explaining : {
		...explaining,
		disableChecks: true
	};
	let encodeSchema;
	let decodeSchema;
	let makeSchema;
	const attempt = (value, effect) => {
		let exit;
		try {
			exit = run(effect());
		} catch (cause) {
			throw isStackOverflow(cause) ? overflowFailure(value) : new CodecFailure$1(messageOf(cause));
		}
		if (exit._tag === "Success") return exit.value;
		throw explain(exit.cause);
	};
	const again = (value) => {
		try {
			return encodeFast(value);
		} catch (cause) {
			if (isStackOverflow(cause)) throw overflowFailure(value);
			return NO;
		}
	};
	const unshape = (read) => {
		try {
			return layout().decode(read);
		} catch (cause) {
			throw isStackOverflow(cause) ? overflowFailure(void 0) : new CodecFailure$1(messageOf(cause));
		}
	};
	return {
		encode: (value) => {
			const checked = options.validate === "both";
			let typed = value;
			if (options.input === "make") {
				makeSchema ??= makeEffect(schema);
				typed = attempt(value, () => makeSchema(value, {
					disableChecks: !checked,
					parseOptions: explaining
				}));
			}
			const reshaped = again(typed);
			if (reshaped !== NO) return reshaped;
			encodeSchema ??= encodeUnknownEffect$1(wire, parseOptions(checked));
			const encoded = attempt(typed, () => encodeSchema(typed));
			let out = NO;
			try {
				out = layout().encode(encoded);
			} catch (cause) {
				throw cause instanceof Refusal ? cause.failure : isStackOverflow(cause) ? overflowFailure(value) : cause;
			}
			if (out !== NO) return out;
			throw new CodecFailure$1("The encoded value does not have the shape its schema promises");
		},
		decode: (bytes, start, end) => {
			const encoded = unshape(unpack(bytes, start, end));
			if (encoded === NO) throw new CodecFailure$1("The bytes do not have the shape of the schema");
			decodeSchema ??= decodeUnknownEffect$1(wire, parseOptions(options.validate !== "none"));
			return attempt(encoded, () => decodeSchema(encoded));
		}
	};
};
// ../../../packages/core/src/Codec.ts
/**
* Thrown by `encode` and `decode` when a value, or bytes, do not fit the schema. `issue` is readable: it names what was
* expected, the value that was found instead, and its path. A plain class, without a stack: a bad message is no bug.
*
* @example
* ```ts
* import * as assert from "node:assert/strict"
* import * as Context from "effect/Context"
* import * as Schema from "effect/Schema"
* import * as Codec from "@stevedore/core/Codec"
*
* const codec = Codec.make(Schema.Struct({ user: Schema.Struct({ age: Schema.Int }) })).bind(Context.empty())
* assert.throws(() => codec.encode({ user: { age: "old" } }), (error) => {
*   assert.ok(error instanceof Codec.CodecFailure)
*   assert.equal(error.issue, `Expected number, got "old"\n  at ["user"]["age"]`)
*   return true
* })
* ```
*/
const CodecFailure = CodecFailure$1;
/**
* Where `encode` leaves its bytes, one for each thread: `scratch.bytes[0, length)`, until the next `encode`. The property
* is replaced as messages grow; do not keep what it held.
*
* @example
* ```ts
* import * as assert from "node:assert/strict"
* import * as Context from "effect/Context"
* import * as Schema from "effect/Schema"
* import * as Codec from "@stevedore/core/Codec"
*
* const codec = Codec.make(Schema.Tuple([Schema.Number, Schema.String])).bind(Context.empty())
* const length = codec.encode([1, "a"])
* const bytes = Codec.scratch.bytes.slice(0, length)
* assert.deepStrictEqual([...bytes], [0x92, 0x01, 0xa1, 0x61])
* ```
*/
const scratch = scratch$1;
const cache = /* @__PURE__ */ new WeakMap();
/**
* Compiles a schema, once for each schema and set of options. Throws, naming the path, when the schema holds
* something that cannot be carried between threads: a declaration that has no codec.
*
* Everything arrives exactly: numbers with the sign of zero, strings with lone surrogates, bigints of any length,
* binary data as copies, classes and errors as instances, the member of a union that was sent. `Schema.Unknown` takes
* plain data only (also dates, maps, sets and binary views) and refuses functions, instances and cycles by their path.
*
* @example
* ```ts
* import * as assert from "node:assert/strict"
* import * as Context from "effect/Context"
* import * as Schema from "effect/Schema"
* import * as Codec from "@stevedore/core/Codec"
*
* class Point extends Schema.Class<Point>("Point")({ x: Schema.Finite, y: Schema.Finite }) {}
* const codec = Codec.make(Schema.Struct({ at: Point, seen: Schema.Date })).bind(Context.empty())
*
* const length = codec.encode({ at: new Point({ x: 1, y: 2 }), seen: new Date(0) })
* const arrived = codec.decode(Codec.scratch.bytes.slice(0, length), 0, length)
* assert.deepStrictEqual(arrived, { at: new Point({ x: 1, y: 2 }), seen: new Date(0) })
* ```
*/
const make = (schema, options) => {
	const validate = options?.validate ?? "both";
	const input = options?.input ?? "type";
	const mode = options?.mode ?? "generated";
	const key = `${validate} ${input} ${mode}`;
	let codecs = cache.get(schema);
	if (codecs === void 0) cache.set(schema, codecs = /* @__PURE__ */ new Map());
	let codec = codecs.get(key);
	if (codec === void 0) {
		codec = compile$1(schema, {
			validate,
			input,
			closures: mode === "closures"
		});
		codecs.set(key, codec);
	}
	return codec;
};
// ../../../packages/core/src/internal/hosting/refuse.ts
/**
* Refusing a job at the door of a thread that no longer serves its actor. Runs on the thread that refuses.
*/
/** Refuses one mail record: decided against the sender's cancel by the job word; an ask is told by a record. */
const refuseRecord = (mesh, peer, words, at) => {
	free(mesh, peer, words, at);
	if (peer.dead) return;
	const head$1 = words[at + Field.head];
	const id = words[at + Field.job];
	const generation = words[at + Field.generation];
	if (!refuse$2(mesh.arena, peer.thread, id, generation)) consumed(mesh.arena, peer.thread, id, generation, Phase.dropped);
	else if (kindOf$2(head$1) === Kind.ask) {
		const reply = head(Kind.refused, methodOf(head$1));
		mesh.express(peer, reply, id, generation, scratch.bytes, 0, void 0);
	}
	mesh.touch(peer);
};
// ../../../packages/core/src/Job.ts
/**
* Annotations that tell an actor how a job type wants to be treated. They belong to the protocol, so every thread knows
* them.
*/
/**
* The key of a job type, for pools that route by `Routing.annotatedKey`: every thread that sends to the pool knows it,
* which a function given to `Routing.consistentKey` on main cannot offer.
*
* @example
* ```ts
* import * as assert from "node:assert/strict"
* import * as Context from "effect/Context"
* import * as Rpc from "effect/rpc/Rpc"
* import * as Schema from "effect/Schema"
* import * as Job from "@stevedore/core/Job"
*
* const greet = Rpc.make("greet", { payload: { user: Schema.String } }).annotate(
*   Job.KeyOf,
*   (payload: { readonly user: string }) => payload.user
* )
* assert.equal(Context.get(greet.annotations, Job.KeyOf)?.({ user: "ada" }), "ada")
* ```
*/
const KeyOf = Reference$1("@stevedore/core/Job/KeyOf", { defaultValue: () => void 0 });
/**
* A job type that may run although its actor works on one job at a time, when it is asked by the very job that is under
* way, directly or through others. The handler sees the actor's state in the middle of that job.
*
* @example
* ```ts
* import * as assert from "node:assert/strict"
* import * as Context from "effect/Context"
* import * as Rpc from "effect/rpc/Rpc"
* import * as Job from "@stevedore/core/Job"
*
* const progress = Rpc.make("progress").annotate(Job.Reentrant, true)
* assert.equal(Context.get(progress.annotations, Job.Reentrant), true)
* ```
*/
const Reentrant = Reference$1("@stevedore/core/Job/Reentrant", { defaultValue: () => false });
/**
* A job type that may run twice without harm: when its thread dies while it runs, and the actor is restarted, it is run
* again instead of failing with `ThreadDied`. At least once, instead of at most once.
*
* @example
* ```ts
* import * as assert from "node:assert/strict"
* import * as Context from "effect/Context"
* import * as Rpc from "effect/rpc/Rpc"
* import * as Job from "@stevedore/core/Job"
*
* const digest = Rpc.make("digest").annotate(Job.Idempotent, true)
* assert.equal(Context.get(digest.annotations, Job.Idempotent), true)
* ```
*/
const Idempotent = Reference$1("@stevedore/core/Job/Idempotent", { defaultValue: () => false });
/**
* From when on a job of this type counts as slow, whatever its thread and its layer say: main logs a warning, once for each,
* while it runs. For those that are known to take long, or that must not.
*
* @example
* ```ts
* import * as assert from "node:assert/strict"
* import * as Context from "effect/Context"
* import * as Rpc from "effect/rpc/Rpc"
* import * as Job from "@stevedore/core/Job"
*
* const reindex = Rpc.make("reindex").annotate(Job.SlowAfter, "10 minutes")
* assert.equal(Context.get(reindex.annotations, Job.SlowAfter), "10 minutes")
* ```
*/
const SlowAfter = Reference$1("@stevedore/core/Job/SlowAfter", { defaultValue: () => void 0 });
/**
* A job type whose handler reads binary data of its payload where it lies in shared memory, without a copy: for payloads of more
* than a segment (16 KiB) that are only looked at. The views are valid until the job has been answered; they are then another
* job's memory. A handler that keeps one, or works on in the background, has to copy it (`data.slice()`). In debug mode such
* views are detached when they are over, so that whoever goes on using one finds out. Not for streams.
*
* They are views of shared memory, which some APIs refuse or share instead of copying: `crypto.subtle`, `new Response`,
* `postMessage`. What they are sent on with is a copy.
*
* @example
* ```ts
* import * as assert from "node:assert/strict"
* import * as Effect from "effect/Effect"
* import * as Rpc from "effect/rpc/Rpc"
* import * as Schema from "effect/Schema"
* import * as Actor from "@stevedore/core/Actor"
* import * as Job from "@stevedore/core/Job"
*
* class Sums extends Actor.Service<Sums>()("app/Sums", [
*   Rpc.make("sum", { payload: { data: Schema.Uint8Array }, success: Schema.Number }).annotate(Job.Scoped, true)
* ]) {}
*
* const handlers = Sums.toLayer({
*   sum: ({ data }) => Effect.sync(() => data.reduce((sum, each) => sum + each, 0))
* })
*
* const program = Effect.gen(function*() {
*   const sums = yield* Sums
*   assert.equal(yield* sums.sum({ data: new Uint8Array(100_000).fill(2) }), 200_000)
* })
* await Effect.runPromise(Effect.provide(program, Sums.layerLocal(handlers)))
* ```
*/
const Scoped = Reference$1("@stevedore/core/Job/Scoped", { defaultValue: () => false });
/**
* Which sides look at what a job type carries: `"both"`, the default; `"receive"`, where the sender's type checker is
* trusted; `"none"`, where the handler's is, too. Of payloads, results and the elements of streams: types of fields are
* looked at and transformations run in any case, checks (`Schema.Int`, a length, a filter) are then left out. What errors
* carry is always checked. A whole protocol has it by
* `RpcGroup.annotateRpcs`.
*
* @example
* ```ts
* import * as assert from "node:assert/strict"
* import * as Effect from "effect/Effect"
* import * as Rpc from "effect/rpc/Rpc"
* import * as Schema from "effect/Schema"
* import * as Actor from "@stevedore/core/Actor"
* import * as Job from "@stevedore/core/Job"
*
* const Even = Schema.Number.check(Schema.makeFilter((n: number) => n % 2 === 0, { expected: "an even number" }))
* const half = Rpc.make("half", { payload: { of: Even }, success: Schema.Number })
*
* class Halves extends Actor.Service<Halves>()("docs/Halves", [half.annotate(Job.Validate, "none")]) {}
* const handlers = Halves.toLayer({ half: ({ of }) => Effect.succeed(of / 2) })
*
* const program = Effect.gen(function*() {
*   const halves = yield* Halves
*   assert.equal(yield* halves.half({ of: 3 }), 1.5)
* })
* await Effect.runPromise(Effect.provide(program, Halves.layerLocal(handlers)))
* ```
*/
const Validate = Reference$1("@stevedore/core/Job/Validate", { defaultValue: () => "both" });
// ../../../packages/core/src/internal/jobCodecs.ts
const compiled = /* @__PURE__ */ new WeakMap();
/** Gives an Rpc codecs that are not those of its schemas. Before it is compiled. */
const provide = (rpc, codecs) => {
	compiled.set(rpc, codecs);
};
/** Compiles the codecs of an Rpc. Throws, naming the place, when a schema cannot be carried. */
const compile = (rpc) => {
	const known = compiled.get(rpc);
	if (known !== void 0) return known;
	const { successSchema } = rpc;
	const stream = isStreamSchema(successSchema) ? successSchema : void 0;
	const errors = /* @__PURE__ */ new Set([stream === void 0 ? rpc.errorSchema : stream.error]);
	if (rpc.errorSchema.ast._tag !== "Never") errors.add(rpc.errorSchema);
	for (const middleware of rpc.middlewares) errors.add(middleware.error);
	const error = errors.size === 1 ? Array.from(errors)[0] : Union([...errors]);
	const validate = get(rpc.annotations, Validate);
	const codecs = {
		payload: at(rpc, "payload", rpc.payloadSchema, {
			input: "make",
			validate
		}),
		success: at(rpc, "success", stream === void 0 ? successSchema : Void, { validate }),
		error: at(rpc, "error", error),
		cause: at(rpc, "defect", Cause(error, defectSchema(rpc))),
		elements: stream && {
			many: at(rpc, "stream element", ArraySchema(stream.success), { validate }),
			one: at(rpc, "stream element", stream.success, { validate })
		}
	};
	compiled.set(rpc, codecs);
	return codecs;
};
const at = (rpc, place, schema, options) => {
	try {
		return make(schema, options);
	} catch (cause) {
		const text = cause instanceof Error ? cause.message : String(cause);
		throw new Error(`Rpc "${rpc._tag}", ${place}: ${text}`, { cause });
	}
};
/** `Rpc.make` without `defect` carries defects without their stack; across threads the stack is what one looks for. */
const defectSchema = (rpc) => rpc.defectSchema.ast === Defect().ast ? Defect({ includeStack: true }) : rpc.defectSchema;
const bind = (rpc, context) => {
	const codecs = compile(rpc);
	return {
		payload: messages(codecs.payload, context),
		success: messages(codecs.success, context),
		error: messages(codecs.error, context),
		cause: messages(codecs.cause, context),
		throws: codecs.throws,
		elements: codecs.elements && {
			many: messages(codecs.elements.many, context),
			one: messages(codecs.elements.one, context)
		}
	};
};
/** What `Codec.make` gives can more than it says: what travels beside a message is between the threads of a system. */
const messages = (codec, context) => codec.bind(context);
/** What two threads must agree on to understand each other's jobs of this Rpc. */
const fingerprint = (rpc) => {
	const codecs = compile(rpc);
	const result = codecs.elements === void 0 ? codecs.success.fingerprint : `*${codecs.elements.many.fingerprint}`;
	return `${rpc._tag}(${codecs.payload.fingerprint})${result}!${codecs.error.fingerprint}`;
};
/** How reasons of `ActorError` travel, the same for every actor. */
const reasonCodec = make(ActorErrorReason).bind(empty$2());
/** The byte where the body of an express record begins. */
const bodyAt = ({ layout, words }, at) => isSpilled(words[at + Field.head]) ? bodyStart(layout, words[at + Spilled.expressBlock], bodyBytes(words, at)) : at * 4 + 24;
/** What stands in a block that is not the record's own. */
const bodyBytes = (words, at) => words[at + Field.payloadBytes] + words[at + Field.stackBytes];
/** Reads who waits for a job. */
const decodeChain = (arena, at) => {
	const start = bodyAt(arena, at);
	const body = arena.bytes.slice(start, start + arena.words[at + Field.payloadBytes]);
	return Array.from(new Float64Array(body.buffer));
};
/** Reads elements of a stream in place; what cannot be read becomes a typed reason. */
const decodeChunk = (codecs, arena, at) => {
	const start = bodyAt(arena, at);
	const end = start + arena.words[at + Field.payloadBytes];
	try {
		return codecs.elements.many.decode(arena.bytes, start, end);
	} catch (failure) {
		return new Undecodable({
			what: "result",
			issue: issueOf(failure)
		});
	}
};
/** Reads a reply in place; a reply that cannot be read becomes a typed reason, never a throw. */
const decodeReply = (codecs, arena, at) => {
	const { bytes, words } = arena;
	const head = words[at + Field.head];
	const kind = kindOf$2(head);
	const start = bodyAt(arena, at);
	const end = start + words[at + Field.payloadBytes];
	try {
		switch (kind) {
			case Kind.success: return succeed$3(codecs.success.decode(bytes, start, end));
			case Kind.failure: {
				const error = codecs.error.decode(bytes, start, end);
				if (codecs.throws !== void 0) return {
					_tag: "Reason",
					reason: new Threw({ cause: error }),
					started: true
				};
				const stackBytes = words[at + Field.stackBytes];
				if (stackBytes > 0 && error instanceof Error) setStack(error, decodeText(bytes, end, end + stackBytes));
				return fail$3(error);
			}
			case Kind.actorError: {
				const reason = reasonCodec.decode(bytes, start, end);
				return {
					_tag: "Reason",
					reason,
					started: !(reason._tag === "Undecodable" && reason.what === "payload")
				};
			}
			default: return failCause$3(codecs.cause.decode(bytes, start, end));
		}
	} catch (failure) {
		return {
			_tag: "Reason",
			reason: new Undecodable({
				what: kind === Kind.success ? "result" : "error",
				issue: issueOf(failure)
			}),
			started: true
		};
	}
};
/** What a codec says of a value, or what the code of a schema, a getter or a Proxy has thrown: always a text. */
const issueOf = (failure) => {
	if (failure instanceof CodecFailure) return failure.issue;
	try {
		return `its own code threw ${String(failure)}`;
	} catch {
		return "its own code threw something that cannot be shown";
	}
};
/** Where the error was made is what one looks for; where it was decoded is known from the ask. */
const setStack = (error, stack) => {
	if (!Object.isExtensible(error) || Object.getOwnPropertyDescriptor(error, "stack")?.configurable === false) return;
	Object.defineProperty(error, "stack", {
		value: stack,
		writable: true,
		configurable: true,
		enumerable: false
	});
};
const textDecoder = new TextDecoder();
/** A copy first: some engines refuse to decode text from shared memory. */
const decodeText = (bytes, start, end) => textDecoder.decode(bytes.slice(start, end));
// ../../../packages/core/src/internal/thread/ownMemory.ts
/**
* Blocks of the arena that this thread has for itself: buffers that its program has acquired, and messages that are read where
* they lie. All of them are held by the thread in their owner words, so a death gives them back like any others (M9).
*
* An acquired buffer may be given away with a message: what the message says beside it is written behind it, at the end of its
* block, so that the block travels as every other one that holds a message.
*/
/** For what goes with a buffer that is given away: as with a round payload. */
const BESIDE_BYTES = 256;
/** Whether so many bytes have room behind what is given. */
const fitsBehind = (arena, given, bodyBytes) => given.bytes + pad8$1(bodyBytes) <= roomOf(arena, given.block);
const roomOf = ({ layout }, block) => layout.blockUnits[blockClass(layout, block)].words * 4;
var OwnMemory = class {
	mesh;
	blocks = /* @__PURE__ */ new Map();
	constructor(mesh) {
		this.mesh = mesh;
		const { buffer, layout } = mesh.arena;
		const known = places.get(buffer) ?? [];
		places.set(buffer, known);
		known.push((at) => this.blocks.get(blockOf$1(layout, at >> 2)));
	}
	/** A buffer of so many bytes, of this thread alone; `undefined` when no block is free. */
	acquire(bytes) {
		const { arena, pool } = this.mesh;
		for (let each = 0; each < 2; each++) {
			if (bytes > arena.layout.blockUnits[each].words * 4 - BESIDE_BYTES) continue;
			const block = pool.claimOwn(each);
			if (block < 0) continue;
			this.note(block, "own");
			return {
				block,
				view: new Uint8Array(arena.buffer, blockAt(arena.layout, block) * 4, bytes)
			};
		}
	}
	/** Its Scope ends: it is free, unless it was given away. */
	release(block) {
		if (!this.blocks.delete(block)) return;
		this.mesh.pool.freeBlock(block, this.mesh.onWake);
	}
	/** A message that this thread holds is read where it lies, until `readNoMore`; freeing it is its holder's. */
	read(block) {
		this.note(block, "read");
	}
	readNoMore(block) {
		this.blocks.delete(block);
	}
	/** It will go with a reply that is held: not its program's any more. */
	setAside(block) {
		this.blocks.delete(block);
	}
	/** It goes with a message that is about to be published on that lane. */
	give(block, lane) {
		this.blocks.delete(block);
		this.mesh.pool.giveBlock(block, lane);
	}
	note(block, state) {
		const { arena } = this.mesh;
		this.blocks.set(block, {
			state,
			block,
			start: blockAt(arena.layout, block) * 4,
			home: arena
		});
	}
};
// ../../../packages/core/src/internal/sending/encodePayload.ts
/**
* A job's payload as bytes, checked against what the memory can carry. Used by the sending thread.
*/
/** An arena of nobody: what lies in one is copied. */
const nowhere = {};
/** Encodes into the scratch buffer: how many bytes, or why not. */
const encodePayload = (job, payload, limitBytes, arena) => {
	let length;
	try {
		length = job.method.codecs.payload.encodeMessage(payload, arena);
		if (outgoing.given !== void 0 && !fitsBehind(arena, outgoing.given, bodyBytesOf(job, length))) length = job.method.codecs.payload.encodeMessage(payload, nowhere);
	} catch (failure) {
		return new Undecodable({
			what: "payload",
			issue: issueOf(failure)
		});
	}
	const bytes = bodyBytesOf(job, length);
	return bytes > limitBytes ? new TooLarge({
		what: "payload",
		bytes,
		limitBytes
	}) : length;
};
/** What goes with the envelope: extension and payload. */
const bodyBytesOf = (job, payloadBytes) => job.extension === void 0 ? payloadBytes : pad8$1(job.extension.byteLength) + payloadBytes;
export { isBinary as $, isSuccess as $a, tapError as $i, Timeout as $n, interrupt$1 as $r, kindOf$2 as $t, NO as A, Scope as Aa, map as Ai, segmentAt as An, getOrElse as Ao, die as Ar, noChain as At, extension as B, done$1 as Ba, provideService as Bi, wait as Bn, withFiber$1 as Bo, toAsyncIterableWith as Br, Field as Bt, scratch as C, effect as Ca, ignore as Ci, laneAt as Cn, get as Co, encodeUnknownSync as Cr, take as Ct, unpack as D, mergeAll as Da, logInfo as Di, maxRecordBytes as Dn, make$15 as Do, isPrimaryKey as Dr, identityOf as Dt, scratch$1 as E, merge$1 as Ea, logError as Ei, make$1 as En, getUnsafe as Eo, empty as Er, chainOf as Et, isExactString as F, CurrentLogAnnotations as Fa, onExit as Fi, exchange as Fn, some as Fo, isStream as Fr, millisOf as Ft, forget as G, asVoid$1 as Ga, scope as Gi, AskCycle as Gn, identity as Go, isDequeue as Gr, attemptOf as Gt, lease as H, isDeferred as Ha, runForkWith as Hi, ActorError as Hn, hasProperty as Ho, fromTransform as Hr, MOST_METHODS as Ht, negativeZero as I, CurrentLogLevel as Ia, onInterrupt as Ii, load as In, Class$2 as Io, mapError as Ir, shown as It, Lease as J, findErrorOption$1 as Ja, sleep as Ji, MailboxFull as Jn, sliding as Jr, hasMoves as Jt, keep as K, die$4 as Ka, scoped as Ki, EntryMismatch as Kn, pipeArguments as Ko, offerUnsafe as Kr, blockNumber as Kt, specialOf as L, MinimumLogLevel as La, promise as Li, notifyAll as Ln, Prototype as Lo, provideContext as Lr, Fifo as Lt, decodeBytes as M, close$1 as Ma, mapError$2 as Mi, add as Mn, isSome as Mo, fromPull as Mr, CurrentJob as Mt, decodeString as N, closeUnsafe as Na, matchEffect as Ni, and as Nn, map$6 as No, fromQueue as Nr, invalid as Nt, smallBytes as O, provide$3 as Oa, logWarning as Oi, noLane as On, makeUnsafe$4 as Oo, symbol as Or, instancesOf as Ot, encodeString as P, makeUnsafe$2 as Pa, onError as Pi, compareExchange as Pn, none$2 as Po, interruptWhen as Pr, limitOf as Pt, incoming as Q, isFailure as Qa, tap as Qi, ThreadDied as Qn, getCurrent as Qr, isSpilled as Qt, chain as R, TracerEnabled as Ra, provide$1 as Ri, or as Rn, PipeInspectableProto as Ro, runForEachArray as Rr, isOwn as Rt, make as S, buildWithScope as Sa, gen as Si, jobsAt as Sn, empty$2 as So, decodeUnknownSync as Sr, opened as St, packMessage as T, isLayer as Ta, isEffect as Ti, layout_exports as Tn, getOrUndefinedUnsafe as To, tag as Tr, RunningInfo as Tt, pass as U, isDoneUnsafe as Ua, runPromise as Ui, ActorErrorReason as Un, constant as Uo, bounded as Ur, Spilled as Ut, free as V, doneUnsafe as Va, raceFirst as Vi, waitAsync as Vn, string$1 as Vo, unwrap$1 as Vr, Kind as Vt, payload as W, makeUnsafe$3 as Wa, runSync$1 as Wi, ArenaCorrupt as Wn, dual as Wo, endUnsafe as Wr, Times as Wt, encodeBytes as X, interrupt$3 as Xa, suspend as Xi, StartFailed as Xn, unbounded as Xr, isGiven as Xt, Moved as Y, hasInterrupts$1 as Ya, succeed$1 as Yi, Poisoned as Yn, take$2 as Yr, head as Yt, encodeMoved as Z, isExit as Za, sync as Zi, Stopped as Zn, await_ as Zr, isOpen as Zt, Reentrant as _, isFailReason as _a, flatten$1 as _i, blockClass as _n, zero$1 as _o, Struct as _r, attach as _t, fitsBehind as a, void_$1 as aa, as as ai, Phase as an, catchCause$1 as ao, isRpc as ar, Refusal as at, refuseRecord as b, squash as ba, forkIn as bi, consumerOfLane as bn, add$1 as bo, Union as br, move as bt, decodeChain as c, catchDone as ca, catchCause as ci, lostTells as cn, fnUntraced$1 as co, wrapMap as cr, binaryKinds as ct, fingerprint as d, fail$2 as da, die$2 as di, Lane as dn, DisablePropagation as do, Boolean$1 as dr, adopt as dt, timeoutOption as ea, acquireRelease as ei, maxBodyBytes as en, mapError$3 as eo, TooLarge as er, nothingIncoming as et, issueOf as f, findErrorOption as fa, ensuring as fi, LaneWord as fn, ParentSpan as fo, Cause as fr, interrupt as ft, KeyOf as g, isDieReason as ga, flatMap as gi, blockAt as gn, toMillis as go, String$1 as gr, arrived as gt, Idempotent as h, hasInterruptsOnly as ha, failCause$2 as hi, Thread as hn, millis as ho, Number$1 as hr, arrive as ht, OwnMemory as i, uninterruptibleMask as ia, annotateLogs as ii, JobTable as in, CurrentLoggers as io, ServerClient as ir, CodecFailure$1 as it, assign as j, addFinalizer$1 as ja, mapBoth as ji, threadAt as jn, isNone as jo, fromChannel as jr, sameChain as jt, smallWords as k, succeed$2 as ka, logWithLevel as ki, producerOfLane as kn, merge$2 as ko, value$2 as kr, jobOf as kt, decodeChunk as l, die$3 as la, context as li, start as ln, loggerMake as lo, isStreamSchema as lr, encode$1 as lt, reasonCodec as m, hasInterrupts as ma, fail$1 as mi, MAX_BYTES as mn, externalSpan as mo, Literal as mr, stoppedBeforeItsEnd as mt, encodePayload as n, tryPromise as na, addFinalizer as ni, pad8$1 as nn, void_$2 as no, Unreachable as nr, pad8 as nt, bind as o, withFiber as oa, asVoid as oi, consumed as on, currentTimeMillis as oo, isWrapper as or, isStackOverflow as ot, provide as p, fromReasons as pa, exit as pi, MAGIC as pn, Tracer as po, Defect as pr, keyOf$1 as pt, told as q, fail$3 as qa, serviceOption as qi, InvalidOption as qn, shutdown as qr, bodyStart as qt, nowhere as r, uninterruptible as ra, andThen as ri, withAttempt as rn, ClockRef as ro, WrongThread as rr, places as rt, compile as s, withSpan as sa, callback as si, isUnpassed as sn, failCause$4 as so, make$2 as sr, messageOf as st, bodyBytesOf as t, timeoutOrElse as ta, acquireUseRelease as ti, methodOf as tn, succeed$3 as to, Undecodable as tr, outgoing as tt, decodeReply as u, done as ua, contextWith as ui, Header as un, succeed$4 as uo, ArraySchema as ur, headersOf as ut, Scoped as v, makeDieReason as va, forEach as vi, bytesOf as vn, Reference$1 as vo, Tuple as vr, close as vt, pack as w, effectContext as wa, interrupt$2 as wi, laneNumber as wn, getOrUndefined as wo, optional as wr, unmovable as wt, CodecFailure as x, build as xa, forkScoped as xi, firstSegmentAt as xn, addUnsafe as xo, Unknown as xr, moveOut as xt, SlowAfter as y, pretty as ya, forkDetach as yi, claimerOf as yn, Service as yo, Uint8Array$1 as yr, mayMove as yt, copy$1 as z, _await as za, provideContext$2 as zi, store as zn, isEffect$1 as zo, runIntoQueue as zr, own as zt };
