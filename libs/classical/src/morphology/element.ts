/** The pixels that an operation looks at around each pixel. */
export type Element = {
  /** `ellipse` is the one inscribed in the rectangle, `cross` its middle row and column. */
  shape: 'rectangle' | 'ellipse' | 'cross';
  /** Pixels; the pixel itself is at half of them, rounded down. */
  width: number;
  height: number;
};

/** One row of an element: its pixels from `left` to `right` of the centre's column, both included. */
export type ElementRow = { down: number; left: number; right: number };

/**
 * An element's rows. Each is one unbroken run of pixels. Equal to OpenCV's `getStructuringElement`.
 *
 * @throws RangeError when a side is no whole number from 1
 */
export function elementRows({ shape, width, height }: Element): ElementRow[] {
  for (const side of [width, height]) {
    if (!Number.isInteger(side) || side < 1) throw new RangeError(`an element of ${width} x ${height} pixels`);
  }
  const [centreX, centreY] = [Math.floor(width / 2), Math.floor(height / 2)];
  const rows: ElementRow[] = [];
  for (let y = 0; y < height; y++) {
    const down = y - centreY;
    const { left, right } = runOf(shape, { down, width, centreX, centreY });
    if (left <= right) rows.push({ down, left, right });
  }
  return rows;
}

type Place = { down: number; width: number; centreX: number; centreY: number };

function runOf(shape: Element['shape'], { down, width, centreX, centreY }: Place): { left: number; right: number } {
  const whole = { left: -centreX, right: width - 1 - centreX };
  if (shape === 'rectangle') return whole;
  if (shape === 'cross') return down === 0 ? whole : { left: 0, right: 0 };
  // Beyond the ellipse of the rounded half axes a row of an even height is empty.
  if (Math.abs(down) > centreY) return { left: 1, right: 0 };
  const share = centreY === 0 ? 0 : (centreY * centreY - down * down) / (centreY * centreY);
  const reach = roundHalfToEven(centreX * Math.sqrt(share));
  return { left: Math.max(-reach, whole.left), right: Math.min(reach, whole.right) };
}

function roundHalfToEven(value: number): number {
  const low = Math.floor(value);
  if (value - low !== 0.5) return Math.round(value);
  return low % 2 === 0 ? low : low + 1;
}
