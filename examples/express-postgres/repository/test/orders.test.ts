import assert from 'node:assert/strict';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import jwt from 'jsonwebtoken';
import { createApp } from '../src/app.js';
import type { Order, OrderStore } from '../src/order-store.js';

function memoryStore(): OrderStore {
  const orders: Order[] = [];
  return {
    list: async () => orders,
    add: async (item) => {
      orders.push({ id: orders.length + 1, item });
      return orders.at(-1)!;
    },
    close: async () => {},
  };
}

test('takes an order with a valid token only', async () => {
  const server = createApp(memoryStore(), 'test-secret').listen(0);
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const post = (token: string) =>
    fetch(`${base}/api/orders`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify({ item: 'tea' }),
    });
  try {
    assert.equal((await fetch(`${base}/health`)).status, 200);
    assert.equal((await post('wrong')).status, 401);
    assert.equal((await post(jwt.sign({}, 'test-secret'))).status, 201);
    assert.deepEqual(await (await fetch(`${base}/api/orders`)).json(), [{ id: 1, item: 'tea' }]);
  } finally {
    server.close();
  }
});
