import { describeCommit, describeMachine, loadAverage } from '../machine';
import { readResults, type StoredRow, storeResults } from '../results';
import type { Prepared } from './datasets';

const FILE = 'methodsDatasets';

/** How many pictures a set has: what a step of an accuracy is. Its key is the set's name. */
export type CountsRow = StoredRow & { datasetDigest: string; trainPictures: number; testPictures: number };

export function readCounts(): CountsRow[] {
  return (readResults(FILE)?.rows ?? []) as CountsRow[]; // its own file
}

/** Stores the counts of the sets that are not known yet, or whose pictures are others now. */
export function storeCounts(datasets: Iterable<Prepared>): void {
  const known = readCounts();
  const rows = [...datasets].flatMap(({ name, digest, trainPictures, testPictures }): CountsRow[] => {
    if (known.some((row) => row.key === name && row.datasetDigest === digest)) return [];
    const origin = { date: new Date().toISOString(), commit: describeCommit(), loadAverage: loadAverage() };
    return [{ key: name, datasetDigest: digest, trainPictures, testPictures, ...origin, isQuick: false }];
  });
  if (rows.length === 0) return;
  storeResults({ name: FILE, commit: describeCommit(), machine: describeMachine(), versions: {}, rows });
}
