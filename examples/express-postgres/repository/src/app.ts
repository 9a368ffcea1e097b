import express, { type NextFunction, type Request, type Response } from 'express';
import jwt from 'jsonwebtoken';
import { collectDefaultMetrics, Counter, Registry } from 'prom-client';
import type { OrderStore } from './order-store.js';

export function createApp(store: OrderStore, jwtSecret: string) {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const created = new Counter({ name: 'orders_created_total', help: 'Orders taken.', registers: [registry] });

  const app = express();
  app.use(express.json());
  app.get('/health', (_request, response) => {
    response.json({ status: 'ok' });
  });
  app.get('/metrics', async (_request, response) => {
    response.type(registry.contentType).send(await registry.metrics());
  });
  app.get('/api/orders', async (_request, response) => {
    response.json(await store.list());
  });
  app.post('/api/orders', authenticated(jwtSecret), async (request, response) => {
    const item: unknown = request.body?.item;
    if (typeof item !== 'string' || item.trim() === '') {
      response.status(400).json({ error: 'item must be a text' });
      return;
    }
    created.inc();
    response.status(201).json(await store.add(item));
  });
  return app;
}

function authenticated(secret: string) {
  return (request: Request, response: Response, next: NextFunction) => {
    try {
      jwt.verify(request.headers.authorization?.replace('Bearer ', '') ?? '', secret);
      next();
    } catch {
      response.status(401).json({ error: 'a valid token is needed' });
    }
  };
}
