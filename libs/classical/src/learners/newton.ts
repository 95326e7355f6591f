/** A smooth convex function. */
export type NewtonProblem = {
  start: Float64Array;
  /** The value at x; fills the gradient there. */
  evaluate(x: Float64Array, gradient: Float64Array): number;
  /** Fills `result` with the Hessian at the x that was evaluated last, times the direction. */
  curve(direction: Float64Array, result: Float64Array): void;
  maxIterations: number;
  /** Stops when the gradient is that much shorter than at the start. */
  tolerance?: number;
};

/** Inner steps at most: a direction that is not exact yet is still a good one. */
const INNER_MAX = 200;
/** Share of the promised decrease that a step must keep (Armijo). */
const KEPT = 1e-4;
const HALVINGS_MAX = 40;

/**
 * Newton's method with directions by conjugate gradients, the more exact the nearer the end, and a backtracking line search
 * (J. Nocedal, S. Wright, Numerical Optimization, algorithm 7.1).
 */
export function minimiseNewton(problem: NewtonProblem): { x: Float64Array; converged: boolean } {
  const { evaluate, curve, maxIterations, tolerance = 1e-9 } = problem;
  let x = Float64Array.from(problem.start);
  let gradient = new Float64Array(x.length);
  let value = evaluate(x, gradient);
  const first = length(gradient);
  for (let iteration = 0; iteration < maxIterations; iteration++) {
    const now = length(gradient);
    if (now <= tolerance * first) return { x, converged: true };
    const direction = solve(curve, gradient, Math.min(0.1, Math.sqrt(now / first)) * now);
    const slope = dot(direction, gradient);
    if (!(slope < 0)) return { x, converged: true };
    let step = 1;
    let isFound = false;
    for (let halving = 0; halving < HALVINGS_MAX && !isFound; halving++, step /= 2) {
      const next = x.map((at, i) => at + step * (direction[i] ?? 0));
      const nextGradient = new Float64Array(x.length);
      const nextValue = evaluate(next, nextGradient);
      // Near the end the values no longer tell two points apart, but the gradients still do.
      isFound =
        nextValue <= value + KEPT * step * slope ||
        (nextValue <= value + 1e-12 * Math.abs(value) && length(nextGradient) < now);
      if (!isFound) continue;
      x = next;
      gradient = nextGradient;
      value = nextValue;
    }
    // No step helps: what is left is rounding.
    if (!isFound) return { x, converged: now <= 1e-5 * first };
  }
  return { x, converged: length(gradient) <= tolerance * first };
}

/** The direction d with H d = -gradient, up to a rest of that length. */
function solve(curve: NewtonProblem['curve'], gradient: Float64Array, tolerance: number): Float64Array {
  const d = new Float64Array(gradient.length);
  const rest = gradient.map((value) => -value);
  const p = Float64Array.from(rest);
  const curved = new Float64Array(gradient.length);
  let square = dot(rest, rest);
  for (let inner = 0; inner < INNER_MAX && Math.sqrt(square) > tolerance; inner++) {
    curve(p, curved);
    const curvature = dot(p, curved);
    if (!(curvature > 0)) break;
    const share = square / curvature;
    for (let i = 0; i < d.length; i++) {
      d[i] = (d[i] ?? 0) + share * (p[i] ?? 0);
      rest[i] = (rest[i] ?? 0) - share * (curved[i] ?? 0);
    }
    const next = dot(rest, rest);
    for (let i = 0; i < d.length; i++) p[i] = (rest[i] ?? 0) + (next / square) * (p[i] ?? 0);
    square = next;
  }
  return d;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] ?? 0) * (b[i] ?? 0);
  return sum;
}

function length(a: Float64Array): number {
  return Math.sqrt(dot(a, a));
}
