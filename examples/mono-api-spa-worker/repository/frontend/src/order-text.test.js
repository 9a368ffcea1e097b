import assert from 'node:assert/strict';
import { test } from 'node:test';
import { orderText } from './order-text.js';

test('names the order, its address and its state', () => {
  assert.equal(orderText({ id: 1, address: 'https://example.com', state: 'new' }), '#1 https://example.com: new');
});
