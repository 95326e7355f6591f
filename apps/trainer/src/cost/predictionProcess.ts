import { openEngine } from '@assay/engine';
import { openArtifacts } from '@assay/store';
import { z } from 'zod';
import { openingOptions } from '../tasks/engineOptions';
import { measurePrediction, readModelBundle } from './measurePrediction';

/** The process that measures one model on one thread, and ends with it: an engine's threads are set once a process. */
const Question = z.strictObject({ artifactsUrl: z.string(), bundle: z.string() });

process.on('disconnect', () => process.exit(1));
process.once('message', (raw) => {
  void answer(raw).then((message) => process.send?.(message, undefined, undefined, () => process.exit(0)));
});

async function answer(raw: unknown): Promise<{ milliseconds: number } | { reason: string }> {
  try {
    const { artifactsUrl, bundle } = Question.parse(raw);
    const model = { artifacts: openArtifacts(artifactsUrl), bundle };
    openEngine(openingOptions((await readModelBundle(model)).config, 1));
    return { milliseconds: await measurePrediction(model) };
  } catch (error) {
    return { reason: error instanceof Error ? error.message : String(error) };
  }
}
