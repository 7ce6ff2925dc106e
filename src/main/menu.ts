import { Menu } from 'electron';
import type { MenuItemConstructorOptions } from 'electron';
import { appMenu } from '#shared/domain/shell/appMenu.ts';
import type { MenuAction, MenuItem, MenuOptions } from '#shared/domain/shell/appMenu.ts';

/** Draws the app's own menu in the place of Electron's, which reloads pages and opens their tools. */
export function drawAppMenu(options: MenuOptions, act: (action: MenuAction) => void): void {
  const template = appMenu(options).map(({ label, role, items }) => ({
    label,
    ...(role === undefined ? {} : { role }),
    submenu: items.map((item) => drawn(item, act)),
  }));
  Menu.setApplicationMenu(Menu.buildFromTemplate(template));
}

function drawn(item: MenuItem, act: (action: MenuAction) => void): MenuItemConstructorOptions {
  if ('separator' in item) return { type: 'separator' };
  if ('role' in item) return item;
  const { label, action, accelerator } = item;
  return {
    label,
    ...(accelerator === undefined ? {} : { accelerator }),
    click: () => act(action),
  };
}
