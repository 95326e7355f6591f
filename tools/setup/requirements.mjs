// What the machine must have before anything can be installed.
import { firstLine } from './run.mjs';

const HOW_TO_GET = {
  linux: 'apt-get install python3 python3-pip make g++, or dnf install python3-pip make gcc-c++',
  darwin: 'xcode-select --install, and python.org or Homebrew for Python 3',
};

/** The checks in the shape of `assay doctor`: name, ok, detail, fix. */
export function checkRequirements() {
  const fix = HOW_TO_GET[process.platform] ?? 'see the README for the platforms that are supported';
  const [major, minor] = process.versions.node.split('.').map(Number);
  const isNodeNew = major > 20 || (major === 20 && minor >= 19);
  const program = (name, needed, args) => {
    const version = firstLine(name, args);
    return {
      name: needed,
      ok: version !== null,
      detail: version ?? `${name} was not found`,
      fix: version === null ? fix : null,
    };
  };
  return [
    {
      name: 'node',
      ok: isNodeNew,
      detail: process.version,
      fix: isNodeNew ? null : 'install Node 20.19 or newer from nodejs.org',
    },
    program('python3', 'python', ['--version']),
    program('python3', 'pip', ['-m', 'pip', '--version']),
    program('make', 'make', ['--version']),
    program(process.env.CXX || 'g++', 'compiler', ['--version']),
  ];
}
