/** Seeded random numbers for splits, crops and the order of batches: xoshiro128**, seeded by splitmix32 over a hash. */
export type Random = {
  /** Uniform in [0, 1), 32 bits. */
  uniform(): number;
  /** Uniform integer in [0, n). */
  int(n: number): number;
};

/**
 * A generator of its own for each stream: equal arguments give equal numbers on every machine.
 *
 * @param stream what the numbers are for, for instance `'epoch', 3`.
 */
export function createRandom(seed: number, ...stream: readonly (number | string)[]): Random {
  let hash = fnv1a(`${seed}`);
  for (const part of stream) hash = fnv1a(`${typeof part}:${part}`, hash);
  const next = splitmix32(hash);
  let [a, b, c, d] = [next(), next(), next(), next()];
  const bits = (): number => {
    const result = Math.imul(rotate(Math.imul(b, 5), 7), 9) >>> 0;
    const shifted = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = rotate(d, 11);
    return result;
  };
  const uniform = (): number => bits() / 2 ** 32;
  return { uniform, int: (n) => Math.floor(uniform() * n) };
}

/** The numbers 0 to n - 1 in random order (Fisher-Yates). */
export function createPermutation(n: number, seed: number, ...stream: readonly (number | string)[]): Int32Array {
  const random = createRandom(seed, ...stream);
  const order = Int32Array.from({ length: n }, (_, i) => i);
  for (let i = n - 1; i > 0; i--) {
    const j = random.int(i + 1);
    const kept = order[i] ?? 0;
    order[i] = order[j] ?? 0;
    order[j] = kept;
  }
  return order;
}

function rotate(x: number, k: number): number {
  return (x << k) | (x >>> (32 - k));
}

function fnv1a(text: string, start = 0x811c9dc5): number {
  let hash = start;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}

function splitmix32(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x9e3779b9) | 0;
    let z = state;
    z = Math.imul(z ^ (z >>> 16), 0x21f0aaad);
    z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
    return z ^ (z >>> 15);
  };
}
