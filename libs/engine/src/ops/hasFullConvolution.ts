import { eagerBackend, type RawAttribute } from '../graph/binding';
import { DATA_TYPE } from '../graph/types';
import { attribute } from '../native';

let known: boolean | undefined;

/**
 * Whether TensorFlow's convolution takes dilations and groups, gradients included. It does on a GPU and on a CPU with
 * oneDNN; which of them a build has can only be tried out.
 */
export function hasFullConvolution(): boolean {
  known ??= tryConvolution();
  return known;
}

/** The filter's gradient in two groups; by the addon itself, since this may be asked while a step is traced. */
function tryConvolution(): boolean {
  const { binding } = eagerBackend();
  const { float32, int32 } = DATA_TYPE;
  const attributes: RawAttribute[] = [
    attribute.type('T', 'float32'),
    attribute.ints('strides', [1, 1, 1, 1]),
    attribute.ints('dilations', [1, 1, 1, 1]),
    attribute.string('padding', 'VALID'),
  ];
  const x = binding.createTensor([1, 1, 1, 2], float32, new Float32Array(2));
  const shape = binding.createTensor([4], int32, Int32Array.of(1, 1, 1, 2));
  const dy = binding.createTensor([1, 1, 1, 2], float32, new Float32Array(2));
  try {
    for (const { id } of binding.executeOp('Conv2DBackpropFilter', attributes, [x, shape, dy], 1)) {
      binding.deleteTensor(id);
    }
    return true;
  } catch {
    return false;
  } finally {
    for (const id of [x, shape, dy]) binding.deleteTensor(id);
  }
}
