/** Names of a chart's curves beside their colours. */
export function Legend({ entries }: { entries: readonly { name: string; colour: number }[] }) {
  return (
    <ul className="flex flex-wrap gap-x-4 gap-y-1 text-xs">
      {entries.map(({ name, colour }) => (
        <li key={name} className="flex min-w-0 items-center gap-1.5">
          <Swatch colour={colour} />
          <span className="truncate">{name}</span>
        </li>
      ))}
    </ul>
  );
}

export function Swatch({ colour }: { colour: number }) {
  return (
    <span
      aria-hidden
      className="size-2.5 shrink-0 rounded-sm"
      style={{ background: `var(--series-${(colour % 8) + 1})` }}
    />
  );
}
