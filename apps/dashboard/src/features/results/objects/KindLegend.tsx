'use client';
import { useTranslations } from 'next-intl';
import { KIND_STYLES, KINDS } from './kinds';

/** What hit, missed and wrong look like: a colour each, and a dash or a pattern, since a colour alone tells not everybody. */
export function KindLegend({ style }: { style: 'line' | 'area' }) {
  const t = useTranslations('objects.kinds');
  const meaning = useTranslations(`objects.${style === 'line' ? 'boxes' : 'masks'}.kinds`);
  return (
    <ul className="mb-2 flex flex-wrap gap-x-5 gap-y-1 text-xs">
      {KINDS.map((kind) => (
        <li key={kind} className="flex items-center gap-1.5">
          <svg aria-hidden viewBox="0 0 28 14" className="h-3.5 w-7 shrink-0 rounded-sm bg-[#555]">
            {style === 'line' ? (
              <rect
                x={2}
                y={2}
                width={24}
                height={10}
                fill="none"
                stroke={KIND_STYLES[kind].colour}
                strokeWidth={2}
                strokeDasharray={KIND_STYLES[kind].dash}
              />
            ) : (
              <Pattern kind={kind} />
            )}
          </svg>
          <span>
            <span className="font-medium">{t(kind)}</span> <span className="text-muted">{meaning(kind)}</span>
          </span>
        </li>
      ))}
    </ul>
  );
}

/** The overlay's pattern, drawn large. */
function Pattern({ kind }: { kind: (typeof KINDS)[number] }) {
  const { colour, isDense } = KIND_STYLES[kind];
  const cells = Array.from({ length: 14 * 7 }, (_, i) => ({ x: i % 14, y: Math.floor(i / 14) }));
  return cells.map(({ x, y }) => (
    <rect key={`${x} ${y}`} x={2 * x} y={2 * y} width={2} height={2} fill={colour} opacity={isDense(x, y) ? 1 : 0.3} />
  ));
}
