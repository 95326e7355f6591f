'use client';
import { useTranslations } from 'next-intl';
import { formatSignificant } from '~/ui/formatNumber';
import { RowTh, Table, Td, Th, Tr } from '~/ui/Table';
import type { Kind } from './kinds';
import type { MatchedPicture, Verdict } from './matchPictures';

type Line = {
  kind: Kind;
  box: { x: number; y: number; w: number; h: number; class: number };
  score: number | null;
  iou: number;
};

/** The boxes of one picture in words: mistakes first, the surest first. */
export function BoxTable(props: { classes: readonly string[]; matched: MatchedPicture; verdict: Verdict }) {
  const { classes, matched, verdict } = props;
  const t = useTranslations('objects');
  const lines = linesOf(matched, verdict);
  if (lines.length === 0) return <p className="text-muted">{t('boxes.nothing')}</p>;
  return (
    <Table label={t('boxes.table')} className="max-h-72 overflow-y-auto">
      <thead>
        <tr>
          <Th>{t('boxes.kind')}</Th>
          <Th>{t('class')}</Th>
          <Th isNumber>{t('boxes.score')}</Th>
          <Th isNumber>{t('boxes.iou')}</Th>
          <Th isNumber>{t('boxes.place')}</Th>
          <Th isNumber>{t('boxes.size')}</Th>
        </tr>
      </thead>
      <tbody>
        {lines.map(({ kind, box, score, iou }) => (
          <Tr key={`${kind} ${box.x} ${box.y} ${box.w} ${box.h} ${box.class} ${score}`}>
            <RowTh>{t(`kinds.${kind}`)}</RowTh>
            <Td>{classes[box.class] ?? box.class}</Td>
            <Td isNumber>{score !== null && formatSignificant(score)}</Td>
            <Td isNumber>{iou > 0 && iou.toFixed(2)}</Td>
            <Td isNumber>{`${whole(box.x)}, ${whole(box.y)}`}</Td>
            <Td isNumber>{`${whole(box.w)} × ${whole(box.h)}`}</Td>
          </Tr>
        ))}
      </tbody>
    </Table>
  );
}

function linesOf({ picture, matches }: MatchedPicture, verdict: Verdict): Line[] {
  const predicted = (kind: Kind, indices: readonly number[]): Line[] =>
    indices.flatMap((index) => {
      const box = picture.boxes[index];
      return box ? [{ kind, box, score: box.score, iou: matches.predictions[index]?.iou ?? 0 }] : [];
    });
  const missed = verdict.missed.flatMap((index): Line[] => {
    const box = picture.truth[index];
    return box ? [{ kind: 'missed', box, score: null, iou: matches.truth[index]?.iou ?? 0 }] : [];
  });
  const surest = (a: Line, b: Line): number => (b.score ?? 0) - (a.score ?? 0);
  return [...missed, ...predicted('wrong', verdict.wrong).sort(surest), ...predicted('hit', verdict.hits).sort(surest)];
}

function whole(value: number): number {
  return Math.round(value);
}
