import { existsSync, statSync } from 'node:fs';
import { InputError, type PredictAnswer } from '@assay/contracts';
import { resolveModel } from '@assay/services';
import { figure, type OutputOptions, print, table } from '../cli/output';
import { withSession } from '../cli/session';

export async function predictCommand(
  paths: readonly string[],
  options: OutputOptions & { model: string; out?: string },
): Promise<void> {
  for (const path of paths) requireFile(path);
  const { model, tensors } = await withSession(async (session) => {
    const resolved = await resolveModel(session, options.model);
    return { model: resolved, tensors: await session.artifacts.read(resolved.bundle.tensors) };
  });
  const { predictPictures } = await import('../tasks/predict');
  const found = await predictPictures({
    bundle: model.bundle,
    tensors,
    paths,
    outDir: options.out,
  });
  const answers = found.map((answer): PredictAnswer => ({ ...answer, model: model.name, version: model.version }));
  print(options, answers, () =>
    table(
      ['PICTURE', 'CLASS', 'SCORE', 'HEAT MAP'],
      answers.map(({ path, class: name, scores, heatMap }) => [
        path,
        name,
        figure(scores[name] ?? scores.anomaly),
        heatMap ?? null,
      ]),
    ),
  );
}

function requireFile(path: string): void {
  if (!existsSync(path)) throw new InputError({ where: path, found: 'no such file', fix: 'check the path' });
  if (!statSync(path).isFile()) throw new InputError({ where: path, found: 'not a file', fix: 'name each picture' });
}
