import express from 'express';
import { describeBook } from '@bookshelf/shared';
import { healthRouter } from './routes/health.js';

const books = [
  { title: 'Middlemarch', author: 'George Eliot' },
  { title: 'Emma', author: 'Jane Austen' },
];

export function createApp() {
  const app = express();
  app.use('/api/health', healthRouter);
  app.get('/api/books', (_request, response) => {
    response.json(books.map((book) => ({ ...book, text: describeBook(book) })));
  });
  return app;
}
