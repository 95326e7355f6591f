/** Value at `x`; writes the gradient into `gradient`. */
export type Objective = (x: Float64Array, gradient: Float64Array) => number;

export type LbfgsOptions = { maxIterations: number; gradientTolerance: number; memory?: number };
export type LbfgsResult = { x: Float64Array; value: number; iterations: number; isConverged: boolean };

/**
 * Limited-memory BFGS (Nocedal and Wright, Numerical Optimization, algorithms 7.4 and 7.5) with a bisecting search for
 * the weak Wolfe conditions. For smooth functions; finds the minimum of convex ones.
 *
 * Ends when the gradient's largest entry is at most `gradientTolerance`, after `maxIterations`, or when float64 allows
 * no further progress.
 */
export function minimise(objective: Objective, start: Float64Array, options: LbfgsOptions): LbfgsResult {
  const memory = options.memory ?? 10;
  let x = Float64Array.from(start);
  let gradient = new Float64Array(x.length);
  let value = objective(x, gradient);
  const history: Pair[] = [];

  for (let iteration = 0; iteration < options.maxIterations; iteration++) {
    if (largest(gradient) <= options.gradientTolerance) return { x, value, iterations: iteration, isConverged: true };
    const direction = descent(gradient, history);
    const firstStep = history.length === 0 ? Math.min(1, 1 / Math.sqrt(dot(gradient, gradient))) : 1;
    const found = searchLine({ objective, x, value, gradient, direction, firstStep });
    if (!found) return { x, value, iterations: iteration, isConverged: false };

    const s = found.x.map((xi, i) => xi - (x[i] ?? 0));
    const y = found.gradient.map((gi, i) => gi - (gradient[i] ?? 0));
    const curvature = dot(s, y);
    if (curvature > 0) history.push({ s, y, rho: 1 / curvature });
    if (history.length > memory) history.shift();
    ({ x, value, gradient } = found);
  }
  const isConverged = largest(gradient) <= options.gradientTolerance;
  return { x, value, iterations: options.maxIterations, isConverged };
}

type Pair = { s: Float64Array; y: Float64Array; rho: number };

/** The two-loop recursion: minus the approximate inverse Hessian times the gradient. */
function descent(gradient: Float64Array, history: readonly Pair[]): Float64Array {
  const direction = gradient.map((g) => -g);
  const weights: number[] = [];
  for (const { s, y, rho } of [...history].reverse()) {
    const weight = rho * dot(s, direction);
    weights.push(weight);
    addScaled(direction, y, -weight);
  }
  const last = history.at(-1);
  if (last) scale(direction, 1 / (last.rho * dot(last.y, last.y)));
  for (const { s, y, rho } of history) {
    const weight = weights.pop() ?? 0;
    addScaled(direction, s, weight - rho * dot(y, direction));
  }
  return direction;
}

type Line = {
  objective: Objective;
  x: Float64Array;
  value: number;
  gradient: Float64Array;
  direction: Float64Array;
  firstStep: number;
};

/** Doubles or halves the step until the value falls enough and the slope has flattened; null when none is found. */
function searchLine({ objective, x, value, gradient, direction, firstStep }: Line) {
  const slope = dot(gradient, direction);
  if (!(slope < 0)) return null;
  let low = 0;
  let high = Number.POSITIVE_INFINITY;
  let step = firstStep;
  for (let trial = 0; trial < 50; trial++) {
    const nextX = x.map((xi, i) => xi + step * (direction[i] ?? 0));
    const nextGradient = new Float64Array(x.length);
    const nextValue = objective(nextX, nextGradient);
    if (!(nextValue <= value + 1e-4 * step * slope)) high = step;
    else if (dot(nextGradient, direction) < 0.9 * slope) low = step;
    else return { x: nextX, value: nextValue, gradient: nextGradient };
    step = Number.isFinite(high) ? (low + high) / 2 : low * 2;
  }
  return null;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] ?? 0) * (b[i] ?? 0);
  return sum;
}

function addScaled(target: Float64Array, other: Float64Array, factor: number): void {
  for (let i = 0; i < target.length; i++) target[i] = (target[i] ?? 0) + factor * (other[i] ?? 0);
}

function scale(target: Float64Array, factor: number): void {
  for (let i = 0; i < target.length; i++) target[i] = (target[i] ?? 0) * factor;
}

function largest(values: Float64Array): number {
  let result = 0;
  for (const value of values) result = Math.max(result, Math.abs(value));
  return result;
}
