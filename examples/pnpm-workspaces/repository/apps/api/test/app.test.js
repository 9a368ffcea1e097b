import assert from 'node:assert/strict';
import { test } from 'node:test';
import { buildApp } from '../src/app.js';

test('hands a message on', async () => {
  const sent = [];
  const app = buildApp(async (message) => sent.push(message));
  const answer = await app.inject({ method: 'POST', url: '/messages', payload: { to: 'a', text: 'b' } });
  assert.equal(answer.statusCode, 202);
  assert.deepEqual(sent, [{ to: 'a', text: 'b' }]);
});
