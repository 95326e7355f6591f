import { decodeWeights } from '../readWeights';
import { WeightsFileError } from '../weightsFile';
import { repairZip } from './craftZip';
import { readFixtureFiles } from './fixtureFiles';
import { createNumbers, mutate } from './mutate';

export type FuzzReport = { read: number; refused: number; slowestMs: number; unexpected: string[] };

/**
 * Reads damaged files: each either gives whole tensors or one clean line. Half of the zip files are damaged inside their
 * pickle and packed anew with right sums, since a damaged one would end at its check.
 */
export function fuzzReaders(count: number, seed: number): FuzzReport {
  const files = readFixtureFiles();
  const random = createNumbers(seed);
  const report: FuzzReport = { read: 0, refused: 0, slowestMs: 0, unexpected: [] };
  for (let i = 0; i < count; i++) {
    const name = files.names[Math.floor(random() * files.names.length)] ?? '';
    const bytes = files.bytes(name);
    const damaged =
      bytes[0] === 0x50 && random() < 0.5 ? repairZip(bytes, (entry) => mutate(entry, random)) : mutate(bytes, random);
    const start = cpuMs();
    try {
      for (const [tensor, { shape, data }] of decodeWeights(damaged).tensors) {
        const expected = shape.reduce((product, size) => product * size, 1);
        if (data.length !== expected) report.unexpected.push(`${i} ${name}: ${tensor} has ${data.length} values`);
      }
      report.read += 1;
    } catch (error) {
      const isClean = error instanceof WeightsFileError && !error.message.includes('\n');
      if (!isClean) report.unexpected.push(`${i} ${name}: ${error instanceof Error ? error.stack : String(error)}`);
      report.refused += 1;
    }
    report.slowestMs = Math.max(report.slowestMs, cpuMs() - start);
  }
  return report;
}

/** Milliseconds that this process has worked: what a clock says depends on what else the machine does. */
export function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
