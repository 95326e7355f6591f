import { applyScaler, descriptionLength, fitScaler, trainGoodModel } from '@assay/classical';
import { type ClassicalConfig, GoodLearner, type GoodOnlyConfig } from '@assay/contracts';
import type { RunTask } from '../context';
import { largest } from '../distanceMap';
import { goodFirst } from '../goodFirst';
import { type GoodAnswer, goodTrainingRows, recordGoodOnly } from '../goodOnly';
import { loadPictures } from '../pictures';
import { distancesOf, type GoodRows, goodTensors } from './classicalTensors';
import { cutsOf, mapOfCuts } from './cuts';
import { breathe, describeEach, requireFeaturesFit } from './describePictures';

/** Hand-made features of the good training pictures, or of their cut-outs, and how far other pictures' are from them. */
export async function modelGoodPictures(
  context: Parameters<RunTask<ClassicalConfig>>[0],
  { cuts, quantile }: GoodOnlyConfig,
): Promise<void> {
  const { config, report, signal } = context;
  const { size } = config.input;
  const side = cuts?.size ?? size;
  requireFeaturesFit(config, side);
  await context.started(0);
  const pictures = await loadPictures(context, { side: size, channels: 1 });
  const { manifest, pack } = pictures;
  try {
    const data = goodFirst(manifest);
    const good = goodTrainingRows(context, data);
    const imagesOf = (picture: Uint8Array) => (cuts ? cutsOf(picture, size, cuts) : [picture]);
    const known: Float32Array[] = [];
    await describeEach(context, pack, { rows: good, side, imagesOf, take: (_, features) => known.push(features) });
    const dimension = descriptionLength(side, side, config.features);
    const learner = GoodLearner.parse(config.learner);
    const fit = (parts: readonly Float32Array[]): GoodRows => {
      const features = joinRows(parts);
      const N = features.length / dimension;
      const scaler = fitScaler(config.scaling, features, N);
      const scaled = applyScaler(scaler, features);
      return { scaler, model: trainGoodModel(learner, { features: scaled, N, seed: config.seed }) };
    };
    const model = fit(known);
    if (model.model.kind === 'oneClassSvm' && !model.model.converged) {
      report.log(0, 'the machine did not converge: lower learner.rows or raise learner.nu', 'warning');
    }
    await breathe(signal);
    const rows = known.reduce((sum, { length }) => sum + length / dimension, 0);
    report.log(0, `${good.length} good training pictures, ${rows} rows of ${dimension} features`);

    const answerOf = (rows: GoodRows, features: Float32Array) => goodAnswer(rows, features, { size, cuts });
    await recordGoodOnly(context, {
      task: 'classical',
      data,
      good: good.length,
      quantile,
      answersOf: async (asked) => {
        const answers: GoodAnswer[] = [];
        const take = (_: number, features: Float32Array) => answers.push(answerOf(model, features));
        await describeEach(context, pack, { rows: asked, side, imagesOf, take });
        return answers;
      },
      heldOutScores: (folds) => {
        // Of two pictures none can be held out.
        if (known.length < 3) return known.map((features) => answerOf(model, features).score);
        const parts = Math.min(known.length, folds);
        return Array.from({ length: parts }, (_, part) => {
          const without = fit(known.filter((_, n) => n % parts !== part));
          return known.filter((_, n) => n % parts === part).map((features) => answerOf(without, features).score);
        }).flat();
      },
      tensors: goodTensors(model),
    });
  } finally {
    await pictures.close();
  }
}

/** A picture's answer from the features of its cut-outs, or from its own. */
export function goodAnswer(
  model: GoodRows,
  features: Float32Array,
  { size, cuts }: { size: number } & Pick<GoodOnlyConfig, 'cuts'>,
): GoodAnswer {
  const distances = distancesOf(model, features);
  if (!cuts) return { score: distances[0] ?? 0 };
  const map = mapOfCuts(Float32Array.from(distances), size, cuts);
  return { score: largest(map), map };
}

function joinRows(parts: readonly Float32Array[]): Float32Array {
  const joined = new Float32Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}
