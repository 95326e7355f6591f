'use client';
import { useEffect, useId, useState } from 'react';
import { Button } from './Button';

type Words = { label: string; play: string; pause: string; value: (place: number) => string };

/**
 * Chooses one of some places in order, and plays them.
 *
 * @param playMs time a place; without it there is nothing to play
 */
export function StepSlider(props: {
  count: number;
  place: number;
  onChange: (place: number) => void;
  words: Words;
  playMs?: number;
}) {
  const { count, place, onChange, words, playMs } = props;
  const id = useId();
  const [isPlaying, setIsPlaying] = useState(false);

  useEffect(() => {
    if (!isPlaying || playMs === undefined) return;
    const timer = setTimeout(() => {
      if (place + 1 < count) onChange(place + 1);
      else setIsPlaying(false);
    }, playMs);
    return () => clearTimeout(timer);
  }, [isPlaying, place, count, onChange, playMs]);

  const togglePlay = () => {
    if (!isPlaying && place === count - 1) onChange(0);
    setIsPlaying(!isPlaying);
  };

  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
      {playMs !== undefined && (
        <Button size="small" className="w-16" disabled={count < 2} onClick={togglePlay}>
          {isPlaying ? words.pause : words.play}
        </Button>
      )}
      <label htmlFor={id} className="sr-only">
        {words.label}
      </label>
      <input
        id={id}
        type="range"
        min={0}
        max={Math.max(0, count - 1)}
        step={1}
        value={place}
        disabled={count < 2}
        aria-valuetext={words.value(place)}
        onChange={(event) => {
          setIsPlaying(false);
          onChange(Number(event.target.value));
        }}
        className="h-6 min-w-32 max-w-md flex-1 accent-accent"
      />
      <output htmlFor={id} className="min-w-24 text-right text-muted text-xs tabular-nums">
        {words.value(place)}
      </output>
    </div>
  );
}
