import type { PretrainConfig } from '@assay/contracts';
import { type ChainPlan, type ChainRow, chainBenchmark } from '../methods/chains';
import type { Prepared } from '../methods/datasets';
import { type Plan, pretrainConfig, SEEDS } from '../methods/rows';
import { REVIVE } from '../tokenizers/settings';

/**
 * Whose features VQ-KD distils: those of a network at random, or of one that SimCLR trained on the same pictures; and of
 * that one with codes that nobody chooses starting anew.
 */
const TEACHERS = ['random', 'simclr', 'revived'] as const;
export type TeacherName = (typeof TEACHERS)[number];
type TeacherPlan = ChainPlan & { teacher: TeacherName };
export type TeacherRow = ChainRow<TeacherPlan>;

const DATASET = 'boards';
/** Those of the comparison of methods on this set, whose figures these rows explain. */
const EPOCHS = { vqKd: 13, simclr: 51 } as const;

/** The pretrainings of a row in order: the teacher's, where it has one, and VQ-KD's as the comparison of methods has it. */
export function chainOf(
  { teacher, seed }: Pick<TeacherPlan, 'teacher' | 'seed'>,
  { dataset, isQuick }: { dataset: Prepared; isQuick: boolean },
): PretrainConfig[] {
  const make = (backbone: 'resnet' | 'vit', method: keyof typeof EPOCHS) => {
    const plan: Plan = {
      key: `${DATASET}/${backbone}/${method}/seed${seed}`,
      dataset: DATASET,
      backbone,
      method,
      seed,
    };
    return pretrainConfig(plan, dataset, isQuick ? 1 : EPOCHS[method]);
  };
  const vqKd = make('vit', 'vqKd');
  if (teacher === 'random') return [vqKd];
  if (vqKd.method.kind !== 'vqKd') throw new Error(`${vqKd.method.kind} has no teacher`);
  const revive = teacher === 'revived' ? REVIVE : vqKd.method.revive;
  const method = { ...vqKd.method, teacher: { kind: 'run' as const, id: 'teacher' }, revive };
  return [make('resnet', 'simclr'), { ...vqKd, method }];
}

/** Whether VQ-KD learns more from a teacher that has learned something, on the same pictures over the same steps. */
export const teachers = chainBenchmark<TeacherPlan>({
  name: 'teachers',
  plans: SEEDS.flatMap((seed) =>
    TEACHERS.map((teacher) => ({ key: `${DATASET}/${teacher}/seed${seed}`, dataset: DATASET, teacher, seed })),
  ),
  quick: ['boards/random/seed0', 'boards/simclr/seed0'],
  chainOf,
});
