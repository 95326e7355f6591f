'use client';
import { useTranslations } from 'next-intl';
import { useEffect, useState } from 'react';
import { Select } from '~/ui/Select';
import { THEME_KEY } from './themeScript';

const THEMES = ['system', 'light', 'dark'] as const;
type Theme = (typeof THEMES)[number];

export function ThemeSelect() {
  const t = useTranslations('shell.theme');
  const [theme, setTheme] = useState<Theme>('system');

  useEffect(() => setTheme(storedTheme()), []);
  useEffect(() => {
    const dark = matchMedia('(prefers-color-scheme: dark)');
    const apply = () => {
      document.documentElement.dataset.theme = theme === 'system' ? (dark.matches ? 'dark' : 'light') : theme;
    };
    // The first render still says "system": the script in the head has already applied what is stored.
    if (theme !== 'system' || storedTheme() === 'system') apply();
    dark.addEventListener('change', apply);
    return () => dark.removeEventListener('change', apply);
  }, [theme]);

  return (
    <Select
      label={t('label')}
      isLabelHidden
      value={theme}
      options={THEMES.map((value) => ({ value, label: t(value) }))}
      onChange={(value) => {
        if (value === 'system') localStorage.removeItem(THEME_KEY);
        else localStorage.setItem(THEME_KEY, value);
        setTheme(value);
      }}
    />
  );
}

function storedTheme(): Theme {
  try {
    const stored = localStorage.getItem(THEME_KEY);
    return stored === 'light' || stored === 'dark' ? stored : 'system';
  } catch {
    return 'system';
  }
}
