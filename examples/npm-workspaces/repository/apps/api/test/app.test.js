import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createApp } from '../dist/app.js';

test('lists books', async () => {
  const server = createApp().listen(0);
  try {
    const base = `http://127.0.0.1:${server.address().port}`;
    assert.equal((await fetch(`${base}/api/health`)).status, 200);
    const books = await (await fetch(`${base}/api/books`)).json();
    assert.equal(books[1].text, 'Emma by Jane Austen');
  } finally {
    server.close();
  }
});
