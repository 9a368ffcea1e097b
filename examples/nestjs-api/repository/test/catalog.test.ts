import 'reflect-metadata';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Test } from '@nestjs/testing';
import { AppModule } from '../src/app.module';
import { CatalogController } from '../src/catalog.controller';

test('finds a product', async () => {
  const module = await Test.createTestingModule({ imports: [AppModule] }).compile();
  assert.equal(module.get(CatalogController).find('tea').name, 'Green tea');
  assert.throws(() => module.get(CatalogController).find('nothing'));
});
