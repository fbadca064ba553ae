"""Hostile files: in go a format and a random generator, out come bytes that nearly are of that format."""

import gzip
import io
import json
import random
import zipfile

import pyarrow as pa
import pyarrow.parquet as pq

TITLE, WORDS = (
    "Ferry runs aground off Tarn",
    "A ferry ran aground off Tarn on Monday. “No one was hurt,” Ada Moss said.",
)
PAGE = f"""<!doctype html><html><head><title>{TITLE}</title><meta name="author" content="Ida Lund">
<script type="application/ld+json">{{"@type":"NewsArticle","headline":"{TITLE}","datePublished":"2024-05-06"}}</script>
</head><body><article><h1>{TITLE}</h1><p>{WORDS}</p><ul><li>Related</li></ul></article></body></html>"""
RECORD = {
    "text": WORDS,
    "title": TITLE,
    "published": "2024-05-06T10:00:00Z",
    "outlet": "Tarn Gazette",
    "url": "http://tarn.example/1",
}
FEED = f"""<?xml version="1.0"?><rss version="2.0"><channel><title>Tarn</title><item><title>{TITLE}</title>
<link>http://tarn.example/1</link>
<pubDate>Mon, 06 May 2024 10:00:00 GMT</pubDate><description>{WORDS}</description></item>
</channel></rss>"""
NITF = f"""<nitf><head><title>{TITLE}</title><docdata><date.issue norm="20240506"/></docdata></head><body><body.content>
<p>{WORDS}</p></body.content></body></nitf>"""
SPOKEN = f"1\n00:00:01,000 --> 00:00:04,000\nMOSS: {WORDS}\n\n2\n00:00:05,000 --> 00:00:09,000\n>> And more.\n"
HTTP = f"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n{PAGE}".encode()
WARC = (
    b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:1>\r\nWARC-Target-URI: http://tarn.example/1\r\n"
    b"WARC-Date: 2024-05-06T10:00:00Z\r\nContent-Type: application/http; msgtype=response\r\nContent-Length: "
    + str(len(HTTP)).encode() + b"\r\n\r\n" + HTTP + b"\r\n\r\n"
)  # fmt: skip
RTF = ("{\\rtf1\\ansi\\ansicpg1252 {\\b " + TITLE + "}\\par " + "A ferry ran aground \\'93today\\'94.\\par}").encode()
DOCUMENT = (
    '<?xml version="1.0"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'
    f"<w:p><w:r><w:t>{TITLE}</w:t></w:r></w:p><w:p><w:r><w:t>{WORDS}</w:t></w:r></w:p></w:body></w:document>"
)
TYPES = b"""<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels"
ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml"
ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>"""
RELATIONS = b"""<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="a"
Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/>
</Relationships>"""
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Count 1/Kids[3 0 R]>>endobj\n3 0 obj\
<</Type/Page/Parent 2 0 R>>endobj\ntrailer<</Root 1 0 R/Size 4>>\n%%EOF"


def _zipped(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


def _parquet() -> bytes:
    out = io.BytesIO()
    pq.write_table(pa.Table.from_pylist([RECORD]), out)
    return out.getvalue()


SEEDS: dict[str, bytes] = {
    "txt": f" date 2024-05-06 \n{TITLE}\n\n{WORDS}\n".encode(),
    "md": f"---\ntitle: {TITLE}\ndate: 2024-05-06\n---\n{WORDS}\n".encode(),
    "html": PAGE.encode(),
    "srt": SPOKEN.encode(),
    "vtt": ("WEBVTT\n\n" + SPOKEN.replace(",000", ".000")).encode(),
    "jsonl": (json.dumps(RECORD) + "\n").encode() * 3,
    "json": json.dumps([RECORD, {"version": "https://jsonfeed.org/version/1.1", "items": []}]).encode(),
    "csv": (",".join(RECORD) + "\n" + ",".join(f'"{value}"' for value in RECORD.values()) + "\n").encode(),
    "tsv": ("\t".join(RECORD) + "\n" + "\t".join(RECORD.values()) + "\n").encode(),
    "parquet": _parquet(),
    "warc": WARC * 2,
    "warc.gz": gzip.compress(WARC) * 2,
    "wacz": _zipped({"archive/data.warc": WARC, "datapackage.json": b"{}"}),
    "xml": FEED.encode(),
    "nitf": NITF.encode(),
    "opml": b'<opml version="2.0"><body><outline xmlUrl="http://tarn.example/feed"/></body></opml>',
    "docx": _zipped({"word/document.xml": DOCUMENT.encode(), "[Content_Types].xml": TYPES, "_rels/.rels": RELATIONS}),
    "rtf": RTF,
    "pdf": PDF,
    "txt.gz": gzip.compress(WORDS.encode()),
    "unknown": WORDS.encode(),
}
# What is written into a file: ends, signs that open something, numbers that are too large, halves of characters.
PIECES = (
    b"\x00",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    b"\xed\xa0\x80",
    b"\xc3",
    b"\r",
    b"\n\n",
    b'"',
    b"'",
    b"<",
    b"]]>",
    b"<![CDATA[",
    b"&#x110000;",
    b"&#0;",
    b"<!ENTITY a '&a;&a;'>",
    b"{",
    b"[" * 2_000,
    b"}",
    b"\\",
    b"\\u",
    b"\\ud800",
    b"{\\",
    b"\\bin99999",
    b"99999999999999999999",
    b"-1",
    b"NaN",
    b"1e999",
    b"null",
    b"0000-00-00",
    b"9999-99-99T99:99:99+99:99",
    b"--> ",
    b"99:99:99,999",
    b"Content-Length: 99999999999",
    b"Content-Length: -5",
    b"Transfer-Encoding: chunked\r\n",
    b"Content-Encoding: gzip\r\n",
    b"charset=utf-7",
    b"charset=\x00",
    b"WARC/1.0\r\n",
    b"PK\x03\x04",
    b"%PDF-",
    b" " * 5_000,
    b"\xe2\x80\x9c" * 500,
    b"\xe2\x80\xae",
    b"<p>" * 3_000,
    b"http://[::1",
    b"date 2024-13-45",
)


def mutate(data: bytes, rng: random.Random, most: int = 6) -> bytes:
    """Bytes after some accidents: flipped, cut, doubled, moved, or with a hostile piece put in."""
    made = bytearray(data)
    for _ in range(rng.randint(0, most)):
        at = rng.randint(0, len(made))
        end = min(len(made), at + rng.choice((1, 4, 30, 400)))
        match rng.randrange(6):
            case 0 if made:
                made[min(at, len(made) - 1)] ^= 1 << rng.randrange(8)
            case 1:
                del made[at:end]
            case 2:
                made[at:at] = made[at:end]
            case 3:
                made[at:end] = rng.choice(PIECES)
            case 4:
                del made[at:]
            case _:
                made[at:at] = rng.choice(PIECES)
    return bytes(made)
