import { describe, expect, test } from 'vitest';
import { commands } from '../../src/commands/index.ts';
import { mmfold } from './captured.ts';

describe('the program', () => {
  test('shows its commands and exit codes', async () => {
    const { code, out } = await mmfold(['--help']);
    expect(code).toBe(0);
    for (const { name } of commands) expect(out).toContain(`\n  ${name} `);
    expect(out).toContain('130 interrupted');
  });

  test.each(commands.map(({ name }) => name))('%s shows an example in its help', async (name) => {
    const { code, out } = await mmfold([name, '--help']);
    expect(code).toBe(0);
    expect(out).toContain(`\n  mmfold ${name} `);
  });

  test('an unknown command is a usage error', async () => {
    expect(await mmfold(['replya'])).toMatchObject({
      code: 2,
      out: '',
      err: expect.stringContaining("unknown command 'replya'"),
    });
    expect(await mmfold([])).toMatchObject({ code: 2 });
    expect(await mmfold(['info'])).toMatchObject({ code: 2, err: expect.stringContaining("missing required argument 'store'") });
  });

  test('tells its version', async () => {
    expect((await mmfold(['--version'])).out).toMatch(/^\d+\.\d+\.\d+\n$/);
  });
});
