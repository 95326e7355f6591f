'use client';
import { useState } from 'react';
import { cn } from '~/ui/cn';
import { Pager } from '~/ui/Pager';

const PAGE = 40;

type Entry = { index: number; picture: string; path: string; detail: string };

/** Pictures in the order given, to be chosen from. */
export function PictureList(props: {
  label: string;
  entries: readonly Entry[];
  chosen: number;
  onChoose: (index: number) => void;
}) {
  const { label, entries, chosen, onChoose } = props;
  const [offset, setOffset] = useState(0);
  return (
    <section aria-label={label} className="min-w-0">
      <h2 className="mb-2 font-medium text-sm">{label}</h2>
      <ol className="flex max-h-[70vh] gap-1 overflow-auto rounded-md border border-line bg-surface p-1 lg:block">
        {entries.slice(offset, offset + PAGE).map(({ index, picture, path, detail }) => (
          <li key={index} className="shrink-0">
            <button
              type="button"
              aria-current={index === chosen}
              onClick={() => onChoose(index)}
              className={cn(
                'flex w-40 items-center gap-2 rounded border p-1 text-left hover:bg-raised lg:w-full',
                index === chosen ? 'border-accent bg-tint' : 'border-transparent',
              )}
            >
              {/* biome-ignore lint/performance/noImgElement: the file is served as it is, and its name is its content */}
              <img
                src={`/api/pictures/${picture}`}
                alt=""
                loading="lazy"
                decoding="async"
                className="size-10 shrink-0 bg-raised object-contain"
              />
              <span className="min-w-0 text-xs">
                <span className="block truncate" title={path}>
                  {path.split('/').slice(-2).join('/')}
                </span>
                <span className="block text-muted">{detail}</span>
              </span>
            </button>
          </li>
        ))}
      </ol>
      <Pager offset={offset} limit={PAGE} total={entries.length} onChange={setOffset} />
    </section>
  );
}
