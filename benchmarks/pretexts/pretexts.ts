import { type ChainRow, chainBenchmark } from '../methods/chains';
import { PLANS, type PretextPlan, pretraining } from './settings';

export type PretextRow = ChainRow<PretextPlan>;

/** Whether the choice of pairs and of masks matters, method by method, on the same pictures over the same steps. */
export const pretexts = chainBenchmark<PretextPlan>({
  name: 'pretexts',
  plans: PLANS,
  quick: ['boards/simclr/template/seed0', 'boards/mae/saliency/seed0'],
  chainOf: (plan, given) => [pretraining(plan, given)],
});
