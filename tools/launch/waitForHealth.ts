import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Asks the dashboard until everything answers.
 *
 * @returns whether it did within the time, and its last answer
 */
export async function waitForHealth(
  url: string,
  options: { seconds: number; signal: AbortSignal },
): Promise<{ isOk: boolean; detail: string }> {
  const end = Date.now() + options.seconds * 1000;
  let detail = 'no answer';
  while (Date.now() < end && !options.signal.aborted) {
    try {
      const answer = await fetch(`${url}/api/health`, { signal: AbortSignal.timeout(5000) });
      detail = await answer.text();
      if (answer.ok && isOk(detail)) return { isOk: true, detail };
    } catch (error) {
      detail = error instanceof Error ? error.message : String(error);
    }
    await sleep(150);
  }
  return { isOk: false, detail };
}

function isOk(text: string): boolean {
  const answer: unknown = JSON.parse(text);
  return typeof answer === 'object' && answer !== null && 'status' in answer && answer.status === 'ok';
}
