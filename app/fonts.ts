/** The two faces, latin only, preloaded and served by us: Archivo with its width axis, and JetBrains Mono. */
import localFont from 'next/font/local';

const archivo = localFont({
  src: '../node_modules/@fontsource-variable/archivo/files/archivo-latin-wdth-normal.woff2',
  variable: '--font-archivo',
  weight: '100 900',
  declarations: [{ prop: 'font-stretch', value: '62% 125%' }],
  display: 'swap',
  adjustFontFallback: 'Arial',
});

const jetbrains = localFont({
  src: '../node_modules/@fontsource-variable/jetbrains-mono/files/jetbrains-mono-latin-wght-normal.woff2',
  variable: '--font-jetbrains',
  weight: '100 800',
  display: 'swap',
  adjustFontFallback: false,
});

export const fontClass = `${archivo.variable} ${jetbrains.variable}`;
