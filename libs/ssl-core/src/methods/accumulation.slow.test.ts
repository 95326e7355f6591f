import { MethodConfig, ViewsConfig } from '@assay/contracts';
import { openEngine } from '@assay/engine';
import { beforeAll, describe, expect, it } from 'vitest';
import { accumulatedDifference } from './testing/accumulation';
import { PRETRAININGS, type PretrainingCase, RESNET, VIT } from './testing/pretrainings';

/** The table in docs/guides/queueing-runs.md: only these work each picture by itself. */
const SAME = [
  'mae on vit',
  'mae on vit with mean pooling',
  'mae with a mask of blocks on vit',
  'mae with a mask on a grid on vit',
  'mae with a mask by saliency on vit',
  'simmim on vit',
  'beit with random codes on vit',
  'beit with codes of a dvae on vit',
  'beit with codes of a vqKd on vit',
  'rotation without hidden layers on vit',
  'relativePosition without hidden layers on vit',
  'jigsaw without hidden layers on vit',
  'dino without centering on vit',
];

const PLAIN = { hidden: [], standardise: false };
const HEAD = { hidden: 24, bottleneck: 8, outputs: 16 };
/** Without what lets the pictures of a batch see each other. */
const ALONE: readonly PretrainingCase[] = [
  onVit('rotation without hidden layers on vit', { kind: 'rotation', hidden: [] }),
  onVit('relativePosition without hidden layers on vit', { ...PLAIN, kind: 'relativePosition' }),
  onVit('jigsaw without hidden layers on vit', { ...PLAIN, kind: 'jigsaw', permutations: 8, tileWidth: 8 }),
  onVit('dino without centering on vit', { kind: 'dino', head: HEAD, centering: false }),
  { ...onVit('rotation without hidden layers on resnet', { kind: 'rotation' }), backbone: RESNET },
];

beforeAll(() => void openEngine({ threads: 1 }));

it('knows each case that it names', () => {
  const names = [...PRETRAININGS, ...ALONE].map(({ name }) => name);
  expect(SAME.filter((name) => !names.includes(name))).toEqual([]);
});

describe.each([...PRETRAININGS, ...ALONE])('$name', (pretraining) => {
  const isSame = SAME.includes(pretraining.name);
  it(`in two parts steps ${isSame ? 'as the whole batch' : 'otherwise than the whole batch'}`, async () => {
    const difference = await accumulatedDifference(pretraining, { parts: 2, engine: 'eager' });
    if (isSame) expect(difference).toBeLessThan(1e-5);
    else expect(difference).toBeGreaterThan(0.01);
  }, 60_000);
});

function onVit(name: string, method: object): PretrainingCase {
  return { name, backbone: VIT, method: MethodConfig.parse(method), views: ViewsConfig.parse({}) };
}
