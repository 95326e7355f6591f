/** Operations that TensorFlow has no GPU kernel for. */
const HOST_ONLY = new Set(['NonMaxSuppressionV4', 'DenseBincount', 'Bincount', 'LRN', 'LRNGrad']);

/**
 * Where a node goes. With a GPU everything of a step goes there, the variables first: only what is fed and what is
 * returned crosses over. Integers that are shapes stay in host memory by TensorFlow's own kernels.
 *
 * @param device TensorFlow's string, such as `/device:GPU:0`; empty leaves the choice to TensorFlow, which takes the
 *   first GPU for whatever has a kernel there
 */
export function deviceOf(op: string, device: string): string {
  if (device === '' || op === 'Placeholder') return '';
  return HOST_ONLY.has(op) ? '/device:CPU:0' : device;
}
