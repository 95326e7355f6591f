export const KINDS = ['hit', 'wrong', 'missed'] as const;
export type Kind = (typeof KINDS)[number];

type KindStyle = {
  /** On a picture, whose colours do not follow the theme; told apart by those who see no red or no green too. */
  colour: string;
  rgb: readonly [number, number, number];
  /** Of a box's line. */
  dash: string | undefined;
  /** Of an area: which cells of its pattern are dense. */
  isDense: (x: number, y: number) => boolean;
};

/** Okabe and Ito's green, vermilion and yellow, brightened for dark pictures. */
export const KIND_STYLES: Readonly<Record<Kind, KindStyle>> = {
  hit: { colour: '#1fc79a', rgb: [31, 199, 154], dash: undefined, isDense: () => true },
  wrong: { colour: '#ff6a2b', rgb: [255, 106, 43], dash: '6 3', isDense: (x, y) => (x + y) % 4 < 2 },
  missed: { colour: '#ffe14d', rgb: [255, 225, 77], dash: '1.5 3', isDense: (x, y) => x % 3 !== 1 && y % 3 !== 1 },
};
