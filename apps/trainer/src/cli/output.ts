/** Where a command's answer goes: one JSON document with `--json`, text for people otherwise. */
export type OutputOptions = { json?: boolean | undefined };

/** Prints the answer on standard output. */
export function print(options: OutputOptions, value: unknown, forPeople: () => string): void {
  const text = options.json ? JSON.stringify(value, null, 2) : forPeople();
  if (text !== '') process.stdout.write(`${text}\n`);
}

/** A word aside, on standard error, so that it never mixes with the answer. */
export function say(text: string): void {
  process.stderr.write(`${text}\n`);
}

/** Columns as wide as their widest cell; numbers are aligned to the right. */
export function table(head: readonly string[], rows: readonly (readonly (string | number | null)[])[]): string {
  const cells = [head, ...rows.map((row) => row.map(cell))];
  const widths = head.map((_, column) => Math.max(...cells.map((row) => (row[column] ?? '').length)));
  const isNumeric = head.map((_, column) => rows.some((row) => typeof row[column] === 'number'));
  return cells
    .map((row) =>
      row
        .map((text, column) => {
          const width = widths[column] ?? 0;
          return isNumeric[column] ? text.padStart(width) : text.padEnd(width);
        })
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** A figure with four places, or as it is when it is whole. */
export function figure(value: number | null | undefined): string {
  if (value === null || value === undefined) return '–';
  return Number.isInteger(value) ? String(value) : Math.abs(value) >= 1e-3 ? value.toFixed(4) : value.toExponential(2);
}

/** Local time to the second. */
export function time(date: Date | null): string {
  if (!date) return '–';
  const two = (number: number): string => String(number).padStart(2, '0');
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return `${day} ${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
}

function cell(value: string | number | null): string {
  return typeof value === 'number' ? figure(value) : (value ?? '–');
}
