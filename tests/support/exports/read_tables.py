"""Reads a CSV file or a workbook as another program does: its cells as JSON, and what kind they are."""

import csv
import json
import re
import sys
import zipfile
from xml.etree import ElementTree

MAIN = '{http://schemas.openxmlformats.org/spreadsheetml/2006/main}'


def plain(text):
    return re.sub(r'_x([0-9A-F]{4})_', lambda found: chr(int(found[1], 16)), text)


def read_csv(path):
    with open(path, encoding='utf-8-sig', newline='') as file:
        return [{'rows': list(csv.reader(file)), 'formulas': 0}]


def read_xlsx(path):
    sheets = []
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        book = ElementTree.fromstring(archive.read('xl/workbook.xml'))
        names = [sheet.get('name') for sheet in book.iter(MAIN + 'sheet')]
        for number, name in enumerate(names, 1):
            root = ElementTree.fromstring(archive.read(f'xl/worksheets/sheet{number}.xml'))
            rows = []
            for row in root.iter(MAIN + 'row'):
                cells = []
                for cell in row:
                    text = cell.find(f'{MAIN}is/{MAIN}t')
                    value = cell.find(MAIN + 'v')
                    if text is not None:
                        cells.append(plain(text.text or ''))
                    else:
                        cells.append(None if value is None else float(value.text))
                rows.append(cells)
            sheets.append({
                'name': name,
                'rows': rows,
                'formulas': len(list(root.iter(MAIN + 'f'))),
                'frozen': [pane.get('ySplit') for pane in root.iter(MAIN + 'pane')],
                'filter': [one.get('ref') for one in root.iter(MAIN + 'autoFilter')],
            })
    return sheets


path = sys.argv[1]
csv.field_size_limit(10_000_000)
json.dump(read_xlsx(path) if path.endswith('.xlsx') else read_csv(path), sys.stdout)
