import { engineInternals } from './binding';
import { ProgramError } from './errors';

/** tfjs's operations that draw on the host, with or without a seed, or in an order that no run can repeat. */
const HOST_RANDOM = /^(random\w*|truncatedNormal|rand|multinomial|dropout)__op$/;

/**
 * Forbids random numbers of the host while `run` runs: they would be drawn once, while compiling, and be the same in
 * every step.
 */
export function withoutHostRandomness<T>(run: () => T): T {
  const engine = engineInternals();
  const random = Math.random;
  const startScope = engine.startScope;
  Math.random = () => {
    throw frozenRandomness('Math.random');
  };
  engine.startScope = (name?: string) => {
    if (name && HOST_RANDOM.test(name)) throw frozenRandomness(`tf.${name.slice(0, -'__op'.length)}`);
    startScope.call(engine, name);
  };
  try {
    return run();
  } finally {
    Math.random = random;
    // Falls back to the class's method.
    Reflect.deleteProperty(engine, 'startScope');
  }
}

function frozenRandomness(what: string): ProgramError {
  return new ProgramError(
    'trace',
    `${what} draws random numbers on the host, seeded or not: they would be frozen into the graph; ` +
      'use createStepRandom with a seed that is fed to the step',
  );
}

/** Forbids new variables while `run` runs, and takes away those that were made. */
export function withoutNewVariables<T>(run: () => T): T {
  const { registeredVariables } = engineInternals();
  const known = new Set(Object.keys(registeredVariables));
  const takeAway = () => {
    const made = Object.values(registeredVariables).filter(({ name }) => !known.has(name));
    for (const variable of made) variable.dispose();
    return made.map(({ name }) => name);
  };
  let result: T;
  try {
    result = run();
  } catch (error) {
    takeAway();
    throw error;
  }
  const names = takeAway();
  if (names.length === 0) return result;
  throw new ProgramError(
    'trace',
    `tf.Variables are made inside the function (${names.join(', ')}), as tf.train optimizers do at their first step: ` +
      'make them before and list them in variables',
  );
}
