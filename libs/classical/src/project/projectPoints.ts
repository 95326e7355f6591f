import { pca } from './pca';
import { countPoints, type Points } from './points';
import { trustworthiness } from './trustworthiness';
import { tsne } from './tsne';
import { umap } from './umap';

export const PROJECTIONS = ['pca', 'tsne', 'umap'] as const;
export type ProjectionName = (typeof PROJECTIONS)[number];

export type Projection = {
  /** [N, 2] */
  coordinates: Float64Array;
  /** How far the map's neighbourhoods can be trusted, at most 1; null for too few points to tell. */
  trustworthiness: number | null;
  /** Neighbours that were compared. */
  neighbours: number;
  parameters: Record<string, number>;
};

const NEIGHBOURS = 5;

export type ProjectOptions = {
  seed?: number;
  /** [N, 2]: an earlier map of the same points, where t-SNE and UMAP begin, so that little moves but what has changed. */
  start?: Float64Array | undefined;
};

/** A map of points in the plane, with how far it can be trusted. @throws RangeError for fewer than four points */
export function projectPoints(
  points: Points,
  method: ProjectionName,
  { seed = 0, start }: ProjectOptions = {},
): Projection {
  const count = countPoints(points);
  if (count < 4) throw new RangeError(`a map of ${count} points says nothing: at least 4 are needed`);
  const { coordinates, parameters } = place(points, method, { count, seed, start });
  const canTell = NEIGHBOURS < count / 2;
  return {
    coordinates,
    trustworthiness: canTell ? trustworthiness(points, { values: coordinates, dimension: 2 }, NEIGHBOURS) : null,
    neighbours: NEIGHBOURS,
    parameters,
  };
}

function place(
  points: Points,
  method: ProjectionName,
  { count, seed, start }: { count: number; seed: number; start: Float64Array | undefined },
): Pick<Projection, 'coordinates' | 'parameters'> {
  switch (method) {
    case 'pca': {
      const { coordinates, explained } = pca(points, 2);
      return { coordinates, parameters: { explained0: explained[0] ?? 0, explained1: explained[1] ?? 0 } };
    }
    case 'tsne': {
      const perplexity = Math.min(30, Math.max(2, Math.floor((count - 1) / 3)));
      return { coordinates: tsne(points, { perplexity, start }), parameters: { perplexity } };
    }
    case 'umap': {
      const neighbours = Math.min(15, count - 1);
      return { coordinates: umap(points, { neighbours, seed, start }), parameters: { neighbours, seed } };
    }
  }
}
