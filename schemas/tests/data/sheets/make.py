"""Makes the workbooks of this folder. All content is invented (演示数据). See README.md."""

import datetime

import xlwt
from odf.office import Annotation
from odf.opendocument import OpenDocumentSpreadsheet
from odf.style import Style, TableProperties
from odf.table import CoveredTableCell, Table, TableCell, TableRow
from odf.text import P, S

HEAD = ["案号", "受理日期", "仲裁请求", "裁决", "人数", "集体"]


def xls(name, dates_1904):
    book = xlwt.Workbook(encoding="utf-8")
    book.dates_1904 = dates_1904
    sheet = book.add_sheet("仲裁台账")
    sheet.write_merge(0, 0, 0, 5, "云江市劳动人事争议仲裁案件台账（演示数据）")
    for column in (0, 1, 4, 5):
        sheet.write_merge(1, 2, column, column, HEAD[column])
    sheet.write_merge(1, 1, 2, 3, "金额（万元）")
    sheet.write(2, 2, HEAD[2])
    sheet.write(2, 3, HEAD[3])
    chinese = xlwt.easyxf(num_format_str='yyyy"年"m"月"d"日"')
    builtin = xlwt.easyxf(num_format_str="M/D/YY")
    moment = xlwt.easyxf(num_format_str="[$-804]yyyy-mm-dd hh:mm")
    elapsed = xlwt.easyxf(num_format_str="[h]:mm")
    money = xlwt.easyxf(num_format_str='#,##0.00"元"')
    rows = [
        ("云劳人仲案〔2025〕1号", (datetime.date(2025, 7, 3), chinese), (1.5, money), 123.45, 3, True),
        ("云劳人仲案〔2025〕2号", (datetime.datetime(2025, 7, 31, 9, 41), moment), 0.1 + 0.2, 1e10, 12, False),
        ("云劳人仲案〔2025〕3号", (datetime.date(2025, 9, 30), builtin), -7, (0.5, elapsed), 40_000, "长" * 3000),
    ]
    for row, cells in enumerate(rows, start=3):
        for column, cell in enumerate(cells):
            sheet.write(row, column, *(cell if isinstance(cell, tuple) else (cell,)))
    # Enough distinct strings to run over many continuation records, in both widths.
    for row in range(6, 406):
        sheet.write(row, 0, f"case {row} " + "x" * 40)
        sheet.write(row, 5, f"第 {row} 行 " + "文" * 37)
        for column in (2, 3, 4):
            sheet.write(row, column, row * column)
    hidden = book.add_sheet("代码")
    hidden.visibility = 1
    hidden.write(0, 0, "隐藏")
    book.save(name)


def ods(name):
    book = OpenDocumentSpreadsheet()
    veiled = Style(name="veiled", family="table")
    veiled.addElement(TableProperties(display="false"))
    book.automaticstyles.addElement(veiled)
    table = Table(name="仲裁台账")

    def row(*cells, repeated=1):
        line = TableRow(numberrowsrepeated=repeated)
        for cell in cells:
            line.addElement(cell)
        table.addElement(line)

    def text(content, **more):
        cell = TableCell(valuetype="string", **more)
        for part in content.split("\n"):
            cell.addElement(P(text=part))
        return cell

    def number(value, kind="float"):
        cell = TableCell(valuetype=kind, value=value)
        cell.addElement(P(text="as shown"))
        return cell

    def covered(count=1):
        return CoveredTableCell(numbercolumnsrepeated=count)

    def date(value):
        cell = TableCell(valuetype="date", datevalue=value)
        cell.addElement(P(text="as shown"))
        return cell

    row(text("云江市劳动人事争议仲裁案件台账（演示数据）", numbercolumnsspanned=6), covered(5))
    row(
        text("案号", numberrowsspanned=2),
        text("受理日期", numberrowsspanned=2),
        text("金额\n（万元）", numbercolumnsspanned=2),
        covered(),
        text("人数", numberrowsspanned=2),
        text("集体", numberrowsspanned=2),
    )
    row(covered(2), text("仲裁请求"), text("裁决"), covered(2))
    noted = text("云劳人仲案〔2025〕1号")
    note = Annotation()
    note.addElement(P(text="a note that is no content"))
    noted.addElement(note)
    yes = TableCell(valuetype="boolean", booleanvalue="true")
    row(noted, date("2025-07-03"), number("1.5"), number("123.45", "currency"), number("3"), yes)
    spaced = TableCell(valuetype="string")
    paragraph = P(text="a & b <c>")
    paragraph.addElement(S(c=3))
    paragraph.addText("d")
    spaced.addElement(paragraph)
    row(spaced, date("2025-07-31T09:41:00"), TableCell(numbercolumnsrepeated=2), number("12"))
    row(text("空行以下"), repeated=1)
    row(TableCell(numbercolumnsrepeated=16384), repeated=20)
    row(text("重复", numbercolumnsrepeated=2), repeated=3)
    row(TableCell(numbercolumnsrepeated=16384), repeated=1048000)
    book.spreadsheet.addElement(table)
    other = Table(name="代码", stylename=veiled)
    line = TableRow()
    line.addElement(text("隐藏"))
    other.addElement(line)
    book.spreadsheet.addElement(other)
    book.save(name)


xls("ledger.xls", False)
xls("ledger-1904.xls", True)
ods("ledger.ods")
