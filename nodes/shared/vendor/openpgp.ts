/** The one door to OpenPGP.js: the build bundles the library into this file, once, for all nodes. */
export * from 'openpgp';
