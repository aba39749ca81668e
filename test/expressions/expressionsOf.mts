import ts from 'typescript';

export interface Expression {
	source: string;
	flags: string;
}

/** Every regular expression of a source file: literals, and those made of a template, with a letter for each gap in it. */
export function expressionsOf(code: string): Expression[] {
	const found: Expression[] = [];
	const visit = (node: ts.Node): void => {
		if (ts.isRegularExpressionLiteral(node)) {
			const end = node.text.lastIndexOf('/');
			found.push({ source: node.text.slice(1, end), flags: node.text.slice(end + 1) });
		}
		if (ts.isNewExpression(node) && node.expression.getText() === 'RegExp') found.push(made(node));
		ts.forEachChild(node, visit);
	};
	visit(ts.createSourceFile('file.ts', code, ts.ScriptTarget.Latest, true));
	return found;
}

function made({ arguments: given }: ts.NewExpression): Expression {
	const [source, flags] = given ?? [];
	if (source === undefined) throw new Error('an expression made of nothing');
	return { source: textOf(source), flags: flags === undefined ? '' : textOf(flags) };
}

function textOf(node: ts.Expression): string {
	if (ts.isStringLiteralLike(node)) return node.text;
	if (ts.isTemplateExpression(node))
		return node.head.text + node.templateSpans.map(({ literal }) => `x${literal.text}`).join('');
	throw new Error(`an expression made of ${node.getText()}: nothing can be said of its cost`);
}
