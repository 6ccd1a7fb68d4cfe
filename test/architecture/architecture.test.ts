import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '..', '..');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const folders = readdirSync(join(root, 'src'), { withFileTypes: true }).filter((entry) => entry.isDirectory());
const tracked = execFileSync('git', ['ls-files'], { cwd: root, encoding: 'utf8' }).split('\n').filter(Boolean);

test('every folder of src is in docs/architecture.md', () => {
  const described = [...read('docs/architecture.md').matchAll(/^\| `src\/([a-z]+)\/` \|/gm)].map(([, name]) => name);
  expect(folders.map((entry) => entry.name).filter((name) => !described.includes(name))).toEqual([]);
});

/** Folders that are lists, and how their members are known: other files are what members are made of. */
const lists = [
  { folder: 'events', member: /defineEvent\(/ },
  { folder: 'commands', member: /satisfies Command;/ },
  { folder: 'queries', member: /: Question = \{|= sqlQuestion\(/ },
  { folder: 'output', member: /satisfies Format;/ },
  { folder: 'audit/compare', member: /defineComparison\(/ },
  { folder: 'check/rules', member: /defineRule\(/ },
];

test.each(lists)('every member in src/$folder is in its list', ({ folder, member }) => {
  const list = join('src', folder, 'index.ts');
  const files = readdirSync(join(root, 'src', folder)).filter((name) => name.endsWith('.ts'));
  const members = files.filter(
    (name) => !['index.ts', 'define.ts'].includes(name) && member.test(read(join('src', folder, name))),
  );
  const listed = new Set([...read(list).matchAll(/from '\.\/([^']+)'/g)].map(([, name]) => name));
  expect(members.length).toBeGreaterThan(0);
  expect(members.filter((name) => !listed.has(name))).toEqual([]);
});

test('a wrong import is an error of the lint', () => {
  const wrong: Record<string, string> = {
    'src/models/folio/one.ts': '../../store/index.ts',
    'src/models/folio/two.ts': 'node:fs',
    'src/replay/one.ts': 'better-sqlite3',
    'src/base/one.ts': '../events/index.ts',
    'src/store/one.ts': '../replay/index.ts',
    'src/queries/one.ts': '../store/create.ts',
    'src/output/one.ts': '../commands/index.ts',
    'src/cli.ts': './store/index.ts',
    'src/output/two.ts': '../library.ts',
  };
  const right: Record<string, string> = {
    'src/models/folio/three.ts': '../../facts/index.ts',
    'src/queries/two.ts': '../store/index.ts',
    'src/commands/one.ts': '../store/index.ts',
  };
  const folder = mkdtempSync(join(tmpdir(), 'mmfold-test-'));
  try {
    const { vcs: _, ...config } = JSON.parse(read('biome.json'));
    writeFileSync(join(folder, 'biome.json'), JSON.stringify(config));
    for (const [path, from] of Object.entries({ ...wrong, ...right })) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), `import { x } from '${from}';\n\nexport const y = x;\n`);
    }
    const biome = join(root, 'node_modules', '@biomejs', 'biome', 'bin', 'biome');
    const { stdout, stderr } = spawnSync(process.execPath, [biome, 'lint', '.'], { cwd: folder, encoding: 'utf8' });
    const told = [...`${stdout}${stderr}`.matchAll(/^(src\/\S+):\d+:\d+ lint\/style\/noRestrictedImports/gm)].map(
      ([, path]) => path,
    );
    expect(told.sort()).toEqual(Object.keys(wrong).sort());
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('no file names a path or a host of somebody', () => {
  const forbidden = new RegExp(
    ['/wo' + 'rk/', 'registry\\.' + 'npm', '"resol' + 'ved":', 'cla' + 'ude', 'anthro' + 'pic'].join('|'),
    'i',
  );
  const texts = tracked.filter((path) => !/\.(gz|br|db|png|dat)$/.test(path) && existsSync(join(root, path)));
  expect(texts.filter((path) => forbidden.test(read(path)))).toEqual([]);
});

test('the code has no leftovers', () => {
  const sources = tracked.filter((path) => /^(src|test|bench)\/.*\.ts$/.test(path) && existsSync(join(root, path)));
  const leftovers = new RegExp(['\\bTO' + 'DO\\b', '\\bFIX' + 'ME\\b', '\\bX' + 'XX\\b', '@ts-ig' + 'nore'].join('|'));
  expect(sources.filter((path) => leftovers.test(read(path)))).toEqual([]);
});
