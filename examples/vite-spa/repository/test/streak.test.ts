import assert from 'node:assert/strict';
import { test } from 'node:test';
import { streak } from '../src/streak.ts';

test('counts the days since the last miss', () => {
  assert.equal(streak([]), 0);
  assert.equal(streak([true, true]), 2);
  assert.equal(streak([true, false, true]), 1);
});
