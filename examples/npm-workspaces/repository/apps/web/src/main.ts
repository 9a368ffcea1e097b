import { describeBook, type Book } from '@bookshelf/shared';

const api = import.meta.env.VITE_API_URL ?? '/api';
const books: Book[] = await (await fetch(`${api}/books`)).json();
document.querySelector('#books')!.replaceChildren(
  ...books.map((book) => Object.assign(document.createElement('li'), { textContent: describeBook(book) })),
);
