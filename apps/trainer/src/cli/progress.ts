const WIDTH = 24;

/** A bar on standard error, on a terminal only: elsewhere nothing is drawn. */
export function createProgress(label: string, options: { json?: boolean | undefined } = {}) {
  const isShown = process.stderr.isTTY === true && !options.json;
  let drawnAt = 0;
  const draw = (done: number, total: number): void => {
    const share = total > 0 ? Math.min(done / total, 1) : 0;
    const bar = '#'.repeat(Math.round(share * WIDTH)).padEnd(WIDTH, '.');
    process.stderr.write(`\r\x1b[K${label} [${bar}] ${done}/${total}`);
  };
  return {
    update: (done: number, total: number): void => {
      const now = performance.now();
      if (!isShown || (now - drawnAt < 100 && done < total)) return;
      drawnAt = now;
      draw(done, total);
    },
    end: (): void => {
      if (isShown && drawnAt > 0) process.stderr.write('\r\x1b[K');
    },
  };
}
