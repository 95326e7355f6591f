import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import {
  canonicalJson,
  type Item,
  type Manifest,
  type RunConfig,
  type RunConfigInput,
  type RunEvent,
} from '@assay/contracts';
import {
  appendRunEvents,
  claimJob,
  type Database,
  finishJob,
  getRun,
  type ResultProtocol,
  setRunRecord,
} from '@assay/store';
import type { Artifacts, Context } from '../context';
import { publishDatasetVersion } from '../datasets/publishDatasetVersion';

export const digestOf = (text: string): string => createHash('sha256').update(text).digest('hex');

/** An artifact store in memory. */
export function createMemoryArtifacts(): Artifacts {
  const blobs = new Map<string, Buffer>();
  return {
    put: async (source) => {
      const bytes = Buffer.isBuffer(source) ? source : readFileSync(source.file);
      const digest = createHash('sha256').update(bytes).digest('hex');
      blobs.set(digest, bytes);
      return { digest, bytes: bytes.length };
    },
    read: async (digest) => {
      const bytes = blobs.get(digest);
      if (!bytes) throw new Error(`no blob ${digest}`);
      return bytes;
    },
    has: async (digest) => blobs.has(digest),
  };
}

export function createTestContext(db: Database): Context {
  return { db, artifacts: createMemoryArtifacts(), actor: { name: 'tester', role: 'admin' } };
}

/** Labelled pictures of two classes in three splits; `what` makes their bytes, and so the digest, different. */
export function labelledManifest(what = 'a'): Manifest {
  const splits = ['train', 'train', 'validation', 'test'] as const;
  const items = splits.flatMap((split, i) =>
    [0, 1].map(
      (label): Item => ({
        picture: digestOf(`${what} ${i} ${label}`),
        path: `${split}/${i}-${label}.png`,
        width: 48,
        height: 48,
        split,
        label,
      }),
    ),
  );
  return { version: 1, classes: ['good', 'scratch'], items };
}

export async function publishLabelled(ctx: Context, name = 'parts', what = name): Promise<void> {
  await publishDatasetVersion(ctx, { name, manifest: labelledManifest(what), format: 'folder-per-class' });
}

/** A small complete config on the dataset `parts`. */
export const classicalConfig: RunConfigInput = { task: 'classical', dataset: { name: 'parts' } };

export type Ended = {
  figures: Record<string, number>;
  hasModel?: boolean;
  protocol?: ResultProtocol;
  /** Lines of the predictions on test pictures, header first. */
  predictions?: readonly object[];
};

/** Executes everything that is queued, with figures instead of work; null makes a run fail. */
export async function workAll(
  ctx: Context,
  work: (run: { id: string; label: string; seed: number; config: RunConfig }) => Ended | null,
): Promise<void> {
  for (;;) {
    const claimed = await claimJob(ctx.db, { owner: 'test worker', kinds: ['run'] });
    if (!claimed) return;
    if (claimed.kind !== 'run') throw new Error(`unexpected job ${claimed.kind}`);
    const run = await getRun(ctx.db, claimed.lease.run);
    if (!run) throw new Error('a job without a run');
    const ended = work(run);
    if (!ended) {
      await finishJob(ctx.db, claimed.lease, { status: 'failed', reason: 'as the test wants', isRetryable: false });
      continue;
    }
    const time = '2026-01-02T03:04:05.000Z';
    const points = Object.entries(ended.figures).map(([key, value]) => ({ key, value, step: 10, pictures: 640, time }));
    const events: RunEvent[] = [{ kind: 'metric', points }];
    if (ended.hasModel !== false && run.task !== 'pretrain')
      events.push(await modelEvent(ctx, run.config, run.datasetDigest));
    if (ended.predictions) events.push(await predictionsEvent(ctx, ended.predictions));
    await appendRunEvents(ctx.db, claimed.lease, events, ended.protocol ? { protocol: ended.protocol } : {});
    await setRunRecord(ctx.db, { run: run.id, record: RECORD });
    await finishJob(ctx.db, claimed.lease, { status: 'succeeded' });
  }
}

const RECORD = {
  commit: 'c'.repeat(40),
  isTreeClean: true,
  lockfileDigest: digestOf('lock'),
  cpu: 'test',
  threads: 2,
  node: 'v20',
  engine: 'tensorflow test',
};

async function predictionsEvent(ctx: Context, lines: readonly object[]): Promise<RunEvent> {
  const text = lines.map((line) => `${JSON.stringify(line)}\n`).join('');
  const { digest, bytes } = await ctx.artifacts.put(gzipSync(text));
  return { kind: 'artifact', artifact: 'predictions', name: 'predictions-test.jsonl.gz', digest, bytes, step: 10 };
}

async function modelEvent(ctx: Context, config: RunConfig, datasetDigest: string): Promise<RunEvent> {
  const tensors = await ctx.artifacts.put(Buffer.from(`tensors of ${canonicalJson(config)}`));
  const bundle = {
    version: 1,
    task: config.task,
    config,
    classes: ['good', 'scratch'],
    threshold: null,
    datasetDigest,
    which: 'last',
    tensors: tensors.digest,
  };
  const { digest, bytes } = await ctx.artifacts.put(Buffer.from(canonicalJson(bundle)));
  return { kind: 'artifact', artifact: 'model', name: 'bundle.json', digest, bytes, step: 10 };
}
