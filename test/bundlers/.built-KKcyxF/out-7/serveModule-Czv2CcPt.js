import { $ as isBinary, $a as isSuccess, A as NO, Ca as effect, Co as get, D as unpack, Do as make$2, Eo as getUnsafe, F as isExactString, Go as identity, Hi as runForkWith, Hn as ActorError, Ho as hasProperty, Hr as fromTransform, Ht as MOST_METHODS, I as negativeZero, Ii as onInterrupt, It as shown, Ji as sleep, L as specialOf, Li as promise, Lr as provideContext, M as decodeBytes, Mo as isSome, N as decodeString, Nt as invalid, Oi as logWarning, Oo as makeUnsafe, P as encodeString, Pt as limitOf, Ri as provide, S as make$3, Si as gen, So as empty, T as packMessage, Ti as isEffect, To as getOrUndefinedUnsafe, X as encodeBytes, Xi as suspend, Y as Moved, Yi as succeed, Z as encodeMoved, Za as isExit, Zi as sync, _ as Reentrant, _a as isFailReason, _i as flatten, ai as as, ar as isRpc, at as Refusal, bo as add, ci as catchCause, cr as wrapMap, ct as binaryKinds, d as fingerprint, di as die, fa as findErrorOption, fr as Cause, gi as flatMap, ha as hasInterruptsOnly, hi as failCause, it as CodecFailure, j as assign, ja as addFinalizer$1, jr as fromChannel, ko as merge, li as context, lr as isStreamSchema, mi as fail, na as tryPromise, ni as addFinalizer, o as bind, or as isWrapper, ot as isStackOverflow, p as provide$1, pr as Defect, qa as fail$1, rt as places, s as compile, sr as make$4, st as messageOf, to as succeed$1, tr as Undecodable, tt as outgoing, ua as done, ui as contextWith, v as Scoped, w as pack, wa as effectContext, xr as Unknown, y as SlowAfter, ya as pretty } from "./encodePayload-AGXTCbTQ.js";
import { a as notAnEffect, i as isWrapper$1, n as handlersKey, o as poured } from "./handlers-pUE9ZCUW.js";
// ../../../node_modules/effect/dist/rpc/RpcGroup.js
const RpcGroupProto = {
	add(...rpcs) {
		const requests = new Map(this.requests);
		for (const rpc of rpcs) requests.set(rpc._tag, rpc);
		return makeProto({
			requests,
			annotations: this.annotations
		});
	},
	merge(...groups) {
		const requests = new Map(this.requests);
		const annotations = new Map(this.annotations.mapUnsafe);
		for (const group of groups) {
			for (const [tag, rpc] of group.requests) requests.set(tag, rpc);
			for (const [key, value] of group.annotations.mapUnsafe) annotations.set(key, value);
		}
		return makeProto({
			requests,
			annotations: makeUnsafe(annotations)
		});
	},
	omit(...tags) {
		const requests = new Map(this.requests);
		for (const tag of tags) requests.delete(tag);
		return makeProto({
			requests,
			annotations: this.annotations
		});
	},
	middleware(middleware) {
		const requests = /* @__PURE__ */ new Map();
		for (const [tag, rpc] of this.requests) requests.set(tag, rpc.middleware(middleware));
		return makeProto({
			requests,
			annotations: this.annotations
		});
	},
	toHandlers(build) {
		const self = this;
		return gen(function* () {
			const services = yield* context();
			const handlers = isEffect(build) ? yield* build : build;
			const contextMap = /* @__PURE__ */ new Map();
			self.requests.forEach((rpc, tag) => {
				contextMap.set(rpc.key, {
					tag: rpc._tag,
					handler: handlers[tag],
					context: services
				});
			});
			return makeUnsafe(contextMap);
		});
	},
	prefix(prefix) {
		const requests = /* @__PURE__ */ new Map();
		for (const rpc of this.requests.values()) {
			const newRpc = rpc.prefix(prefix);
			requests.set(newRpc._tag, newRpc);
		}
		return makeProto({
			requests,
			annotations: this.annotations
		});
	},
	toLayer(build) {
		return effectContext(this.toHandlers(build));
	},
	of: identity,
	toLayerHandler(service, build) {
		const self = this;
		return effectContext(gen(function* () {
			const services = yield* context();
			const handler = isEffect(build) ? yield* build : build;
			const contextMap = /* @__PURE__ */ new Map();
			const rpc = self.requests.get(service);
			contextMap.set(rpc.key, {
				handler,
				context: services
			});
			return makeUnsafe(contextMap);
		}));
	},
	accessHandler(service) {
		return contextWith((parentContext) => {
			const rpc = this.requests.get(service);
			const { handler, context } = getOrUndefinedUnsafe(parentContext, rpc.key);
			return succeed((payload, options) => {
				options.rpc = rpc;
				const result = handler(payload, options);
				const effectOrStream = isWrapper(result) ? result.value : result;
				return isEffect(effectOrStream) ? provide(effectOrStream, context) : provideContext(effectOrStream, context);
			});
		});
	},
	annotate(service, value) {
		return makeProto({
			requests: this.requests,
			annotations: add(this.annotations, service, value)
		});
	},
	annotateRpcs(service, value) {
		return this.annotateRpcsMerge(make$2(service, value));
	},
	annotateMerge(context) {
		return makeProto({
			requests: this.requests,
			annotations: merge(this.annotations, context)
		});
	},
	annotateRpcsMerge(context) {
		const requests = /* @__PURE__ */ new Map();
		for (const [tag, rpc] of this.requests) requests.set(tag, rpc.annotateMerge(merge(context, rpc.annotations)));
		return makeProto({
			requests,
			annotations: this.annotations
		});
	}
};
const makeProto = (options) => Object.assign(function() {}, RpcGroupProto, {
	requests: options.requests,
	annotations: options.annotations
});
/**
* Creates an `RpcGroup` from one or more RPC definitions.
*
* @stability unstable
* @category constructors
* @since 4.0.0
*/
const make$1 = (...rpcs) => makeProto({
	requests: new Map(rpcs.map((rpc) => [rpc._tag, rpc])),
	annotations: empty()
});
// ../../../packages/core/src/internal/hosting/hostedMethod.ts
/**
* One Rpc of a hosted actor with its handler, bound once when the handlers are built on their thread.
*/
const make = (actor, rpc, index, handler, context) => {
	const codecs = bind(rpc, context);
	const reentrant = get(rpc.annotations, Reentrant);
	const isStream = isStreamSchema(rpc.successSchema);
	const scoped = get(rpc.annotations, Scoped) && !isStream;
	const method = {
		tag: rpc._tag,
		index,
		rpc,
		codecs,
		reentrant,
		scoped,
		invoke: handler,
		pour: void 0
	};
	if (rpc.middlewares.size === 0 && !isStream) return method;
	const middlewares = Array.from(rpc.middlewares, (tag) => getUnsafe(context, tag));
	const around = (handled, options, payload) => {
		let effect = handled;
		for (const middleware of middlewares) effect = middleware(effect, {
			...options,
			payload
		});
		return effect;
	};
	if (isStream) return {
		...method,
		pour: (payload, options, out) => {
			const returned = handler(payload, options);
			if (isWrapper$1(returned)) return wrapMap(returned, (handled) => around(poured(actor, rpc._tag, handled, out), options, payload));
			return around(poured(actor, rpc._tag, returned, out), options, payload);
		}
	};
	const returned = (handled) => typeof handled === "object" && handled !== null ? handled : notAnEffect(actor, rpc._tag, handled);
	return {
		...method,
		invoke: (payload, options) => wrapMap(returned(handler(payload, options)), (handled) => {
			const effect = isEffect(handled) ? handled : notAnEffect(actor, rpc._tag, handled);
			return around(effect, options, payload);
		})
	};
};
// ../../../packages/core/src/internal/hosting/toldFailures.ts
/**
* What is logged of jobs that failed and of which nobody else hears: told to an actor (on its thread), or submitted and
* detached (on the sender's). So many in a second are shown in full, the others counted, so that an actor whose every job
* fails does not bury all else.
*/
/** Failures that are shown in one period, the first ones. */
const SHOWN = 10;
const PERIOD_MILLIS = 1e3;
var ToldFailures = class {
	context;
	shown = 0;
	/** Those of this period that are not shown, by their job's name. */
	more = /* @__PURE__ */ new Map();
	period;
	how;
	/** `context`: what the loggers are taken from. `how`: what became of these jobs before they failed. */
	constructor(context, how = "was told to this actor") {
		this.context = context;
		this.how = how;
	}
	report(job, cause) {
		if (hasInterruptsOnly(cause)) return;
		if (this.period === void 0) this.begin();
		if (this.shown >= SHOWN) {
			this.more.set(job, (this.more.get(job) ?? 0) + 1);
			return;
		}
		this.shown++;
		this.log(`${job} ${this.how} and failed: ${userPart(cause)}`);
	}
	begin() {
		this.period = runForkWith(this.context)(sleep(PERIOD_MILLIS));
		this.period.addObserver((exit) => {
			if (isSuccess(exit)) this.end();
		});
	}
	/** The period is over, or the actor: says how many were not shown. */
	end() {
		this.period?.interruptUnsafe();
		this.period = void 0;
		this.shown = 0;
		for (const [job, count] of this.more) this.log(`${job} ${this.how} and failed ${count} more times within a second; these are not shown`);
		this.more.clear();
	}
	log(text) {
		runForkWith(this.context)(logWarning(text));
	}
};
/** Where this package lies, unless it was bundled with the user's own code. */
const ours = /^(.*\/)internal\/hosting\/toldFailures\.[jt]s$/.exec(new URL(import.meta.url).pathname)?.[1];
const isLibrary = /node:|[\\/]node_modules[\\/](?:.*[\\/])?(?:effect|@effect|@stevedore)[\\/]/;
/** The cause as text, its stacks without what is not the user's. */
const userPart = (cause) => {
	let text;
	try {
		text = pretty(cause);
	} catch {
		return "a defect that cannot be shown";
	}
	const isForeign = (line) => /^\s+at /.test(line) && (isLibrary.test(line) || ours !== void 0 && line.includes(ours));
	return text.split("\n").filter((line) => !isForeign(line)).join("\n");
};
// ../../../packages/core/src/internal/hosting/unread.ts
/**
* Tells whose payload cannot be decoded where they come to: besides what is logged of each failure, an extension that carries jobs
* of its own is told of them, since no handler of its has heard of that job.
*/
/** An option of handlers, for extensions of this library. */
const UNREAD = "~@stevedore/core/unread";
var ToldAndUnread = class extends ToldFailures {
	unread;
	constructor(context, unread) {
		super(context);
		this.unread = unread;
	}
	report(job, cause) {
		super.report(job, cause);
		const [only] = cause.reasons;
		if (only === void 0 || !isFailReason(only)) return;
		const { error } = only;
		if (error instanceof Undecodable && error.what === "payload") this.unread();
	}
};
// ../../../packages/core/src/internal/hosting/handlersLayer.ts
/**
* The handlers of an actor as a Layer: built once for each thread, bound to the methods of its protocol.
*/
/** `build` is an object of handlers, or an Effect that makes one. `id` is whom messages name. */
const handlersLayer = (id, served, definition, build, options) => {
	const fail = (reason) => new ActorError({
		reason,
		actor: id,
		job: "",
		thread: "",
		started: false
	});
	return effect(handlersKey(served), gen(function* () {
		const handlers = isEffect(build) ? yield* build : build;
		const wrong = invalidHandlers(handlers, definition);
		if (wrong !== void 0) return yield* die(fail(wrong));
		const context$1 = yield* context();
		const concurrency = options?.concurrency ?? 1;
		const invalidConcurrency = checkConcurrency(concurrency);
		if (invalidConcurrency !== void 0) return yield* die(fail(invalidConcurrency));
		const unread = options?.[UNREAD];
		const told = unread === void 0 ? new ToldFailures(context$1) : new ToldAndUnread(context$1, unread);
		yield* addFinalizer(() => sync(() => told.end()));
		return {
			actor: served,
			told,
			fingerprint: definition.fingerprint,
			context: context$1,
			concurrency: concurrency === "unbounded" ? Number.POSITIVE_INFINITY : concurrency,
			methods: Array.from(definition.requests.values(), (rpc, index) => make(served, rpc, index, handlerOf$1(handlers, rpc._tag), context$1))
		};
	}));
};
const checkConcurrency = (concurrency) => concurrency === "unbounded" || Number.isSafeInteger(concurrency) && concurrency >= 1 ? void 0 : invalid("concurrency", concurrency, "use a whole number from 1, or \"unbounded\"");
/** An Rpc may be called like something that every object inherits: that is no handler. */
const handlerOf$1 = (handlers, name) => {
	const handler = handlers[name];
	if (Object.hasOwn(handlers, name)) return handler;
	return handler === Reflect.get(Object.prototype, name) ? void 0 : handler;
};
const invalidHandlers = (handlers, { requests }) => {
	const remedy = "give toLayer an object with a function for each Rpc, which returns an Effect";
	if (typeof handlers !== "object" || handlers === null) return invalid("handlers", handlers, remedy);
	for (const name of requests.keys()) {
		const handler = handlerOf$1(handlers, name);
		if (typeof handler !== "function") return invalid(`the handler of "${name}"`, handler, remedy);
	}
};
// ../../../packages/core/src/internal/defineGroup.ts
/**
* Checks a protocol when an actor is defined, so that what cannot work fails at import time and names the place.
*/
const defineGroup = (id, rpcs) => {
	checkId(id);
	if (isGroup(rpcs) ? !hasProperty(rpcs, "requests") : !rpcs.every(isRpc)) throw new Error(`Actor "${id}" is defined with an array of Rpcs or an RpcGroup, as Rpc.make and RpcGroup.make return them`);
	const count = isGroup(rpcs) ? rpcs.requests.size : rpcs.length;
	if (count > 65536) throw new Error(`Actor "${id}" declares ${count} Rpcs, and an actor may have ${MOST_METHODS}: define several actors`);
	const group = isGroup(rpcs) ? rpcs : make$1(...rpcs);
	if (!isGroup(rpcs) && group.requests.size !== rpcs.length) {
		const tags = rpcs.map((rpc) => rpc._tag);
		const twice = tags.find((tag, index) => tags.indexOf(tag) !== index);
		throw new Error(`Actor "${id}" declares Rpc "${twice}" twice`);
	}
	const requests = group.requests;
	for (const rpc of requests.values()) check(id, rpc);
	return {
		group,
		requests,
		slowAfter: slowAfter(id, requests.values()),
		fingerprint: [id, ...Array.from(requests.values(), fingerprint)].join("\n")
	};
};
const slowAfter = (id, rpcs) => {
	const limits = Object.create(null);
	for (const { _tag, annotations } of rpcs) {
		const given = get(annotations, SlowAfter);
		if (given === void 0) continue;
		const millis = limitOf(given);
		if (millis === void 0) throw new Error(`Actor "${id}", Rpc "${_tag}": Job.SlowAfter is ${shown(given)}: use a Duration such as "1 second", or "never"`);
		limits[_tag] = millis;
	}
	return limits;
};
/** An actor's name in the whole system, also under a second tag. */
const checkId = (id) => {
	if (typeof id !== "string" || id === "") throw new Error(`an actor's id is a non-empty string such as "app/Digester", got ${JSON.stringify(id)}`);
};
const isGroup = (rpcs) => !Array.isArray(rpcs);
const check = (id, rpc) => {
	if (rpc._tag === "") throw new Error(`Actor "${id}" declares an Rpc whose name is empty: give it one to call it by`);
	try {
		compile(rpc);
	} catch (cause) {
		throw new Error(`Actor "${id}", ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
	}
};
// ../../../packages/core/src/internal/codec/value.ts
/**
* Values of code without schemas (`Actor.fromModule`): what JavaScript's own structured clone can carry and more, as the wire
* values of `plain.ts` with some forms added. `docs/plain-functions.md` has the table of what arrives as what.
*
* | value | on the wire |
* |---|---|
* | what `plain.ts` takes, and URL, RegExp, errors, holes, objects without prototype | below |
* | an object met again | {7: n}: the n-th object of this message, counted as they are entered |
*
*     {8: value} a message in which {7} occurs; others need no counting
*     {9: [length, i, v, …]} an array with holes          {10: [k, v, …]} an object without prototype
*     {11: [source, flags]} RegExp                        {12: [href]} URL
*     {13: [base, class, name, message, stack, [k, v, …], [k, v, …]]} an error: hidden fields, then visible ones
*/
const Form = {
	negativeZero: 0,
	string: 1,
	date: 2,
	map: 3,
	set: 4,
	binary: 5,
	object: 6,
	again: 7,
	counted: 8,
	sparse: 9,
	bare: 10,
	regExp: 11,
	url: 12,
	error: 13
};
/** A name that an engine may not have. */
const globalClass = (name) => {
	const found = globalThis[name];
	return typeof found === "function" ? found : void 0;
};
const carried = [
	"Object",
	"Array",
	"Map",
	"Set",
	"Date",
	"RegExp",
	"URL",
	"Uint8Array",
	"Buffer",
	...binaryKinds
];
const known = new Map([[null, "Bare"], ...carried.flatMap((kind) => {
	const found = globalClass(kind);
	return found === void 0 ? [] : [[found.prototype, kind]];
})]);
/** What an object is, by its prototype; `undefined` for instances of any other class. */
const kindOf = (prototype) => known.get(prototype) ?? foreign(prototype);
const native = /^(?:function|class) (\w+)[^]*\{\s*\[native code\]\s*\}$/;
/** The plain objects, arrays, maps … of another realm (`node:vm`, a frame) have prototypes of their own. */
const foreign = (prototype) => {
	const constructor = Object.getOwnPropertyDescriptor(prototype, "constructor")?.value;
	if (typeof constructor !== "function") return void 0;
	const name = native.exec(Function.prototype.toString.call(constructor))?.[1];
	return carried.find((kind) => kind === name);
};
/** The classes of errors that every engine knows, by their number on the wire; new ones at the end. */
const errorClasses = [
	"Error",
	"EvalError",
	"RangeError",
	"ReferenceError",
	"SyntaxError",
	"TypeError",
	"URIError",
	"AggregateError",
	"DOMException"
];
// ../../../packages/core/src/internal/codec/valueErrors.ts
/**
* Errors as they cross threads without a schema: their class by name, message, stack, cause and fields. Whatever an error
* holds, it arrives: a field that cannot be carried is replaced by a text that says so.
*/
/** Also one of another realm. */
const isError = (value) => value instanceof Error || Object.prototype.toString.call(value) === "[object Error]";
/** Told in places of their own. */
const told = /* @__PURE__ */ new Set(["message", "stack"]);
/** Fields that JavaScript itself hides. */
const hiddenFields = /* @__PURE__ */ new Set([
	"name",
	"cause",
	"errors",
	"code"
]);
const partsOf = (error) => {
	const hidden = [];
	const visible = [];
	for (const key of Reflect.ownKeys(error)) {
		if (typeof key === "symbol" || told.has(key)) continue;
		if (Object.prototype.propertyIsEnumerable.call(error, key)) visible.push([key, read(error, key)]);
		else if (hiddenFields.has(key)) hidden.push([key, read(error, key)]);
	}
	return {
		base: baseOf(error),
		className: classNameOf(error),
		name: text$1(read(error, "name")),
		message: text$1(read(error, "message")),
		stack: optionalText(read(error, "stack")),
		hidden,
		visible
	};
};
const read = (error, key) => {
	try {
		return Reflect.get(error, key);
	} catch {
		return `(not carried: reading it threw)`;
	}
};
const text$1 = (value) => typeof value === "string" ? value : "";
const optionalText = (value) => typeof value === "string" ? value : void 0;
const classNameOf = (error) => text$1(Object.getPrototypeOf(error)?.constructor?.name);
/** By name, so that errors of another realm are found too. */
const baseOf = (error) => {
	for (let at = Object.getPrototypeOf(error); at !== null; at = Object.getPrototypeOf(at)) {
		const index = errorClasses.indexOf(Object.hasOwn(at, "constructor") ? at.constructor?.name : void 0);
		if (index >= 0) return index;
	}
	return 0;
};
/** An error without its fields, which the caller adds: they may hold the error itself. */
const revive = (parts, classes) => {
	const baseName = errorClasses[parts.base] ?? "Error";
	const error = construct(baseName, parts);
	const own = parts.className === baseName ? void 0 : classes.get(parts.className);
	if (own !== void 0) Object.setPrototypeOf(error, own.prototype);
	const name = own === void 0 && parts.name === baseName && parts.className !== "" ? parts.className : parts.name;
	if (error.name !== name) hide(error, "name", name);
	hide(error, "stack", parts.stack);
	return error;
};
const construct = (name, { message, name: own }) => {
	const known = globalClass(name) ?? Error;
	if (name === "AggregateError") return new known([], message);
	if (name === "DOMException") return new known(message, own);
	return new known(message);
};
/** As JavaScript defines an error's own fields. */
const hide = (error, key, value) => {
	Object.defineProperty(error, key, {
		value,
		writable: true,
		configurable: true,
		enumerable: false
	});
};
// ../../../packages/core/src/internal/codec/valueDecode.ts
/**
* Wire values → values without a schema (`value.ts`). Runs on the receiving side; whatever the bytes are, the result is a
* value or a `CodecFailure`, and no key of theirs is ever a setter.
*/
/** The value of a wire value that `unpack` has just made, which is used up. */
const decodeValue = (wire, classes) => {
	if (typeof wire !== "object" || wire === null) return leaf(wire);
	if (wire instanceof Map && specialOf(wire) === Form.counted) return new Decoding(classes, []).decode(wire.get(Form.counted));
	return new Decoding(classes, void 0).decode(wire);
};
const leaf = (wire) => {
	if (typeof wire === "function" || typeof wire === "symbol") return malformed("a value of no kind");
	return wire;
};
const malformed = (what) => {
	throw new CodecFailure(`The bytes are not of a value: ${what}`);
};
var Decoding = class {
	classes;
	/** Objects by the order in which they were entered, if the message refers to any. */
	objects;
	constructor(classes, objects) {
		this.classes = classes;
		this.objects = objects;
	}
	decode(wire) {
		if (typeof wire !== "object" || wire === null) return leaf(wire);
		if (Array.isArray(wire)) {
			this.enter(wire);
			for (let i = 0; i < wire.length; i++) wire[i] = this.decode(wire[i]);
			return wire;
		}
		if (!(wire instanceof Map)) {
			const bytes = decodeBytes(wire);
			if (bytes !== NO) return this.enter(bytes);
			return isBinary(wire) ? this.enter(wire) : malformed("an object");
		}
		const special = specialOf(wire);
		if (special !== void 0) return this.special(special, wire.get(special));
		const out = this.enter({});
		for (const [key, each] of wire) assign(out, text(key), this.decode(each));
		return out;
	}
	enter(object) {
		this.objects?.push(object);
		return object;
	}
	special(form, content) {
		switch (form) {
			case Form.negativeZero: return -0;
			case Form.string: return text(/* @__PURE__ */ new Map([[form, content]]));
			case Form.date: return typeof content === "number" ? this.enter(new Date(content)) : malformed("a date");
			case Form.map: {
				const items = list(content, 2);
				const out = this.enter(/* @__PURE__ */ new Map());
				for (let i = 0; i < items.length; i += 2) {
					const key = this.decode(items[i]);
					out.set(key, this.decode(items[i + 1]));
				}
				return out;
			}
			case Form.set: {
				const out = this.enter(/* @__PURE__ */ new Set());
				for (const each of list(content, 1)) out.add(this.decode(each));
				return out;
			}
			case Form.binary: return this.binary(content);
			case Form.object: return this.entries(this.enter({}), content, assign);
			case Form.bare: return this.entries(this.enter(Object.create(null)), content, assign);
			case Form.again: return (typeof content === "number" ? this.objects?.[content] : void 0) ?? malformed("a reference to nothing");
			case Form.sparse: return this.sparse(content);
			case Form.regExp: {
				const [source, flags] = list(content, 2);
				return this.enter(attempt("a regular expression", () => new RegExp(text(source), text(flags))));
			}
			case Form.url: {
				const [href] = list(content, 1);
				const found = globalClass("URL");
				if (found === void 0) return malformed("a URL, which this engine does not know");
				return this.enter(attempt("a URL", () => new found(text(href))));
			}
			case Form.error: return this.error(content);
			default: return malformed(`form ${form}`);
		}
	}
	entries(out, content, define) {
		const items = list(content, 2);
		for (let i = 0; i < items.length; i += 2) define(out, text(items[i]), this.decode(items[i + 1]));
		return out;
	}
	sparse(content) {
		if (!Array.isArray(content) || content.length % 2 !== 1) return malformed("an array with holes");
		const [length] = content;
		if (typeof length !== "number" || length >>> 0 !== length) return malformed("an array with holes");
		const out = this.enter([]);
		out.length = length;
		for (let i = 1; i < content.length; i += 2) {
			const index = content[i];
			if (typeof index !== "number" || !(index < length)) return malformed("an array with holes");
			out[index] = this.decode(content[i + 1]);
		}
		return out;
	}
	binary(content) {
		const [kind, bytes] = list(content, 2);
		const name = binaryKinds[kind];
		if (name === void 0 || !(bytes instanceof Uint8Array)) return malformed("binary data");
		const buffer = bytes.byteOffset === 0 && bytes.buffer.byteLength === bytes.byteLength ? bytes.buffer : Uint8Array.prototype.slice.call(bytes).buffer;
		if (name === "ArrayBuffer") return this.enter(buffer);
		const view = globalClass(name);
		if (view === void 0) return malformed(`a ${name}, which this engine does not know`);
		return this.enter(attempt("binary data", () => new view(buffer)));
	}
	error(content) {
		if (!Array.isArray(content) || content.length !== 7) return malformed("an error");
		const [base, className, name, message, stack, hidden, visible] = content;
		const parts = {
			base,
			className: text(className),
			name: text(name),
			message: text(message),
			stack: stack === void 0 ? void 0 : text(stack)
		};
		const error = this.enter(revive(parts, this.classes));
		this.entries(error, hidden, (out, key, value) => hide(out, key, value));
		return this.entries(error, visible, (out, key, value) => {
			Object.defineProperty(out, key, {
				value,
				writable: true,
				configurable: true,
				enumerable: true
			});
		});
	}
};
const text = (wire) => {
	const out = decodeString(wire);
	return out === NO ? malformed("a text") : out;
};
/** A list of wire values, in groups of so many. */
const list = (content, group) => Array.isArray(content) && content.length % group === 0 ? content : malformed("a list");
const attempt = (what, make) => {
	try {
		return make();
	} catch {
		return malformed(what);
	}
};
// ../../../packages/core/src/internal/codec/valueEncode.ts
/**
* Values without a schema → wire values (`value.ts`). Runs on the sending side, once for each message.
*/
/** The wire value. Throws a `Refusal` with the path of what cannot be carried. */
const encodeValue = (value) => {
	switch (typeof value) {
		case "boolean":
		case "bigint":
		case "undefined": return value;
		case "string": return encodeText(value);
		case "number": return encodeNumber(value);
		default: {
			const encoding = new Encoding();
			let wire;
			try {
				wire = encoding.encode(value);
			} catch (cause) {
				if (cause instanceof Refusal || isStackOverflow(cause)) throw cause;
				throw refusal("A value whose own code throws", encoding.path, messageOf(cause));
			}
			return encoding.repeats ? /* @__PURE__ */ new Map([[Form.counted, wire]]) : wire;
		}
	}
};
const refusal = (what, path, remedy) => new Refusal(what, path, `cannot be carried: ${remedy}`);
const encodeText = (value) => isExactString(value) ? value : encodeString(value);
const encodeNumber = (value) => value !== 0 || 1 / value > 0 ? value : negativeZero;
var Encoding = class {
	/** Where in the value this is. Not popped by a throw: it then says where that was. */
	path = [];
	/** An object occurs twice. */
	repeats = false;
	/** Objects by the order in which they were entered; the first one apart, since most messages have no second. */
	first = void 0;
	others = void 0;
	encode(value) {
		switch (typeof value) {
			case "string": return encodeText(value);
			case "number": return encodeNumber(value);
			case "boolean":
			case "bigint":
			case "undefined": return value;
			case "function": return this.refuse("A function", "send data, and let the other thread call a function of its own");
			case "symbol": return this.refuse("A symbol", "send a text");
		}
		if (value === null) return null;
		const object = value;
		const met = object === this.first ? 0 : this.others?.get(object);
		if (met !== void 0) {
			this.repeats = true;
			return /* @__PURE__ */ new Map([[Form.again, met]]);
		}
		if (this.first === void 0) this.first = object;
		else (this.others ??= /* @__PURE__ */ new Map()).set(object, this.others.size + 1);
		const kind = kindOf(Object.getPrototypeOf(object));
		return kind === void 0 ? this.instance(object) : this.object(object, kind);
	}
	child(key, value) {
		this.path.push(key);
		const wire = this.encode(value);
		this.path.pop();
		return wire;
	}
	/** Reads it only then: a getter that throws has a path too. */
	property(value, key) {
		this.path.push(key);
		const wire = this.encode(value[key]);
		this.path.pop();
		return wire;
	}
	object(value, kind) {
		switch (kind) {
			case "Object": return this.plain(value);
			case "Bare": return this.bare(value);
			case "Array": return this.array(value);
			case "Map": {
				const out = [];
				for (const [key, each] of value) out.push(this.child("key", key), this.child("value", each));
				return /* @__PURE__ */ new Map([[Form.map, out]]);
			}
			case "Set": {
				const out = [];
				for (const each of value) out.push(this.child("value", each));
				return /* @__PURE__ */ new Map([[Form.set, out]]);
			}
			case "Date": return /* @__PURE__ */ new Map([[Form.date, Date.prototype.getTime.call(value)]]);
			case "RegExp": return /* @__PURE__ */ new Map([[Form.regExp, [encodeText(value.source), value.flags]]]);
			case "URL": return /* @__PURE__ */ new Map([[Form.url, [value.href]]]);
			case "Uint8Array":
			case "Buffer": return this.bytes(value);
			default: return this.binary(value, kind);
		}
	}
	plain(value) {
		const out = /* @__PURE__ */ new Map();
		let exact = true;
		for (const key of Reflect.ownKeys(value)) {
			if (!Object.prototype.propertyIsEnumerable.call(value, key)) continue;
			if (typeof key === "symbol") return this.symbolKey(key);
			exact &&= isExactString(key);
			out.set(key, this.property(value, key));
		}
		return exact ? out : /* @__PURE__ */ new Map([[Form.object, pairs(out)]]);
	}
	bare(value) {
		const out = [];
		for (const key of Reflect.ownKeys(value)) {
			if (!Object.prototype.propertyIsEnumerable.call(value, key)) continue;
			if (typeof key === "symbol") return this.symbolKey(key);
			out.push([key, this.property(value, key)]);
		}
		return /* @__PURE__ */ new Map([[Form.bare, pairs(out)]]);
	}
	symbolKey(key) {
		this.path.push(key);
		return this.refuse("A symbol as key", "use a text");
	}
	array(value) {
		const out = [];
		for (let i = 0; i < value.length; i++) {
			const each = value[i];
			if (each === void 0 && !(i in value)) return this.sparse(value, out);
			out.push(this.child(i, each));
		}
		return out;
	}
	/** From the first hole on by its keys: its length says nothing about its size. */
	sparse(value, before) {
		const out = [value.length];
		before.forEach((wire, index) => out.push(index, wire));
		for (const key of Object.keys(value)) {
			const index = Number(key) >>> 0;
			if (String(index) !== key || index < before.length) continue;
			out.push(index, this.child(index, value[index]));
		}
		return /* @__PURE__ */ new Map([[Form.sparse, out]]);
	}
	binary(value, kind) {
		const bytes = kind === "ArrayBuffer" ? encodeBytes(new Uint8Array(value)) : this.bytes(value);
		return /* @__PURE__ */ new Map([[Form.binary, [binaryKinds.indexOf(kind), bytes]]]);
	}
	/** What a view shows, if it is this thread's own memory or the actor system's, and still there. */
	bytes(view) {
		const { buffer } = view;
		if (isShared(buffer)) {
			if (!places.has(buffer)) return this.refuse("A view of shared memory", copyOfShared);
		} else if (buffer.detached === true) return this.refuse("A view whose buffer was transferred", "it has no bytes any more");
		return encodeBytes(view instanceof Uint8Array ? view : new Uint8Array(buffer, view.byteOffset, view.byteLength));
	}
	instance(value) {
		if (value instanceof Moved) return this.moved(value);
		if (isError(value)) return this.error(value);
		if (isShared(value)) return this.refuse("Shared memory", copyOfShared);
		const name = Object.getPrototypeOf(value)?.constructor?.name;
		const what = typeof name === "string" && name !== "" && name !== "Object" ? `An instance of ${name}` : "A class instance";
		return this.refuse(what, remedies.get(name) ?? "send a plain object with its data, { ...it }");
	}
	moved({ value }) {
		if (!isBinary(value)) return this.refuse("What is no binary data", "move an ArrayBuffer, or a view of one");
		try {
			return encodeMoved(value);
		} catch (cause) {
			if (cause instanceof Refusal) cause.path.unshift(...this.path);
			throw cause;
		}
	}
	error(value) {
		const { base, className, hidden, message, name, stack, visible } = partsOf(value);
		const fields = (all) => pairs(all.map(([key, field]) => [key, this.field(key, field)]));
		const texts = [
			className,
			name,
			message
		].map(encodeText);
		const trace = stack === void 0 ? void 0 : encodeText(stack);
		return /* @__PURE__ */ new Map([[Form.error, [
			base,
			...texts,
			trace,
			fields(hidden),
			fields(visible)
		]]]);
	}
	/** Of an error, which is to arrive whatever it holds. */
	field(key, value) {
		const depth = this.path.length;
		const entered = this.others?.size ?? 0;
		try {
			return this.child(key, value);
		} catch (cause) {
			if (isStackOverflow(cause)) throw cause;
			this.path.length = depth;
			this.leave(entered);
			return `(not carried: ${cause instanceof Refusal ? cause.what : messageOf(cause)})`;
		}
	}
	/** What was entered since is not part of the message. */
	leave(entered) {
		if (this.others === void 0) return;
		for (const [object, index] of this.others) if (index > entered) this.others.delete(object);
	}
	refuse(what, remedy) {
		throw refusal(what, this.path, remedy);
	}
};
const isShared = (buffer) => !(buffer instanceof ArrayBuffer) && Object.prototype.toString.call(buffer) === "[object SharedArrayBuffer]";
const pairs = (entries) => {
	const out = [];
	for (const [key, wire] of entries) out.push(encodeText(key), wire);
	return out;
};
const copyOfShared = "send a copy, such as new Uint8Array(it).slice()";
const ofItsThread = "it belongs to its thread";
const remedies = /* @__PURE__ */ new Map([
	["Promise", "await it first"],
	["WeakMap", "send a Map"],
	["WeakSet", "send a Set"],
	["WeakRef", "send what it refers to"],
	["MessagePort", ofItsThread],
	["Worker", ofItsThread],
	["Socket", ofItsThread],
	["Number", "send the number itself"],
	["String", "send the string itself"],
	["Boolean", "send the boolean itself"],
	["Iterator", "send an array of what it yields"]
]);
// ../../../packages/core/src/internal/codec/valueCodec.ts
/**
* The codec of values without a schema: for payloads, results and thrown errors of plain functions. Nothing here asks Schema.
*/
/** `classes` by their names: what errors of that name become again. */
const valueCodec = (classes) => {
	const encode = (value, home) => {
		try {
			const wire = encodeValue(value);
			if (wire !== void 0 && home !== void 0) return packMessage(wire, home);
			outgoing.clear();
			return wire === void 0 ? 0 : pack(wire);
		} catch (cause) {
			throw failureOf(cause);
		}
	};
	return {
		encode: (value) => encode(value, void 0),
		encodeMessage: encode,
		decode: (bytes, start, end) => {
			try {
				return decodeValue(unpack(bytes, start, end), classes);
			} catch (cause) {
				throw failureOf(cause);
			}
		}
	};
};
const failureOf = (cause) => {
	if (cause instanceof CodecFailure) return cause;
	if (cause instanceof Refusal) return cause.failure;
	return new CodecFailure(isStackOverflow(cause) ? "The value is nested too deeply to be carried" : messageOf(cause));
};
/** The same for what a function threw: it arrives, if only as its text. */
const thrownCodec = (classes) => {
	const codec = valueCodec(classes);
	const orInShort = (thrown, encode) => {
		try {
			return encode(thrown);
		} catch (failure) {
			return encode(inShort(thrown, failure.issue));
		}
	};
	return {
		decode: codec.decode,
		encode: (thrown) => orInShort(thrown, codec.encode),
		encodeMessage: (thrown, arena) => orInShort(thrown, (value) => codec.encodeMessage(value, arena))
	};
};
/** For an error that is too large to be carried whole, or something thrown that is no error and no data: its texts alone. */
const inShort = (thrown, why) => {
	const short = /* @__PURE__ */ new Error(`it threw what cannot be carried: ${why}`);
	delete short.stack;
	if (!(thrown instanceof Error)) return short;
	for (const key of [
		"name",
		"message",
		"stack"
	]) try {
		const found = thrown[key];
		if (typeof found !== "string") continue;
		Object.defineProperty(short, key, {
			value: found,
			writable: true,
			configurable: true,
			enumerable: false
		});
	} catch {}
	return short;
};
// ../../../packages/core/src/internal/module/defineModule.ts
/**
* The protocol of a module, which both sides make from the names of its functions: arguments, result and thrown error are
* values without a schema.
*/
const defineModule = (id, functions, classes) => {
	const value = always("value", valueCodec(classes));
	const codecs = {
		payload: value,
		success: value,
		error: always("thrown", thrownCodec(classes)),
		cause: make$3(Cause(Defect(), Defect({ includeStack: true }))),
		throws: { inShort }
	};
	const streamCodecs = {
		...codecs,
		elements: {
			many: value,
			one: value
		}
	};
	const types = {
		payload: Unknown,
		success: Unknown,
		error: Unknown
	};
	const rpcs = functions.map(({ isStream, name }) => {
		const rpc = isStream ? make$4(name, {
			...types,
			stream: true
		}) : make$4(name, types);
		provide$1(rpc, isStream ? streamCodecs : codecs);
		return rpc;
	});
	return defineGroup(id, rpcs);
};
const always = (fingerprint, bound) => ({
	fingerprint,
	bind: () => bound
});
// ../../../packages/core/src/internal/module/moduleExports.ts
/** `then` would make promises of the jobs; Node adds the other to what it imports from CommonJS. */
const never = /* @__PURE__ */ new Set(["then", "module.exports"]);
const exportsOf = (module) => {
	const functions = [];
	const byName = /* @__PURE__ */ new Map();
	const classes = [];
	for (const name of Object.keys(module).toSorted()) {
		const found = module[name];
		if (typeof found !== "function" || never.has(name)) continue;
		if (isClass(found)) {
			if (found.prototype instanceof Error) classes.push(found);
		} else {
			functions.push({
				name,
				isStream: isGenerator(found)
			});
			byName.set(name, found);
		}
	}
	return {
		functions,
		byName,
		errors: classesByName(classes)
	};
};
/** A class can only be constructed: that is no job. */
const isClass = (found) => /^class\b/.test(Function.prototype.toString.call(found));
/** Known before it is called: a stream is asked for in another way than a value. */
const isGenerator = (found) => /^\[object (?:Async)?GeneratorFunction\]$/.test(Object.prototype.toString.call(found));
/** The same functions, streams being streams. */
const areEqual = (one, other) => one.length === other.length && one.every(({ isStream, name }, index) => other[index].name === name && other[index].isStream === isStream);
const classesByName = (classes) => new Map(classes.map((each) => [each.name, each]));
// ../../../packages/core/src/internal/module/moduleCall.ts
/** `this` of one call. The signal is made when it is asked for: most functions never do. */
var Call = class {
	#controller = void 0;
	#aborted = false;
	get signal() {
		this.#controller ??= new AbortController();
		if (this.#aborted) this.#controller.abort();
		return this.#controller.signal;
	}
	static abort(call) {
		call.#aborted = true;
		call.#controller?.abort();
	}
};
// ../../../packages/core/src/internal/module/generated.ts
/**
* What a generator yields, as a stream: asked for as its consumer takes it. Runs on the thread of the module.
*/
/** A generator that does not wait yields many elements in no time, or few in a long one: no more at once than this. */
const MOST_AT_ONCE = 64;
const LONGEST_MILLIS = 1;
/** Left before its end, the signal of the call is aborted and the generator's `finally` runs; the next job waits for that. */
const generated = (f, args) => fromChannel(fromTransform((_, scope) => suspend(() => {
	const call = new Call();
	const pulling = new Pulling(Reflect.apply(f, call, args));
	const leave = promise(() => {
		Call.abort(call);
		return pulling.leave();
	});
	return as(addFinalizer$1(scope, leave), pulling.next);
})));
var Pulling = class {
	iterator;
	pending = Promise.resolve();
	ended = false;
	/** What it threw, after elements that are sent first. */
	thrown = void 0;
	constructor(iterator) {
		this.iterator = iterator;
	}
	next = suspend(() => {
		if (this.thrown !== void 0) return fail(this.thrown.error);
		if (this.ended) return done();
		return Symbol.iterator in this.iterator ? this.some(this.iterator) : this.one;
	});
	/** Of an asynchronous one. */
	one = flatMap(tryPromise({
		try: () => {
			const step = this.iterator.next();
			this.pending = step;
			return step;
		},
		catch: (thrown) => {
			this.ended = true;
			return thrown;
		}
	}), (step) => this.take(step) ? succeed([step.value]) : done());
	some(iterator) {
		const elements = [];
		const until = performance.now() + LONGEST_MILLIS;
		try {
			while (elements.length < MOST_AT_ONCE) {
				const step = iterator.next();
				if (!this.take(step)) break;
				elements.push(step.value);
				if (performance.now() >= until) break;
			}
		} catch (error) {
			this.ended = true;
			this.thrown = { error };
		}
		return elements.length > 0 ? succeed(elements) : this.next;
	}
	take(step) {
		this.ended = step.done === true;
		return !this.ended;
	}
	/** Nobody wants more: what is thrown now is heard by nobody. */
	async leave() {
		try {
			await this.pending;
			if (!this.ended) await this.iterator.return?.();
		} catch {}
	}
};
// ../../../packages/core/src/internal/module/moduleHandlers.ts
/**
* The functions of a module as handlers: what they return, promise or throw becomes the exit of the job. Runs on the thread
* of the module.
*/
/** By name, as `toLayer` takes them. */
const handlersOf = ({ byName, functions }) => {
	const handlers = Object.create(null);
	for (const { isStream, name } of functions) {
		const f = byName.get(name);
		Object.defineProperty(handlers, name, {
			enumerable: true,
			value: isStream ? generatorOf(f) : handlerOf(f)
		});
	}
	return handlers;
};
/** A generator as a stream, from which is taken what its caller has asked for. */
const generatorOf = (f) => (args) => generated(f, args);
const handlerOf = (f) => (args) => {
	const call = new Call();
	let returned;
	try {
		returned = Reflect.apply(f, call, args);
		if (typeof returned !== "object" && typeof returned !== "function" || returned === null) return succeed$1(returned);
		if (isEffect(returned)) return throwing(returned);
		if (typeof returned.then !== "function") return succeed$1(returned);
	} catch (thrown) {
		return fail$1(thrown);
	}
	return settled(call, Promise.resolve(returned));
};
/** Aborted, it is over when the promise is: until then its function is at work, and the next job waits. */
const settled = (call, promise$1) => {
	const over = promise$1.then(succeed$1, fail$1);
	return onInterrupt(flatten(promise(() => over)), () => {
		Call.abort(call);
		return promise(() => over);
	});
};
/** An error among others is what is thrown; what is none stays a defect. */
const throwing = (effect) => isExit(effect) && isSuccess(effect) ? effect : catchCause(effect, (cause) => {
	const error = findErrorOption(cause);
	return isSome(error) ? fail(error.value) : failCause(cause);
});
// ../../../packages/core/src/internal/module/serveModule.ts
/** `undefined` when the thread was started for actors, whose entry exports a Layer. */
const moduleOf = (instances, module) => {
	const instance = instances.find((each) => each.module !== void 0);
	if (instance?.module === void 0) return void 0;
	const found = exportsOf(module);
	const { concurrency, functions } = instance.module;
	if (found.functions.length === 0) return { mismatch: {
		_tag: "mismatch",
		...noFunctions(module)
	} };
	if (functions !== void 0 && !areEqual(functions, found.functions)) return { mismatch: {
		_tag: "mismatch",
		...otherFunctions(functions, found.functions)
	} };
	const definition = defineModule(instance.served, found.functions, found.errors);
	const options = { concurrency };
	return {
		layer: handlersLayer(instance.name, instance.served, definition, handlersOf(found), options),
		functions: found.functions
	};
};
/** What is said of a module without any. */
const noFunctions = (module) => {
	const names = Object.keys(module);
	return {
		expected: "functions: export function add(a: number, b: number) { … }",
		found: names.length === 0 ? "nothing" : `no function (it exports ${names.join(", ")})`
	};
};
/** The file has changed since. */
const otherFunctions = (expected, found) => ({
	expected: `${listed(expected)}, as the threads before`,
	found: listed(found)
});
const listed = (functions) => functions.map(({ isStream, name }) => isStream ? `*${name}` : name).join(", ");
export { areEqual as a, defineModule as c, handlersLayer as d, ToldFailures as f, handlersOf as i, checkConcurrency as l, noFunctions as n, classesByName as o, otherFunctions as r, exportsOf as s, moduleOf as t, handlerOf$1 as u };
