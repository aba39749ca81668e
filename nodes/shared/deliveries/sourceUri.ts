/**
 * `source` of a report event: the API, and after it whose event it is. Half a character, which JSON can hold and a URI
 * cannot, is replaced.
 */
export const sourceUri = (baseUrl: string, owners: string, id: string | undefined): string =>
	id === undefined
		? baseUrl
		: `${baseUrl}/${owners}/${encodeURIComponent(Buffer.from(id, 'utf8').toString('utf8'))}`;
