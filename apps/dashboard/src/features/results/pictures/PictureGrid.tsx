'use client';
import { useVirtualizer } from '@tanstack/react-virtual';
import { type ReactNode, useEffect, useRef, useState } from 'react';

const CARD_WIDTH_MIN = 128;
const GAP = 8;
/** Below the picture's square: two lines and the card's padding. */
const TEXT_HEIGHT = 38;
const OVERSCAN_ROWS = 1;

/** Any number of pictures; those out of view are not there, and their files are not asked for. */
export function PictureGrid(props: { label: string; count: number; children: (place: number) => ReactNode }) {
  const { label, count, children } = props;
  const scroller = useRef<HTMLElement>(null);
  const width = useWidth(scroller);
  const across = Math.max(1, Math.floor((width + GAP) / (CARD_WIDTH_MIN + GAP)));
  const cardWidth = (width - GAP * (across - 1)) / across;
  const rowHeight = cardWidth + TEXT_HEIGHT;
  const virtualizer = useVirtualizer({
    count: width > 0 ? Math.ceil(count / across) : 0,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight + GAP,
    overscan: OVERSCAN_ROWS,
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: another width makes rows of another height
  useEffect(() => virtualizer.measure(), [rowHeight]);
  const places = virtualizer.getVirtualItems().flatMap(({ index, start }) =>
    Array.from({ length: Math.min(across, count - index * across) }, (_, column) => ({
      place: index * across + column,
      left: column * (cardWidth + GAP),
      top: start,
    })),
  );
  return (
    <section
      ref={scroller}
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
      tabIndex={0}
      className="max-h-[75dvh] overflow-y-auto overflow-x-hidden rounded-md"
    >
      <ul className="relative" style={{ height: virtualizer.getTotalSize() }}>
        {places.map(({ place, left, top }) => (
          <li
            key={place}
            aria-setsize={count}
            aria-posinset={place + 1}
            className="absolute p-px"
            style={{ left, top, width: cardWidth, height: rowHeight }}
          >
            {children(place)}
          </li>
        ))}
      </ul>
    </section>
  );
}

function useWidth(element: { readonly current: HTMLElement | null }): number {
  const [width, setWidth] = useState(0);
  useEffect(() => {
    if (!element.current) return;
    const observer = new ResizeObserver(([entry]) => setWidth(Math.floor(entry?.contentRect.width ?? 0)));
    observer.observe(element.current);
    return () => observer.disconnect();
  }, [element]);
  return width;
}
