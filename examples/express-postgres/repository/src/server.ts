import { createApp } from './app.js';
import { loadConfig } from './config.js';
import { postgresOrderStore } from './order-store.js';

const config = loadConfig();
const store = postgresOrderStore(config.databaseUrl);
const server = createApp(store, config.jwtSecret).listen(config.port, () => {
  if (config.logLevel !== 'silent') console.log(`orders-api listens on port ${config.port}`);
});

function stop() {
  server.close(() => {
    void store.close().then(() => process.exit(0));
  });
}
process.on('SIGTERM', stop);
process.on('SIGINT', stop);
