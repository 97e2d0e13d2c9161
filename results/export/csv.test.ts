import { expect, test } from 'playwright/test';
import { toCsv } from './csv.ts';

test('fields are quoted if necessary, missing values are empty, and no text is a formula', () => {
  expect(
    toCsv([
      ['name', 'value'],
      ['a, "b"', -1.5],
      ['=cmd()', null],
      ['two\nlines', true],
    ]),
  ).toBe('name,value\r\n"a, ""b""",-1.5\r\n\'=cmd(),\r\n"two\nlines",true\r\n');
});
