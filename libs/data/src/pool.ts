/** Calls `work` on every value, at most `limit` at a time, in order; rejects with the first error, after the others ended. */
export async function mapPool<Value, Result>(
  values: readonly Value[],
  limit: number,
  work: (value: Value, index: number) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = new Array(values.length);
  let next = 0;
  let failure: { error: unknown } | undefined;
  const lane = async (): Promise<void> => {
    while (next < values.length && !failure) {
      const index = next++;
      try {
        results[index] = await work(values[index] as Value, index); // as: index is below the length
      } catch (error) {
        failure ??= { error };
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(limit, values.length) }, lane));
  if (failure) throw failure.error;
  return results;
}
