import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checked } from '../src/index.js';

test('refuses a message without a text', () => {
  assert.throws(() => checked({ to: 'a' }), /text/);
  assert.deepEqual(checked({ to: 'a', text: 'b', more: 1 }), { to: 'a', text: 'b' });
});
