import { HEARTBEAT_SECONDS, LEASE_SECONDS } from '@assay/contracts';
import { type Database, type Lease, LostLeaseError, renewLease } from '@assay/store';

export type LeaseKeeper = { stop(): void };

/**
 * Renews a lease on its own timer, whatever the work does. Tells once when somebody asked to cancel, and once when the
 * lease is lost: taken over, or not renewed for as long as it lasts because the database did not answer.
 */
export function keepLease(
  db: Database,
  lease: Lease,
  handlers: { onCancel: () => void; onLost: (reason: string) => void },
): LeaseKeeper {
  let isRenewing = false;
  let renewedAt = performance.now();
  const renew = async () => {
    if (isRenewing) return;
    isRenewing = true;
    const askedAt = performance.now();
    try {
      const { isCancelRequested } = await renewLease(db, lease);
      renewedAt = askedAt;
      if (isCancelRequested) handlers.onCancel();
    } catch (error) {
      if (error instanceof LostLeaseError) lose(error.message);
      else if (performance.now() - renewedAt > LEASE_SECONDS * 1000) lose('the database did not answer');
    } finally {
      isRenewing = false;
    }
  };
  const timer = setInterval(() => void renew(), HEARTBEAT_SECONDS * 1000);
  const lose = (reason: string) => {
    clearInterval(timer);
    handlers.onLost(reason);
  };
  return { stop: () => clearInterval(timer) };
}
