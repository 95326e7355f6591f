/**
 * A seeded generator of uniform numbers in [0, 1) with 32 random bits: xoshiro128** (Blackman and Vigna 2018,
 * arXiv 1805.01407), its state filled by splitmix32 so that near seeds give unrelated streams.
 */
export function createRandom(seed: number): () => number {
  let mixed = (seed ^ Math.imul(Math.floor(seed / 2 ** 32), 0x9e3779b9)) >>> 0;
  const mix = (): number => {
    mixed = (mixed + 0x9e3779b9) | 0;
    let word = mixed ^ (mixed >>> 16);
    word = Math.imul(word, 0x21f0aaad);
    word ^= word >>> 15;
    word = Math.imul(word, 0x735a2d97);
    return word ^ (word >>> 15);
  };
  let [a, b, c, d] = [mix(), mix(), mix(), mix()];
  return () => {
    const product = Math.imul(b, 5);
    const result = Math.imul((product << 7) | (product >>> 25), 9) >>> 0;
    const shifted = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = (d << 11) | (d >>> 21);
    return result / 4294967296;
  };
}
