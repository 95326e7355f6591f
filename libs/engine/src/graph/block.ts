import { engineInternals } from './binding';
import type { Place } from './nodes';

let path: string[] = [];
let listener: ((place: Place) => void) | undefined;
let phase: Place['phase'] = 'forward';
let lane: Place['lane'];

function tell(): void {
  listener?.({ block: path.join('/'), phase, lane });
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

/** Marks operations, and their gradients, as a lane's: see `inLanes`. */
export function inLane<T>(number: number, run: () => T): T {
  const before = lane;
  lane = number;
  tell();
  try {
    return run();
  } finally {
    lane = before;
    tell();
  }
}

export function isInLane(): boolean {
  return lane !== undefined;
}

/** Tells `onPlace` the block and phase of every operation that follows, gradients included, while `run` runs. */
export function withTapeBlocks<T>(onPlace: (place: Place) => void, run: () => T): T {
  const engine = engineInternals();
  const before = { listener, path, phase, lane };
  const addTapeNode = engine.addTapeNode;
  listener = onPlace;
  path = [];
  phase = 'forward';
  lane = undefined;
  engine.addTapeNode = (...parts) => {
    addTapeNode.apply(engine, parts);
    const node = engine.state.activeTape?.at(-1);
    const gradient = node?.gradient;
    if (!node || !gradient) return;
    const made = { path: [...path], lane };
    node.gradient = (dys) => inBackward(made, () => wrapLazy(gradient(dys), made));
  };
  try {
    return run();
  } finally {
    ({ listener, path, phase, lane } = before);
    // Falls back to the class's method.
    Reflect.deleteProperty(engine, 'addTapeNode');
  }
}

type Made = { path: string[]; lane: Place['lane'] };

function inBackward<T>(made: Made, run: () => T): T {
  const before = { path, phase, lane };
  path = [...made.path];
  lane = made.lane;
  phase = 'backward';
  tell();
  try {
    return run();
  } finally {
    ({ path, phase, lane } = before);
    tell();
  }
}

/** tfjs's gradients are functions, one an input, that are called later. */
function wrapLazy(gradients: unknown, made: Made): unknown {
  if (typeof gradients !== 'object' || gradients === null) return gradients;
  return Object.fromEntries(
    Object.entries(gradients).map(([input, gradient]) => [
      input,
      typeof gradient === 'function' ? () => inBackward(made, () => gradient()) : gradient,
    ]),
  );
}
