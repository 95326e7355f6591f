import Link from 'next/link';

export function RunLink({ id }: { id: string }) {
  return (
    <Link href={`/runs/${id}`} className="font-mono text-accent text-xs hover:underline">
      {id}
    </Link>
  );
}
