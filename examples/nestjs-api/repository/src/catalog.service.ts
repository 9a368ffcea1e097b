import { Injectable } from '@nestjs/common';

export interface Product {
  id: string;
  name: string;
}

@Injectable()
export class CatalogService {
  private readonly products: readonly Product[] = [
    { id: 'tea', name: 'Green tea' },
    { id: 'cup', name: 'Cup' },
  ];

  list(): readonly Product[] {
    return this.products;
  }

  find(id: string): Product | undefined {
    return this.products.find((product) => product.id === id);
  }
}
