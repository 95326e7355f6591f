// Starts what the tests look at: a home of its own with a filled database, a worker and the built dashboard.
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { port } from './address';
import { ALONE, CONFIGS, DATASET, EXPERIMENT, SEEDS } from './experiment';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../../..');
const dashboard = join(root, 'apps/dashboard');
const next = join(root, 'node_modules/next/dist/bin/next');
const home = await mkdtemp(join(tmpdir(), 'assay-e2e-'));
const env: NodeJS.ProcessEnv = { ...process.env, ASSAY_HOME: home, NODE_ENV: 'production' };
delete env.DATABASE_URL;
delete env.ARTIFACTS_URL;
const children: ChildProcess[] = [];

async function assay(...args: string[]): Promise<void> {
  const program = join(root, 'apps/trainer/bin/assay.mjs');
  await promisify(execFile)(process.execPath, [program, ...args, '--json'], { env, cwd: root });
}

function start(name: string, args: string[], cwd: string): void {
  const child = spawn(process.execPath, args, { env, cwd, stdio: ['ignore', 'inherit', 'inherit'] });
  child.on('exit', (code) => {
    if (!isStopping) console.error(`${name} ended with ${code}`);
  });
  children.push(child);
}

async function fill(): Promise<void> {
  await assay('dataset', 'import', join(root, 'examples/deeppcb'), '--name', 'boards');
  await assay('dataset', 'crop', 'boards', '--name', DATASET, '--size', '32');
  const shares = ['--train', '.6', '--validation', '.15', '--test', '.25'];
  await assay('dataset', 'split', DATASET, ...shares, '--group-by', 'folder', '--stratify');
  for (const [label, config] of Object.entries(CONFIGS)) {
    const file = join(home, `${label}.json`);
    await writeFile(file, JSON.stringify(config));
    const alone = ALONE[label];
    const seeds = alone === undefined ? SEEDS.join(',') : '0';
    const experiment = alone ?? EXPERIMENT;
    await assay('run', file, '--seeds', seeds, '--experiment', experiment, '--label', label);
  }
}

let isStopping = false;
async function stop(): Promise<void> {
  if (isStopping) return;
  isStopping = true;
  const ended = children.map(
    (child) => new Promise((done) => (child.exitCode === null ? child.on('exit', done) : done(0))),
  );
  for (const child of children) child.kill('SIGTERM');
  await Promise.all(ended);
  await rm(home, { recursive: true, force: true });
  process.exit();
}
process.on('SIGTERM', stop);
process.on('SIGINT', stop);

if (!existsSync(join(dashboard, '.next/BUILD_ID'))) {
  await promisify(execFile)(process.execPath, [next, 'build'], { env, cwd: dashboard });
}
// The dashboard holds the embedded database open while the commands come and go.
start('dashboard', [next, 'start', '-H', '127.0.0.1', '-p', String(port)], dashboard);
await fill();
start('worker', [join(root, 'apps/trainer/bin/assay.mjs'), 'worker'], root);
