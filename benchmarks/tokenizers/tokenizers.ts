import { availableParallelism } from 'node:os';
import { canonicalJson, configDigestInput } from '@assay/contracts';
import { sha256 } from '@assay/data';
import { pickRows } from '../arguments';
import type { Benchmark, Selection } from '../benchmark';
import { describeCommit, describeMachine, loadAverage, type Machine } from '../machine';
import { DATASETS, prepareDataset } from '../methods/datasets';
import type { Link } from '../methods/orders';
import type { Figures } from '../methods/rows';
import { startRow } from '../methods/startRow';
import { printColumns } from '../report';
import { readResults, type StoredRow } from '../results';
import { chainOf, SEEDS, TOKENIZERS, type TokenizerName } from './settings';

/** BEiT after one seed with codes from one place, and what came before it. */
export type TokenizerRow = StoredRow & {
  dataset: string;
  tokenizer: TokenizerName;
  seed: number;
  settingDigest: string;
  chain: unknown;
  links: Link[];
  /** On test pictures, with the mean of the patches' features. */
  knn: Figures;
  linear: Figures;
  majorityShare: number;
  totalSeconds: number;
  peakMb: number;
  machine: Machine;
};

const QUICK = ['boards/random/seed0', 'boards/dvae/seed0', 'boards/vqKd/seed0'];

/** Whether codes that were learned teach BEiT more than random ones, on the same pictures over the same steps. */
export const tokenizers: Benchmark = {
  hasPeers: false,
  select: (selection) => wantedPlans(selection).map(({ key }) => key),
  print: (rows) => printRows(rows as readonly TokenizerRow[]), // its own rows
  async run(context) {
    const { say, isQuick, isAgain = false, minutes = Number.POSITIVE_INFINITY } = context;
    const stored = (readResults('tokenizers')?.rows ?? []) as TokenizerRow[]; // its own file
    const until = performance.now() + minutes * 60_000;
    const failed: string[] = [];
    for (const { key, dataset: name, tokenizer, seed } of wantedPlans(context)) {
      if (performance.now() > until) break;
      const dataset = await prepareDataset(name);
      const chain = chainOf(tokenizer, { dataset, seed, isQuick });
      const settingDigest = sha256(
        canonicalJson({ chain: chain.map(configDigestInput), dataset: dataset.digest }),
      ).slice(0, 16);
      if (!isAgain && stored.some((row) => row.key === key && row.settingDigest === settingDigest)) continue;
      say(key);
      const load = loadAverage();
      const answer = await startRow({ dataset, seed, threads: availableParallelism(), phase: 'chain', chain });
      if (answer.kind !== 'measured') {
        const reason = 'reason' in answer ? answer.reason : answer.kind;
        say(`  failed: ${reason}`);
        failed.push(`${key}: ${reason}`);
        continue;
      }
      const { links = [], knn, linear, majorityShare, totalSeconds, peakMb } = answer;
      const row: TokenizerRow = {
        ...{ key, dataset: name, tokenizer, seed, settingDigest, chain, links, knn, linear },
        ...{ majorityShare, totalSeconds, peakMb, machine: describeMachine(), isQuick },
        ...{ date: new Date().toISOString(), commit: describeCommit(), loadAverage: load },
      };
      context.onRow(row, answer.versions);
      say(`  ${describe(row)}`);
    }
    if (failed.length > 0) throw new Error(`${failed.length} rows failed\n${failed.join('\n')}`);
  },
};

function wantedPlans({ patterns, isQuick }: Selection) {
  const plans = DATASETS.filter(({ isColoured }) => !isColoured).flatMap(({ name }) =>
    SEEDS.flatMap((seed) =>
      TOKENIZERS.map((tokenizer) => ({ key: `${name}/${tokenizer}/seed${seed}`, dataset: name, tokenizer, seed })),
    ),
  );
  if (patterns.length > 0) return pickRows(plans, ({ key }) => key, patterns);
  return isQuick ? plans.filter(({ key }) => QUICK.includes(key)) : plans;
}

function describe({ knn, linear, links, totalSeconds }: TokenizerRow): string {
  const steps = links.map(
    ({ method, perplexity }) => `${method}${perplexity ? ` (${perplexity.toFixed(1)} codes)` : ''}`,
  );
  const figures = `kNN ${knn.accuracy.toFixed(4)}, linear ${linear.accuracy.toFixed(4)}`;
  return `${figures}, ${steps.join(' > ')}, ${totalSeconds.toFixed(0)} s`;
}

function printRows(rows: readonly TokenizerRow[]): string {
  return printColumns([
    ['row', 'kNN', 'linear', 'codes used', 'seconds', 'peak MB'],
    ...rows.map(({ key, knn, linear, links, totalSeconds, peakMb }) => [
      key,
      knn.accuracy.toFixed(4),
      linear.accuracy.toFixed(4),
      links.at(-1)?.perplexity?.toFixed(1) ?? '–',
      totalSeconds.toFixed(0),
      peakMb.toFixed(0),
    ]),
  ]);
}
