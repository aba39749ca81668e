/**
 * Writes docs/openpgp-errors.md: every error text of the OpenPGP node with its remedy, as the source holds them.
 *
 *   npm run docs         writes it, and every other one
 *   npm run docs:check   ends with 1 when the file does not match the source
 */
import ts from 'typescript';
import { productFiles, type SourceFile } from '../figures/sourceFiles.mts';
import { cell, keepUpToDate, run } from './upToDate.mts';

const COMMAND = 'npm run docs';

const HEAD = `# What the OpenPGP node says when something is wrong

Written by \`${COMMAND}\` from the source: every error that the node throws, in the order of the folders. The first text is the red
line of the node, the second is below it. With On Error > Continue, the item has both in \`error\`.

_Words like this_ are placeholders: a key ID, a field, a reason. Texts separated by a slash are
alternatives. What is seen with which key or file: [openpgp-field-cases.md](openpgp-field-cases.md).
`;

const known: Record<string, string> = {
	sentenceOf: 'whose signature it is, and what is wrong with it',
	remedyWhere: 'what to do',
	askForSubkey: 'what to ask the sender for',
	nameRecipients: 'key IDs',
	howToRaise: 'the option that raises the limit',
	kept: '',
};

/** The words for an expression within a text: the last name in it, or that of the function that says it. */
function placeholder(expression: ts.Expression): string {
	const text = expression.getText();
	const [called] = Object.keys(known).filter((name) => new RegExp(`\\b${name}\\b`).test(text));
	if (called !== undefined) return known[called] === '' ? '' : `_${known[called]}_`;
	const helpers = ['shortName', 'describe', 'String', 'trim', 'map', 'join', 'slice'];
	const names = (text.match(/[A-Za-z_]{2,}/g) ?? []).filter((one) => !helpers.includes(one));
	return `_${(names.at(-1) ?? '…')
		.replace(/([a-z])([A-Z])/g, '$1 $2')
		.replace(/_/g, ' ')
		.toLowerCase()}_`;
}

/** A text that has a name in the same file; and "Ask the sender …". */
function constantOf(node: ts.Expression): string | undefined {
	if (ts.isCallExpression(node) && node.expression.getText() === 'askFor') {
		return `Ask the sender ${node.arguments.flatMap(textsOf).join(' / ')}.`;
	}
	const name = node.getText();
	const source = node.getSourceFile().text;
	const [, text] = new RegExp(`^const ${name.replace(/\W/g, '')} =\\s+'([^']*)';`, 'm').exec(source) ?? [];
	return ts.isIdentifier(node) ? text : undefined;
}

/** What a text may say: each way of a condition by itself. */
function textsOf(node: ts.Expression): string[] {
	if (ts.isStringLiteralLike(node)) return [node.text];
	if (ts.isParenthesizedExpression(node)) return textsOf(node.expression);
	if (ts.isConditionalExpression(node)) return [...textsOf(node.whenTrue), ...textsOf(node.whenFalse)];
	if (ts.isBinaryExpression(node)) {
		const sides = [textsOf(node.left), textsOf(node.right)];
		if (node.operatorToken.kind !== ts.SyntaxKind.PlusToken) return sides.flat();
		return sides[0]!.flatMap((left) => sides[1]!.map((right) => left + right));
	}
	const constant = constantOf(node);
	if (constant !== undefined) return [constant];
	if (ts.isTemplateExpression(node)) {
		let texts = [node.head.text];
		for (const { expression, literal } of node.templateSpans) {
			const isSpelledOut = ts.isConditionalExpression(expression) || constantOf(expression) !== undefined;
			const inner = isSpelledOut ? textsOf(expression) : [placeholder(expression)];
			texts = texts.flatMap((text) => inner.map((one) => text + one + literal.text));
		}
		return texts;
	}
	return [placeholder(node)];
}

type Row = [what: string, remedy: string];

/** The errors of a file, and the reasons with a remedy that are filled into them elsewhere. */
function readFile({ file, lines }: SourceFile): { errors: Row[]; reasons: Row[] } {
	const source = ts.createSourceFile(file, lines.join('\n'), ts.ScriptTarget.Latest, true);
	const errors: Row[] = [];
	const reasons: Row[] = [];
	const visit = (node: ts.Node): void => {
		if (ts.isNewExpression(node) && node.expression.getText() === 'OpenPgpError') {
			const [message, remedy] = node.arguments ?? [];
			if (message === undefined || remedy === undefined)
				throw new Error(`An error without remedy in ${file}`);
			errors.push([textsOf(message).join(' / '), textsOf(remedy).join(' / ')]);
		}
		if (ts.isObjectLiteralExpression(node)) {
			const what = valueOf(node, 'what') ?? valueOf(node, 'refused') ?? valueOf(node, 'reason');
			const remedy = valueOf(node, 'remedy');
			if (what !== undefined && remedy !== undefined && !/^_\w+_$/.test(what)) reasons.push([what, remedy]);
		}
		ts.forEachChild(node, visit);
	};
	visit(source);
	return { errors, reasons };
}

function valueOf(node: ts.ObjectLiteralExpression, name: string): string | undefined {
	const found = node.properties.find((one) => ts.isPropertyAssignment(one) && one.name.getText() === name);
	return found && ts.isPropertyAssignment(found) ? textsOf(found.initializer).join(' / ') : undefined;
}

run(async () => {
	const files = productFiles().filter(({ file }) => file.startsWith('nodes/OpenPgp/'));
	const found = files.map(readFile);
	const rows = (all: Row[]) => all.map((texts) => `| ${texts.map(cell).join(' | ')} |`).join('\n');
	const errors = found.flatMap((one) => one.errors);
	await keepUpToDate('docs/openpgp-errors.md', {
		text: [
			HEAD,
			`## Errors\n\n${errors.length} errors.\n\n| What you see | Below it |\n|---|---|`,
			rows(errors),
			'\n## Reasons that are filled in\n\n| Reason | What to do |\n|---|---|',
			rows(found.flatMap((one) => one.reasons)),
			'',
		].join('\n'),
		from: 'the source',
		command: COMMAND,
	});
});
