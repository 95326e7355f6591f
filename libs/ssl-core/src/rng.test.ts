import { describe, expect, it } from 'vitest';
import { createRng } from './rng';

const draw = (rng: { uniform(): number }, n: number) => Array.from({ length: n }, () => rng.uniform());

describe('createRng', () => {
  it('repeats a stream and keeps streams apart', () => {
    expect(draw(createRng(3, 'step', 12), 5)).toEqual(draw(createRng(3, 'step', 12), 5));
    const firsts = [
      createRng(3, 'step', 12),
      createRng(3, 'step', 13),
      createRng(4, 'step', 12),
      createRng(3, 'step', '12'),
      createRng(3, 'ste', 'p', 12),
      createRng(3),
    ].map((rng) => rng.uniform());
    expect(new Set(firsts).size).toBe(firsts.length);
  });

  it('forks by name, whatever was drawn before', () => {
    const rng = createRng(7, 'a');
    rng.uniform();
    expect(draw(rng.fork('b', 1), 3)).toEqual(draw(createRng(7, 'a', 'b', 1), 3));
  });

  it('pins the numbers, since stored runs are repeated from them', () => {
    const rng = createRng(0, 'pinned');
    expect([rng.int(1_000_000), rng.int(1_000_000), rng.int(1_000_000)]).toMatchInlineSnapshot(`
      [
        306426,
        639025,
        533278,
      ]
    `);
  });

  it('draws uniform numbers: mean, variance and neighbour correlation within 5 standard errors', () => {
    const n = 100_000;
    const u = draw(createRng(1, 'uniform'), n);
    const mean = u.reduce((sum, x) => sum + x, 0) / n;
    const variance = u.reduce((sum, x) => sum + (x - mean) ** 2, 0) / n;
    const lag = u.slice(1).reduce((sum, x, i) => sum + (x - mean) * ((u[i] ?? 0) - mean), 0) / n / variance;
    expect(Math.abs(mean - 0.5)).toBeLessThan(5 * Math.sqrt(1 / 12 / n));
    expect(Math.abs(variance - 1 / 12)).toBeLessThan(5 * Math.sqrt(1 / 180 / n));
    expect(Math.abs(lag)).toBeLessThan(5 / Math.sqrt(n));
  });

  it('draws first numbers of neighbouring streams as if they were one stream', () => {
    const n = 20_000;
    const u = Array.from({ length: n }, (_, step) => createRng(5, 'step', step).uniform());
    const counts = new Array<number>(10).fill(0);
    for (const x of u) counts[Math.floor(x * 10)] = (counts[Math.floor(x * 10)] ?? 0) + 1;
    const chiSquare = counts.reduce((sum, count) => sum + (count - n / 10) ** 2 / (n / 10), 0);
    expect(chiSquare).toBeLessThan(33.7); // 0.9999 quantile of chi-square with 9 degrees of freedom
  });

  it('draws normal numbers of mean 0 and variance 1', () => {
    const n = 100_000;
    const rng = createRng(2, 'normal');
    const z = Array.from({ length: n }, () => rng.normal());
    const mean = z.reduce((sum, x) => sum + x, 0) / n;
    const variance = z.reduce((sum, x) => sum + x * x, 0) / n;
    expect(Math.abs(mean)).toBeLessThan(5 / Math.sqrt(n));
    expect(Math.abs(variance - 1)).toBeLessThan(5 * Math.sqrt(2 / n));
  });

  it('permutes: each number once, each place equally likely', () => {
    const rng = createRng(9, 'permutation');
    const places = new Array<number>(5).fill(0);
    for (let round = 0; round < 5000; round++) {
      const order = [...rng.permutation(5)];
      expect([...order].sort()).toEqual([0, 1, 2, 3, 4]);
      const place = order.indexOf(0);
      places[place] = (places[place] ?? 0) + 1;
    }
    for (const count of places) expect(Math.abs(count - 1000)).toBeLessThan(5 * Math.sqrt(5000 * 0.2 * 0.8));
    expect(() => rng.int(0)).toThrow(/n must be/);
  });
});
