import { Ai as get, An as provideContext, Br as effectContext, Dr as sync, Fi as makeUnsafe, Hn as addFinalizer, I as Reentrant, Ii as merge, Jn as context, Kt as invalid, L as Scoped, M as compile, Mi as getOrUndefinedUnsafe, N as fingerprint, Ni as getUnsafe, Oi as add, Pi as make$2, R as SlowAfter, Tr as succeed, Ui as hasProperty, Xn as die, Yn as contextWith, Yt as shown, _n as isRpc, _r as provide, a as notAnEffect, an as ActorError, bn as wrapMap, ci as isSuccess, dr as logWarning, hi as pretty, i as isWrapper$1, j as bind, ki as empty, lr as isEffect, mi as isFailReason, mn as Undecodable, n as handlersKey, o as poured, or as gen, pi as hasInterruptsOnly, qi as identity, qt as limitOf, rn as MOST_METHODS, vn as isWrapper, wr as sleep, xn as isStreamSchema, xr as runForkWith, zr as effect } from "./handlers-LJr5_m9_.js";
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
			methods: Array.from(definition.requests.values(), (rpc, index) => make(served, rpc, index, handlerOf(handlers, rpc._tag), context$1))
		};
	}));
};
const checkConcurrency = (concurrency) => concurrency === "unbounded" || Number.isSafeInteger(concurrency) && concurrency >= 1 ? void 0 : invalid("concurrency", concurrency, "use a whole number from 1, or \"unbounded\"");
/** An Rpc may be called like something that every object inherits: that is no handler. */
const handlerOf = (handlers, name) => {
	const handler = handlers[name];
	if (Object.hasOwn(handlers, name)) return handler;
	return handler === Reflect.get(Object.prototype, name) ? void 0 : handler;
};
const invalidHandlers = (handlers, { requests }) => {
	const remedy = "give toLayer an object with a function for each Rpc, which returns an Effect";
	if (typeof handlers !== "object" || handlers === null) return invalid("handlers", handlers, remedy);
	for (const name of requests.keys()) {
		const handler = handlerOf(handlers, name);
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
export { ToldFailures as a, handlersLayer as i, defineGroup as n, handlerOf as r, checkId as t };
