import type { BackboneConfig, MaskConfig } from '@assay/contracts';
import type { FeedArray } from '../../augment/arrays';
import type { Rng } from '../../rng';
import type { MethodDraws } from '../draws';
import { drawBlocks } from './blockMask';

export type MaskSize = {
  /** Patches along a side; L = grid * grid. */
  grid: number;
  /** How many of them are seen. */
  visible: number;
};

/**
 * A number for each patch, [N, L]: the `visible` patches with the smallest ones stay. A step that hides by saliency
 * mixes them with what it finds in the pictures.
 */
export function maskDraws(mask: MaskConfig, size: MaskSize): MethodDraws {
  const draw = drawerOf(mask, size);
  return { views: 1, draw: (rng, batchSize) => ({ noise: noiseOf(size, batchSize, draw(rng, batchSize)) }) };
}

/** Patches along a side of a view. @param user who needs them, for the message @throws Error when there are none */
export function patchGrid(
  backbone: { kind: BackboneConfig['kind']; patch?: number | undefined },
  inputSize: number,
  user: string,
): number {
  if (backbone.kind === 'vit' && backbone.patch !== undefined) return inputSize / backbone.patch;
  throw new Error(`${user}: needs a vit as backbone, not a ${backbone.kind}`);
}

/** Patches that stay, as MAE's authors round: down. @throws Error when none or all would stay */
export function visibleCount(length: number, maskRatio: number, user = 'mae'): number {
  const visible = Math.floor(length * (1 - maskRatio));
  if (visible >= 1 && visible < length) return visible;
  throw new Error(`${user}: a mask ratio of ${maskRatio} leaves ${visible} of ${length} patches; use smaller patches`);
}

type Drawer = (rng: Rng, batchSize: number) => (picture: number, patch: number) => number;

function drawerOf(mask: MaskConfig, size: MaskSize): Drawer {
  switch (mask.kind) {
    case 'saliency':
      return (rng) => () => rng.uniform();
    case 'random':
      return mask.unit === 1 ? (rng) => () => rng.uniform() : unitDrawer(mask.unit, size);
    case 'grid':
      return gridDrawer(mask.every, size);
    case 'block':
      return blockDrawer(mask, size);
  }
}

/** The patches of a square share a number; where not all of a square's fit, chance decides between them. */
function unitDrawer(unit: number, { grid }: MaskSize): Drawer {
  const units = Math.ceil(grid / unit);
  return (rng, batchSize) => {
    const shared = Array.from({ length: batchSize }, () => rng.permutation(units * units));
    return (picture, patch) => {
      const [row, column] = [Math.floor(patch / grid), patch % grid];
      const place = Math.floor(row / unit) * units + Math.floor(column / unit);
      return ((shared[picture]?.[place] ?? 0) + rng.uniform()) / units ** 2;
    };
  };
}

/** Every k-th patch first, from a random one on; then, or of them, any. */
function gridDrawer(every: number, { grid }: MaskSize): Drawer {
  return (rng, batchSize) => {
    const starts = Array.from({ length: batchSize }, () => ({ row: rng.int(every), column: rng.int(every) }));
    return (picture, patch) => {
      const { row = 0, column = 0 } = starts[picture] ?? {};
      const isOn = Math.floor(patch / grid) % every === row && (patch % grid) % every === column;
      return (rng.uniform() + (isOn ? 0 : 1)) / 2;
    };
  };
}

function blockDrawer(mask: Extract<MaskConfig, { kind: 'block' }>, { grid, visible }: MaskSize): Drawer {
  return (rng, batchSize) => {
    const options = { grid, hidden: grid * grid - visible, ...mask };
    const masks = Array.from({ length: batchSize }, (_, n) => drawBlocks(rng.fork('blocks', n), options));
    return (picture, patch) => (rng.uniform() + (masks[picture]?.hidden[patch] ?? 0)) / 2;
  };
}

function noiseOf({ grid }: MaskSize, batchSize: number, numberOf: ReturnType<Drawer>): FeedArray {
  const length = grid * grid;
  const data = new Float32Array(batchSize * length);
  for (let picture = 0; picture < batchSize; picture++) {
    for (let patch = 0; patch < length; patch++) data[picture * length + patch] = numberOf(picture, patch);
  }
  return { data, shape: [batchSize, length], dtype: 'float32' };
}
