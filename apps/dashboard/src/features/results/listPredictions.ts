type Artifact = { kind: string; name: string; digest: string; step: number };

const FIRST = 'test';

/** The newest predictions on each split, the test pictures first; `name` is the split's. */
export function listPredictions(artifacts: readonly Artifact[]): { name: string; digest: string }[] {
  const newest = new Map<string, Artifact>();
  for (const artifact of artifacts) {
    if (artifact.kind !== 'predictions') continue;
    const name = artifact.name.replace(/^predictions-/, '').replace(/\.jsonl\.gz$/, '');
    const known = newest.get(name);
    if (!known || artifact.step >= known.step) newest.set(name, artifact);
  }
  return [...newest]
    .map(([name, { digest }]) => ({ name, digest }))
    .sort((a, b) => Number(b.name === FIRST) - Number(a.name === FIRST) || a.name.localeCompare(b.name));
}
