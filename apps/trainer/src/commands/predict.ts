import { join } from 'node:path';
import type { PredictAnswer } from '@assay/contracts';
import { resolveModel } from '@assay/services';
import { requireFile } from '../cli/files';
import { figure, type OutputOptions, print, table } from '../cli/output';
import { withSession } from '../cli/session';

export async function predictCommand(
  paths: readonly string[],
  options: OutputOptions & { model: string; out?: string; template?: string[] },
): Promise<void> {
  for (const path of [...paths, ...(options.template ?? [])]) requireFile(path);
  const { model, tensors, home } = await withSession(async (session) => {
    const resolved = await resolveModel(session, options.model);
    const { home } = session.environment;
    return { model: resolved, home, tensors: await session.artifacts.read(resolved.bundle.tensors) };
  });
  const { predictPictures } = await import('../tasks/predict');
  const found = await predictPictures({
    bundle: model.bundle,
    tensors,
    paths,
    outDir: options.out,
    maskDir: join(home, 'predictions', `${model.name}-${model.version}`),
    templates: options.template,
  });
  const answers = found.map((answer): PredictAnswer => ({ ...answer, model: model.name, version: model.version }));
  print(options, answers, () =>
    table(
      ['PICTURE', 'CLASS', 'SCORE', 'FOUND'],
      answers.map(({ path, class: name, scores, heatMap, mask, boxes }) => [
        path,
        name,
        figure(scores[name] ?? scores.anomaly),
        heatMap ?? mask ?? (boxes ? `${boxes.length} ${boxes.length === 1 ? 'box' : 'boxes'}` : null),
      ]),
    ),
  );
}
