import { setTimeout as wait } from 'node:timers/promises';
import { connect, receive } from '@mailroom/messages';

const redis = connect();
const pause = Number(process.env.PAUSE_MS ?? 100);
let stopped = false;
process.on('SIGTERM', () => {
  stopped = true;
});

while (!stopped) {
  const message = await receive(redis, 1);
  if (message !== undefined) console.log(`delivered to ${message.to}`);
  await wait(pause);
}
redis.disconnect();
