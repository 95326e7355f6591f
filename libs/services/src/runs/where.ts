import { InputError, nearest, type RunConfig } from '@assay/contracts';
import type { RunSummary } from '../types';

/** A run as conditions see it: its fields, its figures and its config. */
export type Candidate = RunSummary & { config: RunConfig };

type Condition = { name: string; operator: string; value: string };

const CONDITION = /^\s*([^\s<>=!]+)\s*(>=|<=|!=|==|=|>|<)\s*(?:"([^"]*)"|([^\s"]+))\s*$/;
const FIELDS = ['id', 'label', 'task', 'seed', 'status', 'experiment', 'attempt', 'createdBy'] as const;

/**
 * Compiles conditions such as `test/accuracy>0.8 and seed=0`: a figure, a field of the run (label, task, seed, status,
 * experiment …), `dataset` or a config path such as `optimizer.learningRate`, against a number or a word; `and` joins
 * them. A run that lacks the figure or the path does not match.
 *
 * @throws InputError when a condition cannot be read
 */
export function parseWhere(expression: string): (run: Candidate) => boolean {
  const conditions = expression.split(/\s+and\s+/i).map(parseCondition);
  return (run) => conditions.every((condition) => holds(condition, valueIn(run, condition.name)));
}

/** Sorts by a field, a figure or a config path; a leading minus turns the order round. Runs without it come last. */
export function compareBy(sort: string): (a: Candidate, b: Candidate) => number {
  const isDescending = sort.startsWith('-');
  const name = isDescending ? sort.slice(1) : sort;
  return (a, b) => {
    const [left, right] = [valueIn(a, name), valueIn(b, name)];
    if (left === undefined || right === undefined) return Number(left === undefined) - Number(right === undefined);
    const order = typeof left === 'number' && typeof right === 'number' ? left - right : compareText(left, right);
    return isDescending ? -order : order;
  };
}

function parseCondition(text: string): Condition {
  const match = CONDITION.exec(text);
  const [, name, operator, quoted, plain] = match ?? [];
  if (name === undefined || operator === undefined) {
    const fix = 'write it as test/accuracy>0.8, joined by "and"; one of > >= < <= = !=';
    throw new InputError({ where: '--where', found: `"${text.trim()}" is no condition`, fix });
  }
  if (!name.includes('/') && !name.includes('.') && !isKnownField(name)) {
    const guess = nearest(name, [...FIELDS, 'dataset', 'epochs', 'batchSize']);
    throw new InputError({
      where: '--where',
      found: `unknown field "${name}"`,
      fix: guess
        ? `did you mean "${guess}"?`
        : 'a figure has a slash (test/accuracy), a config path a dot (input.size)',
    });
  }
  return { name, operator, value: quoted ?? plain ?? '' };
}

function isKnownField(name: string): boolean {
  return [...FIELDS, 'dataset', 'epochs', 'batchSize', 'queuedAt', 'startedAt', 'endedAt'].some(
    (known) => known === name,
  );
}

function valueIn(run: Candidate, name: string): number | string | undefined {
  if (name.includes('/')) return run.metrics[name];
  if (name === 'dataset') return run.dataset.name;
  const field: unknown = { ...run, config: undefined }[name as keyof Candidate];
  if (field instanceof Date) return field.getTime();
  if (typeof field === 'number' || typeof field === 'string') return field;
  const value = name.split('.').reduce<unknown>(step, run.config);
  return typeof value === 'number'
    ? value
    : typeof value === 'object' || value === undefined
      ? undefined
      : String(value);
}

function step(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined;
}

function holds({ operator, value }: Condition, found: number | string | undefined): boolean {
  if (found === undefined) return false;
  const wanted = Number(value);
  const order =
    typeof found === 'number' && value.trim() !== '' && !Number.isNaN(wanted)
      ? found - wanted
      : compareText(found, value);
  switch (operator) {
    case '>':
      return order > 0;
    case '>=':
      return order >= 0;
    case '<':
      return order < 0;
    case '<=':
      return order <= 0;
    case '!=':
      return order !== 0;
    default:
      return order === 0;
  }
}

function compareText(a: number | string, b: number | string): number {
  const [left, right] = [String(a), String(b)];
  return left < right ? -1 : left > right ? 1 : 0;
}
