import { type Comparison, InputError } from '@assay/contracts';
import { type ComparisonQuery, compareExperiment } from '@assay/services';
import { type OutputOptions, print, say } from '../cli/output';
import { withSession } from '../cli/session';
import { describeComparison } from './compare/describeComparison';

type Options = OutputOptions & Omit<ComparisonQuery, 'margin'> & { margin?: string };

export async function compareCommand(options: Options): Promise<void> {
  const { experiment, metric, by, baseline, pictures } = options;
  const margin = options.margin === undefined ? undefined : marginOf(options.margin);
  const query = { experiment, metric, by, baseline, margin, pictures };
  const comparison: Comparison = await withSession((session) => compareExperiment(session, query));
  print(options, comparison, () => describeComparison(comparison));
  if (!options.json) for (const warning of comparison.warnings) say(`warning: ${warning}`);
}

function marginOf(text: string): number {
  const margin = text.trim() === '' ? Number.NaN : Number(text);
  if (margin > 0 && Number.isFinite(margin)) return margin;
  throw new InputError({ where: '--margin', found: `"${text}"`, fix: 'a number above 0, in the unit of the figure' });
}
