import { expect, test } from 'vitest';
import { configDigestInput, describeConfig, RunConfig } from './runConfig';

const finetune = { task: 'finetune', dataset: { name: 'boards' }, backbone: { kind: 'resnet' } } as const;

test('the digest leaves out the seed and nothing else', () => {
  const a = RunConfig.parse({ ...finetune, seed: 1 });
  expect(configDigestInput(a)).toBe(configDigestInput(RunConfig.parse({ ...finetune, seed: 2 })));
  expect(configDigestInput(a)).not.toBe(configDigestInput(RunConfig.parse({ ...finetune, epochs: 7 })));
});

test('a nested pretraining has no seed of its own', () => {
  const nested = { task: 'pretrain', dataset: { name: 'b' }, backbone: { kind: 'resnet' }, method: { kind: 'simclr' } };
  expect(RunConfig.safeParse({ ...finetune, init: { kind: 'config', config: nested } }).success).toBe(true);
  expect(RunConfig.safeParse({ ...finetune, init: { kind: 'config', config: { ...nested, seed: 1 } } }).success).toBe(
    false,
  );
});

test('a description names what the eye looks for', () => {
  expect(describeConfig(RunConfig.parse({ ...finetune, epochs: 5 }))).toBe(
    'fine-tune resnet-18 width 64, 5 epochs, from scratch',
  );
  expect(describeConfig(RunConfig.parse({ task: 'classical', dataset: { name: 'b' } }))).toBe('hog + linearSvm');
});

test('which weights of a pretraining a run starts from enters the digest only where it is the best', () => {
  const config = { task: 'pretrain', dataset: { name: 'b' }, backbone: { kind: 'resnet' }, method: { kind: 'simclr' } };
  for (const init of [
    { kind: 'run', id: 'abcdef' },
    { kind: 'config', config },
  ]) {
    const of = (which: object) => RunConfig.parse({ ...finetune, init: { ...init, ...which } });
    expect(of({})).toMatchObject({ init: { which: 'last' } });
    expect(configDigestInput(of({}))).not.toContain('which');
    expect(configDigestInput(of({ which: 'last' }))).toBe(configDigestInput(of({})));
    expect(configDigestInput(of({ which: 'best' }))).not.toBe(configDigestInput(of({})));
    expect(describeConfig(of({ which: 'best' }))).toMatch(/, from (run abcdef|simclr) at its best$/);
    expect(RunConfig.safeParse({ ...finetune, init: { ...init, which: 'first' } }).success).toBe(false);
  }
});

/** Configs as earlier releases stored them. Never edit an entry: add one when the schema grows. */
const STORED = [
  '{"backbone":{"depth":18,"kind":"resnet","stem":"imagenet","width":64},"dataset":{"labelFraction":1,"name":"boards","version":"abcdef"},"input":{"channels":1,"mean":[0.5],"resize":"stretch","size":64,"std":[0.25]},"seed":3,"task":"finetune","version":1,"init":{"kind":"scratch"},"engine":"eager","precision":"float32","epochs":5,"batchSize":32}',
  '{"dataset":{"name":"boards","version":"3"},"features":{"cell":8,"kind":"hog","orientations":9},"learner":{"c":0.1,"classWeights":"none","kind":"linearSvm","maxIterations":1000},"seed":0,"task":"classical","version":1}',
  '{"augment":{"blur":{"maxSigma":2,"minSigma":0.1,"probability":0},"colour":{"brightness":0.4,"contrast":0.4,"hue":0.1,"probability":0,"saturation":0.4},"crop":null,"flip":{"horizontal":0,"vertical":0},"grey":0},"backbone":{"depth":18,"kind":"resnet","stem":"imagenet","width":64},"batchSize":64,"checkpoint":{"everyEpochs":10,"keep":1},"clipNorm":null,"dataset":{"labelFraction":1,"name":"boards","version":"abcdef"},"engine":"eager","epochs":100,"input":{"channels":3,"mean":[0.5],"resize":"stretch","size":64,"std":[0.25]},"method":{"kind":"simclr","projector":[512,128],"temperature":0.5},"optimizer":{"kind":"sgd","learningRate":0.1,"momentum":0.9,"weightDecay":0.0001},"precision":"float32","schedule":{"finalFactor":0,"kind":"cosine","warmupEpochs":0},"split":"train","task":"pretrain","version":1,"watch":{"knn":null}}',
];

test('a field that came later enters the digest only where it changes something', () => {
  const pretrain = {
    task: 'pretrain',
    dataset: { name: 'b' },
    backbone: { kind: 'resnet' },
    method: { kind: 'simclr' },
  };
  const plain = configDigestInput(RunConfig.parse({ ...pretrain, optimizer: { kind: 'sgd' } }));
  const later =
    /nesterov|accumulateSteps|clipValue|recompute|views|solarise|rateScaling|weightDecayEnd|positions|dropPath|attention|layerDecay|signals|embeddings|fold/;
  expect(plain).not.toMatch(later);
  expect(configDigestInput(RunConfig.parse({ ...pretrain, backbone: { kind: 'vit' } }))).not.toMatch(later);
  const nested = { ...finetune, init: { kind: 'config', config: pretrain } };
  expect(configDigestInput(RunConfig.parse(nested))).not.toMatch(later);
  const changes = [
    { optimizer: { kind: 'sgd', nesterov: true } },
    { accumulateSteps: 2 },
    { clipValue: 1 },
    { recompute: true },
    { views: { pairs: 'group' } },
    { augment: { solarise: 0.1 } },
    { fold: { of: 5, index: 1 } },
    { fold: { of: 5, index: 2 } },
  ];
  const digests = changes.map((change) =>
    configDigestInput(RunConfig.parse({ ...pretrain, optimizer: { kind: 'sgd' }, ...change })),
  );
  expect(new Set([plain, ...digests]).size).toBe(1 + changes.length);
});

test('folds and repetitions count from 1', () => {
  const of = (fold: object) => RunConfig.safeParse({ task: 'classical', dataset: { name: 'b' }, fold });
  expect(of({ of: 5, index: 5 }).data?.fold).toEqual({
    of: 5,
    index: 5,
    repeat: 1,
    seed: 0,
    groupBy: 'group',
    validation: 0.15,
  });
  expect(of({ of: 5, index: 6 }).error?.message).toContain('beyond the last fold');
  expect([of({ of: 5, index: 0 }), of({ of: 1, index: 1 }), of({ of: 5 })].map(({ success }) => success)).toEqual([
    false,
    false,
    false,
  ]);
});

test('a mask enters the digest of MAE only where it is not the one of old', () => {
  const of = (method: object) =>
    configDigestInput(RunConfig.parse({ task: 'pretrain', dataset: { name: 'b' }, backbone: { kind: 'vit' }, method }));
  expect(of({ kind: 'mae' })).not.toContain('"mask"');
  expect(of({ kind: 'mae', mask: { kind: 'random' } })).toBe(of({ kind: 'mae' }));
  const masks = [{ kind: 'random', unit: 2 }, { kind: 'block' }, { kind: 'grid' }, { kind: 'saliency' }];
  for (const kind of ['mae', 'beit', 'simmim']) {
    const digests = [{ kind: 'random' }, ...masks].map((mask) => of({ kind, mask }));
    expect(new Set(digests).size).toBe(5);
  }
  expect(of({ kind: 'beit' })).toBe(of({ kind: 'beit', mask: { kind: 'block' } }));
});

test('a tokenizer is pretrained without a seed of its own, and is no method that needs another', () => {
  const base = { task: 'pretrain', dataset: { name: 'b' }, backbone: { kind: 'vit' } };
  const beit = (config: object) => ({ ...base, method: { kind: 'beit', tokenizer: { kind: 'config', config } } });
  expect(RunConfig.safeParse(beit({ ...base, method: { kind: 'dvae' } })).success).toBe(true);
  expect(RunConfig.safeParse(beit({ ...base, method: { kind: 'dvae' }, seed: 1 })).success).toBe(false);
  expect(RunConfig.safeParse(beit({ ...base, method: { kind: 'simclr' } })).success).toBe(false);
  expect(RunConfig.safeParse(beit({ ...base, method: { kind: 'beit' } })).success).toBe(false);
  const decay = { kind: 'adamw', layerDecay: 0.5 };
  expect(RunConfig.safeParse(beit({ ...base, method: { kind: 'dvae' }, optimizer: decay })).success).toBe(false);
});

test('rates that fall from layer to layer are for a fine-tuning', () => {
  const optimizer = { kind: 'adamw', layerDecay: 0.65 };
  expect(RunConfig.safeParse({ ...finetune, optimizer }).success).toBe(true);
  const pretrain = { task: 'pretrain', dataset: { name: 'b' }, backbone: { kind: 'vit' }, method: { kind: 'simclr' } };
  expect(RunConfig.safeParse({ ...pretrain, optimizer }).error?.message).toContain('is for a fine-tuning');
});

test('a batch is accumulated in equal parts of at least two pictures', () => {
  const parts = (batchSize: number, accumulateSteps: number) =>
    RunConfig.safeParse({ ...finetune, batchSize, accumulateSteps }).success;
  expect([parts(64, 4), parts(64, 32), parts(64, 5), parts(64, 64)]).toEqual([true, true, false, false]);
});

test('what is not said is compiled, in float32; only compiled code knows bfloat16', () => {
  expect(RunConfig.parse(finetune)).toMatchObject({ engine: 'compiled', precision: 'float32' });
  const isTaken = (engine: string, precision: string) =>
    RunConfig.safeParse({ ...finetune, engine, precision }).success;
  expect(isTaken('compiled', 'bfloat16')).toBe(true);
  expect(isTaken('eager', 'float32')).toBe(true);
  expect(isTaken('eager', 'bfloat16')).toBe(false);
});

test('a classical config of old keeps its digest, and what came later changes it', () => {
  const digest = (config: object) =>
    configDigestInput(RunConfig.parse({ task: 'classical', dataset: { name: 'b' }, ...config }));
  expect(digest({})).not.toMatch(/scaling|search|goodOnly/);
  const changes = [
    { scaling: 'none' },
    { search: { grid: { c: [0.1, 1] } } },
    { features: { kind: 'lbp' } },
    { features: { kind: 'several', parts: [{ kind: 'lbp' }, { kind: 'glcm' }] } },
    { learner: { kind: 'rbfSvm' } },
    { learner: { kind: 'mahalanobis' }, goodOnly: {} },
  ];
  expect(new Set([{}, ...changes].map(digest)).size).toBe(1 + changes.length);
});

test('a classical config whose parts do not go together is refused with the place', () => {
  const place = (config: object) =>
    RunConfig.safeParse({ task: 'classical', dataset: { name: 'b' }, ...config }).error?.issues.map(({ path }) =>
      path.join('.'),
    );
  expect(place({ learner: { kind: 'mahalanobis' } })).toEqual(['learner.kind']);
  expect(place({ goodOnly: {} })).toEqual(['learner.kind']);
  const good = { learner: { kind: 'mahalanobis' }, input: { size: 32 } };
  expect(place({ ...good, goodOnly: { cuts: { size: 33 } } })).toEqual(['goodOnly.cuts.size']);
  expect(place({ ...good, goodOnly: {}, search: { grid: {} } })).toEqual(['search']);
  expect(place({ ...good, goodOnly: {}, mirrors: true })).toEqual(['mirrors']);
  expect(place({ search: { grid: { d: [1] } } })).toEqual(['search.grid.d']);
  expect(place({ search: { grid: { c: [1, -1] } } })).toEqual(['search.grid.c']);
  expect(place({ search: { grid: { c: [1, 10] } } })).toBeUndefined();
});

test.each(STORED)('a stored config still parses: %s', (stored) => {
  expect(RunConfig.parse(JSON.parse(stored))).toMatchObject(JSON.parse(stored));
});
