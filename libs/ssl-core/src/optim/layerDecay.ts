import type { Parameter } from '../layers/parameters';
import type { GroupOf } from './groups';

/** A block of an EfficientNet (`blocks.2.0`), of a vision transformer (`blocks.2`), of a ResNet (`layer2.0`). */
const BLOCK = /^(blocks\.\d+\.\d+|blocks\.\d+|layer\d+\.\d+)\./;
/** What ends a network and learns with its last block. `fc_norm`, after pooling, learns with the head. */
const END = /^(norm|conv_head|bn2)\./;

/**
 * Learning rates that fall from layer to layer towards the input, for fine-tuning a pretrained network (BEiT, arXiv
 * 2106.08254, appendix; MAE, arXiv 2111.06377, table 9): the head's is the rate itself, and that of a layer l of L is
 * decay^(L - l), with the stem as layer 0 and each block a layer. Equal to timm's `param_groups_layer_decay`. Weight decay
 * as ever.
 *
 * @param backbone the network's parameters in its own order; all others count as head
 * @param rates.layerDecay in (0, 1]
 */
export function layerDecayGroups(
  backbone: readonly Pick<Parameter, 'name'>[],
  { layerDecay, weightDecay }: { layerDecay: number; weightDecay: number },
): GroupOf {
  const layers = layersOf(backbone.map(({ name }) => name));
  const head = Math.max(0, ...layers.values()) + 1;
  return ({ name, hasDecay }) => ({
    learningRateFactor: layerDecay ** (head - (layers.get(name) ?? head)),
    weightDecay: hasDecay ? weightDecay : 0,
  });
}

function layersOf(names: readonly string[]): Map<string, number> {
  const blocks = [...new Set(names.flatMap((name) => BLOCK.exec(name)?.[1] ?? []))];
  return new Map(
    names.flatMap((name): [string, number][] => {
      const block = BLOCK.exec(name)?.[1];
      if (block !== undefined) return [[name, blocks.indexOf(block) + 1]];
      if (name.startsWith('fc_norm.')) return [];
      return [[name, END.test(name) ? blocks.length : 0]];
    }),
  );
}
