import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { AugmentConfig, ViewsConfig } from '@assay/contracts';
import { createRng, type Feeds } from '@assay/ssl-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FeedPlan, FeedSource } from './feedPlan';
import { startInlineFeeds } from './inlineFeeds';
import { startFeedThread } from './threadFeeds';

const [ITEMS, SIZE] = [10, 8];
let folder = '';
let pretrain: FeedPlan;
let finetune: FeedPlan;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'assay-feeds-'));
  const packFolder = join(folder, 'pack');
  await mkdir(packFolder);
  const rng = createRng(3);
  await writeFile(
    join(packFolder, 'pixels.bin'),
    Uint8Array.from({ length: ITEMS * SIZE * SIZE }, () => rng.int(256)),
  );
  const index = {
    version: 1,
    items: ITEMS,
    size: SIZE,
    channels: 1,
    pictures: Array.from({ length: ITEMS }, () => ''),
  };
  await writeFile(join(packFolder, 'index.json'), JSON.stringify(index));
  const augment = AugmentConfig.parse({ crop: {}, flip: { horizontal: 0.5 }, blur: { probability: 0.5 } });
  const common = { packFolder, rows: Int32Array.from({ length: ITEMS }, (_, i) => i), seed: 7, batchSize: 4, augment };
  const method = {
    kind: 'mae',
    maskRatio: 0.75,
    mask: { kind: 'random', unit: 1 },
    normalisePixels: true,
    decoder: { width: 8, depth: 1, heads: 1 },
  } as const;
  const backbone = {
    kind: 'vit',
    patch: 4,
    width: 16,
    depth: 1,
    heads: 1,
    pool: 'mean',
    positions: 'learned',
    dropPath: 0,
  } as const;
  const views = ViewsConfig.parse({ pairs: 'group' });
  const partners = [...common.rows].map((row) => Int32Array.of((row + 1) % ITEMS));
  const extra = { task: 'pretrain', method, backbone, inputSize: 8, channels: 1, views, partners } as const;
  pretrain = { ...common, accumulateSteps: 1, extra };
  const labels = common.rows.map((row) => row % 2);
  finetune = {
    ...common,
    accumulateSteps: 2,
    extra: { task: 'finetune', labels, classWeights: Float32Array.of(1, 2) },
  };
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function takeAll(source: FeedSource, count: number): Promise<Feeds[]> {
  const taken: Feeds[] = [];
  try {
    while (taken.length < count) taken.push(await source.next());
  } finally {
    await source.close();
  }
  return taken;
}

describe('feeds', () => {
  it.each(['pretrain', 'finetune'] as const)('a thread prepares the same bits: %s', async (task) => {
    const plan = task === 'pretrain' ? pretrain : finetune;
    const inline = await takeAll(startInlineFeeds(plan, 3), 7);
    const prepared = await takeAll(startFeedThread(plan, 3), 7);
    expect(prepared).toEqual(inline);
    const names = Object.keys(inline[0]?.arrays ?? {});
    expect(names).toContain(task === 'pretrain' ? 'noise' : 'classWeights');
  });

  it('go on at a step as if there had been no interruption, in parts too', async () => {
    for (const [plan, parts] of [
      [pretrain, 1],
      [finetune, 2],
    ] as const) {
      const whole = await takeAll(startInlineFeeds(plan, 0), 5 * parts);
      const rest = await takeAll(startInlineFeeds(plan, 2), 3 * parts);
      expect(rest).toEqual(whole.slice(2 * parts));
    }
  });

  it('hold a seed where a pretraining’s backbone drops paths, and the rest is as without it', async () => {
    if (pretrain.extra.task !== 'pretrain' || pretrain.extra.backbone.kind !== 'vit') throw new Error('made so above');
    const backbone = { ...pretrain.extra.backbone, dropPath: 0.1 };
    const dropping: FeedPlan = { ...pretrain, extra: { ...pretrain.extra, backbone } };
    const [first, second] = await takeAll(startInlineFeeds(dropping, 0), 2);
    const [again] = await takeAll(startInlineFeeds(dropping, 1), 1);
    const [plain] = await takeAll(startInlineFeeds(pretrain, 0), 1);
    expect(first?.arrays.dropoutSeed).toMatchObject({ shape: [2], dtype: 'int32' });
    expect(second?.arrays.dropoutSeed).not.toEqual(first?.arrays.dropoutSeed);
    expect(again?.arrays.dropoutSeed).toEqual(second?.arrays.dropoutSeed);
    const { dropoutSeed: _, ...rest } = first?.arrays ?? {};
    expect(rest).toEqual(plain?.arrays);
  });

  it('lie ready while this thread is blocked', async () => {
    const source = startFeedThread(pretrain, 0);
    await source.next();
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 500);
    const askedAt = performance.now();
    await source.next();
    await source.next();
    expect(performance.now() - askedAt).toBeLessThan(100);
    await source.close();
  });

  it('tell what went wrong in the thread', async () => {
    const source = startFeedThread({ ...pretrain, rows: Int32Array.of(0, 1, 2, 99) }, 0);
    await expect(source.next()).rejects.toThrow(/prepares the batches has failed: row 99 of a pack of 10/);
    await source.close();
    const missing = startFeedThread({ ...pretrain, packFolder: join(folder, 'nowhere') }, 0);
    await expect(missing.next()).rejects.toThrow(/ENOENT.*nowhere/);
    await missing.close();
  });

  it('are prepared without tfjs, which would cost the thread a hundred megabytes', async () => {
    const entry = join(folder, 'heap.mjs');
    const generator = new URL('./generateFeeds.ts', import.meta.url).href;
    await writeFile(
      entry,
      `await import('${generator}');\nthrow new Error('heap ' + process.memoryUsage().heapUsed);\n`,
    );
    const source = startFeedThread(pretrain, 0, pathToFileURL(entry));
    const message = await source.next().then(String, String);
    await source.close();
    const heap = Number(/heap (\d+)/.exec(message)?.[1]);
    expect(heap / 2 ** 20).toBeLessThan(40);
  });

  it('tell when the thread cannot start, or ends by itself', async () => {
    const absent = startFeedThread(pretrain, 0, pathToFileURL(join(folder, 'absent.ts')));
    await expect(absent.next()).rejects.toThrow(/prepares the batches has failed: .*absent\.ts/);
    await absent.close();
    const leaver = join(folder, 'leaver.mjs');
    await writeFile(leaver, 'process.exit(3);\n');
    const left = startFeedThread(pretrain, 0, pathToFileURL(leaver));
    await expect(left.next()).rejects.toThrow(/it ended with code 3/);
    await left.close();
  });

  it('close at once, also before the first was taken and when the thread hangs', async () => {
    const fresh = startFeedThread(pretrain, 0);
    await fresh.close();
    const sleeper = join(folder, 'sleeper.mjs');
    await writeFile(sleeper, 'setInterval(() => {}, 1000);\n');
    const hanging = startFeedThread(pretrain, 0, pathToFileURL(sleeper));
    const askedAt = performance.now();
    await hanging.close();
    expect(performance.now() - askedAt).toBeLessThan(4000);
  });
});
