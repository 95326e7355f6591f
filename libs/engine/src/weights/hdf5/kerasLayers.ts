import { WeightsFileError } from '../weightsFile';

/**
 * Names of a model's layers by the groups that Keras 3 keeps them in: `conv2d`, `conv2d_1` … count the layers of a class in
 * the order of the model (`_save_container_state` of Keras's `saving_lib.py`). For files before Keras 3.6, which do not say
 * the names beside the values.
 *
 * @param bytes `config.json` of a `.keras` file
 * @throws WeightsFileError when it is no such config
 */
export function kerasLayerNames(bytes: Uint8Array): Map<string, string> {
  const layers = fieldOf(fieldOf(parse(bytes), 'config'), 'layers');
  const names = new Map<string, string>();
  if (!Array.isArray(layers)) return names;
  const counts = new Map<string, number>();
  for (const layer of layers) {
    const className = fieldOf(layer, 'class_name');
    const name = fieldOf(fieldOf(layer, 'config'), 'name');
    if (typeof className !== 'string' || typeof name !== 'string') throw new WeightsFileError('a layer without a name');
    const group = snakeCase(className);
    const count = counts.get(group) ?? 0;
    counts.set(group, count + 1);
    names.set(count === 0 ? group : `${group}_${count}`, name);
  }
  return names;
}

/** As Keras does: `DepthwiseConv2D` becomes `depthwise_conv2d`. */
function snakeCase(className: string): string {
  return className
    .replace(/\W+/g, '')
    .replace(/(.)([A-Z][a-z]+)/g, '$1_$2')
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .toLowerCase();
}

function parse(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw new WeightsFileError('its config.json is no JSON');
  }
}

function fieldOf(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, key)
    ? Object.getOwnPropertyDescriptor(value, key)?.value
    : undefined;
}
