#!/usr/bin/env python3
"""Rebuilds the three font files beside this script and OFL.txt, byte for byte.

The pictures need one Chinese font that is always there, small enough to embed. Noto Sans CJK SC, as
Debian packages it, is cut down to the characters that county reports use. Outlines and advance widths
are left exactly as they are; layout features, hints and vertical metrics go.

    apt-get download fonts-noto-cjk=1:20220127+repack1-1
    npm pack china-division@2.7.0
    pip install fonttools==4.55.3 brotli==1.2.1
    python3 build-fonts.py fonts-noto-cjk_*.deb china-division-2.7.0.tgz

The characters: GB 2312; every character in the names of provinces, prefectures, counties, streets and
towns (package china-division, WTFPL; only its set of characters is used, no text); and SYMBOLS.
Needs `dpkg-deb` on the path. Takes about a minute. Ends with an error if an input or a result is not
the known one; `--renew` prints the new digests instead, for whoever changes the set on purpose.
"""

import hashlib
import json
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTCollection

HERE = Path(__file__).resolve().parent

# Marks of state, arrows, dashes, fractions and brackets the product prints beyond GB 2312.
SYMBOLS = (
    "●▲■○◇◐◆△□▼▽◀▶★☆✓•"
    "↑↓→←↔–—―‐−…·・‧※"
    "％‰％°℃×÷±≈≠≤≥＜＞∞√∑"
    "〔〕〖〗【】「」『』〈〉《》（）［］｛｝"
    "‘’“”′″￥¥€£§¶№©®™"
    "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳㈠㈡㈢㈣㈤㈥㈦㈧㈨㈩"
    "ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ½¼¾²³㎡㎞"
    "\u00a0\u3000"
)

DIGESTS = {
    "fonts-noto-cjk.deb": "4a2515eb6db3978b897fef9709ed0d2b1f4c6c4df4d83d6c4ef65f71f1b1f502",
    "china-division.tgz": "210ad17ed5de7355ff069eabec71671f7d43c39295effcb013214815ed3ecc85",
    "NotoSansCJKsc-Regular.otf": "09e78d930b1e5e921f02cb14712cd534cd21c2dfe39050c807ae6ccce063c352",
    "NotoSansCJKsc-Regular.woff2": "ae371404ae70c1a56e5036368a575b344b2378e275141db876a968d113d5ab7f",
    "NotoSansCJKsc-Bold.otf": "1793bbc59c23bd56eb163e6933ddfcb7e8ca821dc1989e3c653faab57449e7db",
    "OFL.txt": "aaa4d68d667c16a22e28f7f2724b61d24e8a3c047dc64a5ccdc1cae74c08941d",
}

# The face wanted out of Debian's collections, by its typographic family name.
SC_FACE = "Noto Sans CJK SC"


def check(name: str, path: Path, renew: bool) -> None:
    """Compares a file with its known digest."""
    got = hashlib.sha256(path.read_bytes()).hexdigest()
    if renew:
        print(f'    "{name}": "{got}",  # {path.stat().st_size:,} bytes')
    elif got != DIGESTS[name]:
        sys.exit(f"{path}: sha256 is {got}, expected {DIGESTS[name]}")


def gb2312() -> set[str]:
    """Every character of GB 2312: symbols, Latin, Greek, Cyrillic, kana and 6,763 hanzi."""
    found = set(map(chr, range(0x20, 0x7F))) | set(map(chr, range(0xA1, 0x100)))
    for high in range(0xA1, 0xF8):
        for low in range(0xA1, 0xFF):
            try:
                found.add(bytes((high, low)).decode("gb2312"))
            except UnicodeDecodeError:
                pass  # an unassigned cell of the table
    return found


def place_names(package: Path) -> set[str]:
    """Characters of the names of divisions from province down to street or town."""
    found: set[str] = set()
    with tarfile.open(package) as archive:
        for level in ("provinces", "cities", "areas", "streets"):
            with archive.extractfile(f"package/dist/{level}.json") as file:
                for row in json.load(file):
                    found |= set(row["name"])
        with archive.extractfile("package/dist/HK-MO-TW.json") as file:
            found |= set(json.dumps(json.load(file), ensure_ascii=False))
    return found


def cut(collection: Path, characters: set[str]):
    """The SC face of a collection with the glyphs of these characters and nothing else."""
    (font,) = (face for face in TTCollection(collection).fonts if face["name"].getDebugName(1) == SC_FACE)
    font.recalcTimestamp = False
    options = Options()
    options.layout_features = []
    options.hinting = False
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14]
    options.name_languages = [0x409]
    options.notdef_outline = True
    options.drop_tables += ["GSUB", "GPOS", "BASE", "VORG", "vhea", "vmtx"]
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=[ord(c) for c in characters])
    subsetter.subset(font)
    return font


def licence(unpacked: Path, notice: str) -> str:
    """The font's own notice and the licence text of the Debian package, out of its copyright file."""
    lines = (unpacked / "usr/share/doc/fonts-noto-cjk/copyright").read_text("utf-8").split("\n")
    start = max(i for i, line in enumerate(lines) if line == "License: SIL-1.1") + 1
    text = [line[1:].removeprefix(".") if line.strip() == "." else line[1:] for line in lines[start : lines.index("", start)]]
    return "\n".join([notice, "", *text, ""])


def main() -> None:
    arguments = [a for a in sys.argv[1:] if a != "--renew"]
    renew = len(arguments) != len(sys.argv) - 1
    if len(arguments) != 2:
        sys.exit(__doc__)
    deb, names = map(Path, arguments)
    check("fonts-noto-cjk.deb", deb, renew)
    check("china-division.tgz", names, renew)
    characters = gb2312() | place_names(names) | set(SYMBOLS)
    with tempfile.TemporaryDirectory() as unpacked:
        subprocess.run(["dpkg-deb", "-x", deb, unpacked], check=True)
        root = Path(unpacked)
        fonts = root / "usr/share/fonts/opentype/noto"
        for weight in ("Regular", "Bold"):
            font = cut(fonts / f"NotoSansCJK-{weight}.ttc", characters)
            lacking = sorted(characters - set(map(chr, font.getBestCmap())))
            if lacking:
                sys.exit(f"{weight}: Noto has no glyph for {' '.join(lacking)}")
            print(f"{weight}: {len(characters):,} characters")
            otf = HERE / f"NotoSansCJKsc-{weight}.otf"
            font.save(otf, reorderTables=True)
            check(otf.name, otf, renew)
            if weight == "Regular":
                font.flavor = "woff2"
                web = otf.with_suffix(".woff2")
                font.save(web)
                check(web.name, web, renew)
        text = HERE / "OFL.txt"
        text.write_text(licence(root, font["name"].getDebugName(0)), "utf-8")
        check(text.name, text, renew)


if __name__ == "__main__":
    main()
