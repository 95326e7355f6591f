import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { canonicalJson, type Prediction, PredictionsHeader } from '@assay/contracts';
import { foldManifest } from '@assay/data';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { FeedPlan } from '../feeds/feedPlan';
import { startInlineFeeds } from '../feeds/inlineFeeds';
import { attemptTask, createTaskFixture, readLines, type TaskFixture } from './testing/taskFixture';

let fixture: TaskFixture;
beforeAll(async () => {
  fixture = await createTaskFixture({ perClass: { train: 8, validation: 3, test: 4, unlabelled: 2 } });
});
afterAll(() => fixture.remove());

const FOLD = { of: 3, index: 1, repeat: 1, seed: 5, groupBy: 'group', validation: 0.25 } as const;
const BASE = { dataset: { name: 'spots' }, input: { size: 16, channels: 1 } };
const NETWORK = { backbone: { kind: 'resnet', depth: 10, width: 8, stem: 'small' }, batchSize: 4 };
const TASKS = {
  classical: { ...BASE, task: 'classical', input: { size: 32 } },
  finetune: { ...BASE, ...NETWORK, task: 'finetune', epochs: 1 },
  probe: { ...BASE, ...NETWORK, task: 'probe', probe: { kind: 'knn', k: 3 } },
  anomaly: { ...BASE, ...NETWORK, task: 'anomaly', model: { kind: 'padim', layers: [1, 2], dimensions: 8 } },
} as const;

test('the folds of a classical run test every picture once, and read one pack', async () => {
  const tested: string[] = [];
  for (let index = 1; index <= FOLD.of; index++) {
    const run = await attemptTask(fixture, { ...TASKS.classical, fold: { ...FOLD, index } });
    const [header, ...lines] = await readLines(fixture.artifacts, run.artifact('predictions')?.digest ?? '');
    expect(PredictionsHeader.parse(header)).toMatchObject({ split: 'test', fold: { of: 3, index } });
    tested.push(...lines.map((line) => (line as Prediction).path)); // as the schema has it
    expect(run.figures['fold/testPictures']).toBe(lines.length);
    expect((run.figures['fold/trainPictures'] ?? 0) + (run.figures['fold/validationPictures'] ?? 0)).toBe(
      30 - lines.length,
    );
  }
  const labelled = fixture.manifest.items.filter(({ split }) => split !== 'unlabelled').map(({ path }) => path);
  expect(tested.sort()).toEqual(labelled.sort());
  expect(await readdir(join(fixture.folder, 'packs'))).toHaveLength(1);
});

test.each(['finetune', 'probe', 'anomaly'] as const)(
  '%s measures the pictures of its fold, and no others',
  async (task) => {
    const fold = { ...FOLD, index: 2 };
    const run = await attemptTask(fixture, { ...TASKS[task], fold }, { run: task });
    const [, ...lines] = await readLines(fixture.artifacts, run.artifact('predictions')?.digest ?? '');
    const { manifest } = foldManifest(fixture.manifest, fold);
    const wanted = manifest.items.filter(({ split }) => split === 'test').map(({ path }) => path);
    expect(lines.map((line) => (line as Prediction).path)).toEqual(wanted); // as the schema has it
  },
);

test('a pretraining learns from no test picture of its fold, and from no unlabelled one beside it', async () => {
  const [first] = fixture.manifest.items;
  const boards = {
    ...fixture,
    // Every unlabelled picture is of the first picture's group.
    ...(await restore(fixture, (item) =>
      item.split === 'unlabelled' || item === first ? { ...item, group: 'board' } : item,
    )),
  };
  for (const split of ['train', 'unlabelled'] as const) {
    for (let index = 1; index <= FOLD.of; index++) {
      const fold = { ...FOLD, index };
      const { manifest, withheld } = foldManifest(boards.manifest, fold);
      const wanted = [...manifest.items.keys()].filter(
        (row) => manifest.items[row]?.split === split && !withheld.has(row),
      );
      const seen: number[] = [];
      const config = {
        ...BASE,
        ...NETWORK,
        task: 'pretrain',
        split,
        epochs: 1,
        method: { kind: 'simclr' },
        watch: { knn: null },
        fold,
      };
      const start = (plan: FeedPlan, ...rest: unknown[]) => {
        seen.push(...plan.rows);
        return (startInlineFeeds as (...all: unknown[]) => ReturnType<typeof startInlineFeeds>)(plan, ...rest);
      };
      const attempt = attemptTask(boards, config, { run: `pretrain ${split} ${index}`, startFeeds: start });
      if (wanted.length === 0) await expect(attempt).rejects.toThrow('has no pictures in "unlabelled"');
      else await attempt;
      expect(seen).toEqual(wanted);
    }
  }
}, 120_000);

async function restore(
  { manifest, artifacts }: TaskFixture,
  change: (item: TaskFixture['manifest']['items'][number]) => TaskFixture['manifest']['items'][number],
): Promise<Pick<TaskFixture, 'manifest' | 'datasetDigest'>> {
  const changed = { ...manifest, items: manifest.items.map(change) };
  const { digest } = await artifacts.put(Buffer.from(canonicalJson(changed)));
  return { manifest: changed, datasetDigest: digest };
}
