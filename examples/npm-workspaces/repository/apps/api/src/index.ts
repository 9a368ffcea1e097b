import { createApp } from './app.js';

const PORT = parseInt(process.env.PORT || '4000', 10);
const server = createApp().listen(PORT, () => console.log(`api listens on ${PORT}`));

process.on('SIGTERM', () => server.close());
