import { MethodConfig, ViewsConfig } from '@assay/contracts';
import { describe, expect, it } from 'vitest';
import { train } from '../testing/train';
import { createLoop } from './testing/checks';
import { createPretraining, RESNET, stripes } from './testing/pretrainings';

// One thread: these tensors are so small that a second one only gets in the way.
const [BATCH, SIDE, STEPS] = [8, 16, 60];

function create(method: object = {}) {
  const config = MethodConfig.parse({
    kind: 'dino',
    head: { hidden: 24, bottleneck: 8, outputs: 16, hasBatchNorm: true },
    teacherTemperature: { first: 0.04, final: 0.04, warmupEpochs: 0 },
    teacherMomentum: 0.9,
    ...method,
  });
  const views = ViewsConfig.parse({ local: { count: 2, size: 8, minScale: 0.2, maxScale: 0.6 } });
  const options = { batchSize: BATCH, side: SIDE, channels: 1 };
  return createPretraining({ name: 'dino', backbone: RESNET, method: config, views }, options);
}

/** The curves of the last ten of sixty steps, each by its mean. */
async function lastFigures(method: object) {
  const { training, rates, feeds, dispose } = create(method);
  const pixels = stripes(BATCH, 2 * SIDE);
  const sums = { loss: 0, teacherEntropy: 0, kl: 0 };
  const events = train({
    training,
    loop: createLoop({ rates, feedsOf: (rng) => feeds(rng, pixels), steps: STEPS, stepsPerEpoch: 20, epochs: 10 }),
  });
  for await (const event of events) {
    if (event.kind !== 'step' || event.step <= STEPS - 10) continue;
    sums.loss += event.loss / 10;
    sums.teacherEntropy += (event.extra.teacherEntropy ?? Number.NaN) / 10;
    sums.kl += (event.extra.kl ?? Number.NaN) / 10;
  }
  dispose();
  return sums;
}

describe('collapse, as in section 5.3 of the paper', () => {
  it('comes without centering: one output for every picture, and nothing left to learn', async () => {
    const { loss, teacherEntropy, kl } = await lastFigures({ centering: false });
    expect(loss).toBeLessThan(0.05);
    expect(teacherEntropy).toBeLessThan(0.02);
    expect(kl).toBeLessThan(0.05);
  }, 60_000);

  it('comes without sharpening: an even distribution for every picture', async () => {
    const soft = { first: 1, final: 1, warmupEpochs: 0 };
    const { loss, teacherEntropy, kl } = await lastFigures({ teacherTemperature: soft });
    expect(teacherEntropy).toBeGreaterThan(0.95 * Math.log(16));
    expect(kl).toBeLessThan(0.1);
    expect(loss).toBeCloseTo(teacherEntropy + kl, 4);
  }, 60_000);

  it('stays away with both, a quick center and a slow teacher', async () => {
    const { teacherEntropy, kl } = await lastFigures({ centerMomentum: 0.5, teacherMomentum: 0.99 });
    expect(kl).toBeGreaterThan(0.2);
    expect(teacherEntropy).toBeGreaterThan(0.2);
    expect(teacherEntropy).toBeLessThan(0.9 * Math.log(16));
  }, 60_000);
});

describe('what is kept', () => {
  it('is the teacher, which has every parameter of the student and learns none', () => {
    const { method, backbone, training, dispose } = create();
    const names = (parameters: readonly { name: string }[]) => parameters.map(({ name }) => name);
    const encoder = method.encoder;
    expect(encoder).not.toBe(backbone);
    expect(names(encoder?.parameters ?? [])).toEqual(names(backbone.parameters));
    const student = names(training.parameters.filter(({ name }) => !/^(teacher\.|center$)/.test(name)));
    const teacher = training.parameters.filter(({ name }) => name.startsWith('teacher.'));
    expect(names(teacher)).toEqual(student.map((name) => `teacher.${name}`));
    expect(teacher.some(({ isTrainable }) => isTrainable)).toBe(false);
    dispose();
  });
});

describe('rates', () => {
  it("warm the teacher's temperature up in even steps, one an epoch, as numpy's linspace", () => {
    const { rates, dispose } = create({ teacherTemperature: { first: 0.04, final: 0.07, warmupEpochs: 4 } });
    const at = (step: number) => rates.teacherTemperature?.({ step, stepsPerEpoch: 10, epochs: 8 });
    expect([0, 9, 10, 20, 30, 39, 40, 79].map(at)).toEqual(
      [0.04, 0.04, 0.05, 0.06, 0.07, 0.07, 0.07, 0.07].map((value) => expect.closeTo(value, 12)),
    );
    dispose();
    const short = create({ teacherTemperature: { first: 0.04, final: 0.07, warmupEpochs: 1 } });
    expect(short.rates.teacherTemperature?.({ step: 0, stepsPerEpoch: 10, epochs: 8 })).toBe(0.04);
    short.dispose();
  });
});
