import type { BoxPicture } from '~/server/objectPredictions';
import { KIND_STYLES, type Kind } from './kinds';
import type { Verdict } from './matchPictures';

const LINE = 2;

type Rectangle = { x: number; y: number; w: number; h: number };

/** The boxes of a picture by what became of them; found objects are drawn as their box of the truth too, thinner. */
export function BoxOverlay(props: { size: { width: number; height: number }; picture: BoxPicture; verdict: Verdict }) {
  const { size, picture, verdict } = props;
  const drawn: { kind: Kind; box: Rectangle | undefined; key: string }[] = [
    ...verdict.missed.map((index) => ({ kind: 'missed' as const, box: picture.truth[index], key: `truth ${index}` })),
    ...verdict.wrong.map((index) => ({ kind: 'wrong' as const, box: picture.boxes[index], key: `box ${index}` })),
    ...verdict.hits.map((index) => ({ kind: 'hit' as const, box: picture.boxes[index], key: `box ${index}` })),
  ];
  return (
    <svg
      aria-hidden
      viewBox={`0 0 ${size.width} ${size.height}`}
      className="pointer-events-none absolute inset-0 size-full"
    >
      {drawn.map(({ kind, box, key }) => box && <Outline key={key} kind={kind} box={box} />)}
    </svg>
  );
}

/** A dark line below lets the colour be seen on any picture. */
function Outline({ kind, box }: { kind: Kind; box: Rectangle }) {
  const place = { x: box.x, y: box.y, width: box.w, height: box.h, fill: 'none', vectorEffect: 'non-scaling-stroke' };
  const { colour, dash } = KIND_STYLES[kind];
  return (
    <g>
      <rect {...place} stroke="#000" strokeOpacity={0.65} strokeWidth={2 * LINE} />
      <rect {...place} stroke={colour} strokeWidth={LINE} strokeDasharray={dash} />
    </g>
  );
}
