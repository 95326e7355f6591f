/** Our side of a work on command: `node --import tsx worker.ts ORDER`, the words are those of peers/classical.py. */
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import type { GreyPicture } from '@assay/classical';
import { readMemory } from '../memory';
import type { Order, Ready, Turn } from './messages';
import { WORKS } from './works';

const order = JSON.parse(process.argv[2] ?? '{}') as Order; // from our own parent
const work = WORKS[order.work];
if (!work) throw new Error(`there is no work ${order.work}`);
const [picture, template] = [read(order.picture), read(order.template)];
const baseMb = readMemory().peakMb;
for (let i = 0; i < 2 * order.repeats; i++) work.measure(picture, template);
say('ready', { versions: { node: process.versions.node }, baseMb } satisfies Ready);

for await (const _ of createInterface({ input: process.stdin })) {
  const cpu = process.cpuUsage();
  let seconds = Number.POSITIVE_INFINITY;
  let answer: number[] = [];
  for (let i = 0; i < order.repeats; i++) {
    const begun = performance.now();
    answer = work.measure(picture, template);
    seconds = Math.min(seconds, (performance.now() - begun) / 1000);
  }
  const { user, system } = process.cpuUsage(cpu);
  say('turn', { seconds, cpuSeconds: (user + system) / 1e6, peakMb: readMemory().peakMb, answer } satisfies Turn);
}
process.exit(0);

function read({ path, width, height }: Order['picture']): GreyPicture {
  return { width, height, data: new Uint8Array(readFileSync(path)) };
}

function say(kind: string, message: object): void {
  process.stdout.write(`@${kind} ${JSON.stringify(message)}\n`);
}
