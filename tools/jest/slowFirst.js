const path = require('node:path');
const { default: Sequencer } = require('@jest/test-sequencer');

/**
 * Short files that take long. Where no earlier run says how long a file takes, as on a fresh clone, Jest begins with
 * the largest: these would come last, one after another, while the other workers have nothing left to do.
 */
const SLOW = [
	'OpenPgp/doctor/undress',
	'OpenPgp/fieldCases',
	'flood/flood',
	'ReportFile/csv/fuzz',
	'OpenPgp/engine/libraryWay',
	'OpenPgp/operations/gpg',
	'shared/files/zip/readZip',
	'shared/files/zip/writeZip',
	'Tesouro/operations/getManyReports',
	'shared/deliveries/takeEvent',
].map((name) => path.resolve('test', `${name}.test.mts`));

/** Jest's order, but the slow files first. `npm test` prints which these are. */
module.exports = class SlowFirst extends Sequencer {
	sort(tests) {
		const sorted = super.sort(tests);
		const isSlow = ({ path: file }) => SLOW.includes(file);
		return [...sorted.filter(isSlow), ...sorted.filter((test) => !isSlow(test))];
	}
};
