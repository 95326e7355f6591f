import { sql } from 'drizzle-orm';
import { timestamp } from 'drizzle-orm/pg-core';

/**
 * An instant; time zones are never dropped. In milliseconds, as JavaScript has it: a time that was read and is sent back
 * must find its row again.
 */
export const instant = () => timestamp({ withTimezone: true, precision: 3, mode: 'date' });

/** An instant that defaults to the statement's own time, so that rows of one transaction still have an order. */
export const instantNow = () => instant().notNull().default(sql`clock_timestamp()`);
