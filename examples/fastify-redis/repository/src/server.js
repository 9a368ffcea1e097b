import { buildApp } from './app.js';
import { connect, openQueue } from './queue.js';

const connection = connect();
const queue = openQueue(connection);
const app = buildApp(queue);

await app.listen({ port: Number(process.env.PORT) || 3000, host: process.env.HOST || '0.0.0.0' });

for (const signal of ['SIGTERM', 'SIGINT']) {
  process.on(signal, async () => {
    await app.close();
    await queue.close();
    connection.disconnect();
    process.exit(0);
  });
}
