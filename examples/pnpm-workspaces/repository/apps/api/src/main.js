import { connect, send } from '@mailroom/messages';
import { buildApp } from './app.js';

const port = Number(process.env.PORT ?? 8080);
const redis = connect();
const app = buildApp((message) => send(redis, message));

await app.listen({ port, host: '0.0.0.0' });

process.on('SIGTERM', async () => {
  await app.close();
  redis.disconnect();
});
