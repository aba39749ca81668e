/** `npm run fuzz`: OpenPGP messages; `npm run fuzz -- --csv`: CSV files. */
await import(process.argv.includes('--csv') ? './csv/csvFuzz.mts' : './fuzz.mts');
