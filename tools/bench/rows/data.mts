import { closeSync, existsSync, openSync, renameSync, writeSync } from 'node:fs';
import path from 'node:path';
import { createRandom } from '../../sandbox/random.mts';

const columns =
	'id,batch,merchantId,merchantName,createdAt,settledOn,kind,state,method,bin,last4,currency,gross,fee,net,rate,authCode,description';
const currencies = ['EUR', 'EUR', 'EUR', 'USD', 'GBP', 'CHF', 'BRL', 'SEK'];
const kinds = ['payment', 'payment', 'payment', 'refund', 'chargeback', 'fee'];
const methods = ['visa', 'mastercard', 'amex', 'maestro', 'pix', 'sepa'];
const names = [
	'Müller GmbH',
	'Acme Store',
	'Loja São João',
	'Nordic Shop',
	'"Smith, Jones & Co"',
	'Blue Ocean',
];
const NAMED_ROWS = 40;

const cents = (amount: number) => `${Math.trunc(amount / 100)}.${String(amount % 100).padStart(2, '0')}`;

/** A settlement report of 18 columns and about 200 bytes a row, 5 % of them with quotes; kept until the folder is deleted. */
export function makeRows(folder: string, megabytes: number): string {
	const file = path.join(folder, `rows-${megabytes}.csv`);
	if (existsSync(file)) return file;
	const random = createRandom(1);
	const out = openSync(`${file}.part`, 'w');
	let written = writeSync(out, `${columns}\n`);
	for (let row = 0; written < megabytes * 1e6;) {
		const block: string[] = [];
		for (let count = 0; count < 10_000; count++, row++) {
			const gross = 100 + random.below(2_000_000);
			const fee = 25 + Math.trunc(gross * 0.018);
			const day = `2026-0${1 + random.below(9)}-${10 + random.below(18)}`;
			const quoted = row % NAMED_ROWS === 0 ? names[4] : names[random.below(4)];
			const note =
				row % NAMED_ROWS === 20 ? `"order ""${random.below(1e9)}"", paid"` : `Order ${random.below(1e9)}`;
			block.push(
				`${random.uuid().slice(0, 30)},set_2026_0042,m_${100_000 + random.below(5_000)},${quoted},${day}T10:20:${10 + random.below(50)}.125Z,${day},` +
					`${random.pick(kinds)},settled,${random.pick(methods)},${400_000 + random.below(99_999)},${1_000 + random.below(9_000)},` +
					`${random.pick(currencies)},${cents(gross)},${cents(fee)},${cents(gross - fee)},1.000000,${random.uuid().slice(0, 6)},${note}\n`,
			);
		}
		written += writeSync(out, block.join(''));
	}
	closeSync(out);
	renameSync(`${file}.part`, file);
	return file;
}
