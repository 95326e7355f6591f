import { searchClassifier } from '@assay/classical';
import { type ClassicalConfig, ClassLearner, gridLearners, type SearchConfig } from '@assay/contracts';
import { foldGroups } from '@assay/data';
import type { TaskContext } from '../context';
import type { LabelledPictures } from '../labels';
import type { Pictures } from '../pictures';
import { breathe, type DescribedPictures } from './describePictures';

/** What a search tried: each combination's score, the mean over the folds, and the one that was picked. */
export type SearchRecord = {
  metric: SearchConfig['metric'];
  folds: number;
  picked: number;
  tried: { learner: ClassLearner; score: number; ofFolds: number[] }[];
};

/**
 * Tries the grid on folds of the training pictures; no group of pictures, and no picture's mirror image, is in two folds.
 *
 * @throws InputError when there are fewer groups than folds
 */
export async function searchLearner(
  { config, report, signal, now }: TaskContext<ClassicalConfig>,
  search: SearchConfig,
  given: { pictures: Pictures; training: LabelledPictures; described: DescribedPictures },
): Promise<{ learner: ClassLearner; search: SearchRecord }> {
  const { manifest } = given.pictures;
  const { indices, labels } = given.training;
  const { folds, metric } = search;
  const candidates = gridLearners(config.learner, search).map((learner) => ({
    learner: ClassLearner.parse(learner),
    scaling: config.scaling,
    seed: config.seed,
  }));
  const begun = now();
  const found = await searchClassifier(
    candidates,
    {
      features: given.described.copiesOf(indices),
      labels,
      classes: manifest.classes.length,
      copies: given.described.copies,
      folds: foldGroups(manifest.items, indices, { folds, seed: config.seed }),
    },
    {
      metric,
      between: async (done, total) => {
        await breathe(signal);
        report.progress(done, total, 'step', ((now() - begun) / 1000 / done) * (total - done));
      },
    },
  );
  const { options, score } = found.best;
  const chosen = Object.keys(search.grid).map(
    (field) => `${field} ${JSON.stringify(Object.entries(options.learner).find(([key]) => key === field)?.[1])}`,
  );
  const figure = `${metric} ${score.toFixed(4)} over ${folds} folds`;
  report.log(0, `the best of ${candidates.length} combinations: ${chosen.join(', ')} (${figure})`);
  const tried = found.candidates.map((one) => ({
    learner: one.options.learner,
    score: one.score,
    ofFolds: one.ofFolds,
  }));
  const picked = found.candidates.indexOf(found.best);
  return { learner: options.learner, search: { metric, folds, picked, tried } };
}
