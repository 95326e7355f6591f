import { bindingWith, eagerBackend, type RawAttribute, type RawTensor } from './binding';

/** One operation that is to be executed. */
export type Operation = { op: string; attributes: RawAttribute[]; inputs: number[]; outputs: number };

/**
 * Lets every operation that is executed while `run` runs go through a function of the caller's.
 *
 * @param around executes the operation by calling `execute`, and may look at it before and after
 */
export function watchOperations<T>(
  around: (operation: Operation, execute: () => RawTensor[]) => RawTensor[],
  run: () => T,
): T {
  const backend = eagerBackend();
  const native = backend.binding;
  backend.binding = bindingWith(native, (op, attributes, inputs, outputs) =>
    around({ op, attributes, inputs, outputs }, () => native.executeOp(op, attributes, inputs, outputs)),
  );
  try {
    return run();
  } finally {
    backend.binding = native;
  }
}
