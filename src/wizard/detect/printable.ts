/** What a file says, short and without what a terminal would act upon. */
export const printable = (text: string) => text.replace(/[^!-~]/g, "?").slice(0, 60);
