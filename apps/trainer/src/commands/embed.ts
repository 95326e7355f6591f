import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PROJECTIONS, type ProjectionName, projectPoints } from '@assay/classical';
import { InputError, isFinal, Manifest, parseOrExplain, Split } from '@assay/contracts';
import { encodePng } from '@assay/data';
import { findDatasetVersion, findRun, listRunArtifacts, type RunWithExperiment } from '@assay/store';
import { requireWritable } from '../cli/files';
import { wholeNumber } from '../cli/numbers';
import { figure, type OutputOptions, print, table } from '../cli/output';
import { type Session, withSession } from '../cli/session';
import type { NetworkConfig } from '../tasks/watch/frozenEncoder';
import { drawScatter } from './scatterPicture';

type EmbedFlags = OutputOptions & {
  run: string;
  dataset: string;
  method: string;
  step?: string;
  split?: string;
  limit: string;
  out?: string;
};

/** A map of a dataset's pictures by the features of a run: coordinates, and how far they can be trusted. */
export async function embedCommand(options: EmbedFlags): Promise<void> {
  const method = projectionOf(options.method);
  const step = options.step === undefined ? undefined : wholeNumber('--step', options.step, 0);
  const limit = wholeNumber('--limit', options.limit, 4, 5000);
  const split = options.split === undefined ? undefined : parseOrExplain(Split, options.split, '--split');
  if (options.out !== undefined) requireWritable('--out', options.out);
  const answer = await withSession(async (session) => {
    const run = await findRun(session.db, options.run);
    const config = networkConfig(run);
    const [name = '', version = 'latest'] = options.dataset.split('@');
    const dataset = await findDatasetVersion(session.db, { name, version });
    const bytes = await session.artifacts.read(dataset.manifestDigest);
    const file = await readFile(session, run, step);
    const { embedPictures } = await import('../tasks/embed');
    const embedding = await embedPictures({
      config,
      file,
      manifest: parseOrExplain(Manifest, JSON.parse(bytes.toString('utf8')), 'manifest'),
      datasetDigest: dataset.digest,
      split,
      limit,
      artifacts: session.artifacts,
      packFolder: join(session.environment.home, 'packs'),
      threads: session.environment.threads,
    });
    if (embedding.pictures.length < 4) {
      throw new InputError({
        where: options.dataset,
        found: `${embedding.pictures.length} pictures${split ? ` in "${split}"` : ''}`,
        fix: 'a map needs at least 4',
      });
    }
    const { coordinates, ...facts } = projectPoints(
      { values: embedding.features, dimension: embedding.dimension },
      method,
    );
    return { run: run.id, dataset, embedding, coordinates, facts };
  });
  const { dataset, embedding, coordinates, facts } = answer;
  if (options.out !== undefined) await writeFile(options.out, encodePng(drawScatter(coordinates, embedding.labels)));
  const points = embedding.pictures.map((picture, n) => ({
    picture,
    path: embedding.paths[n] ?? '',
    class: embedding.classes[embedding.labels[n] ?? -1] ?? null,
    x: coordinates[2 * n] ?? 0,
    y: coordinates[2 * n + 1] ?? 0,
  }));
  const document = {
    run: answer.run,
    step: embedding.step,
    dataset: { name: dataset.name, version: dataset.version, digest: dataset.digest },
    split: split ?? null,
    method,
    ...facts,
    dimension: embedding.dimension,
    points,
    ...(options.out === undefined ? {} : { out: options.out }),
  };
  print(options, document, () =>
    [
      table(
        ['PICTURE', 'CLASS', 'X', 'Y'],
        points.map(({ path, class: name, x, y }) => [path, name, figure(x), figure(y)]),
      ),
      '',
      `${points.length} pictures by ${embedding.dimension} features at step ${embedding.step}, ${method}.`,
      facts.trustworthiness === null
        ? 'Too few pictures to say how far the map can be trusted.'
        : `Trustworthiness ${facts.trustworthiness.toFixed(4)} (${facts.neighbours} neighbours; 1 is the most).`,
      ...(options.out === undefined ? [] : [`Drawn to ${options.out}.`]),
    ].join('\n'),
  );
}

function projectionOf(text: string): ProjectionName {
  const found = PROJECTIONS.find((name) => name === text);
  if (found) return found;
  throw new InputError({ where: '--method', found: `"${text}"`, fix: `one of ${PROJECTIONS.join(', ')}` });
}

function networkConfig({ config, id }: RunWithExperiment): NetworkConfig {
  if ('backbone' in config) return config;
  throw new InputError({ where: `run ${id}`, found: `a ${config.task} run has no network`, fix: 'choose another run' });
}

/** The run's weights, or its checkpoint at a step; of a run that has no weights yet the newest checkpoint. */
async function readFile(
  { db, artifacts }: Session,
  run: RunWithExperiment,
  step: number | undefined,
): Promise<{ bytes: Buffer; kind: 'weights' | 'checkpoint'; step: number }> {
  const all = await listRunArtifacts(db, { run: run.id });
  const checkpoints = all.filter(({ kind }) => kind === 'checkpoint').sort((a, b) => a.step - b.step);
  const weights = all.findLast(({ kind }) => kind === 'weights');
  const isWeights = weights && (step === undefined || weights.step === step);
  const found = isWeights
    ? weights
    : step === undefined
      ? checkpoints.at(-1)
      : checkpoints.find((one) => one.step === step);
  if (found)
    return { bytes: await artifacts.read(found.digest), kind: isWeights ? 'weights' : 'checkpoint', step: found.step };
  const steps = [...new Set([...checkpoints, ...(weights ? [weights] : [])].map((one) => one.step))];
  throw new InputError({
    where: `run ${run.id}`,
    found: step === undefined ? 'it has stored no weights' : `nothing is kept of step ${step}`,
    fix:
      steps.length > 0
        ? `steps that are kept: ${steps.join(', ')}; checkpoint.keep says how many`
        : isFinal(run.status)
          ? 'choose a run that has succeeded'
          : 'wait for its first checkpoint',
  });
}
