import { WeightsFileError } from '../weightsFile';
import { createReader, type Reader } from './reader';
import { Known, type PickleValue, Tuple, Unbuilt } from './values';

/** What gives a pickle its meaning. */
export type PickleContext = {
  /** A class or function by its name. @throws WeightsFileError for one that is not known */
  global: (module: string, name: string) => PickleValue;
  /** What a persistent id stands for. */
  persistent: (id: PickleValue) => PickleValue;
};

/** Instructions and containers of a pickle at most: state dicts of thousands of tensors stay far below. */
const STEPS_MAX = 4_000_000;
const CONTAINERS_MAX = 250_000;
const WHOLE_NUMBER_BYTES_MAX = 64;

/** The state of Python's pickle machine. */
type Machine = PickleContext & {
  reader: Reader;
  stack: PickleValue[];
  /** Stacks below a mark. */
  marked: PickleValue[][];
  memo: Map<number, PickleValue>;
  pop: () => PickleValue;
  /** What stands above the last mark. */
  popMark: () => PickleValue[];
  top: () => PickleValue;
  /** Counts containers, and items that a call copies from one. */
  spend: (count: number) => void;
};

/**
 * Interprets one pickle of protocol 2 to 5. It knows the instructions below alone; nothing of the file is executed: a name
 * becomes what `context.global` says, and "calling" it runs that function of ours.
 *
 * @returns the value and the place of the first byte after the pickle
 * @throws WeightsFileError naming the instruction, class or place that it refuses
 */
export function readPickle(
  source: Uint8Array,
  start: number,
  context: PickleContext,
): { value: PickleValue; end: number } {
  const machine = createMachine(source, start, context);
  const { reader } = machine;
  for (let step = 0; step < STEPS_MAX; step++) {
    const code = reader.byte();
    if (code === STOP) return { value: machine.pop(), end: reader.at };
    const run = INSTRUCTIONS.get(code);
    if (!run) throw new WeightsFileError(`the pickle instruction ${describeCode(code)} is refused`);
    if (MAKES_CONTAINER.has(code)) machine.spend(1);
    run(machine);
  }
  throw new WeightsFileError(`the pickle has more than ${STEPS_MAX} instructions`);
}

function createMachine(source: Uint8Array, start: number, context: PickleContext): Machine {
  let containers = 0;
  const machine: Machine = {
    ...context,
    reader: createReader(source, start),
    stack: [],
    marked: [],
    memo: new Map(),
    pop: () => {
      const value = machine.stack.pop();
      if (value === undefined) throw broken();
      return value;
    },
    popMark: () => {
      const below = machine.marked.pop();
      if (!below) throw broken();
      const above = machine.stack;
      machine.stack = below;
      return above;
    },
    top: () => {
      const value = machine.stack.at(-1);
      if (value === undefined) throw broken();
      return value;
    },
    spend: (count) => {
      containers += count;
      if (containers > CONTAINERS_MAX) {
        throw new WeightsFileError(`the pickle makes more than ${CONTAINERS_MAX} containers`);
      }
    },
  };
  return machine;
}

type Instruction = (machine: Machine) => void;

const pushing =
  (value: (machine: Machine) => PickleValue): Instruction =>
  (machine) => {
    machine.stack.push(value(machine));
  };
const memoise =
  (key: (machine: Machine) => number): Instruction =>
  (machine) => {
    machine.memo.set(key(machine), machine.top());
  };
const remember =
  (key: (machine: Machine) => number): Instruction =>
  (machine) => {
    const value = machine.memo.get(key(machine));
    if (value === undefined) throw broken();
    machine.stack.push(value);
  };
const lastAsTuple =
  (count: number): Instruction =>
  (machine) => {
    if (machine.stack.length < count) throw broken();
    machine.stack.push(new Tuple(machine.stack.splice(-count)));
  };

const STOP = 0x2e;

/** By their names in Python's `pickletools`. */
const INSTRUCTIONS = new Map<number, Instruction>([
  [0x80, protocol],
  [0x95, ({ reader }) => void reader.uint64()], // FRAME: only how it was buffered
  [0x28, mark], // MARK
  [0x30, ({ pop }) => void pop()], // POP
  [0x31, ({ popMark }) => void popMark()], // POP_MARK
  [0x32, pushing(({ top }) => top())], // DUP
  [0x4e, pushing(() => null)], // NONE
  [0x88, pushing(() => true)], // NEWTRUE
  [0x89, pushing(() => false)], // NEWFALSE
  [0x4a, pushing(({ reader }) => reader.int32())], // BININT
  [0x4b, pushing(({ reader }) => reader.byte())], // BININT1
  [0x4d, pushing(({ reader }) => reader.uint16())], // BININT2
  [0x8a, pushing(({ reader }) => wholeNumber(reader, reader.byte()))], // LONG1
  [0x8b, pushing(({ reader }) => wholeNumber(reader, reader.uint32()))], // LONG4
  [0x47, pushing(({ reader }) => reader.float64())], // BINFLOAT
  [0x55, pushing(({ reader }) => latin(reader.bytes(reader.byte())))], // SHORT_BINSTRING
  [0x54, pushing(({ reader }) => latin(reader.bytes(reader.uint32())))], // BINSTRING
  [0x8c, pushing(({ reader }) => reader.text(reader.byte()))], // SHORT_BINUNICODE
  [0x58, pushing(({ reader }) => reader.text(reader.uint32()))], // BINUNICODE
  [0x8d, pushing(({ reader }) => reader.text(reader.uint64()))], // BINUNICODE8
  [0x43, pushing(({ reader }) => reader.bytes(reader.byte()))], // SHORT_BINBYTES
  [0x42, pushing(({ reader }) => reader.bytes(reader.uint32()))], // BINBYTES
  [0x8e, pushing(({ reader }) => reader.bytes(reader.uint64()))], // BINBYTES8
  [0x96, pushing(({ reader }) => reader.bytes(reader.uint64()))], // BYTEARRAY8
  [0x5d, pushing(() => [])], // EMPTY_LIST
  [0x7d, pushing(() => new Map())], // EMPTY_DICT
  [0x8f, pushing(() => new Set())], // EMPTY_SET
  [0x29, pushing(() => new Tuple([]))], // EMPTY_TUPLE
  [0x74, (machine) => pushAfterMark(machine, (items) => new Tuple(items))], // TUPLE
  [0x6c, (machine) => pushAfterMark(machine, (items) => items)], // LIST
  [0x64, (machine) => pushAfterMark(machine, (items) => setPairs(new Map(), items))], // DICT
  [0x91, (machine) => pushAfterMark(machine, (items) => new Set(items))], // FROZENSET
  [0x85, lastAsTuple(1)],
  [0x86, lastAsTuple(2)],
  [0x87, lastAsTuple(3)],
  [0x71, memoise(({ reader }) => reader.byte())], // BINPUT
  [0x72, memoise(({ reader }) => reader.uint32())], // LONG_BINPUT
  [0x94, memoise(({ memo }) => memo.size)], // MEMOIZE
  [0x68, remember(({ reader }) => reader.byte())], // BINGET
  [0x6a, remember(({ reader }) => reader.uint32())], // LONG_BINGET
  [0x61, ({ pop, top }) => append([pop()], top())], // APPEND
  [0x65, ({ popMark, top }) => append(popMark(), top())], // APPENDS
  [0x73, ({ pop, top }) => setItems([pop(), pop()].reverse(), top())], // SETITEM
  [0x75, ({ popMark, top }) => setItems(popMark(), top())], // SETITEMS
  [0x90, ({ popMark, top }) => addItems(popMark(), top())], // ADDITEMS
  [0x63, pushing(({ reader, global }) => global(reader.line(), reader.line()))], // GLOBAL
  [0x93, pushing(stackGlobal)], // STACK_GLOBAL
  [0x51, pushing(({ pop, persistent }) => persistent(pop()))], // BINPERSID
  [0x52, pushing(callWith)], // REDUCE
  [0x81, pushing(callWith)], // NEWOBJ
  [0x62, build], // BUILD
]);

const MAKES_CONTAINER = new Set([
  0x5d, 0x7d, 0x8f, 0x29, 0x74, 0x6c, 0x64, 0x91, 0x85, 0x86, 0x87, 0x28, 0x52, 0x81, 0x51,
]);

/** Those that people meet: protocol 0 and 1, which PyTorch never wrote. */
const REFUSED: Readonly<Record<number, string>> = {
  73: 'INT',
  76: 'LONG',
  70: 'FLOAT',
  83: 'STRING',
  86: 'UNICODE',
  80: 'PERSID',
  105: 'INST',
  111: 'OBJ',
  103: 'GET',
  112: 'PUT',
  130: 'EXT1',
  131: 'EXT2',
  132: 'EXT4',
  146: 'NEWOBJ_EX',
  151: 'NEXT_BUFFER',
  152: 'READONLY_BUFFER',
};

function describeCode(code: number): string {
  return `${REFUSED[code] ?? 'unknown'} (0x${code.toString(16).padStart(2, '0')})`;
}

function protocol({ reader }: Machine): void {
  const version = reader.byte();
  if (version < 2 || version > 5) throw new WeightsFileError(`a pickle of protocol ${version}: only 2 to 5 are read`);
}

function mark(machine: Machine): void {
  machine.marked.push(machine.stack);
  machine.stack = [];
}

/** Little-endian two's complement. */
function wholeNumber(reader: Reader, length: number): number | bigint {
  if (length > WHOLE_NUMBER_BYTES_MAX) throw new WeightsFileError(`a whole number of ${length} bytes in the pickle`);
  const bytes = reader.bytes(length);
  let value = 0n;
  for (let i = length - 1; i >= 0; i--) value = (value << 8n) | BigInt(bytes[i] ?? 0);
  const signed = BigInt.asIntN(8 * length, value);
  return BigInt(Number(signed)) === signed && Number.isSafeInteger(Number(signed)) ? Number(signed) : signed;
}

function latin(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
}

function pushAfterMark(machine: Machine, make: (items: PickleValue[]) => PickleValue): void {
  const items = machine.popMark();
  machine.stack.push(make(items));
}

function append(items: readonly PickleValue[], list: PickleValue): void {
  if (list instanceof Unbuilt) return;
  if (!Array.isArray(list)) throw broken();
  for (const item of items) list.push(item);
}

function setItems(pairs: readonly PickleValue[], dict: PickleValue): void {
  if (dict instanceof Unbuilt) return;
  if (!(dict instanceof Map)) throw broken();
  setPairs(dict, pairs);
}

function setPairs(dict: Map<PickleValue, PickleValue>, pairs: readonly PickleValue[]): Map<PickleValue, PickleValue> {
  if (pairs.length % 2 !== 0) throw broken();
  for (let i = 0; i < pairs.length; i += 2) dict.set(pairs[i] ?? null, pairs[i + 1] ?? null);
  return dict;
}

function addItems(items: readonly PickleValue[], set: PickleValue): void {
  if (set instanceof Unbuilt) return;
  if (!(set instanceof Set)) throw broken();
  for (const item of items) set.add(item);
}

function stackGlobal({ pop, global }: Machine): PickleValue {
  const name = pop();
  const module = pop();
  if (typeof name !== 'string' || typeof module !== 'string') throw broken();
  return global(module, name);
}

function callWith({ pop, spend }: Machine): PickleValue {
  const items = pop();
  const called = pop();
  if (!(items instanceof Tuple)) throw broken();
  if (called instanceof Known) {
    // A list may be remembered once and given to many calls, each of which copies it.
    for (const item of items.items)
      spend(item instanceof Tuple ? item.items.length : Array.isArray(item) ? item.length : 0);
    return called.call(items.items);
  }
  if (called instanceof Unbuilt) return new Unbuilt(called.className);
  throw broken();
}

/** State of an object: of an unbuilt one it is passed over, and so are a dict's own attributes (`_metadata`). */
function build({ pop, top }: Machine): void {
  pop();
  const object = top();
  if (object instanceof Unbuilt || object instanceof Map) return;
  throw new WeightsFileError('the pickle sets the state of something that has none');
}

function broken(): WeightsFileError {
  return new WeightsFileError('the pickle is broken: an instruction does not find what it needs');
}
