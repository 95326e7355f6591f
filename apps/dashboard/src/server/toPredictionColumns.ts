import type { Manifest } from '@assay/contracts';
import { DIGEST_BYTES, NO_LABEL, type PredictionColumns, scoresEach } from '~/columns/predictionColumns';
import type { Predictions } from './predictions';

/**
 * Predictions as columns.
 *
 * @param manifest of their dataset, which knows the parts that pictures belong to; null when it is not stored any more
 * @throws Error naming the line whose scores do not fit the header
 */
export function toPredictionColumns({ header, lines }: Predictions, manifest: Manifest | null): PredictionColumns {
  const kind = kindOf(lines);
  const each = scoresEach({ kind, header });
  const scores = new Float64Array(lines.length * each);
  const labels = new Int32Array(lines.length).fill(NO_LABEL);
  const pictures = new Uint8Array(lines.length * DIGEST_BYTES);
  const maps = lines.some(({ map }) => map !== undefined) ? new Uint8Array(lines.length * DIGEST_BYTES) : null;
  for (const [row, line] of lines.entries()) {
    const found = kind === 'anomaly' ? [line.score ?? Number.NaN] : kind === 'classes' ? (line.scores ?? []) : [];
    if (found.length !== each || found.some(Number.isNaN)) {
      // The header is the first line.
      throw new Error(`predictions, line ${row + 2} (${line.path}): ${found.length} scores where ${each} are due`);
    }
    scores.set(found, row * each);
    labels[row] = line.truth.label ?? NO_LABEL;
    pictures.set(Buffer.from(line.item, 'hex'), row * DIGEST_BYTES);
    if (line.map) maps?.set(Buffer.from(line.map, 'hex'), row * DIGEST_BYTES);
  }
  return {
    header,
    kind,
    paths: lines.map(({ path }) => path),
    scores,
    labels,
    groups: groupsOf(lines, manifest),
    pictures,
    maps,
    has: {
      boxes: header.output === 'boxes' || lines.some(({ truth }) => (truth.boxes?.length ?? 0) > 0),
      masks: header.output === 'masks' || lines.some(({ truth }) => (truth.masks?.length ?? 0) > 0),
    },
  };
}

function kindOf(lines: Predictions['lines']): PredictionColumns['kind'] {
  const [first] = lines;
  if (first?.scores !== undefined) return 'classes';
  return first?.score !== undefined ? 'anomaly' : 'none';
}

/** Null when no two pictures are of one part: each then stands for itself. */
function groupsOf(lines: Predictions['lines'], manifest: Manifest | null): Int32Array<ArrayBuffer> | null {
  if (manifest === null) return null;
  const nameOf = new Map(manifest.items.map(({ path, group }) => [path, group]));
  const indices = new Map<string, number>();
  const groups = Int32Array.from(lines, ({ path }) => {
    const group = nameOf.get(path);
    // The mark keeps a part's name and a path of the same letters apart.
    const key = group === undefined ? `path ${path}` : `group ${group}`;
    const index = indices.get(key) ?? indices.size;
    indices.set(key, index);
    return index;
  });
  return indices.size === lines.length ? null : groups;
}
