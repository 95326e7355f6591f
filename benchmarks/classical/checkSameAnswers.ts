/** @throws Error when two sides found different things: then their times say nothing */
export function checkSameAnswers(ours: readonly number[], theirs: readonly number[], tolerance: number): void {
  if (ours.length !== theirs.length || ours.length === 0) {
    throw new Error(`${ours.length} and ${theirs.length} values: the sides did different things`);
  }
  ours.forEach((value, i) => {
    const other = theirs[i] ?? Number.NaN;
    if (Math.abs(value - other) <= tolerance * Math.max(1, Math.abs(other))) return;
    throw new Error(`value ${i} is ${value}, and ${other} on the other side`);
  });
}
