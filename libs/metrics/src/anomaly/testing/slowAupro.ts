type Picture = { scores: Float32Array; mask: Uint8Array; width: number };

/** The definition, word by word: regions by flooding, all pixels looked at for each score that occurs. */
export function slowAupro(pictures: readonly Picture[], limit: number): number {
  const regions = pictures.flatMap((picture) => floodRegions(picture));
  const normal = pictures.flatMap(({ scores, mask }) => [...scores].filter((_, i) => mask[i] === 0));
  const thresholds = [...new Set(pictures.flatMap(({ scores }) => [...scores]))].sort((a, b) => b - a);
  const shareOf = (scores: number[], threshold: number): number =>
    scores.filter((score) => score >= threshold).length / scores.length;
  let [area, x, y] = [0, 0, 0];
  for (const threshold of thresholds) {
    const nextX = shareOf(normal, threshold);
    const nextY = regions.reduce((sum, region) => sum + shareOf(region, threshold), 0) / regions.length;
    if (nextX >= limit) {
      const cut = y + ((nextY - y) * (limit - x)) / (nextX - x);
      return (area + ((limit - x) * (y + cut)) / 2) / limit;
    }
    area += ((nextX - x) * (y + nextY)) / 2;
    [x, y] = [nextX, nextY];
  }
  return area / limit;
}

/** The scores of each region. */
export function floodRegions({ scores, mask, width }: Picture): number[][] {
  const seen = new Set<number>();
  const regions: number[][] = [];
  mask.forEach((anomalous, start) => {
    if (anomalous === 0 || seen.has(start)) return;
    const region: number[] = [];
    const stack = [start];
    seen.add(start);
    for (let i = stack.pop(); i !== undefined; i = stack.pop()) {
      region.push(scores[i] ?? Number.NaN);
      for (const dy of [-1, 0, 1]) {
        for (const dx of [-1, 0, 1]) {
          const [x, y] = [(i % width) + dx, Math.floor(i / width) + dy];
          const next = y * width + x;
          if (x < 0 || x >= width || y < 0 || !mask[next] || seen.has(next)) continue;
          seen.add(next);
          stack.push(next);
        }
      }
    }
    regions.push(region);
  });
  return regions;
}
