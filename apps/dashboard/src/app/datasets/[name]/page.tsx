import type { Metadata } from 'next';
import { DatasetPage } from '~/features/datasets/DatasetPage';

type Props = { params: Promise<{ name: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: decodeURIComponent((await params).name) };
}

export default async function Page({ params }: Props) {
  return <DatasetPage name={decodeURIComponent((await params).name)} />;
}
