/** Hands a file to the browser's downloads; in Electron to the same, which asks where to. */
export function saveFile(name: string, type: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // After the download has begun: it reads the address when the click has been dealt with.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
