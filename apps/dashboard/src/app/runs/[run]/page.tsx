import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { RunPage } from '~/features/run/RunPage';

type Props = { params: Promise<{ run: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: (await getTranslations('run'))('title', { id: (await params).run }) };
}

export default async function Page({ params }: Props) {
  return <RunPage id={(await params).run} />;
}
