import { Queue } from 'bullmq';
import { Redis } from 'ioredis';

export const queueName = 'thumbnails';

export function connect() {
  return new Redis(process.env.REDIS_URL || 'redis://localhost:6379', { maxRetriesPerRequest: null });
}

export function openQueue(connection) {
  return new Queue(queueName, { connection });
}
