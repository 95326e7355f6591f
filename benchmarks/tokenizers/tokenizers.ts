import { type ChainPlan, type ChainRow, chainBenchmark } from '../methods/chains';
import { DATASETS } from '../methods/datasets';
import { chainOf, SEEDS, TOKENIZERS, type TokenizerName } from './settings';

/** BEiT after one seed with codes from one place, and what came before it. */
type TokenizerPlan = ChainPlan & { tokenizer: TokenizerName };
export type TokenizerRow = ChainRow<TokenizerPlan>;

/** Whether codes that were learned teach BEiT more than random ones, on the same pictures over the same steps. */
export const tokenizers = chainBenchmark<TokenizerPlan>({
  name: 'tokenizers',
  plans: DATASETS.filter(({ isColoured }) => !isColoured).flatMap(({ name: dataset }) =>
    SEEDS.flatMap((seed) =>
      TOKENIZERS.map((tokenizer) => ({ key: `${dataset}/${tokenizer}/seed${seed}`, dataset, tokenizer, seed })),
    ),
  ),
  quick: ['boards/random/seed0', 'boards/dvae/seed0', 'boards/vqKd/seed0'],
  chainOf: ({ tokenizer, seed }, { dataset, isQuick }) => chainOf(tokenizer, { dataset, seed, isQuick }),
});
