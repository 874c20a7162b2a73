// The reader's own fonts: no page of the site loads anything from elsewhere, nor a megabyte of letters.
export { default } from 'vitepress/theme-without-fonts';
