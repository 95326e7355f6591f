/** A seeded stream of random numbers. Equal seeds and stream names give equal numbers on every machine. */
export interface Rng {
  /** In [0, 1), with 53 random bits. */
  uniform(): number;
  /** Standard normal. */
  normal(): number;
  /** A whole number in [0, n), without bias. */
  int(n: number): number;
  /** 0 ... n - 1 in random order. */
  permutation(n: number): Int32Array;
  /** A stream of its own, which depends on this one's names alone and not on what was already drawn from it. */
  fork(...stream: StreamName[]): Rng;
}

export type StreamName = number | string;

/**
 * Random numbers of one named stream, for instance `createRng(seed, 'step', 12)`. Since the name is the whole state, a
 * run that goes on at step 12 draws what it would have drawn without the interruption.
 *
 * Generator: xoshiro128** (Blackman and Vigna, arXiv 1805.01407), its state a hash of seed and names.
 */
export function createRng(seed: number, ...stream: StreamName[]): Rng {
  const next = createXoshiro(hashStream([seed, ...stream]));

  const uniform = () => ((next() >>> 5) * 67_108_864 + (next() >>> 6)) / 9_007_199_254_740_992;

  function int(n: number): number {
    if (!Number.isInteger(n) || n < 1 || n > 4_294_967_296) throw new RangeError(`int(${n}): n must be 1 ... 2^32`);
    // The last, incomplete run of multiples of n is refused; otherwise small numbers would come more often.
    const limit = 4_294_967_296 - (4_294_967_296 % n);
    for (;;) {
      const value = next();
      if (value < limit) return value % n;
    }
  }

  return {
    uniform,
    int,
    // Box and Muller; 1 - u keeps the logarithm finite.
    normal: () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform()),
    permutation(n) {
      const order = Int32Array.from({ length: n }, (_, i) => i);
      for (let i = n - 1; i > 0; i--) {
        const j = int(i + 1);
        const held = order[i] ?? 0;
        order[i] = order[j] ?? 0;
        order[j] = held;
      }
      return order;
    },
    fork: (...names) => createRng(seed, ...stream, ...names),
  };
}

function createXoshiro([s0, s1, s2, s3]: State): () => number {
  let a = s0;
  let b = s1;
  let c = s2;
  let d = s3;
  return () => {
    const result = Math.imul(rotate(Math.imul(b, 5), 7), 9) >>> 0;
    const t = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= t;
    d = rotate(d, 11);
    return result;
  };
}

type State = readonly [number, number, number, number];

/** Four 32-bit words of the names; a type mark and a length keep ('a', 'b') apart from ('ab') and 1 from '1'. */
function hashStream(names: readonly StreamName[]): State {
  const text = names.map((name) => `${typeof name === 'number' ? 'n' : 's'}${String(name).length}:${name}`).join('|');
  const lane = (basis: number) => {
    let hash = basis;
    for (let i = 0; i < text.length; i++) hash = mix(hash ^ text.charCodeAt(i));
    return mix(hash ^ text.length);
  };
  // An all-zero state would stay zero; 1 in the last word rules it out.
  return [lane(0x9e3779b9), lane(0x85ebca6b), lane(0xc2b2ae35), lane(0x27d4eb2f) | 1];
}

/** The 32-bit finaliser of MurmurHash3, moved by a constant so that 0 does not stay 0. */
function mix(value: number): number {
  let h = (value + 0x6d2b79f5) | 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) | 0;
}

function rotate(x: number, bits: number): number {
  return (x << bits) | (x >>> (32 - bits));
}
