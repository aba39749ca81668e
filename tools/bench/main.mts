/** `npm run bench`: decryption; `npm run bench -- --rows`: CSV files. */
await import(process.argv.includes('--rows') ? './rows/rowsBench.mts' : './bench.mts');
