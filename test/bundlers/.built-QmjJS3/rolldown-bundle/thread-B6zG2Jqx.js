import { $a as scope$1, $c as equals, $i as callback$1, $o as done$3, $s as void_, Aa as logWithLevel, Ac as normalize, Ai as transform, Ao as isLayer, Ar as Boolean$1, As as makeInterruptReason, At as jobOf, Ba as orDie, Bc as isOption, Bi as isRedacted, Bo as addFinalizer, Br as TaggedError, Bs as fiberRunIn, C as Idempotent, Ca as ignoreCause, Cc as makeUnsafe$4, Ci as defaultParseOptions, Co as catchDone, Cr as ThreadDied, Cs as hasInterrupts$1, D as SlowAfter, Da as logError, Dc as Prototype, Di as replaceEncoding, Do as effectContext, Dr as WrongThread, Ds as isReason, Dt as chainOf$1, Ea as isEffect, Ec as Class, Ei as replaceContextLastLink, Eo as effect, Er as Unreachable, Es as isFailReason, Fa as matchEffect, Fc as succeed$4, Fi as MissingKey, Fo as succeed$3, Fr as Never, Fs as asSome, Ft as limitOf$1, Ga as provideService, Gi as acquireRelease, Go as forkUnsafe, Gr as Union, Gs as onExitPrimitive, Gt as filter, Ha as promise, Hc as map$1, Hi as isDateTime, Ho as close, Hr as Tuple, Ia as never$1, Ic as fromUndefinedOr, Ii as Pointer, Io as succeedContext, Ir as NullOr, Is as callback, It as millisOf$1, Ja as retry, Jc as NodeInspectSymbol, Ji as andThen, Jr as brand, Js as scopeAddFinalizer, Ka as raceFirst, Ki as acquireUseRelease, Ko as makeUnsafe$3, Kr as Unknown, Ks as onExitUnsafe, Kt as fromChannel, La as onError, Li as UnexpectedKey, Lo as sync$1, Lr as Number$1, M as scratch$1, Ma as mapError, Mc as isFailure$2, Mi as Composite, Mo as mergeAll, Mr as Defect, Ms as squash, Mt as sameChain, Na as match, Nc as isResult, Ni as InvalidType, No as provide, Nr as Error$1, Nt as CurrentJob, Oc as isBigDecimal, Oi as toEncoded, Oo as effectDiscard, Or as ArraySchema, Os as makeDieReason, Ot as identityOf, Pa as matchCauseEffect, Pc as isSuccess$1, Pi as InvalidValue, Po as provideMerge, Pr as Literals, Pt as invalid$4, Qa as runSync, Qc as make$12, Qi as cached, Qo as _await, Qr as decodeUnknownSync, Qs as uninterruptibleMask, Qt as never, Ra as onExit, Rc as getOrUndefined, Ri as sameExit, Ro as unwrap$1, Rr as String$1, Rs as fiberAwait, Sa as ignore, Si as collectSentinels, So as toStep, Sr as Stopped, Ss as hasFails, T as Reentrant, Ta as interruptible, Tc as omit, Ti as mapLink, To as buildWithScope, Ts as isCause, Ua as provide$2, Uc as none$7, Ui as makeUnsafe$5, Uo as closeUnsafe, Ur as Uint8Array$1, Us as getCurrentFiber, Va as orElseSucceed, Vc as isSome, Vi as value, Vo as addFinalizerExit, Vr as TaggedStruct, Vs as flatMap, Wa as provideContext, Wc as some, Wi as makeZonedUnsafe, Wo as fork, Wr as UndefinedOr, Wt as drop, Xa as runForkWith, Xc as format, Xi as as, Xr as decodeTo, Xs as succeedNone, Xt as map$2, Ya as runFork, Yc as toJson, Yi as annotateLogs, Yr as declareConstructor, Ys as succeed, Yt as fromQueue, Za as runPromise, Zc as assignProperty, Zi as asVoid, Zs as suspend, Zt as merge$1, _a as forever, _c as get$3, _i as Objects$1, _o as withFiber$1, _s as ExceededCapacityError, aa as context, ac as isDuration, ai as optionalKey, an as dropping, ao as sync, as as asVoidAll, ba as forkScoped, bi as Union$1, bo as isSchedule, bs as fromReasons, c as encodePayload$1, ca as die, cc as millis, ci as toJsonSchemaDocument, cl as isFunction$1, cn as shutdown, co as tapError, cs as failCause$1, da as fail$1, dc as toMillis, di as Arrays, dl as constVoid, dn as takeUnsafe, do as tryPromise, ds as interrupt$2, ea as catchCause, ei as encodeUnknownSync, el as symbol, en as runForEach, es as doneUnsafe, fa as failCause, fc as zero, fi as Context, fl as constant, fn as unbounded, fo as uninterruptible, fs as isExit, ft as encode$1, g as bind, ga as forEach, gc as empty$3, gi as Literal, gl as memoize, go as whileLoop, gr as AskCycle, gs as void_$2, hc as add$3, hi as Link, hl as identity, ho as void_$1, hs as succeed$1, ia as clockWith, ic as infinity, ii as makeFilter, in as bounded, io as suspend$1, it as outgoing, j as make$15, ja as map, jc as fail$3, ji as transformEffect, jo as merge, js as pretty, jt as noChain, ka as logWarning, kc as make$14, ki as toType, ko as empty$4, kr as BigInt$1, ks as makeFailReason, kt as instancesOf, l as nowhere, la as ensuring, lc as nanos, li as Order, ll as isObject, ln as sliding, lo as timeoutOption, ls as findErrorOption, ma as flatten, mc as Service$1, mi as IndexSignature, ml as flow, mn as sliding$1, mo as updateContext, mr as ActorErrorReason, ms as isSuccess, n as handlersKey, na as catchTag, nc as fromInput, ni as isSchema, nn as unwrap, no as sleep, ns as makeUnsafe$2, oa as contextWith, oc as isFinite, oi as tag, ol as symbol$1, on as endUnsafe, oo as tap, os as die$1, p as make$16, pa as flatMap$1, pc as Reference, pi as Declaration, pl as dual, pn as publishUnsafe, po as uninterruptibleMask$1, pr as ActorError, ps as isFailure$1, pt as headersOf, qa as result, qc as withFiber, qi as addFinalizer$1, qo as provide$1, qr as Void, qs as scope, qt as fromPubSub, r as host$1, ra as catch_, rc as fromInputUnsafe, ri as make$13, rl as hash$2, rn as fromTransform, ro as succeed$2, rs as succeed$5, sa as delay, sc as isZero, si as toCodecJson, sl as hasProperty, sn as offerUnsafe, so as tapCause, ss as fail$2, ta as catchIf, ti as is, tl as array, tn as runIntoQueue, to as serviceOption, ts as isDoneUnsafe, ua as exit, uc as negativeInfinity, ui as decodeUnknownEffect, ul as isObjectOrArray, un as take$1, uo as timeoutOrElse, us as hasInterrupts, va as forkDetach, vc as getOption, vi as PropertySignature, vl as pipeArguments, vo as yieldNow, vr as InvalidOption$1, vs as done$2, wa as interrupt$1, wc as merge$2, wi as getIndexSignatureKeys, wo as build, wr as Timeout, ws as hasInterruptsOnly, xa as gen, xc as getUnsafe, xi as applyToSelfOrLastLinkEncodingIdempotent, xo as spaced, xr as StartFailed, xs as hasDies, ya as forkIn, yc as getOrUndefined$1, yi as Suspend, yo as fromStep, yr as MailboxFull, z as require_index_no_eval, za as onInterrupt, zc as isNone, zi as empty$2, zo as Scope, zr as Struct, zs as fiberInterrupt } from "./handlers-Px2tvNLm.js";
import { H as endlessHook, I as end$2, J as addressedOf, K as instanceOn, L as placeOf$1, Q as terminate, R as Place, S as keptMessage, T as parallelism, U as hookFailed, W as leftMillis, X as isCycle, Y as Target, _ as withViews, at as currentTimeMillis, b as Tell, c as start$1, d as fullReason, f as isFull$2, g as ScopedAsk, h as sendChain, i as make$17, it as Clock, k as recycle, m as judgeSoon, n as ActorSystem, p as follow, q as Absent, s as makeRoute, t as CurrentThread, u as standAlone, v as Ask, x as errorOf$1, y as ClientJob, z as finish$1 } from "./CurrentThread-DOG2AU5P.js";
import { a as ToldFailures, i as handlersLayer, n as defineGroup, r as handlerOf, t as checkId } from "./defineGroup-Bm9dqcKm.js";
import { createRequire } from "node:module";
import { existsSync, readFileSync, realpathSync, statSync } from "node:fs";
import { dirname, isAbsolute, join, resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { crc32 } from "node:zlib";
import { Buffer, isUtf8 } from "node:buffer";
import { getEnvironmentData, setEnvironmentData } from "node:worker_threads";
import { createHmac, hash, randomBytes } from "node:crypto";
import { compileFunction } from "node:vm";
import { getHeapStatistics } from "node:v8";
// ../../../node_modules/effect/dist/Chunk.js
const TypeId$5 = "~effect/Chunk";
function copy$1(src, srcPos, dest, destPos, len) {
	for (let i = srcPos; i < Math.min(src.length, srcPos + len); i++) dest[destPos + i - srcPos] = src[i];
	return dest;
}
const emptyArray = [];
/**
* Creates an `Equivalence` for chunks that compares chunk lengths and then
* compares corresponding elements with the provided element equivalence.
*
* **Example** (Comparing chunks for equivalence)
*
* ```ts import.meta.vitest
* import { Chunk, Equivalence } from "effect"
*
* const chunk1 = Chunk.make(1, 2, 3)
* const chunk2 = Chunk.make(1, 2, 3)
* const chunk3 = Chunk.make(1, 2, 4)
*
* const eq = Chunk.makeEquivalence(Equivalence.strictEqual<number>())
* eq(chunk1, chunk2) // => true
* eq(chunk1, chunk3) // => false
* ```
*
* @stability stable
* @category instances
* @since 4.0.0
*/
const makeEquivalence = (isEquivalent) => make$12((self, that) => {
	if (self.length !== that.length) return false;
	const as = toReadonlyArray(self);
	const bs = toReadonlyArray(that);
	for (let i = 0; i < as.length; i++) if (!isEquivalent(as[i], bs[i])) return false;
	return true;
});
const _equivalence = /*#__PURE__*/ makeEquivalence(equals);
const ChunkProto = {
	[TypeId$5]: { _A: (_) => _ },
	toString() {
		return `Chunk(${format(toReadonlyArray(this))})`;
	},
	toJSON() {
		return {
			_id: "Chunk",
			values: toJson(toReadonlyArray(this))
		};
	},
	[NodeInspectSymbol]() {
		return this.toJSON();
	},
	[symbol](that) {
		return isChunk(that) && _equivalence(this, that);
	},
	[symbol$1]() {
		return array(toReadonlyArray(this));
	},
	[Symbol.iterator]() {
		switch (this.backing._tag) {
			case "IArray": return this.backing.array[Symbol.iterator]();
			case "IEmpty": return emptyArray[Symbol.iterator]();
			default: return toReadonlyArray(this)[Symbol.iterator]();
		}
	},
	pipe() {
		return pipeArguments(this, arguments);
	}
};
const makeChunk = (backing) => {
	const chunk = Object.create(ChunkProto);
	chunk.backing = backing;
	switch (backing._tag) {
		case "IEmpty":
			chunk.length = 0;
			chunk.depth = 0;
			chunk.left = chunk;
			chunk.right = chunk;
			break;
		case "IConcat":
			chunk.length = backing.left.length + backing.right.length;
			chunk.depth = 1 + Math.max(backing.left.depth, backing.right.depth);
			chunk.left = backing.left;
			chunk.right = backing.right;
			break;
		case "IArray":
			chunk.length = backing.array.length;
			chunk.depth = 0;
			chunk.left = _empty;
			chunk.right = _empty;
			break;
		case "ISingleton":
			chunk.length = 1;
			chunk.depth = 0;
			chunk.left = _empty;
			chunk.right = _empty;
			break;
		case "ISlice":
			chunk.length = backing.length;
			chunk.depth = 0;
			chunk.left = _empty;
			chunk.right = _empty;
	}
	return chunk;
};
/**
* Checks whether `u` is a `Chunk<unknown>`
*
* **Example** (Checking for chunks)
*
* ```ts import.meta.vitest
* import { Chunk } from "effect"
*
* const chunk = Chunk.make(1, 2, 3)
* const array = [1, 2, 3]
*
* Chunk.isChunk(chunk) // => true
* Chunk.isChunk(array) // => false
* Chunk.isChunk("string") // => false
* ```
*
* @stability stable
* @category guards
* @since 2.0.0
*/
const isChunk = (u) => hasProperty(u, TypeId$5);
const _empty = /*#__PURE__*/ makeChunk({ _tag: "IEmpty" });
const copyToArray = (self, array, initial) => {
	switch (self.backing._tag) {
		case "IArray":
			copy$1(self.backing.array, 0, array, initial, self.length);
			break;
		case "IConcat":
			copyToArray(self.left, array, initial);
			copyToArray(self.right, array, initial + self.left.length);
			break;
		case "ISingleton":
			array[initial] = self.backing.a;
			break;
		case "ISlice": copy$1(toReadonlyArray(self.backing.chunk), self.backing.offset, array, initial, self.length);
	}
};
const toReadonlyArray_ = (self) => {
	switch (self.backing._tag) {
		case "IEmpty": return emptyArray;
		case "IArray": return self.backing.array;
		default: {
			const arr = new Array(self.length);
			copyToArray(self, arr, 0);
			self.backing = {
				_tag: "IArray",
				array: arr
			};
			self.left = _empty;
			self.right = _empty;
			self.depth = 0;
			return arr;
		}
	}
};
/**
* Converts a `Chunk` into a `ReadonlyArray`. If the provided `Chunk` is
* non-empty (`NonEmptyChunk`), the function will return a
* `NonEmptyReadonlyArray`, ensuring the non-empty property is preserved.
*
* **Example** (Converting chunks to readonly arrays)
*
* ```ts import.meta.vitest
* import { Chunk } from "effect"
*
* const chunk = Chunk.make(1, 2, 3)
* const readonlyArray = Chunk.toReadonlyArray(chunk)
* readonlyArray // => [1, 2, 3]
*
* // The result is read-only, modifications would cause TypeScript errors
* // readonlyArray[0] = 10 // TypeScript error
*
* // With empty chunk
* Chunk.toReadonlyArray(Chunk.empty<number>()) // => []
* ```
*
* @stability stable
* @category converting
* @since 2.0.0
*/
const toReadonlyArray = toReadonlyArray_;
// ../../../node_modules/effect/dist/MutableHashMap.js
const TypeId$4 = "~effect/MutableHashMap";
const MutableHashMapProto = {
	[TypeId$4]: TypeId$4,
	[Symbol.iterator]() {
		return this.backing[Symbol.iterator]();
	},
	toString() {
		return `MutableHashMap(${format(Array.from(this))})`;
	},
	toJSON() {
		return {
			_id: "MutableHashMap",
			values: toJson(Array.from(this))
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
* Creates an empty MutableHashMap.
*
* **When to use**
*
* Use to create a fresh mutable map before adding entries over time.
*
* **Details**
*
* Each call returns a new empty map instance.
*
* **Example** (Creating an empty map)
*
* ```ts import.meta.vitest
* import { MutableHashMap } from "effect"
*
* const map = MutableHashMap.empty<string, number>()
*
* // Add some entries
* MutableHashMap.set(map, "key1", 42)
* MutableHashMap.set(map, "key2", 100)
*
* MutableHashMap.size(map) // => 2
* ```
*
* @see {@link make} for creating a map from explicit entries
* @see {@link fromIterable} for creating a map from an iterable of entries
*
* @stability stable
* @category constructors
* @since 2.0.0
*/
const empty$1 = () => {
	const self = Object.create(MutableHashMapProto);
	self.backing = /* @__PURE__ */ new Map();
	self.buckets = /* @__PURE__ */ new Map();
	return self;
};
/**
* Looks up a key in the `MutableHashMap` safely.
*
* **When to use**
*
* Use to safely read a `MutableHashMap` value for a key as an `Option`.
*
* **Details**
*
* Returns `Some(value)` when an equal key is present and `None` when the key is
* absent.
*
* **Example** (Getting a value)
*
* ```ts import.meta.vitest
* import { MutableHashMap, Option } from "effect"
*
* const map = MutableHashMap.make(["key1", 42], ["key2", 100])
*
* MutableHashMap.get(map, "key1") // => Option.some(42)
* MutableHashMap.get(map, "key3") // => Option.none()
*
* // Pipe-able version
* MutableHashMap.get("key1")(map) // => Option.some(42)
* ```
*
* @see {@link has} for checking only whether a key is present
* @see {@link set} for inserting or replacing a value by key
*
* @stability stable
* @category getters
* @since 2.0.0
*/
const get$2 = /*#__PURE__*/ dual(2, (self, key) => {
	if (self.backing.has(key)) return some(self.backing.get(key));
	else if (isSimpleKey(key)) return none$7();
	const hash = hash$2(key);
	const bucket = self.buckets.get(hash);
	if (bucket === void 0) return none$7();
	return getFromBucket(self, bucket, key);
});
const isSimpleKey = (u) => typeof u !== "object" && typeof u !== "function";
const getFromBucket = (self, bucket, key) => {
	for (let i = 0, len = bucket.length; i < len; i++) if (equals(key, bucket[i])) {
		const refKey = bucket[i];
		return some(self.backing.get(refKey));
	}
	return none$7();
};
/**
* Sets a key-value pair in the MutableHashMap, mutating the map in place.
* If the key already exists, its value is updated.
*
* **When to use**
*
* Use to insert a new `MutableHashMap` entry or replace an existing entry in
* place.
*
* **Example** (Setting key-value pairs)
*
* ```ts import.meta.vitest
* import { MutableHashMap, Option } from "effect"
*
* const map = MutableHashMap.empty<string, number>()
*
* // Add new entries
* MutableHashMap.set(map, "key1", 42)
* MutableHashMap.set(map, "key2", 100)
*
* MutableHashMap.get(map, "key1") // => Option.some(42)
* MutableHashMap.size(map) // => 2
*
* // Update existing entry
* MutableHashMap.set(map, "key1", 999)
* MutableHashMap.get(map, "key1") // => Option.some(999)
*
* // Pipe-able version
* MutableHashMap.set("key3", 300)(map)
* MutableHashMap.size(map) // => 3
* ```
*
* @see {@link modify} for updating an existing value with a function
* @see {@link modifyAt} for setting or removing based on the current optional value
* @see {@link remove} for deleting an entry by key
*
* @stability stable
* @category mutations
* @since 2.0.0
*/
const set = /*#__PURE__*/ dual(3, (self, key, value) => {
	if (self.backing.has(key) || isSimpleKey(key)) {
		self.backing.set(key, value);
		return self;
	}
	const hash = hash$2(key);
	const bucket = self.buckets.get(hash);
	if (bucket === void 0) {
		self.buckets.set(hash, [key]);
		self.backing.set(key, value);
		return self;
	}
	let refKey = getRefKey(bucket, key);
	if (refKey === void 0) {
		bucket.push(key);
		refKey = key;
	}
	self.backing.set(refKey, value);
	return self;
});
const getRefKey = (bucket, key) => {
	for (let i = 0, len = bucket.length; i < len; i++) if (equals(key, bucket[i])) return bucket[i];
};
/**
* Removes the specified key from the MutableHashMap, mutating the map in place.
* If the key doesn't exist, the map remains unchanged.
*
* **When to use**
*
* Use to delete one key from a mutable hash map in place.
*
* **Example** (Removing a key)
*
* ```ts import.meta.vitest
* import { MutableHashMap } from "effect"
*
* const map = MutableHashMap.make(
*   ["key1", 42],
*   ["key2", 100],
*   ["key3", 200]
* )
*
* MutableHashMap.size(map) // => 3
*
* // Remove existing key
* MutableHashMap.remove(map, "key2")
* MutableHashMap.size(map) // => 2
* MutableHashMap.has(map, "key2") // => false
*
* // Remove non-existent key (no effect)
* MutableHashMap.remove(map, "nonexistent")
* MutableHashMap.size(map) // => 2
*
* // Pipe-able version
* MutableHashMap.remove("key1")(map)
* MutableHashMap.size(map) // => 1
* ```
*
* @see {@link clear} for removing all entries
* @see {@link modifyAt} for conditionally removing based on the current value
*
* @stability stable
* @category mutations
* @since 2.0.0
*/
const remove$2 = /*#__PURE__*/ dual(2, (self, key_) => {
	if (isSimpleKey(key_)) {
		self.backing.delete(key_);
		return self;
	}
	const hash = hash$2(key_);
	const bucket = self.buckets.get(hash);
	if (bucket === void 0) return self;
	for (let i = 0, len = bucket.length; i < len; i++) {
		const bkey = bucket[i];
		if (bkey === key_ || equals(key_, bkey)) {
			self.backing.delete(bkey);
			bucket.splice(i, 1);
			break;
		}
	}
	if (bucket.length === 0) self.buckets.delete(hash);
	return self;
});
/**
* Removes all key-value pairs from the MutableHashMap, mutating the map in place.
* The map becomes empty after this operation.
*
* **When to use**
*
* Use to empty a mutable hash map while keeping the same map instance.
*
* **Example** (Clearing all entries)
*
* ```ts import.meta.vitest
* import { MutableHashMap } from "effect"
*
* const map = MutableHashMap.make(
*   ["key1", 42],
*   ["key2", 100],
*   ["key3", 200]
* )
*
* MutableHashMap.size(map) // => 3
*
* // Clear all entries
* MutableHashMap.clear(map)
*
* MutableHashMap.size(map) // => 0
* MutableHashMap.has(map, "key1") // => false
*
* // Can still add new entries after clearing
* MutableHashMap.set(map, "new", 999)
* Array.from(map) // => [["new", 999]]
* ```
*
* @see {@link remove} for deleting one key
* @see {@link empty} for creating a fresh empty map
*
* @stability stable
* @category mutations
* @since 2.0.0
*/
const clear$2 = (self) => {
	self.backing.clear();
	self.buckets.clear();
	return self;
};
/**
* Returns the number of key-value pairs in the MutableHashMap.
*
* **When to use**
*
* Use to read how many entries are currently stored in the mutable hash map.
*
* **Example** (Checking map size)
*
* ```ts import.meta.vitest
* import { MutableHashMap } from "effect"
*
* const map = MutableHashMap.empty<string, number>()
* MutableHashMap.size(map) // => 0
*
* MutableHashMap.set(map, "key1", 42)
* MutableHashMap.set(map, "key2", 100)
* MutableHashMap.size(map) // => 2
*
* MutableHashMap.remove(map, "key1")
* MutableHashMap.size(map) // => 1
*
* MutableHashMap.clear(map)
* MutableHashMap.size(map) // => 0
* ```
*
* @see {@link isEmpty} for checking whether the map has no entries
*
* @stability stable
* @category getters
* @since 2.0.0
*/
const size$2 = (self) => self.backing.size;
// ../../../node_modules/effect/dist/internal/hashMap.js
/**
* @since 2.0.0
*/
/** @internal */
const HashMapTypeId = "~effect/HashMap";
/** @internal */
const isHashMap$1 = (u) => hasProperty(u, HashMapTypeId);
// ../../../node_modules/effect/dist/HashMap.js
/**
* Stores key/value entries in an immutable hash map.
*
* A `HashMap<Key, Value>` hashes keys and resolves matches with Effect's
* structural equality rules. Lookup, insertion, removal, and transformation
* operations return new maps, while temporary mutation helpers support efficient
* batch updates. This module also includes constructors, iteration, conversion,
* mapping, filtering, and reducing helpers.
*
* @stability stable
* @since 2.0.0
*/
/**
* Checks whether a value is a HashMap.
*
* **Example** (Checking HashMap values)
*
* ```ts import.meta.vitest
* import { HashMap } from "effect"
*
* const map = HashMap.make(["a", 1], ["b", 2])
* const notMap = { a: 1 }
*
* HashMap.isHashMap(map) // => true
* HashMap.isHashMap(notMap) // => false
* HashMap.isHashMap(null) // => false
* ```
*
* @stability stable
* @category guards
* @since 2.0.0
*/
const isHashMap = isHashMap$1;
// ../../../node_modules/effect/dist/internal/hashSet.js
/**
* @since 2.0.0
*/
/** @internal */
const HashSetTypeId = "~effect/HashSet";
/** @internal */
const isHashSet$1 = (u) => hasProperty(u, HashSetTypeId);
// ../../../node_modules/effect/dist/HashSet.js
/**
* Checks whether a value is a HashSet.
*
* **Example** (Checking for a HashSet)
*
* ```ts import.meta.vitest
* import { HashSet } from "effect"
*
* const set = HashSet.make(1, 2, 3)
* const array = [1, 2, 3]
*
* HashSet.isHashSet(set) // => true
* HashSet.isHashSet(array) // => false
* HashSet.isHashSet(null) // => false
* ```
*
* @stability stable
* @category guards
* @since 2.0.0
*/
const isHashSet = isHashSet$1;
// ../../../packages/lua/src/LuaError.ts
/**
* What goes wrong with Lua, as typed errors that travel between threads: a source that does not compile, a function that raised,
* a budget that was used up, a value that cannot be carried, a module that is not there.
*/
/**
* The source does not compile. `chunk` is its name as Lua shows it, `line` counts from 1 (0 where Lua gives none).
*
* @example
* ```ts
* import * as assert from "node:assert/strict"
* import { LuaSyntaxError } from "@stevedore/lua/LuaError"
*
* const error = new LuaSyntaxError({ chunk: "job", line: 1, detail: "unexpected symbol near '='" })
* assert.equal(error.message, "job:1: unexpected symbol near '='")
* ```
*/
var LuaSyntaxError = class extends TaggedError("@stevedore/lua/LuaError/LuaSyntaxError")("LuaSyntaxError", {
	chunk: String$1,
	line: Number$1,
	detail: String$1
}) {
	get message() {
		return `${this.chunk}:${this.line}: ${this.detail}`;
	}
};
/**
* A Lua function raised. `detail` is what it raised, as text with its position; `traceback` is the stack of the state it ran
* in, followed by the stacks of those who called it from other threads, where they wait. `value` is the raised value as MessagePack where it was
* no string; `cause` what a host function had failed with, where the script let that through.
*
* @example
* ```ts
* import * as assert from "node:assert/strict"
* import { LuaRuntimeError } from "@stevedore/lua/LuaError"
*
* const error = new LuaRuntimeError({ chunk: "job", detail: "job:1: boom", traceback: "stack traceback: ..." })
* assert.equal(error.message, "job:1: boom")
* ```
*/
var LuaRuntimeError = class extends TaggedError("@stevedore/lua/LuaError/LuaRuntimeError")("LuaRuntimeError", {
	chunk: String$1,
	detail: String$1,
	traceback: String$1,
	value: optionalKey(Uint8Array$1),
	cause: optionalKey(Defect())
}) {
	constructor(raised, options) {
		super(raised, options);
		const value = `${this.name}: ${this.detail}\n${this.traceback}`;
		Object.defineProperty(this, "stack", {
			value,
			enumerable: false,
			configurable: true,
			writable: true
		});
	}
	get message() {
		return this.detail;
	}
};
/**
* A budget is used up, or somebody killed the job. `limit` says which; `budget` is what was allowed: milliseconds of "time",
* VM "instructions", bytes of "memory", levels of "depth", 0 for "killed".
*
* @example
* ```ts
* import * as assert from "node:assert/strict"
* import { LuaLimitError } from "@stevedore/lua/LuaError"
*
* const error = new LuaLimitError({ limit: "time", budget: 100, chunk: "job", detail: "job:1: in a loop" })
* assert.equal(error.message, "the job had 100 ms: job:1: in a loop")
* ```
*/
var LuaLimitError = class extends TaggedError("@stevedore/lua/LuaError/LuaLimitError")("LuaLimitError", {
	limit: Literals([
		"time",
		"instructions",
		"memory",
		"depth",
		"killed"
	]),
	budget: Number$1,
	chunk: String$1,
	detail: String$1
}) {
	get message() {
		return `${this.limit === "killed" ? "the job was killed" : `the job had ${this.budget}${{
			time: " ms",
			instructions: " instructions",
			memory: " bytes",
			depth: " levels",
			killed: ""
		}[this.limit]}`}: ${this.detail}`;
	}
};
/**
* A value cannot be carried as MessagePack, or bytes are none. `path` is where in the value, as `a.b[3]`, empty at the top.
*
* @example
* ```ts
* import * as assert from "node:assert/strict"
* import { LuaCodecError } from "@stevedore/lua/LuaError"
*
* const error = new LuaCodecError({ path: "a.b[3]", detail: "cannot serialize a function" })
* assert.equal(error.message, "cannot serialize a function at a.b[3]")
* ```
*/
var LuaCodecError = class extends TaggedError("@stevedore/lua/LuaError/LuaCodecError")("LuaCodecError", {
	path: String$1,
	detail: String$1
}) {
	get message() {
		return this.path === "" ? this.detail : `${this.detail} at ${this.path}`;
	}
};
/**
* No module of that name: neither registered nor in a file. `tried` lists where it was looked for, in that order.
*
* @example
* ```ts
* import * as assert from "node:assert/strict"
* import { LuaModuleNotFound } from "@stevedore/lua/LuaError"
*
* const error = new LuaModuleNotFound({ module: "yard", tried: ["scripts/yard.lua"] })
* assert.equal(error.message, "no module 'yard': looked for it in scripts/yard.lua")
* ```
*/
var LuaModuleNotFound = class extends TaggedError("@stevedore/lua/LuaError/LuaModuleNotFound")("LuaModuleNotFound", {
	module: String$1,
	tried: ArraySchema(String$1)
}) {
	get message() {
		return `no module '${this.module}': looked for it in ${this.tried.join(", ")}`;
	}
};
/**
* The Lua engine is not the one this package corrects: fengari is `missing` (not installed, or bundled), of another `version`, a
* `file` of it was changed, or its `selfTest` failed. `file` is what was looked at, `found` what was there, `remedy` what to do.
*
* @example
* ```ts
* import * as assert from "node:assert/strict"
* import { LuaEngineError } from "@stevedore/lua/LuaError"
*
* const error = new LuaEngineError({ reason: "version", file: "package.json", found: "version 0.1.4", remedy: "Install 0.1.5" })
* assert.equal(error.message, "fengari cannot be used: package.json: found version 0.1.4. Install 0.1.5")
* ```
*/
var LuaEngineError = class extends TaggedError("@stevedore/lua/LuaError/LuaEngineError")("LuaEngineError", {
	reason: Literals([
		"missing",
		"version",
		"file",
		"selfTest"
	]),
	file: String$1,
	found: String$1,
	remedy: String$1
}) {
	get message() {
		return `fengari cannot be used: ${this.file}: found ${this.found}. ${this.remedy}`;
	}
};
/**
* The state is closed: nothing runs in it any more. What was running or waiting there ends with it, too.
*
* @example
* ```ts
* import * as assert from "node:assert/strict"
* import { LuaClosed } from "@stevedore/lua/LuaError"
*
* assert.equal(new LuaClosed({ state: "yard" }).message, "the Lua state 'yard' is closed")
* ```
*/
var LuaClosed = class extends TaggedError("@stevedore/lua/LuaError/LuaClosed")("LuaClosed", { state: String$1 }) {
	get message() {
		return `the Lua state '${this.state}' is closed`;
	}
};
/**
* An option of a state, or of the runtime, that cannot be: nothing was made. `value` is what was given, `remedy` what to do. Threads
* and pools say the same as an `ActorError` with the reason `InvalidOption`.
*
* @example
* ```ts
* import * as assert from "node:assert/strict"
* import { LuaOptionError } from "@stevedore/lua/LuaError"
*
* const error = new LuaOptionError({ option: "limits.time", value: "-1", remedy: "use a number above 0" })
* assert.equal(error.message, "limits.time is -1: use a number above 0")
* ```
*/
var LuaOptionError = class extends TaggedError("@stevedore/lua/LuaError/LuaOptionError")("LuaOptionError", {
	option: String$1,
	value: String$1,
	remedy: String$1
}) {
	get message() {
		return `${this.option} is ${this.value}: ${this.remedy}`;
	}
};
/**
* Whatever can go wrong while Lua runs.
*
* @example
* ```ts
* import * as assert from "node:assert/strict"
* import * as Schema from "effect/Schema"
* import { LuaCodecError, LuaError } from "@stevedore/lua/LuaError"
*
* assert.ok(Schema.is(LuaError)(new LuaCodecError({ path: "", detail: "no bytes" })))
* ```
*/
const LuaError = Union([
	LuaSyntaxError,
	LuaRuntimeError,
	LuaLimitError,
	LuaCodecError,
	LuaModuleNotFound,
	LuaClosed,
	LuaOptionError
]);
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
const interrupt = fiberInterrupt;
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
/**
* Adds a fiber to a `Scope` and returns the same fiber.
*
* **When to use**
*
* Use when a manually managed fiber should be interrupted when a Scope closes.
*
* **Details**
*
* When the scope is closed, the fiber is interrupted. If the scope is already
* closed, the fiber is interrupted immediately.
*
* **Gotchas**
*
* This does not wait for the fiber to complete. It only registers the
* interruption finalizer and returns the same fiber.
*
* @see {@link interrupt} for interrupting and waiting for completion
*
* @stability stable
* @category resource management
* @since 4.0.0
*/
const runIn$2 = fiberRunIn;
// ../../../node_modules/effect/dist/Semaphore.js
/**
* Creates a `Semaphore` synchronously with the specified total
* number of permits.
*
* **When to use**
*
* Use to construct a semaphore synchronously when an immediate value is
* required outside an Effect workflow.
*
* **Example** (Creating an unsafe semaphore)
*
* ```ts import.meta.vitest
* import { Effect, Semaphore } from "effect"
*
* const semaphore = Semaphore.makeUnsafe(3)
*
* const task = (id: number) =>
*   semaphore.withPermits(1)(
*     Effect.gen(function*() {
*       yield* Effect.yieldNow
*       return id
*     })
*   )
*
* // Only 3 tasks can run concurrently
* const program = Effect.all([
*   task(1),
*   task(2),
*   task(3),
*   task(4),
*   task(5)
* ], { concurrency: "unbounded" })
*
* await Effect.runPromise(program) // => [1, 2, 3, 4, 5]
* ```
*
* @stability stable
* @category constructors
* @since 4.0.0
*/
const makeUnsafe$1 = (permits) => new SemaphoreImpl(permits);
const firstAvailableWaiter = (self) => {
	for (const waiter of self.waiters) if (waiter.permits <= self.free) return waiter;
};
const takePermits = (self, n, onAcquire, restore = identity) => withFiber((fiber) => {
	if (self.free >= n && firstAvailableWaiter(self) === void 0) {
		self.taken += n;
		return onAcquire();
	}
	const waiter = {
		permits: n,
		resume: void 0
	};
	const remove = () => {
		if (self.waiters.delete(waiter)) self.releaseUnsafe(fiber, 0);
	};
	self.waiters.add(waiter);
	onExitUnsafe(fiber, remove);
	const wait = restore(callback((resume) => {
		if (firstAvailableWaiter(self) === waiter) resume(void_);
		else waiter.resume = resume;
	}));
	const loop = flatMap(wait, () => {
		if (firstAvailableWaiter(self) !== waiter) return loop;
		self.taken += n;
		remove();
		return onAcquire();
	});
	return loop;
});
var SemaphoreImpl = class {
	waiters = /*#__PURE__*/ new Set();
	taken = 0;
	permits;
	constructor(permits) {
		this.permits = permits;
	}
	get free() {
		return this.permits - this.taken;
	}
	take(n) {
		return takePermits(this, n, () => succeed(n));
	}
	takeScoped(n) {
		return uninterruptibleMask((restore) => flatMap(scope, (scope) => takePermits(this, n, () => scopeAddFinalizer(scope, this.release(n)), restore)));
	}
	takeIfAvailable(n) {
		return suspend(() => {
			if (this.free < n) return succeed(false);
			this.taken += n;
			return succeed(true);
		});
	}
	releaseUnsafe(fiber, n) {
		this.taken -= n;
		if (this.waiters.size > 0) fiber.currentDispatcher.scheduleTask(() => {
			let remaining = this.free;
			for (const waiter of Array.from(this.waiters)) {
				if (!this.waiters.has(waiter) || waiter.permits > remaining) continue;
				remaining -= waiter.permits;
				const resume = waiter.resume;
				waiter.resume = void 0;
				resume?.(void_);
			}
		}, 0);
		return this.free;
	}
	resize(permits) {
		return withFiber((fiber) => {
			this.permits = permits;
			if (this.free < 0) return void_;
			this.releaseUnsafe(fiber, 0);
			return void_;
		});
	}
	release(n) {
		return withFiber((fiber) => succeed(this.releaseUnsafe(fiber, n)));
	}
	get releaseAll() {
		return withFiber((fiber) => succeed(this.releaseUnsafe(fiber, this.taken)));
	}
	withPermits(n) {
		return (self) => uninterruptibleMask((restore) => takePermits(this, n, () => onExitPrimitive(restore(self), () => {
			this.releaseUnsafe(getCurrentFiber(), n);
		}, true), restore));
	}
	withPermit = /*#__PURE__*/ this.withPermits(1);
	withPermitsIfAvailable(n) {
		return (self) => uninterruptibleMask((restore) => {
			if (this.free < n) return succeedNone;
			this.taken += n;
			return onExitPrimitive(restore(asSome(self)), () => {
				this.releaseUnsafe(getCurrentFiber(), n);
			}, true);
		});
	}
};
// ../../../node_modules/effect/dist/RcMap.js
/**
* Shares scoped resources by key and releases them when no one is using them.
*
* An `RcMap` runs a lookup effect the first time a key is requested, shares the
* in-progress or acquired resource with other callers for the same key, and
* tracks each caller through its current `Scope`. When the last scope for a key
* closes, the resource is released immediately or kept alive until its idle
* time-to-live expires. Entries can also be explicitly invalidated. Capacity
* limits do not evict entries: idle entries count toward capacity, and a new
* key fails with `ExceededCapacityError` when the map is full. It is meant for
* resource lifecycles such as clients, sessions, and connections, not as a
* general mutable cache.
*
* @stability stable
* @since 3.5.0
*/
const TypeId$3 = "~effect/RcMap";
const makeUnsafe = (options) => ({
	[TypeId$3]: TypeId$3,
	lookup: options.lookup,
	context: options.context,
	scope: options.scope,
	idleTimeToLive: options.idleTimeToLive,
	capacity: options.capacity,
	state: {
		_tag: "Open",
		map: empty$1()
	},
	pipe() {
		return pipeArguments(this, arguments);
	}
});
/**
* Creates an `RcMap` that can contain multiple reference counted resources that can be indexed
* by a key. The resources are lazily acquired on the first call to `get` and
* released when the last reference is released.
*
* **When to use**
*
* Use to create a scoped reference-counted map for resources that should be
* acquired once per key and shared while in use.
*
* **Details**
*
* Complex keys can extend `Equal` and `Hash` to allow lookups by value.
*
* - `capacity`: The maximum number of entries, including idle entries. A new key
*   fails with `ExceededCapacityError` when full; existing entries are not evicted.
* - `idleTimeToLive`: When the reference count reaches zero, the resource will be released after this duration.
*
* **Example** (Creating a reference-counted map)
*
* ```ts import.meta.vitest
* import { Effect, RcMap } from "effect"
*
* const events: Array<string> = []
*
* const program = Effect.gen(function*() {
*   const map = yield* RcMap.make({
*     lookup: (key: string) =>
*       Effect.acquireRelease(
*         Effect.succeed(`acquired ${key}`),
*         () => Effect.sync(() => events.push(`released ${key}`))
*       )
*   })
*
*   // Get "foo" from the map twice, which will only acquire it once.
*   // It will then be released once the scope closes.
*   yield* RcMap.get(map, "foo").pipe(
*     Effect.andThen(RcMap.get(map, "foo")),
*     Effect.scoped
*   )
* })
*
* await Effect.runPromise(Effect.scoped(program))
* events // => ["released foo"]
* ```
*
* @see {@link get} for acquiring or retaining a resource by key
* @see {@link invalidate} for removing a resource from the map
*
* @stability stable
* @category constructors
* @since 3.5.0
*/
const make$11 = (options) => withFiber$1((fiber) => {
	const context = fiber.context;
	const scope = get$3(context, Scope);
	const self = makeUnsafe({
		lookup: options.lookup,
		context,
		scope,
		idleTimeToLive: typeof options.idleTimeToLive === "function" ? flow(options.idleTimeToLive, fromInputUnsafe) : constant(fromInputUnsafe(options.idleTimeToLive ?? zero)),
		capacity: Math.max(options.capacity ?? Number.POSITIVE_INFINITY, 0)
	});
	return as(addFinalizerExit(scope, () => {
		if (self.state._tag === "Closed") return void_$1;
		const map = self.state.map;
		self.state = { _tag: "Closed" };
		return forEach(map, ([, entry]) => exit(closeEntry(entry))).pipe(tap(() => sync(() => {
			clear$2(map);
		})), flatMap$1(asVoidAll));
	}), self);
});
/**
* Gets the resource for a key, acquiring it with the map's lookup function when
* the key is not already cached.
*
* **When to use**
*
* Use to acquire or retain the resource for a key within the current scope.
*
* **Details**
*
* The resource's reference count is incremented for the current `Scope`, and a
* release finalizer is added to that scope. When the current scope closes, the
* reference is released; the resource is closed when the last reference is
* released, subject to the map's idle time-to-live setting.
*
* **Example** (Acquiring a resource)
*
* ```ts import.meta.vitest
* import { Effect, RcMap } from "effect"
*
* const events: Array<string> = []
*
* const program = Effect.gen(function*() {
*   const map = yield* RcMap.make({
*     lookup: (key: string) =>
*       Effect.acquireRelease(
*         Effect.succeed(`Resource: ${key}`),
*         () => Effect.sync(() => events.push(`released ${key}`))
*       )
*   })
*
*   // Get a resource - it will be acquired on first access
*   const resource = yield* RcMap.get(map, "database")
*   return [resource, events] as const
* })
*
* await Effect.runPromise(Effect.scoped(program)) // => ["Resource: database", ["released database"]]
* ```
*
* @see {@link make} for creating the reference-counted map
* @see {@link invalidate} for removing a resource by key
*
* @stability stable
* @category combinators
* @since 3.5.0
*/
const get = /*#__PURE__*/ dual(2, (self, key) => uninterruptibleMask$1((restore) => {
	if (self.state._tag === "Closed") return interrupt$1;
	const state = self.state;
	const parent = getCurrent();
	const o = get$2(state.map, key);
	let entry;
	if (o._tag === "Some") {
		entry = o.value;
		entry.refCount++;
	} else if (Number.isFinite(self.capacity) && size$2(self.state.map) >= self.capacity) return fail$1(new ExceededCapacityError(`RcMap attempted to exceed capacity of ${self.capacity}`));
	else {
		entry = {
			deferred: makeUnsafe$2(),
			scope: makeUnsafe$3(),
			idleTimeToLive: self.idleTimeToLive(key),
			finalizer: void 0,
			fiber: void 0,
			expiresAt: 0,
			refCount: 1
		};
		entry.finalizer = release(self, key, entry);
		set(state.map, key, entry);
		const context = new Map(self.context.mapUnsafe);
		parent.context.mapUnsafe.forEach((value, key) => {
			context.set(key, value);
		});
		context.set(Scope.key, entry.scope);
		const lookupContext = makeUnsafe$4(context);
		suspend$1(() => self.lookup(key)).pipe(runForkWith(lookupContext), runIn$2(entry.scope)).addObserver((exit) => {
			if (hasInterrupts(exit)) removeInterrupted(self, key, entry, lookupContext);
			doneUnsafe(entry.deferred, exit);
		});
	}
	const scope = getUnsafe(parent.context, Scope);
	return addFinalizer(scope, entry.finalizer).pipe(andThen(restore(_await(entry.deferred))));
}));
const removeInterrupted = (self, key, entry, context) => {
	if (self.state._tag === "Closed") return;
	const o = get$2(self.state.map, key);
	if (o._tag === "None" || o.value !== entry) return;
	remove$2(self.state.map, key);
	if (entry.refCount > 0) return;
	closeEntry(entry).pipe(ignoreCause({
		log: "Unhandled",
		message: "Unhandled error in RcMap finalizer"
	}), runForkWith(context), runIn$2(self.scope));
};
const closeEntry = (entry) => entry.fiber ? interrupt(entry.fiber).pipe(andThen(close(entry.scope, void_$2))) : close(entry.scope, void_$2);
const release = (self, key, entry) => withFiber$1((fiber) => {
	entry.refCount--;
	if (entry.refCount > 0) return void_$1;
	else if (self.state._tag === "Closed") return closeEntry(entry);
	const o = get$2(self.state.map, key);
	if (o._tag === "None" || o.value !== entry) return closeEntry(entry);
	else if (isZero(entry.idleTimeToLive)) {
		remove$2(self.state.map, key);
		return closeEntry(entry);
	} else if (!isFinite(entry.idleTimeToLive)) return void_$1;
	const clock = fiber.getRef(Clock);
	entry.expiresAt = clock.currentTimeMillisUnsafe() + toMillis(entry.idleTimeToLive);
	if (entry.fiber) return void_$1;
	entry.fiber = uninterruptibleMask$1(function loop(restore) {
		const now = clock.currentTimeMillisUnsafe();
		const remaining = entry.expiresAt - now;
		if (remaining <= 0) {
			if (self.state._tag === "Closed" || entry.refCount > 0) return void_$1;
			const o = get$2(self.state.map, key);
			if (o._tag === "None" || o.value !== entry) return void_$1;
			remove$2(self.state.map, key);
			return ignoreCause(close(entry.scope, void_$2), {
				log: "Unhandled",
				message: "Unhandled error in RcMap finalizer"
			});
		}
		return flatMap$1(restore(clock.sleep(millis(remaining))), () => loop(restore));
	}).pipe(ensuring(sync(() => {
		entry.fiber = void 0;
	})), runForkWith(fiber.context), runIn$2(self.scope));
	return void_$1;
});
// ../../../packages/lua/src/internal/state/files.ts
/** A path as the host gave it: a URL, or a path relative to a folder. */
const located = (file, folder) => {
	if (file instanceof URL) return fileURLToPath(file);
	if (file.startsWith("file:")) return fileURLToPath(file);
	return isAbsolute(file) ? file : resolve(folder, file);
};
const folderOf = (file) => dirname(file);
const real = (path) => {
	try {
		return realpathSync(path);
	} catch {
		return;
	}
};
/** A folder that scripts may read from, as it really is. */
const rootOf = (folder) => real(resolve(folder)) ?? resolve(folder);
const inside = (root, path) => path === root || path.startsWith(root.endsWith(sep) ? root : root + sep);
/** The file that a script may read under this path, or undefined: not there, no file, or outside of the roots. */
const permitted = (roots, path) => {
	if (path.includes("\0")) return void 0;
	const found = real(path);
	if (found === void 0 || !roots.some((root) => inside(root, found))) return void 0;
	try {
		return statSync(found).isFile() ? found : void 0;
	} catch {
		return;
	}
};
/** The bytes of a script, without a mark of encoding and without a first line for the shell. */
const scriptAt = (path) => {
	const read = readFileSync(path);
	let bytes = new Uint8Array(read);
	if (bytes[0] === 239 && bytes[1] === 187 && bytes[2] === 191) bytes = bytes.subarray(3);
	if (bytes[0] !== 35) return bytes;
	const end = bytes.indexOf(10);
	return end === -1 ? /* @__PURE__ */ new Uint8Array() : bytes.subarray(end);
};
// ../../../packages/core/src/internal/sending/awaits.ts
/**
* Awaiting the end of a submitted job. A handler that does so waits as one that asks does, and is judged in the same way, but
* only now: that it submitted the job made nobody wait. Used by the sending thread only.
*/
/** Of the submitted jobs of one client and Rpc. */
var Awaits = class {
	calls;
	reentrant;
	/** Those that are awaited inside of handlers. */
	inside = /* @__PURE__ */ new Map();
	constructor(calls, reentrant) {
		this.calls = calls;
		this.reentrant = reentrant;
	}
	/** `resume` hears of the end, now or later; who has waited long enough runs what is returned. */
	observe(job, resume) {
		if (this.calls.system.loop.actors.size === 0 || job.isKnown) return job.observe(resume);
		const sender = jobOf(getCurrent());
		return sender === void 0 || sender.waitingInstances.length === 0 ? job.observe(resume) : this.observeInside(job, resume, sender);
	}
	observeInside(job, resume, sender) {
		const closed = this.cycle(job, sender.waitingInstances);
		if (closed !== void 0 && !sender.isOpen) {
			resume(closed);
			return;
		}
		const wait = {
			sender,
			over: false,
			onChain: (chain) => {
				const cycle = this.cycle(job, chain);
				if (cycle === void 0) return this.tell(job);
				leave();
				resume(cycle);
			}
		};
		const observed = job.observe((exit) => {
			this.end(job, wait);
			resume(exit);
		});
		const leave = () => {
			observed?.now();
			this.end(job, wait);
			this.tell(job);
		};
		const waits = this.inside.get(job);
		if (waits === void 0) this.inside.set(job, /* @__PURE__ */ new Set([wait]));
		else waits.add(wait);
		sender.waitsFor(wait);
		if (closed === void 0) this.tell(job);
		else judgeSoon(this.calls, sender, wait);
		return sync(leave);
	}
	end(job, wait) {
		wait.over = true;
		const waits = this.inside.get(job);
		if (waits?.delete(wait) && waits.size === 0) this.inside.delete(job);
	}
	/** That very job waits for the one that would wait for it; or it stands behind one that does, and cannot start. */
	cycle(job, chain) {
		if (chain.length === 0) return void 0;
		const { calls } = this;
		const { loop } = calls.system;
		const itself = identityOf(loop.mesh.peer(loop.thread).incarnation, job.id);
		const { started } = job;
		if (!chain.includes(itself) && (this.reentrant || started || !isCycle(job.target, chain))) return void 0;
		const reason = new AskCycle({ chain: calls.namesOf([...chain, job.target.instance]) });
		return fail$2(errorOf$1(job.method, job.target.threadName, reason, started ? true : "unknown"));
	}
	/** Whoever runs the job hears who waits for it now, if that has changed. */
	tell(job) {
		const senders = new Set(Array.from(this.inside.get(job) ?? [], ({ sender }) => sender));
		const chains = Array.from(senders, ({ waitingInstances }) => waitingInstances);
		const chain = chains.length > 1 ? Array.from(new Set(chains.flat())) : chains[0] ?? noChain;
		if (!sameChain(chain, job.chain)) sendChain(this.calls.outbox, job, chain);
	}
};
// ../../../packages/core/src/internal/sending/limit.ts
const noLimit = {
	millis: 0,
	leftMillis: 0,
	deadline: 0
};
/** Options as such, whatever is in them. */
const areOptions = (callOptions) => callOptions === void 0 || typeof callOptions === "object" && callOptions !== null;
const badOptions = (callOptions) => invalid$4("options", callOptions, "give a call an object of options, or none");
/** The same with ours among them; what cannot be options stays as it is: `limitOf` says so. */
const withOurs = (callOptions, ours) => areOptions(callOptions) ? {
	...callOptions,
	...ours
} : callOptions;
const limitOf = (callOptions, now) => {
	if (callOptions === void 0) return noLimit;
	if (!areOptions(callOptions)) return badOptions(callOptions);
	const { discard, interruption, timeout, whenFull } = callOptions;
	if (discard !== void 0 && typeof discard !== "boolean") return invalid$4("discard", discard, "use true or false");
	if (whenFull !== void 0 && whenFull !== "suspend" && whenFull !== "fail") return invalid$4("whenFull", whenFull, "use \"suspend\" or \"fail\"; what else there is, is for layers");
	if (interruption !== void 0 && interruption !== "wait" && interruption !== "detach") return invalid$4("interruption", interruption, "use \"wait\" or \"detach\"");
	if (timeout === void 0) return noLimit;
	const millis = millisOf$1(timeout);
	if (millis === void 0) return invalid$4("timeout", timeout, "use a Duration that is not negative, such as \"1 second\", or milliseconds");
	if (millis === Number.POSITIVE_INFINITY) return noLimit;
	const leftMillis = millis - (callOptions.waitedMillis ?? 0);
	if (leftMillis <= 0) return new Timeout({
		afterMillis: millis,
		detail: ""
	});
	return {
		millis,
		leftMillis,
		deadline: now() + leftMillis
	};
};
// ../../../packages/core/src/internal/sending/calls.ts
/**
* What all verbs of one Rpc share: waiting for the actor's name, for room and for the end of a job, each no longer than the
* caller and the actor allow.
*/
/** Made once per client and Rpc. */
var Calls = class Calls {
	method;
	binding;
	system;
	outbox;
	/** Debug mode: dies where it is used on another thread, before anything is done there. */
	notElsewhere;
	constructor(options, method) {
		this.method = method;
		this.binding = options.binding;
		this.system = options.system;
		this.outbox = options.system.loop.outbox;
		this.notElsewhere = debugHere(options.system.loop, method);
	}
	/** The same Rpc under another name of its actor. */
	under(binding) {
		return new Calls({
			binding,
			system: this.system
		}, {
			...this.method,
			actor: binding.name
		});
	}
	fail(reason, thread = "") {
		return fail$2(errorOf$1(this.method, thread, reason, false));
	}
	/** A call whose options make sense. */
	guarded(verb) {
		return (payload, callOptions) => {
			if (callOptions === void 0) return verb(payload, void 0, noLimit);
			const limit = limitOf(callOptions, this.system.loop.eventLoop.millis);
			return "_tag" in limit ? this.fail(limit) : verb(payload, callOptions, limit);
		};
	}
	/**
	* The fiber that runs a call, where it matters: where no actor is hosted no handler can be the caller, and nobody waits for
	* room, or for the end, by a clock.
	*/
	fiberOf(callOptions) {
		return callOptions?.timeout !== void 0 || typeof this.binding.entry?.whenFull !== "string" || this.system.loop.actors.size > 0 ? getCurrent() : void 0;
	}
	/** Runs `register` as an Effect, with the calling fiber where it matters. */
	calling(callOptions, register) {
		return callback$1((resume) => register(resume, this.fiberOf(callOptions)));
	}
	/** The outcome of a tell that waits, for its port or in its target's line. */
	untilKnown(job) {
		return callback$1((resume) => {
			if (job.outcome !== void 0) return resume(job.outcome);
			job.resume = resume;
			return sync(() => this.withdraw(job));
		});
	}
	/** The outcome of a submit that waits for the port of its pair of threads: the first that moves anything. */
	untilHandedOut(job) {
		let outcome;
		let resume = (effect) => {
			outcome = effect;
		};
		job.whenHandedOut((effect) => resume(effect));
		return callback$1((later) => {
			if (outcome !== void 0) return later(outcome);
			resume = later;
			return sync(() => this.withdraw(job));
		});
	}
	namesOf(chain) {
		const { directory, loop } = this.system;
		return instancesOf(chain).map((instance) => {
			const own = loop.actors.get(instance);
			return own === void 0 ? directory.instanceName(instance) : instanceOn(own.name, loop.threadName(loop.thread));
		});
	}
	/** Begins again when somebody is there, with what is then left of a timeout. */
	onceThere(absent, payload, callOptions, again) {
		const limit = limitOf(callOptions, this.system.loop.eventLoop.millis);
		if ("_tag" in limit) return this.fail(limit);
		const wait = this.awaitTurn(absent);
		if (limit.millis === 0) return andThen(wait, again(payload, callOptions));
		const { thread } = absent;
		const detail = this.binding.known ? `"${this.binding.name}" is being started again` : `no layer of this actor system provides "${this.binding.name}" yet`;
		const orElse = () => this.fail(new Timeout({
			afterMillis: limit.millis,
			detail
		}), thread);
		return flatMap$1(currentTimeMillis, (since) => timeoutOrElse(wait, {
			duration: limit.leftMillis,
			orElse
		}).pipe(andThen(currentTimeMillis), flatMap$1((now) => {
			const waitedMillis = limit.millis - limit.leftMillis + now - since;
			return again(payload, {
				...callOptions,
				waitedMillis
			});
		})));
	}
	/** Waits for a name that no layer has provided yet, or for a thread that is away, as long as a start may take. */
	awaitTurn(absent) {
		const { binding, system } = this;
		const wait = callback$1((resume) => {
			const leave = absent.wait(() => resume(void_$1));
			return sync(leave);
		}).pipe(timeoutOrElse({
			duration: system.nameTimeoutMillis,
			orElse: () => {
				const detail = binding.known ? `"${binding.name}" is being started again, and was not ready within ${system.nameTimeoutMillis} ms` : `no layer of this actor system provides "${binding.name}", and none did within ${system.nameTimeoutMillis} ms`;
				return this.fail(new Unreachable({ detail }), absent.thread);
			}
		}));
		return acquireUseRelease(sync(() => system.loop.hold()), () => wait, (release) => sync(release));
	}
	/** Ends the wait for room after the time the actor allows, or, inside a handler, after `nestedWait` if that is less. */
	limitWait(job, whenFull, fiber) {
		const chain = chainOf$1(fiber);
		const allowed = typeof whenFull === "number" ? whenFull : Number.POSITIVE_INFINITY;
		const millis = chain.length === 0 ? allowed : Math.min(allowed, this.system.nestedWaitMillis);
		if (millis === Number.POSITIVE_INFINITY) return;
		job.startTimer(fiber, millis, () => {
			if (job.told) return;
			const names = chain.length === 0 ? void 0 : this.namesOf(chain);
			if (this.outbox.withdraw(job)) job.onFailed(this.outbox.fullReason(job, millis, names), false);
		});
	}
	withdraw(job) {
		job.stopTimer();
		if (this.outbox.withdraw(job)) job.over = true;
	}
	/** Ends the wait for a job in time: cancelled if it has not started, told to stop if it has. */
	startTimeout(job, limit, fiber) {
		const { leftMillis, millis } = limit;
		if (fiber === void 0 || millis === 0 || job.over) return;
		const { outbox } = this;
		job.startTimer(fiber, leftMillis, () => {
			const started = job.id >= 0 ? !outbox.cancel(job, true) : !outbox.withdraw(job);
			job.onFailed(new Timeout({
				afterMillis: millis,
				detail: ""
			}), started);
		});
	}
	/** The asker was interrupted: the job provably never starts, or its handler's finalizers have run, within grace. */
	leave(job, callOptions) {
		const { outbox } = this;
		job.stopTimer();
		if (job.over) return void_$1;
		if (job.id < 0) {
			this.withdraw(job);
			return void_$1;
		}
		const detach = callOptions?.interruption === "detach";
		if (outbox.cancel(job, detach) || detach) return void_$1;
		const { interruptGraceMillis } = this.system;
		return callback$1((resume) => job.whenOver(() => resume(void_$1))).pipe(timeoutOrElse({
			duration: interruptGraceMillis,
			orElse: () => {
				outbox.abandon(job);
				return logWarning(`${job.method.actor}.${job.method.tag} on ${job.target.threadName} was interrupted and has not ended within ${interruptGraceMillis} ms; its asker goes on without it`);
			}
		}));
	}
};
/** Throws on any other thread than the loop's; nothing where nobody looks: without debug mode, and on real threads. */
const debugHere = (loop, method) => {
	const { trespasser } = loop.eventLoop;
	if (loop.arena.layout.markBytes === 0 || trespasser === void 0) return void 0;
	return () => {
		const used = trespasser();
		if (used === void 0) return;
		const own = loop.threadName(loop.thread);
		throw errorOf$1(method, used, new WrongThread({
			own,
			used
		}), false);
	};
};
// ../../../packages/core/src/internal/sending/broadcast.ts
/**
* One job to every thread of an actor: encoded and checked once, before anything is sent, and then a job of its own for each,
* with its own copy. What ends on one thread says nothing of the others. Used by the sending thread only.
*/
/** Waits for the next thread of its place rather than go to another one: every place gets its own. */
var MemberJob = class extends Ask {
	get stays() {
		return true;
	}
};
/** Sends to all; a reason when it is refused and nobody gets it, `Absent` when it is to begin again with a name. */
const broadcast$1 = ({ calls, reentrant, served }, payload, callOptions, limit, fiber, onEnd) => {
	const { method, outbox, system } = calls;
	if (callOptions?.thread !== void 0) return invalid$4("thread", callOptions.thread, "leave it out: a broadcast goes to every thread; ask, tell and submit take it");
	const members = membersOf(calls, served, callOptions);
	if (members instanceof Absent || "_tag" in members) return members;
	const headers = headersOf(callOptions?.headers);
	if (headers instanceof InvalidOption$1) return headers;
	const sender = jobOf(fiber);
	const chain = sender?.waitingInstances ?? noChain;
	const extension = encode$1(void 0, headers, chain, system.carrier.of(fiber));
	const encoded = encodePayload$1({
		extension,
		method
	}, payload, outbox.maxBodyBytes, nowhere);
	if (typeof encoded === "object") return encoded;
	if (outgoing.buffers.length > 0) return cannotMove;
	const message = {
		payload,
		bytes: keptMessage(encoded),
		extension,
		sender,
		reentrant
	};
	const full = fullOf(outbox, members, callOptions);
	if (full !== void 0) return full;
	const completions = [];
	const all = {
		size: members.length,
		jobs: [],
		waiting: [],
		completions
	};
	let left = members.length;
	for (const [index, { calls, seat }] of members.entries()) {
		const { found, thread } = seat;
		const ended = (exit) => {
			const completion = {
				thread,
				exit,
				isLast: --left === 0
			};
			completions[index] = completion;
			onEnd(completion, all);
		};
		if (found instanceof Absent) {
			const waits = whenThere(calls, seat, found, message, callOptions);
			const fiberOfWait = runForkWith(fiber.context)(waits);
			all.waiting.push(fiberOfWait);
			fiberOfWait.addObserver(ended);
		} else {
			const job = sendTo(calls, found, thread, message, callOptions, limit, fiber, (exit) => ended(exit));
			if (job !== void 0) all.jobs.push(job);
		}
	}
	return all;
};
/** Sends to one member; its end, or why it was not sent, is the exit. */
const sendTo = (calls, target, thread, { bytes, extension, payload, reentrant, sender }, callOptions, limit, fiber, resume) => {
	const { method, outbox } = calls;
	const fail = (reason) => {
		resume(calls.fail(reason, thread));
	};
	if (!(target instanceof Target)) return fail(target);
	const isOpen = sender?.isOpen === true;
	const chain = sender?.waitingInstances ?? noChain;
	if (!isOpen && !reentrant && isCycle(target, chain)) return fail(new AskCycle({ chain: calls.namesOf([...chain, target.instance]) }));
	const job = new MemberJob(target, method, extension, limit.deadline, resume);
	if (isOpen) job.chain = noChain;
	const whenFull = whenFullOf(calls, callOptions);
	const sent = outbox.send(job, payload, whenFull !== "fail", bytes);
	if (typeof sent === "object") {
		job.over = true;
		return fail(sent);
	}
	if (!sent && job.id < 0 && !job.over) calls.limitWait(job, whenFull, fiber);
	calls.startTimeout(job, limit, fiber);
	if (isOpen) follow(calls, job, sender, reentrant);
	return job;
};
/** The same once its thread is there, as any other send that finds it away: in its turn, and no longer than `startTimeout`. */
const whenThere = (calls, seat, absent, message, callOptions) => {
	const { thread } = seat;
	const again = calls.guarded((payload, callOptions, limit) => withFiber$1((fiber) => callback$1((resume) => {
		const found = seat.find();
		if (found instanceof Absent) return resume(calls.onceThere(found, payload, callOptions, again));
		const job = sendTo(calls, found, thread, message, callOptions, limit, fiber, resume);
		return job === void 0 ? void 0 : suspend$1(() => calls.leave(job, callOptions));
	})));
	return calls.onceThere(absent, message.payload, callOptions, again);
};
const whenFullOf = ({ binding }, callOptions) => callOptions?.whenFull === "fail" ? "fail" : binding.entry?.whenFull ?? "suspend";
const cannotMove = new InvalidOption$1({
	option: "the payload of a broadcast",
	value: "one that moves an ArrayBuffer (Job.transfer)",
	remedy: "what is moved can be in one place only: broadcast an Rpc whose schema copies it"
});
/** Whoever waited has left: what has not started never will, the rest is interrupted, all at the same time. */
const leaveAll = (calls, { jobs, waiting }, callOptions) => forEach([...jobs.map((job) => suspend$1(() => calls.leave(job, callOptions))), ...waiting.map(interrupt)], (left) => left, {
	concurrency: "unbounded",
	discard: true
});
const membersOf = (calls, served, callOptions) => {
	const to = callOptions?.to;
	if (to !== void 0 && to !== "actor" && to !== "system") return invalid$4("to", to, "use \"actor\" for the threads of this actor's tag, or \"system\" for those of all its tags");
	if (to !== "system") return seated(calls);
	const { directory } = calls.system;
	const members = /* @__PURE__ */ new Map();
	for (const name of directory.serving(served)) {
		const found = seated(name === calls.binding.name ? calls : calls.under(directory.binding(name)));
		if (found instanceof Absent) return found;
		if ("_tag" in found) continue;
		for (const member of found) {
			const { found: there, thread } = member.seat;
			if (!("_tag" in there) && !members.has(thread)) members.set(thread, member);
		}
	}
	return Array.from(members.values());
};
const seated = (calls) => {
	const seats = calls.binding.seats();
	return seats instanceof Absent || "_tag" in seats ? seats : seats.map((seat) => ({
		seat,
		calls
	}));
};
/** Where a send that finds no room fails, all that are there have room or nobody gets it. */
const fullOf = (outbox, members, callOptions) => {
	const targets = members.flatMap(({ calls, seat: { found } }) => found instanceof Target && whenFullOf(calls, callOptions) === "fail" ? [found] : []);
	if (targets.length === 0) return void 0;
	const reason = (what, target) => fullReason(what, target, outbox.jobs.capacity, 0);
	for (const target of targets) {
		target.window.lookAtAll();
		if (isFull$2(target) || target.waiting.size > 0) return reason("window", target);
	}
	if (outbox.jobs.capacity - outbox.jobs.live >= targets.length) return void 0;
	outbox.reclaim();
	return outbox.jobs.capacity - outbox.jobs.live < targets.length ? reason("jobs", targets[0]) : void 0;
};
// ../../../packages/core/src/internal/sending/clientBroadcast.ts
/** `around` is what is done with every verb of the client. */
const makeBroadcast = (options, around) => {
	const { calls } = options;
	const together = calls.guarded((payload, callOptions, limit) => withFiber$1((fiber) => callback$1((resume) => {
		const onEnd = ({ isLast }, all) => {
			if (isLast) resume(succeed$1(all.completions.map(({ exit, thread }) => ({
				thread,
				exit
			}))));
		};
		const started = broadcast$1(options, payload, callOptions, limit, fiber, onEnd);
		if (started instanceof Absent) {
			resume(calls.onceThere(started, payload, callOptions, together));
			return;
		}
		if ("_tag" in started) {
			resume(calls.fail(started));
			return;
		}
		if (started.size === 0) resume(succeed$1([]));
		return suspend$1(() => leaveAll(calls, started, callOptions));
	})));
	/** Gives a stream of what ends, and notes in `run` what is to be left when nobody reads it any more. */
	const oneByOne = calls.guarded((payload, callOptions, limit) => withFiber$1((fiber) => flatMap$1(unbounded(), (queue) => suspend$1(() => {
		const onEnd = (completion) => {
			offerUnsafe(queue, completion);
			if (completion.isLast) endUnsafe(queue);
		};
		const started = broadcast$1(options, payload, callOptions, limit, fiber, onEnd);
		if (started instanceof Absent) return calls.onceThere(started, payload, callOptions, oneByOne);
		if ("_tag" in started) return calls.fail(started);
		if (started.size === 0) endUnsafe(queue);
		callOptions?.broadcasts?.push(started);
		return succeed$2(fromQueue(queue));
	}))));
	const open = around(oneByOne);
	const stream = (payload, callOptions) => unwrap(gen(function* () {
		const broadcasts = [];
		const left = suspend$1(() => forEach(broadcasts, (each) => leaveAll(calls, each, callOptions), { discard: true }));
		yield* addFinalizer(yield* scope$1, left);
		return yield* open(payload, withOurs(callOptions, { broadcasts }));
	}));
	return Object.assign(around(together), { stream });
};
// ../../../packages/core/src/internal/sending/clientMiddleware.ts
const clientMiddlewares = (context, rpc) => {
	const middlewares = [];
	for (const tag of rpc.middlewares) {
		const middleware = context.mapUnsafe.get(`${tag.key}/Client`);
		if (middleware !== void 0) middlewares.push(middleware);
	}
	return middlewares;
};
/** A new function in any case: what hangs on a method must not end up on the inner one. */
const withMiddleware = (context, rpc, verb) => {
	const middlewares = clientMiddlewares(context, rpc);
	if (middlewares.length === 0) return (payload, options) => verb(payload, options);
	let requests = 0;
	return (payload, options) => {
		const headers = headersOf(options?.headers);
		if (headers instanceof InvalidOption$1 || !areOptions(options)) return verb(payload, options);
		const run = (request, index) => index < 0 ? verb(request.payload, {
			...options,
			headers: request.headers
		}) : middlewares[index]({
			rpc,
			request,
			next: (next) => run(next, index - 1)
		});
		return run({
			_tag: "Request",
			id: ++requests,
			tag: rpc._tag,
			payload,
			headers
		}, middlewares.length - 1);
	};
};
// ../../../packages/core/src/internal/sending/clientStream.ts
/**
* A method of a client that returns a Stream: what it asks is sent when the stream is run, for each run anew, and told to
* stop when the run is over before the stream is.
*/
/** Elements that may be on their way, or nothing for as many as always. */
const creditOf = ({ streamBufferSize }) => {
	if (streamBufferSize === void 0) return void 0;
	if (Number.isInteger(streamBufferSize) && streamBufferSize >= 1 && streamBufferSize <= MOST$2) return streamBufferSize;
	return invalid$4("streamBufferSize", streamBufferSize, `use a whole number from 1 to ${MOST$2}`);
};
const MOST$2 = 1e6;
/** As `Stream.toQueue`, begun at once: what is asked is sent before whoever has asked for the queue sends anything else. */
const queueOf$1 = (stream, capacity) => gen(function* () {
	const queue = yield* bounded(capacity);
	yield* addFinalizer$1(() => shutdown(queue));
	yield* forkScoped(runIntoQueue(stream, queue), { startImmediately: true });
	return queue;
});
/** `open` sends the job of one run, and notes it there; `leave` lets go of it, and waits as an interrupted ask does. */
const makeStream = (open, leave) => {
	const stream = (payload, options) => fromChannel(fromTransform((_, scope) => suspend$1(() => {
		const run = [];
		const left = suspend$1(() => forEach(run, (job) => leave(job, options), { discard: true }));
		return andThen(addFinalizer(scope, left), map(open(payload, withOurs(options, { run })), (job) => job.pull));
	})));
	/** The queue holds half of what may be ahead. */
	const asQueue = (payload, options) => {
		const credit = creditOf(options) ?? 256;
		if (typeof credit === "object") return queueOf$1(stream(payload, options), 1);
		const capacity = Math.max(1, credit >>> 1);
		const streamBufferSize = Math.max(1, credit - capacity);
		return queueOf$1(stream(payload, {
			...options,
			streamBufferSize
		}), capacity);
	};
	return (payload, options) => options?.asQueue === true ? asQueue(payload, options) : stream(payload, options);
};
// ../../../packages/core/src/internal/sending/routed.ts
/**
* Asks of which somebody else decides, when they are sent, where they go and what follows where they fail: what is built on top of
* actors has that for the price of an ask. Used by the sending thread only.
*/
const makeRouted = (calls, asked) => (payload, router) => callback$1((resume) => {
	calls.notElsewhere?.();
	const options = router.next();
	if (options === void 0) {
		resume(router.instead(payload));
		return;
	}
	const then = (effect) => {
		const error = errorIn(effect);
		if (error !== void 0) return resume(router.failed(error, payload));
		resume(router.answered === void 0 ? effect : answered(router, effect));
	};
	return asked(payload, options, noLimit, then, calls.fiberOf(options));
});
/** One that is sent later is answered later. */
const answered = (router, effect) => isExit(effect) ? router.answered(effect) : flatMap$1(exit(effect), (exit) => router.answered(exit));
/** What it failed with, where that is the actor's failure and no other. */
const errorIn = (effect) => {
	if (!isExit(effect) || isSuccess(effect)) return void 0;
	const [reason] = effect.cause.reasons;
	return reason?._tag === "Fail" && reason.error instanceof ActorError ? reason.error : void 0;
};
// ../../../packages/core/src/internal/sending/streamJob.ts
/**
* A stream as its consumer has it: the job that asked for it, the elements that have come and were not taken yet, and
* the credit that the producer is owed. Used by the consuming thread only.
*
* Of `credit` elements each is on its way, here, or in the consumer's hands: what it was handed counts as taken when it
* asks for more. At most half of the credit is handed out at once and owed at once, so the other half is under way.
*/
var StreamJob = class extends ClientJob {
	owner;
	/** Half of the credit. */
	step;
	arrived = [];
	/** Elements that the consumer was handed last. */
	handed = 0;
	/** Taken, and not granted again yet. */
	owed = 0;
	hasBegun = false;
	closed = false;
	exit = void 0;
	consumer = void 0;
	isWaking = false;
	left = void 0;
	constructor(target, method, extension, deadline, credit, owner) {
		super(target, method, true, extension, deadline);
		this.step = Math.max(1, credit >>> 1);
		this.owner = owner;
	}
	onAccepted() {}
	/** Not once its consumer has seen some of it: it would begin again from its first element. */
	get repeatable() {
		return !this.hasBegun && super.repeatable;
	}
	get takesElements() {
		return !this.closed;
	}
	onElements(elements) {
		this.hasBegun = true;
		for (const element of elements) this.arrived.push(element);
		this.wake();
	}
	settle(exit) {
		this.exit = exit;
		this.wake();
		this.left?.();
	}
	wake() {
		if (this.consumer === void 0 || this.isWaking) return;
		this.isWaking = true;
		this.owner.soon(this.handOver);
	}
	handOver = () => {
		this.isWaking = false;
		const { consumer } = this;
		this.consumer = void 0;
		consumer?.(this.next());
	};
	/** The next elements, or the end; what the consumer had before is taken. */
	pull = suspend$1(() => {
		this.owed += this.handed;
		this.handed = 0;
		if (this.owed >= this.step && !this.over) {
			this.owner.grant(this, this.owed);
			this.owed = 0;
		}
		if (this.arrived.length > 0 || this.exit !== void 0) return this.next();
		return callback$1((resume) => {
			this.consumer = resume;
			return sync(() => {
				this.consumer = void 0;
			});
		});
	});
	next() {
		if (this.arrived.length === 0) return isFailure$1(this.exit) ? failCause(this.exit.cause) : done$2();
		const elements = this.arrived.splice(0, this.step);
		this.handed = elements.length;
		return succeed$2(elements);
	}
	/** Its consumer wants no more: what still comes is dropped. */
	close() {
		this.closed = true;
		this.arrived.length = 0;
	}
	whenOver(left) {
		this.left = left;
	}
};
// ../../../packages/core/src/internal/sending/telling.ts
function TellEffect(send, payload) {
	this.send = send;
	this.payload = payload;
}
TellEffect.prototype = Prototype({
	label: "Tell",
	evaluate(fiber) {
		return this.send(this.payload, fiber);
	}
});
/**
* `send` is called each time it is run. The cast: a function with a prototype of its own is a class to the engine, and none
* to TypeScript; `Effectable.Class` is one to both, but asks for a second Effect, made each time, where this is evaluated.
*/
const Telling = TellEffect;
function SubmitEffect(send, payload) {
	this.send = send;
	this.payload = payload;
}
SubmitEffect.prototype = Prototype({
	label: "Submit",
	evaluate(fiber) {
		return this.send(this.payload, fiber);
	}
});
/** The same, for a submit: it succeeds with the handle. */
const Submitting = SubmitEffect;
// ../../../packages/core/src/internal/sending/tellUnsafe.ts
const makeTellUnsafe = (calls, route, { context }, rpc, [method, addressed], current) => {
	const { binding, outbox, system } = calls;
	const refuse = (reason, thread = "") => {
		switch (reason._tag) {
			case "MailboxFull": return "full";
			case "Stopped":
			case "ThreadDied":
			case "ArenaCorrupt": return "closed";
			default: throw errorOf$1(method, thread, reason, false);
		}
	};
	return (payload, options) => {
		calls.notElsewhere?.();
		if (!areOptions(options)) return refuse(badOptions(options));
		if (clientMiddlewares(context, rpc).length > 0) throw errorOf$1(method, "", new InvalidOption$1({
			option: "tellUnsafe",
			value: `called on "${rpc._tag}"`,
			remedy: "use tell: this Rpc has middleware on the client's side, which is an Effect"
		}), false);
		const routed = route(payload, noChain, options?.thread);
		if (routed instanceof Absent) return binding.known ? "full" : "closed";
		if ("_tag" in routed) return refuse(routed);
		const { key, target } = routed;
		const headers = headersOf(options?.headers);
		if (headers instanceof InvalidOption$1) return refuse(headers);
		const extension = encode$1(key, headers, noChain, system.carrier.of(current()));
		const isBound = options?.thread !== void 0 && options.movable !== true;
		const job = new Tell(target, isBound ? addressed : method, extension, void 0);
		const sent = outbox.send(job, payload, target.drops === "oldest");
		if (typeof sent === "object") return refuse(sent, target.threadName);
		if (sent) job.onAccepted();
		else if (!standAlone(outbox, job) && job.over) return "closed";
		return "accepted";
	};
};
// ../../../packages/core/src/internal/sending/submitted.ts
/**
* Submitted jobs: in the mailbox, their end to come. What the job keeps of it, and the handle that its sender holds.
*/
/**
* The caller waits until it is in the mailbox; the exit is kept for whoever awaits it, before or after it has come. There
* may be a million of them: none keeps more than it needs, and nothing of the call that sent it.
*/
var Submission = class extends ClientJob {
	constructor(target, method, extension, deadline, submitter, owner) {
		super(target, method, true, extension, deadline);
		this.owner = owner;
		this.chain = noChain;
		this.awaiting = submitter;
		this.end = void 0;
	}
	onAccepted() {
		if (this.isHandedOut) return;
		const submitter = this.awaiting;
		this.awaiting = void 0;
		this.isHandedOut = true;
		if (submitter !== void 0) submitter(succeed$1(this.owner.handOut(this)));
	}
	/** What its sender gets, for one who was not told; `undefined` as long as that is not known. To be asked for once. */
	get outcome() {
		if (!this.isHandedOut) return void 0;
		return this.awaiting === nobody$2 ? this.end : succeed$1(this.owner.handOut(this));
	}
	/** Somebody waits after all until it is handed out. */
	whenHandedOut(submitter) {
		this.awaiting = submitter;
	}
	onFailed(reason, started) {
		if (started === false && this.attempt === 1) this.neverRan = true;
		super.onFailed(reason, started);
	}
	/** It was cancelled before it started, or before it was run again. */
	takenBack() {
		if (this.attempt === 1) this.neverRan = true;
		this.onExit(interrupt$2());
	}
	settle(exit) {
		const { awaiting } = this;
		this.awaiting = void 0;
		if (!this.isHandedOut) {
			this.isHandedOut = true;
			if (awaiting !== void 0) return awaiting(exit);
			this.awaiting = nobody$2;
			this.end = exit;
			return;
		}
		if (!this.isDetached) this.end = exit;
		else if (isFailure$1(exit) && awaiting === void 0) this.owner.failedUnseen(this, exit);
		if (typeof awaiting === "function") awaiting(exit);
		else if (awaiting !== void 0) for (const each of awaiting) each(exit);
	}
	/** Nothing has to be waited for. */
	get isKnown() {
		return this.end !== void 0 || this.isDetached;
	}
	/** Calls back with the end; who has waited long enough runs what is returned. */
	observe(resume) {
		if (this.isKnown) {
			resume(this.end ?? this.refusal);
			return;
		}
		if (this.awaiting === void 0) this.awaiting = resume;
		else if (typeof this.awaiting === "function") this.awaiting = /* @__PURE__ */ new Set([this.awaiting, resume]);
		else this.awaiting.add(resume);
		return new Leaving$1(this, resume);
	}
	leave(resume) {
		if (this.awaiting === resume) this.awaiting = void 0;
		else if (typeof this.awaiting === "object") this.awaiting.delete(resume);
	}
	get refusal() {
		const reason = new InvalidOption$1({
			option: "await",
			value: "of a job that was detached",
			remedy: "await it first, or keep it: whoever detaches a job says that nobody asks how it ends"
		});
		return fail$2(errorOf$1(this.method, this.target.threadName, reason, this.started));
	}
	get exit() {
		return this.end === void 0 ? none$7() : some(this.end);
	}
	get started() {
		return this.over ? !this.neverRan : this.owner.hasStarted(this);
	}
	detach() {
		const { end } = this;
		if (this.isDetached) return;
		this.isDetached = true;
		this.end = void 0;
		if (end !== void 0 && isFailure$1(end)) this.owner.failedUnseen(this, end);
	}
};
/** In the place of who awaits a job that nobody can await: it was refused before it was handed out. */
const nobody$2 = () => {};
/** What is to be done when whoever awaits a job is interrupted. A class: an Effect of a closure is three objects. */
var Leaving$1 = class extends Class {
	constructor(job, resume) {
		super();
		this.job = job;
		this.resume = resume;
	}
	asEffect() {
		this.job.leave(this.resume);
		return void_$1;
	}
	now() {
		this.job.leave(this.resume);
	}
};
/** The handle on a submitted job, in one word; the effects are made when they are asked for. */
var SubmittedJob = class {
	#job;
	constructor(job) {
		this.#job = job;
	}
	get await() {
		const job = this.#job;
		return callback$1((resume) => job.owner.observe(job, resume));
	}
	get poll() {
		return sync(() => this.#job.exit);
	}
	get started() {
		return sync(() => this.#job.started);
	}
	get cancel() {
		return sync(() => this.#job.owner.cancel(this.#job));
	}
	get detach() {
		return sync(() => this.#job.detach());
	}
};
/** The same in debug mode, where somebody looks who uses it: `check` throws on any other thread than its own. */
var CheckedJob = class extends SubmittedJob {
	#check;
	constructor(job, check) {
		super(job);
		this.#check = check;
	}
	get await() {
		return this.#here(super.await);
	}
	get poll() {
		return this.#here(super.poll);
	}
	get started() {
		return this.#here(super.started);
	}
	get cancel() {
		return this.#here(super.cancel);
	}
	get detach() {
		return this.#here(super.detach);
	}
	#here(effect) {
		return suspend$1(() => {
			this.#check();
			return effect;
		});
	}
};
// ../../../packages/core/src/internal/sending/client.ts
/**
* The methods of an actor as its users call them: ask, tell, submit. Each makes a job, hands it to the outbox of this
* thread and turns what comes back into an Effect.
*/
/** Makes the service value: one function for each Rpc, with the other verbs on it. */
const make$10 = (options) => {
	const client = Object.create(null);
	let index = 0;
	for (const [tag, rpc] of options.requests) {
		const codecs = bind(rpc, options.context);
		const method = {
			actor: options.binding.name,
			tag: rpc._tag,
			index: index++,
			codecs,
			idempotent: get$3(rpc.annotations, Idempotent)
		};
		Object.defineProperty(client, tag, {
			enumerable: true,
			value: verbsOf(options, rpc, method)
		});
	}
	return client;
};
const verbsOf = (options, rpc, method) => {
	const { binding, system } = options;
	const calls = new Calls(options, method);
	const { notElsewhere, outbox } = calls;
	const reentrant = get$3(rpc.annotations, Reentrant);
	const isStream = method.codecs.elements !== void 0;
	const route = makeRoute(binding, options.routing, rpc, method);
	const addressed = addressedOf(method);
	const aimed = {
		target: void 0,
		method,
		extension: void 0,
		sender: void 0
	};
	/**
	* Where a job goes and what goes with it: one for all of this client's jobs, so that nothing is allocated for it; whoever
	* aims takes it apart at once. Nothing when the call has failed or must begin again: then `resume` was called.
	*/
	const aim = (payload, callOptions, resume, again, fiber, waits) => {
		const sender = waits && fiber !== void 0 ? jobOf(fiber) : void 0;
		const chain = sender === void 0 ? noChain : sender.waitingInstances;
		const routed = route(payload, chain, callOptions?.thread);
		if (!("target" in routed)) {
			resume(routed instanceof Absent ? calls.onceThere(routed, payload, callOptions, again) : calls.fail(routed));
			return;
		}
		const { key, target } = routed;
		const isOpen = sender !== void 0 && sender.isOpen;
		if (chain.length > 0 && !isOpen && !reentrant && isCycle(target, chain)) {
			resume(calls.fail(new AskCycle({ chain: calls.namesOf([...chain, target.instance]) }), target.threadName));
			return;
		}
		const headers = callOptions === void 0 ? noHeaders : headersOf(callOptions.headers);
		if (headers !== noHeaders && headers instanceof InvalidOption$1) {
			resume(calls.fail(headers));
			return;
		}
		const carried = system.carrier.of(fiber ?? getCurrent());
		const credit = isStream ? callOptions?.streamBufferSize : void 0;
		aimed.target = target;
		aimed.method = callOptions?.thread === void 0 || callOptions.movable === true ? method : addressed;
		aimed.sender = isOpen ? sender : void 0;
		aimed.extension = encode$1(key, headers, chain, carried, credit);
		return aimed;
	};
	/**
	* Encodes and sends a job; false when it has failed or must begin again. With `orWait`, that is what follows where it would
	* have to wait for room; nothing of it remains then.
	*/
	const post = (job, payload, callOptions, resume, fiber, orWait) => {
		const whenFull = callOptions?.whenFull === "fail" ? "fail" : binding.entry?.whenFull ?? "suspend";
		const sent = outbox.send(job, payload, whenFull !== "fail" && orWait === void 0);
		if (sent === true) job.onAccepted();
		else if (sent !== false) {
			const waitsThen = orWait !== void 0 && whenFull !== "fail" && sent._tag === "MailboxFull";
			if (waitsThen) binding.line.lookAgain();
			resume(waitsThen ? orWait(payload, callOptions) : calls.fail(sent, job.target.threadName));
			return false;
		} else if (fiber !== void 0 && job.id < 0) calls.limitWait(job, whenFull, fiber);
		return true;
	};
	const asked = (payload, callOptions, limit, resume, fiber, views) => {
		const at = aim(payload, callOptions, resume, views === void 0 ? ask : scoped, fiber, true);
		if (at === void 0) return void 0;
		const { sender } = at;
		const job = views === void 0 ? new Ask(at.target, at.method, at.extension, limit.deadline, resume) : new ScopedAsk(views, at.target, at.method, at.extension, limit.deadline, resume);
		if (sender !== void 0) job.chain = noChain;
		if (!post(job, payload, callOptions, resume, fiber)) return void 0;
		if (sender !== void 0) follow(calls, job, sender, reentrant);
		if (fiber !== void 0) calls.startTimeout(job, limit, fiber);
		return new Leaving(calls, job, callOptions);
	};
	const askWith = calls.guarded((payload, callOptions, limit) => callOptions?.discard === true ? tell(payload, callOptions) : calls.calling(callOptions, (resume, fiber) => asked(payload, callOptions, limit, resume, fiber)));
	/** Mostly nothing but the payload is given, and then one closure and one Effect are all that a call is made of. */
	const ask = (payload, callOptions) => callOptions === void 0 ? callback$1((resume) => asked(payload, void 0, noLimit, resume, calls.fiberOf(void 0))) : askWith(payload, callOptions);
	const scoped = calls.guarded((payload, callOptions, limit) => withViews(calls, (views) => calls.calling(callOptions, (resume, fiber) => {
		const leave = asked(payload, callOptions, limit, resume, fiber, views);
		return leave === void 0 ? void 0 : andThen(sync(() => views.end()), leave);
	})));
	/** Why a tell was refused at once; nothing runs between that and its being read. */
	let noted = void_$1;
	const note = (effect) => {
		noted = effect;
	};
	const told = (payload, callOptions, again, refuse, resume, fiber, orWait) => {
		const at = aim(payload, callOptions, refuse, again, fiber, false);
		if (at === void 0) return void 0;
		const job = new Tell(at.target, at.method, at.extension, resume);
		return post(job, payload, callOptions, refuse, fiber, orWait) ? job : void 0;
	};
	/** Mostly there is room: then no fiber is suspended, and nothing is made but the Effect and the job. */
	const tellNow = (payload, fiber, callOptions) => {
		const job = told(payload, callOptions, tell, note, void 0, fiber, tellWaiting);
		return job === void 0 ? noted : job.outcome ?? calls.untilKnown(job);
	};
	const tellWith = calls.guarded((payload, callOptions, limit) => limit.millis > 0 ? tellWaiting(payload, callOptions) : withFiber$1((fiber) => tellNow(payload, fiber, callOptions)));
	const tell = (payload, callOptions) => callOptions === void 0 ? new Telling(tellNow, payload) : tellWith(payload, callOptions);
	/** Its timeout is about the wait for room: once it is in the mailbox nobody waits for it any more. */
	const tellWaiting = calls.guarded((payload, callOptions, limit) => calls.calling(callOptions, (resume, fiber) => {
		const job = told(payload, callOptions, tellWaiting, resume, resume, fiber);
		if (job === void 0 || job.told) return void 0;
		calls.startTimeout(job, limit, fiber);
		return sync(() => calls.withdraw(job));
	}));
	const submitTo = (payload, callOptions, again, deadline, refuse, resume, fiber, orWait) => {
		const at = aim(payload, callOptions, refuse, again, fiber, false);
		if (at === void 0) return void 0;
		const job = new Submission(at.target, at.method, at.extension, deadline, resume, submitted);
		return post(job, payload, callOptions, refuse, fiber, orWait) ? job : void 0;
	};
	/** As with a tell: mostly there is room. */
	const submitNow = (payload, fiber, callOptions) => {
		const job = submitTo(payload, callOptions, submit, 0, note, void 0, fiber, submitWaiting);
		return job === void 0 ? noted : job.outcome ?? calls.untilHandedOut(job);
	};
	const submitWith = calls.guarded((payload, callOptions, limit) => limit.millis > 0 ? submitWaiting(payload, callOptions) : withFiber$1((fiber) => submitNow(payload, fiber, callOptions)));
	const submit = (payload, callOptions) => callOptions === void 0 ? new Submitting(submitNow, payload) : submitWith(payload, callOptions);
	const submitWaiting = calls.guarded((payload, callOptions, limit) => calls.calling(callOptions, (resume, fiber) => {
		const job = submitTo(payload, callOptions, submitWaiting, limit.deadline, resume, resume, fiber);
		if (job === void 0) return void 0;
		calls.startTimeout(job, limit, fiber);
		return job.id >= 0 ? void 0 : sync(() => calls.withdraw(job));
	}));
	/** Sends the job of one run of a stream: what comes for it is taken by whoever pulls it. */
	const open = calls.guarded((payload, callOptions, limit) => {
		const credit = creditOf(callOptions);
		if (typeof credit === "object") return calls.fail(credit);
		return calls.calling(callOptions, (resume, fiber) => {
			const at = aim(payload, callOptions, resume, open, fiber, true);
			if (at === void 0) return void 0;
			const { extension, sender, target } = at;
			const { deadline } = limit;
			const job = new StreamJob(target, at.method, extension, deadline, credit ?? 256, streamOwner);
			if (sender !== void 0) job.chain = noChain;
			if (!post(job, payload, callOptions, resume, fiber)) return void 0;
			if (sender !== void 0) follow(calls, job, sender, reentrant);
			callOptions.run.push(job);
			calls.startTimeout(job, limit, fiber);
			resume(succeed$2(job));
		});
	});
	const streamOwner = {
		grant: (job, elements) => outbox.grant(job, elements),
		soon: (then) => system.loop.afterDrain(then)
	};
	const leaveStream = (job, callOptions) => {
		job.close();
		return calls.leave(job, callOptions);
	};
	const awaits = new Awaits(calls, reentrant);
	const submitted = {
		observe: (job, resume) => awaits.observe(job, resume),
		handOut: (job) => {
			if (!system.loop.draining) system.loop.mesh.flush();
			return notElsewhere === void 0 ? new SubmittedJob(job) : new CheckedJob(job, notElsewhere);
		},
		cancel: (job) => {
			if (job.over) return false;
			const never = job.id < 0 ? outbox.withdraw(job) : outbox.cancel(job, false);
			if (never) job.takenBack();
			return never && !job.started;
		},
		hasStarted: (job) => job.attempt > 1 || job.id >= 0 && outbox.hasStarted(job),
		failedUnseen: (_, { cause }) => options.unseen.report(`${method.actor}.${method.tag}`, cause)
	};
	const here = (verb) => notElsewhere === void 0 ? verb : (payload, callOptions) => suspend$1(() => {
		notElsewhere();
		return verb(payload, callOptions);
	});
	const around = (verb) => withMiddleware(options.context, rpc, here(verb));
	const tellUnsafe = makeTellUnsafe(calls, route, options, rpc, [method, addressed], getCurrent);
	if (isStream) return Object.assign(makeStream(around(open), leaveStream), {
		tell: around(tell),
		tellUnsafe
	});
	const broadcast = makeBroadcast({
		calls,
		served: options.served,
		reentrant
	}, around);
	const verbs = {
		"~@stevedore/core/routed": makeRouted(calls, asked),
		tell: around(tell),
		tellUnsafe,
		submit: around(submit),
		scoped: around(scoped),
		broadcast
	};
	return Object.assign(around(ask), verbs);
};
const noHeaders = empty$2;
/** What is to be done when the caller of an ask is interrupted. A class of its own: an Effect of a closure is three objects. */
var Leaving = class extends Class {
	constructor(calls, job, callOptions) {
		super();
		this.calls = calls;
		this.job = job;
		this.callOptions = callOptions;
	}
	asEffect() {
		return this.calls.leave(this.job, this.callOptions);
	}
};
// ../../../packages/core/src/Routing.ts
const make$9 = (strategy, key) => ({
	"~@stevedore/core/Routing": () => {},
	strategy,
	key
});
/**
* Each job to the next thread, in turn; every sending thread counts for itself and starts at another place. The default.
*
* @example
* ```ts
* import * as assert from "node:assert/strict"
* import * as Routing from "@stevedore/core/Routing"
*
* assert.equal(Routing.roundRobin.strategy, "roundRobin")
* ```
*/
const roundRobin = make$9("roundRobin", void 0);
/**
* Like `consistentKey`, with the key that each Rpc declares by `Job.KeyOf` (or its `primaryKey`). Rpcs that declare none
* go round robin. Works from every thread.
*
* @example
* ```ts
* import * as assert from "node:assert/strict"
* import * as Routing from "@stevedore/core/Routing"
*
* assert.equal(Routing.annotatedKey.strategy, "annotatedKey")
* ```
*/
const annotatedKey = make$9("annotatedKey", void 0);
// ../../../packages/core/src/internal/supervision/supervise.ts
/**
* Threads that die are started again, each for itself, as long as their schedule allows. Runs on main, as long as the
* layer's scope. Threads that live and die together: see crew.ts.
*/
const deciding = ({ schedule }) => gen(function* () {
	if (schedule === "never") return () => succeed$2(void 0);
	const step = yield* catchCause(toStep(schedule), broken);
	return (cause) => flatMap$1(currentTimeMillis, (now) => suspend$1(() => step?.(now, cause) ?? done$2()).pipe(map(([, delay]) => {
		const afterMillis = toMillis(delay);
		return {
			afterMillis,
			atMillis: now + afterMillis
		};
	}), catchDone(() => succeed$2(void 0)), catchCause(broken)));
});
/** A schedule that throws allows nothing more: the thread is given up, which its senders learn. */
const broken = (cause) => hasInterruptsOnly(cause) ? interrupt$1 : as(logError(`a restart schedule failed: ${pretty(cause)}`), void 0);
/** The end of an incarnation, as the reason that its jobs and those who watch are given. */
const causeOf = (handle) => _await(handle.over);
/** The thread will not come back; what that means for the system is up to the policy. */
const giveUp = (main, place, policy, cause) => suspend$1(() => {
	const { actors, threadName } = place;
	const escalated = policy.onGiveUp === "escalate";
	main.giveUp(actors, threadName);
	place.gaveUp(cause, escalated);
	const what = `thread "${threadName}" of actor "${actors.join("\", \"")}" is not started again: ${cause.message}`;
	if (!escalated) return policy.schedule === "never" ? void_$1 : logError(what);
	main.escalate(new ActorError({
		reason: cause,
		actor: actors.join(", "),
		job: "",
		thread: threadName,
		started: false
	}));
	return logError(`${what}; the actor system stops`);
});
/** Looks after one thread until it is stopped or given up. Its layer settles the place when it closes. */
const supervise = (main, supervised, policy) => gen(function* () {
	const decide = yield* deciding(policy);
	const { again, current, place } = supervised;
	for (;;) {
		place.started();
		const handle = current();
		let cause = yield* causeOf(handle);
		if (handle.stoppedBy !== void 0) return;
		for (let isUp = false; !isUp;) {
			const next = yield* decide(cause);
			place.died(cause, next);
			if (next === void 0) return yield* giveUp(main, place, policy, cause);
			const started = yield* andThen(sleep(next.afterMillis), exit(again));
			isUp = isSuccess(started);
			if (isFailure$1(started)) {
				cause = reasonIn(started);
				if (cause._tag === "Stopped") return;
			}
		}
	}
});
const reasonIn = (exit) => {
	const error = findErrorOption(exit);
	if (error._tag === "Some") return error.value.reason;
	return new ThreadDied({
		confirmed: true,
		detail: pretty(exit.cause)
	});
};
// ../../../packages/core/src/internal/supervision/crew.ts
/**
* Threads that live and die together: when one dies the others finish what they have started, end, and all are started
* again in order. Runs on main, as long as there is a layer whose threads belong to it.
*
* What is told of each is its place's business (place.ts). The crew goes by these states, and not by the order in which it
* hears of things:
*
* - A place is *fallen* when its thread has ended by itself and nobody has told so. All that have fallen when the crew looks
*   are one death to the schedule: one step, each told with the same restart.
* - Then those that are up end, and what falls until the time of the restart has come (also of a layer that joined meanwhile)
*   belongs to the same restart: it is told with it, and who is up ends too.
* - Who is *away* is started, in order, and told to be up at once. Who does not come up is the next death.
* - A layer that leaves takes its places with it: nothing waits for them, and what they come to is no death. The layer settles
*   them.
*/
const hasLeft = ({ left }) => isDoneUnsafe(left);
/** A start that was interrupted says that the layer of the thread closes. */
const isFailure = (exit) => isFailure$1(exit) && !hasInterrupts(exit);
var Crew = class {
	main;
	policy;
	/** Something has fallen since the crew has looked. */
	news = runSync(sliding(1));
	units = [];
	running;
	constructor(main, policy) {
		this.main = main;
		this.policy = policy;
	}
	/** The threads, which are up, belong to it as long as the scope is open. */
	join(threads) {
		return gen({ self: this }, function* () {
			const unit = {
				threads,
				scope: yield* scope$1,
				left: makeUnsafe$2()
			};
			this.units = [...this.units, unit];
			for (const thread of threads) this.startedOne(thread);
			this.running ??= runForkWith(this.main.options.context)(this.look);
			yield* addFinalizer$1(() => this.leave(unit));
		});
	}
	leave(unit) {
		return suspend$1(() => {
			doneUnsafe(unit.left, void_$1);
			this.units = this.units.filter((each) => each !== unit);
			const { running } = this;
			if (this.units.length > 0 || running === void 0) return void_$1;
			this.running = void 0;
			return interrupt(running);
		});
	}
	startedOne({ current, place }) {
		place.started();
		runForkWith(this.main.options.context)(_await(current().over)).addObserver(() => {
			offerUnsafe(this.news, void 0);
		});
	}
	get fallen() {
		return this.units.flatMap(({ threads }) => threads.flatMap((thread) => {
			const cause = thread.place.untold;
			return cause === void 0 ? [] : [{
				thread,
				cause
			}];
		}));
	}
	look = gen({ self: this }, function* () {
		const decide = yield* deciding(this.policy);
		for (;;) {
			let failed = this.fallen;
			if (failed.length === 0) yield* take$1(this.news);
			while (failed.length > 0) {
				const { cause, thread } = failed[0];
				if (cause._tag === "Stopped") return;
				const next = yield* decide(cause);
				for (const each of failed) each.thread.place.died(each.cause, next);
				if (next === void 0) return yield* this.giveUp(thread, cause);
				yield* this.endAll(thread, next);
				failed = yield* this.startAll;
			}
		}
	});
	/** Until the time of the next start has come, all that are up when one falls end. */
	endAll(first, next) {
		return gen({ self: this }, function* () {
			for (let because = first;;) {
				if (because !== void 0) yield* this.endOthers(because);
				const { fallen } = this;
				for (const { cause, thread } of fallen) thread.place.died(cause, next);
				because = fallen[0]?.thread;
				if (because !== void 0) continue;
				const millis = next.atMillis - (yield* currentTimeMillis);
				if (millis <= 0) return;
				yield* timeoutOption(take$1(this.news), millis);
			}
		});
	}
	/** In the opposite order of their start, one unit after the other, all within one time. */
	endOthers(because) {
		return gen({ self: this }, function* () {
			const end = (yield* currentTimeMillis) + this.policy.finishMillis;
			for (const unit of this.units.toReversed()) {
				if (hasLeft(unit)) continue;
				const millis = Math.max(0, end - (yield* currentTimeMillis));
				const ending = forEach(unit.threads, (thread) => this.endOne(thread, because, millis), {
					concurrency: "unbounded",
					discard: true
				});
				yield* raceFirst(ending, _await(unit.left));
			}
		});
	}
	endOne({ current, place }, because, millis) {
		return suspend$1(() => {
			const handle = current();
			const isAsked = handle.stoppedBy !== void 0;
			if (!place.isUp || isAsked || handle.cause !== void 0) return void_$1;
			const name = because.place.threadName;
			const ended = andThen(recycle(this.main, handle, name, millis), _await(handle.over));
			return map(ended, () => {
				if (handle.stoppedBy === void 0) place.recycled(name);
			});
		});
	}
	/** Starts those that are away, in order. Those that do not start are the next death. */
	startAll = gen({ self: this }, function* () {
		for (const unit of this.units) {
			const away = unit.threads.filter(({ place }) => place.isAway);
			const exits = yield* forEach(away, (thread) => this.startOne(unit, thread), { concurrency: parallelism() });
			if (hasLeft(unit)) continue;
			const failed = exits.flatMap((exit, at) => {
				return isFailure(exit) ? [{
					thread: away[at],
					cause: reasonIn(exit)
				}] : [];
			});
			if (failed.length > 0) return failed;
		}
		return [];
	});
	/** As a part of its layer: one that closes meanwhile interrupts it. */
	startOne(unit, thread) {
		return flatMap$1(forkIn(thread.again, unit.scope), (fiber) => tap(await_(fiber), (exit) => sync(() => isSuccess(exit) && this.startedOne(thread))));
	}
	/** None of them is started again: who lives finishes all it has, as when a layer closes. */
	giveUp(thread, cause) {
		return gen({ self: this }, function* () {
			const units = this.units.toReversed();
			this.running = void 0;
			this.units = [];
			for (const { threads } of units) {
				const living = threads.filter(({ place }) => place.isUp);
				yield* this.main.stopThreads(living.map(({ current }) => current()), "group");
				for (const { place } of threads) {
					if (place === thread.place) continue;
					this.main.giveUp(place.actors, place.threadName);
					place.settle("group");
				}
			}
			yield* giveUp(this.main, thread.place, this.policy, cause);
		});
	}
};
// ../../../packages/core/src/internal/supervision/restart.ts
/**
* Schedules of restarts with a budget: so many in a sliding period, and not one more. Behind `Supervision.backoff` and
* `Supervision.within`; evaluated on main, once for each death.
*/
/** What a thread gets whose layer says nothing. */
const byDefault = {
	firstMillis: 50,
	factor: 2,
	longestMillis: 5e3,
	restarts: 10,
	periodMillis: 6e4
};
/** The restarts of the last period, and whether one more is allowed. */
const countedIn = ({ periodMillis, restarts }) => {
	let recent = [];
	return (now) => {
		recent = recent.filter((each) => now - each < periodMillis);
		const before = recent.length;
		const allowed = before < restarts;
		if (allowed) recent.push(now);
		return {
			before,
			allowed
		};
	};
};
/** Waits longer the more restarts the last period has seen, so one that has held for that long starts from the front. */
const backoff = (options) => fromStep(sync(() => {
	const count = countedIn(options);
	return (now) => {
		const { allowed, before } = count(now);
		if (!allowed) return done$2(before);
		const millis$1 = Math.min(options.longestMillis, options.firstMillis * options.factor ** before);
		return succeed$2([before + 1, millis(millis$1)]);
	};
}));
// ../../../packages/core/src/internal/supervision/supervisionOptions.ts
const FINISH_MILLIS = 5e3;
const RESTART = "use a Schedule, such as Supervision.backoff(), or \"never\"";
const isRestart = (restart) => restart === void 0 || restart === "never" || isSchedule(restart);
const supervisionOf = (main, options) => {
	const { finishWithin, group, onGiveUp, restart, strategy } = options;
	if (group !== void 0) {
		const other = [
			"restart",
			"onGiveUp",
			"strategy",
			"finishWithin"
		].find((key) => options[key] !== void 0);
		if (other !== void 0) return invalid$4(other, "given beside group", "give it to Supervision.group: it holds for all of the group");
		const policy = group["~@stevedore/core/Group"];
		if (policy === void 0) return invalid$4("group", String(group), "use what Supervision.group returns");
		const crew = main.crews.get(group) ?? new Crew(main, policy);
		main.crews.set(group, crew);
		return {
			policy,
			crew
		};
	}
	if (onGiveUp !== void 0 && onGiveUp !== "stop" && onGiveUp !== "escalate") return invalid$4("onGiveUp", onGiveUp, "use \"stop\" or \"escalate\"");
	if (!isRestart(restart)) return invalid$4("restart", String(restart), RESTART);
	if (strategy !== void 0 && strategy !== "oneForOne" && strategy !== "allForOne") return invalid$4("strategy", strategy, "use \"oneForOne\" or \"allForOne\"");
	const policy = {
		schedule: restart ?? backoff(byDefault),
		onGiveUp: onGiveUp ?? "stop"
	};
	if (strategy !== "allForOne") {
		if (finishWithin === void 0) return {
			policy,
			crew: void 0
		};
		return invalid$4("finishWithin", finishWithin, "it is for strategy: \"allForOne\"; leave it out");
	}
	const finishMillis = finishWithin === void 0 ? FINISH_MILLIS : millisOf$1(finishWithin);
	if (finishMillis === void 0) return invalid$4("finishWithin", finishWithin, "use a Duration such as \"5 seconds\", or milliseconds");
	return {
		policy,
		crew: new Crew(main, {
			...policy,
			finishMillis
		})
	};
};
// ../../../packages/core/src/internal/hostLayer.ts
/**
* The layers that start threads: one thread or a pool, which serve one actor or several. All of them come up together, die
* together, and are started again together, each with its own name.
*/
const DEFAULT_WINDOW = 65536;
/** Starts `wanted` threads that serve all of `parts`, and provides their clients. */
const hostLayer = (parts, options, wanted, threadNames) => effectContext(gen(function* () {
	const fail = (reason) => new ActorError({
		reason,
		actor: ids.join(", "),
		job: "",
		thread: "",
		started: false
	});
	const ids = parts.map(({ id }) => id);
	const system = (yield* ActorSystem)["~@stevedore/core/runtime"];
	const { main } = system;
	if (main === void 0) return yield* fail(onlyMain("a layerThread or layerPool"));
	const size = wanted ?? Math.max(1, Math.min(parallelism(), main.options.sizes.maxThreads - 1));
	const wrong = invalidHost(options, size, main);
	if (wrong !== void 0) return yield* fail(wrong);
	const mailbox = mailboxOf(options);
	if ("reason" in mailbox) return yield* fail(mailbox.reason);
	const slowMillis = slowOf(options);
	if (typeof slowMillis === "object") return yield* fail(slowMillis);
	const supervision = supervisionOf(main, options);
	if ("_tag" in supervision) return yield* fail(supervision);
	const { crew, policy } = supervision;
	const threads = [];
	const indices = Array.from({ length: size }, (_, index) => index);
	const restarts = policy.schedule !== "never";
	const places = indices.map((index) => new Place(main, ids, threadNames(index), () => threads[index], restarts));
	yield* addFinalizer$1(() => sync(() => places.forEach((place) => place.settle("layer"))));
	const slow = parts.map(({ id, slowAfter }) => ({
		actor: id,
		millis: slowMillis,
		jobs: slowAfter
	}));
	yield* addFinalizer$1(() => sync(() => slow.forEach((each) => main.slow.remove(each))));
	yield* addFinalizer$1(() => main.stopThreads(threads));
	const start = (index) => gen(function* () {
		const instances = parts.map(({ fingerprint, id, module, served }) => {
			return {
				instance: main.nextInstance(),
				name: id,
				served,
				fingerprint,
				module: module?.boot()
			};
		});
		const threadName = threadNames(index);
		const { functions, incarnation, serial, thread } = yield* start$1(main, {
			name: threadName,
			entry: options.entry.url,
			instances,
			resourceLimits: options.resourceLimits,
			whenLost: options.whenLost,
			place: places[index],
			created: (handle) => {
				threads[index] = handle;
			}
		});
		for (const { module } of parts) {
			const other = module?.learn(functions);
			if (other === void 0) continue;
			yield* terminate(main, threads[index]);
			return yield* fail(other);
		}
		return instances.map(({ instance }) => {
			return {
				thread,
				incarnation,
				instance,
				threadName,
				serial: serial.includes(instance),
				state: "up"
			};
		});
	});
	const started = yield* forEach(indices, start, { concurrency: parallelism() });
	const routing = options.routing ?? roundRobin;
	const refused = main.register(parts.map(({ id: name, jobs, served }, part) => {
		const members = started.map((all) => all[part]);
		return {
			name,
			served,
			strategy: routing.strategy,
			...mailbox,
			restarts,
			members,
			jobs
		};
	}));
	if (refused !== void 0) return yield* fail(refused);
	for (const each of slow) main.slow.add(each);
	yield* addFinalizer$1(() => sync(() => main.unregister(ids)));
	const supervised = indices.map((index) => ({
		place: places[index],
		current: () => threads[index],
		again: map(start(index), (members) => main.replaceMembers(ids, members))
	}));
	if (crew !== void 0) yield* crew.join(supervised);
	else for (const each of supervised) yield* forkScoped(supervise(main, each, policy), { startImmediately: true });
	let clients = empty$3();
	for (const { clientOf, tag } of parts) clients = add$3(clients, tag, yield* clientOf(system, routing));
	return clients;
}));
const onlyMain = (option) => new InvalidOption$1({
	option,
	value: "built on a worker thread",
	remedy: "build it on main; other threads reach the actor by layerRef"
});
const isRouting = (routing) => routing === roundRobin || routing === annotatedKey || routing?.strategy === "consistentKey" && typeof routing.key === "function";
const invalidHost = (options, size, main) => {
	if (typeof options.name !== "string" || options.name === "") return invalid$4("name", options.name, "give the thread a name: a text that is not empty");
	const most = main.options.sizes.maxThreads - 1;
	if (most === 0) return invalid$4("maxThreads", 1, "raise maxThreads of the actor system: the one thread it may have is main");
	if (!Number.isSafeInteger(size) || size < 1 || size > most) return invalid$4("size", size, `use a whole number from 1 to ${most} (maxThreads of the system, without main)`);
	if (options.routing !== void 0 && !isRouting(options.routing)) {
		const given = options.routing?.strategy ?? options.routing;
		return invalid$4("routing", given, "use Routing.roundRobin, Routing.annotatedKey or Routing.consistentKey with a function");
	}
	const { whenLost } = options;
	if (whenLost !== void 0 && whenLost !== "wait" && whenLost !== "replace") return invalid$4("whenLost", whenLost, "use \"wait\" or \"replace\"");
	if (typeof options.entry?.url !== "string") return invalid$4("entry", options.entry, "use Actor.entry<typeof import(…)>(new URL(…, import.meta.url))");
};
const isWord = (whenFull) => whenFull === "suspend" || whenFull === "fail" || whenFull === "dropNewest" || whenFull === "dropOldest";
const mailboxOf = (options) => {
	const window = options?.window ?? DEFAULT_WINDOW;
	if (!Number.isSafeInteger(window) || window < 1) return { reason: invalid$4("window", window, "use a whole number from 1") };
	const whenFull = options?.whenFull ?? "suspend";
	if (isWord(whenFull)) return {
		window,
		whenFull
	};
	const millis = millisOf$1(whenFull);
	if (millis === void 0) return { reason: invalid$4("whenFull", whenFull, "use \"suspend\", \"fail\", \"dropNewest\", \"dropOldest\" or a Duration such as \"1 second\"") };
	return {
		window,
		whenFull: millis
	};
};
/** From when on its jobs are slow, in milliseconds; `undefined` where it does not say. */
const slowOf = (options) => {
	const slowAfter = options?.slowAfter;
	if (slowAfter === void 0) return void 0;
	return limitOf$1(slowAfter) ?? invalid$4("slowAfter", slowAfter, "use a Duration such as \"50 millis\", or \"never\"");
};
// ../../../packages/core/src/internal/system/stopHooks.ts
/**
* The stop hooks of an actor that is served on main: the release of what its handlers' layer has acquired. They run once,
* when the actor's layer closes or when the system stops, whichever comes first, and no longer than a stop may take.
*/
/** Whose stop hooks this fiber is part of: one that stops the system does not wait for itself. */
const Inside = Reference("@stevedore/core/StopHooks", { defaultValue: () => [] });
var StopHooks = class {
	/** What the handlers' layer is built in. */
	scope = makeUnsafe$3();
	main;
	actor;
	ended = makeUnsafe$2();
	begun = false;
	constructor(main, actor) {
		this.main = main;
		this.actor = actor;
	}
	/** Runs them, or waits for whoever does; returns what held it up. Never fails: a hook that does is logged. */
	run(exit, millis) {
		return withFiber$1((fiber) => {
			const inside = get$3(fiber.context, Inside);
			if (inside.includes(this)) return succeed$2([]);
			if (this.begun) return _await(this.ended);
			this.begun = true;
			const closing = closeUnsafe(this.scope, exit);
			const running = closing === void 0 ? succeed$2([]) : this.within(provideService(closing, Inside, [...inside, this]), millis);
			const done = (result) => {
				this.main.stopHooks.delete(this);
				return done$3(this.ended, result);
			};
			return uninterruptible(onExit(running, done));
		});
	}
	within(hooks, millis) {
		return gen({ self: this }, function* () {
			const { actor, main } = this;
			const { interruptGraceMillis, stopTimeoutMillis } = main.options;
			const fiber = yield* forkDetach(hooks, { startImmediately: true });
			let exit = yield* timeoutOption(await_(fiber), millis);
			const held = [];
			if (isNone(exit)) {
				held.push(endlessHook(actor));
				yield* logWarning(`actor "${actor}" did not stop within ${stopTimeoutMillis} ms; held by: ${held.join(", ")}`);
				fiber.interruptUnsafe();
				exit = yield* timeoutOption(await_(fiber), interruptGraceMillis);
			}
			if (isNone(exit) || isSuccess(exit.value)) return held;
			const { cause } = exit.value;
			if (held.length > 0 && hasInterruptsOnly(cause)) return held;
			yield* hookFailed([actor], "main", pretty(cause));
			return held;
		});
	}
};
// ../../../packages/core/src/internal/serveHere.ts
/**
* Serving an actor on the calling thread beside the others that do (`layerHere`): main as any other, also while it starts. The
* thread joins the name, which comes with the first and goes with the last of them, and leaves it with the scope; both are
* done when every thread of the system has heard of it.
*/
const hooksOf = ({ main }, id) => {
	if (main !== void 0) return new StopHooks(main, id);
	const scope = makeUnsafe$3();
	return {
		scope,
		run: (exit) => close(scope, exit)
	};
};
/** Builds the handlers, and serves them on this thread under the actor's id. */
const serveHere = (service, { fingerprint, id, jobs, served, slowAfter }, handlers, options, fail) => gen(function* () {
	const system = service["~@stevedore/core/runtime"];
	const { loop, main } = system;
	const mailbox = mailboxOf(options);
	if ("reason" in mailbox) return yield* fail(mailbox.reason);
	const slowMillis = slowOf(options);
	if (typeof slowMillis === "object") return yield* fail(slowMillis);
	if (!isLayer(handlers)) return yield* fail(invalid$4("handlers", handlers, "give it the Layer that TheActor.toLayer({ … }) returns"));
	const hooks = hooksOf(system, id);
	let actor;
	yield* addFinalizer$1((exit) => {
		const since = performance.now();
		const left = actor === void 0 ? void_$1 : leave$3(system, actor);
		return andThen(left, suspend$1(() => asVoid(hooks.run(exit, main === void 0 ? 0 : leftMillis(main, since)))));
	});
	const { incarnation } = loop.mesh.peer(loop.thread);
	const thread = {
		id: incarnation,
		name: loop.threadName(loop.thread),
		isMain: main !== void 0
	};
	const services = merge(succeed$3(ActorSystem, service), succeed$3(CurrentThread, thread));
	const context = yield* buildWithScope(provide(handlers, services), hooks.scope);
	const built = getUnsafe(context, handlersKey(served));
	const instance = yield* mapError(system.ask({ _tag: "instance" }), fail);
	const slow = {
		actor: id,
		millis: slowMillis,
		jobs: slowAfter
	};
	actor = host$1(loop, instance, id, built);
	const serial = built.concurrency === 1;
	const joining = {
		name: id,
		served,
		fingerprint,
		jobs,
		...mailbox,
		instance,
		serial,
		slow
	};
	yield* mapError(system.ask({
		_tag: "join",
		joining
	}), fail);
	if (hooks instanceof StopHooks) main.stopHooks.add(hooks);
});
/** Takes no more than it has been sent when all know, and finishes that; on a thread that ends that is done. */
const leave$3 = (system, actor) => suspend$1(() => {
	const { loop } = system;
	if (system.isEnding()) {
		loop.actors.delete(actor.instance);
		return void_$1;
	}
	const left = system.ask({
		_tag: "leave",
		name: actor.name,
		instance: actor.instance
	});
	return asVoid(andThen(ignore(left), finish$1(system, actor)));
});
// ../../../packages/core/src/internal/actorLayers.ts
/**
* The layers of one actor class: where its handlers run, and the client of whoever asks for the service.
*/
const make$8 = (tag, id, served, definition) => {
	const fail = (reason) => new ActorError({
		reason,
		actor: id,
		job: "",
		thread: "",
		started: false
	});
	const clientOf = (system, routing) => gen(function* () {
		const context$5 = yield* context();
		const unseen = new ToldFailures(context$5, "was submitted, detached,");
		yield* addFinalizer$1(() => sync(() => unseen.end()));
		const binding = system.directory.binding(id);
		return make$10({
			system,
			binding,
			requests: definition.requests,
			context: context$5,
			routing,
			unseen,
			served
		});
	});
	const part = {
		id,
		served,
		tag,
		fingerprint: definition.fingerprint,
		clientOf,
		jobs: Array.from(definition.requests.keys()),
		slowAfter: definition.slowAfter
	};
	const toLayer = (build, options) => handlersLayer(id, served, definition, build, options);
	/** Builds handlers with what a thread provides, and serves them on this thread alone under the actor's id. */
	const serveAlone = (service, handlers, options) => gen(function* () {
		const system = service["~@stevedore/core/runtime"];
		const main = system.main;
		if (main === void 0) return yield* fail(onlyMain("layerMain"));
		const mailbox = mailboxOf(options);
		if ("reason" in mailbox) return yield* fail(mailbox.reason);
		const slowMillis = slowOf(options);
		if (typeof slowMillis === "object") return yield* fail(slowMillis);
		if (!isLayer(handlers)) return yield* fail(invalid$4("handlers", handlers, "give it the Layer that TheActor.toLayer({ … }) returns"));
		const services = merge(succeed$3(ActorSystem, service), succeed$3(CurrentThread, {
			id: 1,
			name: "main",
			isMain: true
		}));
		const own = {
			hooks: new StopHooks(main, id),
			place: placeOf$1(main, id),
			actor: void 0
		};
		const slow = {
			actor: id,
			millis: slowMillis,
			jobs: part.slowAfter
		};
		yield* addFinalizer$1(() => sync(() => main.slow.remove(slow)));
		yield* addFinalizer$1((exit) => end$2(main, own, exit));
		const context = yield* buildWithScope(provide(handlers, services), own.hooks.scope);
		const built = getUnsafe(context, handlersKey(served));
		const instance = main.nextInstance();
		const actor = host$1(main.loop, instance, id, built);
		const refused = main.register([{
			name: id,
			served,
			strategy: "roundRobin",
			...mailbox,
			restarts: false,
			jobs: part.jobs,
			members: [{
				thread: main.loop.thread,
				incarnation: 1,
				instance,
				threadName: "main",
				serial: built.concurrency === 1,
				state: "up"
			}]
		}]);
		if (refused !== void 0) {
			main.loop.actors.delete(instance);
			return yield* fail(refused);
		}
		main.slow.add(slow);
		own.place.started();
		own.actor = actor;
		main.stopHooks.add(own.hooks);
		return yield* clientOf(system, void 0);
	});
	const layerLocal = (handlers, options) => effect(tag, gen(function* () {
		const service = yield* make$17({
			spawner: void 0,
			maxThreads: 1,
			...LOCAL_MEMORY
		});
		return yield* serveAlone(service, handlers, options);
	}));
	return {
		"~@stevedore/core/Part": part,
		toLayer,
		layerLocal,
		layerMain: (handlers, options) => effect(tag, flatMap$1(ActorSystem, (service) => serveAlone(service, handlers, options))),
		layerHere: (handlers, options) => effect(tag, gen(function* () {
			const service = yield* ActorSystem;
			yield* serveHere(service, part, handlers, options, fail);
			return yield* clientOf(service["~@stevedore/core/runtime"], void 0);
		})),
		layerThread: (options) => {
			const name = options?.name ?? id;
			return hostLayer([part], {
				...options,
				name
			}, 1, () => name);
		},
		layerPool: (options) => {
			const name = options?.name ?? id;
			return hostLayer([part], {
				...options,
				name
			}, options?.size, (index) => `${name}-${index}`);
		},
		layerRef: effect(tag, flatMap$1(ActorSystem, (service) => clientOf(service["~@stevedore/core/runtime"], void 0))),
		layerTest: (handlers = {}) => {
			const all = Object.create(null);
			for (const name of definition.requests.keys()) {
				const missing = () => die(/* @__PURE__ */ new Error(`${id}.${name} is not implemented in layerTest`));
				Object.defineProperty(all, name, {
					enumerable: true,
					value: handlerOf(handlers, name) ?? missing
				});
			}
			return layerLocal(toLayer(all));
		}
	};
};
/** One thread has one lane pair with itself: little is plenty. Resident only where touched. */
const LOCAL_MEMORY = {
	arenaBytes: 33554432,
	smallBlocks: 128,
	largeBlocks: 16
};
// ../../../packages/core/src/Actor.ts
/**
* Actors: a protocol of Rpcs as a service class, and the layers that decide where it runs. The program that uses the
* service does not change with the layer.
*/
/**
* Names the module that threads run. With `typeof import(…)`, which no layer accepts it without, the compiler checks that
* its default export serves the actor. Where `x.ts`
* does not exist when a thread starts, `x.js` is tried: a build rewrites imports, but not URLs. Throws `InvalidOption`
* for what is neither a text nor a URL.
*
* @example
* ```ts
* import * as assert from "node:assert/strict"
* import * as Actor from "@stevedore/core/Actor"
*
* const entry = Actor.entry(new URL("./digest.thread.ts", "file:///app/"))
* assert.equal(entry.url, "file:///app/digest.thread.ts")
* ```
*/
const entry$1 = (url) => {
	const href = typeof url === "string" ? url : url?.href;
	if (typeof href === "string") return {
		"~@stevedore/core/Entry": () => {},
		url: href
	};
	throw invalid$4("entry", url, "use Actor.entry<typeof import(\"./x.thread.ts\")>(new URL(\"./x.thread.ts\", import.meta.url))");
};
/**
* Defines an actor. The id names it in the whole system. Throws, naming the Rpc and the place, when two Rpcs have one
* tag, or when a schema cannot be carried between threads.
*
* @example
* ```ts
* import * as assert from "node:assert/strict"
* import * as Effect from "effect/Effect"
* import * as Rpc from "effect/rpc/Rpc"
* import * as Schema from "effect/Schema"
* import * as Actor from "@stevedore/core/Actor"
*
* class Adder extends Actor.Service<Adder>()("docs/Adder", [
*   Rpc.make("add", { payload: { a: Schema.Number, b: Schema.Number }, success: Schema.Number })
* ]) {}
*
* const program = Effect.gen(function*() {
*   const adder = yield* Adder
*   assert.equal(yield* adder.add({ a: 1, b: 2 }), 3)
*   const job = yield* adder.add.submit({ a: 3, b: 4 })
*   assert.equal(yield* job.await, 7)
* })
* const handlers = Adder.toLayer({ add: ({ a, b }) => Effect.succeed(a + b) })
* await Effect.runPromise(Effect.provide(program, Adder.layerLocal(handlers)))
* ```
*/
const Service = () => ((id, rpcs) => makeClass(id, defineGroup(id, rpcs), id));
const makeClass = (id, definition, served) => {
	checkId(id);
	const tag = Service$1(id);
	const layers = make$8(tag, id, served, definition);
	return Object.assign(tag, {
		group: definition.group,
		...layers,
		as: () => (other) => makeClass(other, definition, served)
	});
};
// ../../../packages/harbor/src/HarborError.ts
/**
* The one error of harbor, whatever carries the message: `HarborError` with a `reason`, for `Effect.catchReason`. `delivered`
* says whether a handler may have had it: with "no" sending it again is safe.
*/
const reason = (tag$1) => ({ _tag: tag(tag$1) });
/** An object's id as people read it: 16 hexadecimal digits, its node's incarnation first. */
const hex$1 = (id) => BigInt.asUintN(64, id).toString(16).padStart(16, "0");
/**
* Nobody listens for the message: no thread, and no process that can be reached.
*
* @example
* ```ts
* import * as assert from "node:assert/strict"
* import * as HarborError from "@stevedore/harbor/HarborError"
*
* const reason = new HarborError.NoListener({})
* assert.equal(reason.message, "nobody listens for it")
* ```
*/
var NoListener = class extends Error$1("@stevedore/harbor/HarborError/NoListener")({ ...reason("NoListener") }) {
	get message() {
		return "nobody listens for it";
	}
};
/**
* No object has that id: it never had one, or it was released. Nobody got the message.
*
* @example
* ```ts
* import * as assert from "node:assert/strict"
* import * as HarborError from "@stevedore/harbor/HarborError"
*
* const reason = new HarborError.NoReceiver({ objectId: 17n })
* assert.equal(reason.message, "no object has the id 0000000000000011")
* ```
*/
var NoReceiver = class extends Error$1("@stevedore/harbor/HarborError/NoReceiver")({
	...reason("NoReceiver"),
	objectId: BigInt$1
}) {
	get message() {
		return `no object has the id ${hex$1(this.objectId)}`;
	}
};
/**
* What was given cannot be an object's id: 0, or no unsigned number of 64 bits.
*
* @example
* ```ts
* import * as assert from "node:assert/strict"
* import * as HarborError from "@stevedore/harbor/HarborError"
*
* const reason = new HarborError.InvalidObjectId({ objectId: "0" })
* assert.equal(reason.message, "0 is no object's id: use one that Directory.claim returned")
* ```
*/
var InvalidObjectId = class extends Error$1("@stevedore/harbor/HarborError/InvalidObjectId")({
	...reason("InvalidObjectId"),
	objectId: String$1
}) {
	get message() {
		return `${this.objectId} is no object's id: use one that Directory.claim returned`;
	}
};
/**
* The thread that had the object has died, or the object was on its way to another thread and one of the two has.
*
* @example
* ```ts
* import * as assert from "node:assert/strict"
* import * as HarborError from "@stevedore/harbor/HarborError"
*
* const reason = new HarborError.ObjectLost({ objectId: 17n, detail: "its thread ended" })
* assert.equal(reason.message, "the object 0000000000000011 is lost: its thread ended")
* ```
*/
var ObjectLost = class extends Error$1("@stevedore/harbor/HarborError/ObjectLost")({
	...reason("ObjectLost"),
	objectId: BigInt$1,
	detail: String$1
}) {
	get message() {
		return `the object ${hex$1(this.objectId)} is lost: ${this.detail}`;
	}
};
/**
* As many messages wait for the object as may: its handlers are at work, or hang.
*
* @example
* ```ts
* import * as assert from "node:assert/strict"
* import * as HarborError from "@stevedore/harbor/HarborError"
*
* const reason = new HarborError.ObjectBusy({ objectId: 17n })
* assert.equal(reason.message, "as many messages wait for the object 0000000000000011 as may: send less at once, or raise mailbox where its kind is served")
* ```
*/
var ObjectBusy = class extends Error$1("@stevedore/harbor/HarborError/ObjectBusy")({
	...reason("ObjectBusy"),
	objectId: BigInt$1
}) {
	get message() {
		return `as many messages wait for the object ${hex$1(this.objectId)} as may: send less at once, or raise mailbox where its kind is served`;
	}
};
/**
* The table of objects is full: no thread of this process can claim one.
*
* @example
* ```ts
* import * as assert from "node:assert/strict"
* import * as HarborError from "@stevedore/harbor/HarborError"
*
* const reason = new HarborError.TooManyObjects({ limit: 1024 })
* assert.equal(reason.message, "there is room for 1024 objects: release some, or raise maxObjects on every thread")
* ```
*/
var TooManyObjects = class extends Error$1("@stevedore/harbor/HarborError/TooManyObjects")({
	...reason("TooManyObjects"),
	limit: Number$1
}) {
	get message() {
		return `there is room for ${this.limit} objects: release some, or raise maxObjects on every thread`;
	}
};
/**
* Both sides know the message, and declare it differently. Fingerprints are 16 hexadecimal digits, see `Message.fingerprint`.
*
* @example
* ```ts
* import * as assert from "node:assert/strict"
* import * as HarborError from "@stevedore/harbor/HarborError"
*
* const reason = new HarborError.SchemaMismatch({ own: "00000000000000aa", other: "00000000000000bb" })
* assert.equal(reason.message,
*   reason.message,
*   "it is declared as 00000000000000aa here and as 00000000000000bb there: use one declaration, or list the other's fingerprint in accepts"
* )
* ```
*/
var SchemaMismatch = class extends Error$1("@stevedore/harbor/HarborError/SchemaMismatch")({
	...reason("SchemaMismatch"),
	own: String$1,
	other: String$1
}) {
	get message() {
		return `it is declared as ${this.own} here and as ${this.other} there: use one declaration, or list the other's fingerprint in accepts`;
	}
};
/**
* Two names have one id (CRC-32): one of them has to change.
*
* @example
* ```ts
* import * as assert from "node:assert/strict"
* import * as HarborError from "@stevedore/harbor/HarborError"
*
* const reason = new HarborError.IdCollision({ messageId: 17, names: ["a", "b"] })
* assert.equal(reason.message, '"a" and "b" have the same id 00000011: rename one of them')
* ```
*/
var IdCollision = class extends Error$1("@stevedore/harbor/HarborError/IdCollision")({
	...reason("IdCollision"),
	messageId: Number$1,
	names: Tuple([String$1, String$1])
}) {
	get message() {
		const id = this.messageId.toString(16).padStart(8, "0");
		return `"${this.names[0]}" and "${this.names[1]}" have the same id ${id}: rename one of them`;
	}
};
/**
* A message that the receiving process has not registered; or, with a `kind`, one that objects of that kind do not take.
*
* @example
* ```ts
* import * as assert from "node:assert/strict"
* import * as HarborError from "@stevedore/harbor/HarborError"
*
* const reason = new HarborError.UnknownMessage({ messageId: 17 })
* assert.equal(reason.message, "no message of id 00000011 is registered there")
* assert.match(new HarborError.UnknownMessage({ messageId: 17, kind: "Player" }).message, /of kind "Player" do not take it/)
* ```
*/
var UnknownMessage = class extends Error$1("@stevedore/harbor/HarborError/UnknownMessage")({
	...reason("UnknownMessage"),
	messageId: Number$1,
	kind: optionalKey(String$1)
}) {
	get message() {
		const id = this.messageId.toString(16).padStart(8, "0");
		return this.kind === void 0 ? `no message of id ${id} is registered there` : `objects of kind "${this.kind}" do not take it (id ${id}): give it to ObjectKind.make, and serve the kind with a handler for it`;
	}
};
/**
* More bytes than may travel at once. Sizes in bytes; a frame counts with its header of 40.
*
* @example
* ```ts
* import * as assert from "node:assert/strict"
* import * as HarborError from "@stevedore/harbor/HarborError"
*
* const reason = new HarborError.TooLarge({ what: "frame", bytes: 70000, limitBytes: 65536 })
* assert.equal(reason.message, "the frame takes 70000 bytes, the limit is 65536: send it in parts")
* ```
*/
var TooLarge = class extends Error$1("@stevedore/harbor/HarborError/TooLarge")({
	...reason("TooLarge"),
	what: Literals([
		"frame",
		"payload",
		"reply"
	]),
	bytes: Number$1,
	limitBytes: Number$1
}) {
	get message() {
		return `the ${this.what} takes ${this.bytes} bytes, the limit is ${this.limitBytes}: send it in parts`;
	}
};
/**
* A payload or a reply does not match its schema, or its bytes cannot be read.
*
* @example
* ```ts
* import * as assert from "node:assert/strict"
* import * as HarborError from "@stevedore/harbor/HarborError"
*
* const reason = new HarborError.Malformed({ what: "payload", issue: "Expected number" })
* assert.equal(reason.message, "the payload is malformed: Expected number")
* ```
*/
var Malformed = class extends Error$1("@stevedore/harbor/HarborError/Malformed")({
	...reason("Malformed"),
	what: Literals([
		"frame",
		"payload",
		"reply"
	]),
	issue: String$1
}) {
	get message() {
		return `the ${this.what} is malformed: ${this.issue}`;
	}
};
/**
* The sender may not send that, or not there.
*
* @example
* ```ts
* import * as assert from "node:assert/strict"
* import * as HarborError from "@stevedore/harbor/HarborError"
*
* const reason = new HarborError.Forbidden({ detail: "clients send cmsg messages only" })
* assert.equal(reason.message, "not allowed: clients send cmsg messages only")
* ```
*/
var Forbidden = class extends Error$1("@stevedore/harbor/HarborError/Forbidden")({
	...reason("Forbidden"),
	detail: String$1
}) {
	get message() {
		return `not allowed: ${this.detail}`;
	}
};
/**
* What carries messages between processes is not connected.
*
* @example
* ```ts
* import * as assert from "node:assert/strict"
* import * as HarborError from "@stevedore/harbor/HarborError"
*
* const reason = new HarborError.EngineUnavailable({ detail: "disconnected" })
* assert.equal(reason.message, "the transport is not available: disconnected")
* ```
*/
var EngineUnavailable = class extends Error$1("@stevedore/harbor/HarborError/EngineUnavailable")({
	...reason("EngineUnavailable"),
	detail: String$1
}) {
	get message() {
		return `the transport is not available: ${this.detail}`;
	}
};
/**
* No reply came: in time, or before the connection was lost.
*
* @example
* ```ts
* import * as assert from "node:assert/strict"
* import * as HarborError from "@stevedore/harbor/HarborError"
*
* const reason = new HarborError.NoReply({ detail: "none after 50 ms" })
* assert.equal(reason.message, "no reply: none after 50 ms")
* ```
*/
var NoReply = class extends Error$1("@stevedore/harbor/HarborError/NoReply")({
	...reason("NoReply"),
	detail: String$1
}) {
	get message() {
		return `no reply: ${this.detail}`;
	}
};
/**
* The listener has as many messages waiting as it may have.
*
* @example
* ```ts
* import * as assert from "node:assert/strict"
* import * as HarborError from "@stevedore/harbor/HarborError"
*
* const reason = new HarborError.Overloaded({ limit: 4096 })
* assert.equal(reason.message, "the listener has 4096 messages waiting: send less at once, or raise its mailbox")
* ```
*/
var Overloaded = class extends Error$1("@stevedore/harbor/HarborError/Overloaded")({
	...reason("Overloaded"),
	limit: Number$1
}) {
	get message() {
		return `the listener has ${this.limit} messages waiting: send less at once, or raise its mailbox`;
	}
};
/**
* The handler died of a defect, or interrupted itself. What it was is in the log of its thread, and travels nowhere.
*
* @example
* ```ts
* import * as assert from "node:assert/strict"
* import * as HarborError from "@stevedore/harbor/HarborError"
*
* const reason = new HarborError.RemoteDefect({})
* assert.equal(reason.message, "the handler failed with a defect; the log of its process has it")
* ```
*/
var RemoteDefect = class extends Error$1("@stevedore/harbor/HarborError/RemoteDefect")({ ...reason("RemoteDefect") }) {
	get message() {
		return "the handler failed with a defect; the log of its process has it";
	}
};
/**
* Not the name of a message.
*
* @example
* ```ts
* import * as assert from "node:assert/strict"
* import * as HarborError from "@stevedore/harbor/HarborError"
*
* const reason = new HarborError.InvalidName({ value: '"a b"', remedy: "use letters, digits and _" })
* assert.equal(reason.message, '"a b" is no name of a message: use letters, digits and _')
* ```
*/
var InvalidName = class extends Error$1("@stevedore/harbor/HarborError/InvalidName")({
	...reason("InvalidName"),
	value: String$1,
	remedy: String$1
}) {
	get message() {
		return `${this.value} is no name of a message: ${this.remedy}`;
	}
};
/**
* An option has a value that cannot work.
*
* @example
* ```ts
* import * as assert from "node:assert/strict"
* import * as HarborError from "@stevedore/harbor/HarborError"
*
* const reason = new HarborError.InvalidOption({ option: "window", value: "0", remedy: "use at least 1" })
* assert.equal(reason.message, "window is 0: use at least 1")
* ```
*/
var InvalidOption = class extends Error$1("@stevedore/harbor/HarborError/InvalidOption")({
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
* What is asked for exists, and not here.
*
* @example
* ```ts
* import * as assert from "node:assert/strict"
* import * as HarborError from "@stevedore/harbor/HarborError"
*
* const reason = new HarborError.Unsupported({ what: "delivery: durable", detail: "it needs an engine that stores" })
* assert.equal(reason.message, "delivery: durable is not supported here: it needs an engine that stores")
* ```
*/
var Unsupported = class extends Error$1("@stevedore/harbor/HarborError/Unsupported")({
	...reason("Unsupported"),
	what: String$1,
	detail: String$1
}) {
	get message() {
		return `${this.what} is not supported here: ${this.detail}`;
	}
};
/**
* The last values that must be kept take all the memory they may take: see `LastValues`.
*
* @example
* ```ts
* import * as assert from "node:assert/strict"
* import * as HarborError from "@stevedore/harbor/HarborError"
*
* const reason = new HarborError.CacheFull({ limitBytes: 1000, remedy: "raise memoryBytes" })
* assert.equal(reason.message, "the last values take all of their 1000 bytes: raise memoryBytes")
* ```
*/
var CacheFull = class extends Error$1("@stevedore/harbor/HarborError/CacheFull")({
	...reason("CacheFull"),
	limitBytes: Number$1,
	remedy: String$1
}) {
	get message() {
		return `the last values take all of their ${this.limitBytes} bytes: ${this.remedy}`;
	}
};
/**
* The second tier of last values cannot be opened, read or written.
*
* @example
* ```ts
* import * as assert from "node:assert/strict"
* import * as HarborError from "@stevedore/harbor/HarborError"
*
* const reason = new HarborError.StoreUnavailable({ store: "prices.db", detail: "database is locked" })
* assert.equal(reason.message, "the store of last values prices.db: database is locked")
* ```
*/
var StoreUnavailable = class extends Error$1("@stevedore/harbor/HarborError/StoreUnavailable")({
	...reason("StoreUnavailable"),
	store: String$1,
	detail: String$1
}) {
	get message() {
		return `the store of last values ${this.store}: ${this.detail}`;
	}
};
/**
* What carries messages between the threads of a process has failed: `cause` says how, as for any actor.
*
* @example
* ```ts
* import * as assert from "node:assert/strict"
* import { Stopped } from "@stevedore/core/ActorError"
* import * as HarborError from "@stevedore/harbor/HarborError"
*
* const reason = new HarborError.Actor({ cause: new Stopped({}) })
* assert.equal(reason.message, "the actor has stopped and takes no more jobs")
* ```
*/
var Actor = class extends Error$1("@stevedore/harbor/HarborError/Actor")({
	...reason("Actor"),
	cause: ActorErrorReason
}) {
	get message() {
		return this.cause.message;
	}
};
/**
* Every reason harbor can fail for, apart from the errors that a message declares.
*
* @example
* ```ts
* import * as assert from "node:assert/strict"
* import * as Schema from "effect/Schema"
* import * as HarborError from "@stevedore/harbor/HarborError"
*
* assert.ok(Schema.is(HarborError.HarborErrorReason)(new HarborError.NoListener({})))
* ```
*/
const HarborErrorReason = Union([
	NoListener,
	NoReceiver,
	InvalidObjectId,
	ObjectLost,
	ObjectBusy,
	TooManyObjects,
	SchemaMismatch,
	IdCollision,
	UnknownMessage,
	TooLarge,
	Malformed,
	Forbidden,
	EngineUnavailable,
	NoReply,
	Overloaded,
	RemoteDefect,
	InvalidName,
	InvalidOption,
	Unsupported,
	CacheFull,
	StoreUnavailable,
	Actor
]);
/**
* What a send or a call fails with when it is not the message's own error. `delivered: "no"` means that no handler has had it
* and none will, so that sending it again is safe; `"maybe"` that nobody can know. `messageName` is empty where no message is
* concerned, `thread` where none is.
*
* @example
* ```ts
* import * as assert from "node:assert/strict"
* import * as Effect from "effect/Effect"
* import { HarborError, NoListener } from "@stevedore/harbor/HarborError"
*
* const failed = Effect.fail(
*   new HarborError({ reason: new NoListener({}), messageName: "login", thread: "main", delivered: "no" })
* )
* const again = Effect.catchReason(failed, "HarborError", "NoListener", (_, error) => Effect.succeed(error.delivered))
* assert.equal(await Effect.runPromise(again), "no")
* ```
*/
var HarborError = class extends Error$1("@stevedore/harbor/HarborError")({
	_tag: tag("HarborError"),
	reason: HarborErrorReason,
	messageName: String$1,
	thread: String$1,
	delivered: Literals(["no", "maybe"])
}) {
	get message() {
		const where = [this.messageName, this.thread === "" ? "" : `on ${this.thread}`].filter((part) => part !== "");
		const delivered = this.delivered === "no" ? "nobody has had it" : "whether anybody has had it is not known";
		return `${where.length === 0 ? "" : `${where.join(" ")}: `}${this.reason.message}${this.messageName === "" ? "" : ` (${delivered})`}`;
	}
};
// ../../../packages/harbor/src/internal/codec/guard.ts
const defaultLimits = {
	values: 4096,
	depth: 32
};
const TIMESTAMP = 255;
/** Why `bytes` are not decoded; undefined when they may be. */
const refusal$4 = (bytes, limits) => {
	const left = new Float64Array(limits.depth);
	const isMap = new Uint8Array(limits.depth);
	const end = bytes.length;
	let depth = 0;
	let values = 0;
	let at = 0;
	do {
		if (at >= end) return "it ends in the middle";
		if (++values > limits.values) return tooMany(limits);
		const byte = bytes[at++];
		const isKey = depth > 0 && isMap[depth - 1] === 1 && left[depth - 1] % 2 === 0;
		if (isKey && !isText(byte)) return "a key of a map is no text";
		let items = -1;
		let map = false;
		if (byte < 128 || byte >= 224) {} else if (byte < 144) {
			map = true;
			items = byte & 15;
		} else if (byte < 160) items = byte & 15;
		else if (byte < 192) {
			const length = byte & 31;
			if (isKey && isPrototype(bytes, at, length)) return "a key of a map is __proto__";
			at += length;
		} else if (byte === 193) return "0xc1 is no msgpack";
		else if (byte < 196) {} else {
			const size = sizes[byte - 196];
			if (at + size > end) return "it ends in the middle";
			switch (kinds$1[byte - 196]) {
				case SCALAR:
					at += size;
					break;
				case DATA: {
					const length = numberAt(bytes, at, size);
					at += size;
					if (isKey && isPrototype(bytes, at, length)) return "a key of a map is __proto__";
					at += length;
					break;
				}
				case FIXED_EXTENSION:
					if (bytes[at] !== TIMESTAMP || size !== 5 && size !== 9) return "it holds an extension that is no timestamp";
					at += size;
					break;
				case EXTENSION: {
					const length = numberAt(bytes, at, size);
					at += size;
					if (at >= end) return "it ends in the middle";
					if (bytes[at] !== TIMESTAMP || length !== 12) return "it holds an extension that is no timestamp";
					at += 1 + length;
					break;
				}
				case ARRAY:
					items = numberAt(bytes, at, size);
					at += size;
					break;
				default:
					map = true;
					items = numberAt(bytes, at, size);
					at += size;
			}
		}
		if (depth > 0) left[depth - 1]--;
		if (items > 0) {
			const expected = map ? 2 * items : items;
			if (values + expected > limits.values) return tooMany(limits);
			if (depth === limits.depth) return `it nests more than ${limits.depth} deep`;
			left[depth] = expected;
			isMap[depth] = map ? 1 : 0;
			depth++;
		}
		while (depth > 0 && left[depth - 1] === 0) depth--;
	} while (depth > 0);
	if (at > end) return "it ends in the middle";
	return at === end ? void 0 : "there is more behind it";
};
const tooMany = (limits) => `it holds more than ${limits.values} values`;
const isText = (byte) => byte >= 160 && byte < 192 || byte >= 217 && byte <= 219;
const prototype = new TextEncoder().encode("__proto__");
const isPrototype = (bytes, at, length) => length === prototype.length && prototype.every((byte, index) => bytes[at + index] === byte);
const numberAt = (bytes, at, size) => {
	let number = 0;
	for (let index = 0; index < size; index++) number = number * 256 + bytes[at + index];
	return number;
};
const SCALAR = 0;
const DATA = 1;
const EXTENSION = 2;
const FIXED_EXTENSION = 3;
const ARRAY = 4;
const MAP = 5;
/** For 0xc4 to 0xdf: bin, ext, float, uint, int, fixext (which counts its type), str, array, map. */
const sizes = [
	1,
	2,
	4,
	1,
	2,
	4,
	4,
	8,
	1,
	2,
	4,
	8,
	1,
	2,
	4,
	8,
	2,
	3,
	5,
	9,
	17,
	1,
	2,
	4,
	2,
	4,
	2,
	4
];
const kinds$1 = [
	...Array.from({ length: 3 }, () => DATA),
	...Array.from({ length: 3 }, () => EXTENSION),
	...Array.from({ length: 10 }, () => SCALAR),
	...Array.from({ length: 5 }, () => FIXED_EXTENSION),
	...Array.from({ length: 3 }, () => DATA),
	ARRAY,
	ARRAY,
	MAP,
	MAP
];
// ../../../packages/harbor/src/internal/natives.ts
var import_index_no_eval = require_index_no_eval();
const kinds = /* @__PURE__ */ new Map([["effect/schema/Date", "date"], ["effect/schema/Uint8Array", "bytes"]]);
/** By the id that Effect gives them: `annotate` loses the identity of the AST. */
const kindOf = (ast) => kinds.get((ast.annotations?.representation)?.id);
/** A copy with other fields; Effect's own copies AST nodes the same way. */
const copy = (ast, changes) => Object.assign(Object.create(Object.getPrototypeOf(ast)), ast, changes);
const mapOrSame = (items, f) => {
	const out = items.map(f);
	return out.some((item, index) => item !== items[index]) ? out : items;
};
/** The schema with all of its dates and bytes replaced. Memoised within one call, so that recursion stays one graph. */
const mapNatives = (ast, replace) => {
	const known = /* @__PURE__ */ new Map();
	const map = (from) => {
		const before = known.get(from);
		if (before !== void 0) return before;
		const to = rebuilt(from, map, replace);
		known.set(from, to);
		return to;
	};
	return map(ast);
};
const rebuilt = (ast, map, replace) => {
	if (ast.encoding !== void 0) {
		const last = ast.encoding[ast.encoding.length - 1];
		const to = map(last.to);
		if (to === last.to) return ast;
		const links = [...ast.encoding.slice(0, -1), new Link(to, last.transformation)];
		return copy(ast, { encoding: links });
	}
	switch (ast._tag) {
		case "Declaration": {
			const kind = kindOf(ast);
			if (kind !== void 0) return replace(kind, ast);
			const typeParameters = mapOrSame(ast.typeParameters, map);
			return typeParameters === ast.typeParameters ? ast : copy(ast, { typeParameters });
		}
		case "Objects": {
			const propertySignatures = mapOrSame(ast.propertySignatures, (property) => {
				const type = map(property.type);
				return type === property.type ? property : new PropertySignature(property.name, type);
			});
			const indexSignatures = mapOrSame(ast.indexSignatures, (index) => {
				const type = map(index.type);
				return type === index.type ? index : new IndexSignature(index.parameter, type);
			});
			if (propertySignatures === ast.propertySignatures && indexSignatures === ast.indexSignatures) return ast;
			const { annotations, checks, context, encodingChecks } = ast;
			return new Objects$1(propertySignatures, indexSignatures, ...[
				annotations,
				checks,
				void 0,
				context,
				encodingChecks
			]);
		}
		case "Arrays": {
			const elements = mapOrSame(ast.elements, map);
			const rest = mapOrSame(ast.rest, map);
			if (elements === ast.elements && rest === ast.rest) return ast;
			const { annotations, checks, context, encodingChecks } = ast;
			const parts = [
				annotations,
				checks,
				void 0,
				context,
				encodingChecks
			];
			return new Arrays(ast.isMutable, elements, rest, ...parts);
		}
		case "Union": {
			const types = mapOrSame(ast.types, map);
			if (types === ast.types) return ast;
			const { annotations, checks, context, encodingChecks } = ast;
			return new Union$1(types, ast.options, annotations, checks, void 0, context, encodingChecks);
		}
		case "Suspend": return new Suspend(() => map(ast.thunk()), ast.annotations, void 0, void 0, ast.context);
		default: return ast;
	}
};
// ../../../packages/harbor/src/internal/codec/body.ts
/** A plain class, without a stack: a bad message is no bug. */
var BodyFailure = class {
	issue;
	constructor(issue) {
		this.issue = issue.length > issueLimit ? `${issue.slice(0, issueLimit)}…` : issue;
	}
};
/** It travels back to whoever sent what is wrong: never much more than that was. */
const issueLimit = 400;
/** Between a value and its wire form, which `write` and `read` know. Whatever they throw becomes a `BodyFailure`. */
const bodyOf$1 = (schema, write, read) => {
	const synchronous = schema;
	const toWire = encodeUnknownSync(synchronous);
	const fromWire = decodeUnknownSync(synchronous);
	return {
		encode: (value) => guarded(() => write(toWire(value))),
		decode: (bytes) => guarded(() => fromWire(read(bytes)))
	};
};
const guarded = (run) => {
	try {
		return run();
	} catch (cause) {
		throw cause instanceof BodyFailure ? cause : new BodyFailure(textOf$2(cause));
	}
};
/** What was thrown, as text: it may be anything, also something that throws when it is read. */
const textOf$2 = (cause) => {
	try {
		if (cause instanceof RangeError && cause.message.includes("call stack")) return "it nests too deep";
		return cause instanceof Error ? cause.message : String(cause);
	} catch {
		return "something was thrown that has no text";
	}
};
// ../../../packages/harbor/src/internal/codec/msgpack.ts
const packr = new import_index_no_eval.Packr({
	useRecords: false,
	mapsAsObjects: true,
	variableMapSize: true,
	int64AsType: "auto",
	copyBuffers: true
});
/** Left alone by `toCodecJson`: a declaration without a link says of itself that it is what is to be written. */
const native$1 = {
	toCodecJson: () => void 0,
	toCodec: void 0
};
const wireSchema = (schema) => toCodecJson(make$13(mapNatives(schema.ast, (_, ast) => copy(ast, { annotations: {
	...ast.annotations,
	...native$1
} }))));
const msgpackBody = (schema, limits) => bodyOf$1(wireSchema(schema), (wire) => {
	const bytes = new Uint8Array(packr.pack(wire));
	check(bytes, limits);
	return bytes;
}, (bytes) => {
	check(bytes, limits);
	return packr.unpack(plain$3(bytes));
});
/** What is cut from a Buffer is a Buffer: users who declare bytes get the plain kind. */
const plain$3 = (bytes) => bytes.constructor === Uint8Array ? bytes : new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length);
const check = (bytes, limits) => {
	const issue = refusal$4(bytes, limits);
	if (issue !== void 0) throw new BodyFailure(issue);
};
// ../../../node_modules/effect/dist/encoding/SchemaBinary.js
const codecCache = /*#__PURE__*/ new WeakMap();
const fingerprintCodecCache = /*#__PURE__*/ new WeakMap();
/**
* Derives a compact binary codec from a schema.
*
* **Details**
*
* The wire layout is compiled from the encoded side of the schema. Each
* encode/decode handles exactly one frame; use {@link parser} for streams.
* Derived codecs are memoized by schema identity and wire mode.
*
* Encoded results are arena-backed views and may share a larger buffer. Use
* `bytes.slice()` when independent ownership is required.
*
* **Gotchas**
*
* Bytes carry the layout of the schema that wrote them. In the default mode,
* decode them with that schema or a compatible evolution of it; fingerprint
* mode requires an identical encoded layout. Most union codecs prefix values
* with a member selector, so they cannot read bytes written by a member's own
* codec.
*
* **Example** (Deriving a binary codec)
*
* ```ts
* import { Schema } from "effect"
* import { SchemaBinary } from "effect/encoding"
*
* const Person = Schema.Struct({ name: Schema.String, age: Schema.Number })
* const codec = SchemaBinary.toCodec(Person)
*
* const bytes = Schema.encodeUnknownSync(codec)({ name: "Ada", age: 36 })
* const person = Schema.decodeUnknownSync(codec)(bytes)
* ```
*
* @stability unstable
* @category constructors
* @since 4.0.0
*/
function toCodec(schema, options) {
	const cache = options?.fingerprint === true ? fingerprintCodecCache : codecCache;
	const cached = cache.get(schema);
	if (cached !== void 0) return cached;
	const { exact, layout, recursive, target } = compileTarget(schema);
	const mode = compileMode(layout, options?.fingerprint);
	const trusted = exact ? { value: void 0 } : void 0;
	const codec = assembleCodec(trusted === void 0 ? target : withTrustedDecode(target, trusted, !recursive), layout, mode, trusted);
	cache.set(schema, codec);
	return codec;
}
function assembleCodec(target, layout, mode, trusted, successOnly = false) {
	return Uint8Array$1.pipe(decodeTo(target, makeTransformation(layout, mode, trusted, successOnly)));
}
const FIELD_ID_ANNOTATION_KEY = "~effect/encoding/SchemaBinary/fieldId";
const ENVELOPE = 32;
const ENVELOPE_FINGERPRINT = 33;
const MAX_SAFE_BIGINT = /*#__PURE__*/ BigInt(Number.MAX_SAFE_INTEGER);
const BIGINT_ZERO = /*#__PURE__*/ BigInt(0);
const BIGINT_ONE = /*#__PURE__*/ BigInt(1);
const BIGINT_TWO = /*#__PURE__*/ BigInt(2);
const BIGINT_SEVEN = /*#__PURE__*/ BigInt(7);
const BIGINT_VARINT_MASK = /*#__PURE__*/ BigInt(127);
const BIGINT_NANOS_PER_MILLI = /*#__PURE__*/ BigInt(1e6);
const BIGINT_BYTE_MASK = /*#__PURE__*/ BigInt(255);
const BIGINT_U32_MASK = /*#__PURE__*/ BigInt(4294967295);
const BIGINT_THIRTY_TWO = /*#__PURE__*/ BigInt(32);
const utf8Encode = /*#__PURE__*/ new TextEncoder();
const utf8DecodeFatal = /*#__PURE__*/ new TextDecoder("utf-8", {
	fatal: true,
	ignoreBOM: true
});
const NUMBER_VARINT_MAX_BYTES = 7;
const NUMBER_VARINT_MAX_MAGNITUDE = 0xffffffffffff;
const EXACT_MAGNITUDE_MAX = 0xfffffffffffff;
const NUMBER_RUN_F64 = 0;
const NUMBER_RUN_VARINT = 1;
const NUMBER_RUN_DECIMAL = 2;
const MAX_NESTING_DEPTH = 512;
const ARRAY_ALLOCATION_SLACK = 1048576;
const ZERO_WIDTH_ARRAY_MAX = 4194304;
const FIELD_WIRE_SIZED = 0;
const FIELD_WIRE_VARINT = 1;
const FIELD_WIRE_FIXED64 = 2;
const FIELD_WIRE_FALSE = 3;
const FIELD_WIRE_TRUE = 4;
const FIELD_WIRE_DECIMAL = 5;
const FIELD_WIRE_FIXED32 = 6;
const FIELD_WIRE_EMPTY = 7;
const FIELD_WIRE_FACTOR = 8;
function isVarintNumber(value) {
	return typeof value === "number" && Number.isInteger(value) && value >= -0xffffffffffff && value <= NUMBER_VARINT_MAX_MAGNITUDE;
}
const DECIMAL_SCALE_MAX = 8;
const DECIMAL_MANTISSA_MAX = 2199023255551;
const POW10 = [
	1,
	10,
	100,
	1e3,
	1e4,
	1e5,
	1e6,
	1e7,
	1e8
];
function decimalScale(value) {
	for (let scale = 1; scale <= DECIMAL_SCALE_MAX; scale++) {
		const mantissa = Math.round(value * POW10[scale]);
		if (!(mantissa >= -2199023255551 && mantissa <= DECIMAL_MANTISSA_MAX)) return 0;
		if (mantissa / POW10[scale] === value) return scale;
	}
	return 0;
}
function decodeSignMagnitude(code) {
	const magnitude = Math.floor(code / 2);
	return code % 2 === 1 ? -magnitude : magnitude;
}
const K = {
	bool: 1,
	null: 2,
	undefined: 3,
	number: 4,
	string: 5,
	bytes: 6,
	bigint: 7,
	int64: 8,
	struct: 9,
	variant: 10,
	array: 11,
	option: 12,
	result: 13,
	duration: 14,
	bigDecimal: 15,
	dateTimeZoned: 16,
	json: 17,
	exit: 18,
	cause: 19,
	causeReason: 20
};
function fnv32(bytes) {
	let hash = 2166136261;
	for (let i = 0; i < bytes.length; i++) hash = Math.imul(hash ^ bytes[i], 16777619);
	return hash >>> 0;
}
const FNV64_OFFSET_BASIS = /*#__PURE__*/ BigInt("14695981039346656037");
const FNV64_PRIME = /*#__PURE__*/ BigInt("1099511628211");
const FNV64_MASK = /*#__PURE__*/ BigInt("18446744073709551615");
function fnv64$1(bytes) {
	let hash = FNV64_OFFSET_BASIS;
	for (let i = 0; i < bytes.length; i++) hash = (hash ^ BigInt(bytes[i])) * FNV64_PRIME & FNV64_MASK;
	return hash;
}
function pushBytes$2(out, bytes) {
	for (let i = 0; i < bytes.length; i++) out.push(bytes[i]);
}
function pushUvarint(out, n) {
	while (n > 127) {
		out.push(n & 127 | 128);
		n = Math.floor(n / 128);
	}
	out.push(n);
}
function pushU32(out, n) {
	out.push(n & 255, n >>> 8 & 255, n >>> 16 & 255, n >>> 24 & 255);
}
function pushU64(out, n) {
	for (let i = 0; i < 8; i++) out.push(Number(n >> BigInt(i * 8) & BIGINT_BYTE_MASK));
}
var IssueError = class extends Error {
	issue;
	constructor(issue) {
		super("SchemaBinary failure");
		this.issue = issue;
	}
};
function invalid$3(expected, input, options) {
	throw issueError(new InvalidValue({ expected }, input, options));
}
const issuePath = [];
let issuePathLen = 0;
function issueError(issue) {
	return new IssueError(issuePathLen === 0 ? issue : new Pointer(issuePath.slice(0, issuePathLen), issue));
}
function uvarintBytes(n) {
	const out = new Uint8Array(uvarintSize(n));
	let p = 0;
	while (n > 127) {
		out[p++] = n & 127 | 128;
		n = Math.floor(n / 128);
	}
	out[p] = n;
	return out;
}
function uvarintSize(n) {
	let size = 1;
	while (n > 127) {
		n = Math.floor(n / 128);
		size++;
	}
	return size;
}
const UTF8_INLINE_LIMIT = 32;
function decodeUtf8(buf, start, end, options) {
	const len = end - start;
	if (len === 0) return "";
	if (len <= UTF8_INLINE_LIMIT) {
		const ascii = decodeAscii(buf, start, end);
		if (ascii !== void 0) return ascii;
	}
	try {
		return utf8DecodeFatal.decode(buf.subarray(start, end));
	} catch {
		invalid$3("utf-8", void 0, options);
	}
}
function decodeAscii(buf, start, end) {
	let out = "";
	let i = start;
	for (; i + 16 <= end; i += 16) {
		const a = buf[i], b = buf[i + 1], c = buf[i + 2], d = buf[i + 3];
		const e = buf[i + 4], f = buf[i + 5], g = buf[i + 6], h = buf[i + 7];
		const a2 = buf[i + 8], b2 = buf[i + 9], c2 = buf[i + 10], d2 = buf[i + 11];
		const e2 = buf[i + 12], f2 = buf[i + 13], g2 = buf[i + 14], h2 = buf[i + 15];
		if ((a | b | c | d | e | f | g | h | a2 | b2 | c2 | d2 | e2 | f2 | g2 | h2) > 127) return void 0;
		out += String.fromCharCode(a, b, c, d, e, f, g, h, a2, b2, c2, d2, e2, f2, g2, h2);
	}
	if (i + 8 <= end) {
		const a = buf[i], b = buf[i + 1], c = buf[i + 2], d = buf[i + 3];
		const e = buf[i + 4], f = buf[i + 5], g = buf[i + 6], h = buf[i + 7];
		if ((a | b | c | d | e | f | g | h) > 127) return void 0;
		out += String.fromCharCode(a, b, c, d, e, f, g, h);
		i += 8;
	}
	switch (end - i) {
		case 0: return out;
		case 1: {
			const a = buf[i];
			if (a > 127) return void 0;
			return out + String.fromCharCode(a);
		}
		case 2: {
			const a = buf[i], b = buf[i + 1];
			if ((a | b) > 127) return void 0;
			return out + String.fromCharCode(a, b);
		}
		case 3: {
			const a = buf[i], b = buf[i + 1], c = buf[i + 2];
			if ((a | b | c) > 127) return void 0;
			return out + String.fromCharCode(a, b, c);
		}
		case 4: {
			const a = buf[i], b = buf[i + 1], c = buf[i + 2], d = buf[i + 3];
			if ((a | b | c | d) > 127) return void 0;
			return out + String.fromCharCode(a, b, c, d);
		}
		case 5: {
			const a = buf[i], b = buf[i + 1], c = buf[i + 2], d = buf[i + 3], e = buf[i + 4];
			if ((a | b | c | d | e) > 127) return void 0;
			return out + String.fromCharCode(a, b, c, d, e);
		}
		case 6: {
			const a = buf[i], b = buf[i + 1], c = buf[i + 2], d = buf[i + 3];
			const e = buf[i + 4], f = buf[i + 5];
			if ((a | b | c | d | e | f) > 127) return void 0;
			return out + String.fromCharCode(a, b, c, d, e, f);
		}
		default: {
			const a = buf[i], b = buf[i + 1], c = buf[i + 2], d = buf[i + 3];
			const e = buf[i + 4], f = buf[i + 5], g = buf[i + 6];
			if ((a | b | c | d | e | f | g) > 127) return void 0;
			return out + String.fromCharCode(a, b, c, d, e, f, g);
		}
	}
}
const OUTPUT_ARENA_SIZE = 65536;
const ENCODE_INDEX_SIGNATURE_CACHE_KEYS = 512;
const ENCODE_INDEX_SIGNATURE_CACHE_CODE_UNITS = 16384;
function makeOutputArena(size) {
	const buf = new Uint8Array(size);
	return {
		buf,
		view: new DataView(buf.buffer),
		offset: 0,
		writing: false
	};
}
let outputArena = /*#__PURE__*/ makeOutputArena(OUTPUT_ARENA_SIZE);
var Writer$1 = class {
	buf = /*#__PURE__*/ new Uint8Array(0);
	view = /*#__PURE__*/ new DataView(this.buf.buffer);
	arena;
	start = 0;
	limit = 0;
	len = 0;
	reset() {
		let arena = outputArena;
		if (arena.writing || arena.offset >= arena.buf.length) arena = outputArena = makeOutputArena(OUTPUT_ARENA_SIZE);
		arena.writing = true;
		this.arena = arena;
		this.buf = arena.buf;
		this.view = arena.view;
		this.start = arena.offset;
		this.limit = arena.buf.length - arena.offset;
		this.len = 0;
	}
	ensure(n) {
		if (this.len + n > this.limit) {
			const previous = this.arena;
			const required = this.len + n;
			let size = OUTPUT_ARENA_SIZE;
			while (size < required) size *= 2;
			const next = makeOutputArena(size);
			next.writing = true;
			next.buf.set(this.buf.subarray(this.start, this.start + this.len));
			previous.writing = false;
			this.arena = outputArena = next;
			this.buf = next.buf;
			this.view = next.view;
			this.start = 0;
			this.limit = next.buf.length;
		}
	}
	byte(b) {
		this.ensure(1);
		this.buf[this.start + this.len++] = b;
	}
	bytes(b) {
		this.ensure(b.length);
		this.buf.set(b, this.start + this.len);
		this.len += b.length;
	}
	uvarint(n) {
		this.ensure(10);
		const buf = this.buf;
		let p = this.start + this.len;
		if (n < 128) buf[p++] = n;
		else {
			buf[p++] = n & 127 | 128;
			if (n < 16384) buf[p++] = n >>> 7;
			else {
				buf[p++] = n >>> 7 & 127 | 128;
				n = Math.floor(n / 16384);
				while (n > 127) {
					buf[p++] = n & 127 | 128;
					n = Math.floor(n / 128);
				}
				buf[p++] = n;
			}
		}
		this.len = p - this.start;
	}
	uvarintBig(n) {
		while (n > BIGINT_VARINT_MASK) {
			this.byte(Number(n & BIGINT_VARINT_MASK) | 128);
			n >>= BIGINT_SEVEN;
		}
		this.byte(Number(n));
	}
	zigzag(n) {
		this.uvarintBig(n >= BIGINT_ZERO ? n << BIGINT_ONE : (-n << BIGINT_ONE) - BIGINT_ONE);
	}
	numberVarint(n) {
		const negative = n < 0 || n === 0 && 1 / n < 0;
		const magnitude = negative ? -n : n;
		if (magnitude <= EXACT_MAGNITUDE_MAX) this.uvarint(magnitude * 2 + (negative ? 1 : 0));
		else this.uvarintBig(BigInt(magnitude) * BIGINT_TWO + (negative ? BIGINT_ONE : BIGINT_ZERO));
	}
	f64(n) {
		this.ensure(8);
		this.view.setFloat64(this.start + this.len, n, true);
		this.len += 8;
	}
	i64(n) {
		this.ensure(8);
		this.view.setBigInt64(this.start + this.len, n, true);
		this.len += 8;
	}
	u32le(n) {
		this.ensure(4);
		this.view.setUint32(this.start + this.len, n >>> 0, true);
		this.len += 4;
	}
	i32le(n) {
		this.ensure(4);
		this.view.setInt32(this.start + this.len, n | 0, true);
		this.len += 4;
	}
	idAndMark(idBytes) {
		const n = idBytes.length;
		this.ensure(n + 1);
		const buf = this.buf;
		let p = this.start + this.len;
		for (let i = 0; i < n; i++) buf[p++] = idBytes[i];
		const mark = p - this.start;
		this.len = mark + 1;
		return mark;
	}
	beginSized() {
		this.ensure(1);
		return this.len++;
	}
	endSized(mark) {
		const code = this.len - mark - 1;
		if (code < 128) this.buf[this.start + mark] = code;
		else this.growSized(mark, code);
	}
	endSizedRun(mark) {
		const code = (this.len - mark - 1) * 2;
		if (code < 128) this.buf[this.start + mark] = code;
		else this.growSized(mark, code);
	}
	growSized(mark, code) {
		const size = uvarintSize(code);
		const extra = size - 1;
		this.ensure(extra);
		const absoluteMark = this.start + mark;
		this.buf.copyWithin(absoluteMark + size, absoluteMark + 1, this.start + this.len);
		this.len += extra;
		let n = code;
		let p = absoluteMark;
		while (n > 127) {
			this.buf[p++] = n & 127 | 128;
			n = Math.floor(n / 128);
		}
		this.buf[p] = n;
	}
	string(s) {
		const n = s.length;
		if (n === 0) return;
		this.ensure(n * 3);
		const buf = this.buf;
		let p = this.start + this.len;
		let i = 0;
		for (; i + 4 <= n; i += 4) {
			const a = s.charCodeAt(i);
			const b = s.charCodeAt(i + 1);
			const c = s.charCodeAt(i + 2);
			const d = s.charCodeAt(i + 3);
			if ((a | b | c | d) > 127) {
				this.len += utf8Encode.encodeInto(s, buf.subarray(this.start + this.len)).written;
				return;
			}
			buf[p++] = a;
			buf[p++] = b;
			buf[p++] = c;
			buf[p++] = d;
		}
		for (; i < n; i++) {
			const c = s.charCodeAt(i);
			if (c > 127) {
				this.len += utf8Encode.encodeInto(s, buf.subarray(this.start + this.len)).written;
				return;
			}
			buf[p++] = c;
		}
		this.len = p - this.start;
	}
	out() {
		const arena = this.arena;
		const out = new Uint8Array(arena.buf.buffer, this.start, this.len);
		if (arena === outputArena) arena.offset = this.start + this.len;
		arena.writing = false;
		this.arena = void 0;
		return out;
	}
	abort() {
		const arena = this.arena;
		if (arena === void 0) return;
		if (arena === outputArena) arena.offset = this.start;
		arena.writing = false;
		this.arena = void 0;
	}
};
function matchesEveryKey(parameter) {
	const ast = toEncoded(parameter);
	return ast._tag === "String" && ast.checks === void 0;
}
function matchIndexSignature(layout, key, options) {
	return layout.extra.find((s) => getIndexSignatureKeys({ [key]: null }, s.parameter, options).length > 0);
}
var IndexSignatureCache = class {
	entries = /*#__PURE__*/ new WeakMap();
	orderLayouts;
	orderKeys;
	options;
	size = 0;
	next = 0;
	replace = false;
	constructor(options, capacity) {
		this.options = options;
		this.orderLayouts = capacity === void 0 ? void 0 : new Array(capacity);
		this.orderKeys = capacity === void 0 ? void 0 : new Array(capacity);
	}
	beginFrame() {
		this.replace = true;
	}
	find(layout, key) {
		let entries = this.entries.get(layout);
		if (entries === void 0) {
			entries = /* @__PURE__ */ new Map();
			this.entries.set(layout, entries);
		}
		if (entries.has(key)) return entries.get(key);
		const signature = matchIndexSignature(layout, key, this.options);
		const orderLayouts = this.orderLayouts;
		if (orderLayouts === void 0) {
			entries.set(key, signature);
			return signature;
		}
		const orderKeys = this.orderKeys;
		if (this.size < orderLayouts.length) {
			orderLayouts[this.size] = layout;
			orderKeys[this.size] = key;
			this.size++;
			entries.set(key, signature);
		} else if (this.replace) {
			this.replace = false;
			const evictedLayout = orderLayouts[this.next];
			(evictedLayout === layout ? entries : this.entries.get(evictedLayout))?.delete(orderKeys[this.next]);
			orderLayouts[this.next] = layout;
			orderKeys[this.next] = key;
			this.next = (this.next + 1) % orderLayouts.length;
			entries.set(key, signature);
		}
		return signature;
	}
	clear() {
		this.entries = /* @__PURE__ */ new WeakMap();
		this.orderLayouts?.fill(void 0);
		this.orderKeys?.fill(void 0);
		this.size = this.next = 0;
		this.replace = false;
	}
};
const EMPTY_READER_ARRAY_BUFFER = /*#__PURE__*/ new ArrayBuffer(0);
const EMPTY_READER_BUFFER = /*#__PURE__*/ new Uint8Array(EMPTY_READER_ARRAY_BUFFER);
const EMPTY_READER_VIEW = /*#__PURE__*/ new DataView(EMPTY_READER_ARRAY_BUFFER);
var Reader = class {
	pos = 0;
	nesting = 0;
	buf = EMPTY_READER_BUFFER;
	view;
	viewCache = EMPTY_READER_VIEW;
	viewBuffer = EMPTY_READER_ARRAY_BUFFER;
	viewOffset = 0;
	viewLength = 0;
	end = 0;
	options = defaultParseOptions;
	indexSignatures;
	positional = false;
	rejectUnknownFields = false;
	intern;
	dict;
	reset(buf, start, end, options, indexSignatures, mode, dict) {
		this.nesting = 0;
		this.view = void 0;
		this.buf = buf;
		this.pos = start;
		this.end = end;
		this.options = options;
		this.indexSignatures = indexSignatures;
		this.positional = mode.positional;
		this.rejectUnknownFields = mode.rejectUnknownFields;
		this.intern = void 0;
		this.dict = dict;
	}
	release() {
		this.pos = this.end = this.nesting = 0;
		this.buf = EMPTY_READER_BUFFER;
		this.view = void 0;
		this.viewCache = EMPTY_READER_VIEW;
		this.viewBuffer = EMPTY_READER_ARRAY_BUFFER;
		this.viewOffset = this.viewLength = 0;
		this.options = defaultParseOptions;
		this.indexSignatures = void 0;
		this.positional = false;
		this.rejectUnknownFields = false;
		this.intern = void 0;
		this.dict = void 0;
	}
	get remaining() {
		return this.end - this.pos;
	}
	dataView() {
		const buf = this.buf;
		if (buf.buffer !== this.viewBuffer || buf.byteOffset !== this.viewOffset || buf.byteLength !== this.viewLength) {
			this.viewBuffer = buf.buffer;
			this.viewOffset = buf.byteOffset;
			this.viewLength = buf.byteLength;
			this.viewCache = new DataView(buf.buffer, buf.byteOffset, buf.byteLength);
		}
		return this.view = this.viewCache;
	}
	byte() {
		if (this.pos >= this.end) invalid$3("complete value", void 0, this.options);
		return this.buf[this.pos++];
	}
	take(n) {
		if (this.pos + n > this.end) invalid$3("complete value", void 0, this.options);
		const out = this.buf.subarray(this.pos, this.pos + n);
		this.pos += n;
		return out;
	}
	takeCopy(n) {
		if (this.pos + n > this.end) invalid$3("complete value", void 0, this.options);
		const out = this.buf.slice(this.pos, this.pos + n);
		this.pos += n;
		return out;
	}
	enter(len) {
		if (this.pos + len > this.end) invalid$3("complete value", void 0, this.options);
		const saved = this.end;
		this.end = this.pos + len;
		return saved;
	}
	exit(saved) {
		this.pos = this.end;
		this.end = saved;
	}
	readUtf8(n) {
		if (this.pos + n > this.end) invalid$3("complete value", void 0, this.options);
		const start = this.pos;
		this.pos += n;
		return decodeUtf8(this.buf, start, start + n, this.options);
	}
	uvarint() {
		const buf = this.buf;
		const end = this.end;
		let pos = this.pos;
		if (pos >= end) invalid$3("complete value", void 0, this.options);
		let b = buf[pos++];
		if (b < 128) {
			this.pos = pos;
			return b;
		}
		let value = b & 127;
		if (pos >= end) invalid$3("complete value", void 0, this.options);
		b = buf[pos++];
		value |= (b & 127) << 7;
		if (b < 128) {
			this.pos = pos;
			return value;
		}
		if (pos >= end) invalid$3("complete value", void 0, this.options);
		b = buf[pos++];
		value |= (b & 127) << 14;
		if (b < 128) {
			this.pos = pos;
			return value;
		}
		if (pos >= end) invalid$3("complete value", void 0, this.options);
		b = buf[pos++];
		value |= (b & 127) << 21;
		if (b < 128) {
			this.pos = pos;
			return value;
		}
		let scale = 268435456;
		for (let i = 4; i < 10; i++) {
			if (pos >= end) {
				this.pos = pos;
				invalid$3("complete value", void 0, this.options);
			}
			b = buf[pos++];
			const chunk = (b & 127) * scale;
			if (chunk > Number.MAX_SAFE_INTEGER - value) {
				this.pos = pos;
				invalid$3("safe integer length", void 0, this.options);
			}
			value += chunk;
			if (b < 128) {
				this.pos = pos;
				return value;
			}
			scale *= 128;
		}
		this.pos = pos;
		invalid$3("uvarint", void 0, this.options);
	}
	fieldTag() {
		const buf = this.buf;
		const end = this.end;
		let pos = this.pos;
		if (pos >= end) invalid$3("complete value", void 0, this.options);
		let b = buf[pos++];
		if (b < 128) {
			this.pos = pos;
			return b;
		}
		let value = b & 127;
		if (pos >= end) invalid$3("complete value", void 0, this.options);
		b = buf[pos++];
		value |= (b & 127) << 7;
		if (b < 128) {
			this.pos = pos;
			return value;
		}
		if (pos >= end) invalid$3("complete value", void 0, this.options);
		b = buf[pos++];
		value |= (b & 127) << 14;
		if (b < 128) {
			this.pos = pos;
			return value;
		}
		if (pos >= end) invalid$3("complete value", void 0, this.options);
		b = buf[pos++];
		value |= (b & 127) << 21;
		if (b < 128) {
			this.pos = pos;
			return value;
		}
		if (pos >= end) invalid$3("complete value", void 0, this.options);
		b = buf[pos++];
		this.pos = pos;
		if (b >= 128) invalid$3("uvarint", void 0, this.options);
		return value + b * 268435456;
	}
	uvarintBig() {
		let value = BIGINT_ZERO;
		let shift = BIGINT_ZERO;
		while (true) {
			const b = this.byte();
			value |= BigInt(b & 127) << shift;
			if ((b & 128) === 0) return value;
			shift += BIGINT_SEVEN;
		}
	}
	numberVarint() {
		const buf = this.buf;
		const end = this.end;
		let pos = this.pos;
		let value = 0;
		let scale = 1;
		for (let i = 0; i < NUMBER_VARINT_MAX_BYTES; i++) {
			if (pos >= end) {
				this.pos = pos;
				invalid$3("complete value", void 0, this.options);
			}
			const b = buf[pos++];
			value += (b & 127) * scale;
			if (b < 128) {
				this.pos = pos;
				return decodeSignMagnitude(value);
			}
			scale *= 128;
		}
		const code = this.uvarintBig();
		const magnitude = Number(code >> BIGINT_ONE);
		if (!Number.isFinite(magnitude)) invalid$3("safe integer length", void 0, this.options);
		return (code & BIGINT_ONE) === BIGINT_ONE ? -magnitude : magnitude;
	}
	zigzag() {
		const u = this.uvarintBig();
		return (u & BIGINT_ONE) === BIGINT_ONE ? -(u + BIGINT_ONE >> BIGINT_ONE) : u >> BIGINT_ONE;
	}
	f64() {
		if (this.pos + 8 > this.end) invalid$3("complete value", void 0, this.options);
		const value = (this.view ?? this.dataView()).getFloat64(this.pos, true);
		this.pos += 8;
		return value;
	}
	i64() {
		if (this.pos + 8 > this.end) invalid$3("complete value", void 0, this.options);
		const value = (this.view ?? this.dataView()).getBigInt64(this.pos, true);
		this.pos += 8;
		return value;
	}
	u32le() {
		if (this.pos + 4 > this.end) invalid$3("complete value", void 0, this.options);
		const value = (this.view ?? this.dataView()).getUint32(this.pos, true);
		this.pos += 4;
		return value;
	}
	i32le() {
		if (this.pos + 4 > this.end) invalid$3("complete value", void 0, this.options);
		const value = (this.view ?? this.dataView()).getInt32(this.pos, true);
		this.pos += 4;
		return value;
	}
};
function literalLayout(leaf, values) {
	return {
		_: "literal",
		leaf,
		values,
		valueSet: values.length > 4 ? new Set(values) : void 0
	};
}
function hasLiteral(layout, value) {
	const values = layout.values;
	return layout.valueSet !== void 0 ? layout.valueSet.has(value) : values.length === 1 ? value === values[0] : values.includes(value);
}
function literalExpected(layout) {
	return layout.values.map((value) => typeof value === "string" ? JSON.stringify(value) : String(value)).join(" | ");
}
const INTERN_NONE = 0;
const INTERN_SELF = 1;
const INTERN_ELEMENTS = 2;
const INTERN_KEYS = 3;
const RUN_MAX_FIELDS = 30;
const RUN_EXTRA_BIT = 1 << RUN_MAX_FIELDS;
function isSelfDelimiting(layout) {
	return layout._ === "literal" ? isSelfDelimiting(layout.leaf) : layout._ === "int";
}
function packedSize(layout) {
	switch (layout._) {
		case "literal": return packedSize(layout.leaf);
		case "bool": return 1;
		case "int64": return 8;
		default: return;
	}
}
function isInlineSlot(layout) {
	return packedSize(layout) !== void 0 || isSelfDelimiting(layout) || layout._ === "null" || layout._ === "undefined";
}
function isZeroWidthSlot(layout) {
	return layout._ === "literal" ? isZeroWidthSlot(layout.leaf) : layout._ === "null" || layout._ === "undefined";
}
const natives = {
	"effect/schema/Date": {
		kind: K.int64,
		exact: true
	},
	"effect/schema/DateTimeUtc": {
		kind: K.int64,
		exact: true
	},
	"effect/schema/DateTimeZoned": {
		kind: K.dateTimeZoned,
		exact: true
	},
	"effect/schema/Duration": {
		kind: K.duration,
		exact: true
	},
	"effect/schema/BigDecimal": {
		kind: K.bigDecimal,
		exact: true
	},
	"effect/schema/Uint8Array": {
		kind: K.bytes,
		exact: true
	},
	"effect/schema/Option": {
		kind: K.option,
		exact: "parameters"
	},
	"effect/schema/Result": {
		kind: K.result,
		exact: "parameters"
	},
	"effect/schema/Exit": {
		kind: K.exit,
		exact: "parameters"
	},
	"effect/schema/Cause": {
		kind: K.cause,
		exact: "parameters"
	},
	"effect/schema/CauseReason": {
		kind: K.causeReason,
		exact: "parameters"
	}
};
function representationId(ast) {
	const representation = ast.annotations?.representation;
	return isObject(representation) && typeof representation.id === "string" ? representation.id : void 0;
}
const toBinaryAST = /*#__PURE__*/ applyToSelfOrLastLinkEncodingIdempotent((ast) => {
	const out = toBinaryASTStep(ast);
	const context = ast.context;
	if (out === ast || context === void 0) return out;
	return replaceContextLastLink(out, new Context(context.isOptional, context.isMutable, void 0, context.annotations));
});
function toBinaryASTStep(ast) {
	switch (ast._tag) {
		case "Declaration": {
			const id = representationId(ast);
			if (id !== void 0 && (id in natives || id === "effect/schema/Json" || id === "effect/schema/MutableJson")) return ast.recur(toBinaryAST);
			const getJson = ast.annotations?.toCodecJson;
			const getCodec = ast.annotations?.toCodec;
			if (!isFunction$1(getJson) && !isFunction$1(getCodec)) return ast;
			const typeParameters = ast.typeParameters.map((tp) => make$13(toEncoded(tp)));
			const link = (isFunction$1(getJson) ? getJson(typeParameters) : void 0) ?? (isFunction$1(getCodec) ? getCodec(typeParameters) : void 0);
			return link === void 0 ? ast : replaceEncoding(ast, [mapLink(link, toBinaryAST)]);
		}
		case "Arrays":
		case "Objects":
		case "Union":
		case "Suspend": return ast.recur(toBinaryAST);
		default: return ast;
	}
}
function sentinelSetHash(sentinels) {
	const sorted = [...sentinels].sort((a, b) => {
		const an = typeof a.key === "number";
		if (an !== (typeof b.key === "number")) return an ? -1 : 1;
		if (an) return a.key - b.key;
		return Order(utf8Encode.encode(a.key), utf8Encode.encode(b.key));
	});
	const out = [];
	for (const sentinel of sorted) {
		const keyBytes = utf8Encode.encode(String(sentinel.key));
		out.push(typeof sentinel.key === "number" ? 0 : 1);
		pushU32(out, keyBytes.length);
		pushBytes$2(out, keyBytes);
		const literal = sentinel.literal;
		const valueBytes = utf8Encode.encode(sentinelLiteralString(literal));
		out.push(sentinelLiteralKind(literal));
		pushU32(out, valueBytes.length);
		pushBytes$2(out, valueBytes);
	}
	return fnv32(out);
}
function sentinelLiteralKind(literal) {
	switch (typeof literal) {
		case "string": return 1;
		case "number": return 2;
		case "boolean": return 3;
		case "bigint": return 4;
		default: return 5;
	}
}
function sentinelLiteralString(literal) {
	if (typeof literal === "symbol") {
		const key = globalThis.Symbol.keyFor(literal);
		if (key === void 0) throw new Error("Binary layout: unregistered unique symbol (Symbol.keyFor)");
		return key;
	}
	return String(literal);
}
function parameterHasSymbol(parameter) {
	switch (parameter._tag) {
		case "Symbol": return true;
		case "Union": return parameter.types.some(parameterHasSymbol);
		default: return false;
	}
}
function isJsonDeclaration(ast) {
	const id = representationId(ast);
	if (id === "effect/schema/Json" || id === "effect/schema/MutableJson") return true;
	return isFunction$1(ast.annotations?.toCodecJson);
}
function provesInteger(ast) {
	const checks = ast.checks;
	if (checks === void 0) return false;
	const go = (check) => {
		if (check.annotations?.representation?.id === "effect/schema/isInt") return true;
		return check._tag === "FilterGroup" && check.checks.some(go);
	};
	return checks.some(go);
}
function resolveSuspend(ast) {
	while (ast._tag === "Suspend") ast = ast.thunk();
	return ast;
}
function enumsToLiterals(ast) {
	return new Union$1(ast.enums.map((e) => new Literal(e[1], { title: e[0] })));
}
function flattenMembers(union) {
	const out = [];
	const seen = /* @__PURE__ */ new Set();
	const go = (ast) => {
		const resolved = resolveSuspend(ast);
		if (seen.has(resolved)) return;
		seen.add(resolved);
		switch (resolved._tag) {
			case "Never": return;
			case "Union":
				resolved.types.forEach(go);
				return;
			case "Enum":
				enumsToLiterals(resolved).types.forEach(go);
				return;
			default: out.push(resolved);
		}
	};
	union.types.forEach(go);
	return out;
}
function literalKind(literal) {
	switch (typeof literal) {
		case "string": return "string";
		case "number": return "number";
		case "boolean": return "bool";
		default: return "bigint";
	}
}
function astKind(ast) {
	switch (ast._tag) {
		case "String":
		case "TemplateLiteral":
		case "Symbol": return K.string;
		case "UniqueSymbol":
			if (globalThis.Symbol.keyFor(ast.symbol) === void 0) throw new Error("Binary layout: unregistered unique symbol (Symbol.keyFor)");
			return K.string;
		case "Boolean": return K.bool;
		case "Null": return K.null;
		case "Undefined":
		case "Void": return K.undefined;
		case "Number": return K.number;
		case "BigInt": return K.bigint;
		case "Literal": switch (typeof ast.literal) {
			case "string": return K.string;
			case "number": return K.number;
			case "boolean": return K.bool;
			default: return K.bigint;
		}
		case "Unknown":
		case "Any":
		case "ObjectKeyword": return K.json;
		case "Objects": return K.struct;
		case "Arrays": return K.array;
		case "Declaration": {
			const id = representationId(ast);
			if (id !== void 0 && id in natives) return natives[id].kind;
			if (isJsonDeclaration(ast)) return K.json;
			throw new Error(`Binary layout: declaration ${id ?? "<anonymous>"} has no toCodecJson or toCodec`);
		}
		case "Suspend": return astKind(resolveSuspend(ast));
		default: throw new Error("Binary layout: union members are not uniquely identifiable");
	}
}
function computeRequired(layout) {
	for (const field of layout.fields) {
		if (field.optional) continue;
		if (field.index < 32) layout.requiredMask |= 1 << field.index;
		else layout.requiredWide = true;
	}
}
function compileLayout(root) {
	const exact = isExact(root);
	const exitSuccess = !exact && isExitWithExactSuccess(root);
	root = toEncoded(root);
	const memo = /* @__PURE__ */ new Map();
	let recursive = false;
	let stringSlots = 0;
	const leaf = (kind) => ({
		_: kind,
		slot: kind === "string" ? stringSlots++ : 0
	});
	function compile(ast) {
		const hit = memo.get(ast);
		if (hit !== void 0) return hit;
		const layout = go(ast);
		memo.set(ast, layout);
		return layout;
	}
	function go(ast) {
		switch (ast._tag) {
			case "String":
			case "TemplateLiteral": return leaf("string");
			case "Symbol":
			case "UniqueSymbol": return leaf("symbol");
			case "Boolean": return leaf("bool");
			case "Null": return leaf("null");
			case "Undefined":
			case "Void": return leaf("undefined");
			case "Number": return leaf(provesInteger(ast) ? "int" : "number");
			case "BigInt": return leaf("bigint");
			case "Literal": return literalLayout(leaf(literalKind(ast.literal)), [ast.literal]);
			case "Unknown":
			case "Any":
			case "ObjectKeyword": return leaf("json");
			case "Never": return {
				_: "never",
				ast
			};
			case "Enum": return compileUnion(ast, flattenMembers(enumsToLiterals(ast)));
			case "Suspend": {
				recursive = true;
				const layout = compile(ast.thunk());
				memo.set(ast, layout);
				return layout;
			}
			case "Objects": return compileStruct(ast);
			case "Arrays": return compileArray(ast);
			case "Union": return compileUnion(ast, flattenMembers(ast));
			case "Declaration": return compileDeclaration(ast);
		}
	}
	function compileStruct(ast) {
		const fields = [];
		const types = [];
		const idNames = /* @__PURE__ */ new Map();
		for (const ps of ast.propertySignatures) {
			if (typeof ps.name === "symbol") throw new Error("Binary layout: symbol property names are illegal");
			const name = String(ps.name);
			const annotations = ps.type.context?.annotations;
			const explicit = annotations?.[FIELD_ID_ANNOTATION_KEY];
			const id = typeof explicit === "number" ? explicit : fnv32(utf8Encode.encode(name));
			if (!Number.isInteger(id) || id < 0 || id > 4294967295) throw new Error(`Binary layout: illegal field id for ${name}`);
			const names = idNames.get(id);
			if (names === void 0) idNames.set(id, [name]);
			else names.push(name);
			fields.push({
				name,
				id,
				tagBytes: uvarintBytes(id * FIELD_WIRE_FACTOR + FIELD_WIRE_SIZED),
				index: 0,
				optional: ps.type.context?.isOptional === true,
				annotations,
				layout: void 0,
				wireMask: 0,
				inline: false
			});
			types.push(ps.type);
		}
		for (const [id, names] of idNames) if (id === 0 || names.length > 1) throw new Error(`Binary layout field id collision: ${id} (${names.join(", ")})`);
		const extra = [];
		for (const is of ast.indexSignatures) {
			if (parameterHasSymbol(is.parameter)) throw new Error("Binary layout: symbol property names are illegal");
			extra.push({
				parameter: is.parameter,
				layout: void 0,
				wireMask: 0
			});
		}
		const layout = {
			_: "struct",
			ast,
			fields,
			byId: /* @__PURE__ */ new Map(),
			extra,
			extraAll: extra.length === 1 && matchesEveryKey(extra[0].parameter) ? extra[0] : void 0,
			names: new Set(fields.map((f) => f.name)),
			extraShape: void 0,
			optionalCount: 0,
			requiredMask: 0,
			requiredWide: false
		};
		memo.set(ast, layout);
		for (let i = 0; i < fields.length; i++) {
			const field = fields[i];
			field.layout = compile(types[i]);
			field.wireMask = fieldWireMask(field.layout);
			field.inline = isInlineSlot(field.layout);
			if (field.optional) layout.optionalCount++;
			layout.byId.set(field.id, field);
		}
		fields.sort((a, b) => a.id - b.id);
		for (let i = 0; i < fields.length; i++) fields[i].index = i;
		computeRequired(layout);
		for (let i = 0; i < extra.length; i++) {
			extra[i].layout = compile(ast.indexSignatures[i].type);
			extra[i].wireMask = fieldWireMask(extra[i].layout);
		}
		return layout;
	}
	function compileArray(ast) {
		const layout = {
			_: "array",
			ast,
			elements: [],
			rest: [],
			hasCount: ast.rest.length > 0 || ast.elements.some((e) => e.context?.isOptional === true),
			minCount: ast.elements.filter((e) => e.context?.isOptional !== true).length + Math.max(0, ast.rest.length - 1),
			uniform: void 0,
			uniformInline: false,
			uniformPacked: void 0,
			uniformNumbers: false,
			run: void 0
		};
		memo.set(ast, layout);
		for (const element of ast.elements) layout.elements.push({
			optional: element.context?.isOptional === true,
			layout: compile(element)
		});
		for (const rest of ast.rest) layout.rest.push(compile(rest));
		if (layout.elements.length === 0 && layout.rest.length === 1) {
			const slot = layout.rest[0];
			layout.uniform = slot;
			layout.uniformPacked = packedSize(slot);
			layout.uniformNumbers = slot._ === "number";
			layout.uniformInline = isInlineSlot(slot);
		}
		return layout;
	}
	function compileDeclaration(ast) {
		const id = representationId(ast);
		switch (id) {
			case "effect/schema/Date": return {
				_: "int64",
				flavor: "date"
			};
			case "effect/schema/DateTimeUtc": return {
				_: "int64",
				flavor: "utc"
			};
			case "effect/schema/DateTimeZoned": return leaf("dateTimeZoned");
			case "effect/schema/Duration": return leaf("duration");
			case "effect/schema/BigDecimal": return leaf("bigDecimal");
			case "effect/schema/Uint8Array": return leaf("bytes");
		}
		const tps = ast.typeParameters;
		switch (id) {
			case "effect/schema/Option": {
				const layout = {
					_: "option",
					value: void 0
				};
				memo.set(ast, layout);
				layout.value = compile(tps[0]);
				return layout;
			}
			case "effect/schema/Result": {
				const layout = {
					_: "result",
					success: void 0,
					failure: void 0
				};
				memo.set(ast, layout);
				layout.success = compile(tps[0]);
				layout.failure = compile(tps[1]);
				return layout;
			}
			case "effect/schema/Exit": {
				const cause = {
					_: "cause",
					error: void 0,
					defect: void 0
				};
				const layout = {
					_: "exit",
					value: void 0,
					cause
				};
				memo.set(ast, layout);
				layout.value = compile(tps[0]);
				cause.error = compile(tps[1]);
				cause.defect = compile(tps[2]);
				return layout;
			}
			case "effect/schema/Cause":
			case "effect/schema/CauseReason": {
				const layout = {
					_: id === "effect/schema/Cause" ? "cause" : "causeReason",
					error: void 0,
					defect: void 0
				};
				memo.set(ast, layout);
				layout.error = compile(tps[0]);
				layout.defect = compile(tps[1]);
				return layout;
			}
		}
		if (id !== void 0 && id in natives) throw new Error(`Binary layout: native declaration ${id} has no layout constructor`);
		if (isJsonDeclaration(ast)) return leaf("json");
		throw new Error(`Binary layout: declaration ${id ?? "<anonymous>"} has no toCodecJson or toCodec`);
	}
	function compileUnion(ast, members) {
		if (members.length === 0) return {
			_: "never",
			ast
		};
		const variantMembers = [];
		const rowMembers = [];
		const literalRows = /* @__PURE__ */ new Map();
		const literalValues = /* @__PURE__ */ new Map();
		const addLiteralRow = (kind, row) => {
			const existing = literalRows.get(kind);
			if (existing !== void 0 && existing._ !== row._) throw new Error("Binary layout: union members are not uniquely identifiable");
			literalRows.set(kind, row);
		};
		for (const member of members) {
			if (member._tag === "Literal") {
				const kind = astKind(member);
				const values = literalValues.get(kind);
				if (values === void 0) literalValues.set(kind, [member.literal]);
				else if (!values.includes(member.literal)) values.push(member.literal);
				continue;
			}
			if (member._tag === "UniqueSymbol") {
				astKind(member);
				addLiteralRow(K.string, leaf("symbol"));
				continue;
			}
			if (member._tag === "Objects" || member._tag === "Arrays") {
				const sentinels = collectSentinels(member);
				if (sentinels !== void 0 && sentinels.length > 0) {
					for (const sentinel of sentinels) if (typeof sentinel.key === "symbol") throw new Error("Binary layout: symbol property names are illegal");
					variantMembers.push({
						member,
						sentinels
					});
					continue;
				}
			}
			rowMembers.push({
				member,
				kind: astKind(member)
			});
		}
		for (const [kind, values] of literalValues) addLiteralRow(kind, literalLayout(leaf(literalKind(values[0])), values));
		if (variantMembers.length === 0 && rowMembers.length === 0 && literalRows.size === 1) return literalRows.values().next().value;
		const kinds = new Set(literalRows.keys());
		for (const { kind } of rowMembers) {
			if (kinds.has(kind)) throw new Error("Binary layout: union members are not uniquely identifiable");
			kinds.add(kind);
		}
		if (variantMembers.length === 0 && literalRows.size === 0 && rowMembers.length === 1) {
			const layout = compile(rowMembers[0].member);
			memo.set(ast, layout);
			return layout;
		}
		const tags = /* @__PURE__ */ new Map();
		const variantTags = [];
		for (const { sentinels } of variantMembers) {
			const tag = sentinelSetHash(sentinels);
			if (tags.has(tag)) throw new Error(`Binary layout sentinel collision: ${tag}`);
			tags.set(tag, sentinels);
			variantTags.push(tag);
		}
		const layout = {
			_: "union",
			ast,
			variants: [],
			byTag: /* @__PURE__ */ new Map(),
			discriminator: void 0,
			others: [],
			byKind: /* @__PURE__ */ new Map(),
			byPos: []
		};
		memo.set(ast, layout);
		for (let v = 0; v < variantMembers.length; v++) {
			const { member, sentinels } = variantMembers[v];
			const tag = variantTags[v];
			const full = compile(member);
			let payload;
			let tuple;
			if (member._tag === "Objects") {
				const struct = full;
				const sentinelNames = new Set(sentinels.map((s) => String(s.key)));
				const fields = struct.fields.filter((f) => !sentinelNames.has(f.name));
				const payloadStruct = {
					_: "struct",
					ast: struct.ast,
					fields,
					byId: new Map(fields.map((f) => [f.id, f])),
					extra: struct.extra,
					extraAll: struct.extraAll,
					names: struct.names,
					extraShape: void 0,
					optionalCount: fields.reduce((count, f) => f.optional ? count + 1 : count, 0),
					requiredMask: 0,
					requiredWide: false
				};
				computeRequired(payloadStruct);
				payload = payloadStruct;
				tuple = false;
			} else {
				payload = full;
				tuple = true;
			}
			const row = {
				tag,
				sentinels,
				tuple,
				payload,
				position: 0
			};
			layout.variants.push(row);
			layout.byTag.set(tag, row);
		}
		for (const [kind, row] of literalRows) {
			layout.others.push({
				kind,
				layout: row,
				position: 0
			});
			layout.byKind.set(kind, row);
		}
		for (const { kind, member } of rowMembers) {
			const row = compile(member);
			layout.others.push({
				kind,
				layout: row,
				position: 0
			});
			layout.byKind.set(kind, row);
		}
		for (const row of [...layout.variants].sort((a, b) => a.tag - b.tag)) {
			row.position = layout.byPos.length;
			layout.byPos.push({
				variant: row,
				layout: row.payload
			});
		}
		for (const member of [...layout.others].sort((a, b) => a.kind - b.kind)) {
			member.position = layout.byPos.length;
			layout.byPos.push({
				variant: void 0,
				layout: member.layout
			});
		}
		layout.others.sort((a, b) => matchRank(a.layout) - matchRank(b.layout));
		layout.discriminator = findDiscriminator(layout.variants);
		return layout;
	}
	return {
		layout: compile(root),
		recursive,
		exact,
		exitSuccess
	};
}
function isExact(root) {
	const walked = /* @__PURE__ */ new Map();
	const exact = (ast) => {
		if (ast.encoding !== void 0 || ast.checks !== void 0 || ast.encodingChecks !== void 0) return false;
		switch (ast._tag) {
			case "String":
			case "Symbol":
			case "Boolean":
			case "Null":
			case "Undefined":
			case "Void":
			case "Number":
			case "BigInt":
			case "Literal": return true;
			case "Never": return true;
			case "Unknown":
			case "Any": return true;
			case "Arrays": return ast.elements.every(exact) && ast.rest.every(exact);
			case "Objects": return ast.propertySignatures.every((property) => exact(property.type)) && ast.indexSignatures.every((signature) => signature.parameter._tag === "String" && exact(signature.parameter) && exact(signature.type));
			case "Union": return (ast.options?.mode ?? "anyOf") === "anyOf" && ast.types.every(exact);
			case "Suspend": {
				const seen = walked.get(ast);
				if (seen !== void 0) return seen;
				walked.set(ast, true);
				const result = exact(ast.thunk());
				walked.set(ast, result);
				return result;
			}
			case "Declaration": {
				const id = representationId(ast);
				const native = id !== void 0 ? natives[id] : void 0;
				if (native === void 0) return false;
				return native.exact === true || ast.typeParameters.every(exact);
			}
			default: return false;
		}
	};
	return exact(root);
}
function isExitWithExactSuccess(root) {
	return root._tag === "Declaration" && root.encoding === void 0 && root.checks === void 0 && root.encodingChecks === void 0 && representationId(root) === "effect/schema/Exit" && isExact(root.typeParameters[0]);
}
const F = {
	backEdge: 0,
	bool: 1,
	null: 2,
	undefined: 3,
	number: 4,
	int: 5,
	string: 6,
	symbol: 7,
	bytes: 8,
	bigint: 9,
	json: 10,
	duration: 11,
	bigDecimal: 12,
	dateTimeZoned: 13,
	date: 14,
	dateTimeUtc: 15,
	never: 16,
	struct: 17,
	array: 18,
	union: 19,
	option: 20,
	result: 21,
	exit: 22,
	cause: 23,
	causeReason: 24,
	literal: 25
};
function layoutFingerprint(root) {
	const cache = /* @__PURE__ */ new Map();
	const stack = [];
	let escape = Number.MAX_SAFE_INTEGER;
	function go(layout) {
		const at = stack.lastIndexOf(layout);
		if (at >= 0) {
			if (at < escape) escape = at;
			const out = [F.backEdge];
			pushUvarint(out, stack.length - at);
			return fnv64$1(out);
		}
		const cached = cache.get(layout);
		if (cached !== void 0) return cached;
		const self = stack.length;
		const outerEscape = escape;
		escape = Number.MAX_SAFE_INTEGER;
		stack.push(layout);
		const hash = fnv64$1(structure(layout));
		stack.pop();
		const closed = escape >= self;
		if (closed) cache.set(layout, hash);
		escape = closed ? outerEscape : Math.min(outerEscape, escape);
		return hash;
	}
	function structure(layout) {
		const out = [];
		switch (layout._) {
			case "bool":
			case "null":
			case "undefined":
			case "number":
			case "int":
			case "string":
			case "symbol":
			case "bytes":
			case "bigint":
			case "json":
			case "duration":
			case "bigDecimal":
			case "dateTimeZoned":
				out.push(F[layout._]);
				return out;
			case "literal": {
				out.push(F.literal);
				pushBytes$2(out, structure(layout.leaf));
				pushUvarint(out, layout.values.length);
				const sorted = layout.values.map((value) => [sentinelLiteralKind(value), sentinelLiteralString(value)]).sort((a, b) => a[1] < b[1] ? -1 : a[1] > b[1] ? 1 : a[0] - b[0]);
				for (const [kind, text] of sorted) {
					out.push(kind);
					const bytes = utf8Encode.encode(text);
					pushUvarint(out, bytes.length);
					pushBytes$2(out, bytes);
				}
				return out;
			}
			case "int64":
				out.push(layout.flavor === "date" ? F.date : F.dateTimeUtc);
				return out;
			case "never":
				out.push(F.never);
				return out;
			case "struct":
				out.push(F.struct);
				pushUvarint(out, layout.fields.length);
				for (const field of layout.fields) {
					pushU32(out, field.id);
					out.push(field.optional ? 1 : 0);
					pushU64(out, go(field.layout));
				}
				pushUvarint(out, layout.extra.length);
				for (const signature of layout.extra) pushU64(out, go(signature.layout));
				return out;
			case "array":
				out.push(F.array);
				pushUvarint(out, layout.elements.length);
				for (const slot of layout.elements) {
					out.push(slot.optional ? 1 : 0);
					pushU64(out, go(slot.layout));
				}
				pushUvarint(out, layout.rest.length);
				for (const rest of layout.rest) pushU64(out, go(rest));
				return out;
			case "union":
				out.push(F.union);
				pushUvarint(out, layout.byPos.length);
				for (const position of layout.byPos) {
					const variant = position.variant;
					if (variant === void 0) out.push(0);
					else {
						out.push(1, variant.tuple ? 1 : 0);
						pushU32(out, variant.tag);
					}
					pushU64(out, go(position.layout));
				}
				return out;
			case "option":
				out.push(F.option);
				pushU64(out, go(layout.value));
				return out;
			case "result":
				out.push(F.result);
				pushU64(out, go(layout.success));
				pushU64(out, go(layout.failure));
				return out;
			case "exit":
				out.push(F.exit);
				pushU64(out, go(layout.value));
				pushU64(out, go(layout.cause.error));
				pushU64(out, go(layout.cause.defect));
				return out;
			case "cause":
			case "causeReason":
				out.push(layout._ === "cause" ? F.cause : F.causeReason);
				pushU64(out, go(layout.error));
				pushU64(out, go(layout.defect));
				return out;
		}
	}
	return go(root);
}
function fingerprintBytes(lo, hi) {
	const out = /* @__PURE__ */ new Uint8Array(8);
	for (let i = 0; i < 4; i++) {
		out[i] = lo >>> i * 8 & 255;
		out[i + 4] = hi >>> i * 8 & 255;
	}
	return out;
}
const defaultMode = {
	positional: false,
	rejectUnknownFields: false,
	envelope: ENVELOPE,
	expectedEnvelope: "version 2 envelope, flags 0",
	fingerprint: /*#__PURE__*/ new Uint8Array(8)
};
({ ...defaultMode });
function fingerprintMode(layout) {
	const fingerprint = layoutFingerprint(layout);
	return {
		positional: true,
		rejectUnknownFields: false,
		envelope: ENVELOPE_FINGERPRINT,
		expectedEnvelope: "version 2 envelope, flags 1",
		fingerprint: fingerprintBytes(Number(fingerprint & BIGINT_U32_MASK), Number(fingerprint >> BIGINT_THIRTY_TWO & BIGINT_U32_MASK))
	};
}
function matchRank(layout) {
	switch (layout._) {
		case "json": return 2;
		case "struct": return 1;
		default: return 0;
	}
}
function matchesLayout(layout, value) {
	switch (layout._) {
		case "literal": return hasLiteral(layout, value);
		case "bool": return typeof value === "boolean";
		case "null": return value === null;
		case "undefined": return value === void 0;
		case "number":
		case "int": return typeof value === "number";
		case "string": return typeof value === "string";
		case "symbol": return typeof value === "symbol";
		case "bigint": return typeof value === "bigint";
		case "bytes": return value instanceof Uint8Array;
		case "int64": return layout.flavor === "date" ? value instanceof Date : isDateTime(value) && value._tag === "Utc";
		case "dateTimeZoned": return isDateTime(value) && value._tag === "Zoned";
		case "duration": return isDuration(value);
		case "bigDecimal": return isBigDecimal(value);
		case "option": return isOption(value);
		case "result": return isResult(value);
		case "exit": return isExit(value);
		case "cause": return isCause(value);
		case "causeReason": return isReason(value);
		case "array": return Array.isArray(value);
		case "struct": return isObject(value) && !Array.isArray(value);
		case "json": return true;
		case "union":
		case "never": return false;
	}
}
function encodeFail(expected, input, options) {
	throw issueError(new InvalidValue({ expected }, input, options));
}
function isCyclic(value$1, stack = /* @__PURE__ */ new Set()) {
	if (!isObjectOrArray(value$1)) return false;
	const isArray = Array.isArray(value$1);
	const prototype = Object.getPrototypeOf(value$1);
	if (isArray || prototype === Object.prototype || prototype === null) {
		if (stack.has(value$1)) return true;
		stack.add(value$1);
		try {
			if (isArray) {
				for (let i = 0; i < value$1.length; i++) if (isCyclic(value$1[i], stack)) return true;
			} else for (const key of Object.keys(value$1)) if (isCyclic(value$1[key], stack)) return true;
		} finally {
			stack.delete(value$1);
		}
		return false;
	}
	if (value$1 instanceof Date || value$1 instanceof Uint8Array || isDateTime(value$1) || isDuration(value$1) || isBigDecimal(value$1)) return false;
	if (stack.has(value$1)) return true;
	stack.add(value$1);
	try {
		if (isOption(value$1)) return isSome(value$1) && isCyclic(value$1.value, stack);
		if (isResult(value$1)) return isCyclic(isSuccess$1(value$1) ? value$1.success : value$1.failure, stack);
		if (isExit(value$1)) return isCyclic(isSuccess(value$1) ? value$1.value : value$1.cause, stack);
		if (isCause(value$1)) return value$1.reasons.some((reason) => isCyclic(reason, stack));
		if (isReason(value$1)) switch (value$1._tag) {
			case "Fail": return isCyclic(value$1.error, stack);
			case "Die": return isCyclic(value$1.defect, stack);
			case "Interrupt": return false;
		}
		if (isChunk(value$1)) {
			for (const item of value$1) if (isCyclic(item, stack)) return true;
			return false;
		}
		if (isHashMap(value$1)) {
			for (const [key, item] of value$1) if (isCyclic(key, stack) || isCyclic(item, stack)) return true;
			return false;
		}
		if (isHashSet(value$1)) {
			for (const item of value$1) if (isCyclic(item, stack)) return true;
			return false;
		}
		if (isRedacted(value$1)) return isCyclic(value(value$1), stack);
		for (const key of Object.keys(value$1)) if (isCyclic(value$1[key], stack)) return true;
	} finally {
		stack.delete(value$1);
	}
	return false;
}
function encodeSized(ctx, layout, value, w) {
	const mark = w.beginSized();
	encodeValue(ctx, layout, value, w);
	w.endSized(mark);
}
function encodeSymbol(ctx, value, w) {
	const key = globalThis.Symbol.keyFor(value);
	if (key === void 0) encodeFail("registered symbol", value, ctx.options);
	w.string(key);
}
function encodeReason(ctx, layout, value, w) {
	const reason = value;
	switch (reason._tag) {
		case "Fail":
			w.byte(0);
			encodeValue(ctx, layout.error, reason.error, w);
			return;
		case "Die":
			w.byte(1);
			encodeValue(ctx, layout.defect, reason.defect, w);
			return;
		case "Interrupt": if (reason.fiberId === void 0) w.byte(2);
		else {
			w.byte(3);
			w.f64(reason.fiberId);
		}
	}
}
function isAscii(key) {
	for (let i = 0; i < key.length; i++) if (key.charCodeAt(i) > 127) return false;
	return true;
}
function sameShape(shape, layout, keys) {
	if (shape.layout !== layout || shape.keys.length !== keys.length) return false;
	for (let i = 0; i < keys.length; i++) if (shape.keys[i] !== keys[i]) return false;
	return true;
}
function canCacheExtraShape(layout, keys) {
	if (layout.extraAll === void 0 || keys.length > ENCODE_INDEX_SIGNATURE_CACHE_KEYS) return false;
	let codeUnits = 0;
	for (let i = 0; i < keys.length; i++) {
		codeUnits += keys[i].length;
		if (codeUnits > ENCODE_INDEX_SIGNATURE_CACHE_CODE_UNITS) return false;
	}
	return true;
}
function extraPairs(ctx, layout, obj) {
	const keys = Object.keys(obj);
	const cached = layout.extraShape;
	if (cached !== void 0 && sameShape(cached, layout, keys)) return cached.pairs;
	const persistent = canCacheExtraShape(layout, keys);
	const shape = persistent ? void 0 : ctx.extraShape;
	if (shape !== void 0 && sameShape(shape, layout, keys)) return shape.pairs;
	const named = layout.names;
	const every = layout.extraAll;
	const pairs = [];
	let ascii = true;
	for (const key of keys) {
		if (named.has(key)) continue;
		const signature = every ?? (ctx.indexSignatures ??= new IndexSignatureCache(ctx.options)).find(layout, key);
		if (signature === void 0) continue;
		if (ascii && !isAscii(key)) ascii = false;
		pairs.push([
			key,
			signature,
			void 0
		]);
	}
	if (ascii) pairs.sort((a, b) => a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : 0);
	else {
		for (const pair of pairs) pair[2] = utf8Encode.encode(pair[0]);
		pairs.sort((a, b) => Order(a[2], b[2]));
	}
	if (persistent) for (const pair of pairs) pair[2] ??= utf8Encode.encode(pair[0]);
	const next = {
		layout,
		keys,
		pairs
	};
	if (persistent) layout.extraShape = next;
	else ctx.extraShape = next;
	return pairs;
}
function encodeExtraPairs(ctx, pairs, obj, w, keys) {
	for (const [key, signature, keyBytes] of pairs) {
		const keyLength = keyBytes === void 0 ? key.length : keyBytes.length;
		const value = obj[key];
		const wire = valueWireCode(signature.layout, value, ctx.options);
		const kind = wire % FIELD_WIRE_FACTOR;
		if (keys === void 0) w.uvarint(keyLength * FIELD_WIRE_FACTOR + kind);
		else {
			if (!keys.disabled) {
				const ref = internRef(keys, key);
				if (ref !== void 0) {
					w.uvarint(ref * 16 + kind * 2 + 1);
					issuePath[issuePathLen++] = key;
					encodeWirePayload(ctx, signature.layout, value, wire, w);
					issuePathLen--;
					continue;
				}
				internAdd(keys, key);
			}
			w.uvarint(keyLength * 16 + kind * 2);
		}
		if (keyBytes === void 0) w.string(key);
		else w.bytes(keyBytes);
		issuePath[issuePathLen++] = key;
		encodeWirePayload(ctx, signature.layout, value, wire, w);
		issuePathLen--;
	}
}
function valueWireCode(layout, value, options) {
	if (layout._ === "literal") {
		if (!hasLiteral(layout, value)) encodeFail(literalExpected(layout), value, options);
		return valueWireCode(layout.leaf, value, options);
	}
	switch (layout._) {
		case "bool":
			if (typeof value !== "boolean") encodeFail("a boolean", value, options);
			return value ? FIELD_WIRE_TRUE : FIELD_WIRE_FALSE;
		case "number":
			if (typeof value !== "number") encodeFail("a number", value, options);
			if (isVarintNumber(value)) return FIELD_WIRE_VARINT;
			{
				const scale = decimalScale(value);
				return scale === 0 ? FIELD_WIRE_FIXED64 : scale * FIELD_WIRE_FACTOR + FIELD_WIRE_DECIMAL;
			}
		case "int":
			if (!Number.isSafeInteger(value)) encodeFail("an integer", value, options);
			return FIELD_WIRE_VARINT;
		default: return FIELD_WIRE_SIZED;
	}
}
function encodeWirePayload(ctx, layout, value, wire, w) {
	switch (wire % FIELD_WIRE_FACTOR) {
		case FIELD_WIRE_FALSE:
		case FIELD_WIRE_TRUE: return;
		case FIELD_WIRE_VARINT:
			w.numberVarint(value);
			return;
		case FIELD_WIRE_FIXED64:
			w.f64(value);
			return;
		case FIELD_WIRE_DECIMAL: {
			const scale = Math.floor(wire / FIELD_WIRE_FACTOR);
			w.numberVarint(Math.round(value * POW10[scale]));
			w.uvarint(scale);
			return;
		}
		default: encodeSized(ctx, layout, value, w);
	}
}
function encodeStructField(ctx, field, value, w) {
	const wire = valueWireCode(field.layout, value, ctx.options);
	const kind = wire % FIELD_WIRE_FACTOR;
	if (kind === FIELD_WIRE_SIZED) {
		const mark = w.idAndMark(field.tagBytes);
		encodeValue(ctx, field.layout, value, w);
		w.endSized(mark);
		return;
	}
	w.uvarint(field.id * FIELD_WIRE_FACTOR + kind);
	encodeWirePayload(ctx, field.layout, value, wire, w);
}
function runPresenceMask(plan, obj) {
	const byName = plan.byName;
	if (byName === void 0) return void 0;
	const keys = Object.getOwnPropertyNames(obj);
	let mask = 0;
	for (let i = 0; i < keys.length; i++) {
		const index = byName.get(keys[i]);
		if (index !== void 0) mask |= 1 << index;
	}
	const struct = plan.struct;
	if ((mask & struct.requiredMask) !== struct.requiredMask) {
		const fields = struct.fields;
		for (let i = 0; i < fields.length; i++) {
			const field = fields[i];
			if (!field.optional && (mask & 1 << i) === 0) {
				issuePath[issuePathLen++] = field.name;
				throw issueError(new MissingKey(field.annotations));
			}
		}
	}
	return mask;
}
function encodeStructFields(ctx, layout, value, w) {
	const obj = value;
	if (layout.extra.length > 0) {
		const keys = ctx.intern;
		ctx.intern = void 0;
		const pairs = extraPairs(ctx, layout, obj);
		if (pairs.length > 0) {
			w.uvarint(0);
			const mark = w.beginSized();
			encodeExtraPairs(ctx, pairs, obj, w, keys);
			w.endSized(mark);
		}
	}
	const fields = layout.fields;
	for (let i = 0; i < fields.length; i++) {
		const field = fields[i];
		const name = field.name;
		if (!Object.hasOwn(obj, name)) {
			if (field.optional) continue;
			issuePath[issuePathLen++] = name;
			throw issueError(new MissingKey(field.annotations));
		}
		issuePath[issuePathLen++] = name;
		encodeStructField(ctx, field, obj[name], w);
		issuePathLen--;
	}
}
function encodeStructPositional(ctx, layout, value, w) {
	const obj = value;
	const keys = ctx.intern;
	ctx.intern = void 0;
	const bitmapBytes = layout.optionalCount + 7 >> 3;
	let bitmap = 0;
	if (bitmapBytes > 0) {
		bitmap = w.len;
		for (let i = 0; i < bitmapBytes; i++) w.byte(0);
	}
	const fields = layout.fields;
	let optionalIndex = 0;
	for (let i = 0; i < fields.length; i++) {
		const field = fields[i];
		const name = field.name;
		const present = Object.hasOwn(obj, name);
		if (field.optional) {
			if (present) w.buf[w.start + bitmap + (optionalIndex >> 3)] |= 1 << (optionalIndex & 7);
			optionalIndex++;
			if (!present) continue;
		} else if (!present) {
			issuePath[issuePathLen++] = name;
			throw issueError(new MissingKey(field.annotations));
		}
		issuePath[issuePathLen++] = name;
		if (field.inline) encodeValue(ctx, field.layout, obj[name], w);
		else encodeSized(ctx, field.layout, obj[name], w);
		issuePathLen--;
	}
	if (layout.extra.length > 0) {
		const pairs = extraPairs(ctx, layout, obj);
		w.uvarint(pairs.length);
		encodeExtraPairs(ctx, pairs, obj, w, keys);
	}
}
function internKind(layout) {
	switch (layout._) {
		case "string": return INTERN_SELF;
		case "array": return layout.uniform?._ === "string" ? INTERN_ELEMENTS : INTERN_NONE;
		case "struct": return layout.extra.length > 0 ? INTERN_KEYS : INTERN_NONE;
		default: return INTERN_NONE;
	}
}
function runStruct(layout) {
	let uniform = layout.uniform;
	if (uniform === void 0) {
		if (layout.rest.length !== 1) return void 0;
		uniform = layout.rest[0];
		for (const slot of layout.elements) if (slot.optional || slot.layout !== uniform) return void 0;
	}
	return uniform._ === "struct" ? uniform : void 0;
}
function runPlan(layout) {
	let plan = layout.run;
	if (plan !== void 0) return plan;
	const struct = runStruct(layout);
	if (struct === void 0) {
		layout.run = plan = null;
		return plan;
	}
	const intern = struct.fields.map((field) => internKind(field.layout));
	const shapes = struct.fields.length <= RUN_MAX_FIELDS;
	plan = {
		struct,
		intern,
		shapes,
		byName: shapes && struct.extra.length === 0 ? new Map(struct.fields.map((field, index) => [field.name, index])) : void 0
	};
	layout.run = plan;
	return plan;
}
const INTERN_MAP_AT = 16;
const INTERN_DISABLE_AT = 64;
function internWrite(tables, index) {
	return tables[index] ??= {
		values: [],
		refs: void 0,
		hits: 0,
		disabled: false
	};
}
function internRef(table, value) {
	const refs = table.refs;
	if (refs !== void 0) {
		const ref = refs.get(value);
		if (ref !== void 0) table.hits++;
		return ref;
	}
	const values = table.values;
	for (let i = 0; i < values.length; i++) if (values[i] === value) {
		table.hits++;
		return i;
	}
}
function internAdd(table, value) {
	const values = table.values;
	if (table.refs !== void 0) {
		if (table.hits === 0 && values.length >= INTERN_DISABLE_AT) {
			table.disabled = true;
			table.refs = void 0;
			return;
		}
		table.refs.set(value, values.length);
	} else if (values.length >= INTERN_MAP_AT) {
		const refs = table.refs = /* @__PURE__ */ new Map();
		for (let i = 0; i < values.length; i++) refs.set(values[i], i);
		refs.set(value, values.length);
	}
	values.push(value);
}
const DICT_WATCHING = 0;
const DICT_REFERENCING = 1;
const DICT_GAVE_UP = 2;
const DICT_WATCH_LIMIT = 64;
const DICT_MAX_ENTRIES = 512;
function dictSlot(slots, index) {
	return slots[index] ??= {
		values: [],
		refs: /* @__PURE__ */ new Map(),
		state: DICT_WATCHING,
		stamp: -1
	};
}
function dictWatch(slot, value) {
	if (slot.refs.has(value)) {
		slot.state = DICT_REFERENCING;
		return;
	}
	slot.refs.set(value, slot.values.length);
	slot.values.push(value);
	if (slot.values.length >= DICT_WATCH_LIMIT) slot.state = DICT_GAVE_UP;
}
function dictAdd(slot, value) {
	const values = slot.values;
	if (values.length >= DICT_MAX_ENTRIES) return;
	slot.refs.set(value, values.length);
	values.push(value);
}
function dictMark(dict, slot) {
	if (slot.stamp === dict.frame) return;
	slot.stamp = dict.frame;
	dict.marks.push({
		slot,
		length: slot.values.length,
		state: slot.state
	});
}
function dictCommit(dict) {
	dict.marks.length = 0;
	dict.frame++;
}
function dictRollback(dict) {
	const marks = dict.marks;
	for (let i = marks.length - 1; i >= 0; i--) {
		const { length, slot, state } = marks[i];
		const values = slot.values;
		for (let j = length; j < values.length; j++) slot.refs.delete(values[j]);
		values.length = length;
		slot.state = state;
	}
	marks.length = 0;
	dict.frame++;
}
function encodeString(dict, layout, value, w) {
	const slot = dictSlot(dict.slots, layout.slot);
	const state = slot.state;
	if (state === DICT_GAVE_UP) {
		w.string(value);
		return;
	}
	dictMark(dict, slot);
	if (state === DICT_WATCHING) {
		w.string(value);
		dictWatch(slot, value);
		return;
	}
	const ref = slot.refs.get(value);
	if (ref !== void 0) {
		w.uvarint(ref * 2 + 1);
		return;
	}
	w.byte(0);
	dictAdd(slot, value);
	w.string(value);
}
function decodeString(dict, layout, r) {
	const slot = dictSlot(dict, layout.slot);
	const state = slot.state;
	if (state === DICT_GAVE_UP) return r.readUtf8(r.end - r.pos);
	if (state === DICT_WATCHING) {
		const value = r.readUtf8(r.end - r.pos);
		dictWatch(slot, value);
		return value;
	}
	const marker = r.uvarint();
	if ((marker & 1) === 1) {
		const ref = (marker - 1) / 2;
		const values = slot.values;
		if (ref >= values.length) invalid$3("a dictionary reference", marker, r.options);
		return values[ref];
	}
	if (marker !== 0) invalid$3("a dictionary marker", marker, r.options);
	const value = r.readUtf8(r.end - r.pos);
	dictAdd(slot, value);
	return value;
}
function encodeInterned(table, ctx, layout, value, w) {
	if (!table.disabled) {
		const ref = internRef(table, value);
		if (ref !== void 0) {
			w.uvarint(ref * 2 + 1);
			return;
		}
		internAdd(table, value);
	}
	const mark = w.beginSized();
	encodeValue(ctx, layout, value, w);
	w.endSizedRun(mark);
}
function encodeStructRun(ctx, plan, arr, count, w) {
	const shapes = [];
	const tables = [];
	for (let i = 0; i < count; i++) {
		issuePath[issuePathLen++] = i;
		const mark = w.beginSized();
		encodeRunRow(ctx, plan, shapes, tables, arr[i], w);
		w.endSized(mark);
		issuePathLen--;
	}
}
function encodeRunRow(ctx, plan, shapes, tables, value, w) {
	const struct = plan.struct;
	const obj = value;
	const fields = struct.fields;
	let pairs;
	if (struct.extra.length > 0) {
		const found = extraPairs(ctx, struct, obj);
		if (found.length > 0) pairs = found;
	}
	const wide = !plan.shapes;
	let mask = pairs === void 0 ? 0 : RUN_EXTRA_BIT;
	const presenceMask = runPresenceMask(plan, obj);
	if (presenceMask !== void 0) mask = presenceMask;
	else for (let i = 0; i < fields.length; i++) {
		const field = fields[i];
		if (Object.hasOwn(obj, field.name)) {
			if (!wide) mask |= 1 << i;
		} else if (!field.optional) {
			issuePath[issuePathLen++] = field.name;
			throw issueError(new MissingKey(field.annotations));
		}
	}
	let shape = -1;
	for (let i = 0; i < shapes.length; i++) if (shapes[i] === mask) {
		shape = i;
		break;
	}
	if (shape >= 0) w.uvarint(shape + 1);
	else {
		w.uvarint(0);
		if (!wide) shapes.push(mask);
	}
	const declare = shape < 0;
	const positionalShape = ctx.positional && !wide;
	if (declare && positionalShape) w.uvarint(mask);
	if (pairs !== void 0) {
		if (declare && !positionalShape) w.uvarint(0);
		const mark = w.beginSized();
		encodeExtraPairs(ctx, pairs, obj, w);
		w.endSizedRun(mark);
	}
	for (let i = 0; i < fields.length; i++) {
		const field = fields[i];
		if (wide ? !Object.hasOwn(obj, field.name) : (mask & 1 << i) === 0) continue;
		if (declare && !positionalShape) w.uvarint(field.id);
		issuePath[issuePathLen++] = field.name;
		const kind = plan.intern[i];
		if (kind === INTERN_SELF) encodeInterned(internWrite(tables, i), ctx, field.layout, obj[field.name], w);
		else {
			if (kind !== INTERN_NONE) ctx.intern = internWrite(tables, i);
			const mark = w.beginSized();
			encodeValue(ctx, field.layout, obj[field.name], w);
			w.endSizedRun(mark);
			ctx.intern = void 0;
		}
		issuePathLen--;
	}
}
function arraySlot(layout, index, count) {
	const elementLen = layout.elements.length;
	if (index < elementLen) return layout.elements[index].layout;
	const tailLen = Math.max(0, layout.rest.length - 1);
	const tailThreshold = Math.max(elementLen, count - tailLen);
	return index >= tailThreshold ? layout.rest[index - tailThreshold + 1] : layout.rest[0];
}
function encodeArray(ctx, layout, arr, w) {
	const count = arr.length;
	if (layout.rest.length === 0 && count > layout.elements.length) {
		issuePath[issuePathLen++] = layout.elements.length;
		throw issueError(new UnexpectedKey(layout.ast, arr[layout.elements.length], ctx.options));
	}
	if (count < layout.minCount) {
		issuePath[issuePathLen++] = count;
		throw issueError(new MissingKey(void 0));
	}
	if (layout.hasCount) w.uvarint(count);
	if (count > 0) {
		const plan = runPlan(layout);
		if (plan !== null) {
			encodeStructRun(ctx, plan, arr, count, w);
			return;
		}
	}
	const uniform = layout.uniform;
	if (uniform !== void 0) {
		if (layout.uniformNumbers) {
			encodeNumberRun(ctx, arr, count, w);
			return;
		}
		const table = ctx.intern;
		ctx.intern = void 0;
		if (table !== void 0) {
			for (let i = 0; i < count; i++) {
				issuePath[issuePathLen++] = i;
				encodeInterned(table, ctx, uniform, arr[i], w);
				issuePathLen--;
			}
			return;
		}
		const inline = layout.uniformInline;
		for (let i = 0; i < count; i++) {
			issuePath[issuePathLen++] = i;
			if (inline) encodeValue(ctx, uniform, arr[i], w);
			else encodeSized(ctx, uniform, arr[i], w);
			issuePathLen--;
		}
		return;
	}
	for (let i = 0; i < count; i++) {
		const slot = arraySlot(layout, i, count);
		issuePath[issuePathLen++] = i;
		if (isInlineSlot(slot)) encodeValue(ctx, slot, arr[i], w);
		else encodeSized(ctx, slot, arr[i], w);
		issuePathLen--;
	}
}
const numberRunScales = [];
function encodeNumberRun(ctx, arr, count, w) {
	let varint = true;
	let decimal = true;
	for (let i = 0; i < count; i++) {
		const value = arr[i];
		if (typeof value !== "number") {
			issuePath[issuePathLen++] = i;
			encodeFail("a number", value, ctx.options);
		}
		if (isVarintNumber(value)) {
			if ((value < 0 ? -value : value) > DECIMAL_MANTISSA_MAX) decimal = false;
		} else {
			varint = false;
			const scale = decimalScale(value);
			if (scale === 0) decimal = false;
			else numberRunScales[i] = scale;
		}
		if (!varint && !decimal) break;
	}
	if (varint) {
		w.byte(NUMBER_RUN_VARINT);
		for (let i = 0; i < count; i++) w.numberVarint(arr[i]);
	} else if (decimal) {
		w.byte(NUMBER_RUN_DECIMAL);
		for (let i = 0; i < count; i++) {
			const value = arr[i];
			const scale = Number.isInteger(value) ? 0 : numberRunScales[i];
			const mantissa = scale === 0 ? value : Math.round(value * POW10[scale]);
			const negative = mantissa < 0 || mantissa === 0 && 1 / mantissa < 0;
			const magnitude = negative ? -mantissa : mantissa;
			w.uvarint((magnitude * 2 + (negative ? 1 : 0)) * 16 + scale);
		}
	} else {
		w.byte(NUMBER_RUN_F64);
		for (let i = 0; i < count; i++) w.f64(arr[i]);
	}
}
function findDiscriminator(variants) {
	if (variants.length < 2 || variants.some((variant) => variant.tuple)) return void 0;
	for (const candidate of variants[0].sentinels) {
		const rows = /* @__PURE__ */ new Map();
		for (const variant of variants) {
			const sentinel = variant.sentinels.find((s) => s.key === candidate.key);
			if (sentinel === void 0 || rows.has(sentinel.literal) || Number.isNaN(sentinel.literal)) break;
			rows.set(sentinel.literal, variant);
		}
		if (rows.size === variants.length) return {
			key: candidate.key,
			rows
		};
	}
}
function hasSentinels(variant, value) {
	const sentinels = variant.sentinels;
	for (let i = 0; i < sentinels.length; i++) {
		const { key, literal } = sentinels[i];
		if (value[key] !== literal || !Object.hasOwn(value, key)) return false;
	}
	return true;
}
function matchesVariant(variant, value) {
	return variant.tuple ? Array.isArray(value) && hasSentinels(variant, value) : isObject(value) && !Array.isArray(value) && hasSentinels(variant, value);
}
function encodeVariant(ctx, variant, value, w) {
	if (ctx.positional) w.uvarint(variant.position);
	else {
		w.byte(K.variant);
		w.u32le(variant.tag);
	}
	encodeValue(ctx, variant.payload, value, w);
}
function encodeUnion(ctx, layout, value, w) {
	const discriminator = layout.discriminator;
	if (discriminator !== void 0) {
		if (isObject(value) && !Array.isArray(value)) {
			const record = value;
			const variant = discriminator.rows.get(record[discriminator.key]);
			if (variant !== void 0 && hasSentinels(variant, record)) {
				encodeVariant(ctx, variant, value, w);
				return;
			}
		}
	} else for (const variant of layout.variants) if (matchesVariant(variant, value)) {
		encodeVariant(ctx, variant, value, w);
		return;
	}
	for (const member of layout.others) if (matchesLayout(member.layout, value)) {
		if (ctx.positional) w.uvarint(member.position);
		else w.byte(member.kind);
		encodeValue(ctx, member.layout, value, w);
		return;
	}
	throw issueError(new InvalidType(layout.ast, value, ctx.options));
}
function encodeValue(ctx, layout, value, w) {
	switch (layout._) {
		case "literal":
			if (!hasLiteral(layout, value)) encodeFail(literalExpected(layout), value, ctx.options);
			encodeValue(ctx, layout.leaf, value, w);
			return;
		case "bool":
			if (typeof value !== "boolean") encodeFail("a boolean", value, ctx.options);
			w.byte(value === true ? 1 : 0);
			return;
		case "null":
			if (value !== null) encodeFail("null", value, ctx.options);
			return;
		case "undefined":
			if (value !== void 0) encodeFail("undefined", value, ctx.options);
			return;
		case "number": {
			if (typeof value !== "number") encodeFail("a number", value, ctx.options);
			if (isVarintNumber(value)) {
				w.numberVarint(value);
				return;
			}
			const scale = decimalScale(value);
			if (scale > 0) {
				w.numberVarint(Math.round(value * POW10[scale]));
				w.byte(scale);
			} else w.f64(value);
			return;
		}
		case "int":
			if (!Number.isSafeInteger(value)) encodeFail("an integer", value, ctx.options);
			w.numberVarint(value);
			return;
		case "string": {
			if (typeof value !== "string") encodeFail("a string", value, ctx.options);
			const dict = ctx.dict;
			if (dict === void 0) w.string(value);
			else encodeString(dict, layout, value, w);
			return;
		}
		case "symbol":
			if (typeof value !== "symbol") encodeFail("a symbol", value, ctx.options);
			encodeSymbol(ctx, value, w);
			return;
		case "bytes":
			if (!(value instanceof Uint8Array)) encodeFail("a Uint8Array", value, ctx.options);
			w.bytes(value);
			return;
		case "bigint":
			if (typeof value !== "bigint") encodeFail("a bigint", value, ctx.options);
			w.zigzag(value);
			return;
		case "int64": {
			if (!matchesLayout(layout, value)) encodeFail(layout.flavor === "date" ? "a Date" : "a DateTime.Utc", value, ctx.options);
			const millis = layout.flavor === "date" ? value.getTime() : value.epochMilliseconds;
			if (Number.isNaN(millis)) encodeFail("a valid Date", value, ctx.options);
			w.i64(BigInt(millis));
			return;
		}
		case "dateTimeZoned": {
			if (!matchesLayout(layout, value)) encodeFail("a DateTime.Zoned", value, ctx.options);
			const zoned = value;
			w.i64(BigInt(zoned.epochMilliseconds));
			if (zoned.zone._tag === "Offset") {
				w.byte(0);
				w.i32le(zoned.zone.offset);
			} else {
				w.byte(1);
				w.string(zoned.zone.id);
			}
			return;
		}
		case "duration": {
			if (!isDuration(value)) encodeFail("a Duration", value, ctx.options);
			const duration = value.value;
			switch (duration._tag) {
				case "Infinity":
					w.byte(1);
					return;
				case "NegativeInfinity":
					w.byte(2);
					return;
				case "Nanos":
					w.byte(0);
					w.zigzag(duration.nanos);
					return;
				case "Millis":
					w.byte(0);
					w.zigzag(BigInt(duration.millis) * BIGINT_NANOS_PER_MILLI);
					return;
			}
		}
		case "bigDecimal": {
			if (!isBigDecimal(value)) encodeFail("a BigDecimal", value, ctx.options);
			const normalized = normalize(value);
			w.zigzag(normalized.value);
			w.zigzag(BigInt(normalized.scale));
			return;
		}
		case "json": {
			let text;
			try {
				text = JSON.stringify(value);
			} catch {
				text = void 0;
			}
			if (text === void 0) {
				if (isCyclic(value)) encodeFail("acyclic value", value, ctx.options);
				encodeFail("a JSON-serializable value", value, ctx.options);
			}
			w.string(text);
			return;
		}
		case "option": {
			if (!isOption(value)) encodeFail("an Option", value, ctx.options);
			const option = value;
			if (option._tag === "None") w.byte(0);
			else {
				w.byte(1);
				encodeValue(ctx, layout.value, option.value, w);
			}
			return;
		}
		case "result": {
			if (!isResult(value)) encodeFail("a Result", value, ctx.options);
			const result = value;
			if (result._tag === "Success") {
				w.byte(0);
				encodeValue(ctx, layout.success, result.success, w);
			} else {
				w.byte(1);
				encodeValue(ctx, layout.failure, result.failure, w);
			}
			return;
		}
		case "exit": {
			if (!isExit(value)) encodeFail("an Exit", value, ctx.options);
			const exit = value;
			if (exit._tag === "Success") {
				w.byte(0);
				encodeValue(ctx, layout.value, exit.value, w);
			} else {
				w.byte(1);
				encodeValue(ctx, layout.cause, exit.cause, w);
			}
			return;
		}
		case "cause": {
			if (!isCause(value)) encodeFail("a Cause", value, ctx.options);
			const reasons = value.reasons;
			w.uvarint(reasons.length);
			for (const reason of reasons) {
				const mark = w.beginSized();
				encodeReason(ctx, layout, reason, w);
				w.endSized(mark);
			}
			return;
		}
		case "causeReason":
			if (!isReason(value)) encodeFail("a Cause.Reason", value, ctx.options);
			encodeReason(ctx, layout, value, w);
			return;
		case "struct":
			if (!isObject(value) || Array.isArray(value)) encodeFail("an object", value, ctx.options);
			if (ctx.positional) encodeStructPositional(ctx, layout, value, w);
			else encodeStructFields(ctx, layout, value, w);
			return;
		case "array":
			if (!Array.isArray(value)) encodeFail("an array", value, ctx.options);
			encodeArray(ctx, layout, value, w);
			return;
		case "union":
			encodeUnion(ctx, layout, value, w);
			return;
		case "never": throw issueError(new InvalidType(layout.ast, value, ctx.options));
	}
}
let pooledWriter = /*#__PURE__*/ new Writer$1();
function writeFrame(ctx, layout, value, mode, w) {
	const mark = w.beginSized();
	w.byte(mode.envelope);
	if (mode.positional) w.bytes(mode.fingerprint);
	encodeValue(ctx, layout, value, w);
	w.endSized(mark);
}
function runFrames(layout, value, values, options, mode, dict) {
	const ctx = {
		options,
		positional: mode.positional,
		indexSignatures: void 0,
		extraShape: void 0,
		intern: void 0,
		dict
	};
	const w = pooledWriter ?? new Writer$1();
	const pooled = w === pooledWriter;
	if (pooled) pooledWriter = void 0;
	w.reset();
	const savedPathLen = issuePathLen;
	let sent = false;
	try {
		if (values === void 0) {
			issuePathLen = 0;
			writeFrame(ctx, layout, value, mode, w);
		} else for (let i = 0; i < values.length; i++) {
			issuePathLen = 0;
			writeFrame(ctx, layout, values[i], mode, w);
		}
		const out = w.out();
		sent = true;
		return out;
	} finally {
		if (dict !== void 0) {
			if (sent) dictCommit(dict);
			else dictRollback(dict);
		}
		w.abort();
		issuePathLen = savedPathLen;
		if (pooled) pooledWriter = w;
	}
}
function encodeFrame(layout, value, options, mode, dict) {
	return runFrames(layout, value, void 0, options, mode, dict);
}
function isSuccessExit(value) {
	return isExit(value) && isSuccess(value);
}
const ABSENT = /*#__PURE__*/ globalThis.Symbol.for("~effect/encoding/SchemaBinary/absent");
function decodeChecked(layout, r) {
	const value = decodeValue(layout, r);
	if (value !== ABSENT && r.pos !== r.end) invalid$3("no leftover bytes", void 0, r.options);
	return value;
}
function decodeSized(layout, r) {
	const saved = r.enter(r.uvarint());
	const value = decodeChecked(layout, r);
	r.exit(saved);
	return value;
}
function decodeSlot(layout, r) {
	if (isSelfDelimiting(layout)) return decodeValue(layout, r);
	const size = packedSize(layout);
	const saved = r.enter(size !== void 0 ? size : layout._ === "null" || layout._ === "undefined" ? 0 : r.uvarint());
	const value = decodeChecked(layout, r);
	r.exit(saved);
	return value;
}
const SEEN_LIST_MAX = 8;
function seenKey(seen, key) {
	const set = seen.set;
	if (set !== void 0) {
		if (set.has(key)) return true;
		set.add(key);
		return false;
	}
	const list = seen.list;
	if (list.includes(key)) return true;
	if (list.length >= SEEN_LIST_MAX) {
		const set = seen.set = /* @__PURE__ */ new Set();
		for (let i = 0; i < list.length; i++) set.add(list[i]);
		set.add(key);
	} else list.push(key);
	return false;
}
function decodeExtraPair(layout, r, out, seen, keys) {
	const code = r.uvarint();
	const keyCode = keys === void 0 ? Math.floor(code / FIELD_WIRE_FACTOR) : Math.floor(code / 16);
	const kind = keys === void 0 ? code - keyCode * FIELD_WIRE_FACTOR : Math.floor((code - keyCode * 16) / 2);
	const key = keys === void 0 ? r.readUtf8(keyCode) : decodeExtraKey(keys, code, keyCode, r);
	if (layout.names.has(key)) invalid$3("an extra key distinct from declared fields", key, r.options);
	if (seenKey(seen, key)) invalid$3("unique extra keys", void 0, r.options);
	const signature = layout.extraAll ?? (r.indexSignatures ??= new IndexSignatureCache(r.options)).find(layout, key);
	if (signature === void 0) {
		if (r.rejectUnknownFields) invalid$3("a key matching an index signature", key, r.options);
		skipFieldPayload(kind, r);
		return;
	}
	issuePath[issuePathLen++] = key;
	const value = decodeFieldPayload(signature.layout, signature.wireMask, kind, r);
	issuePathLen--;
	if (value !== ABSENT) assignProperty(out, key, value);
}
function decodeExtraKey(keys, code, keyCode, r) {
	if ((code & 1) === 1) {
		if (keyCode >= keys.length) invalid$3("a known back-reference", void 0, r.options);
		return keys[keyCode];
	}
	const key = r.readUtf8(keyCode);
	keys.push(key);
	return key;
}
function missingKeyIssue(field) {
	return new Pointer([field.name], new MissingKey(field.annotations));
}
function throwMissingKeys(layout, issues) {
	throw issueError(new Composite(layout.ast, issues));
}
function skipFieldVarint(r) {
	while ((r.byte() & 128) !== 0);
}
function skipFieldPayload(kind, r) {
	switch (kind) {
		case FIELD_WIRE_SIZED:
			r.take(r.uvarint());
			return;
		case FIELD_WIRE_VARINT:
			skipFieldVarint(r);
			return;
		case FIELD_WIRE_FIXED64:
			r.take(8);
			return;
		case FIELD_WIRE_FALSE:
		case FIELD_WIRE_TRUE:
		case FIELD_WIRE_EMPTY: return;
		case FIELD_WIRE_DECIMAL:
			skipFieldVarint(r);
			skipFieldVarint(r);
			return;
		case FIELD_WIRE_FIXED32:
			r.take(4);
			return;
	}
}
function fieldWireMask(layout) {
	if (layout._ === "literal") return fieldWireMask(layout.leaf);
	switch (layout._) {
		case "bool": return 24;
		case "number": return 38;
		case "int": return 2;
		default: return 1;
	}
}
function decodeScalarField(kind, r) {
	switch (kind) {
		case FIELD_WIRE_FALSE: return false;
		case FIELD_WIRE_TRUE: return true;
		case FIELD_WIRE_VARINT: return r.numberVarint();
		case FIELD_WIRE_FIXED64: return r.f64();
		case FIELD_WIRE_DECIMAL: {
			const mantissa = r.numberVarint();
			const scale = r.uvarint();
			if (scale === 0 || scale > DECIMAL_SCALE_MAX) invalid$3("a decimal scale in [1, 8]", scale, r.options);
			return mantissa / POW10[scale];
		}
	}
	return invalid$3("matching field wire kind", void 0, r.options);
}
function decodeFieldPayload(layout, wireMask, kind, r) {
	if ((wireMask & 1 << kind) === 0) {
		if (r.rejectUnknownFields) invalid$3("matching field wire kind", kind, r.options);
		skipFieldPayload(kind, r);
		return ABSENT;
	}
	if (kind !== FIELD_WIRE_SIZED) {
		const value = decodeScalarField(kind, r);
		if (layout._ === "literal" && !hasLiteral(layout, value)) invalid$3(literalExpected(layout), value, r.options);
		return value;
	}
	const saved = r.enter(r.uvarint());
	const value = decodeChecked(layout, r);
	r.exit(saved);
	return value;
}
function decodeStruct(layout, r) {
	let keys;
	if (layout.extra.length > 0) {
		keys = r.intern;
		r.intern = void 0;
	}
	const out = {};
	let seenMask = 0;
	let presentMask = 0;
	let seenWide;
	let presentWide;
	let seenUnknown;
	let seenExtra = false;
	const fields = layout.fields;
	let cursor = 0;
	while (r.pos < r.end) {
		const tag = r.fieldTag();
		const id = Math.floor(tag / FIELD_WIRE_FACTOR);
		const kind = tag - id * FIELD_WIRE_FACTOR;
		if (id === 0) {
			if (seenExtra) invalid$3("unique field ids", void 0, r.options);
			seenExtra = true;
			if (kind !== FIELD_WIRE_SIZED) invalid$3("extra field map", void 0, r.options);
			const saved = r.enter(r.uvarint());
			decodeExtraPairs(layout, r, out, keys);
			r.exit(saved);
			continue;
		}
		let field;
		if (cursor < fields.length && fields[cursor].id === id) {
			field = fields[cursor];
			cursor++;
		} else {
			field = layout.byId.get(id);
			if (field !== void 0) cursor = field.index + 1;
		}
		if (field === void 0) {
			if (r.rejectUnknownFields) invalid$3("a known field id", id, r.options);
			if (seenUnknown === void 0) seenUnknown = /* @__PURE__ */ new Set();
			else if (seenUnknown.has(id)) invalid$3("unique field ids", void 0, r.options);
			seenUnknown.add(id);
			skipFieldPayload(kind, r);
			continue;
		}
		const index = field.index;
		if (index < 32) {
			const bit = 1 << index;
			if ((seenMask & bit) !== 0) invalid$3("unique field ids", void 0, r.options);
			seenMask |= bit;
		} else if (seenWide === void 0) seenWide = /* @__PURE__ */ new Set([index]);
		else {
			if (seenWide.has(index)) invalid$3("unique field ids", void 0, r.options);
			seenWide.add(index);
		}
		issuePath[issuePathLen++] = field.name;
		const value = decodeFieldPayload(field.layout, field.wireMask, kind, r);
		issuePathLen--;
		if (value !== ABSENT) {
			assignProperty(out, field.name, value);
			if (index < 32) presentMask |= 1 << index;
			else (presentWide ??= /* @__PURE__ */ new Set()).add(index);
		}
	}
	checkRequiredFields(layout, presentMask, presentWide, r);
	return out;
}
function checkRequiredFields(struct, presentMask, presentWide, r) {
	if ((presentMask & struct.requiredMask) === struct.requiredMask && !struct.requiredWide) return;
	const fields = struct.fields;
	let issues;
	for (let i = 0; i < fields.length; i++) {
		const field = fields[i];
		const index = field.index;
		const present = index < 32 ? (presentMask & 1 << index) !== 0 : presentWide?.has(index) === true;
		if (!field.optional && !present) {
			(issues ??= []).push(missingKeyIssue(field));
			if (r.options.errors !== "all") break;
		}
	}
	if (issues !== void 0) throwMissingKeys(struct, issues);
}
function decodeStructPositional(layout, r) {
	let keys;
	if (layout.extra.length > 0) {
		keys = r.intern;
		r.intern = void 0;
	}
	const out = {};
	const bitmapBytes = layout.optionalCount + 7 >> 3;
	let bitmap = 0;
	if (bitmapBytes > 0) {
		if (r.pos + bitmapBytes > r.end) invalid$3("complete value", void 0, r.options);
		bitmap = r.pos;
		r.pos += bitmapBytes;
	}
	const buf = r.buf;
	const fields = layout.fields;
	let optionalIndex = 0;
	let issues;
	for (let i = 0; i < fields.length; i++) {
		const field = fields[i];
		if (field.optional) {
			const present = (buf[bitmap + (optionalIndex >> 3)] & 1 << (optionalIndex & 7)) !== 0;
			optionalIndex++;
			if (!present) continue;
		}
		issuePath[issuePathLen++] = field.name;
		const value = field.inline ? decodeSlot(field.layout, r) : decodeSized(field.layout, r);
		issuePathLen--;
		if (value !== ABSENT) assignProperty(out, field.name, value);
		else if (!field.optional) {
			(issues ??= []).push(missingKeyIssue(field));
			if (r.options.errors !== "all") break;
		}
	}
	if (issues !== void 0) throwMissingKeys(layout, issues);
	if (layout.extra.length > 0) {
		const count = r.uvarint();
		if (count > r.remaining) invalid$3("complete value", void 0, r.options);
		if (count > 0) {
			const seen = {
				list: [],
				set: void 0
			};
			for (let i = 0; i < count; i++) decodeExtraPair(layout, r, out, seen, keys);
		}
	}
	return out;
}
function decodeExtraPairs(layout, r, out, keys) {
	const seen = {
		list: [],
		set: void 0
	};
	while (r.pos < r.end) decodeExtraPair(layout, r, out, seen, keys);
}
function decodeInterned(table, layout, r) {
	const code = r.uvarint();
	if ((code & 1) === 1) {
		const ref = (code - 1) / 2;
		if (ref >= table.length) invalid$3("a known back-reference", void 0, r.options);
		return table[ref];
	}
	if (layout._ === "string") {
		if (r.dict !== void 0) {
			const saved = r.enter(code / 2);
			const value = decodeChecked(layout, r);
			r.exit(saved);
			table.push(value);
			return value;
		}
		const value = r.readUtf8(code / 2);
		table.push(value);
		return value;
	}
	const saved = r.enter(code / 2);
	const value = decodeChecked(layout, r);
	r.exit(saved);
	table.push(value);
	return value;
}
function decodeStructRun(plan, count, r) {
	const out = new Array(count);
	const shapes = [];
	const tables = [];
	for (let i = 0; i < count; i++) {
		issuePath[issuePathLen++] = i;
		const saved = r.enter(r.uvarint());
		out[i] = decodeRunRow(plan, shapes, tables, r);
		r.exit(saved);
		issuePathLen--;
	}
	return out;
}
function positionalRunShape(struct, r) {
	const mask = r.uvarint();
	const fields = struct.fields;
	const fieldBits = mask & -1073741825;
	if (mask > RUN_EXTRA_BIT * 2 - 1 || fieldBits >>> fields.length !== 0) invalid$3("a known row shape", void 0, r.options);
	const shape = [];
	if ((mask & RUN_EXTRA_BIT) !== 0) shape.push(null);
	for (let i = 0; i < fields.length; i++) if ((fieldBits & 1 << i) !== 0) shape.push(fields[i]);
	return shape;
}
function decodeRunRow(plan, shapes, tables, r) {
	const struct = plan.struct;
	const out = {};
	let presentMask = 0;
	let presentWide;
	const code = r.uvarint();
	let shape;
	if (code === 0) {
		if (r.positional && plan.shapes) {
			shape = positionalRunShape(struct, r);
			shapes.push(shape);
		}
	} else {
		shape = shapes[code - 1];
		if (shape === void 0) invalid$3("a known row shape", void 0, r.options);
	}
	if (shape !== void 0) {
		for (let i = 0; i < shape.length; i++) {
			const filled = decodeRunSlot(plan, tables, shape[i], out, r);
			if (filled >= 0) {
				if (filled < 32) presentMask |= 1 << filled;
				else (presentWide ??= /* @__PURE__ */ new Set()).add(filled);
			}
		}
		if (r.pos !== r.end) invalid$3("no leftover bytes", void 0, r.options);
	} else {
		const declared = plan.shapes ? [] : void 0;
		let seenMask = 0;
		let seenWide;
		let seenIds;
		let seenExtra = false;
		while (r.pos < r.end) {
			const id = r.uvarint();
			let slot;
			if (id === 0) {
				if (seenExtra) invalid$3("unique field ids", void 0, r.options);
				seenExtra = true;
				slot = null;
			} else {
				slot = struct.byId.get(id);
				if (slot === void 0) {
					if (r.rejectUnknownFields) invalid$3("a known field id", id, r.options);
					if (seenIds === void 0) seenIds = /* @__PURE__ */ new Set([id]);
					else if (seenIds.has(id)) invalid$3("unique field ids", void 0, r.options);
					else seenIds.add(id);
				} else if (slot.index < 32) {
					if ((seenMask & 1 << slot.index) !== 0) invalid$3("unique field ids", void 0, r.options);
					seenMask |= 1 << slot.index;
				} else if (seenWide === void 0) seenWide = /* @__PURE__ */ new Set([slot.index]);
				else {
					if (seenWide.has(slot.index)) invalid$3("unique field ids", void 0, r.options);
					seenWide.add(slot.index);
				}
			}
			declared?.push(slot);
			const filled = decodeRunSlot(plan, tables, slot, out, r);
			if (filled >= 0) {
				if (filled < 32) presentMask |= 1 << filled;
				else (presentWide ??= /* @__PURE__ */ new Set()).add(filled);
			}
		}
		if (declared !== void 0) shapes.push(declared);
	}
	checkRequiredFields(struct, presentMask, presentWide, r);
	return out;
}
function decodeRunSlot(plan, tables, slot, out, r) {
	const code = r.uvarint();
	if ((code & 1) === 1) {
		if (slot === null || slot === void 0) return -1;
		const table = tables[slot.index];
		const ref = (code - 1) / 2;
		if (table === void 0 || ref >= table.length) invalid$3("a known back-reference", void 0, r.options);
		const value = table[ref];
		if (value === ABSENT) return -1;
		assignProperty(out, slot.name, value);
		return slot.index;
	}
	const saved = r.enter(code / 2);
	if (slot === null) {
		decodeExtraPairs(plan.struct, r, out);
		r.exit(saved);
		return -1;
	}
	if (slot === void 0) {
		r.exit(saved);
		return -1;
	}
	const kind = plan.intern[slot.index];
	if (kind === INTERN_ELEMENTS || kind === INTERN_KEYS) r.intern = tables[slot.index] ??= [];
	issuePath[issuePathLen++] = slot.name;
	const value = decodeChecked(slot.layout, r);
	issuePathLen--;
	r.intern = void 0;
	r.exit(saved);
	if (kind === INTERN_SELF) (tables[slot.index] ??= []).push(value);
	if (value === ABSENT) return -1;
	assignProperty(out, slot.name, value);
	return slot.index;
}
function decodeArray(layout, r) {
	const elementLen = layout.elements.length;
	const count = layout.hasCount ? r.uvarint() : elementLen;
	if (layout.rest.length === 0 && count > elementLen) {
		issuePath[issuePathLen++] = elementLen;
		throw issueError(new UnexpectedKey(layout.ast, void 0, r.options));
	}
	if (count < layout.minCount) {
		issuePath[issuePathLen++] = count;
		throw issueError(new MissingKey(void 0));
	}
	if (layout.hasCount) {
		if (count > (layout.rest.length > 0 && isZeroWidthSlot(layout.rest[0]) ? ZERO_WIDTH_ARRAY_MAX : r.remaining + ARRAY_ALLOCATION_SLACK)) invalid$3("array count within allocation limit", count, r.options);
	}
	if (count > 0) {
		const plan = runPlan(layout);
		if (plan !== null) return decodeStructRun(plan, count, r);
	}
	const out = new Array(count);
	const uniform = layout.uniform;
	if (uniform !== void 0) {
		if (layout.uniformNumbers) return decodeNumberRun(out, count, r);
		const table = r.intern;
		r.intern = void 0;
		if (table !== void 0) {
			for (let i = 0; i < count; i++) {
				issuePath[issuePathLen++] = i;
				const value = decodeInterned(table, uniform, r);
				if (value === ABSENT) throw issueError(new MissingKey(void 0));
				issuePathLen--;
				out[i] = value;
			}
			return out;
		}
		if (isSelfDelimiting(uniform)) {
			for (let i = 0; i < count; i++) {
				issuePath[issuePathLen++] = i;
				out[i] = decodeValue(uniform, r);
				issuePathLen--;
			}
			return out;
		}
		if (uniform._ === "string") {
			for (let i = 0; i < count; i++) {
				issuePath[issuePathLen++] = i;
				out[i] = r.dict === void 0 ? r.readUtf8(r.uvarint()) : decodeSized(uniform, r);
				issuePathLen--;
			}
			return out;
		}
		const packed = layout.uniformPacked;
		const inline = layout.uniformInline;
		for (let i = 0; i < count; i++) {
			issuePath[issuePathLen++] = i;
			const saved = r.enter(inline ? packed ?? 0 : r.uvarint());
			const value = decodeChecked(uniform, r);
			r.exit(saved);
			if (value === ABSENT) throw issueError(new MissingKey(void 0));
			issuePathLen--;
			out[i] = value;
		}
		return out;
	}
	for (let i = 0; i < count; i++) {
		const slot = arraySlot(layout, i, count);
		const optional = i < elementLen && layout.elements[i].optional;
		if (!layout.hasCount && r.remaining === 0 && !optional && slot._ !== "null" && slot._ !== "undefined") {
			issuePath[issuePathLen++] = i;
			throw issueError(new MissingKey(void 0));
		}
		issuePath[issuePathLen++] = i;
		const value = decodeSlot(slot, r);
		if (value === ABSENT) {
			if (optional) invalid$3("known union member", void 0, r.options);
			throw issueError(new MissingKey(void 0));
		}
		issuePathLen--;
		out[i] = value;
	}
	if (!layout.hasCount && r.pos < r.end) {
		issuePath[issuePathLen++] = elementLen;
		throw issueError(new UnexpectedKey(layout.ast, void 0, r.options));
	}
	return out;
}
function decodeNumberRun(out, count, r) {
	const mode = r.byte();
	if (mode === NUMBER_RUN_F64) {
		if (r.remaining !== count * 8) invalid$3("f64", void 0, r.options);
		for (let i = 0; i < count; i++) out[i] = r.f64();
		return out;
	}
	if (mode === NUMBER_RUN_DECIMAL) {
		for (let i = 0; i < count; i++) {
			issuePath[issuePathLen++] = i;
			const code = r.uvarint();
			const scale = code % 16;
			if (scale > DECIMAL_SCALE_MAX) invalid$3("decimal", void 0, r.options);
			const value = decodeSignMagnitude((code - scale) / 16);
			out[i] = scale === 0 ? value : value / POW10[scale];
			issuePathLen--;
		}
		return out;
	}
	if (mode !== NUMBER_RUN_VARINT) invalid$3("f64", void 0, r.options);
	for (let i = 0; i < count; i++) {
		issuePath[issuePathLen++] = i;
		out[i] = r.numberVarint();
		issuePathLen--;
	}
	return out;
}
function decodeUnion(layout, r) {
	const kind = r.byte();
	if (kind === K.variant) {
		const tag = r.u32le();
		const variant = layout.byTag.get(tag);
		if (variant === void 0) {
			if (r.rejectUnknownFields) invalid$3("known union member", tag, r.options);
			r.take(r.remaining);
			return ABSENT;
		}
		const payload = decodeChecked(variant.payload, r);
		if (payload === ABSENT) return ABSENT;
		if (!variant.tuple) for (const sentinel of variant.sentinels) assignProperty(payload, sentinel.key, sentinel.literal);
		return payload;
	}
	const member = layout.byKind.get(kind);
	if (member === void 0) {
		if (r.rejectUnknownFields) invalid$3("known union member", kind, r.options);
		r.take(r.remaining);
		return ABSENT;
	}
	return decodeChecked(member, r);
}
function decodeUnionPositional(layout, r) {
	const position = layout.byPos[r.uvarint()];
	if (position === void 0) invalid$3("known union member", void 0, r.options);
	const payload = decodeChecked(position.layout, r);
	const variant = position.variant;
	if (variant !== void 0 && !variant.tuple && payload !== ABSENT) for (const sentinel of variant.sentinels) assignProperty(payload, sentinel.key, sentinel.literal);
	return payload;
}
function decodeReason(layout, r) {
	switch (r.byte()) {
		case 0: return makeFailReason(requirePresent(decodeChecked(layout.error, r)));
		case 1: return makeDieReason(requirePresent(decodeChecked(layout.defect, r)));
		case 2:
			if (r.remaining !== 0) invalid$3("empty", void 0, r.options);
			return makeInterruptReason();
		case 3:
			if (r.remaining !== 8) invalid$3("f64", void 0, r.options);
			return makeInterruptReason(r.f64());
		default:
			r.take(r.remaining);
			return ABSENT;
	}
}
function requirePresent(value) {
	if (value === ABSENT) throw issueError(new MissingKey(void 0));
	return value;
}
function decodeValue(layout, r) {
	if (r.nesting >= MAX_NESTING_DEPTH) invalid$3(`nesting depth at most ${MAX_NESTING_DEPTH}`, r.nesting + 1, r.options);
	r.nesting++;
	try {
		return decodeValueUnchecked(layout, r);
	} finally {
		r.nesting--;
	}
}
function decodeValueUnchecked(layout, r) {
	switch (layout._) {
		case "literal": {
			const value = decodeValue(layout.leaf, r);
			if (!hasLiteral(layout, value)) invalid$3(literalExpected(layout), value, r.options);
			return value;
		}
		case "bool": {
			if (r.remaining !== 1) invalid$3("bool", void 0, r.options);
			const b = r.byte();
			if (b > 1) invalid$3("bool", void 0, r.options);
			return b === 1;
		}
		case "null":
			if (r.remaining !== 0) invalid$3("empty", void 0, r.options);
			return null;
		case "undefined":
			if (r.remaining !== 0) invalid$3("empty", void 0, r.options);
			return;
		case "number": {
			const len = r.remaining;
			if (len === 8) return r.f64();
			if (len === 0 || len > NUMBER_VARINT_MAX_BYTES) invalid$3("f64", void 0, r.options);
			const value = r.numberVarint();
			if (r.remaining === 0) return value;
			const scale = r.byte();
			if (r.remaining !== 0 || scale === 0 || scale > DECIMAL_SCALE_MAX) invalid$3("decimal", void 0, r.options);
			return value / POW10[scale];
		}
		case "int": return r.numberVarint();
		case "string": {
			const dict = r.dict;
			return dict === void 0 ? r.readUtf8(r.end - r.pos) : decodeString(dict, layout, r);
		}
		case "symbol": return globalThis.Symbol.for(r.readUtf8(r.end - r.pos));
		case "bytes": return r.takeCopy(r.end - r.pos);
		case "bigint": return r.zigzag();
		case "int64": {
			if (r.remaining !== 8) invalid$3("int64", void 0, r.options);
			const millis = Number(r.i64());
			const date = new Date(millis);
			if (Number.isNaN(date.getTime())) invalid$3(layout.flavor === "date" ? "a valid Date" : "a valid DateTime", millis, r.options);
			return layout.flavor === "date" ? date : makeUnsafe$5(millis);
		}
		case "dateTimeZoned": {
			const millis = Number(r.i64());
			const tag = r.byte();
			let timeZone;
			if (tag === 0) {
				if (r.remaining !== 4) invalid$3("time zone", void 0, r.options);
				timeZone = r.i32le();
			} else if (tag === 1) timeZone = r.readUtf8(r.end - r.pos);
			else return invalid$3("time zone", void 0, r.options);
			try {
				return makeZonedUnsafe(millis, { timeZone });
			} catch {
				return invalid$3("time zone", void 0, r.options);
			}
		}
		case "duration": switch (r.byte()) {
			case 0: return nanos(r.zigzag());
			case 1: return infinity;
			case 2: return negativeInfinity;
			default: return invalid$3("duration", void 0, r.options);
		}
		case "bigDecimal": {
			const value = r.zigzag();
			const scale = r.zigzag();
			if (scale > MAX_SAFE_BIGINT || -scale > MAX_SAFE_BIGINT) invalid$3("safe integer length", void 0, r.options);
			return make$14(value, Number(scale));
		}
		case "json": {
			const text = r.readUtf8(r.end - r.pos);
			try {
				return JSON.parse(text);
			} catch {
				return invalid$3("json", void 0, r.options);
			}
		}
		case "option": {
			const tag = r.byte();
			if (tag === 0) {
				if (r.remaining !== 0) invalid$3("empty", void 0, r.options);
				return none$7();
			}
			if (tag !== 1) invalid$3("bool", void 0, r.options);
			return some(requirePresent(decodeChecked(layout.value, r)));
		}
		case "result": {
			const tag = r.byte();
			if (tag === 0) return succeed$4(requirePresent(decodeChecked(layout.success, r)));
			if (tag !== 1) invalid$3("bool", void 0, r.options);
			return fail$3(requirePresent(decodeChecked(layout.failure, r)));
		}
		case "exit": {
			const tag = r.byte();
			if (tag === 0) return succeed$1(requirePresent(decodeChecked(layout.value, r)));
			if (tag !== 1) invalid$3("bool", void 0, r.options);
			const cause = decodeValue(layout.cause, r);
			return failCause$1(cause);
		}
		case "cause": {
			const count = r.uvarint();
			const reasons = [];
			for (let i = 0; i < count; i++) {
				issuePath[issuePathLen++] = i;
				const saved = r.enter(r.uvarint());
				const reason = decodeReason(layout, r);
				r.exit(saved);
				issuePathLen--;
				if (reason !== ABSENT) reasons.push(reason);
			}
			if (r.pos !== r.end) invalid$3("no leftover bytes", void 0, r.options);
			return fromReasons(reasons);
		}
		case "causeReason": return decodeReason(layout, r);
		case "struct": return r.positional ? decodeStructPositional(layout, r) : decodeStruct(layout, r);
		case "array": return decodeArray(layout, r);
		case "union": return r.positional ? decodeUnionPositional(layout, r) : decodeUnion(layout, r);
		case "never": throw issueError(new InvalidType(layout.ast, void 0, r.options));
	}
}
function decodeFrameBody(layout, r, mode) {
	const envelope = r.byte();
	if (envelope !== mode.envelope) invalid$3(mode.expectedEnvelope, envelope, r.options);
	if (mode.positional) {
		if (r.remaining < 8) invalid$3("complete value", void 0, r.options);
		const buf = r.buf;
		const expected = mode.fingerprint;
		const pos = r.pos;
		for (let i = 0; i < 8; i++) if (buf[pos + i] !== expected[i]) invalid$3("matching layout fingerprint", void 0, r.options);
		r.pos = pos + 8;
	}
	const value = decodeChecked(layout, r);
	if (value === ABSENT) throw issueError(new MissingKey(void 0));
	return value;
}
let pooledReader = /*#__PURE__*/ new Reader();
function decodeOneShot(layout, bytes, options, mode) {
	const r = pooledReader ?? new Reader();
	const pooled = r === pooledReader;
	if (pooled) pooledReader = void 0;
	r.reset(bytes, 0, bytes.length, options, void 0, mode, void 0);
	const savedPathLen = issuePathLen;
	issuePathLen = 0;
	try {
		const n = r.uvarint();
		if (n === 0) invalid$3("nonzero frame length", void 0, options);
		const saved = r.enter(n);
		const value = decodeFrameBody(layout, r, mode);
		r.exit(saved);
		if (r.pos !== bytes.length) invalid$3("no leftover bytes", void 0, options);
		return value;
	} finally {
		issuePathLen = savedPathLen;
		r.release();
		if (pooled) pooledReader = r;
	}
}
function makeTransformation(layout, mode, trusted, successOnly = false) {
	return transformEffect({
		decode: (bytes, options) => {
			try {
				const value = decodeOneShot(layout, bytes, options, mode);
				if (trusted !== void 0 && isObjectOrArray(value) && (!successOnly || isSuccessExit(value))) trusted.value = value;
				return succeed$2(value);
			} catch (e) {
				return e instanceof IssueError ? fail$1(e.issue) : die(e);
			}
		},
		encode: (value, options) => {
			try {
				return succeed$2(encodeFrame(layout, value, options, mode));
			} catch (e) {
				return e instanceof IssueError ? fail$1(e.issue) : die(e);
			}
		}
	});
}
const fingerprintModeMemo = /*#__PURE__*/ memoize(fingerprintMode);
function compileMode(layout, fingerprint) {
	return fingerprint === true ? fingerprintModeMemo(layout) : defaultMode;
}
const compileTargetFromAst = /*#__PURE__*/ memoize((ast) => {
	const raw = make$13(toBinaryAST(ast));
	const { exact, exitSuccess, layout, recursive } = compileLayout(raw.ast);
	return {
		target: recursive ? withCycleGuard(raw) : raw,
		layout,
		exact,
		exitSuccess,
		recursive
	};
});
function compileTarget(schema) {
	return compileTargetFromAst(schema.ast);
}
function takeTrusted(trusted, input) {
	if (trusted.value === void 0 || input !== trusted.value) return false;
	trusted.value = void 0;
	return true;
}
function bypassPass(target, decodeAccept, encodeAccept) {
	const type = make$13(toType(target.ast));
	const parse = decodeUnknownEffect(type);
	const run = (accept) => () => (input, _ast, options) => accept(input, options) ? sameExit : parse(input, options);
	return make$13(new Declaration([type.ast], run(decodeAccept), { identifier: "binary value" }, void 0, void 0, void 0, void 0, run(encodeAccept)));
}
function reportsExcess(_input, options) {
	return options.onExcessProperty !== "error";
}
function withTrustedDecode(target, trusted, bypassEncode) {
	return bypassPass(target, (input) => takeTrusted(trusted, input), bypassEncode ? reportsExcess : constFalse);
}
function constFalse() {
	return false;
}
function withCycleGuard(target) {
	const type = make$13(toType(target.ast));
	const decoded = /* @__PURE__ */ new WeakSet();
	const guard = declareConstructor()([type], ([type]) => (input, ast, options) => {
		if (isObjectOrArray(input) && decoded.delete(input)) return succeed$2(input);
		return isCyclic(input) ? fail$1(new InvalidType(ast, input, options)) : decodeUnknownEffect(type)(input, options);
	}, { identifier: "acyclic value" });
	return decodeTo(guard, transform({
		decode: (value) => {
			if (isObjectOrArray(value)) decoded.add(value);
			return value;
		},
		encode: (value) => value
	}))(target);
}
// ../../../packages/harbor/src/internal/codec/schemaBinary.ts
const schemaBinaryBody = (schema) => {
	refuseUnbounded(schema.ast);
	return bodyOf$1(toCodec(schema), (wire) => new Uint8Array(wire), (bytes) => new Uint8Array(bytes));
};
/**
* What no limit on bytes bounds is refused before any comes. Elements that are always null or undefined take no bytes, so that five bytes
* say four million of them. Of other arrays six bytes claim a million elements, for which Effect makes room before it looks for
* them: once for each level of arrays, as many as the schema names, but up to 512 where an array is within itself.
*/
const refuseUnbounded = (ast) => {
	const arrays = Array.from(reachable([ast])).filter((each) => elementsOf(each).length > 0);
	if (arrays.some((each) => elementsOf(each).some(isFree))) throw new Error("SchemaBinary writes an array of null or undefined without any bytes: use Codec.msgpack");
	if (arrays.some((each) => reachable(insideOf(each)).has(each))) throw new Error("SchemaBinary makes room for whatever an array says that contains itself: use Codec.msgpack");
};
/** Of what is written as an array: of sets and maps, too, which nothing but their type says. */
const elementsOf = (ast) => {
	if (ast._tag === "Arrays") return ast.rest;
	return ast._tag === "Declaration" && ast.encoding === void 0 && !isOwn(ast) ? ast.typeParameters : [];
};
/** Which SchemaBinary writes by itself, and without arrays. */
const isOwn = ({ annotations }) => {
	const { id } = annotations?.["representation"] ?? {};
	return typeof id === "string" && /^effect\/schema\/(Option|Result|Exit|Cause|CauseReason)$/.test(id);
};
/** These, and all that is inside of them. */
const reachable = (from) => {
	const found = new Set(from);
	for (const ast of found) for (const inside of insideOf(ast)) found.add(inside);
	return found;
};
const insideOf = (ast) => {
	const { encoding } = ast;
	const parts = partsOf(ast);
	return encoding === void 0 ? parts : [encoding[encoding.length - 1].to, ...parts];
};
const partsOf = (ast) => {
	switch (ast._tag) {
		case "Arrays": return [...ast.elements, ...ast.rest];
		case "Objects": return [...ast.propertySignatures, ...ast.indexSignatures].map(({ type }) => type);
		case "Union": return ast.types;
		case "Suspend": return [ast.thunk()];
		case "Declaration": return ast.typeParameters;
		default: return [];
	}
};
const isFree = (ast) => {
	const encoded = toEncoded(ast);
	if (encoded._tag === "Suspend") return isFree(encoded.thunk());
	return encoded._tag === "Null" || encoded._tag === "Undefined" || encoded._tag === "Void";
};
// ../../../packages/harbor/src/Codec.ts
const each = (parts, body) => ({
	payload: body(parts.payload),
	success: body(parts.success),
	error: body(parts.error)
});
/**
* msgpack with other limits, for messages that are large by design. Both sides have to know them: what exceeds those of the
* receiver is malformed there. Throws `InvalidOption`.
*
* @example
* ```ts
* import * as assert from "node:assert/strict"
* import * as Schema from "effect/Schema"
* import * as Codec from "@stevedore/harbor/Codec"
*
* const parts = { payload: Schema.Array(Schema.Int), success: Schema.Void, error: Schema.Never }
* const large = Codec.msgpackWith({ values: 100_000 }).compile(parts).payload
* const numbers = Array.from({ length: 50_000 }, (_, index) => index)
* assert.deepEqual(large.decode(large.encode(numbers)), numbers)
* assert.throws(
*   () => Codec.msgpack.compile(parts).payload.encode(numbers),
*   (failure: Codec.BodyFailure) => failure.issue === "it holds more than 4096 values"
* )
* ```
*/
const msgpackWith = (limits) => {
	const all = {
		...defaultLimits,
		...limits
	};
	for (const key of ["values", "depth"]) {
		if (Number.isSafeInteger(all[key]) && all[key] > 0 && (key === "values" || all[key] <= 1024)) continue;
		const remedy = key === "values" ? "use a whole number from 1" : "use a whole number from 1 to 1024";
		throw new HarborError({
			reason: new InvalidOption({
				option: key,
				value: String(all[key]),
				remedy
			}),
			messageName: "",
			thread: "",
			delivered: "no"
		});
	}
	return {
		name: "msgpack",
		code: 0,
		compile: (parts) => each(parts, (schema) => msgpackBody(schema, all))
	};
};
/**
* The default: msgpack maps, which any language reads. Bytes are bin, dates are timestamps, all else is as in JSON. At most
* 4,096 values, 32 deep, nothing but plain data.
*
* @example
* ```ts
* import * as assert from "node:assert/strict"
* import * as Schema from "effect/Schema"
* import * as Codec from "@stevedore/harbor/Codec"
*
* const parts = { payload: Schema.Struct({ a: Schema.Int }), success: Schema.Void, error: Schema.Never }
* const { payload } = Codec.msgpack.compile(parts)
* assert.deepEqual([...payload.encode({ a: 1 })], [0x81, 0xa1, 0x61, 0x01])
* ```
*/
const msgpack$1 = msgpackWith({});
/**
* Effect's SchemaBinary, in the mode that lets schemas evolve: for Effect on both sides, and about a third smaller.
* Not for schemas with an array of `null` or `undefined`, nor with an array that may contain itself: nothing would bound what a few bytes claim.
*
* @example
* ```ts
* import * as assert from "node:assert/strict"
* import * as Schema from "effect/Schema"
* import * as Codec from "@stevedore/harbor/Codec"
*
* const parts = { payload: Schema.Struct({ a: Schema.Int }), success: Schema.Void, error: Schema.Never }
* const { payload } = Codec.schemaBinary.compile(parts)
* assert.deepEqual(payload.decode(payload.encode({ a: 1 })), { a: 1 })
* ```
*/
const schemaBinary = {
	name: "schemaBinary",
	code: 1,
	compile: (parts) => each(parts, schemaBinaryBody)
};
// ../../../packages/harbor/src/internal/carried.ts
/** Fields of the envelope: those that are left out do not travel. */
const Carried = Struct({
	/** It is for every listener of the thread. */
	toAll: optionalKey(Boolean$1),
	/** Nobody waits for what becomes of it. */
	isSend: optionalKey(Boolean$1),
	/** The object that it was sent to. */
	object: optionalKey(BigInt$1),
	topic: optionalKey(String$1),
	group: optionalKey(String$1),
	/** The connection of the client that sent it. */
	connection: optionalKey(BigInt$1),
	/** Who that client is, as its gateway has found out. */
	identity: optionalKey(String$1),
	/** The process that sent it: the incarnation of its node. */
	node: optionalKey(Number$1),
	/** Which of its threads. */
	thread: optionalKey(Number$1),
	/** It may have been delivered before. */
	redelivered: optionalKey(Boolean$1)
});
// ../../../packages/harbor/src/internal/fingerprint.ts
/** What a document says about itself, and not about data. */
const talk = /* @__PURE__ */ new Set([
	"title",
	"description",
	"default",
	"examples",
	"$comment",
	"$schema"
]);
/** A date is text in JSON, and not in msgpack: so it is no text here either. */
const dated = String$1.annotate({ format: "date-time" }).ast;
const documentOf = (schema) => {
	const ast = mapNatives(schema.ast, (kind, own) => kind === "date" ? copy(dated, { context: own.context }) : own);
	const { schema: root, definitions } = toJsonSchemaDocument(make$13(ast));
	return canonical(root, {
		definitions,
		depth: 0,
		open: /* @__PURE__ */ new Map()
	});
};
const pointer = "#/$defs/";
/**
* Keys in order, no prose, and every reference in place: what a definition is called does not count. One that contains itself
* stands as the number of levels to go up.
*/
const canonical = (node, place) => {
	const inside = {
		...place,
		depth: place.depth + 1
	};
	if (Array.isArray(node)) return node.map((item) => canonical(item, inside));
	if (typeof node !== "object" || node === null) return node;
	const { $ref } = node;
	if (typeof $ref === "string" && $ref.startsWith(pointer)) {
		const name = decodeURIComponent($ref.slice(8)).replaceAll("~1", "/").replaceAll("~0", "~");
		const from = place.open.get(name);
		if (from !== void 0) return { $up: place.depth - from };
		return canonical(place.definitions[name], {
			...place,
			open: new Map([...place.open, [name, place.depth]])
		});
	}
	return ordered(Object.entries(node).filter(([key]) => !talk.has(key)), (key, value) => {
		if (key === "required" && Array.isArray(value)) return [...value].sort();
		if (!(key === "properties" || key === "patternProperties") || typeof value !== "object" || value === null) return canonical(value, inside);
		return ordered(Object.entries(value), (_, property) => canonical(property, inside));
	});
};
const ordered = (entries, f) => Object.fromEntries([...entries].sort(([one], [other]) => one < other ? -1 : 1).map(([key, value]) => [key, f(key, value)]));
const offset = 14695981039346656037n;
const prime = 1099511628211n;
/** FNV-1a, 64 bits. */
const fnv64 = (text) => {
	let hash = offset;
	for (const byte of new TextEncoder().encode(text)) hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * prime);
	return hash;
};
/** The text that is hashed. */
const canonicalText = (name, { payloadSchema, successSchema, errorSchema }) => JSON.stringify({
	error: documentOf(errorSchema),
	name,
	payload: documentOf(payloadSchema),
	success: documentOf(successSchema)
});
/** The name counts: two names with one id and equal schemas are still two messages. */
const fingerprintOf = (name, declared) => fnv64(canonicalText(name, declared));
/** 16 hexadecimal digits. */
const textOf$1 = (fingerprint) => fingerprint.toString(16).padStart(16, "0");
// ../../../packages/harbor/src/internal/declared.ts
const WORD = "declared";
/** What a schema has that no other language can be told of has no document: between threads its codecs speak for it. */
const fingerprintIn = (name, rpc) => {
	try {
		return textOf$1(fingerprintOf(name, rpc));
	} catch {
		const { errorSchema, payloadSchema, successSchema } = rpc;
		const layouts = [
			payloadSchema,
			successSchema,
			errorSchema
		].map((schema) => make$15(schema).fingerprint);
		return textOf$1(fnv64([name, ...layouts].join(" ")));
	}
};
/** The name of that Rpc. */
const tagOf$2 = (name, rpc, accepts) => [
	WORD,
	fingerprintIn(name, rpc),
	...Array.from(new Set(accepts)).sort()
].join(" ");
/** What the Rpcs of a carrier say. */
const declaredIn = (tags) => {
	for (const tag of tags) {
		const [word, fingerprint, ...accepts] = tag.split(" ");
		if (word === WORD && fingerprint !== void 0) return {
			fingerprint,
			accepts
		};
	}
};
// ../../../packages/harbor/src/internal/encodedRpc.ts
/** With the fingerprint of the sender's declaration. */
const Encoded = Struct({
	fingerprint: String$1,
	carried: Carried,
	body: Uint8Array$1
});
/** What a call returns, or fails with. */
const EncodedReply = Struct({
	isFailure: Boolean$1,
	body: Uint8Array$1
});
// ../../../packages/harbor/src/MessageId.ts
/**
* The id of a name: CRC-32 (IEEE 802.3, as in zlib) of its UTF-8 bytes, unsigned. Two names may have one id: see `Registry`.
*
* @example
* ```ts
* import * as assert from "node:assert/strict"
* import * as MessageId from "@stevedore/harbor/MessageId"
*
* assert.equal(MessageId.of("smsg_user_login"), 0xe027a851)
* ```
*/
const of$1 = (name) => crc32(name);
/**
* Eight hexadecimal digits, for logs and errors.
*
* @example
* ```ts
* import * as assert from "node:assert/strict"
* import * as MessageId from "@stevedore/harbor/MessageId"
*
* assert.equal(MessageId.toHex(MessageId.of("cmsg_login")), "894ad3c1")
* ```
*/
const toHex = (id) => id.toString(16).padStart(8, "0");
// ../../../packages/harbor/src/internal/names.ts
const shape = /^[A-Za-z][A-Za-z0-9_]{0,63}$/;
const remedy = "use a letter and up to 63 more letters, digits or _";
/** The reach that a name has by its prefix, which is part of its meaning in every process: gateways see nothing else. */
const prefixed = (name) => name.startsWith("smsg") ? "services" : name.startsWith("cmsg") ? "clients" : void 0;
const checkName = (name) => {
	if (typeof name !== "string" || !shape.test(name)) throw invalidName$1(name, remedy);
	const id = of$1(name);
	if (id === 0) throw invalidName$1(name, "its CRC-32 is 0, which is nobody's id: use another name");
	return id;
};
/** The reach of a name, where `asked` may widen or repeat what the prefix says, and never contradicts it. */
const reachOf = (name, asked) => {
	const own = prefixed(name);
	if (asked === void 0 || asked === own) return own ?? "threads";
	if (own !== void 0) throw invalidReach(name, asked, `names that begin so reach "${own}": leave it out, or rename`);
	if (asked === "threads" || asked === "services") return asked;
	throw invalidReach(name, asked, asked === "clients" ? "clients send names that begin with cmsg" : "use \"threads\" or \"services\"");
};
const shown$3 = (value) => typeof value === "string" ? JSON.stringify(value) : typeof value;
const refused$7 = (messageName, reason) => new HarborError({
	reason,
	messageName,
	thread: "",
	delivered: "no"
});
const invalidName$1 = (value, remedy) => refused$7("", new InvalidName({
	value: shown$3(value),
	remedy
}));
const invalidReach = (name, value, remedy) => refused$7(name, new InvalidOption({
	option: "reach",
	value: shown$3(value),
	remedy
}));
// ../../../packages/harbor/src/Message.ts
/**
* Messages: a name, what travels under it, and what comes back, declared once and used by every thread and every process.
*/
const TypeId$2 = "~@stevedore/harbor/Message";
const deliveries = [
	"volatile",
	"ask",
	"lastValue",
	"durable"
];
/**
* Whether a value is a message.
*
* @example
* ```ts
* import * as assert from "node:assert/strict"
* import * as Message from "@stevedore/harbor/Message"
*
* assert.ok(Message.isMessage(Message.make("ping")))
* assert.ok(!Message.isMessage({ name: "ping" }))
* ```
*/
const isMessage = (value) => hasProperty(value, TypeId$2);
/**
* Declares a message: a name of at most 64 letters, digits and `_` that begins with a letter. Throws a `HarborError` for a
* name or an option that cannot work (`InvalidName`, `InvalidOption`).
*
* @example
* ```ts
* import * as assert from "node:assert/strict"
* import * as Schema from "effect/Schema"
* import * as Message from "@stevedore/harbor/Message"
* import * as MessageId from "@stevedore/harbor/MessageId"
*
* const Login = Message.make("cmsg_login", {
*   payload: { user: Schema.String },
*   success: Schema.Struct({ session: Schema.String })
* })
* assert.equal(Login.id, MessageId.of("cmsg_login"))
* assert.equal(Login.reach, "clients")
* assert.equal(Login.delivery, "ask")
* ```
*/
const make$7 = (name, options = {}) => {
	const id = checkName(name);
	checkParts(name, options);
	const { payload, success, error } = options;
	const reach = reachOf(name, options.reach);
	const delivery = options.delivery ?? (success === void 0 && error === void 0 ? "volatile" : "ask");
	if (!deliveries.includes(delivery)) throw invalid$2(name, "delivery", delivery, `use one of ${deliveries.join(", ")}`);
	if (options.key !== void 0 && (typeof options.key !== "function" || delivery !== "lastValue")) throw invalid$2(name, "key", typeof options.key, "give a function from the payload to a text, and delivery: \"lastValue\"");
	const accepts = acceptsOf(name, options.accepts ?? []);
	const rpc = make$16(name, {
		...payload === void 0 ? {} : { payload },
		...success === void 0 ? {} : { success },
		...error === void 0 ? {} : { error }
	});
	let fingerprint;
	let actor;
	return {
		[TypeId$2]: TypeId$2,
		name,
		id,
		reach,
		delivery,
		key: options.key,
		codec: options.codec ?? msgpack$1,
		rpc,
		accepts,
		get fingerprint() {
			return fingerprint ??= textOf$1(fingerprintOf(name, rpc));
		},
		get actor() {
			return actor ??= makeCarrier(name, rpc, accepts);
		}
	};
};
/** Here, where it is declared, and not where it is first sent. */
const checkParts = (name, options) => {
	if (typeof options !== "object" || options === null) throw invalid$2(name, "options", options, "use an object, or nothing");
	const { codec, error, payload, success } = options;
	if (payload !== void 0 && !isSchema(payload) && !isFields(payload)) throw invalid$2(name, "payload", payload, "use a Schema, or an object of Schemas: the fields of a struct");
	for (const [option, given] of [["success", success], ["error", error]]) if (given !== void 0 && !isSchema(given)) throw invalid$2(name, option, given, "use a Schema");
	if (codec !== void 0 && !isCodec(codec)) throw invalid$2(name, "codec", codec, "use a Codec: Codec.msgpack, Codec.schemaBinary, or protobuf");
};
const isFields = (given) => typeof given === "object" && given !== null && !Array.isArray(given) && Object.values(given).every(isSchema);
const isCodec = (given) => typeof given?.compile === "function" && typeof given.name === "string" && typeof given.code === "number";
const acceptsOf = (name, given) => {
	const remedy = "use fingerprints, in an array: 16 hexadecimal digits, 0-9 and a-f";
	if (!Array.isArray(given)) throw invalid$2(name, "accepts", given, remedy);
	const accepts = [...given];
	const odd = accepts.findIndex((each) => typeof each !== "string" || !/^[0-9a-f]{16}$/.test(each));
	if (odd >= 0) throw invalid$2(name, "accepts", accepts[odd], remedy);
	return accepts;
};
const invalid$2 = (messageName, option, value, remedy) => {
	return new HarborError({
		reason: new InvalidOption({
			option,
			value: String(value),
			remedy
		}),
		messageName,
		thread: "",
		delivered: "no"
	});
};
const makeCarrier = (name, rpc, accepts) => {
	const { payloadSchema, successSchema, errorSchema } = rpc;
	const outcome = {
		success: successSchema,
		error: Union([HarborError, errorSchema])
	};
	return Service()(`harbor/${name}`, [
		make$16("send", { payload: payloadSchema }),
		make$16("deliver", {
			payload: payloadSchema,
			...outcome
		}),
		make$16("deliverWith", {
			payload: Struct({
				carried: Carried,
				payload: payloadSchema
			}),
			...outcome
		}),
		make$16("reached").annotate(Reentrant, true),
		make$16("encoded", {
			payload: Encoded,
			success: EncodedReply,
			error: HarborError
		}),
		make$16(tagOf$2(name, rpc, accepts))
	]);
};
// ../../../packages/harbor/src/internal/threads/failures.ts
const failure$2 = (messageName, reason, thread = "", delivered = "no") => new HarborError({
	reason,
	messageName,
	thread,
	delivered
});
const invalidOption$1 = (messageName, option, value, remedy) => failure$2(messageName, new InvalidOption({
	option,
	value: shown$2(value),
	remedy
}));
const shown$2 = (value) => typeof value === "string" ? JSON.stringify(value) : String(value);
/** What carries messages between threads has failed: only what had not started was had by nobody. */
const ofActor$1 = (messageName, { reason, started, thread }) => failure$2(messageName, reasonOf(reason), thread, started === false ? "no" : "maybe");
/** The same of main's tables: where main has no harbor, or has none any more, nobody keeps them. */
const ofTables = (messageName, error) => {
	const { _tag } = error.reason;
	if (error.started !== false || _tag !== "Unreachable" && _tag !== "Stopped") return ofActor$1(messageName, error);
	return failure$2(messageName, new Unsupported({
		what: "a use of topics and groups",
		detail: "main has no harbor, which keeps them: build Harbor.layer() on main, for as long as threads use them"
	}));
};
/** The same of a layer: where there is one already, in words of who gave it, who does not know what it is made of. */
const ofLayer = (error, single) => {
	const { reason } = error;
	return reason._tag === "InvalidOption" && / twice on thread | serves already$/.test(reason.value) ? failure$2("", new InvalidOption(single)) : ofActor$1("", error);
};
/** What has failed for some, of what others have. */
const partly = ({ messageName, reason, thread }) => failure$2(messageName, reason, thread, "maybe");
const reasonOf = (reason) => {
	switch (reason._tag) {
		case "Timeout": return new NoReply({ detail: reason.message });
		case "TooLarge": {
			const { bytes, limitBytes } = reason;
			return new TooLarge({
				what: reason.what === "payload" ? "payload" : "reply",
				bytes,
				limitBytes
			});
		}
		case "Undecodable": return new Malformed({
			what: reason.what === "payload" ? "payload" : "reply",
			issue: reason.issue
		});
		default: return new Actor({ cause: reason });
	}
};
/** Nobody is there any more, and nobody has begun it: another thread may have it. */
const isGone$1 = ({ reason, started }) => started === false && (reason._tag === "Stopped" || reason._tag === "ThreadDied" || reason._tag === "InvalidOption" && reason.option === "thread");
const isActorError = (error) => error instanceof ActorError;
// ../../../packages/harbor/src/internal/given.ts
/** Why a message cannot be sent to handlers here, or handled. */
const wrongMessage = (message) => isMessage(message) ? undeliverable(message) : noMessage(message);
/** Why a message cannot be published here, or given to clients: last values can be both. */
const wrongPublished = (message) => isMessage(message) ? unstored(message) : noMessage(message);
const noMessage = (message) => invalidOption$1("", "message", message, "use what Message.make returns");
/** As `wrongMessage`, of none that is used yet; also two of them that nobody could tell apart by their ids. */
const wrongMessages = (messages) => {
	if (!Array.isArray(messages)) return invalidOption$1("", "messages", messages, "use an array of what Message.make returns");
	const names = /* @__PURE__ */ new Map();
	for (const message of messages) {
		if (!isMessage(message)) return noMessage(message);
		const { id, name } = message;
		const before = names.get(id) ?? name;
		if (before !== name) return failure$2(name, new IdCollision({
			messageId: id,
			names: [before, name]
		}));
		names.set(id, name);
	}
};
/** What is promised of it is not kept by sending it: it would be as volatile as any other. */
const undeliverable = (message) => {
	if (message.delivery !== "lastValue") return unstored(message);
	return failure$2(message.name, new Unsupported({
		what: "delivery: lastValue",
		detail: "nobody would keep it: use LastValues or Topic to publish it and to subscribe to it, or declare another message for this"
	}));
};
/** What is promised of it needs more than there is: without an engine that stores, nobody keeps it. */
const unstored = ({ delivery, name }) => {
	if (delivery !== "durable") return void 0;
	return failure$2(name, new Unsupported({
		what: "delivery: durable",
		detail: "it needs an engine that stores, which this harbor does not have"
	}));
};
/** One at a time, unless something else is said. */
const concurrencyOf = (listening) => listening?.concurrency ?? 1;
/** How a listener is to work. */
const wrongListening = (messageName, handler, listening) => {
	if (typeof handler !== "function") return invalidOption$1(messageName, "handler", handler, "give it a function that returns an Effect");
	const none = wrongGiven(messageName, listening);
	if (none !== void 0 || listening === void 0) return none;
	const { concurrency = 1 } = listening;
	if (concurrency === "unbounded" || Number.isSafeInteger(concurrency) && concurrency >= 1) return void 0;
	return invalidOption$1(messageName, "concurrency", concurrency, "use a whole number from 1, or \"unbounded\"");
};
/** What is no options. */
const noOptions = (messageName, options) => typeof options === "object" && options !== null ? void 0 : invalidOption$1(messageName, "options", options, "use an object of options");
/** As `noOptions`, of what may be left out. */
const wrongGiven = (messageName, options) => options === void 0 ? void 0 : noOptions(messageName, options);
/** Options of a call. */
const wrongCalling = (messageName, calling) => {
	if (calling === void 0) return void 0;
	return noOptions(messageName, calling) ?? wrongTime(messageName, "timeout", calling.timeout);
};
/** A message for clients, and how it is to go to them. */
const wrongSending = (message, sending) => {
	const wrong = wrongPublished(message) ?? wrongGiven(message.name, sending);
	if (wrong !== void 0 || sending === void 0) return wrong;
	const { control } = sending;
	if (control === void 0 || typeof control === "boolean") return void 0;
	return invalidOption$1(message.name, "control", control, "use true or false, or nothing");
};
/** A whole number that an option must be, where it is given. */
const wrongWhole = (option, value, least, most) => {
	if (value === void 0 || Number.isSafeInteger(value) && value >= least && value <= (most ?? Infinity)) return void 0;
	return invalidOption$1("", option, value, `use a whole number from ${least}${most === void 0 ? "" : ` to ${most}`}`);
};
/** How long something may take, where it is said. */
const wrongTime = (messageName, option, value) => {
	if (value === void 0 || millisOf(value) !== void 0) return void 0;
	return invalidOption$1(messageName, option, value, "use a Duration that is not negative, such as \"1 second\", or milliseconds");
};
/** Options of the harbor of a thread, by their names behind `prefix`. */
const wrongOptions$1 = (options, prefix = "") => {
	const wrong = noOptions("", options);
	if (wrong !== void 0) return wrong;
	const { callTimeout, window } = options;
	return wrongWhole(`${prefix}window`, window, 1) ?? wrongTime("", `${prefix}callTimeout`, callTimeout);
};
const UNIT = /^(weeks|days|hours|minutes|(milli|micro|nano)?seconds)$/;
/** Milliseconds of a Duration that is not negative, without what Effect takes for none: NaN, and an object that says no time. */
const millisOf = (input) => {
	if (typeof input === "number") return input >= 0 ? input : void 0;
	if (input === null || input === void 0) return void 0;
	if (typeof input === "object" && !isDuration(input) && !Array.isArray(input)) {
		const said = Object.entries(input).filter(([unit]) => UNIT.test(unit));
		if (said.length === 0 || said.some(([, amount]) => Number.isNaN(Number(amount)))) return void 0;
	}
	const millis = getOrUndefined(map$1(fromInput(input), toMillis));
	return millis !== void 0 && millis >= 0 ? millis : void 0;
};
const Header = {
	fresh: 0,
	node: 1,
	holders: 16
};
const ENTRIES$1 = Header.holders + 128;
/** What an entry may be. */
const State$1 = {
	free: 0,
	here: 1,
	moving: 2
};
const HOLDER_BITS = 7;
const HOLDER_MASK = 127;
const STATE_MASK = 3;
const GENERATION_SHIFT = 9;
/** What is left of the word. */
const GENERATION_BITS = 23;
/** The last generation that an entry may have. */
const LAST_GENERATION = 2 ** GENERATION_BITS - 1;
/** How many incarnations a node has, with all its generations. */
const incarnationsOf = (bits) => Math.max(1, 2 ** (GENERATION_BITS + bits - 32));
const bytesFor = (bits) => (incarnationAt(bits, incarnationsOf(bits) - 1) + 1) * 4;
/** Where an incarnation stands. */
const incarnationAt = (bits, number) => number === 0 ? Header.node : ENTRIES$1 + 2 * 2 ** bits + number - 1;
const entry = (generation, state, holder) => generation << GENERATION_SHIFT | state << HOLDER_BITS | holder;
const generationOf = (word) => word >>> GENERATION_SHIFT;
const stateOf$1 = (word) => word >>> HOLDER_BITS & STATE_MASK;
const holderOf$1 = (word) => word & HOLDER_MASK;
// ../../../packages/harbor/src/ObjectId.ts
/** Half of it read as a number: the order of bytes in a word is the machine's. */
const wide = /* @__PURE__ */ new BigUint64Array(1);
const halves = new Uint32Array(wide.buffer);
wide[0] = 1n;
const LOW = halves[0] === 1 ? 0 : 1;
BigInt$1.check(makeFilter((id) => isValid(id) ? void 0 : `${id} is no id of an object`)).pipe(brand("@stevedore/harbor/ObjectId"));
const isValid = (id) => {
	if (id < 0n || id > 18446744073709551615n) return false;
	wide[0] = id;
	return halves[LOW] !== 0 && halves[1 - LOW] !== 0;
};
/**
* The id of the object `serial` of a node's incarnation, both unsigned 32-bit numbers. For those who take ids apart; ids of
* objects come from `Directory.claim`.
*
* @example
* ```ts
* import * as assert from "node:assert/strict"
* import * as ObjectId from "@stevedore/harbor/ObjectId"
*
* assert.equal(ObjectId.make(1, 2), 4294967298n)
* ```
*/
const make$6 = (node, serial) => {
	halves[LOW] = serial;
	halves[1 - LOW] = node;
	return wide[0];
};
/**
* The incarnation of the node that it was claimed on: a random number for each start of a process.
*
* @example
* ```ts
* import * as assert from "node:assert/strict"
* import * as ObjectId from "@stevedore/harbor/ObjectId"
*
* assert.equal(ObjectId.nodeOf(ObjectId.make(7, 1)), 7)
* ```
*/
const nodeOf$1 = (id) => {
	wide[0] = id;
	return halves[1 - LOW];
};
/**
* Which object of its node it is.
*
* @example
* ```ts
* import * as assert from "node:assert/strict"
* import * as ObjectId from "@stevedore/harbor/ObjectId"
*
* assert.equal(ObjectId.serialOf(ObjectId.make(7, 0xffffffff)), 4294967295)
* ```
*/
const serialOf$1 = (id) => {
	wide[0] = id;
	return halves[LOW];
};
const hex = (half) => half.toString(16).padStart(8, "0");
/**
* Sixteen hexadecimal digits, those of the node first, for logs, errors and files.
*
* @example
* ```ts
* import * as assert from "node:assert/strict"
* import * as ObjectId from "@stevedore/harbor/ObjectId"
*
* assert.equal(ObjectId.toText(ObjectId.make(0x5f3a9c01, 42)), "5f3a9c010000002a")
* ```
*/
const toText = (id) => `${hex(nodeOf$1(id))}${hex(serialOf$1(id))}`;
// ../../../packages/harbor/src/internal/codec/bodies.ts
const compiled$1 = /* @__PURE__ */ new WeakMap();
/** Compiled at the first use. Throws where the codec cannot carry a schema of the message. */
const bodiesOf = (message, codec = message.codec) => {
	let byCodec = compiled$1.get(message);
	if (byCodec === void 0) compiled$1.set(message, byCodec = /* @__PURE__ */ new Map());
	let bodies = byCodec.get(codec);
	if (bodies === void 0) {
		const { payloadSchema, successSchema, errorSchema } = message.rpc;
		bodies = codec.compile({
			payload: payloadSchema,
			success: successSchema,
			error: errorSchema
		});
		byCodec.set(codec, bodies);
	}
	return bodies;
};
/** What a sender gave of a payload, made whole and checked, as bytes. Throws a `BodyFailure`. */
const encodePayload = (message, input, codec = message.codec) => {
	const { payload } = bodiesOf(message, codec);
	return payload.encode(guarded(() => message.rpc.payloadSchema.make(input)));
};
/** Why a message has no bytes in that codec, if it has none: known before the first of them is asked for. */
const unsuited = (message, codec) => {
	const refused = (reason) => new HarborError({
		reason,
		messageName: message.name,
		thread: "",
		delivered: "no"
	});
	if (typeof codec?.compile !== "function") return refused(new InvalidOption({
		option: "codec",
		value: String(codec),
		remedy: "use a Codec: Codec.msgpack, Codec.schemaBinary, or protobuf"
	}));
	try {
		bodiesOf(message, codec);
		return;
	} catch (cause) {
		if (cause instanceof HarborError) return cause;
		const detail = cause instanceof Error ? cause.message : String(cause);
		return refused(new Unsupported({
			what: `codec ${codec.name}`,
			detail
		}));
	}
};
/** What came from outside, in that codec. */
const deliveredBytes = (message, codec, bytes) => delivered(message, () => bodiesOf(message, codec).payload.decode(bytes), [codec, bytes]);
/** What came from a thread of this process: already a value of the schema. */
const deliveredValue = (message, value) => delivered(message, () => value);
const delivered = (message, value, first) => {
	const transcoded = /* @__PURE__ */ new Map();
	if (first !== void 0) transcoded.set(first[0], { bytes: first[1] });
	return {
		value,
		bytesIn: (codec) => {
			let once = transcoded.get(codec);
			if (once === void 0) {
				once = attempt(() => bodiesOf(message, codec).payload.encode(value()));
				transcoded.set(codec, once);
			}
			if (once.bytes === void 0) throw once.failure;
			return once.bytes.slice();
		}
	};
};
const attempt = (run) => {
	try {
		return { bytes: run() };
	} catch (failure) {
		return { failure };
	}
};
// ../../../packages/harbor/src/internal/objects/chain.ts
/**
* Who waits while the handler of an object is at work. Core hands on, with everything that is asked, who waits for it: numbers of
* actors and, below zero, of jobs (core's jobInfo.ts), through whatever actors and listeners it goes. In between stand the objects whose
* handlers wait, each as a mark: below zero, and with a fraction, which is what no job has.
*/
/** Who waits for that job; nobody where it has ended, or is none of core's. */
const chainOf = (job) => job?.waitingInstances ?? [];
/** Who waits for the fiber with these services. */
const chainIn = (context) => chainOf(getOrUndefined$1(context, CurrentJob));
/** Who waits for that job may change while it runs. */
const isOpen = (job) => job.isOpen === true;
/** Hears of that, for an open job. */
const whenChanged = (job, wait, changed) => {
	job.waitsFor({
		get over() {
			return wait.isOver;
		},
		onChain: changed
	});
};
/** A handler of that object waits: the only one that it has at a time, or one of several. */
const markOf = (serial, isOnlyOne) => -(serial + (isOnlyOne ? .5 : .25));
const isMark = (link) => link < 0 && !Number.isInteger(link);
/** The objects of a chain. */
const marksOf = (chain) => chain.filter(isMark);
/** Whoever waits for an object waits for who has that mark: for one handler, or, where it is to move, for all of them. */
const blockersOf = (serial, isMove) => isMove ? [markOf(serial, true), markOf(serial, false)] : [markOf(serial, true)];
/**
* The job that brought a message, as its handler has it. For core it is one of its own: what the handler sends is asked by that job, of
* whom the object waits as well. A copy would be nobody's, and what is asked in it no part of any chain.
*/
const jobInside = (job, { actor, before, hasLeft, mark, sender }) => {
	const running = job;
	const withMark = (waiting) => {
		if (waiting.length === 0) return [];
		const own = waiting.at(-1);
		const others = [...before, ...waiting.slice(0, -1)].filter((link) => link !== own);
		return hasLeft() ? [...others, own] : [
			...others,
			mark,
			own
		];
	};
	return Object.defineProperties(Object.assign(Object.create(Object.getPrototypeOf(job)), job, {
		actor,
		sender
	}), {
		waitingInstances: { get: () => withMark(chainOf(job)) },
		isOpen: { get: () => running.isOpen },
		waitsFor: { value: (wait) => running.waitsFor({
			get over() {
				return wait.over;
			},
			onChain: (chain) => wait.onChain(withMark(chain))
		}) },
		keepUntilAnswered: { value: (release) => running.keepUntilAnswered(release) }
	});
};
// ../../../packages/harbor/src/internal/objects/delivery.ts
const nothing$3 = /* @__PURE__ */ new Uint8Array(0);
var Delivery = class {
	sent;
	/** That brought it here. */
	job;
	/** Somebody waits for its result. */
	isCall;
	/** Known before its sender waits for it, mostly. */
	outcome = void 0;
	resume = void 0;
	fiber = void 0;
	/** Its sender has left: what has not begun need not. */
	left = false;
	/** It waits for its object no more: a handler has it, or it was sent on, or it is over. */
	isTaken = false;
	/** Called when it is. */
	onTaken = void 0;
	constructor(sent, job, isCall) {
		this.sent = sent;
		this.job = job;
		this.isCall = isCall;
	}
	/** Who waits for it. */
	get chain() {
		const { before } = this;
		return before.length === 0 ? chainOf(this.job) : [...before, ...chainOf(this.job)];
	}
	/** Those of them who waited for the thread that has sent it on. */
	get before() {
		return this.sent.chain ?? [];
	}
	taken() {
		this.isTaken = true;
		this.onTaken?.();
		this.onTaken = void 0;
	}
	/** It is not begun any more. */
	refuse(error) {
		this.left = true;
		this.end(fail$1(error));
	}
	end(outcome) {
		if (!this.isTaken) this.taken();
		if (this.resume === void 0) this.outcome = outcome;
		else this.resume(outcome);
	}
	/** What comes of it. */
	get ended() {
		return this.outcome ?? this.later;
	}
	get later() {
		return callback$1((resume) => {
			if (this.outcome !== void 0) return resume(this.outcome);
			this.resume = resume;
			return this.leave;
		});
	}
	/** From now on it is that fiber's, which calls `end`. */
	follow(fiber) {
		if (!this.isTaken) this.taken();
		this.fiber = fiber;
	}
	leave = suspend$1(() => {
		this.left = true;
		if (!this.isTaken) this.taken();
		return this.fiber === void 0 ? void_$1 : asVoid(interrupt(this.fiber));
	});
};
// ../../../packages/harbor/src/internal/objects/bodies.ts
/**
* What is sent to objects, and what they are where they move, as bytes. Compiled once for each schema, bound once for each thread.
*
* A payload begins with how its sender has declared the message, so that nobody takes it for what it is not, however often it is sent
* on to where its object moves:
*
*     byte 0        8                12
*          ├────────┼────────────────┼───────────
*          │ fingerprint             │ payload        FNV-1a of the declaration, big endian: see fingerprint.ts
*          │        │ layout         │                of core's codec, which has no names; 0: msgpack maps, whose fields have names
*
* Core's codec is what everything has that stays in the process, whatever codec a message has for others; maps are for threads that have
* declared it differently, and read each other all the same (`accepts`, or fields in another order). See spoken.ts for who writes them.
*/
/** What a schema or a codec threw, as text. */
const issueOf = (thrown) => thrown instanceof Error ? thrown.message : thrown.issue;
const FINGERPRINT_BYTES = 8;
/** A message, for this thread. */
var MessageBodies = class {
	message;
	fingerprint;
	/** What `positional` begins with. */
	tag;
	/** By the places of its fields: only for those whose tag is the same. */
	positional;
	named;
	constructor(message, context) {
		this.message = message;
		const { errorSchema, payloadSchema, successSchema } = message.rpc;
		this.fingerprint = fingerprintIn(message.name, message.rpc);
		const schemas = [
			payloadSchema,
			successSchema,
			errorSchema
		];
		this.tag = tagOf$1(this.fingerprint, layoutOf(schemas.map((schema) => make$15(schema).fingerprint)));
		this.positional = {
			payload: tagged(payloadSchema, this.tag, context),
			success: bodyOf(successSchema, "type", context),
			error: bodyOf(errorSchema, "type", context)
		};
	}
	/** Field by field, for all who know the fingerprint; as `positional` where its schemas have no such form. */
	get byName() {
		return this.named ??= namedOf(this.message, tagOf$1(this.fingerprint, 0)) ?? this.positional;
	}
	/** How that payload is to be read here, or why it cannot be. */
	formatOf(payload) {
		if (startsWith(payload, this.tag, 12)) return this.positional;
		const other = hexOf(payload);
		const isKnown = other === this.fingerprint || this.message.accepts.includes(other);
		const { byName } = this;
		const isNamed = byName !== this.positional && payload.subarray(FINGERPRINT_BYTES, 12).every((byte) => byte === 0);
		return isKnown && isNamed ? byName : new SchemaMismatch({
			own: this.fingerprint,
			other
		});
	}
};
var Bodies = class {
	context;
	known = /* @__PURE__ */ new WeakMap();
	constructor(context) {
		this.context = context;
	}
	/** Throws where a schema cannot be carried. */
	of(message) {
		let bodies = this.known.get(message);
		if (bodies === void 0) this.known.set(message, bodies = new MessageBodies(message, this.context));
		return bodies;
	}
	/** Of what objects are. */
	state(schema) {
		return {
			...bodyOf(schema, "type", this.context),
			layout: make$15(schema).fingerprint
		};
	}
};
const bodyOf = (schema, input, context) => {
	const codec = make$15(schema, { input }).bind(context);
	return {
		encode: (value) => {
			const length = codec.encode(value);
			return length === 0 ? nothing$3 : scratch$1.bytes.slice(0, length);
		},
		decode: (bytes) => codec.decode(bytes, 0, bytes.length)
	};
};
const tagged = (schema, tag, context) => {
	const codec = make$15(schema, { input: "make" }).bind(context);
	return {
		encode: (value) => {
			const length = codec.encode(value);
			return behind$1(tag, scratch$1.bytes.subarray(0, length));
		},
		decode: (bytes) => codec.decode(bytes, 12, bytes.length)
	};
};
const namedOf = (message, tag) => {
	const codec = msgpack$1;
	try {
		const { error, payload, success } = bodiesOf(message, codec);
		return {
			payload: {
				encode: (value) => behind$1(tag, encodePayload(message, value, codec)),
				decode: (bytes) => payload.decode(bytes.subarray(12))
			},
			success,
			error
		};
	} catch {
		return;
	}
};
const behind$1 = (tag, bytes) => {
	const all = new Uint8Array(12 + bytes.length);
	all.set(tag);
	all.set(bytes, 12);
	return all;
};
const layoutOf = (layouts) => Number(BigInt.asUintN(32, fnv64(layouts.join(" ")))) || 1;
const tagOf$1 = (fingerprint, layout) => {
	const view = /* @__PURE__ */ new DataView(/* @__PURE__ */ new ArrayBuffer(12));
	view.setBigUint64(0, BigInt(`0x${fingerprint}`));
	view.setUint32(FINGERPRINT_BYTES, layout);
	return new Uint8Array(view.buffer);
};
const startsWith = (bytes, tag, length) => {
	for (let at = 0; at < length; at++) if (bytes[at] !== tag[at]) return false;
	return true;
};
const hexOf = (payload) => Array.from(payload.subarray(0, FINGERPRINT_BYTES), (byte) => byte.toString(16).padStart(2, "0")).join("");
// ../../../packages/harbor/src/internal/objects/circles.ts
/**
* Waits of handlers for objects that are busy, and the circles that they make. Who waits knows all who wait for him, so a circle that
* one chain closes is known as soon as it does: see `judge`. Two chains that meet crosswise know nothing of each other. So where
* such a wait has lasted as long as a handler waits for room, its thread asks all others what waits there, twice: what was there both times
* was there in between, all at once, and a circle of that is one that nothing but an error ends. The youngest wait in it fails.
*/
const LONGEST_PAUSE_MILLIS = 3e4;
var Circles = class {
	options;
	waits = /* @__PURE__ */ new Set();
	count = 0;
	looking = void 0;
	isClosed = false;
	constructor(options) {
		this.options = options;
	}
	/** Waits that are under way. */
	get size() {
		return this.waits.size;
	}
	/** Nothing where no object waits for it, unless whoever waits `mayChange`. Fails at once where it waits for itself. */
	enter(wait, mayChange) {
		if (!mayChange && !isNested(wait)) return void 0;
		const since = this.options.now();
		const pauseMillis = this.options.nestedWaitMillis;
		const known = {
			wait,
			id: ++this.count,
			since,
			pauseMillis,
			nextMillis: since + pauseMillis,
			isOver: false
		};
		this.waits.add(known);
		this.judge(known);
		if (!known.isOver && !this.isClosed) this.looking ??= this.options.fork(this.look);
		return known;
	}
	leave(entered) {
		if (entered === void 0) return;
		entered.isOver = true;
		this.waits.delete(entered);
	}
	/** It has entered, or who waits for it has changed. */
	judge(entered) {
		const { wait } = entered;
		if (!entered.isOver && isSelf(wait, wait.chain())) {
			const serials = marksOf(wait.chain()).map(serialIn);
			this.end(entered, [...serials.slice(serials.lastIndexOf(wait.serial)), wait.serial]);
		}
	}
	/** Nobody looks any more. */
	close() {
		this.isClosed = true;
		this.looking?.interruptUnsafe();
	}
	/** For other threads. */
	get mine() {
		const { thread } = this.options;
		return Array.from(this.waits, ({ id, since, wait: { chain, isMove, serial } }) => ({
			thread,
			id,
			since,
			serial,
			isMove,
			marks: marksOf(chain())
		}));
	}
	end(known, serials) {
		this.leave(known);
		known.wait.fail(serials);
	}
	/** As long as anything waits. */
	look = gen({ self: this }, function* () {
		while (this.waits.size > 0) {
			yield* sleep(this.options.nestedWaitMillis);
			const now = this.options.now();
			const due = Array.from(this.waits).filter(({ nextMillis, wait }) => nextMillis <= now && isNested(wait));
			if (due.length === 0) continue;
			for (const known of due) {
				known.pauseMillis = Math.min(2 * known.pauseMillis, LONGEST_PAUSE_MILLIS);
				known.nextMillis = now + known.pauseMillis;
			}
			const lasting = both(yield* this.all, yield* this.all);
			for (const known of due) this.breakUp(known, lasting);
		}
		this.looking = void 0;
	});
	get all() {
		return map(this.options.others, (others) => [...others, ...this.mine]);
	}
	breakUp(known, all) {
		const own = all.find(({ id, thread }) => id === known.id && thread === this.options.thread);
		if (own === void 0 || known.isOver) return;
		const circle = circleOf(own, all);
		if (circle === void 0 || circle.some((wait) => isYounger(wait, own))) return;
		this.end(known, [circle.at(-1).serial, ...circle.map(({ serial }) => serial)]);
	}
};
const isSelf = ({ isMove, serial }, marks) => blockersOf(serial, isMove).some((mark) => marks.includes(mark));
const isNested = ({ chain }) => marksOf(chain()).length > 0;
const serialIn = (mark) => Math.floor(-mark);
const keyOf$3 = ({ id, thread }) => `${thread}:${id}`;
/** What was there both times, of those who waited both times. */
const both = (before, after) => {
	const known = new Map(before.map((wait) => [keyOf$3(wait), wait]));
	return after.flatMap((wait) => {
		const same = known.get(keyOf$3(wait));
		return same === void 0 ? [] : [{
			...wait,
			marks: wait.marks.filter((mark) => same.marks.includes(mark))
		}];
	});
};
const isYounger = (one, other) => (one.since - other.since || one.thread - other.thread || one.id - other.id) > 0;
/** The shortest circle that a wait is in, from it on: each waits for an object whose handler waits by the next one. */
const circleOf = (own, all) => {
	const byMark = /* @__PURE__ */ new Map();
	for (const wait of all) for (const mark of wait.marks) {
		const waits = byMark.get(mark);
		if (waits === void 0) byMark.set(mark, [wait]);
		else waits.push(wait);
	}
	const seen = /* @__PURE__ */ new Set();
	let paths = [[own]];
	while (paths.length > 0) {
		const longer = [];
		for (const path of paths) {
			const { isMove, serial } = path.at(-1);
			for (const next of blockersOf(serial, isMove).flatMap((mark) => byMark.get(mark) ?? [])) {
				if (next === own) return path;
				if (seen.has(next)) continue;
				seen.add(next);
				longer.push([...path, next]);
			}
		}
		paths = longer;
	}
};
// ../../../packages/harbor/src/internal/objects/ending.ts
/** Completes when none of them is at work, but for those that wait for this very end. `lost`: what callers of the others have. */
const finish = ({ atWork, handlers, kind }, millis, lost) => contextWith((context) => {
	const marks = marksOf(chainIn(context));
	const others = Array.from(atWork).filter(([{ sent }]) => !blockersOf(sent.serial, true).some((mark) => marks.includes(mark)));
	const interrupt = suspend$1(() => {
		const left = others.filter(([delivery]) => atWork.has(delivery));
		for (const [delivery, fiber] of left) {
			delivery.end(fail$1(lost(delivery)));
			fiber.interruptUnsafe();
		}
		const names = left.map(([{ sent }]) => handlers.get(sent.message).message.name).join(", ");
		return logWarning(`handlers of kind "${kind.name}" did not end within ${millis} ms: ${names}`);
	});
	const ended = forEach(others, ([, fiber]) => await_(fiber), { discard: true });
	return others.length === 0 ? void_$1 : timeoutOrElse(ended, {
		duration: millis,
		orElse: () => interrupt
	});
});
// ../../../packages/harbor/src/internal/objects/ids.ts
/**
* Ids of objects and the serials that they have within the process, which also say which incarnation of the node it was.
*/
const idOf = (table, serial) => make$6(table.nodeOf(serial), serial % 2 ** 32);
/** `NOBODY` where it is of another node. */
const serialOf = (table, id) => table.serialOf(nodeOf$1(id), serialOf$1(id));
/** What can be an id of an object, as the schema `ObjectId` has it. */
const isId = (id) => typeof id === "bigint" && id >= 0n && id <= 18446744073709551615n && nodeOf$1(id) !== 0 && serialOf$1(id) !== 0;
// ../../../packages/harbor/src/internal/threads/currentCarried.ts
const CurrentCarried = Reference("@stevedore/harbor/CurrentCarried", { defaultValue: () => ({}) });
// ../../../packages/harbor/src/internal/objects/wire.ts
/**
* What threads send each other about objects. One actor carries messages, what is asked of objects, and the news of moves that has to
* come behind them, on every thread that has a directory: so all of it stands in one line, also where it has to wait for room.
* Other news is another actor's: the mailbox and the window of the first one may be full of what only a move makes room for.
*/
/** What is sent to an object besides messages, which have ids that are not 0: that it ends, or moves to a thread by its name. */
const Act = {
	message: 0,
	release: 1,
	move: 2
};
/** A message on its way to an object. */
const Sent = Struct({
	serial: Number$1,
	act: Number$1,
	/** The id of the message. */
	message: Number$1,
	/** The thread that sent it, whoever has sent it on since. */
	from: Number$1,
	isForwarded: Boolean$1,
	/** Who waits for it, where it was sent on: see chain.ts. */
	chain: optionalKey(ArraySchema(Number$1)),
	/** The rest of its envelope, where there is any. */
	carried: optionalKey(Carried),
	body: Uint8Array$1
});
/** The error that the message declares, as its codec writes it. */
const Failed = TaggedStruct("Failed", { body: Uint8Array$1 });
const outcome$1 = { error: Union([HarborError, Failed]) };
const serial = {
	serial: Number$1,
	from: Number$1
};
const News = Union([
	TaggedStruct("prepare", {
		...serial,
		kind: String$1,
		state: optionalKey(Unknown)
	}),
	TaggedStruct("prepared", {
		...serial,
		isServed: Boolean$1
	}),
	TaggedStruct("cancelled", serial),
	TaggedStruct("moving", serial),
	TaggedStruct("passed", serial),
	TaggedStruct("done", {
		...serial,
		kind: String$1,
		state: Unknown
	}),
	TaggedStruct("arrived", {
		...serial,
		isHere: Boolean$1
	}),
	TaggedStruct("late", serial)
]);
var Objects = class extends Service()("harbor/objects", [
	make$16("tell", {
		payload: Sent,
		...outcome$1
	}),
	make$16("ask", {
		payload: Sent,
		success: Uint8Array$1,
		...outcome$1
	}),
	make$16("news", { payload: { news: News } })
]) {};
/** A handler's wait for an object, for other threads: see circles.ts. */
const WaitingFor = Struct({
	thread: Number$1,
	id: Number$1,
	/** Milliseconds since 1970. */
	since: Number$1,
	serial: Number$1,
	isMove: Boolean$1,
	/** The objects whose handlers wait. */
	marks: ArraySchema(Number$1)
});
/** Served before the other one, and for longer: who finds a thread there finds it here. */
var Moves = class extends Service()("harbor/moves", [make$16("news", { payload: { news: News } }), make$16("waits", { success: ArraySchema(WaitingFor) })]) {};
// ../../../packages/harbor/src/internal/objects/served.ts
/**
* The kinds of objects that a thread has handlers for, and how one of them takes a message: decoded, run in the services that its
* handlers were given, and the result encoded. What a decoder or a handler throws ends that message, and nothing else.
*/
/** The object whose handler this fiber runs. */
var CurrentObject = class extends Service$1()("@stevedore/harbor/internal/CurrentObject") {};
const failure$1 = (reason, messageName, delivered, thread = "") => new HarborError({
	reason,
	messageName,
	thread,
	delivered
});
/** Has the handler take a message: `undefined` when it is done, else what calls back when it is. `failed`: it has not handled it. */
const invoke = ({ atWork, concurrency, context, handlers }, self, delivery, sender, failed) => {
	const { bodies, handler, message } = handlers.get(delivery.sent.message);
	const unread = (reason) => {
		failed();
		delivery.end(fail$1(failure$1(reason, message.name, "no")));
	};
	const format = bodies.formatOf(delivery.sent.body);
	if (format instanceof SchemaMismatch) return unread(format);
	const end = (exit) => {
		if (isFailure$1(exit)) failed();
		delivery.end(outcomeOf$1(exit, message, format, delivery));
	};
	let payload;
	try {
		payload = format.payload.decode(delivery.sent.body);
	} catch (thrown) {
		return unread(new Malformed({
			what: "payload",
			issue: issueOf(thrown)
		}));
	}
	let effect;
	try {
		effect = handler(payload, self);
	} catch (thrown) {
		end(die$1(thrown));
		return;
	}
	if (!isEffect(effect)) {
		end(die$1(/* @__PURE__ */ new Error(`the handler of "${message.name}" returned ${typeof effect}, and not an Effect`)));
		return;
	}
	if (isExit(effect)) {
		end(effect);
		return;
	}
	const { carried, from, serial } = delivery.sent;
	const current = {
		serial,
		hasLeft: false
	};
	const surroundings = context.pipe(add$3(CurrentObject, current), add$3(CurrentCarried, {
		...carried,
		object: self.id
	}), add$3(CurrentJob, jobInside(delivery.job, {
		actor: `harbor/${message.name}`,
		sender: {
			id: from,
			name: sender
		},
		before: delivery.before,
		mark: markOf(serial, concurrency === 1),
		hasLeft: () => current.hasLeft
	})));
	const fiber = runForkWith(surroundings)(effect);
	const exit = fiber.pollUnsafe();
	if (exit !== void 0) {
		end(exit);
		return;
	}
	delivery.follow(fiber);
	atWork.set(delivery, fiber);
	return (done) => {
		fiber.addObserver((exit) => {
			atWork.delete(delivery);
			end(exit);
			done();
		});
	};
};
const outcomeOf$1 = (exit, message, format, delivery) => {
	if (isSuccess(exit)) return delivery.isCall ? encoded$1(format.success, exit.value, message) : succeed$2(nothing$3);
	const failed = exit.cause.reasons.find(isFailReason);
	if (failed !== void 0) return flatMap$1(encoded$1(format.error, failed.error, message), (body) => fail$1(Failed.make({ body })));
	if (delivery.left) return interrupt$1;
	const error = failure$1(new RemoteDefect({}), message.name, "maybe");
	return andThen(logError(`the handler of ${message.name} failed`, exit.cause), fail$1(error));
};
const encoded$1 = (body, value, message) => {
	try {
		return succeed$2(body.encode(value));
	} catch (thrown) {
		const reason = new Malformed({
			what: "reply",
			issue: issueOf(thrown)
		});
		return fail$1(failure$1(reason, message.name, "maybe"));
	}
};
/** A kind as those know it between whom its objects move: whose state lies otherwise is another one. */
const movedName = ({ kind, state }) => `${kind.name} ${state.layout}`;
// ../../../packages/harbor/src/internal/objects/lost.ts
/**
* What an object that is lost, or a move that has not come about, is to whoever asked for it.
*/
const lost = (objectId, detail) => new ObjectLost({
	objectId,
	detail
});
const unserved = (objectId) => lost(objectId, "its kind is served there no longer");
/** What an object of that kind does not take. */
const untaken = (messageId, { name }) => new UnknownMessage({
	messageId,
	kind: name
});
/** Why an object's thread does not take a message for it. `isUnserved`: it ends with its kind. */
const refused$6 = (why, objectId, isUnserved) => {
	switch (why) {
		case "NoReceiver": return new NoReceiver({ objectId });
		case "Full": return new ObjectBusy({ objectId });
		case "ObjectLost": return isUnserved ? unserved(objectId) : lost(objectId, "it ended, or a thread did, in its move");
	}
};
/** A handler has waited for a move that waits for room, which may be for the handler to make. The move goes on. */
const tooLate = (handler, to, { nestedWaitMillis, window }) => {
	const cause = new MailboxFull({
		what: "window",
		limit: window,
		waitedMillis: nestedWaitMillis,
		chain: [handler]
	});
	return failure$1(new Actor({ cause }), "", "maybe", to);
};
const whyNot = (how, to, objectId) => {
	const invalid = (option, value, remedy) => new InvalidOption({
		option,
		value,
		remedy
	});
	switch (how) {
		case "lost": return lost(objectId, "it ended, or a thread did, in its move");
		case "refused": return invalid("thread", to, "serve the kind of the object there, too, with the same state");
		case "gone": return invalid("thread", `${to}, which has ended`, "name one that lives");
		case "unwritable": return invalid("move", "an object whose state its kind cannot write", "keep its state to the schema of its kind");
		case "large": return invalid("move", "an object whose state is too large for a message", "keep less in its state");
	}
};
// ../../../packages/harbor/src/internal/objects/outgoing.ts
const writeMove = ({ handler, to }) => new TextEncoder().encode(JSON.stringify(handler === void 0 ? [to] : [to, handler]));
const readMove = (body) => {
	const [to, handler] = JSON.parse(new TextDecoder().decode(body));
	return {
		to,
		handler
	};
};
const closed$5 = new InvalidOption({
	option: "Directory",
	value: "one that has closed",
	remedy: "keep its layer open as long as it is used"
});
const sizeOf = (state) => state instanceof Uint8Array ? state.byteLength : 0;
const isFull$1 = ({ reason, started }) => started === false && reason._tag === "MailboxFull";
/** Its thread has ended with it, or does not take it any more. */
const isLost = ({ reason }) => reason._tag === "ThreadDied" || reason._tag === "Stopped" || reason._tag === "Unreachable";
// ../../../packages/harbor/src/internal/objects/atomics.ts
/**
* Harbor's only door to the global `Atomics`, as `memory/atomics.ts` is core's: so that a model checker can stand in for
* it and walk every interleaving of the very code that ships. A test asserts that no other file of harbor names the global.
* All of them are sequentially consistent (ECMAScript memory model).
*/
const load$1 = (words, index) => Atomics.load(words, index);
const store = (words, index, value) => {
	Atomics.store(words, index, value);
};
/** Adds and returns the value before. */
const add$2 = (words, index, value) => Atomics.add(words, index, value);
/** Stores `replacement` if the word holds `expected`; returns the value before. */
const compareExchange = (words, index, expected, replacement) => Atomics.compareExchange(words, index, expected, replacement);
// ../../../packages/harbor/src/internal/objects/sweep.ts
/**
* Of a thread that is gone another one frees all that its place in the table still holds, and then the place: a slice at a
* time, since there may be millions of entries. While it does, the place says who it is; should that one die as well, another
* one takes over. One at a time: when the place is free somebody new may have it at once, and what he claims is his.
*/
/** A thread that frees its own place, which nobody takes over. */
const BY_ITSELF = -(2 ** 31);
/** What a place says while the thread of that id frees it. */
const sweptBy = (thread) => -thread - 2;
var Sweep = class Sweep {
	/** Objects that it has freed. */
	count = 0;
	table;
	holder;
	index = 0;
	isDone = false;
	constructor(table, holder) {
		this.table = table;
		this.holder = holder;
	}
	/** By the thread `by`, of the place of a thread that is gone; nothing where another one does it, or has done it. */
	static begin(table, holder, thread, by) {
		const at = Header.holders + holder;
		const mark = thread === by ? BY_ITSELF : sweptBy(by);
		return compareExchange(table.words, at, thread + 1, mark) === thread + 1 ? new Sweep(table, holder) : void 0;
	}
	/** Where the thread that was at it is gone, too. */
	static takeOver(table, holder, isGone, by) {
		const at = Header.holders + holder;
		const mark = load$1(table.words, at);
		if (mark >= 0 || mark === BY_ITSELF || !isGone(-mark - 2)) return void 0;
		return compareExchange(table.words, at, mark, sweptBy(by)) === mark ? new Sweep(table, holder) : void 0;
	}
	/** Goes through so many entries more: true when it was through all of them, and the place is free. */
	step(count) {
		if (this.isDone) return true;
		const { holder, table } = this;
		const { entries, words } = table;
		for (const end = Math.min(this.index + count, entries); this.index < end; this.index++) {
			const at = ENTRIES$1 + this.index * 2;
			const before = load$1(words, at);
			if (holderOf$1(before) !== holder || stateOf$1(before) === State$1.free) continue;
			const free = entry(generationOf(before), State$1.free, 0);
			if (compareExchange(words, at, before, free) !== before) continue;
			table.hint(this.index);
			this.count++;
		}
		if (this.index < entries) return false;
		this.isDone = true;
		store(words, Header.holders + holder, 0);
		return true;
	}
	/** All that is left of it. */
	finish() {
		while (!this.step(this.table.entries));
		return this.count;
	}
};
// ../../../packages/harbor/src/internal/objects/table.ts
/**
* The shared table of objects, as one thread sees it: which thread has an object, asked by anybody with one load; claimed
* and released by any thread without a lock. Nothing is handed from thread to thread: an entry's word is the only truth,
* and who writes it follows from what it says.
*
* - free: whoever claims it, by compare-and-exchange. Which ones may be free is a guess of each thread's own: what it has
*   released, a range of entries that nobody was ever handed, or what it has seen free when it went through all of them.
* - here: its holder, and nobody else while that lives.
* - moving: the holder it moves to; whoever finds one of the two dead frees it by compare-and-exchange.
*
* Of a thread that has died one other one frees all entries, after its exit: see sweep.ts.
*/
/** Entries that a thread is handed at a time, or remembers when it has looked for free ones. */
const RANGE = 256;
var ObjectTable = class {
	/** This thread's place among the holders. */
	holder;
	words;
	entries;
	bits;
	range;
	/** Generations of an entry in one incarnation of the node. */
	generations;
	lastGeneration;
	/** The incarnations that this thread knows of, in order, and the place of each. */
	nodes = [];
	numbers = /* @__PURE__ */ new Map();
	incarnations;
	serialsEach;
	draw;
	/** Entries that were free when this thread last saw them: the latest one first. */
	hints = new Int32Array(RANGE);
	hintCount = 0;
	/** What is left of the range that this thread was handed last. */
	fresh = 0;
	freshEnd = 0;
	/** Where this thread goes on when it looks through all of them. */
	looked = 0;
	constructor(words, bits, holder, { draw = drawn, incarnations = incarnationsOf(bits), range = RANGE, serialBits = 32 } = {}) {
		this.words = words;
		this.bits = bits;
		this.entries = 2 ** bits;
		this.holder = holder;
		this.range = range;
		this.generations = 2 ** (serialBits - bits);
		this.serialsEach = 2 ** serialBits;
		this.incarnations = incarnations;
		this.lastGeneration = Math.min(LAST_GENERATION, incarnations * this.generations - 1);
		this.draw = draw;
	}
	/** The place of the thread that has an object or will have it, or `NOBODY`: one load. */
	find(serial) {
		const index = serial & this.entries - 1;
		const word = load$1(this.words, ENTRIES$1 + index * 2);
		if (generationOf(word) * this.entries + index !== serial) return -1;
		return stateOf$1(word) === State$1.free ? -1 : holderOf$1(word);
	}
	/** The upper half of the id of a serial. */
	nodeOf(serial) {
		const number = Math.floor(serial / this.serialsEach);
		this.learn(number);
		return this.nodes[number];
	}
	/** The serial of an id, by its halves; `NOBODY` where that is of another node. */
	serialOf(node, serial) {
		if (node === this.nodes[0]) return serial;
		let number = this.numbers.get(node);
		if (number === void 0) {
			this.learn(Number.POSITIVE_INFINITY);
			number = this.numbers.get(node);
		}
		return number === void 0 ? -1 : number * this.serialsEach + serial;
	}
	/** Incarnations up to that one, as far as there are any. */
	learn(last) {
		for (let number = this.nodes.length; number <= last && number < this.incarnations; number++) {
			const node = load$1(this.words, incarnationAt(this.bits, number)) >>> 0;
			if (node === 0) return;
			this.know(node);
		}
	}
	know(node) {
		this.numbers.set(node, this.nodes.length);
		this.nodes.push(node);
	}
	/** The id of the thread that holds a place, or `NOBODY`. */
	threadOf(holder) {
		return load$1(this.words, Header.holders + holder) - 1;
	}
	/** The serial of a new object that lives here; 0 when there is no room. */
	claim() {
		const { words } = this;
		for (;;) {
			const index = this.guess();
			if (index === -1) return 0;
			const at = ENTRIES$1 + index * 2;
			const before = load$1(words, at);
			const generation = this.after(generationOf(before));
			if (stateOf$1(before) !== State$1.free || generation > this.lastGeneration) continue;
			const serial = generation * this.entries + index;
			if (serial >= this.serialsEach) this.begin(Math.floor(serial / this.serialsEach));
			if (compareExchange(words, at, before, entry(generation, State$1.here, this.holder)) !== before) continue;
			return serial;
		}
	}
	/** The next one: the first of each incarnation is passed over, since in an id it may be 0. */
	after(generation) {
		return (generation + 1) % this.generations === 0 ? generation + 2 : generation + 1;
	}
	/** The node's serials have run out: it is another one from now on, also for what others have claimed and claim as that. */
	begin(number) {
		this.learn(number);
		while (this.nodes.length <= number) {
			let node = this.draw();
			while (this.numbers.has(node)) node = this.draw();
			const at = incarnationAt(this.bits, this.nodes.length);
			const before = compareExchange(this.words, at, 0, node | 0);
			this.know((before === 0 ? node : before) >>> 0);
		}
	}
	entryOf(serial, state, holder) {
		return entry((serial - (serial & this.entries - 1)) / this.entries, state, holder);
	}
	/** It lives on this thread, and is not on its way to another one. */
	isHere(serial) {
		return load$1(this.words, this.at(serial)) === this.entryOf(serial, State$1.here, this.holder);
	}
	/** What this thread keeps of its own object: see `setLocal`. */
	local(serial) {
		return load$1(this.words, this.at(serial) + 1);
	}
	setLocal(serial, local) {
		store(this.words, this.at(serial) + 1, local);
	}
	/** Ends an object of this thread. */
	release(serial) {
		store(this.words, this.at(serial), this.entryOf(serial, State$1.free, 0));
		this.hint(serial & this.entries - 1);
	}
	/** Whoever looks it up from now on finds the thread that it moves to. By the one that has it. */
	depart(serial, to) {
		store(this.words, this.at(serial), this.entryOf(serial, State$1.moving, to));
	}
	/** It lives here now. By the thread that it moves to. */
	arrive(serial) {
		store(this.words, this.at(serial), this.entryOf(serial, State$1.here, this.holder));
	}
	/** A thread has died in a move: the object is no more. False when somebody else has said so already. */
	abandon(serial, to) {
		const at = this.at(serial);
		const moving = this.entryOf(serial, State$1.moving, to);
		const isMine = compareExchange(this.words, at, moving, this.entryOf(serial, State$1.free, 0)) === moving;
		if (isMine) this.hint(serial & this.entries - 1);
		return isMine;
	}
	at(serial) {
		return ENTRIES$1 + (serial & this.entries - 1) * 2;
	}
	/** An entry that is free: this thread claims it before it looks for others. */
	hint(index) {
		if (this.hintCount === this.hints.length) {
			const larger = new Int32Array(this.hints.length * 2);
			larger.set(this.hints);
			this.hints = larger;
		}
		this.hints[this.hintCount++] = index;
	}
	/** An entry that may be free, or `NOBODY` when none is. */
	guess() {
		if (this.hintCount > 0) return this.hints[--this.hintCount];
		if (this.fresh < this.freshEnd) return this.fresh++;
		if (load$1(this.words, Header.fresh) < this.entries) {
			const start = add$2(this.words, Header.fresh, this.range);
			if (start < this.entries) {
				this.freshEnd = Math.min(start + this.range, this.entries);
				this.fresh = start + 1;
				return start;
			}
		}
		this.look();
		return this.hintCount > 0 ? this.hints[--this.hintCount] : -1;
	}
	/** Goes through all entries, at most once, until it has seen a range of free ones. */
	look() {
		for (let left = this.entries; left > 0 && this.hintCount < this.range; left--) {
			const index = this.looked;
			this.looked = index + 1 & this.entries - 1;
			const word = load$1(this.words, ENTRIES$1 + index * 2);
			if (stateOf$1(word) === State$1.free && this.after(generationOf(word)) <= this.lastGeneration) this.hint(index);
		}
	}
};
/** Of an incarnation: any number but 0. */
const drawn = () => {
	const [number] = crypto.getRandomValues(/* @__PURE__ */ new Uint32Array(1));
	return number === 0 ? 1 : number;
};
/** The first incarnation of this node, not 0: what the first one has drawn. */
const nodeOf = (words, drawn) => {
	const before = compareExchange(words, Header.node, 0, drawn | 0);
	return (before === 0 ? drawn : before) >>> 0;
};
/** Takes a place for a thread, by its id; `NOBODY` when all are taken. */
const take = (words, thread) => {
	for (let holder = 0; holder < 128; holder++) if (compareExchange(words, Header.holders + holder, 0, thread + 1) === 0) return holder;
	return -1;
};
/** The place of a thread, or `NOBODY`. */
const holderOfThread = (words, thread) => {
	for (let holder = 0; holder < 128; holder++) if (load$1(words, Header.holders + holder) === thread + 1) return holder;
	return -1;
};
// ../../../packages/harbor/src/internal/objects/places.ts
/** Entries that are gone through before other fibers have a turn. */
const SLICE = 16384;
var Places = class {
	table;
	members;
	/** This thread's id. */
	thread;
	/** Whether the thread of that id lives, with a directory or without. */
	lives;
	run;
	threads = /* @__PURE__ */ new Map();
	/** Who has gone, by the place that it had, until that is free, or somebody frees it. A thread that lives may have it again. */
	gone = /* @__PURE__ */ new Map();
	sweeping = /* @__PURE__ */ new Set();
	known = void 0;
	/** All others know of this thread: whoever does not find it among the living may take over what it has begun. */
	isMember = false;
	constructor(table, members, thread, lives, run) {
		this.table = table;
		this.members = members;
		this.thread = thread;
		this.lives = lives;
		this.run = run;
	}
	/** Who has come, and who has gone, whose places are returned. */
	look() {
		const { now } = this.members;
		if (now === this.known) return [];
		this.known = now;
		const ids = new Set(now.map(({ id }) => id));
		const gone = Array.from(this.threads).filter(([, { id }]) => !ids.has(id));
		for (const [place, { id }] of gone) {
			this.threads.delete(place);
			this.gone.set(place, id);
		}
		for (const { id, thread: name } of now) {
			const place = holderOfThread(this.table.words, id);
			if (place !== -1) this.threads.set(place, {
				id,
				name
			});
		}
		if (this.isMember) this.sweep(now);
		return gone.map(([place]) => place);
	}
	/** The thread at a place. */
	at(place) {
		return this.threads.get(place);
	}
	get all() {
		return Array.from(this.threads.keys());
	}
	/** The place of a thread by its name, or `NOBODY`. */
	of(name) {
		for (const [place, thread] of this.threads) if (thread.name === name) return place;
		return -1;
	}
	/** The name of a thread by its id; empty for one that has gone. */
	nameOf(id) {
		for (const thread of this.threads.values()) if (thread.id === id) return thread.name;
		return "";
	}
	/** All know of this thread. */
	joined() {
		this.isMember = true;
		this.sweep(this.members.now);
	}
	/** Before this thread leaves: what it has begun is done. */
	leave() {
		this.isMember = false;
		for (const sweep of this.sweeping) sweep.finish();
	}
	/** One of them is enough: the first one in the list that all have. */
	sweep(now) {
		const { gone, lives, table, thread } = this;
		for (const [place, id] of gone) if (table.threadOf(place) !== id) gone.delete(place);
		if (now[0]?.id !== thread) return;
		const isGone = (sweeper) => now.every(({ id }) => id !== sweeper);
		for (const [place, id] of gone) if (!lives(id)) this.begin(Sweep.begin(table, place, id, thread));
		for (let place = 0; place < 128; place++) this.begin(Sweep.takeOver(table, place, isGone, thread));
	}
	begin(sweep) {
		if (sweep === void 0) return;
		this.sweeping.add(sweep);
		const goesOn = () => {
			if (!sweep.step(SLICE)) return true;
			this.sweeping.delete(sweep);
			return false;
		};
		this.run(whileLoop({
			while: goesOn,
			body: () => yieldNow,
			step: () => {}
		}));
	}
};
// ../../../packages/harbor/src/internal/objects/self.ts
var Here = class {
	objects;
	serial;
	/** What its handler goes on with when the object has been released, or has moved without waiting for it. */
	last;
	constructor(objects, serial, state) {
		this.objects = objects;
		this.serial = serial;
		this.last = state;
	}
	get id() {
		return idOf(this.objects.table, this.serial);
	}
	get state() {
		if (this.objects.has(this.serial)) this.last = this.objects.state(this.serial);
		return this.last;
	}
	set state(state) {
		this.last = state;
		this.objects.setState(this.serial, state);
	}
};
// ../../../packages/harbor/src/internal/objects/surroundings.ts
/**
* Whether news comes before what its thread has sent to objects there, as far as that waits for room: all but what says that
* something of that has come before it.
*/
const isAhead = ({ _tag }) => _tag !== "passed" && _tag !== "done" && _tag !== "cancelled";
/** What cannot be read or written as its kind says. */
const UNREADABLE = Symbol("unreadable");
// ../../../packages/harbor/src/internal/objects/owned.ts
/**
* What a thread keeps of its own objects: their serial, their kind and, where the kind has one, their state. Plain columns, so that a
* million objects are no million things on the heap. Used by their thread only; an object's row stands in the shared table.
*/
const FIRST_ROWS = 64;
var OwnedObjects = class {
	count = 0;
	kinds = new Uint16Array(FIRST_ROWS);
	/** 0 for a row that is free. */
	serials = new Float64Array(FIRST_ROWS);
	/** Of a row that is free: the next one. */
	next = /* @__PURE__ */ new Int32Array(0);
	firstFree = -1;
	rows = 0;
	/** As long as the last row that has a state. */
	states = [];
	add(serial, kind, state) {
		const row = this.firstFree >= 0 ? this.firstFree : this.rows;
		if (row === this.rows) {
			if (row === this.kinds.length) {
				this.kinds = grown(this.kinds, new Uint16Array(row * 2));
				this.serials = grown(this.serials, new Float64Array(row * 2));
			}
			this.rows++;
		} else this.firstFree = this.next[row];
		this.kinds[row] = kind;
		this.serials[row] = serial;
		this.set(row, state);
		this.count++;
		return row;
	}
	remove(row) {
		if (this.next.length < this.kinds.length) this.next = grown(this.next, new Int32Array(this.kinds.length));
		this.set(row, void 0);
		this.serials[row] = 0;
		this.next[row] = this.firstFree;
		this.firstFree = row;
		this.count--;
	}
	kind(row) {
		return this.kinds[row];
	}
	state(row) {
		return this.states[row];
	}
	set(row, state) {
		if (state === void 0 && row >= this.states.length) return;
		while (this.states.length < row) this.states.push(void 0);
		this.states[row] = state;
	}
	/** The serials of all objects of a kind. */
	ofKind(kind) {
		const serials = [];
		for (let row = 0; row < this.rows; row++) if (this.serials[row] !== 0 && this.kinds[row] === kind) serials.push(this.serials[row]);
		return serials;
	}
};
const grown = (from, to) => {
	to.set(from);
	return to;
};
// ../../../packages/harbor/src/internal/objects/underWay.ts
/** To one thread. */
var Rounds = class {
	rounds = [];
	enter() {
		let round = this.rounds.at(-1);
		if (round === void 0 || round.behind.length > 0) this.rounds.push(round = {
			count: 0,
			behind: []
		});
		const mine = round;
		mine.count++;
		return () => {
			mine.count--;
			this.settle();
		};
	}
	behind(run) {
		const last = this.rounds.at(-1);
		if (last === void 0) run();
		else last.behind.push(run);
	}
	get isEmpty() {
		return this.rounds.length === 0;
	}
	settle() {
		while (this.rounds.length > 0 && this.rounds[0].count === 0) for (const run of this.rounds.shift().behind) run();
	}
};
var UnderWay = class {
	/** By their places. */
	threads = /* @__PURE__ */ new Map();
	/** One more. To be called in the very step in which it is looked up; call what is returned when it is there, or has failed. */
	enter(place) {
		let rounds = this.threads.get(place);
		if (rounds === void 0) this.threads.set(place, rounds = new Rounds());
		return rounds.enter();
	}
	/** Nothing is. */
	isNone(place) {
		return this.threads.get(place)?.isEmpty ?? true;
	}
	/** Runs when all that are under way to that place now are there: at once where nothing is. */
	behind(place, run) {
		const rounds = this.threads.get(place);
		if (rounds === void 0) run();
		else rounds.behind(run);
	}
};
// ../../../packages/harbor/src/internal/objects/threadObjects.ts
/**
* The objects of one thread: what arrives for them, in order, and how they move to another thread and come from there.
* Everything is synchronous and of this thread; only the table is shared.
*
* A move, from `old` to `next`. What says that something has come before it, `passed`, `done` and `cancelled`, is behind that in the
* lane of the two threads; all other news waits for nothing that is sent to objects, or to anybody else:
*
* 1. `old` asks `next` to prepare, and goes on as before. `next` answers whether it has handlers for that kind.
* 2. `old` says in the table that the object is moving to `next`, and only then tells every thread, itself too.
*    What they send from now on goes to `next`, which holds it.
* 3. Each of them acknowledges to `old`, behind all that it had sent there, also what still waits for room. `old` holds what
*    arrives meanwhile.
* 4. When all have acknowledged, and no handler of the object runs any more, `old` sends on what it holds, in order, and
*    then the object's state: from here on it is `next`'s.
* 5. `next` has its handlers take what was sent on, then what it held, and says so to `old`.
*
* A thread that is gone has acknowledged: those who stay behind are told of it when all that it had sent has arrived. If it
* is `next`, or `old` before step 4, the object ends with it, and whoever still holds messages for it refuses them.
*/
var ThreadObjects = class {
	table;
	around;
	owned = new OwnedObjects();
	busy = /* @__PURE__ */ new Map();
	departures = /* @__PURE__ */ new Map();
	arrivals = /* @__PURE__ */ new Map();
	/** What this thread sends to objects, and cannot yet. */
	underWay = new UnderWay();
	constructor(table, around) {
		this.table = table;
		this.around = around;
	}
	/** Objects that live here. */
	get count() {
		return this.owned.count;
	}
	/** Objects on their way from here or to here. */
	get moving() {
		return this.departures.size + this.arrivals.size;
	}
	/** The serial of a new object; 0 when the table is full. */
	claim(kind, state) {
		const serial = this.table.claim();
		if (serial !== 0) this.table.setLocal(serial, this.owned.add(serial, kind, state));
		return serial;
	}
	/** Ends an object that lives here. False when it does not, or is on its way to another thread. */
	release(serial) {
		const { table } = this;
		if (!table.isHere(serial)) return false;
		this.owned.remove(table.local(serial));
		table.release(serial);
		const busy = this.busy.get(serial);
		this.busy.delete(serial);
		for (const message of busy?.queue ?? []) this.around.refuse(message, "NoReceiver");
		const departure = this.departures.get(serial);
		this.departures.delete(serial);
		departure?.ended("lost");
		return true;
	}
	/** This thread has its state. */
	has(serial) {
		return this.rowOf(serial) !== -1;
	}
	/** The state of an object that this thread has. */
	state(serial) {
		const row = this.rowOf(serial);
		return row === -1 ? void 0 : this.owned.state(row);
	}
	/** False when this thread does not have it. */
	setState(serial, state) {
		const row = this.rowOf(serial);
		if (row === -1) return false;
		this.owned.set(row, state);
		return true;
	}
	/** Also on its way from here, as long as its handlers may be at work. */
	rowOf(serial) {
		if (this.table.isHere(serial)) return this.table.local(serial);
		const departure = this.departures.get(serial);
		return departure?.step === "moving" ? departure.row : -1;
	}
	/** Nobody takes messages of that kind here any more: its objects end. */
	end(kind) {
		for (const serial of this.owned.ofKind(kind)) {
			const departure = this.departures.get(serial);
			if (departure?.step === "moving") this.cancel(serial, departure);
			else this.release(serial);
		}
	}
	/** A message for an object has arrived, `isForwarded` by the thread that the object came from. */
	receive(serial, message, isForwarded) {
		const arrival = this.arrivals.get(serial);
		if (arrival !== void 0) {
			(isForwarded ? arrival.forwarded : arrival.direct).push(message);
			return;
		}
		const departure = this.departures.get(serial);
		if (departure?.step === "moving") {
			departure.held.push(message);
			return;
		}
		const holder = this.table.find(serial);
		if (holder === -1) this.around.refuse(message, "NoReceiver");
		else if (holder !== this.table.holder) this.around.forward(holder, serial, message);
		else this.take(serial, message);
	}
	/**
	* Moves an object to the thread at place `to`, and calls back when it has, or has not. False when it does not live here or
	* is on its way already. `exempt`: how many of its own handlers wait for this. `late` is called back where it waits for somebody
	* who cannot say what he has to for want of room, and for longer than a handler would; it goes on.
	*/
	move(serial, to, exempt, ended, late = () => {}) {
		const { around, table } = this;
		if (!table.isHere(serial) || this.departures.has(serial)) return false;
		if (to === table.holder) {
			ended("moved");
			return true;
		}
		const row = table.local(serial);
		const kind = this.owned.kind(row);
		const state = around.pack(kind, this.owned.state(row));
		if (state === UNREADABLE) {
			ended("unwritable");
			return true;
		}
		this.departures.set(serial, {
			to,
			row,
			ended,
			late,
			exempt,
			step: "asked",
			waiting: /* @__PURE__ */ new Set(),
			held: []
		});
		around.tell(to, {
			_tag: "prepare",
			serial,
			from: table.holder,
			kind: around.kindName(kind),
			state
		});
		return true;
	}
	/** No handler of its own waits for its move any more. */
	unexempt(serial) {
		const departure = this.departures.get(serial);
		if (departure !== void 0) departure.exempt = 0;
	}
	/** A thread that lives could not be told: of all there is to tell only a state can be too much. */
	untold(to, { _tag, serial }) {
		const departure = this.departures.get(serial);
		if (departure === void 0 || _tag !== "prepare" && _tag !== "done") return;
		this.departures.delete(serial);
		if (_tag === "prepare") return departure.ended("large");
		this.table.abandon(serial, to);
		this.around.tell(to, {
			_tag: "cancelled",
			serial,
			from: this.table.holder
		});
		departure.ended("lost");
	}
	/** What another thread, or this one, says of a move. */
	hear(news) {
		const { around, table } = this;
		const { from, serial } = news;
		switch (news._tag) {
			case "prepare": {
				const isServed = around.kindOf(news.kind) !== void 0;
				if (isServed) this.arrivals.set(serial, {
					from,
					forwarded: [],
					direct: []
				});
				around.tell(from, {
					_tag: "prepared",
					serial,
					from: table.holder,
					isServed
				});
				return;
			}
			case "prepared": return this.depart(serial, from, news.isServed);
			case "cancelled": return this.giveUp(serial);
			case "moving": return this.pass(serial, from);
			case "late": return this.departures.get(serial)?.late();
			case "passed": {
				const departure = this.departures.get(serial);
				if (departure?.waiting.delete(from) === true) this.sendOff(serial, departure);
				return;
			}
			case "done": return this.arrive(serial, from, news.kind, news.state);
			case "arrived": {
				const departure = this.departures.get(serial);
				this.departures.delete(serial);
				departure?.ended(news.isHere ? "moved" : "lost");
				return;
			}
		}
	}
	/** The thread at that place is gone, and all that it had sent has arrived. */
	gone(holder) {
		for (const [serial, departure] of this.departures) if (departure.to === holder) this.lose(serial, departure);
		else if (departure.waiting.delete(holder)) this.sendOff(serial, departure);
		for (const [serial, arrival] of this.arrivals) if (arrival.from === holder) this.giveUp(serial);
	}
	take(serial, message) {
		const busy = this.busy.get(serial);
		if (busy === void 0) return this.run(serial, message);
		const kind = this.owned.kind(this.table.local(serial));
		if (busy.queue.length >= this.around.mailbox(kind)) return this.around.refuse(message, "Full");
		busy.queue.push(message);
		this.takeNext(serial, busy);
	}
	takeNext(serial, busy) {
		const { around, busy: all, owned, table } = this;
		while (busy.queue.length > 0 && all.get(serial) === busy && table.isHere(serial)) {
			if (busy.running >= around.concurrency(owned.kind(table.local(serial)))) return;
			this.run(serial, busy.queue.shift());
		}
		if (busy.running === 0 && busy.queue.length === 0 && all.get(serial) === busy) all.delete(serial);
	}
	run(serial, message) {
		const { around, owned, table } = this;
		const row = table.local(serial);
		const whenDone = around.run(serial, owned.kind(row), owned.state(row), message);
		if (whenDone === void 0) return;
		let busy = this.busy.get(serial);
		if (busy === void 0) this.busy.set(serial, busy = {
			running: 0,
			queue: []
		});
		busy.running++;
		whenDone(() => this.ran(serial, busy));
	}
	ran(serial, busy) {
		busy.running--;
		if (this.busy.get(serial) !== busy) return;
		const departure = this.departures.get(serial);
		if (departure?.step === "moving") this.sendOff(serial, departure);
		else this.takeNext(serial, busy);
	}
	/** Step 2. */
	depart(serial, from, isServed) {
		const { around, table } = this;
		const departure = this.departures.get(serial);
		if (departure === void 0) {
			if (isServed) around.tell(from, {
				_tag: "cancelled",
				serial,
				from: table.holder
			});
			return;
		}
		if (!isServed) {
			this.departures.delete(serial);
			departure.ended("refused");
			return;
		}
		departure.step = "moving";
		table.depart(serial, departure.to);
		const everyone = around.everyone();
		for (const thread of everyone) departure.waiting.add(thread);
		for (const thread of everyone) around.tell(thread, {
			_tag: "moving",
			serial,
			from: table.holder
		});
	}
	/** Step 3. From now on this thread finds the other one. */
	pass(serial, old) {
		const { around, table, underWay } = this;
		const say = (_tag) => around.tell(old, {
			_tag,
			serial,
			from: table.holder
		});
		const inTime = underWay.isNone(old) ? void 0 : around.whenLate(() => say("late"));
		const passed = () => {
			inTime?.();
			say("passed");
		};
		underWay.behind(old, passed);
	}
	/** Step 4, when it is time. */
	sendOff(serial, departure) {
		const { around, owned, table } = this;
		const busy = this.busy.get(serial);
		if (departure.step !== "moving" || departure.waiting.size > 0) return;
		if (busy !== void 0 && busy.running > departure.exempt) return;
		const { row } = departure;
		const kind = owned.kind(row);
		const state = around.pack(kind, owned.state(row));
		if (state === UNREADABLE) return this.cancel(serial, departure);
		departure.step = "sent";
		this.busy.delete(serial);
		owned.remove(row);
		for (const message of busy?.queue ?? []) around.forward(departure.to, serial, message);
		for (const message of departure.held) around.forward(departure.to, serial, message);
		around.tell(departure.to, {
			_tag: "done",
			serial,
			from: table.holder,
			kind: around.kindName(kind),
			state
		});
	}
	/** Step 5. */
	arrive(serial, from, name, packed) {
		const { around, table } = this;
		const arrival = this.arrivals.get(serial);
		const kind = around.kindOf(name);
		if (arrival === void 0) return;
		const state = kind === void 0 ? UNREADABLE : around.unpack(kind, packed);
		if (kind === void 0 || state === UNREADABLE) {
			this.giveUp(serial);
			return around.tell(from, {
				_tag: "arrived",
				serial,
				from: table.holder,
				isHere: false
			});
		}
		this.arrivals.delete(serial);
		table.setLocal(serial, this.owned.add(serial, kind, state));
		table.arrive(serial);
		around.tell(from, {
			_tag: "arrived",
			serial,
			from: table.holder,
			isHere: true
		});
		for (const message of [...arrival.forwarded, ...arrival.direct]) this.receive(serial, message, false);
	}
	/** The thread that it moves to is gone. */
	lose(serial, departure) {
		if (departure.step === "moving") return this.drop(serial, departure);
		this.departures.delete(serial);
		departure.ended(departure.step === "asked" ? "gone" : "lost");
	}
	/** It ends on its way from here, and who waits for it there lives. */
	cancel(serial, departure) {
		this.around.tell(departure.to, {
			_tag: "cancelled",
			serial,
			from: this.table.holder
		});
		this.drop(serial, departure);
	}
	drop(serial, departure) {
		const busy = this.busy.get(serial);
		this.departures.delete(serial);
		this.busy.delete(serial);
		this.owned.remove(departure.row);
		this.table.abandon(serial, departure.to);
		for (const message of [...busy?.queue ?? [], ...departure.held]) this.around.refuse(message, "ObjectLost");
		departure.ended("lost");
	}
	/** It ends on its way to here. */
	giveUp(serial) {
		const arrival = this.arrivals.get(serial);
		if (arrival === void 0) return;
		this.arrivals.delete(serial);
		this.table.abandon(serial, this.table.holder);
		for (const message of [...arrival.forwarded, ...arrival.direct]) this.around.refuse(message, "ObjectLost");
	}
};
/** The job that the fiber with these services works on, by its name. */
const nestedIn = (context) => {
	const job = getOrUndefined(getOption(context, CurrentJob));
	return job === void 0 || job.name === "lastValue" ? void 0 : `${job.actor}.${job.name}`;
};
// ../../../packages/harbor/src/internal/threads/turns.ts
var Turns = class {
	first = void 0;
	last = void 0;
	size = 0;
	push(go) {
		const waiter = {
			go,
			before: this.last,
			behind: void 0,
			isIn: true
		};
		if (this.last === void 0) this.first = waiter;
		else this.last.behind = waiter;
		this.last = waiter;
		this.size++;
		return waiter;
	}
	/** Whose turn it is: he waits no longer. */
	shift() {
		const { first } = this;
		if (first !== void 0) this.withdraw(first);
		return first?.go;
	}
	/** False when he does not wait any more. */
	withdraw(waiter) {
		const { before, behind, isIn } = waiter;
		if (!isIn) return false;
		if (before === void 0) this.first = behind;
		else before.behind = behind;
		if (behind === void 0) this.last = before;
		else behind.before = before;
		waiter.before = waiter.behind = void 0;
		waiter.isIn = false;
		this.size--;
		return true;
	}
};
// ../../../packages/harbor/src/internal/threads/line.ts
var Line = class {
	thread;
	bounds;
	free;
	bound;
	freeAtOnce;
	boundAtOnce;
	/** Those that wait for their turn; whoever has it may wait for room. */
	waiting = new Turns();
	isBusy = false;
	/** The turn is to be handed on, and somewhere on this stack it is. */
	isLeft = false;
	isHandingOn = false;
	constructor(thread, bounds) {
		this.thread = thread;
		this.bounds = bounds;
		this.free = {
			thread,
			movable: true
		};
		this.bound = {
			thread,
			movable: false
		};
		this.freeAtOnce = {
			...this.free,
			whenFull: "fail"
		};
		this.boundAtOnce = {
			...this.bound,
			whenFull: "fail"
		};
	}
	/** True when it is in the mailbox there; why not, where it cannot be; or what completes when it is. */
	tell(verbs, payload, movable) {
		const way = movable ? this.free : this.bound;
		if (!this.isBusy) try {
			const told = verbs.tellUnsafe(payload, way);
			if (told === "accepted") return true;
			if (told === "closed") return closed$4(this.thread);
		} catch (error) {
			if (isActorError(error)) return error;
			throw error;
		}
		return this.tellInTurn(verbs, payload, movable);
	}
	/** As `tell`, where there is no room, or others wait for it. */
	tellInTurn(verbs, payload, movable) {
		const way = movable ? this.free : this.bound;
		return this.inTurn(suspend$1(() => verbs.tell(payload, way)));
	}
	/** Completes with the reply. */
	ask(verbs, payload, movable, within) {
		if (this.isBusy) return this.askInTurn(verbs, payload, movable, within);
		const atOnce = movable ? this.freeAtOnce : this.boundAtOnce;
		return verbs(payload, within === void 0 ? atOnce : {
			...atOnce,
			...within.options
		});
	}
	/** As `ask`, where there is no room, or others wait for it. */
	askInTurn(verbs, payload, movable, within) {
		return flatMap$1(this.submitInTurn(verbs, payload, movable, within), awaited);
	}
	/** As `askInTurn`, and completes when it is in the mailbox there: with who waits for the reply. */
	submitInTurn(verbs, payload, movable, within) {
		const way = movable ? this.free : this.bound;
		const submit = suspend$1(() => verbs.submit(payload, within === void 0 ? way : {
			...way,
			...within.options
		}));
		return this.inTurn(submit, within);
	}
	/** Sends behind all that wait here. */
	inTurn(send, within) {
		return acquireUseRelease(this.enter(within), () => send, () => sync(() => this.leave()));
	}
	enter(within) {
		return contextWith((context) => {
			if (!this.isBusy) {
				this.isBusy = true;
				return void_$1;
			}
			return this.waitsIn(this.boundOf(nestedIn(context), within), runForkWith(context));
		});
	}
	/** A handler waits no longer than it would for room: who has that may wait for it. A call waits no longer than it may take. */
	boundOf(handler, within) {
		const { nestedWaitMillis, window } = this.bounds;
		const left = within?.leftMillis;
		if (left !== void 0 && (handler === void 0 || left <= nestedWaitMillis)) return {
			millis: left,
			reason: () => new Timeout({
				afterMillis: within.millis,
				detail: ""
			})
		};
		if (handler === void 0) return void 0;
		const full = {
			what: "window",
			limit: window,
			waitedMillis: nestedWaitMillis,
			chain: [handler]
		};
		return {
			millis: nestedWaitMillis,
			reason: () => new MailboxFull(full)
		};
	}
	waitsIn(bound, fork) {
		let waiter = void 0;
		let timer = void 0;
		let isMine = false;
		const wait = callback$1((resume) => {
			const mine = waiter = this.waiting.push((atOnce) => {
				isMine = true;
				timer?.interruptUnsafe();
				resume(atOnce ? void_$1 : yieldNow);
			});
			if (bound === void 0) return;
			const late = sync(() => {
				timer = void 0;
				if (this.waiting.withdraw(mine)) resume(fail$1(this.refused(bound.reason())));
			});
			timer = fork(delay(late, bound.millis));
		});
		return onInterrupt(interruptible(wait), () => sync(() => {
			timer?.interruptUnsafe();
			if (isMine) this.leave();
			else if (waiter !== void 0) this.waiting.withdraw(waiter);
		}));
	}
	refused(reason) {
		return new ActorError({
			reason,
			actor: "",
			job: "",
			thread: this.thread,
			started: false
		});
	}
	/**
	* Whoever is given his turn sends, and leaves, on this stack, and so does the next one: only the first of them hands on, so
	* that a long line is no deep stack. After some of them, others have theirs.
	*/
	leave() {
		this.isLeft = true;
		if (this.isHandingOn) return;
		this.isHandingOn = true;
		try {
			for (let turns = 0; this.isLeft; turns++) this.handOn(turns < TURNS_AT_ONCE);
		} finally {
			this.isHandingOn = false;
			if (this.isLeft) this.handOn(false);
		}
	}
	handOn(atOnce) {
		const next = this.waiting.shift();
		this.isLeft = false;
		if (next === void 0) this.isBusy = false;
		else next(atOnce);
	}
};
/** The reply; who does not wait for it any more cancels it. */
const awaited = (job) => onInterrupt(job.await, () => job.cancel);
const TURNS_AT_ONCE = 64;
const closed$4 = (thread) => new ActorError({
	reason: new Stopped({}),
	actor: "",
	job: "",
	thread,
	started: false
});
/** All lines of a thread: see `linesOf`. */
var Lines = class {
	lines = /* @__PURE__ */ new Map();
	bounds;
	constructor(nestedWaitMillis) {
		this.bounds = {
			nestedWaitMillis,
			window: 65536
		};
	}
	to(thread) {
		let line = this.lines.get(thread);
		if (line === void 0) this.lines.set(thread, line = new Line(thread, this.bounds));
		return line;
	}
};
const all$2 = /* @__PURE__ */ new WeakMap();
/** The lines of the thread that has that system's service: whatever it sends stands in them, of a harbor or a directory. */
const linesOf = (system) => {
	const key = system["~@stevedore/core/runtime"];
	let lines = all$2.get(key);
	if (lines === void 0) all$2.set(key, lines = new Lines(key.nestedWaitMillis));
	return lines;
};
// ../../../packages/harbor/src/internal/threads/within.ts
var Within = class {
	timeout;
	clock;
	since;
	/** Undefined where there is no end to it, and where it is no time: who is asked to keep to it says so. */
	millis;
	constructor(timeout, clock) {
		this.timeout = timeout;
		this.clock = clock;
		this.since = clock.currentTimeMillisUnsafe();
		const millis = getOrUndefined(map$1(fromInput(timeout), toMillis));
		this.millis = millis !== void 0 && millis >= 0 && Number.isFinite(millis) ? millis : void 0;
	}
	/** What is left of it. */
	get leftMillis() {
		return this.millis === void 0 ? void 0 : Math.max(0, this.millis - this.waitedMillis);
	}
	/** The same, as a timeout of whatever is asked next; what is no time stays as it is. */
	get left() {
		return this.leftMillis ?? this.timeout;
	}
	/** Of an ask that is sent now. `waitedMillis` is core's own: see its limit.ts. */
	get options() {
		return {
			timeout: this.timeout,
			waitedMillis: this.waitedMillis
		};
	}
	get waitedMillis() {
		return this.clock.currentTimeMillisUnsafe() - this.since;
	}
};
/** Begins a call that may take so long. */
const within = (timeout, call) => timeout === void 0 ? call(void 0) : clockWith((clock) => call(new Within(timeout, clock)));
// ../../../packages/harbor/src/internal/objects/ways.ts
var Ways$1 = class {
	/** Nothing is sent any more. */
	isClosed = false;
	options;
	verbs;
	newsAhead;
	/** For what is sent on, and news that is behind that; and for news that is ahead. */
	onward;
	ahead;
	nestedWaitMillis;
	constructor(options) {
		this.options = options;
		this.verbs = options.client;
		this.newsAhead = options.moves.news;
		this.nestedWaitMillis = options.lines.bounds.nestedWaitMillis;
		this.onward = new Lines(this.nestedWaitMillis);
		this.ahead = new Lines(this.nestedWaitMillis);
	}
	/** Has it brought to the thread of the object; completes when it is in the mailbox there. */
	tell(outgoing) {
		const place = this.find(outgoing);
		if (place instanceof HarborError) return fail$1(place);
		const sent = this.sentOf(outgoing);
		const failed = this.failed(sent.serial, outgoing.message?.name ?? "");
		const told = this.lineTo(place).tell(this.verbs.tell, sent, false);
		if (told === true) return void_$1;
		if (isActorError(told)) return fail$1(failed(told));
		return mapError(this.waiting(outgoing, (line) => line.tellInTurn(this.verbs.tell, sent, false)), failed);
	}
	/** The same, and completes with what it comes to there, as `read` has it. */
	ask(outgoing, read, timeout) {
		const sent = this.sentOf(outgoing);
		const inTurn = (bound) => flatMap$1(this.waiting(outgoing, (line) => line.submitInTurn(this.verbs.ask, sent, false, bound)), awaited);
		const router = {
			next: () => {
				const place = this.find(outgoing);
				if (place instanceof HarborError) return void 0;
				const line = this.lineTo(place);
				return line.isBusy ? void 0 : line.boundAtOnce;
			},
			instead: () => inTurn(void 0),
			failed: (error) => isFull$1(error) ? inTurn(void 0) : fail$1(error)
		};
		const failed = this.failed(sent.serial, outgoing.message?.name ?? "");
		const asked = timeout === void 0 ? this.verbs.ask["~@stevedore/core/routed"](sent, router) : within(timeout, inTurn);
		return matchEffect(asked, {
			onSuccess: read.onSuccess,
			onFailure: (error) => isFailed(error) ? read.onFailed(error) : fail$1(failed(error))
		});
	}
	/** The place of the thread that has the object. */
	find({ id, message }) {
		const { places, table } = this.options;
		const name = message?.name ?? "";
		if (this.isClosed) return failure$1(closed$5, name, "no");
		const place = table.find(serialOf(table, id));
		if (place === -1) return failure$1(new NoReceiver({ objectId: id }), name, "no");
		return places.at(place) === void 0 ? failure$1(lost(id, "its thread has ended"), name, "no") : place;
	}
	lineTo(place) {
		const { lines, places } = this.options;
		return lines.to(places.at(place).name);
	}
	/** Where there is no room: looked up once more, in the step in which it comes to be under way. */
	waiting(outgoing, send) {
		return uninterruptibleMask$1((restore) => {
			const place = this.find(outgoing);
			if (place instanceof HarborError) return fail$1(place);
			const there = this.options.objects().underWay.enter(place);
			return ensuring(restore(send(this.lineTo(place))), sync(there));
		});
	}
	sentOf({ act, body, carried, id, message }) {
		const { table, thread: from } = this.options;
		const sent = {
			serial: serialOf(table, id),
			act,
			message: message?.id ?? 0,
			from,
			isForwarded: false,
			body
		};
		return carried === void 0 ? sent : {
			...sent,
			carried
		};
	}
	/** What the actors between threads fail with, as harbor says it. */
	failed(serial, name) {
		return (error) => {
			if (!isActorError(error)) return error.messageName === "" ? of(name, error) : error;
			if (!isGone$1(error) && !isLost(error)) return ofActor$1(name, error);
			const reason = lost(idOf(this.options.table, serial), error.reason.message);
			return failure$1(reason, name, error.started === false ? "no" : "maybe", error.thread);
		};
	}
	/** What waits on the other threads. */
	get waits() {
		const { moves, places, table } = this.options;
		const ask = (place) => {
			const thread = places.at(place)?.name;
			return thread === void 0 || place === table.holder ? succeed$2([]) : orElseSucceed(moves.waits(void 0, { thread }), () => []);
		};
		return suspend$1(() => map(forEach(places.all, ask, { concurrency: "unbounded" }), (all) => all.flat()));
	}
	/** What an object was sent that has moved to that place. False where there is nobody. */
	forward(to, delivery) {
		const thread = this.options.places.at(to)?.name;
		if (thread === void 0) return false;
		if (delivery.left) return true;
		const { chain } = delivery;
		const sent = {
			...delivery.sent,
			isForwarded: true,
			...delivery.isCall && chain.length > 0 && { chain }
		};
		const line = this.onward.to(thread);
		const on = delivery.isCall ? this.askedOn(line, sent) : this.toldOn(line, sent);
		const fiber = this.options.fork(mapError(on, (error) => this.asOutcome(sent.serial, error)));
		fiber.addObserver((exit) => delivery.end(exit));
		delivery.follow(fiber);
		return true;
	}
	toldOn(line, sent) {
		const told = line.tell(this.verbs.tell, sent, false);
		if (told === true) return succeed$2(nothing$3);
		return isActorError(told) ? fail$1(told) : as(told, nothing$3);
	}
	askedOn(line, sent) {
		const asked = line.ask(this.verbs.ask, sent, false, void 0);
		const inTurn = line.askInTurn(this.verbs.ask, sent, false, void 0);
		return asked.pipe(catch_((error) => isActorError(error) && isFull$1(error) ? inTurn : fail$1(error)));
	}
	asOutcome(serial, error) {
		return isFailed(error) ? error : this.failed(serial, "")(error);
	}
	/**
	* What is sent with the news of a move goes along only where it is so large that it might not fit: then it is known before
	* anything has changed.
	*/
	say(to, news) {
		const thread = this.options.places.at(to)?.name;
		if (thread === void 0) return;
		const { state, ...rest } = news;
		const sent = news._tag === "prepare" && sizeOf(state) < 32768 ? rest : news;
		const failed = (error) => {
			if (!isGone$1(error)) this.options.objects().untold(to, news);
		};
		const told = isAhead(news) ? this.ahead.to(thread).tell(this.newsAhead, { news: sent }, false) : this.onward.to(thread).tell(this.verbs.news, { news: sent }, false);
		if (told === true) return;
		if (isActorError(told)) return failed(told);
		const inTime = this.whenLate(() => this.sayLate(to, news));
		const said = told.pipe(catch_((error) => sync(() => failed(error))));
		this.options.fork(ensuring(said, sync(inTime)));
	}
	/** There is no room for news that a move waits for. */
	sayLate(to, { _tag, from, serial }) {
		if (_tag === "passed") this.say(to, {
			_tag: "late",
			serial,
			from
		});
		else if (_tag === "done") this.options.objects().hear({
			_tag: "late",
			serial,
			from
		});
	}
	/** Calls back after as long as a handler may wait, unless what this returns is called before. */
	whenLate(run) {
		const timer = this.options.fork(delay(sync(run), this.nestedWaitMillis));
		return () => timer.interruptUnsafe();
	}
};
const of = (name, { delivered, reason, thread }) => failure$1(reason, name, delivered, thread);
const isFailed = (error) => error._tag === "Failed";
// ../../../packages/harbor/src/internal/objects/objectsHere.ts
/**
* The objects of this thread and its ways to those of the others: what `Directory` is made of. Joins the synchronous objects of
* a thread (threadObjects.ts) to what carries messages between threads (ways.ts).
*/
var ObjectsHere = class {
	table;
	spoken;
	node;
	objects;
	bodies;
	ways;
	circles;
	hold;
	/** By name, and by number; one that is served no longer leaves its number to the next, for tables have 16 bits for it. */
	kinds = /* @__PURE__ */ new Map();
	numbered = [];
	/** Of messages to objects here, those of kinds that are served no longer among them. */
	names = /* @__PURE__ */ new Map();
	/** What becomes of objects whose kind ends, meanwhile. */
	isUnserving = false;
	options;
	places;
	fork;
	constructor(options) {
		this.options = options;
		this.table = options.table;
		this.spoken = options.spoken;
		this.node = options.node;
		this.hold = options.hold;
		this.bodies = new Bodies(options.context);
		this.fork = runForkWith(options.context);
		this.places = new Places(options.table, options.members, options.thread, options.lives, this.fork);
		this.ways = new Ways$1({
			...options,
			places: this.places,
			fork: this.fork,
			objects: () => this.objects
		});
		this.circles = new Circles({
			thread: options.thread,
			nestedWaitMillis: options.lines.bounds.nestedWaitMillis,
			fork: this.fork,
			now: () => get$3(options.context, Clock).currentTimeMillisUnsafe(),
			others: this.ways.waits
		});
		this.objects = new ThreadObjects(options.table, {
			kindOf: (name) => this.kindOf(name),
			kindName: (kind) => movedName(this.numbered[kind]),
			concurrency: (kind) => this.numbered[kind].concurrency,
			mailbox: (kind) => this.numbered[kind].mailbox,
			run: (serial, kind, state, delivery) => this.run(serial, this.numbered[kind], state, delivery),
			refuse: (delivery, why) => this.refuse(delivery, why),
			forward: (to, _serial, delivery) => {
				if (!this.ways.forward(to, delivery)) this.refuse(delivery, "ObjectLost");
			},
			tell: (to, news) => this.ways.say(to, news),
			whenLate: (run) => this.ways.whenLate(run),
			everyone: () => {
				this.look();
				return this.places.all;
			},
			pack: (kind, state) => this.read(() => this.numbered[kind].state.encode(state)),
			unpack: (kind, packed) => this.read(() => this.numbered[kind].state.decode(packed))
		});
	}
	/** Who has come and who has gone, of whom all that they sent has arrived: called whenever that has changed. */
	look = () => {
		for (const place of this.places.look()) this.objects.gone(place);
	};
	/** Every thread knows of this one. */
	joined() {
		this.look();
		this.places.joined();
	}
	/** Nothing is claimed here any more, nor sent from here; what is here ends, or is on its way. */
	leave() {
		this.ways.isClosed = true;
		this.circles.close();
		for (const { number } of this.kinds.values()) this.objects.end(number);
		for (const place of this.places.all) this.objects.gone(place);
		this.places.leave();
	}
	/** The name of the thread that has an object, as far as this one knows; `undefined` when there is no such object. */
	where(id) {
		const place = this.table.find(serialOf(this.table, id));
		return place === -1 ? void 0 : this.places.at(place)?.name;
	}
	kind(name) {
		return this.kinds.get(name);
	}
	/** The serial of a new object here. */
	claim(name, state) {
		const served = this.kinds.get(name);
		if (this.ways.isClosed) return closed$5;
		if (served === void 0) return new InvalidOption({
			option: "kind",
			value: name,
			remedy: "serve it on this thread first: directory.serve(kind, handlers)"
		});
		const serial = this.objects.claim(served.number, state);
		return serial === 0 ? new TooManyObjects({ limit: this.table.entries }) : serial;
	}
	serve(served) {
		const { name } = served.kind;
		if (this.kinds.has(name)) return failure$1(new InvalidOption({
			option: "kind",
			value: `${name}, a second time`,
			remedy: "one on a thread is enough, for all of its objects there"
		}), "", "no");
		const left = this.numbered.indexOf(void 0);
		const whole = {
			...served,
			number: left < 0 ? this.numbered.length : left
		};
		this.numbered[whole.number] = whole;
		this.kinds.set(name, whole);
		for (const { bodies, message } of whole.handlers.values()) {
			this.names.set(message.id, message.name);
			this.spoken.say(bodies);
		}
	}
	/** The number of the kind that objects move as, if they can live here. */
	kindOf(moved) {
		if (this.ways.isClosed) return void 0;
		const served = this.kinds.get(moved.slice(0, moved.lastIndexOf(" ")));
		return served !== void 0 && movedName(served) === moved ? served.number : void 0;
	}
	/** Its objects here end with it. Completes when its handlers have ended. */
	unserve(name) {
		return suspend$1(() => {
			const served = this.kinds.get(name);
			if (served === void 0) return void_$1;
			this.kinds.delete(name);
			this.isUnserving = true;
			this.objects.end(served.number);
			this.isUnserving = false;
			this.numbered[served.number] = void 0;
			return finish(served, this.options.stopTimeoutMillis, ({ sent }) => {
				const why = unserved(idOf(this.table, sent.serial));
				return failure$1(why, this.messageName(sent.message), "maybe", this.options.name);
			});
		});
	}
	arrive = (sent) => withFiber$1((fiber) => this.received(sent, fiber, true).ended);
	/** As `arrive`, where nobody waits for what it comes to: if nobody can handle it, it is a dead letter, and logged. */
	arriveTold = (sent) => withFiber$1((fiber) => {
		const { ended, job } = this.received(sent, fiber, false);
		if (isExit(ended) && isSuccess(ended)) return void_$2;
		return asVoid(tapCause(ended, (cause) => sync(() => this.lost(sent, job, cause))));
	});
	received(sent, fiber, isCall) {
		const delivery = new Delivery(sent, getUnsafe(fiber.context, CurrentJob), isCall);
		if (this.ways.isClosed && this.table.find(sent.serial) === this.table.holder) this.refuse(delivery, "ObjectLost");
		else this.objects.receive(sent.serial, delivery, sent.isForwarded);
		if (isCall && !delivery.isTaken) this.waits(delivery);
		return delivery;
	}
	/** Its object is busy, or moves, and whoever waits for it may be why. */
	waits(delivery) {
		const { circles } = this;
		const { act, message, serial } = delivery.sent;
		const fail = (serials) => {
			const name = act === Act.message ? this.messageName(message) : "";
			delivery.refuse(failure$1(this.circle(serials), name, "no", this.options.name));
		};
		const mayChange = isOpen(delivery.job);
		const entered = circles.enter({
			serial,
			isMove: false,
			chain: () => delivery.chain,
			fail
		}, mayChange);
		if (entered === void 0 || entered.isOver) return;
		delivery.onTaken = () => circles.leave(entered);
		if (mayChange) whenChanged(delivery.job, entered, () => circles.judge(entered));
	}
	/** Who waits for whom, back to the first. */
	circle(serials) {
		const chain = serials.map((serial) => `object ${toText(idOf(this.table, serial))}`);
		return new Actor({ cause: new AskCycle({ chain }) });
	}
	lost(sent, job, cause) {
		const error = cause.reasons.find(isFailReason)?.error;
		this.options.letters()?.lost({
			messageName: this.messageName(sent.message),
			sender: this.nameOf({
				job,
				sent
			}),
			thread: this.options.name,
			reason: error?._tag === "HarborError" && error.reason._tag !== "RemoteDefect" ? error.reason._tag : "HandlerFailed",
			count: 1
		});
	}
	/** Where no kind of this thread takes it, its id. */
	messageName(id) {
		return this.names.get(id) ?? toHex(id);
	}
	hear = (news) => {
		this.look();
		this.objects.hear(news);
	};
	run(serial, served, state, delivery) {
		if (delivery.left) return void 0;
		delivery.taken();
		const { act, message } = delivery.sent;
		if (act === Act.release) {
			this.objects.release(serial);
			delivery.end(succeed$2(nothing$3));
			return;
		}
		if (act === Act.move) {
			const id = idOf(this.table, serial);
			const asked = {
				...readMove(delivery.sent.body),
				exempt: 0,
				chain: () => delivery.chain
			};
			this.move(id, asked, (exit) => delivery.end(as(exit, nothing$3)));
			return;
		}
		if (!served.handlers.has(message)) {
			delivery.end(fail$1(failure$1(untaken(message, served.kind), "", "no")));
			return;
		}
		return invoke(served, new Here(this.objects, serial, state), delivery, this.nameOf(delivery), this.failed);
	}
	/** A handler has, or could not be given what was sent. */
	failed = () => this.options.letters()?.count();
	/** Of the thread that sent it. */
	nameOf({ job, sent }) {
		return sent.isForwarded ? this.places.nameOf(sent.from) : job.sender.name;
	}
	refuse(delivery, why) {
		const { message, serial } = delivery.sent;
		const reason = refused$6(why, idOf(this.table, serial), this.isUnserving);
		delivery.end(fail$1(failure$1(reason, this.names.get(message) ?? "", "no")));
	}
	/**
	* Moves an object of this thread. `exempt`: as `ThreadObjects.move` has it. `handler`: the one that waits for it, if one does, which
	* it tells when it has waited long enough; the move goes on. `chain`: who waits for it, which is no circle where it is `exempt`. What is
	* returned is to be called by who does not wait any more.
	*/
	move(id, { chain, exempt, handler, to }, ended) {
		this.look();
		const serial = serialOf(this.table, id);
		const fail = (reason) => ended(fail$2(failure$1(reason, "", "no", to)));
		const place = this.places.of(to);
		if (place === -1) {
			fail(new InvalidOption({
				option: "thread",
				value: to,
				remedy: "name a thread that has a Directory"
			}));
			return constVoid;
		}
		let [isOver, hasBegun] = [false, false];
		let waits = void 0;
		const leave = () => {
			if (!isOver && exempt > 0) this.objects.unexempt(serial);
			isOver = true;
			this.circles.leave(waits);
		};
		const inCircle = (serials) => {
			leave();
			ended(fail$2(failure$1(this.circle(serials), "", hasBegun ? "maybe" : "no", to)));
		};
		waits = exempt > 0 || place === this.table.holder ? void 0 : this.circles.enter({
			serial,
			isMove: true,
			chain,
			fail: inCircle
		}, false);
		if (isOver) return constVoid;
		hasBegun = true;
		const end = (how) => {
			if (isOver) return;
			isOver = true;
			this.circles.leave(waits);
			if (how === "moved") ended(void_$2);
			else fail(whyNot(how, to, id));
		};
		const late = () => {
			if (isOver || handler === void 0) return;
			leave();
			ended(fail$2(tooLate(handler, to, this.options.lines.bounds)));
		};
		if (!this.objects.move(serial, place, exempt, end, late)) {
			leave();
			fail(this.table.find(serial) === -1 ? new NoReceiver({ objectId: id }) : new InvalidOption({
				option: "move",
				value: toText(id),
				remedy: "one move of an object at a time"
			}));
			return constVoid;
		}
		return leave;
	}
	/** What its kind cannot read or write is said once, and ends the object. */
	read(run) {
		try {
			return run();
		} catch (thrown) {
			this.fork(logError("the state of an object that moves does not fit its kind", thrown));
			return UNREADABLE;
		}
	}
};
// ../../../packages/harbor/src/internal/objects/oneLife.ts
/** By what a thread has of its system. */
const lives$1 = /* @__PURE__ */ new WeakMap();
/**
* Until the scope closes, which is the end of it. What is returned says that it closes from now on. Fails with `second` where there is
* one that does not close.
*/
const oneLife = ({ "~@stevedore/core/runtime": runtime }, second) => {
	const begun = suspend$1(() => {
		const before = lives$1.get(runtime);
		if (before?.isClosing === false) return fail$1(second);
		if (before !== void 0) return andThen(interruptible(_await(before.ended)), begun);
		const life = {
			ended: makeUnsafe$2(),
			isClosing: false
		};
		lives$1.set(runtime, life);
		return succeed$2(life);
	});
	const ended = ({ ended }) => suspend$1(() => {
		lives$1.delete(runtime);
		return succeed$5(ended, void 0);
	});
	return map(acquireRelease(begun, ended), (life) => () => {
		life.isClosing = true;
	});
};
// ../../../packages/harbor/src/ObjectKind.ts
const TypeId$1 = "~@stevedore/harbor/ObjectKind";
/**
* Whether a value is a kind of objects.
*
* @example
* ```ts
* import * as assert from "node:assert/strict"
* import * as ObjectKind from "@stevedore/harbor/ObjectKind"
*
* assert.ok(ObjectKind.isObjectKind(ObjectKind.make("lamp", { messages: [] })))
* assert.ok(!ObjectKind.isObjectKind({ name: "lamp" }))
* ```
*/
const isObjectKind = (value) => hasProperty(value, TypeId$1);
/**
* Declares a kind of objects, under a name that all threads know it by. Throws a `HarborError` for a name or an option that
* cannot work.
*
* @example
* ```ts
* import * as assert from "node:assert/strict"
* import * as Schema from "effect/Schema"
* import * as Message from "@stevedore/harbor/Message"
* import * as ObjectKind from "@stevedore/harbor/ObjectKind"
*
* const Hit = Message.make("hit", { payload: { damage: Schema.Int }, success: Schema.Int })
* const Player = ObjectKind.make("player", { messages: [Hit], state: Schema.Struct({ health: Schema.Int }) })
* assert.deepEqual(Player.messages.map((message) => message.name), ["hit"])
* ```
*/
const make$5 = (name, options) => {
	if (typeof options !== "object" || options === null) throw invalid$1("options", String(options), "use an object with the messages of the kind");
	const { messages, state = Void } = options;
	if (typeof name !== "string" || name === "") throw invalid$1("name", String(name), "give the kind a name");
	if (!Array.isArray(messages)) throw invalid$1("messages", String(messages), "use an array of what Message.make returns");
	if (!isSchema(state)) throw invalid$1("state", String(state), "use a Schema, or nothing");
	for (const message of messages) {
		if (!isMessage(message)) throw invalid$1("messages", String(message), "list what Message.make returned");
		if (messages.filter(({ id }) => id === message.id).length > 1) throw invalid$1("messages", message.name, "list each message once, and none of another's id");
	}
	return {
		[TypeId$1]: TypeId$1,
		name,
		messages,
		state
	};
};
const invalid$1 = (option, value, remedy) => new HarborError({
	reason: new InvalidOption({
		option: `ObjectKind ${option}`,
		value,
		remedy
	}),
	messageName: "",
	thread: "",
	delivered: "no"
});
// ../../../packages/harbor/src/internal/codec/fieldByField.ts
const why = "it is written field by field, as for another process, since a thread of this one declares it otherwise, or its fields in another order";
/** `asItLies` throws what cannot be written in any way: that is just malformed. */
const notByName = (messageName, issue, asItLies) => {
	let detail = issue;
	try {
		asItLies();
		detail = `${issue}; ${why}: import one declaration everywhere`;
	} catch {}
	return failure$2(messageName, new Malformed({
		what: "payload",
		issue: detail
	}));
};
// ../../../packages/harbor/src/internal/objects/service.ts
/**
* What a directory does when it is asked: ids and payloads are looked at here, and everything else is the objects' of this
* thread (objectsHere.ts).
*/
/** Why it is no kind, if it is none. */
const wrongKind = (kind) => isObjectKind(kind) ? void 0 : new InvalidOption({
	option: "kind",
	value: String(kind),
	remedy: "use what ObjectKind.make returns"
});
const refused$5 = (reason) => fail$1(failure$1(reason, "", "no"));
const invalidId = (id, name) => isId(id) ? void 0 : failure$1(new InvalidObjectId({ objectId: String(id) }), name, "no");
/** Told here, and not by its first move. */
const wrongState$1 = (served, state) => {
	if (served === void 0 || served.isState(state)) return void 0;
	const { name } = served.kind;
	const remedy = `give an object of kind ${name} what the schema of its state describes`;
	return new InvalidOption({
		option: "state",
		value: String(state),
		remedy
	});
};
const wrongThread = (thread) => typeof thread === "string" ? void 0 : invalidOption$1("", "thread", thread, "use the name of a thread that has a Directory");
const fromObjects = (here) => {
	const { bodies, objects } = here;
	const release = (id, asked) => suspend$1(() => {
		const millis = boundOf(asked);
		const invalid = invalidId(id, "") ?? (millis instanceof HarborError ? millis : void 0);
		if (invalid !== void 0) return fail$1(invalid);
		if (objects.release(serialOf(here.table, id))) return void_$1;
		return act(id, Act.release, nothing$3, millis);
	});
	/** What an object is asked for besides messages, behind those. */
	const act = (id, what, body, millis) => here.ways.ask({
		id,
		act: what,
		body
	}, ofActs, millis);
	const move = (id, thread, asked) => contextWith((context) => {
		const millis = boundOf(asked);
		const invalid = invalidId(id, "") ?? wrongThread(thread) ?? (millis instanceof HarborError ? millis : void 0);
		if (invalid !== void 0) return fail$1(invalid);
		const serial = serialOf(here.table, id);
		const handler = nestedIn(context);
		if (!here.table.isHere(serial)) return act(id, Act.move, writeMove({
			to: thread,
			handler
		}), millis);
		const current = getOrUndefined(getOption(context, CurrentObject));
		const exempt = current?.serial === serial ? 1 : 0;
		const moved = callback$1((resume) => {
			const letGo = here.hold();
			const leave = here.move(id, {
				to: thread,
				exempt,
				handler,
				chain: () => chainIn(context)
			}, (exit) => {
				letGo();
				if (exempt > 0 && isSuccess(exit) && !here.table.isHere(serial)) current.hasLeft = true;
				resume(exit);
			});
			return sync(() => {
				letGo();
				leave();
			});
		});
		return timeoutOrElse(moved, {
			duration: millis,
			orElse: () => late$1(millis, thread)
		});
	});
	/** As all threads read it that have objects which take it. */
	const encoded = (message, payload) => {
		try {
			const own = bodies.of(message);
			const format = here.spoken.isOne(own) ? own.positional : own.byName;
			return {
				body: format.payload.encode(payload),
				format
			};
		} catch (thrown) {
			return notByName(message.name, issueOf(thrown), () => bodies.of(message).positional.payload.encode(payload));
		}
	};
	const sendCarried = (id, message, payload, carried) => suspend$1(() => {
		const invalid = wrongMessage(message) ?? invalidId(id, message.name);
		if (invalid !== void 0) return fail$1(invalid);
		const written = encoded(message, payload);
		return written instanceof HarborError ? fail$1(written) : here.ways.tell({
			id,
			act: Act.message,
			message,
			body: written.body,
			carried
		});
	});
	return {
		node: here.node,
		serve: (kind, handlers, options = {}) => gen(function* () {
			const served = servedOf(kind, handlers, options, bodies, yield* context());
			if (served instanceof HarborError) return yield* served;
			yield* acquireRelease(suspend$1(() => here.serve(served) ?? void_$1), () => here.unserve(kind.name));
		}),
		claim: (kind, ...[state]) => suspend$1(() => {
			const claimed = wrongKind(kind) ?? wrongState$1(here.kind(kind.name), state) ?? here.claim(kind.name, state);
			return typeof claimed === "number" ? succeed$2(idOf(here.table, claimed)) : refused$5(claimed);
		}),
		release,
		move,
		where: (id) => sync(() => fromUndefinedOr(isId(id) ? here.where(id) : void 0)),
		count: sync(() => objects.count),
		sendTo: (id, message, ...[payload]) => sendCarried(id, message, payload, void 0),
		"~@stevedore/harbor/sendCarried": sendCarried,
		callTo: (id, message, ...[payload, options]) => suspend$1(() => {
			const invalid = wrongMessage(message) ?? invalidId(id, message.name) ?? wrongCalling(message.name, options);
			if (invalid !== void 0) return fail$1(invalid);
			const written = encoded(message, payload);
			if (written instanceof HarborError) return fail$1(written);
			const reads = readsOf(message, written.format);
			return here.ways.ask({
				id,
				act: Act.message,
				message,
				body: written.body
			}, reads, options?.timeout);
		})
	};
};
/** Messages that may wait for one object, unless its kind says otherwise. */
const MAILBOX = 65536;
/** A handler of the object may hang. */
const ASKED_MILLIS = 3e4;
const boundOf = (asked) => {
	const timeout = asked?.timeout;
	return wrongCalling("", asked) ?? (timeout === void 0 ? ASKED_MILLIS : millisOf(timeout));
};
const late$1 = (millis, thread) => {
	const detail = `not done after ${millis} ms; the move goes on when the handlers of the object that are at work have ended`;
	return fail$1(failure$1(new NoReply({ detail }), "", "maybe", thread));
};
/** Nobody declares an error for these. */
const ofActs = {
	onSuccess: () => void_$1,
	onFailed: die
};
const reads$1 = /* @__PURE__ */ new WeakMap();
/** How what comes back is read: once for each message and format. */
const readsOf = (message, format) => {
	const known = reads$1.get(format);
	if (known !== void 0) return known;
	const malformed = (thrown) => fail$1(failure$1(new Malformed({
		what: "reply",
		issue: issueOf(thrown)
	}), message.name, "maybe"));
	const made = {
		onSuccess: (bytes) => {
			try {
				return succeed$2(format.success.decode(bytes));
			} catch (thrown) {
				return malformed(thrown);
			}
		},
		onFailed: ({ body }) => {
			try {
				return fail$1(format.error.decode(body));
			} catch (thrown) {
				return malformed(thrown);
			}
		}
	};
	reads$1.set(format, made);
	return made;
};
const servedOf = (kind, handlers, options, bodies, context) => {
	const wrong = (option, value, remedy) => failure$1(new InvalidOption({
		option,
		value: String(value),
		remedy
	}), "", "no");
	const none = wrongKind(kind);
	if (none !== void 0) return failure$1(none, "", "no");
	const notOptions = noOptions("", options);
	if (notOptions !== void 0) return notOptions;
	const { concurrency = 1, mailbox = MAILBOX } = options;
	if (typeof handlers !== "object" || handlers === null) return wrong("handlers", handlers, "use an object of handlers by the names of the kind's messages");
	const most = concurrency === "unbounded" ? Number.POSITIVE_INFINITY : concurrency;
	if (typeof most !== "number" || !(most >= 1)) return wrong("concurrency", concurrency, "use a whole number from 1, or \"unbounded\"");
	if (typeof mailbox !== "number" || !(mailbox >= 0)) return wrong("mailbox", mailbox, "use a whole number from 0");
	for (const message of kind.messages) {
		const { name } = message;
		const refusal = undeliverable(message);
		if (refusal !== void 0) return refusal;
		if (typeof handlers[name] !== "function") return wrong(`the handler of ${name}`, handlers[name], "give a function");
	}
	return {
		kind,
		concurrency: most,
		mailbox,
		state: bodies.state(kind.state),
		isState: is(kind.state),
		context,
		atWork: /* @__PURE__ */ new Map(),
		handlers: new Map(kind.messages.map((message) => [message.id, {
			message,
			bodies: bodies.of(message),
			handler: handlers[message.name]
		}]))
	};
};
// ../../../packages/harbor/src/internal/objects/spoken.ts
/**
* How the threads of a process have declared the messages that their objects take, in memory that all of them have. A thread says so
* before it has any object that takes one, so whoever has an id of such an object finds it. While all agree, a message is written as it
* lies in memory; where two have ever differed, everybody writes it so that its fields have names: see bodies.ts.
*
* Word 0 counts the entries that were begun, word 1 those that are whole. An entry is the id of a message, which is not 0, and the tag
* of a declaration. None is ever taken back: one whose thread has ended makes what is written longer, and nothing wrong. When
* there is no room for more, all messages count as different.
*/
const BEGUN = 0;
const WHOLE = 1;
const HEADER_WORDS = 4;
const ENTRY_WORDS = 4;
const ENTRIES = 4096;
const SPOKEN_BYTES = 16388 * Int32Array.BYTES_PER_ELEMENT;
/** Of this thread. */
var Spoken = class {
	words;
	/** What was found when so many entries were whole. */
	found = /* @__PURE__ */ new WeakMap();
	constructor(words) {
		this.words = words;
	}
	/** From now on this thread may have objects that take it. */
	say(bodies) {
		const { words } = this;
		const tag = wordsOf(bodies);
		if (this.entries(bodies.message.id).some((at) => tag.every((word, index) => load$1(words, at + 1 + index) === word))) return;
		let begun = load$1(words, BEGUN);
		while (begun <= ENTRIES) {
			const before = compareExchange(words, BEGUN, begun, begun + 1);
			if (before === begun) break;
			begun = before;
		}
		if (begun < ENTRIES) {
			const at = HEADER_WORDS + begun * ENTRY_WORDS;
			tag.forEach((word, index) => store(words, at + 1 + index, word));
			store(words, at, bodies.message.id | 0);
		}
		add$2(words, WHOLE, 1);
	}
	/** Nobody has declared it otherwise than that. Looked for again when anybody has said anything: one load for each message sent. */
	isOne(bodies) {
		const at = load$1(this.words, WHOLE);
		const found = this.found.get(bodies);
		if (found?.at === at) return found.isOne;
		const isOne = load$1(this.words, BEGUN) <= ENTRIES && this.entries(bodies.message.id).every(this.isAlike(bodies));
		this.found.set(bodies, {
			at,
			isOne
		});
		return isOne;
	}
	isAlike(bodies) {
		const tag = wordsOf(bodies);
		return (at) => tag.every((word, index) => load$1(this.words, at + 1 + index) === word);
	}
	entries(id) {
		const { words } = this;
		const count = Math.min(load$1(words, BEGUN), ENTRIES);
		const found = [];
		for (let at = HEADER_WORDS; at < HEADER_WORDS + count * ENTRY_WORDS; at += ENTRY_WORDS) if (load$1(words, at) === (id | 0)) found.push(at);
		return found;
	}
};
const wordsOf = ({ tag }) => {
	const view = new DataView(tag.buffer);
	return [
		view.getInt32(0),
		view.getInt32(4),
		view.getInt32(8)
	];
};
// ../../../packages/harbor/src/internal/threads/counters.ts
const none$6 = () => ({
	sent: 0,
	called: 0,
	outside: 0,
	received: 0,
	noListener: 0,
	refused: 0,
	failed: 0
});
// ../../../packages/harbor/src/internal/threads/deadLetters.ts
const PREFIX = "harbor/";
/** What a reader may be behind; then the oldest give way. */
const CAPACITY = 1024;
var DeadLetters = class {
	failures;
	/** Of the thread. */
	counts = none$6();
	stream;
	/** Takes those that nobody will handle to main, from another thread. */
	elsewhere = void 0;
	constructor(failures, system) {
		this.failures = failures;
		const lost = system.pipe(filter((event) => event._tag === "DeadLetter" && event.actor?.startsWith(PREFIX) === true), map$2((event) => {
			const { actor, count, reason, sender, thread } = event;
			return {
				messageName: actor.slice(actor.lastIndexOf("/") + 1),
				sender,
				thread,
				reason,
				count
			};
		}));
		this.stream = merge$1(lost, fromPubSub(failures));
	}
	/** A handler of this thread has failed, and nobody waits for what it returns. */
	failed(messageName, thread, reason) {
		this.lost({
			messageName,
			sender: void 0,
			thread,
			reason,
			count: 1
		});
	}
	/** A handler of an object has failed, or could not be given its message. */
	count() {
		this.counts.failed++;
	}
	lost(message) {
		publishUnsafe(this.failures, message);
		if (message.reason !== "HandlerFailed") this.elsewhere?.(message);
	}
};
const all$1 = /* @__PURE__ */ new WeakMap();
/** Those of the harbor of the thread that has that system's service, if it has one. */
const lettersOf = (system) => all$1.get(system["~@stevedore/core/runtime"]);
const make$4 = (system) => map(sliding$1(CAPACITY), (failures) => {
	const letters = new DeadLetters(failures, system.deadLetters);
	all$1.set(system["~@stevedore/core/runtime"], letters);
	return letters;
});
// ../../../packages/harbor/src/Directory.ts
/**
* The objects of this thread, and the ways to those of all threads. Each thread has its own, with the same table under it.
*
* Messages to one object from one thread come in the order in which they were sent, whatever they are, and wherever the object
* moves meanwhile. An object takes one message at a time, unless its kind is served otherwise; those of different objects
* do not wait for each other.
*
* A handler that would wait for itself fails with `AskCycle` (in `HarborError`'s `Actor`), which names the objects from one back to
* the same: it has called its own object, or called, released or moved one whose handler waits for it, over however many others.
* Two that begin apart and meet crosswise are found after `nestedWait` of the actor system: one of them fails, the other goes on.
* Send instead (`sendTo`), or serve the kind with more `concurrency`.
*
* @example
* ```ts
* import * as assert from "node:assert/strict"
* import * as Effect from "effect/Effect"
* import * as Schema from "effect/Schema"
* import { Directory, layer } from "@stevedore/harbor/Directory"
* import * as Message from "@stevedore/harbor/Message"
* import * as ObjectKind from "@stevedore/harbor/ObjectKind"
* import * as NodeActorSystem from "@stevedore/platform-node/NodeActorSystem"
*
* const Hit = Message.make("hit", { payload: { damage: Schema.Int }, success: Schema.Int })
* const Player = ObjectKind.make("player", { messages: [Hit], state: Schema.Struct({ health: Schema.Int }) })
*
* const program = Effect.gen(function*() {
*   const directory = yield* Directory
*   yield* directory.serve(Player, {
*     hit: ({ damage }, self) =>
*       Effect.sync(() => (self.state = { health: self.state.health - damage }).health)
*   })
*   const id = yield* directory.claim(Player, { health: 100 })
*   assert.equal(yield* directory.callTo(id, Hit, { damage: 10 }), 90)
*   yield* directory.release(id)
*   const error = yield* Effect.flip(directory.sendTo(id, Hit, { damage: 10 }))
*   assert.equal(error.reason._tag, "NoReceiver")
* })
* await Effect.runPromise(
*   program.pipe(Effect.provide(layer()), Effect.provide(NodeActorSystem.layer()), Effect.scoped)
* )
* ```
*/
var Directory = class extends Service$1()("@stevedore/harbor/Directory") {};
const single$1 = {
	option: "Directory.layer",
	value: "the second one of this thread",
	remedy: "use one value of the layer for all who need it: Layer.fresh, and each new value, is another directory"
};
/** Makes the directory of this thread. */
const make$3 = (options) => gen(function* () {
	const system = yield* ActorSystem;
	const none = noOptions("", options);
	if (none !== void 0) return yield* none;
	const { maxObjects = 2 ** 20 } = options;
	const bits = Math.max(16, Math.ceil(Math.log2(maxObjects)));
	if (!Number.isInteger(maxObjects) || maxObjects < 1 || bits > 24) return yield* refused$4(new InvalidOption({
		option: "maxObjects",
		value: String(maxObjects),
		remedy: `use a whole number from 1 to ${2 ** 24}`
	}));
	const closes = yield* oneLife(system, failure$1(new InvalidOption(single$1), "", "no"));
	const buffer = yield* mapError(system.shared("harbor/objects", bytesFor(bits)), ofActor);
	const words = new Int32Array(buffer);
	const spoken = new Spoken(new Int32Array(yield* mapError(system.shared("harbor/spoken", SPOKEN_BYTES), ofActor)));
	const node = nodeOf(words, drawn());
	const { id: thread, name } = yield* currentThread;
	const place = take(words, thread);
	if (place === -1) return yield* refused$4(new InvalidOption({
		option: "Directory",
		value: "one more",
		remedy: `at most 128 threads at a time have a Directory, the dead counted until they are swept`
	}));
	const table = new ObjectTable(words, bits, place);
	yield* addFinalizer$1(() => sync(() => void Sweep.begin(table, place, thread, thread)?.finish()));
	const context$4 = yield* context();
	const client = get$3(yield* build(Objects.layerRef), Objects);
	const moves = get$3(yield* build(Moves.layerRef), Moves);
	const members = system.members(Objects);
	const { directory, loop, stopTimeoutMillis } = system["~@stevedore/core/runtime"];
	const here = new ObjectsHere({
		words,
		table,
		spoken,
		node,
		thread,
		name,
		members,
		lives: (id) => directory.threads.some(({ incarnation }) => incarnation === id),
		client,
		moves,
		lines: linesOf(system),
		stopTimeoutMillis,
		hold: () => loop.hold(),
		letters: () => lettersOf(system),
		context: context$4
	});
	yield* acquireRelease(sync(() => members.watch(here.look)), (unwatch) => sync(unwatch));
	const handlers = Objects.toLayer({
		tell: here.arriveTold,
		ask: here.arrive,
		news: ({ news }) => sync(() => here.hear(news))
	}, { concurrency: "unbounded" });
	const news = Moves.toLayer({
		news: ({ news }) => sync(() => here.hear(news)),
		waits: () => sync(() => here.circles.mine)
	}, { concurrency: "unbounded" });
	yield* mapError(build(Moves.layerHere(news)), (error) => ofLayer(error, single$1));
	yield* mapError(build(Objects.layerHere(handlers)), (error) => ofLayer(error, single$1));
	yield* acquireRelease(sync(() => here.joined()), () => sync(() => {
		closes();
		here.leave();
	}));
	return fromObjects(here);
});
const currentThread = flatMap$1(serviceOption(CurrentThread), (current) => isSome(current) ? succeed$2(current.value) : flatMap$1(ActorSystem, ({ threads }) => map(threads, (all) => all.find(({ isMain }) => isMain))));
const refused$4 = (reason) => fail$1(failure$1(reason, "", "no"));
const ofActor = (error) => failure$1(new Actor({ cause: error.reason }), "", "no", error.thread);
/**
* The directory of the thread that builds it: on main, and in the entry of every thread that has objects or sends to them.
* Ready when every thread knows of it. When it closes, its objects end. Fails with `InvalidOption` for options that differ
* from those of another thread, and where this thread has one already.
*
* @example
* ```ts
* import * as assert from "node:assert/strict"
* import * as Effect from "effect/Effect"
* import * as Directory from "@stevedore/harbor/Directory"
* import * as ObjectId from "@stevedore/harbor/ObjectId"
* import * as ObjectKind from "@stevedore/harbor/ObjectKind"
* import * as NodeActorSystem from "@stevedore/platform-node/NodeActorSystem"
*
* const Lamp = ObjectKind.make("lamp", { messages: [] })
* const program = Effect.gen(function*() {
*   const directory = yield* Directory.Directory
*   yield* directory.serve(Lamp, {})
*   const id = yield* directory.claim(Lamp)
*   assert.equal(ObjectId.nodeOf(id), directory.node)
*   assert.equal(yield* directory.count, 1)
* })
* await Effect.runPromise(
*   program.pipe(
*     Effect.provide(Directory.layer({ maxObjects: 1024 })),
*     Effect.provide(NodeActorSystem.layer()),
*     Effect.scoped
*   )
* )
* ```
*/
const layer$2 = (options = {}) => effect(Directory, make$3(options));
// ../../../packages/harbor/src/internal/threads/toAll.ts
const toAll = (verbs, given, lines, fate) => {
	const waiting = [];
	const refused = [];
	let reached = 0;
	for (const line of lines) {
		const told = line.tell(verbs, given, false);
		if (told === true) reached++;
		else if (!isActorError(told)) {
			const onSuccess = () => {
				reached++;
				fate.reached(1);
			};
			const onFailure = (error) => {
				if (!isGone$1(error)) refused.push(error);
			};
			waiting.push(match(told, {
				onSuccess,
				onFailure
			}));
		} else if (isGone$1(told)) continue;
		else if (reached === 0) return fate.refused(told);
		else refused.push(told);
	}
	fate.reached(reached);
	const end = suspend$1(() => {
		if (refused.length > 0) return mapError(fate.refused(refused[0]), reached > 0 ? partly : (error) => error);
		return reached === 0 ? fate.nobody() : void_$1;
	});
	if (waiting.length === 0) return end;
	return andThen(forEach(waiting, (each) => each, {
		concurrency: "unbounded",
		discard: true
	}), end);
};
/** What a frame is. A reply has the source of who replies, and the sequence of what it replies to. */
const Kind$1 = {
	send: 1,
	call: 2,
	reply: 3,
	failure: 4,
	refusal: 5
};
const MAGIC = 18481;
const CODEC_BITS = 15;
const REDELIVERED = 16;
const write$1 = (header, body) => {
	const bytes = new Uint8Array(40 + body.length);
	const view = new DataView(bytes.buffer);
	view.setUint16(0, MAGIC);
	view.setUint8(2, header.kind);
	view.setUint8(3, header.codec | (header.redelivered ? REDELIVERED : 0));
	view.setUint32(4, header.messageId);
	view.setBigUint64(8, header.fingerprint);
	view.setBigUint64(16, header.object);
	view.setBigUint64(24, header.source);
	view.setUint32(32, Math.floor(header.sequence / 2 ** 32));
	view.setUint32(36, header.sequence >>> 0);
	bytes.set(body, 40);
	return bytes;
};
/** Undefined for what is no frame. Whatever the bytes are, nothing is thrown. */
const read = (bytes) => {
	const frame = readAnonymous(bytes);
	return frame === void 0 || frame.source === 0n ? void 0 : frame;
};
/** Between a gateway and its clients nobody has a source: the connection is who it is. */
const readAnonymous = (bytes) => {
	if (bytes.length < 40) return void 0;
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	const kind = view.getUint8(2);
	const flags = view.getUint8(3);
	const messageId = view.getUint32(4);
	const source = view.getBigUint64(24);
	const sequence = view.getUint32(32) * 2 ** 32 + view.getUint32(36);
	if (view.getUint16(0) !== MAGIC || kind < Kind$1.send || kind > Kind$1.refusal) return void 0;
	if ((flags & -32) !== 0 || messageId === 0) return void 0;
	if (!Number.isSafeInteger(sequence)) return void 0;
	return {
		kind,
		codec: flags & CODEC_BITS,
		redelivered: (flags & REDELIVERED) !== 0,
		messageId,
		fingerprint: view.getBigUint64(8),
		object: view.getBigUint64(16),
		source,
		sequence,
		body: bytes.subarray(40)
	};
};
// ../../../packages/harbor/src/internal/peers/known.ts
const makeKnown = (message, also) => {
	const fingerprint = BigInt(`0x${message.fingerprint}`);
	return {
		message,
		fingerprint,
		understood: /* @__PURE__ */ new Set([fingerprint, ...message.accepts.map((text) => BigInt(`0x${text}`))]),
		codecs: new Map([...also, message.codec].map((codec) => [codec.code, codec]))
	};
};
const refuse$2 = (messageName, reason, delivered) => new HarborError({
	reason,
	messageName,
	thread: "",
	delivered
});
/** Messages between threads stay in their process. */
const outOfReach = ({ name, reach }) => {
	if (reach !== "threads") return void 0;
	return refuse$2(name, new Forbidden({ detail: "its reach is \"threads\": begin its name with smsg, or declare reach: \"services\"" }), "no");
};
/** What a body's codec has thrown; anything but a `BodyFailure` is an error that says so itself. */
const malformed = (messageName, what, cause, delivered) => {
	if (cause instanceof HarborError) return cause;
	const issue = cause instanceof BodyFailure ? cause.issue : "its codec failed";
	return refuse$2(messageName, new Malformed({
		what,
		issue
	}), delivered);
};
// ../../../packages/harbor/src/internal/gateway/splitter.ts
const LENGTH_BYTES = 4;
const withLength = (frame) => {
	const bytes = new Uint8Array(LENGTH_BYTES + frame.length);
	new DataView(bytes.buffer).setUint32(0, frame.length);
	bytes.set(frame, LENGTH_BYTES);
	return bytes;
};
// ../../../packages/harbor/src/internal/gateway/clientFrame.ts
/** What goes to a client is read by it in one piece. */
const maxOutgoingBytes = 262144;
/** Fails with `Forbidden` for messages that stay between threads, with `Malformed` and `TooLarge`. */
const clientFrame = (message, payload) => suspend$1(() => {
	const refused = wrongPublished(message) ?? outOfReach(message);
	if (refused !== void 0) return fail$1(refused);
	try {
		const frame = frameOf(message, payload);
		if (frame.length <= maxOutgoingBytes) return succeed$2(withLength(frame));
		const reason = new TooLarge({
			what: "frame",
			bytes: frame.length,
			limitBytes: maxOutgoingBytes
		});
		return fail$1(refuse$2(message.name, reason, "no"));
	} catch (cause) {
		return fail$1(malformed(message.name, "payload", cause, "no"));
	}
});
const frameOf = (message, payload) => write$1({
	kind: Kind$1.send,
	codec: message.codec.code,
	redelivered: false,
	messageId: message.id,
	fingerprint: BigInt(`0x${message.fingerprint}`),
	object: 0n,
	source: 0n,
	sequence: 0
}, encodePayload(message, payload));
// ../../../packages/harbor/src/internal/gateway/gates.ts
const broadcast = make$16("broadcast", { payload: {
	frame: Uint8Array$1,
	messageName: String$1
} }).annotate(SlowAfter, "never");
/** Served by each thread that has a gateway: data, one after the other. */
var Clients = class extends Service()("harbor/clients", [broadcast]) {};
/** Beside it, with a mailbox of its own: control waits for no data, and so for no client that does not read that. */
var ClientsControl = class extends Service()("harbor/clients/control", [broadcast]) {};
var Gates = class {
	system;
	counts;
	data;
	control;
	gateways = /* @__PURE__ */ new Set();
	/** Gateways open and close one after the other. */
	door = makeUnsafe$1(1);
	membership = void 0;
	constructor(options) {
		this.system = options.system;
		this.counts = options.counts;
		const { lines } = options;
		const controlLines = new Lines(lines.bounds.nestedWaitMillis);
		controlLines.bounds.window = lines.bounds.window;
		this.data = {
			actor: Clients,
			client: options.data.broadcast,
			lines
		};
		this.control = {
			actor: ClientsControl,
			client: options.control.broadcast,
			lines: controlLines
		};
	}
	/** A gateway of this thread, for as long as the scope is open; complete when every thread knows. */
	open(give) {
		return asVoid(acquireRelease(this.enter(give), () => this.leave(give), { interruptible: true }));
	}
	enter(give) {
		return this.door.withPermit(suspend$1(() => {
			this.gateways.add(give);
			if (this.membership !== void 0) return void_$1;
			const scope = makeUnsafe$3();
			const layer = mergeAll(Clients.layerHere(Clients.toLayer({ broadcast: (given) => this.give(given, false) })), ClientsControl.layerHere(ClientsControl.toLayer({ broadcast: (given) => this.give(given, true) })));
			return buildWithScope(provide(layer, succeed$3(ActorSystem, this.system)), scope).pipe(mapError((error) => ofActor$1("", error)), onError((cause) => {
				this.gateways.delete(give);
				return close(scope, failCause$1(cause));
			}), map(() => void (this.membership = scope)));
		}));
	}
	leave(give) {
		return this.door.withPermit(suspend$1(() => {
			this.gateways.delete(give);
			const { membership } = this;
			if (this.gateways.size > 0 || membership === void 0) return void_$1;
			this.membership = void 0;
			return close(membership, void_$2);
		}));
	}
	give({ frame, messageName }, isControl) {
		const waiting = [];
		for (const give of this.gateways) {
			const each = give(frame, messageName, isControl);
			if (each !== void_$1) waiting.push(each);
		}
		if (waiting.length === 0) return void_$1;
		return forEach(waiting, (each) => each, {
			concurrency: "unbounded",
			discard: true
		});
	}
	/** To every client of every gateway. */
	broadcast(message, payload, isControl) {
		return flatMap$1(clientFrame(message, payload), (frame) => {
			const { actor, client, lines } = isControl ? this.control : this.data;
			const there = this.system.members(actor).now.map(({ thread }) => lines.to(thread));
			return toAll(client, {
				frame,
				messageName: message.name
			}, there, this.fate(message.name));
		});
	}
	fate(messageName) {
		const { counts } = this;
		return {
			reached: (threads) => {
				counts.sent += threads;
			},
			nobody: () => {
				counts.noListener++;
				return fail$1(failure$2(messageName, new NoListener({})));
			},
			refused: (error) => {
				counts.refused++;
				return fail$1(ofActor$1(messageName, error));
			}
		};
	}
};
// ../../../packages/harbor/src/internal/peers/refusal.ts
const Refusal = Struct({
	reason: HarborErrorReason,
	thread: String$1,
	delivered: Literals(["no", "maybe"])
});
/** Always msgpack, whatever the message's own codec is. */
const body = msgpack$1.compile({
	payload: Refusal,
	success: Void,
	error: Never
}).payload;
const encodeRefusal = ({ reason, thread, delivered }) => {
	try {
		return body.encode({
			reason,
			thread,
			delivered
		});
	} catch {
		return body.encode({
			reason: new RemoteDefect({}),
			thread: "",
			delivered
		});
	}
};
/** What cannot be read is a malformed reply. */
const decodeRefusal = (messageName, bytes) => {
	try {
		const { reason, thread, delivered } = body.decode(bytes);
		return new HarborError({
			reason,
			messageName,
			thread,
			delivered
		});
	} catch {
		return new HarborError({
			reason: new Malformed({
				what: "reply",
				issue: "a refusal that cannot be read"
			}),
			messageName,
			thread: "",
			delivered: "maybe"
		});
	}
};
// ../../../packages/harbor/src/internal/tables/protocol.ts
/** One member comes into a row, or leaves it. */
const Step = Struct({
	table: Literals(["groups", "topics"]),
	add: Boolean$1,
	key: String$1,
	member: String$1
});
/**
* What has changed between a version and the next one. Versions are counted anew in each epoch: that of one owner. The first change
* of an epoch has all there is.
*/
const Change = Struct({
	epoch: Number$1,
	version: Number$1,
	steps: ArraySchema(Step)
});
/** The owner, on main. */
var Tables = class extends Service()("harbor/tables", [
	make$16("change", { payload: { steps: ArraySchema(Step) } }),
	make$16("clear", { payload: {
		table: Literals(["groups", "topics"]),
		key: String$1
	} }),
	make$16("whole", { success: Change })
]) {};
// ../../../packages/harbor/src/internal/threads/node.ts
const Letter = Struct({
	messageName: String$1,
	sender: UndefinedOr(String$1),
	thread: UndefinedOr(String$1),
	reason: String$1,
	count: Number$1
});
var Node = class extends Service()("harbor/node", [
	make$16("listen", {
		payload: {
			key: String$1,
			handler: String$1,
			message: String$1
		},
		error: HarborError
	}),
	make$16("unlisten", { payload: { key: String$1 } }),
	make$16("apply", { payload: Change }),
	make$16("held", {
		payload: {},
		success: ArraySchema(Step)
	}),
	make$16("frame", { payload: {
		key: String$1,
		frame: Uint8Array$1
	} }),
	make$16("asked", {
		payload: {
			key: String$1,
			frame: Uint8Array$1
		},
		success: Uint8Array$1,
		error: HarborError
	}).annotate(SlowAfter, "never"),
	make$16("reconnected"),
	make$16("letters", { payload: { letters: ArraySchema(Letter) } }),
	make$16("reached")
]) {};
// ../../../packages/harbor/src/internal/outside/border.ts
const named$2 = {
	reach: Literals(["services", "clients"]),
	name: String$1
};
const At = Union([
	TaggedStruct("Node", { node: Number$1 }),
	TaggedStruct("Topic", named$2),
	TaggedStruct("Queue", named$2)
]);
const frame = Uint8Array$1;
/** What was meant for a border that has ended: nothing of it went out. */
var AnotherLife = class extends TaggedError()("AnotherLife", {}) {};
const error = Union([HarborError, AnotherLife]);
/** Of the border that is meant, as `about` has it: what a thread has of one that was closed is nothing to the next one. */
const life = Number$1;
var Border = class extends Service()("harbor/border", [
	make$16("about", { success: Struct({
		life,
		node: Number$1,
		maxFrameBytes: Number$1
	}) }),
	make$16("publish", {
		payload: {
			life,
			to: At,
			frame
		},
		error
	}),
	make$16("request", {
		payload: {
			life,
			to: At,
			frame,
			millis: Number$1
		},
		success: frame,
		error
	}).annotate(SlowAfter, "never"),
	make$16("serve", {
		payload: {
			life,
			key: String$1,
			at: At
		},
		error
	}),
	make$16("unserve", { payload: { key: String$1 } })
]) {};
const closed$3 = failure$2("", new NoReply({ detail: "main's transport has closed" }), "", "maybe");
/** What a request that nobody answers may keep: its sender has long given up. */
const longest$3 = "10 minutes";
/** Borders that main has had so far. */
let lives = 0;
/** Served on main for as long as the layer is open. `dropped`: a frame that a thread has no room for, or that is gone. */
const borderLayer = (transport, dropped) => unwrap$1(gen(function* () {
	const [nodes, { members }] = [yield* Node, yield* ActorSystem];
	const fork = runForkWith(yield* context());
	const served = /* @__PURE__ */ new Map();
	const life = ++lives;
	/** Ends requests that wait: nobody would read the reply, and the close would wait for it. */
	const closing = makeUnsafe$2();
	const here = (meant, self) => suspend$1(() => meant === life && !isDoneUnsafe(closing) ? self : fail$1(new AnotherLife()));
	const passing = (thread, key) => (bytes, respond) => {
		const given = {
			key,
			frame: bytes.slice()
		};
		if (respond === void 0) {
			try {
				const told = nodes.frame.tellUnsafe(given, { thread });
				if (told !== "accepted") dropped(thread, told === "full" ? "MailboxFull" : "Stopped");
			} catch (cause) {
				dropped(thread, isActorError(cause) ? cause.reason._tag : "Threw");
			}
			return;
		}
		const refused = (error) => {
			const asked = read(given.frame);
			if (asked === void 0) return;
			const header = {
				...asked,
				kind: Kind$1.refusal,
				codec: 0,
				redelivered: false,
				object: 0n
			};
			respond(write$1(header, encodeRefusal(isActorError(error) ? ofActor$1("", error) : error)));
		};
		fork(match(nodes.asked(given, {
			thread,
			whenFull: "fail",
			timeout: longest$3
		}), {
			onSuccess: respond,
			onFailure: refused
		}));
	};
	const unserve = (key) => suspend$1(() => {
		const found = served.get(key);
		served.delete(key);
		return found === void 0 ? void_$1 : close(found.scope, void_$2);
	});
	const handlers = Border.toLayer({
		about: () => succeed$2({
			life,
			node: transport.node,
			maxFrameBytes: transport.maxFrameBytes
		}),
		publish: ({ frame, life, to }) => here(life, transport.publish(to, frame)),
		request: ({ frame, life, millis, to }) => here(life, raceFirst(transport.request(to, frame, millis), _await(closing))),
		serve: ({ at, key, life }) => flatMap$1(CurrentJob, ({ sender }) => {
			const scope = makeUnsafe$3();
			const serving = provide$1(transport.serve(at, passing(sender.name, key)), scope);
			const kept = here(life, sync(() => void served.set(key, {
				owner: sender.id,
				scope
			})));
			return andThen(here(life, serving), kept).pipe(onError((cause) => close(scope, failCause$1(cause))));
		}),
		unserve: ({ key }) => unserve(key)
	}, { concurrency: "unbounded" });
	const there = members(Node);
	const look = () => {
		const threads = new Set(there.now.map(({ id }) => id));
		for (const [key, { owner }] of served) if (!threads.has(owner)) fork(unserve(key));
	};
	const watching = effectDiscard(gen(function* () {
		yield* acquireRelease(sync(() => there.watch(look)), (unwatch) => sync(unwatch));
		yield* addFinalizer$1(() => {
			doneUnsafe(closing, fail$1(closed$3));
			return forEach(Array.from(served.keys()), unserve, { discard: true });
		});
		const again = filter(drop(transport.state, 1), (state) => state === "connected");
		yield* forkScoped(runForEach(again, () => ignore(nodes.reconnected.broadcast(void 0))));
	}));
	return provideMerge(watching, Border.layerHere(handlers));
}));
// ../../../packages/harbor/src/internal/tables/twoWay.ts
var TwoWay = class {
	byKey = /* @__PURE__ */ new Map();
	byMember = /* @__PURE__ */ new Map();
	/** False when it was in it. */
	add(key, member) {
		const members = this.byKey.get(key) ?? /* @__PURE__ */ new Set();
		if (members.has(member)) return false;
		this.byKey.set(key, members.add(member));
		this.byMember.set(member, (this.byMember.get(member) ?? /* @__PURE__ */ new Set()).add(key));
		return true;
	}
	/** False when it was not in it. */
	remove(key, member) {
		const members = this.byKey.get(key);
		if (members?.delete(member) !== true) return false;
		if (members.size === 0) this.byKey.delete(key);
		const keys = this.byMember.get(member);
		keys.delete(key);
		if (keys.size === 0) this.byMember.delete(member);
		return true;
	}
	membersOf(key) {
		return Array.from(this.byKey.get(key) ?? []);
	}
	keysOf(member) {
		return Array.from(this.byMember.get(member) ?? []);
	}
	get keys() {
		return Array.from(this.byKey.keys());
	}
	get members() {
		return Array.from(this.byMember.keys());
	}
};
// ../../../packages/harbor/src/internal/tables/owner.ts
const newBatch = () => ({
	steps: [],
	told: makeUnsafe$2(),
	isAwaited: false
});
/** All owners are main's, which is one thread for as long as a system lives. */
let epochs = 0;
var Owner = class {
	epoch = ++epochs;
	tables = {
		groups: new TwoWay(),
		topics: new TwoWay()
	};
	version = 0;
	batch = newBatch();
	telling = false;
	tell;
	fork;
	constructor(tell, fork) {
		this.tell = tell;
		this.fork = fork;
	}
	/** Completes when all threads know; also where nothing changes, since what did before may be under way. */
	change(steps) {
		return suspend$1(() => {
			const { batch } = this;
			for (const step of steps) {
				const table = this.tables[step.table];
				if (step.add ? table.add(step.key, step.member) : table.remove(step.key, step.member)) batch.steps.push(step);
			}
			batch.isAwaited = true;
			if (!this.telling) {
				this.telling = true;
				this.fork(this.tellAll);
			}
			return _await(batch.told);
		});
	}
	tellAll = gen({ self: this }, function* () {
		while (this.batch.isAwaited) {
			const { steps, told } = this.batch;
			this.batch = newBatch();
			const { epoch } = this;
			if (steps.length > 0 || this.version === 0) yield* this.tell({
				epoch,
				version: ++this.version,
				steps
			});
			doneUnsafe(told, void_$2);
		}
		this.telling = false;
	});
	clear(table, key) {
		return suspend$1(() => this.change(this.tables[table].membersOf(key).map((member) => ({
			table,
			add: false,
			key,
			member
		}))));
	}
	/** Threads have gone: so have their subscriptions. */
	forget(isThere) {
		return suspend$1(() => {
			const { topics } = this.tables;
			const steps = topics.members.filter((member) => !isThere(Number.parseInt(member, 10))).flatMap((member) => topics.keysOf(member).map((key) => ({
				table: "topics",
				add: false,
				key,
				member
			})));
			return steps.length === 0 ? void_$1 : this.change(steps);
		});
	}
	/** With what is about to be told: to come into a row twice, or to leave it twice, changes nothing. */
	get whole() {
		const steps = ["groups", "topics"].flatMap((table) => this.tables[table].keys.flatMap((key) => this.tables[table].membersOf(key).map((member) => ({
			table,
			add: true,
			key,
			member
		}))));
		return {
			epoch: this.epoch,
			version: this.version,
			steps
		};
	}
};
/** Served on main for as long as the layer is open. */
const ownerLayer = unwrap$1(gen(function* () {
	const [nodes, { members }] = [yield* Node, yield* ActorSystem];
	const fork$1 = runForkWith(yield* context());
	const owner = new Owner((change) => ignore(nodes.apply.broadcast(change)), (effect) => void fork$1(effect));
	const there = members(Node);
	const gathering = yield* fork(yield* scope$1);
	const gathered = makeUnsafe$2();
	/** Threads whose harbors lived on without main's tell what they hold, before anything else is changed or asked. */
	const gather = gen(function* () {
		const held = yield* forEach(there.now.filter(({ id }) => id !== 1), ({ thread }) => orElseSucceed(nodes.held({}, { thread }), () => []), { concurrency: "unbounded" });
		if (held.length > 0) yield* owner.change(held.flat());
		doneUnsafe(gathered, void_$2);
		look();
	});
	const whenGathered = (then) => andThen(_await(gathered), then);
	const look = () => {
		const threads = new Set(there.now.map(({ id }) => id));
		fork$1(owner.forget((thread) => threads.has(thread)));
	};
	const watching = effectDiscard(andThen(acquireRelease(sync(() => there.watch(look)), (unwatch) => sync(unwatch)), forkIn(gather, gathering)));
	const handlers = Tables.toLayer({
		change: ({ steps }) => whenGathered(owner.change(steps)),
		clear: ({ key, table }) => whenGathered(owner.clear(table, key)),
		whole: () => whenGathered(sync(() => owner.whole))
	}, { concurrency: "unbounded" });
	return provideMerge(watching, Tables.layerMain(handlers));
}));
// ../../../packages/harbor/src/internal/tables/topics.ts
/** Whether a topic is one of those that a pattern means. */
const matches = (pattern, topic) => {
	if (pattern === topic) return true;
	const wanted = pattern.split(".");
	const words = topic.split(".");
	for (const [index, word] of wanted.entries()) {
		if (word === ">") return words.length > index;
		if (index >= words.length || word !== "*" && word !== words[index]) return false;
	}
	return wanted.length === words.length;
};
// ../../../packages/harbor/src/internal/tables/copy.ts
const threadOf = (member) => Number.parseInt(member, 10);
const messageOf$2 = (member) => member.slice(member.indexOf(" ") + 1, member.lastIndexOf(" "));
/** Answers that are kept for topics that are published to; then they are looked for anew. */
const MOST_KEPT = 1e4;
var Copy = class {
	groups = new TwoWay();
	topics = new TwoWay();
	epoch = 0;
	/** Undefined until it has the whole. */
	version;
	/** Changes that came before the whole. */
	early = [];
	/** The patterns of this thread's subscriptions: they outlive main's harbor, and the next owner is told of them. */
	own = /* @__PURE__ */ new Map();
	/** Which threads have subscribed, by message and topic, as long as nothing changes. */
	kept = /* @__PURE__ */ new Map();
	whole = makeUnsafe$2();
	/** Completes when there is a copy. Fails where main has none to give, as soon as that is known of whoever asks. */
	ready(messageName) {
		return suspend$1(() => mapError(_await(this.whole), (error) => ofTables(messageName, error)));
	}
	/** It has none, and is asked again: who waits learns it. */
	absent(error) {
		const waited = this.whole;
		this.whole = makeUnsafe$2();
		doneUnsafe(waited, fail$2(error));
	}
	get isReady() {
		return this.version !== void 0;
	}
	begin(whole) {
		this.epoch = whole.epoch;
		this.version = whole.version;
		this.take(whole.steps);
		const early = this.early;
		this.early = [];
		for (const change of early) this.apply(change);
		doneUnsafe(this.whole, void_$2);
	}
	/** They come in order. */
	apply(change) {
		if (this.version === void 0) this.early.push(change);
		else if (change.epoch > this.epoch || change.epoch === this.epoch && change.version > this.version) {
			if (change.epoch > this.epoch) {
				this.groups = new TwoWay();
				this.topics = new TwoWay();
				this.kept.clear();
			}
			this.epoch = change.epoch;
			this.version = change.version;
			this.take(change.steps);
		}
	}
	take(steps) {
		for (const { add, key, member, table } of steps) {
			const rows = this[table];
			if (add) rows.add(key, member);
			else rows.remove(key, member);
			if (table === "topics") this.kept.clear();
		}
	}
	/** What a new owner has to know: groups belong to no thread, so each one that has a copy tells all of them. */
	get held() {
		const { groups, own } = this;
		return [...groups.keys.flatMap((key) => groups.membersOf(key).map((member) => ({
			table: "groups",
			add: true,
			key,
			member
		}))), ...Array.from(own, ([member, key]) => ({
			table: "topics",
			add: true,
			key,
			member
		}))];
	}
	/** The threads that have subscribed to a topic for that message. */
	subscribed(messageName, topic) {
		const id = `${messageName} ${topic}`;
		const known = this.kept.get(id);
		if (known !== void 0) return known;
		const threads = /* @__PURE__ */ new Set();
		for (const pattern of this.topics.keys) {
			if (!matches(pattern, topic)) continue;
			for (const member of this.topics.membersOf(pattern)) if (messageOf$2(member) === messageName) threads.add(threadOf(member));
		}
		if (this.kept.size === MOST_KEPT) this.kept.clear();
		const found = Array.from(threads);
		this.kept.set(id, found);
		return found;
	}
	/** The members of a group, in the order in which they came. */
	group(name) {
		return this.groups.membersOf(name);
	}
	groupsOf(member) {
		return this.groups.keysOf(member);
	}
};
// ../../../packages/harbor/src/internal/threads/nodes.ts
/** Serves it for as long as the layer is open, and forgets what threads wanted that are gone. */
const nodeLayer = (harbor) => {
	const handlers = Node.toLayer(map(CurrentThread, (thread) => {
		harbor.thread = thread;
		return {
			listen: ({ handler, key, message }) => flatMap$1(CurrentJob, ({ sender }) => harbor.install(key, sender.id, handler, message)),
			unlisten: ({ key }) => harbor.uninstall(key),
			apply: (change) => apply(harbor, change),
			held: () => sync(() => harbor.tables.held),
			frame: ({ frame, key }) => sync(() => {
				const take = harbor.outside.frames.get(key);
				if (take !== void 0) return take(frame, void 0);
				const { messageId = 0 } = read(frame) ?? {};
				harbor.letters.failed(harbor.messages.find(messageId)?.name ?? "", harbor.thread.name, "NoListener");
			}),
			asked: ({ frame, key }) => callback$1((resume) => {
				const take = harbor.outside.frames.get(key);
				if (take === void 0) return resume(fail$1(failure$2("", new NoListener({}), harbor.thread.name)));
				take(frame, (reply) => resume(succeed$2(reply)));
			}),
			reconnected: () => harbor.outside.connected,
			letters: ({ letters }) => sync(() => letters.forEach((letter) => harbor.letters.lost(letter))),
			reached: () => void_$1
		};
	}), { concurrency: "unbounded" });
	const watching = effectDiscard(gen(function* () {
		const { members } = yield* ActorSystem;
		const nodes = members(Node);
		const run = runForkWith(yield* context());
		const look = () => {
			if (harbor.installed.size === 0) return;
			const there = new Set(nodes.now.map(({ id }) => id));
			run(harbor.forget((owner) => there.has(owner)));
		};
		yield* acquireRelease(sync(() => nodes.watch(look)), (unwatch) => sync(unwatch));
	}));
	return provideMerge(watching, Node.layerHere(handlers));
};
/** What was published to who leaves was sent to its thread before this one heard of that: it has begun there first. */
const apply = (harbor, change) => suspend$1(() => {
	harbor.tables.apply(change);
	const left = new Set(change.steps.flatMap(({ add, member, table }) => table === "topics" && !add ? [threadOf(member)] : []));
	left.delete(harbor.thread.id);
	const { client, members } = harbor.nodes;
	const reached = (name) => ignore(harbor.lines.to(name).askInTurn(client.reached, void 0, false, void 0));
	return forEach(members.now.filter(({ id }) => left.has(id)), ({ thread }) => reached(thread), {
		concurrency: "unbounded",
		discard: true
	});
});
/** Brings this thread a copy of the tables, as soon as main has them. */
const copyTables = (harbor) => gen(function* () {
	const tables = yield* Tables;
	const asked = tapError(tables.whole(), (error) => sync(() => harbor.tables.absent(error)));
	harbor.tables.begin(yield* retry(asked, { schedule: spaced("1 second") }));
}).pipe(ignore);
let keys$1 = 0;
/** Has another thread listen, for as long as the scope is open. */
const listenOn = (harbor, thread, message, handler) => gen(function* () {
	const nodes = harbor.nodes.client;
	const key = `${harbor.thread.id}-${++keys$1}`;
	const refused = (error) => {
		if (!isActorError(error)) return error;
		if (error.reason._tag !== "InvalidOption") return ofActor$1(message.name, error);
		return invalidOption$1(message.name, "thread", thread, "name a thread that has a harbor: Harbor.layer in its entry");
	};
	yield* acquireRelease(mapError(nodes.listen({
		key,
		handler,
		message: message.name
	}, { thread }), refused), () => ignore(nodes.unlisten({ key }, { thread })));
});
// ../../../packages/harbor/src/Registry.ts
/**
* The messages that a process knows, by id. One for each thread: what two threads declare differently is found when one of them sends
* or listens beside the other, what two processes declare differently when they ask each other; both by the fingerprints.
*/
/**
* Whether what was declared under that fingerprint can be read here: it is the own one, or one that `accepts` lists.
*
* @example
* ```ts
* import * as assert from "node:assert/strict"
* import * as Message from "@stevedore/harbor/Message"
* import * as Registry from "@stevedore/harbor/Registry"
*
* const Ping = Message.make("ping", { accepts: ["00000000000000aa"] })
* assert.ok(Registry.reads(Ping, Ping.fingerprint))
* assert.ok(Registry.reads(Ping, "00000000000000aa"))
* assert.ok(!Registry.reads(Ping, "00000000000000bb"))
* ```
*/
const reads = (message, fingerprint) => message.fingerprint === fingerprint || message.accepts.includes(fingerprint);
/**
* An empty registry.
*
* @example
* ```ts
* import * as assert from "node:assert/strict"
* import * as Effect from "effect/Effect"
* import * as Message from "@stevedore/harbor/Message"
* import * as Registry from "@stevedore/harbor/Registry"
*
* const messages = Registry.make()
* const both = [Message.make("smsg_login_map_buff"), Message.make("smsg_mail_quest_price_ntf")]
* const error = Effect.runSync(Effect.flip(Effect.forEach(both, messages.register)))
* assert.equal(error.reason.message, '"smsg_login_map_buff" and "smsg_mail_quest_price_ntf" have the same id 2567924f: rename one of them')
* ```
*/
const make$2 = () => {
	const known = /* @__PURE__ */ new Map();
	return {
		register: (message) => suspend$1(() => {
			const before = known.get(message.id);
			if (before === void 0) known.set(message.id, message);
			const reason = before === void 0 || before === message ? void 0 : difference(before, message);
			return reason === void 0 ? void_$1 : refused$3(message.name, reason);
		}),
		find: (id) => known.get(id),
		announce: () => Array.from(known.values(), ({ id, name, fingerprint, accepts }) => ({
			id,
			name,
			fingerprint,
			accepts
		})),
		compare: (announced) => forEach(announced, (other) => {
			const own = known.get(other.id);
			const reason = own === void 0 ? void 0 : difference(own, other);
			return reason === void 0 ? void_$1 : refused$3(other.name, reason);
		}, { discard: true })
	};
};
const difference = (own, other) => {
	if (own.name !== other.name) return new IdCollision({
		messageId: own.id,
		names: [own.name, other.name]
	});
	return reads(own, other.fingerprint) || other.accepts.includes(own.fingerprint) ? void 0 : new SchemaMismatch({
		own: own.fingerprint,
		other: other.fingerprint
	});
};
const refused$3 = (messageName, reason) => fail$1(new HarborError({
	reason,
	messageName,
	thread: "",
	delivered: "no"
}));
/**
* The registry of a thread.
*
* @example
* ```ts
* import * as assert from "node:assert/strict"
* import * as Effect from "effect/Effect"
* import * as Message from "@stevedore/harbor/Message"
* import * as Registry from "@stevedore/harbor/Registry"
*
* const Ping = Message.make("ping")
* const program = Effect.gen(function*() {
*   const messages = yield* Registry.Registry
*   yield* messages.register(Ping)
*   yield* messages.register(Ping)
*   assert.equal(messages.find(Ping.id), Ping)
* })
* Effect.runSync(Effect.provide(program, Registry.layer))
* ```
*/
var Registry = class extends Service$1()("@stevedore/harbor/Registry") {};
sync$1(Registry, make$2);
// ../../../packages/harbor/src/internal/threads/agreement.ts
/** As the carrier's own declaration of the message says. */
const ownOf = (carrier) => declaredIn(carrier["~@stevedore/core/Part"].jobs);
/** As those declare it who listen now, if anybody does. */
const listeningOf = (system, { key }) => declaredIn(system["~@stevedore/core/runtime"].directory.jobs(key) ?? []);
const agreementOf = (system, carrier) => {
	const layout = system["~@stevedore/core/runtime"].directory.layout(carrier.key);
	if (layout === void 0 || layout === carrier["~@stevedore/core/Part"].fingerprint) return "same";
	const listening = listeningOf(system, carrier);
	const own = ownOf(carrier);
	if (listening === void 0) return "same";
	return listening.fingerprint === own.fingerprint || listening.accepts.includes(own.fingerprint) ? "accepted" : new SchemaMismatch({
		own: own.fingerprint,
		other: listening.fingerprint
	});
};
// ../../../packages/harbor/src/internal/threads/waiting.ts
/** Instances of actors that wait while the fiber's job runs, its own last; none outside of jobs. See core's jobInfo.ts. */
const waitingInstances = contextWith((context) => {
	const job = getOrUndefined$1(context, CurrentJob);
	return succeed$2(job?.waitingInstances ?? []);
});
/** What is done in there is nobody's job: what is begun for long must not be taken for a part of the job that began it. */
const outsideOfJobs = (self) => updateContext(self, (context) => omit(CurrentJob)(context));
// ../../../packages/harbor/src/internal/outside/declaring.ts
const Declared = Struct({
	id: Number$1,
	name: String$1,
	fingerprint: String$1,
	accepts: ArraySchema(String$1)
});
/** Answered with what is known of that id where it is asked, and by whom: node and thread. */
const Declare = make$7("smsg_stevedore_declare", {
	payload: Declared,
	success: Struct({
		by: BigInt$1,
		known: ArraySchema(Declared)
	})
});
/** No message's: names begin with a letter. */
const addressOf = (id) => ({
	_tag: "Queue",
	reach: "services",
	name: `0_${id.toString(16).padStart(8, "0")}`
});
const announced = ({ accepts, fingerprint, id, name }) => ({
	id,
	name,
	fingerprint,
	accepts
});
/** Each who answers there is asked once: threads of this process answer, too. */
const MOST$1 = 64;
/** Answers those who ask, for as long as the scope is open. */
const answer$1 = (peers, messages, message, by) => peers.listen(Declare, addressOf(message.id), (other) => gen(function* () {
	const known = messages.find(other.id);
	yield* catch_((error) => logWarning(error.message, error))(messages.compare([other]));
	return {
		by,
		known: known === void 0 ? [] : [announced(known)]
	};
}));
/** Asks all who answer. Fails as `Registry.compare` does. */
const ask$1 = (peers, messages, message) => gen(function* () {
	const by = /* @__PURE__ */ new Set();
	while (by.size < MOST$1) {
		const asked = peers.call(Declare, addressOf(message.id), announced(message), { timeout: "10 seconds" });
		const answer = yield* result(asked);
		if (isFailure$2(answer) || by.has(answer.success.by)) return;
		by.add(answer.success.by);
		yield* messages.compare(answer.success.known);
	}
});
// ../../../packages/harbor/src/Transport.ts
/**
* The port to other processes. A transport moves opaque frames; names, schemas, errors and duplicates are dealt with once, above
* it, by `Peers`. Harbor uses it only for what is not in this process.
*/
/**
* The transport of a process.
*
* @example
* ```ts
* import * as assert from "node:assert/strict"
* import * as Effect from "effect/Effect"
* import * as Transport from "@stevedore/harbor/Transport"
*
* const program = Effect.gen(function*() {
*   const transport = yield* Transport.Transport
*   const here = { _tag: "Node", node: transport.node } as const
*   yield* transport.serve(here, (frame, respond) => respond?.(frame.map((byte) => byte + 1)))
*   assert.deepEqual(yield* transport.request(here, new Uint8Array([1, 2]), 1000), new Uint8Array([2, 3]))
* })
* await Effect.runPromise(Effect.scoped(Effect.provide(program, Transport.layerInProcess({ node: 1 }))))
* ```
*/
var Transport = class extends Service$1()("@stevedore/harbor/Transport") {};
/** Sources that are remembered; of more, those that have been silent longest are forgotten. */
const mostSources = 256;
var Duplicates = class {
	sources = /* @__PURE__ */ new Map();
	/** Whether a frame is new; and from now on it is not. */
	isNew(source, sequence) {
		let window = this.sources.get(source);
		if (window === void 0) {
			if (this.sources.size === mostSources) this.forgetOne();
			window = new Window();
		} else this.sources.delete(source);
		this.sources.set(source, window);
		return window.add(sequence);
	}
	forgetOne() {
		for (const source of this.sources.keys()) {
			this.sources.delete(source);
			return;
		}
	}
};
var Window = class {
	seen = /* @__PURE__ */ new Set();
	add(sequence) {
		if (this.seen.has(sequence)) return false;
		this.seen.add(sequence);
		if (this.seen.size > 4096) for (const oldest of this.seen) return this.seen.delete(oldest), true;
		return true;
	}
};
// ../../../packages/harbor/src/internal/peers/refusing.ts
/** A reply to a frame: from this process, with the number of what it replies to. */
const replyTo = ({ source }, { messageId, sequence }, fingerprint, kind, codec, body) => write$1({
	kind,
	codec,
	redelivered: false,
	messageId,
	fingerprint,
	object: 0n,
	source,
	sequence
}, body);
const refused$2 = (shared, frame, known, respond, error) => {
	if (respond !== void 0) {
		shared.counters.refused++;
		shared.counters.sent++;
		return respond(replyTo(shared, frame, known?.fingerprint ?? 0n, Kind$1.refusal, 0, encodeRefusal(error)));
	}
	const node = Number(frame.source >> 32n);
	shared.bury({
		messageName: known?.message.name ?? "",
		messageId: frame.messageId,
		node,
		error
	});
};
// ../../../packages/harbor/src/internal/peers/handling.ts
/** As a value, or as bytes of the codec that is wanted. */
const handle = (shared, arrival, wanted, handler, at) => suspend$1(() => {
	let payload;
	try {
		payload = wanted === void 0 ? arrival.delivered.value() : arrival.delivered.bytesIn(wanted);
	} catch (cause) {
		ended$2(shared, arrival, malformed(arrival.known.message.name, "payload", cause, "no"));
		return void_$1;
	}
	const handled = suspend$1(() => handler(payload, envelopeOf(arrival, at)));
	return exit(handled).pipe(onInterrupt(() => sync(() => abandoned(shared, arrival, "maybe"))), flatMap$1((exit) => finished(shared, arrival, exit)));
});
/** The listener leaves: with that message in its hands, or, where nobody has had it yet, in its mailbox. */
const abandoned = (shared, arrival, delivered) => ended$2(shared, arrival, refuse$2(arrival.known.message.name, new NoReply({ detail: "the listener has left" }), delivered));
const ended$2 = (shared, { known, frame, respond }, error) => refused$2(shared, frame, known, respond, error);
const finished = (shared, arrival, exit) => {
	if (isSuccess(exit)) return sync(() => replied$1(shared, arrival, Kind$1.reply, exit.value));
	const { name } = arrival.known.message;
	if (hasDies(exit.cause)) {
		ended$2(shared, arrival, refuse$2(name, new RemoteDefect({}), "maybe"));
		return logError(`the handler of ${name} failed with a defect`, exit.cause);
	}
	return sync(() => {
		const failed = exit.cause.reasons.find(isFailReason);
		if (failed === void 0) abandoned(shared, arrival, "maybe");
		else if (failed.error instanceof HarborError) ended$2(shared, arrival, failed.error);
		else replied$1(shared, arrival, Kind$1.failure, failed.error);
	});
};
const replied$1 = (shared, arrival, kind, value) => {
	const { known, frame, codec, respond } = arrival;
	const { name } = known.message;
	if (respond === void 0) {
		if (kind === Kind$1.reply) return;
		return ended$2(shared, arrival, refuse$2(name, new Malformed({
			what: "reply",
			issue: "its handler failed with the message's own error, and nobody waits for it"
		}), "maybe"));
	}
	try {
		const bodies = bodiesOf(known.message, codec);
		const body = (kind === Kind$1.reply ? bodies.success : bodies.error).encode(value);
		const bytes = 40 + body.length;
		const limitBytes = shared.transport.maxFrameBytes;
		if (bytes > limitBytes) throw refuse$2(name, new TooLarge({
			what: "reply",
			bytes,
			limitBytes
		}), "maybe");
		shared.counters.sent++;
		respond(replyTo(shared, frame, known.fingerprint, kind, codec.code, body));
	} catch (cause) {
		ended$2(shared, arrival, malformed(name, "reply", cause, "maybe"));
	}
};
const envelopeOf = ({ known, frame }, address) => ({
	messageName: known.message.name,
	messageId: frame.messageId,
	node: Number(frame.source >> 32n),
	source: frame.source,
	sequence: frame.sequence,
	object: frame.object === 0n ? void 0 : frame.object,
	redelivered: frame.redelivered,
	address
});
/** What a transport calls with each frame for that address. */
const receiving = (shared, at) => (bytes, respond) => {
	try {
		arrived(shared, at, bytes, respond);
	} catch {
		shared.counters.malformed++;
	}
};
const arrived = (shared, at, bytes, respond) => {
	const { counters } = shared;
	counters.received++;
	const frame = bytes.length > shared.transport.maxFrameBytes ? void 0 : read(bytes);
	const isCall = frame?.kind === Kind$1.call && respond !== void 0;
	if (frame === void 0 || !(isCall || frame.kind === Kind$1.send)) return void counters.malformed++;
	if (!at.duplicates.isNew(frame.source, frame.sequence)) return void counters.duplicates++;
	const asker = isCall ? respond : void 0;
	const message = shared.registry.find(frame.messageId);
	if (message === void 0) return refused$2(shared, frame, void 0, asker, refuse$2("", new UnknownMessage({ messageId: frame.messageId }), "no"));
	if (message.reach === "threads") {
		const reason = new Forbidden({ detail: "there its reach is \"threads\"" });
		return refused$2(shared, frame, void 0, asker, refuse$2(message.name, reason, "no"));
	}
	const known = shared.of(message);
	const all = at.listeners.get(frame.messageId) ?? [];
	const codec = known.codecs.get(frame.codec);
	const reason = objection(known, frame, all, codec);
	if (reason !== void 0 || codec === void 0) return refused$2(shared, frame, known, asker, refuse$2(message.name, reason, "no"));
	const kept = {
		...frame,
		body: frame.body.slice()
	};
	const arrival = {
		known,
		frame: kept,
		codec,
		delivered: deliveredBytes(message, codec, kept.body),
		respond: asker
	};
	if (at.address._tag === "Topic") for (const listener of all) give(shared, listener, arrival);
	else {
		const listener = all.shift();
		all.push(listener);
		give(shared, listener, arrival);
	}
};
/** Why a message of this process is not taken, or undefined. */
const objection = ({ message, understood }, frame, all, codec) => {
	if (!understood.has(frame.fingerprint)) return new SchemaMismatch({
		own: message.fingerprint,
		other: textOf$1(frame.fingerprint)
	});
	if (all.length === 0) return frame.object === 0n ? new NoListener({}) : new NoReceiver({ objectId: frame.object });
	if (codec !== void 0) return void 0;
	return new Malformed({
		what: "payload",
		issue: `codec ${frame.codec} is not known here`
	});
};
const give = (shared, listener, arrival) => {
	const { known, frame, respond } = arrival;
	const bytes = frame.body.length;
	if ((listener.waitingBytes === 0 || listener.waitingBytes + bytes <= 16777216) && offerUnsafe(listener.queue, arrival)) {
		listener.waitingBytes += bytes;
		shared.counters.delivered++;
		return;
	}
	const error = refuse$2(known.message.name, new Overloaded({ limit: listener.mailbox }), "no");
	refused$2(shared, frame, known, respond, error);
};
// ../../../packages/harbor/src/internal/peers/listening.ts
const defaultMailbox = 4096;
const makeListening = (shared) => map(make$11({ lookup: (address) => {
	const at = {
		address,
		duplicates: new Duplicates(),
		listeners: /* @__PURE__ */ new Map()
	};
	return as(shared.transport.serve(address, receiving(shared, at)), at);
} }), (served) => (message, wanted, at, handler, options = {}) => gen(function* () {
	const none = noOptions(message.name, options);
	if (none !== void 0) return yield* none;
	const { concurrency = 1, mailbox = defaultMailbox } = options;
	yield* whole(message.name, "concurrency", concurrency);
	yield* whole(message.name, "mailbox", mailbox);
	yield* shared.register(message);
	const queue = yield* dropping(mailbox);
	const listener = {
		queue,
		mailbox,
		waitingBytes: 0
	};
	const next = flatMap$1(take$1(queue), (arrival) => {
		listener.waitingBytes -= arrival.frame.body.length;
		return handle(shared, arrival, wanted, handler, at);
	});
	const { listeners } = yield* get(served, at);
	for (let index = 0; index < concurrency; index++) yield* forkScoped(forever(next));
	yield* acquireRelease(sync(() => join$1(listeners, message.id, listener)), () => sync(() => leave$2(shared, listeners, message.id, listener)));
}));
const join$1 = (listeners, id, listener) => {
	const all = listeners.get(id);
	if (all === void 0) listeners.set(id, [listener]);
	else all.push(listener);
};
const leave$2 = (shared, listeners, id, listener) => {
	const all = listeners.get(id);
	all.splice(all.indexOf(listener), 1);
	if (all.length === 0) listeners.delete(id);
	for (;;) {
		const exit = takeUnsafe(listener.queue);
		if (exit === void 0 || isFailure$1(exit)) return;
		abandoned(shared, exit.value, "no");
	}
};
const whole = (messageName, option, value) => {
	if (Number.isSafeInteger(value) && value > 0) return void_$1;
	const reason = new InvalidOption({
		option,
		value: String(value),
		remedy: "use a whole number from 1"
	});
	return fail$1(refuse$2(messageName, reason, "no"));
};
// ../../../packages/harbor/src/internal/peers/shared.ts
const mostDeadLetters = 1024;
const makeShared = (transport, registry, thread, lost) => {
	const known = /* @__PURE__ */ new WeakMap();
	const of = (message) => {
		let found = known.get(message);
		if (found === void 0) known.set(message, found = makeKnown(message, [msgpack$1, schemaBinary]));
		return found;
	};
	const letters = [];
	const counters = {
		sent: 0,
		received: 0,
		delivered: 0,
		malformed: 0,
		duplicates: 0,
		refused: 0,
		deadLetters: 0
	};
	return {
		transport,
		registry,
		source: BigInt(transport.node) << 32n | BigInt(thread),
		counters,
		of,
		letters,
		register: (message) => suspend$1(() => {
			const refused = undeliverable(message) ?? outOfReach(message);
			if (refused !== void 0) return fail$1(refused);
			return flatMap$1(registry.register(message), () => fingerprinted(message, of));
		}),
		bury: (letter) => {
			counters.deadLetters++;
			letters.push(letter);
			lost(letter);
			if (letters.length > mostDeadLetters) letters.shift();
		}
	};
};
/** A schema without a JSON Schema document, or one that the codec cannot write, is found here: before anything is sent. */
const fingerprinted = (message, of) => {
	try {
		bodiesOf(message);
		return succeed$2(of(message));
	} catch (cause) {
		const detail = cause instanceof Error ? cause.message : String(cause);
		return fail$1(refuse$2(message.name, new Unsupported({
			what: "a message between processes",
			detail
		}), "no"));
	}
};
// ../../../packages/harbor/src/internal/peers/peers.ts
const defaultTimeoutMillis = 1e4;
/** `lost`: of each dead letter, besides that it is kept. */
const makePeers = ({ thread = 0 }, lost = () => {}) => gen(function* () {
	const transport = yield* Transport;
	const shared = makeShared(transport, yield* Registry, thread, lost);
	const listen = yield* makeListening(shared);
	let sequence = 0;
	/** The frame, checked in every way before it takes a number of the sequence. */
	const frame = (kind, known, to, payload, { object }) => {
		const { message, fingerprint } = known;
		const body = encodePayload(message, payload);
		const bytes = 40 + body.length;
		if (bytes > transport.maxFrameBytes) {
			const reason = new TooLarge({
				what: "frame",
				bytes,
				limitBytes: transport.maxFrameBytes
			});
			throw refuse$2(message.name, reason, "no");
		}
		sequence++;
		const header = {
			kind,
			codec: message.codec.code,
			redelivered: false,
			messageId: message.id,
			fingerprint
		};
		shared.counters.sent++;
		return {
			to,
			sequence,
			bytes: write$1({
				...header,
				object: object ?? 0n,
				source: shared.source,
				sequence
			}, body)
		};
	};
	const framed = (kind, message, to, payload, options) => flatMap$1(shared.register(message), (known) => {
		try {
			return succeed$2(frame(kind, known, to, payload, options));
		} catch (cause) {
			return fail$1(malformed(message.name, "payload", cause, "no"));
		}
	});
	/** An error of the transport, which knows neither the message nor its object. */
	const named = (message, { object }) => (error) => {
		const reason = error.reason._tag === "NoListener" && object !== void 0 ? new NoReceiver({ objectId: object }) : error.reason;
		return refuse$2(message.name, reason, error.delivered);
	};
	const send = (message, to, payload, options = {}) => noOptions(message.name, options) ?? flatMap$1(framed(Kind$1.send, message, to, payload, options), ({ bytes }) => mapError(transport.publish(to, bytes), named(message, options)));
	const call = (message, to, payload, options = {}) => gen(function* () {
		const none = noOptions(message.name, options);
		if (none !== void 0) return yield* none;
		if (to._tag === "Topic") return yield* fail$1(refuse$2(message.name, new Unsupported({
			what: "a call",
			detail: "a topic has any number of listeners: call a queue or a node"
		}), "no"));
		const millis = yield* timeoutOf(message.name, options.timeout);
		const asked = yield* framed(Kind$1.call, message, to, payload, options);
		const answered = transport.request(to, asked.bytes, millis);
		const reply = yield* mapError(answered, named(message, options));
		return yield* outcome(message, asked.sequence, reply);
	});
	return {
		node: transport.node,
		send,
		call,
		listen: (message, at, handler, options) => listen(message, void 0, at, handler, options),
		listenEncoded: (message, codec, at, handler, options) => listen(message, codec, at, handler, options),
		counters: () => ({ ...shared.counters }),
		deadLetters: () => [...shared.letters]
	};
});
const timeoutOf = (messageName, timeout = defaultTimeoutMillis) => {
	const millis = millisOf(timeout);
	if (millis !== void 0 && millis > 0 && Number.isFinite(millis)) return succeed$2(millis);
	const reason = new InvalidOption({
		option: "timeout",
		value: String(timeout),
		remedy: "use a Duration above 0, such as \"1 second\""
	});
	return fail$1(refuse$2(messageName, reason, "no"));
};
/** What a reply says, if it is one to that call. */
const outcome = (message, sequence, bytes) => {
	const reply = read(bytes);
	if (!(reply !== void 0 && reply.messageId === message.id && reply.sequence === sequence)) return fail$1(malformed(message.name, "reply", void 0, "maybe"));
	const { kind, codec, body } = reply;
	if (kind === Kind$1.refusal) return fail$1(decodeRefusal(message.name, body));
	if (codec !== message.codec.code) return fail$1(malformed(message.name, "reply", void 0, "maybe"));
	const bodies = bodiesOf(message);
	try {
		if (kind === Kind$1.reply) return succeed$2(bodies.success.decode(body));
		if (kind === Kind$1.failure) return fail$1(bodies.error.decode(body));
	} catch (cause) {
		return fail$1(malformed(message.name, "reply", cause, "maybe"));
	}
	return fail$1(malformed(message.name, "reply", void 0, "maybe"));
};
// ../../../packages/harbor/src/internal/outside/tunnel.ts
const closed$2 = "main's transport has closed";
/** Nothing of it went out. */
const over$1 = failure$2("", new EngineUnavailable({ detail: closed$2 }));
/** Whether that is why something was refused. */
const isOver = (error) => error instanceof HarborError && error.delivered === "no" && error.reason._tag === "EngineUnavailable" && error.reason.detail === closed$2;
const ofBorder = (error) => isActorError(error) ? ofActor$1("", error) : error;
/** What the border that is there now says of itself. */
const aboutOf = (border) => mapError(border.about(), (error) => isGone$1(error) ? over$1 : ofBorder(error));
let keys = 0;
const tunnel = ({ about, border, frames, isThere, life, thread }) => {
	const plain = (self) => mapError(self, (error) => {
		if (!(error instanceof AnotherLife) && !(isActorError(error) && isGone$1(error))) return ofBorder(error);
		life.isOver = true;
		return over$1;
	});
	const number = life.number;
	return {
		node: about.node,
		maxFrameBytes: about.maxFrameBytes,
		publish: (to, frame) => plain(border.publish({
			life: number,
			to,
			frame
		})),
		request: (to, frame, millis) => plain(border.request({
			life: number,
			to,
			frame,
			millis
		})),
		serve: (at, onFrame) => {
			const key = `${thread}-${++keys}`;
			return acquireRelease(suspend$1(() => {
				frames.set(key, onFrame);
				return plain(border.serve({
					life: number,
					key,
					at
				}));
			}).pipe(onError(() => sync(() => frames.delete(key)))), () => suspend$1(() => {
				const unserved = life.isOver || !isThere() ? void_$1 : ignore(border.unserve({ key }));
				return andThen(unserved, sync(() => void frames.delete(key)));
			}), { interruptible: true });
		},
		state: never
	};
};
// ../../../packages/harbor/src/internal/outside/way.ts
var Ways = class {
	frames = /* @__PURE__ */ new Map();
	around;
	/** One after the other. */
	making = makeUnsafe$1(1);
	way = void 0;
	constructor(around) {
		this.around = around;
	}
	/** Whether there may be others. */
	get isThere() {
		return this.around.transport !== void 0 || this.around.borders.now.length > 0;
	}
	/** That of the border that is there now. */
	now = suspend$1(() => {
		const { way } = this;
		return way === void 0 || way.life.isOver ? this.latest : succeed$2(way);
	});
	/** As `now`, after main was asked whether its border is the same: where there is none, the way before ends. */
	latest = suspend$1(() => this.making.withPermit(this.found));
	found = suspend$1(() => {
		const { border, transport } = this.around;
		if (!this.isThere) return andThen(this.end, fail$1(over$1));
		if (transport !== void 0) return this.way === void 0 ? this.made(transport, {
			number: 0,
			isOver: false
		}) : this.now;
		return flatMap$1(aboutOf(border), (about) => {
			const { way } = this;
			if (way !== void 0 && !way.life.isOver && way.life.number === about.life) return succeed$2(way);
			return andThen(this.end, this.through(about));
		});
	});
	through(about) {
		const { border, thread } = this.around;
		const life = {
			number: about.life,
			isOver: false
		};
		return this.made(tunnel({
			border,
			frames: this.frames,
			thread: thread(),
			life,
			about,
			isThere: () => this.isThere
		}), life);
	}
	made(port, life) {
		const { lost, messages, scope, thread } = this.around;
		return suspend$1(() => {
			const own = forkUnsafe(scope);
			return makePeers({ thread: thread() }, lost).pipe(provideService(Transport, port), provideService(Registry, messages), provideService(Scope, own), map((peers) => this.way = {
				peers,
				scope: own,
				life,
				answering: /* @__PURE__ */ new Set()
			}));
		});
	}
	/** Who is at work for another process there is interrupted; the next way does not wait for that. */
	end = suspend$1(() => {
		const { way } = this;
		if (way === void 0) return void_$1;
		this.way = void 0;
		way.life.isOver = true;
		return asVoid(forkIn(uninterruptible(close(way.scope, void_$2)), this.around.scope));
	});
	/** Over the way that is there now; what cannot go out over it any more goes over the next one. */
	over(use) {
		return flatMap$1(this.now, (way) => use(way).pipe(catch_((error) => way.life.isOver && isOver(error) ? this.over(use) : fail$1(error))));
	}
	/** The same of what needs no others: where there are none, it is done when some come. */
	whereThere(use) {
		return suspend$1(() => this.isThere ? this.over(use).pipe(catch_((error) => this.isThere ? fail$1(error) : void_$1)) : void_$1);
	}
};
// ../../../packages/harbor/src/internal/outside/outside.ts
/** Messages that are worked on at once by listeners whose number is not bounded. */
const MANY$1 = 256;
/** Messages that others are asked about at the same time; when others come, half as many, so that new ones find room. */
const AT_ONCE = 64;
const closed$1 = new EngineUnavailable({ detail: "the harbor has closed" });
const queueOf = ({ name }) => ({
	_tag: "Queue",
	reach: "services",
	name
});
const topicOf = ({ name }) => ({
	_tag: "Topic",
	reach: "services",
	name
});
var Outside = class {
	around;
	ways;
	entries = /* @__PURE__ */ new Map();
	/** Listeners of one name come and go one after the other, and wait for no other name. */
	doors = /* @__PURE__ */ new Map();
	/** Messages that others are to be asked about, by their ids, and those of them that they have been. */
	wanted = /* @__PURE__ */ new Map();
	declared = /* @__PURE__ */ new Set();
	/** Those that others are being asked about, and what comes of it. */
	asking = /* @__PURE__ */ new Map();
	room = makeUnsafe$1(AT_ONCE);
	constructor(around) {
		this.around = around;
		this.ways = new Ways(around);
	}
	/** Who takes frames here. */
	get frames() {
		return this.ways.frames;
	}
	/** Whether there may be others. */
	get isThere() {
		return this.ways.isThere;
	}
	send(message, payload) {
		return this.ways.over(({ peers }) => peers.send(message, queueOf(message), payload));
	}
	call(message, payload, timeout) {
		return this.ways.over(({ peers }) => peers.call(message, queueOf(message), payload, { timeout }));
	}
	broadcast(message, payload) {
		return this.ways.over(({ peers }) => peers.send(message, topicOf(message), payload));
	}
	/** Others may send it here for as long as the scope is open; where there are others, complete when they may. */
	listen(message, concurrency, take) {
		const enter = suspend$1(() => {
			const entry = this.entries.get(message.name) ?? {
				message,
				concurrency: concurrency === "unbounded" ? MANY$1 : concurrency,
				take,
				listeners: 0,
				open: void 0
			};
			this.entries.set(message.name, entry);
			entry.listeners++;
			return onError(this.open(entry), () => this.leave(message.name));
		});
		const door = this.door(message.name);
		const leave = this.leave(message.name);
		return acquireRelease(door.withPermit(enter), () => door.withPermit(leave), { interruptible: true });
	}
	door(name) {
		let door = this.doors.get(name);
		if (door === void 0) this.doors.set(name, door = makeUnsafe$1(1));
		return door;
	}
	leave(name) {
		return suspend$1(() => {
			const entry = this.entries.get(name);
			if (entry === void 0 || --entry.listeners > 0) return void_$1;
			this.entries.delete(name);
			const { open } = entry;
			entry.open = void 0;
			return open === void 0 ? void_$1 : close(open.scope, void_$2);
		});
	}
	/** Where there are others; where there are none, when they come. What was open over a way that has ended ends with that. */
	open(entry) {
		return this.ways.whereThere((way) => entry.open?.way === way ? void_$1 : this.openOver(way, entry));
	}
	openOver(way, entry) {
		const { concurrency, message, take } = entry;
		const { peers } = way;
		const scope = forkUnsafe(way.scope);
		entry.open = {
			way,
			scope
		};
		return gen(function* () {
			const options = { concurrency };
			const one = (payload, from) => take(payload, from, false);
			const others = (payload, from) => from.node === peers.node ? void_$1 : take(payload, from, true);
			yield* peers.listen(message, topicOf(message), others, options);
			yield* peers.listen(message, queueOf(message), one, options);
		}).pipe(provide$1(scope), onError((cause) => {
			entry.open = void 0;
			return close(scope, failCause$1(cause));
		}));
	}
	/**
	* Asks others how they declare a message, and tells them when they ask: fails with `IdCollision` or `SchemaMismatch` where one
	* that is there now does otherwise.
	*/
	declare(message) {
		if (message.reach !== "services" || this.declared.has(message.id)) return void_$1;
		this.wanted.set(message.id, message);
		if (!this.isThere) return void_$1;
		return this.asked(message);
	}
	/**
	* What comes of asking, which goes on when nobody waits for it any more: an answer that is lost holds up its own message, and no other
	* one.
	*/
	asked(message) {
		return suspend$1(() => {
			const known = this.asking.get(message.id);
			if (known !== void 0) return _await(known);
			const { scope } = this.around;
			const answer = makeUnsafe$2();
			this.asking.set(message.id, answer);
			const ended = (exit) => {
				this.asking.delete(message.id);
				const isOver = isFailure$1(exit) && hasInterruptsOnly(exit.cause);
				doneUnsafe(answer, isOver ? fail$1(failure$2(message.name, closed$1)) : exit);
			};
			const ask = outsideOfJobs(this.room.withPermit(this.ask(message)));
			return flatMap$1(forkIn(ask, scope), (fiber) => {
				fiber.addObserver(ended);
				return _await(answer);
			});
		});
	}
	ask(message) {
		return this.ways.whereThere((way) => this.askOver(way, message));
	}
	askOver({ answering, life, peers, scope }, message) {
		const { messages, thread } = this.around;
		const { id } = message;
		return gen({ self: this }, function* () {
			if (this.declared.has(id)) return;
			if (!answering.has(id)) {
				const own = forkUnsafe(scope);
				answering.add(id);
				const by = BigInt(peers.node) << 32n | BigInt(thread());
				yield* provide$1(answer$1(peers, messages, message, by), own).pipe(andThen(ask$1(peers, messages, message)), onError((cause) => {
					answering.delete(id);
					return close(own, failCause$1(cause));
				}));
			} else yield* ask$1(peers, messages, message);
			if (!life.isOver) this.declared.add(id);
		});
	}
	/**
	* There are others, or they are there again, or it is another way that goes to them: what was done without them is done now, and
	* what does not fit is said.
	*/
	connected = suspend$1(() => matchEffect(this.looked, {
		onFailure: (error) => this.isThere ? said$1(fail$1(error)) : void_$1,
		onSuccess: () => {
			this.declared.clear();
			const open = this.each(Array.from(this.entries.values()), (entry) => this.door(entry.message.name).withPermit(suspend$1(() => entry.listeners > 0 ? this.open(entry) : void_$1)));
			return andThen(open, this.each(Array.from(this.wanted.values()), (message) => this.again(message)));
		}
	}));
	/** Main may be too busy to say which border it has: nobody else would ask again. */
	looked = suspend$1(() => retry(this.ways.latest, {
		schedule: spaced("1 second"),
		while: () => this.isThere
	}));
	/** Who was asked before may not be who is there now. */
	again(message) {
		const before = this.asking.get(message.id);
		if (before === void 0) return this.asked(message);
		const forgotten = sync(() => void this.declared.delete(message.id));
		return exit(_await(before)).pipe(andThen(forgotten), andThen(this.asked(message)));
	}
	each(all, run) {
		return forEach(all, (one) => said$1(run(one)), {
			concurrency: AT_ONCE / 2,
			discard: true
		});
	}
};
const said$1 = (self) => catch_((error) => logError(error.message, error))(self);
// ../../../packages/harbor/src/internal/threads/held.ts
/** Fails where the harbor has closed already. */
const heldBy$1 = (harbor, use) => uninterruptibleMask$1((restore) => gen(function* () {
	if (harbor.state._tag === "Closed") return yield* closed;
	const scope = yield* scope$1;
	const own = yield* fork(harbor);
	const used = yield* restore(provide$1(use, own)).pipe(onError((cause) => close(own, failCause$1(cause))));
	yield* addFinalizerExit(scope, (exit) => close(own, exit));
	return used;
}));
const closed = suspend$1(() => {
	return fail$1(failure$2("", new InvalidOption({
		option: "Harbor",
		value: "one that has closed",
		remedy: "keep its layer open as long as it is used"
	})));
});
// ../../../packages/harbor/src/internal/threads/agreed.ts
const gone = (thread) => fail$1(new ActorError({
	reason: new Stopped({}),
	actor: "",
	job: "",
	thread: thread ?? "",
	started: false
}));
/** Those verbs, for as long as `isAgreed`. */
const whileAgreed = (verbs, isAgreed) => Object.assign((...[payload, options]) => isAgreed() ? verbs(payload, options) : gone(options?.thread), {
	"~@stevedore/core/routed": verbs["~@stevedore/core/routed"],
	tell: ((payload, options) => isAgreed() ? verbs.tell(payload, options) : gone(options?.thread)),
	tellUnsafe: ((payload, options) => isAgreed() ? verbs.tellUnsafe(payload, options) : "closed"),
	submit: ((payload, options) => isAgreed() ? verbs.submit(payload, options) : gone(options?.thread))
});
// ../../../packages/harbor/src/internal/threads/encoded.ts
const codec = msgpack$1;
/** As it is sent, or why it cannot be. */
const encoded = (message, fingerprint, payload, carried) => {
	try {
		return {
			fingerprint,
			carried,
			body: encodePayload(message, payload, codec)
		};
	} catch (cause) {
		const error = malformed(message.name, "payload", cause, "no");
		if (error.reason._tag !== "Malformed") return error;
		return notByName(message.name, error.reason.issue, () => asItLies(message, payload));
	}
};
const asItLies = (message, payload) => make$15(message.rpc.payloadSchema, { input: "make" }).bind(empty$3()).encode(payload);
/** What the reply says, read as the caller declares it. */
const outcomeOf = (message, { body, isFailure }) => {
	try {
		const { error, success } = bodiesOf(message, codec);
		return isFailure ? fail$1(error.decode(body)) : succeed$2(success.decode(body));
	} catch (cause) {
		return fail$1(malformed(message.name, "reply", cause, "maybe"));
	}
};
const nothing$2 = /* @__PURE__ */ new Uint8Array(0);
/** Hands it to whoever listens, read as that one declares it; `unread` where it cannot be. */
const received = (message, own, { body, carried, fingerprint }, deliver, unread) => {
	const isAwaited = carried.isSend !== true && carried.toAll !== true && carried.topic === void 0;
	if (own !== fingerprint && !message.accepts.includes(fingerprint)) return unread(failure$2(message.name, new SchemaMismatch({
		own,
		other: fingerprint
	})), !isAwaited);
	let payload;
	try {
		payload = bodiesOf(message, codec).payload.decode(body);
	} catch (cause) {
		return unread(malformed(message.name, "payload", cause, "no"), !isAwaited);
	}
	const handled = deliver({
		carried,
		payload
	});
	if (!isAwaited) return as(handled, {
		isFailure: false,
		body: nothing$2
	});
	return matchEffect(handled, {
		onSuccess: (value) => replied(message, false, value),
		onFailure: (error) => error instanceof HarborError ? fail$1(error) : replied(message, true, error)
	});
};
const replied = (message, isFailure, value) => {
	try {
		const { error, success } = bodiesOf(message, codec);
		return succeed$2({
			isFailure,
			body: (isFailure ? error : success).encode(value)
		});
	} catch (cause) {
		return fail$1(malformed(message.name, "reply", cause, "maybe"));
	}
};
// ../../../packages/harbor/src/internal/threads/port.ts
var Port = class {
	messageName;
	message;
	fingerprint;
	agree;
	client;
	members;
	lines;
	counts;
	elsewhere;
	/** The line to each of them, for as long as they are the same. */
	known = [];
	targets = [];
	/** With those who listen. Where they cannot read what is written here, they are none of its targets. */
	agreement = "same";
	isOld = true;
	isEnded = false;
	unwatch;
	begin;
	/** Of all that listen. */
	turn;
	/** Of those of a service, by its name. */
	turns = /* @__PURE__ */ new Map();
	constructor(options) {
		this.messageName = options.message.name;
		this.message = options.message;
		this.fingerprint = options.fingerprint;
		this.agree = options.agree;
		const isSame = () => this.agreedNow === "same";
		const { client } = options;
		this.client = {
			send: whileAgreed(client.send, isSame),
			deliver: whileAgreed(client.deliver, isSame),
			deliverWith: whileAgreed(client.deliverWith, isSame),
			reached: client.reached,
			encoded: whileAgreed(client.encoded, () => this.agreedNow === "accepted")
		};
		this.members = options.members;
		this.lines = options.lines;
		this.counts = options.counts;
		this.elsewhere = options.elsewhere;
		this.begin = options.turn;
		this.turn = { at: options.turn };
		this.unwatch = this.members.watch(() => {
			this.isOld = true;
		});
	}
	/** Its harbor closes, in a system that may live on: whoever still has it looks each time. */
	end() {
		this.unwatch();
		this.isEnded = true;
		this.isOld = true;
	}
	/** The threads that listen, in the order in which they came. */
	get now() {
		if (this.isOld) {
			this.isOld = this.isEnded;
			this.known = this.members.now;
			this.agreement = this.agree();
			this.targets = typeof this.agreement === "object" ? [] : this.known.map(({ thread }) => this.lines.to(thread));
		}
		return this.targets;
	}
	get agreedNow() {
		this.now;
		return this.agreement;
	}
	/** To the next of them that is there. */
	send(payload, carried, meant) {
		const { agreedNow } = this;
		const among = meant === void 0 ? this.now : this.readers(meant);
		const turn = meant === void 0 ? this.turn : meant.turn;
		const movable = meant === void 0;
		const isEncoded = agreedNow === "accepted";
		const verbs = isEncoded ? this.client.encoded : carried === void 0 ? this.client.send : this.client.deliverWith;
		const given = isEncoded ? this.encoded(payload, {
			...carried,
			isSend: true
		}) : carried === void 0 ? payload : {
			carried: {
				...carried,
				isSend: true
			},
			payload
		};
		if (isEncoded && given instanceof HarborError) return this.unsent(given);
		const attempt = (left) => {
			if (left === 0) return this.outside(movable)?.send(payload) ?? this.nobody();
			const told = among[turn.at++ % among.length].tell(verbs, given, movable);
			if (told === true) {
				this.counts.sent++;
				return void_$1;
			}
			const failed = (error) => {
				if (!isGone$1(error)) return this.refused(error);
				return this.agreedNow === agreedNow ? attempt(left - 1) : this.send(payload, carried, meant);
			};
			return isActorError(told) ? failed(told) : this.counted(told).pipe(catch_(failed));
		};
		return attempt(among.length);
	}
	counted(told) {
		return map(told, () => void this.counts.sent++);
	}
	callNext(payload) {
		return this.client.deliver["~@stevedore/core/routed"](payload, this);
	}
	next() {
		const { now } = this;
		if (now.length === 0 || this.agreement !== "same") return void 0;
		const line = now[this.turn.at % now.length];
		if (line.isBusy) return void 0;
		this.turn.at++;
		this.counts.called++;
		return line.freeAtOnce;
	}
	instead(payload) {
		return this.call(payload, void 0, void 0);
	}
	failed(reason, payload) {
		if (isGone$1(reason)) {
			this.counts.called--;
			return this.call(payload, void 0, void 0);
		}
		return isFull(reason) ? this.behindOthers(reason.thread, payload) : this.refused(reason);
	}
	behindOthers(thread, payload) {
		const asked = this.lines.to(thread).askInTurn(this.client.deliver, payload, true, void 0);
		const failed = (later) => {
			if (!isActorError(later)) return fail$1(later);
			if (!isGone$1(later) || this.agreedNow === "same") return this.refused(later);
			this.counts.called--;
			return this.call(payload, void 0, void 0);
		};
		return asked.pipe(catch_(failed));
	}
	/** Asks the next of them that is there. Fails with what the handler fails with, too. */
	call(payload, carried, timeout, meant) {
		return within(timeout, (within) => this.callWithin(payload, carried, within, meant));
	}
	/** As `call`, of which a part may be over. */
	callWithin(payload, carried, within, meant) {
		const { agreedNow } = this;
		const among = meant === void 0 ? this.now : this.readers(meant);
		const turn = meant === void 0 ? this.turn : meant.turn;
		const movable = meant === void 0;
		const isEncoded = agreedNow === "accepted";
		const verbs = isEncoded ? this.client.encoded : carried === void 0 ? this.client.deliver : this.client.deliverWith;
		const given = isEncoded ? this.encoded(payload, carried ?? {}) : carried === void 0 ? payload : {
			carried,
			payload
		};
		if (isEncoded && given instanceof HarborError) return this.unsent(given);
		this.counts.called++;
		const attempt = (left) => {
			if (left === 0) return this.outside(movable)?.call(payload, within?.left) ?? this.nobody();
			const line = among[turn.at++ % among.length];
			const read = (asked) => isEncoded ? flatMap$1(asked, (reply) => outcomeOf(this.message, reply)) : asked;
			const failed = (error) => {
				if (!isActorError(error)) return fail$1(error);
				if (!isGone$1(error)) return this.refused(error);
				if (this.agreedNow === agreedNow) return attempt(left - 1);
				this.counts.called--;
				return this.callWithin(payload, carried, within, meant);
			};
			return read(line.ask(verbs, given, movable, within)).pipe(catch_((error) => {
				if (!isActorError(error) || !isFull(error)) return failed(error);
				return read(line.askInTurn(verbs, given, movable, within)).pipe(catch_(failed));
			}));
		};
		return attempt(among.length);
	}
	/** To each of those threads, in whatever order: see toAll.ts. */
	toAll(payload, carried, among = this.now) {
		if (among.length === 0) return this.nobody();
		if (this.agreement !== "accepted") return toAll(this.client.deliverWith, {
			carried,
			payload
		}, among, this);
		const given = this.encoded(payload, carried);
		return given instanceof HarborError ? this.unsent(given) : toAll(this.client.encoded, given, among, this);
	}
	/** To every listener of every thread, and of every process that the message may go to: there it is no failure if there are none. */
	broadcast(payload) {
		const { elsewhere } = this;
		if (elsewhere?.isThere !== true) return this.toAll(payload, everybody);
		const here = this.now.length === 0 && !this.differs ? void_$1 : this.toAll(payload, everybody);
		return flatMap$1(here, () => {
			this.counts.outside++;
			const there = elsewhere.broadcast(payload);
			return here === void_$1 ? there : mapError(there, partly);
		});
	}
	/** Where it goes when nobody in this process has it, if anywhere: who means one thread, or a service of this process, means that. */
	outside(movable) {
		if (!movable || this.differs || this.elsewhere?.isThere !== true) return void 0;
		this.counts.outside++;
		return this.elsewhere;
	}
	/** Those of its threads that have these ids. */
	these(threads) {
		const { now } = this;
		return now.filter((_, index) => threads.includes(this.known[index].id));
	}
	/** Those that are meant, unless they cannot read what is written here. */
	readers({ lines }) {
		return this.differs ? [] : lines;
	}
	/** As `these`, for who means one of them: the next of that service, if they are those of one. */
	meant(threads, service) {
		const lines = this.these(threads);
		return {
			lines,
			turn: service === void 0 || lines.length < 2 ? { at: 0 } : this.turnOf(service)
		};
	}
	turnOf(service) {
		let turn = this.turns.get(service);
		if (turn === void 0) this.turns.set(service, turn = { at: this.begin });
		return turn;
	}
	/** To those of its threads that have these ids: of a topic, where it is no failure if there are none. */
	toThese(threads, payload, carried) {
		if (threads.length === 0) return void_$1;
		const lines = this.these(threads);
		if (lines.length === 0) return this.differs && this.known.some(({ id }) => threads.includes(id)) ? this.nobody() : void_$1;
		return this.toAll(payload, carried, lines).pipe(catch_((error) => error.reason._tag === "NoListener" ? void_$1 : fail$1(error)));
	}
	/** Completes when that thread has begun what had come to it of this message, or is told at once by a handler of that. */
	begun(thread) {
		return this.client.reached(void 0, {
			thread,
			movable: false
		});
	}
	reached(threads) {
		this.counts.sent += threads;
	}
	/** Nobody who can read it. */
	nobody() {
		const { agreement } = this;
		if (typeof agreement === "object" && this.known.length > 0) return this.unsent(failure$2(this.messageName, agreement, this.known[0].thread));
		this.counts.noListener++;
		return fail$1(failure$2(this.messageName, new NoListener({})));
	}
	refused(error) {
		return this.unsent(ofActor$1(this.messageName, error));
	}
	unsent(error) {
		this.counts.refused++;
		return fail$1(error);
	}
	get differs() {
		return typeof this.agreement === "object" && this.known.length > 0;
	}
	encoded(payload, carried) {
		return encoded(this.message, this.fingerprint, payload, carried);
	}
};
const everybody = { toAll: true };
const isFull = ({ reason, started }) => started === false && reason._tag === "MailboxFull";
// ../../../packages/harbor/src/internal/threads/listener.ts
var Listener$1 = class {
	handler;
	context;
	wants;
	/** It takes no more turns, and has what is for all until it has left. */
	isLeaving = false;
	/** Begun, and not ended. */
	running = 0;
	waiting = void 0;
	constructor(handler, context, wants) {
		this.wants = wants;
		this.handler = handler;
		this.context = context;
	}
	begun() {
		this.running++;
	}
	ended() {
		this.running--;
		if (this.waiting !== void 0 && this.running <= this.waiting.left) this.waiting.onIdle();
	}
	/** Completes when nothing of it runs any more but so many, which wait for this very end. */
	whenIdle(left) {
		return callback$1((resume) => {
			if (this.running <= left) return resume(void_$1);
			this.waiting = {
				left,
				onIdle: () => resume(void_$1)
			};
		});
	}
};
// ../../../packages/harbor/src/internal/threads/station.ts
var Station = class {
	message;
	fingerprint;
	join;
	reached;
	counts;
	/** A message that nobody waits for has failed here. */
	lost;
	listeners = [];
	turn = 0;
	/** The membership begins and ends behind it, one after the other; nobody waits behind it for a handler while others listen. */
	door = makeUnsafe$1(1);
	membership = void 0;
	concurrency = 1;
	/** In this the jobs run, without anything added. */
	context = empty$3();
	codec;
	/** What its membership is called in the chains of those who wait. */
	instance;
	constructor(options) {
		this.message = options.message;
		this.fingerprint = options.fingerprint;
		this.join = options.join;
		this.reached = options.reached;
		this.counts = options.counts;
		this.lost = options.lost;
	}
	/** Listens for as long as the scope is open. */
	listen(handler, concurrency, wants) {
		return gen({ self: this }, function* () {
			const listener = new Listener$1(handler, omit(CurrentJob, Scope)(yield* context()), wants);
			const scope = yield* scope$1;
			yield* uninterruptibleMask$1((restore) => tap(restore(outsideOfJobs(this.enter(listener, concurrency))), () => addFinalizer(scope, this.leave(listener))));
		});
	}
	enter(listener, concurrency) {
		return this.door.withPermit(gen({ self: this }, function* () {
			if (this.membership !== void 0) {
				if (concurrency !== this.concurrency) return yield* this.otherConcurrency(concurrency);
				this.listeners = [...this.listeners, listener];
				return;
			}
			this.concurrency = concurrency;
			this.context = listener.context;
			this.listeners = [listener];
			const scope = makeUnsafe$3();
			yield* provide$1(this.join(this.handlers, concurrency, listener.context), scope).pipe(onError((cause) => {
				this.listeners = [];
				return close(scope, failCause$1(cause));
			}));
			this.membership = scope;
		}));
	}
	/** It has what had come for all by now; the last one what was sent here until all know that it leaves. */
	leave(listener) {
		return suspend$1(() => {
			listener.isLeaving = true;
			if (this.isLast(listener)) return this.end(listener);
			return flatMap$1(exit(this.reached), (reached) => this.isLast(listener) ? this.end(listener) : this.part(listener, isSuccess(reached)));
		});
	}
	isLast(listener) {
		return this.listeners.every((each) => each === listener);
	}
	/** The others go on. */
	part(listener, hasReached) {
		this.listeners = this.listeners.filter((each) => each !== listener);
		if (!hasReached) return void_$1;
		return flatMap$1(waitingInstances, (waiting) => listener.whenIdle(waiting.filter((instance) => instance === this.instance).length));
	}
	end(listener) {
		const ended = this.door.withPermit(suspend$1(() => {
			if (!this.isLast(listener)) return succeed$2(false);
			const { membership } = this;
			this.membership = void 0;
			if (membership === void 0) return succeed$2(true);
			return close(membership, void_$2).pipe(ensuring(sync(() => void (this.listeners = []))), as(true));
		}));
		return flatMap$1(ended, (isDone) => isDone ? void_$1 : this.leave(listener));
	}
	otherConcurrency(concurrency) {
		const remedy = `all listeners of a message on one thread have the same, here ${this.concurrency}`;
		return fail$1(invalidOption$1(this.message.name, "concurrency", concurrency, remedy));
	}
	handlers = {
		send: (payload) => this.one(this.next(), payload, void 0, true),
		deliver: (payload) => this.one(this.next(), payload, void 0, false),
		deliverWith: ({ carried, payload }) => carried.topic !== void 0 ? this.all(payload, carried, this.wanting(carried.topic)) : carried.toAll === true ? this.all(payload, carried, this.listeners) : this.one(this.next(), payload, carried, carried.isSend === true),
		reached: () => map(waitingInstances, (waiting) => void (this.instance = waiting.at(-1))),
		encoded: (given) => received(this.message, this.fingerprint, given, this.handlers.deliverWith, (error, isSend) => this.unread(fail$2(error), isSend))
	};
	wanting(topic) {
		return this.listeners.filter(({ wants }) => wants.topic?.(topic) === true);
	}
	next() {
		const { listeners } = this;
		if (listeners.length === 1) return listeners[0];
		for (const _ of listeners) {
			const listener = listeners[this.turn++ % listeners.length];
			if (!listener.isLeaving) return listener;
		}
		return listeners[this.turn % listeners.length];
	}
	one(listener, payload, carried, isSend) {
		const { codec } = listener.wants;
		if (codec === void 0) return this.run(listener, payload, carried, isSend);
		const bytes = this.encoded(deliveredValue(this.message, payload), codec);
		return isSuccess(bytes) ? this.run(listener, bytes.value, carried, isSend) : this.unread(bytes, isSend);
	}
	/** Fails where the payload has no such bytes: a matter of who wants them alone. */
	encoded(delivered, codec) {
		try {
			return succeed$1(delivered.bytesIn(codec));
		} catch (cause) {
			return fail$2(malformed(this.message.name, "payload", cause, "no"));
		}
	}
	unread(exit, isSend) {
		this.counts.received++;
		return this.ended(exit, isSend, "Malformed");
	}
	run(listener, payload, carried, isSend) {
		this.counts.received++;
		let handled;
		try {
			handled = listener.handler(payload);
		} catch (defect) {
			return this.outcome(die$1(defect), isSend);
		}
		if (isExit(handled)) return this.outcome(handled, isSend);
		if (!isEffect(handled)) return this.outcome(die$1(notAnEffect(this.message.name, handled)), isSend);
		let effect = handled;
		if (listener.context !== this.context) effect = provideContext(effect, listener.context);
		if (carried !== void 0) effect = provideService(effect, CurrentCarried, carried);
		listener.begun();
		const ended = onExit(effect, (exit) => {
			listener.ended();
			this.ended(exit, isSend);
			return void_$1;
		});
		return isSend ? ended : catchCause(ended, (cause) => this.told(failCause$1(cause)));
	}
	outcome(exit, isSend) {
		const ended = this.ended(exit, isSend);
		return isSend ? ended : this.told(ended);
	}
	/** What a caller has of it: what the message does not declare, a defect or an interrupt of the handler's own, stays in the log here. */
	told(exit) {
		if (isSuccess(exit) || hasFails(exit.cause)) return exit;
		const { name } = this.message;
		const error = failure$2(name, new RemoteDefect({}), "", "maybe");
		return andThen(logError(`the handler of ${name} failed`, exit.cause), fail$1(error));
	}
	ended(exit, isSend, reason = "HandlerFailed") {
		if (isFailure$1(exit)) {
			this.counts.failed++;
			if (isSend) this.lost(this.message.name, reason);
			return exit;
		}
		return isSend ? void_$2 : exit;
	}
	/** Each of them gets a copy of its own. What one does with it, or whether it fails, is nothing to the others. */
	all(payload, carried, listeners) {
		const given = this.given(payload, listeners);
		const left = listeners.flatMap((listener, index) => {
			const each = given[index];
			const effect = isSuccess(each) ? this.run(listener, each.value, carried, true) : this.unread(each, true);
			return isExit(effect) && isSuccess(effect) ? [] : [effect];
		});
		if (left.length === 0) return void_$1;
		return flatMap$1(forEach(left, (each) => exit(each), { concurrency: "unbounded" }), (exits) => asVoid(exits.find(isFailure$1) ?? void_$2));
	}
	/** What each of them is given, before the first of them can change any of it. */
	given(payload, listeners) {
		const delivered = deliveredValue(this.message, payload);
		const bytes = listeners.map(({ wants }) => wants.codec === void 0 ? void 0 : this.encoded(delivered, wants.codec));
		const copies = this.copies(payload, bytes.filter((each) => each === void 0).length).values();
		return bytes.map((each) => each ?? succeed$1(copies.next().value));
	}
	copies(payload, count) {
		if (count < 2) return [payload];
		if (typeof payload !== "object" || payload === null) return Array.from({ length: count }, () => payload);
		this.codec ??= make$15(this.message.rpc.payloadSchema).bind(this.context);
		const length = this.codec.encode(payload);
		const bytes = scratch$1.bytes.slice(0, length);
		return Array.from({ length: count }, (_, index) => index === 0 ? payload : this.codec.decode(bytes, 0, length));
	}
};
const notAnEffect = (messageName, returned) => /* @__PURE__ */ new Error(`the handler of "${messageName}" returned ${typeof returned}, and not an Effect`);
// ../../../packages/harbor/src/internal/threads/threadHarbor.ts
var ThreadHarbor = class {
	system;
	/** Known from when its node is served. */
	thread = {
		id: 1,
		name: "main"
	};
	counts;
	lines;
	messages = make$2();
	letters;
	window;
	scope;
	/** By the declaration: there may be several of one name. */
	ports = {
		listen: /* @__PURE__ */ new Map(),
		topic: /* @__PURE__ */ new Map()
	};
	stations = /* @__PURE__ */ new Map();
	tables = new Copy();
	/** Its like on the other threads, itself among them. */
	nodes;
	/** The owner of the tables, on main. */
	owner;
	/** The gateways of all threads. */
	gates;
	/** Other processes, where there are any. */
	outside;
	subscriptions = 0;
	/** Handlers that others may have installed here, by their names. */
	handlers = /* @__PURE__ */ new Map();
	/** What was installed here for others, by their key. */
	installed = /* @__PURE__ */ new Map();
	constructor(options) {
		this.nodes = options.nodes;
		this.owner = options.owner;
		this.system = options.system;
		this.lines = linesOf(options.system);
		this.scope = options.scope;
		this.window = options.window;
		if (options.window !== void 0) this.lines.bounds.window = options.window;
		this.letters = options.letters;
		this.counts = options.letters.counts;
		const { counts, lines, system } = this;
		this.gates = new Gates({
			system,
			lines,
			counts,
			...options.clients
		});
		this.outside = new Outside({
			scope: options.scope,
			messages: this.messages,
			thread: () => this.thread.id,
			border: options.border,
			borders: system.members(Border),
			transport: options.transport,
			lost: ({ error, messageName }) => this.letters.failed(messageName, this.thread.name, error.reason._tag)
		});
	}
	provided(layer) {
		return provide(layer, succeed$3(ActorSystem, this.system));
	}
	carrier(plane, message) {
		const actor = message.actor;
		return plane === "listen" ? actor : actor.as()(`harbor/${plane}/${message.name}`);
	}
	/** The message is known from now on. Fails where it cannot be sent or heard here. */
	check(message, wrongIn = wrongMessage) {
		const wrong = wrongIn(message);
		if (wrong !== void 0) return fail$1(wrong);
		try {
			message.actor;
		} catch (cause) {
			const detail = cause instanceof Error ? cause.message : String(cause);
			return fail$1(failure$2(message.name, new Unsupported({
				what: "a message between threads",
				detail
			})));
		}
		const registered = this.messages.register(message);
		if (message.reach !== "services") return registered;
		return andThen(registered, suspend$1(() => this.outside.declare(message)));
	}
	/** How this thread sends a message: made at the first use. */
	port(plane, message) {
		return this.ports[plane].get(message) ?? this.makePort(plane, message);
	}
	/** As `port`, for a call that may take so long: when that is over, nothing of it has been sent. */
	portWithin(message, within) {
		const found = this.port("listen", message);
		const { leftMillis, millis } = within;
		if (!isEffect(found) || leftMillis === void 0 || !this.outside.isThere) return found;
		const detail = `not sent within ${millis} ms, in which others were asked how they declare it`;
		const late = suspend$1(() => fail$1(failure$2(message.name, new NoReply({ detail }))));
		return timeoutOrElse(found, {
			duration: leftMillis,
			orElse: () => late
		});
	}
	makePort(plane, message) {
		return gen({ self: this }, function* () {
			yield* this.check(message);
			const carrier = this.carrier(plane, message);
			const context = yield* buildWithScope(this.provided(carrier.layerRef), this.scope);
			const client = getUnsafe(context, carrier);
			const known = this.ports[plane].get(message);
			if (known !== void 0) return known;
			const { counts, lines, system, thread } = this;
			const port = new Port({
				message,
				fingerprint: ownOf(carrier).fingerprint,
				agree: () => agreementOf(system, carrier),
				client,
				members: system.members(carrier),
				lines,
				counts,
				elsewhere: plane === "listen" && message.reach === "services" ? this.elsewhere(message) : void 0,
				turn: thread.id
			});
			this.ports[plane].set(message, port);
			const end = sync(() => port.end());
			yield* addFinalizer(this.scope, end);
			return port;
		});
	}
	elsewhere(message) {
		const { outside } = this;
		return {
			get isThere() {
				return outside.isThere;
			},
			send: (payload) => outside.send(message, payload),
			call: (payload, timeout) => outside.call(message, payload, timeout),
			broadcast: (payload) => outside.broadcast(message, payload)
		};
	}
	/** A message from another process goes through this thread's own mailbox, as any other. */
	take = (message) => (payload, { node, redelivered, source }, toAll) => suspend$1(() => {
		const found = this.port("listen", message);
		const carried = {
			node,
			thread: Number(source & 4294967295n),
			...redelivered ? { redelivered } : {}
		};
		return flatMap$1(isEffect(found) ? found : succeed$2(found), (port) => {
			const here = port.meant([this.thread.id]);
			return toAll ? port.toAll(payload, {
				...carried,
				toAll
			}, here.lines) : port.call(payload, carried, void 0, here);
		});
	});
	/** Serves a carrier here for as long as the scope is open. */
	join(plane, message, handlers, concurrency, context) {
		return suspend$1(() => {
			const carrier = this.carrier(plane, message);
			const unread = () => {
				this.counts.failed++;
				this.letters.failed(message.name, this.thread.name, "Malformed");
			};
			const names = carrier["~@stevedore/core/Part"].jobs.map((job) => [job, () => void_$1]);
			const all = {
				...Object.fromEntries(names),
				...handlers
			};
			const served = carrier.toLayer(all, {
				concurrency,
				"~@stevedore/core/unread": unread
			});
			const layer = carrier.layerHere(served, { window: this.window });
			return flatMap$1(scope$1, (scope) => buildWithScope(this.provided(layer), scope).pipe(provideContext(context), mapError((error) => this.unjoined(message.name, carrier, error)), asVoid));
		});
	}
	/** Those who listen for it have declared it otherwise; or what else it is. */
	unjoined(messageName, carrier, error) {
		const own = ownOf(carrier).fingerprint;
		const other = listeningOf(this.system, carrier)?.fingerprint;
		if (error.reason._tag !== "InvalidOption" || other === void 0 || other === own) return ofActor$1(messageName, error);
		const [first] = this.system.members(carrier).now;
		return failure$2(messageName, new SchemaMismatch({
			own,
			other
		}), first?.thread);
	}
	/** As `heldBy` has it, of this harbor. */
	held(use) {
		return heldBy$1(this.scope, use);
	}
	/** Listens for as long as the scope is open: to what is sent, or published to the topics that it wants. */
	listen(message, handler, listening, wants = {}) {
		return andThen(this.check(message), suspend$1(() => {
			const wrong = wrongListening(message.name, handler, listening) ?? (wants.codec === void 0 ? void 0 : unsuited(message, wants.codec));
			if (wrong !== void 0) return fail$1(wrong);
			const concurrency = concurrencyOf(listening);
			const plane = wants.topic === void 0 ? "listen" : "topic";
			const here = this.station(plane, message).listen(handler, concurrency, wants);
			if (plane === "topic" || message.reach !== "services") return here;
			return andThen(here, this.outside.listen(message, concurrency, this.take(message)));
		}));
	}
	/** A number for each subscription of this thread. */
	nextSubscription() {
		return ++this.subscriptions;
	}
	station(plane, message) {
		const { fingerprint } = ownOf(this.carrier(plane, message));
		const id = `${plane} ${message.name} ${fingerprint}`;
		let station = this.stations.get(id);
		if (station === void 0) {
			station = new Station({
				message,
				fingerprint,
				counts: this.counts,
				join: (handlers, concurrency, context) => this.join(plane, message, handlers, concurrency, context),
				reached: suspend$1(() => {
					const found = this.port(plane, message);
					const { name } = this.thread;
					return isEffect(found) ? flatMap$1(found, (port) => port.begun(name)) : found.begun(name);
				}),
				lost: (messageName, reason) => this.letters.failed(messageName, this.thread.name, reason)
			});
			this.stations.set(id, station);
		}
		return station;
	}
	/** Installs the handler of that name for another thread. */
	install(key, owner, name, messageName) {
		return suspend$1(() => {
			const found = this.handlers.get(name);
			if (found === void 0 || found.message.name !== messageName) {
				const names = Array.from(this.handlers.keys()).join(", ");
				const remedy = `thread "${this.thread.name}" has ${names === "" ? "none by a name" : names}: give it one by register`;
				return fail$1(invalidOption$1(messageName, "handler", name, remedy));
			}
			const scope = makeUnsafe$3();
			return provide$1(found.listen, scope).pipe(onError((cause) => close(scope, failCause$1(cause))), andThen(sync(() => void this.installed.set(key, {
				owner,
				scope
			}))));
		});
	}
	uninstall(key) {
		return suspend$1(() => {
			const found = this.installed.get(key);
			this.installed.delete(key);
			return found === void 0 ? void_$1 : close(found.scope, void_$2);
		});
	}
	/** A thread has gone: what was installed for it goes, too. */
	forget(isThere) {
		const gone = Array.from(this.installed).filter(([, { owner }]) => !isThere(owner));
		return forEach(gone, ([key]) => this.uninstall(key), { discard: true });
	}
};
// ../../../packages/harbor/src/internal/threads/toMain.ts
/** Kinds of letters that may wait: more than a program has, unless main hears nothing. */
const MOST = 1024;
/** Tells main for as long as the scope is open; what main has no harbor for, only this thread has told of. */
const tellMain = ({ letters, nodes }) => gen(function* () {
	const fork = runForkWith(yield* context());
	const waiting = /* @__PURE__ */ new Map();
	const main = { thread: "main" };
	const taken = () => {
		const all = nodes.members.now.some(({ id }) => id === 1) ? Array.from(waiting.values()) : [];
		waiting.clear();
		return { letters: all };
	};
	let isTelling = false;
	const telling = gen(function* () {
		yield* yieldNow;
		while (waiting.size > 0) {
			const batch = taken();
			if (batch.letters.length > 0) yield* ignore(nodes.client.letters.tell(batch, main));
		}
	}).pipe(ensuring(sync(() => void (isTelling = false))));
	const told = (letter) => {
		const key = JSON.stringify([
			letter.messageName,
			letter.sender,
			letter.thread,
			letter.reason
		]);
		const count = letter.count + (waiting.get(key)?.count ?? 0);
		if (waiting.size < MOST || waiting.has(key)) waiting.set(key, {
			...letter,
			count
		});
		if (isTelling) return;
		isTelling = true;
		fork(telling);
	};
	yield* acquireRelease(sync(() => letters.elsewhere = told), () => sync(() => {
		letters.elsewhere = void 0;
		const batch = taken();
		if (batch.letters.length > 0) nodes.client.letters.tellUnsafe(batch, main);
	}).pipe(ignoreCause));
});
// ../../../packages/harbor/src/internal/threads/begin.ts
const single = {
	option: "Harbor.layer",
	value: "the second one of this thread",
	remedy: "use one value of the layer for all who need it: Layer.fresh, and each new value, is another harbor"
};
/** For as long as the scope is open. */
const begin$1 = (window, transport) => gen(function* () {
	const system = yield* ActorSystem;
	const isMain = system["~@stevedore/core/runtime"].main !== void 0;
	if (transport !== void 0 && !isMain) return yield* invalidOption$1("", "transport", "one of another thread than main", "give it to main's harbor: all threads of the system have it then");
	const scope = yield* scope$1;
	const letters = yield* make$4(system);
	const here = succeed$3(ActorSystem, system);
	const clients = mergeAll(Clients.layerRef, ClientsControl.layerRef);
	const refs = mergeAll(Node.layerRef, Tables.layerRef, clients, Border.layerRef);
	const found = yield* buildWithScope(provide(refs, here), scope);
	const owner = get$3(found, Tables);
	const harbor = new ThreadHarbor({
		system,
		scope,
		window,
		letters,
		nodes: {
			client: get$3(found, Node),
			members: system.members(Node)
		},
		owner,
		clients: {
			data: get$3(found, Clients),
			control: get$3(found, ClientsControl)
		},
		border: get$3(found, Border),
		transport
	});
	const dropped = (thread, reason) => letters.failed("", thread, reason);
	const border = transport === void 0 ? empty$4 : borderLayer(transport, dropped);
	const served = provideMerge(isMain ? mergeAll(ownerLayer, border) : empty$4, nodeLayer(harbor));
	yield* mapError(buildWithScope(provide(served, here), scope), (error) => ofLayer(error, single));
	if (!isMain) yield* tellMain(harbor);
	yield* forkIn(provideService(copyTables(harbor), Tables, owner), scope);
	const fork = runForkWith(yield* context());
	yield* acquireRelease(sync(() => system.members(Border).watch(() => fork(forkIn(harbor.outside.connected, scope)))), (unwatch) => sync(unwatch));
	return harbor;
});
// ../../../packages/harbor/src/Harbor.ts
/**
* The harbor of the calling thread.
*
* @example
* ```ts
* import * as assert from "node:assert/strict"
* import * as Effect from "effect/Effect"
* import * as Schema from "effect/Schema"
* import * as Harbor from "@stevedore/harbor/Harbor"
* import * as Message from "@stevedore/harbor/Message"
* import * as NodeActorSystem from "@stevedore/platform-node/NodeActorSystem"
*
* const Login = Message.make("login", { payload: { user: Schema.String }, success: Schema.Int })
*
* const program = Effect.gen(function*() {
*   const harbor = yield* Harbor.Harbor
*   const nobody = yield* Effect.flip(harbor.send(Login, { user: "ada" }))
*   assert.equal(nobody.reason._tag, "NoListener")
*   yield* harbor.listen(Login, ({ user }) => Effect.succeed(user.length))
*   assert.equal(yield* harbor.call(Login, { user: "ada" }), 3)
* })
* await Effect.runPromise(
*   Effect.scoped(program).pipe(Effect.provide(Harbor.layer()), Effect.provide(NodeActorSystem.layer()))
* )
* ```
*/
var Harbor = class extends Service$1()("@stevedore/harbor/Harbor") {};
/**
* The harbor of the thread that builds it: one for each thread, main or worker, in the entry or anywhere. What listens by it ends
* with it, if its scope has not closed before. Fails with `InvalidOption` for options that cannot work, and where the thread has
* a harbor already.
*
* @example
* ```ts
* import * as assert from "node:assert/strict"
* import * as Layer from "effect/Layer"
* import * as Harbor from "@stevedore/harbor/Harbor"
*
* // On main, with NodeActorSystem.layer(); in an entry, as part of its Layer.
* assert.ok(Layer.isLayer(Harbor.layer({ window: 1000 })))
* ```
*/
const layer = (options = {}) => effect(Harbor, make$1(options));
const make$1 = (options, transport) => gen(function* () {
	const wrong = wrongOptions$1(options);
	if (wrong !== void 0) return yield* wrong;
	const { callTimeout, window } = options;
	const harbor = yield* begin$1(window, transport);
	/** The port is mostly there, and then nothing is made but what it returns. */
	const through = (message, use) => suspend$1(() => {
		const port = harbor.port("listen", message);
		return isEffect(port) ? flatMap$1(port, use) : use(port);
	});
	const callWithin = (message, payload, timeout) => within(timeout, (within) => {
		const port = within === void 0 ? harbor.port("listen", message) : harbor.portWithin(message, within);
		const call = (port) => port.callWithin(payload, void 0, within, void 0);
		return isEffect(port) ? flatMap$1(port, call) : call(port);
	});
	const listen = (message, handler, listening) => harbor.held(harbor.listen(message, handler, listening));
	return Harbor.of({
		listen,
		listenEncoded: (message, codec, handler, listening) => harbor.held(harbor.listen(message, handler, listening, { codec: codec ?? null })),
		register: (name, message, handler, listening) => gen(function* () {
			const wrong = wrongMessage(message) ?? wrongListening(message.name, handler, listening);
			if (wrong !== void 0) return yield* wrong;
			const context$2 = omit(Scope)(yield* context());
			if (typeof name !== "string" || name === "" || harbor.handlers.has(name)) return yield* invalidOption$1(message.name, "name", name, "give each handler of a thread a name of its own");
			const listening_ = provideContext(listen(message, handler, listening), context$2);
			yield* acquireRelease(sync(() => void harbor.handlers.set(name, {
				message,
				listen: listening_
			})), () => sync(() => void harbor.handlers.delete(name)));
		}),
		listenOn: (thread, message, handler) => wrongMessage(message) ?? harbor.held(listenOn(harbor, thread, message, handler)),
		autoListen: (messages, handlers) => {
			const wrong = wrongMessages(messages);
			if (wrong !== void 0) return wrong;
			if (typeof handlers !== "object" || handlers === null) return invalidOption$1("", "handlers", handlers, "use an object of handlers by the names of their messages");
			return map(forEach(messages, (message) => {
				const handler = Object.hasOwn(handlers, message.name) ? handlers[message.name] : void 0;
				if (typeof handler !== "function") return succeed$2([]);
				return as(listen(message, handler), [message.name]);
			}), (names) => names.flat());
		},
		send: (message, payload) => through(message, (port) => port.send(payload, void 0)),
		call: (message, payload, calling) => {
			const wrong = calling === void 0 ? void 0 : wrongMessage(message) ?? wrongCalling(message.name, calling);
			if (wrong !== void 0) return wrong;
			const timeout = calling?.timeout ?? callTimeout;
			if (timeout !== void 0) return callWithin(message, payload, timeout);
			const port = harbor.port("listen", message);
			return isEffect(port) ? through(message, (made) => made.callNext(payload)) : port.callNext(payload);
		},
		broadcast: (message, payload) => through(message, (port) => port.broadcast(payload)),
		gateBroadcast: (message, payload, sending) => wrongSending(message, sending) ?? andThen(harbor.check(message, wrongPublished), harbor.gates.broadcast(message, payload, sending?.control === true)),
		deadLetters: harbor.letters.stream,
		counters: sync(() => ({ ...harbor.counts })),
		"~@stevedore/harbor/thread": harbor
	});
});
// ../../../packages/lua/src/internal/ahar/here.ts
/**
* The harbor of a Lua thread: that of its program where there is one, else one of its own, made when a script first needs it.
*/
/** What main has made for its Lua threads, and its own state uses, too. */
const ofMain = /* @__PURE__ */ new WeakMap();
const keyOf$2 = (system) => system["~@stevedore/core/runtime"];
/** What is in `context`, and what is missing of it, for as long as the scope is open. */
const harborIn = (context, system, scope) => suspend$1(() => {
	const shared = ofMain.get(keyOf$2(system));
	return shared === void 0 ? built(context, system, scope) : succeed$2(shared);
});
const built = (context, system, scope) => {
	const has = (key) => context.mapUnsafe.has(key.key);
	const missing = mergeAll(has(Harbor) ? empty$4 : layer(), has(Directory) ? empty$4 : layer$2());
	const services = succeedContext(add$3(context, ActorSystem, system));
	const made = buildWithScope(provide(missing, services), scope);
	return map(made, (made) => merge$2(context, made));
};
/** The same on main, for the threads of the system, too: unless the program has made a harbor there. */
const harborOfMain = (system, scope) => suspend$1(() => hasHarbor(system, "main") ? void_$1 : map(harborIn(empty$3(), system, scope), (here) => void ofMain.set(keyOf$2(system), here)));
/** Whether that thread has a harbor already. */
const hasHarbor = (system, thread) => system.members({ key: "harbor/node" }).now.some((member) => member.thread === thread);
// ../../../packages/lua/src/internal/athd/main.ts
/**
* What main does for Lua: it makes the threads that scripts and programs ask for, and tells each what it is to run. Every Lua
* thread asks it by an actor, also when it is started again.
*/
/** What a thread is to be. */
const Boot = Struct({
	/** The thread or pool it belongs to, and how many threads that has; 0 for a thread of its own. */
	name: String$1,
	size: Number$1,
	/** The file it runs once; none where it only waits for work. */
	entry: NullOr(String$1),
	/** Options of its state, as they were given. */
	state: Unknown,
	/** What only this process knows: see handle.ts. */
	secret: Uint8Array$1
});
/** Main cannot do what a script has asked for; `detail` says why, for its author. */
var Refused = class extends TaggedError("@stevedore/lua/internal/Refused")("Refused", { detail: String$1 }) {
	get message() {
		return this.detail;
	}
};
/** Main, as Lua threads see it. */
var LuaMain = class extends Service()("stevedore/lua/main", [
	make$16("boot", {
		payload: { thread: String$1 },
		success: Boot,
		error: Refused
	}),
	make$16("failed", { payload: {
		thread: String$1,
		error: LuaError
	} }),
	make$16("open", {
		payload: {
			name: String$1,
			entry: String$1,
			size: Number$1,
			slowMillis: Number$1,
			/** Options of the state that asks: no script makes one that may do more. */
			state: Unknown
		},
		error: Union([LuaError, Refused])
	}).annotate(SlowAfter, "never"),
	make$16("slowAfter", {
		payload: {
			name: String$1,
			thread: NullOr(String$1),
			millis: Number$1
		},
		error: Refused
	}),
	make$16("harbor"),
	make$16("capacity", {
		payload: { jobs: Number$1 },
		error: Refused
	})
]) {};
// ../../../packages/lua/src/internal/athd/protocol.ts
/**
* What is sent to a thread with a Lua state: work by the number of its source, which the thread that sends tells each
* receiver once. Every Lua thread serves this one actor, under a tag of its own name.
*/
/** What a source is to the state that runs it. Set by the runtime that sends, never recognised by what the source looks like. */
const Kind = {
	/** Given to `athd.onwork` with its packed arguments; what that returns is packed as one value. */
	hook: 0,
	/** Text of a chunk, called with its arguments; its results are packed as an array. */
	source: 1,
	/** A function that was dumped by the runtime, called as such. */
	dumped: 2,
	/** The name of a global function of the state, `area` or `shapes.area`, called as such. */
	named: 3
};
/** What a number stands for, and which numbers the receiver may forget. */
const Intro = Struct({
	kind: Literals([
		0,
		1,
		2,
		3
	]),
	/** The job's name, for hooks, logs and tracebacks. */
	name: String$1,
	text: Uint8Array$1,
	/** How far the state may go that sends it, as `ranks` has it: none that may go further runs it. TypeScript's goes everywhere. */
	rank: Literals([
		0,
		1,
		2
	]),
	forget: ArraySchema(Number$1),
	/** Modules whose files wait for this job: it is told again with a job that has any. */
	above: ArraySchema(String$1)
});
/** The receiver does not know that number: it is sent again, with what it stands for. */
var UnknownSource = class extends TaggedError("@stevedore/lua/internal/UnknownSource")("UnknownSource", { fn: Number$1 }) {};
/** How a job of Lua fails. */
const Failure = Union([LuaError, UnknownSource]);
/** A thread with a Lua state. */
var LuaWorker = class extends Service()("stevedore/lua", [make$16("work", {
	payload: {
		fn: Number$1,
		args: Uint8Array$1,
		intro: NullOr(Intro)
	},
	success: Tuple([Uint8Array$1]),
	error: Failure
}), make$16("reload", {
	payload: { module: String$1 },
	success: ArraySchema(String$1),
	error: LuaError
})]) {};
/** The tag of the Lua thread or pool of that name. */
const tagOf = (name) => LuaWorker.as()(`lua:${name}`);
/** The name of main's own state. */
const MAIN = "main";
// ../../../packages/lua/src/internal/state/bytes.ts
const encoder = new TextEncoder();
/** The UTF-8 of a text, in memory of its own. */
const bytesOf$1 = (text) => {
	const length = text.length;
	if (length > 48) return encoder.encode(text);
	const bytes = new Uint8Array(length);
	for (let i = 0; i < length; i++) {
		const code = text.charCodeAt(i);
		if (code > 127) return encoder.encode(text);
		bytes[i] = code;
	}
	return bytes;
};
/** The text that bytes are in UTF-8, or undefined if they are none. */
const textOf = (bytes) => {
	const length = bytes.length;
	if (length <= 24) {
		let text = "";
		for (let i = 0; i < length; i++) {
			const byte = bytes[i];
			if (byte > 127) return isUtf8(bytes) ? decoded(bytes) : void 0;
			text += String.fromCharCode(byte);
		}
		return text;
	}
	return isUtf8(bytes) ? decoded(bytes) : void 0;
};
/** Bytes as text for people: what is no UTF-8 is replaced. */
const shown$1 = (bytes) => decoded(bytes);
const decoded = (bytes) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("utf8");
/** One character for each byte: a key of a map, not a text. */
const latinOf = (bytes) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1");
// ../../../packages/lua/src/internal/state/access.ts
const states = /* @__PURE__ */ new WeakMap();
const modules = /* @__PURE__ */ new WeakMap();
/** The place of a public state, in which one may follow another. */
const holderIn = (luaState) => {
	const found = states.get(luaState);
	if (found === void 0) throw new TypeError("not a LuaState");
	return found;
};
const useState = (luaState, holder) => {
	states.set(luaState, holder);
};
/** What a public module opens. */
const moduleIn = (luaModule) => {
	const found = modules.get(luaModule);
	if (found === void 0) throw new TypeError("not a LuaModule");
	return found;
};
const ModuleTypeId = "~@stevedore/lua/LuaModule";
/** The public value of a module, which works on Lua's stack itself. */
const nativeModule = (native) => {
	const made = {
		[ModuleTypeId]: ModuleTypeId,
		name: native.name
	};
	modules.set(made, native);
	return made;
};
// ../../../packages/lua/src/internal/state/known.ts
/** The first name of an object that is none of those known. */
const unknownName = (options, known) => Object.keys(options).find((name) => !Object.hasOwn(known, name));
/** What to do about it. */
const remedyFor = (name, known, what) => {
	const names = Object.keys(known);
	const meant = nearest(name, names);
	return meant.length > 0 ? `there is no such ${what}: did you mean ${anyOf(meant)}?` : `there is no such ${what}: use ${anyOf(names)}`;
};
/** Those that are this one but for its case, what a slip of the hand changes, or what is left out at its end; the nearest ones. */
const nearest = (name, names) => {
	const given = name.toLowerCase();
	if (given.length > LONGEST) return [];
	const ranked = names.map((known) => {
		const lower = known.toLowerCase();
		const begins = given.length >= SHORTEST_BEGINNING && (lower.startsWith(given) || given.startsWith(lower));
		const changed = distance(given, lower);
		return {
			known,
			changed: begins ? Math.min(changed, 1) : changed
		};
	});
	const least = Math.min(...ranked.map(({ changed }) => changed));
	return least > Math.max(1, Math.floor(given.length / 3)) ? [] : ranked.filter(({ changed }) => changed === least).map(({ known }) => known);
};
const LONGEST = 64;
const SHORTEST_BEGINNING = 3;
/** `"a"`, `"a" or "b"`, `"a", "b" or "c"`. */
const anyOf = (names) => {
	const quoted = names.map((name) => `"${name}"`);
	const last = quoted.pop();
	return quoted.length === 0 ? `${last}` : `${quoted.join(", ")} or ${last}`;
};
/** How many letters have to be put in, taken out, replaced, or swapped with their neighbour. */
const distance = (from, to) => {
	const rows = [Array.from({ length: to.length + 1 }, (_, index) => index)];
	for (let i = 1; i <= from.length; i++) {
		const above = rows[i - 1];
		const row = [i];
		for (let j = 1; j <= to.length; j++) {
			const same = from[i - 1] === to[j - 1];
			let least = Math.min(above[j] + 1, row[j - 1] + 1, above[j - 1] + (same ? 0 : 1));
			if (i > 1 && j > 1 && from[i - 1] === to[j - 2] && from[i - 2] === to[j - 1]) least = Math.min(least, rows[i - 2][j - 2] + 1);
			row.push(least);
		}
		rows.push(row);
	}
	return rows[from.length][to.length];
};
// ../../../packages/lua/src/internal/state/options.ts
const wrong = (option, value, remedy) => ({
	option,
	value: shownValue(value),
	remedy
});
/** A value as a message shows it, whatever it is: it may have no text, or one that throws. */
const shownValue = (value) => {
	try {
		return typeof value === "string" ? JSON.stringify(value) : String(value);
	} catch {
		return `${value === null ? "null" : typeof value} that cannot be shown as text`;
	}
};
const isRecord = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
/** Options are an object; what is looked for in them comes from `look`. */
const wrongOptions = (options, look) => isRecord(options) ? look(options) : wrong("options", options, "give an object of options");
/** A name that none of those known is. `within` is what the options stand in, if anything. */
const wrongNames = (options, known, what = "option", within = "") => {
	const name = unknownName(options, known);
	return name === void 0 ? void 0 : wrong(`${within}${name}`, options[name], remedyFor(name, known, what));
};
/** What of a state travels to its thread: sandbox, limits, folders, cache and policy. */
const wrongStateData = (options) => {
	const { chunkCache, limits, onLimit, roots, sandbox } = options;
	if (sandbox !== void 0 && sandbox !== "strict" && sandbox !== "standard" && sandbox !== "full") return wrong("sandbox", sandbox, "use \"strict\", \"standard\" or \"full\"");
	if (chunkCache !== void 0 && !(Number.isSafeInteger(chunkCache) && chunkCache >= 0)) return wrong("chunkCache", chunkCache, "use a whole number from 0, which keeps none");
	if (onLimit !== void 0 && onLimit !== "keep" && onLimit !== "rebuild") return wrong("onLimit", onLimit, "use \"keep\" or \"rebuild\"");
	return wrongRoots(roots) ?? wrongLimits(limits);
};
const stateNames$1 = {
	sandbox: true,
	limits: true,
	roots: true,
	modules: true,
	name: true,
	init: true,
	onLimit: true,
	chunkCache: true,
	allowUnpatched: true
};
/** All options of a state. */
const wrongState = (options) => {
	const { allowUnpatched, init, modules, name } = options;
	if (name !== void 0 && typeof name !== "string") return wrong("name", name, "use a text");
	if (allowUnpatched !== void 0 && typeof allowUnpatched !== "boolean") return wrong("allowUnpatched", allowUnpatched, "use true or false");
	const names = wrongNames(options, stateNames$1);
	if (names !== void 0) return names;
	return (init === void 0 ? void 0 : wrongFunction(init)) ?? wrongModules(modules) ?? wrongStateData(options);
};
const wrongRoots = (roots) => {
	if (roots === void 0) return void 0;
	const remedy = "list the paths of folders";
	if (!Array.isArray(roots)) return wrong("roots", roots, remedy);
	const index = roots.findIndex((root) => typeof root !== "string" || root === "" || root.includes("\0"));
	return index < 0 ? void 0 : wrong(`roots[${index}]`, roots[index], remedy);
};
const wrongModules = (modules) => {
	if (modules === void 0) return void 0;
	if (!Array.isArray(modules)) return wrong("modules", modules, "list what LuaModule.make or LuaModule.effect gave");
	for (const [index, module] of modules.entries()) {
		const found = wrongOneModule(`modules[${index}]`, module);
		if (found !== void 0) return found;
	}
};
/** What an init function has given, which is run for the state. */
const wrongInit = (given) => isEffect(given) ? void 0 : wrong("init", given, "let the function give an Effect: (state) => state.run(…), or Effect.sync(() => …)");
/** What the runtime takes for all of its states. */
const wrongFunction = (init) => typeof init === "function" ? void 0 : wrong("init", init, "use a function of the state that gives an Effect");
/** One module of the host. */
const wrongOneModule = (option, module) => isRecord(module) && module["~@stevedore/lua/LuaModule"] === "~@stevedore/lua/LuaModule" ? void 0 : wrong(option, module, "use what LuaModule.make or LuaModule.effect gave");
/** A list of schemas, such as those of arguments. */
const wrongSchemas = (option, schemas) => {
	if (!Array.isArray(schemas)) return wrong(option, schemas, "list schemas: [Schema.Number]");
	const index = schemas.findIndex((schema) => !isSchema(schema));
	return index < 0 ? void 0 : wrongSchema(`${option}[${index}]`, schemas[index]);
};
const wrongSchema = (option, schema) => isSchema(schema) ? void 0 : wrong(option, schema, "use a schema, such as Schema.Number");
const limitNames$1 = {
	time: true,
	instructions: true,
	memoryBytes: true,
	slice: true
};
const wrongLimits = (limits) => {
	if (limits === void 0) return void 0;
	if (!isRecord(limits)) return wrong("limits", limits, "give an object, such as { time: 100 }");
	const unknown = wrongNames(limits, limitNames$1, "limit", "limits.");
	if (unknown !== void 0) return unknown;
	for (const [name, value] of Object.entries(limits)) {
		const option = `limits.${name}`;
		if (value === void 0) continue;
		if (name === "slice") {
			if (!(typeof value === "number" && value >= 0)) return wrong(option, value, "use milliseconds from 0, which is never");
		} else if (!(typeof value === "number" && value > 0)) return wrong(option, value, "use a number above 0, or leave it out for no limit");
	}
};
/** A file of the host's: its path, or its URL. */
const wrongFile = (option, file) => {
	const remedy = "use the path of a Lua file or its URL: new URL(…, import.meta.url)";
	if (!(file instanceof URL) && (typeof file !== "string" || file === "" || file.includes("\0"))) return wrong(option, file, remedy);
	if (typeof file === "string" && !file.startsWith("file:")) return void 0;
	try {
		fileURLToPath(file);
		return;
	} catch {
		return wrong(option, String(file), remedy);
	}
};
const settingNames = {
	limits: true,
	chunk: true
};
/** What `LuaState.within` takes. */
const wrongSettings = (settings) => {
	const { chunk, limits } = settings;
	if (chunk !== void 0 && typeof chunk !== "string") return wrong("chunk", chunk, "use a text");
	return wrongNames(settings, settingNames) ?? wrongLimits(limits);
};
// ../../../packages/lua/src/internal/athd/stateOptions.ts
/**
* Options of Lua threads, as TypeScript gives them: checked before anything starts, and made to travel.
*/
/** What is not said is not there: it travels. */
const dataOf = ({ chunkCache, limits, onLimit, roots, sandbox }) => said({
	chunkCache,
	limits: limits === void 0 ? void 0 : said(limits),
	onLimit,
	roots,
	sandbox
});
const said = (fields) => Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== void 0));
const invalid = (option, value, remedy) => new ActorError({
	reason: new InvalidOption$1({
		option,
		value,
		remedy
	}),
	actor: "stevedore/lua",
	job: "",
	thread: "",
	started: false
});
/** A name of options that is none of those known. */
const invalidName = (options, known) => asError(wrongNames(options, known));
const invalidValue = (option, value, remedy) => invalidOption(wrong(option, value, remedy));
const invalidOption = ({ option, remedy, value }) => invalid(option, value, remedy);
const asError = (found) => found === void 0 ? void 0 : invalidOption(found);
const stateNames = {
	sandbox: true,
	limits: true,
	roots: true,
	chunkCache: true,
	onLimit: true,
	entry: true
};
const poolNames = {
	name: true,
	...stateNames,
	thread: true,
	window: true,
	whenFull: true,
	slowAfter: true,
	resourceLimits: true,
	restart: true,
	onGiveUp: true,
	whenLost: true,
	group: true,
	size: true,
	strategy: true,
	finishWithin: true
};
const mainNames = {
	...stateNames,
	args: true
};
/** Of a pool; how many threads there is room for, core says. */
const wrongPool = (options) => asError(wrongOptions(options, (options) => wrongNames(options, poolNames) ?? wrongNamed(options) ?? wrongSize(options)));
const wrongNamed = (options) => wrongName$1(options["name"]) ?? wrongScripted(options);
/** Of main's state. */
const wrongMain = (options) => asError(wrongOptions(options, (options) => {
	const { args } = options;
	if (args !== void 0 && !Array.isArray(args)) return wrong("args", args, "list what the script gets as ...");
	return wrongNames(options, mainNames) ?? wrongScripted(options);
}));
const wrongScripted = (options) => wrongEntry(options["entry"]) ?? wrongStateData(options);
const wrongName$1 = (name) => {
	return typeof name === "string" && name !== "" && !name.includes("\0") && bytesOf$1(name).length <= 100 ? void 0 : wrong("name", name, `give the thread a name: a text of 1 to 100 bytes`);
};
const wrongEntry = (entry) => entry === void 0 ? void 0 : wrongFile("entry", entry);
const wrongSize = ({ size }) => size === void 0 || Number.isSafeInteger(size) && size >= 1 ? void 0 : wrong("size", size, "use a whole number from 1, or leave it out for as many as the machine runs at a time");
// ../../../packages/lua/src/internal/fengari/edits.ts
/** `text` with all of `edits` made. Says which piece was not found instead of leaving it out. */
const edited = (file, text, edits) => {
	let result = text;
	for (const [find, replace, times = 1] of edits) {
		let at = result.indexOf(find);
		let found = 0;
		let next = "";
		let from = 0;
		for (; at >= 0; at = result.indexOf(find, from)) {
			next += result.slice(from, at) + replace;
			from = at + find.length;
			found++;
		}
		if (times < 0 ? found === 0 : found !== times) throw new Error(`${file}: found ${found} instead of ${times} times: ${find.slice(0, 80)}`);
		result = next + result.slice(from);
	}
	return result;
};
/** The edits of several tables, file by file, in the order of the tables. */
const joined$1 = (...tables) => {
	const all = {};
	for (const table of tables) for (const [file, edits] of Object.entries(table)) (all[file] ??= []).push(...edits);
	return all;
};
// ../../../packages/lua/src/internal/fengari/release.ts
const version = "0.1.5";
const hashes = {
	"defs.js": "fb33b082a4fad624a69f41eab16a7de9441b6801acd087d0af145127c19ab706",
	"fengari.js": "1c3c2fc82fdb843dfb085b28811a3818de63cb616b649f296ab72edb3097b568",
	"fengaricore.js": "a9aaeaf5f51fffb0f020cdb3168a5c7324742269d84f6ed1a0c9a35fc0ea4603",
	"fengarilib.js": "38e0932d4a6b47067ba05671cade42416cc37cd8ded128f159f8a980e218ad10",
	"lapi.js": "49c1d89b701beeca32b1359807220ecf907c91df3336df929209e0b484150d15",
	"lauxlib.js": "e15a84ad70d038174c8cea97db2d218e0febc025d99ac42bc10cc2c95992108d",
	"lbaselib.js": "59f1ab5a1e4b11d5e9e0a6c6297f334d73bd02271c60595cff2b74be1d02ae5c",
	"lcode.js": "892f534d4ae48287179cbaf0440b2b7f4c39b9d53a01cd139f94e5c980c9243c",
	"lcorolib.js": "8d78fc21541d4f79d8870709ab6a2089a28ec45f050e14e4aa044617a91177b6",
	"ldblib.js": "cd4176c11d9cf43c59eb43f8ad91d61b5cda0c2aea0c88d326a5fc712c407524",
	"ldebug.js": "624f81be3133cae7d91ec88dbb3bec9f265c5394babe3e1fa864d612a1b6ac85",
	"ldo.js": "675bda3021b0d9b6c47e36e81b83c7956ff6542ad56ee2a811790255a826adf2",
	"ldump.js": "53642ae7cca7974b3f2dbc553932d6ecc8f2c4600d267c59e5e89b9c6af97ed9",
	"lfunc.js": "d13616d58669f6cfc917fa721141afaa8c390a7c73694acfffc1fddc388aba3e",
	"linit.js": "0f2d0ade376ea535de145049a632de2c228f13c0983571f143c572c841abb030",
	"liolib.js": "2da5efcce13f6530f865586aef385c3ff63d5cfca0ef9c319504160dd71d4918",
	"ljstype.js": "a414645dcd2bd5e014a35bcb186bb080a73874da017bf2172c8a06992847bfca",
	"llex.js": "4d760c53d1f97416d4b19760dfb196ff29ef56b9d5becf264734f90a44482382",
	"llimits.js": "bd4263a9286c55949129b66d21f7fdc2335d9a7dbf0ecd62cabbfd68d8274de8",
	"lmathlib.js": "47993c9cabfe4b6bff18a7cf2eb66585ea566282a37550ea929a981dc4a5c595",
	"loadlib.js": "6bc1febfdc86442e245bf0eaed1a6fd9df7de2856ccea1e017f874150c06da6b",
	"lobject.js": "3984c89e245469ff79a72f19eaac96566800fdf06ad7bf5361fe2017d30362b2",
	"lopcodes.js": "05ff44648c2d2069e64a76e5125a7434ac98c50ee63c0341d7683d2524dc977e",
	"loslib.js": "d5163ad3dec9d1b4854e84d0191a52791889745d326e038d10154b45aed123a6",
	"lparser.js": "23c6f045e91254d9aea1dde39dc886515252190a8d5255c71651c6801da95178",
	"lstate.js": "328179088667b512d9500333c445e07db84edd36b5698d2d7cbe3b8b09acc1ee",
	"lstring.js": "0552ef9782c35b8d6a8cf772771df43471cd3299304c4f35b6c58c8dce257235",
	"lstrlib.js": "ede28093d6a71e5258d38472413d23caf47dc125013a53292d50cba6ec9c4367",
	"ltable.js": "388122d035f1f2e594586ddea68b30daa548953c438e1c817408c71a3e134146",
	"ltablib.js": "d1348e28ee1dd8ad162e26f74f3e2cb49e2ab0b6d44f6f7f54b6ecd459a78712",
	"ltm.js": "ced7bb56f13543b5f5119c45ead7da47e7bf6ce20174585f562f29dcbf754eda",
	"lua.js": "f9c79d9315acaa265f5c6e4785f74083c5e5e62b7ad862ea6d09fa0f2f664698",
	"luaconf.js": "b541739ac7c6a29b021c804ca1cb53eb8da32c3b12ff4cf9fa4d6cff83551e8c",
	"lualib.js": "363f078832dd0509e005072174b09f894eecdb7c411f4264b23eac811ac7fd30",
	"lundump.js": "e979182d533d8238126625a8320856b254fe9b778100f5d3c586df8a31878274",
	"lutf8lib.js": "ebd06c825e3971ee0db32933797539103f8e49353828ac44ab2a3db3657e8bf1",
	"lvm.js": "b693090a36fddc1cdc152e731dbd008fa96cf67dbe930b96110abd7ec2676f0d",
	"lzio.js": "a2cebc55a0ff60aed1536546325afec78dafed543b3bb4cd8dfb7bb2ff9ed37b"
};
// ../../../packages/lua/src/internal/fengari/instance.ts
const remedies = {
	missing: "Install fengari 0.1.5 beside @stevedore/lua. A bundle must leave it outside (esbuild: --external:fengari, rolldown and rollup: external: [/^fengari/]): its files are read, checked and corrected at start",
	other: `Install exactly fengari ${version}, or run with it as it is, defects included: allowUnpatched: true`
};
/** What is wrong with the installed fengari, and what to do about it. */
const mismatch = (reason, file, found) => new LuaEngineError({
	reason,
	file,
	found,
	remedy: reason === "missing" ? remedies.missing : remedies.other
});
/** Looks for fengari as Node would from here, and, for a bundle that was moved away, from where the process was started. */
const locate = (from = [import.meta.url, join(process.cwd(), "any.js")]) => {
	for (const place of from) {
		if (place === void 0 || place === "") continue;
		try {
			const manifest = createRequire(place).resolve("fengari/package.json");
			const folder = join(dirname(manifest), "src");
			if (!existsSync(join(folder, "fengari.js"))) continue;
			return {
				folder,
				version: JSON.parse(readFileSync(manifest, "utf8")).version
			};
		} catch {}
	}
	return mismatch("missing", "fengari/package.json", `nothing, from ${from.filter(Boolean).join(" and ")}`);
};
/** The texts of the installed files, or what is wrong with them. */
const verified = (installed) => {
	if (installed.version !== "0.1.5") return mismatch("version", join(installed.folder, "..", "package.json"), `version ${installed.version}`);
	const texts = /* @__PURE__ */ new Map();
	for (const [file, expected] of Object.entries(hashes)) {
		const path = join(installed.folder, file);
		let bytes;
		try {
			bytes = readFileSync(path);
		} catch (cause) {
			return mismatch("file", path, `no such file (${cause.code ?? String(cause)})`);
		}
		const found = hash("sha256", bytes, "hex");
		if (found !== expected) return mismatch("file", path, `SHA-256 ${found}`);
		texts.set(file, bytes.toString("utf8"));
	}
	return texts;
};
/** What fengari's files may take from Node; all else is refused, so that Lua cannot reach Node by them. */
const builtin = /^(fs|os|path)$/;
/** What only a function or two of theirs want: loaded when one of them is called. */
const late = /^(child_process|tmp|readline-sync)$/;
/** What a file sets when it is loaded would load it: nobody is asked anything here. */
const loadedLate = (load, name) => new Proxy({}, { get: (_, key) => key === "setDefaultOptions" ? () => {} : load(name)[key] });
/**
* Compiles and runs the files as they are asked for. `provided` answers for what is ours: names beginning with `#`.
* `texts` are the files' texts; a file that is not among them is read as it is.
*/
const instantiate = (folder, texts, edits, provided) => {
	const node = createRequire(join(folder, "fengari.js"));
	const modules = /* @__PURE__ */ new Map();
	const load = (name) => {
		if (name.startsWith("#")) return provided[name];
		if (!name.startsWith("./")) {
			if (builtin.test(name)) return node(name);
			if (late.test(name)) return loadedLate(node, name);
			if (name === "sprintf-js") return edits["lstrlib.js"] === void 0 ? node(name) : {};
			throw new Error(`Lua does not load Node's modules: ${name}`);
		}
		const file = name.slice(2);
		const known = modules.get(file);
		if (known !== void 0) return known.exports;
		const path = join(folder, file);
		const text = edited(file, texts.get(file) ?? readFileSync(path, "utf8"), edits[file] ?? []);
		const module = { exports: {} };
		modules.set(file, module);
		compileFunction(text, [
			"exports",
			"require",
			"module"
		], { filename: path })(module.exports, load, module);
		return module.exports;
	};
	return load;
};
const maxSafe = 9007199254740992;
const maxSafeBig = BigInt(maxSafe);
/** Whether the value is an integer beyond 2^53, held as a bigint. */
const isInt64 = (tv) => tv.type === 35;
/** Whether a JS number under tag 3 stands for an integer: integral, beyond 32 bits, at most 2^53. */
const isWide = (n) => (n | 0) !== n && n <= 9007199254740992 && n >= -9007199254740992 && Math.floor(n) === n;
/** Whether the value is an integer in any of its forms. */
const isInteger = (tv) => tv.type === 19 || tv.type === 35 || tv.type === 3 && isWide(tv.value);
/** Puts an integer into a slot, in its one form. Beyond 64 bits there are only floats. */
const setBigInt = (tv, n) => {
	if (n <= maxSafeBig && n >= -maxSafeBig) {
		const small = Number(n);
		tv.type = (small | 0) === small ? 19 : 3;
		tv.value = small;
	} else if (n >= -9223372036854775808n && n < 18446744073709551616n) {
		tv.type = 35;
		tv.value = n;
	} else {
		tv.type = 3;
		tv.value = Number(n);
	}
};
/** Puts a host number into a slot: an integer where it is one up to 2^53, else a float (-0 is a float). */
const setNumber = (tv, n) => {
	if (typeof n === "bigint") return setBigInt(tv, n);
	tv.type = (n | 0) === n && (n !== 0 || 1 / n > 0) ? 19 : 3;
	tv.value = n;
};
/** The host's number in a slot: a bigint for integers beyond 2^53. */
const toJsNumber = (tv) => tv.value;
/** The number in a slot as a JS number, rounded if it is beyond 2^53. */
const toFloat = (tv) => Number(tv.value);
const push$1 = (L, tv) => {
	L.stack[L.top] = tv;
	L.top++;
	if (L.top > L.ci.top) throw new Error("stack overflow");
};
/** What makes slots: the class of the instance, given when it is loaded. */
let Slot$1;
const useSlots = (TValue) => {
	Slot$1 = TValue;
};
/** A slot of its own that holds the number in its one form. */
const numberTValue = (n) => {
	const tv = new Slot$1(19, 0);
	setNumber(tv, n);
	return tv;
};
/** Pushes a host number: an integer where it is one up to 2^53, else a float. */
const pushNumber = (L, n) => push$1(L, numberTValue(n));
/** Pushes an integer of up to 64 bits. */
const pushBigInt = (L, n) => push$1(L, numberTValue(n));
// ../../../packages/lua/src/internal/fengari/kernel/parse.ts
const isSpace = (c) => c === 32 || c !== void 0 && c >= 9 && c <= 13;
const hexDigit = (c) => {
	if (c === void 0) return -1;
	if (c >= 48 && c <= 57) return c - 48;
	const low = c | 32;
	return low >= 97 && low <= 102 ? low - 87 : -1;
};
/** The end of the text: where only spaces (or a terminator) follow `at`; -1 if something else does. */
const ended$1 = (s, at) => {
	while (isSpace(s[at])) at++;
	return at === s.length || s[at] === 0 ? at : -1;
};
const text = (s, from, to) => {
	let result = "";
	for (let i = from; i < to; i++) result += String.fromCharCode(s[i]);
	return result;
};
/** Reads an integer into `into`; what it says is where it ended, or -1. */
const integer$2 = (s, start, negative, into) => {
	let at = start;
	let n = 0;
	let end;
	if (s[at] === 48 && (s[at + 1] === 120 || s[at + 1] === 88)) {
		at += 2;
		const from = at;
		for (let digit = hexDigit(s[at]); digit >= 0; digit = hexDigit(s[++at])) n = n * 16 + digit;
		if (at === from || (end = ended$1(s, at)) < 0) return -1;
		if (at - from <= 13) setBigIntOrSmall(into, negative ? -n : n);
		else {
			const big = BigInt.asIntN(64, BigInt("0x" + text(s, from, at)));
			setBigInt(into, negative ? BigInt.asIntN(64, -big) : big);
		}
		return end;
	}
	const from = at;
	for (let c = s[at]; c !== void 0 && c >= 48 && c <= 57; c = s[++at]) n = n * 10 + (c - 48);
	if (at === from || (end = ended$1(s, at)) < 0) return -1;
	if (n < 0x38d7ea4c68000) setBigIntOrSmall(into, negative ? -n : n);
	else if (n > 2 ** 64) return -1;
	else {
		const big = BigInt(text(s, from, at));
		if (big > (negative ? 9223372036854775808n : 9223372036854775807n) || big >= 18446744073709551616n) return -1;
		setBigInt(into, negative ? -big : big);
	}
	return end;
};
const setBigIntOrSmall = (into, n) => {
	if ((n | 0) === n) into.setivalue(n | 0);
	else into.setfltvalue(n);
};
const decimal = /^(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?/;
const hexadecimal = /^0[xX]([0-9a-fA-F]*)(?:\.([0-9a-fA-F]*))?(?:[pP]([+-]?[0-9]+))?/;
/** `mantissa * 2^exponent`, rounded once. */
const scaled = (mantissa, exponent) => {
	if (mantissa === 0n) return 0;
	const bits = mantissa.toString(2).length;
	const top = bits + exponent;
	if (top > 1024) return Infinity;
	if (top < -1080) return 0;
	const drop = bits - Math.min(53, top + 1074);
	if (drop <= 0) return Number(mantissa) * 2 ** Math.max(exponent, -1074) * 2 ** Math.min(0, exponent + 1074);
	const half = 1n << BigInt(drop - 1);
	let kept = mantissa >> BigInt(drop);
	const rest = mantissa - (kept << BigInt(drop));
	if (rest > half || rest === half && (kept & 1n) === 1n) kept++;
	const power = exponent + drop;
	return power < -1022 ? Number(kept) * 2 ** -1022 * 2 ** (power + 1022) : Number(kept) * 2 ** power;
};
const float$1 = (s, start, negative, into) => {
	let to = start;
	while (to < s.length && s[to] > 32 && s[to] < 128) to++;
	const word = text(s, start, to);
	const isHex = s[start] === 48 && (s[start + 1] === 120 || s[start + 1] === 88);
	const found = (isHex ? hexadecimal : decimal).exec(word);
	if (found === null) return -1;
	const end = ended$1(s, start + found[0].length);
	if (end < 0) return -1;
	let n;
	if (isHex) {
		const [, whole = "", part = "", power = "0"] = found;
		if (whole.length + part.length === 0) return -1;
		const exponent = Math.max(-1e6, Math.min(1e6, Number(power))) - part.length * 4;
		n = scaled(BigInt("0x" + whole + part), exponent);
	} else n = Number(found[0]);
	into.type = 3;
	into.value = negative ? -n : n;
	return end;
};
/** Bytes of a numeral: no longer text is one. Reading one can take the square of its length, and no hook sees that. */
const longest$2 = 4096;
/** Reads the whole of `s` as a number into `into`: its length and one, or 0 if it is none. */
const parseNumber = (s, into) => {
	if (s.length > longest$2) return 0;
	let at = 0;
	while (isSpace(s[at])) at++;
	const negative = s[at] === 45;
	if (negative || s[at] === 43) at++;
	let end = integer$2(s, at, negative, into);
	if (end < 0) end = float$1(s, at, negative, into);
	return end < 0 ? 0 : end + 1;
};
/** `tonumber(s, base)`: an integer of any length, wrapped to 64 bits as in C; undefined if it is none. */
const parseBase = (s, base) => {
	if (s.length > longest$2) return void 0;
	let at = 0;
	while (isSpace(s[at])) at++;
	const negative = s[at] === 45;
	if (negative || s[at] === 43) at++;
	const from = at;
	let small = 0;
	let big;
	for (; at < s.length; at++) {
		const c = s[at];
		const low = c | 32;
		const digit = c >= 48 && c <= 57 ? c - 48 : low >= 97 && low <= 122 ? low - 87 : 99;
		if (digit >= base) break;
		if (big === void 0) {
			small = small * base + digit;
			if (small > 2 ** 47) big = BigInt(small);
		} else big = BigInt.asIntN(64, big * BigInt(base) + BigInt(digit));
	}
	if (at === from) return void 0;
	while (isSpace(s[at])) at++;
	if (at !== s.length) return void 0;
	const n = BigInt.asIntN(64, big ?? BigInt(small));
	return negative ? BigInt.asIntN(64, -n) : n;
};
// ../../../packages/lua/src/internal/fengari/kernel/arith.ts
/** The operations, in the order of Lua's own numbers for them. */
const add$1 = 0;
const sub = 1;
const mul = 2;
const mod$1 = 3;
const pow = 4;
const div = 5;
const idiv = 6;
const band = 7;
const bor = 8;
const shl = 10;
const shr = 11;
const unm = 12;
const bnot = 13;
/** Puts an integral JS number of at most 2^53 into a slot. */
const setSafe = (tv, n) => {
	if ((n | 0) === n) {
		tv.type = 19;
		tv.value = n | 0;
	} else {
		tv.type = 3;
		tv.value = n;
	}
};
/** Puts an integer into a slot that counts as a number of bits: 64 of them, signed. */
const setBits = (tv, n) => setBigInt(tv, BigInt.asIntN(64, n));
/** JavaScript has no answer where C says 1. */
const power = (a, b) => {
	const result = Math.pow(a, b);
	return result === result ? result : a === 1 || a === -1 && (b === Infinity || b === -Infinity) ? 1 : result;
};
const floatMod = (a, b) => {
	const m = a % b;
	return m * b < 0 ? m + b : m;
};
const floats$1 = (op, a, b) => {
	switch (op) {
		case add$1: return a + b;
		case sub: return a - b;
		case mul: return a * b;
		case mod$1: return floatMod(a, b);
		case pow: return power(a, b);
		case div: return a / b;
		case idiv: return Math.floor(a / b);
		default: return -a;
	}
};
const floorMod = (x, y) => {
	const r = x % y;
	return r !== 0n && r < 0n !== y < 0n ? r + y : r;
};
const integers = (raise, L, op, x, y, res) => {
	if (typeof x === "number" && typeof y === "number") {
		if ((op === mod$1 || op === idiv) && y === 0) raise(L, op === mod$1 ? "attempt to perform 'n%%0'" : "attempt to divide by zero");
		const r = floats$1(op, x, y);
		if (r < 9007199254740992 && r > -9007199254740992) return setSafe(res, r);
	}
	const a = BigInt(x);
	const b = BigInt(y);
	switch (op) {
		case add$1: return setBigInt(res, a + b);
		case sub: return setBigInt(res, a - b);
		case mul: return setBigInt(res, a * b);
		case unm: return setBigInt(res, -a);
	}
	if (b === 0n) raise(L, op === mod$1 ? "attempt to perform 'n%%0'" : "attempt to divide by zero");
	const m = floorMod(a, b);
	return setBigInt(res, op === mod$1 ? m : (a - m) / b);
};
/** A float that is integral and fits 64 bits, as an integer; else false. */
const integerOfFloat = (n) => {
	if (n <= 9007199254740992 && n >= -9007199254740992) return Math.floor(n) === n ? n + 0 : false;
	return n >= -0x8000000000000000 && n < 0x8000000000000000 ? BigInt(n) : false;
};
/** The integer in a slot: of a float or a text if it is integral. `mode` 1 and 2 round down and up. False if there is none. */
const toInteger = (tv, mode = 0) => {
	switch (tv.type) {
		case 19:
		case 35: return tv.value;
		case 3: {
			const n = tv.value;
			const floor = Math.floor(n);
			if (floor !== n) {
				if (mode === 0) return false;
				return integerOfFloat(mode === 2 ? floor + 1 : floor);
			}
			return integerOfFloat(n);
		}
	}
	if (!tv.ttisstring()) return false;
	const read = numeral(tv);
	return read === void 0 ? false : toInteger(read, mode);
};
/** The number a text stands for. */
const numeral = (tv) => {
	const into = new tv.constructor();
	const bytes = tv.svalue();
	return parseNumber(bytes, into) === bytes.length + 1 ? into : void 0;
};
/** The number in a slot as a float, a text's included; false if there is none. */
const toNumber = (tv) => {
	if (tv.type === 19 || tv.type === 3) return tv.value;
	if (tv.type === 35) return Number(tv.value);
	if (!tv.ttisstring()) return false;
	const read = numeral(tv);
	return read === void 0 ? false : toFloat(read);
};
const high = (n) => Math.floor(n / 4294967296);
const shifted = (x, by, res) => {
	if (by >= 64 || by <= -64) return setSafe(res, 0);
	const n = Number(by);
	if (typeof x === "number") {
		if (n >= 0) {
			const r = x * 2 ** n;
			if (r < 9007199254740992 && r > -9007199254740992) return setSafe(res, r);
		} else if (x >= 0) return setSafe(res, Math.floor(x / 2 ** -n));
	}
	const bits = BigInt.asUintN(64, BigInt(x));
	setBits(res, n >= 0 ? bits << BigInt(n) : bits >> BigInt(-n));
};
const bitwise = (op, x, y, res) => {
	if (op === shl) return shifted(x, y, res);
	if (op === shr) return shifted(x, -y, res);
	if (op === bnot) return typeof x === "number" ? integersNot(x, res) : setBits(res, ~x);
	if (typeof x === "number" && typeof y === "number") {
		const a = high(x);
		const b = high(y);
		const top = op === band ? a & b : op === bor ? a | b : a ^ b;
		const low = op === band ? x & y : op === bor ? x | y : x ^ y;
		const r = top * 4294967296 + (low >>> 0);
		if (r < 9007199254740992 && r > -9007199254740992) return setSafe(res, r);
	}
	const a = BigInt.asIntN(64, BigInt(x));
	const b = BigInt.asIntN(64, BigInt(y));
	setBits(res, op === band ? a & b : op === bor ? a | b : a ^ b);
};
const integersNot = (x, res) => setBigInt(res, ~BigInt(x));
/** What `op` makes of two values in `res`; false if they are no numbers for it (a text that is one counts). */
const operate = (raise, L, op, a, b, res) => {
	if (op >= band && op !== unm) {
		const x = toInteger(a);
		if (x === false) return false;
		const y = toInteger(b);
		if (y === false) return false;
		bitwise(op, x, y, res);
		return true;
	}
	if (op !== div && op !== pow && isInteger(a) && isInteger(b)) {
		integers(raise, L, op, a.value, b.value, res);
		return true;
	}
	const x = toNumber(a);
	if (x === false) return false;
	const y = toNumber(b);
	if (y === false) return false;
	const value = floats$1(op, x, y);
	res.type = 3;
	res.value = value;
	return true;
};
/** A float's place among the keys of a table: the integer it equals. */
const keyOfFloat = (n) => n > 9007199254740992 || n < -9007199254740992 ? n >= Number(-9223372036854775808n) && n < Number(18446744073709551616n) && Math.floor(n) === n ? BigInt(n) : n : n;
// ../../../packages/lua/src/internal/fengari/kernel/decimal.ts
/** The fraction `numerator / 2^shift` of a positive double. */
const fraction = (x) => {
	const view = /* @__PURE__ */ new DataView(/* @__PURE__ */ new ArrayBuffer(8));
	view.setFloat64(0, x);
	const bits = view.getBigUint64(0);
	const exponent = Number(bits >> 52n);
	const mantissa = bits & 4503599627370495n;
	return exponent === 0 ? [mantissa, 1074] : [mantissa | 4503599627370496n, 1075 - exponent];
};
/** `numerator / denominator`, rounded to the nearest, to even between two. */
const divided = (numerator, denominator) => {
	const quotient = numerator / denominator;
	const twice = (numerator - quotient * denominator) * 2n;
	return twice > denominator || twice === denominator && (quotient & 1n) === 1n ? quotient + 1n : quotient;
};
const exactFixed = (x, places) => {
	const [mantissa, shift] = fraction(x);
	const scaled = mantissa * 10n ** BigInt(places);
	const whole = shift <= 0 ? scaled << BigInt(-shift) : divided(scaled, 1n << BigInt(shift));
	if (places === 0) return String(whole);
	const text = String(whole).padStart(places + 1, "0");
	return `${text.slice(0, -places)}.${text.slice(-places)}`;
};
/** A finite `x` that is not negative with so many decimal places, as `%.*f` shows it. */
const fixed = (x, places) => {
	if (x >= 1e21 || places > 90) return exactFixed(x, places);
	return x.toFixed(places + 3).endsWith("500") ? exactFixed(x, places) : x.toFixed(places);
};
/** The digits of a finite `x` > 0 rounded to `count` of them (at least one), and the power of ten of the first. */
const digits = (x, count) => {
	if (count <= 90) {
		const further = x.toExponential(count + 2);
		const at = further.indexOf("e");
		if (!(further.charCodeAt(at - 1) === 48 && further.charCodeAt(at - 2) === 48 && further.charCodeAt(at - 3) === 53)) {
			const text = x.toExponential(count - 1);
			const end = text.indexOf("e");
			return [count === 1 ? text.slice(0, end) : text[0] + text.slice(2, end), Number(text.slice(end + 1))];
		}
	}
	const [mantissa, shift] = fraction(x);
	let exponent = Number(x.toExponential(20).split("e")[1]);
	for (;;) {
		const scale = count - 1 - exponent;
		let numerator = mantissa;
		let denominator = 1n;
		if (scale >= 0) numerator *= 10n ** BigInt(scale);
		else denominator = 10n ** BigInt(-scale);
		if (shift <= 0) numerator <<= BigInt(-shift);
		else denominator <<= BigInt(shift);
		const text = String(divided(numerator, denominator));
		if (text.length === count) return [text, exponent];
		exponent += text.length - count;
	}
};
const exponentText = (exponent) => `e${exponent < 0 ? "-" : "+"}${exponent < 10 && exponent > -10 ? "0" : ""}${Math.abs(exponent)}`;
/** A finite `x` that is not negative as `%.*e` shows it; `point` keeps the point of a number without places (`#`). */
const exponential = (x, places, point = false) => {
	const [all, exponent] = x === 0 ? ["0".repeat(places + 1), 0] : digits(x, places + 1);
	return `${all[0]}${places > 0 ? "." + all.slice(1) : point ? "." : ""}${exponentText(exponent)}`;
};
/** A finite `x` that is not negative as `%.*g` shows it; `all` keeps trailing zeros and the point (`#`). */
const general = (x, precision, all = false) => {
	const count = precision === 0 ? 1 : precision;
	const [text, exponent] = x === 0 ? ["0".repeat(count), 0] : digits(x, count);
	if (exponent < -4 || exponent >= count) {
		const tail = all ? text.slice(1) : text.slice(1).replace(/0+$/, "");
		return `${text[0]}${tail !== "" || all ? "." + tail : ""}${exponentText(exponent)}`;
	}
	const whole = exponent < 0 ? "0" : text.slice(0, exponent + 1);
	const rest = exponent < 0 ? "0".repeat(-exponent - 1) + text : text.slice(exponent + 1);
	const tail = all ? rest : rest.replace(/0+$/, "");
	return tail !== "" || all ? `${whole}.${tail}` : whole;
};
/** A float as Lua prints it: `%.14g`, with `.0` where it would look like an integer. */
const floatText = (x) => {
	if (x !== x) return "nan";
	if (x === Infinity) return "inf";
	if (x === -Infinity) return "-inf";
	if (x === 0) return 1 / x < 0 ? "-0.0" : "0.0";
	if (x < 0x5af3107a4000 && x > -0x5af3107a4000) {
		const short = String(x);
		if (short.length <= 15 && short.indexOf("e") < 0 && (x >= 1e-4 || x <= -1e-4)) return Math.floor(x) === x ? short + ".0" : short;
	}
	const text = x < 0 ? "-" + general(-x, 14) : general(x, 14);
	return /[.e]/.test(text) ? text : text + ".0";
};
// ../../../packages/lua/src/internal/fengari/kernel/loops.ts
/** Prepares the three hidden slots; the index is one step before the first. */
const prepareLoop = (raise, L, init, limit, step) => {
	if (isInteger(init) && isInteger(step)) {
		const down = step.value < 0;
		let end = toInteger(limit, down ? 2 : 1);
		if (end === false) {
			const n = toNumber(limit);
			if (n === false) raise(L, "'for' limit must be a number");
			end = n !== n ? down ? Infinity : -Infinity : n > 0 ? Infinity : -Infinity;
		}
		limit.type = 19;
		limit.value = end;
		const before = typeof init.value === "number" && typeof step.value === "number" ? init.value - step.value : maxSafe;
		if (before < 9007199254740992 && before > -9007199254740992) setSafe(init, before);
		else {
			init.value = BigInt(init.value) - BigInt(step.value);
			init.type = 35;
		}
		return;
	}
	const number = (tv, what) => {
		const n = toNumber(tv);
		if (n === false) raise(L, `'for' ${what} must be a number`);
		return n;
	};
	limit.setfltvalue(number(limit, "limit"));
	step.setfltvalue(number(step, "step"));
	init.setfltvalue(number(init, "initial value") - step.value);
};
/** One step: whether the loop goes on, with the index in `index` and in the visible `variable`. */
const stepLoop = (index, limit, step, variable) => {
	const by = step.value;
	if (limit.type === 3) {
		const next = index.value + by;
		if (!(by > 0 ? next <= limit.value : limit.value <= next)) return false;
		index.value = next;
		variable.setfltvalue(next);
		return true;
	}
	let next;
	if (index.type === 35 || step.type === 35) next = BigInt(index.value) + BigInt(by);
	else {
		next = index.value + by;
		if (next >= 9007199254740992 || next <= -9007199254740992) next = BigInt(index.value) + BigInt(by);
	}
	if (!(by > 0 ? next <= limit.value : limit.value <= next)) return false;
	if (typeof next === "number") setSafe(index, next);
	else {
		setBigInt(index, next);
		if (index.type === 3 && (next > 9007199254740992 || next < -9007199254740992)) return false;
	}
	variable.setfrom(index);
	return true;
};
// ../../../packages/lua/src/internal/fengari/kernel/pack.ts
/** Whether an integer fits so many bytes. */
const fits = (n, size, signed) => {
	if (size >= 8) return true;
	const span = 2 ** (size * 8);
	return signed ? n >= -span / 2 && n < span / 2 : n >= 0 && n < span;
};
/** Writes `size` bytes of an integer; those beyond the eighth repeat its sign if it is a signed one. */
const writeInteger = (bytes, n, little, size, signed) => {
	let low;
	let high;
	if (typeof n === "number") {
		low = n >>> 0;
		high = Math.floor(n / 4294967296) >>> 0;
	} else {
		low = Number(n & 4294967295n);
		high = Number(n >> 32n & 4294967295n);
	}
	for (let i = 0; i < size; i++) {
		const byte = i < 4 ? low >>> i * 8 : i < 8 ? high >>> (i - 4) * 8 : signed && n < 0 ? 255 : 0;
		bytes[little ? i : size - 1 - i] = byte & 255;
	}
};
/** Reads an integer of `size` bytes; undefined if it does not fit 64 bits. */
const readInteger = (bytes, little, size, signed) => {
	let low = 0;
	let high = 0;
	for (let i = Math.min(size, 8) - 1; i >= 0; i--) {
		const byte = bytes[little ? i : size - 1 - i];
		if (i < 4) low = low * 256 + byte;
		else high = high * 256 + byte;
	}
	if (size < 8 && high >= 2097152) {
		const all = BigInt(high) << 32n | BigInt(low);
		return signed ? BigInt.asIntN(size * 8, all) : all;
	}
	if (size < 8) {
		const n = high * 4294967296 + low;
		const span = 2 ** (size * 8);
		return signed && n >= span / 2 ? n - span : n;
	}
	const negative = high >= 2147483648;
	for (let i = 8; i < size; i++) if (bytes[little ? i : size - 1 - i] !== (signed && negative ? 255 : 0)) return void 0;
	if (high < 2097152) return high * 4294967296 + low;
	return BigInt.asIntN(64, BigInt(high) << 32n | BigInt(low));
};
// ../../../packages/lua/src/internal/fengari/kernel/kernel.ts
/** What stands for the bytes of a long string where it is a key. */
const digest = (bytes) => hash("sha256", bytes, "base64");
const makeKernel = (require, isWhole = isInteger) => {
	const raise = (L, message) => {
		require("./ldebug.js").luaG_runerror(L, require("./defs.js").to_luastring(message));
		throw new Error("unreachable");
	};
	/** `res = a op b`, by the operands' metamethods if they are no numbers. */
	const arith = (L, op, a, b, res) => {
		if (!operate(raise, L, op, a, b, res)) {
			const { luaT_trybinTM, TMS } = require("./ltm.js");
			luaT_trybinTM(L, a, b, res, op + TMS.TM_ADD);
		}
	};
	/** An error of the host that nobody made a Lua error of: its name and text. */
	const nativeError = (L) => {
		const { lua_pushliteral, lua_touserdata } = require("./lapi.js");
		const error = lua_touserdata(L, 1);
		lua_pushliteral(L, error instanceof RangeError && /call stack/i.test(error.message) ? "stack overflow" : error instanceof Error ? `${error.name}: ${error.message}` : String(error));
		return 1;
	};
	return {
		LUA_TNUMI64: 35,
		arith,
		digest,
		fits,
		floatText,
		isInteger,
		keyOfFloat,
		nativeError,
		parseBase,
		parseNumber,
		power,
		readInteger,
		setNumber,
		setSafe,
		stepLoop,
		toInteger,
		toNumber,
		writeInteger,
		prepareLoop: (L, init, limit, step) => prepareLoop(raise, L, init, limit, step),
		/** The tag of an integral JS number or a bigint. */
		tagOf: (n) => typeof n === "bigint" ? 35 : (n | 0) === n ? 19 : 3,
		/** A number as `tostring` shows it. */
		numberText: (tv) => isWhole(tv) ? String(tv.value) : floatText(tv.value),
		/** An argument that is a position or a count: what is beyond 2^53 is far enough. */
		clamped: (n) => typeof n === "bigint" ? Number(n) : n
	};
};
// ../../../packages/lua/src/internal/fengari/lib/integers.ts
const promoted = {
	bits: 64,
	max: 9223372036854775807n,
	min: -9223372036854775808n,
	is: isInteger,
	of: toInteger
};
const wrapped = {
	bits: 32,
	max: 2147483647,
	min: -2147483648,
	is: (tv) => tv.type === 19,
	of: (tv) => {
		const n = toInteger(tv);
		return typeof n === "number" && (n | 0) === n ? n : false;
	}
};
/** The slot of an argument, if there is one. */
const argument$1 = (L, arg) => {
	const at = L.ci.funcOff + arg;
	return at < L.top ? L.stack[at] : void 0;
};
// ../../../packages/lua/src/internal/fengari/lib/format.ts
const plain$2 = {
	left: false,
	plus: false,
	space: false,
	alternate: false,
	zero: false,
	width: 0,
	precision: -1
};
/** Sign or prefix, then digits, filled to the width: with zeros between the two if asked for. */
const filled$1 = (spec, prefix, digits, zeros) => {
	const missing = spec.width - prefix.length - digits.length;
	if (missing <= 0) return prefix + digits;
	if (spec.left) return prefix + digits + " ".repeat(missing);
	return zeros ? prefix + "0".repeat(missing) + digits : " ".repeat(missing) + prefix + digits;
};
const sign$1 = (spec, negative) => negative ? "-" : spec.plus ? "+" : spec.space ? " " : "";
const integer$1 = (spec, n, conversion, bits) => {
	let digits;
	let prefix = "";
	if (conversion === 100 || conversion === 105) {
		prefix = sign$1(spec, n < 0);
		digits = String(n < 0 ? -n : n);
	} else {
		const unsigned = n < 0 ? BigInt.asUintN(bits, BigInt(n)) : n;
		if (conversion === 117) digits = String(unsigned);
		else if (conversion === 111) {
			digits = unsigned.toString(8);
			if (spec.alternate && digits[0] !== "0" && spec.precision <= digits.length) digits = "0" + digits;
		} else {
			digits = unsigned.toString(16);
			if (spec.alternate && unsigned != 0) prefix = "0x";
			if (conversion === 88) {
				digits = digits.toUpperCase();
				prefix = prefix.toUpperCase();
			}
		}
	}
	if (spec.precision >= 0) digits = spec.precision === 0 && n == 0 ? conversion === 111 && spec.alternate ? "0" : "" : digits.padStart(spec.precision, "0");
	return filled$1(spec, prefix, digits, spec.zero && spec.precision < 0);
};
/** `%a`: hexadecimal digits of the fraction, rounded to even where fewer are asked for. */
const hexFloat = (x, precision, alternate) => {
	if (x === 0) return `0x0${precision > 0 ? "." + "0".repeat(precision) : alternate ? "." : ""}p+0`;
	const view = /* @__PURE__ */ new DataView(/* @__PURE__ */ new ArrayBuffer(8));
	view.setFloat64(0, x);
	const bits = view.getBigUint64(0);
	const biased = Number(bits >> 52n & 2047n);
	let fraction = bits & 4503599627370495n;
	let lead = biased === 0 ? 0n : 1n;
	const exponent = biased === 0 ? -1022 : biased - 1023;
	let digits = 13;
	if (precision >= 0 && precision < 13) {
		const drop = BigInt((13 - precision) * 4);
		const all = lead << 52n | fraction;
		const half = 1n << drop - 1n;
		const rest = all & (1n << drop) - 1n;
		let kept = all >> drop;
		if (rest > half || rest === half && (kept & 1n) === 1n) kept++;
		lead = kept >> BigInt(precision * 4);
		fraction = kept & (1n << BigInt(precision * 4)) - 1n;
		digits = precision;
	}
	let text = digits === 0 ? "" : fraction.toString(16).padStart(digits, "0");
	if (precision < 0) text = text.replace(/0+$/, "");
	else text = text.padEnd(precision, "0");
	return `0x${lead}${text !== "" || alternate ? "." + text : ""}p${exponent < 0 ? "" : "+"}${exponent}`;
};
const float = (spec, n, conversion) => {
	const negative = n < 0 || n === 0 && 1 / n < 0;
	const upper = conversion < 97;
	const prefix = sign$1(spec, negative);
	if (n !== n || n === Infinity || n === -Infinity) {
		const text = n !== n ? "nan" : "inf";
		return filled$1(spec, prefix, upper ? text.toUpperCase() : text, false);
	}
	const x = Math.abs(n);
	const precision = spec.precision < 0 ? 6 : spec.precision;
	let text;
	switch (conversion | 32) {
		case 97: {
			const hex = hexFloat(x, spec.precision, spec.alternate);
			return filled$1(spec, prefix + (upper ? "0X" : "0x"), upper ? hex.slice(2).toUpperCase() : hex.slice(2), spec.zero);
		}
		case 101:
			text = exponential(x, precision, spec.alternate);
			break;
		case 102:
			text = fixed(x, precision) + (spec.alternate && precision === 0 ? "." : "");
			break;
		default: text = general(x, precision, spec.alternate);
	}
	return filled$1(spec, prefix, upper ? text.toUpperCase() : text, spec.zero);
};
/** Bytes that `%q` writes between two looks at what a budget leaves. */
const piece = 4096;
const makeFormat = (F, integers) => {
	const { lauxlib, lua, meter, to_luastring } = F;
	const add = (B, text) => {
		const bytes = lauxlib.luaL_prepbuffsize(B, text.length);
		for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
		lauxlib.luaL_addsize(B, text.length);
	};
	const integerArgument = (L, arg) => {
		const tv = argument$1(L, arg);
		const n = tv === void 0 ? false : integers.of(tv);
		return n === false ? lauxlib.luaL_checkinteger(L, arg) : n;
	};
	/** Piece by piece, in the memory of the result. */
	const quoted = (L, B, s) => {
		lauxlib.luaL_addchar(B, 34);
		for (let from = 0; from < s.length; from += piece) {
			if ((meter.steps -= Math.min(piece, s.length - from) >> 2) < 0) meter.exhausted(L);
			const to = Math.min(from + piece, s.length);
			const bytes = lauxlib.luaL_prepbuffsize(B, 4 * (to - from));
			let at = 0;
			for (let i = from; i < to; i++) {
				const c = s[i];
				if (c === 34 || c === 92 || c === 10) {
					bytes[at++] = 92;
					bytes[at++] = c;
				} else if (c < 32 || c === 127) {
					const next = s[i + 1];
					const full = next !== void 0 && next >= 48 && next <= 57;
					bytes[at++] = 92;
					if (full || c >= 100) bytes[at++] = 48 + Math.floor(c / 100);
					if (full || c >= 10) bytes[at++] = 48 + Math.floor(c / 10) % 10;
					bytes[at++] = 48 + c % 10;
				} else bytes[at++] = c;
			}
			lauxlib.luaL_addsize(B, at);
		}
		lauxlib.luaL_addchar(B, 34);
	};
	const literal = (L, B, arg) => {
		switch (lua.lua_type(L, arg)) {
			case lua.LUA_TSTRING: return quoted(L, B, lua.lua_tostring(L, arg));
			case lua.LUA_TNUMBER: {
				const tv = argument$1(L, arg);
				if (integers.is(tv)) return add(B, tv.value == integers.min ? integer$1({
					...plain$2,
					alternate: true
				}, tv.value, 120, integers.bits) : String(tv.value));
				return add(B, float(plain$2, Number(tv.value), 97));
			}
			case lua.LUA_TNIL:
			case lua.LUA_TBOOLEAN:
				lauxlib.luaL_tolstring(L, arg);
				return lauxlib.luaL_addvalue(B);
			default: lauxlib.luaL_argerror(L, arg, to_luastring("value has no literal form"));
		}
	};
	/** Fills a text of bytes to the width. */
	const padded = (B, spec, bytes) => {
		const missing = spec.width - bytes.length;
		if (missing > 0 && !spec.left) add(B, " ".repeat(missing));
		lauxlib.luaL_addlstring(B, bytes, bytes.length);
		if (missing > 0 && spec.left) add(B, " ".repeat(missing));
	};
	return (L) => {
		const top = lua.lua_gettop(L);
		const format = lauxlib.luaL_checkstring(L, 1);
		const B = new lauxlib.luaL_Buffer();
		lauxlib.luaL_buffinit(L, B);
		let arg = 1;
		let i = 0;
		while (i < format.length) {
			if (--meter.steps < 0) meter.exhausted(L);
			if (format[i] !== 37) {
				let end = format.indexOf(37, i);
				if (end < 0) end = format.length;
				lauxlib.luaL_addlstring(B, format.subarray(i, end), end - i);
				i = end;
				continue;
			}
			if (format[++i] === 37) {
				lauxlib.luaL_addchar(B, 37);
				i++;
				continue;
			}
			if (++arg > top) lauxlib.luaL_argerror(L, arg, to_luastring("no value"));
			let spec = plain$2;
			const c = format[i];
			if (c === void 0 || !(c >= 97 && c <= 122 || c >= 65 && c <= 90)) {
				const from = i;
				const flags = {
					left: false,
					plus: false,
					space: false,
					alternate: false,
					zero: false
				};
				for (;; i++) {
					const flag = format[i];
					if (flag === 45) flags.left = true;
					else if (flag === 43) flags.plus = true;
					else if (flag === 32) flags.space = true;
					else if (flag === 35) flags.alternate = true;
					else if (flag === 48) flags.zero = true;
					else break;
				}
				if (i - from >= 6) lauxlib.luaL_error(L, to_luastring("invalid format (repeated flags)"));
				const digit = (at) => {
					const d = format[at];
					return d !== void 0 && d >= 48 && d <= 57 ? d - 48 : -1;
				};
				let width = 0;
				let precision = -1;
				if (digit(i) >= 0) width = digit(i++);
				if (digit(i) >= 0) width = width * 10 + digit(i++);
				if (format[i] === 46) {
					i++;
					precision = 0;
					if (digit(i) >= 0) precision = digit(i++);
					if (digit(i) >= 0) precision = precision * 10 + digit(i++);
				}
				if (digit(i) >= 0) lauxlib.luaL_error(L, to_luastring("invalid format (width or precision too long)"));
				spec = {
					...flags,
					width,
					precision
				};
			}
			const conversion = format[i++] ?? 0;
			switch (conversion) {
				case 99:
					padded(B, spec, Uint8Array.of(Number(BigInt.asUintN(8, BigInt(integerArgument(L, arg))))));
					break;
				case 100:
				case 105:
				case 111:
				case 117:
				case 120:
				case 88:
					add(B, integer$1(spec, integerArgument(L, arg), conversion, integers.bits));
					break;
				case 97:
				case 65:
				case 101:
				case 69:
				case 102:
				case 103:
				case 71:
					add(B, float(spec, lauxlib.luaL_checknumber(L, arg), conversion));
					break;
				case 113:
					literal(L, B, arg);
					break;
				case 115: {
					const s = lauxlib.luaL_tolstring(L, arg);
					if (spec !== plain$2) {
						if ((meter.steps -= s.length >> 6) < 0) meter.exhausted(L);
						lauxlib.luaL_argcheck(L, s.indexOf(0) < 0, arg, to_luastring("string contains zeros"));
						padded(B, spec, spec.precision >= 0 ? s.subarray(0, spec.precision) : s);
					} else lauxlib.luaL_addlstring(B, s, s.length);
					lua.lua_settop(L, -2);
					break;
				}
				default: lauxlib.luaL_error(L, to_luastring("invalid option '%%%c' to 'format'"), conversion);
			}
		}
		lauxlib.luaL_pushresult(B);
		return 1;
	};
};
// ../../../packages/lua/src/internal/fengari/lib/random.ts
const makeGenerator = () => {
	let a = 0;
	let b = 0;
	let c = 0;
	let d = 0;
	const generator = {
		next: () => {
			const x = Math.imul(b, 5);
			const result = Math.imul(x << 7 | x >>> 25, 9);
			const t = b << 9;
			c ^= a;
			d ^= b;
			b ^= c;
			a ^= d;
			c ^= t;
			d = d << 11 | d >>> 21;
			return result >>> 0;
		},
		float: () => {
			return ((generator.next() >>> 5) * 67108864 + (generator.next() >>> 6)) / 9007199254740992;
		},
		seed: (high, low) => {
			let state = low | 0;
			const mixed = (more) => {
				state = state + 2654435769 + more | 0;
				let z = state;
				z = Math.imul(z ^ z >>> 16, 569420461);
				z = Math.imul(z ^ z >>> 15, 1935289751);
				return z ^ z >>> 15;
			};
			a = mixed(0);
			b = mixed(high | 0);
			c = mixed(0);
			d = mixed(high | 0);
			if ((a | b | c | d) === 0) a = 1;
			for (let i = 0; i < 16; i++) generator.next();
		}
	};
	const start = randomBytes(8);
	generator.seed(start.readInt32LE(0), start.readInt32LE(4));
	return generator;
};
/** Seeds by a Lua number: by its bits, whatever its form. */
const seedBy = (generator, n) => {
	if (typeof n === "number" && !Number.isSafeInteger(n)) {
		const view = /* @__PURE__ */ new DataView(/* @__PURE__ */ new ArrayBuffer(8));
		view.setFloat64(0, n);
		return generator.seed(view.getInt32(0), view.getInt32(4));
	}
	const bits = BigInt.asUintN(64, BigInt(n));
	generator.seed(Number(bits >> 32n) | 0, Number(bits & 4294967295n) | 0);
};
/** An integer of [low, high], each as likely as the others. */
const between = (generator, low, high) => {
	if (typeof low === "number" && typeof high === "number") {
		const count = high - low + 1;
		if (count <= 4294967296) {
			const limit = 4294967296 - 4294967296 % count;
			for (;;) {
				const r = generator.next();
				if (r < limit) return low + r % count;
			}
		}
		if (count <= 9007199254740992 && high <= 9007199254740992) {
			const limit = 9007199254740992 - 9007199254740992 % count;
			for (;;) {
				const r = (generator.next() >>> 11) * 4294967296 + generator.next();
				if (r < limit) return low + r % count;
			}
		}
	}
	const count = BigInt(high) - BigInt(low) + 1n;
	const all = 1n << 128n;
	const limit = all - all % count;
	for (;;) {
		let r = 0n;
		for (let i = 0; i < 4; i++) r = r << 32n | BigInt(generator.next());
		if (r < limit) return BigInt(low) + r % count;
	}
};
// ../../../packages/lua/src/internal/fengari/lib/math.ts
const generators = /* @__PURE__ */ new WeakMap();
/** The generator of the state that `L` belongs to. */
const generatorOf = (L) => {
	let generator = generators.get(L.l_G);
	if (generator === void 0) generators.set(L.l_G, generator = makeGenerator());
	return generator;
};
const makeMath = (F, integers) => {
	const { lauxlib, lobject, lua, to_luastring } = F;
	const { luaL_checknumber } = lauxlib;
	const push = (L, n) => {
		const tv = new lobject.TValue(19, 0);
		setNumber(tv, n);
		L.stack[L.top++] = tv;
		return 1;
	};
	const pushFloat = (L, n) => {
		L.stack[L.top++] = new lobject.TValue(3, n);
		return 1;
	};
	/** The integer a float is, if integers go that far; else the float. */
	const pushIntegral = (L, n) => {
		const whole = integerOfFloat(n);
		return whole === false || whole > integers.max || whole < integers.min ? pushFloat(L, n) : push(L, whole);
	};
	const isInteger = (L, arg) => {
		const tv = argument$1(L, arg);
		return tv !== void 0 && integers.is(tv) ? tv : void 0;
	};
	const checkInteger = (L, arg) => {
		const tv = argument$1(L, arg);
		const n = tv === void 0 ? false : integers.of(tv);
		return n === false ? lauxlib.luaL_checkinteger(L, arg) : n;
	};
	const floats = (f) => (L) => pushFloat(L, f(luaL_checknumber(L, 1)));
	const rounded = (round) => (L) => {
		if (isInteger(L, 1) !== void 0) {
			lua.lua_settop(L, 1);
			return 1;
		}
		return pushIntegral(L, round(luaL_checknumber(L, 1)));
	};
	const extreme = (operator, first) => (L) => {
		const n = lua.lua_gettop(L);
		let best = 1;
		if (n === 0) F.lauxlib.luaL_argerror(L, 1, F.to_luastring("value expected"));
		for (let i = 2; i <= n; i++) if (lua.lua_compare(L, first ? i : best, first ? best : i, operator)) best = i;
		lua.lua_pushvalue(L, best);
		return 1;
	};
	const negated = (n) => {
		const result = -n;
		return integers.bits === 32 ? Number(result) | 0 : result;
	};
	return {
		abs: (L) => {
			const tv = isInteger(L, 1);
			return tv === void 0 ? pushFloat(L, Math.abs(luaL_checknumber(L, 1))) : push(L, tv.value < 0 ? negated(tv.value) : tv.value);
		},
		acos: floats(Math.acos),
		asin: floats(Math.asin),
		atan: (L) => pushFloat(L, Math.atan2(luaL_checknumber(L, 1), lauxlib.luaL_optnumber(L, 2, 1))),
		ceil: rounded(Math.ceil),
		cos: floats(Math.cos),
		cosh: floats(Math.cosh),
		deg: floats((x) => x * (180 / Math.PI)),
		exp: floats(Math.exp),
		floor: rounded(Math.floor),
		fmod: (L) => {
			const a = isInteger(L, 1);
			const b = isInteger(L, 2);
			if (a !== void 0 && b !== void 0) {
				if (b.value == 0) return lauxlib.luaL_argerror(L, 2, to_luastring("zero"));
				if (typeof a.value === "number" && typeof b.value === "number") return push(L, a.value % b.value + 0);
				return push(L, BigInt(a.value) % BigInt(b.value));
			}
			const divisor = luaL_checknumber(L, 2);
			return pushFloat(L, luaL_checknumber(L, 1) % divisor);
		},
		frexp: (L) => {
			const x = luaL_checknumber(L, 1);
			const [fraction, exponent] = x === 0 || !Number.isFinite(x) ? [x, 0] : F.luaconf.frexp(x);
			pushFloat(L, fraction);
			push(L, exponent);
			return 2;
		},
		ldexp: (L) => {
			const x = luaL_checknumber(L, 1);
			const exponent = Number(checkInteger(L, 2));
			return pushFloat(L, x === 0 ? x : F.luaconf.ldexp(x, Math.max(-5e3, Math.min(5e3, exponent))));
		},
		log: (L) => {
			const x = luaL_checknumber(L, 1);
			if (lua.lua_isnoneornil(L, 2)) return pushFloat(L, Math.log(x));
			const base = luaL_checknumber(L, 2);
			return pushFloat(L, base === 2 ? Math.log2(x) : base === 10 ? Math.log10(x) : Math.log(x) / Math.log(base));
		},
		log10: floats(Math.log10),
		max: extreme(lua.LUA_OPLT, false),
		min: extreme(lua.LUA_OPLT, true),
		modf: (L) => {
			if (isInteger(L, 1) !== void 0) {
				lua.lua_settop(L, 1);
				pushFloat(L, 0);
				return 2;
			}
			const n = luaL_checknumber(L, 1);
			const whole = n < 0 ? Math.ceil(n) : Math.floor(n);
			pushIntegral(L, whole);
			pushFloat(L, n === whole ? 0 : n - whole);
			return 2;
		},
		pow: (L) => pushFloat(L, power(luaL_checknumber(L, 1), luaL_checknumber(L, 2))),
		rad: floats((x) => x * (Math.PI / 180)),
		random: (L) => {
			const generator = generatorOf(L);
			let low = 1;
			let high;
			switch (lua.lua_gettop(L)) {
				case 0: return pushFloat(L, generator.float());
				case 1:
					high = checkInteger(L, 1);
					break;
				case 2:
					low = checkInteger(L, 1);
					high = checkInteger(L, 2);
					break;
				default: return lauxlib.luaL_error(L, to_luastring("wrong number of arguments"));
			}
			lauxlib.luaL_argcheck(L, low <= high, 1, to_luastring("interval is empty"));
			return push(L, between(generator, low, high));
		},
		randomseed: (L) => {
			const tv = argument$1(L, 1);
			seedBy(generatorOf(L), tv !== void 0 && integers.is(tv) ? tv.value : luaL_checknumber(L, 1));
			return 0;
		},
		sin: floats(Math.sin),
		sinh: floats(Math.sinh),
		sqrt: floats(Math.sqrt),
		tan: floats(Math.tan),
		tanh: floats(Math.tanh),
		tointeger: (L) => {
			const tv = argument$1(L, 1);
			const n = tv === void 0 ? false : integers.of(tv);
			if (n !== false) return push(L, n);
			lauxlib.luaL_checkany(L, 1);
			lua.lua_pushnil(L);
			return 1;
		},
		type: (L) => {
			if (lua.lua_type(L, 1) === lua.LUA_TNUMBER) lua.lua_pushliteral(L, isInteger(L, 1) !== void 0 ? "integer" : "float");
			else {
				lauxlib.luaL_checkany(L, 1);
				lua.lua_pushnil(L);
			}
			return 1;
		},
		ult: (L) => {
			const a = BigInt.asUintN(64, BigInt(checkInteger(L, 1)));
			lua.lua_pushboolean(L, a < BigInt.asUintN(64, BigInt(checkInteger(L, 2))));
			return 1;
		}
	};
};
const openMath = (F, integers) => (L) => {
	F.lauxlib.luaL_newlib(L, makeMath(F, integers));
	const constants = {
		pi: Math.PI,
		huge: Infinity,
		maxinteger: integers.max,
		mininteger: integers.min
	};
	for (const [name, value] of Object.entries(constants)) {
		const tv = new F.lobject.TValue(3, value);
		if (typeof value === "bigint" || Number.isInteger(value)) setNumber(tv, value);
		L.stack[L.top++] = tv;
		F.lua.lua_setfield(L, -2, F.to_luastring(name));
	}
	return 1;
};
// ../../../packages/lua/src/internal/fengari/lib/missing.ts
/** Functions that raise an error with their name. */
const missing = (F, library, functions) => Object.fromEntries(Object.entries(functions).map(([name, instead]) => [name, (L) => F.lauxlib.luaL_error(L, F.to_luastring(`'${library}${name}' is not available: ${instead}`))]));
const files = "files are read and written by host functions (LuaModule)";
const missingIo = {
	lines: files,
	open: files,
	popen: "processes are started by host functions (LuaModule)",
	read: "input is read by host functions (LuaModule)",
	tmpfile: files
};
const missingFile = {
	lines: files,
	read: files,
	seek: files
};
const options = [
	"stop",
	"restart",
	"collect",
	"count",
	"step",
	"setpause",
	"setstepmul",
	"isrunning"
];
/**
* `collectgarbage`: the memory is V8's, and one for all states of a thread. "count" is what this thread's heap and buffers
* hold, in KiB; "collect" and "step" collect where Node lets them (`--expose-gc`), and else leave it to V8, as "step" says by
* false; "stop", "restart", "setpause" and "setstepmul" change nothing and give 0; "isrunning" is true.
*/
const makeCollectGarbage = (F) => {
	const { lauxlib, lua, to_luastring } = F;
	const names = options.map((name) => to_luastring(name));
	const collect = () => {
		const gc = globalThis.gc;
		gc?.();
		F.meter.steps -= 5e4;
		return gc !== void 0;
	};
	return (L) => {
		const option = options[lauxlib.luaL_checkoption(L, 1, to_luastring("collect"), names)];
		lauxlib.luaL_optnumber(L, 2, 0);
		if (F.meter.steps < 0) F.meter.exhausted(L);
		switch (option) {
			case "count": {
				const { used_heap_size, external_memory } = getHeapStatistics();
				lua.lua_pushnumber(L, (used_heap_size + external_memory) / 1024);
				return 1;
			}
			case "step":
				lua.lua_pushboolean(L, collect());
				return 1;
			case "isrunning":
				lua.lua_pushboolean(L, true);
				return 1;
			case "collect": collect();
		}
		lua.lua_pushinteger(L, 0);
		return 1;
	};
};
// ../../../packages/lua/src/internal/fengari/lib/names.ts
const LUA_TTABLE$1 = 5;
const LUA_TLCF = 22;
/** Names the functions of every loaded module that have no name yet. A function is known by the first module that has it. */
const nameFunctions = (F, L) => {
	const { lauxlib, lua, names, to_jsstring } = F;
	const text = (slot) => to_jsstring(slot.value.realstring);
	lua.lua_getfield(L, lua.LUA_REGISTRYINDEX, lauxlib.LUA_LOADED_TABLE);
	const loaded = L.stack[L.top - 1].value;
	for (let module = loaded.f; module !== void 0; module = module.n) {
		if (module.value.type !== LUA_TTABLE$1 || !module.key.ttisstring()) continue;
		const name = text(module.key);
		for (let field = module.value.value.f; field !== void 0; field = field.n) {
			if (field.value.type !== LUA_TLCF || names.has(field.value.value) || !field.key.ttisstring()) continue;
			names.set(field.value.value, name === "_G" ? text(field.key) : `${name}.${text(field.key)}`);
		}
	}
	lua.lua_settop(L, -2);
};
// ../../../packages/lua/src/internal/fengari/lib/strftime.ts
const weekdays = [
	"Sunday",
	"Monday",
	"Tuesday",
	"Wednesday",
	"Thursday",
	"Friday",
	"Saturday"
];
const months = [
	"January",
	"February",
	"March",
	"April",
	"May",
	"June",
	"July",
	"August",
	"September",
	"October",
	"November",
	"December"
];
const utc = (year, month, day) => {
	const date = /* @__PURE__ */ new Date(0);
	date.setUTCFullYear(year, month, day);
	return date.getTime();
};
/** Minutes east of Greenwich of a local time: of winter, and of the moment itself. */
const offsets = (date) => {
	const year = date.getFullYear();
	const january = new Date(date);
	january.setFullYear(year, 0, 1);
	const july = new Date(date);
	july.setFullYear(year, 6, 1);
	return [Math.min(-january.getTimezoneOffset(), -july.getTimezoneOffset()), -date.getTimezoneOffset()];
};
const isSummer = (date) => {
	const [winter, now] = offsets(date);
	return now > winter;
};
const zoneName = (date) => {
	return new Intl.DateTimeFormat("en-US", { timeZoneName: "short" }).formatToParts(date).find(({ type }) => type === "timeZoneName")?.value ?? "";
};
/** Takes a moment apart; undefined where a date cannot be so far away. */
const moment = (time, inUtc) => {
	const date = /* @__PURE__ */ new Date(time * 1e3);
	if (Number.isNaN(date.getTime())) return void 0;
	if (inUtc) {
		const year = date.getUTCFullYear();
		const day = utc(year, date.getUTCMonth(), date.getUTCDate());
		return {
			time,
			year,
			month: date.getUTCMonth(),
			day: date.getUTCDate(),
			hour: date.getUTCHours(),
			minute: date.getUTCMinutes(),
			second: date.getUTCSeconds(),
			weekday: date.getUTCDay(),
			yearday: Math.round((day - utc(year, 0, 1)) / 864e5),
			summer: false,
			offset: 0,
			zone: "GMT"
		};
	}
	const year = date.getFullYear();
	return {
		time,
		year,
		month: date.getMonth(),
		day: date.getDate(),
		hour: date.getHours(),
		minute: date.getMinutes(),
		second: date.getSeconds(),
		weekday: date.getDay(),
		yearday: Math.round((utc(year, date.getMonth(), date.getDate()) - utc(year, 0, 1)) / 864e5),
		summer: isSummer(date),
		offset: -date.getTimezoneOffset(),
		get zone() {
			return zoneName(date);
		}
	};
};
/** The year and week of ISO 8601: weeks begin on Monday, the first one holds the fourth of January. */
const isoWeek = (m) => {
	const weekday = (m.weekday + 6) % 7;
	const thursday = new Date(utc(m.year, m.month, m.day - weekday + 3));
	const year = thursday.getUTCFullYear();
	return [year, 1 + Math.floor((thursday.getTime() - utc(year, 0, 1)) / 6048e5)];
};
const two = (n) => String(n).padStart(2, "0");
const space = (n) => String(n).padStart(2, " ");
const mod = (n, by) => (n % by + by) % by;
const years = (n) => n < 0 ? "-" + String(-n) : String(n);
/** One conversion; undefined if there is none of that name. */
const conversion = (name, m) => {
	const all = (...names) => names.map((part) => conversion(part, m) ?? part).join("");
	switch (name) {
		case "a": return weekdays[m.weekday].slice(0, 3);
		case "A": return weekdays[m.weekday];
		case "b":
		case "h": return months[m.month].slice(0, 3);
		case "B": return months[m.month];
		case "c":
		case "Ec": return all("a", " ", "b", " ", "e", " ", "T", " ", "Y");
		case "C":
		case "EC": return two(Math.floor(m.year / 100));
		case "d":
		case "Od": return two(m.day);
		case "D":
		case "x":
		case "Ex": return all("m", "/", "d", "/", "y");
		case "e":
		case "Oe": return space(m.day);
		case "F": return all("Y", "-", "m", "-", "d");
		case "g": return two(mod(isoWeek(m)[0], 100));
		case "G": return years(isoWeek(m)[0]);
		case "H":
		case "OH": return two(m.hour);
		case "I":
		case "OI": return two(m.hour % 12 === 0 ? 12 : m.hour % 12);
		case "j": return String(m.yearday + 1).padStart(3, "0");
		case "m":
		case "Om": return two(m.month + 1);
		case "M":
		case "OM": return two(m.minute);
		case "n": return "\n";
		case "p": return m.hour < 12 ? "AM" : "PM";
		case "r": return all("I", ":", "M", ":", "S", " ", "p");
		case "R": return all("H", ":", "M");
		case "S":
		case "OS": return two(m.second);
		case "t": return "	";
		case "T":
		case "X":
		case "EX": return all("H", ":", "M", ":", "S");
		case "u":
		case "Ou": return String(m.weekday === 0 ? 7 : m.weekday);
		case "U":
		case "OU": return two(Math.floor((m.yearday + 7 - m.weekday) / 7));
		case "V":
		case "OV": return two(isoWeek(m)[1]);
		case "w":
		case "Ow": return String(m.weekday);
		case "W":
		case "OW": return two(Math.floor((m.yearday + 7 - mod(m.weekday + 6, 7)) / 7));
		case "y":
		case "Ey":
		case "Oy": return two(mod(m.year, 100));
		case "Y":
		case "EY": return years(m.year);
		case "z": return `${m.offset < 0 ? "-" : "+"}${two(Math.floor(Math.abs(m.offset) / 60))}${two(Math.floor(Math.abs(m.offset) % 60))}`;
		case "Z": return m.zone;
		case "%": return "%";
		default: return;
	}
};
// ../../../packages/lua/src/internal/fengari/lib/os.ts
/** What a date's fields may be at most: what C keeps in an `int`, with room for sums. */
const farthest = 1073741823;
/** Seconds of processor time of this thread, or of the process where a thread's cannot be had. */
const cpuSeconds = () => {
	const { user, system } = (process.threadCpuUsage ?? process.cpuUsage).call(process);
	return (user + system) / 1e6;
};
const makeClock = (F, integers) => {
	const { lauxlib, lobject, lua, meter, to_luastring } = F;
	const pushTime = (L, seconds) => {
		const tv = new lobject.TValue(3, seconds);
		if (integers.bits === 64 || (seconds | 0) === seconds) setNumber(tv, seconds);
		L.stack[L.top++] = tv;
		return 1;
	};
	const timeArgument = (L, arg) => {
		const tv = argument$1(L, arg);
		const n = tv === void 0 ? false : integers.of(tv);
		if (n !== false) return Number(n);
		return integers.bits === 32 ? Math.floor(lauxlib.luaL_checknumber(L, arg)) : lauxlib.luaL_checkinteger(L, arg);
	};
	const setField = (L, name, value) => {
		pushTime(L, value);
		lua.lua_setfield(L, -2, to_luastring(name));
	};
	/** Puts the fields of a date into the table on top. */
	const setFields = (L, m) => {
		setField(L, "sec", m.second);
		setField(L, "min", m.minute);
		setField(L, "hour", m.hour);
		setField(L, "day", m.day);
		setField(L, "month", m.month + 1);
		setField(L, "year", m.year);
		setField(L, "wday", m.weekday + 1);
		setField(L, "yday", m.yearday + 1);
		lua.lua_pushboolean(L, m.summer);
		lua.lua_setfield(L, -2, to_luastring("isdst"));
	};
	const field = (L, name, missing) => {
		const type = lua.lua_getfield(L, -1, to_luastring(name));
		const n = integers.of(L.stack[L.top - 1]);
		if (n === false) {
			if (type !== lua.LUA_TNIL) return lauxlib.luaL_error(L, to_luastring("field '%s' is not an integer"), to_luastring(name));
			if (missing === void 0) return lauxlib.luaL_error(L, to_luastring("field '%s' missing in date table"), to_luastring(name));
			lua.lua_settop(L, -2);
			return missing;
		}
		if (n > farthest || n < -1073741823) return lauxlib.luaL_error(L, to_luastring("field '%s' is out-of-bound"), to_luastring(name));
		lua.lua_settop(L, -2);
		return Number(n);
	};
	const unrepresentable = (L) => lauxlib.luaL_error(L, to_luastring("time result cannot be represented in this installation"));
	return {
		clock: (L) => {
			lua.lua_pushnumber(L, cpuSeconds());
			return 1;
		},
		date: (L) => {
			let format = lauxlib.luaL_optlstring(L, 1, to_luastring("%c"));
			const time = lua.lua_isnoneornil(L, 2) ? Math.floor(Date.now() / 1e3) : timeArgument(L, 2);
			const inUtc = format[0] === 33;
			if (inUtc) format = format.subarray(1);
			const m = moment(time, inUtc);
			if (m === void 0) return unrepresentable(L);
			if (format[0] === 42 && format[1] === 116) {
				lua.lua_createtable(L, 0, 9);
				setFields(L, m);
				return 1;
			}
			const B = new lauxlib.luaL_Buffer();
			lauxlib.luaL_buffinit(L, B);
			for (let i = 0; i < format.length; i++) {
				if ((meter.steps -= format[i] === 37 ? 20 : 1) < 0) meter.exhausted(L);
				if (format[i] !== 37) {
					lauxlib.luaL_addchar(B, format[i]);
					continue;
				}
				const modified = format[i + 1] === 69 || format[i + 1] === 79 ? 2 : 1;
				const name = String.fromCharCode(...format.subarray(i + 1, i + 1 + modified));
				const text = conversion(name, m);
				if (text === void 0) {
					const shown = lua.lua_pushfstring(L, to_luastring("invalid conversion specifier '%%%s'"), format.subarray(i + 1));
					return lauxlib.luaL_argerror(L, 1, shown);
				}
				const bytes = to_luastring(text);
				lauxlib.luaL_addlstring(B, bytes, bytes.length);
				i += modified;
			}
			lauxlib.luaL_pushresult(B);
			return 1;
		},
		difftime: (L) => {
			lua.lua_pushnumber(L, timeArgument(L, 1) - (lua.lua_isnoneornil(L, 2) ? 0 : timeArgument(L, 2)));
			return 1;
		},
		time: (L) => {
			if (lua.lua_isnoneornil(L, 1)) return pushTime(L, Math.floor(Date.now() / 1e3));
			lauxlib.luaL_checktype(L, 1, lua.LUA_TTABLE);
			lua.lua_settop(L, 1);
			const year = field(L, "year", void 0);
			const month = field(L, "month", void 0) - 1;
			const day = field(L, "day", void 0);
			const hour = field(L, "hour", 12);
			const minute = field(L, "min", 0);
			const second = field(L, "sec", 0);
			const summer = lua.lua_getfield(L, -1, to_luastring("isdst")) === lua.LUA_TNIL ? void 0 : lua.lua_toboolean(L, -1);
			lua.lua_settop(L, -2);
			const date = new Date(2e3, 0, 1);
			date.setFullYear(year, month, day);
			date.setHours(hour, minute, second, 0);
			if (summer !== void 0 && !Number.isNaN(date.getTime())) {
				const is = isSummer(date);
				if (summer && !is) date.setTime(date.getTime() - 36e5);
				if (!summer && is) date.setTime(date.getTime() + 36e5);
			}
			const seconds = date.getTime() / 1e3;
			const m = moment(seconds, false);
			if (m === void 0) return unrepresentable(L);
			setFields(L, m);
			return pushTime(L, Math.floor(seconds));
		}
	};
};
// ../../../packages/lua/src/internal/fengari/lib/open.ts
/** The opener, and then functions over those of the library it leaves on top. */
const over = (F, open, functions) => (L) => {
	open(L);
	F.lauxlib.luaL_setfuncs(L, functions, 0);
	return 1;
};
/** `setmetatable`, which says that there are no finalizers instead of never calling one. */
const makeSetMetatable = (F) => {
	const { lauxlib, ltable, lua, lstring, to_luastring } = F;
	const collected = lstring.luaS_bless(null, to_luastring("__gc"));
	return (L) => {
		const type = lua.lua_type(L, 2);
		lauxlib.luaL_checktype(L, 1, lua.LUA_TTABLE);
		lauxlib.luaL_argcheck(L, type === lua.LUA_TNIL || type === lua.LUA_TTABLE, 2, to_luastring("nil or table expected"));
		if (lauxlib.luaL_getmetafield(L, 1, to_luastring("__metatable", true)) !== lua.LUA_TNIL) lauxlib.luaL_error(L, to_luastring("cannot change a protected metatable"));
		if (type === lua.LUA_TTABLE && ltable.luaH_getstr(L.stack[L.ci.funcOff + 2].value, collected).type !== 0) lauxlib.luaL_error(L, to_luastring("'__gc' is not available: nothing tells when a table is collected"));
		lua.lua_settop(L, 2);
		lua.lua_setmetatable(L, 1);
		return 1;
	};
};
const openers = (F, integers) => {
	const { lauxlib, lua, lualib, to_luastring } = F;
	const corrected = {
		luaopen_base: over(F, lualib.luaopen_base, {
			collectgarbage: makeCollectGarbage(F),
			setmetatable: makeSetMetatable(F)
		}),
		luaopen_io: ((L) => {
			lualib.luaopen_io(L);
			lauxlib.luaL_setfuncs(L, missing(F, "io.", missingIo), 0);
			lauxlib.luaL_getmetatable(L, to_luastring("FILE*"));
			lauxlib.luaL_setfuncs(L, missing(F, "file:", missingFile), 0);
			lua.lua_settop(L, -2);
			return 1;
		}),
		luaopen_math: openMath(F, integers),
		luaopen_os: over(F, lualib.luaopen_os, makeClock(F, integers)),
		luaopen_string: over(F, lualib.luaopen_string, { format: makeFormat(F, integers) })
	};
	const all = {
		...lualib,
		...corrected
	};
	const names = {
		_G: all.luaopen_base,
		package: all.luaopen_package,
		coroutine: all.luaopen_coroutine,
		table: all.luaopen_table,
		io: all.luaopen_io,
		os: all.luaopen_os,
		string: all.luaopen_string,
		math: all.luaopen_math,
		utf8: all.luaopen_utf8,
		debug: all.luaopen_debug
	};
	return {
		...all,
		luaL_openlibs: (L) => {
			for (const [name, open] of Object.entries(names)) {
				lauxlib.luaL_requiref(L, to_luastring(name), open, 1);
				lua.lua_settop(L, -2);
			}
			nameFunctions(F, L);
		}
	};
};
// ../../../packages/lua/src/internal/fengari/patches/defects.ts
const emptied = `L.stack[--L.top] = void 0`;
const defects = {
	"lstring.js": [[`let s = "|";
    for (let i=0; i<len; i++)
        s += str[i].toString(16);
    return s;`, `if (len > 16000) return "|\\u0100" + digest(str);
    if (len > 24) return "|" + latin1(str);
    let s = "|";
    for (let i=0; i<len; i++)
        s += String.fromCharCode(str[i]);
    return s;`], [`class TString {`, `const latin1 = (str) => Buffer.from(str.buffer, str.byteOffset, str.byteLength).latin1Slice(); const { digest } = require('#kernel'); class TString {`]],
	"lapi.js": [
		[`ci.callstatus &= ~lstate.CIST_OAH | L.allowhook;`, `ci.callstatus = (ci.callstatus & ~lstate.CIST_OAH) | L.allowhook;`],
		[
			`delete L.stack[--L.top]`,
			emptied,
			16
		],
		[`delete L.stack[L.top]`, `L.stack[L.top] = void 0`],
		[`delete from.stack[from.top + i]`, `from.stack[from.top + i] = void 0`]
	],
	"lstrlib.js": [[`(missing arguments to '%%b'"`, `(missing arguments to '%%b')"`]],
	"liolib.js": [["lua_pushstring(L, to_luastring(`file (${p.f.toString()})`));", `{ const lua = require('./lua.js'); lua.lua_pushfstring(L, to_luastring("file (%p)"), lua.lua_topointer(L, 1)); }`]],
	"lstate.js": [[`g.mainthread = L;`, `g.mainthread = L; g.atnativeerror = require('#kernel').nativeError;`]],
	"lobject.js": [[`let buff;
    if (obj.ttisinteger())
        buff = to_luastring(lua_integer2str(obj.value));
    else {
        let str = lua_number2str(obj.value);
        if (!LUA_COMPAT_FLOATSTRING && /^[-0123456789]+$/.test(str)) {  /* looks like an int? */
            str += '.0'; /* adds '.0' to result: lua_getlocaledecpoint removed as optimisation */
        }
        buff = to_luastring(str);
    }
    obj.setsvalue(luaS_bless(L, buff));`, `let text = require('#kernel').numberText(obj);
    let buff = new Uint8Array(text.length);
    for (let i = 0; i < text.length; i++) buff[i] = text.charCodeAt(i);
    obj.setsvalue(luaS_bless(L, buff));`]],
	"ltable.js": [[`this.flags = ~0;`, `this.flags = ~0; this.border = 0;`], [`let i = 0;
    let j = t.strong.size + 1;`, `let last = t.border;
    if (last > 0) {
        if (t.strong.has(last)) {
            if (!t.strong.has(last + 1)) return last;
            if (!t.strong.has(last + 2)) return t.border = last + 1;
        } else if (last > 1 && t.strong.has(last - 1)) return t.border = last - 1;
    }
    return t.border = search(t);
};

const search = function(t) {
    let i = 0;
    let j = t.strong.size + 1;`]],
	"luaconf.js": [[`(process.env.FENGARICONF ? JSON.parse(process.env.FENGARICONF) : {})`, `{}`]],
	"ldebug.js": [[`delete L.stack[--L.top]`, emptied], [`const luaG_errormsg = function(L) {`, `const luaG_overflow = function(L, text) {
    let ci = L.ci;
    while (ci.previous !== null && !(ci.callstatus & lstate.CIST_LUA)) ci = ci.previous;
    let msg = lobject.luaO_pushfstring(L, text);
    if (ci.callstatus & lstate.CIST_LUA) luaG_addinfo(L, msg, ci.func.value.p.source, currentline(ci));
    luaG_errormsg(L);
};
module.exports.luaG_overflow = luaG_overflow;

const luaG_errormsg = function(L) {`]],
	"lparser.js": [[`delete L.stack[--L.top]`, emptied]],
	"ltm.js": [[`delete L.stack[--L.top]`, emptied]],
	"ldo.js": [
		[
			`delete L.stack[--L.top]`,
			emptied,
			3
		],
		[
			`delete L.stack[i]`,
			`L.stack[i] = void 0`,
			2
		],
		[`lj.status = LUA_OK;

                    lapi.lua_pushcfunction`, `lj.status = LUA_OK;
                    if (L.ci.top < L.top + 2) L.ci.top = L.top + 2;
                    lapi.lua_pushcfunction`],
		[
			`lj.status = -1;`,
			`lj.status = LUA_ERRERR;`,
			2
		],
		[`ldebug.luaG_runerror(L, to_luastring("stack overflow", true))`, `ldebug.luaG_overflow(L, to_luastring("stack overflow", true))`],
		[`ldebug.luaG_runerror(L, to_luastring("JS stack overflow", true))`, `ldebug.luaG_overflow(L, to_luastring("JS stack overflow", true))`]
	],
	"lvm.js": [[
		`delete L.stack[--L.top]`,
		emptied,
		3
	], [`let last = ((c - 1) * LFIELDS_PER_FLUSH) + n;

                for (; n > 0; n--) {
                    ltable.luaH_setint(h, last--, L.stack[ra + n]);
                }`, `let first = (c - 1) * LFIELDS_PER_FLUSH;

                for (let j = 1; j <= n; j++) {
                    ltable.luaH_setint(h, first + j, L.stack[ra + j]);
                }`]]
};
// ../../../packages/lua/src/internal/fengari/patches/limits.ts
const imported$1 = `const { meter } = require('#kernel');`;
const step$3 = (L) => `if (--meter.steps < 0) meter.exhausted(${L});`;
const limits = {
	"luaconf.js": [[`conf.LUAI_MAXSTACK || 1000000`, `conf.LUAI_MAXSTACK || 200000`]],
	"lstring.js": [[`ts.hash = luaS_hash(ts.getstr());`, `ts.hash = luaS_hash(ts.getstr()); meter.bytes += ts.hash.length; meter.steps -= ts.realstring.length >> 4;`]],
	"lobject.js": [[`const luaO_str2num = function(s, o) {`, `const luaO_str2num = function(s, o) { if (s.length > 4096) return 0;`]],
	"lbaselib.js": [[`const b_str2int = function(s, base) {`, `const b_str2int = function(s, base) { if (s.length > 4096) return null;`]],
	"lutf8lib.js": [
		[`const iscont = function(p) {`, `${imported$1} const iscont = function(p) { meter.steps--;`],
		[`const utflen = function(L) {`, `const utflen = function(L) { if (meter.steps < 0) meter.exhausted(L);`],
		[`let dec = utf8_decode(s, posi);
        if (dec === null) { /* conversion error? */`, `meter.steps -= 2; let dec = utf8_decode(s, posi);
        if (dec === null) { /* conversion error? */`],
		[`const byteoffset = function(L) {`, `const byteoffset = function(L) { if (meter.steps < 0) meter.exhausted(L);`],
		[`const iter_aux = function(L) {`, `const iter_aux = function(L) { if (meter.steps < 0) meter.exhausted(L);`]
	],
	"llex.js": [[`const next = function(ls) {`, `${imported$1} const next = function(ls) { ${step$3("ls.L")}`]],
	"ltable.js": [[`while (!luaH_getint(t, i).ttisnil()) i++;`, `while (!luaH_getint(t, i).ttisnil()) i++; meter.steps -= i;`], [`do {
                entry = entry.n;`, `do { ${step$3("L")}
                entry = entry.n;`]],
	"lapi.js": [[`const lua_checkstack = function(L, n) {`, `const lua_checkstack = function(L, n) { if (n > 255 && (meter.steps -= n) < 0) meter.exhausted(L);`]],
	"ldo.js": [[`const luaD_checkstack = function(L, n) {`, `const luaD_checkstack = function(L, n) { if (n > 255 && (meter.steps -= n) < 0) meter.exhausted(L);`]],
	"lvm.js": [
		[`return luaS_eqlngstr(t1.tsvalue(), t2.tsvalue()) ? 1 : 0;`, `if (t1.value !== t2.value && L !== null && (meter.steps -= t1.value.realstring.length >> 6) < 0) meter.exhausted(L);
            return luaS_eqlngstr(t1.tsvalue(), t2.tsvalue()) ? 1 : 0;`],
		[`ra.setivalue(ltable.luaH_getn(h)); /* else primitive len */`, `ra.setivalue(ltable.luaH_getn(h)); if (meter.steps < 0) meter.exhausted(L);`],
		[`let first = (c - 1) * LFIELDS_PER_FLUSH;`, `let first = (c - 1) * LFIELDS_PER_FLUSH; if (n > 1000) meter.allocate(L, n * 240);`]
	],
	"lstrlib.js": [[`for (let i = 0; i < l; i++) {
        if (news[i] !== L_ESC)`, `for (let i = 0; i < l; i++) { ${step$3("L")}
        if (news[i] !== L_ESC)`], [`while (len++ < size)  /* pad extra space */
                    luaL_addchar(b, LUAL_PACKPADBYTE);`, `if (len < size) {
                    luaL_prepbuffsize(b, size - len).fill(LUAL_PACKPADBYTE);
                    luaL_addsize(b, size - len);
                }`]]
};
// ../../../packages/lua/src/internal/fengari/patches/meter.ts
const makeMeter = () => {
	const meter = {
		steps: 2 ** 52,
		bytes: 0,
		exhausted: () => {
			meter.steps = 2 ** 52;
		},
		allocate: (_, bytes) => {
			meter.bytes += bytes;
		},
		ask: (L, bytes) => {
			try {
				meter.allocate(L, bytes);
			} finally {
				meter.bytes -= bytes;
			}
		}
	};
	return meter;
};
const imported = `const { meter } = require('#kernel');`;
/** So many bytes at once are announced before they are allocated. */
const large = 65536;
const step$2 = (L, count = "1") => `if ((meter.steps -= ${count}) < 0) meter.exhausted(${L});`;
const metered = {
	"lstring.js": [
		[`class TString {`, `${imported} class TString {`],
		[`this.realstring = str;`, `this.realstring = str; this.mark = 0;`],
		[`lua_assert(str instanceof Uint8Array);
    return new TString(L, str);`, `lua_assert(str instanceof Uint8Array);
    let size = str.length;
    meter.bytes += size + 290;
    if (size >= ${large}) meter.steps -= size >> 6;
    return new TString(L, str);`],
		[`return luaS_bless(L, luastring_from(str));`, `if (str.length >= ${large}) meter.ask(L, str.length);
    return luaS_bless(L, new Uint8Array(str));`]
	],
	"ltable.js": [
		[`const lobject = require('./lobject.js');`, `const lobject = require('./lobject.js'); ${imported}`],
		[`this.id = L.l_G.id_counter++;`, `this.id = L.l_G.id_counter++; this.mark = 0; this.dead = 0; meter.bytes += 440;`],
		[`t.dead_weak = void 0;
    let prev = null;`, `t.dead_weak = void 0; t.dead = 0; meter.bytes += 240;
    let prev = null;`],
		[`t.strong.delete(hash);`, `t.strong.delete(hash); t.dead++;`]
	],
	"lobject.js": [
		[`const lvm     = require('./lvm.js');`, `const lvm     = require('./lvm.js'); ${imported}`],
		[`this.id = L.l_G.id_counter++;

        this.p = null;`, `this.id = L.l_G.id_counter++; this.mark = 0; meter.bytes += 80 + 48 * n;

        this.p = null;`],
		[`this.id = L.l_G.id_counter++;

        this.f = f;`, `this.id = L.l_G.id_counter++; this.mark = 0; meter.bytes += 80 + 48 * n;

        this.f = f;`],
		[`this.id = L.l_G.id_counter++;

        this.metatable = null;`, `this.id = L.l_G.id_counter++; this.mark = 0; meter.bytes += 150;

        this.metatable = null;`]
	],
	"lstate.js": [
		[`this.nresults = NaN;`, `this.buffered = 0; this.nresults = NaN;`],
		[`const ldo                  = require('./ldo.js');`, `const ldo                  = require('./ldo.js'); ${imported}`],
		[`this.id = g.id_counter++;`, `this.id = g.id_counter++; this.mark = 0;`],
		[`let L1 = new lua_State(g);`, `let L1 = new lua_State(g); meter.bytes += 1600;`]
	],
	"ldo.js": [[`const lvm      = require('./lvm.js');`, `const lvm      = require('./lvm.js'); ${imported}`], [`lua_assert(L.stack_last == L.stack.length - lstate.EXTRA_STACK);
    L.stack.length = newsize;`, `lua_assert(L.stack_last == L.stack.length - lstate.EXTRA_STACK);
    let grown = (newsize - L.stack.length) * 75;
    if (grown >= ${large}) meter.allocate(L, grown);
    else if (grown > 0) meter.bytes += grown;
    L.stack.length = newsize;`]],
	"lvm.js": [[`const ltm     = require('./ltm.js');`, `const ltm     = require('./ltm.js'); ${imported}`], [`let buff = new Uint8Array(tl);`, `if (tl >= ${large}) meter.ask(L, tl);
            let buff = new Uint8Array(tl);`]],
	"lauxlib.js": [[`class luaL_Buffer {`, `${imported} class luaL_Buffer {`], [`let newbuff = new Uint8Array(newsize);  /* create larger buffer */`, `if (newsize >= ${large}) meter.allocate(B.L, newsize);
        else meter.bytes += newsize;
        B.L.ci.buffered += newsize - B.b.length;
        let newbuff = new Uint8Array(newsize);  /* create larger buffer */`]],
	"lapi.js": [
		[`const CClosure  = lobject.CClosure;`, `const CClosure  = lobject.CClosure; ${imported}`],
		[`const lua_geti = function(L, idx, n) {
    let t = index2addr(L, idx);`, `const lua_geti = function(L, idx, n) {
    ${step$2("L")} let t = index2addr(L, idx);`],
		[`const lua_seti = function(L, idx, n) {`, `const lua_seti = function(L, idx, n) {
    ${step$2("L")}`]
	],
	"lstrlib.js": [
		[`while (gotoinit || gotodefault) {
        gotoinit = false;`, `while (gotoinit || gotodefault) {
        ${step$2("ms.L")} gotoinit = false;`],
		[`while (singlematch(ms, s + i, p, ep))
        i++;`, `while (singlematch(ms, s + i, p, ep)) { ${step$2("ms.L")}
        i++; }`],
		[`let cont = 1;
        while (++s < ms.src_end) {`, `let cont = 1;
        while (++s < ms.src_end) {
            ${step$2("ms.L")}`],
		[`const matchbracketclass = function(ms, c, p, ec) {`, `const matchbracketclass = function(ms, c, p, ec) {
    meter.steps -= (ec - p) >> 3;`],
		[`if (luastring_eq(arr.subarray(i, i+sl), subarr))`, `${step$2("L", "1 + (sl >> 4)")}
        if (luastring_eq(arr.subarray(i, i+sl), subarr))`],
		[`const find_subarray = function(arr, subarr, from_index) {`, `const find_subarray = function(arr, subarr, from_index, L) {`],
		[`find_subarray(s.subarray(init - 1), p, 0);`, `find_subarray(s.subarray(init - 1), p, 0, L);`],
		[`if ((ms.src_end-s) >= len && array_cmp`, `if (len < 0) return null;
    ${step$2("ms.L", "1 + (len >> 4)")}
    if ((ms.src_end-s) >= len && array_cmp`],
		[`const L_NBFD = 1;`, `const L_NBFD = 1; ${imported}`]
	]
};
/** Mistakes of the string and table libraries that the meter's review met. */
const libraries$1 = {
	"lstrlib.js": [
		[`if (res) return res;`, `if (res !== null) return res;`],
		[`luaL_argcheck(L, c >= 0 && c <= 255, "value out of range");`, `luaL_argcheck(L, c >= 0 && c <= 255, i, "value out of range");`],
		[`let p = luaL_buffinitsize(L, b, totallen);
        let pi = 0;`, `if (totallen === 0) { lua_pushliteral(L, ""); return 1; }
        let p = luaL_buffinitsize(L, b, totallen);
        let pi = 0;
        if (n > 16) {
            let unit = l + lsep, all = n * unit - lsep;
            p.set(s, 0);
            p.set(sep, l);
            for (let done = unit; done < all; done *= 2) p.copyWithin(done, 0, Math.min(done, all - done));
            luaL_pushresultsize(b, totallen);
            return 1;
        }`]
	],
	"ltablib.js": [
		[`for (let i = n; i >= 1; i--)  /* assign elements */
        lua_seti(L, 1, i);`, `for (let i = 1; i <= n; i++) {  /* assign elements, in order */
        lua_pushvalue(L, i + 1);
        lua_seti(L, 1, i);
    }
    lua_settop(L, 1);`],
		[`let e = luaL_opt(L, luaL_checkinteger, 3, luaL_len(L, 1));`, `let e = lua_isnoneornil(L, 3) ? luaL_len(L, 1) : luaL_checkinteger(L, 3);`],
		[`luaL_argcheck(L, f > 0 || e < LUA_MAXINTEGER + f, 3, "too many elements to move");`, `luaL_argcheck(L, f > 0 || e < 9223372036854775807 + f, 3, "too many elements to move");`],
		[`luaL_argcheck(L, t <= LUA_MAXINTEGER - n + 1, 4, "destination wrap around");`, `luaL_argcheck(L, t <= 9223372036854775807 - n + 1, 4, "destination wrap around");`]
	]
};
// ../../../packages/lua/src/internal/fengari/patches/native.ts
const step$1 = (L, count = "1") => `if ((meter.steps -= ${count}) < 0) meter.exhausted(${L});`;
/** Strings of the library are made in the memory that they then own, announced before. */
const owned = [
	[
		`let r = new Uint8Array(l);`,
		`let r = luaL_newbytes(L, l);`,
		3
	],
	[
		`lua_pushstring(L, r);`,
		`luaL_pushbytes(L, r);`,
		3
	],
	[`    luaL_addchar,`, `    luaL_addchar, luaL_newbytes, luaL_pushbytes,`]
];
/** Formats of `string.pack` and its kin: each option, and each digit of a size. */
const packing = [
	[`let opt = getoption(h, fmt);`, `${step$1("h.L")} let opt = getoption(h, fmt);`],
	[`const getnum = function(fmt, df) {`, `const getnum = function(fmt, df, L) {`],
	[`a = a * 10 + (fmt.s[fmt.off++]`, `${step$1("L")} a = a * 10 + (fmt.s[fmt.off++]`],
	[`let sz = getnum(fmt, df);`, `let sz = getnum(fmt, df, h.L);`],
	[`r.size = getnum(fmt, -1);`, `r.size = getnum(fmt, -1, h.L);`],
	[`let e = luastring_indexOf(data, 0, pos);`, `let e = luastring_indexOf(data, 0, pos); meter.steps -= ((e < 0 ? data.length : e) - pos) >> 8;`]
];
const patterns = [
	[`    for (let i=0; i<l; i++) {
        if (luastring_indexOf(SPECIALS, p[i]) !== -1)`, `    for (let i=0; i<l; i++) { ${step$1("L")}
        if (luastring_indexOf(SPECIALS, p[i]) !== -1)`],
	[`const nospecials = function(p, l) {`, `const nospecials = function(p, l, L) {`],
	[`nospecials(p, lp)`, `nospecials(p, lp, L)`],
	[`if (ms.p[p++] === L_ESC && p < ms.p_end)
                    p++;  /* skip escapes (e.g. '%]') */`, `${step$1("ms.L")} if (ms.p[p++] === L_ESC && p < ms.p_end)
                    p++;  /* skip escapes (e.g. '%]') */`],
	[`for (; (i = arr.indexOf(subarr[0], i)) !== -1; i++) {`, `for (let from = i; (i = arr.indexOf(subarr[0], i)) !== -1 || (meter.steps -= (arr.length - from) >> 8, false); from = ++i) {
        meter.steps -= (i - from) >> 8;`]
];
const native = {
	"ldo.js": [[`let n = f(L); /* do the actual call */`, `if (meter.steps < 0) meter.exhausted(L); let n = f(L);`], [`if (lim < ci.top) lim = ci.top;`, `meter.steps--; if (lim < ci.top) lim = ci.top;`]],
	"lauxlib.js": [
		[`lua_pushlstring(B.L, B.b, B.n);
    /* delete old buffer */`, `if (B.n === B.b.length && B.n > 0) { meter.bytes -= B.n; luaL_pushbytes(B.L, B.b); }
    else lua_pushlstring(B.L, B.b, B.n);
    B.L.ci.buffered -= B.b.length;
    /* delete old buffer */`],
		[`const luaL_prepbuffsize = function(B, sz) {`, `const luaL_newbytes = module.exports.luaL_newbytes = function(L, size) {
    if (size >= 65536) meter.ask(L, size);
    else meter.steps -= size >> 6;
    return new Uint8Array(size);
};
const luaL_pushbytes = module.exports.luaL_pushbytes = function(L, bytes) {
    require('./lobject.js').pushsvalue2s(L, require('./lstring.js').luaS_bless(L, bytes));
};
const luaL_prepbuffsize = function(B, sz) {`],
		[`let top = lua_gettop(L);
    lua_getinfo(L, to_luastring("f"), ar);  /* push function */`, `lua_getinfo(L, to_luastring("f"), ar);
    let known = names.get(require('./lapi.js').lua_tocfunction(L, -1));
    lua_pop(L, 1);
    if (known === void 0) return 0;
    lua_pushstring(L, to_luastring(known));
    return 1;
    let top = lua_gettop(L);`],
		[`class luaL_Buffer {`, `const { names } = require('#kernel'); class luaL_Buffer {`]
	],
	"ldebug.js": [
		[`for (; what.length > 0; what = what.subarray(1)) {`, `for (; what.length > 0; what = what.subarray(1)) { ${step$1("L", "10")}`],
		[`const lua_getstack = function(L, level, ar) {`, `const lua_getstack = function(L, level, ar) { meter.steps -= level >> 2;`],
		[`const findsetreg = function(p, lastpc, reg) {`, `const findsetreg = function(p, lastpc, reg) { meter.steps -= lastpc >> 1;`],
		[`for (let i = 0; i < lineinfo.length; i++)`, `for (let i = 0; i < lineinfo.length; i++, meter.steps--)`],
		[`const ldo      = require('./ldo.js');`, `const ldo      = require('./ldo.js'); const { meter } = require('#kernel');`]
	],
	"lfunc.js": [
		[`this.source = null;       // used`, `this.mark = 0; this.source = null;       // used`],
		[`if (pc < f.locvars[i].endpc) {`, `meter.steps--; if (pc < f.locvars[i].endpc) {`],
		[`const luaF_getlocalname`, `const { meter } = require('#kernel'); const luaF_getlocalname`]
	],
	"lobject.js": [[`luastring_indexOf(source, 10 /* ('\\n').charCodeAt(0) */);`, `luastring_indexOf(source.subarray(0, bufflen), 10 /* ('\\n').charCodeAt(0) */);`]],
	"lstring.js": [[`return a == b || luastring_eq(a.realstring, b.realstring);`, `if (a == b) return true;
    let x = a.realstring, y = b.realstring;
    if (x.length === y.length) meter.steps -= x.length >> 6;
    return x.length === y.length && (x.length > 200 ? Buffer.compare(x, y) === 0 : luastring_eq(x, y));`]],
	"lvm.js": [
		[
			`for (let loop = 0; loop < MAXTAGLOOP; loop++) {`,
			`for (let loop = 0; loop < MAXTAGLOOP; loop++, loop > 20 && --meter.steps < 0 && meter.exhausted(L)) {`,
			2
		],
		[
			`l_strcmp(l.tsvalue(), r.tsvalue())`,
			`l_strcmp(L, l.value, r.value)`,
			2
		],
		[`const l_strcmp = function(ls, rs) {`, `const l_strcmp = function(L, ls, rs) {
    let a = ls.realstring, b = rs.realstring;
    if (a.length > 1000 || b.length > 1000) {
        if (ls !== rs) ${step$1("L", "Math.min(a.length, b.length) >> 6")}
        return ls === rs ? 0 : Buffer.compare(a, b);
    }`]
	],
	"lstrlib.js": [
		...owned,
		...packing,
		...patterns
	],
	"lutf8lib.js": [
		[`const iscont = function(p) { meter.steps--;`, `const iscont = function(p, L) { ${step$1("L")}`],
		[
			`iscont(s[posi])`,
			`iscont(s[posi], L)`,
			4
		],
		[`iscont(s[n])`, `iscont(s[n], L)`],
		[`iscont(s[dec.pos])`, `iscont(s[dec.pos], L)`],
		[`meter.steps -= 2; let dec`, `${step$1("L", "2")} let dec`]
	],
	"lcode.js": [[`const getjump = function(fs, pc) {`, `const { meter } = require('#kernel'); const getjump = function(fs, pc) { ${step$1("fs.ls.L")}`]],
	"lparser.js": [
		[`const searchvar = function(fs, n) {`, `const searchvar = function(fs, n) { ${step$1("fs.ls.L", "(fs.nactvar + fs.nups) >> 4")}`],
		[`for (let i = g; i < gl.n - 1; i++)`, `for (let i = g; i < gl.n - 1; i++, meter.steps--)`],
		[`let gt = gl.arr[i];`, `${step$1("ls.L")} let gt = gl.arr[i];`],
		[`let lb = dyd.label.arr[i];`, `${step$1("ls.L")} let lb = dyd.label.arr[i];`],
		[`if (eqstr(gl.arr[i].name, lb.name))`, `${step$1("ls.L")} if (eqstr(gl.arr[i].name, lb.name))`],
		[`if (eqstr(label, ll.arr[i].name)) {`, `${step$1("fs.ls.L")} if (eqstr(label, ll.arr[i].name)) {`],
		[`const eqstr = function`, `const { meter } = require('#kernel'); const eqstr = function`]
	],
	"ldump.js": [[`const DumpBlock = function(b, size, D) {`, `const { meter } = require('#kernel'); const DumpBlock = function(b, size, D) { ${step$1("D.L")}`]]
};
// ../../../packages/lua/src/internal/fengari/patches/numbers.ts
const numbers = {
	"lobject.js": [
		[`const ltm     = require('./ltm.js');`, `const ltm     = require('./ltm.js'); const { arith, parseNumber, setNumber } = require('#kernel');`],
		[`let s2i = l_str2int(s);
    if (s2i !== null) {   /* try as an integer */
        o.setivalue(s2i.n);
        return s2i.i+1;
    } else {   /* else try as a float */
        s2i = l_str2d(s);
        if (s2i !== null) {
            o.setfltvalue(s2i.n);
            return s2i.i+1;
        } else
            return 0;  /* conversion failed */
    }`, `return parseNumber(s, o);`],
		[`L.stack[L.top-1].setivalue(argp[a++]);`, `setNumber(L.stack[L.top-1], argp[a++]);`],
		[`let res = (typeof p3 === "number") ? L.stack[p3] : p3;`, `return arith(L, op, p1, p2, (typeof p3 === "number") ? L.stack[p3] : p3); let res;`]
	],
	"llex.js": [[`if (obj.ttisinteger()) {
        seminfo.i = obj.value;`, `if (!obj.ttisfloat()) {
        seminfo.i = obj.value;`]],
	"lcode.js": [
		[`return new TValue(LUA_TNUMINT, e.u.ival);`, `return new TValue(typeof e.u.ival === "bigint" ? 35 : LUA_TNUMINT, e.u.ival);`],
		[`let o = new TValue(LUA_TNUMINT, n);
    return addk(fs, k, o);`, `let o = new TValue(typeof n === "bigint" ? 35 : LUA_TNUMINT, n);
    return addk(fs, k, o);`],
		[`if (res.ttisinteger()) {`, `if (!res.ttisfloat()) {`]
	],
	"ldump.js": [[`case LUA_TNUMINT:
                DumpInteger(o.value, D);
                break;`, `case LUA_TNUMINT:
                DumpInteger(o.value, D);
                break;
            case 35: {
                let wide = new DataView(new ArrayBuffer(9));
                wide.setUint8(0, o.value < 0n ? 1 : 0);
                wide.setBigUint64(1, BigInt.asUintN(64, o.value), true);
                DumpBlock(new Uint8Array(wide.buffer), 9, D);
                break;
            }`]],
	"lundump.js": [[`case LUA_TNUMINT:
                    f.k.push(new lobject.TValue(LUA_TNUMINT, this.LoadInteger()));
                    break;`, `case LUA_TNUMINT:
                    f.k.push(new lobject.TValue(LUA_TNUMINT, this.LoadInteger()));
                    break;
                case 35: {
                    let block = this.read(9);
                    let wide = new DataView(block.buffer, block.byteOffset, 9);
                    let constant = new lobject.TValue();
                    setNumber(constant, wide.getUint8(0) ? wide.getBigInt64(1, true) : wide.getBigUint64(1, true));
                    f.k.push(constant);
                    break;
                }`], [`const lobject`, `const { setNumber } = require('#kernel'); const lobject`]],
	"ltable.js": [
		[`const lstate  = require('./lstate.js');`, `const lstate  = require('./lstate.js'); const { keyOfFloat, setNumber, tagOf } = require('#kernel');`],
		[`if (isNaN(key.value))
                return ldebug.luaG_runerror(L, to_luastring("table index is NaN", true));
            /* fall through */`, `if (isNaN(key.value))
                return ldebug.luaG_runerror(L, to_luastring("table index is NaN", true));
            return keyOfFloat(key.value);
        case 35:`],
		[`if ((key.ttisfloat() && (kv|0) === kv)) { /* does index fit in an integer? */
            /* insert it as an integer */
            k = new lobject.TValue(LUA_TNUMINT, kv);
        } else {`, `if (key.ttisfloat() && ((kv|0) === kv || typeof hash === "bigint")) { /* does index fit in an integer? */
            /* insert it as an integer */
            k = new lobject.TValue(LUA_TNUMINT, 0);
            setNumber(k, hash + (typeof hash === "bigint" ? 0n : 0));
        } else {`],
		[`lua_assert(typeof key == "number" && (key|0) === key);`, `lua_assert(typeof key == "number");`],
		[`lua_assert(typeof key == "number" && (key|0) === key && value instanceof lobject.TValue);`, `lua_assert(typeof key == "number" && value instanceof lobject.TValue);`],
		[`let k = new lobject.TValue(LUA_TNUMINT, key);`, `let k = new lobject.TValue(tagOf(key), key);`],
		[`if (j > LUA_MAXINTEGER / 2) {  /* overflow? */`, `if (j > 4503599627370496) {  /* overflow? */`]
	],
	"lapi.js": [
		[`const TValue    = lobject.TValue;`, `const TValue    = lobject.TValue; const { clamped, isInteger, tagOf, toInteger } = require('#kernel');`],
		[`fengari_argcheck(typeof n === "number" && (n|0) === n);`, `fengari_argcheck((n|0) === n || Number.isInteger(n));`],
		[
			`L.stack[L.top] = new TValue(LUA_TNUMINT, n);`,
			`L.stack[L.top] = ((n|0) === n ? new TValue(LUA_TNUMINT, n|0) : new TValue(LUA_TNUMFLT, n));`,
			3
		],
		[`const lua_geti = function(L, idx, n) {`, `const farPosition = function(L) {
    require('./lauxlib.js').luaL_error(L, to_luastring("positions from 2^53 on are for t[i] only"));
};
const lua_geti = function(L, idx, n) {
    if ((n|0) !== n && (n >= 9007199254740992 || n <= -9007199254740992)) farPosition(L);`],
		[`const lua_seti = function(L, idx, n) {`, `const lua_seti = function(L, idx, n) {
    if ((n|0) !== n && (n >= 9007199254740992 || n <= -9007199254740992)) farPosition(L);`],
		[`return lvm.tointeger(index2addr(L, idx));`, `let o = index2addr(L, idx);
    if (o.type === LUA_TNUMINT) return o.value;
    let n = toInteger(o);
    return typeof n === "bigint" ? false : n;`],
		[`const lua_tonumber = function`, `/* a position or a count: beyond 2^53 is far enough */ module.exports.lua_toposition = function(L, idx) { let o = index2addr(L, idx); return o.type === LUA_TNUMINT ? o.value : clamped(toInteger(o)); }; const lua_tonumber = function`],
		[`return index2addr(L, idx).ttisinteger();`, `let o = index2addr(L, idx); return o.type === LUA_TNUMINT || isInteger(o);`]
	],
	"lauxlib.js": [
		[`let l = lua_tointegerx(L, -1);`, `let l = lua_toposition(L, -1);`],
		[`class luaL_Buffer {`, `const { lua_toposition } = require('./lapi.js'); class luaL_Buffer {`],
		[`if (lua_isinteger(L, idx))
                    lua_pushfstring(L, p_I, lua_tointeger(L, idx));
                else
                    lua_pushfstring(L, p_f, lua_tonumber(L, idx));`, `lua_pushvalue(L, idx);
                lua_tolstring(L, -1);`],
		[`const luaL_optinteger = function(L, arg, def) {`, `const luaL_checkposition = function(L, arg) {
    let d = require('./lapi.js').lua_toposition(L, arg);
    if (d === false) interror(L, arg);
    return d;
};
module.exports.luaL_checkposition = luaL_checkposition;
module.exports.luaL_optposition = function(L, arg, def) { return luaL_opt(L, luaL_checkposition, arg, def); };
const luaL_optinteger = function(L, arg, def) {`]
	]
};
/** Integers of 64 bits in `string.pack` and `string.unpack`, and in `tonumber` with a base. */
const packed$1 = {
	"lstrlib.js": [
		[`const SZINT = 4; // Size of lua_Integer`, `const SZINT = 8; const { fits, readInteger, setNumber, toInteger, writeInteger } = require('#kernel');
const { TValue } = require('./lobject.js');
const checkInteger = function(L, arg) {
    let at = L.ci.funcOff + arg;
    let n = at < L.top ? toInteger(L.stack[at]) : false;
    return n === false ? luaL_checkinteger(L, arg) : n;
};
const pushInteger = function(L, n) {
    let tv = new TValue(19, 0);
    setNumber(tv, n);
    L.stack[L.top++] = tv;
};`],
		...[
			"108 /*'l'*/: r.size = 4",
			"76  /*'L'*/: r.size = 4",
			"106 /*'j'*/: r.size = 4",
			"74  /*'J'*/: r.size = 4",
			"84  /*'T'*/: r.size = 4"
		].map((option) => [option, option.replace("= 4", "= 8")]),
		[`case 115 /*'s'*/: r.size = getnumlimit(h, fmt, 4);`, `case 115 /*'s'*/: r.size = getnumlimit(h, fmt, 8);`],
		[`let n = luaL_checkinteger(L, arg);
                if (size < SZINT) {  /* need overflow check? */
                    let lim = 1 << (size * 8) - 1;
                    luaL_argcheck(L, -lim <= n && n < lim, arg, "integer overflow");
                }
                packint(b, n, h.islittle, size, n < 0);`, `let n = checkInteger(L, arg);
                luaL_argcheck(L, fits(n, size, true), arg, "integer overflow");
                packint(b, n, h.islittle, size, true);`],
		[`let n = luaL_checkinteger(L, arg);
                if (size < SZINT)
                    luaL_argcheck(L, (n>>>0) < (1 << (size * NB)), arg, "unsigned overflow");
                packint(b, n>>>0, h.islittle, size, false);`, `let n = checkInteger(L, arg);
                luaL_argcheck(L, fits(n, size, false), arg, "unsigned overflow");
                packint(b, n, h.islittle, size, false);`],
		[`let buff = luaL_prepbuffsize(b, size);
    buff[islittle ? 0 : size - 1] = n & MC;  /* first byte */
    for (let i = 1; i < size; i++) {
        n >>= NB;
        buff[islittle ? i : size - 1 - i] = n & MC;
    }
    if (neg && size > SZINT) {  /* negative number need sign extension? */
        for (let i = SZINT; i < size; i++)  /* correct extra bytes */
            buff[islittle ? i : size - 1 - i] = MC;
    }`, `writeInteger(luaL_prepbuffsize(b, size), n, islittle, size, neg);`],
		[`size >= 4 /* sizeof(size_t) */ || len < (1 << (size * NB)),`, `size >= 4 || len < 2 ** (size * NB),`],
		[`let res = 0;
    let limit = size <= SZINT ? size : SZINT;`, `let res = readInteger(str, islittle, size, issigned), limit = size;
    if (res === undefined) luaL_error(L, to_luastring("%d-byte integer does not fit into Lua Integer"), size);
    return res;`],
		[`opt === Kint);
                lua_pushinteger(L, res);`, `opt === Kint);
                pushInteger(L, res);`],
		[`let len = unpackint(L, data.subarray(pos), h.islittle, size, 0);
                luaL_argcheck(L, pos + len + size <= ld, 2, "data string too short");`, `let len = Number(unpackint(L, data.subarray(pos), h.islittle, size, 0));
                luaL_argcheck(L, len >= 0 && pos + len + size <= ld, 2, "data string too short");`],
		[`if (e === -1) e = data.length - pos;`, `if (e === -1) e = data.length;`]
	],
	"lbaselib.js": [[`let n = b_str2int(s, base);
        if (n !== null) {
            lua_pushinteger(L, n);
            return 1;
        }`, `let n = require('#kernel').parseBase(s, base);
        if (n !== undefined) {
            lua_pushnil(L);
            require('#kernel').setNumber(L.stack[L.top - 1], n);
            return 1;
        }`]]
};
/** Everything about integers of 64 bits. */
const wideIntegers = joined$1(numbers, Object.fromEntries([
	"lstrlib.js",
	"ltablib.js",
	"lutf8lib.js",
	"lbaselib.js",
	"ldblib.js"
].map((file) => [file, [[`    luaL_checkinteger,`, `    luaL_checkposition: luaL_checkinteger,`], [`    luaL_optinteger,`, `    luaL_optposition: luaL_optinteger,`]]])), packed$1);
// ../../../packages/lua/src/internal/fengari/patches/speed.ts
/**
* The interpreter's loop is so long that V8 puts no more functions into it: what each instruction calls is written out. Counting
* for a hook is a subtraction; only the instruction that the hook is for calls further.
*/
const inlined = { "lvm.js": [
	[`        lua_assert(ci === L.ci);\n`, `\n`],
	[`let slot = ltable.luaH_get(L, h, key);
            if (!slot.ttisnil() ||`, `let slot = ltable.luaH_get(L, h, key);
            if (slot.type !== LUA_TNIL && val.type !== LUA_TNIL) {
                slot.type = val.type;
                slot.value = val.value;
                ltable.invalidateTMcache(h);
                return;
            }
            if (!slot.ttisnil() ||`],
	[
		`RKB(L, base, k, i)`,
		`(i.B & 256 ? k[i.B & 255] : L.stack[base + i.B])`,
		-1
	],
	[
		`RKC(L, base, k, i)`,
		`(i.C & 256 ? k[i.C & 255] : L.stack[base + i.C])`,
		-1
	],
	[
		`RA(L, base, i)`,
		`(base + i.A)`,
		-1
	],
	[
		`RB(L, base, i)`,
		`(base + i.B)`,
		-1
	],
	[`            ldebug.luaG_traceexec(L);`, `            if (L.hookcount === 1 || (L.hookmask & LUA_MASKLINE)) ldebug.luaG_traceexec(L);
            else L.hookcount--;`]
] };
const speed = {
	"lstate.js": [[
		` = NaN;`,
		` = 0;`,
		9
	]],
	"lparser.js": [
		[
			` = NaN;`,
			` = 0;`,
			27
		],
		[`ival: NaN,`, `ival: 0,`],
		[`info: NaN,`, `info: 0,`],
		[`idx: NaN,`, `idx: 0,`],
		[`t: NaN,`, `t: 0,`],
		[`vt: NaN `, `vt: 0 `],
		[`n: NaN,`, `n: 0,`],
		[`size: NaN`, `size: 0`]
	],
	"llex.js": [
		[`this.i = NaN;`, `this.i = 0;`],
		[`this.token = NaN;`, `this.token = 0;`],
		[`this.current = NaN;`, `this.current = 0;`],
		[`this.linenumber = NaN;`, `this.linenumber = 0;`],
		[`this.lastline = NaN;`, `this.lastline = 0;`]
	],
	"lobject.js": [[
		` = NaN;`,
		` = 0;`,
		2
	]],
	"lstrlib.js": [[
		` = NaN;`,
		` = 0;`,
		5
	]]
};
// ../../../packages/lua/src/internal/fengari/patches/vm.ts
const operands = `let op1 = RKB(L, base, k, i);
                let op2 = RKC(L, base, k, i);
                let numberop1, numberop2;
`;
/** Two floats, or a float and an integer: in place if no integer can come of it. */
const floats = (operator, code) => `
                let type1 = op1.type, type2 = op2.type, result;
                if ((type1 === LUA_TNUMFLT && (type2 === LUA_TNUMFLT || type2 === LUA_TNUMINT) || type1 === LUA_TNUMINT && type2 === LUA_TNUMFLT) &&
                    (result = op1.value ${operator} op2.value, (result|0) !== result) && result < 9007199254740992 && result > -9007199254740992) {
                    L.stack[ra].setfltvalue(result);
                } else {
                    arith(L, ${code}, op1, op2, L.stack[ra]);
                }`;
const tried = (name) => `} else {
                    ltm.luaT_trybinTM(L, op1, op2, L.stack[ra], ltm.TMS.TM_${name});
                }`;
const bothInteger = `if (op1.ttisinteger() && op2.ttisinteger()) {`;
const bothNumbers = `(numberop1 = tonumber(op1)) !== false && (numberop2 = tonumber(op2)) !== false) {`;
const bothIntegral = `if ((numberop1 = tointeger(op1)) !== false && (numberop2 = tointeger(op2)) !== false) {`;
const fastIntegers = `if (op1.type === LUA_TNUMINT && op2.type === LUA_TNUMINT) {`;
/** Addition, subtraction: exact in a double, so it only has to be seen whether it fits. */
const sum = (name, operator, code) => [`${operands}
                ${bothInteger}
                    L.stack[ra].setivalue((op1.value ${operator} op2.value)|0);
                } else if (${bothNumbers}
                    L.stack[ra].setfltvalue(numberop1 ${operator} numberop2);
                ${tried(name)}
                break;`, `let op1 = RKB(L, base, k, i);
                let op2 = RKC(L, base, k, i);
                ${fastIntegers}
                    let sum = op1.value ${operator} op2.value;
                    let into = L.stack[ra];
                    if ((sum|0) === sum) into.setivalue(sum);
                    else into.setfltvalue(sum);
                    break;
                }${floats(operator, code)}
                break;`];
const bits = (name, operator, code) => [`${operands}
                ${bothIntegral}
                    L.stack[ra].setivalue(numberop1 ${operator} numberop2);
                ${tried(name)}`, `let op1 = RKB(L, base, k, i);
                let op2 = RKC(L, base, k, i);
                ${fastIntegers}
                    L.stack[ra].setivalue(op1.value ${operator} op2.value);
                } else {
                    arith(L, ${code}, op1, op2, L.stack[ra]);
                }`];
const vm = { "lvm.js": [
	[`const ldebug  = require('./ldebug.js');`, `const ldebug  = require('./ldebug.js'); const { LUA_TNUMI64, arith, power, prepareLoop, stepLoop, toInteger, toNumber } = require('#kernel');`],
	sum("ADD", "+", 0),
	sum("SUB", "-", 1),
	[`${operands}
                ${bothInteger}
                    L.stack[ra].setivalue(luaV_imul(op1.value, op2.value));
                } else if (${bothNumbers}
                    L.stack[ra].setfltvalue(numberop1 * numberop2);
                ${tried("MUL")}
                break;`, `let op1 = RKB(L, base, k, i);
                let op2 = RKC(L, base, k, i);
                ${fastIntegers}
                    let product = op1.value * op2.value;
                    if ((product|0) === product) {
                        L.stack[ra].setivalue(product|0);
                        break;
                    } else if (product < 9007199254740992 && product > -9007199254740992) {
                        L.stack[ra].setfltvalue(product);
                        break;
                    }
                }${floats("*", 2)}
                break;`],
	[`${operands}
                ${bothInteger}
                    L.stack[ra].setivalue(luaV_mod(L, op1.value, op2.value));
                } else if (${bothNumbers}
                    L.stack[ra].setfltvalue(luai_nummod(L, numberop1, numberop2));
                ${tried("MOD")}`, `let op1 = RKB(L, base, k, i);
                let op2 = RKC(L, base, k, i);
                if (op1.type === LUA_TNUMINT && op2.type === LUA_TNUMINT && op2.value !== 0) {
                    let d = op2.value, m = op1.value % d;
                    L.stack[ra].setivalue(m !== 0 && (m ^ d) < 0 ? m + d : m|0);
                } else {
                    arith(L, 3, op1, op2, L.stack[ra]);
                }`],
	[`L.stack[ra].setfltvalue(Math.pow(numberop1, numberop2));`, `L.stack[ra].setfltvalue(power(numberop1, numberop2));`],
	[`${operands}
                ${bothInteger}
                    L.stack[ra].setivalue(luaV_div(L, op1.value, op2.value));
                } else if (${bothNumbers}
                    L.stack[ra].setfltvalue(Math.floor(numberop1 / numberop2));
                ${tried("IDIV")}`, `let op1 = RKB(L, base, k, i);
                let op2 = RKC(L, base, k, i);
                if (op1.type === LUA_TNUMINT && op2.type === LUA_TNUMINT && op2.value > 0) {
                    L.stack[ra].setivalue(Math.floor(op1.value / op2.value)|0);
                } else {
                    arith(L, 6, op1, op2, L.stack[ra]);
                }`],
	bits("BAND", "&", 7),
	bits("BOR", "|", 8),
	bits("BXOR", "^", 9),
	[`${operands}
                ${bothIntegral}
                    L.stack[ra].setivalue(luaV_shiftl(numberop1, numberop2));
                ${tried("SHL")}`, `let op1 = RKB(L, base, k, i);
                let op2 = RKC(L, base, k, i), shl;
                if (op1.type === LUA_TNUMINT && op2.type === LUA_TNUMINT && op2.value >= 0 && op2.value < 22 &&
                    (shl = op1.value * (1 << op2.value), (shl|0) === shl)) {
                    L.stack[ra].setivalue(shl|0);
                } else {
                    arith(L, 10, op1, op2, L.stack[ra]);
                }`],
	[`${operands}
                ${bothIntegral}
                    L.stack[ra].setivalue(luaV_shiftl(numberop1, -numberop2));
                ${tried("SHR")}`, `let op1 = RKB(L, base, k, i);
                let op2 = RKC(L, base, k, i);
                if (op1.type === LUA_TNUMINT && op2.type === LUA_TNUMINT && op1.value >= 0 && op2.value >= 0 && op2.value < 32) {
                    L.stack[ra].setivalue(op1.value >>> op2.value);
                } else {
                    arith(L, 11, op1, op2, L.stack[ra]);
                }`],
	[`let numberop;

                if (op.ttisinteger()) {
                    L.stack[ra].setivalue((-op.value)|0);
                } else if ((numberop = tonumber(op)) !== false) {
                    L.stack[ra].setfltvalue(-numberop);
                } else {
                    ltm.luaT_trybinTM(L, op, op, L.stack[ra], ltm.TMS.TM_UNM);
                }`, `if (op.type === LUA_TNUMINT && op.value !== -2147483648) {
                    L.stack[ra].setivalue(0 - op.value);
                } else {
                    arith(L, 12, op, op, L.stack[ra]);
                }`],
	[`if (op.ttisinteger()) {
                    L.stack[ra].setivalue(~op.value);
                } else {
                    ltm.luaT_trybinTM(L, op, op, L.stack[ra], ltm.TMS.TM_BNOT);
                }`, `if (op.type === LUA_TNUMINT) {
                    L.stack[ra].setivalue(~op.value);
                } else {
                    arith(L, 13, op, op, L.stack[ra]);
                }`],
	[`if (L.stack[ra].ttisinteger()) { /* integer loop? */
                    let step = L.stack[ra + 2].value;
                    let idx = (L.stack[ra].value + step)|0;
                    let limit = L.stack[ra + 1].value;

                    if (0 < step ? idx <= limit : limit <= idx) {
                        ci.l_savedpc += i.sBx;
                        L.stack[ra].chgivalue(idx);  /* update internal index... */
                        L.stack[ra + 3].setivalue(idx);
                    }
                } else { /* floating loop */
                    let step = L.stack[ra + 2].value;
                    let idx = L.stack[ra].value + step;
                    let limit = L.stack[ra + 1].value;

                    if (0 < step ? idx <= limit : limit <= idx) {
                        ci.l_savedpc += i.sBx;
                        L.stack[ra].chgfltvalue(idx);  /* update internal index... */
                        L.stack[ra + 3].setfltvalue(idx);
                    }
                }`, `let index = L.stack[ra], step = L.stack[ra + 2], idx;
                if (index.type === LUA_TNUMINT && step.type === LUA_TNUMINT && (idx = index.value + step.value, (idx|0) === idx)) {
                    let limit = L.stack[ra + 1].value;
                    if (0 < step.value ? idx <= limit : limit <= idx) {
                        ci.l_savedpc += i.sBx;
                        index.value = idx;  /* update internal index... */
                        L.stack[ra + 3].setivalue(idx);
                    }
                } else if (stepLoop(index, L.stack[ra + 1], step, L.stack[ra + 3])) {
                    ci.l_savedpc += i.sBx;
                }`],
	[`let init = L.stack[ra];
                let plimit = L.stack[ra + 1];
                let pstep = L.stack[ra + 2];
                let forlim;

                if (init.ttisinteger() && pstep.ttisinteger() && (forlim = forlimit(plimit, pstep.value))) {
                    /* all values are integer */
                    let initv = forlim.stopnow ? 0 : init.value;
                    plimit.value = forlim.ilimit;
                    init.value = (initv - pstep.value)|0;
                } else { /* try making all values floats */
                    let nlimit, nstep, ninit;
                    if ((nlimit = tonumber(plimit)) === false)
                        ldebug.luaG_runerror(L, to_luastring("'for' limit must be a number", true));
                    L.stack[ra + 1].setfltvalue(nlimit);
                    if ((nstep = tonumber(pstep)) === false)
                        ldebug.luaG_runerror(L, to_luastring("'for' step must be a number", true));
                    L.stack[ra + 2].setfltvalue(nstep);
                    if ((ninit = tonumber(init)) === false)
                        ldebug.luaG_runerror(L, to_luastring("'for' initial value must be a number", true));
                    L.stack[ra].setfltvalue(ninit - nstep);
                }
`, `prepareLoop(L, L.stack[ra], L.stack[ra + 1], L.stack[ra + 2]);
`],
	[`return (t1.value === t2.value) ? 1 : 0;`, `return (t1.value == t2.value) ? 1 : 0;`],
	[`const luaV_tointeger = function(obj, mode) {`, `const luaV_tointeger = toInteger; const unused_tointeger = function(obj, mode) {`],
	[`return o.ttisinteger() ? o.value : luaV_tointeger(o, 0);`, `return o.type === LUA_TNUMINT ? o.value : toInteger(o, 0);`],
	[`const tonumber = function(o) {
    if (o.ttnov() === LUA_TNUMBER)
        return o.value;

    if (cvt2num(o)) {  /* string convertible to number? */
        let v = new lobject.TValue();
        if (lobject.luaO_str2num(o.svalue(), v) === (o.vslen() + 1))
            return v.value;
    }

    return false;
};`, `const tonumber = function(o) {
    return o.type === LUA_TNUMINT || o.type === LUA_TNUMFLT ? o.value : toNumber(o);
};`]
] };
// ../../../packages/lua/src/internal/fengari/patches/yields.ts
/** What a native function returns then is no number of results: only there is it looked at whether it has yielded. */
const yielded = `L.status === LUA_YIELD`;
const yields = {
	"lstate.js": [[`this.nCcalls = 0;`, `this.nCcalls = 0; this.nOuter = -1;`]],
	"ldo.js": [
		[`L.nny = 0;  /* allow yields */`, `L.nny = 0;  /* allow yields */ L.nOuter = L.nCcalls;`],
		[`ci.func = L.stack[ci.funcOff];
        luaD_throw(L, LUA_YIELD);`, `ci.func = L.stack[ci.funcOff];
        if (L.nCcalls === L.nOuter) return -1;
        luaD_throw(L, LUA_YIELD);`],
		[`    lua_yieldk(L, n, 0, null);`, `    return lua_yieldk(L, n, 0, null);`],
		[`throw Error("invalid return value from JS function (expected integer)");`, `if (${yielded}) return true; else throw Error("invalid return value from JS function (expected integer)");`],
		[`let n = c_k(L, status, ci.c_ctx);  /* call continuation function */`, `let n = c_k(L, status, ci.c_ctx);  /* call continuation function */ if (${yielded}) return;`],
		[`n = ci.c_k(L, LUA_YIELD, ci.c_ctx); /* call continuation */`, `n = ci.c_k(L, LUA_YIELD, ci.c_ctx); /* call continuation */ if (${yielded}) return;`],
		[`while (L.ci !== L.base_ci) {  /* something`, `while (L.ci !== L.base_ci && L.status === LUA_OK) {  /* something`],
		[`if (status > LUA_YIELD) {  /* unrecoverable error? */`, `if (status === LUA_OK && ${yielded}) status = LUA_YIELD;
        if (status > LUA_YIELD) {  /* unrecoverable error? */`]
	],
	"lvm.js": [[`if (ldo.luaD_precall(L, ra, nresults)) {`, `if (ldo.luaD_precall(L, ra, nresults)) {
                    if (L.status !== 0) return;`], [`if (ldo.luaD_precall(L, ra, LUA_MULTRET)) { // JS function`, `if (ldo.luaD_precall(L, ra, LUA_MULTRET)) { // JS function
                    if (L.status !== 0) return;`]]
};
// ../../../packages/lua/src/internal/fengari/selfTest.ts
const script = `
local failed = {}
local function check(name, test)
  local ok, right = pcall(test)
  if not (ok and right == true) then failed[#failed + 1] = name end
end
check("string keys", function() return ({ ["\\4\\1"] = 1 })["A"] == nil and "a\\tb" < "ab" end)
check("constructors", function() return next({ 10, 20, 30 }) == 1 end)
check("printing", function() return tostring(-0.0) == "-0.0" and tostring(1e100) == "1e+100" and tostring(1/0) == "inf" end)
check("format", function() return string.format("%5.1f|%#x|% d|%g", 0.25, 255, 7, 1e20) == "  0.2|0xff| 7|1e+20" end)
check("integers", function()
  return 65536 * 65536 == 4294967296 and tostring(2147483647 + 1) == "2147483648" and 4294967295 & 0xff == 255
end)
check("wide integers", function()
  return 9007199254740993 - 1 == 9007199254740992 and ({ [1 << 62] = 1 })[4611686018427387904] == 1
end)
check("loops", function()
  local n = 0
  for i = 2147483646, 2147483650 do
    n = n + 1
    if n > 9 then break end
  end
  return n == 5
end)
coroutine.wrap(function() pcall(error, 1) pcall(error, 2) armed() for i = 1, 10000 do end end)()
return table.concat(failed, ", ")
`;
/** What does not work, or undefined if everything does. */
const selfTest = (F) => {
	const { lauxlib, lua, lualib, to_jsstring, to_luastring } = F;
	const L = lauxlib.luaL_newstate();
	if (L === null) return "no state";
	for (const [name, open] of [
		["_G", lualib.luaopen_base],
		["string", lualib.luaopen_string],
		["table", lualib.luaopen_table],
		["coroutine", lualib.luaopen_coroutine]
	]) {
		lauxlib.luaL_requiref(L, to_luastring(name), open, 1);
		lua.lua_settop(L, 0);
	}
	let hooked = 0;
	const hook = () => {
		hooked++;
	};
	lua.lua_register(L, to_luastring("armed"), () => {
		hooked = 0;
		return 0;
	});
	lua.lua_sethook(L, hook, lua.LUA_MASKCOUNT, 100);
	const status = lauxlib.luaL_loadbuffer(L, to_luastring(script), null, to_luastring("=selfTest")) || lua.lua_pcall(L, 0, 1, 0);
	const text = to_jsstring(lua.lua_tostring(L, -1) ?? /* @__PURE__ */ new Uint8Array(0));
	lua.lua_close(L);
	const hooks = hooked < 50 ? "hooks in coroutines" : "";
	const failed = status === lua.LUA_OK ? [text, hooks].filter((part) => part !== "").join(", ") : `the self-test: ${text}`;
	return failed === "" ? void 0 : failed;
};
// ../../../packages/lua/src/internal/fengari/load.ts
const internals = [
	"lobject",
	"ltable",
	"lstring",
	"ldo",
	"lvm",
	"lapi",
	"ldebug",
	"lstate",
	"ltm",
	"lfunc",
	"ldump",
	"lundump",
	"luaconf"
];
const assembled = (require) => {
	const all = {
		...require("./fengari.js"),
		luastring_eq: require("./defs.js").luastring_eq
	};
	for (const name of internals) all[name] = require(`./${name}.js`);
	return all;
};
/** In place of an instance that is not there: whatever is called on it throws what is wrong. */
const absent$1 = (problem) => {
	const nothing = new Proxy(function() {}, {
		get: (_, key) => key === Symbol.toPrimitive ? () => NaN : nothing,
		apply: () => {
			throw problem;
		},
		construct: () => {
			throw problem;
		}
	});
	return nothing;
};
/** The installed one as it is, if it can be loaded at all. */
const plain$1 = (folder, problem) => {
	try {
		return {
			...assembled(instantiate(folder, /* @__PURE__ */ new Map(), {}, {})),
			meter: makeMeter(),
			names: /* @__PURE__ */ new WeakMap()
		};
	} catch {
		return absent$1(problem);
	}
};
/** Threads that are made after a test has passed need not test again: they have the same files and the same Node. */
const tested = "@stevedore/lua/tested";
/** Everything that an instance has otherwise than the installed one. */
const editsOf = (integers) => {
	const common = joined$1(defects, yields, metered, libraries$1, limits, native, speed);
	return integers === "wrap32" ? joined$1(common, inlined) : joined$1(common, vm, wideIntegers, inlined);
};
/** A further instance, with states of its own. */
const loadFengari = (options = {}) => {
	const installed = locate(options.from);
	if (installed instanceof LuaEngineError) return {
		fengari: absent$1(installed),
		problem: installed
	};
	const texts = verified(installed);
	if (texts instanceof LuaEngineError) return {
		fengari: plain$1(installed.folder, texts),
		problem: texts
	};
	const wraps = options.integers === "wrap32";
	const integers = wraps ? wrapped : promoted;
	const provided = {};
	const require = instantiate(installed.folder, texts, editsOf(wraps ? "wrap32" : "promote"), provided);
	const meter = makeMeter();
	const names = /* @__PURE__ */ new WeakMap();
	provided["#kernel"] = {
		...makeKernel(require, integers.is),
		meter,
		names
	};
	const instance = {
		...assembled(require),
		meter,
		names
	};
	const lualib = openers(instance, integers);
	const fengari = {
		...instance,
		lualib
	};
	if (wraps || getEnvironmentData(tested) === process.version) return {
		fengari,
		problem: void 0
	};
	const failed = selfTest(fengari);
	if (failed === void 0) setEnvironmentData(tested, process.version);
	return {
		fengari,
		problem: failed === void 0 ? void 0 : mismatch("selfTest", installed.folder, failed)
	};
};
const loaded$1 = loadFengari();
useSlots(loaded$1.fengari.lobject.TValue);
/** This thread's instance. */
const fengari = loaded$1.fengari;
/** Why it is not the corrected one, if it is not. */
const problem = loaded$1.problem;
// ../../../packages/lua/src/internal/state/stack.ts
const { lua: lua$26, lobject: lobject$10, lstring: lstring$5, ltable: ltable$6 } = fengari;
/** The slot at an index of the running host function, counted from 1; nil where there is none. Valid until the stack changes. */
const slotAt = (L, index) => {
	const at = L.ci.funcOff + index;
	return at < L.top ? L.stack[at] : lobject$10.luaO_nilobject;
};
/** Pushes a copy of a slot. Whoever pushes many asks for room first (`lua_checkstack`). */
const pushSlot = (L, slot) => {
	L.stack[L.top++] = new lobject$10.TValue(slot.type, slot.value);
};
/** A slot that keeps its value for the host, outside every stack. */
const kept = (slot) => new lobject$10.TValue(slot.type, slot.value);
const stringSlot = (L, bytes) => new lobject$10.TValue(20, lstring$5.luaS_bless(L, bytes));
const textSlot = (L, text) => stringSlot(L, bytesOf$1(text));
const tableSlot = (table) => new lobject$10.TValue(5, table);
const pushText = (L, text) => {
	L.stack[L.top++] = textSlot(L, text);
};
/** Pushes bytes as a string that owns them from now on: nobody may change them. */
const pushBytes$1 = (L, bytes) => {
	L.stack[L.top++] = stringSlot(L, bytes);
};
const isString = (slot) => (slot.type & 15) === 4;
const isFunction = (slot) => (slot.type & 15) === 6;
/** Sets a field of a table, without metamethods. */
const setField = (L, table, name, value) => {
	ltable$6.luaH_setfrom(L, table, textSlot(L, name), value);
	ltable$6.invalidateTMcache(table);
};
/** A field of a table, without metamethods; nil where there is none. */
const getField = (L, table, name) => ltable$6.luaH_get(L, table, textSlot(L, name));
const newTable = (L) => ltable$6.luaH_new(L);
const functionSlot = (f) => new lobject$10.TValue(22, f);
const registryOf = (L) => L.l_G.l_registry.value;
/** The table of globals. */
const globalsOf = (L) => ltable$6.luaH_getint(registryOf(L), lua$26.LUA_RIDX_GLOBALS).value;
/** The table of a registry key, made on first use. */
const registryTable = (L, name) => {
	const known = getField(L, registryOf(L), name);
	if (known.type === 5) return known.value;
	const made = newTable(L);
	setField(L, registryOf(L), name, tableSlot(made));
	return made;
};
// ../../../packages/lua/src/internal/state/loading.ts
const { lua: lua$25 } = fengari;
const none$5 = [];
/** Those that wait for an effect of the host. */
const HostAbove = Reference("@stevedore/lua/Above", { defaultValue: () => none$5 });
/** Of this thread. */
const prefix = `${Math.random().toString(36).slice(2)}.`;
let begun$1 = 0;
/** Any job here has ever loaded a file, or run for one that did: until then nobody is asked. */
let isUsed = false;
/** One module, from the call of its file's function to its return. */
var Loading = class {
	id = `${prefix}${++begun$1}`;
	name;
	job;
	/** The message handler of whoever requires it. */
	handler;
	/** Other jobs of the state that wait for it. */
	waiters = /* @__PURE__ */ new Map();
	constructor(name, job, handler) {
		this.name = name;
		this.job = job;
		this.handler = handler;
	}
};
const key = Symbol("stevedore.loading");
const allOf = (state) => {
	let all = state.data.get(key);
	if (all === void 0) state.data.set(key, all = /* @__PURE__ */ new Map());
	return all;
};
/** The module of that name, if its file runs now. */
const loadingOf = (state, name) => allOf(state).get(name);
/**
* The file of a module is about to be called by the running function, whose second slot becomes a message handler: it hears of the
* error that no pcall in the file catches, and leaves it to whoever would have had it.
*/
const begin = (L, name, job) => {
	isUsed = true;
	const loading = new Loading(name, job, L.errfunc);
	L.stack[L.ci.funcOff + 2] = functionSlot((L) => failed$1(L, loading));
	L.errfunc = L.ci.funcOff + 2;
	(job.loads ??= []).push(loading);
	allOf(job.state).set(name, loading);
	return loading;
};
const failed$1 = (L, loading) => {
	end$1(loading, kept(L.stack[L.top - 1]));
	const { handler } = loading;
	if (handler === 0) return 1;
	const own = L.errfunc;
	pushSlot(L, L.stack[handler]);
	lua$25.lua_insert(L, 1);
	L.errfunc = handler;
	lua$25.lua_call(L, 1, 1);
	L.errfunc = own;
	return 1;
};
/** Its file has returned, and the module is there. */
const done$1 = (L, loading) => {
	L.errfunc = loading.handler;
	end$1(loading, null);
};
const end$1 = (loading, ended) => {
	const { job, name } = loading;
	const all = allOf(job.state);
	if (all.get(name) === loading) all.delete(name);
	if (job.loads !== null) {
		job.loads = job.loads.filter((other) => other !== loading);
		if (job.loads.length === 0) job.loads = null;
	}
	for (const goOn of loading.waiters.values()) queueMicrotask(() => goOn(ended));
	loading.waiters.clear();
};
/** A job has ended, however: what it was still loading is loaded by the first of those that wait. */
const abandon = (job) => {
	for (const loading of job.loads ?? []) end$1(loading, null);
};
/** Waits until a module that another job loads has come to its end. */
const ended = (loading, job) => callback$1((resume) => {
	loading.waiters.set(job, (ended) => resume(succeed$2(ended)));
	return sync(() => void loading.waiters.delete(job));
});
/** The modules whose files wait for what a job waits for. */
const aboveOf = (job) => {
	const { above, loads, outer, payer } = job;
	if (loads === null && above === null && outer === null && payer === null) return none$5;
	const all = [];
	const jobs = /* @__PURE__ */ new Set([job]);
	for (const each of jobs) {
		if (each.above !== null) all.push(...each.above);
		if (each.loads !== null) for (const { id } of each.loads) all.push(id);
		if (each.outer !== null) jobs.add(each.outer);
		if (each.payer !== null) jobs.add(each.payer);
	}
	return all;
};
/** An effect for which a job waits: jobs that it runs know whose files wait for them. */
const waitedFor = (job, effect) => {
	const above = aboveOf(job);
	return above.length === 0 ? effect : provideService(effect, HostAbove, above);
};
/** What the host runs, with the modules whose files wait for it. */
const knowing = (run) => isUsed ? withFiber$1((fiber) => run(get$3(fiber.context, HostAbove))) : run(none$5);
/** A job begins for which files wait. */
const runsFor = (job, above) => {
	if (above === void 0 || above.length === 0) return;
	isUsed = true;
	job.above = above;
};
/** The circle that would be closed if the job waited for this module: its modules, in the order in which they require each other. */
const circle = (loading, job) => {
	const all = [...allOf(job.state).values()];
	const names = [];
	for (let next = loading; next !== void 0;) {
		const { job: loader } = next;
		const loads = loader.loads ?? [];
		names.push(...loads.slice(loads.indexOf(next)).map(({ name }) => name));
		if (isWithin(loader, job)) return [...names, loading.name].join(" -> ");
		if (aboveOf(job).includes(next.id)) return `${[...names, loading.name].join(" -> ")}, by a job that the file of '${next.name}' waits for`;
		next = all.find(({ waiters }) => waiters.has(loader));
	}
};
/** Whether that job cannot go on before this one has ended: it is the same, or its host function runs this one. */
const isWithin = (loader, job) => {
	for (let each = job; each !== null; each = each.outer) if (each === loader) return true;
	return false;
};
// ../../../packages/lua/src/internal/msgpack/values.ts
const { lauxlib: lauxlib$23, lobject: lobject$9, lua: lua$24 } = fengari;
/** What `msgpack.null` points at: one for all states of a thread, so that it is equal to itself in each. */
const NULL = Symbol("msgpack.null");
/** An application's own type, -128 to 127, and its bytes. */
var ExtensionValue = class {
	type;
	bytes;
	constructor(type, bytes) {
		this.type = type;
		this.bytes = bytes;
	}
};
/** A point in time: seconds since 1970, of any sign, and 0 to 999,999,999 nanoseconds after them. */
var Timestamp = class {
	seconds;
	nanoseconds;
	constructor(seconds, nanoseconds) {
		this.seconds = seconds;
		this.nanoseconds = nanoseconds;
	}
};
/** The names of their metatables in the registry, and what `tostring` calls them. */
const EXTENSION_TYPE = "msgpack.ext";
const TIMESTAMP_TYPE = "msgpack.timestamp";
/** The metatable of a name, which the library makes when it is opened; without it the value has none. */
const metatableOf$2 = (L, name) => {
	lauxlib$23.luaL_getmetatable(L, fengari.to_luastring(name, true));
	const found = L.stack[L.top - 1];
	const metatable = found.type === 5 ? found.value : null;
	lua$24.lua_pop(L, 1);
	return metatable;
};
/** Full userdata that holds `data`. */
const userdata = (L, data) => {
	const made = new lobject$9.Udata(L, 0);
	made.data = data;
	if (data instanceof ExtensionValue) fengari.meter.allocate(L, data.bytes.length + 250);
	made.metatable = metatableOf$2(L, data instanceof Timestamp ? TIMESTAMP_TYPE : EXTENSION_TYPE);
	return new lobject$9.TValue(7, made);
};
// ../../../packages/lua/src/internal/msgpack/path.ts
/** A key that is longer is cut: the path goes into a message. */
const LONGEST_KEY = 60;
const name = /^[A-Za-z_]\w*$/;
const quoted = (text) => {
	const cut = text.length > LONGEST_KEY ? `${text.slice(0, LONGEST_KEY)}…` : text;
	return name.test(cut) ? cut : JSON.stringify(cut);
};
const part = (key) => {
	if (typeof key === "number") return `[${key}]`;
	switch (key.type) {
		case 20:
		case 4: {
			const text = quoted(fengari.to_jsstring(key.svalue(), 0, 240, true));
			return text.startsWith("\"") ? `[${text}]` : `.${text}`;
		}
		case 19:
		case 3:
		case 35:
		case 1: return `[${key.value}]`;
		default: return "[?]";
	}
};
/** The path of what is `depth` levels down. */
const pathOf = (trail, depth) => trail.slice(0, depth).map(part).join("").replace(/^\./, "");
/** The path of what is below `path` under a key of JavaScript. */
const step = (path, key) => typeof key === "number" ? `${path}[${key}]` : typeof key === "string" && /^[A-Za-z_]\w*$/.test(key) ? path === "" ? key : `${path}.${key}` : `${path}[${typeof key === "string" ? JSON.stringify(key) : String(key)}]`;
/** What a value is that is no plain data. */
const nameOf$1 = (value) => {
	const name = value.constructor?.name;
	return typeof name === "string" && name !== "" ? `an instance of ${name}` : "an instance of a class";
};
// ../../../packages/lua/src/internal/msgpack/writer.ts
const INITIAL_SIZE = 4096;
/** So many bytes are copied sooner one by one than all at once. */
const SHORT$1 = 48;
/** Above this the bytes are given back after use: one huge message must not pin its size for good. */
const KEPT_SIZE = 1048576;
/** A table that holds another one twice, which holds another one twice, …, is small and has no end on the wire. */
const MAXIMUM_SIZE = 67108864;
const TWO_32$1 = 2 ** 32;
var Writer = class {
	bytes = new Uint8Array(INITIAL_SIZE);
	position = 0;
	view = new DataView(this.bytes.buffer);
	/** Forgets what was written. */
	reset() {
		this.position = 0;
		if (this.bytes.length > KEPT_SIZE) this.resize(INITIAL_SIZE);
	}
	/** A copy of what was written. */
	copy() {
		const { bytes, position } = this;
		if (position > SHORT$1) return bytes.slice(0, position);
		const copy = new Uint8Array(position);
		for (let i = 0; i < position; i++) copy[i] = bytes[i];
		return copy;
	}
	/** Makes room for so many bytes more. */
	reserve(size) {
		if (this.position + size > this.bytes.length) this.grow(size);
	}
	grow(size) {
		const needed = this.position + size;
		if (needed > 67108864) this.refuse(`cannot serialize more than ${MAXIMUM_SIZE} bytes`);
		const room = Math.min(Math.max(needed, 2 * this.bytes.length), MAXIMUM_SIZE);
		this.allow(room);
		this.resize(room);
	}
	/** Before it grows to so many bytes. */
	allow(_size) {}
	resize(size) {
		const bytes = new Uint8Array(size);
		bytes.set(this.bytes.subarray(0, Math.min(this.position, size)));
		this.bytes = bytes;
		this.view = new DataView(bytes.buffer);
	}
	/** The packer knows where in the value it is. */
	refuse(detail) {
		throw new LuaCodecError({
			path: "",
			detail
		});
	}
	byte(byte) {
		this.reserve(1);
		this.bytes[this.position++] = byte;
	}
	/** A code and so many bits of a number, 8, 16 or 32. */
	coded8(code, number) {
		this.reserve(2);
		const { bytes, position } = this;
		bytes[position] = code;
		bytes[position + 1] = number;
		this.position = position + 2;
	}
	coded16(code, number) {
		this.reserve(3);
		const { bytes, position } = this;
		bytes[position] = code;
		bytes[position + 1] = number >> 8;
		bytes[position + 2] = number;
		this.position = position + 3;
	}
	coded32(code, number) {
		this.reserve(5);
		const { bytes, position } = this;
		bytes[position] = code;
		bytes[position + 1] = number >>> 24;
		bytes[position + 2] = number >>> 16;
		bytes[position + 3] = number >>> 8;
		bytes[position + 4] = number;
		this.position = position + 5;
	}
	/** A number without a fraction, |number| ≤ 2^53, in its shortest form. */
	integer(number) {
		if (number >= 0) {
			if (number < 128) this.byte(number);
			else if (number < 256) this.coded8(204, number);
			else if (number < 65536) this.coded16(205, number);
			else if (number < TWO_32$1) this.coded32(206, number);
			else this.halves(207, number);
		} else if (number >= -32) this.byte(number & 255);
		else if (number >= -128) this.coded8(208, number);
		else if (number >= -32768) this.coded16(209, number);
		else if (number >= -2147483648) this.coded32(210, number);
		else this.halves(211, number);
	}
	halves(code, number) {
		const high = Math.floor(number / TWO_32$1);
		this.coded32(code, high);
		this.raw32(number - high * TWO_32$1);
	}
	raw32(number) {
		this.reserve(4);
		const { bytes, position } = this;
		bytes[position] = number >>> 24;
		bytes[position + 1] = number >>> 16;
		bytes[position + 2] = number >>> 8;
		bytes[position + 3] = number;
		this.position = position + 4;
	}
	/** -2^63 ≤ number < 2^64. */
	bigint(number) {
		this.reserve(9);
		const { position } = this;
		this.bytes[position] = number < 0n ? 211 : 207;
		this.view.setBigUint64(position + 1, BigInt.asUintN(64, number));
		this.position = position + 9;
	}
	float64(number) {
		this.reserve(9);
		const { position } = this;
		this.bytes[position] = 203;
		this.view.setFloat64(position + 1, number);
		this.position = position + 9;
	}
	array(length) {
		if (length < 16) this.byte(144 | length);
		else if (length < 65536) this.coded16(220, length);
		else this.coded32(221, length);
	}
	map(size) {
		if (size < 16) this.byte(128 | size);
		else if (size < 65536) this.coded16(222, size);
		else this.coded32(223, size);
	}
	/** The header of a string of 32 bytes or more, or of a shorter one that is no text. */
	stringHeader(length, text) {
		if (length < 256) this.coded8(text ? 217 : 196, length);
		else if (length < 65536) this.coded16(text ? 218 : 197, length);
		else this.coded32(text ? 219 : 198, length);
	}
	/** `type` from -128 to 127. */
	extension(type, length) {
		const fixed = length === 1 ? 0 : length === 2 ? 1 : length === 4 ? 2 : length === 8 ? 3 : length === 16 ? 4 : -1;
		if (fixed >= 0) this.byte(212 + fixed);
		else if (length < 256) this.coded8(199, length);
		else if (length < 65536) this.coded16(200, length);
		else this.coded32(201, length);
		this.byte(type & 255);
	}
	/** Bytes as they stand. */
	raw(bytes) {
		const { length } = bytes;
		this.reserve(length);
		this.bytes.set(bytes, this.position);
		this.position += length;
	}
};
// ../../../packages/lua/src/internal/athd/keys.ts
/**
* Which thread of a pool has a key: the same for all senders, and for as long as that thread is there, or is to come back.
*/
/** A key, as a thread of a pool is chosen by it. */
var Keyed = class {
	text;
	constructor(key) {
		this.text = String(key);
	}
};
/** The keys of one pool, as one thread sends by them. */
var Keys = class {
	threads;
	/** Threads that were given up for good, as far as a job with a key has met that. */
	lost = /* @__PURE__ */ new Set();
	isThere;
	constructor(name, size, isThere) {
		this.threads = Array.from({ length: size }, (_, index) => `${name}-${index}`);
		this.isThere = isThere;
	}
	/**
	* Each key goes through the threads in an order of its own, to the first that has not been given up: what the others have stays
	* theirs. None where there is no pool.
	*/
	threadOf({ text }) {
		let value = hash$1(text);
		const first = this.threads[value % this.threads.length];
		if (this.lost.size === 0) return first;
		const left = this.threads.slice();
		while (left.length > 0) {
			const [thread] = left.splice(value % left.length, 1);
			if (!this.isGone(thread)) return thread;
			value = hash$1(`${text} ${value}`);
		}
		return first;
	}
	isGone(thread) {
		if (!this.lost.has(thread)) return false;
		if (this.isThere(thread)) this.lost.delete(thread);
		return this.lost.has(thread);
	}
	/** Whether a job that had not begun failed since that thread is no more, and there are others. */
	isLost(thread, error) {
		if (!(error instanceof ActorError) || error.started !== false) return false;
		const { reason } = error;
		if (!(reason._tag === "ThreadDied" || reason._tag === "InvalidOption" && reason.option === "thread") || !this.isThere() || this.isThere(thread)) return false;
		this.lost.add(thread);
		return true;
	}
};
/** FNV-1a: the same on every thread. */
const hash$1 = (text) => {
	let value = 2166136261;
	for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 16777619);
	return value >>> 0;
};
// ../../../packages/lua/src/internal/athd/unreached.ts
/**
* What a call fails with that is for a thread which nobody has made: core knows actors, programs know Lua threads.
*/
/** What was waited for where nobody of that name has come, as Lua's programs know it, with what would have made it. */
const namedError = (error, name) => {
	if (!(error instanceof ActorError)) return error;
	const { actor, job, reason, started, thread } = error;
	if (reason._tag !== "Unreachable" || !reason.detail.startsWith("no layer of this actor system provides")) return error;
	const waited = / within \d+ ms$/.exec(reason.detail)?.[0] ?? " in time";
	const detail = name === "main" ? `main has no Lua state, and none was made${waited}: LuaThread.onMain makes it, before threads call athd.getmain()` : `no Lua thread or pool has the name "${name}", and none was made${waited}: LuaThread.make, LuaPool.make or athd.newthread make it`;
	return new ActorError({
		reason: new Unreachable({ detail }),
		actor,
		job,
		thread,
		started
	});
};
// ../../../packages/lua/src/internal/state/atomics.ts
/** Of the thread that runs the state: how many kills there have been. */
const killsOf = (word) => Atomics.load(word, 0);
/** Of any thread: what runs in that state now ends at its next instruction that is counted. */
const killAll = (word) => {
	Atomics.add(word, 0, 1);
	Atomics.notify(word, 0);
};
/** Of the thread that runs the state: calls `then` once, when there have been more kills than `seen`. Keeps no process alive. */
const whenKilled = (word, seen, then) => {
	const waited = Atomics.waitAsync(word, 0, seen);
	if (waited.async) waited.value.then(then);
	else queueMicrotask(then);
};
// ../../../packages/lua/src/internal/state/state.ts
/** How far each level lets a script go. */
const ranks = {
	strict: 0,
	standard: 1,
	full: 2
};
var State = class {
	/** The main Lua thread: holds the stack on which modules are opened. No job runs on it. */
	L;
	name;
	sandbox;
	limits;
	/** How many compiled sources it keeps. */
	chunkLimit;
	/** The services that were there when the state was made: for what has no fiber of its own, such as `print`. */
	services;
	/** What modules keep for this state, under keys of their own. */
	data = /* @__PURE__ */ new Map();
	/** Folders that scripts may read Lua files from, as they really are. */
	roots = [];
	/** Modules that `require` took from files, in that order: what can be reloaded. */
	fromFiles = /* @__PURE__ */ new Set();
	/** Libraries and modules of the host, as they were loaded when the state was made: nothing puts a file in their place. */
	builtIn = /* @__PURE__ */ new Set();
	/**
	* What its jobs have begun and nobody waits for: interrupted when the state closes. With the count of kills that it was begun under,
	* it is so by a kill, too; without (undefined), it is the rest of a job, which a kill ends where that waits.
	*/
	fibers = /* @__PURE__ */ new Map();
	/** The state whose script made this one: what this one holds is held by that, too. */
	parent = null;
	/** Modules of the host that states made by its scripts have, too. */
	inherited = [];
	/** The states that its scripts made and have not closed. */
	children = /* @__PURE__ */ new Set();
	/** Called, in reverse order, when the state closes. */
	closers = [];
	/** One word that other threads may see: how often the state's jobs were killed. */
	kills;
	counters = {
		jobs: 0,
		failed: 0,
		waiting: 0,
		compiled: 0,
		cached: 0
	};
	/** The job that runs now, or null. */
	job = null;
	/** A job in it was ended by a limit or a kill. */
	overdrawn = false;
	/** Set once, by closing: whatever comes later finds it and does nothing. */
	closed = false;
	/** Errors that the host raised as tables, with what they stand for. */
	causes = /* @__PURE__ */ new WeakMap();
	/** What stands behind the references that the host has to values of its scripts: nobody else reaches the state by one. */
	references = /* @__PURE__ */ new WeakMap();
	/** Tables of it that modules of the host hold, for as long as it is open. */
	tables = [];
	/** The Lua thread of a job that has ended, for the next one. */
	spare = null;
	/** Bytes held when they were last counted, and what the meter showed then. */
	held = 0;
	meterAt = 0;
	/** The Lua threads of its jobs that have not ended: what they hold is held. */
	threads = /* @__PURE__ */ new Set();
	/** What the host holds for it, until something has happened or the script takes it back. */
	pending = /* @__PURE__ */ new Set();
	/** Its jobs that wait, or waited and go on. */
	waiters = /* @__PURE__ */ new Set();
	/** It hears of kills by other threads. */
	watched = false;
	constructor(options) {
		this.L = options.L;
		this.name = options.name;
		this.sandbox = options.sandbox;
		this.limits = options.limits;
		this.chunkLimit = options.chunkLimit;
		this.services = options.services;
		this.kills = options.kills;
		const global = this.L.l_G;
		global.owner = this;
	}
	/** Ends what runs now with an error that Lua cannot catch. */
	kill() {
		killAll(this.kills);
	}
};
/** The state that a Lua thread (any coroutine of it) belongs to. */
const stateOf = (L) => L.l_G.owner;
// ../../../packages/lua/src/internal/athd/sources.ts
/** Sources that one thread sends by number at the same time; beyond that the one not used for longest is told anew. */
const MOST_SOURCES = 256;
/** And bytes of their texts; a longer one is the only one. */
const MOST_BYTES$1 = 4 * 2 ** 20;
/** Below it the thread's own id, which no other thread ever has; above it the count of its sources. */
const COUNT = 2 ** 20;
/** The thread whose number it is. */
const senderOf = (fn) => fn % COUNT;
/** One source under one job name. */
var Source = class {
	fn;
	kind;
	name;
	text;
	rank;
	/** The walk through a state that has counted it last. */
	mark = 0;
	/** Used since the sources were last looked through. */
	used = true;
	constructor(fn, kind, name, text, rank) {
		this.fn = fn;
		this.kind = kind;
		this.name = name;
		this.text = text;
		this.rank = rank;
	}
	intro(forget = none$4, above = nobody$1) {
		return {
			kind: this.kind,
			name: this.name,
			text: this.text,
			rank: this.rank,
			forget,
			above
		};
	}
};
const none$4 = [];
const nobody$1 = [];
/** A receiving thread and what it has been told. Its next life has another id, and knows nothing. */
var Listener = class {
	thread;
	id;
	/** By number: whether it certainly knows, or was told by an ask that may yet be taken back. */
	told = /* @__PURE__ */ new Map();
	forgets = [];
	constructor(thread, id) {
		this.thread = thread;
		this.id = id;
	}
	/** What is to be told with a job of that source, if anything. `isTell`: it is in the mailbox for good once it is there. */
	introOf(source, isTell) {
		const told = this.told.get(source.fn);
		if (told === true || told === false && !isTell) return void 0;
		this.told.set(source.fn, isTell);
		const intro = source.intro(this.forgets);
		if (this.forgets.length > 0) this.forgets = [];
		return intro;
	}
	/** It has answered a job of that source. */
	knows(source) {
		if (this.told.get(source.fn) === false) this.told.set(source.fn, true);
	}
	/** What it was told may not have come there. */
	doubts(source, forgets) {
		this.told.delete(source.fn);
		this.forgets.push(...forgets);
	}
	forget(source) {
		if (this.told.delete(source.fn)) this.forgets.push(source.fn);
	}
};
/** All sources of one thread. */
var Sources = class {
	thread;
	byText = /* @__PURE__ */ new Map();
	byBytes = /* @__PURE__ */ new Map();
	all = /* @__PURE__ */ new Set();
	places = /* @__PURE__ */ new WeakMap();
	listeners = /* @__PURE__ */ new Set();
	count = 0;
	bytes = 0;
	constructor(thread) {
		this.thread = thread;
	}
	/** Of a text of JavaScript. */
	ofText(kind, name, text, bytes) {
		return this.of(this.byText, kind, name, text, bytes, ranks.full);
	}
	/** Of bytes of Lua; `latin` is one character for each, `rank` that of the thread's one state. */
	ofBytes(kind, name, latin, bytes, rank) {
		return this.of(this.byBytes, kind, name, latin, () => bytes, rank);
	}
	of(all, kind, name, key, bytes, rank) {
		const same = all.get(key);
		if (same !== void 0) {
			for (const source of same) if (source.kind === kind && source.name === name) {
				source.used = true;
				return source;
			}
		}
		return this.add(all, key, kind, name, bytes(), rank);
	}
	/** One that somebody keeps: `undefined` where it was forgotten since. */
	alive(source) {
		source.used = true;
		return this.all.has(source);
	}
	add(all, key, kind, name, text, rank) {
		while (this.all.size >= MOST_SOURCES || this.all.size > 0 && this.bytes + text.length > MOST_BYTES$1) this.evict();
		this.bytes += text.length;
		const source = new Source(++this.count * COUNT + this.thread, kind, name, text, rank);
		this.all.add(source);
		const same = all.get(key);
		if (same === void 0) all.set(key, [source]);
		else same.push(source);
		this.places.set(source, {
			all,
			key
		});
		return source;
	}
	/** The oldest that was not used since it was last its turn. */
	evict() {
		for (const source of this.all) {
			this.all.delete(source);
			if (source.used) {
				source.used = false;
				this.all.add(source);
				continue;
			}
			this.bytes -= source.text.length;
			const { all, key } = this.places.get(source);
			const same = all.get(key);
			if (same.length === 1) all.delete(key);
			else same.splice(same.indexOf(source), 1);
			for (const listener of this.listeners) listener.forget(source);
			return;
		}
	}
	listen(listener) {
		this.listeners.add(listener);
	}
	unlisten(listener) {
		this.listeners.delete(listener);
	}
};
const perThread = /* @__PURE__ */ new WeakMap();
/** Those of the thread that has this service, whoever sends there: a Lua state, or TypeScript. */
const sourcesOf = (system, thread) => {
	const key = system["~@stevedore/core/runtime"];
	let sources = perThread.get(key);
	if (sources === void 0) perThread.set(key, sources = new Sources(thread));
	return sources;
};
// ../../../packages/lua/src/internal/athd/remote.ts
const nobody = [];
const anyWay = {};
/** A thread that is there, with the ways to it. */
var Seat = class extends Listener {
	free;
	bound;
	constructor(thread, id) {
		super(thread, id);
		this.free = {
			thread,
			movable: true
		};
		this.bound = { thread };
	}
};
/**
* One job: what is sent, and who decides where it goes. What its number stands for is decided when it is encoded: where a death
* moves it to another thread it is encoded again, and tells that one.
*/
var Work = class {
	constructor(remote, source, args, place, take, above = nobody) {
		this.fn = source.fn;
		this.args = args;
		this.source = source;
		this.remote = remote;
		this.place = place;
		this.take = take;
		this.thread = void 0;
		this.seat = void 0;
		this.told = null;
		this.encoded = false;
		this.above = above;
	}
	get intro() {
		if (this.encoded) return this.whole;
		this.encoded = true;
		return this.told;
	}
	/** Chooses where it goes. */
	aim(isTell) {
		const { place, remote } = this;
		const thread = place instanceof Keyed ? remote.keys.threadOf(place) : place;
		const seat = remote.seatOf(thread);
		this.thread = thread;
		this.seat = seat;
		this.encoded = false;
		this.told = seat === void 0 ? this.source.intro() : seat.introOf(this.source, isTell) ?? null;
		if (this.above.length > 0) this.told = this.source.intro(this.told?.forget, this.above);
		if (seat === void 0) return thread === void 0 ? anyWay : { thread };
		return remote.isPool ? thread === void 0 ? seat.free : seat.bound : anyWay;
	}
	next() {
		return this.aim(false);
	}
	instead() {
		return never$1;
	}
	failed(error) {
		this.doubt();
		return this.isElsewhere(error) ? this.taken() : fail$2(error);
	}
	/** Whether the thread of its key is no more, and the key has another one now. */
	isElsewhere(error) {
		return this.place instanceof Keyed && this.thread !== void 0 && this.remote.keys.isLost(this.thread, error);
	}
	/** Once more, telling what its number stands for: the receiver has forgotten, or never heard. */
	again() {
		return suspend$1(() => {
			const { place, remote } = this;
			this.thread = place instanceof Keyed ? remote.keys.threadOf(place) : place;
			const way = this.thread === void 0 ? anyWay : { thread: this.thread };
			return catchIf(catchTag(remote.verbs(this.retold(), way), "UnknownSource", die), (error) => this.isElsewhere(error), () => this.again());
		});
	}
	/** What it was to tell may not have come there. */
	doubt() {
		if (this.told !== null) this.seat?.doubts(this.source, this.told.forget);
	}
	answered(exit) {
		if (exit._tag === "Failure") {
			if (!isUnknown(exit.cause)) return exit;
			this.doubt();
			return this.taken();
		}
		if (this.told !== null) this.seat?.knows(this.source);
		try {
			return this.take(exit.value[0]);
		} catch (defect) {
			return die$1(defect);
		}
	}
	/** What becomes of the results of the same once more. */
	taken() {
		return flatMap$1(this.again(), ([results]) => this.take(results));
	}
	/** The same again, telling what its number stands for. */
	retold() {
		return {
			fn: this.fn,
			args: this.args,
			intro: this.whole
		};
	}
	/** What its number stands for, whatever the receiver knows. */
	get whole() {
		return this.source.intro(void 0, this.above);
	}
};
var Remote = class {
	name;
	size;
	client;
	verbs;
	sources;
	members;
	/** Threads of it that were there when this one looked. */
	met = /* @__PURE__ */ new Set();
	seats = [];
	isOld = true;
	turn;
	keys;
	unwatch;
	constructor(to, client, members, sources, turn) {
		this.name = to.name;
		this.size = to.size;
		this.client = client;
		this.verbs = client.work;
		this.sources = sources;
		this.members = members;
		this.keys = new Keys(to.name, to.size, (thread) => thread === void 0 ? this.look().length > 0 : this.seatOf(thread) !== void 0);
		this.turn = turn;
		this.unwatch = members.watch(() => {
			this.isOld = true;
		});
	}
	get isPool() {
		return this.size > 0;
	}
	/** Whether any thread serves it now. */
	get isThere() {
		return this.look().length > 0;
	}
	/** Whether that thread of it, or any, is there or has been. */
	wasThere(thread) {
		this.look();
		return thread === void 0 ? this.met.size > 0 : this.met.has(thread);
	}
	look() {
		if (!this.isOld) return this.seats;
		this.isOld = false;
		const before = new Map(this.seats.map((seat) => [seat.id, seat]));
		this.seats = this.members.now.map(({ id, thread }) => {
			const known = before.get(id);
			before.delete(id);
			if (known !== void 0) return known;
			const seat = new Seat(thread, id);
			this.met.add(thread);
			this.sources.listen(seat);
			return seat;
		});
		for (const gone of before.values()) this.sources.unlisten(gone);
		return this.seats;
	}
	/** The thread of that name, or the next in turn, if it is there now. */
	seatOf(thread) {
		const seats = this.look();
		if (thread === void 0) return seats.length > 1 ? seats[this.turn++ % seats.length] : seats[0];
		return seats.find((seat) => seat.thread === thread);
	}
	/** What `take` makes of the packed results of a job. */
	ask(source, args, place, take, timeout, above) {
		const work = new Work(this, source, args, place, take, above);
		const asked = timeout === void 0 ? this.verbs["~@stevedore/core/routed"](work, work) : this.askIn(work, timeout, take);
		return this.isThere ? asked : mapError(asked, (error) => namedError(error, this.name));
	}
	/** The same, no longer than that. */
	askIn(work, timeout, take) {
		return suspend$1(() => {
			const begun = performance.now();
			const way = {
				...work.aim(false),
				timeout
			};
			return this.verbs(work, way).pipe(catchTag("UnknownSource", () => {
				work.doubt();
				return this.verbs(work.retold(), way);
			}), catchTag("UnknownSource", die), flatMap$1(([results]) => take(results)), catchIf((error) => work.isElsewhere(error), () => {
				const millis = toMillis(fromInputUnsafe(timeout)) - (performance.now() - begun);
				return this.askIn(work, Math.max(1, millis), take);
			}));
		});
	}
	/** Completes when the job is in the mailbox. Nobody learns how it ends. */
	tell(source, args, place) {
		return suspend$1(() => {
			const work = new Work(this, source, args, place, succeed$1);
			const told = this.verbs.tell(work, work.aim(true));
			return onError(told, () => sync(() => work.doubt())).pipe(mapError((error) => namedError(error, this.name)), catchIf((error) => work.isElsewhere(error), () => this.tell(source, args, place)));
		});
	}
	/** To every thread of it, or of the whole system: how it ended on each. */
	broadcast(source, args, toAll, above) {
		return this.client.work.broadcast({
			fn: source.fn,
			args,
			intro: source.intro(void 0, above)
		}, { to: toAll ? "system" : "actor" });
	}
	/** Modules anew, on each of its threads: which they are. */
	reload(module) {
		return flatMap$1(this.client.reload.broadcast({ module }), (ends) => {
			const names = /* @__PURE__ */ new Set();
			for (const { exit } of ends) {
				if (isFailure$1(exit)) return exit;
				for (const name of exit.value) names.add(name);
			}
			return succeed$2(Array.from(names));
		});
	}
};
/** Whether the receiver did not know what the number stands for. */
const isUnknown = ({ reasons }) => reasons.some((reason) => reason._tag === "Fail" && reason.error instanceof UnknownSource);
/** The clients that one thread has, for as long as its scope is open. */
var Remotes = class {
	system;
	sources;
	thread;
	scope;
	context;
	all = /* @__PURE__ */ new Map();
	constructor(context, system, thread, scope) {
		this.context = context;
		this.system = system;
		this.thread = thread;
		this.scope = scope;
		this.sources = sourcesOf(system, thread);
	}
	/** The client of that name; made at once when it is asked for first. */
	of(to) {
		let remote = this.all.get(to.name);
		if (remote === void 0 || remote.size === 0 && to.size > 0) {
			remote?.unwatch();
			const tag = tagOf(to.name);
			const built = runSync(buildWithScope(tag.layerRef, this.scope).pipe(provide$2(this.context)));
			remote = new Remote(to, getUnsafe(built, tag), this.system.members(tag), this.sources, this.thread);
			this.all.set(to.name, remote);
		}
		return remote;
	}
	close() {
		for (const remote of this.all.values()) remote.unwatch();
	}
};
// ../../../packages/lua/src/internal/state/apart.ts
/** Runs the rest of a job, and `over` when it has ended, however. */
const apart = (job, rest, over) => withFiber$1((asker) => callback$1((resume) => {
	const { state } = job;
	let stopped;
	const fiber = runForkWith(asker.context)(rest);
	const waiter = {
		job,
		stop: (error) => {
			stopped ??= error;
			fiber.interruptUnsafe();
		}
	};
	state.waiters.add(waiter);
	fiber.addObserver((exit) => {
		state.waiters.delete(waiter);
		over();
		if (stopped === void 0 || isSuccess(exit)) return resume(exit);
		state.counters.failed++;
		state.overdrawn = true;
		resume(fail$2(stopped));
	});
	watch(state);
	if (killsOf(state.kills) !== job.kills) waiter.stop(job.killed("while it waited"));
	return interrupt(fiber);
}));
/** Hears of kills by other threads, from when a job first waits, or begins what it does not wait for, until the state closes. */
const watch = (state) => {
	if (state.watched || state.closed) return;
	state.watched = true;
	whenKilled(state.kills, killsOf(state.kills), () => {
		state.watched = false;
		if (state.closed) return;
		stopKilled(state);
		watch(state);
	});
};
/**
* Ends the jobs that waited when the state's jobs were last killed, and what they had begun that is no job yet: forks, timers, what
* follows a push.
*/
const stopKilled = (state) => {
	const kills = killsOf(state.kills);
	for (const [fiber, begun] of state.fibers) if (begun !== void 0 && begun !== kills) fiber.interruptUnsafe();
	for (const { job, stop } of state.waiters) if (job.kills !== kills) stop(job.killed("while it waited"));
};
// ../../../packages/lua/src/internal/state/chunks.ts
const { lua: lua$23, lauxlib: lauxlib$22, lobject: lobject$8 } = fengari;
/** Longer sources are not worth the place that they take. */
const longestKept = 65536;
/** The first byte of compiled code. */
const mark = 27;
/**
* Bytes of a compiled function and those in it: an instruction is an object, and names may be long. Those that this walk has counted
* are counted no more.
*/
const protoBytes = (proto, walk) => {
	let bytes = proto.mark === walk ? 0 : lengthOf(proto.source);
	const open = [proto];
	for (let next = open.pop(); next !== void 0; next = open.pop()) {
		if (next.mark === walk) continue;
		next.mark = walk;
		bytes += 1500 + next.code.length * 240;
		for (const constant of next.k) bytes += isString(constant) ? 300 + 2 * constant.vslen() : 60;
		for (const { varname } of next.locvars) bytes += lengthOf(varname);
		for (const { name } of next.upvalues) bytes += lengthOf(name);
		open.push(...next.p);
	}
	return bytes;
};
const lengthOf = (name) => name?.tsslen() ?? 0;
/** What compiling a byte of source may take. */
const compilingTakes = 50;
/**
* The last sources used, by name and text. Two halves: what is used moves to the young one, and when that is full it becomes
* the old one; so a hit writes nothing in the common case, and at most `limit` are kept.
*/
var ChunkCache = class {
	young = /* @__PURE__ */ new Map();
	old = /* @__PURE__ */ new Map();
	half;
	constructor(limit) {
		this.half = Math.ceil(limit / 2);
	}
	/** Bytes of the sources that are kept. */
	get bytes() {
		let bytes = 0;
		for (const half of [this.young, this.old]) for (const key of half.keys()) bytes += key.length;
		return bytes;
	}
	*protos() {
		for (const half of [this.young, this.old]) for (const { proto } of half.values()) yield proto;
	}
	get size() {
		return this.young.size + this.old.size;
	}
	get(key) {
		const found = this.young.get(key);
		if (found !== void 0) return found;
		const aged = this.old.get(key);
		if (aged !== void 0) {
			this.old.delete(key);
			this.set(key, aged);
		}
		return aged;
	}
	set(key, kept) {
		if (this.half === 0 || key.length > longestKept) return;
		if (this.young.size >= this.half) {
			this.old = this.young;
			this.young = /* @__PURE__ */ new Map();
		}
		this.young.set(key, kept);
	}
	clear() {
		this.young.clear();
		this.old.clear();
	}
};
const caches = /* @__PURE__ */ new WeakMap();
const cacheOf = (state) => {
	let cache = caches.get(state);
	if (cache === void 0) {
		cache = new ChunkCache(state.chunkLimit);
		caches.set(state, cache);
	}
	return cache;
};
/** Pushes a new function of a prototype, whose `_ENV` is the state's globals, or `env`. */
const pushClosure = (L, proto, env) => {
	const count = proto.upvalues.length;
	const closure = new lobject$8.LClosure(L, count);
	closure.p = proto;
	for (let i = 0; i < count; i++) closure.upvals[i] = i === 0 ? new lobject$8.TValue(5, env ?? globalsOf(L)) : new lobject$8.TValue(0, null);
	L.stack[L.top++] = new lobject$8.TValue(6, closure);
};
const compiled = (state, L, source, name) => {
	if (source[0] === mark) throw new LuaSyntaxError({
		chunk: chunkId(name),
		line: 0,
		detail: "compiled code is refused: give the source"
	});
	state.counters.compiled++;
	if (source.length > 1e3) fengari.meter.allocate(L, source.length * compilingTakes);
	const status = lauxlib$22.luaL_loadbufferx(L, source, source.length, bytesOf$1(name), "t");
	const slot = L.stack[L.top - 1];
	if (status === lua$23.LUA_OK) {
		const proto = slot.value.p;
		lua$23.lua_settop(L, -2);
		return proto;
	}
	const message = shown$1(lua$23.lua_tostring(L, -1) ?? bytesOf$1("?"));
	lua$23.lua_settop(L, -2);
	throw syntaxError(name, message);
};
/** A chunk's name as messages show it. */
const chunkId = (name) => shown$1(lobject$8.luaO_chunkid(bytesOf$1(name), 59));
const syntaxError = (name, message) => {
	const chunk = chunkId(name);
	const found = message.startsWith(`${chunk}:`) ? /^(\d+): ([^]*)$/.exec(message.slice(chunk.length + 1)) : null;
	return found === null ? new LuaSyntaxError({
		chunk,
		line: 0,
		detail: message
	}) : new LuaSyntaxError({
		chunk,
		line: Number(found[1]),
		detail: found[2]
	});
};
/**
* Pushes a function of the source, compiled now or before. `name` as Lua has it: `=job`, `@file.lua`, or none for the source
* itself. `key` saves making one where the source is bytes that a Lua string holds: its hash. Throws `LuaSyntaxError`, and what
* a limit raises while compiling.
*/
const pushChunk = (state, L, source, name, env, key = typeof source === "string" ? source : `|${latinOf(source)}`) => {
	const cache = cacheOf(state);
	const kept = cache.get(key);
	if (kept !== void 0 && kept.name === name) {
		state.counters.cached++;
		return pushClosure(L, kept.proto, env);
	}
	const bytes = typeof source === "string" ? bytesOf$1(source) : source;
	const proto = compiled(state, L, bytes, name ?? (typeof source === "string" ? source : shown$1(source)));
	if (bytes.length <= longestKept) cache.set(key, {
		name,
		proto
	});
	pushClosure(L, proto, env);
};
/** The same without a name, if it was compiled before; false where it was not. */
const pushKept = (state, L, key) => {
	const kept = cacheOf(state).get(key);
	if (kept === void 0 || kept.name !== void 0) return false;
	state.counters.cached++;
	pushClosure(L, kept.proto);
	return true;
};
/** The same, for a source that is not worth remembering. */
const pushSource = (state, L, source, name, env) => pushClosure(L, compiled(state, L, source, name), env);
/**
* A Lua function as compiled code, for another state of this process. Its upvalues do not go with it, so it may have none but
* `_ENV`; the failure names those it has.
*/
const dumpFunction = (L, slot) => {
	if (slot.type !== lua$23.LUA_TFUNCTION) throw new LuaCodecError({
		path: "",
		detail: "cannot send a function of the host: send its name, or a Lua function"
	});
	const own = slot.value.p.upvalues.map(({ name }) => name === null ? "?" : shown$1(name.realstring)).filter((name) => name !== "_ENV");
	if (own.length > 0) throw new LuaCodecError({
		path: "",
		detail: `cannot send a function with upvalues (${own.map((name) => `'${name}'`).join(", ")}): give them as arguments, or make them globals`
	});
	const pieces = [];
	lua$23.lua_checkstack(L, 1);
	pushSlot(L, slot);
	const write = (_, bytes, size) => {
		pieces.push(new Uint8Array(bytes.subarray(0, size)));
		return 0;
	};
	const status = lua$23.lua_dump(L, write, null, false);
	lua$23.lua_settop(L, -2);
	if (status !== 0) throw new LuaCodecError({
		path: "",
		detail: "cannot send this function"
	});
	const whole = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
	let at = 0;
	for (const piece of pieces) {
		whole.set(piece, at);
		at += piece.length;
	}
	return whole;
};
/** The prototype of what `dumpFunction` gave in this process. Never of bytes that came from anywhere else: they are not checked. */
const undump = (L, bytes) => {
	const status = lauxlib$22.luaL_loadbufferx(L, bytes, bytes.length, "=dumped", "b");
	const slot = L.stack[L.top - 1];
	const proto = status === lua$23.LUA_OK ? slot.value.p : void 0;
	const message = proto === void 0 && isString(slot) ? shown$1(slot.svalue()) : "no function";
	lua$23.lua_settop(L, -2);
	if (proto === void 0) throw new LuaCodecError({
		path: "",
		detail: message
	});
	return proto;
};
// ../../../packages/lua/src/internal/alog/log.ts
const { lauxlib: lauxlib$21, lua: lua$22, meter: meter$13 } = fengari;
/** The values from `first` on, as `tostring` shows them, with tabs between. */
const lineOf$1 = (L, first) => {
	const count = lua$22.lua_gettop(L);
	const parts = [];
	for (let i = first; i <= count; i++) {
		const bytes = lauxlib$21.luaL_tolstring(L, i);
		meter$13.allocate(L, 2 * bytes.length);
		parts.push(shown$1(bytes));
		lua$22.lua_settop(L, count);
	}
	return parts.join("	");
};
/** Chunk and line of the Lua function that called the host function which runs. */
const placeOf = (L) => {
	const ar = new lua$22.lua_Debug();
	for (let level = 1; lua$22.lua_getstack(L, level, ar) !== 0; level++) {
		lua$22.lua_getinfo(L, "Sl", ar);
		if (ar.currentline > 0 && ar.short_src !== null) return `${shown$1(ar.short_src)}:${ar.currentline}`;
	}
};
/** Writes a line at once, as whoever runs the job would. */
const write = (L, level, line, more = {}) => {
	const { services } = stateOf(L);
	const annotations = { ...more };
	const thread = getOption(services, CurrentThread);
	if (isSome(thread)) annotations["thread"] = thread.value.name;
	const at = placeOf(L);
	if (at !== void 0) annotations["at"] = at;
	const context = getCurrent()?.context ?? services;
	runForkWith(context)(annotateLogs(logWithLevel(level)(line), annotations));
};
// ../../../packages/lua/src/internal/alog/library.ts
const { lauxlib: lauxlib$20, lua: lua$21, to_luastring: to_luastring$11 } = fengari;
const levels = {
	debug: "Debug",
	info: "Info",
	warn: "Warn",
	error: "Error"
};
/** `alog.info(...)`: the values as `print` would show them. */
const plain = (level) => (L) => {
	write(L, level, lineOf$1(L, 1));
	return 0;
};
/** `alog.info_fmt(format, ...)`: as `string.format` would have it. */
const formatted = (level, format) => (L) => {
	lauxlib$20.luaL_checkstring(L, 1);
	lauxlib$20.luaL_checkstack(L, 1, NO_ROOM);
	pushSlot(L, format);
	lua$21.lua_insert(L, 1);
	lua$21.lua_call(L, lua$21.lua_gettop(L) - 1, 1);
	write(L, level, lineOf$1(L, 1));
	return 0;
};
const NO_ROOM = to_luastring$11("too many values");
const print = (L) => {
	write(L, "Info", lineOf$1(L, 1), PRINTED);
	return 0;
};
/** By this whoever reads the log tells what was printed from what was logged. */
const PRINTED = { print: true };
/** `string.format`, as the state has it when the module is opened. */
const formatOf = (L) => {
	const strings = getField(L, globalsOf(L), "string");
	if (strings.type !== 5) throw new Error("alog is opened after string");
	return kept(getField(L, strings.value, "format"));
};
const alogModule = {
	name: "alog",
	fixed: true,
	open: (_state, L) => {
		const table = newTable(L);
		const format = formatOf(L);
		for (const [name, level] of Object.entries(levels)) {
			setField(L, table, name, functionSlot(plain(level)));
			setField(L, table, `${name}_fmt`, functionSlot(formatted(level, format)));
		}
		lauxlib$20.luaL_checkstack(L, 1, NO_ROOM);
		pushSlot(L, tableSlot(table));
		return 1;
	}
};
// ../../../packages/lua/src/internal/msgpack/extensions.ts
/** Where a userdata's `data` has its extension. */
const carriedAs = Symbol("stevedore/lua/carriedAs");
const registered = [];
/** Makes values of a kind known on this thread. Twice with the same is once. */
const registerExtension = (extension) => {
	const other = registered[extension.kind];
	if (other !== void 0 && other !== extension) throw new Error(`${extension.name} and ${other.name} are both of kind ${extension.kind}`);
	registered[extension.kind] = extension;
};
const extensionOf = (kind) => registered[kind];
const isCarried = (data) => typeof data === "object" && data !== null && carriedAs in data;
// ../../../packages/lua/src/internal/msgpack/memory.ts
const { meter: meter$12 } = fengari;
/** A table with its map, an entry with its key and value, a string beside its bytes. */
const TABLE_SIZE = 440;
const ENTRY_SIZE = 190;
const STRING_SIZE = 80;
/** What one message may take in memory, in a state without a limit of its own: a byte on the wire can be a table. */
const MAXIMUM_UNPACKED = 268435456;
/** So much is unpacked between two looks at the state's limit. */
const STEP = 262144;
/** Raises if a state cannot hold so many bytes more; they are not counted as held. */
const ask = (L, bytes) => meter$12.ask(L, bytes);
/** Counts what one message takes. Tables and strings tell the meter themselves when they are made; entries are made here. */
var Allowance = class {
	L = void 0;
	total = 0;
	next = STEP;
	start(L) {
		this.L = L;
		this.total = 0;
		this.next = STEP;
	}
	stop() {
		this.L = void 0;
	}
	/** Before a table of so many entries. */
	table(entries) {
		this.take(TABLE_SIZE + entries * ENTRY_SIZE);
		meter$12.bytes += entries * ENTRY_SIZE;
	}
	/** Before a string of so many bytes. */
	string(length) {
		this.take(STRING_SIZE + length);
	}
	take(bytes) {
		this.total += bytes;
		if (this.total >= this.next) this.look(bytes);
	}
	/** Before so many bytes of it. What is made already has told the meter, but is nowhere that a walk would find it. */
	look(bytes) {
		const { L, total } = this;
		if (total > 268435456) throw new LuaCodecError({
			path: "",
			detail: `a message takes more than ${MAXIMUM_UNPACKED} bytes in memory`
		});
		this.next = total + STEP;
		const made = total - bytes;
		meter$12.bytes -= made;
		try {
			ask(L, total);
		} finally {
			meter$12.bytes += made;
		}
	}
};
// ../../../packages/lua/src/internal/msgpack/utf8.ts
const isContinuation = (byte) => byte !== void 0 && (byte & 192) === 128;
/** Of `bytes[from, to)`. */
const isUtf8$1 = (bytes, from, to) => {
	let at = from;
	while (at < to) {
		const lead = bytes[at++];
		if (lead < 128) continue;
		let left = 1;
		let low = 128;
		let high = 191;
		if (lead >= 194 && lead <= 223) left = 1;
		else if (lead >= 224 && lead <= 239) {
			left = 2;
			if (lead === 224) low = 160;
			else if (lead === 237) high = 159;
		} else if (lead >= 240 && lead <= 244) {
			left = 3;
			if (lead === 240) low = 144;
			else if (lead === 244) high = 143;
		} else return false;
		if (at + left > to) return false;
		const first = bytes[at];
		if (first < low || first > high) return false;
		if (left > 1 && !isContinuation(bytes[at + 1])) return false;
		if (left > 2 && !isContinuation(bytes[at + 2])) return false;
		at += left;
	}
	return true;
};
// ../../../packages/lua/src/internal/msgpack/packer.ts
const { ltable: ltable$5, lstring: lstring$4, meter: meter$11, to_luastring: to_luastring$10, to_jsstring: to_jsstring$1 } = fengari;
/** A state with a limit is asked before so many bytes are packed. */
const LARGE$1 = 262144;
/** Up to here a loop is faster than `TypedArray.set`. */
const SHORT = 48;
const SMALLEST_INT32 = -2147483648;
const LARGEST_INT32 = 2147483647;
const LARGEST_INTEGER = 2 ** 53;
const SERIALIZE = lstring$4.luaS_bless(null, to_luastring$10("__serialize"));
var Packer = class extends Writer {
	L = void 0;
	/** Whether the bytes stay in this process, so that handles may go along. */
	inside = false;
	trail = [];
	/** The tables that are being packed, one for each level. */
	open = [];
	start(L, inside) {
		this.reset();
		this.L = L;
		this.inside = inside;
	}
	/** Lets go of the state that it last packed for, and of what a value that failed has left. */
	stop() {
		this.L = void 0;
		this.trail.length = 0;
		this.open.length = 0;
	}
	/** One value: what is in a slot. */
	value(value) {
		this.at(value, 0);
	}
	/** So many slots of a stack, from `from` on, as an array: one that may have nil in it. */
	slots(L, from, count) {
		this.array(count);
		for (let i = 0; i < count; i++) {
			this.trail[0] = i + 1;
			this.at(L.stack[from + i], 1);
		}
	}
	at(value, depth) {
		if (--meter$11.steps < 0) meter$11.exhausted(this.L);
		switch (value.type) {
			case 20:
			case 4: return this.string(value.value.realstring);
			case 19: return this.integer(value.value);
			case 3: return this.float(value.value);
			case 5: return this.table(value.value, depth);
			case 1: return this.byte(value.value === true ? 195 : 194);
			case 0: return this.byte(192);
			case 35: return this.bigint(value.value);
			case 7: return this.userdata(value.value.data, depth);
			case 2: if (value.value === NULL) return this.byte(192);
		}
		this.refuseAt(`cannot serialize a ${typeName$1(value)}`, depth);
	}
	/** What is integral beyond 32 bits is an integer, whatever its tag; 1.0 stays a float, and so does -0.0. */
	float(number) {
		if ((number > LARGEST_INT32 || number < SMALLEST_INT32) && number <= LARGEST_INTEGER && number >= -LARGEST_INTEGER && Number.isInteger(number)) this.integer(number);
		else this.float64(number);
	}
	/** A Lua string. */
	string(source) {
		const { length } = source;
		this.reserve(length + 5);
		if (length > SHORT) {
			meter$11.steps -= length >> 6;
			this.stringHeader(length, isUtf8$1(source, 0, length));
			this.bytes.set(source, this.position);
			this.position += length;
			return;
		}
		const { bytes } = this;
		const start = this.position + (length < 32 ? 1 : 2);
		let seen = 0;
		for (let i = 0; i < length; i++) {
			const byte = source[i];
			bytes[start + i] = byte;
			seen |= byte;
		}
		if (length < 32 && (seen < 128 || isUtf8$1(source, 0, length))) {
			bytes[start - 1] = 160 | length;
			this.position = start + length;
			return;
		}
		const text = seen < 128 || isUtf8$1(source, 0, length);
		if (length < 32) bytes.copyWithin(start + 1, start, start + length);
		this.stringHeader(length, text);
		this.position += length;
	}
	table(table, depth) {
		const { open } = this;
		if (depth >= 128) this.refuseAt(`cannot serialize tables more than 128 deep`, depth);
		for (let i = 0; i < depth; i++) if (open[i] === table) this.refuseAt("cannot serialize a cycle", depth);
		open[depth] = table;
		this.elements(table, depth);
		open[depth] = void 0;
	}
	elements(table, depth) {
		const form = table.metatable === null ? void 0 : this.formOf(table.metatable, depth);
		if (form === "map") return this.entries(table, depth);
		let count = 0;
		let entry = table.f;
		while (entry !== void 0 && entry.key.value === count + 1 && entry.key.type === 19) {
			count++;
			entry = entry.n;
		}
		if (entry === void 0) this.inOrder(table, count, depth);
		else if (form === "array") this.withHoles(table, depth);
		else if (entry.key.type === 19 && hasKeysUpTo(table)) this.indexed(table, table.strong.size, depth);
		else this.entries(table, depth);
	}
	inOrder(table, length, depth) {
		this.array(length);
		let index = 1;
		for (let entry = table.f; entry !== void 0; entry = entry.n) {
			this.trail[depth] = index++;
			this.at(entry.value, depth + 1);
		}
	}
	indexed(table, length, depth) {
		this.reserve(length + 5);
		this.array(length);
		for (let index = 1; index <= length; index++) {
			const entry = table.strong.get(index);
			if (entry === void 0) {
				this.byte(192);
				continue;
			}
			this.trail[depth] = index;
			this.at(entry.value, depth + 1);
		}
	}
	/** Of a table that says that it is an array: nil where it has nothing. */
	withHoles(table, depth) {
		let length = 0;
		for (let entry = table.f; entry !== void 0; entry = entry.n) {
			const { type, value } = entry.key;
			if (type !== 19 || value < 1) {
				this.trail[depth] = entry.key;
				this.refuseAt("an array has no such key", depth + 1);
			}
			if (value > length) length = value;
		}
		this.indexed(table, length, depth);
	}
	entries(table, depth) {
		this.map(table.strong.size);
		for (let entry = table.f; entry !== void 0; entry = entry.n) {
			const { key } = entry;
			this.trail[depth] = key;
			if (key.type === 20) this.string(key.value.realstring);
			else this.at(key, depth + 1);
			this.at(entry.value, depth + 1);
		}
	}
	formOf(metatable, depth) {
		const form = ltable$5.luaH_getstr(metatable, SERIALIZE);
		if (form.type === 0) return void 0;
		const text = form.ttisstring() ? to_jsstring$1(form.svalue(), 0, 20, true) : typeName$1(form);
		if (text === "array" || text === "map") return text;
		return this.refuseAt(`__serialize is "array" or "map", not ${text}`, depth);
	}
	userdata(data, depth) {
		if (data instanceof ExtensionValue) {
			meter$11.steps -= data.bytes.length >> 6;
			this.extension(data.type, data.bytes.length);
			return this.raw(data.bytes);
		}
		if (data instanceof Timestamp) return this.timestamp(data);
		if (isCarried(data)) return this.carried(data, depth);
		this.refuseAt("cannot serialize a userdata", depth);
	}
	/** In the shortest of the three forms. */
	timestamp({ nanoseconds, seconds }) {
		if (seconds >= 0 && seconds < 2 ** 34) {
			const whole = Number(seconds);
			const high = Math.floor(whole / 2 ** 32);
			if (nanoseconds === 0 && high === 0) {
				this.extension(-1, 4);
				this.raw32(whole);
			} else {
				this.extension(-1, 8);
				this.raw32(nanoseconds * 4 + high);
				this.raw32(whole % 2 ** 32);
			}
			return;
		}
		this.extension(-1, 12);
		this.raw32(nanoseconds);
		const bits = BigInt.asUintN(64, BigInt(seconds));
		this.raw32(Number(bits >> 32n));
		this.raw32(Number(bits & 4294967295n));
	}
	carried(data, depth) {
		const extension = data[carriedAs];
		if (!this.inside) this.refuseAt(`${extension.name} cannot leave the process`, depth);
		this.extension(112, 255);
		const start = this.position;
		this.byte(extension.kind);
		extension.encode(data, this);
		const length = this.position - start;
		if (length > 255) this.refuseAt(`${extension.name} is too long`, depth);
		this.bytes[start - 2] = length;
	}
	/** Its bytes, and the copy that becomes a string. */
	allow(size) {
		if (size > LARGE$1) ask(this.L, 2 * size);
	}
	refuse(detail) {
		this.refuseAt(detail, 0);
	}
	refuseAt(detail, depth) {
		this.open.length = 0;
		throw new LuaCodecError({
			path: pathOf(this.trail, depth),
			detail
		});
	}
};
/** Whether its keys, in whatever order, are exactly 1..n. */
const hasKeysUpTo = (table) => {
	const { size } = table.strong;
	for (let entry = table.f; entry !== void 0; entry = entry.n) {
		const { type, value } = entry.key;
		if (type !== 19 || value < 1 || value > size) return false;
	}
	return true;
};
const typeName$1 = (value) => value.ttisfunction() ? "function" : value.type === 2 ? "light userdata" : value.ttnov() === 8 ? "thread" : "value";
/** The packer of this thread. */
const packer = new Packer();
/** What a function returns, as one value: nothing as nil, several as an array. It is in `packer`. */
const packResults = (L, from, count, inside) => {
	packer.start(L, inside);
	if (count === 0) packer.byte(192);
	else if (count === 1) packer.value(L.stack[from]);
	else packer.slots(L, from, count);
};
/** Arguments, as an array of all of them. It is in `packer`. */
const packArguments = (L, from, count, inside) => {
	packer.start(L, inside);
	packer.slots(L, from, count);
};
// ../../../packages/lua/src/internal/msgpack/names.ts
const { lstring: lstring$3 } = fengari;
const names$1 = new Array(1024).fill(void 0);
/** The string of `bytes[from, from + length)`. */
const nameOf = (bytes, from, length) => {
	let hash = length;
	for (let i = 0; i < length; i++) hash = Math.imul(hash, 31) + bytes[from + i] | 0;
	const slot = (hash ^ hash >>> 10 ^ hash >>> 20) & 1023;
	const known = names$1[slot];
	if (known !== void 0 && isSame$1(known.realstring, bytes, from, length)) return known;
	const own = new Uint8Array(length);
	for (let i = 0; i < length; i++) own[i] = bytes[from + i];
	const made = new lstring$3.TString(null, own);
	lstring$3.luaS_hashlongstr(made);
	names$1[slot] = made;
	return made;
};
const isSame$1 = (own, bytes, from, length) => {
	if (own.length !== length) return false;
	for (let i = 0; i < length; i++) if (own[i] !== bytes[from + i]) return false;
	return true;
};
// ../../../packages/lua/src/internal/msgpack/unpacker.ts
const { lauxlib: lauxlib$19, lobject: lobject$7, lstring: lstring$2, ltable: ltable$4, meter: meter$10, to_luastring: to_luastring$9 } = fengari;
const { TValue: Slot } = lobject$7;
const TWO_32 = 2 ** 32;
const scratch = /* @__PURE__ */ new DataView(/* @__PURE__ */ new ArrayBuffer(8));
const TOO_MANY$1 = to_luastring$9("too many values");
const NO_BYTES = /* @__PURE__ */ new Uint8Array(0);
var Unpacker = class {
	/** Where the next value begins. */
	position = 0;
	bytes = NO_BYTES;
	end = 0;
	L = void 0;
	inside = false;
	allowance = new Allowance();
	trail = [];
	/** From here on `bytes[from, to)` is read. `inside`: they come from this process, so that there may be handles in them. */
	start(L, bytes, from, to, inside) {
		this.L = L;
		this.bytes = bytes;
		this.position = from;
		this.end = to;
		this.inside = inside;
		this.allowance.start(L);
	}
	/** Lets go of what was read. */
	stop() {
		this.bytes = NO_BYTES;
		this.L = void 0;
		this.allowance.stop();
	}
	get isAtEnd() {
		return this.position >= this.end;
	}
	/** One value, in a slot of its own. */
	value() {
		return this.at(0);
	}
	/** Pushes the elements of an array on the state's stack, nil as nil, and says how many they are. */
	slots() {
		const length = this.arrayLength();
		const { L } = this;
		lauxlib$19.luaL_checkstack(L, length, TOO_MANY$1);
		for (let index = 1; index <= length; index++) {
			this.trail[0] = index;
			const value = this.at(1);
			if (value.value === NULL) value.setnilvalue();
			L.stack[L.top++] = value;
		}
		return length;
	}
	arrayLength() {
		const code = this.byte(0);
		let length;
		if (code >= 144 && code <= 159) length = code & 15;
		else if (code === 220 || code === 221) length = this.unsigned(code === 220 ? 2 : 4, 0);
		else this.refuse("not an array", 0);
		this.need(length, 0);
		return length;
	}
	/** After the last value. */
	finish() {
		const left = this.end - this.position;
		if (left > 0) this.refuse(`${left} extra bytes after the value`, 0);
	}
	at(depth) {
		if (--meter$10.steps < 0) meter$10.exhausted(this.L);
		const code = this.byte(depth);
		if (code < 128) return new Slot(19, code);
		if (code < 144) return this.map(code & 15, depth);
		if (code < 160) return this.array(code & 15, depth);
		if (code < 192) return this.string(code & 31, depth);
		if (code >= 224) return new Slot(19, code - 256);
		switch (code) {
			case 192: return depth === 0 ? new Slot(0, null) : new Slot(2, NULL);
			case 194: return new Slot(1, false);
			case 195: return new Slot(1, true);
			case 196:
			case 217: return this.string(this.unsigned(1, depth), depth);
			case 197:
			case 218: return this.string(this.unsigned(2, depth), depth);
			case 198:
			case 219: return this.string(this.unsigned(4, depth), depth);
			case 199: return this.extension(this.unsigned(1, depth), depth);
			case 200: return this.extension(this.unsigned(2, depth), depth);
			case 201: return this.extension(this.unsigned(4, depth), depth);
			case 202:
				this.copyToScratch(4, depth);
				return new Slot(3, scratch.getFloat32(0));
			case 203:
				this.copyToScratch(8, depth);
				return new Slot(3, scratch.getFloat64(0));
			case 204: return new Slot(19, this.unsigned(1, depth));
			case 205: return new Slot(19, this.unsigned(2, depth));
			case 206: return integer(this.unsigned(4, depth));
			case 207: return this.wide(false, depth);
			case 208: return new Slot(19, this.unsigned(1, depth) << 24 >> 24);
			case 209: return new Slot(19, this.unsigned(2, depth) << 16 >> 16);
			case 210: return new Slot(19, this.unsigned(4, depth) | 0);
			case 211: return this.wide(true, depth);
			case 212:
			case 213:
			case 214:
			case 215:
			case 216: return this.extension(1 << code - 212, depth);
			case 220: return this.array(this.unsigned(2, depth), depth);
			case 221: return this.array(this.unsigned(4, depth), depth);
			case 222: return this.map(this.unsigned(2, depth), depth);
			case 223: return this.map(this.unsigned(4, depth), depth);
		}
		return this.refuse("byte 0xc1 begins no value", depth);
	}
	need(size, depth) {
		const missing = this.position + size - this.end;
		if (missing > 0) this.refuse(`${missing} missing bytes`, depth);
	}
	byte(depth) {
		this.need(1, depth);
		return this.bytes[this.position++];
	}
	/** Of 1, 2 or 4 bytes. */
	unsigned(size, depth) {
		this.need(size, depth);
		const { bytes, position } = this;
		this.position = position + size;
		if (size === 1) return bytes[position];
		const high = bytes[position] << 8 | bytes[position + 1];
		return size === 2 ? high : high * 65536 + (bytes[position + 2] << 8 | bytes[position + 3]);
	}
	copyToScratch(size, depth) {
		this.need(size, depth);
		for (let i = 0; i < size; i++) scratch.setUint8(i, this.bytes[this.position++]);
	}
	wide(signed, depth) {
		const high = this.unsigned(4, depth);
		const low = this.unsigned(4, depth);
		if (isNarrow(high, low, signed)) return integer((signed ? high | 0 : high) * TWO_32 + low);
		const exact = BigInt(high) << 32n | BigInt(low);
		return new Slot(35, signed ? BigInt.asIntN(64, exact) : exact);
	}
	string(length, depth) {
		this.need(length, depth);
		const { bytes, position } = this;
		this.position = position + length;
		this.allowance.string(length);
		let own;
		if (length > 48) {
			meter$10.steps -= length >> 6;
			own = ownedCopy(bytes, position, length);
		} else {
			own = new Uint8Array(length);
			for (let i = 0; i < length; i++) own[i] = bytes[position + i];
		}
		return new Slot(20, lstring$2.luaS_bless(this.L, own));
	}
	newTable(entries, depth) {
		if (depth >= 128) this.refuse(`tables more than 128 deep`, depth);
		this.allowance.table(entries);
		return ltable$4.luaH_new(this.L);
	}
	array(length, depth) {
		this.need(length, depth);
		const table = this.newTable(length, depth);
		let last;
		for (let index = 1; index <= length; index++) {
			this.trail[depth] = index;
			const value = this.at(depth + 1);
			const entry = {
				key: new Slot(19, index),
				value,
				p: last,
				n: void 0
			};
			if (last === void 0) table.f = entry;
			else last.n = entry;
			table.strong.set(index, entry);
			last = entry;
		}
		table.l = last;
		return new Slot(5, table);
	}
	map(size, depth) {
		this.need(2 * size, depth);
		const table = this.newTable(size, depth);
		const { strong } = table;
		let last;
		for (let i = 0; i < size; i++) {
			const key = this.key(depth);
			this.trail[depth] = key;
			const value = this.at(depth + 1);
			const hash = key.type === 20 ? lstring$2.luaS_hashlongstr(key.value) : key.value;
			const entry = {
				key,
				value,
				p: last,
				n: void 0
			};
			strong.set(hash, entry);
			if (strong.size === i + 1) {
				if (last === void 0) table.f = entry;
				else last.n = entry;
				last = entry;
			} else this.refuse("the same key twice", depth + 1);
		}
		table.l = last;
		return new Slot(5, table);
	}
	/** A key in the form in which a table has it: an integral float is an integer there. */
	key(depth) {
		const { bytes, position } = this;
		if (position < this.end) {
			const code = bytes[position];
			if (code >= 160 && code < 192) return this.name(code & 31, 1, depth);
			if (code === 217 && position + 1 < this.end && bytes[position + 1] <= 32) return this.name(bytes[position + 1], 2, depth);
		}
		const key = this.at(depth + 1);
		const number = key.value;
		if (key.type === 2) this.refuse("nil cannot be a key", depth);
		if (key.type === 3) {
			if (number !== number) this.refuse("NaN cannot be a key", depth);
			if ((number | 0) === number) return new Slot(19, number | 0);
		}
		return key;
	}
	name(length, header, depth) {
		this.need(header + length, depth);
		const start = this.position + header;
		this.position = start + length;
		return new Slot(20, nameOf(this.bytes, start, length));
	}
	extension(length, depth) {
		this.need(length + 1, depth);
		const type = this.bytes[this.position++] << 24 >> 24;
		const start = this.position;
		this.position = start + length;
		if (type === 112) return this.carried(start, length, depth);
		if (type === -1) return this.timestamp(start, length, depth);
		this.allowance.string(length);
		meter$10.steps -= length >> 6;
		const bytes = ownedCopy(this.bytes, start, length);
		return userdata(this.L, new ExtensionValue(type, bytes));
	}
	carried(start, length, depth) {
		const extension = length === 0 ? void 0 : extensionOf(this.bytes[start]);
		const name = extension?.name ?? "a handle";
		const made = this.inside ? extension?.decode(this.L, this.bytes, start + 1, start + length) : void 0;
		if (made === void 0) this.refuse(`${name} cannot come from outside the process`, depth);
		return new Slot(7, made);
	}
	timestamp(start, length, depth) {
		const end = this.position;
		this.position = start;
		let seconds;
		let nanoseconds = 0;
		if (length === 4) seconds = this.unsigned(4, depth);
		else if (length === 8) {
			const high = this.unsigned(4, depth);
			nanoseconds = high >>> 2;
			seconds = (high & 3) * TWO_32 + this.unsigned(4, depth);
		} else if (length === 12) {
			nanoseconds = this.unsigned(4, depth);
			seconds = this.wide(true, depth).value;
		} else this.refuse(`a timestamp does not have ${length} bytes`, depth);
		if (nanoseconds > 999999999) this.refuse(`a timestamp does not have ${nanoseconds} nanoseconds`, depth);
		this.position = end;
		return userdata(this.L, new Timestamp(seconds, nanoseconds));
	}
	refuse(detail, depth) {
		throw new LuaCodecError({
			path: pathOf(this.trail, depth),
			detail
		});
	}
};
/** |number| ≤ 2^53. */
const integer = (number) => (number | 0) === number ? new Slot(19, number) : new Slot(3, number);
/** Whether the two halves of 64 bits are a number from -2^53 to 2^53. */
const isNarrow = (high, low, signed) => signed && high >= 2147483648 ? high >= 4292870144 : high < 2097152 || high === 2097152 && low === 0;
/** Of memory that may be shared, in memory that is not. */
const ownedCopy = (bytes, from, length) => {
	const own = new Uint8Array(length);
	own.set(bytes.subarray(from, from + length));
	return own;
};
/** The unpacker of this thread: what it reads is done with before another message is begun. */
const unpacker = new Unpacker();
/** Pushes one value that fills `bytes[from, to)`. */
const pushUnpacked = (L, bytes, from, to, inside) => {
	unpacker.start(L, bytes, from, to, inside);
	const value = unpacker.value();
	unpacker.finish();
	lauxlib$19.luaL_checkstack(L, 1, TOO_MANY$1);
	L.stack[L.top++] = value;
};
/** Pushes the arguments that fill `bytes[from, to)`, and says how many they are. */
const pushArguments = (L, bytes, from, to, inside) => {
	unpacker.start(L, bytes, from, to, inside);
	const count = unpacker.slots();
	unpacker.finish();
	return count;
};
// ../../../packages/lua/src/internal/msgpack/library.ts
const { lauxlib: lauxlib$18, lobject: lobject$6, lstring: lstring$1, lua: lua$20, meter: meter$9, to_jsstring, to_luastring: to_luastring$8 } = fengari;
const TEXT = to_luastring$8("%s");
const TOO_MANY = to_luastring$8("too many values");
/** Runs what may refuse a value, and raises that in Lua. */
const raising = (L, body) => {
	let refused;
	try {
		return body();
	} catch (cause) {
		if (!(cause instanceof LuaCodecError)) throw cause;
		refused = cause;
	}
	return lauxlib$18.luaL_error(L, TEXT, to_luastring$8(refused.message));
};
const push = (L, value) => {
	lauxlib$18.luaL_checkstack(L, 1, TOO_MANY);
	L.stack[L.top++] = value;
};
const pushBytes = (L, bytes) => push(L, new lobject$6.TValue(20, lstring$1.luaS_bless(L, bytes)));
/** `pack(...)`: each value, one after the other, as one string. */
const pack = (L) => {
	lauxlib$18.luaL_checkany(L, 1);
	return raising(L, () => {
		packer.start(L, true);
		for (let slot = L.ci.funcOff + 1; slot < L.top; slot++) packer.value(L.stack[slot]);
		pushBytes(L, packer.copy());
		return 1;
	});
};
/** `unpack(bytes)`: every value that the bytes hold, at least one. */
const unpack = (L) => {
	const bytes = lauxlib$18.luaL_checkstring(L, 1);
	return raising(L, () => {
		unpacker.start(L, bytes, 0, bytes.length, true);
		let count = 0;
		do {
			push(L, unpacker.value());
			count++;
		} while (!unpacker.isAtEnd);
		return count;
	});
};
/** How many bytes lie before the value that is meant: the second argument, which counts from 0 as in lua-cmsgpack. */
const offsetOf = (L, arg, bytes) => {
	const offset = lauxlib$18.luaL_optinteger(L, arg, 0);
	lauxlib$18.luaL_argcheck(L, offset >= 0 && offset <= bytes.length, arg, to_luastring$8("offset out of the string"));
	return offset;
};
/** Up to `limit` values from `offset` on: first where the next one begins, -1 at the end. */
const unpackFrom = (L, bytes, offset, limit) => raising(L, () => {
	unpacker.start(L, bytes, offset, bytes.length, true);
	const place = L.top;
	lua$20.lua_pushnil(L);
	let count = 0;
	while (count < limit && !(count > 0 && unpacker.isAtEnd)) {
		push(L, unpacker.value());
		count++;
	}
	L.stack[place] = new lobject$6.TValue(19, unpacker.isAtEnd ? -1 : unpacker.position);
	return count + 1;
});
/** `unpack_one(bytes, offset)`: where the next value begins (-1: nowhere), and the value at `offset`, 0 if there is none. */
const unpackOne = (L) => {
	const bytes = lauxlib$18.luaL_checkstring(L, 1);
	return unpackFrom(L, bytes, offsetOf(L, 2, bytes), 1);
};
/** `unpack_limit(bytes, limit, offset)`: the same, with up to `limit` values. */
const unpackLimit = (L) => {
	const bytes = lauxlib$18.luaL_checkstring(L, 1);
	const limit = lauxlib$18.luaL_checkinteger(L, 2);
	lauxlib$18.luaL_argcheck(L, limit >= 1, 2, to_luastring$8("at least 1"));
	return unpackFrom(L, bytes, offsetOf(L, 3, bytes), limit);
};
const SIGNED_64 = /^[+-]?\d{1,20}$/;
/** `int64(x)`: an integer of up to 64 bits, from a number without a fraction or from its digits, in tens or as 0x…. */
const int64 = (L) => {
	lauxlib$18.luaL_checkany(L, 1);
	const value = L.stack[L.ci.funcOff + 1];
	let number;
	if (value.ttisstring()) {
		const digits = to_jsstring(value.svalue(), 0, 40, true).trim();
		if (SIGNED_64.test(digits) || /^0[xX][0-9a-fA-F]{1,16}$/.test(digits)) number = BigInt(digits);
	} else if (isInt64(value)) number = value.value;
	else if (value.ttisnumber() && Number.isInteger(value.value)) number = BigInt(value.value);
	if (number === void 0 || number < -(2n ** 63n) || number >= 2n ** 64n) return lauxlib$18.luaL_argerror(L, 1, to_luastring$8("an integer of up to 64 bits expected"));
	pushBigInt(L, number);
	return 1;
};
/** `ext(type, bytes)`: an application's own type, -128 to 127. */
const ext = (L) => {
	const type = lauxlib$18.luaL_checkinteger(L, 1);
	const bytes = lauxlib$18.luaL_checkstring(L, 2);
	lauxlib$18.luaL_argcheck(L, type >= -128 && type <= 127, 1, to_luastring$8("a type from -128 to 127 expected"));
	lauxlib$18.luaL_argcheck(L, type !== -1, 1, to_luastring$8("type -1 is made by msgpack.timestamp"));
	lauxlib$18.luaL_argcheck(L, type !== 112, 1, to_luastring$8(`type 112 is the runtime's own`));
	push(L, userdata(L, new ExtensionValue(type, bytes)));
	return 1;
};
/** `timestamp(seconds, nanoseconds)`: since 1970, of any sign; nanoseconds 0 to 999999999, 0 if there are none. */
const timestamp = (L) => {
	lauxlib$18.luaL_checknumber(L, 1);
	const seconds = toJsNumber(L.stack[L.ci.funcOff + 1]);
	const whole = typeof seconds === "bigint" ? seconds < 2n ** 63n : Number.isSafeInteger(seconds);
	lauxlib$18.luaL_argcheck(L, whole, 1, to_luastring$8("whole seconds expected"));
	const nanoseconds = lauxlib$18.luaL_optinteger(L, 2, 0);
	lauxlib$18.luaL_argcheck(L, nanoseconds >= 0 && nanoseconds <= 999999999, 2, to_luastring$8("0 to 999999999 expected"));
	push(L, userdata(L, new Timestamp(seconds, nanoseconds)));
	return 1;
};
/** `array(t)`, `map(t)`: marks a table, a new one if none is given, as what it is to be packed as. */
const marker = (form) => (L) => {
	if (lua$20.lua_isnoneornil(L, 1)) {
		lua$20.lua_settop(L, 0);
		lua$20.lua_newtable(L);
	}
	lauxlib$18.luaL_checktype(L, 1, lua$20.LUA_TTABLE);
	lua$20.lua_settop(L, 1);
	const table = slotAt(L, 1).value;
	if (table.metatable !== null && !marks$1.has(table.metatable)) return lauxlib$18.luaL_error(L, to_luastring$8("the table has a metatable: set __serialize there"));
	const mark = newTable(L);
	setField(L, mark, "__serialize", textSlot(L, form));
	marks$1.add(mark);
	table.metatable = mark;
	return 1;
};
/** The metatables that are only marks. */
const marks$1 = /* @__PURE__ */ new WeakSet();
const dataAt$1 = (L, index) => {
	const value = L.stack[L.ci.funcOff + index];
	return value?.type === 7 ? value.value.data : void 0;
};
/** What can be asked of an extension and of a timestamp, by name. */
const fieldsOf = (L) => {
	const data = dataAt$1(L, 1);
	const name = lua$20.lua_type(L, 2) === lua$20.LUA_TSTRING ? lua$20.lua_tojsstring(L, 2) : "";
	if (data instanceof ExtensionValue && name === "type") lua$20.lua_pushinteger(L, data.type);
	else if (data instanceof ExtensionValue && name === "data") pushBytes(L, data.bytes);
	else if (data instanceof Timestamp && name === "seconds") pushExact(L, data.seconds);
	else if (data instanceof Timestamp && name === "nanoseconds") pushNumber(L, data.nanoseconds);
	else lua$20.lua_pushnil(L);
	return 1;
};
const pushExact = (L, number) => typeof number === "bigint" ? pushBigInt(L, number) : pushNumber(L, number);
const sameBytes = (L, a, b) => {
	if (a.length !== b.length) return false;
	if ((meter$9.steps -= a.length >> 6) < 0) meter$9.exhausted(L);
	return Buffer.compare(a, b) === 0;
};
const isSame = (L, a, b) => a instanceof ExtensionValue && b instanceof ExtensionValue ? a.type === b.type && sameBytes(L, a.bytes, b.bytes) : a instanceof Timestamp && b instanceof Timestamp ? a.seconds === b.seconds && a.nanoseconds === b.nanoseconds : false;
const shown = (data) => data instanceof ExtensionValue ? `msgpack.ext: type ${data.type}, ${data.bytes.length} bytes` : data instanceof Timestamp ? `msgpack.timestamp: ${data.seconds}.${String(data.nanoseconds).padStart(9, "0")}` : "msgpack";
const metamethods = {
	__index: fieldsOf,
	__eq: (L) => {
		lua$20.lua_pushboolean(L, isSame(L, dataAt$1(L, 1), dataAt$1(L, 2)));
		return 1;
	},
	__tostring: (L) => {
		lua$20.lua_pushstring(L, to_luastring$8(shown(dataAt$1(L, 1))));
		return 1;
	}
};
const nullToString = (L) => {
	lua$20.lua_pushstring(L, to_luastring$8("msgpack.null"));
	return 1;
};
const functions = {
	pack,
	unpack,
	unpack_one: unpackOne,
	unpack_limit: unpackLimit,
	int64,
	ext,
	timestamp,
	array: marker("array"),
	map: marker("map")
};
/** Leaves the module's table on the stack. */
const openMsgpack = (L) => {
	for (const name of [EXTENSION_TYPE, TIMESTAMP_TYPE]) {
		lauxlib$18.luaL_newmetatable(L, to_luastring$8(name));
		lauxlib$18.luaL_setfuncs(L, metamethods, 0);
		lua$20.lua_pushstring(L, to_luastring$8("locked"));
		lua$20.lua_setfield(L, -2, to_luastring$8("__metatable"));
		lua$20.lua_pop(L, 1);
	}
	lauxlib$18.luaL_newlib(L, functions);
	lua$20.lua_pushlightuserdata(L, NULL);
	lauxlib$18.luaL_newlib(L, { __tostring: nullToString });
	lua$20.lua_pushstring(L, to_luastring$8("locked"));
	lua$20.lua_setfield(L, -2, to_luastring$8("__metatable"));
	lua$20.lua_setmetatable(L, -2);
	lua$20.lua_setfield(L, -2, to_luastring$8("null"));
	return 1;
};
// ../../../packages/lua/src/internal/state/memory.ts
const { meter: meter$8 } = fengari;
const LIGHT = 2;
/** Bytes of one thing of a kind, as measured with V8 of Node 24, with a quarter more for what it has not collected yet. */
const costs = {
	string: 290,
	table: 440,
	entry: 240,
	closure: 80,
	upvalue: 48,
	thread: 1600,
	slot: 75,
	userdata: 150,
	/** What a script has of a state that it made, beside the userdata: all that is left when that has closed. */
	handle: 500,
	/** What a script has registered with the host, beside its name and its functions. */
	registered: 400,
	/** A fiber of the host, with what it runs. */
	pending: 3e3,
	/** What a job that waits takes beside its Lua thread. */
	waiting: 3200,
	/** Light userdata of a native function: what `gmatch` remembers. */
	light: 230,
	/** What a buffer takes beside its bytes. */
	buffer: 250
};
/** Whether the state, with those it made and those it was made by, would hold more than `allowed` with `more` bytes on top. */
const overMemory = (state, allowed, more) => {
	let root = state;
	while (root.parent !== null) root = root.parent;
	const since = meter$8.bytes - root.meterAt;
	if (root.held + since <= allowed) return false;
	if (root.held <= allowed && more === 0 && since < allowed / 8) return false;
	root.held = heldBy(root);
	root.meterAt = meter$8.bytes - more;
	return root.held + more > allowed;
};
const free = () => {};
/** What the state and those it made hold. */
const heldBy = (state, step = free) => {
	let bytes = ownBytes(state, step);
	for (const child of state.children) bytes += heldBy(child, step);
	return bytes;
};
/** What the host holds for a state, without the values of Lua that it keeps. */
const pendingBytes = ({ bytes, stays }) => stays === true ? bytes : costs.pending + bytes;
/** The walks so far. What a walk has seen has its number: kept in the things themselves, since there may be millions. */
let walks = 0;
/** What one state holds, by a walk through all that can be reached. */
const ownBytes = (state, step) => {
	const walk = ++walks;
	const open = [];
	let bytes = 0;
	const value = (slot) => {
		step();
		if (slot === void 0) return;
		const held = slot.value;
		if (held === null || typeof held !== "object" || slot.type === LIGHT || held.mark === walk) return;
		held.mark = walk;
		if ((slot.type & 15) === 4) bytes += costs.string + held.realstring.length + (held.hash === null ? 0 : held.hash.length);
		else open.push(held);
	};
	const thread = (L) => {
		if (L.mark === walk) return;
		L.mark = walk;
		open.push(L);
	};
	value(state.L.l_G.l_registry);
	for (const table of state.tables) value(new fengari.lobject.TValue(5, table));
	for (const table of state.L.l_G.mt) if (table !== null && table !== void 0) value(new fengari.lobject.TValue(5, table));
	for (const proto of cacheOf(state).protos()) bytes += protoBytes(proto, walk);
	bytes += cacheOf(state).bytes;
	thread(state.L);
	for (const L of state.threads) thread(L);
	bytes += state.threads.size * costs.waiting;
	for (const pending of state.pending) {
		bytes += pendingBytes(pending);
		if (pending.slots !== void 0) for (const slot of pending.slots) value(slot);
		const { source } = pending;
		if (source !== void 0 && source.mark !== walk) {
			source.mark = walk;
			bytes += 2 * source.text.length;
		}
	}
	for (let job = state.job; job !== null; job = job.outer) thread(job.L);
	for (let next = open.pop(); next !== void 0; next = open.pop()) if (next instanceof fengari.ltable.Table) {
		const table = next;
		bytes += costs.table + (table.strong.size + table.dead) * costs.entry;
		if (table.metatable !== null) value(new fengari.lobject.TValue(5, table.metatable));
		for (let entry = table.f; entry !== void 0; entry = entry.n) {
			value(entry.key);
			value(entry.value);
		}
	} else if ("upvals" in next) {
		const closure = next;
		bytes += costs.closure + closure.upvals.length * costs.upvalue;
		for (const upvalue of closure.upvals) value(upvalue);
		bytes += protoBytes(closure.p, walk);
	} else if ("upvalue" in next) {
		const closure = next;
		bytes += costs.closure + closure.upvalue.length * costs.upvalue;
		for (const upvalue of closure.upvalue) if (upvalue.type === LIGHT) bytes += costs.light;
		else value(upvalue);
	} else if ("stack" in next) {
		const L = next;
		bytes += costs.thread;
		if (L.stack !== null) {
			bytes += L.stack.length * 8 + L.top * (costs.slot - 8);
			for (let i = 0; i < L.top; i++) value(L.stack[i]);
			for (let ci = L.ci.previous; ci !== null; ci = ci.previous) bytes += ci.buffered;
		}
	} else if ("uservalue" in next) {
		bytes += costs.userdata;
		const userdata = next;
		if (userdata.data.bytes instanceof Uint8Array) bytes += userdata.data.bytes.length + costs.buffer;
		if (typeof userdata.data.takes === "number") bytes += userdata.data.takes;
		value(userdata.uservalue);
		if (userdata.metatable !== null) value(new fengari.lobject.TValue(5, userdata.metatable));
	}
	return bytes;
};
// ../../../packages/lua/src/internal/state/traceback.ts
const { lua: lua$19 } = fengari;
/** Of a deeper stack, the first and the last so many levels. */
const head = 10;
const tail = 11;
const depthOf = (L) => {
	let depth = 0;
	for (let ci = L.ci; ci !== null && ci !== L.base_ci; ci = ci.previous) depth++;
	return depth;
};
/** The lines of a thread's stack, `level` 0 the innermost. */
const tracebackOf = (L, from = 0) => {
	const lines = ["stack traceback:"];
	const depth = depthOf(L);
	const ar = new lua$19.lua_Debug();
	for (let level = from; level < depth && lua$19.lua_getstack(L, level, ar) !== 0; level++) {
		if (depth - from > 21 && level === from + head) {
			lines.push(`\t...\t(${depth - from - head - tail} levels)`);
			level = depth - tail - 1;
			continue;
		}
		lua$19.lua_getinfo(L, "Slnt", ar);
		const line = ar.currentline > 0 ? `${ar.currentline}:` : "";
		lines.push(`\t${shown$1(ar.short_src ?? /* @__PURE__ */ new Uint8Array())}:${line} in ${named$1(ar)}`);
		if (ar.istailcall) lines.push("	(...tail calls...)");
	}
	return lines.join("\n");
};
/** The innermost line of Lua that a thread is at, as `chunk:line`; empty where there is none near. */
const lineOf = (L) => {
	const ar = new lua$19.lua_Debug();
	for (let level = 0; level < head && lua$19.lua_getstack(L, level, ar) !== 0; level++) {
		lua$19.lua_getinfo(L, "Sl", ar);
		if (ar.currentline > 0 && ar.short_src !== null) return `${shown$1(ar.short_src)}:${ar.currentline}`;
	}
	return "";
};
const named$1 = (ar) => {
	if (ar.namewhat !== null && ar.namewhat.length > 0 && ar.name !== null) return `${shown$1(ar.namewhat)} '${shown$1(ar.name)}'`;
	const what = ar.what === null ? "" : shown$1(ar.what);
	if (what === "main") return "main chunk";
	return what === "Lua" && ar.short_src !== null ? `function <${shown$1(ar.short_src)}:${ar.linedefined}>` : "?";
};
// ../../../packages/lua/src/internal/state/budget.ts
const { lua: lua$18, lauxlib: lauxlib$17, meter: meter$7 } = fengari;
/** Instructions between two looks: about 2 % of the time goes into them. */
const interval = 1e3;
/** Native steps between two looks. */
const nativeInterval = 1e4;
/** Has the hook called in every Lua thread that is made from now on. */
const arm = (L) => {
	lua$18.lua_sethook(L, hook, lua$18.LUA_MASKCOUNT, interval);
};
const hook = (L) => {
	const { job } = stateOf(L);
	if (job === null) return;
	if (job.ended === null) look(job, L.basehookcount);
	if (job.ended !== null) return end(L, job);
	const slice = job.limits.slice ?? 5;
	if (slice > 0 && !job.blocked && L.nny === 0 && performance.now() - job.turn >= slice) {
		job.sliced = true;
		lua$18.lua_yield(L, 0);
	}
};
/** A native loop has gone `nativeInterval` steps. */
const exhausted = (L) => {
	const { job } = stateOf(L);
	if (job === null) meter$7.steps = nativeInterval;
	else if (job.ended === null) look(job, 0);
	else meter$7.steps = nativeInterval;
	if (job === null) return;
	if (job.ended !== null) end(L, job);
	const slice = job.limits.slice ?? 5;
	if (slice > 0 && performance.now() - job.turn >= slice) hasten(L, job);
};
/** A native function has used up the turn: it ends at the next instruction, not up to a thousand such functions later. */
const hasten = (L, job) => {
	if (L.hookcount <= 1) return;
	job.spent -= L.hookcount - 1;
	L.hookcount = 1;
};
/**
* Conversions take steps, too: one for a part of a value, one for some bytes. Raises the end of the job, which nobody may take for a
* refusal of the value.
*/
const walked = (L, steps) => {
	if ((meter$7.steps -= steps) < 0) meter$7.exhausted(L);
};
/** Whether what was thrown while the job ran is its end. */
const isEnding = (L) => (stateOf(L).job?.ended ?? null) !== null;
const look = (job, instructions) => {
	const spent = instructions + nativeInterval - meter$7.steps;
	meter$7.steps = nativeInterval;
	const now = performance.now();
	if (job.turn === 0) job.turn = now;
	let since = job.turn;
	for (let payer = job; payer !== null; payer = payer.payer) {
		payer.spent += spent;
		payer.unseen = 0;
		if (payer.running) {
			if (payer.turn === 0) payer.turn = since;
			since = payer.turn;
		}
		const ended = payer.ended === null ? overdrawn(payer, now - since) : null;
		if (ended !== null) endAll(job, payer, ended);
	}
};
/** The turn of a job is over: its time is that of those that pay for it, up to the first whose own turn it was in. */
const endTurn = (job) => {
	if (job.turn === 0) return;
	const turn = performance.now() - job.turn;
	job.turn = 0;
	job.ran += turn;
	for (let payer = job.payer; payer !== null && !payer.running; payer = payer.payer) payer.ran += turn;
};
/** Steps that the host goes in a millisecond. */
const stepsPerMilli = 2e4;
/**
* What the host does for a job while that waits is not in its turns, and takes as long as some steps: they count as instructions and
* as time. Seen when the job goes on. The wait itself costs nothing.
*/
const charge = (job, steps) => {
	const millis = steps / stepsPerMilli;
	for (let payer = job; payer !== null; payer = payer.payer) {
		payer.spent += steps;
		payer.unseen += steps;
		if (payer === job || !payer.running) payer.ran += millis;
	}
};
/** The same before work that the job does not wait for, which nothing would look at before it ends: raises its end. */
const chargeNow = (L, steps) => {
	const { job } = stateOf(L);
	if (job === null) return;
	charge(job, steps);
	if (job.unseen >= 1e4) exhausted(L);
};
/**
* What host functions take, as measured: a wait, a message to another thread beside it, the
* change of a group; and by each thread of the system, a job or a setting that goes to all of them, and a name that all learn.
*/
const hostSteps = {
	wait: 100,
	message: 200,
	group: 1600,
	thread: 1e3,
	name: 5e3
};
/** What native loops took since the last look is that of the job that ran: asked for wherever another one begins, or it ends. */
const settle = (job) => {
	const owed = nativeInterval - meter$7.steps;
	meter$7.steps = nativeInterval;
	for (let payer = job; payer !== null; payer = payer.payer) {
		payer.spent += owed;
		payer.unseen += owed;
	}
};
/**
* Looks at a job that goes on, where what was settled since is worth a look, or its turns were all the time there is: it may have
* ended. The turn that it has now is counted from here on: it may be shorter than what passes between two looks.
*/
const review = (job) => {
	if (job.ended === null && (job.unseen >= 1e4 || overdue(job))) look(job, 0);
	if (job.ended !== null) job.ended = placed(job, job.ended);
	if (job.turn === 0) job.turn = performance.now();
};
const overdue = (job) => {
	for (let payer = job; payer !== null; payer = payer.payer) if (payer.limits.time !== void 0 && payer.ran >= payer.limits.time) return true;
	return false;
};
const NATIVE = "in a native function";
/** An end that no instruction has raised: it came while the job waited, or something ran for it elsewhere. */
const placed = (job, ended) => ended.detail === "" ? new LuaLimitError({
	...ended,
	detail: lineOf(job.waits ?? job.L) || NATIVE
}) : ended;
/** Ends a job, and those that wait for it up to the one whose limit it is: they cannot catch it either. */
const endAll = (job, last, ended) => {
	for (let payer = job; payer !== null; payer = payer.payer) {
		payer.ended ??= ended;
		if (payer === last) return;
	}
};
/** Why a job that has run for so long in this turn, itself or by one that it pays for, may not go on. */
const overdrawn = (job, turn) => {
	const { limits, state } = job;
	if (limits.instructions !== void 0 && job.spent >= limits.instructions) return limit(job, "instructions", limits.instructions);
	if (limits.time !== void 0 && job.ran + turn >= limits.time) return limit(job, "time", limits.time);
	if (killsOf(state.kills) !== job.kills) return job.killed("");
	return limits.memoryBytes !== void 0 && overMemory(state, limits.memoryBytes, 0) ? limit(job, "memory", limits.memoryBytes) : null;
};
const limit = (job, kind, budget) => new LuaLimitError({
	limit: kind,
	budget,
	chunk: job.chunk,
	detail: ""
});
/** Bytes that are allocated and filled in a millisecond, at least. */
const filled = 5e5;
/**
* A single allocation of many bytes is about to be made: counts them, and ends the job instead where they are too many, or would
* take longer than the job has.
*/
const allocate = (L, bytes) => {
	meter$7.bytes += bytes;
	meter$7.steps -= bytes >>> 6;
	const { job } = stateOf(L);
	if (job === null) return;
	for (let payer = job; payer !== null && job.ended === null; payer = payer.payer) {
		const { memoryBytes, time } = payer.limits;
		if (memoryBytes !== void 0 && overMemory(payer.state, memoryBytes, bytes)) endAll(job, null, limit(payer, "memory", memoryBytes));
		else if (time !== void 0 && bytes > filled * 50 && bytes / filled > time - payer.ran) endAll(job, payer, limit(payer, "time", time));
	}
	if (job.ended !== null) end(L, job);
	if (meter$7.steps < 0) exhausted(L);
};
/** The mark of a call of a Lua function. */
const running = fengari.lstate.CIST_LUA;
/**
* Raises the end of a job in one of its Lua threads: now, and at each instruction to come. Without a message handler: an
* `xpcall` handler would run inside the hook, where no hook stops it.
*/
const end = (L, job) => {
	const ended = job.ended;
	if (L.basehookcount !== 1) lua$18.lua_sethook(L, hook, lua$18.LUA_MASKCOUNT, 1);
	L.errfunc = 0;
	lauxlib$17.luaL_where(L, L.ci.callstatus & running ? 0 : 1);
	if (ended.detail === "") job.ended = new LuaLimitError({
		...ended,
		detail: where(L)
	});
	lua$18.lua_pushliteral(L, job.ended.message);
	lua$18.lua_concat(L, 2);
	return lua$18.lua_error(L);
};
/** Where it was ended, from the text on top of the stack. */
const where = (L) => {
	const text = lua$18.lua_tojsstring(L, -1);
	return text === "" ? lineOf(L) || NATIVE : text.replace(/: $/, "");
};
/** The meter stands for whichever state runs: once a thread. */
const useMeter = () => {
	meter$7.exhausted = exhausted;
	meter$7.allocate = allocate;
	meter$7.steps = nativeInterval;
};
// ../../../packages/lua/src/internal/state/raised.ts
/** The bytes of a raised value; undefined for one that stays here. */
const packRaised = (L, slot) => {
	try {
		packer.start(L, true);
		packer.value(slot);
		return packer.copy();
	} catch (cause) {
		if (cause instanceof LuaCodecError) return void 0;
		throw cause;
	}
};
/** The value that bytes are, which another state of this process has packed; undefined where they are none. */
const unpackRaised = (L, bytes) => {
	try {
		pushUnpacked(L, bytes, 0, bytes.length, true);
		return L.stack[--L.top];
	} catch (cause) {
		if (cause instanceof LuaCodecError) return void 0;
		throw cause;
	}
};
// ../../../packages/lua/src/internal/state/values.ts
const { ltable: ltable$3, lobject: lobject$5 } = fengari;
const ReferenceId = "~@stevedore/lua/LuaReference";
/**
* A value that stays in its state: a function, a coroutine, userdata. The host can hold it, pass it back, and call it with
* `LuaState.call`; it cannot look inside.
*/
var LuaReference = class {
	[ReferenceId] = ReferenceId;
	/** What `type()` in Lua says. */
	type;
	constructor(type) {
		this.type = type;
	}
};
/** By its class: a table of a script may have any key. */
const isReference = (value) => value instanceof LuaReference;
const referenceTo = (state, slot) => {
	const made = new LuaReference(isFunction(slot) ? "function" : slot.type === 5 ? "table" : typeName(slot));
	state.references.set(made, kept(slot));
	return made;
};
const typeName = (slot) => {
	return [
		"nil",
		"boolean",
		"userdata",
		"number",
		"string",
		"table",
		"function",
		"userdata",
		"thread"
	][slot.type & 15] ?? "unknown";
};
/** The slot behind a reference, if it is one of this state. */
const slotOf = (state, reference) => state.references.get(reference);
const pathText = (path) => {
	let text = "";
	for (const part of path) text += typeof part === "number" ? `[${part}]` : text === "" ? part : `.${part}`;
	return text;
};
const refuse$1 = (path, detail) => {
	throw new LuaCodecError({
		path: pathText(path),
		detail
	});
};
/** Makes a host function of a JS function that stands in a value; set by host.ts, which stands above this file. */
let functionOf$1;
const useHostFunctions = (make) => {
	functionOf$1 = make;
};
const nil$3 = () => new lobject$5.TValue(0, null);
/** The value as a slot of its own. Fails with `LuaCodecError`. */
const toLua = (L, value) => {
	switch (typeof value) {
		case "string":
			if (value.length > 63) walked(L, value.length >> 6);
			return stringSlot(L, bytesOf$1(value));
		case "number": return numberTValue(value);
		case "boolean": return new lobject$5.TValue(1, value);
		case "undefined": return nil$3();
		default: return composite(L, value, []);
	}
};
const nested = (L, value, path) => {
	walked(L, 1);
	switch (typeof value) {
		case "object":
		case "function":
		case "bigint":
		case "symbol": return composite(L, value, path);
		default: return toLua(L, value);
	}
};
const composite = (L, value, path) => {
	if (value === null) return nil$3();
	if (typeof value === "bigint") {
		if (value >= 2n ** 64n || value < -(2n ** 63n)) refuse$1(path, "cannot give Lua an integer of more than 64 bits");
		return numberTValue(value);
	}
	if (typeof value === "symbol") return refuse$1(path, "cannot give Lua a symbol");
	if (typeof value === "function") return functionSlot(functionOf$1(path.length === 0 ? "function" : pathText(path), value));
	if (value instanceof Uint8Array) {
		walked(L, value.length >> 6);
		return stringSlot(L, new Uint8Array(value));
	}
	if (isReference(value)) return slotOf(stateOf(L), value) ?? refuse$1(path, `cannot give Lua a ${value.type} of another state`);
	if (path.length >= 128) return refuse$1(path, `cannot give Lua a value nested deeper than 128 levels (a circle?)`);
	const table = ltable$3.luaH_new(L);
	if (Array.isArray(value)) for (let i = 0; i < value.length; i++) {
		path.push(i + 1);
		ltable$3.luaH_setint(table, i + 1, nested(L, value[i], path));
		path.pop();
	}
	else if (value instanceof Map) for (const [key, item] of value) {
		path.push(typeof key === "number" ? key : String(key));
		const slot = nested(L, key, path);
		if (slot.type === 0 || slot.type === 3 && Number.isNaN(slot.value)) refuse$1(path, "cannot give Lua a table with nil or NaN as a key");
		ltable$3.luaH_setfrom(L, table, slot, nested(L, item, path));
		path.pop();
	}
	else {
		const strange = unlikeTable(value);
		if (strange !== void 0) refuse$1(path, `cannot give Lua ${strange}`);
		for (const key of Object.keys(value)) {
			path.push(key);
			ltable$3.luaH_setfrom(L, table, stringSlot(L, bytesOf$1(key)), nested(L, value[key], path));
			path.pop();
		}
	}
	return tableSlot(table);
};
/** Objects whose own fields do not say what they are. */
const unlikeTable = (value) => {
	if (value instanceof Date) return "a Date: give its time, or its text";
	if (value instanceof Promise) return "a Promise: give an Effect from a host function, which is awaited";
	if (value instanceof Set) return "a Set: give an array";
	if (ArrayBuffer.isView(value)) return `a ${value.constructor.name}: give a Uint8Array, or an array`;
	if (value instanceof ArrayBuffer || value instanceof SharedArrayBuffer) return "an ArrayBuffer: give a Uint8Array";
	if (value instanceof RegExp || value instanceof WeakMap || value instanceof WeakSet) return `a ${value.constructor.name}`;
	return "~effect/Effect" in value ? "an Effect as a value: only a host function's result is awaited" : void 0;
};
/** How much of a value is copied at most: a table that is in another twice is copied twice, and so on. */
const maxParts = 4e6;
const maxBytes = 256 * 2 ** 20;
let parts = 0;
let bytesTaken = 0;
/** Who pays for it: the last who did, until its state closes. */
let taker$1;
/** Lets go of the state whose values were last copied. */
const forgetTaker = () => {
	taker$1 = void 0;
};
/** The host's copies of slots of a stack, which count as one value. Fails with `LuaCodecError`. */
const allFromLua = (state, L, from, count) => {
	parts = 0;
	bytesTaken = 0;
	taker$1 = L;
	const values = new Array(count);
	for (let i = 0; i < count; i++) values[i] = copied(state, L.stack[from + i], void 0);
	return values;
};
const copied = (state, slot, path) => {
	walked(taker$1, 1);
	switch (slot.type) {
		case 0: return;
		case 1:
		case 19:
		case 3:
		case 35: return slot.value;
		case 2: return slot.value === NULL ? null : referenceTo(state, slot);
		case 5: return copiedTable(state, slot.value, path ?? []);
		default: {
			if (!isString(slot)) return referenceTo(state, slot);
			const bytes = slot.svalue();
			bytesTaken += bytes.length;
			if (bytes.length > 63) walked(taker$1, bytes.length >> 6);
			if (bytesTaken > maxBytes) return refuse$1(path ?? [], `cannot take a value with more than ${maxBytes} bytes of strings`);
			return textOf(bytes) ?? new Uint8Array(bytes);
		}
	}
};
const copiedTable = (state, table, path) => {
	if (path.length >= 128) return refuse$1(path, `cannot take a table nested deeper than 128 levels (a circle?)`);
	const size = table.strong.size;
	parts += size + 1;
	if (parts > 4e6) return refuse$1(path, `cannot take a value of more than ${maxParts} parts`);
	let positions = 0;
	let texts = 0;
	for (let entry = table.f; entry !== void 0; entry = entry.n) if (entry.key.type === 19 && entry.key.value >= 1 && entry.key.value <= size) positions++;
	else if (isString(entry.key)) texts++;
	else break;
	if (positions === size) {
		const array = new Array(size);
		for (let entry = table.f; entry !== void 0; entry = entry.n) {
			path.push(entry.key.value);
			array[entry.key.value - 1] = copied(state, entry.value, path);
			path.pop();
		}
		return array;
	}
	return (texts === size ? recordOf(state, table, path) : void 0) ?? mapOf(state, table, path);
};
/** Whether an object with such a key might be taken for an Effect, or for one of our own: it is given as a Map. */
const marks = (key) => key.startsWith("~");
const recordOf = (state, table, path) => {
	const record = {};
	for (let entry = table.f; entry !== void 0; entry = entry.n) {
		const key = textOf(entry.key.svalue());
		if (key === void 0 || marks(key)) return void 0;
		path.push(key);
		const value = copied(state, entry.value, path);
		path.pop();
		if (key === "__proto__") Object.defineProperty(record, key, {
			value,
			enumerable: true,
			configurable: true,
			writable: true
		});
		else record[key] = value;
	}
	return record;
};
const mapOf = (state, table, path) => {
	const map = /* @__PURE__ */ new Map();
	for (let entry = table.f; entry !== void 0; entry = entry.n) {
		const key = copied(state, entry.key, path);
		path.push(typeof key === "number" ? key : String(key));
		map.set(key, copied(state, entry.value, path));
		path.pop();
	}
	return map;
};
// ../../../packages/lua/src/internal/state/errors.ts
const { lobject: lobject$4, lua: lua$17, lauxlib: lauxlib$16 } = fengari;
const isLuaError = is(LuaError);
/** What the dead Lua thread `L` raised: its error is on top of its stack, its frames are still there. */
const errorOf = (state, L, chunk) => {
	const slot = L.stack[L.top - 1];
	const local = tracebackOf(L);
	const inner = slot.type === 5 ? getField(L, slot.value, "traceback") : void 0;
	const before = inner !== void 0 && isString(inner) ? shown$1(inner.svalue()) : "";
	const traceback = before.endsWith(local) ? before : joined(before, local);
	const where = chunkOf(L) ?? chunk;
	const detail = messageOf$1(L, slot);
	if (L.stack.length > overflowed) return new LuaLimitError({
		limit: "depth",
		budget: overflowed,
		chunk: where,
		detail
	});
	const cause = slot.type === 5 ? state.causes.get(slot.value) : void 0;
	const passed = cause instanceof LuaRuntimeError;
	const value = passed ? cause.value : cause === void 0 && !isString(slot) ? packRaised(L, slot) : void 0;
	return new LuaRuntimeError({
		chunk: where,
		detail,
		traceback,
		...value === void 0 ? {} : { value },
		...cause === void 0 || passed ? {} : { cause }
	});
};
/** The stacks of what was raised, then that of who waited for it. */
const joined = (traceback, by) => traceback === "" ? by : `${traceback}\n${by}`;
/** The length that a stack takes only to report its overflow. */
const overflowed = fengari.luaconf.LUAI_MAXSTACK;
/** A message of more than this is cut: it goes into logs, and to other threads. */
const longest$1 = 65536;
const cut = (bytes) => bytes.length <= longest$1 ? shown$1(bytes) : `${shown$1(bytes.subarray(0, longest$1))}... (${bytes.length} bytes)`;
/** An error value as text. Calls nothing of the script: it may be what failed. */
const messageOf$1 = (L, slot) => {
	if (isString(slot)) return cut(slot.svalue());
	if (slot.type === 5) {
		const message = getField(L, slot.value, "message");
		const tag = getField(L, slot.value, "_tag");
		if (isString(message)) return isString(tag) && !isLuaError(stateOf(L).causes.get(slot.value)) ? `${shown$1(tag.svalue())}: ${cut(message.svalue())}` : cut(message.svalue());
		return "(error object is a table value)";
	}
	if (slot.type === 0) return "nil";
	if (slot.ttisnumber()) return numberText(L, slot);
	if (slot.type === 1) return String(slot.value);
	return `(error object is a ${shown$1(lua$17.lua_typename(L, slot.ttnov()))} value)`;
};
/** As `tostring` has it: 3.0 is no integer. */
const numberText = (L, slot) => {
	const text = kept(slot);
	lobject$4.luaO_tostring(L, text);
	return shown$1(text.svalue());
};
/** The chunk of the innermost Lua function of a thread. */
const chunkOf = (L) => {
	const ar = new lua$17.lua_Debug();
	for (let level = 0; lua$17.lua_getstack(L, level, ar) !== 0 && level < 20; level++) {
		lua$17.lua_getinfo(L, "S", ar);
		if (ar.what !== null && ar.what[0] !== 74 && ar.short_src !== null) return shown$1(ar.short_src);
	}
};
const metatableKey$1 = "stevedore.error";
/** The metatable of errors that the host raised. */
const metatableOf$1 = (L) => {
	const known = getField(L, registryOf(L), metatableKey$1);
	if (known.type === 5) return known.value;
	const made = newTable(L);
	setField(L, registryOf(L), metatableKey$1, tableSlot(made));
	setField(L, made, "__name", textSlot(L, "error"));
	setField(L, made, "__metatable", textSlot(L, "error"));
	setField(L, made, "__tostring", functionSlot((L) => {
		const self = slotAt(L, 1);
		const traceback = self.type === 5 ? getField(L, self.value, "traceback") : self;
		const message = messageOf$1(L, self);
		const stacks = isString(traceback) ? shown$1(traceback.svalue()) : "";
		pushText(L, stacks === "" ? message : `${message}\n${stacks}`);
		return 1;
	}));
	return made;
};
/** Raises what the host failed with, as a table. Does not return. */
const raise = (L, failure) => {
	pushFailure(L, failure);
	return lua$17.lua_error(L);
};
/** Pushes a failure of the host as the table that Lua sees. */
const pushFailure = (L, failure) => {
	const table = newTable(L);
	const { fields, message, tag } = described(failure);
	for (const [key, value] of fields) try {
		setField(L, table, key, toLua(L, value));
	} catch (error) {
		if ((stateOf(L).job?.ended ?? null) !== null) throw error;
	}
	if (failure instanceof LuaRuntimeError && failure.value !== void 0) {
		const value = unpackRaised(L, failure.value);
		if (value !== void 0) setField(L, table, "value", value);
	}
	setField(L, table, "_tag", textSlot(L, tag));
	setField(L, table, "message", textSlot(L, message));
	table.metatable = metatableOf$1(L);
	stateOf(L).causes.set(table, failure);
	lua$17.lua_checkstack(L, 1);
	pushSlot(L, tableSlot(table));
};
/**
* Raises the failure of a cause where it is awaited: its typed error if it has one, else its defect. What Lua raised elsewhere comes with
* the stack there, and has that of who waited from here on, whether it is caught or not.
*/
const raiseCause = (L, cause) => {
	const failure = squash(cause);
	pushFailure(L, failure);
	if (failure instanceof LuaRuntimeError) {
		const { value } = L.stack[L.top - 1];
		setField(L, value, "traceback", textSlot(L, joined(failure.traceback, tracebackOf(L))));
	}
	return lua$17.lua_error(L);
};
const hidden = /* @__PURE__ */ new Set([
	"_tag",
	"message",
	"stack",
	"name",
	"cause"
]);
const described = (failure) => {
	if (typeof failure !== "object" || failure === null) return {
		tag: "Error",
		message: String(failure),
		fields: []
	};
	const record = failure;
	const tag = typeof record["_tag"] === "string" ? record["_tag"] : failure instanceof Error ? failure.name : "Error";
	return {
		tag,
		message: typeof record["message"] === "string" && record["message"] !== "" ? record["message"] : tag,
		fields: Object.entries(record).filter(([key]) => !hidden.has(key) && !key.startsWith("~"))
	};
};
/** Raises a text with the position of the Lua code that called the host function. */
const raiseText = (L, text) => {
	lauxlib$16.luaL_where(L, 1);
	lua$17.lua_pushliteral(L, text);
	lua$17.lua_concat(L, 2);
	return lua$17.lua_error(L);
};
// ../../../packages/lua/src/internal/state/pending.ts
const { meter: meter$6 } = fengari;
/** So many bytes end a job that may not have them at once, and not at its next look. */
const LARGE = 65536;
/** It counts as held by the state that runs until it is deleted there. Raises where that is too much. */
const hold = (L, pending) => {
	stateOf(L).pending.add(pending);
	const bytes = pendingBytes(pending);
	if (bytes >= LARGE) meter$6.allocate(L, bytes);
	else meter$6.bytes += bytes;
};
/** The same outside of the script, for what it has registered: where that is too much, its next look finds it. */
const keep$1 = (state, pending) => {
	if (state.closed) return;
	state.pending.add(pending);
	meter$6.bytes += pendingBytes(pending);
};
// ../../../packages/lua/src/internal/state/await.ts
const { lua: lua$16 } = fengari;
/** Fewer bytes are within what a job that waits is counted for. */
const MANY = 512;
/**
* The last thing a host function does: waits for an effect, then has its value pushed, or raises its failure as a table
* `{_tag, message, ...}`. Return what it returns. The effect holds so many bytes, or that, while it is awaited; beside the wait, the host
* takes so many steps for it.
*/
const awaiting = (L, effect, push, held = 0, steps = 0) => {
	if (isExit(effect)) return settled(L, effect, push);
	const job = waiter(L);
	charge(job, hostSteps.wait + steps);
	job.pending = effect;
	job.waits = L;
	if (typeof held !== "number") hold(L, job.holds = held);
	else if (held >= MANY) hold(L, job.holds = { bytes: held });
	return lua$16.lua_yieldk(L, 0, push, goOn$1);
};
/** The job that runs here and may wait; raises where it cannot. */
const waiter = (L) => {
	const { job } = stateOf(L);
	if (job !== null && !job.blocked && L.nny === 0) return job;
	return raiseText(L, "cannot wait here: a callback of table.sort or string.gsub, or a metamethod of a native function");
};
const goOn$1 = (L, _status, push) => {
	const { job } = stateOf(L);
	const answer = job?.answer;
	if (job === null || answer === null || answer === void 0) return raiseText(L, "resumed without an answer");
	job.answer = null;
	job.waits = null;
	if (job.holds !== null) {
		job.state.pending.delete(job.holds);
		job.holds = null;
	}
	return settled(L, answer, push);
};
const settled = (L, exit, push) => {
	const { job } = stateOf(L);
	if (job !== null && job.ended !== null) return end(L, job);
	return exit._tag === "Success" ? push(L, exit.value) : raiseCause(L, exit.cause);
};
// ../../../packages/lua/src/internal/state/names.ts
const { lauxlib: lauxlib$15, to_luastring: to_luastring$7 } = fengari;
const MOST_BYTES = 4096;
const nameExpected$1 = to_luastring$7(`a name of at most ${MOST_BYTES} bytes expected`);
/** The name that is an argument of the running function; raises where it is none, or too long. */
const nameAt = (L, index) => {
	const bytes = lauxlib$15.luaL_checkstring(L, index);
	if (bytes.length > MOST_BYTES) lauxlib$15.luaL_argerror(L, index, nameExpected$1);
	return shown$1(bytes);
};
/** A name that is not an argument itself; `what` says which. */
const nameIn = (L, what, bytes) => bytes.length > MOST_BYTES ? raiseText(L, `${what} of ${bytes.length} bytes: at most ${MOST_BYTES}`) : shown$1(bytes);
// ../../../packages/lua/src/internal/state/childOptions.ts
const { lauxlib: lauxlib$14, lobject: lobject$3, to_luastring: to_luastring$6 } = fengari;
const names = {
	name: true,
	sandbox: true,
	roots: true,
	limits: true
};
const limitNames = {
	time: true,
	instructions: true,
	memoryBytes: true
};
/** The options at an index of the running function; raises what they cannot be. */
const askedAt = (L, index, state) => {
	const slot = slotAt(L, index);
	if (slot.type !== 0 && slot.type !== 5) lauxlib$14.luaL_argerror(L, index, to_luastring$6("a table of options expected"));
	const options = slot.type === 0 ? void 0 : kept(slot);
	if (options !== void 0) knownOnly(L, options.value, names, "option");
	const field = (name) => options === void 0 ? nil$2 : kept(getField(L, options.value, name));
	return {
		name: textIn(L, field("name"), "name", "a state's name"),
		sandbox: sandboxOf(L, state.sandbox, field("sandbox")),
		limits: limitsOf(L, state.limits, field("limits")),
		roots: rootsOf(L, state, field("roots"))
	};
};
const nil$2 = new lobject$3.TValue(0, null);
/** A name that nothing reads would do nothing: a sandbox that is misspelt is none. */
const knownOnly = (L, table, known, what) => {
	for (let entry = table.f; entry !== void 0; entry = entry.n) {
		const name = isString(entry.key) ? nameIn(L, `an ${what}`, entry.key.svalue()) : void 0;
		if (name !== void 0 && Object.hasOwn(known, name)) continue;
		const shown = name === void 0 ? "an option without a name" : `the option '${name}'`;
		raiseText(L, `${shown}: ${remedyFor(name ?? "", known, what)}`);
	}
};
const textIn = (L, slot, option, what) => {
	if (slot.type === 0) return void 0;
	return isString(slot) ? nameIn(L, what, slot.svalue()) : raiseText(L, `the option '${option}' must be a string`);
};
const least = (own, asked) => own === void 0 ? asked : asked === void 0 ? own : Math.min(own, asked);
const limitsOf = (L, own, slot) => {
	if (slot.type === 0) return own;
	if (slot.type !== 5) return raiseText(L, "the option 'limits' must be a table");
	knownOnly(L, slot.value, limitNames, "limit");
	const asked = (name) => {
		const field = getField(L, slot.value, name);
		if (field.type === 0) return void 0;
		const limit = field.ttisnumber() ? Number(field.value) : NaN;
		return limit >= 0 ? limit : raiseText(L, `the limit '${name}' must be a number, 0 or more`);
	};
	return {
		time: least(own.time, asked("time")),
		instructions: least(own.instructions, asked("instructions")),
		memoryBytes: least(own.memoryBytes, asked("memoryBytes")),
		slice: own.slice
	};
};
const sandboxOf = (L, own, slot) => {
	const asked = textIn(L, slot, "sandbox", "a sandbox");
	if (asked === void 0) return own;
	if (asked !== "strict" && asked !== "standard" && asked !== "full") return raiseText(L, `no sandbox '${asked}': strict, standard or full`);
	return ranks[asked] > ranks[own] ? raiseText(L, `a ${own} state makes no ${asked} one`) : asked;
};
/** The folders asked for, each of which has to be below one of its own. */
const rootsOf = (L, state, slot) => {
	if (slot.type === 0) return [...state.roots];
	if (slot.type !== 5) return raiseText(L, "the option 'roots' must be a table of folders");
	const roots = [];
	for (let entry = slot.value.f; entry !== void 0; entry = entry.n) {
		if (!isString(entry.value)) return raiseText(L, "the option 'roots' must be a table of folders");
		const asked = nameIn(L, "a folder", entry.value.svalue());
		const root = rootOf(located(asked, state.roots[0] ?? "/"));
		if (!state.roots.some((own) => root === own || root.startsWith(`${own}/`))) raiseText(L, `the folder '${asked}' is not below one of this state's`);
		roots.push(root);
	}
	return roots;
};
// ../../../packages/lua/src/internal/state/host.ts
const { lua: lua$15 } = fengari;
const ResultsId = "~@stevedore/lua/LuaResults";
/** Several results of a host function. */
var LuaResults = class {
	[ResultsId] = ResultsId;
	values;
	constructor(values) {
		this.values = values;
	}
};
const isResults = (value) => value instanceof LuaResults;
/** Pushes what a host function gave: one value, or as many as it says. */
const pushResults = (L, result) => {
	if (!isResults(result)) return pushValue(L, result);
	for (const value of result.values) pushValue(L, value);
	return result.values.length;
};
const pushValue = (L, value) => {
	let slot;
	try {
		slot = toLua(L, value);
	} catch (error) {
		if (isEnding(L)) throw error;
		return refused$1(L, error);
	}
	if (!lua$15.lua_checkstack(L, 1)) return raiseText(L, "stack overflow");
	pushSlot(L, slot);
	return 1;
};
const refused$1 = (L, error) => error instanceof LuaCodecError ? raiseText(L, error.message) : raise(L, error);
/**
* The arguments of the running function from one on. Outside of what catches the function's errors: the end of the job is none of them.
*/
const argumentsOf = (L, name, first = 1) => {
	const from = L.ci.funcOff + first;
	let refusal;
	try {
		return allFromLua(stateOf(L), L, from, Math.max(0, L.top - from));
	} catch (error) {
		if (!(error instanceof LuaCodecError)) throw error;
		refusal = error;
	}
	return raiseText(L, `bad argument of '${name}': ${refusal.message}`);
};
/** The Lua function of a host function. `services` are provided to the effects that it gives. */
const hostFunction = (name, f, services) => {
	return (L) => {
		let result;
		let failure;
		let failed = false;
		const args = argumentsOf(L, name);
		try {
			result = f(...args);
		} catch (error) {
			failed = true;
			failure = error;
		}
		if (failed) return failure instanceof LuaCodecError ? raiseText(L, `bad argument of '${name}': ${failure.message}`) : raise(L, failure);
		if (isEffect(result)) {
			const effect = result;
			return awaiting(L, services === void 0 ? effect : provideContext(effect, services), pushResults);
		}
		if (result instanceof Promise) {
			const promise = result;
			return awaiting(L, tryPromise({
				try: () => promise,
				catch: (error) => error
			}), pushResults);
		}
		return pushResults(L, result);
	};
};
useHostFunctions((name, f) => hostFunction(name, f));
// ../../../packages/lua/src/internal/state/require.ts
const { lauxlib: lauxlib$13, lua: lua$14, meter: meter$5 } = fengari;
/** Where `require` looks below each folder; a script may change it (`package.path`). */
const defaultPath = "?.lua;?/init.lua";
const loadedOf = (L) => registryTable(L, "_LOADED");
const preloadOf = (L) => registryTable(L, "_PRELOAD");
const packageKey = "stevedore.package";
/** Opens `package` and `require`. */
const openPackage = (L) => {
	const table = registryTable(L, packageKey);
	setField(L, table, "loaded", tableSlot(loadedOf(L)));
	setField(L, table, "preload", tableSlot(preloadOf(L)));
	setField(L, table, "path", textSlot(L, defaultPath));
	setField(L, table, "config", textSlot(L, "/\n;\n?\n!\n-\n"));
	lua$14.lua_pushcfunction(L, searchpath);
	setField(L, table, "searchpath", L.stack[L.top - 1]);
	lua$14.lua_settop(L, -2);
	setField(L, globalsOf(L), "package", tableSlot(table));
	setField(L, loadedOf(L), "package", tableSlot(table));
	lua$14.lua_pushcfunction(L, requireModule);
	setField(L, globalsOf(L), "require", L.stack[L.top - 1]);
	lua$14.lua_settop(L, -2);
};
const textArgument = (L, index, name) => {
	const text = textOf(lauxlib$13.luaL_checkstring(L, index));
	if (text === void 0 || text.includes("\0")) return raiseText(L, `bad ${name}: text without zeros is asked for`);
	return text.length > longestName ? raiseText(L, `bad ${name}: longer than ${longestName} characters`) : text;
};
/** Of a module's name, or a path: what is put together of them stays small. */
const longestName = 4096;
/** Templates of a path that are tried. */
const mostTemplates = 64;
/** The files that may be it, in the order in which they are tried; a look at a file is as long as some hundred instructions. */
const candidates = (state, name, path) => path.slice(0, longestName).split(";", mostTemplates).filter((template) => template !== "").flatMap((template) => {
	meter$5.steps -= 500 * (state.roots.length + 1);
	const file = template.replaceAll("?", name.replaceAll(".", "/"));
	return isAbsolute(file) ? [file] : state.roots.map((root) => resolve(root, file));
});
const searchpath = (L) => {
	if (meter$5.steps < 0) meter$5.exhausted(L);
	const state = stateOf(L);
	const name = textArgument(L, 1, "module name");
	const tried = candidates(state, name, textArgument(L, 2, "path"));
	const found = tried.map((file) => permitted(state.roots, file)).find((file) => file !== void 0);
	if (found !== void 0) {
		pushText(L, found);
		return 1;
	}
	lua$14.lua_pushnil(L);
	pushText(L, tried.map((file) => `\n\tno file '${file}'`).join(""));
	return 2;
};
/** The file of a module, or what was tried. */
const fileOf = (state, L, name) => {
	if (meter$5.steps < 0) meter$5.exhausted(L);
	const path = getField(L, registryTable(L, packageKey), "path");
	const text = isString(path) ? textOf(path.svalue()) : void 0;
	if (text === void 0) return ["package.path that is text"];
	const tried = candidates(state, name, text);
	return tried.map((file) => permitted(state.roots, file)).find((file) => file !== void 0) ?? tried;
};
/** Pushes the function of a module's file and its name, or throws. */
const pushFile = (state, L, name) => {
	const file = fileOf(state, L, name);
	if (typeof file !== "string") throw new LuaModuleNotFound({
		module: name,
		tried: [`package.preload["${name}"]`, ...file]
	});
	pushChunk(state, L, scriptAt(file), `@${file}`);
	state.fromFiles.add(name);
	return file;
};
const requireModule = (L) => {
	const name = textArgument(L, 1, "module name");
	return required(L, name);
};
const required = (L, name) => {
	const state = stateOf(L);
	const { job } = state;
	lua$14.lua_settop(L, 1);
	const known = getField(L, loadedOf(L), name);
	const isKnown = !known.l_isfalse();
	const loading = job === null ? void 0 : loadingOf(state, name);
	if (loading !== void 0 && job !== null) {
		const through = circle(loading, job);
		if (through === void 0 && !(isKnown && (job.blocked || L.nny > 0))) return awaiting(L, ended(loading, job), (L, error) => {
			if (error === null) return required(L, name);
			pushSlot(L, error);
			return lua$14.lua_error(L);
		});
		if (through !== void 0 && !isKnown) return raiseText(L, `module '${name}' is required while it is loaded: ${through}`);
	}
	if (isKnown) {
		pushSlot(L, known);
		return 1;
	}
	lua$14.lua_pushnil(L);
	const preloaded = getField(L, preloadOf(L), name);
	let file = ":preload:";
	if (isFunction(preloaded)) pushSlot(L, preloaded);
	else {
		let failure;
		try {
			file = pushFile(state, L, name);
		} catch (error) {
			failure = error;
		}
		if (failure instanceof LuaSyntaxError) return raiseText(L, `error loading module '${name}':\n\t${failure.message}`);
		if (failure instanceof LuaModuleNotFound) return raiseText(L, notFound(failure));
		if (failure !== void 0) throw failure;
	}
	pushText(L, name);
	pushText(L, file);
	const begun = job === null ? name : begin(L, name, job);
	lua$14.lua_callk(L, 2, 1, begun, loaded);
	return loaded(L, lua$14.LUA_OK, begun);
};
const notFound = (failure) => `module '${failure.module}' not found:${failure.tried.map((place) => `\n\tno '${place}'`).join("")}`;
/** The module's result is on top of the stack. */
const loaded = (L, _status, begun) => {
	const name = begun instanceof Loading ? begun.name : begun;
	const table = loadedOf(L);
	if (lua$14.lua_type(L, -1) !== 0) setField(L, table, name, L.stack[L.top - 1]);
	if (getField(L, table, name).type === 0) {
		lua$14.lua_pushboolean(L, true);
		setField(L, table, name, L.stack[L.top - 1]);
	}
	if (begun instanceof Loading) done$1(L, begun);
	pushSlot(L, getField(L, table, name));
	return 1;
};
// ../../../packages/lua/src/internal/state/modules.ts
const { lua: lua$13 } = fengari;
const openModule = (state, module) => {
	const { L } = state;
	const top = lua$13.lua_gettop(L);
	module.open(state, L);
	const slot = kept(L.stack[L.top - 1]);
	lua$13.lua_settop(L, top);
	setField(L, globalsOf(L), module.name, slot);
	setField(L, loadedOf(L), module.name, slot);
};
// ../../../packages/lua/src/internal/state/closed.ts
const { lua: lua$12 } = fengari;
/** Lets go of all that the engine of a closed state holds. None of its jobs runs, and none does later. */
const empty = (state) => {
	const { L } = state;
	if (L.l_G.l_registry.type === 0) return;
	for (const table of [
		globalsOf(L),
		loadedOf(L),
		...state.tables.splice(0)
	]) clear$1(table);
	clear$1(L.l_G.l_registry.value);
	L.l_G.l_registry.setnilvalue();
	L.l_G.mt.fill(void 0);
	L.l_G.tmname.length = 0;
	for (const { job } of state.waiters) {
		job.holds = null;
		job.waits = null;
		leave$1(job.L);
	}
	for (const thread of state.threads) leave$1(thread);
	state.threads.clear();
	state.pending.clear();
	state.inherited.length = 0;
	state.spare = null;
	state.references = /* @__PURE__ */ new WeakMap();
	lua$12.lua_close(L);
	packer.stop();
	unpacker.stop();
	forgetTaker();
};
const clear$1 = (table) => {
	table.strong.clear();
	table.dead_strong.clear();
	table.dead = 0;
	table.f = table.l = void 0;
	table.metatable = null;
};
/** As `lua_close` leaves the main Lua thread. */
const leave$1 = (L) => {
	L.ci = L.base_ci;
	L.ci.next = null;
	L.stack = [];
};
// ../../../packages/lua/src/internal/state/job.ts
const { lua: lua$11, meter: meter$4 } = fengari;
var Job = class {
	state;
	L;
	limits;
	chunk;
	/** The job of another state for which it runs, and which pays for it. */
	payer = null;
	/** The job whose host function runs this one, if there is one. */
	outer = null;
	/** How often the state's jobs had been killed when this one started, or the one that began it. */
	kills;
	/** What it waits for: set by the host function that yields. */
	pending = null;
	/** Its Lua thread that waits: a coroutine, maybe. */
	waits = null;
	/** How it goes on then: made when it first waits. */
	rest = null;
	/** How that ended, for the host function that goes on. */
	answer = null;
	/** What the host holds for it while it waits. */
	holds = null;
	/** It gave others a turn and may go on. */
	sliced = false;
	/** It is among those that the state counts as waiting. */
	counted = false;
	/** Between here and the job's own stack is a callback that cannot wait. */
	blocked = false;
	/** Why it is being ended: nothing in Lua can catch that. */
	ended = null;
	/** Modules whose files it runs, the outermost first; null: none. */
	loads = null;
	/** Modules whose files wait for it, here or on other threads; null: none. */
	above = null;
	/** What others wait for until it has let go of it; null: nothing yet. */
	owns = null;
	/** Instructions spent, in steps of the hook. */
	spent = 0;
	/** Of those, what no look has seen. */
	unseen = 0;
	/** Milliseconds it ran before the turn it has now, and when this turn was first looked at (0: not yet). */
	ran = 0;
	turn = 0;
	/** It has a turn: what it runs meanwhile, also in other states, is within that. */
	running = false;
	constructor(state, L, limits, chunk, kills) {
		this.state = state;
		this.L = L;
		this.limits = limits;
		this.chunk = chunk;
		this.kills = kills;
	}
	/** What it fails with when it is killed. */
	killed(detail) {
		return new LuaLimitError({
			limit: "killed",
			budget: 0,
			chunk: this.chunk,
			detail
		});
	}
};
/**
* Starts a job. An exit where it ended without waiting, else an effect that is the rest of it, to be run once; interrupting
* that ends the job.
*/
const runJob = (state, work) => {
	if (state.closed) return fail$2(new LuaClosed({ state: state.name }));
	state.counters.jobs++;
	const L = threadFor(state);
	const job = new Job(state, L, work.limits ?? state.limits, work.chunk ?? "job", work.kills ?? killsOf(state.kills));
	job.payer = work.payer ?? null;
	runsFor(job, work.above);
	const outer = state.job;
	settle(job.payer ?? outer);
	state.job = job;
	let count;
	try {
		count = work.push(L);
	} catch (error) {
		state.job = outer;
		return leftBy(state, fail(job, error));
	}
	state.job = outer;
	return state.closed ? leftBy(state, fail$2(new LuaClosed({ state: state.name }))) : advance(job, count, work);
};
/** A Lua thread for a job: one that nobody has seen, and in which nothing is left. */
const threadFor = (state) => {
	const { spare } = state;
	if (spare !== null) {
		state.spare = null;
		return spare;
	}
	const L = lua$11.lua_newthread(state.L);
	lua$11.lua_settop(state.L, -2);
	L.isJob = true;
	L.isHeld = false;
	return L;
};
/**
* Clears the Lua thread of a job that has ended as it should, and keeps it for the next if it did not wait. Not one that a script may
* hold: it is a value like any other, and two jobs that have the same are one to whoever compares them. Nor one whose stack has
* grown, or that has another hook.
*/
const leave = ({ L, counted, state }) => {
	const stack = L.stack;
	L.top = 1;
	if (counted || L.isHeld === true || stack.length > LARGEST_SPARE || L.ci !== L.base_ci) return;
	if (L.hook !== state.L.hook || L.basehookcount !== state.L.basehookcount) return;
	for (let i = 1; i < stack.length; i++) stack[i] = void 0;
	L.errfunc = 0;
	L.hookcount = L.basehookcount;
	L.oldpc = 0;
	state.spare = L;
};
/** Slots of a stack that has not grown. */
const LARGEST_SPARE = 64;
/** The Lua threads that jobs run on: a script may hold one, but not resume it. */
const isJobThread = (L) => L.isJob === true;
/** Pushes the running Lua thread as a value; whether it is the state's main one. What may be held is no other job's later. */
const pushRunning = (L) => {
	L.isHeld = true;
	return lua$11.lua_pushthread(L);
};
const advance = (job, count, work) => leftBy(job.state, stepped(job, count, work));
/** A job leaves the state: if it has closed it, it was the last to use it. */
const leftBy = (state, step) => {
	if (state.closed && state.job === null) empty(state);
	return step;
};
/** Runs it until it waits or has ended. */
const stepped = (job, count, work) => {
	const { L, state } = job;
	const outer = state.job;
	job.outer = outer;
	state.job = job;
	job.running = true;
	const status = lua$11.lua_resume(L, null, count);
	const taken = status === lua$11.LUA_OK && job.ended === null ? takenBy(job, work) : void 0;
	settle(job);
	state.job = outer;
	job.running = false;
	endTurn(job);
	if (status !== lua$11.LUA_YIELD || job.ended !== null) letGo(job);
	if (taken !== void 0) {
		if (taken._tag === "Success") leave(job);
		return taken;
	}
	if (job.ended !== null) return fail(job, job.ended);
	if (status === lua$11.LUA_YIELD) {
		if (job.counted) return waiting(job, work);
		job.counted = true;
		state.counters.waiting++;
		state.threads.add(L);
		meter$4.bytes += costs.waiting;
		return apart(job, waiting(job, work), () => {
			state.counters.waiting--;
			state.threads.delete(L);
			if (job.holds !== null) state.pending.delete(job.holds);
			letGo(job);
		});
	}
	return fail(job, errorOf(state, L, job.chunk));
};
/** A job has ended, however: by its return, an error, a limit, an interruption. Nobody waits any longer for what it had. */
const letGo = (job) => {
	if (job.loads !== null) abandon(job);
	if (job.owns === null) return;
	const { owns } = job;
	job.owns = null;
	for (const owned of owns) owned.released(job);
};
const takenBy = (job, work) => {
	try {
		return succeed$1(work.take(job.L, lua$11.lua_gettop(job.L)));
	} catch (error) {
		return fail(job, error);
	}
};
const waiting = (job, work) => {
	const pending = job.pending;
	job.pending = null;
	if (pending === null) {
		job.sliced = false;
		return flatMap$1(yieldNow, () => resumed(job, work));
	}
	return matchCauseEffect(waitedFor(job, pending), job.rest ??= restOf(job, work));
};
const restOf = (job, work) => ({
	onSuccess: (value) => {
		job.answer = succeed$1(value);
		return resumed(job, work);
	},
	onFailure: (cause) => {
		if (hasInterrupts$1(cause)) return failCause$1(cause);
		job.answer = failCause$1(cause);
		return resumed(job, work);
	}
});
const resumed = (job, work) => {
	const { state } = job;
	if (state.closed) return fail$2(new LuaClosed({ state: state.name }));
	if (killsOf(state.kills) !== job.kills) return fail(job, job.killed("while it waited"));
	review(job);
	return job.ended === null ? advance(job, 0, work) : fail(job, job.ended);
};
const fail = (job, error) => {
	job.state.counters.failed++;
	if (job.ended !== null) {
		job.state.overdrawn = true;
		return fail$2(placed(job, job.ended));
	}
	return isLuaError(error) ? fail$2(error) : die$1(error);
};
// ../../../packages/lua/src/internal/state/protect.ts
const { lauxlib: lauxlib$12, ltable: ltable$2, lua: lua$10 } = fengari;
/** The tables in front, with the real ones behind: `rawset` and `next` go round metatables, so they look here. */
const behind = /* @__PURE__ */ new WeakMap();
/** Fields of these tables cannot be set, those behind them cannot either. */
const sealed = /* @__PURE__ */ new WeakSet();
const refuse = (L) => raiseText(L, `attempt to change a read-only table (field '${messageOf$1(L, slotAt(L, 2))}')`);
/** Whether a script may read the table, but not change it, or not all of it. */
const isReadOnly = (table) => behind.has(table);
/** Sets what may be set of the real table. */
const hooking = (real, hooks) => (L) => {
	const key = slotAt(L, 2);
	if (!isString(key) || !hooks.has(shown$1(key.svalue()))) return refuse(L);
	setField(L, real, shown$1(key.svalue()), kept(slotAt(L, 3)));
	return 0;
};
/** The pairs of the real table, of which only keys and values are given out. */
const pairsOf = (real) => {
	const following = (L) => {
		lua$10.lua_settop(L, 2);
		lua$10.lua_pushnil(L);
		if (ltable$2.luaH_next(L, real, L.top - 2)) return 2;
		lua$10.lua_settop(L, 1);
		lua$10.lua_pushnil(L);
		return 1;
	};
	return (L) => {
		lua$10.lua_settop(L, 1);
		lua$10.lua_pushcfunction(L, following);
		lua$10.lua_insert(L, 1);
		lua$10.lua_pushnil(L);
		return 3;
	};
};
/** A table in front of `real` through which it can be read, and those fields of it set. */
const readOnly = (L, real, hooks = []) => {
	const front = newTable(L);
	const meta = newTable(L);
	setField(L, meta, "__index", tableSlot(real));
	setField(L, meta, "__newindex", functionSlot(hooks.length === 0 ? refuse : hooking(real, new Set(hooks))));
	setField(L, meta, "__pairs", functionSlot(pairsOf(real)));
	setField(L, meta, "__metatable", textSlot(L, "read-only"));
	front.metatable = meta;
	behind.set(front, real);
	sealed.add(front);
	return front;
};
/**
* Moves what `globals` has behind it: it can be read as before, and not be changed; new globals can be made and changed.
*/
const sealGlobals = (L, globals) => {
	const base = newTable(L);
	for (let entry = globals.f; entry !== void 0; entry = entry.n) ltable$2.luaH_setfrom(L, base, entry.key, entry.value);
	for (let entry = base.f; entry !== void 0; entry = entry.n) {
		lua$10.lua_pushnil(L);
		ltable$2.luaH_setfrom(L, globals, entry.key, L.stack[L.top - 1]);
		lua$10.lua_settop(L, -2);
	}
	const meta = newTable(L);
	setField(L, meta, "__index", tableSlot(base));
	setField(L, meta, "__metatable", textSlot(L, "read-only"));
	setField(L, meta, "__newindex", functionSlot((L) => {
		if (ltable$2.luaH_get(L, base, slotAt(L, 2)).type !== 0) return raiseText(L, `attempt to change a read-only global '${messageOf$1(L, slotAt(L, 2))}'`);
		lua$10.lua_settop(L, 3);
		lua$10.lua_rawset(L, 1);
		return 0;
	}));
	globals.metatable = meta;
	behind.set(globals, base);
};
/** `rawset`, which respects what is read-only. */
const rawset = (L) => {
	lauxlib$12.luaL_checktype(L, 1, lua$10.LUA_TTABLE);
	lauxlib$12.luaL_checkany(L, 2);
	lauxlib$12.luaL_checkany(L, 3);
	lua$10.lua_settop(L, 3);
	const table = slotAt(L, 1).value;
	if (sealed.has(table)) return refuse(L);
	const base = behind.get(table);
	if (base !== void 0 && ltable$2.luaH_get(L, base, slotAt(L, 2)).type !== 0) return refuse(L);
	lua$10.lua_rawset(L, 1);
	return 1;
};
/** A field of a table, also of one that is behind it, without metamethods. */
const fieldBehind = (L, table, name) => {
	const own = getField(L, table, name);
	const real = own.type === 0 ? behind.get(table) : void 0;
	return real === void 0 ? own : getField(L, real, name);
};
/** Puts a read-only table in the place of a library, everywhere it is found by name; `hooks` of it can be set. */
const sealLibrary = (L, name, places, hooks) => {
	let front;
	for (const place of places) {
		const library = getField(L, place, name);
		if (library.type !== 5) continue;
		front ??= readOnly(L, library.value, hooks);
		setField(L, place, name, tableSlot(front));
	}
};
/** Hides the metatable of strings. */
const sealStrings = (L) => {
	const meta = L.l_G.mt[lua$10.LUA_TSTRING];
	if (meta !== null && meta !== void 0) setField(L, meta, "__metatable", textSlot(L, "string"));
};
// ../../../packages/lua/src/internal/state/reload.ts
const { lobject: lobject$2, ltable: ltable$1 } = fengari;
/** What every script of the state relies on: no file takes its place, whatever `package.path` finds. */
const isBuiltIn = (state, name) => state.builtIn.has(name) && !state.fromFiles.has(name);
const refusal$3 = (name, remedy) => new LuaOptionError({
	option: "module",
	value: JSON.stringify(name),
	remedy
});
const builtIn$1 = "it is built in, and stays as it is: name a module that came from a Lua file, or give none for all of those";
const preloaded = "it is a function of package.preload, and no file is found for it: put the new function there, set package.loaded of it to nil, and require it";
/** Pushes the function of its file and its name, or throws: what is preloaded has been found by `require`, and is not to run again. */
const pushAnew = (state, L, name) => {
	try {
		return pushFile(state, L, name);
	} catch (cause) {
		throw cause instanceof LuaModuleNotFound && isFunction(getField(L, preloadOf(L), name)) ? refusal$3(name, preloaded) : cause;
	}
};
/** Runs a module's file again, or those of all modules that came from files (`""`); the names of those it ran. */
const reloadModule = (state, name, settings) => forEach(name === "" ? [...state.fromFiles] : [name], (one) => suspend$1(() => reloadOne(state, one, settings)));
const reloadOne = (state, name, settings) => runJob(state, {
	push: (L) => {
		if (isBuiltIn(state, name)) throw refusal$3(name, builtIn$1);
		const file = pushAnew(state, L, name);
		pushText(L, name);
		pushText(L, file);
		return 2;
	},
	take: (L, count) => {
		const result = count === 0 ? new lobject$2.TValue(1, true) : kept(L.stack[L.top - count]);
		const loaded = loadedOf(L);
		const before = getField(L, loaded, name);
		if (before.type === 5 && before.value !== result.value && !isReadOnly(before.value) && result.type === 5) replace(L, before.value, result.value);
		else setField(L, loaded, name, result.type === 0 ? new lobject$2.TValue(1, true) : result);
		return name;
	},
	limits: settings.limits,
	payer: settings.payer,
	chunk: name
});
const replace = (L, table, by) => {
	const nil = new lobject$2.TValue(0, null);
	for (let entry = table.f; entry !== void 0;) {
		const next = entry.n;
		if (ltable$1.luaH_get(L, by, entry.key).type === 0) ltable$1.luaH_setfrom(L, table, kept(entry.key), nil);
		entry = next;
	}
	for (let entry = by.f; entry !== void 0; entry = entry.n) ltable$1.luaH_setfrom(L, table, entry.key, entry.value);
	table.metatable = by.metatable;
	ltable$1.invalidateTMcache(table);
};
// ../../../packages/lua/src/internal/state/running.ts
const { lua: lua$9 } = fengari;
const pushAll = (L, args) => {
	if (!lua$9.lua_checkstack(L, args.length + 1)) throw new LuaCodecError({
		path: "",
		detail: `cannot give Lua ${args.length} arguments`
	});
	for (const arg of args) pushSlot(L, toLua(L, arg));
	return args.length;
};
const taker = (state) => (L, count) => allFromLua(state, L, L.top - count, count);
const runSource = (state, source, args, settings) => {
	const chunk = settings.chunk ?? "run";
	return runJob(state, {
		push: (L) => {
			pushChunk(state, L, source, `=${chunk}`);
			return pushAll(L, args);
		},
		take: taker(state),
		limits: settings.limits,
		payer: settings.payer,
		above: settings.above,
		chunk
	});
};
const runCall = (state, target, args, settings) => runJob(state, {
	push: (L) => {
		pushSlot(L, isReference(target) ? referred(state, target) : named(L, target));
		return pushAll(L, args);
	},
	take: taker(state),
	limits: settings.limits,
	payer: settings.payer,
	above: settings.above,
	chunk: isReference(target) ? "call" : target
});
const referred = (state, target) => {
	const slot = slotOf(state, target);
	if (slot === void 0) throw new LuaCodecError({
		path: "",
		detail: `cannot call a ${target.type} of another state`
	});
	return slot;
};
/** A function by its path from the globals or the loaded modules. Fields are read as they are, without metamethods. */
const named = (L, path) => {
	const [first, ...rest] = path.split(".");
	const global = fieldBehind(L, globalsOf(L), first);
	let slot = global.type !== 0 ? global : getField(L, loadedOf(L), first);
	for (const part of rest) {
		if (slot.type !== 5) return absent(path);
		slot = fieldBehind(L, slot.value, part);
	}
	return slot.type === 0 ? absent(path) : slot;
};
const absent = (path) => {
	throw new LuaRuntimeError({
		chunk: path,
		detail: `no function '${path}' in this state`,
		traceback: ""
	});
};
/** The file is read when its turn comes; its folder is one of the state's from then on. */
const runFile = (state, file, args, settings) => {
	if (state.closed) return fail$2(new LuaClosed({ state: state.name }));
	const path = located(file, state.roots[0] ?? process.cwd());
	const chunk = settings.chunk ?? path;
	return runJob(state, {
		push: (L) => {
			let source;
			try {
				source = scriptAt(path);
			} catch (cause) {
				const code = cause.code ?? String(cause);
				throw new LuaModuleNotFound({
					module: String(file),
					tried: [`${path} (${code})`]
				});
			}
			if (state.sandbox !== "strict") {
				const root = rootOf(folderOf(path));
				if (!state.roots.includes(root)) state.roots.unshift(root);
			}
			pushChunk(state, L, source, `@${path}`);
			return pushAll(L, args);
		},
		take: taker(state),
		limits: settings.limits,
		payer: settings.payer,
		above: settings.above,
		chunk
	});
};
// ../../../packages/lua/src/internal/state/alua.ts
const { lauxlib: lauxlib$11, lua: lua$8, meter: meter$3 } = fengari;
/** Counts texts that the host is to keep. */
const inherit = (L, heirloom, bytes) => {
	if (heirloom.bytes + bytes > longestInherited) raiseText(L, `more than ${longestInherited} bytes of names and sources`);
	heirloom.bytes += bytes;
};
/** What the host holds for a script's state as long as anybody has it: that state, to give it, and each that it was given to. */
var Shared = class {
	state;
	pending;
	users = 1;
	constructor(state, pending) {
		this.state = state;
		this.pending = pending;
		keep$1(state, pending);
	}
	with(child) {
		this.users++;
		child.closers.push(() => this.drop());
	}
	drop() {
		if (--this.users === 0) this.state.pending.delete(this.pending);
	}
};
/** A module whose functions are those of a script's state. Whoever calls one pays for it. */
const inheritedModule = (state, name, functions, shared) => ({
	name,
	fixed: true,
	shared,
	open: (child, L) => {
		shared.with(child);
		const table = newTable(L);
		for (const [field, reference] of functions) {
			const called = `${name}.${field}`;
			const call = (L) => waitFor(L, runCall(state, reference, argumentsOf(L, called), paid(L, state)));
			setField(L, table, field, functionSlot(call));
		}
		lua$8.lua_checkstack(L, 1);
		pushSlot(L, tableSlot(table));
		return 1;
	}
});
/** How many modules and init functions a script may give, and how long their texts are: they are the host's to hold. */
const mostInherited = 1e3;
const longestInherited = 2 ** 20;
const heirloomKey = Symbol("alua");
const heirloomOf = (state) => {
	let heirloom = state.data.get(heirloomKey);
	if (heirloom === void 0) {
		heirloom = {
			modules: /* @__PURE__ */ new Map(),
			inits: [],
			bytes: 0
		};
		state.data.set(heirloomKey, heirloom);
	}
	return heirloom;
};
const metatableKey = "stevedore.state";
/** Gives a value to a script as the results of an effect. */
const waitFor = (L, ran) => awaiting(L, map(ran, (values) => new LuaResults(values)), pushResults);
/** What a script has of a state that it made. It is small, and stays so when the state has closed. */
var Handle = class {
	name;
	/** Undefined once it has closed. */
	state;
	/** Its figures when it closed. */
	last;
	/** Bytes that it takes itself, for whoever counts what the script's state holds. */
	takes;
	constructor(state) {
		this.name = state.name;
		this.state = state;
		this.takes = costs.handle + 2 * state.name.length;
		state.closers.push(() => {
			this.last = {
				...statsOf$1(state, 0),
				chunks: 0,
				states: 0
			};
			this.state = void 0;
		});
	}
};
/** The handle that the first argument is. */
const handleOf = (L) => {
	const slot = slotAt(L, 1);
	const handle = slot.type === 7 ? slot.value.data : void 0;
	if (!(handle instanceof Handle)) lauxlib$11.luaL_argerror(L, 1, "state expected");
	return handle;
};
/** The state that a handle stands for, which is open. */
const childOf = (L) => {
	const { name, state } = handleOf(L);
	return state ?? raise(L, new LuaClosed({ state: name }));
};
/** Whoever runs now pays for what it has run elsewhere. */
const paid = (L, child) => {
	const payer = stateOf(L).job;
	return {
		limits: child.limits,
		...payer === null ? {} : { payer }
	};
};
const newstate = (opening) => (L) => {
	const state = stateOf(L);
	const heirloom = heirloomOf(state);
	const asked = askedAt(L, 1, state);
	if ((meter$3.steps -= 5e4) < 0) meter$3.exhausted(L);
	const child = opening.open({
		...asked,
		name: asked.name ?? `${state.name}.${state.children.size + 1}`,
		chunkCache: state.chunkLimit,
		modules: [...state.inherited, ...heirloom.modules.values()],
		services: state.services
	});
	child.parent = state;
	state.children.add(child);
	child.closers.push(() => state.children.delete(child));
	pushHandle(L, child);
	if (heirloom.inits.length === 0) return 1;
	const handle = kept(L.stack[L.top - 1]);
	const there = paid(L, child);
	const here = paid(L, state);
	const init = forEach(heirloom.inits, (init) => typeof init === "string" ? runSource(child, init, [], there) : runCall(state, init, [child.name], here), { discard: true }).pipe(onError(() => sync(() => opening.close(child))));
	return awaiting(L, init, (L) => {
		pushSlot(L, handle);
		return 1;
	});
};
const pushHandle = (L, child) => {
	lauxlib$11.luaL_checkstack(L, 2, null);
	lua$8.lua_newuserdata(L, 0);
	const slot = L.stack[L.top - 1];
	slot.value.data = new Handle(child);
	slot.value.metatable = getField(L, registryOf(L), metatableKey).value;
};
const statsOf$1 = (state, memoryBytes) => ({
	name: state.name,
	jobs: state.counters.jobs,
	failed: state.counters.failed,
	waiting: state.counters.waiting,
	compiled: state.counters.compiled,
	cached: state.counters.cached,
	chunks: cacheOf(state).size,
	states: state.children.size,
	memoryBytes
});
/** What a state holds, as the job that asks walks it. */
const counted = (L, state) => {
	if (state.closed) return 0;
	exhausted(L);
	return heldBy(state, () => walked(L, 1));
};
/** Runs tests that nobody collects: says how each ended. */
const testOf = (L) => {
	const state = stateOf(L);
	const name = nameAt(L, 1);
	lauxlib$11.luaL_checktype(L, 2, lua$8.LUA_TFUNCTION);
	const collect = state.data.get(collectorKey);
	if (collect !== void 0) {
		keep$1(state, {
			stays: true,
			bytes: costs.registered + name.length,
			slots: [kept(slotAt(L, 2))]
		});
		collect(name, referenceTo(state, slotAt(L, 2)));
		return 0;
	}
	const ran = exit(runCall(state, referenceTo(state, slotAt(L, 2)), [], paid(L, state)));
	return awaiting(L, ran, (L, exit) => {
		const ok = isSuccess(exit);
		const text = ok ? void 0 : String(exit.cause.reasons.map((reason) => reason._tag === "Fail" ? reason.error.message : reason._tag));
		return pushResults(L, new LuaResults(ok ? [true] : [false, text]));
	});
};
const collectorKey = Symbol("tests");
const aluaModule = (opening) => ({
	name: "alua",
	fixed: true,
	open: (_state, L) => {
		const functions = {
			newstate: newstate(opening),
			run: (L) => {
				const child = childOf(L);
				const source = lauxlib$11.luaL_checkstring(L, 2);
				return waitFor(L, runSource(child, new Uint8Array(source), argumentsOf(L, "alua.run", 3), paid(L, child)));
			},
			call: (L) => {
				const child = childOf(L);
				return waitFor(L, runCall(child, nameAt(L, 2), argumentsOf(L, "alua.call", 3), paid(L, child)));
			},
			loadfile: (L) => {
				const child = childOf(L);
				const state = stateOf(L);
				const name = nameAt(L, 2);
				const file = state.roots.map((root) => permitted(state.roots, located(name, root))).find((found) => found !== void 0);
				if (file === void 0) return raiseText(L, `cannot open ${name}: not below the folders of this state`);
				return waitFor(L, runFile(child, file, argumentsOf(L, "alua.loadfile", 3), paid(L, child)));
			},
			closestate: (L) => {
				const { state } = handleOf(L);
				if (state !== void 0) opening.close(state);
				return 0;
			},
			regmod: (L) => {
				const state = stateOf(L);
				const name = nameAt(L, 1);
				lauxlib$11.luaL_checktype(L, 2, lua$8.LUA_TTABLE);
				const heirloom = heirloomOf(state);
				const before = heirloom.modules.get(name);
				if (before === void 0 && heirloom.modules.size >= mostInherited) return raiseText(L, "too many modules");
				const functions = /* @__PURE__ */ new Map();
				const slots = [];
				inherit(L, heirloom, name.length);
				for (let entry = slotAt(L, 2).value.f; entry !== void 0; entry = entry.n) {
					walked(L, 1);
					if (!isString(entry.key) || !isFunction(entry.value)) continue;
					inherit(L, heirloom, entry.key.svalue().length);
					functions.set(nameIn(L, "a function's name", entry.key.svalue()), referenceTo(state, entry.value));
					slots.push(kept(entry.value));
				}
				const shared = new Shared(state, {
					stays: true,
					bytes: costs.registered * (1 + slots.length),
					slots
				});
				heirloom.modules.set(name, inheritedModule(state, name, functions, shared));
				before?.shared.drop();
				return 0;
			},
			addinitfunc: (L) => {
				const state = stateOf(L);
				const init = slotAt(L, 1);
				if (!isFunction(init)) lauxlib$11.luaL_checkstring(L, 1);
				const heirloom = heirloomOf(state);
				if (heirloom.inits.length >= mostInherited) return raiseText(L, "too many init functions");
				inherit(L, heirloom, isFunction(init) ? 0 : init.svalue().length);
				const bytes = costs.registered + (isFunction(init) ? 0 : init.svalue().length);
				keep$1(state, {
					stays: true,
					bytes,
					slots: isFunction(init) ? [kept(init)] : void 0
				});
				heirloom.inits.push(isFunction(init) ? referenceTo(state, init) : shown$1(init.svalue()));
				return 0;
			},
			reload: (L) => {
				const name = lua$8.lua_gettop(L) === 0 ? "" : nameAt(L, 1);
				if ((meter$3.steps -= 5e4) < 0) meter$3.exhausted(L);
				const state = stateOf(L);
				return awaiting(L, reloadModule(state, name, paid(L, state)), pushResults);
			},
			stats: (L) => {
				const handle = lua$8.lua_gettop(L) === 0 ? void 0 : handleOf(L);
				const state = handle?.state ?? stateOf(L);
				return pushResults(L, handle?.last ?? statsOf$1(state, counted(L, state)));
			},
			test: testOf
		};
		const table = newTable(L);
		for (const [name, f] of Object.entries(functions)) setField(L, table, name, functionSlot(f));
		setField(L, registryOf(L), metatableKey, tableSlot(metatableOf(L, functions)));
		lauxlib$11.luaL_checkstack(L, 1, null);
		pushSlot(L, tableSlot(table));
		return 1;
	}
});
const metatableOf = (L, functions) => {
	const methods = newTable(L);
	for (const name of [
		"run",
		"call",
		"loadfile",
		"stats"
	]) setField(L, methods, name, functionSlot(functions[name]));
	setField(L, methods, "close", functionSlot(functions["closestate"]));
	const metatable = newTable(L);
	setField(L, metatable, "__index", tableSlot(methods));
	setField(L, metatable, "__name", textSlot(L, "state"));
	setField(L, metatable, "__metatable", textSlot(L, "state"));
	setField(L, metatable, "__tostring", functionSlot((L) => {
		lua$8.lua_pushliteral(L, `state: ${handleOf(L).name}`);
		return 1;
	}));
	return metatable;
};
// ../../../packages/lua/src/internal/state/base.ts
const { lauxlib: lauxlib$10, lstring, lua: lua$7, meter: meter$2 } = fengari;
/** Pushes `nil` and a message in place of a function that could not be made. */
const refused = (L, message) => {
	lua$7.lua_pushnil(L);
	pushText(L, message);
	return 2;
};
/** The environment given as an argument: a table, any other value, or none. */
const environment = (L, index) => lua$7.lua_gettop(L) >= index ? slotAt(L, index) : void 0;
/** Pushes what `make` compiles, with its first upvalue set where an environment was given. */
const functionOf = (L, env, make) => {
	let failure;
	try {
		make(env?.type === 5 ? env.value : void 0);
	} catch (error) {
		failure = error;
	}
	if (failure instanceof LuaSyntaxError) return refused(L, failure.message);
	if (failure !== void 0) throw failure;
	if (env !== void 0 && env.type !== 5) {
		const closure = L.stack[L.top - 1].value;
		if (closure.upvals.length > 0) closure.upvals[0].setfrom(env);
	}
	return 1;
};
const modeRefuses = (L, index) => {
	const mode = lauxlib$10.luaL_optstring(L, index, null);
	return mode !== null && !mode.includes(116);
};
/** What a reader function may give at most. */
const longest = 2 ** 28;
/**
* The pieces that a reader function gives, put together. What it raises is on top of the stack, and there is no source: as where
* the compiler calls it, that is not raised further.
*/
const readAll = (L) => {
	const buffer = new lauxlib$10.luaL_Buffer();
	lauxlib$10.luaL_buffinit(L, buffer);
	const wrong = (message) => {
		lauxlib$10.luaL_where(L, 1);
		pushText(L, message);
		lua$7.lua_concat(L, 2);
	};
	for (;;) {
		lua$7.lua_pushvalue(L, 1);
		if (lua$7.lua_pcall(L, 0, 1, 0) !== lua$7.LUA_OK) return void 0;
		const slot = L.stack[L.top - 1];
		if (slot.ttisnil()) break;
		if (!isString(slot) && !slot.ttisnumber()) return wrong("reader function must return a string");
		const piece = lua$7.lua_tolstring(L, -1);
		lua$7.lua_settop(L, -2);
		if (piece.length === 0) break;
		if (buffer.n + piece.length > longest) return wrong("source too long");
		const first = buffer.n === 0;
		lauxlib$10.luaL_addlstring(buffer, piece, piece.length);
		if (first && piece[0] === 27) break;
	}
	return buffer.b.subarray(0, buffer.n);
};
const load = (L) => {
	const state = stateOf(L);
	const first = slotAt(L, 1);
	if (isString(first) && lua$7.lua_gettop(L) === 1 && pushKept(state, L, lstring.luaS_hashlongstr(first.tsvalue()))) return 1;
	const env = environment(L, 4);
	if (modeRefuses(L, 3)) return refused(L, "attempt to load a text chunk (mode has no 't')");
	const name = lauxlib$10.luaL_optstring(L, 2, null);
	const given = name === null ? void 0 : latinOf(name);
	if (isString(first)) {
		const string = first.tsvalue();
		return functionOf(L, env, (env) => pushChunk(state, L, string.realstring, given, env, lstring.luaS_hashlongstr(string)));
	}
	lauxlib$10.luaL_checktype(L, 1, lua$7.LUA_TFUNCTION);
	const source = readAll(L);
	if (source === void 0) {
		lua$7.lua_pushnil(L);
		lua$7.lua_insert(L, -2);
		return 2;
	}
	return functionOf(L, env, (env) => pushSource(state, L, source, given ?? "=(load)", env));
};
/** A file that the script may read, or the message that there is none. */
const fileArgument = (L) => {
	const state = stateOf(L);
	const name = nameAt(L, 1);
	return (isAbsolute(name) ? [name] : state.roots.map((root) => resolve(root, name))).map((file) => permitted(state.roots, file)).find((file) => file !== void 0) ?? raiseText(L, `cannot open ${name}: not below the folders of this state`);
};
const loadfile = (L) => {
	const env = environment(L, 3);
	if (modeRefuses(L, 2)) return refused(L, "attempt to load a text chunk (mode has no 't')");
	const file = fileArgument(L);
	return functionOf(L, env, (env) => pushChunk(stateOf(L), L, scriptAt(file), `@${file}`, env));
};
const done = (L) => lua$7.lua_gettop(L) - 1;
const dofile = (L) => {
	const file = fileArgument(L);
	lua$7.lua_settop(L, 1);
	if (functionOf(L, void 0, () => pushChunk(stateOf(L), L, scriptAt(file), `@${file}`)) !== 1) return lua$7.lua_error(L);
	lua$7.lua_callk(L, 0, lua$7.LUA_MULTRET, 0, done);
	return done(L);
};
const traceback = (L) => {
	const thread = lua$7.lua_tothread(L, 1);
	const at = thread === null ? 1 : 2;
	const message = slotAt(L, at);
	if (!isString(message) && !message.ttisnil() && !message.ttisnumber()) {
		lua$7.lua_pushvalue(L, at);
		return 1;
	}
	const level = lauxlib$10.luaL_optinteger(L, at + 1, thread === null || thread === L ? 1 : 0);
	const stack = tracebackOf(thread ?? L, level);
	const bytes = message.ttisnil() ? void 0 : lauxlib$10.luaL_tolstring(L, at);
	if (bytes !== void 0) meter$2.allocate(L, 2 * bytes.length);
	const text = bytes === void 0 ? void 0 : shown$1(bytes);
	pushText(L, text === void 0 ? stack : `${text}\n${stack}`);
	return 1;
};
// ../../../packages/lua/src/internal/state/coroutines.ts
const { lauxlib: lauxlib$9, lua: lua$6 } = fengari;
/** Coroutines that wait for the host or gave others a turn: only their own resume goes on with them. */
const away = /* @__PURE__ */ new WeakSet();
const argument = (L) => {
	const co = lua$6.lua_tothread(L, 1);
	if (co === null) lauxlib$9.luaL_argerror(L, 1, "thread expected");
	return co;
};
const refusal$2 = (co) => {
	if (isJobThread(co)) return "cannot resume a job";
	if (away.has(co)) return "cannot resume a coroutine that waits";
	return lua$6.lua_status(co) === lua$6.LUA_OK && lua$6.lua_gettop(co) === 0 ? "cannot resume dead coroutine" : void 0;
};
const start = (L, co, count, wrapped) => {
	const refused = refusal$2(co) ?? (lua$6.lua_checkstack(co, count) ? void 0 : "too many arguments to resume");
	if (refused !== void 0) {
		lua$6.lua_pushliteral(L, refused);
		return failed(L, wrapped);
	}
	co.basehookcount = L.basehookcount;
	co.hookcount = L.hookcount;
	lua$6.lua_xmove(L, co, count);
	return run(L, {
		co,
		wrapped
	}, count);
};
const run = (L, resumed, count) => {
	const { co, wrapped } = resumed;
	const { job } = stateOf(L);
	const blocked = job?.blocked ?? false;
	if (job !== null && L.nny > 0) job.blocked = true;
	const status = lua$6.lua_resume(co, L, count);
	if (job !== null) {
		job.blocked = blocked;
		if (job.ended !== null) return end(L, job);
		if (status === lua$6.LUA_YIELD && (job.sliced || job.pending !== null)) {
			away.add(co);
			L.hookcount = L.basehookcount;
			return lua$6.lua_yieldk(L, 0, resumed, goOn);
		}
	}
	L.hookcount = Math.max(1, co.hookcount);
	if (status !== lua$6.LUA_OK && status !== lua$6.LUA_YIELD) {
		lua$6.lua_xmove(co, L, 1);
		return failed(L, wrapped);
	}
	const results = lua$6.lua_gettop(co);
	if (!lua$6.lua_checkstack(L, results + 1)) {
		lua$6.lua_settop(co, 0);
		lua$6.lua_pushliteral(L, "too many results to resume");
		return failed(L, wrapped);
	}
	lua$6.lua_xmove(co, L, results);
	if (wrapped) return results;
	lua$6.lua_pushboolean(L, true);
	lua$6.lua_insert(L, -(results + 1));
	return results + 1;
};
const goOn = (L, _status, resumed) => {
	away.delete(resumed.co);
	return run(L, resumed, 0);
};
/** The error is on top of the stack. */
const failed = (L, wrapped) => {
	if (!wrapped) {
		lua$6.lua_pushboolean(L, false);
		lua$6.lua_insert(L, -2);
		return 2;
	}
	if (lua$6.lua_type(L, -1) === lua$6.LUA_TSTRING) {
		lauxlib$9.luaL_where(L, 1);
		lua$6.lua_insert(L, -2);
		lua$6.lua_concat(L, 2);
	}
	return lua$6.lua_error(L);
};
const create = (L) => {
	lauxlib$9.luaL_checktype(L, 1, lua$6.LUA_TFUNCTION);
	const co = lua$6.lua_newthread(L);
	lua$6.lua_pushvalue(L, 1);
	lua$6.lua_xmove(L, co, 1);
	if (co.basehookcount !== 1) co.basehookcount = interval;
	return co;
};
const statusOf = (L, co) => {
	if (L === co) return "running";
	if (away.has(co)) return "normal";
	const status = lua$6.lua_status(co);
	if (status === lua$6.LUA_YIELD) return isJobThread(co) ? "normal" : "suspended";
	if (status !== lua$6.LUA_OK) return "dead";
	if (lua$6.lua_getstack(co, 0, new lua$6.lua_Debug()) > 0) return "normal";
	return lua$6.lua_gettop(co) === 0 ? "dead" : "suspended";
};
const callWrapped = (L) => start(L, lua$6.lua_tothread(L, lua$6.lua_upvalueindex(1)), lua$6.lua_gettop(L), true);
/** The functions of the library, by name. */
const coroutines = {
	create: (L) => {
		create(L);
		return 1;
	},
	isyieldable: (L) => {
		lua$6.lua_pushboolean(L, !isJobThread(L) && lua$6.lua_isyieldable(L));
		return 1;
	},
	resume: (L) => start(L, argument(L), lua$6.lua_gettop(L) - 1, false),
	running: (L) => {
		pushRunning(L);
		lua$6.lua_pushboolean(L, isJobThread(L));
		return 2;
	},
	status: (L) => {
		lua$6.lua_pushliteral(L, statusOf(L, argument(L)));
		return 1;
	},
	wrap: (L) => {
		create(L);
		lua$6.lua_pushcclosure(L, callWrapped, 1);
		return 1;
	},
	yield: (L) => {
		if (isJobThread(L)) return raiseText(L, "attempt to yield from outside a coroutine");
		return lua$6.lua_yieldk(L, lua$6.lua_gettop(L), 0, null);
	}
};
// ../../../packages/lua/src/internal/state/sandbox.ts
const { lauxlib: lauxlib$8, lobject: lobject$1, lua: lua$5, lualib } = fengari;
const nil$1 = () => new lobject$1.TValue(0, null);
const open$1 = (L, name, opener) => {
	lauxlib$8.luaL_requiref(L, name, opener, 1);
	lua$5.lua_settop(L, -2);
};
/** Keeps only these fields of a library. */
const keep = (L, name, fields) => {
	const library = getField(L, globalsOf(L), name);
	if (library.type !== 5) return;
	const kept = newTable(L);
	for (const field of fields) {
		const value = getField(L, library.value, field);
		if (value.type !== 0) setField(L, kept, field, value);
	}
	setField(L, globalsOf(L), name, tableSlot(kept));
	setField(L, loadedOf(L), name, tableSlot(kept));
};
const define = (L, functions) => {
	for (const [name, f] of Object.entries(functions)) setField(L, globalsOf(L), name, functionSlot(f));
};
const remove$1 = (L, ...names) => {
	for (const name of names) setField(L, globalsOf(L), name, nil$1());
};
const libraries = [
	"string",
	"table",
	"math",
	"utf8",
	"coroutine",
	"debug",
	"os"
];
const openLibraries = (L, level) => {
	open$1(L, "_G", lualib.luaopen_base);
	open$1(L, "string", lualib.luaopen_string);
	open$1(L, "table", lualib.luaopen_table);
	open$1(L, "math", lualib.luaopen_math);
	open$1(L, "utf8", lualib.luaopen_utf8);
	open$1(L, "os", lualib.luaopen_os);
	open$1(L, "coroutine", (L) => {
		lauxlib$8.luaL_newlib(L, coroutines);
		return 1;
	});
	define(L, {
		load,
		print,
		rawset
	});
	openPackage(L);
	if (level === "full") {
		open$1(L, "io", lualib.luaopen_io);
		open$1(L, "debug", lualib.luaopen_debug);
		define(L, {
			dofile,
			loadfile
		});
		const debug = getField(L, globalsOf(L), "debug");
		setField(L, debug.value, "traceback", functionSlot(traceback));
		for (const name of ["sethook", "debug"]) setField(L, debug.value, name, nil$1());
		return;
	}
	open$1(L, "debug", (L) => {
		lauxlib$8.luaL_newlib(L, { traceback });
		return 1;
	});
	keep(L, "os", [
		"clock",
		"date",
		"difftime",
		"time"
	]);
	setField(L, getField(L, globalsOf(L), "string").value, "dump", nil$1());
	if (level === "standard") define(L, {
		dofile,
		loadfile
	});
	else remove$1(L, "dofile", "loadfile");
};
/** After the modules are there: makes read-only what this level has read-only. */
const seal = (L, level, modules) => {
	if (level === "full") return;
	for (const name of libraries) sealLibrary(L, name, [globalsOf(L), loadedOf(L)]);
	sealStrings(L);
	if (level === "standard") return;
	for (const { hooks, name } of modules) sealLibrary(L, name, [globalsOf(L), loadedOf(L)], hooks);
	sealPackage(L);
	sealGlobals(L, globalsOf(L));
};
/** What is loaded cannot be replaced; what is not can still be given in `package.preload`. */
const sealPackage = (L) => {
	const table = getField(L, globalsOf(L), "package").value;
	const seen = newTable(L);
	setField(L, seen, "config", getField(L, table, "config"));
	setField(L, seen, "preload", getField(L, table, "preload"));
	setField(L, seen, "loaded", tableSlot(readOnly(L, loadedOf(L))));
	const front = tableSlot(readOnly(L, seen));
	setField(L, globalsOf(L), "package", front);
	setField(L, loadedOf(L), "package", front);
};
// ../../../packages/lua/src/internal/state/open.ts
const { lauxlib: lauxlib$7, lua: lua$4 } = fengari;
useMeter();
const msgpack = (name) => ({
	name,
	open: (_state, L) => openMsgpack(L),
	fixed: true
});
/** What every state has, whatever else it is given. */
const builtIn = [
	msgpack("msgpack"),
	msgpack("cmsgpack"),
	alogModule
];
/** What is left of an error of the host that no host function accounts for: a stack too deep, or a defect of the VM. */
const nativeError = (L) => {
	const error = lua$4.lua_touserdata(L, 1);
	if (error instanceof RangeError && /call stack/i.test(error.message)) pushOverflow(L);
	else lua$4.lua_pushliteral(L, error instanceof Error ? `${error.name}: ${error.message}` : String(error));
	return 1;
};
/** With the position of the innermost function of Lua; the running one is the handler. */
const pushOverflow = (L) => {
	const ar = new lua$4.lua_Debug();
	for (let level = 1; lua$4.lua_getstack(L, level, ar) !== 0; level++) {
		lauxlib$7.luaL_where(L, level);
		if (lua$4.lua_rawlen(L, -1) > 0) break;
		lua$4.lua_settop(L, -2);
	}
	lua$4.lua_pushliteral(L, "stack overflow");
	lua$4.lua_concat(L, lua$4.lua_gettop(L) - 1);
};
let made = 0;
const openState = (options) => {
	const L = lauxlib$7.luaL_newstate();
	if (L === null) throw new Error("no Lua state could be made");
	lua$4.lua_atnativeerror(L, nativeError);
	arm(L);
	const state = new State({
		L,
		name: options.name ?? `lua-${++made}`,
		sandbox: options.sandbox ?? "standard",
		limits: options.limits ?? {},
		chunkLimit: options.chunkCache ?? 256,
		services: options.services,
		kills: options.kills ?? new Int32Array(new SharedArrayBuffer(4))
	});
	for (const root of options.roots ?? []) state.roots.push(rootOf(root));
	openLibraries(L, state.sandbox);
	const modules = [
		...builtIn,
		alua,
		...options.modules ?? []
	];
	for (const module of modules) openModule(state, module);
	for (let entry = loadedOf(L).f; entry !== void 0; entry = entry.n) state.builtIn.add(shown$1(entry.key.svalue()));
	state.inherited.push(...(options.modules ?? []).filter((module) => module.fixed));
	nameFunctions(fengari, L);
	seal(L, state.sandbox, modules.filter((module) => module.fixed === true || module.hooks !== void 0));
	return state;
};
/** Ends a state: its jobs fail when they would go on, and nothing of its engine is reachable, whoever has something of it. */
const closeState = (state) => {
	if (state.closed) return;
	state.closed = true;
	state.kill();
	for (const fiber of state.fibers.keys()) fiber.interruptUnsafe();
	state.fibers.clear();
	for (const close of state.closers.splice(0).toReversed()) close();
	for (const child of state.children) closeState(child);
	cacheOf(state).clear();
	state.data.clear();
	state.threads.clear();
	for (const { stop } of state.waiters) stop(new LuaClosed({ state: state.name }));
	if (state.job === null) empty(state);
};
/** For scripts: states of their own, as this file makes them. */
const alua = aluaModule({
	open: (options) => openState(options),
	close: (state) => closeState(state)
});
// ../../../packages/lua/src/internal/state/holder.ts
/** The place and its first state; `init` is given a place that runs in the state that is being made, whatever the policy. */
const holderOf = (options, policy, init) => {
	const holder = {
		current: openState(options),
		rebuilt: 0,
		options,
		policy,
		init: suspend$1(() => init(plain)),
		files: [],
		broken: false,
		mending: void 0,
		closed: false
	};
	const plain = Object.create(holder, { policy: { value: "keep" } });
	return holder;
};
/** Runs its init function. */
const initOf = (holder) => holder.init;
const closeHolder = (holder) => {
	const { current } = holder;
	holder.closed = true;
	closeState(current);
};
/** Runs something in the state that is there, or in the one that replaces it. */
const runIn$1 = (holder, run) => {
	if (holder.policy === "keep") return run(holder.current);
	const rebuilding = holder;
	const ran = rebuilding.broken || holder.current.overdrawn ? flatMap$1(mend(rebuilding), () => run(holder.current)) : suspend$1(() => run(holder.current));
	return tapError(ran, (error) => sync(() => {
		if (error._tag === "LuaLimitError") rebuilding.broken = true;
	}));
};
/** Runs a file, and remembers it for the state that may come after. */
const loadIn = (holder, file, args, settings) => {
	const ran = runIn$1(holder, (state) => runFile(state, file, args, settings));
	const { files, policy } = holder;
	return policy === "keep" ? ran : tap(ran, () => sync(() => void files.push({
		file,
		args
	})));
};
const mend = (holder) => {
	holder.broken = true;
	holder.mending ??= runSync(cached(uninterruptible(ensuring(rebuild(holder), sync(() => {
		holder.mending = void 0;
	})))));
	return holder.mending;
};
const rebuild = (holder) => suspend$1(() => {
	if (holder.closed) return fail$1(new LuaClosed({ state: holder.current.name }));
	const { kills, name } = holder.current;
	closeState(holder.current);
	holder.current = openState({
		...holder.options,
		name,
		kills
	});
	holder.rebuilt++;
	const files = forEach(holder.files, ({ args, file }) => suspend$1(() => runFile(holder.current, file, args, {})), { discard: true });
	return andThen(andThen(holder.init, files), sync(() => {
		holder.broken = false;
	}));
});
// ../../../packages/lua/src/LuaState.ts
/**
* A Lua 5.3 state as a scoped resource. It belongs to the thread that made it; jobs in it interleave where they wait for the host,
* and where they have run for a slice. Nothing of a state is shared with another.
*/
const TypeId = "~@stevedore/lua/LuaState";
/**
* Makes a state, which closes with the scope. Options that cannot be are a `LuaOptionError`.
*
* @example
* ```ts
* import * as assert from "node:assert/strict"
* import * as Effect from "effect/Effect"
* import * as LuaState from "@stevedore/lua/LuaState"
*
* const program = Effect.gen(function* () {
*   const state = yield* LuaState.make()
*   yield* state.run("function area(box) return box.w * box.h end")
*   assert.deepEqual(yield* state.call("area", { w: 3, h: 4 }), [12])
*   const error = yield* Effect.flip(state.within({ limits: { instructions: 100_000 } }).run("while true do end"))
*   assert.equal(error._tag, "LuaLimitError")
* })
* await Effect.runPromise(Effect.scoped(program))
* ```
*/
const make = (options = {}) => gen(function* () {
	const refused = refusal$1(wrongOptions(options, wrongState));
	if (refused !== void 0) return yield* refused;
	if (problem !== void 0 && options.allowUnpatched !== true) return yield* problem;
	const services = yield* context();
	const holder = yield* acquireRelease(makes(() => holderOf({
		...options,
		services: omit()(services),
		modules: (options.modules ?? []).map(moduleIn)
	}, options.onLimit ?? "keep", (holder) => givenBy$1(options.init, viewOf(holder, {})))), (holder) => sync(() => closeHolder(holder)));
	yield* initOf(holder);
	return viewOf(holder, {});
});
/** What an init function does with a state. */
const givenBy$1 = (init, state) => {
	if (init === void 0) return void_$1;
	const given = init(state);
	return refusal$1(wrongInit(given)) ?? given;
};
/** What a module has that no Lua value is, is what making the state fails with. */
const makes = (make) => suspend$1(() => {
	try {
		return succeed$2(make());
	} catch (cause) {
		if (cause instanceof LuaCodecError) return fail$1(cause);
		throw cause;
	}
});
const viewOf = (holder, settings) => {
	/** Where it is run for a host function, it knows whose files wait for it. */
	const runs = (run) => knowing((above) => {
		const given = above.length === 0 ? settings : {
			...settings,
			above
		};
		return runIn$1(holder, (state) => run(given, state));
	});
	const view = {
		[TypeId]: TypeId,
		name: holder.current.name,
		run: (source, ...args) => suspend$1(() => refusal$1(wrongSource(source)) ?? runs((settings, state) => runSource(state, source, args, settings))),
		call: (target, ...args) => suspend$1(() => refusal$1(wrongTarget(target)) ?? runs((settings, state) => runCall(state, target, args, settings))),
		load: (file, ...args) => suspend$1(() => refusal$1(wrongFile("file", file)) ?? knowing((above) => loadIn(holder, file, args, {
			...settings,
			above
		}))),
		reload: (module) => suspend$1(() => refusal$1(wrongText("module", module)) ?? runIn$1(holder, (state) => reloadModule(state, module, settings))),
		kill: sync(() => {
			holder.current.kill();
			stopKilled(holder.current);
		}),
		killer: { word: holder.current.kills },
		stats: sync(() => statsOf(holder)),
		within: (other) => {
			const refused = refusal$1(wrongOptions(other, wrongSettings));
			return refused === void 0 ? viewOf(holder, {
				...settings,
				...other
			}) : refusing(view, refused);
		}
	};
	useState(view, holder);
	return view;
};
const refusal$1 = (wrong) => wrong === void 0 ? void 0 : fail$1(new LuaOptionError(wrong));
const wrongText = (option, text) => typeof text === "string" ? void 0 : wrong(option, text, "give the name of a module, or \"\" for all from files");
const wrongSource = (source) => typeof source === "string" || source instanceof Uint8Array ? void 0 : wrong("source", source, "give a text of Lua, or its bytes");
const wrongTarget = (target) => typeof target === "string" || isReference(target) ? void 0 : wrong("target", target, "give the name of a function, or one that came from this state");
/** A view whose settings cannot be: what is run by it says so. */
const refusing = (view, refused) => {
	const fails = () => refused;
	const other = {
		...view,
		run: fails,
		call: fails,
		load: fails,
		reload: fails,
		within: () => other
	};
	useState(other, holderIn(view));
	return other;
};
const statsOf = ({ current: state, rebuilt }) => ({
	name: state.name,
	jobs: state.counters.jobs,
	failed: state.counters.failed,
	waiting: state.counters.waiting,
	compiled: state.counters.compiled,
	cached: state.counters.cached,
	chunks: cacheOf(state).size,
	rebuilt,
	memoryBytes: state.closed ? 0 : heldBy(state)
});
// ../../../packages/harbor/src/Group.ts
/**
* Groups of objects: a message to a group goes to each object in it, wherever it lives. Which objects those are is known on every
* thread, so nobody is asked when something is sent.
*/
const MOST_CHARACTERS = 256;
const wrongName = (group) => typeof group === "string" && group !== "" && group.length <= MOST_CHARACTERS ? void 0 : invalidOption$1("", "group", group, `use a text of 1 to ${MOST_CHARACTERS} characters`);
const wrongId = (id) => isId(id) ? void 0 : failure$2("", new InvalidObjectId({ objectId: String(id) }));
const withHarbor = (wrong, use) => flatMap$1(Harbor, (service) => {
	if (wrong !== void 0) return wrong;
	const harbor = service["~@stevedore/harbor/thread"];
	return harbor.tables.isReady ? use(harbor) : andThen(harbor.tables.ready(""), use(harbor));
});
const change = (add, group, id) => withHarbor(wrongName(group) ?? wrongId(id), ({ owner }) => mapError(owner.change({ steps: [{
	table: "groups",
	add,
	key: group,
	member: String(id)
}] }), (error) => ofTables("", error)));
/**
* Puts an object into a group, which begins with its first one. Complete when every thread knows. An object may be in many
* groups; it leaves them when somebody sends to them after it has ended.
*
* @example
* ```ts
* import * as assert from "node:assert/strict"
* import * as Effect from "effect/Effect"
* import * as Group from "@stevedore/harbor/Group"
* import * as Harbor from "@stevedore/harbor/Harbor"
* import * as ObjectId from "@stevedore/harbor/ObjectId"
* import * as NodeActorSystem from "@stevedore/platform-node/NodeActorSystem"
*
* const program = Effect.gen(function*() {
*   const [ada, bob] = [ObjectId.make(1, 1), ObjectId.make(1, 2)]
*   yield* Group.add("room", ada)
*   yield* Group.add("room", bob)
*   yield* Group.remove("room", ada)
*   assert.deepEqual(yield* Group.members("room"), [bob])
*   yield* Group.clear("room")
*   assert.deepEqual(yield* Group.members("room"), [])
* })
* await Effect.runPromise(
*   program.pipe(Effect.provide(Harbor.layer()), Effect.provide(NodeActorSystem.layer()))
* )
* ```
*/
const add = (group, id) => change(true, group, id);
/**
* Takes an object out of a group; nothing happens if it is not in it. Complete when every thread knows.
*
* @example
* ```ts
* import * as assert from "node:assert/strict"
* import * as Effect from "effect/Effect"
* import * as Group from "@stevedore/harbor/Group"
* import * as Harbor from "@stevedore/harbor/Harbor"
* import * as ObjectId from "@stevedore/harbor/ObjectId"
* import * as NodeActorSystem from "@stevedore/platform-node/NodeActorSystem"
*
* const error = await Group.remove("", ObjectId.make(1, 1)).pipe(
*   Effect.flip,
*   Effect.provide(Harbor.layer()),
*   Effect.provide(NodeActorSystem.layer()),
*   Effect.runPromise
* )
* assert.equal(error.reason._tag, "InvalidOption")
* ```
*/
const remove = (group, id) => change(false, group, id);
/**
* Takes all objects out of a group. Complete when every thread knows.
*
* @example
* ```ts
* import * as assert from "node:assert/strict"
* import * as Effect from "effect/Effect"
* import * as Group from "@stevedore/harbor/Group"
*
* assert.ok(Effect.isEffect(Group.clear("room")))
* ```
*/
const clear = (group) => withHarbor(wrongName(group), ({ owner }) => mapError(owner.clear({
	table: "groups",
	key: group
}), (error) => ofTables("", error)));
/**
* The objects in a group, in the order in which they came, as this thread knows them.
*
* @example
* ```ts
* import * as assert from "node:assert/strict"
* import * as Effect from "effect/Effect"
* import * as Group from "@stevedore/harbor/Group"
* import * as Harbor from "@stevedore/harbor/Harbor"
* import * as NodeActorSystem from "@stevedore/platform-node/NodeActorSystem"
*
* const nobody = Group.members("room").pipe(Effect.provide(Harbor.layer()), Effect.provide(NodeActorSystem.layer()))
* assert.deepEqual(await Effect.runPromise(nobody), [])
* ```
*/
const members = (group) => withHarbor(wrongName(group), ({ tables }) => sync(() => tables.group(group).map((id) => BigInt(id))));
// ../../../packages/harbor/src/Envelope.ts
/**
* What is known of a message besides its payload: what it is, who sent it, and by what it came here. For the handler that works
* on it.
*/
/**
* The envelope of the message that the current handler works on.
*
* @example
* ```ts
* import * as assert from "node:assert/strict"
* import * as Effect from "effect/Effect"
* import * as Schema from "effect/Schema"
* import * as Envelope from "@stevedore/harbor/Envelope"
* import * as Harbor from "@stevedore/harbor/Harbor"
* import * as Message from "@stevedore/harbor/Message"
* import * as NodeActorSystem from "@stevedore/platform-node/NodeActorSystem"
*
* const Ping = Message.make("ping", { success: Schema.String })
* const program = Effect.gen(function*() {
*   const harbor = yield* Harbor.Harbor
*   yield* harbor.listen(Ping, () => Effect.map(Envelope.current, ({ messageName, sender }) => `${messageName} from ${sender.thread}`))
*   assert.equal(yield* harbor.call(Ping, undefined), "ping from main")
* })
* await Effect.runPromise(
*   Effect.scoped(program).pipe(Effect.provide(Harbor.layer()), Effect.provide(NodeActorSystem.layer()))
* )
* ```
*/
const current = gen(function* () {
	const { actor, attempt, sender } = yield* CurrentJob;
	const { connection, group, identity, node, object, redelivered, thread, topic } = yield* CurrentCarried;
	const messageName = actor.slice(actor.lastIndexOf("/") + 1);
	return {
		messageName,
		messageId: of$1(messageName),
		sender: node === void 0 ? {
			thread: sender.name,
			threadId: sender.id,
			node
		} : {
			thread: "",
			threadId: thread ?? 0,
			node
		},
		object,
		topic,
		group,
		connection,
		identity,
		redelivered: redelivered === true || attempt > 1
	};
});
// ../../../packages/lua/src/internal/ahar/messages.ts
/**
* Harbor's messages as Lua has them: a name, and bytes that only whoever sends and whoever listens understand.
*/
const bytes = {
	encode: (value) => value,
	decode: (value) => value.slice()
};
/** Bodies are MessagePack already: between processes they stand in a frame as they are. */
const raw = {
	name: "msgpack",
	code: 0,
	compile: (parts) => ({
		payload: bytes,
		success: bytes,
		error: msgpack$1.compile(parts).error
	})
};
/** Names are for good: harbor keeps what it sends by them. */
const MOST_NAMES = 1e4;
const known = /* @__PURE__ */ new Map();
/** The message of a name, always the same. Throws a `HarborError` for what is no name. */
const messageOf = (name) => {
	const made = known.get(name);
	if (made !== void 0) return made;
	if (known.size >= MOST_NAMES) throw new HarborError({
		reason: new InvalidOption({
			option: "name",
			value: name,
			remedy: `use fewer: a thread has at most ${MOST_NAMES} messages of Lua`
		}),
		messageName: name,
		thread: "",
		delivered: "no"
	});
	const message = make$7(name, {
		payload: Uint8Array$1,
		success: Uint8Array$1,
		error: LuaError,
		codec: raw
	});
	known.set(name, message);
	return message;
};
/** A message to an object of Lua: the kind takes one, which says which it is. */
const ToObject = make$7("lua_object", {
	/** `wait`: for its end; else it is answered when it has begun. */
	payload: {
		name: String$1,
		data: Uint8Array$1,
		wait: Boolean$1
	},
	success: Uint8Array$1,
	error: LuaError
});
/** What a script lets live on its thread: an id, and whatever the script keeps for it. */
const LuaObject = make$5("lua", { messages: [ToObject] });
// ../../../packages/lua/src/internal/ahar/ahar.ts
/**
* What one Lua state has of harbor: the names it has registered, the functions that handle them, and the objects that live with it.
*/
/** Bytes that harbor takes for one who listens. */
const LISTENING = 3e3;
/** Of which this thread remembers whose they are. */
const MOST_OBJECTS = 1e4;
var Ahar = class {
	athd;
	/** The names of ids: what scripts of this state have registered. */
	names = /* @__PURE__ */ new Map();
	listeners = /* @__PURE__ */ new Map();
	/** Objects that were sent to, and whether they are Lua's: an id never means another one. */
	objects = /* @__PURE__ */ new Map();
	scope = makeUnsafe$3();
	made;
	serves;
	isOldSaid = false;
	constructor(athd) {
		this.athd = athd;
		athd.state.closers.push(() => void runFork(close(this.scope, void_$2)));
	}
	/** The thread's harbor, made once; main has one before. */
	harbor = suspend$1(() => {
		this.made ??= runPromise(exit(this.make));
		const made = this.made;
		return flatten(promise(() => made));
	});
	get make() {
		const { context, main, system } = this.athd.place;
		return andThen(orDie(main.harbor()), harborIn(context, system, this.scope));
	}
	register(name) {
		const id = of$1(messageOf(name).name);
		if (!this.names.has(id)) keep$1(this.athd.state, {
			stays: true,
			bytes: costs.registered + 4 * name.length
		});
		this.names.set(id, name);
		return id;
	}
	nameOf(id) {
		return this.names.get(id);
	}
	listen(name, fn) {
		return gen({ self: this }, function* () {
			const harbor = get$3(yield* this.harbor, Harbor);
			yield* this.unlisten(name);
			this.register(name);
			const scope = yield* fork(this.scope);
			const held = {
				stays: true,
				bytes: LISTENING,
				slots: [fn]
			};
			keep$1(this.athd.state, held);
			this.listeners.set(name, {
				fn,
				scope,
				held
			});
			const handler = (data) => flatMap$1(current, ({ connection }) => this.run(fn, name, data, connection, void 0));
			yield* harbor.listen(messageOf(name), handler, { concurrency: "unbounded" }).pipe(provide$1(scope), onError(() => this.unlisten(name)));
		});
	}
	isListening(name) {
		return this.listeners.has(name);
	}
	unlisten(name) {
		return suspend$1(() => {
			const listener = this.listeners.get(name);
			if (listener === void 0) return succeed$2(false);
			this.listeners.delete(name);
			this.athd.state.pending.delete(listener.held);
			return as(close(listener.scope, void_$2), true);
		});
	}
	/** Runs a function of the script with what came: its results, as one packed value. */
	run(fn, name, data, connection, object) {
		return runJob(this.athd.state, this.job(fn, name, data, connection, object));
	}
	job(fn, name, data, connection, object) {
		return {
			push: (L) => {
				pushSlot(L, fn);
				pushId(L, connection);
				pushNumber(L, of$1(name));
				pushText(L, name);
				pushBytes$1(L, data);
				pushId(L, object);
				return 5;
			},
			take: packed,
			chunk: name
		};
	}
	/** A new object of this thread, or one that moves here. */
	enter(id) {
		return gen({ self: this }, function* () {
			const directory = get$3(yield* this.harbor, Directory);
			this.serves ??= runPromise(exit(this.serve(directory)));
			const serves = this.serves;
			yield* yield* promise(() => serves);
			if (id === void 0) return yield* directory.claim(LuaObject);
			yield* directory.move(id, this.athd.place.thread.name);
			return id;
		});
	}
	serve(directory) {
		return directory.serve(LuaObject, { lua_object: ({ data, name, wait }, { id }) => flatMap$1(current, ({ connection }) => {
			const listener = this.listeners.get(name);
			if (listener === void 0) {
				const detail = `nobody listens for '${name}' on ${this.athd.place.thread.name}`;
				return fail$1(new LuaRuntimeError({
					chunk: "ahar",
					detail,
					traceback: ""
				}));
			}
			if (wait) return this.run(listener.fn, name, data, connection, id);
			const { push } = this.job(listener.fn, name, data, connection, id);
			this.athd.fork({
				push,
				take: () => {},
				chunk: name
			}, `the handler of '${name}'`);
			return succeed$2(begun);
		}) }, { concurrency: "unbounded" }).pipe(provide$1(this.scope));
	}
	leave(id) {
		return flatMap$1(this.harbor, (here) => get$3(here, Directory).release(id));
	}
	with(use) {
		return flatMap$1(this.harbor, (here) => use(get$3(here, Harbor)));
	}
	/**
	* To an object of Lua; or to one of somebody else, a client's connection for one, which takes the message itself. Completes when it is
	* in the mailbox of its thread; the first one to an object of Lua, when its function has begun: which of the two it is, is not
	* known here before.
	*/
	sendTo(id, name, data) {
		const object = id;
		return flatMap$1(this.harbor, (here) => {
			const directory = get$3(here, Directory);
			const isLua = this.objects.get(id);
			const itself = () => directory.sendTo(object, messageOf(name), data);
			if (isLua === false) return this.sent(id, itself());
			const message = {
				name,
				data,
				wait: false
			};
			if (isLua === true) return this.sent(id, directory.sendTo(object, ToObject, message));
			return directory.callTo(object, ToObject, message).pipe(tap(() => sync(() => this.learn(id, true))), catchIf(isOther, () => {
				this.learn(id, false);
				return itself();
			}));
		});
	}
	/** An object that is no more is not remembered. */
	sent(id, effect) {
		return onError(effect, () => sync(() => void this.objects.delete(id)));
	}
	learn(id, isLua) {
		if (this.objects.size >= MOST_OBJECTS) {
			const [oldest] = this.objects.keys();
			this.objects.delete(oldest);
		}
		this.objects.set(id, isLua);
	}
	callTo(id, name, data) {
		return flatMap$1(this.harbor, (here) => {
			const directory = get$3(here, Directory);
			return directory.callTo(id, ToObject, {
				name,
				data,
				wait: true
			}).pipe(catchIf(isOther, () => directory.callTo(id, messageOf(name), data)));
		});
	}
};
/** It may leave the process: without handles. */
const packed = (L, count) => {
	packResults(L, L.top - count, count, false);
	return packer.copy();
};
const begun = /* @__PURE__ */ new Uint8Array();
/** It is an object of another kind than Lua's. */
const isOther = (error) => error._tag === "HarborError" && error.delivered === "no" && error.reason._tag === "UnknownMessage";
/** An id as a number of Lua; 0 where there is none. */
const pushId = (L, id) => {
	if (id === void 0) pushNumber(L, 0);
	else pushBigInt(L, id);
};
// ../../../packages/lua/src/internal/ahar/module.ts
const { lauxlib: lauxlib$6, lua: lua$3, to_luastring: to_luastring$5 } = fengari;
const idExpected$1 = to_luastring$5("an object's id expected");
const messageExpected = to_luastring$5("a message's name or id expected");
const functionExpected$1 = to_luastring$5("a function expected");
/** Pushes the module for a new state. */
const openAhar = (athd, L) => {
	const table = newTable(L);
	for (const [name, f] of Object.entries(functionsOf(new Ahar(athd)))) setField(L, table, name, functionSlot(f));
	pushSlot(L, tableSlot(table));
	return 1;
};
/** The bytes of an argument: a string is packed already. */
const dataAt = (L, index) => {
	const slot = slotAt(L, index);
	if (isString(slot)) return slot.svalue();
	let refused;
	try {
		packer.start(L, false);
		packer.value(slot);
		return packer.copy();
	} catch (cause) {
		if (!(cause instanceof LuaCodecError)) throw cause;
		refused = cause;
	}
	return raiseText(L, refused.message);
};
/** What a message takes beside the script while it is under way: a string is the script's own. */
const packedAt = (L, index, data) => isString(slotAt(L, index)) ? 0 : data.length;
const objectAt = (L, index) => {
	const slot = slotAt(L, index);
	if (isInt64(slot)) return slot.value;
	const number = slot.ttisnumber() ? toJsNumber(slot) : NaN;
	return typeof number === "number" && Number.isSafeInteger(number) && number >= 0 ? BigInt(number) : lauxlib$6.luaL_argerror(L, index, idExpected$1);
};
const groupAt = (L, index) => {
	const slot = slotAt(L, index);
	if (slot.ttisnumber()) return String(toJsNumber(slot));
	return nameAt(L, index);
};
const answer = (L, bytes) => {
	let refused;
	try {
		pushUnpacked(L, bytes, 0, bytes.length, false);
		return 1;
	} catch (cause) {
		if (!(cause instanceof LuaCodecError)) throw cause;
		refused = cause;
	}
	return raiseText(L, refused.message);
};
const functionsOf = (ahar) => {
	/** A message by its name, or by the id that `regmsg` gave. */
	const messageAt = (L, index) => {
		const slot = slotAt(L, index);
		if (isString(slot)) {
			const name = nameIn(L, "a message's name", slot.svalue());
			let refused;
			try {
				return messageOf(name).name;
			} catch (cause) {
				if (!(cause instanceof HarborError)) throw cause;
				refused = cause;
			}
			return raise(L, refused);
		}
		if (!slot.ttisnumber()) lauxlib$6.luaL_argerror(L, index, messageExpected);
		const id = Number(toJsNumber(slot));
		return ahar.nameOf(id) ?? raiseText(L, `no message has the id ${id} here: register it first, ahar.regmsg(name)`);
	};
	const nothing = (L, effect, steps = hostSteps.message, held = 0) => awaiting(L, effect, none$3, held, steps);
	const sending = (L, effect, held) => nothing(L, effect, hostSteps.message, held);
	/** Every thread learns who listens for a name. */
	const nameSteps = () => hostSteps.name * ahar.athd.threads;
	const sendAll = (L) => {
		const [name, data] = [messageAt(L, 1), dataAt(L, 2)];
		return sending(L, ahar.with((harbor) => harbor.broadcast(messageOf(name), data)), packedAt(L, 2, data));
	};
	const grouped = (effect) => flatMap$1(ahar.harbor, (here) => provideContext(effect, here));
	/** 0 was every local handler. */
	const sayOld = () => {
		if (ahar.isOldSaid) return;
		ahar.isOldSaid = true;
		ahar.athd.note("ahar.sendto(0, …) is deprecated: write ahar.send_all(…)");
	};
	return {
		regmsg: (L) => {
			pushNumber(L, ahar.register(messageAt(L, 1)));
			return 1;
		},
		listen: (L) => {
			const name = messageAt(L, 1);
			if (!isFunction(slotAt(L, 2))) lauxlib$6.luaL_argerror(L, 2, functionExpected$1);
			const names = ahar.isListening(name) ? 2 : 1;
			return nothing(L, ahar.listen(name, kept(slotAt(L, 2))), names * nameSteps());
		},
		unlisten: (L) => {
			const name = messageAt(L, 1);
			const push = (L, was) => {
				lua$3.lua_pushboolean(L, was);
				return 1;
			};
			if (!ahar.isListening(name)) return push(L, false);
			return awaiting(L, ahar.unlisten(name), push, 0, nameSteps());
		},
		/** Every function of a table, or of the globals, whose name begins with `smsg` or `cmsg`: their names. */
		auto_listen: (L) => {
			const given = slotAt(L, 1);
			if (given.type !== 0 && given.type !== 5) lauxlib$6.luaL_checktype(L, 1, lua$3.LUA_TTABLE);
			const table = given.type === 5 ? given.value : globalsOf(L);
			const found = [];
			for (let entry = table.f; entry !== void 0; entry = entry.n) {
				walked(L, 1);
				if (!isString(entry.key) || !isFunction(entry.value)) continue;
				const name = nameIn(L, "a function's name", entry.key.svalue());
				if (/^[sc]msg/.test(name)) found.push([name, kept(entry.value)]);
			}
			const all = forEach(found, ([name, fn]) => ahar.listen(name, fn), { discard: true });
			const push = (L) => {
				const names = newTable(L);
				found.forEach(([name], index) => fengari.ltable.luaH_setint(names, index + 1, textSlot(L, name)));
				pushSlot(L, tableSlot(names));
				return 1;
			};
			return awaiting(L, all, push, {
				bytes: 200 * found.length,
				slots: found.map(([, fn]) => fn)
			}, found.length * nameSteps());
		},
		/** To one thread that listens, each in its turn. */
		send: (L) => {
			const [name, data] = [messageAt(L, 1), dataAt(L, 2)];
			return sending(L, ahar.with((harbor) => harbor.send(messageOf(name), data)), packedAt(L, 2, data));
		},
		call: (L) => {
			const [name, data] = [messageAt(L, 1), dataAt(L, 2)];
			return awaiting(L, ahar.with((harbor) => harbor.call(messageOf(name), data)), answer, packedAt(L, 2, data), 2 * hostSteps.message);
		},
		sendto: (L) => {
			const id = objectAt(L, 1);
			const [name, data] = [messageAt(L, 2), dataAt(L, 3)];
			const held = packedAt(L, 3, data);
			if (id !== 0n) return sending(L, ahar.sendTo(id, name, data), held);
			sayOld();
			return sending(L, ahar.with((harbor) => harbor.broadcast(messageOf(name), data)), held);
		},
		callto: (L) => {
			const id = objectAt(L, 1);
			const [name, data] = [messageAt(L, 2), dataAt(L, 3)];
			return awaiting(L, ahar.callTo(id, name, data), answer, packedAt(L, 3, data), 2 * hostSteps.message);
		},
		send_all: sendAll,
		svcbc: sendAll,
		gatebc: (L) => {
			const [name, data] = [messageAt(L, 1), dataAt(L, 2)];
			return sending(L, ahar.with((harbor) => harbor.gateBroadcast(messageOf(name), data)), packedAt(L, 2, data));
		},
		groupadd: (L) => nothing(L, grouped(add(groupAt(L, 1), objectAt(L, 2))), hostSteps.group),
		groupdel: (L) => nothing(L, grouped(remove(groupAt(L, 1), objectAt(L, 2))), hostSteps.group),
		groupclear: (L) => nothing(L, grouped(clear(groupAt(L, 1))), hostSteps.group),
		/** To every object of a group, whichever kind it is; how many were reached. Those that are gone leave it. */
		groupsend: (L) => {
			const group = groupAt(L, 1);
			const [name, data] = [messageAt(L, 2), dataAt(L, 3)];
			const each = (id) => ahar.sendTo(id, name, data).pipe(as(1), catchIf(isGone, () => as(remove(group, id), 0)));
			const { job } = stateOf(L);
			const all = flatMap$1(members(group), (ids) => {
				if (job !== null) charge(job, ids.length * hostSteps.message);
				return forEach(ids, each);
			});
			const push = (L, reached) => {
				pushNumber(L, reached.reduce((sum, one) => sum + one, 0));
				return 1;
			};
			return awaiting(L, grouped(all), push, packedAt(L, 3, data));
		},
		/** A new object on this thread, or one that moves here: its id. What is sent to it goes to the functions that listen here. */
		enterct: (L) => {
			const id = slotAt(L, 1).type === 0 ? void 0 : objectAt(L, 1);
			const push = (L, id) => {
				pushBigInt(L, id);
				return 1;
			};
			return awaiting(L, ahar.enter(id), push, 0, 2 * hostSteps.message);
		},
		/** The object is no more. */
		leavect: (L) => nothing(L, ahar.leave(objectAt(L, 1)))
	};
};
const isGone = (error) => error._tag === "HarborError" && (error.reason._tag === "NoReceiver" || error.reason._tag === "ObjectLost");
const none$3 = () => 0;
// ../../../packages/lua/src/internal/state/causeText.ts
const causeText = (cause) => {
	const texts = cause.reasons.filter((reason) => reason._tag !== "Interrupt").map((reason) => reason._tag === "Fail" ? failureText(reason.error) : defectText(reason.defect));
	return texts.length === 0 ? "interrupted" : texts.join("\n");
};
const failureText = (error) => {
	if (!(error instanceof Error)) return String(error);
	const traceback = error.traceback;
	const message = error.message === "" ? error.name : error.message;
	return typeof traceback === "string" && traceback !== "" ? `${message}\n${traceback}` : message;
};
const defectText = (defect) => defect instanceof Error ? defect.stack ?? defect.message : String(defect);
// ../../../packages/lua/src/internal/athd/handle.ts
/**
* Handles of threads and pools, as Lua has them: full userdata with methods, one for each name in a state, so that equal handles
* are the same value and can be keys. They travel in messages inside this process: what they are on the wire is signed with what only
* its threads know, and a script that looks at the bytes does not learn.
*/
const { lauxlib: lauxlib$5, lobject, to_luastring: to_luastring$4 } = fengari;
/** Those of one state. */
var Handles = class {
	secret;
	remotes;
	all = /* @__PURE__ */ new Map();
	/** Set when the module is opened. */
	metatable = null;
	constructor(secret, remotes) {
		this.secret = secret;
		this.remotes = remotes;
	}
	/** The handle of a target, always the same. */
	of(L, to) {
		const key = keyOf$1(to);
		let made = this.all.get(key);
		if (made === void 0) {
			made = new lobject.Udata(L, 0);
			made.data = new HandleData(this.secret, to, this.remotes.of(to));
			made.metatable = this.metatable;
			this.all.set(key, made);
		}
		return made;
	}
	/** The handle that a message has, if this process has written it. */
	signed(L, to, tag) {
		const own = (this.all.get(keyOf$1(to))?.data)?.tag ?? sign(this.secret, to);
		for (let i = 0; i < TAG_BYTES; i++) if (tag[i] !== own[i]) return void 0;
		return this.of(L, to);
	}
	push(L, to) {
		L.stack[L.top++] = new lobject.TValue(7, this.of(L, to));
		return 1;
	}
};
/** What a handle is. */
var HandleData = class {
	[carriedAs] = extension;
	secret;
	made;
	to;
	remote;
	constructor(secret, to, remote) {
		this.secret = secret;
		this.to = to;
		this.remote = remote;
	}
	/** What shows that this process has written it. */
	get tag() {
		return this.made ??= sign(this.secret, this.to);
	}
	/** As people see it. */
	get shown() {
		const { name, size, thread } = this.to;
		return thread === void 0 && size > 0 ? `pool: ${name}` : `thread: ${thread ?? name}`;
	}
};
const handles = /* @__PURE__ */ new WeakMap();
const setHandles = (state, value) => {
	handles.set(state, value);
};
const keyOf$1 = (to) => `${to.size} ${to.name}\0${to.thread ?? ""}`;
const TAG_BYTES = 16;
const sign = (secret, to) => createHmac("sha256", secret).update(keyOf$1(to)).digest().subarray(0, TAG_BYTES);
const encode = ({ tag, to }, writer) => {
	writer.raw(tag);
	writer.byte(to.size >> 8);
	writer.byte(to.size);
	writer.raw(bytesOf$1(to.thread === void 0 ? to.name : `${to.name}\0${to.thread}`));
};
const decode = (L, bytes, from, to) => {
	const own = handles.get(stateOf(L));
	if (own === void 0) return void 0;
	const at = from + TAG_BYTES;
	if (to < at + 3) return void 0;
	const [name, thread] = shown$1(bytes.slice(at + 2, to)).split("\0");
	return own.signed(L, {
		name,
		size: bytes[at] * 256 + bytes[at + 1],
		thread
	}, bytes.subarray(from, at));
};
const extension = {
	kind: 1,
	name: "a thread handle",
	encode,
	decode
};
registerExtension(extension);
const expected = to_luastring$4("a thread or pool expected");
/** The handle that is an argument of the running function; raises where it is none. */
const handleAt = (L, index) => {
	const slot = slotAt(L, index);
	const data = slot.type === 7 ? slot.value.data : void 0;
	return data instanceof HandleData ? data : lauxlib$5.luaL_argerror(L, index, expected);
};
// ../../../packages/lua/src/internal/athd/athd.ts
/**
* What one Lua state is among the others of its system: its own handle, its clients of the others, and the jobs of its own that
* nobody waits for.
*/
const { ltable, meter: meter$1 } = fengari;
var Athd = class {
	place;
	state;
	handles;
	/** What the states are made with that its scripts have made: none may do more than this one. */
	given;
	/** The module, whose functions a script may replace. */
	table;
	/** What it has when nobody has replaced it. */
	onwork = void 0;
	/** Jobs that were pushed and have not ended. */
	pushed = 0;
	idlers = [];
	runFork;
	constructor(place, state, table) {
		this.place = place;
		this.state = state;
		this.table = table;
		this.handles = new Handles(place.secret, place.remotes);
		const { chunkLimit: chunkCache, limits, roots, sandbox } = state;
		this.given = dataOf({
			...place.data,
			sandbox,
			limits,
			roots: [...roots],
			chunkCache
		});
		this.runFork = runForkWith(place.context);
		setHandles(state, this.handles);
		all.set(state, this);
		state.tables.push(table);
		state.closers.push(() => this.close());
	}
	/**
	* The script that this state's script names: beside its own, or in its folders. `undefined` where there is none that it may
	* read; nobody learns whether there is one that it may not.
	*/
	entryOf(L, script) {
		const { entry } = this.place;
		const { roots, sandbox } = this.state;
		const beside = entry === void 0 ? [] : [dirname(entry)];
		if (sandbox === "full") return located(script, beside[0] ?? roots[0] ?? process.cwd());
		if (meter$1.steps < 0) meter$1.exhausted(L);
		const places = isAbsolute(script) ? [script] : [...beside, ...roots].map((folder) => resolve(folder, script));
		meter$1.steps -= 500 * places.length;
		for (const place of places) {
			const found = permitted(roots, place);
			if (found !== void 0) return found;
		}
	}
	/** How many threads the system has: what goes to all of them costs as much more. */
	get threads() {
		return runSync(this.place.system.threads).length;
	}
	/** A function of the module as it is now. */
	hook(name) {
		return ltable.luaH_getstr(this.table, name);
	}
	get isHookReplaced() {
		return this.hook(hooks.onwork).value !== this.onwork?.value;
	}
	/**
	* Runs what the running script begins and does not wait for, until the state closes or its jobs are killed. What it holds counts as the
	* state's. The job that `ended` may begin is that of the script: what has killed that has killed it, too.
	*/
	begin(L, effect, ended, pending) {
		const kills = stateOf(L).job?.kills ?? killsOf(this.state.kills);
		if (this.start(effect, (exit) => ended(exit, kills), kills, pending)) hold(L, pending);
	}
	/** Whether it has not ended at once. */
	start(effect, ended, kills, pending) {
		const { state } = this;
		const fiber = this.runFork(effect);
		const exit = fiber.pollUnsafe();
		if (exit !== void 0) {
			ended(exit);
			return false;
		}
		state.fibers.set(fiber, kills);
		fiber.addObserver((exit) => {
			state.fibers.delete(fiber);
			if (pending !== void 0) state.pending.delete(pending);
			if (!state.closed) ended(exit);
			this.look();
		});
		if (kills !== void 0) {
			watch(state);
			if (killsOf(state.kills) !== kills) fiber.interruptUnsafe();
		}
		return state.fibers.has(fiber);
	}
	/** Runs a job of this state that nobody waits for: what fails it is logged. It is not begun if there was a kill since `kills`. */
	fork(work, what, kills) {
		if (kills !== void 0 && killsOf(this.state.kills) !== kills) return;
		const run = runJob(this.state, kills === void 0 ? work : {
			...work,
			kills
		});
		if (isExit(run)) this.logged(run, what);
		else this.start(run, (exit) => this.logged(exit, what));
	}
	logged(exit, what) {
		if (isFailure$1(exit) && !hasInterrupts(exit)) this.report(`${what} failed`, exit);
	}
	report(text, exit) {
		this.runFork(logError(`${text}: ${causeText(exit.cause)}`));
	}
	/** A warning that is no job's. */
	note(text) {
		this.runFork(logWarning(text));
	}
	/** Completes when nothing of this state is under way any more: no job of its own, none that it has pushed. */
	idle = callback$1((resume) => {
		this.idlers.push(() => resume(void_$1));
		this.look();
	});
	look() {
		if (this.state.fibers.size > 0 || this.pushed > 0) return;
		for (const idler of this.idlers.splice(0)) idler();
	}
	ended() {
		this.pushed--;
		this.look();
	}
	close() {
		this.pushed = 0;
		this.look();
	}
};
const all = /* @__PURE__ */ new WeakMap();
/** That of a state; there is none in states that no thread of Lua has made. */
const athdOf = (state) => all.get(state);
const word = (text) => stringSlot(null, bytesOf$1(text)).value;
/** Names of the functions that a script may replace. */
const hooks = {
	onwork: word("onwork"),
	ondone: word("ondone"),
	onerror: word("onerror")
};
// ../../../packages/lua/src/internal/athd/outgoing.ts
/**
* Which source a Lua value is that is to run on another thread: a text as it stands, or a function, dumped once. What a function
* would take along but `_ENV` is refused by its name.
*/
var Outgoing = class {
	sources;
	rank;
	known = /* @__PURE__ */ new WeakMap();
	constructor(sources, sandbox) {
		this.sources = sources;
		this.rank = ranks[sandbox];
	}
	/** The source of a text or a function. `name` is the job's, a string or nil. Raises what cannot be sent. */
	of(L, work, name, kind) {
		const isText = isString(work);
		if (!isText && !isLuaFunction(work)) return raiseText(L, "a Lua function or a source text expected as work");
		const identity = isText ? work.value : work.value.p;
		const nameString = isString(name) ? name.value : void 0;
		const asKind = isText ? kind : Kind.dumped;
		const known = this.known.get(identity);
		if (known !== void 0 && known.kind === asKind && known.name === nameString && this.sources.alive(known.source)) return known.source;
		const text = nameString === void 0 ? "" : nameIn(L, "a job's name", nameString.realstring);
		const source = isText ? this.ofText(work.value, text, asKind) : this.ofFunction(L, work, text);
		this.known.set(identity, {
			source,
			kind: asKind,
			name: nameString
		});
		return source;
	}
	ofText(text, name, kind) {
		const bytes = text.realstring;
		return this.sources.ofBytes(kind, name, latinOf(bytes), bytes, this.rank);
	}
	ofFunction(L, work, name) {
		let bytes;
		try {
			bytes = dumpFunction(L, work);
		} catch (cause) {
			if (!(cause instanceof LuaCodecError)) throw cause;
			return raiseText(L, cause.message);
		}
		return this.sources.ofBytes(Kind.dumped, name, latinOf(bytes), bytes, this.rank);
	}
};
/** Not one of the host's. */
const isLuaFunction = (slot) => isFunction(slot) && slot.value?.p !== void 0;
// ../../../packages/lua/src/internal/athd/packing.ts
/**
* Arguments and results on their way between a stack and a message, inside the process: packed once, without a table between.
*/
/** An array of the slots from `from` (counted in the stack itself) to its top. */
const packSlots = (L, from) => {
	packArguments(L, from, L.top - from, true);
	return packer.copy();
};
/** What a hook returned as one value: itself, nil where there is none, an array where there are several. */
const packResult = (L, count) => {
	packResults(L, L.top - count, count, true);
	return packer.copy();
};
/** The same for what a function was given: what cannot be packed is its caller's error, and raised. */
const packGiven = (L, from) => {
	let refused;
	try {
		return packSlots(L, from);
	} catch (cause) {
		if (!(cause instanceof LuaCodecError)) throw cause;
		refused = cause;
	}
	return raiseText(L, refused.message);
};
/** Pushes the elements of an array; how many. Throws a `LuaCodecError`. */
const pushElements = (L, bytes) => pushArguments(L, bytes, 0, bytes.length, true);
/** The same for what a function goes on with. */
const pushAnswer = (L, bytes) => {
	let refused;
	try {
		return pushElements(L, bytes);
	} catch (cause) {
		if (!(cause instanceof LuaCodecError)) throw cause;
		refused = cause;
	}
	return raiseText(L, refused.message);
};
/** Pushes the first element of an array; how many it has. */
const pushFirst = (L, bytes) => {
	const count = pushElements(L, bytes);
	L.top -= Math.max(0, count - 1);
	return count;
};
// ../../../packages/lua/src/internal/athd/broadcasting.ts
/**
* `athd.broadcast`: one job to every Lua thread of the system, or of a pool, with how many have completed it.
*/
const { lauxlib: lauxlib$4, to_luastring: to_luastring$3 } = fengari;
const nameExpected = to_luastring$3("a job name expected, then a function or a source text");
const broadcasting = (athd) => {
	const outgoing = new Outgoing(athd.place.remotes.sources, athd.state.sandbox);
	const everybody = athd.place.remotes.of(athd.place.own);
	return { 
	/**
	* `([pool,] job name, work, ...)`: waits, and returns how many threads completed it, the first result and the error of each, by
	* thread. With a function after the work it does not wait, and that function gets these.
	*/
broadcast: (L) => {
		const first = slotAt(L, 1);
		const handle = first.type === 7 && first.value.data instanceof HandleData ? first.value.data : void 0;
		const at = handle === void 0 ? 1 : 2;
		const name = slotAt(L, at);
		if (!isString(name)) lauxlib$4.luaL_argerror(L, at, nameExpected);
		const source = outgoing.of(L, slotAt(L, at + 1), name, Kind.source);
		const then = isFunction(slotAt(L, at + 2)) ? kept(slotAt(L, at + 2)) : void 0;
		const args = packGiven(L, Math.min(L.ci.funcOff + at + (then === void 0 ? 2 : 3), L.top));
		const { job } = athd.state;
		const above = then === void 0 && job !== null ? aboveOf(job) : void 0;
		const sent = (handle?.remote ?? everybody).broadcast(source, args, handle === void 0, above);
		if (then === void 0) {
			const paid = map(sent, (ends) => {
				if (job !== null) charge(job, ends.length * hostSteps.thread);
				return ends;
			});
			return awaiting(L, paid, pushEnds, args.length);
		}
		chargeNow(L, (handle === void 0 ? athd.threads : handle.remote.members.now.length) * hostSteps.thread);
		athd.pushed++;
		const over = (exit, kills) => {
			athd.ended();
			if (isFailure$1(exit)) {
				if (!hasInterrupts(exit)) athd.report(`the broadcast '${source.name}' failed`, exit);
				return;
			}
			athd.fork({
				push: (L) => {
					pushSlot(L, then);
					return pushEnds(L, exit.value);
				},
				take: () => {},
				chunk: source.name
			}, `what follows the broadcast '${source.name}'`, kills);
		};
		athd.begin(L, sent, over, {
			bytes: args.length,
			slots: [then],
			source
		});
		return 0;
	} };
};
const pushEnds = (L, ends) => {
	const [results, errors] = [newTable(L), newTable(L)];
	let completed = 0;
	for (const { exit, thread } of ends) if (isSuccess(exit)) {
		completed++;
		setResult(L, results, thread, exit.value[0]);
	} else {
		pushFailure(L, exit.cause.reasons.find((reason) => reason._tag === "Fail")?.error ?? exit);
		setField(L, errors, thread, L.stack[--L.top]);
	}
	pushNumber(L, completed);
	pushSlot(L, tableSlot(results));
	pushSlot(L, tableSlot(errors));
	return 3;
};
const setResult = (L, results, thread, bytes) => {
	if (pushFirst(L, bytes) > 0) setField(L, results, thread, L.stack[--L.top]);
};
// ../../../packages/lua/src/internal/athd/lane.ts
/**
* `athd.queue`: functions of Lua that go one at a time. Whoever is in a queue is a job, in whichever of its coroutines: it may enter
* again, and it is out at the latest when it has ended, however it does. The jobs are those of one state, on its thread.
*/
const { lauxlib: lauxlib$3, lua: lua$2 } = fengari;
/** One queue. */
var Lane = class {
	/** For whoever counts what the state holds. */
	takes = 300;
	owner = null;
	/** How often the owner has entered and not left. */
	depth = 0;
	/** Counts owners: whoever leaves later than its job has ended (a coroutine that another job resumed) leaves nobody else's turn. */
	turn = 0;
	/** Jobs that are to own it, the first first, and how they hear of it: undefined before they wait. */
	waiting = /* @__PURE__ */ new Map();
	/** Calls the function at the bottom of the stack with what is above it, in the job's turn: waits for that. */
	enter(L) {
		const { job } = stateOf(L);
		if (job === null) return runIn(L, {
			lane: this,
			turn: -1
		});
		if (job === this.owner) return this.entered(L);
		if (this.owner === null) {
			this.own(job);
			return this.entered(L);
		}
		waiter(L);
		this.waiting.set(job, void 0);
		(job.owns ??= /* @__PURE__ */ new Set()).add(this);
		return awaiting(L, this.turnOf(job), (L) => this.entered(L));
	}
	turnOf(job) {
		return callback$1((resume) => {
			if (this.owner === job) return resume(void_$1);
			this.waiting.set(job, () => resume(void_$1));
		});
	}
	own(job) {
		this.owner = job;
		this.depth = 0;
		this.turn++;
		(job.owns ??= /* @__PURE__ */ new Set()).add(this);
	}
	entered(L) {
		this.depth++;
		return runIn(L, {
			lane: this,
			turn: this.turn
		});
	}
	leave(turn) {
		if (turn !== this.turn || this.owner === null || --this.depth > 0) return;
		this.owner.owns?.delete(this);
		this.next();
	}
	/** That job has ended: it owns it or waits for it. */
	released(job) {
		this.waiting.delete(job);
		if (this.owner === job) this.next();
	}
	next() {
		this.owner = null;
		const [first] = this.waiting;
		if (first === void 0) return;
		const [job, resume] = first;
		this.waiting.delete(job);
		this.own(job);
		if (resume !== void 0) queueMicrotask(resume);
	}
};
/** What a queue is given runs, under protection: whoever is in leaves, however that ends. It fails, or waits, as if nothing were around it. */
const runIn = (L, inside) => left(L, lua$2.lua_pcallk(L, lua$2.lua_gettop(L) - 1, lua$2.LUA_MULTRET, 0, inside, left), inside);
const left = (L, status, inside) => {
	const { lane, turn } = inside;
	lane.leave(turn);
	return status === lua$2.LUA_OK || status === lua$2.LUA_YIELD ? lua$2.lua_gettop(L) : lua$2.lua_error(L);
};
/** `gate(f, ...)`; its queue is the upvalue. */
const gate = (L) => {
	if (lua$2.lua_gettop(L) === 0) lua$2.lua_pushnil(L);
	return lua$2.lua_touserdata(L, lua$2.lua_upvalueindex(1)).enter(L);
};
/** `athd.queue`. */
const queue = (L) => {
	lauxlib$3.luaL_checkstack(L, 1, null);
	lua$2.lua_newuserdata(L, 0);
	const slot = L.stack[L.top - 1];
	slot.value.data = new Lane();
	lua$2.lua_pushcclosure(L, gate, 1);
	return 1;
};
// ../../../packages/lua/src/internal/athd/pending.ts
/** The jobs of a target, as the state of that place asks. */
const pendingOf = ({ own, system, thread: self, hasStarted }, remote, to) => {
	const isSelf = to.name === own.name && to.thread === own.thread;
	if (isSelf && !hasStarted) return succeed$2(0);
	const thread = isSelf ? self.name : to.thread;
	const asked = system.pending(thread === void 0 ? { actor: tagOf(remote.name) } : { thread });
	const found = catchIf(asked, ({ reason }) => reason._tag === "Unreachable" && !remote.wasThere(thread), (error) => timeoutOrElse(andThen(arrival(remote, thread), asked), {
		duration: system["~@stevedore/core/runtime"].nameTimeoutMillis,
		orElse: () => fail$1(error)
	}));
	return mapError(found, (error) => namedError(error, remote.name));
};
/** Completes when this thread has heard of it. */
const arrival = (remote, thread) => callback$1((resume) => {
	const look = () => {
		if (remote.wasThere(thread)) resume(void_$1);
	};
	const unwatch = remote.members.watch(() => queueMicrotask(look));
	look();
	return sync(unwatch);
});
// ../../../packages/lua/src/internal/athd/pushing.ts
/**
* `athd`'s functions that send work to other threads: those that wait for the results, and those that hear of them by a
* function. They run on the thread of the state that calls them.
*/
const { lauxlib: lauxlib$2, to_luastring: to_luastring$2 } = fengari;
const say = (text) => to_luastring$2(text);
const idExpected = say("a job id (a number) or a job name (a string) expected");
const doneExpected = say("a function expected, or nil");
const keyExpected = say("a string or a number expected as key");
const sourceExpected = say("a source text expected");
const packedExpected = say("packed arguments (a string) expected");
const workExpected = say("a function expected, or a job name and then a function or a source text");
const pushing = (athd) => {
	const { remotes } = athd.place;
	const outgoing = new Outgoing(remotes.sources, athd.state.sandbox);
	/** Where a job with that key goes; anywhere where there is none. */
	const placeOf = (handle, key, L, index) => {
		if (handle.to.thread !== void 0) return handle.to.thread;
		if (key === void 0 || key.type === 0) return void 0;
		if (isString(key)) return new Keyed(nameIn(L, "a key", key.svalue()));
		if (!key.ttisnumber()) return lauxlib$2.luaL_argerror(L, index, keyExpected);
		const number = toJsNumber(key);
		return number === 0 ? void 0 : new Keyed(number);
	};
	/** `slots` are what `ended` keeps of the script's. */
	const send = (L, handle, place, source, args, slots, ended) => {
		chargeNow(L, hostSteps.message);
		athd.pushed++;
		const asked = handle.remote.ask(source, args, place, succeed$1);
		const over = (exit, kills) => {
			ended(exit, kills);
			athd.ended();
		};
		athd.begin(L, asked, over, {
			bytes: bytesOf(args),
			slots,
			source
		});
	};
	const failed = (id, what, exit, kills) => {
		if (hasInterrupts(exit)) return;
		const hook = athd.hook(hooks.onerror);
		if (id === void 0 || !isFunction(hook)) return athd.report(`the job '${what}' failed`, exit);
		const error = exit.cause.reasons.find((reason) => reason._tag === "Fail")?.error;
		athd.fork({
			push: (L) => {
				pushSlot(L, hook);
				pushSlot(L, id);
				pushFailure(L, error ?? exit);
				return 2;
			},
			take: nothing$1,
			chunk: "athd.onerror"
		}, "athd.onerror", kills);
	};
	/** `(handle, job id, job name, source, packed)`, from that argument on; its end goes to `athd.ondone` of this state. */
	const pushById = (L, at, handle, place) => {
		const id = slotAt(L, at);
		const name = slotAt(L, at + 1);
		const text = slotAt(L, at + 2);
		const packed = slotAt(L, at + 3);
		if (!isString(text)) lauxlib$2.luaL_argerror(L, at + 2, sourceExpected);
		const isBare = packed.type === 0;
		if (!isBare && !isString(packed)) lauxlib$2.luaL_argerror(L, at + 3, packedExpected);
		const source = outgoing.of(L, text, name, Kind.hook);
		const args = isBare ? NOTHING : packed.svalue();
		if (toJsNumber(id) === 0) return tell(L, handle, place, source, args);
		const own = kept(id);
		send(L, handle, place, source, args, [own], (exit, kills) => {
			if (isFailure$1(exit)) return failed(own, source.name, exit, kills);
			const hook = athd.hook(hooks.ondone);
			if (!isFunction(hook)) return;
			athd.fork({
				push: (L) => {
					pushSlot(L, hook);
					pushSlot(L, own);
					pushBytes$1(L, exit.value);
					return 2;
				},
				take: nothing$1,
				chunk: "athd.ondone"
			}, "athd.ondone", kills);
		});
		return 0;
	};
	const tell = (L, handle, place, source, args) => {
		chargeNow(L, hostSteps.message);
		athd.pushed++;
		const over = (exit) => {
			athd.ended();
			if (isFailure$1(exit) && !hasInterrupts(exit)) athd.report(`the job '${source.name}' was not sent`, exit);
		};
		athd.begin(L, handle.remote.tell(source, args, place), over, {
			bytes: bytesOf(args),
			source
		});
		return 0;
	};
	/** `(handle, job name, work, done, ...)`, from the name on. */
	const pushByName = (L, at, handle, place) => {
		const done = slotAt(L, at + 2);
		if (done.type !== 0 && !isFunction(done)) lauxlib$2.luaL_argerror(L, at + 2, doneExpected);
		const source = outgoing.of(L, slotAt(L, at + 1), slotAt(L, at), Kind.source);
		const args = packGiven(L, Math.min(L.ci.funcOff + at + 3, L.top));
		const then = isFunction(done) ? kept(done) : void 0;
		send(L, handle, place, source, args, then === void 0 ? none$2 : [then], (exit, kills) => {
			if (isFailure$1(exit)) return failed(void 0, source.name, exit, kills);
			if (then === void 0) return;
			athd.fork({
				push: (L) => {
					pushSlot(L, then);
					return pushElements(L, exit.value);
				},
				take: nothing$1,
				chunk: source.name
			}, `what follows the job '${source.name}'`, kills);
		});
		return 0;
	};
	/** Both forms, told apart by the type of the argument after the handle. */
	const push = (L, at, key) => {
		const handle = handleAt(L, at);
		const place = placeOf(handle, key, L, at - 1);
		const first = slotAt(L, at + 1);
		if (isString(first)) return pushByName(L, at + 1, handle, place);
		if (!first.ttisnumber()) return lauxlib$2.luaL_argerror(L, at + 1, idExpected);
		return pushById(L, at + 1, handle, place);
	};
	/** `([job name,] work, ...)`, from that argument on: the source, and where its arguments begin. */
	const workAt = (L, at) => {
		const first = slotAt(L, at);
		const isNamed = isString(first);
		if (!isNamed && !isFunction(first)) lauxlib$2.luaL_argerror(L, at, workExpected);
		return [isNamed ? outgoing.of(L, slotAt(L, at + 1), first, Kind.source) : outgoing.of(L, first, nil, Kind.source), packGiven(L, Math.min(L.ci.funcOff + at + (isNamed ? 2 : 1), L.top))];
	};
	const call = (L, at, handle, place) => {
		const [source, args] = workAt(L, at);
		const { job } = athd.state;
		const above = job === null ? void 0 : aboveOf(job);
		const asked = handle.remote.ask(source, args, place, succeed$1, void 0, above);
		return awaiting(L, asked, pushAnswer, args.length, hostSteps.message);
	};
	const callByKey = (L, key, target) => {
		const handle = handleAt(L, target);
		return call(L, 3, handle, placeOf(handle, slotAt(L, key), L, key));
	};
	return {
		pushtjob: (L) => push(L, 1, void 0),
		pushpjob: (L) => push(L, 1, void 0),
		pushpjobby: (L) => push(L, 2, slotAt(L, 1)),
		call: (L) => {
			const handle = handleAt(L, 1);
			return call(L, 2, handle, handle.to.thread);
		},
		callby: (L) => callByKey(L, 1, 2),
		/** As a method: the pool comes first. */
		callwith: (L) => callByKey(L, 2, 1),
		send: (L) => {
			const handle = handleAt(L, 1);
			const [source, args] = workAt(L, 2);
			return tell(L, handle, handle.to.thread, source, args);
		}
	};
};
const nothing$1 = () => {};
const none$2 = [];
/** Packed arguments, with the buffer that they are in. */
const bytesOf = (args) => 200 + args.length;
const NOTHING = /* @__PURE__ */ new Uint8Array();
const nil = fengari.lobject.luaO_nilobject;
// ../../../packages/lua/src/internal/athd/scheduling.ts
/**
* `athd`'s functions for the jobs of one state among themselves: to begin others, to wait, to go one at a time. Jobs of a state
* interleave where they wait, and nowhere else.
*/
const { lauxlib: lauxlib$1, lua: lua$1, meter, to_luastring: to_luastring$1 } = fengari;
const functionExpected = to_luastring$1("a function expected");
/** What a timer of Node can wait at once, and more than anybody waits for. */
const MOST_MILLIS = 2 ** 31 - 1;
const millisExpected = to_luastring$1(`milliseconds expected: a number from 0 to ${MOST_MILLIS}`);
const tokenExpected = to_luastring$1("what is waited for expected: anything but nil");
/** What equal values of Lua have in common, as a key. */
const keyOf = (L, slot) => {
	if (!isString(slot)) return slot.value;
	if ((meter.steps -= slot.vslen() >> 2) < 0) meter.exhausted(L);
	return latinOf(slot.svalue());
};
/** The milliseconds that are an argument of the running function; raises where it is no time. */
const millisAt = (L, index) => {
	const millis = Number(lauxlib$1.luaL_checknumber(L, index));
	return millis >= 0 && millis <= MOST_MILLIS ? millis : lauxlib$1.luaL_argerror(L, index, millisExpected);
};
/** A function and what it is called with, from an argument of the running function on. */
const callAt = (L, index) => {
	if (!isFunction(slotAt(L, index))) lauxlib$1.luaL_argerror(L, index, functionExpected);
	const slots = L.stack.slice(L.ci.funcOff + index, L.top).map((slot) => kept(slot));
	return {
		slots,
		push: (L1) => {
			lua$1.lua_checkstack(L1, slots.length);
			for (const slot of slots) pushSlot(L1, slot);
			return slots.length - 1;
		}
	};
};
const scheduling = (athd) => {
	/** Who waits for what, the first first. */
	const waiting = /* @__PURE__ */ new Map();
	const wait = (key) => callback$1((resume) => {
		const wake = () => resume(void_$1);
		const others = waiting.get(key);
		if (others === void 0) waiting.set(key, [wake]);
		else others.push(wake);
		return sync(() => {
			const all = waiting.get(key);
			if (all === void 0) return;
			const at = all.indexOf(wake);
			if (at >= 0) all.splice(at, 1);
			if (all.length === 0) waiting.delete(key);
		});
	});
	const later = (millis, L, index, what) => {
		const { push, slots } = callAt(L, index);
		const work = {
			push,
			take: nothing,
			chunk: what
		};
		const wait = millis === void 0 ? yieldNow : sleep(millis);
		const begun = (exit, kills) => {
			if (isSuccess(exit)) athd.fork(work, what, kills);
		};
		athd.begin(L, wait, begun, {
			bytes: 64 * slots.length,
			slots
		});
	};
	return {
		fork: (L) => {
			later(void 0, L, 1, "athd.fork");
			return 0;
		},
		timeout: (L) => {
			later(millisAt(L, 1), L, 2, "athd.timeout");
			return 0;
		},
		sleep: (L) => awaiting(L, sleep(millisAt(L, 1)), none$1),
		now: (L) => {
			pushNumber(L, Date.now());
			return 1;
		},
		wait: (L) => {
			if (slotAt(L, 1).type === 0) {
				lua$1.lua_settop(L, 0);
				pushRunning(L);
			}
			const key = keyOf(L, slotAt(L, 1));
			return awaiting(L, wait(key), none$1, typeof key === "string" ? key.length : 0);
		},
		wakeup: (L) => {
			const slot = slotAt(L, 1);
			if (slot.type === 0) lauxlib$1.luaL_argerror(L, 1, tokenExpected);
			const key = keyOf(L, slot);
			const all = waiting.get(key);
			const wake = all?.shift();
			if (all?.length === 0) waiting.delete(key);
			if (wake !== void 0) queueMicrotask(wake);
			lua$1.lua_pushboolean(L, wake !== void 0);
			return 1;
		}
	};
};
const none$1 = () => 0;
const nothing = () => {};
// ../../../packages/lua/src/internal/athd/module.ts
/**
* The Lua module `athd`: threads and pools made from any Lua thread, work for them, and what a state knows of itself. Opened once
* for each state of a Lua thread; a script reaches it as a global and by `require`.
*/
const { lauxlib, lua, to_luastring } = fengari;
const wholeExpected = to_luastring("a whole number from 1 expected");
const MOST_THREADS = 64;
/** Pushes the module for a new state. */
const open = (place, state, L) => {
	const table = newTable(L);
	const athd = new Athd(place, state, table);
	const functions = {
		...asking(athd),
		...pushing(athd),
		...broadcasting(athd),
		...scheduling(athd),
		queue
	};
	for (const [name, f] of Object.entries(functions)) setField(L, table, name, functionSlot(f));
	setField(L, table, "onwork", athd.onwork = functionSlot(onwork(state)));
	athd.handles.metatable = metatable(L, table);
	pushSlot(L, tableSlot(table));
	return athd;
};
/** What a job is when nobody has replaced it, for scripts that call it: the runtime itself goes without. */
const onwork = (state) => (L) => {
	const name = slotAt(L, 1);
	const source = lauxlib.luaL_checkstring(L, 2);
	const args = slotAt(L, 3);
	lua.lua_settop(L, 3);
	pushSlotOfSource(state, L, source, name);
	pushSlot(L, args);
	lua.lua_callk(L, 1, lua.LUA_MULTRET, 0, returned);
	return returned(L);
};
/** What lies above the three arguments. */
const returned = (L) => lua.lua_gettop(L) - 3;
const pushSlotOfSource = (state, L, source, name) => {
	const text = name.type === 0 ? "job" : nameIn(L, "a job's name", lua.lua_tostring(L, 1) ?? bytesOf$1("job"));
	const refused = raised(() => pushChunk(state, L, source, `=${text}`));
	if (refused !== void 0) raise(L, refused);
};
/** What compiling fails with, if it does. */
const raised = (body) => {
	try {
		body();
		return;
	} catch (cause) {
		if (isLuaError(cause)) return cause;
		throw cause;
	}
};
const metatable = (L, module) => {
	const [made, methods] = [newTable(L), newTable(L)];
	for (const name of [
		"call",
		"send",
		"pushtjob",
		"pushpjob",
		"setjobtimeoutlimit",
		"pending",
		"broadcast"
	]) setField(L, methods, name, getField(L, module, name));
	setField(L, methods, "callby", getField(L, module, "callwith"));
	setField(L, methods, "name", functionSlot((L) => {
		const { name, thread } = handleAt(L, 1).to;
		pushText(L, thread ?? name);
		return 1;
	}));
	setField(L, made, "__index", tableSlot(methods));
	setField(L, made, "__name", textSlot(L, "thread"));
	setField(L, made, "__metatable", textSlot(L, "thread"));
	setField(L, made, "__tostring", functionSlot((L) => {
		pushText(L, handleAt(L, 1).shown);
		return 1;
	}));
	return made;
};
const threadNameAt = (L, index) => {
	const bytes = lauxlib.luaL_checkstring(L, index);
	if (bytes.length === 0 || bytes.length > 100 || bytes.includes(0)) lauxlib.luaL_argerror(L, index, to_luastring(`a name of 1 to 100 bytes expected`));
	return shown$1(bytes);
};
const wholeAt = (L, index) => {
	const slot = slotAt(L, index);
	const number = slot.ttisnumber() ? toJsNumber(slot) : NaN;
	if (typeof number === "number" && Number.isSafeInteger(number) && number >= 1) return number;
	return lauxlib.luaL_argerror(L, index, wholeExpected);
};
const asking = (athd) => {
	const { place } = athd;
	const { main, system, thread } = place;
	const make = (L, size, millis) => {
		const name = threadNameAt(L, 1);
		const script = nameAt(L, 2);
		const slowMillis = slotAt(L, millis).type === 0 ? 0 : millisAt(L, millis);
		const entry = athd.entryOf(L, script);
		if (entry === void 0) return raiseText(L, `no script '${script}' below the folders of this state`);
		const made = main.open({
			name,
			entry,
			size,
			slowMillis,
			state: athd.given
		});
		return awaiting(L, asked(made), (L) => athd.handles.push(L, {
			name,
			size,
			thread: void 0
		}));
	};
	return {
		newthread: (L) => make(L, 0, 3),
		newpool: (L) => {
			const size = wholeAt(L, 3);
			if (size >= MOST_THREADS) lauxlib.luaL_argerror(L, 3, to_luastring(`fewer than ${MOST_THREADS} threads expected`));
			return make(L, size, 4);
		},
		setjobtimeoutlimit: (L) => {
			const { name, thread = null } = handleAt(L, 1).to;
			const changed = main.slowAfter({
				name,
				thread,
				millis: millisAt(L, 2)
			});
			return awaiting(L, asked(changed), none, 0, hostSteps.message + athd.threads * hostSteps.thread);
		},
		setjobcapecity: (L) => awaiting(L, asked(main.capacity({ jobs: wholeAt(L, 1) })), none),
		setjobcapacity: (L) => awaiting(L, asked(main.capacity({ jobs: wholeAt(L, 1) })), none),
		getmain: (L) => athd.handles.push(L, {
			name: MAIN,
			size: 0,
			thread: void 0
		}),
		getct: (L) => athd.handles.push(L, place.own),
		getctid: (L) => {
			pushNumber(L, thread.id);
			return 1;
		},
		getctname: (L) => {
			pushText(L, thread.name);
			return 1;
		},
		gettname: (L) => {
			const name = runSync(system.threadName(wholeAt(L, 1)));
			if (name === void 0) lua.lua_pushnil(L);
			else pushText(L, name);
			return 1;
		},
		pending: (L) => {
			if (slotAt(L, 1).type === 0) {
				pushNumber(L, athd.pushed);
				return 1;
			}
			const { remote, to } = handleAt(L, 1);
			return awaiting(L, pendingOf(place, remote, to), (L, count) => {
				pushNumber(L, count);
				return 1;
			});
		}
	};
};
/** What main refuses is the script's error, in its words. */
const asked = (effect) => mapError(effect, (error) => error._tag === "Refused" ? new LuaRuntimeError({
	chunk: "athd",
	detail: error.message,
	traceback: ""
}) : error);
const none = () => 0;
// ../../../packages/lua/src/internal/athd/received.ts
/** Of one sender: four times as many as it has at a time, for those that it told and does not count. */
const MOST_OF_SENDER = 1024;
/** One source, as this state runs it. */
var Received = class {
	kind;
	name;
	/** Of a state that may do less than this one: what it may not do itself it does not have done here. */
	refused;
	text;
	proto = void 0;
	strings = void 0;
	constructor(intro, sandbox) {
		this.refused = intro.rank < ranks[sandbox];
		this.kind = intro.kind;
		this.name = intro.name;
		this.text = intro.text;
	}
	/** Pushes the function; compiled the first time. Throws a `LuaError`. */
	push(state, L) {
		if (this.proto !== void 0) return pushClosure(L, this.proto);
		if (this.kind === Kind.named) return pushSlot(L, named(L, shown$1(this.text)));
		if (this.kind === Kind.dumped) {
			const proto = undump(L, this.text);
			if (state.chunkLimit > 0) this.proto = proto;
			return pushClosure(L, proto);
		}
		pushChunk(state, L, this.text, this.name === "" ? "=job" : `=${this.name}`);
		if (state.chunkLimit > 0) this.proto = L.stack[L.top - 1].value.p;
	}
	/** Its name and its text as Lua strings, for a hook: the same each time. */
	pushStrings(L) {
		this.strings ??= [stringSlot(L, bytesOf$1(this.name)), stringSlot(L, this.text)];
		for (const each of this.strings) pushSlot(L, each);
	}
};
/** All that a state was told. */
var AllReceived = class {
	all = /* @__PURE__ */ new Map();
	bySender = /* @__PURE__ */ new Map();
	system;
	sandbox;
	constructor(system, sandbox) {
		this.system = system;
		this.sandbox = sandbox;
	}
	/** What a number stands for; `undefined` where nobody has told. */
	of(fn, intro) {
		return intro === null ? this.all.get(fn) : this.told(fn, intro);
	}
	told(fn, intro) {
		let numbers = this.bySender.get(senderOf(fn));
		if (numbers === void 0) {
			this.forgetDead();
			this.bySender.set(senderOf(fn), numbers = /* @__PURE__ */ new Set());
		}
		for (const each of intro.forget) if (numbers.delete(each)) this.all.delete(each);
		const known = this.all.get(fn);
		if (known !== void 0) return known;
		const received = new Received(intro, this.sandbox);
		this.all.set(fn, received);
		numbers.add(fn);
		if (numbers.size > MOST_OF_SENDER) {
			const [oldest] = numbers;
			numbers.delete(oldest);
			this.all.delete(oldest);
		}
		return received;
	}
	/** When somebody new sends, those are gone that live no more. */
	forgetDead() {
		const live = new Set(runSync(this.system.threads).map(({ id }) => id));
		for (const [sender, numbers] of this.bySender) {
			if (live.has(sender)) continue;
			for (const each of numbers) this.all.delete(each);
			this.bySender.delete(sender);
		}
	}
};
// ../../../packages/lua/src/LuaRuntime.ts
/**
* Where states come from: what every state of a program has. Layers of modules register here; what makes states asks for them
* here.
*/
/**
* Makes Lua states, each with the modules and init functions registered so far.
*
* @example
* ```ts
* import * as assert from "node:assert/strict"
* import * as Effect from "effect/Effect"
* import { LuaRuntime } from "@stevedore/lua/LuaRuntime"
*
* const program = Effect.gen(function* () {
*   const runtime = yield* LuaRuntime
*   yield* runtime.addInitFunction((state) => state.run("greeting = 'ahoy'"))
*   const state = yield* runtime.newState({ name: "deck" })
*   assert.deepEqual(yield* state.run("return greeting .. '!'"), ["ahoy!"])
* })
* await Effect.runPromise(Effect.scoped(program).pipe(Effect.provide(LuaRuntime.layer())))
* ```
*/
var LuaRuntime = class LuaRuntime extends Service$1()("@stevedore/lua/LuaRuntime") {
	/**
	* The runtime. Fails with `LuaEngineError` if the installed fengari is not the one this package corrects, and
	* `allowUnpatched` is not set; with `LuaOptionError` for options that cannot be.
	*/
	static layer(options = {}) {
		return effect(LuaRuntime, gen(function* () {
			const wrong = wrongOptions(options, wrongState);
			if (wrong !== void 0) return yield* new LuaOptionError(wrong);
			const { allowUnpatched, ...defaults } = options;
			if (problem !== void 0) {
				if (allowUnpatched !== true) return yield* problem;
				yield* logWarning(`fengari runs uncorrected: ${problem.message}`);
			}
			const modules = /* @__PURE__ */ new Map();
			const inits = [];
			return LuaRuntime.of({
				newState: (own = {}) => suspend$1(() => {
					const wrong = wrongOptions(own, wrongState);
					if (wrong !== void 0) return fail$1(new LuaOptionError(wrong));
					const options = {
						...defaults,
						...own
					};
					const all = [...inits, ...[defaults.init, own.init].filter((init) => init !== void 0)];
					return make({
						...options,
						allowUnpatched: true,
						modules: [
							...modules.values(),
							...defaults.modules ?? [],
							...own.modules ?? []
						],
						init: (state) => forEach(all, (init) => givenBy(init, state), { discard: true })
					});
				}),
				addModule: (module) => suspend$1(() => {
					const wrong = wrongOneModule("module", module);
					if (wrong !== void 0) return die(new LuaOptionError(wrong));
					modules.delete(module.name);
					modules.set(module.name, module);
					return void_$1;
				}),
				addInitFunction: (init) => suspend$1(() => {
					const wrong = wrongFunction(init);
					if (wrong !== void 0) return die(new LuaOptionError(wrong));
					inits.push(init);
					return void_$1;
				})
			});
		}));
	}
};
const givenBy = (init, state) => {
	const given = init(state);
	const wrong = wrongInit(given);
	return wrong === void 0 ? given : fail$1(new LuaOptionError(wrong));
};
// ../../../packages/lua/src/internal/athd/runtime.ts
/**
* The modules that the state of every Lua thread has, and the runtime that makes it.
*/
/** The runtime of the program, or one as it is by default. */
const runtimeHere = gen(function* () {
	const given = yield* serviceOption(LuaRuntime);
	if (isSome(given)) return given.value;
	const context = yield* build(LuaRuntime.layer());
	return yield* provideContext(LuaRuntime, context);
});
// ../../../packages/lua/src/internal/athd/work.ts
/** A function that is called with its arguments; all its results go back, as an array. */
var Called = class {
	athd;
	received;
	args;
	above;
	constructor(athd, received, args, above) {
		this.athd = athd;
		this.received = received;
		this.args = args;
		this.above = above;
	}
	get chunk() {
		return this.received.name;
	}
	push(L) {
		this.received.push(this.athd.state, L);
		return pushElements(L, this.args);
	}
	take(L, count) {
		return [packSlots(L, L.top - count)];
	}
};
/** A source that is given to `athd.onwork` with its packed arguments; unless somebody has replaced that, it is called with them. */
var Hooked = class extends Called {
	push(L) {
		const { args, athd, received } = this;
		if (athd.isHookReplaced) {
			pushSlot(L, athd.hook(hooks.onwork));
			received.pushStrings(L);
			pushBytes$1(L, args);
			return 3;
		}
		received.push(athd.state, L);
		pushBytes$1(L, args);
		return 1;
	}
	take(L, count) {
		return [packResult(L, count)];
	}
};
const refusal = ({ state }, { name }) => new LuaRuntimeError({
	chunk: name,
	detail: `the state '${state.name}', which is ${state.sandbox}, runs nothing that a state with less rights sends`,
	traceback: ""
});
/** Runs a job: an exit where it did not wait for anything. */
const work = (athd, all, { args, fn, intro }) => {
	const received = all.of(fn, intro);
	if (received === void 0) return fail$2(new UnknownSource({ fn }));
	if (received.refused) return fail$2(refusal(athd, received));
	const above = intro?.above;
	return runJob(athd.state, received.kind === Kind.hook ? new Hooked(athd, received, args, above) : new Called(athd, received, args, above));
};
// ../../../packages/lua/src/internal/athd/thread.ts
/** The state of this thread: its script is yet to run. */
const host = (boot) => gen(function* () {
	const context$1 = yield* context();
	const system = yield* ActorSystem;
	const thread = yield* CurrentThread;
	const main = yield* LuaMain;
	const scope = yield* scope$1;
	const remotes = new Remotes(context$1, system, thread.id, scope);
	yield* addFinalizer$1(() => sync(() => remotes.close()));
	const place = {
		context: context$1,
		system,
		thread,
		own: {
			name: boot.name,
			size: boot.size,
			thread: boot.size > 0 ? thread.name : void 0
		},
		main,
		remotes,
		secret: boot.secret,
		data: boot.state,
		entry: boot.entry ?? void 0,
		hasStarted: thread.isMain
	};
	let athd;
	const module = nativeModule({
		name: "athd",
		open: (state, L) => {
			athd = open(place, state, L);
			return 1;
		},
		hooks: Object.keys(hooks)
	});
	const harbor = nativeModule({
		name: "ahar",
		open: (_state, L) => openAhar(athd, L),
		hooks: []
	});
	return {
		get athd() {
			return athd;
		},
		state: yield* (yield* runtimeHere).newState({
			...place.data,
			name: thread.name,
			modules: [module, harbor]
		}),
		received: new AllReceived(system, athd.state.sandbox)
	};
});
/** The handlers of a thread that main has started. */
const threadLayer = LuaWorker.toLayer(gen(function* () {
	const { name } = yield* CurrentThread;
	const main = yield* LuaMain;
	const boot = yield* mapError(main.boot({ thread: name }), (error) => error._tag === "Refused" ? failure(name, error.detail) : error);
	const hosted = yield* host(boot);
	if (boot.entry !== null) yield* tapError(hosted.state.load(boot.entry), (error) => main.failed({
		thread: name,
		error
	}));
	hosted.athd.place.hasStarted = true;
	return handlers(hosted);
}), { concurrency: "unbounded" }).pipe(provide(LuaMain.layerRef));
/** What a state answers to others. */
const handlers = ({ athd, received, state }) => ({
	work: workIn(holderIn(state), athd, received),
	reload: ({ module }) => state.reload(module)
});
/** Decided once: a state that stays is not asked for at each job. */
const workIn = (holder, athd, received) => holder.policy === "keep" ? (payload) => work(athd, received, payload) : (payload) => runIn$1(holder, (state) => work(athdOf(state), received, payload));
const failure = (thread, detail) => new ActorError({
	reason: new StartFailed({
		cause: "threw",
		entry: "lua",
		detail
	}),
	actor: LuaWorker.key,
	job: "",
	thread,
	started: false
});
export { harborOfMain as A, shown$1 as C, tagOf as D, MAIN as E, located as M, LuaCodecError as N, LuaMain as O, LuaRuntimeError as P, bytesOf$1 as S, LuaWorker as T, wrongMain as _, make as a, wrongSchema as b, Writer as c, knowing as d, dataOf as f, invalidValue as g, invalidOption as h, LuaRuntime as i, entry$1 as j, Refused as k, nameOf$1 as l, invalidName as m, host as n, Remotes as o, invalid as p, threadLayer as r, Keyed as s, handlers as t, step as u, wrongPool as v, Kind as w, wrongSchemas as x, wrongOptions as y };
