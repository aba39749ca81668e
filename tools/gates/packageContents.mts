import type { Finding } from './gates.mts';
import { describePack } from './pack.mts';

/** Every kind of file that users get. What is not named here is not published by accident. */
const wanted = [
	/^(package\.json|README\.md|LICENSE\.md|CHANGELOG\.md|index\.js)$/,
	/^dist\/(THIRD_PARTY_NOTICES\.txt|sbom\.cdx\.json)$/,
	/^dist\/credentials\/\w+\.credentials\.js$/,
	/^dist\/nodes\/\w+\/\w+\.node\.(js|json)$/,
	/^dist\/nodes\/\w+\/[\w.]+\.svg$/,
	/^dist\/nodes\/\w+\/__schema__\/v[\d.]+\/([\w-]+\/)?\w+\.json$/,
	/^dist\/nodes\/[\w/]+\.js$/,
];

export async function packageContents(): Promise<Finding[]> {
	const { files } = describePack();
	const problems = files
		.map(({ path }) => path)
		.filter((file) => !wanted.some((kind) => kind.test(file)))
		.map((file) => `${file} is none of the files that the package has to hold`);
	return [{ gate: 'what npm pack holds', figure: `${files.length} files`, problems }];
}
