import { AugmentConfig, type BackboneConfig, type MethodConfig } from '@assay/contracts';
import { tf } from '@assay/engine';
import { augmentViews, drawViews, lossOf, planViews } from '@assay/ssl-core';
import { createPretraining } from './pretraining';
import type { Sizes } from './sizes';
import { input, randomIndices, randomPictures, type Work, type WorkInput } from './work';

/** SimCLR on ResNet-18 with torchvision's stem, on two views that were augmented before. */
export function createSimclrWork({ side }: Sizes['resnet18-simclr'], { batch, rng }: WorkInput): Work {
  const { parameters, method } = createModel({ side, rng });
  const views = randomPictures(rng.fork('x'), 2 * batch, side);
  return {
    parameters,
    others: [],
    feeds: () => ({ views }),
    loss: (inputs) => lossOf(method.loss(tf.split(input<tf.Tensor4D>(inputs, 'views'), 2, 0), inputs)).loss,
  };
}

/** The same with the augmentation inside the step: crops, mirroring and colours, on stored pictures. */
export function createAugmentedSimclrWork(
  { side, pack }: Sizes['resnet18-simclr-augmented'],
  { batch, rng }: WorkInput,
): Work {
  const { parameters, method } = createModel({ side, rng });
  const { data, ...rest } = randomIndices(rng.fork('x'), [batch, pack, pack, 3], 256);
  // As packs hold them.
  const pixels = { ...rest, data: Uint8Array.from(data) };
  const augment = AugmentConfig.parse({ crop: {}, flip: { horizontal: 0.5 }, colour: { probability: 0.8 } });
  const plans = planViews({ augment, size: side }, { views: 2 });
  const draws = rng.fork('draws');
  let step = 0;
  return {
    parameters,
    others: [],
    feeds: () => ({
      pixels,
      ...drawViews(draws.fork(step++), { plans, count: batch, packSize: pack, channels: 3 }),
    }),
    targets: (inputs) => {
      const options = { channels: 3, mean: [0.5], std: [0.25], plans };
      const views = augmentViews(input<tf.Tensor4D>(inputs, 'pixels'), inputs, options);
      return Object.fromEntries(views.map((view, i) => [`view${i}`, view]));
    },
    loss: (inputs) => lossOf(method.loss([input(inputs, 'view0'), input(inputs, 'view1')], inputs)).loss,
  };
}

function createModel({ side, rng }: { side: number } & Pick<WorkInput, 'rng'>) {
  const backbone: BackboneConfig = { kind: 'resnet', depth: 18, width: 64, stem: 'imagenet', attention: 'none' };
  const config: MethodConfig = { kind: 'simclr', temperature: 0.5, projector: [512, 128] };
  return createPretraining({ backbone, method: config, side, rng });
}
