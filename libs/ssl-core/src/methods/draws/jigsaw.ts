import type { JigsawConfig } from '@assay/contracts';
import type { FeedArray } from '../../augment/arrays';
import type { Rng } from '../../rng';
import type { MethodDraws } from '../draws';
import { type Corner, tileBoxes } from './tiles';

/** Side of a cell and of the tile that lies somewhere in it, in pixels. */
export type PuzzleLayout = { cell: number; side: number };

/** The paper's tile of 64 in a cell of 75 pixels. */
const TILE_SHARE = 64 / 75;

/**
 * @param unit what the tiles' side must be a multiple of
 * @throws Error when the view is too small
 */
export function puzzleLayout(
  { side }: Pick<JigsawConfig, 'side'>,
  { inputSize, unit }: { inputSize: number; unit: number },
): PuzzleLayout {
  const cell = Math.floor(inputSize / 3);
  const chosen = side ?? Math.floor((cell * TILE_SHARE) / unit) * unit;
  if (chosen >= 1 && chosen % unit === 0 && chosen <= cell) return { cell, side: chosen };
  const unitName = unit > 1 ? ` in multiples of the backbone's patch of ${unit}` : '';
  throw new Error(
    `jigsaw: a ninth of a view of ${inputSize} has a side of ${cell}, which holds no tile${side === null ? '' : ` of ${side}`}${unitName}; a larger input.size or a smaller backbone.patch is needed`,
  );
}

/**
 * The tiles' boxes in the order of the picture (row by row), each at a random place in its cell; for each picture the
 * number of the order they are put in; with colour, how far each channel of each tile is moved.
 */
export function jigsawDraws(
  { permutations, channelShift }: Pick<JigsawConfig, 'permutations' | 'channelShift'>,
  { layout, inputSize, channels }: { layout: PuzzleLayout; inputSize: number; channels: number },
): MethodDraws {
  return {
    views: 1,
    draw(rng, batchSize): Record<string, FeedArray> {
      const corners = Array.from({ length: batchSize }, (_, n) => drawTiles(rng.fork('tiles', n), layout)).flat();
      const order = rng.fork('order');
      const labels: FeedArray = {
        data: Int32Array.from({ length: batchSize }, () => order.int(permutations)),
        shape: [batchSize],
        dtype: 'int32',
      };
      const boxesOf = (corners: Corner[]) => tileBoxes(corners, layout.side, inputSize);
      if (channels === 1 || channelShift === 0) return { boxes: boxesOf(corners), labels };
      const shifted = (channel: number) =>
        boxesOf(
          corners.map((corner, i) =>
            shift(rng.fork('channel', channel, i), corner, { channelShift, inputSize, layout }),
          ),
        );
      return { boxes0: shifted(0), boxes1: shifted(1), boxes2: shifted(2), labels };
    },
  };
}

function drawTiles(rng: Rng, { cell, side }: PuzzleLayout): Corner[] {
  return Array.from({ length: 9 }, (_, i) => ({
    top: Math.floor(i / 3) * cell + rng.int(cell - side + 1),
    left: (i % 3) * cell + rng.int(cell - side + 1),
  }));
}

type Shift = { channelShift: number; inputSize: number; layout: PuzzleLayout };

function shift(rng: Rng, { top, left }: Corner, { channelShift, inputSize, layout }: Shift): Corner {
  const moved = (place: number) => {
    const there = place + rng.int(2 * channelShift + 1) - channelShift;
    return Math.min(Math.max(there, 0), inputSize - layout.side);
  };
  return { top: moved(top), left: moved(left) };
}
