/** An array of a stored model. */
export type StoredArray = {
  name: string;
  shape: readonly number[];
  data: Float32Array | Float64Array | Int32Array;
};

type Values = StoredArray['data'];
type Flat = Record<string, unknown>;

/**
 * A model's arrays and numbers, each under its own name: a number has no shape. Words and flags are left out, since a
 * config says them; what lies deeper is joined to its name by a dot.
 */
export function storeModel(model: object, prefix = ''): StoredArray[] {
  return Object.entries(model).flatMap(([key, value]): StoredArray[] => {
    const name = prefix + key;
    if (typeof value === 'number') return [{ name, shape: [], data: Float64Array.of(value) }];
    if (isValues(value)) return [{ name, shape: [value.length], data: value }];
    if (value !== null && typeof value === 'object' && !Array.isArray(value)) return storeModel(value, `${name}.`);
    return [];
  });
}

/** What `storeModel` stored: the same names and values. */
export function readModel(arrays: Iterable<StoredArray>): Flat {
  const model: Flat = {};
  for (const { name, shape, data } of arrays) {
    const path = name.split('.');
    const last = path.pop() ?? '';
    let at = model;
    for (const part of path) {
      const inner = (at[part] ?? {}) as Flat; // made here
      at[part] = inner;
      at = inner;
    }
    at[last] = shape.length === 0 ? (data[0] ?? 0) : data;
  }
  return model;
}

function isValues(value: unknown): value is Values {
  return value instanceof Float32Array || value instanceof Float64Array || value instanceof Int32Array;
}
