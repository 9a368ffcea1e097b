import { exampleModel } from './example-model.js';
describe('buildDeliveryModel', () => {
  it('x', () => {
    console.log(JSON.stringify(exampleModel(), (k, v) => (k === 'component' && typeof v === 'object' ? v.id : v), 1));
  });
});
