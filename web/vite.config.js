import { defineConfig } from 'vite'

export default defineConfig({
  // The content security policy allows nothing inline; fonts and images stay files of their own.
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    manifest: 'manifest.json',
    assetsInlineLimit: 0,
    modulePreload: false,
    target: 'es2022',
    rolldownOptions: { input: ['src/app.js', 'src/app.css'] },
  },
  publicDir: 'src/public',
})
