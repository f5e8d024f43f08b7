import { $n as failCause$1, $r as doneUnsafe, A as keptMessage, Ai as get, Ar as timeoutOption, Bi as some, Bn as unbounded, Br as effectContext, Bt as chainOf, C as sendChain, Ci as millis, Cr as scope, D as ClientJob, Di as Service$1, Dn as empty, Dr as sync, Dt as Place, E as Ask, Ei as Reference, Er as suspend, Et as placeOf, F as Idempotent, Fn as endUnsafe, Fr as withFiber, Ft as instanceOn, Gn as asVoid, Gr as succeed$3, Gt as sameChain, Hi as Prototype, Hn as addFinalizer$1, Hr as merge, Ht as instancesOf, I as Reentrant, In as offerUnsafe, Ir as catchDone, It as Absent, Ji as pipeArguments, Jn as context, Jr as closeUnsafe, Jt as millisOf, Kn as callback, Kr as addFinalizer, Kt as invalid, Li as isNone, Ln as shutdown, Lr as currentTimeMillis, Lt as addressedOf, Mn as unwrap, Mt as hookFailed, Ni as getUnsafe, Nn as fromTransform, Nr as uninterruptible, Nt as leftMillis, O as Tell, Oi as add, On as fromChannel, Or as tap, Ot as finish, Pn as bounded, Pr as void_, Qr as done$1, Rn as sliding, Rr as buildWithScope, Rt as Target, S as judgeSoon, Si as succeed, Sr as runSync, T as withViews, Tr as succeed$2, Tt as end, Ui as hasProperty, Un as andThen, Ut as jobOf, Vi as Class, Vn as acquireUseRelease, Vr as isLayer, Vt as identityOf, Wn as as, Wr as provide, Wt as noChain, Xn as die, Yr as makeUnsafe$1, Zn as exit, Zr as _await, Zt as terminate, _ as fullReason, _i as catchCause, ai as interrupt$1, an as ActorError, ar as forkScoped, b as nowhere, bi as fiberInterrupt, c as ActorSystem, ci as isSuccess, cn as AskCycle, cr as interrupt$2, ct as encode, di as done, dr as logWarning, ei as isDoneUnsafe, er as flatMap, fn as ThreadDied, fr as map, g as standAlone, gn as WrongThread, hi as pretty, hn as Unreachable, ii as hasInterrupts, ir as forkIn, j as bind, jn as runIntoQueue, jr as timeoutOrElse, jt as endlessHook, k as errorOf, ki as empty$1, kn as fromQueue, li as succeed$1, ln as InvalidOption, lt as headersOf, m as start, mr as onExit, mt as parallelism, n as handlersKey, ni as fail, nr as forEach, oi as isExit, or as gen, p as makeRoute, pi as hasInterruptsOnly, pn as Timeout, pr as mapError, qi as identity, qn as catchCause$1, qr as close, qt as limitOf$1, r as host, ri as findErrorOption, rr as forkDetach, s as CurrentThread, si as isFailure$1, sr as ignore, ti as makeUnsafe, tt as outgoing, u as make$3, ur as logError, v as isFull, vi as failCause, vr as provideService, vt as recycle, w as ScopedAsk, wi as toMillis, wn as Int, wr as sleep, x as follow, xi as getCurrentFiber, xr as runForkWith, y as encodePayload, yi as fiberAwait, yn as make$4, yr as raceFirst, zi as none, zn as take, zr as effect, zt as isCycle } from "./handlers-LJr5_m9_.js";
import { a as ToldFailures, i as handlersLayer, n as defineGroup, r as handlerOf, t as checkId } from "./defineGroup-DjmLgfdb.js";
// ../../../node_modules/effect/dist/Schedule.js
const TypeId = "~effect/Schedule";
const ScheduleProto = {
	[TypeId]: {
		_Out: identity,
		_In: identity,
		_Env: identity
	},
	pipe() {
		return pipeArguments(this, arguments);
	}
};
/**
* Type guard that checks if a value is a Schedule.
*
* **Example** (Checking for schedules)
*
* ```ts import.meta.vitest
* import { Schedule } from "effect"
*
* const schedule = Schedule.exponential("100 millis")
* const notSchedule = { foo: "bar" }
*
* Schedule.isSchedule(schedule) // => true
* Schedule.isSchedule(notSchedule) // => false
* Schedule.isSchedule(null) // => false
* Schedule.isSchedule(undefined) // => false
* ```
*
* @stability stable
* @category guards
* @since 2.0.0
*/
const isSchedule = (u) => hasProperty(u, TypeId);
/**
* Creates a Schedule from a step function that returns a Pull.
*
* **Example** (Creating a custom schedule from a step function)
*
* ```ts import.meta.vitest
* import { Cause, Duration, Effect, Schedule } from "effect"
*
* const schedule = Schedule.fromStep(Effect.sync(() => {
*   let count = 0
*
*   return (_now: number, _input: string) => {
*     if (count >= 3) {
*       return Cause.done(count)
*     }
*     return Effect.succeed([count++, Duration.millis(100)] as [number, Duration.Duration])
*   }
* }))
*
* const program = Effect.gen(function*() {
*   const step = yield* Schedule.toStep(schedule)
*   const [output] = yield* step(0, "input")
*   return output
* })
*
* await Effect.runPromise(program) // => 0
* ```
*
* @stability stable
* @category constructors
* @since 4.0.0
*/
const fromStep = (step) => {
	const self = Object.create(ScheduleProto);
	self.step = step;
	return self;
};
/**
* Extracts the step function from a Schedule.
*
* **Example** (Extracting a schedule step function)
*
* ```ts import.meta.vitest
* import { Duration, Effect, Schedule } from "effect"
*
* // Extract step function from an existing schedule
* const schedule = Schedule.exponential("100 millis").pipe(Schedule.upTo({ times: 3 }))
*
* const program = Effect.gen(function*() {
*   const stepFn = yield* Schedule.toStep(schedule)
*
*   // Use the step function directly for custom logic. The timestamp is
*   // supplied by the caller, so tests can pass a deterministic value.
*   const now = 0
*   return yield* stepFn(now, "input")
* })
*
* await Effect.runPromise(program) // => [Duration.millis(100), Duration.millis(100)]
* ```
*
* @stability stable
* @category destructors
* @since 4.0.0
*/
const toStep = (schedule) => catchCause(schedule.step, (cause) => succeed(() => failCause(cause)));
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
		return fail(errorOf(job.method, job.target.threadName, reason, started ? true : "unknown"));
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
const badOptions = (callOptions) => invalid("options", callOptions, "give a call an object of options, or none");
/** The same with ours among them; what cannot be options stays as it is: `limitOf` says so. */
const withOurs = (callOptions, ours) => areOptions(callOptions) ? {
	...callOptions,
	...ours
} : callOptions;
const limitOf = (callOptions, now) => {
	if (callOptions === void 0) return noLimit;
	if (!areOptions(callOptions)) return badOptions(callOptions);
	const { discard, interruption, timeout, whenFull } = callOptions;
	if (discard !== void 0 && typeof discard !== "boolean") return invalid("discard", discard, "use true or false");
	if (whenFull !== void 0 && whenFull !== "suspend" && whenFull !== "fail") return invalid("whenFull", whenFull, "use \"suspend\" or \"fail\"; what else there is, is for layers");
	if (interruption !== void 0 && interruption !== "wait" && interruption !== "detach") return invalid("interruption", interruption, "use \"wait\" or \"detach\"");
	if (timeout === void 0) return noLimit;
	const millis = millisOf(timeout);
	if (millis === void 0) return invalid("timeout", timeout, "use a Duration that is not negative, such as \"1 second\", or milliseconds");
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
		return fail(errorOf(this.method, thread, reason, false));
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
		return callback((resume) => register(resume, this.fiberOf(callOptions)));
	}
	/** The outcome of a tell that waits, for its port or in its target's line. */
	untilKnown(job) {
		return callback((resume) => {
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
		return callback((later) => {
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
		return flatMap(currentTimeMillis, (since) => timeoutOrElse(wait, {
			duration: limit.leftMillis,
			orElse
		}).pipe(andThen(currentTimeMillis), flatMap((now) => {
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
		const wait = callback((resume) => {
			const leave = absent.wait(() => resume(void_));
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
		const chain = chainOf(fiber);
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
		if (job.over) return void_;
		if (job.id < 0) {
			this.withdraw(job);
			return void_;
		}
		const detach = callOptions?.interruption === "detach";
		if (outbox.cancel(job, detach) || detach) return void_;
		const { interruptGraceMillis } = this.system;
		return callback((resume) => job.whenOver(() => resume(void_))).pipe(timeoutOrElse({
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
		throw errorOf(method, used, new WrongThread({
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
const broadcast = ({ calls, reentrant, served }, payload, callOptions, limit, fiber, onEnd) => {
	const { method, outbox, system } = calls;
	if (callOptions?.thread !== void 0) return invalid("thread", callOptions.thread, "leave it out: a broadcast goes to every thread; ask, tell and submit take it");
	const members = membersOf(calls, served, callOptions);
	if (members instanceof Absent || "_tag" in members) return members;
	const headers = headersOf(callOptions?.headers);
	if (headers instanceof InvalidOption) return headers;
	const sender = jobOf(fiber);
	const chain = sender?.waitingInstances ?? noChain;
	const extension = encode(void 0, headers, chain, system.carrier.of(fiber));
	const encoded = encodePayload({
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
	const again = calls.guarded((payload, callOptions, limit) => withFiber((fiber) => callback((resume) => {
		const found = seat.find();
		if (found instanceof Absent) return resume(calls.onceThere(found, payload, callOptions, again));
		const job = sendTo(calls, found, thread, message, callOptions, limit, fiber, resume);
		return job === void 0 ? void 0 : suspend(() => calls.leave(job, callOptions));
	})));
	return calls.onceThere(absent, message.payload, callOptions, again);
};
const whenFullOf = ({ binding }, callOptions) => callOptions?.whenFull === "fail" ? "fail" : binding.entry?.whenFull ?? "suspend";
const cannotMove = new InvalidOption({
	option: "the payload of a broadcast",
	value: "one that moves an ArrayBuffer (Job.transfer)",
	remedy: "what is moved can be in one place only: broadcast an Rpc whose schema copies it"
});
/** Whoever waited has left: what has not started never will, the rest is interrupted, all at the same time. */
const leaveAll = (calls, { jobs, waiting }, callOptions) => forEach([...jobs.map((job) => suspend(() => calls.leave(job, callOptions))), ...waiting.map(interrupt)], (left) => left, {
	concurrency: "unbounded",
	discard: true
});
const membersOf = (calls, served, callOptions) => {
	const to = callOptions?.to;
	if (to !== void 0 && to !== "actor" && to !== "system") return invalid("to", to, "use \"actor\" for the threads of this actor's tag, or \"system\" for those of all its tags");
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
		if (isFull(target) || target.waiting.size > 0) return reason("window", target);
	}
	if (outbox.jobs.capacity - outbox.jobs.live >= targets.length) return void 0;
	outbox.reclaim();
	return outbox.jobs.capacity - outbox.jobs.live < targets.length ? reason("jobs", targets[0]) : void 0;
};
// ../../../packages/core/src/internal/sending/clientBroadcast.ts
/** `around` is what is done with every verb of the client. */
const makeBroadcast = (options, around) => {
	const { calls } = options;
	const together = calls.guarded((payload, callOptions, limit) => withFiber((fiber) => callback((resume) => {
		const onEnd = ({ isLast }, all) => {
			if (isLast) resume(succeed$1(all.completions.map(({ exit, thread }) => ({
				thread,
				exit
			}))));
		};
		const started = broadcast(options, payload, callOptions, limit, fiber, onEnd);
		if (started instanceof Absent) {
			resume(calls.onceThere(started, payload, callOptions, together));
			return;
		}
		if ("_tag" in started) {
			resume(calls.fail(started));
			return;
		}
		if (started.size === 0) resume(succeed$1([]));
		return suspend(() => leaveAll(calls, started, callOptions));
	})));
	/** Gives a stream of what ends, and notes in `run` what is to be left when nobody reads it any more. */
	const oneByOne = calls.guarded((payload, callOptions, limit) => withFiber((fiber) => flatMap(unbounded(), (queue) => suspend(() => {
		const onEnd = (completion) => {
			offerUnsafe(queue, completion);
			if (completion.isLast) endUnsafe(queue);
		};
		const started = broadcast(options, payload, callOptions, limit, fiber, onEnd);
		if (started instanceof Absent) return calls.onceThere(started, payload, callOptions, oneByOne);
		if ("_tag" in started) return calls.fail(started);
		if (started.size === 0) endUnsafe(queue);
		callOptions?.broadcasts?.push(started);
		return succeed$2(fromQueue(queue));
	}))));
	const open = around(oneByOne);
	const stream = (payload, callOptions) => unwrap(gen(function* () {
		const broadcasts = [];
		const left = suspend(() => forEach(broadcasts, (each) => leaveAll(calls, each, callOptions), { discard: true }));
		yield* addFinalizer(yield* scope, left);
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
		if (headers instanceof InvalidOption || !areOptions(options)) return verb(payload, options);
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
	if (Number.isInteger(streamBufferSize) && streamBufferSize >= 1 && streamBufferSize <= MOST) return streamBufferSize;
	return invalid("streamBufferSize", streamBufferSize, `use a whole number from 1 to ${MOST}`);
};
const MOST = 1e6;
/** As `Stream.toQueue`, begun at once: what is asked is sent before whoever has asked for the queue sends anything else. */
const queueOf = (stream, capacity) => gen(function* () {
	const queue = yield* bounded(capacity);
	yield* addFinalizer$1(() => shutdown(queue));
	yield* forkScoped(runIntoQueue(stream, queue), { startImmediately: true });
	return queue;
});
/** `open` sends the job of one run, and notes it there; `leave` lets go of it, and waits as an interrupted ask does. */
const makeStream = (open, leave) => {
	const stream = (payload, options) => fromChannel(fromTransform((_, scope) => suspend(() => {
		const run = [];
		const left = suspend(() => forEach(run, (job) => leave(job, options), { discard: true }));
		return andThen(addFinalizer(scope, left), map(open(payload, withOurs(options, { run })), (job) => job.pull));
	})));
	/** The queue holds half of what may be ahead. */
	const asQueue = (payload, options) => {
		const credit = creditOf(options) ?? 256;
		if (typeof credit === "object") return queueOf(stream(payload, options), 1);
		const capacity = Math.max(1, credit >>> 1);
		const streamBufferSize = Math.max(1, credit - capacity);
		return queueOf(stream(payload, {
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
const makeRouted = (calls, asked) => (payload, router) => callback((resume) => {
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
const answered = (router, effect) => isExit(effect) ? router.answered(effect) : flatMap(exit(effect), (exit) => router.answered(exit));
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
	pull = suspend(() => {
		this.owed += this.handed;
		this.handed = 0;
		if (this.owed >= this.step && !this.over) {
			this.owner.grant(this, this.owed);
			this.owed = 0;
		}
		if (this.arrived.length > 0 || this.exit !== void 0) return this.next();
		return callback((resume) => {
			this.consumer = resume;
			return sync(() => {
				this.consumer = void 0;
			});
		});
	});
	next() {
		if (this.arrived.length === 0) return isFailure$1(this.exit) ? failCause$1(this.exit.cause) : done();
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
			default: throw errorOf(method, thread, reason, false);
		}
	};
	return (payload, options) => {
		calls.notElsewhere?.();
		if (!areOptions(options)) return refuse(badOptions(options));
		if (clientMiddlewares(context, rpc).length > 0) throw errorOf(method, "", new InvalidOption({
			option: "tellUnsafe",
			value: `called on "${rpc._tag}"`,
			remedy: "use tell: this Rpc has middleware on the client's side, which is an Effect"
		}), false);
		const routed = route(payload, noChain, options?.thread);
		if (routed instanceof Absent) return binding.known ? "full" : "closed";
		if ("_tag" in routed) return refuse(routed);
		const { key, target } = routed;
		const headers = headersOf(options?.headers);
		if (headers instanceof InvalidOption) return refuse(headers);
		const extension = encode(key, headers, noChain, system.carrier.of(current()));
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
		return this.awaiting === nobody ? this.end : succeed$1(this.owner.handOut(this));
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
		this.onExit(interrupt$1());
	}
	settle(exit) {
		const { awaiting } = this;
		this.awaiting = void 0;
		if (!this.isHandedOut) {
			this.isHandedOut = true;
			if (awaiting !== void 0) return awaiting(exit);
			this.awaiting = nobody;
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
		const reason = new InvalidOption({
			option: "await",
			value: "of a job that was detached",
			remedy: "await it first, or keep it: whoever detaches a job says that nobody asks how it ends"
		});
		return fail(errorOf(this.method, this.target.threadName, reason, this.started));
	}
	get exit() {
		return this.end === void 0 ? none() : some(this.end);
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
const nobody = () => {};
/** What is to be done when whoever awaits a job is interrupted. A class: an Effect of a closure is three objects. */
var Leaving$1 = class extends Class {
	constructor(job, resume) {
		super();
		this.job = job;
		this.resume = resume;
	}
	asEffect() {
		this.job.leave(this.resume);
		return void_;
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
		return callback((resume) => job.owner.observe(job, resume));
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
		return suspend(() => {
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
const make$2 = (options) => {
	const client = Object.create(null);
	let index = 0;
	for (const [tag, rpc] of options.requests) {
		const codecs = bind(rpc, options.context);
		const method = {
			actor: options.binding.name,
			tag: rpc._tag,
			index: index++,
			codecs,
			idempotent: get(rpc.annotations, Idempotent)
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
	const reentrant = get(rpc.annotations, Reentrant);
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
		if (headers !== noHeaders && headers instanceof InvalidOption) {
			resume(calls.fail(headers));
			return;
		}
		const carried = system.carrier.of(fiber ?? getCurrent());
		const credit = isStream ? callOptions?.streamBufferSize : void 0;
		aimed.target = target;
		aimed.method = callOptions?.thread === void 0 || callOptions.movable === true ? method : addressed;
		aimed.sender = isOpen ? sender : void 0;
		aimed.extension = encode(key, headers, chain, carried, credit);
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
	const ask = (payload, callOptions) => callOptions === void 0 ? callback((resume) => asked(payload, void 0, noLimit, resume, calls.fiberOf(void 0))) : askWith(payload, callOptions);
	const scoped = calls.guarded((payload, callOptions, limit) => withViews(calls, (views) => calls.calling(callOptions, (resume, fiber) => {
		const leave = asked(payload, callOptions, limit, resume, fiber, views);
		return leave === void 0 ? void 0 : andThen(sync(() => views.end()), leave);
	})));
	/** Why a tell was refused at once; nothing runs between that and its being read. */
	let noted = void_;
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
	const tellWith = calls.guarded((payload, callOptions, limit) => limit.millis > 0 ? tellWaiting(payload, callOptions) : withFiber((fiber) => tellNow(payload, fiber, callOptions)));
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
	const submitWith = calls.guarded((payload, callOptions, limit) => limit.millis > 0 ? submitWaiting(payload, callOptions) : withFiber((fiber) => submitNow(payload, fiber, callOptions)));
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
	const here = (verb) => notElsewhere === void 0 ? verb : (payload, callOptions) => suspend(() => {
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
const noHeaders = empty;
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
const make$1 = (strategy, key) => ({
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
const roundRobin = make$1("roundRobin", void 0);
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
const annotatedKey = make$1("annotatedKey", void 0);
// ../../../packages/core/src/internal/supervision/supervise.ts
/**
* Threads that die are started again, each for itself, as long as their schedule allows. Runs on main, as long as the
* layer's scope. Threads that live and die together: see crew.ts.
*/
const deciding = ({ schedule }) => gen(function* () {
	if (schedule === "never") return () => succeed$2(void 0);
	const step = yield* catchCause$1(toStep(schedule), broken);
	return (cause) => flatMap(currentTimeMillis, (now) => suspend(() => step?.(now, cause) ?? done()).pipe(map(([, delay]) => {
		const afterMillis = toMillis(delay);
		return {
			afterMillis,
			atMillis: now + afterMillis
		};
	}), catchDone(() => succeed$2(void 0)), catchCause$1(broken)));
});
/** A schedule that throws allows nothing more: the thread is given up, which its senders learn. */
const broken = (cause) => hasInterruptsOnly(cause) ? interrupt$2 : as(logError(`a restart schedule failed: ${pretty(cause)}`), void 0);
/** The end of an incarnation, as the reason that its jobs and those who watch are given. */
const causeOf = (handle) => _await(handle.over);
/** The thread will not come back; what that means for the system is up to the policy. */
const giveUp = (main, place, policy, cause) => suspend(() => {
	const { actors, threadName } = place;
	const escalated = policy.onGiveUp === "escalate";
	main.giveUp(actors, threadName);
	place.gaveUp(cause, escalated);
	const what = `thread "${threadName}" of actor "${actors.join("\", \"")}" is not started again: ${cause.message}`;
	if (!escalated) return policy.schedule === "never" ? void_ : logError(what);
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
				scope: yield* scope,
				left: makeUnsafe()
			};
			this.units = [...this.units, unit];
			for (const thread of threads) this.startedOne(thread);
			this.running ??= runForkWith(this.main.options.context)(this.look);
			yield* addFinalizer$1(() => this.leave(unit));
		});
	}
	leave(unit) {
		return suspend(() => {
			doneUnsafe(unit.left, void_);
			this.units = this.units.filter((each) => each !== unit);
			const { running } = this;
			if (this.units.length > 0 || running === void 0) return void_;
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
			if (failed.length === 0) yield* take(this.news);
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
				yield* timeoutOption(take(this.news), millis);
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
		return suspend(() => {
			const handle = current();
			const isAsked = handle.stoppedBy !== void 0;
			if (!place.isUp || isAsked || handle.cause !== void 0) return void_;
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
		return flatMap(forkIn(thread.again, unit.scope), (fiber) => tap(await_(fiber), (exit) => sync(() => isSuccess(exit) && this.startedOne(thread))));
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
		if (!allowed) return done(before);
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
		if (other !== void 0) return invalid(other, "given beside group", "give it to Supervision.group: it holds for all of the group");
		const policy = group["~@stevedore/core/Group"];
		if (policy === void 0) return invalid("group", String(group), "use what Supervision.group returns");
		const crew = main.crews.get(group) ?? new Crew(main, policy);
		main.crews.set(group, crew);
		return {
			policy,
			crew
		};
	}
	if (onGiveUp !== void 0 && onGiveUp !== "stop" && onGiveUp !== "escalate") return invalid("onGiveUp", onGiveUp, "use \"stop\" or \"escalate\"");
	if (!isRestart(restart)) return invalid("restart", String(restart), RESTART);
	if (strategy !== void 0 && strategy !== "oneForOne" && strategy !== "allForOne") return invalid("strategy", strategy, "use \"oneForOne\" or \"allForOne\"");
	const policy = {
		schedule: restart ?? backoff(byDefault),
		onGiveUp: onGiveUp ?? "stop"
	};
	if (strategy !== "allForOne") {
		if (finishWithin === void 0) return {
			policy,
			crew: void 0
		};
		return invalid("finishWithin", finishWithin, "it is for strategy: \"allForOne\"; leave it out");
	}
	const finishMillis = finishWithin === void 0 ? FINISH_MILLIS : millisOf(finishWithin);
	if (finishMillis === void 0) return invalid("finishWithin", finishWithin, "use a Duration such as \"5 seconds\", or milliseconds");
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
	const start$1 = (index) => gen(function* () {
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
		const { functions, incarnation, serial, thread } = yield* start(main, {
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
	const started = yield* forEach(indices, start$1, { concurrency: parallelism() });
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
		again: map(start$1(index), (members) => main.replaceMembers(ids, members))
	}));
	if (crew !== void 0) yield* crew.join(supervised);
	else for (const each of supervised) yield* forkScoped(supervise(main, each, policy), { startImmediately: true });
	let clients = empty$1();
	for (const { clientOf, tag } of parts) clients = add(clients, tag, yield* clientOf(system, routing));
	return clients;
}));
const onlyMain = (option) => new InvalidOption({
	option,
	value: "built on a worker thread",
	remedy: "build it on main; other threads reach the actor by layerRef"
});
const isRouting = (routing) => routing === roundRobin || routing === annotatedKey || routing?.strategy === "consistentKey" && typeof routing.key === "function";
const invalidHost = (options, size, main) => {
	if (typeof options.name !== "string" || options.name === "") return invalid("name", options.name, "give the thread a name: a text that is not empty");
	const most = main.options.sizes.maxThreads - 1;
	if (most === 0) return invalid("maxThreads", 1, "raise maxThreads of the actor system: the one thread it may have is main");
	if (!Number.isSafeInteger(size) || size < 1 || size > most) return invalid("size", size, `use a whole number from 1 to ${most} (maxThreads of the system, without main)`);
	if (options.routing !== void 0 && !isRouting(options.routing)) {
		const given = options.routing?.strategy ?? options.routing;
		return invalid("routing", given, "use Routing.roundRobin, Routing.annotatedKey or Routing.consistentKey with a function");
	}
	const { whenLost } = options;
	if (whenLost !== void 0 && whenLost !== "wait" && whenLost !== "replace") return invalid("whenLost", whenLost, "use \"wait\" or \"replace\"");
	if (typeof options.entry?.url !== "string") return invalid("entry", options.entry, "use Actor.entry<typeof import(…)>(new URL(…, import.meta.url))");
};
const isWord = (whenFull) => whenFull === "suspend" || whenFull === "fail" || whenFull === "dropNewest" || whenFull === "dropOldest";
const mailboxOf = (options) => {
	const window = options?.window ?? DEFAULT_WINDOW;
	if (!Number.isSafeInteger(window) || window < 1) return { reason: invalid("window", window, "use a whole number from 1") };
	const whenFull = options?.whenFull ?? "suspend";
	if (isWord(whenFull)) return {
		window,
		whenFull
	};
	const millis = millisOf(whenFull);
	if (millis === void 0) return { reason: invalid("whenFull", whenFull, "use \"suspend\", \"fail\", \"dropNewest\", \"dropOldest\" or a Duration such as \"1 second\"") };
	return {
		window,
		whenFull: millis
	};
};
/** From when on its jobs are slow, in milliseconds; `undefined` where it does not say. */
const slowOf = (options) => {
	const slowAfter = options?.slowAfter;
	if (slowAfter === void 0) return void 0;
	return limitOf$1(slowAfter) ?? invalid("slowAfter", slowAfter, "use a Duration such as \"50 millis\", or \"never\"");
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
	scope = makeUnsafe$1();
	main;
	actor;
	ended = makeUnsafe();
	begun = false;
	constructor(main, actor) {
		this.main = main;
		this.actor = actor;
	}
	/** Runs them, or waits for whoever does; returns what held it up. Never fails: a hook that does is logged. */
	run(exit, millis) {
		return withFiber((fiber) => {
			const inside = get(fiber.context, Inside);
			if (inside.includes(this)) return succeed$2([]);
			if (this.begun) return _await(this.ended);
			this.begun = true;
			const closing = closeUnsafe(this.scope, exit);
			const running = closing === void 0 ? succeed$2([]) : this.within(provideService(closing, Inside, [...inside, this]), millis);
			const done = (result) => {
				this.main.stopHooks.delete(this);
				return done$1(this.ended, result);
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
	const scope = makeUnsafe$1();
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
	if (!isLayer(handlers)) return yield* fail(invalid("handlers", handlers, "give it the Layer that TheActor.toLayer({ … }) returns"));
	const hooks = hooksOf(system, id);
	let actor;
	yield* addFinalizer$1((exit) => {
		const since = performance.now();
		const left = actor === void 0 ? void_ : leave(system, actor);
		return andThen(left, suspend(() => asVoid(hooks.run(exit, main === void 0 ? 0 : leftMillis(main, since)))));
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
	actor = host(loop, instance, id, built);
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
const leave = (system, actor) => suspend(() => {
	const { loop } = system;
	if (system.isEnding()) {
		loop.actors.delete(actor.instance);
		return void_;
	}
	const left = system.ask({
		_tag: "leave",
		name: actor.name,
		instance: actor.instance
	});
	return asVoid(andThen(ignore(left), finish(system, actor)));
});
// ../../../packages/core/src/internal/actorLayers.ts
/**
* The layers of one actor class: where its handlers run, and the client of whoever asks for the service.
*/
const make = (tag, id, served, definition) => {
	const fail = (reason) => new ActorError({
		reason,
		actor: id,
		job: "",
		thread: "",
		started: false
	});
	const clientOf = (system, routing) => gen(function* () {
		const context$1 = yield* context();
		const unseen = new ToldFailures(context$1, "was submitted, detached,");
		yield* addFinalizer$1(() => sync(() => unseen.end()));
		const binding = system.directory.binding(id);
		return make$2({
			system,
			binding,
			requests: definition.requests,
			context: context$1,
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
		if (!isLayer(handlers)) return yield* fail(invalid("handlers", handlers, "give it the Layer that TheActor.toLayer({ … }) returns"));
		const services = merge(succeed$3(ActorSystem, service), succeed$3(CurrentThread, {
			id: 1,
			name: "main",
			isMain: true
		}));
		const own = {
			hooks: new StopHooks(main, id),
			place: placeOf(main, id),
			actor: void 0
		};
		const slow = {
			actor: id,
			millis: slowMillis,
			jobs: part.slowAfter
		};
		yield* addFinalizer$1(() => sync(() => main.slow.remove(slow)));
		yield* addFinalizer$1((exit) => end(main, own, exit));
		const context = yield* buildWithScope(provide(handlers, services), own.hooks.scope);
		const built = getUnsafe(context, handlersKey(served));
		const instance = main.nextInstance();
		const actor = host(main.loop, instance, id, built);
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
		const service = yield* make$3({
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
		layerMain: (handlers, options) => effect(tag, flatMap(ActorSystem, (service) => serveAlone(service, handlers, options))),
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
		layerRef: effect(tag, flatMap(ActorSystem, (service) => clientOf(service["~@stevedore/core/runtime"], void 0))),
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
const entry = (url) => {
	const href = typeof url === "string" ? url : url?.href;
	if (typeof href === "string") return {
		"~@stevedore/core/Entry": () => {},
		url: href
	};
	throw invalid("entry", url, "use Actor.entry<typeof import(\"./x.thread.ts\")>(new URL(\"./x.thread.ts\", import.meta.url))");
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
	const layers = make(tag, id, served, definition);
	return Object.assign(tag, {
		group: definition.group,
		...layers,
		as: () => (other) => makeClass(other, definition, served)
	});
};
// quickstart/primes.protocol.ts
const count = make$4("count", {
	payload: { below: Int },
	success: Int
});
var Primes = class extends Service()("app/Primes", [count]) {};
export { entry as n, Primes as t };
