import { attribute } from '../native';
import { bindingWith, eagerBackend, type RawAttribute, type RawBinding } from './binding';
import { DATA_TYPE } from './types';

/** Has TensorFlow look for a kernel of oneDNN's, as its graphs' own rewriting does. */
const isOneDnn = (): RawAttribute => attribute.string('_kernel', 'MklNameChangeOp');

/**
 * Lets an executed softmax take the kernel that a compiled one takes. Where oneDNN is on, TensorFlow replaces `Softmax` by
 * oneDNN's in graphs but not where operations are executed, and the two differ in the last digit: after three steps of a
 * small MAE the weights of the two engines lay 2.3e-6 apart, and 9e-7 with one kernel for both.
 * Nothing is changed where there is no such kernel.
 */
export function useKernelsOfGraphs(): void {
  const backend = eagerBackend();
  const native = backend.binding;
  if (!hasKernel(native)) return;
  const label = isOneDnn();
  backend.binding = bindingWith(native, (op, attributes, inputs, outputs) =>
    op === 'Softmax' && isFloat32(attributes)
      ? native.executeOp('_MklSoftmax', [...attributes, label], inputs, outputs)
      : native.executeOp(op, attributes, inputs, outputs),
  );
}

function isFloat32(attributes: readonly RawAttribute[]): boolean {
  return attributes.some(({ name, value }) => name === 'T' && value === DATA_TYPE.float32);
}

/** Not every build has it; only trying tells. */
function hasKernel(native: RawBinding): boolean {
  const x = native.createTensor([1, 1], DATA_TYPE.float32, new Float32Array(1));
  try {
    for (const { id } of native.executeOp('_MklSoftmax', [attribute.type('T', 'float32'), isOneDnn()], [x], 1)) {
      native.deleteTensor(id);
    }
    return true;
  } catch {
    return false;
  } finally {
    native.deleteTensor(x);
  }
}
