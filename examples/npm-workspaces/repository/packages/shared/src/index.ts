export interface Book {
  title: string;
  author: string;
}

export function describeBook(book: Book): string {
  return `${book.title} by ${book.author}`;
}
