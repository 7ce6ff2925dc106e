import { join } from 'node:path';
import { Menu, nativeImage, Tray } from 'electron';
import type { MenuItemConstructorOptions, NativeImage } from 'electron';
import type { TrayAction, TrayIcon, TrayItem, TrayModel } from '#shared/domain/shell/tray.ts';

/** Draws what `trayModel` says; a menu that is open is left alone while nothing changes. */
export function createTray(
  iconsDir: string,
  act: (action: TrayAction) => void,
): { draw(model: TrayModel): void } {
  let tray: Tray | null = null;
  let drawn = '';
  let icon: TrayIcon | null = null;

  return {
    draw(model) {
      const next = JSON.stringify(model);
      if (next === drawn) return;
      drawn = next;
      if (tray === null) {
        tray = new Tray(iconOf(iconsDir, model.icon));
        // Where a click does not open the menu itself.
        tray.on('click', () => act({ do: 'open' }));
      } else if (icon !== model.icon) {
        tray.setImage(iconOf(iconsDir, model.icon));
      }
      ({ icon } = model);
      tray.setToolTip(model.tooltip);
      tray.setContextMenu(Menu.buildFromTemplate(model.items.map((item) => drawnItem(item, act))));
    },
  };
}

/**
 * macOS colours a menu bar's pictures itself; panels of Linux are higher than 16 pixels, and take one
 * picture for every scale.
 */
const KIND: Readonly<Partial<Record<NodeJS.Platform, string>>> = {
  darwin: 'Template',
  linux: 'Panel',
};

function iconOf(iconsDir: string, name: TrayIcon): NativeImage {
  const kind = KIND[process.platform] ?? '';
  const image = nativeImage.createFromPath(join(iconsDir, `${name}${kind}.png`));
  if (kind === 'Template') image.setTemplateImage(true);
  return image;
}

function drawnItem(item: TrayItem, act: (action: TrayAction) => void): MenuItemConstructorOptions {
  if (item.kind === 'line') return { type: 'separator' };
  // A name may hold what marks a key in a menu.
  const label = item.label.replaceAll('&', '&&');
  switch (item.kind) {
    case 'text':
      return { label, enabled: false };
    case 'action':
      return { label, click: () => act(item.action) };
    case 'choice':
      return {
        ...{ label, type: 'checkbox', checked: item.chosen, enabled: item.possible },
        click: () => act(item.action),
      };
    case 'group':
      return { label, submenu: item.items.map((one) => drawnItem(one, act)) };
  }
}
