'use client';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useEffect, useRef } from 'react';
import { ErrorState } from '~/ui/States';
import { drawAgreement, type IndexMask } from './drawAgreement';

/** Where truth and prediction agree, drawn over the picture that it lies in. */
export function MaskOverlay(props: { truth: string; predicted: string; classIndex: number; opacity: number }) {
  const { truth, predicted, classIndex, opacity } = props;
  const t = useTranslations('objects.masks');
  const canvas = useRef<HTMLCanvasElement>(null);
  const masks = useQuery({
    queryKey: ['masks', truth, predicted],
    queryFn: () => Promise.all([readMask(truth), readMask(predicted)]),
    // A mask never changes under its digest.
    staleTime: Number.POSITIVE_INFINITY,
  });
  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!canvas.current || !context || !masks.data) return;
    const [expected, found] = masks.data;
    canvas.current.width = expected.width;
    canvas.current.height = expected.height;
    const image = context.createImageData(expected.width, expected.height);
    drawAgreement(image.data, { truth: expected, predicted: found, classIndex });
    context.putImageData(image, 0, 0);
  }, [masks.data, classIndex]);
  if (masks.error) return <ErrorState error={{ message: t('unreadable') }} onRetry={() => void masks.refetch()} />;
  return (
    <canvas
      ref={canvas}
      aria-hidden
      style={{ opacity }}
      className="pointer-events-none absolute inset-0 size-full [image-rendering:pixelated]"
    />
  );
}

async function readMask(digest: string): Promise<IndexMask> {
  const response = await fetch(`/api/pictures/${digest}`);
  if (!response.ok) throw new Error(`the mask answers with ${response.status}`);
  // Indices, no colours: nothing may convert them.
  const bitmap = await createImageBitmap(await response.blob(), {
    colorSpaceConversion: 'none',
    premultiplyAlpha: 'none',
  });
  const { width, height } = bitmap;
  const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
  if (!context) throw new Error('this browser draws nothing');
  context.drawImage(bitmap, 0, 0);
  bitmap.close();
  const { data } = context.getImageData(0, 0, width, height);
  return { width, height, data: Uint8Array.from({ length: width * height }, (_, i) => data[4 * i] ?? 0) };
}
