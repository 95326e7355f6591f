import { availableParallelism } from 'node:os';
import { canonicalJson, configDigestInput, type PretrainConfig } from '@assay/contracts';
import { sha256 } from '@assay/data';
import { selectRows } from '../arguments';
import type { Benchmark, Selection } from '../benchmark';
import { describeCommit, describeMachine, loadAverage, type Machine } from '../machine';
import { printColumns } from '../report';
import { readResults, type StoredRow } from '../results';
import { type Prepared, prepareDataset } from './datasets';
import type { Link } from './orders';
import type { Figures } from './rows';
import { startRow } from './startRow';

/** What one row pretrains, before both probes measure it. */
export type ChainPlan = { key: string; dataset: string; seed: number; hasTemplates?: boolean };

/** A plan that was worked off. */
export type ChainRow<Plan extends ChainPlan> = StoredRow &
  Plan & {
    settingDigest: string;
    chain: unknown;
    links: Link[];
    /** On test pictures. */
    knn: Figures;
    linear: Figures;
    majorityShare: number;
    totalSeconds: number;
    peakMb: number;
    machine: Machine;
  };

type Given<Plan> = {
  name: string;
  /** All rows, in the order in which they are worked off. */
  plans: readonly Plan[];
  /** Keys of the rows of a quick run. */
  quick: readonly string[];
  /** The pretrainings of a row in order, each building on the one before. */
  chainOf(plan: Plan, given: { dataset: Prepared; isQuick: boolean }): PretrainConfig[];
};

/** A benchmark of which each row pretrains one network after the other and measures the last by kNN and a linear probe. */
export function chainBenchmark<Plan extends ChainPlan>({ name, plans, quick, chainOf }: Given<Plan>): Benchmark {
  const wanted = (selection: Selection) => selectRows({ all: plans, keyOf: ({ key }) => key, quick }, selection);
  return {
    hasPeers: false,
    select: (selection) => wanted(selection).map(({ key }) => key),
    print: (rows) => printRows(rows as readonly ChainRow<Plan>[]), // its own rows
    async run(context) {
      const { say, isQuick, isAgain = false, minutes = Number.POSITIVE_INFINITY } = context;
      const stored = (readResults(name)?.rows ?? []) as ChainRow<Plan>[]; // its own file
      const until = performance.now() + minutes * 60_000;
      const failed: string[] = [];
      for (const plan of wanted(context)) {
        if (performance.now() > until) break;
        const { key, seed } = plan;
        const dataset = await prepareDataset(plan.dataset, plan);
        const chain = chainOf(plan, { dataset, isQuick });
        const settingDigest = digestOf(chain, dataset);
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
        const row: ChainRow<Plan> = {
          ...{ ...plan, settingDigest, chain, links, knn, linear, majorityShare, totalSeconds, peakMb },
          ...{ machine: describeMachine(), isQuick, date: new Date().toISOString() },
          ...{ commit: describeCommit(), loadAverage: load },
        };
        context.onRow(row, answer.versions);
        say(`  ${describe(row)}`);
      }
      if (failed.length > 0) throw new Error(`${failed.length} rows failed\n${failed.join('\n')}`);
    },
  };
}

/** A row follows from its pretrainings and its pictures. */
function digestOf(chain: readonly PretrainConfig[], dataset: Prepared): string {
  return sha256(canonicalJson({ chain: chain.map(configDigestInput), dataset: dataset.digest })).slice(0, 16);
}

type Measured = Pick<ChainRow<ChainPlan>, 'knn' | 'linear' | 'links' | 'totalSeconds'>;
function describe({ knn, linear, links, totalSeconds }: Measured): string {
  const steps = links.map(
    ({ method, perplexity }) => `${method}${perplexity ? ` (${perplexity.toFixed(1)} codes)` : ''}`,
  );
  const figures = `kNN ${knn.accuracy.toFixed(4)}, linear ${linear.accuracy.toFixed(4)}`;
  return `${figures}, ${steps.join(' > ')}, ${totalSeconds.toFixed(0)} s`;
}

function printRows(rows: readonly ChainRow<ChainPlan>[]): string {
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
