/**
 * Who publishes, in one place. TO BE FILLED IN before the first release: nobody owns these addresses yet. Change them
 * here, set `isToBeFilledIn` to false, and run `npm run publisher`, which writes them wherever they stand.
 */
export const publisher = {
	isToBeFilledIn: true,
	/** The owner on GitHub; every repository of ours is below it. */
	owner: 'report-delivery',
	authorName: 'Report Delivery',
	authorEmail: 'maintainers@report-delivery.dev',
};
