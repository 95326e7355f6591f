import { canonicalJson, type ModelBundle } from '@assay/contracts';
import type { TaskContext } from './context';
import { encodeTensors, type StoredTensor, weightsDigest } from './tensorFile';

/** Stores weights as the artifact that later runs start from; answers its digest and the weights' own. */
export async function recordWeights(
  { artifacts, report, assignment }: Pick<TaskContext, 'artifacts' | 'report' | 'assignment'>,
  tensors: readonly StoredTensor[],
  step: number,
): Promise<{ digest: string; weightsDigest: string | null }> {
  const { configDigest, datasetDigest } = assignment;
  const stored = await artifacts.put(
    encodeTensors(tensors, { format: 'assay-weights-1', configDigest, datasetDigest }),
  );
  report.artifact({ kind: 'weights', name: 'weights.safetensors', ...stored, step });
  const model = tensors.filter(({ name }) => name.startsWith('model.'));
  return { digest: stored.digest, weightsDigest: model.length > 0 ? weightsDigest(model) : null };
}

/** Stores what prediction needs: the tensors, and the bundle that names them. */
export async function recordModel(
  context: Pick<TaskContext, 'artifacts' | 'report' | 'assignment' | 'config'>,
  model: Pick<ModelBundle, 'task' | 'classes' | 'threshold' | 'which'> & { tensors: readonly StoredTensor[] },
  step: number,
): Promise<string | null> {
  const { tensors, ...facts } = model;
  const weights = await recordWeights(context, tensors, step);
  const bundle: ModelBundle = {
    version: 1,
    ...facts,
    config: context.config,
    datasetDigest: context.assignment.datasetDigest,
    tensors: weights.digest,
  };
  const stored = await context.artifacts.put(Buffer.from(canonicalJson(bundle)));
  context.report.artifact({ kind: 'model', name: 'bundle.json', ...stored, step });
  return weights.weightsDigest;
}
