import { describePicture, descriptionLength } from '@assay/classical';
import { type ClassicalConfig, ClassLearner, GoodLearner } from '@assay/contracts';
import type { Predictor } from '../predictor';
import type { TensorFile } from '../tensorFile';
import { readClassifierTensors, readGoodTensors } from './classicalTensors';
import { toRows } from './classifyPictures';
import { cutsOf } from './cuts';
import { goodAnswer } from './modelGoodPictures';

/** A stored classical model at work: a picture at a time, on one thread. */
export function createClassicalPredictor(
  { config, classes }: { config: ClassicalConfig; classes: readonly string[] },
  file: TensorFile,
): Predictor {
  const { size } = config.input;
  const area = size * size;
  const answer = config.goodOnly ? answerGood(config, file) : answerClass(config, file, classes.length);
  return {
    side: size,
    channels: 1,
    batchSize: 1,
    predict: async (batches) =>
      [...batches].flatMap(({ pixels }) =>
        Array.from({ length: pixels.length / area }, (_, i) => answer(pixels.subarray(i * area, (i + 1) * area))),
      ),
    dispose: () => {},
  };
}

type Answer = (picture: Uint8Array) => { scores?: number[] } & Partial<ReturnType<typeof goodAnswer>>;

function answerClass(
  { input: { size }, features, learner }: ClassicalConfig,
  file: TensorFile,
  classes: number,
): Answer {
  const classifier = readClassifierTensors(file, { learner: ClassLearner.parse(learner), classes });
  return (picture) => {
    const [scores = []] = toRows(classifier, describePicture(picture, size, size, features));
    return { scores };
  };
}

function answerGood({ input: { size }, features, learner, goodOnly }: ClassicalConfig, file: TensorFile): Answer {
  const model = readGoodTensors(file, GoodLearner.parse(learner));
  const cuts = goodOnly?.cuts ?? null;
  const side = cuts?.size ?? size;
  const dimension = descriptionLength(side, side, features);
  return (picture) => {
    const images = cuts ? cutsOf(picture, size, cuts) : [picture];
    const described = new Float32Array(images.length * dimension);
    images.forEach((image, i) => {
      described.set(describePicture(image, side, side, features), i * dimension);
    });
    return goodAnswer(model, described, { size, cuts });
  };
}
