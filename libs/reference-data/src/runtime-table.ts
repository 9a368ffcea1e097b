export interface RuntimeLine {
  line: string;
  status: 'active' | 'lts' | 'security' | 'superseded' | 'eol';
  /** Newest version seen. */
  latest: string;
  /** ISO date of end of life; absent when none is announced. */
  eol?: string;
}

export interface RuntimeTable {
  /** Taken when the project states nothing: long support first, newest second. */
  defaultLine: string;
  lines: readonly RuntimeLine[];
}
