import { existsSync } from 'node:fs';
import { ask } from '../lib/command.mjs';

/** @typedef {{ name: string, ok: boolean, detail: string, fix: string | null }} Check */

/** Node as package.json's `engines` asks for it. */
export function checkNode(version = process.versions.node) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const ok = (major > 20 || (major === 20 && minor >= 19)) && major < 27;
  return check('node', ok, version, 'Assay needs Node 20.19 or newer, below 27: https://nodejs.org/en/download');
}

/** The programs that the engine's build needs; asked only when there is something to build. */
export function checkBuildTools() {
  const python = ask('python3', ['--version']);
  const pip = python && ask('python3', ['-m', 'pip', '--version']);
  const make = ask('make', ['--version']);
  const compiler = compilerCommand();
  return [
    check('python3', Boolean(python), python ?? 'not found', howToGet('python3')),
    check('pip', Boolean(pip), pip?.split(' from ')[0] ?? 'not found', howToGet('pip')),
    check('make', Boolean(make), make?.split('\n')[0] ?? 'not found', howToGet('make')),
    check('c++', Boolean(compiler), compiler?.detail ?? 'g++ not found', howToGet('c++')),
  ];
}

function compilerCommand() {
  // node-gyp's makefile takes CXX when it is set, else g++ (c++ on macOS).
  for (const name of process.env.CXX ? [process.env.CXX] : process.platform === 'darwin' ? ['c++'] : ['g++']) {
    const answer = ask(name, ['--version']);
    if (answer) return { name, detail: answer.split('\n')[0] };
  }
  return undefined;
}

const PACKAGES = {
  apt: { python3: 'python3', pip: 'python3-pip', make: 'make', 'c++': 'g++', chromium: 'chromium' },
  dnf: { python3: 'python3', pip: 'python3-pip', make: 'make', 'c++': 'gcc-c++', chromium: 'chromium' },
};

/** The command that brings a missing program on this system; all known ones where the system is not recognised. */
export function howToGet(name) {
  if (process.platform === 'darwin') {
    return name === 'chromium' ? 'install Google Chrome or Chromium' : 'xcode-select --install (python3, make and c++)';
  }
  const sudo = process.getuid?.() === 0 ? '' : 'sudo ';
  if (existsSync('/usr/bin/apt-get')) return `${sudo}apt-get install -y ${PACKAGES.apt[name]}`;
  if (existsSync('/usr/bin/dnf')) return `${sudo}dnf install -y ${PACKAGES.dnf[name]}`;
  return `Debian/Ubuntu: apt-get install ${PACKAGES.apt[name]}; Fedora: dnf install ${PACKAGES.dnf[name]}`;
}

/** @returns {Check} */
export function check(name, ok, detail, fix) {
  return { name, ok, detail, fix: ok ? null : fix };
}
