'use client';
import { skipToken, useQuery } from '@tanstack/react-query';
import { COLUMNS_FORMAT, decodeColumns } from '~/columns/columnBytes';
import type { PredictionColumns } from '~/columns/predictionColumns';

/** The predictions of an artifact as columns; they never change, so what was read once stays. */
export function useColumns(digest: string | null) {
  return useQuery({
    queryKey: ['predictions', digest],
    queryFn: digest === null ? skipToken : () => fetchColumns(digest),
    staleTime: Number.POSITIVE_INFINITY,
    // The same digest is the same content: keeping the object keeps all that was computed from it.
    structuralSharing: (old, fresh) => old ?? fresh,
  });
}

async function fetchColumns(digest: string): Promise<PredictionColumns> {
  const response = await fetch(`/api/predictions/${digest}?format=${COLUMNS_FORMAT}`);
  if (!response.ok) {
    const { error }: { error?: string } = await response.json().catch(() => ({}));
    throw new Error(error ?? `the server answered ${response.status}`);
  }
  return decodeColumns(await response.arrayBuffer());
}
