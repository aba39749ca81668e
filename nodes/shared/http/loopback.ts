/** Whether a host, as `URL.hostname` gives it, is this computer itself. */
export const isLoopback = (host: string): boolean => /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/i.test(host);
