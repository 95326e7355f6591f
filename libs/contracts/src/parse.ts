import { z } from 'zod';
import { InputError } from './errors';

/**
 * Parses at the door: the value as the schema's output, or one InputError that names the first wrong field, what was
 * found there and, for an unknown key or word, the nearest known one.
 *
 * @param where the file or option that the value comes from; field paths are appended to it.
 */
export function parseOrExplain<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  where: string,
): z.output<Schema> {
  const result = schema.safeParse(value, { reportInput: true });
  if (result.success) return result.data;
  const issue = deepest(result.error.issues);
  const path = issue.path.map(String).join('.');
  throw new InputError({ where: path ? `${where}: ${path}` : where, ...explain(issue, schema, value) });
}

/** The closest of the known words by edit distance, when it is near enough to be a slip of the finger. */
export function nearest(word: string, known: readonly string[]): string | undefined {
  let best: string | undefined;
  let bestDistance = Math.max(2, Math.ceil(word.length / 3)) + 1;
  for (const candidate of known) {
    const distance = editDistance(word.toLowerCase(), candidate.toLowerCase());
    if (distance < bestDistance) [best, bestDistance] = [candidate, distance];
  }
  return best;
}

type Issue = z.core.$ZodIssue;

/** A failed union hides the real complaint in its branches: take the branch that got furthest. */
function deepest(issues: readonly Issue[], prefix: readonly PropertyKey[] = []): Issue {
  const first = issues[0];
  if (!first) throw new Error('a failed parse without an issue');
  const here = { ...first, path: [...prefix, ...first.path] } as Issue;
  if (first.code !== 'invalid_union' || first.errors.length === 0) return here;
  const inner = first.errors.map((branch) => deepest(branch, here.path));
  return inner.reduce((best, issue) => (issue.path.length > best.path.length ? issue : best));
}

function explain(issue: Issue, schema: z.ZodType, value: unknown): { found: string; fix?: string } {
  if (issue.code === 'unrecognized_keys') {
    const key = issue.keys[0] ?? '';
    const guess = nearest(key, knownKeys(schema, issue.path, value));
    return { found: `unknown key "${key}"`, fix: guess ? `did you mean "${guess}"?` : 'remove it' };
  }
  if (issue.code === 'invalid_value' && typeof issue.input === 'string') {
    const known = issue.values.map(String);
    const guess = nearest(issue.input, known);
    return {
      found: `"${issue.input}" is not one of ${known.join(', ')}`,
      ...(guess ? { fix: `did you mean "${guess}"?` } : {}),
    };
  }
  if (issue.code === 'invalid_union' && issue.discriminator) {
    return {
      found: `unknown ${issue.discriminator}`,
      fix: `one of ${discriminators(schema, issue, value).join(', ')}`,
    };
  }
  return { found: issue.input === undefined ? `missing (${issue.message})` : issue.message };
}

/** The keys that the schema knows at a path, walking unions by the discriminator that the value carries. */
function knownKeys(schema: z.ZodType, path: readonly PropertyKey[], value: unknown): string[] {
  const found = walk(schema, path, value);
  return [...new Set(found.flatMap((s) => (s instanceof z.ZodObject ? Object.keys(s.shape) : [])))];
}

function discriminators(schema: z.ZodType, issue: Issue & { discriminator?: string }, value: unknown): string[] {
  const key = issue.discriminator ?? 'kind';
  const path = issue.path.at(-1) === key ? issue.path.slice(0, -1) : issue.path;
  return walk(schema, path, value).flatMap((option) => {
    const field = option instanceof z.ZodObject ? option.shape[key] : undefined;
    return field instanceof z.ZodLiteral ? [...field.values].map(String) : [];
  });
}

function walk(schema: z.ZodType, path: readonly PropertyKey[], value: unknown): z.ZodType[] {
  const options = unwrap(schema, value);
  const [key, ...rest] = path;
  if (key === undefined) return options;
  const inner = isRecord(value) ? value[String(key)] : undefined;
  return options.flatMap((option) => {
    if (option instanceof z.ZodObject) {
      const field = option.shape[String(key)];
      return field ? walk(field as z.ZodType, rest, inner) : [];
    }
    return option instanceof z.ZodArray ? walk(option.element as z.ZodType, rest, inner) : [];
  });
}

function unwrap(schema: z.ZodType, value: unknown): z.ZodType[] {
  if (
    schema instanceof z.ZodDefault ||
    schema instanceof z.ZodOptional ||
    schema instanceof z.ZodNullable ||
    schema instanceof z.ZodPrefault
  ) {
    return unwrap(schema.unwrap() as z.ZodType, value);
  }
  if (schema instanceof z.ZodUnion) {
    const options = schema.options.flatMap((option) => unwrap(option as z.ZodType, value));
    const matching = options.filter((option) => agrees(option, value));
    return matching.length > 0 ? matching : options;
  }
  if (schema instanceof z.ZodPipe) return unwrap(schema.in as z.ZodType, value);
  return [schema];
}

/** Whether every literal field of the option is what the value says. */
function agrees(option: z.ZodType, value: unknown): boolean {
  if (!(option instanceof z.ZodObject) || !isRecord(value)) return false;
  return Object.entries(option.shape).every(
    ([key, field]) => !(field instanceof z.ZodLiteral) || key === 'version' || field.values.has(value[key] as never),
  );
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const substitution = (previous[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      row.push(Math.min((previous[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, substitution));
    }
    previous = row;
  }
  return previous[b.length] ?? 0;
}
