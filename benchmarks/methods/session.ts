import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { configDigestInput, Manifest, parseOrExplain, type RunConfig, type Split } from '@assay/contracts';
import type { Engine } from '@assay/engine';
import { type ArtifactStore, openArtifacts } from '@assay/store';
import { timePrediction } from '../../apps/trainer/src/cost/timePrediction';
import { startFeedThread } from '../../apps/trainer/src/feeds/threadFeeds';
import { StoppedError } from '../../apps/trainer/src/tasks/context';
import { labelledPictures } from '../../apps/trainer/src/tasks/labels';
import { createReporter } from '../../apps/trainer/src/tasks/reporter';
import { runTask } from '../../apps/trainer/src/tasks/runTask';
import { readMemory } from '../memory';
import type { Order } from './orders';

export type RunOptions = {
  /** The artifact that the network starts from. */
  weights?: string | null;
  /** The run that the method builds on. */
  source?: { config: RunConfig; weights: string } | null;
  /** @param at milliseconds; called after a training step */
  onStep?: (at: number, stop: () => void) => void;
  /** Whether it is measured how long the model takes for a picture. */
  isTimed?: boolean;
};

export type RunOutcome = {
  /** Training steps that were reported done. */
  steps: number;
  stopped: boolean;
  /** Digest of the newest artifact of a kind. */
  artifact(kind: string): string | undefined;
  /** Digest of the newest picture of a name that the method showed. */
  preview(name: string): string | undefined;
  /** The last value of a figure. */
  last(key: string): number | undefined;
};

/** Runs tasks of the trainer in this process, one after the other. */
export interface Session {
  readonly artifacts: ArtifactStore;
  run(config: RunConfig, options?: RunOptions): Promise<RunOutcome>;
  /** Labelled pictures of a split. */
  countPictures(split: Split): Promise<number>;
  /** The most that the process ever held, in MB. The engine forgets the mark now and then, so it is to be asked often. */
  notePeak(): number;
}

export function createSession({ dataset, threads, workFolder }: Order, engine: Engine): Session {
  const ownUrl = `file:${join(workFolder, 'artifacts')}`;
  const artifacts = overlay(openArtifacts(dataset.artifactsUrl), openArtifacts(ownUrl));
  let peakMb = 0;
  let count = 0;
  const notePeak = () => {
    peakMb = Math.max(peakMb, readMemory().peakMb);
    return peakMb;
  };

  return {
    artifacts,
    notePeak,
    async countPictures(split) {
      const bytes = await artifacts.read(dataset.digest);
      const manifest = parseOrExplain(Manifest, JSON.parse(bytes.toString('utf8')), 'manifest');
      return labelledPictures(manifest, split).indices.length;
    },
    async run(config, { weights = null, source = null, onStep, isTimed = false } = {}) {
      const stop = new AbortController();
      const stored = new Map<string, string>();
      const shown = new Map<string, string>();
      const last = new Map<string, number>();
      let steps = 0;
      const report = createReporter((event) => {
        notePeak();
        if (event.kind === 'artifact') stored.set(event.artifact, event.digest);
        if (event.kind === 'artifact' && event.artifact === 'preview') shown.set(event.name, event.digest);
        if (event.kind !== 'metric') return;
        for (const { key, value } of event.points) last.set(key, value);
        const point = event.points.find(({ key }) => key === 'train/loss');
        if (!point) return;
        steps = point.step;
        onStep?.(performance.now(), () => stop.abort('cancel'));
      });
      const name = `run${count++}`;
      let stopped = false;
      try {
        await runTask({
          assignment: {
            run: name,
            attempt: 1,
            configDigest: createHash('sha256').update(configDigestInput(config)).digest('hex'),
            datasetDigest: dataset.digest,
            manifest: dataset.digest,
            initialWeights: weights,
            initialCheckpointOf: null,
            source,
            resume: null,
            artifactsUrl: dataset.artifactsUrl,
            packFolder: dataset.packFolder,
            workFolder: join(workFolder, name),
            threads,
            memoryBytesMax: null,
          },
          config,
          artifacts,
          engine,
          report,
          signal: stop.signal,
          now: () => performance.now(),
          startFeeds: startFeedThread,
          ...(isTimed
            ? { timePrediction: (of: RunConfig, { bundle }) => timePrediction(of, { artifactsUrl: ownUrl, bundle }) }
            : {}),
          started: async () => {},
        });
      } catch (error) {
        if (!(error instanceof StoppedError)) throw error;
        stopped = true;
      }
      return {
        steps,
        stopped,
        artifact: (kind) => stored.get(kind),
        preview: (name) => shown.get(name),
        last: (key) => last.get(key),
      };
    },
  };
}

/** Reads from both, writes to the second: a row's weights do not stay. */
function overlay(base: ArtifactStore, own: ArtifactStore): ArtifactStore {
  const holder = async (digest: string) => ((await own.has(digest)) ? own : base);
  return {
    ...base,
    put: (source) => own.put(source),
    get: async (digest) => (await holder(digest)).get(digest),
    read: async (digest) => (await holder(digest)).read(digest),
    has: async (digest) => (await own.has(digest)) || base.has(digest),
    path: (digest) => own.path(digest) ?? base.path(digest),
  };
}
