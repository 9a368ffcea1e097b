/** The part of the package that is used; it is published without types. Source: its README.md. */
declare module 'mvdan-sh' {
  import type { Block, SyntaxNode } from './syntax-nodes.js';

  const parser: {
    syntax: {
      NewParser(...options: readonly unknown[]): { Parse(text: string, name: string): Block };
      NodeType(node: SyntaxNode): string;
      Variant(language: unknown): unknown;
      LangBash: unknown;
      LangPOSIX: unknown;
    };
  };
  export default parser;
}
