import { desc, eq } from 'drizzle-orm';
import type { Database } from '../database';
import { type AuditEntry, audit } from '../schema/audit';

/** Notes who did what; call it in the transaction that does it. */
export async function recordAudit(
  tx: Database,
  entry: { actor: string; action: string; subject: string; detail?: Record<string, unknown> },
): Promise<void> {
  await tx.insert(audit).values(entry);
}

/** Newest first, of one subject or of all. */
export async function listAudit(
  db: Database,
  params: { subject?: string | undefined; limit?: number | undefined } = {},
): Promise<AuditEntry[]> {
  return db
    .select()
    .from(audit)
    .where(params.subject === undefined ? undefined : eq(audit.subject, params.subject))
    .orderBy(desc(audit.id))
    .limit(params.limit ?? 100);
}
