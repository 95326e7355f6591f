import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { ModelsPage } from '~/features/models/ModelsPage';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('models'))('title') };
}

export default function Page() {
  return <ModelsPage />;
}
