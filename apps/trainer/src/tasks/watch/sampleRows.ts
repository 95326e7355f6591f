/** At most `count` of the rows, spread evenly over them: the same ones at every look. */
export function sampleRows(rows: Int32Array, count: number): Int32Array {
  if (rows.length <= count) return rows;
  return Int32Array.from({ length: count }, (_, i) => rows[Math.floor((i * rows.length) / count)] ?? 0);
}
