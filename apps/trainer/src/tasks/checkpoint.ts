import { CheckpointHeader, parseOrExplain } from '@assay/contracts';
import { exportParameters, importParameters, type NamedArray, type Optimizer, type Parameter } from '@assay/ssl-core';
import { decodeTensors, encodeTensors, prefixNames, type TensorGroup } from './tensorFile';

/** What a training must keep besides weights and optimizer: the best weights so far, for instance. */
export type ExtraState = { arrays: NamedArray[]; notes: Record<string, string> };

/** The moving parts of a training, which a checkpoint holds and sets again. */
export type TrainingParts = {
  parameters: readonly Parameter[];
  optimizer: Optimizer;
  extra?: {
    save(): ExtraState;
    restore(arrays: TensorGroup, notes: Readonly<Record<string, string>>): void;
  };
};

/** Which run and machine a checkpoint belongs to. Time, run and attempt are left out on purpose. */
export type CheckpointIdentity = { configDigest: string; datasetDigest: string; engine: string };

/**
 * One safetensors file: `model.*` in the stored layouts, `optimizer.*`, `state.*`. Random numbers and the place in the
 * data follow from seed and step, so the step is all the random state there is. Equal states have equal bytes.
 */
export function encodeCheckpoint(step: number, parts: TrainingParts, identity: CheckpointIdentity): Buffer {
  const extra = parts.extra?.save() ?? { arrays: [], notes: {} };
  const header = { ...extra.notes, format: 'assay-checkpoint-1', ...identity, step: String(step) };
  return encodeTensors(
    [
      ...prefixNames('model', exportParameters(parts.parameters)),
      ...prefixNames('optimizer', parts.optimizer.state()),
      ...prefixNames('state', extra.arrays),
    ],
    header,
  );
}

/** Reads who a checkpoint belongs to. @throws InputError when the header is not a checkpoint's */
export function readCheckpoint(bytes: Buffer): { header: CheckpointHeader; restore(parts: TrainingParts): void } {
  const file = decodeTensors(bytes);
  const header = parseOrExplain(CheckpointHeader, file.metadata, 'checkpoint');
  return {
    header,
    restore(parts) {
      importParameters(parts.parameters, file.group('model'));
      parts.optimizer.restore(file.group('optimizer'));
      parts.extra?.restore(file.group('state'), file.metadata);
    },
  };
}
