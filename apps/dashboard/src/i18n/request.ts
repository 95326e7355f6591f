import { getRequestConfig } from 'next-intl/server';
import { messages } from '~/messages/en';

/** One language so far; the dashboard runs beside its reader, so the server's time zone is the reader's. */
export default getRequestConfig(async () => ({
  locale: 'en',
  messages,
  timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
}));
