"""Makes the messy set: one ledger of arbitration cases as counties send it, in four formats, and its clean twin.

All content is invented (演示数据). See README.md. Run in this folder with Python 3.11, openpyxl 3.1.5, xlwt 1.3.0 and
odfpy 1.4.1.
"""

import csv
import datetime
import io
import re
import zipfile

import openpyxl
import xlwt
from odf.opendocument import OpenDocumentSpreadsheet
from odf.style import Style, TableProperties
from odf.table import CoveredTableCell, Table, TableCell, TableRow
from odf.text import P

SHEET = "仲裁台账"
TITLE = "云江市东湖区劳动人事争议仲裁案件台账（演示数据）"
LINE = "填报单位：东湖区仲裁院　　报告期：2025年第三季度　　金额单位：万元"
# Heading and its parent; a heading without a parent is merged over both lines.
HEADINGS = [
    ("序号", None),
    ("★案　号", None),
    ("案件\n来源", None),
    ("受理日期", None),
    ("劳动者人数（人）", "劳动者"),
    ("其中农民工", "劳动者"),
    ("仲裁请求金额", "金额（万元）"),
    ("裁决（调解）金额", "金额（万元）"),
    ("用人单位名称：", None),
    ("审限届满日", None),
    ("结案日期", None),
    ("结案方式", None),
    ("集体争议", None),
]
NUMBERS = ["甲", "乙", 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]


class Serial(datetime.date):
    """A day whose cell lost its date format: a bare number in a workbook."""


day, serial = datetime.date, Serial
# What stands in the sheet, row by row from row 6 on; a str is text, everything else keeps its type.
ROWS = [
    [1, "云东劳人仲案〔2025〕101号", "01", day(2025, 7, 3), 1, 0, 1.5, None, "云江示例物流有限公司", day(2025, 8, 17), day(2025, 8, 1), "11 调解书", "否"],
    [2, " 云东劳人仲案〔2025〕102号\n", 1, "2025年7月4日", "１２", "３", "1,234.5", "８０００元", "云江示例\u3000制衣厂 ", "2025.8.18", "2025/8/11", "调 解 书", "√"],
    [3, "云东劳人仲案〔2025〕103号", "窗口来访", serial(2025, 7, 7), 2, "/", 0.75, "0.5", "云江示例餐饮店", serial(2025, 8, 21), "20250820", "２１", "×"],
    ["小计", None, None, None, 15, 3, 1236.75, None, None, None, None, None, None],
    [4, "云东劳人仲案〔2025〕104号", "12345", "2025-02-30", 1, 0, 2, None, "云江示例建材行", "2025-08-25", None, None, "否"],
    [5, "云东劳人仲案〔2025〕105号", "14", "25.7.9", "三人", None, "约3万", None, "云江示例家政部", "２０２５－０８－２３", "2025-08-20 09:41", "11", None],
    None,
    [6, "云东劳人仲案〔2025〕106号", "不清楚", "2025-07-10", 60, 40, "12.345678", "—", "云江示例电子厂", "待定", None, None, "是"],
    [7, "云东劳人仲案〔2025〕107号", "99", "2025-7-11", "#N/A", None, "￥0.01", None, "云江示例商贸行", "2025-08-25", None, "—", "也许"],
    ["合　计：", None, None, None, "77", "43", 1255, None, None, None, None, None, None],
    ["填表人：甲", None, None, "审核人：乙", None, None, None, None, None, None, None, None, None],
]
# What a careful person would have typed; a cell that cannot be read is empty. Money is in 元.
CLEAN_HEADINGS = ["案号", "案件来源", "受理日期", "劳动者人数", "其中农民工人数", "仲裁请求金额", "裁决（调解）金额", "用人单位名称", "审限届满日", "结案日期", "结案方式", "集体争议"]
CLEAN = [
    ["云东劳人仲案〔2025〕101号", "01", "2025-07-03", "1", "0", "15000.00", "", "云江示例物流有限公司", "2025-08-17", "2025-08-01", "11", "否"],
    ["云东劳人仲案〔2025〕102号", "01", "2025-07-04", "12", "3", "12345000.00", "8000.00", "云江示例\u3000制衣厂", "2025-08-18", "2025-08-11", "11", "是"],
    ["云东劳人仲案〔2025〕103号", "01", "2025-07-07", "2", "", "7500.00", "5000.00", "云江示例餐饮店", "2025-08-21", "2025-08-20", "21", "否"],
    ["云东劳人仲案〔2025〕104号", "04", "", "1", "0", "20000.00", "", "云江示例建材行", "2025-08-25", "", "", "否"],
    ["云东劳人仲案〔2025〕105号", "14", "", "", "", "", "", "云江示例家政部", "2025-08-23", "2025-08-20", "11", ""],
    ["云东劳人仲案〔2025〕106号", "", "2025-07-10", "60", "40", "123456.78", "", "云江示例电子厂", "", "", "", "是"],
    ["云东劳人仲案〔2025〕107号", "99", "2025-07-11", "", "", "100.00", "", "云江示例商贸行", "2025-08-25", "", "", ""],
]
EPOCH = datetime.date(1899, 12, 30)
WIDTH = len(HEADINGS)


def parents():
    """Runs of columns under one parent: first column, last column, text."""
    runs = []
    for column, (_, parent) in enumerate(HEADINGS):
        if parent and runs and runs[-1][1] == column - 1 and runs[-1][2] == parent:
            runs[-1] = (runs[-1][0], column, parent)
        elif parent:
            runs.append((column, column, parent))
    return runs


def xlsx(name):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = SHEET
    put = lambda row, column, value: sheet.cell(row + 1, column + 1, value)
    merge = lambda a, b, c, d: sheet.merge_cells(start_row=a + 1, start_column=b + 1, end_row=c + 1, end_column=d + 1)
    put(0, 0, TITLE), merge(0, 0, 0, WIDTH - 1)
    put(1, 0, LINE), merge(1, 0, 1, WIDTH - 1)
    for column, (text, parent) in enumerate(HEADINGS):
        put(3 if parent else 2, column, text)
        if not parent:
            merge(2, column, 3, column)
    for first, last, text in parents():
        put(2, first, text), merge(2, first, 2, last)
    for column, value in enumerate(NUMBERS):
        put(4, column, value)
    for row, values in enumerate(ROWS, start=5):
        for column, value in enumerate(values or []):
            if isinstance(value, Serial):
                put(row, column, (value - EPOCH).days)
            elif isinstance(value, datetime.date):
                put(row, column, value).number_format = 'yyyy"年"m"月"d"日"'
            elif value is not None:
                put(row, column, value)
    hidden = book.create_sheet("代码")
    hidden["A1"] = "案号"
    hidden.sheet_state = "hidden"
    book.save(name)


def xls(name):
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet(SHEET)
    date = xlwt.easyxf(num_format_str='yyyy"年"m"月"d"日"')
    sheet.write_merge(0, 0, 0, WIDTH - 1, TITLE)
    sheet.write_merge(1, 1, 0, WIDTH - 1, LINE)
    for column, (text, parent) in enumerate(HEADINGS):
        if parent:
            sheet.write(3, column, text)
        else:
            sheet.write_merge(2, 3, column, column, text)
    for first, last, text in parents():
        sheet.write_merge(2, 2, first, last, text)
    for column, value in enumerate(NUMBERS):
        sheet.write(4, column, value)
    for row, values in enumerate(ROWS, start=5):
        for column, value in enumerate(values or []):
            if isinstance(value, Serial):
                sheet.write(row, column, (value - EPOCH).days)
            elif isinstance(value, datetime.date):
                sheet.write(row, column, value, date)
            elif value is not None:
                sheet.write(row, column, value)
    hidden = book.add_sheet("代码")
    hidden.visibility = 1
    hidden.write(0, 0, "案号")
    book.save(name)


def ods(name):
    book = OpenDocumentSpreadsheet()
    veiled = Style(name="veiled", family="table")
    veiled.addElement(TableProperties(display="false"))
    book.automaticstyles.addElement(veiled)
    table = Table(name=SHEET)

    def cell(value, **more):
        if value is None:
            return TableCell(**more)
        if isinstance(value, Serial):
            value = (value - EPOCH).days
        if isinstance(value, datetime.date):
            made = TableCell(valuetype="date", datevalue=value.isoformat(), **more)
        elif isinstance(value, (int, float)):
            made = TableCell(valuetype="float", value=value, **more)
        else:
            made = TableCell(valuetype="string", **more)
        for part in str(value).split("\n"):
            made.addElement(P(text=part))
        return made

    def row(*cells):
        line = TableRow()
        for each in cells:
            line.addElement(each)
        table.addElement(line)

    covered = lambda count=1: CoveredTableCell(numbercolumnsrepeated=count)
    for text in (TITLE, LINE):
        row(cell(text, numbercolumnsspanned=WIDTH), covered(WIDTH - 1))
    upper, lower, runs = [], [], {first: (last, text) for first, last, text in parents()}
    for column, (text, parent) in enumerate(HEADINGS):
        if not parent:
            upper.append(cell(text, numberrowsspanned=2))
            lower.append(covered())
            continue
        if column in runs:
            last, above = runs[column]
            upper.append(cell(above, numbercolumnsspanned=last - column + 1))
        else:
            upper.append(covered())
        lower.append(cell(text))
    row(*upper)
    row(*lower)
    row(*map(cell, NUMBERS))
    for values in ROWS:
        row(*map(cell, values or [None]))
    book.spreadsheet.addElement(table)
    other = Table(name="代码", stylename=veiled)
    line = TableRow()
    line.addElement(cell("案号"))
    other.addElement(line)
    book.spreadsheet.addElement(other)
    book.save(name)


def gbk(name):
    """As a spreadsheet exports it: parents in their first cell only, days as they are shown."""
    text = io.StringIO()
    out = csv.writer(text, lineterminator="\r\n")
    pad = lambda values: [*values, *[""] * (WIDTH - len(values))]
    out.writerow(pad([TITLE]))
    out.writerow(pad([LINE]))
    firsts = {first: above for first, _, above in parents()}
    out.writerow([firsts.get(column, "") if parent else text for column, (text, parent) in enumerate(HEADINGS)])
    out.writerow([text if parent else "" for text, parent in HEADINGS])
    out.writerow(NUMBERS)

    def shown(value):
        if isinstance(value, Serial):
            return value.isoformat()
        if isinstance(value, datetime.date):
            return f"{value.year}年{value.month}月{value.day}日"
        return "" if value is None else str(value)

    for values in ROWS:
        out.writerow(pad([shown(value) for value in values or []]))
    with open(name, "wb") as file:
        file.write(text.getvalue().encode("gbk"))


def clean(name):
    with open(name, "w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([CLEAN_HEADINGS, *CLEAN])


def settle(name):
    """The same bytes at every run: the archive's members and its properties carry one date."""
    stamp = lambda content: re.sub(rb"20\d\d-\d\d-\d\dT[\d:]+Z", b"2025-10-01T00:00:00Z", content)
    with zipfile.ZipFile(name) as old:
        members = [(info.filename, old.read(info)) for info in old.infolist()]
    members = [(member, stamp(content) if "core.xml" in member else content) for member, content in members]
    with zipfile.ZipFile(name, "w", zipfile.ZIP_DEFLATED) as new:
        for member, content in members:
            new.writestr(zipfile.ZipInfo(member, (2025, 10, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)


xlsx("messy.xlsx")
settle("messy.xlsx")
xls("messy.xls")
ods("messy.ods")
settle("messy.ods")
gbk("messy-gbk.csv")
clean("clean.csv")
