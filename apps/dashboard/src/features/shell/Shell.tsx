'use client';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { cn } from '~/ui/cn';
import { HealthBadge } from './HealthBadge';
import { ThemeSelect } from './ThemeSelect';

const PLACES = [
  { href: '/', word: 'home' },
  { href: '/runs', word: 'runs' },
  { href: '/compare', word: 'compare' },
  { href: '/datasets', word: 'datasets' },
  { href: '/models', word: 'models' },
] as const;

/** The frame of every page: skip link, navigation, appearance, whether a worker is there. */
export function Shell({ children }: { children: ReactNode }) {
  const t = useTranslations('shell');
  const pathname = usePathname();
  return (
    <div className="flex min-h-dvh flex-col">
      <a
        href="#content"
        className="sr-only z-50 rounded bg-accent px-3 py-2 text-on-accent focus:not-sr-only focus:absolute focus:top-2 focus:left-2"
      >
        {t('skip')}
      </a>
      <header className="border-line border-b bg-surface">
        <div className="mx-auto flex max-w-[1600px] flex-wrap items-center gap-x-6 px-4 sm:px-6">
          <Link href="/" className="py-3 font-semibold tracking-tight">
            {t('product')}
          </Link>
          <nav aria-label={t('navigation')} className="order-last -mx-1 w-full overflow-x-auto sm:order-none sm:w-auto">
            <ul className="flex gap-1">
              {PLACES.map(({ href, word }) => {
                const isHere = href === '/' ? pathname === '/' : pathname.startsWith(href);
                return (
                  <li key={href}>
                    <Link
                      href={href}
                      aria-current={isHere ? 'page' : undefined}
                      className={cn(
                        'block border-b-2 px-2 py-3 focus-visible:outline-offset-[-2px]',
                        isHere ? 'border-accent font-medium' : 'border-transparent text-muted hover:text-ink',
                      )}
                    >
                      {t(word)}
                    </Link>
                  </li>
                );
              })}
            </ul>
          </nav>
          <div className="ml-auto flex items-center gap-3">
            <HealthBadge />
            <ThemeSelect />
          </div>
        </div>
      </header>
      <main id="content" tabIndex={-1} className="mx-auto w-full max-w-[1600px] flex-1 px-4 py-5 outline-none sm:px-6">
        {children}
      </main>
    </div>
  );
}
