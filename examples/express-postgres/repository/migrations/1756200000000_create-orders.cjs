exports.up = (pgm) => {
  pgm.createTable('orders', {
    id: 'id',
    item: { type: 'text', notNull: true },
    created_at: { type: 'timestamptz', notNull: true, default: pgm.func('now()') },
  });
};

exports.down = (pgm) => {
  pgm.dropTable('orders');
};
