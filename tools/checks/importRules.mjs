import { readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { join, posix } from 'node:path';
import { listFiles } from './files.mjs';
import { importLines } from './importLines.mjs';
import { IMPORT_TABLE, IS_TEST, TEST_PACKAGES } from './importTable.mjs';

const SOURCE = /\.(ts|tsx|mts|cts|js|jsx|mjs|cjs)$/;
const BUILTIN = new Set(builtinModules);

/** @typedef {{ name: string, root: string, manifest: Record<string, any> }} Package */

/**
 * The packages of the workspace by the folder that they lie in.
 * @param {string} root @param {string[]} files
 * @returns {Package[]}
 */
export function findPackages(root, files = listFiles(root)) {
  return files
    .filter((path) => /^((apps|libs)\/[^/]+|recipes)\/package\.json$/.test(path))
    .map((path) => {
      const manifest = JSON.parse(readFileSync(join(root, path), 'utf8'));
      return { name: posix.basename(posix.dirname(path)), root: posix.dirname(path), manifest };
    });
}

/**
 * Reads the import lines of every source file and answers what breaks the table.
 * @param {string} root
 * @returns {string[]} one line a problem
 */
export function checkImportLines(root) {
  const files = listFiles(root);
  const packages = findPackages(root, files);
  const problems = packages.flatMap((one) => manifestProblems(one));
  const shared = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const sharedNames = new Set(Object.keys({ ...shared.dependencies, ...shared.devDependencies }));
  for (const path of files) {
    const owner = packages.find((one) => path.startsWith(`${one.root}/`));
    if (!owner || !SOURCE.test(path) || !IMPORT_TABLE[owner.name]) continue;
    for (const line of importLines(path, readFileSync(join(root, path), 'utf8'))) {
      const why = problemOf({ owner, packages, path, line, sharedNames });
      if (why) problems.push(`${path}:${line.line}: ${why}`);
    }
  }
  return problems;
}

function manifestProblems({ name, manifest, root }) {
  const problems = [];
  if (manifest.name !== `@assay/${name}`) problems.push(`${root}/package.json: the name must be @assay/${name}`);
  if (!IMPORT_TABLE[name]) problems.push(`${root}: not in the import table (tools/checks/importTable.mjs)`);
  if (!(manifest.nx?.tags ?? []).includes(`package:${name}`)) {
    problems.push(`${root}/package.json: nx.tags must hold package:${name}`);
  }
  return problems;
}

function problemOf({ owner, packages, path, line, sharedNames }) {
  const inside = path.slice(owner.root.length + 1);
  const isTest = IS_TEST.test(inside);
  const { from } = line;
  if (line.isStar) return `export * hides what is public: name each export`;
  if (from.startsWith('.')) {
    const target = posix.join(posix.dirname(path), from);
    return target.startsWith(`${owner.root}/`) ? undefined : `'${from}' leaves the package: use its public door`;
  }
  if (owner.name === 'dashboard' && from.startsWith('~/')) return undefined;
  if (from.startsWith('node:') || BUILTIN.has(from)) return nodeProblem({ owner, inside, from, isTest });
  if (from.startsWith('@assay/')) return oursProblem({ owner, packages, inside, line, isTest });
  return othersProblem({ owner, from, isTest, sharedNames });
}

function nodeProblem({ owner, inside, from, isTest }) {
  const rule = IMPORT_TABLE[owner.name];
  if (isTest) return undefined;
  if (rule.nodeNot?.test(inside)) return `'${from}': this folder runs in the browser`;
  if (rule.node === true || (rule.node === 'door' && rule.door?.test(inside))) return undefined;
  return `'${from}': ${owner.name} may not use Node's modules`;
}

function oursProblem({ owner, packages, inside, line, isTest }) {
  const rule = IMPORT_TABLE[owner.name];
  const [, name = '', ...rest] = line.from.split('/');
  const target = packages.find((one) => one.name === name);
  if (!target) return `'${line.from}': there is no such package`;
  const isAllowed = rule.ours.includes(name) || (rule.types?.includes(name) && (line.isTypeOnly || isTest));
  if (!isAllowed) {
    return rule.types?.includes(name)
      ? `${owner.name} may take only types from ${name}: import type`
      : `${owner.name} may not import ${name}`;
  }
  const within = rule.within?.[name];
  if (within && !within.test(inside)) return `${name} may only be imported below ${within.source.replaceAll('\\', '')}`;
  const door = rest.length > 0 ? `./${rest.join('/')}` : '.';
  if (!target.manifest.exports?.[door]) return `'${line.from}' is not a public door of ${name}`;
  const declared = { ...owner.manifest.dependencies, ...(isTest ? owner.manifest.devDependencies : {}) };
  return declared[`@assay/${name}`] ? undefined : `${owner.root}/package.json does not declare @assay/${name}`;
}

function othersProblem({ owner, from, isTest, sharedNames }) {
  const rule = IMPORT_TABLE[owner.name];
  const name = from
    .split('/')
    .slice(0, from.startsWith('@') ? 2 : 1)
    .join('/');
  if (isTest && (TEST_PACKAGES.includes(name) || sharedNames.has(name))) return undefined;
  const isAllowed = rule.others === 'any' || rule.others.some((one) => name === one || name.startsWith(`${one}/`));
  if (!isAllowed) return `${owner.name} may not use the package ${name}`;
  const { dependencies, devDependencies, optionalDependencies } = owner.manifest;
  const isDeclared = name in { ...dependencies, ...devDependencies, ...optionalDependencies };
  return isDeclared || sharedNames.has(name) ? undefined : `${owner.root}/package.json does not declare ${name}`;
}
