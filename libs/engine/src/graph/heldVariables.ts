import { tf } from '../tf';
import { eagerBackend, type RawValues, type TensorEntry } from './binding';

/** Where the values of a program's variables are to be had. */
export interface ValueSource {
  /** Counts up with every change of the values. */
  readonly version: number;
  values(index: number): RawValues;
}

/** Gives each variable memory of its own: `tf.variable(other.clone())` shares the other's. */
export function separate(variables: readonly tf.Variable[]): void {
  const { tensorMap } = eagerBackend();
  for (const variable of variables) {
    if (tensorMap.get(variable.dataId).refCount < 2) continue;
    const copy = tf.tensor(variable.dataSync().slice(), variable.shape, variable.dtype);
    variable.assign(copy);
    copy.dispose();
  }
}

/**
 * Lets the session hold the variables' values: the tensors of the variables are freed, and whoever reads a variable,
 * by `dataSync` or in an operation, gets the session's present value.
 */
export function holdInSession(variables: readonly tf.Variable[], source: ValueSource): void {
  const { tensorMap, binding } = eagerBackend();
  for (const [index, variable] of variables.entries()) {
    const { shape, dtype, id, refCount } = tensorMap.get(variable.dataId);
    if (id >= 0) binding.deleteTensor(id);
    tensorMap.set(variable.dataId, heldEntry({ shape, dtype, refCount }, index, source));
  }
}

/** Gives the values back to the variables, as ordinary tensors; those that were disposed of meanwhile are left out. */
export function releaseFromSession(variables: readonly tf.Variable[], source: ValueSource): void {
  const { tensorMap, binding } = eagerBackend();
  for (const [index, variable] of variables.entries()) {
    if (variable.isDisposed || !tensorMap.has(variable.dataId)) continue;
    const entry = tensorMap.get(variable.dataId);
    if (!held.has(entry)) continue;
    if (entry.id >= 0) binding.deleteTensor(entry.id);
    const { shape, dtype, refCount } = entry;
    tensorMap.set(variable.dataId, { shape, dtype, refCount, id: -1, values: source.values(index).slice() });
  }
}

/** The entries that are views of a session. */
const held = new WeakSet<TensorEntry>();

/** An entry of tfjs-node's table whose values come from the session, and which uploads them once a version. */
function heldEntry(
  { shape, dtype, refCount }: Pick<TensorEntry, 'shape' | 'dtype' | 'refCount'>,
  index: number,
  source: ValueSource,
): TensorEntry {
  const { binding } = eagerBackend();
  let uploaded = { id: -1, version: -1 };
  const isFresh = () => uploaded.id >= 0 && uploaded.version === source.version;
  const entry: TensorEntry = {
    shape,
    dtype,
    refCount,
    get id() {
      return uploaded.id;
    },
    set id(id: number) {
      if (uploaded.id >= 0) binding.deleteTensor(uploaded.id);
      uploaded = { id, version: source.version };
    },
    get values() {
      return isFresh() ? null : source.values(index);
    },
    // tfjs clears the values once they are uploaded; there is nothing to clear here.
    set values(_values: RawValues | null) {},
  };
  held.add(entry);
  return entry;
}
