import {
	isEncryptedName,
	lastPathSegment,
	mediaTypeOf,
	plainFileName,
	safeFileName,
} from '../../nodes/Tesouro/fileNames';

it.each([
	['https://download.tesouro.com/report1.gpg', 'report1.gpg'],
	['https://download.tesouro.com/a/b/report%201.csv.gpg?token=secret#part', 'report 1.csv.gpg'],
	['https://download.tesouro.com/a/..%2f..%2fetc%2fpasswd', '_.._etc_passwd'],
	['https://download.tesouro.com/%2e%2e%5cwindows', '_windows'],
	['https://download.tesouro.com/100%.csv', '100%.csv'],
	['https://download.tesouro.com/', undefined],
	['https://download.tesouro.com', undefined],
	['https://download.tesouro.com/...', undefined],
	['no url', undefined],
])('the file name in %p is %p', (url, name) => expect(lastPathSegment(url)).toBe(name));

it.each([
	['a/b\\c:d*e?f"g<h>i|j', 'a_b_c_d_e_f_g_h_i_j'],
	['..hidden', 'hidden'],
	['Größe.csv', 'Größe.csv'],
	['x'.repeat(300), 'x'.repeat(200)],
	['\u0000\u007f\n', '___'],
	['', undefined],
])('a name chosen by somebody else is not a path: %j becomes %j', (name, expected) => {
	expect(safeFileName(name)).toBe(expected);
});

it.each([
	['report.csv.gpg', true],
	['REPORT.PGP', true],
	['report.asc', true],
	['report', true],
	['report.dat', true],
	['report.csv', false],
	['report.CSV', false],
	['report.csv.gz', false],
	['report.zip', false],
])('the name %p means an encrypted file: %p', (name, expected) => {
	expect(isEncryptedName(name)).toBe(expected);
});

it.each([
	['report.csv.gpg', 'report.csv', 'application/pgp-encrypted'],
	['report.CSV.PGP', 'report.CSV', 'application/pgp-encrypted'],
	['report.csv', 'report.csv', 'text/csv'],
	['report.csv.gz', 'report.csv.gz', 'application/gzip'],
	['report', 'report', 'application/octet-stream'],
	['constructor', 'constructor', 'application/octet-stream'],
	['report.constructor', 'report.constructor', 'application/octet-stream'],
])('%p contains %p and has the media type %p', (name, plain, mediaType) => {
	expect(plainFileName(name)).toBe(plain);
	expect(mediaTypeOf(name)).toBe(mediaType);
});
