import { Worker } from 'bullmq';
import { connect, queueName } from './queue.js';

const concurrency = Number(process.env.WORKER_CONCURRENCY || 5);
const connection = connect();
const worker = new Worker(queueName, async (job) => ({ thumbnail: `${job.data.url}?size=small` }), { connection, concurrency });

worker.on('completed', (job) => console.log(`made ${job.returnvalue.thumbnail}`));

for (const signal of ['SIGTERM', 'SIGINT']) {
  process.on(signal, async () => {
    await worker.close();
    connection.disconnect();
    process.exit(0);
  });
}
