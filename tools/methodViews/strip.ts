import { cutRegion, type Pixels } from '@assay/data';

/** Height of a strip in pixels; panels are enlarged by whole factors up to it, so that every pixel stays one square. */
const HEIGHT = 132;
const GAP = 8;
/** Between the small ones of a stack. */
const GAP_SMALL = 4;
/** Between panels: neither white nor the middle grey of what is hidden. */
const GAP_GREY = 200;

/** A panel [H, W, C] of 0 to 255, by the numbers that a network was fed; what lies outside is cut off. */
export function panelOf(
  values: ArrayLike<number>,
  [height, width, channels]: readonly [number, number, 1 | 3],
  { mean, std }: { mean: readonly number[]; std: readonly number[] },
): Pixels {
  const data = Uint8Array.from({ length: height * width * channels }, (_, i) => {
    const c = i % channels;
    const unit = (values[i] ?? 0) * (std[c] ?? std[0] ?? 1) + (mean[c] ?? mean[0] ?? 0);
    return Math.round(255 * Math.min(1, Math.max(0, unit)));
  });
  return { width, height, channels, data };
}

/** The pieces of a panel that was put together from equal ones, row by row. */
export function cutGrid(panel: Pixels, rows: number, columns: number): Pixels[] {
  const [width, height] = [panel.width / columns, panel.height / rows];
  if (!Number.isInteger(width) || !Number.isInteger(height))
    throw new Error(`${panel.width} x ${panel.height} is no grid of ${columns} x ${rows}`);
  return Array.from({ length: rows * columns }, (_, i) =>
    cutRegion(panel, { x: (i % columns) * width, y: Math.floor(i / columns) * height, width, height }),
  );
}

/** Small panels of one size on a square grid, row by row, enlarged by a whole factor to the height of a strip. */
export function stack(panels: readonly Pixels[]): Pixels {
  const columns = Math.ceil(Math.sqrt(panels.length));
  const rows = Math.ceil(panels.length / columns);
  const size = Math.max(...panels.map(({ height }) => height));
  const large = panels.map((panel) => enlarge(panel, Math.floor((HEIGHT + GAP_SMALL) / rows - GAP_SMALL) / size));
  const [first] = large;
  if (!first) throw new Error('no panels to stack');
  const [across, down] = [first.width + GAP_SMALL, first.height + GAP_SMALL];
  const page = blank({ width: columns * across - GAP_SMALL, height: rows * down - GAP_SMALL }, first.channels);
  large.forEach((panel, i) => {
    paste(page, panel, { x: (i % columns) * across, y: Math.floor(i / columns) * down });
  });
  return page;
}

/** Panels from left to right, each enlarged, in the middle of the height. */
export function stripOf(panels: readonly Pixels[]): Pixels {
  const large = panels.map((panel) => enlarge(panel, HEIGHT / panel.height));
  const height = Math.max(...large.map((panel) => panel.height));
  const width = large.reduce((sum, panel) => sum + panel.width + GAP, -GAP);
  const page = blank({ width, height }, large.some(({ channels }) => channels === 3) ? 3 : 1);
  let x = 0;
  for (const panel of large) {
    paste(page, panel, { x, y: Math.floor((height - panel.height) / 2) });
    x += panel.width + GAP;
  }
  return page;
}

function blank({ width, height }: Pick<Pixels, 'width' | 'height'>, channels: 1 | 3): Pixels {
  return { width, height, channels, data: new Uint8Array(width * height * channels).fill(GAP_GREY) };
}

/** Each pixel as a square. @param most the factor, rounded down to a whole one of at least 1 */
export function enlarge(panel: Pixels, most: number): Pixels {
  const factor = Math.max(1, Math.floor(most));
  const { width, height, channels, data } = panel;
  const large = blank({ width: factor * width, height: factor * height }, channels);
  for (let y = 0; y < large.height; y++) {
    for (let x = 0; x < large.width; x++) {
      const from = (Math.floor(y / factor) * width + Math.floor(x / factor)) * channels;
      for (let c = 0; c < channels; c++) large.data[(y * large.width + x) * channels + c] = data[from + c] ?? 0;
    }
  }
  return large;
}

/** @throws Error when the panel has another number of channels */
function paste(page: Pixels, panel: Pixels, at: { x: number; y: number }): void {
  const { channels } = page;
  if (panel.channels !== channels) throw new Error(`a panel of ${panel.channels} channels on a page of ${channels}`);
  for (let y = 0; y < panel.height; y++) {
    const row = panel.data.subarray(y * panel.width * channels, (y + 1) * panel.width * channels);
    page.data.set(row, ((at.y + y) * page.width + at.x) * channels);
  }
}
