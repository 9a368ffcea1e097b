import assert from 'node:assert/strict';
import { test } from 'node:test';
import { upcoming } from '../lib/events';

test('leaves past events out', () => {
  assert.deepEqual(
    upcoming(new Date('2026-07-01')).map((event) => event.title),
    ['Harvest market'],
  );
});
