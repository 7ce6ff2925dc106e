/*
 * The file by which a Linux desktop starts an app when its person logs in: Desktop Application Autostart
 * Specification 0.5 and Desktop Entry Specification 1.5, freedesktop.org.
 */

export const AUTOSTART_FILE = 'ieum.desktop';

/** @param command the program and its arguments */
export function autostartEntry(command: readonly string[]): string {
  return [
    '[Desktop Entry]',
    'Type=Application',
    'Version=1.5',
    'Name=Ieum',
    'Name[ko]=이음',
    'Comment=Softphone',
    'Comment[ko]=고객 전화를 받는 소프트폰',
    `Exec=${command.map(quoted).join(' ')}`,
    'Terminal=false',
    'X-GNOME-Autostart-enabled=true',
    '',
  ].join('\n');
}

/**
 * Quoted as the specification's chapter on Exec says, and then as a string of the file: `\` first by one
 * rule and then by the other. `%` would be taken for a field code.
 */
function quoted(argument: string): string {
  const inner = argument.replace(/["`$\\]/g, '\\$&').replaceAll('%', '%%');
  return `"${inner}"`.replaceAll('\\', '\\\\').replaceAll('\n', '\\n');
}

/** Whether the desktop would start it: its tools switch a file off instead of removing it. */
export function isEntryOn(text: string): boolean {
  return !/^\s*(?:Hidden\s*=\s*true|X-GNOME-Autostart-enabled\s*=\s*false)\s*$/im.test(text);
}
