import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import {
  canonicalJson,
  configDigestInput,
  type Item,
  type Manifest,
  PretrainConfig,
  parseOrExplain,
  RunConfig,
  type RunEvent,
  type Split,
} from '@assay/contracts';
import { encodePng } from '@assay/data';
import { openEngine } from '@assay/engine';
import { createRng } from '@assay/ssl-core';
import { type ArtifactStore, openArtifacts } from '@assay/store';
import { timePrediction } from '../../cost/timePrediction';
import type { StartFeeds } from '../../feeds/feedPlan';
import { startInlineFeeds } from '../../feeds/inlineFeeds';
import type { RunAssignment } from '../../worker/protocol';
import { StoppedError, type StopReason } from '../context';
import { createReporter } from '../reporter';
import { runTask } from '../runTask';

const SIDE = 16;

/** A folder with an artifact store, and tiny pictures in it: dark ones and bright ones with a spot. */
export type TaskFixture = {
  artifacts: ArtifactStore;
  artifactsUrl: string;
  folder: string;
  manifest: Manifest;
  datasetDigest: string;
  remove(): Promise<void>;
};

export async function createTaskFixture(
  options: {
    perClass?: Partial<Record<Split, number>>;
    classes?: string[];
    isLabelled?: boolean;
    isColoured?: boolean;
  } = {},
): Promise<TaskFixture> {
  const { perClass = { train: 8, validation: 3, test: 4 }, classes = ['good', 'spot'], isLabelled = true } = options;
  const folder = await mkdtemp(join(tmpdir(), 'assay-task-'));
  const artifactsUrl = `file:${join(folder, 'artifacts')}`;
  const artifacts = openArtifacts(artifactsUrl);
  const items: Item[] = [];
  for (const [split, count] of Object.entries(perClass)) {
    for (const [label, name] of classes.entries()) {
      for (let n = 0; n < count; n++) {
        const bytes = picture(label, `${split}/${name}/${n}`, options.isColoured ? TINT : [1]);
        const { digest } = await artifacts.put(bytes);
        items.push({
          picture: digest,
          path: `${split}/${name}/${n}.png`,
          width: SIDE,
          height: SIDE,
          split: split as Split, // the keys above
          ...(isLabelled ? { label } : {}),
        });
      }
    }
  }
  items.sort((a, b) => (a.path < b.path ? -1 : 1));
  const manifest: Manifest = { version: 1, classes, items };
  const { digest: datasetDigest } = await artifacts.put(Buffer.from(canonicalJson(manifest)));
  const remove = () => rm(folder, { recursive: true, force: true });
  return { artifacts, artifactsUrl, folder, manifest, datasetDigest, remove };
}

/** What an attempt reported, and how it ended. */
export type AttemptRecord = {
  events: RunEvent[];
  startStep: number | undefined;
  figures: Record<string, number>;
  artifact(kind: string): { digest: string; step: number } | undefined;
  stopped: StopReason | undefined;
};

/** Executes one attempt in this process. */
export async function attemptTask(
  fixture: TaskFixture,
  config: unknown,
  options: {
    initialWeights?: string;
    initialCheckpointOf?: unknown;
    source?: NonNullable<RunAssignment['source']>;
    resume?: { digest: string; step: number };
    /** Stops at the first point at or after this step; before 0 it is stopped from the start. */
    stopAt?: { step: number; reason: StopReason };
    /** Stops when it has reported progress on so many pictures. */
    stopAtPicture?: number;
    run?: string;
    startFeeds?: StartFeeds;
    onLog?: (message: string) => void;
    memoryBytesMax?: number;
    /** Whether it is measured how long the model takes for a picture. */
    isTimed?: boolean;
  } = {},
): Promise<AttemptRecord> {
  const parsed = parseOrExplain(RunConfig, config, 'config');
  const stop = new AbortController();
  const events: RunEvent[] = [];
  let startStep: number | undefined;
  let stopped: StopReason | undefined;
  const report = createReporter((event) => {
    events.push(event);
    if (event.kind === 'log') options.onLog?.(event.message);
    const { stopAt, stopAtPicture } = options;
    if (event.kind === 'progress' && event.done === stopAtPicture) stop.abort('cancel');
    if (stopAt && event.kind === 'metric' && (event.points[0]?.step ?? 0) >= stopAt.step) stop.abort(stopAt.reason);
  });
  if ((options.stopAt?.step ?? 0) < 0) stop.abort(options.stopAt?.reason);
  try {
    await runTask({
      assignment: {
        run: options.run ?? 'run',
        attempt: 1,
        configDigest: createHash('sha256').update(configDigestInput(parsed)).digest('hex'),
        datasetDigest: fixture.datasetDigest,
        manifest: fixture.datasetDigest,
        initialWeights: options.initialWeights ?? null,
        initialCheckpointOf: options.initialCheckpointOf
          ? parseOrExplain(PretrainConfig, options.initialCheckpointOf, 'initialCheckpointOf')
          : null,
        source: options.source ?? null,
        resume: options.resume ?? null,
        artifactsUrl: fixture.artifactsUrl,
        packFolder: join(fixture.folder, 'packs'),
        workFolder: join(fixture.folder, 'work', options.run ?? 'run'),
        threads: null,
        memoryBytesMax: options.memoryBytesMax ?? null,
      },
      config: parsed,
      artifacts: fixture.artifacts,
      engine: openEngine(),
      report,
      signal: stop.signal,
      now: () => performance.now(),
      startFeeds: options.startFeeds ?? startInlineFeeds,
      ...(options.isTimed ? { timePrediction } : {}),
      started: async (step) => {
        startStep = step;
      },
    });
  } catch (error) {
    if (!(error instanceof StoppedError)) throw error;
    stopped = error.reason;
  }
  return {
    events,
    startStep,
    stopped,
    figures: Object.fromEntries(
      events.flatMap((event) => (event.kind === 'metric' ? event.points.map(({ key, value }) => [key, value]) : [])),
    ),
    artifact: (kind) => {
      const found = events.findLast((event) => event.kind === 'artifact' && event.artifact === kind);
      return found?.kind === 'artifact' ? { digest: found.digest, step: found.step } : undefined;
    },
  };
}

/** Header and lines of a predictions artifact. */
export async function readLines(artifacts: ArtifactStore, digest: string): Promise<unknown[]> {
  const text = gunzipSync(await artifacts.read(digest)).toString('utf8');
  return text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
}

/** Red, green and blue of a grey value, for pictures in colour. */
const TINT = [1, 0.8, 0.5];

/** Noise, with a bright square in a corner for every class but the first. */
function picture(label: number, name: string, tint: readonly number[]): Buffer {
  const rng = createRng(7, name);
  const grey = Array.from({ length: SIDE * SIDE }, (_, i) => {
    const isSpot = label > 0 && i % SIDE < 4 + 4 * label && Math.floor(i / SIDE) < 8;
    return (isSpot ? 170 : 40) + rng.int(50);
  });
  const data = Uint8Array.from(grey.flatMap((value) => tint.map((factor) => value * factor)));
  return encodePng({ width: SIDE, height: SIDE, channels: tint.length === 3 ? 3 : 1, data });
}
