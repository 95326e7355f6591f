#!/usr/bin/env node
import 'tsx';

// Whoever reads our output may stop reading, as `head` does; that is no failure.
process.stdout.on('error', (error) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});

const { main } = await import('../src/main.ts');
process.exitCode = await main(process.argv.slice(2));
