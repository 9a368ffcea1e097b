import { Controller, Get, NotFoundException, Param } from '@nestjs/common';
import { CatalogService } from './catalog.service';

@Controller('products')
export class CatalogController {
  constructor(private readonly catalog: CatalogService) {}

  @Get()
  list() {
    return this.catalog.list();
  }

  @Get(':id')
  find(@Param('id') id: string) {
    const product = this.catalog.find(id);
    if (product === undefined) throw new NotFoundException();
    return product;
  }
}
