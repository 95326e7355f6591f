import type { FinetuneConfig } from '@assay/contracts';
import { tf } from '@assay/engine';
import { type Backbone, createLinearHead, createRng, type Evaluation, type LinearHead } from '@assay/ssl-core';
import type { EvaluatedPictures } from './evaluations';
import { buildBackbone } from './network';

/** A backbone with a head on it. */
export type Classifier = { backbone: Backbone; head: LinearHead; dispose(): void };

export function buildClassifier(config: FinetuneConfig, classes: number): Classifier {
  const backbone = buildBackbone(config);
  const head = createLinearHead({
    dimension: backbone.featureDimension,
    classes,
    rng: createRng(config.seed, 'head'),
    dropout: config.head.dropout,
  });
  return {
    backbone,
    head,
    dispose() {
      backbone.dispose();
      head.dispose();
    },
  };
}

/** Probabilities of all classes, [N, C]. */
export function classScores({ backbone, head }: Classifier, pictures: EvaluatedPictures): Evaluation {
  return {
    ...pictures,
    compute: (x_NHWC) => tf.softmax(head.logits(backbone.features(x_NHWC, { training: false }), { training: false })),
  };
}
