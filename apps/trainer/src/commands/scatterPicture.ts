/** Colours of the classes, as on the light screen, and of pictures without one. */
const COLOURS = ['#1b5cc8', '#c2570c', '#0f766e', '#a21caf', '#6b7280', '#be123c', '#4d7c0f', '#5b21b6'];
const NO_CLASS = '#b4b8c0';
/** Half transparent, so that a crowd is darker than a point. */
const OPACITY = 0.75;
const MARGIN = 24;
const RADIUS = 4;

type Picture = { width: number; height: number; channels: 3; data: Uint8Array };

/** Colour of a class as `#rrggbb`; of none for -1. */
export function classColour(label: number): string {
  return label < 0 ? NO_CLASS : (COLOURS[label % COLOURS.length] ?? NO_CLASS);
}

/**
 * Points of a map as dots on white, both axes on one scale.
 *
 * @param coordinates [N, 2]
 */
export function drawScatter(coordinates: ArrayLike<number>, labels: ArrayLike<number>, side = 900): Picture {
  const data = new Uint8Array(side * side * 3).fill(255);
  const { scale, x0, y0 } = fitting(coordinates, side);
  for (let n = 0; n < labels.length; n++) {
    const x = MARGIN + ((coordinates[2 * n] ?? 0) - x0) * scale;
    // Up is larger, as on a chart.
    const y = side - MARGIN - ((coordinates[2 * n + 1] ?? 0) - y0) * scale;
    drawDot({ data, side }, { x, y, colour: channelsOf(classColour(labels[n] ?? -1)) });
  }
  return { width: side, height: side, channels: 3, data };
}

function fitting(coordinates: ArrayLike<number>, side: number): { scale: number; x0: number; y0: number } {
  const axis = (first: number) => {
    const values = Array.from({ length: coordinates.length / 2 }, (_, n) => coordinates[2 * n + first] ?? 0);
    return { low: Math.min(...values), high: Math.max(...values) };
  };
  const [x, y] = [axis(0), axis(1)];
  const widest = Math.max(x.high - x.low, y.high - y.low) || 1;
  return {
    scale: (side - 2 * MARGIN) / widest,
    x0: (x.low + x.high - widest) / 2,
    y0: (y.low + y.high - widest) / 2,
  };
}

function drawDot(
  { data, side }: { data: Uint8Array; side: number },
  { x, y, colour }: { x: number; y: number; colour: readonly number[] },
): void {
  for (let row = Math.floor(y - RADIUS - 1); row <= y + RADIUS + 1; row++) {
    for (let column = Math.floor(x - RADIUS - 1); column <= x + RADIUS + 1; column++) {
      if (row < 0 || column < 0 || row >= side || column >= side) continue;
      // The edge is as soft as a pixel is wide.
      const cover = Math.min(1, Math.max(0, RADIUS + 0.5 - Math.hypot(column - x, row - y)));
      const weight = OPACITY * cover;
      for (let c = 0; c < 3; c++) {
        const at = (row * side + column) * 3 + c;
        data[at] = Math.round((data[at] ?? 255) * (1 - weight) + (colour[c] ?? 0) * weight);
      }
    }
  }
}

function channelsOf(hex: string): number[] {
  return [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16));
}
