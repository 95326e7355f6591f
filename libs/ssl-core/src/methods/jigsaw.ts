import type { JigsawConfig } from '@assay/contracts';
import { block, gather, gatherTokens, relu, tf } from '@assay/engine';
import { createMlp } from '../heads/mlp';
import { createScope, disposeParameters } from '../layers/parameters';
import { classification } from './classification';
import { jigsawDraws, puzzleLayout } from './draws/jigsaw';
import { tileUnit } from './draws/tiles';
import type { CreateMethod, Inputs } from './method';
import { distantPermutations } from './permutations';
import { board, cutTiles, standardise } from './tiles';

/** Along a side, and in all. */
const [ROWS, TILES] = [3, 9];

/**
 * Jigsaw puzzles: in which of some orders were the nine tiles of a picture put? The network sees each tile by itself
 * (context-free); only the last layers see all of them.
 * Noroozi and Favaro 2016, arXiv 1603.09246.
 *
 * Shapes: N pictures, T = 9N tiles of P x P pixels, F the backbone's features, E a tile's, O orders.
 */
export const createJigsaw: CreateMethod<JigsawConfig> = (config, { backbone, rng, inputSize, channels }) => {
  const { permutations, tileWidth } = config;
  const layout = puzzleLayout(config, { inputSize, unit: tileUnit(backbone) });
  const scope = createScope({ rng });
  const describe = createMlp(scope.child('tile'), [backbone.featureDimension, tileWidth]);
  const classify = createMlp(scope.child('classifier'), [TILES * tileWidth, ...config.hidden, permutations]);
  const orders = distantPermutations(permutations);

  /** In the picture's order. */
  const tilesOf = (x_NHWC: tf.Tensor4D, inputs: Inputs): tf.Tensor4D => {
    const tiles_TPPC = cutShifted(x_NHWC, inputs, layout.side);
    return config.standardise ? standardise(tiles_TPPC) : tiles_TPPC;
  };
  /** [N, 9, D] in the order that each picture's tiles are put in. */
  const putInOrder = (tiles_N9D: tf.Tensor3D, labels_N: tf.Tensor1D): tf.Tensor3D =>
    gatherTokens(tiles_N9D, gather(tf.tensor2d(orders, [permutations, TILES], 'int32'), labels_N) as tf.Tensor2D); // [N, 9]

  return {
    name: 'jigsaw',
    parameters: scope.parameters,
    ...jigsawDraws(config, { layout, inputSize, channels }),
    loss([x_NHWC], inputs) {
      const labels_N = inputs.labels as tf.Tensor1D | undefined; // the shape that `draw` gave
      if (!x_NHWC || !labels_N) throw new Error('jigsaw: one view and labels needed');
      const count = x_NHWC.shape[0];
      return tf.tidy(() => {
        const tiles_TPPC = block('tiles', () => tilesOf(x_NHWC, inputs));
        const features_TF = backbone.features(tiles_TPPC, { training: true });
        const logits_NO = block('classifier', () => {
          const tiles_TE = relu(describe(features_TF, { training: true }));
          const ordered_N9E = putInOrder(tf.reshape(tiles_TE, [count, TILES, tileWidth]), labels_N);
          return classify(tf.reshape(ordered_N9E, [count, TILES * tileWidth]), { training: true });
        });
        return block('loss', () => classification(logits_NO, labels_N));
      });
    },
    pictures: ([x_NHWC], inputs): Record<string, tf.Tensor4D> => {
      const { labels } = inputs;
      if (!x_NHWC || !labels) return {};
      return tf.tidy(() => {
        const tiles = tilesOf(x_NHWC, inputs);
        const ordered = putInOrder(tf.reshape(tiles, [x_NHWC.shape[0], TILES, -1]), labels as tf.Tensor1D); // as drawn
        return { puzzle: board(tf.reshape<tf.Rank.R4>(ordered, tiles.shape), { rows: ROWS, columns: ROWS }) };
      });
    },
    dispose: () => disposeParameters(scope.parameters),
  };
};

/** Tiles whose channels are each cut at a place of their own, where the boxes say so. */
function cutShifted(x_NHWC: tf.Tensor4D, { boxes, ...others }: Inputs, side: number): tf.Tensor4D {
  if (boxes) return cutTiles(x_NHWC, boxes as tf.Tensor2D, side); // the shape that `draw` gave
  const channels = tf.split<tf.Tensor4D>(x_NHWC, x_NHWC.shape[3], 3).map((channel, i) => {
    const own = others[`boxes${i}`];
    if (!own) throw new Error(`jigsaw: boxes of channel ${i} needed`);
    return cutTiles(channel, own as tf.Tensor2D, side); // the shape that `draw` gave
  });
  return tf.concat<tf.Tensor4D>(channels, 3);
}
