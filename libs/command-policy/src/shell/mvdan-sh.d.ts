/** The part of the package that is used; it is published without types. Source: its README.md. */
declare module 'mvdan-sh' {
  interface ParserNode {
    Pos(): { Line(): number; Col(): number };
    [field: string]: unknown;
  }

  const parser: {
    syntax: {
      NewParser(...options: readonly unknown[]): { Parse(text: string, name: string): ParserNode };
      NodeType(node: ParserNode): string;
      Variant(language: unknown): unknown;
      LangBash: unknown;
      LangPOSIX: unknown;
    };
  };
  export { parser as default };
}
