import { projectPoints, trustworthiness } from '@assay/classical';
import { describe, expect, it, vi } from 'vitest';
import { embeddingBytes } from '~/embedding/testing/embeddingBytes';
import { type MapRequest, makeMap } from './makeMap';
import { keptMaps, makeMaps } from './makeMaps';

const COUNT = 24;
const DIMENSION = 3;

/** Two groups of points that drift apart with the step. */
function featuresAt(step: number): number[] {
  return Array.from({ length: COUNT }, (_, n) => [
    n % 2 ? step : -step,
    Math.sin(7 * n),
    Math.cos(5 * n + step / 9),
  ]).flat();
}
const fileAt = (step: number) => embeddingBytes({ features: featuresAt(step), dimension: DIMENSION, step });
const read = async (digest: string) => fileAt(Number(digest.split('-')[1]));
const make = vi.fn(async (request: MapRequest) => makeMap(request));

async function collect(digests: string[], signal = new AbortController().signal) {
  const told: number[] = [];
  const series = { method: 'tsne' as const, digests };
  await makeMaps(series, { read, make }, { signal, onMade: (maps) => told.push(maps.length) });
  return { told, maps: keptMaps(series) };
}

describe('makeMap', () => {
  it.each(['tsne', 'umap'] as const)('is the map of `assay embed` where no step comes before: %s', (method) => {
    const values = Float32Array.from(featuresAt(2));
    const whole = projectPoints({ values, dimension: DIMENSION }, method);
    const made = makeMap({ bytes: fileAt(2), method, start: null });
    expect(made.points).toEqual(whole.coordinates);
    expect(made.trustworthiness).toBe(
      trustworthiness({ values, dimension: DIMENSION }, { values: made.points, dimension: 2 }, 5),
    );
  });

  it('refuses a file of something else', () => {
    const bytes = embeddingBytes({
      features: featuresAt(1),
      dimension: DIMENSION,
      step: 1,
      format: 'assay-checkpoint-1',
    });
    expect(() => makeMap({ bytes, method: 'umap', start: null })).toThrow(/embedding/);
  });
});

describe('makeMaps', () => {
  it('begins each map at the one before, and tells after each', async () => {
    make.mockClear();
    const { told, maps } = await collect(['a-1', 'a-2', 'a-3']);
    expect(told).toEqual([1, 2, 3]);
    expect(make.mock.calls.map(([{ start }]) => start)).toEqual([null, maps[0]?.points, maps[1]?.points]);
  });

  it('makes only what is missing when a step has come, and nothing when none has', async () => {
    const before = await collect(['b-1', 'b-2']);
    make.mockClear();
    const { told, maps } = await collect(['b-1', 'b-2', 'b-3']);
    expect(told).toEqual([3]);
    expect(make).toHaveBeenCalledTimes(1);
    expect(maps.slice(0, 2)).toEqual(before.maps);
    expect((await collect(['b-1', 'b-2', 'b-3'])).told).toEqual([]);
  });

  it('makes another map of a file that comes after other steps', async () => {
    await collect(['c-1', 'c-3']);
    make.mockClear();
    const { maps } = await collect(['c-2', 'c-3']);
    expect(make).toHaveBeenCalledTimes(2);
    expect(maps[1]?.points).not.toEqual(keptMaps({ method: 'tsne', digests: ['c-1', 'c-3'] })[1]?.points);
  });

  it('keeps what was made before a file could not be read, and says why it stopped', async () => {
    const series = { method: 'tsne' as const, digests: ['d-1', 'd-2'] };
    const failing = async (digest: string) => {
      if (digest === 'd-2') throw new Error('the server answered 404');
      return read(digest);
    };
    const told = { signal: new AbortController().signal, onMade: () => {} };
    await expect(makeMaps(series, { read: failing, make }, told)).rejects.toThrow('the server answered 404');
    expect(keptMaps(series)).toHaveLength(1);
  });

  it('tells nothing once nobody wants it', async () => {
    const aborter = new AbortController();
    aborter.abort();
    expect((await collect(['e-1', 'e-2'], aborter.signal)).told).toEqual([]);
  });
});
