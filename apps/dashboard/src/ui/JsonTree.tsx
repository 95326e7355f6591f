'use client';
import { ChevronRight } from 'lucide-react';
import { useState } from 'react';

/** A value of JSON as a readable tree; short inner values stand on one line. */
export function JsonTree({ value }: { value: unknown }) {
  return (
    <div className="overflow-x-auto font-mono text-xs leading-6">
      <Entries value={value} />
    </div>
  );
}

const INLINE_MAX = 60;

function Entries({ value }: { value: unknown }) {
  if (typeof value !== 'object' || value === null) return <Leaf value={value} />;
  return (
    <ul>
      {Object.entries(value).map(([key, inner]) => (
        <li key={key}>
          <Entry name={key} value={inner} />
        </li>
      ))}
    </ul>
  );
}

function Entry({ name, value }: { name: string; value: unknown }) {
  const [isOpen, setIsOpen] = useState(true);
  const inline = JSON.stringify(value) ?? 'undefined';
  const isShort = typeof value !== 'object' || value === null || inline.length <= 24;
  if (isShort) {
    return (
      <div className="pl-4">
        <span className="text-muted">{name}</span> <Leaf value={value} />
      </div>
    );
  }
  return (
    <div>
      <button
        type="button"
        aria-expanded={isOpen}
        onClick={() => setIsOpen(!isOpen)}
        className="flex max-w-full items-center gap-0.5 rounded text-left hover:bg-raised"
      >
        <ChevronRight aria-hidden className={`size-3.5 shrink-0 ${isOpen ? 'rotate-90' : ''}`} />
        <span className="text-muted">{name}</span>
        {!isOpen && <span className="truncate pl-1">{inline.slice(0, INLINE_MAX)}</span>}
      </button>
      {isOpen && (
        <div className="ml-1.5 border-line border-l pl-2">
          <Entries value={value} />
        </div>
      )}
    </div>
  );
}

function Leaf({ value }: { value: unknown }) {
  const isWord = typeof value === 'string';
  return <span className={isWord ? 'break-all text-ink' : 'text-accent'}>{JSON.stringify(value) ?? 'undefined'}</span>;
}
