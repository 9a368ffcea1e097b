import pg from 'pg';

export interface Order {
  id: number;
  item: string;
}

export interface OrderStore {
  list(): Promise<Order[]>;
  add(item: string): Promise<Order>;
  close(): Promise<void>;
}

export function postgresOrderStore(connectionString: string): OrderStore {
  const pool = new pg.Pool({ connectionString });
  return {
    async list() {
      return (await pool.query<Order>('SELECT id, item FROM orders ORDER BY id')).rows;
    },
    async add(item) {
      const { rows } = await pool.query<Order>('INSERT INTO orders (item) VALUES ($1) RETURNING id, item', [item]);
      return rows[0]!;
    },
    async close() {
      await pool.end();
    },
  };
}
