/** `text` for a message: what stands before the @ of an address may be a password. */
export const withoutLogin = (text: string) => text.replace(/\/\/[^/\s"]*@/g, "//...@");
