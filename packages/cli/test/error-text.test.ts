import { ConfigError, PayloadError, SinkError } from '@ledgerline/core';
import { expect, test } from 'vitest';
import { errorText } from '../src/render/error-text.ts';

const plain = { verbose: false };

test('an error says what, where and what to do next', () => {
  const error = new ConfigError('pipelines.p.sink: unknown key; did you mean "sinks"?', {
    details: { file: 'ledgerline.yaml', line: 4, column: 5, problems: 1 },
  });
  expect(errorText(error, plain)).toBe(
    [
      'error CONFIG_INVALID: pipelines.p.sink: unknown key; did you mean "sinks"?',
      '  at ledgerline.yaml:4:5',
      '  next: mend the file, then check it with `ledgerline validate`',
    ].join('\n'),
  );
});

test('an error that lists its places does not name one more', () => {
  const error = new ConfigError('ledgerline.yaml has 2 problems:\n  …', {
    details: { file: 'l.yaml', line: 1, problems: 2 },
  });
  expect(errorText(error, plain)).not.toContain('  at ');
});

test('an error in a document names its line and byte', () => {
  const error = new PayloadError('a quote is not closed', {
    details: { object: 'sales.csv', line: 17, byteOffset: 4096 },
  });
  expect(errorText(error, plain)).toContain('  at sales.csv:17 (byte 4096)\n');
});

test('a trace is shown on request only, causes included', () => {
  const error = new SinkError('the lake cannot be written', { code: 'SINK_DISK_FULL', cause: new Error('ENOSPC') });
  expect(errorText(error, plain).split('\n')).toHaveLength(2);
  const verbose = errorText(error, { verbose: true });
  expect(verbose).toContain('error-text.test.ts');
  expect(verbose).toContain('Error: ENOSPC');
});

test('an error of the program itself asks for a report', () => {
  expect(errorText(new TypeError('x is undefined'), plain)).toContain('error INTERNAL: x is undefined');
  expect(errorText('odd', plain)).toContain('report what it prints');
});
