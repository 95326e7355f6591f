import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { InputError, type PredictAnswer } from '@assay/contracts';
import { resolveModel } from '@assay/services';
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

function requireFile(path: string): void {
  if (!existsSync(path)) throw new InputError({ where: path, found: 'no such file', fix: 'check the path' });
  if (!statSync(path).isFile()) throw new InputError({ where: path, found: 'not a file', fix: 'name each picture' });
}
