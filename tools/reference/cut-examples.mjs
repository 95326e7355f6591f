/**
 * Cuts the small example sets under examples/ from the full folders:
 *
 *   node tools/reference/cut-examples.mjs ../shared/data
 *
 * The argument holds `deeppcb/` (PCBData as its authors published it) and `hazelnut-toy/` (MVTec-AD layout), each with
 * a LICENSE. Bytes, names and layout stay as they are. Nothing is drawn by chance: of each list a share is kept at
 * even distances in name order, so the same source gives the same cut.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Share of each board group's pairs that is kept, in both lists. */
const PAIR_SHARE = 0.4;
/** Pictures kept of each hazelnut folder. */
const HAZELNUTS = { 'train/good': 18, 'test/good': 4, 'test/colour': 8 };

const source = process.argv[2];
if (
  !source ||
  !existsSync(join(source, 'deeppcb', 'PCBData')) ||
  !existsSync(join(source, 'hazelnut-toy', 'hazelnut'))
) {
  console.error(
    'usage: node tools/reference/cut-examples.mjs FOLDER  (FOLDER holds deeppcb/PCBData and hazelnut-toy/hazelnut)',
  );
  process.exit(2);
}
let root = import.meta.dirname;
while (!existsSync(join(root, 'nx.json'))) root = dirname(root);

cutDeepPcb(join(source, 'deeppcb'), join(root, 'examples', 'deeppcb'));
cutHazelnut(join(source, 'hazelnut-toy'), join(root, 'examples', 'hazelnut'));

function cutDeepPcb(from, to) {
  rmSync(join(to, 'PCBData'), { recursive: true, force: true });
  let pairs = 0;
  for (const list of ['trainval.txt', 'test.txt']) {
    const lines = readFileSync(join(from, 'PCBData', list), 'utf8')
      .split(/\r?\n/)
      .filter((line) => line.trim() !== '');
    const groups = groupBy([...lines].sort(), (line) => line.split('/')[0]);
    const kept = new Set([...groups.values()].flatMap((group) => evenly(group, Math.ceil(group.length * PAIR_SHARE))));
    for (const line of kept) {
      const [picture, boxes] = line.trim().split(/\s+/);
      const files = [picture.replace(/\.jpg$/, '_test.jpg'), picture.replace(/\.jpg$/, '_temp.jpg'), boxes];
      for (const file of files) copy(join(from, 'PCBData', file), join(to, 'PCBData', file));
      pairs += 1;
    }
    // The lines stand in the order of the source's list.
    writeFileSync(join(to, 'PCBData', list), `${lines.filter((line) => kept.has(line)).join('\n')}\n`);
  }
  copy(join(from, 'LICENSE'), join(to, 'LICENSE'));
  console.log(`deeppcb: ${pairs} pairs, ${megabytes(to)} MB`);
}

function cutHazelnut(from, to) {
  rmSync(join(to, 'hazelnut'), { recursive: true, force: true });
  for (const [folder, count] of Object.entries(HAZELNUTS)) {
    for (const name of evenly(readdirSync(join(from, 'hazelnut', folder)).sort(), count)) {
      copy(join(from, 'hazelnut', folder, name), join(to, 'hazelnut', folder, name));
      if (folder === 'test/colour') {
        const mask = join('ground_truth', 'colour', name.replace(/\.jpg$/, '.png'));
        copy(join(from, 'hazelnut', mask), join(to, 'hazelnut', mask));
      }
    }
  }
  copy(join(from, 'LICENSE'), join(to, 'LICENSE'));
  console.log(`hazelnut: ${megabytes(to)} MB`);
}

function evenly(values, count) {
  return Array.from({ length: count }, (_, i) => values[Math.floor((i * values.length) / count)]);
}

function copy(from, to) {
  mkdirSync(dirname(to), { recursive: true });
  writeFileSync(to, readFileSync(from)); // not copyFile: the source may be read-only, the copy should not be
}

function megabytes(folder) {
  const files = readdirSync(folder, { recursive: true }).map((name) => statSync(join(folder, name)));
  return (files.reduce((sum, file) => sum + (file.isFile() ? file.size : 0), 0) / 1e6).toFixed(2);
}

function groupBy(values, keyOf) {
  const groups = new Map();
  for (const value of values) groups.set(keyOf(value), [...(groups.get(keyOf(value)) ?? []), value]);
  return groups;
}
