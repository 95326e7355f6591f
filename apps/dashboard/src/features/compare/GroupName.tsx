import { Swatch } from '~/ui/Legend';

/** A group's name beside the colour that it has in every plot. */
export function GroupName({ name, colour }: { name: string; colour: number }) {
  return (
    <span className="inline-flex items-center gap-1.5">
      <Swatch colour={colour} />
      {name}
    </span>
  );
}
