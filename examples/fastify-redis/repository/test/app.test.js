import assert from 'node:assert/strict';
import { test } from 'node:test';
import { buildApp } from '../src/app.js';

test('puts a job into the queue', async () => {
  const jobs = [];
  const app = buildApp({ add: async (name, data) => ({ id: String(jobs.push({ name, data })) }), getJobCounts: async () => ({}) });
  const answer = await app.inject({ method: 'POST', url: '/jobs', payload: { url: 'https://example.org/a.png' } });
  assert.equal(answer.statusCode, 202);
  assert.deepEqual(jobs, [{ name: 'resize', data: { url: 'https://example.org/a.png' } }]);
  assert.equal((await app.inject({ method: 'GET', url: '/healthz' })).statusCode, 200);
});
