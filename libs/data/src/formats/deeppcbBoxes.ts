import { readFile } from 'node:fs/promises';
import type { Box, ImportProblem } from '@assay/contracts';
import { manifestPath } from '../paths';
import type { Walker } from '../walk';

type Source = { file: string | undefined; picture: string; problems: ImportProblem[] };

const TYPES = 6;

/**
 * The boxes of one annotation file, a line each: `x1 y1 x2 y2 type`, corners in pixels, parted by blanks or commas.
 * A line that cannot be used becomes a problem. Undefined when there is no file: unknown is not the same as none.
 */
export async function readDeepPcbBoxes(walker: Walker, source: Source): Promise<Box[] | undefined> {
  const { file, picture, problems } = source;
  if (file === undefined) {
    problems.push({ path: picture, kind: 'annotation-missing', detail: 'no file with its boxes' });
    return undefined;
  }
  const path = manifestPath(walker.root, file);
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? String(error);
    problems.push({ path, kind: 'unreadable', detail: `cannot be read: ${code}` });
    return undefined;
  }
  const boxes: Box[] = [];
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (line.trim() === '') continue;
    const numbers = line
      .trim()
      .split(/\s*,\s*|\s+/)
      .map(Number);
    const [x1, y1, x2, y2, type] = numbers;
    const complain = (kind: ImportProblem['kind'], detail: string): void => {
      problems.push({ path, kind, detail: `line ${index + 1}: ${detail}` });
    };
    if (
      numbers.length !== 5 ||
      !numbers.every(Number.isFinite) ||
      x1 === undefined ||
      y1 === undefined ||
      x2 === undefined ||
      y2 === undefined ||
      type === undefined
    ) {
      complain('annotation-malformed', `expected x1 y1 x2 y2 type, found ${JSON.stringify(line.trim().slice(0, 60))}`);
    } else if (x2 <= x1 || y2 <= y1) {
      complain('annotation-malformed', `the box has no area: ${line.trim()}`);
    } else if (!Number.isInteger(type) || type < 1 || type > TYPES) {
      complain('unknown-class', `type ${type} is not one of 1 to ${TYPES}`);
    } else {
      boxes.push({ x: x1, y: y1, w: x2 - x1, h: y2 - y1, class: type - 1 });
    }
  }
  return boxes;
}
