import { Redis } from 'ioredis';

const list = 'mailroom:messages';

export function connect() {
  const url = process.env.REDIS_URL;
  if (!url) throw new Error('REDIS_URL must be set');
  return new Redis(url, { maxRetriesPerRequest: null });
}

export function send(redis, message) {
  return redis.lpush(list, JSON.stringify(checked(message)));
}

/** Waits for the next message, at most that many seconds. */
export async function receive(redis, seconds) {
  const taken = await redis.brpop(list, seconds);
  return taken === null ? undefined : JSON.parse(taken[1]);
}

export function checked(message) {
  if (typeof message?.to !== 'string' || typeof message.text !== 'string') throw new TypeError('a message has to and text');
  return { to: message.to, text: message.text };
}
