import { orderText } from './order-text.js';

const base = import.meta.env.VITE_API_URL ?? '';
const list = document.getElementById('orders');

const answer = await fetch(`${base}/api/orders`);
for (const order of await answer.json()) {
  const item = document.createElement('li');
  item.textContent = orderText(order);
  list.append(item);
}
