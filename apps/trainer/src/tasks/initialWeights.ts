import type { PretrainConfig } from '@assay/contracts';
import type { Backbone } from '@assay/ssl-core';
import { startingPoint } from '../weights/startingPoint';
import type { TaskContext } from './context';
import { modelTensors, setWeights } from './network';
import { decodeTensors, encodeTensors, type TensorFile } from './tensorFile';
import { openEncoder } from './watch/frozenEncoder';

/** Sets a backbone to the weights that the run starts from, if it starts from any. */
export async function loadInitialWeights(
  { assignment, artifacts, report, config }: Pick<TaskContext, 'assignment' | 'artifacts' | 'report' | 'config'>,
  backbone: Backbone,
): Promise<void> {
  const { initialWeights, initialCheckpointOf } = assignment;
  if (!initialWeights) return;
  const bytes = await artifacts.read(initialWeights);
  const file = initialCheckpointOf ? encoderOfCheckpoint(initialCheckpointOf, bytes) : decodeTensors(bytes);
  const { parameters, weights, notes } = startingPoint(backbone, file, config.input);
  setWeights({ parameters }, weights, 'init');
  const what = initialCheckpointOf ? `best checkpoint (step ${decodeTensors(bytes).metadata.step})` : 'weights';
  report.log(0, `starts from the ${what} ${initialWeights.slice(0, 12)}`);
  for (const { text, level } of notes) report.log(0, text, level);
}

/**
 * What the weights of a pretraining would have been, had it ended with this checkpoint: the network that its method keeps,
 * which need not be the backbone that learned.
 *
 * @throws InputError when the checkpoint is not of this config
 */
export function encoderOfCheckpoint(config: PretrainConfig, bytes: Buffer): TensorFile {
  const encoder = openEncoder(config, { bytes, kind: 'checkpoint' });
  try {
    return decodeTensors(encodeTensors(modelTensors([encoder]), {}));
  } finally {
    encoder.dispose();
  }
}
