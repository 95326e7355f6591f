import { engineInternals } from './binding';
import type { Place } from './nodes';

let path: string[] = [];
let listener: ((place: Place) => void) | undefined;
let phase: Place['phase'] = 'forward';

function tell(): void {
  listener?.({ block: path.join('/'), phase });
}

/**
 * Names a part of a model, for the profile and for the report of the first value that is not finite. Blocks nest; what
 * the gradient does for operations of the block counts to it as `backward`.
 */
export function block<T>(name: string, run: () => T): T {
  path.push(name);
  tell();
  try {
    return run();
  } finally {
    path.pop();
    tell();
  }
}

/** Tells `onPlace` the block and phase of every operation that follows, gradients included, while `run` runs. */
export function withTapeBlocks<T>(onPlace: (place: Place) => void, run: () => T): T {
  const engine = engineInternals();
  const before = { listener, path, phase };
  const addTapeNode = engine.addTapeNode;
  listener = onPlace;
  path = [];
  phase = 'forward';
  engine.addTapeNode = (...parts) => {
    addTapeNode.apply(engine, parts);
    const node = engine.state.activeTape?.at(-1);
    const gradient = node?.gradient;
    if (!node || !gradient) return;
    const made = [...path];
    node.gradient = (dys) => inBackward(made, () => wrapLazy(gradient(dys), made));
  };
  try {
    return run();
  } finally {
    ({ listener, path, phase } = before);
    // Falls back to the class's method.
    Reflect.deleteProperty(engine, 'addTapeNode');
  }
}

function inBackward<T>(block: string[], run: () => T): T {
  const before = { path, phase };
  path = [...block];
  phase = 'backward';
  tell();
  try {
    return run();
  } finally {
    ({ path, phase } = before);
    tell();
  }
}

/** tfjs's gradients are functions, one an input, that are called later. */
function wrapLazy(gradients: unknown, block: string[]): unknown {
  if (typeof gradients !== 'object' || gradients === null) return gradients;
  return Object.fromEntries(
    Object.entries(gradients).map(([input, gradient]) => [
      input,
      typeof gradient === 'function' ? () => inBackward(block, () => gradient()) : gradient,
    ]),
  );
}
