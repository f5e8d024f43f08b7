import { i as handlersLayer, n as defineGroup } from "./defineGroup-DjmLgfdb.js";
import { $ as encodeMoved, $n as failCause, B as pack, Cn as Defect, Er as suspend, G as decodeBytes, H as unpack, J as isExactString, K as decodeString, Kr as addFinalizer, Mr as tryPromise, Nn as fromTransform, On as fromChannel, P as provide, Q as encodeBytes, Qn as fail, Ri as isSome, Sn as Cause, Tn as Unknown, Tr as succeed, U as NO, V as packMessage, W as assign, Wn as as, X as specialOf, Y as negativeZero, Z as Moved, at as isStackOverflow, ci as isSuccess, di as done, er as flatMap, et as isBinary, fi as findErrorOption, gr as promise, hr as onInterrupt, it as Refusal, li as succeed$1, lr as isEffect, ni as fail$1, nt as places, oi as isExit, ot as messageOf, q as encodeString, qn as catchCause, rt as CodecFailure, st as binaryKinds, tr as flatten, tt as outgoing, yn as make$1, z as make } from "./handlers-LJr5_m9_.js";
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
		cause: make(Cause(Defect(), Defect({ includeStack: true }))),
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
		const rpc = isStream ? make$1(name, {
			...types,
			stream: true
		}) : make$1(name, types);
		provide(rpc, isStream ? streamCodecs : codecs);
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
	return as(addFinalizer(scope, leave), pulling.next);
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
export { moduleOf, noFunctions, otherFunctions };
