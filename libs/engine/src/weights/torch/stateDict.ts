import { WeightsFileError } from '../weightsFile';
import { type PickleValue, TensorRef, Unbuilt } from './values';

/**
 * Entries that hold a state dict, the better ones first: a self-distilling method is used by its teacher, and an averaged
 * model is what its authors evaluate.
 */
const HOLDERS = [
  'state_dict_ema',
  'model_ema',
  'teacher',
  'state_dict',
  'model_state_dict',
  'model_state',
  'model',
  'student',
  'network',
  'net',
  'module',
  'encoder',
  'backbone',
  'params',
];
const DEPTH_MAX = 3;
/** Dicts inside dicts under such names; far more than training scripts nest. */
const HOLDERS_MAX = 1000;

export type StateDict = { tensors: Map<string, TensorRef>; notes: string[] };

/**
 * The tensors of a checkpoint: of the value itself, or of the entry that training scripts keep them in.
 *
 * @throws WeightsFileError when there is none, or when an object stands where a tensor should
 */
export function findStateDict(value: PickleValue): StateDict {
  const notes: string[] = [];
  let dict = value;
  for (let depth = 0; depth <= DEPTH_MAX; depth++) {
    if (!(dict instanceof Map)) break;
    if (hasTensors(dict)) return { tensors: tensorsOf(dict, notes), notes };
    const entries = dict;
    const holder = HOLDERS.find((name) => isHolder(entries.get(name)));
    if (holder === undefined) {
      const keys = [...entries.keys()].slice(0, 8).map(shownKey).join(', ');
      throw new WeightsFileError(`no state dict: it holds ${keys || 'nothing'}, and none of them is a dict of tensors`);
    }
    notes.push(`the weights are those of "${holder}"`);
    dict = entries.get(holder) ?? null;
  }
  throw new WeightsFileError(`no state dict: it holds ${describe(value)}`);
}

function hasTensors(dict: ReadonlyMap<PickleValue, PickleValue>): boolean {
  for (const [key, value] of dict) if (typeof key === 'string' && value instanceof TensorRef) return true;
  return false;
}

/** A dict of tensors, or one that holds such a dict under a known name; `seen`: each dict is asked once, as it may hold itself. */
function isHolder(value: PickleValue | undefined, seen = new Set<PickleValue>()): boolean {
  if (!(value instanceof Map) || seen.has(value) || seen.size > HOLDERS_MAX) return false;
  seen.add(value);
  return hasTensors(value) || HOLDERS.some((name) => isHolder(value.get(name), seen));
}

function tensorsOf(dict: ReadonlyMap<PickleValue, PickleValue>, notes: string[]): Map<string, TensorRef> {
  const tensors = new Map<string, TensorRef>();
  const beside: string[] = [];
  for (const [key, value] of dict) {
    if (typeof key !== 'string') throw new WeightsFileError('a name in the state dict is no text');
    if (value instanceof TensorRef) tensors.set(key, value);
    else beside.push(`${shownKey(key)} (${describe(value)})`);
  }
  if (beside.length > 0) notes.push(`left unread: ${shortened(beside)}`);
  return tensors;
}

function shownKey(key: PickleValue): string {
  return typeof key === 'string' ? key.slice(0, 80) : describe(key);
}

function shortened(names: readonly string[]): string {
  const shown = names.slice(0, 5).join(', ');
  return names.length > 5 ? `${shown} and ${names.length - 5} more` : shown;
}

function describe(value: PickleValue): string {
  if (value instanceof Unbuilt) return value.className;
  if (value instanceof Map) return 'a dict';
  if (value instanceof TensorRef) return 'a tensor';
  if (Array.isArray(value)) return 'a list';
  return value === null || typeof value !== 'object' ? typeof value : value.constructor.name;
}
