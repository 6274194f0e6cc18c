"""A report's text as it is compared with the rules, and the way back to the text as it was given.

Case, full-width signs, traditional characters, kinds of dashes and quotation marks are made one. Nearly all of it
replaces one sign by one; where signs are dropped (a blank between two Chinese characters, a hyphen at a line's end), a
map leads back.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from cephalad.read.lines import unwrapped

__all__ = ["Plain", "plain"]

# Only the characters that occur in the words of the rules, and those that stand beside them in reports.
_TRADITIONAL = (
    "靜静脈脉內内腫肿瘤瘤塊块團团宮宫頸颈韌韧帶带闊阔產产無无見见檢检查查診诊斷断術术後后前前狀状結结節节樹树實实質质區区"
    "號号異异變变擴扩張张緊紧貼贴規规則则勻匀強强顯显經经腎肾總总髂髂體体積积臟脏動动鬱郁滯滞傾倾圓圆條条邊边側侧雙双"
    "兩两與与與与將将為为個个們们來来從从達达過过還还這这長长徑径寬宽約约層层寧宁膚肤腦脑隨随續续連连屬属歷历史史親亲"
    "媽妈兒儿認认疑疑慮虑排排惡恶轉转種种瀰弥彌弥散散維纤纖纤維维壓压迫迫侵侵壁壁腔腔開开闢辟閉闭關关鏡镜報报請请"
    "醫医導导絲丝導导應应該该說说對对應应圖图圍围繞绕陰阴陽阳陳陈舊旧療疗鈣钙囊囊門门詢询問问復复發发複复雜杂"
    "聲声體体後后裏里裡里樣样響响幹干導导動动脫脱壞坏壓压級级細细胞胞組组織织嚴严優优從从僅仅難难環环擺摆選选據据屬属"
    "遠远進进週周鄰邻緣缘鈍钝銳锐髮发濃浓淺浅確确標标識识讀读記记錄录參参數数較较獲获構构範范舉举處处竇窦瓣瓣葉叶黏粘"
    "質质鬆松廣广"
    "叢丛臨临傷伤傳传凍冻淨净減减創创別别剝剥協协單单佔占婦妇學学歲岁彎弯彈弹懷怀態态捫扪掃扫擾扰擬拟擠挤擋挡損损時时"
    "暫暂機机權权極极殘残匯汇測测漿浆湧涌潤润溫温滿满濾滤潛潜點点獨独現现蓋盖監监離离稱称窩窝窺窥篩筛簡简類类絡络統统"
    "絕绝繩绳綜综縮缩網网聯联腸肠脹胀膽胆臘腊膕腘藥药蟲虫蠟蜡襯衬襲袭視视觸触計计議议許许訪访證证評评訴诉詳详誘诱諾诺"
    "調调譜谱負负資资贅赘軌轨輪轮軟软輕轻輔辅輸输運运適适遺遗鎖锁錯错間间聞闻闌阑險险隱隐項项預预頻频題题風风飄飘飽饱"
    "驟骤鮮鲜黃黄暢畅華华會会價价備备頭头並并併并師师幫帮氣气沒没溝沟漸渐係系紅红純纯納纳縱纵紋纹線线順顺顆颗遲迟懸悬"
    "癥症徵征瘻瘘卻却餘余遊游佈布幾几"
    "乾干亂乱亞亚偽伪僞伪劑剂勞劳勢势員员喪丧當当國国墜坠夠够夾夹嬸婶孫孙孿孪專专屍尸庫库悶闷愛爱於于暈晕書书橫横臺台"
    "歐欧況况準准瀦潴爲为牀床牽牵狹狭獻献産产瘺瘘癟瘪盡尽穩稳竈灶箇个終终給给絶绝綫线緻致繫系繼继羣群習习脛胫臥卧"
    "萬万虛虚補补裝装製制覺觉觀观討讨設设註注誌志説说課课論论蹤踪跡迹車车迴回関关陞升隻只電电頂顶養养餬糊騎骑驗验髖髋齊齐靱韧"
)
_ALIKE = {
    "‐": "-", "‑": "-", "‒": "-", "–": "-", "—": "-", "−": "-", "－": "-",
    "’": "'", "‘": "'", "“": '"', "”": '"',
    "\u00a0": " ", "\u3000": " ", "\t": " ", "\u2009": " ", "\u202f": " ",
    "×": "x", "✕": "x", "╳": "x", "＊": "*", "∗": "*", "Ｘ": "x", "х": "x", "·": "x",
    "☐": "□", "◻": "□", "▢": "□", "☑": "■", "☒": "■", "✓": "■", "✔": "■", "▣": "■", "◼": "■",
    # signs that only a slip brings into these reports: 子官, 肌溜, 瘤拴
    "官": "宫", "溜": "瘤", "廇": "瘤", "拴": "栓",
}  # fmt: skip
_SLIPS = {
    "末": "未", "为": "未", "人": "入", "处": "外", "快": "块", "控": "腔", "园": "圆", "付": "附",
    "骼": "髂", "划": "滑", "冲": "充", "膈": "隔", "申": "伸", "曾": "增", "级": "及", "著": "着",
}  # fmt: skip
_SLIP = re.compile(  # 末见, 为见明显异常, 延伸人右心房, 不除处, 包快, 下控静脉, 园形, 付件, 房间膈, 延申, 附著
    r"(?=[末为人处快控园付骼划冲膈申曾级著])(?:"
    r"(?<![期年月周])末(?=[见探发触扪及能])|为(?=见(?:明显|明确|异常))|(?<=[延伸进突长汇侵])人(?=[右左心下髂肾肺腔静])"
    r"|(?<=[不能]除)处|(?<=[包肿团])快|(?<=[上下])控(?=静)|园(?=形)|付(?=件)"
    r"|骼(?=[内外总静血])|(?<=平)划(?=肌)|冲(?=盈)|(?<=[房室]间)膈|(?<=纵)膈|(?<=延)申|曾(?=[强宽粗厚])|(?<=累)级|(?<=[附沿随接贴黏粘连])著)"
)
_BLOCKS = ("p", "br", "div", "td", "th", "tr", "table", "tbody", "li", "ul", "ol", "h1", "h2", "h3", "h4")
_INLINE = ("b", "i", "u", "em", "strong", "span", "font", "sub", "sup", "a")
_MARKUP = re.compile(
    rf"</?(?P<tag>{'|'.join((*_BLOCKS, *_INLINE))})(?:\s[^<>]{{0,200}})?/?>"
    r"|&(?P<sign>nbsp|ensp|emsp|thinsp|times|lt|gt|amp|quot|apos|[nm]dash|minus|middot|bull|#160|#215|#39);",
    re.IGNORECASE,
)
_SIGNS = {
    "times": "x", "#215": "x", "lt": "<", "gt": ">", "amp": "&", "quot": '"', "apos": "'", "#39": "'",
    "ndash": "-", "mdash": "-", "minus": "-", "bull": "*",
}  # fmt: skip
_SIDE_SIGN = re.compile(  # the sign first: all others are then passed over at once
    r"[.)](?:(?<=[rl].)(?<![a-z0-9]..)|(?<=[rl]t.)(?<![a-z0-9]...))(?= ?[a-z])"
)
"""The sign behind a shortened side, which parts nothing: *Rt. renal vein*, *L) CIV*, *(R) ovarian vein*."""

_NOTHING = "\u200b"
_BOX = re.compile(r"\[[ xX]\]")
_BOX_BEFORE = re.compile(r"(\s|^)\[([ xX])\]")
_BOX_BEHIND = re.compile(r"\[([ xX])\]\s")


def _table() -> dict[int, str]:
    wide = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
    wide.pop(ord("，"))  # a Chinese comma ends more than an English one
    pairs = zip(_TRADITIONAL[::2], _TRADITIONAL[1::2], strict=True)
    table: dict[int, str] = {**wide, **{ord(old): new for old, new in pairs if old != new}}
    table.update({ord(old): new for old, new in _ALIKE.items()})
    table.update({code: chr(code + 32) for code in range(ord("A"), ord("Z") + 1)})
    table.update({code: chr(code - 0xFEE0 + 32) for code in range(0xFF21, 0xFF3B)})
    return table


_TABLE = _table()
_HAN = "\u4e00-\u9fff"
_DROPPED = re.compile(
    rf"(?<=[{_HAN}])[ ]{{1,4}}(?=[{_HAN}])"  # a scanned line with a blank after every character
    r"|(?<=[a-z])-\n[ ]{0,8}(?=[a-z])"  # a word divided at the end of a line
    r"|(?<= ) +"
    r"|[\u200b-\u200d\ufeff\u00ad]"
)
_SPACED = re.compile(rf" (?<=[{_HAN}] )|[\u200b-\u200d\ufeff\u00ad]")
_APART = re.compile(  # 左侧髂内静脉扩张 内有肿块, but neither a line cut in two nor a scanned 内见 充盈缺损
    rf" (?<=[{_HAN}]{{4}} )(?<![见示有为内及与和未呈于的侧约达至或可] )(?<!静脉 )(?<!血管 )(?<!心房 )"
    rf"(?=[{_HAN}]{{4}}|[{_HAN}]{{2,3}}[:：])(?![的样状影])"
)
_HYPHEN = re.compile(r"-(?<=[a-z]-)(?=[a-z])")  # the sign first: all others are then passed over at once


@dataclass(frozen=True, slots=True)
class Plain:
    """Text as it is compared, with the place of each of its signs in the text as given.

    Attributes
    ----------
    places : for each sign its offset in the given text, and one for the end; None where both texts are in step
    """

    text: str
    places: Sequence[int] | None

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The stretch of the given text from which ``text[start:end]`` was made."""
        if self.places is None:
            return start, end
        return self.places[start], self.places[end - 1] + 1 if end > start else self.places[start]


def plain(given: str) -> Plain:
    """The text as it is compared with the rules, which are made plain in the same way.

    Examples
    --------
    >>> plain("Para-uterine ７．６ＣＭ").text
    'para uterine 7.6cm'
    >>> plain("靜 脈 內").span(0, 3)
    (0, 5)
    """
    if ("<" in given and ">" in given) or "&" in given:
        given = _MARKUP.sub(_unmarked, given)
    if "[ ]" in given:
        given = "".join(map(_ticked, given.splitlines(keepends=True)))
    lines = unwrapped(given)
    if "//" in lines:  # *patent // uterus: …*
        lines = lines.replace("//", " \n")
    if lines.isascii():
        text = lines.lower()
        if "\t" in text:
            text = text.replace("\t", " ")
        text = _SIDE_SIGN.sub(" ", text)
        if "  " not in text and "-" not in text:
            return Plain(text, None)
    else:
        text = _SLIP.sub(_mended, lines.translate(_TABLE))
    if "-" in text:
        dropped = _without(text, given)
        return Plain(_HYPHEN.sub(" ", dropped.text), dropped.places)
    return _without(text, given)


def _ticked(line: str) -> str:
    """A line with a line of its own for each box: in round brackets, with a sign in them behind what they tick."""
    first = _BOX.search(line)
    if first is None:
        return line
    if line[: first.start()].rpartition(":")[2].strip(" -*"):
        return _BOX_BEHIND.sub(lambda box: "(-)\n" if box[1] == " " else "(+)\n", line)
    return _BOX_BEFORE.sub(lambda box: (box[1] and "\n") + ("( )" if box[2] == " " else "(x)"), line)


def _unmarked(markup: re.Match[str]) -> str:
    """What stands for a tag or a sign of a page's markup, as long as it was."""
    tag, sign = markup["tag"], markup["sign"]
    first = _SIGNS.get(sign.lower(), " ") if sign else "\n" if tag.lower() in _BLOCKS else _NOTHING
    return first + _NOTHING * (len(markup[0]) - 1)


def _mended(slip: re.Match[str]) -> str:
    return _SLIPS[slip[0]]


def _may_be_dropped(text: str) -> bool:
    """Whether a look at every sign is worth while; most texts show at once that it is not."""
    return "  " in text or "-\n" in text or (not text.isascii() and _SPACED.search(text) is not None)


def _without(text: str, given: str) -> Plain:
    """The text without the signs that only keep words apart; a blank between two Chinese statements is a comma."""
    if not (_may_be_dropped(text) and _DROPPED.search(text)):
        return Plain(text, None)
    kept: list[str] = []
    places: list[int] = []
    done = 0
    for match in _DROPPED.finditer(text):
        end = match.start()
        apart = given[end] == " " and _APART.match(text, end) is not None
        kept.append(text[done:end] + "，" * apart)
        places.extend(range(done, end + apart))
        done = match.end()
    kept.append(text[done:])
    places.extend(range(done, len(text) + 1))
    return Plain("".join(kept), places)
