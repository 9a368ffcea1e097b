/** Keeps the newest bytes of a stream, and nothing of what came before. */
export class OutputTail {
  readonly #limit: number;
  #chunks: Buffer[] = [];
  #length = 0;
  #truncated = false;

  constructor(limit: number) {
    this.#limit = limit;
  }

  get truncated(): boolean {
    return this.#truncated || this.#length > this.#limit;
  }

  add(chunk: Buffer): void {
    this.#chunks.push(chunk);
    this.#length += chunk.length;
    if (this.#length > 2 * this.#limit) this.#compact();
  }

  text(): string {
    this.#compact();
    const bytes = Buffer.concat(this.#chunks);
    return bytes.subarray(this.#truncated ? startOfCharacter(bytes) : 0).toString('utf8');
  }

  #compact(): void {
    if (this.#length <= this.#limit) return;
    const bytes = Buffer.concat(this.#chunks);
    this.#chunks = [Buffer.from(bytes.subarray(bytes.length - this.#limit))];
    this.#length = this.#limit;
    this.#truncated = true;
  }
}

/** UTF-8 continues a character with at most three bytes of the form 10xxxxxx. */
function startOfCharacter(bytes: Buffer): number {
  for (let index = 0; index < 3; index += 1) if (((bytes[index] ?? 0) & 0xc0) !== 0x80) return index;
  return 3;
}
