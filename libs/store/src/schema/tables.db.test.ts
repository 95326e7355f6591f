import { is, sql } from 'drizzle-orm';
import { CasingCache } from 'drizzle-orm/casing';
import { getTableConfig, PgTable } from 'drizzle-orm/pg-core';
import { afterAll, expect, it } from 'vitest';
import { createTestDatabase } from '../testing/createTestDatabase';
import * as tables from './tables';

const database = await createTestDatabase();
afterAll(database.drop);

it('are what the migrations make: a changed table without a generated migration fails here', async () => {
  const casing = new CasingCache('snake_case');
  const declared = Object.values(tables)
    .filter((table) => is(table, PgTable))
    .flatMap((table) => {
      const { name, columns } = getTableConfig(table);
      return columns.map((column) => `${name}.${casing.getColumnCasing(column)}${column.notNull ? ' not null' : ''}`);
    });
  const { rows } = await database.db.execute<{ name: string }>(sql`
    select table_name || '.' || column_name || case is_nullable when 'NO' then ' not null' else '' end as name
    from information_schema.columns where table_schema = 'public'`);
  expect(declared.length).toBeGreaterThan(100);
  expect(rows.map((row) => row.name).sort()).toEqual(declared.sort());
});
