import { sql } from 'drizzle-orm';
import { timestamp } from 'drizzle-orm/pg-core';

/** An instant; time zones are never dropped. */
export const instant = () => timestamp({ withTimezone: true, mode: 'date' });

/** An instant that defaults to the statement's own time, so that rows of one transaction still have an order. */
export const instantNow = () => instant().notNull().default(sql`clock_timestamp()`);
